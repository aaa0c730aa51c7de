//! Learning the weights of findings, and measuring them on persons they were not learned from.
//!
//! The model is a logistic regression: the log-odds of a pair are a constant, a piecewise linear function of the log-odds of
//! the names, and one weight for each finding. Each weight is drawn towards the derived one, more strongly the fewer pairs
//! have the finding, since the pairs have never seen what a register has (two people of one name and one birth date) and
//! have no places or parents at all.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "part of a program run by hand over files of known form"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use names::Name;
use search::Query;
use search::evidence::{Facts, Finding, beyond};

/// A pair of persons as it is learned from.
pub(crate) struct Pair {
    /// Log-odds of the best pair of names.
    pub(crate) name: f32,
    /// What the facts say.
    pub(crate) findings: Vec<Finding>,
    /// Whether it is one person.
    pub(crate) same: bool,
    /// Whether it is another person of the same name, with another birth date.
    pub(crate) homonym: bool,
    /// Whether it was chosen for the name that two people share, so that it tells nothing of how often two do.
    chosen: bool,
    /// The persons, for the split.
    persons: [String; 2],
}

/// Each finding's derived weight, and where it comes from. Learned weights are drawn towards these.
const DERIVED: &[(Finding, f32, &str)] = &[
    (
        Finding::BornSame,
        6.0,
        "two people of one age group share a birthday by 1 in 400 to 1 in 3,000; a right record has it by 0.9",
    ),
    (Finding::BornSameYear, 3.0, "two people of a register share a year by 1 in 40"),
    (Finding::BornSwapped, 4.0, "a slip of 1 in 40 records; by chance 1 in 10,000"),
    (Finding::BornDigit, 2.5, "a slip of 1 in 15 records; by chance 1 in 200"),
    (Finding::BornYearOff, 3.2, "a slip of 1 in 20 records; by chance 1 in 5,000"),
    (Finding::BornJanuaryFirst, 2.6, "stands for an unknown day; the year says what it says"),
    (Finding::BornCalendar, 4.5, "a window of five days"),
    (Finding::BornNear, -1.5, "as likely a wrong record as another person"),
    (
        Finding::BornDifferent,
        -11.0,
        "in none of 5,500 pairs of one person; what a name can say at most must not outweigh it",
    ),
    (Finding::NationalitySame, 0.9, "those of like names mostly share it too"),
    (Finding::NationalitySuccessor, 0.3, "papers of a state that ended"),
    (
        Finding::NationalityDifferent,
        -10.0,
        "in none of 4,400 pairs of one person; a name and a full birth date about balance it, since people have several",
    ),
    (Finding::SexSame, 0.4, "half of those of like names; names tell it already"),
    (Finding::SexDifferent, -3.5, "wrong in 1 of 100 records"),
    (Finding::PlaceSame, 2.0, "shared by 1 in 10 of one country"),
    (Finding::PlaceDifferent, -0.9, "village here, district there: differs in 1 of 3 true pairs"),
    (Finding::ParentSame, 2.6, "a given name shared by 1 in 15"),
    (Finding::ParentDifferent, -2.0, "differs in 1 of 8 true pairs"),
    (Finding::DocumentSame, 9.0, "a number is given once; copied to a wrong person in 1 of 10,000"),
    (Finding::DocumentNear, 7.0, "the same after look-alikes are folded"),
    (Finding::DocumentSlip, 4.0, "one slip in 1 of 20 numbers; numbers of one series are near by chance"),
    (Finding::DocumentDifferent, -0.4, "people have several documents"),
    (Finding::DocumentContradicts, -5.0, "two valid numbers of a kind of which nobody has two"),
    (Finding::FormSame, 0.3, "most firms of a country have the same form"),
    (Finding::FormDifferent, -0.8, "forms change and are left out"),
    (Finding::KindDifferent, -20.0, "a person is no ship"),
];

/// How many pairs a derived weight counts as: an error of 1 in it costs this much likelihood, halved.
const TRUST: f64 = 8.0;

/// Weights the knots of the name's log-odds are drawn to: all of it until [`SURE`], a quarter beyond.
const SURE: f32 = 4.0;
const BEYOND: f64 = 0.2;
const LEAST: f32 = -8.0;

/// How often the weights are learned anew with what the facts leave of the names by those before.
const ROUNDS: usize = 3;

const FEATURES: usize = Finding::ALL.len() + 3;

