//! A part as few bytes, for an index that keeps each part once, in memory or in a file.
//!
//! [`Packed`] reads what a search for candidates needs without making anything; [`Packed::part`] makes the whole part
//! again, from the tables of the same build: another build may read other sounds into the same letters, so whoever keeps
//! such bytes keeps [`fingerprint`] beside them. Reading takes any bytes and never panics.

use crate::cost::{between, channel};
use crate::lexis::Kind;
use crate::part::{MAX_FAMILIES, Part, Stored};
use crate::sound::Reading;
use crate::text::Script;
use crate::{Name, compare::log_odds};

const SCRIPTS: [Script; 15] = [
    Script::Latin,
    Script::Cyrillic,
    Script::Greek,
    Script::Georgian,
    Script::Armenian,
    Script::Ethiopic,
    Script::Indic,
    Script::Sinhala,
    Script::Thai,
    Script::Arabic,
    Script::Hebrew,
    Script::Hangul,
    Script::Kana,
    Script::Han,
    Script::Other,
];

const KINDS: [Kind; 7] =
    [Kind::Plain, Kind::Particle, Kind::Title, Kind::Initial, Kind::Patronymic, Kind::Number, Kind::Kunya];

const ARTICLE: u8 = 0x10;
/// The letters that are compared are not those that are written.
const OTHER_TEXT: u8 = 0x20;
/// The part is one of two words, and the sounds of the telling one are kept beside those of both.
const TWO: u8 = 0x40;
/// Script, kind, the number of families, rarity, the numbers of readings and of spellings.
const HEAD: usize = 9;

/// How far two readings are apart, each given by its kind of writing and its sounds: 0 the best, about 1 for chance.
#[must_use]
pub fn sounds_apart(channel_a: u8, a: &[u8], channel_b: u8, b: &[u8]) -> f32 {
    between(channel_a, channel_b).apart(a, b)
}

/// The same, where it makes no difference how much farther than `limit`.
#[must_use]
pub fn sounds_apart_within(channel_a: u8, a: &[u8], channel_b: u8, b: &[u8], limit: f32) -> f32 {
    between(channel_a, channel_b).apart_within(a, b, limit)
}

/// Changes whenever parts are read or weighed in another way, as far as a few names show it.
#[must_use]
pub fn fingerprint() -> u64 {
    const NAMES: [&str; 12] = [
        "Tsarnaev, Dzhokhar",
        "Джохар Царнаев",
        "محمد عبد الرحمن الكرخي",
        "דוד בן גוריון",
        "김정은",
        "王小明",
        "やまだ たろう",
        "राम प्रसाद",
        "Γιώργος Παπαδόπουλος",
        "Dr. José María O'Neill Jr.",
        "Иван Иванович ІВАНОВ",
        "Nguyễn Văn An",
    ];
    let names: Vec<Name> = NAMES.iter().map(|text| Name::parse(text)).collect();
    let mut bytes = Vec::new();
    for name in &names {
        name.parts().iter().for_each(|part| part.pack(&mut bytes));
    }
    for pair in names.windows(2) {
        if let [a, b] = pair {
            bytes.extend_from_slice(&log_odds(a, b).to_le_bytes());
        }
    }
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |state, byte| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Part {
    /// The readings as numbers of sounds and after them the usual spellings, which are read as Latin.
    pub fn variants(&self) -> impl Iterator<Item = &[u8]> {
        self.readings().chain(self.spellings.iter().map(|spelling| &spelling[..]))
    }

    /// The sounds of the telling word of a part of two words; empty for any other.
    #[must_use]
    pub fn core(&self) -> &[u8] {
        &self.core
    }

    /// Whether it is a single letter.
    #[must_use]
    pub fn is_initial(&self) -> bool {
        self.kind == Kind::Initial
    }

    /// The lines of the table of names that stand for each other.
    pub fn equivalents(&self) -> impl Iterator<Item = u16> {
        self.families.iter().copied().filter(|family| *family != 0)
    }

    /// Writes the part as bytes that [`Packed`] reads.
    pub fn pack(&self, out: &mut Vec<u8>) {
        let other_text = self.text() != &*self.written;
        out.push(self.script as u8);
        let article = if self.article { ARTICLE } else { 0 };
        let text = if other_text { OTHER_TEXT } else { 0 };
        let two = if self.core.is_empty() { 0 } else { TWO };
        out.push(self.kind as u8 | article | text | two);
        out.push(self.equivalents().count() as u8);
        out.extend_from_slice(&self.rarity.to_le_bytes());
        out.push(self.readings().count().min(255) as u8);
        out.push(self.spellings.len().min(255) as u8);
        self.equivalents().for_each(|family| out.extend_from_slice(&family.to_le_bytes()));
        let readings = self.readings().take(255);
        for sounds in readings.chain(self.spellings.iter().take(255).map(|spelling| &spelling[..])) {
            out.push(sounds.len() as u8);
            out.extend_from_slice(sounds);
        }
        if two != 0 {
            out.push(self.core.len() as u8);
            out.extend_from_slice(&self.core);
        }
        if self.script != Script::Latin {
            out.push(self.letters().len() as u8);
            out.extend_from_slice(self.letters());
            for units in [&self.units, &self.syllables] {
                out.push(units.len() as u8);
                units.iter().for_each(|unit| out.extend_from_slice(&unit.to_le_bytes()));
            }
        }
        if other_text {
            out.extend_from_slice(&(self.text().len() as u16).to_le_bytes());
            out.extend_from_slice(self.text().as_bytes());
        }
        out.extend_from_slice(self.written.as_bytes());
    }
}

/// The bytes of a part.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a> {
    bytes: &'a [u8],
    script: Script,
    kind: Kind,
    /// What follows the families.
    rest: &'a [u8],
}

