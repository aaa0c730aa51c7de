//! What the law says to a question: which instruments bind two states on a date, and what follows from them.
//!
//! Every entry carries its article and whether the text was read, so that a page can show "unverified".

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::facts::Facts;
use crate::ids::{InstrumentId, Key, State};

/// Which law applies between two states, for a procedure, on a date, given the facts.
#[derive(Debug, Clone)]
pub struct Question {
    /// The state that asks.
    pub from: State,
    /// The state that is asked.
    pub to: State,
    /// The procedure, for example `extradition`; or a matter of the instruments without one: [`crate::Library::matters`].
    pub procedure: Key,
    /// The date of the request.
    pub on: Date,
    /// What is known of the case.
    pub facts: Facts,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Check {
    /// The state that asks.
    pub from: State,
    /// The state that is asked.
    pub to: State,
    /// The procedure asked for.
    pub procedure: Key,
    /// The date.
    pub on: Date,
    /// The instruments that bind both, in order of precedence.
    pub instruments: Vec<Binding>,
    /// Instruments that bind both, but only for cases of which the facts do not say whether this is one.
    pub conditional: Vec<Conditional>,
    /// Every other instrument that deals with the procedure, and why it does not bind.
    pub excluded: Vec<Excluded>,
    /// Instruments that bind both in other matters to which this one leads.
    pub otherwise: Vec<Otherwise>,
    /// Conditions such as thresholds and dual criminality.
    pub conditions: Vec<Condition>,
    /// What the request must say.
    pub contents: Vec<ContentRule>,
    /// What must go with it.
    pub documents: Vec<ContentRule>,
    /// Languages the requested state accepts.
    pub languages: Vec<LanguageRule>,
    /// Ways to send it.
    pub channels: Vec<Rule>,
    /// Periods, with dates where the start event is known.
    pub deadlines: Vec<DeadlineRule>,
    /// Grounds on which the requested state refuses, may refuse, or may not refuse.
    pub grounds: Vec<Ground>,
    /// Guarantees of the instruments that accompany the procedure.
    pub guarantees: Vec<Rule>,
    /// Questions that must be answered at either end.
    pub safeguards: Vec<SafeguardQuestion>,
    /// Declarations and reservations of the two states, and national rules of the requested state.
    pub declarations: Vec<DeclarationView>,
    /// Rules of the binding instruments that do not apply between these two, and why.
    pub disapplied: Vec<Disapplied>,
    /// Duties beside the instruments.
    pub duties: Vec<Duty>,
    /// What is not in the files or cannot be said, such as a treaty without a file.
    pub notices: Vec<Notice>,
    /// Facts that would change the answer and were not given.
    pub open: Vec<OpenFact>,
}

/// The place an instrument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It is the law of the request.
    Governs,
    /// It adds to or changes an instrument that governs.
    Supplements,
    /// It binds both, but another governs; it may be used with a stated reason.
    Residual,
}

/// An instrument that binds both states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Binding {
    /// Its identifier.
    pub id: InstrumentId,
    /// Its short name.
    pub short_name: String,
    /// Its title.
    pub title: String,
    /// The date from which it binds both.
    pub since: Date,
    /// The place it takes.
    pub role: Role,
    /// Why it binds and why in this place.
    pub why: String,
    /// Whether the participation of both was read in a text.
    pub verified: bool,
}

/// Why an instrument does not bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exclusion {
    /// It cannot be said whether or since when it binds; never guessed.
    Unclear,
    /// One of the two is not a party.
    NotAParty,
    /// It is not in force yet, or not yet for one of the two.
    NotYetInForce,
    /// It ended, or one of the two left it.
    Ended,
    /// It is for other cases than this one.
    OutOfScope,
    /// Another took its place between the two.
    Superseded,
    /// A declaration keeps it from applying between the two.
    Reservation,
    /// What it rests on does not bind.
    ParentDoesNotBind,
    /// Its file has mistakes, so that nothing can be said.
    Unreadable,
}

/// An instrument that deals with the procedure and does not bind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Excluded {
    /// Its identifier.
    pub id: InstrumentId,
    /// Its short name.
    pub short_name: String,
    /// The kind of reason.
    pub status: Exclusion,
    /// The reason.
    pub why: String,
}

/// An instrument that binds both for cases of which the facts do not say whether this is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Conditional {
    /// Its identifier.
    pub id: InstrumentId,
    /// Its short name.
    pub short_name: String,
    /// The date from which it binds both.
    pub since: Date,
    /// The cases it is for, as provisos on facts.
    pub applies_if: Vec<String>,
    /// Why it binds, and for what.
    pub why: String,
    /// Whether the participation of both was read in a text.
    pub verified: bool,
}

