//! Weighing two names.

use serde::{Deserialize, Serialize};

use crate::name::Name;

/// How two parts of two names belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The same letters, apart from case, accents and punctuation.
    Same,
    /// The same name in two scripts, or by two rules of transliteration.
    Transliteration,
    /// Nearly the same letters.
    Spelling,
    /// A short or familiar form of the other.
    Nickname,
    /// One is the first letter of the other.
    Initial,
    /// Different letters that sound alike.
    Sound,
    /// Two parts of one name are written together in the other.
    Joined,
    /// One name has a part that the other lacks. This weighs little.
    Missing,
    /// Both names have a part here, and the parts differ.
    Against,
}

/// One step of the explanation of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartMatch {
    /// The part or parts of the first name, empty if it has none here.
    pub a: String,
    /// The part or parts of the second name, empty if it has none here.
    pub b: String,
    /// How they belong together.
    pub how: How,
    /// What this adds to the log-odds that the names are of one person (below zero: speaks against).
    pub weight: f32,
}

/// What comparing two names gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Probability-like score in `0..=1`: the same for `(a, b)` and `(b, a)`.
    pub score: f32,
    /// How each part was matched, in the order of the first name; parts only the second has follow.
    pub parts: Vec<PartMatch>,
}

/// Compares two names and explains the score.
#[must_use]
pub fn compare(a: &Name, b: &Name) -> Comparison {
    Comparison { score: score(a, b), parts: Vec::new() }
}

/// Compares two names without the explanation.
#[must_use]
pub fn score(a: &Name, b: &Name) -> f32 {
    if a == b { 1.0 } else { 0.0 }
}
