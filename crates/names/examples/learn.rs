//! Makes the tables of `crates/names/tables` from open data. See `tables/README.md` for inputs and licences.
//!
//! ```text
//! cargo run --release -p names --example learn -- sounds  DATA TABLES
//! cargo run --release -p names --example learn -- names   DATA TABLES     (twice: the second run builds on the first)
//! cargo run --release -p names --example learn -- weights DATA TABLES [MINED]
//! ```
//!
//! `DATA` is the folder with `translit_tokens.dev.tsv`, `persons.dev.jsonl`, `pairs_names.dev.tsv` and
//! `pairs_hard.dev.tsv`; `TABLES` is the folder to write to. Each step uses the tables that were compiled in, so run them
//! in this order. Nothing is random: folds come from a fixed hash (`SEED`), sums run in file order.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a tool run by hand: it may read files and stop with a message"
)]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use names::Name;
use names::model::{self, Learning};

const SEED: u64 = 0x00c0_ffee;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [step, data, tables, mined @ ..] = args.as_slice() else {
        panic!("usage: learn sounds|names|weights DATA TABLES [MINED]");
    };
    let (data, tables) = (Path::new(data), Path::new(tables));
    let mined = mined.first().map(Path::new);
    match step.as_str() {
        "sounds" => {
            sounds(data, tables);
            frequency(data, tables);
        }
        "names" => from_names(data, tables),
        "weights" => weights(data, tables, mined),
        _ => panic!("unknown step `{step}`"),
    }
}

fn read(data: &Path, file: &str) -> String {
    fs::read_to_string(data.join(file)).unwrap_or_else(|wrong| panic!("{file}: {wrong}"))
}

/// Rows of a tab-separated file without its header.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

type Token = (Vec<u8>, Vec<Vec<u8>>, f64);

/// Latin and native tokens by channel.
fn tokens(data: &Path) -> BTreeMap<usize, Vec<Token>> {
    let text = read(data, "translit_tokens.dev.tsv");
    let mut all: BTreeMap<usize, Vec<Token>> = BTreeMap::new();
    for row in rows(&text) {
        let [_, latin, native, count] = row.as_slice() else { continue };
        let count: f64 = count.parse().unwrap_or(1.0);
        if let (Some((0, latin)), Some((channel, native))) = (model::word(latin), model::word(native))
            && channel != 0
        {
            all.entry(channel).or_default().push((latin[0].clone(), native, count.sqrt().min(8.0)));
        }
    }
    all
}

/// Viterbi training: lay side by side, count, repeat; pairs that stay far apart are noise and drop out.
fn train(pairs: &[Token], both_ways: bool) -> Learning {
    let mut learning = Learning::new();
    for round in 0..8 {
        let limit = [9.0, 1.0, 0.9, 0.8, 0.7, 0.65, 0.6, 0.6][round];
        let best: Vec<usize> = pairs
            .iter()
            .map(|(latin, others, _)| {
                let apart = |at: &usize| learning.apart(latin, &others[*at]);
                (0..others.len()).min_by(|x, y| apart(x).total_cmp(&apart(y))).unwrap_or(0)
            })
            .collect();
        learning.turn(
            pairs
                .iter()
                .zip(&best)
                .map(|((latin, others, times), &at)| (&latin[..], &others[at][..], *times)),
            limit,
            both_ways,
        );
    }
    learning
}

const CHANNELS_HEAD: &str = "\
# How often a Latin sound (second column; - for none) stands opposite a sound of the other writing, out of 100,000.
# Made by examples/learn.rs from aligned names; see README.md.
";

fn write_channels(tables: &Path, learned: &BTreeMap<usize, String>) {
    let mut text = CHANNELS_HEAD.to_owned();
    for (at, name) in model::channels().iter().enumerate() {
        match learned.get(&at) {
            Some(lines) => text.push_str(lines),
            None => text.push_str(&Learning::new().lines(name)),
        }
    }
    fs::write(tables.join("channels.tsv"), text).expect("channels.tsv can be written");
}

fn sounds(data: &Path, tables: &Path) {
    let mut learned = BTreeMap::new();
    for (channel, pairs) in tokens(data) {
        let name = model::channels()[channel];
        println!("{name}: {} token pairs", pairs.len());
        learned.insert(channel, train(&pairs, false).lines(name));
    }
    write_channels(tables, &learned);
}

