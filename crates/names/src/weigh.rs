//! From an alignment to log-odds: a sum of table entries, so that each part's share can be shown.
//!
//! The weights are fitted by `examples/learn` (logistic regression over these features) and stand, each with its
//! name, in `tables/weights.tsv`.

use std::sync::LazyLock;

use crate::align::{Alignment, NEAR, Pair, Tie};
use crate::name::{Kind, Name, Part};
use crate::tables::lines;

static WEIGHTS: &str = include_str!("../tables/weights.tsv");

/// Distances between which the weight of a pair is interpolated.
const KNOTS: [f32; 11] = [0.0, 0.04, 0.08, 0.13, 0.19, 0.26, 0.35, 0.45, 0.6, 0.8, 1.1];
const DISTANCES: usize = 5;
const DISTANCE_NAMES: [&str; DISTANCES] = ["same-script", "alphabets", "abjad", "syllabic", "han"];

const PER_DISTANCE: usize = KNOTS.len() * 2;
const OWN: usize = DISTANCES * PER_DISTANCE;
const SAME: usize = OWN;
const SAME_RARE: usize = OWN + 1;
const NICKNAME: usize = OWN + 2;
const INITIAL: usize = OWN + 3;
const INITIAL_AGAINST: usize = OWN + 4;
const JOINED: usize = OWN + 5;
const WHOLE: usize = OWN + 6;
const PATRONYMIC_SAME: usize = OWN + 7;
const PATRONYMIC_AGAINST: usize = OWN + 8;
const MISSING_RARE: usize = OWN + 9;
const MISSING_PATRONYMIC: usize = OWN + 10;
const MISSING_INITIAL: usize = OWN + 11;
const PARTICLE_SAME: usize = OWN + 12;
const PARTICLE_MISSING: usize = OWN + 13;
const TITLE_MISSING: usize = OWN + 14;
const TURNED: usize = OWN + 15;
const CROSSED: usize = OWN + 16;
const LONE: usize = OWN + 17;
const LONE_OF_MANY: usize = OWN + 18;
const MISSING_BOTH: usize = OWN + 19;
const IDENTICAL: usize = OWN + 20;
const OWN_NAMES: [&str; 21] = [
    "same",
    "same-rare",
    "nickname",
    "initial",
    "initial-against",
    "joined",
    "whole",
    "patronymic-same",
    "patronymic-against",
    "missing-rare",
    "missing-patronymic",
    "missing-initial",
    "particle-same",
    "particle-missing",
    "title-missing",
    "turned",
    "crossed",
    "lone",
    "lone-of-many",
    "missing-on-both",
    "identical",
];
const MISSING: usize = OWN + OWN_NAMES.len();
const STRONG: usize = MISSING + DISTANCES;
const STRONG_STEPS: usize = 4;
const AGAINST: usize = STRONG + DISTANCES * STRONG_STEPS;
const AGAINST_STEPS: usize = 3;
const BIAS: usize = AGAINST + DISTANCES * AGAINST_STEPS;
/// Whole-name measures, each by steps and by how far the scripts are apart.
const MEASURES: [(&str, &[f32]); 5] = [
    ("mean", &[0.0, 0.03, 0.07, 0.12, 0.18, 0.25, 0.33, 0.42, 0.55, 0.7, 0.9]),
    ("worst", &[0.0, 0.05, 0.1, 0.16, 0.24, 0.34, 0.45, 0.6, 0.8, 1.0]),
    ("evidence", &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 13.0, 16.0, 20.0, 26.0]),
    ("cover-less", &[0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 1.0]),
    ("cover-more", &[0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0]),
];
const MEASURE: usize = BIAS + DISTANCES;
const MEASURE_STEPS: usize = 12;
/// Each measure also counts for all scripts together.
const MEASURE_KINDS: usize = DISTANCES + 1;
/// How many features there are.
pub(crate) const FEATURES: usize = MEASURE + MEASURES.len() * MEASURE_KINDS * MEASURE_STEPS;

