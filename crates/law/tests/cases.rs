//! Cases from the first request to the outcome, and what stands against acts that do not fit.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_imports,
    missing_docs
)]

mod support;

use law::act::*;
use law::check::End;
use law::fold::{DeadlineState, MissingKind, Status};
use law::{Body, CaseState, Objection};
use support::*;

fn keys(objections: &[Objection]) -> Vec<&str> {
    objections.iter().map(|objection| objection.key.as_str()).collect()
}

fn must(case: &CaseState) -> (&str, &str) {
    let step = case.next.first().unwrap();
    assert!(step.must);
    (step.state.as_str(), step.key.as_str())
}

fn deadline<'a>(case: &'a CaseState, key: &str) -> &'a law::fold::RunningDeadline {
    case.deadlines.iter().find(|deadline| deadline.key == key).unwrap()
}

const ASKED: &str = "2026-03-01T08:00:00Z";

/// Estonia asks Germany under the convention, with the reason a residual instrument needs, documents to follow.
fn asked() -> Case {
    let mut case = Case::new(ASKED);
    let mut request =
        request("EE", "DE", &["provisional-arrest", "extradition"], &["coe-ets-024"], "2026-03-01");
    request.documents.clear();
    let objections = case.objections(&Body::Request(request.clone()), "EE");
    assert!(keys(&objections).contains(&"no-residual-reason"), "{objections:#?}");
    request.residual_reason = Some("the act was committed before the framework decision applied".into());
    case.act("EE", Body::Request(request));
    case
}

#[test]
fn a_case_goes_from_request_to_surrender() {
    let mut case = asked();
    let view = case.fold();
    assert_eq!((view.status, must(&view)), (Status::Requested, ("DE", "answer-request")));
    assert_eq!(deadline(&view, "provisional-arrest-maximum").state, DeadlineState::Waiting);
    assert!(view.missing.iter().any(|m| m.kind == MissingKind::Document && m.key == "conviction-or-warrant"));
    assert!(view.faults.is_empty(), "{:?}", view.faults);

    let gate = acceptance(&view);
    case.at("2026-03-01T10:00:00Z").act("DE", gate);
    assert_eq!(case.fold().status, Status::Accepted);
    case.at("2026-03-01T14:00:00Z").act("DE", arrest("2026-03-01T13:20:00Z", "Europe/Berlin"));
    let view = case.fold();
    assert_eq!((view.status, must(&view)), (Status::Arrested, ("DE", "decide")));
    let may = deadline(&view, "request-received-may-release");
    assert_eq!(may.due_local.as_deref(), Some("2026-03-19T14:20+01:00[Europe/Berlin]"));
    assert_eq!(
        (may.state, may.obliged_state, may.frees_person),
        (DeadlineState::Running, Some(state("EE")), true)
    );
    let most = deadline(&view, "provisional-arrest-maximum");
    assert_eq!(most.due_local.as_deref(), Some("2026-04-10T14:20+02:00[Europe/Berlin]"));

    let question = case.at("2026-03-02T09:00:00Z").act(
        "DE",
        Body::Question(Question {
            items: vec![QuestionItem {
                about: Some(key("conviction-or-warrant")),
                text: "send the warrant".into(),
            }],
            reply_by: Some("2026-03-10".parse().unwrap()),
        }),
    );
    let view = case.fold();
    assert_eq!((view.status, must(&view)), (Status::AwaitingSupplement, ("EE", "answer-question")));
    assert_eq!(deadline(&view, "supplementary-information").due_on.unwrap().to_string(), "2026-03-10");
    case.at("2026-03-05T09:00:00Z").act(
        "EE",
        Body::Supplement(Supplement {
            answers: Some(question),
            contents: Default::default(),
            documents: vec![document("conviction-or-warrant", "en"), document("applicable-law", "en")],
            text: String::new(),
        }),
    );
    let view = case.fold();
    assert_eq!(view.status, Status::Arrested);
    assert_eq!(deadline(&view, "request-received-may-release").state, DeadlineState::Met);
    assert_eq!(deadline(&view, "supplementary-information").state, DeadlineState::Met);

    case.at("2026-03-20T09:00:00Z").act("DE", Body::Decision(granted(&view, "2026-04-01")));
    let view = case.fold();
    assert_eq!((view.status, must(&view)), (Status::Granted, ("DE", "surrender")));
    assert_eq!(deadline(&view, "surrender-may-release").due_on.unwrap().to_string(), "2026-04-16");
    assert_eq!(deadline(&view, "surrender-must-release").due_on.unwrap().to_string(), "2026-05-01");
    assert!(view.undertakings.iter().all(|undertaking| !undertaking.in_effect));

    let surrender =
        Surrender { at: time("2026-04-01T10:00:00Z"), place: "Narva".into(), days_in_custody: 31 };
    case.at("2026-04-01T11:00:00Z").act("DE", Body::Surrender(surrender));
    let view = case.fold();
    assert_eq!((view.status, must(&view)), (Status::Surrendered, ("DE", "report-surrender")));
    let speciality = view.undertakings.iter().find(|undertaking| undertaking.key == "speciality").unwrap();
    assert!(speciality.in_effect && speciality.by == state("EE") && speciality.towards == state("DE"));
    assert_eq!(deadline(&view, "surrender-must-release").state, DeadlineState::Met);

    let outcome = Outcome { result: OutcomeResult::Surrendered, text: String::new() };
    case.at("2026-04-02T11:00:00Z").act("DE", Body::Outcome(outcome));
    let view = case.fold();
    assert_eq!(view.status, Status::Closed);
    assert!(view.next.is_empty() && view.faults.is_empty(), "{:?} {:?}", view.next, view.faults);
    assert_eq!(view.timeline.len(), 8);
    assert!(view.timeline.iter().all(|entry| entry.effective));
}

