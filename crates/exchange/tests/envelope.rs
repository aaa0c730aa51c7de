//! The envelope from act to verified, and everything that must not get through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use ciborium::Value;
use exchange::cbor::{Bytes, CborError, from_canonical, to_canonical};
use exchange::limits::{MAX_BODY, MAX_SEALED};
use exchange::{
    Act, ActError, ActId, Culprit, EnvelopeError, EnvelopeHash, Header, Place, Recipients, Sealed,
    SignatureError, Signed, SignedEnvelope, Unsigned,
};
use proptest::prelude::*;

mod parties;
use parties::{
    act, at, estonia, first, forged_seal, forged_signatures, germany, rng, russia, sealed, signed, with_field,
};

const HEADER: &[u8] = b"comity/v1/envelope\0";

type Frame = (u16, Bytes, Bytes, Bytes);

fn frame(sealed: &Sealed) -> Frame {
    from_canonical(sealed.as_bytes(), MAX_SEALED).unwrap()
}

#[test]
fn an_act_arrives_as_it_was_said() {
    let (estonia, germany) = (estonia(), germany());
    let said = act(&estonia, &[&germany], 8192);
    let signed = signed(&estonia, &germany, said.clone(), first());
    let sealed = signed.seal(&germany.public, &mut rng(9)).unwrap();
    let verified = germany.open(Sealed::parse(sealed.as_bytes()).unwrap(), &estonia).unwrap();
    assert_eq!(verified.act(), &said);
    assert_eq!(verified.act_id(), said.id());
    assert_eq!(verified.header(), signed.header());
    assert_eq!(verified.envelope_hash(), signed.envelope_hash());
    assert_eq!(verified.kept(), signed.kept());
}

#[test]
fn each_of_several_recipients_gets_its_own_envelope() {
    let (estonia, germany, russia) = (estonia(), germany(), russia());
    let said = act(&estonia, &[&russia, &germany], 10);
    for to in [&germany, &russia] {
        let verified = to.open(sealed(&estonia, to, said.clone(), first()), &estonia).unwrap();
        assert_eq!(verified.act_id(), said.id());
        assert_eq!(verified.header().recipients().as_slice(), [germany.id.clone(), russia.id.clone()]);
    }
}

#[test]
fn one_changed_bit_anywhere_is_refused() {
    let (estonia, germany) = (estonia(), germany());
    let bytes = sealed(&estonia, &germany, act(&estonia, &[&germany], 40), first()).into_bytes();
    for at in 0..bytes.len() {
        // Every bit of the frame and header, which are parsed; one bit of each byte of what is encrypted.
        let bits = if at < 600 { 0..8 } else { at % 8..at % 8 + 1 };
        for bit in bits {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let accepted = Sealed::parse(&changed).and_then(|sealed| germany.open(sealed, &estonia));
            let error = accepted.map(|_| ()).expect_err("a changed envelope was accepted");
            // A changed sender or recipient is refused by whoever looks the keys up: that is not the peer's lie.
            if !matches!(error, EnvelopeError::WrongKeys { .. }) {
                assert_eq!(error.culprit(), Culprit::Peer, "{error}");
            }
        }
    }
    // Nor where the seal is off, as in a store or in a bundle of evidence: the signatures reach every bit.
    let signed = signed(&estonia, &germany, act(&estonia, &[&germany], 40), first());
    let kept = signed.kept();
    let verifies = |header: &[u8], act: &[u8]| {
        SignedEnvelope::from_parts(header.to_vec(), act.to_vec(), kept.signatures().clone())
            .verify(&estonia.public)
            .is_ok()
    };
    assert!(verifies(kept.header_bytes(), kept.act_bytes()));
    for bit in 0..8 * kept.header_bytes().len() {
        assert!(!verifies(&flipped(kept.header_bytes(), bit), kept.act_bytes()), "bit {bit} of the header");
    }
    for bit in 0..8 * kept.act_bytes().len() {
        assert!(!verifies(kept.header_bytes(), &flipped(kept.act_bytes(), bit)), "bit {bit} of the act");
    }
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[bit / 8] ^= 1 << (bit % 8);
    changed
}

