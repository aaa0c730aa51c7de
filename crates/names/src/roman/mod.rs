//! Reading a word of any script as sounds.
//!
//! Each script has its rules in a file of its own; a word may have several readings where languages share a script
//! (a Han name by Mandarin, Korean and Japanese). What the rules leave open is settled by the learned costs.

mod alphabets;
mod arabic;
mod cjk;
mod indic;
mod latin;

pub(crate) use latin::plain;

use crate::sound::{Reading, reading, unfolded};
use crate::text::Script;

/// Longest matching key first: rewrites `word` by `rules`, whose keys have at most `longest` characters.
/// Characters without a rule go through `rest`.
fn rewrite(
    word: &[char],
    longest: usize,
    rule: impl Fn(&[char]) -> Option<&'static str>,
    mut rest: impl FnMut(char, &mut String),
) -> String {
    let mut out = String::with_capacity(word.len() * 2);
    let mut at = 0;
    while let Some(left) = word.get(at..).filter(|left| !left.is_empty()) {
        let found = (1..=longest.min(left.len()))
            .rev()
            .find_map(|len| left.get(..len).and_then(&rule).map(|sounds| (len, sounds)));
        match found {
            Some((len, sounds)) => {
                out.push_str(sounds);
                at += len;
            }
            None => {
                if let Some(&c) = left.first() {
                    rest(c, &mut out);
                }
                at += 1;
            }
        }
    }
    out
}

/// The readings of a word, the most usual first; at least one, which may be empty.
pub(crate) fn readings(script: Script, word: &str) -> Vec<Reading> {
    let chars: Vec<char> = word.chars().collect();
    let one = |notation: String| vec![reading(&notation)];
    match script {
        Script::Latin => one(latin::sounds(&chars)),
        Script::Cyrillic => one(alphabets::cyrillic(&chars)),
        Script::Greek => one(alphabets::greek(&chars)),
        Script::Georgian => one(alphabets::georgian(&chars)),
        Script::Armenian => one(alphabets::armenian(&chars)),
        Script::Ethiopic => one(alphabets::ethiopic(&chars)),
        Script::Indic => one(indic::sounds(&chars)),
        Script::Sinhala => one(indic::sinhala(&chars)),
        Script::Thai => one(indic::thai(&chars)),
        Script::Arabic => arabic::arabic(&chars).iter().map(|notation| unfolded(notation)).collect(),
        Script::Hebrew => one(arabic::hebrew(&chars)),
        Script::Hangul => cjk::hangul(&chars).iter().map(|notation| reading(notation)).collect(),
        Script::Kana => one(cjk::kana(&chars)),
        Script::Han => cjk::han(&chars).iter().map(|notation| reading(notation)).collect(),
        Script::Other => one(fallback(&chars)),
    }
}

/// The sounds of a Latin spelling in lower case.
pub(crate) fn latin_sounds(spelling: &str) -> String {
    latin::sounds(&spelling.chars().collect::<Vec<_>>())
}

/// What a general table gives for scripts without rules of their own.
fn fallback(chars: &[char]) -> String {
    let text: String = chars.iter().flat_map(|&c| any_ascii::any_ascii_char(c).chars()).collect();
    latin::sounds(&text.to_lowercase().chars().collect::<Vec<_>>())
}
