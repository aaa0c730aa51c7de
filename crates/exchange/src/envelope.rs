//! The envelope: an act on its way to one recipient.
//!
//! The header names the channel place and, by hash, the act; both signatures cover the header. Then the signatures
//! and the act are sealed to the recipient with the header bound in, so that nothing outside the recipient's node
//! shows who signed what. Signing first and naming every recipient in what is signed keeps a recipient from
//! sealing the act anew for somebody else under the author's name.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng,
};
use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::act::{Act, ActError, MAX_ACT};
use crate::cbor::{self, Bytes, BytesOf, CborError};
use crate::channel::Place;
use crate::error::Culprit;
use crate::id::{ActId, AuthorityId, EnvelopeHash, Fingerprint};
use crate::keys::{KeyError, PartnerKeys, SealingKeys, SigningKeys};
use crate::signature::{Domain, ED25519_LENGTH, ML_DSA_65_LENGTH, SignatureError, Signatures};
use crate::xwing::XWing;

mod header;

pub use header::{Header, MAX_HEADER, Suite};

/// What the signatures and the framing add to an act inside the seal.
const MAX_SEALED_CONTENT: usize = MAX_ACT + ED25519_LENGTH + ML_DSA_65_LENGTH + 64;
/// The longest sealed envelope.
pub const MAX_SEALED: usize = MAX_SEALED_CONTENT + MAX_HEADER + ENCAPSULATED_LENGTH + 64;
/// The longest kept envelope.
const MAX_KEPT: usize = MAX_SEALED;
/// The length of what X-Wing sends along.
const ENCAPSULATED_LENGTH: usize = 1120;
/// The length of the seal's authentication tag.
const TAG_LENGTH: usize = 16;
/// What keeps a seal of this protocol from being one of another.
const SEAL_INFO: &[u8] = b"comity/v1/seal";

