//! The parts of an index that may be a part that is asked for.
//!
//! A dictionary of parts is small beside the subjects, so each part of a question is set against every part that lies near
//! it there, once, and by patterns alone: parts with the same core of consonants, whatever their vowels; parts whose
//! pattern is one consonant away; parts on one line of the table of familiar forms. What that leaves out is found by a
//! second look, for questions to which nobody fits: cores one consonant away, and pieces of parts.
//!
//! What was found is kept from one question to the next, a bounded amount in each thread: most parts are asked for again.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use names::{Name, Packed, Part};

use crate::bytes::mixed;
use crate::segment::{View, compared, of_core};
use crate::sounds::{self, Asked, LANES, Pattern, Writing};
use crate::weigh::Plain;

/// Near parts of one part that are used, at most.
const MOST: usize = 160;
/// Readings and spellings of one part that are looked up, at most; those with edits, and those by a second look.
const LOOKED_UP: usize = 9;
const EDITED: usize = 1;
const FARTHER: usize = 5;
/// Readings that are roughly set against parts that are not near, at most.
const ROUGH: usize = 3;
/// Parts in another kind of writing whose sounds are laid side by side, at most, for one reading and one kind.
const LAID_BESIDE: usize = 64;
/// Sounds of one reading that are laid side by side, at most: two parts as one have no more.
const MOST_SOUNDS: usize = 48;
/// Patterns farther apart than this are not taken for one another.
const FAR: f32 = 0.9;
/// What lies farther says too little to be kept in a list.
const KEPT_WITHIN: f32 = 0.72;

/// Learned costs between kinds of writing beside those of patterns.
const ACROSS: f32 = 0.75;
/// A familiar form counts as this far away.
const FAMILIAR: f32 = 0.2;
/// The sounds `v` and `w`: what one language writes with the one, German and Polish write with the other.
const V: u8 = 21;
const W: u8 = 22;
/// A reading other than the first fits more easily by chance.
const ODD: f32 = 0.05;
/// Near parts that a thread keeps of all questions, at most.
const KEPT: usize = 400_000;

/// One reading of a part that is asked for.
#[derive(Debug, Clone)]
struct Variant {
    pattern: Pattern,
    core: Pattern,
    asked: Asked,
    asked_core: Asked,
    length: f32,
    sounds: [u8; MOST_SOUNDS],
    count: u8,
    channel: u8,
    writing: Writing,
    odd: f32,
}

impl Variant {
    fn new(sounds: &[u8], channel: u8, odd: f32) -> Self {
        let pattern = sounds::pattern(sounds);
        let core = sounds::core(pattern);
        let (mut kept, mut count) = ([0; MOST_SOUNDS], 0);
        for (cell, sound) in kept.iter_mut().zip(sounds) {
            *cell = *sound;
            count += 1;
        }
        Self {
            pattern,
            core,
            asked: Asked::new(pattern),
            asked_core: Asked::new(core),
            length: sounds::length(pattern) as f32,
            sounds: kept,
            count,
            channel,
            writing: Writing::of(channel),
            odd,
        }
    }

    /// How far sounds of another kind of writing are apart, by the learned costs.
    fn sounds_apart(&self, sounds: &[u8], channel: u8, within: f32) -> f32 {
        let limit = (within - self.odd) / ACROSS;
        let ours = self.sounds.get(..usize::from(self.count)).unwrap_or_default();
        names::sounds_apart_within(self.channel, ours, channel, sounds, limit) * ACROSS + self.odd
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

    /// Which patterns whose core is so many edits away lie within a distance.
    fn reach(&self, core_edits: u32, writing: Writing, within: f32) -> Reach<'_> {
        let soft_cost = sounds::soft_cost(self.writing, writing);
        // A little more than that, for a sum of fractions may be off by one in the last place.
        let most = std::array::from_fn(|length| {
            let soft = (within - self.odd) * (self.length + length as f32) * 0.5 - core_edits as f32 * 2.4;
            if soft < 0.0 { 0 } else { (soft / soft_cost + 0.01) as u16 + core_edits as u16 }
        });
        Reach { variant: self, core_edits, writing, within, most }
    }
}

/// What lies within a distance of a reading.
struct Reach<'a> {
    variant: &'a Variant,
    core_edits: u32,
    writing: Writing,
    within: f32,
    /// No pattern of a length with more edits than this is within.
    most: [u16; 16],
}

