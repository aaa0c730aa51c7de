//! Laws of counting, for every period of every instrument between pairs that it binds: an extension or a pause never
//! moves it to an earlier day, a later start never ends earlier, the safe day never lies after the last.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use law::check::{Check, DeadlineRule, Question};
use law::facts::Moment;
use law::{Facts, Key, Library, State};
use proptest::prelude::*;

static LAW: LazyLock<Library> = LazyLock::new(Library::embedded);

/// Pairs, so that every family of instruments binds some of them.
const PAIRS: [(&str, &str); 14] = [
    ("UA", "EE"),
    ("UA", "CH"),
    ("CH", "UA"),
    ("CH", "RU"),
    ("CH", "AT"),
    ("CZ", "SK"),
    ("DE", "FR"),
    ("DE", "FI"),
    ("EE", "GE"),
    ("EE", "UA"),
    ("FR", "RU"),
    ("GR", "TR"),
    ("US", "DE"),
    ("AM", "BY"),
];

static MATTERS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let own = LAW.procedures().map(|procedure| procedure.key().clone());
    own.chain(LAW.matters().into_keys()).collect()
});

/// The answer where every event happened on a day, besides what is given.
fn answer(pair: usize, matter: usize, on: Date, events: &[(&str, Date)]) -> Check {
    let (from, to) = PAIRS[pair % PAIRS.len()];
    let mut facts = Facts::default();
    let skipped = ["consent-revoked", "new-surrender-date", "extradition-custody", "supplement-requested"];
    for key in LAW.words().events.into_keys().filter(|key| !skipped.contains(&key.as_str())) {
        facts.events.insert(key, Moment::Day(on));
    }
    for (key, day) in events {
        facts.events.insert(key.parse().unwrap(), Moment::Day(*day));
    }
    let (from, to): (State, State) = (from.parse().unwrap(), to.parse().unwrap());
    let procedure = MATTERS[matter % MATTERS.len()].clone();
    let question = Question { from, to, procedure, on: "2026-12-01".parse().unwrap(), facts };
    LAW.check(&question).unwrap()
}

fn pairs<'a>(one: &'a Check, other: &'a Check) -> impl Iterator<Item = (&'a DeadlineRule, &'a DeadlineRule)> {
    one.deadlines.iter().filter_map(|a| {
        other.deadlines.iter().find(|b| (&a.key, &a.instrument) == (&b.key, &b.instrument)).map(|b| (a, b))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn an_extension_never_moves_a_period_to_an_earlier_day(
        pair in 0..14_usize, matter in 0..64_usize, day in 0..1500_i32,
    ) {
        let on = "2025-01-01".parse::<Date>().unwrap() + day.days();
        for deadline in answer(pair, matter, on, &[]).deadlines {
            let (Some(due), Some(extended)) = (deadline.due_on, deadline.extended_on) else { continue };
            prop_assert!(due <= extended, "{:?}", deadline);
            prop_assert!(deadline.due <= deadline.extended_due, "{:?}", deadline);
        }
    }

    #[test]
    fn the_safe_day_never_lies_after_the_last(
        pair in 0..14_usize, matter in 0..64_usize, day in 0..1500_i32,
    ) {
        let on = "2025-01-01".parse::<Date>().unwrap() + day.days();
        for deadline in answer(pair, matter, on, &[]).deadlines {
            prop_assert!(deadline.safe_on.is_none_or(|safe| Some(safe) < deadline.due_on), "{:?}", deadline);
            prop_assert!(deadline.extended_safe_on.is_none_or(|safe| Some(safe) < deadline.extended_on), "{:?}", deadline);
        }
    }

    #[test]
    fn what_starts_later_never_ends_earlier(
        pair in 0..14_usize, matter in 0..64_usize, day in 0..1500_i32, more in 0..40_i32,
    ) {
        let on = "2025-01-01".parse::<Date>().unwrap() + day.days();
        let (early, late) = (answer(pair, matter, on, &[]), answer(pair, matter, on + more.days(), &[]));
        for (one, other) in pairs(&early, &late).filter(|(one, _)| one.length > 0) {
            prop_assert!(one.due_on <= other.due_on, "{:?} {:?}", one, other);
        }
    }

    #[test]
    fn a_pause_never_moves_a_period_to_an_earlier_day(
        pair in 0..14_usize, matter in 0..64_usize, day in 0..1500_i32, begin in 0..30_i32, length in 0..90_i32,
    ) {
        let on = "2025-01-01".parse::<Date>().unwrap() + day.days();
        let (from, until) = (on + begin.days(), on + (begin + length).days());
        let plain = answer(pair, matter, on, &[("supplement-received", until)]);
        let paused = answer(pair, matter, on, &[("supplement-requested", from), ("supplement-received", until)]);
        for (one, other) in pairs(&plain, &paused).filter(|(one, _)| one.from_event != "supplement-requested") {
            prop_assert!(one.due_on <= other.due_on, "{:?} {:?}", one, other);
        }
        let revoked = answer(pair, matter, on, &[("consent", from), ("consent-revoked", until)]);
        for (one, other) in pairs(&plain, &revoked).filter(|(one, _)| one.from_event != "consent") {
            prop_assert!(one.due_on <= other.due_on, "{:?} {:?}", one, other);
        }
    }
}

/// The laws above would hold of answers without periods: these pairs and matters reach most of them, and some are
/// extended, some paused, some moved past a day of rest.
#[test]
fn the_pairs_reach_the_periods_of_every_family() {
    let on = "2026-04-30".parse::<Date>().unwrap();
    let (mut reached, mut extended, mut moved, mut paused) = (BTreeSet::new(), 0, 0, 0);
    for pair in 0..PAIRS.len() {
        for matter in 0..MATTERS.len() {
            let answer = answer(pair, matter, on, &[("supplement-requested", on)]);
            for deadline in answer.deadlines.iter().filter(|deadline| deadline.due_on.is_some()) {
                reached.insert((deadline.instrument.clone(), deadline.key.clone()));
                extended += usize::from(deadline.extended_on.is_some());
                moved += usize::from(deadline.safe_on.is_some());
                paused += usize::from(deadline.notes.iter().any(|note| note.contains("is not counted")));
            }
        }
    }
    let instruments: BTreeSet<_> = reached.iter().map(|(instrument, _)| instrument).collect();
    assert!(reached.len() >= 60 && instruments.len() >= 18, "{} of {instruments:?}", reached.len());
    assert!(extended >= 10 && moved >= 5 && paused >= 3, "{extended} {moved} {paused}");
}
