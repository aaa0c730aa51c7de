//! Laying the parts of two names side by side.
//!
//! Parts are matched greedily, the nearest first, in any order; adjoining parts may stand for one part of the other
//! name. What stays over on both sides is set against each other, what stays over on one side is missing.

use crate::cost::{between, distance};
use crate::name::{Kind, Name, Part};
use crate::sound::MAX_SOUNDS;
use crate::spell;
use crate::text::Script;

/// More parts than this are not compared.
pub(crate) const MAX_PARTS: usize = 10;

/// Nearer than this, two parts are one name.
pub(crate) const NEAR: f32 = 0.3;

/// Farther than this, two parts are matched only for want of a better one.
const FAR: f32 = 0.6;

/// What kind of match a pair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    /// The same letters.
    Same,
    /// Compared by sound.
    Sound,
    Nickname,
    /// An initial and a part that begins with it.
    Initial,
    /// An initial and a part that begins otherwise.
    InitialAgainst,
    Joined,
    /// The whole names read as one.
    Whole,
    Particle,
}

/// Some adjoining parts of one name opposite some of the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) a: (usize, usize),
    pub(crate) b: (usize, usize),
    pub(crate) apart: f32,
    pub(crate) tie: Tie,
    /// How far apart the scripts are.
    pub(crate) distance: usize,
    pub(crate) rarity: f32,
    pub(crate) patronymic: bool,
}

/// Two names side by side.
#[derive(Debug, Default)]
pub(crate) struct Alignment {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) missing_a: Vec<usize>,
    pub(crate) missing_b: Vec<usize>,
}

/// What a distance by sound counts more than one by spelling, by how far the scripts are apart: the sounds of
/// syllables and of Han characters are coarse.
const BY_SOUND: [f32; 5] = [0.0, 0.0, 0.0, 0.12, 0.15];

/// The nearer of the distances by spelling and by sound.
fn nearer(spelt: Option<f32>, sound: f32, a: u8, b: u8) -> f32 {
    let coarse = BY_SOUND.get(distance(a, b)).copied().unwrap_or_default();
    spelt.map_or(sound, |spelt| spelt.min(sound + coarse))
}

/// Two words in one script that share no sound are not laid side by side.
fn cheaply_far(a: &Part, b: &Part) -> bool {
    let sounds = |part: &Part| part.readings.iter().flatten().fold(0_u64, |bits, sound| bits | 1 << sound);
    sounds(a) & sounds(b) == 0
}

fn apart(a: &Part, b: &Part) -> f32 {
    if a.channel == b.channel && cheaply_far(a, b) {
        return spell::APART;
    }
    let spelt = spelt_apart(std::slice::from_ref(a), std::slice::from_ref(b));
    nearer(spelt, sound_apart(a, b), a.channel, b.channel)
}

/// The smallest distance of any two readings.
fn sound_apart(a: &Part, b: &Part) -> f32 {
    let costs = between(a.channel, b.channel);
    let mut best = f32::MAX;
    for (at, x) in a.readings.iter().enumerate() {
        for (other, y) in b.readings.iter().enumerate() {
            // The more readings are tried, the likelier one fits by chance.
            let odd = if at + other == 0 { 0.0 } else { 0.04 };
            best = best.min(costs.apart(x, y) + odd);
        }
    }
    best
}

fn joined(parts: &[Part]) -> ([u8; MAX_SOUNDS * 2], usize) {
    let mut out = [0; MAX_SOUNDS * 2];
    let mut len = 0;
    for &sound in parts.iter().flat_map(Part::reading) {
        if len > 0 && out.get(len - 1) == Some(&sound) {
            continue;
        }
        match out.get_mut(len) {
            Some(cell) => *cell = sound,
            None => break,
        }
        len += 1;
    }
    (out, len)
}

/// How far the spelling of one is from the letters of the other, which if neither is Latin is its own usual spelling;
/// nothing for two of one kind of writing.
fn spelt_apart(a: &[Part], b: &[Part]) -> Option<f32> {
    let (first_a, first_b) = (a.first()?, b.first()?);
    match (first_a.script == Script::Latin, first_b.script == Script::Latin) {
        (true, false) => Some(spelt(b, a)),
        (false, true) => Some(spelt(a, b)),
        _ if first_a.channel == first_b.channel => None,
        _ => Some(spelt(a, b).min(spelt(b, a))),
    }
}

