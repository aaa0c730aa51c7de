//! Two authorities that never connect: acts, receipts and a recall over removable media, on both stores.

use comity::desk::{DeskError, Viewer, carrying};
use comity::node::{NewAct, Node};
use exchange::{ActKind, CaseId, Handling, Marks, Officer, Onward, Stage, cbor};
use store::{DeliveryState, Direction};

use crate::pair::{Desk, accredit, stores};

fn said(to: &Node, text: &str) -> NewAct {
    NewAct {
        recipients: vec![to.authority().clone()],
        case: CaseId::new([3; 16]),
        kind: ActKind::new("test-note").unwrap(),
        follows: Vec::new(),
        by: Officer::new("anna", "Anna").unwrap(),
        approved_by: None,
        purpose: "testing".to_owned(),
        legal_basis: "none".to_owned(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: Marks::default(),
        expires_at: None,
        body: cbor::to_canonical(&text).unwrap(),
    }
}

async fn out(from: &Node, to: &Node) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    let mut keep = |_: &str, bytes: &[u8]| {
        files.push(bytes.to_vec());
        Ok::<(), DeskError>(())
    };
    carrying::out(from, &Viewer::console(), to.authority().as_str(), &mut keep).await.unwrap();
    files
}

async fn story([one, two]: [String; 2]) {
    let (ee, de) = (Desk::create_on("ee.justice", 1, one).await, Desk::create_on("de.bfj", 2, two).await);
    let (ee, de) = (&ee.node, &de.node);
    accredit(ee, de).await;
    accredit(de, ee).await;
    let mut acts = Vec::new();
    for number in 0..60 {
        acts.push(ee.send(said(de, &format!("number {number}"))).await.unwrap());
    }
    let there = out(ee, de).await;
    let viewer = Viewer::console();
    let taken = carrying::take_in(de, &viewer, there[0].clone()).await.unwrap();
    assert_eq!((taken.stored, taken.known, taken.receipts), (60, 0, 0), "{taken:?}");
    assert!(taken.refused.is_empty() && taken.unproven.is_empty(), "{taken:?}");
    // Twice is once.
    let again = carrying::take_in(de, &viewer, there[0].clone()).await.unwrap();
    assert_eq!((again.stored, again.known), (0, 60), "{again:?}");
    // Carrying out again carries the same, until receipts come back.
    assert_eq!(carrying::take_in(de, &viewer, out(ee, de).await.remove(0)).await.unwrap().known, 60);
    let back = out(de, ee).await;
    let taken = carrying::take_in(ee, &viewer, back[0].clone()).await.unwrap();
    assert_eq!(taken.receipts, 60, "{taken:?}");
    assert_eq!(carrying::take_in(ee, &viewer, back[0].clone()).await.unwrap().receipts, 0);
    for act in &acts {
        let (deliveries, receipts) = ee
            .store()
            .read("look", |tx| {
                Box::pin(async move { Ok((tx.deliveries_of(act).await?, tx.receipts_of(act).await?)) })
            })
            .await
            .unwrap();
        assert_eq!(deliveries[0].state, DeliveryState::Delivered);
        assert!(
            receipts.iter().any(|got| got.direction == Direction::Incoming && got.stage == Stage::Stored)
        );
    }
    // Nothing waits any more, and the file says so.
    let mut names = 0;
    let mut keep = |_: &str, _: &[u8]| {
        names += 1;
        Ok::<(), DeskError>(())
    };
    let made = carrying::out(ee, &viewer, "de.bfj", &mut keep).await.unwrap();
    assert_eq!((made.len(), made[0].envelopes, names), (1, 0, 1));
    // What was altered, or is for somebody else, is refused as a whole.
    let mut altered = there[0].clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    assert!(carrying::take_in(de, &viewer, altered).await.is_err());
    assert!(carrying::take_in(ee, &viewer, there[0].clone()).await.is_err(), "our own file");
    let report = comity::desk::ledger_view::verify(ee, &viewer).await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_carried_out_and_in_is_receipted_on_sqlite() {
    story(["sqlite:comity.sqlite".to_owned(), "sqlite:comity.sqlite".to_owned()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_carried_out_and_in_is_receipted_on_postgresql() {
    if let Some(stores) = stores("carry") {
        story(stores).await;
    }
}
