//! Making a segment: from subjects that are read, or from segments that are merged.

use std::collections::HashMap;

use names::{Name, Packed};

use crate::bytes::{hash, put, take, word};
use crate::segment::{
    BLOCK, HEADER, MAGIC, MOST_TOLD, RARITY_STEPS, SECTIONS, View, compared, in_filter, of_core, place,
};
use crate::sounds::{Pattern, Writing, core, key, pattern};

/// Names of one subject that are kept, at most.
const MAX_NAMES: usize = 40;
/// Variants of one part that are kept, at most.
const MAX_VARIANTS: usize = 16;

/// One subject as it comes in.
pub(crate) struct Incoming<'a> {
    pub(crate) id: &'a str,
    pub(crate) names: &'a [Name],
    pub(crate) facts: &'a [u8],
    /// The year of birth if there is one alone, else 0.
    pub(crate) year: i32,
    /// Hashes of numbers it can be found by.
    pub(crate) numbers: &'a [u64],
}

struct Doc {
    year: i32,
    /// The number of the first part, so that like names lie together.
    first: u32,
    /// Where its record lies in `records`: facts, then names with parts of four bytes, then the identifier.
    start: usize,
    end: usize,
}

/// Collects subjects and makes a segment of them.
#[derive(Default)]
pub(crate) struct Builder {
    parts: HashMap<Box<[u8]>, u32>,
    /// The bytes of each part without the number of its bearers.
    part_bytes: Vec<Box<[u8]>>,
    docs: Vec<Doc>,
    records: Vec<u8>,
    numbers: Vec<(u64, u32)>,
}

impl Builder {
    pub(crate) fn len(&self) -> usize {
        self.docs.len()
    }

    pub(crate) fn add(&mut self, subject: &Incoming<'_>) {
        let mut names: Vec<u8> = Vec::with_capacity(32);
        let mut first = u32::MAX;
        let mut packed = Vec::with_capacity(64);
        for name in subject.names.iter().take(MAX_NAMES) {
            put(&mut names, name.parts().len() as u32);
            put(&mut names, u32::from(name.families()));
            for part in name.parts() {
                packed.clear();
                part.pack(&mut packed);
                let number = self.part(&packed);
                first = if first == u32::MAX { number } else { first };
                names.extend_from_slice(&number.to_le_bytes());
            }
        }
        self.push(subject.year, first, subject.facts, &names, subject.id.as_bytes(), subject.numbers);
    }

    fn push(&mut self, year: i32, first: u32, facts: &[u8], names: &[u8], id: &[u8], numbers: &[u64]) {
        let start = self.records.len();
        put(&mut self.records, facts.len() as u32);
        self.records.extend_from_slice(facts);
        put(&mut self.records, names.len() as u32);
        self.records.extend_from_slice(names);
        self.records.extend_from_slice(id);
        let doc = self.docs.len() as u32;
        self.numbers.extend(numbers.iter().map(|number| (*number, doc)));
        self.docs.push(Doc { year, first, start, end: self.records.len() });
    }

    fn part(&mut self, bytes: &[u8]) -> u32 {
        if let Some(&known) = self.parts.get(bytes) {
            return known;
        }
        let number = self.part_bytes.len() as u32;
        self.part_bytes.push(bytes.into());
        self.parts.insert(bytes.into(), number);
        number
    }

    /// Takes the subjects of a segment over, those left out for which `gone` holds.
    pub(crate) fn merge(&mut self, view: &View<'_>, gone: impl Fn(u32) -> bool) {
        let mut numbers: HashMap<u32, Vec<u64>> = HashMap::new();
        view.all_numbers(|number, doc| numbers.entry(doc).or_default().push(number));
        let mut known: HashMap<u32, u32> = HashMap::new();
        let mut names = Vec::new();
        for (doc, year) in (0..view.docs).zip(view.years_of()) {
            if gone(doc) {
                continue;
            }
            let Some(record) = view.record(doc) else { continue };
            names.clear();
            let mut first = u32::MAX;
            record.each_name(|parts, families| {
                put(&mut names, parts.clone().count() as u32);
                put(&mut names, u32::from(families));
                for part in parts {
                    let number = *known.entry(part).or_insert_with(|| {
                        let bytes = view.part_bytes(part).unwrap_or_default();
                        self.part(bytes)
                    });
                    first = if first == u32::MAX { number } else { first };
                    names.extend_from_slice(&number.to_le_bytes());
                }
            });
            let numbers = numbers.get(&doc).map_or(&[][..], Vec::as_slice);
            self.push(year, first, record.facts, &names, record.id, numbers);
        }
    }

