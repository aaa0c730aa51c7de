//! The channel from one authority to another: what is new, doubled, contradicting or missing.
//!
//! Nothing here sends or waits. The sender asks [`Outbound`] for the next [`Place`]; the receiver asks
//! [`Inbound::decide`] what an arrived envelope is, stores it and the effect in one transaction, and states in an
//! [`Ack`] which sequences it holds; the sender computes from that which are [`missing`]. Envelopes may arrive in any
//! order and any number of times. Two different envelopes for one place are no accident: their sender signed both,
//! and together they prove that it did.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cbor::{self, Bytes, CborError};
use crate::envelope::Header;
use crate::error::Culprit;
use crate::id::{AuthorityId, EnvelopeHash};
use crate::keys::{KeyError, PartnerKeys, SigningKeys};
use crate::signature::{Domain, SignatureError, Signatures};
use crate::time::{micros, whole_micros};

/// The largest epoch and sequence: what JSON and SQL can hold without loss.
pub const MAX_SEQUENCE: u64 = (1 << 53) - 1;
/// The most separate ranges that a receiver keeps. A channel with more gaps than that fills gaps first.
pub const MAX_RANGES: usize = 1024;
/// The longest acknowledgement.
pub const MAX_ACK: usize = 32 * 1024;

/// A place in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The epoch, from 1. A sender that lost its memory opens the next one.
    pub epoch: u64,
    /// The number in the epoch, from 1.
    pub sequence: u64,
    /// The envelope before it in the epoch; the first has none.
    pub previous: Option<EnvelopeHash>,
}

impl Place {
    /// Whether the parts go together.
    pub(crate) fn fits(&self) -> bool {
        (1..=MAX_SEQUENCE).contains(&self.epoch)
            && (1..=MAX_SEQUENCE).contains(&self.sequence)
            && (self.sequence == 1) == self.previous.is_none()
    }
}

/// The sending end of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbound {
    epoch: u64,
    next: u64,
    previous: Option<EnvelopeHash>,
}

impl Outbound {
    /// A channel in whose epoch nothing was sent yet.
    #[must_use]
    pub const fn new(epoch: u64) -> Self {
        Self { epoch, next: 1, previous: None }
    }

    /// Takes up a channel where it was left: the last sequence sent and the hash of that envelope.
    #[must_use]
    pub const fn resume(epoch: u64, last: u64, previous: EnvelopeHash) -> Self {
        Self { epoch, next: last.saturating_add(1), previous: Some(previous) }
    }

    /// The place of the next envelope.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place { epoch: self.epoch, sequence: self.next, previous: self.previous }
    }

    /// Notes that an envelope took the next place.
    pub const fn advance(&mut self, sent: EnvelopeHash) {
        self.next = self.next.saturating_add(1);
        self.previous = Some(sent);
    }

    /// The highest sequence that was given out; 0 when there is none.
    #[must_use]
    pub const fn highest(&self) -> u64 {
        self.next.saturating_sub(1)
    }
}

/// What the store knows around an arrived envelope, in its channel and its epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Neighbours {
    /// The envelope that is stored at the same sequence.
    pub same: Option<EnvelopeHash>,
    /// The envelope that is stored at the sequence before.
    pub before: Option<EnvelopeHash>,
    /// The envelope that is stored at the sequence after, and what it names as its previous.
    pub after: Option<(EnvelopeHash, EnvelopeHash)>,
}

/// What an arrived envelope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Not seen before: store it, with its effect.
    New,
    /// Not seen before, and the first of a later epoch: the sender lost its memory and says so. Store it, with its
    /// effect, and tell the auditor.
    NewEpoch,
    /// Stored already: acknowledge it again, without effect.
    Duplicate,
    /// The sender signed two histories. Keep this envelope beside the other as evidence; it has no effect.
    Conflict {
        /// The stored envelope that it contradicts.
        other: EnvelopeHash,
    },
    /// It belongs to an epoch that the sender has closed and was not stored then. It has no effect.
    StaleEpoch {
        /// The sender's present epoch.
        current: u64,
    },
    /// There are too many gaps before it. Acknowledge, so that gaps are filled first; it will come again.
    Scattered,
}

/// The receiving end of a channel: the sender's present epoch and the sequences stored in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inbound {
    epoch: u64,
    ranges: Ranges,
}

impl Inbound {
    /// A channel from which nothing has arrived yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes up a channel as it was stored.
    #[must_use]
    pub const fn resume(epoch: u64, ranges: Ranges) -> Self {
        Self { epoch, ranges }
    }

    /// The sender's present epoch; 0 before anything has arrived.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The sequences stored in the present epoch.
    #[must_use]
    pub const fn ranges(&self) -> &Ranges {
        &self.ranges
    }

