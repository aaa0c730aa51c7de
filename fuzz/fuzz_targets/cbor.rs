//! What passes the check without allocation also decodes, within the limits that the check promised.
#![no_main]

use exchange::cbor::{Bytes, check, from_canonical, to_canonical};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let canonical = check(bytes, 4096).is_ok();
    if let Ok(read) = from_canonical::<Bytes>(bytes, 4096) {
        assert!(canonical);
        assert_eq!(to_canonical(&read).expect("bytes encode"), bytes);
    }
});
