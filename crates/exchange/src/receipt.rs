//! Receipts: the recipient's word about an envelope, proven to stand in the recipient's own ledger.
//!
//! A [`Statement`] says what became of an envelope. Its digest is an entry of the ledger of the authority that makes
//! it, and the receipt is the statement with the proof that the entry stands in a signed checkpoint. So a recipient
//! that denies a receipt must also deny its ledger. Nothing is signed for a single receipt: one checkpoint carries all
//! the receipts of a commit, and [`ReceiptBatch`] sends it once for all of them.

use jiff::Timestamp;
use ledger::{Entry, EntryKind, Hash, ProofError, Salt, verify_inclusion};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::act::{self, ActError};
use crate::cbor::{self, Bytes, CborError};
use crate::checkpoint::{CheckpointFault, SignedCheckpoint, VerifiedCheckpoint};
use crate::envelope::Header;
use crate::error::Culprit;
use crate::id::{ActId, AuthorityId, EnvelopeHash};
use crate::keys::PartnerKeys;
use crate::time::{micros, micros_of, whole_micros};

/// The longest reason for a refusal, in bytes.
pub const MAX_REASON: usize = 1024;
/// The longest receipt: a note with all the cosignatures it may have, and a slip.
pub const MAX_RECEIPT: usize = ledger::note::MAX_NOTE + MAX_SLIP;
/// The longest statement.
pub const MAX_STATEMENT: usize = 2048;
/// The most slips in a batch.
pub const MAX_BATCH: usize = 1024;
const MAX_SLIP: usize = MAX_STATEMENT + ledger::proof::MAX_PROOF * 34 + 128;
/// The longest batch.
pub const MAX_BATCH_BYTES: usize = ledger::note::MAX_NOTE + MAX_BATCH * MAX_SLIP;

/// What became of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It is stored durably.
    Stored,
    /// A person opened it.
    Opened,
    /// It was accepted for action.
    Accepted,
    /// It was refused.
    Refused {
        /// Why, for the sender's officers.
        reason: String,
    },
}

impl Stage {
    /// The word for the stage.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Opened => "opened",
            Self::Accepted => "accepted",
            Self::Refused { .. } => "refused",
        }
    }

    /// Why it was refused.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Refused { reason } => Some(reason),
            Self::Stored | Self::Opened | Self::Accepted => None,
        }
    }
}

/// What one authority states about an envelope that it received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What became of it.
    pub stage: Stage,
    /// Which envelope.
    pub envelope: EnvelopeHash,
    /// The act inside.
    pub act: ActId,
    /// Who states this: the authority that the envelope was sealed to.
    pub by: AuthorityId,
    /// When. Encoded in whole microseconds.
    pub at: Timestamp,
}

/// Protocol §7.1: a statement as it is encoded.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct StatementWire {
    stage: StageWire,
    reason: Option<String>,
    envelope: EnvelopeHash,
    act: ActId,
    by: AuthorityId,
    #[serde(with = "micros")]
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StageWire {
    Stored,
    Opened,
    Accepted,
    Refused,
}

