//! Slows down guessing of passwords: after a few failures each further try of a login must wait, twice as long each time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Failures that cost nothing.
const FREE: u32 = 5;
/// The longest wait in seconds.
const LONGEST_S: i64 = 900;
/// Logins remembered; beyond it the oldest are forgotten, so that made-up logins cannot fill the memory.
const LOGINS_MOST: usize = 10_000;

/// Failed sign-ins of this process by login, whether the login exists or not.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<String, Failures>>);

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

impl Failures {
    fn wait_until(self) -> Timestamp {
        let doubled = self.count.saturating_sub(FREE).min(20);
        let wait = if self.count < FREE { 0 } else { (1_i64 << doubled).min(LONGEST_S) };
        self.last.saturating_add(SignedDuration::from_secs(wait)).unwrap_or(self.last)
    }
}

impl Throttle {
    /// Seconds the login must still wait, if any.
    pub(crate) fn wait_s(&self, login: &str, now: Timestamp) -> Option<u64> {
        let failures = *self.lock().get(login)?;
        let left = failures.wait_until().duration_since(now);
        (left > SignedDuration::ZERO).then(|| u64::try_from(left.as_secs() + 1).unwrap_or(1))
    }

    /// Counts a failure.
    pub(crate) fn failed(&self, login: &str, now: Timestamp) {
        let mut logins = self.lock();
        if logins.len() >= LOGINS_MOST && !logins.contains_key(login) {
            let hour_ago = now.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(now);
            logins.retain(|_, failures| failures.last > hour_ago);
            if logins.len() >= LOGINS_MOST
                && let Some(oldest) =
                    logins.iter().min_by_key(|(_, failures)| failures.last).map(|(login, _)| login.clone())
            {
                logins.remove(&oldest);
            }
        }
        let failures = logins.entry(login.to_owned()).or_insert(Failures { count: 0, last: now });
        failures.count = failures.count.saturating_add(1);
        failures.last = now;
    }

    /// Forgets the failures after a success.
    pub(crate) fn succeeded(&self, login: &str) {
        self.lock().remove(login);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end_with_success() {
        let throttle = Throttle::default();
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for _ in 0..4 {
            throttle.failed("mari", now);
        }
        assert_eq!(throttle.wait_s("mari", now), None);
        throttle.failed("mari", now);
        assert_eq!(throttle.wait_s("mari", now), Some(2));
        throttle.failed("mari", now);
        assert_eq!(throttle.wait_s("mari", now), Some(3));
        for _ in 0..60 {
            throttle.failed("mari", now);
        }
        assert_eq!(throttle.wait_s("mari", now), Some(901));
        assert_eq!(throttle.wait_s("jaan", now), None);
        throttle.succeeded("mari");
        assert_eq!(throttle.wait_s("mari", now), None);
    }

    #[test]
    fn made_up_logins_do_not_fill_the_memory() {
        let throttle = Throttle::default();
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for number in 0..LOGINS_MOST + 50 {
            throttle.failed(&number.to_string(), now);
        }
        assert!(throttle.lock().len() <= LOGINS_MOST);
    }
}
