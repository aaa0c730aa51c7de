//! What the transactions of each name have cost so far.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::Store;

/// Counted since the store was opened, for one name of transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct TxCounts {
    /// Transactions that were committed.
    pub committed: u64,
    /// Transactions that failed for good.
    pub failed: u64,
    /// Times a body ran again.
    pub retried: u64,
    /// Microseconds from the call to its end, summed.
    pub total_us: u64,
    /// The longest of them.
    pub longest_us: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    by_name: Mutex<BTreeMap<&'static str, Counted>>,
}

#[derive(Debug, Default)]
struct Counted {
    counts: TxCounts,
    appends: bool,
}

impl Store {
    /// What the transactions of each name have cost so far.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<&'static str, TxCounts> {
        self.inner.counters.lock().iter().map(|(name, counted)| (*name, counted.counts)).collect()
    }
}

impl Counters {
    // Counting cannot leave the map half changed, so a panic elsewhere is no reason to stop.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Counted>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn ended(&self, name: &'static str, took: Duration, retried: u32, committed: bool) {
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let mut by_name = self.lock();
        let counts = &mut by_name.entry(name).or_default().counts;
        if committed {
            counts.committed += 1;
        } else {
            counts.failed += 1;
        }
        counts.retried += u64::from(retried);
        counts.total_us = counts.total_us.saturating_add(took_us);
        counts.longest_us = counts.longest_us.max(took_us);
    }

    /// Whether transactions of this name have been seen to append to the ledger.
    pub(crate) fn appends(&self, name: &'static str) -> bool {
        self.lock().get(name).is_some_and(|counted| counted.appends)
    }

    pub(crate) fn has_appended(&self, name: &'static str) {
        self.lock().entry(name).or_default().appends = true;
    }
}
