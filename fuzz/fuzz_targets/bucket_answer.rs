//! Whatever an object store answers is read without a panic, and what is kept of it is bounded.
#![no_main]

use answers::{completed_in, fault_in, upload_in};

#[path = "../../crates/comity/src/files/bucket/answers.rs"]
mod answers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(upload) = upload_in(bytes) {
        assert!(!upload.is_empty() && upload.len() <= 4096);
    }
    let _ = completed_in(bytes);
    let (code, message) = fault_in(bytes);
    assert!(code.chars().count() <= 60 && message.chars().count() <= 200);
    assert!(!code.chars().chain(message.chars()).any(char::is_control));
});
