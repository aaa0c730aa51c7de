//! The bodies of the fuzz targets as ordinary tests, over their seeds and some thousand alterations of them.
//!
//! `cargo fuzz run` looks further, needs a nightly compiler and runs as long as it is let. Here every target runs each time the
//! tests do, so that none rots, and what it finds by one changed bit, a cut or a doubled piece is found at once. The seeds are those of
//! `fuzz/seeds`; targets that read text begin with the texts below.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

// The targets name the macro by the crate that cargo-fuzz brings; here it is this one.
extern crate self as libfuzzer_sys;

/// A target as a function of bytes.
#[macro_export]
macro_rules! fuzz_target {
    (|$bytes:ident: &[u8]| $body:block) => {
        pub(crate) fn run($bytes: &[u8]) $body
    };
    (|$text:ident: &str| $body:block) => {
        pub(crate) fn run(bytes: &[u8]) {
            let Ok($text) = std::str::from_utf8(bytes) else { return };
            $body
        }
    };
}

macro_rules! targets {
    ($($name:ident $path:literal)*) => {
        $(
            #[path = $path]
            #[allow(unused_attributes, unused_imports)]
            mod $name;
        )*

        $(
            #[test]
            fn $name() {
                over_seeds(stringify!($name), $name::run);
            }
        )*

        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

targets! {
    ack "../../../../fuzz/fuzz_targets/ack.rs"
    act "../../../../fuzz/fuzz_targets/act.rs"
    add_checkpoint "../../../../fuzz/fuzz_targets/add_checkpoint.rs"
    blind "../../../../fuzz/fuzz_targets/blind.rs"
    bucket_answer "../../../../fuzz/fuzz_targets/bucket_answer.rs"
    bundle "../../../../fuzz/fuzz_targets/bundle.rs"
    carry "../../../../fuzz/fuzz_targets/carry.rs"
    cbor "../../../../fuzz/fuzz_targets/cbor.rs"
    checkpoint "../../../../fuzz/fuzz_targets/checkpoint.rs"
    evidence "../../../../fuzz/fuzz_targets/evidence.rs"
    index_snapshot "../../../../fuzz/fuzz_targets/index_snapshot.rs"
    instrument "../../../../fuzz/fuzz_targets/instrument.rs"
    key_history "../../../../fuzz/fuzz_targets/key_history.rs"
    name_parse "../../../../fuzz/fuzz_targets/name_parse.rs"
    public_keys "../../../../fuzz/fuzz_targets/public_keys.rs"
    readout_document "../../../../fuzz/fuzz_targets/readout_document.rs"
    readout_subject "../../../../fuzz/fuzz_targets/readout_subject.rs"
    readout_text "../../../../fuzz/fuzz_targets/readout_text.rs"
    receipt "../../../../fuzz/fuzz_targets/receipt.rs"
    sealed_envelope "../../../../fuzz/fuzz_targets/sealed_envelope.rs"
    subject_lines "../../../../fuzz/fuzz_targets/subject_lines.rs"
}

/// What targets without seeds of their own begin with.
const TEXTS: [&str; 7] = [
    "",
    "Щукарёв Евгений Иванович",
    "María del Carmen O'Neill-Müller, 李小龙; محمد بن سلمان",
    "On 3 March 2026 the Ministers of Justice of Estonia and Germany met in Tallinn and agreed to exchange data by 1 June 2026.",
    "<html><head><title>Readout</title></head><body><p>3 March 2026</p><ul><li>extradition</li></ul></body></html>",
    "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Anna Tamm\"],\"birthDate\":[\"1980-02-30\"]}}\n{\"id\":\"b\"}\n",
    "key = \"ee-de\"\n[[party]]\nstate = \"ee\"\nfrom = 2001-01-01\n[deadline]\nlength = \"40 days\"\n",
];
/// Alterations of each seed.
const ALTERED: usize = 150;
/// Longer seeds are cut to this much before they are altered: targets that read them whole look at the seed itself.
const MOST: usize = 16 * 1024;

fn over_seeds(name: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(name);
    let mut seeds: Vec<Vec<u8>> = TEXTS.iter().map(|text| text.as_bytes().to_vec()).collect();
    if let Ok(entries) = std::fs::read_dir(&folder) {
        let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        seeds.extend(files.iter().map(|file| std::fs::read(file).unwrap()));
    }
    // The same inputs each time.
    let mut rng = ChaCha20Rng::seed_from_u64(name.bytes().map(u64::from).sum());
    for seed in &mut seeds {
        run(seed);
        seed.truncate(MOST);
        // An instrument is read together with all others, which takes a while each time.
        for _ in 0..if name == "instrument" { 2 } else { ALTERED } {
            run(&altered(seed, &mut rng));
        }
    }
}

fn altered(seed: &[u8], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..rng.random_range(1..=3) {
        let at = rng.random_range(0..=bytes.len());
        match rng.random_range(0..5) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, rng.random()),
            2 if at < bytes.len() => bytes[at] ^= 1 << rng.random_range(0..8),
            3 if at < bytes.len() => {
                bytes[at] = [0, 0x1F, 0x3B, 0x5F, 0x7F, 0x9B, 0xFF][rng.random_range(0..7)]
            }
            4 if at < bytes.len() => {
                let length = rng.random_range(1..=32).min(bytes.len() - at);
                let piece = bytes[at..at + length].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                let mut noise = [0; 8];
                rng.fill_bytes(&mut noise);
                bytes.extend(noise);
            }
        }
    }
    bytes
}

#[test]
fn every_target_is_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, NAMES);
}
