//! Every way out of a desk asks the handling code of what a partner sent: letters, documents, files of rows, evidence for a
//! court, passing on. The author's leave opens what the code closes.

use comity::desk::cases::{self, CaseFilter};
use comity::desk::{DeskError, ListQuery, custody, evidence, letters};
use comity::node::NewAct;
use exchange::{ActKind, CaseId, Handling, Marks, Officer, Onward, cbor};
use law::act::{Body, Note};

use crate::pair::{Pair, eventually};

fn note(to: &str, case: CaseId, (handling, onward, marks): (Handling, Onward, Marks), text: &str) -> NewAct {
    NewAct {
        recipients: vec![to.parse().unwrap()],
        case,
        kind: ActKind::new("note").unwrap(),
        follows: Vec::new(),
        by: Officer::new("olga", "Olga").unwrap(),
        approved_by: None,
        purpose: "a test".to_owned(),
        legal_basis: "none".to_owned(),
        handling,
        onward,
        marks,
        expires_at: None,
        body: cbor::to_canonical(&Body::Note(Note { text: text.to_owned() })).unwrap(),
    }
}

fn refused<T>(result: Result<T, DeskError>, words: &[&str]) {
    let Err(error) = result else { panic!("it went out") };
    let error = error.to_string();
    assert!(words.iter().all(|word| error.contains(word)), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_out_of_a_desk_is_closed_by_the_code_and_opened_by_leave() {
    let pair = Pair::start().await;
    let (ee, de) = (&pair.ee, &pair.de);
    let case = CaseId::new([8; 16]);
    let marks = Marks { conditions: Some("ask us first".to_owned()), evaluation: "B2".parse().ok() };
    let handling = (Handling::H3, Onward::WithConsent, marks);
    let act = ee.node.send(note("de.bfj", case, handling, "seen in Narva")).await.unwrap();
    let id = &act.to_string();
    let (node, officer) = (&de.node, &de.officer);
    eventually("the act is there", || async move { cases::act(node, officer, id).await.ok() }).await;
    // Shown where it is read.
    let shown = cases::act(node, officer, id).await.unwrap();
    assert_eq!(shown.conditions.as_deref(), Some("ask us first"));
    assert_eq!((shown.evaluation.as_deref(), shown.tlp.as_str()), (Some("B2"), "TLP:AMBER+STRICT"));
    let view = cases::look(node, officer, &case.to_string()).await.unwrap();
    assert_eq!(view.timeline[0].handling, "H3");
    // Closed where it would leave.
    let case = &case.to_string();
    refused(letters::of_act(node, officer, id).await, &["H3", "letter"]);
    refused(cases::document(node, officer, id, 0).await, &["H3", "export"]);
    refused(evidence::bundle_for_court(node, &de.auditor, case).await, &["H3", "court"]);
    let rows =
        cases::list_for_file(node, officer, &CaseFilter::default(), &ListQuery::default()).await.unwrap();
    assert_eq!(rows.rows[0].person, "H3");
    // The authority's own review is neither use nor passing on.
    evidence::bundle(node, &de.auditor, case).await.unwrap();
    custody::give_leave(&ee.node, &ee.officer, id, &[], true).await.unwrap();
    eventually("leave arrives", || async move {
        custody::holders(node, officer, id).await.unwrap().court.then_some(())
    })
    .await;
    letters::of_act(node, officer, id).await.unwrap();
    // A court is shown what others stand behind.
    let auditor = &de.auditor;
    let bundle = eventually("a witness cosigns", || async move {
        node.speak_to_partners();
        evidence::bundle_for_court(node, auditor, case).await.ok()
    })
    .await;
    let mut report = evidence::verify(&bundle, &[]);
    assert!(report.witnesses.iter().all(|ledger| ledger.witnessed == ledger.entries), "{report:?}");
    assert_eq!(report.witnesses.iter().flat_map(|ledger| &ledger.by).collect::<Vec<_>>(), ["ee.justice"]);
    report.demand_witnesses(1);
    assert!(report.verifies);
    let mut report = evidence::verify_with(&bundle, &[], 2);
    report.demand_witnesses(2);
    assert!(!report.verifies && report.why.unwrap().contains("2 witnesses"));
    assert_eq!(report.acts[0].handling, "H3");
    // What nobody has cosigned yet is not put before a court.
    let Pair { ee, de } = pair;
    ee.stop().await;
    let handling = (Handling::H0, Onward::None, Marks::default());
    de.node.send(note("ee.justice", CaseId::new([8; 16]), handling, "seen in Tartu")).await.unwrap();
    refused(evidence::bundle_for_court(&de.node, &de.auditor, case).await, &["not cosigned by 1 witnesses"]);
    de.stop().await;
}
