//! A node's keys and its partners'.
//!
//! Secrets are three seeds of 32 bytes, wiped from memory when dropped; the parsed keys are kept, because parsing
//! costs more than using them. The Ed25519 key may live in a hardware token instead. [`PublicKeys`] is the record of the
//! keys that a node works with for a time; [`PartnerKeys`] are all that an authority has or had, ready for use.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair, ML_DSA_65, ML_DSA_65_SIGNING, ParsedPublicKey, PqdsaKeyPair,
};
use hpke::{Deserializable, Kem, Serializable};
use jiff::Timestamp;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::cbor::{self, Bytes, CborError};
use crate::error::Culprit;
use crate::history::{HistoryError, KeyHistory, Lifetime, NamedKeys};
use crate::id::{AuthorityId, Fingerprint};
use crate::signature::{Domain, ML_DSA_65_LENGTH, SignatureError, Signatures};
use crate::xwing::XWing;

pub(crate) type SealingPublicKey = <XWing as Kem>::PublicKey;
pub(crate) type SealingPrivateKey = <XWing as Kem>::PrivateKey;

/// The longest encoding of [`PublicKeys`].
pub const MAX_PUBLIC_KEYS: usize = 4096;
/// The length of an ML-DSA-65 public key.
pub const ML_DSA_65_PUBLIC: usize = 1952;
/// The length of an X-Wing public key.
pub const X_WING_PUBLIC: usize = 1216;

const SECRET_MAGIC: &[u8] = b"comity keys 1\n";
const SIGNING_MAGIC: &[u8] = b"comity signing keys 1\n";
const TOKEN_MAGIC: &[u8] = b"comity signing key beside a token 1\n";
const SEALING_MAGIC: &[u8] = b"comity sealing key 1\n";
const RECORD_VERSION: u8 = 1;

/// Why keys could not be read or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The secret bytes are not those of a node's keys.
    #[error("the bytes are not the secret keys of a node")]
    Secret,
    /// The library refused to make or use a key.
    #[error("the {0} key could not be used")]
    Unusable(&'static str),
    /// The bytes are not a record of public keys.
    #[error("the bytes are not a record of public keys")]
    Record(#[from] CborError),
    /// The record's version is not known.
    #[error("version {0} of the record of public keys is not known")]
    Version(u8),
    /// A root needs holders, each with keys of its own, and a threshold between one and their number.
    #[error("a root of {holders} holders of whom {threshold} sign, or with one of them twice, cannot be")]
    Holders {
        /// How many must sign.
        threshold: usize,
        /// How many there are.
        holders: usize,
    },
    /// No keys have been named by the root.
    #[error("the root has named no keys yet")]
    NoKeys,
    /// A public key in the record is not one.
    #[error("the record's {0} key is not one")]
    PublicKey(&'static str),
}

impl KeyError {
    /// Whose fault it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Secret | Self::Unusable(_) => Culprit::Ours,
            Self::Record(_) | Self::Version(_) | Self::PublicKey(_) | Self::Holders { .. } | Self::NoKeys => {
                Culprit::Peer
            }
        }
    }
}

/// Everything secret that a node has at one time.
pub struct NodeKeys {
    /// The keys that make the node's word its own.
    pub signing: SigningKeys,
    /// The key that opens what was sealed to the node.
    pub sealing: SealingKeys,
}

/// Both signature keys. The library that owns the parsed pairs wipes them when they are freed.
pub struct SigningKeys {
    ed25519: Ed25519,
    ml_dsa_65: PqdsaKeyPair,
    ml_dsa_65_seed: Zeroizing<[u8; 32]>,
}

/// Where the Ed25519 key is.
enum Ed25519 {
    /// Here.
    Seed(Box<Ed25519KeyPair>, Zeroizing<[u8; 32]>),
    /// In a token, which signs and does not give it away.
    Token([u8; 32], TokenSigner),
}

