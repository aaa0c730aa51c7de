//! `comity law check`: which law applies between two states on a day, and what follows from it.

use std::path::{Path, PathBuf};

use ::law::check::{Answer, Check, Condition, ContentRule, DeadlineRule, End, Ground, Question, Role};
use ::law::{Facts, Key, Library};

use super::law::{MOST, day, state};
use super::terminal::say;
use super::{Context, Exit, Failure, files, json};

/// Say which instruments bind two states on a day and what follows from them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity law check --from EE --to DE --procedure extradition --on 2021-12-01 --json\n  \
comity law check --from UA --to EE --procedure provisional-arrest --on 2026-03-01 \\\n    \
--event provisional-arrest=2026-03-01T14:20[Europe/Tallinn] --fact purpose=enforcement --fact sentence-months=5\n\n\
`comity law facts` lists procedures, events and facts. docs/LAW.md describes the file of facts."
)]
pub(super) struct CheckArgs {
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
    /// A fact, such as offence=corruption; several values stand between commas; may be repeated
    #[arg(long = "fact", value_name = "KEY=VALUE")]
    fact: Vec<String>,
    /// When something happened: a day, or a moment with its zone as in 2026-03-01T14:20[Europe/Tallinn]; may be repeated
    #[arg(long = "event", value_name = "KEY=WHEN")]
    event: Vec<String>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &CheckArgs, library: &Library, context: &Context) -> Result<Exit, Failure> {
    let mut facts = match &args.facts {
        Some(path) => read_facts(path)?,
        None => Facts::default(),
    };
    for fact in &args.fact {
        let (key, value) = pair("--fact", fact, "offence=corruption")?;
        facts.set(key, value).map_err(|error| {
            Failure::unusable(format!("--fact: {error}"), "see `comity law facts` for what there is")
        })?;
    }
    for event in &args.event {
        let (key, value) = pair("--event", event, "provisional-arrest=2026-03-01")?;
        let key = Key::parse(key)
            .map_err(|error| Failure::unusable(format!("--event: {error}"), "see `comity law facts`"))?;
        let moment = value.parse().map_err(|error| {
            Failure::unusable(format!("--event: {error}"), "a time of day needs the zone of its place")
        })?;
        facts.events.insert(key, moment);
    }
    let question = Question {
        from: state("--from", &args.from)?,
        to: state("--to", &args.to)?,
        procedure: Key::parse(&args.procedure).map_err(|error| {
            Failure::unusable(format!("--procedure: {error}"), "write a key such as extradition")
        })?,
        on: day("--on", args.on.as_deref(), context)?,
        facts,
    };
    let check = library.check(&question).map_err(|error| {
        Failure::unusable(error.to_string(), "see `comity law facts` for procedures, events and facts")
    })?;
    if args.json {
        say(&json(&check)?);
    } else {
        show(&check);
    }
    Ok(Exit::Done)
}

fn pair<'t>(option: &str, text: &'t str, example: &str) -> Result<(&'t str, &'t str), Failure> {
    text.split_once('=').map(|(key, value)| (key.trim(), value.trim())).ok_or_else(|| {
        Failure::unusable(
            format!("{option}: `{text}` has no ="),
            format!("write it as in {option} {example}"),
        )
    })
}

