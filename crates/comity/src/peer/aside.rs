//! Work that takes the processor's time and nothing else: signing, sealing, opening, verifying.
//!
//! It runs on threads of its own, as many at a time in the whole process as there are cores, first come first served. More
//! would finish no earlier, and the tasks that move bytes and commit would wait behind all of them for a core.

use std::sync::LazyLock;

use tokio::sync::Semaphore;
use tokio::task::JoinError;

static CORES: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get)));

/// Runs `work` when a core is free for it. Fails when it panics, or the runtime ends.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    // Nobody closes it; without a turn the work would be done all the same.
    let turn = CORES.acquire().await;
    let done = tokio::task::spawn_blocking(work).await;
    drop(turn);
    done
}
