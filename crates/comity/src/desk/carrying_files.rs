//! Large files over removable media: parts with their sealed chunks, as they would cross a connection, out of this node and into
//! it. A file that is larger than the medium goes over several, in any order; a part that is torn or altered gives what
//! proves itself and no more. Nothing counts as delivered until the recipient's own act says so.
//!
//! Everything here holds one or two chunks in memory, whatever the size of the file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use exchange::carried_file::{BEGINNING, CarriedFile, MAX_HEAD};
use exchange::carry::CarryError;
use exchange::file::{self, FileError, FileFate, FileKey, LEAF, Layout, SEALED_CHUNK};
use exchange::{Act, FileRoot};
use jiff::SignedDuration;
use serde::Serialize;
use store::{Direction, FileOfferRecord, FileOfferState};

use super::{DeskError, Role, Viewer, audit, directory, files, reading};
use crate::files::{Files, FilesError};
use crate::node::Node;
use crate::peer::partners::Partners;

/// Bytes of the largest part: less than what a medium formatted with FAT32 holds in one file.
pub const PART: u64 = 2 << 30;
/// How long a file that is being carried here is not fetched over a connection as well.
const LEASE: SignedDuration = SignedDuration::from_mins(30);
/// Ranges of missing chunks that are named.
const NAMED: usize = 16;

/// Where parts are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// The folder.
    pub dir: PathBuf,
    /// Bytes that may be written to it; what is free there when nothing is said.
    pub room: Option<u64>,
    /// Bytes of one part at most.
    pub part: u64,
}

/// A file whose parts are to be written again, from one of its chunks on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// The file.
    pub root: FileRoot,
    /// The first chunk.
    pub from: u64,
}

impl std::str::FromStr for Again {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (root, from) = text.split_once(':').unwrap_or((text, "0"));
        Ok(Self {
            root: root
                .parse()
                .map_err(|_| format!("`{root}` is no root of a file: 64 hexadecimal digits"))?,
            from: from.parse().map_err(|_| format!("`{from}` is no number of a chunk"))?,
        })
    }
}

/// One part that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartOut {
    /// The part's name.
    pub name: String,
    /// The file, in hex.
    pub root: String,
    /// What it is.
    pub title: String,
    /// The first chunk in the part.
    pub first: u64,
    /// How many are in it.
    pub count: u64,
    /// How many the file has.
    pub chunks: u64,
    /// Bytes of the part.
    pub bytes: u64,
}

/// A file that is not carried out completely, or not answered for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remaining {
    /// The file, in hex.
    pub root: String,
    /// What it is.
    pub title: String,
    /// Chunks that were put on media so far.
    pub carried: u64,
    /// How many the file has.
    pub chunks: u64,
    /// Sealed bytes that are still to be carried.
    pub bytes: u64,
    /// Why it cannot be carried; empty when it only needs another medium, or the recipient's answer.
    pub problem: String,
}

/// What was carried out of a partner's files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FilesOut {
    /// The parts written.
    pub parts: Vec<PartOut>,
    /// Files of which something must still be carried.
    pub remaining: Vec<Remaining>,
    /// Files that were carried completely; the recipient has not said that it has them.
    pub unanswered: Vec<Remaining>,
}

/// What became of a part that was carried here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartIn {
    /// Who made it.
    pub from: String,
    /// The file, in hex.
    pub root: String,
    /// What it is.
    pub title: String,
    /// Chunks of the part that were kept.
    pub taken: u64,
    /// Chunks of the part that were here before.
    pub known: u64,
    /// Why something of the part was not kept; empty when all was.
    pub refused: Vec<String>,
    /// Bytes of the file that are here.
    pub held: u64,
    /// Bytes of the file.
    pub length: u64,
    /// Chunks that are missing, as first and one after the last; at most sixteen ranges.
    pub missing: Vec<(u64, u64)>,
    /// Where the file stands: `stored`, `wanted`, `refused`, `cancelled`, `erased`.
    pub state: String,
}

