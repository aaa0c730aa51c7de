//! No bytes make the verifier of bundles panic, and none that were not signed are believed.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = exchange::verify_bundle(bytes);
});
