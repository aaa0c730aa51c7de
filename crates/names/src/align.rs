//! Laying the parts of two names side by side.
//!
//! Parts that are the same go together first; of all ways to match the others that take no part twice, the one that
//! gains most is taken. Adjoining parts may stand for one part of the other name. What stays over on both sides is set
//! against each other, what stays over on one side is missing. Nothing here allocates.

use crate::cost::{between, distance};
use crate::lexis::Kind;
use crate::name::NameRef;
use crate::part::Part;
use crate::text::Script;
use crate::tie::{How, Tie, joined_apart};

/// More parts than this are not compared.
pub(crate) const MAX_PARTS: usize = 10;

/// Farther than this, two parts are matched only for want of a better one.
const FAR: f32 = 0.6;

/// Some adjoining parts of one name opposite some of the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    /// Where the parts begin in the first and the second name and how many they are: small, for many pairs are made.
    at: [u8; 4],
    pub(crate) apart: f32,
    pub(crate) how: How,
    pub(crate) rarity: f32,
}

/// Two names side by side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alignment {
    pairs: [Pair; MAX_PARTS],
    count: usize,
    /// Which parts stand alone, one bit each.
    pub(crate) missing_a: u32,
    pub(crate) missing_b: u32,
    /// How far the scripts are apart.
    pub(crate) distance: usize,
}

const NO_PAIR: Pair = Pair { at: [0; 4], apart: 1.0, how: How::None, rarity: 0.0 };

impl Pair {
    fn new(a: (usize, usize), b: (usize, usize), apart: f32, how: How, rarity: f32) -> Self {
        Self { at: [a.0 as u8, a.1 as u8, b.0 as u8, b.1 as u8], apart, how, rarity }
    }

    /// The first of the parts of the first name, and how many.
    pub(crate) fn a(&self) -> (usize, usize) {
        let [at, count, ..] = self.at;
        (usize::from(at), usize::from(count))
    }

    /// The first of the parts of the second name, and how many.
    pub(crate) fn b(&self) -> (usize, usize) {
        let [.., at, count] = self.at;
        (usize::from(at), usize::from(count))
    }
}

impl Alignment {
    fn new() -> Self {
        Self { pairs: [NO_PAIR; MAX_PARTS], count: 0, missing_a: 0, missing_b: 0, distance: 0 }
    }

    pub(crate) fn pairs(&self) -> &[Pair] {
        self.pairs.get(..self.count).unwrap_or_default()
    }

    fn push(&mut self, pair: Pair) {
        if let Some(cell) = self.pairs.get_mut(self.count) {
            *cell = pair;
            self.count += 1;
        }
    }
}

/// The places of the bits that are set.
pub(crate) fn places(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = bits.trailing_zeros();
        (at < 32).then(|| {
            bits &= bits - 1;
            at as usize
        })
    })
}

fn mask(at: (usize, usize)) -> u32 {
    ((1 << at.1) - 1) << at.0
}

fn all(parts: &[&Part]) -> u32 {
    (1 << parts.len()) - 1
}

/// At most this many pairs are weighed against one another.
const MAX_CHOICES: usize = 14;

/// Pairs, those that gain most first.
struct Choices {
    open: [(f32, Pair); MAX_CHOICES],
    count: usize,
}

impl Choices {
    fn add(&mut self, gain: f32, pair: Pair) {
        let mut at = self.count;
        if at == MAX_CHOICES {
            if self.open.last().is_none_or(|(least, _)| *least >= gain) {
                return;
            }
            at -= 1;
        } else {
            self.count += 1;
        }
        while at > 0
            && let Some(before) = self.open.get(at - 1).copied()
            && before.0 < gain
        {
            if let Some(cell) = self.open.get_mut(at) {
                *cell = before;
            }
            at -= 1;
        }
        if let Some(cell) = self.open.get_mut(at) {
            *cell = (gain, pair);
        }
    }

    fn list(&self) -> &[(f32, Pair)] {
        self.open.get(..self.count).unwrap_or_default()
    }
}

/// What it speaks for a match that these parts are taken for one another.
fn gain(pair: &Pair) -> f32 {
    let share = match pair.how {
        How::Weak => 0.2,
        _ => (pair.a().1 + pair.b().1) as f32 / 2.0,
    };
    let place = pair.a().0.abs_diff(pair.b().0) as f32;
    share * (FAR - pair.apart) + pair.rarity * 1e-3 - place * 1e-3
}

fn choose(open: &[(f32, Pair)], at: usize, taken: (u32, u32), so_far: (f32, u32), best: &mut (f32, u32)) {
    if so_far.0 > best.0 {
        *best = so_far;
    }
    let Some(left) = open.get(at..) else { return };
    // What is left cannot do better than all of it together.
    if so_far.0 + left.iter().map(|(gain, _)| gain).sum::<f32>() <= best.0 {
        return;
    }
    let Some((gain, pair)) = left.first() else { return };
    if taken.0 & mask(pair.a()) == 0 && taken.1 & mask(pair.b()) == 0 {
        let taken = (taken.0 | mask(pair.a()), taken.1 | mask(pair.b()));
        choose(open, at + 1, taken, (so_far.0 + gain, so_far.1 | 1 << at), best);
    }
    choose(open, at + 1, taken, so_far, best);
}

