//! Holds the level that was reached on labelled readouts: those beside the repository, and our own in `readouts`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    missing_docs,
    reason = "tests stop at what they do not expect"
)]

mod measure;

use std::path::{Path, PathBuf};

/// Fields with the F1 that must not be lost, in hundredths.
type Levels = [(&'static str, f64); 7];

fn hold(folder: &Path, levels: Levels, days: f64) {
    let texts: Vec<PathBuf> = measure::texts(folder);
    assert!(texts.len() >= 25, "only {} texts in {}", texts.len(), folder.display());
    let figures = measure::measure(&texts).unwrap();
    let misses = figures.misses.join("\n");
    for (field, level) in levels {
        let f1 = figures.fields.get(field).unwrap().f1() * 100.0;
        assert!(f1 >= level, "{field}: F1 is {f1:.1}, less than {level}\n{misses}");
    }
    let (all, right) = figures.days;
    assert!(all >= 20, "only {all} texts with a full day");
    assert!(right as f64 >= all as f64 * days / 100.0, "{right} of {all} days are right\n{misses}");
}

#[test]
fn the_fields_of_the_labelled_readouts_are_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/readouts/dev");
    if !folder.is_dir() {
        eprintln!("SKIPPED: there is no folder {}", folder.display());
        return;
    }
    let levels = [
        ("places", 95.0),
        ("countries", 97.0),
        ("bodies", 97.0),
        ("people", 93.0),
        ("topics", 95.0),
        ("mechanisms", 95.0),
        ("commitments", 88.0),
    ];
    hold(&folder, levels, 97.0);
}

#[test]
fn the_fields_of_our_own_readouts_are_found() {
    let levels = [
        ("places", 90.0),
        ("countries", 96.0),
        ("bodies", 92.0),
        ("people", 93.0),
        ("topics", 85.0),
        ("mechanisms", 80.0),
        ("commitments", 75.0),
    ];
    hold(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readouts"), levels, 96.0);
}

#[test]
fn the_text_that_the_project_grew_from_gives_its_whole_record() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/readouts/dev/000.txt");
    if !path.is_file() {
        eprintln!("SKIPPED: there is no file {}", path.display());
        return;
    }
    let figures = measure::measure(&[path]).unwrap();
    assert_eq!(figures.misses, Vec::<String>::new());
    assert_eq!(figures.fields.get("people").unwrap().right, 2);
}

#[test]
fn every_value_has_its_place_and_says_how_sure_it_is() {
    let text = "The Minister of the Interior of Estonia, Jaan Kask, met the Minister of the Interior of Latvia, Ieva Ozola, in Riga on \
                14 May 2024. They discussed drug trafficking and did not agree on a joint patrol. Latvia will send two liaison officers \
                to Tallinn.";
    let reading = talks::Reader::embedded().read(text, talks::Hint::default()).unwrap();
    let json = serde_json::to_value(talks::label::Label::of(&reading)).unwrap();
    for field in ["places", "countries", "topics", "mechanisms"] {
        let values = json.get(field).and_then(serde_json::Value::as_array).unwrap();
        assert!(!values.is_empty(), "{field}: {json}");
        for value in values {
            let name = value.as_str().unwrap();
            for beside in ["spans", "confidence"] {
                let known = json.get(beside).and_then(|all| all.get(field)).and_then(|all| all.get(name));
                assert!(known.is_some_and(|known| !known.is_null()), "{beside} of {name}: {json}");
            }
        }
    }
    assert_eq!(
        json.pointer("/confidence/people/Jaan Kask")
            .and_then(serde_json::Value::as_u64)
            .map(|sure| sure > 50),
        Some(true)
    );
    assert_eq!(
        json.pointer("/standing/joint-operations").and_then(serde_json::Value::as_str),
        Some("negated")
    );
    assert_eq!(json.pointer("/standing/drugs").and_then(serde_json::Value::as_str), Some("discussed"));
}
