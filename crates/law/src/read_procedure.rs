//! Reads procedures, the catalogue of safeguards, events and national rules from their files.

use std::collections::BTreeSet;

use crate::act::{Body, OutcomeResult};
use crate::codes::{EndCode, FieldPlace, FieldType, PersonNeed};
use crate::condition::When;
use crate::fold::Status;
use crate::ids::Key;
use crate::procedure::{
    ChoiceText, Cite, DeadlineUse, DocumentText, EndText, Event, FieldText, MeasureText, Overlay, Procedure,
    Safeguard, SafeguardOption, SafeguardUse, SourceUnder, Step, UndertakingText,
};
use crate::read_instrument::{change, condition, deadline, ground, pause};
use crate::source::{At, Section, key_or_blank};

/// Most measures of one procedure.
const MEASURES: usize = 16;
/// What the keys of safeguards begin with whose answers never leave the node.
pub(crate) const KEPT: &str = "kept-";

/// Reads a file with a `[procedure]` table.
pub(crate) fn procedure(root: &Section<'_, '_>, file: &str) -> Option<Procedure> {
    let head = root.table("procedure", "[procedure]")?;
    let key = head.need_key::<Key>("key");
    let mut safeguards = Vec::new();
    let mut uses = Vec::new();
    for section in root.tables("safeguard", "[[safeguard]]") {
        if section.has("use") {
            uses.extend(safeguard_use(section));
        } else {
            safeguards.extend(safeguard(section));
        }
    }
    let key = key?;
    let procedure = Procedure {
        file: file.to_owned(),
        title: head.need_text("title"),
        description: head.need_text("description"),
        requesting_role: head.need_text("requesting-role"),
        requested_role: head.need_text("requested-role"),
        family: head.key("family").map_or_else(|| key.value.clone(), |family: At<Key>| family.value),
        rules: head.keys("rules"),
        full_request: head.need_flag("full-request"),
        person: head.code("person").unwrap_or(PersonNeed::Required),
        grant_needs: codes(&head, "grant-needs"),
        steps: read(root, "step", "[[step]]", step),
        fields: read(root, "field", "[[field]]", field),
        documents: read(root, "document", "[[document]]", document),
        measures: read(root, "measure", "[[measure]]", measure),
        deadlines: read(root, "deadline", "[[deadline]]", deadline_use),
        ends: read(root, "end", "[[end]]", end),
        cites: read(root, "cite", "[[cite]]", cite),
        undertakings: read(root, "undertaking", "[[undertaking]]", undertaking),
        safeguards,
        uses,
        key,
    };
    if procedure.rules.is_empty() {
        head.note(
            head.place(),
            "[procedure] names no rules",
            "add rules = [\"extradition\"]: procedures of instruments",
        );
    }
    head.finish();
    links(root, &procedure);
    Some(procedure)
}

fn read<'s, 'a, T>(
    root: &Section<'s, 'a>,
    name: &'static str,
    what: &str,
    one: impl Fn(Section<'s, 'a>) -> Option<T>,
) -> Vec<T> {
    root.tables(name, what).into_iter().filter_map(one).collect()
}

/// Words of a closed vocabulary in a list.
fn codes<T: crate::codes::Code>(section: &Section<'_, '_>, name: &'static str) -> Vec<T> {
    let words: Vec<At<Key>> = section.keys(name);
    (words.iter())
        .filter_map(|word| {
            let found = T::find(word.value.as_str());
            if found.is_none() {
                let known: Vec<&str> = T::WORDS.iter().map(|(known, _)| *known).collect();
                section.note(
                    word.place,
                    format!("`{}` is no known `{name}`", word.value),
                    format!("use one of: {}", known.join(", ")),
                );
            }
            found
        })
        .collect()
}

