//! The examples of docs/TALKS.md do what the page says.
#![expect(clippy::unwrap_used, reason = "tests")]

use talks::{EMBEDDED, Gazetteer};

const PAGE: &str = include_str!("../../../docs/TALKS.md");

/// The examples of the page: the file each belongs to and its text.
fn examples() -> Vec<(&'static str, &'static str)> {
    PAGE.split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| {
            let (head, body) = block.split_once('\n')?;
            Some((head.split_once(' ')?.1, body))
        })
        .collect()
}

#[test]
fn the_examples_are_understood_and_make_a_difference() {
    let examples = examples();
    assert_eq!(examples.len(), 3);
    let mut files = EMBEDDED.to_vec();
    files.extend(examples);
    let (taught, faults) = Gazetteer::read(&files);
    assert!(faults.is_empty(), "{faults:?}");
    let untaught = Gazetteer::embedded();

    let text = "Министр внутренних дел Княжества Лихтенштейн встретился с коллегой из Австрии.";
    let span = |gazetteer: &Gazetteer| {
        let subject = gazetteer.subject(text);
        let state = subject.states.iter().find(|state| state.code == "LI").unwrap();
        text.get(state.spans.first().unwrap().clone()).unwrap().to_owned()
    };
    assert_eq!(span(untaught), "Лихтенштейн");
    assert_eq!(span(&taught), "Княжества Лихтенштейн");

    let text = "The ministers discussed songbird trafficking within the Alpine Police League.";
    let codes = |gazetteer: &Gazetteer| {
        let subject = gazetteer.subject(text);
        subject
            .bodies
            .iter()
            .chain(&subject.topics)
            .chain(&subject.mechanisms)
            .map(|found| found.code.clone())
            .collect::<Vec<_>>()
    };
    assert!(codes(untaught).is_empty(), "{:?}", codes(untaught));
    assert_eq!(codes(&taught), ["ALPINE-POLICE-LEAGUE", "wildlife", "regional-group"]);
}

#[test]
fn a_mistake_is_named_with_its_file() {
    let mut files = EMBEDDED.to_vec();
    files.push(("bodies.toml", "[X]\nen = [\"word/none\"]"));
    let (_, faults) = Gazetteer::read(&files);
    assert_eq!(
        faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["`bodies.toml`: `word/none`: there is no class `none` for `en`"]
    );
}
