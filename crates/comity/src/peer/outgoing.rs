//! Making acts and their envelopes, in the transaction of whoever sends them.
//!
//! Each recipient's envelope takes the next place of the channel to it and is signed with both keys. Envelopes, act,
//! delivery rows and ledger entries are written together or not at all. Sealing waits for the delivery, so that an envelope
//! is sealed to the keys that the recipient has then. Acts that are sent side by side share a
//! transaction ([`Senders`]): whoever comes first commits for all who came meanwhile, and while it writes, the next makes
//! its envelopes. What is committed goes from hand to hand to a delivery that keeps up ([`Handing`](super::handing::Handing)).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use exchange::{Act, ActId, AuthorityId, Outbound, PartnerKeys, Place, Recipients, SignedEnvelope, Unsigned};
use ledger::EntryKind;
use store::{
    ActRecord, Claimed, Direction, EnvelopeKey, NewFileOffer, OutboundEnvelope, PartnerState, StoreError, Tx,
};
use tokio::sync::{OwnedMutexGuard, oneshot};

use super::aside::aside;
use super::record::{self, Record};
use super::worker;
use crate::desk;
use crate::node::{NewAct, Node, NodeError};

/// Most acts in one commit.
const COMMIT: usize = 128;
/// Acts that are worth a thread of their own to sign.
const EACH: usize = 8;

/// What became of each act of a transaction. One that cannot be sent does not keep the others.
pub(crate) type Sent = Vec<Result<ActId, NodeError>>;

/// Makes one act; see [`Node::send_in`].
pub(crate) async fn send(node: &Node, tx: &mut Tx<'_>, new: NewAct) -> Result<ActId, NodeError> {
    let gathered = gather(node, tx, vec![new], None).await?;
    let made = make(node, gathered, 1)?;
    write(node, tx, &made).await?;
    made.sent.into_iter().next().unwrap_or(Err(NodeError::Stopped))
}

/// An act that may be sent to everyone it names.
struct Ready {
    act: Act,
}

/// The ends of channels.
type Ends = BTreeMap<AuthorityId, Outbound>;

/// Everything that has to be known before envelopes can be made.
struct Gathered {
    acts: Vec<Result<Ready, NodeError>>,
    channels: Ends,
}

/// Acts and envelopes ready to be written, if the channels still end where they did.
struct Made {
    sent: Sent,
    begin: BTreeMap<AuthorityId, Place>,
    ends: Ends,
    acts: Vec<ActRecord>,
    envelopes: Vec<OutboundEnvelope>,
    /// The same envelopes as a delivery has them.
    claimed: Vec<Claimed>,
    records: Vec<Record>,
    files: Vec<NewFileOffer>,
}

/// Reads what the acts need: the epoch, who is accredited and the ends of the channels to them, unless they are known to
/// lie ahead of what is stored.
async fn gather(
    node: &Node,
    tx: &mut Tx<'_>,
    new: Vec<NewAct>,
    ahead: Option<&Ends>,
) -> Result<Gathered, NodeError> {
    let epoch = tx
        .node()
        .await?
        .ok_or_else(|| StoreError::NotFound { what: "node", id: node.authority().to_string() })?
        .epoch;
    let mut partners = BTreeSet::new();
    let mut acts = Vec::new();
    for new in new {
        match prepare(node, tx, new, &mut partners).await {
            // A failing store fails everything; an act that cannot be sent fails alone.
            Err(NodeError::Store(error)) => return Err(error.into()),
            prepared => acts.push(prepared),
        }
    }
    let mut channels = BTreeMap::new();
    for recipient in partners {
        let ahead = ahead.and_then(|ends| ends.get(&recipient));
        let channel = match ahead.filter(|channel| channel.place().epoch == epoch) {
            Some(channel) => channel.clone(),
            None => tx.outbound(&recipient, epoch).await?,
        };
        channels.insert(recipient, channel);
    }
    Ok(Gathered { acts, channels })
}

