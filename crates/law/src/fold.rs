//! The state of a case, derived from its acts and the law. Nothing here is stored.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::act::{GroundRef, OutcomeResult, Person, SafeguardAnswer};
use crate::check::{End, SafeguardQuestion};
use crate::ids::{ActId, InstrumentId, Key, State};
use crate::sums::Sums;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// No request was seen yet.
    New,
    /// Asked; the requested state has not answered.
    Requested,
    /// A question is open.
    AwaitingSupplement,
    /// The gate is passed and the arrest ordered.
    Accepted,
    /// The person is held.
    Arrested,
    /// The person was released while the request goes on.
    Released,
    /// Put off.
    Postponed,
    /// Granted; it is to be carried out.
    Granted,
    /// A measure is in force: frozen, preserved, sought.
    InEffect,
    /// What was granted is done; the outcome is still to be reported.
    Performed,
    /// Refused; the outcome is still to be reported.
    Refused,
    /// Handed over; the outcome is still to be reported.
    Surrendered,
    /// Withdrawn; the requested state still has to end its measures.
    Withdrawn,
    /// Ended.
    Closed,
}

impl Status {
    /// Every status, in the order of a usual case.
    pub const ALL: [Self; 14] = [
        Self::New,
        Self::Requested,
        Self::AwaitingSupplement,
        Self::Accepted,
        Self::Arrested,
        Self::Released,
        Self::Postponed,
        Self::Granted,
        Self::InEffect,
        Self::Performed,
        Self::Refused,
        Self::Surrendered,
        Self::Withdrawn,
        Self::Closed,
    ];

    /// The stable word.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Requested => "requested",
            Self::AwaitingSupplement => "awaiting-supplement",
            Self::Accepted => "accepted",
            Self::Arrested => "arrested",
            Self::Released => "released",
            Self::Postponed => "postponed",
            Self::Granted => "granted",
            Self::InEffect => "in-effect",
            Self::Performed => "performed",
            Self::Refused => "refused",
            Self::Surrendered => "surrendered",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }
}

/// What the acts of a case add up to at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CaseState {
    /// The moment for which it holds.
    pub as_of: Timestamp,
    /// Where the case stands.
    pub status: Status,
    /// The state that asked.
    pub requesting: Option<State>,
    /// The state that was asked.
    pub requested: Option<State>,
    /// What was asked, over all requests of the case.
    pub procedures: Vec<Key>,
    /// The instruments relied on.
    pub instruments: Vec<InstrumentId>,
    /// Why a residual instrument is used.
    pub residual_reason: Option<String>,
    /// The person sought.
    pub person: Option<Person>,
    /// Since when and where the person is held; nothing while the person is free.
    pub custody: Option<Custody>,
    /// Who must or may act next, and how. Never empty unless the case is new or closed.
    pub next: Vec<NextStep>,
    /// What the instruments require and the acts do not have.
    pub missing: Vec<Missing>,
    /// Periods: waiting for their event, running, met, missed.
    pub deadlines: Vec<RunningDeadline>,
    /// What a state promised and still owes.
    pub undertakings: Vec<Undertaking>,
    /// The safeguards of the case and their answers.
    pub safeguards: Vec<SafeguardState>,
    /// Questions without an answer, oldest first.
    pub open_questions: Vec<OpenQuestion>,
    /// The date fixed for surrender.
    pub surrender_on: Option<Date>,
    /// The ground of a refusal or postponement.
    pub ground: Option<GroundRef>,
    /// What the measures come to in money, for each currency.
    pub amounts: Vec<Sums>,
    /// The measures taken, in order.
    pub measures: Vec<TakenMeasure>,
    /// How the case can end as it stands.
    pub ends: Vec<OutcomeResult>,
    /// How the case ended.
    pub result: Option<OutcomeResult>,
    /// Acts that do not fit; they stay visible.
    pub faults: Vec<Fault>,
    /// Acts that others name and that are not here.
    pub absent: Vec<ActId>,
    /// The acts in causal order.
    pub timeline: Vec<TimelineEntry>,
    /// What else the fold knows and check_act needs.
    #[serde(skip)]
    pub(crate) inner: crate::progress::Progress,
}

/// Since when and where a person is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Custody {
    /// The moment of arrest.
    pub since: Timestamp,
    /// The time zone of the place.
    pub zone: String,
    /// The place.
    pub place: String,
}

/// Who may act next, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct NextStep {
    /// The stable key of the step.
    pub key: Key,
    /// The state.
    pub state: State,
    /// Its end of the case.
    pub end: End,
    /// Kinds of act; `measure` where there are measures.
    pub acts: Vec<String>,
    /// The measures that can be taken.
    pub measures: Vec<Key>,
    /// What is to be done, in words.
    pub what: String,
    /// Whether the case waits for it; otherwise it is open to the state but not owed.
    pub must: bool,
}

