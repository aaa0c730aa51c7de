//! A file being read, chunk by chunk.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use exchange::FileRoot;
use exchange::file::{self, Cipher, FileKey, LEAF, Layout};
use ledger::Hash;
use sha2::{Digest, Sha256};

use super::{Files, FilesError, Sealed};

/// A file being read.
pub struct Opened {
    path: PathBuf,
    sealed: Sealed,
    leaves: File,
    cipher: Cipher,
    layout: Layout,
    next: u64,
    digest: Sha256,
    sha256: FileRoot,
}

impl Opened {
    pub(super) fn begin(
        files: &Files,
        root: &FileRoot,
        length: u64,
        key: &FileKey,
        sha256: FileRoot,
    ) -> Result<Opened, FilesError> {
        let layout = Layout::new(length)?;
        Ok(Opened {
            path: files.path(root, "sealed"),
            sealed: files.sealed(root)?,
            leaves: files.leaves(root)?,
            cipher: key.cipher()?,
            layout,
            next: 0,
            digest: Sha256::new(),
            sha256,
        })
    }

    /// The next bytes; nothing at the end, where the digest is compared with what the act says.
    pub fn read(&mut self) -> Result<Option<Vec<u8>>, FilesError> {
        if self.next == self.layout.chunks() {
            let found = FileRoot::new(std::mem::take(&mut self.digest).finalize().into());
            let said = self.sha256;
            return if found == said { Ok(None) } else { Err(FilesError::Digest { found, said }) };
        }
        let disk = |source| FilesError::Disk { path: self.path.clone(), source };
        let mut sealed = vec![0; self.layout.sealed_size(self.next)?];
        self.sealed.read_exact_at(&mut sealed, self.layout.offset(self.next))?;
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
