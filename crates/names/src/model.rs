//! What the tool that makes the tables needs. Not part of the stable interface.

use std::collections::HashMap;

use crate::align::align;
use crate::compare::swapped;
use crate::cost::{CHANNEL_NAMES, Costs, Counts};
use crate::name::Name;
use crate::origin;
use crate::sound::{GAP, SIZE, SOUNDS, skeleton};
use crate::spell;
use crate::tables;
use crate::text::Script;
use crate::tie::{How, Tie, tie};
use crate::weigh;

/// Takes other tables (file name and text) in the place of those compiled in, to measure them or to learn more from
/// them. Only the first call has an effect, and only before any name is read: false if it came too late.
pub fn install(tables: HashMap<String, String>) -> bool {
    tables::install(tables)
}

/// A word in lower case as the tables have it: Latin without marks, others as they are.
#[must_use]
pub fn plain_word(word: &str) -> String {
    let latin =
        word.chars().next().is_some_and(|c| u32::from(c) < 0x370 || ('\u{1e00}'..='\u{1eff}').contains(&c));
    if latin { crate::roman::plain(word) } else { word.to_owned() }
}

/// Whether a part stands in the table of names that stand for each other.
#[must_use]
pub fn has_equivalents(plain: &str) -> bool {
    tables::equivalents(plain).iter().any(|line| *line != 0)
}

/// The least count that the table of parts has.
#[must_use]
pub fn least_count() -> f64 {
    f64::from(tables::LEAST_COUNT)
}

/// The regions that parts of names are told apart by, in the order of the columns of their table.
#[must_use]
pub fn regions() -> &'static [&'static str] {
    &origin::REGIONS
}

/// The kind of writing, as the table of regions names it, and the places of the sounds that stand beside each other.
#[must_use]
pub fn bigrams(part: &crate::Part) -> (&'static str, Vec<usize>) {
    (origin::writing_name(origin::writing(part.channel)), origin::bigrams(part.reading()).collect())
}

/// Two sounds that stand beside each other, as the table writes them.
#[must_use]
pub fn bigram(place: usize) -> String {
    let sound = |n: usize| SOUNDS.get(n).map_or('-', |&b| char::from(b));
    [sound(place / SIZE), sound(place % SIZE)].into_iter().collect()
}

/// How the names of the features begin that say that two numbers differ.
pub const NUMBERS_DIFFER: &str = "pair-how.7.";

/// The names of the channels, in order.
#[must_use]
pub fn channels() -> &'static [&'static str] {
    &CHANNEL_NAMES
}

/// How many features a comparison has.
#[must_use]
pub fn feature_count() -> usize {
    weigh::FEATURES
}

/// The name of a feature.
#[must_use]
pub fn feature_name(feature: usize) -> String {
    weigh::feature_name(feature)
}

/// Pairs of features that are neighbouring cells of one table: what they measure differs by one step.
#[must_use]
pub fn neighbours() -> Vec<(u16, u16)> {
    weigh::neighbours()
}

/// The features of a comparison.
#[must_use]
pub fn features(a: &Name, b: &Name) -> Vec<u16> {
    let mut out = Vec::with_capacity(64);
    a.lend(|a| {
        b.lend(|b| {
            let (a, b) = if swapped(a, b) { (b, a) } else { (a, b) };
            let alignment = align(a, b, |i, j| pick(a, b, i, j));
            weigh::features(a, b, &alignment, &mut |_, feature| {
                out.push(u16::try_from(feature).unwrap_or(u16::MAX));
            });
        });
    });
    out
}

/// How the parts of two names belong together: where each begins and how many parts it takes, and whether the table of
/// names that stand for each other was needed.
fn aligned(a: &Name, b: &Name, limit: f32) -> Vec<((usize, usize), (usize, usize))> {
    a.lend(|a| {
        b.lend(|b| {
            let alignment = align(a, b, |i, j| pick(a, b, i, j));
            let near = alignment.pairs().iter().filter(|pair| pair.apart < limit);
            near.filter(|pair| matches!(pair.how, How::Same | How::Sound | How::Joined | How::Whole))
                .map(|pair| (pair.a(), pair.b()))
                .collect()
        })
    })
}

/// The readings and the channel of the only part of a word; nothing if it is not one part.
#[must_use]
pub fn word(text: &str) -> Option<(usize, Vec<Vec<u8>>)> {
    // A second word keeps Han and Hangul from being taken apart.
    let name = Name::parse(&format!("{text} x"));
    match name.parts() {
        [part, _] => Some((usize::from(part.channel), part.readings().map(<[u8]>::to_vec).collect())),
        _ => None,
    }
}

/// The letters of the only part of a Latin word and the units of the only part of a word in another script: either is
/// empty for the other. The third are the syllables of a short part in Hangul, which are units of their own.
#[must_use]
pub fn spelt(part: &crate::Part) -> (Vec<u8>, Vec<char>, Vec<char>) {
    let plain = part.plain();
    let units =
        if part.script == Script::Latin { Vec::new() } else { spell::characters(part.script, &plain) };
    let letters = if part.script == Script::Latin { part.letters().to_vec() } else { Vec::new() };
    let short = part.script == Script::Hangul && plain.chars().count() <= spell::MAX_SYLLABLES;
    (letters, units, if short { plain.chars().collect() } else { Vec::new() })
}

/// The spellings written by hand of a Han character or a Hangul family name.
#[must_use]
pub fn spellings_by_hand() -> Vec<(char, Vec<String>)> {
    crate::tables::spellings_by_hand()
}

