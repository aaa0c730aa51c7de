//! `comity case`: the cases of a node.

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg};
use crate::desk::cases::{self, CaseFilter, Delivery};
use crate::desk::{ListQuery, Viewer};

/// Show the cases of a node
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    List(ListArgs),
    Show(ShowArgs),
}

/// List cases, the last changed first
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity case list --status arrested --due-within 7 --node demo/de")]
struct ListArgs {
    /// Words that every case shown contains
    #[arg(default_value = "")]
    text: String,
    /// Status
    #[arg(long, value_name = "KEY")]
    status: Option<String>,
    /// The other authority
    #[arg(long, value_name = "AUTHORITY")]
    counterpart: Option<String>,
    /// Only cases in which a period runs that frees a person
    #[arg(long)]
    liberty: bool,
    /// Only cases with a deadline within so many days
    #[arg(long, value_name = "DAYS")]
    due_within: Option<u32>,
    /// Page, from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    page: u32,
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Show one case with its timeline
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity case show 1f0c93aa --node demo/de")]
struct ShowArgs {
    /// Its id, or the beginning of it
    case: String,
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.command {
        Command::List(args) => list(args, context).await,
        Command::Show(args) => show(args, context).await,
    }
}

async fn list(args: ListArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open_to_sign(&args.node).await?;
    let filter = CaseFilter {
        status: args.status,
        counterpart: args.counterpart,
        next_actor: None,
        due_within_days: args.due_within,
        liberty: args.liberty,
    };
    let query = ListQuery { text: args.text, page: args.page, ..ListQuery::default() };
    let listed = cases::list(&node, &Viewer::console(), &filter, &query).await?;
    if args.json {
        say(&super::json(&listed)?);
    } else {
        for row in &listed.rows {
            let way = if row.outgoing { "to" } else { "from" };
            let due = row.due_at.map_or(String::new(), |due| format!("  due {due}"));
            let liberty = row.liberty.as_ref().map_or(String::new(), |liberty| {
                let must = if liberty.must { "must" } else { "may" };
                format!("  the person {must} be released: {}", liberty.at)
            });
            say(&format!(
                "{}  {:<20} {way} {}  {}{due}{liberty}",
                row.short, row.status, row.counterpart, row.person
            ));
        }
        say(&format!("page {} of {}, {} cases", listed.page, listed.pages, listed.total));
    }
    Ok(Exit::Done)
}

async fn show(args: ShowArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open_to_sign(&args.node).await?;
    let case = cases::look(&node, &Viewer::console(), &args.case).await?;
    if args.json {
        say(&super::json(&case)?);
        return Ok(Exit::Done);
    }
    say(&format!("case {}: {} asks {}, {}", case.row.id, case.requesting, case.requested, case.row.status));
    for said in &case.person {
        say(&format!("  {}: {}", said.key, said.value));
    }
    say("deadlines:");
    for deadline in &case.deadlines {
        let due = deadline.due_at.map_or(String::new(), |due| format!(", until {due}"));
        say(&format!(
            "  {} {}{due} ({}): {}",
            deadline.state, deadline.key, deadline.article, deadline.consequence
        ));
    }
    say("timeline:");
    for row in &case.timeline {
        let delivery = match &row.delivery {
            Delivery::Waiting { attempts, cause, .. } => format!("waiting, {attempts} attempts {cause}"),
            Delivery::Receipted { stage, at, leaf } => format!("receipt: {stage} at {at}, entry {leaf}"),
            Delivery::Received { at, .. } => format!("received {at}"),
        };
        let fault = row.fault.as_deref().map_or(String::new(), |fault| format!("  does not fit: {fault}"));
        say(&format!("  {}  {:<12} {} ({})  {delivery}{fault}", row.made_at, row.kind, row.author, row.by));
    }
    for (key, description) in &case.missing {
        say(&format!("missing {key}: {description}"));
    }
    Ok(Exit::Done)
}
