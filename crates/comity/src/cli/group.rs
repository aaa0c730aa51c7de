//! `comity group`: groups from the command line.

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg};
use crate::desk::Viewer;
use crate::desk::groups::{self, Doing, NewMessage};

/// Begin groups, change their membership, write to their members
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    comity group found --node DIR --name 'Baltic Sea' --form regional --member de.bfj --member lv.prokuratura\n  \
    comity group write --node DIR --subject Agenda --text 'Monday' GROUP\n\n\
    Exit codes: 0 done; 2 not a member, not the chair, or unusable words; 3 disk or database failed.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The groups that we are or were members of
    List {
        #[command(flatten)]
        node: NodeArg,
    },
    /// One group: members, messages, steps
    Show {
        #[command(flatten)]
        node: NodeArg,
        /// The group
        group: String,
    },
    /// Begin a group, which this authority chairs; prints its id
    Found {
        #[command(flatten)]
        node: NodeArg,
        /// Its name
        #[arg(long)]
        name: String,
        /// bilateral, regional or multilateral
        #[arg(long, default_value = "multilateral")]
        form: String,
        /// Another member; may be given several times
        #[arg(long, required = true)]
        member: Vec<String>,
    },
    /// Take a partner in
    Admit {
        #[command(flatten)]
        node: NodeArg,
        /// Whom
        #[arg(long)]
        member: String,
        /// The group
        group: String,
    },
    /// End a membership
    Remove {
        #[command(flatten)]
        node: NodeArg,
        /// Whose
        #[arg(long)]
        member: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// The group
        group: String,
    },
    /// Hand the chair over
    HandOver {
        #[command(flatten)]
        node: NodeArg,
        /// To whom
        #[arg(long)]
        to: String,
        /// The group
        group: String,
    },
    /// Leave a group
    Leave {
        #[command(flatten)]
        node: NodeArg,
        /// The group
        group: String,
    },
    /// Write to all members
    Write {
        #[command(flatten)]
        node: NodeArg,
        /// What it is about
        #[arg(long)]
        subject: String,
        /// What it says
        #[arg(long)]
        text: String,
        /// Handling code
        #[arg(long, default_value = "H1")]
        handling: String,
        /// Conditions; H3 needs some
        #[arg(long, default_value = "")]
        conditions: String,
        /// Onward rule
        #[arg(long, default_value = "none")]
        onward: String,
        /// The group
        group: String,
    },
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let viewer = Viewer::console();
    let (node, group, doing) = match args.what {
        What::List { node } => {
            let node = context.open(&node).await?;
            say(&super::json(&groups::list(&node, &viewer).await?)?);
            return Ok(Exit::Done);
        }
        What::Show { node, group } => {
            let node = context.open(&node).await?;
            say(&super::json(&groups::view(&node, &viewer, &group).await?)?);
            return Ok(Exit::Done);
        }
        What::Found { node, name, form, member } => {
            let node = context.open_to_sign(&node).await?;
            say(&groups::found(&node, &viewer, &name, &form, &member).await?);
            return Ok(Exit::Done);
        }
        What::Write { node, subject, text, handling, conditions, onward, group } => {
            let node = context.open_to_sign(&node).await?;
            let message = NewMessage { subject, text, handling, conditions, onward };
            say(&groups::write(&node, &viewer, &group, &message).await?);
            return Ok(Exit::Done);
        }
        What::Admit { node, member, group } => (node, group, Doing::Admit(member)),
        What::Remove { node, member, reason, group } => (node, group, Doing::Remove(member, reason)),
        What::HandOver { node, to, group } => (node, group, Doing::HandOver(to)),
        What::Leave { node, group } => (node, group, Doing::Leave),
    };
    let node = context.open_to_sign(&node).await?;
    say(&groups::act(&node, &viewer, &group, &doing).await?);
    Ok(Exit::Done)
}
