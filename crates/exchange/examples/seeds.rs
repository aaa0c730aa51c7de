//! Writes one right message of each kind for the fuzzer to start from.
//!
//! `cargo run -p exchange --example seeds` writes into `fuzz/seeds`.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::indexing_slicing)]

use std::path::Path;

use exchange::witness::AddCheckpoint;
use exchange::{Bundle, Inbound, ReceiptBatch, Stage, cbor};

#[path = "../tests/parties/mod.rs"]
mod parties;
use parties::roots::{history, named, root};
use parties::{act, at, estonia, first, germany, rng, signed};

fn main() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    let write = |target: &str, name: &str, bytes: &[u8]| {
        std::fs::create_dir_all(directory.join(target)).unwrap();
        std::fs::write(directory.join(target).join(name), bytes).unwrap();
    };
    let (mut estonia, mut germany) = (estonia(), germany());
    let request = act(&estonia, &[&germany], 8);
    let sent = signed(&estonia, &germany, request.clone(), first());
    let sealed = sent.seal(&germany.public, &mut rng(9)).unwrap();
    let verified = germany.open(sealed.clone(), &estonia).unwrap();
    let receipt = germany.receipt(&verified, Stage::Refused { reason: "the warrant is missing".into() }, 10);
    let mut inbound = Inbound::new();
    inbound.record(verified.header());
    let ack = inbound.ack(germany.id.clone(), estonia.id.clone(), at(3)).sign(&germany.keys.signing).unwrap();
    let carried = exchange::carry::Carried {
        from: estonia.id.clone(),
        to: germany.id.clone(),
        at: at(3),
        envelopes: vec![sealed.as_bytes().to_vec()],
        ack: ack.to_bytes(),
        receipts: Vec::new(),
    };
    write("carry", "carry", &carried.sign(&estonia.keys.signing).unwrap());
    let bundle = Bundle {
        case: request.case,
        made_at: at(4),
        keys: vec![germany.public.clone()],
        envelopes: vec![sent.kept().clone()],
        receipts: vec![receipt.clone()],
        entries: Vec::new(),
    };

    write("act", "request", &request.to_bytes().unwrap());
    write("sealed_envelope", "sealed", sealed.as_bytes());
    write("sealed_envelope", "header", sent.kept().header_bytes());
    write("sealed_envelope", "kept", &sent.kept().to_bytes());
    write("receipt", "receipt", &receipt.to_bytes());
    write("receipt", "statement", &receipt.slip.statement.to_bytes());
    let batch = ReceiptBatch::new(receipt.checkpoint.clone(), vec![receipt.slip]).unwrap();
    write("receipt", "batch", &batch.to_bytes());
    write("checkpoint", "signed", &receipt.checkpoint.to_bytes());
    write("ack", "ack", &ack.to_bytes());
    write("bundle", "bundle", &bundle.sign(&estonia.public, &estonia.keys.signing).unwrap());
    write("public_keys", "record", &estonia.public.record().to_bytes());
    let (root, shares) = root("ee.justice", 1, 2);
    let change = named(estonia.public.record(), 0, 100);
    let known = history(&root, &shares, vec![change]);
    write("key_history", "root", &root.to_bytes());
    write("key_history", "statement", &known.statements()[0].statement().to_bytes());
    write("key_history", "history", &known.to_bytes());
    estonia.log.append(ledger::leaf_hash(b"one"));
    estonia.log.append(ledger::leaf_hash(b"two"));
    let checkpoint = estonia.checkpoint();
    let request = AddCheckpoint { old: 1, proof: estonia.log.consistency(1), checkpoint };
    write("add_checkpoint", "request", &request.to_bytes());
    write("cbor", "bytes", &cbor::to_canonical(&cbor::Bytes(vec![1, 2, 3])).unwrap());
    println!("wrote {}", directory.display());
}
