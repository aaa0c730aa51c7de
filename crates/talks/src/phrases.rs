//! Short lists of words and phrases from data files, found at a place of a text.
//!
//! `word` is a whole word, `word*` any word that begins so, `*word` any that ends so; a phrase is several of them.

use std::collections::HashMap;

use toml::{Table, Value};

use crate::lexicon_fold::{Words, fold};

enum Pattern {
    Whole(String),
    Begins(String),
    Ends(String),
}

impl Pattern {
    fn of(written: &str) -> Self {
        match (written.strip_prefix('*'), written.strip_suffix('*')) {
            (Some(rest), _) => Self::Ends(fold(rest.trim_end_matches('*'))),
            (None, Some(rest)) => Self::Begins(fold(rest)),
            (None, None) => Self::Whole(fold(written)),
        }
    }

    fn takes(&self, word: &str) -> bool {
        match self {
            Self::Whole(whole) => whole == word,
            Self::Begins(start) => word.starts_with(start.as_str()),
            Self::Ends(end) => word.ends_with(end.as_str()),
        }
    }
}

struct Phrase<T> {
    language: String,
    patterns: Vec<Pattern>,
    target: T,
}

/// Phrases, each with what it stands for.
pub(crate) struct Phrases<T> {
    by_first: HashMap<char, Vec<Phrase<T>>>,
    by_end: Vec<Phrase<T>>,
}

impl<T: Copy> Phrases<T> {
    pub(crate) fn new() -> Self {
        Self { by_first: HashMap::new(), by_end: Vec::new() }
    }

    /// Adds one phrase of a language.
    pub(crate) fn add(&mut self, language: &str, written: &str, target: T) {
        let patterns: Vec<Pattern> = written
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '\'' | '’'))
            .filter(|word| !word.is_empty())
            .map(Pattern::of)
            .collect();
        let phrase = |patterns| Phrase { language: language.to_owned(), patterns, target };
        match patterns.first() {
            None => {}
            Some(Pattern::Ends(_)) => self.by_end.push(phrase(patterns)),
            Some(Pattern::Whole(first) | Pattern::Begins(first)) => {
                if let Some(letter) = first.chars().next() {
                    self.by_first.entry(letter).or_default().push(phrase(patterns));
                }
            }
        }
    }

    /// Adds `language = [phrases]` for each language of a table; other keys are left.
    pub(crate) fn table(&mut self, table: &Table, target: T) {
        for (language, list) in table {
            for written in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
                self.add(language, written, target);
            }
        }
    }

    /// The longest phrase that begins at a word and ends before another: how many words it has, and what it stands for.
    /// With a language given, only phrases of that language and those of `any` count.
    pub(crate) fn at(
        &self,
        words: &Words,
        index: usize,
        end: usize,
        language: Option<&str>,
    ) -> Option<(usize, T)> {
        let first = words.folded(index).chars().next()?;
        let mut best: Option<(usize, T)> = None;
        for phrase in self.by_first.get(&first).into_iter().flatten().chain(&self.by_end) {
            let spoken =
                language.is_none_or(|language| phrase.language == language || phrase.language == "any");
            let length = phrase.patterns.len();
            if spoken
                && index + length <= end
                && best.is_none_or(|(longest, _)| length > longest)
                && phrase
                    .patterns
                    .iter()
                    .enumerate()
                    .all(|(at, pattern)| pattern.takes(words.folded(index + at)))
            {
                best = Some((length, phrase.target));
            }
        }
        best
    }
}
