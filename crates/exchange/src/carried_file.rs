//! A part of a large file on removable media: a signed head that says which chunks of which offered file follow, then all
//! leaves of the file, then those chunks, sealed as they would cross a connection. Chunks prove themselves against the root
//! that the offering act names; any part can be taken in before any other, and twice.
//!
//! Protocol §17.2. Only the head is read here; leaves and chunks are streamed by the node.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::carry::CarryError;
use crate::cbor::{self, Bytes, CborError};
use crate::file::{FileError, Layout};
use crate::id::{ActId, AuthorityId, FileRoot};
use crate::keys::{PartnerKeys, SigningKeys};
use crate::signature::{Domain, Signatures};
use crate::time::micros;

/// What a part begins with.
pub const MAGIC: &[u8; 21] = b"comity/v1/carry-file\0";
/// Bytes of the beginning that says how long the head is: the magic and a length.
pub const BEGINNING: usize = MAGIC.len() + 4;
/// The most bytes of a head after that.
pub const MAX_HEAD: usize = 8_192;

/// Which chunks of which file follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CarriedFile {
    /// Who made the part: the author of the offer.
    pub from: AuthorityId,
    /// For whom.
    pub to: AuthorityId,
    /// When.
    #[serde(with = "micros")]
    pub at: Timestamp,
    /// The act that offers the file.
    pub offer: ActId,
    /// The file.
    pub root: FileRoot,
    /// Bytes of the whole file.
    pub length: u64,
    /// The first chunk that follows.
    pub first: u64,
    /// How many follow.
    pub count: u64,
}

#[derive(Serialize, Deserialize)]
struct Frame(Bytes, Signatures);

impl CarriedFile {
    /// How the file is cut.
    ///
    /// # Errors
    /// When its length is impossible, or the chunks named are not all of it.
    pub fn layout(&self) -> Result<Layout, CarryError> {
        let layout = Layout::new(self.length)?;
        let end = self.first.checked_add(self.count).filter(|end| self.count > 0 && *end <= layout.chunks());
        end.map(|_| layout).ok_or_else(|| FileError::NoChunk(self.first.saturating_add(self.count)).into())
    }

    /// Bytes that follow the head: all leaves, and the chunks.
    ///
    /// # Errors
    /// As [`CarriedFile::layout`].
    pub fn following(&self) -> Result<u64, CarryError> {
        let layout = self.layout()?;
        let end = layout.offset(self.first + self.count).min(layout.sealed_length());
        Ok(layout.leaves_length() + end - layout.offset(self.first))
    }

    /// Signs and encodes everything before the leaves.
    ///
    /// # Errors
    /// When the chunks are not the file's, or the keys cannot be used.
    pub fn sign(&self, keys: &SigningKeys) -> Result<Vec<u8>, CarryError> {
        self.layout()?;
        let content = cbor::to_canonical(self)?;
        let signatures = keys.sign(Domain::CarryFile, &content)?;
        let head = cbor::to_canonical(&Frame(Bytes(content), signatures))?;
        let length = u32::try_from(head.len()).ok().filter(|_| head.len() <= MAX_HEAD);
        let length = length.ok_or(CborError::TooLong { length: head.len(), limit: MAX_HEAD })?;
        Ok([&MAGIC[..], &length.to_be_bytes(), &head].concat())
    }

    /// How many bytes of head follow the beginning of a part.
    ///
    /// # Errors
    /// When it is no part, or claims a longer head than there is.
    pub fn head_length(beginning: &[u8; BEGINNING]) -> Result<usize, CarryError> {
        let (magic, length) = beginning.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(CarryError::NotOne);
        }
        let length = length.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        if length > MAX_HEAD {
            return Err(CborError::TooLong { length, limit: MAX_HEAD }.into());
        }
        Ok(length)
    }

    /// Who claims to have made a part, before anything of it is believed. `head` is what follows the beginning.
    ///
    /// # Errors
    /// When it is not a head.
    pub fn claimed_maker(head: &[u8]) -> Result<AuthorityId, CarryError> {
        Ok(Self::parse(head)?.0.from)
    }

    fn parse(head: &[u8]) -> Result<(Self, Bytes, Signatures), CarryError> {
        let Frame(content, signatures) = cbor::from_canonical(head, MAX_HEAD)?;
        let part: Self = cbor::from_canonical(&content.0, MAX_HEAD)?;
        part.layout()?;
        Ok((part, content, signatures))
    }

    /// Reads the head of a part that the partner made for `me`.
    ///
    /// # Errors
    /// When it is not the partner's, not for `me`, or not in its one encoding.
    pub fn open(head: &[u8], partner: &PartnerKeys, me: &AuthorityId) -> Result<Self, CarryError> {
        let (part, content, signatures) = Self::parse(head)?;
        if part.from != *partner.authority() || part.to != *me {
            return Err(CarryError::Addresses { from: part.from, to: part.to });
        }
        partner.verify(Domain::CarryFile, &content.0, &signatures)?.stands(Some(part.at))?;
        Ok(part)
    }
}
