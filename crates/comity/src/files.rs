//! Large files on this node's disk: sealing what is sent, keeping what is fetched, reading what is here.
//!
//! A file lies as its sealed chunks, one behind the other, beside a file of their leaves; the key is in the act that offers
//! it and nowhere else, so that erasing the act makes the chunks unreadable. What is incomplete has another ending, and gets
//! its name only after everything is on the disk. Everything here holds one or two chunks in memory, whatever the size of
//! the file, and blocks: callers run it on a thread of its own.

mod flushing;

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use exchange::FileRoot;
use exchange::file::{self, CHUNK, Cipher, FileError, FileKey, LEAF, Layout, RootBuilder};
use ledger::Hash;
use rand::CryptoRng;
use sha2::{Digest, Sha256};

use self::flushing::Flusher;

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
    /// It is not here.
    #[error("the file {0} is not here")]
    Absent(FileRoot),
}

/// The files of a node.
#[derive(Debug, Clone)]
pub struct Files {
    dir: PathBuf,
    keep_free: u64,
}

/// A file that was sealed here, ready to be offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Names it.
    pub root: FileRoot,
    /// How many bytes it has.
    pub length: u64,
    /// Opens it.
    pub key: FileKey,
    /// SHA-256 of its bytes.
    pub sha256: FileRoot,
}

impl Files {
    /// The files in `dir`, which is made when it is needed.
    pub fn new(dir: PathBuf, keep_free: u64) -> Files {
        Files { dir, keep_free }
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
        self.path(root, "sealed").exists()
    }

    /// Checks that `needed` more bytes fit and enough stays free.
    pub fn room(&self, needed: u64) -> Result<(), FilesError> {
        self.make_dir()?;
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
        self.room(0)?;
        let mut name = [0; 16];
        rng.fill_bytes(&mut name);
        let name = hex::encode(name);
        let (part, leaves) =
            (self.dir.join(format!("{name}.importing")), self.dir.join(format!("{name}.leaving")));
        let key = FileKey::generate(rng);
        let out = create(&part)?;
        Ok(Importer {
            cipher: key.cipher()?,
            key,
            files: self.clone(),
            flusher: flusher(&out, &part)?,
            out,
            out_leaves: io::BufWriter::new(create(&leaves)?),
            part,
            leaves,
            chunk: Vec::with_capacity(CHUNK + file::TAG),
            number: 0,
            length: 0,
            looked: 0,
            most,
            root: RootBuilder::new(),
            sha256: Sha256::new(),
            done: false,
        })
    }

    /// Opens a file that is here for reading it sealed, as partners get it.
    pub fn sealed(&self, root: &FileRoot) -> Result<File, FilesError> {
        self.open_for(root, "sealed")
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
        let layout = Layout::new(length)?;
        Ok(Opened {
            path: self.path(root, "sealed"),
            sealed: self.sealed(root)?,
            leaves: self.leaves(root)?,
            cipher: key.cipher()?,
            layout,
            next: 0,
            digest: Sha256::new(),
            sha256,
        })
    }

    /// Takes up a file that is being fetched: what is here already is checked, chunk by chunk.
    pub fn receive(&self, root: &FileRoot, length: u64, key: &FileKey) -> Result<Receiving, FilesError> {
        let layout = Layout::new(length)?;
        self.make_dir()?;
        let path = self.path(root, "part");
        let part = open_or_create(&path)?;
        let mut receiving = Receiving {
            files: self.clone(),
            root: *root,
            layout,
            key: key.clone(),
            flusher: flusher(&part, &path)?,
            path,
            part,
            leaves: None,
            missing: Vec::new(),
            held: 0,
            looked: 0,
        };
        receiving.take_up()?;
        Ok(receiving)
    }

    /// Erases everything of a file that is here. Whether there was anything.
    pub fn erase(&self, root: &FileRoot) -> Result<bool, FilesError> {
        let mut any = false;
        for ending in ["sealed", "part", "leaves"] {
            let path = self.path(root, ending);
            match std::fs::remove_file(&path) {
                Ok(()) => any = true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(FilesError::Disk { path, source }),
            }
        }
        Ok(any)
    }

