//! What the peer API carries: batches of sealed envelopes, an answer for each, and acknowledgements.
//!
//! Both directions are canonical CBOR (`docs/PROTOCOL.md`). A batch is an array of byte strings; its answer holds receipts
//! and refusals. A refusal says whose doing it is, so that the sender knows whether trying again can help.

use exchange::AuthorityId;
use exchange::cbor::Bytes;
use serde::{Deserialize, Serialize};

/// Path that takes a batch of envelopes.
pub const ENVELOPES: &str = "/peer/v1/envelopes";
/// Path that answers, signed, which envelopes of the caller's channel arrived. The question has no body.
pub const ACK: &str = "/peer/v1/ack";

/// Path that gives leaves of the tree of a file offered to the caller.
pub const FILE_LEAVES: &str = "/peer/v1/file-leaves";
/// Path that gives sealed chunks of such a file.
pub const FILE_CHUNKS: &str = "/peer/v1/file-chunks";
/// Most bytes of a question about a file.
pub const MAX_QUESTION: usize = 512;
/// Path over which two nodes tell each other what is new of their keys: [`Keys`] both ways.
pub const KEYS: &str = "/peer/v1/keys";
/// Path that takes a checkpoint of the caller's ledger to cosign, as C2SP tlog-witness says.
pub const ADD_CHECKPOINT: &str = "/peer/v1/add-checkpoint";
/// Path that answers what was last seen of the caller: [`Seen`]. The question has no body.
pub const SEEN: &str = "/peer/v1/seen";
/// Path that answers the newest checkpoint of the called node's ledger, with its cosignatures. The question has no body.
pub const CHECKPOINT: &str = "/peer/v1/checkpoint";
/// Path that answers consistency proofs: [`Consistency`] and a list of lists of hashes.
pub const CONSISTENCY: &str = "/peer/v1/consistency";
/// Path below which the ledger's checkpoint and tiles are read, as C2SP tlog-tiles says.
pub const LOG: &str = "/peer/v1/log/";

/// Most bytes of statements about keys in one message; what is left follows in the next.
pub const MAX_KEYS: usize = 512 << 10;
/// Most consistency proofs in one question.
pub const MAX_PROOFS: usize = 64;

/// What two nodes say to each other about their keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Keys {
    /// How many statements of the other's the speaker knows.
    pub known: u64,
    /// The speaker's own signed statements, from the first that the other may lack.
    pub statements: Vec<Bytes>,
}

/// Path over which partners tell each other of their keys when neither knows a certificate of the other any more:
/// [`Introduction`], answered with [`Keys`].
pub const INTRODUCE: &str = "/peer/v1/introduce";
/// Most bytes of an introduction.
pub const MAX_INTRODUCTION: usize = MAX_KEYS + (64 << 10);

/// What a node says whose certificate is not known: who it is, and what its root signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Introduction {
    /// Who speaks.
    pub authority: AuthorityId,
    /// How many statements of the other's the speaker knows.
    pub known: u64,
    /// The speaker's own signed statements, from the first that the other may lack.
    pub statements: Vec<Bytes>,
}

/// What was last seen of a node. Both are that node's own signed words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Seen {
    /// The last checkpoint of its ledger that was cosigned.
    pub checkpoint: Option<Bytes>,
    /// The latest envelope from it, as it is kept.
    pub envelope: Option<Bytes>,
}

/// Asks for proofs that a ledger of `to` entries begins with those of each of `from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Consistency {
    /// The size of the newer ledger.
    pub to: u64,
    /// The sizes of the older ones.
    pub from: Vec<u64>,
}

/// Most envelopes in one batch.
pub const MAX_BATCH: usize = 64;
/// Most bytes in one request. One envelope of the largest act fits.
pub const MAX_REQUEST: usize = 6 << 20;
/// Bytes after which a batch takes no further envelope.
pub const FULL_BATCH: usize = 1 << 20;
/// Most bytes in one answer.
pub const MAX_ANSWER: usize = 4 << 20;

/// A batch of sealed envelopes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Batch(pub Vec<Bytes>);

/// What became of the envelopes of a batch: each is named by a slip of one of the receipts, or refused.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Answers {
    /// The bytes of [`exchange::ReceiptBatch`]es: what is stored, durably.
    pub receipts: Vec<Bytes>,
    /// What was not taken.
    pub refused: Vec<Refused>,
}

/// One envelope that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Refused {
    /// Its place in the batch, from 0.
    pub position: u32,
    /// Why.
    pub refusal: Refusal,
}

/// Why an envelope was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[error("{}: {detail}", reason.as_str())]
pub struct Refusal {
    /// The reason.
    pub reason: Reason,
    /// What exactly, in words.
    pub detail: String,
}

/// The reasons for which an envelope is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The bytes are not an envelope in its one encoding.
    Unreadable,
    /// The suite is not spoken here.
    UnknownSuite,
    /// The envelope is for another authority.
    WrongRecipient,
    /// The sender is not the partner who holds this connection.
    WrongSender,
    /// The envelope cannot be opened with this node's sealing key.
    CannotOpen,
    /// A signature does not hold, or the act is not the one the header names.
    BadSignature,
    /// The keys that signed it are revoked, or were not the sender's at the moment that the act claims.
    StaleKeys,
    /// Another envelope holds this place in the channel: kept as evidence.
    Conflict,
    /// The channel's epoch has ended.
    StaleEpoch,
    /// Too many envelopes are missing before it.
    Scattered,
    /// More is waiting here than can be taken now.
    Overloaded,
    /// No room to keep it.
    StoreFull,
    /// This node failed.
    Failed,
}

impl Reason {
    /// The word in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Unreadable => "unreadable",
            Reason::UnknownSuite => "unknown suite",
            Reason::WrongRecipient => "wrong recipient",
            Reason::WrongSender => "wrong sender",
            Reason::CannotOpen => "cannot be opened",
            Reason::BadSignature => "bad signature",
            Reason::StaleKeys => "stale keys",
            Reason::Conflict => "conflict",
            Reason::StaleEpoch => "stale epoch",
            Reason::Scattered => "too many gaps before it",
            Reason::Overloaded => "overloaded",
            Reason::StoreFull => "store full",
            Reason::Failed => "failed",
        }
    }

    /// Whether the same envelope may be taken later without anybody changing anything on the sender's side.
    pub fn passes(self) -> bool {
        match self {
            Reason::Scattered | Reason::Overloaded | Reason::StoreFull | Reason::Failed => true,
            Reason::Unreadable
            | Reason::UnknownSuite
            | Reason::WrongRecipient
            | Reason::WrongSender
            | Reason::CannotOpen
            | Reason::BadSignature
            | Reason::StaleKeys
            | Reason::Conflict
            | Reason::StaleEpoch => false,
        }
    }
}