/// Signs a message with the Ed25519 key of a token; `None` when the token does not answer.
pub type TokenSigner = Arc<dyn Fn(&[u8]) -> Option<[u8; 64]> + Send + Sync>;

/// The key that opens envelopes.
pub struct SealingKeys {
    seed: Zeroizing<[u8; 32]>,
    private: SealingPrivateKey,
    public: SealingPublicKey,
}

impl NodeKeys {
    /// Makes new keys.
    ///
    /// # Errors
    /// When the library refuses a key, which a working one does not.
    pub fn generate(rng: &mut impl CryptoRng) -> Result<Self, KeyError> {
        let mut seeds = Zeroizing::new([[0; 32]; 3]);
        for seed in seeds.iter_mut() {
            rng.fill_bytes(seed);
        }
        Self::from_seeds(&seeds)
    }

    /// Takes up keys that were kept.
    ///
    /// # Errors
    /// When the bytes are not those of [`NodeKeys::to_secret_bytes`].
    pub fn from_secret_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let (seeds, rest) = bytes.strip_prefix(SECRET_MAGIC).ok_or(KeyError::Secret)?.as_chunks::<32>();
        match (seeds, rest) {
            ([ed25519, ml_dsa_65, x_wing], []) => {
                Self::from_seeds(&Zeroizing::new([*ed25519, *ml_dsa_65, *x_wing]))
            }
            _ => Err(KeyError::Secret),
        }
    }

    /// The keys as bytes, to be kept where nobody else can read them. Without the Ed25519 key when a token has it.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(SECRET_MAGIC.len() + 96));
        bytes.extend_from_slice(SECRET_MAGIC);
        if let Ed25519::Seed(_, seed) = &self.signing.ed25519 {
            bytes.extend_from_slice(&**seed);
        }
        bytes.extend_from_slice(&*self.signing.ml_dsa_65_seed);
        bytes.extend_from_slice(&*self.sealing.seed);
        bytes
    }

    /// The public side of the keys.
    #[must_use]
    pub fn public(&self, authority: AuthorityId, tls_cert_sha256: [u8; 32]) -> PublicKeys {
        PublicKeys::of(authority, &self.signing, &self.sealing, tls_cert_sha256)
    }

    fn from_seeds(seeds: &Zeroizing<[[u8; 32]; 3]>) -> Result<Self, KeyError> {
        let [ed25519, ml_dsa_65, x_wing] = &**seeds;
        Ok(Self {
            signing: SigningKeys::from_seeds(ed25519, ml_dsa_65)?,
            sealing: SealingKeys::from_seed(x_wing)?,
        })
    }
}

impl fmt::Debug for NodeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NodeKeys(secret)")
    }
}

