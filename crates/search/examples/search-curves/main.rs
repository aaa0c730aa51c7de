//! Prints how speed, memory and recall change with the size of the register, and draws the curves.
//!
//! ```text
//! cargo run --release -p search --example search-curves -- [--sizes 20000,100000,1000000] [--svg FILE] [DATA]
//! ```
//!
//! The people are made up (`population.rs`), the same for the same sizes. Of the questions a third is as registered, a third has
//! one letter changed, a third one part left out and the year of birth alone; a fourth as many ask for nobody. Times are of
//! the processor, of one thread, so that other work on the machine disturbs them little. With `DATA` (default
//! `../shared/names`) recall is measured on its questions, the rest of the register being made of its own parts.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::panic,
    reason = "a program run by hand: it reads files and takes the time"
)]

mod population;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use cpu_time::{ProcessTime, ThreadTime};
use population::{Dice, Population};
use search::{Index, Query, RegisterId, Stamp, Subject, SubjectId, SubjectReader};

/// Questions for each size.
const QUESTIONS: u64 = 4_000;

struct Row {
    size: u64,
    import_s: f64,
    open_ms: f64,
    bytes: f64,
    rate: f64,
    p50_us: f64,
    p99_us: f64,
    first: f64,
    ten: f64,
}

fn main() {
    let mut sizes = vec![20_000, 37_000, 100_000, 1_000_000];
    let (mut svg, mut data) = (None, PathBuf::from("../shared/names"));
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--sizes" => {
                let list = args.next().expect("sizes");
                sizes = list.split(',').map(|size| size.parse().expect("a number")).collect();
            }
            "--svg" => svg = args.next().map(PathBuf::from),
            _ => data = PathBuf::from(arg),
        }
    }
    println!("   persons  import s  open ms  bytes/person  searches/s   p50 ms   p99 ms   first  in ten");
    let mut rows = Vec::new();
    for size in sizes {
        let row = measure(size);
        println!(
            "{:10}  {:8.1}  {:7.1}  {:12.1}  {:10.0}  {:7.3}  {:7.3}   {:.3}   {:.3}",
            row.size,
            row.import_s,
            row.open_ms,
            row.bytes,
            row.rate,
            row.p50_us / 1000.0,
            row.p99_us / 1000.0,
            row.first,
            row.ten
        );
        rows.push(row);
    }
    if let Some(file) = svg {
        fs::write(&file, drawn(&rows)).expect("the picture can be written");
    }
    if data.join("search_register.dev.tsv").exists() {
        recall(&data);
    } else {
        println!("SKIPPED: {} has no register to measure recall on", data.display());
    }
}

fn measure(size: u64) -> Row {
    let people = Population::new(1);
    let register = RegisterId::new("population").expect("an identifier");
    let index = Index::new();
    let start = ProcessTime::now();
    index.load(&register, (0..size).map(|number| people.subject(number)));
    let import_s = start.elapsed().as_secs_f64();
    let mut file = Vec::with_capacity(index.bytes() + 4096);
    index.write(&Stamp { label: String::new(), mark: 0 }, &mut file).expect("memory takes it");
    drop(index);
    let bytes = file.len() as f64 / size as f64;
    let start = ProcessTime::now();
    let (index, _) = Index::open(Arc::new(file)).expect("the snapshot opens");
    let open_ms = start.elapsed().as_secs_f64() * 1000.0;

    let registers = [register];
    let mut dice = Dice(77);
    let mut micros = Vec::new();
    let (mut asked, mut first, mut ten) = (0.0, 0.0, 0.0);
    for number in 0..QUESTIONS {
        let nobody = number % 5 == 4;
        // Nobody: a person of the same kind who was not taken in.
        let person = if nobody { size + number } else { dice.below(size) };
        let query = question(&people, person, &mut dice);
        let start = ThreadTime::now();
        let found = index.find(&query, &registers, 10);
        let took = start.elapsed().as_secs_f64() * 1e6;
        if number >= QUESTIONS / 20 {
            micros.push(took);
        }
        if !nobody {
            let id = format!("N{person:09}");
            let rank = found.iter().position(|hit| hit.subject.as_str() == id);
            asked += 1.0;
            first += f64::from(u8::from(rank == Some(0)));
            ten += f64::from(u8::from(rank.is_some()));
        }
    }
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| micros[((micros.len() - 1) as f64 * share) as usize];
    Row {
        size,
        import_s,
        open_ms,
        bytes,
        rate: micros.len() as f64 * 1e6 / micros.iter().sum::<f64>(),
        p50_us: at(0.5),
        p99_us: at(0.99),
        first: first / asked,
        ten: ten / asked,
    }
}

