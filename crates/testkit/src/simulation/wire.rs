//! What travels between simulated nodes: the protocol's real bytes, and the few questions around them.

use std::cell::OnceCell;
use std::rc::Rc;

use exchange::{
    ActId, EnvelopeHash, Header, ReceiptBatch, Sealed, Signed, SignedAck, SignedCheckpoint, SignedEnvelope,
};
use ledger::Hash;

use super::cast::member;

/// An envelope on its way. In a sealed world it has the bytes of Protocol §5.4, else those of §5.5: sealing costs more
/// than all the rest and is looked at in a part of the worlds.
#[derive(Debug)]
pub(super) struct Wire {
    bytes: Vec<u8>,
    sealed: bool,
    checked: OnceCell<Result<Rc<Arrived>, Improper>>,
}

/// What a verified envelope says.
#[derive(Debug, Clone)]
pub(super) struct Arrived {
    pub(super) header: Header,
    pub(super) hash: EnvelopeHash,
    pub(super) act: ActId,
}

/// Why an envelope is refused before anything is decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Improper;

impl Wire {
    pub(super) fn of(signed: &Signed, to: usize, sealed: bool, rng: &mut rand_chacha::ChaCha20Rng) -> Self {
        let bytes = if sealed {
            signed.seal(&member(to).public, rng).expect("the recipient's keys seal").into_bytes()
        } else {
            signed.kept().to_bytes()
        };
        Self { bytes, sealed, checked: OnceCell::new() }
    }

    pub(super) const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The same with one bit changed.
    pub(super) fn altered(&self, bit: usize) -> Self {
        let mut bytes = self.bytes.clone();
        let at = bit % (bytes.len() * 8);
        bytes[at / 8] ^= 1 << (at % 8);
        Self { bytes, sealed: self.sealed, checked: OnceCell::new() }
    }

    /// The same bytes for another recipient, who looks at them anew.
    pub(super) fn again(&self) -> Self {
        Self { bytes: self.bytes.clone(), sealed: self.sealed, checked: OnceCell::new() }
    }

    /// Opens and verifies, with the crate's own checks. They are functions of the bytes alone, so that bytes which come
    /// again are not looked at again. `signatures` switches the check of signature and recipient off.
    pub(super) fn check(&self, from: usize, me: usize, signatures: bool) -> Result<Rc<Arrived>, Improper> {
        self.checked.get_or_init(|| self.look(from, me, signatures)).clone()
    }

    fn look(&self, from: usize, me: usize, signatures: bool) -> Result<Rc<Arrived>, Improper> {
        let (us, sender) = (member(me), &member(from).public);
        let verified = if self.sealed {
            let sealed = Sealed::parse(&self.bytes).map_err(|_| Improper)?;
            if sealed.claimed_header().sender() != sender.authority() {
                return Err(Improper);
            }
            sealed
                .open(&us.id, &us.keys.sealing)
                .and_then(|opened| opened.verify(sender))
                .map_err(|_| Improper)?
        } else {
            let kept = SignedEnvelope::from_bytes(&self.bytes).map_err(|_| Improper)?;
            if !signatures {
                let header = Header::from_bytes(kept.header_bytes()).map_err(|_| Improper)?;
                let (hash, act) = (kept.envelope_hash(), header.act());
                return Ok(Rc::new(Arrived { header, hash, act }));
            }
            kept.verify(sender).map_err(|_| Improper)?
        };
        if *verified.header().to() != us.id {
            return Err(Improper);
        }
        Ok(Rc::new(Arrived {
            header: verified.header().clone(),
            hash: verified.envelope_hash(),
            act: verified.act_id(),
        }))
    }
}

/// Why an envelope was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Improper,
    Conflict,
    Stale,
    /// Come again: overloaded, full, scattered, over the allowance.
    Later,
}

/// A checkpoint that is shown, and the proofs that earlier ones lead to it.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) note: Rc<SignedCheckpoint>,
    pub(super) proofs: Vec<Option<Vec<Hash>>>,
}

/// What one node says to another.
#[derive(Debug, Clone)]
pub(super) enum Message {
    /// Envelopes of one request.
    Deliver { call: u64, batch: Vec<Rc<Wire>> },
    /// What became of them.
    Answer { call: u64, receipts: Vec<Rc<ReceiptBatch>>, refused: Vec<(usize, Reason)> },
    /// What do you hold of my channel, and what is the latest of my checkpoints that you saw?
    Ask,
    /// An acknowledgement, and the asker's own latest checkpoint as it was seen.
    Holds { ack: Rc<SignedAck>, yours: Option<Rc<SignedCheckpoint>> },
    /// Show your ledger, and how it grew from these sizes.
    Show { call: u64, sizes: Vec<u64> },
    /// The ledger as it is now.
    Shown { call: u64, head: Head },
    /// A checkpoint of a common partner, as it was shown to the teller.
    Heard { of: usize, note: Rc<SignedCheckpoint> },
}
