//! Learns the weights of the features, and measures them by cross-validation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use names::Name;
use names::model;

use crate::{read, rows};

/// Decides which person is in which of the five folds.
const SEED: u64 = 0x00c0_ffee;
const FOLDS: u64 = 5;

/// Two names and whether they are of one person.
struct Example {
    features: Vec<u16>,
    same: bool,
    /// The folds of the two persons; a pair is measured in the first.
    folds: (u64, u64),
    scripts: String,
    share: f64,
    source: Source,
    row: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Pairs,
    /// Different people with near names.
    Hard,
    /// Right and wrong answers of a search.
    Mined,
    /// Further names, in the same scripts, of the persons of a pair.
    Further,
}

/// How many further names of the persons of a pair in two scripts are learned from, and how much each counts: there are
/// few such pairs, and who has many names in one script is a teacher of how names vary.
const FURTHER: usize = 4;
const FURTHER_SHARE: f64 = 0.25;

/// How much a right or wrong answer of a search counts: each query brings one right and two wrong ones, and they are the
/// hardest there are.
const MINED_SHARE: f64 = 0.2;

pub(crate) fn fold(person: &str) -> u64 {
    fold_hash(person) % FOLDS
}

fn fold_hash(text: &str) -> u64 {
    let mut state = SEED ^ 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state >> 33
}

fn examples(data: &Path) -> Vec<Example> {
    let mut out = Vec::new();
    let names: BTreeMap<String, Vec<String>> =
        crate::all_persons(data).into_iter().map(|person| (person.id, person.names)).collect();
    for (file, source) in [("pairs_names.dev.tsv", Source::Pairs), ("pairs_hard.dev.tsv", Source::Hard)] {
        let text = read(data, file);
        for row in rows(&text) {
            let [_, a, b, label, scripts, tags, person, other, ..] = row.as_slice() else { continue };
            if tags.split(',').any(|tag| tag == "far") {
                continue;
            }
            let example = |a: &str, b: &str, source, share| Example {
                features: model::features(&Name::parse(a), &Name::parse(b)),
                same: *label == "1",
                folds: (fold(person), fold(other)),
                share,
                scripts: (*scripts).to_owned(),
                source,
                row: row.join("\t"),
            };
            out.push(example(a, b, source, 1.0));
            for (a, b) in further(a, b, names.get(*person), names.get(*other)) {
                out.push(example(a, b, Source::Further, FURTHER_SHARE));
            }
        }
    }
    out
}

/// Other names of two persons in the scripts of a pair of names, if those are two.
fn further<'a>(
    a: &str,
    b: &str,
    of_a: Option<&'a Vec<String>>,
    of_b: Option<&'a Vec<String>>,
) -> Vec<(&'a str, &'a str)> {
    let (script_a, script_b) = (script(a), script(b));
    let mut out = Vec::new();
    if script_a == script_b {
        return out;
    }
    for x in of_a.into_iter().flatten().filter(|x| script(x) == script_a) {
        for y in of_b.into_iter().flatten().filter(|y| script(y) == script_b) {
            if x != a || y != b {
                out.push((x.as_str(), y.as_str()));
            }
        }
    }
    out.sort_by_key(|(x, y)| fold_hash(x) ^ fold_hash(y).rotate_left(7));
    out.truncate(FURTHER);
    out
}

/// The script of the first letter.
fn script(name: &str) -> Option<unicode_script::Script> {
    use unicode_script::{Script, UnicodeScript};
    let letter = name.chars().find(|c| c.is_alphabetic()).map(|c| c.script());
    letter.map(|script| if script == Script::Hiragana { Script::Katakana } else { script })
}

/// Pairs of names of a file with: same (1 or 0), the person asked for, name, name.
fn from_search(file: &Path) -> Vec<Example> {
    let text = fs::read_to_string(file).unwrap_or_else(|wrong| panic!("{}: {wrong}", file.display()));
    text.lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter_map(|row| {
            let [label, person, a, b] = row.as_slice() else { return None };
            Some(Example {
                features: model::features(&Name::parse(a), &Name::parse(b)),
                same: *label == "1",
                folds: (fold(person), fold(person)),
                share: MINED_SHARE,
                scripts: String::new(),
                source: Source::Mined,
                row: row.join("\t"),
            })
        })
        .collect()
}

