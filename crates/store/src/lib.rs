//! Everything a node keeps, in SQLite or PostgreSQL.
//!
//! A [`Store`] is opened with an address; [`Store::run_tx`] and [`Store::read`] run a named transaction; the methods
//! of [`Tx`] are the statements, one module for each family of tables. All SQL is here, written once in the dialect
//! that both engines share. What is decided elsewhere (the law, the channel's rules, the ledger's hashes) comes in as
//! values of the crates that decide it; this crate has no clock of its own for what it keeps: moments come in as well.
//!
//! A commit is durable: SQLite runs in WAL mode with `synchronous = FULL`, PostgreSQL with its default
//! `synchronous_commit`. Whoever has many things to do puts them into one transaction; the multi-row methods
//! ([`Tx::add_acts`], [`Tx::add_inbound`], [`Tx::add_outbound`], [`Tx::append_leaves`], [`Tx::add_receipts`],
//! [`Tx::put_subjects`]) make that cheap, and [`Tx::part`] keeps one bad piece from spoiling the rest.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod asking;
mod audit;
mod cases;
mod commitments;
mod counters;
mod custody;
mod database;
mod deliveries;
mod drafts;
mod envelopes;
mod error;
mod files;
mod keys;
mod list;
mod log;
mod node;
mod officers;
mod open;
mod partners;
mod receipts;
mod registers;
mod rows;
mod searches;
mod sqlite;
mod subjects;
mod talks;
mod totals;
mod tx;
mod value;
mod witness;
mod word;

pub use asking::{Agreement, Asked, BlindQuery, Form, Forms, OfficerUse, PartnerQuery};
pub use audit::AuditEntry;
pub use cases::{ActRecord, CaseFilter, CaseRecord, CaseSort, CaseSummary, NewCase, Opening};
pub use commitments::{
    CommitmentChange, CommitmentFilter, CommitmentId, CommitmentRecord, CommitmentSort, CommitmentState,
    CommitmentWord, NewCommitment,
};
pub use counters::TxCounts;
pub use custody::{FROM_ACT, RecallRecord};
pub use database::{create_database, drop_database};
pub use deliveries::{Backlog, Claimed, DeliveryRecord, DeliveryState, Failure};
pub use drafts::{DraftChange, DraftId, DraftRecord, DraftSort, DraftState, NewDraft};
pub use envelopes::{EnvelopeKey, Evidence, InboundEnvelope, OutboundEnvelope};
pub use error::{EngineError, StoreError};
pub use files::{FileFilter, FileOfferRecord, FileOfferState, FileSort, NewFileOffer};
pub use keys::Rewrapped;
pub use list::{ListBy, Listing};
pub use log::{Appended, CheckpointRecord, LeafFilter, LeafRecord, LedgerHead, NewLeaf};
pub use node::NodeRecord;
pub use officers::{OfficerRecord, OfficerSort, Role, SessionRecord};
pub use open::{Engine, Limits, Store};
pub use partners::{NewPartner, PartnerRecord, PartnerSort, PartnerState};
pub use receipts::ReceiptRecord;
pub use registers::{Register, Reveals};
pub use searches::{AnswerState, Handle, NewSearch, PartnerSearch, SearchRecord};
pub use subjects::{Change, Changed, Imported, SubjectRecord, SubjectSort};
pub use talks::{
    NewTalks, TalksChange, TalksFilter, TalksId, TalksLink, TalksLinkKind, TalksPair, TalksRecord,
    TalksSignature, TalksSort, TalksState, TalksText,
};
pub use totals::Totals;
pub use tx::{Tx, TxFuture};
pub use witness::{
    AlarmRecord, AlarmSort, CosignatureRecord, LedgerSeen, NewAlarm, OverdueRecord, OverdueSort,
};
pub use word::{Direction, UnknownWord};