fn read_facts(path: &Path) -> Result<Facts, Failure> {
    let text = files::read_text(path, MOST)?;
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
    instruments(check);
    heading("Conditions", check.conditions.is_empty());
    check.conditions.iter().for_each(condition);
    heading("The request contains", check.contents.is_empty());
    for content in &check.contents {
        let what = &content.description;
        rule(what, content.instrument.as_str(), &content.article, content.verified, &needed(content));
    }
    heading("Documents", check.documents.is_empty());
    for document in &check.documents {
        let what = &document.description;
        rule(what, document.instrument.as_str(), &document.article, document.verified, &needed(document));
    }
    heading("Languages", check.languages.is_empty());
    for language in &check.languages {
        let accepted = language.accepted.join(", ");
        let id = language.instrument.as_str();
        rule(&language.description, id, &language.article, language.verified, &accepted);
    }
    heading("Channels", check.channels.is_empty());
    for channel in &check.channels {
        let id = channel.instrument.as_str();
        rule(&channel.description, id, &channel.article, channel.verified, "");
    }
    heading("Deadlines", check.deadlines.is_empty());
    check.deadlines.iter().for_each(deadline);
    heading("Grounds", check.grounds.is_empty());
    check.grounds.iter().for_each(ground);
    heading("Guarantees", check.guarantees.is_empty());
    for guarantee in &check.guarantees {
        let id = guarantee.instrument.as_str();
        rule(&guarantee.description, id, &guarantee.article, guarantee.verified, "");
    }
    heading("Safeguards to answer", check.safeguards.is_empty());
    for safeguard in &check.safeguards {
        let who = end(safeguard.who);
        rule(&safeguard.question, &safeguard.source, &safeguard.article, safeguard.verified, who);
    }
    around(check);
}

fn instruments(check: &Check) {
    heading("Instruments that bind, in order", check.instruments.is_empty());
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
    if !check.conditional.is_empty() {
        heading("Instruments that bind in certain cases", false);
    }
    for one in &check.conditional {
        say(&format!("  {} ({}), since {}{}", one.id, one.short_name, one.since, mark(one.verified)));
        say(&format!("      {}", one.why));
    }
    heading("Instruments that do not bind", check.excluded.is_empty());
    for excluded in &check.excluded {
        let status = serde_json::to_value(excluded.status).ok();
        let status = status.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
        say(&format!("  {} ({}) [{status}]: {}", excluded.id, excluded.short_name, excluded.why));
    }
    if !check.otherwise.is_empty() {
        heading("Instruments that bind the two in other matters", false);
    }
    for one in &check.otherwise {
        let procedures: Vec<&str> = one.procedures.iter().map(Key::as_str).collect();
        say(&format!(
            "  {} ({}), since {}: {}{}",
            one.id,
            one.short_name,
            one.since,
            procedures.join(", "),
            mark(one.verified)
        ));
        say(&format!("      {}", one.why));
        one.conditions.iter().for_each(condition);
    }
}

/// Duties, declarations, what does not apply, notices and open facts.
fn around(check: &Check) {
    heading("Duties beside the instruments", check.duties.is_empty());
    for duty in &check.duties {
        let applies = match duty.applies {
            Answer::Yes => "due".to_owned(),
            Answer::No => "not due".to_owned(),
            Answer::Unknown => format!("due with {}", duty.applies_if.join(" and ")),
        };
        let note = format!("{}: {applies}", end(duty.who));
        rule(&format!("{}: {}", duty.title, duty.description), "", &duty.article, duty.verified, &note);
    }
    heading("Declarations and national rules", check.declarations.is_empty());
    for declaration in &check.declarations {
        let article = declaration.articles.join(", ");
        let by = format!("{} {}", declaration.by, declaration.kind);
        let id = declaration.instrument.as_str();
        rule(&declaration.description, id, &article, declaration.verified, &by);
    }
    heading("Rules that do not apply between the two", check.disapplied.is_empty());
    for disapplied in &check.disapplied {
        say(&format!(
            "  {} {} ({}): {}",
            disapplied.instrument, disapplied.article, disapplied.key, disapplied.why
        ));
    }
    heading("Notices", check.notices.is_empty());
    for notice in &check.notices {
        say(&format!("  {}{}", notice.text, mark(notice.verified)));
    }
    heading("Facts that would change the answer", check.open.is_empty());
    for open in &check.open {
        let values: Vec<&str> = open.values.iter().map(Key::as_str).collect();
        let values = if values.is_empty() { "…".to_owned() } else { values.join("|") };
        say(&format!("  --fact {}={values}: {}", open.key, open.question));
        say(&format!("      {}", open.concerns.join("; ")));
    }
}

