//! Writes the test vectors from which another implementation can be built and checked.
//!
//! `cargo run -p exchange --example vectors [-- DIR]` writes into `docs/vectors`. All keys and acts are fixed; ML-DSA
//! signatures and seals are not, so the files differ from run to run and are checked by verifying them.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use exchange::bundle::LedgerProof;
use exchange::cbor::{self, CborError};
use exchange::{Act, ActKind, Bundle, Expected, Inbound, Ranges, Signatures, Stage};
use ledger::{Entry, EntryKind, Hash, Salt, leaf_hash};
use serde_json::{Value, json};

#[path = "../tests/parties/mod.rs"]
mod parties;
use parties::{Log, Party, act, at, estonia, first, germany, rng, signed};

fn main() {
    let directory = std::env::args()
        .nth(1)
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/vectors"), PathBuf::from);
    std::fs::create_dir_all(&directory).unwrap();
    let write = |name: &str, value: Value| {
        let path = directory.join(name);
        std::fs::write(&path, format!("{value:#}\n")).unwrap();
        println!("wrote {}", path.display());
    };
    let (mut estonia, mut germany) = (estonia(), germany());
    write("cbor.json", cbor_vectors());
    write("blind.json", blind());
    write("tree.json", tree());
    write("keys.json", json!([keys(&estonia), keys(&germany)]));

    let request = Act { body: cbor::to_canonical("a request").unwrap(), ..act(&estonia, &[&germany], 0) };
    write("act.json", act_vector(&request));

    let sent = signed(&estonia, &germany, request.clone(), first());
    let sealed = sent.seal(&germany.public, &mut rng(9)).unwrap();
    write(
        "envelope.json",
        json!({
            "what": "the act of act.json from ee.justice to de.bfj, keys of keys.json",
            "header": hex::encode(sent.header().to_bytes()),
            "envelope-hash": sent.envelope_hash(),
            "signed-message": hex::encode([b"comity/v1/envelope\0", &sent.header().to_bytes()[..]].concat()),
            "signatures": signatures(sent.kept().signatures()),
            "kept": hex::encode(sent.kept().to_bytes()),
            "hpke-info": hex::encode(b"comity/v1/seal"),
            "sealed": hex::encode(sealed.as_bytes()),
        }),
    );
    let verified = germany.open(sealed, &estonia).unwrap();

    let inbound = Inbound::resume(1, Ranges::new(vec![(1, 4), (6, 6), (9, 12)]).unwrap());
    let ack =
        inbound.ack(germany.id.clone(), estonia.id.clone(), at(30)).sign(&germany.keys.signing).unwrap();
    write(
        "ack.json",
        json!({
            "what": "de.bfj tells ee.justice that it holds 1-4, 6 and 9-12 of epoch 1",
            "ack": hex::encode(ack.to_bytes()),
            "missing-up-to-14": [5, 7, 8, 13, 14],
        }),
    );

    for number in 0..5u8 {
        germany.log.append(leaf_hash(&[number]));
    }
    let receipt = germany.receipt(&verified, Stage::Stored, 10);
    let entry = receipt.slip.statement.entry();
    write(
        "receipt.json",
        json!({
            "what": "de.bfj has stored the envelope of envelope.json; entry 5 of a ledger of 6",
            "statement": hex::encode(receipt.slip.statement.to_bytes()),
            "statement-digest": hex::encode(receipt.slip.statement.digest()),
            "entry": hex::encode(entry.to_bytes()),
            "salt": hex::encode(receipt.slip.salt.as_bytes()),
            "commitment": hex::encode(entry.commitment(&receipt.slip.salt)),
            "leaf-hash": entry.leaf(&receipt.slip.salt),
            "index": receipt.slip.index,
            "proof": receipt.slip.proof,
            "checkpoint": String::from_utf8(receipt.checkpoint.to_bytes()).unwrap(),
            "receipt": hex::encode(receipt.to_bytes()),
        }),
    );
    receipt.verify(&germany.public, &Expected::from(verified.header())).unwrap();

    let question = Act {
        kind: ActKind::new("question").unwrap(),
        follows: vec![request.id()],
        made_at: at(60),
        approved_by: None,
        body: cbor::to_canonical("a question").unwrap(),
        ..act(&germany, &[&estonia], 0)
    };
    let asked = signed(&germany, &estonia, question, first());
    let salt = Salt::new([7; 32]);
    let sending = Entry { kind: EntryKind::Sent, digest: *sent.envelope_hash().as_bytes(), at_us: 5 };
    let index = estonia.log.append(sending.leaf(&salt));
    let proof = LedgerProof {
        entry: sending,
        salt,
        index,
        proof: estonia.log.proof(index),
        checkpoint: estonia.checkpoint(),
    };
    let bundle = Bundle {
        case: request.case,
        made_at: at(100),
        keys: vec![germany.public.clone()],
        envelopes: vec![sent.kept().clone(), asked.kept().clone()],
        receipts: vec![receipt],
        entries: vec![proof],
    };
    let bytes = bundle.sign(&estonia.public, &estonia.keys.signing).unwrap();
    write(
        "bundle.json",
        json!({
            "what": "the case as ee.justice exports it, and what a verifier must find in it",
            "bundle": hex::encode(&bytes),
            "report": exchange::verify_bundle(&bytes).unwrap(),
        }),
    );
}

