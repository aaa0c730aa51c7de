//! Envelopes handed from the commit that made them to the delivery to their recipient, which else would have to claim and
//! read what was written a moment before.
//!
//! A delivery takes them while it keeps up, that is, when it has claimed all that was due. Their rows are claimed by the
//! commit that makes them, for as long as any claim holds. So what is lost on the way is delivered all the same: by the
//! next process, which makes everything due that waits, or when the claim ends.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use exchange::AuthorityId;
use store::Claimed;
use tokio::sync::Notify;

/// Envelopes that may lie ready for one partner. What comes then waits in the store.
const MOST: usize = 256;

/// The deliveries of this process that take envelopes.
#[derive(Default)]
pub(crate) struct Handing(Mutex<HashMap<AuthorityId, Arc<Hand>>>);

/// Where envelopes for one partner are put.
#[derive(Default)]
struct Hand {
    held: Mutex<Held>,
    added: Notify,
}

#[derive(Default)]
struct Held {
    open: bool,
    envelopes: VecDeque<Claimed>,
}

/// What takes the envelopes for one partner, until it goes.
pub(super) struct Taker<'a> {
    all: &'a Handing,
    partner: AuthorityId,
    hand: Arc<Hand>,
}

impl Handing {
    /// Begins to take what is made for a partner, closed at first. Who took it before gets no more.
    pub(super) fn begin(&self, partner: &AuthorityId) -> Taker<'_> {
        let hand = Arc::<Hand>::default();
        lock(&self.0).insert(partner.clone(), hand.clone());
        Taker { all: self, partner: partner.clone(), hand }
    }

    /// Whether envelopes for a partner are taken.
    pub(super) fn takes(&self, partner: &AuthorityId) -> bool {
        let hand = lock(&self.0).get(partner).cloned();
        hand.is_some_and(|hand| {
            let held = lock(&hand.held);
            held.open && held.envelopes.len() < MOST
        })
    }

    /// Hands over what was committed as claimed. `false` when nobody takes it any more.
    pub(super) fn hand(&self, partner: &AuthorityId, envelopes: Vec<Claimed>) -> bool {
        let Some(hand) = lock(&self.0).get(partner).cloned() else { return false };
        {
            let mut held = lock(&hand.held);
            if !held.open {
                return false;
            }
            held.envelopes.extend(envelopes);
        }
        hand.added.notify_one();
        true
    }
}

impl Taker<'_> {
    /// Takes envelopes from now on.
    pub(super) fn open(&self) {
        lock(&self.hand.held).open = true;
    }

    /// Takes no more, and gives back what lies here.
    pub(super) fn close(&self) -> Vec<Claimed> {
        let mut held = lock(&self.hand.held);
        held.open = false;
        held.envelopes.drain(..).collect()
    }

    /// The next envelopes, in the order in which they were committed.
    pub(super) fn take(&self, most: usize) -> Vec<Claimed> {
        let mut held = lock(&self.hand.held);
        let count = held.envelopes.len().min(most);
        held.envelopes.drain(..count).collect()
    }

    /// Waits until something is put here.
    pub(super) async fn added(&self) {
        self.hand.added.notified().await;
    }
}

impl Drop for Taker<'_> {
    fn drop(&mut self) {
        self.close();
        let mut all = lock(&self.all.0);
        if all.get(&self.partner).is_some_and(|hand| Arc::ptr_eq(hand, &self.hand)) {
            all.remove(&self.partner);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use exchange::{ActId, EnvelopeHash};
    use store::EnvelopeKey;

    use super::*;

    fn partner() -> AuthorityId {
        AuthorityId::new("de.bfj").unwrap()
    }

    fn claimed(sequence: u64) -> Claimed {
        Claimed {
            key: EnvelopeKey { partner: partner(), epoch: 1, sequence },
            hash: EnvelopeHash::new([0; 32]),
            act: ActId::new([0; 32]),
            envelope: None,
            signed_with: None,
            attempt: 1,
        }
    }

    fn places(envelopes: &[Claimed]) -> Vec<u64> {
        envelopes.iter().map(|envelope| envelope.key.sequence).collect()
    }

    #[test]
    fn a_delivery_takes_what_it_can_keep_up_with() {
        let all = Handing::default();
        assert!(!all.takes(&partner()), "nobody delivers");
        let taker = all.begin(&partner());
        assert!(!all.takes(&partner()), "it has not caught up yet");
        assert!(!all.hand(&partner(), vec![claimed(1)]));
        taker.open();
        assert!(all.takes(&partner()));
        assert!(all.hand(&partner(), (1..=MOST as u64).map(claimed).collect()));
        assert!(!all.takes(&partner()), "too many lie ready");
        assert_eq!(places(&taker.take(3)), [1, 2, 3]);
        assert!(all.takes(&partner()));
        assert_eq!(taker.close().len(), MOST - 3);
        assert!(!all.takes(&partner()));
        assert_eq!(taker.take(3), []);
    }

    #[test]
    fn who_delivers_last_takes_them() {
        let all = Handing::default();
        let before = all.begin(&partner());
        before.open();
        let after = all.begin(&partner());
        assert!(!all.takes(&partner()));
        after.open();
        assert!(all.hand(&partner(), vec![claimed(1)]));
        assert_eq!(before.take(3), []);
        drop(before);
        assert!(all.takes(&partner()), "the one that goes takes only itself away");
        assert_eq!(places(&after.take(3)), [1]);
        drop(after);
        assert!(!all.takes(&partner()));
    }
}
