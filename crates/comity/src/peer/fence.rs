//! The fence at the start of a node: it asks its witnesses what they last saw of it before it signs anything.
//!
//! [`exchange::fence`] decides; this module asks, waits, and opens a new epoch when the database turns out to be older than
//! what partners hold. Opening an epoch is one transaction: the epoch, a line in the ledger, an alarm, and new envelopes for
//! whatever was still waiting in the epochs before.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use exchange::fence::{Behind, Decision, Fence, Heard, Own};
use exchange::{Act, AuthorityId, Culprit, Place, Signed, SignedCheckpoint, SignedEnvelope, Unsigned, cbor};
use jiff::Timestamp;
use ledger::{EntryKind, Hash};
use store::{EnvelopeKey, Failure, OutboundEnvelope, Tx};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::partners::{Partner, Partners};
use super::record::{self, Record};
use super::telling::{Line, found, raise};
use super::wire;
use crate::causes::chain;
use crate::node::{FenceNews, Node, NodeError};

/// How long after a round in which too few were heard the next one begins.
const AGAIN: Duration = Duration::from_secs(1);
/// Most envelopes that are made anew in one transaction.
const STRANDED: u32 = 500;

/// Keeps the fence: asks whenever it is closed, and asks those who were silent when they are reached, until `stop`.
pub async fn keep(node: Node, partners: Arc<Partners>, stop: CancellationToken) {
    loop {
        if !node.fence_is_open()
            && let Err(error) = pass(&node, &partners, &stop).await
        {
            tracing::error!(error = %chain(&error), "the witnesses could not be asked");
        }
        if node.fence_is_open() && !node.fence_news().unheard.is_empty() {
            late(&node, &partners).await;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

/// Asks the witnesses once before anything else, at the start of a node or of a command that signs.
pub async fn ask_once(node: &Node) -> Result<(), NodeError> {
    if node.fence_is_open() {
        return Ok(());
    }
    let partners = Partners::load(node).await?;
    pass(node, &partners, &CancellationToken::new()).await
}

/// Asks the witnesses once, and opens the fence when enough of them were heard.
async fn pass(node: &Node, partners: &Partners, stop: &CancellationToken) -> Result<(), NodeError> {
    let witnesses = partners.all();
    let (own, patience) =
        (own(node).await?, Duration::from_secs(node.config().exchange.fence_seconds.into()));
    let quorum = usize::try_from(node.config().exchange.fence).unwrap_or(usize::MAX);
    let mut fence = Fence::new(own, witnesses.iter().map(|one| one.keys.authority().clone()), quorum);
    let mut asked = JoinSet::new();
    for witness in witnesses {
        let node = node.clone();
        asked.spawn(async move {
            let answer = ask(&node, &witness).await;
            (witness, answer)
        });
    }
    let ends = tokio::time::sleep(patience);
    tokio::pin!(ends);
    let mut patience_ended = false;
    let mut notes = BTreeMap::new();
    let decision = loop {
        match fence.decide(patience_ended) {
            Decision::Closed(still) => fence = still,
            decision => break decision,
        }
        if asked.is_empty() || patience_ended {
            let (quorum, heard) = fence.count();
            let unheard: Vec<_> = fence.unheard().into_iter().collect();
            tracing::warn!(quorum, heard, "nothing is signed yet: too few witnesses were heard");
            node.set_fence_news(FenceNews { quorum, heard: Vec::new(), unheard });
            return Ok(());
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = &mut ends => patience_ended = true,
            Some(Ok((witness, answer))) = asked.join_next() => {
                let authority = witness.keys.authority();
                match answer {
                    Ok(said) => {
                        let root = said.own_root;
                        fence.hear(authority, &said.heard, &|size| root.filter(|_| said.heard.checkpoint.is_some_and(|(_, seen, _)| seen == size)), said.own_sent);
                        notes.insert(authority.clone(), said.proof);
                    }
                    Err(error) => {
                        tracing::info!(witness = %authority, error = %chain(&*error), "a witness is silent");
                        fence.silent(authority);
                    }
                }
            }
        }
    };
    match decision {
        Decision::Closed(_) => {}
        Decision::Open { heard, unheard } => {
            let news = FenceNews {
                quorum,
                heard: heard.into_iter().collect(),
                unheard: unheard.into_iter().collect(),
            };
            tracing::info!(heard = news.heard.len(), silent = news.unheard.len(), "the fence is open");
            node.set_fence_news(news);
            node.open_fence();
        }
        Decision::Rewound { epoch, behind, unheard } => {
            open_epoch(node, epoch, &behind, &notes).await?;
            let news = FenceNews {
                quorum,
                heard: notes.into_keys().collect(),
                unheard: unheard.into_iter().collect(),
            };
            node.set_fence_news(news);
        }
    }
    node.wake_delivery();
    Ok(())
}

/// Asks those who were silent at the start; what they say may still show that the node is behind.
async fn late(node: &Node, partners: &Partners) {
    let mut news = node.fence_news();
    let unheard = std::mem::take(&mut news.unheard);
    for authority in unheard {
        let Some(partner) = partners.get(&authority) else { continue };
        match ask(node, &partner).await {
            Ok(said) => {
                if let Err(error) = follow(node, &authority, said).await {
                    tracing::error!(error = %chain(&error), "a new epoch could not be opened");
                }
                news.heard.push(authority);
            }
            Err(_) => news.unheard.push(authority),
        }
    }
    node.set_fence_news(news);
}

/// Opens a new epoch when a witness saw more of this node than there is. Whether it did.
async fn follow(node: &Node, witness: &AuthorityId, said: Said) -> Result<bool, NodeError> {
    let own = own(node).await?;
    let Some(found) = exchange::fence::behind(own, &said.heard, &|_| said.own_root, said.own_sent) else {
        return Ok(false);
    };
    tracing::error!(%witness, "a witness saw more of this node than there is: nothing more is signed in this epoch");
    node.close_fence();
    let behind = BTreeMap::from([(witness.clone(), found)]);
    let notes = BTreeMap::from([(witness.clone(), said.proof)]);
    let seen = said.heard.epoch.max(said.heard.checkpoint.map_or(0, |seen| seen.0));
    open_epoch(node, own.epoch.max(seen) + 1, &behind, &notes).await?;
    node.wake_delivery();
    Ok(true)
}

/// What a partner's word about this node's past came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// The partner showed that this node was rewound, in the node's own signed words; a new epoch is open.
    Rewound,
    /// The partner showed nothing that does not agree with what is known here.
    Unproven,
    /// The partner could not be asked.
    Unheard,
}

/// A partner says what can only be so if this node's database went back while it was at work: asks it for what it saw, and
/// opens a new epoch if that bears the node's own signature and is not known here. A partner's bare word changes nothing.
pub(crate) async fn challenged(node: &Node, partner: &Arc<Partner>) -> Result<Challenge, NodeError> {
    if !node.fence_is_open() {
        return Ok(Challenge::Unheard);
    }
    let witness = partner.keys.authority();
    match ask(node, partner).await {
        Ok(said) => {
            Ok(if follow(node, witness, said).await? { Challenge::Rewound } else { Challenge::Unproven })
        }
        Err(error) => {
            tracing::info!(%witness, error = %chain(&*error), "a partner that doubts this node's past cannot be asked");
            Ok(Challenge::Unheard)
        }
    }
}

async fn own(node: &Node) -> Result<Own, NodeError> {
    let (record, head) = node
        .store()
        .read("own state", |tx| Box::pin(async move { Ok((tx.node().await?, tx.ledger_head().await?)) }))
        .await?;
    Ok(Own { epoch: record.map_or(1, |record| record.epoch), size: head.size })
}

/// What a witness says, with what the node knows of the same things.
struct Said {
    heard: Heard,
    own_root: Option<Hash>,
    own_sent: u64,
    proof: Vec<u8>,
}

async fn ask(node: &Node, witness: &Arc<Partner>) -> Result<Said, Box<dyn std::error::Error + Send + Sync>> {
    let mut line = Line::open(node, witness)?;
    // A witness may not know our newest certificate yet.
    line.keys().await?;
    const MOST: usize = exchange::MAX_SEALED + ledger::note::MAX_NOTE + 64;
    let answer = line.client().post(wire::SEEN, Vec::new(), MOST).await?;
    let seen: wire::Seen = cbor::from_canonical(&answer, MOST)?;
    let own = node.own_keys();
    let mut heard = Heard::default();
    let mut proof = Vec::new();
    let mut last = None;
    if let Some(note) = seen.checkpoint {
        // Our own signature: no witness can make up a ledger that we never had.
        let verified = SignedCheckpoint::parse(&note.0)?.verify(&own.for_kept())?;
        heard.checkpoint = Some((verified.epoch(), verified.checkpoint().size, verified.checkpoint().root));
        proof.extend(note.0);
    }
    if let Some(envelope) = seen.envelope {
        let signed = Signed::from_kept(SignedEnvelope::from_bytes(&envelope.0)?, &own)?;
        if signed.header().to() == witness.keys.authority() {
            heard.epoch = signed.header().epoch();
            heard.sequence = signed.header().sequence();
            last = Some(signed.envelope_hash());
            proof.extend(hex::encode(&envelope.0).into_bytes());
        }
    }
    let (to, heard_of, last) = (witness.keys.authority(), heard, &last);
    let (own_root, own_sent) = node
        .store()
        .read_with::<_, NodeError, _>("own state at the fence", |tx| {
            Box::pin(async move {
                let size = tx.ledger_head().await?.size;
                let root = match heard_of.checkpoint {
                    Some((_, seen, _)) if seen <= size => Some(root_at(tx, seen).await?),
                    _ => None,
                };
                let sent = tx.outbound(to, heard_of.epoch.max(1)).await?.highest();
                // Another envelope of ours in that place is one that is not known to have been sent.
                let key =
                    EnvelopeKey { partner: to.clone(), epoch: heard_of.epoch, sequence: heard_of.sequence };
                let known = match &last {
                    Some(hash) => tx.outbound_at(&key).await?.is_some_and(|own| own.hash == *hash),
                    None => true,
                };
                Ok((root, if known { sent } else { sent.min(heard_of.sequence.saturating_sub(1)) }))
            })
        })
        .await?;
    Ok(Said { heard, own_root, own_sent, proof })
}

async fn root_at(tx: &mut Tx<'_>, size: u64) -> Result<Hash, NodeError> {
    let nodes = tx.ledger_nodes(&ledger::needed_for_root(size)).await?;
    Ok(ledger::root(size, &|id| nodes.get(&id).copied())?)
}

fn saw(behind: &Behind) -> String {
    match behind {
        Behind::Ledger { seen, own } => format!("saw a ledger of {seen} entries, and there are {own}"),
        Behind::Forked { size } => format!("saw other entries in a ledger of {size}"),
        Behind::Channel { epoch, sequence } => {
            format!("holds envelope {sequence} of epoch {epoch}, which is not known here")
        }
        Behind::Epoch { epoch } => format!("knows epoch {epoch}"),
    }
}

/// Opens an epoch, because witnesses saw more of this node than its database knows.
async fn open_epoch(
    node: &Node,
    epoch: u64,
    behind: &BTreeMap<AuthorityId, Behind>,
    notes: &BTreeMap<AuthorityId, Vec<u8>>,
) -> Result<(), NodeError> {
    let at = node.now();
    let told: Vec<String> = behind.iter().map(|(who, what)| format!("{who} {}", saw(what))).collect();
    let detail = format!(
        "this node's database is older than what partners saw of it ({}); it went on in epoch {epoch}, and what it wrote in \
         between is known to its partners only",
        told.join("; ")
    );
    let proof: Vec<u8> =
        behind.keys().filter_map(|who| notes.get(who)).flat_map(|note| [note, &b"\n"[..]].concat()).collect();
    let alarm = &found(node.authority(), "rewound", detail, proof, at);
    node.store()
        .run_tx_with::<_, NodeError, _>("open epoch", |tx| {
            Box::pin(async move {
                tx.open_epoch_at(epoch).await?;
                raise(tx, node, alarm).await?;
                let entry =
                    Record::new(EntryKind::Note, alarm.digest, at).detail(format!("epoch {epoch} opened"));
                record::append(tx, node, &[entry]).await?;
                Ok(())
            })
        })
        .await?;
    node.open_fence();
    while send_again(node, epoch, at).await? > 0 {}
    record::sign_end(node).await
}

/// Makes new envelopes for what waits in the epochs before: partners would refuse those as stale.
async fn send_again(node: &Node, epoch: u64, at: Timestamp) -> Result<usize, NodeError> {
    node.store()
        .run_tx_with::<_, NodeError, _>("send again in a new epoch", |tx| {
            Box::pin(async move {
                let stranded = tx.stranded(epoch, STRANDED).await?;
                for (key, kept) in &stranded {
                    enclose_again(tx, node, key, kept, epoch, at).await?;
                }
                Ok(stranded.len())
            })
        })
        .await
}

/// Puts the act of an envelope of an earlier epoch into the next place of the present one.
pub(crate) async fn enclose_again(
    tx: &mut Tx<'_>,
    node: &Node,
    key: &EnvelopeKey,
    kept: &[u8],
    epoch: u64,
    at: Timestamp,
) -> Result<(), NodeError> {
    if let Some((envelope, entry)) = again(tx, node, key, kept, epoch).await? {
        tx.add_outbound(&[envelope]).await?;
        record::append(tx, node, &[entry]).await?;
    }
    let text = format!("sent again in epoch {epoch}");
    Ok(tx.delivery_refused(key, &Failure { culprit: Culprit::Ours, text }, at).await?)
}

async fn again(
    tx: &mut Tx<'_>,
    node: &Node,
    key: &EnvelopeKey,
    kept: &[u8],
    epoch: u64,
) -> Result<Option<(OutboundEnvelope, Record)>, NodeError> {
    let kept = SignedEnvelope::from_bytes(kept)?;
    let act = Act::from_bytes(kept.act_bytes())?;
    if tx.partner(&key.partner).await?.is_none() {
        return Ok(None);
    }
    let place: Place = tx.outbound(&key.partner, epoch).await?.place();
    let signer = node.signing()?;
    let signed = Unsigned::new(act, key.partner.clone(), place)?.sign(&signer)?;
    let (header, made_at) = (signed.header(), node.stamp());
    let entry = Record::new(EntryKind::Sent, *signed.envelope_hash().as_bytes(), made_at)
        .act(header.act())
        .detail(format!("{} to {}, again", signed.act().kind, header.to()));
    let envelope = OutboundEnvelope {
        key: EnvelopeKey { partner: key.partner.clone(), epoch: place.epoch, sequence: place.sequence },
        hash: signed.envelope_hash(),
        act: header.act(),
        previous: place.previous,
        signed: signed.kept().without_act(),
        signed_with: signer.fingerprint(),
        made_at,
        claimed_until: None,
    };
    Ok(Some((envelope, entry)))
}
