//! The whole way: search, request, approval, arrival, question, supplement, acceptance, arrest, decision, surrender,
//! outcome, at two nodes that end with the same case, and the evidence of it.

use comity::desk::cases::{self, CaseFilter, CaseView, Delivery};
use comity::desk::drafting;
use comity::desk::form::Fields;
use comity::desk::person_search::{self, PartnerAnswer, PersonQuery};
use comity::desk::{DeskError, ListQuery, Role, acting, evidence, ledger_view};

use crate::drafts::{complete, paper};
use crate::pair::{Desk, Pair, eventually, fields, viewer};

async fn see(desk: &Desk, case: &str) -> CaseView {
    cases::look(&desk.node, &desk.officer, case).await.unwrap()
}

/// Waits until the case has so many acts at the desk and every one of its own was received by the partner.
async fn settled(desk: &Desk, case: &str, acts: usize) -> CaseView {
    eventually(&format!("{acts} acts at {}", desk.node.authority()), || async {
        let view = cases::look(&desk.node, &desk.officer, case).await.ok()?;
        let received = view.timeline.iter().all(|row| !matches!(row.delivery, Delivery::Waiting { .. }));
        (view.timeline.len() == acts && received).then_some(view)
    })
    .await
}

async fn send(desk: &Desk, case: &str, kind: &str, entered: Fields) {
    let form = acting::act_form(&desk.node, &desk.officer, case, kind).await.unwrap();
    let mut all: Fields = form.fields.into_iter().map(|field| (field.name, field.value)).collect();
    all.extend(entered);
    let documents = if kind == "supplement" { vec![paper("other")] } else { Vec::new() };
    acting::send_act(&desk.node, &desk.officer, case, kind, &all, documents)
        .await
        .unwrap_or_else(|error| panic!("{kind}: {error}: {error:?}"));
}

