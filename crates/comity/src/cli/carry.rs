//! `comity carry`: what waits for a partner over removable media, and what a partner carried here.

use std::io::Write;
use std::path::PathBuf;

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg, files};
use crate::desk::{DeskError, Viewer, carrying};

/// Exchange with a partner over removable media, with the same receipts as over a connection
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    comity carry out --node DIR --to de.bfj --dir /media/stick\n  \
    comity carry in --node DIR /media/stick/de.bfj-to-ee.justice-*.comity\n\n\
    Files are sealed to the partner and signed; taking one in twice changes nothing. Carry out again after carrying in: the\n\
    receipts for what came travel back in the next file.\n\
    Exit codes: 0 done; 1 something in a file was refused; 2 a file is not a partner's or was altered; 3 disk or database failed.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Write everything that waits for a partner into files
    Out {
        #[command(flatten)]
        node: NodeArg,
        /// The partner, such as de.bfj
        #[arg(long)]
        to: String,
        /// Where to write the files
        #[arg(long)]
        dir: PathBuf,
        /// Write what was made as JSON
        #[arg(long)]
        json: bool,
    },
    /// Take in files that partners made for this node
    In {
        #[command(flatten)]
        node: NodeArg,
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Write what became of them as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let viewer = Viewer::console();
    match args.what {
        What::Out { node, to, dir, json } => {
            let node = context.open(&node).await?;
            let mut keep = |name: &str, bytes: &[u8]| {
                let path = dir.join(name);
                let part = dir.join(format!("{name}.part"));
                let written = std::fs::File::create(&part).and_then(|mut file| {
                    file.write_all(bytes)?;
                    file.sync_all()?;
                    std::fs::rename(&part, &path)
                });
                written.map_err(|error| DeskError::Invalid {
                    field: "dir".to_owned(),
                    message: format!("`{}` cannot be written: {error}", path.display()),
                    remedy: "another --dir".to_owned(),
                })
            };
            let made = carrying::out(&node, &viewer, &to, &mut keep).await?;
            if json {
                say(&super::json(&made)?);
            } else {
                for file in &made {
                    say(&format!(
                        "{} {} envelopes, {} batches of receipts, {} bytes",
                        file.name, file.envelopes, file.receipts, file.bytes
                    ));
                }
            }
            Ok(Exit::Done)
        }
        What::In { node, files: paths, json } => {
            let node = context.open(&node).await?;
            let mut all = Vec::new();
            for path in &paths {
                let bytes = files::read(path, exchange::carry::MAX_CARRY as u64)?;
                let taken = carrying::take_in(&node, &viewer, bytes).await.map_err(|error| {
                    let failure = Failure::from(error);
                    Failure { message: format!("`{}`: {}", path.display(), failure.message), ..failure }
                })?;
                if !json {
                    say(&format!(
                        "{} from {}: {} stored, {} known, {} receipts, {} refused",
                        path.display(),
                        taken.from,
                        taken.stored,
                        taken.known,
                        taken.receipts,
                        taken.refused.len() + taken.unproven.len()
                    ));
                    taken
                        .refused
                        .iter()
                        .chain(&taken.unproven)
                        .for_each(|why| say(&format!("  refused: {why}")));
                }
                all.push(taken);
            }
            if json {
                say(&super::json(&all)?);
            }
            let clean = all.iter().all(|taken| taken.refused.is_empty() && taken.unproven.is_empty());
            Ok(if clean { Exit::Done } else { Exit::No })
        }
    }
}
