//! Weighing the few that are left in full: every part of theirs is made and set against every part asked for once.

use std::collections::HashMap;

use names::{Name, NameRef, Part, Tie, log_odds_with, tie};

use crate::segment::{Record, View};

/// Parts of one name that are weighed, at most.
const MOST_PARTS: usize = 16;

/// What was made for one question and one segment.
pub(crate) struct Weigher<'a> {
    ours: &'a Name,
    our_parts: Vec<&'a Part>,
    view: View<'a>,
    known: HashMap<u32, usize, Plain>,
    made: Vec<(Part, Vec<Option<Tie>>)>,
}

/// Numbers of parts are spread enough as they are.
#[derive(Default, Clone, Copy)]
pub(crate) struct Plain(u64);

impl std::hash::BuildHasher for Plain {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

impl std::hash::Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }
    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl<'a> Weigher<'a> {
    pub(crate) fn new(ours: &'a Name, view: View<'a>) -> Self {
        Self {
            ours,
            our_parts: ours.parts().iter().collect(),
            view,
            known: HashMap::default(),
            made: Vec::new(),
        }
    }

    /// The log-odds of the best of the names of a subject, and which it is; nothing if it has none.
    pub(crate) fn weigh(&mut self, record: &Record<'_>) -> Option<(f32, usize)> {
        let mut best: Option<(f32, usize)> = None;
        let mut number = 0;
        record.each_name(|parts, families| {
            let odds = self.name(parts, families);
            if best.is_none_or(|(most, _)| odds > most) {
                best = Some((odds, number));
            }
            number += 1;
        });
        best
    }

    fn name(&mut self, parts: impl Iterator<Item = u32>, families: u16) -> f32 {
        let mut places = [0_usize; MOST_PARTS];
        let mut count = 0;
        for part in parts {
            if let Some(place) = self.made(part)
                && let Some(cell) = places.get_mut(count)
            {
                *cell = place;
                count += 1;
            }
        }
        let places = places.get(..count).unwrap_or_default();
        let ours = &self.our_parts;
        let width = ours.len();
        let mut ties = vec![None; width * count];
        for (at, place) in places.iter().enumerate() {
            if let Some((_, known)) = self.made.get(*place) {
                for (i, tie) in known.iter().enumerate() {
                    if let Some(cell) = ties.get_mut(i * count + at) {
                        *cell = *tie;
                    }
                }
            }
        }
        let theirs: Vec<&Part> =
            places.iter().filter_map(|place| self.made.get(*place)).map(|made| &made.0).collect();
        let odds = log_odds_with(
            NameRef::new(ours, self.ours.families()),
            NameRef::new(&theirs, families),
            |i, j| {
                let cell = ties.get_mut(i * count + j);
                match (cell, ours.get(i), theirs.get(j)) {
                    (Some(Some(known)), ..) => *known,
                    (Some(cell), Some(x), Some(y)) => *cell.insert(tie(x, y)),
                    _ => Tie::NONE,
                }
            },
        );
        for (at, place) in places.iter().enumerate() {
            if let Some((_, known)) = self.made.get_mut(*place) {
                for (i, tie) in known.iter_mut().enumerate() {
                    *tie = ties.get(i * count + at).copied().flatten().or(*tie);
                }
            }
        }
        odds
    }

    fn made(&mut self, part: u32) -> Option<usize> {
        if let Some(place) = self.known.get(&part) {
            return Some(*place);
        }
        let made = self.view.part(part)?.part()?;
        self.made.push((made, vec![None; self.ours.parts().len()]));
        self.known.insert(part, self.made.len() - 1);
        Some(self.made.len() - 1)
    }

    /// The steps by which the name of a subject was weighed.
    pub(crate) fn explain(&mut self, record: &Record<'_>, name: usize) -> Vec<names::PartMatch> {
        let mut out = Vec::new();
        let mut number = 0;
        record.each_name(|parts, families| {
            if number == name {
                let places: Vec<usize> = parts.filter_map(|part| self.made(part)).collect();
                let theirs: Vec<&Part> =
                    places.iter().filter_map(|place| self.made.get(*place)).map(|made| &made.0).collect();
                let ours: Vec<&Part> = self.ours.parts().iter().collect();
                let ours = NameRef::new(&ours, self.ours.families());
                out = names::compare_parts(ours, NameRef::new(&theirs, families)).parts;
            }
            number += 1;
        });
        out
    }
}
