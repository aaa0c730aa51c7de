//! Three nodes and what may become of a word: passed on, allowed, taken back from everyone, narrowed, corrected; and the ways
//! out that a handling code closes.

use comity::desk::custody::{self, HolderRow, Recalling};
use comity::desk::files::{self, NewFile};
use comity::desk::groups::{self, Doing, NewMessage};
use comity::desk::{DeskError, Viewer, ledger_view};
use comity::node::{NewAct, Node};
use comity::running::Running;
use exchange::cbor;
use exchange::{Act, ActId, ActKind, Handling, Marks, Onward, SignedEnvelope};

use crate::nodes::{World, introduce, note, start, until, until_delivered};

struct Three {
    a: Running,
    b: Running,
    c: Running,
    _world: World,
}

/// Estonia, Germany and Russia; Estonia and Russia do not know each other unless `all`.
async fn three(all: bool) -> Three {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let (_, c) = world.node("ru.mvd").await;
    introduce(&b, &c).await;
    introduce(&c, &b).await;
    if all {
        introduce(&a, &c).await;
        introduce(&c, &a).await;
    }
    Three { a: start(&a).await, b: start(&b).await, c: start(&c).await, _world: world }
}

impl Three {
    async fn stop(self) {
        self.a.stop().await;
        self.b.stop().await;
        self.c.stop().await;
    }
}

fn viewer() -> Viewer {
    Viewer::console()
}

fn said(to: &Node, handling: Handling, onward: Onward) -> NewAct {
    let marks = Marks { conditions: Some("ask before any use".to_owned()), evaluation: None };
    NewAct { handling, onward, marks, ..note(to, "Petr Ivanov was seen in Narva") }
}

async fn bytes_of(node: &Node, act: ActId) -> Option<Vec<u8>> {
    let kept = node.store().read("act", |tx| Box::pin(async move { tx.act(&act).await })).await.unwrap();
    kept.map(|act| act.bytes)
}

async fn here(node: &Node, act: ActId) {
    until("the act is here", async || bytes_of(node, act).await.is_some()).await;
}

async fn gone(node: &Node, act: ActId) {
    until("the act is erased", async || bytes_of(node, act).await.is_none()).await;
    // What proves that it was there stays, and holds nothing of it.
    let envelopes = node
        .store()
        .read("envelopes", |tx| Box::pin(async move { tx.envelopes_of(&act).await }))
        .await
        .unwrap();
    assert!(!envelopes.is_empty());
    for envelope in envelopes {
        let kept = SignedEnvelope::from_bytes(&envelope.signed).unwrap();
        assert!(kept.act_bytes().is_empty());
        assert_eq!(kept.envelope_hash(), envelope.hash);
        assert!(!envelope.signed.windows(11).any(|part| part == b"Petr Ivanov"));
    }
    let report = ledger_view::verify(node, &viewer()).await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
}

async fn holder(node: &Node, act: ActId, who: &str) -> Option<HolderRow> {
    let view = custody::holders(node, &viewer(), &act.to_string()).await.unwrap();
    view.holders.into_iter().find(|holder| holder.authority == who)
}

async fn until_standing(node: &Node, act: ActId, who: &str, standing: &str) {
    until(&format!("{who} {standing}"), async || {
        holder(node, act, who).await.is_some_and(|holder| holder.standing == standing)
    })
    .await;
}

fn refused<T: std::fmt::Debug>(result: Result<T, DeskError>, word: &str) {
    let error = result.unwrap_err().to_string();
    assert!(error.contains(word), "{error}");
}