/// What a procedure names must be described in it.
fn links(root: &Section<'_, '_>, procedure: &Procedure) {
    let fields: BTreeSet<&Key> = procedure.fields.iter().map(|field| &field.key).collect();
    let documents: BTreeSet<&Key> = procedure.documents.iter().map(|document| &document.key).collect();
    let measures: BTreeSet<&Key> = procedure.measures.iter().map(|measure| &measure.key).collect();
    let known = |key: &At<Key>, known: &BTreeSet<&Key>, what: &str| {
        if !known.contains(&key.value) {
            root.note(
                key.place,
                format!("{what} `{}` is not described", key.value),
                format!("add a [[{what}]] with this key"),
            );
        }
    };
    for measure in &procedure.measures {
        measure.fields.iter().for_each(|key| known(key, &fields, "field"));
        measure.documents.iter().for_each(|key| known(key, &documents, "document"));
    }
    for step in &procedure.steps {
        for key in step.measures.iter().filter(|key| !measures.contains(key)) {
            root.note(
                root.place(),
                format!("measure `{key}` of step `{}` is not described", step.key),
                "add a [[measure]] with this key",
            );
        }
        let wrong_end = |key: &&Key| {
            procedure.measures.iter().any(|measure| measure.key == **key && measure.by != step.by)
        };
        for key in step.measures.iter().filter(wrong_end) {
            root.note(
                root.place(),
                format!("step `{}` gives measure `{key}` to the other state", step.key),
                "name the same `by` in the step and the measure",
            );
        }
    }
    let asked = procedure
        .safeguards
        .iter()
        .flat_map(|safeguard| &safeguard.blocks)
        .chain(procedure.uses.iter().flat_map(|one| &one.blocks));
    let guarded = ["request", "acceptance", "decision"];
    for key in asked.filter(|key| !guarded.contains(&key.as_str()) && !measures.contains(key)) {
        root.note(
            root.place(),
            format!("a safeguard blocks `{key}`, which is no measure here and carries no answers"),
            format!("block a measure of the procedure or one of: {}", guarded.join(", ")),
        );
    }
    if procedure.measures.len() > MEASURES {
        root.note(
            root.place(),
            format!("{} measures are more than the limit of {MEASURES}", procedure.measures.len()),
            "split the procedure",
        );
    }
    unique(root, "measure", procedure.measures.iter().map(|measure| &measure.key));
    unique(root, "field", procedure.fields.iter().map(|field| &field.key));
    unique(root, "document", procedure.documents.iter().map(|document| &document.key));
    unique(root, "undertaking", procedure.undertakings.iter().map(|undertaking| &undertaking.key));
    unique(root, "step", procedure.steps.iter().map(|step| &step.key));
}

fn unique<'k>(root: &Section<'_, '_>, what: &str, keys: impl Iterator<Item = &'k Key>) {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key) {
            root.note(root.place(), format!("{what} `{key}` stands twice"), "rename or remove one of them");
        }
    }
}

/// A condition under which something holds; always where the file says nothing.
fn when(section: &Section<'_, '_>, name: &'static str) -> When {
    let Some(text) = section.text(name) else { return When::default() };
    When::parse(&text).unwrap_or_else(|(message, help)| {
        section.note(section.place_of(name), message, help);
        When::default()
    })
}

fn statuses(section: &Section<'_, '_>, name: &'static str) -> Vec<Status> {
    let statuses: Vec<At<Key>> = section.keys(name);
    statuses.iter().filter_map(|status| one_status(section, status)).collect()
}

fn one_status(section: &Section<'_, '_>, status: &At<Key>) -> Option<Status> {
    let found = Status::ALL.into_iter().find(|known| known.key() == status.value.as_str());
    if found.is_none() {
        let known: Vec<&str> = Status::ALL.into_iter().map(Status::key).collect();
        let message = format!("`{}` is no status", status.value);
        section.note(status.place, message, format!("use one of: {}", known.join(", ")));
    }
    found
}

