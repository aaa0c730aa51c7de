//! Large files: every chunk proves itself, in its place, under its file's key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::FileRoot;
use exchange::file::{
    CHUNK, FileError, FileKey, Layout, MAX_FILE, RootBuilder, SEALED_CHUNK, TAG, check, leaf,
};
use proptest::prelude::*;

mod parties;
use parties::rng;

fn sealed(bytes: &[u8], key: &FileKey) -> (Layout, Vec<Vec<u8>>, FileRoot) {
    let layout = Layout::new(bytes.len() as u64).unwrap();
    let cipher = key.cipher().unwrap();
    let mut root = RootBuilder::new();
    let mut chunks = Vec::new();
    for (at, chunk) in bytes.chunks(CHUNK).enumerate() {
        let mut chunk = chunk.to_vec();
        cipher.seal(at as u64, at as u64 + 1 == layout.chunks(), &mut chunk).unwrap();
        assert_eq!(chunk.len(), layout.sealed_size(at as u64).unwrap());
        root.add(leaf(&chunk));
        chunks.push(chunk);
    }
    let root = root.root(layout).unwrap();
    (layout, chunks, root)
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 31 % 251) as u8).collect()
}

#[test]
fn a_file_is_cut_as_its_length_says() {
    let check = |length: u64, chunks: u64, last: usize| {
        let layout = Layout::new(length).unwrap();
        assert_eq!(layout.chunks(), chunks);
        assert_eq!(layout.sealed_size(chunks - 1).unwrap(), last + 16);
        assert_eq!(layout.sealed_length(), length + chunks * 16);
        assert_eq!(layout.sealed_size(chunks), Err(FileError::NoChunk(chunks)));
        assert_eq!(layout.offset(chunks - 1) + last as u64 + 16, layout.sealed_length());
    };
    check(1, 1, 1);
    check(CHUNK as u64, 1, CHUNK);
    check(CHUNK as u64 + 1, 2, 1);
    check(MAX_FILE, MAX_FILE / CHUNK as u64, CHUNK);
    assert_eq!(Layout::new(0), Err(FileError::Empty));
    assert_eq!(Layout::new(MAX_FILE + 1), Err(FileError::TooLarge(MAX_FILE + 1)));
}

#[test]
fn a_chunk_opens_in_its_own_place_alone() {
    let key = FileKey::generate(&mut rng(5));
    let (layout, chunks, _) = sealed(&bytes(3 * CHUNK), &key);
    let cipher = key.cipher().unwrap();
    for (at, chunk) in chunks.iter().enumerate() {
        for place in 0..3_u64 {
            let opened = cipher.open(layout, place, &mut chunk.clone()).map(<[u8]>::to_vec);
            if place == at as u64 {
                assert_eq!(opened.unwrap(), bytes(3 * CHUNK)[at * CHUNK..(at + 1) * CHUNK]);
            } else {
                assert_eq!(opened, Err(FileError::Sealed(place)));
            }
        }
    }
    let other = FileKey::generate(&mut rng(6)).cipher().unwrap();
    assert_eq!(other.open(layout, 0, &mut chunks[0].clone()).map(<[u8]>::to_vec), Err(FileError::Sealed(0)));
    // A longer file's chunk is not the last one of a shorter file.
    let shorter = Layout::new(CHUNK as u64).unwrap();
    assert!(cipher.open(shorter, 0, &mut chunks[0].clone()).is_err());
}

#[test]
fn an_altered_chunk_does_not_fit_its_leaf() {
    let key = FileKey::generate(&mut rng(5));
    let (_, chunks, _) = sealed(&bytes(1000), &key);
    let expected = leaf(&chunks[0]);
    assert_eq!(check(0, &chunks[0], &expected), Ok(()));
    for at in 0..chunks[0].len() {
        let mut altered = chunks[0].clone();
        altered[at] ^= 1;
        assert_eq!(check(0, &altered, &expected), Err(FileError::Altered(0)));
    }
    assert_eq!(check(0, &chunks[0][..500], &expected), Err(FileError::Altered(0)), "torn");
}

#[test]
fn the_root_names_length_order_and_number_of_chunks() {
    let key = FileKey::generate(&mut rng(5));
    let (layout, chunks, root) = sealed(&bytes(2 * CHUNK + 5), &key);
    assert_eq!(chunks[0].len(), SEALED_CHUNK);
    let with = |order: &[usize], layout: Layout| {
        let mut builder = RootBuilder::new();
        order.iter().for_each(|at| builder.add(leaf(&chunks[*at])));
        builder.root(layout)
    };
    assert_eq!(with(&[0, 1, 2], layout), Ok(root));
    assert_ne!(with(&[1, 0, 2], layout), Ok(root));
    assert_ne!(with(&[0, 1, 2], Layout::new(2 * CHUNK as u64 + 6).unwrap()), Ok(root));
    assert_eq!(with(&[0, 1], layout), Err(FileError::Root));
    assert_eq!(with(&[0, 1, 2, 2], layout), Err(FileError::Root));
}

#[test]
fn a_key_is_never_shown() {
    let key = FileKey::generate(&mut rng(5));
    assert_eq!(format!("{key:?}"), "FileKey(..)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn what_is_sealed_opens_to_itself(length in 1_usize..400_000, seed in 0_u8..) {
        let key = FileKey::generate(&mut rng(seed));
        let plain = bytes(length);
        let (layout, chunks, _) = sealed(&plain, &key);
        let cipher = key.cipher().unwrap();
        let mut opened = Vec::new();
        for (at, mut chunk) in chunks.into_iter().enumerate() {
            opened.extend_from_slice(cipher.open(layout, at as u64, &mut chunk).unwrap());
        }
        prop_assert_eq!(opened, plain);
    }
}

#[test]
fn a_leaf_is_the_hash_of_the_ledgers_tree() {
    for length in [0, 1, 64, CHUNK + TAG] {
        let sealed = vec![0x5A; length];
        assert_eq!(leaf(&sealed), ledger::leaf_hash(&sealed));
    }
}

#[test]
fn a_chunk_opened_apart_stays_as_it_is() {
    let cipher = FileKey::from_bytes(&[7; 32]).cipher().unwrap();
    let layout = Layout::new(CHUNK as u64 + 1).unwrap();
    let mut plain = vec![9; 3];
    for (chunk, length) in [(0, CHUNK), (1, 1)] {
        let mut sealed = vec![0x11; length];
        cipher.seal(chunk, chunk == 1, &mut sealed).unwrap();
        let kept = sealed.clone();
        assert_eq!(cipher.open_apart(layout, chunk, &sealed, &mut plain).unwrap(), vec![0x11; length]);
        assert_eq!(sealed, kept);
        assert_eq!(
            cipher.open_apart(layout, chunk ^ 1, &sealed, &mut plain),
            Err(FileError::Sealed(chunk ^ 1))
        );
        sealed[0] ^= 1;
        assert_eq!(cipher.open_apart(layout, chunk, &sealed, &mut plain), Err(FileError::Sealed(chunk)));
    }
    assert_eq!(cipher.open_apart(layout, 1, &[0; TAG - 1], &mut plain), Err(FileError::Sealed(1)));
}
