//! One part of a name made ready: how it is written, what it is, how it sounds and is spelt, how rare it is.

use crate::cost::channel;
use crate::lexis::{Kind, Piece};
use crate::origin::{self, Likeness};
use crate::roman;
use crate::sound::{self, MAX_SOUNDS, Reading};
use crate::spell;
use crate::tables;
use crate::text::Script;

/// Lines of the tables of equivalents that one part is looked up in, at most.
pub(crate) const MAX_FAMILIES: usize = 4;

/// The letters of one part that are kept. They stand inside the part, as its sounds do: what a comparison reads of most
/// parts lies together.
const MAX_SPELT: usize = 28;

fn inside<const N: usize>(of: &[u8]) -> (u8, [u8; N]) {
    let mut out = [0; N];
    let mut length = 0;
    for (cell, byte) in out.iter_mut().zip(of) {
        *cell = *byte;
        length += 1;
    }
    (length, out)
}

/// One part of a name. It depends on nothing but how it is written: the same part of many names need be kept only once.
///
/// The fields stand in the order in which a comparison needs them.
#[repr(C)]
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Of the script, the kind and the letters without case and marks: the same hash means the same part.
    pub(crate) hash: u64,
    /// How rare it is, in nats.
    pub(crate) rarity: f32,
    /// The classes of consonants that occur, one bit each.
    pub(crate) classes: u16,
    /// Where it stands in the table of names that stand for each other; 0 for nowhere.
    pub(crate) families: [u16; MAX_FAMILIES],
    /// What regions it looks like.
    pub(crate) origins: Likeness,
    /// The likeliest of them.
    pub(crate) origin: u8,
    pub(crate) script: Script,
    pub(crate) channel: u8,
    pub(crate) kind: Kind,
    pub(crate) article: bool,
    pub(crate) length: u8,
    spelt: u8,
    sounds: [u8; MAX_SOUNDS],
    /// The letters `a` to `z` of a Latin part, or the usual spelling of another.
    letters: [u8; MAX_SPELT],
    /// The sounds of the telling word of a part of two.
    pub(crate) core: Reading,
    /// Readings beside the first.
    pub(crate) others: Box<[Reading]>,
    /// The units of a part in another script.
    pub(crate) units: Box<[u16]>,
    /// The units by the syllable, of a short part in Hangul.
    pub(crate) syllables: Box<[u16]>,
    /// The sounds of the usual spellings of a part in Han or Hangul, beside its readings.
    pub(crate) spellings: Box<[Reading]>,
    pub(crate) written: Box<str>,
    /// The letters without marks and particles, if that is not what is written.
    text: Box<str>,
}

/// What is kept of a part: all that does not follow from the rest.
pub(crate) struct Stored<'a> {
    pub(crate) script: Script,
    pub(crate) kind: Kind,
    pub(crate) article: bool,
    pub(crate) first: &'a [u8],
    pub(crate) others: Box<[Reading]>,
    pub(crate) spellings: Box<[Reading]>,
    pub(crate) rarity: f32,
    pub(crate) families: [u16; MAX_FAMILIES],
    pub(crate) core: Reading,
    pub(crate) letters: Box<[u8]>,
    pub(crate) units: Box<[u16]>,
    pub(crate) syllables: Box<[u16]>,
    pub(crate) text: &'a str,
    pub(crate) written: &'a str,
}

impl Part {
    /// The part in lower case and normal form, with the particles before it.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The part as it sounds, in the notation of the tables: lower-case letters, and `S` sh, `Z` zh, `C` ch, `X` ts,
    /// `K` kh, `G` gh, `T` th, `D` dh, `A` ayn.
    #[must_use]
    pub fn sounds(&self) -> String {
        sound::notation(self.reading())
    }

    /// A hash of the letters and the script: the same for parts that differ in case, accents and particles alone.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// How rare the part is among parts of names, in nats: about 3 for the commonest, 13 for one never seen.
    #[must_use]
    pub fn rarity(&self) -> f32 {
        self.rarity
    }

