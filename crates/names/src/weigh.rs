//! From an alignment to log-odds: a sum of table entries, so that each part's share can be shown.
//!
//! Every feature is a cell of a small table with one or two sides (how far a matched part is apart by how rare it is,
//! how much evidence there is by how much is missing); it is there or not, and its weight is added or not. The weights
//! are fitted by `examples/learn` (logistic regression) and stand, each with its name, in `tables/weights.tsv`.

use std::sync::LazyLock;

use crate::align::{Alignment, Pair, places};
use crate::cost::{self, CHANNEL_NAMES};
use crate::lexis::Kind;
use crate::name::NameRef;
use crate::origin::{self, REGIONS};
use crate::part::Part;
use crate::sound;
use crate::tables::{self, lines};
use crate::tie::{How, NEAR, shares_family};

/// A table of cells: `rows` times `columns` features from `at` on.
struct Group {
    name: &'static str,
    at: usize,
    rows: usize,
    columns: usize,
    /// Whether neighbouring rows differ by one step.
    steps: bool,
    /// After how many columns the steps begin anew.
    inner: usize,
}

impl Group {
    const fn first(name: &'static str, rows: usize, columns: usize) -> Self {
        Self { name, at: 0, rows, columns, steps: false, inner: columns }
    }

    const fn then(&self, name: &'static str, rows: usize, columns: usize) -> Self {
        Self { name, at: self.end(), rows, columns, steps: false, inner: columns }
    }

    /// The same with rows that are steps.
    const fn by_steps(mut self) -> Self {
        self.steps = true;
        self
    }

    /// The same with columns that are steps of two measures.
    const fn of_two(mut self, inner: usize) -> Self {
        self.inner = inner;
        self
    }

    const fn end(&self) -> usize {
        self.at + self.rows * self.columns
    }

    fn cell(&self, row: usize, column: usize) -> usize {
        self.at + row.min(self.rows - 1) * self.columns + column.min(self.columns - 1)
    }
}

const DISTANCES: usize = 5;
const CHANNELS: usize = CHANNEL_NAMES.len();
/// Any two channels, in either order.
const CHANNEL_PAIRS: usize = CHANNELS * (CHANNELS + 1) / 2;
const APARTS: usize = 18;
const COARSE: usize = 7;
const RARITIES: usize = 9;
const EVIDENCES: usize = 12;
const LENGTHS: usize = 6;
const COVERS: usize = 9;
const KINDS: usize = 7;
const HOWS: usize = 10;
const TOTALS: usize = 24;
/// What regions names look like, and any two of them in either order.
const ORIGINS: usize = REGIONS.len();
const ORIGIN_PAIRS: usize = ORIGINS * (ORIGINS + 1) / 2;

