//! Files on removable media: strict, signed, bounded.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::carried_file::{BEGINNING, CarriedFile};
use exchange::carry::{Carried, CarryError, MAX_CARRIED};
use exchange::file::{CHUNK, LEAF, SEALED_CHUNK, TAG};

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

fn part() -> CarriedFile {
    CarriedFile {
        from: estonia().id,
        to: germany().id,
        at: at(5),
        offer: exchange::ActId::new([7; 32]),
        root: exchange::FileRoot::new([8; 32]),
        length: 3 * CHUNK as u64 + 5,
        first: 1,
        count: 3,
    }
}

fn head_of(bytes: &[u8]) -> Result<&[u8], CarryError> {
    let (beginning, head) = bytes.split_first_chunk::<BEGINNING>().ok_or(CarryError::NotOne)?;
    let length = CarriedFile::head_length(beginning)?;
    head.get(..length).ok_or(CarryError::NotOne)
}

#[test]
fn the_head_of_a_part_opens_to_what_was_put_in() {
    let bytes = part().sign(&estonia().keys.signing).unwrap();
    let head = head_of(&bytes).unwrap();
    assert_eq!(CarriedFile::claimed_maker(head).unwrap(), estonia().id);
    assert_eq!(CarriedFile::open(head, &estonia().public, &germany().id).unwrap(), part());
    // Four leaves; two whole chunks and one of five bytes.
    assert_eq!(part().following().unwrap(), (4 * LEAF + 2 * SEALED_CHUNK + 5 + TAG) as u64);
}

#[test]
fn one_changed_byte_of_a_head_is_refused() {
    let bytes = part().sign(&estonia().keys.signing).unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        let opened =
            head_of(&changed).and_then(|head| CarriedFile::open(head, &estonia().public, &germany().id));
        assert!(opened.is_err(), "{at}");
    }
}

#[test]
fn a_part_names_chunks_of_its_file_and_is_for_one_reader() {
    let keys = estonia().keys.signing;
    for (first, count) in [(0, 0), (4, 1), (2, 3), (u64::MAX, 2), (1, u64::MAX)] {
        let wrong = CarriedFile { first, count, ..part() };
        assert!(matches!(wrong.sign(&keys), Err(CarryError::Chunks(_))), "{first} {count}");
    }
    let bytes = part().sign(&keys).unwrap();
    let head = head_of(&bytes).unwrap();
    let for_another = CarriedFile::open(head, &estonia().public, &russia().id);
    assert!(matches!(for_another, Err(CarryError::Addresses { .. })));
    let forged = part().sign(&russia().keys.signing).unwrap();
    let forged = CarriedFile::open(head_of(&forged).unwrap(), &estonia().public, &germany().id);
    assert!(matches!(forged, Err(CarryError::Signature(_))));
}
