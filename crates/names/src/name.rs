//! A name made ready for comparison: parts, what each is, how each sounds, how rare it is.

use crate::cost::channel;
use crate::roman;
use crate::sound::{self, Reading};
use crate::spell;
use crate::tables;
use crate::text::{self, Script, Word};

/// What a part is, as far as its form shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    /// `al`, `bin`, `von`, `de` and the like: often left out, never telling.
    Particle,
    /// `Dr`, `Sheikh`, `Jr` and the like.
    Title,
    /// A single letter.
    Initial,
    /// A father's name by its ending.
    Patronymic,
}

/// One part of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub(crate) written: String,
    pub(crate) plain: String,
    pub(crate) script: Script,
    pub(crate) channel: u8,
    pub(crate) kind: Kind,
    pub(crate) readings: Vec<Reading>,
    pub(crate) rarity: f32,
    pub(crate) families: Box<[u16]>,
    /// The letters `a` to `z` of a Latin part.
    pub(crate) letters: Box<[u8]>,
    /// The units of a part in another script.
    pub(crate) units: Box<[u16]>,
    /// The units by the syllable, of a short part in Hangul.
    pub(crate) syllables: Box<[u16]>,
    /// The sounds of the usual spellings of a part in Han or Hangul, beside its readings.
    pub(crate) spellings: Vec<Reading>,
}

impl Part {
    /// The part in lower case and normal form.
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

    pub(crate) fn reading(&self) -> &[u8] {
        self.readings.first().map_or(&[], |reading| reading)
    }

    fn new(word: Word) -> Self {
        let readings = roman::readings(&word);
        let plain = match word.script {
            Script::Latin => roman::plain(&word.text),
            _ => word.text.clone(),
        };
        let first: &[u8] = readings.first().map_or(&[], |reading| reading);
        let kind = kind(&word, &plain, first);
        let rarity = tables::rarity(&sound::skeleton(first, true));
        let families = tables::nickname_families(&plain);
        let units = spell::units(word.script, &word.text);
        let letters =
            if word.script == Script::Latin { spell::letters(&plain) } else { spell::usual(&units) };
        let syllables = spell::syllables(word.script, &word.text);
        let mut spellings = Vec::new();
        if matches!(word.script, Script::Han | Script::Hangul) {
            for spelling in spell::variants(&syllables).into_iter().chain(spell::variants(&units)) {
                let sounds = sound::reading(&roman::latin_sounds(&spelling));
                if !readings.contains(&sounds) && !spellings.contains(&sounds) {
                    spellings.push(sounds);
                }
            }
        }
        let (script, channel) = (word.script, channel(word.script));
        Self {
            written: word.text,
            plain,
            script,
            channel,
            kind,
            readings,
            rarity,
            families,
            letters,
            units,
            syllables,
            spellings,
        }
    }
}

const PARTICLES: &[&str] = &[
    "al",
    "el",
    "ul",
    "ur",
    "ud",
    "ad",
    "as",
    "ash",
    "ar",
    "an",
    "at",
    "az",
    "ibn",
    "bin",
    "ben",
    "bint",
    "b",
    "ould",
    "wuld",
    "von",
    "van",
    "der",
    "den",
    "ter",
    "ten",
    "de",
    "la",
    "le",
    "les",
    "du",
    "des",
    "di",
    "da",
    "do",
    "dos",
    "das",
    "del",
    "della",
    "degli",
    "d",
    "y",
    "e",
    "i",
    "zu",
    "zur",
    "zum",
    "af",
    "av",
    "oglu",
    "ogly",
    "kyzy",
    "qizi",
    "gyzy",
    "ال",
    "آل",
    "بن",
    "ابن",
    "بنت",
    "אל",
    "בן",
    "בת",
    "аль",
    "эль",
    "ибн",
    "бин",
    "бен",
    "фон",
    "ван",
    "дер",
    "де",
    "ди",
    "да",
    "ла",
    "ле",
    "дю",
    "оглы",
    "оглу",
    "кызы",
    "кизи",
    "φον",
    "βαν",
    "ντε",
    "폰",
    "판",
    "데",
    "フォン",
    "ファン",
    "デ",
    "ド",
    "ディ",
];