fn question(people: &Population, person: u64, dice: &mut Dice) -> Query {
    let (name, born, country) = people.person(person);
    let day = born.map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"));
    let nationality = Some(country.to_owned()).filter(|code| !code.is_empty() && dice.below(2) == 0);
    let (name, born) = match dice.below(3) {
        0 => (name, day),
        1 => (typed(&name, dice), day),
        _ => {
            let parts: Vec<&str> = name.split(' ').collect();
            let kept = if parts.len() > 2 { vec![parts[0], parts[parts.len() - 1]] } else { parts };
            (kept.join(" "), born.map(|(year, ..)| year.to_string()))
        }
    };
    Query { born: born.and_then(|text| text.parse().ok()), nationality, ..Query::named(&name) }
}

/// One letter of the name exchanged, left out or doubled.
fn typed(name: &str, dice: &mut Dice) -> String {
    let letters: Vec<char> = name.chars().collect();
    let at = dice.below(letters.len() as u64) as usize;
    let how = dice.below(3);
    let mut out = String::new();
    for (place, letter) in letters.iter().enumerate() {
        match (place == at && letter.is_alphabetic(), how) {
            (true, 0) => out.push(letters[(at + 1) % letters.len()]),
            (true, 1) => {}
            (true, _) => {
                out.push(*letter);
                out.push(*letter);
            }
            _ => out.push(*letter),
        }
    }
    out
}

/// Recall of the benchmark's questions when the register grows by people made of its own parts.
fn recall(data: &std::path::Path) {
    const BASE: usize = 20_000;
    const ASKED: usize = 1_500;
    let text = fs::read_to_string(data.join("search_queries.dev.tsv")).expect("the queries can be read");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let with_answer: Vec<&Vec<&str>> = rows.iter().filter(|row| !row[4].is_empty()).collect();
    let step = (with_answer.len() / ASKED).max(1);
    let asked: Vec<&Vec<&str>> = with_answer.into_iter().step_by(step).collect();
    let answers: BTreeSet<&str> = asked.iter().map(|row| row[4]).collect();
    let register = fs::read(data.join("search_register.dev.tsv")).expect("the register can be read");
    let all: Vec<Subject> = SubjectReader::new(&register[..]).filter_map(Result::ok).collect();
    let (mut base, rest): (Vec<Subject>, Vec<Subject>) =
        all.iter().cloned().partition(|subject| answers.contains(subject.id.as_str()));
    base.extend(rest.into_iter().take(BASE.saturating_sub(base.len())));
    println!("\n   persons  first  in ten   ({} questions of the benchmark)", asked.len());
    let file = RegisterId::new("recall").expect("an identifier");
    for size in [BASE, 100_000, 1_000_000] {
        let mut dice = Dice(5);
        let made = (0..size - BASE).map(|number| recombined(&all, number, &mut dice));
        let index = Index::new();
        index.load(&file, base.iter().cloned().chain(made));
        let (mut first, mut ten) = (0.0, 0.0);
        for row in &asked {
            let query = Query {
                born: row[2].parse().ok(),
                nationality: Some(row[3].to_owned()).filter(|code| !code.is_empty()),
                ..Query::named(row[1])
            };
            let found = index.find(&query, std::slice::from_ref(&file), 10);
            let rank = found.iter().position(|hit| hit.subject.as_str() == row[4]);
            first += f64::from(u8::from(rank == Some(0)));
            ten += f64::from(u8::from(rank.is_some()));
        }
        println!("{size:10}  {:.3}  {:.3}", first / asked.len() as f64, ten / asked.len() as f64);
    }
}

