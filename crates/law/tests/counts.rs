//! Nothing of the researched facts is dropped: each file has at least as many rules of each kind as its model.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};
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

/// The kinds of rules: their name in the models and in the files here.
const KINDS: [(&str, &str); 8] = [
    ("conditions", "condition"),
    ("required_contents", "content"),
    ("supporting_documents", "document"),
    ("languages", "language"),
    ("channels", "channel"),
    ("safeguards", "safeguard"),
    ("deadlines", "deadline"),
    ("grounds", "ground"),
];

fn tables<'t>(table: &'t toml::Table, name: &str) -> impl Iterator<Item = &'t toml::Table> {
    table.get(name).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

fn text<'t>(table: &'t toml::Table, name: &str) -> Option<&'t str> {
    table.get(name).and_then(toml::Value::as_str)
}

/// What must not change when a rule is restated: its key, article, length, unit, effect, and whether it was verified.
fn rules(file: &toml::Table, model: bool) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for procedure in tables(file, if model { "procedures" } else { "procedure" }) {
        for (theirs, ours) in KINDS {
            for rule in tables(procedure, if model { theirs } else { ours }) {
                let mut words = vec![ours.to_owned()];
                for name in ["key", "article", "unit", "effect", "value", "length", "verified"] {
                    // A deadline has an effect here that the models give in words.
                    if (ours, name) == ("deadline", "effect") {
                        continue;
                    }
                    let value = rule.get(name).map(ToString::to_string).unwrap_or_default();
                    // What was left empty is said to be unread.
                    words.push(if value == "\"\"" { "\"not read\"".to_owned() } else { value });
                }
                found.insert(words);
            }
        }
    }
    found
}

#[test]
fn every_rule_of_the_models_is_kept_as_it_was_read() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/law");
    let Ok(folder) = std::fs::read_dir(models.join("instruments")) else {
        eprintln!("SKIPPED: {} is not here, so nothing was compared", models.display());
        return;
    };
    let read = |path: &Path| std::fs::read_to_string(path).unwrap().parse::<toml::Table>().unwrap();
    let ours: Vec<(String, toml::Table)> = std::fs::read_dir(here.join("instruments"))
        .unwrap()
        .map(|entry| read(&entry.unwrap().path()))
        .map(|file| (text(file["instrument"].as_table().unwrap(), "id").unwrap().to_owned(), file))
        .collect();
    let mut compared = 0;
    for entry in folder {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let model = read(&path);
        let (id, file) = ours.iter().find(|(id, _)| name.starts_with(id.as_str())).unwrap();
        let (wanted, found) = (rules(&model, true), rules(file, false));
        // What the model leaves out may be said here.
        let kept = |rule: &&Vec<String>| {
            found
                .iter()
                .any(|one| rule.iter().zip(one).all(|(theirs, ours)| theirs.is_empty() || theirs == ours))
        };
        let dropped: Vec<&Vec<String>> = wanted.iter().filter(|rule| !kept(rule)).collect();
        assert!(dropped.is_empty(), "{id} dropped or changed: {dropped:#?}");
        compared += wanted.len();
        let party = |p: &toml::Table, key: &str| {
            ["in-force", "ended"].iter().fold(text(p, key).unwrap().to_owned(), |line, name| {
                let value = p.get(*name).or_else(|| p.get(&name.replace('-', "_")));
                format!("{line} {}", value.map(ToString::to_string).unwrap_or_default())
            })
        };
        let wanted: BTreeSet<String> = tables(&model, "parties").map(|p| party(p, "code")).collect();
        let found: BTreeSet<String> = (file.get("parties").and_then(toml::Value::as_table))
            .into_iter()
            .flat_map(|parties| tables(parties, "list"))
            .map(|p| party(p, "state"))
            .collect();
        let dropped: Vec<&String> = wanted.difference(&found).collect();
        assert!(dropped.is_empty(), "{id} dropped or changed parties: {dropped:?}");
        for declaration in tables(&model, "declarations") {
            let by = text(declaration, "party").unwrap();
            let said = text(declaration, "description").unwrap();
            let kept = tables(file, "declaration").filter(|one| text(one, "by") == Some(by)).any(|one| {
                // A declaration on two articles may stand as two.
                text(one, "description").is_some_and(|kept| said.contains(kept.trim_end_matches('.')))
            });
            assert!(kept, "{id} dropped a declaration of {by}: {said}");
        }
    }
    assert!(compared > 800, "{compared} rules compared");
    let model = read(&models.join("overlays.toml"));
    let overlays = read(&here.join("overlays.toml"));
    for rule in tables(&model, "overlays") {
        let kept = tables(&overlays, "overlay").any(|one| {
            text(one, "state") == text(rule, "country")
                && ["key", "instrument", "article", "description"]
                    .iter()
                    .all(|name| text(one, name) == text(rule, name))
        });
        assert!(kept, "a national rule was dropped or changed: {rule}");
    }
}
