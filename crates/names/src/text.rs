//! From any text to words of one script each, in bounded time.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script as Unicode, UnicodeScript};

/// The longest text a name is read from, in bytes; what follows is left out.
pub const MAX_BYTES: usize = 512;

/// More words than this are left out.
pub(crate) const MAX_WORDS: usize = 16;

/// Scripts that are read alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Georgian,
    Armenian,
    Ethiopic,
    Indic,
    Sinhala,
    Thai,
    Arabic,
    Hebrew,
    Hangul,
    Kana,
    Han,
    Other,
}

impl Script {
    fn of(c: char) -> Option<Self> {
        Some(match c.script() {
            Unicode::Latin => Self::Latin,
            Unicode::Cyrillic => Self::Cyrillic,
            Unicode::Greek => Self::Greek,
            Unicode::Georgian => Self::Georgian,
            Unicode::Armenian => Self::Armenian,
            Unicode::Ethiopic => Self::Ethiopic,
            Unicode::Devanagari
            | Unicode::Bengali
            | Unicode::Gurmukhi
            | Unicode::Gujarati
            | Unicode::Oriya
            | Unicode::Tamil
            | Unicode::Telugu
            | Unicode::Kannada
            | Unicode::Malayalam => Self::Indic,
            Unicode::Sinhala => Self::Sinhala,
            Unicode::Thai | Unicode::Lao => Self::Thai,
            Unicode::Arabic => Self::Arabic,
            Unicode::Hebrew => Self::Hebrew,
            Unicode::Hangul => Self::Hangul,
            Unicode::Hiragana | Unicode::Katakana => Self::Kana,
            Unicode::Han => Self::Han,
            Unicode::Common | Unicode::Inherited | Unicode::Unknown => return None,
            _ => Self::Other,
        })
    }
}

/// A run of letters of one script.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) script: Script,
    /// Written together with the word before (a hyphen or a change of script, no space).
    pub(crate) tied: bool,
    /// A full stop follows.
    pub(crate) stopped: bool,
    /// Stands before the first comma of the text, and there is one.
    pub(crate) before_comma: bool,
    /// Written in capital letters alone.
    pub(crate) capitals: bool,
    /// The letters without marks, by which words are looked up.
    pub(crate) bare: String,
    /// The form of the name says that this is the family name.
    pub(crate) family: bool,
}

impl Word {
    fn open(script: Script, tied: bool) -> Self {
        Self {
            text: String::new(),
            script,
            tied,
            stopped: false,
            before_comma: false,
            capitals: true,
            bare: String::new(),
            family: false,
        }
    }
}

/// The beginning of a text, at most [`MAX_BYTES`], cut between characters.
pub(crate) fn cut(text: &str) -> &str {
    let text = text.trim_start();
    if text.len() <= MAX_BYTES {
        return text;
    }
    let mut end = MAX_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Digits inside a word are letters that were misread.
fn look_alike(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '|' => 'l',
        '3' => 'e',
        '5' => 's',
        '6' | '8' => 'b',
        c => c,
    }
}

/// The words of a text that is already cut.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut tied = false;
    let mut marks = 0;
    let mut comma = false;
    // Compatibility forms can be 18 times as long; four times the limit is enough for any name.
    let letters = text.nfkc().flat_map(|c| {
        let capital = c.is_uppercase();
        c.to_lowercase().map(move |c| (c, capital))
    });
    for (c, capital) in letters.take(MAX_BYTES * 4) {
        if is_combining_mark(c) {
            marks += 1;
            if open
                && marks <= 4
                && let Some(word) = words.last_mut()
            {
                word.text.push(c);
            }
            continue;
        }
        marks = 0;
        let c = if open { look_alike(c) } else { c };
        let script = match c {
            // The prolonged sound mark belongs to no script, and to a word of Kana only.
            'ー' => Some(Script::Kana),
            _ if c.is_alphabetic() => Script::of(c),
            _ => None,
        };
        if let Some(script) = script {
            if open && words.last().is_some_and(|word| word.script != script) {
                open = false;
                tied = true;
            }
            if !open {
                if words.len() == MAX_WORDS {
                    break;
                }
                words.push(Word::open(script, tied));
            }
            if let Some(word) = words.last_mut() {
                word.text.push(c);
                word.capitals &= capital;
            }
            open = true;
            tied = false;
            continue;
        }
        match c {
            // Apostrophes, primes, modifier letters, joiners and tatweel are inside words.
            '\''
            | '’'
            | '‘'
            | '`'
            | '´'
            | 'ʼ'
            | 'ʻ'
            | 'ʿ'
            | 'ʾ'
            | '′'
            | '"'
            | '״'
            | '׳'
            | '\u{200b}'..='\u{200f}'
            | '\u{00ad}'
            | '\u{0640}'
            | '\u{feff}' => {}
            '-' | '‐' | '‑' | '–' | '־' => {
                tied = open;
                open = false;
            }
            _ => {
                if c == '.'
                    && open
                    && let Some(word) = words.last_mut()
                {
                    word.stopped = true;
                }
                if matches!(c, ',' | '،' | '、') && !comma && open {
                    comma = true;
                    words.iter_mut().for_each(|word| word.before_comma = true);
                }
                open = false;
                tied = false;
            }
        }
    }
    words
}