#[test]
fn every_shorter_envelope_is_refused() {
    let (estonia, germany) = (estonia(), germany());
    let bytes = sealed(&estonia, &germany, act(&estonia, &[&germany], 40), first()).into_bytes();
    for length in 0..bytes.len() {
        assert!(matches!(Sealed::parse(&bytes[..length]), Err(EnvelopeError::Frame(_))), "{length}");
    }
    let longer = [&bytes[..], &[0]].concat();
    assert!(matches!(Sealed::parse(&longer), Err(EnvelopeError::Frame(CborError::NotCanonical { .. }))));
}

#[test]
fn a_shortened_ciphertext_in_a_right_frame_is_refused() {
    let (estonia, germany) = (estonia(), germany());
    let (suite, header, encapsulated, ciphertext) =
        frame(&sealed(&estonia, &germany, act(&estonia, &[&germany], 9), first()));
    for length in [0, 15, 16, 17, ciphertext.0.len() - 1] {
        let cut = (suite, header.clone(), encapsulated.clone(), Bytes(ciphertext.0[..length].to_vec()));
        let parsed = Sealed::parse(&to_canonical(&cut).unwrap());
        let opened = parsed.and_then(|sealed| sealed.open(&germany.id, &germany.keys.sealing));
        assert!(matches!(opened, Err(EnvelopeError::Seal)), "{length}");
    }
    for length in [0, 1119] {
        let cut = (suite, header.clone(), Bytes(encapsulated.0[..length].to_vec()), ciphertext.clone());
        assert!(matches!(Sealed::parse(&to_canonical(&cut).unwrap()), Err(EnvelopeError::Seal)));
    }
}

#[test]
fn oversized_bytes_are_refused_before_they_are_read() {
    let error = Sealed::parse(&vec![0x82; MAX_SEALED + 1]).unwrap_err();
    assert!(matches!(error, EnvelopeError::Frame(CborError::TooLong { limit: MAX_SEALED, .. })));
    let (estonia, germany) = (estonia(), germany());
    let big = act(&estonia, &[&germany], MAX_BODY);
    let refused = Unsigned::new(big, germany.id.clone(), first()).unwrap_err();
    assert!(matches!(refused, EnvelopeError::Unfit(ActError::TooLong { field: "body", .. })));
    assert_eq!(refused.culprit(), Culprit::User);
}

#[test]
fn the_largest_act_fits() {
    let (estonia, germany) = (estonia(), germany());
    let largest = act(&estonia, &[&germany], MAX_BODY - 5);
    assert_eq!(largest.body.len(), MAX_BODY);
    let verified = germany.open(sealed(&estonia, &germany, largest, first()), &estonia).unwrap();
    assert_eq!(verified.act().body.len(), MAX_BODY);
    let refused = act(&estonia, &[&germany], MAX_BODY - 4).to_bytes().unwrap_err();
    assert!(matches!(refused, ActError::TooLong { field: "body", limit: MAX_BODY, .. }), "{refused}");
}

#[test]
fn only_the_addressed_authority_opens_it() {
    let (estonia, germany, russia) = (estonia(), germany(), russia());
    let envelope = sealed(&estonia, &germany, act(&estonia, &[&germany, &russia], 40), first());
    let for_another = russia.open(envelope.clone(), &estonia).unwrap_err();
    assert!(matches!(for_another, EnvelopeError::ForAnother(id) if id == germany.id));
    // With the right name and the wrong key it does not open either.
    let seal = envelope.open(&germany.id, &russia.keys.sealing).unwrap_err();
    assert!(matches!(seal, EnvelopeError::Seal));
    let wrong =
        signed(&estonia, &germany, act(&estonia, &[&germany], 1), first()).seal(&russia.public, &mut rng(1));
    assert!(matches!(wrong, Err(EnvelopeError::WrongKeys { .. })));
}

