//! Two signatures over the same bytes, Ed25519 and ML-DSA-65. Both must hold.
//!
//! Either algorithm alone may be broken one day, the first by a quantum computer, the second by better mathematics.
//! What is signed begins with a domain, so that a signature over one kind of message is worth nothing under another.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::cbor::{Bytes, BytesOf};
use crate::error::Culprit;

/// The length of an Ed25519 signature.
pub const ED25519_LENGTH: usize = 64;
/// The length of an ML-DSA-65 signature.
pub const ML_DSA_65_LENGTH: usize = 3309;

/// What kind of message is signed. Protocol §2.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Domain {
    /// An envelope's header.
    Envelope,
    /// An acknowledgement.
    Ack,
    /// An evidence bundle.
    Bundle,
    /// A file on removable media.
    Carry,
    /// The head of a part of a large file on removable media.
    CarryFile,
    /// A statement about an authority's keys, signed by the holders of its root.
    Keys,
    /// A partner's checkpoint that was cosigned. The text begins with `cosignature/v1`, as C2SP says.
    Cosignature,
    /// A checkpoint, whose text is signed as it is because the note format says so. A note's text holds no zero
    /// byte, so it cannot begin like any other domain.
    Checkpoint,
}

impl Domain {
    const fn prefix(self) -> &'static [u8] {
        match self {
            Self::Envelope => b"comity/v1/envelope\0",
            Self::Ack => b"comity/v1/ack\0",
            Self::Bundle => b"comity/v1/bundle\0",
            Self::Carry => b"comity/v1/carry\0",
            Self::CarryFile => b"comity/v1/carry-file\0",
            Self::Keys => b"comity/v1/keys\0",
            Self::Cosignature | Self::Checkpoint => b"",
        }
    }

    /// The bytes that are signed.
    pub(crate) fn message(self, content: &[u8]) -> Vec<u8> {
        [self.prefix(), content].concat()
    }
}

/// Both signatures of one authority over one message.
#[derive(Clone, PartialEq, Eq)]
pub struct Signatures {
    pub(crate) ed25519: [u8; ED25519_LENGTH],
    pub(crate) ml_dsa_65: Box<[u8; ML_DSA_65_LENGTH]>,
}

/// Why signatures do not make a message somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A signature does not have the length of its algorithm.
    #[error("a signature has the wrong length")]
    Length,
    /// The Ed25519 signature does not hold.
    #[error("the Ed25519 signature does not hold")]
    Ed25519,
    /// The ML-DSA-65 signature does not hold.
    #[error("the ML-DSA-65 signature does not hold")]
    MlDsa65,
    /// The keys that signed are revoked.
    #[error("the keys that signed are revoked")]
    Revoked,
    /// It claims a moment at which the keys that signed were not the authority's.
    #[error("the keys that signed were not the authority's at the moment that is claimed")]
    Lifetime,
}

impl SignatureError {
    /// Whose fault it is: whoever sent it.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Length | Self::Ed25519 | Self::MlDsa65 | Self::Revoked | Self::Lifetime => Culprit::Peer,
        }
    }
}

impl Signatures {
    /// Takes the two signatures as they were kept or sent.
    ///
    /// # Errors
    /// When one does not have the length of its algorithm.
    pub fn from_parts(ed25519: &[u8], ml_dsa_65: &[u8]) -> Result<Self, SignatureError> {
        let ed25519 = ed25519.try_into().map_err(|_| SignatureError::Length)?;
        let ml_dsa_65 = Box::<[u8]>::from(ml_dsa_65).try_into().map_err(|_| SignatureError::Length)?;
        Ok(Self { ed25519, ml_dsa_65 })
    }

    /// The Ed25519 signature.
    #[must_use]
    pub const fn ed25519(&self) -> &[u8; ED25519_LENGTH] {
        &self.ed25519
    }

    /// The ML-DSA-65 signature.
    #[must_use]
    pub const fn ml_dsa_65(&self) -> &[u8; ML_DSA_65_LENGTH] {
        &self.ml_dsa_65
    }
}

impl fmt::Debug for Signatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signatures(Ed25519, ML-DSA-65)")
    }
}

impl Serialize for Signatures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (BytesOf(&self.ed25519), BytesOf(&*self.ml_dsa_65)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Signatures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (ed25519, ml_dsa_65) = <(Bytes, Bytes)>::deserialize(deserializer)?;
        Self::from_parts(&ed25519.0, &ml_dsa_65.0).map_err(de::Error::custom)
    }
}
