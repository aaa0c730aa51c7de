//! Every place that a finding names lies in the text, whatever the text is.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let subject = talks::Gazetteer::embedded().subject(text);
    let codes = subject.bodies.iter().chain(&subject.topics).chain(&subject.mechanisms).flat_map(|found| &found.spans);
    let places = subject.places.iter().flat_map(|place| &place.spans);
    for span in codes.chain(places).chain(subject.states.iter().flat_map(|state| &state.spans)) {
        assert!(text.get(span.clone()).is_some_and(|named| !named.is_empty()));
    }
});
