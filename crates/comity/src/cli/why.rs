//! `comity why`: the whole life of one message, from both ends, without what it says.

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg};
use crate::desk::{Viewer, why};

/// Tell the life of a message: sent, delivered, receipted, opened, or what keeps it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity why 3f1c…e2 --node demo/ee\n\n\
    ID is the digest of an act or of an envelope, as pages, logs and `comity ledger list` show it.\n\
    Exit code 1: an envelope of it has not arrived.")]
pub struct Args {
    /// The act or the envelope, 64 hexadecimal digits
    id: String,
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let life = why::life(&node, &Viewer::console(), &args.id).await?;
    if args.json {
        say(&super::json(&life)?);
    } else {
        say(&format!("{} of {} to {}", life.kind, life.author, life.recipients.join(", ")));
        say(&format!("act {}", life.act));
        for happened in &life.happened {
            let proof = happened.proof.as_ref().map_or_else(String::new, |proof| format!("  [{proof}]"));
            say(&format!("{}  {:<16} {}{proof}", happened.at, happened.by, happened.what));
        }
        for open in &life.open {
            say(&format!(
                "{} to {} at {}, tried {} times",
                open.state, open.partner, open.place, open.attempts
            ));
            if !open.cause.is_empty() {
                say(&format!("  cause: {}", open.cause));
            }
            if let Some(side) = open.side {
                say(&format!("  side:  {}", side.as_str()));
            }
            say(&format!("  next:  {}", open.next_step));
            if let Some(next) = open.next_attempt {
                say(&format!("  again: {next}"));
            }
        }
    }
    Ok(if life.open.is_empty() { Exit::Done } else { Exit::No })
}