/// Lays two names side by side, with the ties of their single parts as `tie` gives them.
pub(crate) fn align(a: NameRef<'_>, b: NameRef<'_>, mut tie: impl FnMut(usize, usize) -> Tie) -> Alignment {
    let (a, b) = (a.parts, b.parts);
    let mut out = Alignment::new();
    let (mut left_a, mut left_b) = (all(a), all(b));
    for (i, x) in a.iter().enumerate() {
        let same = |j: &usize| b.get(*j).is_some_and(|y| y.hash == x.hash);
        if let Some(j) = places(left_b).find(same) {
            left_a &= !(1 << i);
            left_b &= !(1 << j);
            out.push(single(a, b, (i, j), tie(i, j)));
        }
    }
    if left_a != 0 && left_b != 0 {
        others(a, b, (&mut left_a, &mut left_b), &mut out, tie);
    }
    out.missing_a = left_a;
    out.missing_b = left_b;
    for pair in out.pairs.get(..out.count).unwrap_or_default() {
        if let (Some(x), Some(y)) = (a.get(pair.a().0), b.get(pair.b().0)) {
            out.distance = out.distance.max(distance(x.channel, y.channel));
        }
    }
    if out.count == 0
        && let (Some(x), Some(y)) = (a.first(), b.first())
    {
        out.distance = distance(x.channel, y.channel);
    }
    if out.distance > 2 && a.len() + b.len() > 2 && (unspaced(a) || unspaced(b)) {
        as_whole(a, b, &mut out);
    }
    out
}

fn single(a: &[&Part], b: &[&Part], at: (usize, usize), tie: Tie) -> Pair {
    let rarity = match (a.get(at.0), b.get(at.1)) {
        (Some(x), Some(y)) => x.rarity.min(y.rarity),
        _ => 0.0,
    };
    Pair::new((at.0, 1), (at.1, 1), tie.apart, tie.how, rarity)
}

/// Matches the parts that are not the same.
fn others(
    a: &[&Part],
    b: &[&Part],
    left: (&mut u32, &mut u32),
    out: &mut Alignment,
    mut tie: impl FnMut(usize, usize) -> Tie,
) {
    let (left_a, left_b) = left;
    let mut ties = [[Tie::NONE; MAX_PARTS]; MAX_PARTS];
    let mut choices = Choices { open: [(0.0, NO_PAIR); MAX_CHOICES], count: 0 };
    // How near the nearest is, for each part.
    let mut nearest = ([1.0_f32; MAX_PARTS], [1.0_f32; MAX_PARTS]);
    for i in places(*left_a) {
        for j in places(*left_b) {
            let tie = tie(i, j);
            if let Some(cell) = ties.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = tie;
            }
            if tie.apart < FAR && tie.how != How::None {
                let pair = single(a, b, (i, j), tie);
                choices.add(gain(&pair), pair);
                if matches!(tie.how, How::Same | How::Sound) {
                    for (side, at) in [(&mut nearest.0, i), (&mut nearest.1, j)] {
                        if let Some(cell) = side.get_mut(at) {
                            *cell = cell.min(tie.apart);
                        }
                    }
                }
            }
        }
    }
    if (*left_a).count_ones() + (*left_b).count_ones() > 2 {
        join(a, b, (*left_a, *left_b), (&nearest.0, &nearest.1), &mut choices);
    }
    let open = choices.list();
    let mut best = (0.0, 0_u32);
    match open {
        [] => {}
        [only] => best = (only.0, 1),
        _ => choose(open, 0, (0, 0), (0.0, 0), &mut best),
    }
    for at in places(best.1) {
        if let Some((_, pair)) = open.get(at) {
            *left_a &= !mask(pair.a());
            *left_b &= !mask(pair.b());
            out.push(*pair);
        }
    }
    // What is left on both sides is set against each other, the nearest first, then what stands at the same place.
    while *left_a != 0 && *left_b != 0 {
        let mut nearest: Option<(f32, (usize, usize), Tie)> = None;
        for i in places(*left_a) {
            for j in places(*left_b) {
                let Some(&tie) = ties.get(i).and_then(|row| row.get(j)) else { continue };
                if tie.how == How::None {
                    continue;
                }
                let ends = (a.len() - i).abs_diff(b.len() - j).min(i.abs_diff(j)) as f32;
                let cost = tie.apart + ends * 1e-3;
                if nearest.is_none_or(|(least, ..)| cost < least) {
                    nearest = Some((cost, (i, j), tie));
                }
            }
        }
        let Some((_, at, tie)) = nearest else { return };
        *left_a &= !(1 << at.0);
        *left_b &= !(1 << at.1);
        out.push(single(a, b, at, tie));
    }
}

