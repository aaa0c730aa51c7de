//! Why a message stands where it stands: its life is told alike at both ends, by act and by envelope, without what it says; what
//! failed says whose turn it is, why, and what is next.

use comity::desk::why::{self, Life, Side};
use comity::desk::{DeskError, Viewer};
use comity::node::{NewAct, Node};
use exchange::{ActId, ActKind, CaseId, Handling, Marks, Officer, Onward, cbor};
use law::act::{Body, Note};

use crate::commands::check;
use crate::pair::{Desk, Pair, accredit, eventually};

const SECRETS: [&str; 3] = ["seen in Narva", "a purpose of its own", "a basis of its own"];

fn note(to: &Node) -> NewAct {
    NewAct {
        recipients: vec![to.authority().clone()],
        case: CaseId::new([8; 16]),
        kind: ActKind::new("note").unwrap(),
        follows: Vec::new(),
        by: Officer::new("olga", "Olga").unwrap(),
        approved_by: None,
        purpose: SECRETS[1].to_owned(),
        legal_basis: SECRETS[2].to_owned(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: Marks::default(),
        expires_at: None,
        body: cbor::to_canonical(&Body::Note(Note { text: SECRETS[0].to_owned() })).unwrap(),
    }
}

async fn life(node: &Node, id: &str) -> Life {
    let life = why::life(node, &Viewer::console(), id).await.unwrap();
    let all = serde_json::to_string(&life).unwrap();
    assert!(SECRETS.iter().all(|secret| !all.contains(secret)), "{all}");
    life
}

/// Waits until the first envelope of an act is told to have failed.
async fn failed(node: &Node, act: ActId) -> why::FailedOrWaiting {
    let id = &act.to_string();
    eventually("it failed", || async move {
        life(node, id).await.open.into_iter().find(|open| !open.cause.is_empty())
    })
    .await
}

fn says(life: &Life, by: &str, what: &str) -> bool {
    life.happened.iter().any(|happened| happened.by == by && happened.what.contains(what))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_told_from_both_ends_without_its_content() {
    let Pair { ee, de } = Pair::start().await;
    let act = ee.node.send(note(&de.node)).await.unwrap();
    let (id, node) = (&act.to_string(), &ee.node);
    eventually("its receipt came", || async move { life(node, id).await.open.is_empty().then_some(()) })
        .await;
    // At the author: put up, receipted by the partner in the partner's own ledger, delivered.
    let there = life(&ee.node, id).await;
    assert_eq!((there.author.as_str(), &there.recipients[..]), ("ee.justice", &["de.bfj".to_owned()][..]));
    assert!(says(&there, "ee.justice", "signed and put up for de.bfj"), "{there:?}");
    assert!(says(&there, "ee.justice", "delivered to de.bfj at attempt"), "{there:?}");
    let receipt = there.happened.iter().find(|happened| happened.by == "de.bfj").unwrap();
    assert!(
        receipt.what.starts_with("stored") && receipt.what.ends_with("receipt given to ee.justice"),
        "{there:?}"
    );
    assert!(receipt.proof.as_ref().unwrap().contains("of the ledger of de.bfj"), "{there:?}");
    // At the recipient: arrived, receipt given, each with its entry.
    let here = life(&de.node, id).await;
    assert!(says(&here, "de.bfj", "arrived from ee.justice, epoch 1, sequence"), "{here:?}");
    assert!(says(&here, "de.bfj", "receipt given to ee.justice"), "{here:?}");
    assert!(
        here.open.is_empty() && here.happened.iter().all(|happened| happened.proof.is_some()),
        "{here:?}"
    );
    // The envelope names it as well, at both ends.
    let envelopes = node.store().read("look", |tx| Box::pin(async move { tx.envelopes_of(&act).await }));
    let envelope = envelopes.await.unwrap()[0].hash.to_string();
    assert_eq!((life(&ee.node, &envelope).await, life(&de.node, &envelope).await), (there, here));
    for unknown in ["00".repeat(32), "no digest".to_owned()] {
        let error = why::life(&ee.node, &Viewer::console(), &unknown).await.unwrap_err();
        assert!(matches!(error, DeskError::NotFound { .. }), "{error}");
    }
    // The command says it at either end.
    for (desk, line) in [(&ee, "receipt given to ee.justice"), (&de, "arrived from ee.justice")] {
        let folder = desk.folder();
        let said = check(&["why", id, "--node", folder.to_str().unwrap()], 0, line);
        assert!(said.contains("note of ee.justice to de.bfj") && !said.contains(SECRETS[0]), "{said}");
    }
    let folder = ee.folder();
    check(&["why", &"00".repeat(32), "--node", folder.to_str().unwrap()], 2, "no message");
    // The partner is away: the command says so, and that nobody need do anything.
    let gone = de.node.clone();
    de.stop().await;
    let act = ee.node.send(note(&gone)).await.unwrap();
    let open = failed(&ee.node, act).await;
    assert_eq!((open.state.as_str(), open.side), ("waiting", Some(Side::Between)), "{open:?}");
    let args = ["why", &act.to_string(), "--node", folder.to_str().unwrap()];
    let said = check(&args, 1, "waiting to de.bfj at epoch 1, sequence");
    for line in [
        "  cause: cannot connect to 127.0.0.1:",
        "  side:  between",
        "  next:  nothing: it is tried again by itself",
        "  again: ",
    ] {
        assert!(said.contains(line), "`{line}` is missing: {said}");
    }
    let json = check(&[&args[..], &["--json"]].concat(), 1, "");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (json["act"].as_str().unwrap(), json["open"][0]["side"].as_str().unwrap()),
        (args[1], "between")
    );
    ee.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_with_another_certificate_must_act() {
    let mut ee = Desk::create("ee.justice", 1).await;
    let mut ru = Desk::create("ru.gp", 2).await;
    ru.run().await;
    // The address that the partner gave leads to somebody else.
    let there = ru.node.config().peer.address.clone();
    let elsewhere = move |config: &mut comity::config::Config| config.peer.address = there;
    let de = Desk::create_configured("de.bfj", 3, "sqlite:comity.sqlite".to_owned(), &[], elsewhere).await;
    accredit(&ee.node, &de.node).await;
    ee.run().await;
    let act = ee.node.send(note(&de.node)).await.unwrap();
    let open = failed(&ee.node, act).await;
    assert_eq!((open.state.as_str(), open.side), ("waiting", Some(Side::Partner)), "{open:?}");
    assert!(open.next_step.starts_with("call the partner") && open.next_attempt.is_some(), "{open:?}");
    let rows = why::failed(&ee.node, &ee.officer).await.unwrap();
    assert_eq!((rows.len(), rows[0].side, &rows[0].act), (1, Side::Partner, &act.to_string()));
    ee.stop().await;
    ru.stop().await;
}
