//! The ledger: indices, roots, proofs and checkpoints agree with the crate that computes them.

use ::ledger::{Entry, EntryKind, Salt, Tree, verify_consistency, verify_inclusion};
use proptest::prelude::*;
use store::{Appended, CheckpointRecord, LeafFilter, Limits, ListBy, NewLeaf, Store, StoreError};

use crate::engines::{Fresh, at, digest, on_both, on_both_fresh, tx};

pub(crate) fn leaf(number: u64) -> NewLeaf {
    NewLeaf {
        entry: Entry {
            kind: if number.is_multiple_of(2) { EntryKind::Sent } else { EntryKind::Received },
            digest: digest(number),
            at_us: at(i64::try_from(number).unwrap()).as_microsecond(),
        },
        salt: Salt::new(digest(number + 1_000_000)),
        reference: Some(digest(number / 10)),
        detail: format!("Request {number}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leaves_are_appended_proven_and_listed() {
    on_both(async |store: Store| {
        let leaves = &(0..150).map(leaf).collect::<Vec<_>>();
        let mut tree = Tree::new();
        assert_eq!(tx!(store, tx => tx.ledger_head().await).unwrap().root, tree.root());
        for range in [0..1, 1..3, 3..3, 3..140, 140..150] {
            let part = &leaves[range.clone()];
            let Appended { indices, head, nodes } = tx!(store, tx => tx.append_leaves(part).await).unwrap();
            for leaf in part {
                tree.append(leaf.entry.leaf(&leaf.salt));
            }
            for (index, leaf) in indices.iter().zip(part) {
                let proof = ::ledger::inclusion(*index, head.size, &|id| nodes.get(&id).copied()).unwrap();
                verify_inclusion(leaf.entry.leaf(&leaf.salt), *index, head.size, &proof, head.root).unwrap();
            }
            assert_eq!(indices, range.map(|index| index as u64).collect::<Vec<_>>());
            assert_eq!((head.size, head.root), (tree.size(), tree.root()));
        }
        let head = store.read("head", |tx| Box::pin(tx.ledger_head())).await.unwrap();
        assert_eq!((head.size, head.root), (150, tree.root()));
        for index in [0, 1, 77, 148, 149] {
            let proof = tx!(store, tx => tx.inclusion(index, 150).await).unwrap();
            let kept = tx!(store, tx => tx.leaf(index).await).unwrap().unwrap();
            assert_eq!(kept.leaf, kept.entry.leaf(&kept.salt));
            assert_eq!(kept.entry, leaves[usize::try_from(index).unwrap()].entry);
            verify_inclusion(kept.leaf, index, 150, &proof, head.root).unwrap();
        }
        assert!(matches!(tx!(store, tx => tx.inclusion(150, 150).await), Err(StoreError::NotFound { .. })));
        let older = tx!(store, tx => tx.ledger_nodes(&::ledger::needed_for_root(100)).await).unwrap();
        let older = ::ledger::root(100, &|id| older.get(&id).copied()).unwrap();
        let proof = tx!(store, tx => tx.consistency(100, 150).await).unwrap();
        verify_consistency(100, older, 150, head.root, &proof).unwrap();

        let page = tx!(store, tx => tx.leaves_from(148, 10).await).unwrap();
        assert_eq!(page.iter().map(|leaf| leaf.index).collect::<Vec<_>>(), [148, 149]);
        let (sent, newest) = (
            &LeafFilter { kind: Some(EntryKind::Sent), ..LeafFilter::default() },
            &ListBy { descending: true, limit: 2, ..ListBy::default() },
        );
        let listing = tx!(store, tx => tx.leaves(sent, newest).await).unwrap();
        assert_eq!((listing.total, listing.rows[0].index, listing.rows[1].index), (75, 148, 146));
        let of_act = &LeafFilter { reference: Some(digest(3)), ..LeafFilter::default() };
        assert_eq!(tx!(store, tx => tx.leaves(of_act, newest).await).unwrap().total, 10);
        let with_digest = &LeafFilter { digest: Some(digest(42)), ..LeafFilter::default() };
        assert_eq!(tx!(store, tx => tx.leaves(with_digest, newest).await).unwrap().rows[0].index, 42);
        let (all, words) =
            (&LeafFilter::default(), &ListBy { words: "REQUEST 42".to_owned(), ..ListBy::default() });
        assert_eq!(tx!(store, tx => tx.leaves(all, words).await).unwrap().total, 2, "42 and 142");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn checkpoints_are_kept_and_never_contradict() {
    on_both(async |store: Store| {
        let leaves = &(0..3).map(leaf).collect::<Vec<_>>();
        let head = tx!(store, tx => tx.append_leaves(leaves).await).unwrap().head;
        let checkpoint = &CheckpointRecord { size: 3, root: head.root, note: b"note".to_vec(), at: at(0) };
        assert_eq!(tx!(store, tx => tx.latest_checkpoint().await).unwrap(), None);
        tx!(store, tx => tx.add_checkpoint(checkpoint).await).unwrap();
        tx!(store, tx => tx.add_checkpoint(checkpoint).await).unwrap();
        let other = &CheckpointRecord { root: ::ledger::Hash::new([1; 32]), ..checkpoint.clone() };
        let other = tx!(store, tx => tx.add_checkpoint(other).await);
        assert!(matches!(other, Err(StoreError::Conflict { what: "checkpoint" })), "{other:?}");
        assert_eq!(tx!(store, tx => tx.latest_checkpoint().await).unwrap().as_ref(), Some(checkpoint));
        assert_eq!(tx!(store, tx => tx.checkpoint_over(2).await).unwrap().as_ref(), Some(checkpoint));
        assert_eq!(tx!(store, tx => tx.checkpoint_over(3).await).unwrap(), None);
        assert_eq!(tx!(store, tx => tx.checkpoints_after(0, 9).await).unwrap().len(), 1);
        assert_eq!(tx!(store, tx => tx.checkpoints_after(3, 9).await).unwrap().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_never_share_an_index() {
    on_both_fresh(async |fresh: &Fresh| {
        // Two processes with four writers each.
        let limits = Limits { connections: 6, ..Limits::default() };
        let stores = [fresh.open(limits).await, fresh.open(limits).await];
        let writers: Vec<_> = (0..8_u64)
            .map(|writer| {
                let store = stores[usize::from(writer >= 4)].clone();
                tokio::spawn(async move {
                    let mut taken = Vec::new();
                    for round in 0..10 {
                        let leaves = &[leaf(writer * 100 + round * 2), leaf(writer * 100 + round * 2 + 1)];
                        taken.extend(tx!(store, tx => tx.append_leaves(leaves).await).unwrap().indices);
                    }
                    taken
                })
            })
            .collect();
        let mut indices = Vec::new();
        for writer in writers {
            indices.extend(writer.await.unwrap());
        }
        indices.sort_unstable();
        assert_eq!(indices, (0..160).collect::<Vec<u64>>());
        let kept = tx!(stores[0], tx => tx.leaves_from(0, 1_000).await).unwrap();
        let mut tree = Tree::new();
        for leaf in &kept {
            tree.append(leaf.leaf);
        }
        let head = tx!(stores[1], tx => tx.ledger_head().await).unwrap();
        assert_eq!((head.size, head.root), (160, tree.root()));
        for store in stores {
            store.close().await;
        }
    })
    .await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// However the leaves are cut into transactions, and whichever of these fail, the tree is that of the kept leaves.
    #[test]
    fn any_cut_gives_the_same_tree(cuts in proptest::collection::vec((0_u64..40, any::<bool>()), 1..8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let fresh = Fresh::sqlite();
            let store = fresh.open(Limits::default()).await;
            let mut tree = Tree::new();
            let mut number = 0;
            for (count, fails) in cuts {
                let leaves = &(number..number + count).map(leaf).collect::<Vec<_>>();
                number += count;
                let result = tx!(store, tx => {
                    tx.append_leaves(leaves).await?;
                    if fails { Err(StoreError::Conflict { what: "test" }) } else { Ok(()) }
                });
                assert_eq!(result.is_err(), fails);
                if !fails {
                    for leaf in leaves {
                        tree.append(leaf.entry.leaf(&leaf.salt));
                    }
                }
                let head = tx!(store, tx => tx.ledger_head().await).unwrap();
                assert_eq!((head.size, head.root), (tree.size(), tree.root()));
            }
            store.close().await;
        });
    }
}
