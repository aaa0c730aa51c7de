//! A sealed file on its way into an object store, part by part, behind a tail on this node's disk.
//!
//! Chunks are first written to their places in a file on the disk. When all chunks of a part are there, a thread puts it into
//! the bucket and gives its place on the disk back. What was put is noted before that, in a small file beside, so that after
//! a crash it is known and the rest is still here: nothing is asked of a partner again because an object store takes parts of
//! 5 MiB and more.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use exchange::file::SEALED_CHUNK;
use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::bucket::{Bucket, BucketError};
use super::{Files, FilesError, create, settle};

/// Chunks in a part at least: 8 MiB, of which an object store asks for 5.
const CHUNKS: u64 = 64;
/// Parts of an object at most.
const PARTS: u64 = 10_000;
/// Bytes of the longest note that is read.
const NOTE: u64 = 4 << 20;

/// Chunks in each part of a file that has so many.
pub(super) fn chunks_in_part(chunks: u64) -> u64 {
    chunks.div_ceil(PARTS).max(CHUNKS)
}

/// Where an object lies, as the file beside its leaves says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lies {
    pub(super) bucket: String,
    pub(super) object: String,
    /// Bytes of all sealed chunks.
    pub(super) length: u64,
}

impl Lies {
    pub(super) fn read(path: &Path) -> Result<Option<Lies>, FilesError> {
        let disk = |source| FilesError::Disk { path: path.to_path_buf(), source };
        match std::fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| disk(error.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(disk(source)),
        }
    }
}

/// What an upload is, and what of it was put: the lines of the file beside.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begun {
    bucket: String,
    object: String,
    upload: String,
    chunks_in_part: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Put {
    part: u64,
    tag: String,
}

/// The note of an upload: what it is, the tag of each part that was put, and the bytes of whole lines.
type Noted = (Begun, BTreeMap<u64, String>, u64);

/// Reads the note of an upload. What follows its last whole line was torn by a crash.
fn noted(path: &Path) -> Result<Option<Noted>, FilesError> {
    let disk = |source| FilesError::Disk { path: path.to_path_buf(), source };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(disk(source)),
    };
    let mut lines = io::BufReader::new(io::Read::take(file, NOTE));
    let (mut begun, mut put, mut whole) = (None, BTreeMap::new(), 0);
    let mut line = String::new();
    loop {
        line.clear();
        let read = lines.read_line(&mut line).map_err(disk)?;
        if read == 0 || !line.ends_with('\n') {
            break;
        }
        if begun.is_none() {
            begun = Some(serde_json::from_str::<Begun>(&line).map_err(|error| disk(error.into()))?);
        } else {
            let one: Put = serde_json::from_str(&line).map_err(|error| disk(error.into()))?;
            put.insert(one.part, one.tag);
        }
        whole += read as u64;
    }
    Ok(begun.map(|begun| (begun, put, whole)))
}

/// Ends an unfinished upload and removes its note.
pub(super) fn give_up(files: &Files, path: &Path) -> Result<bool, FilesError> {
    let begun = match noted(path) {
        Ok(Some((begun, _, _))) => begun,
        Ok(None) => return remove(path),
        Err(error) => {
            tracing::warn!(%error, "an upload cannot be ended: the store ends it by its own rule, if it has one");
            return remove(path);
        }
    };
    files.bucket_named(&begun.bucket)?.abort(&begun.object, &begun.upload)?;
    remove(path)
}

pub(super) fn remove(path: &Path) -> Result<bool, FilesError> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(FilesError::Disk { path: path.to_path_buf(), source }),
    }
}

/// A part that is complete on the disk, and its bytes.
struct Full(u64, u64);

/// Puts parts into a bucket, on a thread of its own.
pub(super) struct Uploading {
    chunks_in_part: u64,
    /// Parts that were put, or are on their way.
    taken: std::collections::BTreeSet<u64>,
    note: PathBuf,
    spool: PathBuf,
    jobs: Option<SyncSender<Full>>,
    unwanted: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<Work, FilesError>>>,
}

struct Work {
    bucket: Arc<Bucket>,
    spool: File,
    /// The lock on it.
    _held: File,
    path: PathBuf,
    note: PathBuf,
    chunks_in_part: u64,
    begun: Option<(Begun, File)>,
    put: BTreeMap<u64, String>,
    unwanted: Arc<AtomicBool>,
}

