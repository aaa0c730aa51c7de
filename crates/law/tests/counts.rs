//! Nothing of the researched facts is dropped: each file has at least as many rules of each kind as its model.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs
)]

use std::collections::BTreeMap;
use std::path::Path;

use law::Library;

#[test]
fn every_file_has_at_least_the_rules_of_its_model() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/law");
    let Ok(counts) = std::fs::read_to_string(folder.join("counts.tsv")) else {
        eprintln!("SKIPPED: {} is not here, so nothing was counted", folder.display());
        return;
    };
    let mut lines = counts.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let mut compared = 0;
    let library = Library::embedded();
    for line in lines {
        let row: BTreeMap<&str, &str> = header.iter().copied().zip(line.split('\t')).collect();
        let Some(instrument) = library.instruments().find(|i| row["file"].starts_with(i.id().as_str()))
        else {
            continue;
        };
        compared += 1;
        let ours = instrument.counts();
        for (kind, count) in [
            ("conditions", ours.conditions),
            ("required_contents", ours.contents),
            ("supporting_documents", ours.documents),
            ("deadlines", ours.deadlines),
            ("grounds", ours.grounds),
            ("languages", ours.languages),
            ("channels", ours.channels),
            ("parties", ours.parties),
            ("parties_dated", ours.parties_dated),
            ("declarations", ours.declarations),
            ("rules_verified", ours.verified),
        ] {
            let wanted: usize = row[kind].parse().unwrap();
            assert!(count >= wanted, "{}: {count} {kind}, {wanted} in the model", instrument.id());
        }
        let model =
            std::fs::read_to_string(folder.join(format!("instruments/{}.toml", row["file"]))).unwrap();
        let number = |table: &str| model.lines().filter(|line| *line == format!("[[{table}]]")).count();
        assert!(ours.safeguards >= number("procedures.safeguards"), "{}", instrument.id());
        assert!(ours.relations >= number("instrument.relations"), "{}", instrument.id());
        assert!(ours.sources >= number("instrument.sources"), "{}", instrument.id());
    }
    assert_eq!(compared, library.instruments().count());
}
