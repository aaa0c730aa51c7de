//! Receipts and checkpoints: a recipient's word that it cannot take back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::limits::{MAX_BATCH, MAX_RECEIPT};
use exchange::{
    ActId, CheckpointFault, Culprit, EnvelopeHash, Expected, Receipt, ReceiptBatch, ReceiptError,
    SignedCheckpoint, Slip, Stage, Statement, Verified,
};
use ledger::{Checkpoint, Hash, NoteSignature, Origin, ProofError, Salt, leaf_hash};

mod parties;
use parties::{Party, act, at, estonia, first, germany, russia, sealed};

fn delivered() -> (Party, Party, Verified) {
    let (estonia, germany) = (estonia(), germany());
    let verified =
        germany.open(sealed(&estonia, &germany, act(&estonia, &[&germany], 40), first()), &estonia).unwrap();
    (estonia, germany, verified)
}

#[test]
fn a_receipt_proves_what_became_of_the_envelope() {
    let (_, mut germany, verified) = delivered();
    let expected = Expected::from(verified.header());
    let refused = Stage::Refused { reason: "the warrant is missing".into() };
    for (number, stage) in [Stage::Stored, Stage::Opened, Stage::Accepted, refused].into_iter().enumerate() {
        germany.log.append(leaf_hash(b"something else"));
        let receipt = germany.receipt(&verified, stage.clone(), 10 + number as i64);
        let receipt = Receipt::from_bytes(&receipt.to_bytes()).unwrap();
        let proven = receipt.verify(&germany.public, &expected).unwrap();
        assert_eq!(proven.statement().stage, stage);
        assert_eq!((proven.index(), proven.size()), (2 * number as u64 + 1, 2 * number as u64 + 2));
    }
}

#[test]
fn one_changed_bit_anywhere_is_refused() {
    let (_, mut germany, verified) = delivered();
    for number in 0..5u8 {
        germany.log.append(leaf_hash(&[number]));
    }
    let expected = Expected::from(verified.header());
    let bytes = germany.receipt(&verified, Stage::Stored, 10).to_bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let accepted =
            Receipt::from_bytes(&changed).and_then(|receipt| receipt.verify(&germany.public, &expected));
        assert_eq!(
            accepted.expect_err("a changed receipt was accepted").culprit(),
            Culprit::Peer,
            "byte {at}"
        );
    }
    for length in 0..bytes.len() {
        assert!(Receipt::from_bytes(&bytes[..length]).is_err());
    }
    assert!(matches!(Receipt::from_bytes(&vec![0; MAX_RECEIPT + 1]), Err(ReceiptError::Encoding(_))));
}

#[test]
fn a_receipt_is_for_one_envelope_from_one_authority() {
    let (_, mut germany, verified) = delivered();
    let mut russia = russia();
    let right = Expected::from(verified.header());
    let receipt = germany.receipt(&verified, Stage::Stored, 10);
    for (wrong, what) in [
        (Expected { envelope: EnvelopeHash::new([1; 32]), ..right.clone() }, "envelope"),
        (Expected { act: ActId::new([1; 32]), ..right.clone() }, "act"),
        (Expected { by: russia.id.clone(), ..right.clone() }, "authority"),
    ] {
        let refused = receipt.verify(&germany.public, &wrong).unwrap_err();
        assert!(matches!(refused, ReceiptError::Differs(found) if found == what), "{what}");
    }
    // Another authority's ledger proves nothing about this one's word.
    let by_another = russia.receipt(&verified, Stage::Stored, 10);
    assert!(matches!(by_another.verify(&russia.public, &right), Err(ReceiptError::Differs("authority"))));
    assert!(matches!(
        by_another.verify(&germany.public, &right),
        Err(ReceiptError::Checkpoint(CheckpointFault::OtherLog { .. }))
    ));
}

#[test]
fn a_statement_that_is_not_in_the_ledger_is_no_receipt() {
    let (_, mut germany, verified) = delivered();
    let expected = Expected::from(verified.header());
    germany.log.append(leaf_hash(b"first"));
    let right = germany.receipt(&verified, Stage::Stored, 10);
    let later = Statement { at: at(11), ..right.slip.statement.clone() };
    let accepted = Statement { stage: Stage::Accepted, ..right.slip.statement.clone() };
    let proof_error =
        |slip: Slip| match (Receipt { slip, ..right.clone() }).verify(&germany.public, &expected) {
            Err(ReceiptError::Proof(error)) => error,
            other => panic!("{other:?}"),
        };
    assert_eq!(proof_error(Slip { statement: later, ..right.slip.clone() }), ProofError::RootDiffers);
    assert_eq!(proof_error(Slip { statement: accepted, ..right.slip.clone() }), ProofError::RootDiffers);
    assert_eq!(proof_error(Slip { salt: Salt::new([0; 32]), ..right.slip.clone() }), ProofError::RootDiffers);
    assert_eq!(proof_error(Slip { index: 0, ..right.slip.clone() }), ProofError::RootDiffers);
    assert_eq!(
        proof_error(Slip { index: 9, ..right.slip.clone() }),
        ProofError::BeyondTheEnd { index: 9, size: 2 }
    );
    assert_eq!(proof_error(Slip { proof: vec![], ..right.slip.clone() }), ProofError::WrongLength { got: 0 });
    let long = Slip { proof: vec![Hash::new([0; 32]); 66], ..right.slip.clone() };
    let long = Receipt { slip: long, ..right.clone() }.to_bytes();
    assert!(matches!(
        Receipt::from_bytes(&long),
        Err(ReceiptError::Proof(ProofError::WrongLength { got: 66 }))
    ));
}

