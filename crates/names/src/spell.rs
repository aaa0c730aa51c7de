//! How the letters of other scripts are spelt in Latin ones.
//!
//! A word of another script is a row of units: a letter, a part of a Hangul syllable, a Han character. For each unit
//! `tables/spellings.tsv` holds which Latin letters stood for it in names of the same people and how often. What a Latin
//! word costs as a spelling of such a row is the sum over the best way to divide the word among the units. A Han
//! character without a line of its own is read by a general table of Mandarin.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::cost::{APART, FAR};
use crate::tables::{self, lines, text};
use crate::text::Script;

/// The longest spelling of one unit, in letters.
pub(crate) const MAX_CHUNK: usize = 6;

/// The longest word or row of joined words that is laid out.
pub(crate) const MAX_LETTERS: usize = 40;

/// Hangul words up to this length may be Korean given or family names.
pub(crate) const MAX_SYLLABLES: usize = 2;

/// What a Latin letter costs by chance, in nats.
const BY_CHANCE: f32 = 2.75;

/// How many spellings of a unit are usual, and how much of its share the least of them has.
const USUAL: usize = 3;
const LEAST_USUAL: f32 = 0.08;

/// How likely it is that a unit is spelt as the table does not say, at least.
const LEAST_OTHER: f32 = 0.01;

/// A word as its letters `a` to `z`, numbered from 0.
pub(crate) fn letters(plain: &str) -> Box<[u8]> {
    plain.bytes().filter(u8::is_ascii_lowercase).map(|byte| byte - b'a').take(MAX_LETTERS).collect()
}

/// The units of a word, as characters.
pub(crate) fn characters(script: Script, word: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(word.len() / 2);
    match script {
        Script::Hangul => {
            for c in word.chars() {
                let Some(at) = (c as u32).checked_sub(0xac00).filter(|at| *at < 11_172) else { continue };
                let jamo = [(0x1100, at / 588), (0x1161, at % 588 / 28), (0x11a7, at % 28)];
                out.extend(jamo.into_iter().filter_map(|(base, at)| char::from_u32(base + at)));
                // No consonant at the end is no unit.
                if at % 28 == 0 {
                    out.pop();
                }
            }
        }
        Script::Kana => out.extend(word.chars().map(|c| match c {
            '\u{3041}'..='\u{3096}' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            _ => c,
        })),
        _ => out.extend(word.chars()),
    }
    out
}

/// A syllable that is a part by itself: in Hangul a family name, which keeps a spelling of its own.
pub(crate) fn family(script: Script, word: &str) -> Option<char> {
    let mut chars = word.chars();
    match (script, chars.next(), chars.next()) {
        (Script::Hangul, Some(syllable), None) => Some(syllable),
        _ => None,
    }
}

/// The units of a short Hangul word by the syllable, if the table knows all of them: Korean names are spelt by habits of
/// their own, which the parts of syllables, learned from foreign names too, do not show.
pub(crate) fn syllables(script: Script, word: &str) -> Box<[u16]> {
    if script != Script::Hangul || word.chars().count() > MAX_SYLLABLES {
        return Box::default();
    }
    let numbers: Option<Box<[u16]>> = word.chars().map(|c| TABLE.numbers.get(&c).copied()).collect();
    numbers.unwrap_or_default()
}

/// One spelling of a unit.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    letters: u32,
    mask: u32,
    cost: u16,
    len: u8,
}

/// Steps of a cost to a nat.
const STEPS: f32 = 16.0;

/// The spellings of one unit, by their first letter.
#[derive(Debug)]
struct Unit {
    chunks: Vec<Chunk>,
    /// Where the spellings begin that start with a letter; the last is the end.
    first: [u8; 27],
    /// What it costs to leave the unit out, and to spell it with any one or two letters.
    none: u16,
    other: [u16; 2],
    /// The likeliest spellings, the likeliest first.
    usual: Vec<Box<[u8]>>,
}

