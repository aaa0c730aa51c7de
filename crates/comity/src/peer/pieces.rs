//! A body that is sent as it is read: pieces from a thread that may block, a few at a time.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame};
use tokio::sync::mpsc;

/// Pieces that wait between the disk and the network.
const AHEAD: usize = 1;

/// A body of pieces.
pub struct Pieces {
    receiver: mpsc::Receiver<io::Result<Bytes>>,
    given: Arc<AtomicU64>,
    ended: Option<Box<dyn FnOnce(u64) + Send + Sync>>,
}

impl Pieces {
    /// Reads pieces on a thread of their own until `next` has no more, fails, or nobody takes them. `ended` is told how
    /// many bytes were taken.
    pub fn of(
        mut next: impl FnMut() -> Result<Option<Bytes>, io::Error> + Send + 'static,
        ended: impl FnOnce(u64) + Send + Sync + 'static,
    ) -> Pieces {
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || {
            loop {
                let piece = match next() {
                    Ok(Some(piece)) => Ok(piece),
                    Ok(None) => return,
                    Err(error) => Err(error),
                };
                let failed = piece.is_err();
                if sender.blocking_send(piece).is_err() || failed {
                    return;
                }
            }
        });
        Pieces { receiver, given: Arc::default(), ended: Some(Box::new(ended)) }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.receiver.poll_recv(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Ready(Some(Ok(piece))) => {
                self.given.fetch_add(piece.len() as u64, Ordering::Relaxed);
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error))),
        }
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        if let Some(ended) = self.ended.take() {
            ended(self.given.load(Ordering::Relaxed));
        }
    }
}
