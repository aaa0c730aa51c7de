//! Cyrillic, Greek, Georgian, Armenian and Ethiopic.

use super::rewrite;

fn nothing(_: char, _: &mut String) {}

fn cyrillic_rule(letters: &[char]) -> Option<&'static str> {
    Some(match letters {
        ['д', 'ж'] => "j",
        ['к', 'с'] => "ks",
        ['т', 'с'] => "X",
        ['а'] | ['ә'] | ['ѣ'] => "a",
        ['б'] => "b",
        ['в'] => "v",
        ['г'] | ['ґ'] | ['ѓ'] => "g",
        ['ғ'] => "G",
        ['д'] => "d",
        ['ђ'] | ['џ'] => "j",
        ['е'] | ['э'] | ['є'] | ['ѐ'] => "e",
        ['ё'] => "yo",
        ['ж'] | ['җ'] | ['ӂ'] => "Z",
        ['з'] | ['ѕ'] => "z",
        ['и'] | ['і'] | ['ѝ'] | ['ӣ'] => "i",
        ['ї'] => "yi",
        ['й'] | ['ј'] | ['ы'] | ['ҋ'] => "y",
        ['к'] => "k",
        ['ќ'] => "k",
        ['қ'] | ['ҡ'] => "q",
        ['л'] => "l",
        ['љ'] => "ly",
        ['м'] => "m",
        ['н'] => "n",
        ['њ'] => "ny",
        ['ң'] | ['ҥ'] => "ng",
        ['о'] | ['ө'] | ['ѡ'] => "o",
        ['п'] => "p",
        ['р'] => "r",
        ['с'] | ['ҫ'] => "s",
        ['т'] => "t",
        ['ћ'] => "C",
        ['у'] | ['ү'] | ['ұ'] | ['ӯ'] => "u",
        ['ў'] => "w",
        ['ф'] | ['ѳ'] => "f",
        ['х'] => "K",
        ['һ'] | ['ҳ'] => "h",
        ['ц'] => "X",
        ['ч'] | ['ҷ'] | ['ӌ'] => "C",
        ['ш'] => "S",
        ['щ'] => "SC",
        ['ъ'] => "a",
        ['ю'] => "yu",
        ['я'] => "ya",
        _ => return None,
    })
}

/// Cyrillic by rules that Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian and Central Asian names share.
pub(super) fn cyrillic(word: &[char]) -> String {
    // A hard sign inside a Russian name (`Объедков`) stands before `е`, `ё`, `ю`, `я` and is silent; the Bulgarian
    // vowel does not.
    let mut letters = Vec::with_capacity(word.len());
    for (at, &c) in word.iter().enumerate() {
        let silent = c == 'ъ' && matches!(word.get(at + 1), None | Some('е' | 'ё' | 'ю' | 'я'));
        if !silent {
            letters.push(c);
        }
    }
    rewrite(&letters, 2, cyrillic_rule, nothing)
}

fn greek_rule(letters: &[char]) -> Option<&'static str> {
    Some(match letters {
        ['μ', 'π'] => "b",
        ['ν', 'τ'] => "d",
        ['γ', 'κ'] => "g",
        ['γ', 'γ'] => "ng",
        ['τ', 'ζ'] => "X",
        ['τ', 'σ'] => "X",
        ['ο', 'υ'] => "u",
        ['α', 'υ'] => "av",
        ['ε', 'υ'] => "ev",
        ['ε', 'ι'] | ['ο', 'ι'] => "i",
        ['α', 'ι'] => "e",
        ['α'] => "a",
        ['β'] => "v",
        ['γ'] => "g",
        ['δ'] => "d",
        ['ε'] => "e",
        ['ζ'] => "z",
        ['η'] | ['ι'] | ['υ'] => "i",
        ['θ'] => "T",
        ['κ'] => "k",
        ['λ'] => "l",
        ['μ'] => "m",
        ['ν'] => "n",
        ['ξ'] => "ks",
        ['ο'] | ['ω'] => "o",
        ['π'] => "p",
        ['ρ'] => "r",
        ['σ'] | ['ς'] => "s",
        ['τ'] => "t",
        ['φ'] => "f",
        ['χ'] => "K",
        ['ψ'] => "ps",
        _ => return None,
    })
}