/// Writes what of our files waits for a partner onto a medium, as far as there is room.
pub async fn out(
    node: &Node,
    viewer: &Viewer,
    partner: &str,
    medium: &Medium,
    again: &[Again],
) -> Result<FilesOut, DeskError> {
    viewer.needs(&[Role::Officer, Role::Admin])?;
    let (partner, _) = directory::accredited(node, partner).await?;
    let to = &partner;
    let offers = node
        .store()
        .read("files to carry", |tx| Box::pin(async move { tx.files_to_carry(to).await }))
        .await?;
    for again in again {
        if !offers.iter().any(|(record, _)| record.offer.root == again.root) {
            return Err(DeskError::not_found("file that waits for this partner", again.root));
        }
    }
    let mut room = room(medium)?;
    let mut all = FilesOut::default();
    for (record, carried) in offers {
        let again = again.iter().find(|again| again.root == record.offer.root);
        let mut next = again.map_or(carried, |again| again.from);
        let layout = Layout::new(record.offer.length).map_err(impossible)?;
        let mut problem = String::new();
        match whole(node, &record, layout).await? {
            Ok(()) => {
                while next < layout.chunks() {
                    let Some(part) = part(node, &record, layout, next, room.min(medium.part)) else { break };
                    let written = write(node, medium, &part).await?;
                    next = part.first + part.count;
                    room = room.saturating_sub(written.1);
                    let offer = &record.offer;
                    node.store()
                        .run_tx("file carried", |tx| {
                            Box::pin(async move { tx.file_carried(offer, next).await })
                        })
                        .await?;
                    all.parts.push(PartOut {
                        name: written.0,
                        root: part.root.to_string(),
                        title: offer.title.clone(),
                        first: part.first,
                        count: part.count,
                        chunks: layout.chunks(),
                        bytes: written.1,
                    });
                }
            }
            Err(why) => problem = why,
        }
        let rest = Remaining {
            root: record.offer.root.to_string(),
            title: record.offer.title.clone(),
            carried: next,
            chunks: layout.chunks(),
            bytes: layout.sealed_length().saturating_sub(layout.offset(next)),
            problem,
        };
        if rest.carried < rest.chunks || !rest.problem.is_empty() {
            all.remaining.push(rest);
        } else {
            all.unanswered.push(rest);
        }
    }
    if !all.parts.is_empty() {
        let detail = format!("{} parts of files", all.parts.len());
        audit::write(node, &audit::line(node, &viewer.login, "carried-out", &partner, detail)).await?;
    }
    Ok(all)
}

fn room(medium: &Medium) -> Result<u64, DeskError> {
    let stat = rustix::fs::statvfs(&medium.dir).map_err(|error| {
        let message = format!("`{}` cannot be written: {error}", medium.dir.display());
        DeskError::invalid("dir", message, "another --dir")
    })?;
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    // A file system needs some room for itself.
    let free = free.saturating_sub(1 << 20);
    Ok(medium.room.map_or(free, |room| room.min(free)))
}

/// Whether a file is here to be carried, and its act still offers it; else why not.
async fn whole(
    node: &Node,
    record: &FileOfferRecord,
    layout: Layout,
) -> Result<Result<(), String>, DeskError> {
    let id = &record.offer.act;
    let act = node.store().read("act", |tx| Box::pin(async move { tx.act(id).await })).await?;
    let Some(act) = act.and_then(|act| Act::from_bytes(&act.bytes).ok()) else {
        return Ok(Err("the act that offers it is erased".to_owned()));
    };
    if act.expired(node.now()) {
        return Ok(Err("the act that offers it has expired".to_owned()));
    }
    let root = &record.offer.root;
    let size = node.files().sealed(root).and_then(|sealed| sealed.length());
    Ok(match size {
        Ok(size) if size == layout.sealed_length() => Ok(()),
        Ok(_) => Err("it is damaged on this node's disk".to_owned()),
        Err(error) => Err(crate::causes::chain(&error)),
    })
}

/// The next part, when at least one chunk of it fits.
fn part(node: &Node, record: &FileOfferRecord, layout: Layout, first: u64, most: u64) -> Option<CarriedFile> {
    let before = BEGINNING as u64 + MAX_HEAD as u64 + layout.leaves_length();
    let fit = most.checked_sub(before)? / SEALED_CHUNK as u64;
    let count = fit.min(layout.chunks() - first);
    (count > 0).then(|| CarriedFile {
        from: node.authority().clone(),
        to: record.offer.partner.clone(),
        at: node.now(),
        offer: record.offer.act,
        root: record.offer.root,
        length: layout.length(),
        first,
        count,
    })
}

