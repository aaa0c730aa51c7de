//! Watching partners' ledgers, and cosigning them.
//!
//! A partner's checkpoint is cosigned in the transaction that remembers it, after a proof that the ledger only grew
//! ([`exchange::witness::judge`]). Besides, the partner's newest checkpoint is fetched now and then, and every checkpoint
//! that its receipts showed is proven to be of the same ledger. What does not fit is kept as an alarm with the signed
//! notes that prove it.

use exchange::cbor;
use exchange::witness::{self, AddCheckpoint, Seen, Verdict, back_dated, judge};
use exchange::{AuthorityId, Receipt, SignedCheckpoint, Slip, VerifiedCheckpoint};
use jiff::Timestamp;
use ledger::{Checkpoint, Hash, verify_consistency};
use sha2::{Digest, Sha256};
use store::{EnvelopeKey, LedgerSeen, NewAlarm, Tx};

use super::client::Client;
use super::partners::Partner;
use super::telling::{found, raise};
use super::wire;
use crate::node::{Node, NodeError};

/// Most checkpoints of receipts that are judged in one round.
const ROUND: u32 = 256;

/// A partner's checkpoint that receipts lead to, and the proof that it is the partner's.
#[derive(Debug)]
pub(crate) struct Shown {
    /// As it was signed.
    pub(crate) checkpoint: SignedCheckpoint,
    /// As it was checked.
    pub(crate) verified: VerifiedCheckpoint,
}

/// What became of a request to cosign.
pub(crate) enum Cosigned {
    /// The lines for the note.
    Lines(Vec<u8>),
    /// Ask again from this size.
    From(u64),
    /// The ledger does not fit what was seen of it.
    Refused(String),
}

fn as_seen(seen: &LedgerSeen) -> Result<Seen, NodeError> {
    let checkpoint = SignedCheckpoint::parse(&seen.note)?.claimed().clone();
    Ok(Seen { epoch: seen.epoch, checkpoint })
}

/// Cosigns a partner's checkpoint, or says why not.
pub(crate) async fn cosign(
    node: &Node,
    partner: &Partner,
    request: &AddCheckpoint,
) -> Result<Cosigned, NodeError> {
    let shown = match request.checkpoint.verify(&partner.keys) {
        Ok(shown) => shown,
        Err(error) => return Ok(Cosigned::Refused(error.to_string())),
    };
    let (shown, at, signer) = (&shown, node.now(), &node.signing()?);
    let cosigned = node
        .store()
        .run_tx_with::<_, NodeError, _>("cosign", |tx| {
            Box::pin(async move {
                let last = tx.ledger_seen(shown.authority()).await?;
                let seen = last.as_ref().map(as_seen).transpose()?;
                let verdict = judge(seen.as_ref(), request.old, &request.proof, shown);
                match verdict {
                    Verdict::Cosign | Verdict::CosignNewEpoch => {}
                    Verdict::Elsewhere { known } | Verdict::Older { known, .. } => {
                        return Ok(Cosigned::From(known));
                    }
                    Verdict::Fork | Verdict::Inconsistent(_) => {
                        if let Some(last) = &last {
                            let alarm = two_histories(last, shown, &request.checkpoint, at);
                            raise(tx, node, &alarm).await?;
                        }
                        return Ok(Cosigned::Refused(
                            "the ledger does not begin with what was seen of it".into(),
                        ));
                    }
                }
                if verdict == Verdict::CosignNewEpoch
                    && let Some(last) = &last
                {
                    raise(tx, node, &began_anew(last, shown, &request.checkpoint, at)).await?;
                    // It says that it lost its memory, so its receipts may speak of what it no longer has. It answers
                    // what it still has with the same receipt.
                    tx.deliver_receipted_again(shown.authority(), None, at).await?;
                }
                let mut note = request.checkpoint.clone();
                let lines = witness::cosign(&note, node.authority(), signer, at)?;
                note.add_lines(lines.clone())?;
                tx.see_ledger(&ledger_seen(shown, &note, at)).await?;
                Ok(Cosigned::Lines(witness::write_lines(&lines)))
            })
        })
        .await?;
    node.wake_delivery();
    Ok(cosigned)
}

