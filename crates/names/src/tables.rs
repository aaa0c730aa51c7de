//! The tables of `tables/`, compiled in and read once.
//!
//! They are made by `examples/learn` from open data, except the nicknames and the spellings of single characters, which are
//! written by hand.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::roman;

static FREQUENCY: &str = include_str!("../tables/frequency.tsv");
static READINGS: &str = include_str!("../tables/readings.txt");
static NICKNAMES: &str = include_str!("../tables/nicknames.txt");

/// Lines that are not empty and not a comment.
pub(crate) fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

static COUNTS: LazyLock<(HashMap<&'static [u8], f32>, f32)> = LazyLock::new(|| {
    let mut counts = HashMap::new();
    let mut total = 1.0;
    for line in lines(FREQUENCY) {
        if let Some((skeleton, count)) = line.split_once('\t')
            && let Ok(count) = count.parse::<f32>()
        {
            if skeleton == "*" {
                total = count;
            } else {
                counts.insert(skeleton.as_bytes(), count);
            }
        }
    }
    (counts, total)
});

/// How rare a part with this skeleton is, in nats: 2 for the commonest, 11 for one never seen.
pub(crate) fn rarity(skeleton: &[u8]) -> f32 {
    let (counts, total) = &*COUNTS;
    let count = counts.get(skeleton).copied().unwrap_or(0.0);
    (total / (count + 1.0)).ln().clamp(2.0, 11.0)
}

/// Spellings of single characters: first those of Korea, then those of Hong Kong, then others.
static SPELLINGS: LazyLock<HashMap<char, Vec<Vec<String>>>> = LazyLock::new(|| {
    let mut all: HashMap<char, Vec<Vec<String>>> = HashMap::new();
    for line in lines(READINGS) {
        let mut fields = line.split(' ');
        let Some(characters) = fields.next() else { continue };
        let spellings: Vec<&str> = fields.collect();
        for character in characters.chars() {
            let of = all.entry(character).or_default();
            for (place, spelling) in spellings.iter().enumerate() {
                if of.len() <= place {
                    of.push(Vec::new());
                }
                let sounds = roman::latin_sounds(spelling);
                if let Some(of) = of.get_mut(place)
                    && !sounds.is_empty()
                    && !of.contains(&sounds)
                {
                    of.push(sounds);
                }
            }
        }
    }
    all
});

/// The spellings of `tables/readings.txt`, in letters.
pub(crate) fn spellings_by_hand() -> Vec<(char, Vec<String>)> {
    let mut all: Vec<(char, Vec<String>)> = Vec::new();
    for line in lines(READINGS) {
        let mut fields = line.split(' ');
        let Some(characters) = fields.next() else { continue };
        let spellings: Vec<String> = fields.filter(|field| *field != "-").map(str::to_owned).collect();
        all.extend(characters.chars().map(|c| (c, spellings.clone())));
    }
    all
}

/// Readings other than Mandarin of a word of Han characters, by the spellings of Korea, Hong Kong and elsewhere.
pub(crate) fn han_readings(word: &[char]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // Longer words are names from elsewhere, written for their Mandarin or Japanese sound.
    if word.len() <= 3 {
        for place in 0..3 {
            let mut any = false;
            let mut reading = String::new();
            for &c in word {
                let of = SPELLINGS.get(&c);
                match of.and_then(|of| of.get(place)).and_then(|of| of.first()) {
                    Some(sounds) => {
                        reading.push_str(sounds);
                        any = true;
                    }
                    None => {
                        reading.push_str(&roman::latin_sounds(&any_ascii::any_ascii_char(c).to_lowercase()))
                    }
                }
            }
            if any && !out.contains(&reading) {
                out.push(reading);
            }
        }
    }
    out
}

/// Usual spellings of a Hangul syllable as a family name.
pub(crate) fn hangul_spellings(syllable: char) -> Vec<String> {
    SPELLINGS.get(&syllable).into_iter().flatten().flatten().cloned().collect()
}

static FAMILIES: LazyLock<HashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
    let mut families: HashMap<&str, Vec<u16>> = HashMap::new();
    for (number, line) in (0u16..).zip(lines(NICKNAMES)) {
        for name in line.split_whitespace() {
            families.entry(name).or_default().push(number);
        }
    }
    families
});

/// The lines of the nickname table that have this part (plain letters); names of one line stand for each other.
pub(crate) fn nickname_families(plain: &str) -> Box<[u16]> {
    FAMILIES.get(plain).cloned().unwrap_or_default().into_boxed_slice()
}
