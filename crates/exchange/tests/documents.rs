//! What the documents promise about tests and limits is so.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods
)]

use std::path::Path;

use exchange::limits;

#[test]
fn every_test_that_the_threats_name_exists() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let mut seen = 0;
    for (head, tail) in include_str!("../../../docs/THREATS.md").match_indices("](").map(|(at, _)| {
        let text = include_str!("../../../docs/THREATS.md");
        (&text[..at], &text[at + 2..])
    }) {
        let name = head.rsplit('[').next().unwrap();
        let file = tail.split(')').next().unwrap();
        let source =
            std::fs::read_to_string(docs.join(file)).unwrap_or_else(|_| panic!("{file} does not exist"));
        assert!(source.contains(&format!("fn {name}(")), "{file} has no test `{name}`");
        seen += 1;
    }
    assert!(seen > 30, "only {seen} tests are named");
}

#[test]
fn the_limits_are_as_documented() {
    let page = include_str!("../../../docs/PROTOCOL.md");
    let grouped = |number: usize| {
        let digits = number.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    };
    for (what, limit) in [
        ("| body of an act |", limits::MAX_BODY),
        ("| act |", limits::MAX_ACT),
        ("| header |", limits::MAX_HEADER),
        ("| sealed envelope, and kept envelope | the act's limit and", limits::MAX_SEALED - limits::MAX_ACT),
        ("| key record |", limits::MAX_PUBLIC_KEYS),
        ("| root |", limits::MAX_ROOT),
        ("| statement about keys |", limits::MAX_KEY_STATEMENT),
        ("| statement about keys | 8,192 bytes; signed:", limits::MAX_SIGNED_STATEMENT),
        ("| history of keys |", limits::MAX_HISTORY),
        ("| request to cosign |", limits::MAX_ADD_CHECKPOINT),
        ("| acknowledgement |", limits::MAX_ACK),
        ("| statement |", limits::MAX_STATEMENT),
        ("| signed note |", ledger::note::MAX_NOTE),
        ("| receipt |", limits::MAX_RECEIPT),
        ("| batch of receipts |", limits::MAX_BATCH),
        ("| bundle |", limits::MAX_BUNDLE),
        ("| nesting |", limits::MAX_DEPTH),
    ] {
        let row = format!("{what} {}", grouped(limit));
        assert!(page.contains(&row), "the protocol does not say `{row}`");
    }
}
