//! What languages a part of a name looks like, by the sounds that stand beside each other.
//!
//! Names of some regions vary more than those of others (an Arabic alias may share one part with the name, a Swedish one
//! hardly), and two given names of one language speak against each other more than an English one beside a Chinese one,
//! which a person may bear together. `tables/origins.tsv` holds, for each two neighbouring sounds, how much they speak for
//! each region, in eighths of a nat; the region for which the sum is greatest is taken. It is a guess about the name, never
//! about the person, and shifts the score only as far as the weights say.

use std::sync::LazyLock;

use crate::sound::{GAP, SIZE, number};
use crate::tables::{lines, text};

/// The regions, in the order of the columns of the table: China, Korea and Vietnam; Japan; North Africa to Pakistan; the
/// Slavic countries and Central Asia; the rest of Europe and the countries settled from there; Spain, Portugal and Latin
/// America; South and Southeast Asia; Africa south of the Sahara.
pub(crate) const REGIONS: [&str; 8] =
    ["east", "japan", "near-east", "slavic", "west", "iberia", "south", "africa"];
const COUNT: usize = REGIONS.len();

/// Kinds of writing whose sounds are told apart: alphabets, scripts without vowels, scripts of syllables, Han.
const WRITINGS: [&str; 4] = ["alphabet", "consonants", "syllables", "han"];

/// For each region, how much less the sounds look like it than like the likeliest, in eighths of a nat.
pub(crate) type Likeness = [u8; COUNT];

/// More than this makes no difference.
const MOST: i16 = 60;

type Bigrams = Vec<[i8; COUNT]>;

static TABLE: LazyLock<Vec<Bigrams>> = LazyLock::new(|| {
    let mut all = vec![vec![[0_i8; COUNT]; SIZE * SIZE]; WRITINGS.len()];
    for line in lines(text("origins.tsv")) {
        let mut fields = line.split(' ');
        let (Some(writing), Some(sounds)) = (fields.next(), fields.next()) else { continue };
        let Some(writing) = WRITINGS.iter().position(|known| *known == writing) else { continue };
        let mut sounds = sounds.bytes().map(|sound| usize::from(number(sound)));
        let (Some(x), Some(y)) = (sounds.next(), sounds.next()) else { continue };
        if let Some(cell) = all.get_mut(writing).and_then(|bigrams| bigrams.get_mut(x * SIZE + y)) {
            for (weight, field) in cell.iter_mut().zip(fields) {
                *weight = field.parse().unwrap_or(0);
            }
        }
    }
    all
});

/// Which kind of writing a channel is, for the table.
pub(crate) fn writing(channel: u8) -> usize {
    match channel {
        0..=4 => 0,
        5 | 6 => 1,
        7 => 2,
        _ => 3,
    }
}

/// The name of a kind of writing in the table.
pub(crate) fn writing_name(writing: usize) -> &'static str {
    WRITINGS.get(writing).copied().unwrap_or("alphabet")
}

/// The sounds that stand beside each other, with the edges of the word, as places in the table.
pub(crate) fn bigrams(reading: &[u8]) -> impl Iterator<Item = usize> {
    let edge = GAP as u8;
    let before = std::iter::once(edge).chain(reading.iter().copied());
    let after = reading.iter().copied().chain(std::iter::once(edge));
    before.zip(after).map(|(x, y)| usize::from(x).min(GAP) * SIZE + usize::from(y).min(GAP))
}

/// What regions a reading looks like.
pub(crate) fn likeness(channel: u8, reading: &[u8]) -> Likeness {
    let mut sums = [0_i16; COUNT];
    if let Some(table) = TABLE.get(writing(channel)) {
        for at in bigrams(reading) {
            if let Some(weights) = table.get(at) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += i16::from(*weight);
                }
            }
        }
    }
    let most = sums.iter().copied().fold(i16::MIN, i16::max);
    sums.map(|sum| (most - sum).min(MOST) as u8)
}

/// The likeliest region.
pub(crate) fn likeliest<T: Copy + Ord>(less: &[T; COUNT]) -> usize {
    let mut best = 0;
    for (at, less_at) in less.iter().enumerate() {
        if less.get(best).is_some_and(|least| less_at < least) {
            best = at;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Name;

    fn check(name: &str, region: &str) {
        let name = Name::parse(name);
        let part = &name.parts()[0];
        assert_eq!(REGIONS[likeliest(&part.origins)], region, "{}", part.written());
    }

    #[test]
    fn parts_look_like_where_they_are_usual() {
        check("Kowalczyk", "slavic");
        check("Cheung", "east");
        check("Abdulrahman", "near-east");
        check("Fernandez", "iberia");
        check("Yamashita", "japan");
        check("Johannessen", "west");
        check("Кузнецов", "slavic");
    }

    #[test]
    fn anything_looks_like_something() {
        let less = likeness(0, &[]);
        assert!(less.contains(&0));
        assert!(likeness(200, &[255; 40]).contains(&0));
    }
}