    /// Decides what a verified envelope is, from what is stored around it.
    #[must_use]
    pub fn decide(&self, header: &Header, hash: EnvelopeHash, known: &Neighbours) -> Arrival {
        match known.same {
            Some(same) if same == hash => return Arrival::Duplicate,
            Some(other) => return Arrival::Conflict { other },
            None => {}
        }
        if let (Some(before), Some(previous)) = (known.before, header.previous())
            && before != previous
        {
            return Arrival::Conflict { other: before };
        }
        if let Some((after, named)) = known.after
            && named != hash
        {
            return Arrival::Conflict { other: after };
        }
        if header.epoch() < self.epoch {
            return Arrival::StaleEpoch { current: self.epoch };
        }
        if header.epoch() > self.epoch {
            return if self.epoch == 0 { Arrival::New } else { Arrival::NewEpoch };
        }
        if self.ranges.contains(header.sequence()) {
            // The ranges outlive envelopes that were deleted, so that an old envelope cannot take effect again.
            return Arrival::Duplicate;
        }
        if self.ranges.has_room_for(header.sequence()) { Arrival::New } else { Arrival::Scattered }
    }

    /// Notes that an envelope for which [`Inbound::decide`] said [`Arrival::New`] or [`Arrival::NewEpoch`] was stored.
    pub fn record(&mut self, header: &Header) {
        if header.epoch() > self.epoch {
            self.epoch = header.epoch();
            self.ranges = Ranges::default();
        }
        if header.epoch() == self.epoch {
            self.ranges.insert(header.sequence());
        }
    }

    /// States what is stored.
    #[must_use]
    pub fn ack(&self, me: AuthorityId, sender: AuthorityId, at: Timestamp) -> Ack {
        Ack { from: me, to: sender, epoch: self.epoch, ranges: self.ranges.clone(), at: whole_micros(at) }
    }
}

/// A set of sequences as ascending ranges that neither overlap nor touch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<(u64, u64)>", into = "Vec<(u64, u64)>")]
pub struct Ranges(Vec<(u64, u64)>);

/// Ranges that are not in their one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("ranges ascend, neither overlap nor touch, begin at 1 or later, and are at most {MAX_RANGES}")]
pub struct RangesError;

impl Ranges {
    /// Takes ranges, each from its first to its last sequence.
    ///
    /// # Errors
    /// When they are not in their one form.
    pub fn new(ranges: Vec<(u64, u64)>) -> Result<Self, RangesError> {
        let each = |(first, last): &(u64, u64)| *first >= 1 && first <= last && *last <= MAX_SEQUENCE;
        let apart = ranges.windows(2).all(|pair| match pair {
            [(_, last), (first, _)] => last.saturating_add(1) < *first,
            _ => true,
        });
        if ranges.len() <= MAX_RANGES && ranges.iter().all(each) && apart {
            Ok(Self(ranges))
        } else {
            Err(RangesError)
        }
    }

    /// The ranges, ascending, each from its first to its last sequence.
    #[must_use]
    pub fn as_slice(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a sequence is in it.
    #[must_use]
    pub fn contains(&self, sequence: u64) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= sequence);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| sequence <= *last)
    }

    /// The highest sequence in it; 0 when it is empty.
    #[must_use]
    pub fn highest(&self) -> u64 {
        self.0.last().map_or(0, |(_, last)| *last)
    }

    /// The highest sequence up to which nothing is missing; 0 when the first one is.
    #[must_use]
    pub fn complete_to(&self) -> u64 {
        self.0.first().filter(|(first, _)| *first == 1).map_or(0, |(_, last)| *last)
    }

    /// Whether a sequence can be added without more than [`MAX_RANGES`] ranges.
    #[must_use]
    pub fn has_room_for(&self, sequence: u64) -> bool {
        self.0.len() < MAX_RANGES
            || self.contains(sequence)
            || self.contains(sequence.saturating_add(1))
            || self.contains(sequence.saturating_sub(1))
    }

    /// Adds a sequence. False when it was there, is not a sequence, or there is no room for it.
    pub fn insert(&mut self, sequence: u64) -> bool {
        if !(1..=MAX_SEQUENCE).contains(&sequence) || self.contains(sequence) || !self.has_room_for(sequence)
        {
            return false;
        }
        let at = self.0.partition_point(|(first, _)| *first < sequence);
        let joins_after = self.0.get(at).is_some_and(|(first, _)| *first == sequence + 1);
        let before = at
            .checked_sub(1)
            .filter(|before| self.0.get(*before).is_some_and(|(_, last)| last + 1 == sequence));
        match (before, joins_after) {
            (Some(before), true) => {
                let (_, last) = self.0.remove(at);
                if let Some(range) = self.0.get_mut(before) {
                    range.1 = last;
                }
            }
            (Some(before), false) => {
                if let Some(range) = self.0.get_mut(before) {
                    range.1 = sequence;
                }
            }
            (None, true) => {
                if let Some(range) = self.0.get_mut(at) {
                    range.0 = sequence;
                }
            }
            (None, false) => self.0.insert(at, (sequence, sequence)),
        }
        true
    }

    /// The ranges that are missing from 1 to `highest`, ascending.
    pub fn gaps(&self, highest: u64) -> impl Iterator<Item = RangeInclusive<u64>> + '_ {
        let starts = std::iter::once(1).chain(self.0.iter().map(|(_, last)| last + 1));
        let ends = self.0.iter().map(|(first, _)| first - 1).chain(std::iter::once(highest));
        starts.zip(ends).map(move |(start, end)| start..=end.min(highest)).filter(|gap| !gap.is_empty())
    }
}