fn predict(weights: &[f64], example: &Example) -> f64 {
    example.features.iter().map(|&at| weights[usize::from(at)]).sum()
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// How strongly weights are drawn to zero.
const RIDGE: f64 = 7e-5;

/// How strongly the weights of neighbouring cells are drawn to each other.
const SMOOTH: f64 = 6e-4;

/// Logistic regression with a little ridge, by Adam over all examples, then set to scale.
fn fit(examples: &[&Example]) -> Vec<f64> {
    let size = model::feature_count();
    let (mut weights, mut first, mut second) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
    let count: f64 = examples.iter().map(|example| example.share).sum();
    let neighbours = model::neighbours();
    let rounds = 400;
    for round in 1..=rounds {
        let mut slope: Vec<f64> = weights.iter().map(|w| w * RIDGE).collect();
        for example in examples {
            let p = probability(predict(&weights, example));
            let miss = (p - f64::from(u8::from(example.same))) * example.share / count;
            for &at in &example.features {
                slope[usize::from(at)] += miss;
            }
        }
        for &(x, y) in &neighbours {
            let (x, y) = (usize::from(x), usize::from(y));
            let pull = SMOOTH * (weights[x] - weights[y]);
            slope[x] += pull;
            slope[y] -= pull;
        }
        let rate = 0.15 * (1.0 - f64::from(round) / f64::from(rounds + 1)).max(0.02);
        for at in 0..size {
            first[at] = 0.9 * first[at] + 0.1 * slope[at];
            second[at] = 0.99 * second[at] + 0.01 * slope[at] * slope[at];
            let (m, v) = (first[at] / (1.0 - 0.9_f64.powi(round)), second[at] / (1.0 - 0.99_f64.powi(round)));
            weights[at] -= rate * m / (v.sqrt() + 1e-9);
        }
    }
    to_scale(&mut weights, examples);
    // Numbers that differ (Henry II, Henry III) are of different people; there are too few to learn it from.
    for (at, weight) in weights.iter_mut().enumerate() {
        if model::feature_name(at).starts_with(model::NUMBERS_DIFFER) {
            *weight = weight.min(-8.0);
        }
    }
    weights
}

/// Stretches and shifts the log-odds so that they are right for the pairs of names as they come: the hard ones, which were
/// chosen for being hard, teach what tells names apart, but not how often names are of one person.
fn to_scale(weights: &mut [f64], examples: &[&Example]) {
    let pairs: Vec<(f64, f64)> = examples
        .iter()
        .filter(|example| example.source == Source::Pairs)
        .map(|example| (predict(weights, example), f64::from(u8::from(example.same))))
        .collect();
    let (mut stretch, mut shift) = (1.0, 0.0);
    for _ in 0..30 {
        // Newton's method in two unknowns.
        let (mut a, mut b, mut aa, mut ab, mut bb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for (x, y) in &pairs {
            let p = probability(stretch * x + shift);
            let (miss, slope) = (p - y, p * (1.0 - p));
            a += miss * x;
            b += miss;
            aa += slope * x * x;
            ab += slope * x;
            bb += slope;
        }
        let det = aa * bb - ab * ab;
        stretch -= (bb * a - ab * b) / det;
        shift -= (aa * b - ab * a) / det;
    }
    for (at, weight) in weights.iter_mut().enumerate() {
        *weight *= stretch;
        if model::feature_name(at).starts_with("bias.") {
            *weight += shift;
        }
    }
}

/// What is measured on scored pairs.
struct Measured {
    area: f64,
    recall_95: f64,
    recall_99: f64,
    calibration: f64,
}

/// The area under the curve, the recall at two precisions, and the expected calibration error in ten bins.
fn measure(mut scored: Vec<(f64, bool)>) -> Measured {
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
    let positive = scored.iter().filter(|(_, same)| *same).count() as f64;
    let negative = scored.len() as f64 - positive;
    let (mut found, mut wrong, mut area) = (0.0, 0.0, 0.0);
    let mut recall = [0.0_f64; 2];
    let mut bins = [(0.0_f64, 0.0_f64); 10];
    for (score, same) in &scored {
        if *same {
            found += 1.0;
        } else {
            wrong += 1.0;
            area += found;
        }
        for (recall, least) in recall.iter_mut().zip([0.95, 0.99]) {
            if found / (found + wrong) >= least {
                *recall = found / positive;
            }
        }
        let p = probability(*score);
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += p;
        bin.1 += f64::from(u8::from(*same));
    }
    let off: f64 = bins.iter().map(|(said, was)| (said - was).abs()).sum();
    Measured {
        area: area / (positive * negative),
        recall_95: recall[0],
        recall_99: recall[1],
        calibration: off / scored.len() as f64,
    }
}

fn show(name: &str, scored: Vec<(f64, bool)>) {
    let count = scored.len();
    let Measured { area, recall_95, recall_99, calibration } = measure(scored);
    println!("{name:28} {count:7}  {area:.4}     {recall_95:.3}        {recall_99:.3}      {calibration:.4}");
}

/// The log-odds of the pairs of one fold by tables and weights that were learned without it, by their place.
pub(crate) fn fold_scores(data: &Path, mined: Option<&Path>, out: &Path, fold: u64) {
    let examples = all_examples(data, mined);
    let train: Vec<&Example> =
        examples.iter().filter(|example| example.folds.0 != fold && example.folds.1 != fold).collect();
    let weights = fit(&train);
    let scored = examples
        .iter()
        .enumerate()
        .filter(|(_, example)| example.folds.0 == fold && example.source != Source::Further);
    write_weights(&weights, &out.with_extension("weights"));
    let lines: String =
        scored.map(|(at, example)| format!("{at}\t{}\n", predict(&weights, example))).collect();
    fs::write(out, lines).expect("the scores can be written");
}

/// The log-odds of each example by tables and weights that were learned without its persons; two folds at a time.
fn cross_validated(data: &Path, mined: Option<&Path>, scratch: &Path, count: usize) -> Vec<f64> {
    let one = |fold: u64| {
        let tables = scratch.join(format!("fold-{fold}"));
        fs::create_dir_all(&tables).expect("a folder for the tables can be made");
        crate::all_tables(data, &tables, Some(fold));
        let scores = scratch.join(format!("scores-{fold}.tsv"));
        crate::step_with(&tables, Some(fold), &["fold"], data, &scores, mined);
        // The folder then has all that a search needs which has not seen the persons of the fold.
        fs::rename(scores.with_extension("weights"), tables.join("weights.tsv"))
            .expect("the weights can be put to the tables");
        fs::read_to_string(&scores).expect("the scores can be read")
    };
    let next = std::sync::atomic::AtomicU64::new(0);
    let all = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let fold = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if fold >= FOLDS {
                        return;
                    }
                    let scores = one(fold);
                    eprintln!("fold {} of {FOLDS} is done", fold + 1);
                    all.lock().expect("no thread has failed").push(scores);
                }
            });
        }
    });
    let mut scored = vec![0.0; count];
    for line in all.into_inner().expect("no thread has failed").iter().flat_map(|text| text.lines()) {
        let mut fields = line.split('\t');
        let (at, score) = fields.next().zip(fields.next()).expect("a place and a score");
        scored[at.parse::<usize>().expect("a place")] = score.parse().expect("a score");
    }
    scored
}