async fn approve(desk: &Desk, draft: &str) {
    let view = complete(desk, draft).await;
    let version = drafting::submit(&desk.node, &desk.officer, draft, view.version)
        .await
        .unwrap_or_else(|error| panic!("{}: {error:?}", view.kind));
    drafting::approve(&desk.node, &desk.approver, draft, version).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_asked_for_and_surrendered() {
    let pair = Pair::start().await;
    let (ee, de) = (&pair.ee, &pair.de);

    let query = PersonQuery {
        name: "Пётр Иванов".to_owned(),
        born: "17.05.1980".to_owned(),
        purpose: "criminal prosecution".to_owned(),
        legal_basis: "Code of Criminal Procedure".to_owned(),
        ..PersonQuery::default()
    };
    let search =
        person_search::ask_partners(&ee.node, &ee.officer, &query, &["de.bfj".to_owned()]).await.unwrap();
    let found = person_search::results(&ee.node, &ee.officer, &search, 5_000).await.unwrap();
    assert!(found.complete);
    assert!(!found.own.is_empty());
    let PartnerAnswer::Hits { hits, .. } = &found.partners[0].answer else { panic!("{:?}", found.partners) };
    assert_eq!(hits[0].names, ["Petr Petrovich Ivanov"]);
    assert_eq!(hits[0].born.as_deref(), Some("1980"));
    let handle = hits[0].subject.clone();

    let procedures = ["provisional-arrest", "extradition"];
    let draft =
        drafting::open_request(&ee.node, &ee.officer, "de.bfj", Some(&search), Some(&handle), &procedures)
            .await
            .unwrap();
    approve(ee, &draft).await;
    let case = drafting::draft(&ee.node, &ee.officer, &draft).await.unwrap().case;

    let view = settled(de, &case, 1).await;
    assert!(view.row.unopened && !view.row.outgoing && view.row.our_move == Some(true), "{:?}", view.row);
    assert_eq!(view.row.person, "Пётр Иванов");
    let opened = cases::case(&de.node, &de.officer, &case).await.unwrap();
    assert!(opened.steps.iter().any(|step| step.kind == "question"), "{:?}", opened.steps);
    assert!(!see(de, &case).await.row.unopened);
    eventually("the opened receipt", || async {
        let row = see(ee, &case).await.timeline.remove(0);
        matches!(row.delivery, Delivery::Receipted { stage, .. } if stage == "opened").then_some(())
    })
    .await;

    send(de, &case, "question", fields([("item.1.text", "Which court issued the warrant?")])).await;
    let view = settled(ee, &case, 2).await;
    assert_eq!(view.row.status, "awaiting-supplement");
    let not_due = acting::act_form(&ee.node, &ee.officer, &case, "surrender").await.unwrap_err();
    assert!(matches!(not_due, DeskError::Objected(_)), "{not_due}");
    send(ee, &case, "supplement", fields([("text", "Harju County Court")])).await;
    settled(de, &case, 3).await;

    let draft = drafting::open_act(&de.node, &de.officer, &case, "acceptance").await.unwrap();
    assert_eq!(drafting::open_act(&de.node, &de.officer, &case, "acceptance").await.unwrap(), draft);
    approve(de, &draft).await;
    settled(ee, &case, 4).await;
    send(de, &case, "arrest", fields([("place", "Berlin")])).await;
    let view = settled(ee, &case, 5).await;
    assert_eq!(view.row.status, "arrested");
    assert!(view.deadlines.iter().any(|deadline| deadline.state == "running"), "{:?}", view.deadlines);

    let draft = drafting::open_act(&de.node, &de.officer, &case, "decision").await.unwrap();
    approve(de, &draft).await;
    settled(ee, &case, 6).await;
    send(de, &case, "surrender", fields([("place", "Narva")])).await;
    settled(ee, &case, 7).await;
    send(de, &case, "outcome", Fields::new()).await;
    let (ours, theirs) = (settled(ee, &case, 8).await, settled(de, &case, 8).await);

    assert_eq!((ours.row.status.as_str(), theirs.row.status.as_str()), ("closed", "closed"));
    let story = |view: &CaseView| -> Vec<(String, String)> {
        view.timeline.iter().map(|row| (row.act.clone(), row.kind.clone())).collect()
    };
    assert_eq!(story(&ours), story(&theirs));
    assert!(ours.timeline.iter().all(|row| row.fault.is_none()), "{:?}", ours.timeline);
    for desk in [ee, de] {
        eventually("a closed case in the list", || async {
            let (filter, query) = (CaseFilter::default(), ListQuery::default());
            let listed = cases::list(&desk.node, &desk.officer, &filter, &query).await.unwrap();
            (listed.total == 1 && listed.rows[0].status == "closed").then_some(())
        })
        .await;
        let report = ledger_view::verify(&desk.node, &desk.auditor).await.unwrap();
        assert!(report.holds() && report.matched > 0, "{report:#?}");
        proves(desk, &case).await;
    }

    let supplement = ours.timeline.iter().find(|row| row.kind == "supplement").unwrap();
    let act = cases::act(&de.node, &de.officer, &supplement.act).await.unwrap();
    let download =
        cases::document(&de.node, &de.officer, &supplement.act, act.documents[0].index).await.unwrap();
    assert_eq!(download.bytes, b"the other");
    let stranger = cases::case(&de.node, &viewer("ada", &[Role::Admin]), &case).await;
    assert!(matches!(stranger, Err(DeskError::NotAllowed { .. })));
    pair.stop().await;
}

async fn proves(desk: &Desk, case: &str) {
    let bundle = evidence::bundle(&desk.node, &desk.auditor, case).await.unwrap();
    let report = evidence::verify(&bundle, &[]);
    assert!(report.verifies && report.warnings.is_empty(), "{report:?}");
    assert_eq!((report.acts.len(), report.keys.len()), (8, 2));
    assert!(report.acts.iter().all(|act| act.receipt.is_some()), "{:?}", report.acts);
    let keys: Vec<String> = report.keys.iter().map(|key| key.fingerprint.clone()).collect();
    assert!(evidence::verify(&bundle, &keys).verifies);
    assert!(!evidence::verify(&bundle, &keys[..1]).verifies);
    let step = bundle.len() / 97;
    for place in (0..bundle.len()).step_by(step) {
        let mut altered = bundle.clone();
        altered[place] ^= 1;
        assert!(!evidence::verify(&altered, &[]).verifies, "byte {place} can be changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_that_is_down_is_told_and_served_later() {
    let mut ee = Desk::create("ee.justice", 1).await;
    let mut de = Desk::create("de.bfj", 2).await;
    crate::pair::accredit(&ee.node, &de.node).await;
    crate::pair::accredit(&de.node, &ee.node).await;
    crate::pair::agree(&de, &ee.node, "open").await;
    ee.run().await;
    let query = PersonQuery {
        name: "Jaan Tamm".to_owned(),
        purpose: "test".to_owned(),
        legal_basis: "law".to_owned(),
        ..PersonQuery::default()
    };
    let search =
        person_search::ask_partners(&ee.node, &ee.officer, &query, &["de.bfj".to_owned()]).await.unwrap();
    let cause = eventually("an unreachable partner", || async {
        let found = person_search::results(&ee.node, &ee.officer, &search, 0).await.unwrap();
        match &found.partners[0].answer {
            PartnerAnswer::Unreachable { cause, .. } => Some(cause.clone()),
            _ => None,
        }
    })
    .await;
    assert!(!cause.is_empty());
    de.run().await;
    let found = eventually("the answer", || async {
        let found = person_search::results(&ee.node, &ee.officer, &search, 1_000).await.unwrap();
        found.complete.then_some(found)
    })
    .await;
    assert!(matches!(found.partners[0].answer, PartnerAnswer::Hits { .. }), "{:?}", found.partners);
    ee.stop().await;
    de.stop().await;
}
