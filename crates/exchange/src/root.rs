//! An authority's root: keys that stay offline, of which a number together name the keys that a node works with.
//!
//! Each holder of a share keeps a pair of seeds. The [`Root`] record lists the public halves and how many of the holders
//! must sign; its fingerprint is what two authorities compare, and it does not change when a node's keys do. What the
//! holders sign are [`crate::history::KeyStatement`]s.

use std::collections::BTreeSet;
use std::fmt;

use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair, ML_DSA_65, ML_DSA_65_SIGNING, ParsedPublicKey, PqdsaKeyPair,
};
use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::cbor::{self, Bytes};
use crate::id::{AuthorityId, Fingerprint};
use crate::keys::{KeyError, ML_DSA_65_PUBLIC};
use crate::signature::{Domain, ML_DSA_65_LENGTH, SignatureError, Signatures};

/// The most holders of a root.
pub const MAX_HOLDERS: usize = 16;
/// The longest root record.
pub const MAX_ROOT: usize = 64 * 1024;

const VERSION: u8 = 1;
const SHARE_MAGIC: &[u8] = b"comity root share 1\n";

/// The public half of one holder's share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HolderKey {
    /// The Ed25519 public key.
    pub ed25519: [u8; 32],
    /// The ML-DSA-65 public key.
    pub ml_dsa_65: Vec<u8>,
}

impl HolderKey {
    /// The digest by which two people tell that they speak of the same share.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&[&self.ed25519[..], &self.ml_dsa_65].concat())
    }

    /// The key as bytes: Ed25519, then ML-DSA-65.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.ed25519[..], &self.ml_dsa_65].concat()
    }

    /// Reads the key from its bytes.
    ///
    /// # Errors
    /// When they have another length, or are no keys.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let (ed25519, ml_dsa_65) = bytes.split_first_chunk::<32>().ok_or(KeyError::PublicKey("Ed25519"))?;
        if ml_dsa_65.len() != ML_DSA_65_PUBLIC {
            return Err(KeyError::PublicKey("ML-DSA-65"));
        }
        let key = Self { ed25519: *ed25519, ml_dsa_65: ml_dsa_65.to_vec() };
        Parsed::new(&key)?;
        Ok(key)
    }
}

impl fmt::Debug for HolderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HolderKey({})", self.fingerprint().short())
    }
}

/// One holder's secret. Wiped from memory when dropped.
pub struct RootShare {
    seeds: Zeroizing<[[u8; 32]; 2]>,
    ed25519: Ed25519KeyPair,
    ml_dsa_65: PqdsaKeyPair,
}

impl RootShare {
    /// Makes a new share.
    ///
    /// # Errors
    /// When the library refuses a key, which a working one does not.
    pub fn generate(rng: &mut impl CryptoRng) -> Result<Self, KeyError> {
        let mut seeds = Zeroizing::new([[0; 32]; 2]);
        for seed in seeds.iter_mut() {
            rng.fill_bytes(seed);
        }
        Self::from_seeds(&seeds)
    }

    /// Takes up a share that was kept.
    ///
    /// # Errors
    /// When the bytes are not those of [`RootShare::to_secret_bytes`].
    pub fn from_secret_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        match bytes.strip_prefix(SHARE_MAGIC).ok_or(KeyError::Secret)?.as_chunks::<32>() {
            ([ed25519, ml_dsa_65], []) => Self::from_seeds(&Zeroizing::new([*ed25519, *ml_dsa_65])),
            _ => Err(KeyError::Secret),
        }
    }

    /// The share as bytes, to be kept where nobody else can read them.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(SHARE_MAGIC.len() + 64));
        bytes.extend_from_slice(SHARE_MAGIC);
        for seed in self.seeds.iter() {
            bytes.extend_from_slice(seed);
        }
        bytes
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> HolderKey {
        HolderKey {
            ed25519: self.ed25519.public_key().as_ref().try_into().unwrap_or_default(),
            ml_dsa_65: self.ml_dsa_65.public_key().as_ref().to_vec(),
        }
    }

    pub(crate) fn sign(&self, domain: Domain, content: &[u8]) -> Result<Signatures, KeyError> {
        let message = domain.message(content);
        let ed25519 = self.ed25519.try_sign(&message).map_err(|_| KeyError::Unusable("Ed25519"))?;
        let mut ml_dsa_65 = Box::new([0; ML_DSA_65_LENGTH]);
        self.ml_dsa_65.sign(&message, &mut *ml_dsa_65).map_err(|_| KeyError::Unusable("ML-DSA-65"))?;
        let ed25519 = ed25519.as_ref().try_into().map_err(|_| KeyError::Unusable("Ed25519"))?;
        Ok(Signatures { ed25519, ml_dsa_65 })
    }

    fn from_seeds(seeds: &Zeroizing<[[u8; 32]; 2]>) -> Result<Self, KeyError> {
        let [ed25519, ml_dsa_65] = &**seeds;
        Ok(Self {
            ed25519: Ed25519KeyPair::from_seed_unchecked(ed25519)
                .map_err(|_| KeyError::Unusable("Ed25519"))?,
            ml_dsa_65: PqdsaKeyPair::from_seed(&ML_DSA_65_SIGNING, ml_dsa_65)
                .map_err(|_| KeyError::Unusable("ML-DSA-65"))?,
            seeds: seeds.clone(),
        })
    }
}

impl fmt::Debug for RootShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootShare(secret)")
    }
}

