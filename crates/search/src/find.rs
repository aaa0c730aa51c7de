//! From a question to the few subjects of a segment that are worth weighing in full.
//!
//! Each part that is asked for gives a list of near parts with what each says; their bearers are added up, the rarest parts
//! first. A part that is so common that its bearers are too many is not gone through: it is looked up in the records of
//! those found by the others, and gone through only for the years of birth that may be meant. So the work is bounded
//! whatever the size of the register. If nobody fits, a second look goes farther.

use std::ops::Range;

use names::{Name, Packed};

use crate::evidence::FactsRef;
use crate::near::{AskedPart, Near, telling};
use crate::segment::{Record, View};

/// Bearers gone through for one question in one segment, at most, beside those of the rarest part.
const BEARERS: u32 = 24_000;
/// Bearers of the rarest part gone through, at most.
const MOST_BEARERS: u32 = 400_000;
/// Subjects whose records are looked at.
const LOOKED_AT: usize = 200;
/// What a year of birth near the one asked for adds at first, and what another takes.
const YEAR_NEAR: f32 = 3.0;
const YEAR_FAR: f32 = -4.0;
/// A second look is taken when the best name says less than this share of what a perfect one would say.
const ENOUGH: f32 = 0.6;
/// What a part takes that stands on one side only, and what parts take that stand opposite each other and differ.
const MISSING: f32 = 0.4;
const AGAINST: f32 = 2.0;
/// What an initial that fits adds.
const INITIAL_FITS: f32 = 1.0;
/// Parts of a question that are searched by, at most.
const MOST_PARTS: usize = 16;

/// What is asked, ready to be looked up.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) name: Name,
    /// Parts of the name that tell something, and after them its adjoining parts joined.
    parts: Vec<AskedPart>,
    plain: usize,
    /// Which parts are joined.
    pairs: Vec<(usize, usize)>,
    /// Which parts of the name are initials.
    initials: Vec<usize>,
    /// What the parts would say if all were found.
    ideal: f32,
    years: Option<(i32, i32)>,
}

impl Question {
    pub(crate) fn new(name: Name, facts: FactsRef<'_>) -> Self {
        let mut parts: Vec<AskedPart> = Vec::with_capacity(8);
        let (mut numbers_of, mut initials) = (Vec::with_capacity(8), Vec::new());
        let mut ideal = 0.0;
        for (at, part) in name.parts().iter().enumerate() {
            if part.is_initial() {
                initials.push(at);
            }
            numbers_of.push(AskedPart::new(part).filter(|_| parts.len() < MOST_PARTS).map(|asked| {
                ideal += part.rarity();
                parts.push(asked);
                parts.len() - 1
            }));
        }
        let plain = parts.len();
        let mut pairs = Vec::new();
        for (pair, numbers) in name.parts().windows(2).zip(numbers_of.windows(2)) {
            if let ([first, second], [Some(x), Some(y)]) = (pair, numbers)
                && parts.len() < MOST_PARTS
                && let Some(joined) = AskedPart::joined(first, second)
            {
                parts.push(joined);
                pairs.push((*x, *y));
            }
        }
        let years = facts.years().map(i32::from);
        let years = years.fold(None, |span: Option<(i32, i32)>, year| {
            let (from, to) = span.unwrap_or((year - 1, year + 1));
            Some((from.min(year - 1), to.max(year + 1)))
        });
        Self { name, parts, plain, pairs, initials, ideal, years }
    }
}

/// A subject that may be the one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) doc: u32,
    /// Grows with what speaks for it; the same scale in all segments.
    pub(crate) sum: f32,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    /// The subject and one; 0 when free.
    doc: u32,
    group: u32,
    sum: f32,
    current: f32,
}