impl TryFrom<Vec<(u64, u64)>> for Ranges {
    type Error = RangesError;

    fn try_from(ranges: Vec<(u64, u64)>) -> Result<Self, RangesError> {
        Self::new(ranges)
    }
}

impl From<Ranges> for Vec<(u64, u64)> {
    fn from(ranges: Ranges) -> Self {
        ranges.0
    }
}

impl fmt::Display for Ranges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (first, last)) in self.0.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            if first == last { write!(f, "{comma}{first}")? } else { write!(f, "{comma}{first}-{last}")? }
        }
        Ok(())
    }
}

/// What a receiver holds of one channel's epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// Who received.
    pub from: AuthorityId,
    /// Who sent.
    pub to: AuthorityId,
    /// The sender's epoch.
    pub epoch: u64,
    /// The sequences that are stored.
    pub ranges: Ranges,
    /// When this was stated. A later statement takes the place of an earlier one.
    pub at: Timestamp,
}

/// Protocol §6.3: an acknowledgement as it is encoded.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct AckWire {
    from: AuthorityId,
    to: AuthorityId,
    epoch: u64,
    ranges: Ranges,
    #[serde(with = "micros")]
    at: Timestamp,
}

/// Why an acknowledgement is refused.
#[derive(Debug, thiserror::Error)]
pub enum AckError {
    /// The bytes are not an acknowledgement.
    #[error("the bytes are not an acknowledgement")]
    Encoding(#[from] CborError),
    /// It is not from the partner whose keys were given, or not addressed to the one who asks.
    #[error("the acknowledgement is from `{from}` to `{to}`")]
    Addresses {
        /// Who states it.
        from: AuthorityId,
        /// To whom.
        to: AuthorityId,
    },
    /// The epoch is not one.
    #[error("epoch {0} is not one")]
    Epoch(u64),
    /// A signature does not hold.
    #[error("the acknowledgement is not signed by its author")]
    Signature(#[from] SignatureError),
    /// Our own keys could not sign.
    #[error("the acknowledgement could not be signed")]
    Key(#[from] KeyError),
}

impl AckError {
    /// Whose fault it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Key(_) => Culprit::Ours,
            Self::Encoding(_) | Self::Addresses { .. } | Self::Epoch(_) | Self::Signature(_) => Culprit::Peer,
        }
    }
}

impl Ack {
    /// Signs the statement with both keys.
    ///
    /// # Errors
    /// When the keys cannot be used.
    pub fn sign(self, keys: &SigningKeys) -> Result<SignedAck, AckError> {
        let wire =
            AckWire { from: self.from, to: self.to, epoch: self.epoch, ranges: self.ranges, at: self.at };
        let content = cbor::to_canonical(&wire)?;
        let signatures = keys.sign(Domain::Ack, &content)?;
        Ok(SignedAck { content, signatures })
    }
}

/// An acknowledgement as it travels. Only [`SignedAck::verify`] gives its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAck {
    content: Vec<u8>,
    signatures: Signatures,
}

/// Protocol §6.3: content and signatures.
#[derive(Serialize, Deserialize)]
struct SignedAckWire(Bytes, Signatures);

impl SignedAck {
    /// The bytes that travel.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let wire = SignedAckWire(Bytes(self.content.clone()), self.signatures.clone());
        #[expect(clippy::expect_used, reason = "byte strings and lists of them always encode")]
        cbor::to_canonical(&wire).expect("an acknowledgement encodes")
    }

    /// Reads an acknowledgement from bytes that somebody else chose.
    ///
    /// # Errors
    /// When they are not those of one.
    pub fn parse(bytes: &[u8]) -> Result<Self, AckError> {
        let SignedAckWire(content, signatures) = cbor::from_canonical(bytes, MAX_ACK)?;
        Ok(Self { content: content.0, signatures })
    }

    /// Checks that the partner stated this to `me`.
    ///
    /// # Errors
    /// When it did not.
    pub fn verify(&self, partner: &PartnerKeys, me: &AuthorityId) -> Result<Ack, AckError> {
        let signed = partner.verify(Domain::Ack, &self.content, &self.signatures)?;
        let wire: AckWire = cbor::from_canonical(&self.content, MAX_ACK)?;
        signed.stands(Some(wire.at))?;
        if wire.from != *partner.authority() || wire.to != *me {
            return Err(AckError::Addresses { from: wire.from, to: wire.to });
        }
        if wire.epoch > MAX_SEQUENCE {
            return Err(AckError::Epoch(wire.epoch));
        }
        Ok(Ack { from: wire.from, to: wire.to, epoch: wire.epoch, ranges: wire.ranges, at: wire.at })
    }
}

/// The sequences that the other side has not stored, ascending, up to the highest that was sent in the epoch that the
/// acknowledgement speaks of.
pub fn missing(ack: &Ack, highest_sent: u64) -> impl Iterator<Item = u64> + '_ {
    ack.ranges.gaps(highest_sent).flatten()
}
