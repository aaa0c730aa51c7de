//! `comity carry`: what waits for a partner over removable media, and what a partner carried here.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg, files};
use crate::desk::carrying::{CarriedIn, CarriedOut};
use crate::desk::carrying_files::{self, Again, FilesOut, Medium, PartIn};
use crate::desk::{DeskError, Viewer, carrying};
use crate::node::Node;

/// Exchange with a partner over removable media, with the same receipts as over a connection
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    comity carry out --node DIR --to de.bfj --dir /media/stick\n  \
    comity carry in --node DIR /media/stick/de.bfj-to-ee.justice-*\n\n\
    Acts are sealed to the partner and signed, in `.comity` files; large files travel as they would over a connection, in\n\
    `.comity-file` parts of at most --part bytes. What does not fit the medium is named, and goes onto the next one when you carry\n\
    out again. Taking in twice changes nothing. Carry out again after carrying in: the receipts for what came travel back.\n\
    A file that cannot be read, is not a partner's or was altered is named with its reason, and the others are taken in.\n\
    Exit codes: 0 done; 1 something was refused, or some file needs another medium; 3 disk or database failed.")]
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
        #[arg(id = "medium", long = "dir")]
        dir: PathBuf,
        /// Bytes that large files may take on this medium; without it, what is free there
        #[arg(long)]
        room: Option<u64>,
        /// Bytes of one part of a large file
        #[arg(long, default_value_t = carrying_files::PART)]
        part: u64,
        /// Carry a large file again from its beginning, or from a chunk on: ROOT or ROOT:CHUNK; may be given several times
        #[arg(long)]
        again: Vec<Again>,
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

/// What was carried out.
#[derive(serde::Serialize)]
struct Out {
    acts: Vec<CarriedOut>,
    files: FilesOut,
}

/// What was carried in.
#[derive(Default, serde::Serialize)]
struct In {
    acts: Vec<CarriedIn>,
    files: Vec<PartIn>,
    /// Files of the medium that were not taken in.
    refused: Vec<Refused>,
}

/// A file of the medium that was not taken in.
#[derive(serde::Serialize)]
struct Refused {
    file: PathBuf,
    reason: String,
    /// Whether this machine failed, and not the file.
    #[serde(skip)]
    here: bool,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let viewer = Viewer::console();
    match args.what {
        What::Out { node, to, dir, room, part, again, json } => {
            let node = context.open_to_sign(&node).await?;
            let acts = carrying::out(&node, &viewer, &to, &mut |name, bytes| keep(&dir, name, bytes)).await?;
            let medium = Medium { dir, room, part };
            let files = carrying_files::out(&node, &viewer, &to, &medium, &again).await?;
            let whole = files.remaining.is_empty();
            if json {
                say(&super::json(&Out { acts, files })?);
            } else {
                tell_out(&acts, &files, &to);
            }
            Ok(if whole { Exit::Done } else { Exit::No })
        }
        What::In { node, files: paths, json } => {
            let node = context.open_to_sign(&node).await?;
            let taken = take_in(&node, &viewer, paths, json).await;
            if json {
                say(&super::json(&taken)?);
            }
            Ok(taken.exit())
        }
    }
}

/// Takes in one file after the other. What is wrong with one does not keep the others out.
async fn take_in(node: &Node, viewer: &Viewer, paths: Vec<PathBuf>, json: bool) -> In {
    let mut taken = In::default();
    let (mut acts, mut parts) = (Vec::new(), Vec::new());
    for path in paths {
        match carrying_files::is_part(&path) {
            Ok(true) => parts.push(path),
            Ok(false) => acts.push(path),
            Err(error) => taken.refuse(path, Failure::unusable(format!("cannot be read: {error}"), ""), json),
        }
    }
    // The acts first: they offer the files.
    for path in acts {
        match take_acts(node, viewer, &path).await {
            Ok(one) => {
                if !json {
                    tell_acts(&path, &one);
                }
                taken.acts.push(one);
            }
            Err(failure) => taken.refuse(path, failure, json),
        }
    }
    for path in parts {
        match carrying_files::take_in(node, viewer, &path).await {
            Ok(one) => {
                if !json {
                    tell_part(&path, &one, node.authority().as_str());
                }
                taken.files.push(one);
            }
            Err(error) => taken.refuse(path, Failure::from(error), json),
        }
    }
    taken
}

