//! The bodies of a case's acts: what one authority says to another, as it is signed and sent.
//!
//! A body is plain data that survives canonical CBOR: no floats, no untagged variants, keys in kebab-case.
//! Every length is bounded while decoding. Whether an act fits its case is for [`crate::Library::check_act`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::bounded;
use crate::ids::{ActId, InstrumentId, Key, Sha256, State};
use crate::kept::SafeguardKey;
pub use crate::measure::{Extension, Fulfilment, Keeping, Measure, Suspension, Undertaking};

/// An act of a case as the fold sees it: who, when, after what, and the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CaseAct {
    /// The hash that names it.
    pub id: ActId,
    /// The authority, for example `ee.justice`.
    pub author: String,
    /// The state of the authority.
    pub state: State,
    /// When it was made.
    pub at: Timestamp,
    /// The officer.
    pub by: String,
    /// The second person, where one is needed.
    pub approved_by: Option<String>,
    /// The acts it follows.
    pub follows: Vec<ActId>,
    /// What it says.
    pub body: Body,
}

/// What an act says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// The requesting state asks.
    Request(Request),
    /// The requested state's gate: safeguards answered, the measure ordered.
    Acceptance(Acceptance),
    /// The requested state asks for supplementary information.
    Question(Question),
    /// The requesting state answers.
    Supplement(Supplement),
    /// The person was arrested.
    Arrest(Arrest),
    /// The person consented to extradition, or took the consent back.
    Consent(Consent),
    /// The person was released.
    Release(Release),
    /// The requested state decides.
    Decision(Decision),
    /// The person was handed over.
    Surrender(Surrender),
    /// The end of the case, as the requested state reports it.
    Outcome(Outcome),
    /// The requesting state takes its request back.
    Withdrawal(Withdrawal),
    /// A message without effect on the state of the case.
    Note(Note),
    /// A measure of the procedure was taken, or is planned.
    Measure(Measure),
    /// A period is made longer.
    Extension(Extension),
    /// A period stands still, or runs on.
    Suspension(Suspension),
    /// A state promises something.
    Undertaking(Undertaking),
    /// What became of a promise.
    Fulfilment(Fulfilment),
}

impl Body {
    /// Every kind of act, in the order of a usual case.
    pub const KINDS: [&'static str; 17] = [
        "request",
        "acceptance",
        "question",
        "supplement",
        "arrest",
        "consent",
        "release",
        "decision",
        "surrender",
        "outcome",
        "withdrawal",
        "note",
        "measure",
        "extension",
        "suspension",
        "undertaking",
        "fulfilment",
    ];

    /// The kind, as it stands in the act around the body.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Request(_) => "request",
            Self::Acceptance(_) => "acceptance",
            Self::Question(_) => "question",
            Self::Supplement(_) => "supplement",
            Self::Arrest(_) => "arrest",
            Self::Consent(_) => "consent",
            Self::Release(_) => "release",
            Self::Decision(_) => "decision",
            Self::Surrender(_) => "surrender",
            Self::Outcome(_) => "outcome",
            Self::Withdrawal(_) => "withdrawal",
            Self::Note(_) => "note",
            Self::Measure(_) => "measure",
            Self::Extension(_) => "extension",
            Self::Suspension(_) => "suspension",
            Self::Undertaking(_) => "undertaking",
            Self::Fulfilment(_) => "fulfilment",
        }
    }

    /// Whether the act asks for or orders coercion, so that a second person must approve it. Which measures are
    /// coercive is in the files of the procedures: [`crate::Library::coercive`] knows them too.
    pub fn coercive(&self) -> bool {
        match self {
            Self::Request(_) | Self::Acceptance(_) => true,
            Self::Decision(decision) => decision.outcome == DecisionOutcome::Granted,
            Self::Question(_)
            | Self::Supplement(_)
            | Self::Arrest(_)
            | Self::Consent(_)
            | Self::Release(_)
            | Self::Surrender(_)
            | Self::Outcome(_)
            | Self::Withdrawal(_)
            | Self::Note(_)
            | Self::Measure(_)
            | Self::Extension(_)
            | Self::Suspension(_)
            | Self::Undertaking(_)
            | Self::Fulfilment(_) => false,
        }
    }
}

