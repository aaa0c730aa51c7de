//! `comity search`: finds a person in the registers of a node.

use serde::Serialize;

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg};
use crate::desk::person_search::{self, HitView, PersonQuery, ReasonView};
use crate::desk::{Viewer, indexing};

/// Find a person in the registers of a node
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity search \"Tamm Jaan\" --born 1980-05-17 --limit 5 --node demo/ee\n\n\
The name may be in any script, spelling and order. Scores are in 0 to 1."
)]
pub struct Args {
    /// The name
    name: String,
    /// Birth date or year: YYYY, YYYY-MM, YYYY-MM-DD or DD.MM.YYYY
    #[arg(long, value_name = "DATE", default_value = "")]
    born: String,
    /// Nationality, ISO 3166-1 alpha-2
    #[arg(long, value_name = "CODE", default_value = "")]
    nationality: String,
    /// The most hits
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// What the search is for; written to the audit trail
    #[arg(long, value_name = "TEXT", default_value = "search on the command line")]
    purpose: String,
    /// The legal basis; written to the audit trail
    #[arg(long, value_name = "TEXT", default_value = "not stated")]
    legal_basis: String,
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let query = PersonQuery {
        name: args.name,
        born: args.born,
        nationality: args.nationality,
        purpose: args.purpose,
        legal_basis: args.legal_basis,
    };
    // Bad input is told before the node is opened and its registers are read.
    person_search::check(&query)?;
    let node = context.open(&args.node).await?;
    indexing::load(&node).await?;
    let hits = person_search::own(&node, &Viewer::console(), &query, usize::from(args.limit)).await?;
    if args.json {
        let lines: Vec<Line<'_>> = hits.iter().map(Line::of).collect();
        say(&super::json(&lines)?);
    } else {
        for hit in &hits {
            show(hit);
        }
        if hits.is_empty() {
            say("nobody found");
        }
    }
    Ok(Exit::Done)
}

/// A hit as programs read it, in the words of `comity match`.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    register: &'a str,
    names: &'a [String],
    born: Option<&'a str>,
    nationalities: &'a [String],
    score: f64,
    reasons: Vec<Why<'a>>,
}

#[derive(Serialize)]
struct Why<'a> {
    kind: &'a str,
    ours: &'a str,
    theirs: &'a str,
    weight: f64,
}

impl<'a> Line<'a> {
    fn of(hit: &'a HitView) -> Line<'a> {
        let why = |reason: &'a ReasonView| Why {
            kind: &reason.kind,
            ours: &reason.ours,
            theirs: &reason.theirs,
            weight: f64::from(reason.weight_per_mille) / 1000.0,
        };
        Line {
            id: &hit.subject,
            register: &hit.register,
            names: &hit.names,
            born: hit.born.as_deref(),
            nationalities: &hit.nationalities,
            score: f64::from(hit.score_per_mille) / 1000.0,
            reasons: hit.reasons.iter().map(why).collect(),
        }
    }
}

fn show(hit: &HitView) {
    let born = hit.born.as_deref().map_or(String::new(), |born| format!(", born {born}"));
    let nationality = if hit.nationalities.is_empty() {
        String::new()
    } else {
        format!(", {}", hit.nationalities.join(" "))
    };
    say(&format!(
        "{:>5.1} %  {}{born}{nationality}  [{} {}]",
        f64::from(hit.score_per_mille) / 10.0,
        hit.names.join(" / "),
        hit.register_name,
        hit.subject
    ));
    for reason in &hit.reasons {
        let sides = match (reason.ours.as_str(), reason.theirs.as_str()) {
            ("", "") => String::new(),
            (ours, "") => ours.to_owned(),
            ("", theirs) => theirs.to_owned(),
            (ours, theirs) => format!("{ours} ~ {theirs}"),
        };
        say(&format!(
            "         {:+.1}  {}  {sides}",
            f64::from(reason.weight_per_mille) / 1000.0,
            reason.kind.replace('-', " ")
        ));
    }
}
