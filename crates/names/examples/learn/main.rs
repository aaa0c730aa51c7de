//! Makes the tables of `crates/names/tables` from open data and measures them. See `tables/README.md` for inputs and licences.
//!
//! ```text
//! cargo run --release -p names --example learn -- tables  DATA TABLES [MINED]   all tables and the weights
//! cargo run --release -p names --example learn -- figures DATA SCORED [MINED]   how well names are told apart
//! cargo run --release -p names --example learn -- han     UNIHAN TABLES         the table of Han characters
//! cargo run --release -p names --example learn -- speed   DATA -                what a comparison costs
//! ```
//!
//! `DATA` is the folder with `translit_tokens.dev.tsv`, `persons.dev.jsonl`, `pairs_names.dev.tsv` and
//! `pairs_hard.dev.tsv`; `TABLES` is the folder to write to. The tables build on each other, so each step is a process of
//! its own that takes the tables so far in the place of those compiled in (`--with TABLES STEP DATA TABLES`).
//!
//! `figures` learns nothing that stays: for each of five folds it learns all tables and the weights from the persons
//! of the other four (`--without FOLD`; what pairs of tokens the persons of the fold explain is taken off their counts) and
//! scores the pairs of the fold; it prints the figures and writes each pair with its log-odds to `SCORED`. Nothing is
//! random: folds come from a fixed hash (`SEED`), sums run in file order.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a tool run by hand: it may read files and stop with a message"
)]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use names::Name;
use names::model::{self, Learning};

mod han;
mod origins;
mod spelling;
mod weights;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == "--with") {
        install(Path::new(args.get(1).expect("a folder of tables follows --with")));
        args.drain(..2);
    }
    if args.first().is_some_and(|arg| arg == "--without") {
        let fold = args.get(1).and_then(|fold| fold.parse().ok()).expect("a number follows --without");
        WITHOUT.set(fold).expect("said once");
        args.drain(..2);
    }
    let [step, data, tables, mined @ ..] = args.as_slice() else {
        panic!("usage: learn tables|figures|speed DATA TABLES [MINED]");
    };
    let (data, tables) = (Path::new(data), Path::new(tables));
    let mined = mined.first().map(Path::new);
    match step.as_str() {
        "tables" => {
            all_tables(data, tables, None);
            step_with(tables, None, &["weights"], data, tables, mined);
        }
        "sounds" => sounds(data, tables),
        "frequency" => frequency(data, tables),
        "natives" => natives(data, tables),
        "names" => from_names(data, tables),
        "spellings" => spellings(data, tables),
        "han" => han::learn(data, tables),
        "origins" => origins::learn(data, tables),
        "weights" => weights::learn(data, tables, mined),
        "figures" => weights::figures(data, mined, tables),
        "quick" => weights::quick(data, tables),
        "fold" => weights::fold_scores(data, mined, tables, *WITHOUT.get().expect("--without")),
        "speed" => weights::speed(data),
        _ => panic!("unknown step `{step}`"),
    }
}

/// The fold whose persons nothing is learned from.
static WITHOUT: OnceLock<u64> = OnceLock::new();

/// Runs steps of this tool, each in a process of its own with the tables so far.
fn step_with(
    with: &Path,
    without: Option<u64>,
    steps: &[&str],
    data: &Path,
    out: &Path,
    mined: Option<&Path>,
) {
    for step in steps {
        let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
        command.arg("--with").arg(with);
        if let Some(fold) = without {
            command.arg("--without").arg(fold.to_string());
        }
        command.arg(step).arg(data).arg(out).args(mined);
        let done = command.output().expect("this program can be run");
        assert!(done.status.success(), "{step}: {}", String::from_utf8_lossy(&done.stderr));
        print!("{}", String::from_utf8_lossy(&done.stdout));
    }
}

/// All tables but the weights; those written by hand are taken over.
fn all_tables(data: &Path, tables: &Path, without: Option<u64>) {
    // Nothing that the tables compiled in have seen may come in.
    for file in [
        "channels.tsv",
        "spellings.tsv",
        "frequency.tsv",
        "parts.tsv",
        "natives.tsv",
        "origins.tsv",
        "weights.tsv",
    ] {
        fs::write(tables.join(file), "").expect("the folder of tables can be written to");
    }
    let steps = ["sounds", "frequency", "natives", "spellings", "names", "spellings", "frequency", "origins"];
    step_with(tables, without, &steps, data, tables, None);
}