    /// The bytes of the segment.
    pub(crate) fn finish(self) -> Vec<u8> {
        let Self { parts, part_bytes, mut docs, records, numbers } = self;
        drop(parts);
        // How many bear each part; the parts of most bearers get the smallest numbers.
        let record = |doc: &Doc| records.get(doc.start..doc.end).unwrap_or_default();
        let mut bearers = vec![0_u32; part_bytes.len()];
        let mut seen: Vec<u32> = Vec::new();
        for doc in &docs {
            distinct(record(doc), &mut seen);
            for part in &seen {
                if let Some(count) = bearers.get_mut(*part as usize) {
                    *count += 1;
                }
            }
        }
        let mut order: Vec<u32> = (0..part_bytes.len() as u32).collect();
        let bearers_of = |part: u32| bearers.get(part as usize).copied().unwrap_or(0);
        order.sort_unstable_by_key(|part| (std::cmp::Reverse(bearers_of(*part)), *part));
        let mut number_of = vec![0_u32; order.len()];
        for (number, part) in order.iter().enumerate() {
            if let Some(cell) = number_of.get_mut(*part as usize) {
                *cell = number as u32;
            }
        }
        let renumbered = |part: u32| number_of.get(part as usize).copied().unwrap_or(0);

        let mut places: Vec<u32> = (0..docs.len() as u32).collect();
        places.sort_by_key(|place| docs.get(*place as usize).map(|doc| (doc.year, renumbered(doc.first))));
        let mut doc_of = vec![0_u32; places.len()];
        for (doc, place) in places.iter().enumerate() {
            if let Some(cell) = doc_of.get_mut(*place as usize) {
                *cell = doc as u32;
            }
        }

        let mut sections: [Vec<u8>; SECTIONS] = Default::default();
        let [
            years,
            record_at,
            out_records,
            by_id,
            patterns,
            entries,
            pattern_table,
            core_table,
            part_at,
            out_parts,
            posting_at,
            postings,
            families,
            out_numbers,
            told,
            firsts,
            filter,
        ] = &mut sections;

        let starts = starts(&bearers, &order);
        let mut lists = vec![0_u32; starts.last().copied().unwrap_or(0) as usize];
        let mut filled = starts.clone();
        let mut ids: Vec<(u64, u32)> = Vec::with_capacity(places.len());
        let mut last_year = None;
        let mut names = Vec::new();
        for (doc, place) in places.iter().enumerate() {
            let Some(entry) = docs.get(*place as usize) else { continue };
            if last_year != Some(entry.year) {
                years.extend_from_slice(&entry.year.to_le_bytes());
                years.extend_from_slice(&(doc as u32).to_le_bytes());
                last_year = Some(entry.year);
            }
            record_at.extend_from_slice(&(out_records.len() as u32).to_le_bytes());
            let (facts, wide, id) = split(record(entry));
            put(out_records, facts.len() as u32);
            out_records.extend_from_slice(facts);
            names.clear();
            wide_names(wide, |part| match part {
                Wide::Name(count) => put(&mut names, count),
                Wide::Part(part) => put(&mut names, renumbered(part)),
            });
            put(out_records, names.len() as u32);
            out_records.extend_from_slice(&names);
            out_records.extend_from_slice(id);
            ids.push((hash(id), doc as u32));
            distinct(record(entry), &mut seen);
            for part in &seen {
                if let Some(at) = filled.get_mut(renumbered(*part) as usize) {
                    if let Some(cell) = lists.get_mut(*at as usize) {
                        *cell = doc as u32;
                    }
                    *at += 1;
                }
            }
        }
        record_at.extend_from_slice(&(out_records.len() as u32).to_le_bytes());
        drop(filled);
        docs.clear();
        drop(records);
        ids.sort_unstable();
        for (_, doc) in &ids {
            by_id.extend_from_slice(&doc.to_le_bytes());
        }
        drop(ids);

        for list in starts.windows(2) {
            posting_at.extend_from_slice(&(postings.len() as u32).to_le_bytes());
            if let [from, to] = list {
                write_postings(lists.get(*from as usize..*to as usize).unwrap_or_default(), postings);
            }
        }
        posting_at.extend_from_slice(&(postings.len() as u32).to_le_bytes());
        drop(lists);

        let mut found: Vec<(Pattern, Pattern, u32)> = Vec::new();
        let mut lines: Vec<(u32, u32)> = Vec::new();
        for (number, part) in order.iter().enumerate() {
            let number = number as u32;
            part_at.extend_from_slice(&(out_parts.len() as u32).to_le_bytes());
            let bytes = part_bytes.get(*part as usize).map(|bytes| &bytes[..]).unwrap_or_default();
            out_parts.extend_from_slice(bytes);
            let packed = Packed::new(bytes);
            let rarity = match packed.filter(|packed| !packed.is_weak() && !packed.is_initial()) {
                Some(packed) => (packed.rarity() * RARITY_STEPS).clamp(1.0, 255.0) as u32,
                None => 0,
            };
            told.extend_from_slice(&((rarity << 24) | bearers_of(*part).min(MOST_TOLD)).to_le_bytes());
            let first = packed.and_then(|packed| compared(&packed).next());
            let first = first.map_or(0, |(sounds, channel)| pattern(sounds) | Writing::of(channel) as u64);
            firsts.extend_from_slice(&first.to_le_bytes());
            let Some(packed) = packed else { continue };
            lines.extend(packed.equivalents().map(|line| (u32::from(line), number)));
            if !packed.is_weak() && !packed.is_initial() {
                for (variant, (sounds, channel)) in compared(&packed).take(MAX_VARIANTS).enumerate() {
                    let (pattern, writing) = (pattern(sounds), Writing::of(channel));
                    let place = (number << 6) | ((variant as u32) << 2) | writing as u32;
                    found.push((key(core(pattern), writing), pattern, place));
                }
            }
        }
        part_at.extend_from_slice(&(out_parts.len() as u32).to_le_bytes());
        lines.sort_unstable();
        for (family, part) in lines {
            families.extend_from_slice(&family.to_le_bytes());
            families.extend_from_slice(&part.to_le_bytes());
        }
        found.sort_unstable();
        for (_, pattern, packed) in &found {
            patterns.extend_from_slice(&pattern.to_le_bytes());
            entries.extend_from_slice(&packed.to_le_bytes());
        }
        *pattern_table = table(&found, |entry| entry.1, |first, _| first.to_le_bytes().to_vec());
        *core_table =
            table(&found, |entry| entry.0, |first, end| [first.to_le_bytes(), end.to_le_bytes()].concat());

        *filter = filter_of(&found);

        let mut all: Vec<(u64, u32)> = numbers
            .iter()
            .map(|(number, place)| (*number, doc_of.get(*place as usize).copied().unwrap_or(0)))
            .collect();
        all.sort_unstable();
        all.dedup();
        for (number, doc) in &all {
            out_numbers.extend_from_slice(&number.to_le_bytes());
            out_numbers.extend_from_slice(&doc.to_le_bytes());
        }

        let counts = [places.len() as u32, order.len() as u32, found.len() as u32, all.len() as u32];
        let mut out = Vec::with_capacity(HEADER + sections.iter().map(Vec::len).sum::<usize>());
        out.extend_from_slice(MAGIC);
        counts.iter().for_each(|count| out.extend_from_slice(&count.to_le_bytes()));
        sections.iter().for_each(|section| out.extend_from_slice(&(section.len() as u64).to_le_bytes()));
        sections.iter().for_each(|section| out.extend_from_slice(section));
        out
    }
}

