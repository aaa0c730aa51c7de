//! Making acts and their envelopes, in the transaction of whoever sends them.
//!
//! Each recipient's envelope takes the next place of the channel to it, is signed with both keys and sealed. Envelopes,
//! act, delivery rows and ledger entries are written together or not at all. Acts that are sent side by side share a
//! transaction ([`Senders`]): whoever comes first commits for all who came meanwhile.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

use exchange::{Act, ActId, AuthorityId, Outbound, PartnerKeys, Recipients, Unsigned};
use jiff::ToSpan;
use ledger::EntryKind;
use store::{ActRecord, Direction, EnvelopeKey, OutboundEnvelope, PartnerState, StoreError, Tx};
use tokio::sync::oneshot;

use super::record::{self, Record};
use crate::node::{NewAct, Node, NodeError};

/// Most acts in one commit.
const COMMIT: usize = 128;

/// What became of each act of a transaction. One that cannot be sent does not keep the others.
pub(crate) type Sent = Vec<Result<ActId, NodeError>>;

/// Makes one act; see [`Node::send_in`].
pub(crate) async fn send(node: &Node, tx: &mut Tx<'_>, new: NewAct) -> Result<ActId, NodeError> {
    let sent = send_all(node, tx, vec![new]).await?;
    sent.into_iter().next().unwrap_or_else(|| Err(NodeError::Stopped))
}

/// An act that may be sent, with the keys of everyone it goes to.
struct Ready {
    act: Act,
    id: ActId,
    bytes: Vec<u8>,
    recipients: Vec<(AuthorityId, PartnerKeys)>,
}

/// Makes acts and their envelopes.
pub(crate) async fn send_all(node: &Node, tx: &mut Tx<'_>, new: Vec<NewAct>) -> Result<Sent, NodeError> {
    let epoch = tx
        .node()
        .await?
        .ok_or_else(|| StoreError::NotFound { what: "node", id: node.authority().to_string() })?
        .epoch;
    let mut partners = BTreeMap::new();
    let mut taken = HashSet::new();
    let mut sent = Vec::new();
    let mut ready = Vec::new();
    for new in new {
        match prepare(node, tx, new, &mut partners, &mut taken).await {
            Ok(prepared) => {
                sent.push(Ok(prepared.id));
                ready.push(prepared);
            }
            // A failing store fails everything; an act that cannot be sent fails alone.
            Err(NodeError::Store(error)) => return Err(error.into()),
            Err(error) => sent.push(Err(error)),
        }
    }
    let acts: Vec<ActRecord> = ready.iter().map(|ready| act_record(node, ready)).collect();
    tx.add_acts(&acts).await?;
    let mut channels: BTreeMap<AuthorityId, Outbound> = BTreeMap::new();
    let mut rng = node.rng();
    let mut envelopes = Vec::new();
    let mut records = Vec::new();
    for Ready { act, id, recipients, .. } in ready {
        for (recipient, keys) in recipients {
            if !channels.contains_key(&recipient) {
                channels.insert(recipient.clone(), tx.outbound(&recipient, epoch).await?);
            }
            let Some(channel) = channels.get_mut(&recipient) else { continue };
            let place = channel.place();
            let signed = Unsigned::new(act.clone(), recipient.clone(), place)?.sign(&node.keys().signing)?;
            channel.advance(signed.envelope_hash());
            records.push(
                Record::new(EntryKind::Sent, *signed.envelope_hash().as_bytes(), act.made_at)
                    .act(id)
                    .detail(format!("{} to {recipient}", act.kind)),
            );
            envelopes.push(OutboundEnvelope {
                key: EnvelopeKey { partner: recipient, epoch: place.epoch, sequence: place.sequence },
                hash: signed.envelope_hash(),
                act: id,
                previous: place.previous,
                signed: signed.kept().to_bytes(),
                wire: signed.seal(&keys, &mut rng)?.into_bytes(),
                made_at: act.made_at,
            });
        }
    }
    tx.add_outbound(&envelopes).await?;
    record::append(tx, node, &records).await?;
    Ok(sent)
}

