//! Who is served next, how much a partner may leave here, and when a failed call is tried again.
//!
//! Three small rules keep one partner from harming another. [`Turns`] serves partners in turn, each with a short queue
//! of its own, so that one who floods fills only its own queue. [`Allowance`] bounds the bytes that one partner may
//! have stored in a span of time, so that it cannot fill the disk. [`Backoff`] spreads repeated calls, so that many
//! nodes that lost the same partner do not all come back in the same moment. Nothing here waits or reads a clock.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Queues served in turn: one item of each key that has any, then again from the first.
#[derive(Debug, Clone)]
pub struct Turns<K, T> {
    queues: BTreeMap<K, VecDeque<T>>,
    order: VecDeque<K>,
    each: usize,
}

impl<K: Ord + Clone, T> Turns<K, T> {
    /// Queues that hold at most `each` items for one key.
    #[must_use]
    pub const fn new(each: usize) -> Self {
        Self { queues: BTreeMap::new(), order: VecDeque::new(), each }
    }

    /// Puts an item at the end of its key's queue.
    ///
    /// # Errors
    /// Gives the item back when that queue is full; the queues of others do not matter.
    pub fn push(&mut self, key: K, item: T) -> Result<(), T> {
        let queue = self.queues.entry(key.clone()).or_default();
        if queue.len() >= self.each {
            return Err(item);
        }
        if queue.is_empty() {
            self.order.push_back(key);
        }
        queue.push_back(item);
        Ok(())
    }

    /// The next item, of the key whose turn it is.
    pub fn pop(&mut self) -> Option<(K, T)> {
        let key = self.order.pop_front()?;
        let queue = self.queues.get_mut(&key)?;
        let item = queue.pop_front()?;
        if queue.is_empty() {
            // Keys that have nothing waiting take no room.
            self.queues.remove(&key);
        } else {
            self.order.push_back(key.clone());
        }
        Some((key, item))
    }

    /// How many items wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.queues.values().map(VecDeque::len).sum()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

/// How many bytes one partner may have stored here within a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    bytes: u64,
    span: SignedDuration,
    used: u64,
    since: Timestamp,
}

impl Allowance {
    /// An allowance of `bytes` in each `span`, untouched at `now`.
    #[must_use]
    pub const fn new(bytes: u64, span: SignedDuration, now: Timestamp) -> Self {
        Self { bytes, span, used: 0, since: now }
    }

    /// The same, when so much of it was used already: what is stored since then, after a start.
    #[must_use]
    pub const fn with_used(mut self, used: u64) -> Self {
        self.used = used;
        self
    }

    /// Takes from the allowance what is about to be stored. False when it does not suffice, and nothing is taken.
    pub fn take(&mut self, bytes: u64, now: Timestamp) -> bool {
        // A clock that was set back begins a new span as well, so that it cannot lock a partner out.
        if now.duration_since(self.since).abs() >= self.span {
            (self.used, self.since) = (0, now);
        }
        let used = self.used.saturating_add(bytes);
        if used > self.bytes {
            return false;
        }
        self.used = used;
        true
    }

    /// Gives back what was taken and not stored after all.
    pub const fn give_back(&mut self, bytes: u64) {
        self.used = self.used.saturating_sub(bytes);
    }

    /// What was taken in the present span.
    #[must_use]
    pub const fn used(&self) -> u64 {
        self.used
    }
}

/// The pause after failures in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The pause after the first failure, before jitter.
    pub least: Duration,
    /// The longest pause.
    pub most: Duration,
}

impl Backoff {
    /// The pause after `failures` in a row: doubled each time up to the longest, and of that between a half and the
    /// whole. `draw` is a fresh random number; it decides where in between.
    #[must_use]
    pub fn pause(&self, failures: u32, draw: u32) -> Duration {
        let whole = self.least.saturating_mul(1 << failures.min(16)).min(self.most);
        whole.mul_f64(0.5 + f64::from(draw) / (2.0 * (f64::from(u32::MAX) + 1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_served_in_turn_however_much_one_sends() {
        let mut turns = Turns::new(3);
        for number in 0..10 {
            // The fourth and later ones of the same partner are turned away.
            assert_eq!(turns.push("flood", number).is_ok(), number < 3);
        }
        turns.push("a", 100).unwrap();
        turns.push("b", 200).unwrap();
        turns.push("a", 101).unwrap();
        assert_eq!(turns.len(), 6);
        let order: Vec<_> = std::iter::from_fn(|| turns.pop()).collect();
        assert_eq!(order, [("flood", 0), ("a", 100), ("b", 200), ("flood", 1), ("a", 101), ("flood", 2)]);
        assert!(turns.is_empty());
        turns.push("flood", 3).unwrap();
        assert_eq!(turns.pop(), Some(("flood", 3)));
    }

    #[test]
    fn an_allowance_ends_and_begins_anew() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut allowance = Allowance::new(100, SignedDuration::from_secs(60), at(0));
        assert!(allowance.take(60, at(1)));
        assert!(!allowance.take(60, at(2)), "more than is left");
        assert!(allowance.take(40, at(59)));
        assert!(!allowance.take(1, at(59)));
        allowance.give_back(10);
        assert!(allowance.take(10, at(59)));
        assert!(allowance.take(100, at(60)), "the next span");
        assert!(allowance.take(100, at(-60)), "a clock that was set back locks nobody out");
        assert!(!allowance.take(u64::MAX, at(-60)));
    }

    #[test]
    fn pauses_grow_and_are_spread() {
        let backoff = Backoff { least: Duration::from_millis(250), most: Duration::from_secs(60) };
        for (failures, least_ms, most_ms) in
            [(0, 125, 250), (1, 250, 500), (4, 2_000, 4_000), (40, 30_000, 60_000)]
        {
            let (low, high) = (backoff.pause(failures, 0), backoff.pause(failures, u32::MAX));
            assert_eq!(low, Duration::from_millis(least_ms), "{failures}");
            assert!(high > low && high <= Duration::from_millis(most_ms), "{failures}: {high:?}");
        }
    }
}
