//! `comity file`: large files from the command line.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use super::terminal::{say, tell};
use super::{Context, Exit, Failure, NodeArg, files as paths};
use crate::desk::files::{self, FileRow, FilesShown, NewFile};
use crate::desk::{ListQuery, Viewer};
use crate::node::Node;

/// Bytes read at once.
const PIECE: usize = 1 << 20;

/// Send large files to partners, follow them, and take out what came
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    comity file send --node DIR --to de.bfj --title 'Disk image' image.dd\n  \
    comity file list --node DIR\n  \
    comity file receive --node DIR --out image.dd ROOT\n\n\
    A running node on the same folder gives and fetches the bytes; `send` needs none to prepare them.\n\
    Exit codes: 0 done; 1 the file was refused, cancelled or erased; 2 unusable arguments; 3 disk or database failed.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Seal a file and offer it to partners; prints its act and its root
    Send {
        #[command(flatten)]
        node: NodeArg,
        /// A partner, such as de.bfj; may be given several times
        #[arg(long, required = true)]
        to: Vec<String>,
        /// What it is; the file's name when missing
        #[arg(long)]
        title: Option<String>,
        /// The case it belongs to; a new one when missing
        #[arg(long, default_value = "")]
        case: String,
        /// Its media type
        #[arg(long, default_value = "application/octet-stream")]
        media_type: String,
        /// What it may be used for
        #[arg(long, default_value = "case work")]
        purpose: String,
        /// The provision it rests on
        #[arg(long, default_value = "agreement between the authorities")]
        legal_basis: String,
        /// Handling code: H0, H1, H2, H3
        #[arg(long, default_value = "H1")]
        handling: String,
        /// Conditions of its use; H3 needs some
        #[arg(long, default_value = "")]
        conditions: String,
        /// Onward rule: none, with-consent, authorities-of-recipient-state
        #[arg(long, default_value = "none")]
        onward: String,
        /// Wait until every recipient has it
        #[arg(long)]
        wait: bool,
        /// The file
        file: PathBuf,
    },
    /// Show files that acts offer, by us and to us, with their progress
    List {
        #[command(flatten)]
        node: NodeArg,
        /// Words that each line must contain
        #[arg(long, default_value = "")]
        words: String,
        /// Only in this state: offered, wanted, stored, refused, cancelled, erased
        #[arg(long)]
        state: Option<String>,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Wait for a file that was offered to us and write it, opened and checked
    Receive {
        #[command(flatten)]
        node: NodeArg,
        /// The file's root, in hexadecimal digits
        root: String,
        /// Where to write it; it must not exist
        #[arg(long)]
        out: PathBuf,
    },
    /// Stop fetching a file; what is here of it is erased
    Cancel {
        #[command(flatten)]
        node: NodeArg,
        /// The file's root, in hexadecimal digits
        root: String,
    },
    /// Fetch a file again that was refused, cancelled or failed
    Again {
        #[command(flatten)]
        node: NodeArg,
        /// The file's root, in hexadecimal digits
        root: String,
    },
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let viewer = Viewer::console();
    match args.what {
        What::Send {
            node,
            to,
            title,
            case,
            media_type,
            purpose,
            legal_basis,
            handling,
            conditions,
            onward,
            wait,
            file,
        } => {
            let node = context.open_to_sign(&node).await?;
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let title = title.unwrap_or(name);
            let new =
                NewFile { to, case, title, media_type, purpose, legal_basis, handling, conditions, onward };
            send(&node, &viewer, &new, file, wait).await
        }
        What::List { node, words, state, json } => {
            let node = context.open(&node).await?;
            let query = ListQuery { text: words, per_page: ListQuery::MOST, ..ListQuery::default() };
            let shown = FilesShown { state, act: None };
            let rows = files::list(&node, &viewer, &shown, &query).await?.rows;
            if json {
                say(&super::json(&rows)?);
            } else {
                rows.iter().for_each(|row| say(&line(row)));
            }
            Ok(Exit::Done)
        }
        What::Receive { node, root, out } => {
            let node = context.open(&node).await?;
            receive(&node, &viewer, &root, out).await
        }
        What::Cancel { node, root } => {
            let node = context.open_to_sign(&node).await?;
            let row = incoming(&node, &viewer, &root).await?;
            files::cancel(&node, &viewer, &row.act, &row.root).await?;
            Ok(Exit::Done)
        }
        What::Again { node, root } => {
            let node = context.open(&node).await?;
            let row = incoming(&node, &viewer, &root).await?;
            files::fetch_again(&node, &viewer, &row.act, &row.root).await?;
            Ok(Exit::Done)
        }
    }
}