/// A person with the first part of one, the last of another and the date of a third.
fn recombined(all: &[Subject], number: usize, dice: &mut Dice) -> Subject {
    let pick = |dice: &mut Dice| &all[dice.below(all.len() as u64) as usize];
    let (one, mut other, third) = (pick(dice), pick(dice), pick(dice));
    let script =
        |subject: &Subject| subject.caption().chars().find(|c| c.is_alphabetic()).map(|c| u32::from(c) >> 8);
    for _ in 0..40 {
        if script(one) == script(other) {
            break;
        }
        other = pick(dice);
    }
    let first = one.caption().split(' ').next().unwrap_or_default();
    let last = other.caption().split(' ').next_back().unwrap_or_default();
    let mut properties = BTreeMap::from([("name".to_owned(), vec![format!("{first} {last}")])]);
    for property in ["birthDate", "nationality"] {
        let values = third.values(property);
        if !values.is_empty() {
            properties.insert(property.to_owned(), values.to_vec());
        }
    }
    let id = SubjectId::new(&format!("made{number}")).expect("an identifier");
    Subject { id, schema: "Person".to_owned(), properties }
}

/// The curves of latency by size, both in powers of ten.
fn drawn(rows: &[Row]) -> String {
    let (width, height) = (640.0, 360.0);
    let (left, bottom) = (70.0, 310.0);
    let x = |size: f64| left + (size.log10() - 4.0) / 4.0 * (width - left - 30.0);
    let y = |micros: f64| bottom - (micros.log10() - 1.0) / 3.5 * (bottom - 30.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n<title>Time of a search by the size of the register</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for power in 4..=8 {
        let at = x(10_f64.powi(power));
        out.push_str(&format!("<line x1=\"{at:.1}\" y1=\"30\" x2=\"{at:.1}\" y2=\"{bottom}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">10^{power}</text>\n", bottom + 18.0));
    }
    for power in 1..=4 {
        let at = y(10_f64.powi(power));
        let label = ["", "0.01 ms", "0.1 ms", "1 ms", "10 ms"][power as usize];
        out.push_str(&format!("<line x1=\"{left}\" y1=\"{at:.1}\" x2=\"{:.1}\" y2=\"{at:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>\n", width - 30.0, left - 6.0, at + 4.0));
    }
    for (name, color, value) in [
        ("p50", "#1a5fb4", (|row: &Row| row.p50_us) as fn(&Row) -> f64),
        ("p99", "#c64600", |row: &Row| row.p99_us),
    ] {
        let points: Vec<(f64, f64)> =
            rows.iter().map(|row| (row.size as f64, value(row).max(10.0))).collect();
        let line: String =
            points.iter().map(|(size, micros)| format!("{:.1},{:.1} ", x(*size), y(*micros))).collect();
        out.push_str(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\n",
            line.trim_end()
        ));
        if let [.., before, last] = points.as_slice() {
            let slope = (last.1 / before.1).ln() / (last.0 / before.0).ln();
            let projected = last.1 * (1e8 / last.0).powf(slope);
            out.push_str(&format!(
                "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{color}\" stroke-dasharray=\"5 4\"/><text x=\"{:.1}\" y=\"{:.1}\" fill=\"{color}\">{name}</text>\n",
                x(last.0), y(last.1), x(1e8), y(projected.min(3e4)), x(1e8) - 24.0, y(projected.min(3e4)) - 6.0
            ));
            println!(
                "{name} at 100,000,000 by the slope of the last step ({slope:.2}): {:.2} ms",
                projected / 1000.0
            );
        }
    }
    out.push_str(&format!(
        "<text x=\"{:.1}\" y=\"{height}\" dy=\"-8\" text-anchor=\"middle\">persons</text>\n</svg>\n",
        width / 2.0
    ));
    out
}