fn plain(part: &Part) -> bool {
    !part.is_weak() && part.kind != Kind::Initial
}

/// Some adjoining parts of one name that may be one part of the other.
fn join(
    a: &[&Part],
    b: &[&Part],
    left: (u32, u32),
    nearest: (&[f32; MAX_PARTS], &[f32; MAX_PARTS]),
    choices: &mut Choices,
) {
    const SETTLED: f32 = 0.08;
    let free_form = unspaced(a) || unspaced(b);
    let sides = [
        (a, b, left.0, left.1, nearest.0, nearest.1, true),
        (b, a, left.1, left.0, nearest.1, nearest.0, false),
    ];
    for (many, one, left_many, left_one, near_many, near_one, many_is_a) in sides {
        for len in 2..=3_usize {
            for i in 0..(many.len() + 1).saturating_sub(len) {
                if left_many & mask((i, len)) != mask((i, len)) {
                    continue;
                }
                let Some(slice) = many.get(i..i + len) else { continue };
                let settled = |at: &usize| near_many.get(*at).is_some_and(|near| *near < SETTLED);
                if slice.iter().all(|part| part.is_weak()) || (i..i + len).all(|at| settled(&at)) {
                    continue;
                }
                let classes = slice.iter().fold(0, |classes, part| classes | part.classes);
                let sounds: usize = slice.iter().map(|part| usize::from(part.length)).sum();
                for j in places(left_one) {
                    let Some(target) = one.get(j) else { continue };
                    let length = usize::from(target.length);
                    if !plain(target)
                        || length < 3
                        || near_one.get(j).is_some_and(|near| *near < SETTLED)
                        || sounds.abs_diff(length) > if free_form { 4 + sounds / 3 } else { 2 + sounds / 4 }
                        || (classes ^ target.classes).count_ones() > 4
                        || !(free_form || ends_alike(slice, target))
                    {
                        continue;
                    }
                    let apart = joined_apart(slice, std::slice::from_ref(target), FAR);
                    if apart < FAR {
                        let (at_a, at_b) = if many_is_a { ((i, len), (j, 1)) } else { ((j, 1), (i, len)) };
                        let pair = Pair::new(at_a, at_b, apart, How::Joined, target.rarity);
                        choices.add(gain(&pair), pair);
                    }
                }
            }
        }
    }
}

/// Whether joined parts may begin or end like another part.
fn ends_alike(parts: &[&Part], target: &Part) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let may = |x: Option<&u8>, y: Option<&u8>, channel: u8| {
        x.zip(y).is_some_and(|(&x, &y)| between(channel, target.channel).may_match(x, y))
    };
    let begin = may(first.reading().first(), target.reading().first(), first.channel);
    let end = may(last.reading().last(), target.reading().last(), last.channel);
    // Where vowels are left out, what begins or ends with one shows little of it.
    if distance(first.channel, target.channel) == 2 { begin || end } else { begin && end }
}

/// Whether a name is written without spaces between its parts.
fn unspaced(parts: &[&Part]) -> bool {
    parts.iter().any(|part| matches!(part.script, Script::Han | Script::Hangul | Script::Kana | Script::Thai))
}

/// Takes the names as one word each, where that fits better because one of them does not show its parts.
fn as_whole(a: &[&Part], b: &[&Part], out: &mut Alignment) {
    let telling = |bits: u32, parts: &[&Part]| {
        places(bits).filter(|at| parts.get(*at).is_some_and(|part| !part.is_weak())).count()
    };
    let missing = telling(out.missing_a, a) + telling(out.missing_b, b);
    let sum: f32 = out.pairs().iter().map(|pair| pair.apart).sum::<f32>() + 0.4 * missing as f32;
    let limit = sum / (out.count + missing).max(1) as f32 - 0.04;
    // It is near enough part by part.
    if limit < 0.1 {
        return;
    }
    let mut best = joined_apart(a, b, limit);
    // One side may begin with the family name, the other end with it.
    for (parts, other) in [(a, b), (b, a)] {
        if let [rest @ .., last] = parts
            && !rest.is_empty()
            && !unspaced(parts)
        {
            let mut turned = [*last; MAX_PARTS];
            for (cell, part) in turned.iter_mut().skip(1).zip(rest) {
                *cell = part;
            }
            let turned = turned.get(..parts.len()).unwrap_or_default();
            best = best.min(joined_apart(turned, other, limit));
        }
    }
    if best < limit {
        let rarest = |parts: &[&Part]| parts.iter().map(|part| part.rarity).fold(2.0, f32::max);
        out.count = 0;
        (out.missing_a, out.missing_b) = (0, 0);
        let rarity = rarest(a).min(rarest(b)) + 1.0;
        out.push(Pair::new((0, a.len()), (0, b.len()), best, How::Whole, rarity));
    }
}