impl SigningKeys {
    /// Makes an ML-DSA-65 key beside the Ed25519 key of a token.
    ///
    /// # Errors
    /// When the library refuses a key, which a working one does not.
    pub fn generate_beside(
        ed25519: [u8; 32],
        token: TokenSigner,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *seed);
        Self::beside(ed25519, token, &seed)
    }

    /// Takes up keys that were kept. `token` gives the signer for an Ed25519 key that a token has.
    ///
    /// # Errors
    /// When the bytes are not those of [`SigningKeys::to_secret_bytes`], or no token has the key.
    pub fn from_secret_bytes(
        bytes: &[u8],
        token: impl FnOnce(&[u8; 32]) -> Option<TokenSigner>,
    ) -> Result<Self, KeyError> {
        if let Some(seeds) = bytes.strip_prefix(TOKEN_MAGIC) {
            let ([ed25519, ml_dsa_65], []) = seeds.as_chunks::<32>() else { return Err(KeyError::Secret) };
            let signer = token(ed25519).ok_or(KeyError::Unusable("Ed25519"))?;
            return Self::beside(*ed25519, signer, ml_dsa_65);
        }
        match bytes.strip_prefix(SIGNING_MAGIC).ok_or(KeyError::Secret)?.as_chunks::<32>() {
            ([ed25519, ml_dsa_65], []) => Self::from_seeds(ed25519, ml_dsa_65),
            _ => Err(KeyError::Secret),
        }
    }

    /// The keys as bytes, to be kept where nobody else can read them. Of a token's key only the public half is there.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        let (magic, ed25519) = match &self.ed25519 {
            Ed25519::Seed(_, seed) => (SIGNING_MAGIC, &**seed),
            Ed25519::Token(public, _) => (TOKEN_MAGIC, public),
        };
        let mut bytes = Zeroizing::new(Vec::with_capacity(magic.len() + 64));
        bytes.extend_from_slice(magic);
        bytes.extend_from_slice(ed25519);
        bytes.extend_from_slice(&*self.ml_dsa_65_seed);
        bytes
    }

    /// The Ed25519 key that is in a token, when these secret bytes are of signing keys beside one.
    #[must_use]
    pub fn key_in_token(bytes: &[u8]) -> Option<[u8; 32]> {
        let (ed25519, _) = bytes.strip_prefix(TOKEN_MAGIC)?.split_first_chunk()?;
        Some(*ed25519)
    }

    /// Whether a token has the Ed25519 key.
    #[must_use]
    pub const fn in_token(&self) -> bool {
        matches!(self.ed25519, Ed25519::Token(..))
    }

    fn from_seeds(ed25519: &[u8; 32], ml_dsa_65: &[u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(ed25519).map_err(|_| KeyError::Unusable("Ed25519"))?;
        Ok(Self {
            ed25519: Ed25519::Seed(Box::new(pair), Zeroizing::new(*ed25519)),
            ml_dsa_65: ml_dsa_65_pair(ml_dsa_65)?,
            ml_dsa_65_seed: Zeroizing::new(*ml_dsa_65),
        })
    }

    fn beside(ed25519: [u8; 32], token: TokenSigner, ml_dsa_65: &[u8; 32]) -> Result<Self, KeyError> {
        Ok(Self {
            ed25519: Ed25519::Token(ed25519, token),
            ml_dsa_65: ml_dsa_65_pair(ml_dsa_65)?,
            ml_dsa_65_seed: Zeroizing::new(*ml_dsa_65),
        })
    }

    /// Signs with both keys.
    pub(crate) fn sign(&self, domain: Domain, content: &[u8]) -> Result<Signatures, KeyError> {
        let message = domain.message(content);
        let ed25519 = match &self.ed25519 {
            Ed25519::Seed(pair, _) => {
                let signature = pair.try_sign(&message).map_err(|_| KeyError::Unusable("Ed25519"))?;
                signature.as_ref().try_into().map_err(|_| KeyError::Unusable("Ed25519"))?
            }
            Ed25519::Token(_, sign) => sign(&message).ok_or(KeyError::Unusable("Ed25519"))?,
        };
        let mut ml_dsa_65 = Box::new([0; ML_DSA_65_LENGTH]);
        self.ml_dsa_65.sign(&message, &mut *ml_dsa_65).map_err(|_| KeyError::Unusable("ML-DSA-65"))?;
        Ok(Signatures { ed25519, ml_dsa_65 })
    }

    /// The Ed25519 public key.
    #[must_use]
    pub fn ed25519_public(&self) -> [u8; 32] {
        match &self.ed25519 {
            Ed25519::Seed(pair, _) => pair.public_key().as_ref().try_into().unwrap_or_default(),
            Ed25519::Token(public, _) => *public,
        }
    }

    /// The ML-DSA-65 public key.
    #[must_use]
    pub fn ml_dsa_65_public(&self) -> Vec<u8> {
        self.ml_dsa_65.public_key().as_ref().to_vec()
    }
}

fn ml_dsa_65_pair(seed: &[u8; 32]) -> Result<PqdsaKeyPair, KeyError> {
    PqdsaKeyPair::from_seed(&ML_DSA_65_SIGNING, seed).map_err(|_| KeyError::Unusable("ML-DSA-65"))
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys(secret)")
    }
}

