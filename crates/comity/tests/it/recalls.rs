//! What a recall reaches beside the act itself: a record of talks with its promises, what an answer told, what a query asked, the
//! title of a file, a subject that was taken over; and what an author's terms let an answer tell. On both stores.

use comity::desk::custody::{self, Recalling};
use comity::desk::files::{self, NewFile};
use comity::desk::person_search::{self, PartnerAnswer, PersonQuery, SearchView};
use comity::desk::talks::{self, Begun, NewReadout, Sharing, TalksFilter};
use comity::desk::{ListQuery, indexing, partner_queries, registers, talks_pairs, talks_tasks};
use comity::node::NewAct;
use exchange::{Act, ActId, ActKind, CaseId, Handling, Marks, Officer, Onward, cbor};

use crate::pair::{Desk, accredit, agree, eventually, fields, stores};

struct Three {
    ee: Desk,
    de: Desk,
    ru: Desk,
}

/// Three desks that know each other; everybody may ask in both forms.
async fn three(stores: [String; 2]) -> Three {
    let [one, two] = stores;
    let mut three = Three {
        ee: Desk::create_on("ee.justice", 1, one).await,
        de: Desk::create_on("de.bfj", 2, two).await,
        ru: Desk::create("ru.mvd", 3).await,
    };
    for (a, b) in [(&three.ee, &three.de), (&three.de, &three.ru), (&three.ru, &three.ee)] {
        accredit(&a.node, &b.node).await;
        accredit(&b.node, &a.node).await;
    }
    for who in [&three.ee.node, &three.ru.node] {
        agree(&three.de, who, "both").await;
    }
    for desk in [&mut three.ee, &mut three.de, &mut three.ru] {
        desk.run().await;
    }
    three
}

async fn recall(desk: &Desk, act: &str) {
    custody::recall(&desk.node, &desk.officer, act, &Recalling::Withdraw, "withdrawn").await.unwrap();
}

async fn answered(desk: &Desk, act: &str, who: &str) {
    eventually("the recall is answered", || async {
        let view = custody::holders(&desk.node, &desk.officer, act).await.unwrap();
        view.holders.iter().find(|holder| holder.authority == who && holder.standing == "purged").map(|_| ())
    })
    .await;
}

/// The talks: a record with a promise, told, paired, recalled.
async fn talks_recalled(ee: &Desk, de: &Desk) {
    let text = "Estonian Minister of the Interior Kadri Lepik met the Federal Minister of the Interior of Germany, \
                Dietmar Vollrath, in Tallinn on 12 May 2026. The talks dealt with cybercrime.\n";
    let new = || NewReadout { text: text.to_owned(), ..NewReadout::default() };
    let Begun::Draft(id) = talks::begin(&ee.node, &ee.officer, new()).await.unwrap() else { panic!() };
    let entered = fields([
        ("commitments.new.what", "Send a liaison officer to Wiesbaden"),
        ("commitments.new.who", "DE"),
        ("commitments.new.due", "2026-09-01"),
    ]);
    let version = talks::talks(&ee.node, &ee.officer, &id).await.unwrap().version;
    talks::save(&ee.node, &ee.officer, &id, version, &entered, &talks::Then::Save).await.unwrap();
    let sharing = Sharing {
        with: vec!["de.bfj".to_owned()],
        purpose: "follow-up".to_owned(),
        legal_basis: "agreement".to_owned(),
        handling: "H0".to_owned(),
        conditions: String::new(),
        onward: "none".to_owned(),
        with_text: true,
    };
    talks::sign(&ee.node, &ee.officer, &id, version + 1, &sharing).await.unwrap();
    let theirs = || async {
        let filter = TalksFilter { ours: Some(false), ..TalksFilter::default() };
        talks::list(&de.node, &de.officer, &filter, &ListQuery::default()).await.unwrap().rows
    };
    let there = eventually("the record arrives", || async { theirs().await.into_iter().next() }).await;
    assert!(!talks_tasks::of_record(&de.node, &de.officer, &there.id).await.unwrap().is_empty());
    // The recipient has a record of its own beside it, and says that both are of one meeting.
    let Begun::Draft(own) = talks::begin(&de.node, &de.officer, new()).await.unwrap() else { panic!() };
    talks_pairs::pair(&de.node, &de.officer, &own, &there.id, true).await.unwrap();
    let signed = talks::talks(&ee.node, &ee.officer, &id).await.unwrap();
    let [act] = signed.carried_by.as_slice() else { panic!("{:?}", signed.carried_by) };
    recall(ee, act).await;
    answered(ee, act, "de.bfj").await;
    assert!(theirs().await.is_empty());
    assert!(talks::talks(&de.node, &de.officer, &there.id).await.is_err());
    let all = talks_tasks::TaskFilter::default();
    let tasks = talks_tasks::list(&de.node, &de.officer, &all, &ListQuery::default()).await.unwrap();
    assert!(tasks.rows.iter().all(|task| !task.what.contains("Wiesbaden")));
    // What is one's own stays, here and there.
    assert!(talks::talks(&de.node, &de.officer, &own).await.is_ok());
    assert!(talks::talks(&ee.node, &ee.officer, &id).await.is_ok());
}