fn signatures(signatures: &Signatures) -> Value {
    json!({
        "ed25519": hex::encode(signatures.ed25519()),
        "ml-dsa-65": hex::encode(signatures.ml_dsa_65()),
    })
}

fn keys(party: &Party) -> Value {
    let secret = party.keys.to_secret_bytes();
    let seeds = secret.last_chunk::<96>().unwrap().as_chunks::<32>().0;
    let record = party.public.record();
    json!({
        "authority": party.id,
        "warning": "these secrets are published: never use them",
        "ed25519-seed": hex::encode(seeds[0]),
        "ml-dsa-65-seed": hex::encode(seeds[1]),
        "x-wing-seed": hex::encode(seeds[2]),
        "ed25519-public": hex::encode(record.ed25519),
        "tls-cert-sha256": hex::encode(record.tls_cert_sha256),
        "record": hex::encode(record.to_bytes()),
        "fingerprint": record.fingerprint(),
        "groups": record.fingerprint().groups(),
        "words": record.fingerprint().words(),
    })
}

fn act_vector(act: &Act) -> Value {
    json!({
        "author": act.author,
        "recipients": act.recipients,
        "case": act.case,
        "kind": act.kind,
        "follows": act.follows,
        "made-at": act.made_at.as_microsecond(),
        "by": act.by,
        "approved-by": act.approved_by,
        "purpose": act.purpose,
        "legal-basis": act.legal_basis,
        "handling": act.handling,
        "onward": act.onward,
        "expires-at": act.expires_at.map(|moment| moment.as_microsecond()),
        "body": hex::encode(&act.body),
        "bytes": hex::encode(act.to_bytes().unwrap()),
        "id": act.id(),
    })
}

fn cbor_vectors() -> Value {
    let accepted = [
        "00",
        "17",
        "1818",
        "1903e8",
        "1a000f4240",
        "1b000000e8d4a51000",
        "20",
        "3863",
        "40",
        "4401020304",
        "60",
        "62c3bc",
        "80",
        "83010203",
        "a0",
        "a26161016162820203",
        "f4",
        "f5",
        "f6",
    ];
    let refused = [
        "",
        "1817",
        "190017",
        "1a000003e8",
        "1b00000000000f4240",
        "3800",
        "580401020304",
        "5f42010243030405ff",
        "7f657374726561646d696e67ff",
        "9f018202039f0405ffff",
        "bf61610161629f0203ffff",
        "a2616201616102",
        "a2616101616102",
        "c074323031332d30332d32315432303a30343a30305a",
        "f90000",
        "fa47c35000",
        "fb3ff199999999999a",
        "f7",
        "f0",
        "f8ff",
        "61ff",
        "4401",
        "0000",
        "9bffffffffffffffff",
    ];
    let refused: Vec<Value> = refused
        .iter()
        .map(|bytes| match cbor::check(&hex::decode(bytes).unwrap(), 1024) {
            Err(CborError::NotCanonical { at, what }) => json!({ "bytes": bytes, "at": at, "what": what }),
            other => json!({ "bytes": bytes, "what": format!("{other:?}") }),
        })
        .collect();
    json!({ "accepted": accepted, "refused": refused })
}

fn tree() -> Value {
    let leaves: [&[u8]; 7] = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43", b"\x50"];
    let mut log = Log::default();
    let roots: Vec<Hash> = leaves
        .iter()
        .map(|leaf| {
            log.append(leaf_hash(leaf));
            log.tree.root()
        })
        .collect();
    let inclusion: Vec<Value> =
        (0..7).map(|index| json!({ "index": index, "size": 7, "proof": log.proof(index) })).collect();
    let consistency: Vec<Value> =
        (1..=7).map(|older| json!({ "older": older, "newer": 7, "proof": log.consistency(older) })).collect();
    json!({
        "leaves": leaves.map(hex::encode),
        "roots": roots,
        "inclusion": inclusion,
        "consistency": consistency,
    })
}

/// One subject, asked for blindly and found.
fn blind() -> Value {
    use exchange::blind::{AnsweringKey, Asked, Digest, Told};
    let (seed, info, text) = ([7; 32], "ee.justice/1", "y|avnv|ptr|1980");
    let key = AnsweringKey::derive(&seed, info).unwrap();
    let digest = Digest::of(text);
    let (asked, question) = Asked::new(&[digest], 1, 4, &mut rng(21)).unwrap();
    let told = Told { handle: key.handle("wanted", "p1"), summary: None };
    let entries = key.entries(&digest, [&told]).unwrap();
    let of = |bucket| Ok(if bucket == digest.bucket(4) { entries.clone() } else { Vec::new() });
    let answer = key.answer(&question, of, &mut rng(22)).unwrap();
    json!({
        "what": "the index key is asked for under the key that seed and info derive; one entry is in its bucket",
        "index-key": text,
        "seed": hex::encode(seed),
        "info": info,
        "public": hex::encode(key.public().as_bytes()),
        "kept": hex::encode(&asked.to_bytes()[..]),
        "question": hex::encode(question.to_bytes().unwrap()),
        "answer": hex::encode(answer.to_bytes().unwrap()),
        "handle": hex::encode(told.handle),
    })
}