fn ledger_seen(shown: &VerifiedCheckpoint, note: &SignedCheckpoint, at: Timestamp) -> LedgerSeen {
    LedgerSeen {
        authority: shown.authority().clone(),
        epoch: shown.epoch(),
        size: shown.checkpoint().size,
        root: shown.checkpoint().root,
        note: note.to_bytes(),
        at,
    }
}

/// Both signed notes, one after the other, are the proof.
fn both(one: &[u8], other: &SignedCheckpoint) -> Vec<u8> {
    [one, b"\n", &other.to_bytes()].concat()
}

fn two_histories(
    last: &LedgerSeen,
    shown: &VerifiedCheckpoint,
    note: &SignedCheckpoint,
    at: Timestamp,
) -> NewAlarm {
    let size = shown.checkpoint().size;
    let detail = if size == last.size {
        format!("signed two different ledgers of {size} entries")
    } else {
        format!("signed a ledger of {size} entries that does not fit the one of {} entries", last.size)
    };
    found(shown.authority(), "fork", detail, both(&last.note, note), at)
}

fn began_anew(
    last: &LedgerSeen,
    shown: &VerifiedCheckpoint,
    note: &SignedCheckpoint,
    at: Timestamp,
) -> NewAlarm {
    let detail = format!(
        "began a new ledger in epoch {} after one of {} entries in epoch {}: it says that it lost its memory",
        shown.epoch(),
        last.size,
        last.epoch
    );
    found(shown.authority(), "new-epoch", detail, both(&last.note, note), at)
}

/// Looks at a partner's newest checkpoint, and at those that its receipts showed.
pub(crate) async fn look(
    node: &Node,
    partner: &Partner,
    client: &Client,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let authority = partner.keys.authority();
    // Before the newest is asked for: a receipt that comes meanwhile may show a later one.
    let (last, unproven) = node
        .store()
        .read("ledgers seen", |tx| {
            Box::pin(async move {
                Ok((tx.ledger_seen(authority).await?, tx.checkpoints_unproven(authority, ROUND).await?))
            })
        })
        .await?;
    let answer = client.post(wire::CHECKPOINT, Vec::new(), ledger::note::MAX_NOTE).await?;
    if answer.is_empty() {
        return Ok(());
    }
    let newest = SignedCheckpoint::parse(&answer)?;
    let shown = newest.verify(&partner.keys)?;
    let mut alarms = Vec::new();
    if let Some(last) = &last {
        alarms.extend(against_last(node, last, &shown, &newest, client).await?);
    }
    let (mut judged, mut lost) = (Vec::new(), Vec::new());
    for batch in unproven.chunks(wire::MAX_PROOFS) {
        let here: Vec<&LedgerSeen> = batch
            .iter()
            .filter(|one| one.epoch <= shown.epoch() && one.size <= shown.checkpoint().size)
            .collect();
        let proofs =
            proofs(client, shown.checkpoint().size, here.iter().map(|one| one.size).collect()).await?;
        for (one, proof) in here.iter().zip(proofs) {
            let Checkpoint { size, root, .. } = shown.checkpoint();
            if verify_consistency(one.size, one.root, *size, *root, &proof).is_err() {
                // A log that began anew has what was still there: what is not was lost, and that was said.
                if one.epoch == shown.epoch() {
                    alarms.push(two_histories(one, &shown, &newest, node.now()));
                }
                lost.push((*one).clone());
            }
            judged.push((*one).clone());
        }
        // What a receipt showed and the newest checkpoint does not reach is gone: unless the log began anew, it was rewound.
        for one in batch.iter().filter(|one| !here.contains(one)) {
            if one.epoch >= shown.epoch() {
                alarms.push(rewound(one, &shown, &newest, node.now()));
            }
            lost.push(one.clone());
            judged.push(one.clone());
        }
    }
    // The largest stays until a later one is cosigned: should the partner be rewound, it shows how far it had come.
    let cosigned = last.as_ref().map_or((0, 0), |last| (last.epoch, last.size));
    if let Some(largest) =
        unproven.last().filter(|one| (one.epoch, one.size) > cosigned && !lost.contains(one))
    {
        judged.retain(|one| one != largest);
    }
    keep(node, authority, &alarms, &judged, &lost).await?;
    Ok(())
}

