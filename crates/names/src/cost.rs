//! What it costs to read one sound for another, from counts of aligned names.
//!
//! `tables/channels.tsv` holds for each channel how often a Latin sound stood opposite a sound of the other script
//! (or opposite nothing). From these counts come log-odds of "the same name" against "chance", and from them costs
//! that are zero for the best match of a sound. Two scripts other than Latin are tied through it.

use std::sync::LazyLock;

use crate::sound::{GAP, MAX_SOUNDS, SIZE, number};
use crate::tables::{lines, text};
use crate::text::Script;

/// The kinds of writing whose relation to Latin is learned apart.
pub(crate) const CHANNEL_NAMES: [&str; 9] =
    ["latin", "cyrillic", "greek", "alphabet", "indic", "arabic", "hebrew", "syllabic", "han"];
const COUNT: usize = CHANNEL_NAMES.len();

/// The name under which the table has the letters of two Latin spellings of one name, which no script is read by.
pub(crate) const LETTERS: &str = "letters";

/// The channel of a script.
pub(crate) fn channel(script: Script) -> u8 {
    match script {
        Script::Latin | Script::Other => 0,
        Script::Cyrillic => 1,
        Script::Greek => 2,
        Script::Georgian | Script::Armenian | Script::Ethiopic => 3,
        Script::Indic | Script::Sinhala | Script::Thai => 4,
        Script::Arabic => 5,
        Script::Hebrew => 6,
        Script::Hangul | Script::Kana => 7,
        Script::Han => 8,
    }
}

/// How far two scripts are apart, as the weights tell it: 0 the same, 1 two alphabets, 2 one without vowels, 3 one of
/// syllables, 4 Han.
pub(crate) fn distance(a: u8, b: u8) -> usize {
    let of = |channel: u8| match channel {
        0..=4 => 1,
        5 | 6 => 2,
        7 => 3,
        _ => 4,
    };
    if a == b { 0 } else { of(a).max(of(b)) }
}

/// Farther than this it makes no difference how much farther.
pub(crate) const FAR: f32 = 1.5;

/// How far two words are apart that have nothing in common.
pub(crate) const APART: f32 = 1.6;

/// How often sounds stood opposite each other: `[latin][other]`, gaps included.
pub(crate) type Counts = [[f64; SIZE]; SIZE];

fn read_channels() -> Vec<Counts> {
    let mut all = vec![[[0.0; SIZE]; SIZE]; COUNT + 1];
    for line in lines(text("channels.tsv")) {
        let mut fields = line.split(' ');
        let (Some(name), Some(from)) = (fields.next(), fields.next()) else { continue };
        let Some(channel) = CHANNEL_NAMES.iter().chain([&LETTERS]).position(|known| *known == name) else {
            continue;
        };
        for field in fields {
            if let Some((to, count)) = field.split_once(':')
                && let (Some(from), Some(to)) = (from.bytes().next(), to.bytes().next())
                && let Ok(count) = count.parse::<f64>()
                && let Some(cell) = all
                    .get_mut(channel)
                    .and_then(|counts| counts.get_mut(usize::from(number(from))))
                    .and_then(|row| row.get_mut(usize::from(number(to))))
            {
                *cell = count;
            }
        }
    }
    all
}

/// Steps of a cost to a nat.
const STEPS: f32 = 16.0;

/// A row of costs; longer than there are sounds, so that any number below 64 is inside.
type Row = [u8; 64];

/// Costs between the sounds of two scripts.
#[derive(Clone)]
pub(crate) struct Costs {
    /// Cost of one sound opposite another, gaps included.
    pair: [Row; SIZE],
    /// What a sound is worth on either side.
    worth: [Row; 2],
}

