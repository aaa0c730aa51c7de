//! The sealed chunks of a complete file, wherever they lie.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;

use super::FilesError;
use super::bucket::{Bucket, Stream};
use super::uploading::Lies;

/// Sealed chunks that can be read from any place. Reading may block.
pub struct Sealed(Source);

enum Source {
    Disk(File, PathBuf),
    Bucket(Arc<Bucket>, Lies, Option<Box<Stream>>),
}

impl Sealed {
    pub(super) fn on_disk(file: File, path: PathBuf) -> Sealed {
        Sealed(Source::Disk(file, path))
    }

    pub(super) fn in_bucket(bucket: Arc<Bucket>, lies: Lies) -> Sealed {
        Sealed(Source::Bucket(bucket, lies, None))
    }

    /// Bytes of all sealed chunks.
    pub fn length(&self) -> Result<u64, FilesError> {
        match &self.0 {
            Source::Disk(file, path) => match file.metadata() {
                Ok(metadata) => Ok(metadata.len()),
                Err(source) => Err(FilesError::Disk { path: path.clone(), source }),
            },
            Source::Bucket(_, lies, _) => Ok(lies.length),
        }
    }

    /// Reads from `offset` on. What follows what was read before costs no request of its own.
    pub fn read_exact_at(&mut self, buffer: &mut [u8], offset: u64) -> Result<(), FilesError> {
        match &mut self.0 {
            Source::Disk(file, path) => file
                .read_exact_at(buffer, offset)
                .map_err(|source| FilesError::Disk { path: path.clone(), source }),
            Source::Bucket(bucket, lies, stream) => {
                let mut reading = match stream.take() {
                    Some(reading) if reading.at() == offset => reading,
                    _ => Box::new(bucket.read(&lies.object, offset)?),
                };
                reading.read_exact(buffer)?;
                *stream = Some(reading);
                Ok(())
            }
        }
    }
}
