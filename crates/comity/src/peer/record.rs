//! Writing the ledger: entries with fresh salts, and checkpoints signed once for all entries of a commit.

use std::collections::HashMap;

use exchange::{ActId, SignedCheckpoint, Statement, origin_in};
use jiff::Timestamp;
use ledger::{Checkpoint, Entry, EntryKind, Hash, NodeId, Salt};
use rand::Rng;
use store::{Appended, CheckpointRecord, LedgerHead, NewLeaf, Tx};

use crate::node::{Node, NodeError};

/// An entry to write.
#[derive(Debug, Clone)]
pub struct Record {
    entry: Entry,
    reference: Option<ActId>,
    detail: String,
}

impl Record {
    /// An entry of a kind about what has this digest.
    pub fn new(kind: EntryKind, digest: [u8; 32], at: Timestamp) -> Record {
        Record::of(Entry { kind, digest, at_us: at.as_microsecond() })
    }

    /// The entry that a given receipt must be.
    pub fn given(statement: &Statement) -> Record {
        Record::of(statement.entry())
    }

    fn of(entry: Entry) -> Record {
        Record { entry, reference: None, detail: String::new() }
    }

    /// What kind of entry it is.
    pub fn kind(&self) -> EntryKind {
        self.entry.kind
    }

    /// Names the act it belongs to.
    #[must_use]
    pub fn act(mut self, act: ActId) -> Record {
        self.reference = Some(act);
        self
    }

    /// Adds words for the reader.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Record {
        self.detail = detail.into();
        self
    }
}

/// Entries as they were written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The number and salt of each, in order.
    pub leaves: Vec<(u64, Salt)>,
    /// The ledger with them.
    pub head: LedgerHead,
    /// Every subtree that a proof of their inclusion needs.
    pub nodes: HashMap<NodeId, Hash>,
}

/// Writes entries. The next checkpoint covers them.
pub async fn append(tx: &mut Tx<'_>, node: &Node, records: &[Record]) -> Result<Written, NodeError> {
    let mut rng = node.rng();
    let leaves: Vec<NewLeaf> = records
        .iter()
        .map(|record| {
            let mut salt = [0; 32];
            rng.fill_bytes(&mut salt);
            NewLeaf {
                entry: record.entry,
                salt: Salt::new(salt),
                reference: record.reference.map(|act| *act.as_bytes()),
                detail: record.detail.clone(),
            }
        })
        .collect();
    let Appended { indices, head, nodes } = tx.append_leaves(&leaves).await?;
    let leaves = indices.into_iter().zip(leaves.iter().map(|leaf| leaf.salt)).collect();
    Ok(Written { leaves, head, nodes })
}

/// Signs the ledger as it is in this transaction.
pub async fn sign(
    tx: &mut Tx<'_>,
    node: &Node,
    head: LedgerHead,
    at: Timestamp,
) -> Result<SignedCheckpoint, NodeError> {
    let epoch = tx.node().await?.map_or(1, |record| record.epoch);
    let checkpoint = Checkpoint::new(origin_in(node.authority(), epoch), head.size, head.root);
    let signed = SignedCheckpoint::sign(checkpoint, &*node.signing()?)?;
    let kept = CheckpointRecord { size: head.size, root: head.root, note: signed.to_bytes(), at };
    tx.add_checkpoint(&kept).await?;
    Ok(signed)
}

/// Signs the ledger as it is now, when its end is not signed yet.
pub async fn sign_end(node: &Node) -> Result<(), NodeError> {
    if !node.fence_is_open() {
        return Ok(());
    }
    let signed = node
        .store()
        .read("ledger end", |tx| {
            Box::pin(async move { Ok((tx.ledger_head().await?.size, tx.latest_checkpoint().await?)) })
        })
        .await?;
    if signed.1.is_some_and(|checkpoint| checkpoint.size == signed.0) {
        return Ok(());
    }
    let at = node.now();
    node.store()
        .run_tx_with::<_, NodeError, _>("sign ledger", |tx| {
            Box::pin(async move {
                let written = append(tx, node, &[]).await?;
                sign(tx, node, written.head, at).await?;
                Ok(())
            })
        })
        .await
}
