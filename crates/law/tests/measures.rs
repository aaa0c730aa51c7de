//! Measures, money, periods and promises in cases of the other families.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_imports,
    missing_docs
)]

mod support;
mod walks;

use law::act::*;
use law::check::{End, SafeguardQuestion};
use law::fold::{DeadlineState, MissingKind, RunningDeadline, Status, UndertakingState};
use law::{Body, CaseState, Objection};
use support::{document, key, passing, state, time};
use walks::*;

/// A case under the invented treaty, written act by act.
struct Story {
    walk: Walk,
    draw: Draw,
}

impl Story {
    fn begin(procedure: &str, change: impl Fn(&mut Request)) -> Self {
        let mut draw = Draw(3);
        let mut walk = Walk::empty();
        let mut asked = request(&[&key(procedure)], &mut draw, &walk.fold());
        change(&mut asked);
        walk.add(FROM, Body::Request(asked));
        Self { walk, draw }
    }

    fn fold(&self) -> CaseState {
        self.walk.fold()
    }

    fn at(&mut self, now: &str) -> &mut Self {
        self.walk.now = time(now);
        self
    }

    fn against(&self, from: &str, body: &Body) -> Vec<Objection> {
        blocking(&self.fold(), body, from)
    }

    #[track_caller]
    fn act(&mut self, from: &str, body: Body) -> law::ActId {
        let against = self.against(from, &body);
        assert!(against.is_empty(), "{against:#?}");
        self.walk.add(from, body);
        self.walk.acts.last().unwrap().id
    }

    #[track_caller]
    fn refuses(&self, from: &str, body: &Body, key: &str) {
        let against = self.against(from, body);
        assert!(against.iter().any(|o| o.key == key && !o.remedy.is_empty()), "{key}: {against:#?}");
    }

    fn accept(&mut self) {
        let gate = body(&self.fold(), "acceptance", None, End::Requested, &mut self.draw).unwrap();
        self.act(TO, gate);
    }

    fn grant(&mut self) {
        let view = self.fold();
        let questions: Vec<SafeguardQuestion> = view.safeguards.iter().map(|s| s.question.clone()).collect();
        let mut safeguards = passing(&questions, End::Requested, "decision");
        safeguards.extend(passing(&questions, End::Requested, "acceptance"));
        let decision = Decision {
            outcome: DecisionOutcome::Granted,
            ground: None,
            reasons: "as examined".into(),
            conditions: vec![],
            safeguards,
            surrender_on: None,
            surrender_place: None,
            force_majeure: false,
        };
        self.act(TO, Body::Decision(decision));
    }

    /// A measure with what its form asks for.
    fn measure(&mut self, name: &str, end: End, change: impl Fn(&mut Measure)) -> Body {
        let made = body(&self.fold(), "measure", Some(&key(name)), end, &mut self.draw).unwrap();
        let Body::Measure(mut measure) = made else { panic!() };
        measure.amounts.clear();
        measure.corrects = None;
        measure.until = None;
        change(&mut measure);
        Body::Measure(measure)
    }
}

fn deadline<'a>(view: &'a CaseState, name: &str) -> &'a RunningDeadline {
    view.deadlines.iter().find(|deadline| deadline.key == name).unwrap()
}

fn money(amount: &str) -> Vec<law::Amount> {
    vec![amount.parse().unwrap()]
}

