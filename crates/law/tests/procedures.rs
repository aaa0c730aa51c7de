//! Every procedure file, walked: whatever the checks allow, somebody must act or the case has ended; the order of
//! arrival does not matter; an extension moves nothing to an earlier day; no amount falls below zero.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_imports,
    missing_docs
)]

mod support;
mod walks;

use std::collections::BTreeSet;

use law::act::*;
use law::fold::{DeadlineState, Status};
use law::{Body, CaseState, Decimal, Key};
use proptest::prelude::*;
use walks::*;

fn procedures() -> Vec<Key> {
    UNDER_TREATY.procedures().map(|procedure| procedure.key().clone()).collect()
}

/// The procedures of each family that has several.
fn families() -> Vec<Vec<Key>> {
    let mut families: std::collections::BTreeMap<String, Vec<Key>> = std::collections::BTreeMap::new();
    for procedure in UNDER_TREATY.procedures() {
        families.entry(procedure.family().to_string()).or_default().push(procedure.key().clone());
    }
    families.into_values().filter(|family| family.len() > 1).collect()
}

/// A case begun by a request for two or more of these, drawn by the numbers, where the checks let them stand together.
fn together_if_allowed(family: &[Key], draw: &mut Draw) -> Option<Walk> {
    let first = draw.below(family.len());
    let second = (first + 1 + draw.below(family.len() - 1)) % family.len();
    let asked = Body::Request(request(&[&family[first], &family[second]], draw, &Walk::empty().fold()));
    let mut walk = Walk::empty();
    blocking(&walk.fold(), &asked, FROM).is_empty().then(|| {
        walk.add(FROM, asked);
        walk
    })
}

