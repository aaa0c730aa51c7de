//! `comity law site`: the website of the law as a folder of files that a browser opens without any server.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ::law::{Library, State};
use jiff::tz::TimeZone;

use super::terminal::{say, tell};
use super::{Context, Exit, Failure};
use crate::web::lawbook::site::Folder;

/// The most states for which pages are written: their pairs grow with the square.
const STATES_MOST: usize = 60;

/// Write the website of the law into a folder: a page for each instrument, procedure and pair of states
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity law site law-site --states EE,DE,FI,LV\n\nOpen `index.html` in the folder. Links are relative, \
and no page needs a script or a server."
)]
pub(crate) struct Args {
    /// The folder; it is created, and files of earlier runs are replaced
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// States for whose pairs pages are written, ISO 3166-1 alpha-2
    #[arg(long, value_name = "STATES", value_delimiter = ',')]
    states: Vec<String>,
    /// The day for which the law is shown, YYYY-MM-DD; today when left out
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// The language of headings: en, ru, de or ar; the law itself is in English
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: String,
}

/// Writes the folder.
pub(super) fn site(args: &Args, library: &Library, context: &Context) -> Result<Exit, Failure> {
    let on = match args.on.as_deref() {
        None => TimeZone::UTC.to_datetime(context.clock.now()).date(),
        Some(text) => crate::desk::read_date(text).ok_or_else(|| {
            Failure::unusable(format!("--on: `{text}` is not a day of the calendar"), "write YYYY-MM-DD")
        })?,
    };
    let states = states(&args.states, library)?;
    let folder = Folder::new(library, &args.language, on, states).ok_or_else(|| {
        Failure::unusable(
            format!("--language: no pages are written in `{}`", args.language),
            "choose en, ru, de or ar",
        )
    })?;
    let leaves = folder.leaves();
    let (total, mut bytes, mut told) = (leaves.len(), 0_u64, 0);
    for (done, leaf) in leaves.iter().enumerate() {
        let (path, text) = folder.write(leaf).ok_or_else(|| {
            Failure::environment(format!("the page {leaf:?} cannot be written"), "lint the files of the law")
        })?;
        bytes += text.len() as u64;
        write(&args.dir.join(&path), &text)?;
        let tenths = (done + 1) * 10 / total;
        if tenths > told {
            told = tenths;
            tell(&format!("{:>6} of {total} files", done + 1));
        }
    }
    say(&format!("{total} files, {} kB; open {}", bytes / 1_000, args.dir.join("index.html").display()));
    Ok(Exit::Done)
}

fn states(given: &[String], library: &Library) -> Result<BTreeSet<State>, Failure> {
    let known = library.states();
    let mut states = BTreeSet::new();
    for text in given.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let state = State::parse(&text.to_uppercase()).map_err(|error| {
            Failure::unusable(format!("--states: {error}"), "write codes such as EE,DE,FI")
        })?;
        if !known.contains(&state) {
            return Err(Failure::unusable(
                format!("--states: no instrument names {state} as a party"),
                "name states that the library knows",
            ));
        }
        states.insert(state);
    }
    if states.len() > STATES_MOST {
        return Err(Failure::unusable(
            format!("--states: {} states have {} pairs", states.len(), states.len() * (states.len() - 1)),
            format!("name at most {STATES_MOST}"),
        ));
    }
    Ok(states)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let result =
        path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    result.map_err(|error| {
        Failure::environment(
            format!("cannot write `{}`: {error}", path.display()),
            "choose a folder that is yours to write",
        )
    })
}