#[test]
fn assets_are_frozen_freed_and_counted_in_exact_decimals() {
    let mut story = Story::begin("asset-freezing", |_| {});
    let frozen = story.measure("frozen", End::Requested, |_| {});
    // Before the gate nothing is frozen.
    story.refuses(TO, &frozen, "not-now");
    story.accept();
    let freeze = |amount: &'static str| move |measure: &mut Measure| measure.amounts = money(amount);
    let first = story.measure("frozen", End::Requested, freeze("EUR 100.10"));
    story.refuses(FROM, &first, "wrong-state");
    story.act(TO, first);
    let wrong = story.measure("frozen", End::Requested, freeze("EUR 20"));
    let wrong = story.act(TO, wrong);
    let right = story.measure("frozen", End::Requested, |measure| {
        measure.amounts = money("EUR 0.20");
        measure.corrects = Some(wrong);
    });
    story.act(TO, right.clone());
    // What was put right once is not put right again.
    story.refuses(TO, &right, "nothing-to-correct");
    let view = story.fold();
    assert_eq!(view.status, Status::InEffect);
    assert_eq!(view.amounts[0].frozen.to_string(), "100.30");
    assert_eq!(view.measures.len(), 3);

    let too_much = story.measure("partly-unfrozen", End::Requested, freeze("EUR 100.31"));
    story.refuses(TO, &too_much, "amounts-do-not-add-up");
    let none = story.measure("partly-unfrozen", End::Requested, |_| {});
    story.refuses(TO, &none, "amount-missing");
    let some = story.measure("partly-unfrozen", End::Requested, freeze("EUR 100.3"));
    story.act(TO, some);
    assert!(story.fold().amounts[0].still_frozen.unwrap().is_zero());
    // Whoever sends it all the same is seen: the measure counts, and the sums say that they do not add up.
    story.walk.add(TO, too_much);
    let view = story.fold();
    assert!(view.faults.iter().any(|fault| fault.key == "amounts-do-not-add-up"), "{:?}", view.faults);
    assert_eq!(view.amounts[0].still_frozen, None);
}

#[test]
fn a_coercive_measure_needs_a_second_person_at_both_ends() {
    let mut story = Story::begin("asset-freezing", |_| {});
    story.accept();
    let frozen = story.measure("frozen", End::Requested, |_| {});
    assert!(UNDER_TREATY.coercive(&frozen));
    let people = |second| UNDER_TREATY.check_people(&frozen, "a.first", second);
    assert_eq!(people(None)[0].key, "no-second-person");
    assert_eq!(people(Some("a.first"))[0].key, "same-person");
    assert!(people(Some("b.second")).is_empty());
    let traced = story.measure("traced", End::Requested, |_| {});
    assert!(!UNDER_TREATY.coercive(&traced));
    // On arrival it has no effect either.
    story.walk.add(TO, frozen);
    story.walk.acts.last_mut().unwrap().approved_by = None;
    let view = story.fold();
    assert_eq!(view.status, Status::Accepted);
    assert!(view.faults.iter().any(|fault| fault.key == "no-second-person"));
    assert!(view.amounts.is_empty());
}

#[test]
fn a_measure_says_what_its_fields_ask_for_in_their_types() {
    let mut story = Story::begin("readmission", |_| {});
    story.grant();
    let planned = |change: &dyn Fn(&mut Measure)| {
        let mut story = Story { walk: Walk::of(story.walk.acts.clone(), story.walk.now), draw: Draw(1) };
        story.measure("transfer-planned", End::Requesting, change)
    };
    let later = time("2026-05-01T08:00:00Z");
    assert!(story.against(FROM, &planned(&|measure| measure.at = later)).is_empty());
    story.refuses(FROM, &planned(&|measure| drop(measure.contents.remove("escort"))), "content-missing");
    let put = |name: &'static str, value: &'static str| {
        move |measure: &mut Measure| drop(measure.contents.insert(key(name), value.into()))
    };
    story.refuses(FROM, &planned(&put("escort", "perhaps")), "content-unreadable");
    story.refuses(FROM, &planned(&put("weather", "fine")), "unknown-field");
    story.refuses(FROM, &planned(&|measure| measure.zone = "Mars/Olympus".into()), "no-such-zone");
    story.refuses(FROM, &planned(&|measure| measure.amounts = money("EUR 1")), "amount-not-asked");
    story.refuses(
        FROM,
        &planned(&|measure| measure.until = Some("2026-04-01".parse().unwrap())),
        "no-last-day",
    );
}

