//! Two authorities over a network that loses, doubles, delays and reorders, with nodes that stop before and after
//! they store. Whatever the seed: nothing is lost, nothing takes effect twice, and no lie goes unnoticed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use exchange::{
    Act, ActId, Arrival, EnvelopeHash, Inbound, Neighbours, Outbound, Ranges, Signed, SignedAck,
    SignedEnvelope, missing,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

mod parties;
use parties::{Party, act, at, estonia, germany, signed};

const ACTS: usize = 16;
const SEEDS: u64 = 300;
const STEPS: i64 = 4000;

struct Dice(ChaCha8Rng);

impl Dice {
    fn one_in(&mut self, sides: u32) -> bool {
        self.0.next_u32().is_multiple_of(sides)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0.next_u32() as usize % bound
    }
}

/// What a receiving node keeps on disk. Everything else is lost when it stops.
#[derive(Default)]
struct Disk {
    envelopes: BTreeMap<(u64, u64), (EnvelopeHash, Option<EnvelopeHash>)>,
    epoch: u64,
    ranges: Ranges,
    /// How often each act took effect, in each epoch that it was sent in.
    effects: BTreeMap<(u64, ActId), u32>,
    conflicts: BTreeSet<(EnvelopeHash, EnvelopeHash)>,
    epochs_opened: u32,
}

impl Disk {
    fn neighbours(&self, epoch: u64, sequence: u64) -> Neighbours {
        let hash = |sequence| self.envelopes.get(&(epoch, sequence)).map(|(hash, _)| *hash);
        let after = self.envelopes.get(&(epoch, sequence + 1));
        Neighbours {
            same: hash(sequence),
            before: hash(sequence - 1),
            after: after.and_then(|(hash, previous)| Some((*hash, (*previous)?))),
        }
    }

    /// One transaction: either all of it is kept or, when the node stops before the commit, nothing.
    fn receive(&mut self, kept: &SignedEnvelope, sender: &Party, stops_before_commit: bool) -> Arrival {
        let verified = kept.verify(&sender.public).expect("the network changes no bytes");
        let (header, hash) = (verified.header(), verified.envelope_hash());
        let mut inbound = Inbound::resume(self.epoch, self.ranges.clone());
        let arrival = inbound.decide(header, hash, &self.neighbours(header.epoch(), header.sequence()));
        if stops_before_commit {
            return arrival;
        }
        match arrival {
            Arrival::New | Arrival::NewEpoch => {
                inbound.record(header);
                self.epoch = inbound.epoch();
                self.ranges = inbound.ranges().clone();
                self.envelopes.insert((header.epoch(), header.sequence()), (hash, header.previous()));
                // Counted, not set: a second effect of the same sending must show.
                *self.effects.entry((header.epoch(), verified.act_id())).or_default() += 1;
                self.epochs_opened += u32::from(arrival == Arrival::NewEpoch);
            }
            Arrival::Conflict { other } => {
                self.conflicts.insert((hash, other));
            }
            Arrival::Duplicate | Arrival::StaleEpoch { .. } | Arrival::Scattered => {}
        }
        arrival
    }

    /// The acts that a case would show: a set, however often they were sent.
    fn acts(&self) -> BTreeSet<ActId> {
        self.effects.keys().map(|(_, act)| *act).collect()
    }

    fn check(&self) {
        assert!(self.effects.values().all(|effects| *effects == 1), "an act took effect twice");
        let stored = |epoch: u64| {
            self.envelopes.keys().filter(move |(at, _)| *at == epoch).map(|(_, sequence)| *sequence)
        };
        let held: BTreeSet<u64> = stored(self.epoch).collect();
        let stated: BTreeSet<u64> =
            self.ranges.as_slice().iter().flat_map(|(first, last)| *first..=*last).collect();
        assert_eq!(held, stated, "what is acknowledged is what is stored");
    }
}

fn acts(from: &Party, to: &Party, count: usize, from_number: usize) -> Vec<Act> {
    (from_number..from_number + count)
        .map(|number| Act { purpose: format!("act number {number}"), ..act(from, &[to], 16) })
        .collect()
}

fn send_all(from: &Party, to: &Party, outbound: &mut Outbound, acts: Vec<Act>) -> Vec<Signed> {
    acts.into_iter()
        .map(|act| {
            let envelope = signed(from, to, act, outbound.place());
            outbound.advance(envelope.envelope_hash());
            envelope
        })
        .collect()
}