async fn prepare(
    node: &Node,
    tx: &mut Tx<'_>,
    new: NewAct,
    partners: &mut BTreeSet<AuthorityId>,
) -> Result<Ready, NodeError> {
    let act = Act {
        author: node.authority().clone(),
        recipients: Recipients::new(new.recipients)?,
        case: new.case,
        kind: new.kind,
        follows: new.follows,
        made_at: node.stamp(),
        by: new.by,
        approved_by: new.approved_by,
        purpose: new.purpose,
        legal_basis: new.legal_basis,
        handling: new.handling,
        onward: new.onward,
        marks: new.marks,
        expires_at: new.expires_at,
        body: new.body,
    }
    .normalised();
    act.check()?;
    for recipient in &act.recipients {
        if !partners.contains(recipient) {
            let partner = tx
                .partner(recipient)
                .await?
                .filter(|partner| partner.state == PartnerState::Accredited)
                .ok_or_else(|| NodeError::NotAccredited(recipient.clone()))?;
            let keys = node.parsed(&partner.partner)?;
            if !keys.seals_at(node.now()) {
                return Err(NodeError::KeysPast(recipient.clone()));
            }
            partners.insert(recipient.clone());
        }
    }
    Ok(Ready { act })
}

/// Makes the envelopes, with as many threads as are given. The chain of a channel needs only the headers, so that
/// signing, which is what takes time, needs no order.
fn make(node: &Node, gathered: Gathered, threads: usize) -> Result<Made, NodeError> {
    let Gathered { acts, mut channels } = gathered;
    let begin = channels.iter().map(|(to, channel)| (to.clone(), channel.place())).collect();
    let mut made = Made {
        sent: Vec::new(),
        begin,
        ends: Ends::new(),
        acts: Vec::new(),
        envelopes: Vec::new(),
        claimed: Vec::new(),
        records: Vec::new(),
        files: Vec::new(),
    };
    let mut unsigned = Vec::new();
    for ready in acts {
        let Ready { act } = match ready {
            Ok(ready) => ready,
            Err(error) => {
                made.sent.push(Err(error));
                continue;
            }
        };
        made.files.extend(desk::files::offered_by(&act));
        let mut record = None;
        for to in &act.recipients {
            let Some(channel) = channels.get_mut(to) else { continue };
            let envelope = Unsigned::new(act.clone(), to.clone(), channel.place())?;
            channel.advance(envelope.header().envelope_hash());
            // All envelopes of an act name the same act.
            record.get_or_insert_with(|| act_record(node, &act, &envelope));
            unsigned.push(envelope);
        }
        let record = record.ok_or(NodeError::Stopped)?;
        made.sent.push(Ok(record.id));
        made.acts.push(record);
    }
    made.ends = channels;
    let share = unsigned.len().div_ceil(threads.max(1)).max(1);
    let mut shares = Vec::new();
    while !unsigned.is_empty() {
        let rest = unsigned.split_off(share.min(unsigned.len()));
        shares.push(std::mem::replace(&mut unsigned, rest));
    }
    let signed = std::thread::scope(|scope| {
        let last = shares.pop();
        let others: Vec<_> = shares.into_iter().map(|share| scope.spawn(|| sign_all(node, share))).collect();
        let last = last.map(|share| sign_all(node, share));
        let joined = others.into_iter().map(|other| other.join().unwrap_or(Err(NodeError::Stopped)));
        joined.chain(last).collect::<Result<Vec<_>, _>>()
    })?;
    for (envelope, claimed, record) in signed.into_iter().flatten() {
        made.envelopes.push(envelope);
        made.claimed.push(claimed);
        made.records.push(record);
    }
    Ok(made)
}

fn sign_all(
    node: &Node,
    share: Vec<Unsigned>,
) -> Result<Vec<(OutboundEnvelope, Claimed, Record)>, NodeError> {
    let mut made = Vec::new();
    let signer = node.signing()?;
    for envelope in share {
        let signed = envelope.sign(&signer)?;
        let (header, act) = (signed.header(), signed.act());
        let place = header.place();
        let record = Record::new(EntryKind::Sent, *signed.envelope_hash().as_bytes(), act.made_at)
            .act(header.act())
            .detail(format!("{} to {}", act.kind, header.to()));
        let envelope = OutboundEnvelope {
            key: EnvelopeKey { partner: header.to().clone(), epoch: place.epoch, sequence: place.sequence },
            hash: signed.envelope_hash(),
            act: header.act(),
            previous: place.previous,
            signed: signed.kept().without_act(),
            signed_with: signer.fingerprint(),
            made_at: act.made_at,
            claimed_until: None,
        };
        let claimed = Claimed {
            key: envelope.key.clone(),
            hash: envelope.hash,
            act: envelope.act,
            envelope: Some(signed.into_kept()),
            signed_with: Some(envelope.signed_with),
            attempt: 1,
        };
        made.push((envelope, claimed, record));
    }
    Ok(made)
}

