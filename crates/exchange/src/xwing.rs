//! X-Wing, the hybrid key encapsulation of suite 1, on the primitives of AWS-LC.
//!
//! X-Wing joins ML-KEM-768 and X25519 with SHA3-256 and nothing else. The implementation that comes with `hpke` computes
//! the keys anew from their seed for every envelope that is opened; here they are kept, and both primitives come from the
//! library that the signatures come from. What is written here is the joining alone, and the other implementation checks
//! it in the tests, in both directions. AWS-LC draws the randomness of ML-KEM itself, as it does for a signature.
//!
//! An X25519 share that gives the all-zero secret is refused, as RFC 7748 §6.1 allows: no honest sender makes one.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::agreement::{self, UnparsedPublicKey, X25519};
use aws_lc_rs::digest::{self, SHA3_256};
use aws_lc_rs::kem::{Ciphertext, DecapsulationKey, EncapsulationKey, ML_KEM_768};
use hpke::hybrid_array::sizes::{U32, U1216};
use hpke::kem::SharedSecret;
use hpke::{Deserializable, HpkeError, Kem, Serializable};
use ml_kem::{FromSeed, MlKem768};
use rand::CryptoRng;
use shake::{ExtendableOutput, Shake256, Update, XofReader};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use hpke::kem::XWing as Reference;

/// What closes the joined secret's input; the draft calls it its label.
const LABEL: &[u8; 6] = br"\.//^\";
const ML_KEM_PUBLIC: usize = 1184;
const ML_KEM_CIPHERTEXT: usize = 1088;

/// The key encapsulation, for [`hpke`].
pub(crate) struct XWing;

/// Whom something is sealed to.
#[derive(Clone)]
pub(crate) struct PublicKey(Arc<PublicParts>);

struct PublicParts {
    bytes: [u8; 1216],
    ml_kem: EncapsulationKey,
    x25519: [u8; 32],
}

/// Who opens it. Made from the seed once, when the key is loaded.
#[derive(Clone)]
pub(crate) struct PrivateKey(Arc<PrivateParts>);

struct PrivateParts {
    seed: Zeroizing<[u8; 32]>,
    ml_kem: DecapsulationKey,
    x25519: agreement::PrivateKey,
    public: PublicKey,
}

/// X-Wing §5.3: the combiner.
fn joined(ml_kem: &[u8], x25519: &[u8], ciphertext: &[u8], public: &[u8]) -> SharedSecret<XWing> {
    let mut context = digest::Context::new(&SHA3_256);
    for part in [ml_kem, x25519, ciphertext, public, LABEL] {
        context.update(part);
    }
    let mut secret = SharedSecret::default();
    secret.0.copy_from_slice(context.finish().as_ref());
    secret
}

/// The shared X25519 secret, for as long as `with` looks at it.
fn agreed<T>(
    private: &agreement::PrivateKey,
    public: &[u8],
    error: HpkeError,
    with: impl FnOnce(&[u8]) -> T,
) -> Result<T, HpkeError> {
    agreement::agree(private, UnparsedPublicKey::new(&X25519, public), error, |secret| Ok(with(secret)))
}

impl Kem for XWing {
    type PublicKey = PublicKey;
    type PrivateKey = PrivateKey;
    type EncappedKey = <Reference as Kem>::EncappedKey;
    type NSecret = U32;

    const KEM_ID: u16 = Reference::KEM_ID;

    fn sk_to_pk(private: &PrivateKey) -> PublicKey {
        private.0.public.clone()
    }

    fn derive_keypair(ikm: &[u8]) -> (PrivateKey, PublicKey) {
        let (private, _) = Reference::derive_keypair(ikm);
        #[expect(clippy::expect_used, reason = "every 32 bytes are the seed of a key")]
        let private = PrivateKey::from_bytes(&private.to_bytes()).expect("a seed gives a key");
        let public = Self::sk_to_pk(&private);
        (private, public)
    }