/// Whose root it is, who holds it, and how many of them must sign.
#[derive(Clone)]
pub struct Root {
    authority: AuthorityId,
    threshold: usize,
    holders: Vec<HolderKey>,
    parsed: Vec<Parsed>,
    fingerprint: Fingerprint,
}

#[derive(Clone)]
struct Parsed {
    ed25519: ParsedPublicKey,
    ml_dsa_65: ParsedPublicKey,
}

impl Parsed {
    fn new(key: &HolderKey) -> Result<Self, KeyError> {
        // The parser would also take a DER encoding, and then one key would have two records.
        if key.ml_dsa_65.len() != ML_DSA_65_PUBLIC {
            return Err(KeyError::PublicKey("ML-DSA-65"));
        }
        Ok(Self {
            ed25519: ParsedPublicKey::new(&ED25519, key.ed25519)
                .map_err(|_| KeyError::PublicKey("Ed25519"))?,
            ml_dsa_65: ParsedPublicKey::new(&ML_DSA_65, &key.ml_dsa_65)
                .map_err(|_| KeyError::PublicKey("ML-DSA-65"))?,
        })
    }
}

/// Protocol §4.1: the root record as it is encoded.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RootWire {
    version: u8,
    authority: AuthorityId,
    threshold: u8,
    holders: Vec<(Bytes, Bytes)>,
}

impl Root {
    /// Puts the holders' keys together. Their order becomes that of their bytes.
    ///
    /// # Errors
    /// When there are none or too many, one is there twice, or the threshold asks for none or for more than there are.
    pub fn new(
        authority: AuthorityId,
        threshold: usize,
        mut holders: Vec<HolderKey>,
    ) -> Result<Self, KeyError> {
        holders.sort();
        let apart = holders.iter().map(|key| key.ed25519).collect::<BTreeSet<_>>().len();
        let pq_apart = holders.iter().map(|key| &key.ml_dsa_65).collect::<BTreeSet<_>>().len();
        if holders.is_empty()
            || holders.len() > MAX_HOLDERS
            || apart != holders.len()
            || pq_apart != holders.len()
            || threshold == 0
            || threshold > holders.len()
        {
            return Err(KeyError::Holders { threshold, holders: holders.len() });
        }
        let parsed = holders.iter().map(Parsed::new).collect::<Result<_, _>>()?;
        let fingerprint = Fingerprint::of(&encode(&authority, threshold, &holders));
        Ok(Self { authority, threshold, holders, parsed, fingerprint })
    }

    /// Whose root it is.
    #[must_use]
    pub const fn authority(&self) -> &AuthorityId {
        &self.authority
    }

    /// How many holders must sign.
    #[must_use]
    pub const fn threshold(&self) -> usize {
        self.threshold
    }

    /// The holders' public keys, in the order in which statements number them from 0.
    #[must_use]
    pub fn holders(&self) -> &[HolderKey] {
        &self.holders
    }

    /// The number of the holder with this key.
    #[must_use]
    pub fn holder(&self, key: &HolderKey) -> Option<usize> {
        self.holders.iter().position(|held| held == key)
    }

    /// The digest that two authorities compare.
    #[must_use]
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The record's canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(&self.authority, self.threshold, &self.holders)
    }

    /// Reads a record from its canonical bytes.
    ///
    /// # Errors
    /// When they are not those of a root.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let wire: RootWire = cbor::from_canonical(bytes, MAX_ROOT)?;
        if wire.version != VERSION {
            return Err(KeyError::Version(wire.version));
        }
        let holders = wire
            .holders
            .into_iter()
            .map(|(ed25519, ml_dsa_65)| {
                let ed25519 = ed25519.0.try_into().map_err(|_| KeyError::PublicKey("Ed25519"))?;
                Ok(HolderKey { ed25519, ml_dsa_65: ml_dsa_65.0 })
            })
            .collect::<Result<Vec<_>, KeyError>>()?;
        let root = Self::new(wire.authority, usize::from(wire.threshold), holders.clone())?;
        // One root has one record: holders stand in the order of their bytes.
        if root.holders == holders { Ok(root) } else { Err(KeyError::PublicKey("holders'")) }
    }

    pub(crate) fn verify(
        &self,
        holder: usize,
        domain: Domain,
        content: &[u8],
        signatures: &Signatures,
    ) -> Result<(), SignatureError> {
        let parsed = self.parsed.get(holder).ok_or(SignatureError::Ed25519)?;
        let message = domain.message(content);
        parsed.ed25519.verify_sig(&message, &signatures.ed25519).map_err(|_| SignatureError::Ed25519)?;
        parsed.ml_dsa_65.verify_sig(&message, &*signatures.ml_dsa_65).map_err(|_| SignatureError::MlDsa65)
    }
}

fn encode(authority: &AuthorityId, threshold: usize, holders: &[HolderKey]) -> Vec<u8> {
    let wire = RootWire {
        version: VERSION,
        authority: authority.clone(),
        threshold: u8::try_from(threshold).unwrap_or(u8::MAX),
        holders: holders
            .iter()
            .map(|key| (Bytes(key.ed25519.to_vec()), Bytes(key.ml_dsa_65.clone())))
            .collect(),
    };
    #[expect(clippy::expect_used, reason = "text, bytes and small integers always encode")]
    cbor::to_canonical(&wire).expect("a root encodes")
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Root({}, {} of {}, {})",
            self.authority,
            self.threshold,
            self.holders.len(),
            self.fingerprint.short()
        )
    }
}
