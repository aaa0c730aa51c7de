//! Keeping the search index in step with the store: loaded at start, then following the change feed.

use std::sync::atomic::Ordering;

use search::Change;
use store::Changed;

use super::DeskError;
use crate::node::Node;

/// Changes read at once.
const BATCH: u32 = 2_000;

/// Fills the index from the store; returns the number of changes applied, removals among them.
pub async fn load(node: &Node) -> Result<u64, DeskError> {
    follow(node).await
}

/// Applies changes since the last call; returns how many.
pub async fn follow(node: &Node) -> Result<u64, DeskError> {
    let memory = node.desk();
    let _one_at_a_time = memory.following.lock().await;
    let mut applied = 0;
    loop {
        let from = memory.followed.load(Ordering::Acquire);
        let changes = node
            .store()
            .read("changes", |tx| Box::pin(async move { tx.changes_since(from, BATCH).await }))
            .await?;
        let Some(last) = changes.last().map(|change| change.seq) else { return Ok(applied) };
        applied += changes.len() as u64;
        node.index().apply(changes.iter().map(|change| match &change.what {
            Changed::Put(subject) => Change::Put(&change.register, subject),
            Changed::Gone(subject) => Change::Gone(&change.register, subject),
        }));
        memory.followed.store(last, Ordering::Release);
    }
}

/// Follows at once where the index is in use; a command that only writes does not fill it.
pub(crate) async fn keep_up(node: &Node) -> Result<(), DeskError> {
    if node.desk().followed.load(Ordering::Acquire) > 0 {
        follow(node).await?;
    }
    Ok(())
}