fn line(row: &FileRow) -> String {
    let way = if row.outgoing { "to" } else { "from" };
    let progress = row.per_cent.map(|n| format!(" {n} %")).unwrap_or_default();
    let cause = if row.cause.is_empty() { String::new() } else { format!(" ({})", row.cause) };
    format!(
        "{} {way} {} {} bytes {}{progress}{cause} {}",
        row.root, row.partner, row.bytes, row.state, row.title
    )
}

async fn send(
    node: &Node,
    viewer: &Viewer,
    new: &NewFile,
    path: PathBuf,
    wait: bool,
) -> Result<Exit, Failure> {
    let mut source = paths::open(&path)?;
    let mut importer = files::import(node, viewer)?;
    let sealed = tokio::task::spawn_blocking(move || {
        let mut piece = vec![0; PIECE];
        let mut told = 0;
        loop {
            let read = std::io::Read::read(&mut source, &mut piece).map_err(|error| {
                Failure::environment(format!("`{}` cannot be read: {error}", path.display()), "")
            })?;
            if read == 0 {
                break;
            }
            importer.push(piece.get(..read).unwrap_or_default()).map_err(failed)?;
            if importer.length() - told >= 1 << 30 {
                told = importer.length();
                tell(&format!("sealed {} GiB", told >> 30));
            }
        }
        importer.finish().map_err(failed)
    });
    let imported = sealed.await.map_err(|error| Failure::environment(error.to_string(), ""))??;
    let act = files::send(node, viewer, new, &imported).await?;
    say(&format!("act {act}"));
    say(&format!("root {}", imported.root));
    say(&format!("sha256 {}", imported.sha256));
    if !wait {
        return Ok(Exit::Done);
    }
    loop {
        let rows = files::of_root(node, viewer, &imported.root.to_string()).await?;
        let rows: Vec<&FileRow> = rows.iter().filter(|row| row.act == act).collect();
        if let Some(row) = rows.iter().find(|row| ["refused", "cancelled", "erased"].contains(&&*row.state)) {
            return Err(Failure {
                exit: Exit::No,
                message: format!("{} {} the file: {}", row.partner, row.state, row.cause),
                remedy: String::new(),
            });
        }
        if rows.iter().all(|row| row.state == "stored") {
            return Ok(Exit::Done);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

async fn incoming(node: &Node, viewer: &Viewer, root: &str) -> Result<FileRow, Failure> {
    let rows = files::of_root(node, viewer, root).await?;
    rows.into_iter().find(|row| !row.outgoing && row.root == root).ok_or_else(|| {
        Failure::unusable(format!("no file `{root}` was offered to this node"), "comity file list")
    })
}

async fn receive(node: &Node, viewer: &Viewer, root: &str, out: PathBuf) -> Result<Exit, Failure> {
    let mut told = None;
    let row = loop {
        let row = incoming(node, viewer, root).await?;
        match row.state.as_str() {
            "stored" => break row,
            "wanted" => {}
            other => {
                return Err(Failure {
                    exit: Exit::No,
                    message: format!("the file is {other}: {}", row.cause),
                    remedy: "comity file again".to_owned(),
                });
            }
        }
        if told != row.per_cent {
            told = row.per_cent;
            tell(&line(&row));
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    let file = files::open(node, viewer, &row.act, &row.root).await?;
    let mut opened = file.bytes;
    let unwritable = |path: &std::path::Path, error: &std::io::Error| {
        Failure::environment(format!("`{}` cannot be written: {error}", path.display()), "another --out")
    };
    let mut sink = std::fs::File::create_new(&out).map_err(|error| unwritable(&out, &error))?;
    let path = out.clone();
    let written = tokio::task::spawn_blocking(move || {
        while let Some(bytes) = opened.read().map_err(failed)? {
            sink.write_all(&bytes).map_err(|error| unwritable(&path, &error))?;
        }
        sink.sync_all().map_err(|error| unwritable(&path, &error))
    });
    let written = written.await.map_err(|error| Failure::environment(error.to_string(), ""))?;
    if written.is_err() {
        // What is not whole is nobody's file.
        let _ = std::fs::remove_file(&out);
    }
    written?;
    say(&format!("sha256 {}", file.sha256));
    Ok(Exit::Done)
}

fn failed(error: crate::files::FilesError) -> Failure {
    files::files_failed(error).into()
}
