//! Partners that are down, and disks that are full.

use comity::node::NodeError;
use exchange::Culprit;
use store::{DeliveryState, StoreError};

use crate::nodes::{World, delivery, has, ledger_size, note, start, until, until_delivered};

#[tokio::test]
async fn delivery_waits_for_a_partner_that_is_down() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let a = start(&a).await;
    let act = a.node().send(note(&b, "are you there?")).await.unwrap();
    until("the cause is told", async || delivery(a.node(), act).await.failure.is_some()).await;
    let waiting = delivery(a.node(), act).await;
    assert_eq!(waiting.state, DeliveryState::Waiting);
    assert!(waiting.next_attempt_at.is_some());
    let failure = waiting.failure.unwrap();
    assert_eq!(failure.culprit, Culprit::Passing);
    assert!(failure.text.starts_with("cannot connect to 127.0.0.1:"), "{}", failure.text);
    let others = [
        a.node().send(note(&b, "a second")).await.unwrap(),
        a.node().send(note(&b, "a third")).await.unwrap(),
    ];
    let b = start(&b).await;
    for act in [act, others[0], others[1]] {
        until_delivered(a.node(), act).await;
        assert!(has(b.node(), act).await);
    }
    a.stop().await;
    b.stop().await;
}

#[tokio::test]
async fn what_waits_survives_restarts_of_both_sides() {
    let world = World::new();
    let ((place_a, a), (place_b, b)) = world.pair().await;
    let act = a.send(note(&b, "across restarts")).await.unwrap();
    a.store().close().await;
    b.store().close().await;
    let (a, b) = (start(&place_a.open().await).await, start(&place_b.open().await).await);
    until_delivered(a.node(), act).await;
    assert!(has(b.node(), act).await);
    a.stop().await;
    b.stop().await;
    let a = place_a.open().await;
    assert_eq!(delivery(&a, act).await.state, DeliveryState::Delivered);
}

#[tokio::test]
async fn a_full_disk_at_the_receiver_delays_and_loses_nothing() {
    let world = World::new();
    let ((_, a), (place_b, b)) = world.pair().await;
    b.store().close().await;
    // SQLite takes a limit below the file's size for the file's size: no page more.
    let full = place_b.open_with(Some(1)).await.unwrap();
    let size = ledger_size(&full).await;
    let acts = {
        let mut acts = Vec::new();
        for number in 0..40 {
            acts.push(a.send(note(&full, &"long ".repeat(2_000 + number))).await.unwrap());
        }
        acts
    };
    let (a, full) = (start(&a).await, start(&full).await);
    until("the partner is full", async || {
        let failure = delivery(a.node(), acts[39]).await.failure;
        failure
            .is_some_and(|failure| failure.culprit == Culprit::Passing && failure.text.contains("store full"))
    })
    .await;
    assert_eq!(ledger_size(full.node()).await, size, "no half act");
    full.stop().await;
    let b = start(&place_b.open().await).await;
    for act in &acts {
        until_delivered(a.node(), *act).await;
        assert!(has(b.node(), *act).await);
    }
    a.stop().await;
    b.stop().await;
}

#[tokio::test]
async fn a_full_disk_at_the_sender_is_told_and_keeps_no_half_act() {
    let world = World::new();
    let ((place_a, a), (_, b)) = world.pair().await;
    a.store().close().await;
    let full = place_a.open_with(Some(1)).await.unwrap();
    comity::peer::fence::ask_once(&full).await.unwrap();
    let size = ledger_size(&full).await;
    let refused = full.send(note(&b, &"long ".repeat(20_000))).await;
    assert!(matches!(&refused, Err(NodeError::Store(StoreError::Full { .. }))), "{refused:?}");
    assert_eq!(ledger_size(&full).await, size);
    full.store().close().await;
    let a = start(&place_a.open().await).await;
    let b = start(&b).await;
    let act = a.node().send(note(b.node(), &"long ".repeat(20_000))).await.unwrap();
    until_delivered(a.node(), act).await;
    a.stop().await;
    b.stop().await;
}
