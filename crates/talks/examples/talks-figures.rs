//! Prints precision, recall and F1 of each field of the record on labelled readouts, with the misses, and how long a text
//! of 3,000 characters takes.
//!
//! `cargo run --release -p talks --example talks-figures [FOLDER]`; without a folder, `../shared/readouts/dev` is read.
//! `--held-out` takes only the texts whose number is divisible by three.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "an example reads files, takes time and prints; a missing key of JSON is null"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use serde_json::Value;
use talks::{Hint, Part, Reader};

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let held_out = arguments.iter().any(|argument| argument == "--held-out");
    let folder = arguments.iter().find(|argument| !argument.starts_with('-')).map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/readouts/dev")),
        PathBuf::from,
    );
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("there is no folder `{}`; name the folder of the labelled readouts", folder.display());
        return ExitCode::from(2);
    };
    let mut texts: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .filter(|path| !held_out || number(path).is_some_and(|number| number.is_multiple_of(3)))
        .collect();
    texts.sort();
    let reader = Reader::embedded();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut dates, mut right_dates, mut seconds, mut characters) = (0, 0, 0.0, 0);
    for path in &texts {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("?");
        let (Ok(text), Ok(label)) =
            (std::fs::read_to_string(path), std::fs::read_to_string(path.with_extension("json")))
        else {
            println!("{name}: the text or its label cannot be read");
            return ExitCode::from(2);
        };
        let Ok(label) = serde_json::from_str::<Value>(&label) else {
            println!("{name}: the label is no JSON");
            return ExitCode::from(2);
        };
        let begun = Instant::now();
        let reading = match reader.read(&text, Hint::default()) {
            Ok(reading) => reading,
            Err(error) => {
                println!("{name}: {error}");
                continue;
            }
        };
        seconds += begun.elapsed().as_secs_f64();
        characters += text.chars().count();
        if reading.meeting != talks::Meeting::Found {
            println!("{name} meeting: not found");
        }
        let wanted_date = label["date"].as_str().unwrap_or("");
        let date = reading.date.map(|date| date.value.to_string()).unwrap_or_default();
        if wanted_date.len() == 10 {
            dates += 1;
            right_dates += usize::from(date == wanted_date);
        }
        if date != wanted_date {
            println!("{name} date: -{wanted_date} +{date}");
        }
        let codes = |list: &[talks::Coded]| list.iter().map(|found| found.code.clone()).collect();
        let found: [(&str, BTreeSet<String>); 5] = [
            ("places", reading.places.iter().map(|place| place.name.clone()).collect()),
            (
                "countries",
                reading
                    .states
                    .iter()
                    .filter(|state| state.part == Part::Party)
                    .map(|state| state.code.clone())
                    .collect(),
            ),
            ("bodies", codes(&reading.bodies)),
            ("topics", codes(&reading.topics)),
            ("mechanisms", codes(&reading.mechanisms)),
        ];
        for (field, found) in found {
            let wanted: BTreeSet<String> = label[field]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|value| value.as_str().map(str::to_owned))
                .collect();
            let tally = tallies.entry(field).or_default();
            tally.right += found.intersection(&wanted).count();
            tally.wrong += found.difference(&wanted).count();
            tally.missed += wanted.difference(&found).count();
            let misses: Vec<String> = wanted
                .difference(&found)
                .map(|code| format!("-{code}"))
                .chain(found.difference(&wanted).map(|code| format!("+{code}")))
                .collect();
            if !misses.is_empty() {
                println!("{name} {field}: {}", misses.join(" "));
            }
        }
    }
    println!("\n{} texts. A miss is marked -, a false find +.\n", texts.len());
    println!("| field | precision | recall | F1 |\n|---|---|---|---|");
    for (field, tally) in &tallies {
        let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
        let precision = share(tally.right, tally.right + tally.wrong);
        let recall = share(tally.right, tally.right + tally.missed);
        let f1 = share(2 * tally.right, 2 * tally.right + tally.wrong + tally.missed);
        println!("| {field} | {precision:.3} | {recall:.3} | {f1:.3} |");
    }
    println!("\ndate right in {right_dates} of the {dates} texts whose label has a full day");
    println!(
        "{:.2} ms for 3,000 characters, one core",
        seconds * 1000.0 * 3000.0 / f64::max(characters as f64, 1.0)
    );
    ExitCode::SUCCESS
}

fn number(path: &std::path::Path) -> Option<u32> {
    path.file_stem()?.to_str()?.parse().ok()
}