/// Runs the network until the sender knows that all is stored. Gives back what the receiver has on disk.
fn run(seed: u64, from: &Party, to: &Party, outbox: &[Signed], mut disk: Disk) -> Disk {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let epoch = outbox[0].header().epoch();
    let mut flying: Vec<usize> = Vec::new();
    let mut acks: Vec<Vec<u8>> = Vec::new();
    let mut sent = 0;
    let mut known: BTreeSet<u64> = BTreeSet::new();
    for step in 0..STEPS {
        // The sender hands new envelopes to the network one after the other.
        if sent < outbox.len() && dice.one_in(2) {
            flying.push(sent);
            sent += 1;
        }
        // The network: loss, doubling, any order.
        if !flying.is_empty() {
            let number = flying.swap_remove(dice.below(flying.len()));
            if dice.one_in(4) {
                flying.push(number);
            }
            if !dice.one_in(3) {
                let stops_before_commit = dice.one_in(5);
                disk.receive(outbox[number].kept(), from, stops_before_commit);
                disk.check();
            }
        }
        // The receiver states what it holds; the statement may be lost, late or doubled, or the node stops before.
        if dice.one_in(6) {
            let inbound = Inbound::resume(disk.epoch, disk.ranges.clone());
            let ack = inbound.ack(to.id.clone(), from.id.clone(), at(step));
            acks.push(ack.sign(&to.keys.signing).unwrap().to_bytes());
        }
        if !acks.is_empty() && dice.one_in(4) {
            let ack = acks.swap_remove(dice.below(acks.len()));
            if !dice.one_in(3) {
                let ack = SignedAck::parse(&ack).unwrap().verify(&to.public, &from.id).unwrap();
                if ack.epoch == epoch {
                    let open: Vec<u64> = missing(&ack, sent as u64).collect();
                    // An older statement never takes back what a later one said: known sequences only grow.
                    known.extend((1..=sent as u64).filter(|sequence| !open.contains(sequence)));
                    assert!(
                        known.iter().all(|sequence| disk.ranges.contains(*sequence)),
                        "acknowledged and not stored"
                    );
                    for sequence in open.into_iter().filter(|sequence| !known.contains(sequence)) {
                        let number = sequence as usize - 1;
                        if !flying.contains(&number) {
                            flying.push(number);
                        }
                    }
                }
            }
        }
        if known.len() == outbox.len() {
            return disk;
        }
    }
    panic!(
        "seed {seed}: after {STEPS} steps only {} of {} are known to be stored",
        known.len(),
        outbox.len()
    );
}

#[test]
fn every_act_takes_effect_exactly_once_whatever_the_network_does() {
    let (estonia, germany) = (estonia(), germany());
    for (from, to) in [(&estonia, &germany), (&germany, &estonia)] {
        let outbox = send_all(from, to, &mut Outbound::new(1), acts(from, to, ACTS, 0));
        for seed in 0..SEEDS {
            let disk = run(seed, from, to, &outbox, Disk::default());
            assert_eq!(disk.acts().len(), ACTS, "seed {seed}");
            assert_eq!(disk.ranges.as_slice(), [(1, ACTS as u64)], "seed {seed}");
            assert!(disk.conflicts.is_empty(), "seed {seed}");
        }
    }
}

#[test]
fn a_sender_that_lost_its_memory_goes_on_in_a_new_epoch() {
    let (estonia, germany) = (estonia(), germany());
    let said = acts(&estonia, &germany, ACTS, 0);
    for seed in 0..12 {
        let before = send_all(&estonia, &germany, &mut Outbound::new(1), said.clone());
        let disk = run(seed, &estonia, &germany, &before[..10], Disk::default());
        // It knows its acts and not what became of them: all go out again, in the next epoch.
        let after = send_all(&estonia, &germany, &mut Outbound::new(2), said.clone());
        let mut disk = run(seed + 100, &estonia, &germany, &after, disk);
        assert_eq!((disk.acts().len(), disk.epoch, disk.epochs_opened), (ACTS, 2, 1), "seed {seed}");
        // What was still under way from the first epoch has no effect any more.
        let late = disk.receive(before[ACTS - 1].kept(), &estonia, false);
        assert_eq!(late, Arrival::StaleEpoch { current: 2 });
        assert_eq!(disk.receive(before[3].kept(), &estonia, false), Arrival::Duplicate);
        disk.check();
    }
}

#[test]
fn a_sender_that_signs_two_histories_is_found_out() {
    let (estonia, germany) = (estonia(), germany());
    let mut outbound = Outbound::new(1);
    let common = send_all(&estonia, &germany, &mut outbound, acts(&estonia, &germany, 4, 0));
    // Restored from a backup without a new epoch, or lying: two continuations of the same beginning.
    let one = send_all(&estonia, &germany, &mut outbound.clone(), acts(&estonia, &germany, 4, 100));
    let other = send_all(&estonia, &germany, &mut outbound, acts(&estonia, &germany, 4, 200));
    for seed in 0..60 {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        let mut order: Vec<&Signed> = common.iter().chain(&one).chain(&other).collect();
        let mut disk = Disk::default();
        while !order.is_empty() {
            let envelope = order.swap_remove(dice.below(order.len()));
            disk.receive(envelope.kept(), &estonia, false);
            disk.check();
        }
        assert!(!disk.conflicts.is_empty(), "seed {seed}: the fork went unnoticed");
        // For each place one envelope counts; the other is kept as evidence against its signer.
        assert_eq!(disk.envelopes.len() + disk.conflicts.len(), 12, "seed {seed}");
        assert!(disk.envelopes.len() <= 8, "seed {seed}");
    }
}
