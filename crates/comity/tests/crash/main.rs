//! `kill -9` at random moments of delivery: nothing is lost and nothing arrives twice.
//!
//! Two nodes run as processes of their own, a third process feeds acts to the first. A seeded generator decides who is
//! killed and when. After every few runs both nodes deliver everything and the books of both are compared: each act
//! whose id the feeder printed is at both ends exactly once, with a verified receipt, and both ledgers hold.
//!
//! `COMITY_CRASH_RUNS` sets the number of runs on each store (200 without it).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr
)]

mod books;
mod pair;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

use pair::{Pair, Victim};

const SEED: u64 = 0x0c0_317;
/// Books are compared after so many runs: each comparison waits until everything has arrived.
const RUNS_A_COMPARISON: u32 = 20;

fn runs() -> u32 {
    std::env::var("COMITY_CRASH_RUNS")
        .map_or(200, |runs| runs.parse().expect("COMITY_CRASH_RUNS is a number"))
}

async fn play(mut pair: Pair) {
    let mut rng = ChaCha20Rng::seed_from_u64(SEED);
    for run in 1..=runs() {
        let victim = match rng.random_range(0..5) {
            0 => Victim::Feeder,
            1 => Victim::Sender,
            2 => Victim::Receiver,
            3 => Victim::BothNodes,
            _ => Victim::Everyone,
        };
        let after_ms = rng.random_range(0..400);
        pair.feed_and_kill(run, victim, after_ms).await;
        if run % RUNS_A_COMPARISON == 0 || run == runs() {
            pair.settle_and_compare().await;
        }
    }
    pair.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_on_sqlite() {
    play(Pair::on_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_on_postgresql() {
    match std::env::var("COMITY_TEST_POSTGRES") {
        Ok(server) => play(Pair::on_postgresql(&server).await).await,
        Err(_) => eprintln!("SKIPPED: COMITY_TEST_POSTGRES is not set; bin/with-postgres sets it"),
    }
}
