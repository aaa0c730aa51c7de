//! The history of keys: what a root may say, and what keys may sign when.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::{
    Act, Bundle, CheckpointFault, EnvelopeError, HistoryError, KeyChange, KeyError, KeyHistory, NodeKeys,
    PartnerKeys, Root, RootShare, SignatureError, SignedKeyStatement, Stage, verify_bundle,
};
use proptest::prelude::*;

mod parties;
use parties::roots::{DAY, history, keys, named, root, signed};
use parties::{Party, act, at, first, germany, rng};

const ID: &str = "ee.justice";

fn revoke(keys: &exchange::PublicKeys, day: i64) -> KeyChange {
    KeyChange::Revoke { keys: keys.fingerprint(), from: at(day * DAY), reason: "the key was copied".into() }
}

#[test]
fn a_root_is_read_back_and_has_one_record() {
    let (root, shares) = root(ID, 2, 3);
    let read = Root::from_bytes(&root.to_bytes()).unwrap();
    assert_eq!(
        (read.threshold(), read.holders(), read.fingerprint()),
        (2, root.holders(), root.fingerprint())
    );
    let holders: Vec<_> = shares.iter().map(RootShare::public).collect();
    let turned = holders.iter().rev().cloned().collect();
    assert_eq!(Root::new(root.authority().clone(), 2, turned).unwrap().to_bytes(), root.to_bytes());
    for (threshold, holders) in [
        (0, holders.clone()),
        (4, holders.clone()),
        (1, Vec::new()),
        (2, [&holders[..1], &holders[..1]].concat()),
    ] {
        let wrong = Root::new(root.authority().clone(), threshold, holders);
        assert!(matches!(wrong, Err(KeyError::Holders { .. })));
    }
    let kept = RootShare::from_secret_bytes(&shares[0].to_secret_bytes()).unwrap();
    assert_eq!(kept.public(), shares[0].public());
    assert!(RootShare::from_secret_bytes(&shares[0].to_secret_bytes()[1..]).is_err());
}

#[test]
fn enough_different_holders_must_sign() {
    let (root, shares) = root(ID, 2, 3);
    let (_, record) = keys(ID, 1);
    let statement = KeyHistory::new(root.clone()).next(at(0), named(&record, 0, 100));
    let by = |share: &RootShare| statement.sign(&root, share).unwrap();
    let put = |signatures| SignedKeyStatement::new(statement.clone(), signatures, &root);
    assert!(matches!(put(vec![by(&shares[0])]), Err(HistoryError::Threshold { signed: 1, threshold: 2 })));
    assert!(matches!(put(vec![by(&shares[0]), by(&shares[0])]), Err(HistoryError::Threshold { .. })));
    let mut wrong = by(&shares[1]);
    wrong.signatures = by(&shares[0]).signatures;
    assert!(matches!(put(vec![by(&shares[0]), wrong]), Err(HistoryError::Signature { .. })));
    for pair in [[0, 1], [2, 0], [1, 2]] {
        assert!(put(pair.map(|at| by(&shares[at])).to_vec()).is_ok());
    }
    let stranger = RootShare::generate(&mut rng(77)).unwrap();
    assert!(matches!(statement.sign(&root, &stranger), Err(HistoryError::OtherRoot(_))));
}

#[test]
fn statements_have_one_order() {
    let (root, shares) = root(ID, 1, 1);
    let ((_, one), (_, two), (_, three)) = (keys(ID, 1), keys(ID, 2), keys(ID, 3));
    let mut known = history(&root, &shares, vec![named(&one, 0, 100)]);
    let second = signed(&root, &[&shares[0]], &known.next(at(1), named(&two, 50, 150)));
    let other = signed(&root, &[&shares[0]], &known.next(at(1), named(&three, 50, 150)));
    assert!(known.add(second.clone()).unwrap());
    assert!(!known.add(second.clone()).unwrap(), "a statement that is known changes nothing");
    assert!(matches!(known.add(other.clone()), Err(HistoryError::Contradiction(2))));
    let fourth = {
        let mut ahead = known.clone();
        let third = signed(&root, &[&shares[0]], &ahead.next(at(2), named(&three, 90, 200)));
        ahead.add(third).unwrap();
        signed(&root, &[&shares[0]], &ahead.next(at(3), revoke(&one, 60)))
    };
    assert!(matches!(known.add(fourth), Err(HistoryError::Gap { number: 4, known: 2 })));
    // A third statement that builds on the other second one.
    let mut forked = history(&root, &shares, vec![named(&one, 0, 100)]);
    forked.add(other).unwrap();
    let third = signed(&root, &[&shares[0]], &forked.next(at(2), revoke(&one, 60)));
    assert!(matches!(known.add(third), Err(HistoryError::Contradiction(2))));
    // Keys are named once, and only named keys are revoked, once.
    let again = signed(&root, &[&shares[0]], &known.next(at(2), named(&one, 0, 300)));
    assert!(matches!(known.add(again), Err(HistoryError::Keys(_))));
    let unknown = signed(&root, &[&shares[0]], &known.next(at(2), revoke(&three, 1)));
    assert!(matches!(known.add(unknown), Err(HistoryError::Keys(_))));
    let revoked = signed(&root, &[&shares[0]], &known.next(at(2), revoke(&one, 1)));
    assert!(known.add(revoked).unwrap());
    let twice = signed(&root, &[&shares[0]], &known.next(at(2), revoke(&one, 2)));
    assert!(matches!(known.add(twice), Err(HistoryError::Keys(_))));
    let read = KeyHistory::from_bytes(&known.to_bytes()).unwrap();
    assert_eq!((read.to_bytes(), read.number()), (known.to_bytes(), 3));
}