/// The name under which receipts keep the note that they share.
fn receipt_note_digest(note: &[u8]) -> [u8; 32] {
    Sha256::digest(cbor::to_canonical(&cbor::Bytes(note.to_vec())).unwrap_or_default()).into()
}

async fn against_last(
    node: &Node,
    last: &LedgerSeen,
    shown: &VerifiedCheckpoint,
    newest: &SignedCheckpoint,
    client: &Client,
) -> Result<Option<NewAlarm>, Box<dyn std::error::Error + Send + Sync>> {
    let Checkpoint { size, root, .. } = shown.checkpoint();
    if shown.epoch() > last.epoch {
        return Ok(None);
    }
    if shown.epoch() < last.epoch || *size < last.size {
        return Ok(Some(rewound(last, shown, newest, node.now())));
    }
    let proof = proofs(client, *size, vec![last.size]).await?.into_iter().next().unwrap_or_default();
    let fits = verify_consistency(last.size, last.root, *size, *root, &proof).is_ok();
    Ok((!fits).then(|| two_histories(last, shown, newest, node.now())))
}

fn rewound(
    last: &LedgerSeen,
    shown: &VerifiedCheckpoint,
    note: &SignedCheckpoint,
    at: Timestamp,
) -> NewAlarm {
    let detail = format!(
        "shows a ledger of {} entries (epoch {}) after one of {} (epoch {}): entries are gone",
        shown.checkpoint().size,
        shown.epoch(),
        last.size,
        last.epoch
    );
    found(shown.authority(), "rewound", detail, both(&last.note, note), at)
}

async fn proofs(
    client: &Client,
    to: u64,
    from: Vec<u64>,
) -> Result<Vec<Vec<Hash>>, Box<dyn std::error::Error + Send + Sync>> {
    if from.is_empty() {
        return Ok(Vec::new());
    }
    const MOST: usize = wire::MAX_PROOFS * (ledger::proof::MAX_PROOF * 34 + 16) + 64;
    let count = from.len();
    let question = cbor::to_canonical(&wire::Consistency { to, from })?;
    let answer = client.post(wire::CONSISTENCY, question, MOST).await?;
    let proofs: Vec<Vec<Hash>> = cbor::from_canonical(&answer, MOST)?;
    if proofs.len() == count {
        Ok(proofs)
    } else {
        Err("the partner answered another number of proofs".into())
    }
}

async fn keep(
    node: &Node,
    authority: &AuthorityId,
    alarms: &[NewAlarm],
    judged: &[LedgerSeen],
    lost: &[LedgerSeen],
) -> Result<(), NodeError> {
    if alarms.is_empty() && judged.is_empty() {
        return Ok(());
    }
    let at = node.now();
    let again = node
        .store()
        .run_tx_with::<_, NodeError, _>("ledgers looked at", |tx| {
            Box::pin(async move {
                for alarm in alarms {
                    raise(tx, node, alarm).await?;
                }
                let mut again = 0;
                for one in lost {
                    // What was receipted under a ledger that the partner no longer has goes again.
                    let note = receipt_note_digest(&one.note);
                    again += tx.deliver_receipted_again(authority, Some(&note), at).await?;
                }
                for one in judged {
                    tx.checkpoint_judged(one).await?;
                }
                Ok(again)
            })
        })
        .await?;
    if again > 0 {
        tracing::warn!(again, partner = %authority, "the partner's ledger lacks what it receipted; that goes again");
        node.wake_delivery();
    }
    Ok(())
}

