//! Any text parses as a name, and any two names compare, the same both ways and within 0 and 1.
#![no_main]

use libfuzzer_sys::fuzz_target;
use names::{Name, compare, score};

fuzz_target!(|text: &str| {
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (a, b) = text.split_at(middle);
    let (a, b, whole) = (Name::parse(a), Name::parse(b), Name::parse(text));
    let (there, back) = (compare(&a, &b), compare(&b, &a));
    assert_eq!(there.score, back.score);
    assert!((0.0..=1.0).contains(&there.score));
    assert!((0.0..=1.0).contains(&score(&whole, &whole)));
    assert!(whole.keys().len() < 4000);
});