const PAIR: Group = Group::first("pair", DISTANCES, APARTS);
const PAIR_RARITY: Group = PAIR.then("pair-rarity", RARITIES, APARTS).by_steps();
const PAIR_CHANNELS: Group = PAIR_RARITY.then("pair-scripts", CHANNEL_PAIRS, APARTS);
const PAIR_LENGTH: Group = PAIR_CHANNELS.then("pair-length", LENGTHS, APARTS).by_steps();
const PAIR_ROLE: Group = PAIR_LENGTH.then("pair-role", 9, COARSE);
const PAIR_PLACE: Group = PAIR_ROLE.then("pair-place", 5, COARSE);
const PAIR_HOW: Group = PAIR_PLACE.then("pair-how", HOWS, RARITIES);
const PATRONYMIC: Group = PAIR_HOW.then("patronymic", 2, COARSE);
const MISSING: Group = PATRONYMIC.then("missing", KINDS, 4);
const MISSING_RARITY: Group = MISSING.then("missing-rarity", RARITIES, 4).by_steps();
const MISSING_ROLE: Group = MISSING_RARITY.then("missing-role", 3, 4);
const MISSING_PLACE: Group = MISSING_ROLE.then("missing-place", 3, 4);
const MISSING_SCRIPT: Group = MISSING_PLACE.then("missing-script", DISTANCES, 4);
const BIAS: Group = MISSING_SCRIPT.then("bias", CHANNEL_PAIRS, 1);
const COUNTS: Group = BIAS.then("near-far", DISTANCES, 15).of_two(3);
const COUNTS_MISSING: Group = COUNTS.then("near-far-missing", 15, 4);
const BEST: Group = COUNTS_MISSING.then("best", DISTANCES, 64).of_two(8);
const BEST_ANY: Group = BEST.then("best-far", 64, 9).of_two(3);
const EVIDENCE_MISSING: Group = BEST_ANY.then("evidence-missing", EVIDENCES, 12).by_steps().of_two(4);
const EVIDENCE_WORST: Group = EVIDENCE_MISSING.then("evidence-worst", EVIDENCES, APARTS).by_steps();
const EVIDENCE_COVER: Group = EVIDENCE_WORST.then("evidence-cover", EVIDENCES, COVERS).by_steps();
const EVIDENCE_SCRIPT: Group = EVIDENCE_COVER.then("evidence-script", DISTANCES, EVIDENCES);
const MEAN: Group = EVIDENCE_SCRIPT.then("mean", CHANNEL_PAIRS, APARTS);
const WORST: Group = MEAN.then("worst", DISTANCES, APARTS);
const COVER: Group = WORST.then("cover", COVERS, COVERS).by_steps();
const ORDER: Group = COVER.then("order", 3, 4);
const SIZES: Group = ORDER.then("sizes", 5, 5).by_steps();
const SLOTS: Group = SIZES.then("family-given", COARSE + 1, COARSE + 1).by_steps();
const IDENTICAL: Group = SLOTS.then("identical", 1, RARITIES);
const TOTAL: Group = IDENTICAL.then("total", CHANNEL_PAIRS, TOTALS);
const TOTAL_MISSING: Group = TOTAL.then("total-missing", 12, TOTALS);
const TOTAL_FAR: Group = TOTAL_MISSING.then("total-counts", 15, TOTALS);
const PAIR_BEGIN: Group = TOTAL_FAR.then("pair-begin", 5, APARTS).by_steps();
const PAIR_SPREAD: Group = PAIR_BEGIN.then("pair-spread", 5, APARTS).by_steps();
const PAIR_END: Group = PAIR_SPREAD.then("pair-end", 5, APARTS).by_steps();
const PAIR_CLASSES: Group = PAIR_END.then("pair-consonants", 5, APARTS).by_steps();
const TOTAL_EVIDENCE: Group = PAIR_CLASSES.then("total-evidence", EVIDENCES, TOTALS).by_steps();
const PAIR_ORIGINS: Group = TOTAL_EVIDENCE.then("pair-origins", ORIGIN_PAIRS, APARTS);
const MISSING_ORIGIN: Group = PAIR_ORIGINS.then("missing-origin", ORIGINS, 4);
const ORIGIN_BOTH: Group = MISSING_ORIGIN.then("origins", ORIGIN_PAIRS, 5);
const ORIGIN_TOTAL: Group = ORIGIN_BOTH.then("origin-total", ORIGINS, TOTALS);
const ORIGIN_COUNTS: Group = ORIGIN_TOTAL.then("origin-counts", ORIGINS, 15).of_two(3);
const ORIGIN_MISSING: Group = ORIGIN_COUNTS.then("origin-missing", ORIGINS, 12).of_two(4);
const ORIGIN_EVIDENCE: Group = ORIGIN_MISSING.then("origin-evidence", ORIGINS, EVIDENCES);
const SIZES_TOTAL: Group = ORIGIN_EVIDENCE.then("sizes-total", 15, TOTALS);
const PAIR_FORM: Group = SIZES_TOTAL.then("pair-form", 6, APARTS);
const MARRIED: Group = PAIR_FORM.then("married", 1, 15).of_two(3);
const SIZES_SCRIPTS: Group = MARRIED.then("sizes-scripts", CHANNEL_PAIRS, 15);
const LETTERS: Group = SIZES_SCRIPTS.then("letters-scripts", CHANNEL_PAIRS, 8);
const LONGER: Group = LETTERS.then("longer-scripts", CHANNEL_PAIRS, 6);
const ORIGIN_MEAN: Group = LONGER.then("origin-mean", ORIGINS, APARTS);
const ORIGIN_WORST: Group = ORIGIN_MEAN.then("origin-worst", ORIGINS, APARTS);
const ORIGIN_DISTANCE: Group = ORIGIN_WORST.then("origin-distance", ORIGINS, DISTANCES);
const ORIGIN_RARITY: Group = ORIGIN_DISTANCE.then("origin-rarity", ORIGINS, RARITIES);
const PAIR_KNOWN: Group = ORIGIN_RARITY.then("pair-known", 3, APARTS);
const PAIR_RARER: Group = PAIR_KNOWN.then("pair-rarer", RARITIES, APARTS).by_steps();
const ORIGIN_SCRIPTS: Group = PAIR_RARER.then("origin-scripts", CHANNEL_PAIRS, 24);
const PAIR_SOUNDS: Group = ORIGIN_SCRIPTS.then("pair-sounds", DISTANCES, 5 * COARSE).of_two(COARSE);
const GROUPS: [Group; 58] = [
    PAIR,
    PAIR_RARITY,
    PAIR_CHANNELS,
    PAIR_LENGTH,
    PAIR_ROLE,
    PAIR_PLACE,
    PAIR_HOW,
    PATRONYMIC,
    MISSING,
    MISSING_RARITY,
    MISSING_ROLE,
    MISSING_PLACE,
    MISSING_SCRIPT,
    BIAS,
    COUNTS,
    COUNTS_MISSING,
    BEST,
    BEST_ANY,
    EVIDENCE_MISSING,
    EVIDENCE_WORST,
    EVIDENCE_COVER,
    EVIDENCE_SCRIPT,
    MEAN,
    WORST,
    COVER,
    ORDER,
    SIZES,
    SLOTS,
    IDENTICAL,
    TOTAL,
    TOTAL_MISSING,
    TOTAL_FAR,
    PAIR_BEGIN,
    PAIR_SPREAD,
    PAIR_END,
    PAIR_CLASSES,
    TOTAL_EVIDENCE,
    PAIR_ORIGINS,
    MISSING_ORIGIN,
    ORIGIN_BOTH,
    ORIGIN_TOTAL,
    ORIGIN_COUNTS,
    ORIGIN_MISSING,
    ORIGIN_EVIDENCE,
    SIZES_TOTAL,
    PAIR_FORM,
    MARRIED,
    SIZES_SCRIPTS,
    LETTERS,
    LONGER,
    ORIGIN_MEAN,
    ORIGIN_WORST,
    ORIGIN_DISTANCE,
    ORIGIN_RARITY,
    PAIR_KNOWN,
    PAIR_RARER,
    ORIGIN_SCRIPTS,
    PAIR_SOUNDS,
];