/// Why a receipt proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// The bytes are not a receipt.
    #[error("the bytes are not a receipt")]
    Encoding(#[from] CborError),
    /// Only a refusal has a reason, and it has one.
    #[error("a refusal has a reason, and nothing else has")]
    Reason,
    /// The reason cannot be shown.
    #[error("the reason of the refusal is refused")]
    ReasonText(#[source] ActError),
    /// A batch has more slips than a batch may have.
    #[error("a batch has at most {MAX_BATCH} receipts, not {0}")]
    TooMany(usize),
    /// It speaks of another envelope, act or authority than the one that was sent.
    #[error("the receipt speaks of another {0} than the one that was sent")]
    Differs(&'static str),
    /// The checkpoint is not the partner's word.
    #[error("the receipt's checkpoint is refused")]
    Checkpoint(#[from] CheckpointFault),
    /// The statement is not in the ledger that the checkpoint speaks of.
    #[error("the receipt is not in the ledger of its author")]
    Proof(#[from] ProofError),
}

impl ReceiptError {
    /// Whose fault it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Checkpoint(fault) => fault.culprit(),
            Self::Encoding(_)
            | Self::Reason
            | Self::ReasonText(_)
            | Self::TooMany(_)
            | Self::Differs(_)
            | Self::Proof(_) => Culprit::Peer,
        }
    }
}

impl Statement {
    /// States what became of a received envelope.
    ///
    /// # Errors
    /// When the reason of a refusal cannot be sent.
    pub fn about(header: &Header, stage: Stage, at: Timestamp) -> Result<Self, ReceiptError> {
        let statement = Self {
            stage,
            envelope: header.envelope_hash(),
            act: header.act(),
            by: header.to().clone(),
            at: whole_micros(at),
        };
        statement.check()?;
        Ok(statement)
    }

    /// The statement's canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (stage, reason) = match &self.stage {
            Stage::Stored => (StageWire::Stored, None),
            Stage::Opened => (StageWire::Opened, None),
            Stage::Accepted => (StageWire::Accepted, None),
            Stage::Refused { reason } => (StageWire::Refused, Some(reason.clone())),
        };
        let (envelope, act, by, at) = (self.envelope, self.act, self.by.clone(), self.at);
        #[expect(clippy::expect_used, reason = "text, bytes and 64-bit integers always encode")]
        cbor::to_canonical(&StatementWire { stage, reason, envelope, act, by, at })
            .expect("a statement encodes")
    }

    /// Reads a statement from its canonical bytes.
    ///
    /// # Errors
    /// When they are not those of a statement.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let wire: StatementWire = cbor::from_canonical(bytes, MAX_STATEMENT)?;
        let stage = match (wire.stage, wire.reason) {
            (StageWire::Stored, None) => Stage::Stored,
            (StageWire::Opened, None) => Stage::Opened,
            (StageWire::Accepted, None) => Stage::Accepted,
            (StageWire::Refused, Some(reason)) => Stage::Refused { reason },
            _ => return Err(ReceiptError::Reason),
        };
        let statement = Self { stage, envelope: wire.envelope, act: wire.act, by: wire.by, at: wire.at };
        statement.check()?;
        Ok(statement)
    }

    /// Checks that a refusal's reason can be sent and shown.
    ///
    /// # Errors
    /// When it cannot.
    pub fn check(&self) -> Result<(), ReceiptError> {
        match &self.stage {
            Stage::Refused { reason } => {
                act::text("reason", reason, MAX_REASON).map_err(ReceiptError::ReasonText)
            }
            Stage::Stored | Stage::Opened | Stage::Accepted => Ok(()),
        }
    }

    /// The digest by which ledgers name the statement.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }

    /// The entry that its author writes into its ledger, of the statement's own moment.
    #[must_use]
    pub fn entry(&self) -> Entry {
        Entry { kind: EntryKind::ReceiptGiven, digest: self.digest(), at_us: micros_of(self.at) }
    }
}

/// What the sender knows of the envelope that a receipt is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The envelope.
    pub envelope: EnvelopeHash,
    /// The act inside.
    pub act: ActId,
    /// The authority that it was sealed to.
    pub by: AuthorityId,
}

impl From<&Header> for Expected {
    fn from(header: &Header) -> Self {
        Self { envelope: header.envelope_hash(), act: header.act(), by: header.to().clone() }
    }
}

/// A statement with its place in a ledger: a receipt but for the checkpoint, which many share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What is stated.
    pub statement: Statement,
    /// The salt of the ledger entry.
    pub salt: Salt,
    /// The number of the entry in the ledger.
    pub index: u64,
    /// The inclusion proof to the checkpoint's root.
    pub proof: Vec<Hash>,
}

/// Protocol §7.2: a slip as it is encoded: statement, salt, index, proof.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SlipWire(Bytes, Bytes, u64, Vec<Hash>);

impl Slip {
    /// The slip's bytes, as they stand in a receipt's.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        #[expect(clippy::expect_used, reason = "byte strings, integers and lists of them always encode")]
        cbor::to_canonical(&self.wire()).expect("a slip encodes")
    }

    pub(crate) fn wire(&self) -> SlipWire {
        SlipWire(
            Bytes(self.statement.to_bytes()),
            Bytes(self.salt.as_bytes().to_vec()),
            self.index,
            self.proof.clone(),
        )
    }

    pub(crate) fn from_wire(wire: SlipWire) -> Result<Self, ReceiptError> {
        let SlipWire(statement, salt, index, proof) = wire;
        if proof.len() > ledger::proof::MAX_PROOF {
            return Err(ReceiptError::Proof(ProofError::WrongLength { got: proof.len() }));
        }
        let salt = salt.0.try_into().map_err(|_| ReceiptError::Differs("salt"))?;
        Ok(Self { statement: Statement::from_bytes(&statement.0)?, salt: Salt::new(salt), index, proof })
    }

    /// Checks that the statement is about the envelope that was sent, and stands in the ledger of its author.
    ///
    /// # Errors
    /// When it is not, or does not.
    pub fn verify(
        &self,
        checkpoint: &VerifiedCheckpoint,
        expected: &Expected,
    ) -> Result<VerifiedReceipt, ReceiptError> {
        if self.statement.by != expected.by || self.statement.by != *checkpoint.authority() {
            return Err(ReceiptError::Differs("authority"));
        }
        if self.statement.envelope != expected.envelope {
            return Err(ReceiptError::Differs("envelope"));
        }
        if self.statement.act != expected.act {
            return Err(ReceiptError::Differs("act"));
        }
        let log = checkpoint.checkpoint();
        verify_inclusion(
            self.statement.entry().leaf(&self.salt),
            self.index,
            log.size,
            &self.proof,
            log.root,
        )?;
        Ok(VerifiedReceipt { statement: self.statement.clone(), index: self.index, size: log.size })
    }
}

