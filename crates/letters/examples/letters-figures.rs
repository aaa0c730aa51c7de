//! How long letters take: `cargo run --release -p letters --example letters-figures [FOLDER]`.
//!
//! Writes every kind in every language into the folder, when one is given.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use letters::record::Kind;
use letters::{Language, render};

fn main() {
    let started = Instant::now();
    let fonts = support::fonts();
    println!("reading all fonts: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let folder = std::env::args().nth(1);
    for kind in Kind::ALL {
        let record = support::record(kind);
        for language in Language::ALL {
            let first = Instant::now();
            let letter = render(&record, language, &fonts).unwrap();
            let first = first.elapsed();
            let mut warm: Vec<f64> = (0..9)
                .map(|_| {
                    let started = Instant::now();
                    assert_eq!(render(&record, language, &fonts).unwrap().pdf, letter.pdf);
                    started.elapsed().as_secs_f64() * 1e3
                })
                .collect();
            warm.sort_by(f64::total_cmp);
            println!(
                "{:<24} {language}  {} pages  {:>4} kB  first {:>6.1} ms  warm {:>6.1} ms (median of 9)",
                kind.key(),
                letter.pages,
                letter.pdf.len() / 1000,
                first.as_secs_f64() * 1e3,
                warm[4],
            );
            if let Some(folder) = &folder {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::write(format!("{folder}/{}-{language}.pdf", kind.key()), &letter.pdf).unwrap();
            }
        }
    }
}
