//! The evidence bundle: everything that it claims is checked, and no byte of it can change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::bundle::{Contradiction, LedgerProof};
use exchange::cbor::{Bytes, from_canonical, to_canonical};
use exchange::limits::MAX_BUNDLE;
use exchange::{Act, ActId, ActKind, Bundle, BundleError, CaseId, Culprit, Signatures, Stage, verify_bundle};
use ledger::{Entry, EntryKind, Salt, leaf_hash};

mod parties;
use parties::{Party, act, at, estonia, first, forged_signatures, germany, rng, signed};

/// A request, its two receipts, and the ledger entry of its being sent.
fn story() -> (Party, Party, Bundle) {
    let (mut estonia, mut germany) = (estonia(), germany());
    let request = act(&estonia, &[&germany], 200);
    let sent = signed(&estonia, &germany, request.clone(), first());
    let verified = germany.open(sent.seal(&germany.public, &mut rng(9)).unwrap(), &estonia).unwrap();
    let question = Act {
        kind: ActKind::new("question").unwrap(),
        follows: vec![request.id()],
        made_at: at(60),
        approved_by: None,
        ..act(&germany, &[&estonia], 20)
    };
    let asked = signed(&germany, &estonia, question, first());

    let salt = Salt::new([7; 32]);
    let entry = Entry { kind: EntryKind::Sent, digest: *sent.envelope_hash().as_bytes(), at_us: 5 };
    estonia.log.append(leaf_hash(b"earlier"));
    let index = estonia.log.append(entry.leaf(&salt));
    let proof =
        LedgerProof { entry, salt, index, proof: estonia.log.proof(index), checkpoint: estonia.checkpoint() };

    let bundle = Bundle {
        case: request.case,
        made_at: at(100),
        keys: vec![estonia.public.clone(), germany.public.clone()],
        envelopes: vec![sent.kept().clone(), asked.kept().clone()],
        receipts: vec![
            germany.receipt(&verified, Stage::Stored, 10),
            germany.receipt(&verified, Stage::Accepted, 20),
        ],
        entries: vec![proof],
    };
    (estonia, germany, bundle)
}

fn sign(by: &Party, bundle: &Bundle) -> Result<Vec<u8>, BundleError> {
    bundle.sign(&by.public, &by.keys.signing)
}

#[test]
fn a_bundle_tells_the_story_and_proves_it() {
    let (estonia, germany, bundle) = story();
    let report = verify_bundle(&sign(&estonia, &bundle).unwrap()).unwrap();
    assert_eq!((&report.made_by, report.made_at, report.case), (&estonia.id, at(100), bundle.case));
    let kinds: Vec<_> = report.acts.iter().map(|line| (line.kind.as_str(), line.author.as_str())).collect();
    assert_eq!(kinds, [("request", "ee.justice"), ("question", "de.bfj")]);
    assert_eq!(report.acts[0].by, "m.tamm");
    assert_eq!(report.acts[0].approved_by.as_deref(), Some("j.kask"));
    assert_eq!(report.acts[1].follows, [report.acts[0].act]);
    let stages: Vec<_> =
        report.receipts.iter().map(|line| (line.stage, line.by.as_str(), line.index)).collect();
    assert_eq!(stages, [("stored", "de.bfj", 0), ("accepted", "de.bfj", 1)]);
    assert!(report.entries[0].shown);
    assert_eq!(report.entries[0].kind, EntryKind::Sent);
    // Seal 2, two envelopes 4, three checkpoints 6.
    assert_eq!((report.signatures_checked, report.proofs_checked), (12, 3));
    assert!(report.absent.is_empty() && report.contradictions.is_empty());
    let known = [estonia.public.fingerprint()];
    let unknown: Vec<_> = report.unknown_keys(&known).map(|line| line.fingerprint).collect();
    assert_eq!(unknown, [germany.public.fingerprint()]);
    assert!(serde_json::to_string(&report).unwrap().contains("\"stage\":\"accepted\""));
    // The other side can export the same case under its own name.
    assert_eq!(verify_bundle(&sign(&germany, &bundle).unwrap()).unwrap().made_by, germany.id);
}

#[test]
fn one_changed_bit_anywhere_is_refused() {
    let (estonia, _, bundle) = story();
    let bytes = sign(&estonia, &bundle).unwrap();
    // Both halves of the file at once: this is the longest test of the crate.
    let middle = bytes.len() / 2;
    std::thread::scope(|scope| {
        for range in [0..middle, middle..bytes.len()] {
            let mut changed = bytes.clone();
            scope.spawn(move || {
                for at in range {
                    let bit = 1 << (at % 8);
                    changed[at] ^= bit;
                    assert!(verify_bundle(&changed).is_err(), "byte {at} of {}", changed.len());
                    changed[at] ^= bit;
                }
            });
        }
    });
    for length in (0..bytes.len()).step_by(97) {
        assert!(verify_bundle(&bytes[..length]).is_err());
    }
    assert!(verify_bundle(&[&bytes[..], &[0]].concat()).is_err());
    assert!(verify_bundle(&bytes).is_ok());
}