/// Takes the tables of a folder in the place of those compiled in.
fn install(folder: &Path) {
    let files = fs::read_dir(folder).expect("the folder of tables can be read");
    let tables = files
        .map(|file| file.expect("the folder of tables can be read").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display())))
        })
        .collect();
    assert!(model::install(tables), "tables are taken before the first name is read");
}

fn read(data: &Path, file: &str) -> String {
    fs::read_to_string(data.join(file)).unwrap_or_else(|wrong| panic!("{file}: {wrong}"))
}

/// Rows of a tab-separated file without its header.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

/// Rows of the pairs of tokens: language, Latin token, native token, count; without what the persons of a fold that is
/// left out explain.
fn token_rows(data: &Path) -> Vec<(String, String, f64)> {
    let text = read(data, "translit_tokens.dev.tsv");
    let mut explained: HashMap<(String, String), f64> = HashMap::new();
    if let Some(fold) = WITHOUT.get() {
        for Person { id, names, .. } in all_persons(data) {
            if weights::fold(&id) != *fold {
                continue;
            }
            let mut tokens: Vec<String> = names.iter().flat_map(|name| words(name)).collect();
            tokens.sort();
            tokens.dedup();
            let (latin, native): (Vec<&String>, Vec<&String>) =
                tokens.iter().partition(|token| token.is_ascii());
            for latin in latin {
                for native in &native {
                    *explained.entry((latin.clone(), (*native).clone())).or_default() += 1.0;
                }
            }
        }
    }
    rows(&text)
        .filter_map(|row| {
            let [_, latin, native, count] = row.as_slice() else { return None };
            let count: f64 = count.parse().unwrap_or(1.0);
            let (latin, native) = ((*latin).to_owned(), (*native).to_owned());
            let key = (model::plain_word(&latin), native.clone());
            let left = count - explained.get(&key).copied().unwrap_or(0.0);
            (left > 0.0).then_some((latin, native, left))
        })
        .collect()
}

/// The words of a name as the tokens have them.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words =
        lower.split(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c));
    words.filter(|word| !word.is_empty()).map(model::plain_word).collect()
}

type Token = (Vec<u8>, Vec<Vec<u8>>, f64);

/// Latin and native tokens by channel.
fn tokens(data: &Path) -> BTreeMap<usize, Vec<Token>> {
    let mut all: BTreeMap<usize, Vec<Token>> = BTreeMap::new();
    for (latin, native, count) in token_rows(data) {
        if let (Some((0, latin)), Some((channel, native))) = (model::word(&latin), model::word(&native))
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
# Made by examples/learn from aligned names; see README.md.
";

fn write_channels(tables: &Path, learned: &BTreeMap<usize, String>, letters: Option<String>) {
    let mut text = CHANNELS_HEAD.to_owned();
    for (at, name) in model::channels().iter().enumerate() {
        match learned.get(&at) {
            Some(lines) => text.push_str(lines),
            None => text.push_str(&Learning::new().lines(name)),
        }
    }
    text.push_str(&letters.unwrap_or_else(|| Learning::new().lines(model::letters_channel())));
    fs::write(tables.join("channels.tsv"), text).expect("channels.tsv can be written");
}

fn sounds(data: &Path, tables: &Path) {
    let mut learned = BTreeMap::new();
    for (channel, pairs) in tokens(data) {
        let name = model::channels()[channel];
        println!("{name}: {} token pairs", pairs.len());
        learned.insert(channel, train(&pairs, false).lines(name));
    }
    write_channels(tables, &learned, None);
}

/// A person of the data.
struct Person {
    id: String,
    names: Vec<String>,
    countries: Vec<String>,
    /// Whether the source's licence lets names be counted.
    open: bool,
}

/// The persons, without those of a fold that is left out.
fn persons(data: &Path) -> Vec<Person> {
    let without = WITHOUT.get();
    all_persons(data)
        .into_iter()
        .filter(|person| without.is_none_or(|fold| weights::fold(&person.id) != *fold))
        .collect()
}

fn all_persons(data: &Path) -> Vec<Person> {
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
            let id = person["person_id"].as_str().unwrap_or_default().to_owned();
            let open = !list("sources").iter().any(|source| source.starts_with("EP"));
            Person { id, names: list("names"), countries: list("nationality"), open }
        })
        .collect()
}

