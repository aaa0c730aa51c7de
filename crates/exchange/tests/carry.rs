//! Files on removable media: strict, signed, bounded.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::carry::{Carried, CarryError, MAX_CARRIED};

mod parties;
use parties::{act, at, estonia, first, germany, russia, sealed};

fn carried() -> Carried {
    let (ee, de) = (estonia(), germany());
    let envelope = sealed(&ee, &de, act(&ee, &[&de], 50), first()).into_bytes();
    Carried {
        from: ee.id,
        to: de.id,
        at: at(5),
        envelopes: vec![envelope],
        ack: vec![1, 2, 3],
        receipts: vec![vec![4]],
    }
}

#[test]
fn a_file_opens_to_what_was_put_in() {
    let put_in = carried();
    let bytes = put_in.sign(&estonia().keys.signing).unwrap();
    assert_eq!(Carried::claimed_maker(&bytes).unwrap(), estonia().id);
    assert_eq!(Carried::open(&bytes, &estonia().public, &germany().id).unwrap(), put_in);
}

#[test]
fn one_changed_byte_anywhere_is_refused() {
    let bytes = carried().sign(&estonia().keys.signing).unwrap();
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        assert!(Carried::open(&changed, &estonia().public, &germany().id).is_err(), "{at}");
    }
    for length in (0..bytes.len()).step_by(11) {
        assert!(Carried::open(&bytes[..length], &estonia().public, &germany().id).is_err(), "{length}");
    }
    let longer = [&bytes[..], &[0]].concat();
    assert!(Carried::open(&longer, &estonia().public, &germany().id).is_err());
}

#[test]
fn a_file_for_another_or_by_another_is_refused() {
    let bytes = carried().sign(&estonia().keys.signing).unwrap();
    let for_another = Carried::open(&bytes, &estonia().public, &russia().id);
    assert!(matches!(for_another, Err(CarryError::Addresses { .. })));
    let by_another = Carried::open(&bytes, &russia().public, &germany().id);
    assert!(matches!(by_another, Err(CarryError::Addresses { .. })));
    let forged = carried().sign(&russia().keys.signing).unwrap();
    assert!(matches!(
        Carried::open(&forged, &estonia().public, &germany().id),
        Err(CarryError::Signature(_))
    ));
}

#[test]
fn a_file_is_bounded() {
    let many = Carried { envelopes: vec![vec![0]; MAX_CARRIED + 1], ..carried() };
    assert!(matches!(many.sign(&estonia().keys.signing), Err(CarryError::TooMany)));
}