/// How many features there are.
pub(crate) const FEATURES: usize = PAIR_SOUNDS.end();

/// The name of a feature, as in `tables/weights.tsv`: table, row, column.
pub(crate) fn feature_name(feature: usize) -> String {
    for group in &GROUPS {
        if feature < group.end() {
            let at = feature - group.at;
            return format!("{}.{}.{}", group.name, at / group.columns, at % group.columns);
        }
    }
    String::new()
}

/// Pairs of cells of one table that differ by one step.
pub(crate) fn neighbours() -> Vec<(u16, u16)> {
    let mut out = Vec::new();
    let mut add = |x: usize, y: usize| out.extend(u16::try_from(x).ok().zip(u16::try_from(y).ok()));
    for group in &GROUPS {
        for row in 0..group.rows {
            for column in 0..group.columns {
                let at = group.at + row * group.columns + column;
                if group.inner > 1 && (column + 1) % group.inner != 0 {
                    add(at, at + 1);
                }
                if group.inner > 1 && column + group.inner < group.columns {
                    add(at, at + group.inner);
                }
                if group.steps && row + 1 < group.rows {
                    add(at, at + group.columns);
                }
            }
        }
    }
    out
}

static WEIGHTS: LazyLock<Box<[f32]>> = LazyLock::new(|| {
    let named: std::collections::HashMap<&str, f32> = lines(tables::text("weights.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, weight)| weight.parse().ok().map(|weight| (name, weight)))
        .collect();
    (0..FEATURES).map(|at| named.get(feature_name(at).as_str()).copied().unwrap_or(0.0)).collect()
});

/// The weights of the features.
pub(crate) fn weights() -> &'static [f32] {
    &WEIGHTS
}

/// What a feature belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Pair(usize),
    MissingA(usize),
    MissingB(usize),
    Whole,
}

