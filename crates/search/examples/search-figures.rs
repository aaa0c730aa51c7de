//! Prints how well and how fast people are found, beside a string-distance peer measured in the same run.
//!
//! ```text
//! cargo run --release -p search --example search-figures [DATA] [--peer N] [--misses N] [--mine FILE]
//! cargo run --release -p search --example search-figures [DATA] --searches
//! cargo run --release -p search --example search-figures [DATA] --folds FOLDER
//! cargo run --release -p search --example search-figures [DATA] --among 20000,100000,1000000
//! ```
//!
//! `DATA` (default `../shared/names`) holds `search_register.dev.tsv`, `search_queries.dev.tsv` and `pairs_names.dev.tsv`.
//! `--mine` writes the right answer and the best wrong ones of each query as pairs of names for `learn -- weights`.
//! `--searches` leaves the peer and the pairs out.
//! `--folds` asks again for the persons of each fold with the tables and weights of `names` that have not seen them, which
//! `learn -- figures DATA SCORED` leaves in `SCORED.folds` (the extension of `SCORED` replaced).
//! `--among` asks the same questions in registers of other sizes: smaller ones lose people whom no question is about, larger
//! ones are filled up with people made of the names of two of the register, born when a third was.
//! Times of searches are of the processor, of one thread. The peer (token-sort ratio of `rapidfuzz` over `any_ascii`, which scans the whole register) answers every N-th query.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::panic,
    reason = "a program run by hand: it reads files and takes the time"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cpu_time::ThreadTime;
use names::Name;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rapidfuzz::distance::indel;
use search::{Index, Query, RegisterId, SubjectReader};

fn main() {
    let mut data = PathBuf::from("../shared/names");
    let (mut peer_step, mut misses) = (10, 0);
    let (mut mine, mut folds, mut with, mut only) = (None, None::<PathBuf>, None::<PathBuf>, None::<u64>);
    let mut among: Vec<usize> = Vec::new();
    let mut searches = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--mine" {
            mine = args.next().map(PathBuf::from);
            continue;
        }
        if arg == "--folds" {
            folds = args.next().map(PathBuf::from);
            continue;
        }
        if arg == "--with" {
            with = args.next().map(PathBuf::from);
            continue;
        }
        if arg == "--fold" {
            only = args.next().and_then(|fold| fold.parse().ok());
            continue;
        }
        if arg == "--among" {
            let sizes = args.next().unwrap_or_default();
            among = sizes.split(',').filter_map(|size| size.parse().ok()).collect();
            continue;
        }
        if arg == "--searches" {
            searches = true;
            continue;
        }
        let mut number = || args.next().and_then(|n| n.parse().ok()).expect("a number");
        match arg.as_str() {
            "--peer" => peer_step = number(),
            "--misses" => misses = number(),
            _ => data = PathBuf::from(arg),
        }
    }
    if !data.join("search_register.dev.tsv").exists() {
        println!(
            "SKIPPED: {} has no search_register.dev.tsv; give the folder as an argument",
            data.display()
        );
        return;
    }
    if let Some(folder) = with {
        install(&folder);
    }
    if let Some(fold) = only {
        one_fold(&data, fold);
        return;
    }
    if !among.is_empty() {
        println!("persons    questions  first  in ten  p50 ms  p99 ms");
        for size in among {
            one_size(&data, size);
        }
        return;
    }
    if let Some(folds) = folds {
        by_folds(&data, &folds);
        return;
    }
    let mined = search(&data, if searches { usize::MAX } else { peer_step }, misses);
    if let Some(file) = mine {
        fs::write(file, mined).expect("the pairs can be written");
    }
    if !searches {
        pairs(&data);
        persons(&data);
    }
}

struct Asked {
    id: String,
    query: Query,
    answer: String,
    scripts: String,
    tags: String,
}

