//! Weighing two names, and saying why.

use serde::{Deserialize, Serialize};

use crate::align::{Alignment, Pair, align, places};
use crate::lexis::Kind;
use crate::name::{Name, NameRef};
use crate::part::Part;
use crate::tie::{How as Matched, NEAR, Tie, tie};
use crate::weigh::{Of, features, weights};

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
    /// A short or familiar form of the other, or its form in another language.
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
    a.lend(|a| b.lend(|b| compare_parts(a, b)))
}

/// Compares two names and explains the score, for names whose parts are kept elsewhere.
#[must_use]
pub fn compare_parts(a: NameRef<'_>, b: NameRef<'_>) -> Comparison {
    if swapped(a, b) {
        let mut other = compare_in_order(b, a);
        other.parts.iter_mut().for_each(|part| std::mem::swap(&mut part.a, &mut part.b));
        let place = |part: &PartMatch| {
            let at = a.parts.iter().position(|of| part.a.starts_with(of.written()));
            at.filter(|_| !part.a.is_empty()).unwrap_or(usize::MAX)
        };
        other.parts.sort_by_key(place);
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
    a.lend(|a| b.lend(|b| log_odds_of_parts(a, b)))
}

/// The log-odds of two names whose parts are kept elsewhere.
#[must_use]
pub fn log_odds_of_parts(a: NameRef<'_>, b: NameRef<'_>) -> f32 {
    log_odds_with(a, b, |i, j| match (a.parts.get(i), b.parts.get(j)) {
        (Some(x), Some(y)) => tie(x, y),
        _ => Tie::NONE,
    })
}

/// The log-odds of two names with the ties of their single parts, which the caller may have kept: `ties(i, j)` is
/// [`tie`] of part `i` of the first name and part `j` of the second.
#[must_use]
pub fn log_odds_with(a: NameRef<'_>, b: NameRef<'_>, mut ties: impl FnMut(usize, usize) -> Tie) -> f32 {
    if a.parts.is_empty() || b.parts.is_empty() {
        return NOTHING;
    }
    if swapped(a, b) {
        let alignment = align(b, a, |i, j| ties(j, i));
        sum(b, a, &alignment)
    } else {
        let alignment = align(a, b, ties);
        sum(a, b, &alignment)
    }
}

fn sum(a: NameRef<'_>, b: NameRef<'_>, alignment: &Alignment) -> f32 {
    let weights = weights();
    let mut sum = 0.0;
    features(a, b, alignment, &mut |_, feature| sum += weights.get(feature).copied().unwrap_or(0.0));
    sum
}

/// Log-odds as a probability.
#[must_use]
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds.clamp(-30.0, 30.0)).exp())
}

/// One fixed order for any two names keeps the comparison symmetric to the last bit.
pub(crate) fn swapped(a: NameRef<'_>, b: NameRef<'_>) -> bool {
    let key = |name: NameRef<'_>| (name.parts.len(), name.families);
    let hashes = |name: NameRef<'_>| name.parts.first().map_or(0, |part| part.hash);
    match (hashes(a), key(a)).cmp(&(hashes(b), key(b))) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => {
            a.parts.iter().map(|part| part.hash).gt(b.parts.iter().map(|part| part.hash))
        }
    }
}

