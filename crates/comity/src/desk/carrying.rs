//! Carrying over removable media: everything that waits for a partner into signed files, and what a partner carried here into
//! the store, with the same receipts as over a connection.

use std::collections::BTreeMap;

use exchange::carry::{Carried, CarryError, MAX_CARRIED};
use exchange::{AuthorityId, ReceiptBatch, SignedAck, SignedEnvelope};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{DeskError, Role, Viewer, audit, directory, reading};
use crate::node::Node;
use crate::peer::partners::Partners;
use crate::peer::{carried, incoming, outgoing};

/// Bytes after which a file is full.
const FULL: usize = 48 << 20;
/// Receipts given earlier than this are not carried again: the partner's acknowledgement asks for what it lacks.
const RECEIPTS: SignedDuration = SignedDuration::from_hours(24 * 60);
const ROWS: u32 = 256;

/// Takes a file that was made, by its name.
pub type Keep<'a> = dyn FnMut(&str, &[u8]) -> Result<(), DeskError> + Send + 'a;

/// What one file carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarriedOut {
    /// The file's name.
    pub name: String,
    /// Envelopes in it.
    pub envelopes: usize,
    /// Receipts in it.
    pub receipts: usize,
    /// Bytes of it.
    pub bytes: usize,
}

/// What became of a file that was carried here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CarriedIn {
    /// Who made it.
    pub from: String,
    /// Envelopes that were new here.
    pub stored: usize,
    /// Envelopes that were here before.
    pub known: usize,
    /// Envelopes refused, with the reasons.
    pub refused: Vec<String>,
    /// Receipts for acts of ours that were new.
    pub receipts: usize,
    /// Receipts that prove nothing, with the reasons.
    pub unproven: Vec<String>,
}

/// Makes the files for a partner, one after the other, and hands each to `keep`. Nothing counts as delivered by it: only
/// receipts do that.
pub async fn out(
    node: &Node,
    viewer: &Viewer,
    partner: &str,
    keep: &mut Keep<'_>,
) -> Result<Vec<CarriedOut>, DeskError> {
    viewer.needs(&[Role::Officer, Role::Admin])?;
    let (partner, _) = directory::accredited(node, partner).await?;
    let at = node.now();
    let known = Partners::load(node).await.map_err(DeskError::Node)?.get(&partner);
    let known = known.ok_or_else(|| DeskError::not_found("partner", &partner))?;
    let ack = incoming::acknowledge(node, &partner).await.map_err(DeskError::Node)?;
    let mut receipts = receipts(node, &partner, at).await?;
    let mut made = Vec::new();
    let mut after = (0, 0);
    loop {
        let mut file = Carried {
            from: node.authority().clone(),
            to: partner.clone(),
            at,
            envelopes: Vec::new(),
            ack: ack.clone(),
            receipts: Vec::new(),
        };
        let mut bytes = 0;
        let mut rest = true;
        while rest && bytes < FULL && file.envelopes.len() + (ROWS as usize) < MAX_CARRIED {
            let to = &partner;
            let rows = node
                .store()
                .read("carry out", |tx| Box::pin(async move { tx.waiting_for(to, after, ROWS).await }))
                .await?;
            rest = rows.len() == ROWS as usize;
            for (epoch, sequence, kept) in rows {
                let kept =
                    SignedEnvelope::from_bytes(&kept).map_err(|error| DeskError::Node(error.into()))?;
                let wire = outgoing::seal(node, &known.keys, &kept).map_err(DeskError::Node)?;
                if bytes + wire.len() > FULL && !file.envelopes.is_empty() {
                    rest = true;
                    bytes = FULL;
                    break;
                }
                after = (epoch, sequence);
                bytes += wire.len();
                file.envelopes.push(wire);
            }
        }
        while let Some(batch) = receipts.pop() {
            bytes += batch.len();
            file.receipts.push(batch);
            if bytes >= FULL + (8 << 20) || file.receipts.len() >= MAX_CARRIED {
                break;
            }
        }
        let signer = node.signing().map_err(DeskError::Node)?;
        let (file, signed) = tokio::task::spawn_blocking(move || {
            let signed = file.sign(&signer);
            (file, signed)
        })
        .await
        .map_err(|error| DeskError::Damaged { what: "file to carry", why: error.to_string() })?;
        let signed = signed.map_err(unusable)?;
        let stamp = at.strftime("%Y%m%dT%H%M%SZ");
        let name = format!("{}-to-{partner}-{stamp}-{:03}.comity", node.authority(), made.len() + 1);
        keep(&name, &signed)?;
        made.push(CarriedOut {
            name,
            envelopes: file.envelopes.len(),
            receipts: file.receipts.len(),
            bytes: signed.len(),
        });
        if !rest && receipts.is_empty() {
            break;
        }
    }
    let detail = format!("{} files", made.len());
    audit::write(node, &audit::line(node, &viewer.login, "carried-out", &partner, detail)).await?;
    Ok(made)
}

