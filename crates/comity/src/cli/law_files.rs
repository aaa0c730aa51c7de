//! `comity law lint` and `comity law diff`: mistakes in files of the law, and what differs between two states of them.

use std::path::PathBuf;

use ::law::Library;
use ::law::diff::{Difference, DifferenceKind, Weight, difference};
use serde_json::Value;

use super::law::collect;
use super::terminal::{say, tell};
use super::{Exit, Failure, json};
use crate::law_files::with_own;

/// Check files of the law for mistakes, beside the law of this program
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity law lint law/instruments/*.toml law/procedures/*.toml\n  comity law lint my-treaty.toml\n\n\
Exit code 1: mistakes were found."
)]
pub(super) struct LintArgs {
    /// Files or folders of the law
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Read them alone, without the law of this program to which they may refer
    #[arg(long)]
    alone: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Show what differs in law between two files or folders: parties, dates, rules, words
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity law diff law-of-last-year law\n  comity law diff old/coe-ets-024.toml law/instruments/coe-ets-024.toml --json\n\n\
Exit code 1: they differ."
)]
pub(super) struct DiffArgs {
    /// A file or folder of the law
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// A file or folder of the law
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Leave out words, sources and remarks
    #[arg(long)]
    no_wording: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn lint(args: &LintArgs) -> Result<Exit, Failure> {
    let read = collect(&args.files)?;
    let files = if args.alone {
        read.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
    } else {
        with_own(&read)
    };
    let (_, diagnostics) = Library::read(&files);
    if args.json {
        say(&json(&diagnostics)?);
    } else {
        for diagnostic in &diagnostics {
            say(&format!(
                "{}:{}:{}: {}",
                diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message
            ));
            let text = read.iter().find(|(path, _)| *path == diagnostic.file).map(|(_, text)| text);
            let line = text.and_then(|text| text.lines().nth(diagnostic.line.saturating_sub(1) as usize));
            if let Some(line) = line {
                say(&spanned(line, diagnostic.line, diagnostic.column));
            }
            say(&format!("  help: {}", diagnostic.help));
        }
    }
    tell(&format!("{} files, {} mistakes", read.len(), diagnostics.len()));
    Ok(if diagnostics.is_empty() { Exit::Done } else { Exit::No })
}

/// Widest part of a line that is shown.
const WIDEST: usize = 96;

/// The line with a mark under the place.
fn spanned(line: &str, number: u32, column: u32) -> String {
    let at = column.saturating_sub(1) as usize;
    let begin = at.saturating_sub(WIDEST / 2);
    let shown: String =
        line.chars().skip(begin).take(WIDEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let margin = number.to_string().len();
    format!("{:margin$} |\n{number} | {shown}\n{:margin$} | {}^", "", "", " ".repeat(at - begin))
}

pub(super) fn diff(args: &DiffArgs) -> Result<Exit, Failure> {
    let old = library(&args.old)?;
    let new = library(&args.new)?;
    let mut differences = difference(&old, &new);
    differences.retain(|one| !(args.no_wording && one.weight == Weight::Wording));
    if args.json {
        say(&json(&differences)?);
    } else {
        differences.iter().for_each(|one| say(&line(one)));
    }
    let count = |weight| differences.iter().filter(|one| one.weight == weight).count();
    tell(&format!(
        "{} differences: {} on who is bound, {} in rules, {} in words",
        differences.len(),
        count(Weight::Binding),
        count(Weight::Rule),
        count(Weight::Wording)
    ));
    Ok(if differences.is_empty() { Exit::Done } else { Exit::No })
}

/// Reads one side; files with mistakes are named and left out.
fn library(path: &PathBuf) -> Result<Library, Failure> {
    let read = collect(std::slice::from_ref(path))?;
    // A single file may refer to others: the rest of the law stands beside it on both sides.
    let files = if path.is_dir() {
        read.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
    } else {
        with_own(&read)
    };
    let (library, diagnostics) = Library::read(&files);
    for diagnostic in &diagnostics {
        tell(&format!("left out because of a mistake: {diagnostic}"));
    }
    Ok(library)
}

fn line(one: &Difference) -> String {
    let sign = match one.kind {
        DifferenceKind::Added => '+',
        DifferenceKind::Removed => '-',
        DifferenceKind::Changed => '~',
    };
    let values = match (&one.old, &one.new) {
        (Some(old), Some(new)) => format!(": {} → {}", short(old), short(new)),
        (None, Some(value)) | (Some(value), None) => match value {
            Value::Object(_) => String::new(),
            value => format!(": {}", short(value)),
        },
        (None, None) => String::new(),
    };
    format!("{sign} {}{values}", one.path.join(" / "))
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    if text.chars().count() <= 100 { text } else { text.chars().take(99).chain(['…']).collect() }
}
