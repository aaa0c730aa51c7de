//! The record a letter is made from: who writes to whom, about whom, on what basis, with what contents.
//!
//! It is plain data, the same as JSON and as Rust. What is not known is absent; nothing is guessed while rendering.
//! Free text says in which language it is and, when it is a translation, whose. [`Record::check`] bounds everything, so
//! that a hostile record costs an error and not a gigabyte of pages.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The longest single text, in characters.
pub const MAX_TEXT: usize = 200_000;
/// The longest text of a whole record, in characters.
pub const MAX_CHARACTERS: usize = 1_000_000;
/// The most entries of any list.
pub const MAX_ENTRIES: usize = 1_000;

/// What kind of letter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A formal request under one or more procedures.
    Request,
    /// A request for the expedited preservation of data.
    PreservationRequest,
    /// An application for readmission.
    ReadmissionApplication,
    /// A request to freeze assets.
    FreezingRequest,
    /// The answer that admits a request.
    Acceptance,
    /// The answer that does not admit a request.
    Refusal,
    /// The answer that asks for supplementary information.
    Question,
    /// Supplementary information.
    Supplement,
    /// The decision on the request.
    Decision,
    /// A reminder of what is due.
    Reminder,
    /// Any other act of a case: an arrest, a measure, a surrender.
    Notice,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 11] = [
        Kind::Request,
        Kind::PreservationRequest,
        Kind::ReadmissionApplication,
        Kind::FreezingRequest,
        Kind::Acceptance,
        Kind::Refusal,
        Kind::Question,
        Kind::Supplement,
        Kind::Decision,
        Kind::Reminder,
        Kind::Notice,
    ];

    /// The word in JSON, in label tables and on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Request => "request",
            Kind::PreservationRequest => "preservation-request",
            Kind::ReadmissionApplication => "readmission-application",
            Kind::FreezingRequest => "freezing-request",
            Kind::Acceptance => "acceptance",
            Kind::Refusal => "refusal",
            Kind::Question => "question",
            Kind::Supplement => "supplement",
            Kind::Decision => "decision",
            Kind::Reminder => "reminder",
            Kind::Notice => "notice",
        }
    }
}

/// A letter's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Record {
    /// What kind of letter.
    pub kind: Kind,
    /// Who writes.
    pub from: Party,
    /// To whom.
    pub to: Party,
    /// The writer's reference, for example the number of the case.
    pub reference: String,
    /// The addressee's own reference, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub their_reference: Option<String>,
    /// The date of the letter.
    pub date: Date,
    /// How fast an answer is needed: `routine`, `urgent`, `immediate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Term>,
    /// What is asked, or was asked: `provisional-arrest`, `extradition`, …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<Term>,
    /// For a notice, the kind of act: `arrest`, `measure`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Term>,
    /// The letter of the other side, or of one's own, that this one follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follows: Vec<Followed>,
    /// The instruments relied on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_basis: Vec<Basis>,
    /// Why a residual instrument is used although another governs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residual_reason: Option<FreeText>,
    /// Whom it concerns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Person>,
    /// What is decided, what happened, what is due: short facts in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub particulars: Vec<Fact>,
    /// The contents that the instruments require, and what is asked or answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<Content>,
    /// Sums of money, each with what it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Amount>,
    /// The periods that run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    /// Safeguards and their answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub safeguards: Vec<Safeguard>,
    /// Undertakings given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undertakings: Vec<Undertaking>,
    /// Whatever else is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<FreeText>,
    /// The documents enclosed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// On which terms it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// The officer who answers for it, and the one who approved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signers: Vec<Signer>,
    /// The signed act that the letter sets out. Absent in a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<SignedAct>,
    /// For a letter that is no act of its own, such as a reminder: the signed act that it recalls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalls: Option<SignedAct>,
}

impl Record {
    /// Whether nothing signed stands behind the letter.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.act.is_none() && self.recalls.is_none()
    }
}

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Party {
    /// Its id, for example `ee.justice`.
    pub authority: String,
    /// Its name.
    pub name: String,
    /// Its state: ISO 3166-1, two letters.
    pub state: String,
    /// Address, telephone, e-mail: a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
}

/// A word of the law or of the protocol: its key, for the label tables, and what to say where no table has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Term {
    /// The key.
    pub key: String,
    /// In English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

impl Term {
    /// A word by its key alone.
    #[must_use]
    pub fn key(key: impl Into<String>) -> Self {
        Self { key: key.into(), label: String::new() }
    }

    /// A word with what to say in English where no table has it.
    #[must_use]
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into() }
    }
}

/// Text that a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FreeText {
    /// The text as it was written.
    pub text: String,
    /// Its language, BCP 47; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Set where `text` itself is a translation whose original is elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translated: Option<Origin>,
    /// A translation of `text` that is printed before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<Translation>,
}

impl FreeText {
    /// Text in the language it was written in.
    #[must_use]
    pub fn original(text: impl Into<String>, language: impl Into<String>) -> Self {
        Self { text: text.into(), language: language.into(), translated: None, translation: None }
    }
}

/// Where a translated text comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Origin {
    /// The language it was translated from, BCP 47.
    pub from: String,
    /// Who translated it.
    pub by: String,
}

