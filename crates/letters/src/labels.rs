//! The words of a letter that nobody wrote, in each language a letter can have.
//!
//! The tables are data: `labels/<language>.toml`, all with the same keys, `labels/states.toml`, and what the pages say in place of
//! the sentences of the law (`locales/<language>/law-texts.toml`). A term of the law that no
//! table has is told in English, as the record brings it, and marked as English for readers and screen readers.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::record::Term;

/// A language that letters are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
    /// German.
    De,
    /// Russian.
    Ru,
    /// Spanish.
    Es,
    /// Arabic, written from right to left.
    Ar,
}

/// A language that letters are not written in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("letters are written in en, fr, de, ru, es and ar, not in `{0}`")]
pub struct NoSuchLanguage(String);

impl Language {
    /// Every language.
    pub const ALL: [Language; 6] =
        [Language::En, Language::Fr, Language::De, Language::Ru, Language::Es, Language::Ar];

    /// BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Fr => "fr",
            Language::De => "de",
            Language::Ru => "ru",
            Language::Es => "es",
            Language::Ar => "ar",
        }
    }

    /// Its name in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Fr => "Français",
            Language::De => "Deutsch",
            Language::Ru => "Русский",
            Language::Es => "Español",
            Language::Ar => "العربية",
        }
    }

    /// The language of a tag such as `de` or `de-AT`, when letters are written in it.
    #[must_use]
    pub fn of(tag: &str) -> Option<Language> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Language::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub const fn right_to_left(self) -> bool {
        matches!(self, Language::Ar)
    }

    const fn column(self) -> usize {
        match self {
            Language::En => 0,
            Language::Fr => 1,
            Language::De => 2,
            Language::Ru => 3,
            Language::Es => 4,
            Language::Ar => 5,
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Language::En => include_str!("../labels/en.toml"),
            Language::Fr => include_str!("../labels/fr.toml"),
            Language::De => include_str!("../labels/de.toml"),
            Language::Ru => include_str!("../labels/ru.toml"),
            Language::Es => include_str!("../labels/es.toml"),
            Language::Ar => include_str!("../labels/ar.toml"),
        }
    }

    fn table(self) -> &'static Table {
        static TABLES: LazyLock<[Table; 6]> = LazyLock::new(|| Language::ALL.map(|one| read(one.source())));
        let [en, fr, de, ru, es, ar] = &*TABLES;
        match self {
            Language::En => en,
            Language::Fr => fr,
            Language::De => de,
            Language::Ru => ru,
            Language::Es => es,
            Language::Ar => ar,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Language {
    type Err = NoSuchLanguage;

    fn from_str(tag: &str) -> Result<Self, NoSuchLanguage> {
        Language::of(tag).ok_or_else(|| NoSuchLanguage(tag.chars().take(40).collect()))
    }
}

/// Section, key and words.
type Table = BTreeMap<String, BTreeMap<String, String>>;

/// A table that does not parse has no words; the test of the tables finds it.
fn read(source: &str) -> Table {
    toml::from_str(source).unwrap_or_default()
}

/// Names of states: code, then a name for each language in the order of [`Language::ALL`].
fn states() -> &'static BTreeMap<String, Vec<String>> {
    static STATES: LazyLock<BTreeMap<String, Vec<String>>> =
        LazyLock::new(|| toml::from_str(include_str!("../labels/states.toml")).unwrap_or_default());
    &STATES
}

/// A sentence of the law's files (`law/procedures`, safeguards, events) in another language, by the English one.
///
/// `None` where `locales/<language>/law-texts.toml` has none: English itself, French, Spanish, and the rules of instruments. Pages
/// and letters share it, so that both say the same.
pub fn law_sentence(language: Language, english: &str) -> Option<&'static str> {
    static TEXTS: LazyLock<[BTreeMap<String, String>; 3]> = LazyLock::new(|| {
        [
            include_str!("../../../locales/de/law-texts.toml"),
            include_str!("../../../locales/ru/law-texts.toml"),
            include_str!("../../../locales/ar/law-texts.toml"),
        ]
        .map(|source| toml::from_str(source).unwrap_or_default())
    });
    let [de, ru, ar] = &*TEXTS;
    let texts = match language {
        Language::De => de,
        Language::Ru => ru,
        Language::Ar => ar,
        Language::En | Language::Fr | Language::Es => return None,
    };
    texts.get(english).map(String::as_str)
}

