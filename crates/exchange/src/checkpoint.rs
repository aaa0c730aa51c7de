//! Checkpoints of a node's ledger, signed by both of its keys.
//!
//! The signed text and the Ed25519 line are as C2SP signed-note says, so existing log tools can read them. The
//! ML-DSA-65 line is of the note format's kind for algorithms without a number. Further lines are cosignatures:
//! [`crate::witness`].

use ledger::note::{ed25519_key_id, named_key_id};
use ledger::{Checkpoint, CheckpointError, Note, NoteError, NoteSignature, Origin};

use crate::channel::MAX_SEQUENCE;
use crate::error::Culprit;
use crate::id::{AuthorityId, Fingerprint};
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

/// The name of an authority's ledger in its first epoch, such as `comity/ee.justice`.
#[must_use]
pub fn origin(authority: &AuthorityId) -> Origin {
    origin_in(authority, 1)
}

/// The name of an authority's ledger in an epoch. A node that was restored from a backup cannot go on with the ledger that
/// others saw; it begins one of another name, such as `comity/ee.justice/2`, and says so.
#[must_use]
pub fn origin_in(authority: &AuthorityId, epoch: u64) -> Origin {
    let name = if epoch <= 1 {
        format!("{ORIGIN_PREFIX}{authority}")
    } else {
        format!("{ORIGIN_PREFIX}{authority}/{epoch}")
    };
    #[expect(clippy::expect_used, reason = "an authority has only letters, digits, a dot and hyphens")]
    Origin::new(name).expect("an authority names a log")
}

/// The authority whose ledger has this name, and the epoch.
pub(crate) fn authority_of(origin: &Origin) -> Option<(AuthorityId, u64)> {
    let name = origin.as_str().strip_prefix(ORIGIN_PREFIX)?;
    let (authority, epoch) = match name.split_once('/') {
        None => (AuthorityId::new(name).ok()?, 1),
        Some((name, epoch)) => (AuthorityId::new(name).ok()?, epoch.parse().ok().filter(|epoch| *epoch > 1)?),
    };
    // One ledger has one name: no signs, no leading zeros.
    (origin_in(&authority, epoch) == *origin && epoch <= MAX_SEQUENCE).then_some((authority, epoch))
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
        let name = &self.checkpoint.origin;
        let epoch = match authority_of(name) {
            Some((authority, epoch)) if authority == *partner.authority() => epoch,
            _ => {
                let expected = origin(partner.authority());
                return Err(CheckpointFault::OtherLog { expected, found: name.clone() });
            }
        };
        let mut failure = CheckpointFault::LineMissing("Ed25519");
        for (signer, record) in partner.signers() {
            let Some(ed25519) = self.note.by(name, ed25519_key_id(name, &record.ed25519)) else { continue };
            let ml_dsa_65 = self.note.by(name, named_key_id(name, ML_DSA_65_NAME, &record.ml_dsa_65));
            let Some(ml_dsa_65) = ml_dsa_65 else {
                failure = CheckpointFault::LineMissing("ML-DSA-65");
                continue;
            };
            let signatures = Signatures::from_parts(ed25519, ml_dsa_65)?;
            let text = self.note.text().as_bytes();
            match partner.verify_with(signer, Domain::Checkpoint, text, &signatures, None) {
                Ok(signed_with) => {
                    return Ok(VerifiedCheckpoint {
                        authority: partner.authority().clone(),
                        epoch,
                        checkpoint: self.checkpoint.clone(),
                        signed_with,
                    });
                }
                Err(error) => failure = error.into(),
            }
        }
        Err(failure)
    }

    /// Adds cosignatures under the note. A witness's later cosignature takes the place of its earlier one.
    ///
    /// # Errors
    /// When the note has its full number of lines.
    pub fn add_lines(
        &mut self,
        lines: impl IntoIterator<Item = NoteSignature>,
    ) -> Result<(), CheckpointFault> {
        lines.into_iter().try_for_each(|line| self.note.add(line)).map_err(CheckpointFault::Note)
    }
}

/// A checkpoint that both of the log's keys signed. Only [`SignedCheckpoint::verify`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCheckpoint {
    authority: AuthorityId,
    epoch: u64,
    checkpoint: Checkpoint,
    signed_with: Fingerprint,
}

impl VerifiedCheckpoint {
    /// Whose ledger it is of.
    #[must_use]
    pub const fn authority(&self) -> &AuthorityId {
        &self.authority
    }

    /// In which epoch of the node: a node that lost its memory begins its ledger anew.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The fingerprint of the record of keys that signed it.
    #[must_use]
    pub const fn signed_with(&self) -> Fingerprint {
        self.signed_with
    }

    /// What it says.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }
}
