//! From a question to the few subjects of a segment that are worth weighing in full.
//!
//! Each part that is asked for gives a list of near parts with what each says. Those who bear parts near two of those asked
//! for are looked at first; if one of them fits, they are enough. Otherwise the bearers of all near parts are added up, the
//! rarest parts first. Bearers of a part that too many bear are not taken in for it alone: what they bear is added to those
//! found by the rarer parts, and of the years of birth that may be meant some are taken in. If all parts are common, those
//! who bear the two rarest of them are taken. So the work is bounded whatever the size of the register. If nobody fits, a
//! second look goes farther.

use std::ops::Range;
use std::rc::Rc;

use names::{Name, Packed};

use crate::evidence::FactsRef;
use crate::near::{AskedPart, Near, Opposite};
use crate::segment::{Record, View};

/// Of the years of birth that may be meant, bearers of one common part, at most.
const OF_THE_YEARS: u32 = 2_000;
/// Bearers of common parts gone through to see whether they are among those taken in, at most.
const SIFTED: u32 = 300_000;
/// So far below the best sum a subject's name is not looked at; half of it if somebody has nearly all parts.
const SPREAD: f32 = 20.0;
/// Nearly all parts: the share of what all of them would say.
const SURE: f32 = 0.9;
/// What a year of birth near the one asked for adds at first, and what another takes.
const YEAR_NEAR: f32 = 3.0;
const YEAR_FAR: f32 = -4.0;
/// A second look is taken when the best name says less than this share of what a perfect one would say.
const ENOUGH: f32 = 0.6;
/// Those who bear two of the parts are enough if the fullest of their names, with the right year, says this share of what a
/// perfect one would; where syllables are written, more than that, for there much is near by chance.
const TOGETHER: f32 = 0.72;
const TOGETHER_SYLLABLES: f32 = 0.92;
/// Bearers that are taken in with them if a part has no more: of one part, and of two written as one.
const FEW: u32 = 64;
const FEW_JOINED: u32 = 512;
/// Bearers gone through to find those, at most, and of one part before only some years of birth are.
const GONE_THROUGH: u32 = 100_000;
const OF_ALL_YEARS: u32 = 1_000;
/// If nobody has this share of what is asked for, the second look comes at once.
const HALF: f32 = 0.5;
/// What a part takes that stands on one side only, and what parts take that stand opposite each other and differ.
const MISSING: f32 = 0.4;
const AGAINST: f32 = 2.0;
/// What an initial that fits adds.
const INITIAL_FITS: f32 = 1.0;
/// Parts of a question that are searched by, at most.
const MOST_PARTS: usize = 16;

/// How much is done for one question in one segment, at most. In a large one more people are alike, so that more must be
/// told apart: the bounds grow with the root of its size, to six times what they are in a small one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Bearers taken in.
    bearers: u32,
    /// Subjects whose names are looked at by lists and patterns; those that are looked at by all readings, and their facts.
    looked_at: usize,
    looked_into: usize,
    /// Subjects that are worth weighing in full.
    pub(crate) weighed: usize,
}

impl Bounds {
    /// For so many subjects and so many hits.
    pub(crate) fn new(docs: u32, limit: usize) -> Self {
        let times = (f64::from(docs) / 40_000.0).sqrt().clamp(1.0, 6.0);
        let of = |least: f64| (least * times) as usize;
        Self {
            bearers: of(8_000.0) as u32,
            looked_at: of(300.0),
            looked_into: of(64.0),
            weighed: of(40.0).max(limit + limit / 2),
        }
    }
}

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
            numbers_of.push(AskedPart::new(&name, at).filter(|_| parts.len() < MOST_PARTS).map(|asked| {
                ideal += part.rarity();
                parts.push(asked);
                parts.len() - 1
            }));
        }
        let plain = parts.len();
        let mut pairs = Vec::new();
        for (at, numbers) in numbers_of.windows(2).enumerate() {
            if let [Some(x), Some(y)] = numbers
                && parts.len() < MOST_PARTS
                && let Some(joined) = AskedPart::joined(&name, at)
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
    /// The group that added last, and one bit for each that has added.
    group: u16,
    groups: u16,
    sum: f32,
    /// What that group added.
    current: f32,
}