    fn decap(
        private: &PrivateKey,
        sender: Option<&PublicKey>,
        encapsulated: &Self::EncappedKey,
    ) -> Result<SharedSecret<Self>, HpkeError> {
        if sender.is_some() {
            // X-Wing has no authenticated mode.
            return Err(HpkeError::DecapError);
        }
        let encapsulated = encapsulated.to_bytes();
        let (ml_kem, x25519) =
            encapsulated.split_at_checked(ML_KEM_CIPHERTEXT).ok_or(HpkeError::DecapError)?;
        let PrivateParts { ml_kem: key, x25519: share, public, .. } = &*private.0;
        let inner = key.decapsulate(Ciphertext::from(ml_kem)).map_err(|_| HpkeError::DecapError)?;
        agreed(share, x25519, HpkeError::DecapError, |secret| {
            joined(inner.as_ref(), secret, x25519, &public.0.x25519)
        })
    }

    fn encap_with_rng(
        public: &PublicKey,
        sender: Option<(&PrivateKey, &PublicKey)>,
        rng: &mut impl CryptoRng,
    ) -> Result<(SharedSecret<Self>, Self::EncappedKey), HpkeError> {
        if sender.is_some() {
            return Err(HpkeError::EncapError);
        }
        let failed = || HpkeError::EncapError;
        let mut ephemeral = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *ephemeral);
        let share = agreement::PrivateKey::from_private_key(&X25519, &*ephemeral).map_err(|_| failed())?;
        let shown = share.compute_public_key().map_err(|_| failed())?;
        let (ciphertext, inner) = public.0.ml_kem.encapsulate().map_err(|_| failed())?;
        let secret = agreed(&share, &public.0.x25519, failed(), |secret| {
            joined(inner.as_ref(), secret, shown.as_ref(), &public.0.x25519)
        })?;
        let encapsulated = [ciphertext.as_ref(), shown.as_ref()].concat();
        Ok((secret, Self::EncappedKey::from_bytes(&encapsulated)?))
    }
}

impl Serializable for PublicKey {
    type OutputSize = U1216;

    fn write_exact(&self, buffer: &mut [u8]) {
        buffer.copy_from_slice(&self.0.bytes);
    }
}

impl Deserializable for PublicKey {
    fn from_bytes(bytes: &[u8]) -> Result<Self, HpkeError> {
        // AWS-LC looks whether a key is one when it is used; a record with a bad key is refused when it is read.
        <Reference as Kem>::PublicKey::from_bytes(bytes)?;
        let bytes: [u8; 1216] = bytes.try_into().map_err(|_| HpkeError::ValidationError)?;
        let (ml_kem, x25519) = bytes.split_at_checked(ML_KEM_PUBLIC).ok_or(HpkeError::ValidationError)?;
        let ml_kem = EncapsulationKey::new(&ML_KEM_768, ml_kem).map_err(|_| HpkeError::ValidationError)?;
        let x25519 = x25519.try_into().map_err(|_| HpkeError::ValidationError)?;
        Ok(Self(Arc::new(PublicParts { bytes, ml_kem, x25519 })))
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.bytes == other.0.bytes
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicKey(X-Wing)")
    }
}

impl Serializable for PrivateKey {
    type OutputSize = U32;

    fn write_exact(&self, buffer: &mut [u8]) {
        buffer.copy_from_slice(&*self.0.seed);
    }
}

impl Deserializable for PrivateKey {
    /// X-Wing §5.2: the seed gives 96 bytes, of which ML-KEM's key takes 64 and X25519's the rest.
    #[expect(deprecated, reason = "AWS-LC takes the expanded form of an ML-KEM key and no other")]
    fn from_bytes(seed: &[u8]) -> Result<Self, HpkeError> {
        use ml_kem::ExpandedKeyEncoding;
        let seed: [u8; 32] = seed.try_into().map_err(|_| HpkeError::ValidationError)?;
        let seed = Zeroizing::new(seed);
        let mut hasher = Shake256::default();
        hasher.update(&*seed);
        let mut reader = hasher.finalize_xof();
        let (mut ml_kem, mut x25519) = (Zeroizing::new([0; 64]), Zeroizing::new([0; 32]));
        reader.read(&mut *ml_kem);
        reader.read(&mut *x25519);
        let (private, _) = MlKem768::from_seed(&(*ml_kem).into());
        let expanded = Zeroizing::new(private.to_expanded_bytes().to_vec());
        let public = Reference::sk_to_pk(&<Reference as Kem>::PrivateKey::from_bytes(&*seed)?);
        let invalid = |_| HpkeError::ValidationError;
        Ok(Self(Arc::new(PrivateParts {
            ml_kem: DecapsulationKey::new(&ML_KEM_768, &expanded).map_err(invalid)?,
            x25519: agreement::PrivateKey::from_private_key(&X25519, &*x25519).map_err(invalid)?,
            public: PublicKey::from_bytes(&public.to_bytes())?,
            seed,
        })))
    }
}