/// Where the list of each part begins, parts in their new order, and at last where all end.
fn starts(bearers: &[u32], order: &[u32]) -> Vec<u32> {
    let mut starts = Vec::with_capacity(order.len() + 1);
    let mut sum = 0;
    for part in order {
        starts.push(sum);
        sum += bearers.get(*part as usize).copied().unwrap_or(0);
    }
    starts.push(sum);
    starts
}

/// Facts, names and identifier of a record that is not finished.
fn split(record: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let mut rest = record;
    let facts = take(&mut rest).unwrap_or(0) as usize;
    let (facts, mut rest) = rest.split_at_checked(facts).unwrap_or_default();
    let names = take(&mut rest).unwrap_or(0) as usize;
    let (names, id) = rest.split_at_checked(names).unwrap_or_default();
    (facts, names, id)
}

enum Wide {
    /// The number of parts of a name, or which of them are family names.
    Name(u32),
    Part(u32),
}

/// Goes over names whose parts have four bytes each.
fn wide_names(mut names: &[u8], mut visit: impl FnMut(Wide)) {
    while let Some(count) = take(&mut names) {
        visit(Wide::Name(count));
        let Some(families) = take(&mut names) else { return };
        visit(Wide::Name(families));
        for _ in 0..count {
            let Some(part) = word(names, 0) else { return };
            names = names.get(4..).unwrap_or_default();
            visit(Wide::Part(part));
        }
    }
}

