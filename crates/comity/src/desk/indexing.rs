//! Keeping the search index in step with the store: opened from its
//! snapshot or filled at start, then following the change feed.

use std::sync::atomic::Ordering;

use search::Change;
use store::Changed;
use tokio::task::spawn_blocking;

use super::{DeskError, snapshot};
use crate::node::Node;

/// Changes read at once.
const BATCH: u32 = 5_000;

/// Opens the snapshot or, if there is none to use, fills the index from the store; returns the number of changes applied
/// from the store, removals among them.
pub async fn load(node: &Node) -> Result<u64, DeskError> {
    let last = node.store().read("last change", |tx| Box::pin(async move { tx.last_change().await })).await?;
    let opener = node.clone();
    let opened = spawn_blocking(move || snapshot::open(&opener)).await.ok().flatten();
    let Some((index, mark)) = opened.filter(|(_, mark)| *mark <= last) else { return follow(node).await };
    node.index().replace(index);
    node.desk().followed.store(mark, Ordering::Release);
    node.desk().written.store(mark, Ordering::Release);
    let applied = follow(node).await?;
    if whole(node).await? {
        return Ok(applied);
    }
    tracing::warn!("the index snapshot does not fit the store; the registers are read instead");
    node.index().replace(search::Index::new());
    node.desk().followed.store(0, Ordering::Release);
    node.desk().written.store(0, Ordering::Release);
    follow(node).await
}

/// Whether the index has as many subjects as the store.
async fn whole(node: &Node) -> Result<bool, DeskError> {
    let registers =
        node.store().read("registers", |tx| Box::pin(async move { tx.registers().await })).await?;
    let stored: u64 = registers.iter().map(|(_, count)| count).sum();
    Ok(stored == node.index().len() as u64)
}

/// Writes the snapshot if anything changed since it was last written. A node that fails to goes on without.
pub async fn keep(node: &Node) {
    let memory = node.desk();
    let _one_at_a_time = memory.following.lock().await;
    let followed = memory.followed.load(Ordering::Acquire);
    if followed == memory.written.load(Ordering::Acquire) {
        return;
    }
    let writer = node.clone();
    match spawn_blocking(move || snapshot::write(&writer, followed)).await {
        Ok(Ok(())) => memory.written.store(followed, Ordering::Release),
        Ok(Err(error)) => tracing::warn!(%error, "the index snapshot could not be written"),
        Err(error) => tracing::warn!(%error, "the index snapshot could not be written"),
    }
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