fn spelt(parts: &[Part], latin: &[Part]) -> f32 {
    if let [part] = latin {
        return spelt_letters(parts, &part.letters);
    }
    let mut letters = [0; spell::MAX_LETTERS];
    let mut count = 0;
    for (cell, &letter) in letters.iter_mut().zip(latin.iter().flat_map(|part| part.letters.iter())) {
        *cell = letter;
        count += 1;
    }
    spelt_letters(parts, letters.get(..count).unwrap_or_default())
}

/// By the syllable where that is known, else or if it is nearer by the letter.
fn spelt_letters(parts: &[Part], letters: &[u8]) -> f32 {
    let by_letter = spell::apart(parts.iter().flat_map(|part| part.units.iter()), letters);
    if parts.iter().any(|part| part.syllables.is_empty()) {
        return by_letter;
    }
    by_letter.min(spell::apart(parts.iter().flat_map(|part| part.syllables.iter()), letters))
}

fn joined_apart(a: &[Part], b: &[Part]) -> f32 {
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else { return f32::MAX };
    let ((sounds_a, len_a), (sounds_b, len_b)) = (joined(a), joined(b));
    let sound = match (sounds_a.get(..len_a), sounds_b.get(..len_b)) {
        (Some(x), Some(y)) => between(first_a.channel, first_b.channel).apart(x, y),
        _ => f32::MAX,
    };
    nearer(spelt_apart(a, b), sound, first_a.channel, first_b.channel)
}

fn shares_family(a: &Part, b: &Part) -> bool {
    a.families.iter().any(|family| b.families.contains(family))
}

fn plain(part: &Part) -> bool {
    matches!(part.kind, Kind::Plain | Kind::Patronymic)
}

fn weak(part: &Part) -> bool {
    matches!(part.kind, Kind::Particle | Kind::Title)
}

fn single(parts: (&Part, &Part), at: (usize, usize)) -> Option<Pair> {
    let (a, b) = parts;
    let same = a.script == b.script && a.plain == b.plain;
    let (apart, tie) = if weak(a) || weak(b) {
        if a.kind == Kind::Initial || b.kind == Kind::Initial {
            return None;
        }
        let apart = if same { 0.0 } else { apart(a, b) };
        // A particle may be a name of its own elsewhere (`Ben`, `Van`, `Da`).
        let limit = if weak(a) && weak(b) { NEAR } else { 0.1 };
        if apart > limit {
            return None;
        }
        (apart, Tie::Particle)
    } else if a.kind == Kind::Initial || b.kind == Kind::Initial {
        let first = a.reading().first().zip(b.reading().first());
        let fits = first.is_some_and(|(&x, &y)| between(a.channel, b.channel).may_match(x, y));
        match (fits, same) {
            (_, true) => (0.35, Tie::Initial),
            (true, _) => (0.45, Tie::Initial),
            (false, _) => (1.0, Tie::InitialAgainst),
        }
    } else if same {
        (0.0, Tie::Same)
    } else {
        let apart = apart(a, b);
        if apart > 0.12 && shares_family(a, b) {
            (apart.min(0.2), Tie::Nickname)
        } else {
            (apart, Tie::Sound)
        }
    };
    Some(Pair {
        a: (at.0, 1),
        b: (at.1, 1),
        apart,
        tie,
        distance: distance(a.channel, b.channel),
        rarity: a.rarity.min(b.rarity),
        patronymic: a.kind == Kind::Patronymic && b.kind == Kind::Patronymic,
    })
}

