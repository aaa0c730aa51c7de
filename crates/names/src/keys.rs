//! Keys under which an index finds a name again.
//!
//! A key is a hash of a piece of a name as it sounds, coarse enough that most spellings and scripts share it. Names that
//! share many rare keys are worth comparing. Keys are stable for one version of this crate only: they are not stored.

use crate::name::{Kind, Name};
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

impl Name {
    /// The keys of this name, each once.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = Vec::with_capacity(64);
        let mut add = |hash: u32, share: f32| match keys.iter_mut().find(|key| key.hash == hash) {
            Some(key) => key.share = key.share.max(share),
            None => keys.push(Key { hash, share }),
        };
        let mut add_skeleton = |full: &[u8], whole: f32| {
            if full.is_empty() {
                return;
            }
            if full.len() >= 2 {
                add(hash(1, full.iter().copied()), whole);
            }
            if full.len() >= 3 {
                for left_out in 0..full.len().min(10) {
                    let rest = full.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, &c)| c);
                    // The same hash space as whole skeletons: a lost consonant on one side only is found too.
                    add(hash(1, rest), whole * 0.6);
                }
            }
        };
        let mut before: Option<Vec<u8>> = None;
        for part in self.parts() {
            if part.kind == Kind::Initial || part.kind == Kind::Title {
                continue;
            }
            for (at, reading) in part.readings.iter().enumerate() {
                let full = skeleton(reading, true);
                let less = skeleton(reading, false);
                if part.kind != Kind::Particle {
                    add_skeleton(&full, 1.0);
                    if less != full {
                        add_skeleton(&less, 0.9);
                    }
                }
                if at == 0 {
                    if let Some(before) = &before {
                        let both: Vec<u8> = before.iter().chain(&full).copied().collect();
                        add_skeleton(&both, 0.9);
                    }
                    before = Some(full);
                }
            }
            for spelling in &part.spellings {
                if part.kind != Kind::Particle {
                    add_skeleton(&skeleton(spelling, true), 0.9);
                }
            }
        }
        // Familiar forms share the family's line in the table.
        for family in self.parts().iter().flat_map(|part| part.families.iter()) {
            add(hash(3, family.to_le_bytes().into_iter()), 0.6);
        }
        for part in self.parts() {
            if matches!(part.kind, Kind::Particle | Kind::Title | Kind::Initial) {
                continue;
            }
            for reading in part.readings.iter().take(2).chain(part.spellings.iter().take(2)) {
                let mut broad: Vec<u8> = reading.iter().map(|&sound| broad(sound)).collect();
                broad.dedup();
                add(hash(4, broad.iter().copied()), 0.7);
                let edged: Vec<u8> = [b'^'].into_iter().chain(broad).chain([b'$']).collect();
                for piece in edged.windows(3) {
                    add(hash(2, piece.iter().copied()), 0.35);
                }
            }
        }
        keys
    }
}
