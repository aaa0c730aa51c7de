//! A procedure as its reader sees it: roles, what a request says, measures, steps, questions, promises and ends.

use crate::codes::{FieldPlace, FieldType, Tally};
use crate::condition::When;
use crate::fold::Status;
use crate::ids::{InstrumentId, Key};
use crate::library::Library;
use crate::procedure::{DocumentText, FieldText, MeasureText, Safeguard, Step, UndertakingText};

/// A procedure in full.
#[derive(Debug, Clone)]
pub struct ProcedureEntry<'a> {
    /// Its key.
    pub key: &'a Key,
    /// Its title.
    pub title: &'a str,
    /// What it is for.
    pub description: &'a str,
    /// What the requesting state does in it.
    pub requesting_role: &'a str,
    /// What the requested state does in it.
    pub requested_role: &'a str,
    /// The others that may stand in one request with it.
    pub family: Vec<&'a Key>,
    /// Whether a request names a person: `required`, `optional` or `none`.
    pub person: &'static str,
    /// The instruments that have rules for it.
    pub instruments: Vec<&'a InstrumentId>,
    /// Its own fields and the types it gives to contents of the instruments.
    pub fields: Vec<FieldEntry<'a>>,
    /// Its own documents, as fields.
    pub documents: Vec<FieldEntry<'a>>,
    /// What is done in it.
    pub measures: Vec<MeasureEntry<'a>>,
    /// Who may do what when.
    pub steps: Vec<StepEntry<'a>>,
    /// The questions that stand in the way.
    pub safeguards: Vec<SafeguardEntry<'a>>,
    /// What is promised.
    pub undertakings: Vec<UndertakingEntry<'a>>,
    /// How it ends: the result, the statuses, the condition and what it means.
    pub ends: Vec<(&'static str, &'a [Status], Option<&'a str>, &'a str)>,
}

/// A field or document.
#[derive(Debug, Clone)]
pub struct FieldEntry<'a> {
    /// Its key.
    pub key: &'a Key,
    /// What it takes.
    pub kind: FieldType,
    /// What can be chosen: the key and the words.
    pub choices: Vec<(&'a Key, &'a str)>,
    /// What it is; nothing where the instruments say it.
    pub description: Option<&'a str>,
    /// Whether it is always needed.
    pub required: bool,
    /// In which situation it is needed.
    pub when: Option<&'a str>,
    /// Whether it goes into measures and not into the request.
    pub in_measures: bool,
    /// Where it comes from.
    pub source: Option<&'a str>,
    /// The article.
    pub article: Option<&'a str>,
    /// Whether the text was read.
    pub verified: bool,
}

/// Something that is done.
#[derive(Debug, Clone)]
pub struct MeasureEntry<'a> {
    /// Its key.
    pub key: &'a Key,
    /// Its title.
    pub title: &'a str,
    /// Which end takes it.
    pub by: &'static str,
    /// Whether a second person must approve it.
    pub coercive: bool,
    /// The event it is, in words.
    pub event: Option<String>,
    /// The status after it.
    pub moves_to: Option<Status>,
    /// The sum its amounts go into.
    pub amounts: Option<Tally>,
    /// What must hold before it.
    pub requires: Option<&'a str>,
}

/// A step.
#[derive(Debug, Clone)]
pub struct StepEntry<'a> {
    /// Its key.
    pub key: &'a Key,
    /// In which statuses.
    pub statuses: &'a [Status],
    /// Which end.
    pub by: &'static str,
    /// Kinds of act.
    pub acts: &'a [&'static str],
    /// Measures.
    pub measures: &'a [Key],
    /// What is to be done, in words.
    pub what: &'a str,
    /// Whether the case waits for it.
    pub must: bool,
    /// When it is open.
    pub when: Option<&'a str>,
}

/// A question that a named person answers.
#[derive(Debug, Clone)]
pub struct SafeguardEntry<'a> {
    /// Its key.
    pub key: &'a Key,
    /// The question.
    pub question: &'a str,
    /// Where it comes from.
    pub source: &'a str,
    /// The article.
    pub article: &'a str,
    /// Which end answers.
    pub by: &'static str,
    /// Who may answer at that end.
    pub answered_by: Option<&'a str>,
    /// Kinds of act and measures that it guards.
    pub blocks: &'a [Key],
    /// Whether the answer stays at the node that gives it.
    pub confidential: bool,
    /// The answers: the words, whether the act may go on, whether reasons are needed.
    pub answers: Vec<(&'a str, bool, bool)>,
    /// Whether the text was read.
    pub verified: bool,
}

