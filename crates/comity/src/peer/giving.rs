//! Giving large files to the partners they were offered to: leaves and sealed chunks, as they lie on the disk or in the object store.
//!
//! Who may have a file is asked anew for each request: the partner that holds the connection must be a recipient of an act of
//! ours that offers this file and was not erased since. Whatever is wrong, the answer is the same: no such file.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use exchange::file::{FileQuestion, LEAF, Layout, SEALED_CHUNK};
use exchange::{Act, AuthorityId, FileRoot};
use store::Direction;

use super::pieces::Pieces;
use crate::causes::chain;
use crate::desk;
use crate::files::{FilesError, Sealed};
use crate::node::Node;

/// Requests of one partner at the same time.
const AT_ONCE: usize = 4;

/// How many requests of each partner are under way.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<HashMap<AuthorityId, usize>>>);

impl Turns {
    /// Takes a turn, if there is one.
    fn take(&self, partner: &AuthorityId) -> Option<Turn> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(partner.clone()).or_default();
        if *count >= AT_ONCE {
            return None;
        }
        *count += 1;
        Some(Turn { turns: self.clone(), partner: partner.clone() })
    }
}

struct Turn {
    turns: Turns,
    partner: AuthorityId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.partner) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.partner);
            }
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Leaves of the tree.
    Leaves,
    /// Sealed chunks.
    Chunks,
}

/// Why nothing is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotGiven {
    /// Not offered to this partner, not here, or no such part.
    NoFile,
    /// Too many requests at once.
    Busy,
    /// The disk or the store failed.
    Failed,
}

/// Answers a partner's question about a file.
pub async fn give(
    node: &Node,
    turns: &Turns,
    partner: &AuthorityId,
    question: &FileQuestion,
    wanted: Wanted,
) -> Result<Pieces, NotGiven> {
    let turn = turns.take(partner).ok_or(NotGiven::Busy)?;
    let length = offered(node, partner, question).await?.ok_or(NotGiven::NoFile)?;
    let layout = Layout::new(length).map_err(|_| NotGiven::NoFile)?;
    let end = question.first.checked_add(question.count).filter(|end| *end <= layout.chunks());
    let end = end.filter(|_| question.count > 0).ok_or(NotGiven::NoFile)?;
    let root = question.root;
    let source = match wanted {
        Wanted::Leaves => node.files().leaves(&root).map(Source::Leaves),
        Wanted::Chunks => node.files().sealed(&root).map(Source::Chunks),
    };
    let source = source.map_err(|error| match error {
        FilesError::Absent(_) => NotGiven::NoFile,
        other => {
            tracing::error!(error = %chain(&other), %root, "a file cannot be given");
            NotGiven::Failed
        }
    })?;
    let (first, last) = match wanted {
        Wanted::Leaves => (question.first * LEAF as u64, end * LEAF as u64),
        Wanted::Chunks => (layout.offset(question.first), layout.offset(end).min(layout.sealed_length())),
    };
    let told = (node.clone(), partner.clone(), question.clone());
    Ok(Pieces::of(reading(source, first, last), move |bytes| {
        drop(turn);
        let (node, partner, question) = told;
        // Dropped outside of the runtime, when the process ends: nobody is left to be told.
        if let (Wanted::Chunks, Ok(runtime)) = (wanted, tokio::runtime::Handle::try_current()) {
            runtime.spawn(async move { given(&node, &partner, &question, bytes).await });
        }
    }))
}

enum Source {
    Leaves(File),
    Chunks(Sealed),
}

fn reading(
    mut source: Source,
    first: u64,
    end: u64,
) -> impl FnMut() -> Result<Option<Bytes>, io::Error> + Send + 'static {
    let mut at = first;
    move || {
        let size = usize::try_from(end - at).unwrap_or(usize::MAX).min(SEALED_CHUNK);
        if size == 0 {
            return Ok(None);
        }
        let mut piece = vec![0; size];
        match &mut source {
            Source::Leaves(file) => file.read_exact_at(&mut piece, at)?,
            Source::Chunks(sealed) => sealed.read_exact_at(&mut piece, at).map_err(|error| {
                tracing::error!(error = %chain(&error), "a file cannot be given on");
                io::Error::other(error)
            })?,
        }
        at += size as u64;
        Ok(Some(piece.into()))
    }
}

/// The length of the file, when the act offers it to this partner.
async fn offered(
    node: &Node,
    partner: &AuthorityId,
    question: &FileQuestion,
) -> Result<Option<u64>, NotGiven> {
    let act = node
        .store()
        .read("offer of a file", |tx| Box::pin(async move { tx.act(&question.offer).await }))
        .await
        .map_err(|error| {
            tracing::error!(%error, "the offer of a file cannot be read");
            NotGiven::Failed
        })?;
    let Some(act) = act.filter(|act| act.direction == Direction::Outgoing) else { return Ok(None) };
    let Ok(act) = Act::from_bytes(&act.bytes) else { return Ok(None) };
    if !act.recipients.contains(partner) || act.expired(node.now()) {
        return Ok(None);
    }
    Ok(length_in(&act, &question.root))
}

fn length_in(act: &Act, root: &FileRoot) -> Option<u64> {
    desk::files::offers_in(act).into_iter().find(|offer| offer.root == *root).map(|offer| offer.length)
}

async fn given(node: &Node, partner: &AuthorityId, question: &FileQuestion, bytes: u64) {
    let now = node.now();
    let noted = node
        .store()
        .run_tx("file given", |tx| {
            Box::pin(async move { tx.file_given(&question.offer, &question.root, partner, bytes, now).await })
        })
        .await;
    if let Err(error) = noted {
        tracing::warn!(%error, "what was given of a file could not be noted");
    }
}
