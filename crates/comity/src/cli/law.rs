//! `comity law`: asks the law library, explains and compares its files, counts days. No node is needed.

use std::path::{Path, PathBuf};

use ::law::Library;
use ::law::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Context, Exit, Failure, files};

/// Largest file of the law or of facts that is read. Files of the law over 1 MiB are refused with their place.
pub(super) const MOST: u64 = 64 * 1024 * 1024;

/// Ask which law applies between two states, explain it, check its files, count its days; no node is needed
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(super::law_check::CheckArgs),
    Explain(super::law_explain::ExplainArgs),
    Facts(super::law_explain::FactsArgs),
    Lint(super::law_files::LintArgs),
    Diff(super::law_files::DiffArgs),
    Graph(super::law_graph::GraphArgs),
    Calendar(super::law_calendar::CalendarArgs),
    Scenarios(super::law_scenarios::ScenariosArgs),
    Site(super::law_site::Args),
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.command {
        Command::Check(args) => super::law_check::run(&args, context),
        Command::Explain(args) => super::law_explain::run(&args),
        Command::Facts(args) => super::law_explain::facts(&args),
        Command::Lint(args) => super::law_files::lint(&args),
        Command::Diff(args) => super::law_files::diff(&args),
        Command::Graph(args) => super::law_graph::run(&args, context),
        Command::Calendar(args) => super::law_calendar::run(&args, context),
        Command::Scenarios(args) => super::law_scenarios::run(&args),
        Command::Site(args) => super::law_site::site(&args, &Library::embedded(), context),
    }
}

/// Reads the code of a state; small letters are taken too.
pub(super) fn state(option: &str, text: &str) -> Result<State, Failure> {
    State::parse(&text.to_uppercase())
        .map_err(|error| Failure::unusable(format!("{option}: {error}"), "write two letters such as EE"))
}

/// Reads a day; today where none is given.
pub(super) fn day(option: &str, text: Option<&str>, context: &Context) -> Result<Date, Failure> {
    let Some(text) = text else { return Ok(TimeZone::UTC.to_datetime(context.clock.now()).date()) };
    read_day(option, text)
}

/// Reads a day.
pub(super) fn read_day(option: &str, text: &str) -> Result<Date, Failure> {
    crate::desk::read_date(text).ok_or_else(|| {
        Failure::unusable(format!("{option}: `{text}` is not a day of the calendar"), "write YYYY-MM-DD")
    })
}

/// The files of the law in a folder, with those in its folders, or one file.
pub(super) fn collect(paths: &[PathBuf]) -> Result<Vec<(String, String)>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside = inside(path, 0)?;
            inside.sort();
            if inside.is_empty() {
                return Err(Failure::unusable(
                    format!("`{}` holds no file of the law", path.display()),
                    "name a folder with .toml files, such as law",
                ));
            }
            for file in inside {
                found.push((file.display().to_string(), files::read_text(&file, MOST)?));
            }
        } else {
            found.push((path.display().to_string(), files::read_text(path, MOST)?));
        }
    }
    Ok(found)
}

/// Folders of the law are not nested deeper than this.
const DEEPEST: usize = 4;

fn inside(folder: &Path, depth: usize) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::environment(
            format!("cannot read the folder `{}`: {error}", folder.display()),
            "check that it may be read",
        )
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() && depth < DEEPEST {
            found.extend(inside(&path, depth + 1)?);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    Ok(found)
}

/// The law of the program with files put in the place of its own, as `(path, text)`: a file takes the place of one
/// whose path ends alike.
pub(super) fn with_own(read: &[(String, String)]) -> Vec<(&str, &str)> {
    let tail = |path: &str| {
        let mut parts = path.rsplit(['/', '\\']);
        let file = parts.next().unwrap_or_default().to_owned();
        (parts.next().unwrap_or_default().to_owned(), file)
    };
    let own = Library::embedded_files().iter().filter(|(path, _)| {
        !read.iter().any(|(given, _)| {
            tail(given) == tail(path) || (tail(given).1 == tail(path).1 && !given.contains('/'))
        })
    });
    own.copied().chain(read.iter().map(|(path, text)| (path.as_str(), text.as_str()))).collect()
}