/// A party whose keys follow each other: the first sign on days 0 to 99, the second on days 50 to 149.
fn rotating(
    changes: impl FnOnce(&exchange::PublicKeys, &exchange::PublicKeys) -> Vec<KeyChange>,
) -> (Party, NodeKeys) {
    let (root, shares) = root(ID, 2, 3);
    let ((first, one), (second, two)) = (keys(ID, 1), keys(ID, 2));
    let mut party = Party::new(ID, 1);
    party.keys = first;
    party.public = PartnerKeys::of(history(&root, &shares, changes(&one, &two))).unwrap();
    (party, second)
}

fn on_day(party: &Party, to: &Party, day: i64) -> Act {
    Act { made_at: at(day * DAY), expires_at: None, ..act(party, &[to], 10) }
}

#[test]
fn what_is_under_way_when_keys_are_rotated_still_verifies() {
    let germany = germany();
    let (estonia, second) = rotating(|one, two| vec![named(one, 0, 100), named(two, 50, 150)]);
    let sent = |keys: &NodeKeys, day| {
        let unsigned =
            exchange::Unsigned::new(on_day(&estonia, &germany, day), germany.id.clone(), first()).unwrap();
        let sealed = unsigned.sign(&keys.signing).unwrap().seal(&germany.public, &mut rng(9)).unwrap();
        sealed.open(&germany.id, &germany.keys.sealing).unwrap().verify(&estonia.public)
    };
    for (keys, day) in [(&estonia.keys, 0), (&estonia.keys, 99), (&second, 50), (&second, 149)] {
        assert!(sent(keys, day).is_ok(), "day {day}");
    }
    for (keys, day) in [(&estonia.keys, -1), (&estonia.keys, 100), (&second, 49), (&second, 150)] {
        let refused = sent(keys, day).unwrap_err();
        assert!(
            matches!(refused, EnvelopeError::Signature(SignatureError::Lifetime)),
            "day {day}: {refused}"
        );
    }
    // What was sealed to the keys before opens as long as they are kept.
    let sealed = parties::sealed(&germany, &estonia, act(&germany, &[&estonia], 10), first());
    assert!(sealed.clone().open(&estonia.id, &estonia.keys.sealing).is_err(), "sealed to the newest keys");
    assert!(sealed.open_with(&estonia.id, [&estonia.keys.sealing, &second.sealing]).is_ok());
}

#[test]
fn what_arrives_under_revoked_keys_is_refused_whatever_moment_it_claims() {
    let germany = germany();
    let (estonia, second) =
        rotating(|one, two| vec![named(one, 0, 100), named(two, 50, 150), revoke(one, 60)]);
    let signed = |keys: &NodeKeys, day| {
        let act = on_day(&estonia, &germany, day);
        exchange::Unsigned::new(act, germany.id.clone(), first()).unwrap().sign(&keys.signing).unwrap()
    };
    for day in [10, 59, 60, 80] {
        let kept = signed(&estonia.keys, day).kept().clone();
        let refused = kept.verify(&estonia.public).unwrap_err();
        assert!(
            matches!(refused, EnvelopeError::Signature(SignatureError::Revoked)),
            "arriving, of day {day}"
        );
        // What was kept before stays the authority's word up to the moment of revocation.
        assert_eq!(kept.verify(&estonia.public.for_kept()).is_ok(), day < 60, "kept, of day {day}");
    }
    // The same envelope under other keys is the same envelope.
    let before = signed(&estonia.keys, 55);
    let after = before.clone().sign_anew(&second.signing).unwrap();
    assert_eq!(before.envelope_hash(), after.envelope_hash());
    assert!(after.kept().verify(&estonia.public).is_ok());
    // Checkpoints and cosignatures of revoked keys are nobody's word any more.
    let checkpoint = estonia.checkpoint();
    let refused = checkpoint.verify(&estonia.public).unwrap_err();
    assert!(matches!(refused, CheckpointFault::Signature(SignatureError::Revoked)));
    assert!(
        estonia.public.certificates().iter().all(|pin| *pin == [2; 32]),
        "nor is their certificate accepted"
    );
    assert!(!estonia.public.opens_at(&keys(ID, 1).1.fingerprint(), at(0)), "nothing is sealed to them");
}

