//! Writes the vectors about keys and witnesses into `docs/vectors`:
//!
//! ```text
//! cargo run -p exchange --example key-vectors
//! ```
//!
//! ML-DSA signatures differ from run to run, so the files do too; what they prove does not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods
)]

use std::path::Path;

use exchange::witness::{self, AddCheckpoint};
use exchange::{Act, Bundle, KeyChange, PartnerKeys, Place, Stage, Unsigned, Verified, verify_bundle};
use ledger::leaf_hash;
use serde_json::{Value, json};

#[path = "../tests/parties/mod.rs"]
mod parties;
use parties::roots::{DAY, history, keys, named, root};
use parties::{Party, act, at, germany};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/vectors");
    let write = |name: &str, value: Value| {
        std::fs::write(folder.join(name), serde_json::to_string_pretty(&value).unwrap() + "\n").unwrap();
        println!("wrote {name}");
    };
    let (root, shares) = root("ee.justice", 2, 3);
    let ((first, one), (second, two)) = (keys("ee.justice", 1), keys("ee.justice", 2));
    let revoked = KeyChange::Revoke {
        keys: one.fingerprint(),
        from: at(60 * DAY),
        reason: "the key was copied".into(),
    };
    let known = history(&root, &shares, vec![named(&one, 0, 100), named(&two, 50, 150), revoked]);
    let statements: Vec<Value> = known
        .statements()
        .iter()
        .map(|signed| {
            json!({
                "statement": hex::encode(signed.statement().to_bytes()),
                "digest": hex::encode(signed.statement().digest()),
                "signed": hex::encode(signed.to_bytes()),
            })
        })
        .collect();
    let standing: Vec<Value> = [(&one, 10), (&one, 59), (&one, 60), (&two, 49), (&two, 50), (&two, 150)]
        .into_iter()
        .map(|(record, day)| {
            let named = known.find(&record.fingerprint()).unwrap();
            let in_time = named.lifetime.signs_at(at(day * DAY));
            let before = named.revoked.as_ref().is_none_or(|(from, _)| at(day * DAY) < *from);
            json!({
                "keys": record.fingerprint(),
                "at": at(day * DAY).as_microsecond(),
                "counts-when-it-arrives-now": in_time && named.revoked.is_none(),
                "counts-when-it-was-kept": in_time && before,
            })
        })
        .collect();
    write(
        "history.json",
        json!({
            "what": "a root of three holders of whom two sign names keys, names others, and revokes the first",
            "root": hex::encode(root.to_bytes()),
            "root-fingerprint": root.fingerprint(),
            "root-words": root.fingerprint().words(),
            "threshold": root.threshold(),
            "statements": statements,
            "history": hex::encode(known.to_bytes()),
            "standing": standing,
        }),
    );

    let mut germany = germany();
    let mut estonia = Party::new("ee.justice", 1);
    estonia.keys = first;
    for number in 0..3u8 {
        estonia.log.append(leaf_hash(&[number]));
    }
    let older = estonia.checkpoint();
    for number in 3..5u8 {
        estonia.log.append(leaf_hash(&[number]));
    }
    let checkpoint = estonia.checkpoint();
    let request = AddCheckpoint { old: 3, proof: estonia.log.consistency(3), checkpoint: checkpoint.clone() };
    let lines = witness::cosign(&checkpoint, &germany.id, &germany.keys.signing, at(7)).unwrap();
    let mut cosigned = checkpoint.clone();
    cosigned.add_lines(lines.clone()).unwrap();
    write(
        "witness.json",
        json!({
            "what": "de.bfj, keys of keys.json, saw a checkpoint of 3 entries of ee.justice and cosigns one of 5",
            "seen": String::from_utf8(older.to_bytes()).unwrap(),
            "request": String::from_utf8(request.to_bytes()).unwrap(),
            "signed-message": format!("cosignature/v1\ntime {}\n{}", at(7).as_second(), checkpoint.note().text()),
            "answer": String::from_utf8(witness::write_lines(&lines)).unwrap(),
            "cosigned": String::from_utf8(cosigned.to_bytes()).unwrap(),
            "at": at(7).as_second(),
        }),
    );

    estonia.public = PartnerKeys::of(known).unwrap();
    let place = |sequence, previous| Place { epoch: 1, sequence, previous };
    let made = |day: i64, place| {
        let act = Act { made_at: at(day * DAY), expires_at: None, ..act(&estonia, &[&germany], 10) };
        Unsigned::new(act, germany.id.clone(), place).unwrap().sign(&estonia.keys.signing).unwrap()
    };
    let early = made(10, place(1, None));
    let doubtful = made(59, place(2, Some(early.envelope_hash())));
    let verified: Verified = early.kept().verify(&estonia.public.for_kept()).unwrap();
    let mut receipt = germany.receipt(&verified, Stage::Stored, 11 * DAY);
    let latvia = Party::new("lv.tm", 4);
    let lines = witness::cosign(&receipt.checkpoint, &latvia.id, &latvia.keys.signing, at(12 * DAY)).unwrap();
    receipt.checkpoint.add_lines(lines).unwrap();
    let bundle = Bundle {
        case: early.act().case,
        made_at: at(70 * DAY),
        keys: vec![germany.public.clone(), latvia.public.clone()],
        envelopes: vec![early.kept().clone(), doubtful.kept().clone()],
        receipts: vec![receipt],
        entries: Vec::new(),
    };
    let bytes = bundle.sign(&estonia.public, &second.signing).unwrap();
    write(
        "bundle-history.json",
        json!({
            "what": "a bundle with the history of history.json, one act receipted before the revocation and one not, and a witness",
            "bundle": hex::encode(&bytes),
            "report": verify_bundle(&bytes).unwrap(),
        }),
    );
    refresh(&folder);
}

/// The report of `bundle.json` says what this version finds in the bytes, which stay.
fn refresh(folder: &Path) {
    let path = folder.join("bundle.json");
    let mut value: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let bytes = hex::decode(value["bundle"].as_str().unwrap()).unwrap();
    value["report"] = serde_json::to_value(verify_bundle(&bytes).unwrap()).unwrap();
    std::fs::write(path, serde_json::to_string_pretty(&value).unwrap() + "\n").unwrap();
}
