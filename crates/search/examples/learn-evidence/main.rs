//! Derives the weights of `tables/evidence.tsv` from pairs of persons, and prints how well they tell people apart.
//!
//! ```text
//! cargo run --release -p search --example learn-evidence -- [DATA] [--write]
//! ```
//!
//! `DATA` (default `../shared/names`) holds `pairs_persons.dev.tsv`. Figures are by five-fold cross-validation, split by
//! person: no person of a pair that is scored is in a pair that the weights were learned from. `--write` writes the table
//! from all pairs.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a program run by hand: it reads and writes files"
)]

mod cross;

use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let mut data = PathBuf::from("../shared/names");
    let mut write = false;
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "--write" => write = true,
            _ => data = PathBuf::from(arg),
        }
    }
    let Ok(text) = std::fs::read_to_string(data.join("pairs_persons.dev.tsv")) else {
        println!("SKIPPED: {} has no pairs_persons.dev.tsv; give the folder as an argument", data.display());
        return;
    };
    let pairs = cross::pairs(&text);
    println!("{}", cross::figures(&pairs));
    let start = Instant::now();
    let took = cross::nanoseconds(&text, &|| start.elapsed().as_secs_f64());
    println!("the facts of a pair are weighed in {took:.0} ns");
    let table = cross::table(&pairs);
    if write {
        let path = "crates/search/tables/evidence.tsv";
        std::fs::write(path, table).expect("the table can be written");
        println!("{path} is written");
    } else {
        println!("\n{table}");
    }
}
