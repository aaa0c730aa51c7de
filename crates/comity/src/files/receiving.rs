//! A file being fetched: what is here of it, what is missing, and how a chunk is checked and kept.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use exchange::FileRoot;
use exchange::file::{self, Cipher, FileError, FileKey, LEAF, Layout, RootBuilder};
use ledger::Hash;

use super::flushing::Flusher;
use super::uploading::Uploading;
use super::{Files, FilesError, LOOK, create, flusher, open_or_create, settle};

/// A file being fetched.
pub struct Receiving {
    files: Files,
    root: FileRoot,
    layout: Layout,
    key: FileKey,
    path: PathBuf,
    part: File,
    flusher: Flusher,
    uploading: Option<Uploading>,
    /// Chunks that are on the disk, of each part that is not in the bucket.
    gathered: BTreeMap<u64, u64>,
    leaves: Option<File>,
    /// Chunks that are not here, as ranges: first, and the one after the last.
    missing: Vec<(u64, u64)>,
    held: u64,
    looked: u64,
}

impl Receiving {
    pub(super) fn begin(
        files: &Files,
        root: &FileRoot,
        length: u64,
        key: &FileKey,
    ) -> Result<Receiving, FilesError> {
        let layout = Layout::new(length)?;
        files.make_dir()?;
        let path = files.path(root, "part");
        let part = open_or_create(&path)?;
        let note = files.path(root, "upload");
        let uploading = match &files.bucket {
            Some(bucket) => Some(Uploading::new(bucket.clone(), &part, &path, note, layout.chunks())?),
            None => None,
        };
        let mut receiving = Receiving {
            files: files.clone(),
            root: *root,
            layout,
            key: key.clone(),
            flusher: flusher(&part, &path)?,
            uploading,
            gathered: BTreeMap::new(),
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
        self.gathered.clear();
        for chunk in 0..self.layout.chunks() {
            let size = self.layout.sealed_size(chunk)?;
            let offset = self.layout.offset(chunk);
            if self.uploading.as_ref().is_some_and(|uploading| uploading.has(chunk)) {
                self.held += (size - file::TAG) as u64;
                continue;
            }
            if offset + size as u64 > length {
                self.miss(chunk, chunk + 1);
                continue;
            }
            sealed.resize(size, 0);
            self.part.read_exact_at(&mut sealed, offset).map_err(|source| self.disk(source))?;
            let expected = leaf(self.leaves.as_ref(), &self.path, chunk)?;
            if file::check(chunk, &sealed, &expected).is_ok() {
                self.held += (size - file::TAG) as u64;
                self.gather(chunk)?;
            } else {
                self.miss(chunk, chunk + 1);
            }
        }
        Ok(())
    }

    /// Takes note of a chunk that is on the disk; a part that is whole by it goes into the bucket.
    fn gather(&mut self, chunk: u64) -> Result<(), FilesError> {
        let Some(uploading) = &mut self.uploading else { return Ok(()) };
        let part = uploading.part_of(chunk);
        let (first, end) = uploading.chunks_of(part, self.layout.chunks());
        let gathered = self.gathered.entry(part).or_default();
        *gathered += 1;
        if *gathered == end - first {
            self.gathered.remove(&part);
            let until = self.layout.offset(end).min(self.layout.sealed_length());
            uploading.full(part, until - self.layout.offset(first))?;
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
        if self.uploading.is_none()
            && let Err(source) = self.flusher.wrote(sealed.len() as u64)
        {
            return Err(self.doubted(source));
        }
        self.held += length;
        self.gather(chunk)?;
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
        if let Some(uploading) = &mut self.uploading {
            uploading.pause()?;
        }
        self.flusher.end().map_err(|source| self.doubted(source))
    }

    /// Ends the file: on the disk or in the object store, under its name.
    pub fn finish(mut self) -> Result<(), FilesError> {
        if let Some(uploading) = self.uploading.take() {
            let lies = self.files.path(&self.root, "object");
            return uploading.finish(&self.files, self.layout.sealed_length(), &lies);
        }
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