/// Reads the pairs; those of names that have nothing alike (`far`) are left out.
pub(crate) fn pairs(text: &str) -> Vec<Pair> {
    let mut names: BTreeMap<String, Name> = BTreeMap::new();
    text.lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|row| !row[11].split(',').any(|tag| tag == "far"))
        .map(|row| {
            for name in [row[1], row[5]] {
                names.entry(name.to_owned()).or_insert_with(|| Name::parse(name));
            }
            let (a, b) = (facts(row[2], row[3], row[4]), facts(row[6], row[7], row[8]));
            let mut findings = Vec::new();
            a.as_ref().findings(b.as_ref(), &mut |finding, _| findings.push(finding));
            Pair {
                name: names::log_odds(&names[row[1]], &names[row[5]]),
                findings,
                same: row[9] == "1",
                homonym: row[11].contains("neg_homonym_synth"),
                chosen: row[11].contains("neg_homonym"),
                persons: [row[12].to_owned(), row[13].to_owned()],
            }
        })
        .collect()
}

/// Nanoseconds to weigh the facts of a pair, on average over all of them.
pub(crate) fn nanoseconds(text: &str, now: &dyn Fn() -> f64) -> f64 {
    let facts: Vec<(Facts, Facts)> = text
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|row| (facts(row[2], row[3], row[4]), facts(row[6], row[7], row[8])))
        .collect();
    let (start, mut sum) = (now(), 0.0);
    for (a, b) in facts.iter().cycle().take(facts.len() * 20) {
        sum += a.as_ref().weight(b.as_ref());
    }
    let took = now() - start;
    assert!(sum.is_finite());
    took * 1e9 / (facts.len() as f64 * 20.0)
}

fn facts(born: &str, nationality: &str, document: &str) -> Facts {
    Facts::asked(&Query {
        born: born.parse().ok(),
        nationality: Some(nationality.to_owned()).filter(|code| !code.is_empty()),
        documents: document.split(';').map(str::to_owned).collect(),
        ..Query::default()
    })
}

/// The fold of a person: FNV-1a of the identifier.
fn fold(person: &str) -> usize {
    let hash = person.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash % 5) as usize
}

fn derived() -> [f64; FEATURES] {
    let mut weights = [0.0; FEATURES];
    for (finding, weight, _) in DERIVED {
        weights[*finding as usize] = f64::from(*weight);
    }
    let names = Finding::ALL.len();
    weights[names + 1] = 1.0;
    weights[names + 2] = BEYOND;
    weights
}

fn features(pair: &Pair, weights: &[f64; FEATURES]) -> Vec<(usize, f64)> {
    let names = Finding::ALL.len();
    let name = pair.name.max(LEAST);
    let mut features: Vec<(usize, f64)> =
        pair.findings.iter().map(|finding| (*finding as usize, 1.0)).collect();
    features.push((names, 1.0));
    features.push((names + 1, f64::from(name.min(SURE))));
    let facts: f64 = pair.findings.iter().map(|finding| weights[*finding as usize]).sum();
    features.push((names + 2, f64::from(beyond(name, SURE, facts as f32))));
    features
}

/// Newton's method on single weights, in turn; the objective is convex, so any order ends at the same place.
fn learn(pairs: &[&Pair]) -> [f64; FEATURES] {
    (0..ROUNDS).fold(derived(), |weights, _| learn_from(pairs, weights))
}

/// What the facts leave of a name depends on their weights: with those of the round before.
fn learn_from(pairs: &[&Pair], before: [f64; FEATURES]) -> [f64; FEATURES] {
    let pairs: Vec<&&Pair> = pairs.iter().filter(|pair| !pair.chosen).collect();
    let towards = derived();
    let mut weights = before;
    let rows: Vec<Vec<(usize, f64)>> = pairs.iter().map(|pair| features(pair, &before)).collect();
    let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); FEATURES];
    for (row, features) in rows.iter().enumerate() {
        for (feature, value) in features {
            columns[*feature].push((row, *value));
        }
    }
    let mut odds: Vec<f64> =
        rows.iter().map(|row| row.iter().map(|(feature, value)| weights[*feature] * value).sum()).collect();
    for _ in 0..60 {
        let mut moved = 0.0_f64;
        for feature in 0..FEATURES {
            let trust = if feature == Finding::ALL.len() { 0.01 } else { TRUST };
            let mut slope = -trust * (weights[feature] - towards[feature]);
            let mut bend = trust;
            for (row, value) in &columns[feature] {
                let said = 1.0 / (1.0 + (-odds[*row]).exp());
                slope += value * (f64::from(u8::from(pairs[*row].same)) - said);
                bend += value * value * said * (1.0 - said);
            }
            let step = (slope / bend).clamp(-2.0, 2.0);
            // More likeness of the names never speaks against.
            let least = if feature > Finding::ALL.len() { 0.1 } else { f64::MIN };
            let step = (weights[feature] + step).max(least) - weights[feature];
            weights[feature] += step;
            moved = moved.max(step.abs());
            for (row, value) in &columns[feature] {
                odds[*row] += step * value;
            }
        }
        if moved < 1e-4 {
            break;
        }
    }
    weights
}

