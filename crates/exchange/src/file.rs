//! Files that are too large for an act: sealed chunk by chunk under a key of their own, named by the root of a tree
//! over the sealed chunks. The act that offers a file carries root, length and key; the chunks travel beside it and
//! prove themselves, one at a time, so that nobody has to hold more than one.
//!
//! Protocol §13. Everything here works on one chunk; reading, writing and sending them is the node's.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest;
use ledger::{Hash, Tree};
use rand::CryptoRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::Culprit;
use crate::id::{ActId, FileRoot};

/// Bytes of a file in one chunk; the last chunk has what is left.
pub const CHUNK: usize = 128 * 1024;
/// Bytes that sealing adds to a chunk.
pub const TAG: usize = 16;
/// Bytes of a full sealed chunk.
pub const SEALED_CHUNK: usize = CHUNK + TAG;
/// Bytes of the largest file: 1 TiB.
pub const MAX_FILE: u64 = 1 << 40;
/// Bytes of one leaf of the tree.
pub const LEAF: usize = 32;

const DOMAIN: &[u8] = b"comity/v1/file\0";

/// Why a file or a chunk of it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than any file may be.
    #[error("the file has {0} bytes; {MAX_FILE} are allowed")]
    TooLarge(u64),
    /// There is no such chunk.
    #[error("the file has no chunk {0}")]
    NoChunk(u64),
    /// A chunk is not the one that the tree names.
    #[error("chunk {0} is not the one that the root names")]
    Altered(u64),
    /// A chunk does not open with the file's key.
    #[error("chunk {0} cannot be opened with the key of the file")]
    Sealed(u64),
    /// The leaves do not give the root.
    #[error("the leaves do not give the root of the file")]
    Root,
}

impl FileError {
    /// Whose fault it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Empty | Self::TooLarge(_) | Self::NoChunk(_) => Culprit::User,
            Self::Altered(_) | Self::Sealed(_) | Self::Root => Culprit::Peer,
        }
    }
}

/// How a file of some length is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    length: u64,
}

impl Layout {
    /// The layout of a file with so many bytes.
    ///
    /// # Errors
    /// When it is empty or too large.
    pub const fn new(length: u64) -> Result<Self, FileError> {
        match length {
            0 => Err(FileError::Empty),
            1..=MAX_FILE => Ok(Self { length }),
            more => Err(FileError::TooLarge(more)),
        }
    }

    /// Bytes of the file.
    #[must_use]
    pub const fn length(self) -> u64 {
        self.length
    }

    /// How many chunks it has.
    #[must_use]
    pub const fn chunks(self) -> u64 {
        self.length.div_ceil(CHUNK as u64)
    }

    /// Bytes of all sealed chunks.
    #[must_use]
    pub const fn sealed_length(self) -> u64 {
        self.length + self.chunks() * TAG as u64
    }

    /// Bytes of all leaves.
    #[must_use]
    pub const fn leaves_length(self) -> u64 {
        self.chunks() * LEAF as u64
    }

    /// Bytes of one sealed chunk.
    ///
    /// # Errors
    /// When there is no such chunk.
    pub fn sealed_size(self, chunk: u64) -> Result<usize, FileError> {
        let last = self.chunks() - 1;
        if chunk > last {
            return Err(FileError::NoChunk(chunk));
        }
        if chunk < last {
            return Ok(SEALED_CHUNK);
        }
        let rest = self.length - last * CHUNK as u64;
        Ok(usize::try_from(rest).map_err(|_| FileError::NoChunk(chunk))? + TAG)
    }

    /// Where a sealed chunk begins among the others.
    #[must_use]
    pub const fn offset(self, chunk: u64) -> u64 {
        chunk * SEALED_CHUNK as u64
    }
}

/// The key of one file, drawn at random and never used for another.
#[derive(Clone, PartialEq, Eq)]
pub struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    /// Draws a key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut key[..]);
        Self(key)
    }

    /// Takes a key as it stands in an act.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key made ready for many chunks.
    ///
    /// # Errors
    /// Never with a key of the right length; the library says so by a result.
    pub fn cipher(&self) -> Result<Cipher, FileError> {
        let key = UnboundKey::new(&AES_256_GCM, &self.0[..]).map_err(|_| FileError::Sealed(0))?;
        Ok(Cipher(LessSafeKey::new(key)))
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(..)")
    }
}

impl Serialize for FileKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0[..])
    }
}

impl<'de> Deserialize<'de> for FileKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = Zeroizing::new(crate::cbor::Bytes::deserialize(deserializer)?.0);
        let key = bytes.as_slice().try_into().map_err(|_| de::Error::custom("a file's key has 32 bytes"))?;
        Ok(Self::from_bytes(key))
    }
}

/// Seals and opens the chunks of one file.
pub struct Cipher(LessSafeKey);

impl Cipher {
    /// Seals a chunk in place: the tag is added to it. `last` says whether the file ends with it.
    ///
    /// # Errors
    /// When the library refuses, which it does not for chunks of this size.
    pub fn seal(&self, chunk: u64, last: bool, bytes: &mut Vec<u8>) -> Result<(), FileError> {
        self.0.seal_in_place_append_tag(nonce(chunk), aad(last), bytes).map_err(|_| FileError::Sealed(chunk))
    }