/// How a Han character, in the form it is compared by, is read in Korea and in Hong Kong.
#[must_use]
pub fn han_spellings(c: char) -> Vec<&'static str> {
    let (korean, cantonese) = tables::han_spellings(c);
    korean.iter().copied().chain(cantonese).collect()
}

/// The Han characters that are read like a Hangul syllable of this romanisation.
#[must_use]
pub fn read_in_korea(spelling: &str) -> Vec<char> {
    tables::read_in_korea(spelling)
}

/// The parts of two names that the present tables hold for one another: where each begins and how many parts it takes.
#[must_use]
pub fn alignment(a: &Name, b: &Name, limit: f32) -> Vec<((usize, usize), (usize, usize))> {
    aligned(a, b, limit)
}

/// Pairs of parts of two names that the present tables hold for one name: the channels and readings of both.
#[must_use]
#[expect(clippy::type_complexity, reason = "one use, in the tool")]
pub fn matched(a: &Name, b: &Name, limit: f32) -> Vec<((usize, Vec<u8>), (usize, Vec<u8>))> {
    aligned(a, b, limit)
        .into_iter()
        .filter(|(x, y)| x.1 == 1 && y.1 == 1)
        .filter_map(|(x, y)| {
            let (x, y) = (a.parts().get(x.0)?, b.parts().get(y.0)?);
            let of = |part: &crate::Part| (usize::from(part.channel), part.reading().to_vec());
            Some((of(x), of(y)))
        })
        .collect()
}

/// The letters of pairs of Latin parts of two names that the present tables hold for one name.
#[must_use]
pub fn matched_letters(a: &Name, b: &Name, limit: f32) -> Vec<(Vec<u8>, Vec<u8>)> {
    let pairs = aligned(a, b, limit).into_iter().filter(|(x, y)| x.1 == 1 && y.1 == 1);
    pairs
        .filter_map(|(x, y)| Some((a.parts().get(x.0)?, b.parts().get(y.0)?)))
        .filter(|(x, y)| x.script == Script::Latin && y.script == Script::Latin)
        .map(|(x, y)| (x.letters().to_vec(), y.letters().to_vec()))
        .collect()
}

/// The name of the channel of the letters of two Latin spellings.
#[must_use]
pub fn letters_channel() -> &'static str {
    crate::cost::LETTERS
}

/// The letters by which the table of parts counts a part, and the skeleton.
#[must_use]
pub fn counted(name: &Name) -> Vec<(String, String)> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
    name.parts()
        .iter()
        .filter(|part| !part.is_weak())
        .map(|part| (tables::one_form(&part.plain()).into_owned(), text(skeleton(part.reading(), true))))
        .collect()
}

fn pick(a: crate::NameRef<'_>, b: crate::NameRef<'_>, i: usize, j: usize) -> Tie {
    match (a.parts.get(i), b.parts.get(j)) {
        (Some(x), Some(y)) => tie(x, y),
        _ => Tie::NONE,
    }
}

/// Counts of sounds opposite each other while they are being learned.
#[derive(Clone)]
pub struct Learning {
    counts: Box<Counts>,
    costs: Costs,
}

impl Default for Learning {
    fn default() -> Self {
        Self::new()
    }
}

impl Learning {
    /// Begins with the belief that a sound mostly stands for itself.
    #[must_use]
    pub fn new() -> Self {
        let mut counts = Box::new([[0.2; SIZE]; SIZE]);
        for (x, row) in counts.iter_mut().enumerate() {
            for (y, cell) in row.iter_mut().enumerate() {
                if x == y {
                    *cell = 60.0;
                } else if x == GAP || y == GAP {
                    *cell = 2.0;
                }
            }
        }
        let costs = Costs::from_counts(&counts);
        Self { counts, costs }
    }

    /// How far apart two readings are by the present counts.
    #[must_use]
    pub fn apart(&self, latin: &[u8], other: &[u8]) -> f32 {
        self.costs.apart(latin, other)
    }

    /// Lays each pair side by side by the present counts, counts anew, and takes the counts over.
    pub fn turn<'a>(
        &mut self,
        pairs: impl Iterator<Item = (&'a [u8], &'a [u8], f64)>,
        limit: f32,
        both_ways: bool,
    ) {
        let mut counts = Box::new([[0.02; SIZE]; SIZE]);
        for (latin, other, times) in pairs {
            if self.costs.apart(latin, other) > limit {
                continue;
            }
            for (x, y) in self.costs.path(latin, other) {
                let mut add = |x: u8, y: u8| {
                    if let Some(cell) =
                        counts.get_mut(usize::from(x)).and_then(|row| row.get_mut(usize::from(y)))
                    {
                        *cell += times;
                    }
                };
                add(x, y);
                if both_ways {
                    add(y, x);
                }
            }
        }
        self.costs = Costs::from_counts(&counts);
        self.counts = counts;
    }

    /// The lines of `tables/channels.tsv` for this channel, out of 100,000.
    #[must_use]
    pub fn lines(&self, channel: &str) -> String {
        let total: f64 = self.counts.iter().flatten().sum();
        let letter = |n: usize| SOUNDS.get(n).map_or('-', |&b| char::from(b));
        let mut out = String::new();
        for (x, row) in self.counts.iter().enumerate() {
            out.push_str(&format!("{channel} {}", letter(x)));
            for (y, count) in row.iter().enumerate() {
                let share = (count / total * 1e5).round();
                if share >= 1.0 {
                    out.push_str(&format!(" {}:{share}", letter(y)));
                }
            }
            out.push('\n');
        }
        out
    }
}
