//! The bodies of acts that are no steps of a case: a query to a partner, its answer, and a receipt that tells more than
//! that an act was stored.

use exchange::ActId;
use exchange::cbor::Bytes;
use serde::{Deserialize, Serialize};

/// Kind of the act that asks a partner for a person.
pub(crate) const QUERY: &str = "query";
/// Kind of the act that answers it.
pub(crate) const ANSWER: &str = "answer";
/// Kind of the act that asks blindly: its body is an [`exchange::blind::Question`].
pub(crate) const BLIND_QUERY: &str = "blind-query";
/// Kind of the act that answers a blind query.
pub(crate) const BLIND_ANSWER: &str = "blind-answer";

/// Kind of the act that carries a later receipt, such as `opened`.
pub(crate) const RECEIPT: &str = "receipt";

/// The most bytes a body of this module may have.
pub(crate) const MOST: usize = 256 * 1024;
/// The most hits an answer carries.
pub(crate) const HITS_MOST: usize = 10;

/// Asks a partner for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct QueryBody {
    /// The name.
    pub(crate) name: String,
    /// Birth date as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) born: Option<String>,
    /// Nationality, ISO alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nationality: Option<String>,
    /// `female`, `male` or `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sex: Option<String>,
    /// Place of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) birth_place: Option<String>,
    /// The father's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) father: Option<String>,
    /// The mother's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mother: Option<String>,
    /// Numbers of documents, ships, vehicles, with semicolons between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) documents: Option<String>,
    /// What is sought, a word of [`search::Kind`]; a person when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<String>,
}

/// Answers a blind query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct BlindAnswerBody {
    /// The act it answers.
    pub(crate) query: ActId,
    /// The bytes of an [`exchange::blind::Answer`]; none when declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Bytes>,
    /// Why it declines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

/// Answers a query by the rules of the registers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct AnswerBody {
    /// The act it answers.
    pub(crate) query: ActId,
    /// The answer.
    pub(crate) state: AnswerState,
    /// Why it declines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// The hits, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) hits: Vec<AnswerHit>,
}

/// The answer to a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AnswerState {
    /// Nobody.
    NoHit,
    /// Somebody.
    Hit,
    /// Not answered, with a reason.
    Declined,
    /// A person there decides; another answer follows.
    Pending,
}

/// One hit of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct AnswerHit {
    /// Opaque to everyone but the node that answers.
    pub(crate) handle: String,
    /// How likely the same person, in thousandths.
    pub(crate) score: u16,
    /// The reasons, strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) reasons: Vec<AnswerReason>,
    /// What the register reveals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) summary: Option<Summary>,
}

/// One reason of a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct AnswerReason {
    /// What was compared and how.
    pub(crate) kind: String,
    /// The part asked for.
    pub(crate) ours: String,
    /// The part found; empty where the register reveals only that there is a hit.
    pub(crate) theirs: String,
    /// For or against, in thousandths.
    pub(crate) weight: i32,
}

/// What a register that reveals a summary tells about a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Summary {
    /// The primary name.
    pub(crate) name: String,
    /// Birth year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) birth_year: Option<i16>,
    /// Nationalities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) nationality: Vec<String>,
}

/// Carries a receipt for an act that was received earlier. The receipt proves itself; the act brings it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ReceiptBody {
    /// The bytes of an [`exchange::Receipt`].
    pub(crate) receipt: Bytes,
}
