//! Weighing two names, and saying why.

use serde::{Deserialize, Serialize};

use crate::align::{Alignment, NEAR, Pair, Tie, align};
use crate::name::{Kind, Name, Part};
use crate::weigh::{Of, features, weight};

/// How two parts of two names belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The same letters, apart from case, accents and punctuation.
    Same,
    /// The same name in two scripts.
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
    /// The score as log-odds, to add other evidence to.
    pub log_odds: f32,
    /// How each part was matched, in the order of the first name; parts that only the second has follow.
    pub parts: Vec<PartMatch>,
}

/// Log-odds of a name that has nothing to compare.
const NOTHING: f32 = -20.0;

/// Compares two names and explains the score.
#[must_use]
pub fn compare(a: &Name, b: &Name) -> Comparison {
    if swapped(a, b) {
        let mut other = compare_in_order(b, a);
        other.parts.iter_mut().for_each(|part| std::mem::swap(&mut part.a, &mut part.b));
        let place = |part: &PartMatch| a.parts().iter().position(|of| part.a.starts_with(of.written()));
        other.parts.sort_by_key(|part| place(part).unwrap_or(usize::MAX));
        other
    } else {
        compare_in_order(a, b)
    }
}

/// Compares two names without the explanation: the score in `0..=1`.
#[must_use]
pub fn score(a: &Name, b: &Name) -> f32 {
    probability(log_odds(a, b))
}

/// Compares two names without the explanation: the log-odds behind the score.
#[must_use]
pub fn log_odds(a: &Name, b: &Name) -> f32 {
    if a.is_empty() || b.is_empty() {
        return NOTHING;
    }
    let (a, b) = if swapped(a, b) { (b, a) } else { (a, b) };
    let alignment = align(a, b);
    let mut sum = 0.0;
    features(a, b, &alignment, &mut |_, feature, value| sum += weight(feature) * value);
    sum
}

/// Log-odds as a probability.
#[must_use]
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds.clamp(-30.0, 30.0)).exp())
}

/// One fixed order for any two names keeps the comparison symmetric to the last bit.
fn swapped(a: &Name, b: &Name) -> bool {
    a.as_str() > b.as_str()
}

fn compare_in_order(a: &Name, b: &Name) -> Comparison {
    if a.is_empty() || b.is_empty() {
        return Comparison { score: probability(NOTHING), log_odds: NOTHING, parts: Vec::new() };
    }
    let alignment = align(a, b);
    let mut pairs = vec![0.0; alignment.pairs.len()];
    let mut missing_a = vec![0.0; a.parts().len()];
    let mut missing_b = vec![0.0; b.parts().len()];
    let (mut sum, mut whole) = (0.0, 0.0);
    features(a, b, &alignment, &mut |of, feature, value| {
        let share = weight(feature) * value;
        sum += share;
        if of == Of::Whole {
            whole += share;
        }
        let cell = match of {
            Of::Pair(at) => pairs.get_mut(at),
            Of::MissingA(at) => missing_a.get_mut(at),
            Of::MissingB(at) => missing_b.get_mut(at),
            Of::Whole => None,
        };
        if let Some(cell) = cell {
            *cell += share;
        }
    });
    share_out(whole, &alignment, &mut pairs, (&mut missing_a, &mut missing_b));
    let parts = explain(a, b, &alignment, &pairs, (&missing_a, &missing_b));
    Comparison { score: probability(sum), log_odds: sum, parts }
}

/// Shares out what belongs to the whole among the parts that caused it, so that the steps add up to the log-odds: what
/// speaks for the names to the parts that fit, what speaks against them to those that do not.
fn share_out(whole: f32, alignment: &Alignment, pairs: &mut [f32], missing: (&mut [f32], &mut [f32])) {
    let chosen: Vec<bool> = alignment
        .pairs
        .iter()
        .map(|pair| pair.tie != Tie::Particle && (pair.apart < NEAR) == (whole > 0.0))
        .collect();
    let none = !chosen.contains(&true);
    let missing_count = alignment.missing_a.len() + alignment.missing_b.len();
    if none && whole < 0.0 && missing_count > 0 {
        let share = whole / missing_count as f32;
        for (cells, places) in [(missing.0, &alignment.missing_a), (missing.1, &alignment.missing_b)] {
            for &at in places {
                if let Some(cell) = cells.get_mut(at) {
                    *cell += share;
                }
            }
        }
        return;
    }
    let count = chosen.iter().filter(|chosen| **chosen || none).count();
    for (cell, _) in pairs.iter_mut().zip(chosen).filter(|(_, chosen)| *chosen || none) {
        *cell += whole / count as f32;
    }
}

fn explain(
    a: &Name,
    b: &Name,
    alignment: &Alignment,
    pairs: &[f32],
    missing: (&[f32], &[f32]),
) -> Vec<PartMatch> {
    let mut steps: Vec<(usize, PartMatch)> = Vec::new();
    for (pair, &weight) in alignment.pairs.iter().zip(pairs) {
        let (x, y) = (slice(a, pair.a), slice(b, pair.b));
        let mut how = how(pair, x, y);
        // What speaks for the names is never shown as against them.
        if how == How::Against && weight > 0.0 && pair.tie != Tie::InitialAgainst {
            how = match pair.tie {
                Tie::Joined => How::Joined,
                Tie::Whole if pair.distance == 0 => How::Joined,
                _ if pair.distance == 0 => How::Spelling,
                _ => How::Transliteration,
            };
        }
        let step = PartMatch { a: written(x), b: written(y), how, weight };
        steps.push((pair.a.0, step));
    }
    for &at in &alignment.missing_a {
        let weight = missing.0.get(at).copied().unwrap_or_default();
        let a = written(slice(a, (at, 1)));
        steps.push((at, PartMatch { a, b: String::new(), how: How::Missing, weight }));
    }
    for &at in &alignment.missing_b {
        let weight = missing.1.get(at).copied().unwrap_or_default();
        let b = written(slice(b, (at, 1)));
        steps.push((usize::MAX, PartMatch { a: String::new(), b, how: How::Missing, weight }));
    }
    steps.sort_by_key(|(place, _)| *place);
    steps.into_iter().map(|(_, step)| step).collect()
}

fn slice(name: &Name, at: (usize, usize)) -> &[Part] {
    name.parts().get(at.0..at.0 + at.1).unwrap_or_default()
}

fn written(parts: &[Part]) -> String {
    parts.iter().map(Part::written).collect::<Vec<_>>().join(" ")
}

fn how(pair: &Pair, a: &[Part], b: &[Part]) -> How {
    let same_letters = || a.iter().map(|part| &part.plain).eq(b.iter().map(|part| &part.plain));
    match pair.tie {
        Tie::Same => How::Same,
        Tie::Nickname => How::Nickname,
        Tie::Initial if same_letters() => How::Same,
        Tie::Initial => How::Initial,
        Tie::InitialAgainst => How::Against,
        Tie::Particle if same_letters() => How::Same,
        _ if pair.apart > 0.45 => How::Against,
        Tie::Joined => How::Joined,
        Tie::Whole if pair.distance == 0 => How::Joined,
        _ if pair.distance > 0 => How::Transliteration,
        _ if a.iter().flat_map(Part::reading).eq(b.iter().flat_map(Part::reading)) => How::Sound,
        _ if a.iter().chain(b).any(|part| part.kind == Kind::Initial) => How::Initial,
        _ => How::Spelling,
    }
}