/// An instrument that binds both in another matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Otherwise {
    /// Its identifier.
    pub id: InstrumentId,
    /// Its short name.
    pub short_name: String,
    /// The date from which it binds both.
    pub since: Date,
    /// What it has rules for.
    pub procedures: Vec<Key>,
    /// How it comes in.
    pub why: String,
    /// Its thresholds, held against the facts.
    pub conditions: Vec<Condition>,
    /// Whether the participation of both was read in a text.
    pub verified: bool,
}

/// A duty beside the instruments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Duty {
    /// Its key.
    pub key: Key,
    /// What it is called.
    pub title: String,
    /// What is to be done.
    pub description: String,
    /// Which end.
    pub who: End,
    /// Kinds of act before which it must be done.
    pub before: Vec<Key>,
    /// Whether the facts call for it.
    pub applies: Answer,
    /// The facts that call for it, as provisos.
    pub applies_if: Vec<String>,
    /// The article, case or statute.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// Whether the text was read.
    pub verified: bool,
}

/// What is not in the files or cannot be said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Notice {
    /// What sort of notice.
    pub kind: NoticeKind,
    /// What is to be said.
    pub text: String,
    /// Whether it rests on a text that was read.
    pub verified: bool,
}

/// What sort of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// No instrument here binds the two.
    NothingBinds,
    /// It cannot be said, and is not guessed.
    Unclear,
    /// A treaty that has no file of rules here.
    TreatyWithoutFile,
    /// The order between instruments is not written down.
    OrderOpen,
    /// Public holidays that are not known or were not verified.
    Calendar,
}

/// A fact that would change the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OpenFact {
    /// Its key.
    pub key: Key,
    /// The question.
    pub question: String,
    /// The values it takes; empty where it is a number, a date or a state.
    pub values: Vec<Key>,
    /// What hangs on it.
    pub concerns: Vec<String>,
}

/// A rule without further structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rule {
    /// Its key.
    pub key: Key,
    /// What it says, in our own words.
    pub description: String,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The article.
    pub article: String,
    /// Whether the text was read.
    pub verified: bool,
}

/// A condition, and whether the facts meet it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Condition {
    /// Its key.
    pub key: Key,
    /// What it says.
    pub description: String,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The article.
    pub article: String,
    /// Whether the text was read.
    pub verified: bool,
    /// The threshold, where there is one, after declarations.
    pub value: Option<i64>,
    /// Its unit.
    pub unit: Option<String>,
    /// Whether the facts meet it.
    pub met: Answer,
    /// What changed it, or why the answer is what it is.
    pub why: Option<String>,
    /// Whether it is asked in this case.
    pub applies: Answer,
    /// What follows from the facts: where it is met, or where it is not.
    pub follows: Option<String>,
}

/// Yes, no, or nobody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// The facts do not say.
    Unknown,
}

impl Answer {
    pub(crate) fn from_bool(so: bool) -> Self {
        if so { Self::Yes } else { Self::No }
    }
}

/// A content or document that is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ContentRule {
    /// Its key.
    pub key: Key,
    /// What it is.
    pub description: String,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The article.
    pub article: String,
    /// Whether the text was read.
    pub verified: bool,
    /// Whether it must be there; some are asked only in a certain situation.
    pub required: bool,
    /// The situation in which it is asked.
    pub condition: Option<String>,
    /// Whether the signed act itself fulfils it, such as the written form.
    pub given_by_act: bool,
    /// Whether it is required and the facts do not have it.
    pub missing: bool,
}

/// A rule on language, or the languages a state declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LanguageRule {
    /// Its key.
    pub key: Key,
    /// What it says.
    pub description: String,
    /// Languages accepted, BCP 47; empty where the rule leaves it open.
    pub accepted: Vec<String>,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The article.
    pub article: String,
    /// The state whose declaration it is, where it is one.
    pub declared_by: Option<State>,
    /// Whether the text was read.
    pub verified: bool,
}

