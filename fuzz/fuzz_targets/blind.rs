//! What reads as a blind question or answer is written back byte for byte; kept states and payloads are read or refused.
#![no_main]

use exchange::blind::{Answer, Asked, PublicKey, Question};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(question) = Question::from_bytes(bytes) {
        assert_eq!(question.to_bytes().unwrap(), bytes);
    }
    if let Ok(answer) = Answer::from_bytes(bytes) {
        assert_eq!(answer.to_bytes().unwrap(), bytes);
    }
    let _ = Asked::from_bytes(bytes);
    let _ = PublicKey::from_bytes(bytes);
});
