//! Files that only their owner can read, and the end of a secret file.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use zeroize::Zeroizing;

use super::KeyError;

pub(super) fn create_private_folder(path: &Path) -> Result<(), KeyError> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|source| io(path, source))
}

pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), KeyError> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|source| io(path, source))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|source| io(path, source))
}

/// Takes the place of a file at once, so that a crash leaves the one or the other.
pub(super) fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), KeyError> {
    let new = path.with_extension("new");
    let _ = std::fs::remove_file(&new);
    write_private(&new, bytes)?;
    std::fs::rename(&new, path).map_err(|source| io(path, source))?;
    path.parent().map_or(Ok(()), sync_folder)
}

pub(super) fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mode = std::fs::metadata(path).map_err(|source| io(path, source))?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed { path: path.to_path_buf(), mode });
    }
    std::fs::read(path).map(Zeroizing::new).map_err(|source| io(path, source))
}

pub(super) fn sync_folder(path: &Path) -> Result<(), KeyError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|source| io(path, source))
}

/// Overwrites a file's bytes, removes it, and makes both durable. On a disk that writes elsewhere, as flash does, the old
/// bytes may stay for a while; they are encrypted.
pub(super) fn destroy(path: &Path) -> Result<bool, KeyError> {
    let io = |source| io(path, source);
    let mut file = match OpenOptions::new().write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(source) => return Err(io(source)),
    };
    let length = file.metadata().map_err(io)?.len();
    let blank = vec![0; usize::try_from(length).unwrap_or_default()];
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    file.write_all(&blank).and_then(|()| file.sync_all()).map_err(io)?;
    drop(file);
    std::fs::remove_file(path).map_err(io)?;
    path.parent().map_or(Ok(()), sync_folder)?;
    Ok(true)
}

fn io(path: &Path, source: std::io::Error) -> KeyError {
    KeyError::Io { path: path.to_path_buf(), source }
}