impl Costs {
    /// Turns counts into costs.
    #[expect(clippy::indexing_slicing, reason = "all indices run over the fixed size of the tables")]
    pub(crate) fn from_counts(counts: &Counts) -> Self {
        let total: f64 = counts.iter().flatten().sum::<f64>().max(1.0);
        // A little of everything, so that nothing is impossible.
        let joint = |x: usize, y: usize| {
            let floor = if x == GAP || y == GAP { 2e-5 } else { 2e-6 };
            counts[x][y] / total + floor
        };
        let row: Vec<f64> = (0..SIZE).map(|x| (0..SIZE).map(|y| joint(x, y)).sum()).collect();
        let column: Vec<f64> = (0..SIZE).map(|y| (0..SIZE).map(|x| joint(x, y)).sum()).collect();
        let mut odds = [[0.0_f64; SIZE]; SIZE];
        for x in 0..SIZE {
            for y in 0..SIZE {
                odds[x][y] = match (x == GAP, y == GAP) {
                    (true, true) => 0.0,
                    (false, true) => (joint(x, y) / row[x]).ln(),
                    (true, false) => (joint(x, y) / column[y]).ln(),
                    (false, false) => (joint(x, y) / (row[x] * column[y])).ln(),
                };
            }
        }
        let mut worth = [[0.0_f32; SIZE]; 2];
        for x in 0..GAP {
            let best =
                |odds: &mut dyn Iterator<Item = f64>| odds.fold(0.3_f64, f64::max).min(5.0) as f32 / 2.0;
            worth[0][x] = best(&mut (0..GAP).map(|y| odds[x][y]));
            worth[1][x] = best(&mut (0..GAP).map(|y| odds[y][x]));
        }
        let step = |cost: f32| (cost * STEPS).round().clamp(0.0, 128.0) as u8;
        let mut all = Self { pair: [[128; 64]; SIZE], worth: [[0; 64]; 2] };
        for x in 0..SIZE {
            for y in 0..SIZE {
                let odds = odds[x][y].max(-5.0) as f32;
                all.pair[x][y] = step(worth[0][x] + worth[1][y] - odds);
            }
            all.worth[0][x] = step(worth[0][x]);
            all.worth[1][x] = step(worth[1][x]);
        }
        all
    }

    fn turned(&self) -> Self {
        let mut out = self.clone();
        out.worth.reverse();
        for (x, row) in self.pair.iter().enumerate() {
            for (y, cost) in row.iter().take(SIZE).enumerate() {
                if let Some(cell) = out.pair.get_mut(y).and_then(|row| row.get_mut(x)) {
                    *cell = *cost;
                }
            }
        }
        out
    }

    fn row(&self, x: u8) -> &Row {
        static NONE: Row = [128; 64];
        self.pair.get(usize::from(x)).unwrap_or(&NONE)
    }

    fn pair(&self, x: u8, y: u8) -> f32 {
        f32::from(of(self.row(x), y)) / STEPS
    }

    fn worth(&self, side: usize, reading: &[u8]) -> u16 {
        let Some(worth) = self.worth.get(side) else { return 0 };
        reading.iter().map(|&n| u16::from(of(worth, n))).sum()
    }

    /// How far two readings are apart: 0 the best that the two scripts allow, about 1 for chance; what is farther than
    /// [`FAR`] is [`APART`].
    pub(crate) fn apart(&self, a: &[u8], b: &[u8]) -> f32 {
        self.apart_within(a, b, FAR)
    }

    /// The same, where it makes no difference how much farther than `limit`: such is [`APART`].
    pub(crate) fn apart_within(&self, a: &[u8], b: &[u8], limit: f32) -> f32 {
        let worth = self.worth(0, a) + self.worth(1, b);
        if worth == 0 {
            return APART;
        }
        let most = (f32::from(worth) * limit.clamp(0.0, FAR)) as u16;
        let mut row = [0_u16; MAX_SOUNDS * 2 + 1];
        let Some(row) = row.get_mut(..=b.len().min(MAX_SOUNDS * 2)) else { return APART };
        let gaps = self.row(GAP as u8);
        let mut sum = 0;
        for (cell, &y) in row.iter_mut().skip(1).zip(b) {
            sum += u16::from(of(gaps, y));
            *cell = sum;
        }
        for &x in a {
            let costs = self.row(x);
            let drop = u16::from(of(costs, GAP as u8));
            let mut cells = row.iter_mut();
            let Some(first) = cells.next() else { return APART };
            let mut diagonal = *first;
            *first += drop;
            let mut left = *first;
            let mut least = left;
            for (cell, &y) in cells.zip(b) {
                let substituted = diagonal + u16::from(of(costs, y));
                diagonal = *cell;
                let best = (diagonal + drop).min(substituted).min(left + u16::from(of(gaps, y)));
                *cell = best;
                left = best;
                least = least.min(best);
            }
            // It can only grow, and from there on it makes no difference.
            if least > most {
                return APART;
            }
        }
        match row.last() {
            Some(&cost) if cost <= most => f32::from(cost) / f32::from(worth),
            _ => APART,
        }
    }

    /// Whether two single sounds may stand for each other.
    pub(crate) fn may_match(&self, x: u8, y: u8) -> bool {
        let worth = |side: usize, n: u8| self.worth.get(side).map_or(0, |worth| of(worth, n));
        of(self.row(x), y) < worth(0, x) + worth(1, y)
    }

