//! `testkit simulate`: runs worlds of the simulation and says what became of them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command's output")]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use clap::Parser;
use testkit::simulation::{Defences, Kind, Outcome, run};

/// Tools for testing Comity
#[derive(Debug, Parser)]
#[command(name = "testkit")]
enum Command {
    /// Run many worlds against everything that can go wrong
    #[command(after_help = "Examples:\n  \
        cargo run --release -p testkit -- simulate --seeds 10000\n  \
        cargo run --release -p testkit -- simulate --seed 42 --trace\n  \
        cargo run --release -p testkit -- simulate --seeds 200 --without fence")]
    Simulate {
        /// How many seeds
        #[arg(long, default_value_t = 100)]
        seeds: u64,
        /// The first seed
        #[arg(long, default_value_t = 0)]
        from: u64,
        /// One seed alone
        #[arg(long, conflicts_with_all = ["seeds", "from"])]
        seed: Option<u64>,
        /// Tell every step of it
        #[arg(long, requires = "seed")]
        trace: bool,
        /// Switch a defence off, to see the damage found
        #[arg(long, value_parser = Defences::NAMES)]
        without: Vec<String>,
        /// Worlds at once; as many as there are cores when not given
        #[arg(long)]
        threads: Option<usize>,
    },
}

#[derive(Default)]
struct Sum {
    seeds: u64,
    nodes: usize,
    acts: usize,
    steps: u64,
    lost: u64,
    doubled: u64,
    detected: BTreeMap<&'static str, u64>,
    failed: Vec<Outcome>,
}

impl Sum {
    fn add(&mut self, outcome: Outcome) {
        self.seeds += 1;
        self.nodes += outcome.nodes;
        self.acts += outcome.acts;
        self.steps += outcome.steps;
        let of = |kind| outcome.violations.iter().filter(|violation| violation.kind == kind).count() as u64;
        self.lost += of(Kind::Lost);
        self.doubled += of(Kind::Doubled);
        for (word, count) in &outcome.detected {
            *self.detected.entry(word).or_default() += count;
        }
        if !outcome.violations.is_empty() {
            self.failed.push(outcome);
        }
    }
}

fn main() -> ExitCode {
    let Command::Simulate { seeds, from, seed, trace, without, threads } = Command::parse();
    let defences = without.iter().try_fold(Defences::ALL, |defences, name| defences.without(name));
    let Some(defences) = defences else { return ExitCode::from(2) };
    let started = Instant::now();
    let (first, count) = seed.map_or((from, seeds), |seed| (seed, 1));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicU64::new(first);
    let sum = Mutex::new(Sum::default());
    std::thread::scope(|scope| {
        for _ in 0..threads.unwrap_or(cores).max(1) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first.saturating_add(count) {
                        return;
                    }
                    let outcome = run(seed, defences, trace);
                    for line in &outcome.trace {
                        println!("{line}");
                    }
                    if let Ok(mut sum) = sum.lock() {
                        if !outcome.violations.is_empty() && count > 1 {
                            eprintln!("seed {} failed", outcome.seed);
                        }
                        sum.add(outcome);
                        if sum.seeds % 1000 == 0 && sum.seeds < count {
                            eprintln!("{} of {count} seeds, {} failed", sum.seeds, sum.failed.len());
                        }
                    }
                }
            });
        }
    });
    let Ok(mut sum) = sum.into_inner() else { return ExitCode::from(2) };
    sum.failed.sort_by_key(|outcome| outcome.seed);
    for outcome in sum.failed.iter().take(20) {
        for violation in &outcome.violations {
            println!("seed {}: {:?}: {}", outcome.seed, violation.kind, violation.what);
        }
        println!("replay: cargo run --release -p testkit -- simulate --seed {} --trace", outcome.seed);
    }
    let detected: Vec<String> = sum.detected.iter().map(|(word, count)| format!("{word} {count}")).collect();
    println!(
        "seeds {}, failed {}, nodes {}, acts {}, events {}, lost {}, doubled {}; detected: {}; {:.1} s",
        sum.seeds,
        sum.failed.len(),
        sum.nodes,
        sum.acts,
        sum.steps,
        sum.lost,
        sum.doubled,
        if detected.is_empty() { "nothing".to_owned() } else { detected.join(", ") },
        started.elapsed().as_secs_f64()
    );
    if sum.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
