//! A segment: some subjects of one register and everything to find them by, in one run of bytes that never changes.
//!
//! The bytes may be memory or a mapped file. Opening checks that the sections lie where the header says and are as long as
//! the counts demand; after that every read is bounded, so that damaged bytes give wrong answers at worst, never a panic.
//! `docs/INDEX.md` has the format. Subjects are ordered by year of birth: any range of a list of subjects is the list of
//! some years.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use names::Packed;

use crate::bytes::{hash, long, mixed, take, take_bytes, word};
use crate::sounds::{Pattern, Writing, core, key};

/// Bytes that can be shared: memory, or a file that was mapped.
pub type SharedBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

pub(crate) const MAGIC: &[u8; 8] = b"COMITYSG";
pub(crate) const SECTIONS: usize = 17;
pub(crate) const HEADER: usize = 8 + 4 * 4 + SECTIONS * 8;
/// Subjects of a list that are kept together.
pub(crate) const BLOCK: usize = 128;
/// Steps of rarity in one nat.
pub(crate) const RARITY_STEPS: f32 = 16.0;

pub(crate) const YEARS: usize = 0;
pub(crate) const RECORD_AT: usize = 1;
pub(crate) const RECORDS: usize = 2;
pub(crate) const BY_ID: usize = 3;
pub(crate) const PATTERNS: usize = 4;
pub(crate) const ENTRIES: usize = 5;
pub(crate) const PATTERN_TABLE: usize = 6;
pub(crate) const CORE_TABLE: usize = 7;
pub(crate) const PART_AT: usize = 8;
pub(crate) const PARTS: usize = 9;
pub(crate) const POSTING_AT: usize = 10;
pub(crate) const POSTINGS: usize = 11;
pub(crate) const FAMILIES: usize = 12;
pub(crate) const NUMBERS: usize = 13;
pub(crate) const TOLD: usize = 14;
pub(crate) const FIRST: usize = 15;
pub(crate) const FILTER: usize = 16;
/// Bearers beyond this are not counted in a part's summary.
pub(crate) const MOST_TOLD: u32 = (1 << 24) - 1;

/// The bytes are not a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// Too short, or another kind of file.
    #[error("this is no index")]
    NotAnIndex,
    /// Written by another version.
    #[error("the index has version {0}, this program reads version {1}")]
    Version(u32, u32),
    /// Made with other tables of names.
    #[error("the index was made with other tables of names")]
    Tables,
    /// The checksum does not fit.
    #[error("the checksum of {0} does not fit")]
    Checksum(&'static str),
    /// A section is missing, too short or out of bounds.
    #[error("section {0} of the index is out of bounds")]
    Section(usize),
}

/// Counts the segments that were opened: no two of them share a number.
static OPENED: AtomicU64 = AtomicU64::new(1);

/// Some subjects of one register; cheap to clone.
#[derive(Clone)]
pub(crate) struct Segment {
    /// Its own alone, so that what was worked out for it is not taken for another's.
    number: u64,
    bytes: SharedBytes,
    sections: [(usize, usize); SECTIONS],
    pub(crate) docs: u32,
    pub(crate) parts: u32,
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segment")
            .field("docs", &self.docs)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

impl Segment {
    /// Opens the segment that fills `range` of the bytes.
    pub(crate) fn open(bytes: SharedBytes, range: Range<usize>) -> Result<Self, Damaged> {
        let all = (*bytes).as_ref().get(range.clone()).ok_or(Damaged::NotAnIndex)?;
        let header = all.get(..HEADER).ok_or(Damaged::NotAnIndex)?;
        if header.get(..8) != Some(MAGIC) {
            return Err(Damaged::NotAnIndex);
        }
        let number = |at: usize| word(header, at).ok_or(Damaged::NotAnIndex);
        let (docs, parts, entries, numbers) = (number(2)?, number(3)?, number(4)?, number(5)?);
        let mut sections = [(0, 0); SECTIONS];
        let mut end = HEADER;
        for (at, section) in sections.iter_mut().enumerate() {
            let length = long(header, 3 + at).and_then(|length| usize::try_from(length).ok());
            let length = length.ok_or(Damaged::Section(at))?;
            let next =
                end.checked_add(length).filter(|next| *next <= all.len()).ok_or(Damaged::Section(at))?;
            *section = (range.start + end, range.start + next);
            end = next;
        }
        if end != all.len() {
            return Err(Damaged::Section(SECTIONS));
        }
        let (docs, parts) = (docs as usize, parts as usize);
        let exact = [
            (RECORD_AT, (docs + 1) * 4),
            (BY_ID, docs * 4),
            (PATTERNS, entries as usize * 8),
            (ENTRIES, entries as usize * 4),
            (PART_AT, (parts + 1) * 4),
            (POSTING_AT, (parts + 1) * 4),
            (NUMBERS, numbers as usize * 12),
            (TOLD, parts * 4),
            (FIRST, parts * 8),
        ];
        let length = |at: usize| sections.get(at).map_or(0, |(start, end)| end - start);
        for (at, expected) in exact {
            if length(at) != expected {
                return Err(Damaged::Section(at));
            }
        }
        for (at, unit) in [(YEARS, 8), (PATTERN_TABLE, 4), (CORE_TABLE, 8), (FAMILIES, 8), (FILTER, 8)] {
            let table = at == PATTERN_TABLE || at == CORE_TABLE || at == FILTER;
            if length(at) % unit != 0 || (table && !(length(at) / unit).is_power_of_two()) {
                return Err(Damaged::Section(at));
            }
        }
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        Ok(Self { number, sections, docs: docs as u32, parts: parts as u32, bytes })
    }

