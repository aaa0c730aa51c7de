//! Large files of this node: sealing what is sent, keeping what is fetched, reading what is here.
//!
//! A file lies as its sealed chunks, one behind the other, beside a file of their leaves; the key is in the act that offers
//! it and nowhere else, so that erasing the act makes the chunks unreadable. What is incomplete has another ending, and gets
//! its name only after everything is on the disk. Where an object store is set, the sealed chunks go into it part by part, and
//! the folder keeps the leaves, where each file lies, and tails that are no whole part yet. Everything here holds one or two
//! chunks in memory, whatever the size of the file, and blocks: callers run it on a thread of its own.

pub mod bucket;
mod flushing;
mod importing;
mod opened;
mod receiving;
mod sealed;
mod uploading;

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use exchange::FileRoot;
use exchange::file::{CHUNK, FileError, FileKey, SEALED_CHUNK};
use rand::CryptoRng;

use self::bucket::{Bucket, BucketError};
use self::flushing::Flusher;
pub use self::importing::{Imported, Importer};
pub use self::opened::Opened;
pub use self::receiving::{Checked, Checker, Leaves, Receiving};
pub use self::sealed::Sealed;
use self::uploading::Lies;

/// How much is written between two looks at the free space.
const LOOK: u64 = 64 << 20;

