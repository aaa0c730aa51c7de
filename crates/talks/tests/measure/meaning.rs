//! Whether two short texts, perhaps of two languages, say the same, as far as a program can tell without a translator.
//!
//! Each text becomes a set: the stems of its content words in Latin letters, the concepts of `concepts.toml` that its words
//! belong to, the codes of states, places, bodies, topics and mechanisms that the reader finds in it, and its numbers. Two
//! texts are alike when the sets share enough. What this measures is whether they speak of the same thing. It does not
//! see who does what to whom, or a "not"; a person who compares by meaning will now and then decide otherwise.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use talks::Gazetteer;

/// From this likeness on two promises count as one.
pub const ALIKE: f64 = 0.3;

/// Whether two texts are alike.
pub fn alike(one: &str, other: &str) -> bool {
    likeness(one, other) >= ALIKE
}

/// How much of the smaller set the two share, with more for sets that are alike in size.
pub fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (told(one), told(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let shared = one.intersection(&other).count() as f64;
    let (small, large) = (one.len().min(other.len()) as f64, one.len().max(other.len()) as f64);
    (shared / small + shared / large) / 2.0
}

fn told(text: &str) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    let subject = Gazetteer::embedded().subject(text);
    told.extend(subject.states.iter().map(|state| format!("state {}", state.code)));
    told.extend(subject.places.iter().map(|place| format!("place {}", place.name)));
    for list in [&subject.bodies, &subject.topics, &subject.mechanisms] {
        told.extend(list.iter().map(|found| format!("code {}", found.code)));
    }
    let lower = text.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.chars().all(|c| c.is_ascii_digit()) {
            told.insert(format!("number {word}"));
            continue;
        }
        let latin = any_ascii::any_ascii(word).to_lowercase();
        if let Some(concept) = concept(&latin) {
            told.insert(format!("concept {concept}"));
        } else if latin.chars().count() >= 5 && !is_empty_word(&latin) {
            told.insert(latin.chars().take(5).collect());
        }
    }
    told
}

/// Words that say nothing of what is promised.
fn is_empty_word(word: &str) -> bool {
    matches!(
        word,
        "their"
            | "which"
            | "these"
            | "there"
            | "between"
            | "other"
            | "within"
            | "about"
            | "against"
            | "under"
            | "signed"
            | "carry"
            | "ready"
            | "follow"
            | "adopted"
            | "accepted"
            | "would"
            | "shall"
            | "during"
            | "after"
            | "before"
            | "mezhdu"
            | "kotoryi"
            | "takzhe"
            | "zwischen"
            | "sowie"
            | "einer"
            | "einen"
            | "entre"
            | "sobre"
            | "para"
            | "contra"
            | "dans"
            | "avec"
            | "pour"
            | "leurs"
            | "pentru"
            | "dintre"
            | "privind"
            | "izmedju"
            | "izmedu"
            | "koji"
            | "koja"
    )
}

/// The concept that a word in Latin letters belongs to: the longest stem that it begins with.
fn concept(latin: &str) -> Option<&'static str> {
    static CONCEPTS: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let concepts = CONCEPTS.get_or_init(|| {
        let mut concepts = HashMap::new();
        for line in include_str!("concepts.txt").lines().filter(|line| !line.starts_with('#')) {
            let Some((concept, stems)) = line.split_once(':') else { continue };
            for stem in stems.split_whitespace() {
                concepts.insert(any_ascii::any_ascii(stem).to_lowercase(), concept);
            }
        }
        concepts
    });
    let begins =
        (3..=latin.len()).rev().find_map(|end| latin.get(..end).and_then(|stem| concepts.get(stem)).copied());
    // The last part of a German compound says what it is.
    begins.or_else(|| {
        let inside = |stem: &&String| stem.len() >= 6 && latin.len() > 10 && latin.contains(stem.as_str());
        concepts
            .keys()
            .filter(inside)
            .max_by_key(|stem| (stem.len(), (*stem).clone()))
            .and_then(|stem| concepts.get(stem))
            .copied()
    })
}