/// Receipts given to a partner lately, as batches that share a checkpoint.
async fn receipts(node: &Node, partner: &AuthorityId, at: Timestamp) -> Result<Vec<Vec<u8>>, DeskError> {
    let since = at.saturating_sub(RECEIPTS).unwrap_or(Timestamp::MIN);
    let most = u32::try_from(MAX_CARRIED).unwrap_or(u32::MAX);
    let given = node
        .store()
        .read("receipts to carry", |tx| {
            Box::pin(async move { tx.receipts_given_since(partner, since, most).await })
        })
        .await?;
    let mut batches: BTreeMap<Vec<u8>, (exchange::SignedCheckpoint, Vec<exchange::Slip>)> = BTreeMap::new();
    for bytes in given {
        let receipt = exchange::Receipt::from_bytes(&bytes)
            .map_err(|error| DeskError::Damaged { what: "receipt", why: error.to_string() })?;
        let note = receipt.checkpoint.to_bytes();
        let (_, slips) = batches.entry(note).or_insert_with(|| (receipt.checkpoint.clone(), Vec::new()));
        slips.push(receipt.slip);
    }
    let mut all = Vec::new();
    for (checkpoint, slips) in batches.into_values() {
        for share in slips.chunks(1_000) {
            let batch = ReceiptBatch::new(checkpoint.clone(), share.to_vec())
                .map_err(|error| DeskError::Damaged { what: "receipts", why: error.to_string() })?;
            all.push(batch.to_bytes());
        }
    }
    Ok(all)
}

fn unusable(error: CarryError) -> DeskError {
    DeskError::invalid("file", crate::causes::chain(&error), "carry the right file here, unaltered")
}

/// Takes a file in that a partner made for us. Doing it again changes nothing.
pub async fn take_in(node: &Node, viewer: &Viewer, bytes: Vec<u8>) -> Result<CarriedIn, DeskError> {
    viewer.needs(&[Role::Officer, Role::Admin])?;
    let maker = Carried::claimed_maker(&bytes).map_err(unusable)?;
    let (partner, _) = directory::accredited(node, maker.as_str()).await?;
    let taken = carried::take(node, &partner, bytes).await.map_err(|error| match error {
        carried::TakeError::File(error) => unusable(error),
        carried::TakeError::Node(error) => DeskError::Node(error),
        carried::TakeError::Unknown(who) => DeskError::not_found("partner", reading::cut(&who)),
    })?;
    let detail = format!("{} new, {} known, {} refused", taken.stored, taken.known, taken.refused.len());
    audit::write(node, &audit::line(node, &viewer.login, "carried-in", &partner, detail)).await?;
    Ok(taken)
}

/// Whether an acknowledgement is the partner's word to us.
pub(crate) fn acknowledged(
    bytes: &[u8],
    keys: &exchange::PartnerKeys,
    me: &AuthorityId,
) -> Option<exchange::Ack> {
    SignedAck::parse(bytes).ok()?.verify(keys, me).ok()
}
