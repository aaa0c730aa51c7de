//! Channels: what an arrived envelope is, what is missing, and who said so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use exchange::limits::{MAX_ACK, MAX_RANGES, MAX_SEQUENCE};
use exchange::{
    Ack, AckError, Arrival, Culprit, EnvelopeHash, Header, Inbound, Neighbours, Outbound, Place, Ranges,
    SignedAck, missing,
};
use proptest::prelude::*;

mod parties;
use parties::{act, at, estonia, forged_signatures, germany, russia, signed};

fn hash(byte: u8) -> EnvelopeHash {
    EnvelopeHash::new([byte; 32])
}

fn header(epoch: u64, sequence: u64, previous: Option<EnvelopeHash>) -> Header {
    let (estonia, germany) = (estonia(), germany());
    signed(&estonia, &germany, act(&estonia, &[&germany], 4), Place { epoch, sequence, previous })
        .header()
        .clone()
}

#[test]
fn places_follow_each_other() {
    let mut outbound = Outbound::new(4);
    assert_eq!(outbound.place(), Place { epoch: 4, sequence: 1, previous: None });
    assert_eq!(outbound.highest(), 0);
    outbound.advance(hash(1));
    assert_eq!(outbound.place(), Place { epoch: 4, sequence: 2, previous: Some(hash(1)) });
    assert_eq!(outbound, Outbound::resume(4, 1, hash(1)));
    assert_eq!(outbound.highest(), 1);
}

#[test]
fn an_arrival_is_judged_by_what_is_stored() {
    let known = Neighbours::default();
    let mut inbound = Inbound::new();
    let (first, third) = (header(2, 1, None), header(2, 3, Some(hash(2))));
    assert_eq!(inbound.decide(&first, hash(1), &known), Arrival::New);
    inbound.record(&first);
    // Out of order is new.
    assert_eq!(inbound.decide(&third, hash(3), &known), Arrival::New);
    inbound.record(&third);
    assert_eq!(inbound.ranges().to_string(), "1,3");

    // Replayed: the same again, found in the store, or only remembered by the ranges.
    let same = Neighbours { same: Some(hash(3)), ..known };
    assert_eq!(inbound.decide(&third, hash(3), &same), Arrival::Duplicate);
    assert_eq!(inbound.decide(&third, hash(3), &known), Arrival::Duplicate);

    // Another envelope for a place that is taken.
    assert_eq!(inbound.decide(&third, hash(9), &same), Arrival::Conflict { other: hash(3) });
    // Another past than the stored one.
    let second = header(2, 2, Some(hash(7)));
    let before = Neighbours { before: Some(hash(1)), ..known };
    assert_eq!(inbound.decide(&second, hash(2), &before), Arrival::Conflict { other: hash(1) });
    // The stored later one names another past than this one.
    let second = header(2, 2, Some(hash(1)));
    let after = Neighbours { before: Some(hash(1)), after: Some((hash(3), hash(2))), ..known };
    assert_eq!(inbound.decide(&second, hash(8), &after), Arrival::Conflict { other: hash(3) });
    assert_eq!(inbound.decide(&second, hash(2), &after), Arrival::New);

    // An epoch that the sender has closed, and one that it opens.
    assert_eq!(
        inbound.decide(&header(1, 9, Some(hash(1))), hash(4), &known),
        Arrival::StaleEpoch { current: 2 }
    );
    let next = header(3, 1, None);
    assert_eq!(inbound.decide(&next, hash(5), &known), Arrival::NewEpoch);
    inbound.record(&next);
    assert_eq!((inbound.epoch(), inbound.ranges().to_string()), (3, "1".into()));
    // What was stored in the closed epoch is still known as a duplicate.
    assert_eq!(inbound.decide(&third, hash(3), &same), Arrival::Duplicate);
    assert_eq!(inbound.decide(&third, hash(3), &known), Arrival::StaleEpoch { current: 3 });
}

#[test]
fn a_channel_with_too_many_gaps_fills_gaps_first() {
    let mut ranges = Ranges::default();
    for number in 0..MAX_RANGES as u64 {
        assert!(ranges.insert(number * 2 + 1));
    }
    let inbound = Inbound::resume(1, ranges);
    let known = Neighbours::default();
    let far = header(1, 10_001, Some(hash(1)));
    assert_eq!(inbound.decide(&far, hash(2), &known), Arrival::Scattered);
    let gap = header(1, 2, Some(hash(1)));
    assert_eq!(inbound.decide(&gap, hash(2), &known), Arrival::New);
}

#[test]
fn an_acknowledgement_says_what_is_missing() {
    let ack = |ranges: Vec<(u64, u64)>| Ack {
        from: germany().id,
        to: estonia().id,
        epoch: 1,
        ranges: Ranges::new(ranges).unwrap(),
        at: at(5),
    };
    for (ranges, highest, expected) in [
        (vec![], 3, vec![1, 2, 3]),
        (vec![(1, 3)], 3, vec![]),
        (vec![(1, 3)], 5, vec![4, 5]),
        (vec![(2, 3), (6, 9)], 8, vec![1, 4, 5]),
        (vec![(2, 3), (6, 9)], 12, vec![1, 4, 5, 10, 11, 12]),
        (vec![(4, 4)], 0, vec![]),
        (vec![(1, MAX_SEQUENCE)], MAX_SEQUENCE, vec![]),
    ] {
        assert_eq!(
            missing(&ack(ranges.clone()), highest).collect::<Vec<_>>(),
            expected,
            "{ranges:?} {highest}"
        );
    }
    assert_eq!(missing(&ack(vec![]), MAX_SEQUENCE).take(2).count(), 2, "counted, not collected");
}