/// Greek; accents are dropped, a diaeresis keeps two vowels apart.
pub(super) fn greek(word: &[char]) -> String {
    let letters: Vec<char> = word
        .iter()
        .filter_map(|&c| {
            let mut base = None;
            unicode_normalization::char::decompose_canonical(c, |part| base = base.or(Some(part)));
            base.filter(|&part| !unicode_normalization::char::is_combining_mark(part))
        })
        .collect();
    rewrite(&letters, 2, greek_rule, nothing)
}

/// Georgian, the national system of 2002.
pub(super) fn georgian(word: &[char]) -> String {
    rewrite(
        word,
        1,
        |letters| {
            Some(match letters {
                ['ა'] => "a",
                ['ბ'] => "b",
                ['გ'] => "g",
                ['დ'] => "d",
                ['ე'] => "e",
                ['ვ'] => "v",
                ['ზ'] => "z",
                ['თ'] | ['ტ'] => "t",
                ['ი'] => "i",
                ['კ'] | ['ქ'] => "k",
                ['ლ'] => "l",
                ['მ'] => "m",
                ['ნ'] => "n",
                ['ო'] => "o",
                ['პ'] | ['ფ'] => "p",
                ['ჟ'] => "Z",
                ['რ'] => "r",
                ['ს'] => "s",
                ['უ'] => "u",
                ['ღ'] => "G",
                ['ყ'] => "q",
                ['შ'] => "S",
                ['ჩ'] | ['ჭ'] => "C",
                ['ც'] | ['წ'] => "X",
                ['ძ'] => "dz",
                ['ხ'] => "K",
                ['ჯ'] => "j",
                ['ჰ'] => "h",
                _ => return None,
            })
        },
        nothing,
    )
}

/// Armenian, read between the eastern and the western way where they differ in voice only.
pub(super) fn armenian(word: &[char]) -> String {
    rewrite(
        word,
        2,
        |letters| {
            Some(match letters {
                ['ո', 'ւ'] => "u",
                ['ի', 'ւ'] => "iv",
                ['ա'] => "a",
                ['բ'] => "b",
                ['գ'] => "g",
                ['դ'] => "d",
                ['ե'] | ['է'] | ['ը'] => "e",
                ['զ'] => "z",
                ['թ'] | ['տ'] => "t",
                ['ժ'] => "Z",
                ['ի'] => "i",
                ['լ'] => "l",
                ['խ'] => "K",
                ['ծ'] | ['ց'] => "X",
                ['կ'] | ['ք'] => "k",
                ['հ'] => "h",
                ['ձ'] => "dz",
                ['ղ'] => "G",
                ['ճ'] | ['չ'] => "C",
                ['մ'] => "m",
                ['յ'] => "y",
                ['ն'] => "n",
                ['շ'] => "S",
                ['ո'] | ['օ'] => "o",
                ['պ'] | ['փ'] => "p",
                ['ջ'] => "j",
                ['ռ'] | ['ր'] => "r",
                ['ս'] => "s",
                ['վ'] | ['ւ'] => "v",
                ['և'] => "ev",
                ['ֆ'] => "f",
                _ => return None,
            })
        },
        nothing,
    )
}

/// Ethiopic: the block has a row of eight characters for each consonant, a column for each vowel.
pub(super) fn ethiopic(word: &[char]) -> String {
    const ROWS: [&str; 43] = [
        "h", "l", "h", "m", "s", "r", "s", "S", "q", "q", "q", "q", "b", "v", "t", "C", "h", "h", "n", "ny",
        "A", "k", "k", "K", "K", "w", "A", "z", "Z", "y", "d", "d", "j", "g", "g", "g", "t", "C", "p", "X",
        "X", "f", "p",
    ];
    const COLUMNS: [&str; 8] = ["e", "u", "i", "a", "e", "", "o", "wa"];
    let mut out = String::new();
    for &c in word {
        let Some(at) = (c as usize).checked_sub(0x1200) else { continue };
        if let (Some(row), Some(column)) = (ROWS.get(at / 8), COLUMNS.get(at % 8)) {
            out.push_str(row);
            out.push_str(column);
        }
    }
    out
}
