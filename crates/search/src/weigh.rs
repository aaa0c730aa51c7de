//! Weighing the few that are left in full: every part of theirs is made and set against every part asked for once.
//!
//! Parts that were made are kept from one search to the next, a bounded number in each thread: the commonest are met again
//! and again, and to make one again costs more than to compare it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use names::{How, Name, NameRef, Part, Tie, log_odds_with, tie};

use crate::bytes::mixed;
use crate::segment::{Record, View};

/// Parts of one name that are weighed, at most.
const MOST_PARTS: usize = 16;

/// Parts that a thread keeps, a power of two.
const KEPT: usize = 8192;

struct Kept {
    segment: u64,
    number: u32,
    part: Rc<Part>,
}

thread_local! {
    /// Each part has one place here; whoever comes later takes it.
    static KEPT_PARTS: RefCell<Vec<Option<Kept>>> = const { RefCell::new(Vec::new()) };
}

/// A part of a segment, made or kept; nothing if its bytes are damaged.
fn part_of(view: &View<'_>, number: u32) -> Option<Rc<Part>> {
    KEPT_PARTS.with_borrow_mut(|kept| {
        if kept.is_empty() {
            kept.resize_with(KEPT, || None);
        }
        let place = mixed(view.segment << 32 ^ u64::from(number)) as usize & (KEPT - 1);
        let cell = kept.get_mut(place)?;
        if let Some(known) = cell
            && known.segment == view.segment
            && known.number == number
        {
            return Some(known.part.clone());
        }
        let part = Rc::new(view.part(number)?.part()?);
        *cell = Some(Kept { segment: view.segment, number, part: part.clone() });
        Some(part)
    })
}

/// What was made for one question and one segment.
pub(crate) struct Weigher<'a> {
    ours: &'a Name,
    our_parts: Vec<&'a Part>,
    view: View<'a>,
    known: HashMap<u32, usize, Plain>,
    made: Vec<Rc<Part>>,
    /// Of each part made, its ties to all of ours.
    ties: Vec<Option<Tie>>,
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

/// What it takes when a part of a name in Han or Hangul is written with other characters there.
const OTHER_CHARACTERS: f32 = -3.0;
const OTHER_CHARACTERS_MOST: f32 = -4.0;
/// The log-odds of a near name.
const NEAR_NAME: f32 = 4.0;
/// Longer names in these scripts are foreign ones, which are spelt in several ways.
const NATIVE: usize = 4;

/// The parts of a Chinese or Korean name that the other name, in the same script, writes otherwise. Their sounds may be near
/// all the same, for thousands of characters share some hundred syllables; but whoever knows the characters knows the
/// name, and few people write theirs in two ways: traditional and simplified forms are the same part.
fn other_characters<'p>(
    ours: &'p [&'p Part],
    theirs: &'p [&'p Part],
) -> impl Iterator<Item = (&'p Part, f32)> {
    let script = |parts: &[&Part]| {
        let mut letters = parts.iter().flat_map(|part| part.written().chars());
        let first = letters.next().and_then(characters)?;
        let mut count = 1;
        letters
            .all(|letter| {
                count += 1;
                characters(letter) == Some(first) && count <= NATIVE
            })
            .then_some(first)
    };
    let same = script(ours).is_some_and(|first| script(theirs) == Some(first));
    let other = |part: &&&Part| same && !theirs.iter().any(|other| other.hash() == part.hash());
    ours.iter().filter(other).map(|part| (*part, OTHER_CHARACTERS)).collect::<Vec<_>>().into_iter()
}

/// Which of the scripts of characters a letter belongs to.
fn characters(letter: char) -> Option<bool> {
    match letter {
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Some(true),
        '\u{ac00}'..='\u{d7a3}' => Some(false),
        _ => None,
    }
}

impl<'a> Weigher<'a> {
    pub(crate) fn new(ours: &'a Name, view: View<'a>) -> Self {
        Self {
            ours,
            our_parts: ours.parts().iter().collect(),
            view,
            known: HashMap::default(),
            made: Vec::with_capacity(32),
            ties: Vec::with_capacity(128),
        }
    }