fn join_pairs(a: &[Part], b: &[Part], singles: &[Pair], out: &mut Vec<Pair>) {
    let near = |at: usize, side_a: bool| {
        singles.iter().any(|pair| {
            (if side_a { pair.a.0 } else { pair.b.0 }) == at
                && pair.apart < 0.08
                && matches!(pair.tie, Tie::Same | Tie::Sound)
        })
    };
    let free_form = unspaced(a) || unspaced(b);
    for (many, one, many_is_a) in [(a, b, true), (b, a, false)] {
        if many.len() < 2 {
            continue;
        }
        for (j, target) in one.iter().enumerate() {
            if !plain(target) || target.reading().len() < 3 || near(j, !many_is_a) {
                continue;
            }
            for len in 2..=3 {
                for i in 0..(many.len() + 1).saturating_sub(len) {
                    let Some(slice) = many.get(i..i + len) else { continue };
                    let sounds: usize = slice.iter().map(|part| part.reading().len()).sum();
                    if sounds.abs_diff(target.reading().len()) > 4 + sounds / 3
                        || slice.iter().all(weak)
                        || (i..i + len).all(|at| near(at, many_is_a))
                        || !(free_form || ends_alike(slice, target))
                    {
                        continue;
                    }
                    let target_slice = std::slice::from_ref(target);
                    let apart = if many_is_a {
                        joined_apart(slice, target_slice)
                    } else {
                        joined_apart(target_slice, slice)
                    };
                    if apart < FAR {
                        let (at_a, at_b) = if many_is_a { ((i, len), (j, 1)) } else { ((j, 1), (i, len)) };
                        let first = slice.first().map_or(target.channel, |part| part.channel);
                        out.push(Pair {
                            a: at_a,
                            b: at_b,
                            apart,
                            tie: Tie::Joined,
                            distance: distance(first, target.channel),
                            rarity: target.rarity,
                            patronymic: false,
                        });
                    }
                }
            }
        }
    }
}

/// Whether joined parts may begin or end like another part.
fn ends_alike(parts: &[Part], target: &Part) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let may = |x: Option<&u8>, y: Option<&u8>, channel: u8| {
        x.zip(y).is_some_and(|(&x, &y)| between(channel, target.channel).may_match(x, y))
    };
    may(first.reading().first(), target.reading().first(), first.channel)
        || may(last.reading().last(), target.reading().last(), last.channel)
}

fn free(taken: u32, at: (usize, usize)) -> bool {
    taken & mask(at) == 0
}

fn mask(at: (usize, usize)) -> u32 {
    ((1 << at.1) - 1) << at.0
}

/// Whether a name is written without spaces between its parts.
fn unspaced(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part.script, Script::Han | Script::Hangul | Script::Kana | Script::Thai))
}

/// The names as a whole, read in one go, where one of them does not show its parts.
fn whole(a: &[Part], b: &[Part]) -> Option<Pair> {
    let (first_a, first_b) = (a.first()?, b.first()?);
    let mut best = joined_apart(a, b);
    // One side may begin with the family name, the other end with it.
    for (parts, other, parts_is_a) in [(a, b, true), (b, a, false)] {
        if parts.len() > 1 && !unspaced(parts) {
            let turned: Vec<Part> =
                parts.last().into_iter().chain(parts.iter().take(parts.len() - 1)).cloned().collect();
            best = best.min(if parts_is_a {
                joined_apart(&turned, other)
            } else {
                joined_apart(other, &turned)
            });
        }
    }
    let rarest = |parts: &[Part]| parts.iter().map(|part| part.rarity).fold(2.0, f32::max);
    Some(Pair {
        a: (0, a.len()),
        b: (0, b.len()),
        apart: best,
        tie: Tie::Whole,
        distance: distance(first_a.channel, first_b.channel),
        rarity: rarest(a).min(rarest(b)) + 1.0,
        patronymic: false,
    })
}

/// What it speaks for a match that these parts are taken for one another.
fn gain(pair: &Pair) -> f32 {
    let share = match pair.tie {
        Tie::Particle => 0.2,
        Tie::InitialAgainst => return 0.0,
        _ => (pair.a.1 + pair.b.1) as f32 / 2.0,
    };
    let place = pair.a.0.abs_diff(pair.b.0) as f32;
    share * (FAR - pair.apart) + pair.rarity * 1e-3 - place * 1e-3
}

/// More pairs than this are not weighed against one another.
const MAX_CHOICES: usize = 14;

