//! The fence at a node's start: it signs nothing before it has heard what its witnesses last saw of it.
//!
//! A database restored from a backup does not know that it is old. Its partners do: each saw a checkpoint of the
//! node's ledger, and holds envelopes with epochs and sequences. A [`Fence`] begins closed, hears what each witness says,
//! and becomes [`Decision::Open`] or, when the node is behind, [`Decision::Rewound`], which names the epoch that is to be
//! opened. Nothing here waits or asks: the caller does, and says who was silent and when time is up.

use std::collections::{BTreeMap, BTreeSet};

use ledger::Hash;

use crate::id::AuthorityId;

/// What a node knows of itself when it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// Its epoch.
    pub epoch: u64,
    /// The size of its ledger.
    pub size: u64,
}

/// What a witness last saw of the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    /// The last checkpoint: epoch, size and root.
    pub checkpoint: Option<(u64, u64, Hash)>,
    /// The epoch of the channel to the witness; 0 when nothing arrived there.
    pub epoch: u64,
    /// The highest sequence that arrived in it.
    pub sequence: u64,
}

/// In what a node is behind what a witness saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behind {
    /// The witness saw a longer ledger.
    Ledger {
        /// The size seen.
        seen: u64,
        /// The node's own.
        own: u64,
    },
    /// The witness saw another root at this size: the ledger went on from an older state before.
    Forked {
        /// The size.
        size: u64,
    },
    /// The witness holds envelopes that the node does not know to have sent.
    Channel {
        /// The epoch.
        epoch: u64,
        /// The sequence.
        sequence: u64,
    },
    /// The witness knows a later epoch.
    Epoch {
        /// Which.
        epoch: u64,
    },
}

/// A fence that has not opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    own: Own,
    waiting: BTreeSet<AuthorityId>,
    silent: BTreeSet<AuthorityId>,
    heard: BTreeSet<AuthorityId>,
    behind: BTreeMap<AuthorityId, Behind>,
    highest: u64,
    quorum: usize,
}

/// What the fence has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Not enough was heard yet: sign nothing.
    Closed(Fence),
    /// What was heard agrees with what the node knows: go on in the same epoch.
    Open {
        /// Who was heard.
        heard: BTreeSet<AuthorityId>,
        /// Who was not, and is to be asked when it is reached.
        unheard: BTreeSet<AuthorityId>,
    },
    /// The node is behind: open this epoch before anything is signed, and say so loudly.
    Rewound {
        /// The epoch to open.
        epoch: u64,
        /// Who saw what.
        behind: BTreeMap<AuthorityId, Behind>,
        /// Who was not heard.
        unheard: BTreeSet<AuthorityId>,
    },
}

impl Fence {
    /// A closed fence before these witnesses. `quorum` of them must be heard, or all when there are fewer.
    #[must_use]
    pub fn new(own: Own, witnesses: impl IntoIterator<Item = AuthorityId>, quorum: usize) -> Self {
        let waiting: BTreeSet<_> = witnesses.into_iter().collect();
        let quorum = quorum.min(waiting.len());
        Self {
            own,
            waiting,
            silent: BTreeSet::new(),
            heard: BTreeSet::new(),
            behind: BTreeMap::new(),
            highest: own.epoch,
            quorum,
        }
    }

    /// Who has not been heard.
    #[must_use]
    pub fn unheard(&self) -> BTreeSet<AuthorityId> {
        self.waiting.union(&self.silent).cloned().collect()
    }

    /// How many are to be heard, and how many were.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        (self.quorum, self.heard.len())
    }

    /// Takes in what a witness says. `own_root` gives the root of the node's own ledger at a size; `own_sent` is the highest
    /// sequence that the node knows to have sent to the witness in the epoch that the witness names.
    pub fn hear(
        &mut self,
        witness: &AuthorityId,
        heard: &Heard,
        own_root: &dyn Fn(u64) -> Option<Hash>,
        own_sent: u64,
    ) {
        self.waiting.remove(witness);
        self.silent.remove(witness);
        self.heard.insert(witness.clone());
        self.highest = self.highest.max(heard.epoch).max(heard.checkpoint.map_or(0, |(epoch, ..)| epoch));
        let found = behind(self.own, heard, own_root, own_sent);
        if let Some(found) = found {
            self.behind.insert(witness.clone(), found);
        }
    }

    /// A witness cannot be reached now.
    pub fn silent(&mut self, witness: &AuthorityId) {
        if self.waiting.remove(witness) {
            self.silent.insert(witness.clone());
        }
    }

    /// What has come of it. `patience_ended`: go on without those who are silent, unless the quorum forbids it.
    #[must_use]
    pub fn decide(self, patience_ended: bool) -> Decision {
        let unheard = self.unheard();
        let enough = self.heard.len() >= self.quorum;
        let everybody = self.waiting.is_empty();
        if !(enough && (everybody || patience_ended)) {
            return Decision::Closed(self);
        }
        if self.behind.is_empty() {
            Decision::Open { heard: self.heard, unheard }
        } else {
            Decision::Rewound { epoch: self.highest + 1, behind: self.behind, unheard }
        }
    }
}

/// In what a node is behind what one witness saw; for a witness that is heard after the fence opened, too.
#[must_use]
pub fn behind(
    own: Own,
    heard: &Heard,
    own_root: &dyn Fn(u64) -> Option<Hash>,
    own_sent: u64,
) -> Option<Behind> {
    let seen_epoch = heard.epoch.max(heard.checkpoint.map_or(0, |(epoch, ..)| epoch));
    if seen_epoch > own.epoch {
        return Some(Behind::Epoch { epoch: seen_epoch });
    }
    if let Some((epoch, size, root)) = heard.checkpoint
        && epoch == own.epoch
    {
        if size > own.size {
            return Some(Behind::Ledger { seen: size, own: own.size });
        }
        if own_root(size) != Some(root) {
            return Some(Behind::Forked { size });
        }
    }
    if heard.epoch == own.epoch && heard.sequence > own_sent {
        return Some(Behind::Channel { epoch: heard.epoch, sequence: heard.sequence });
    }
    None
}