const TITLES: &[&str] = &[
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "hon",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "sheikh",
    "shaykh",
    "shaikh",
    "sheik",
    "haji",
    "hajji",
    "hadji",
    "mullah",
    "maulvi",
    "maulavi",
    "mawlawi",
    "qari",
    "sayyid",
    "sayed",
    "gen",
    "general",
    "col",
    "colonel",
    "capt",
    "captain",
    "maj",
    "major",
    "lt",
    "brig",
    "sgt",
    "rev",
    "fr",
    "st",
    "president",
    "senator",
    "prince",
    "princess",
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "junior",
    "senior",
    "phd",
    "md",
    "мл",
    "др",
    "מר",
    "דר",
    "د",
    "الشيخ",
    "شيخ",
    "حاج",
    "मा",
    "डा",
    "डॉ",
    "श्री",
];

fn kind(word: &Word, plain: &str, reading: &[u8]) -> Kind {
    let letters = word.text.chars().count();
    let alphabetic = !matches!(word.script, Script::Han | Script::Hangul | Script::Kana | Script::Indic);
    if PARTICLES.contains(&plain) && !(word.stopped && letters == 1) {
        Kind::Particle
    } else if TITLES.contains(&plain) {
        Kind::Title
    } else if letters == 1 && alphabetic {
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
        "ivna", "avna", "avych", "oviX", "eviX", "ovicz", "ovitS",
    ];
    ENDINGS.iter().any(|ending| sounds.ends_with(ending))
}

/// A name made ready for comparison. Any text parses; a text without a letter gives a name without parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    written: String,
    parts: Vec<Part>,
}

impl Name {
    /// Reads a name. Takes bounded time for any text: at most [`MAX_BYTES`](crate::MAX_BYTES) of it are read.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let written = text::cut(text);
        let mut words = text::words(written);
        // `Tamm, Anu`: what stands before the comma is the family name, which else comes last.
        let family = words.iter().take_while(|word| word.before_comma).count();
        words.rotate_left(family);
        split_words(&mut words);
        let parts = words.into_iter().map(Part::new).filter(|part| !part.reading().is_empty()).collect();
        Self { written: written.trim_end().to_owned(), parts }
    }

    /// The text the name was read from, cut to [`MAX_BYTES`](crate::MAX_BYTES).
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The parts, in the order in which they were written; those before a comma come last.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

const HAN_FAMILIES: &[&str] = &[
    "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "夏侯", "东方", "東方", "皇甫", "尉迟",
    "公孙", "公孫", "慕容", "令狐", "宇文", "长孙", "長孫", "独孤", "南宫", "南宮", "鲜于", "鮮于", "皇甫",
    "諸葛", "南宮", "黃甫",
];
const HANGUL_FAMILIES: &[&str] = &["남궁", "황보", "제갈", "사공", "선우", "독고", "동방"];

/// Takes apart what some scripts write together: the Arabic article, and family and given name in Han and Hangul.
fn split_words(words: &mut Vec<Word>) {
    let alone = words.len() == 1;
    let mut out = Vec::with_capacity(words.len() + 2);
    for word in words.drain(..) {
        let letters = word.text.chars().count();
        let at = match word.script {
            Script::Arabic if letters > 4 && word.text.starts_with("ال") => 2,
            Script::Han if alone && (2..=4).contains(&letters) => {
                let compound = HAN_FAMILIES.iter().any(|family| word.text.starts_with(family));
                if letters == 4 || (compound && letters > 2) { 2 } else { 1 }
            }
            Script::Hangul if alone && (2..=4).contains(&letters) => {
                let compound = HANGUL_FAMILIES.iter().any(|family| word.text.starts_with(family));
                if compound && letters > 2 { 2 } else { 1 }
            }
            _ => 0,
        };
        let cut = word.text.char_indices().nth(at).map_or(0, |(cut, _)| cut);
        let (head, tail) = word.text.split_at(cut);
        if !head.is_empty() && !tail.is_empty() {
            out.push(Word { text: head.to_owned(), stopped: false, ..word.clone() });
            out.push(Word { text: tail.to_owned(), tied: true, ..word.clone() });
        } else {
            out.push(word);
        }
    }
    out.truncate(text::MAX_WORDS);
    *words = out;
}
