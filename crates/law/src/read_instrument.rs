//! Reads an instrument file.

use std::collections::BTreeMap;

use crate::articles::Articles;
use crate::codes::{Counting, CountingRule, DeadlineEffect, Rounding, RuleKind, Unit};
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::{
    Change, ConditionText, DateRule, DeadlineText, Declaration, GroundText, Instrument, InstrumentProcedure,
    LanguageText, Outside, Party, Pause, Phase, Relation, RuleText, SafeguardText, Scope, SourceText,
};
use crate::source::{Place, Section, key_or_blank};

/// Texts of `[instrument]` that say in words how it works.
const REMARKS: [&str; 11] = [
    "reservations",
    "territory",
    "temporal-application",
    "phased-application",
    "counting",
    "suspension",
    "scope",
    "legal-force",
    "entry-into-force-note",
    "membership",
    "note",
];

/// Reads a file with an `[instrument]` table.
pub(crate) fn instrument(root: &Section<'_, '_>, file: &str) -> Option<Instrument> {
    let head = root.table("instrument", "[instrument]")?;
    let id = head.need_key::<InstrumentId>("id");
    let kind = head.need_code("kind");
    let instrument = Instrument {
        file: file.to_owned(),
        title: head.need_text("title"),
        short_name: head.need_text("short-name"),
        parent: head.key("parent"),
        depositary: head.text("depositary"),
        identifiers: head.named_texts("identifiers"),
        adopted: head.date("adopted"),
        in_force: head.date("in-force"),
        applies_from: head.date("applies-from"),
        transposition: head.date("transposition"),
        repealed_on: head.date("repealed-on"),
        status: head.need_text("status"),
        entry_into_force: head.table("entry-into-force", "entry-into-force").map(date_rule),
        denunciation: head.table("denunciation", "denunciation").map(date_rule),
        remarks: REMARKS.iter().filter_map(|name| Some((*name, head.text(name)?))).collect(),
        languages: head.texts("authentic-languages"),
        prevailing_language: head.text("prevailing-language"),
        last_article: head.number("last-article"),
        reciprocity: head.text("reciprocity"),
        decided_by: head.key("decided-by"),
        counts: head.code("counts").unwrap_or(CountingRule::Plain),
        scope: scope(&head),
        phases: root.tables("phase", "[[phase]]").into_iter().filter_map(phase).collect(),
        outside: root.tables("outside", "[[outside]]").into_iter().filter_map(outside).collect(),
        open_to: open_to(root),
        verified: head.need_flag("verified"),
        sources: root.tables("source", "[[source]]").into_iter().map(source).collect(),
        relations: root.tables("relation", "[[relation]]").into_iter().filter_map(relation).collect(),
        pauses: read_all(root, "pause", "[[pause]]", pause),
        parties: parties(root),
        declarations: root
            .tables("declaration", "[[declaration]]")
            .into_iter()
            .filter_map(declaration)
            .collect(),
        procedures: procedures(root),
        kind: kind?,
        id: id?,
    };
    head.finish();
    Some(instrument)
}

/// `scope-if` and `scope-presumed`.
fn scope(section: &Section<'_, '_>) -> Scope {
    Scope {
        provisos: section.provisos("scope-if"),
        presumed: section.flag("scope-presumed").unwrap_or(false),
    }
}

fn phase(section: Section<'_, '_>) -> Option<Phase> {
    if !section.has("from") {
        section.note(section.place(), "[[phase]] has no `from`", "add a line such as: from = 2017-10-01");
    }
    let phase = Phase {
        scope: section.provisos("if"),
        description: section.need_text("description"),
        article: section.need_text("article"),
        verified: section.need_flag("verified"),
        from: section.date("from")?,
    };
    section.finish().then_some(phase)
}

fn outside(section: Section<'_, '_>) -> Option<Outside> {
    let outside = Outside {
        why: section.need_text("why"),
        instead: section.text("instead"),
        article: section.text("article"),
        verified: section.need_flag("verified"),
        state: section.need_state("state")?,
    };
    section.finish().then_some(outside)
}

/// `[parties] all = "…"`: parties that are not listed one by one.
fn open_to(root: &Section<'_, '_>) -> Option<String> {
    root.table("parties", "[parties]")?.text("all")
}

fn date_rule(section: Section<'_, '_>) -> DateRule {
    let rule = DateRule {
        offset: section.number("offset"),
        unit: section.code::<Unit>("unit"),
        from: section.text("from"),
        rounding: section.code("rounding").unwrap_or(Rounding::None),
        article: section.text("article"),
        note: section.text("note"),
    };
    if rule.offset.is_some() != rule.unit.is_some() {
        section.note(
            section.place(),
            "an offset needs a unit",
            "write both, as in offset = 90, unit = \"day\"",
        );
    }
    section.finish();
    rule
}

