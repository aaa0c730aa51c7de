//! What reads as a root, a statement or a history of keys is written back byte for byte.
#![no_main]

use exchange::{KeyHistory, KeyStatement, PartnerKeys, Root};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(root) = Root::from_bytes(bytes) {
        assert_eq!(root.to_bytes(), bytes);
    }
    if let Ok(statement) = KeyStatement::from_bytes(bytes) {
        assert_eq!(statement.to_bytes(), bytes);
    }
    if let Ok(history) = KeyHistory::from_bytes(bytes) {
        assert_eq!(history.to_bytes(), bytes);
        let _ = PartnerKeys::of(history);
    }
});
