//! A Merkle log of salted commitments, after RFC 6962 and the C2SP checkpoint format.
//!
//! A node appends one leaf for each thing it sent, received, promised or was promised. What the log shows to
//! others is only hashes: a leaf commits to an [`Entry`] under a random [`Salt`], so that nobody who reads the
//! log can test a guess about what an authority did. Whoever was given the entry and its salt can prove that it
//! stands in the log, and two checkpoints show by a consistency proof that nothing in between was rewritten.
//!
//! This crate computes: [`Tree`] grows the log, [`proof`] makes and checks proofs, [`Checkpoint`] and [`Note`]
//! read and write the text that is signed. It leaves keeping the nodes to `store`, and signing and checking
//! signatures to `exchange`; it has no clock, no I/O and no randomness.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod checkpoint;
mod entry;
mod hash;
pub mod note;
pub mod proof;
mod tree;

pub use checkpoint::{Checkpoint, CheckpointError, Origin};
pub use entry::{Entry, EntryKind, Salt, UnknownEntryKind};
pub use hash::{Hash, HashError, leaf_hash, node_hash};
pub use note::{Note, NoteError, NoteSignature};
pub use proof::{
    ProofError, consistency, inclusion, needed_for_consistency, needed_for_inclusion, needed_for_root, root,
    verify_consistency, verify_inclusion,
};
pub use tree::{Node, NodeId, Tree};