fn source(section: Section<'_, '_>) -> SourceText {
    let source = SourceText {
        url: section.need_text("url"),
        stored_as: section.text("stored-as"),
        language: section.text("language"),
        covers: section.text("covers"),
        note: section.text("note"),
    };
    section.finish();
    source
}

fn relation(section: Section<'_, '_>) -> Option<Relation> {
    let relation = Relation {
        to: section.keys("to"),
        to_text: section.text("to-text"),
        between_members_of: section.key("between-members-of"),
        to_any_treaty: section.flag("to-any-treaty").unwrap_or(false),
        procedures: section.keys::<Key>("procedures").into_iter().map(|key| key.value).collect(),
        in_every_matter: section.flag("in-every-matter").unwrap_or(false),
        disapplies: articles(&section, "disapplies"),
        unless_agreed: section.flag("unless-agreed").unwrap_or(false),
        since: section.date("since"),
        articles: section.text("articles"),
        note: section.text("note"),
        verified: section.need_flag("verified"),
        kind: section.need_code("kind")?,
    };
    if relation.to.is_empty() && relation.to_text.is_none() && !relation.to_any_treaty {
        section.note(
            section.place(),
            "[[relation]] names nothing it relates to",
            "add to = [\"instrument-id\"], or to-text = \"…\" for something that has no file here",
        );
    }
    section.finish().then_some(relation)
}

fn articles(section: &Section<'_, '_>, name: &'static str) -> Option<Articles> {
    let articles = Articles::parse(&section.text(name)?);
    if articles.is_empty() {
        section.note(
            section.place_of(name),
            format!("`{name}` names no article"),
            "write articles, as in \"18(9)-(29)\" or \"27-28\"",
        );
    }
    Some(articles)
}

fn parties(root: &Section<'_, '_>) -> Vec<Party> {
    let mut seen: BTreeMap<State, Vec<(Party, Place)>> = BTreeMap::new();
    let mut parties = Vec::new();
    let Some(table) = root.table("parties", "[parties]") else { return parties };
    // Read by `open_to`.
    let _ = table.text("all");
    for section in table.tables("list", "a party") {
        let place = section.place_of("state");
        let Some(party) = party(section) else { continue };
        let earlier = seen.entry(party.state).or_default();
        for (other, _) in earlier.iter() {
            let apart = matches!((other.ended, party.in_force), (Some(end), Some(start)) if end <= start);
            if !apart {
                root.note(
                    place,
                    format!("`{}` is a party twice at the same time", party.state),
                    "keep one entry, or give the first one `ended` before the second one's `in-force`",
                );
            }
        }
        earlier.push((party.clone(), place));
        parties.push(party);
    }
    table.finish();
    parties
}

fn party(section: Section<'_, '_>) -> Option<Party> {
    let party = Party {
        in_force: section.date("in-force"),
        deposit: section.date("deposit"),
        act: section.text("act"),
        ended: section.date("ended"),
        denounced: section.date("denounced"),
        via: section.text("via"),
        unclear: section.text("unclear"),
        source: section.text("source"),
        note: section.text("note"),
        verified: section.need_flag("verified"),
        state: section.need_state("state")?,
    };
    if let (Some(start), Some(end)) = (party.in_force, party.ended)
        && end < start
    {
        section.note(
            section.place_of("ended"),
            format!("`{}` left on {end}, before it joined on {start}", party.state),
            "a denunciation follows the accession; check the two dates",
        );
    }
    if let (Some(joined), Some(notice)) = (party.deposit.or(party.in_force), party.denounced)
        && notice < joined
    {
        section.note(
            section.place_of("denounced"),
            format!("`{}` denounced on {notice}, before it joined on {joined}", party.state),
            "a denunciation follows the ratification; check the two dates",
        );
    }
    if let (Some(start), Some(deposit)) = (party.in_force, party.deposit)
        && start < deposit
    {
        section.note(
            section.place_of("in-force"),
            format!("in force on {start}, before the deposit on {deposit}"),
            "an instrument binds from the deposit at the earliest; check the two dates",
        );
    }
    section.finish().then_some(party)
}