async fn take_acts(node: &Node, viewer: &Viewer, path: &Path) -> Result<CarriedIn, Failure> {
    let bytes = files::read(path, exchange::carry::MAX_CARRY as u64)?;
    Ok(carrying::take_in(node, viewer, bytes).await?)
}

impl In {
    fn refuse(&mut self, file: PathBuf, failure: Failure, json: bool) {
        let Failure { exit, message, .. } = failure;
        if !json {
            say(&format!("{} is not taken in", file.display()));
            say(&format!("  refused: {message}"));
        }
        self.refused.push(Refused { file, reason: message, here: exit == Exit::Environment });
    }

    fn exit(&self) -> Exit {
        if self.refused.iter().any(|refused| refused.here) {
            return Exit::Environment;
        }
        let clean = self.refused.is_empty()
            && self.acts.iter().all(|taken| taken.refused.is_empty() && taken.unproven.is_empty())
            && self.files.iter().all(|taken| taken.refused.is_empty());
        if clean { Exit::Done } else { Exit::No }
    }
}

fn keep(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), DeskError> {
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
}

fn tell_out(acts: &[CarriedOut], files: &FilesOut, to: &str) {
    for file in acts {
        say(&format!(
            "{} {} envelopes, {} batches of receipts, {} bytes",
            file.name, file.envelopes, file.receipts, file.bytes
        ));
    }
    for part in &files.parts {
        say(&format!(
            "{} chunks {} to {} of {} of `{}`, {} bytes",
            part.name,
            part.first,
            part.first + part.count - 1,
            part.chunks,
            part.title,
            part.bytes
        ));
    }
    for rest in &files.remaining {
        if rest.problem.is_empty() {
            say(&format!(
                "remaining: `{}` from chunk {} of {}, {} bytes: carry out again onto another medium",
                rest.title, rest.carried, rest.chunks, rest.bytes
            ));
        } else {
            say(&format!("not carried: `{}`: {}", rest.title, rest.problem));
        }
    }
    for file in &files.unanswered {
        say(&format!(
            "carried, not yet answered for by {to}: `{}`; if a medium was lost: --again {}",
            file.title, file.root
        ));
    }
}

fn tell_acts(path: &Path, taken: &CarriedIn) {
    say(&format!(
        "{} from {}: {} stored, {} known, {} receipts, {} refused",
        path.display(),
        taken.from,
        taken.stored,
        taken.known,
        taken.receipts,
        taken.refused.len() + taken.unproven.len()
    ));
    taken.refused.iter().chain(&taken.unproven).for_each(|why| say(&format!("  refused: {why}")));
}

fn tell_part(path: &Path, taken: &PartIn, own: &str) {
    say(&format!(
        "{} from {}: {} chunks of `{}` taken, {} known; {} of {} bytes are here, the file is {}",
        path.display(),
        taken.from,
        taken.taken,
        taken.title,
        taken.known,
        taken.held,
        taken.length,
        taken.state
    ));
    taken.refused.iter().for_each(|why| say(&format!("  refused: {why}")));
    if let (Some((first, _)), Some((_, end))) = (taken.missing.first(), taken.missing.last()) {
        say(&format!(
            "  chunks between {first} and {} are missing: they are on another medium, or {} carries them again by\n  \
             comity carry out --to {own} --again {}:{first}",
            end.saturating_sub(1),
            taken.from,
            taken.root
        ));
    }
}