impl Uploading {
    /// Takes up what was begun for the file that lies at `path`, of so many chunks at most. Whoever left the file earlier is
    /// waited for.
    pub(super) fn new(
        bucket: Arc<Bucket>,
        spool: &File,
        path: &Path,
        note: PathBuf,
        chunks: u64,
    ) -> Result<Uploading, FilesError> {
        let disk = |source| FilesError::Disk { path: path.to_path_buf(), source };
        // Whoever left it may still be at its last part, in this process or another.
        let held = File::open(path).map_err(disk)?;
        held.lock().map_err(disk)?;
        let mut work = Work {
            bucket,
            spool: spool.try_clone().map_err(disk)?,
            _held: held,
            path: path.to_path_buf(),
            note: note.clone(),
            chunks_in_part: chunks_in_part(chunks),
            begun: None,
            put: BTreeMap::new(),
            unwanted: Arc::default(),
        };
        let unwanted = work.unwanted.clone();
        if let Some((begun, put, whole)) = noted(&note)? {
            if begun.bucket != work.bucket.name() {
                return Err(BucketError::Elsewhere(begun.bucket).into());
            }
            let noting = |source| FilesError::Disk { path: note.clone(), source };
            let file = OpenOptions::new().write(true).open(&note).map_err(noting)?;
            file.set_len(whole).map_err(noting)?;
            drop(file);
            let file = OpenOptions::new().append(true).open(&note).map_err(noting)?;
            work.chunks_in_part = begun.chunks_in_part;
            (work.begun, work.put) = (Some((begun, file)), put);
        }
        let (chunks_in_part, taken) = (work.chunks_in_part.max(1), work.put.keys().copied().collect());
        // One part is on its way and one waits: the writer waits when the store is slower than that.
        let (jobs, waiting) = sync_channel(1);
        let thread = std::thread::Builder::new().name("uploading".to_owned());
        let thread = thread.spawn(move || work.run(&waiting)).map_err(disk)?;
        let spool = path.to_path_buf();
        Ok(Uploading { chunks_in_part, taken, note, spool, unwanted, jobs: Some(jobs), thread: Some(thread) })
    }

    /// The part that a chunk belongs to.
    pub(super) fn part_of(&self, chunk: u64) -> u64 {
        chunk / self.chunks_in_part
    }

    /// The first chunk of a part, and the one after its last in a file of so many.
    pub(super) fn chunks_of(&self, part: u64, chunks: u64) -> (u64, u64) {
        let first = part * self.chunks_in_part;
        (first, (first + self.chunks_in_part).min(chunks))
    }

    /// Whether a chunk is in the bucket, or on its way there.
    pub(super) fn has(&self, chunk: u64) -> bool {
        self.taken.contains(&self.part_of(chunk))
    }