fn cut<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(head)
}

fn sounded<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = cut(bytes, 1)?.first().copied()?;
    cut(bytes, usize::from(length))
}

fn wide(bytes: &mut &[u8]) -> Option<Box<[u16]>> {
    let count = cut(bytes, 1)?.first().copied()?;
    let units = cut(bytes, usize::from(count) * 2)?;
    Some(units.chunks_exact(2).filter_map(|two| two.try_into().ok()).map(u16::from_le_bytes).collect())
}

impl<'a> Packed<'a> {
    /// Takes the bytes of one part; nothing if they cannot be any.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let script = SCRIPTS.get(usize::from(*bytes.first()?)).copied()?;
        let kind = KINDS.get(usize::from(bytes.get(1)? & 0x0f)).copied()?;
        let families = usize::from(*bytes.get(2)?);
        Some(Self { bytes, script, kind, rest: bytes.get(HEAD + families * 2..)? })
    }

    /// The kind of writing, for [`sounds_apart`].
    #[must_use]
    pub fn channel(&self) -> u8 {
        channel(self.script)
    }

    /// How rare the part is, in nats.
    #[must_use]
    pub fn rarity(&self) -> f32 {
        let four = self.bytes.get(3..7).and_then(|four| four.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        if four.is_finite() { four.clamp(0.0, 20.0) } else { 0.0 }
    }

    /// Whether it is a title, a number or a particle.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        matches!(self.kind, Kind::Particle | Kind::Title | Kind::Number)
    }

    /// Whether it is a single letter.
    #[must_use]
    pub fn is_initial(&self) -> bool {
        self.kind == Kind::Initial
    }

    /// How many of the variants are readings.
    #[must_use]
    pub fn readings(&self) -> usize {
        usize::from(self.bytes.get(7).copied().unwrap_or(0))
    }

    /// The readings and after them the usual spellings.
    pub fn variants(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let count = self.readings() + usize::from(self.bytes.get(8).copied().unwrap_or(0));
        let mut rest = self.rest;
        (0..count).map_while(move |_| sounded(&mut rest))
    }

    /// The sounds of the telling word of a part of two words; empty for any other.
    #[must_use]
    pub fn core(&self) -> &'a [u8] {
        if self.bytes.get(1).is_none_or(|flags| flags & TWO == 0) {
            return &[];
        }
        let count = self.readings() + usize::from(self.bytes.get(8).copied().unwrap_or(0));
        let mut rest = self.rest;
        for _ in 0..count {
            if sounded(&mut rest).is_none() {
                return &[];
            }
        }
        sounded(&mut rest).unwrap_or_default()
    }

    /// The lines of the table of names that stand for each other.
    pub fn equivalents(&self) -> impl Iterator<Item = u16> + use<'a> {
        let end = self.bytes.len() - self.rest.len();
        let families = self.bytes.get(HEAD..end).unwrap_or_default();
        families.chunks_exact(2).filter_map(|two| two.try_into().ok()).map(u16::from_le_bytes)
    }

    /// The part itself; nothing if the bytes are damaged.
    #[must_use]
    pub fn part(&self) -> Option<Part> {
        let flags = *self.bytes.get(1)?;
        let mut rest = self.rest;
        let first = sounded(&mut rest)?;
        let read = |count: usize, rest: &mut &[u8]| -> Option<Box<[Reading]>> {
            (0..count).map(|_| sounded(rest).map(Reading::from)).collect()
        };
        let others = read(self.readings().checked_sub(1)?, &mut rest)?;
        let spellings = read(usize::from(*self.bytes.get(8)?), &mut rest)?;
        let core = if flags & TWO == 0 { Reading::default() } else { sounded(&mut rest)?.into() };
        let (letters, units, syllables) = if self.script == Script::Latin {
            Default::default()
        } else {
            (sounded(&mut rest)?.into(), wide(&mut rest)?, wide(&mut rest)?)
        };
        let text = if flags & OTHER_TEXT == 0 {
            None
        } else {
            let length = cut(&mut rest, 2)?.try_into().map(u16::from_le_bytes).ok()?;
            Some(std::str::from_utf8(cut(&mut rest, usize::from(length))?).ok()?)
        };
        let written = std::str::from_utf8(rest).ok()?;
        let mut families = [0; MAX_FAMILIES];
        families.iter_mut().zip(self.equivalents()).for_each(|(cell, family)| *cell = family);
        Part::restored(Stored {
            script: self.script,
            kind: self.kind,
            article: flags & ARTICLE != 0,
            first,
            others,
            spellings,
            rarity: self.rarity(),
            families,
            core,
            letters,
            units,
            syllables,
            text: text.unwrap_or(written),
            written,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 9] = [
        "Dr. José María O'Neill-Smith Jr.",
        "عبد الرحمن بن محمد الكرخي",
        "김정은",
        "王小明",
        "Джохар Анзорович ЦАРНАЕВ",
        "Bill W.",
        "राम प्रसाद",
        "דוד בן גוריון",
        "Abu Bakr al-Baghdadi III",
    ];

    #[test]
    fn parts_come_back_as_they_were() {
        for text in NAMES {
            for part in Name::parse(text).parts() {
                let mut bytes = Vec::new();
                part.pack(&mut bytes);
                let packed = Packed::new(&bytes).unwrap();
                assert_eq!(packed.part().as_ref(), Some(part), "{text}");
                assert_eq!(packed.is_weak(), part.is_weak());
                assert!(packed.variants().eq(part.variants()));
                assert_eq!(packed.core(), part.core());
                assert!(packed.equivalents().eq(part.equivalents()));
                for end in 0..bytes.len() {
                    let _ = Packed::new(&bytes[..end]).and_then(|packed| packed.part());
                }
            }
        }
    }
}