#[expect(clippy::indexing_slicing, reason = "evaluated when compiled")]
const fn steps<const N: usize>(edges: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    let (mut at, mut step) = (0, 0);
    while at < N {
        while step < edges.len() && at as u8 >= edges[step] {
            step += 1;
        }
        out[at] = step as u8;
        at += 1;
    }
    out
}

/// The step of a distance, in hundredths.
static APART_STEP: [u8; 161] = steps(&[1, 3, 6, 9, 12, 16, 20, 25, 31, 38, 46, 56, 67, 80, 95, 115, 140]);
static COARSE_STEP: [u8; 161] = steps(&[6, 16, 30, 50, 75, 105]);
static COVER_STEP: [u8; 161] = steps(&[15, 30, 42, 52, 65, 78, 88, 96]);

fn step(steps: &[u8; 161], value: f32) -> usize {
    steps.get((value.clamp(0.0, 1.6) * 100.0) as usize).copied().map_or(0, usize::from)
}

fn apart_step(apart: f32) -> usize {
    step(&APART_STEP, apart)
}

fn rarity_step(rarity: f32) -> usize {
    ((rarity - 3.5).max(0.0) as usize).min(RARITIES - 1)
}

fn evidence_step(evidence: f32) -> usize {
    static STEP: [u8; 41] = steps(&[1, 2, 4, 6, 7, 9, 11, 13, 16, 20, 26]);
    STEP.get(evidence.clamp(0.0, 40.0) as usize).copied().map_or(0, usize::from)
}

/// Eight steps of the evidence of one part.
fn strength_step(evidence: f32) -> usize {
    static STEP: [u8; 16] = steps(&[1, 3, 4, 6, 7, 9, 10]);
    STEP.get(evidence.clamp(0.0, 15.0) as usize).copied().map_or(0, usize::from)
}

/// Two of a kind, in either order.
fn either(x: usize, y: usize) -> usize {
    let (low, high) = (x.min(y), x.max(y));
    high * (high + 1) / 2 + low
}

fn channel_pair(a: &Part, b: &Part) -> usize {
    either(usize::from(a.channel), usize::from(b.channel))
}

/// How much less a name looks like each region than like the likeliest.
fn origins(name: NameRef<'_>) -> [u16; ORIGINS] {
    let mut sums = [0; ORIGINS];
    for part in name.parts.iter().filter(|part| !part.is_weak()) {
        for (sum, less) in sums.iter_mut().zip(part.origins) {
            *sum += u16::from(less);
        }
    }
    sums
}

/// What two parts are by their form: a name by a son or daughter, one with an article (often of a place or people), other.
fn form(x: &Part, y: &Part) -> usize {
    let of = |part: &Part| match part.kind {
        Kind::Kunya => 2,
        _ => usize::from(part.article),
    };
    either(of(x), of(y))
}

/// Whether the table of names that stand for each other has both parts: 1 as one name, 2 as two.
fn known(x: &Part, y: &Part) -> usize {
    match (x.families, y.families) {
        ([0, ..], _) | (_, [0, ..]) => 0,
        _ if shares_family(x, y) => 1,
        _ => 2,
    }
}

/// A woman's father's name, by its ending.
fn of_a_daughter(part: &Part) -> bool {
    const A: u8 = 0;
    part.kind == Kind::Patronymic && part.reading().last() == Some(&A)
}

fn kind_row(kind: Kind) -> usize {
    match kind {
        Kind::Plain => 0,
        Kind::Particle => 1,
        Kind::Title => 2,
        Kind::Initial => 3,
        Kind::Patronymic => 4,
        Kind::Number => 5,
        Kind::Kunya => 6,
    }
}

/// What the form of a name says of a part: nothing, the family name, not the family name.
fn role(name: NameRef<'_>, at: usize) -> usize {
    match (name.families, name.families >> at & 1) {
        (0, _) => 0,
        (_, 1) => 1,
        _ => 2,
    }
}