#[test]
fn a_full_request_follows_a_provisional_arrest_and_missed_periods_free_the_person() {
    let mut case = Case::new(ASKED);
    case.act(
        "UA",
        Body::Request(request("UA", "EE", &["provisional-arrest"], &["coe-ets-024"], "2026-03-01")),
    );
    let gate = acceptance(&case.fold());
    case.at("2026-03-01T09:00:00Z").act("EE", gate);
    case.at("2026-03-01T13:00:00Z").act("EE", arrest("2026-03-01T12:20:00Z", "Europe/Tallinn"));
    let view = case.fold();
    assert_eq!(must(&view), ("UA", "send-full-request"));
    let may = deadline(&view, "request-received-may-release");
    assert_eq!(may.due_local.as_deref(), Some("2026-03-19T14:20+02:00[Europe/Tallinn]"));
    assert!(may.notes.iter().any(|note| note.contains("KrMS")));
    let view = case.at("2026-04-10T11:20:00Z").fold();
    assert_eq!(deadline(&view, "request-received-may-release").state, DeadlineState::Missed);
    assert_eq!(deadline(&view, "provisional-arrest-maximum").state, DeadlineState::Missed);
    let release = Release {
        at: time("2026-04-10T11:20:00Z"),
        reason: "forty days have passed".into(),
        deadline: Some(key("provisional-arrest-maximum")),
    };
    case.act("EE", Body::Release(release));
    let view = case.fold();
    assert_eq!((view.status, must(&view)), (Status::Released, ("UA", "send-full-request")));
    assert!(view.custody.is_none());

    let full = request("UA", "EE", &["extradition"], &["coe-ets-024"], "2026-03-01");
    case.at("2026-04-12T08:00:00Z").act("UA", Body::Request(full));
    let view = case.fold();
    assert_eq!(must(&view), ("EE", "decide-free"));
    // The release does not bar a new arrest.
    case.at("2026-04-13T08:00:00Z").act("EE", arrest("2026-04-13T07:00:00Z", "Europe/Tallinn"));
    case.at("2026-04-20T08:00:00Z").act("EE", Body::Decision(refused("coe-ets-024", "lapse-of-time", "10")));
    let view = case.fold();
    assert_eq!((view.status, must(&view)), (Status::Refused, ("EE", "release-refused")));
    let release = Release { at: time("2026-04-20T09:00:00Z"), reason: "refused".into(), deadline: None };
    case.at("2026-04-20T09:00:00Z").act("EE", Body::Release(release));
    assert_eq!(must(&case.fold()), ("EE", "report-end"));
    case.act("EE", Body::Outcome(Outcome { result: OutcomeResult::Refused, text: String::new() }));
    assert_eq!(case.fold().status, Status::Closed);
}