fn declaration(section: Section<'_, '_>) -> Option<Declaration> {
    let changes = section.tables("change", "[[declaration.change]]").into_iter().filter_map(change).collect();
    let declaration = Declaration {
        place: section.place(),
        until: section.date("until"),
        articles: section.texts("articles"),
        towards: section.states("towards"),
        towards_members_of: section.key("towards-members-of"),
        covers: section.states("covers"),
        grounds: read_all(&section, "ground", "[[declaration.ground]]", |ground_section| {
            let procedure = ground_section.need_key("procedure");
            Some((procedure?, ground(ground_section)?))
        }),
        languages: section.texts("languages"),
        description: section.need_text("description"),
        since: section.date("since"),
        source: section.need_text("source"),
        note: section.text("note"),
        verified: section.need_flag("verified"),
        changes,
        by: section.need_state("by")?,
        kind: section.need_code("kind")?,
        effect: section.need_code("effect")?,
    };
    if let (Some(since), Some(until)) = (declaration.since, declaration.until)
        && until < since
    {
        section.note(section.place_of("until"), "it was withdrawn before it was made", "check the two dates");
    }
    section.finish().then_some(declaration)
}

/// Reads a change that a declaration or a national rule makes.
pub(crate) fn change(section: Section<'_, '_>) -> Option<Change> {
    let change = Change {
        place: section.place(),
        procedure: section.key("procedure").map(|key| key.value),
        rule: section.need_code::<RuleKind>("rule")?,
        key: section.need_key::<Key>("key")?.value,
        value: section.number("value"),
        measure: section.text("measure"),
        ground_effect: section.code("ground-effect"),
        deadline_effect: section.code("deadline-effect"),
        counting: section.code("counting"),
        ends: section.code("ends"),
        cured_by: section.text("cured-by"),
        not_cured: section.flag("not-cured").unwrap_or(false),
        arises_if: section.provisos("arises-if"),
        cured_if: section.provisos("cured-if"),
        starts_with: section.key("starts-with"),
    };
    section.finish().then_some(change)
}

fn procedures(root: &Section<'_, '_>) -> Vec<InstrumentProcedure> {
    let mut procedures: Vec<InstrumentProcedure> = Vec::new();
    for section in root.tables("procedure", "[[procedure]]") {
        let procedure = procedure(&section);
        if procedures.iter().any(|other| other.key.value == procedure.key.value) {
            root.note(
                procedure.key.place,
                format!("procedure `{}` stands twice", procedure.key.value),
                "put all its rules under one [[procedure]]",
            );
        }
        no_duplicates(root, &procedure);
        section.finish();
        procedures.push(procedure);
    }
    procedures
}

fn procedure(section: &Section<'_, '_>) -> InstrumentProcedure {
    InstrumentProcedure {
        key: key_or_blank(section.need_key("key")),
        title: section.need_text("title"),
        article: section.need_text("article"),
        scope: section.text("scope"),
        cases: scope(section),
        note: section.text("note"),
        conditions: read_all(section, "condition", "[[procedure.condition]]", condition),
        contents: read_all(section, "content", "[[procedure.content]]", plain_rule),
        documents: read_all(section, "document", "[[procedure.document]]", plain_rule),
        languages: read_all(section, "language", "[[procedure.language]]", language),
        channels: read_all(section, "channel", "[[procedure.channel]]", plain_rule),
        deadlines: read_all(section, "deadline", "[[procedure.deadline]]", deadline),
        grounds: read_all(section, "ground", "[[procedure.ground]]", ground),
        safeguards: read_all(section, "safeguard", "[[procedure.safeguard]]", safeguard),
    }
}

fn read_all<'s, 'a, T>(
    section: &Section<'s, 'a>,
    name: &'static str,
    what: &str,
    read: impl Fn(Section<'s, 'a>) -> Option<T>,
) -> Vec<T> {
    section.tables(name, what).into_iter().filter_map(read).collect()
}

fn no_duplicates(root: &Section<'_, '_>, procedure: &InstrumentProcedure) {
    let mut seen: BTreeMap<(RuleKind, &Key), Place> = BTreeMap::new();
    for (kind, rule) in procedure.rules() {
        if let Some(first) = seen.insert((kind, &rule.key.value), rule.key.place) {
            root.note(
                rule.key.place,
                format!(
                    "{} `{}` stands twice in procedure `{}`",
                    kind.as_str(),
                    rule.key.value,
                    procedure.key.value
                ),
                format!("rename one of them; the first is in line {}", first.line),
            );
        }
    }
}

fn rule(section: &Section<'_, '_>, text_field: &'static str) -> RuleText {
    RuleText {
        key: key_or_blank(section.need_key("key")),
        description: section.need_text(text_field),
        article: section.need_text("article"),
        verified: section.need_flag("verified"),
        note: section.text("note"),
        article_note: section.text("article-note"),
        national: section.text("national"),
        basis: section.text("basis"),
        when: section.text("when"),
        provisos: section.provisos("if"),
        since: section.date("since"),
        until: section.date("until"),
        replaced_between_parties_to: section.keys("replaced-between-parties-to"),
        only_if_requested: section.states("only-if-requested"),
        given_by_act: section.flag("given-by-act").unwrap_or(false),
    }
}