/// The pairs that together gain most and take no part twice.
fn chosen(candidates: &[Pair]) -> Vec<&Pair> {
    let mut open: Vec<(f32, &Pair)> = candidates
        .iter()
        .map(|pair| (gain(pair), pair))
        .filter(|(gain, pair)| *gain > 0.0 && pair.apart < FAR)
        .collect();
    open.sort_by(|x, y| y.0.total_cmp(&x.0));
    open.truncate(MAX_CHOICES);
    let mut best = (0.0, 0_u32);
    choose(&open, 0, (0, 0), (0.0, 0), &mut best);
    open.iter().enumerate().filter(|(at, _)| best.1 & (1 << at) != 0).map(|(_, (_, pair))| *pair).collect()
}

fn choose(open: &[(f32, &Pair)], at: usize, taken: (u32, u32), so_far: (f32, u32), best: &mut (f32, u32)) {
    if so_far.0 > best.0 {
        *best = so_far;
    }
    let Some(left) = open.get(at..) else { return };
    // What is left cannot do better than all of it together.
    if so_far.0 + left.iter().map(|(gain, _)| gain).sum::<f32>() <= best.0 {
        return;
    }
    let Some((gain, pair)) = left.first() else { return };
    if free(taken.0, pair.a) && free(taken.1, pair.b) {
        let taken = (taken.0 | mask(pair.a), taken.1 | mask(pair.b));
        choose(open, at + 1, taken, (so_far.0 + gain, so_far.1 | 1 << at), best);
    }
    choose(open, at + 1, taken, so_far, best);
}

/// Lays two names side by side.
pub(crate) fn align(a: &Name, b: &Name) -> Alignment {
    let a = a.parts().get(..a.parts().len().min(MAX_PARTS)).unwrap_or_default();
    let b = b.parts().get(..b.parts().len().min(MAX_PARTS)).unwrap_or_default();
    let mut out = Alignment::default();
    if a.is_empty() || b.is_empty() {
        return out;
    }
    let mut singles = Vec::with_capacity(a.len() * b.len());
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            singles.extend(single((x, y), (i, j)));
        }
    }
    let mut candidates = Vec::new();
    join_pairs(a, b, &singles, &mut candidates);
    candidates.extend_from_slice(&singles);
    let mut taken = (0_u32, 0_u32);
    for pair in chosen(&candidates) {
        taken.0 |= mask(pair.a);
        taken.1 |= mask(pair.b);
        out.pairs.push(*pair);
    }
    let (mut taken_a, mut taken_b) = taken;
    candidates.sort_by(|x, y| {
        // Nearest first; then the parts that stand at the same place.
        let place = |pair: &Pair| pair.a.0.abs_diff(pair.b.0);
        x.apart.total_cmp(&y.apart).then(place(x).cmp(&place(y)))
    });
    for pair in &candidates {
        if pair.tie != Tie::Joined && free(taken_a, pair.a) && free(taken_b, pair.b) {
            taken_a |= mask(pair.a);
            taken_b |= mask(pair.b);
            out.pairs.push(*pair);
        }
    }
    out.missing_a = (0..a.len()).filter(|&at| free(taken_a, (at, 1))).collect();
    out.missing_b = (0..b.len()).filter(|&at| free(taken_b, (at, 1))).collect();
    if (unspaced(a) || unspaced(b)) && a.len() + b.len() > 2 {
        let telling = |at: &&usize, parts: &[Part]| parts.get(**at).is_some_and(|part| !weak(part));
        let missing = out.missing_a.iter().filter(|at| telling(at, a)).count()
            + out.missing_b.iter().filter(|at| telling(at, b)).count();
        let count = out.pairs.len() + missing;
        let sum: f32 = out.pairs.iter().map(|pair| pair.apart.min(1.2)).sum::<f32>() + 0.4 * missing as f32;
        if let Some(whole) = whole(a, b)
            && whole.apart + 0.04 < sum / count.max(1) as f32
        {
            return Alignment { pairs: vec![whole], missing_a: Vec::new(), missing_b: Vec::new() };
        }
    }
    out
}
