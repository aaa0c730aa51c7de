//! The Latin script, without knowing the language.

use unicode_normalization::char::decompose_canonical;

use super::rewrite;

/// Digraphs that mean one sound in most of the languages that use them.
fn rule(letters: &[char]) -> Option<&'static str> {
    Some(match letters {
        ['s', 'c', 'h', 't', 's', 'c', 'h'] => "SC",
        ['s', 'h', 'c', 'h'] | ['s', 'z', 'c', 'z'] => "SC",
        ['t', 's', 'c', 'h'] | ['t', 'c', 'h'] | ['c', 'z'] | ['c', 'h'] | ['t', 'j'] => "C",
        ['s', 'c', 'h'] | ['s', 'h'] | ['s', 'z'] | ['s', 'j'] => "S",
        ['d', 'z', 'h'] | ['d', 's', 'c', 'h'] | ['d', 'j'] | ['d', 'g', 'e'] => "j",
        ['z', 'h'] => "Z",
        ['k', 'h'] => "K",
        ['g', 'h'] => "G",
        ['t', 'h'] => "T",
        ['d', 'h'] => "D",
        ['p', 'h'] => "f",
        ['t', 's'] | ['t', 'z'] | ['t', 'c'] => "X",
        ['c', 'k'] | ['c', 'q'] => "k",
        ['q', 'u'] => "kv",
        ['x'] => "ks",
        ['o', 'u'] | ['o', 'o'] => "u",
        ['e', 'e'] => "i",
        ['i', 'j'] | ['y', 'j'] => "iy",
        ['a', 'e'] => "e",
        ['c', 'e'] => "ce",
        ['c', 'i'] => "ci",
        ['c', 'y'] => "cy",
        ['c'] => "k",
        ['š'] | ['ş'] | ['ș'] | ['ś'] | ['ŝ'] => "S",
        ['č'] | ['ć'] | ['ç'] | ['ĉ'] => "C",
        ['ž'] | ['ż'] | ['ź'] => "Z",
        ['ţ'] | ['ț'] => "X",
        ['ß'] => "s",
        ['ø'] | ['œ'] => "o",
        ['æ'] => "e",
        ['å'] => "o",
        ['ł'] => "l",
        ['đ'] => "d",
        ['ð'] => "D",
        ['þ'] => "T",
        ['ı'] => "i",
        ['ə'] => "a",
        ['ñ'] => "n",
        ['ħ'] => "h",
        ['ŋ'] => "ng",
        _ => return None,
    })
}

/// Lower-case Latin letters to sounds.
pub(super) fn sounds(word: &[char]) -> String {
    // At the beginning `x` is `sh` (Chinese, Portuguese, Albanian) or `z`; elsewhere it is `ks`.
    let (first, word) = match word {
        ['x', rest @ ..] if !rest.is_empty() => ("S", rest),
        _ => ("", word),
    };
    let rest = rewrite(word, 7, rule, |c, out| {
        let mut base = None;
        decompose_canonical(c, |part| base = base.or(Some(part)));
        match base {
            Some(letter @ 'a'..='z') => out.push(letter),
            Some(other) if !unicode_normalization::char::is_combining_mark(other) => {
                out.extend(any_ascii::any_ascii_char(other).chars().filter(char::is_ascii_lowercase));
            }
            _ => {}
        }
    });
    format!("{first}{rest}")
}

/// The letters without marks, as they are often typed.
pub(crate) fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let mut base = None;
        decompose_canonical(c, |part| base = base.or(Some(part)));
        match base {
            Some(letter) if letter.is_ascii() => out.push(letter),
            Some(letter) if unicode_normalization::char::is_combining_mark(letter) => {}
            Some(letter) => {
                out.extend(any_ascii::any_ascii_char(letter).chars().map(|c| c.to_ascii_lowercase()))
            }
            None => {}
        }
    }
    out
}