impl Reach<'_> {
    /// Visits the entries of a core whose patterns are within, and how far each is.
    fn with_core(&self, view: &View<'_>, core: Pattern, mut visit: impl FnMut(f32, u32)) {
        let (mut entry, patterns) = view.with_core(core, self.writing);
        // Many parts share a pattern, and these lie side by side: each pattern with its first entry.
        let (mut several, mut firsts, mut count) = ([0; LANES], [entry; LANES], 0);
        let mut last = u64::MAX;
        for pattern in patterns {
            if pattern != last {
                if count == LANES {
                    self.several(&several, &firsts, entry, &mut visit);
                    count = 0;
                }
                if let (Some(cell), Some(first)) = (several.get_mut(count), firsts.get_mut(count)) {
                    (*cell, *first) = (pattern, entry);
                }
                last = pattern;
                count += 1;
            }
            entry += 1;
        }
        if count > 0 {
            self.several(&several, firsts.get(..count).unwrap_or_default(), entry, &mut visit);
        }
    }

    /// Some patterns, the first entry of each, and where the entries of the last end.
    fn several(
        &self,
        patterns: &[Pattern; LANES],
        firsts: &[u32],
        end: u32,
        visit: &mut impl FnMut(f32, u32),
    ) {
        let edits = self.variant.asked.edits_of(patterns);
        let ends = firsts.iter().skip(1).chain([&end]);
        for (((pattern, first), end), edits) in patterns.iter().zip(firsts).zip(ends).zip(edits) {
            if self.most.get(sounds::length(*pattern)).is_none_or(|most| edits > *most) {
                continue;
            }
            let apart = self.variant.apart(u32::from(edits), self.core_edits, *pattern, self.writing);
            if apart < self.within {
                (*first..*end).for_each(|entry| visit(apart, entry));
            }
        }
    }
}

/// A part that is asked for, or two that may be written as one.
#[derive(Debug)]
pub(crate) struct AskedPart {
    /// Where it stands in the name.
    at: usize,
    /// It and the part behind it, as one.
    joined: bool,
    sought: OnceCell<Sought>,
}

/// A part of the index by the pattern of its first reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opposite {
    pattern: Pattern,
    core: Pattern,
    writing: Writing,
    length: f32,
    rarity: f32,
}

impl Opposite {
    /// Nothing for a part that tells nothing when it is missing.
    pub(crate) fn new(part: u32, view: &View<'_>) -> Option<Self> {
        let ((pattern, writing), rarity) = (view.first(part), view.told(part).0);
        let length = sounds::length(pattern) as f32;
        (rarity > 0.0).then(|| Self { pattern, core: sounds::core(pattern), writing, length, rarity })
    }
}

/// What is looked up for a part.
#[derive(Debug)]
struct Sought {
    variants: Vec<Variant>,
    families: Vec<u16>,
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

/// A list, and the parts that it was found for.
struct Remembered {
    of: Box<str>,
    list: Rc<[Near]>,
}

/// Lists that were found, by segment, part and kind of look. Beside each stands what it was found for: a hash alone might
/// be met on purpose.
#[derive(Default)]
struct Memory {
    lists: HashMap<u64, Remembered, Plain>,
    kept: usize,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::new(Memory::default());
}

impl AskedPart {
    /// Nothing for a part that tells too little to search by.
    pub(crate) fn new(name: &Name, at: usize) -> Option<Self> {
        let part = name.parts().get(at)?;
        let tells = !part.is_weak() && !part.is_initial();
        tells.then(|| Self { at, joined: false, sought: OnceCell::new() })
    }

    /// Two parts that may be written as one.
    pub(crate) fn joined(name: &Name, at: usize) -> Option<Self> {
        let (first, second) = (name.parts().get(at)?, name.parts().get(at + 1)?);
        let length = first.variants().next()?.len() + second.variants().next()?.len();
        let one = length <= 14 && first.channel() == second.channel();
        one.then(|| Self { at, joined: true, sought: OnceCell::new() })
    }

