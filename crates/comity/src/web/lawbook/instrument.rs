//! The page of an instrument: what it is, what it says by procedure, who is bound, what was declared.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::book::{
    Chapter, DeclarationEntry, InstrumentEntry, NationalEntry, PartyEntry, RelationEntry, RuleEntry,
};
use law::codes::Rounding;
use law::instrument::DateRule;
use maud::{Markup, html};

use super::{Reader, Target, rules, source};
use crate::web::frame;

/// Everything about an instrument below its heading.
pub(crate) fn whole(reader: &Reader<'_>, entry: &InstrumentEntry<'_>) -> Markup {
    html! {
        div.stack #instrument data-instrument=(entry.id) {
            (reader.tabs(Target::Instrument(entry.id.as_str())))
            p.note { (reader.t("law-own-words")) }
            div.beside {
                div.stack {
                    (facts(reader, entry))
                    @for chapter in &entry.chapters { (self::chapter(reader, chapter)) }
                    (parties(reader, entry))
                    (declarations(reader, &entry.declarations))
                    (national(reader, &entry.national))
                    (relations(reader, entry))
                    (sources(reader, entry))
                }
                (contents(reader, entry))
            }
        }
    }
}

/// What stands above the heading of an instrument.
pub(crate) fn kicker(reader: &Reader<'_>, entry: &InstrumentEntry<'_>) -> Markup {
    html! {
        (reader.link(Target::Instruments, &html! { (reader.t("law-tab-instruments")) }))
        span { (frame::english(entry.short_name)) }
        span { (reader.word("instrument-kind", entry.kind.as_str())) }
        code dir="ltr" { (entry.id) }
    }
}

fn contents(reader: &Reader<'_>, entry: &InstrumentEntry<'_>) -> Markup {
    let counted = |key: &str, n: usize| html! { (reader.t(key)) " " small.muted { (n) } };
    html! {
        nav.sticky.page-contents aria-labelledby="contents-heading" {
            h2 #contents-heading { (reader.t("law-on-this-page")) }
            ul {
                li { a href="#facts" { (reader.t("law-facts")) } }
                @for chapter in &entry.chapters { li { a href={ "#" (chapter.key) } { (frame::english(chapter.title)) " " small.muted { (chapter.rules.len()) } } } }
                @if !entry.parties.is_empty() { li { a href="#parties" { (counted("law-parties", entry.parties.len())) } } }
                @if !entry.declarations.is_empty() { li { a href="#declarations" { (counted("law-declarations", entry.declarations.len())) } } }
                @if !entry.national.is_empty() { li { a href="#national" { (counted("law-national", entry.national.len())) } } }
                @if !entry.relations.is_empty() || !entry.named_by.is_empty() { li { a href="#relations" { (counted("law-relations", entry.relations.len() + entry.named_by.len())) } } }
                li { a href="#sources" { (counted("law-sources", entry.sources.len())) } }
            }
        }
    }
}