/// The figures on persons that the weights were not learned from.
pub(crate) fn figures(pairs: &[Pair]) -> String {
    let mut scored: Vec<(f64, bool, bool)> = Vec::with_capacity(pairs.len());
    for of in 0..5 {
        let apart = |pair: &&Pair| pair.persons.iter().all(|person| fold(person) != of);
        let weights = learn(&pairs.iter().filter(apart).collect::<Vec<_>>());
        for pair in pairs.iter().filter(|pair| fold(&pair.persons[0]) == of) {
            let odds: f64 =
                features(pair, &weights).iter().map(|(feature, value)| weights[*feature] * value).sum();
            scored.push((1.0 / (1.0 + (-odds).exp()), pair.same, pair.homonym));
        }
    }
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
    let positive = scored.iter().filter(|(_, same, _)| *same).count() as f64;
    let (mut found, mut wrong, mut area, mut best) = (0.0, 0.0, 0.0, 0.0_f64);
    let mut at: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (score, same, _) in &scored {
        if *same {
            found += 1.0;
        } else {
            wrong += 1.0;
            area += found;
        }
        best = best.max(2.0 * found / (positive + found + wrong));
        for (name, least) in [("0.95", 0.95), ("0.99", 0.99)] {
            if found / (found + wrong) >= least {
                at.insert(name, (found / positive, *score));
            }
        }
    }
    let mut bins = [(0.0_f64, 0.0_f64); 10];
    for (score, same, _) in &scored {
        let bin = &mut bins[((score * 10.0) as usize).min(9)];
        bin.0 += score;
        bin.1 += f64::from(u8::from(*same));
    }
    let off = bins.iter().map(|(said, was)| (said - was).abs()).sum::<f64>() / scored.len() as f64;
    let threshold = at.get("0.95").map_or(1.0, |(_, score)| *score);
    let homonyms: Vec<f64> =
        scored.iter().filter(|(.., homonym)| *homonym).map(|(score, ..)| *score).collect();
    let pass = homonyms.iter().filter(|score| **score >= threshold).count();
    format!(
        "pairs of persons, weights learned without the fold: {} pairs, AUC {:.4}, best F1 {best:.4}, recall {:.4} at precision 0.95 and {:.4} at 0.99, calibration {off:.4}; same name, other birth date above the threshold of precision 0.95: {pass} of {} ({:.3})",
        scored.len(),
        area / (positive * wrong),
        at.get("0.95").map_or(0.0, |(recall, _)| *recall),
        at.get("0.99").map_or(0.0, |(recall, _)| *recall),
        homonyms.len(),
        pass as f64 / homonyms.len().max(1) as f64,
    )
}

/// The table as it is committed.
pub(crate) fn table(pairs: &[Pair]) -> String {
    let weights = learn(&pairs.iter().collect::<Vec<_>>());
    let mut out = String::from(
        "# What each finding adds to the log-odds of one and the same subject. Made by\n\
         # `cargo run --release -p search --example learn-evidence -- DATA --write` from pairs of persons of public lists; see README.md.\n\
         # finding\tweight\tderived\tpairs of one person with it\tpairs of two\twhy the derived weight\n",
    );
    for (finding, derived, note) in DERIVED {
        let count = |same: bool| {
            pairs.iter().filter(|pair| pair.same == same && pair.findings.contains(finding)).count()
        };
        let (same, other) = (count(true), count(false));
        writeln!(
            out,
            "{}\t{:.2}\t{derived:.2}\t{same}\t{other}\t{note}",
            finding.as_str(),
            weights[*finding as usize]
        )
        .expect("a string can be written");
    }
    let names = Finding::ALL.len();
    let note = "a name's log-odds count by name-slope to here";
    writeln!(
        out,
        "name-constant\t{:.2}\t0.00\t\t\tall else missing, what a pair of near names is",
        weights[names]
    )
    .expect("a string can be written");
    writeln!(out, "name-slope\t{:.2}\t1.00\t\t\thow much a name counts beside the rest", weights[names + 1])
        .expect("a string can be written");
    writeln!(out, "name-sure\t{SURE:.2}\t{SURE:.2}\t\t\t{note}").expect("a string can be written");
    let beyond = weights[names + 2];
    writeln!(
        out,
        "name-beyond\t{beyond:.2}\t{BEYOND:.2}\t\t\tand beyond by this, since many people bear one name"
    )
    .expect("a string can be written");
    writeln!(out, "name-least\t{LEAST:.2}\t{LEAST:.2}\t\t\ta document can outweigh any name")
        .expect("a string can be written");
    out
}
