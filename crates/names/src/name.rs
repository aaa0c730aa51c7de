//! A name made ready for comparison: its parts in order, and what its form says of them.

use crate::align::MAX_PARTS;
use crate::lexis;
use crate::part::Part;
use crate::roman;
use crate::text::{self, Script, Word};

/// A name made ready for comparison. Any text parses; a text without a letter gives a name without parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    written: Box<str>,
    parts: Vec<Part>,
    families: u16,
}

/// A name by its parts, wherever they are kept: an index that keeps each part once lends them from there.
#[derive(Debug, Clone, Copy)]
pub struct NameRef<'a> {
    pub(crate) parts: &'a [&'a Part],
    pub(crate) families: u16,
}

impl<'a> NameRef<'a> {
    /// Parts in their order; the bits of `families`, from the lowest, say which of them the form of the name shows to be
    /// the family name ([`Name::families`]). Parts behind the tenth are not compared.
    #[must_use]
    pub fn new(parts: &'a [&'a Part], families: u16) -> Self {
        Self { parts: parts.get(..parts.len().min(MAX_PARTS)).unwrap_or_default(), families }
    }

    /// The parts that are compared.
    #[must_use]
    pub fn parts(&self) -> &'a [&'a Part] {
        self.parts
    }
}

impl Name {
    /// Reads a name. Takes bounded time for any text: at most [`MAX_BYTES`](crate::MAX_BYTES) of it are read.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let written = text::cut(text);
        let mut words = text::words(written);
        // `Tamm, Anu`: what stands before the comma is the family name, which else comes last.
        let family = words.iter().take_while(|word| word.before_comma).count();
        let comma = family > 0 && family < words.len();
        words.rotate_left(family);
        for word in &mut words {
            word.bare = match word.script {
                Script::Latin => roman::plain(&word.text),
                _ => word.text.clone(),
            };
            word.family = comma && word.before_comma;
        }
        if !comma {
            by_capitals(&mut words);
        }
        split_words(&mut words);
        let mut families = 0;
        let mut parts: Vec<Part> = Vec::with_capacity(words.len());
        for piece in lexis::pieces(&words) {
            let (part, family) = (Part::of(&piece), piece.family);
            if !part.reading().is_empty() && parts.len() < text::MAX_WORDS {
                families |= u16::from(family).checked_shl(parts.len() as u32).unwrap_or(0);
                parts.push(part);
            }
        }
        Self { written: written.trim_end().into(), parts, families }
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

    /// Which parts the form of the name shows to be the family name (a comma behind it, capital letters, the first
    /// character in Han and Hangul): one bit for each part, the first part has the lowest.
    #[must_use]
    pub fn families(&self) -> u16 {
        self.families
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Lends the parts in the form that comparison takes.
    pub(crate) fn lend<T>(&self, then: impl FnOnce(NameRef<'_>) -> T) -> T {
        let Some(first) = self.parts.first() else { return then(NameRef { parts: &[], families: 0 }) };
        let mut parts = [first; MAX_PARTS];
        for (cell, part) in parts.iter_mut().zip(&self.parts) {
            *cell = part;
        }
        let count = self.parts.len().min(MAX_PARTS);
        then(NameRef::new(parts.get(..count).unwrap_or_default(), self.families))
    }
}

/// `Anu TAMM`: where only some words are in capital letters, those are the family name.
fn by_capitals(words: &mut [Word]) {
    let loud = |word: &Word| word.capitals && word.text.chars().count() > 1;
    let quiet = |word: &Word| !word.capitals && word.text.chars().count() > 1;
    if words.iter().any(loud) && words.iter().any(quiet) {
        words.iter_mut().for_each(|word| word.family = loud(word));
    }
}

const HAN_FAMILIES: &[&str] = &[
    "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "夏侯", "东方", "東方", "皇甫", "尉迟",
    "公孙", "公孫", "慕容", "令狐", "宇文", "长孙", "長孫", "独孤", "南宫", "南宮", "鲜于", "鮮于", "黃甫",
];
const HANGUL_FAMILIES: &[&str] = &["남궁", "황보", "제갈", "사공", "선우", "독고", "동방"];

/// Takes apart family and given name where they are written together, in Han and Hangul.
fn split_words(words: &mut Vec<Word>) {
    let [word] = words.as_slice() else { return };
    let letters = word.text.chars().count();
    let compound = |families: &[&str]| families.iter().any(|family| word.text.starts_with(family));
    let at = match word.script {
        Script::Han if (2..=4).contains(&letters) => {
            if letters == 4 || (compound(HAN_FAMILIES) && letters > 2) { 2 } else { 1 }
        }
        Script::Hangul if (2..=4).contains(&letters) => {
            if compound(HANGUL_FAMILIES) && letters > 2 {
                2
            } else {
                1
            }
        }
        _ => return,
    };
    let cut = word.text.char_indices().nth(at).map_or(0, |(cut, _)| cut);
    let (head, tail) = word.text.split_at(cut);
    if !head.is_empty() && !tail.is_empty() {
        let part = |text: &str, family: bool| Word {
            text: text.to_owned(),
            bare: text.to_owned(),
            tied: !family,
            family,
            ..word.clone()
        };
        *words = vec![part(head, true), part(tail, false)];
    }
}