/// The name of a feature, as in `tables/weights.tsv`.
pub(crate) fn feature_name(feature: usize) -> String {
    let distance = |at: usize| DISTANCE_NAMES.get(at).copied().unwrap_or_default();
    if feature < OWN {
        let (at, rest) = (feature / PER_DISTANCE, feature % PER_DISTANCE);
        let knot = KNOTS.get(rest % KNOTS.len()).copied().unwrap_or_default();
        let kind = if rest < KNOTS.len() { "pair" } else { "pair-rare" };
        format!("{kind}.{}.{knot}", distance(at))
    } else if let Some(name) = OWN_NAMES.get(feature - OWN) {
        (*name).to_owned()
    } else if feature < STRONG {
        format!("missing.{}", distance(feature - MISSING))
    } else if feature < AGAINST {
        format!("near.{}.{}", distance((feature - STRONG) / STRONG_STEPS), (feature - STRONG) % STRONG_STEPS)
    } else if feature < BIAS {
        let at = feature - AGAINST;
        format!("far.{}.{}", distance(at / AGAINST_STEPS), at % AGAINST_STEPS)
    } else if feature < MEASURE {
        format!("bias.{}", distance(feature - BIAS))
    } else {
        let (at, step) = ((feature - MEASURE) / MEASURE_STEPS, (feature - MEASURE) % MEASURE_STEPS);
        let (name, steps) = MEASURES.get(at / MEASURE_KINDS).copied().unwrap_or_default();
        let step = steps.get(step).copied().unwrap_or(-1.0);
        let kind = at % MEASURE_KINDS;
        format!("{name}.{}.{step}", if kind == DISTANCES { "any" } else { distance(kind) })
    }
}

static WEIGHT: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let mut weights = vec![0.0; FEATURES];
    let named: std::collections::HashMap<&str, f32> = lines(WEIGHTS)
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, weight)| weight.parse().ok().map(|weight| (name, weight)))
        .collect();
    for (feature, weight) in weights.iter_mut().enumerate() {
        *weight = named.get(feature_name(feature).as_str()).copied().unwrap_or(0.0);
    }
    weights
});

/// The weight of a feature.
pub(crate) fn weight(feature: usize) -> f32 {
    WEIGHT.get(feature).copied().unwrap_or(0.0)
}

/// What a feature belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Pair(usize),
    MissingA(usize),
    MissingB(usize),
    Whole,
}

fn rare(rarity: f32) -> f32 {
    (rarity - 6.0) / 3.0
}

/// Shares a value between the two steps it lies between.
fn knots(steps: &[f32], value: f32, mut visit: impl FnMut(usize, f32)) {
    let mut before: Option<f32> = None;
    for (at, &knot) in steps.iter().enumerate() {
        if value <= knot {
            match before {
                Some(low) => {
                    let share = (value - low) / (knot - low);
                    visit(at - 1, 1.0 - share);
                    visit(at, share);
                }
                None => visit(at, 1.0),
            }
            return;
        }
        before = Some(knot);
    }
    visit(steps.len().saturating_sub(1), 1.0);
}

fn pair_features(pair: &Pair, visit: &mut impl FnMut(usize, f32)) {
    let base = pair.distance * PER_DISTANCE;
    match pair.tie {
        Tie::Particle => return visit(PARTICLE_SAME, 1.0),
        Tie::Initial => return visit(INITIAL, 1.0),
        Tie::InitialAgainst => return visit(INITIAL_AGAINST, 1.0),
        Tie::Nickname => return visit(NICKNAME, 1.0),
        Tie::Same => {
            visit(SAME, 1.0);
            visit(SAME_RARE, rare(pair.rarity));
        }
        Tie::Joined => visit(JOINED, 1.0),
        Tie::Whole => visit(WHOLE, 1.0),
        Tie::Sound => {}
    }
    let rarity = rare(pair.rarity);
    knots(&KNOTS, pair.apart, |at, share| {
        visit(base + at, share);
        visit(base + KNOTS.len() + at, share * rarity);
    });
    if pair.patronymic {
        visit(if pair.apart < NEAR { PATRONYMIC_SAME } else { PATRONYMIC_AGAINST }, 1.0);
    }
}

fn missing_features(name: &Name, at: usize, distance: usize, visit: &mut impl FnMut(usize, f32)) {
    let Some(part) = name.parts().get(at) else { return };
    match part.kind {
        Kind::Particle => visit(PARTICLE_MISSING, 1.0),
        Kind::Title => visit(TITLE_MISSING, 1.0),
        Kind::Initial => visit(MISSING_INITIAL, 1.0),
        Kind::Patronymic => visit(MISSING_PATRONYMIC, 1.0),
        Kind::Plain => {
            visit(MISSING + distance, 1.0);
            visit(MISSING_RARE, rare(part.rarity));
        }
    }
}