/// Five bits a letter; 0 where there is none, which no letter is.
fn pack(letters: &[u8]) -> u32 {
    letters
        .iter()
        .take(MAX_CHUNK)
        .enumerate()
        .fold(0, |bits, (at, &letter)| bits | (u32::from(letter) + 1) << (5 * at))
}

impl Unit {
    /// Of spellings with their shares, which add up to at most 1.
    fn new(han: bool, mut spellings: Vec<(Box<[u8]>, f32)>) -> Self {
        spellings.sort_by(|x, y| x.0.first().cmp(&y.0.first()));
        spellings.truncate(250);
        let told: f32 = spellings.iter().map(|(_, share)| share).sum();
        let other = (1.0 - told).max(LEAST_OTHER);
        let cost = |share: f32| -(share / (told + other)).ln();
        let step = |cost: f32| (cost * STEPS).round().clamp(0.0, 800.0) as u16;
        let listed =
            spellings.iter().find(|(letters, _)| letters.is_empty()).map_or(0.0, |(_, share)| *share);
        let mut likely: Vec<&(Box<[u8]>, f32)> =
            spellings.iter().filter(|(_, share)| *share >= LEAST_USUAL).collect();
        likely.sort_by(|x, y| y.1.total_cmp(&x.1));
        let usual = likely.into_iter().take(USUAL).map(|(letters, _)| letters.clone()).collect();
        let mut first = [0_u8; 27];
        let mut chunks = Vec::with_capacity(spellings.len());
        for (letters, share) in &spellings {
            if let Some(&letter) = letters.first() {
                chunks.push(Chunk {
                    letters: pack(letters),
                    mask: (1 << (5 * letters.len().min(MAX_CHUNK))) - 1,
                    cost: step(cost(*share)),
                    len: letters.len() as u8,
                });
                for end in first.iter_mut().skip(usize::from(letter) + 1) {
                    *end = chunks.len() as u8;
                }
            }
        }
        Self {
            chunks,
            first,
            none: step(if han { cost(0.002) } else { cost(listed + other * 0.15) }),
            other: [step(cost(other * 0.6) + BY_CHANCE), step(cost(other * 0.25) + 2.0 * BY_CHANCE)],
            usual,
        }
    }
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

struct Table {
    units: Vec<Unit>,
    numbers: HashMap<char, u16>,
}

/// A unit that has no spelling: a mark that is not read.
const SILENT: u16 = 0;

/// How sure a reading of the general table is.
const GENERAL: f32 = 0.75;

/// How much of it goes to each reading elsewhere.
const ELSEWHERE: f32 = 0.18;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table =
        Table { units: vec![Unit::new(false, vec![(Box::default(), 0.9)])], numbers: HashMap::new() };
    let mut add = |c: char, spellings: Vec<(Box<[u8]>, f32)>| {
        if let Ok(number) = u16::try_from(table.units.len()) {
            table.units.push(Unit::new(is_han(c), spellings));
            table.numbers.insert(c, number);
        }
    };
    for line in lines(text("spellings.tsv")) {
        let mut fields = line.split(' ');
        let Some(c) = fields.next().and_then(|unit| unit.chars().next()) else { continue };
        let spelling = |field: &str| {
            let (spelling, share) = field.split_once(':')?;
            Some((letters(spelling), share.parse::<f32>().ok()? / 1000.0))
        };
        add(c, fields.filter_map(spelling).collect());
    }
    let known: Vec<char> = table.numbers.keys().copied().collect();
    let known: std::collections::HashSet<char> = known.into_iter().collect();
    let mut add = |c: char| {
        let spelling = letters(&any_ascii::any_ascii_char(c).to_lowercase());
        if !known.contains(&c)
            && !spelling.is_empty()
            && let Ok(number) = u16::try_from(table.units.len())
        {
            let (korean, cantonese) = tables::han_spellings(c);
            let mut spellings =
                vec![(spelling, if korean.is_empty() { GENERAL } else { GENERAL - 2.0 * ELSEWHERE })];
            for elsewhere in korean.iter().copied().take(1).chain(cantonese) {
                let letters = letters(elsewhere);
                match spellings.iter_mut().find(|(known, _)| *known == letters) {
                    Some((_, share)) => *share += ELSEWHERE,
                    None => spellings.push((letters, ELSEWHERE)),
                }
            }
            table.units.push(Unit::new(is_han(c), spellings));
            table.numbers.insert(c, number);
        }
    };
    // Greek to Ethiopic, and Han.
    ('\u{370}'..='\u{137f}').for_each(&mut add);
    ('\u{4e00}'..='\u{9fff}').for_each(&mut add);
    table
});

