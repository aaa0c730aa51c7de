//! What the peer API carries: batches of sealed envelopes, an answer for each, and acknowledgements.
//!
//! Both directions are canonical CBOR (`docs/PROTOCOL.md`). A batch is an array of byte strings; its answer holds receipts
//! and refusals. A refusal says whose doing it is, so that the sender knows whether trying again can help.

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
            | Reason::Conflict
            | Reason::StaleEpoch => false,
        }
    }
}