async fn prepare(
    node: &Node,
    tx: &mut Tx<'_>,
    new: NewAct,
    partners: &mut BTreeMap<AuthorityId, PartnerKeys>,
    taken: &mut HashSet<ActId>,
) -> Result<Ready, NodeError> {
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
    let mut recipients = Vec::new();
    for recipient in &act.recipients {
        if !partners.contains_key(recipient) {
            let partner = tx
                .partner(recipient)
                .await?
                .filter(|partner| partner.state == PartnerState::Accredited)
                .ok_or_else(|| NodeError::NotAccredited(recipient.clone()))?;
            partners.insert(recipient.clone(), node.parsed(&partner.partner)?);
        }
        recipients.extend(partners.get(recipient).map(|keys| (recipient.clone(), keys.clone())));
    }
    loop {
        let bytes = act.to_bytes()?;
        let id = act.id();
        // Saying the same twice in one microsecond is two acts, so the second is made a microsecond later.
        if taken.insert(id) && tx.act(&id).await?.is_none() {
            return Ok(Ready { act, id, bytes, recipients });
        }
        act.made_at = act.made_at.saturating_add(1.microsecond()).unwrap_or(act.made_at);
    }
}

fn act_record(node: &Node, ready: &Ready) -> ActRecord {
    ActRecord {
        id: ready.id,
        case: ready.act.case,
        author: node.authority().clone(),
        kind: ready.act.kind.to_string(),
        direction: Direction::Outgoing,
        made_at: ready.act.made_at,
        stored_at: ready.act.made_at,
        bytes: ready.bytes.clone(),
    }
}

/// Acts of this process that wait to be committed.
#[derive(Default)]
pub(crate) struct Senders {
    queue: Mutex<Vec<Waiting>>,
    turn: tokio::sync::Mutex<()>,
}

struct Waiting {
    new: NewAct,
    answer: oneshot::Sender<Result<ActId, NodeError>>,
}

impl Senders {
    fn take(&self) -> Vec<Waiting> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let count = queue.len().min(COMMIT);
        queue.drain(..count).collect()
    }
}

/// Sends an act together with those that are sent at the same moment.
pub(crate) async fn send_together(node: &Node, new: NewAct) -> Result<ActId, NodeError> {
    let (answer, mut outcome) = oneshot::channel();
    let senders = node.senders();
    senders.queue.lock().unwrap_or_else(PoisonError::into_inner).push(Waiting { new, answer });
    loop {
        let turn = senders.turn.lock().await;
        if let Ok(sent) = outcome.try_recv() {
            return sent;
        }
        let waiting = senders.take();
        if waiting.is_empty() {
            drop(turn);
            return outcome.await.unwrap_or(Err(NodeError::Stopped));
        }
        // The commit outlives a caller that stops waiting: others are in it.
        let committing = tokio::spawn({
            let node = node.clone();
            async move { commit(&node, waiting).await }
        });
        let ended = committing.await;
        drop(turn);
        if ended.is_err() {
            return outcome.try_recv().unwrap_or(Err(NodeError::Stopped));
        }
    }
}

async fn commit(node: &Node, waiting: Vec<Waiting>) {
    let all: &[Waiting] = &waiting;
    let together = node
        .store()
        .run_tx_with::<_, NodeError, _>("send acts", |tx| {
            Box::pin(async move {
                send_all(node, tx, all.iter().map(|waiting| waiting.new.clone()).collect()).await
            })
        })
        .await;
    let answers = match together {
        Ok(sent) => sent,
        // What failed may concern one act only; each gets its own answer.
        Err(error) if waiting.len() == 1 => vec![Err(error)],
        Err(_) => {
            let mut answers = Vec::new();
            for waiting in all {
                answers.push(
                    node.store()
                        .run_tx_with::<_, NodeError, _>("send act", |tx| {
                            Box::pin(async move { send(node, tx, waiting.new.clone()).await })
                        })
                        .await,
                );
            }
            answers
        }
    };
    node.wake_delivery();
    for (waiting, answer) in waiting.into_iter().zip(answers) {
        // A caller that stopped waiting finds the act in the case.
        let _ = waiting.answer.send(answer);
    }
}