async fn ask(desk: &Desk, name: &str, born: &str, blindly: bool) -> String {
    let query = PersonQuery {
        name: name.to_owned(),
        born: born.to_owned(),
        purpose: "prosecution".to_owned(),
        legal_basis: "the code".to_owned(),
        ..PersonQuery::default()
    };
    eventually("terms", || async {
        let askable = person_search::askable(&desk.node, &desk.officer).await.unwrap();
        askable.iter().any(|partner| partner.partner == "de.bfj" && partner.blind).then_some(())
    })
    .await;
    let de = ["de.bfj".to_owned()];
    let (open, blind): (&[String], &[String]) = if blindly { (&[], &de) } else { (&de, &[]) };
    person_search::ask(&desk.node, &desk.officer, &query, open, blind).await.unwrap()
}

async fn view(desk: &Desk, id: &str) -> SearchView {
    person_search::results(&desk.node, &desk.officer, id, 0).await.unwrap()
}

/// The names that an answer tells; none when nobody is found.
async fn told(desk: &Desk, id: &str) -> Vec<String> {
    eventually("an answer", || async {
        match &view(desk, id).await.partners[0].answer {
            PartnerAnswer::Hits { hits, .. } => {
                Some(hits.iter().flat_map(|hit| hit.names.clone()).collect::<Vec<_>>())
            }
            PartnerAnswer::NoHit { .. } => Some(Vec::new()),
            PartnerAnswer::Declined { reason, .. } => panic!("{reason}"),
            _ => None,
        }
    })
    .await
}

async fn acts_of(desk: &Desk, case: &str) -> Vec<Act> {
    let case: &CaseId = &case.parse().unwrap();
    let acts = desk.node.store().read("acts", |tx| Box::pin(async move { tx.acts_of(case).await })).await;
    acts.unwrap().iter().map(|act| Act::from_bytes(&act.bytes).unwrap()).collect()
}

/// A search: the answer recalled by who gave it, the query by who asked.
async fn search_recalled(ee: &Desk, de: &Desk, blindly: bool) {
    let id = ask(ee, "Klara Schmidt", "1990-11-30", blindly).await;
    assert_eq!(told(ee, &id).await, ["Klara Schmidt"], "blindly: {blindly}");
    let acts = acts_of(de, &id).await;
    let answer = acts.iter().find(|act| act.author == *de.node.authority()).unwrap().id().to_string();
    let query = acts.iter().find(|act| act.author == *ee.node.authority()).unwrap().id().to_string();
    recall(de, &answer).await;
    answered(de, &answer, "ee.justice").await;
    let after = view(ee, &id).await;
    let PartnerAnswer::Declined { reason, .. } = &after.partners[0].answer else { panic!("{after:?}") };
    assert!(reason.contains("recalled by its author"), "{reason}");
    assert!(!serde_json::to_string(&after.partners).unwrap().contains("Klara"), "{after:?}");
    recall(ee, &query).await;
    answered(ee, &query, "de.bfj").await;
    let asked = partner_queries::list(&de.node, &de.auditor, false, &ListQuery::default()).await.unwrap();
    assert!(!serde_json::to_string(&asked.rows).unwrap().contains("Klara"), "{asked:?}");
}

/// Tells the Germans of somebody, under these terms.
async fn wanted(ee: &Desk, de: &Desk, handling: Handling, onward: Onward) -> String {
    let act = NewAct {
        recipients: vec![de.node.authority().clone()],
        case: CaseId::new([9; 16]),
        kind: ActKind::new("test-note").unwrap(),
        follows: Vec::new(),
        by: Officer::new("anna", "Anna").unwrap(),
        approved_by: None,
        purpose: "testing".to_owned(),
        legal_basis: "none".to_owned(),
        handling,
        onward,
        marks: Marks { conditions: Some("ask before any use".to_owned()), evaluation: None },
        expires_at: None,
        body: cbor::to_canonical(&"Anselm Gesucht").unwrap(),
    };
    let id = ee.node.send(act).await.unwrap();
    eventually("the act is there", || async {
        de.node.store().read("act", |tx| Box::pin(async move { tx.act(&id).await })).await.unwrap()
    })
    .await;
    id.to_string()
}

async fn take_over(de: &Desk, id: &str, name: &str, act: &str) {
    let people = format!("id\tname\tbirthDate\tfromAct\n{id}\t{name}\t1981-04-02\t{act}\n");
    let report =
        registers::import(&de.node, &de.admin, "wanted", "people.tsv", people.as_bytes()).await.unwrap();
    assert_eq!((report.added, report.refused), (1, 0), "{:?}", report.bad_lines);
    indexing::load(&de.node).await.unwrap();
}