/// The persons: their names, and whether the source's licence lets names be counted.
fn persons(data: &Path) -> Vec<(Vec<String>, bool)> {
    let text = read(data, "persons.dev.jsonl");
    text.lines()
        .map(|line| {
            let person: serde_json::Value = serde_json::from_str(line).expect("a person is JSON");
            let list = |key: &str| -> Vec<String> {
                person[key]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|v| v.as_str().map(str::to_owned))
                    .collect()
            };
            (list("names"), !list("sources").iter().any(|source| source.starts_with("EP")))
        })
        .collect()
}

fn frequency(data: &Path, tables: &Path) {
    let mut tokens: HashMap<String, f64> = HashMap::new();
    let text = read(data, "translit_tokens.dev.tsv");
    for row in rows(&text) {
        if let [_, latin, _, count] = row.as_slice() {
            let cell = tokens.entry((*latin).to_owned()).or_default();
            *cell = cell.max(count.parse().unwrap_or(1.0));
        }
    }
    for (names, open) in persons(data) {
        let Some(first) = names.first().filter(|_| open) else { continue };
        for part in Name::parse(first).parts() {
            *tokens.entry(part.written().to_owned()).or_default() += 1.0;
        }
    }
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for (token, count) in &tokens {
        for skeleton in model::skeletons(&Name::parse(token)) {
            *counts.entry(skeleton).or_default() += count;
        }
    }
    let total: f64 = counts.values().sum();
    let mut kept: Vec<(&String, &f64)> =
        counts.iter().filter(|(skeleton, count)| **count >= 4.0 && !skeleton.is_empty()).collect();
    kept.sort_by(|x, y| y.1.total_cmp(x.1).then(x.0.cmp(y.0)));
    kept.truncate(9000);
    let mut out = "# How many parts of names have this skeleton; `*` is the sum. Made by examples/learn.rs; see README.md.\n".to_owned();
    out.push_str(&format!("*\t{total}\n"));
    for (skeleton, count) in &kept {
        out.push_str(&format!("{skeleton}\t{count}\n"));
    }
    println!("{} skeletons of {} kept", kept.len(), counts.len());
    fs::write(tables.join("frequency.tsv"), out).expect("frequency.tsv can be written");
}

/// Learns the channels that have no token pairs, and Han once more, from the names of one person that the present tables
/// already match part by part.
fn from_names(data: &Path, tables: &Path) {
    let mut found: BTreeMap<usize, Vec<Token>> = BTreeMap::new();
    for (names, _) in persons(data) {
        let parsed: Vec<Name> = names.iter().take(12).map(|name| Name::parse(name)).collect();
        for (at, a) in parsed.iter().enumerate() {
            for b in &parsed[at + 1..] {
                for ((x_channel, x), (y_channel, y)) in model::matched(a, b, 0.5) {
                    let (channel, latin, other) = match (x_channel, y_channel) {
                        (0, channel) => (channel, x, y),
                        (channel, 0) => (channel, y, x),
                        _ => continue,
                    };
                    let weight = 1.0 / parsed.len() as f64;
                    found.entry(channel).or_default().push((latin, vec![other], weight));
                }
            }
        }
    }
    let mut all = tokens(data);
    let mut learned = BTreeMap::new();
    for (channel, mut pairs) in found {
        let name = model::channels()[channel];
        println!("{name}: {} pairs of parts", pairs.len());
        if let Some(tokens) = all.remove(&channel) {
            pairs.iter_mut().for_each(|pair| pair.2 *= 4.0);
            pairs.extend(tokens);
        }
        learned.insert(channel, train(&pairs, channel == 0).lines(name));
    }
    write_channels(tables, &learned);
}

struct Example {
    features: Vec<(u16, f32)>,
    same: bool,
    fold: u64,
    kind: String,
    hard: bool,
    /// How much it counts.
    share: f64,
}

/// Pairs from a search count less: each query brings one right and two wrong ones, and they are the hardest there are.
const MINED_SHARE: f64 = 0.3;

fn fold(person: &str) -> u64 {
    let mut state = SEED ^ 0xcbf2_9ce4_8422_2325;
    for byte in person.bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (state >> 33) % 5
}

fn examples(data: &Path) -> Vec<Example> {
    let mut out = Vec::new();
    for (file, hard) in [("pairs_names.dev.tsv", false), ("pairs_hard.dev.tsv", true)] {
        let text = read(data, file);
        for row in rows(&text) {
            let [_, a, b, label, scripts, tags, person, ..] = row.as_slice() else { continue };
            if tags.split(',').any(|tag| tag == "far") {
                continue;
            }
            out.push(Example {
                features: model::features(&Name::parse(a), &Name::parse(b)),
                same: *label == "1",
                fold: fold(person),
                kind: (*scripts).to_owned(),
                hard,
                share: 1.0,
            });
        }
    }
    out
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
                fold: fold(person),
                kind: String::new(),
                hard: true,
                share: MINED_SHARE,
            })
        })
        .collect()
}