    fn parts<'n>(&self, name: &'n Name) -> &'n [Part] {
        name.parts().get(self.at..=self.at + usize::from(self.joined)).unwrap_or_default()
    }

    fn sought(&self, name: &Name) -> &Sought {
        self.sought.get_or_init(|| match self.parts(name) {
            [part] => Sought::new(part),
            [first, second] => Sought::joined(first, second),
            _ => Sought { variants: Vec::new(), families: Vec::new(), joined: false },
        })
    }

    /// The parts of the index near this one, the nearest first; `far` also takes in what lies farther.
    pub(crate) fn near(&self, name: &Name, view: &View<'_>, far: bool) -> Rc<[Near]> {
        let parts = self.parts(name);
        let start = view.segment << 2 | u64::from(far) << 1 | u64::from(self.joined);
        let key = parts.iter().fold(mixed(start), |key, part| mixed(key ^ part.hash()));
        let written = || parts.iter().map(Part::written);
        let known = MEMORY.with_borrow(|memory| {
            let known = memory.lists.get(&key)?;
            known.of.split('\n').eq(written()).then(|| known.list.clone())
        });
        if let Some(list) = known {
            return list;
        }
        let mut out = Vec::with_capacity(64);

        if far {
            let near = self.near(name, view, false);
            out.extend(near.iter().map(|near| packed(near.part, near.weight)));
            self.sought(name).far(view, &mut out);
        } else {
            self.sought(name).near(view, &mut out);
        }
        let list = listed(out, view);
        MEMORY.with_borrow_mut(|memory| {
            if memory.kept > KEPT {
                *memory = Memory::default();
            }
            memory.kept += list.len() + 8;
            let of = written().collect::<Vec<_>>().join("\n").into();
            memory.lists.insert(key, Remembered { of, list: list.clone() });
        });
        list
    }

    /// Whether it is written letter by letter, so that what is near it is near it by patterns too.
    pub(crate) fn is_spelt(&self, name: &Name) -> bool {
        self.parts(name).iter().all(|part| Writing::of(part.channel()) != Writing::Syllables)
    }

    /// What any part of the index says when it stands opposite this one, roughly.
    pub(crate) fn opposite(&self, name: &Name, part: &Packed<'_>) -> f32 {
        self.sought(name).opposite(part)
    }

    /// The same by the first readings' patterns alone.
    pub(crate) fn roughly_opposite(&self, name: &Name, opposite: &Opposite) -> f32 {
        let Opposite { pattern, core, writing, length, rarity } = *opposite;
        let mut nearest = FAR;
        for variant in self.sought(name).variants.iter().take(ROUGH) {
            let core_edits = variant.asked_core.edits(core);
            if core_edits as f32 * 2.4 < FAR * variant.length.max(length) {
                nearest =
                    nearest.min(variant.apart(variant.asked.edits(pattern), core_edits, pattern, writing));
            }
        }
        if nearest < FAR { weight(nearest, rarity) } else { 0.0 }
    }

    /// Whether a part begins with the sound of an initial.
    pub(crate) fn begins(initial: &Part, part: &Packed<'_>) -> bool {
        let first = initial.variants().next().and_then(|sounds| sounds.first().copied());
        let theirs = part.variants().next().and_then(|sounds| sounds.first().copied());
        first.zip(theirs).is_some_and(|(x, y)| sounds::pattern(&[x]) == sounds::pattern(&[y]))
    }
}

impl Sought {
    fn new(part: &Part) -> Self {
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
        Self { variants, families: part.equivalents().collect(), joined: false }
    }

    fn joined(first: &Part, second: &Part) -> Self {
        let of = |part: &Part| part.variants().next().map(<[u8]>::to_vec).unwrap_or_default();
        let sounds = [of(first), of(second)].concat();
        Self {
            variants: vec![Variant::new(&sounds, first.channel(), ODD)],
            families: Vec::new(),
            joined: true,
        }
    }

    fn near(&self, view: &View<'_>, out: &mut Vec<u64>) {
        let mut entries: Vec<(f32, u32)> = Vec::new();
        let cores = self.variants.iter().map(|variant| variant.core);
        view.touch_cores(cores.flat_map(|core| Writing::ALL.map(|writing| sounds::key(core, writing))));
        for (number, variant) in self.variants.iter().enumerate() {
            let far = if self.joined { FAR / 2.0 } else { FAR };
            for writing in Writing::ALL {
                entries.clear();
                variant
                    .reach(0, writing, far)
                    .with_core(view, variant.core, |apart, entry| entries.push((apart, entry)));
                settle(view, variant, writing, &mut entries, out);
            }
            if number < EDITED && !self.joined && variant.length >= 3.0 {
                let apart = 2.4 / (variant.length + 0.5) + variant.odd;
                if apart < FAR {
                    entries.clear();
                    let mut patterns = Vec::with_capacity(160);
                    sounds::edits(variant.pattern, |pattern| {
                        if view.may_have(pattern) {
                            patterns.push(pattern);
                        }
                    });
                    view.touch_patterns(&patterns);
                    for pattern in patterns {
                        view.same(pattern, |entry| entries.push((apart, entry)));
                    }
                    settle(view, variant, variant.writing, &mut entries, out);
                }
            }
        }
        for &family in &self.families {
            view.family(family, |part| {
                out.push(packed(part, weight(FAMILIAR, view.told(part).0)));
            });
        }
    }