/// A request for one or more procedures of one family. A full request may follow a request for provisional arrest in
/// the same case; it then names `extradition` among its procedures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Request {
    /// What is asked, for example `provisional-arrest` and `extradition`.
    #[serde(deserialize_with = "bounded::entries")]
    pub procedures: Vec<Key>,
    /// The instruments relied on.
    #[serde(deserialize_with = "bounded::entries")]
    pub instruments: Vec<InstrumentId>,
    /// Why a residual instrument is used although another governs.
    #[serde(default, deserialize_with = "bounded::option", skip_serializing_if = "Option::is_none")]
    pub residual_reason: Option<String>,
    /// The state that asks.
    pub requesting: State,
    /// The state that is asked.
    pub requested: State,
    /// The person sought or concerned; without a name where the procedure is about nobody.
    pub person: Person,
    /// The contents the instruments require, by their keys.
    #[serde(deserialize_with = "bounded::map")]
    pub contents: BTreeMap<Key, String>,
    /// The documents, by their keys.
    #[serde(default, deserialize_with = "documents", skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// The requesting end's answers to the safeguards.
    #[serde(default, deserialize_with = "bounded::entries", skip_serializing_if = "Vec::is_empty")]
    pub safeguards: Vec<SafeguardAnswer>,
    /// Language of the request, BCP 47, for example `en`.
    #[serde(deserialize_with = "bounded::string")]
    pub language: String,
    /// How fast an answer is needed.
    pub urgency: Urgency,
}

/// How fast an answer is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// In the usual course.
    Routine,
    /// Ahead of the usual course.
    Urgent,
    /// At once.
    Immediate,
}

impl Urgency {
    /// The stable word; conditions of procedures know it as the field `urgency`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Urgent => "urgent",
            Self::Immediate => "immediate",
        }
    }
}

/// The person sought or concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Person {
    /// Every name known, the best first.
    #[serde(deserialize_with = "bounded::texts")]
    pub names: Vec<String>,
    /// Date of birth as far as known: a year, a year and month, or a date.
    #[serde(default, deserialize_with = "bounded::option", skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// Nationalities known.
    #[serde(default, deserialize_with = "bounded::entries", skip_serializing_if = "Vec::is_empty")]
    pub nationality: Vec<State>,
    /// Sex as recorded.
    #[serde(default, deserialize_with = "bounded::option", skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Description and whatever helps to establish identity.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The opaque handle of the partner's hit this request started from.
    #[serde(default, deserialize_with = "bounded::option", skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// A document that travels with an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Document {
    /// Which required document this is.
    pub key: Key,
    /// Its title.
    #[serde(deserialize_with = "bounded::string")]
    pub title: String,
    /// Its language, BCP 47.
    #[serde(deserialize_with = "bounded::string")]
    pub language: String,
    /// Its media type.
    #[serde(deserialize_with = "bounded::string")]
    pub media_type: String,
    /// SHA-256 of the bytes.
    pub sha256: Sha256,
    /// The bytes, at most 1 MiB; none when the document is a file.
    #[serde(with = "bounded::bytes")]
    pub bytes: Vec<u8>,
    /// The file that travels beside the act, when the document is larger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<LargeFile>,
}

impl Document {
    /// How many bytes the document has, wherever they are.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.file.as_ref().map_or(self.bytes.len() as u64, |file| file.length)
    }
}

/// A document that is too large for an act: what it is fetched, checked and opened by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LargeFile {
    /// The root of the tree over its sealed chunks.
    pub root: Sha256,
    /// How many bytes it has.
    pub length: u64,
    /// The key that opens it.
    pub key: FileKey,
}

/// The key of a file. It is never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileKey(Sha256);

impl FileKey {
    /// Takes a key.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Sha256::from_bytes(bytes))
    }

    /// The key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey(..)")
    }
}

pub(crate) fn documents<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Document>, D::Error> {
    bounded::list::<D, Document, { bounded::DOCUMENTS }>(deserializer)
}

/// A named person's answer to a safeguard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SafeguardAnswer {
    /// Which safeguard; never one whose answers stay at the node.
    pub key: SafeguardKey,
    /// One of the answers it takes.
    pub answer: Key,
    /// Why.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub reasoning: String,
    /// The officer who answers.
    #[serde(deserialize_with = "bounded::string")]
    pub by: String,
}

/// The requested state's gate: its safeguards are answered and the arrest is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Acceptance {
    /// The requested end's answers.
    #[serde(default, deserialize_with = "bounded::entries", skip_serializing_if = "Vec::is_empty")]
    pub safeguards: Vec<SafeguardAnswer>,
    /// What was ordered, and by whom.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub order: String,
}

/// A request for supplementary information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Question {
    /// What is asked.
    #[serde(deserialize_with = "bounded::entries")]
    pub items: Vec<QuestionItem>,
    /// The time limit the requested state sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_by: Option<Date>,
}

/// One point of a request for supplementary information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct QuestionItem {
    /// The key of the content or document it is about; nothing for a free question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Key>,
    /// The question.
    #[serde(deserialize_with = "bounded::string")]
    pub text: String,
}