    /// Files that have not been touched for `age`: complete ones and beginnings by name, and what a broken import left,
    /// which is erased at once.
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
                (Ok(root), "sealed" | "part") if old => roots.push(root),
                (Err(_), "importing" | "leaving") if old => {
                    std::fs::remove_file(entry.path()).map_err(disk)?;
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

/// A file being sealed. Dropped before [`Importer::finish`], it leaves nothing.
pub struct Importer {
    files: Files,
    key: FileKey,
    cipher: Cipher,
    part: PathBuf,
    leaves: PathBuf,
    out: File,
    flusher: Flusher,
    out_leaves: io::BufWriter<File>,
    chunk: Vec<u8>,
    number: u64,
    length: u64,
    looked: u64,
    most: u64,
    root: RootBuilder,
    sha256: Sha256,
    done: bool,
}

impl Importer {
    /// Takes the next bytes.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), FilesError> {
        self.length += bytes.len() as u64;
        if self.length > self.most {
            return Err(FileError::TooLarge(self.length).into());
        }
        while !bytes.is_empty() {
            // A full chunk is sealed only when another byte follows: it might be the last one.
            if self.chunk.len() == CHUNK {
                self.seal(false)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.chunk.len()));
            self.chunk.extend_from_slice(now);
            bytes = later;
        }
        if self.length - self.looked >= LOOK {
            self.looked = self.length;
            self.files.room(0)?;
        }
        Ok(())
    }

    /// How many bytes were taken.
    pub fn length(&self) -> u64 {
        self.length
    }

    fn seal(&mut self, last: bool) -> Result<(), FilesError> {
        let disk = |path: &Path| {
            let path = path.to_path_buf();
            move |source| FilesError::Disk { path, source }
        };
        self.sha256.update(&self.chunk);
        self.cipher.seal(self.number, last, &mut self.chunk)?;
        let leaf = file::leaf(&self.chunk);
        self.root.add(leaf);
        self.out.write_all(&self.chunk).map_err(disk(&self.part))?;
        self.flusher.wrote(self.chunk.len() as u64).map_err(disk(&self.part))?;
        self.out_leaves.write_all(leaf.as_bytes()).map_err(disk(&self.leaves))?;
        self.number += 1;
        self.chunk.clear();
        Ok(())
    }

    /// Ends the file; it is on the disk when this returns.
    pub fn finish(mut self) -> Result<Imported, FilesError> {
        let layout = Layout::new(self.length)?;
        self.seal(true)?;
        let root = self.root.root(layout)?;
        let (part, leaves) = (self.part.clone(), self.leaves.clone());
        self.out_leaves.flush().map_err(|source| FilesError::Disk { path: leaves.clone(), source })?;
        let flushed = self.out_leaves.get_ref().sync_all();
        flushed.map_err(|source| FilesError::Disk { path: leaves.clone(), source })?;
        settle(&self.files, &leaves, &self.files.path(&root, "leaves"))?;
        self.flusher.end().map_err(|source| FilesError::Disk { path: part.clone(), source })?;
        settle(&self.files, &part, &self.files.path(&root, "sealed"))?;
        self.done = true;
        let sha256 = FileRoot::new(std::mem::take(&mut self.sha256).finalize().into());
        Ok(Imported { root, length: self.length, key: self.key.clone(), sha256 })
    }
}

impl Drop for Importer {
    fn drop(&mut self) {
        if !self.done {
            // What cannot be removed now is removed as an orphan later.
            let _ = std::fs::remove_file(&self.part);
            let _ = std::fs::remove_file(&self.leaves);
        }
    }
}

/// A file being read.
pub struct Opened {
    path: PathBuf,
    sealed: File,
    leaves: File,
    cipher: Cipher,
    layout: Layout,
    next: u64,
    digest: Sha256,
    sha256: FileRoot,
}

impl Opened {
    /// The next bytes; nothing at the end, where the digest is compared with what the act says.
    pub fn read(&mut self) -> Result<Option<Vec<u8>>, FilesError> {
        if self.next == self.layout.chunks() {
            let found = FileRoot::new(std::mem::take(&mut self.digest).finalize().into());
            let said = self.sha256;
            return if found == said { Ok(None) } else { Err(FilesError::Digest { found, said }) };
        }
        let disk = |source| FilesError::Disk { path: self.path.clone(), source };
        let mut sealed = vec![0; self.layout.sealed_size(self.next)?];
        self.sealed.read_exact(&mut sealed).map_err(disk)?;
        let mut leaf = [0; LEAF];
        self.leaves.read_exact(&mut leaf).map_err(disk)?;
        file::check(self.next, &sealed, &Hash::new(leaf))?;
        let length = self.cipher.open(self.layout, self.next, &mut sealed)?.len();
        sealed.truncate(length);
        self.digest.update(&sealed);
        self.next += 1;
        Ok(Some(sealed))
    }
}