    /// The cheapest way to lay two readings side by side, as pairs of sounds and gaps.
    #[expect(clippy::indexing_slicing, reason = "the table has one more row and column than the readings")]
    pub(crate) fn path(&self, a: &[u8], b: &[u8]) -> Vec<(u8, u8)> {
        let gap = GAP as u8;
        let width = b.len() + 1;
        let mut table = vec![0.0_f32; (a.len() + 1) * width];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                let mut best = if i == 0 && j == 0 { 0.0 } else { f32::MAX };
                if i > 0 {
                    best = best.min(table[(i - 1) * width + j] + self.pair(a[i - 1], gap));
                }
                if j > 0 {
                    best = best.min(table[i * width + j - 1] + self.pair(gap, b[j - 1]));
                }
                if i > 0 && j > 0 {
                    best = best.min(table[(i - 1) * width + j - 1] + self.pair(a[i - 1], b[j - 1]));
                }
                table[i * width + j] = best;
            }
        }
        let (mut i, mut j) = (a.len(), b.len());
        let mut path = Vec::new();
        while i > 0 || j > 0 {
            let here = table[i * width + j];
            if i > 0 && j > 0 && here == table[(i - 1) * width + j - 1] + self.pair(a[i - 1], b[j - 1]) {
                (i, j) = (i - 1, j - 1);
                path.push((a[i], b[j]));
            } else if i > 0 && here == table[(i - 1) * width + j] + self.pair(a[i - 1], gap) {
                i -= 1;
                path.push((a[i], gap));
            } else if j > 0 {
                j -= 1;
                path.push((gap, b[j]));
            } else {
                i -= 1;
                path.push((a[i], gap));
            }
        }
        path.reverse();
        path
    }
}

fn of(row: &Row, n: u8) -> u8 {
    row.get(usize::from(n & 63)).copied().unwrap_or(128)
}

/// Counts between two scripts that are not Latin, by what Latin sound each stands for.
#[expect(clippy::indexing_slicing, reason = "all indices run over the fixed size of the tables")]
fn through_latin(a: &Counts, b: &Counts) -> Counts {
    let total = |counts: &Counts| counts.iter().flatten().sum::<f64>().max(1.0);
    let (total_a, total_b) = (total(a), total(b));
    let mut out = [[0.0; SIZE]; SIZE];
    for latin in 0..GAP {
        let share: f64 = b[latin].iter().sum::<f64>() / total_b + 1e-9;
        for x in 0..SIZE {
            for y in 0..SIZE {
                out[x][y] += a[latin][x] / total_a * b[latin][y] / total_b / share;
            }
        }
    }
    for n in 0..GAP {
        out[n][GAP] += a[GAP][n] / total_a;
        out[GAP][n] += b[GAP][n] / total_b;
    }
    out[GAP][GAP] = 0.0;
    out.iter_mut().flatten().for_each(|cell| *cell *= 1e6);
    out
}

static COSTS: LazyLock<Vec<Costs>> = LazyLock::new(|| {
    let mut channels = read_channels();
    let letters = channels.pop();
    let mut all = Vec::with_capacity(COUNT * COUNT);
    for (a, counts_a) in channels.iter().enumerate() {
        for (b, counts_b) in channels.iter().enumerate() {
            // The other way round, the same table is read the other way round: to the last step alike.
            let (low, high) = if a <= b { (counts_a, counts_b) } else { (counts_b, counts_a) };
            let costs = Costs::from_counts(&match a.min(b) {
                // Two spellings in one script vary as two Latin spellings do.
                _ if a == b => channels.first().map_or([[0.0; SIZE]; SIZE], both_ways),
                0 => *high,
                _ => through_latin(low, high),
            });
            all.push(if a <= b { costs } else { costs.turned() });
        }
    }
    all.push(Costs::from_counts(&letters.map_or([[0.0; SIZE]; SIZE], |letters| both_ways(&letters))));
    all
});

/// The sum of counts and the same counts the other way round.
fn both_ways(counts: &Counts) -> Counts {
    let mut out = *counts;
    for (x, row) in counts.iter().enumerate() {
        for (y, count) in row.iter().enumerate() {
            if let Some(cell) = out.get_mut(y).and_then(|row| row.get_mut(x)) {
                *cell += count;
            }
        }
    }
    out
}

/// The costs between the letters of two Latin spellings.
pub(crate) fn letters() -> &'static Costs {
    between(COUNT as u8, 0)
}

/// The costs between two channels.
pub(crate) fn between(a: u8, b: u8) -> &'static Costs {
    static NONE: LazyLock<Costs> = LazyLock::new(|| Costs::from_counts(&[[0.0; SIZE]; SIZE]));
    COSTS.get(usize::from(a) * COUNT + usize::from(b)).unwrap_or(&NONE)
}
