//! Places and parents as skeletons: Latin consonants, so that scripts and spellings meet. This corroborates a name, it does not
//! replace the comparison of names.

/// Words that say the sort of a place and not which one.
const SORTS: &[&str] = &[
    "city",
    "town",
    "village",
    "oblast",
    "obl",
    "region",
    "rayon",
    "raion",
    "district",
    "province",
    "gorod",
    "selo",
    "derevnya",
    "republic",
    "republika",
    "respublika",
    "krai",
    "kray",
    "county",
    "governorate",
    "state",
    "stadt",
    "the",
    "of",
    "g",
    "s",
    "d",
    "p",
    "pgt",
    "ssr",
    "rsfsr",
    "ussr",
    "sssr",
];

/// The skeletons of the words of a text; at most eight.
pub(crate) fn skeletons(text: &str) -> Vec<String> {
    text.chars()
        .take(200)
        .collect::<String>()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(latin)
        .filter(|word| !SORTS.contains(&word.as_str()))
        .map(|word| skeleton(&word))
        .filter(|word| !word.is_empty())
        .take(8)
        .collect()
}

/// A word in lower-case Latin letters and digits.
pub(crate) fn latin(word: &str) -> String {
    any_ascii::any_ascii(word)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The consonants of a word in lower-case Latin letters, with what is spelt in many ways as one: all that hisses is `s`, `f` and
/// `w` are `v`, `c` and `q` are `k`. Vowels and glides are left out; a word that begins with them begins with `a`.
/// Protocol §14.1: a change here is a new version of the index keys.
pub(crate) fn skeleton(word: &str) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let hiss = [
            "tsch", "tch", "tsh", "sch", "ts", "tz", "tc", "sh", "ch", "zh", "sz", "cz", "dz", "ce", "ci",
            "cy", "s", "z",
        ];
        let (taken, sound) = if let Some(taken) = hiss.iter().find(|spelt| rest.starts_with(**spelt)) {
            // A soft c is known by its vowel, which is left out anyway.
            (taken.len(), 's')
        } else if rest.starts_with("kh") {
            (2, 'h')
        } else if rest.starts_with("ph") {
            (2, 'v')
        } else if ["th", "dh", "gh"].iter().any(|spelt| rest.starts_with(spelt)) {
            (2, first)
        } else if first == 'x' {
            if !out.ends_with('k') {
                out.push('k');
            }
            (1, 's')
        } else {
            let sound = match first {
                'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' => 'a',
                'c' | 'q' => 'k',
                'w' | 'f' => 'v',
                other => other,
            };
            (first.len_utf8(), sound)
        };
        rest = rest.get(taken..).unwrap_or_default();
        if (sound == 'a' && !out.is_empty()) || out.ends_with(sound) {
            continue;
        }
        out.push(sound);
    }
    out
}

/// Whether two lists of skeletons, with spaces between, share a word of two letters or more; a word of one letter counts where
/// both lists are that word.
pub(crate) fn share(x: &[u8], y: &[u8]) -> bool {
    x == y
        || x.split(|b| *b == b' ')
            .any(|word| word.len() >= 2 && y.split(|b| *b == b' ').any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (x, y) in [
            ("Щукарёв", "Schtschukarjow"),
            ("Щукарёв", "Štšukarjov"),
            ("Евгений", "Jewgenij"),
            ("Evgeny", "Yevgeniy"),
            ("Юрий", "Iouri"),
            ("Мухаммед", "محمد"),
            ("Tchaikovsky", "Чайковский"),
            ("Смирнов", "Smirnoff"),
            ("Alexander", "Aleksandr"),
        ] {
            assert_eq!(skeletons(x), skeletons(y), "{x} and {y}");
        }
        assert_ne!(skeletons("Ivanov"), skeletons("Petrov"));
    }

    #[test]
    fn places_meet_across_scripts() {
        let meet =
            |x: &str, y: &str| share(skeletons(x).join(" ").as_bytes(), skeletons(y).join(" ").as_bytes());
        assert!(meet("Москва", "Moscow"));
        assert!(meet("г. Тюмень, Тюменская область", "Tyumen"));
        assert!(meet("Karkh, Baghdad", "بغداد"));
        assert!(meet("Тбилиси", "Tbilisi, Georgian SSR"));
        assert!(!meet("Тюмень", "Омск"));
        assert!(!meet("city of Tomsk", "city of Omsk"));
    }
}
