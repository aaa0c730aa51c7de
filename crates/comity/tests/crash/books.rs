//! What both nodes hold, compared.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use comity::clock::Clock;
use comity::desk::ledger_view;
use comity::node::Node;
use exchange::{ActId, CaseId, Expected, Receipt, Stage};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use store::{ActRecord, DeliveryRecord, DeliveryState, Direction};

/// How long everything may take to arrive, in polls of 50 ms.
const POLLS: u32 = 1200;

/// Opens a node's folder beside the running process.
pub(crate) async fn open(dir: &Path) -> Node {
    Node::open(dir, Clock::System, ChaCha20Rng::seed_from_u64(1)).await.expect("the node opens after a crash")
}

async fn acts(node: &Node, case: CaseId) -> Vec<ActRecord> {
    node.store()
        .read("acts", |tx| Box::pin(async move { tx.acts_of(&case).await }))
        .await
        .expect("the acts are read")
}

async fn deliveries(node: &Node, act: ActId) -> Vec<DeliveryRecord> {
    node.store()
        .read("deliveries", |tx| Box::pin(async move { tx.deliveries_of(&act).await }))
        .await
        .expect("the deliveries are read")
}

/// Waits until every act of `cases` is delivered; otherwise gives one that is not.
pub(crate) async fn delivered(sender: &Node, cases: &[CaseId]) -> Result<(), DeliveryRecord> {
    for case in cases {
        for act in acts(sender, *case).await {
            let mut polls = 0;
            loop {
                let waiting = deliveries(sender, act.id)
                    .await
                    .into_iter()
                    .find(|delivery| delivery.state != DeliveryState::Delivered);
                match waiting {
                    None => break,
                    Some(delivery) if polls == POLLS => return Err(delivery),
                    Some(_) => polls += 1,
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    Ok(())
}

/// Both hold the same acts, each once, with a receipt that verifies; both channels and ledgers are whole.
pub(crate) async fn compare(sender: &Node, receiver: &Node, cases: &[CaseId], promised: &[ActId]) {
    let mut sent = BTreeSet::new();
    for case in cases {
        let ours = acts(sender, *case).await;
        let theirs = acts(receiver, *case).await;
        let ids = |records: &[ActRecord]| records.iter().map(|act| act.id).collect::<Vec<_>>();
        let once = ids(&ours).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(once.len(), ours.len(), "the sender holds an act twice");
        assert_eq!(once.len(), theirs.len(), "the receiver lost an act or holds one twice");
        assert_eq!(once, ids(&theirs).into_iter().collect(), "the two hold different acts");
        for act in &ours {
            let deliveries = deliveries(sender, act.id).await;
            assert_eq!(deliveries.len(), 1, "one envelope for one recipient");
            receipt_verifies(sender, receiver, act.id).await;
        }
        sent.extend(once);
    }
    for act in promised {
        assert!(sent.contains(act), "{act} was promised and is lost");
    }
    whole_channel(sender, receiver, sent.len()).await;
    for node in [sender, receiver] {
        let report = ledger_view::verify_ledger(node).await.expect("the ledger is read");
        assert!(report.holds(), "the ledger of {}: {:?}", node.authority(), report.problems);
    }
}

async fn receipt_verifies(sender: &Node, receiver: &Node, act: ActId) {
    let receipts = sender
        .store()
        .read("receipts", |tx| Box::pin(async move { tx.receipts_of(&act).await }))
        .await
        .expect("the receipts are read");
    let stored = receipts
        .iter()
        .filter(|receipt| receipt.direction == Direction::Incoming && receipt.stage == Stage::Stored)
        .collect::<Vec<_>>();
    assert_eq!(stored.len(), 1, "one receipt that {act} is stored");
    let receipt = Receipt::from_bytes(&stored[0].bytes).expect("the receipt reads");
    let expected = Expected { envelope: stored[0].envelope, act, by: receiver.authority().clone() };
    receipt.verify(&receiver.own_keys(), &expected).expect("the receipt verifies");
}

async fn whole_channel(sender: &Node, receiver: &Node, acts: usize) {
    let name = sender.authority().clone();
    let channel = receiver
        .store()
        .read("channel", |tx| {
            let name = name.clone();
            Box::pin(async move { tx.inbound(&name).await })
        })
        .await
        .expect("the channel is read");
    let ranges = channel.ranges().as_slice().to_vec();
    assert_eq!(ranges, [(1, acts as u64)], "the channel has a gap, or more or less than was sent");
}