/// Seals a kept envelope of ours to the keys that its recipient has now.
pub fn seal(node: &Node, to: &PartnerKeys, envelope: &SignedEnvelope) -> Result<Vec<u8>, NodeError> {
    Ok(envelope.seal(to, &mut node.rng())?.into_bytes())
}

/// Writes what was made.
async fn write(node: &Node, tx: &mut Tx<'_>, made: &Made) -> Result<(), NodeError> {
    let new = tx.add_acts(&made.acts).await?;
    if new.len() != made.acts.len() {
        return Err(StoreError::Conflict { what: "act" }.into());
    }
    tx.add_outbound(&made.envelopes).await?;
    for offer in &made.files {
        tx.add_file_offer(offer).await?;
    }
    record::append(tx, node, &made.records).await?;
    Ok(())
}

/// Whether the channels still end where the envelopes begin, and everyone is still accredited.
async fn still_fits(tx: &mut Tx<'_>, made: &Made) -> Result<bool, NodeError> {
    for (to, place) in &made.begin {
        let accredited =
            tx.partner(to).await?.is_some_and(|partner| partner.state == PartnerState::Accredited);
        if !accredited || tx.outbound(to, place.epoch).await?.place() != *place {
            return Ok(false);
        }
    }
    Ok(tx.node().await?.is_some_and(|node| made.begin.values().all(|place| place.epoch == node.epoch)))
}

fn act_record(node: &Node, act: &Act, envelope: &Unsigned) -> ActRecord {
    ActRecord {
        id: envelope.header().act(),
        case: act.case,
        author: node.authority().clone(),
        kind: act.kind.to_string(),
        direction: Direction::Outgoing,
        made_at: act.made_at,
        stored_at: act.made_at,
        bytes: envelope.act_bytes().to_vec(),
    }
}

/// Acts of this process that wait to be committed.
#[derive(Default)]
pub(crate) struct Senders {
    queue: Mutex<Vec<Waiting>>,
    /// Held by whoever makes envelopes. Where the channels end after those that are being written.
    making: Arc<tokio::sync::Mutex<Option<Ends>>>,
    /// Held by whoever writes; taken only by whoever holds `making`.
    writing: Arc<tokio::sync::Mutex<()>>,
    /// How often what was made was not written as it was.
    misfits: AtomicU64,
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
        let making = senders.making.clone().lock_owned().await;
        if let Ok(sent) = outcome.try_recv() {
            return sent;
        }
        let waiting = senders.take();
        if waiting.is_empty() {
            drop(making);
            return outcome.await.unwrap_or(Err(NodeError::Stopped));
        }
        // The commit outlives a caller that stops waiting: others are in it.
        let committing = tokio::spawn({
            let node = node.clone();
            async move { commit(&node, waiting, making).await }
        });
        if committing.await.is_err() {
            return outcome.try_recv().unwrap_or(Err(NodeError::Stopped));
        }
    }
}

async fn commit(node: &Node, waiting: Vec<Waiting>, making: OwnedMutexGuard<Option<Ends>>) {
    let answers = together(node, &waiting, making).await;
    for (waiting, answer) in waiting.into_iter().zip(answers) {
        // A caller that stopped waiting finds the act in the case.
        let _ = waiting.answer.send(answer);
    }
}

