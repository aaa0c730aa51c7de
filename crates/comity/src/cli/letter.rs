//! `comity letter`: an act, a draft or a reminder as a letter, in a PDF/A file.

use std::path::PathBuf;

use super::terminal::{self, say};
use super::{Context, Exit, Failure, NodeArg, files};
use crate::desk::letters::{self, Draught};
use crate::desk::{Viewer, cases};

/// Write the letter of an act, of a draft, or a reminder
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
comity letter 1f0c93aa --language fr --out request.pdf --node demo/ee\n  \
comity letter 1f0c93aa --kind decision --out decision.pdf --node demo/de\n  \
comity letter 1f0c93aa --reminder --out reminder.pdf --node demo/ee\n\n\
The letter sets out the signed act: `comity verify BUNDLE --letter CODE` checks the code that is printed on it. Without \
--language it is in the language of the text where the addressee accepts it, else in the first one that the addressee \
accepts. Its fonts are those of the Debian packages fonts-noto-core and fonts-noto-cjk, or of the folders under \
`[letters] fonts` in comity.toml.")]
pub struct Args {
    /// An act (64 digits), or a case (its id or the beginning of it): the letter of its last act
    #[arg(value_name = "CASE|ACT")]
    of: String,
    /// Language: en, fr, de, ru, es or ar
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// The last act of this kind, such as `request` or `decision`
    #[arg(long, value_name = "KIND", conflicts_with_all = ["reminder", "draft"])]
    kind: Option<String>,
    /// A reminder of what the other side of the case owes
    #[arg(long, conflicts_with = "draft")]
    reminder: bool,
    /// A draft by its id, marked as a draft on every page
    #[arg(long)]
    draft: bool,
    /// File to write
    #[arg(long, value_name = "FILE", required_unless_present = "record")]
    out: Option<PathBuf>,
    /// Write JSON: the record that the letter is made from
    #[arg(long)]
    record: bool,
    #[command(flatten)]
    node: NodeArg,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let node = context.open_to_sign(&args.node).await?;
    let viewer = Viewer::console();
    let draught: Draught = if args.draft {
        letters::of_draft(&node, &viewer, &args.of).await?
    } else if args.reminder {
        letters::reminder(&node, &viewer, &args.of).await?
    } else if args.of.len() == 64 && args.kind.is_none() {
        letters::of_act(&node, &viewer, &args.of).await?
    } else {
        let case = cases::look(&node, &viewer, &args.of).await?;
        let wanted = |kind: &str| args.kind.as_deref().is_none_or(|wanted| wanted == kind);
        let Some(act) = case.timeline.iter().rev().find(|row| wanted(&row.kind)) else {
            let kinds: Vec<&str> = case.timeline.iter().map(|row| row.kind.as_str()).collect();
            return Err(Failure::unusable(
                format!("the case `{}` has no act of the kind `{}`", args.of, args.kind.unwrap_or_default()),
                format!("it has: {}", kinds.join(", ")),
            ));
        };
        letters::of_act(&node, &viewer, &act.act).await?
    };
    if args.record {
        say(&super::json(&draught.record)?);
    }
    let Some(out) = args.out else { return Ok(Exit::Done) };
    let accepted = draught.languages.accepted.join(", ");
    let letter = letters::set(&node, &viewer, draught, args.language.as_deref()).await?;
    files::write(&out, &letter.pdf)?;
    if !letter.undrawable.is_empty() {
        let list: Vec<String> = letter.undrawable.iter().map(|c| format!("U+{:04X}", *c as u32)).collect();
        terminal::tell(&format!("note: no font has {}; the letter says so", list.join(", ")));
    }
    if !accepted.is_empty() && !accepted.split(", ").any(|tag| tag == letter.language) {
        terminal::tell(&format!(
            "note: the letter is in {}; the addressee accepts {accepted}",
            letter.language
        ));
    }
    if !args.record {
        say(&format!("{}: {}, {} pages, {}", out.display(), letter.title, letter.pages, letter.language));
    }
    Ok(Exit::Done)
}
