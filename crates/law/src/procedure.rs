//! Procedures: what can be asked, who acts in each status, which safeguards stand in the way; and the events
//! and national rules that go with the instruments.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::act::Body;
use crate::codes::{ActEvent, EndCode, OverlayKind, StepCondition};
use crate::fold::Status;
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::{Change, DeadlineText};
use crate::read_instrument::{change, deadline};
use crate::source::{At, Section, key_or_blank};

/// What can be asked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Procedure {
    pub(crate) file: String,
    pub(crate) key: At<Key>,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) requesting_role: String,
    pub(crate) requested_role: String,
    /// Procedures of the instruments whose rules are asked.
    pub(crate) rules: Vec<At<Key>>,
    /// Whether a request for it is the full one, which the periods of an arrest wait for.
    pub(crate) full_request: bool,
    pub(crate) steps: Vec<Step>,
    pub(crate) safeguards: Vec<Safeguard>,
    pub(crate) undertakings: Vec<UndertakingText>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Step {
    pub(crate) key: Key,
    pub(crate) statuses: Vec<Status>,
    pub(crate) by: EndCode,
    pub(crate) acts: Vec<&'static str>,
    pub(crate) what: String,
    pub(crate) must: bool,
    pub(crate) when: StepCondition,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Safeguard {
    pub(crate) key: At<Key>,
    pub(crate) question: String,
    pub(crate) source: String,
    pub(crate) article: String,
    /// Where else the question comes from, when another instrument governs.
    pub(crate) under: Vec<SourceUnder>,
    pub(crate) by: EndCode,
    pub(crate) blocks: Vec<&'static str>,
    pub(crate) confidential: bool,
    /// Only where one of these instruments is relied on; always where empty.
    pub(crate) only_under: Vec<At<InstrumentId>>,
    pub(crate) answers: Vec<SafeguardOption>,
    pub(crate) verified: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SourceUnder {
    pub(crate) instrument: At<InstrumentId>,
    pub(crate) source: String,
    pub(crate) article: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SafeguardOption {
    pub(crate) key: Key,
    pub(crate) text: String,
    pub(crate) passes: bool,
    pub(crate) needs_reasoning: bool,
    pub(crate) undertaking: Option<At<Key>>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct UndertakingText {
    pub(crate) key: Key,
    pub(crate) description: String,
    pub(crate) source: String,
    pub(crate) article: String,
    /// Whether it binds only from the surrender.
    pub(crate) from_surrender: bool,
}

/// An event from which a period can run.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Event {
    pub(crate) key: At<Key>,
    pub(crate) title: String,
    /// What in a case's acts it is; nothing where only the facts can tell.
    pub(crate) act: Option<ActEvent>,
}

/// A national rule that changes how a rule of an instrument works where that state is asked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Overlay {
    pub(crate) state: State,
    pub(crate) instrument: At<InstrumentId>,
    pub(crate) kind: OverlayKind,
    pub(crate) key: Key,
    pub(crate) description: String,
    pub(crate) article: String,
    pub(crate) source: String,
    pub(crate) verified: bool,
    pub(crate) changes: Vec<Change>,
    pub(crate) deadlines: Vec<DeadlineText>,
}

impl Procedure {
    /// Its key.
    pub fn key(&self) -> &Key {
        &self.key.value
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it is for.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// What the requesting state does in it.
    pub fn requesting_role(&self) -> &str {
        &self.requesting_role
    }

    /// What the requested state does in it.
    pub fn requested_role(&self) -> &str {
        &self.requested_role
    }

    /// Whether a request for it is the full one.
    pub fn full_request(&self) -> bool {
        self.full_request
    }
}

/// Reads a file with a `[procedure]` table.
pub(crate) fn procedure(root: &Section<'_, '_>, file: &str) -> Option<Procedure> {
    let head = root.table("procedure", "[procedure]")?;
    let key = head.need_key("key");
    let procedure = Procedure {
        file: file.to_owned(),
        title: head.need_text("title"),
        description: head.need_text("description"),
        requesting_role: head.need_text("requesting-role"),
        requested_role: head.need_text("requested-role"),
        rules: head.keys("rules"),
        full_request: head.need_flag("full-request"),
        steps: root.tables("step", "[[step]]").into_iter().filter_map(step).collect(),
        safeguards: root.tables("safeguard", "[[safeguard]]").into_iter().filter_map(safeguard).collect(),
        undertakings: root
            .tables("undertaking", "[[undertaking]]")
            .into_iter()
            .filter_map(undertaking)
            .collect(),
        key: key?,
    };
    if procedure.rules.is_empty() {
        head.note(
            head.place(),
            "[procedure] names no rules",
            "add rules = [\"extradition\"]: procedures of instruments",
        );
    }
    head.finish();
    every_status_goes_on(root, &procedure);
    let known: BTreeSet<&Key> = procedure.undertakings.iter().map(|undertaking| &undertaking.key).collect();
    for safeguard in &procedure.safeguards {
        for undertaking in safeguard.answers.iter().filter_map(|answer| answer.undertaking.as_ref()) {
            if !known.contains(&undertaking.value) {
                root.note(
                    undertaking.place,
                    format!("undertaking `{}` is not described", undertaking.value),
                    "add an [[undertaking]] with this key",
                );
            }
        }
    }
    Some(procedure)
}

/// No case may rest in a status in which nobody must act.
fn every_status_goes_on(root: &Section<'_, '_>, procedure: &Procedure) {
    for status in Status::ALL {
        if matches!(status, Status::New | Status::Closed) {
            continue;
        }
        for (custody, full, question) in COMBINATIONS {
            let goes_on = (procedure.steps.iter()).any(|step| {
                step.must && step.statuses.contains(&status) && holds(step.when, custody, full, question)
            });
            if !goes_on {
                let situation = match (custody, full) {
                    (true, true) => "with the person held",
                    (false, true) => "with the person free",
                    (true, false) => "with the person held and no full request",
                    (false, false) => "with the person free and no full request",
                };
                root.note(
                    root.place(),
                    format!("in status `{}` {situation}, nobody must act", status.key()),
                    "add a [[step]] with must = true for it",
                );
                return;
            }
        }
    }
}

const COMBINATIONS: [(bool, bool, bool); 8] = [
    (true, true, true),
    (true, true, false),
    (true, false, true),
    (true, false, false),
    (false, true, true),
    (false, true, false),
    (false, false, true),
    (false, false, false),
];

/// Whether a step is open.
pub(crate) fn holds(when: StepCondition, custody: bool, full: bool, question: bool) -> bool {
    match when {
        StepCondition::Always => true,
        StepCondition::InCustody => custody,
        StepCondition::NotInCustody => !custody,
        StepCondition::FullRequest => full,
        StepCondition::NoFullRequest => !full,
        StepCondition::InCustodyNoFullRequest => custody && !full,
        StepCondition::FreeNoFullRequest => !custody && !full,
        StepCondition::QuestionOpen => question,
    }
}

fn step(section: Section<'_, '_>) -> Option<Step> {
    let statuses: Vec<At<Key>> = section.keys("status");
    let step = Step {
        statuses: (statuses.iter())
            .filter_map(|status| {
                let found = Status::ALL.into_iter().find(|known| known.key() == status.value.as_str());
                if found.is_none() {
                    let known: Vec<&str> = Status::ALL.into_iter().map(Status::key).collect();
                    let message = format!("`{}` is no status", status.value);
                    section.note(status.place, message, format!("use one of: {}", known.join(", ")));
                }
                found
            })
            .collect(),
        acts: act_kinds(&section, "acts"),
        what: section.need_text("what"),
        must: section.need_flag("must"),
        when: section.code("when").unwrap_or(StepCondition::Always),
        key: section.need_key("key")?.value,
        by: section.need_code("by")?,
    };
    if step.acts.is_empty() {
        section.note(section.place(), "[[step]] allows no act", "add acts = [\"decision\"]");
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

fn safeguard(section: Section<'_, '_>) -> Option<Safeguard> {
    let answers: Vec<SafeguardOption> =
        section.tables("answers", "an answer").into_iter().filter_map(option).collect();
    let under = section
        .tables("under", "a source under another instrument")
        .into_iter()
        .filter_map(source_under)
        .collect();
    let by = section.need_code("by");
    let safeguard = Safeguard {
        under,
        key: key_or_blank(section.need_key("key")),
        question: section.need_text("question"),
        source: section.need_text("source"),
        article: section.need_text("article"),
        blocks: act_kinds(&section, "blocks"),
        confidential: section.flag("confidential").unwrap_or(false),
        only_under: section.keys("only-under"),
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
    section.finish().then_some(safeguard)
}

fn source_under(section: Section<'_, '_>) -> Option<SourceUnder> {
    let under = SourceUnder {
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
        from_surrender: section.flag("from-surrender").unwrap_or(false),
        key: section.need_key("key")?.value,
    };
    section.finish().then_some(undertaking)
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
        state: section.need_state("state")?,
        instrument: section.need_key("instrument")?,
        kind: section.need_code("kind")?,
        key: section.need_key::<Key>("key")?.value,
    };
    section.finish().then_some(overlay)
}
