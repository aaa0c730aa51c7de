//! Keys under which an index finds a name again.
//!
//! A key is a hash of a piece of a name as it sounds, coarse enough that most spellings and scripts share it. Names that
//! share many rare keys are worth comparing. Keys are stable for one version of this crate only: they are not stored.

use crate::lexis::Kind;
use crate::name::Name;
use crate::part::Part;
use crate::sound::{broad, skeleton};

/// One key of a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// The hash.
    pub hash: u32,
    /// How telling sharing this key is beside its rarity: 1 for a whole part, less for a piece.
    pub share: f32,
}

fn hash(kind: u8, bytes: impl Iterator<Item = u8>) -> u32 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(kind);
    for byte in bytes {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (state ^ (state >> 29)) as u32
}

/// Keys while they are gathered, each once.
struct Gathered(Vec<Key>);

impl Gathered {
    fn add(&mut self, hash: u32, share: f32) {
        match self.0.iter_mut().find(|key| key.hash == hash) {
            Some(key) => key.share = key.share.max(share),
            None => self.0.push(Key { hash, share }),
        }
    }

    fn skeleton(&mut self, full: &[u8], whole: f32) {
        if full.len() >= 2 {
            self.add(hash(1, full.iter().copied()), whole);
        }
        if full.len() >= 3 {
            for left_out in 0..full.len().min(10) {
                let rest = full.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, &c)| c);
                // The same hash space as whole skeletons: a lost consonant on one side only is found too.
                self.add(hash(1, rest), whole * 0.6);
            }
        }
    }
}

impl Part {
    /// The keys of this part, each once: its consonants in every reading, whole and with one left out, its sounds
    /// coarsely, and the line of names that stand for each other. Two parts that are one name in most scripts and
    /// spellings share one. Titles, numbers, particles and initials have none.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = Gathered(Vec::with_capacity(16));
        if self.is_weak() || self.kind == Kind::Initial {
            return keys.0;
        }
        for reading in self.readings() {
            let full = skeleton(reading, true);
            let less = skeleton(reading, false);
            keys.skeleton(&full, 1.0);
            if less != full {
                keys.skeleton(&less, 0.9);
            }
        }
        for spelling in &self.spellings {
            keys.skeleton(&skeleton(spelling, true), 0.9);
        }
        for family in self.families.iter().filter(|family| **family != 0) {
            keys.add(hash(3, family.to_le_bytes().into_iter()), 0.6);
        }
        for reading in
            self.readings().take(2).chain(self.spellings.iter().take(2).map(|reading| &reading[..]))
        {
            keys.add(hash(4, coarse(reading).into_iter()), 0.7);
        }
        keys.0
    }
}

/// The sounds of a reading by their classes, vowels too.
fn coarse(reading: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = reading.iter().map(|&sound| broad(sound)).collect();
    out.dedup();
    out
}

impl Name {
    /// The keys of this name, each once: those of its parts, of adjoining parts as one, and short pieces of them.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = Gathered(Vec::with_capacity(64));
        let mut before: Option<Vec<u8>> = None;
        for part in self.parts().iter().filter(|part| !part.is_weak() && part.kind != Kind::Initial) {
            for key in part.keys() {
                keys.add(key.hash, key.share);
            }
            let full = skeleton(part.reading(), true);
            if let Some(before) = &before {
                let both: Vec<u8> = before.iter().chain(&full).copied().collect();
                keys.skeleton(&both, 0.9);
            }
            before = Some(full);
            for reading in
                part.readings().take(2).chain(part.spellings.iter().take(2).map(|reading| &reading[..]))
            {
                let edged: Vec<u8> = [b'^'].into_iter().chain(coarse(reading)).chain([b'$']).collect();
                for piece in edged.windows(3) {
                    keys.add(hash(2, piece.iter().copied()), 0.35);
                }
            }
        }
        keys.0
    }
}
