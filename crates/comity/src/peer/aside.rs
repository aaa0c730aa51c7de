//! Work that takes the processor's time and nothing else: signing, sealing, opening, verifying.
//!
//! It runs on threads of its own, as many at a time in the whole process as there are cores, first come first served. More
//! would finish no earlier, and the tasks that move bytes and commit would wait behind all of them for a core.

use std::sync::LazyLock;

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinHandle};

static CORES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(cores()));

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

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

/// Runs `work` on each of the items, shared among the cores; `least` of them are worth a core. The results stand in the
/// order of the items.
pub(super) async fn aside_each<T: Send + 'static, R: Send + 'static>(
    mut items: Vec<T>,
    least: usize,
    work: impl Fn(T) -> R + Clone + Send + 'static,
) -> Result<Vec<R>, JoinError> {
    let share = items.len().div_ceil(cores()).max(least).max(1);
    let mut shares: Vec<JoinHandle<Result<Vec<R>, JoinError>>> = Vec::new();
    while !items.is_empty() {
        let rest = items.split_off(share.min(items.len()));
        let (own, work) = (std::mem::replace(&mut items, rest), work.clone());
        shares.push(tokio::spawn(aside(move || own.into_iter().map(work).collect())));
    }
    let mut results = Vec::new();
    for share in shares {
        results.extend(share.await??);
    }
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn results_stand_in_the_order_of_the_items() {
        for many in [0, 1, 7, 8, 9, 64, 65] {
            let doubled = aside_each((0..many).collect(), 8, |item: u32| item * 2).await.unwrap();
            assert_eq!(doubled, (0..many).map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn one_that_panics_is_told() {
        let work = |item: u32| assert_ne!(item, 5);
        assert!(aside_each((0..20).collect(), 1, work).await.is_err());
    }
}