/// What must hold of every state that the checks allow.
fn holds(view: &CaseState) {
    let must = view.next.iter().any(|step| step.must);
    assert_eq!(view.status == Status::Closed, !must, "{:?} {:?}", view.status, view.next);
    for step in &view.next {
        assert!(!step.acts.is_empty());
        assert_eq!(step.state, of(step.end));
        assert_eq!(step.acts.contains(&"measure".to_owned()), !step.measures.is_empty());
    }
    assert!(view.faults.is_empty(), "{:?}", view.faults);
    for sums in &view.amounts {
        let spent = [sums.returned, sums.shared, sums.costs]
            .into_iter()
            .fold(Decimal::ZERO, |sum, one| sum.plus(one).unwrap());
        assert_eq!(sums.confiscated.minus(spent), sums.to_dispose);
        assert!(sums.to_dispose.is_some() && sums.still_frozen.is_some(), "{sums:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn no_allowed_walk_leads_to_where_nobody_must_act(seed in any::<u64>()) {
        for procedure in procedures() {
            let mut draw = Draw(seed);
            let mut walk = Walk::begin(&[&procedure], &mut draw);
            holds(&walk.fold());
            for _ in 0..24 {
                if let Some(view) = walk.step(&mut draw) {
                    holds(&view);
                }
            }
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter_in_any_procedure(seed in any::<u64>(), lost in 0..60_usize) {
        for procedure in procedures() {
            let mut draw = Draw(seed);
            let mut walk = Walk::begin(&[&procedure], &mut draw);
            for _ in 0..20 {
                walk.step(&mut draw);
            }
            if lost < walk.acts.len() && walk.acts.len() > 1 {
                walk.acts.remove(lost);
            }
            // Some acts were written side by side: both follow the same one.
            for at in (2..walk.acts.len()).step_by(3) {
                walk.acts[at].follows = walk.acts[at - 1].follows.clone();
            }
            let expected = walk.fold();
            for at in (1..walk.acts.len()).rev() {
                let other = draw.below(at + 1);
                walk.acts.swap(at, other);
            }
            let again = walk.acts[0].clone();
            walk.acts.push(again);
            let found = walk.fold();
            prop_assert_eq!(serde_json::to_value(&expected).unwrap(), serde_json::to_value(&found).unwrap());
            prop_assert_eq!(expected, found);
        }
    }

    #[test]
    fn an_extension_or_a_pause_never_moves_a_period_to_an_earlier_moment(
        seed in any::<u64>(), days in -400..400_i64, hours in -200..200_i64, resumed in any::<bool>(), of in 0..30_usize,
    ) {
        for procedure in procedures() {
            let mut draw = Draw(seed);
            let mut walk = Walk::begin(&[&procedure], &mut draw);
            for _ in 0..10 {
                walk.step(&mut draw);
            }
            let before = walk.fold();
            if before.deadlines.is_empty() {
                continue;
            }
            let deadline = &before.deadlines[of % before.deadlines.len()];
            let today = jiff::tz::TimeZone::UTC.to_datetime(walk.now).date();
            let until = today.checked_add(jiff::Span::new().days(days)).unwrap();
            let at = walk.now.checked_add(jiff::SignedDuration::from_hours(hours)).unwrap();
            let change = if days % 2 == 0 {
                Body::Extension(Extension { deadline: deadline.key.clone(), instrument: None, until, reason: "x".into() })
            } else {
                Body::Suspension(Suspension { deadline: deadline.key.clone(), resumed, at, reason: "x".into() })
            };
            // Whether the checks would let it or not, and from either end.
            walk.add(if of % 2 == 0 { FROM } else { TO }, change);
            let after = walk.fold();
            for old in &before.deadlines {
                let new = after.deadlines.iter().find(|new| (&new.key, &new.instrument) == (&old.key, &old.instrument));
                let new = new.unwrap();
                prop_assert!(new.due_at >= old.due_at, "{:?} {:?}", old, new);
                if old.frees_person {
                    prop_assert_eq!(new.due_at, old.due_at);
                    prop_assert!(new.state != DeadlineState::Suspended);
                }
            }
        }
    }

    /// Several procedures of one family in one request, such as provisional arrest with extradition, or tracing with freezing:
    /// their steps lie beside one another, and still somebody must act or the case has ended.
    #[test]
    fn no_allowed_walk_of_several_procedures_leads_to_where_nobody_must_act(seed in any::<u64>()) {
        for together in families() {
            let mut draw = Draw(seed);
            let Some(mut walk) = together_if_allowed(&together, &mut draw) else { continue };
            holds(&walk.fold());
            for _ in 0..24 {
                if let Some(view) = walk.step(&mut draw) {
                    holds(&view);
                }
            }
        }
    }

    /// One extension after another, from either end, whether allowed or not and later days before earlier ones: none moves a
    /// period back, and the order in which they arrive decides nothing.
    #[test]
    fn no_chain_of_extensions_moves_a_period_back(
        seed in any::<u64>(), days in prop::collection::vec(-200..400_i64, 1..5), of in 0..30_usize,
    ) {
        for procedure in procedures() {
            let mut draw = Draw(seed);
            let mut walk = Walk::begin(&[&procedure], &mut draw);
            for _ in 0..8 {
                walk.step(&mut draw);
            }
            let mut before = walk.fold();
            if before.deadlines.is_empty() {
                continue;
            }
            let deadline = before.deadlines[of % before.deadlines.len()].key.clone();
            let today = jiff::tz::TimeZone::UTC.to_datetime(walk.now).date();
            let begun = walk.acts.len();
            let shared = walk.acts.last().map(|act| act.follows.clone()).unwrap_or_default();
            for (number, days) in days.iter().enumerate() {
                let until = today.checked_add(jiff::Span::new().days(*days)).unwrap();
                let change = Extension { deadline: deadline.clone(), instrument: None, until, reason: "x".into() };
                walk.add(if number % 2 == 0 { TO } else { FROM }, Body::Extension(change));
                let after = walk.fold();
                for old in &before.deadlines {
                    let same = |new: &&law::fold::RunningDeadline| (&new.key, &new.instrument) == (&old.key, &old.instrument);
                    let new = after.deadlines.iter().find(same).unwrap();
                    prop_assert!(new.due_at >= old.due_at, "{:?} {:?}", old, new);
                }
                before = after;
            }
            // Written side by side, they arrive in any order.
            for act in walk.acts.iter_mut().skip(begun) {
                act.follows.clone_from(&shared);
            }
            let expected = walk.fold();
            walk.acts.reverse();
            prop_assert_eq!(expected, walk.fold());
        }
    }

    #[test]
    fn every_body_survives_cbor_and_json(seed in any::<u64>()) {
        for procedure in procedures() {
            let mut draw = Draw(seed);
            let mut walk = Walk::begin(&[&procedure], &mut draw);
            for _ in 0..12 {
                walk.step(&mut draw);
            }
            for act in &walk.acts {
                let mut bytes = Vec::new();
                ciborium::into_writer(&act.body, &mut bytes).unwrap();
                let back: Body = ciborium::from_reader(bytes.as_slice()).unwrap();
                prop_assert_eq!(&back, &act.body);
                let json = serde_json::to_string(&act.body).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Body>(&json).unwrap(), &act.body);
            }
        }
    }
}

/// The walks would prove little if they never went far: together they take every step, every measure and every end.
#[test]
fn walks_take_every_step_measure_and_end() {
    let mut missed = Vec::new();
    for procedure in procedures() {
        let text = text_of(&procedure);
        let wanted = |table: &str, field: &str| -> BTreeSet<String> {
            let all = text.get(table).and_then(|list| list.as_array()).cloned().unwrap_or_default();
            all.iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
        };
        let mut steps = wanted("step", "key");
        let mut measures = wanted("measure", "key");
        let mut ends = wanted("end", "result");
        for seed in 0..400 {
            if steps.is_empty() && measures.is_empty() && ends.is_empty() {
                break;
            }
            let mut draw = Draw(seed * 7919 + 13);
            let mut walk = Walk::begin(&[&procedure], &mut draw);
            for _ in 0..26 {
                walk.wished = measures.clone();
                let Some(view) = walk.step(&mut draw) else { continue };
                steps.retain(|key| !view.next.iter().any(|step| step.key.as_str() == key));
                measures.retain(|key| !view.measures.iter().any(|taken| taken.measure.as_str() == key));
                ends.retain(|key| view.result.is_none_or(|end| end.key() != key));
                // After the end only what may still be told is worth a walk.
                if view.status == Status::Closed && measures.is_empty() {
                    break;
                }
            }
        }
        if !(steps.is_empty() && measures.is_empty() && ends.is_empty()) {
            missed.push(format!("{procedure}: steps {steps:?}, measures {measures:?}, ends {ends:?}"));
        }
    }
    assert!(missed.is_empty(), "no walk came to {missed:#?}");
}

fn text_of(procedure: &Key) -> toml::Table {
    let path = format!("law/procedures/{procedure}.toml");
    let (_, text) = files().iter().find(|(known, _)| *known == path).unwrap();
    text.parse().unwrap()
}

#[test]
fn families_of_several_procedures_really_stand_together() {
    let begun =
        families().iter().filter(|family| together_if_allowed(family, &mut Draw(7)).is_some()).count();
    assert!(families().len() >= 2 && begun >= 2, "{begun} of {}", families().len());
}

#[test]
fn a_measure_is_coercive_under_its_key_everywhere_or_nowhere() {
    // Whoever receives an act may not have its case yet: the key alone must say whether a second person is needed.
    let mut known: std::collections::BTreeMap<String, (bool, String)> = std::collections::BTreeMap::new();
    for (path, text) in law::Library::embedded_files() {
        if !path.contains("/procedures/") {
            continue;
        }
        let file: toml::Table = text.parse().unwrap();
        let measures = file.get("measure").and_then(toml::Value::as_array).into_iter().flatten();
        for measure in measures {
            let key = measure["key"].as_str().unwrap().to_owned();
            let coercive = measure["coercive"].as_bool().unwrap();
            let (first, file) = known.entry(key.clone()).or_insert((coercive, (*path).to_owned()));
            assert_eq!(*first, coercive, "`{key}` differs between {file} and {path}");
        }
    }
    assert!(known.len() > 60, "{} measures", known.len());
}
