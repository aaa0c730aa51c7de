//! Files stay short enough to read, open by saying what they are, and leave nothing half done.

use super::{no_complaints, pages};

/// The most lines of a file that a person reads.
const LINES: usize = 1_000;

#[test]
fn no_file_is_too_long_to_read() {
    let data = |path: &str| {
        ["tables", "data", "vectors", "snapshots", "vendor"]
            .iter()
            .any(|folder| path.contains(&format!("/{folder}/")))
            || path.contains("/tables.")
            || path.ends_with("lock")
            || path.ends_with("package-lock.json")
    };
    let complaints: Vec<String> = pages()
        .iter()
        .filter(|page| {
            page.has_extension(&["rs", "mjs", "js", "css", "md", "sql", "toml", "sh"]) && !data(&page.path)
        })
        .filter_map(|page| {
            let lines = page.text.lines().count();
            (lines > LINES).then(|| format!("{}: {lines} lines; look for a seam", page.path))
        })
        .collect();
    no_complaints(&complaints);
}

#[test]
fn every_module_says_what_it_is() {
    let complaints: Vec<String> = pages()
        .iter()
        .filter(|page| {
            page.path.contains("/src/") && page.has_extension(&["rs"]) && !page.text.starts_with("//!")
        })
        .map(|page| format!("{}: does not open with `//!`", page.path))
        .collect();
    no_complaints(&complaints);
}

#[test]
fn nothing_is_left_half_done() {
    // Written apart, so that this file does not complain about itself.
    let words: Vec<String> = [
        ("todo", "!("),
        ("unimplemented", "!("),
        ("dbg", "!("),
        ("FIX", "ME"),
        ("XX", "X:"),
        ("#[ign", "ore"),
        ("/work", "/main"),
        ("/work", "/shared"),
        ("lorem ", "ipsum"),
    ]
    .iter()
    .map(|(first, second)| format!("{first}{second}"))
    .collect();
    let mut complaints = Vec::new();
    for page in pages() {
        let source = page.has_extension(&["rs", "mjs", "toml", "md", "sql", "ftl", "css", "js", "json", ""])
            || page.path.starts_with("bin/");
        if !source {
            continue;
        }
        for (number, line) in page.text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(word.as_str())) {
                complaints.push(format!("{}:{}: `{word}`", page.path, number + 1));
            }
            if line.contains(concat!("TO", "DO")) && !line.contains(concat!("TO", "DO(#")) {
                complaints.push(format!("{}:{}: a task to do names its issue", page.path, number + 1));
            }
        }
        let name = page.path.rsplit('/').next().unwrap_or_default();
        if ["utils.rs", "helpers.rs", "common.rs", "manager.rs", "misc.rs"].contains(&name) {
            complaints.push(format!("{}: a name that says nothing", page.path));
        }
    }
    no_complaints(&complaints);
}

#[test]
fn locks_name_no_host() {
    let complaints: Vec<String> = pages()
        .iter()
        .filter(|page| page.path.ends_with("package-lock.json") && page.text.contains("\"resolved\""))
        .map(|page| format!("{}: names where packages came from; see .npmrc", page.path))
        .collect();
    no_complaints(&complaints);
}

#[test]
fn both_engines_have_the_same_migrations() {
    let of = |engine: &str| -> Vec<String> {
        let folder = format!("crates/store/migrations/{engine}/");
        pages().iter().filter_map(|page| page.path.strip_prefix(&folder).map(str::to_owned)).collect()
    };
    let (sqlite, postgres) = (of("sqlite"), of("postgres"));
    assert!(!sqlite.is_empty(), "no migrations found");
    assert_eq!(sqlite, postgres);
}
