//! Arrows between crates run downwards only, and each outside matter lives in one place.

use std::collections::{BTreeMap, BTreeSet};

use super::{no_complaints, pages};

/// Which crates of the workspace each crate may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("names", &[]),
    ("search", &["names"]),
    ("law", &[]),
    ("talks", &["names"]),
    ("letters", &[]),
    ("ledger", &[]),
    ("exchange", &["ledger"]),
    ("store", &["exchange", "law", "ledger", "search"]),
    ("comity", &["names", "search", "law", "ledger", "exchange", "store", "letters", "talks"]),
    ("testkit", &["names", "search", "law", "ledger", "exchange", "store", "comity", "letters", "talks"]),
];

/// Crates that are plain functions of their inputs.
const PURE: [&str; 7] = ["names", "search", "law", "ledger", "exchange", "letters", "talks"];

/// What a pure crate must not depend on: runtimes, networks, databases, terminals and logs.
const IMPURE: &[&str] = &[
    "axum",
    "clap",
    "hyper",
    "hyper-util",
    "indicatif",
    "rcgen",
    "reqwest",
    "rusqlite",
    "rustls",
    "sqlx",
    "tokio",
    "tokio-rustls",
    "tower-http",
    "tracing",
    "tracing-subscriber",
];

fn manifests() -> BTreeMap<String, toml::Table> {
    pages()
        .into_iter()
        .filter_map(|page| {
            let name = page.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?.to_owned();
            // What lies deeper is a program of its own, outside of the workspace.
            if name.contains('/') {
                return None;
            }
            Some((name, page.text.parse().expect("a manifest is TOML")))
        })
        .collect()
}

fn dependencies(manifest: &toml::Table, section: &str) -> BTreeSet<String> {
    manifest
        .get(section)
        .and_then(toml::Value::as_table)
        .into_iter()
        .flat_map(|table| table.keys().cloned())
        .collect()
}

#[test]
fn crates_depend_downwards_only() {
    let manifests = manifests();
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let present: BTreeSet<&str> = manifests.keys().map(String::as_str).collect();
    assert_eq!(present, known, "a crate came or went: state its arrows here and in ARCHITECTURE.md");
    let mut complaints = Vec::new();
    for (name, allowed) in ARROWS {
        let manifest = &manifests[*name];
        for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
            for dependency in dependencies(manifest, section) {
                if known.contains(dependency.as_str()) && !allowed.contains(&dependency.as_str()) {
                    complaints
                        .push(format!("crates/{name}/Cargo.toml: [{section}] must not name `{dependency}`"));
                }
            }
        }
        let lints = manifest.get("lints").and_then(|l| l.get("workspace")).and_then(toml::Value::as_bool);
        if lints != Some(true) {
            complaints.push(format!("crates/{name}/Cargo.toml: does not take the workspace's lints"));
        }
    }
    no_complaints(&complaints);
}

#[test]
fn pure_crates_stay_pure() {
    let pages = pages();
    let mut complaints = Vec::new();
    for (name, manifest) in manifests().iter().filter(|(name, _)| PURE.contains(&name.as_str())) {
        for dependency in dependencies(manifest, "dependencies") {
            if IMPURE.contains(&dependency.as_str()) {
                complaints.push(format!(
                    "crates/{name}/Cargo.toml: a pure crate must not depend on `{dependency}`"
                ));
            }
        }
        let rules = format!("crates/{name}/clippy.toml");
        match pages.iter().find(|page| page.path == rules) {
            None => complaints.push(format!("{rules}: missing")),
            Some(page) => {
                for method in
                    ["SystemTime::now", "Timestamp::now", "rand::rng", "fs::read_to_string", "env::var"]
                {
                    if !page.text.contains(method) {
                        complaints.push(format!("{rules}: does not forbid `{method}`"));
                    }
                }
            }
        }
        for page in pages.iter().filter(|page| page.path.starts_with(&format!("crates/{name}/src/"))) {
            for (number, line) in page.without_unit_tests().lines().enumerate() {
                for word in ["async fn ", ".await", "std::net", "std::process", "std::thread"] {
                    // Threads that end with the call they were made for change how fast an answer comes, not which.
                    let line = line.replace("std::thread::scope(", "");
                    if !line.trim_start().starts_with("//") && line.contains(word) {
                        complaints.push(format!(
                            "{}:{}: `{}` in a pure crate",
                            page.path,
                            number + 1,
                            word.trim()
                        ));
                    }
                }
            }
        }
    }
    no_complaints(&complaints);
}

#[test]
fn sql_lives_in_the_store_alone() {
    let statement = |line: &str| {
        let starts = |word: &str| line.contains(&format!("\"{word}")) || line.trim_start().starts_with(word);
        (starts("SELECT ") && line.contains(" FROM "))
            || starts("INSERT INTO ")
            || starts("DELETE FROM ")
            || starts("CREATE TABLE ")
            || (starts("UPDATE ") && line.contains(" SET "))
    };
    let mut complaints = Vec::new();
    for (name, manifest) in manifests() {
        for library in ["rusqlite", "sqlx"] {
            if name != "store" && dependencies(&manifest, "dependencies").contains(library) {
                complaints
                    .push(format!("crates/{name}/Cargo.toml: only the store may depend on `{library}`"));
            }
        }
    }
    for page in
        pages().iter().filter(|page| page.has_extension(&["rs"]) && !page.path.starts_with("crates/store/"))
    {
        if page.path.ends_with("house/boundaries.rs") {
            continue;
        }
        for (number, line) in page.text.lines().enumerate() {
            if statement(line) || line.contains("sqlx::") || line.contains("rusqlite::") {
                complaints.push(format!("{}:{}: SQL outside the store", page.path, number + 1));
            }
        }
    }
    no_complaints(&complaints);
}

#[test]
fn http_lives_in_the_pages_the_peer_and_the_bucket_alone() {
    const HTTP: [&str; 6] = ["axum", "hyper", "hyper_util", "reqwest", "tower_http", "tokio_rustls"];
    let mut complaints = Vec::new();
    for (name, manifest) in manifests() {
        for dependency in dependencies(&manifest, "dependencies") {
            if !matches!(name.as_str(), "comity" | "testkit")
                && HTTP.contains(&dependency.replace('-', "_").as_str())
            {
                complaints
                    .push(format!("crates/{name}/Cargo.toml: only comity may depend on `{dependency}`"));
            }
        }
    }
    for page in pages().iter().filter(|page| page.path.starts_with("crates/comity/src/")) {
        let home = ["web", "peer", "files/bucket"].iter().any(|module| {
            page.path.starts_with(&format!("crates/comity/src/{module}/"))
                || page.path == format!("crates/comity/src/{module}.rs")
        });
        for (number, line) in page.without_unit_tests().lines().enumerate() {
            let code = !line.trim_start().starts_with("//");
            if !home && code && HTTP.iter().any(|krate| line.contains(&format!("{krate}::"))) {
                complaints.push(format!(
                    "{}:{}: HTTP outside comity::web, comity::peer and comity::files::bucket",
                    page.path,
                    number + 1
                ));
            }
        }
    }
    no_complaints(&complaints);
}

#[test]
fn one_place_maps_a_file_and_nothing_else_is_unsafe() {
    let word = ["unsafe", "_code"].concat();
    let places: Vec<String> = pages()
        .into_iter()
        .filter(|page| page.has_extension(&["rs"]) && page.text.contains(&word))
        .map(|page| page.path)
        .collect();
    assert_eq!(places, ["crates/comity/src/desk/snapshot.rs"]);
}