/// How much a part says, in letters.
fn length(part: &Part) -> f32 {
    match part.kind {
        Kind::Particle | Kind::Title | Kind::Number => 0.5,
        Kind::Initial => 1.0,
        Kind::Plain | Kind::Patronymic | Kind::Kunya => part.letters().len().clamp(1, 10) as f32,
    }
}

fn lengths(name: NameRef<'_>, at: (usize, usize)) -> f32 {
    if at.1 == 1 {
        return name.parts.get(at.0).map_or(0.0, |part| length(part));
    }
    name.parts.iter().skip(at.0).take(at.1).map(|part| length(part)).sum()
}

fn counts(pair: &Pair) -> bool {
    !matches!(pair.how, How::Weak | How::Initial | How::InitialAgainst | How::NumberAgainst)
}

fn place(a: NameRef<'_>, b: NameRef<'_>, pair: &Pair) -> usize {
    let last = |name: NameRef<'_>, at: (usize, usize)| at.0 + at.1 == name.parts.len();
    match (pair.a().0 == 0, pair.b().0 == 0, last(a, pair.a()), last(b, pair.b())) {
        (true, true, _, _) => 0,
        (_, _, true, true) => 1,
        (true, _, _, true) | (_, true, true, _) => 2,
        (false, false, false, false) => 3,
        _ => 4,
    }
}

