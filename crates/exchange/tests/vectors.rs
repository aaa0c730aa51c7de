//! The published vectors still hold: what was written once is read for ever.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::cbor;
use exchange::witness::{AddCheckpoint, Seen, Verdict, judge, read_lines};
use exchange::{
    Act, Expected, Header, KeyHistory, NodeKeys, PartnerKeys, PublicKeys, Receipt, Root, Sealed, SignedAck,
    SignedCheckpoint, SignedEnvelope, SignedKeyStatement, Statement, missing, verify_bundle,
};
use ledger::{Entry, EntryKind, Hash, Salt, leaf_hash, verify_consistency, verify_inclusion};
use serde_json::Value;

fn read(file: &str) -> Value {
    serde_json::from_str(file).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn hash(value: &Value) -> Hash {
    serde_json::from_value(value.clone()).unwrap()
}

fn hashes(value: &Value) -> Vec<Hash> {
    serde_json::from_value(value.clone()).unwrap()
}

fn keys() -> Value {
    read(include_str!("../../../docs/vectors/keys.json"))
}

fn partner(at: usize) -> PartnerKeys {
    PartnerKeys::new(PublicKeys::from_bytes(&bytes(&keys()[at]["record"])).unwrap()).unwrap()
}

fn node(at: usize) -> NodeKeys {
    let keys = &keys()[at];
    let seeds = ["ed25519-seed", "ml-dsa-65-seed", "x-wing-seed"].map(|name| bytes(&keys[name]));
    NodeKeys::from_secret_bytes(&[b"comity keys 1\n", &seeds.concat()[..]].concat()).unwrap()
}

#[test]
fn cbor_is_accepted_and_refused_as_published() {
    let vectors = read(include_str!("../../../docs/vectors/cbor.json"));
    for accepted in vectors["accepted"].as_array().unwrap() {
        cbor::check(&bytes(accepted), 1024).unwrap();
    }
    for refused in vectors["refused"].as_array().unwrap() {
        match cbor::check(&bytes(&refused["bytes"]), 1024) {
            Err(cbor::CborError::NotCanonical { at, what }) => {
                assert_eq!((refused["at"].as_u64(), refused["what"].as_str()), (Some(at as u64), Some(what)));
            }
            other => panic!("{refused}: {other:?}"),
        }
    }
}

#[test]
fn the_tree_is_as_published() {
    let vectors = read(include_str!("../../../docs/vectors/tree.json"));
    let leaves: Vec<Hash> =
        vectors["leaves"].as_array().unwrap().iter().map(|leaf| leaf_hash(&bytes(leaf))).collect();
    let roots = hashes(&vectors["roots"]);
    let mut tree = ledger::Tree::new();
    for (leaf, root) in leaves.iter().zip(&roots) {
        tree.append(*leaf);
        assert_eq!(tree.root(), *root);
    }
    for vector in vectors["inclusion"].as_array().unwrap() {
        let index = vector["index"].as_u64().unwrap();
        verify_inclusion(leaves[index as usize], index, 7, &hashes(&vector["proof"]), roots[6]).unwrap();
    }
    for vector in vectors["consistency"].as_array().unwrap() {
        let older = vector["older"].as_u64().unwrap();
        verify_consistency(older, roots[older as usize - 1], 7, roots[6], &hashes(&vector["proof"])).unwrap();
    }
}

#[test]
fn keys_follow_from_their_seeds_as_published() {
    for at in 0..2 {
        let (vector, partner) = (&keys()[at], partner(at));
        let record = partner.record();
        assert_eq!(node(at).public(record.authority.clone(), record.tls_cert_sha256), *record);
        assert_eq!(record.authority.as_str(), vector["authority"].as_str().unwrap());
        assert_eq!(partner.fingerprint().to_string(), vector["fingerprint"].as_str().unwrap());
        assert_eq!(serde_json::to_value(partner.fingerprint().words()).unwrap(), vector["words"]);
        assert_eq!(serde_json::to_value(partner.fingerprint().groups()).unwrap(), vector["groups"]);
    }
}

#[test]
fn the_act_is_as_published() {
    let vector = read(include_str!("../../../docs/vectors/act.json"));
    let act = Act::from_bytes(&bytes(&vector["bytes"])).unwrap();
    assert_eq!(act.id().to_string(), vector["id"].as_str().unwrap());
    assert_eq!(act.purpose, vector["purpose"].as_str().unwrap());
    assert_eq!(act.made_at.as_microsecond(), vector["made-at"].as_i64().unwrap());
    assert_eq!(act.body, bytes(&vector["body"]));
}

#[test]
fn the_envelope_opens_and_verifies_as_published() {
    let vector = read(include_str!("../../../docs/vectors/envelope.json"));
    let sealed = Sealed::parse(&bytes(&vector["sealed"])).unwrap();
    let (me, sender) = (partner(1), partner(0));
    let verified = sealed.open(me.authority(), &node(1).sealing).unwrap().verify(&sender).unwrap();
    assert_eq!(verified.header().to_bytes(), bytes(&vector["header"]));
    assert_eq!(verified.envelope_hash().to_string(), vector["envelope-hash"].as_str().unwrap());
    let published_act = read(include_str!("../../../docs/vectors/act.json"));
    assert_eq!(verified.kept().act_bytes(), bytes(&published_act["bytes"]));
    let kept = SignedEnvelope::from_bytes(&bytes(&vector["kept"])).unwrap();
    assert_eq!(&kept, verified.kept());
    assert_eq!(kept.signatures().ml_dsa_65()[..], bytes(&vector["signatures"]["ml-dsa-65"]));
    let message = [b"comity/v1/envelope\0", kept.header_bytes()].concat();
    assert_eq!(message, bytes(&vector["signed-message"]));
    // Ed25519 is deterministic: the published signature can be made again.
    assert_eq!(kept.signatures().ed25519()[..], bytes(&vector["signatures"]["ed25519"]));
}

#[test]
fn the_acknowledgement_verifies_as_published() {
    let vector = read(include_str!("../../../docs/vectors/ack.json"));
    let ack = SignedAck::parse(&bytes(&vector["ack"])).unwrap();
    let ack = ack.verify(&partner(1), partner(0).authority()).unwrap();
    let open: Vec<u64> = missing(&ack, 14).collect();
    assert_eq!(serde_json::to_value(open).unwrap(), vector["missing-up-to-14"]);
}

#[test]
fn the_receipt_verifies_as_published() {
    let vector = read(include_str!("../../../docs/vectors/receipt.json"));
    let envelope = read(include_str!("../../../docs/vectors/envelope.json"));
    let receipt = Receipt::from_bytes(&bytes(&vector["receipt"])).unwrap();
    let header = Header::from_bytes(&bytes(&envelope["header"])).unwrap();
    receipt.verify(&partner(1), &Expected::from(&header)).unwrap();

    let statement = Statement::from_bytes(&bytes(&vector["statement"])).unwrap();
    assert_eq!(statement, receipt.slip.statement);
    assert_eq!(statement.digest()[..], bytes(&vector["statement-digest"]));
    let entry = statement.entry();
    assert_eq!(entry.to_bytes()[..], bytes(&vector["entry"]));
    let salt = Salt::new(bytes(&vector["salt"]).try_into().unwrap());
    assert_eq!(entry.commitment(&salt)[..], bytes(&vector["commitment"]));
    assert_eq!(entry.leaf(&salt), hash(&vector["leaf-hash"]));
    assert_eq!(receipt.slip.proof, hashes(&vector["proof"]));
    let checkpoint = SignedCheckpoint::parse(vector["checkpoint"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!(checkpoint, receipt.checkpoint);
    assert_eq!(Entry { kind: EntryKind::ReceiptGiven, ..entry }, entry);
}

#[test]
fn the_bundle_proves_what_is_published() {
    let vector = read(include_str!("../../../docs/vectors/bundle.json"));
    let report = verify_bundle(&bytes(&vector["bundle"])).unwrap();
    assert_eq!(serde_json::to_value(report).unwrap(), vector["report"]);
}

#[test]
fn the_history_of_keys_is_as_published() {
    let vector = read(include_str!("../../../docs/vectors/history.json"));
    let root = Root::from_bytes(&bytes(&vector["root"])).unwrap();
    assert_eq!(root.fingerprint().to_string(), vector["root-fingerprint"].as_str().unwrap());
    let mut history = KeyHistory::new(root);
    for statement in vector["statements"].as_array().unwrap() {
        let signed = SignedKeyStatement::from_bytes(&bytes(&statement["signed"]), history.root()).unwrap();
        assert_eq!(signed.statement().to_bytes(), bytes(&statement["statement"]));
        assert_eq!(signed.statement().digest()[..], bytes(&statement["digest"]));
        history.add(signed).unwrap();
    }
    assert_eq!(history.to_bytes(), bytes(&vector["history"]));
    for line in vector["standing"].as_array().unwrap() {
        let named = history.find(&line["keys"].as_str().unwrap().parse().unwrap()).unwrap();
        let at = jiff::Timestamp::from_microsecond(line["at"].as_i64().unwrap()).unwrap();
        let in_time = named.lifetime.signs_at(at);
        let before = named.revoked.as_ref().is_none_or(|(from, _)| at < *from);
        assert_eq!(line["counts-when-it-arrives-now"], in_time && named.revoked.is_none(), "{line}");
        assert_eq!(line["counts-when-it-was-kept"], in_time && before, "{line}");
    }
}

#[test]
fn the_cosignature_is_as_published() {
    let vector = read(include_str!("../../../docs/vectors/witness.json"));
    let text = |name: &str| vector[name].as_str().unwrap().as_bytes();
    let witness_keys = partner(1);
    let request = AddCheckpoint::parse(text("request")).unwrap();
    assert_eq!(request.to_bytes(), text("request"));
    let older = SignedCheckpoint::parse(text("seen")).unwrap().verify(&partner(0)).unwrap();
    let shown = request.checkpoint.verify(&partner(0)).unwrap();
    let seen = Seen { epoch: older.epoch(), checkpoint: older.checkpoint().clone() };
    assert_eq!(judge(Some(&seen), request.old, &request.proof, &shown), Verdict::Cosign);
    let (lines, at) = read_lines(text("answer"), &request.checkpoint, &witness_keys).unwrap();
    assert_eq!(at.as_second(), vector["at"].as_i64().unwrap());
    let mut cosigned = request.checkpoint;
    cosigned.add_lines(lines).unwrap();
    assert_eq!(cosigned.to_bytes(), text("cosigned"));
}

#[test]
fn the_bundle_with_a_history_proves_what_is_published() {
    let vector = read(include_str!("../../../docs/vectors/bundle-history.json"));
    let report = verify_bundle(&bytes(&vector["bundle"])).unwrap();
    assert_eq!(serde_json::to_value(report).unwrap(), vector["report"]);
}
