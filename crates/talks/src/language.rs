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
    let main = if most == 0 || most * 12 < words.all().len() {
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
    Told { main, all }
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
    }
}