/// Every feature of an alignment and what it belongs to.
pub(crate) fn features(
    a: NameRef<'_>,
    b: NameRef<'_>,
    alignment: &Alignment,
    visit: &mut impl FnMut(Of, usize),
) {
    let (Some(first_a), Some(first_b)) = (a.parts.first(), b.parts.first()) else { return };
    let distance = alignment.distance;
    let scripts = channel_pair(first_a, first_b);
    let (mut near, mut far, mut covered_a, mut covered_b) = (0, 0, 0.0, 0.0);
    let (mut weight, mut mean, mut worst, mut evidence) = (0.01, 0.0, 0.0_f32, 0.0);
    let (mut best, mut second, mut total) = (0.0_f32, 0.0_f32, 0.0_f32);
    let (mut family, mut given) = (None::<f32>, None::<f32>);
    let mut identical = true;
    let mut woman = false;
    for (at, pair) in alignment.pairs().iter().enumerate() {
        let (Some(x), Some(y)) = (a.parts.get(pair.a().0), b.parts.get(pair.b().0)) else { continue };
        let mut cell = |feature: usize| visit(Of::Pair(at), feature);
        let rarity = rarity_step(pair.rarity);
        cell(PAIR_HOW.cell(pair.how as usize, rarity));
        let (long_x, long_y) = (lengths(a, pair.a()), lengths(b, pair.b()));
        let close = (1.0 - pair.apart / 0.6).max(0.0);
        covered_a += close.min(0.5) * 2.0 * long_x;
        covered_b += close.min(0.5) * 2.0 * long_y;
        identical &= matches!(pair.how, How::Same | How::Weak) && pair.apart <= 0.0;
        match pair.how {
            How::InitialAgainst | How::NumberAgainst => far += 1,
            How::Weak | How::Initial => {}
            How::Whole if pair.apart < NEAR => near += 2,
            _ if pair.apart < NEAR => near += 1,
            _ => far += 1,
        }
        if !counts(pair) {
            continue;
        }
        let (apart, coarse) = (apart_step(pair.apart), step(&COARSE_STEP, pair.apart));
        cell(PAIR.cell(distance, apart));
        cell(PAIR_RARITY.cell(rarity, apart));
        cell(PAIR_CHANNELS.cell(channel_pair(x, y), apart));
        cell(PAIR_LENGTH.cell((long_x.min(long_y) as usize).saturating_sub(2) / 2, apart));
        cell(PAIR_BEGIN.cell(begin_alike(x, y), apart));
        cell(PAIR_END.cell(end_alike(x, y), apart));
        let unlike = (x.classes ^ y.classes).count_ones() as usize;
        cell(PAIR_CLASSES.cell(unlike, apart));
        cell(PAIR_SOUNDS.cell(cost::distance(x.channel, y.channel), unlike.min(4) * COARSE + coarse));
        cell(PAIR_ORIGINS.cell(either(usize::from(x.origin), usize::from(y.origin)), apart));
        cell(PAIR_FORM.cell(form(x, y), apart));
        cell(PAIR_KNOWN.cell(known(x, y), apart));
        cell(PAIR_RARER.cell(rarity_step(x.rarity.max(y.rarity)), apart));
        if pair.apart < NEAR {
            cell(ORIGIN_RARITY.cell(usize::from(x.origin), rarity));
        }
        woman |= pair.apart < NEAR && of_a_daughter(x) && of_a_daughter(y);
        cell(PAIR_SPREAD.cell((long_x - long_y).abs() as usize, apart));
        let roles = (role(a, pair.a().0), role(b, pair.b().0));
        cell(PAIR_ROLE.cell(roles.0.min(roles.1) * 3 + roles.0.max(roles.1), coarse));
        cell(PAIR_PLACE.cell(place(a, b, pair), coarse));
        match (x.kind == Kind::Patronymic, y.kind == Kind::Patronymic) {
            (true, true) => cell(PATRONYMIC.cell(0, coarse)),
            (true, _) | (_, true) => cell(PATRONYMIC.cell(1, coarse)),
            _ => {}
        }
        let slot = match roles {
            (1, _) | (_, 1) => &mut family,
            (2, _) | (_, 2) => &mut given,
            _ if pair.a().0 + pair.a().1 == a.parts.len() => &mut family,
            _ => &mut given,
        };
        *slot = Some(slot.map_or(pair.apart, |apart| apart.min(pair.apart)));
        weight += long_x + long_y;
        mean += (long_x + long_y) * pair.apart;
        total += (long_x + long_y) * (0.55 - pair.apart);
        worst = worst.max(pair.apart);
        let strength = close * pair.rarity;
        evidence += strength;
        if strength > best {
            (best, second) = (strength, best);
        } else {
            second = second.max(strength);
        }
    }
    let (missing_a, missing_b) = (alignment.missing_a.count_ones(), alignment.missing_b.count_ones());
    for (name, bits, side_a) in [(a, alignment.missing_a, true), (b, alignment.missing_b, false)] {
        for at in places(bits) {
            let Some(part) = name.parts.get(at) else { continue };
            let of = if side_a { Of::MissingA(at) } else { Of::MissingB(at) };
            visit(of, MISSING.cell(kind_row(part.kind), near));
            if !part.is_weak() && part.kind != Kind::Initial {
                let rarity = rarity_step(part.rarity);
                visit(of, MISSING_RARITY.cell(rarity, near));
                visit(of, MISSING_ORIGIN.cell(usize::from(part.origin), near));
                visit(of, MISSING_ROLE.cell(role(name, at), near));
                let place = if at == 0 { 0 } else { 1 + usize::from(at + 1 == name.parts.len()) };
                visit(of, MISSING_PLACE.cell(place, near));
                visit(of, MISSING_SCRIPT.cell(distance, near));
            }
        }
    }
    let mut cell = |feature: usize| visit(Of::Whole, feature);
    cell(BIAS.cell(scripts, 0));
    let counted = near.min(4) * 3 + far.min(2);
    let (few, many) = (missing_a.min(missing_b) as usize, missing_a.max(missing_b) as usize);
    let lacking = few.min(2) * 4 + many.min(3);
    cell(COUNTS.cell(distance, counted));
    cell(COUNTS_MISSING.cell(counted, many));
    let strongest = strength_step(best) * 8 + strength_step(second);
    cell(BEST.cell(distance, strongest));
    cell(BEST_ANY.cell(strongest, far.min(2) * 3 + many.min(2)));
    let all = evidence;
    let evidence = evidence_step(all);
    let worst = apart_step(worst);
    cell(EVIDENCE_MISSING.cell(evidence, lacking));
    cell(EVIDENCE_WORST.cell(evidence, worst));
    cell(EVIDENCE_SCRIPT.cell(distance, evidence));
    let mean = apart_step(mean / weight);
    cell(MEAN.cell(scripts, mean));
    cell(WORST.cell(distance, worst));
    let total = (total * 0.75 + 10.0).clamp(0.0, (TOTALS - 1) as f32) as usize;
    cell(TOTAL.cell(scripts, total));
    cell(TOTAL_MISSING.cell(lacking, total));
    cell(TOTAL_FAR.cell(counted, total));
    cell(TOTAL_EVIDENCE.cell(evidence, total));
    let (origins_a, origins_b) = (origins(a), origins(b));
    let mut both = origins_a;
    both.iter_mut().zip(origins_b).for_each(|(sum, less)| *sum += less);
    let [of_a, of_b, of_both] = [origins_a, origins_b, both].map(|less| origin::likeliest(&less));
    cell(ORIGIN_BOTH.cell(either(of_a, of_b), near));
    cell(ORIGIN_TOTAL.cell(of_both, total));
    cell(ORIGIN_COUNTS.cell(of_both, counted));
    cell(ORIGIN_MISSING.cell(of_both, lacking));
    cell(ORIGIN_EVIDENCE.cell(of_both, evidence));
    cell(ORIGIN_MEAN.cell(of_both, mean));
    cell(ORIGIN_WORST.cell(of_both, worst));
    cell(ORIGIN_DISTANCE.cell(of_both, distance));
    cell(ORIGIN_SCRIPTS.cell(scripts, of_both * 3 + near.min(2)));
    if woman {
        cell(MARRIED.cell(0, counted));
    }
    let whole = |name: NameRef<'_>| lengths(name, (0, usize::MAX)).max(0.5);
    let (long_a, long_b) = (whole(a), whole(b));
    cell(LETTERS.cell(scripts, (long_a.min(long_b) as usize / 2).saturating_sub(1)));
    cell(LONGER.cell(scripts, ((long_a.max(long_b) / long_a.min(long_b) - 1.0) * 5.0) as usize));
    let (covered_a, covered_b) = (covered_a / long_a, covered_b / long_b);
    let (less, more) = (covered_a.min(covered_b), covered_a.max(covered_b));
    let (less, more) = (step(&COVER_STEP, less), step(&COVER_STEP, more));
    cell(COVER.cell(less, more));
    cell(EVIDENCE_COVER.cell(evidence, less));
    cell(ORDER.cell(order(alignment), near));
    let sizes = (a.parts.len(), b.parts.len());
    let (fewer, more) = (sizes.0.min(sizes.1).min(5) - 1, sizes.0.max(sizes.1).min(5) - 1);
    cell(SIZES.cell(fewer, more));
    cell(SIZES_TOTAL.cell(either(fewer, more), total));
    cell(SIZES_SCRIPTS.cell(scripts, either(fewer, more)));
    let slot = |apart: Option<f32>| apart.map_or(COARSE, |apart| step(&COARSE_STEP, apart));
    cell(SLOTS.cell(slot(family), slot(given)));
    if identical && near > 0 && missing_a + missing_b == 0 {
        cell(IDENTICAL.cell(0, rarity_step(all / 2.0)));
    }
}

