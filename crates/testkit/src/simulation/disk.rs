//! What a simulated node keeps: committed transactions on a disk that can tear, fill up and rot, and the books that
//! reading them gives.
//!
//! A transaction is one record with a checksum, as a database's log writes it. A crash in the middle of a write leaves a
//! torn record at the end; bit-rot damages any record. Whoever reads the disk drops a torn end, which was never durable
//! and so never spoken of, and refuses a disk that is damaged elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use exchange::{ActId, EnvelopeHash, Inbound, Neighbours, Outbound, Ranges, SignedCheckpoint, Slip};
use ledger::{Hash, NodeId, Tree};

use super::wire::Wire;

/// A place in one of a node's channels: the partner, the sender's epoch, the number.
pub(super) type Place = (usize, u64, u64);

/// A partner's ledger at a moment: epoch, size and root.
pub(super) type Stood = (u64, u64, Hash);

pub(super) fn stands_at(note: &SignedCheckpoint) -> Stood {
    (super::epoch_of(note), note.claimed().size, note.claimed().root)
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    Waiting,
    /// With the partner's ledger in which the receipt stands.
    Delivered {
        under: Stood,
    },
    /// The partner will not take it, for a reason that does not pass.
    Refused,
    /// The act went again in a later place.
    Replaced,
}

/// An envelope of the node's own.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    pub(super) act: Rc<exchange::Act>,
    pub(super) act_id: ActId,
    pub(super) hash: EnvelopeHash,
    pub(super) wire: Rc<Wire>,
    pub(super) made_at: i64,
    pub(super) standing: Standing,
}

/// What a node tells its officers and auditor. Ordered, so that runs can be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Report {
    /// A partner signed two envelopes that cannot both be its history.
    Fork(usize),
    /// A partner's ledger is not the one that it showed before, or showed to others.
    Rewritten(usize),
    /// A partner gave a receipt that does not hold.
    FalseReceipt(usize),
    /// A partner gave an acknowledgement or a checkpoint that does not hold.
    Lie(usize),
    /// A partner owes a receipt for longer than agreed.
    Overdue(usize),
    /// A partner sends more than its share.
    Flood(usize),
    /// A partner sent something that is not its word, or not for this node.
    Improper(usize),
    /// This node's own database had been rewound.
    OwnRewind,
    /// This node's own disk was damaged.
    OwnDamage,
}

/// One change of the books.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Epoch(u64),
    Out(Place, Outgoing),
    Stands(Place, Standing),
    In {
        place: Place,
        hash: EnvelopeHash,
        previous: Option<EnvelopeHash>,
        bytes: u64,
    },
    Inbound {
        from: usize,
        inbound: Inbound,
    },
    Effect(ActId),
    Conflict {
        from: usize,
        hashes: (EnvelopeHash, EnvelopeHash),
    },
    Leaf(Hash),
    Checkpoint(Rc<SignedCheckpoint>),
    Given {
        envelope: EnvelopeHash,
        slip: Rc<Slip>,
        note: Rc<SignedCheckpoint>,
    },
    /// A partner's checkpoint that proofs lead to.
    Seen {
        of: usize,
        note: Rc<SignedCheckpoint>,
    },
    /// A partner's checkpoint that no proof has been seen for yet.
    Claim {
        of: usize,
        note: Rc<SignedCheckpoint>,
    },
    /// These of a partner's checkpoints were looked at.
    Settled {
        of: usize,
        notes: Vec<Rc<SignedCheckpoint>>,
    },
    Report(Report),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// Only so many changes reached the disk.
    Torn(usize),
    Rotten,
}

#[derive(Debug, Clone)]
struct Record {
    changes: Rc<Vec<Change>>,
    damage: Option<Damage>,
}

/// The disk of one node.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    records: Vec<Record>,
}

/// The disk is damaged in a place that was durable once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damaged;

impl Disk {
    pub(super) fn write(&mut self, changes: Vec<Change>, damage: Option<Damage>) {
        self.records.push(Record { changes: Rc::new(changes), damage });
    }

    pub(super) const fn len(&self) -> usize {
        self.records.len()
    }

    /// How many records were written to their end. A torn one never was durable, and a backup may have been taken with it.
    pub(super) fn durable(&self) -> usize {
        self.records.iter().filter(|record| !matches!(record.damage, Some(Damage::Torn(_)))).count()
    }

    /// Damages a record that was written well.
    pub(super) fn rot(&mut self, number: usize) {
        if let Some(record) = self.records.get_mut(number) {
            record.damage.get_or_insert(Damage::Rotten);
        }
    }

    pub(super) fn is_damaged(&self) -> bool {
        self.records.iter().any(|record| record.damage == Some(Damage::Rotten))
    }

    /// Reads everything. Without checksums, what is left of a damaged record is taken for whole.
    pub(super) fn read(&mut self, checksums: bool) -> Result<Books, Damaged> {
        let mut books = Books::default();
        let torn = |record: &Record| matches!(record.damage, Some(Damage::Torn(_)));
        if checksums {
            while self.records.last().is_some_and(torn) {
                self.records.pop();
            }
            if self.records.iter().any(|record| record.damage.is_some()) {
                return Err(Damaged);
            }
        }
        for record in &mut self.records {
            let whole = record.changes.len();
            let kept = match record.damage.take() {
                None => whole,
                Some(Damage::Torn(kept)) => kept,
                Some(Damage::Rotten) => 0,
            };
            for change in record.changes.iter().take(kept) {
                books.apply(change);
            }
            if kept < whole {
                record.changes = Rc::new(record.changes.iter().take(kept).cloned().collect());
            }
        }
        Ok(books)
    }
}