/// Words and the language they are in, where that is not the letter's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) text: String,
    /// BCP 47; empty where it is the letter's.
    pub(crate) language: &'static str,
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labels {
    pub(crate) language: Language,
}

impl Labels {
    /// Every text of the language's own table.
    pub(crate) fn all(self) -> Vec<String> {
        self.language.table().values().flat_map(BTreeMap::values).cloned().collect()
    }

    /// A word of the letter itself.
    pub(crate) fn word(self, key: &str) -> &'static str {
        self.find(self.language, "word", key).or_else(|| self.find(Language::En, "word", key)).unwrap_or("")
    }

    /// The same with values in it.
    pub(crate) fn with(self, section: &str, key: &str, values: &[(&str, &str)]) -> String {
        let pattern = self
            .find(self.language, section, key)
            .or_else(|| self.find(Language::En, section, key))
            .unwrap_or("");
        fill(pattern, values)
    }

    fn find(self, language: Language, section: &str, key: &str) -> Option<&'static str> {
        language.table().get(section)?.get(key).map(String::as_str)
    }

    /// A term: in the letter's language by its key, or by what the law's file says of it, else in English.
    pub(crate) fn term(self, section: &str, term: &Term) -> Said {
        let translated = || law_sentence(self.language, &term.label);
        if let Some(text) = self.find(self.language, section, &term.key).or_else(translated) {
            return Said { text: text.to_owned(), language: "" };
        }
        let english = if term.label.is_empty() {
            self.find(Language::En, section, &term.key)
                .map_or_else(|| term.key.replace(['-', '_'], " "), str::to_owned)
        } else {
            term.label.clone()
        };
        Said { text: english, language: if self.language == Language::En { "" } else { "en" } }
    }

    /// A state by its code.
    pub(crate) fn state(self, code: &str) -> String {
        states()
            .get(code)
            .and_then(|names| names.get(self.language.column()))
            .map_or_else(|| code.to_owned(), Clone::clone)
    }

    /// A language by its tag.
    pub(crate) fn language_name(self, tag: &str) -> String {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        self.find(self.language, "language", &primary).map_or_else(|| tag.to_owned(), str::to_owned)
    }

    /// A day.
    pub(crate) fn date(self, date: Date) -> String {
        let day = if date.day() == 1 { self.word("first-day").to_owned() } else { date.day().to_string() };
        let year = date.year().to_string();
        self.with("month", &date.month().to_string(), &[("d", &day), ("y", &year)])
    }
}

/// Puts values into a pattern; what a value says is never read as a pattern.
fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => text.push_str(value),
            None => {
                text.push('{');
                text.push_str(name);
                text.push('}');
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The sums of assets, as `law::codes::Tally` names them, and the sum of a measure that counts into none.
    const SUMS: [&str; 8] =
        ["traced", "frozen", "unfrozen", "confiscated", "costs", "returned", "shared", "amount"];

    #[test]
    fn sums_have_a_word_in_every_language() {
        for language in Language::ALL {
            for key in SUMS {
                let said = Labels { language }.term("amount", &Term::key(key));
                assert!(said.language.is_empty() && said.text != key, "{key} in {language}: {said:?}");
            }
        }
    }

    #[test]
    fn a_sentence_of_the_law_is_told_in_the_languages_that_have_it() {
        let english = "Says what is looked for, why, and what is known already.";
        for language in [Language::De, Language::Ru, Language::Ar] {
            let said = Labels { language }.term("content", &Term::new("what", english));
            assert!(said.language.is_empty() && said.text != english, "{language}: {said:?}");
        }
        let french = Labels { language: Language::Fr }.term("content", &Term::new("what", english));
        assert_eq!((french.text.as_str(), french.language), (english, "en"));
    }
}
