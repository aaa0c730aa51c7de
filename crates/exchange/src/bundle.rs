//! The evidence bundle: one file with which anybody can check what was said in a case, without a node.
//!
//! It holds the public keys of every authority that speaks in it, the acts, the signed envelopes that carried them,
//! receipts and ledger entries with their proofs, and the checkpoints those lead to. The node that exports it signs
//! all of its bytes, so that no byte can change unnoticed. What the file cannot prove by itself is whose keys these
//! are: the report names their fingerprints, to be compared with what the authorities publish or confirm.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use ledger::{Checkpoint, Entry, EntryKind, Hash, ProofError, Salt, UnknownEntryKind, verify_inclusion};
use serde::{Deserialize, Serialize};

use crate::cbor::{self, Bytes, CborError};
use crate::checkpoint::{CheckpointFault, SignedCheckpoint, VerifiedCheckpoint, authority_of};
use crate::envelope::{EnvelopeError, Header, SignedEnvelope, Verified};
use crate::error::Culprit;
use crate::history::{HistoryError, KeyHistory};
use crate::id::{ActId, AuthorityId, CaseId, EnvelopeHash};
use crate::keys::{KeyError, PartnerKeys, SigningKeys};
use crate::receipt::{Expected, Receipt, ReceiptError, Slip, SlipWire};
use crate::signature::{Domain, SignatureError, Signatures};
use crate::time::{micros, whole_micros};
use crate::witness;

mod report;

pub use report::{
    ActLine, BundleReport, CheckpointLine, Contradiction, Cosignature, EntryLine, KeyLine, KeysLine,
    ReceiptLine,
};

/// The longest bundle.
pub const MAX_BUNDLE: usize = 128 * 1024 * 1024;
const MAGIC: &str = "comity bundle";
const VERSION: u8 = 1;

/// What goes into a bundle.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// Which case.
    pub case: CaseId,
    /// When it is exported. Encoded in whole microseconds.
    pub made_at: Timestamp,
    /// The keys of every authority that speaks in it or witnessed, with their history. Those of the exporting one are added.
    pub keys: Vec<PartnerKeys>,
    /// The envelopes that were sent and received in the case.
    pub envelopes: Vec<SignedEnvelope>,
    /// The receipts for them.
    pub receipts: Vec<Receipt>,
    /// Ledger entries about them.
    pub entries: Vec<LedgerProof>,
}

/// A ledger entry, and the proof that it stands in a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerProof {
    /// The entry.
    pub entry: Entry,
    /// Its salt.
    pub salt: Salt,
    /// Its number in the ledger.
    pub index: u64,
    /// The inclusion proof to the checkpoint's root.
    pub proof: Vec<Hash>,
    /// The signed checkpoint; it names the ledger.
    pub checkpoint: SignedCheckpoint,
}

/// Protocol §8: the outer frame.
#[derive(Serialize, Deserialize)]
struct FrameWire(String, u8, Bytes, Bytes, Signatures);

/// Protocol §8: the part of the frame that is signed.
#[derive(Serialize)]
struct SignedWire<'a>(&'a str, u8, &'a Bytes, &'a Bytes);

/// Protocol §8: the body.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct BodyWire {
    case: CaseId,
    #[serde(with = "micros")]
    made_at: Timestamp,
    keys: Vec<Bytes>,
    acts: Vec<Bytes>,
    envelopes: Vec<EnvelopeWire>,
    checkpoints: Vec<Bytes>,
    receipts: Vec<ReceiptWire>,
    entries: Vec<EntryWire>,
}

/// Header and signatures; the header names the act.
#[derive(Serialize, Deserialize)]
struct EnvelopeWire(Bytes, Signatures);

/// Number of the checkpoint, and the slip.
#[derive(Serialize, Deserialize)]
struct ReceiptWire(u32, SlipWire);

/// Number of the checkpoint, kind, digest, moment, salt, index and proof.
#[derive(Serialize, Deserialize)]
struct EntryWire(u32, u8, Bytes, i64, Bytes, u64, Vec<Hash>);

