//! Makes the table of Han characters from the Unihan database: which characters are written for one another, and how each
//! is read in Korea and in Hong Kong.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const HEAD: &str = "\
# Han characters: the form they are compared by (- for their own), how they are read in Korea (by itself, then at the
# beginning of a word) and in Hong Kong. Made by examples/learn from Unihan; see README.md.
";

#[derive(Default)]
struct Character {
    simplified: Vec<char>,
    traditional: Option<char>,
    korean: Vec<String>,
    cantonese: Option<String>,
    common: bool,
}

fn code(field: &str) -> Option<char> {
    let hex = field.split(['<', ':']).find_map(|field| field.strip_prefix("U+"))?;
    char::from_u32(u32::from_str_radix(hex, 16).ok()?)
}

fn character(field: &str) -> Option<char> {
    code(field).filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
}

/// A Hangul syllable after the Revised Romanisation.
pub(crate) fn romanised(syllable: char) -> Option<String> {
    const FIRST: [&str; 19] =
        ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
    const VOWELS: [&str; 21] = [
        "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
        "yu", "eu", "ui", "i",
    ];
    const LAST: [&str; 28] = [
        "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
        "t", "ng", "t", "t", "k", "t", "p", "t",
    ];
    let at = (syllable as usize).checked_sub(0xac00).filter(|at| *at < 11_172)?;
    Some([FIRST[at / 588], VOWELS[at % 588 / 28], LAST[at % 28]].concat())
}

/// Jyutping as names are spelt in Hong Kong.
fn in_hong_kong(jyutping: &str) -> String {
    let sounds = jyutping.trim_end_matches(|c: char| c.is_ascii_digit());
    if matches!(sounds, "m" | "ng") {
        return "ng".to_owned();
    }
    let (first, rest) =
        ["gw", "kw", "ng", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "z", "c", "s", "j", "w"]
            .iter()
            .find_map(|first| Some((*first, sounds.strip_prefix(first)?)))
            .unwrap_or(("", sounds));
    let vowels = match rest {
        "ei" if matches!(first, "l") => "ee",
        rest => rest,
    };
    let vowels = match vowels {
        "yu" => "u".to_owned(),
        "yun" => "uen".to_owned(),
        "yut" => "uet".to_owned(),
        "eoi" => "ui".to_owned(),
        "aa" => "a".to_owned(),
        "ou" => "o".to_owned(),
        other => other.replace("aa", "a").replace("oe", "eu").replace("eo", "u"),
    };
    let first = match first {
        "z" | "c"
            if matches!(vowels.as_str(), "ui" | "e" | "oi" | "o" | "ang" | "im" | "oe" | "eu")
                && first == "c" =>
        {
            "ts"
        }
        "z" if matches!(vowels.as_str(), "ui" | "ang" | "oi" | "o" | "e") => "ts",
        "z" | "c" => "ch",
        "s" if vowels.starts_with('u') && rest.starts_with("yu") => "sh",
        "j" => "y",
        "gw" => "kw",
        "g" => "k",
        other => other,
    };
    match (first, vowels.as_str()) {
        ("y", "i" | "im" | "in" | "ing" | "ip" | "it" | "iu") => format!("y{vowels}"),
        _ => format!("{first}{vowels}"),
    }
}

pub(crate) fn learn(unihan: &Path, tables: &Path) {
    let mut all: BTreeMap<char, Character> = BTreeMap::new();
    for file in ["Unihan_Readings.txt", "Unihan_Variants.txt", "Unihan_OtherMappings.txt"] {
        let text = crate::read(unihan, file);
        for line in text.lines() {
            let mut fields = line.split('\t');
            let (Some(c), Some(field), Some(value)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let Some(c) = character(c) else { continue };
            match field {
                "kSimplifiedVariant" => {
                    all.entry(c).or_default().simplified.extend(value.split(' ').filter_map(character));
                }
                // The old form of a Japanese character names the new one.
                "kJinmeiyoKanji" | "kJoyoKanji" if value.contains("U+") => {
                    let new = value.split(':').next_back().and_then(character);
                    if let Some(new) = new {
                        all.entry(new).or_default().traditional = Some(c);
                    }
                }
                "kHangul" => {
                    // `리:0E 이:0`: a character of two readings begins words with the second.
                    let readings = value.split(' ').filter_map(|reading| romanised(reading.chars().next()?));
                    all.entry(c).or_default().korean = readings.take(2).collect();
                }
                "kCantonese" => {
                    all.entry(c).or_default().cantonese = value.split(' ').next().map(in_hong_kong);
                }
                "kTGH" | "kKoreanName" | "kBigFive" => all.entry(c).or_default().common = true,
                _ => {}
            }
        }
    }
    let fold = |c: char| -> char {
        let simplified = |c: char| -> char {
            let forms = all.get(&c).map(|of| of.simplified.as_slice()).unwrap_or_default();
            if forms.is_empty() || forms.contains(&c) { c } else { forms[0] }
        };
        match all.get(&c).and_then(|of| of.traditional) {
            Some(old) if simplified(c) == c => simplified(old),
            _ => simplified(c),
        }
    };
    // What is read in Korea stands with the traditional form, which its simplified one is compared as.
    let mut out: BTreeMap<char, (char, Vec<String>, Option<String>)> = BTreeMap::new();
    for (&c, of) in &all {
        let form = fold(c);
        if form != c {
            out.entry(c).or_insert((form, Vec::new(), None)).0 = form;
        }
        if !of.common && of.korean.is_empty() {
            continue;
        }
        let row = out.entry(form).or_insert((form, Vec::new(), None));
        if row.1.is_empty() {
            row.1.clone_from(&of.korean);
        }
        if row.2.is_none() || form == c {
            row.2 = of.cantonese.clone().or(row.2.take());
        }
    }
    let mut text = HEAD.to_owned();
    for (c, (form, korean, cantonese)) in out {
        let form = if form == c { "-".to_owned() } else { form.to_string() };
        let korean = if korean.is_empty() { "-".to_owned() } else { korean.join(",") };
        let cantonese = cantonese.unwrap_or_else(|| "-".to_owned());
        text.push_str(&format!("{c} {form} {korean} {cantonese}\n"));
    }
    println!("han.tsv: {} characters", text.lines().count());
    fs::write(tables.join("han.tsv"), text).expect("han.tsv can be written");
}