fn facts(reader: &Reader<'_>, entry: &InstrumentEntry<'_>) -> Markup {
    let day = |key: &str, date: Option<Date>| {
        html! { @if let Some(date) = date { dt { (reader.t(key)) } dd { time datetime=(date) dir="ltr" { (date) } } } }
    };
    html! {
        section.sheet #facts aria-labelledby="facts-heading" {
            h2 #facts-heading { (reader.t("law-facts")) (reader.verified(entry.verified)) }
            dl.facts {
                dt { (reader.t("law-status")) } dd { (reader.words.known("law-standing", entry.status).map_or_else(|| frame::english(entry.status), |word| html! { (word) })) }
                @if let Some(parent) = entry.parent { dt { (reader.t("law-parent")) } dd { (reader.instrument(parent)) } }
                @if let Some(depositary) = entry.depositary { dt { (reader.t("law-depositary")) } dd { (frame::english(depositary)) } }
                @for (collection, number) in entry.identifiers {
                    dt { span lang="en" dir="ltr" { (collection.replace('-', " ")) } } dd { (frame::english(number)) }
                }
                (day("law-adopted", entry.adopted))
                (day("law-in-force", entry.in_force))
                (day("law-applies-from", entry.applies_from))
                (day("law-transposition", entry.transposition))
                (day("law-repealed", entry.repealed_on))
                @if !entry.languages.is_empty() {
                    dt { (reader.t("law-authentic")) }
                    dd { (entry.languages.iter().map(|language| reader.word("language-name", language)).collect::<Vec<_>>().join(", "))
                        @if let Some(prevailing) = entry.prevailing_language { "; " (reader.t("law-prevailing")) " " (reader.word("language-name", prevailing)) }
                    }
                }
                @if let Some(rule) = entry.entry_into_force { dt { (reader.t("law-entry-into-force")) } dd #entry-into-force { (date_rule(reader, rule)) } }
                @if let Some(rule) = entry.denunciation { dt { (reader.t("law-denunciation")) } dd #denunciation { (date_rule(reader, rule)) } }
                @if !entry.scope.is_empty() { dt { (reader.t("law-cases")) } dd { code dir="ltr" { (entry.scope) } } }
                @if let Some(event) = &entry.decided_by { dt { (reader.t("law-decided-by")) } dd { (reader.words.law(event)) } }
                @if entry.counts != "plain" { dt { (reader.t("law-counts")) } dd { (reader.word("counting-rule", entry.counts)) } }
                @if let Some(open_to) = entry.open_to { dt { (reader.t("law-parties")) } dd { (frame::english(open_to)) } }
                @for phase in &entry.phases {
                    dt { (reader.t("law-since")) " " time datetime=(phase.from) dir="ltr" { (phase.from) } }
                    dd { (frame::english(phase.description)) " " (reader.article(phase.article)) @if !phase.scope.is_empty() { " " code.rule-key dir="ltr" { (phase.scope) } } (reader.verified(phase.verified)) }
                }
                @for outside in &entry.outside {
                    dt { (reader.t("law-outside")) " " (reader.words.state(outside.state.as_str())) }
                    dd { (frame::english(outside.why)) @if let Some(instead) = outside.instead { " " (frame::english(instead)) }
                        @if let Some(article) = outside.article { " " (reader.article(article)) } (reader.verified(outside.verified)) }
                }
                @for (about, text) in entry.remarks { dt { (reader.word("law-remark", about)) } dd { (frame::english(text)) } }
            }
        }
    }
}

/// `3 months after deposit of instrument, then the first day of the following month (Art. 9(3))`.
fn date_rule(reader: &Reader<'_>, rule: &DateRule) -> Markup {
    let length = match (rule.offset, rule.unit) {
        (Some(offset), Some(unit)) => reader.words.period(offset, unit.as_str(), "calendar"),
        _ => String::new(),
    };
    html! {
        @if !length.is_empty() { (length) " " }
        @if let Some(from) = &rule.from { (reader.t("law-rule-after")) " " (frame::english(from)) }
        @if rule.rounding == Rounding::FirstDayOfMonthFollowing { ", " (reader.t("law-rule-first-day")) }
        @if let Some(article) = &rule.article { " " (reader.article(article)) }
        @if let Some(note) = &rule.note { " " small.muted { (frame::english(note)) } }
    }
}

fn chapter(reader: &Reader<'_>, chapter: &Chapter<'_>) -> Markup {
    let key = chapter.key.as_str();
    html! {
        section.sheet id=(key) aria-labelledby={ (key) "-heading" } data-chapter=(key) {
            h2 id={ (key) "-heading" } { (frame::english(chapter.title)) " " (reader.article(chapter.article)) }
            @if !chapter.asked_by.is_empty() {
                p.rows { span.muted { (reader.t("law-asked-by")) }
                    @for procedure in &chapter.asked_by { (reader.link(Target::Procedure(procedure.as_str()), &html! { (reader.word("procedure", procedure.as_str())) })) }
                }
            }
            @for text in [chapter.scope, chapter.note].into_iter().flatten() { p { (frame::english(text)) } }
            @if !chapter.cases.is_empty() { p { span.muted { (reader.t("law-cases")) } " " code dir="ltr" { (chapter.cases) } } }
            @for (kind, heading) in rules::KINDS {
                @let list: Vec<&RuleEntry<'_>> = chapter.rules.iter().filter(|rule| rule.kind == kind).collect();
                @if !list.is_empty() {
                    h3 { (reader.t(heading)) " " small.muted { (list.len()) } }
                    (rules::of_kind(reader, key, kind, &list))
                }
            }
        }
    }
}

fn parties(reader: &Reader<'_>, entry: &InstrumentEntry<'_>) -> Markup {
    let bound = entry.parties.iter().filter(|party| standing(party, reader.on) == "bound").count();
    html! {
        @if !entry.parties.is_empty() {
            section.stack-s #parties aria-labelledby="parties-heading" {
                h2 #parties-heading { (reader.t("law-parties")) " " small.muted { (entry.parties.len()) } }
                p.muted { (reader.tr("law-parties-bound", &[("n", bound.into()), ("on", reader.on.to_string().as_str().into())])) }
                div.table role="group" tabindex="0" aria-label=(reader.t("law-parties")) { table.wide {
                    caption.visually-hidden { (reader.t("law-parties")) }
                    thead { tr {
                        th scope="col" { (reader.t("column-party")) }
                        th scope="col" { (reader.t("column-standing")) }
                        th scope="col" { (reader.t("law-bound-since")) }
                        th scope="col" { (reader.t("column-how")) }
                        th scope="col" { (reader.t("column-remarks")) }
                    } }
                    tbody { @for party in &entry.parties { (self::party(reader, party)) } }
                } }
            }
        }
    }
}