/// A file being fetched.
pub struct Receiving {
    files: Files,
    root: FileRoot,
    layout: Layout,
    key: FileKey,
    path: PathBuf,
    part: File,
    flusher: Flusher,
    leaves: Option<File>,
    /// Chunks that are not here, as ranges: first, and the one after the last.
    missing: Vec<(u64, u64)>,
    held: u64,
    looked: u64,
}

impl Receiving {
    /// Reads what is here: the leaves, if they give the root, and the chunks that fit them.
    fn take_up(&mut self) -> Result<(), FilesError> {
        let path = self.files.path(&self.root, "leaves");
        let disk = |source| FilesError::Disk { path: path.clone(), source };
        match File::open(&path) {
            Ok(mut leaves) => {
                let mut root = RootBuilder::new();
                let mut reader = io::BufReader::new(&mut leaves);
                let mut leaf = [0; LEAF];
                for _ in 0..self.layout.chunks() {
                    if reader.read_exact(&mut leaf).is_err() {
                        break;
                    }
                    root.add(Hash::new(leaf));
                }
                if root.root(self.layout) == Ok(self.root) {
                    drop(reader);
                    self.leaves = Some(leaves);
                    return self.look_through();
                }
                std::fs::remove_file(&path).map_err(disk)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(disk(source)),
        }
        self.missing = vec![(0, self.layout.chunks())];
        Ok(())
    }

    fn look_through(&mut self) -> Result<(), FilesError> {
        self.missing.clear();
        self.held = 0;
        let length = self.part.metadata().map_err(|source| self.disk(source))?.len();
        let mut sealed = Vec::with_capacity(file::SEALED_CHUNK);
        for chunk in 0..self.layout.chunks() {
            let size = self.layout.sealed_size(chunk)?;
            let offset = self.layout.offset(chunk);
            if offset + size as u64 > length {
                self.miss(chunk, self.layout.chunks());
                break;
            }
            sealed.resize(size, 0);
            self.part.read_exact_at(&mut sealed, offset).map_err(|source| self.disk(source))?;
            let expected = leaf(self.leaves.as_ref(), &self.path, chunk)?;
            if file::check(chunk, &sealed, &expected).is_ok() {
                self.held += (size - file::TAG) as u64;
            } else {
                self.miss(chunk, chunk + 1);
            }
        }
        Ok(())
    }

    fn miss(&mut self, first: u64, end: u64) {
        match self.missing.last_mut() {
            Some(last) if last.1 == first => last.1 = end,
            _ => self.missing.push((first, end)),
        }
    }

    fn disk(&self, source: io::Error) -> FilesError {
        FilesError::Disk { path: self.path.clone(), source }
    }

    /// The layout.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Whether the leaves are here and give the root.
    pub fn knows_leaves(&self) -> bool {
        self.leaves.is_some()
    }

    /// Begins to take leaves.
    pub fn take_leaves(&self) -> Result<Leaves, FilesError> {
        let path = self.files.path(&self.root, "leaves");
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(FilesError::Disk { path, source: error });
            }
            _ => {}
        }
        let temporary = self.files.path(&self.root, "leaves-part");
        let _ = std::fs::remove_file(&temporary);
        Ok(Leaves {
            out: io::BufWriter::new(create(&temporary)?),
            temporary,
            rest: Vec::new(),
            root: RootBuilder::new(),
        })
    }

    /// Ends the leaves; chunks are checked against them from now on.
    pub fn leaves_are(&mut self, leaves: Leaves) -> Result<(), FilesError> {
        let Leaves { mut out, temporary, rest, root } = leaves;
        if !rest.is_empty() || root.root(self.layout)? != self.root {
            return Err(FileError::Root.into());
        }
        let flushed = out.flush().and_then(|()| out.get_ref().sync_all());
        flushed.map_err(|source| FilesError::Disk { path: temporary.clone(), source })?;
        let path = self.files.path(&self.root, "leaves");
        settle(&self.files, &temporary, &path)?;
        self.leaves = Some(File::open(&path).map_err(|source| FilesError::Disk { path, source })?);
        self.look_through()
    }

    /// The chunks that are not here, as ranges: first, and the one after the last.
    pub fn missing(&self) -> &[(u64, u64)] {
        &self.missing
    }

    /// Bytes of the file that are here.
    pub fn held(&self) -> u64 {
        self.held
    }

    /// What checks chunks on their way here, on another thread than the one that keeps them.
    pub fn checker(&self) -> Result<Checker, FilesError> {
        let leaves = self.leaves.as_ref().ok_or(FileError::Root)?;
        Ok(Checker {
            layout: self.layout,
            cipher: self.key.cipher()?,
            leaves: leaves.try_clone().map_err(|source| self.disk(source))?,
            path: self.path.clone(),
            plain: Vec::new(),
        })
    }

    /// Keeps a chunk that was found to be the right one, and gives back its buffer, empty.
    pub fn keep(&mut self, checked: Checked) -> Result<Vec<u8>, FilesError> {
        let Checked { chunk, mut sealed, length } = checked;
        let written = self.part.write_all_at(&sealed, self.layout.offset(chunk));
        written.map_err(|source| self.disk(source))?;
        if let Err(source) = self.flusher.wrote(sealed.len() as u64) {
            return Err(self.doubted(source));
        }
        self.held += length;
        if self.held.saturating_sub(self.looked) >= LOOK {
            self.looked = self.held;
            self.files.room(0)?;
        }
        sealed.clear();
        Ok(sealed)
    }

    /// Looks again which chunks are not here, as ranges.
    pub fn still_missing(&mut self) -> Result<Vec<(u64, u64)>, FilesError> {
        if self.leaves.is_some() {
            self.look_through()?;
        }
        Ok(self.missing.clone())
    }

    /// Leaves the file unfinished; what came of it is on the disk.
    pub fn pause(mut self) -> Result<(), FilesError> {
        self.flusher.end().map_err(|source| self.doubted(source))
    }

    /// Ends the file: on the disk, under its name.
    pub fn finish(mut self) -> Result<(), FilesError> {
        self.flusher.end().map_err(|source| self.doubted(source))?;
        settle(&self.files, &self.path, &self.files.path(&self.root, "sealed"))
    }

    /// What did not reach the disk may still be read from memory as if it had, so the next attempt begins anew.
    fn doubted(&self, source: io::Error) -> FilesError {
        let _ = std::fs::remove_file(&self.path);
        self.disk(source)
    }
}