/// Memory that is used again from one search to the next.
#[derive(Default)]
pub(crate) struct Scratch {
    /// All free but those touched; the first so many are in use.
    slots: Vec<Slot>,
    mask: usize,
    touched: Vec<u32>,
    groups: Vec<Group>,
    /// One bit for each subject: those taken in, when they are sifted.
    marks: Vec<u64>,
    /// Those who bear two parts or more, and the bits of those who bear one of them.
    both: Vec<u32>,
    fresh: Vec<u32>,
    said: Said,
    found: Vec<Candidate>,
}

fn slot_of(doc: u32, mask: usize) -> usize {
    (doc.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask
}

impl Scratch {
    /// Makes room for so many subjects.
    fn start(&mut self, most: usize) {
        let size = (most * 2).next_power_of_two().max(1024);
        for at in self.touched.drain(..) {
            if let Some(slot) = self.slots.get_mut(at as usize) {
                *slot = Slot::default();
            }
        }
        // Of the table only as much is used as is needed: a small one stays near the processor.
        if self.slots.len() < size {
            self.slots.resize(size, Slot::default());
        }
        self.mask = size - 1;
    }

    /// Where a subject stands, or the free place where it would.
    fn place(&self, doc: u32) -> Option<usize> {
        let mask = self.mask;
        let mut at = slot_of(doc, mask);
        loop {
            let slot = self.slots.get(at)?;
            if slot.doc == doc + 1 || slot.doc == 0 {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    fn add(&mut self, doc: u32, group: u16, weight: f32) {
        let Some(at) = self.place(doc) else { return };
        let Some(slot) = self.slots.get_mut(at) else { return };
        if slot.doc == 0 {
            *slot = Slot::new(doc, group, weight);
            self.touched.push(at as u32);
        } else {
            slot.raise(group, weight);
        }
    }

    /// Adds to a subject that is there.
    fn raise(&mut self, doc: u32, group: u16, weight: f32) {
        let slot = self.place(doc).and_then(|at| self.slots.get_mut(at));
        if let Some(slot) = slot.filter(|slot| slot.doc != 0) {
            slot.raise(group, weight);
        }
    }

    /// Marks those that are taken in.
    fn mark(&mut self, docs: u32) {
        self.marks.clear();
        self.marks.resize(docs as usize / 64 + 1, 0);
        for slot in self.touched.iter().filter_map(|at| self.slots.get(*at as usize)) {
            let doc = slot.doc - 1;
            if let Some(bits) = self.marks.get_mut(doc as usize / 64) {
                *bits |= 1 << (doc % 64);
            }
        }
    }

    fn mark_one(&mut self, doc: u32) {
        if let Some(bits) = self.marks.get_mut(doc as usize / 64) {
            *bits |= 1 << (doc % 64);
        }
    }

    fn is_marked(&self, doc: u32) -> bool {
        self.marks.get(doc as usize / 64).is_some_and(|bits| bits >> (doc % 64) & 1 == 1)
    }

    /// Adds what the bearers of a common part have of it, to those taken in alone; stops when `left` is used up.
    fn sift(&mut self, view: &View<'_>, group: u16, near: &[Near], within: &Range<u32>, left: &mut u32) {
        for near in near {
            view.postings(near.part).within(within, |doc| {
                if self.is_marked(doc) {
                    self.raise(doc, group, near.weight);
                }
                *left = left.saturating_sub(1);
                *left > 0
            });
            if *left == 0 {
                return;
            }
        }
    }

    /// Writes down what the near parts of all groups say.
    fn note(&mut self, width: usize) {
        let Self { groups, said, .. } = self;
        said.start(groups.iter().map(|group| group.near.len()).sum(), width);
        for group in groups {
            for near in group.near.iter() {
                let (row, _) = said.row(near.part);
                said.list(row, group.asked, near.weight);
            }
        }
    }
}

/// What parts of the index say of the parts asked for: a row for each part that was met, found by a small table.
#[derive(Default)]
struct Said {
    /// The part and one, and its row; at least half are free.
    cells: Vec<(u32, u32)>,
    rows: Vec<Row>,
    /// For each row what the lists say of each part asked for, what patterns say, and what all readings say; the latter two
    /// [`UNKNOWN`] as long as nobody asked.
    weights: Vec<f32>,
    width: usize,
}

struct Row {
    part: u32,
    /// Whether it stands in a list.
    listed: bool,
    /// Of a part in no list, what it is set against others by; nothing if it tells nothing when it is missing.
    opposite: Option<Opposite>,
}

/// No weight is below zero.
const UNKNOWN: f32 = -1.0;

impl Said {
    /// Forgets all, and makes room for so many parts of the index beside those that come.
    fn start(&mut self, most: usize, width: usize) {
        self.rows.clear();
        self.weights.clear();
        self.width = width;
        self.cells.clear();
        self.cells.resize((most * 2 + 512).next_power_of_two(), (0, 0));
    }

    /// Where a part stands, or the free place where it would.
    fn place(&self, part: u32) -> usize {
        let mask = self.cells.len() - 1;
        let mut at = part.wrapping_mul(0x9e37_79b1) as usize >> 5 & mask;
        while self.cells.get(at).is_some_and(|cell| cell.0 != 0 && cell.0 != part.wrapping_add(1)) {
            at = (at + 1) & mask;
        }
        at
    }

    /// The row of a part, and whether it is a new one.
    fn row(&mut self, part: u32) -> (usize, bool) {
        let mut at = self.place(part);
        if let Some(&(known, row)) = self.cells.get(at)
            && known != 0
        {
            return (row as usize, false);
        }
        if self.rows.len() * 2 >= self.cells.len() {
            let size = self.cells.len() * 2;
            self.cells.clear();
            self.cells.resize(size, (0, 0));
            for row in 0..self.rows.len() {
                let part = self.rows.get(row).map_or(0, |row| row.part);
                self.put(self.place(part), part, row);
            }
            at = self.place(part);
        }
        let row = self.rows.len();
        self.put(at, part, row);
        self.rows.push(Row { part, listed: false, opposite: None });
        let width = self.width;
        self.weights.resize(self.weights.len() + width, 0.0);
        self.weights.resize(self.weights.len() + 2 * width, UNKNOWN);
        (row, true)
    }

    fn put(&mut self, at: usize, part: u32, row: usize) {
        if let Some(cell) = self.cells.get_mut(at) {
            *cell = (part.wrapping_add(1), row as u32);
        }
    }

    fn list(&mut self, row: usize, asked: usize, weight: f32) {
        if let Some(row) = self.rows.get_mut(row) {
            row.listed |= weight > 0.0;
        }
        if let Some(cell) = self.weights.get_mut(row * self.width * 3 + asked) {
            *cell = cell.max(weight);
        }
    }

    /// What the lists say of a part.
    fn listed(&self, row: usize) -> &[f32] {
        let from = row * self.width * 3;
        self.weights.get(from..from + self.width).unwrap_or_default()
    }

    /// What a part says of one asked for when the two are set against each other.
    fn opposite(&mut self, row: usize, asked: usize, how: Look) -> Option<&mut f32> {
        let kind = if how == Look::Whole { 2 } else { 1 };
        self.weights.get_mut((row * 3 + kind) * self.width + asked)
    }
}

impl Slot {
    fn new(doc: u32, group: u16, weight: f32) -> Self {
        Self { doc: doc + 1, group, groups: 1 << (group & 15), sum: weight, current: weight }
    }

    fn raise(&mut self, group: u16, weight: f32) {
        let bit = 1 << (group & 15);
        if self.group == group {
            if weight > self.current {
                self.sum += weight - self.current;
                self.current = weight;
            }
        } else if self.groups & bit == 0 {
            *self =
                Self { group, groups: self.groups | bit, sum: self.sum + weight, current: weight, ..*self };
        }
    }
}

/// The bearers of one part that is asked for.
#[derive(Clone)]
struct Group {
    /// The number of the part in the question.
    asked: usize,
    near: Rc<[Near]>,
    bearers: u32,
}

impl Group {
    /// Below [`MOST_PARTS`].
    fn number(&self) -> u16 {
        self.asked as u16
    }
}

/// The subjects of a segment that may be meant, the likeliest first.
pub(crate) fn candidates<'s>(
    view: &View<'_>,
    gone: &impl Fn(u32) -> bool,
    question: &Question,
    ours: FactsRef<'_>,
    bounds: &Bounds,
    scratch: &'s mut Scratch,
) -> &'s [Candidate] {
    scratch.groups.clear();
    gather(view, question, scratch, false);
    let (best, far) = look(view, gone, question, ours, bounds, scratch, false);
    if !far && best < question.ideal * ENOUGH && gather(view, question, scratch, true) {
        look(view, gone, question, ours, bounds, scratch, true);
    }
    scratch.groups.clear();
    &scratch.found
}

/// Finds the near parts of all parts; whether there are more than before.
fn gather(view: &View<'_>, question: &Question, scratch: &mut Scratch, far: bool) -> bool {
    let before: usize = scratch.groups.iter().map(|group| group.near.len()).sum();
    scratch.groups.clear();
    for (asked, part) in question.parts.iter().enumerate() {
        let near = part.near(&question.name, view, far);
        let bearers = near.iter().map(|near| near.bearers).fold(0, u32::saturating_add);
        scratch.groups.push(Group { asked, near, bearers });
    }
    scratch.groups.iter().map(|group| group.near.len()).sum::<usize>() > before
}

/// Adds up, looks at the records of the best, and leaves the best of these in `scratch.found`; says how much the best name
/// says.
fn look(
    view: &View<'_>,
    gone: &impl Fn(u32) -> bool,
    question: &Question,
    ours: FactsRef<'_>,
    bounds: &Bounds,
    scratch: &mut Scratch,
    mut far: bool,
) -> (f32, bool) {
    let unknown = view.born(0, 0);
    let born = question.years.map(|(from, to)| view.born(from, to));
    scratch.note(question.parts.len());

    let years = (&born, &unknown);
    let mut found = std::mem::take(&mut scratch.found);
    let mut fullest =
        if far { 0.0 } else { those_together(view, gone, question, years, bounds, &mut found, scratch) };
    let spelt = question.parts.iter().all(|part| part.is_spelt(&question.name));
    let together = !far && fullest >= question.ideal * if spelt { TOGETHER } else { TOGETHER_SYLLABLES };
    if !together {
        (fullest, far) = one_by_one(view, gone, question, years, bounds, &mut found, scratch, far);
    }
    let top = found.iter().map(|candidate| candidate.sum).fold(f32::MIN, f32::max);
    // Somebody has nearly all parts that are asked for: others must come near that.
    let sure = fullest >= question.ideal * SURE;
    let (spread, looked_at, how, closer) = if sure {
        (SPREAD / 2.0, bounds.looked_at / 3, Look::Lists, Look::Roughly)
    } else {
        (SPREAD, bounds.looked_at, Look::Roughly, Look::Whole)
    };
    found.retain(|candidate| candidate.sum > top - spread);
    best(&mut found, looked_at.max(bounds.weighed));
    let mut most = f32::MIN;
    // Those together were looked at by the lists already.
    if !(together && how == Look::Lists) {
        view.touch_records(found.iter().map(|candidate| candidate.doc));
        for record in found.iter().filter_map(|candidate| view.record(candidate.doc)) {
            record.each_name(|parts, _| view.touch_opposites(parts));
        }
        for candidate in &mut found {
            let Some(record) = view.record(candidate.doc) else { continue };
            let name = names(view, &record, question, scratch, how);
            most = most.max(name);
            candidate.sum = name + year(candidate.doc, &born, &unknown);
        }
    }
    best(&mut found, bounds.looked_into.max(bounds.weighed));
    if closer == Look::Whole {
        for record in found.iter().filter_map(|candidate| view.record(candidate.doc)) {
            record.each_name(|parts, _| view.touch_parts(parts));
        }
    }
    for candidate in &mut found {
        let Some(record) = view.record(candidate.doc) else { continue };
        let name = names(view, &record, question, scratch, closer);
        most = most.max(name);
        candidate.sum = ours.weight(FactsRef::new(record.facts)) + name;
    }
    best(&mut found, bounds.weighed);
    found.sort_unstable_by(|x, y| y.sum.total_cmp(&x.sum).then(x.doc.cmp(&y.doc)));
    scratch.found = found;
    (most, far)
}

/// Looks at those who bear parts near two of those asked for, and puts them into `found`. How much the fullest of their names
/// says, of those whose year of birth fits if one is asked for.
fn those_together(
    view: &View<'_>,
    gone: &impl Fn(u32) -> bool,
    question: &Question,
    (born, unknown): (&Option<Range<u32>>, &Range<u32>),
    bounds: &Bounds,
    found: &mut Vec<Candidate>,
    scratch: &mut Scratch,
) -> f32 {
    let mut both = std::mem::take(&mut scratch.both);
    together(view, question, (born, unknown), &mut both, scratch);
    found.clear();
    let mut fullest = 0.0_f32;
    // Of many it is cheaper to add up first.
    if both.len() <= bounds.looked_at {
        view.touch_records(both.iter().copied());
        for &doc in both.iter().filter(|doc| !gone(**doc)) {
            let Some(record) = view.record(doc) else { continue };
            let name = names(view, &record, question, scratch, Look::Lists);
            if born.as_ref().is_none_or(|born| born.contains(&doc)) {
                fullest = fullest.max(name);
            }
            found.push(Candidate { doc, sum: name + year(doc, born, unknown) });
        }
    }
    scratch.both = both;
    fullest
}

/// Finds those who bear parts near two of those asked for, and all bearers of parts that few bear.
fn together(
    view: &View<'_>,
    question: &Question,
    (born, unknown): (&Option<Range<u32>>, &Range<u32>),
    both: &mut Vec<u32>,
    scratch: &mut Scratch,
) {
    both.clear();
    let (mut groups, mut fresh) = (std::mem::take(&mut scratch.groups), std::mem::take(&mut scratch.fresh));
    groups.sort_unstable_by_key(|group| (group.bearers, group.asked));
    let sum = groups.iter().map(|group| group.bearers).fold(0, u32::saturating_add);
    let marked = sum - groups.last().map_or(0, |group| group.bearers);
    // A bit for each subject by the lower bits of its number: some share one, and are told apart by their records.
    let bits = marked.saturating_mul(64).clamp(1 << 12, 1 << 21).next_power_of_two();
    let bits = bits.min(view.docs.max(64).next_power_of_two());
    scratch.marks.clear();
    scratch.marks.resize(bits as usize / 64, 0);
    let all = [0..view.docs, 0..0];
    let likely = [unknown.clone(), born.clone().unwrap_or(0..0)];
    let mut left = GONE_THROUGH;
    for (at, group) in groups.iter().enumerate() {
        let few = if group.asked < question.plain { FEW } else { FEW_JOINED };
        // Too many: only those who may be of the years that are meant.
        let ranges = if group.bearers > OF_ALL_YEARS && born.is_some() { &likely } else { &all };
        fresh.clear();
        view.touch_postings(group.near.iter().map(|near| near.part));
        for near in group.near.iter() {
            for range in ranges.iter().filter(|range| !range.is_empty()) {
                view.postings(near.part).within(range, |doc| {
                    let bit = doc & (bits - 1);
                    if scratch.is_marked(bit) || group.bearers <= few {
                        both.push(doc);
                    }
                    fresh.push(bit);
                    left = left.saturating_sub(1);
                    left > 0
                });
            }
            if left == 0 {
                break;
            }
        }
        // Whoever bears two parts near the same one does not count for it.
        if at + 1 < groups.len() {
            fresh.iter().for_each(|bit| scratch.mark_one(*bit));
        }
    }
    both.sort_unstable();
    both.dedup();
    (scratch.groups, scratch.fresh) = (groups, fresh);
}

/// Adds up what the bearers of all near parts have of them, and puts those into `found` who have nearly as much as the best. If
/// nobody has half of what is asked for, goes farther at once. How much the fullest has, and whether it went farther.
#[expect(clippy::too_many_arguments, reason = "one step of a search, which needs all that a search has")]
fn one_by_one(
    view: &View<'_>,
    gone: &impl Fn(u32) -> bool,
    question: &Question,
    (born, unknown): (&Option<Range<u32>>, &Range<u32>),
    bounds: &Bounds,
    found: &mut Vec<Candidate>,
    scratch: &mut Scratch,
    mut far: bool,
) -> (f32, bool) {
    let fullest = |scratch: &Scratch| {
        let slots = scratch.touched.iter().filter_map(|at| scratch.slots.get(*at as usize));
        slots.map(|slot| slot.sum).fold(0.0, f32::max)
    };
    take_in(view, born, unknown, bounds, scratch);
    let mut most = fullest(scratch);
    if !far && most < question.ideal * HALF {
        far = true;
        if gather(view, question, scratch, far) {
            scratch.note(question.parts.len());
            take_in(view, born, unknown, bounds, scratch);
            most = fullest(scratch);
        }
    }
    found.clear();
    let mut top = f32::MIN;
    for slot in scratch.touched.iter().filter_map(|at| scratch.slots.get(*at as usize)) {
        let doc = slot.doc - 1;
        let sum = slot.sum + year(doc, born, unknown);
        if sum > top - SPREAD && !gone(doc) {
            top = top.max(sum);
            found.push(Candidate { doc, sum });
        }
    }
    (most, far)
}

/// Takes the bearers of near parts in, as far as they are not too many.
fn take_in(
    view: &View<'_>,
    born: &Option<Range<u32>>,
    unknown: &Range<u32>,
    bounds: &Bounds,
    scratch: &mut Scratch,
) {
    let mut groups = std::mem::take(&mut scratch.groups);
    groups.sort_unstable_by_key(|group| (group.bearers, group.asked));
    let all = 0..view.docs;
    let mut light = 0;
    let mut room = bounds.bearers;
    let mut with = groups.iter().filter(|group| group.bearers > 0).peekable();
    let sum = groups.iter().map(|group| group.bearers).fold(0, u32::saturating_add);
    scratch.start(sum.min(2 * bounds.bearers + 16 * OF_THE_YEARS) as usize);
    while let Some(group) = with.next_if(|group| group.bearers <= room) {
        room -= group.bearers;
        light += 1;
        view.touch_postings(group.near.iter().map(|near| near.part));
        for near in group.near.iter() {
            view.postings(near.part).within(&all, |doc| {
                scratch.add(doc, group.number(), near.weight);
                true
            });
        }
    }
    let heavy: Vec<&Group> = with.collect();
    if !heavy.is_empty() {
        let mut left = SIFTED;
        if light == 0 {
            those_with_two(view, born, unknown, &heavy, (bounds, &mut left), scratch);
        }
        for group in &heavy {
            if let Some(born) = born {
                // Too many: only those of the years that may be meant.
                let mut slice = OF_THE_YEARS;
                for near in group.near.iter() {
                    view.postings(near.part).within(born, |doc| {
                        scratch.add(doc, group.number(), near.weight);
                        slice -= 1;
                        slice > 0
                    });
                    if slice == 0 {
                        break;
                    }
                }
            }
        }
        // The names of few are looked at anyway.
        if scratch.touched.len() > bounds.looked_at {
            scratch.mark(view.docs);
            for group in &heavy {
                scratch.sift(view, group.number(), &group.near, &all, &mut left);
            }
        }
    }
    scratch.groups = groups;
}

/// All parts are common: of the bearers of the rarest, those who bear the next one too; the years that may be meant
/// first.
fn those_with_two(
    view: &View<'_>,
    born: &Option<Range<u32>>,
    unknown: &Range<u32>,
    heavy: &[&Group],
    (bounds, left): (&Bounds, &mut u32),
    scratch: &mut Scratch,
) {
    let all = 0..view.docs;
    let mut room = bounds.bearers;
    let [rarest, rest @ ..] = heavy else { return };
    scratch.marks.clear();
    scratch.marks.resize(view.docs as usize / 64 + 1, 0);
    let likely =
        [born.clone().unwrap_or(0..0), if born.is_some() { unknown.clone() } else { 0..0 }, all.clone()];
    let Some(next) = rest.first() else {
        // One part, and nothing else to tell its bearers by.
        for range in &likely {
            for near in rarest.near.iter() {
                view.postings(near.part).within(range, |doc| {
                    scratch.add(doc, rarest.number(), near.weight);
                    room -= 1;
                    room > 0
                });
                if room == 0 {
                    return;
                }
            }
        }
        return;
    };
    let mut marked = SIFTED / 2;
    for near in rarest.near.iter() {
        view.postings(near.part).within(&all, |doc| {
            scratch.mark_one(doc);
            marked -= 1;
            marked > 0
        });
        if marked == 0 {
            break;
        }
    }
    'ranges: for range in &likely {
        for near in next.near.iter() {
            view.postings(near.part).within(range, |doc| {
                if scratch.is_marked(doc) {
                    scratch.add(doc, next.number(), near.weight);
                    room -= 1;
                }
                *left = left.saturating_sub(1);
                *left > 0 && room > 0
            });
            if *left == 0 || room == 0 {
                break 'ranges;
            }
        }
    }
    // What is left is for going through the rarest again, and the third.
    *left = (*left).max(SIFTED / 2);
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

/// How closely a name is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// By the lists of near parts alone.
    Lists,
    /// Parts that no list holds are set against each other by their patterns.
    Roughly,
    /// And these by all their readings.
    Whole,
}

/// Weighs the names of a subject roughly: the best of them.
fn names(view: &View<'_>, record: &Record<'_>, question: &Question, scratch: &mut Scratch, how: Look) -> f32 {
    let said = &mut scratch.said;
    let mut best = f32::MIN;
    record.each_name(|parts, _| {
        let mut most = [0.0_f32; MOST_PARTS];
        let mut unmatched = [0; MOST_PARTS];
        let mut open = 0;
        for part in parts {
            let (row, new) = said.row(part);
            let Some(known) = said.rows.get_mut(row) else { continue };
            if new {
                known.opposite = Opposite::new(part, view);
            }
            if known.listed {
                for (most, weight) in most.iter_mut().zip(said.listed(row)) {
                    *most = most.max(*weight);
                }
            } else if known.opposite.is_some()
                && let Some(cell) = unmatched.get_mut(open)
            {
                *cell = row;
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
        let unmatched = unmatched.get(..open).unwrap_or_default();
        let (mut missing, mut initials) = (open, 0);
        if how != Look::Lists || !question.initials.is_empty() {
            missing = 0;
            for &row in unmatched {
                if how != Look::Lists && opposite(view, question, row, &mut most, said, how) {
                    continue;
                }
                let part = || said.rows.get(row).and_then(|row| view.part(row.part));
                if !question.initials.is_empty() && part().is_some_and(|part| begins(question, &part)) {
                    initials += 1;
                } else {
                    missing += 1;
                }
            }
        }
        let sum: f32 = most.iter().take(plain).sum();
        let ours = most.iter().take(plain).filter(|most| **most <= 0.0).count();
        let sum = sum - AGAINST * ours.min(missing) as f32 - MISSING * ours.abs_diff(missing) as f32
            + INITIAL_FITS * initials.min(question.initials.len()) as f32;
        best = best.max(sum);
    });
    best
}

/// Sets a part that no list holds against the parts that nothing was found for; whether it is like one of them.
fn opposite(
    view: &View<'_>,
    question: &Question,
    row: usize,
    most: &mut [f32; MOST_PARTS],
    said: &mut Said,
    how: Look,
) -> bool {
    let Some(Row { part: number, opposite: Some(opposite), .. }) = said.rows.get(row) else { return false };
    let (number, opposite) = (*number, *opposite);
    let mut fits = 0.0_f32;
    for (asked, (part, most)) in question.parts.iter().zip(most).take(question.plain).enumerate() {
        if *most > 0.0 {
            continue;
        }
        let Some(cell) = said.opposite(row, asked, how) else { continue };
        if *cell <= UNKNOWN {
            *cell = match how {
                Look::Whole => view.part(number).map_or(0.0, |theirs| part.opposite(&question.name, &theirs)),
                Look::Lists | Look::Roughly => part.roughly_opposite(&question.name, &opposite),
            };
        }
        *most = most.max(*cell);
        fits = fits.max(*cell);
    }
    fits > 0.0
}

/// Whether a part may be what an initial of the question stands for.
fn begins(question: &Question, part: &Packed<'_>) -> bool {
    let initials = question.initials.iter().filter_map(|at| question.name.parts().get(*at));
    initials.into_iter().any(|initial| AskedPart::begins(initial, part))
}
