//! A full check of the ledger from what is stored: every commitment, every node of the tree, every signed checkpoint,
//! and every act, envelope and receipt against its entry, both ways.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use exchange::{ActId, EnvelopeHash, PartnerKeys, Receipt, SignedCheckpoint, SignedEnvelope};
use ledger::{EntryKind, NodeId, Tree};
use store::{CheckpointRecord, Direction, LeafRecord, Tx};

use super::DeskError;
use super::ledger_view::LedgerReport;
use crate::node::Node;

/// Entries read at once.
const BATCH: u32 = 1_000;
/// Problems told one by one.
const PROBLEMS_MOST: usize = 200;

/// Checks the whole ledger on one unchanging view of the store.
pub(crate) async fn run(node: &Node) -> Result<LedgerReport, DeskError> {
    let started = std::time::Instant::now();
    // Checkpoints of keys that were revoked since were signed before.
    let own = &node.own_keys().for_kept();
    let mut report = node
        .store()
        .read("verify ledger", |tx| Box::pin(async move { Check::new(own).run(tx).await }))
        .await?;
    report.took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(report)
}

struct Check<'a> {
    own: &'a PartnerKeys,
    tree: Tree,
    report: LedgerReport,
    untold: usize,
    checkpoints: VecDeque<CheckpointRecord>,
    last_checkpoint: u64,
    seen: HashMap<&'static str, u64>,
    doubled: HashSet<(u8, [u8; 32])>,
}

impl<'a> Check<'a> {
    fn new(own: &'a PartnerKeys) -> Self {
        let report = LedgerReport {
            entries: 0,
            checkpoints: 0,
            matched: 0,
            root: String::new(),
            problems: Vec::new(),
            took_ms: 0,
        };
        Self {
            own,
            tree: Tree::new(),
            report,
            untold: 0,
            checkpoints: VecDeque::new(),
            last_checkpoint: 0,
            seen: HashMap::new(),
            doubled: HashSet::new(),
        }
    }

    async fn run(mut self, tx: &mut Tx<'_>) -> Result<LedgerReport, store::StoreError> {
        loop {
            let leaves = tx.leaves_from(self.tree.size(), BATCH).await?;
            if leaves.is_empty() {
                break;
            }
            for leaf in &leaves {
                if leaf.index != self.tree.size() {
                    let expected = self.tree.size();
                    self.problem(format!("entry {expected} is missing"));
                    return self.end(tx).await;
                }
                self.leaf(tx, leaf).await?;
                self.matches(tx, leaf).await?;
                self.checkpoint(tx).await?;
            }
        }
        self.end(tx).await
    }

    async fn leaf(&mut self, tx: &mut Tx<'_>, leaf: &LeafRecord) -> Result<(), store::StoreError> {
        let computed = leaf.entry.leaf(&leaf.salt);
        if computed != leaf.leaf {
            self.problem(format!("entry {} does not match its leaf", leaf.index));
        }
        if !self.doubled.insert((leaf.entry.kind.code(), leaf.entry.digest))
            && !matches!(leaf.entry.kind, EntryKind::Key | EntryKind::Partner | EntryKind::Note)
        {
            self.problem(format!("entry {} repeats an earlier one", leaf.index));
        }
        let completed: BTreeMap<NodeId, _> = self
            .tree
            .append(computed)
            .into_iter()
            .filter(|node| node.id.level > 0)
            .map(|node| (node.id, node.hash))
            .collect();
        if !completed.is_empty() {
            let ids: Vec<NodeId> = completed.keys().copied().collect();
            let stored = tx.ledger_nodes(&ids).await?;
            for (id, hash) in completed {
                if stored.get(&id) != Some(&hash) {
                    self.problem(format!("tree node {}/{} is not what its leaves give", id.level, id.index));
                }
            }
        }
        self.report.entries += 1;
        Ok(())
    }

    /// Compares the signed checkpoint of the present size, if there is one.
    async fn checkpoint(&mut self, tx: &mut Tx<'_>) -> Result<(), store::StoreError> {
        if self.checkpoints.is_empty() {
            self.checkpoints.extend(tx.checkpoints_after(self.last_checkpoint, BATCH).await?);
        }
        let size = self.tree.size();
        while let Some(record) = self.checkpoints.pop_front_if(|record| record.size <= size) {
            self.last_checkpoint = record.size;
            self.report.checkpoints += 1;
            if record.size != size {
                self.problem(format!("the checkpoint of {} entries was passed over", record.size));
                continue;
            }
            match SignedCheckpoint::parse(&record.note).and_then(|signed| signed.verify(self.own)) {
                Ok(verified) => {
                    let stated = verified.checkpoint();
                    if stated.size != size || stated.root != self.tree.root() || record.root != stated.root {
                        self.problem(format!("the signed checkpoint of {size} entries states another root"));
                    }
                }
                Err(error) => self.problem(format!("the checkpoint of {size} entries is refused: {error}")),
            }
        }
        Ok(())
    }