#[test]
fn only_a_refusal_has_a_reason_and_it_can_be_shown() {
    let (_, germany, verified) = delivered();
    for wrong in ["", "  ", "a\u{7}b", &"x".repeat(1025)] {
        let refused = Statement::about(verified.header(), Stage::Refused { reason: wrong.into() }, at(1));
        assert!(matches!(refused, Err(ReceiptError::ReasonText(_))), "{wrong:?}");
    }
    let stored = Statement::about(verified.header(), Stage::Stored, at(1)).unwrap();
    let with_reason = parties::with_field(&stored.to_bytes(), "reason", ciborium::Value::Text("x".into()));
    assert!(matches!(Statement::from_bytes(&with_reason), Err(ReceiptError::Reason)));
    let without = parties::with_field(&stored.to_bytes(), "stage", ciborium::Value::Text("refused".into()));
    assert!(matches!(Statement::from_bytes(&without), Err(ReceiptError::Reason)));
    assert_eq!(Statement::from_bytes(&stored.to_bytes()).unwrap(), stored);
    assert_eq!(stored.by, germany.id);
}

#[test]
fn many_receipts_share_one_checkpoint() {
    let (_, mut germany, verified) = delivered();
    let expected = Expected::from(verified.header());
    let slips: Vec<Slip> = (0..30u8)
        .map(|number| {
            let statement =
                Statement::about(verified.header(), Stage::Stored, at(i64::from(number))).unwrap();
            let salt = Salt::new([number; 32]);
            let index = germany.log.append(statement.entry().leaf(&salt));
            Slip { statement, salt, index, proof: Vec::new() }
        })
        .collect();
    let slips: Vec<Slip> =
        slips.into_iter().map(|slip| Slip { proof: germany.log.proof(slip.index), ..slip }).collect();
    let batch = ReceiptBatch::new(germany.checkpoint(), slips.clone()).unwrap();
    let batch = ReceiptBatch::from_bytes(&batch.to_bytes()).unwrap();
    let checkpoint = batch.checkpoint().verify(&germany.public).unwrap();
    for slip in batch.slips() {
        slip.verify(&checkpoint, &expected).unwrap();
    }
    for receipt in batch.receipts() {
        receipt.verify(&germany.public, &expected).unwrap();
    }
    let many = vec![slips[0].clone(); MAX_BATCH + 1];
    assert!(matches!(ReceiptBatch::new(germany.checkpoint(), many), Err(ReceiptError::TooMany(_))));
    let full = ReceiptBatch::new(germany.checkpoint(), vec![slips[0].clone(); MAX_BATCH]).unwrap();
    assert_eq!(ReceiptBatch::from_bytes(&full.to_bytes()).unwrap(), full);
}

#[test]
fn a_checkpoint_needs_both_signatures_of_its_log() {
    let (_, mut germany, _) = delivered();
    germany.log.append(leaf_hash(b"one"));
    let signed = germany.checkpoint();
    let text = String::from_utf8(signed.to_bytes()).unwrap();
    assert!(text.starts_with("comity/de.bfj\n1\n"));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let [head @ .., ed25519, ml_dsa_65] = &lines[..] else { panic!() };
    let with = |lines: &[&str]| {
        let note = format!("{}{}", head.concat(), lines.concat());
        SignedCheckpoint::parse(note.as_bytes()).unwrap().verify(&germany.public)
    };
    assert!(with(&[ed25519, ml_dsa_65]).is_ok());
    assert!(with(&[ml_dsa_65, ed25519]).is_ok());
    assert!(matches!(with(&[ed25519]), Err(CheckpointFault::LineMissing("ML-DSA-65"))));
    assert!(matches!(with(&[ml_dsa_65]), Err(CheckpointFault::LineMissing("Ed25519"))));
    let other = SignedCheckpoint::parse(&germany.checkpoint().to_bytes()).unwrap();
    assert!(other.verify(&russia().public).is_err());
    let renamed = text.replacen("de.bfj", "ru.genproc", 1);
    assert!(matches!(
        SignedCheckpoint::parse(renamed.as_bytes()).unwrap().verify(&germany.public),
        Err(CheckpointFault::OtherLog { .. })
    ));
    let resized = text.replacen("\n1\n", "\n2\n", 1);
    assert!(matches!(
        SignedCheckpoint::parse(resized.as_bytes()).unwrap().verify(&germany.public),
        Err(CheckpointFault::Signature(_))
    ));
}

#[test]
fn a_checkpoint_has_place_for_cosignatures() {
    let (_, mut germany, _) = delivered();
    germany.log.append(leaf_hash(b"one"));
    let signed = germany.checkpoint();
    let mut note = signed.note().clone();
    let witness = Origin::new("comity/ru.genproc").unwrap();
    note.add(NoteSignature { name: witness.clone(), key_id: [1, 2, 3, 4], signature: vec![7; 72] }).unwrap();
    let cosigned = SignedCheckpoint::parse(note.to_string().as_bytes()).unwrap();
    assert!(cosigned.verify(&germany.public).is_ok());
    assert_eq!(cosigned.note().by(&witness, [1, 2, 3, 4]), Some(&[7; 72][..]));
}

#[test]
fn the_ed25519_line_is_a_plain_signed_note() {
    use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
    let (_, mut germany, _) = delivered();
    germany.log.append(leaf_hash(b"one"));
    let signed = germany.checkpoint();
    let origin = exchange::origin(&germany.id);
    let key = germany.public.record().ed25519;
    let signature = signed.note().by(&origin, ledger::note::ed25519_key_id(&origin, &key)).unwrap();
    let text = Checkpoint::new(origin, 1, germany.log.tree.root()).to_string();
    UnparsedPublicKey::new(&ED25519, key).verify(text.as_bytes(), signature).unwrap();
}
