//! Any text is read or refused, and every place that a finding names lies in the text.
#![no_main]

use talks::label::Label;
use talks::{Hint, Reader};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(reading) = Reader::embedded().read(text, Hint::default()) {
        let people = reading.people.iter().flat_map(|person| &person.spans);
        let promises = reading.commitments.iter().flat_map(|promise| &promise.spans);
        let date = reading.date.iter().flat_map(|date| &date.spans);
        for span in people.chain(promises).chain(date) {
            assert!(text.get(span.clone()).is_some());
        }
        assert!(reading.people.iter().all(|person| !person.names.is_empty()));
        let _ = Label::of(&reading);
    }
});
