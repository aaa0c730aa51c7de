//! Which languages a text is written in, told by its most common words.

use std::collections::HashMap;
use std::sync::OnceLock;

use toml::{Table, Value};

use crate::lexicon::{LANGUAGES, Languages, OTHER};
use crate::lexicon_fold::{Words, fold, writes_serbian_cyrillic};

/// The languages of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// The language most of it is in, as a code, if its common words are known.
    pub(crate) main: Option<&'static str>,
    /// All languages whose vocabulary is worth looking for.
    pub(crate) all: Languages,
}

/// A second language counts when it has at least half of the common words of the first.
const SECOND: usize = 2;

/// Words of the languages that have no vocabulary here.
fn other_words() -> &'static HashMap<String, Vec<usize>> {
    static OTHERS: OnceLock<HashMap<String, Vec<usize>>> = OnceLock::new();
    OTHERS.get_or_init(|| {
        let mut words: HashMap<String, Vec<usize>> = HashMap::new();
        let table: Table = include_str!("../data/languages.toml").parse().unwrap_or_default();
        let others = table.get("other").and_then(Value::as_table).into_iter().flatten();
        for (index, (_, list)) in others.enumerate() {
            for word in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
                words.entry(fold(word)).or_default().push(index);
            }
        }
        words
    })
}

/// How many common words the likeliest of the other languages has in a text.
fn most_of_others(words: &Words) -> usize {
    let others = other_words();
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for index in 0..words.all().len() {
        for language in others.get(words.folded(index)).into_iter().flatten() {
            *counts.entry(*language).or_insert(0) += 1;
        }
    }
    counts.values().copied().max().unwrap_or(0)
}

fn common_words() -> &'static HashMap<String, Languages> {
    static COMMON: OnceLock<HashMap<String, Languages>> = OnceLock::new();
    COMMON.get_or_init(|| {
        let mut common = HashMap::new();
        let table: Table = include_str!("../data/languages.toml").parse().unwrap_or_default();
        for (index, language) in LANGUAGES.iter().enumerate() {
            for word in
                table.get(*language).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
            {
                *common.entry(fold(word)).or_insert(0) |= 1 << index;
            }
        }
        common
    })
}

/// Tells the languages of a text.
pub(crate) fn tell(text: &str, words: &Words) -> Told {
    let common = common_words();
    let mut counts = [0_usize; LANGUAGES.len()];
    for index in 0..words.all().len() {
        if let Some(mask) = common.get(words.folded(index)) {
            for (language, count) in counts.iter_mut().enumerate() {
                if mask & (1 << language) != 0 {
                    *count += 1;
                }
            }
        }
    }
    // Letters that one language alone has settle what short texts leave open.
    let letters: [(&[char], usize); 5] = [
        (&['ß'], 2),
        (&['ñ', '¿', '¡'], 4),
        (&['ț', 'ș', 'ţ', 'ş', 'ă'], 5),
        (&['ђ', 'ћ', 'đ', 'ć'], 6),
        (&['ы', 'э', 'щ'], 1),
    ];
    for (letters, language) in letters {
        if let Some(count) = counts.get_mut(language).filter(|count| **count > 0) {
            *count += text.chars().filter(|c| letters.contains(c)).take(6).count();
        }
    }
    if writes_serbian_cyrillic(text)
        && let Some(count) = counts.get_mut(6)
    {
        *count += 2;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    // The language of a text has clearly more common words than those it shares with a neighbour.
    let other = most_of_others(words) > most + most / 8 + 1;
    let main = if other || most == 0 || most * 12 < words.all().len() {
        None
    } else {
        counts.iter().position(|count| *count == most).and_then(|index| LANGUAGES.get(index)).copied()
    };
    let mut all = match main {
        Some(_) => 0,
        None => OTHER,
    };
    for (index, count) in counts.iter().enumerate() {
        if *count > 0 && *count * SECOND >= most {
            all |= 1 << index;
        }
    }
    all |= of_paragraphs(text, words);
    Told { main, all }
}

/// A paragraph of fewer words tells no language by itself.
const PARAGRAPH: usize = 8;

/// The languages of single paragraphs: a text may give itself in two, one after the other.
fn of_paragraphs(text: &str, words: &Words) -> Languages {
    let common = common_words();
    let mut all = 0;
    let mut counts = [0_usize; LANGUAGES.len()];
    let mut length = 0;
    let mut before = 0;
    for (index, word) in words.all().iter().enumerate() {
        let parted = text.get(before..word.span.start).is_some_and(|between| between.contains('\n'));
        if parted {
            all |= clear_winner(&counts, length);
            counts = [0; LANGUAGES.len()];
            length = 0;
        }
        before = word.span.end;
        length += 1;
        if let Some(mask) = common.get(words.folded(index)) {
            for (language, count) in counts.iter_mut().enumerate() {
                *count += usize::from(mask & (1 << language) != 0);
            }
        }
    }
    all | clear_winner(&counts, length)
}

fn clear_winner(counts: &[usize], length: usize) -> Languages {
    let most = counts.iter().copied().max().unwrap_or(0);
    let winners = counts.iter().filter(|count| **count * 2 > most).count();
    if length < PARAGRAPH || most * 8 < length || winners != 1 {
        return 0;
    }
    counts.iter().position(|count| *count == most).map_or(0, |language| 1 << language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_are_told_apart() {
        let told = |text: &str| tell(text, &Words::of(text)).main;
        assert_eq!(told("The ministers met in Rome and spoke of migration."), Some("en"));
        assert_eq!(told("Министры встретились в Риме и говорили о миграции."), Some("ru"));
        assert_eq!(told("Die Minister trafen sich in Rom und sprachen über Migration."), Some("de"));
        assert_eq!(told("Les ministres se sont réunis à Rome et ont parlé des migrations."), Some("fr"));
        assert_eq!(told("Los ministros se reunieron en Roma y hablaron de la migración."), Some("es"));
        assert_eq!(told("Miniștrii s-au întâlnit la Roma și au vorbit despre migrație."), Some("ro"));
        assert_eq!(told("Ministri su se sastali u Rimu i razgovarali o migracijama."), Some("sr"));
        assert_eq!(told("Министри су се састали у Риму и разговарали о миграцијама."), Some("sr"));
        assert_eq!(told("Ministrowie spotkali się wczoraj, żeby mówić"), None);
        for text in [
            "Il ministro dell'Interno della Germania ha incontrato a Roma il ministro dell'Interno italiano per parlare della migrazione.",
            "O ministro da Administração Interna reuniu-se em Lisboa com o homólogo da Alemanha para falar da migração.",
            "Minister spraw wewnętrznych spotkał się w Warszawie z ministrem spraw wewnętrznych Niemiec na rozmowach o migracji.",
            "Міністр внутрішніх справ України зустрівся у Києві з міністром внутрішніх справ Польщі та обговорив міграцію.",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
