//! Documents name only what exists.

use std::path::Path;

use super::{no_complaints, pages, root};

/// Names at the root that make a word in backticks a path of the repository.
const TOPS: &[&str] =
    &[".ci/", ".config/", "bin/", "browser/", "crates/", "docs/", "fuzz/", "law/", "locales/"];

#[test]
fn every_path_in_a_document_exists() {
    let root = root();
    let mut complaints = Vec::new();
    let mut seen = 0;
    for page in pages().iter().filter(|page| page.has_extension(&["md"])) {
        let folder = Path::new(&page.path).parent().unwrap_or(Path::new(""));
        let mut fenced = false;
        for (number, line) in page.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            }
            if fenced {
                continue;
            }
            for word in between(line, '`', '`').into_iter().filter(|word| is_path(word)) {
                seen += 1;
                if !exists(&root, word) {
                    complaints.push(format!("{}:{}: `{word}` does not exist", page.path, number + 1));
                }
            }
            for link in links(line) {
                seen += 1;
                let target = link.split('#').next().unwrap_or_default();
                if !target.is_empty() && !root.join(folder).join(target).exists() {
                    complaints.push(format!(
                        "{}:{}: the link to {link} leads nowhere",
                        page.path,
                        number + 1
                    ));
                }
            }
        }
    }
    no_complaints(&complaints);
    assert!(seen > 20, "only {seen} paths seen in the documents");
}

/// The texts of `line` that stand between two marks.
fn between(line: &str, open: char, close: char) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((text, next)) = after.split_once(close) else { break };
        texts.push(text);
        rest = next;
    }
    texts
}

fn links(line: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once("](") {
        let Some((target, next)) = after.split_once(')') else { break };
        if !target.contains("://") && !target.starts_with("mailto:") {
            targets.push(target);
        }
        rest = next;
    }
    targets
}

fn is_path(word: &str) -> bool {
    let plain = !word.contains([' ', '<', '{', '…', '$']);
    let capital_document = word.ends_with(".md") && !word.contains('/');
    plain && (capital_document || TOPS.iter().any(|top| word.starts_with(top)))
}

/// Whether the path exists; a star stands for any part of a file name.
fn exists(root: &Path, path: &str) -> bool {
    if let Some((folder, name)) = path.rsplit_once('/')
        && let Some((before, after)) = name.split_once('*')
    {
        return std::fs::read_dir(root.join(folder)).is_ok_and(|entries| {
            entries.filter_map(Result::ok).any(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                name.starts_with(before) && name.ends_with(after)
            })
        });
    }
    root.join(path.trim_end_matches('/')).exists() || root.join("docs").join(path).exists()
}
