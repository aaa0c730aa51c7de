//! Dates, numbers and travel documents of any text, and facts of any bytes, are read or refused without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use search::evidence::FactsRef;
use search::{Born, numbers};

fuzz_target!(|bytes: &[u8]| {
    let (ours, theirs) = bytes.split_at(bytes.len() / 2);
    let (ours, theirs) = (FactsRef::new(ours), FactsRef::new(theirs));
    assert!(ours.weight(theirs).is_finite());
    assert!(ours.reasons(theirs).len() < 64);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for countries in [&[][..], &["ir"], &["sa"], &["ee"]] {
        if let Ok(readings) = Born::readings(text, countries) {
            assert!((1..=Born::READINGS).contains(&readings.len()));
        }
        if let Some(number) = numbers::normal(text) {
            let _ = numbers::read(&number, countries);
        }
    }
    let _ = numbers::mrz::read(text, 2026);
    let _ = (numbers::imo(text), numbers::mmsi(text), numbers::vin(text), numbers::plate(text, Some("ee")));
});