    /// Opens a sealed chunk in place and gives what was in it.
    ///
    /// # Errors
    /// When it is not that chunk under this key.
    pub fn open<'a>(&self, layout: Layout, chunk: u64, sealed: &'a mut [u8]) -> Result<&'a [u8], FileError> {
        let last = chunk + 1 == layout.chunks();
        let opened = self.0.open_in_place(nonce(chunk), aad(last), sealed);
        opened.map(|plain| &*plain).map_err(|_| FileError::Sealed(chunk))
    }

    /// Opens a sealed chunk into `plain`, whatever that held, and leaves the chunk as it is.
    ///
    /// # Errors
    /// When it is not that chunk under this key.
    pub fn open_apart<'a>(
        &self,
        layout: Layout,
        chunk: u64,
        sealed: &[u8],
        plain: &'a mut Vec<u8>,
    ) -> Result<&'a [u8], FileError> {
        let last = chunk + 1 == layout.chunks();
        let (text, tag) = sealed.split_last_chunk::<TAG>().ok_or(FileError::Sealed(chunk))?;
        plain.resize(text.len(), 0);
        let opened = self.0.open_separate_gather(nonce(chunk), aad(last), text, tag, plain);
        opened.map_err(|_| FileError::Sealed(chunk))?;
        Ok(plain)
    }
}

/// The key is used for one file alone, so the number of a chunk is a nonce that does not repeat.
fn nonce(chunk: u64) -> Nonce {
    let mut bytes = [0; 12];
    for (to, from) in bytes.iter_mut().skip(4).zip(chunk.to_be_bytes()) {
        *to = from;
    }
    Nonce::assume_unique_for_key(bytes)
}

fn aad(is_last: bool) -> Aad<[u8; 16]> {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(b"comity/v1/chunk\0") {
        *to = *from;
    }
    // The last byte says whether it is the last chunk.
    if let Some(last) = bytes.last_mut() {
        *last = u8::from(is_last);
    }
    Aad::from(bytes)
}

/// The leaf of a sealed chunk: what `ledger::leaf_hash` gives, by the library whose SHA-256 is the faster one. Most of the
/// time that a chunk takes goes here.
#[must_use]
pub fn leaf(sealed: &[u8]) -> Hash {
    let mut hash = [0; LEAF];
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(&[0]);
    context.update(sealed);
    hash.copy_from_slice(context.finish().as_ref());
    Hash::new(hash)
}

/// Checks a sealed chunk against its leaf.
///
/// # Errors
/// When it is another.
pub fn check(chunk: u64, sealed: &[u8], expected: &Hash) -> Result<(), FileError> {
    if leaf(sealed) == *expected { Ok(()) } else { Err(FileError::Altered(chunk)) }
}

/// Adds up leaves to a root, holding no more than one side of the tree.
#[derive(Debug, Default)]
pub struct RootBuilder {
    tree: Option<Tree>,
}

impl RootBuilder {
    /// Without any leaf.
    #[must_use]
    pub fn new() -> Self {
        Self { tree: Some(Tree::new()) }
    }

    /// Adds the next leaf.
    pub fn add(&mut self, leaf: Hash) {
        self.tree.get_or_insert_with(Tree::new).append(leaf);
    }

    /// The root of a file with this layout, when there is one leaf for each of its chunks.
    ///
    /// # Errors
    /// When there are more or fewer leaves.
    pub fn root(&self, layout: Layout) -> Result<FileRoot, FileError> {
        let Some(tree) = self.tree.as_ref().filter(|tree| tree.size() == layout.chunks()) else {
            return Err(FileError::Root);
        };
        let digest = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(layout.length.to_be_bytes())
            .chain_update((CHUNK as u64).to_be_bytes())
            .chain_update(tree.root().as_bytes())
            .finalize();
        Ok(FileRoot::new(digest.into()))
    }
}

/// The kind of act that offers a file by itself.
pub const FILE: &str = "file";
/// The kind of act that says what became of a file at its recipient.
pub const FILE_STATE: &str = "file-state";

/// A file as an act offers it: the body of the kind `file`, and the entry of a document that does not fit into an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FileOffer {
    /// What it is.
    pub title: String,
    /// Its media type.
    pub media_type: String,
    /// SHA-256 of its bytes, for people.
    pub sha256: FileRoot,
    /// What it is fetched and checked by.
    pub root: FileRoot,
    /// How many bytes it has.
    pub length: u64,
    /// The key that opens it.
    pub key: FileKey,
}

/// What became of an offered file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileFate {
    /// All chunks are here, durably; each fits the root and opens.
    Stored,
    /// It is not taken.
    Refused,
    /// A person stopped fetching it.
    Cancelled,
}

impl FileFate {
    /// The word as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The body of the kind `file-state`: the receipt that covers the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FileState {
    /// The act that offered it.
    pub offer: ActId,
    /// The file.
    pub root: FileRoot,
    /// What became of it.
    pub fate: FileFate,
    /// Why, when it was not stored; empty otherwise.
    pub reason: String,
}

/// What a recipient asks the author for: leaves or chunks of a file that an act offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FileQuestion {
    /// The act that offers it.
    pub offer: ActId,
    /// The file.
    pub root: FileRoot,
    /// The first one asked for.
    pub first: u64,
    /// How many.
    pub count: u64,
}
