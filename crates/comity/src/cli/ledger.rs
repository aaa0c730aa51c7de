//! `comity ledger`: the ledger of a node.

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg};
use crate::desk::{ListQuery, Order, Viewer, ledger_view};

/// Show and verify the ledger of a node
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Verify(VerifyArgs),
    List(ListArgs),
    Show(ShowArgs),
    Checkpoint(CheckpointArgs),
    Export(ExportArgs),
}

/// Recompute the ledger from what is stored and compare it with its checkpoints, acts and receipts
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity ledger verify --node demo/ee\n\nExit code 1: the ledger does not hold."
)]
struct VerifyArgs {
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// List entries, newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity ledger list --limit 20 --node demo/ee")]
struct ListArgs {
    /// A kind, an index or the beginning of a digest
    #[arg(default_value = "")]
    text: String,
    /// Page, from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    page: u32,
    /// Entries a page
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Show one entry with its proof of inclusion
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity ledger show 17 --json --node demo/ee")]
struct ShowArgs {
    /// Index of the entry, from 0
    index: u64,
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Write the current checkpoint, a signed note
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity ledger checkpoint --node demo/ee > checkpoint.txt")]
struct CheckpointArgs {
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Write the whole ledger as tiles (C2SP tlog-tiles), which existing tools read
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity ledger export tiles/ --node demo/ee\n\nThe tiles hold hashes and salted commitments: they tell nobody what was said."
)]
struct ExportArgs {
    /// Folder to write; it is made when it is not there
    folder: std::path::PathBuf,
    #[command(flatten)]
    node: NodeArg,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.command {
        Command::Verify(args) => verify(args, context).await,
        Command::List(args) => list(args, context).await,
        Command::Show(args) => show(args, context).await,
        Command::Checkpoint(args) => checkpoint(args, context).await,
        Command::Export(args) => export(args, context).await,
    }
}

async fn verify(args: VerifyArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let report = ledger_view::verify_ledger(&node).await?;
    if args.json {
        say(&super::json(&report)?);
    } else {
        for problem in &report.problems {
            say(problem);
        }
        let word = if report.holds() { "holds" } else { "does not hold" };
        say(&format!(
            "the ledger {word}: {} entries, {} checkpoints, {} envelopes and receipts matched, root {}, {} ms",
            report.entries, report.checkpoints, report.matched, report.root, report.took_ms
        ));
    }
    Ok(if report.holds() { Exit::Done } else { Exit::No })
}

async fn list(args: ListArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let query = ListQuery {
        text: args.text,
        sort: None,
        order: Order::Descending,
        page: args.page,
        per_page: args.limit,
    };
    let listed = ledger_view::entries(&node, &Viewer::console(), &query).await?;
    if args.json {
        say(&super::json(&listed)?);
    } else {
        for row in &listed.rows {
            say(&format!("{:>8}  {}  {:<13} {}", row.index, row.at, row.kind, row.digest));
        }
        say(&format!("page {} of {}, {} entries", listed.page, listed.pages, listed.total));
    }
    Ok(Exit::Done)
}

async fn show(args: ShowArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let entry = ledger_view::entry(&node, &Viewer::console(), args.index).await?;
    if args.json {
        say(&super::json(&entry)?);
    } else {
        say(&format!("entry {}, {}, {}", entry.row.index, entry.row.kind, entry.row.at));
        say(&format!("digest {}", entry.row.digest));
        say(&format!("leaf   {}", entry.row.leaf_hash));
        for hash in &entry.proof {
            say(&format!("  with {hash}"));
        }
        let word = if entry.holds { "holds" } else { "does not hold" };
        say(&format!("root   {} of {} entries: the proof {word}", entry.root, entry.size));
    }
    Ok(if entry.holds { Exit::Done } else { Exit::No })
}

async fn checkpoint(args: CheckpointArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let checkpoint = ledger_view::checkpoint(&node, &Viewer::console()).await?;
    if args.json {
        say(&super::json(&checkpoint)?);
    } else {
        say(checkpoint.note.trim_end());
    }
    Ok(Exit::Done)
}

async fn export(args: ExportArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let written = crate::peer::tiles::export(&node, &args.folder).await.map_err(|error| {
        Failure::environment(crate::causes::chain(&error), "choose an empty folder on a disk with room")
    })?;
    say(&format!("{written} files in {}", args.folder.display()));
    Ok(Exit::Done)
}