#[test]
fn a_bundle_carries_the_history_of_keys() {
    let mut germany = germany();
    let (estonia, second) =
        rotating(|one, two| vec![named(one, 0, 100), named(two, 50, 150), revoke(one, 60)]);
    let made = |day, keys: &NodeKeys, place| {
        let act = on_day(&estonia, &germany, day);
        exchange::Unsigned::new(act, germany.id.clone(), place).unwrap().sign(&keys.signing).unwrap()
    };
    let early = made(10, &estonia.keys, first());
    let place = exchange::Place { epoch: 1, sequence: 2, previous: Some(early.envelope_hash()) };
    let doubtful = made(59, &estonia.keys, place);
    let verified = early.kept().verify(&estonia.public.for_kept()).unwrap();
    let receipt = germany.receipt(&verified, Stage::Stored, 11 * DAY);
    let bundle = Bundle {
        case: early.act().case,
        made_at: at(70 * DAY),
        keys: vec![germany.public.clone()],
        envelopes: vec![early.kept().clone(), doubtful.kept().clone()],
        receipts: vec![receipt],
        entries: Vec::new(),
    };
    let bytes = bundle.sign(&estonia.public, &second.signing).unwrap();
    let report = verify_bundle(&bytes).unwrap();
    let line = report.keys.iter().find(|line| line.authority == estonia.id).unwrap();
    assert_eq!((line.fingerprint, line.root), (estonia.public.fingerprint(), Some((2, 3))));
    assert_eq!(
        line.named.iter().map(|keys| keys.revoked_from).collect::<Vec<_>>(),
        [Some(at(60 * DAY)), None]
    );
    // The first was receipted before the revocation; the second could be dated back by a thief.
    assert_eq!(
        report.acts.iter().map(|act| act.before_revocation).collect::<Vec<_>>(),
        [Some(true), Some(false)]
    );
    // Revoked keys seal no bundle.
    let stolen = bundle.sign(&estonia.public, &estonia.keys.signing);
    assert!(stolen.is_err());
    // A history with a statement missing is another history, and one without its root's signatures is none.
    let shorter = rotating(|one, two| vec![named(one, 0, 100), named(two, 50, 150)]).0;
    let again = Bundle { keys: vec![shorter.public.clone(), germany.public.clone()], ..bundle };
    assert!(again.sign(&germany.public, &germany.keys.signing).is_ok(), "an older history is still true");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// However keys follow each other: a signature counts exactly when its keys were named for that day.
    #[test]
    fn keys_count_exactly_in_their_lifetimes(
        spans in prop::collection::vec((0i64..200, 1i64..100), 1..4),
        signer in 0usize..4,
        day in 0i64..300,
    ) {
        let (root, shares) = root(ID, 1, 1);
        let made: Vec<_> = (0..4u8).map(|seed| keys(ID, 10 + seed)).collect();
        let changes = spans.iter().zip(&made).map(|((from, days), (_, record))| named(record, *from, from + days));
        let known = PartnerKeys::of(history(&root, &shares, changes.collect())).unwrap();
        let germany = germany();
        let estonia = Party::new(ID, 1);
        let act = on_day(&estonia, &germany, day);
        let unsigned = exchange::Unsigned::new(act, germany.id.clone(), first()).unwrap();
        let kept = unsigned.sign(&made[signer].0.signing).unwrap().kept().clone();
        let expected = spans.get(signer).is_some_and(|(from, days)| (*from..from + days).contains(&day));
        prop_assert_eq!(kept.verify(&known).is_ok(), expected);
    }

    /// What reads as a history is written back byte for byte, and no changed byte is read.
    #[test]
    fn no_byte_of_a_history_can_change(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (root, shares) = root(ID, 2, 2);
        let ((_, one), (_, two)) = (keys(ID, 1), keys(ID, 2));
        let known = history(&root, &shares, vec![named(&one, 0, 100), named(&two, 50, 150), revoke(&one, 60)]);
        let mut bytes = known.to_bytes();
        prop_assert_eq!(KeyHistory::from_bytes(&bytes).unwrap().to_bytes(), bytes.clone());
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        // A changed root is another root, whose holders signed nothing.
        prop_assert!(KeyHistory::from_bytes(&bytes).is_err());
    }
}
