//! The page on writing the law down says what is true: its example is read, and carries a request by itself.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs, unreachable_pub)]

mod support;

use law::check::{Question, Role};
use law::fold::DeadlineState;
use law::{ActId, Body, CaseAct, Facts, Library, Status};
use support::{key, passing, refused, request, state, time};

const PAGE: &str = include_str!("../../../docs/LAW.md");

fn block(mark: &str) -> &'static str {
    PAGE.split("```toml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .find(|b| b.contains(mark))
        .unwrap()
}

#[test]
fn a_file_alone_carries_a_request() {
    let example = block("ee-ge-extradition-2020");
    let mut files = Library::embedded_files().to_vec();
    files.push(("law/instruments/ee-ge-extradition-2020.toml", example));
    let (library, diagnostics) = Library::read(&files);
    assert_eq!(diagnostics, []);
    let question = Question {
        from: state("EE"),
        to: state("GE"),
        procedure: key("extradition"),
        on: "2026-01-01".parse().unwrap(),
        facts: Facts::default(),
    };
    let check = library.check(&question).unwrap();
    assert_eq!(
        (check.instruments[0].id.as_str(), check.instruments[0].role),
        ("ee-ge-extradition-2020", Role::Governs)
    );
    assert!(
        check.instruments.iter().any(|binding| binding.id == "coe-ets-024" && binding.role == Role::Residual)
    );

    let mut asked = request("EE", "GE", &["extradition"], &["coe-ets-024"], "2026-01-01");
    asked.instruments = vec!["ee-ge-extradition-2020".parse().unwrap()];
    asked.contents.retain(|key, _| *key == "offence-statement");
    asked.documents.retain(|document| document.key == "conviction-or-warrant");
    asked.safeguards = passing(&check.safeguards, law::check::End::Requesting, "request");
    asked.language = "ka".into();
    let case = library.fold(&[], time("2026-01-01T08:00:00Z"));
    let blocking = |body: &Body| {
        library.check_act(&case, body, state("EE")).into_iter().filter(|o| o.blocks).collect::<Vec<_>>()
    };
    assert_eq!(blocking(&Body::Request(asked.clone())), []);

    // Sent, it runs by the period of the new treaty and is answered with its ground.
    let act = |number: u8, from: &str, at: &str, follows: &[ActId], body: Body| CaseAct {
        id: ActId::from_bytes([number; 32]),
        author: format!("{}.justice", from.to_lowercase()),
        state: state(from),
        at: time(at),
        by: "a.first".to_owned(),
        approved_by: body.coercive().then(|| "b.second".to_owned()),
        follows: follows.to_vec(),
        body,
    };
    let sent = act(1, "EE", "2026-01-01T08:00:00Z", &[], Body::Request(asked.clone()));
    let case_sent = library.fold(std::slice::from_ref(&sent), time("2026-01-02T08:00:00Z"));
    assert_eq!((case_sent.status, case_sent.faults.len()), (Status::Requested, 0));
    assert!(case_sent.next.iter().any(|step| step.must && step.state == state("GE")));
    let answer = case_sent.deadlines.iter().find(|deadline| deadline.key == "answer").unwrap();
    let due = answer.due_on.map(|day| day.to_string());
    assert_eq!((answer.instrument.as_str(), due.as_deref()), ("ee-ge-extradition-2020", Some("2026-02-15")));
    let refusal = Body::Decision(refused("ee-ge-extradition-2020", "nationality", "4"));
    let against: Vec<_> =
        library.check_act(&case_sent, &refusal, state("GE")).into_iter().filter(|o| o.blocks).collect();
    assert_eq!(against, []);
    let answered = act(2, "GE", "2026-01-20T08:00:00Z", &[sent.id], refusal);
    let ended = library.fold(&[answered, sent], time("2026-01-21T08:00:00Z"));
    assert_eq!((ended.status, ended.faults.len()), (Status::Refused, 0));
    let answer = ended.deadlines.iter().find(|deadline| deadline.key == "answer").unwrap();
    assert_eq!(answer.state, DeadlineState::Met);
    asked.language = "de".into();
    asked.contents.clear();
    let found = blocking(&Body::Request(asked));
    let articles: Vec<&str> = found.iter().map(|objection| objection.article.as_str()).collect();
    assert_eq!(articles, ["ee-ge-extradition-2020 7(1)(a)", "ee-ge-extradition-2020 7"], "{found:#?}");
}

#[test]
fn the_facts_of_the_page_are_read() {
    let facts = Facts::from_toml(block("# facts")).unwrap();
    assert_eq!((facts.events.len(), facts.sentence_months), (2, Some(5)));
}

/// The blocks on procedures are one file, which is read without a mistake and folds a case to its end.
#[test]
fn the_procedure_of_the_page_is_a_whole_file() {
    let blocks: Vec<&str> = (PAGE.split("```toml\n").skip(1))
        .map(|rest| rest.split("```").next().unwrap())
        .filter(|block| block.starts_with("# procedure\n"))
        .collect();
    assert!(blocks.len() > 4);
    let file = blocks.join("\n").replace("\"asset-freezing\"", "\"freezing-of-the-page\"");
    let file = file.replace("\"freezing\"", "\"assets-of-the-page\"");
    let treaty = block("ee-ge-extradition-2020").replace("\"extradition\"", "\"assets-of-the-page\"");
    let events = "schema = 1\n[[event]]\nkey = \"assets-frozen\"\ntitle = \"freezing of assets\"\n";
    let mut files = Library::embedded_files().to_vec();
    files.push(("law/instruments/treaty.toml", &treaty));
    files.push(("law/procedures/freezing.toml", &file));
    files.push(("law/more-events.toml", events));
    let (library, diagnostics) = Library::read(&files);
    assert_eq!(diagnostics, []);
    let procedure = library.procedure(&key("freezing-of-the-page")).unwrap();
    assert_eq!(procedure.family().as_str(), "assets");
}

#[test]
fn the_worked_case_of_the_page_is_answered_as_it_says() {
    let (cases, diagnostics) = law::scenario::scenarios("page.toml", block("# scenarios"));
    assert_eq!(diagnostics, []);
    let outcome = Library::embedded().play(&cases[0]);
    assert_eq!((outcome.compared, outcome.misses), (6, vec![]));
}