/// A period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DeadlineRule {
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
    /// Its length; 0 where the unit is a word.
    pub length: u32,
    /// `hour`, `day`, `week`, `month`, `year`, or a word such as `without-delay`.
    pub unit: String,
    /// `calendar`, `working` or `clock`.
    pub days: String,
    /// `from-moment` or `from-day`.
    pub counting: String,
    /// Who must keep it.
    pub obliged: String,
    /// What follows when it passes.
    pub consequence: String,
    /// `may-release`, `must-release`, `duty`, `protection-ends`, …
    pub effect: String,
    /// How binding it is; nothing where it is hard.
    pub nature: Option<String>,
    /// How far it may be extended.
    pub extension: Option<String>,
    /// Events that meet it.
    pub met_by: Vec<Key>,
    /// What starts it again.
    pub restarts_on: Option<String>,
    /// When the start event happened, where the facts say.
    pub started: Option<String>,
    /// The last day, in the zone of the event, where the start is known.
    pub due_on: Option<Date>,
    /// The day on which it would end without moving past days of rest, where that is an earlier one: the safe day.
    pub safe_on: Option<Date>,
    /// The last day where it is extended as far as the instrument allows.
    pub extended_on: Option<Date>,
    /// The safe day of the extended period, where it is an earlier one.
    pub extended_safe_on: Option<Date>,
    /// The moment at which the extended period has passed.
    pub extended_due: Option<Timestamp>,
    /// The moment at which it has passed.
    pub due: Option<Timestamp>,
    /// The same moment in local time, for example `2026-03-19T14:20+02:00[Europe/Tallinn]`.
    pub due_local: Option<String>,
    /// National rules and pauses that changed the count, in words.
    pub notes: Vec<String>,
    /// Whether the text was read.
    pub verified: bool,
}

/// A ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ground {
    /// Its key.
    pub key: Key,
    /// `mandatory`, `optional`, `prohibited`, `postpone`, `conditional`, `permits-grant` or `procedure`.
    pub effect: String,
    /// What it says.
    pub description: String,
    /// Whether it stands in this case, by the facts: there and not taken away by an assurance, an exception or
    /// another instrument.
    pub stands: Answer,
    /// Why.
    pub why: Option<String>,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The article.
    pub article: String,
    /// Whether naming it would tell the other state what must not reach it: it is weighed, and never named.
    pub confidential: bool,
    /// What takes it away, such as an assurance.
    pub cured_by: Option<String>,
    /// Exceptions to it.
    pub exceptions: Vec<String>,
    /// The moment that decides.
    pub decisive_moment: Option<String>,
    /// Declarations and national rules that changed it, in words.
    pub notes: Vec<String>,
    /// Whether the text was read.
    pub verified: bool,
}

/// Which end of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The state that asks.
    Requesting,
    /// The state that is asked.
    Requested,
}

/// A safeguard: a question that a named person answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SafeguardQuestion {
    /// Its key.
    pub key: Key,
    /// The question.
    pub question: String,
    /// The instrument, or another source such as a human-rights treaty.
    pub source: String,
    /// The article.
    pub article: String,
    /// The answers it takes.
    pub answers: Vec<AnswerOption>,
    /// Which end answers.
    pub who: End,
    /// Who may answer at that end, in words; any officer where nothing is said.
    pub answered_by: Option<String>,
    /// Kinds of act and measures that cannot be made before it is answered in a way that passes.
    pub blocks: Vec<String>,
    /// Whether the answer stays at the node that gives it and never travels: see [`crate::kept`].
    pub confidential: bool,
    /// Whether the text was read.
    pub verified: bool,
}

/// One answer a safeguard takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AnswerOption {
    /// Its key.
    pub key: Key,
    /// The answer in words.
    pub text: String,
    /// Whether the act it guards may go on.
    pub passes: bool,
    /// Whether reasons must be given.
    pub needs_reasoning: bool,
    /// The undertaking that the answer gives.
    pub undertaking: Option<Key>,
}

/// A declaration, reservation or national rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DeclarationView {
    /// The state.
    pub by: State,
    /// The instrument.
    pub instrument: InstrumentId,
    /// `declaration`, `reservation`, `territorial`, `objection`, `note` or `national-rule`.
    pub kind: String,
    /// The articles it concerns.
    pub articles: Vec<String>,
    /// What it does, as a code.
    pub effect: String,
    /// What it says.
    pub description: String,
    /// Since when; nothing where it was not read.
    pub since: Option<Date>,
    /// Where it was read.
    pub source: String,
    /// Whether the text was read.
    pub verified: bool,
}

/// A rule of a binding instrument that does not apply between these two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Disapplied {
    /// `ground`, `deadline`, `content`, …
    pub kind: String,
    /// Its key.
    pub key: Key,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The article.
    pub article: String,
    /// Why.
    pub why: String,
}

/// The question cannot be answered as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// No procedure file and no rules of instruments under this key.
    #[error("no procedure `{asked}` is known; known are {known}")]
    UnknownProcedure {
        /// What was asked.
        asked: String,
        /// What there is.
        known: String,
    },
    /// The facts name an event the law does not know.
    #[error("no event `{asked}` is known; known are {known}")]
    UnknownEvent {
        /// What was asked.
        asked: String,
        /// What there is.
        known: String,
    },
    /// The facts name a fact or a value that the law does not know.
    #[error("{message}; {help}")]
    UnknownFact {
        /// What is wrong.
        message: String,
        /// What to write.
        help: String,
    },
    /// One state cannot ask itself.
    #[error("`{0}` cannot be both the requesting and the requested state")]
    SameState(State),
}
