//! What a checked bundle proves, line by line, for pages and for programs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use ledger::{Checkpoint, Entry, EntryKind, Hash};
use serde::Serialize;

use crate::act::{Act, Handling};
use crate::checkpoint::VerifiedCheckpoint;
use crate::envelope::{Header, Verified};
use crate::history::{KeyHistory, NamedKeys};
use crate::id::{ActId, AuthorityId, CaseId, EnvelopeHash, Fingerprint};
use crate::keys::PartnerKeys;
use crate::receipt::Slip;

/// What a bundle proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleReport {
    /// Who exported it.
    pub made_by: AuthorityId,
    /// When.
    pub made_at: Timestamp,
    /// Which case it is about.
    pub case: CaseId,
    /// Whose keys it was checked with. Compare the fingerprints with what the authorities themselves say.
    pub keys: Vec<KeyLine>,
    /// The acts, in the order of their moments.
    pub acts: Vec<ActLine>,
    /// The receipts, in the order of their moments.
    pub receipts: Vec<ReceiptLine>,
    /// The ledger entries, in the order of their moments.
    pub entries: Vec<EntryLine>,
    /// The checkpoints that the proofs lead to.
    pub checkpoints: Vec<CheckpointLine>,
    /// How many signatures were checked.
    pub signatures_checked: u32,
    /// How many inclusion proofs were checked.
    pub proofs_checked: u32,
    /// Acts that are named by others and are not in the bundle.
    pub absent: Vec<ActId>,
    /// What shows that somebody signed two histories.
    pub contradictions: Vec<Contradiction>,
}

/// An authority's keys in the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyLine {
    /// Whose.
    pub authority: AuthorityId,
    /// The fingerprint of its root, or of its one record when it has no root.
    pub fingerprint: Fingerprint,
    /// The fingerprint in words.
    pub words: Vec<String>,
    /// How many of the root's holders must sign, and how many there are; none without a root.
    pub root: Option<(usize, usize)>,
    /// The keys that the root named, oldest first.
    pub named: Vec<KeysLine>,
}

/// Keys that a root named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeysLine {
    /// The fingerprint of their record.
    pub fingerprint: Fingerprint,
    /// From when they signed.
    pub signs_from: Timestamp,
    /// Until when.
    pub signs_until: Timestamp,
    /// From when they are revoked.
    pub revoked_from: Option<Timestamp>,
    /// Why.
    pub reason: Option<String>,
}

/// An envelope in the bundle, and the act that it carried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActLine {
    /// The act.
    pub act: ActId,
    /// The envelope.
    pub envelope: EnvelopeHash,
    /// The kind of act.
    pub kind: String,
    /// Who said it.
    pub author: AuthorityId,
    /// To whom the envelope was sealed.
    pub to: AuthorityId,
    /// All recipients.
    pub recipients: Vec<AuthorityId>,
    /// When the act was made, by its author's clock.
    pub made_at: Timestamp,
    /// The login of the officer who made it.
    pub by: String,
    /// The officer's name.
    pub by_name: String,
    /// The login of the officer who approved it.
    pub approved_by: Option<String>,
    /// The acts that it follows.
    pub follows: Vec<ActId>,
    /// The epoch of the channel.
    pub epoch: u64,
    /// The number in the epoch.
    pub sequence: u64,
    /// The fingerprint of the record of keys that signed it.
    pub signed_with: Fingerprint,
    /// When these keys were revoked later: whether another authority's receipt in the bundle shows that the act existed
    /// before. Without such a receipt, whoever stole the keys could have made it and dated it back.
    pub before_revocation: Option<bool>,
    /// The author's handling code.
    #[serde(skip)]
    pub handling: Handling,
}

/// A receipt in the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptLine {
    /// For which act.
    pub act: ActId,
    /// For which envelope.
    pub envelope: EnvelopeHash,
    /// `stored`, `opened`, `accepted` or `refused`.
    pub stage: &'static str,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Who states it.
    pub by: AuthorityId,
    /// When, by that authority's clock.
    pub at: Timestamp,
    /// The number of the entry in that authority's ledger.
    pub index: u64,
    /// How many witnesses cosigned the checkpoint that it is proven to stand under.
    #[serde(skip)]
    pub witnesses: usize,
}

/// A ledger entry in the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryLine {
    /// Whose ledger.
    pub ledger: AuthorityId,
    /// The kind of entry.
    pub kind: EntryKind,
    /// The digest of what it is about, in hexadecimal digits.
    pub digest: String,
    /// When, in microseconds since 1970, by that authority's clock.
    pub at_us: i64,
    /// Its number in the ledger.
    pub index: u64,
    /// Whether what it is about is in the bundle.
    pub shown: bool,
    /// How many witnesses cosigned the checkpoint that it is proven to stand under.
    #[serde(skip)]
    pub witnesses: usize,
}

