//! The tables of `tables/`, compiled in and read once.
//!
//! They are made by `examples/learn.rs` from open data, except the nicknames, which are written by hand.

use std::collections::HashMap;
use std::sync::LazyLock;

static FREQUENCY: &str = include_str!("../tables/frequency.tsv");
static HAN: &str = include_str!("../tables/han.tsv");
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

static READINGS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    lines(HAN)
        .filter_map(|line| line.split_once('\t'))
        .map(|(han, readings)| (han, readings.split(' ').collect()))
        .collect()
});

/// Readings other than Mandarin of a word of Han characters: of the whole word if the table has it, and of its characters
/// one by one.
pub(crate) fn han_readings(word: &[char]) -> Vec<String> {
    let text: String = word.iter().collect();
    let mut out: Vec<String> =
        READINGS.get(text.as_str()).into_iter().flatten().map(|&reading| reading.to_owned()).collect();
    if word.len() > 1 {
        // The first reading of each character, then the second where there is one.
        for choice in 0..2 {
            let mut all = true;
            let mut reading = String::new();
            for c in word {
                let mut buffer = [0; 4];
                match READINGS.get(&*c.encode_utf8(&mut buffer)).and_then(|of| of.get(choice).or(of.first()))
                {
                    Some(sounds) => reading.push_str(sounds),
                    None => all = false,
                }
            }
            if all {
                out.push(reading);
            }
        }
    }
    out.truncate(3);
    out
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
