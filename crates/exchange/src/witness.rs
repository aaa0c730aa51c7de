//! Partners as witnesses: each cosigns the other's checkpoints after checking that the ledger only grew.
//!
//! The messages are those of C2SP tlog-witness (`add-checkpoint`) and the lines under the note those of tlog-cosignature,
//! with one more for ML-DSA-65, so that existing tools can check the Ed25519 half. [`judge`] decides from what the
//! witness saw before; the caller keeps what was seen in the transaction in which it cosigns, so that no two
//! contradicting checkpoints are ever cosigned.

use jiff::Timestamp;
use ledger::note::{cosignature_key_id, named_key_id};
use ledger::{Checkpoint, Hash, NoteSignature, ProofError, verify_consistency};

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::checkpoint::{CheckpointFault, SignedCheckpoint, VerifiedCheckpoint, origin};
use crate::error::Culprit;
use crate::id::AuthorityId;
use crate::keys::{PartnerKeys, SigningKeys};
use crate::signature::{Domain, Signatures};

/// The name under which the note format's fingerprint of a cosigning ML-DSA-65 key is computed.
const ML_DSA_65_COSIGNATURE: &str = "comity-ml-dsa-65-cosignature";
/// The longest request to cosign: a proof of 64-odd hashes, and a note.
pub const MAX_ADD_CHECKPOINT: usize = ledger::note::MAX_NOTE + 48 * (ledger::proof::MAX_PROOF + 2);

/// Why a request to cosign cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The request is not one.
    #[error("the bytes are not a request to cosign a checkpoint")]
    Request,
    /// The checkpoint in it is refused.
    #[error("the checkpoint that is to be cosigned is refused")]
    Checkpoint(#[from] CheckpointFault),
    /// A witness's line is not a cosignature.
    #[error("the witness's answer is not a cosignature")]
    Cosignature,
}

impl WitnessError {
    /// Whose fault it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Request | Self::Cosignature => Culprit::Peer,
            Self::Checkpoint(fault) => fault.culprit(),
        }
    }
}

/// A checkpoint that is to be cosigned, and the proof that it grew from one that the witness saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the witness saw before; 0 when it saw none.
    pub old: u64,
    /// The consistency proof from there.
    pub proof: Vec<Hash>,
    /// The checkpoint, signed by its log.
    pub checkpoint: SignedCheckpoint,
}

impl AddCheckpoint {
    /// The request as C2SP tlog-witness writes it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("old {}\n", self.old);
        for hash in &self.proof {
            text.push_str(&BASE64_STANDARD.encode(hash.as_bytes()));
            text.push('\n');
        }
        text.push('\n');
        let mut bytes = text.into_bytes();
        bytes.extend(self.checkpoint.to_bytes());
        bytes
    }

    /// Reads a request from bytes that somebody else chose.
    ///
    /// # Errors
    /// When they are not one.
    pub fn parse(bytes: &[u8]) -> Result<Self, WitnessError> {
        if bytes.len() > MAX_ADD_CHECKPOINT {
            return Err(WitnessError::Request);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| WitnessError::Request)?;
        let (head, note) = text.split_once("\n\n").ok_or(WitnessError::Request)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).ok_or(WitnessError::Request)?;
        let plain = old.bytes().all(|byte| byte.is_ascii_digit()) && (old == "0" || !old.starts_with('0'));
        let old = old.parse().ok().filter(|_| plain).ok_or(WitnessError::Request)?;
        let mut proof = Vec::new();
        for line in lines {
            if proof.len() == ledger::proof::MAX_PROOF || line.len() != 44 {
                return Err(WitnessError::Request);
            }
            let hash = BASE64_STANDARD.decode(line).ok().and_then(|hash| hash.try_into().ok());
            proof.push(Hash::new(hash.ok_or(WitnessError::Request)?));
        }
        Ok(Self { old, proof, checkpoint: SignedCheckpoint::parse(note.as_bytes())? })
    }
}

/// What a witness last saw of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// In which epoch of its node.
    pub epoch: u64,
    /// The checkpoint.
    pub checkpoint: Checkpoint,
}

/// What a witness makes of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The ledger only grew: cosign, and remember this checkpoint.
    Cosign,
    /// The same in a later epoch: the partner's node lost its memory, began a new ledger, and says so. Cosign, remember, and
    /// tell the auditor.
    CosignNewEpoch,
    /// The request proves growth from another size than the one seen. Answer with that size; the partner asks again.
    Elsewhere {
        /// The size that was seen.
        known: u64,
    },
    /// The checkpoint is older than what was seen. When it is the partner's newest, its ledger was rewound.
    Older {
        /// The size that was seen.
        known: u64,
        /// The epoch that was seen.
        epoch: u64,
    },
    /// Two roots for one size: both are signed, and together they prove that the log has two histories.
    Fork,
    /// The proof does not lead from what was seen to this checkpoint.
    Inconsistent(ProofError),
}

