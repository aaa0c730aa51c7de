//! Learns how each letter of another script is spelt in Latin letters.
//!
//! Expectation maximisation: each pair of a Latin and another word is divided among the units of the other in all ways,
//! each way counts by how likely the present table holds it, and the counts make the next table.

use std::collections::{BTreeMap, HashMap};

use names::model;

/// A Latin word and the units of another, and how much the pair counts.
pub(crate) struct Pair {
    pub(crate) latin: Vec<u8>,
    pub(crate) units: Vec<char>,
    pub(crate) times: f64,
}

const MAX_CHUNK: usize = 6;

/// How much of what is believed beforehand goes into each unit, in pairs.
const BEFORE: f64 = 1.5;

type Key = (u16, u64);

/// The number of letters, and behind it the letters.
fn packed(letters: &[u8]) -> u64 {
    letters.iter().fold(letters.len() as u64, |bits, &letter| bits << 5 | u64::from(letter))
}

/// The table while it is being learned.
pub(crate) struct Spellings {
    numbers: HashMap<char, u16>,
    units: Vec<char>,
    longest: Vec<usize>,
    share: HashMap<Key, f64>,
    by_hand: HashMap<Key, f64>,
    totals: Vec<f64>,
    letter: [f64; 26],
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// Korea reads Chinese names its own way: how the characters that sound like a Hangul syllable are spelt in China.
fn as_in_china(syllable: char) -> Vec<(Vec<u8>, f64)> {
    let Some(spelling) = crate::han::romanised(syllable) else { return Vec::new() };
    let mut counts: BTreeMap<Vec<u8>, f64> = BTreeMap::new();
    let mut all = 0.0;
    for c in model::read_in_korea(&spelling) {
        *counts.entry(letters(&any_ascii::any_ascii_char(c).to_lowercase())).or_default() += 1.0;
        all += 1.0;
    }
    counts.retain(|spelling, count| (1..=MAX_CHUNK).contains(&spelling.len()) && *count >= 0.15 * all);
    counts.into_keys().map(|spelling| (spelling, 0.8)).collect()
}

fn letters(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_lowercase).map(|byte| byte - b'a').collect()
}

impl Spellings {
    /// Begins with the general table and what is written by hand.
    pub(crate) fn new(pairs: &[Pair]) -> Self {
        let mut all = Self {
            numbers: HashMap::new(),
            units: Vec::new(),
            longest: Vec::new(),
            share: HashMap::new(),
            by_hand: HashMap::new(),
            totals: Vec::new(),
            letter: [1.0; 26],
        };
        for pair in pairs {
            for &c in &pair.units {
                all.number(c);
            }
            for &letter in &pair.latin {
                all.letter[usize::from(letter)] += pair.times;
            }
        }
        for (c, _) in model::spellings_by_hand() {
            all.number(c);
        }
        let sum: f64 = all.letter.iter().sum();
        all.letter.iter_mut().for_each(|count| *count /= sum);
        for (c, spellings) in model::spellings_by_hand() {
            let number = all.numbers[&c];
            for spelling in spellings {
                let spelling = letters(&spelling);
                if spelling.len() <= MAX_CHUNK {
                    *all.by_hand.entry((number, packed(&spelling))).or_default() += 1.0;
                }
            }
        }
        for (number, &c) in all.units.iter().enumerate() {
            let general = letters(&any_ascii::any_ascii_char(c).to_lowercase());
            if general.len() <= MAX_CHUNK {
                let worth = if is_han(c) { 2.0 } else { 1.0 };
                *all.by_hand.entry((number as u16, packed(&general))).or_default() += worth;
            }
            for elsewhere in model::han_spellings(c) {
                let elsewhere = letters(elsewhere);
                if elsewhere.len() <= MAX_CHUNK {
                    *all.by_hand.entry((number as u16, packed(&elsewhere))).or_default() += 0.8;
                }
            }
            for (spelling, worth) in as_in_china(c) {
                *all.by_hand.entry((number as u16, packed(&spelling))).or_default() += worth;
            }
        }
        all.share = all.by_hand.clone();
        all.totals = vec![0.0; all.units.len()];
        for ((number, _), count) in &all.share {
            all.totals[usize::from(*number)] += count;
        }
        all
    }

    fn number(&mut self, c: char) -> u16 {
        if let Some(&number) = self.numbers.get(&c) {
            return number;
        }
        let number = self.units.len() as u16;
        self.numbers.insert(c, number);
        self.units.push(c);
        let syllable = is_han(c) || ('\u{ac00}'..='\u{d7a3}').contains(&c);
        self.longest.push(if syllable { MAX_CHUNK } else { 4 });
        number
    }

