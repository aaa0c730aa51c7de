//! Any file becomes a text whose stretches lie in it, in order, or is refused.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = talks::document::read(bytes) {
        let mut end = 0;
        for stretch in &document.stretches {
            assert!(stretch.span.start >= end);
            assert!(document.text.get(stretch.span.clone()).is_some());
            end = stretch.span.end;
        }
    }
});