fn step(section: Section<'_, '_>) -> Option<Step> {
    let measures: Vec<At<Key>> = section.keys("measures");
    let step = Step {
        statuses: statuses(&section, "status"),
        acts: act_kinds(&section, "acts"),
        measures: measures.into_iter().map(|key| key.value).collect(),
        what: section.need_text("what"),
        must: section.need_flag("must"),
        when: when(&section, "when"),
        key: section.need_key("key")?.value,
        by: section.need_code("by")?,
    };
    if step.acts.is_empty() && step.measures.is_empty() {
        section.note(section.place(), "[[step]] allows no act", "add acts = [\"decision\"]");
    }
    if step.acts.contains(&"measure") {
        section.note(
            section.place_of("acts"),
            "a step names its measures one by one",
            "write measures = [\"served\"] instead of the act `measure`",
        );
    }
    section.finish().then_some(step)
}

fn act_kinds(section: &Section<'_, '_>, name: &'static str) -> Vec<&'static str> {
    let asked: Vec<At<Key>> = section.keys(name);
    (asked.iter())
        .filter_map(|kind| {
            let found = Body::KINDS.into_iter().find(|known| *known == kind.value.as_str());
            if found.is_none() {
                let message = format!("`{}` is no kind of act", kind.value);
                section.note(kind.place, message, format!("use one of: {}", Body::KINDS.join(", ")));
            }
            found
        })
        .collect()
}

fn field(section: Section<'_, '_>) -> Option<FieldText> {
    let choices = section.tables("choices", "a choice").into_iter().filter_map(choice).collect();
    let key = section.need_key::<Key>("key");
    let field = FieldText {
        kind: section.need_code("type")?,
        choices,
        place: section.code("in").unwrap_or(FieldPlace::Request),
        description: section.text("description"),
        required: section.flag("required").unwrap_or(false),
        when: when(&section, "when"),
        fact: section.code("fact"),
        event: section.key("event"),
        source: section.text("source"),
        article: section.text("article"),
        verified: section.flag("verified").unwrap_or(false),
        key: key?.value,
    };
    if (field.kind == FieldType::Choice) == field.choices.is_empty() {
        section.note(
            section.place(),
            "a choice needs choices, and nothing else has them",
            "write type = \"choice\" and choices = [{ key = \"yes\", text = \"Yes.\" }]",
        );
    }
    if field.event.is_some() && !matches!(field.kind, FieldType::Date | FieldType::Moment) {
        section.note(
            section.place_of("event"),
            "only a day or a moment can say when an event happened",
            "write type = \"date\" or type = \"moment\"",
        );
    }
    if field.required && !field.when.always() {
        section.note(
            section.place_of("when"),
            "`required` and `when` contradict each other",
            "write `when` alone: the field is required in that situation",
        );
    }
    section.finish().then_some(field)
}

fn choice(section: Section<'_, '_>) -> Option<ChoiceText> {
    let choice = ChoiceText { text: section.need_text("text"), key: section.need_key("key")?.value };
    section.finish().then_some(choice)
}

fn document(section: Section<'_, '_>) -> Option<DocumentText> {
    let document = DocumentText {
        description: section.text("description"),
        required: section.flag("required").unwrap_or(false),
        when: when(&section, "when"),
        source: section.text("source"),
        article: section.text("article"),
        verified: section.flag("verified").unwrap_or(false),
        key: section.need_key("key")?.value,
    };
    section.finish().then_some(document)
}

fn measure(section: Section<'_, '_>) -> Option<MeasureText> {
    let moves_to = section.key::<Key>("moves-to");
    let measure = MeasureText {
        title: section.need_text("title"),
        coercive: section.need_flag("coercive"),
        event: section.key("event"),
        moves_to: moves_to.and_then(|status| one_status(&section, &status)),
        custody: section.code("custody"),
        tally: section.code("amounts"),
        amount_required: section.flag("amount-required").unwrap_or(false),
        until: section.flag("until").unwrap_or(false),
        planned: section.flag("planned").unwrap_or(false),
        once: section.flag("once").unwrap_or(false),
        requires: when(&section, "requires"),
        fields: section.keys("fields"),
        documents: section.keys("documents"),
        settles: section.keys("settles"),
        key: section.need_key("key")?.value,
        by: section.need_code("by")?,
    };
    if matches!(measure.moves_to, Some(Status::New | Status::AwaitingSupplement | Status::Closed)) {
        section.note(
            section.place_of("moves-to"),
            "a measure cannot move a case there",
            "a case begins with a request, waits by a question and closes by an outcome",
        );
    }
    if measure.amount_required && measure.tally.is_none() {
        section.note(
            section.place_of("amount-required"),
            "an amount is required, and nothing says which sum it goes into",
            "add a line such as: amounts = \"frozen\"",
        );
    }
    section.finish().then_some(measure)
}

fn deadline_use(section: Section<'_, '_>) -> Option<DeadlineUse> {
    let applies = DeadlineUse {
        instrument: section.key("instrument"),
        when: when(&section, "when"),
        key: section.need_key("key")?.value,
    };
    section.finish().then_some(applies)
}

fn end(section: Section<'_, '_>) -> Option<EndText> {
    let result = section.need_key::<Key>("result")?;
    let found = OutcomeResult::ALL.into_iter().find(|known| known.key() == result.value.as_str());
    if found.is_none() {
        let known: Vec<&str> = OutcomeResult::ALL.into_iter().map(OutcomeResult::key).collect();
        section.note(
            result.place,
            format!("`{}` is no result", result.value),
            format!("use one of: {}", known.join(", ")),
        );
    }
    let end = EndText {
        statuses: statuses(&section, "status"),
        when: when(&section, "when"),
        what: section.need_text("what"),
        result: found?,
    };
    section.finish().then_some(end)
}

fn cite(section: Section<'_, '_>) -> Option<Cite> {
    let cite = Cite {
        article: section.need_text("article"),
        of: section.need_code("of")?,
        instrument: section.need_key("instrument")?,
    };
    section.finish().then_some(cite)
}

fn safeguard_use(section: Section<'_, '_>) -> Option<SafeguardUse> {
    let blocks: Vec<At<Key>> = section.keys("blocks");
    let one = SafeguardUse {
        blocks: blocks.into_iter().map(|key| key.value).collect(),
        of: section.need_key("use")?,
    };
    if one.blocks.is_empty() {
        section.note(section.place(), "the safeguard blocks nothing", "add blocks = [\"acceptance\"]");
    }
    section.finish().then_some(one)
}

fn safeguard(section: Section<'_, '_>) -> Option<Safeguard> {
    let answers: Vec<SafeguardOption> =
        section.tables("answers", "an answer").into_iter().filter_map(option).collect();
    let under = section
        .tables("under", "a source under another instrument")
        .into_iter()
        .filter_map(source_under)
        .collect();
    let by = section.need_code::<EndCode>("by");
    let blocks: Vec<At<Key>> = section.keys("blocks");
    let grounds: Vec<At<Key>> = section.keys("grounds");
    let safeguard = Safeguard {
        under,
        key: key_or_blank(section.need_key("key")),
        question: section.need_text("question"),
        source: section.need_text("source"),
        article: section.need_text("article"),
        answered_by: section.text("answered-by"),
        blocks: blocks.into_iter().map(|key| key.value).collect(),
        confidential: section.flag("confidential").unwrap_or(false),
        only_under: section.keys("only-under"),
        grounds: grounds.into_iter().map(|key| key.value).collect(),
        only_with_ground: section.flag("only-with-ground").unwrap_or(false),
        verified: section.need_flag("verified"),
        answers,
        by: by?,
    };
    if !safeguard.answers.iter().any(|answer| answer.passes) {
        section.note(
            section.place(),
            "no answer to the safeguard passes",
            "mark one answer with passes = true",
        );
    }
    let kept = safeguard.key.value.as_str().starts_with(KEPT);
    if safeguard.confidential != kept {
        section.note(
            safeguard.key.place,
            format!("`{}` and `confidential` do not fit", safeguard.key.value),
            "the key of a confidential safeguard begins with `kept-`, and no other does: such answers cannot travel",
        );
    }
    section.finish().then_some(safeguard)
}

fn source_under(section: Section<'_, '_>) -> Option<SourceUnder> {
    let under = SourceUnder {
        verified: section.flag("verified"),
        source: section.need_text("source"),
        article: section.need_text("article"),
        instrument: section.need_key("instrument")?,
    };
    section.finish().then_some(under)
}

fn option(section: Section<'_, '_>) -> Option<SafeguardOption> {
    let option = SafeguardOption {
        text: section.need_text("text"),
        passes: section.need_flag("passes"),
        needs_reasoning: section.flag("needs-reasoning").unwrap_or(false),
        undertaking: section.key("undertaking"),
        key: section.need_key("key")?.value,
    };
    section.finish().then_some(option)
}

fn undertaking(section: Section<'_, '_>) -> Option<UndertakingText> {
    let undertaking = UndertakingText {
        description: section.need_text("description"),
        source: section.need_text("source"),
        article: section.need_text("article"),
        by: section.code("by").unwrap_or(EndCode::Requesting),
        from: section.key("from"),
        lasting: section.flag("lasting").unwrap_or(false),
        with_request: section.flag("with-request").unwrap_or(false),
        key: section.need_key("key")?.value,
    };
    section.finish().then_some(undertaking)
}

/// Reads the catalogue of safeguards of a file with `[[safeguard]]` tables and no `[procedure]`.
pub(crate) fn catalogue(root: &Section<'_, '_>) -> Vec<Safeguard> {
    root.tables("safeguard", "[[safeguard]]").into_iter().filter_map(safeguard).collect()
}

/// Reads the undertakings that procedures share.
pub(crate) fn catalogue_undertakings(root: &Section<'_, '_>) -> Vec<UndertakingText> {
    root.tables("undertaking", "[[undertaking]]").into_iter().filter_map(undertaking).collect()
}

/// Reads the events of a file with `[[event]]` tables.
pub(crate) fn events(root: &Section<'_, '_>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for section in root.tables("event", "[[event]]") {
        let event = Event {
            title: section.need_text("title"),
            act: section.code("act"),
            key: key_or_blank(section.need_key("key")),
        };
        if events.iter().any(|other| other.key.value == event.key.value) {
            let message = format!("event `{}` stands twice", event.key.value);
            section.note(event.key.place, message, "remove one of them");
        }
        section.finish();
        events.push(event);
    }
    events
}

/// Reads the national rules of a file with `[[overlay]]` tables.
pub(crate) fn overlays(root: &Section<'_, '_>) -> Vec<Overlay> {
    root.tables("overlay", "[[overlay]]").into_iter().filter_map(overlay).collect()
}

fn overlay(section: Section<'_, '_>) -> Option<Overlay> {
    let overlay = Overlay {
        description: section.need_text("description"),
        article: section.need_text("article"),
        source: section.need_text("source"),
        verified: section.need_flag("verified"),
        changes: section.tables("change", "[[overlay.change]]").into_iter().filter_map(change).collect(),
        deadlines: section
            .tables("deadline", "[[overlay.deadline]]")
            .into_iter()
            .filter_map(deadline)
            .collect(),
        procedures: section.keys::<Key>("procedures").into_iter().map(|key| key.value).collect(),
        without_treaty: section.keys::<Key>("without-treaty").into_iter().map(|key| key.value).collect(),
        conditions: read(&section, "condition", "[[overlay.condition]]", condition),
        grounds: read(&section, "ground", "[[overlay.ground]]", ground),
        pauses: read(&section, "pause", "[[overlay.pause]]", pause),
        state: section.need_state("state")?,
        instrument: section.need_key("instrument")?,
        kind: section.need_code("kind")?,
        key: section.need_key::<Key>("key")?.value,
    };
    section.finish().then_some(overlay)
}