#[tokio::test]
async fn a_recall_reaches_whom_it_was_passed_on_to_and_each_answers() {
    let three = three(false).await;
    let (a, b, c) = (three.a.node(), three.b.node(), three.c.node());
    let act = a.send(said(b, Handling::H0, Onward::WithConsent)).await.unwrap();
    here(b, act).await;
    let to = ["ru.mvd".to_owned()];
    refused(custody::forward(b, &viewer(), &act.to_string(), &to, "").await, "with-consent");
    custody::give_leave(a, &viewer(), &act.to_string(), &to, false).await.unwrap();
    until("leave arrives", async || {
        custody::holders(b, &viewer(), &act.to_string()).await.unwrap().leave == ["ru.mvd"]
    })
    .await;
    let passed: ActId =
        custody::forward(b, &viewer(), &act.to_string(), &to, "for you").await.unwrap().parse().unwrap();
    here(c, passed).await;
    let read = Act::from_bytes(&bytes_of(c, passed).await.unwrap()).unwrap();
    assert_eq!(
        (read.handling, read.onward),
        (Handling::H0, Onward::WithConsent),
        "the author's terms go with it"
    );
    // The author knows, although it has never met the new holder.
    until_standing(a, act, "ru.mvd", "holds").await;
    assert_eq!(holder(a, act, "ru.mvd").await.unwrap().through, "de.bfj");
    custody::recall(a, &viewer(), &act.to_string(), &Recalling::Withdraw, "wrong person").await.unwrap();
    until_standing(a, act, "de.bfj", "purged").await;
    until_standing(a, act, "ru.mvd", "purged").await;
    gone(b, act).await;
    gone(b, passed).await;
    gone(c, passed).await;
    let owed = custody::owed(a, &viewer()).await.unwrap();
    assert!(owed.iter().all(|row| row.standing == "purged") && owed.len() == 2, "{owed:?}");
    assert_eq!(custody::recalled(b, &viewer()).await.unwrap()[0].reason, "wrong person");
    assert!(bytes_of(a, act).await.is_some(), "the author keeps its own word");
    three.stop().await;
}

#[tokio::test]
async fn a_partner_that_does_not_answer_is_named() {
    let three = three(false).await;
    let (a, b) = (three.a.node().clone(), three.b.node());
    let act = a.send(said(b, Handling::H0, Onward::None)).await.unwrap();
    here(b, act).await;
    until_delivered(&a, act).await;
    three.b.stop().await;
    custody::recall(&a, &viewer(), &act.to_string(), &Recalling::Withdraw, "wrong").await.unwrap();
    let owed = custody::owed(&a, &viewer()).await.unwrap();
    assert_eq!((owed[0].authority.as_str(), owed[0].standing.as_str()), ("de.bfj", "asked"));
    three.a.stop().await;
    three.c.stop().await;
}

#[tokio::test]
async fn a_narrower_distribution_spares_those_it_names() {
    let three = three(true).await;
    let (a, b, c) = (three.a.node(), three.b.node(), three.c.node());
    let mut new = said(b, Handling::H1, Onward::None);
    new.recipients.push(c.authority().clone());
    let act = a.send(new).await.unwrap();
    here(b, act).await;
    here(c, act).await;
    let narrow = Recalling::Narrow(vec!["de.bfj".to_owned()]);
    custody::recall(a, &viewer(), &act.to_string(), &narrow, "only for one").await.unwrap();
    until_standing(a, act, "ru.mvd", "purged").await;
    assert_eq!(holder(a, act, "de.bfj").await.unwrap().standing, "holds");
    gone(c, act).await;
    assert!(bytes_of(b, act).await.is_some());
    three.stop().await;
}

#[tokio::test]
async fn only_the_author_recalls_and_the_file_goes_with_the_word() {
    let three = three(false).await;
    let (a, b) = (three.a.node(), three.b.node());
    let mut importer = files::import(a, &viewer()).unwrap();
    importer.push(b"Petr Ivanov, on film").unwrap();
    let imported = importer.finish().unwrap();
    let new = NewFile {
        to: vec!["de.bfj".to_owned()],
        case: String::new(),
        title: "film".to_owned(),
        media_type: "video/mp4".to_owned(),
        purpose: "testing".to_owned(),
        legal_basis: "none".to_owned(),
        handling: "H1".to_owned(),
        conditions: String::new(),
        onward: "none".to_owned(),
    };
    let act = files::send(a, &viewer(), &new, &imported).await.unwrap();
    until("the file is there", async || b.files().has(&imported.root)).await;
    refused(custody::recall(b, &viewer(), &act, &Recalling::Withdraw, "x").await, "ee.justice");
    until("the author knows", async || {
        files::of_root(a, &viewer(), &imported.root.to_string()).await.unwrap()[0].state == "stored"
    })
    .await;
    custody::recall(a, &viewer(), &act, &Recalling::Withdraw, "wrong film").await.unwrap();
    until_standing(a, act.parse().unwrap(), "de.bfj", "purged").await;
    until("the file is gone", async || !b.files().has(&imported.root)).await;
    assert_eq!(files::of_root(b, &viewer(), &imported.root.to_string()).await.unwrap()[0].state, "erased");
    three.stop().await;
}

