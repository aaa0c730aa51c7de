//! The search index as a file in the node's folder, so that a large register is not read anew at each start.
//!
//! The file is derived from the store. It is written to a name of its own, flushed and then renamed, never changed in place; one
//! that is damaged, of another version, of another authority or ahead of the store is left unused and replaced.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use search::{Index, SharedBytes, Stamp};

use crate::node::Node;

/// The file's name in the node's folder.
pub const FILE: &str = "index.snapshot";

fn path(node: &Node) -> PathBuf {
    node.dir().join(FILE)
}

/// Maps a file for reading.
fn mapped(file: &File) -> io::Result<SharedBytes> {
    #[expect(
        unsafe_code,
        reason = "only this node writes the file, under another name; nobody shortens it in place"
    )]
    let bytes = unsafe { memmap2::Mmap::map(file) }?;
    Ok(Arc::new(bytes))
}

/// Opens the snapshot, if there is one that can be used; the change up to which it was followed.
pub(super) fn open(node: &Node) -> Option<(Index, u64)> {
    let path = path(node);
    let bytes = match File::open(&path).and_then(|file| mapped(&file)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "the index snapshot cannot be read; the registers are read instead");
            return None;
        }
    };
    match Index::open(bytes) {
        Ok((index, stamp)) if stamp.label == node.authority().as_str() => Some((index, stamp.mark)),
        Ok((_, stamp)) => {
            tracing::warn!(of = %stamp.label, "the index snapshot is of another authority; the registers are read instead");
            None
        }
        Err(error) => {
            tracing::warn!(%error, "the index snapshot cannot be used; the registers are read instead");
            None
        }
    }
}

/// Writes the snapshot of what the index holds, followed up to a change. Nothing that was removed before stays in the file.
pub(super) fn write(node: &Node, mark: u64) -> io::Result<()> {
    let path = path(node);
    let fresh = path.with_extension("snapshot-new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = BufWriter::with_capacity(1 << 20, options.open(&fresh)?);
    let stamp = Stamp { label: node.authority().as_str().to_owned(), mark };
    node.index().write(&stamp, &mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    fs::rename(&fresh, &path)
}
