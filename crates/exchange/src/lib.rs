//! What two authorities say to each other, and how each can prove it later.
//!
//! An [`Act`] is one thing that one authority says about one case. To be sent, it takes a place in the channel to
//! one recipient ([`Unsigned`]), is signed by both of the sender's signature keys ([`Signed`]) and sealed to the
//! recipient ([`Sealed`]). The recipient opens it ([`Opened`]), and only a check of both signatures makes it
//! [`Verified`]. These are different types, so that a step that was left out does not compile:
//!
//! ```text
//! Act → Unsigned → Signed → Sealed ⇢ wire ⇢ Sealed → Opened → Verified
//! ```
//!
//! [`channel`] decides what is new, doubled, contradicting or missing; [`Ack`] tells the other side.
//! A [`Receipt`] is the recipient's word, proven to stand in the recipient's own ledger. A [`Bundle`] holds a
//! case's acts, receipts and proofs for somebody who has nothing but the file.
//!
//! Everything here is computed from arguments: no clock, no I/O, and randomness comes in as a generator, with one
//! exception. ML-DSA signing is hedged: aws-lc mixes its own randomness into each signature, as FIPS 204 §3.4
//! recommends, so two signatures over the same bytes differ and nothing here depends on their equality.
//!
//! `docs/PROTOCOL.md` states every byte.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod act;
pub mod blind;
pub mod bundle;
pub mod carried_file;
pub mod carry;
pub mod cbor;
pub mod channel;
mod checkpoint;
pub mod custody;
mod envelope;
mod error;
pub mod fence;
pub mod file;
pub mod group;
pub mod history;
mod id;
mod keys;
pub mod pace;
pub mod policy;
mod receipt;
pub mod root;
mod signature;
mod time;
pub mod witness;
mod xwing;

/// Every limit of the protocol: Protocol §10.
pub mod limits {
    pub use crate::act::{MAX_ACT, MAX_BODY, MAX_FOLLOWS, MAX_NAME, MAX_RECIPIENTS, MAX_TEXT};
    pub use crate::bundle::MAX_BUNDLE;
    pub use crate::cbor::MAX_DEPTH;
    pub use crate::channel::{MAX_ACK, MAX_RANGES, MAX_SEQUENCE};
    pub use crate::envelope::{MAX_HEADER, MAX_SEALED};
    pub use crate::history::{MAX_HISTORY, MAX_KEY_STATEMENT, MAX_SIGNED_STATEMENT, MAX_STATEMENTS};
    pub use crate::keys::{MAX_PUBLIC_KEYS, ML_DSA_65_PUBLIC, X_WING_PUBLIC};
    pub use crate::receipt::{MAX_BATCH, MAX_BATCH_BYTES, MAX_REASON, MAX_RECEIPT, MAX_STATEMENT};
    pub use crate::root::{MAX_HOLDERS, MAX_ROOT};
    pub use crate::signature::{ED25519_LENGTH, ML_DSA_65_LENGTH};
    pub use crate::witness::MAX_ADD_CHECKPOINT;
}

pub use act::{Act, ActError, ActKind, Handling, MAX_ACT, MAX_BODY, Officer, Onward, Recipients};
pub use bundle::{Bundle, BundleError, BundleReport, verify_bundle};
pub use channel::{Ack, AckError, Arrival, Inbound, Neighbours, Outbound, Place, Ranges, SignedAck, missing};
pub use checkpoint::{CheckpointFault, SignedCheckpoint, VerifiedCheckpoint, origin, origin_in};
pub use envelope::{
    EnvelopeError, Header, MAX_SEALED, Opened, Sealed, Signed, SignedEnvelope, Suite, Unsigned, Verified,
};
pub use error::Culprit;
pub use history::{
    HistoryError, HolderSignature, KeyChange, KeyHistory, KeyStatement, Lifetime, NamedKeys,
    SignedKeyStatement,
};
pub use id::{ActId, AuthorityId, CaseId, EnvelopeHash, FileRoot, Fingerprint, IdError};
pub use keys::{KeyError, NodeKeys, PartnerKeys, PublicKeys, SealingKeys, SigningKeys, TokenSigner};
pub use policy::{Evaluation, Exit, Leave, Marks, Permit, PolicyError, Tlp, may_leave};
pub use receipt::{
    Expected, Receipt, ReceiptBatch, ReceiptError, Slip, Stage, Statement, VerifiedReceipt, join_receipt,
    split_receipt,
};
pub use root::{HolderKey, Root, RootShare};
pub use signature::{SignatureError, Signatures};
pub use time::whole_micros;
