//! What two nodes exchange on removable media: the same envelopes, acknowledgement and receipts as over a connection, in one
//! signed file for one partner. Taking a file in twice does what taking it in once does.
//!
//! Protocol §17.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cbor::{self, Bytes, CborError};
use crate::error::Culprit;
use crate::file::FileError;
use crate::id::AuthorityId;
use crate::keys::{KeyError, PartnerKeys, SigningKeys};
use crate::signature::{Domain, SignatureError, Signatures};
use crate::time::micros;

/// The most bytes of a file.
pub const MAX_CARRY: usize = 64 * 1024 * 1024;
/// The most envelopes, and the most batches of receipts, in a file.
pub const MAX_CARRIED: usize = 8_192;

const NAME: &str = "comity carry";
const VERSION: u8 = 1;

/// What is carried to one partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Who made the file.
    pub from: AuthorityId,
    /// For whom.
    pub to: AuthorityId,
    /// When.
    pub at: Timestamp,
    /// Sealed envelopes, as on the wire.
    pub envelopes: Vec<Vec<u8>>,
    /// The signed acknowledgement of the partner's channel.
    pub ack: Vec<u8>,
    /// Batches of receipts for the partner's envelopes.
    pub receipts: Vec<Vec<u8>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Wire {
    from: AuthorityId,
    to: AuthorityId,
    #[serde(with = "micros")]
    at: Timestamp,
    envelopes: Vec<Bytes>,
    ack: Bytes,
    receipts: Vec<Bytes>,
}

#[derive(Serialize, Deserialize)]
struct Frame(String, u8, Bytes, Signatures);

/// Why a file is refused.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// It is not one of these files.
    #[error("the bytes are not a file that a node has carried out")]
    NotOne,
    /// Its version is not known.
    #[error("version {0} of carried files is not known")]
    Version(u8),
    /// Its bytes are not in their one encoding, or too many.
    #[error("the file cannot be read")]
    Encoding(#[from] CborError),
    /// A signature does not hold.
    #[error("the file was not signed by its maker, or was altered")]
    Signature(#[from] SignatureError),
    /// It is for somebody else, or made by somebody else than its keys say.
    #[error("the file is from `{from}` to `{to}`")]
    Addresses {
        /// Who made it.
        from: AuthorityId,
        /// For whom.
        to: AuthorityId,
    },
    /// There is too much in it.
    #[error("the file holds more than {MAX_CARRIED} envelopes or batches of receipts")]
    TooMany,
    /// The chunks it names are not of the file it names.
    #[error("what the file says of its chunks is impossible")]
    Chunks(#[from] FileError),
    /// The keys cannot be used.
    #[error("the file could not be signed")]
    Key(#[from] KeyError),
}

impl CarryError {
    /// Whose fault it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Key(_) => Culprit::Ours,
            Self::Addresses { .. } => Culprit::User,
            Self::NotOne
            | Self::Version(_)
            | Self::Encoding(_)
            | Self::Signature(_)
            | Self::Chunks(_)
            | Self::TooMany => Culprit::Peer,
        }
    }
}

impl Carried {
    /// Signs and encodes the file.
    ///
    /// # Errors
    /// When it is too large, or the keys cannot be used.
    pub fn sign(&self, keys: &SigningKeys) -> Result<Vec<u8>, CarryError> {
        if self.envelopes.len() > MAX_CARRIED || self.receipts.len() > MAX_CARRIED {
            return Err(CarryError::TooMany);
        }
        let list = |list: &[Vec<u8>]| list.iter().cloned().map(Bytes).collect();
        let content = cbor::to_canonical(&Wire {
            from: self.from.clone(),
            to: self.to.clone(),
            at: self.at,
            envelopes: list(&self.envelopes),
            ack: Bytes(self.ack.clone()),
            receipts: list(&self.receipts),
        })?;
        let signatures = keys.sign(Domain::Carry, &content)?;
        let bytes = cbor::to_canonical(&Frame(NAME.to_owned(), VERSION, Bytes(content), signatures))?;
        if bytes.len() > MAX_CARRY {
            return Err(CborError::TooLong { length: bytes.len(), limit: MAX_CARRY }.into());
        }
        Ok(bytes)
    }

    /// Who claims to have made a file, before anything of it is believed: whose keys to look up.
    ///
    /// # Errors
    /// When it is not such a file.
    pub fn claimed_maker(bytes: &[u8]) -> Result<AuthorityId, CarryError> {
        Ok(Self::parse(bytes)?.0.from)
    }

    fn parse(bytes: &[u8]) -> Result<(Wire, Bytes, Signatures), CarryError> {
        let Frame(name, version, content, signatures) = cbor::from_canonical(bytes, MAX_CARRY)?;
        if name != NAME {
            return Err(CarryError::NotOne);
        }
        if version != VERSION {
            return Err(CarryError::Version(version));
        }
        let wire: Wire = cbor::from_canonical(&content.0, MAX_CARRY)?;
        if wire.envelopes.len() > MAX_CARRIED || wire.receipts.len() > MAX_CARRIED {
            return Err(CarryError::TooMany);
        }
        Ok((wire, content, signatures))
    }

    /// Reads a file that the partner made for `me`. What is in it is checked one by one as if it had come over a
    /// connection.
    ///
    /// # Errors
    /// When it is not the partner's, not for `me`, or not in its one encoding.
    pub fn open(bytes: &[u8], partner: &PartnerKeys, me: &AuthorityId) -> Result<Self, CarryError> {
        let (wire, content, signatures) = Self::parse(bytes)?;
        if wire.from != *partner.authority() || wire.to != *me {
            return Err(CarryError::Addresses { from: wire.from, to: wire.to });
        }
        partner.verify(Domain::Carry, &content.0, &signatures)?.stands(Some(wire.at))?;
        let list = |list: Vec<Bytes>| list.into_iter().map(|bytes| bytes.0).collect();
        Ok(Self {
            from: wire.from,
            to: wire.to,
            at: wire.at,
            envelopes: list(wire.envelopes),
            ack: wire.ack.0,
            receipts: list(wire.receipts),
        })
    }
}
