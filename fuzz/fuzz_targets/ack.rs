//! What reads as an acknowledgement is written back byte for byte.
#![no_main]

use exchange::SignedAck;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(ack) = SignedAck::parse(bytes) {
        assert_eq!(ack.to_bytes(), bytes);
    }
});