/// How a participation stands on a day.
fn standing(party: &PartyEntry<'_>, on: Date) -> &'static str {
    match (party.unclear, party.in_force, party.ended) {
        (Some(_), _, _) | (None, None, _) => "unclear",
        (None, Some(since), _) if since > on => "not-yet",
        (None, Some(_), Some(end)) if end < on => "ended",
        (None, Some(_), _) => "bound",
    }
}

fn party(reader: &Reader<'_>, party: &PartyEntry<'_>) -> Markup {
    let standing = standing(party, reader.on);
    let tone = match standing {
        "bound" => "good",
        "ended" => "bad",
        _ => "warn",
    };
    html! {
        tr data-party=(party.state) data-standing=(standing) {
            th scope="row" { (reader.words.state(party.state.as_str())) (reader.verified(party.verified)) }
            td data-label=(reader.t("column-standing")) { span.badge data-tone=(tone) { (reader.word("party-standing", standing)) } }
            td data-label=(reader.t("law-bound-since")) { span dir="ltr" {
                @match party.in_force { Some(since) => { time datetime=(since) { (since) } } None => { "—" } }
                @if let Some(ended) = party.ended { " – " time datetime=(ended) { (ended) } }
                @if let Some(notice) = party.denounced { br; small.muted { (reader.t("law-denounced")) " " time datetime=(notice) { (notice) } } }
            } }
            td data-label=(reader.t("column-how")) { span {
                @if let Some(act) = party.act { (frame::english(act)) " " }
                @if let Some(deposit) = party.deposit { time datetime=(deposit) dir="ltr" { (deposit) } " " }
                @if let Some(via) = party.via { (frame::english(via)) }
            } }
            td data-label=(reader.t("column-remarks")) { div.cell-stack {
                @if let Some(unclear) = party.unclear { p { (frame::english(unclear)) } }
                @if let Some(note) = party.note { p { (frame::english(note)) } }
                @if let Some(at) = party.source { small { (source(at)) } }
            } }
        }
    }
}

fn declarations(reader: &Reader<'_>, list: &[DeclarationEntry<'_>]) -> Markup {
    let mut by_state: BTreeMap<&str, Vec<&DeclarationEntry<'_>>> = BTreeMap::new();
    for declaration in list {
        by_state.entry(declaration.by.as_str()).or_default().push(declaration);
    }
    html! {
        @if !list.is_empty() {
            section.stack-s #declarations aria-labelledby="declarations-heading" {
                h2 #declarations-heading { (reader.t("law-declarations")) " " small.muted { (list.len()) } }
                @for (state, declarations) in by_state {
                    div.sheet {
                        h3 { (reader.words.state(state)) }
                        ul.rules { @for declaration in declarations { (self::declaration(reader, declaration)) } }
                    }
                }
            }
        }
    }
}

fn declaration(reader: &Reader<'_>, declaration: &DeclarationEntry<'_>) -> Markup {
    html! {
        li.rule data-declaration=(declaration.effect) {
            p.rule-text { (frame::english(declaration.description)) }
            p.rule-source {
                span.badge { (reader.word("declaration-kind", declaration.kind)) } " "
                span.muted { (reader.word("declaration-effect", declaration.effect)) } " "
                (reader.article(&declaration.articles.join(", "))) (reader.verified(declaration.verified))
            }
            dl.points {
                @if let Some(since) = declaration.since { div { dt { (reader.t("law-since")) } dd { time datetime=(since) dir="ltr" { (since) } } } }
                @if !declaration.towards.is_empty() {
                    div { dt { (reader.t("law-towards")) } dd { (declaration.towards.iter().map(|state| reader.words.state(state.as_str())).collect::<Vec<_>>().join(", ")) } }
                }
                @if !declaration.languages.is_empty() {
                    div { dt { (reader.t("law-languages")) } dd { (declaration.languages.iter().map(|language| reader.word("language-name", language)).collect::<Vec<_>>().join(", ")) } }
                }
                (changed(reader, &declaration.changes))
                @if let Some(note) = declaration.note { div { dt { (reader.word("point", "note")) } dd { (frame::english(note)) } } }
                div { dt { (reader.t("law-source")) } dd { (source(declaration.source)) } }
            }
        }
    }
}