#[test]
fn a_recipient_cannot_seal_the_act_for_somebody_else() {
    let (estonia, germany, russia) = (estonia(), germany(), russia());
    let signed = signed(&estonia, &germany, act(&estonia, &[&germany], 40), first());
    let kept = signed.kept();
    // As it is: the signed header names Germany.
    let resealed = forged_seal(&russia, kept.header_bytes(), kept.act_bytes(), kept.signatures());
    let refused = russia.open(Sealed::parse(&resealed).unwrap(), &estonia).unwrap_err();
    assert!(matches!(refused, EnvelopeError::ForAnother(_)));
    // With the header rewritten: Estonia's signatures do not cover it.
    let header = with_field(kept.header_bytes(), "to", Value::Text("ru.genproc".into()));
    let header = with_field(&header, "recipients", Value::Array(vec![Value::Text("ru.genproc".into())]));
    let resealed = forged_seal(&russia, &header, kept.act_bytes(), kept.signatures());
    let refused = russia.open(Sealed::parse(&resealed).unwrap(), &estonia).unwrap_err();
    assert!(matches!(refused, EnvelopeError::Signature(SignatureError::Ed25519)));
}

#[test]
fn both_signatures_must_hold() {
    let (estonia, germany, russia) = (estonia(), germany(), russia());
    let signed = signed(&estonia, &germany, act(&estonia, &[&germany], 40), first());
    let kept = signed.kept();
    let others = forged_signatures(&russia, HEADER, kept.header_bytes());
    let cases = [
        (kept.signatures().ed25519(), others.ml_dsa_65(), SignatureError::MlDsa65),
        (others.ed25519(), kept.signatures().ml_dsa_65(), SignatureError::Ed25519),
        (others.ed25519(), others.ml_dsa_65(), SignatureError::Ed25519),
        (&[0; 64], kept.signatures().ml_dsa_65(), SignatureError::Ed25519),
        (kept.signatures().ed25519(), &[0; 3309], SignatureError::MlDsa65),
    ];
    for (ed25519, ml_dsa_65, expected) in cases {
        let signatures = exchange::Signatures::from_parts(ed25519, ml_dsa_65).unwrap();
        let bytes = forged_seal(&germany, kept.header_bytes(), kept.act_bytes(), &signatures);
        let refused = germany.open(Sealed::parse(&bytes).unwrap(), &estonia).unwrap_err();
        assert!(matches!(refused, EnvelopeError::Signature(found) if found == expected), "{expected}");
    }
    assert!(exchange::Signatures::from_parts(&[0; 63], &[0; 3309]).is_err());
    assert!(exchange::Signatures::from_parts(&[0; 64], &[]).is_err());
}

#[test]
fn a_signature_for_another_purpose_is_worth_nothing() {
    let (estonia, germany) = (estonia(), germany());
    let signed = signed(&estonia, &germany, act(&estonia, &[&germany], 40), first());
    let kept = signed.kept();
    for prefix in [&b""[..], b"comity/v1/ack\0", b"comity/v1/bundle\0"] {
        let signatures = forged_signatures(&estonia, prefix, kept.header_bytes());
        let kept =
            SignedEnvelope::from_parts(kept.header_bytes().to_vec(), kept.act_bytes().to_vec(), signatures);
        assert!(matches!(kept.verify(&estonia.public), Err(EnvelopeError::Signature(_))));
    }
    assert!(
        forged_signatures(&estonia, HEADER, kept.header_bytes()) != *kept.signatures(),
        "ML-DSA is hedged"
    );
    let signatures = forged_signatures(&estonia, HEADER, kept.header_bytes());
    let same =
        SignedEnvelope::from_parts(kept.header_bytes().to_vec(), kept.act_bytes().to_vec(), signatures);
    assert!(same.verify(&estonia.public).is_ok(), "an independent signer is understood");
}

