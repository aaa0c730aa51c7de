//! The parts of an index that may be a part that is asked for.
//!
//! A dictionary of parts is small beside the subjects, so each part of a question is set against every part that lies near
//! it there, once, and by patterns alone: parts with the same core of consonants, whatever their vowels; parts whose
//! pattern is one consonant away; parts on one line of the table of familiar forms. What that leaves out is found by a
//! second look, for questions to which nobody fits: cores one consonant away, and pieces of parts.

use names::{Packed, Part};

use crate::segment::{View, compared};
use crate::sounds::{self, Asked, Pattern, Writing};

/// Near parts of one part that are used, at most.
const MOST: usize = 160;
/// Readings and spellings of one part that are looked up, at most, and those with edits.
const LOOKED_UP: usize = 9;
const EDITED: usize = 5;
/// Patterns farther apart than this are not taken for one another.
const FAR: f32 = 0.9;
/// Learned costs between kinds of writing beside those of patterns.
const ACROSS: f32 = 0.75;
/// A familiar form counts as this far away.
const FAMILIAR: f32 = 0.2;
/// The sounds `v` and `w`: what one language writes with the one, German and Polish write with the other.
const V: u8 = 21;
const W: u8 = 22;
/// A reading other than the first fits more easily by chance.
const ODD: f32 = 0.05;

/// One reading of a part that is asked for.
#[derive(Debug, Clone)]
struct Variant {
    pattern: Pattern,
    core: Pattern,
    asked: Asked,
    asked_core: Asked,
    length: f32,
    sounds: Box<[u8]>,
    channel: u8,
    writing: Writing,
    odd: f32,
}

impl Variant {
    fn new(sounds: &[u8], channel: u8, odd: f32) -> Self {
        let pattern = sounds::pattern(sounds);
        let core = sounds::core(pattern);
        Self {
            pattern,
            core,
            asked: Asked::new(pattern),
            asked_core: Asked::new(core),
            length: sounds::length(pattern) as f32,
            sounds: sounds.into(),
            channel,
            writing: Writing::of(channel),
            odd,
        }
    }

    /// How far sounds of another kind of writing are apart, by the learned costs.
    fn sounds_apart(&self, sounds: &[u8], channel: u8) -> f32 {
        names::sounds_apart(self.channel, &self.sounds, channel, sounds) * ACROSS + self.odd
    }

    /// Whether patterns are too coarse a measure between the two kinds of writing.
    fn is_far_from(&self, writing: Writing) -> bool {
        (self.writing, writing) != (Writing::Alphabet, Writing::Alphabet)
    }

    /// About how far a pattern is apart, from the edits of the whole and those of the core.
    fn apart(&self, edits: u32, core_edits: u32, pattern: Pattern, writing: Writing) -> f32 {
        let length = (self.length + sounds::length(pattern) as f32) * 0.5;
        let soft = edits.saturating_sub(core_edits) as f32 * sounds::soft_cost(self.writing, writing);
        (soft + core_edits as f32 * 2.4) / length + self.odd
    }
}

/// A part that is asked for, or two that may be written as one.
#[derive(Debug, Clone)]
pub(crate) struct AskedPart {
    variants: Vec<Variant>,
    families: Vec<u16>,
    /// Two parts that may be written as one.
    joined: bool,
}

/// A part of the index and how near it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Near {
    pub(crate) part: u32,
    /// What it says for a subject that it bears this part.
    pub(crate) weight: f32,
    pub(crate) bearers: u32,
}

impl AskedPart {
    /// Nothing for a part that tells too little to search by.
    pub(crate) fn new(part: &Part) -> Option<Self> {
        if part.is_weak() || part.is_initial() {
            return None;
        }
        let readings = part.readings().count();
        let mut variants: Vec<Variant> = Vec::with_capacity(LOOKED_UP);
        let core = Some(part.core()).filter(|core| !core.is_empty());
        for (at, sounds) in part.variants().chain(core).enumerate() {
            let channel = if at < readings || core == Some(sounds) { part.channel() } else { 0 };
            let variant = Variant::new(sounds, channel, if at == 0 { 0.0 } else { ODD });
            if variants.len() < LOOKED_UP && !variants.iter().any(|known| known.pattern == variant.pattern) {
                variants.push(variant);
            }
        }
        if let Some(sounds) =
            part.variants().next().filter(|_| Writing::of(part.channel()) == Writing::Alphabet)
        {
            for (from, to) in [(V, W), (W, V)] {
                if sounds.contains(&from) && variants.len() < LOOKED_UP {
                    let other: Vec<u8> = sounds.iter().map(|&s| if s == from { to } else { s }).collect();
                    variants.push(Variant::new(&other, part.channel(), ODD));
                }
            }
        }
        Some(Self { variants, families: part.equivalents().collect(), joined: false })
    }

    /// Two parts that may be written as one.
    pub(crate) fn joined(first: &Part, second: &Part) -> Option<Self> {
        let sounds: Vec<u8> =
            first.variants().next()?.iter().chain(second.variants().next()?).copied().collect();
        (sounds.len() <= 14 && first.channel() == second.channel()).then(|| Self {
            variants: vec![Variant::new(&sounds, first.channel(), ODD)],
            families: Vec::new(),
            joined: true,
        })
    }

