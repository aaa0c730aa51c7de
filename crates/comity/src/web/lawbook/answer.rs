//! What the library says to a question: the instruments that bind, and all that follows from them.

use law::check::{
    Answer, AnswerOption, Check, Condition, Conditional, ContentRule, DeadlineRule, DeclarationView, Duty,
    End, Excluded, Ground, LanguageRule, Notice, NoticeKind, OpenFact, Otherwise, Role, Rule,
    SafeguardQuestion,
};
use law::{InstrumentId, Key};
use maud::{Markup, html};

use super::{Reader, Target, rules, source};
use crate::web::frame;

/// The whole answer, as sections.
pub(crate) fn whole(reader: &Reader<'_>, check: &Check) -> Markup {
    html! {
        div.stack #law-answer data-instruments=(check.instruments.len()) {
            section.sheet aria-labelledby="bind-heading" {
                h2 #bind-heading { (reader.t("law-binding")) }
                (notices(reader, &check.notices))
                (binding(reader, check))
                (others(reader, &check.conditional, &check.otherwise))
                (excluded(reader, &check.excluded))
                p { (reader.link(Target::Pair(check.from, check.to), &html! { (reader.t("law-to-pair")) }))
                    @if reader.library.procedure(&check.procedure).is_some() {
                        " · " (reader.link(Target::Procedure(check.procedure.as_str()), &html! { (reader.t("law-to-procedure")) }))
                    } }
            }
            (section(reader, "law-conditions", &check.conditions, |condition| self::condition(reader, condition)))
            (section(reader, "law-contents", &check.contents, |rule| content(reader, rule)))
            (section(reader, "law-documents", &check.documents, |rule| content(reader, rule)))
            (section(reader, "law-languages", &check.languages, |rule| language(reader, rule)))
            (section(reader, "law-channels", &check.channels, |rule| plain(reader, rule)))
            @if !check.deadlines.is_empty() {
                section.sheet { h2 { (reader.t("law-deadlines")) " " small.muted { (check.deadlines.len()) } } (deadlines(reader, &check.deadlines)) }
            }
            (section(reader, "law-grounds", &check.grounds, |ground| self::ground(reader, ground)))
            (section(reader, "law-safeguards", &check.safeguards, |question| safeguard(reader, question)))
            (section(reader, "law-guarantees", &check.guarantees, |rule| plain(reader, rule)))
            (section(reader, "law-duties", &check.duties, |duty| self::duty(reader, duty)))
            (section(reader, "law-declarations", &check.declarations, |declaration| self::declaration(reader, declaration)))
            @if !check.disapplied.is_empty() {
                section.sheet { h2 { (reader.t("law-disapplied")) " " small.muted { (check.disapplied.len()) } }
                    ul.rules { @for rule in &check.disapplied { li.rule {
                        p.rule-text { span.badge { (reader.t(heading(&rule.kind))) } " " code dir="ltr" { (rule.key) } }
                        p.rule-source { (cited(reader, &rule.instrument, &rule.article)) " " (frame::english(&rule.why)) }
                    } } }
                }
            }
        }
    }
}

fn section<T>(reader: &Reader<'_>, heading: &str, list: &[T], row: impl Fn(&T) -> Markup) -> Markup {
    html! {
        @if !list.is_empty() {
            section.sheet { h2 { (reader.t(heading)) " " small.muted { (list.len()) } }
                ul.rules { @for one in list { (row(one)) } }
            }
        }
    }
}

/// The heading under which a kind of rule stands.
fn heading(kind: &str) -> &'static str {
    rules::KINDS.iter().find(|(known, _)| known.as_str() == kind).map_or("law-facts", |(_, heading)| *heading)
}

/// An article with the instrument it stands in.
pub(super) fn cited(reader: &Reader<'_>, instrument: &InstrumentId, article: &str) -> Markup {
    html! { (reader.instrument(instrument)) " " (reader.article(article)) }
}

