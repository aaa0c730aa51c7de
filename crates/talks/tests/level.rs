//! Holds the level that was reached on labelled readouts.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests read files and stop at what they do not expect"
)]

use std::collections::BTreeSet;
use std::path::Path;

use talks::label::Label;
use talks::{Hint, Reader};

/// Fields with the F1 that must not be lost, in hundredths.
const LEVELS: [(&str, usize); 5] =
    [("places", 95), ("countries", 92), ("bodies", 95), ("topics", 85), ("mechanisms", 80)];

#[test]
fn the_fields_of_labelled_readouts_are_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/readouts/dev");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: there is no folder {}", folder.display());
        return;
    };
    let mut tallies = [(0_usize, 0_usize); LEVELS.len()];
    let (mut days, mut right_days) = (0, 0);
    for path in
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "txt"))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        let wanted: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
        let label = Label::of(&Reader::embedded().read(&text, Hint::default()).unwrap());
        assert_eq!(label.no_meeting, None, "{}", path.display());
        if let Some(day) = wanted["date"].as_str().filter(|day| day.len() == 10) {
            days += 1;
            right_days += usize::from(label.date.as_deref() == Some(day));
        }
        let found = serde_json::to_value(&label).unwrap();
        for ((field, _), tally) in LEVELS.iter().zip(&mut tallies) {
            let set = |value: &serde_json::Value| -> BTreeSet<String> {
                value[*field]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|code| code.as_str().unwrap().to_owned())
                    .collect()
            };
            let (wanted, found) = (set(&wanted), set(&found));
            tally.0 += 2 * wanted.intersection(&found).count();
            tally.1 += wanted.len() + found.len();
        }
    }
    assert!(days >= 20, "only {days} texts with a full day");
    assert!(right_days * 100 >= days * 97, "{right_days} of {days} days are right");
    for ((field, level), (agreed, all)) in LEVELS.iter().zip(tallies) {
        assert!(agreed * 100 >= all * level, "{field}: F1 is {agreed}/{all}, less than {level} %");
    }
}