impl ConstantTimeEq for PrivateKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.seed.ct_eq(&*other.0.seed)
    }
}

#[cfg(test)]
mod tests {
    use hpke::aead::ChaCha20Poly1305;
    use hpke::kdf::HkdfSha256;
    use hpke::{OpModeR, OpModeS, single_shot_open, single_shot_seal_with_rng};
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha20Rng;

    use super::*;

    /// Seals with one implementation and opens with the other, both ways.
    #[test]
    fn the_other_implementation_opens_what_this_one_seals_and_the_reverse() {
        let rng = &mut ChaCha20Rng::seed_from_u64(7);
        for number in 0..50_u8 {
            let mut seed = [number; 32];
            rng.fill_bytes(&mut seed);
            let ours = PrivateKey::from_bytes(&seed).unwrap();
            let theirs = <Reference as Kem>::PrivateKey::from_bytes(&seed).unwrap();
            assert_eq!(XWing::sk_to_pk(&ours).to_bytes(), Reference::sk_to_pk(&theirs).to_bytes());
            assert_eq!(ours.to_bytes(), theirs.to_bytes());
            let (info, said, bound) = (b"info", [number; 100], b"bound");
            let (encapsulated, sealed) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
                &OpModeS::Base,
                &XWing::sk_to_pk(&ours),
                info,
                &said,
                bound,
                rng,
            )
            .unwrap();
            let opened = single_shot_open::<ChaCha20Poly1305, HkdfSha256, Reference>(
                &OpModeR::Base,
                &theirs,
                &encapsulated,
                info,
                &sealed,
                bound,
            );
            assert_eq!(opened.unwrap(), said);
            let (encapsulated, sealed) =
                single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Reference>(
                    &OpModeS::Base,
                    &Reference::sk_to_pk(&theirs),
                    info,
                    &said,
                    bound,
                    rng,
                )
                .unwrap();
            let open = |encapsulated: &<XWing as Kem>::EncappedKey| {
                single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
                    &OpModeR::Base,
                    &ours,
                    encapsulated,
                    info,
                    &sealed,
                    bound,
                )
            };
            assert_eq!(open(&encapsulated).unwrap(), said);
            // A changed bit in either half opens nothing.
            for at in [usize::from(number), ML_KEM_CIPHERTEXT + usize::from(number) % 32] {
                let mut changed = encapsulated.to_bytes();
                changed[at] ^= 1;
                assert!(open(&<XWing as Kem>::EncappedKey::from_bytes(&changed).unwrap()).is_err(), "{at}");
            }
        }
    }

    #[test]
    fn a_share_that_gives_nothing_secret_is_refused() {
        let ours = PrivateKey::from_bytes(&[3; 32]).unwrap();
        let mut encapsulated = [7; 1120];
        encapsulated[ML_KEM_CIPHERTEXT..].fill(0);
        let encapsulated = <XWing as Kem>::EncappedKey::from_bytes(&encapsulated).unwrap();
        assert!(matches!(XWing::decap(&ours, None, &encapsulated), Err(HpkeError::DecapError)));
    }

    #[test]
    fn what_is_no_public_key_is_refused_when_it_is_read() {
        let public = XWing::sk_to_pk(&PrivateKey::from_bytes(&[3; 32]).unwrap()).to_bytes();
        assert!(PublicKey::from_bytes(&public).is_ok());
        let mut beyond_the_modulus = public;
        beyond_the_modulus[..3].fill(0xFF);
        assert!(PublicKey::from_bytes(&beyond_the_modulus).is_err());
        assert!(PublicKey::from_bytes(&public[1..]).is_err());
    }
}
