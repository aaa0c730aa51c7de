//! What reads as a signed checkpoint is written back byte for byte.
#![no_main]

use exchange::SignedCheckpoint;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(signed) = SignedCheckpoint::parse(bytes) {
        assert_eq!(signed.to_bytes(), bytes);
        assert_eq!(signed.claimed().to_string(), signed.note().text());
    }
});
