//! A file being sealed on its way to the disk or the object store.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use exchange::FileRoot;
use exchange::file::{self, CHUNK, Cipher, FileError, FileKey, Layout, RootBuilder, SEALED_CHUNK};
use rand::CryptoRng;
use sha2::{Digest, Sha256};

use super::flushing::Flusher;
use super::uploading::Uploading;
use super::{Files, FilesError, LOOK, create, flusher, settle};

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

/// A file being sealed. Dropped before [`Importer::finish`], it leaves nothing.
pub struct Importer {
    files: Files,
    key: FileKey,
    cipher: Cipher,
    part: PathBuf,
    leaves: PathBuf,
    out: File,
    flusher: Flusher,
    uploading: Option<Uploading>,
    out_leaves: io::BufWriter<File>,
    chunk: Vec<u8>,
    number: u64,
    length: u64,
    /// Bytes of the sealed chunks.
    sealed: u64,
    looked: u64,
    most: u64,
    root: RootBuilder,
    sha256: Sha256,
    done: bool,
}

impl Importer {
    pub(super) fn begin(files: &Files, most: u64, rng: &mut impl CryptoRng) -> Result<Importer, FilesError> {
        files.room(0)?;
        let mut name = [0; 16];
        rng.fill_bytes(&mut name);
        let name = hex::encode(name);
        let (part, leaves) =
            (files.dir.join(format!("{name}.importing")), files.dir.join(format!("{name}.leaving")));
        let key = FileKey::generate(rng);
        let out = create(&part)?;
        let uploading = match &files.bucket {
            Some(bucket) => {
                let note = files.dir.join(format!("{name}.upload"));
                Some(Uploading::new(bucket.clone(), &out, &part, note, most.div_ceil(CHUNK as u64))?)
            }
            None => None,
        };
        Ok(Importer {
            cipher: key.cipher()?,
            key,
            files: files.clone(),
            flusher: flusher(&out, &part)?,
            uploading,
            out,
            out_leaves: io::BufWriter::new(create(&leaves)?),
            part,
            leaves,
            chunk: Vec::with_capacity(CHUNK + file::TAG),
            number: 0,
            length: 0,
            sealed: 0,
            looked: 0,
            most,
            root: RootBuilder::new(),
            sha256: Sha256::new(),
            done: false,
        })
    }

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
        if self.uploading.is_none() {
            self.flusher.wrote(self.chunk.len() as u64).map_err(disk(&self.part))?;
        }
        self.sealed += self.chunk.len() as u64;
        self.out_leaves.write_all(leaf.as_bytes()).map_err(disk(&self.leaves))?;
        self.number += 1;
        self.chunk.clear();
        if let Some(uploading) = &mut self.uploading {
            let part = uploading.part_of(self.number - 1);
            let (first, end) = uploading.chunks_of(part, u64::MAX);
            if last || self.number == end {
                uploading.full(part, self.sealed - first * SEALED_CHUNK as u64)?;
            }
        }
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
        let named = self.files.path(&root, "leaves");
        settle(&self.files, &leaves, &named)?;
        // What follows may fail still.
        self.leaves = named;
        if let Some(uploading) = self.uploading.take() {
            uploading.finish(&self.files, layout.sealed_length(), &self.files.path(&root, "object"))?;
        } else {
            self.flusher.end().map_err(|source| FilesError::Disk { path: part.clone(), source })?;
            settle(&self.files, &part, &self.files.path(&root, "sealed"))?;
        }
        self.done = true;
        let sha256 = FileRoot::new(std::mem::take(&mut self.sha256).finalize().into());
        Ok(Imported { root, length: self.length, key: self.key.clone(), sha256 })
    }
}

impl Drop for Importer {
    fn drop(&mut self) {
        if !self.done {
            // What cannot be removed now is removed as an orphan later.
            if let Some(uploading) = &mut self.uploading {
                uploading.give_up();
            }
            let _ = std::fs::remove_file(&self.part);
            let _ = std::fs::remove_file(&self.leaves);
        }
    }
}
