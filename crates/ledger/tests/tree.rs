//! The tree against RFC 6962: known roots, and every proof of every small tree, right and altered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::HashMap;

use ledger::{
    Hash, NodeId, ProofError, Tree, consistency, inclusion, leaf_hash, needed_for_consistency,
    needed_for_inclusion, node_hash, root, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

/// RFC 6962 §2.1 word for word, to hold the tree against.
fn plain_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of_empty_tree(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&plain_root(left), &plain_root(right))
        }
    }
}

struct Log {
    tree: Tree,
    leaves: Vec<Hash>,
    nodes: HashMap<NodeId, Hash>,
}

impl Log {
    fn of(size: u64) -> Self {
        let mut log = Self { tree: Tree::new(), leaves: Vec::new(), nodes: HashMap::new() };
        for number in 0..size {
            log.append(leaf_hash(&number.to_be_bytes()));
        }
        log
    }

    fn append(&mut self, leaf: Hash) {
        self.leaves.push(leaf);
        for node in self.tree.append(leaf) {
            assert!(self.nodes.insert(node.id, node.hash).is_none(), "a node is completed once");
        }
    }

    fn node(&self) -> impl Fn(NodeId) -> Option<Hash> + '_ {
        |id| self.nodes.get(&id).copied()
    }
}

#[test]
fn roots_match_the_published_vectors() {
    // The eight leaves and the roots over the first one to eight of them that Certificate Transparency's
    // implementations test against.
    let leaves: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut tree = Tree::new();
    assert_eq!(tree.root(), Hash::of_empty_tree());
    for (leaf, expected) in leaves.into_iter().zip(roots) {
        tree.append(leaf_hash(leaf));
        assert_eq!(tree.root().to_string(), expected, "{} leaves", tree.size());
    }
}

#[test]
fn every_inclusion_proof_of_every_small_tree_holds_and_no_altered_one_does() {
    let log = Log::of(40);
    for size in 1..=40u64 {
        let root_hash = plain_root(&log.leaves[..size as usize]);
        assert_eq!(root(size, &log.node()), Ok(root_hash));
        for index in 0..size {
            let leaf = log.leaves[index as usize];
            let proof = inclusion(index, size, &log.node()).unwrap();
            assert_eq!(verify_inclusion(leaf, index, size, &proof, root_hash), Ok(()), "{index} of {size}");
            assert!(verify_inclusion(log.leaves[39], index, size, &proof, root_hash).is_err() || index == 39);
            assert!(verify_inclusion(leaf, index, size, &proof, leaf_hash(b"other")).is_err());
            for other in (0..size).filter(|other| *other != index) {
                assert!(
                    verify_inclusion(leaf, other, size, &proof, root_hash).is_err(),
                    "{index} is not {other}"
                );
            }
            for at in 0..proof.len() {
                let mut altered = proof.clone();
                altered[at] = leaf_hash(b"altered");
                assert_eq!(
                    verify_inclusion(leaf, index, size, &altered, root_hash),
                    Err(ProofError::RootDiffers)
                );
                altered.remove(at);
                assert!(verify_inclusion(leaf, index, size, &altered, root_hash).is_err());
            }
            let longer = [&proof[..], &[leaf]].concat();
            assert!(verify_inclusion(leaf, index, size, &longer, root_hash).is_err());
        }
        assert!(matches!(inclusion(size, size, &log.node()), Err(ProofError::BeyondTheEnd { .. })));
    }
}

