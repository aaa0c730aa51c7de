//! How long it takes to verify an evidence bundle: `cargo run --release -p exchange --example bundle-figures -- [ACTS] [FILE]`
//!
//! Makes a case of so many acts (50 when not given), each with its envelope, a receipt under a checkpoint of its own and two
//! ledger entries, exports it, and verifies the bundle twenty times. With a file the bundle is written there, so that the
//! independent verifier can be timed on it: `time bin/verify-vectors bundle FILE`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

use std::time::Instant;

use exchange::bundle::LedgerProof;
use exchange::{Act, Bundle, Place, Stage, verify_bundle};
use ledger::{Entry, EntryKind, Salt};

#[path = "../tests/parties/mod.rs"]
mod parties;
use parties::{act, at, estonia, germany, rng, signed};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: u64 = arguments.next().map_or(50, |count| count.parse().expect("a number of acts"));
    let (mut us, mut them) = (estonia(), germany());
    let mut bundle = Bundle {
        case: act(&us, &[&them], 10).case,
        made_at: at(1_000_000),
        keys: vec![us.public.clone(), them.public.clone()],
        envelopes: Vec::new(),
        receipts: Vec::new(),
        entries: Vec::new(),
    };
    let mut previous = None;
    let mut lines = Vec::new();
    for sequence in 1..=count {
        let said = Act {
            made_at: at(sequence as i64),
            purpose: format!("step {sequence}"),
            ..act(&us, &[&them], 4_000)
        };
        let sent = signed(&us, &them, said, Place { epoch: 1, sequence, previous });
        previous = Some(sent.envelope_hash());
        let verified = them.open(sent.seal(&them.public, &mut rng(sequence as u8)).unwrap(), &us).unwrap();
        bundle.receipts.push(them.receipt(&verified, Stage::Stored, sequence as i64 + 10));
        for kind in [EntryKind::Sent, EntryKind::ReceiptGot] {
            let entry = Entry { kind, digest: *sent.envelope_hash().as_bytes(), at_us: 5 };
            let salt = Salt::new([sequence as u8; 32]);
            lines.push((entry, salt, us.log.append(entry.leaf(&salt))));
        }
        bundle.envelopes.push(sent.kept().clone());
    }
    let checkpoint = us.checkpoint();
    bundle.entries = lines
        .into_iter()
        .map(|(entry, salt, index)| LedgerProof {
            entry,
            salt,
            index,
            proof: us.log.proof(index),
            checkpoint: checkpoint.clone(),
        })
        .collect();
    let bytes = bundle.sign(&us.public, &us.keys.signing).unwrap();
    let mut times: Vec<f64> = (0..20)
        .map(|_| {
            let began = Instant::now();
            verify_bundle(&bytes).unwrap();
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let report = verify_bundle(&bytes).unwrap();
    println!(
        "{count} acts, {} kB, {} signatures, {} proofs: verified in {:.1} ms (median of 20; from {:.1} to {:.1})",
        bytes.len() / 1000,
        report.signatures_checked,
        report.proofs_checked,
        times[10],
        times[0],
        times[19]
    );
    if let Some(file) = arguments.next() {
        std::fs::write(file, bytes).expect("the file can be written");
    }
}
