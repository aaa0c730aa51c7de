//! Every language has a text for every key, with the same variables.

use std::collections::{BTreeMap, BTreeSet};

use super::{no_complaints, pages};

/// The keys of one language, each with the variables its text uses.
type Keys = BTreeMap<String, BTreeSet<String>>;

fn keys(text: &str) -> Keys {
    let mut keys = Keys::new();
    let mut current = None;
    for line in text.lines() {
        let begins = line.split_once('=').filter(|(key, _)| {
            key.starts_with(|c: char| c.is_ascii_alphabetic())
                && key.trim_end().chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        });
        if let Some((key, _)) = begins {
            let key = key.trim_end().to_owned();
            keys.entry(key.clone()).or_default();
            current = Some(key);
        } else if line.starts_with('-') || line.starts_with('#') {
            current = None;
        }
        if let Some(found) = current.as_ref().and_then(|key| keys.get_mut(key)) {
            for variable in line.split('$').skip(1) {
                found.insert(
                    variable
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                        .collect(),
                );
            }
        }
    }
    keys
}

#[test]
fn every_language_says_everything() {
    let mut languages = BTreeMap::<String, Keys>::new();
    for page in pages() {
        if let Some(path) = page.path.strip_prefix("locales/").and_then(|path| path.strip_suffix(".ftl")) {
            let language = path.split(['/', '.']).next().unwrap_or_default().to_owned();
            languages.entry(language).or_default().extend(keys(&page.text));
        }
    }
    let english = languages.get("en").expect("English is there").clone();
    for language in ["de", "ru", "ar"] {
        assert!(languages.contains_key(language), "no locales for `{language}`");
    }
    let mut complaints = Vec::new();
    for (language, keys) in &languages {
        for (key, variables) in &english {
            match keys.get(key) {
                None => complaints.push(format!("{language}: `{key}` is missing")),
                Some(others) if others != variables => {
                    complaints
                        .push(format!("{language}: `{key}` uses {others:?}, English uses {variables:?}"));
                }
                Some(_) => {}
            }
        }
        for key in keys.keys().filter(|key| !english.contains_key(*key)) {
            complaints.push(format!("{language}: `{key}` does not exist in English"));
        }
    }
    no_complaints(&complaints);
}
