//! Every kind of letter is set, its text taken out of the file again and compared, its fonts and its standard looked at.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test -p letters` writes the texts anew; look at what changed before keeping it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;
use std::sync::LazyLock;

use letters::record::{FreeText, Kind, Value};
use letters::{Code, Fonts, Language, Letter, Record, render};

static FONTS: LazyLock<Fonts> = LazyLock::new(support::fonts);

const HASH: &str = "3f1a9c04be7d52e86a11f0c2d49b7e5508aa6d13c9f2e4b7710d5c8e2f9a6b41";

fn set(record: &Record, language: Language) -> Letter {
    let letter = render(record, language, &FONTS).unwrap();
    assert_eq!(letter.undrawable, [], "{} in {language}", record.kind.key());
    letter
}

/// What a tool of poppler says of a letter.
fn tool(name: &str, letter: &Letter, before: &[&str], after: &[&str]) -> String {
    let folder = std::env::temp_dir().join(format!("comity-letters-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let file = folder.join(format!("{number}.pdf"));
    std::fs::write(&file, &letter.pdf).unwrap();
    let run = Command::new(name).args(before).arg(&file).args(after).output();
    let output = run.unwrap_or_else(|error| panic!("install the Debian package poppler-utils: {error}"));
    std::fs::remove_file(&file).unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The text of a letter, as a reader's program takes it out, without marks of direction.
fn text(letter: &Letter) -> String {
    let found = tool("pdftotext", letter, &["-raw", "-enc", "UTF-8"], &["-"]);
    found.replace(
        [
            '\u{202a}', '\u{202b}', '\u{202c}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{2066}', '\u{2067}',
            '\u{2068}', '\u{2069}', '\u{c}',
        ],
        "",
    )
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn snapshot(kind: Kind, language: Language) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{}-{language}.txt", kind.key()))
}

/// Every text that somebody wrote into a record.
fn written(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            if let Some(serde_json::Value::String(text)) = fields.get("text") {
                found.push(text.clone());
            }
            for name in ["title", "name", "value"] {
                if let Some(serde_json::Value::String(text)) = fields.get(name) {
                    found.push(text.clone());
                }
            }
            fields.values().for_each(|field| written(field, found));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|entry| written(entry, found)),
        _ => {}
    }
}

#[test]
fn every_kind_says_in_every_language_what_its_record_says() {
    for kind in Kind::ALL {
        let record = support::record(kind);
        for language in Language::ALL {
            let letter = set(&record, language);
            let text = text(&letter);
            let dense = without_spaces(&text);
            let says = |wanted: &str| {
                assert!(
                    dense.contains(&without_spaces(wanted)),
                    "the {} in {language} does not say `{wanted}`:\n{text}",
                    kind.key()
                );
            };
            says(HASH);
            says(&record.reference);
            says("ee.justice");
            // Words from right to left stand in the order of the page, letters within a word in their own.
            for (script, name) in support::NAMES {
                for word in name.split_whitespace() {
                    assert!(
                        text.contains(word),
                        "the {script} name `{word}` is not in {}-{language}",
                        kind.key()
                    );
                }
            }
            if language != Language::of("ar").unwrap() {
                says(letter.title.trim());
                let mut texts = Vec::new();
                written(&serde_json::to_value(&record).unwrap(), &mut texts);
                // Columns stand beside each other in the file, so that a text is looked for word by word.
                for wanted in texts.iter().filter(|text| text.is_ascii() && !text.contains("2026-03-")) {
                    for word in wanted.split_whitespace().filter(|word| word.len() > 3) {
                        assert!(
                            dense.contains(word),
                            "the {} in {language} does not say `{word}` of `{wanted}`",
                            kind.key()
                        );
                    }
                }
            }
            assert!(text.contains("comity") && text.contains("verify"), "{text}");
        }
    }
}

#[test]
fn the_texts_are_those_that_were_looked_at() {
    let arabic = Language::of("ar").unwrap();
    let english = Language::of("en").unwrap();
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    for kind in Kind::ALL {
        for language in Language::ALL {
            if language != english && language != arabic && kind != Kind::Request {
                continue;
            }
            let found = text(&set(&support::record(kind), language));
            let path = snapshot(kind, language);
            if update {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, &found).unwrap();
                continue;
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            // Where a line ends is the reader's affair.
            assert_eq!(
                without_spaces(&found),
                without_spaces(&kept),
                "{}-{language} says something else than {}",
                kind.key(),
                path.display()
            );
        }
    }
}

#[test]
fn a_letter_is_an_archive_file_with_all_its_fonts() {
    for kind in [Kind::Request, Kind::FreezingRequest, Kind::Reminder] {
        for language in Language::ALL {
            let letter = set(&support::record(kind), language);
            let fonts = tool("pdffonts", &letter, &[], &[]);
            let mut lines = fonts.lines().skip(2).peekable();
            assert!(lines.peek().is_some(), "{fonts}");
            for line in lines {
                let words: Vec<&str> = line.split_whitespace().collect();
                // … emb sub uni object ID
                let said = &words[words.len() - 5..words.len() - 2];
                assert_eq!(said, ["yes", "yes", "yes"], "a font is not embedded with its characters: {line}");
            }
            let about = tool("pdfinfo", &letter, &[], &[]);
            for wanted in [
                "Tagged:          yes",
                "Encrypted:       no",
                "JavaScript:      no",
                "Page size:       595.28 x 841.89 pts (A4)",
            ] {
                assert!(about.contains(wanted), "{about}");
            }
            let metadata = tool("pdfinfo", &letter, &["-meta"], &[]);
            for wanted in [
                "<pdfaid:part>2</pdfaid:part>",
                "<pdfaid:conformance>A</pdfaid:conformance>",
                "<pdfuaid:part>1</pdfuaid:part>",
            ] {
                assert!(metadata.contains(wanted), "{metadata}");
            }
            let raw = String::from_utf8_lossy(&letter.pdf);
            assert!(raw.contains("/GTS_PDFA1") || raw.contains("/OutputIntents"), "no output intent");
            assert_eq!(
                letter.pages,
                about
                    .lines()
                    .find_map(|l| l.strip_prefix("Pages:"))
                    .unwrap()
                    .trim()
                    .parse::<usize>()
                    .unwrap()
            );
        }
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let record = support::record(Kind::Request);
    for language in Language::ALL {
        assert_eq!(set(&record, language).pdf, set(&record, language).pdf);
    }
}

#[test]
fn the_code_names_the_signed_act() {
    let record = support::record(Kind::Decision);
    let act = record.act.as_ref().unwrap();
    let dense = without_spaces(&text(&set(&record, Language::of("en").unwrap())));
    let at = dense.rfind("comity:1/").unwrap();
    let code: String = dense[at..].chars().take(Code::of(act).to_string().len()).collect();
    let code = Code::from_str(&code).unwrap();
    assert_eq!((code.act.as_str(), code.case.as_str()), (act.hash.as_str(), act.case.as_str()));
    // The squares hold the same characters: as many as a code of this length needs, and dark in the three corners.
    let squares = code.squares();
    assert!(squares.len() >= 41 && squares.iter().all(|row| row.len() == squares.len()));
    assert!(squares[0][..7].iter().all(|dark| *dark) && squares[6][..7].iter().all(|dark| *dark));
}

#[test]
fn what_nobody_signed_is_a_draft_on_every_page() {
    let mut record = support::record(Kind::Request);
    record.act = None;
    record.signers.clear();
    for (language, word) in [("en", "DRAFT"), ("de", "ENTWURF"), ("ru", "ПРОЕКТ")] {
        let letter = set(&record, Language::of(language).unwrap());
        let text = text(&letter);
        // Across the page each letter stands on a line of its own.
        let count = without_spaces(&text).matches(word).count();
        assert!(count >= letter.pages, "{word} {count} times:\n{text}");
        assert!(!text.contains(HASH.get(..32).unwrap()) || !text.contains("comity verify"), "{text}");
    }
}

#[test]
fn originals_translations_and_what_was_not_verified_are_marked() {
    let check = |language: &str, wanted: &[&str]| {
        let dense =
            without_spaces(&text(&set(&support::record(Kind::Request), Language::of(language).unwrap())));
        for wanted in wanted {
            assert!(dense.contains(&without_spaces(wanted)), "{language}: `{wanted}`");
        }
    };
    check(
        "en",
        &[
            "original, English",
            "original, Estonian",
            "English, translated by Liis Pärn, sworn translator",
            "translated from Estonian by Nadia Haddad",
            "unverified",
            "Check it before relying on it",
        ],
    );
    check("de", &["Liis Pärn", "Nadia Haddad", "ungeprüft"]);
    check("es", &["Liis Pärn", "sin verificar"]);
    check("fr", &["Liis Pärn", "non vérifié"]);
    check("ru", &["Liis Pärn", "не проверено"]);
}

#[test]
fn texts_that_would_break_out_are_kept_in_their_place() {
    let mut record = support::record(Kind::Acceptance);
    // Marks of direction, controls, a character without a font, and a very long word.
    let hostile = format!("a\u{202e}b\u{2066}c\u{0}d \u{10ffff} {}", "x".repeat(4_000));
    record.particulars[0].value = Value::Text(FreeText::original(&hostile, "en"));
    let letter = render(&record, Language::of("en").unwrap(), &FONTS).unwrap();
    assert!(letter.undrawable.iter().any(|(c, _)| *c == '\u{202e}'), "{:?}", letter.undrawable);
    // The long word goes on over the pages, and no part of it is lost.
    assert!(text(&letter).matches('x').count() >= 4_000);
}