/// Supplementary information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Supplement {
    /// The question it answers, or nothing where it is sent unasked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<ActId>,
    /// Contents added or corrected.
    #[serde(default, deserialize_with = "bounded::map", skip_serializing_if = "BTreeMap::is_empty")]
    pub contents: BTreeMap<Key, String>,
    /// Documents added.
    #[serde(default, deserialize_with = "documents", skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// Whatever else is to be said.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// The person was arrested: the event from which periods of detention run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Arrest {
    /// The moment.
    pub at: Timestamp,
    /// The time zone of the place, IANA, for example `Europe/Berlin`.
    #[serde(deserialize_with = "bounded::string")]
    pub zone: String,
    /// The place.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub place: String,
}

/// The person consented, or took the consent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Consent {
    /// The moment.
    pub at: Timestamp,
    /// The judicial authority before which it was recorded.
    #[serde(deserialize_with = "bounded::string")]
    pub before: String,
    /// Whether counsel was present or renounced after information.
    pub counsel: bool,
    /// Whether the person also renounced speciality.
    pub speciality_waived: bool,
    /// Whether this takes an earlier consent back.
    pub revoked: bool,
}

/// The person was released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Release {
    /// The moment.
    pub at: Timestamp,
    /// Why.
    #[serde(deserialize_with = "bounded::string")]
    pub reason: String,
    /// The deadline that made release possible or necessary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Key>,
}

/// What the requested state decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionOutcome {
    /// Extradition or surrender is granted.
    Granted,
    /// It is refused.
    Refused,
    /// It is put off.
    Postponed,
}

/// The ground of a refusal or postponement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GroundRef {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The key of the ground in it.
    pub key: Key,
    /// The article.
    #[serde(deserialize_with = "bounded::string")]
    pub article: String,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Decision {
    /// What was decided.
    pub outcome: DecisionOutcome,
    /// The ground, where it is not granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<GroundRef>,
    /// The reasons.
    #[serde(deserialize_with = "bounded::string")]
    pub reasons: String,
    /// Conditions of the grant.
    #[serde(default, deserialize_with = "bounded::texts", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    /// Safeguards that stood open until the decision.
    #[serde(default, deserialize_with = "bounded::entries", skip_serializing_if = "Vec::is_empty")]
    pub safeguards: Vec<SafeguardAnswer>,
    /// The date fixed for surrender, where it is granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surrender_on: Option<Date>,
    /// The place of surrender.
    #[serde(default, deserialize_with = "bounded::option", skip_serializing_if = "Option::is_none")]
    pub surrender_place: Option<String>,
    /// Set where a new date is agreed after force majeure, so that the surrender periods start again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub force_majeure: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// The person was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Surrender {
    /// The moment.
    pub at: Timestamp,
    /// The place.
    #[serde(deserialize_with = "bounded::string")]
    pub place: String,
    /// How long the person was held for this request.
    pub days_in_custody: u32,
}

/// How the case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeResult {
    /// The person was handed over.
    Surrendered,
    /// The request was refused.
    Refused,
    /// The person was released and no request is pending.
    Released,
    /// The request was withdrawn.
    Withdrawn,
    /// The person was not found.
    NotFound,
    /// What was asked was done.
    Executed,
    /// Some of what was asked was done.
    PartlyExecuted,
    /// What was granted could not be done.
    NotExecuted,
    /// The measure ended by time, or nobody asked for it any more.
    Lapsed,
}

impl OutcomeResult {
    /// Every result.
    pub const ALL: [Self; 9] = [
        Self::Surrendered,
        Self::Refused,
        Self::Released,
        Self::Withdrawn,
        Self::NotFound,
        Self::Executed,
        Self::PartlyExecuted,
        Self::NotExecuted,
        Self::Lapsed,
    ];

    /// The stable word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Surrendered => "surrendered",
            Self::Refused => "refused",
            Self::Released => "released",
            Self::Withdrawn => "withdrawn",
            Self::NotFound => "not-found",
            Self::Executed => "executed",
            Self::PartlyExecuted => "partly-executed",
            Self::NotExecuted => "not-executed",
            Self::Lapsed => "lapsed",
        }
    }
}

/// The end of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Outcome {
    /// How it ended.
    pub result: OutcomeResult,
    /// Whatever else is to be said.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// The request is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Withdrawal {
    /// Why.
    #[serde(deserialize_with = "bounded::string")]
    pub reason: String,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Note {
    /// The text.
    #[serde(deserialize_with = "bounded::string")]
    pub text: String,
}
