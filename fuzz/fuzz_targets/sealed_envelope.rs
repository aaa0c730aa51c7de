//! What reads as a sealed envelope is written back byte for byte, as are its header and what is kept.
#![no_main]

use exchange::{Header, Sealed, SignedEnvelope};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(sealed) = Sealed::parse(bytes) {
        assert_eq!(sealed.as_bytes(), bytes);
        assert!(sealed.claimed_header().recipients().contains(sealed.claimed_header().to()));
    }
    if let Ok(header) = Header::from_bytes(bytes) {
        assert_eq!(header.to_bytes(), bytes);
    }
    if let Ok(kept) = SignedEnvelope::from_bytes(bytes) {
        assert_eq!(kept.to_bytes(), bytes);
    }
});