/// Writes one part and gives its name and size. It has its name only when it is on the medium, whole.
async fn write(node: &Node, medium: &Medium, part: &CarriedFile) -> Result<(String, u64), DeskError> {
    let signer = node.signing().map_err(DeskError::Node)?;
    let short: String = part.root.to_string().chars().take(12).collect();
    let stamp = part.at.strftime("%Y%m%dT%H%M%SZ");
    let name = format!("{}-to-{}-{stamp}-{short}-from-{:07}.comity-file", part.from, part.to, part.first);
    let path = medium.dir.join(&name);
    let (part, files) = (part.clone(), node.files().clone());
    let written = tokio::task::spawn_blocking(move || {
        let head = part.sign(&signer).map_err(unusable)?;
        let temporary = path.with_extension("part");
        let written = write_part(&files, &part, &head, &temporary);
        let done = written
            .and_then(|()| std::fs::rename(&temporary, &path).map_err(|source| on_medium(&path, &source)));
        if done.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
        done.and_then(|()| Ok(head.len() as u64 + part.following().map_err(unusable)?))
    });
    let bytes = written
        .await
        .map_err(|error| DeskError::Damaged { what: "part of a file", why: error.to_string() })??;
    Ok((name, bytes))
}

fn on_medium(path: &Path, error: &io::Error) -> DeskError {
    DeskError::invalid("dir", format!("`{}` cannot be written: {error}", path.display()), "another --dir")
}

fn write_part(files: &Files, part: &CarriedFile, head: &[u8], path: &Path) -> Result<(), DeskError> {
    let medium = |error: io::Error| on_medium(path, &error);
    let disk = |source| files::files_failed(FilesError::Disk { path: files.dir().to_path_buf(), source });
    let layout = part.layout().map_err(unusable)?;
    let mut out = BufWriter::new(File::create(path).map_err(medium)?);
    out.write_all(head).map_err(medium)?;
    let mut leaves = BufReader::new(files.leaves(&part.root).map_err(files::files_failed)?);
    let mut wanted = Vec::new();
    let mut leaf = [0; LEAF];
    for chunk in 0..layout.chunks() {
        leaves.read_exact(&mut leaf).map_err(disk)?;
        out.write_all(&leaf).map_err(medium)?;
        if (part.first..part.first + part.count).contains(&chunk) {
            wanted.push(ledger::Hash::new(leaf));
        }
    }
    let mut sealed = files.sealed(&part.root).map_err(files::files_failed)?;
    let mut bytes = Vec::with_capacity(SEALED_CHUNK);
    for (chunk, leaf) in (part.first..).zip(&wanted) {
        bytes.resize(layout.sealed_size(chunk).map_err(impossible)?, 0);
        sealed.read_exact_at(&mut bytes, layout.offset(chunk)).map_err(files::files_failed)?;
        // What rotted here must not be found only after it has travelled.
        file::check(chunk, &bytes, leaf).map_err(|error| files::files_failed(error.into()))?;
        out.write_all(&bytes).map_err(medium)?;
    }
    let out = out.into_inner().map_err(|error| medium(error.into_error()))?;
    out.sync_all().map_err(medium)
}

fn unusable(error: CarryError) -> DeskError {
    DeskError::invalid("file", crate::causes::chain(&error), "carry the right file here, unaltered")
}

fn impossible(error: FileError) -> DeskError {
    unusable(error.into())
}