#[test]
fn an_impostor_with_other_keys_is_refused() {
    let germany = germany();
    let impostor = parties::Party::new("ee.justice", 66);
    let envelope = sealed(&impostor, &germany, act(&impostor, &[&germany], 40), first());
    let refused = germany.open(envelope.clone(), &estonia()).unwrap_err();
    assert!(matches!(refused, EnvelopeError::Signature(_)));
    let refused = germany.open(envelope, &russia()).unwrap_err();
    assert!(matches!(refused, EnvelopeError::WrongKeys { .. }));
}

/// What a lying sender gets when it signs a header of its own making.
fn lie(header: impl Fn(&[u8]) -> Vec<u8>, body: impl Fn(&[u8]) -> Vec<u8>) -> EnvelopeError {
    let (estonia, germany) = (estonia(), germany());
    let signed = signed(&estonia, &germany, act(&estonia, &[&germany], 40), first());
    let (header, act) = (header(signed.kept().header_bytes()), body(signed.kept().act_bytes()));
    let act_id = ActId::new(<sha2::Sha256 as sha2::Digest>::digest(&act).into());
    let header = if act == signed.kept().act_bytes() {
        header
    } else {
        with_field(&header, "act", Value::Bytes(act_id.as_bytes().to_vec()))
    };
    let signatures = forged_signatures(&estonia, HEADER, &header);
    let bytes = forged_seal(&germany, &header, &act, &signatures);
    let refused = Sealed::parse(&bytes).and_then(|sealed| germany.open(sealed, &estonia)).map(|_| ());
    let error = refused.expect_err("a lie was accepted");
    assert_eq!(error.culprit(), Culprit::Peer, "{error}");
    error
}