/// How many sounds two parts have alike at the beginning, by their classes.
fn begin_alike(x: &Part, y: &Part) -> usize {
    let both = x.reading().iter().zip(y.reading());
    both.take(4).take_while(|(x, y)| sound::broad(**x) == sound::broad(**y)).count()
}

/// The same at the end.
fn end_alike(x: &Part, y: &Part) -> usize {
    let both = x.reading().iter().rev().zip(y.reading().iter().rev());
    both.take(4).take_while(|(x, y)| sound::broad(**x) == sound::broad(**y)).count()
}

/// 0 the order is kept, 1 the first part or parts have gone to the end (family name first), 2 anything else.
fn order(alignment: &Alignment) -> usize {
    let telling = |pair: &&Pair| pair.how != How::Weak && pair.apart < NEAR;
    let mut list = [(0, 0); crate::align::MAX_PARTS];
    let mut count = 0;
    for (cell, pair) in list.iter_mut().zip(alignment.pairs().iter().filter(telling)) {
        *cell = (pair.a().0, pair.b().0);
        count += 1;
    }
    let list = list.get_mut(..count).unwrap_or_default();
    if count < 2 {
        return 0;
    }
    list.sort_unstable();
    let falls = list.windows(2).filter(|pair| matches!(pair, [x, y] if x.1 > y.1)).count();
    let turned = matches!((list.first(), list.last()), (Some(first), Some(last)) if last.1 < first.1);
    match falls {
        0 => 0,
        1 if turned => 1,
        _ => 2,
    }
}