fn changed(reader: &Reader<'_>, changes: &[(&'static str, &law::Key)]) -> Markup {
    html! {
        @if !changes.is_empty() {
            div { dt { (reader.t("law-changes")) } dd { @for (kind, key) in changes { code dir="ltr" { (kind) " " (key) } " " } } }
        }
    }
}

fn national(reader: &Reader<'_>, list: &[NationalEntry<'_>]) -> Markup {
    html! {
        @if !list.is_empty() {
            section.sheet #national aria-labelledby="national-heading" {
                h2 #national-heading { (reader.t("law-national")) " " small.muted { (list.len()) } }
                p.muted { (reader.t("law-national-hint")) }
                ul.rules { @for rule in list {
                    li.rule data-national=(rule.key) {
                        p.rule-text { span.badge { (reader.words.state(rule.state.as_str())) } " " (frame::english(rule.description)) }
                        p.rule-source { (reader.article(rule.article)) " " code.rule-key dir="ltr" { (rule.key) } (reader.verified(rule.verified)) }
                        dl.points { (changed(reader, &rule.changes)) div { dt { (reader.t("law-source")) } dd { (source(rule.source)) } } }
                    }
                } }
            }
        }
    }
}

fn relations(reader: &Reader<'_>, entry: &InstrumentEntry<'_>) -> Markup {
    html! {
        @if !entry.relations.is_empty() || !entry.named_by.is_empty() {
            section.sheet #relations aria-labelledby="relations-heading" {
                h2 #relations-heading { (reader.t("law-relations")) }
                @if !entry.relations.is_empty() {
                    ul.rules { @for relation in &entry.relations { (self::relation(reader, relation, false)) } }
                }
                @if !entry.named_by.is_empty() {
                    h3 { (reader.t("law-named-by")) }
                    ul.rules { @for relation in &entry.named_by { (self::relation(reader, relation, true)) } }
                }
            }
        }
    }
}

fn relation(reader: &Reader<'_>, relation: &RelationEntry<'_>, from_other: bool) -> Markup {
    html! {
        li.rule data-relation=(relation.kind) {
            p.rule-text {
                @if from_other { (reader.instrument(relation.of)) " " }
                span.badge { (reader.word("relation", relation.kind)) } " "
                @if !from_other {
                    @for (position, to) in relation.to.iter().enumerate() { @if position > 0 { ", " } (reader.instrument(to)) }
                    @if let Some(text) = relation.to_text { " " (frame::english(text)) }
                    @if relation.to_any_treaty { " " (reader.t("law-any-treaty")) }
                }
            }
            p.rule-source {
                @if let Some(articles) = relation.articles { (reader.article(articles)) " " }
                @if let Some(members) = relation.between_members_of { span.muted { (reader.t("law-between-members")) " " (reader.instrument(members)) } }
                @if !relation.procedures.is_empty() { " " (relation.procedures.iter().map(|key| reader.word("procedure", key.as_str())).collect::<Vec<_>>().join(", ")) }
                @if relation.unless_agreed { " " (reader.t("law-unless-agreed")) }
                @if let Some(since) = relation.since { " · " (reader.t("law-since")) " " time datetime=(since) dir="ltr" { (since) } }
                @if let Some(note) = relation.note { " " span.muted { (frame::english(note)) } }
                (reader.verified(relation.verified))
            }
        }
    }
}

fn sources(reader: &Reader<'_>, entry: &InstrumentEntry<'_>) -> Markup {
    html! {
        section.sheet #sources aria-labelledby="sources-heading" {
            h2 #sources-heading { (reader.t("law-sources")) }
            @if entry.sources.is_empty() { p.muted { (reader.t("law-no-sources")) } }
            ul.rules { @for text in entry.sources {
                li.rule {
                    p.rule-text { (source(&text.url)) }
                    p.rule-source {
                        @if let Some(language) = &text.language { (reader.word("language-name", language)) " " }
                        @if let Some(covers) = &text.covers { (frame::english(covers)) " " }
                        @if let Some(note) = &text.note { span.muted { (frame::english(note)) } " " }
                        @if let Some(stored) = &text.stored_as { code dir="ltr" { (stored) } }
                    }
                }
            } }
        }
    }
}