/// Everything that a running node knows: the fold of its disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Books {
    pub(super) epoch: u64,
    pub(super) out: BTreeMap<Place, Outgoing>,
    pub(super) inward: BTreeMap<Place, (EnvelopeHash, Option<EnvelopeHash>)>,
    pub(super) inbound: BTreeMap<usize, Inbound>,
    pub(super) effects: BTreeMap<ActId, u32>,
    pub(super) conflicts: BTreeSet<(usize, EnvelopeHash, EnvelopeHash)>,
    pub(super) tree: Tree,
    pub(super) leaves: Vec<Hash>,
    nodes: BTreeMap<NodeId, Hash>,
    pub(super) latest: Option<Rc<SignedCheckpoint>>,
    pub(super) given: BTreeMap<EnvelopeHash, (Rc<Slip>, Rc<SignedCheckpoint>)>,
    pub(super) seen: BTreeMap<usize, Rc<SignedCheckpoint>>,
    pub(super) claims: BTreeMap<usize, Vec<Rc<SignedCheckpoint>>>,
    pub(super) reports: BTreeSet<Report>,
    /// Bytes of what each partner left here.
    pub(super) bytes: BTreeMap<usize, u64>,
}

impl Books {
    pub(super) fn apply(&mut self, change: &Change) {
        match change {
            Change::Epoch(epoch) => self.epoch = *epoch,
            Change::Out(place, outgoing) => {
                self.out.insert(*place, outgoing.clone());
            }
            Change::Stands(place, standing) => {
                if let Some(outgoing) = self.out.get_mut(place) {
                    outgoing.standing = standing.clone();
                }
            }
            Change::In { place, hash, previous, bytes } => {
                self.inward.insert(*place, (*hash, *previous));
                *self.bytes.entry(place.0).or_default() += bytes;
            }
            Change::Inbound { from, inbound } => {
                self.inbound.insert(*from, inbound.clone());
            }
            Change::Effect(act) => *self.effects.entry(*act).or_default() += 1,
            Change::Conflict { from, hashes: (one, other) } => {
                self.conflicts.insert((*from, *one, *other));
            }
            Change::Leaf(leaf) => {
                self.leaves.push(*leaf);
                let completed = self.tree.append(*leaf);
                self.nodes.extend(completed.into_iter().map(|node| (node.id, node.hash)));
            }
            Change::Checkpoint(note) => self.latest = Some(note.clone()),
            Change::Given { envelope, slip, note } => {
                self.given.insert(*envelope, (slip.clone(), note.clone()));
            }
            Change::Seen { of, note } => {
                self.seen.insert(*of, note.clone());
            }
            Change::Claim { of, note } => {
                let claims = self.claims.entry(*of).or_default();
                if !claims.iter().any(|claim| claim.claimed() == note.claimed()) {
                    claims.push(note.clone());
                }
            }
            Change::Settled { of, notes } => {
                if let Some(claims) = self.claims.get_mut(of) {
                    claims.retain(|claim| !notes.iter().any(|note| note.claimed() == claim.claimed()));
                }
            }
            Change::Report(report) => {
                self.reports.insert(report.clone());
            }
        }
    }

    /// The ledger alone, to see what it will be.
    pub(super) fn clone_ledger(&self) -> Self {
        Self { tree: self.tree.clone(), nodes: self.nodes.clone(), ..Self::default() }
    }

    /// The sending end of the channel to a partner.
    pub(super) fn outbound(&self, to: usize) -> Outbound {
        let last = self.out.range((to, self.epoch, 0)..=(to, self.epoch, u64::MAX)).next_back();
        last.map_or_else(
            || Outbound::new(self.epoch),
            |((_, epoch, sequence), outgoing)| Outbound::resume(*epoch, *sequence, outgoing.hash),
        )
    }

    /// What a partner receipted, under one of its ledgers or at all, goes again: it may have lost it. It answers what it
    /// still has with the same receipt.
    pub(super) fn doubted(&self, to: usize, under: Option<Stood>) -> Vec<Change> {
        let receipted = self.out.range((to, 0, 0)..(to + 1, 0, 0));
        receipted
            .filter(|(_, outgoing)| match &outgoing.standing {
                Standing::Delivered { under: stood } => under.is_none_or(|under| under == *stood),
                Standing::Waiting | Standing::Refused | Standing::Replaced => false,
            })
            .map(|(place, _)| Change::Stands(*place, Standing::Waiting))
            .collect()
    }

    pub(super) fn inbound_from(&self, from: usize) -> Inbound {
        self.inbound.get(&from).cloned().unwrap_or_else(|| Inbound::resume(0, Ranges::default()))
    }

    pub(super) fn neighbours(&self, (from, epoch, sequence): Place) -> Neighbours {
        let at = |sequence| self.inward.get(&(from, epoch, sequence));
        Neighbours {
            same: at(sequence).map(|(hash, _)| *hash),
            before: at(sequence.saturating_sub(1)).map(|(hash, _)| *hash),
            after: at(sequence + 1).and_then(|(hash, previous)| Some((*hash, (*previous)?))),
        }
    }

    /// The root of the first `size` leaves.
    pub(super) fn root_at(&self, size: u64) -> Option<Hash> {
        let within = size <= self.tree.size();
        within.then(|| ledger::proof::root(size, &|id| self.nodes.get(&id).copied()).ok()).flatten()
    }

    pub(super) fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        ledger::inclusion(index, size, &|id| self.nodes.get(&id).copied()).ok()
    }

    pub(super) fn consistency(&self, older: u64, newer: u64) -> Option<Vec<Hash>> {
        ledger::consistency(older, newer, &|id| self.nodes.get(&id).copied()).ok()
    }
}
