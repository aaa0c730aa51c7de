//! `comity law explain` and `comity law facts`: what an article carries, and the words a check takes.

use ::law::Library;
use ::law::check::DeclarationView;
use ::law::explain::{ExplainedRule, Explanation};
use ::law::instrument::DateRule;

use super::law_check::mark;
use super::terminal::say;
use super::{Exit, Failure, json};

/// Explain an article: its rules, where they were read, declarations and national rules to it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity law explain \"ECE 16(4)\"\n  comity law explain coe-cets-209\n  \
comity law explain \"KrMS 447(5)\"\n\nExit code 1: nothing in the files rests on it.")]
pub(super) struct ExplainArgs {
    /// An instrument by short name, identifier or number, with or without an article; or a national rule
    #[arg(value_name = "ARTICLE", required = true, num_args = 1..)]
    reference: Vec<String>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// List the procedures, events and facts that a check takes
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity law facts\n  comity law facts --json")]
pub(super) struct FactsArgs {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &ExplainArgs, library: &Library) -> Result<Exit, Failure> {
    let found = match library.explain(&args.reference.join(" ")) {
        Ok(found) => found,
        Err(error) => {
            super::terminal::complain(
                &error.to_string(),
                "write, for example: comity law explain \"ECE 16(4)\"",
            );
            return Ok(Exit::No);
        }
    };
    if args.json {
        say(&json(&found)?);
    } else {
        found.iter().for_each(show);
    }
    Ok(Exit::Done)
}

fn show(one: &Explanation) {
    let article = if one.articles.is_empty() { String::new() } else { format!(", {}", one.articles) };
    say(&format!("{} ({}){article}{}", one.short_name, one.instrument, mark(one.verified)));
    say(&format!("  {}", one.title));
    let dates = match (one.in_force, one.applies_from) {
        (Some(force), Some(applies)) => format!("in force since {force}, applies from {applies}"),
        (Some(force), None) => format!("in force since {force}"),
        (None, Some(applies)) => format!("applies from {applies}"),
        (None, None) => "not in force".to_owned(),
    };
    say(&format!("  {dates}; status: {}", one.status));
    section("Rules", one.rules.is_empty());
    one.rules.iter().for_each(rule);
    declarations("Declarations and reservations", &one.declarations);
    declarations("National rules", &one.national_rules);
    section("Relations", one.relations.is_empty());
    for relation in &one.relations {
        let articles = relation.articles.as_ref().map_or(String::new(), |text| format!(", art. {text}"));
        say(&format!("  {} {}{articles}{}", relation.kind, relation.to, mark(relation.verified)));
        relation.note.iter().for_each(|note| say(&format!("      {note}")));
    }
    if !one.limits.is_empty() {
        section("Limits", false);
        one.limits.iter().for_each(|limit| say(&format!("  {limit}")));
    }
    if let Some(rule) = &one.entry_into_force {
        say(&format!("\nEntry into force: {}", date_rule(rule)));
    }
    if let Some(rule) = &one.denunciation {
        say(&format!("Denunciation: {}", date_rule(rule)));
    }
    for (name, text) in &one.remarks {
        say(&format!("{name}: {text}"));
    }
    if !one.parties.is_empty() {
        section("Parties", false);
        for party in &one.parties {
            let since = party.in_force.map_or("date not read".to_owned(), |date| format!("since {date}"));
            let ended = party.ended.map_or(String::new(), |date| format!(", until {date}"));
            let unclear = party.unclear.as_ref().map_or(String::new(), |why| format!("; unclear: {why}"));
            say(&format!("  {}: {since}{ended}{unclear}{}", party.state, mark(party.verified)));
        }
    }
    section("Read in", one.sources.is_empty());
    for source in &one.sources {
        let details = [&source.language, &source.covers, &source.note];
        let details: Vec<&str> = details.into_iter().flatten().map(String::as_str).collect();
        let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join("; ")) };
        say(&format!("  {}{details}", source.url));
    }
    say("");
}

fn rule(rule: &ExplainedRule) {
    let kind = rule.kind.as_str();
    say(&format!(
        "  art. {} {kind} `{}` ({}){}",
        rule.article,
        rule.key,
        rule.procedure,
        mark(rule.verified)
    ));
    say(&format!("      {}", rule.description));
    for (name, value) in &rule.details {
        say(&format!("      {name}: {value}"));
    }
    rule.notes.iter().for_each(|note| say(&format!("      note: {note}")));
}

fn declarations(title: &str, list: &[DeclarationView]) {
    section(title, list.is_empty());
    for one in list {
        let since = one.since.map_or(String::new(), |since| format!(" since {since}"));
        say(&format!(
            "  {} {} to {}{since} ({}){}",
            one.by,
            one.kind,
            one.articles.join(", "),
            one.effect,
            mark(one.verified)
        ));
        say(&format!("      {}", one.description));
        say(&format!("      {}", one.source));
    }
}

fn date_rule(rule: &DateRule) -> String {
    let length = match (rule.offset, rule.unit) {
        (Some(offset), Some(unit)) => format!("{offset} {}s", unit.as_str()),
        _ => "in words".to_owned(),
    };
    let from = rule.from.as_ref().map_or(String::new(), |from| format!(" from {from}"));
    let rounding = match rule.rounding.as_str() {
        "none" => String::new(),
        rounding => format!(", {rounding}"),
    };
    let article = rule.article.as_ref().map_or(String::new(), |article| format!(" (art. {article})"));
    let note = rule.note.as_ref().map_or(String::new(), |note| format!("; {note}"));
    format!("{length}{from}{rounding}{article}{note}")
}

fn section(title: &str, empty: bool) {
    say(&format!("\n{title}{}", if empty { ": none" } else { "" }));
}

pub(super) fn facts(args: &FactsArgs, library: &Library) -> Result<Exit, Failure> {
    let words = library.words();
    if args.json {
        say(&json(&words)?);
        return Ok(Exit::Done);
    }
    say("Procedures (--procedure)");
    words.procedures.iter().for_each(|(key, title)| say(&format!("  {key}: {title}")));
    say("\nFurther matters of the instruments (--procedure)");
    words.matters.iter().for_each(|(key, title)| say(&format!("  {key}: {title}")));
    say("\nEvents (--event KEY=WHEN)");
    words.events.iter().for_each(|(key, title)| say(&format!("  {key}: {title}")));
    say("\nFacts (--fact KEY=VALUE)");
    for fact in &words.facts {
        let values: Vec<&str> = fact.values.iter().map(::law::Key::as_str).collect();
        let values = if values.is_empty() { fact.kind.as_str().to_owned() } else { values.join("|") };
        let several = if fact.several { ", several with commas" } else { "" };
        say(&format!("  {} ({values}{several}): {}", fact.key, fact.question));
    }
    say("\nFacts on the request: instruments, contents, documents (keys with commas); language (text)");
    Ok(Exit::Done)
}