#[test]
fn every_consistency_proof_of_every_small_tree_holds_and_no_altered_one_does() {
    let log = Log::of(34);
    let roots: Vec<Hash> = (0..=34).map(|size| plain_root(&log.leaves[..size])).collect();
    let other = leaf_hash(b"other");
    for newer in 0..=34u64 {
        for older in 0..=newer {
            let (old_root, new_root) = (roots[older as usize], roots[newer as usize]);
            let proof = consistency(older, newer, &log.node()).unwrap();
            assert_eq!(
                verify_consistency(older, old_root, newer, new_root, &proof),
                Ok(()),
                "{older} to {newer}"
            );
            assert!(verify_consistency(older, other, newer, new_root, &proof).is_err());
            if older > 0 {
                assert!(verify_consistency(older, old_root, newer, other, &proof).is_err());
            }
            for at in 0..proof.len() {
                let mut altered = proof.clone();
                altered[at] = other;
                assert!(verify_consistency(older, old_root, newer, new_root, &altered).is_err());
                altered.remove(at);
                assert!(verify_consistency(older, old_root, newer, new_root, &altered).is_err());
            }
            let longer = [&proof[..], &[other]].concat();
            assert!(verify_consistency(older, old_root, newer, new_root, &longer).is_err());
        }
    }
    assert_eq!(consistency(3, 2, &log.node()), Err(ProofError::Shrunk { from: 3, to: 2 }));
}

#[test]
fn a_rewritten_log_cannot_prove_consistency() {
    let log = Log::of(20);
    let mut rewritten = Log::of(9);
    rewritten.append(leaf_hash(b"rewritten"));
    while rewritten.tree.size() < 27 {
        rewritten.append(leaf_hash(b"later"));
    }
    let proof = consistency(20, 27, &rewritten.node()).unwrap();
    let verdict = verify_consistency(20, log.tree.root(), 27, rewritten.tree.root(), &proof);
    assert_eq!(verdict, Err(ProofError::RootDiffers));
}

#[test]
fn a_missing_node_is_an_error_and_not_another_root() {
    let log = Log::of(6);
    let without = |id: NodeId| log.node()(id).filter(|_| id != NodeId { level: 1, index: 2 });
    assert_eq!(root(6, &without), Err(ProofError::NodeMissing { level: 1, index: 2 }));
    assert!(Tree::resume(6, &without).is_err());
}

#[test]
fn sizes_that_nobody_reaches_do_no_harm() {
    let leaf = leaf_hash(b"leaf");
    assert!(verify_inclusion(leaf, u64::MAX - 1, u64::MAX, &[], leaf).is_err());
    assert!(verify_inclusion(leaf, 0, u64::MAX, &[leaf; 64], leaf).is_err());
    assert!(verify_consistency(u64::MAX - 1, leaf, u64::MAX, leaf, &[leaf; 65]).is_err());
    assert!(verify_consistency(1, leaf, u64::MAX, leaf, &[]).is_err());
}

proptest! {
    #[test]
    fn a_resumed_tree_goes_on_as_if_nothing_had_happened(first in 0u64..700, more in 0u64..60) {
        let mut log = Log::of(first);
        let mut resumed = Tree::resume(first, &log.node()).unwrap();
        prop_assert_eq!(&resumed, &log.tree);
        for number in 0..more {
            let leaf = leaf_hash(&number.to_le_bytes());
            resumed.append(leaf);
            log.append(leaf);
        }
        prop_assert_eq!(resumed.root(), plain_root(&log.leaves));
    }

    #[test]
    fn the_announced_nodes_are_all_that_a_proof_needs(a in 0u64..900, b in 1u64..900) {
        let (index, size) = (a.min(b - 1), b);
        let log = Log::of(size);
        let read: HashMap<NodeId, Hash> =
            needed_for_inclusion(index, size).unwrap().into_iter().map(|id| (id, log.nodes[&id])).collect();
        let proof = inclusion(index, size, &|id| read.get(&id).copied()).unwrap();
        prop_assert!(verify_inclusion(log.leaves[index as usize], index, size, &proof, log.tree.root()).is_ok());
        let read: HashMap<NodeId, Hash> =
            needed_for_consistency(index, size).unwrap().into_iter().map(|id| (id, log.nodes[&id])).collect();
        prop_assert!(consistency(index, size, &|id| read.get(&id).copied()).is_ok());
    }
}