#[test]
fn what_does_not_verify_is_not_exported() {
    let (estonia, germany, bundle) = story();
    let without_keys = Bundle { keys: Vec::new(), ..bundle.clone() };
    assert!(matches!(sign(&estonia, &without_keys), Err(BundleError::KeysMissing(id)) if id == germany.id));
    let other_case = Bundle { case: CaseId::new([1; 16]), ..bundle.clone() };
    assert!(matches!(sign(&estonia, &other_case), Err(BundleError::OtherCase(_))));
    let alone = Bundle { envelopes: bundle.envelopes[1..].to_vec(), ..bundle.clone() };
    assert!(matches!(sign(&estonia, &alone), Err(BundleError::ReceiptAlone(_))));
    let mut moved = bundle.clone();
    moved.entries[0].index = 0;
    assert!(matches!(sign(&estonia, &moved), Err(BundleError::Proof(_))));
    let mut swapped = bundle.clone();
    swapped.receipts[0].slip.statement.stage = Stage::Accepted;
    assert!(matches!(sign(&estonia, &swapped), Err(BundleError::Receipt(_))));
    let impostor = Party::new("de.bfj", 99);
    let other_keys = vec![impostor.public.clone()];
    let refused = sign(&estonia, &Bundle { keys: other_keys, ..bundle.clone() }).unwrap_err();
    assert!(matches!(refused, BundleError::Envelope(_)) && refused.culprit() == Culprit::Peer);
    let two = vec![impostor.public.clone(), germany.public.clone()];
    assert!(matches!(sign(&estonia, &Bundle { keys: two, ..bundle }), Err(BundleError::KeysDoubled(_))));
}

#[test]
fn a_bundle_that_its_exporter_did_not_sign_is_refused() {
    let (estonia, germany, bundle) = story();
    let bytes = sign(&estonia, &bundle).unwrap();
    type Frame = (String, u8, Bytes, Bytes, Signatures);
    let (magic, version, record, body, signatures): Frame = from_canonical(&bytes, MAX_BUNDLE).unwrap();
    // Somebody else's name on the same body.
    let stolen = (&magic, version, Bytes(germany.public.record().to_bytes()), &body, &signatures);
    assert!(matches!(verify_bundle(&to_canonical(&stolen).unwrap()), Err(BundleError::Seal { .. })));
    // Signed for another purpose.
    let signed_part = to_canonical(&(&magic, version, &record, &body)).unwrap();
    let other = forged_signatures(&estonia, b"comity/v1/envelope\0", &signed_part);
    let other = to_canonical(&(&magic, version, &record, &body, &other)).unwrap();
    assert!(matches!(verify_bundle(&other), Err(BundleError::Seal { .. })));
    // The right purpose, by an independent signer.
    let right = forged_signatures(&estonia, b"comity/v1/bundle\0", &signed_part);
    assert!(verify_bundle(&to_canonical(&(&magic, version, &record, &body, &right)).unwrap()).is_ok());
    for (magic, version) in [("comity bundle", 2u8), ("Comity bundle", 1)] {
        let wrong = to_canonical(&(magic, version, &record, &body, &signatures)).unwrap();
        assert!(matches!(verify_bundle(&wrong), Err(BundleError::NotABundle)));
    }
    // An act that nobody's envelope carries does not slip in between.
    let mut value: ciborium::Value = ciborium::from_reader(&body.0[..]).unwrap();
    let acts = value.as_map_mut().unwrap().iter_mut().find(|(key, _)| key.as_text() == Some("acts")).unwrap();
    acts.1.as_array_mut().unwrap().push(ciborium::Value::Bytes(vec![0]));
    let body = Bytes(to_canonical(&value).unwrap());
    let signatures = forged_signatures(
        &estonia,
        b"comity/v1/bundle\0",
        &to_canonical(&(&magic, version, &record, &body)).unwrap(),
    );
    let wrong = to_canonical(&(&magic, version, &record, &body, &signatures)).unwrap();
    assert!(matches!(verify_bundle(&wrong), Err(BundleError::ActUnsigned(_))));
}

#[test]
fn a_missing_act_is_named() {
    let (estonia, _, bundle) = story();
    let request = ActId::new(<sha2::Sha256 as sha2::Digest>::digest(bundle.envelopes[0].act_bytes()).into());
    let partial = Bundle {
        envelopes: bundle.envelopes[1..].to_vec(),
        receipts: Vec::new(),
        entries: Vec::new(),
        ..bundle
    };
    let report = verify_bundle(&sign(&estonia, &partial).unwrap()).unwrap();
    assert_eq!(report.absent, [request]);
}

#[test]
fn two_histories_of_one_author_are_shown() {
    let (estonia, mut germany, bundle) = story();
    let other = Act { purpose: "another purpose".into(), ..act(&estonia, &[&germany], 200) };
    let other = signed(&estonia, &germany, other, first());
    let mut forked = bundle.clone();
    forked.envelopes.push(other.kept().clone());
    // A ledger of the same size with another root.
    let verified = other.kept().verify(&estonia.public).unwrap();
    germany.log = parties::Log::default();
    germany.log.append(leaf_hash(b"another history"));
    forked.receipts.push(germany.receipt(&verified, Stage::Stored, 30));
    let report = verify_bundle(&sign(&estonia, &forked).unwrap()).unwrap();
    assert!(matches!(&report.contradictions[0], Contradiction::Envelopes { by, .. } if *by == estonia.id));
    assert!(
        matches!(&report.contradictions[1], Contradiction::Checkpoints { by, size: 2, .. } if *by == germany.id)
    );
}

#[test]
fn foreign_bytes_are_refused() {
    for bytes in [&b""[..], b"\x00", b"not a bundle", &[0x85], &[0xFF; 100]] {
        assert_eq!(verify_bundle(bytes).unwrap_err().culprit(), Culprit::Peer);
    }
}
