//! Files of the law and facts: whatever the text, every mistake has a place and a remedy, and nothing panics.
#![no_main]

use law::{Facts, Library};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut files = Library::embedded_files().to_vec();
    files.push(("fuzzed.toml", text));
    let (library, diagnostics) = Library::read(&files);
    assert!(library.procedures().count() >= 4, "the other files keep working");
    for diagnostic in diagnostics {
        assert!(diagnostic.line >= 1 && diagnostic.column >= 1 && !diagnostic.help.is_empty());
    }
    let _ = Facts::from_json(text);
    let _ = Facts::from_toml(text);
});
