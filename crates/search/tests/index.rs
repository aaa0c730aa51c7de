//! The index seen from outside: inserting, removing, registers, reasons.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use search::{Index, Query, ReasonKind, RegisterId, Subject, SubjectReader};

fn register(name: &str) -> RegisterId {
    RegisterId::new(name).unwrap()
}

fn subjects(table: &str) -> Vec<Subject> {
    SubjectReader::new(table.as_bytes()).map(Result::unwrap).collect()
}

const PEOPLE: &str = "\
id\tname\talias\tdob\tnationality\tgender\tdoc
1\tСергей Иванович Горчаков\tSergio Gorchakov\t1961-03-14\tru\tmale\t4510 123456
2\tАндрей Иванович Горчаков\t\t1964-11-02\tru\tmale\t
3\tMahmoud al-Karkhi\tAbu Yusuf\t1970\tiq\tmale\tA1234567
4\tAnu Tamm\t\t1985-06-30\tee\tfemale\tKE0456789
5\t박지훈\t\t\tkr\t\t
";

fn index() -> Index {
    let index = Index::new();
    for subject in subjects(PEOPLE) {
        index.insert(&register("wanted"), &subject);
    }
    index
}

fn ask(index: &Index, query: &Query) -> String {
    let hits = index.search(query, &[register("wanted")], 5);
    hits.iter().filter(|hit| hit.score > 0.2).map(|hit| hit.subject.as_str()).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(name: &str, born: &str, expected: &str) {
    let query = Query { born: born.parse().ok(), ..Query::named(name) };
    assert_eq!(ask(&index(), &query), expected, "{name} {born}");
}

#[test]
fn people_are_found() {
    check("Sergei Gortschakow", "", "1");
    check("Gorchakov Sergey", "1961-03-14", "1");
    check("Gorchakov Sergey", "1961-14-03", "1");
    check("Gorchakov Sergey", "1962-03-14", "1");
    check("Gorchakov Sergey", "1940-01-01", "");
    check("محمود الكرخي", "", "3");
    check("Park Ji Hoon", "", "5");
    check("Ану Тамм", "1985", "4");
    check("Someone Else", "", "");
    check("", "1985", "");
}

#[test]
fn a_document_finds_its_holder_whatever_the_name() {
    let query = Query { documents: vec!["KEO456789".to_owned()], ..Query::named("A. Tam") };
    let hits = index().search(&query, &[register("wanted")], 5);
    assert_eq!(hits[0].subject.as_str(), "4");
    assert!(hits[0].reasons.iter().any(|reason| reason.kind == ReasonKind::DocumentNear));
}

#[test]
fn registers_are_kept_apart() {
    let index = index();
    index.insert(&register("border"), &subjects("id\tname\n9\tAnu Tamm\n")[0]);
    let ask = |registers: &[RegisterId]| -> Vec<String> {
        index
            .search(&Query::named("Anu Tamm"), registers, 10)
            .iter()
            .map(|hit| format!("{}/{}", hit.register, hit.subject))
            .collect()
    };
    assert_eq!(ask(&[register("border")]), ["border/9"]);
    assert_eq!(ask(&[]), Vec::<String>::new());
    assert_eq!(ask(&[register("unknown")]), Vec::<String>::new());
    assert_eq!(ask(&[register("border"), register("wanted")]), ["wanted/4", "border/9"]);
    assert_eq!(index.registers().len(), 2);
}

#[test]
fn what_is_removed_or_replaced_is_gone_at_once() {
    let index = index();
    let everything = format!("{:?}", Index::new());
    assert!(index.remove(&register("wanted"), &subjects(PEOPLE)[3].id));
    assert!(!index.remove(&register("wanted"), &subjects(PEOPLE)[3].id));
    assert_eq!(ask(&index, &Query::named("Anu Tamm")), "");
    index.insert(&register("wanted"), &subjects("id\tname\n1\tJaan Kask\n")[0]);
    assert_eq!(ask(&index, &Query::named("Sergey Gorchakov")), "");
    assert_eq!(ask(&index, &Query::named("Jaan Kask")), "1");
    assert_eq!(index.len(), 4);
    assert_eq!(index.remove_register(&register("wanted")), 4);
    assert!(index.is_empty());
    assert!(!format!("{index:?}").contains("kask"), "nothing of a removed subject stays");
    assert!(everything.contains("Index"));
}

#[test]
fn reasons_say_what_was_found() {
    let query = Query {
        born: "1961-03-14".parse().ok(),
        nationality: Some("RU".to_owned()),
        sex: Some(search::Sex::Male),
        documents: vec!["4510123456".to_owned()],
        ..Query::named("Gorchakov Sergey")
    };
    let hits = index().search(&query, &[register("wanted")], 1);
    let kinds: Vec<&str> = hits[0].reasons.iter().map(|reason| reason.kind.as_str()).collect();
    for kind in ["born-same", "nationality-same", "sex-same", "document-same"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    let json = serde_json::to_value(&hits[0]).unwrap();
    assert_eq!(json["register"], "wanted");
    assert_eq!(json["reasons"][0]["kind"], "document-same");
}

#[test]
fn what_is_written_v_here_and_w_there_is_found() {
    let index = Index::new();
    let table = "id\tname\tdob\n1\tJewgeni Schtschukarjow\t1979-04-17\n2\tЕвгений Щукарёв\t1979-04-17\n";
    for subject in subjects(table) {
        index.insert(&register("wanted"), &subject);
    }
    for name in ["Евгений Щукарёв", "Jewgeni Schtschukarjow"] {
        let query = Query { born: "1979-04-17".parse().ok(), ..Query::named(name) };
        let mut found: Vec<_> =
            index.search(&query, &[register("wanted")], 5).into_iter().map(|hit| hit.subject).collect();
        found.sort();
        assert_eq!(found.len(), 2, "{name} finds {found:?}");
    }
}