/// Why an envelope could not be made, or is refused.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// The suite is not one of this version's.
    #[error("suite {0} is not known here")]
    UnknownSuite(u16),
    /// The frame around the seal is not one.
    #[error("the bytes are not an envelope")]
    Frame(#[source] CborError),
    /// The header is not one.
    #[error("the bytes are not a header")]
    HeaderEncoding(#[source] CborError),
    /// The frame and the header name different suites.
    #[error("the frame and the header name different suites")]
    SuitesDiffer,
    /// The recipient of the envelope is not among the recipients of the act.
    #[error("`{0}` is not among the recipients of the act")]
    NotARecipient(AuthorityId),
    /// The sender is among the recipients.
    #[error("`{0}` cannot address itself")]
    ToItself(AuthorityId),
    /// Epoch, sequence and previous envelope do not go together.
    #[error("epoch {epoch}, sequence {sequence} is not a place in a channel, or names its previous wrongly")]
    Place {
        /// The epoch.
        epoch: u64,
        /// The sequence.
        sequence: u64,
    },
    /// It is addressed to another authority than the one that is to open it.
    #[error("the envelope is addressed to `{0}`")]
    ForAnother(AuthorityId),
    /// The seal cannot be made: the key is not usable.
    #[error("the envelope could not be sealed")]
    Sealing,
    /// The seal does not open: it was made for another key, or altered.
    #[error("the seal does not open")]
    Seal,
    /// What was sealed is not an envelope's content.
    #[error("what was sealed is not the content of an envelope")]
    Content(#[source] CborError),
    /// The keys given are not those of the sender.
    #[error("the envelope is from `{sender}`, and the keys are those of `{keys}`")]
    WrongKeys {
        /// Who claims to have sent it.
        sender: AuthorityId,
        /// Whose keys were given.
        keys: AuthorityId,
    },
    /// A signature does not hold.
    #[error("the envelope is not signed by its sender")]
    Signature(#[from] SignatureError),
    /// The act is another one than the header names.
    #[error("the act is not the one that the header names")]
    ActDiffers,
    /// The act says another author or other recipients than the header.
    #[error("the act and the header disagree about the {0}")]
    Disagree(&'static str),
    /// A received act breaks a rule.
    #[error("the act inside the envelope is refused")]
    Act(#[source] ActError),
    /// An act that was to be sent breaks a rule.
    #[error("the act cannot be sent")]
    Unfit(#[source] ActError),
    /// Our own keys could not sign.
    #[error("the envelope could not be signed")]
    Key(#[from] KeyError),
}

impl EnvelopeError {
    /// Whose fault it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Unfit(error) => error.culprit(),
            Self::Key(_) | Self::Sealing | Self::WrongKeys { .. } => Culprit::Ours,
            Self::UnknownSuite(_)
            | Self::Frame(_)
            | Self::HeaderEncoding(_)
            | Self::SuitesDiffer
            | Self::NotARecipient(_)
            | Self::ToItself(_)
            | Self::Place { .. }
            | Self::ForAnother(_)
            | Self::Seal
            | Self::Content(_)
            | Self::Signature(_)
            | Self::ActDiffers
            | Self::Disagree(_)
            | Self::Act(_) => Culprit::Peer,
        }
    }
}

/// An act with its place in a channel, not signed yet.
#[derive(Debug)]
pub struct Unsigned {
    header: Header,
    header_bytes: Vec<u8>,
    act: Act,
    act_bytes: Vec<u8>,
}

impl Unsigned {
    /// Addresses an act to one of its recipients, at the next place of the channel to it.
    ///
    /// # Errors
    /// When the act breaks a rule, the recipient is not one of the act's, or the place is not one.
    pub fn new(act: Act, to: AuthorityId, place: Place) -> Result<Self, EnvelopeError> {
        let act = act.normalised();
        let act_bytes = act.to_bytes().map_err(EnvelopeError::Unfit)?;
        let header = Header {
            suite: Suite::One,
            sender: act.author.clone(),
            to,
            recipients: act.recipients.clone(),
            place,
            act: ActId::of(&act_bytes),
        }
        .checked()?;
        Ok(Self { header_bytes: header.to_bytes(), header, act, act_bytes })
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The act's canonical bytes.
    #[must_use]
    pub fn act_bytes(&self) -> &[u8] {
        &self.act_bytes
    }

    /// Signs with both keys.
    ///
    /// # Errors
    /// When the keys cannot be used.
    pub fn sign(self, keys: &SigningKeys) -> Result<Signed, EnvelopeError> {
        let signatures = keys.sign(Domain::Envelope, &self.header_bytes)?;
        Ok(Signed {
            envelope_hash: EnvelopeHash::of(&self.header_bytes),
            kept: SignedEnvelope { header: self.header_bytes, act: self.act_bytes, signatures },
            header: self.header,
            act: self.act,
        })
    }
}

/// An envelope that its sender signed. It can be kept, and sealed to its recipient as often as needed.
#[derive(Debug, Clone)]
pub struct Signed {
    header: Header,
    act: Act,
    envelope_hash: EnvelopeHash,
    kept: SignedEnvelope,
}

impl Signed {
    /// Takes up an own envelope that was kept, after checking that it is one.
    ///
    /// # Errors
    /// When it does not verify under these keys, which are the sender's own.
    pub fn from_kept(kept: SignedEnvelope, own: &PartnerKeys) -> Result<Self, EnvelopeError> {
        let verified = kept.verify(&own.for_kept())?;
        Ok(Self { header: verified.header, act: verified.act, envelope_hash: verified.envelope_hash, kept })
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The act.
    #[must_use]
    pub const fn act(&self) -> &Act {
        &self.act
    }

    /// The envelope's name.
    #[must_use]
    pub const fn envelope_hash(&self) -> EnvelopeHash {
        self.envelope_hash
    }

    /// The form in which it is kept.
    #[must_use]
    pub const fn kept(&self) -> &SignedEnvelope {
        &self.kept
    }

    /// Gives away the form in which it is kept.
    #[must_use]
    pub fn into_kept(self) -> SignedEnvelope {
        self.kept
    }

    /// Signs the same header with other keys of the same sender, because those that signed it are revoked. It stays the same
    /// envelope: the header names it.
    ///
    /// # Errors
    /// When the keys cannot be used.
    pub fn sign_anew(mut self, keys: &SigningKeys) -> Result<Self, EnvelopeError> {
        self.kept.signatures = keys.sign(Domain::Envelope, &self.kept.header)?;
        Ok(self)
    }

    /// Seals it to its recipient.
    ///
    /// # Errors
    /// When these are the keys of somebody else, or cannot be used.
    pub fn seal(&self, to: &PartnerKeys, rng: &mut impl CryptoRng) -> Result<Sealed, EnvelopeError> {
        if to.authority() != &self.header.to {
            return Err(EnvelopeError::WrongKeys {
                sender: self.header.to.clone(),
                keys: to.authority().clone(),
            });
        }
        seal(self.header.clone(), &self.kept, to, rng)
    }
}

/// Protocol §5.3.
fn seal(
    header: Header,
    kept: &SignedEnvelope,
    to: &PartnerKeys,
    rng: &mut impl CryptoRng,
) -> Result<Sealed, EnvelopeError> {
    let content = (&kept.signatures, BytesOf(&kept.act));
    let content = cbor::to_canonical(&content).map_err(EnvelopeError::Content)?;
    let (encapsulated, ciphertext) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeS::Base,
        to.sealing(),
        SEAL_INFO,
        &content,
        &kept.header,
        rng,
    )
    .map_err(|_| EnvelopeError::Sealing)?;
    let frame = FrameWire(
        header.suite.number(),
        Bytes(kept.header.clone()),
        Bytes(encapsulated.to_bytes().to_vec()),
        Bytes(ciphertext),
    );
    let bytes = cbor::to_canonical(&frame).map_err(EnvelopeError::Frame)?;
    Ok(Sealed { bytes, frame, header })
}

/// Protocol §5.3: what is sealed.
#[derive(Serialize, Deserialize)]
struct ContentWire(Signatures, Bytes);

/// Protocol §5.4: the sealed envelope as it is sent: suite, header, encapsulated key, ciphertext.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct FrameWire(u16, Bytes, Bytes, Bytes);

/// An envelope as it travels. Its header is only a claim until the content is verified.
#[derive(Debug, Clone)]
pub struct Sealed {
    bytes: Vec<u8>,
    frame: FrameWire,
    header: Header,
}

impl Sealed {
    /// Reads an envelope from bytes that somebody else chose.
    ///
    /// # Errors
    /// When they are not a sealed envelope of a known suite.
    pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let frame: FrameWire = cbor::from_canonical(bytes, MAX_SEALED).map_err(EnvelopeError::Frame)?;
        let suite = Suite::try_from(frame.0)?;
        let header = Header::from_bytes(&frame.1.0)?;
        if header.suite != suite {
            return Err(EnvelopeError::SuitesDiffer);
        }
        if frame.2.0.len() != ENCAPSULATED_LENGTH || frame.3.0.len() < TAG_LENGTH {
            return Err(EnvelopeError::Seal);
        }
        Ok(Self { bytes: bytes.to_vec(), frame, header })
    }

    /// The bytes that travel.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes that travel.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What the header claims. Nobody has checked it yet: use it to find keys and to answer cheaply, not to act.
    #[must_use]
    pub const fn claimed_header(&self) -> &Header {
        &self.header
    }

    /// Opens the seal as the authority `me`.
    ///
    /// # Errors
    /// When it is addressed to another, or the seal does not open.
    pub fn open(self, me: &AuthorityId, keys: &SealingKeys) -> Result<Opened, EnvelopeError> {
        self.open_with(me, [keys])
    }

    /// The same with one of several keys: while a rotation is under way, some senders seal to the key before.
    ///
    /// # Errors
    /// When it is addressed to another, or the seal opens with none of them.
    pub fn open_with<'k>(
        self,
        me: &AuthorityId,
        keys: impl IntoIterator<Item = &'k SealingKeys>,
    ) -> Result<Opened, EnvelopeError> {
        if self.header.to != *me {
            return Err(EnvelopeError::ForAnother(self.header.to));
        }
        let FrameWire(_, header_bytes, encapsulated, ciphertext) = self.frame;
        let encapsulated =
            <XWing as Kem>::EncappedKey::from_bytes(&encapsulated.0).map_err(|_| EnvelopeError::Seal)?;
        let content = keys
            .into_iter()
            .find_map(|keys| {
                single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
                    &OpModeR::Base,
                    keys.private(),
                    &encapsulated,
                    SEAL_INFO,
                    &ciphertext.0,
                    &header_bytes.0,
                )
                .ok()
            })
            .ok_or(EnvelopeError::Seal)?;
        let ContentWire(signatures, act) =
            cbor::from_canonical(&content, MAX_SEALED_CONTENT).map_err(EnvelopeError::Content)?;
        Ok(Opened {
            header: self.header,
            kept: SignedEnvelope { header: header_bytes.0, act: act.0, signatures },
        })
    }
}

/// An envelope whose seal was opened. Who wrote it has still to be shown.
#[derive(Debug)]
pub struct Opened {
    header: Header,
    kept: SignedEnvelope,
}

impl Opened {
    /// What the header claims.
    #[must_use]
    pub const fn claimed_header(&self) -> &Header {
        &self.header
    }

    /// Checks both signatures, then reads the act and checks that it is the one the header speaks of.
    ///
    /// # Errors
    /// When it is not the sender's word.
    pub fn verify(self, sender: &PartnerKeys) -> Result<Verified, EnvelopeError> {
        verify(self.header, self.kept, sender)
    }
}

fn verify(header: Header, kept: SignedEnvelope, sender: &PartnerKeys) -> Result<Verified, EnvelopeError> {
    if header.sender != *sender.authority() {
        return Err(EnvelopeError::WrongKeys { sender: header.sender, keys: sender.authority().clone() });
    }
    let signed_by = sender.verify(Domain::Envelope, &kept.header, &kept.signatures)?;
    if ActId::of(&kept.act) != header.act {
        return Err(EnvelopeError::ActDiffers);
    }
    let act = Act::from_bytes(&kept.act).map_err(EnvelopeError::Act)?;
    if act.author != header.sender {
        return Err(EnvelopeError::Disagree("author"));
    }
    if act.recipients != header.recipients {
        return Err(EnvelopeError::Disagree("recipients"));
    }
    let signed_with = signed_by.stands(Some(act.made_at))?;
    Ok(Verified { envelope_hash: EnvelopeHash::of(&kept.header), header, act, kept, signed_with })
}

/// An envelope whose sender, content and recipients were proven. Only a check of both signatures makes one.
#[derive(Debug, Clone)]
pub struct Verified {
    header: Header,
    act: Act,
    envelope_hash: EnvelopeHash,
    kept: SignedEnvelope,
    signed_with: Fingerprint,
}

impl Verified {
    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The act.
    #[must_use]
    pub const fn act(&self) -> &Act {
        &self.act
    }

    /// The act's name.
    #[must_use]
    pub const fn act_id(&self) -> ActId {
        self.header.act
    }

    /// The envelope's name.
    #[must_use]
    pub const fn envelope_hash(&self) -> EnvelopeHash {
        self.envelope_hash
    }

    /// The fingerprint of the record of the sender's keys under which the signatures hold.
    #[must_use]
    pub const fn signed_with(&self) -> Fingerprint {
        self.signed_with
    }

    /// The signatures that were checked.
    #[must_use]
    pub const fn signatures(&self) -> &Signatures {
        &self.kept.signatures
    }

    /// The form in which it is kept as evidence.
    #[must_use]
    pub const fn kept(&self) -> &SignedEnvelope {
        &self.kept
    }
}

/// A signed envelope as it is kept: its exact bytes and both signatures. Whoever has the sender's public keys can
/// check it, without the recipient's secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedEnvelope {
    header: Vec<u8>,
    act: Vec<u8>,
    signatures: Signatures,
}

/// Protocol §5.5: a kept envelope as it is encoded.
#[derive(Serialize, Deserialize)]
struct KeptWire(Bytes, Bytes, Signatures);

/// The same without the act.
#[derive(Serialize, Deserialize)]
struct KeptApartWire(Bytes, Signatures);

impl SignedEnvelope {
    /// Takes up the parts as they were kept. Nothing is checked before [`SignedEnvelope::verify`].
    #[must_use]
    pub const fn from_parts(header: Vec<u8>, act: Vec<u8>, signatures: Signatures) -> Self {
        Self { header, act, signatures }
    }

    /// The header's bytes.
    #[must_use]
    pub fn header_bytes(&self) -> &[u8] {
        &self.header
    }

    /// The act's bytes.
    #[must_use]
    pub fn act_bytes(&self) -> &[u8] {
        &self.act
    }

    /// The signatures.
    #[must_use]
    pub const fn signatures(&self) -> &Signatures {
        &self.signatures
    }

    /// The envelope's name.
    #[must_use]
    pub fn envelope_hash(&self) -> EnvelopeHash {
        EnvelopeHash::of(&self.header)
    }

    /// The kept envelope as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let wire = (BytesOf(&self.header), BytesOf(&self.act), &self.signatures);
        #[expect(clippy::expect_used, reason = "byte strings and lists of them always encode")]
        cbor::to_canonical(&wire).expect("a kept envelope encodes")
    }

    /// The kept envelope without its act: `[header, signatures]`, for a store that keeps acts in a place of their own.
    #[must_use]
    pub fn without_act(&self) -> Vec<u8> {
        let wire = (BytesOf(&self.header), &self.signatures);
        #[expect(clippy::expect_used, reason = "byte strings and lists of them always encode")]
        cbor::to_canonical(&wire).expect("a kept envelope encodes")
    }

    /// Joins what [`SignedEnvelope::without_act`] gave with the act's bytes; `None` when it is not that.
    #[must_use]
    pub fn with_act(apart: &[u8], act: Vec<u8>) -> Option<Self> {
        let KeptApartWire(header, signatures) = cbor::from_canonical(apart, MAX_KEPT).ok()?;
        Some(Self { header: header.0, act, signatures })
    }

    /// Seals an own envelope to its recipient. What comes out is worth what the signatures in it are worth, which the
    /// recipient checks.
    ///
    /// # Errors
    /// When these are the keys of somebody else, or cannot be used.
    pub fn seal(&self, to: &PartnerKeys, rng: &mut impl CryptoRng) -> Result<Sealed, EnvelopeError> {
        let header = Header::from_bytes(&self.header)?;
        if to.authority() != &header.to {
            return Err(EnvelopeError::WrongKeys { sender: header.to, keys: to.authority().clone() });
        }
        seal(header, self, to, rng)
    }

    /// Reads a kept envelope from bytes.
    ///
    /// # Errors
    /// When they are not those of a kept envelope.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let KeptWire(header, act, signatures) =
            cbor::from_canonical(bytes, MAX_KEPT).map_err(EnvelopeError::Frame)?;
        Ok(Self { header: header.0, act: act.0, signatures })
    }

    /// Checks the envelope under its sender's public keys.
    ///
    /// # Errors
    /// When it is not the sender's word.
    pub fn verify(&self, sender: &PartnerKeys) -> Result<Verified, EnvelopeError> {
        verify(Header::from_bytes(&self.header)?, self.clone(), sender)
    }
}