/// Why a bundle is refused, or could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The bytes are not a bundle.
    #[error("the file is not an evidence bundle")]
    Encoding(#[from] CborError),
    /// The file is something else, or of another version.
    #[error("the file is not an evidence bundle of version {VERSION}")]
    NotABundle,
    /// Keys, or the history of them, are refused.
    #[error("keys in the bundle are refused")]
    Keys(#[from] HistoryError),
    /// Our own keys could not sign.
    #[error("the bundle could not be signed")]
    Unsigned(#[from] KeyError),
    /// The keys of one authority are there twice.
    #[error("the bundle has the keys of `{0}` twice")]
    KeysDoubled(AuthorityId),
    /// The exporting node did not sign these bytes.
    #[error("the bundle is not as `{by}` exported it")]
    Seal {
        /// Who claims to have exported it.
        by: AuthorityId,
        /// Which signature fails.
        source: SignatureError,
    },
    /// The keys of an authority that speaks in the bundle are missing.
    #[error("the bundle lacks the keys of `{0}`")]
    KeysMissing(AuthorityId),
    /// An act that a header names is missing.
    #[error("the bundle lacks act {0}")]
    ActMissing(ActId),
    /// An act belongs to no envelope, so nobody signed it.
    #[error("act {0} is in no envelope")]
    ActUnsigned(ActId),
    /// An act is of another case.
    #[error("act {0} belongs to another case")]
    OtherCase(ActId),
    /// An envelope is refused.
    #[error("an envelope in the bundle is refused")]
    Envelope(#[from] EnvelopeError),
    /// An envelope is in it twice.
    #[error("envelope {0} is in the bundle twice")]
    EnvelopeDoubled(EnvelopeHash),
    /// A checkpoint is refused.
    #[error("a checkpoint in the bundle is refused")]
    Checkpoint(#[from] CheckpointFault),
    /// A checkpoint is of a log that no authority has.
    #[error("the checkpoint of `{0}` is of no authority's ledger")]
    LogUnknown(String),
    /// A receipt or an entry names a checkpoint that is not there.
    #[error("the bundle lacks checkpoint {0}")]
    CheckpointMissing(u32),
    /// A receipt is for an envelope that is not in the bundle.
    #[error("the bundle has a receipt for envelope {0}, which it lacks")]
    ReceiptAlone(EnvelopeHash),
    /// A receipt is refused.
    #[error("a receipt in the bundle is refused")]
    Receipt(#[from] ReceiptError),
    /// A ledger entry is of an unknown kind.
    #[error("a ledger entry in the bundle is refused")]
    EntryKind(#[from] UnknownEntryKind),
    /// A digest or salt does not have 32 bytes.
    #[error("a digest or salt in the bundle does not have 32 bytes")]
    Length,
    /// A ledger entry does not stand in the ledger.
    #[error("a ledger entry in the bundle is not in its ledger")]
    Proof(#[from] ProofError),
}

impl BundleError {
    /// Whose fault it is: whoever made the file, unless we did.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Encoding(error) => error.culprit(),
            Self::Keys(error) => error.culprit(),
            Self::Unsigned(error) => error.culprit(),
            Self::Envelope(error) => error.culprit(),
            Self::Checkpoint(error) => error.culprit(),
            Self::Receipt(error) => error.culprit(),
            Self::NotABundle
            | Self::KeysDoubled(_)
            | Self::Seal { .. }
            | Self::KeysMissing(_)
            | Self::ActMissing(_)
            | Self::ActUnsigned(_)
            | Self::OtherCase(_)
            | Self::EnvelopeDoubled(_)
            | Self::LogUnknown(_)
            | Self::CheckpointMissing(_)
            | Self::ReceiptAlone(_)
            | Self::EntryKind(_)
            | Self::Length
            | Self::Proof(_) => Culprit::Peer,
        }
    }
}

impl Bundle {
    /// Writes the bundle and signs all of its bytes.
    ///
    /// # Errors
    /// When the keys cannot be used, or the bundle would be refused by [`verify_bundle`].
    pub fn sign(&self, by: &PartnerKeys, keys: &SigningKeys) -> Result<Vec<u8>, BundleError> {
        let mut records: BTreeMap<AuthorityId, Vec<u8>> = BTreeMap::new();
        for each in self.keys.iter().filter(|each| each.authority() != by.authority()) {
            let bytes = each.to_bytes();
            if records.insert(each.authority().clone(), bytes.clone()).is_some_and(|other| other != bytes) {
                return Err(BundleError::KeysDoubled(each.authority().clone()));
            }
        }
        let acts: BTreeMap<ActId, &[u8]> =
            self.envelopes.iter().map(|kept| (ActId::of(kept.act_bytes()), kept.act_bytes())).collect();
        let envelopes: BTreeMap<EnvelopeHash, &SignedEnvelope> =
            self.envelopes.iter().map(|kept| (kept.envelope_hash(), kept)).collect();
        let mut checkpoints = Numbered::default();
        let body = BodyWire {
            case: self.case,
            made_at: whole_micros(self.made_at),
            keys: records.into_values().map(Bytes).collect(),
            acts: acts.values().map(|act| Bytes(act.to_vec())).collect(),
            envelopes: envelopes
                .values()
                .map(|kept| EnvelopeWire(Bytes(kept.header_bytes().to_vec()), kept.signatures().clone()))
                .collect(),
            receipts: self
                .receipts
                .iter()
                .map(|receipt| ReceiptWire(checkpoints.number(&receipt.checkpoint), receipt.slip.wire()))
                .collect(),
            entries: self
                .entries
                .iter()
                .map(|line| {
                    EntryWire(
                        checkpoints.number(&line.checkpoint),
                        line.entry.kind.code(),
                        Bytes(line.entry.digest.to_vec()),
                        line.entry.at_us,
                        Bytes(line.salt.as_bytes().to_vec()),
                        line.index,
                        line.proof.clone(),
                    )
                })
                .collect(),
            checkpoints: checkpoints.notes,
        };
        let (record, body) = (Bytes(by.to_bytes()), Bytes(cbor::to_canonical(&body)?));
        let signatures = keys.sign(Domain::Bundle, &signed_part(&record, &body)?)?;
        let bytes = cbor::to_canonical(&FrameWire(MAGIC.to_owned(), VERSION, record, body, signatures))?;
        // What we hand to a court must stand there: never export what does not verify.
        verify_bundle(&bytes)?;
        Ok(bytes)
    }
}

/// Checkpoints by number, each written once.
#[derive(Default)]
struct Numbered {
    notes: Vec<Bytes>,
    numbers: BTreeMap<Vec<u8>, u32>,
}

impl Numbered {
    fn number(&mut self, checkpoint: &SignedCheckpoint) -> u32 {
        let note = checkpoint.to_bytes();
        let next = u32::try_from(self.notes.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(note).or_insert_with_key(|note| {
            self.notes.push(Bytes(note.clone()));
            next
        })
    }
}

fn signed_part(record: &Bytes, body: &Bytes) -> Result<Vec<u8>, CborError> {
    cbor::to_canonical(&SignedWire(MAGIC, VERSION, record, body))
}

/// Checks everything that a bundle claims.
///
/// # Errors
/// When a byte is not as it was exported, or any signature or proof in it does not hold.
pub fn verify_bundle(bytes: &[u8]) -> Result<BundleReport, BundleError> {
    let FrameWire(magic, version, record, body, signatures) = cbor::from_canonical(bytes, MAX_BUNDLE)?;
    if magic != MAGIC || version != VERSION {
        return Err(BundleError::NotABundle);
    }
    let exporter = PartnerKeys::from_bytes(&record.0)?.for_kept();
    let made_by = exporter.authority().clone();
    let sealed_by = |source| BundleError::Seal { by: made_by.clone(), source };
    let signed =
        exporter.verify(Domain::Bundle, &signed_part(&record, &body)?, &signatures).map_err(sealed_by)?;
    let body: BodyWire = cbor::from_canonical(&body.0, MAX_BUNDLE)?;
    signed.stands(Some(body.made_at)).map_err(sealed_by)?;

    let mut check = Check {
        keys: BTreeMap::from([(made_by.clone(), exporter.clone())]),
        signatures: 2,
        proofs: 0,
        cosigned: Vec::new(),
    };
    check.keys(&body.keys)?;
    let envelopes = check.envelopes(&body)?;
    let checkpoints = check.checkpoints(&body.checkpoints)?;
    let (receipts, witnesses) = check.receipts(body.receipts, &checkpoints, &envelopes)?;
    let entries = check.entries(body.entries, &checkpoints)?;

    let shown: BTreeSet<[u8; 32]> = envelopes
        .keys()
        .map(|envelope| *envelope.as_bytes())
        .chain(receipts.iter().map(|slip| slip.statement.digest()))
        .chain(check.keys.values().map(|keys| *keys.fingerprint().as_bytes()))
        .chain(check.keys.values().filter_map(PartnerKeys::history).flat_map(statements))
        .collect();
    let present: BTreeSet<ActId> = envelopes.values().map(Verified::act_id).collect();
    let absent: BTreeSet<ActId> = envelopes
        .values()
        .flat_map(|verified| verified.act().follows.iter().copied())
        .filter(|act| !present.contains(act))
        .collect();
    let mut report = BundleReport {
        made_by,
        made_at: body.made_at,
        case: body.case,
        keys: check.keys.values().map(KeyLine::of).collect(),
        acts: envelopes.values().map(|verified| ActLine::of(verified, &check.keys, &receipts)).collect(),
        receipts: receipts.iter().zip(witnesses).map(|(slip, count)| ReceiptLine::of(slip, count)).collect(),
        entries: entries.iter().map(|entry| EntryLine::of(entry, &shown)).collect(),
        checkpoints: checkpoints
            .iter()
            .zip(check.cosigned)
            .map(|(verified, cosigned)| CheckpointLine::of(verified, cosigned))
            .collect(),
        signatures_checked: check.signatures,
        proofs_checked: check.proofs,
        absent: absent.into_iter().collect(),
        contradictions: contradictions(&envelopes, &checkpoints),
    };
    report
        .acts
        .sort_by(|one, other| (one.made_at, one.act, &one.to).cmp(&(other.made_at, other.act, &other.to)));
    report.receipts.sort_by_key(|line| (line.at, line.envelope));
    report.entries.sort_by(|one, other| {
        (one.at_us, &one.ledger, one.index).cmp(&(other.at_us, &other.ledger, other.index))
    });
    Ok(report)
}

struct Check {
    keys: BTreeMap<AuthorityId, PartnerKeys>,
    signatures: u32,
    proofs: u32,
    /// For each checkpoint, who cosigned it and when.
    cosigned: Vec<Vec<(AuthorityId, Timestamp)>>,
}

impl Check {
    fn keys(&mut self, records: &[Bytes]) -> Result<(), BundleError> {
        for record in records {
            let keys = PartnerKeys::from_bytes(&record.0)?.for_kept();
            let authority = keys.authority().clone();
            if self.keys.insert(authority.clone(), keys).is_some() {
                return Err(BundleError::KeysDoubled(authority));
            }
        }
        Ok(())
    }

    fn keys_of(&self, authority: &AuthorityId) -> Result<&PartnerKeys, BundleError> {
        self.keys.get(authority).ok_or_else(|| BundleError::KeysMissing(authority.clone()))
    }

    fn envelopes(&mut self, body: &BodyWire) -> Result<BTreeMap<EnvelopeHash, Verified>, BundleError> {
        let acts: BTreeMap<ActId, &Bytes> = body.acts.iter().map(|act| (ActId::of(&act.0), act)).collect();
        let mut used = BTreeSet::new();
        let mut envelopes = BTreeMap::new();
        for EnvelopeWire(header_bytes, signatures) in &body.envelopes {
            let header = Header::from_bytes(&header_bytes.0)?;
            let act = acts.get(&header.act()).ok_or(BundleError::ActMissing(header.act()))?;
            let kept = SignedEnvelope::from_parts(header_bytes.0.clone(), act.0.clone(), signatures.clone());
            let verified = kept.verify(self.keys_of(header.sender())?)?;
            self.signatures += 2;
            if verified.act().case != body.case {
                return Err(BundleError::OtherCase(header.act()));
            }
            used.insert(header.act());
            let hash = verified.envelope_hash();
            if envelopes.insert(hash, verified).is_some() {
                return Err(BundleError::EnvelopeDoubled(hash));
            }
        }
        match acts.keys().find(|act| !used.contains(act)) {
            Some(act) => Err(BundleError::ActUnsigned(*act)),
            None => Ok(envelopes),
        }
    }

    fn checkpoints(&mut self, notes: &[Bytes]) -> Result<Vec<VerifiedCheckpoint>, BundleError> {
        let mut checkpoints = Vec::new();
        for note in notes {
            let signed = SignedCheckpoint::parse(&note.0)?;
            let origin = &signed.claimed().origin;
            let (authority, _) =
                authority_of(origin).ok_or_else(|| BundleError::LogUnknown(origin.to_string()))?;
            checkpoints.push(signed.verify(self.keys_of(&authority)?)?);
            self.signatures += 2;
            let witnesses = self.keys.iter().filter(|(witness, _)| **witness != authority);
            let cosigned: Vec<_> = witnesses
                .filter_map(|(witness, keys)| Some((witness.clone(), witness::cosigned(&signed, keys)?)))
                .collect();
            self.signatures += 2 * u32::try_from(cosigned.len()).unwrap_or_default();
            self.cosigned.push(cosigned);
        }
        Ok(checkpoints)
    }

    fn receipts(
        &mut self,
        wires: Vec<ReceiptWire>,
        checkpoints: &[VerifiedCheckpoint],
        envelopes: &BTreeMap<EnvelopeHash, Verified>,
    ) -> Result<(Vec<Slip>, Vec<usize>), BundleError> {
        let (mut slips, mut witnesses) = (Vec::new(), Vec::new());
        for ReceiptWire(number, wire) in wires {
            let slip = Slip::from_wire(wire)?;
            let envelope = slip.statement.envelope;
            let verified = envelopes.get(&envelope).ok_or(BundleError::ReceiptAlone(envelope))?;
            slip.verify(numbered(checkpoints, number)?, &Expected::from(verified.header()))?;
            self.proofs += 1;
            slips.push(slip);
            witnesses.push(self.witnesses(number));
        }
        Ok((slips, witnesses))
    }

    fn entries(
        &mut self,
        wires: Vec<EntryWire>,
        checkpoints: &[VerifiedCheckpoint],
    ) -> Result<Vec<(AuthorityId, Entry, u64, usize)>, BundleError> {
        let mut entries = Vec::new();
        for EntryWire(number, kind, digest, at_us, salt, index, proof) in wires {
            let digest = digest.0.try_into().map_err(|_| BundleError::Length)?;
            let salt = Salt::new(salt.0.try_into().map_err(|_| BundleError::Length)?);
            let entry = Entry { kind: EntryKind::from_code(kind)?, digest, at_us };
            let verified = numbered(checkpoints, number)?;
            let Checkpoint { size, root, .. } = verified.checkpoint();
            verify_inclusion(entry.leaf(&salt), index, *size, &proof, *root)?;
            self.proofs += 1;
            entries.push((verified.authority().clone(), entry, index, self.witnesses(number)));
        }
        Ok(entries)
    }
}

impl Check {
    /// How many witnesses cosigned a checkpoint.
    fn witnesses(&self, number: u32) -> usize {
        usize::try_from(number).ok().and_then(|number| self.cosigned.get(number)).map_or(0, Vec::len)
    }
}

fn statements(history: &KeyHistory) -> impl Iterator<Item = [u8; 32]> {
    history.statements().iter().map(|signed| signed.statement().digest())
}

fn numbered(checkpoints: &[VerifiedCheckpoint], number: u32) -> Result<&VerifiedCheckpoint, BundleError> {
    usize::try_from(number)
        .ok()
        .and_then(|number| checkpoints.get(number))
        .ok_or(BundleError::CheckpointMissing(number))
}

fn contradictions(
    envelopes: &BTreeMap<EnvelopeHash, Verified>,
    checkpoints: &[VerifiedCheckpoint],
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut places = BTreeMap::new();
    for (hash, verified) in envelopes {
        let header = verified.header();
        let place = (header.sender(), header.to(), header.epoch(), header.sequence());
        if let Some(other) = places.insert(place, *hash) {
            found.push(Contradiction::Envelopes { by: header.sender().clone(), one: other, other: *hash });
        }
    }
    let mut roots: BTreeMap<(&AuthorityId, u64, u64), &Checkpoint> = BTreeMap::new();
    for verified in checkpoints {
        let (by, epoch, checkpoint) = (verified.authority(), verified.epoch(), verified.checkpoint());
        match roots.get(&(by, epoch, checkpoint.size)) {
            Some(other) if other.contradicts(checkpoint) => found.push(Contradiction::Checkpoints {
                by: by.clone(),
                size: checkpoint.size,
                one: other.root,
                other: checkpoint.root,
            }),
            _ => {
                roots.insert((by, epoch, checkpoint.size), checkpoint);
            }
        }
    }
    found
}