/// Judges a checkpoint that the log's keys signed, by what was seen of the log before.
#[must_use]
pub fn judge(seen: Option<&Seen>, old: u64, proof: &[Hash], shown: &VerifiedCheckpoint) -> Verdict {
    let checkpoint = shown.checkpoint();
    let Some(seen) = seen else {
        return if old == 0 && proof.is_empty() { Verdict::Cosign } else { Verdict::Elsewhere { known: 0 } };
    };
    if shown.epoch() > seen.epoch {
        return if old == 0 && proof.is_empty() {
            Verdict::CosignNewEpoch
        } else {
            Verdict::Elsewhere { known: 0 }
        };
    }
    let known = seen.checkpoint.size;
    if shown.epoch() < seen.epoch {
        return Verdict::Older { known, epoch: seen.epoch };
    }
    if checkpoint.contradicts(&seen.checkpoint) {
        return Verdict::Fork;
    }
    if checkpoint.size < known {
        return Verdict::Older { known, epoch: seen.epoch };
    }
    if old != known {
        return Verdict::Elsewhere { known };
    }
    match verify_consistency(known, seen.checkpoint.root, checkpoint.size, checkpoint.root, proof) {
        Ok(()) => Verdict::Cosign,
        Err(error) => Verdict::Inconsistent(error),
    }
}

/// Cosigns a checkpoint: two lines to stand under the note. The moment is in whole seconds, as C2SP has it.
///
/// # Errors
/// When the keys cannot be used.
pub fn cosign(
    checkpoint: &SignedCheckpoint,
    witness: &AuthorityId,
    keys: &SigningKeys,
    at: Timestamp,
) -> Result<Vec<NoteSignature>, CheckpointFault> {
    let name = origin(witness);
    let seconds = u64::try_from(at.as_second()).unwrap_or_default();
    let message = cosigned_text(seconds, checkpoint.note().text());
    let signatures = keys.sign(Domain::Cosignature, message.as_bytes())?;
    let stamped = |signature: &[u8]| [&seconds.to_be_bytes()[..], signature].concat();
    Ok(vec![
        NoteSignature {
            key_id: cosignature_key_id(&name, &keys.ed25519_public()),
            signature: stamped(&signatures.ed25519),
            name: name.clone(),
        },
        NoteSignature {
            key_id: named_key_id(&name, ML_DSA_65_COSIGNATURE, &keys.ml_dsa_65_public()),
            signature: stamped(&*signatures.ml_dsa_65),
            name,
        },
    ])
}

/// C2SP tlog-cosignature: what a witness signs.
fn cosigned_text(seconds: u64, note: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{note}")
}

/// When a witness cosigned a checkpoint; `None` when it did not, or its lines do not hold.
#[must_use]
pub fn cosigned(checkpoint: &SignedCheckpoint, witness: &PartnerKeys) -> Option<Timestamp> {
    let name = origin(witness.authority());
    let note = checkpoint.note();
    witness.signers().find_map(|(signer, record)| {
        let ed25519 = note.by(&name, cosignature_key_id(&name, &record.ed25519))?;
        let ml_dsa_65 = note.by(&name, named_key_id(&name, ML_DSA_65_COSIGNATURE, &record.ml_dsa_65))?;
        let (time, ed25519) = ed25519.split_first_chunk::<8>()?;
        let (same, ml_dsa_65) = ml_dsa_65.split_first_chunk::<8>()?;
        let seconds = u64::from_be_bytes(*time);
        let at = Timestamp::from_second(i64::try_from(seconds).ok()?).ok().filter(|_| time == same)?;
        let signatures = Signatures::from_parts(ed25519, ml_dsa_65).ok()?;
        let message = cosigned_text(seconds, note.text());
        witness
            .verify_with(signer, Domain::Cosignature, message.as_bytes(), &signatures, Some(at))
            .ok()
            .map(|_| at)
    })
}

/// The lines of a witness's answer as text, one after the other.
#[must_use]
pub fn write_lines(lines: &[NoteSignature]) -> Vec<u8> {
    use std::fmt::Write;
    let mut text = String::new();
    for line in lines {
        let bytes = [&line.key_id[..], &line.signature].concat();
        // Writing to a string does not fail.
        let _ = writeln!(text, "\u{2014} {} {}", line.name, BASE64_STANDARD.encode(bytes));
    }
    text.into_bytes()
}

/// Reads the lines of a witness's answer and checks that they are its cosignature of this checkpoint.
///
/// # Errors
/// When they are not.
pub fn read_lines(
    answer: &[u8],
    checkpoint: &SignedCheckpoint,
    witness: &PartnerKeys,
) -> Result<(Vec<NoteSignature>, Timestamp), WitnessError> {
    let text = checkpoint.note().text();
    let note = [text.as_bytes(), b"\n", answer].concat();
    let lines = ledger::Note::parse(&note).map_err(|_| WitnessError::Cosignature)?;
    let name = origin(witness.authority());
    let lines: Vec<_> = lines.signatures().iter().filter(|line| line.name == name).cloned().collect();
    let mut with = checkpoint.clone();
    with.add_lines(lines.clone()).map_err(|_| WitnessError::Cosignature)?;
    let at = cosigned(&with, witness).ok_or(WitnessError::Cosignature)?;
    Ok((lines, at))
}

/// How far a partner's clock may be from one's own before a moment in its ledger is remarkable.
pub const CLOCK_TOLERANCE_S: i64 = 300;

/// Whether an entry is back-dated: it stands behind the end of a ledger that was seen at a moment, and claims to be
/// older than that by more than clocks differ.
#[must_use]
pub fn back_dated(index: u64, claimed: Timestamp, seen_size: u64, seen_at: Timestamp) -> bool {
    index >= seen_size && claimed.as_second() < seen_at.as_second().saturating_sub(CLOCK_TOLERANCE_S)
}
