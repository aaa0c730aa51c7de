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

/// The first letter's class and the consonants behind it, with what is spelt in many ways as one.
pub(crate) fn skeleton(word: &str) -> String {
    let mut out = String::new();
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let sound = match (c, next) {
            ('s' | 'c' | 'z' | 'k', Some('h')) => {
                chars.next();
                match c {
                    'k' => 'h',
                    'z' => 'j',
                    _ => 's',
                }
            }
            ('p', Some('h')) => {
                chars.next();
                'f'
            }
            ('t' | 'd' | 'g', Some('h')) => {
                chars.next();
                c
            }
            ('c' | 'q', _) => 'k',
            ('w', _) => 'v',
            ('y', _) | ('j', _) => 'j',
            ('x', _) => {
                out.push('k');
                's'
            }
            ('a' | 'e' | 'i' | 'o' | 'u', _) => {
                if out.is_empty() {
                    out.push('a');
                }
                continue;
            }
            (c, _) => c,
        };
        // A glide inside a word comes and goes with the spelling.
        if sound == 'j' && !out.is_empty() || out.ends_with(sound) {
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