/// Whether a file on a medium is a part of a large file.
pub fn is_part(path: &Path) -> io::Result<bool> {
    let mut beginning = [0; BEGINNING];
    match File::open(path)?.read_exact(&mut beginning) {
        Ok(()) => Ok(beginning.starts_with(exchange::carried_file::MAGIC)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Takes in a part that a partner made for us. Each chunk is checked against the root that the partner's act names; doing it
/// again changes nothing.
pub async fn take_in(node: &Node, viewer: &Viewer, path: &Path) -> Result<PartIn, DeskError> {
    viewer.needs(&[Role::Officer, Role::Admin])?;
    let (part, mut medium) = open(node, path).await?;
    let record = offered(node, &part).await?;
    let mut taken = PartIn {
        from: part.from.to_string(),
        root: part.root.to_string(),
        title: record.offer.title.clone(),
        taken: 0,
        known: 0,
        refused: Vec::new(),
        held: 0,
        length: part.length,
        missing: Vec::new(),
        state: record.state.as_str().to_owned(),
    };
    match record.state {
        FileOfferState::Wanted => {}
        FileOfferState::Stored => {
            (taken.known, taken.held) = (part.count, part.length);
            return Ok(taken);
        }
        FileOfferState::Offered
        | FileOfferState::Refused
        | FileOfferState::Cancelled
        | FileOfferState::Erased => {
            let why = record.failure.map(|failure| format!(": {}", failure.text)).unwrap_or_default();
            taken.refused.push(format!("the file is {} here{why}", record.state));
            return Ok(taken);
        }
    }
    let (now, moved) = (node.now(), record.moved);
    let lease = now.saturating_add(LEASE).unwrap_or(jiff::Timestamp::MAX);
    let of = &record.offer;
    node.store()
        .run_tx("part of a file", |tx| Box::pin(async move { tx.file_moved(of, moved, lease, now).await }))
        .await?;
    let key = key(node, &part).await?;
    let files = node.files().clone();
    let reading = tokio::task::spawn_blocking(move || {
        let kept = keep(&files, &part, &key, &mut medium, &mut taken);
        kept.map(|whole| (whole, taken))
    });
    let read = reading
        .await
        .map_err(|error| DeskError::Damaged { what: "part of a file", why: error.to_string() })?;
    let now = node.now();
    let (whole, mut taken) = match read {
        Ok(read) => read,
        Err(error) => {
            // It may be fetched over a connection again, at once.
            node.store()
                .run_tx("part of a file", |tx| {
                    Box::pin(async move { tx.file_moved(of, moved, now, now).await })
                })
                .await?;
            return Err(error);
        }
    };
    if whole {
        files::tell(node, of, FileFate::Stored, "").await?;
        FileOfferState::Stored.as_str().clone_into(&mut taken.state);
    } else {
        let held = taken.held;
        node.store()
            .run_tx("part of a file", |tx| Box::pin(async move { tx.file_moved(of, held, now, now).await }))
            .await?;
    }
    let detail = format!("{} chunks of {}", taken.taken, taken.root);
    audit::write(node, &audit::line(node, &viewer.login, "carried-in", &taken.from, detail)).await?;
    Ok(taken)
}

/// Reads the head of a part and checks whose it is. Nothing of the file is believed before that.
async fn open(node: &Node, path: &Path) -> Result<(CarriedFile, BufReader<File>), DeskError> {
    let broken = |error: io::Error| {
        let why = if error.kind() == ErrorKind::UnexpectedEof {
            "it ends within its head".to_owned()
        } else {
            error.to_string()
        };
        DeskError::invalid("file", why, "carry the right file here, unaltered")
    };
    let file = File::open(path).map_err(broken)?;
    let size = file.metadata().map_err(broken)?.len();
    let mut medium = BufReader::with_capacity(1 << 16, file);
    let mut beginning = [0; BEGINNING];
    medium.read_exact(&mut beginning).map_err(broken)?;
    let length = CarriedFile::head_length(&beginning).map_err(unusable)?;
    let mut head = vec![0; length];
    medium.read_exact(&mut head).map_err(broken)?;
    let maker = CarriedFile::claimed_maker(&head).map_err(unusable)?;
    let (from, _) = directory::accredited(node, maker.as_str()).await?;
    let partner = Partners::load(node).await.map_err(DeskError::Node)?.get(&from);
    let partner = partner.ok_or_else(|| DeskError::not_found("partner", reading::cut(maker.as_str())))?;
    let part = CarriedFile::open(&head, &partner.keys, node.authority()).map_err(unusable)?;
    let should = (BEGINNING + length) as u64 + part.following().map_err(unusable)?;
    if size > should {
        let message = format!("it has {size} bytes, its head says {should}");
        return Err(DeskError::invalid("file", message, "carry the right file here, unaltered"));
    }
    Ok((part, medium))
}

async fn offered(node: &Node, part: &CarriedFile) -> Result<FileOfferRecord, DeskError> {
    let root = &part.root;
    let offers =
        node.store().read("file", |tx| Box::pin(async move { tx.offers_of_file(root).await })).await?;
    let found = offers.into_iter().find(|record| {
        record.offer.direction == Direction::Incoming
            && record.offer.act == part.offer
            && record.offer.partner == part.from
            && record.offer.length == part.length
    });
    found.ok_or_else(|| {
        DeskError::invalid(
            "file",
            format!("the act of {} that offers this file is not here", part.from),
            "take in the `.comity` files of the same carry first",
        )
    })
}

async fn key(node: &Node, part: &CarriedFile) -> Result<FileKey, DeskError> {
    let id = &part.offer;
    let act = node.store().read("act", |tx| Box::pin(async move { tx.act(id).await })).await?;
    act.and_then(|act| Act::from_bytes(&act.bytes).ok())
        .and_then(|act| files::offers_in(&act).into_iter().find(|offer| offer.root == part.root))
        .map(|offer| offer.key)
        .ok_or_else(|| DeskError::not_found("act", part.offer))
}

/// Keeps what of a part proves itself. Whether the file is complete now, and under its name.
fn keep(
    files: &Files,
    part: &CarriedFile,
    key: &FileKey,
    medium: &mut impl Read,
    taken: &mut PartIn,
) -> Result<bool, DeskError> {
    let layout = part.layout().map_err(unusable)?;
    let failed = files::files_failed;
    let mut receiving = files.receive(&part.root, part.length, key).map_err(failed)?;
    files.room(part.length.saturating_sub(receiving.held())).map_err(failed)?;
    let leaves = leaves(&mut receiving, layout, medium).map_err(|error| match error {
        FilesError::File(error) => impossible(error),
        other => failed(other),
    });
    if !leaves? {
        taken.refused.push("it ends before the first chunk: the copy is torn".to_owned());
        return ended(receiving, taken);
    }
    let missing = receiving.missing().to_vec();
    let mut checker = receiving.checker().map_err(failed)?;
    let mut bytes = Vec::with_capacity(SEALED_CHUNK);
    for chunk in part.first..part.first + part.count {
        bytes.resize(layout.sealed_size(chunk).map_err(impossible)?, 0);
        match medium.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) => {
                let why = match error.kind() {
                    ErrorKind::UnexpectedEof => "the copy is torn".to_owned(),
                    _ => error.to_string(),
                };
                taken.refused.push(format!("it ends before chunk {chunk}: {why}"));
                break;
            }
        }
        if !missing.iter().any(|(first, end)| (*first..*end).contains(&chunk)) {
            taken.known += 1;
            continue;
        }
        let checked = checker.check(chunk, std::mem::take(&mut bytes));
        match checked.and_then(|checked| receiving.keep(checked)) {
            Ok(emptied) => {
                bytes = emptied;
                taken.taken += 1;
            }
            Err(FilesError::File(error)) if taken.refused.len() < NAMED => {
                taken.refused.push(format!("{error}: the copy was altered or is damaged"));
            }
            Err(FilesError::File(_)) => {}
            Err(error) => return Err(failed(error)),
        }
    }
    ended(receiving, taken)
}

/// Takes the leaves of a part, or passes over them when they are known. Whether all were there.
fn leaves(
    receiving: &mut crate::files::Receiving,
    layout: Layout,
    medium: &mut impl Read,
) -> Result<bool, FilesError> {
    let mut coming = if receiving.knows_leaves() { None } else { Some(receiving.take_leaves()?) };
    let mut leaf = [0; LEAF];
    for _ in 0..layout.chunks() {
        if medium.read_exact(&mut leaf).is_err() {
            return Ok(false);
        }
        if let Some(coming) = &mut coming {
            coming.push(&leaf)?;
        }
    }
    if let Some(coming) = coming {
        receiving.leaves_are(coming)?;
    }
    Ok(true)
}

fn ended(mut receiving: crate::files::Receiving, taken: &mut PartIn) -> Result<bool, DeskError> {
    taken.held = receiving.held();
    if receiving.held() == receiving.layout().length() {
        receiving.finish().map_err(files::files_failed)?;
        return Ok(true);
    }
    let missing = receiving.still_missing().map_err(files::files_failed)?;
    taken.missing = missing.into_iter().take(NAMED).collect();
    receiving.pause().map_err(files::files_failed)?;
    Ok(false)
}