/// A source that may be an instrument of the library.
fn cited_source(reader: &Reader<'_>, from: &str, article: &str) -> Markup {
    match InstrumentId::parse(from) {
        Ok(id) if reader.library.instrument(&id).is_some() => cited(reader, &id, article),
        _ => html! { (frame::english(from)) " " (reader.article(article)) },
    }
}

/// The instruments that bind, in order.
pub(super) fn binding(reader: &Reader<'_>, check: &Check) -> Markup {
    html! {
        @if check.instruments.is_empty() { p.warning { (reader.t("draft-no-instrument")) } }
        @for bound in &check.instruments {
            div.instrument data-instrument=(bound.id) data-role=(role(bound.role)) {
                p { strong { (reader.instrument(&bound.id)) } " "
                    span.badge data-tone=(if bound.role == Role::Governs { "accent" } else { "" }) { (reader.word("instrument-role", role(bound.role))) }
                    (reader.verified(bound.verified)) }
                p.hint { (frame::english(&bound.title)) }
                p { (frame::english(&bound.why)) " · " (reader.t("law-since")) " " time datetime=(bound.since) dir="ltr" { (bound.since) } }
            }
        }
    }
}

/// Instruments that bind the two in certain cases only, or in another matter.
pub(super) fn others(reader: &Reader<'_>, conditional: &[Conditional], otherwise: &[Otherwise]) -> Markup {
    html! {
        @for one in conditional {
            div.instrument data-instrument=(one.id) data-role="conditional" {
                p { strong { (reader.instrument(&one.id)) } " "
                    span.badge data-tone="warn" { (reader.word("instrument-role", "conditional")) }
                    (reader.verified(one.verified)) }
                p { (frame::english(&one.why)) " · " (reader.t("law-since")) " " time datetime=(one.since) dir="ltr" { (one.since) } }
            }
        }
        @for one in otherwise {
            div.instrument data-instrument=(one.id) data-role="otherwise" {
                p { strong { (reader.instrument(&one.id)) } " "
                    span.badge { (reader.word("instrument-role", "otherwise")) }
                    (reader.verified(one.verified)) }
                p { (frame::english(&one.why)) " · " (reader.t("law-since")) " " time datetime=(one.since) dir="ltr" { (one.since) } }
            }
        }
    }
}

/// What is not in the files or cannot be said: before everything else, because it limits the answer.
pub(super) fn notices(reader: &Reader<'_>, list: &[Notice]) -> Markup {
    html! {
        @for notice in list.iter().filter(|notice| notice.kind != NoticeKind::NothingBinds) {
            div.warning data-notice=(notice_key(notice.kind)) {
                p { strong { (reader.word("notice", notice_key(notice.kind))) } (reader.verified(notice.verified)) }
                p { (frame::english(&notice.text)) }
            }
        }
    }
}

fn notice_key(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::NothingBinds => "nothing-binds",
        NoticeKind::Unclear => "unclear",
        NoticeKind::TreatyWithoutFile => "treaty-without-file",
        NoticeKind::OrderOpen => "order-open",
        NoticeKind::Calendar => "calendar",
    }
}

/// A duty beside the instruments.
fn duty(reader: &Reader<'_>, duty: &Duty) -> Markup {
    let who = match duty.who {
        End::Requesting => "requesting",
        End::Requested => "requested",
    };
    html! {
        li.rule data-duty=(duty.key) {
            p.rule-text { strong { (frame::english(&duty.title)) } " " (frame::english(&duty.description)) }
            p.rule-source { (source(&duty.source)) " " (reader.article(&duty.article)) (reader.verified(duty.verified))
                " " span.badge { (reader.word("who", who)) } (answered_mark(reader, duty.applies))
                @if !duty.before.is_empty() {
                    " " span.muted { (reader.t("law-guards")) " " (duty.before.iter().map(|act| reader.word("act", act.as_str())).collect::<Vec<_>>().join(", ")) }
                }
            }
        }
    }
}

