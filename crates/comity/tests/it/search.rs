//! Searches: what cannot be searched for, what one finds, what a partner is told.

use comity::desk::person_search::{self, PartnerAnswer, PersonQuery};
use std::process::Command;

use comity::desk::partner_queries::Tell;
use comity::desk::{
    DeskError, ListQuery, Role, agreements, audit, ledger_view, officers, partner_queries, registers,
};

use crate::pair::{Desk, Pair, accredit, agree, eventually, viewer};

fn query(name: &str, born: &str) -> PersonQuery {
    PersonQuery {
        name: name.to_owned(),
        born: born.to_owned(),
        purpose: "prosecution".to_owned(),
        legal_basis: "the code".to_owned(),
        ..PersonQuery::default()
    }
}

fn check(query: &PersonQuery, expected: &str) {
    assert_eq!(person_search::check(query).unwrap_err().to_string(), expected);
}

#[test]
fn what_cannot_be_searched_for_is_told() {
    check(&query("  ", ""), "no name is entered; enter a name in any script");
    check(
        &query(&"я".repeat(1 << 20), ""),
        "the name has 1048576 characters, 500 are allowed; enter the name alone",
    );
    check(&query("a\u{0}b", ""), "the name has control characters; enter the name on one line");
    check(
        &query("Tamm", "1980-02-31"),
        "`1980-02-31` is not a date: there is no such day; write YYYY, YYYY-MM-DD or DD.MM.YYYY",
    );
    check(
        &query("Tamm", "31.02.1980"),
        "`31.02.1980` is not a date: there is no such day; write YYYY, YYYY-MM-DD or DD.MM.YYYY",
    );
    check(
        &PersonQuery { nationality: "Estonia".to_owned(), ..query("Tamm", "") },
        "`ESTONIA` is not an ISO 3166-1 alpha-2 code of a state; write two letters such as EE",
    );
    check(
        &PersonQuery { purpose: String::new(), ..query("Tamm", "") },
        "nothing is entered; every search states purpose and legal basis",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_search_is_explained_and_audited() {
    let desk = Desk::create("ee.justice", 1).await;
    let hits = person_search::own(&desk.node, &desk.officer, &query("Яан Тамм", "1975"), 10).await.unwrap();
    assert_eq!(hits[0].subject, "p2");
    assert!(hits[0].score_per_mille > 500 && !hits[0].reasons.is_empty(), "{hits:?}");
    let trail = audit::list(&desk.node, &desk.auditor, &ListQuery::default()).await.unwrap();
    assert_eq!((trail.rows[0].what.as_str(), trail.rows[0].purpose.as_str()), ("search", "prosecution"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_is_told_what_the_register_reveals_and_no_more() {
    let pair = Pair::start().await;
    let (ee, de) = (&pair.ee, &pair.de);
    let ask = async |query: &PersonQuery| {
        let id =
            person_search::ask_partners(&ee.node, &ee.officer, query, &["de.bfj".to_owned()]).await.unwrap();
        let mut found = person_search::results(&ee.node, &ee.officer, &id, 5_000).await.unwrap();
        assert!(found.complete, "{found:?}");
        found.partners.remove(0).answer
    };
    let nobody = ask(&query("Zacharias Quirrenbach", "")).await;
    assert!(matches!(nobody, PartnerAnswer::NoHit { .. }), "{nobody:?}");

    registers::set_rule(&de.node, &de.admin, "wanted", true, "hit-only").await.unwrap();
    let PartnerAnswer::Hits { hits, .. } = ask(&query("Klara Schmidt", "1990-11-30")).await else { panic!() };
    assert!(hits[0].names.is_empty() && hits[0].born.is_none() && hits[0].nationalities.is_empty());
    assert!(hits[0].reasons.iter().all(|reason| reason.theirs.is_empty()), "{:?}", hits[0].reasons);
    assert!(!hits[0].subject.contains("p3"));

    registers::set_rule(&de.node, &de.admin, "wanted", false, "hit-only").await.unwrap();
    let closed = ask(&query("Klara Schmidt", "1990-11-30")).await;
    assert!(matches!(closed, PartnerAnswer::Declined { .. }), "{closed:?}");
    let trail = audit::list(
        &de.node,
        &de.auditor,
        &ListQuery { text: "partner-answered".to_owned(), ..ListQuery::default() },
    )
    .await
    .unwrap();
    assert_eq!(trail.total, 3);
    assert!(trail.rows.iter().all(|row| row.by == "node" && row.purpose == "prosecution"));

    let stranger =
        person_search::ask_partners(&ee.node, &ee.officer, &query("Klara", ""), &["ru.genproc".to_owned()])
            .await;
    assert!(matches!(stranger, Err(DeskError::NotFound { .. })));
    pair.stop().await;
}

/// Asks Germany and waits until its answer is of the wanted kind.
async fn answer_of(
    pair: &Pair,
    id: &str,
    what: &str,
    wanted: impl Fn(&PartnerAnswer) -> bool,
) -> PartnerAnswer {
    eventually(what, async || {
        let view = person_search::results(&pair.ee.node, &pair.ee.officer, id, 50).await.unwrap();
        view.partners.into_iter().map(|partner| partner.answer).find(|answer| wanted(answer))
    })
    .await
}

async fn ask(pair: &Pair, query: &PersonQuery, blindly: bool) -> String {
    let de = ["de.bfj".to_owned()];
    let (open, blind): (&[String], &[String]) = if blindly { (&[], &de) } else { (&de, &[]) };
    person_search::ask(&pair.ee.node, &pair.ee.officer, query, open, blind).await.unwrap()
}

fn said(answer: &PartnerAnswer) -> bool {
    !matches!(
        answer,
        PartnerAnswer::Waiting | PartnerAnswer::Pending { .. } | PartnerAnswer::Unreachable { .. }
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_person_is_asked_for_at_a_partner() {
    let pair = Pair::start().await;
    let query = PersonQuery {
        nationality: "de".to_owned(),
        sex: "female".to_owned(),
        birth_place: "Köln".to_owned(),
        documents: "X1234567; 123456".to_owned(),
        ..query("Schmidt, Klara", "30.11.1990")
    };
    let id = ask(&pair, &query, false).await;
    let PartnerAnswer::Hits { hits, .. } = answer_of(&pair, &id, "hits", said).await else { panic!() };
    assert!(hits[0].reasons.iter().any(|reason| reason.kind == "nationality-same"), "{:?}", hits[0].reasons);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_asks_partners_no_more_often_than_the_node_is_configured_for() {
    let store = "sqlite:comity.sqlite".to_owned();
    let ee = Desk::create_configured("ee.justice", 1, store, &[], |config| config.search.officer_per_day = 2)
        .await;
    let de = Desk::create("de.bfj", 2).await;
    accredit(&ee.node, &de.node).await;
    let query = query("Klara Schmidt", "1990-11-30");
    let ask = async |partners: &[String]| {
        person_search::ask_partners(&ee.node, &ee.officer, &query, partners).await
    };
    let partners = ["de.bfj".to_owned()];
    for _ in 0..2 {
        ask(&partners).await.unwrap();
    }
    let refused = ask(&partners).await.unwrap_err().to_string();
    assert!(refused.contains("you have searched at partners 2 times in 24 hours"), "{refused}");
    // One's own registers are not counted.
    ask(&[]).await.unwrap();
}

#[test]
fn a_travel_document_fills_the_question_in() {
    let zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let of = |documents: &str| PersonQuery { documents: documents.to_owned(), ..query("", "") };
    person_search::check(&of(zone)).unwrap();
    check(
        &of(&zone.replace("7408122F", "7409122F")),
        "the check digit of the date of birth does not hold; read the document again, or enter name and number by hand",
    );
    check(
        &of("12"),
        "`12` is too short for a number; write at least four letters or digits, several numbers with semicolons between",
    );
    check(
        &PersonQuery { kind: "ghost".to_owned(), ..query("x", "") },
        "`ghost` is not a kind of subject; choose person, organisation, vessel, vehicle, aircraft, property, address or asset",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_without_an_agreement_or_beyond_its_quota() {
    let pair = Pair::start().await;
    let (ee, de) = (&pair.ee, &pair.de);
    let klara = query("Klara Schmidt", "1990-11-30");
    let set = async |forms: &str, queries: u32| {
        let new = agreements::NewAgreement {
            partner: "ee.justice",
            forms,
            queries_per_day: queries,
            officer_per_day: 50,
            elements_per_day: 1_200,
            rotate: false,
        };
        agreements::set(&de.node, &de.admin, new).await.unwrap();
    };
    set("none", 10).await;
    let id = ask(&pair, &klara, false).await;
    let PartnerAnswer::Declined { reason, .. } = answer_of(&pair, &id, "declined", said).await else {
        panic!()
    };
    assert_eq!(reason, "the open form is not agreed");
    set("open", 1).await;
    let id = ask(&pair, &klara, false).await;
    assert!(matches!(answer_of(&pair, &id, "hits", said).await, PartnerAnswer::Hits { .. }));
    let id = ask(&pair, &klara, false).await;
    let PartnerAnswer::Declined { reason, .. } = answer_of(&pair, &id, "declined", said).await else {
        panic!()
    };
    assert_eq!(reason, "the quota of 1 queries in 24 hours is used up");

    // The supervisor sees who asked, and the ledger has the excess as a note.
    let uses = partner_queries::uses(&de.node, &de.auditor).await.unwrap();
    assert_eq!((uses[0].officer.as_str(), uses[0].queries, uses[0].declined), ("olga", 3, 2));
    let listed = partner_queries::list(&de.node, &de.auditor, false, &ListQuery::default()).await.unwrap();
    assert_eq!((listed.total, listed.rows[0].state.as_str()), (3, "declined"));
    let entries =
        ledger_view::entries(&de.node, &de.auditor, &ListQuery { per_page: 100, ..ListQuery::default() })
            .await
            .unwrap();
    assert!(entries.rows.iter().any(|row| row.kind == "note"), "{:?}", entries.rows);
    assert!(partner_queries::list(&ee.node, &ee.approver, false, &ListQuery::default()).await.is_err());
    assert!(agreements::list(&ee.node, &ee.officer).await.is_err());
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_officer_of_a_partner_cannot_use_up_what_all_may_ask() {
    let pair = Pair::start().await;
    let (ee, de) = (&pair.ee, &pair.de);
    let new = agreements::NewAgreement {
        partner: "ee.justice",
        forms: "open",
        queries_per_day: 100,
        officer_per_day: 2,
        elements_per_day: 1_200,
        rotate: false,
    };
    agreements::set(&de.node, &de.admin, new).await.unwrap();
    let klara = query("Klara Schmidt", "1990-11-30");
    for _ in 0..2 {
        let id = ask(&pair, &klara, false).await;
        assert!(matches!(answer_of(&pair, &id, "hits", said).await, PartnerAnswer::Hits { .. }));
    }
    let id = ask(&pair, &klara, false).await;
    let PartnerAnswer::Declined { reason, .. } = answer_of(&pair, &id, "declined", said).await else {
        panic!()
    };
    assert_eq!(reason, "the quota of 2 queries of one officer in 24 hours is used up");

    // A colleague has a quota of her own.
    let colleague = viewer("kaja", &[Role::Officer]);
    officers::install(&ee.node, &colleague.login, &colleague.name, &colleague.roles, "correct horse battery")
        .await
        .unwrap();
    let id = person_search::ask_partners(&ee.node, &colleague, &klara, &["de.bfj".to_owned()]).await.unwrap();
    let answer = eventually("a colleague's hits", async || {
        let view = person_search::results(&ee.node, &colleague, &id, 50).await.unwrap();
        view.partners.into_iter().map(|partner| partner.answer).find(said)
    })
    .await;
    assert!(matches!(answer, PartnerAnswer::Hits { .. }), "{answer:?}");
    let uses = partner_queries::uses(&de.node, &de.auditor).await.unwrap();
    let of = |login: &str| uses.iter().find(|of| of.officer == login).map(|of| (of.queries, of.declined));
    assert_eq!((of("olga"), of("kaja")), (Some((3, 1)), Some((1, 0))));
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_decides_where_the_register_says_so() {
    let pair = Pair::start().await;
    let de = &pair.de;
    registers::set_by_person(&de.node, &de.admin, "wanted", true).await.unwrap();
    // Whether there is somebody or not, the partner waits: waiting tells nothing.
    let mut ids = Vec::new();
    for name in ["Klara Schmidt", "Zacharias Quirrenbach", "Petr Ivanov"] {
        let id = ask(&pair, &query(name, ""), false).await;
        answer_of(&pair, &id, "pending", |answer| matches!(answer, PartnerAnswer::Pending { .. })).await;
        ids.push(id);
    }
    let waiting = partner_queries::list(&de.node, &de.officer, true, &ListQuery::default()).await.unwrap();
    assert_eq!(waiting.total, 3);
    let of = |name: &str| waiting.rows.iter().find(|row| row.asked == name).unwrap().act.clone();
    let decide = async |name: &str, tell: &[Tell], decline: Option<&str>| {
        partner_queries::decide(&de.node, &de.officer, &of(name), tell, decline).await
    };
    let view = partner_queries::view(&de.node, &de.officer, &of("Klara Schmidt")).await.unwrap();
    assert_eq!((view.candidates.len(), view.candidates[0].name.as_str()), (1, "Klara Schmidt"));
    assert!(decide("Klara Schmidt", &[], None).await.is_err(), "each candidate needs a decision");
    assert!(decide("Klara Schmidt", &[Tell::Hit], Some(" ")).await.is_err(), "a refusal needs a reason");
    decide("Klara Schmidt", &[Tell::Hit], None).await.unwrap();
    assert!(decide("Klara Schmidt", &[Tell::Summary], None).await.is_err(), "decided once");
    decide("Zacharias Quirrenbach", &[], None).await.unwrap();
    decide("Petr Ivanov", &[], Some("not for this purpose")).await.unwrap();

    let PartnerAnswer::Hits { hits, .. } = answer_of(&pair, &ids[0], "hits", said).await else { panic!() };
    assert!(hits[0].names.is_empty(), "the person told less than the register allows");
    assert!(matches!(answer_of(&pair, &ids[1], "no hit", said).await, PartnerAnswer::NoHit { .. }));
    let PartnerAnswer::Declined { reason, .. } = answer_of(&pair, &ids[2], "declined", said).await else {
        panic!()
    };
    assert_eq!(reason, "not for this purpose");
    assert!(partner_queries::decide(&de.node, &de.auditor, &of("Klara Schmidt"), &[], None).await.is_err());
    let trail = audit::list(
        &de.node,
        &de.auditor,
        &ListQuery { text: "partner-answered olga".to_owned(), ..ListQuery::default() },
    )
    .await
    .unwrap();
    assert!(trail.rows.iter().any(|row| row.by == "olga"), "{:?}", trail.rows);
    pair.stop().await;
}

async fn blind_on(stores: [String; 2]) {
    let pair = Pair::start_on(stores).await;
    let (ee, de) = (&pair.ee, &pair.de);
    let knows = async || {
        person_search::askable(&ee.node, &ee.officer)
            .await
            .unwrap()
            .iter()
            .any(|partner| partner.blind)
            .then_some(())
    };
    assert!(knows().await.is_none(), "nothing is agreed yet");
    let refused =
        person_search::ask(&ee.node, &ee.officer, &query("Klara", ""), &[], &["de.bfj".to_owned()]).await;
    assert!(matches!(refused, Err(DeskError::Invalid { .. })));
    agree(de, &ee.node, "blind").await;
    eventually("terms", knows).await;

    let id = ask(&pair, &query("Klara Schmidt", "1990-11-30"), true).await;
    let PartnerAnswer::Hits { hits, .. } = answer_of(&pair, &id, "a blind hit", said).await else { panic!() };
    assert_eq!(hits[0].names, ["Klara Schmidt"]);
    assert!(
        hits[0].score_per_mille > 800
            && hits[0].reasons.iter().any(|reason| reason.kind == "blind-name-year")
    );
    let id = ask(&pair, &query("Zacharias Quirrenbach", ""), true).await;
    assert!(matches!(answer_of(&pair, &id, "no hit", said).await, PartnerAnswer::NoHit { .. }));

    // The partner knows that it was asked and why, and nowhere who was asked for.
    let listed = partner_queries::list(&de.node, &de.auditor, false, &ListQuery::default()).await.unwrap();
    assert_eq!(listed.total, 2);
    assert!(
        listed
            .rows
            .iter()
            .all(|row| row.form == "blind" && row.asked.is_empty() && row.purpose == "prosecution")
    );
    let trail = audit::list(&de.node, &de.auditor, &ListQuery { per_page: 500, ..ListQuery::default() })
        .await
        .unwrap();
    assert!(!format!("{:?}", trail.rows).contains("Quirrenbach"));

    // A hit's handle opens a request, and only then is the subject known there.
    let handle = &hits[0].subject;
    let of = &"ee.justice".parse().unwrap();
    let stands = de
        .node
        .store()
        .read("handle", |tx| Box::pin(async move { tx.handle(handle, of).await }))
        .await
        .unwrap();
    assert_eq!(stands.unwrap().subject.as_str(), "p3");

    // The open form was not agreed.
    let id = ask(&pair, &query("Klara Schmidt", ""), false).await;
    assert!(matches!(answer_of(&pair, &id, "declined", said).await, PartnerAnswer::Declined { .. }));

    // Under a new key an old question is declined, the new terms come by themselves, and the next one is answered.
    let new = agreements::NewAgreement {
        partner: "ee.justice",
        forms: "blind",
        queries_per_day: 100,
        officer_per_day: 100,
        elements_per_day: 60,
        rotate: true,
    };
    agreements::set(&de.node, &de.admin, new).await.unwrap();
    eventually("an answer under the new key", async || {
        let id = ask(&pair, &query("Klara Schmidt", ""), true).await;
        let answer = answer_of(&pair, &id, "an answer", said).await;
        matches!(answer, PartnerAnswer::Hits { .. }).then_some(())
    })
    .await;
    // The quota of elements stops who enumerates.
    eventually("the quota", async || {
        let id = ask(&pair, &query("Klara Schmidt", ""), true).await;
        match answer_of(&pair, &id, "an answer", said).await {
            PartnerAnswer::Declined { reason, .. } => reason.contains("blind elements").then_some(()),
            _ => None,
        }
    })
    .await;
    // Where a person decides, the blind form finds nothing: there is nobody to ask.
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blind_search_finds_without_telling() {
    blind_on(["sqlite:comity.sqlite".to_owned(), "sqlite:comity.sqlite".to_owned()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blind_search_finds_without_telling_on_postgresql() {
    let Ok(server) = std::env::var("COMITY_TEST_POSTGRES") else {
        eprintln!("SKIPPED: COMITY_TEST_POSTGRES is not set; bin/with-postgres sets it");
        return;
    };
    let (base, _) = server.rsplit_once('/').unwrap();
    let stores = ["one", "two"].map(|which| {
        let database = format!("comity_blind_{which}_{}", std::process::id());
        let sql = format!("CREATE DATABASE {database}");
        assert!(Command::new("psql").args([&server, "-qc", &sql]).status().unwrap().success());
        format!("{base}/{database}")
    });
    blind_on(stores).await;
}
