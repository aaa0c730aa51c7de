//! Scores pairs of names by libmotiva: reads lines of two names with a tab between, writes a line of scores for each
//! (`name-based` and `logic-v1`), and says on standard error what a comparison of two entities made ready took.

use std::hint::black_box;
use std::io::{self, BufRead, Write};

use bumpalo::Bump;
use libmotiva::{Entity, LogicV1, MatchingAlgorithm, NameBased, SearchEntity};

/// Processor time of this process so far, as Linux tells it: other work on the machine does not count.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    stat.split_whitespace().next().and_then(|field| field.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn score<A: MatchingAlgorithm>(pairs: &mut [(SearchEntity, Entity)]) -> (Vec<f64>, f64) {
    let mut bump = Bump::new();
    let begun = processor_seconds();
    let mut scores = Vec::with_capacity(pairs.len());
    for (a, b) in pairs.iter() {
        bump.reset();
        scores.push(black_box(A::score(&bump, a, b, 0.0).0));
    }
    let each = (processor_seconds() - begun) * 1e6 / pairs.len().max(1) as f64;
    (scores, each)
}

fn main() -> io::Result<()> {
    let mut pairs = Vec::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (a, b) = line.split_once('\t').unwrap_or((&line, ""));
        let mut asked = SearchEntity::builder("Person").properties(&[("name", &[a])]).build();
        asked.precompute();
        pairs.push((asked, Entity::builder("Person").properties(&[("name", &[b])]).build()));
    }
    let (by_name, each_by_name) = score::<NameBased>(&mut pairs);
    let (by_logic, each_by_logic) = score::<LogicV1>(&mut pairs);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (x, y) in by_name.iter().zip(&by_logic) {
        writeln!(out, "{x}\t{y}")?;
    }
    out.flush()?;
    eprintln!("{each_by_name}\t{each_by_logic}");
    Ok(())
}