#[test]
fn what_a_request_must_say_follows_from_what_it_says() {
    let asked = |change: &dyn Fn(&mut Request)| {
        let mut draw = Draw(3);
        let mut asked = request(&[&key("readmission")], &mut draw, &Walk::empty().fold());
        let own = [("person-group", "own-national"), ("evidence-of-nationality", "a passport")];
        asked.contents.remove("evidence-of-entry-stateless");
        for (name, value) in own {
            asked.contents.insert(key(name), value.into());
        }
        change(&mut asked);
        blocking(&Walk::empty().fold(), &Body::Request(asked), FROM)
    };
    assert_eq!(asked(&|_| {}), []);
    let one = |change: &dyn Fn(&mut Request), key: &str, field: &str| {
        let found = asked(change);
        let hit = found.iter().find(|o| o.key == key && o.field == field);
        assert!(hit.is_some_and(|o| !o.remedy.is_empty()), "{key}: {found:#?}");
    };
    one(
        &|asked| drop(asked.contents.remove("evidence-of-nationality")),
        "content-missing",
        "contents.evidence-of-nationality",
    );
    one(
        &|asked| drop(asked.contents.insert(key("person-group"), "stateless".into())),
        "content-missing",
        "contents.evidence-of-entry-stateless",
    );
    one(
        &|asked| drop(asked.contents.insert(key("irregular-stay-known-on"), "01.03.2026".into())),
        "content-unreadable",
        "contents.irregular-stay-known-on",
    );
    one(&|asked| asked.procedures.push(key("preservation")), "not-together", "procedures");
}

#[test]
fn what_is_missing_on_arrival_becomes_a_precise_question() {
    let mut story = Story::begin("readmission", |asked| {
        asked.documents.clear();
        asked.contents.remove("summary-of-facts");
        asked.contents.insert(key("irregular-stay-known-on"), "yesterday".into());
    });
    let view = story.fold();
    let kinds: Vec<MissingKind> = view.missing.iter().map(|missing| missing.kind).collect();
    for wanted in [MissingKind::Content, MissingKind::Document, MissingKind::Unreadable] {
        assert!(kinds.contains(&wanted), "{kinds:?}");
    }
    let question = view.supplementary_question(Some("2026-03-10".parse().unwrap())).unwrap();
    let about: Vec<&str> = question.items.iter().map(|item| item.about.as_ref().unwrap().as_str()).collect();
    assert_eq!(about, ["summary-of-facts", "order-of-court", "irregular-stay-known-on"]);
    assert!(question.items[0].text.contains("ee-ge-treaty 2"), "{}", question.items[0].text);
    assert!(question.items[1].text.contains("ee-ge-treaty 3"), "{}", question.items[1].text);
    let asked = story.act(TO, Body::Question(question));
    // What was asked is not asked again, and a safeguard of the other end is nobody's question.
    assert_eq!(story.fold().supplementary_question(None), None);
    let supplement = Supplement {
        answers: Some(asked),
        contents: [
            (key("summary-of-facts"), "the facts".into()),
            (key("irregular-stay-known-on"), "2026-02-20".into()),
        ]
        .into(),
        documents: vec![document("order-of-court", "en")],
        text: String::new(),
    };
    story.act(FROM, Body::Supplement(supplement));
    let view = story.fold();
    assert_eq!((view.status, view.supplementary_question(None)), (Status::Requested, None));
}

