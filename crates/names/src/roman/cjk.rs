//! Hangul, Kana and Han.

use super::rewrite;
use crate::tables;

const INITIALS: [&str; 19] =
    ["g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "j", "j", "C", "k", "t", "p", "h"];
const VOWELS: [&str; 21] = [
    "a", "e", "ya", "ye", "o", "e", "yo", "ye", "o", "wa", "we", "we", "yo", "u", "wo", "we", "wi", "yu",
    "u", "ui", "i",
];
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
];

/// Hangul after the Revised Romanisation; a single syllable, which is a family name, also by its usual spellings.
pub(super) fn hangul(word: &[char]) -> Vec<String> {
    let mut readings = vec![syllables(word)];
    if let [syllable] = word {
        readings.extend(tables::hangul_spellings(*syllable));
    }
    readings
}

/// The arithmetic of the syllable block.
fn syllables(word: &[char]) -> String {
    let mut out = String::new();
    for &c in word {
        let Some(at) = (c as usize).checked_sub(0xac00).filter(|at| *at < 11_172) else { continue };
        for part in [INITIALS.get(at / 588), VOWELS.get(at % 588 / 28), FINALS.get(at % 28)] {
            out.push_str(part.copied().unwrap_or_default());
        }
    }
    out
}

fn kana_rule(letters: &[char]) -> Option<&'static str> {
    Some(match letters {
        ['キ', 'ャ'] => "kya",
        ['キ', 'ュ'] => "kyu",
        ['キ', 'ョ'] => "kyo",
        ['ギ', 'ャ'] => "gya",
        ['ギ', 'ュ'] => "gyu",
        ['ギ', 'ョ'] => "gyo",
        ['シ', 'ャ'] => "Sa",
        ['シ', 'ュ'] => "Su",
        ['シ', 'ョ'] => "So",
        ['シ', 'ェ'] => "Se",
        ['ジ', 'ャ'] | ['ヂ', 'ャ'] => "ja",
        ['ジ', 'ュ'] | ['ヂ', 'ュ'] => "ju",
        ['ジ', 'ョ'] | ['ヂ', 'ョ'] => "jo",
        ['ジ', 'ェ'] => "je",
        ['チ', 'ャ'] => "Ca",
        ['チ', 'ュ'] => "Cu",
        ['チ', 'ョ'] => "Co",
        ['チ', 'ェ'] => "Ce",
        ['ツ', 'ァ'] => "Xa",
        ['ツ', 'ィ'] => "Xi",
        ['ツ', 'ェ'] => "Xe",
        ['ツ', 'ォ'] => "Xo",
        ['ニ', 'ャ'] => "nya",
        ['ニ', 'ュ'] => "nyu",
        ['ニ', 'ョ'] => "nyo",
        ['ヒ', 'ャ'] => "hya",
        ['ヒ', 'ュ'] => "hyu",
        ['ヒ', 'ョ'] => "hyo",
        ['ビ', 'ャ'] => "bya",
        ['ビ', 'ュ'] => "byu",
        ['ビ', 'ョ'] => "byo",
        ['ピ', 'ャ'] => "pya",
        ['ピ', 'ュ'] => "pyu",
        ['ピ', 'ョ'] => "pyo",
        ['ミ', 'ャ'] => "mya",
        ['ミ', 'ュ'] => "myu",
        ['ミ', 'ョ'] => "myo",
        ['リ', 'ャ'] => "rya",
        ['リ', 'ュ'] => "ryu",
        ['リ', 'ョ'] => "ryo",
        ['フ', 'ァ'] => "fa",
        ['フ', 'ィ'] => "fi",
        ['フ', 'ェ'] => "fe",
        ['フ', 'ォ'] => "fo",
        ['フ', 'ュ'] => "fyu",
        ['ヴ', 'ァ'] => "va",
        ['ヴ', 'ィ'] => "vi",
        ['ヴ', 'ェ'] => "ve",
        ['ヴ', 'ォ'] => "vo",
        ['テ', 'ィ'] => "ti",
        ['デ', 'ィ'] => "di",
        ['ト', 'ゥ'] => "tu",
        ['ド', 'ゥ'] => "du",
        ['デ', 'ュ'] => "dyu",
        ['テ', 'ュ'] => "tyu",
        ['ウ', 'ィ'] => "wi",
        ['ウ', 'ェ'] => "we",
        ['ウ', 'ォ'] => "wo",
        ['イ', 'ェ'] => "ye",
        ['ク', 'ァ'] => "kwa",
        ['ク', 'ィ'] => "kwi",
        ['ク', 'ェ'] => "kwe",
        ['ク', 'ォ'] => "kwo",
        ['グ', 'ァ'] => "gwa",
        ['ア' | 'ァ' | 'ヵ'] => "a",
        ['イ' | 'ィ' | 'ヰ'] => "i",
        ['ウ' | 'ゥ'] => "u",
        ['エ' | 'ェ' | 'ヱ'] => "e",
        ['オ' | 'ォ' | 'ヲ'] => "o",
        ['カ'] => "ka",
        ['キ'] => "ki",
        ['ク'] => "ku",
        ['ケ' | 'ヶ'] => "ke",
        ['コ'] => "ko",
        ['ガ'] => "ga",
        ['ギ'] => "gi",
        ['グ'] => "gu",
        ['ゲ'] => "ge",
        ['ゴ'] => "go",
        ['サ'] => "sa",
        ['シ'] => "Si",
        ['ス'] => "su",
        ['セ'] => "se",
        ['ソ'] => "so",
        ['ザ'] => "za",
        ['ジ' | 'ヂ'] => "ji",
        ['ズ' | 'ヅ'] => "zu",
        ['ゼ'] => "ze",
        ['ゾ'] => "zo",
        ['タ'] => "ta",
        ['チ'] => "Ci",
        ['ツ'] => "Xu",
        ['テ'] => "te",
        ['ト'] => "to",
        ['ダ'] => "da",
        ['デ'] => "de",
        ['ド'] => "do",
        ['ナ'] => "na",
        ['ニ'] => "ni",
        ['ヌ'] => "nu",
        ['ネ'] => "ne",
        ['ノ'] => "no",
        ['ハ'] => "ha",
        ['ヒ'] => "hi",
        ['フ'] => "fu",
        ['ヘ'] => "he",
        ['ホ'] => "ho",
        ['バ'] => "ba",
        ['ビ'] => "bi",
        ['ブ'] => "bu",
        ['ベ'] => "be",
        ['ボ'] => "bo",
        ['パ'] => "pa",
        ['ピ'] => "pi",
        ['プ'] => "pu",
        ['ペ'] => "pe",
        ['ポ'] => "po",
        ['マ'] => "ma",
        ['ミ'] => "mi",
        ['ム'] => "mu",
        ['メ'] => "me",
        ['モ'] => "mo",
        ['ヤ' | 'ャ'] => "ya",
        ['ユ' | 'ュ'] => "yu",
        ['ヨ' | 'ョ'] => "yo",
        ['ラ'] => "ra",
        ['リ'] => "ri",
        ['ル'] => "ru",
        ['レ'] => "re",
        ['ロ'] => "ro",
        ['ワ' | 'ヮ'] => "wa",
        ['ン'] => "n",
        ['ヴ'] => "vu",
        _ => return None,
    })
}

/// Hiragana and Katakana; the mark of length and the small tsu are silent.
pub(super) fn kana(word: &[char]) -> String {
    let katakana: Vec<char> = word
        .iter()
        .map(|&c| match c {
            '\u{3041}'..='\u{3096}' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            _ => c,
        })
        .collect();
    rewrite(&katakana, 2, kana_rule, |_, _| {})
}

/// Han: by Mandarin as a Latin text would write it, and by the other readings of the table, which come from names that
/// are read in Korean, Japanese or Cantonese.
pub(super) fn han(word: &[char]) -> Vec<String> {
    let pinyin: String = word.iter().flat_map(|&c| any_ascii::any_ascii_char(c).chars()).collect();
    let mandarin = super::latin::sounds(&pinyin.to_lowercase().chars().collect::<Vec<_>>());
    let mut readings = vec![mandarin];
    for reading in tables::han_readings(word) {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}