#[tokio::test]
async fn a_group_is_sealed_to_each_member_and_recall_reaches_those_who_left() {
    let three = three(true).await;
    let (a, b, c) = (three.a.node(), three.b.node(), three.c.node());
    let id = groups::found(a, &viewer(), "Baltic Sea", "regional", &["de.bfj".to_owned()]).await.unwrap();
    let seen = async |node: &Node| groups::view(node, &viewer(), &id).await.ok();
    until("the group is there", async || seen(b).await.is_some()).await;
    let plain = |subject: &str| NewMessage {
        subject: subject.to_owned(),
        text: "Petr Ivanov".to_owned(),
        handling: "H1".to_owned(),
        conditions: String::new(),
        onward: "none".to_owned(),
    };
    let first: ActId = groups::write(a, &viewer(), &id, &plain("before")).await.unwrap().parse().unwrap();
    here(b, first).await;
    refused(groups::act(b, &viewer(), &id, &Doing::Admit("ru.mvd".to_owned())).await, "only the chair");
    groups::act(a, &viewer(), &id, &Doing::Admit("ru.mvd".to_owned())).await.unwrap();
    until("the new member sees three", async || seen(c).await.is_some_and(|group| group.row.members == 3))
        .await;
    assert!(seen(c).await.unwrap().messages.is_empty(), "nothing from before");
    until("all see three", async || seen(b).await.is_some_and(|group| group.row.members == 3)).await;
    groups::act(a, &viewer(), &id, &Doing::HandOver("de.bfj".to_owned())).await.unwrap();
    until("the chair is handed over", async || {
        seen(c).await.is_some_and(|group| group.row.chair == "de.bfj")
    })
    .await;
    let second: ActId = groups::write(c, &viewer(), &id, &plain("to all")).await.unwrap().parse().unwrap();
    here(a, second).await;
    here(b, second).await;
    groups::act(c, &viewer(), &id, &Doing::Leave).await.unwrap();
    until("it left", async || seen(a).await.is_some_and(|group| group.row.members == 2)).await;
    let third: ActId = groups::write(a, &viewer(), &id, &plain("after")).await.unwrap().parse().unwrap();
    here(b, third).await;
    assert!(bytes_of(c, third).await.is_none(), "nothing from after");
    refused(groups::write(c, &viewer(), &id, &plain("x")).await, "not a member");
    // A message of its time as a member is recalled from the one who left.
    let earlier = groups::act(a, &viewer(), &id, &Doing::Admit("ru.mvd".to_owned())).await;
    refused(earlier, "only the chair");
    custody::recall(c, &viewer(), &second.to_string(), &Recalling::Withdraw, "wrong").await.unwrap();
    gone(a, second).await;
    gone(b, second).await;
    three.stop().await;
}

#[tokio::test]
async fn a_recall_that_comes_first_is_obeyed_when_the_act_comes() {
    let three = three(false).await;
    let (a, b) = (three.a.node(), three.b.node());
    let act = a.send(said(b, Handling::H0, Onward::None)).await.unwrap();
    here(b, act).await;
    // A stranger to the act says that it is recalled: nothing happens.
    let forged = exchange::custody::Recall {
        target: act,
        effect: exchange::custody::Effect::Withdraw,
        reason: "forged".to_owned(),
        because: None,
    };
    let by_c = three.c.node().send(NewAct {
        kind: ActKind::new("recall").unwrap(),
        body: cbor::to_canonical(&forged).unwrap(),
        ..note(b, "x")
    });
    let by_c = by_c.await.unwrap();
    here(b, by_c).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(bytes_of(b, act).await.is_some(), "nobody but the author recalls");
    three.stop().await;
}
