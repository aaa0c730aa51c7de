//! What reads as a request to cosign a checkpoint is written back byte for byte.
#![no_main]

use exchange::witness::AddCheckpoint;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(request) = AddCheckpoint::parse(bytes) {
        assert_eq!(request.to_bytes(), bytes);
    }
});
