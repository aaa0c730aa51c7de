//! The simulation inside the test command: a thousand worlds, and the proof that it can fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use testkit::simulation::{Defences, Kind, Outcome, run};

/// Runs worlds side by side until all are done or `enough` says so.
fn worlds(
    seeds: std::ops::Range<u64>,
    defences: Defences,
    enough: impl Fn(&Outcome) -> bool + Sync,
) -> Vec<Outcome> {
    let next = AtomicU64::new(seeds.start);
    let outcomes = Mutex::new(Vec::new());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    let outcome = run(seed, defences, false);
                    if enough(&outcome) {
                        next.store(seeds.end, Ordering::Relaxed);
                    }
                    outcomes.lock().unwrap().push(outcome);
                }
            });
        }
    });
    outcomes.into_inner().unwrap()
}

#[test]
fn a_thousand_worlds_lose_nothing_double_nothing_and_notice_everything() {
    let outcomes = worlds(0..1_000, Defences::ALL, |outcome| !outcome.violations.is_empty());
    let failed: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.violations.is_empty()).collect();
    let told: Vec<String> = failed
        .iter()
        .map(|outcome| {
            format!(
                "{:?}\nreplay: cargo run --release -p testkit -- simulate --seed {} --trace",
                outcome.violations, outcome.seed
            )
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(outcomes.len(), 1_000);
    // Every kind of trouble came up and was noticed, so that a thousand quiet worlds cannot pass for safe ones.
    let seen: BTreeSet<&str> = outcomes.iter().flat_map(|outcome| outcome.detected.keys().copied()).collect();
    let kinds = ["damage", "floods", "forgeries", "forks", "lies", "rewinds", "split-views", "withheld"];
    assert_eq!(seen, BTreeSet::from(kinds));
    assert!(outcomes.iter().any(|outcome| outcome.nodes >= 100), "no world of more than a hundred nodes");
}

/// A partner opened a new ledger because it had lost its memory; before it was asked what it still holds, the sender was
/// rewound itself and opened a new epoch. What the partner had receipted in the epoch before went missing.
#[test]
fn what_was_receipted_in_an_epoch_that_was_left_is_not_forgotten() {
    for seed in [682, 797] {
        assert_eq!(run(seed, Defences::ALL, false).violations, [], "seed {seed}");
    }
}

/// The only one who had seen what a rewind took back was played back itself: nobody is left who can know of it.
#[test]
fn a_rewind_that_nobody_remembers_needs_no_report() {
    for seed in [1881, 2020] {
        assert_eq!(run(seed, Defences::ALL, false).violations, [], "seed {seed}");
    }
}

/// The backup was taken with a torn record at its end, so it had as many records as the disk that it took back.
#[test]
fn a_backup_with_a_torn_end_is_older_than_it_looks() {
    assert_eq!(run(7310, Defences::ALL, false).violations, []);
}

/// The flooder opens a new epoch in the storm; what it goes on sending in the old one is stale and takes no room.
#[test]
fn a_flood_in_an_epoch_that_was_left_needs_no_report() {
    assert_eq!(run(235, Defences::ALL, false).violations, []);
}

#[test]
fn a_seed_gives_the_same_world_each_time() {
    for seed in [5, 7] {
        let (one, other) = (run(seed, Defences::ALL, true), run(seed, Defences::ALL, true));
        assert_eq!(one.trace, other.trace, "seed {seed}");
        assert!(one.trace.len() > 100, "seed {seed}: {} steps told", one.trace.len());
    }
}

/// Switches one defence off and looks for the damage that it keeps away.
fn without(name: &str, expected: &[Kind]) {
    let defences = Defences::ALL.without(name).unwrap();
    let found =
        |outcome: &Outcome| outcome.violations.iter().any(|violation| expected.contains(&violation.kind));
    let outcomes = worlds(0..400, defences, found);
    assert!(outcomes.iter().any(found), "without `{name}` no world of {} shows {expected:?}", outcomes.len());
}

#[test]
fn without_the_check_for_duplicates_acts_take_effect_twice() {
    without("duplicates", &[Kind::Doubled]);
}

#[test]
fn without_the_check_for_conflicts_forks_go_unnoticed() {
    without("conflicts", &[Kind::Unnoticed]);
}

#[test]
fn without_gap_repair_what_a_rewound_partner_receipted_is_lost() {
    without("gaps", &[Kind::Lost]);
}

#[test]
fn without_the_fence_a_restored_sender_is_stuck() {
    without("fence", &[Kind::Stuck, Kind::Lost]);
}

#[test]
fn without_the_check_of_receipts_lies_go_unnoticed() {
    without("receipts", &[Kind::Unnoticed]);
}

#[test]
fn without_the_commit_first_receipts_leave_early() {
    without("commit-first", &[Kind::Early]);
}

#[test]
fn without_checksums_damaged_disks_are_believed() {
    without("checksums", &[Kind::Lost, Kind::Doubled, Kind::Inconsistent, Kind::Slandered, Kind::Stuck]);
}

#[test]
fn without_the_monitor_rewritten_ledgers_go_unnoticed() {
    without("monitor", &[Kind::Unnoticed]);
}

#[test]
fn without_comparing_split_views_go_unnoticed() {
    without("comparing", &[Kind::Unnoticed]);
}

#[test]
fn without_signatures_forged_acts_take_effect() {
    without("signatures", &[Kind::Forged]);
}

#[test]
fn without_turns_a_flood_delays_others() {
    without("turns", &[Kind::Starved]);
}

#[test]
fn without_an_allowance_a_flood_fills_the_disk() {
    without("allowance", &[Kind::Overfull, Kind::Unnoticed]);
}

#[test]
fn without_overdue_reports_withheld_receipts_go_unnoticed() {
    without("overdue", &[Kind::Unnoticed]);
}

#[test]
fn without_retries_acts_are_stuck() {
    without("retries", &[Kind::Stuck]);
}