/// A statement, and the proof that it stands in its author's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The statement and its place.
    pub slip: Slip,
    /// The signed checkpoint that the proof leads to.
    pub checkpoint: SignedCheckpoint,
}

/// Protocol §7.3: a receipt as it is encoded: slip, checkpoint.
#[derive(Serialize, Deserialize)]
struct ReceiptWire(SlipWire, Bytes);

impl Receipt {
    /// The receipt's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        #[expect(clippy::expect_used, reason = "byte strings, integers and lists of them always encode")]
        cbor::to_canonical(&ReceiptWire(self.slip.wire(), Bytes(self.checkpoint.to_bytes())))
            .expect("a receipt encodes")
    }

    /// Reads a receipt from bytes that somebody else chose.
    ///
    /// # Errors
    /// When they are not those of a receipt.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let ReceiptWire(slip, checkpoint) = cbor::from_canonical(bytes, MAX_RECEIPT)?;
        Ok(Self { slip: Slip::from_wire(slip)?, checkpoint: SignedCheckpoint::parse(&checkpoint.0)? })
    }

    /// Checks the checkpoint's signatures, the proof and what it is about.
    ///
    /// # Errors
    /// When the receipt is not the partner's word about this envelope.
    pub fn verify(
        &self,
        partner: &PartnerKeys,
        expected: &Expected,
    ) -> Result<VerifiedReceipt, ReceiptError> {
        self.slip.verify(&self.checkpoint.verify(partner)?, expected)
    }
}

/// Takes the bytes of a receipt apart into slip and note, for a store that keeps a note once for all receipts that
/// share it; `None` when they are not a receipt's.
#[must_use]
pub fn split_receipt(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (slip, note) = cbor::split_first(bytes.strip_prefix(&[0x82])?)?;
    let (whole, rest) = cbor::split_first(note)?;
    (whole.len() == note.len() && rest.is_empty()).then_some((slip, note))
}

/// Puts together what [`split_receipt`] took apart.
#[must_use]
pub fn join_receipt(slip: &[u8], note: &[u8]) -> Vec<u8> {
    [&[0x82], slip, note].concat()
}

/// A receipt that was checked. Only the checks make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedReceipt {
    statement: Statement,
    index: u64,
    size: u64,
}

impl VerifiedReceipt {
    /// What is stated.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The number of the entry in its author's ledger.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The size of the ledger in which it was shown to stand.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }
}

/// Receipts that share a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptBatch {
    checkpoint: SignedCheckpoint,
    slips: Vec<Slip>,
}

/// Protocol §7.4: a batch as it is encoded: slips, checkpoint.
#[derive(Serialize, Deserialize)]
struct BatchWire(Vec<SlipWire>, Bytes);

impl ReceiptBatch {
    /// Puts receipts of one checkpoint together.
    ///
    /// # Errors
    /// When there are more than [`MAX_BATCH`], or a statement cannot be sent.
    pub fn new(checkpoint: SignedCheckpoint, slips: Vec<Slip>) -> Result<Self, ReceiptError> {
        if slips.len() > MAX_BATCH {
            return Err(ReceiptError::TooMany(slips.len()));
        }
        slips.iter().try_for_each(|slip| slip.statement.check())?;
        Ok(Self { checkpoint, slips })
    }

    /// The batch's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let wire = BatchWire(self.slips.iter().map(Slip::wire).collect(), Bytes(self.checkpoint.to_bytes()));
        #[expect(clippy::expect_used, reason = "byte strings, integers and lists of them always encode")]
        cbor::to_canonical(&wire).expect("a batch encodes")
    }

    /// Reads a batch from bytes that somebody else chose.
    ///
    /// # Errors
    /// When they are not those of a batch.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let BatchWire(slips, checkpoint) = cbor::from_canonical(bytes, MAX_BATCH_BYTES)?;
        if slips.len() > MAX_BATCH {
            return Err(ReceiptError::TooMany(slips.len()));
        }
        Ok(Self {
            checkpoint: SignedCheckpoint::parse(&checkpoint.0)?,
            slips: slips.into_iter().map(Slip::from_wire).collect::<Result<_, _>>()?,
        })
    }

    /// The checkpoint that all of them share. Verify it once, and then each of [`ReceiptBatch::slips`] against it.
    #[must_use]
    pub const fn checkpoint(&self) -> &SignedCheckpoint {
        &self.checkpoint
    }

    /// The receipts without the checkpoint.
    #[must_use]
    pub fn slips(&self) -> &[Slip] {
        &self.slips
    }

    /// Each receipt on its own, to be kept.
    pub fn receipts(&self) -> impl Iterator<Item = Receipt> + '_ {
        self.slips.iter().map(|slip| Receipt { slip: slip.clone(), checkpoint: self.checkpoint.clone() })
    }
}