/// The numbers of the units of a word.
pub(crate) fn units(script: Script, word: &str) -> Box<[u16]> {
    if script == Script::Latin {
        return Box::default();
    }
    let number = |c: &char| TABLE.numbers.get(c).copied();
    if let Some(number) = family(script, word).and_then(|syllable| number(&syllable)) {
        return Box::new([number]);
    }
    let all = characters(script, word);
    all.iter().filter_map(number).filter(|number| *number != SILENT).take(MAX_LETTERS).collect()
}

/// The usual Latin spelling of a row of units, as letters.
pub(crate) fn usual(units: &[u16]) -> Box<[u8]> {
    spelt(units, 0).take(MAX_LETTERS).collect()
}

/// The likeliest spellings of a row of units that takes the first, second or third of each, each once.
pub(crate) fn variants(units: &[u16]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for choice in 0..USUAL {
        let spelling: String =
            spelt(units, choice).take(MAX_LETTERS).map(|letter| char::from(b'a' + letter)).collect();
        if !spelling.is_empty() && !all.contains(&spelling) {
            all.push(spelling);
        }
    }
    all
}

fn spelt(units: &[u16], choice: usize) -> impl Iterator<Item = u8> {
    let units = units.iter().filter_map(|number| TABLE.units.get(usize::from(*number)));
    units
        .filter_map(move |unit| unit.usual.get(choice).or_else(|| unit.usual.first()))
        .flat_map(|letters| letters.iter().copied())
}

/// How far behind the best a way to divide a word is given up, in steps.
const BEAM: u16 = 72;

/// What a letter that is still to be spelt costs at least in most words, in steps: who is ahead is not behind.
const AHEAD: u16 = 19;

/// What it costs at least in nearly all.
const LEAST_AHEAD: u16 = 5;

