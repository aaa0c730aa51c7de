//! Prints precision, recall and F1 of each field of the record on labelled readouts, with the misses, and how long a text
//! of 3,000 characters takes.
//!
//! `cargo run --release -p talks --example talks-figures [FOLDER]`; without a folder, `../shared/readouts/dev` is read.
//! `--held-out` takes only the texts whose number is divisible by three; `--brief` leaves out the misses.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub,
    reason = "an example reads files, takes time and prints"
)]

#[path = "../tests/measure/mod.rs"]
mod measure;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use talks::{Hint, Reader};

/// So many that hundredths of a second suffice.
const ROUNDS: u32 = 40;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let folder = arguments.iter().find(|argument| !argument.starts_with('-')).map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/readouts/dev")),
        PathBuf::from,
    );
    let mut texts = measure::texts(&folder);
    if has("--held-out") {
        texts.retain(|path| number(path).is_some_and(|number| number.is_multiple_of(3)));
    }
    if texts.is_empty() {
        println!("there are no texts in `{}`; name the folder of the labelled readouts", folder.display());
        return ExitCode::from(2);
    }
    let figures = match measure::measure(&texts) {
        Ok(figures) => figures,
        Err(error) => {
            println!("{error}");
            return ExitCode::from(2);
        }
    };
    if !has("--brief") {
        for miss in &figures.misses {
            println!("{miss}");
        }
        println!();
    }
    println!("{} texts. A miss is marked -, a false find +.\n", figures.texts);
    println!("| field | precision | recall | F1 |\n|---|---|---|---|");
    for (field, tally) in &figures.fields {
        println!("| {field} | {:.3} | {:.3} | {:.3} |", tally.precision(), tally.recall(), tally.f1());
    }
    println!();
    let of = |what: &str, (all, right): (usize, usize)| println!("{what}: {right} of {all}");
    of("day right, of the texts whose label has a full day", figures.days);
    of("country right, of the people found", figures.countries_of_people);
    of("office alike, of the people found", figures.offices);
    of("owner right, of the commitments found", figures.owners);
    of("day or year right, of the commitments found", figures.dues);
    let (milliseconds, characters) = speed(&texts);
    println!("{:.2} ms of one processor for 3,000 characters", milliseconds * 3000.0 / characters);
    ExitCode::SUCCESS
}

/// Milliseconds for one reading of all texts, and their characters. The words are loaded before.
fn speed(texts: &[PathBuf]) -> (f64, f64) {
    let texts: Vec<String> = texts.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let reader = Reader::embedded();
    let (begun, busy) = (Instant::now(), processor_ms());
    for _ in 0..ROUNDS {
        for text in &texts {
            let _ = std::hint::black_box(reader.read(text, Hint::default()));
        }
    }
    let characters: usize = texts.iter().map(|text| text.chars().count()).sum();
    // On a busy machine the clock counts the others too.
    let milliseconds = match (busy, processor_ms()) {
        (Some(before), Some(after)) => after - before,
        _ => begun.elapsed().as_secs_f64() * 1000.0,
    };
    (milliseconds / f64::from(ROUNDS), characters.max(1) as f64)
}

/// Milliseconds of one processor that this program has used, where the system tells: in hundredths of a second on Linux.
fn processor_ms() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let ticks: f64 = stat.rsplit(')').next()?.split_whitespace().nth(11)?.parse().ok()?;
    Some(ticks * 10.0)
}

fn number(path: &Path) -> Option<u32> {
    path.file_stem()?.to_str()?.parse().ok()
}
