//! Laws of the fold: arrival does not matter, nobody is left without a next step, encodings round-trip.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_imports,
    clippy::manual_is_multiple_of,
    missing_docs
)]

mod support;

use law::act::*;
use law::check::End;
use law::fold::Status;
use law::{Body, CaseState};
use proptest::prelude::*;
use support::*;

/// Some act of a kind, as sensible as the numbers make it.
fn some_act(case: &CaseState, from: &str, to: &str, kind: usize, choice: usize) -> (&'static str, Body) {
    let now = case.as_of;
    let requested = |body| ("requested", body);
    let requesting = |body| ("requesting", body);
    match kind {
        0 => {
            let procedures: &[&str] = match choice % 4 {
                0 => &["provisional-arrest"],
                1 => &["provisional-arrest", "extradition"],
                2 => &["extradition"],
                _ => &["simplified-extradition"],
            };
            let mut asked = request(from, to, procedures, &["coe-ets-024"], "2026-03-01");
            if choice % 3 == 0 {
                asked.documents.clear();
            }
            asked.residual_reason = Some("a reason".into());
            requesting(Body::Request(asked))
        }
        1 => requested(acceptance(case)),
        2 => {
            let about = (choice % 2 == 0).then(|| key("conviction-or-warrant"));
            let items = vec![QuestionItem { about, text: "what was taken?".into() }];
            requested(Body::Question(Question { items, reply_by: None }))
        }
        3 => requesting(Body::Supplement(Supplement {
            answers: case.open_questions.first().map(|question| question.act).filter(|_| choice % 3 != 0),
            contents: Default::default(),
            documents: if choice % 2 == 0 {
                vec![document("conviction-or-warrant", "en"), document("applicable-law", "en")]
            } else {
                vec![]
            },
            text: "as asked".into(),
        })),
        4 => {
            requested(Body::Arrest(Arrest { at: now, zone: "Europe/Berlin".into(), place: "Lübeck".into() }))
        }
        5 => requested(Body::Consent(Consent {
            at: now,
            before: "a judge".into(),
            counsel: choice % 4 != 0,
            speciality_waived: choice % 2 == 0,
            revoked: choice % 5 == 0,
        })),
        6 => requested(Body::Release(Release { at: now, reason: "time".into(), deadline: None })),
        7 => requested(Body::Decision(match choice % 4 {
            0 => refused("coe-ets-024", "nationality", "6"),
            1 => Decision {
                outcome: DecisionOutcome::Postponed,
                ..refused("coe-ets-024", "pending-proceedings", "8")
            },
            _ => Decision { force_majeure: choice % 5 == 0, ..granted(case, "2027-01-01") },
        })),
        8 => {
            requested(Body::Surrender(Surrender { at: now, place: "the border".into(), days_in_custody: 3 }))
        }
        9 => requested(Body::Outcome(Outcome {
            result: [
                OutcomeResult::Surrendered,
                OutcomeResult::Refused,
                OutcomeResult::Released,
                OutcomeResult::Withdrawn,
                OutcomeResult::NotFound,
            ][choice % 5],
            text: String::new(),
        })),
        10 => requesting(Body::Withdrawal(Withdrawal { reason: "settled".into() })),
        _ => requesting(Body::Note(Note { text: "hello".into() })),
    }
}