impl SealingKeys {
    /// Makes a new key.
    ///
    /// # Errors
    /// When the library refuses a key, which a working one does not.
    pub fn generate(rng: &mut impl CryptoRng) -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *seed);
        Self::from_seed(&seed)
    }

    /// Takes up a key that was kept.
    ///
    /// # Errors
    /// When the bytes are not those of [`SealingKeys::to_secret_bytes`].
    pub fn from_secret_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        match bytes.strip_prefix(SEALING_MAGIC).ok_or(KeyError::Secret)?.as_chunks::<32>() {
            ([seed], []) => Self::from_seed(seed),
            _ => Err(KeyError::Secret),
        }
    }

    /// The key as bytes, to be kept where nobody else can read them.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(SEALING_MAGIC.len() + 32));
        bytes.extend_from_slice(SEALING_MAGIC);
        bytes.extend_from_slice(&*self.seed);
        bytes
    }

    fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        let private = SealingPrivateKey::from_bytes(seed).map_err(|_| KeyError::Unusable("X-Wing"))?;
        let public = XWing::sk_to_pk(&private);
        Ok(Self { seed: Zeroizing::new(*seed), private, public })
    }

    pub(crate) const fn private(&self) -> &SealingPrivateKey {
        &self.private
    }

    /// The X-Wing public key.
    #[must_use]
    pub fn public(&self) -> Vec<u8> {
        self.public.to_bytes().to_vec()
    }
}

impl fmt::Debug for SealingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKeys(secret)")
    }
}

/// What others need to check an authority's word and to seal to it.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKeys {
    /// Whose keys.
    pub authority: AuthorityId,
    /// The Ed25519 public key.
    pub ed25519: [u8; 32],
    /// The ML-DSA-65 public key.
    pub ml_dsa_65: Vec<u8>,
    /// The X-Wing public key.
    pub x_wing: Vec<u8>,
    /// The SHA-256 digest of the certificate that the node shows in TLS.
    pub tls_cert_sha256: [u8; 32],
}

/// Protocol §4: the record as it is encoded.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RecordWire {
    version: u8,
    authority: AuthorityId,
    ed25519: Bytes,
    ml_dsa_65: Bytes,
    x_wing: Bytes,
    tls_cert_sha256: Bytes,
}

impl PublicKeys {
    /// The record of these keys.
    #[must_use]
    pub fn of(
        authority: AuthorityId,
        signing: &SigningKeys,
        sealing: &SealingKeys,
        tls_cert_sha256: [u8; 32],
    ) -> Self {
        Self {
            authority,
            ed25519: signing.ed25519_public(),
            ml_dsa_65: signing.ml_dsa_65_public(),
            x_wing: sealing.public(),
            tls_cert_sha256,
        }
    }

    /// The record's canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let wire = RecordWire {
            version: RECORD_VERSION,
            authority: self.authority.clone(),
            ed25519: Bytes(self.ed25519.to_vec()),
            ml_dsa_65: Bytes(self.ml_dsa_65.clone()),
            x_wing: Bytes(self.x_wing.clone()),
            tls_cert_sha256: Bytes(self.tls_cert_sha256.to_vec()),
        };
        #[expect(clippy::expect_used, reason = "text, bytes and small integers always encode")]
        cbor::to_canonical(&wire).expect("a record encodes")
    }

    /// Reads a record from its canonical bytes.
    ///
    /// # Errors
    /// When they are not the canonical bytes of a record, or a key has the wrong length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let wire: RecordWire = cbor::from_canonical(bytes, MAX_PUBLIC_KEYS)?;
        if wire.version != RECORD_VERSION {
            return Err(KeyError::Version(wire.version));
        }
        if wire.ml_dsa_65.0.len() != ML_DSA_65_PUBLIC {
            return Err(KeyError::PublicKey("ML-DSA-65"));
        }
        if wire.x_wing.0.len() != X_WING_PUBLIC {
            return Err(KeyError::PublicKey("X-Wing"));
        }
        Ok(Self {
            authority: wire.authority,
            ed25519: wire.ed25519.0.try_into().map_err(|_| KeyError::PublicKey("Ed25519"))?,
            ml_dsa_65: wire.ml_dsa_65.0,
            x_wing: wire.x_wing.0,
            tls_cert_sha256: wire
                .tls_cert_sha256
                .0
                .try_into()
                .map_err(|_| KeyError::PublicKey("TLS certificate"))?,
        })
    }

    /// The digest of the record.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.to_bytes())
    }
}

