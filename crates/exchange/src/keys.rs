//! A node's keys and its partners'.
//!
//! Secrets are three seeds of 32 bytes, wiped from memory when dropped; the parsed keys are kept, because parsing
//! costs more than using them. [`PublicKeys`] is the record that two authorities compare by its fingerprint when
//! they accredit each other; [`PartnerKeys`] is that record ready for use.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair, ML_DSA_65, ML_DSA_65_SIGNING, ParsedPublicKey, PqdsaKeyPair,
};
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, Serializable};
use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::cbor::{self, Bytes, CborError};
use crate::error::Culprit;
use crate::id::{AuthorityId, Fingerprint};
use crate::signature::{Domain, ML_DSA_65_LENGTH, SignatureError, Signatures};

pub(crate) type SealingPublicKey = <XWing as Kem>::PublicKey;
pub(crate) type SealingPrivateKey = <XWing as Kem>::PrivateKey;

/// The longest encoding of [`PublicKeys`].
pub const MAX_PUBLIC_KEYS: usize = 4096;
/// The length of an ML-DSA-65 public key.
pub const ML_DSA_65_PUBLIC: usize = 1952;
/// The length of an X-Wing public key.
pub const X_WING_PUBLIC: usize = 1216;

const SECRET_MAGIC: &[u8] = b"comity keys 1\n";
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
            Self::Record(_) | Self::Version(_) | Self::PublicKey(_) => Culprit::Peer,
        }
    }
}

/// Everything secret that a node has.
pub struct NodeKeys {
    /// The keys that make the node's word its own.
    pub signing: SigningKeys,
    /// The key that opens what was sealed to the node.
    pub sealing: SealingKeys,
}

/// Both signature keys. The library that owns the parsed pairs wipes them when they are freed.
pub struct SigningKeys {
    seeds: Zeroizing<[[u8; 32]; 2]>,
    ed25519: Ed25519KeyPair,
    ml_dsa_65: PqdsaKeyPair,
}

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

    /// The keys as bytes, to be kept where nobody else can read them.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(SECRET_MAGIC.len() + 96));
        bytes.extend_from_slice(SECRET_MAGIC);
        for seed in self.signing.seeds.iter() {
            bytes.extend_from_slice(seed);
        }
        bytes.extend_from_slice(&*self.sealing.seed);
        bytes
    }

    /// The public side of the keys.
    #[must_use]
    pub fn public(&self, authority: AuthorityId, tls_cert_sha256: [u8; 32]) -> PublicKeys {
        PublicKeys {
            authority,
            ed25519: self.signing.ed25519_public(),
            ml_dsa_65: self.signing.ml_dsa_65_public(),
            x_wing: self.sealing.public(),
            tls_cert_sha256,
        }
    }

    fn from_seeds(seeds: &Zeroizing<[[u8; 32]; 3]>) -> Result<Self, KeyError> {
        let [ed25519, ml_dsa_65, x_wing] = &**seeds;
        let private = SealingPrivateKey::from_bytes(x_wing).map_err(|_| KeyError::Unusable("X-Wing"))?;
        let public = XWing::sk_to_pk(&private);
        Ok(Self {
            signing: SigningKeys {
                ed25519: Ed25519KeyPair::from_seed_unchecked(ed25519)
                    .map_err(|_| KeyError::Unusable("Ed25519"))?,
                ml_dsa_65: PqdsaKeyPair::from_seed(&ML_DSA_65_SIGNING, ml_dsa_65)
                    .map_err(|_| KeyError::Unusable("ML-DSA-65"))?,
                seeds: Zeroizing::new([*ed25519, *ml_dsa_65]),
            },
            sealing: SealingKeys { seed: Zeroizing::new(*x_wing), private, public },
        })
    }
}

impl fmt::Debug for NodeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NodeKeys(secret)")
    }
}

impl SigningKeys {
    /// Signs with both keys.
    pub(crate) fn sign(&self, domain: Domain, content: &[u8]) -> Result<Signatures, KeyError> {
        let message = domain.message(content);
        let ed25519 = self.ed25519.try_sign(&message).map_err(|_| KeyError::Unusable("Ed25519"))?;
        let mut ml_dsa_65 = Box::new([0; ML_DSA_65_LENGTH]);
        self.ml_dsa_65.sign(&message, &mut *ml_dsa_65).map_err(|_| KeyError::Unusable("ML-DSA-65"))?;
        let ed25519 = ed25519.as_ref().try_into().map_err(|_| KeyError::Unusable("Ed25519"))?;
        Ok(Signatures { ed25519, ml_dsa_65 })
    }

    /// The Ed25519 public key.
    #[must_use]
    pub fn ed25519_public(&self) -> [u8; 32] {
        self.ed25519.public_key().as_ref().try_into().unwrap_or_default()
    }

    /// The ML-DSA-65 public key.
    #[must_use]
    pub fn ml_dsa_65_public(&self) -> Vec<u8> {
        self.ml_dsa_65.public_key().as_ref().to_vec()
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys(secret)")
    }
}

impl SealingKeys {
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

    /// The digest that two people compare.
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

/// A partner's public keys, parsed once. Cloning is cheap.
#[derive(Clone)]
pub struct PartnerKeys(Arc<Parsed>);

struct Parsed {
    record: PublicKeys,
    fingerprint: Fingerprint,
    ed25519: ParsedPublicKey,
    ml_dsa_65: ParsedPublicKey,
    x_wing: SealingPublicKey,
}

impl PartnerKeys {
    /// Parses a partner's record.
    ///
    /// # Errors
    /// When one of the keys is not one.
    pub fn new(record: PublicKeys) -> Result<Self, KeyError> {
        // The parser would also take a DER encoding, and then one key would have two records.
        if record.ml_dsa_65.len() != ML_DSA_65_PUBLIC {
            return Err(KeyError::PublicKey("ML-DSA-65"));
        }
        Ok(Self(Arc::new(Parsed {
            fingerprint: record.fingerprint(),
            ed25519: ParsedPublicKey::new(&ED25519, record.ed25519)
                .map_err(|_| KeyError::PublicKey("Ed25519"))?,
            ml_dsa_65: ParsedPublicKey::new(&ML_DSA_65, &record.ml_dsa_65)
                .map_err(|_| KeyError::PublicKey("ML-DSA-65"))?,
            x_wing: SealingPublicKey::from_bytes(&record.x_wing)
                .map_err(|_| KeyError::PublicKey("X-Wing"))?,
            record,
        })))
    }

    /// Whose keys these are.
    #[must_use]
    pub fn authority(&self) -> &AuthorityId {
        &self.0.record.authority
    }

    /// The record they were parsed from.
    #[must_use]
    pub fn record(&self) -> &PublicKeys {
        &self.0.record
    }

    /// The record's fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint
    }

    pub(crate) fn sealing(&self) -> &SealingPublicKey {
        &self.0.x_wing
    }

    /// Checks both signatures.
    pub(crate) fn verify(
        &self,
        domain: Domain,
        content: &[u8],
        signatures: &Signatures,
    ) -> Result<(), SignatureError> {
        let message = domain.message(content);
        self.0.ed25519.verify_sig(&message, &signatures.ed25519).map_err(|_| SignatureError::Ed25519)?;
        self.0.ml_dsa_65.verify_sig(&message, &*signatures.ml_dsa_65).map_err(|_| SignatureError::MlDsa65)
    }
}

impl fmt::Debug for PartnerKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartnerKeys({}, {})", self.authority(), self.fingerprint())
    }
}