/// Signs outside of the transaction, so that the store's one writer is free meanwhile, and lets the next begin to make
/// theirs as soon as these are written next. When the channels have moved on, or something failed that may concern one act
/// only, each goes on its own.
async fn together(node: &Node, waiting: &[Waiting], mut making: OwnedMutexGuard<Option<Ends>>) -> Sent {
    let senders = node.senders();
    let (made, writing) = loop {
        let misfits = senders.misfits.load(Ordering::Acquire);
        let free = senders.writing.clone().try_lock_owned().ok();
        if free.is_some() {
            // Nobody writes: what is stored is all there is.
            *making = None;
        }
        let made = make_together(node, waiting, making.as_ref()).await;
        let writing = match free {
            Some(free) => free,
            None => senders.writing.clone().lock_owned().await,
        };
        // Else what these were to follow was not written, and they are made anew.
        if senders.misfits.load(Ordering::Acquire) == misfits {
            break (made, writing);
        }
    };
    let mut made = made.ok();
    *making = made.as_ref().map(|made| made.ends.clone());
    if made.is_some() {
        drop(making);
    }
    let written = match &mut made {
        Some(made) => {
            claim(node, made);
            write_together(node, made).await.unwrap_or(false)
        }
        None => false,
    };
    if let (Some(made), true) = (made, written) {
        drop(writing);
        return hand_over(node, made).await;
    }
    senders.misfits.fetch_add(1, Ordering::Release);
    let mut sent = Vec::new();
    for waiting in waiting {
        sent.push(alone(node, &waiting.new).await);
    }
    drop(writing);
    node.wake_delivery();
    sent
}

/// Claims what is for recipients whose delivery keeps up.
fn claim(node: &Node, made: &mut Made) {
    let until = worker::lease(node.now());
    let taking: BTreeSet<_> = made.begin.keys().filter(|to| node.handing().takes(to)).collect();
    for envelope in &mut made.envelopes {
        envelope.claimed_until = taking.contains(&envelope.key.partner).then_some(until);
    }
}

/// Hands what was claimed to the deliveries, and gives up the claims of those that have ended meanwhile.
async fn hand_over(node: &Node, made: Made) -> Sent {
    let mut handed: BTreeMap<AuthorityId, Vec<Claimed>> = BTreeMap::new();
    let mut due = false;
    for (envelope, claimed) in made.envelopes.iter().zip(made.claimed) {
        if envelope.claimed_until.is_some() {
            handed.entry(claimed.key.partner.clone()).or_default().push(claimed);
        } else {
            due = true;
        }
    }
    let mut untaken = Vec::new();
    for (to, claimed) in handed {
        let keys: Vec<EnvelopeKey> = claimed.iter().map(|claimed| claimed.key.clone()).collect();
        if !node.handing().hand(&to, claimed) {
            untaken.extend(keys);
        }
    }
    if !untaken.is_empty() {
        due = true;
        let (untaken, now) = (&untaken, node.now());
        let released = node
            .store()
            .run_tx("release deliveries", |tx| {
                Box::pin(async move { tx.release_deliveries(untaken, now).await })
            })
            .await;
        if let Err(error) = released {
            tracing::warn!(%error, envelopes = untaken.len(), "envelopes wait for the end of their claim");
        }
    }
    if due {
        node.wake_delivery();
    }
    made.sent
}

async fn make_together(node: &Node, waiting: &[Waiting], ahead: Option<&Ends>) -> Result<Made, NodeError> {
    let gathered = node
        .store()
        .read_with::<_, NodeError, _>("gather sends", |tx| {
            Box::pin(async move {
                let new = waiting.iter().map(|waiting| waiting.new.clone()).collect();
                gather(node, tx, new, ahead).await
            })
        })
        .await?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    // A few are signed sooner than a second thread has begun.
    let threads = (waiting.len() / EACH).clamp(1, cores);
    let maker = node.clone();
    aside(move || make(&maker, gathered, threads)).await.map_err(|_| NodeError::Stopped)?
}

/// Whether it was written: not when the channels have moved on.
async fn write_together(node: &Node, made: &Made) -> Result<bool, NodeError> {
    node.store()
        .run_tx_with::<_, NodeError, _>("send acts", |tx| {
            Box::pin(async move {
                let fits = still_fits(tx, made).await?;
                if fits {
                    write(node, tx, made).await?;
                }
                Ok(fits)
            })
        })
        .await
}

async fn alone(node: &Node, new: &NewAct) -> Result<ActId, NodeError> {
    node.store()
        .run_tx_with::<_, NodeError, _>("send act", |tx| {
            Box::pin(async move { send(node, tx, new.clone()).await })
        })
        .await
}