#[test]
fn periods_are_extended_within_the_treaty_and_stand_still() {
    let mut story = Story::begin("mla-evidence", |_| {});
    let due = |story: &Story| deadline(&story.fold(), "answer").due_on.unwrap().to_string();
    assert_eq!(due(&story), "2026-03-31");
    let extend = |until: &str| {
        let until = until.parse().unwrap();
        Body::Extension(Extension {
            deadline: key("answer"),
            instrument: None,
            until,
            reason: "many files".into(),
        })
    };
    story.refuses(TO, &extend("2026-03-31"), "not-longer");
    story.refuses(TO, &extend("2026-03-20"), "not-longer");
    story.refuses(TO, &extend("2026-05-01"), "beyond-extension");
    story.at("2026-03-10T08:00:00Z");
    let act = story.act(TO, extend("2026-04-15"));
    let view = story.fold();
    let answer = deadline(&view, "answer");
    assert_eq!((answer.due_on.unwrap().to_string().as_str(), answer.extended_by), ("2026-04-15", Some(act)));
    assert_eq!(answer.extendable_until.unwrap().to_string(), "2026-04-30");
    // A shorter one that was sent all the same moves nothing, and one beyond the treaty goes as far as it allows.
    story.walk.add(TO, extend("2026-04-01"));
    assert_eq!(due(&story), "2026-04-15");
    story.walk.add(TO, extend("2026-09-01"));
    assert_eq!(due(&story), "2026-04-30");

    story.accept();
    let pause = |at: &str, resumed| {
        Body::Suspension(Suspension {
            deadline: key("answer"),
            resumed,
            at: time(at),
            reason: "an appeal".into(),
        })
    };
    story.refuses(TO, &pause("2026-03-10T08:00:00Z", true), "nothing-changes");
    story.act(TO, pause("2026-03-10T08:00:00Z", false));
    let view = story.at("2026-06-01T08:00:00Z").fold();
    let answer = deadline(&view, "answer");
    assert_eq!(
        (answer.state, answer.suspended_since),
        (DeadlineState::Suspended, Some(time("2026-03-10T08:00:00Z")))
    );
    story.refuses(TO, &pause("2026-06-01T08:00:00Z", false), "nothing-changes");
    story.at("2026-03-20T08:00:00Z").act(TO, pause("2026-03-20T08:00:00Z", true));
    assert_eq!(due(&story), "2026-05-10");
    // What has passed can no longer be put off.
    story.at("2026-06-01T08:00:00Z");
    assert_eq!(deadline(&story.fold(), "answer").state, DeadlineState::Missed);
    story.refuses(TO, &extend("2026-07-01"), "deadline-not-running");
}

#[test]
fn a_period_that_frees_a_person_is_neither_extended_nor_paused() {
    let mut story = Story::begin("extradition", |_| {});
    story.accept();
    let arrest = Arrest { at: time(START), zone: "Asia/Tbilisi".into(), place: "Batumi".into() };
    story.act(TO, Body::Arrest(arrest));
    let before = deadline(&story.fold(), "hold").due_at;
    let until = "2026-12-01".parse().unwrap();
    story.walk.add(
        TO,
        Body::Extension(Extension { deadline: key("hold"), instrument: None, until, reason: "x".into() }),
    );
    let pause = Suspension { deadline: key("hold"), resumed: false, at: time(START), reason: "x".into() };
    story.walk.add(TO, Body::Suspension(pause));
    let view = story.fold();
    assert_eq!(deadline(&view, "hold").due_at, before);
    assert_eq!(deadline(&view, "hold").state, DeadlineState::Running);
    assert_eq!(view.faults.len(), 2, "{:?}", view.faults);
}