fn condition(condition: &Condition) {
    let met = match (condition.applies, condition.met) {
        (Answer::No, _) => "not asked",
        (_, Answer::Yes) => "met",
        (_, Answer::No) => "not met",
        (_, Answer::Unknown) => "open",
    };
    let id = condition.instrument.as_str();
    rule(&condition.description, id, &condition.article, condition.verified, met);
    if let Some(follows) = &condition.follows {
        say(&format!("      so: {follows}"));
    }
    if let Some(why) = &condition.why {
        say(&format!("      {why}"));
    }
}

fn deadline(deadline: &DeadlineRule) {
    let length = if deadline.length == 0 {
        deadline.unit.clone()
    } else {
        let plural = if deadline.length == 1 { "" } else { "s" };
        let working = if deadline.days == "working" { "working " } else { "" };
        format!("{} {working}{}{plural}", deadline.length, deadline.unit)
    };
    let due = match (&deadline.due_local, deadline.due_on) {
        (Some(local), Some(on)) => format!(", last day {on}, passed at {local}"),
        (None, Some(on)) => format!(", last day {on}"),
        _ => String::new(),
    };
    let safe = deadline.safe_on.map_or(String::new(), |safe| format!(" (safe by {safe})"));
    let what = format!(
        "{length} from {}{due}{safe}: {} [{}]",
        deadline.event, deadline.consequence, deadline.effect
    );
    let id = deadline.instrument.as_str();
    rule(&what, id, &deadline.article, deadline.verified, &deadline.obliged);
    let extension = match (deadline.extended_on, &deadline.extension) {
        (Some(on), Some(text)) => {
            let safe = deadline.extended_safe_on.map_or(String::new(), |safe| format!(" (safe by {safe})"));
            Some(format!("extended as far as {on}{safe}: {text}"))
        }
        (None, Some(text)) => Some(format!("extendable: {text}")),
        _ => None,
    };
    for note in extension.iter().chain(&deadline.notes) {
        say(&format!("      {note}"));
    }
    if deadline.started.is_none() {
        say(&format!("      begins with --event {}", deadline.from_event));
    }
}

fn ground(ground: &Ground) {
    let stands = match ground.stands {
        Answer::Yes => format!("{}, stands", ground.effect),
        Answer::No if ground.effect == "prohibited" => ground.effect.clone(),
        Answer::No => format!("{}, not available", ground.effect),
        Answer::Unknown => ground.effect.clone(),
    };
    let id = ground.instrument.as_str();
    rule(&ground.description, id, &ground.article, ground.verified, &stands);
    if ground.confidential {
        say("      weighed, and never named to the other state");
    }
    let cured = ground.cured_by.as_ref().map(|cure| format!("taken away by: {cure}"));
    for note in ground.why.iter().chain(&cured).chain(&ground.notes) {
        say(&format!("      {note}"));
    }
}

fn end(end: End) -> &'static str {
    match end {
        End::Requesting => "requesting state",
        End::Requested => "requested state",
    }
}

fn heading(text: &str, empty: bool) {
    say("");
    say(&format!("{text}{}", if empty { ": none" } else { "" }));
}

fn rule(what: &str, instrument: &str, article: &str, verified: bool, note: &str) {
    let note = if note.is_empty() { String::new() } else { format!(" [{note}]") };
    say(&format!("  {what}{note}"));
    say(format!("      {instrument} {article}{}", mark(verified)).trim_end());
}

/// What stands beside something that was not read in a text.
pub(super) fn mark(verified: bool) -> &'static str {
    if verified { "" } else { " (unverified)" }
}

fn needed(rule: &ContentRule) -> String {
    match (rule.missing, rule.required) {
        (true, _) => "missing".to_owned(),
        (false, true) => "required".to_owned(),
        (false, false) => {
            let when = rule.condition.as_deref().unwrap_or("where it applies");
            format!("where: {when}")
        }
    }
}