/// Memory that is used again from one search to the next.
#[derive(Default)]
pub(crate) struct Scratch {
    slots: Vec<Slot>,
    touched: Vec<u32>,
    groups: Vec<Group>,
    /// What parts of the index say, by a small table: the part and one, the number of the part asked for, the weight.
    said: Vec<(u32, u32, f32)>,
    found: Vec<Candidate>,
}

impl Scratch {
    fn start(&mut self, most: usize) {
        let size = (most * 2).next_power_of_two().max(1024);
        for at in self.touched.drain(..) {
            if let Some(slot) = self.slots.get_mut(at as usize) {
                *slot = Slot::default();
            }
        }
        if self.slots.len() < size {
            self.slots.resize(size, Slot::default());
        }
    }

    fn add(&mut self, doc: u32, group: u32, weight: f32) {
        let mask = self.slots.len() - 1;
        let mut at = (doc.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.doc == doc + 1 {
                if slot.group != group {
                    *slot = Slot { group, sum: slot.sum + weight, current: weight, ..*slot };
                } else if weight > slot.current {
                    *slot = Slot { sum: slot.sum + weight - slot.current, current: weight, ..*slot };
                }
                return;
            }
            if slot.doc == 0 {
                *slot = Slot { doc: doc + 1, group, sum: weight, current: weight };
                self.touched.push(at as u32);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// Writes down what the near parts of all groups say.
    fn note(&mut self) {
        let count: usize = self.groups.iter().map(|group| group.near.len()).sum();
        self.said.clear();
        self.said.resize((count * 2 + 512).next_power_of_two(), (0, 0, 0.0));
        let groups = std::mem::take(&mut self.groups);
        for group in &groups {
            for near in &group.near {
                self.say(near.part, group.asked, near.weight);
            }
        }
        self.groups = groups;
    }

    fn say(&mut self, part: u32, asked: usize, weight: f32) {
        let mask = self.said.len() - 1;
        let mut at = part.wrapping_mul(0x9e37_79b1) as usize >> 5 & mask;
        // A table that is filling up forgets rather than turns for ever.
        for _ in 0..64 {
            match self.said.get_mut(at) {
                Some(cell) if cell.0 == 0 => {
                    *cell = (part.wrapping_add(1), asked as u32, weight);
                    return;
                }
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Visits what was said for a part: the number of the part asked for, and the weight.
    fn said(&self, part: u32, mut visit: impl FnMut(usize, f32)) {
        let mask = self.said.len() - 1;
        let mut at = part.wrapping_mul(0x9e37_79b1) as usize >> 5 & mask;
        for _ in 0..64 {
            match self.said.get(at) {
                Some((0, ..)) | None => return,
                Some((known, asked, weight)) if *known == part.wrapping_add(1) => {
                    visit(*asked as usize, *weight)
                }
                Some(_) => {}
            }
            at = (at + 1) & mask;
        }
    }
}

/// The bearers of one part that is asked for.
#[derive(Default)]
struct Group {
    /// The number of the part in the question.
    asked: usize,
    near: Vec<Near>,
    bearers: u32,
    gone_through: bool,
}

/// The subjects of a segment that may be meant, the likeliest first, at most `limit`.
pub(crate) fn candidates(
    view: &View<'_>,
    gone: &impl Fn(u32) -> bool,
    question: &Question,
    ours: FactsRef<'_>,
    limit: usize,
    scratch: &mut Scratch,
) -> Vec<Candidate> {
    let mut groups = std::mem::take(&mut scratch.groups);
    groups.resize_with(question.parts.len(), Group::default);
    groups.sort_unstable_by_key(|group| group.asked);
    for (asked, (group, part)) in groups.iter_mut().zip(&question.parts).enumerate() {
        group.asked = asked;
        part.near(view, &mut group.near);
    }
    scratch.groups = groups;
    let best = look(view, gone, question, ours, limit, scratch);
    if best < question.ideal * ENOUGH {
        let mut groups = std::mem::take(&mut scratch.groups);
        for group in &mut groups {
            if let Some(part) = question.parts.get(group.asked) {
                part.far(view, &mut group.near);
            }
        }
        scratch.groups = groups;
        look(view, gone, question, ours, limit, scratch);
    }
    scratch.found.clone()
}

/// Adds up, looks at the records of the best, and leaves the best of these in `scratch.found`; says how much the best name
/// says.
fn look(
    view: &View<'_>,
    gone: &impl Fn(u32) -> bool,
    question: &Question,
    ours: FactsRef<'_>,
    limit: usize,
    scratch: &mut Scratch,
) -> f32 {
    let mut groups = std::mem::take(&mut scratch.groups);
    for group in &mut groups {
        group.bearers = group.near.iter().map(|near| near.bearers).fold(0, u32::saturating_add);
        group.gone_through = false;
    }
    groups.sort_unstable_by_key(|group| (group.bearers, group.asked));
    let all = 0..view.docs;
    let unknown = view.born(0, 0);
    let born = question.years.map(|(from, to)| view.born(from, to));
    let sum = groups.iter().map(|group| group.bearers).fold(0, u32::saturating_add);
    scratch.start(if sum < BEARERS { sum } else { 2 * BEARERS } as usize);
    let mut left = BEARERS;
    for group in groups.iter_mut().filter(|group| group.bearers > 0) {
        let number = group.asked as u32 + 1;
        if group.bearers <= left {
            left -= group.bearers;
            group.gone_through = true;
            for near in &group.near {
                view.postings(near.part).within(&all, |doc| {
                    scratch.add(doc, number, near.weight);
                    true
                });
            }
        } else if let Some(born) = &born {
            // Too many: only those of the years that may be meant.
            let mut slice = left.min(BEARERS / 4);
            for near in &group.near {
                view.postings(near.part).within(born, |doc| {
                    scratch.add(doc, number, near.weight);
                    slice = slice.saturating_sub(1);
                    slice > 0
                });
            }
        }
    }
    scratch.groups = groups;
    scratch.note();
    if !scratch.groups.iter().any(|group| group.gone_through) {
        through_two(view, scratch);
    }

    let mut found = std::mem::take(&mut scratch.found);
    found.clear();
    for slot in scratch.touched.iter().filter_map(|at| scratch.slots.get(*at as usize)) {
        let doc = slot.doc - 1;
        let sum = slot.sum + year(doc, &born, &unknown);
        if !gone(doc) {
            found.push(Candidate { doc, sum });
        }
    }
    best(&mut found, LOOKED_AT.max(limit * 2));
    let mut most = f32::MIN;
    for candidate in &mut found {
        let Some(record) = view.record(candidate.doc) else { continue };
        let name = names(view, &record, question, scratch);
        most = most.max(name);
        candidate.sum = ours.weight(FactsRef::new(record.facts)) + name;
    }
    best(&mut found, limit);
    found.sort_unstable_by(|x, y| y.sum.total_cmp(&x.sum).then(x.doc.cmp(&y.doc)));
    scratch.found = found;
    most
}

fn year(doc: u32, born: &Option<Range<u32>>, unknown: &Range<u32>) -> f32 {
    match born {
        Some(born) if born.contains(&doc) => YEAR_NEAR,
        Some(_) if !unknown.contains(&doc) => YEAR_FAR,
        _ => 0.0,
    }
}

/// Keeps the best, in no order.
fn best(found: &mut Vec<Candidate>, limit: usize) {
    if found.len() > limit {
        found.select_nth_unstable_by(limit, |x, y| y.sum.total_cmp(&x.sum).then(x.doc.cmp(&y.doc)));
        found.truncate(limit);
    }
}

/// All parts are common: of the bearers of the rarest, those who bear another one too.
fn through_two(view: &View<'_>, scratch: &mut Scratch) {
    let groups = std::mem::take(&mut scratch.groups);
    let all = 0..view.docs;
    let (mut left, mut room) = (MOST_BEARERS, BEARERS);
    if let Some(rarest) = groups.iter().find(|group| group.bearers > 0) {
        let others = groups.iter().filter(|group| group.bearers > 0).count() > 1;
        let mut near = rarest.near.clone();
        near.sort_unstable_by(|x, y| y.weight.total_cmp(&x.weight));
        for near in near {
            view.postings(near.part).within(&all, |doc| {
                let mut sum = 0.0_f32;
                if others && let Some(record) = view.record(doc) {
                    record.each_name(|parts, _| {
                        for part in parts {
                            scratch.said(part, |asked, weight| {
                                if asked != rarest.asked {
                                    sum = sum.max(weight);
                                }
                            });
                        }
                    });
                }
                if sum > 0.0 || !others {
                    scratch.add(doc, rarest.asked as u32 + 1, near.weight + sum);
                    room -= 1;
                }
                left -= 1;
                left > 0 && room > 0
            });
            if left == 0 || room == 0 {
                break;
            }
        }
    }
    scratch.groups = groups;
}

/// Weighs the names of a subject roughly: the best of them.
fn names(view: &View<'_>, record: &Record<'_>, question: &Question, scratch: &mut Scratch) -> f32 {
    let mut best = f32::MIN;
    record.each_name(|parts, _| {
        let mut most = [0.0_f32; MOST_PARTS];
        let mut unmatched = [0_u32; MOST_PARTS];
        let mut open = 0;
        for part in parts {
            let mut matched = false;
            scratch.said(part, |asked, weight| {
                matched |= weight > 0.0;
                if let Some(most) = most.get_mut(asked) {
                    *most = most.max(weight);
                }
            });
            if !matched && let Some(cell) = unmatched.get_mut(open) {
                *cell = part;
                open += 1;
            }
        }
        let plain = question.plain;
        // Two parts written as one stand for both.
        for (pair, joined) in question.pairs.iter().zip(plain..) {
            let joined = most.get(joined).copied().unwrap_or(0.0);
            let apart = most.get(pair.0).copied().unwrap_or(0.0) + most.get(pair.1).copied().unwrap_or(0.0);
            if joined > apart {
                [pair.0, pair.1].iter().for_each(|at| {
                    if let Some(most) = most.get_mut(*at) {
                        *most = joined * 0.5;
                    }
                });
            }
        }
        let mut missing = 0;
        let mut initials = 0;
        for &number in unmatched.get(..open).unwrap_or_default() {
            let Some(part) = view.part(number).filter(telling) else { continue };
            let mut fits = 0.0_f32;
            for (asked, (asked_part, most)) in question.parts.iter().zip(&mut most).take(plain).enumerate() {
                if *most > 0.0 {
                    continue;
                }
                let mut known = None;
                scratch
                    .said(number, |other, weight| known = if other == asked { Some(weight) } else { known });
                let weight = known.unwrap_or_else(|| {
                    let weight = asked_part.opposite(&part);
                    scratch.say(number, asked, weight);
                    weight
                });
                *most = most.max(weight);
                fits = fits.max(weight);
            }
            if fits > 0.0 {
                continue;
            }
            if begins(question, &part) { initials += 1 } else { missing += 1 }
        }
        let sum: f32 = most.iter().take(plain).sum();
        let ours = most.iter().take(plain).filter(|most| **most <= 0.0).count();
        let sum = sum - AGAINST * ours.min(missing) as f32 - MISSING * ours.abs_diff(missing) as f32
            + INITIAL_FITS * initials.min(question.initials.len()) as f32;
        best = best.max(sum);
    });
    best
}

/// Whether a part may be what an initial of the question stands for.
fn begins(question: &Question, part: &Packed<'_>) -> bool {
    let initials = question.initials.iter().filter_map(|at| question.name.parts().get(*at));
    initials.into_iter().any(|initial| AskedPart::begins(initial, part))
}
