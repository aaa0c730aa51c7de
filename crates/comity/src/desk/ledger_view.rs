//! The ledger: its entries, its checkpoint, and a full verification from what is stored.

use exchange::{ActId, EnvelopeHash};
use jiff::Timestamp;
use ledger::{EntryKind, verify_inclusion};
use serde::Serialize;
use store::{LeafFilter, LeafRecord, StoreError, Tx};

use super::{DeskError, ListQuery, Listed, Role, Viewer, audit, ledger_check};
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
    /// The act it belongs to, in hex.
    pub act: Option<String>,
    /// What it is about, for the reader; the ledger does not commit to it.
    pub detail: String,
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

/// Entries, newest first unless asked otherwise; the text searched for is an index, a kind, an act, a whole digest or
/// words of the detail.
pub async fn entries(node: &Node, viewer: &Viewer, query: &ListQuery) -> Result<Listed<EntryRow>, DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let text = query.text.trim();
    if let Ok(index) = text.parse::<u64>() {
        let leaf =
            node.store().read("ledger entry", |tx| Box::pin(async move { tx.leaf(index).await })).await?;
        let rows: Vec<EntryRow> = leaf.iter().map(row).collect();
        return Ok(Listed::cut(rows.clone(), rows.len() as u64, query));
    }
    let mut by = query.by(());
    by.descending = query.sort.is_none() || by.descending;
    let mut filter = LeafFilter::default();
    if let Ok(digest) = text.parse::<ActId>() {
        filter = node.store().read("ledger digest", |tx| Box::pin(of_digest(tx, digest))).await?;
        by.words = String::new();
    } else if let Ok(kind) = text.parse::<EntryKind>() {
        filter.kind = Some(kind);
        by.words = String::new();
    }
    let (filter, by) = (&filter, &by);
    let listing = node
        .store()
        .read("ledger entries", |tx| Box::pin(async move { tx.leaves(filter, by).await }))
        .await?;
    Ok(Listed::of_store(listing, query, |leaf| row(&leaf)))
}

/// Which entries a digest means: all of the act that it names, else those whose digest it is. The act of an envelope is
/// looked up first, because entries are found by their act at once and by their digest only one after another.
async fn of_digest(tx: &mut Tx<'_>, digest: ActId) -> Result<LeafFilter, StoreError> {
    let bytes = *digest.as_bytes();
    if tx.act(&digest).await?.is_some() {
        return Ok(LeafFilter { reference: Some(bytes), ..LeafFilter::default() });
    }
    let envelope = tx.envelope(&EnvelopeHash::new(bytes)).await?;
    let reference = envelope.map(|envelope| *envelope.act.as_bytes());
    Ok(LeafFilter { digest: Some(bytes), reference, ..LeafFilter::default() })
}

/// One entry with its inclusion proof.
pub async fn entry(node: &Node, viewer: &Viewer, index: u64) -> Result<EntryView, DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let found = node
        .store()
        .read("ledger entry", |tx| {
            Box::pin(async move {
                let Some(leaf) = tx.leaf(index).await? else { return Ok(None) };
                let head = tx.ledger_head().await?;
                let proof = tx.inclusion(index, head.size).await?;
                Ok(Some((leaf, head, proof)))
            })
        })
        .await?;
    let (leaf, head, proof) = found.ok_or_else(|| DeskError::not_found("ledger entry", index))?;
    let computed = leaf.entry.leaf(&leaf.salt);
    let holds = verify_inclusion(computed, index, head.size, &proof, head.root).is_ok();
    Ok(EntryView {
        row: row(&leaf),
        size: head.size,
        root: head.root.to_string(),
        proof: proof.iter().map(ToString::to_string).collect(),
        holds,
    })
}

/// The current checkpoint.
pub async fn checkpoint(node: &Node, viewer: &Viewer) -> Result<CheckpointView, DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let record = node
        .store()
        .read("checkpoint", |tx| Box::pin(async move { tx.latest_checkpoint().await }))
        .await?
        .ok_or_else(|| DeskError::not_found("checkpoint", "yet: nothing was sent or received"))?;
    Ok(CheckpointView {
        origin: exchange::origin(node.authority()).as_str().to_owned(),
        size: record.size,
        root: record.root.to_string(),
        note: String::from_utf8_lossy(&record.note).into_owned(),
        at: Some(record.at),
    })
}

/// Recomputes the ledger from what is stored and compares it with the signed checkpoints, the acts, envelopes and
/// receipts. For auditors.
pub async fn verify(node: &Node, viewer: &Viewer) -> Result<LedgerReport, DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let report = verify_ledger(node).await?;
    let detail = format!("{} entries, {} problems", report.entries, report.problems.len());
    audit::write(node, &audit::line(node, &viewer.login, "ledger-verified", &report.root, detail)).await?;
    Ok(report)
}

/// The same for the command line, where access to the node's folder is the permission.
pub async fn verify_ledger(node: &Node) -> Result<LedgerReport, DeskError> {
    ledger_check::run(node).await
}

fn row(leaf: &LeafRecord) -> EntryRow {
    EntryRow {
        index: leaf.index,
        kind: leaf.entry.kind.as_str().to_owned(),
        digest: hex::encode(leaf.entry.digest),
        at: Timestamp::from_microsecond(leaf.entry.at_us).unwrap_or_default(),
        leaf_hash: leaf.leaf.to_string(),
        act: leaf.reference.map(hex::encode),
        detail: leaf.detail.clone(),
    }
}