impl Asked {
    /// Keeps the best score of a question about somebody who is not there: apart when another of that name, born on
    /// another day, is; not at all when the name alone cannot tell.
    fn absent(&self, top: f32, absent: &mut Vec<f32>, homonyms: &mut Vec<f32>) {
        if self.tags.contains("absent_homonym_synth") {
            homonyms.push(top);
        } else if !self.tags.contains("homonym_in_register") {
            absent.push(top);
        }
    }
}

fn queries(data: &Path) -> Vec<Asked> {
    let text = fs::read_to_string(data.join("search_queries.dev.tsv")).expect("the queries can be read");
    text.lines()
        .skip(1)
        .map(|line| {
            let row: Vec<&str> = line.split('\t').collect();
            Asked {
                id: row[0].to_owned(),
                query: Query {
                    name: row[1].to_owned(),
                    born: row[2].parse().ok(),
                    nationality: Some(row[3].to_owned()).filter(|code| !code.is_empty()),
                    ..Query::default()
                },
                answer: row[4].to_owned(),
                scripts: row[5].to_owned(),
                tags: row[6].to_owned(),
            }
        })
        .collect()
}

#[derive(Default, Clone, Copy)]
struct Found {
    asked: usize,
    first: usize,
    ten: usize,
}

impl Found {
    fn add(&mut self, rank: Option<usize>) {
        self.asked += 1;
        self.first += usize::from(rank == Some(0));
        self.ten += usize::from(rank.is_some_and(|rank| rank < 10));
    }

    fn show(self) -> String {
        let share = |n: usize| n as f64 / self.asked.max(1) as f64;
        format!("{:6}   {:.3}  {:.3}", self.asked, share(self.first), share(self.ten))
    }
}

fn search(data: &Path, peer_step: usize, misses: usize) -> String {
    let register = RegisterId::new("figures").expect("an identifier");
    let file = fs::File::open(data.join("search_register.dev.tsv")).expect("the register can be read");
    let start = Instant::now();
    let index = Index::new();
    let mut subjects = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut mined = String::new();
    for item in SubjectReader::new(std::io::BufReader::new(file)) {
        let subject = match item {
            Ok(subject) => subject,
            Err(bad) => {
                println!("register: {bad}");
                continue;
            }
        };
        names.insert(subject.id.as_str().to_owned(), subject.caption().to_owned());
        texts.push((subject.id.as_str().to_owned(), sorted(subject.caption())));
        subjects.push(subject);
    }
    index.load(&register, subjects);
    println!("{} bytes a person", index.bytes() / index.len());
    println!("register: {} persons, indexed in {:.2} s", index.len(), start.elapsed().as_secs_f64());

    let queries = queries(data);
    let registers = [register];
    let (mut all, mut peer_all, mut ours_beside) = (Found::default(), Found::default(), Found::default());
    let mut by_scripts: BTreeMap<&str, Found> = BTreeMap::new();
    let mut by_tag: BTreeMap<&str, Found> = BTreeMap::new();
    let mut micros: Vec<f64> = Vec::new();
    let mut peer_micros: Vec<f64> = Vec::new();
    let (mut tops, mut absent, mut homonyms) = (Vec::new(), Vec::new(), Vec::new());
    for (number, asked) in queries.iter().enumerate() {
        let start = ThreadTime::now();
        let hits = index.find(&asked.query, &registers, 10);
        micros.push(start.elapsed().as_secs_f64() * 1e6);
        let top = hits.first().map_or(0.0, |hit| hit.score);
        if asked.answer.is_empty() {
            asked.absent(top, &mut absent, &mut homonyms);
            continue;
        }
        let rank = hits.iter().position(|hit| hit.subject.as_str() == asked.answer);
        let wrong = hits.iter().map(|hit| hit.subject.as_str()).filter(|id| *id != asked.answer).take(2);
        for (label, id) in [(1, asked.answer.as_str())].into_iter().chain(wrong.map(|id| (0, id))) {
            if let Some(name) = names.get(id) {
                mined.push_str(&format!("{label}\t{}\t{}\t{name}\n", asked.answer, asked.query.name));
            }
        }
        tops.push((rank == Some(0), top));
        all.add(rank);
        by_scripts.entry(&asked.scripts).or_default().add(rank);
        for tag in asked.tags.split(',') {
            by_tag.entry(tag).or_default().add(rank);
        }
        if rank != Some(0) && misses > 0 && number.is_multiple_of(misses) {
            let right = texts.iter().find(|(id, _)| *id == asked.answer).map_or("", |(_, text)| text);
            let got = hits.first().map_or(String::new(), |hit| {
                let name =
                    texts.iter().find(|(id, _)| id == hit.subject.as_str()).map_or("", |(_, text)| text);
                format!("{name} {:.2}", hit.score)
            });
            println!(
                "miss {} {} `{}` is `{right}` at {rank:?}; first: {got}",
                asked.id, asked.tags, asked.query.name
            );
        }
        if number.is_multiple_of(peer_step) {
            ours_beside.add(rank);
            let start = ThreadTime::now();
            let rank = peer(&asked.query.name, &asked.answer, &texts);
            peer_micros.push(start.elapsed().as_secs_f64() * 1e6);
            peer_all.add(rank);
        }
    }
    println!("\n                              queries  first  in ten");
    println!("{:28} {}", "names + search", all.show());
    println!("{:28} {}", format!("  every {peer_step}th query"), ours_beside.show());
    println!("{:28} {}", "rapidfuzz token sort, same", peer_all.show());
    timing("names + search", &mut micros);
    timing("rapidfuzz token sort", &mut peer_micros);

    thresholds(absent, &tops, &homonyms);
    println!("\nquery script > register script");
    show(by_scripts, 20);
    println!("\nkind of query");
    show(by_tag, 20);
    mined
}