/// What kind of thing is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingKind {
    /// A content of the request.
    Content,
    /// A document.
    Document,
    /// The answer to a safeguard.
    Safeguard,
    /// A content that is there and is not what its field takes.
    Unreadable,
    /// A language that the requested state accepts.
    Language,
}

/// Something required that is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Missing {
    /// What kind of thing.
    pub kind: MissingKind,
    /// Its key.
    pub key: Key,
    /// What it is.
    pub description: String,
    /// The instrument or other source.
    pub source: String,
    /// The article.
    pub article: String,
    /// Which end must bring it.
    pub who: End,
    /// Whether the text was read.
    pub verified: bool,
}

/// How a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineState {
    /// Its event has not happened.
    Waiting,
    /// It runs.
    Running,
    /// What it asked for was done in time, or it fell away.
    Met,
    /// It passed.
    Missed,
    /// It stands still.
    Suspended,
}

/// A period of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RunningDeadline {
    /// Its key.
    pub key: Key,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The article.
    pub article: String,
    /// The event from which it runs.
    pub from_event: Key,
    /// The event in words.
    pub event: String,
    /// When it started.
    pub started_at: Option<Timestamp>,
    /// The moment at which it has passed; nothing for a period without a length.
    pub due_at: Option<Timestamp>,
    /// The last day, in the zone of the event.
    pub due_on: Option<Date>,
    /// The same in local time.
    pub due_local: Option<String>,
    /// Who must keep it.
    pub obliged: String,
    /// The state that must keep it, where it is one of the two.
    pub obliged_state: Option<State>,
    /// What follows when it passes.
    pub consequence: String,
    /// `may-release`, `must-release`, `duty`, …
    pub effect: String,
    /// How it stands.
    pub state: DeadlineState,
    /// The act that met it.
    pub met_by: Option<ActId>,
    /// The act that made it longer, the last one that did.
    pub extended_by: Option<ActId>,
    /// The furthest it can be extended to; nothing where the instrument sets no limit that can be counted.
    pub extendable_until: Option<Date>,
    /// Since when it stands still.
    pub suspended_since: Option<Timestamp>,
    /// Whether a person's liberty hangs on it, so that it warns early and loudly.
    pub frees_person: bool,
    /// National rules and pauses that changed the count, in words.
    pub notes: Vec<String>,
    /// Whether the text was read.
    pub verified: bool,
}

/// Something a state promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Undertaking {
    /// Its key.
    pub key: Key,
    /// What was promised.
    pub description: String,
    /// The state that owes it.
    pub by: State,
    /// The state to which it is owed.
    pub towards: State,
    /// The instrument or other source.
    pub source: String,
    /// The article.
    pub article: String,
    /// The act that gave it.
    pub given_in: ActId,
    /// Whether it binds already: many begin with the surrender.
    pub in_effect: bool,
    /// Whether it is owed as long as nobody lets the state off.
    pub lasting: bool,
    /// How it stands.
    pub state: UndertakingState,
    /// The act that says what became of it.
    pub settled_in: Option<ActId>,
}

/// How a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UndertakingState {
    /// It was given and does not bind yet.
    Given,
    /// It is owed.
    Owed,
    /// It was kept.
    Fulfilled,
    /// It was not kept.
    Breached,
    /// The other state let it go.
    Released,
}

/// A measure that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TakenMeasure {
    /// The act.
    pub act: ActId,
    /// The measure.
    pub measure: Key,
    /// In words.
    pub title: String,
    /// When.
    pub at: Timestamp,
    /// Until when it lasts.
    pub until: Option<Date>,
}

/// A safeguard of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SafeguardState {
    /// The question.
    pub question: SafeguardQuestion,
    /// The last answer.
    pub answer: Option<SafeguardAnswer>,
    /// The act that gave it.
    pub answered_in: Option<ActId>,
    /// Whether it passes.
    pub passes: bool,
}

/// A question without an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OpenQuestion {
    /// The act.
    pub act: ActId,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// The time limit set.
    pub reply_by: Option<Date>,
}

/// An act that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fault {
    /// The act.
    pub act: ActId,
    /// The stable key of the reason.
    pub key: Key,
    /// The reason.
    pub why: String,
}

/// An act in the order of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TimelineEntry {
    /// The act.
    pub act: ActId,
    /// Its kind.
    pub kind: String,
    /// The authority.
    pub author: String,
    /// Its state.
    pub state: State,
    /// When it was made.
    pub at: Timestamp,
    /// The officer.
    pub by: String,
    /// The second person.
    pub approved_by: Option<String>,
    /// Whether it had effect; an act that does not fit has none.
    pub effective: bool,
    /// Where the case stood after it.
    pub status: Status,
}

/// Why an act should not, or cannot, be made as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Objection {
    /// The stable key of the reason.
    pub key: Key,
    /// The field it concerns, for example `contents.offence-statement`.
    pub field: String,
    /// The article it rests on, with its instrument; empty where it rests on the form of the case.
    pub article: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Whether the act cannot be made until it is cured; otherwise it is advice.
    pub blocks: bool,
}
