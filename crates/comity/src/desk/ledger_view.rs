//! The ledger: its entries, its checkpoint, and a full verification from what is stored.

use jiff::Timestamp;
use serde::Serialize;

use super::{DeskError, ListQuery, Listed, Viewer};
use crate::node::Node;

/// One entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryRow {
    /// Leaf index.
    pub index: u64,
    /// `sent`, `received`, `receipt-given`, `receipt-got`, `key`, `partner`, `note`.
    pub kind: String,
    /// Digest of what was entered, in hex.
    pub digest: String,
    /// When.
    pub at: Timestamp,
    /// Leaf hash in hex.
    pub leaf_hash: String,
}

/// A signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckpointView {
    /// Origin: the authority id.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root hash in hex.
    pub root: String,
    /// The signed note as text.
    pub note: String,
    /// When it was signed.
    pub at: Option<Timestamp>,
}

/// An entry with its proof of inclusion in the current checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryView {
    /// The entry.
    pub row: EntryRow,
    /// Size of the tree the proof is for.
    pub size: u64,
    /// Root of that tree, in hex.
    pub root: String,
    /// Sibling hashes from leaf to root, in hex.
    pub proof: Vec<String>,
    /// Whether the proof was checked and holds.
    pub holds: bool,
}

/// What a full verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerReport {
    /// Entries recomputed.
    pub entries: u64,
    /// Checkpoints whose signatures and roots were checked.
    pub checkpoints: u64,
    /// Envelopes and receipts matched to their entries.
    pub matched: u64,
    /// Root over all entries, in hex.
    pub root: String,
    /// Everything that is wrong, in words, with index or id; empty when the ledger holds.
    pub problems: Vec<String>,
    /// Milliseconds it took.
    pub took_ms: u64,
}

impl LedgerReport {
    /// Whether nothing is wrong.
    pub fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Entries, newest first; the text searched for is a digest prefix, a kind or an index.
pub async fn entries(node: &Node, viewer: &Viewer, query: &ListQuery) -> Result<Listed<EntryRow>, DeskError> {
    unimplemented!()
}

/// One entry with its inclusion proof.
pub async fn entry(node: &Node, viewer: &Viewer, index: u64) -> Result<EntryView, DeskError> {
    unimplemented!()
}

/// The current checkpoint.
pub async fn checkpoint(node: &Node, viewer: &Viewer) -> Result<CheckpointView, DeskError> {
    unimplemented!()
}

/// Recomputes the ledger from what is stored and compares it with the signed checkpoints, the acts, envelopes and
/// receipts. For auditors.
pub async fn verify(node: &Node, viewer: &Viewer) -> Result<LedgerReport, DeskError> {
    viewer.needs(&[super::Role::Auditor])?;
    verify_ledger(node).await
}

/// The same for the command line, where access to the node's folder is the permission.
pub async fn verify_ledger(node: &Node) -> Result<LedgerReport, DeskError> {
    unimplemented!()
}