fn grow(case: &mut Case, to: &str, kinds: &[(usize, usize)], forced: bool) -> Vec<CaseState> {
    let mut states = vec![case.fold()];
    for (kind, choice) in kinds {
        case.now = case.now.checked_add(jiff::SignedDuration::from_hours(7)).unwrap();
        let view = case.fold();
        let (end, body) = some_act(&view, "EE", to, *kind, *choice);
        let from = if end == "requested" { to } else { "EE" };
        if forced || case.objections(&body, from).iter().all(|objection| !objection.blocks) {
            case.force(from, body);
            states.push(case.fold());
        }
    }
    states
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_checks_allow_somebody_must_act_or_it_has_ended(
        first in 0..12_usize, kinds in prop::collection::vec((1..12_usize, 0..60_usize), 0..24), to in prop::sample::select(vec!["DE", "RU", "CH"]),
    ) {
        let mut case = Case::new(if to == "RU" { "2026-03-01T08:00:00Z" } else { "2026-03-01T20:30:00Z" });
        let mut opening = vec![(0, first)];
        // A second request may come too.
        opening.extend(kinds.iter().map(|(kind, choice)| (if *kind == 11 { 0 } else { *kind }, *choice)));
        if to == "RU" {
            // Russia accepts Russian alone.
            let (_, body) = some_act(&case.fold(), "EE", to, 0, first);
            let Body::Request(mut asked) = body else { unreachable!() };
            asked.documents.push(document("translation", "ru"));
            case.force("EE", Body::Request(asked));
        }
        for view in grow(&mut case, to, &opening, false).into_iter().filter(|view| view.status != Status::New) {
            let closed = view.status == Status::Closed;
            prop_assert_eq!(closed, !view.next.iter().any(|step| step.must), "{:?} {:?}", view.status, view.next);
            for step in &view.next {
                prop_assert!(!step.acts.is_empty());
                prop_assert_eq!(step.state, if step.end == End::Requesting { state("EE") } else { state(to) });
            }
            prop_assert!(view.faults.is_empty() || to == "RU", "{:?}", view.faults);
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(
        kinds in prop::collection::vec((0..12_usize, 0..60_usize), 1..20), seed in any::<u64>(), lost in 0..40_usize, again in any::<bool>(),
    ) {
        let mut case = Case::new("2026-03-01T08:00:00Z");
        grow(&mut case, "DE", &kinds, true);
        if lost < case.acts.len() {
            case.acts.remove(lost);
        }
        // Some acts were written side by side: both follow the same one.
        for at in (2..case.acts.len()).step_by(3) {
            let shared = case.acts[at - 1].follows.clone();
            case.acts[at].follows = shared;
        }
        let expected = case.fold();
        let mut shuffled = case.acts.clone();
        let mut random = seed;
        for at in (1..shuffled.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, usize::try_from(random >> 33).unwrap() % (at + 1));
        }
        if again && !shuffled.is_empty() {
            let copy = shuffled[0].clone();
            shuffled.push(copy);
        }
        let found = LAW.fold(&shuffled, case.now);
        prop_assert_eq!(serde_json::to_value(&expected).unwrap(), serde_json::to_value(&found).unwrap());
        prop_assert_eq!(expected, found);
    }

    #[test]
    fn bodies_survive_cbor_and_json(kind in 0..12_usize, choice in 0..60_usize) {
        let case = Case::new("2026-03-01T08:00:00Z");
        let (_, body) = some_act(&case.fold(), "EE", "DE", kind, choice);
        let mut bytes = Vec::new();
        ciborium::into_writer(&body, &mut bytes).unwrap();
        let back: Body = ciborium::from_reader(bytes.as_slice()).unwrap();
        prop_assert_eq!(&back, &body);
        let json = serde_json::to_string(&body).unwrap();
        prop_assert_eq!(serde_json::from_str::<Body>(&json).unwrap(), body);
    }
}

/// The property above would hold of cases that never leave their first status: these walks reach every status, and in
/// each the steps that are announced can really be taken.
#[test]
fn every_status_is_reached_and_every_step_owed_can_be_taken() {
    let mut reached = std::collections::BTreeSet::new();
    let mut random = 1_u64;
    let mut draw = |most: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % most
    };
    for _ in 0..120 {
        let mut case = Case::new("2026-03-01T08:00:00Z");
        let walk: Vec<(usize, usize)> =
            (0..24).map(|at| (if at == 0 { 0 } else { draw(12) }, draw(60))).collect();
        for view in grow(&mut case, "DE", &walk, false) {
            if !reached.insert((view.status, view.custody.is_some())) {
                continue;
            }
            let taken = |kind: &str| {
                let at = Body::KINDS.iter().position(|known| *known == kind).unwrap();
                (0..60).any(|choice| {
                    let (end, body) = some_act(&view, "EE", "DE", at, choice);
                    let from = state(if end == "requested" { "DE" } else { "EE" });
                    LAW.check_act(&view, &body, from).iter().all(|objection| !objection.blocks)
                })
            };
            for step in view.next.iter().filter(|step| step.must) {
                assert!(step.acts.iter().any(|kind| taken(kind)), "{:?}: {step:?}", view.status);
            }
        }
    }
    let reached: std::collections::BTreeSet<Status> = reached.into_iter().map(|(status, _)| status).collect();
    // The other two are reached by measures alone, which extradition does not have.
    let of_measures = [Status::InEffect, Status::Performed];
    let all: std::collections::BTreeSet<Status> =
        Status::ALL.into_iter().filter(|status| !of_measures.contains(status)).collect();
    assert_eq!(reached, all);
}

#[test]
fn decoding_is_bounded_and_strict() {
    let refuse = |json: &str, message: &str| {
        let error = serde_json::from_str::<Body>(json).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    };
    refuse(&format!("{{\"note\":{{\"text\":\"{}\"}}}}", "x".repeat(64 * 1024 + 1)), "over the limit");
    refuse("{\"note\":{\"text\":\"x\",\"html\":\"y\"}}", "unknown field `html`");
    refuse("{\"order\":{\"text\":\"x\"}}", "unknown variant");
    let mut supplement = Supplement {
        answers: None,
        contents: Default::default(),
        documents: vec![Document { bytes: vec![1; 1024 * 1024], ..document("translation", "ru") }],
        text: String::new(),
    };
    let bytes = |supplement: &Supplement| {
        let mut bytes = Vec::new();
        ciborium::into_writer(supplement, &mut bytes).unwrap();
        bytes
    };
    assert!(ciborium::from_reader::<Supplement, _>(bytes(&supplement).as_slice()).is_ok());
    supplement.documents[0].bytes.push(1);
    assert!(ciborium::from_reader::<Supplement, _>(bytes(&supplement).as_slice()).is_err());
    supplement.documents = vec![document("translation", "ru"); 33];
    assert!(ciborium::from_reader::<Supplement, _>(bytes(&supplement).as_slice()).is_err());
}