    /// The sections, to be read for a while.
    pub(crate) fn view(&self) -> View<'_> {
        let all = (*self.bytes).as_ref();
        let section = |at: usize| {
            self.sections.get(at).and_then(|(start, end)| all.get(*start..*end)).unwrap_or_default()
        };
        View {
            segment: self.number,
            docs: self.docs,
            years: section(YEARS),
            record_at: section(RECORD_AT),
            records: section(RECORDS),
            by_id: section(BY_ID),
            patterns: section(PATTERNS),
            entries: section(ENTRIES),
            pattern_table: section(PATTERN_TABLE),
            core_table: section(CORE_TABLE),
            part_at: section(PART_AT),
            parts: section(PARTS),
            posting_at: section(POSTING_AT),
            postings: section(POSTINGS),
            families: section(FAMILIES),
            numbers: section(NUMBERS),
            told: section(TOLD),
            first: section(FIRST),
            filter: section(FILTER),
        }
    }

    /// The bytes of the whole segment.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        let start = self.sections.first().map_or(0, |(start, _)| start.saturating_sub(HEADER));
        let end = self.sections.last().map_or(0, |(_, end)| *end);
        (*self.bytes).as_ref().get(start..end).unwrap_or_default()
    }
}

/// The sections of a segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The number of the segment, its own alone.
    pub(crate) segment: u64,
    pub(crate) docs: u32,
    years: &'a [u8],
    record_at: &'a [u8],
    records: &'a [u8],
    by_id: &'a [u8],
    patterns: &'a [u8],
    entries: &'a [u8],
    pattern_table: &'a [u8],
    core_table: &'a [u8],
    part_at: &'a [u8],
    parts: &'a [u8],
    posting_at: &'a [u8],
    postings: &'a [u8],
    families: &'a [u8],
    numbers: &'a [u8],
    told: &'a [u8],
    first: &'a [u8],
    filter: &'a [u8],
}

/// What is kept of one subject.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Record<'a> {
    pub(crate) facts: &'a [u8],
    names: &'a [u8],
    pub(crate) id: &'a [u8],
}

impl<'a> Record<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let facts = take(&mut rest)? as usize;
        let facts = take_bytes(&mut rest, facts)?;
        let names = take(&mut rest)? as usize;
        let names = take_bytes(&mut rest, names)?;
        Some(Self { facts, names, id: rest })
    }

    /// The parts of each name in turn, and which of them its form shows to be the family name.
    pub(crate) fn each_name(&self, mut visit: impl FnMut(PartNumbers<'a>, u16)) {
        let mut rest = self.names;
        while let (Some(left), Some(families)) = (take(&mut rest), take(&mut rest)) {
            let mut name = PartNumbers { rest, left };
            visit(name.clone(), families as u16);
            name.by_ref().for_each(drop);
            rest = name.rest;
        }
    }
}

/// The numbers of the parts of a name.
#[derive(Debug, Clone)]
pub(crate) struct PartNumbers<'a> {
    rest: &'a [u8],
    left: u32,
}

impl Iterator for PartNumbers<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        take(&mut self.rest)
    }
}

