//! Prints how long the law takes: loading every file, a check, an act's check, and folding a case of 1,000 acts.
//!
//! `cargo run --release -p law --example law-figures`

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark measures time"
)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use law::act::{Note, Person, Question as Asked, QuestionItem, Request, Supplement, Urgency};
use law::{ActId, Body, CaseAct, Facts, Library, Question};

fn main() {
    let files = Library::embedded_files();
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let load = median(21, || drop(Library::read(files)));
    println!("load {} files ({} KiB)          {load:>10.2?}", files.len(), bytes / 1024);
    let library = Library::embedded();
    let question = Question {
        from: "EE".parse().unwrap(),
        to: "DE".parse().unwrap(),
        procedure: "extradition".parse().unwrap(),
        on: "2021-12-01".parse().unwrap(),
        facts: Facts::default(),
    };
    let check = median(501, || drop(library.check(&question)));
    println!("check EE to DE, extradition       {check:>10.2?}");
    let (slowest, longest) = slowest(&library);
    println!("slowest check ({slowest:<20}){longest:>9.2?}");
    let acts = acts(1_000);
    let now = acts.last().unwrap().at;
    let fold = median(51, || drop(library.fold(&acts, now)));
    println!("fold {} acts                    {fold:>10.2?}", acts.len());
    let case = library.fold(&acts, now);
    let body = Body::Note(Note { text: "a note".into() });
    let one = median(501, || drop(library.check_act(&case, &body, "DE".parse().unwrap())));
    println!("check one act                     {one:>10.2?}");
}

/// The check that takes longest, over every procedure and matter between some pairs.
fn slowest(library: &Library) -> (String, Duration) {
    let pairs = [("EE", "DE"), ("UA", "EE"), ("CH", "UA"), ("AM", "AZ"), ("US", "DE"), ("GR", "TR")];
    let matters = library.procedures().map(|one| one.key().clone()).chain(library.matters().into_keys());
    let times = matters.flat_map(|matter| pairs.map(|(from, to)| (from, to, matter.clone()))).map(
        |(from, to, procedure)| {
            let name = format!("{from} {to} {procedure}");
            let mut facts = Facts::default();
            for event in library.words().events.into_keys() {
                facts.events.insert(event, "2026-03-01T14:20[Europe/Tallinn]".parse().unwrap());
            }
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            let question = Question { from, to, procedure, on: "2026-03-01".parse().unwrap(), facts };
            (name, median(21, || drop(library.check(&question).unwrap())))
        },
    );
    times.max_by_key(|(_, time)| *time).unwrap_or_default()
}

fn median(runs: usize, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(runs / 2).copied().unwrap_or_default()
}

/// A request and then questions, supplements and notes in turn.
fn acts(count: usize) -> Vec<CaseAct> {
    let start: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
    let mut acts: Vec<CaseAct> = Vec::new();
    for number in 0..count {
        let id = |number: usize| {
            let mut bytes = [0; 32];
            bytes
                .iter_mut()
                .zip((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes())
                .for_each(|(b, n)| *b = n);
            ActId::from_bytes(bytes)
        };
        let (state, body) = match number {
            0 => ("UA", Body::Request(request())),
            _ if number % 3 == 1 => {
                let items = vec![QuestionItem { about: None, text: "what was taken?".into() }];
                ("EE", Body::Question(Asked { items, reply_by: None }))
            }
            _ if number % 3 == 2 => {
                let answers = Some(id(number - 1));
                let text = "see the file".into();
                (
                    "UA",
                    Body::Supplement(Supplement {
                        answers,
                        contents: BTreeMap::new(),
                        documents: Vec::new(),
                        text,
                    }),
                )
            }
            _ => ("EE", Body::Note(Note { text: "received".into() })),
        };
        acts.push(CaseAct {
            id: id(number),
            author: format!("{}.justice", state.to_lowercase()),
            state: state.parse().unwrap(),
            at: start + SignedDuration::from_mins(i64::try_from(number).unwrap()),
            by: "a.first".into(),
            approved_by: Some("b.second".into()),
            follows: acts.last().map(|act| act.id).into_iter().collect(),
            body,
        });
    }
    acts
}

fn request() -> Request {
    Request {
        procedures: vec!["provisional-arrest".parse().unwrap(), "extradition".parse().unwrap()],
        instruments: vec!["coe-ets-024".parse().unwrap()],
        residual_reason: None,
        requesting: "UA".parse().unwrap(),
        requested: "EE".parse().unwrap(),
        person: Person { names: vec!["Іван Приклад".into()], ..Person::default() },
        contents: BTreeMap::new(),
        documents: Vec::new(),
        safeguards: Vec::new(),
        language: "en".into(),
        urgency: Urgency::Urgent,
    }
}