/// A subject taken over from an act is told of as far as its author allows, under the author's terms, and goes with the act.
async fn terms_of_origins(three: &Three) {
    let Three { ee, de, ru } = three;
    let closed = wanted(ee, de, Handling::H2, Onward::None).await;
    take_over(de, "taken", "Anselm Gesucht", &closed).await;
    take_over(de, "unknown", "Berta Gesucht", &"ab".repeat(32)).await;
    for blindly in [false, true] {
        let third = ask(ru, "Anselm Gesucht", "1981-04-02", blindly).await;
        assert!(told(ru, &third).await.is_empty(), "no word to a third party; blindly: {blindly}");
        let author = ask(ee, "Anselm Gesucht", "1981-04-02", blindly).await;
        assert_eq!(told(ee, &author).await, ["Anselm Gesucht"], "its author may; blindly: {blindly}");
        let gone = ask(ee, "Berta Gesucht", "1981-04-02", blindly).await;
        assert!(told(ee, &gone).await.is_empty(), "of an act that is not here nothing is told");
    }
    // Leave opens it, and the author's terms go with the answer.
    custody::give_leave(&ee.node, &ee.officer, &closed, &["ru.mvd".to_owned()], false).await.unwrap();
    eventually("leave arrives", || async {
        let view = custody::holders(&de.node, &de.officer, &closed).await.unwrap();
        (view.leave == ["ru.mvd"]).then_some(())
    })
    .await;
    let third = ask(ru, "Anselm Gesucht", "1981-04-02", false).await;
    assert_eq!(told(ru, &third).await, ["Anselm Gesucht"]);
    let acts = acts_of(ru, &third).await;
    let answer = acts.iter().find(|act| act.author == *de.node.authority()).unwrap();
    assert_eq!((answer.handling, answer.onward), (Handling::H2, Onward::None));
    assert!(answer.marks.conditions.as_deref().unwrap().contains("ask before any use"));
    // Recalled: the subject is gone from the register, and from answers.
    recall(ee, &closed).await;
    answered(ee, &closed, "de.bfj").await;
    let subjects = registers::subjects(&de.node, &de.officer, "wanted", &ListQuery::default()).await.unwrap();
    assert!(subjects.rows.iter().all(|row| row.id != "taken"), "{subjects:?}");
    let again = ask(ee, "Anselm Gesucht", "1981-04-02", false).await;
    assert!(told(ee, &again).await.is_empty());
}

/// The title of a file goes with its act.
async fn file_recalled(ee: &Desk, de: &Desk) {
    let mut importer = files::import(&ee.node, &ee.officer).unwrap();
    importer.push(b"content").unwrap();
    let imported = importer.finish().unwrap();
    let new = NewFile {
        to: vec!["de.bfj".to_owned()],
        case: String::new(),
        title: "Statement of Petr Ivanov".to_owned(),
        media_type: "text/plain".to_owned(),
        purpose: "testing".to_owned(),
        legal_basis: "none".to_owned(),
        handling: "H0".to_owned(),
        conditions: String::new(),
        onward: "none".to_owned(),
    };
    let act = files::send(&ee.node, &ee.officer, &new, &imported).await.unwrap();
    let root = imported.root.to_string();
    let row = || async {
        let shown = files::FilesShown { act: Some(act.clone()), ..Default::default() };
        let rows = files::list(&de.node, &de.officer, &shown, &ListQuery::default()).await.unwrap().rows;
        rows.into_iter().next()
    };
    eventually("the file is there", || async { row().await.filter(|row| row.state == "stored") }).await;
    recall(ee, &act).await;
    answered(ee, &act, "de.bfj").await;
    let row = row().await.unwrap();
    assert_eq!((row.state.as_str(), row.title.as_str(), row.here), ("erased", "", false), "{row:?}");
    let gone: ActId = act.parse().unwrap();
    assert!(
        de.node
            .store()
            .read("act", |tx| Box::pin(async move { tx.act(&gone).await }))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        files::of_root(&ee.node, &ee.officer, &root).await.unwrap()[0].title,
        "Statement of Petr Ivanov"
    );
}

async fn story(stores: [String; 2]) {
    let three = three(stores).await;
    let (ee, de) = (&three.ee, &three.de);
    talks_recalled(ee, de).await;
    file_recalled(ee, de).await;
    search_recalled(ee, de, false).await;
    search_recalled(ee, de, true).await;
    terms_of_origins(&three).await;
    three.ee.stop().await;
    three.de.stop().await;
    three.ru.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recall_reaches_everything_that_was_made_of_an_act_on_sqlite() {
    story(["sqlite:comity.sqlite".to_owned(), "sqlite:comity.sqlite".to_owned()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recall_reaches_everything_that_was_made_of_an_act_on_postgresql() {
    if let Some(stores) = stores("recalls") {
        story(stores).await;
    }
}