/// How far a Latin word is from a row of units: near 0 for the usual spelling, 1 for what chance would give; what is
/// farther than `limit` or [`FAR`] is [`APART`].
pub(crate) fn apart<'a>(units: impl Iterator<Item = &'a u16>, letters: &[u8], limit: f32) -> f32 {
    const NEVER: u16 = u16::MAX / 2;
    let letters = letters.get(..letters.len().min(MAX_LETTERS)).unwrap_or_default();
    let count = letters.len();
    if count == 0 {
        return APART;
    }
    let table = &TABLE.units;
    // The letters from each place on.
    let mut packed = [0_u32; MAX_LETTERS + 1];
    let mut bits = 0_u32;
    for (cell, &letter) in packed.iter_mut().take(count).rev().zip(letters.iter().rev()) {
        bits = (bits << 5 | (u32::from(letter) + 1)) & 0x3fff_ffff;
        *cell = bits;
    }
    let mut rows = [[NEVER; MAX_LETTERS + MAX_CHUNK + 1]; 2];
    let [row, next] = &mut rows;
    if let Some(cell) = row.first_mut() {
        *cell = 0;
    }
    let most = (BY_CHANCE * STEPS * count as f32 * limit.clamp(0.0, FAR)) as u16;
    // What is that much behind the best so far is given up.
    let mut beam = NEVER;
    // The places that can be reached at that cost.
    let (mut from, mut to, mut some) = (0, 0, false);
    for unit in units.filter_map(|number| table.get(usize::from(*number))) {
        some = true;
        let end = (to + MAX_CHUNK).min(count);
        next.get_mut(from..=end).unwrap_or_default().fill(NEVER);
        let (Some(cells), Some(rests)) = (row.get(from..=to), packed.get(from..=to)) else { return APART };
        for (at, (&here, &bits)) in (from..).zip(cells.iter().zip(rests)) {
            let left = (count - at) as u16;
            if here + left * LEAST_AHEAD > most || here + left * AHEAD > beam {
                continue;
            }
            let Some(after) = next.get_mut(at..=at + MAX_CHUNK) else { continue };
            let mut reach = |len: usize, cost: u16| {
                if let Some(cell) = after.get_mut(len) {
                    *cell = (*cell).min(here + cost);
                }
            };
            reach(0, unit.none);
            let first = (bits & 31) as usize;
            if first == 0 {
                continue;
            }
            reach(1, unit.other[0]);
            if bits & (31 << 5) != 0 {
                reach(2, unit.other[1]);
            }
            let range = (unit.first.get(first - 1), unit.first.get(first));
            let (Some(&low), Some(&high)) = range else { continue };
            for chunk in unit.chunks.get(usize::from(low)..usize::from(high)).unwrap_or_default() {
                if bits & chunk.mask == chunk.letters {
                    reach(usize::from(chunk.len), chunk.cost);
                }
            }
        }
        std::mem::swap(row, next);
        to = end;
        let Some(range) = row.get(from..=to) else { return APART };
        let ahead = |at: usize| (count - from - at) as u16 * AHEAD;
        let expected = range.iter().enumerate().map(|(at, cost)| cost + ahead(at));
        beam = expected.fold(NEVER, u16::min) + BEAM;
        let reached = |cost: &u16| *cost <= most;
        match (range.iter().position(reached), range.iter().rposition(reached)) {
            (Some(first), Some(last)) => (from, to) = (from + first, from + last),
            _ => return APART,
        }
    }
    match row.get(count) {
        Some(&cost) if some && to == count && cost <= most => {
            f32::from(cost) / (BY_CHANCE * STEPS * count as f32)
        }
        _ => APART,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(script: Script, word: &str, latin: &str) -> f32 {
        apart(units(script, word).iter(), &letters(latin), FAR)
    }

    #[test]
    fn the_usual_spelling_is_much_nearer_than_another() {
        for (script, word, latin, other) in [
            (Script::Cyrillic, "щербаков", "shcherbakov", "rublyova"),
            (Script::Hangul, "은서", "eunseo", "dongmin"),
            (Script::Han, "志明", "zhiming", "kawai"),
            (Script::Kana, "けんじ", "kenji", "takumi"),
            (Script::Arabic, "مرتضی", "morteza", "suleiman"),
            (Script::Hebrew, "שמעון", "shimon", "david"),
        ] {
            let (near, far) = (of(script, word, latin), of(script, word, other));
            assert!(near + 0.3 < far, "{word}: {latin} {near}, {other} {far}");
        }
    }

    #[test]
    fn what_cannot_be_spelt_is_far() {
        assert_eq!(of(Script::Hangul, "은서", ""), APART);
        assert_eq!(of(Script::Hangul, "", "eunseo"), APART);
        assert_eq!(
            of(Script::Han, &"明".repeat(200), &"ming".repeat(100)),
            of(Script::Han, &"明".repeat(40), &"ming".repeat(10))
        );
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        for line in lines(text("spellings.tsv")) {
            let mut fields = line.split(' ');
            let unit: Vec<char> = fields.next().unwrap().chars().collect();
            assert_eq!(unit.len(), 1, "{line}");
            let mut sum = 0.0;
            for field in fields {
                let (spelling, share) = field.split_once(':').unwrap();
                assert!(
                    spelling.len() <= MAX_CHUNK && spelling.bytes().all(|b| b.is_ascii_lowercase()),
                    "{line}"
                );
                sum += share.parse::<f32>().unwrap();
            }
            assert!(sum <= 1010.0, "{line}");
        }
    }
}
