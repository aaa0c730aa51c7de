//! Making an act and its envelopes, in the transaction of whoever sends it.
//!
//! Each recipient's envelope takes the next place of the channel to it, is signed with both keys and sealed. Envelopes,
//! act, delivery rows and ledger entries are written together or not at all.

use exchange::{Act, ActId, Recipients, Unsigned};
use jiff::ToSpan;
use ledger::EntryKind;
use store::{ActRecord, Direction, EnvelopeKey, OutboundEnvelope, PartnerState, StoreError, Tx};

use super::record::{self, Record};
use crate::node::{NewAct, Node, NodeError};

/// Makes the act; see [`Node::send_in`].
pub(crate) async fn send(node: &Node, tx: &mut Tx<'_>, new: NewAct) -> Result<ActId, NodeError> {
    let epoch = tx
        .node()
        .await?
        .ok_or_else(|| StoreError::NotFound { what: "node", id: node.authority().to_string() })?
        .epoch;
    let mut act = Act {
        author: node.authority().clone(),
        recipients: Recipients::new(new.recipients)?,
        case: new.case,
        kind: new.kind,
        follows: new.follows,
        made_at: node.now(),
        by: new.by,
        approved_by: new.approved_by,
        purpose: new.purpose,
        legal_basis: new.legal_basis,
        handling: new.handling,
        onward: new.onward,
        expires_at: new.expires_at,
        body: new.body,
    }
    .normalised();
    let id = keep(node, tx, &mut act).await?;
    let mut rng = node.rng();
    let mut envelopes = Vec::new();
    let mut records = Vec::new();
    for recipient in &act.recipients {
        let partner = tx
            .partner(recipient)
            .await?
            .filter(|partner| partner.state == PartnerState::Accredited)
            .ok_or_else(|| NodeError::NotAccredited(recipient.clone()))?;
        let keys = node.parsed(&partner.partner)?;
        let place = tx.outbound(recipient, epoch).await?.place();
        let signed = Unsigned::new(act.clone(), recipient.clone(), place)?.sign(&node.keys().signing)?;
        let sealed = signed.seal(&keys, &mut rng)?;
        records.push(
            Record::new(EntryKind::Sent, *signed.envelope_hash().as_bytes(), act.made_at)
                .act(id)
                .detail(format!("{} to {recipient}", act.kind)),
        );
        envelopes.push(OutboundEnvelope {
            key: EnvelopeKey { partner: recipient.clone(), epoch: place.epoch, sequence: place.sequence },
            hash: signed.envelope_hash(),
            act: id,
            previous: place.previous,
            signed: signed.kept().to_bytes(),
            wire: sealed.into_bytes(),
            made_at: act.made_at,
        });
    }
    tx.add_outbound(&envelopes).await?;
    record::append(tx, node, &records).await?;
    Ok(id)
}

/// Keeps the act. Saying the same twice in one microsecond is two acts, so the second is made a microsecond later.
async fn keep(node: &Node, tx: &mut Tx<'_>, act: &mut Act) -> Result<ActId, NodeError> {
    loop {
        let bytes = act.to_bytes()?;
        let id = act.id();
        let record = ActRecord {
            id,
            case: act.case,
            author: node.authority().clone(),
            kind: act.kind.to_string(),
            direction: Direction::Outgoing,
            made_at: act.made_at,
            stored_at: act.made_at,
            bytes,
        };
        if !tx.add_acts(&[record]).await?.is_empty() {
            return Ok(id);
        }
        act.made_at = act.made_at.saturating_add(1.microsecond()).unwrap_or(act.made_at);
    }
}