impl fmt::Debug for PublicKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKeys({}, {})", self.authority, self.fingerprint())
    }
}

/// An authority's public keys, parsed once: those of its [`KeyHistory`], or of a single record that has no end. Cloning
/// is cheap.
#[derive(Clone)]
pub struct PartnerKeys {
    parsed: Arc<Parsed>,
    /// Whether what is checked was kept: then what was made before a revocation stays somebody's word.
    kept: bool,
}

struct Parsed {
    fingerprint: Fingerprint,
    source: Source,
    /// Oldest first; never empty.
    sets: Vec<KeySet>,
    newest: usize,
}

enum Source {
    Record,
    History(Box<KeyHistory>),
}

/// The keys of one record, ready for use.
struct KeySet {
    record: PublicKeys,
    fingerprint: Fingerprint,
    lifetime: Option<Lifetime>,
    revoked: Option<Timestamp>,
    ed25519: ParsedPublicKey,
    ml_dsa_65: ParsedPublicKey,
    x_wing: SealingPublicKey,
}

impl KeySet {
    fn new(
        record: PublicKeys,
        lifetime: Option<Lifetime>,
        revoked: Option<Timestamp>,
    ) -> Result<Self, KeyError> {
        // The parser would also take a DER encoding, and then one key would have two records.
        if record.ml_dsa_65.len() != ML_DSA_65_PUBLIC {
            return Err(KeyError::PublicKey("ML-DSA-65"));
        }
        Ok(Self {
            fingerprint: record.fingerprint(),
            ed25519: ParsedPublicKey::new(&ED25519, record.ed25519)
                .map_err(|_| KeyError::PublicKey("Ed25519"))?,
            ml_dsa_65: ParsedPublicKey::new(&ML_DSA_65, &record.ml_dsa_65)
                .map_err(|_| KeyError::PublicKey("ML-DSA-65"))?,
            x_wing: SealingPublicKey::from_bytes(&record.x_wing)
                .map_err(|_| KeyError::PublicKey("X-Wing"))?,
            record,
            lifetime,
            revoked,
        })
    }

    fn verify(&self, message: &[u8], signatures: &Signatures) -> Result<(), SignatureError> {
        self.ed25519.verify_sig(message, &signatures.ed25519).map_err(|_| SignatureError::Ed25519)?;
        self.ml_dsa_65.verify_sig(message, &*signatures.ml_dsa_65).map_err(|_| SignatureError::MlDsa65)
    }

    fn stands(&self, at: Option<Timestamp>, kept: bool) -> Result<(), SignatureError> {
        if let Some(from) = self.revoked
            && (!kept || at.is_some_and(|at| at >= from))
        {
            return Err(SignatureError::Revoked);
        }
        match (self.lifetime, at) {
            (Some(lifetime), Some(at)) if !lifetime.signs_at(at) => Err(SignatureError::Lifetime),
            _ => Ok(()),
        }
    }
}

