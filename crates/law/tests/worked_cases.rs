//! The worked cases of `law/scenarios`, and the tables of cases in words that go with them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use law::Library;
use law::scenario::{Outcome, Scenario, rows, scenarios};

static LAW: LazyLock<Library> = LazyLock::new(Library::embedded);

/// Every scenario of the repository.
static CASES: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/scenarios");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let (read, diagnostics) = scenarios(path.file_name().unwrap().to_str().unwrap(), &text);
        assert_eq!(diagnostics, []);
        all.extend(read);
    }
    all
});

fn misses(outcome: &Outcome) -> Vec<String> {
    (outcome.misses.iter())
        .map(|miss| {
            format!(
                "{}:{}: {} {}\n    expected {}\n    found    {}",
                miss.file, miss.line, outcome.id, miss.question, miss.expected, miss.found
            )
        })
        .collect()
}

#[test]
fn every_worked_case_is_answered_as_expected() {
    let missed: Vec<String> = CASES.iter().flat_map(|case| misses(&LAW.play(case))).collect();
    assert!(missed.is_empty(), "{} expectations were missed:\n{}", missed.len(), missed.join("\n"));
    let compared: usize = CASES.iter().map(|case| LAW.play(case).compared).sum();
    assert!(compared > 100, "{compared}");
}

#[test]
fn names_of_worked_cases_are_their_own() {
    let mut seen = BTreeMap::new();
    for case in CASES.iter() {
        assert_eq!(seen.insert(&case.id, &case.title), None, "{}", case.id);
    }
}

/// Every instrument, day and article that a row of the table names stands in the answers to its questions.
#[test]
fn every_row_of_the_table_of_cases_is_answered() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/law/scenarios.dev.tsv");
    let Ok(text) = std::fs::read_to_string(&table) else {
        eprintln!("SKIPPED: {} is not here, so no row of it was compared", table.display());
        return;
    };
    let rows = rows(&text);
    assert_eq!(rows.len() + 1, text.lines().count(), "every line is a row");
    let mut missed = Vec::new();
    for row in &rows {
        match CASES.iter().find(|case| case.id == row.id) {
            Some(case) => {
                let outcome = LAW.play(case);
                missed.extend(misses(&outcome));
                let missing = row.missing(&LAW, &outcome.answers);
                missed.extend(missing.into_iter().map(|what| format!("{}: {what} is in no answer", row.id)));
            }
            None => missed.push(format!("{}: no scenario asks its questions", row.id)),
        }
    }
    assert!(missed.is_empty(), "{} misses:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn mistakes_in_a_file_of_cases_are_placed_and_the_others_are_kept() {
    let text = r#"schema = 1
[[scenario]]
id = "A"
title = "Sound"
[[scenario.question]]
from = "EE"
to = "DE"
procedure = "extradition"
on = 2021-12-01
expect = ["instrument eu-fd-2002-584 role = governs", "instrument coe-ets-024 role = governs"]
[[scenario]]
id = "B"
title = "Not sound"
[[scenario.question]]
from = "EL"
to = "DE"
procedure = "extradition"
facts = ["offence"]
events = ["arrest"]
expect = ["grund x"]
[[scenario]]
id = "C"
titel = "Asks nothing"
"#;
    let (cases, diagnostics) = scenarios("t.toml", text);
    let found: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        found.join("\n"),
        r#"
t.toml:14:1: the question has no day
  help: add a line such as: on = 2026-03-01
t.toml:15:8: `EL` is not an ISO 3166-1 alpha-2 code of a state
  help: the ISO code of Greece is "GR"
t.toml:18:10: `offence` has no =
  help: write it as in "offence=corruption"
t.toml:19:11: `arrest` is no event with its day or moment
  help: write "provisional-arrest=2026-03-01" or "provisional-arrest=2026-03-01T14:20[Europe/Tallinn]"
t.toml:20:11: `grund` is nothing an answer has
  help: did you mean `ground`?
t.toml:21:1: [[scenario]] has no `title`
  help: add a line such as: title = "…"
t.toml:21:1: the scenario asks nothing
  help: add [[scenario.question]] with from, to, procedure, on and expect
t.toml:23:1: [[scenario]] has no field `titel`
  help: did you mean `title`?
"#
        .trim()
    );
    let [case] = cases.as_slice() else { panic!("{cases:?}") };
    let outcome = LAW.play(case);
    let miss = &outcome.misses[0];
    assert_eq!((outcome.compared, outcome.misses.len(), miss.line, miss.column), (2, 1, 10, 55));
    assert_eq!(miss.found, "residual");
}

#[test]
fn every_damage_to_a_file_of_cases_is_survived() {
    let good = "schema = 1\n[[scenario]]\nid = \"A\"\ntitle = \"T\"\n[[scenario.question]]\nfrom = \"EE\"\nto = \"DE\"\nprocedure = \"extradition\"\n\
                on = 2021-12-01\nfacts = [\"purpose=prosecution\"]\nevents = [\"consent=2026-03-01\"]\n\
                expect = [\"no ground x:y stands = yes\", \"order a, b\", \"deadline k notes ~ z\"]\n";
    assert_eq!(scenarios("t.toml", good).1, []);
    for at in 0..good.len() {
        for change in ["", "\"", "[[", "=", "~", "é", "\u{0}"] {
            let text = format!("{}{change}{}", &good[..at], &good[at + 1..]);
            let (cases, diagnostics) = scenarios("t.toml", &text);
            for diagnostic in diagnostics {
                assert!(diagnostic.line >= 1 && diagnostic.column >= 1 && !diagnostic.help.is_empty());
            }
            for case in cases.iter().filter(|_| at % 16 == 0) {
                LAW.play(case);
            }
        }
    }
}