const PARTS_HEAD: &str = "\
# How many names have this part (Latin letters without marks, or the letters of another script); `*` is the sum.
# Made by examples/learn; see README.md.
";

/// Counts of parts and of their skeletons.
fn frequency(data: &Path, tables: &Path) {
    let mut tokens: HashMap<String, f64> = HashMap::new();
    let mut natives: HashMap<String, f64> = HashMap::new();
    for (latin, native, count) in token_rows(data) {
        let cell = tokens.entry(latin).or_default();
        *cell = cell.max(count);
        *natives.entry(native).or_default() += count;
    }
    let mut parts: BTreeMap<String, f64> = BTreeMap::new();
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    let mut add = |text: &str, count: f64, native: bool| {
        for (plain, skeleton) in model::counted(&Name::parse(text)) {
            *parts.entry(plain).or_default() += count;
            if !native {
                *counts.entry(skeleton).or_default() += count;
            }
        }
    };
    for (token, count) in &tokens {
        add(token, *count, false);
    }
    for (token, count) in &natives {
        add(token, *count, true);
    }
    for Person { names, open, .. } in persons(data) {
        if !open {
            continue;
        }
        // One name of each script.
        let mut scripts = Vec::new();
        for name in &names {
            let latin = name.bytes().any(|byte| byte.is_ascii_alphabetic());
            if !scripts.contains(&latin) {
                scripts.push(latin);
                add(name, 1.0, !latin);
            }
        }
    }
    let write = |file: &str, head: &str, counts: &BTreeMap<String, f64>, least: f64, most: usize| {
        let total: f64 = counts.values().sum();
        let mut kept: Vec<(&String, &f64)> =
            counts.iter().filter(|(key, count)| **count >= least && !key.is_empty()).collect();
        kept.sort_by(|x, y| y.1.total_cmp(x.1).then(x.0.cmp(y.0)));
        kept.truncate(most);
        let mut out = format!("{head}*\t{total:.0}\n");
        for (key, count) in &kept {
            out.push_str(&format!("{key}\t{count:.0}\n"));
        }
        println!("{file}: {} of {} kept", kept.len(), counts.len());
        fs::write(tables.join(file), out).expect("the table can be written");
    };
    let head = "# How many parts of names have this skeleton; `*` is the sum. Made by examples/learn; see README.md.\n";
    write("frequency.tsv", head, &counts, 4.0, 9000);
    write("parts.tsv", PARTS_HEAD, &parts, model::least_count(), 17_000);
}

const NATIVES_HEAD: &str = "\
# Parts in other scripts, and the Latin names of nicknames.txt that they stand for most often.
# Made by examples/learn; see README.md.
";

/// The parts in other scripts that stand for names of the table of names that stand for each other.
fn natives(data: &Path, tables: &Path) {
    let mut counts: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for (latin, native, count) in token_rows(data) {
        *counts.entry(native).or_default().entry(latin).or_default() += count;
    }
    let mut out = NATIVES_HEAD.to_owned();
    let mut kept = 0;
    for (native, latin) in counts {
        let total: f64 = latin.values().sum();
        let mut usual: Vec<(&String, &f64)> =
            latin.iter().filter(|(_, count)| **count >= 3.0 && **count >= 0.15 * total).collect();
        usual.sort_by(|x, y| y.1.total_cmp(x.1).then(x.0.cmp(y.0)));
        let usual: Vec<&str> = usual
            .into_iter()
            .map(|(latin, _)| latin.as_str())
            .filter(|latin| model::has_equivalents(latin))
            .collect();
        if !usual.is_empty() && native.chars().count() > 1 {
            out.push_str(&format!("{native} {}\n", usual.join(" ")));
            kept += 1;
        }
    }
    println!("natives.tsv: {kept} parts");
    fs::write(tables.join("natives.tsv"), out).expect("natives.tsv can be written");
}