    /// Whether it is a title, a number or a particle: such a part tells little and has no keys.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        matches!(self.kind, Kind::Particle | Kind::Title | Kind::Number)
    }

    /// The kind of writing: scripts that are compared alike have the same.
    #[must_use]
    pub fn channel(&self) -> u8 {
        self.channel
    }

    /// The letters that are compared, without marks and particles.
    pub(crate) fn plain(&self) -> String {
        self.text.to_string()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn letters(&self) -> &[u8] {
        self.letters.get(..usize::from(self.spelt)).unwrap_or_default()
    }

    pub(crate) fn reading(&self) -> &[u8] {
        self.sounds.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The readings as numbers of sounds, the most usual first.
    pub fn readings(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(self.reading()).chain(self.others.iter().map(|reading| &reading[..]))
    }

    /// The part again from what was kept of it; nothing if that cannot be one.
    pub(crate) fn restored(stored: Stored<'_>) -> Option<Self> {
        let Stored { script, kind, first, text, .. } = stored;
        let (length, sounds) = inside(first);
        let letters = if script == Script::Latin { spell::letters(text) } else { stored.letters };
        let (spelt, letters) = inside(&letters);
        let origins = origin::likeness(channel(script), first);
        Some(Self {
            hash: hash(script, kind, text),
            classes: sound::classes(first),
            origins,
            origin: origin::likeliest(&origins) as u8,
            script,
            channel: channel(script),
            kind,
            article: stored.article,
            length,
            spelt,
            sounds,
            rarity: stored.rarity,
            families: stored.families,
            core: stored.core,
            others: stored.others,
            letters,
            units: stored.units,
            syllables: stored.syllables,
            spellings: stored.spellings,
            written: stored.written.into(),
            text: text.into(),
        })
    }

    pub(crate) fn of(piece: &Piece) -> Self {
        let script = piece.script;
        let plain = match script {
            Script::Latin => roman::plain(&piece.text),
            Script::Han => tables::one_form(&piece.text).into_owned(),
            _ => piece.text.clone(),
        };
        let spelt_as = if script == Script::Han { &plain } else { &piece.text };
        let mut readings = roman::readings(script, spelt_as);
        let first: Reading = if readings.is_empty() { Reading::default() } else { readings.remove(0) };
        let kind = piece.kind.unwrap_or_else(|| kind(piece, &first));
        let units = spell::units(script, spelt_as);
        let letters = if script == Script::Latin { spell::letters(&plain) } else { spell::usual(&units) };
        let syllables = spell::syllables(script, spelt_as);
        let mut spellings: Vec<Reading> = Vec::new();
        if matches!(script, Script::Han | Script::Hangul) {
            for spelling in spell::variants(&syllables).into_iter().chain(spell::variants(&units)) {
                let sounds = sound::reading(&roman::latin_sounds(&spelling));
                if sounds != first && !readings.contains(&sounds) && !spellings.contains(&sounds) {
                    spellings.push(sounds);
                }
            }
        }
        let (length, sounds) = inside(&first);
        let (spelt, letters) = inside(&letters);
        let origins = origin::likeness(channel(script), &first);
        let one_form = tables::one_form(&plain);
        Self {
            hash: hash(script, kind, &plain),
            classes: sound::classes(&first),
            origins,
            origin: origin::likeliest(&origins) as u8,
            script,
            channel: channel(script),
            kind,
            article: piece.article,
            length,
            spelt,
            sounds,
            rarity: tables::rarity(&one_form, &sound::skeleton(&first, true)),
            families: tables::equivalents(&one_form),
            core: roman::readings(script, &piece.core).into_iter().next().unwrap_or_default(),
            others: readings.into(),
            letters,
            units,
            syllables,
            spellings: spellings.into(),
            written: piece.written.as_str().into(),
            text: plain.as_str().into(),
        }
    }
}

fn hash(script: Script, kind: Kind, plain: &str) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let plain = tables::one_form(plain);
    let kinds = (script as u64) << 8 | kind as u64;
    let mut state = (0xcbf2_9ce4_8422_2325 ^ kinds).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in plain.bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(PRIME);
    }
    (state ^ state >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn kind(piece: &Piece, reading: &[u8]) -> Kind {
    let letters = piece.text.chars().count();
    let alphabetic = !matches!(piece.script, Script::Han | Script::Hangul | Script::Kana | Script::Indic);
    if letters == 1 && alphabetic {
        Kind::Initial
    } else if letters > 5 && patronymic(&sound::notation(reading)) {
        Kind::Patronymic
    } else {
        Kind::Plain
    }
}

/// Slavic father's names, by how they end.
fn patronymic(sounds: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "oviC", "eviC", "yeviC", "yiC", "oviCh", "ovna", "evna", "yevna", "iCna", "iniCna", "ovyC", "evyC",
        "ivna", "avna", "avych", "oviX", "eviX", "ovicz", "ovitS", "aviC", "ovitj", "evitj", "oviC", "evitC",
        "ovitC",
    ];
    ENDINGS.iter().any(|ending| sounds.ends_with(ending))
}
