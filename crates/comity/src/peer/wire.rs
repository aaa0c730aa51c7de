//! What the peer API carries: batches of sealed envelopes, an answer for each, and acknowledgements.
//!
//! Both directions are canonical CBOR (`docs/PROTOCOL.md`). A batch is an array of byte strings; its answer is an array of
//! the same length. A refusal says whose doing it is, so that the sender knows whether trying again can help.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Path that takes a batch of envelopes.
pub const ENVELOPES: &str = "/peer/v1/envelopes";
/// Path that answers which envelopes of a channel arrived.
pub const ACK: &str = "/peer/v1/ack";

/// Most envelopes in one batch.
pub const MAX_BATCH: usize = 64;
/// Most bytes in one request. One envelope of the largest act fits.
pub const MAX_REQUEST: usize = 6 << 20;
/// Bytes after which a batch takes no further envelope.
pub const FULL_BATCH: usize = 1 << 20;
/// Most bytes in one answer.
pub const MAX_ANSWER: usize = 2 << 20;

/// A batch of sealed envelopes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Batch(pub Vec<ByteBuf>);

/// What became of each envelope of a batch, in its order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub Vec<Answer>);

/// What became of one envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is stored, durably: the receipt's bytes.
    Receipt(ByteBuf),
    /// It was not taken.
    Refused(Refusal),
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
            Reason::Overloaded => "overloaded",
            Reason::StoreFull => "store full",
            Reason::Failed => "failed",
        }
    }

    /// Whether the same envelope may be taken later without anybody changing anything on the sender's side.
    pub fn passes(self) -> bool {
        match self {
            Reason::Overloaded | Reason::StoreFull | Reason::Failed => true,
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

/// Asks which envelopes of the caller's channel of one epoch arrived; the answer is a signed acknowledgement.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AckQuestion {
    /// The epoch of the channel.
    pub epoch: u64,
}