/// Asks every question that has an answer among so many persons.
fn one_size(data: &Path, size: usize) {
    let questions: Vec<Asked> = queries(data).into_iter().filter(|asked| !asked.answer.is_empty()).collect();
    let asked_for: BTreeSet<&str> = questions.iter().map(|asked| asked.answer.as_str()).collect();
    let text = fs::read_to_string(data.join("search_register.dev.tsv")).expect("the register can be read");
    let (head, rows) = text.split_once('\n').expect("the register has a head");
    let rows: Vec<Vec<&str>> = rows.lines().map(|row| row.split('\t').collect()).collect();
    let (mut kept, others): (Vec<String>, Vec<String>) = {
        let (kept, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| asked_for.contains(row[0]));
        let text = |rows: Vec<&Vec<&str>>| rows.into_iter().map(|row| row.join("\t")).collect();
        (text(kept), text(others))
    };
    kept.extend(others.into_iter().take(size.saturating_sub(kept.len())));
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut any = || &rows[rng.random_range(0..rows.len())];
    while kept.len() < size {
        let (one, two, three) = (any(), any(), any());
        let parts: Vec<&str> = one[1].split(' ').collect();
        let last = two[1].rsplit(' ').next().unwrap_or_default();
        // Who has one name alone, or whose two names are of different scripts, would be like nobody.
        if parts.len() < 2 || last == two[1] || last.is_ascii() != one[1].is_ascii() {
            continue;
        }
        let name = format!("{} {last}", parts[..parts.len() - 1].join(" "));
        kept.push(format!("made{}\t{name}\t{}\t{}\t\t", kept.len(), three[2], one[3]));
    }
    let register = RegisterId::new("figures").expect("an identifier");
    let index = Index::new();
    let lines = format!("{head}\n{}\n", kept.join("\n"));
    drop(kept);
    index.load(&register, SubjectReader::new(lines.as_bytes()).filter_map(Result::ok).collect::<Vec<_>>());
    drop(lines);
    let registers = [register];
    let (mut found, mut micros) = (Found::default(), Vec::new());
    for asked in &questions {
        let start = ThreadTime::now();
        let hits = index.find(&asked.query, &registers, 10);
        micros.push(start.elapsed().as_secs_f64() * 1e3);
        found.add(hits.iter().position(|hit| hit.subject.as_str() == asked.answer));
    }
    micros.sort_by(f64::total_cmp);
    let at = |rank: usize| micros[(micros.len() * rank / 100).min(micros.len() - 1)];
    println!("{:9} {}   {:.2}   {:.2}", index.len(), found.show(), at(50), at(99));
}