/// The readings and spellings of a part, each with the kind of writing it is compared as.
pub(crate) fn compared<'a>(part: &Packed<'a>) -> impl Iterator<Item = (&'a [u8], u8)> + use<'a> {
    let (readings, channel) = (part.readings(), part.channel());
    let spelt = move |(at, sounds)| (sounds, if at < readings { channel } else { 0 });
    // Many leave out one of two words that make a part.
    let core = Some((part.core(), channel)).filter(|(core, _)| !core.is_empty());
    part.variants().enumerate().map(spelt).chain(core)
}

impl<'a> View<'a> {
    fn piece(at: &'a [u8], all: &'a [u8], number: u32) -> Option<&'a [u8]> {
        let number = number as usize;
        all.get(word(at, number)? as usize..word(at, number + 1)? as usize)
    }

    pub(crate) fn record(&self, doc: u32) -> Option<Record<'a>> {
        Record::read(Self::piece(self.record_at, self.records, doc)?)
    }

    /// Reads the first byte of each piece: to read many one behind another, without looking at them, lets the processor
    /// wait for all of them at once rather than for each in turn.
    fn touch(at: &[u8], all: &[u8], numbers: impl Iterator<Item = u32>) {
        let first = |number: u32| all.get(word(at, number as usize)? as usize).copied();
        let sum = numbers.map(|number| first(number).unwrap_or(0)).fold(0, u8::wrapping_add);
        std::hint::black_box(sum);
    }

    pub(crate) fn touch_records(&self, docs: impl Iterator<Item = u32>) {
        Self::touch(self.record_at, self.records, docs);
    }

    pub(crate) fn touch_postings(&self, parts: impl Iterator<Item = u32>) {
        Self::touch(self.posting_at, self.postings, parts);
    }

    pub(crate) fn touch_parts(&self, parts: impl Iterator<Item = u32>) {
        Self::touch(self.part_at, self.parts, parts);
    }

    pub(crate) fn touch_told(&self, parts: impl Iterator<Item = u32>) {
        let told = |part: u32| self.told.get(part as usize * 4).copied().unwrap_or(0);
        std::hint::black_box(parts.map(told).fold(0, u8::wrapping_add));
    }

    /// Reads what parts are set against others by.
    pub(crate) fn touch_opposites(&self, parts: impl Iterator<Item = u32>) {
        let first = |part: u32| self.first.get(part as usize * 8).copied().unwrap_or(0);
        let told = |part: u32| self.told.get(part as usize * 4).copied().unwrap_or(0);
        let sum = parts.map(|part| first(part) ^ told(part)).fold(0, u8::wrapping_add);
        std::hint::black_box(sum);
    }

    pub(crate) fn part_bytes(&self, part: u32) -> Option<&'a [u8]> {
        Self::piece(self.part_at, self.parts, part)
    }

    pub(crate) fn part(&self, part: u32) -> Option<Packed<'a>> {
        Packed::new(self.part_bytes(part)?)
    }

    pub(crate) fn postings(&self, part: u32) -> Postings<'a> {
        Postings::new(Self::piece(self.posting_at, self.postings, part).unwrap_or_default())
    }

    /// The subjects born in these years, as a range. Those of unknown year come first of all.
    pub(crate) fn born(&self, from: i32, to: i32) -> Range<u32> {
        let count = self.years.len() / 8;
        let first = |year: i32| {
            let (mut low, mut high) = (0, count);
            while low < high {
                let middle = low + (high - low) / 2;
                match word(self.years, middle * 2) {
                    Some(known) if (known as i32) < year => low = middle + 1,
                    _ => high = middle,
                }
            }
            if low == count { self.docs } else { word(self.years, low * 2 + 1).unwrap_or(self.docs) }
        };
        first(from)..first(to.saturating_add(1))
    }

    /// The year of each subject in order; 0 for those of unknown year.
    pub(crate) fn years_of(&self) -> impl Iterator<Item = i32> + use<'a> {
        let (years, docs) = (self.years, self.docs);
        (0..years.len() / 8).flat_map(move |at| {
            let first = word(years, at * 2 + 1).unwrap_or(0);
            let end = word(years, at * 2 + 3).unwrap_or(docs);
            let year = word(years, at * 2).unwrap_or(0) as i32;
            (first..end).map(move |_| year)
        })
    }

    /// Visits all numbers with their subjects.
    pub(crate) fn all_numbers(&self, mut visit: impl FnMut(u64, u32)) {
        for entry in self.numbers.chunks_exact(12) {
            if let (Some(number), Some(doc)) = (long(entry, 0), entry.get(8..).and_then(|doc| word(doc, 0))) {
                visit(number, doc);
            }
        }
    }

    /// The place of a subject by its identifier.
    pub(crate) fn find(&self, id: &[u8]) -> Option<u32> {
        let sought = hash(id);
        let (mut low, mut high) = (0, self.docs as usize);
        let id_at = |place: usize| word(self.by_id, place).and_then(|doc| Some((doc, self.record(doc)?.id)));
        while low < high {
            let middle = low + (high - low) / 2;
            match id_at(middle) {
                Some((_, other)) if hash(other) < sought => low = middle + 1,
                _ => high = middle,
            }
        }
        while let Some((doc, other)) = id_at(low) {
            if other == id {
                return Some(doc);
            }
            if hash(other) != sought {
                return None;
            }
            low += 1;
        }
        None
    }

    /// The pattern of an entry.
    fn pattern(&self, entry: u32) -> Option<Pattern> {
        long(self.patterns, entry as usize)
    }

    /// The part and the number of its variant that an entry stands for.
    pub(crate) fn entry(&self, entry: u32) -> Option<(u32, u8)> {
        word(self.entries, entry as usize).map(|packed| (packed >> 6, (packed >> 2 & 15) as u8))
    }

    /// How rare a part is, and how many bear it. Rarity is 0 for what tells nothing when it is missing: titles, numbers,
    /// particles, initials.
    pub(crate) fn told(&self, part: u32) -> (f32, u32) {
        let told = word(self.told, part as usize).unwrap_or(0);
        ((told >> 24) as f32 / RARITY_STEPS, told & MOST_TOLD)
    }

    /// The pattern of the first reading of a part, and its kind of writing.
    pub(crate) fn first(&self, part: u32) -> (Pattern, Writing) {
        let first = long(self.first, part as usize).unwrap_or(0);
        (first & !15, Writing::ALL.get(first as usize & 3).copied().unwrap_or(Writing::Alphabet))
    }

    /// The core and kind of writing of an entry.
    fn key(&self, entry: u32) -> Option<u64> {
        Some(key(
            core(self.pattern(entry)?),
            Writing::ALL.get(word(self.entries, entry as usize)? as usize & 3).copied()?,
        ))
    }

    /// Whether a pattern, or a core with its kind of writing ([`of_core`]), may be in its table: nearly all that are not are
    /// known by one look at a few bytes.
    pub(crate) fn may_have(&self, key: u64) -> bool {
        let (at, bits) = in_filter(key, self.filter.len() / 8);
        long(self.filter, at).is_some_and(|known| known & bits == bits)
    }

    /// Reads the slots of patterns that will be looked up, and what stands in them.
    pub(crate) fn touch_patterns(&self, patterns: &[Pattern]) {
        let slots = self.pattern_table.len() / 4;
        let entry = |pattern: &Pattern| word(self.pattern_table, place(*pattern, slots))?.checked_sub(1);
        let known = |pattern: &Pattern| Some(*self.patterns.get(entry(pattern)? as usize * 8)?);
        let sum = patterns.iter().map(|pattern| known(pattern).unwrap_or(0)).fold(0, u8::wrapping_add);
        std::hint::black_box(sum);
    }

    /// The same of cores, each with its kind of writing.
    pub(crate) fn touch_cores(&self, keys: impl Iterator<Item = u64>) {
        let slots = self.core_table.len() / 8;
        let first = |key: u64| word(self.core_table, place(key, slots) * 2)?.checked_sub(1);
        let known = |key: u64| {
            let first = first(key)? as usize;
            Some(self.patterns.get(first * 8)? ^ self.entries.get(first * 4)?)
        };
        let keys = keys.filter(|key| self.may_have(of_core(*key)));
        std::hint::black_box(keys.map(|key| known(key).unwrap_or(0)).fold(0, u8::wrapping_add));
    }

    /// Visits the entries with a pattern.
    pub(crate) fn same(&self, pattern: Pattern, mut visit: impl FnMut(u32)) {
        let slots = self.pattern_table.len() / 4;
        let mut slot = place(pattern, slots);
        if !self.may_have(pattern) {
            return;
        }
        for _ in 0..slots {
            let Some(mut entry) = word(self.pattern_table, slot).and_then(|entry| entry.checked_sub(1))
            else {
                return;
            };
            // One run for each kind of writing; they may lie in several slots.
            while self.pattern(entry) == Some(pattern) {
                visit(entry);
                entry += 1;
            }
            slot = (slot + 1) & (slots - 1);
        }
    }

    /// The entries with a core: the first, and their patterns.
    pub(crate) fn with_core(
        &self,
        sought: Pattern,
        writing: Writing,
    ) -> (u32, impl Iterator<Item = Pattern> + use<'a>) {
        let slots = self.core_table.len() / 8;
        let sought = key(sought, writing);
        let mut slot = place(sought, slots);
        let mut found = (0, 0);
        let slots_looked_at = if self.may_have(of_core(sought)) { slots } else { 0 };
        for _ in 0..slots_looked_at {
            let Some(first) = word(self.core_table, slot * 2).and_then(|first| first.checked_sub(1)) else {
                break;
            };
            if self.key(first) == Some(sought) {
                found = (first, word(self.core_table, slot * 2 + 1).unwrap_or(0));
                break;
            }
            slot = (slot + 1) & (slots - 1);
        }
        let range = found.0 as usize * 8..(found.1 as usize).saturating_mul(8);
        let patterns = self.patterns.get(range).unwrap_or_default();
        (found.0, patterns.chunks_exact(8).map(|eight| long(eight, 0).unwrap_or(0)))
    }

    /// Visits the parts of a line of the table of names that stand for each other.
    pub(crate) fn family(&self, family: u16, mut visit: impl FnMut(u32)) {
        let count = self.families.len() / 8;
        let at = |place: usize| word(self.families, place * 2);
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            if at(middle).is_some_and(|known| known < u32::from(family)) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        while low < count && at(low) == Some(u32::from(family)) {
            word(self.families, low * 2 + 1).into_iter().for_each(&mut visit);
            low += 1;
        }
    }

    /// Visits the subjects with a number, given by its hash.
    pub(crate) fn number(&self, number: u64, mut visit: impl FnMut(u32)) {
        let at = |place: usize| {
            let entry = self.numbers.get(place * 12..place * 12 + 12)?;
            Some((long(entry, 0)?, word(entry.get(8..)?, 0)?))
        };
        let (mut low, mut high) = (0, self.numbers.len() / 12);
        while low < high {
            let middle = low + (high - low) / 2;
            if at(middle).is_some_and(|(known, _)| known < number) { low = middle + 1 } else { high = middle }
        }
        while let Some((_, doc)) = at(low).filter(|(known, _)| *known == number) {
            visit(doc);
            low += 1;
        }
    }
}

