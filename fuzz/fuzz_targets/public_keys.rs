//! What reads as a record of public keys is written back byte for byte; parsing its keys does not panic.
#![no_main]

use exchange::{PartnerKeys, PublicKeys};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(record) = PublicKeys::from_bytes(bytes) {
        assert_eq!(record.to_bytes(), bytes);
        let _ = PartnerKeys::new(record);
    }
});