/// A checkpoint in the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckpointLine {
    /// Whose ledger.
    pub ledger: AuthorityId,
    /// How many entries it had.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// In which epoch of the node.
    pub epoch: u64,
    /// The witnesses that cosigned it, of those whose keys are in the bundle.
    pub cosigned: Vec<Cosignature>,
}

/// A witness's word for a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cosignature {
    /// Which witness.
    pub by: AuthorityId,
    /// When, by its clock.
    pub at: Timestamp,
}

/// Proof that an authority signed two histories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Contradiction {
    /// Two envelopes for one place of a channel.
    Envelopes {
        /// Who signed both.
        by: AuthorityId,
        /// One.
        one: EnvelopeHash,
        /// The other.
        other: EnvelopeHash,
    },
    /// Two roots for one size of a ledger.
    Checkpoints {
        /// Who signed both.
        by: AuthorityId,
        /// The size.
        size: u64,
        /// One root.
        one: Hash,
        /// The other root.
        other: Hash,
    },
}

impl BundleReport {
    /// The key records whose fingerprints are not among those that the reader knows from elsewhere.
    pub fn unknown_keys<'a>(&'a self, known: &'a [Fingerprint]) -> impl Iterator<Item = &'a KeyLine> {
        self.keys.iter().filter(|line| !known.contains(&line.fingerprint))
    }
}

impl KeyLine {
    pub(super) fn of(keys: &PartnerKeys) -> Self {
        let fingerprint = keys.fingerprint();
        let history = keys.history();
        Self {
            authority: keys.authority().clone(),
            fingerprint,
            words: fingerprint.words(),
            root: history.map(|history| (history.root().threshold(), history.root().holders().len())),
            named: history.into_iter().flat_map(KeyHistory::named).map(KeysLine::of).collect(),
        }
    }
}

impl KeysLine {
    fn of(named: &NamedKeys) -> Self {
        Self {
            fingerprint: named.fingerprint,
            signs_from: named.lifetime.signs_from,
            signs_until: named.lifetime.signs_until,
            revoked_from: named.revoked.as_ref().map(|(from, _)| *from),
            reason: named.revoked.as_ref().map(|(_, reason)| reason.clone()),
        }
    }
}

impl ActLine {
    pub(super) fn of(
        verified: &Verified,
        keys: &BTreeMap<AuthorityId, PartnerKeys>,
        receipts: &[Slip],
    ) -> Self {
        let (header, act): (&Header, &Act) = (verified.header(), verified.act());
        let signed_with = verified.signed_with();
        let revoked = keys.get(header.sender()).and_then(|keys| keys.revoked_from(&signed_with));
        let before = |from| {
            receipts
                .iter()
                .any(|slip| slip.statement.envelope == verified.envelope_hash() && slip.statement.at < from)
        };
        Self {
            act: header.act(),
            envelope: verified.envelope_hash(),
            kind: act.kind.to_string(),
            author: act.author.clone(),
            to: header.to().clone(),
            recipients: act.recipients.as_slice().to_vec(),
            made_at: act.made_at,
            by: act.by.login().to_owned(),
            by_name: act.by.name().to_owned(),
            approved_by: act.approved_by.as_ref().map(|officer| officer.login().to_owned()),
            follows: act.follows.clone(),
            epoch: header.epoch(),
            sequence: header.sequence(),
            signed_with,
            before_revocation: revoked.map(before),
            handling: act.handling,
        }
    }
}

impl ReceiptLine {
    pub(super) fn of(slip: &Slip, witnesses: usize) -> Self {
        let statement = &slip.statement;
        Self {
            act: statement.act,
            envelope: statement.envelope,
            stage: statement.stage.as_str(),
            reason: statement.stage.reason().map(str::to_owned),
            by: statement.by.clone(),
            at: statement.at,
            index: slip.index,
            witnesses,
        }
    }
}

impl EntryLine {
    pub(super) fn of(
        (ledger, entry, index, witnesses): &(AuthorityId, Entry, u64, usize),
        shown: &BTreeSet<[u8; 32]>,
    ) -> Self {
        Self {
            ledger: ledger.clone(),
            kind: entry.kind,
            digest: hex::encode(entry.digest),
            at_us: entry.at_us,
            index: *index,
            shown: shown.contains(&entry.digest),
            witnesses: *witnesses,
        }
    }
}

impl CheckpointLine {
    pub(super) fn of(verified: &VerifiedCheckpoint, cosigned: Vec<(AuthorityId, Timestamp)>) -> Self {
        let Checkpoint { size, root, .. } = verified.checkpoint();
        Self {
            ledger: verified.authority().clone(),
            size: *size,
            root: *root,
            epoch: verified.epoch(),
            cosigned: cosigned.into_iter().map(|(by, at)| Cosignature { by, at }).collect(),
        }
    }
}
