//! `comity register`: the registers of a node, and what is imported into them.

use std::path::PathBuf;

use super::terminal::{say, tell};
use super::{Context, Exit, Failure, NodeArg, files};
use crate::desk::registers::{self, ImportReport};
use crate::desk::{DeskError, Viewer};
use crate::node::Node;

/// Keep the registers of a node
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Import(ImportArgs),
    Create(CreateArgs),
    List(ListArgs),
}

/// Import subjects: FollowTheMoney JSON lines, or CSV or TSV with a header
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity register import wanted.jsonl --register wanted --node demo/ee\n\n\
A register that does not exist is created; partners cannot search it until that is allowed. A bad line is told with its \
number and reason, the rest is kept. Exit code 1: lines were refused and --strict was given; 2: nothing could be kept."
)]
struct ImportArgs {
    /// The file
    file: PathBuf,
    /// The register, by id or name; the name of the file when left out
    #[arg(long, value_name = "NAME")]
    register: Option<String>,
    /// End with exit code 1 when lines were refused
    #[arg(long)]
    strict: bool,
    /// Write the summary as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Create a register
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity register create \"Wanted persons\" --purpose \"search for wanted persons\" --partners --reveals summary"
)]
struct CreateArgs {
    /// Its name
    name: String,
    /// The purpose it may be used for
    #[arg(long, value_name = "TEXT", default_value = "search for persons")]
    purpose: String,
    /// Let accredited partners search it
    #[arg(long)]
    partners: bool,
    /// What a partner's hit reveals
    #[arg(long, value_name = "WHAT", default_value = "hit-only", value_parser = ["hit-only", "summary"])]
    reveals: String,
    #[command(flatten)]
    node: NodeArg,
}

/// List the registers
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity register list --node demo/ee")]
struct ListArgs {
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.command {
        Command::Import(args) => import(args, context).await,
        Command::Create(args) => create(args, context).await,
        Command::List(args) => list(args, context).await,
    }
}

async fn import(args: ImportArgs, context: &Context) -> Result<Exit, Failure> {
    let input = files::open(&args.file)?;
    let node = context.open(&args.node).await?;
    let viewer = Viewer::console();
    let file_name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = match &args.register {
        Some(name) => name.clone(),
        None => args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    let register = existing_or_new(&node, &viewer, &name).await?;
    let report = registers::import_from(&node, &viewer, &register, &file_name, input).await?;
    if args.json {
        say(&super::json(&report)?);
    } else {
        show(&report);
    }
    let kept = report.added + report.changed + report.unchanged;
    Ok(match (report.refused, kept) {
        (0, _) => Exit::Done,
        (_, 0) => Exit::Unusable,
        _ if args.strict => Exit::No,
        _ => Exit::Done,
    })
}

async fn existing_or_new(node: &Node, viewer: &Viewer, name: &str) -> Result<String, DeskError> {
    let known = registers::list(node, viewer).await?;
    if let Some(register) = known.iter().find(|row| row.id == name || row.name == name) {
        return Ok(register.id.clone());
    }
    registers::create(node, viewer, name, "search for persons", false, "hit-only").await
}

fn show(report: &ImportReport) {
    for bad in &report.bad_lines {
        tell(&format!("line {}: {}", bad.line, bad.reason));
    }
    let untold = report.refused.saturating_sub(report.bad_lines.len() as u64);
    if untold > 0 {
        tell(&format!("and {untold} more refused lines"));
    }
    say(&format!(
        "register `{}`: {} added, {} changed, {} unchanged, {} refused",
        report.register, report.added, report.changed, report.unchanged, report.refused
    ));
}

async fn create(args: CreateArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let viewer = Viewer::console();
    let id =
        registers::create(&node, &viewer, &args.name, &args.purpose, args.partners, &args.reveals).await?;
    say(&format!("register `{id}` created"));
    Ok(Exit::Done)
}

async fn list(args: ListArgs, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let rows = registers::list(&node, &Viewer::console()).await?;
    if args.json {
        say(&super::json(&rows)?);
    } else {
        for row in &rows {
            let partners = if row.searchable_by_partners {
                format!("partners may search it: {}", row.reveals)
            } else {
                "not for partners".to_owned()
            };
            say(&format!("{}  {}  {} subjects  ({partners})", row.id, row.name, row.subjects));
        }
    }
    Ok(Exit::Done)
}