    /// Takes a part whose chunks are all on the disk.
    pub(super) fn full(&mut self, part: u64, length: u64) -> Result<(), FilesError> {
        if !self.taken.insert(part) {
            return Ok(());
        }
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(Full(part, length)).is_ok());
        // The thread ends early only when it failed.
        if sent { Ok(()) } else { self.wait().map(drop) }
    }

    fn wait(&mut self) -> Result<Option<Work>, FilesError> {
        drop(self.jobs.take());
        let Some(thread) = self.thread.take() else { return Ok(None) };
        let broke = |_| io::Error::other("the thread that uploads a file broke");
        let worked = thread.join().map_err(broke);
        let worked = worked.map_err(|source| FilesError::Disk { path: self.spool.clone(), source })?;
        if let Err(FilesError::Bucket(error)) = &worked
            && error.begins_anew()
        {
            self.forget()?;
        }
        worked.map(Some)
    }

    /// What was put is lost, and what is here has holes: the file begins anew.
    fn forget(&self) -> Result<(), FilesError> {
        remove(&self.note)?;
        remove(&self.spool)?;
        Ok(())
    }

    /// Waits for what is on its way; what is complete stays noted for another time.
    pub(super) fn pause(&mut self) -> Result<(), FilesError> {
        self.wait().map(drop)
    }

    /// Makes the parts an object, and notes at `lies` where it lies.
    pub(super) fn finish(mut self, files: &Files, length: u64, lies: &Path) -> Result<(), FilesError> {
        let Some(work) = self.wait()? else {
            return Err(io::Error::other("the upload was ended").into_disk(&self.spool));
        };
        let Some((begun, _)) = &work.begun else {
            return Err(io::Error::other("no part was uploaded").into_disk(&self.spool));
        };
        let tags: Vec<String> = work.put.values().cloned().collect();
        if let Err(error) = work.bucket.complete(&begun.object, &begun.upload, &tags, length) {
            if error.begins_anew() {
                let ended = work.bucket.abort(&begun.object, &begun.upload);
                if let Err(error) = ended.and_then(|()| work.bucket.delete(&begun.object)) {
                    tracing::warn!(%error, object = begun.object, "what is left of a lost upload stays there");
                }
                self.forget()?;
            }
            return Err(error.into());
        }
        let earlier = Lies::read(lies)?;
        let said = Lies { bucket: begun.bucket.clone(), object: begun.object.clone(), length };
        let temporary = lies.with_extension("object-part");
        let _ = std::fs::remove_file(&temporary);
        let mut file = create(&temporary)?;
        let bytes = serde_json::to_vec(&said).map_err(|error| io::Error::from(error).into_disk(lies))?;
        let written = file.write_all(&bytes).and_then(|()| file.sync_all());
        written.map_err(|error| error.into_disk(lies))?;
        settle(files, &temporary, lies)?;
        // It was fetched again. After a crash right here it is the same object, which stays.
        if let Some(earlier) = earlier.filter(|earlier| *earlier != said) {
            let deleted = files.bucket_named(&earlier.bucket);
            let deleted = deleted.and_then(|bucket| Ok(bucket.delete(&earlier.object)?));
            if let Err(error) = deleted {
                tracing::warn!(%error, object = earlier.object, "an object that is not needed any more stays there");
            }
        }
        self.forget()
    }

    /// Ends the upload without waiting for that.
    pub(super) fn give_up(&mut self) {
        self.unwanted.store(true, Ordering::Relaxed);
        drop(self.jobs.take());
        drop(self.thread.take());
    }
}

trait IntoDisk {
    fn into_disk(self, path: &Path) -> FilesError;
}

impl IntoDisk for io::Error {
    fn into_disk(self, path: &Path) -> FilesError {
        FilesError::Disk { path: path.to_path_buf(), source: self }
    }
}

impl Work {
    fn run(mut self, jobs: &Receiver<Full>) -> Result<Work, FilesError> {
        while let Ok(Full(part, length)) = jobs.recv() {
            if !self.unwanted.load(Ordering::Relaxed) {
                self.put(part, length)?;
            }
        }
        if self.unwanted.load(Ordering::Relaxed) {
            if let Some((begun, _)) = self.begun.take() {
                self.bucket.abort(&begun.object, &begun.upload)?;
            }
            remove(&self.note)?;
        }
        Ok(self)
    }

    fn put(&mut self, part: u64, length: u64) -> Result<(), FilesError> {
        let note = self.note.clone();
        let disk = |source| FilesError::Disk { path: note.clone(), source };
        if self.begun.is_none() {
            // A name that says nothing of the file, to a store that others run.
            let mut name = [0; 16];
            rand::rng().fill(&mut name);
            let object = hex::encode(name);
            let upload = self.bucket.begin(&object)?;
            let bucket = self.bucket.name().to_owned();
            let begun = Begun { bucket, object, upload, chunks_in_part: self.chunks_in_part };
            let mut file = create(&self.note)?;
            line(&mut file, &begun).map_err(disk)?;
            self.begun = Some((begun, file));
        }
        let Some((begun, file)) = &mut self.begun else { return Ok(()) };
        let number = u16::try_from(part + 1).map_err(|error| disk(io::Error::other(error)))?;
        let offset = part * self.chunks_in_part * SEALED_CHUNK as u64;
        let tag = self.bucket.part(&begun.object, &begun.upload, number, (&self.spool, offset, length))?;
        line(file, &Put { part, tag: tag.clone() }).map_err(disk)?;
        self.put.insert(part, tag);
        // A file system that cannot do this keeps the whole file until the end.
        let punched = rustix::fs::fallocate(
            &self.spool,
            rustix::fs::FallocateFlags::PUNCH_HOLE | rustix::fs::FallocateFlags::KEEP_SIZE,
            offset,
            length,
        );
        if let Err(error) = punched {
            tracing::debug!(%error, path = %self.path.display(), "the place of an uploaded part stays taken");
        }
        Ok(())
    }
}

fn line(file: &mut File, said: &impl Serialize) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(said)?;
    bytes.push(b'\n');
    file.write_all(&bytes)?;
    file.sync_data()
}