/// Why a file cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The disk failed.
    #[error("`{}` cannot be accessed: {source}", path.display())]
    Disk {
        /// Where.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Too little room would be left.
    #[error("{needed} bytes are needed and {free} are free, of which {keep} stay free")]
    NoRoom {
        /// What is still to be written.
        needed: u64,
        /// What is free.
        free: u64,
        /// What must stay free.
        keep: u64,
    },
    /// The file or a chunk of it is not what it should be.
    #[error(transparent)]
    File(#[from] FileError),
    /// What was read is not what the act says by its digest.
    #[error("the file's SHA-256 is {found}, its act says {said}")]
    Digest {
        /// What it is.
        found: FileRoot,
        /// What it should be.
        said: FileRoot,
    },
    /// The object store failed.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// It is not here.
    #[error("the file {0} is not here")]
    Absent(FileRoot),
}

/// The files of a node.
#[derive(Debug, Clone)]
pub struct Files {
    dir: PathBuf,
    keep_free: u64,
    bucket: Option<Arc<Bucket>>,
}

impl Files {
    /// The files in `dir`, which is made when it is needed.
    pub fn new(dir: PathBuf, keep_free: u64) -> Files {
        Files { dir, keep_free, bucket: None }
    }

    /// The same, with the sealed chunks of what comes from now on in an object store. What lies on the disk stays there.
    #[must_use]
    pub fn in_bucket(self, bucket: Bucket) -> Files {
        Files { bucket: Some(Arc::new(bucket)), ..self }
    }

    /// The object store, if one is set.
    pub fn bucket(&self) -> Option<&Bucket> {
        self.bucket.as_deref()
    }

    fn bucket_named(&self, name: &str) -> Result<&Arc<Bucket>, FilesError> {
        let bucket = self.bucket.as_ref().filter(|bucket| bucket.name() == name);
        bucket.ok_or_else(|| BucketError::Elsewhere(name.to_owned()).into())
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn path(&self, root: &FileRoot, ending: &str) -> PathBuf {
        self.dir.join(format!("{root}.{ending}"))
    }

    fn make_dir(&self) -> Result<(), FilesError> {
        use std::os::unix::fs::DirBuilderExt;
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.dir);
        made.map_err(|source| FilesError::Disk { path: self.dir.clone(), source })
    }

    /// Whether a file is here, complete.
    pub fn has(&self, root: &FileRoot) -> bool {
        self.path(root, "sealed").exists() || self.path(root, "object").exists()
    }

    /// Checks that `needed` more bytes fit and enough stays free.
    pub fn room(&self, needed: u64) -> Result<(), FilesError> {
        self.make_dir()?;
        // Of what goes into an object store, the disk holds some parts and the leaves for a while.
        let tail = 4 * uploading::chunks_in_part(needed.div_ceil(CHUNK as u64)) * SEALED_CHUNK as u64;
        let needed = if self.bucket.is_some() { needed.min(tail + needed / 1024) } else { needed };
        let stat = rustix::fs::statvfs(&self.dir)
            .map_err(|error| FilesError::Disk { path: self.dir.clone(), source: error.into() })?;
        let free = stat.f_bavail.saturating_mul(stat.f_frsize);
        if free < needed.saturating_add(self.keep_free) {
            return Err(FilesError::NoRoom { needed, free, keep: self.keep_free });
        }
        Ok(())
    }

    /// Begins to seal a file whose length nobody knows yet.
    pub fn import(&self, most: u64, rng: &mut impl CryptoRng) -> Result<Importer, FilesError> {
        Importer::begin(self, most, rng)
    }

    /// Opens a file that is here for reading it sealed, as partners get it.
    pub fn sealed(&self, root: &FileRoot) -> Result<Sealed, FilesError> {
        if let Some(lies) = Lies::read(&self.path(root, "object"))? {
            return Ok(Sealed::in_bucket(self.bucket_named(&lies.bucket)?.clone(), lies));
        }
        Ok(Sealed::on_disk(self.open_for(root, "sealed")?, self.path(root, "sealed")))
    }

    /// Opens the leaves of a file that is here.
    pub fn leaves(&self, root: &FileRoot) -> Result<File, FilesError> {
        self.open_for(root, "leaves")
    }

    fn open_for(&self, root: &FileRoot, ending: &str) -> Result<File, FilesError> {
        let path = self.path(root, ending);
        File::open(&path).map_err(|source| {
            if source.kind() == io::ErrorKind::NotFound {
                FilesError::Absent(*root)
            } else {
                FilesError::Disk { path, source }
            }
        })
    }

    /// Opens a file that is here for reading what is in it. `sha256` is what its act says it is.
    pub fn open(
        &self,
        root: &FileRoot,
        length: u64,
        key: &FileKey,
        sha256: FileRoot,
    ) -> Result<Opened, FilesError> {
        Opened::begin(self, root, length, key, sha256)
    }

    /// Takes up a file that is being fetched: what is here already is checked, chunk by chunk.
    pub fn receive(&self, root: &FileRoot, length: u64, key: &FileKey) -> Result<Receiving, FilesError> {
        Receiving::begin(self, root, length, key)
    }

    /// Erases everything of a file that is here or in the object store. Whether there was anything. Blocks.
    pub fn erase(&self, root: &FileRoot) -> Result<bool, FilesError> {
        // What says where something lies goes last: until then the rest can be tried again.
        let (object, upload) = (self.path(root, "object"), self.path(root, "upload"));
        let lies = Lies::read(&object)?;
        if let Some(lies) = &lies {
            self.bucket_named(&lies.bucket)?.delete(&lies.object)?;
        }
        let mut any = lies.is_some();
        if upload.exists() {
            any |= uploading::give_up(self, &upload)?;
        }
        for ending in ["sealed", "part", "leaves", "object"] {
            any |= uploading::remove(&self.path(root, ending))?;
        }
        Ok(any)
    }

    /// Files that have not been touched for `age`: complete ones and beginnings by name, and what a broken import left,
    /// which is erased at once. Blocks.
    pub fn untouched(&self, age: Duration) -> Result<Vec<FileRoot>, FilesError> {
        let disk = |source| FilesError::Disk { path: self.dir.clone(), source };
        let entries = match std::fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(disk(source)),
        };
        let mut roots = Vec::new();
        for entry in entries {
            let entry = entry.map_err(disk)?;
            let touched = entry.metadata().and_then(|meta| meta.modified()).map_err(disk)?;
            let old = SystemTime::now().duration_since(touched).is_ok_and(|passed| passed >= age);
            let name = entry.file_name();
            let Some((stem, ending)) = name.to_str().and_then(|name| name.split_once('.')) else { continue };
            match (stem.parse::<FileRoot>(), ending) {
                (Ok(root), "sealed" | "part" | "object" | "upload") if old => roots.push(root),
                (Err(_), "importing" | "leaving") if old => {
                    std::fs::remove_file(entry.path()).map_err(disk)?;
                }
                (Err(_), "upload") if old => {
                    if let Err(error) = uploading::give_up(self, &entry.path()) {
                        tracing::warn!(%error, "an upload that nobody wants is ended another time");
                    }
                }
                _ => {}
            }
        }
        roots.sort_unstable();
        roots.dedup();
        Ok(roots)
    }
}

fn create(path: &Path) -> Result<File, FilesError> {
    OpenOptions::new()
        .create_new(true)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|source| FilesError::Disk { path: path.to_path_buf(), source })
}

fn open_or_create(path: &Path) -> Result<File, FilesError> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|source| FilesError::Disk { path: path.to_path_buf(), source })
}

fn flusher(file: &File, path: &Path) -> Result<Flusher, FilesError> {
    Flusher::new(file).map_err(|source| FilesError::Disk { path: path.to_path_buf(), source })
}

/// What is on the disk already gets its name, and its folder knows it.
fn settle(files: &Files, from: &Path, to: &Path) -> Result<(), FilesError> {
    let disk = |path: &Path| {
        let path = path.to_path_buf();
        move |source| FilesError::Disk { path, source }
    };
    std::fs::rename(from, to).map_err(disk(to))?;
    File::open(&files.dir).and_then(|dir| dir.sync_all()).map_err(disk(&files.dir))
}