fn compare_in_order(a: NameRef<'_>, b: NameRef<'_>) -> Comparison {
    if a.parts.is_empty() || b.parts.is_empty() {
        return Comparison { score: probability(NOTHING), log_odds: NOTHING, parts: Vec::new() };
    }
    let alignment = align(a, b, |i, j| match (a.parts.get(i), b.parts.get(j)) {
        (Some(x), Some(y)) => tie(x, y),
        _ => Tie::NONE,
    });
    let mut pairs = vec![0.0; alignment.pairs().len()];
    let mut missing_a = vec![0.0; a.parts.len()];
    let mut missing_b = vec![0.0; b.parts.len()];
    let (mut sum, mut whole) = (0.0, 0.0);
    let weights = weights();
    features(a, b, &alignment, &mut |of, feature| {
        let share = weights.get(feature).copied().unwrap_or(0.0);
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

/// Apart by more than this, two parts are shown as speaking against each other.
const AGAINST: f32 = 0.45;

fn against(pair: &Pair) -> bool {
    pair.apart > AGAINST && !matches!(pair.how, Matched::Weak | Matched::Initial)
}

/// Shares out what belongs to the whole among the parts that caused it, so that the steps add up to the log-odds: what
/// speaks for the names to the parts that fit, what speaks against them to those that do not or are missing. A part that
/// fits is at least not shown as speaking against the names, nor one that does not fit as speaking for them.
fn share_out(mut whole: f32, alignment: &Alignment, pairs: &mut [f32], missing: (&mut [f32], &mut [f32])) {
    const LEAST: f32 = 0.2;
    for (share, pair) in pairs.iter_mut().zip(alignment.pairs()) {
        let kept = match (against(pair), pair.apart < NEAR) {
            (true, _) => share.min(-LEAST),
            (_, true) => share.max(LEAST),
            _ => *share,
        };
        whole += *share - kept;
        *share = kept;
    }
    let to_blame = |pair: &Pair| {
        pair.how != Matched::Weak && if whole > 0.0 { pair.apart < NEAR } else { against(pair) }
    };
    let any = alignment.pairs().iter().any(to_blame);
    let lacking = alignment.missing_a | alignment.missing_b;
    let mut chosen: Vec<&mut f32> = Vec::new();
    if any || whole > 0.0 || lacking == 0 {
        let both = pairs.iter_mut().zip(alignment.pairs());
        chosen.extend(both.filter(|(_, pair)| !any || to_blame(pair)).map(|(share, _)| share));
    } else {
        for (shares, bits) in [(missing.0, alignment.missing_a), (missing.1, alignment.missing_b)] {
            chosen.extend(
                shares.iter_mut().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, share)| share),
            );
        }
    }
    let count = chosen.len().max(1) as f32;
    chosen.into_iter().for_each(|share| *share += whole / count);
}

fn explain(
    a: NameRef<'_>,
    b: NameRef<'_>,
    alignment: &Alignment,
    pairs: &[f32],
    missing: (&[f32], &[f32]),
) -> Vec<PartMatch> {
    let mut steps: Vec<(usize, PartMatch)> = Vec::new();
    for (pair, &weight) in alignment.pairs().iter().zip(pairs) {
        let (x, y) = (slice(a, pair.a()), slice(b, pair.b()));
        let mut how = how(pair, x, y);
        // What speaks for the names is never shown as against them.
        let other = matches!(pair.how, Matched::InitialAgainst | Matched::NumberAgainst);
        if how == How::Against && weight > 0.0 && !other {
            how = match pair.how {
                Matched::Joined => How::Joined,
                Matched::Whole if alignment.distance == 0 => How::Joined,
                _ if alignment.distance == 0 => How::Spelling,
                _ => How::Transliteration,
            };
        }
        let step = PartMatch { a: written(x), b: written(y), how, weight };
        steps.push((pair.a().0, step));
    }
    for at in places(alignment.missing_a) {
        let weight = missing.0.get(at).copied().unwrap_or_default();
        let a = written(slice(a, (at, 1)));
        steps.push((at, PartMatch { a, b: String::new(), how: How::Missing, weight }));
    }
    for at in places(alignment.missing_b) {
        let weight = missing.1.get(at).copied().unwrap_or_default();
        let b = written(slice(b, (at, 1)));
        steps.push((usize::MAX, PartMatch { a: String::new(), b, how: How::Missing, weight }));
    }
    steps.sort_by_key(|(place, _)| *place);
    steps.into_iter().map(|(_, step)| step).collect()
}

fn slice<'a>(name: NameRef<'a>, at: (usize, usize)) -> &'a [&'a Part] {
    name.parts.get(at.0..at.0 + at.1).unwrap_or_default()
}

fn written(parts: &[&Part]) -> String {
    parts.iter().map(|part| part.written()).collect::<Vec<_>>().join(" ")
}

fn how(pair: &Pair, a: &[&Part], b: &[&Part]) -> How {
    let same_letters = || a.iter().map(|part| part.hash).eq(b.iter().map(|part| part.hash));
    let scripts = a.first().map(|part| part.script) != b.first().map(|part| part.script);
    match pair.how {
        Matched::Same => How::Same,
        Matched::Equivalent => How::Nickname,
        Matched::Initial if same_letters() => How::Same,
        Matched::Initial => How::Initial,
        Matched::InitialAgainst | Matched::NumberAgainst | Matched::None => How::Against,
        Matched::Weak if same_letters() => How::Same,
        _ if against(pair) => How::Against,
        Matched::Joined => How::Joined,
        Matched::Whole if !scripts => How::Joined,
        _ if scripts => How::Transliteration,
        _ if a.iter().flat_map(|part| part.reading()).eq(b.iter().flat_map(|part| part.reading())) => {
            How::Sound
        }
        _ if a.iter().chain(b).any(|part| part.kind == Kind::Initial) => How::Initial,
        _ => How::Spelling,
    }
}