#[test]
fn a_warrant_runs_by_its_own_periods() {
    let mut case = Case::new(ASKED);
    case.act("EE", Body::Request(request("EE", "DE", &["surrender"], &["eu-fd-2002-584"], "2026-03-01")));
    let gate = acceptance(&case.fold());
    case.at("2026-03-01T09:00:00Z").act("DE", gate);
    case.at("2026-03-01T13:00:00Z").act("DE", arrest("2026-03-01T12:20:00Z", "Europe/Berlin"));
    let consent = Consent {
        at: time("2026-03-03T09:00:00Z"),
        before: "Amtsgericht Lübeck".into(),
        counsel: true,
        speciality_waived: false,
        revoked: false,
    };
    case.at("2026-03-03T10:00:00Z").act("DE", Body::Consent(consent));
    let view = case.fold();
    assert_eq!(deadline(&view, "decision-consent").due_on.unwrap().to_string(), "2026-03-13");
    assert_eq!(deadline(&view, "decision-no-consent").due_on.unwrap().to_string(), "2026-04-30");
    case.at("2026-03-12T10:00:00Z").act("DE", Body::Decision(granted(&view, "2026-03-20")));
    let view = case.fold();
    assert_eq!(deadline(&view, "decision-consent").state, DeadlineState::Met);
    assert_eq!(deadline(&view, "surrender").due_on.unwrap().to_string(), "2026-03-22");
}

#[test]
fn a_new_date_starts_the_surrender_periods_again_only_after_force_majeure() {
    let mut case = asked();
    let gate = acceptance(&case.fold());
    case.act("DE", gate);
    case.at("2026-03-01T14:00:00Z").act("DE", arrest("2026-03-01T13:20:00Z", "Europe/Berlin"));
    let supplement = Supplement {
        answers: None,
        contents: Default::default(),
        documents: vec![document("conviction-or-warrant", "en"), document("applicable-law", "en")],
        text: String::new(),
    };
    case.act("EE", Body::Supplement(supplement));
    let first = granted(&case.fold(), "2026-06-01");
    case.act("DE", Body::Decision(first));
    let may = |case: &Case| deadline(&case.fold(), "surrender-may-release").due_on.unwrap().to_string();
    assert_eq!(may(&case), "2026-06-16");
    let mut moved = granted(&case.fold(), "2026-06-20");
    assert!(keys(&case.objections(&Body::Decision(moved.clone()), "DE")).contains(&"date-moved"));
    case.act("DE", Body::Decision(moved.clone()));
    assert_eq!(may(&case), "2026-06-16");
    moved.force_majeure = true;
    case.act("DE", Body::Decision(moved));
    assert_eq!(may(&case), "2026-07-05");
    // Nobody came: refusal for the same act is open after release.
    case.at("2026-07-21T00:00:00Z");
    let release =
        Release { at: time("2026-07-20T22:00:00Z"), reason: "not taken over".into(), deadline: None };
    case.act("DE", Body::Release(release));
    case.act("DE", Body::Decision(refused("coe-ets-024", "surrender-must-release", "18(4)")));
    assert_eq!(case.fold().status, Status::Refused);
}