/// Notes what receipts that were kept show of their author's ledger: the checkpoint, to be proven, and entries that are
/// dated back.
pub(crate) async fn note_receipts(
    tx: &mut Tx<'_>,
    node: &Node,
    shown: &Shown,
    slips: &[&Slip],
    at: Timestamp,
) -> Result<(), NodeError> {
    let by = shown.verified.authority();
    if let Some(seen) = tx.ledger_seen(by).await?
        && exchange::origin_in(by, seen.epoch) == shown.checkpoint.claimed().origin
    {
        for slip in slips {
            if back_dated(slip.index, slip.statement.at, seen.size, seen.at) {
                let detail = format!(
                    "entry {} claims to be of {}, and the ledger had only {} entries when it was cosigned at {}",
                    slip.index, slip.statement.at, seen.size, seen.at
                );
                let receipt = Receipt { slip: (*slip).clone(), checkpoint: shown.checkpoint.clone() };
                let proof = [&seen.note[..], b"\n", &receipt.to_bytes()].concat();
                raise(tx, node, &found(by, "back-dated", detail, proof, at)).await?;
            }
        }
    }
    tx.checkpoint_shown(&ledger_seen(&shown.verified, &shown.checkpoint, at)).await?;
    Ok(())
}

/// What was last seen of a partner: its last cosigned checkpoint and its latest envelope, both its own signed words.
pub(crate) async fn seen_of(node: &Node, partner: &AuthorityId) -> Result<wire::Seen, NodeError> {
    let seen = node
        .store()
        .read("what was seen", |tx| {
            Box::pin(async move {
                // What a receipt showed counts as well as what was cosigned: the later one says how far the ledger had come.
                let at = |seen: &LedgerSeen| (seen.epoch, seen.size);
                let cosigned = tx.ledger_seen(partner).await?;
                let last =
                    tx.checkpoint_shown_last(partner).await?.into_iter().chain(cosigned).max_by_key(at);
                let inbound = tx.inbound(partner).await?;
                let (epoch, sequence) = (inbound.epoch(), inbound.ranges().highest());
                let envelope = if sequence == 0 {
                    None
                } else {
                    tx.inbound_signed(&EnvelopeKey { partner: partner.clone(), epoch, sequence }).await?
                };
                Ok(wire::Seen {
                    checkpoint: last.map(|last| cbor::Bytes(last.note)),
                    envelope: envelope.map(cbor::Bytes),
                })
            })
        })
        .await?;
    Ok(seen)
}

/// This node's newest checkpoint that enough witnesses cosigned, or the newest of all, with every cosignature there is.
pub(crate) async fn own_checkpoint(node: &Node) -> Result<Vec<u8>, NodeError> {
    node.store()
        .read_with::<_, NodeError, _>("own checkpoint", |tx| {
            Box::pin(async move {
                let Some(latest) = tx.latest_checkpoint().await? else { return Ok(Vec::new()) };
                with_cosignatures(tx, &latest.note).await
            })
        })
        .await
}

/// A note of this node with the cosignatures that were got for it.
pub(crate) async fn with_cosignatures(tx: &mut Tx<'_>, note: &[u8]) -> Result<Vec<u8>, NodeError> {
    let mut signed = SignedCheckpoint::parse(note)?;
    let epoch = match signed.claimed().origin.as_str().rsplit_once('/') {
        Some((before, epoch)) if before.contains('/') => epoch.parse().unwrap_or(1),
        _ => 1,
    };
    for cosignature in tx.cosignatures_of(epoch, signed.claimed().size).await? {
        let whole = [signed.claimed().to_string().as_bytes(), b"\n", &cosignature.lines].concat();
        if let Ok(lines) = ledger::Note::parse(&whole) {
            // A note holds the lines of twelve witnesses; more add nothing.
            let _ = signed.add_lines(lines.signatures().iter().cloned());
        }
    }
    Ok(signed.to_bytes())
}
