//! The words around names: offices, ranks, titles of address, and the words that end or forbid a name. From
//! `data/offices.toml`, `data/people.toml` and `data/given.toml`.

use std::collections::HashSet;
use std::sync::OnceLock;

use toml::{Table, Value};

use crate::lexicon::{ANY, Builder, Hit, Inflection, Languages, Lexicon, OTHER, language};
use crate::lexicon_fold::{Words, fold};

/// What a phrase is to a name beside it. The numbers are places in [`Vocabulary::english`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beside {
    /// `Minister`: what a person is.
    Head(u16),
    /// `of the Interior`: what of.
    Portfolio(u16),
    /// `Deputy`.
    Modifier(u16),
    /// `Innenminister`: head and portfolio in one.
    Title(u16),
    Honorific,
    Rank,
    Particle,
    Break,
    Led,
    Private,
    Chosen,
    Not,
}

impl Beside {
    /// Whether it is part of an office.
    pub(super) fn of_office(self) -> bool {
        matches!(self, Self::Head(_) | Self::Portfolio(_) | Self::Modifier(_) | Self::Title(_))
    }

    /// The place of its wording.
    pub(super) fn wording(self) -> Option<u16> {
        match self {
            Self::Head(at) | Self::Portfolio(at) | Self::Modifier(at) | Self::Title(at) => Some(at),
            _ => None,
        }
    }
}

const KINDS: [(&str, Beside); 8] = [
    ("honorifics", Beside::Honorific),
    ("ranks", Beside::Rank),
    ("particles", Beside::Particle),
    ("breaks", Beside::Break),
    ("led", Beside::Led),
    ("private", Beside::Private),
    ("chosen", Beside::Chosen),
    ("not", Beside::Not),
];

/// All of these words.
pub(super) struct Vocabulary {
    lexicon: Option<Lexicon<Beside>>,
    /// How offices are called in English.
    english: Vec<String>,
    /// Stems of given names.
    given: HashSet<String>,
    /// Given names as they are written.
    exact: HashSet<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds that the files are without faults"))]
    pub(super) faults: Vec<String>,
}

impl Vocabulary {
    pub(super) fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Vocabulary> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            Self::read(
                include_str!("../../data/endings.toml"),
                include_str!("../../data/offices.toml"),
                include_str!("../../data/people.toml"),
                include_str!("../../data/given.toml"),
            )
        })
    }

    fn read(endings: &str, offices: &str, people: &str, given: &str) -> Self {
        let mut faults = Vec::new();
        let mut table = |name: &str, text: &str| -> Table {
            text.parse().unwrap_or_else(|error: toml::de::Error| {
                faults.push(format!("{name}: {error}"));
                Table::new()
            })
        };
        let (endings, offices) = (table("endings.toml", endings), table("offices.toml", offices));
        let (people, given) = (table("people.toml", people), table("given.toml", given));
        let mut builder = Builder::new();
        for (language, classes) in &endings {
            for (name, list) in classes.as_table().into_iter().flatten() {
                let endings: Vec<String> = list
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect();
                builder.class(language, name, &endings);
            }
        }
        let mut english: Vec<String> = Vec::new();
        for (kind, entries) in &offices {
            let beside: fn(u16) -> Beside = match kind.as_str() {
                "heads" => Beside::Head,
                "portfolios" => Beside::Portfolio,
                "modifiers" => Beside::Modifier,
                "titles" => Beside::Title,
                _ => {
                    faults.push(format!("offices.toml: `{kind}` is no kind of office"));
                    continue;
                }
            };
            for (wording, forms) in entries.as_table().into_iter().flatten() {
                let index = u16::try_from(english.len()).unwrap_or(u16::MAX);
                english.push(wording.clone());
                phrases(&mut builder, forms, beside(index), &mut faults);
            }
        }
        for (kind, forms) in &people {
            match KINDS.iter().find(|(name, _)| name == kind) {
                Some((_, beside)) => phrases(&mut builder, forms, *beside, &mut faults),
                None => faults.push(format!("people.toml: `{kind}` is no kind of word")),
            }
        }
        let exact: HashSet<String> =
            given.values().filter_map(Value::as_str).flat_map(str::split_whitespace).map(fold).collect();
        let given = exact.iter().map(|name| stem(name).to_owned()).collect();
        let lexicon = builder.build().map_err(|fault| faults.push(fault)).ok();
        Self { lexicon, english, given, exact, faults }
    }

    /// Where these words stand in a text.
    pub(super) fn find(&self, words: &Words, languages: Languages) -> Vec<Hit<Beside>> {
        let Some(lexicon) = &self.lexicon else { return Vec::new() };
        lexicon.find(words, &lexicon.mark(words, languages))
    }

    /// How an office is called in English.
    pub(super) fn english(&self, wording: u16) -> &str {
        self.english.get(usize::from(wording)).map_or("", String::as_str)
    }

    /// Whether a folded word is a given name as it stands.
    pub(super) fn is_exactly_given(&self, folded: &str) -> bool {
        self.exact.contains(folded)
    }

    /// Whether a folded word is a given name, in any case.
    pub(super) fn is_given(&self, folded: &str) -> bool {
        let stem = stem(folded);
        self.given.contains(stem)
            || stem
                .char_indices()
                .rev()
                .take(3)
                .filter_map(|(at, _)| stem.get(..at))
                .any(|shorter| shorter.chars().count() >= 4 && self.given.contains(shorter))
    }
}

/// Without the vowel that cases change.
fn stem(folded: &str) -> &str {
    let long = folded.chars().count() >= 4;
    folded
        .strip_suffix(['a', 'o', 'e', 'i', 'u', 'y', 'а', 'я', 'й', 'ь', 'и', 'о', 'е', 'у'])
        .filter(|_| long)
        .unwrap_or(folded)
}

fn phrases(builder: &mut Builder<Beside>, forms: &Value, beside: Beside, faults: &mut Vec<String>) {
    for (code, list) in forms.as_table().into_iter().flatten() {
        let mask = match code.as_str() {
            "any" => Some(ANY),
            "other" => Some(OTHER),
            code => language(code),
        };
        let Some(mask) = mask else {
            faults.push(format!("`{code}` is no language"));
            continue;
        };
        for written in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let Err(fault) = builder.phrase(code, mask, written, Inflection::Written, beside) {
                faults.push(fault);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_without_faults() {
        assert_eq!(Vocabulary::embedded().faults, Vec::<String>::new());
    }

    #[test]
    fn given_names_are_known_in_their_cases() {
        let vocabulary = Vocabulary::embedded();
        for name in ["igor", "игоря", "уланом", "владимиру", "marija", "мариеи", "stefanom"]
        {
            assert!(vocabulary.is_given(name), "{name}");
        }
        for word in ["ministry", "встреча", "gesprach"] {
            assert!(!vocabulary.is_given(word), "{word}");
        }
    }
}
