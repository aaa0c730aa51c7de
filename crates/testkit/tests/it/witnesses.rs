//! Partners as witnesses: what they cosign, what they find, and a node whose database was restored.

use comity::node::{Node, NodeError};
use comity::peer::{keeping, tiles};
use comity::running::Running;
use exchange::witness::cosigned;
use exchange::{ActId, SignedCheckpoint};
use store::{AlarmRecord, ListBy};

use crate::nodes::{Place, World, delivery, has, note, start, until, until_delivered};

async fn alarms(node: &Node) -> Vec<AlarmRecord> {
    let by = &ListBy::default();
    node.store().read("alarms", |tx| Box::pin(async move { tx.alarms(false, by).await })).await.unwrap().rows
}

async fn epoch(node: &Node) -> u64 {
    node.store().read("node", |tx| Box::pin(async move { tx.node().await })).await.unwrap().unwrap().epoch
}

async fn newest(node: &Node) -> SignedCheckpoint {
    let bytes = tiles::read(node, "checkpoint").await.unwrap().unwrap();
    SignedCheckpoint::parse(&bytes).unwrap()
}

fn save(place: &Place) -> Vec<(String, Vec<u8>)> {
    let names = ["comity.sqlite", "comity.sqlite-wal", "comity.sqlite-shm"];
    let read = |name: &str| std::fs::read(place.dir.join(name)).ok().map(|bytes| (name.to_owned(), bytes));
    names.into_iter().filter_map(read).collect()
}

fn restore(place: &Place, saved: &[(String, Vec<u8>)]) {
    for name in ["comity.sqlite", "comity.sqlite-wal", "comity.sqlite-shm"] {
        let _ = std::fs::remove_file(place.dir.join(name));
    }
    for (name, bytes) in saved {
        std::fs::write(place.dir.join(name), bytes).unwrap();
    }
}

/// Two partners that run, the first one's place and a backup of it, and an act delivered since, which the backup does not have.
async fn after_a_backup(world: &World) -> (Place, Vec<(String, Vec<u8>)>, Running, Running, ActId) {
    let ((place, a), (_, b)) = world.pair().await;
    a.store().close().await;
    let backup = save(&place);
    let b = start(&b).await;
    let a = start(&place.open().await).await;
    let act = a.node().send(note(b.node(), "after the backup")).await.unwrap();
    until_delivered(a.node(), act).await;
    (place, backup, a, b, act)
}

