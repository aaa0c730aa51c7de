//! Whole files in, whole files out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::cell::Cell;

use search::batch::{Done, compare_pairs, match_queries};

fn matched(register: &str, queries: &str) -> (Vec<serde_json::Value>, Result<Done, String>) {
    let clock = Cell::new(0);
    let now = || {
        clock.set(clock.get() + 7);
        clock.get()
    };
    let mut out = Vec::new();
    let done = match_queries(register.as_bytes(), queries.as_bytes(), 3, &mut out, &now, &mut |_| {});
    let lines =
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, done.map_err(|wrong| wrong.to_string()))
}

const REGISTER: &str = "person_id\tname\tdob\tnationality\tdoc\tsource
p1\tСергей Горчаков\t1961-03-14\tru\t\tX
p2\tAnu Tamm\t1985\tee\t\tX
p3\tBad Date\t1985-02-31\tee\t\tX
";

#[test]
fn queries_are_answered_line_by_line() {
    let queries = "query_id\tname\tdob\tnationality\tperson_id\tscripts\ttags
q1\tSergey Gorchakov\t1961-03-14\t\tp1\t\t
q2\tNobody Known\t\t\t\t\t
q3\tshort
q4\tТамм Ану\t1985-01-01\tee\tp2\t\t
";
    let (lines, done) = matched(REGISTER, queries);
    assert_eq!(done, Ok(Done { subjects: 2, answered: 3, bad: 2 }));
    assert_eq!(lines[0]["query"], "q1");
    assert_eq!(lines[0]["hits"][0]["id"], "p1");
    assert!(lines[0]["hits"][0]["score"].as_f64().unwrap() > 0.9);
    let reasons = lines[0]["hits"][0]["reasons"].as_array().unwrap();
    assert!(reasons.iter().any(|reason| reason["kind"] == "born-same"), "{reasons:?}");
    assert_eq!(lines[0]["micros"], 7);
    assert_eq!(lines[1]["hits"].as_array().unwrap().len(), 0);
    assert_eq!(lines[2]["hits"][0]["id"], "p2");
}

#[test]
fn files_that_cannot_be_read_are_said_so() {
    let queries = "query_id\tname\nq\tA\n";
    assert_eq!(
        matched("<xml/>", queries).1.unwrap_err(),
        "register: line 1: unknown format: expected JSON lines, or CSV or TSV with a header that has `id` and `name`"
    );
    assert_eq!(
        matched(REGISTER, "name\tdob\n").1.unwrap_err(),
        "queries: line 1: the header has no column `id`"
    );
    assert_eq!(
        matched(REGISTER, "{}\n").1.unwrap_err(),
        "queries: line 1: unknown format: expected CSV or TSV with a header"
    );
}

#[test]
fn pairs_are_compared() {
    let pairs = "pair_id\tname_a\tdob_a\tname_b\tdob_b
1\tAnu Tamm\t1985-06-30\tТамм Ану\t1985-06-30
2\tAnu Tamm\t1985-06-30\tAnu Tamm\t1931-02-11
3\tAnu Tamm\t1985-06-31\tAnu Tamm\t
4\tAnu Tamm\t\tJaan Kask\t
";
    let mut out = Vec::new();
    let mut bad = Vec::new();
    let done = compare_pairs(pairs.as_bytes(), &mut out, &mut |progress| {
        if let search::batch::Progress::BadQuery(line) = progress {
            bad.push(line.to_string());
        }
    })
    .unwrap();
    assert_eq!(done, Done { subjects: 0, answered: 3, bad: 1 });
    assert_eq!(bad, ["line 4: `dob`: `1985-06-31` is not a date: there is no such day"]);
    let scores: Vec<(String, f64)> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| line.split_once('\t').map(|(id, score)| (id.to_owned(), score.parse().unwrap())).unwrap())
        .collect();
    assert!(scores[0].1 > 0.95 && scores[1].1 < 0.7 && scores[2].1 < 0.1, "{scores:?}");
}
