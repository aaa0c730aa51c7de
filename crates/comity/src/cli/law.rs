//! `comity law`: asks the law library, and checks files of the law. No node is needed.

use std::path::{Path, PathBuf};

use ::law::check::{Answer, Check, Question, Role};
use ::law::{Facts, Key, Library, State};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::terminal::{say, tell};
use super::{Context, Exit, Failure, files};

const FACTS_MOST: u64 = 1024 * 1024;

/// Ask which law applies between two states, and check files of the law; no node is needed
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(CheckArgs),
    Lint(LintArgs),
}

/// Say which instruments bind two states on a day and what follows from them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity law check --from EE --to DE --procedure extradition --on 2021-12-01 --json\n\n\
docs/LAW.md describes the file of facts."
)]
struct CheckArgs {
    /// The state that asks, ISO 3166-1 alpha-2
    #[arg(long, value_name = "STATE")]
    from: String,
    /// The state that is asked
    #[arg(long, value_name = "STATE")]
    to: String,
    /// What is asked for, such as extradition or provisional-arrest
    #[arg(long, value_name = "KEY")]
    procedure: String,
    /// The day of the request, YYYY-MM-DD; today when left out
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// What is known of the case, TOML or JSON
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Check files of the law for mistakes
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity law lint law/instruments/*.toml law/procedures/*.toml\n\nExit code 1: mistakes were found."
)]
struct LintArgs {
    /// Files of the law; those that refer to each other together
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.command {
        Command::Check(args) => check(&args, context),
        Command::Lint(args) => lint(&args),
    }
}

fn check(args: &CheckArgs, context: &Context) -> Result<Exit, Failure> {
    let question = Question {
        from: state("--from", &args.from)?,
        to: state("--to", &args.to)?,
        procedure: Key::parse(&args.procedure).map_err(|error| {
            Failure::unusable(format!("--procedure: {error}"), "write a key such as extradition")
        })?,
        on: day(args.on.as_deref(), context)?,
        facts: match &args.facts {
            Some(path) => facts(path)?,
            None => Facts::default(),
        },
    };
    let check = Library::embedded()
        .check(&question)
        .map_err(|error| Failure::unusable(error.to_string(), "see `comity law check --help`"))?;
    if args.json {
        say(&serde_json::to_string_pretty(&check)
            .map_err(|error| Failure::environment(format!("cannot write JSON: {error}"), ""))?);
    } else {
        show(&check);
    }
    Ok(Exit::Done)
}

fn state(option: &str, text: &str) -> Result<State, Failure> {
    State::parse(&text.to_uppercase())
        .map_err(|error| Failure::unusable(format!("{option}: {error}"), "write two letters such as EE"))
}

fn day(text: Option<&str>, context: &Context) -> Result<Date, Failure> {
    let Some(text) = text else { return Ok(TimeZone::UTC.to_datetime(context.clock.now()).date()) };
    crate::desk::read_date(text).ok_or_else(|| {
        Failure::unusable(format!("--on: `{text}` is not a day of the calendar"), "write YYYY-MM-DD")
    })
}

fn facts(path: &Path) -> Result<Facts, Failure> {
    let text = files::read_text(path, FACTS_MOST)?;
    let json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        || text.trim_start().starts_with('{');
    let read = if json { Facts::from_json(&text) } else { Facts::from_toml(&text) };
    read.map_err(|error| {
        Failure::unusable(
            format!("the facts in `{}` cannot be read:\n{error}", path.display()),
            "see docs/LAW.md for what facts look like",
        )
    })
}

fn show(check: &Check) {
    say(&format!("{} asks {}: {} on {}", check.from, check.to, check.procedure, check.on));
    heading("Instruments that bind", check.instruments.is_empty());
    for binding in &check.instruments {
        let role = match binding.role {
            Role::Governs => "governs",
            Role::Supplements => "supplements",
            Role::Residual => "residual: may be used with a stated reason",
        };
        say(&format!(
            "  {} ({}), since {}: {role}{}",
            binding.id,
            binding.short_name,
            binding.since,
            mark(binding.verified)
        ));
        say(&format!("      {}", binding.why));
    }
    heading("Instruments that do not", check.excluded.is_empty());
    for excluded in &check.excluded {
        say(&format!("  {}: {}", excluded.id, excluded.why));
    }
    heading("Conditions", check.conditions.is_empty());
    for condition in &check.conditions {
        let met = match condition.met {
            Answer::Yes => "met",
            Answer::No => "not met",
            Answer::Unknown => "open",
        };
        rule(
            &condition.description,
            condition.instrument.as_str(),
            &condition.article,
            condition.verified,
            met,
        );
    }
    heading("The request contains", check.contents.is_empty());
    for content in check.contents.iter() {
        rule(
            &content.description,
            content.instrument.as_str(),
            &content.article,
            content.verified,
            needed(content),
        );
    }
    heading("Documents", check.documents.is_empty());
    for document in &check.documents {
        rule(
            &document.description,
            document.instrument.as_str(),
            &document.article,
            document.verified,
            needed(document),
        );
    }
    heading("Languages", check.languages.is_empty());
    for language in &check.languages {
        let accepted = language.accepted.join(", ");
        rule(
            &language.description,
            language.instrument.as_str(),
            &language.article,
            language.verified,
            &accepted,
        );
    }
    heading("Deadlines", check.deadlines.is_empty());
    for deadline in &check.deadlines {
        let length = if deadline.length == 0 {
            deadline.unit.clone()
        } else {
            format!("{} {}", deadline.length, deadline.unit)
        };
        let due = deadline.due_local.as_deref().map_or(String::new(), |due| format!(", until {due}"));
        let what = format!("{length} from {}{due}: {}", deadline.event, deadline.consequence);
        rule(&what, deadline.instrument.as_str(), &deadline.article, deadline.verified, &deadline.obliged);
    }
    heading("Grounds", check.grounds.is_empty());
    for ground in &check.grounds {
        rule(
            &ground.description,
            ground.instrument.as_str(),
            &ground.article,
            ground.verified,
            &ground.effect,
        );
    }
    heading("Safeguards to answer", check.safeguards.is_empty());
    for safeguard in &check.safeguards {
        rule(&safeguard.question, &safeguard.source, &safeguard.article, safeguard.verified, "");
    }
    heading("Declarations", check.declarations.is_empty());
    for declaration in &check.declarations {
        let article = declaration.articles.join(", ");
        let by = declaration.by.to_string();
        rule(&declaration.description, declaration.instrument.as_str(), &article, declaration.verified, &by);
    }
    heading("Rules that do not apply between the two", check.disapplied.is_empty());
    for disapplied in &check.disapplied {
        say(&format!(
            "  {} {} ({}): {}",
            disapplied.instrument, disapplied.article, disapplied.key, disapplied.why
        ));
    }
}

fn heading(text: &str, empty: bool) {
    say("");
    say(&format!("{text}{}", if empty { ": none" } else { "" }));
}

fn rule(what: &str, instrument: &str, article: &str, verified: bool, note: &str) {
    let note = if note.is_empty() { String::new() } else { format!(" [{note}]") };
    say(&format!("  {what}{note}"));
    say(&format!("      {instrument} {article}{}", mark(verified)));
}

fn mark(verified: bool) -> &'static str {
    if verified { "" } else { " (unverified)" }
}

fn needed(rule: &::law::check::ContentRule) -> &'static str {
    match (rule.missing, rule.required) {
        (true, _) => "missing",
        (false, true) => "required",
        (false, false) => "where it applies",
    }
}

fn lint(args: &LintArgs) -> Result<Exit, Failure> {
    let mut read = Vec::with_capacity(args.files.len());
    for path in &args.files {
        read.push((path.display().to_string(), files::read_text(path, FACTS_MOST)?));
    }
    let borrowed: Vec<(&str, &str)> =
        read.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_, diagnostics) = Library::read(&borrowed);
    if args.json {
        say(&serde_json::to_string_pretty(&diagnostics)
            .map_err(|error| Failure::environment(format!("cannot write JSON: {error}"), ""))?);
    } else {
        for diagnostic in &diagnostics {
            say(&diagnostic.to_string());
        }
    }
    tell(&format!("{} files, {} mistakes", args.files.len(), diagnostics.len()));
    Ok(if diagnostics.is_empty() { Exit::Done } else { Exit::No })
}