impl PartnerKeys {
    /// Parses a single record, as if it had no end.
    ///
    /// # Errors
    /// When one of the keys is not one.
    pub fn new(record: PublicKeys) -> Result<Self, KeyError> {
        let set = KeySet::new(record, None, None)?;
        let parsed =
            Parsed { fingerprint: set.fingerprint, source: Source::Record, sets: vec![set], newest: 0 };
        Ok(Self { parsed: Arc::new(parsed), kept: false })
    }

    /// Parses every key of a history. The fingerprint is that of its root.
    ///
    /// # Errors
    /// When one of the keys is not one, or none has been named yet.
    pub fn of(history: KeyHistory) -> Result<Self, KeyError> {
        let set = |named: &NamedKeys| {
            let revoked = named.revoked.as_ref().map(|(from, _)| *from);
            KeySet::new(named.record.clone(), Some(named.lifetime), revoked)
        };
        let sets = history.named().iter().map(set).collect::<Result<Vec<_>, _>>()?;
        let last = sets.len().checked_sub(1).ok_or(KeyError::NoKeys)?;
        let newest = sets.iter().rposition(|set| set.revoked.is_none()).unwrap_or(last);
        let parsed = Parsed {
            fingerprint: history.root().fingerprint(),
            source: Source::History(Box::new(history)),
            sets,
            newest,
        };
        Ok(Self { parsed: Arc::new(parsed), kept: false })
    }

    /// The keys as a bundle holds them: the bytes of the history, or of the single record.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match &self.parsed.source {
            Source::History(history) => history.to_bytes(),
            Source::Record => self.record().to_bytes(),
        }
    }

    /// Reads keys from the bytes of a history, which are a list, or of a single record, which are a map.
    ///
    /// # Errors
    /// When they are neither, or what they say does not hold.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HistoryError> {
        let is_list = bytes.first().is_some_and(|first| first >> 5 == 4);
        if is_list {
            Ok(Self::of(KeyHistory::from_bytes(bytes)?)?)
        } else {
            Ok(Self::new(PublicKeys::from_bytes(bytes)?)?)
        }
    }

    /// The same keys for what was kept: what was made before a revocation stays the authority's word.
    #[must_use]
    pub fn for_kept(&self) -> Self {
        Self { parsed: self.parsed.clone(), kept: true }
    }

    /// Whose keys these are.
    #[must_use]
    pub fn authority(&self) -> &AuthorityId {
        &self.newest().record.authority
    }

    /// The newest record that is not revoked.
    #[must_use]
    pub fn record(&self) -> &PublicKeys {
        &self.newest().record
    }

    /// What two people compare: the root's fingerprint, or the record's when there is no root.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.parsed.fingerprint
    }

    /// The history, unless this is a single record.
    #[must_use]
    pub fn history(&self) -> Option<&KeyHistory> {
        match &self.parsed.source {
            Source::History(history) => Some(history),
            Source::Record => None,
        }
    }

    /// The fingerprints of the certificates that the authority's node may show in TLS, newest first: those of all keys that
    /// are not revoked.
    #[must_use]
    pub fn certificates(&self) -> Vec<[u8; 32]> {
        let live = self.parsed.sets.iter().rev().filter(|set| set.revoked.is_none());
        live.map(|set| set.record.tls_cert_sha256).collect()
    }

    /// The fingerprint of the record whose key [`crate::Signed::seal`] seals to.
    #[must_use]
    pub fn sealed_to(&self) -> Fingerprint {
        self.newest().fingerprint
    }

    /// Whether anything may be sealed to the newest key at this moment: it is not revoked, and not past its time.
    #[must_use]
    pub fn seals_at(&self, at: Timestamp) -> bool {
        let newest = self.newest();
        newest.revoked.is_none() && newest.lifetime.is_none_or(|lifetime| at < lifetime.seals_until)
    }

    /// Whether something sealed to the keys with this fingerprint can still be opened at this moment, and is safe there.
    #[must_use]
    pub fn opens_at(&self, fingerprint: &Fingerprint, at: Timestamp) -> bool {
        self.parsed.sets.iter().any(|set| {
            set.fingerprint == *fingerprint
                && set.revoked.is_none()
                && set.lifetime.is_none_or(|lifetime| at < lifetime.opens_until)
        })
    }

    /// Whether the keys with this fingerprint are revoked, and from when.
    #[must_use]
    pub fn revoked_from(&self, fingerprint: &Fingerprint) -> Option<Timestamp> {
        self.parsed.sets.iter().find(|set| set.fingerprint == *fingerprint)?.revoked
    }

    /// The public keys that may have signed a checkpoint or a cosignature, newest first, with a token for
    /// [`PartnerKeys::verify_with`].
    pub(crate) fn signers(&self) -> impl Iterator<Item = (usize, &PublicKeys)> {
        self.parsed.sets.iter().enumerate().rev().map(|(at, set)| (at, &set.record))
    }

    /// Checks both signatures under one of the keys, and that the key stands.
    pub(crate) fn verify_with(
        &self,
        signer: usize,
        domain: Domain,
        content: &[u8],
        signatures: &Signatures,
        at: Option<Timestamp>,
    ) -> Result<Fingerprint, SignatureError> {
        let set = self.parsed.sets.get(signer).ok_or(SignatureError::Ed25519)?;
        set.verify(&domain.message(content), signatures)?;
        set.stands(at, self.kept)?;
        Ok(set.fingerprint)
    }

    pub(crate) fn sealing(&self) -> &SealingPublicKey {
        &self.newest().x_wing
    }

    /// Checks both signatures under the keys that the authority has or had. Whether the keys were the authority's at the
    /// moment that the content claims is for [`SignedBy::stands`] to say, once the content was read.
    pub(crate) fn verify(
        &self,
        domain: Domain,
        content: &[u8],
        signatures: &Signatures,
    ) -> Result<SignedBy<'_>, SignatureError> {
        let message = domain.message(content);
        let mut failure = SignatureError::Ed25519;
        for set in self.parsed.sets.iter().rev() {
            match set.verify(&message, signatures) {
                Ok(()) => {
                    let signed = SignedBy { keys: self, set };
                    signed.stands(None)?;
                    return Ok(signed);
                }
                // Nearer to holding than the other one: say this one.
                Err(SignatureError::MlDsa65) => failure = SignatureError::MlDsa65,
                Err(_) => {}
            }
        }
        Err(failure)
    }

    fn newest(&self) -> &KeySet {
        #[expect(clippy::indexing_slicing, reason = "`newest` is a place in `sets`, which is never empty")]
        &self.parsed.sets[self.parsed.newest]
    }
}