/// Every feature of an alignment with its value and what it belongs to.
pub(crate) fn features(a: &Name, b: &Name, alignment: &Alignment, visit: &mut impl FnMut(Of, usize, f32)) {
    let distance = alignment.pairs.iter().map(|pair| pair.distance).max().unwrap_or(0);
    let (mut near, mut far) = (0, 0);
    for (at, pair) in alignment.pairs.iter().enumerate() {
        pair_features(pair, &mut |feature, value| visit(Of::Pair(at), feature, value));
        match pair.tie {
            Tie::Particle | Tie::Initial => {}
            Tie::InitialAgainst => far += 1,
            Tie::Whole if pair.apart < NEAR => near += 2,
            Tie::Nickname => near += 1,
            _ if pair.apart < NEAR => near += 1,
            _ => far += 1,
        }
    }
    let telling = |pair: &Pair| matches!(pair.tie, Tie::Same | Tie::Particle) && pair.apart <= 0.0;
    if near > 0
        && alignment.pairs.iter().all(telling)
        && alignment.missing_a.is_empty()
        && alignment.missing_b.is_empty()
    {
        visit(Of::Whole, IDENTICAL, 1.0);
    }
    // An initial or a particle alone shows nothing.
    if near == 0 {
        far = far.max(1);
    }
    for &at in &alignment.missing_a {
        missing_features(a, at, distance, &mut |feature, value| visit(Of::MissingA(at), feature, value));
    }
    for &at in &alignment.missing_b {
        missing_features(b, at, distance, &mut |feature, value| visit(Of::MissingB(at), feature, value));
    }
    if !alignment.missing_a.is_empty() && !alignment.missing_b.is_empty() {
        visit(Of::Whole, MISSING_BOTH, 1.0);
    }
    visit(Of::Whole, STRONG + distance * STRONG_STEPS + near.min(STRONG_STEPS - 1), 1.0);
    visit(Of::Whole, AGAINST + distance * AGAINST_STEPS + far.min(AGAINST_STEPS - 1), 1.0);
    visit(Of::Whole, BIAS + distance, 1.0);
    for ((at, (_, steps)), value) in MEASURES.iter().enumerate().zip(measures(a, b, alignment)) {
        knots(steps, value, |step, share| {
            for kind in [distance, DISTANCES] {
                visit(Of::Whole, MEASURE + (at * MEASURE_KINDS + kind) * MEASURE_STEPS + step, share);
            }
        });
    }
    match order(alignment) {
        Order::Kept => {}
        Order::Turned => visit(Of::Whole, TURNED, 1.0),
        Order::Crossed => visit(Of::Whole, CROSSED, 1.0),
    }
    match (a.parts().len(), b.parts().len()) {
        (1, 1) => visit(Of::Whole, LONE, 1.0),
        (1, _) | (_, 1) => visit(Of::Whole, LONE_OF_MANY, 1.0),
        _ => {}
    }
}

/// How much a part says, in letters.
fn length(part: &Part) -> f32 {
    match part.kind {
        Kind::Particle | Kind::Title => 0.5,
        Kind::Initial => 1.0,
        Kind::Plain | Kind::Patronymic => part.letters.len().clamp(1, 10) as f32,
    }
}

/// The values of [`MEASURES`]: how far the matched parts are apart in the mean and at worst, how much rarity they
/// share, and how much of the name that is more and that is less covered they cover.
fn measures(a: &Name, b: &Name, alignment: &Alignment) -> [f32; MEASURES.len()] {
    let lengths = |name: &Name, at: (usize, usize)| -> f32 {
        name.parts().iter().skip(at.0).take(at.1).map(length).sum()
    };
    let (mut weights, mut mean, mut worst, mut evidence) = (0.01, 0.0, 0.0_f32, 0.0);
    let (mut covered_a, mut covered_b) = (0.0, 0.0);
    for pair in &alignment.pairs {
        let (x, y) = (lengths(a, pair.a), lengths(b, pair.b));
        let near = (1.0 - pair.apart / 0.6).max(0.0);
        if !matches!(pair.tie, Tie::Particle | Tie::Initial | Tie::InitialAgainst) {
            let weight = x + y;
            weights += weight;
            mean += weight * pair.apart.min(1.2);
            worst = worst.max(pair.apart);
            evidence += near * pair.rarity;
        }
        covered_a += near.min(0.5) * 2.0 * x;
        covered_b += near.min(0.5) * 2.0 * y;
    }
    let whole = |name: &Name| lengths(name, (0, usize::MAX)).max(0.5);
    let (a, b) = (covered_a / whole(a), covered_b / whole(b));
    [mean / weights, worst, evidence, a.max(b).min(1.0), a.min(b)]
}

enum Order {
    Kept,
    /// The first part or parts have gone to the end: family name first.
    Turned,
    Crossed,
}

fn order(alignment: &Alignment) -> Order {
    let mut places: Vec<(usize, usize)> = alignment
        .pairs
        .iter()
        .filter(|pair| pair.tie != Tie::Particle && pair.apart < NEAR)
        .map(|pair| (pair.a.0, pair.b.0))
        .collect();
    places.sort_unstable();
    let falls = places.windows(2).filter(|pair| matches!(pair, [x, y] if x.1 > y.1)).count();
    let turned = match (places.first(), places.last()) {
        (Some(first), Some(last)) => last.1 < first.1,
        _ => false,
    };
    match falls {
        0 => Order::Kept,
        1 if turned => Order::Turned,
        _ => Order::Crossed,
    }
}
