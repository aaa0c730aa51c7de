//! Many nodes in memory, one seeded clock, and everything that can go wrong.
//!
//! Each seed is a world of its own: its size, who in it is dishonest and how, how bad the network is, whose disk tears,
//! fills up, rots or is played back from a backup, and whose clock is wrong. The nodes run the exchange crate's own
//! decisions over a simulated store and network; after every step [`truth`] checks what must never be, and at the
//! end that everything promised holds and everything dishonest was reported.
//!
//! What is real: encodings, both signatures, envelopes, channels, acknowledgements, receipts, ledgers, checkpoints,
//! proofs, turns, allowances, pauses. What is simulated: disk, network, clock, and the node's shell around those decisions.
//! One world in sixteen seals its envelopes; in the others the kept form travels, because sealing costs more than all the
//! rest and is a function of its own. Bytes that come a second time are not verified a second time: that is a
//! function of the bytes alone.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a simulation that breaks its own rules must stop"
)]

mod cast;
mod disk;
mod node;
mod plan;
mod rogue;
mod trace;
mod truth;
mod wire;
mod world;

use std::collections::BTreeMap;

use exchange::AuthorityId;

pub use disk::Report;
pub use plan::Defences;
pub use truth::{Kind, Violation};

/// What became of one seed.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// How many nodes there were.
    pub nodes: usize,
    /// How many acts were made.
    pub acts: usize,
    /// How many events happened.
    pub steps: u64,
    /// What must never be and was.
    pub violations: Vec<Violation>,
    /// What was dishonest or damaged, and noticed.
    pub detected: BTreeMap<&'static str, u64>,
    /// Every step, when asked for.
    pub trace: Vec<String>,
}

/// Runs the world of a seed.
#[must_use]
pub fn run(seed: u64, defences: Defences, trace: bool) -> Outcome {
    let mut world = world::World::new(seed, defences, trace);
    world.run();
    Outcome {
        seed,
        nodes: world.nodes.len(),
        acts: world.acts_made,
        steps: world.steps,
        violations: world.truth.violations,
        detected: world.truth.detected,
        trace: world.trace.unwrap_or_default(),
    }
}

/// The epoch of the ledger that a checkpoint is of: Protocol §7.3.
fn epoch_of(note: &exchange::SignedCheckpoint) -> u64 {
    note.claimed().origin.as_str().splitn(3, '/').nth(2).and_then(|epoch| epoch.parse().ok()).unwrap_or(1)
}

/// The number of a member of the cast.
fn number_of(authority: &AuthorityId) -> Option<usize> {
    authority.as_str().strip_prefix("xx.node-")?.parse().ok()
}
