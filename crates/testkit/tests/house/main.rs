//! What must stay true of the repository itself: which crate may know which, that documents name what exists, that
//! files stay readable, and that every language says everything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod boundaries;
mod documents;
mod files;
mod locales;

use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the crate lies in crates/testkit")
        .to_owned()
}

/// A text file of the repository, named by its path from the root.
struct Page {
    path: String,
    text: String,
}

impl Page {
    fn has_extension(&self, extensions: &[&str]) -> bool {
        Path::new(&self.path).extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e))
    }

    /// The text up to the module of unit tests, which by custom closes a file.
    fn without_unit_tests(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
    }
}

/// Every text file that belongs to the repository: neither built nor installed nor made by a demonstration.
fn pages() -> Vec<Page> {
    let root = root();
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort_by(|a: &Page, b: &Page| a.path.cmp(&b.path));
    assert!(found.len() > 50, "only {} files found below {}", found.len(), root.display());
    found
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Page>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let top = folder == root;
        if path.is_dir() {
            let foreign = matches!(name, "target" | "node_modules" | ".git") || (top && name == "demo");
            if !foreign {
                walk(root, &path, found);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(root).expect("the walk stays below the root").display().to_string();
            found.push(Page { path, text });
        }
    }
}

/// Fails with every complaint at once, one a line.
fn no_complaints(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
