//! Whole files in, whole files out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::sync::atomic::{AtomicU64, Ordering};

use search::batch::{Done, Work, compare_pairs, match_queries};

fn ran(register: &str, queries: &str, threads: usize, earlier: &str) -> (String, Result<Done, String>) {
    let clock = AtomicU64::new(0);
    let now = || clock.fetch_add(7, Ordering::Relaxed);
    let mut out = Vec::new();
    let work = Work { limit: 3, threads, earlier: &mut earlier.as_bytes() };
    let done = match_queries(register.as_bytes(), queries.as_bytes(), work, &mut out, &now, &mut |_| {});
    (String::from_utf8(out).unwrap(), done.map_err(|wrong| wrong.to_string()))
}

fn matched(register: &str, queries: &str) -> (Vec<serde_json::Value>, Result<Done, String>) {
    let (out, done) = ran(register, queries, 1, "");
    (out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), done)
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
    assert_eq!(done, Ok(Done { subjects: 2, answered: 3, earlier: 0, bad: 2 }));
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
fn all_that_is_known_counts() {
    let register = "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ivan Petrov\"],\"fatherName\":[\"Oleg\"],\"birthPlace\":[\"Narva\"]}}
{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ivan Petrov\"],\"fatherName\":[\"Igor\"],\"birthPlace\":[\"Tomsk\"]}}
{\"id\":\"c\",\"schema\":\"Vessel\",\"properties\":{\"name\":[\"Ivan Petrov\"]}}
";
    let queries = "id\tname\tbirth_place\tfather\tmother\tkind\tsex
q1\tIvan Petrov\tTomsk\tIgor\t\tperson\t
q2\tIvan Petrov\t\t\t\tvessel\t
q3\tIvan Petrov\t\t\t\tghost\t
";
    let (lines, done) = matched(register, queries);
    assert_eq!(done, Ok(Done { subjects: 3, answered: 2, earlier: 0, bad: 1 }));
    assert_eq!(lines[0]["hits"][0]["id"], "b");
    assert_eq!(lines[1]["hits"][0]["id"], "c");
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
    assert_eq!(done, Done { subjects: 0, answered: 3, earlier: 0, bad: 1 });
    assert_eq!(bad, ["line 4: `dob`: `1985-06-31` is not a date: there is no such day"]);
    let scores: Vec<(String, f64)> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| line.split_once('\t').map(|(id, score)| (id.to_owned(), score.parse().unwrap())).unwrap())
        .collect();
    assert!(scores[0].1 > 0.95 && scores[1].1 < 0.7 && scores[2].1 < 0.1, "{scores:?}");
}

/// Many queries, some of them bad.
fn many() -> String {
    let mut queries = "query_id\tname\tdob\n".to_owned();
    for number in 0..700 {
        let name = if number % 2 == 0 { "Anu Tamm" } else { "Sergey Gorchakov" };
        let dob = if number % 90 == 5 { "1985-02-31" } else { "" };
        queries.push_str(&format!("q{number}\t{name}\t{dob}\n"));
    }
    queries
}

fn ids(out: &str) -> Vec<String> {
    out.lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["query"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn several_threads_answer_in_order() {
    let (one, done_by_one) = ran(REGISTER, &many(), 1, "");
    let (four, done_by_four) = ran(REGISTER, &many(), 4, "");
    assert_eq!(done_by_one, done_by_four);
    assert_eq!(done_by_one.unwrap().answered, 692);
    assert_eq!(ids(&one), ids(&four));
    let hits = |out: &str| -> Vec<serde_json::Value> {
        out.lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["hits"].take())
            .collect()
    };
    assert_eq!(hits(&one), hits(&four));
}

#[test]
fn a_run_that_was_cut_goes_on_without_repeating_or_losing_a_query() {
    let (whole, _) = ran(REGISTER, &many(), 2, "");
    for kept in [0, 1, 31, 32, 333, 691, 692] {
        let earlier: String = whole.lines().take(kept).map(|line| format!("{line}\n")).collect();
        let (rest, done) = ran(REGISTER, &many(), 2, &earlier);
        let done = done.unwrap();
        assert_eq!((done.earlier, done.answered, done.bad), (kept as u64, 692 - kept as u64, 9), "{kept}");
        assert_eq!(ids(&(earlier + &rest)), ids(&whole), "{kept}");
    }
    let earlier = "{\"query\": \"q7\", \"hits\": [], \"micros\": 1}\n";
    assert_eq!(
        ran(REGISTER, &many(), 2, earlier).1.unwrap_err(),
        "earlier output: line 1: the line does not answer the query `q0`: the output is of other queries"
    );
}
