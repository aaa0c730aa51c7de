//! What a form shows: fields with their article, choices, values, and what stands in the way of sending it.
//!
//! A form is filled by a flat map from field name to text, exactly what an HTML form sends. Names are
//! `person.names`, `content.<key>`, `safeguard.<key>.answer`, `safeguard.<key>.reasoning`, `instrument.<id>`, …;
//! [`Field::name`] says which.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// The values of a form by field name.
pub type Fields = BTreeMap<String, String>;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A local date and time, `YYYY-MM-DDTHH:MM`, in the zone of the field `<name>-zone` or the authority's.
    DateTime,
    /// A whole number.
    Number,
    /// One of these values; pages word them as `choice-<form>-<field>-<value>` or show them as they are.
    Choice(Vec<String>),
    /// Ticked (`yes`) or not (empty).
    Tick,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Name in the form.
    pub name: String,
    /// What to enter, in English, from the law library; empty when the page words it by `name`.
    pub description: String,
    /// How it is filled in.
    pub input: Input,
    /// The present value.
    pub value: String,
    /// Whether sending needs it.
    pub required: bool,
    /// The article that asks for it, with the instrument: `coe-ets-024 Art. 12(2)(a)`.
    pub article: Option<String>,
    /// Whether the rule was read in its source (`false`: recalled, show a mark).
    pub verified: bool,
    /// Whether it is required and still empty.
    pub missing: bool,
    /// How a value is written, where its type says so.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub example: String,
    /// What the values of a choice stand for, in English, from the law library.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, String>,
}

/// Something the law or the procedure holds against an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Objection {
    /// Field it belongs to, when one does.
    pub field: Option<String>,
    /// Article, when one asks for it.
    pub article: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Whether it prevents sending.
    pub blocks: bool,
}

/// An instrument that binds the two states on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstrumentView {
    /// Library id, `coe-ets-024`.
    pub id: String,
    /// Short name.
    pub short_name: String,
    /// Full title.
    pub title: String,
    /// In force between the two states since.
    pub since: Option<Date>,
    /// `governs`, `supplements` or `residual`.
    pub role: String,
    /// Why it binds.
    pub why: String,
    /// Whether participation was read in the source.
    pub verified: bool,
    /// Whether the draft invokes it (field `instrument.<id>`).
    pub chosen: bool,
}

/// An instrument that does not bind, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExcludedView {
    /// Library id.
    pub id: String,
    /// Why not.
    pub why: String,
}

/// A document attached to a draft or an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentView {
    /// Position in the act; also what a download names.
    pub index: usize,
    /// Which required document this is, `warrant`, …; empty when none.
    pub key: String,
    /// Title.
    pub title: String,
    /// Language, `et`, `de`, …
    pub language: String,
    /// Media type.
    pub media_type: String,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
    /// The root of the file that travels beside the act, in hex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// A document the instrument asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequiredDocumentView {
    /// Key to give when attaching it.
    pub key: String,
    /// What it is.
    pub description: String,
    /// The article.
    pub article: String,
    /// Whether the rule was read in its source.
    pub verified: bool,
    /// Whether it is still missing.
    pub missing: bool,
}

/// A safeguard question with the answers that are allowed and the answer given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SafeguardView {
    /// Key; the fields are `safeguard.<key>.answer` and `safeguard.<key>.reasoning`.
    pub key: String,
    /// The question.
    pub question: String,
    /// Article or source.
    pub article: String,
    /// Allowed answers.
    pub answers: Vec<AnswerChoice>,
    /// `requesting` or `requested`: who answers.
    pub who: String,
    /// The answer so far, empty when none.
    pub answer: String,
    /// The reasons so far.
    pub reasoning: String,
    /// Who answered, empty when nobody.
    pub by: String,
    /// Whether sending or executing is blocked until it is answered acceptably.
    pub blocks: bool,
    /// Whether the reasons stay at this end and never travel.
    pub confidential: bool,
    /// Whether the answer given lets the act go on.
    pub passes: bool,
    /// Whether the rule was read in its source.
    pub verified: bool,
}

/// One answer a safeguard takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerChoice {
    /// The value of the field.
    pub key: String,
    /// The answer in words.
    pub text: String,
    /// Whether the act may go on with it.
    pub passes: bool,
    /// Whether reasons must be given.
    pub needs_reasoning: bool,
}

/// A language rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageView {
    /// Languages that satisfy the rule, ISO 639-1.
    pub languages: Vec<String>,
    /// What the rule says.
    pub description: String,
    /// Article.
    pub article: String,
    /// Whether the rule was read in its source.
    pub verified: bool,
}

/// A deadline that will run, or does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadlineRuleView {
    /// Key.
    pub key: String,
    /// Instrument and article.
    pub article: String,
    /// The event it runs from.
    pub from_event: String,
    /// Length in words of the rule: `40 days`.
    pub length: String,
    /// Which state must act.
    pub obliged: String,
    /// What follows when it passes.
    pub consequence: String,
    /// When it is due, once the event is known.
    pub due_at: Option<Timestamp>,
    /// Whether it was read in the source.
    pub verified: bool,
}

/// A declaration or reservation of one of the two states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeclarationView {
    /// The state.
    pub party: String,
    /// Instrument.
    pub instrument: String,
    /// Articles concerned.
    pub articles: Vec<String>,
    /// What it says.
    pub description: String,
    /// Since when.
    pub since: Option<Date>,
    /// Whether it was read in the source.
    pub verified: bool,
}

/// A ground for refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroundView {
    /// `instrument/key`: the value of the field `ground` of a decision.
    pub value: String,
    /// Instrument and article.
    pub article: String,
    /// What it says.
    pub description: String,
    /// `mandatory`, `optional`, `prohibited`, `postpone`, …
    pub effect: String,
    /// Whether it is weighed and never named: see [`law::check::Ground`].
    pub confidential: bool,
    /// Whether it was read in the source.
    pub verified: bool,
}

/// Everything the library says about a request of one state to another on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LawView {
    /// The day asked about.
    pub on: Option<Date>,
    /// Instruments that bind, the governing one first.
    pub instruments: Vec<InstrumentView>,
    /// Instruments that do not, and why.
    pub excluded: Vec<ExcludedView>,
    /// Documents asked for.
    pub documents: Vec<RequiredDocumentView>,
    /// Language rules.
    pub languages: Vec<LanguageView>,
    /// Deadlines.
    pub deadlines: Vec<DeadlineRuleView>,
    /// Grounds for refusal.
    pub grounds: Vec<GroundView>,
    /// Declarations of the two states.
    pub declarations: Vec<DeclarationView>,
}