fn print(examples: &[Example], scored: &[f64]) {
    let chosen = |wanted: &dyn Fn(&Example) -> bool| -> Vec<(f64, bool)> {
        let both = scored.iter().zip(examples);
        both.filter(|(_, example)| wanted(example)).map(|(score, example)| (*score, example.same)).collect()
    };
    println!("pairs of names, five folds by person");
    println!("                               pairs  AUC     recall at 0.95  at 0.99   calibration error");
    show("all", chosen(&|example| example.source == Source::Pairs));
    show(
        "Latin-Latin and hard ones",
        chosen(&|example| example.scripts == "Latin-Latin" && example.source != Source::Further),
    );
    let scripts: BTreeSet<&str> = examples.iter().map(|example| example.scripts.as_str()).collect();
    for scripts in scripts {
        let scored = chosen(&|example| example.scripts == scripts && example.source == Source::Pairs);
        if scored.len() > 200 {
            show(scripts, scored);
        }
    }
}

fn all_examples(data: &Path, mined: Option<&Path>) -> Vec<Example> {
    let mut all = examples(data);
    all.extend(mined.map(from_search).unwrap_or_default());
    all
}

/// The same with the present tables, which have seen the persons: for trying things quickly.
pub(crate) fn quick(data: &Path, out: &Path) {
    let examples = all_examples(data, None);
    let mut scored = vec![0.0; examples.len()];
    for fold in 0..FOLDS {
        let apart = |example: &&Example| example.folds.0 != fold && example.folds.1 != fold;
        let weights = fit(&examples.iter().filter(apart).collect::<Vec<_>>());
        for (score, example) in
            scored.iter_mut().zip(&examples).filter(|(_, example)| example.folds.0 == fold)
        {
            *score = predict(&weights, example);
        }
    }
    print(&examples, &scored);
    write_scored(&examples, &scored, out);
}