/// Whether something is so in this case, where that is not known.
fn answered_mark(reader: &Reader<'_>, answer: Answer) -> Markup {
    let word = match answer {
        Answer::Yes => return html! {},
        Answer::No => "no",
        Answer::Unknown => "unknown",
    };
    html! { " " span.badge { (reader.word("applies", word)) } }
}

/// The facts that would change the answer, as questions.
pub(crate) fn open_facts(
    reader: &Reader<'_>,
    list: &[OpenFact],
    control: impl Fn(&OpenFact) -> Markup,
) -> Markup {
    html! {
        @for fact in list {
            div.open-fact data-fact=(fact.key) {
                (control(fact))
                @if !fact.concerns.is_empty() { p.hint { (reader.t("law-concerns")) " " (frame::english(&fact.concerns.join("; "))) } }
            }
        }
    }
}

/// The word for the place of an instrument.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Governs => "governs",
        Role::Supplements => "supplements",
        Role::Residual => "residual",
    }
}

/// Instruments that do not bind, folded away.
pub(crate) fn excluded(reader: &Reader<'_>, list: &[Excluded]) -> Markup {
    html! {
        @if !list.is_empty() {
            details #excluded {
                summary { (reader.tr("law-excluded", &[("n", list.len().into())])) }
                ul.rules { @for excluded in list { (why_not(reader, excluded)) } }
            }
        }
    }
}

/// Why an instrument does not bind.
pub(super) fn why_not(reader: &Reader<'_>, excluded: &Excluded) -> Markup {
    let status = exclusion(excluded);
    html! {
        li.rule data-excluded=(excluded.id) data-why=(status) {
            p.rule-text { (reader.instrument(&excluded.id)) " "
                span.badge data-tone=(if status == "unclear" || status == "unreadable" { "warn" } else { "" }) { (reader.word("exclusion", status)) }
            }
            p.rule-source { (frame::english(&excluded.why)) }
        }
    }
}

fn exclusion(excluded: &Excluded) -> &'static str {
    use law::check::Exclusion;
    match excluded.status {
        Exclusion::Unclear => "unclear",
        Exclusion::NotAParty => "not-a-party",
        Exclusion::NotYetInForce => "not-yet-in-force",
        Exclusion::Ended => "ended",
        Exclusion::OutOfScope => "out-of-scope",
        Exclusion::Superseded => "superseded",
        Exclusion::Reservation => "reservation",
        Exclusion::ParentDoesNotBind => "parent-does-not-bind",
        Exclusion::Unreadable => "unreadable",
    }
}

fn condition(reader: &Reader<'_>, condition: &Condition) -> Markup {
    html! {
        li.rule data-rule="condition" data-key=(condition.key) {
            p.rule-text { (frame::english(&condition.description))
                @if let (Some(value), Some(unit)) = (condition.value, &condition.unit) {
                    " " span.badge { (reader.words.period(u32::try_from(value).unwrap_or_default(), unit, "calendar")) }
                }
            }
            p.rule-source { (cited(reader, &condition.instrument, &condition.article)) (reader.verified(condition.verified))
                (met(reader, condition.met))
                @if let Some(why) = &condition.why { " " span.muted { (frame::english(why)) } }
                @if let Some(follows) = &condition.follows { " " span.muted { (frame::english(follows)) } }
            }
        }
    }
}

fn met(reader: &Reader<'_>, answer: Answer) -> Markup {
    html! {
        @match answer {
            Answer::Yes => { " " span.badge data-tone="good" { (reader.word("met", "yes")) } }
            Answer::No => { " " span.badge data-tone="bad" { (reader.word("met", "no")) } }
            Answer::Unknown => {}
        }
    }
}

