//! Reads files of scenarios.

use super::{Asked, AskedDate, DateOf, Expectation, Scenario};
use crate::check::Question;
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::ids::{InstrumentId, Key, shorten};
use crate::source::{At, Place, Section, Source};

/// Reads a file of scenarios as `(path, text)`; every mistake with its place and remedy. A scenario with a mistake is
/// left out, the others are kept.
pub fn scenarios(path: &str, text: &str) -> (Vec<Scenario>, Vec<Diagnostic>) {
    let source = Source::new(path, text);
    let mut read = Vec::new();
    if let Some(table) = source.parse() {
        let root = Section::root(&source, &table, "the file");
        if root.number("schema") != Some(1) {
            root.note(root.place_of("schema"), "the file is not of schema 1", "begin it with: schema = 1");
        }
        if !root.has("scenario") {
            root.note(
                root.place(),
                "the file holds no [[scenario]]",
                "docs/LAW.md shows a whole file of them",
            );
        }
        read = read_all(&root, path);
        root.finish();
    }
    (read, source.into_diagnostics())
}

pub(crate) fn read_all(root: &Section<'_, '_>, path: &str) -> Vec<Scenario> {
    root.tables("scenario", "[[scenario]]").into_iter().filter_map(|one| scenario(one, path)).collect()
}

fn scenario(section: Section<'_, '_>, file: &str) -> Option<Scenario> {
    let line = section.place().line;
    // The case and the answer in words are for people.
    section.text("case");
    section.text("answer");
    let mut whole = true;
    let mut questions = Vec::new();
    for one in section.tables("question", "[[scenario.question]]") {
        match asked(one) {
            Some(asked) => questions.push(asked),
            None => whole = false,
        }
    }
    let mut dates = Vec::new();
    for one in section.tables("date", "[[scenario.date]]") {
        match asked_date(one) {
            Some(asked) => dates.push(asked),
            None => whole = false,
        }
    }
    if whole && questions.is_empty() && dates.is_empty() {
        section.note(
            section.place(),
            "the scenario asks nothing",
            "add [[scenario.question]] with from, to, procedure, on and expect",
        );
    }
    let scenario = Scenario {
        id: section.need_text("id"),
        title: section.need_text("title"),
        file: file.to_owned(),
        line,
        questions,
        dates,
    };
    (section.finish() && whole).then_some(scenario)
}

fn asked(section: Section<'_, '_>) -> Option<Asked> {
    let Place { line, column } = section.place();
    let facts = facts(&section);
    let expected = section.placed_texts("expect");
    if expected.is_empty() {
        section.note(
            section.place(),
            "the question expects nothing",
            "add a line such as: expect = [\"instrument coe-ets-024 role = governs\"]",
        );
    }
    let mut lines = Vec::new();
    for At { value, place } in expected {
        match value.parse::<Expectation>() {
            Ok(expectation) => lines.push((expectation, place.line, place.column)),
            Err(error) => section.note(place, error.message, error.help),
        }
    }
    if !section.has("on") {
        section.note(section.place(), "the question has no day", "add a line such as: on = 2026-03-01");
    }
    let (from, to) = (section.need_state("from"), section.need_state("to"));
    let procedure = section.need_key::<Key>("procedure");
    let on = section.date("on");
    let whole = section.finish();
    let question = Question { from: from?, to: to?, procedure: procedure?.value, on: on?, facts: facts? };
    whole.then_some(Asked { question, expected: lines, line, column })
}

/// Facts and events as the command line takes them: `offence=corruption`, `provisional-arrest=2026-03-01`.
fn facts(section: &Section<'_, '_>) -> Option<Facts> {
    let mut facts = Facts::default();
    let mut whole = true;
    let mut wrong = |place, message: String, help: &str| {
        section.note(place, message, help);
        whole = false;
    };
    for At { value, place } in section.placed_texts("facts") {
        let Some((key, said)) = value.split_once('=') else {
            wrong(place, format!("`{}` has no =", shorten(&value)), "write it as in \"offence=corruption\"");
            continue;
        };
        if let Err(error) = facts.set(key.trim(), said.trim()) {
            wrong(place, error.to_string(), "law/facts.toml lists the facts and their values");
        }
    }
    for At { value, place } in section.placed_texts("events") {
        let read = value
            .split_once('=')
            .and_then(|(key, when)| Some((Key::parse(key.trim()).ok()?, when.trim().parse().ok()?)));
        match read {
            Some((key, moment)) => {
                facts.events.insert(key, moment);
            }
            None => wrong(
                place,
                format!("`{}` is no event with its day or moment", shorten(&value)),
                "write \"provisional-arrest=2026-03-01\" or \"provisional-arrest=2026-03-01T14:20[Europe/Tallinn]\"",
            ),
        }
    }
    whole.then_some(facts)
}

fn asked_date(section: Section<'_, '_>) -> Option<AskedDate> {
    let Place { line, column } = section.place();
    let instrument = section.need_key::<InstrumentId>("instrument");
    let (deposit, notice) = (section.date("deposit"), section.date("notice"));
    let expected = section.date("expect");
    let of = match (deposit, notice) {
        (Some(day), None) => Some(DateOf::Deposit(day)),
        (None, Some(day)) => Some(DateOf::Notice(day)),
        _ => None,
    };
    if of.is_none() || expected.is_none() {
        section.note(
            section.place(),
            "a question on a date has `deposit` or `notice`, and `expect`",
            "write: instrument = \"coe-ets-024\", deposit = 1999-12-10, expect = 2000-03-09",
        );
    }
    let whole = section.finish();
    let asked = AskedDate { instrument: instrument?.value, of: of?, expected: expected?, line, column };
    whole.then_some(asked)
}