    /// Parts that [`near`](Self::near) leaves out: those whose core is one consonant away, where scripts differ, and the
    /// pieces of each way to cut the part in two.
    fn far(&self, view: &View<'_>, out: &mut Vec<u64>) {
        let (mut entries, mut cores): (Vec<(f32, u32)>, Vec<Pattern>) = (Vec::new(), Vec::new());
        for variant in self.variants.iter().take(FARTHER).filter(|_| !self.joined) {
            for writing in Writing::ALL.into_iter().filter(|writing| variant.is_far_from(*writing)) {
                entries.clear();
                cores.clear();
                sounds::edits(variant.core, |core| {
                    if view.may_have(of_core(sounds::key(core, writing))) {
                        cores.push(core);
                    }
                });
                view.touch_cores(cores.iter().map(|core| sounds::key(*core, writing)));
                let reach = variant.reach(1, writing, FAR);
                for core in &cores {
                    reach.with_core(view, *core, |apart, entry| entries.push((apart, entry)));
                }
                settle(view, variant, writing, &mut entries, out);
            }
            let length = variant.length as usize;
            for cut in 2..length.saturating_sub(1) {
                let tail = variant.pattern << (4 * cut);
                let head = variant.pattern & !(u64::MAX >> (4 * cut));
                for piece in [head, tail] {
                    let of_it = sounds::length(piece) as f32 / variant.length;
                    view.same(piece, |entry| share(view, entry, variant.odd + 0.05, of_it, out));
                }
            }
        }
    }

    fn opposite(&self, part: &Packed<'_>) -> f32 {
        let mut nearest = FAR;
        for (at, (sounds, channel)) in compared(part).enumerate().take(FARTHER) {
            let (pattern, writing) = (sounds::pattern(sounds), Writing::of(channel));
            let core = sounds::core(pattern);
            let odd = if at == 0 { 0.0 } else { ODD };
            for variant in self.variants.iter().take(FARTHER) {
                let core_edits = variant.asked_core.edits(core);
                if core_edits as f32 * 2.4 < FAR * variant.length.max(sounds::length(pattern) as f32) {
                    let apart = if variant.is_far_from(writing) {
                        variant.sounds_apart(sounds, channel, nearest.min(FAR))
                    } else {
                        variant.apart(variant.asked.edits(pattern), core_edits, pattern, writing)
                    };
                    nearest = nearest.min(apart + odd);
                }
            }
        }
        weight(nearest, part.rarity())
    }
}

/// A part and what it says as one number: parts in order, and of one part first what says most. No weight is below zero.
fn packed(part: u32, weight: f32) -> u64 {
    u64::from(part) << 32 | u64::from(!weight.to_bits())
}

fn unpacked(packed: u64) -> (u32, f32) {
    ((packed >> 32) as u32, f32::from_bits(!(packed as u32)))
}

/// Each part once, with the most that it says, the nearest first, and those alone if they are too many.
fn listed(mut all: Vec<u64>, view: &View<'_>) -> Rc<[Near]> {
    all.sort_unstable();
    all.dedup_by_key(|near| *near >> 32);
    all.iter_mut().for_each(|near| *near = near.rotate_left(32));
    all.sort_unstable();
    all.truncate(MOST);
    let near = |near: &u64| {
        let (part, weight) = unpacked(near.rotate_left(32));
        Near { part, weight, bearers: view.told(part).1 }
    };
    all.iter().map(near).collect()
}

/// What a part of this rarity, so far apart, says for one person.
fn weight(apart: f32, rarity: f32) -> f32 {
    rarity * (1.0 - apart / FAR).max(0.0)
}

fn found(view: &View<'_>, entry: u32, apart: f32, out: &mut Vec<u64>) {
    share(view, entry, apart, 1.0, out);
}

/// Puts an entry down as so far away; of a piece of a part, what it says is its share.
fn share(view: &View<'_>, entry: u32, apart: f32, share: f32, out: &mut Vec<u64>) {
    let Some((part, number)) = view.entry(entry) else { return };
    let apart = if number == 0 { apart } else { apart + ODD };
    if apart < KEPT_WITHIN {
        out.push(packed(part, weight(apart, view.told(part).0) * share));
    }
}

/// Puts entries down: where patterns are too coarse a measure by their sounds, of too many those with the nearest patterns.
fn settle(
    view: &View<'_>,
    variant: &Variant,
    writing: Writing,
    entries: &mut Vec<(f32, u32)>,
    out: &mut Vec<u64>,
) {
    let by_sound = variant.is_far_from(writing);
    if by_sound && entries.len() > LAID_BESIDE {
        entries.select_nth_unstable_by(LAID_BESIDE, |x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        entries.truncate(LAID_BESIDE);
    }
    let parts = || entries.iter().filter_map(|(_, entry)| view.entry(*entry)).map(|(part, _)| part);
    view.touch_told(parts());
    if !by_sound {
        entries.iter().for_each(|(apart, entry)| found(view, *entry, *apart, out));
        return;
    }
    view.touch_parts(parts());
    for &(_, entry) in entries.iter() {
        if let Some((part, number)) = view.entry(entry)
            && let Some(packed) = view.part(part)
            && let Some((sounds, channel)) = compared(&packed).nth(usize::from(number))
        {
            found(view, entry, variant.sounds_apart(sounds, channel, KEPT_WITHIN), out);
        }
    }
}
