//! What reads as an act is written back byte for byte.
#![no_main]

use exchange::Act;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(act) = Act::from_bytes(bytes) {
        assert_eq!(act.to_bytes().expect("a read act is a right act"), bytes);
    }
});
