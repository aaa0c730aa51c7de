//! The measured promise: more of the right people found than by the best string distance.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test reads its data and says when there is none"
)]

use std::fs;
use std::path::Path;

use search::{Index, Query, RegisterId, SubjectReader};

/// Every n-th query is asked.
const STEP: usize = 5;

#[test]
fn more_is_found_than_by_string_distance() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/names");
    let (Ok(register_file), Ok(queries)) = (
        fs::read(data.join("search_register.dev.tsv")),
        fs::read_to_string(data.join("search_queries.dev.tsv")),
    ) else {
        println!("SKIPPED: the benchmark of names is not at {}", data.display());
        return;
    };
    let register = RegisterId::new("figures").unwrap();
    let index = Index::new();
    index.load(&register, SubjectReader::new(&register_file[..]).filter_map(Result::ok));
    let registers = [register];
    let (mut asked, mut first, mut ten) = (0.0, 0.0, 0.0);
    for line in queries.lines().skip(1).step_by(STEP) {
        let row: Vec<&str> = line.split('\t').collect();
        if row[4].is_empty() {
            continue;
        }
        let query = Query {
            born: row[2].parse().ok(),
            nationality: Some(row[3].to_owned()).filter(|code| !code.is_empty()),
            ..Query::named(row[1])
        };
        let hits = index.search(&query, &registers, 10);
        let rank = hits.iter().position(|hit| hit.subject.as_str() == row[4]);
        asked += 1.0;
        first += f64::from(u8::from(rank == Some(0)));
        ten += f64::from(u8::from(rank.is_some()));
    }
    println!("{asked} queries: first {:.3}, within ten {:.3}", first / asked, ten / asked);
    // The best string distance reaches 0.62 and 0.74. The rest of the margin guards what has been reached.
    assert!(first / asked > 0.86, "first {}", first / asked);
    assert!(ten / asked > 0.91, "within ten {}", ten / asked);
}