/// A promise.
#[derive(Debug, Clone)]
pub struct UndertakingEntry<'a> {
    /// Its key.
    pub key: &'a Key,
    /// What is promised.
    pub description: &'a str,
    /// Where it comes from.
    pub source: &'a str,
    /// The article.
    pub article: &'a str,
    /// Which end owes it.
    pub by: &'static str,
    /// The event from which it binds, in words.
    pub from: Option<String>,
    /// Whether every request gives it by itself.
    pub with_request: bool,
    /// Whether it is owed as long as nobody lets the state off.
    pub lasting: bool,
}

impl Library {
    /// A procedure as its reader sees it.
    pub fn procedure_entry(&self, key: &Key) -> Option<ProcedureEntry<'_>> {
        let procedure = self.procedures.get(key)?;
        let family = (self.procedures.values())
            .filter(|other| other.family == procedure.family && other.key() != key)
            .map(|other| other.key());
        let instruments = (self.instruments.values())
            .filter(|instrument| {
                (instrument.procedures.iter())
                    .any(|rules| procedure.rules.iter().any(|asked| asked.value == rules.key.value))
            })
            .map(|instrument| instrument.id());
        Some(ProcedureEntry {
            key: procedure.key(),
            title: &procedure.title,
            description: &procedure.description,
            requesting_role: &procedure.requesting_role,
            requested_role: &procedure.requested_role,
            family: family.collect(),
            person: procedure.person.as_str(),
            instruments: instruments.collect(),
            fields: procedure.fields.iter().map(field).collect(),
            documents: procedure.documents.iter().map(document).collect(),
            measures: procedure.measures.iter().map(|measure| self.measure_entry(measure)).collect(),
            steps: procedure.steps.iter().map(step).collect(),
            safeguards: procedure.safeguards.iter().map(safeguard).collect(),
            undertakings: procedure.undertakings.iter().map(|one| self.undertaking_entry(one)).collect(),
            ends: (procedure.ends.iter())
                .map(|end| {
                    (end.result.key(), end.statuses.as_slice(), condition(&end.when), end.what.as_str())
                })
                .collect(),
        })
    }

    fn measure_entry<'a>(&'a self, measure: &'a MeasureText) -> MeasureEntry<'a> {
        MeasureEntry {
            key: &measure.key,
            title: &measure.title,
            by: measure.by.as_str(),
            coercive: measure.coercive,
            event: measure.event.as_ref().map(|event| self.event_title(&event.value)),
            moves_to: measure.moves_to,
            amounts: measure.tally,
            requires: condition(&measure.requires),
        }
    }

    fn undertaking_entry<'a>(&'a self, undertaking: &'a UndertakingText) -> UndertakingEntry<'a> {
        UndertakingEntry {
            key: &undertaking.key,
            description: &undertaking.description,
            source: &undertaking.source,
            article: &undertaking.article,
            by: undertaking.by.as_str(),
            from: undertaking.from.as_ref().map(|event| self.event_title(&event.value)),
            with_request: undertaking.with_request,
            lasting: undertaking.lasting,
        }
    }
}

fn condition(when: &When) -> Option<&str> {
    (!when.always()).then(|| when.text())
}

fn field(field: &FieldText) -> FieldEntry<'_> {
    FieldEntry {
        key: &field.key,
        kind: field.kind,
        choices: field.choices.iter().map(|choice| (&choice.key, choice.text.as_str())).collect(),
        description: field.description.as_deref(),
        required: field.required,
        when: condition(&field.when),
        in_measures: field.place == FieldPlace::Measure,
        source: field.source.as_deref(),
        article: field.article.as_deref(),
        verified: field.verified,
    }
}

fn document(document: &DocumentText) -> FieldEntry<'_> {
    FieldEntry {
        key: &document.key,
        kind: FieldType::Document,
        choices: Vec::new(),
        description: document.description.as_deref(),
        required: document.required,
        when: condition(&document.when),
        in_measures: false,
        source: document.source.as_deref(),
        article: document.article.as_deref(),
        verified: document.verified,
    }
}

fn step(step: &Step) -> StepEntry<'_> {
    StepEntry {
        key: &step.key,
        statuses: &step.statuses,
        by: step.by.as_str(),
        acts: &step.acts,
        measures: &step.measures,
        what: &step.what,
        must: step.must,
        when: condition(&step.when),
    }
}

fn safeguard(safeguard: &Safeguard) -> SafeguardEntry<'_> {
    SafeguardEntry {
        key: &safeguard.key.value,
        question: &safeguard.question,
        source: &safeguard.source,
        article: &safeguard.article,
        by: safeguard.by.as_str(),
        answered_by: safeguard.answered_by.as_deref(),
        blocks: &safeguard.blocks,
        confidential: safeguard.confidential,
        answers: (safeguard.answers.iter())
            .map(|answer| (answer.text.as_str(), answer.passes, answer.needs_reasoning))
            .collect(),
        verified: safeguard.verified,
    }
}