#[test]
fn a_request_is_complete_under_the_law_that_binds_or_says_what_is_wrong() {
    let case = Case::new(ASKED);
    let complete = request("EE", "RU", &["extradition"], &["coe-ets-024"], "2026-03-01");
    let objections = |change: &dyn Fn(&mut Request)| {
        let mut request = complete.clone();
        change(&mut request);
        case.objections(&Body::Request(request), "EE")
    };
    let blocking = |change: &dyn Fn(&mut Request), key: &str, field: &str, article: &str| {
        let found = objections(change);
        let one = found
            .iter()
            .find(|objection| objection.key == key)
            .unwrap_or_else(|| panic!("{key}: {found:#?}"));
        assert!(one.blocks && !one.remedy.is_empty() && !one.message.is_empty(), "{one:?}");
        assert_eq!((one.field.as_str(), one.article.as_str()), (field, article));
    };
    // Russia declared that it needs a translation into Russian.
    blocking(&|_| {}, "language-not-accepted", "language", "coe-ets-024 23");
    let translated = |request: &mut Request| request.documents.push(document("translation", "ru"));
    assert!(
        objections(&translated).iter().all(|objection| !objection.blocks),
        "{:#?}",
        objections(&translated)
    );
    blocking(
        &|request| drop(request.contents.remove("offence-statement")),
        "content-missing",
        "contents.offence-statement",
        "coe-ets-024 12(2)(b)",
    );
    blocking(
        &|request| request.documents.clear(),
        "document-missing",
        "documents.conviction-or-warrant",
        "coe-ets-024 12(2)(a)",
    );
    blocking(
        &|request| request.instruments = vec!["eu-fd-2002-584".parse().unwrap()],
        "does-not-bind",
        "instruments",
        "",
    );
    blocking(&|request| request.instruments.clear(), "no-instrument", "instruments", "");
    blocking(
        &|request| request.safeguards.retain(|answer| answer.key != "no-political-motive"),
        "safeguard-open",
        "safeguards.no-political-motive",
        "coe-ets-024 3(1)-(2)",
    );
    blocking(
        &|request| {
            let answer =
                request.safeguards.iter_mut().find(|answer| answer.key == "death-penalty-assurance").unwrap();
            answer.answer = key("no-assurance");
        },
        "safeguard-bars",
        "safeguards.death-penalty-assurance",
        "coe-ets-024 11",
    );
    blocking(
        &|request| request.safeguards.iter_mut().for_each(|answer| answer.reasoning.clear()),
        "no-reasons",
        "safeguards.proportionality",
        "European Convention on Human Rights 5",
    );
    blocking(&|request| request.person.names.clear(), "no-name", "person.names", "");
    blocking(&|request| request.procedures = vec![key("extraction")], "unknown-procedure", "procedures", "");
    blocking(&|request| request.requesting = state("LV"), "wrong-requesting-state", "requesting", "");
}

/// Armenia may refuse whom it granted asylum; its refusal does not say so to the state that is feared.
#[test]
fn a_ground_that_rests_on_protection_is_never_named() {
    let mut case = Case::new("2026-03-01T08:00:00Z");
    let mut body = request("EE", "AM", &["extradition"], &["coe-ets-024"], "2026-03-01");
    body.language = "hy".into();
    case.force("EE", Body::Request(body));
    let law = case.fold();
    let stood = |key: &str| {
        let found = LAW.check_act(&law, &Body::Decision(refused("coe-ets-024", key, "1")), state("AM"));
        found.iter().any(|objection| objection.key == "confidential-ground" && objection.blocks)
    };
    assert!(stood("asylum-granted"));
    assert!(!stood("humanitarian"));
}

