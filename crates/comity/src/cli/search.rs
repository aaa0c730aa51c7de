//! `comity search`: finds a person in the registers of a node.

use serde::Serialize;

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg};
use crate::desk::person_search::{self, HitView, PartnerAnswer, PersonQuery, ReasonView};
use crate::desk::{Viewer, indexing};

/// Find a person in the registers of a node
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity search \"Tamm Jaan\" --born 1980-05-17 --limit 5 --node demo/ee\n\
  comity search --document \"IMO 9074729\" --kind vessel --node demo/ee\n\
  comity search \"Tamm Jaan\" --born 1980 --blind de.bfj --node demo/ee\n\n\
The name may be in any script, spelling and order. Scores are in 0 to 1."
)]
pub struct Args {
    /// The name; may be left out when a number is given
    #[arg(default_value = "", hide_default_value = true)]
    name: String,
    /// Birth date or year: YYYY, YYYY-MM, YYYY-MM-DD or DD.MM.YYYY
    #[arg(long, value_name = "DATE", default_value = "")]
    born: String,
    /// Nationality, ISO 3166-1 alpha-2
    #[arg(long, value_name = "CODE", default_value = "")]
    nationality: String,
    /// A number of a document, ship, vehicle, account, …; several with semicolons between; or a travel document's
    /// machine-readable zone
    #[arg(long, value_name = "NUMBER", default_value = "")]
    document: String,
    /// What is sought
    #[arg(long, value_name = "KIND", default_value = "person",
        value_parser = ["person", "organisation", "vessel", "vehicle", "aircraft", "property", "address", "asset"])]
    kind: String,
    /// Sex
    #[arg(long, value_name = "SEX", default_value = "", value_parser = ["", "female", "male", "other"])]
    sex: String,
    /// Place of birth
    #[arg(long, value_name = "PLACE", default_value = "")]
    birth_place: String,
    /// The father's name
    #[arg(long, value_name = "NAME", default_value = "")]
    father: String,
    /// The mother's name
    #[arg(long, value_name = "NAME", default_value = "")]
    mother: String,
    /// Ask this partner as well, openly; may be given several times. The running node delivers.
    #[arg(long, value_name = "AUTHORITY")]
    ask: Vec<String>,
    /// Ask this partner blindly: it does not learn who is asked for. May be given several times
    #[arg(long, value_name = "AUTHORITY")]
    blind: Vec<String>,
    /// Seconds to wait for partners' answers
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(0..=600))]
    wait: u16,
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
        sex: args.sex,
        birth_place: args.birth_place,
        father: args.father,
        mother: args.mother,
        documents: args.document,
        kind: args.kind,
        purpose: args.purpose,
        legal_basis: args.legal_basis,
    };
    // Bad input is told before the node is opened and its registers are read.
    person_search::check(&query)?;
    let node = context.open(&args.node).await?;
    indexing::load(&node).await?;
    if !args.ask.is_empty() || !args.blind.is_empty() {
        return at_partners(&node, &query, &args.ask, &args.blind, args.wait, args.json).await;
    }
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

/// Asks partners, waits for them and shows what each answered.
async fn at_partners(
    node: &crate::node::Node,
    query: &PersonQuery,
    ask: &[String],
    blind: &[String],
    wait_s: u16,
    json: bool,
) -> Result<Exit, Failure> {
    let viewer = Viewer::console();
    let id = person_search::ask(node, &viewer, query, ask, blind).await?;
    // Answers come to the node that runs; this process looks for them in the store.
    let mut view = person_search::results(node, &viewer, &id, 0).await?;
    let mut left_ms = u64::from(wait_s) * 1_000;
    while !view.complete && left_ms > 0 {
        let step_ms = left_ms.min(1_000);
        view = person_search::results(node, &viewer, &id, step_ms).await?;
        left_ms -= step_ms;
    }
    if json {
        say(&super::json(&view)?);
        return Ok(Exit::Done);
    }
    say("own registers");
    view.own.iter().for_each(show);
    if view.own.is_empty() {
        say("nobody found");
    }
    for partner in &view.partners {
        let form = if partner.blind { ", blindly" } else { "" };
        say(&format!("{} ({}{form})", partner.partner_name, partner.partner));
        match &partner.answer {
            PartnerAnswer::Hits { hits, .. } => hits.iter().for_each(show),
            PartnerAnswer::NoHit { .. } => say("no hit"),
            PartnerAnswer::Declined { reason, .. } => say(&format!("declined: {reason}")),
            PartnerAnswer::Pending { .. } => say("a person there decides"),
            PartnerAnswer::Waiting => say("no answer yet"),
            PartnerAnswer::Unreachable { cause, .. } => say(&format!("cannot be reached: {cause}")),
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
