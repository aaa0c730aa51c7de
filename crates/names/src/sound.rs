//! Sounds: the small alphabet into which every script is read before names are compared.
//!
//! A sound is one byte of ASCII. Lower-case letters stand for themselves; a capital stands for a sound that
//! the Latin script writes with several letters or a mark:
//! `S` sh, `Z` zh, `C` ch, `X` ts, `K` kh, `G` gh, `T` th, `D` dh, `A` ayn.

/// The sounds in the order of their numbers.
pub(crate) const SOUNDS: &[u8; 35] = b"abcdefghijklmnopqrstuvwxyzSZCXKGTDA";

/// How many sounds there are; also the number of the gap.
pub(crate) const GAP: usize = SOUNDS.len();

/// Sounds and the gap.
pub(crate) const SIZE: usize = GAP + 1;

/// The longest reading of one part, in sounds.
pub(crate) const MAX_SOUNDS: usize = 24;

/// The number of a sound; the gap for any other byte.
pub(crate) const fn number(sound: u8) -> u8 {
    match sound {
        b'a'..=b'z' => sound - b'a',
        b'S' => 26,
        b'Z' => 27,
        b'C' => 28,
        b'X' => 29,
        b'K' => 30,
        b'G' => 31,
        b'T' => 32,
        b'D' => 33,
        b'A' => 34,
        _ => 35,
    }
}

/// Numbers of sounds, at most [`MAX_SOUNDS`].
pub(crate) type Reading = Box<[u8]>;

/// Turns notation into numbers, folds doubled sounds and cuts to [`MAX_SOUNDS`].
pub(crate) fn reading(notation: &str) -> Reading {
    numbers(notation, |_| true)
}

/// The same for writing without vowels, where a letter that is written twice is two consonants with a vowel between:
/// `l` alone is doubled as elsewhere (`Allah`), and so are vowels.
pub(crate) fn unfolded(notation: &str) -> Reading {
    numbers(notation, |sound| matches!(sound, b'a' | b'e' | b'i' | b'u' | b'l' | b'A'))
}

fn numbers(notation: &str, folds: impl Fn(u8) -> bool) -> Reading {
    let mut out: Vec<u8> = Vec::with_capacity(notation.len().min(MAX_SOUNDS));
    for byte in notation.bytes() {
        let sound = number(byte);
        if usize::from(sound) != GAP && (out.last() != Some(&sound) || !folds(byte)) {
            out.push(sound);
            if out.len() == MAX_SOUNDS {
                break;
            }
        }
    }
    out.into_boxed_slice()
}

/// The notation of a reading.
pub(crate) fn notation(reading: &[u8]) -> String {
    reading.iter().filter_map(|&n| SOUNDS.get(usize::from(n))).map(|&b| char::from(b)).collect()
}

/// The class of a consonant in skeletons, and whether some scripts and languages drop it. Vowels have none.
const fn class(sound: u8) -> Option<(u8, bool)> {
    Some(match sound {
        b'p' | b'b' | b'f' | b'v' => (b'p', false),
        b'w' => (b'p', true),
        b't' | b'd' | b'T' | b'D' => (b't', false),
        b's' | b'z' | b'c' | b'x' | b'S' | b'Z' | b'C' | b'X' => (b's', false),
        b'j' => (b's', true),
        b'k' | b'g' | b'q' | b'G' => (b'k', false),
        b'K' | b'h' => (b'k', true),
        b'l' | b'r' => (b'l', false),
        b'm' => (b'm', false),
        b'n' => (b'n', false),
        _ => return None,
    })
}

/// The classes of the consonants that no script drops, one bit each.
pub(crate) fn classes(reading: &[u8]) -> u16 {
    let mut bits = 0;
    for &n in reading {
        if let Some((class, false)) = SOUNDS.get(usize::from(n)).and_then(|&sound| class(sound)) {
            bits |= match class {
                b'p' => 1,
                b't' => 2,
                b's' => 4,
                b'k' => 8,
                b'l' => 16,
                b'm' => 32,
                _ => 64,
            };
        }
    }
    bits
}

/// The consonant classes of a reading without vowels. Sounds that come and go between scripts (`h`, `w`, `j`, `kh`)
/// stay if `full`. The same name has the same skeleton in most scripts.
pub(crate) fn skeleton(reading: &[u8], full: bool) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(8);
    let mut before = 0;
    for &n in reading {
        let Some(&sound) = SOUNDS.get(usize::from(n)) else { continue };
        if let Some((class, optional)) = class(sound)
            && (full || !optional)
            && out.last() != Some(&class)
            && !(sound == b'g' && before == b'n')
        {
            out.push(class);
        }
        before = sound;
    }
    out
}

/// The vowel or consonant class of each sound.
#[expect(clippy::indexing_slicing, reason = "evaluated when compiled")]
static BROAD: [u8; 64] = {
    let mut out = [b'a'; 64];
    let mut n = 0;
    while n < GAP {
        out[n] = match SOUNDS[n] {
            b'a' | b'e' | b'A' => b'a',
            b'i' | b'y' => b'i',
            b'o' | b'u' | b'w' => b'u',
            sound => match class(sound) {
                Some((class, _)) => class,
                None => b'a',
            },
        };
        n += 1;
    }
    out
};

/// The vowel or consonant class of a sound, for short n-grams.
pub(crate) fn broad(n: u8) -> u8 {
    BROAD.get(usize::from(n & 63)).copied().unwrap_or(b'a')
}