/// A translation of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Translation {
    /// The text.
    pub text: String,
    /// Its language, BCP 47.
    pub language: String,
    /// Who translated it.
    pub by: String,
}

/// A letter, or the act behind it, that this one follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Followed {
    /// What it was: `request`, `question`, …
    pub what: Term,
    /// When it was made.
    pub date: Date,
    /// The hash of the signed act.
    pub act: String,
}

/// An instrument relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Basis {
    /// Its id.
    pub instrument: String,
    /// The short name by which its articles are cited.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short_name: String,
    /// Its title.
    pub title: String,
    /// The articles relied on, as they are cited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<String>,
    /// How it stands to the others: `governing`, `supplementary`, `residual`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Term>,
    /// Whether the text was read by those who restated it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub verified: bool,
}

/// A person, or a legal person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Person {
    /// Every name known, the best first, each as it is written.
    pub names: Vec<String>,
    /// Date of birth as far as known: a year, a year and month, or a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// Nationalities known, ISO 3166-1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationality: Vec<String>,
    /// Sex as recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Description and whatever helps to establish identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<FreeText>,
}

/// A short fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fact {
    /// What it is.
    pub what: Term,
    /// How it is.
    pub value: Value,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Something written as it is, in no language: a place, a number, a name.
    Plain(String),
    /// Text that a person wrote.
    Text(FreeText),
    /// A word of the law or of the protocol.
    Term(Term),
    /// A state.
    State(String),
    /// A day.
    Date(Date),
    /// A moment, and the time zone in which it was told (shown beside UTC as it stands).
    Moment(Moment),
    /// Yes or no.
    Flag(bool),
    /// A ground with its article.
    Ground(Ground),
}

/// A moment as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Moment {
    /// In UTC.
    pub at: Timestamp,
    /// As the clocks at the place showed it, for example `2026-03-02 14:30`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub local: String,
    /// The time zone of the place, for example `Europe/Berlin`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
}

/// A ground of refusal or postponement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ground {
    /// The ground.
    pub what: Term,
    /// The articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Cite>,
    /// Whether the text was read by those who restated it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub verified: bool,
}

/// A passage of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cite {
    /// The instrument by its short name, or another source of law.
    pub source: String,
    /// The article as it is cited, for example `12(2)(b)`.
    pub article: String,
}

impl Cite {
    /// A passage.
    #[must_use]
    pub fn new(source: impl Into<String>, article: impl Into<String>) -> Self {
        Self { source: source.into(), article: article.into() }
    }
}

/// A content that an instrument requires, or a point that is asked or answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Content {
    /// What it is.
    pub what: Term,
    /// The articles that ask for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Cite>,
    /// Whether that article was read by those who restated it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub verified: bool,
    /// What is said.
    pub value: Value,
}

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Amount {
    /// What it is: traced, frozen, confiscated, returned, shared, asked for.
    pub what: Term,
    /// Currency, ISO 4217.
    pub currency: String,
    /// The exact decimal, as text, for example `12500.00`.
    pub value: String,
}

/// A period that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Deadline {
    /// Which.
    pub what: Term,
    /// The articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Cite>,
    /// Whether that article was read by those who restated it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub verified: bool,
    /// When it ends.
    pub due: Moment,
    /// `running`, `missed`, `met`, `suspended`.
    pub state: Term,
    /// What follows when it passes, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub consequence: String,
}

/// A safeguard and how a named person answered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Safeguard {
    /// The question; the label is the question in English.
    pub question: Term,
    /// The articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Cite>,
    /// Whether that article was read by those who restated it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub verified: bool,
    /// The answer.
    pub answer: Term,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<FreeText>,
    /// Who answered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// An undertaking given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Undertaking {
    /// Which.
    pub what: Term,
    /// The articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Cite>,
    /// Whether that article was read by those who restated it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub verified: bool,
    /// In the words of who gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<FreeText>,
}

/// An enclosed document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Document {
    /// Which required document it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Term>,
    /// The articles that ask for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Cite>,
    /// Its title.
    pub title: String,
    /// Its language, BCP 47.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// How many bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// On which terms a letter may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Terms {
    /// What it may be used for.
    pub purpose: String,
    /// The provision it rests on, as the signed act says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub legal_basis: String,
    /// How closely it must be held.
    pub handling: Term,
    /// Whether it may be passed on.
    pub onward: Term,
}

/// What a signer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignerRole {
    /// Made the act.
    Officer,
    /// Approved it as the second person.
    Approver,
}

/// Who answers for a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Signer {
    /// What the signer did.
    pub role: SignerRole,
    /// Name.
    pub name: String,
    /// Login at the authority's node.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub login: String,
}

/// The signed act behind a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SignedAct {
    /// SHA-256 of its canonical bytes, 64 hex digits: its name.
    pub hash: String,
    /// The case, 32 hex digits.
    pub case: String,
    /// Its kind.
    pub kind: String,
    /// The authority whose key signed it.
    pub author: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Fingerprint of the key, as it is told between people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key_fingerprint: String,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_yes(verified: &bool) -> bool {
    *verified
}