/// Which keys made signatures that hold.
pub(crate) struct SignedBy<'a> {
    keys: &'a PartnerKeys,
    set: &'a KeySet,
}

impl SignedBy<'_> {
    /// Whether the keys were the authority's at the moment claimed, and are not revoked. The same signing keys may stand in
    /// several records with lifetimes that follow each other. Gives the fingerprint of the record.
    pub(crate) fn stands(&self, at: Option<Timestamp>) -> Result<Fingerprint, SignatureError> {
        let kept = self.keys.kept;
        let same = self.keys.parsed.sets.iter().rev().filter(|set| {
            set.record.ed25519 == self.set.record.ed25519 && set.record.ml_dsa_65 == self.set.record.ml_dsa_65
        });
        let mut failure = None;
        let mut found = None;
        for set in same {
            match set.stands(at, kept) {
                Ok(()) => {
                    found.get_or_insert(set.fingerprint);
                }
                // A revocation of the signing keys counts whatever other record they stand in.
                Err(SignatureError::Revoked) => return Err(SignatureError::Revoked),
                Err(error) => {
                    failure.get_or_insert(error);
                }
            }
        }
        found.ok_or(failure.unwrap_or(SignatureError::Lifetime))
    }
}

impl fmt::Debug for PartnerKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartnerKeys({}, {})", self.authority(), self.fingerprint())
    }
}
