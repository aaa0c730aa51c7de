//! Making and checking proofs (RFC 6962 §2.1.1, §2.1.2; checks after RFC 9162 §2.1.3.2, §2.1.4.2).
//!
//! A proof is made from the hashes of complete subtrees alone. The `needed_for_…` functions say which ones, so
//! that a store can read them in one query before the proof is put together.

use crate::hash::{Hash, node_hash};
use crate::tree::NodeId;

/// No honest proof is longer: a tree of 2^64 leaves is 64 levels high, and consistency needs one hash more.
pub const MAX_PROOF: usize = 65;

/// Why a proof could not be made or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The asked-for leaf is not in the tree.
    #[error("entry {index} is not in a log of {size} entries")]
    BeyondTheEnd {
        /// The leaf asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The older tree is larger than the newer one.
    #[error("a log of {from} entries cannot have grown into one of {to}")]
    Shrunk {
        /// The size of the older tree.
        from: u64,
        /// The size of the newer tree.
        to: u64,
    },
    /// The store does not hold a subtree that it must hold.
    #[error("the ledger lacks the subtree at level {level}, number {index}")]
    NodeMissing {
        /// Height of the subtree.
        level: u8,
        /// Its number from the left.
        index: u64,
    },
    /// The proof has a number of hashes that no proof for these sizes has.
    #[error("the proof has {got} hashes, which fits no log of this size")]
    WrongLength {
        /// How many there are.
        got: usize,
    },
    /// The proof leads to another root.
    #[error("the proof leads to another root than the checkpoint's")]
    RootDiffers,
}

/// One hash of a proof before it is computed: the leaves `from..to`, with `from` a multiple of the largest
/// power of two below the span.
#[derive(Clone, Copy)]
struct Span {
    from: u64,
    to: u64,
}

/// The largest power of two smaller than `n`, for `n > 1`.
const fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The complete subtrees that a span consists of, left to right.
fn peaks(span: Span) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    let mut from = span.from;
    while from < span.to {
        let level = (span.to - from).ilog2() as u8;
        nodes.push(NodeId { level, index: from >> level });
        from += 1 << level;
    }
    nodes
}

fn span_hash(span: Span, node: &dyn Fn(NodeId) -> Option<Hash>) -> Result<Hash, ProofError> {
    let mut hash = None;
    for id in peaks(span).into_iter().rev() {
        let left = node(id).ok_or(ProofError::NodeMissing { level: id.level, index: id.index })?;
        hash = Some(hash.map_or(left, |right| node_hash(&left, &right)));
    }
    Ok(hash.unwrap_or_else(Hash::of_empty_tree))
}

/// RFC 6962 §2.1.1 PATH(m, D[n]) as spans, from the leaf upwards.
fn inclusion_spans(index: u64, size: u64) -> Result<Vec<Span>, ProofError> {
    if index >= size {
        return Err(ProofError::BeyondTheEnd { index, size });
    }
    let mut spans = Vec::new();
    let (mut from, mut to) = (0, size);
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            spans.push(Span { from: middle, to });
            to = middle;
        } else {
            spans.push(Span { from, to: middle });
            from = middle;
        }
    }
    spans.reverse();
    Ok(spans)
}

/// RFC 6962 §2.1.2 PROOF(m, D[n]) as spans.
fn consistency_spans(older: u64, newer: u64) -> Result<Vec<Span>, ProofError> {
    if older > newer {
        return Err(ProofError::Shrunk { from: older, to: newer });
    }
    if older == 0 || older == newer {
        return Ok(Vec::new());
    }
    let mut spans = Vec::new();
    let (mut from, mut to) = (0, newer);
    // `whole` is RFC 6962's flag b: the span so far begins at the first leaf, so its hash is known already.
    let mut whole = true;
    while older != to {
        let middle = from + split(to - from);
        if older <= middle {
            spans.push(Span { from: middle, to });
            to = middle;
        } else {
            spans.push(Span { from, to: middle });
            from = middle;
            whole = false;
        }
    }
    if !whole {
        spans.push(Span { from, to });
    }
    spans.reverse();
    Ok(spans)
}