    /// The parts of the index near this one, in no order.
    pub(crate) fn near(&self, view: &View<'_>, out: &mut Vec<Near>) {
        out.clear();
        for (number, variant) in self.variants.iter().enumerate() {
            for writing in Writing::ALL {
                let far = if self.joined { FAR / 2.0 } else { FAR };
                let (first, patterns) = view.with_core(variant.core, writing);
                for (entry, pattern) in (first..).zip(patterns) {
                    let apart = variant.apart(variant.asked.edits(pattern), 0, pattern, writing);
                    if apart < far {
                        found(view, variant, writing, entry, apart, out);
                    }
                }
            }
            if number < EDITED && !self.joined && variant.length >= 3.0 {
                sounds::edits(variant.pattern, |pattern| {
                    let apart = 2.4 / (variant.length + 0.5) + variant.odd;
                    if apart < FAR {
                        view.same(pattern, |entry| found(view, variant, variant.writing, entry, apart, out));
                    }
                });
            }
        }
        for &family in &self.families {
            view.family(family, |part| {
                let (rarity, bearers) = view.told(part);
                out.push(Near { part, weight: weight(FAMILIAR, rarity), bearers });
            });
        }
        settle(out);
    }

    /// Parts that [`near`](Self::near) leaves out: those whose core is one consonant away, where scripts differ, and the
    /// pieces of each way to cut the part in two.
    pub(crate) fn far(&self, view: &View<'_>, out: &mut Vec<Near>) {
        for variant in self.variants.iter().take(EDITED).filter(|_| !self.joined) {
            for writing in Writing::ALL {
                if (variant.writing, writing) == (Writing::Alphabet, Writing::Alphabet) {
                    continue;
                }
                sounds::edits(variant.core, |core| {
                    let (first, patterns) = view.with_core(core, writing);
                    for (entry, pattern) in (first..).zip(patterns) {
                        let apart = variant.apart(variant.asked.edits(pattern), 1, pattern, writing);
                        if apart < FAR {
                            found(view, variant, writing, entry, apart, out);
                        }
                    }
                });
            }
            let length = variant.length as usize;
            for cut in 2..length.saturating_sub(1) {
                let tail = variant.pattern << (4 * cut);
                let head = variant.pattern & !(u64::MAX >> (4 * cut));
                for piece in [head, tail] {
                    let share = sounds::length(piece) as f32 / variant.length;
                    view.same(piece, |entry| {
                        let before = out.len();
                        found(view, variant, Writing::Alphabet, entry, variant.odd + 0.05, out);
                        out.iter_mut().skip(before).for_each(|near| near.weight *= share);
                    });
                }
            }
        }
        settle(out);
    }

    /// What any part of the index says when it stands opposite this one, roughly.
    pub(crate) fn opposite(&self, part: &Packed<'_>) -> f32 {
        let mut nearest = FAR;
        for (at, (sounds, channel)) in compared(part).enumerate().take(EDITED) {
            let (pattern, writing) = (sounds::pattern(sounds), Writing::of(channel));
            let core = sounds::core(pattern);
            let odd = if at == 0 { 0.0 } else { ODD };
            for variant in self.variants.iter().take(EDITED) {
                let core_edits = variant.asked_core.edits(core);
                if core_edits as f32 * 2.4 < FAR * variant.length.max(sounds::length(pattern) as f32) {
                    let apart = if variant.is_far_from(writing) {
                        variant.sounds_apart(sounds, channel)
                    } else {
                        variant.apart(variant.asked.edits(pattern), core_edits, pattern, writing)
                    };
                    nearest = nearest.min(apart + odd);
                }
            }
        }
        weight(nearest, part.rarity())
    }

    /// Whether a part begins with the sound of an initial.
    pub(crate) fn begins(initial: &Part, part: &Packed<'_>) -> bool {
        let first = initial.variants().next().and_then(|sounds| sounds.first().copied());
        let theirs = part.variants().next().and_then(|sounds| sounds.first().copied());
        first.zip(theirs).is_some_and(|(x, y)| sounds::pattern(&[x]) == sounds::pattern(&[y]))
    }
}

/// The nearest alone if they are too many. A part may stand here twice; what counts is the most that it says.
fn settle(out: &mut Vec<Near>) {
    if out.len() > MOST {
        out.select_nth_unstable_by(MOST, |x, y| y.weight.total_cmp(&x.weight));
        out.truncate(MOST);
    }
}

/// What a part of this rarity, so far apart, says for one person.
fn weight(apart: f32, rarity: f32) -> f32 {
    rarity * (1.0 - apart / FAR).max(0.0)
}

fn found(view: &View<'_>, variant: &Variant, writing: Writing, entry: u32, apart: f32, out: &mut Vec<Near>) {
    let Some((part, number)) = view.entry(entry) else { return };
    let (rarity, bearers) = view.told(part);
    let mut apart = apart;
    if variant.is_far_from(writing)
        && let Some(packed) = view.part(part)
        && let Some((sounds, channel)) = compared(&packed).nth(usize::from(number))
    {
        apart = variant.sounds_apart(sounds, channel);
    }
    let odd = if number == 0 { 0.0 } else { ODD };
    let weight = weight(apart + odd, rarity);
    if weight > 0.0 {
        out.push(Near { part, weight, bearers });
    }
}

/// Whether a part of the index tells something when it is missing.
pub(crate) fn telling(part: &Packed<'_>) -> bool {
    !part.is_weak() && !part.is_initial()
}