/// Learns the channels that have no token pairs, and Han once more, from the names of one person that the present tables
/// already match part by part.
fn from_names(data: &Path, tables: &Path) {
    let mut found: BTreeMap<usize, Vec<Token>> = BTreeMap::new();
    let mut letters: Vec<Token> = Vec::new();
    for Person { names, .. } in persons(data) {
        let parsed: Vec<Name> = names.iter().take(12).map(|name| Name::parse(name)).collect();
        for (at, a) in parsed.iter().enumerate() {
            for b in &parsed[at + 1..] {
                let weight = 1.0 / parsed.len() as f64;
                for (x, y) in model::matched_letters(a, b, 0.5) {
                    letters.push((x, vec![y], weight));
                }
                for ((x_channel, x), (y_channel, y)) in model::matched(a, b, 0.5) {
                    let (channel, latin, other) = match (x_channel, y_channel) {
                        (0, channel) => (channel, x, y),
                        (channel, 0) => (channel, y, x),
                        _ => continue,
                    };
                    found.entry(channel).or_default().push((latin, vec![other], weight));
                }
            }
        }
    }
    println!("letters: {} pairs of parts", letters.len());
    let letters = train(&letters, true).lines(model::letters_channel());
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
    write_channels(tables, &learned, Some(letters));
}

/// The letters and units of all parts of a name, or of some.
fn spelt(parts: &[names::Part]) -> (Vec<u8>, Vec<char>) {
    let mut all = (Vec::new(), Vec::new());
    for part in parts {
        let (letters, units, _) = model::spelt(part);
        all.0.extend(letters);
        all.1.extend(units);
    }
    all
}

/// Words in two scripts: the tokens, and the parts of one person's names that the present tables hold for one another.
fn spelling_pairs(data: &Path) -> Vec<spelling::Pair> {
    let mut out = Vec::new();
    let mut add = |latin: Vec<u8>, units: Vec<char>, times: f64| {
        if (1..=24).contains(&latin.len()) && (1..=24).contains(&units.len()) {
            out.push(spelling::Pair { latin, units, times });
        }
    };
    for (latin, native, count) in token_rows(data) {
        let (latin, native) = (Name::parse(&latin), Name::parse(&native));
        add(spelt(latin.parts()).0, spelt(native.parts()).1, count.sqrt().min(6.0));
    }
    for Person { names, .. } in persons(data) {
        let names: Vec<Name> = names.iter().take(24).map(|name| Name::parse(name)).collect();
        let mut found = BTreeMap::new();
        for a in &names {
            for b in &names {
                for (x, y) in model::alignment(a, b, 2.0) {
                    let (x, y) = (&a.parts()[x.0..x.0 + x.1], &b.parts()[y.0..y.0 + y.1]);
                    let ((latin, _), (_, units)) = (spelt(x), spelt(y));
                    if !latin.is_empty() && !units.is_empty() {
                        if let [part] = y
                            && let (_, _, syllables) = model::spelt(part)
                            && !syllables.is_empty()
                        {
                            found.insert((latin.clone(), syllables), ());
                        }
                        found.insert((latin, units), ());
                    }
                }
            }
        }
        // A person with many spellings counts as a few.
        let times = 2.0 / (found.len() as f64 / 2.0).max(1.0).sqrt();
        for ((latin, units), ()) in found {
            add(latin, units, times);
        }
    }
    out
}

fn spellings(data: &Path, tables: &Path) {
    let pairs = spelling_pairs(data);
    println!("{} pairs of words", pairs.len());
    let mut table = spelling::Spellings::new(&pairs);
    for round in 1..=6 {
        println!("round {round}: {:.4} nats a letter", table.turn(&pairs));
    }
    let head = "\
# How a letter (or part of a Hangul syllable, or Han character) of another script is spelt in Latin letters, out of 1000.
# Made by examples/learn from aligned names; see README.md.
";
    fs::write(tables.join("spellings.tsv"), format!("{head}{}", table.lines()))
        .expect("spellings.tsv can be written");
}
