//! The header of an envelope, and the suites that it can name.

use serde::{Deserialize, Serialize};

use super::EnvelopeError;
use crate::act::Recipients;
use crate::cbor;
use crate::channel::Place;
use crate::id::{ActId, AuthorityId, EnvelopeHash};

/// The longest header.
pub const MAX_HEADER: usize = 8 * 1024;

/// A numbered set of algorithms. There is no negotiation: a suite is known or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum Suite {
    /// Suite 1: Ed25519 and ML-DSA-65 signatures; HPKE (RFC 9180) in base mode with X-Wing (0x647a), HKDF-SHA256 and
    /// ChaCha20-Poly1305; SHA-256.
    One,
}

impl Suite {
    /// The number on the wire.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::One => 1,
        }
    }
}

impl TryFrom<u16> for Suite {
    type Error = EnvelopeError;

    fn try_from(number: u16) -> Result<Self, EnvelopeError> {
        match number {
            1 => Ok(Self::One),
            _ => Err(EnvelopeError::UnknownSuite(number)),
        }
    }
}

impl From<Suite> for u16 {
    fn from(suite: Suite) -> Self {
        suite.number()
    }
}

/// What is signed, and what the transport can read: everything but the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub(super) suite: Suite,
    pub(super) sender: AuthorityId,
    pub(super) to: AuthorityId,
    pub(super) recipients: Recipients,
    pub(super) place: Place,
    pub(super) act: ActId,
}

/// Protocol §5.1: the header as it is encoded.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct HeaderWire {
    suite: u16,
    sender: AuthorityId,
    to: AuthorityId,
    recipients: Recipients,
    epoch: u64,
    sequence: u64,
    previous: Option<EnvelopeHash>,
    act: ActId,
}

impl Header {
    /// Reads a header from its canonical bytes.
    ///
    /// # Errors
    /// When they are not the canonical bytes of a header, or it breaks a rule that every header keeps.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let wire: HeaderWire =
            cbor::from_canonical(bytes, MAX_HEADER).map_err(EnvelopeError::HeaderEncoding)?;
        let place = Place { epoch: wire.epoch, sequence: wire.sequence, previous: wire.previous };
        let suite = Suite::try_from(wire.suite)?;
        Self { suite, sender: wire.sender, to: wire.to, recipients: wire.recipients, place, act: wire.act }
            .checked()
    }

    /// The header's canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let wire = HeaderWire {
            suite: self.suite.number(),
            sender: self.sender.clone(),
            to: self.to.clone(),
            recipients: self.recipients.clone(),
            epoch: self.place.epoch,
            sequence: self.place.sequence,
            previous: self.place.previous,
            act: self.act,
        };
        #[expect(
            clippy::expect_used,
            reason = "text, bytes, 64-bit integers and lists of them always encode"
        )]
        cbor::to_canonical(&wire).expect("a header encodes")
    }

    pub(super) fn checked(self) -> Result<Self, EnvelopeError> {
        if self.recipients.contains(&self.sender) {
            return Err(EnvelopeError::ToItself(self.sender));
        }
        if !self.recipients.contains(&self.to) {
            return Err(EnvelopeError::NotARecipient(self.to));
        }
        if !self.place.fits() {
            return Err(EnvelopeError::Place { epoch: self.place.epoch, sequence: self.place.sequence });
        }
        Ok(self)
    }

    /// The algorithms used.
    #[must_use]
    pub const fn suite(&self) -> Suite {
        self.suite
    }

    /// Who sends it.
    #[must_use]
    pub const fn sender(&self) -> &AuthorityId {
        &self.sender
    }

    /// To whom this envelope is sealed.
    #[must_use]
    pub const fn to(&self) -> &AuthorityId {
        &self.to
    }

    /// All recipients of the act.
    #[must_use]
    pub const fn recipients(&self) -> &Recipients {
        &self.recipients
    }

    /// Its place in the channel from the sender to the recipient.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The epoch of the channel.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.place.epoch
    }

    /// The number in the epoch, from 1.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.place.sequence
    }

    /// The envelope before it.
    #[must_use]
    pub const fn previous(&self) -> Option<EnvelopeHash> {
        self.place.previous
    }

    /// The act inside.
    #[must_use]
    pub const fn act(&self) -> ActId {
        self.act
    }

    /// The envelope's name.
    #[must_use]
    pub fn envelope_hash(&self) -> EnvelopeHash {
        EnvelopeHash::of(&self.to_bytes())
    }
}