#[tokio::test(flavor = "multi_thread")]
async fn partners_cosign_each_others_checkpoints() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let (a, b) = (start(&a).await, start(&b).await);
    let act = a.node().send(note(b.node(), "one")).await.unwrap();
    until_delivered(a.node(), act).await;
    a.node().speak_to_partners();
    until("the newest checkpoint is cosigned", async || {
        a.node().speak_to_partners();
        cosigned(&newest(a.node()).await, &b.node().own_keys()).is_some()
    })
    .await;
    // The tiles give the root that was cosigned.
    let checkpoint = newest(a.node()).await;
    let size = checkpoint.claimed().size;
    let mut tree = ledger::Tree::new();
    for tile in
        tiles::Tile::all(size).into_iter().filter(|tile| matches!(tile, tiles::Tile::Hashes { level: 0, .. }))
    {
        let bytes = tiles::read(a.node(), &tile.path()).await.unwrap().unwrap();
        for hash in bytes.as_chunks::<32>().0 {
            tree.append(ledger::Hash::new(*hash));
        }
    }
    assert_eq!((tree.size(), tree.root()), (size, checkpoint.claimed().root));
    let entries =
        tiles::read(a.node(), &tiles::Tile::Entries { index: 0, width: size }.path()).await.unwrap();
    let first = ledger::leaf_hash(&entries.unwrap()[2..34]);
    let leaves = a.node().store().read("leaf", |tx| Box::pin(async move { tx.leaf(0).await })).await.unwrap();
    assert_eq!(first, leaves.unwrap().leaf);
    assert!(alarms(a.node()).await.is_empty() && alarms(b.node()).await.is_empty());
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_opens_a_new_epoch_before_it_signs() {
    let world = World::new();
    let (place_a, backup, a, b, lost) = after_a_backup(&world).await;
    until("the ledger is cosigned", async || {
        a.node().speak_to_partners();
        cosigned(&newest(a.node()).await, &b.node().own_keys()).is_some()
    })
    .await;
    a.stop().await;
    restore(&place_a, &backup);

    let restored = place_a.open().await;
    let refused = restored.send(note(b.node(), "too early")).await;
    assert!(
        matches!(refused, Err(NodeError::Fenced)),
        "nothing is signed before a witness is heard: {refused:?}"
    );
    let a = start(&restored).await;
    assert_eq!(epoch(a.node()).await, 2);
    assert!(
        alarms(a.node())
            .await
            .iter()
            .any(|alarm| alarm.kind == "rewound" && alarm.authority == *a.node().authority())
    );
    assert!(newest(a.node()).await.claimed().origin.as_str().ends_with("/2"));
    // It goes on, in the new epoch; what was lost is still at the partner; the partner is told.
    let act = a.node().send(note(b.node(), "in the new epoch")).await.unwrap();
    until_delivered(a.node(), act).await;
    assert!(has(b.node(), lost).await && has(b.node(), act).await);
    until("the witness says that a new ledger began", async || {
        a.node().speak_to_partners();
        alarms(b.node()).await.iter().any(|alarm| alarm.kind == "new-epoch")
    })
    .await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_before_a_restore_goes_in_the_new_epoch() {
    let world = World::new();
    let ((place_a, a), (place_b, b)) = world.pair().await;
    let waits = a.send(note(&b, "waiting since before the backup")).await.unwrap();
    a.store().close().await;
    let backup = save(&place_a);
    let (a, b) = (start(&place_a.open().await).await, start(&b).await);
    until_delivered(a.node(), waits).await;
    let more = a.node().send(note(b.node(), "after the backup")).await.unwrap();
    until_delivered(a.node(), more).await;
    a.stop().await;
    restore(&place_a, &backup);
    let a = start(&place_a.open().await).await;
    assert_eq!(epoch(a.node()).await, 2);
    until("it is delivered again", async || {
        delivery(a.node(), waits).await.key.epoch == 2
            && delivery(a.node(), waits).await.state == store::DeliveryState::Delivered
    })
    .await;
    a.stop().await;
    b.stop().await;
    drop(place_b);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_refused_as_a_conflict_goes_on_in_a_new_epoch() {
    let world = World::new();
    let (place_a, backup, a, b, lost) = after_a_backup(&world).await;
    a.stop().await;
    // As if no witness had been reached at the start: it signs another envelope for the place that is taken.
    restore(&place_a, &backup);
    let restored = place_a.open().await;
    restored.skip_fence_as_a_liar_would();
    let act = restored.send(note(b.node(), "in a place that is taken")).await.unwrap();
    assert_eq!((epoch(&restored).await, delivery(&restored, act).await.key.sequence), (1, 1));
    let a = start(&restored).await;
    until("the act goes again in a new epoch", async || {
        let delivery = delivery(a.node(), act).await;
        delivery.key.epoch == 2 && delivery.state == store::DeliveryState::Delivered
    })
    .await;
    assert!(has(b.node(), lost).await && has(b.node(), act).await);
    assert!(alarms(a.node()).await.iter().any(|alarm| alarm.kind == "rewound"));
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rewound_partner_receipted_goes_again_though_the_sender_was_rewound_too() {
    let world = World::new();
    let ((place_a, a), (place_b, b)) = world.pair().await;
    let (_, c) = world.node("fi.witness").await;
    crate::nodes::introduce(&a, &c).await;
    crate::nodes::introduce(&c, &a).await;
    a.store().close().await;
    b.store().close().await;
    let backup_b = save(&place_b);
    let c = start(&c).await;
    let (a, b) = (start(&place_a.open().await).await, start(&place_b.open().await).await);
    let act = a.node().send(note(b.node(), "receipted")).await.unwrap();
    until_delivered(a.node(), act).await;
    a.stop().await;
    let backup_a = save(&place_a);
    let a = start(&place_a.open().await).await;
    let more = a.node().send(note(c.node(), "what the backup does not have")).await.unwrap();
    until_delivered(a.node(), more).await;
    a.stop().await;
    b.stop().await;
    // Both lose their memory. The sender has the receipt, opens a new epoch, and asks for acknowledgements of that one alone.
    restore(&place_a, &backup_a);
    restore(&place_b, &backup_b);
    let a = start(&place_a.open().await).await;
    until("the sender goes on in a new epoch", async || epoch(a.node()).await == 2).await;
    let b = start(&place_b.open().await).await;
    assert!(!has(b.node(), act).await);
    until("the act is there again", async || {
        a.node().speak_to_partners();
        b.node().speak_to_partners();
        has(b.node(), act).await
    })
    .await;
    a.stop().await;
    b.stop().await;
    c.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_with_two_histories_is_found_and_proven() {
    let world = World::new();
    let (place_a, backup, a, b, _) = after_a_backup(&world).await;
    until("the one history is cosigned", async || {
        a.node().speak_to_partners();
        let newest = newest(a.node()).await;
        newest.claimed().size >= 4 && cosigned(&newest, &b.node().own_keys()).is_some()
    })
    .await;
    a.stop().await;
    // A dishonest node takes its database back and skips the fence.
    restore(&place_a, &backup);
    let liar = place_a.open().await;
    liar.skip_fence_as_a_liar_would();
    for _ in 0..4 {
        keeping::fillers(&liar, 3).await.unwrap();
    }
    let liar = start(&liar).await;
    until("the fork is found", async || {
        liar.node().skip_fence_as_a_liar_would();
        liar.node().speak_to_partners();
        b.node().speak_to_partners();
        alarms(b.node())
            .await
            .iter()
            .any(|alarm| alarm.kind == "fork" && alarm.authority == *liar.node().authority())
    })
    .await;
    // The proof is two notes that the liar signed.
    let alarm = alarms(b.node()).await.into_iter().find(|alarm| alarm.kind == "fork").unwrap();
    let text = String::from_utf8(alarm.proof).unwrap();
    let keys = liar.node().own_keys();
    let notes: Vec<_> = text.split("\n\ncomity/").collect();
    assert_eq!(notes.len(), 2, "{text}");
    let second = format!("comity/{}", notes[1]);
    SignedCheckpoint::parse(second.as_bytes()).unwrap().verify(&keys).unwrap();
    liar.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_receipt_is_an_entry_of_the_ledger_and_is_settled_later() {
    let world = World::new();
    let (mut place, b) = (world.node("ee.justice").await, world.node("de.bfj").await);
    place.0.config.exchange.overdue_hours = 0;
    crate::nodes::introduce(&place.1, &b.1).await;
    crate::nodes::introduce(&b.1, &place.1).await;
    place.1.store().close().await;
    let a = place.0.open().await;
    comity::peer::fence::ask_once(&a).await.unwrap();
    let act = a.send(note(&b.1, "unanswered")).await.unwrap();
    assert_eq!(keeping::overdue(&a).await.unwrap(), 1);
    assert_eq!(keeping::overdue(&a).await.unwrap(), 0, "once");
    let listed = a.store().read("overdue", |tx| Box::pin(async move { tx.overdue(10).await })).await.unwrap();
    assert_eq!((listed[0].partner.as_str(), listed[0].act, listed[0].settled_at), ("de.bfj", act, None));
    let filter = store::LeafFilter { kind: Some(ledger::EntryKind::Overdue), ..store::LeafFilter::default() };
    let by = &ListBy::default();
    let lines =
        a.store().read("lines", |tx| Box::pin(async move { tx.leaves(&filter, by).await })).await.unwrap();
    let digest: [u8; 32] = <sha2::Sha256 as sha2::Digest>::digest(&listed[0].statement).into();
    assert_eq!((lines.rows.len(), lines.rows[0].entry.digest), (1, digest));
    let (a, b) = (start(&a).await, start(&b.1).await);
    until_delivered(a.node(), act).await;
    keeping::overdue(a.node()).await.unwrap();
    let listed =
        a.node().store().read("overdue", |tx| Box::pin(async move { tx.overdue(10).await })).await.unwrap();
    assert!(listed[0].settled_at.is_some());
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fillers_look_like_every_other_entry() {
    let world = World::new();
    let (_, node) = world.node("ee.justice").await;
    let before = newest(&node).await.claimed().size;
    keeping::fillers(&node, 3).await.unwrap();
    let after = newest(&node).await.claimed().size;
    assert_eq!(after, before + 3, "fillers are signed at once");
    // What is shown of a leaf is a salted commitment: 32 bytes, and nothing that tells kinds apart.
    let bytes =
        tiles::read(&node, &tiles::Tile::Entries { index: 0, width: after }.path()).await.unwrap().unwrap();
    assert_eq!(bytes.len() as u64, after * 34);
}
