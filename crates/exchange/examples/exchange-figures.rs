//! How many of each operation one core does in a second.
//!
//! `cargo run --release -p exchange --example exchange-figures`
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use exchange::{Expected, ReceiptBatch, Sealed, SignedAck, Slip, Stage, Statement, Unsigned};
use ledger::{Salt, Tree, leaf_hash};

#[path = "../tests/parties/mod.rs"]
mod parties;
use parties::{act, at, estonia, first, germany, rng, sealed, signed};

/// The body of the act that the figures are about.
const BODY: usize = 8 * 1024;

fn main() {
    let (estonia, mut germany) = (estonia(), germany());
    let mut random = rng(9);
    let request = act(&estonia, &[&germany], BODY);
    let envelope = signed(&estonia, &germany, request.clone(), first());
    let wire = sealed(&estonia, &germany, request.clone(), first());
    let verified = germany.open(wire.clone(), &estonia).unwrap();
    println!("one core, body of {BODY} bytes, sealed envelope of {} bytes", wire.as_bytes().len());

    rate("act: name", || request.id());
    rate("envelope: sign with both keys", || {
        Unsigned::new(request.clone(), germany.id.clone(), first())
            .unwrap()
            .sign(&estonia.keys.signing)
            .unwrap()
    });
    rate("envelope: seal", || envelope.seal(&germany.public, &mut random).unwrap());
    rate("envelope: make (sign and seal)", || {
        signed(&estonia, &germany, request.clone(), first()).seal(&germany.public, &mut random).unwrap()
    });
    rate("envelope: parse", || Sealed::parse(wire.as_bytes()).unwrap());
    rate("envelope: open", || wire.clone().open(&germany.id, &germany.keys.sealing).unwrap());
    rate("envelope: verify both signatures", || verified.kept().verify(&estonia.public).unwrap());
    rate("envelope: accept (parse, open, verify)", || {
        germany.open(Sealed::parse(wire.as_bytes()).unwrap(), &estonia).unwrap()
    });

    let expected = Expected::from(verified.header());
    let mut tree = Tree::new();
    rate("ledger: append", || tree.append(leaf_hash(b"leaf")));
    for number in 0..100_000u64 {
        germany.log.append(leaf_hash(&number.to_be_bytes()));
    }
    rate("checkpoint: sign with both keys", || germany.checkpoint());
    let receipt = germany.receipt(&verified, Stage::Stored, 5);
    rate("receipt: verify alone", || receipt.verify(&germany.public, &expected).unwrap());

    let slips: Vec<Slip> = (0..100).map(|number| slip(&mut germany, &verified, number)).collect();
    let checkpoint = germany.checkpoint();
    let slips: Vec<Slip> =
        slips.into_iter().map(|slip| Slip { proof: germany.log.proof(slip.index), ..slip }).collect();
    rate("receipt: make 100 in a batch", || {
        let checkpoint = germany.checkpoint();
        let slips =
            slips.iter().map(|slip| Slip { proof: germany.log.proof(slip.index), ..slip.clone() }).collect();
        ReceiptBatch::new(checkpoint, slips).unwrap().to_bytes()
    });
    let batch = ReceiptBatch::new(checkpoint, slips).unwrap().to_bytes();
    rate("receipt: verify 100 in a batch", || {
        let batch = ReceiptBatch::from_bytes(&batch).unwrap();
        let checkpoint = batch.checkpoint().verify(&germany.public).unwrap();
        batch.slips().iter().for_each(|slip| drop(slip.verify(&checkpoint, &expected).unwrap()));
    });

    let mut inbound = exchange::Inbound::new();
    inbound.record(verified.header());
    let ack = inbound.ack(germany.id.clone(), estonia.id.clone(), at(3));
    rate("acknowledgement: make", || ack.clone().sign(&germany.keys.signing).unwrap().to_bytes());
    let ack = ack.sign(&germany.keys.signing).unwrap().to_bytes();
    rate("acknowledgement: accept", || {
        SignedAck::parse(&ack).unwrap().verify(&germany.public, &estonia.id).unwrap()
    });
}

fn slip(germany: &mut parties::Party, verified: &exchange::Verified, number: u8) -> Slip {
    let statement = Statement::about(verified.header(), Stage::Stored, at(i64::from(number))).unwrap();
    let salt = Salt::new([number; 32]);
    let index = germany.log.append(statement.entry().leaf(&salt));
    Slip { statement, salt, index, proof: Vec::new() }
}

fn rate<T>(what: &str, mut operation: impl FnMut() -> T) {
    for _ in 0..20 {
        black_box(operation());
    }
    let start = Instant::now();
    let mut done = 0u32;
    while start.elapsed() < Duration::from_millis(700) {
        for _ in 0..20 {
            black_box(operation());
        }
        done += 20;
    }
    let seconds = start.elapsed().as_secs_f64() / f64::from(done);
    println!("{what:<42} {:>10.0} per s {:>10.1} µs", 1.0 / seconds, seconds * 1e6);
}
