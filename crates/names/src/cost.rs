//! What it costs to read one sound for another, from counts of aligned names.
//!
//! `tables/channels.tsv` holds for each channel how often a Latin sound stood opposite a sound of the other script
//! (or opposite nothing). From these counts come log-odds of "the same name" against "chance", and from them costs
//! that are zero for the best match of a sound. Two scripts other than Latin are tied through it.

use std::sync::LazyLock;

use crate::sound::{GAP, MAX_SOUNDS, SIZE, number};
use crate::spell::APART;
use crate::tables::lines;
use crate::text::Script;

static CHANNELS: &str = include_str!("../tables/channels.tsv");

/// The kinds of writing whose relation to Latin is learned apart.
pub(crate) const CHANNEL_NAMES: [&str; 9] =
    ["latin", "cyrillic", "greek", "alphabet", "indic", "arabic", "hebrew", "syllabic", "han"];
const COUNT: usize = CHANNEL_NAMES.len();

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

/// How often sounds stood opposite each other: `[latin][other]`, gaps included.
pub(crate) type Counts = [[f64; SIZE]; SIZE];

fn read_channels() -> Vec<Counts> {
    let mut all = vec![[[0.0; SIZE]; SIZE]; COUNT];
    for line in lines(CHANNELS) {
        let mut fields = line.split(' ');
        let (Some(name), Some(from)) = (fields.next(), fields.next()) else { continue };
        let Some(channel) = CHANNEL_NAMES.iter().position(|known| *known == name) else { continue };
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

/// Costs between the sounds of two scripts.
#[derive(Clone)]
pub(crate) struct Costs {
    /// Cost of one sound opposite another, gaps included.
    pair: [[f32; SIZE]; SIZE],
    /// What a sound is worth on either side.
    worth: [[f32; SIZE]; 2],
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
        let mut pair = [[0.0_f32; SIZE]; SIZE];
        for x in 0..SIZE {
            for y in 0..SIZE {
                let odds = odds[x][y].max(-5.0) as f32;
                pair[x][y] = (worth[0][x] + worth[1][y] - odds).clamp(0.0, 8.0);
            }
        }
        Self { pair, worth }
    }

    fn pair(&self, x: u8, y: u8) -> f32 {
        self.pair.get(usize::from(x)).and_then(|row| row.get(usize::from(y))).copied().unwrap_or(8.0)
    }

    fn worth(&self, side: usize, reading: &[u8]) -> f32 {
        let Some(worth) = self.worth.get(side) else { return 0.0 };
        reading.iter().filter_map(|&n| worth.get(usize::from(n))).sum()
    }

    /// How far two readings are apart: 0 the best that the two scripts allow, about 1 for chance.
    pub(crate) fn apart(&self, a: &[u8], b: &[u8]) -> f32 {
        let worth = self.worth(0, a) + self.worth(1, b);
        if worth <= 0.0 {
            return if a.is_empty() && b.is_empty() { 1.0 } else { 2.0 };
        }
        let mut row = [0.0_f32; MAX_SOUNDS * 2 + 1];
        let Some(row) = row.get_mut(..=b.len().min(MAX_SOUNDS * 2)) else { return 2.0 };
        let gap = GAP as u8;
        let mut sum = 0.0;
        for (cell, &y) in row.iter_mut().skip(1).zip(b) {
            sum += self.pair(gap, y);
            *cell = sum;
        }
        let Some(gaps) = self.pair.get(GAP) else { return 2.0 };
        for &x in a {
            let Some(costs) = self.pair.get(usize::from(x)) else { continue };
            let drop = costs.get(GAP).copied().unwrap_or(8.0);
            let mut cells = row.iter_mut();
            let Some(first) = cells.next() else { return 2.0 };
            let mut diagonal = *first;
            *first += drop;
            let mut left = *first;
            let mut least = left;
            for (cell, &y) in cells.zip(b) {
                let y = usize::from(y);
                let substituted = diagonal + costs.get(y).copied().unwrap_or(8.0);
                let inserted = left + gaps.get(y).copied().unwrap_or(8.0);
                diagonal = *cell;
                let best = (diagonal + drop).min(substituted).min(inserted);
                *cell = best;
                left = best;
                least = least.min(best);
            }
            // It can only grow, and from there on it makes no difference.
            if least > worth * APART {
                return APART;
            }
        }
        row.last().copied().unwrap_or(0.0) / worth
    }

    /// Whether two single sounds may stand for each other.
    pub(crate) fn may_match(&self, x: u8, y: u8) -> bool {
        let (Some(a), Some(b)) = (
            self.worth.first().and_then(|worth| worth.get(usize::from(x))),
            self.worth.get(1).and_then(|worth| worth.get(usize::from(y))),
        ) else {
            return false;
        };
        self.pair(x, y) < a + b
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

fn turned(counts: &Counts) -> Counts {
    let mut out = [[0.0; SIZE]; SIZE];
    for (x, row) in counts.iter().enumerate() {
        for (y, count) in row.iter().enumerate() {
            if let Some(cell) = out.get_mut(y).and_then(|row| row.get_mut(x)) {
                *cell = *count;
            }
        }
    }
    out
}

static COSTS: LazyLock<Vec<Costs>> = LazyLock::new(|| {
    let channels = read_channels();
    let mut all = Vec::with_capacity(COUNT * COUNT);
    for (a, counts_a) in channels.iter().enumerate() {
        for (b, counts_b) in channels.iter().enumerate() {
            all.push(Costs::from_counts(&match (a, b) {
                // Two spellings in one script vary as two Latin spellings do.
                _ if a == b => channels.first().map_or([[0.0; SIZE]; SIZE], |latin| *latin),
                (0, _) => *counts_b,
                (_, 0) => turned(counts_a),
                _ => through_latin(counts_a, counts_b),
            }));
        }
    }
    all
});

/// The costs between two channels.
pub(crate) fn between(a: u8, b: u8) -> &'static Costs {
    static NONE: LazyLock<Costs> = LazyLock::new(|| Costs::from_counts(&[[0.0; SIZE]; SIZE]));
    COSTS.get(usize::from(a) * COUNT + usize::from(b)).unwrap_or(&NONE)
}
