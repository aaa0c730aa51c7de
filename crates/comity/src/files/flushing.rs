//! Making a file durable while it is still being written.
//!
//! Left alone, the system keeps gigabytes in memory and writes them when asked at the end: until then the disk rests, and
//! from then on everybody waits for it. Here a thread asks for what was written whenever another piece of it is complete,
//! so that the disk works all the while and the end is short. The writer waits when the disk is two pieces behind.
//!
//! The system says only once that a write failed, to whoever asks first. That is mostly the thread here, so a file is not
//! durable before [`Flusher::end`] said so.

use std::fs::File;
use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Bytes of one piece.
const PIECE: u64 = 32 << 20;

/// Asks for one file to be on the disk, again and again.
pub(super) struct Flusher {
    written: u64,
    thread: Option<(SyncSender<()>, JoinHandle<io::Result<()>>)>,
    file: File,
}

impl Flusher {
    /// For `file`, of which nothing was written yet. The thread begins with the first full piece.
    pub(super) fn new(file: &File) -> io::Result<Flusher> {
        Ok(Flusher { written: 0, thread: None, file: file.try_clone()? })
    }

    /// Takes note of bytes that were written. Fails when what was written before did not reach the disk.
    pub(super) fn wrote(&mut self, bytes: u64) -> io::Result<()> {
        self.written += bytes;
        if self.written < PIECE {
            return Ok(());
        }
        self.written = 0;
        let sender = match &self.thread {
            Some((sender, _)) => sender,
            None => {
                let (sender, asked) = sync_channel::<()>(1);
                let file = self.file.try_clone()?;
                let thread = std::thread::Builder::new().name("flushing".to_owned()).spawn(move || {
                    while asked.recv().is_ok() {
                        file.sync_data()?;
                    }
                    Ok(())
                })?;
                &self.thread.insert((sender, thread)).0
            }
        };
        if sender.send(()).is_err() {
            // The thread ends early only when it failed.
            return self.end();
        }
        Ok(())
    }

    /// Waits for what was asked for, and for the rest. Everything written is on the disk when this succeeds.
    pub(super) fn end(&mut self) -> io::Result<()> {
        if let Some((sender, thread)) = self.thread.take() {
            drop(sender);
            thread.join().map_err(|_| io::Error::other("the thread that makes a file durable broke"))??;
        }
        self.file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_failure_of_the_thread_is_not_lost() {
        // A pipe cannot be made durable, which stands for a disk that failed.
        let (_reader, writer) = io::pipe().unwrap();
        let mut flusher = Flusher::new(&File::from(std::os::fd::OwnedFd::from(writer))).unwrap();
        let failed = (0..10).find_map(|_| flusher.wrote(PIECE).err()).or_else(|| flusher.end().err());
        assert!(failed.is_some());
    }

    #[test]
    fn what_was_written_is_there_after_the_end() {
        let mut file = tempfile::tempfile().unwrap();
        let mut flusher = Flusher::new(&file).unwrap();
        for _ in 0..3 {
            file.write_all(b"some bytes").unwrap();
            flusher.wrote(PIECE - 1).unwrap();
        }
        flusher.end().unwrap();
        assert_eq!(file.metadata().unwrap().len(), 30);
    }
}
