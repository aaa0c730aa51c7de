//! Searches: what cannot be searched for, what one finds, what a partner is told.

use comity::desk::person_search::{self, PartnerAnswer, PersonQuery};
use comity::desk::{DeskError, ListQuery, audit, registers};

use crate::pair::{Desk, Pair};

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