#[test]
fn promises_are_owed_kept_broken_or_let_go() {
    let mut story = Story::begin("mla-evidence", |_| {});
    let view = story.fold();
    // The request's own answer promised it.
    let limited = view.undertakings.iter().find(|owed| owed.key == "use-limitation").unwrap();
    assert_eq!((limited.state, limited.by, limited.lasting), (UndertakingState::Owed, state(FROM), true));
    let promise = |name: &str| {
        let text = "as asked".into();
        Body::Undertaking(Undertaking { undertaking: key(name), text, of: None, documents: vec![] })
    };
    story.refuses(TO, &promise("return-of-property"), "wrong-state");
    story.refuses(FROM, &promise("moon"), "no-such-undertaking");
    let given = story.act(FROM, promise("return-of-property"));
    let say = |name: &str, given_in, result| {
        let at = time(START);
        let text = "as recorded".into();
        Body::Fulfilment(Fulfilment { undertaking: key(name), given_in, result, at, text, documents: vec![] })
    };
    story.refuses(TO, &say("return-of-property", given, Keeping::Fulfilled), "wrong-state");
    story.refuses(FROM, &say("return-of-property", given, Keeping::Released), "wrong-state");
    story.refuses(FROM, &say("use-limitation", limited.given_in, Keeping::Fulfilled), "lasting-undertaking");
    story.act(TO, say("use-limitation", limited.given_in, Keeping::Breached));
    story.act(FROM, say("return-of-property", given, Keeping::Fulfilled));
    story.refuses(TO, &say("return-of-property", given, Keeping::Released), "settled-already");
    let how = |view: &CaseState, name: &str| view.undertakings.iter().find(|o| o.key == name).unwrap().state;
    let view = story.fold();
    assert_eq!(how(&view, "return-of-property"), UndertakingState::Fulfilled);
    assert_eq!(how(&view, "use-limitation"), UndertakingState::Breached);
}

#[test]
fn a_protected_person_is_not_handed_over_and_nothing_of_it_travels() {
    let story = Story::begin("readmission", |_| {});
    let view = story.fold();
    let asked = view.safeguards.iter().find(|s| s.question.key == "kept-refugee-readmission").unwrap();
    assert!(asked.question.confidential && asked.answer.is_none());
    // The other state is not told that a question is open.
    assert!(view.missing.iter().all(|missing| !missing.key.as_str().starts_with("kept-")));
    let questions: Vec<SafeguardQuestion> = view.safeguards.iter().map(|s| s.question.clone()).collect();
    let at = time(START);
    let over = Body::Measure(Measure {
        measure: key("handed-over"),
        at,
        zone: "Asia/Tbilisi".into(),
        place: String::new(),
        text: String::new(),
        contents: Default::default(),
        amounts: vec![],
        until: None,
        corrects: None,
        safeguards: vec![],
        documents: vec![],
    });
    let found = |answer: Option<&str>| -> Vec<String> {
        let kept = answer.map(|answer| law::KeptAnswer::of(&asked.question, key(answer), "a.first").unwrap());
        let against = law::kept::check(&view, &over, &questions, End::Requesting, kept.as_slice());
        against.into_iter().map(|objection| objection.key.to_string()).collect()
    };
    assert_eq!(found(None), ["safeguard-open"]);
    assert_eq!(found(Some("stands-in-the-way")), ["safeguard-bars"]);
    assert!(found(Some("checked")).is_empty());
    for act in &story.walk.acts {
        assert!(!serde_json::to_string(&act.body).unwrap().contains("refugee"));
    }
    assert!(!serde_json::to_string(&view.undertakings).unwrap().contains("refugee"));
}

#[test]
fn data_are_preserved_asked_for_in_time_or_let_go() {
    let mut story = Story::begin("preservation", |asked| asked.person = Person::default());
    story.accept();
    let preserved = story.measure("preserved", End::Requested, |measure| {
        measure.until = Some("2026-05-01".parse().unwrap());
    });
    story.act(TO, preserved);
    let view = story.fold();
    assert_eq!(view.measures[0].until, Some("2026-05-01".parse().unwrap()));
    let next = view.next.first().unwrap();
    assert_eq!((next.state, next.must), (state(FROM), true));
    let ended = story.measure("ended", End::Requested, |_| {});
    story.act(TO, ended);
    let view = story.fold();
    assert_eq!((view.status, view.ends.as_slice()), (Status::Performed, &[OutcomeResult::Lapsed][..]));
    let end = |result| Body::Outcome(Outcome { result, text: String::new() });
    story.refuses(TO, &end(OutcomeResult::Executed), "wrong-outcome");
    story.act(TO, end(OutcomeResult::Lapsed));
    assert_eq!(story.fold().status, Status::Closed);
}
