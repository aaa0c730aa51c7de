//! What a leaf commits to.
//!
//! An entry says that something of a kind, named by its digest, happened at a moment. Its 42 bytes are fixed:
//! version (1), kind (1), digest (32), moment in microseconds since 1970 as a big-endian two's complement
//! integer (8). The leaf holds SHA-256(salt ‖ those bytes).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hash::{Hash, leaf_hash};

const VERSION: u8 = 1;

/// The kind of a ledger entry. The numbers are part of the format and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum EntryKind {
    /// An envelope was sent; the digest is its hash.
    Sent = 1,
    /// An envelope was received; the digest is its hash.
    Received = 2,
    /// A receipt was given; the digest is that of its statement.
    ReceiptGiven = 3,
    /// A receipt was got; the digest is that of its statement.
    ReceiptGot = 4,
    /// One's own keys were made or changed; the digest is the fingerprint.
    Key = 5,
    /// A partner was accredited, changed or suspended; the digest is the fingerprint.
    Partner = 6,
    /// Something noted for the auditor; the digest is that of the note.
    Note = 7,
    /// A receipt did not come in time; the digest is that of the statement about it.
    Overdue = 8,
    /// Nothing happened: entries that hide how much did. The digest is random.
    Filler = 9,
}

/// A number or a word that names no kind of entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of ledger entry")]
pub struct UnknownEntryKind(pub String);

impl EntryKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 9] = [
        Self::Sent,
        Self::Received,
        Self::ReceiptGiven,
        Self::ReceiptGot,
        Self::Key,
        Self::Partner,
        Self::Note,
        Self::Overdue,
        Self::Filler,
    ];

    /// The number that stands in the entry's bytes.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The kind that a number stands for.
    ///
    /// # Errors
    /// When no kind has this number.
    pub fn from_code(code: u8) -> Result<Self, UnknownEntryKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code() == code)
            .ok_or_else(|| UnknownEntryKind(code.to_string()))
    }

    /// The word for the kind, as pages, logs and bundles write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Received => "received",
            Self::ReceiptGiven => "receipt-given",
            Self::ReceiptGot => "receipt-got",
            Self::Key => "key",
            Self::Partner => "partner",
            Self::Note => "note",
            Self::Overdue => "overdue",
            Self::Filler => "filler",
        }
    }
}

impl fmt::Display for EntryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EntryKind {
    type Err = UnknownEntryKind;

    fn from_str(word: &str) -> Result<Self, UnknownEntryKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownEntryKind(word.to_owned()))
    }
}

/// The secret that keeps others from testing guesses against a leaf. Draw a fresh one for each entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// Takes 32 bytes, which must have come from a cryptographic source of randomness.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// One line of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What kind of thing happened.
    pub kind: EntryKind,
    /// The SHA-256 digest that names it.
    pub digest: [u8; 32],
    /// When, in microseconds since the beginning of 1970, UTC.
    pub at_us: i64,
}

impl Entry {
    /// The 42 bytes that the leaf commits to.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 42] {
        let mut bytes = [0; 42];
        let parts =
            [VERSION, self.kind.code()].into_iter().chain(self.digest).chain(self.at_us.to_be_bytes());
        for (slot, byte) in bytes.iter_mut().zip(parts) {
            *slot = byte;
        }
        bytes
    }

    /// What the leaf holds: SHA-256(salt ‖ entry).
    #[must_use]
    pub fn commitment(&self, salt: &Salt) -> [u8; 32] {
        Sha256::new().chain_update(salt.0).chain_update(self.to_bytes()).finalize().into()
    }

    /// The leaf's hash in the tree.
    #[must_use]
    pub fn leaf(&self, salt: &Salt) -> Hash {
        leaf_hash(&self.commitment(salt))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_an_entry_are_fixed() {
        let entry = Entry { kind: EntryKind::ReceiptGiven, digest: [0xAB; 32], at_us: -2 };
        let mut expected = vec![1, 3];
        expected.extend([0xAB; 32]);
        expected.extend([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE]);
        assert_eq!(entry.to_bytes().to_vec(), expected);
    }

    #[test]
    fn every_part_and_the_salt_change_the_leaf() {
        let entry = Entry { kind: EntryKind::Sent, digest: [1; 32], at_us: 5 };
        let leaf = entry.leaf(&Salt::new([9; 32]));
        assert_ne!(leaf, entry.leaf(&Salt::new([8; 32])));
        assert_ne!(leaf, Entry { kind: EntryKind::Received, ..entry }.leaf(&Salt::new([9; 32])));
        assert_ne!(leaf, Entry { digest: [2; 32], ..entry }.leaf(&Salt::new([9; 32])));
        assert_ne!(leaf, Entry { at_us: 6, ..entry }.leaf(&Salt::new([9; 32])));
    }

    #[test]
    fn kinds_are_read_back_from_number_and_word() {
        for kind in EntryKind::ALL {
            assert_eq!(EntryKind::from_code(kind.code()), Ok(kind));
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert_eq!(EntryKind::from_code(0), Err(UnknownEntryKind("0".into())));
        assert_eq!("Sent".parse::<EntryKind>(), Err(UnknownEntryKind("Sent".into())));
    }
}