fn content(reader: &Reader<'_>, rule: &ContentRule) -> Markup {
    html! {
        li.rule data-rule="content" data-key=(rule.key) {
            p.rule-text { (reader.words.law(&rule.description))
                @if rule.given_by_act { " " span.badge { (reader.t("law-given-by-act")) } }
                @else if !rule.required { " " span.badge { (reader.t("law-where-it-applies")) } }
            }
            p.rule-source { (cited(reader, &rule.instrument, &rule.article)) (reader.verified(rule.verified))
                @if let Some(when) = &rule.condition { " " span.muted { (frame::english(when)) } }
            }
        }
    }
}

/// A rule on language.
pub(super) fn language(reader: &Reader<'_>, rule: &LanguageRule) -> Markup {
    let accepted: Vec<String> =
        rule.accepted.iter().map(|language| reader.word("language-name", language)).collect();
    html! {
        li.rule data-rule="language" data-key=(rule.key) {
            p.rule-text {
                @if !accepted.is_empty() { strong { (accepted.join(", ")) } " " }
                (reader.words.law(&rule.description))
            }
            p.rule-source { (cited(reader, &rule.instrument, &rule.article)) (reader.verified(rule.verified))
                @if let Some(by) = rule.declared_by { " " span.muted { (reader.tr("law-declared-by", &[("state", (&reader.words.state(by.as_str())).into())])) } }
            }
        }
    }
}

/// A rule without more.
pub(super) fn plain(reader: &Reader<'_>, rule: &Rule) -> Markup {
    html! {
        li.rule data-key=(rule.key) {
            p.rule-text { (reader.words.law(&rule.description)) }
            p.rule-source { (cited(reader, &rule.instrument, &rule.article)) (reader.verified(rule.verified)) }
        }
    }
}

/// Deadlines as a table.
pub(super) fn deadlines(reader: &Reader<'_>, list: &[DeadlineRule]) -> Markup {
    html! {
        div.table role="group" tabindex="0" aria-label=(reader.t("law-deadlines")) { table.wide {
            caption.visually-hidden { (reader.t("law-deadlines")) }
            thead { tr {
                th scope="col" { (reader.t("column-deadline")) }
                th scope="col" { (reader.t("column-length")) }
                th scope="col" { (reader.t("column-from")) }
                th scope="col" { (reader.t("column-obliged")) }
                th scope="col" { (reader.t("column-consequence")) }
            } }
            tbody { @for deadline in list { tr data-deadline=(deadline.key) data-effect=(deadline.effect) {
                th scope="row" { (reader.word("deadline", deadline.key.as_str())) br; (cited(reader, &deadline.instrument, &deadline.article)) (reader.verified(deadline.verified)) }
                td data-label=(reader.t("column-length")) { span { (reader.words.period(deadline.length, &deadline.unit, &deadline.days)) } }
                td data-label=(reader.t("column-from")) { span { (reader.words.law_event(reader.library, deadline.from_event.as_str(), &deadline.event)) } }
                td data-label=(reader.t("column-obliged")) { span { (reader.word("who", &deadline.obliged)) } }
                td data-label=(reader.t("column-consequence")) { div {
                    span.badge data-tone=(rules::tone(&deadline.effect)) { (reader.word("deadline-effect", &deadline.effect)) } " "
                    (frame::english(&deadline.consequence))
                    @if let Some(on) = deadline.due_on { p.due { (reader.t("deadline-due")) " " bdi dir="ltr" { (deadline.due_local.clone().unwrap_or_else(|| on.to_string())) } } }
                    @if let Some(safe) = deadline.safe_on { p { (reader.t("deadline-safe")) " " bdi dir="ltr" { (safe) } } }
                    @if let Some(extended) = deadline.extended_on { p.hint { (reader.t("deadline-extended")) " " bdi dir="ltr" { (extended) } } }
                    @if let Some(extension) = &deadline.extension { p.hint { (reader.t("law-extension")) " " (frame::english(extension)) } }
                    @for note in &deadline.notes { p.hint { (frame::english(note)) } }
                } }
            } } }
        } }
    }
}

