//! Arabic and Hebrew, which leave out most vowels: what is not written, the learned costs supply.

use super::rewrite;

/// Arabic with the letters of Persian, Urdu, Pashto, Kurdish and Uyghur. Vowel marks are read when written. A `y` at the
/// end, with or without its dots, is `i` or `a`.
pub(super) fn arabic(word: &[char]) -> Vec<String> {
    let first = letters(word);
    let other = match (word.last(), first.get(..first.len().saturating_sub(1))) {
        (Some('ى'), Some(stem)) if word.len() > 2 => Some(format!("{stem}i")),
        (Some('ی'), Some(stem)) if word.len() > 2 => Some(format!("{stem}a")),
        _ => None,
    };
    // At the beginning the two letters are often one long vowel: `Iman`, but `Ayman`; `Obama`, but `Awad`.
    let long = match (word, first.strip_prefix(BEGINS)) {
        (['ا' | 'أ' | 'إ', 'و' | 'ي' | 'ی', next, ..], Some(rest))
            if !matches!(next, 'ا' | 'و' | 'ي' | 'ی') =>
        {
            Some(rest.to_owned())
        }
        _ => None,
    };
    std::iter::once(first).chain(other).chain(long).collect()
}

/// A vowel at the beginning, whichever it is: unlike one inside a word it is hardly ever left out in another script.
const BEGINS: &str = "e";

/// `w` and `y` stand for the consonants, which begin a word or stand before a vowel, `u` and `i` for the vowels that are
/// written with the same letters.
fn letters(word: &[char]) -> String {
    let mut out = String::with_capacity(word.len() * 2);
    for (at, &c) in word.iter().enumerate() {
        let next = word.get(at + 1);
        let before_a = matches!(next, Some('ا' | 'آ' | '\u{64e}' | '\u{64f}' | '\u{650}'));
        out.push_str(match c {
            'ا' | 'أ' | 'ٱ' | 'ع' if at == 0 => BEGINS,
            'ا' | 'أ' | 'آ' | 'ٱ' | 'ى' | 'ة' | 'ە' | 'ہ' | 'ۃ' => "a",
            'إ' => "i",
            'ب' => "b",
            'پ' => "p",
            'ت' | 'ط' | 'ٹ' | 'ټ' => "t",
            'ث' => "T",
            'ج' => "j",
            'چ' | 'څ' => "C",
            'ح' | 'ه' | 'ھ' | 'ۀ' => "h",
            'خ' | 'ځ' => "K",
            'د' | 'ڈ' | 'ډ' => "d",
            // `Ramadan`, `Ramadhan`, `Ramazan`.
            'ذ' | 'ض' => "D",
            'ر' | 'ڑ' | 'ړ' | 'ڕ' => "r",
            'ز' | 'ږ' => "z",
            // `Hafiz`, `Hafidh`; the Persian letter is rare.
            'ژ' | 'ظ' => "Z",
            'س' | 'ص' => "s",
            'ش' | 'ښ' => "S",
            'ع' => "A",
            'غ' => "G",
            'ف' => "f",
            'ڤ' | 'ڨ' | 'ۋ' => "v",
            'ق' => "q",
            'ك' | 'ک' | 'ڪ' => "k",
            'گ' | 'ګ' | 'ڭ' => "g",
            'ل' | 'ڵ' => "l",
            'م' => "m",
            'ن' | 'ں' | 'ڼ' => "n",
            'و' if at == 0 || before_a || matches!(next, Some('ي' | 'ی')) => "w",
            'و' | 'ؤ' | 'ۆ' | 'ۇ' | 'ۈ' => "u",
            'ي' | 'ی' if at == 0 || before_a || next == Some(&'و') => "y",
            'ي' | 'ی' | 'ئ' | 'ې' | 'ے' | 'ێ' | 'ۍ' => "i",
            '\u{64e}' => "a",
            '\u{64f}' => "u",
            '\u{650}' => "i",
            _ => "",
        });
    }
    out
}

/// Hebrew and Yiddish letters. Final forms read like the others.
pub(super) fn hebrew(word: &[char]) -> String {
    let mut out = rewrite(
        word,
        2,
        |letters| {
            Some(match letters {
                ['צ', '\''] | ['ט', 'ש'] => "C",
                ['ו', 'ו'] => "v",
                ['י', 'י'] => "y",
                ['א'] => "a",
                ['ב'] => "b",
                ['ג'] => "g",
                ['ד'] => "d",
                ['ה'] => "h",
                ['ו'] => "w",
                ['ז'] => "z",
                ['ח'] => "K",
                ['ט' | 'ת'] => "t",
                ['י'] => "y",
                ['כ' | 'ך'] => "k",
                ['ל'] => "l",
                ['מ' | 'ם'] => "m",
                ['נ' | 'ן'] => "n",
                ['ס'] => "s",
                ['ע'] => "A",
                ['פ' | 'ף'] => "p",
                ['צ' | 'ץ'] => "X",
                ['ק'] => "q",
                ['ר'] => "r",
                ['ש'] => "S",
                _ => return None,
            })
        },
        |_, _| {},
    );
    // A final `ה` stands for a vowel.
    if word.len() > 2 && out.ends_with('h') {
        out.pop();
        out.push('a');
    }
    // A final `ף` is always `f`.
    if word.last() == Some(&'ף') {
        out.pop();
        out.push('f');
    }
    out
}
