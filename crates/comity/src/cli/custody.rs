//! `comity custody`: who holds what, passing on, leave, recall, and what is owed.

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg};
use crate::desk::Viewer;
use crate::desk::custody::{self, Recalling};

/// See who holds an act; pass it on, give leave, recall it; see what partners owe
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    comity custody recall --node DIR --reason 'wrong person' ACT\n  \
    comity custody owed --node DIR\n\n\
    Exit codes: 0 done; 1 an answer is overdue; 2 the act, its code or its rule does not allow it; 3 disk or database failed.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Who holds an act, and what became of it
    Show {
        #[command(flatten)]
        node: NodeArg,
        /// The act, 64 hexadecimal digits
        act: String,
    },
    /// What partners owe: everyone who was asked to erase an act of ours
    Owed {
        #[command(flatten)]
        node: NodeArg,
    },
    /// Pass an act on to other partners, as far as its author allows
    Forward {
        #[command(flatten)]
        node: NodeArg,
        /// A partner; may be given several times
        #[arg(long, required = true)]
        to: Vec<String>,
        /// What to add
        #[arg(long, default_value = "")]
        note: String,
        /// The act, 64 hexadecimal digits
        act: String,
    },
    /// Allow what handling code and onward rule of an act of ours forbid
    Leave {
        #[command(flatten)]
        node: NodeArg,
        /// An authority that may have it; may be given several times
        #[arg(long)]
        to: Vec<String>,
        /// It may be used before a court
        #[arg(long)]
        court: bool,
        /// The act, 64 hexadecimal digits
        act: String,
    },
    /// Recall an act of ours from everyone who holds it
    Recall {
        #[command(flatten)]
        node: NodeArg,
        /// Why
        #[arg(long)]
        reason: String,
        /// The act of ours that takes its place
        #[arg(long, conflicts_with = "keep")]
        by: Option<String>,
        /// An authority that may keep it; may be given several times
        #[arg(long)]
        keep: Vec<String>,
        /// The act, 64 hexadecimal digits
        act: String,
    },
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let viewer = Viewer::console();
    match args.what {
        What::Show { node, act } => {
            let node = context.open(&node).await?;
            say(&super::json(&custody::holders(&node, &viewer, &act).await?)?);
        }
        What::Owed { node } => {
            let node = context.open(&node).await?;
            let owed = custody::owed(&node, &viewer).await?;
            say(&super::json(&owed)?);
            if owed.iter().any(|row| row.standing == "overdue") {
                return Ok(Exit::No);
            }
        }
        What::Forward { node, to, note, act } => {
            let node = context.open_to_sign(&node).await?;
            say(&custody::forward(&node, &viewer, &act, &to, &note).await?);
        }
        What::Leave { node, to, court, act } => {
            let node = context.open_to_sign(&node).await?;
            say(&custody::give_leave(&node, &viewer, &act, &to, court).await?);
        }
        What::Recall { node, reason, by, keep, act } => {
            let node = context.open_to_sign(&node).await?;
            let how = match by {
                Some(by) => Recalling::Correct(by),
                None if keep.is_empty() => Recalling::Withdraw,
                None => Recalling::Narrow(keep),
            };
            say(&custody::recall(&node, &viewer, &act, &how, &reason).await?);
        }
    }
    Ok(Exit::Done)
}