fn predict(weights: &[f64], example: &Example) -> f64 {
    example.features.iter().map(|&(at, value)| weights[usize::from(at)] * f64::from(value)).sum()
}

/// Logistic regression with a little ridge, by Adam over all examples.
fn fit(examples: &[&Example]) -> Vec<f64> {
    let size = model::feature_count();
    let (mut weights, mut first, mut second) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
    let number =
        |name: &str| (0..size).find(|at| model::feature_name(*at) == name).expect("the feature is known");
    let least = [(number("same"), 0.3), (number("identical"), 1.0)];
    let count: f64 = examples.iter().map(|example| example.share).sum();
    let rounds = 600;
    for round in 1..=rounds {
        let mut slope: Vec<f64> = weights.iter().map(|w| w * 2e-5).collect();
        for example in examples {
            let p = 1.0 / (1.0 + (-predict(&weights, example)).exp());
            let miss = (p - f64::from(u8::from(example.same))) * example.share / count;
            for &(at, value) in &example.features {
                slope[usize::from(at)] += miss * f64::from(value);
            }
        }
        let rate = 0.15 * (1.0 - f64::from(round) / f64::from(rounds + 1)).max(0.02);
        for at in 0..size {
            first[at] = 0.9 * first[at] + 0.1 * slope[at];
            second[at] = 0.99 * second[at] + 0.01 * slope[at] * slope[at];
            let (m, v) = (first[at] / (1.0 - 0.9_f64.powi(round)), second[at] / (1.0 - 0.99_f64.powi(round)));
            weights[at] -= rate * m / (v.sqrt() + 1e-9);
        }
        // The same letters never weigh less than the same sound; pairs chosen for being alike would teach otherwise.
        for (at, value) in least {
            weights[at] = weights[at].max(value);
        }
    }
    weights
}

/// The area under the curve, and the recall at a precision of 0.95.
fn figures(mut scored: Vec<(f64, bool)>) -> (f64, f64) {
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
    let positive = scored.iter().filter(|(_, same)| *same).count() as f64;
    let negative = scored.len() as f64 - positive;
    let (mut found, mut wrong, mut area, mut recall) = (0.0, 0.0, 0.0, 0.0_f64);
    for (_, same) in &scored {
        if *same {
            found += 1.0;
        } else {
            wrong += 1.0;
            area += found;
        }
        if found / (found + wrong) >= 0.95 {
            recall = found / positive;
        }
    }
    (area / (positive * negative), recall)
}

fn weights(data: &Path, tables: &Path, mined: Option<&Path>) {
    let mut examples = examples(data);
    examples.extend(mined.map(from_search).unwrap_or_default());
    let mut scored = Vec::new();
    for fold in 0..5 {
        let train: Vec<&Example> = examples.iter().filter(|example| example.fold != fold).collect();
        let weights = fit(&train);
        scored.extend(
            examples
                .iter()
                .filter(|e| e.fold == fold && !e.hard)
                .map(|e| (predict(&weights, e), e.same, e.kind.as_str())),
        );
    }
    let mut kinds: BTreeMap<&str, Vec<(f64, bool)>> = BTreeMap::new();
    for (score, same, kind) in &scored {
        kinds.entry(kind).or_default().push((*score, *same));
    }
    let (area, recall) = figures(scored.iter().map(|(score, same, _)| (*score, *same)).collect());
    println!("five folds by person: AUC {area:.4}, recall at precision 0.95 {recall:.3}");
    for (kind, scored) in kinds.into_iter().filter(|(_, scored)| scored.len() > 200) {
        let count = scored.len();
        let (area, recall) = figures(scored);
        println!("  {kind:20} {count:6} AUC {area:.4} recall {recall:.3}");
    }
    let weights = fit(&examples.iter().collect::<Vec<_>>());
    let mut out =
        "# Weight of each feature in the log-odds of one person. Made by examples/learn.rs; see README.md.\n"
            .to_owned();
    for (at, weight) in weights.iter().enumerate() {
        out.push_str(&format!("{}\t{weight:.3}\n", model::feature_name(at)));
    }
    fs::write(tables.join("weights.tsv"), out).expect("weights.tsv can be written");
}
