//! `comity law`: asks the law library, explains and compares its files, counts days. No node is needed.

use std::path::PathBuf;

use ::law::Library;
use ::law::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::terminal::tell;
use super::{Context, Exit, Failure, files};
use crate::law_files;

/// Largest file of the law or of facts that is read. Files of the law over 1 MiB are refused with their place.
pub(super) const MOST: u64 = 64 * 1024 * 1024;

/// Ask which law applies between two states, explain it, check its files, count its days; no node is needed
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files or folders of the law to read beside the law of this program, such as the folder `law` of a node
    #[arg(long = "law", global = true, value_name = "FILES")]
    law: Vec<PathBuf>,
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
    let library = || library(&args.law);
    match args.command {
        Command::Check(args) => super::law_check::run(&args, &library()?, context),
        Command::Explain(args) => super::law_explain::run(&args, &library()?),
        Command::Facts(args) => super::law_explain::facts(&args, &library()?),
        Command::Lint(args) => super::law_files::lint(&args),
        Command::Diff(args) => super::law_files::diff(&args),
        Command::Graph(args) => super::law_graph::run(&args, &library()?, context),
        Command::Calendar(args) => super::law_calendar::run(&args, &library()?, context),
        Command::Scenarios(args) => super::law_scenarios::run(&args, &library()?),
        Command::Site(args) => super::law_site::site(&args, &library()?, context),
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
            let inside = law_files::inside(path).map_err(|error| {
                Failure::environment(crate::causes::chain(&error), "check that it may be read")
            })?;
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

/// The law of the program with the files that `--law` names; what is wrong in them is told, and the others work on.
fn library(own: &[PathBuf]) -> Result<Library, Failure> {
    if own.is_empty() {
        return Ok(Library::embedded());
    }
    let read = collect(own)?;
    let (library, mistakes) = Library::read(&law_files::with_own(&read));
    for mistake in &mistakes {
        tell(&format!("left out because of a mistake: {mistake}"));
    }
    Ok(library)
}
