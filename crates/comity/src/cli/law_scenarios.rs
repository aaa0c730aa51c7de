//! `comity law scenarios`: asks the questions of worked cases and shows where the answers differ from what is expected.

use std::path::{Path, PathBuf};

use ::law::Library;
use ::law::scenario::{Outcome, Row, Scenario, rows, scenarios};
use serde::Serialize;

use super::law::{MOST, collect};
use super::terminal::{say, tell};
use super::{Exit, Failure, files, json};

/// Ask the questions of worked cases and compare the answers with what their files expect
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity law scenarios law/scenarios\n  \
comity law scenarios my-cases.toml --table my-cases.tsv --json\n\n\
docs/LAW.md describes the file. Exit code 1: an answer differs, or a file has a mistake.")]
pub(super) struct ScenariosArgs {
    /// Files or folders of scenarios
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,
    /// A table of the same cases in words, columns parted by tabulators: the instruments, dates and articles that a row names must stand in the answers
    #[arg(long, value_name = "TABLE")]
    table: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Played {
    mistakes: Vec<::law::Diagnostic>,
    scenarios: Vec<Outcome>,
    rows: Vec<RowPlayed>,
}

/// A row of the table and what no answer holds of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct RowPlayed {
    id: String,
    missing: Vec<String>,
}

pub(super) fn run(args: &ScenariosArgs, library: &Library) -> Result<Exit, Failure> {
    let table = match &args.table {
        Some(path) => read_table(path)?,
        None => Vec::new(),
    };
    if let Some(table) = args.files.iter().find(|path| path.extension().is_some_and(|kind| kind == "tsv")) {
        return Err(Failure::unusable(
            format!("`{}` is a table of cases in words, which asks nothing by itself", table.display()),
            format!("give the file of its questions, then: --table {}", table.display()),
        ));
    }
    let mut cases: Vec<Scenario> = Vec::new();
    let mut mistakes = Vec::new();
    for (path, text) in collect(&args.files)? {
        let (read, wrong) = scenarios(&path, &text);
        cases.extend(read);
        mistakes.extend(wrong);
    }
    let played: Vec<Outcome> = cases.iter().map(|case| library.play(case)).collect();
    let rows = table.iter().map(|row| compared(row, library, &played)).collect();
    let played = Played { mistakes, scenarios: played, rows };
    if args.json {
        say(&json(&played)?);
    } else {
        show(&played);
    }
    let compared: usize = played.scenarios.iter().map(|outcome| outcome.compared).sum();
    let missed = played.scenarios.iter().map(|outcome| outcome.misses.len()).sum::<usize>();
    let rows_missed = played.rows.iter().filter(|row| !row.missing.is_empty()).count();
    let of_rows = match played.rows.len() {
        0 => String::new(),
        rows => format!("; {rows} rows of the table, {rows_missed} not answered"),
    };
    tell(&format!(
        "{} scenarios, {compared} expectations, {missed} not met, {} mistakes{of_rows}",
        played.scenarios.len(),
        played.mistakes.len()
    ));
    let right = missed == 0 && rows_missed == 0 && played.mistakes.is_empty();
    Ok(if right { Exit::Done } else { Exit::No })
}

fn read_table(path: &Path) -> Result<Vec<Row>, Failure> {
    let table = rows(&files::read_text(path, MOST)?);
    if table.is_empty() || table.iter().any(|row| row.id.is_empty()) {
        return Err(Failure::unusable(
            format!("`{}` is no table of cases", path.display()),
            "name the columns in the first line, `id` among them, parted by tabulators",
        ));
    }
    Ok(table)
}

fn compared(row: &Row, library: &Library, played: &[Outcome]) -> RowPlayed {
    let missing = match played.iter().find(|outcome| outcome.id == row.id) {
        Some(outcome) => row.missing(library, &outcome.answers),
        None => vec!["a scenario of this name".to_owned()],
    };
    RowPlayed { id: row.id.clone(), missing }
}

fn show(played: &Played) {
    for mistake in &played.mistakes {
        say(&mistake.to_string());
    }
    for outcome in &played.scenarios {
        let met = if outcome.misses.is_empty() { "as expected" } else { "DIFFERS" };
        say(&format!("{}: {} ({met}, {} compared)", outcome.id, outcome.title, outcome.compared));
        for miss in &outcome.misses {
            say(&format!("  {}:{}:{}: {}", miss.file, miss.line, miss.column, miss.question));
            say(&format!("      expected: {}", miss.expected));
            say(&format!("      found:    {}", miss.found));
        }
    }
    for row in played.rows.iter().filter(|row| !row.missing.is_empty()) {
        say(&format!("{}: in no answer: {}", row.id, row.missing.join(", ")));
    }
}