    /// The log-odds of the best of the names of a subject, and which it is; nothing if it has none.
    pub(crate) fn weigh(&mut self, record: &Record<'_>) -> Option<(f32, usize)> {
        let mut best: Option<(f32, usize)> = None;
        let mut number = 0;
        record.each_name(|parts, families| {
            if let Some(odds) = self.name(parts, families)
                && best.is_none_or(|(most, _)| odds > most)
            {
                best = Some((odds, number));
            }
            number += 1;
        });
        best
    }

    fn name(&mut self, parts: impl Iterator<Item = u32>, families: u16) -> Option<f32> {
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
        let mut theirs = [*self.our_parts.first()?; MOST_PARTS];
        for (cell, place) in theirs.iter_mut().zip(&places) {
            if let Some(part) = self.made.get(*place) {
                *cell = part;
            }
        }
        let theirs = theirs.get(..count)?;
        let (ours, all) = (&self.our_parts, &mut self.ties);
        let width = ours.len();
        let odds = log_odds_with(
            NameRef::new(ours, self.ours.families()),
            NameRef::new(theirs, families),
            |i, j| match (
                places.get(j).and_then(|place| all.get_mut(place * width + i)),
                ours.get(i),
                theirs.get(j),
            ) {
                (Some(Some(known)), ..) => *known,
                (Some(cell), Some(x), Some(y)) => *cell.insert(tie(x, y)),
                _ => Tie::NONE,
            },
        );
        let others: f32 = other_characters(ours, theirs).map(|(_, weight)| weight).sum();
        // However near the sounds are, no more than a near name is left.
        let most = if others < 0.0 { NEAR_NAME } else { f32::MAX };
        Some(odds.min(most) + others.max(OTHER_CHARACTERS_MOST))
    }

    fn made(&mut self, part: u32) -> Option<usize> {
        if let Some(place) = self.known.get(&part) {
            return Some(*place);
        }
        self.made.push(part_of(&self.view, part)?);
        self.ties.resize(self.ties.len() + self.our_parts.len(), None);
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
                    places.iter().filter_map(|place| self.made.get(*place)).map(|made| &**made).collect();
                let ours = NameRef::new(&self.our_parts, self.ours.families());
                out = names::compare_parts(ours, NameRef::new(&theirs, families)).parts;
                for (part, weight) in other_characters(&self.our_parts, &theirs) {
                    if let Some(step) = out.iter_mut().find(|step| step.a == part.written()) {
                        step.weight += weight;
                        step.how = if step.weight < 0.0 { How::Against } else { step.how };
                    }
                }
            }
            number += 1;
        });
        out
    }
}

#[cfg(test)]
mod tests {
    use names::Name;

    use super::*;

    #[track_caller]
    fn check(ours: &str, theirs: &str, expected: f32) {
        let (ours, theirs) = (Name::parse(ours), Name::parse(theirs));
        let sum: f32 = other_characters(
            &ours.parts().iter().collect::<Vec<_>>(),
            &theirs.parts().iter().collect::<Vec<_>>(),
        )
        .map(|(_, weight)| weight)
        .sum();
        assert!((sum - expected).abs() < 0.01, "{} {}", ours.as_str(), theirs.as_str());
    }

    #[test]
    fn other_characters_are_another_name() {
        check("王小明", "王小明", 0.0);
        check("王小明", "黄启江", 2.0 * OTHER_CHARACTERS);
        check("王银良", "王金亮", OTHER_CHARACTERS);
        check("张伟", "張偉", 0.0);
        check("김정은", "김종현", OTHER_CHARACTERS);
        check("王小明", "Wang Xiaoming", 0.0);
        check("王小明", "왕샤오밍", 0.0);
        check("루이스브랜다이스", "루이즈브랜다이스", 0.0);
    }
}