/// The distinct parts of a record that is not finished.
fn distinct(record: &[u8], out: &mut Vec<u32>) {
    out.clear();
    wide_names(split(record).1, |part| {
        if let Wide::Part(part) = part
            && !out.contains(&part)
        {
            out.push(part);
        }
    });
}

fn write_postings(list: &[u32], out: &mut Vec<u8>) {
    put(out, list.len() as u32);
    let steps = |list: &[u32], mut before: u32, out: &mut Vec<u8>| {
        for doc in list {
            put(out, doc - before);
            before = *doc;
        }
    };
    if list.len() <= BLOCK {
        steps(list, 0, out);
        return;
    }
    let mut data = Vec::with_capacity(list.len() * 2);
    for block in list.chunks(BLOCK) {
        if let Some((first, rest)) = block.split_first() {
            out.extend_from_slice(&first.to_le_bytes());
            out.extend_from_slice(&(data.len() as u32).to_le_bytes());
            steps(rest, *first, &mut data);
        }
    }
    out.extend_from_slice(&data);
}

/// The bits of all patterns and cores, sixteen for each or more.
fn filter_of(entries: &[(Pattern, Pattern, u32)]) -> Vec<u8> {
    let cores = entries.chunk_by(|x, y| x.0 == y.0).count();
    let patterns = entries.chunk_by(|x, y| x.1 == y.1).count();
    let mut words = vec![0_u64; ((cores + patterns) / 4 + 1).next_power_of_two()];
    let count = words.len();
    for key in entries.iter().flat_map(|entry| [of_core(entry.0), entry.1]) {
        let (at, bits) = in_filter(key, count);
        if let Some(word) = words.get_mut(at) {
            *word |= bits;
        }
    }
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A table of slots from a key to the first and last entry that has it, at most two thirds full.
fn table(
    entries: &[(Pattern, Pattern, u32)],
    key: impl Fn(&(Pattern, Pattern, u32)) -> u64,
    cell: impl Fn(u32, u32) -> Vec<u8>,
) -> Vec<u8> {
    let groups: Vec<(u64, u32, u32)> = {
        let mut groups: Vec<(u64, u32, u32)> = Vec::new();
        for (at, entry) in (0_u32..).zip(entries) {
            let key = key(entry);
            match groups.last_mut() {
                Some(last) if last.0 == key => last.2 = at + 1,
                _ => groups.push((key, at, at + 1)),
            }
        }
        groups
    };
    let slots = (groups.len() * 3 / 2 + 1).next_power_of_two();
    let width = cell(0, 0).len();
    let mut out = vec![0; slots * width];
    for (key, first, end) in groups {
        let mut slot = place(key, slots);
        while word(&out, slot * width / 4).is_some_and(|taken| taken != 0) {
            slot = (slot + 1) & (slots - 1);
        }
        if let Some(to) = out.get_mut(slot * width..(slot + 1) * width) {
            to.copy_from_slice(&cell(first + 1, end));
        }
    }
    out
}