#[test]
fn an_acknowledgement_is_its_authors_word_to_one_reader() {
    let (estonia, germany, russia) = (estonia(), germany(), russia());
    let inbound = Inbound::resume(1, Ranges::new(vec![(1, 4), (6, 6)]).unwrap());
    let ack = inbound.ack(germany.id.clone(), estonia.id.clone(), at(5));
    let bytes = ack.clone().sign(&germany.keys.signing).unwrap().to_bytes();
    let accept = |bytes: &[u8]| SignedAck::parse(bytes)?.verify(&germany.public, &estonia.id);
    assert_eq!(accept(&bytes).unwrap(), ack);
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert_eq!(accept(&changed).unwrap_err().culprit(), Culprit::Peer, "byte {at}");
    }
    let signed = SignedAck::parse(&bytes).unwrap();
    assert!(matches!(signed.verify(&germany.public, &russia.id), Err(AckError::Addresses { .. })));
    assert!(matches!(signed.verify(&russia.public, &estonia.id), Err(AckError::Signature(_))));
    let from_another = Ack { from: russia.id, ..ack }.sign(&germany.keys.signing).unwrap();
    assert!(matches!(from_another.verify(&germany.public, &estonia.id), Err(AckError::Addresses { .. })));
    assert!(matches!(SignedAck::parse(&vec![0; MAX_ACK + 1]), Err(AckError::Encoding(_))));
}

#[test]
fn the_largest_acknowledgement_fits() {
    let (estonia, germany) = (estonia(), germany());
    let start = MAX_SEQUENCE - 4 * MAX_RANGES as u64;
    let ranges = (0..MAX_RANGES as u64).map(|n| (start + 4 * n, start + 4 * n + 1)).collect();
    let inbound = Inbound::resume(MAX_SEQUENCE, Ranges::new(ranges).unwrap());
    let ack = inbound.ack(germany.id.clone(), estonia.id.clone(), at(5)).sign(&germany.keys.signing).unwrap();
    let read = SignedAck::parse(&ack.to_bytes()).unwrap().verify(&germany.public, &estonia.id).unwrap();
    assert_eq!(&read.ranges, inbound.ranges());
}

#[test]
fn ranges_have_one_form_also_when_a_peer_writes_them() {
    use exchange::cbor::{Bytes, to_canonical};
    for wrong in [vec![(0, 1)], vec![(2, 1)], vec![(1, 2), (3, 4)], vec![(3, 4), (1, 1)], vec![(1, 1 << 53)]]
    {
        assert!(Ranges::new(wrong.clone()).is_err(), "{wrong:?}");
    }
    assert!(Ranges::new((0..=MAX_RANGES as u64).map(|n| (2 * n + 1, 2 * n + 1)).collect()).is_err());
    // The same through a signed acknowledgement of a lying peer.
    let (estonia, germany) = (estonia(), germany());
    let good = Inbound::resume(1, Ranges::new(vec![(1, 4)]).unwrap()).ack(
        germany.id.clone(),
        estonia.id.clone(),
        at(5),
    );
    let content = content(&good.sign(&germany.keys.signing).unwrap().to_bytes());
    let pair = |first: u64, last: u64| ciborium::Value::Array(vec![first.into(), last.into()]);
    for (field, value) in [
        ("ranges", ciborium::Value::Array(vec![pair(1, 2), pair(3, 4)])),
        ("ranges", ciborium::Value::Array(vec![pair(4, 4), pair(1, 1)])),
        ("epoch", (1u64 << 53).into()),
    ] {
        let content = parties::with_field(&content, field, value);
        let signatures = forged_signatures(&germany, b"comity/v1/ack\0", &content);
        let bytes = to_canonical(&(Bytes(content), signatures)).unwrap();
        assert!(SignedAck::parse(&bytes).unwrap().verify(&germany.public, &estonia.id).is_err(), "{field}");
    }
}

fn content(ack: &[u8]) -> Vec<u8> {
    let (content, _): (exchange::cbor::Bytes, exchange::Signatures) =
        exchange::cbor::from_canonical(ack, MAX_ACK).unwrap();
    content.0
}

proptest! {
    #[test]
    fn ranges_are_a_set(sequences in prop::collection::vec(1u64..120, 0..200), highest in 0u64..140) {
        let (mut ranges, mut set) = (Ranges::default(), BTreeSet::new());
        for sequence in sequences {
            prop_assert_eq!(ranges.insert(sequence), set.insert(sequence));
            prop_assert!(Ranges::new(ranges.as_slice().to_vec()).is_ok(), "one form: {}", ranges);
        }
        for sequence in 0..140 {
            prop_assert_eq!(ranges.contains(sequence), set.contains(&sequence));
        }
        prop_assert_eq!(ranges.highest(), set.last().copied().unwrap_or(0));
        prop_assert_eq!(ranges.complete_to(), (1..).take_while(|n| set.contains(n)).last().unwrap_or(0));
        let gaps: Vec<u64> = ranges.gaps(highest).flatten().collect();
        let expected: Vec<u64> = (1..=highest).filter(|n| !set.contains(n)).collect();
        prop_assert_eq!(gaps, expected);
    }
}
