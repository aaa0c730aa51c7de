//! What a node makes of envelopes that come twice, altered, misdirected, out of order or in contradiction.

use comity::peer::incoming::acknowledge;
use comity::peer::wire::Reason;
use exchange::{Act, Handling, Officer, Onward, Place, Recipients, SignedAck, Unsigned};

use crate::nodes::{World, has, introduce, ledger_size, note, post, receipted, refused, start, wire_of};

#[tokio::test]
async fn an_envelope_that_comes_again_gets_the_same_receipt_and_no_effect() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let act = a.send(note(&b, "once")).await.unwrap();
    let wire = wire_of(&a, &b, 1).await;
    let b = start(&b).await;
    let first = post(&a, &b, std::slice::from_ref(&wire)).await;
    let size = ledger_size(b.node()).await;
    let again = post(&a, &b, std::slice::from_ref(&wire)).await;
    assert_eq!(receipted(&first), [act]);
    assert_eq!(first.receipts, again.receipts, "the receipt of then");
    assert_eq!(ledger_size(b.node()).await, size, "nothing was entered twice");
    // Twice in one batch: stored once; the second asks to come again and then gets the receipt.
    a.send(note(b.node(), "twice at once")).await.unwrap();
    let wire = wire_of(&a, b.node(), 2).await;
    let both = post(&a, &b, &[wire.clone(), wire.clone()]).await;
    assert_eq!(receipted(&both).len(), 1);
    assert_eq!(refused(&both), [(1, Reason::Overloaded)]);
    assert_eq!(receipted(&post(&a, &b, &[wire]).await), receipted(&both));
    b.stop().await;
}

#[tokio::test]
async fn one_changed_bit_is_refused_and_leaves_nothing() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let act = a.send(note(&b, "whole")).await.unwrap();
    let wire = wire_of(&a, &b, 1).await;
    let b = start(&b).await;
    let size = ledger_size(b.node()).await;
    let step = wire.len() / 40;
    let altered: Vec<Vec<u8>> = (0..40)
        .map(|number| {
            let mut wire = wire.clone();
            wire[number * step] ^= 1 << (number % 8);
            wire
        })
        .collect();
    let answers = post(&a, &b, &altered).await;
    assert!(answers.receipts.is_empty());
    assert_eq!(answers.refused.len(), altered.len());
    assert!(refused(&answers).iter().all(|(_, reason)| !reason.passes()), "{:?}", refused(&answers));
    assert_eq!(ledger_size(b.node()).await, size);
    assert!(!has(b.node(), act).await);
    // A bad envelope does not keep a good one of the same batch.
    let mixed = post(&a, &b, &[altered[20].clone(), wire]).await;
    assert_eq!((receipted(&mixed), mixed.refused.len()), (vec![act], 1));
    b.stop().await;
}

#[tokio::test]
async fn an_envelope_for_another_or_by_another_is_refused() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let (_, c) = world.node("ru.genproc").await;
    introduce(&a, &c).await;
    introduce(&b, &c).await;
    a.send(note(&b, "for b")).await.unwrap();
    a.send(note(&c, "for c")).await.unwrap();
    let (for_b, for_c) = (wire_of(&a, &b, 1).await, wire_of(&a, &c, 1).await);
    let b = start(&b).await;
    assert_eq!(refused(&post(&a, &b, &[for_c]).await), [(0, Reason::WrongRecipient)]);
    // C holds the connection and passes on what A sealed.
    assert_eq!(refused(&post(&c, &b, &[for_b]).await), [(0, Reason::WrongSender)]);
    b.stop().await;
}

#[tokio::test]
async fn order_does_not_matter_and_the_acknowledgement_shows_gaps() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let mut wires = Vec::new();
    for sequence in 1..=5 {
        a.send(note(&b, &format!("number {sequence}"))).await.unwrap();
        wires.push(wire_of(&a, &b, sequence).await);
    }
    let b = start(&b).await;
    let ranges = async || {
        let ack = SignedAck::parse(&acknowledge(b.node(), a.authority()).await.unwrap()).unwrap();
        ack.verify(&b.node().own_keys(), a.authority()).unwrap().ranges.to_string()
    };
    assert_eq!(receipted(&post(&a, &b, &[wires[4].clone(), wires[1].clone()]).await).len(), 2);
    assert_eq!(ranges().await, "2,5");
    assert_eq!(
        receipted(&post(&a, &b, &[wires[3].clone(), wires[0].clone(), wires[2].clone()]).await).len(),
        3
    );
    assert_eq!(ranges().await, "1-5");
    b.stop().await;
}

#[tokio::test]
async fn two_histories_are_refused_and_kept_as_evidence() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    a.send(note(&b, "the first history")).await.unwrap();
    let first = wire_of(&a, &b, 1).await;
    let other = second_history(&a, &b);
    let b = start(&b).await;
    assert_eq!(receipted(&post(&a, &b, &[first]).await).len(), 1);
    let size = ledger_size(b.node()).await;
    assert_eq!(refused(&post(&a, &b, &[other]).await), [(0, Reason::Conflict)]);
    let sender = a.authority();
    let kept = b
        .node()
        .store()
        .read("conflicts", |tx| Box::pin(async move { tx.conflicts_of(sender).await }))
        .await
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(ledger_size(b.node()).await, size + 1, "the contradiction is entered");
    b.stop().await;
}

/// Another envelope for the first place, signed by the same keys.
fn second_history(a: &comity::node::Node, b: &comity::node::Node) -> Vec<u8> {
    let new = note(b, "the second history");
    let act = Act {
        author: a.authority().clone(),
        recipients: Recipients::one(b.authority().clone()),
        case: new.case,
        kind: new.kind,
        follows: Vec::new(),
        made_at: a.now(),
        by: Officer::new("anna", "Anna").unwrap(),
        approved_by: None,
        purpose: new.purpose,
        legal_basis: new.legal_basis,
        handling: Handling::H0,
        onward: Onward::None,
        marks: exchange::Marks::default(),
        expires_at: None,
        body: new.body,
    };
    let place = Place { epoch: 1, sequence: 1, previous: None };
    let signed =
        Unsigned::new(act, b.authority().clone(), place).unwrap().sign(&a.signing().unwrap()).unwrap();
    let keys = b.own_keys();
    signed.seal(&keys, &mut a.rng()).unwrap().into_bytes()
}