fn as_is(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

fn texts(texts: &[&str]) -> Value {
    Value::Array(texts.iter().map(|text| Value::Text((*text).into())).collect())
}

#[test]
fn a_lying_sender_is_refused() {
    use EnvelopeError as E;
    let header =
        |field: &'static str, value: Value| lie(move |bytes| with_field(bytes, field, value.clone()), as_is);
    let body =
        |field: &'static str, value: Value| lie(as_is, move |bytes| with_field(bytes, field, value.clone()));

    assert!(matches!(header("recipients", texts(&[])), E::HeaderEncoding(_)), "empty recipients");
    assert!(matches!(header("recipients", texts(&["de.bfj", "de.bfj"])), E::HeaderEncoding(_)));
    assert!(matches!(header("recipients", texts(&["ru.genproc", "de.bfj"])), E::HeaderEncoding(_)));
    assert!(matches!(header("recipients", texts(&["ru.genproc"])), E::NotARecipient(_)));
    assert!(matches!(header("recipients", texts(&["de.bfj", "ee.justice"])), E::ToItself(_)));
    assert!(matches!(header("recipients", texts(&["de.bfj", "ru.genproc"])), E::Disagree("recipients")));
    assert!(matches!(header("suite", 0.into()), E::UnknownSuite(0)));
    assert!(matches!(header("suite", 2.into()), E::UnknownSuite(2)));
    assert!(matches!(header("epoch", 0.into()), E::Place { .. }));
    assert!(matches!(header("sequence", 0.into()), E::Place { .. }));
    assert!(matches!(header("sequence", 2.into()), E::Place { .. }), "no previous");
    assert!(matches!(header("sequence", (1u64 << 53).into()), E::Place { .. }));
    assert!(
        matches!(header("previous", Value::Bytes(vec![1; 32])), E::Place { .. }),
        "the first has no previous"
    );
    assert!(matches!(header("act", Value::Bytes(vec![1; 32])), E::ActDiffers));
    assert!(matches!(header("act", Value::Bytes(vec![1; 31])), E::HeaderEncoding(_)));
    assert!(matches!(header("act", Value::Array(vec![1.into(); 32])), E::HeaderEncoding(_)));

    assert!(matches!(body("author", Value::Text("fi.police".into())), E::Disagree("author")));
    assert!(matches!(body("recipients", texts(&["ru.genproc"])), E::Disagree("recipients")));
    assert!(matches!(body("recipients", texts(&[])), E::Act(ActError::Encoding(_))));
    assert!(matches!(body("body", Value::Bytes(vec![0x18, 0x00])), E::Act(ActError::Body(_))));
    assert!(matches!(body("purpose", Value::Text(" ".into())), E::Act(ActError::Empty("purpose"))));
    assert!(matches!(
        body("purpose", Value::Text("a\u{202E}b".into())),
        E::Act(ActError::Characters("purpose"))
    ));
    assert!(matches!(body("kind", Value::Text("Request".into())), E::Act(ActError::Encoding(_))));
    assert!(matches!(body("expires-at", 0.into()), E::Act(ActError::ExpiresBeforeMade)));
    let twice = Value::Array(vec![Value::Bytes(vec![1; 32]), Value::Bytes(vec![1; 32])]);
    assert!(matches!(body("follows", twice), E::Act(ActError::FollowsUnsorted)));
    assert!(matches!(lie(as_is, |_| vec![0x00]), E::Act(ActError::Encoding(_))));
}

#[test]
fn an_approver_is_a_different_person() {
    let (estonia, germany) = (estonia(), germany());
    let said = act(&estonia, &[&germany], 4);
    let said = Act { approved_by: Some(said.by.clone()), ..said };
    assert!(matches!(said.to_bytes(), Err(ActError::SelfApproved(login)) if login == "m.tamm"));
}

#[test]
fn the_frame_and_the_header_name_one_suite() {
    let (estonia, germany) = (estonia(), germany());
    let (_, header, encapsulated, ciphertext) =
        frame(&sealed(&estonia, &germany, act(&estonia, &[&germany], 9), first()));
    let other = to_canonical(&(7u16, header, encapsulated, ciphertext)).unwrap();
    assert!(matches!(Sealed::parse(&other), Err(EnvelopeError::UnknownSuite(7))));
}

#[test]
fn bytes_that_are_not_canonical_are_refused() {
    let (estonia, germany) = (estonia(), germany());
    let bytes = sealed(&estonia, &germany, act(&estonia, &[&germany], 9), first()).into_bytes();
    assert_eq!(bytes[..2], [0x84, 0x01], "a list of four, suite 1");
    for wrong in [[&[0x84, 0x18, 0x01], &bytes[2..]].concat(), [&[0x9F, 0x01], &bytes[2..], &[0xFF]].concat()]
    {
        assert!(matches!(Sealed::parse(&wrong), Err(EnvelopeError::Frame(CborError::NotCanonical { .. }))));
    }
}

#[test]
fn recipients_are_never_empty() {
    assert!(matches!(Recipients::new(Vec::new()), Err(ActError::NoRecipients)));
    let estonia = estonia();
    assert!(matches!(Recipients::new(vec![estonia.id.clone(); 3]), Ok(one) if one.as_slice().len() == 1));
    let many = (0..65).map(|n| exchange::AuthorityId::new(format!("aa.a{n}")).unwrap()).collect();
    assert!(matches!(Recipients::new(many), Err(ActError::TooManyRecipients(65))));
}

#[test]
fn an_act_goes_only_to_its_recipients() {
    let (estonia, germany, russia) = (estonia(), germany(), russia());
    let refused = Unsigned::new(act(&estonia, &[&germany], 4), russia.id.clone(), first()).unwrap_err();
    assert!(matches!(refused, EnvelopeError::NotARecipient(id) if id == russia.id));
    let to_itself = act(&estonia, &[&germany, &estonia], 4);
    let refused = Unsigned::new(to_itself, germany.id.clone(), first()).unwrap_err();
    assert!(matches!(refused, EnvelopeError::Unfit(ActError::ToItself(_))));
}

#[test]
fn a_kept_envelope_is_evidence_for_anybody() {
    let (estonia, germany) = (estonia(), germany());
    let verified =
        germany.open(sealed(&estonia, &germany, act(&estonia, &[&germany], 40), first()), &estonia).unwrap();
    let kept = verified.kept().to_bytes();
    let again = SignedEnvelope::from_bytes(&kept).unwrap();
    assert_eq!(again.verify(&estonia.public).unwrap().act(), verified.act());
    assert_eq!(again.envelope_hash(), verified.envelope_hash());
    for at in 0..kept.len() {
        let mut changed = kept.clone();
        changed[at] ^= 1 << (at % 8);
        let accepted = SignedEnvelope::from_bytes(&changed).and_then(|kept| kept.verify(&estonia.public));
        assert!(accepted.is_err(), "byte {at}");
    }
    // The sender can take it up again after a restart, and seal it anew.
    let taken_up = Signed::from_kept(again, &estonia.public).unwrap();
    let sealed = taken_up.seal(&germany.public, &mut rng(77)).unwrap();
    assert_eq!(germany.open(sealed, &estonia).unwrap().envelope_hash(), verified.envelope_hash());
}

#[test]
fn the_name_of_an_act_does_not_depend_on_how_it_was_put_together() {
    let (estonia, germany) = (estonia(), germany());
    let (one, other) = (ActId::new([1; 32]), ActId::new([2; 32]));
    let said = Act { follows: vec![other, one, other], ..act(&estonia, &[&germany], 4) };
    let finer = said.made_at + jiff::SignedDuration::from_nanos(999);
    let said = Act { made_at: finer, ..said };
    assert_eq!(said.id(), said.clone().normalised().id());
    let verified = germany.open(sealed(&estonia, &germany, said.clone(), first()), &estonia).unwrap();
    assert_eq!(verified.act().follows, [one, other]);
    assert_eq!(verified.act().made_at, at(0));
    assert_eq!(verified.act_id(), said.id());
}

#[test]
fn an_act_expires_at_its_moment() {
    let said = act(&estonia(), &[&germany()], 4);
    let expires_at = said.expires_at.unwrap();
    assert!(!said.expired(expires_at - jiff::SignedDuration::from_micros(1)));
    assert!(said.expired(expires_at));
    assert!(!Act { expires_at: None, ..said }.expired(expires_at));
}

#[test]
fn secrets_are_not_printed() {
    let estonia = estonia();
    let shown = format!("{:?} {:?} {:?}", estonia.keys, estonia.keys.signing, estonia.keys.sealing);
    assert_eq!(shown, "NodeKeys(secret) SigningKeys(secret) SealingKeys(secret)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_act_comes_back(
        body in prop::collection::vec(any::<u8>(), 0..3000),
        purpose in "[a-zA-Zа-яА-Я一-龥ء-ي ]{1,200}x",
        follows in prop::collection::vec(any::<[u8; 32]>(), 0..8),
        micros in 0i64..4_000_000_000_000_000,
        sequence in 2u64..1_000_000,
        previous in any::<[u8; 32]>(),
    ) {
        let (estonia, germany) = (estonia(), germany());
        let said = Act {
            body: to_canonical(&Bytes(body)).unwrap(),
            purpose,
            follows: follows.into_iter().map(ActId::new).collect(),
            made_at: jiff::Timestamp::from_microsecond(micros).unwrap(),
            expires_at: None,
            ..act(&estonia, &[&germany], 0)
        }.normalised();
        prop_assert_eq!(&Act::from_bytes(&said.to_bytes().unwrap()).unwrap(), &said);
        let place = Place { epoch: 3, sequence, previous: Some(EnvelopeHash::new(previous)) };
        let sealed = sealed(&estonia, &germany, said.clone(), place);
        let header = sealed.claimed_header().clone();
        prop_assert_eq!(&Header::from_bytes(&header.to_bytes()).unwrap(), &header);
        let verified = germany.open(sealed, &estonia).unwrap();
        prop_assert_eq!(verified.act(), &said);
        prop_assert_eq!(verified.header().place(), place);
    }

    #[test]
    fn foreign_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Sealed::parse(&bytes).is_err());
        prop_assert!(Act::from_bytes(&bytes).is_err());
        prop_assert!(Header::from_bytes(&bytes).is_err());
        prop_assert!(SignedEnvelope::from_bytes(&bytes).and_then(|kept| kept.verify(&estonia().public)).is_err());
    }
}