    /// Finds what the entry is about.
    async fn matches(&mut self, tx: &mut Tx<'_>, leaf: &LeafRecord) -> Result<(), store::StoreError> {
        let (kind, index) = (leaf.entry.kind, leaf.index);
        let found = match kind {
            EntryKind::Sent => self.envelope(tx, leaf, Direction::Outgoing).await?,
            EntryKind::Received => self.envelope(tx, leaf, Direction::Incoming).await?,
            EntryKind::ReceiptGiven => receipt(tx, leaf, Direction::Outgoing).await?,
            EntryKind::ReceiptGot => receipt(tx, leaf, Direction::Incoming).await?,
            EntryKind::Key
            | EntryKind::Partner
            | EntryKind::Note
            | EntryKind::Overdue
            | EntryKind::Filler => return Ok(()),
        };
        if found {
            self.report.matched += 1;
            *self.seen.entry(kind.as_str()).or_default() += 1;
        } else {
            self.problem(format!("entry {index} ({}) is about something that is not stored", kind.as_str()));
        }
        Ok(())
    }

    async fn envelope(
        &mut self,
        tx: &mut Tx<'_>,
        leaf: &LeafRecord,
        direction: Direction,
    ) -> Result<bool, store::StoreError> {
        let hash = EnvelopeHash::new(leaf.entry.digest);
        let Some(envelope) = tx.envelope(&hash).await?.filter(|envelope| envelope.direction == direction)
        else {
            return Ok(false);
        };
        let Ok(signed) = SignedEnvelope::from_bytes(&envelope.signed) else { return Ok(false) };
        if signed.act_bytes().is_empty() && tx.purged_at(&envelope.act).await?.is_some() {
            // The content was recalled; the header, which names the act, must still be what was entered.
            let named = exchange::Header::from_bytes(signed.header_bytes()).map(|header| header.act());
            if signed.envelope_hash() != hash || named.ok() != Some(envelope.act) {
                self.problem(format!("envelope {hash} is not what it was"));
            }
            return Ok(true);
        }
        let act = exchange::Act::from_bytes(signed.act_bytes()).map(|act| act.id());
        if signed.envelope_hash() != hash || act.ok() != Some(envelope.act) {
            self.problem(format!("envelope {hash} is not what it was"));
        }
        match tx.act(&envelope.act).await? {
            Some(act) if act.bytes == signed.act_bytes() => {}
            Some(act) => self.problem(format!("act {} is not what its envelope carried", act.id)),
            None => self.problem(format!("act {} is missing", envelope.act)),
        }
        Ok(true)
    }

    async fn end(mut self, tx: &mut Tx<'_>) -> Result<LedgerReport, store::StoreError> {
        let head = tx.ledger_head().await?;
        let root = self.tree.root();
        if head.size != self.tree.size() || head.root != root {
            self.problem(format!(
                "the ledger says it has {} entries and the root {}, and has {} and {root}",
                head.size,
                head.root,
                self.tree.size()
            ));
        }
        let beyond = tx.checkpoints_after(self.tree.size(), 1).await?;
        if let Some(record) = beyond.first() {
            self.problem(format!("a checkpoint of {} entries was signed: entries are missing", record.size));
        }
        let totals = tx.totals().await?;
        for (kind, stored) in [
            (EntryKind::Sent, totals.envelopes_out),
            (EntryKind::Received, totals.envelopes_in),
            (EntryKind::ReceiptGiven, totals.receipts_given),
            (EntryKind::ReceiptGot, totals.receipts_got),
        ] {
            let entered = self.seen.get(kind.as_str()).copied().unwrap_or_default();
            if entered != stored {
                self.problem(format!("{stored} `{}` are stored and {entered} are entered", kind.as_str()));
            }
        }
        if self.untold > 0 {
            self.report.problems.push(format!("and {} more", self.untold));
        }
        self.report.root = root.to_string();
        Ok(self.report)
    }

    fn problem(&mut self, problem: String) {
        if self.report.problems.len() < PROBLEMS_MOST {
            self.report.problems.push(problem);
        } else {
            self.untold += 1;
        }
    }
}

async fn receipt(
    tx: &mut Tx<'_>,
    leaf: &LeafRecord,
    direction: Direction,
) -> Result<bool, store::StoreError> {
    let Some(act) = leaf.reference.map(ActId::new) else { return Ok(false) };
    Ok(tx.receipts_of(&act).await?.iter().filter(|record| record.direction == direction).any(|record| {
        Receipt::from_bytes(&record.bytes)
            .is_ok_and(|receipt| receipt.slip.statement.digest() == leaf.entry.digest)
    }))
}