/// Checks chunks of one file.
pub struct Checker {
    layout: Layout,
    cipher: Cipher,
    leaves: File,
    path: PathBuf,
    plain: Vec<u8>,
}

/// A sealed chunk that is the one that the root names and opens with the file's key.
pub struct Checked {
    chunk: u64,
    sealed: Vec<u8>,
    length: u64,
}

impl Checker {
    /// Checks a chunk.
    pub fn check(&mut self, chunk: u64, sealed: Vec<u8>) -> Result<Checked, FilesError> {
        file::check(chunk, &sealed, &leaf(Some(&self.leaves), &self.path, chunk)?)?;
        let length = self.cipher.open_apart(self.layout, chunk, &sealed, &mut self.plain)?.len() as u64;
        Ok(Checked { chunk, sealed, length })
    }
}

fn leaf(leaves: Option<&File>, path: &Path, chunk: u64) -> Result<Hash, FilesError> {
    let leaves = leaves.ok_or(FileError::Root)?;
    let mut leaf = [0; LEAF];
    let read = leaves.read_exact_at(&mut leaf, chunk * LEAF as u64);
    read.map_err(|source| FilesError::Disk { path: path.to_path_buf(), source })?;
    Ok(Hash::new(leaf))
}

/// Leaves as they come.
pub struct Leaves {
    out: io::BufWriter<File>,
    temporary: PathBuf,
    rest: Vec<u8>,
    root: RootBuilder,
}

impl Leaves {
    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), FilesError> {
        self.rest.extend_from_slice(bytes);
        let whole = self.rest.len() - self.rest.len() % LEAF;
        let mut taken = self.rest.drain(..whole).collect::<Vec<u8>>();
        for leaf in taken.chunks_exact_mut(LEAF) {
            let mut hash = [0; LEAF];
            hash.copy_from_slice(leaf);
            self.root.add(Hash::new(hash));
        }
        self.out.write_all(&taken).map_err(|source| FilesError::Disk { path: self.temporary.clone(), source })
    }
}