/// The stored nodes from which [`root`] computes the root of the first `size` leaves, left to right.
#[must_use]
pub fn needed_for_root(size: u64) -> Vec<NodeId> {
    peaks(Span { from: 0, to: size })
}

/// The stored nodes that [`inclusion`] will ask for.
///
/// # Errors
/// When the leaf is not in the tree.
pub fn needed_for_inclusion(index: u64, size: u64) -> Result<Vec<NodeId>, ProofError> {
    Ok(inclusion_spans(index, size)?.into_iter().flat_map(peaks).collect())
}

/// The stored nodes that [`consistency`] will ask for.
///
/// # Errors
/// When the older tree is larger than the newer.
pub fn needed_for_consistency(older: u64, newer: u64) -> Result<Vec<NodeId>, ProofError> {
    Ok(consistency_spans(older, newer)?.into_iter().flat_map(peaks).collect())
}

/// The root of the first `size` leaves, whatever the log has grown to since.
///
/// # Errors
/// When a node is not there.
pub fn root(size: u64, node: &dyn Fn(NodeId) -> Option<Hash>) -> Result<Hash, ProofError> {
    span_hash(Span { from: 0, to: size }, node)
}

/// The proof that leaf `index` is in the tree of the first `size` leaves.
///
/// # Errors
/// When the leaf is not in the tree, or a node is not there.
pub fn inclusion(
    index: u64,
    size: u64,
    node: &dyn Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    inclusion_spans(index, size)?.into_iter().map(|span| span_hash(span, node)).collect()
}

/// The proof that the tree of `newer` leaves begins with the tree of `older` leaves.
///
/// # Errors
/// When the older tree is larger than the newer, or a node is not there.
pub fn consistency(
    older: u64,
    newer: u64,
    node: &dyn Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    consistency_spans(older, newer)?.into_iter().map(|span| span_hash(span, node)).collect()
}

/// Checks that `leaf` stands at `index` in the tree of `size` leaves with this root.
///
/// # Errors
/// When it cannot be shown.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), ProofError> {
    let spans = inclusion_spans(index, size)?;
    if proof.len() != spans.len() {
        return Err(ProofError::WrongLength { got: proof.len() });
    }
    let hash = spans.iter().zip(proof).fold(leaf, |hash, (span, sibling)| {
        if span.to <= index { node_hash(sibling, &hash) } else { node_hash(&hash, sibling) }
    });
    if hash == root { Ok(()) } else { Err(ProofError::RootDiffers) }
}

/// Checks that the tree of `newer` leaves begins with the tree of `older` leaves.
///
/// # Errors
/// When it cannot be shown.
pub fn verify_consistency(
    older: u64,
    older_root: Hash,
    newer: u64,
    newer_root: Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    let spans = consistency_spans(older, newer)?;
    if proof.len() != spans.len() {
        return Err(ProofError::WrongLength { got: proof.len() });
    }
    if older == 0 {
        return if older_root == Hash::of_empty_tree() { Ok(()) } else { Err(ProofError::RootDiffers) };
    }
    if older == newer {
        return if older_root == newer_root { Ok(()) } else { Err(ProofError::RootDiffers) };
    }
    let mut rest = spans.iter().zip(proof);
    // When the older size is a power of two, the proof leaves out the older root itself (RFC 9162 §2.1.4.2).
    let start = if older.is_power_of_two() {
        older_root
    } else {
        match rest.next() {
            Some((_, hash)) => *hash,
            None => return Err(ProofError::WrongLength { got: proof.len() }),
        }
    };
    let (old, new) = rest.fold((start, start), |(old, new), (span, sibling)| {
        if span.to <= older {
            (node_hash(sibling, &old), node_hash(sibling, &new))
        } else {
            (old, node_hash(&new, sibling))
        }
    });
    if old == older_root && new == newer_root { Ok(()) } else { Err(ProofError::RootDiffers) }
}