/// Takes the tables of a folder in the place of those compiled in.
fn install(folder: &Path) {
    let files = fs::read_dir(folder).expect("the folder of tables can be read");
    let tables = files
        .map(|file| file.expect("the folder of tables can be read").path())
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a table can be read"))
        })
        .collect();
    assert!(names::model::install(tables), "tables are taken before the first name is read");
}

/// How many folds there are, as `learn` has them.
const FOLDS: u64 = 5;

/// In which fold a person is, as `learn` has it; whoever is in no register is by the number of the question.
fn fold(id: &str) -> u64 {
    let mut state = 0x00c0_ffee_u64 ^ 0xcbf2_9ce4_8422_2325;
    for byte in id.bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (state >> 33) % FOLDS
}

/// Asks for the persons of one fold, and prints for each question its number, the rank of the answer and the best score.
fn one_fold(data: &Path, only: u64) {
    let register = RegisterId::new("figures").expect("an identifier");
    let file = fs::File::open(data.join("search_register.dev.tsv")).expect("the register can be read");
    let index = Index::new();
    let subjects: Vec<_> = SubjectReader::new(std::io::BufReader::new(file)).filter_map(Result::ok).collect();
    index.load(&register, subjects);
    let registers = [register];
    for (number, asked) in queries(data).iter().enumerate() {
        let person = if asked.answer.is_empty() { &asked.id } else { &asked.answer };
        if fold(person) == only {
            let hits = index.find(&asked.query, &registers, 10);
            let rank = hits.iter().position(|hit| hit.subject.as_str() == asked.answer);
            let rank = rank.map_or("-".to_owned(), |rank| rank.to_string());
            println!("{number}\t{rank}\t{}", hits.first().map_or(0.0, |hit| hit.score));
        }
    }
}

/// Asks for the persons of each fold by tables that have not seen them, each fold in a process of its own.
fn by_folds(data: &Path, folder: &Path) {
    let queries = queries(data);
    let mut all = Found::default();
    let mut by_scripts: BTreeMap<&str, Found> = BTreeMap::new();
    let mut by_tag: BTreeMap<&str, Found> = BTreeMap::new();
    let (mut tops, mut absent, mut homonyms) = (Vec::new(), Vec::new(), Vec::new());
    for fold in 0..FOLDS {
        let done = std::process::Command::new(std::env::current_exe().expect("this program has a path"))
            .args([data.as_os_str(), "--with".as_ref(), folder.join(format!("fold-{fold}")).as_os_str()])
            .args(["--fold".to_owned(), fold.to_string()])
            .output()
            .expect("this program can be run");
        assert!(done.status.success(), "fold {fold}: {}", String::from_utf8_lossy(&done.stderr));
        for line in String::from_utf8_lossy(&done.stdout).lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [number, rank, top] = fields.as_slice() else { continue };
            let asked = &queries[number.parse::<usize>().expect("a number")];
            let top: f32 = top.parse().expect("a score");
            if asked.answer.is_empty() {
                asked.absent(top, &mut absent, &mut homonyms);
                continue;
            }
            let rank = rank.parse().ok();
            tops.push((rank == Some(0), top));
            all.add(rank);
            by_scripts.entry(&asked.scripts).or_default().add(rank);
            for tag in asked.tags.split(',') {
                by_tag.entry(tag).or_default().add(rank);
            }
        }
    }
    println!("tables and weights of names learned without the persons asked for, five folds");
    println!("                              queries  first  in ten");
    println!("{:28} {}", "names + search", all.show());
    thresholds(absent, &tops, &homonyms);
    println!("\nquery script > register script");
    show(by_scripts, 20);
    println!("\nkind of query");
    show(by_tag, 20);
}