#[test]
fn acts_out_of_place_are_refused_and_stay_visible() {
    let mut case = asked();
    let check = |case: &Case, from: &str, body: Body, key: &str| {
        let found = case.objections(&body, from);
        assert!(found.iter().any(|o| o.key == key && o.blocks), "{key}: {found:#?}");
    };
    let gate = acceptance(&case.fold());
    check(&case, "EE", gate.clone(), "wrong-state");
    check(&case, "LV", gate.clone(), "not-in-the-case");
    check(&case, "DE", arrest("2026-03-01T07:00:00Z", "Europe/Berlin"), "not-now");
    check(&case, "EE", Body::Decision(refused("coe-ets-024", "nationality", "6")), "wrong-state");
    check(
        &case,
        "DE",
        Body::Decision(refused("coe-ets-024", "fiscal-different-taxes", "2")),
        "ground-prohibited",
    );
    check(&case, "DE", Body::Decision(refused("coe-ets-024", "bad-mood", "1")), "unknown-ground");
    // A refusal does not tell the feared state that the person has protection.
    check(&case, "DE", Body::Decision(refused("coe-ets-024", "refugee", "33")), "confidential-ground");
    let mut without = refused("coe-ets-024", "nationality", "6");
    without.ground = None;
    check(&case, "DE", Body::Decision(without), "no-ground");
    check(&case, "DE", Body::Decision(granted(&case.fold(), "2026-02-01")), "surrender-date-passed");
    check(
        &case,
        "DE",
        Body::Outcome(Outcome { result: OutcomeResult::Surrendered, text: String::new() }),
        "wrong-outcome",
    );
    check(
        &case,
        "DE",
        Body::Acceptance(Acceptance { safeguards: Vec::new(), order: String::new() }),
        "safeguard-open",
    );
    // What a refugee check found never travels to the state that asks.
    assert!(law::SafeguardKey::of(key("kept-refugee")).is_err());
    let Body::Acceptance(mut told) = gate.clone() else { panic!() };
    assert!(told.safeguards.iter().all(|answer| !answer.key.as_str().contains("refugee")));
    told.safeguards.push(SafeguardAnswer {
        key: law::SafeguardKey::of(key("refugee")).unwrap(),
        answer: key("checked"),
        reasoning: "status of 2019".into(),
        by: "a.first".into(),
    });
    check(&case, "DE", Body::Acceptance(told), "stays-here");
    check(&Case::new(ASKED), "EE", Body::Note(Note { text: "hello".into() }), "no-request");

    // An arrest that nobody ordered happened all the same: the clock runs and the fault is seen.
    case.force("DE", arrest("2026-03-01T07:00:00Z", "Europe/Berlin"));
    let view = case.fold();
    assert_eq!(view.status, Status::Arrested);
    assert_eq!(deadline(&view, "provisional-arrest-maximum").state, DeadlineState::Running);
    assert_eq!(view.faults.iter().map(|fault| fault.key.as_str()).collect::<Vec<_>>(), ["not-now"]);
    // A decision by the wrong state has no effect.
    case.force("EE", Body::Decision(refused("coe-ets-024", "nationality", "6")));
    let view = case.fold();
    assert_eq!(view.status, Status::Arrested);
    assert!(view.faults.iter().any(|fault| fault.key == "wrong-state"));
    assert!(!view.timeline.last().unwrap().effective);
}

#[test]
fn coercion_needs_a_second_person() {
    let mut case = asked();
    let gate = acceptance(&case.fold());
    assert_eq!(keys(&LAW.check_people(&gate, "a.first", None)), ["no-second-person"]);
    assert_eq!(keys(&LAW.check_people(&gate, "a.first", Some("a.first"))), ["same-person"]);
    assert!(LAW.check_people(&gate, "a.first", Some("b.second")).is_empty());
    assert!(LAW.check_people(&Body::Note(Note { text: "x".into() }), "a.first", None).is_empty());
    case.force("DE", gate);
    case.acts.last_mut().unwrap().approved_by = None;
    let view = case.fold();
    assert_eq!(view.status, Status::Requested);
    assert!(view.faults.iter().any(|fault| fault.key == "no-second-person"));
}

#[test]
fn missing_acts_are_named() {
    let mut case = asked();
    let gate = acceptance(&case.fold());
    case.act("DE", gate);
    let gone = case.acts.remove(0).id;
    let view = case.fold();
    assert_eq!((view.status, view.absent), (Status::New, vec![gone]));
    assert!(view.faults.iter().any(|fault| fault.key == "no-request"));
}

#[test]
fn every_safeguard_has_its_article_answers_and_end() {
    let mut seen = std::collections::BTreeSet::new();
    for (procedure, instrument) in [("extradition", "coe-ets-024"), ("surrender", "eu-fd-2002-584")] {
        let request = request(
            "EE",
            if procedure == "surrender" { "DE" } else { "RU" },
            &[procedure],
            &[instrument],
            "2026-01-01",
        );
        let mut case = Case::new("2026-01-01T08:00:00Z");
        case.force("EE", Body::Request(request));
        for safeguard in &case.fold().safeguards {
            let question = &safeguard.question;
            assert!(
                !question.article.is_empty() && !question.source.is_empty() && question.answers.len() > 1
            );
            assert!(!question.blocks.is_empty());
            seen.insert((question.key.as_str().to_owned(), question.who));
        }
    }
    for wanted in [
        "political-offence",
        "discrimination",
        "torture",
        "fair-trial",
        "in-absentia",
        "death-penalty",
        "ne-bis-in-idem",
        "lapse-of-time",
        "military-offence",
        "nationality",
        "minor-requested",
        "kept-refugee",
        "dual-criminality",
        "speciality",
        "proportionality-requested",
    ] {
        assert!(seen.contains(&(wanted.to_owned(), End::Requested)), "{wanted}");
    }
}
