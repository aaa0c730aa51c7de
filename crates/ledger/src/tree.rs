//! The growing tree, kept as the roots of its complete subtrees.
//!
//! A log of any length needs at most 64 hashes in memory to grow. Each append gives back the complete subtrees
//! that it finished, for the store to keep; the proofs of [`crate::proof`] are made from exactly those.

use serde::{Deserialize, Serialize};

use crate::hash::{Hash, node_hash};
use crate::proof::{self, ProofError};

/// The place of a complete subtree: its height above the leaves and its number from the left at that height.
/// It covers the leaves `index << level` up to, and without, `(index + 1) << level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NodeId {
    /// Height: 0 is a leaf.
    pub level: u8,
    /// Number from the left.
    pub index: u64,
}

/// A complete subtree: where it stands and its hash. It never changes once it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Where it stands.
    pub id: NodeId,
    /// The hash over its leaves.
    pub hash: Hash,
}

/// The growing end of a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    size: u64,
    /// The roots of the complete subtrees that the size consists of, largest first: one per 1-bit of the size.
    peaks: Vec<Hash>,
}

impl Tree {
    /// The tree without leaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes up a log where it was left. `node` gives the stored hash of a complete subtree; those asked for are
    /// [`proof::needed_for_root`]`(size)`.
    ///
    /// # Errors
    /// When a node is not there.
    pub fn resume(size: u64, node: &dyn Fn(NodeId) -> Option<Hash>) -> Result<Self, ProofError> {
        let peaks = proof::needed_for_root(size)
            .into_iter()
            .map(|id| node(id).ok_or(ProofError::NodeMissing { level: id.level, index: id.index }))
            .collect::<Result<_, _>>()?;
        Ok(Self { size, peaks })
    }

    /// The number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf on the right and gives back the subtrees that it completed, the leaf itself first.
    pub fn append(&mut self, leaf: Hash) -> Vec<Node> {
        let mut node = Node { id: NodeId { level: 0, index: self.size }, hash: leaf };
        let mut completed = vec![node];
        // Each trailing 1-bit of the old size is a finished left half that waits for this right half.
        while node.id.index & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            node = Node {
                id: NodeId { level: node.id.level + 1, index: node.id.index >> 1 },
                hash: node_hash(&left, &node.hash),
            };
            completed.push(node);
        }
        self.peaks.push(node.hash);
        self.size += 1;
        completed
    }

    /// The root over all leaves (RFC 6962 §2.1).
    #[must_use]
    pub fn root(&self) -> Hash {
        self.peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(Hash::of_empty_tree)
    }
}
