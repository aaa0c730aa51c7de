//! Protection is told to nobody it would endanger: not by a search, not blindly, and not by what a search leaves behind.

use comity::desk::person_search::{self, PartnerAnswer, PersonQuery};
use comity::desk::{indexing, registers};

use crate::pair::{Desk, Pair, agree, eventually};

/// People at the German desk: one whom Germany protects from Estonia, one from every state, one from France.
const PEOPLE: &str = "id\tname\tbirthDate\tnationality\tprotectedFrom\tnotes\n\
                      s1\tAnselm Verborgen\t1981-04-02\tee\tEE\tPROTECTED-BY-FI\n\
                      s2\tBerta Verhohlen\t1982-05-03\tee\t*\tPROTECTED-BY-FI\n\
                      s3\tClemens Offenbar\t1983-06-04\tee\tFR; LV\tPROTECTED-BY-FI\n";

async fn hidden(desk: &Desk) {
    let report =
        registers::import(&desk.node, &desk.admin, "wanted", "people.tsv", PEOPLE.as_bytes()).await.unwrap();
    assert_eq!((report.added, report.refused), (3, 0), "{:?}", report.bad_lines);
    indexing::load(&desk.node).await.unwrap();
}

async fn asked(pair: &Pair, name: &str, born: &str, blindly: bool) -> PartnerAnswer {
    let query = PersonQuery {
        name: name.to_owned(),
        born: born.to_owned(),
        purpose: "prosecution".to_owned(),
        legal_basis: "the code".to_owned(),
        ..PersonQuery::default()
    };
    let de = ["de.bfj".to_owned()];
    let (open, blind): (&[String], &[String]) = if blindly { (&[], &de) } else { (&de, &[]) };
    let id = person_search::ask(&pair.ee.node, &pair.ee.officer, &query, open, blind).await.unwrap();
    eventually("an answer", || async {
        let view = person_search::results(&pair.ee.node, &pair.ee.officer, &id, 50).await.unwrap();
        let answer = view.partners.into_iter().map(|partner| partner.answer).next()?;
        matches!(answer, PartnerAnswer::Hits { .. } | PartnerAnswer::NoHit { .. }).then_some(answer)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_nobody_who_is_protected_from_who_asks() {
    let pair = Pair::start().await;
    hidden(&pair.de).await;
    // At the own desk everybody is found: protection keeps nothing from those who protect.
    for name in ["Anselm Verborgen", "Berta Verhohlen"] {
        let query = PersonQuery {
            name: name.to_owned(),
            purpose: "protection".to_owned(),
            legal_basis: "the code".to_owned(),
            ..PersonQuery::default()
        };
        let own = person_search::own(&pair.de.node, &pair.de.officer, &query, 5).await.unwrap();
        assert!(own.iter().any(|hit| hit.names.iter().any(|found| found == name)), "{own:?}");
    }
    agree(&pair.de, &pair.ee.node, "both").await;
    eventually("terms for blind questions", || async {
        let askable = person_search::askable(&pair.ee.node, &pair.ee.officer).await.unwrap();
        askable.iter().any(|partner| partner.blind).then_some(())
    })
    .await;
    for blindly in [false, true] {
        let told = asked(&pair, "Clemens Offenbar", "1983-06-04", blindly).await;
        let PartnerAnswer::Hits { hits, .. } = &told else { panic!("{told:?}") };
        let shown = serde_json::to_string(hits).unwrap();
        assert!(!shown.contains("PROTECTED") && !shown.contains("FR") && !shown.contains("LV"), "{shown}");
        for (name, born) in [("Anselm Verborgen", "1981-04-02"), ("Berta Verhohlen", "1982-05-03")] {
            let told = asked(&pair, name, born, blindly).await;
            assert!(matches!(told, PartnerAnswer::NoHit { .. }), "{name}, {blindly}: {told:?}");
        }
        // The answer to somebody who is not there at all looks the same.
        let nobody = asked(&pair, "Zacharias Quirrenbach", "1984-07-05", blindly).await;
        assert!(matches!(nobody, PartnerAnswer::NoHit { .. }), "{nobody:?}");
    }
    // Nothing that the Estonian node keeps of the answers knows the words of the register.
    let searches = person_search::recent(&pair.ee.node, &pair.ee.officer, 50).await.unwrap();
    assert_eq!(searches.len(), 8);
    for (id, _, _) in searches {
        let view = person_search::results(&pair.ee.node, &pair.ee.officer, &id, 0).await.unwrap();
        let shown = serde_json::to_string(&view).unwrap();
        assert!(!shown.contains("PROTECTED") && !shown.contains("protectedFrom"), "{shown}");
    }
    pair.stop().await;
}
