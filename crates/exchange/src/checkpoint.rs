//! Checkpoints of a node's ledger, signed by both of its keys.
//!
//! The signed text and the Ed25519 line are as C2SP signed-note says, so existing log tools can read them. The
//! ML-DSA-65 line is of the note format's kind for algorithms without a number. Further lines are cosignatures, which
//! are kept and not judged here.

use ledger::note::{ed25519_key_id, named_key_id};
use ledger::{Checkpoint, CheckpointError, Note, NoteError, NoteSignature, Origin};

use crate::error::Culprit;
use crate::id::AuthorityId;
use crate::keys::{KeyError, PartnerKeys, SigningKeys};
use crate::signature::{Domain, SignatureError, Signatures};

/// The name under which the note format's fingerprint of an ML-DSA-65 key is computed.
const ML_DSA_65_NAME: &str = "comity-ml-dsa-65";
const ORIGIN_PREFIX: &str = "comity/";

/// Why a checkpoint is refused, or could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointFault {
    /// The bytes are not a signed note.
    #[error("the bytes are not a signed checkpoint")]
    Note(#[from] NoteError),
    /// The note's text is not a checkpoint.
    #[error("the signed text is not a checkpoint")]
    Text(#[from] CheckpointError),
    /// It is of another log than the authority's whose keys were given.
    #[error("the checkpoint is of the log `{found}`, not of `{expected}`")]
    OtherLog {
        /// The log that was expected.
        expected: Origin,
        /// The log that it is of.
        found: Origin,
    },
    /// A signature line of the log's own keys is missing.
    #[error("the checkpoint lacks the log's {0} signature")]
    LineMissing(&'static str),
    /// A signature does not hold.
    #[error("the checkpoint is not signed by its log")]
    Signature(#[from] SignatureError),
    /// Our own keys could not sign.
    #[error("the checkpoint could not be signed")]
    Key(#[from] KeyError),
}

impl CheckpointFault {
    /// Whose fault it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Key(_) => Culprit::Ours,
            Self::Note(_)
            | Self::Text(_)
            | Self::OtherLog { .. }
            | Self::LineMissing(_)
            | Self::Signature(_) => Culprit::Peer,
        }
    }
}

/// The name of an authority's ledger, such as `comity/ee.justice`.
#[must_use]
pub fn origin(authority: &AuthorityId) -> Origin {
    #[expect(clippy::expect_used, reason = "an authority has only letters, digits, a dot and hyphens")]
    Origin::new(format!("{ORIGIN_PREFIX}{authority}")).expect("an authority names a log")
}

/// The authority whose ledger has this name.
pub(crate) fn authority_of(origin: &Origin) -> Option<AuthorityId> {
    AuthorityId::new(origin.as_str().strip_prefix(ORIGIN_PREFIX)?).ok()
}

/// A checkpoint with its signature lines. Only [`SignedCheckpoint::verify`] makes it the log's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    note: Note,
    checkpoint: Checkpoint,
}

impl SignedCheckpoint {
    /// Signs a checkpoint with both keys. The checkpoint names its log: [`origin`].
    ///
    /// # Errors
    /// When the keys cannot be used.
    pub fn sign(checkpoint: Checkpoint, keys: &SigningKeys) -> Result<Self, CheckpointFault> {
        let text = checkpoint.to_string();
        let signatures = keys.sign(Domain::Checkpoint, text.as_bytes())?;
        let name = &checkpoint.origin;
        let ed25519 = NoteSignature {
            name: name.clone(),
            key_id: ed25519_key_id(name, &keys.ed25519_public()),
            signature: signatures.ed25519.to_vec(),
        };
        let ml_dsa_65 = NoteSignature {
            name: name.clone(),
            key_id: named_key_id(name, ML_DSA_65_NAME, &keys.ml_dsa_65_public()),
            signature: signatures.ml_dsa_65.to_vec(),
        };
        Ok(Self { note: Note::new(text, vec![ed25519, ml_dsa_65])?, checkpoint })
    }

    /// Reads a checkpoint from bytes that somebody else chose.
    ///
    /// # Errors
    /// When they are not a signed note whose text is a checkpoint.
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointFault> {
        let note = Note::parse(bytes)?;
        let checkpoint = note.text().parse()?;
        Ok(Self { note, checkpoint })
    }

    /// The signed note as text.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.note.to_string().into_bytes()
    }

    /// The signed note.
    #[must_use]
    pub const fn note(&self) -> &Note {
        &self.note
    }

    /// What the text claims. Nobody has checked it yet.
    #[must_use]
    pub const fn claimed(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Checks that the checkpoint is of the partner's ledger and carries both of the partner's signatures.
    ///
    /// # Errors
    /// When it is not.
    pub fn verify(&self, partner: &PartnerKeys) -> Result<VerifiedCheckpoint, CheckpointFault> {
        let name = origin(partner.authority());
        if self.checkpoint.origin != name {
            return Err(CheckpointFault::OtherLog { expected: name, found: self.checkpoint.origin.clone() });
        }
        let record = partner.record();
        let ed25519 = self.note.by(&name, ed25519_key_id(&name, &record.ed25519));
        let ml_dsa_65 = self.note.by(&name, named_key_id(&name, ML_DSA_65_NAME, &record.ml_dsa_65));
        let signatures = Signatures::from_parts(
            ed25519.ok_or(CheckpointFault::LineMissing("Ed25519"))?,
            ml_dsa_65.ok_or(CheckpointFault::LineMissing("ML-DSA-65"))?,
        )?;
        partner.verify(Domain::Checkpoint, self.note.text().as_bytes(), &signatures)?;
        Ok(VerifiedCheckpoint { authority: partner.authority().clone(), checkpoint: self.checkpoint.clone() })
    }
}

/// A checkpoint that both of the log's keys signed. Only [`SignedCheckpoint::verify`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCheckpoint {
    authority: AuthorityId,
    checkpoint: Checkpoint,
}

impl VerifiedCheckpoint {
    /// Whose ledger it is of.
    #[must_use]
    pub const fn authority(&self) -> &AuthorityId {
        &self.authority
    }

    /// What it says.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }
}