/// Prints the figures and writes each pair with its log-odds.
pub(crate) fn figures(data: &Path, mined: Option<&Path>, out: &Path) {
    let examples = all_examples(data, mined);
    let scratch = out.with_extension("folds");
    let scored = cross_validated(data, mined, &scratch, examples.len());
    print(&examples, &scored);
    speed(data);
    write_scored(&examples, &scored, out);
}

fn write_scored(examples: &[Example], scored: &[f64], out: &Path) {
    let lines: BTreeMap<usize, String> = examples
        .iter()
        .zip(scored)
        .enumerate()
        .filter(|(_, (example, _))| matches!(example.source, Source::Pairs | Source::Hard))
        .map(|(at, (example, score))| (at, format!("{score:.3}\t{}\n", example.row)))
        .collect();
    fs::write(out, lines.into_values().collect::<String>()).expect("the scored pairs can be written");
}

/// Processor time of this process so far, in seconds; the wall clock where the system does not tell.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split_whitespace().next().and_then(|field| field.parse::<f64>().ok());
    nanoseconds.map_or_else(
        || std::time::UNIX_EPOCH.elapsed().map_or(0.0, |wall| wall.as_secs_f64()),
        |nanoseconds| nanoseconds / 1e9,
    )
}

/// Prints what a comparison of two prepared names costs on one core.
pub(crate) fn speed(data: &Path) {
    let text = read(data, "pairs_names.dev.tsv");
    let pairs: Vec<(Name, Name, bool)> = rows(&text)
        .filter_map(|row| {
            let [_, a, b, _, scripts, ..] = row.as_slice() else { return None };
            Some((Name::parse(a), Name::parse(b), *scripts == "Latin-Latin"))
        })
        .collect();
    for (what, latin) in [("Latin pairs", true), ("all pairs", false)] {
        let chosen: Vec<&(Name, Name, bool)> = pairs.iter().filter(|pair| pair.2 || !latin).collect();
        let mut best = f64::MAX;
        for _ in 0..15 {
            let begun = processor_seconds();
            let sum: f32 = chosen.iter().map(|(a, b, _)| names::log_odds(a, b)).sum();
            std::hint::black_box(sum);
            best = best.min((processor_seconds() - begun) / chosen.len() as f64);
        }
        println!(
            "{what}: {:.3} µs a comparison of prepared names (processor time, best of 15 rounds)",
            best * 1e6
        );
    }
}

/// Learns the weights from everything and writes them.
pub(crate) fn learn(data: &Path, tables: &Path, mined: Option<&Path>) {
    let examples = all_examples(data, mined);
    write_weights(&fit(&examples.iter().collect::<Vec<_>>()), &tables.join("weights.tsv"));
}

fn write_weights(weights: &[f64], file: &Path) {
    let mut out =
        "# Weight of each feature in the log-odds of one person. Made by examples/learn; see README.md.\n"
            .to_owned();
    for (at, weight) in weights.iter().enumerate() {
        let name = model::feature_name(at);
        // A measure has fewer steps than there is room for.
        if !name.ends_with(".-1") {
            out.push_str(&format!("{name}\t{weight:.3}\n"));
        }
    }
    fs::write(file, out).expect("the weights can be written");
}