fn ground(reader: &Reader<'_>, ground: &Ground) -> Markup {
    let tone = match ground.effect.as_str() {
        "mandatory" => "bad",
        "optional" | "conditional" | "postpone" => "warn",
        _ => "",
    };
    html! {
        li.rule data-ground=(ground.key) {
            p.rule-text { span.badge data-tone=(tone) { (reader.word("ground-effect", &ground.effect)) } " " (frame::english(&ground.description)) }
            p.rule-source { (cited(reader, &ground.instrument, &ground.article)) (reader.verified(ground.verified))
                @if ground.stands != Answer::Unknown { " " span.badge data-tone=(if ground.stands == Answer::Yes { "bad" } else { "good" }) { (reader.word("stands", if ground.stands == Answer::Yes { "yes" } else { "no" })) } }
                @if let Some(why) = &ground.why { " " span.muted { (frame::english(why)) } }
            }
            dl.points {
                @if let Some(cure) = &ground.cured_by { div { dt { (reader.word("point", "cured-by")) } dd { (frame::english(cure)) } } }
                @if !ground.exceptions.is_empty() { div { dt { (reader.word("point", "exceptions")) } dd { (frame::english(&ground.exceptions.join("; "))) } } }
                @if let Some(moment) = &ground.decisive_moment { div { dt { (reader.word("point", "decisive-moment")) } dd { (frame::english(moment)) } } }
                @for note in &ground.notes { div { dt { (reader.word("point", "note")) } dd { (frame::english(note)) } } }
            }
        }
    }
}

/// A question with the answers it takes.
pub(super) fn safeguard(reader: &Reader<'_>, question: &SafeguardQuestion) -> Markup {
    let who = match question.who {
        law::check::End::Requesting => "requesting",
        law::check::End::Requested => "requested",
    };
    html! {
        li.rule data-safeguard=(question.key) {
            p.rule-text { strong { (reader.words.law(&question.question)) } }
            p.rule-source { (cited_source(reader, &question.source, &question.article)) (reader.verified(question.verified))
                " " span.badge { (reader.word("who", who)) }
                @if question.confidential { " " span.badge data-tone="warn" { (reader.t("law-stays-here")) } }
            }
            (answers(reader, &question.answers))
        }
    }
}

fn answers(reader: &Reader<'_>, list: &[AnswerOption]) -> Markup {
    html! {
        ul.answers { @for option in list {
            li data-passes=(option.passes) { (reader.words.law(&option.text))
                @if !option.passes { " " small.muted { "(" (reader.t("safeguard-stops")) ")" } }
                @if option.needs_reasoning { " " small.muted { "(" (reader.t("law-with-reasons")) ")" } }
                @if let Some(key) = &option.undertaking { " " small.muted { (undertaking(reader, key)) } }
            }
        } }
    }
}

fn undertaking(reader: &Reader<'_>, key: &Key) -> Markup {
    html! { (reader.t("law-gives-undertaking")) " " code dir="ltr" { (key) } }
}

/// A declaration of one of the two states, or a national rule.
pub(super) fn declaration(reader: &Reader<'_>, declaration: &DeclarationView) -> Markup {
    html! {
        li.rule data-declaration=(declaration.by) {
            p.rule-text { span.badge { (declaration.by) } " " (frame::english(&declaration.description)) }
            p.rule-source { (cited(reader, &declaration.instrument, &declaration.articles.join(", "))) (reader.verified(declaration.verified))
                " " span.muted { (reader.word("declaration-kind", &declaration.kind)) }
                @if let Some(since) = declaration.since { " · " (reader.t("law-since")) " " time datetime=(since) dir="ltr" { (since) } }
                " · " small { (source(&declaration.source)) }
            }
        }
    }
}