/// A core and its kind of writing as the filter has it: no pattern has these lowest bits.
pub(crate) fn of_core(key: u64) -> u64 {
    key | 8
}

/// Which of so many words of the filter stands for a key, and which of its bits are set for it.
pub(crate) fn in_filter(key: u64, words: usize) -> (usize, u64) {
    let spread = mixed(key ^ 0x5bd1_e995_9e37_79b9);
    let bits = 1 << (spread >> 58) | 1 << (spread >> 52 & 63) | 1 << (spread >> 46 & 63);
    (spread as usize & words.saturating_sub(1), bits)
}

/// The slot of a table at which to begin.
pub(crate) fn place(key: u64, slots: usize) -> usize {
    (mixed(key) as usize) & slots.saturating_sub(1)
}

/// The subjects that bear a part, in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Postings<'a> {
    count: u32,
    rest: &'a [u8],
}

impl<'a> Postings<'a> {
    fn new(mut bytes: &'a [u8]) -> Self {
        let count = take(&mut bytes).unwrap_or(0);
        Self { count, rest: bytes }
    }

    /// Visits the subjects in a range; `false` from `visit` ends it.
    pub(crate) fn within(&self, range: &Range<u32>, mut visit: impl FnMut(u32) -> bool) {
        let count = self.count as usize;
        if count <= BLOCK {
            block(self.rest, 0, count, range, &mut visit);
            return;
        }
        let blocks = count.div_ceil(BLOCK);
        let Some((directory, data)) = self.rest.split_at_checked(blocks * 8) else { return };
        // The last block that begins at or before the range.
        let (mut low, mut high) = (0, blocks);
        while low < high {
            let middle = low + (high - low) / 2;
            if word(directory, middle * 2).is_some_and(|first| first <= range.start) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        for at in low.saturating_sub(1)..blocks {
            let (Some(first), Some(start)) = (word(directory, at * 2), word(directory, at * 2 + 1)) else {
                return;
            };
            if first >= range.end {
                return;
            }
            let inside = BLOCK.min(count - at * BLOCK);
            if range.contains(&first) && !visit(first) {
                return;
            }
            let bytes = data.get(start as usize..).unwrap_or_default();
            if !block(bytes, first, inside - 1, range, &mut visit) {
                return;
            }
        }
    }
}

/// Visits subjects written as differences; `false` when there is no need to go on.
fn block(
    bytes: &[u8],
    before: u32,
    count: usize,
    range: &Range<u32>,
    visit: &mut impl FnMut(u32) -> bool,
) -> bool {
    let mut docs = [0; BLOCK];
    let known = decoded(bytes, before, count, &mut docs);
    let mut docs = docs.get(..known).unwrap_or_default();
    if docs.first().is_some_and(|first| *first < range.start) {
        docs = docs.get(docs.partition_point(|doc| *doc < range.start)..).unwrap_or_default();
    }
    let inside = match docs.last() {
        Some(last) if *last >= range.end => docs.partition_point(|doc| *doc < range.end),
        _ => docs.len(),
    };
    docs.iter().take(inside).all(|doc| visit(*doc)) && inside == docs.len() && known == count
}

/// Takes so many differences, at most [`BLOCK`], and adds them up; how many there were.
fn decoded(mut bytes: &[u8], mut before: u32, count: usize, out: &mut [u32; BLOCK]) -> usize {
    const MORE: u64 = 0x8080_8080_8080_8080;
    let count = count.min(BLOCK);
    let mut done = 0;
    // Eight bytes at a time, and of these the numbers that end in them.
    while done < count
        && let Some(&eight) = bytes.first_chunk::<8>()
    {
        let mut rest = u64::from_le_bytes(eight);
        if rest & MORE == 0
            && done + 8 <= count
            && let Some(cells) = out.get_mut(done..done + 8)
        {
            for (cell, step) in cells.iter_mut().zip(eight) {
                before = before.wrapping_add(u32::from(step));
                *cell = before;
            }
            done += 8;
            bytes = bytes.get(8..).unwrap_or_default();
            continue;
        }
        let mut used = 0;
        while let Some(cell) = out.get_mut(..count).and_then(|cells| cells.get_mut(done)) {
            let length = (!rest & MORE).trailing_zeros() / 8 + 1;
            if length > 4 || used + length > 8 {
                break;
            }
            let packed = rest as u32 & (u32::MAX >> (32 - 8 * length));
            before = before.wrapping_add(
                packed & 0x7f | packed >> 1 & 0x3f80 | packed >> 2 & 0x1f_c000 | packed >> 3 & 0xfe0_0000,
            );
            *cell = before;
            done += 1;
            rest >>= 8 * length;
            used += length;
        }
        if used == 0 {
            break;
        }
        bytes = bytes.get(used as usize..).unwrap_or_default();
    }
    // What is left at the end, and numbers of five bytes.
    while let Some(cell) = out.get_mut(..count).and_then(|cells| cells.get_mut(done)) {
        let Some(step) = take(&mut bytes) else { break };
        before = before.wrapping_add(step);
        *cell = before;
        done += 1;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::put;

    #[test]
    fn differences_of_all_lengths_come_back() {
        let long = [1, 5, 127, 128, 300, 16_383, 16_384, 2_097_152, 1 << 28, 3];
        let short: Vec<u32> = (1..=100).collect();
        for steps in [&long[..], &short, &[1 << 29, 1 << 29, 7, 7, 7, 7, 7, 7, 7, 7, 7, 200], &[]] {
            let (mut bytes, mut sum, mut sums) = (Vec::new(), 0, Vec::new());
            for step in steps {
                put(&mut bytes, *step);
                sum += step;
                sums.push(sum);
            }
            let mut out = [0; BLOCK];
            assert_eq!(decoded(&bytes, 0, steps.len(), &mut out), steps.len());
            assert_eq!(out[..steps.len()], sums[..]);
            // Fewer bytes give fewer numbers.
            let short = decoded(bytes.get(..bytes.len() / 2).unwrap_or_default(), 0, steps.len(), &mut out);
            assert!(short <= steps.len() && out[..short] == sums[..short]);
            for (from, to) in [(0, u32::MAX), (6, 500), (200, 16_000), (0, 1)] {
                let mut seen = Vec::new();
                let mut visit = |doc| {
                    seen.push(doc);
                    true
                };
                block(&bytes, 0, steps.len(), &(from..to), &mut visit);
                let expected: Vec<u32> =
                    sums.iter().copied().filter(|doc| (from..to).contains(doc)).collect();
                assert_eq!(seen, expected);
            }
        }
    }
}