fn plain_rule(section: Section<'_, '_>) -> Option<RuleText> {
    let rule = rule(&section, "description");
    section.finish().then_some(rule)
}

pub(crate) fn condition(section: Section<'_, '_>) -> Option<ConditionText> {
    let condition = ConditionText {
        rule: rule(&section, "description"),
        value: section.number("value"),
        unit: section.code("unit"),
        measure: section.text("measure"),
        applies_to: section.text("applies-to"),
        waivable_by: section.text("waivable-by"),
        requires_final_judgment: section.flag("requires-final-judgment"),
        met_if: section.provisos("met-if"),
        follows: section.text("follows"),
        otherwise: section.text("otherwise"),
    };
    if condition.value.is_some() != condition.unit.is_some() {
        section.note(section.place(), "a value needs a unit", "write both, as in value = 1, unit = \"year\"");
    }
    section.finish().then_some(condition)
}

fn language(section: Section<'_, '_>) -> Option<LanguageText> {
    let language = LanguageText { rule: rule(&section, "description"), accepts: section.texts("accepts") };
    section.finish().then_some(language)
}

/// Reads a deadline, of an instrument or of a national rule.
pub(crate) fn deadline(section: Section<'_, '_>) -> Option<DeadlineText> {
    if !section.has("event") {
        section.note(
            section.place(),
            "the deadline has no start event",
            "add a line such as: event = \"provisional-arrest\"; law/events.toml lists the events",
        );
    }
    let event = section.key::<Key>("event");
    let unit = section.need_code::<Unit>("unit");
    let days = section.need_code("days");
    let obliged = section.need_code("obliged");
    let deadline = DeadlineText {
        rule: rule(&section, "consequence"),
        event_text: section.text("event-text"),
        length: section.number("length").unwrap_or(0),
        counting: section.code("counting").unwrap_or(Counting::FromDay),
        ends: section.code("ends"),
        backwards: section.flag("backwards").unwrap_or(false),
        date: section.date("date"),
        effect: section.code("effect").unwrap_or(DeadlineEffect::Duty),
        met_by: section.keys("met-by"),
        extendable_to: section.text("extendable-to"),
        extension: section.text("extension"),
        extension_condition: section.text("extension-condition"),
        restarts_on: section.text("restarts-on"),
        restart_event: section.key("restart-event"),
        nature: section.code("nature"),
        scope: section.text("scope"),
        replaces: section.text("replaces"),
        event: event.unwrap_or_else(|| key_or_blank(None)),
        unit: unit.unwrap_or(Unit::None),
        days: days.unwrap_or(crate::codes::Days::Calendar),
        obliged: obliged.unwrap_or(crate::codes::Obliged::Both),
    };
    let measured = matches!(deadline.unit, Unit::Hour | Unit::Day | Unit::Week | Unit::Month | Unit::Year);
    if unit.is_some() && measured != (deadline.length > 0) {
        section.note(
            section.place_of("length"),
            format!("a period of {} {}", deadline.length, deadline.unit.as_str()),
            "a measured unit needs a length above 0; a word such as \"without-delay\" needs none",
        );
    }
    section.finish().then_some(deadline)
}

pub(crate) fn ground(section: Section<'_, '_>) -> Option<GroundText> {
    let rule = rule(&section, "description");
    let effect = section.need_code("effect");
    let ground = GroundText {
        rule,
        decisive_moment: section.text("decisive-moment"),
        exceptions: section.texts("exceptions"),
        cured_by: section.text("cured-by"),
        alternative: section.text("alternative"),
        reservable: section.flag("reservable").unwrap_or(false),
        arises_if: section.provisos("arises-if"),
        cured_if: section.provisos("cured-if"),
        confidential: section.flag("confidential").unwrap_or(false),
        when_unmet: section.keys("when-unmet"),
        when_late: section.key("when-late"),
        bars: section.keys::<Key>("bars").into_iter().map(|key| key.value).collect(),
        effect: effect?,
    };
    section.finish().then_some(ground)
}

fn safeguard(section: Section<'_, '_>) -> Option<SafeguardText> {
    let safeguard = SafeguardText {
        rule: rule(&section, "description"),
        effect_on_deadlines: section.text("effect-on-deadlines"),
        pauses: section.table("pauses", "pauses").and_then(pause),
    };
    section.finish().then_some(safeguard)
}

/// Reads a stretch that does not count; in a national rule, for the instrument of the rule.
pub(crate) fn pause(section: Section<'_, '_>) -> Option<Pause> {
    let pause = Pause {
        article: section.text("article"),
        deadlines: section.keys::<Key>("deadlines"),
        instrument: section.need_key::<InstrumentId>("instrument")?,
        from: section.need_key("from")?,
        until: section.need_key("until")?,
    };
    section.finish().then_some(pause)
}