    /// What is believed of a spelling that was not seen: the shorter, the likelier, and by its letters.
    fn believed(&self, number: u16, chunk: &[u8]) -> f64 {
        const SHORT: [f64; 7] = [0.12, 0.6, 0.2, 0.06, 0.02, 0.0, 0.0];
        const LONG: [f64; 7] = [0.0, 0.08, 0.32, 0.3, 0.18, 0.07, 0.03];
        let length = if self.longest[usize::from(number)] > 4 { LONG } else { SHORT };
        chunk.iter().fold(length[chunk.len()], |p, &letter| p * self.letter[usize::from(letter)])
    }

    fn p(&self, number: u16, chunk: &[u8]) -> f64 {
        let seen = self.share.get(&(number, packed(chunk))).copied().unwrap_or(0.0);
        (seen + BEFORE * self.believed(number, chunk)) / (self.totals[usize::from(number)] + BEFORE)
    }

    /// One round: counts all ways to divide all pairs, and takes the counts over. The mean log-likelihood of a letter.
    pub(crate) fn turn(&mut self, pairs: &[Pair]) -> f64 {
        let mut counts: HashMap<Key, f64> = HashMap::new();
        let (mut likely, mut seen) = (0.0, 0.0);
        for pair in pairs {
            let units: Vec<u16> = pair.units.iter().map(|c| self.numbers[c]).collect();
            let (rows, columns) = (units.len() + 1, pair.latin.len() + 1);
            let mut forward = vec![0.0; rows * columns];
            forward[0] = 1.0;
            let mut ways: Vec<(usize, usize, usize, f64)> = Vec::new();
            for (row, &unit) in units.iter().enumerate() {
                let left = units.len() - row - 1;
                for at in 0..columns {
                    let here = forward[row * columns + at];
                    if here <= 0.0 {
                        continue;
                    }
                    for end in at..=(at + self.longest[usize::from(unit)]).min(pair.latin.len()) {
                        if pair.latin.len() - end > left * MAX_CHUNK {
                            continue;
                        }
                        // A Han character or a whole syllable is never silent.
                        if end == at && self.longest[usize::from(unit)] == MAX_CHUNK {
                            continue;
                        }
                        let p = self.p(unit, &pair.latin[at..end]);
                        forward[(row + 1) * columns + end] += here * p;
                        ways.push((row, at, end, p));
                    }
                }
            }
            let total = forward[rows * columns - 1];
            if total < 1e-280 {
                continue;
            }
            let mut backward = vec![0.0; rows * columns];
            backward[rows * columns - 1] = 1.0;
            for &(row, at, end, p) in ways.iter().rev() {
                let after = backward[(row + 1) * columns + end];
                if after <= 0.0 {
                    continue;
                }
                backward[row * columns + at] += after * p;
                let share = forward[row * columns + at] * p * after / total;
                // A pair that the table finds unlikely is noise and teaches little.
                if share > 1e-4 {
                    *counts.entry((units[row], packed(&pair.latin[at..end]))).or_default() +=
                        share * pair.times * sense(total, pair.latin.len());
                }
            }
            likely += total.ln() * pair.times;
            seen += pair.latin.len() as f64 * pair.times;
        }
        for (key, count) in &self.by_hand {
            *counts.entry(*key).or_default() += count;
        }
        self.share = counts;
        self.totals = vec![0.0; self.units.len()];
        for ((number, _), count) in &self.share {
            self.totals[usize::from(*number)] += count;
        }
        likely / seen
    }

    /// The lines of `tables/spellings.tsv`: each unit with its spellings and their shares out of 1000.
    pub(crate) fn lines(&self) -> String {
        let mut all: BTreeMap<char, Vec<(f64, String)>> = BTreeMap::new();
        for (&(number, bits), &count) in &self.share {
            let total = self.totals[usize::from(number)] + BEFORE;
            let share = (count / total * 1000.0).round();
            if count < 0.8 || share < 2.0 {
                continue;
            }
            all.entry(self.units[usize::from(number)]).or_default().push((share, unpacked(bits)));
        }
        let mut out = String::new();
        for (c, mut spellings) in all {
            spellings.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
            spellings.truncate(120);
            out.push(c);
            for (share, spelling) in spellings {
                out.push_str(&format!(" {spelling}:{share}"));
            }
            out.push('\n');
        }
        out
    }
}

/// How much a pair is to be believed, by how likely it is a letter.
fn sense(total: f64, letters: usize) -> f64 {
    let each = -total.ln() / letters.max(1) as f64;
    1.0 / (1.0 + ((each - 2.2) * 6.0).exp())
}

fn unpacked(mut bits: u64) -> String {
    let mut out = Vec::new();
    for len in 0..=MAX_CHUNK {
        if bits >> (5 * len) == len as u64 {
            for _ in 0..len {
                out.push(b'a' + (bits & 31) as u8);
                bits >>= 5;
            }
            break;
        }
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}