/// How many are found first and above the scores that few of the people reach who are in no register.
fn thresholds(mut absent: Vec<f32>, tops: &[(bool, f32)], homonyms: &[f32]) {
    absent.sort_by(|x, y| y.total_cmp(x));
    for share in [0.05, 0.01] {
        let threshold = absent[(absent.len() as f64 * share) as usize];
        let found =
            tops.iter().filter(|(right, top)| *right && *top > threshold).count() as f64 / tops.len() as f64;
        let wrong = homonyms.iter().filter(|top| **top > threshold).count() as f64 / homonyms.len() as f64;
        println!(
            "first and above {threshold:.3}, where {:.0} % of absent people give a hit: {found:.3}; same name, other birth date passes: {wrong:.3}",
            share * 100.0
        );
    }
}

fn show(found: BTreeMap<&str, Found>, least: usize) {
    let mut rows: Vec<_> = found.into_iter().filter(|(_, found)| found.asked >= least).collect();
    rows.sort_by_key(|(_, found)| std::cmp::Reverse(found.asked));
    for (name, found) in rows {
        println!("{name:28} {}", found.show());
    }
}

fn timing(name: &str, micros: &mut [f64]) {
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| micros[((micros.len() - 1) as f64 * share) as usize] / 1000.0;
    let rate = micros.len() as f64 * 1e6 / micros.iter().sum::<f64>();
    println!(
        "{name:28} {rate:.0} searches/s, p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// Plain letters, parts in alphabetical order: what a token-sort ratio compares.
fn sorted(name: &str) -> String {
    let plain = any_ascii::any_ascii(name).to_lowercase();
    let mut parts: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    parts.join(" ")
}

/// The rank of the answer when every name of the register is compared.
fn peer(name: &str, answer: &str, register: &[(String, String)]) -> Option<usize> {
    let name = sorted(name);
    let comparator = indel::BatchComparator::new(name.chars());
    let mut scored: Vec<(f64, &str)> = register
        .iter()
        .map(|(id, text)| (comparator.normalized_similarity(text.chars()), id.as_str()))
        .collect();
    let count = scored.len().min(10);
    scored.select_nth_unstable_by(count - 1, |x, y| y.0.total_cmp(&x.0));
    scored.truncate(count);
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
    scored.iter().position(|(_, id)| *id == answer)
}

/// The area under the curve, the recall at a precision of 0.95, and the expected calibration error in ten bins.
fn curve(scored: &mut [(f32, bool)]) -> (f64, f64, f64) {
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
    let positive = scored.iter().filter(|(_, same)| *same).count() as f64;
    let negative = scored.len() as f64 - positive;
    let (mut found, mut wrong, mut area, mut recall) = (0.0, 0.0, 0.0, 0.0);
    for (_, same) in scored.iter() {
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
    let mut bins = [(0.0_f64, 0.0_f64); 10];
    for (score, same) in scored.iter() {
        let bin = &mut bins[((score * 10.0) as usize).min(9)];
        bin.0 += f64::from(*score);
        bin.1 += f64::from(u8::from(*same));
    }
    let off = bins.iter().map(|(said, was)| (said - was).abs()).sum::<f64>() / scored.len() as f64;
    (area / (positive * negative), recall, off)
}

/// Pairs of persons with dates, nationalities and numbers, as `comity compare` scores them.
fn persons(data: &Path) {
    let Ok(text) = fs::read_to_string(data.join("pairs_persons.dev.tsv")) else { return };
    let mut out = Vec::new();
    search::batch::compare_pairs(text.as_bytes(), &mut out, &mut |_| {}).expect("the pairs can be compared");
    let scores: BTreeMap<String, f32> = String::from_utf8(out)
        .expect("text")
        .lines()
        .filter_map(|line| {
            line.split_once('\t').map(|(id, score)| (id.to_owned(), score.parse().unwrap_or(0.0)))
        })
        .collect();
    let (mut scored, mut homonyms) = (Vec::new(), Vec::new());
    for row in text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        // Columns: pair, four of one person, four of the other, label, scripts, tags.
        let (Some(&score), label, tags) = (scores.get(row[0]), row[9], row[11]) else { continue };
        if tags.split(',').any(|tag| tag == "far") {
            continue;
        }
        scored.push((score, label == "1"));
        if tags.contains("neg_homonym_synth") {
            homonyms.push(score);
        }
    }
    let (area, recall, off) = curve(&mut scored);
    let positive = scored.iter().filter(|(_, same)| *same).count() as f64;
    let (mut found, mut best, mut threshold) = (0.0, 0.0_f64, 1.0);
    for (at, (score, same)) in scored.iter().enumerate() {
        found += f64::from(u8::from(*same));
        let precision = found / (at + 1) as f64;
        best = best.max(2.0 * found / (positive + (at + 1) as f64));
        if precision >= 0.95 {
            threshold = *score;
        }
    }
    let pass =
        homonyms.iter().filter(|score| **score >= threshold).count() as f64 / homonyms.len().max(1) as f64;
    println!(
        "\npairs of persons: {} pairs, AUC {area:.4}, best F1 {best:.3}, recall at precision 0.95 {recall:.3}, calibration {off:.3}; same name, other birth date above the threshold of precision 0.95: {pass:.3}",
        scored.len()
    );
}

fn pairs(data: &Path) {
    let text = fs::read_to_string(data.join("pairs_names.dev.tsv")).expect("the pairs can be read");
    let mut ours: BTreeMap<&str, Vec<(f32, bool)>> = BTreeMap::new();
    let mut peer: BTreeMap<&str, Vec<(f32, bool)>> = BTreeMap::new();
    let mut prepared = Vec::new();
    for row in text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        if row[5].split(',').any(|tag| tag == "far") {
            continue;
        }
        prepared.push((row[4], row[3] == "1", Name::parse(row[1]), Name::parse(row[2])));
        let similarity = indel::normalized_similarity(sorted(row[1]).chars(), sorted(row[2]).chars());
        peer.entry(row[4]).or_default().push((similarity as f32, row[3] == "1"));
    }
    let start = Instant::now();
    for (scripts, same, a, b) in &prepared {
        ours.entry(scripts).or_default().push((names::score(a, b), *same));
    }
    let each = start.elapsed().as_secs_f64() * 1e6 / prepared.len() as f64;
    println!("\npairs of names (`far` left out): {} pairs, {each:.2} µs each", prepared.len());
    println!(
        "The weights were fitted on these pairs; `learn -- weights` prints the figures by cross-validation."
    );
    println!(
        "                               pairs   AUC    recall at precision 0.95     (rapidfuzz token sort)"
    );
    let line = |name: &str, ours: &mut Vec<(f32, bool)>, peer: &mut Vec<(f32, bool)>| {
        let (area, recall, off) = curve(ours);
        let (peer_area, peer_recall, _) = curve(peer);
        println!(
            "{name:28} {:7}   {area:.4} {recall:.3}  calibration {off:.3}   ({peer_area:.4} {peer_recall:.3})",
            ours.len()
        );
    };
    let (mut all, mut all_peer) = (Vec::new(), Vec::new());
    ours.values().for_each(|scored| all.extend_from_slice(scored));
    peer.values().for_each(|scored| all_peer.extend_from_slice(scored));
    line("all", &mut all, &mut all_peer);
    for (scripts, mut scored) in ours {
        if scored.len() > 200
            && let Some(beside) = peer.get_mut(scripts)
        {
            line(scripts, &mut scored, beside);
        }
    }
}
