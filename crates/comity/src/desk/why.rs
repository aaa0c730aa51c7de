//! Why a message stands where it stands: its whole life, from both ends, without what it says.
//!
//! What this node did stands in its own tables; what the other end did stands in the receipts it gave, each proven to be in
//! that end's ledger, and in its acknowledgements. Deliveries that failed are told with the side that must act and the next step.

use exchange::{Act, ActId, Culprit, EnvelopeHash, Receipt};
use jiff::Timestamp;
use serde::Serialize;
use store::{
    DeliveryRecord, DeliveryState, Direction, Evidence, Failure, LeafFilter, LeafRecord, ListBy,
    ReceiptRecord, Tx,
};

use super::{DeskError, Role, Viewer};
use crate::node::Node;

/// The most failed deliveries that are shown.
const MOST: u32 = 200;

/// Whose turn it is after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// A person here must change something.
    Here,
    /// The partner must change something.
    Partner,
    /// Nobody: it passes.
    Between,
    /// This node itself is at fault.
    Node,
}

impl Side {
    fn of(culprit: Culprit) -> Side {
        match culprit {
            Culprit::User => Side::Here,
            Culprit::Peer => Side::Partner,
            Culprit::Passing => Side::Between,
            Culprit::Ours => Side::Node,
        }
    }

    /// The word in messages and keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Here => "here",
            Side::Partner => "partner",
            Side::Between => "between",
            Side::Node => "node",
        }
    }

    /// What is to be done, for the console. Pages say it in the reader's language.
    pub fn next_step(self) -> &'static str {
        match self {
            Side::Here => "correct the partner's address or keys",
            Side::Partner => "call the partner: it must look at its node, its keys or what it has accredited",
            Side::Between => "nothing: it is tried again by itself",
            Side::Node => {
                "show this to whoever runs this node; the partner keeps what it was sent as evidence"
            }
        }
    }
}

/// A delivery that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailedRow {
    /// The act.
    pub act: String,
    /// The partner.
    pub partner: String,
    /// `waiting` or `refused`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u64,
    /// Whose turn it is.
    pub side: Side,
    /// What happened.
    pub cause: String,
    /// When it is tried again.
    pub next_attempt: Option<Timestamp>,
    /// When the envelope was made.
    pub made_at: Timestamp,
}

/// Deliveries that failed, oldest first.
pub async fn failed(node: &Node, viewer: &Viewer) -> Result<Vec<FailedRow>, DeskError> {
    viewer.needs(&Role::ALL)?;
    let records = node
        .store()
        .read("failed deliveries", |tx| Box::pin(async move { tx.failing_deliveries(MOST).await }))
        .await?;
    Ok(records
        .into_iter()
        .filter_map(|record| {
            let Failure { culprit, text } = record.failure?;
            Some(FailedRow {
                act: record.act.to_string(),
                partner: record.key.partner.to_string(),
                state: record.state.as_str().to_owned(),
                attempts: record.attempts,
                side: Side::of(culprit),
                cause: text,
                next_attempt: record.next_attempt_at,
                made_at: record.made_at,
            })
        })
        .collect())
}

/// One thing that happened to a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Happened {
    /// When, by the clock of the one who says so.
    pub at: Timestamp,
    /// Who says so: this authority, or the partner in its receipt.
    pub by: String,
    /// What.
    pub what: String,
    /// Where it is proven: an entry of somebody's ledger.
    pub proof: Option<String>,
}

/// The life of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Life {
    /// The act.
    pub act: String,
    /// Its kind.
    pub kind: String,
    /// Who made it.
    pub author: String,
    /// To whom.
    pub recipients: Vec<String>,
    /// What happened, in the order of the clocks.
    pub happened: Vec<Happened>,
    /// Where it stands, for each envelope that is under way or was refused.
    pub open: Vec<FailedOrWaiting>,
}

/// An envelope that has not arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailedOrWaiting {
    /// The partner.
    pub partner: String,
    /// Its place in the channel: epoch and sequence.
    pub place: String,
    /// `waiting` or `refused`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u64,
    /// Whose turn it is, when it failed.
    pub side: Option<Side>,
    /// What happened.
    pub cause: String,
    /// What is to be done.
    pub next_step: String,
    /// When it is tried again.
    pub next_attempt: Option<Timestamp>,
}

/// Tells the life of an act, named by its own digest or by an envelope's.
pub async fn life(node: &Node, viewer: &Viewer, id: &str) -> Result<Life, DeskError> {
    viewer.needs(&Role::ALL)?;
    let unknown = || DeskError::not_found("message", id);
    let named: ActId = id.trim().parse().map_err(|_| unknown())?;
    let found = node
        .store()
        .read("why", |tx| Box::pin(async move { gather(tx, named).await }))
        .await?
        .ok_or_else(unknown)?;
    let act = Act::from_bytes(&found.act).map_err(|_| unknown())?;
    let mut happened = Vec::new();
    let me = node.authority().to_string();
    for envelope in &found.envelopes {
        happened.push(carried(&me, envelope, &found.leaves));
    }
    for receipt in &found.receipts {
        happened.push(receipted(&me, receipt));
    }
    for delivery in found.deliveries.iter().filter(|delivery| delivery.state == DeliveryState::Delivered) {
        if let Some(at) = delivery.ended_at {
            let what = format!(
                "delivered to {} at attempt {}: its receipt was verified",
                delivery.key.partner, delivery.attempts
            );
            happened.push(Happened { at, by: me.clone(), what, proof: None });
        }
    }
    happened.sort_by_key(|happened| happened.at);
    let open = found.deliveries.into_iter().filter(|delivery| delivery.state != DeliveryState::Delivered);
    Ok(Life {
        act: act.id().to_string(),
        kind: act.kind.to_string(),
        author: act.author.to_string(),
        recipients: act.recipients.iter().map(ToString::to_string).collect(),
        happened,
        open: open.map(standing).collect(),
    })
}

struct Found {
    act: Vec<u8>,
    envelopes: Vec<Evidence>,
    receipts: Vec<ReceiptRecord>,
    deliveries: Vec<DeliveryRecord>,
    leaves: Vec<LeafRecord>,
}

async fn gather(tx: &mut Tx<'_>, named: ActId) -> Result<Option<Found>, store::StoreError> {
    let mut id = named;
    let mut act = tx.act(&id).await?;
    if act.is_none() {
        let Some(envelope) = tx.envelope(&EnvelopeHash::new(*named.as_bytes())).await? else {
            return Ok(None);
        };
        id = envelope.act;
        act = tx.act(&id).await?;
    }
    let Some(act) = act else { return Ok(None) };
    let filter = LeafFilter { reference: Some(*id.as_bytes()), ..LeafFilter::default() };
    let by = ListBy { limit: MOST, ..ListBy::<()>::default() };
    Ok(Some(Found {
        act: act.bytes,
        envelopes: tx.envelopes_of(&id).await?,
        receipts: tx.receipts_of(&id).await?,
        deliveries: tx.deliveries_of(&id).await?,
        leaves: tx.leaves(&filter, &by).await?.rows,
    }))
}

fn carried(me: &str, envelope: &Evidence, leaves: &[LeafRecord]) -> Happened {
    let place = format!("epoch {}, sequence {}", envelope.key.epoch, envelope.key.sequence);
    let what = match envelope.direction {
        Direction::Outgoing => format!("signed and put up for {}, {place}", envelope.key.partner),
        Direction::Incoming => {
            format!("arrived from {}, {place}; both signatures hold", envelope.key.partner)
        }
    };
    let leaf = leaves.iter().find(|leaf| leaf.entry.digest == *envelope.hash.as_bytes());
    let proof = leaf.map(|leaf| format!("entry {} of the ledger of {me}", leaf.index));
    Happened { at: envelope.at, by: me.to_owned(), what, proof }
}

fn receipted(me: &str, record: &ReceiptRecord) -> Happened {
    let (by, whom) = match record.direction {
        Direction::Outgoing => (me.to_owned(), format!("receipt given to {}", record.partner)),
        Direction::Incoming => (record.partner.to_string(), format!("receipt given to {me}")),
    };
    let reason = record.stage.reason().map_or_else(String::new, |reason| format!(": {reason}"));
    let proof = Receipt::from_bytes(&record.bytes).ok().map(|receipt| {
        let size = receipt.checkpoint.claimed().size;
        format!("entry {} of the ledger of {by}, as signed with {size} entries", receipt.slip.index)
    });
    Happened { at: record.at, by, what: format!("{}{reason}; {whom}", record.stage.as_str()), proof }
}

fn standing(delivery: DeliveryRecord) -> FailedOrWaiting {
    let side = delivery.failure.as_ref().map(|failure| Side::of(failure.culprit));
    let next_step = match (delivery.state, side) {
        (_, Some(side)) => side.next_step(),
        (_, None) => "nothing: it is on its way",
    };
    FailedOrWaiting {
        partner: delivery.key.partner.to_string(),
        place: format!("epoch {}, sequence {}", delivery.key.epoch, delivery.key.sequence),
        state: delivery.state.as_str().to_owned(),
        attempts: delivery.attempts,
        side,
        cause: delivery.failure.map(|failure| failure.text).unwrap_or_default(),
        next_step: next_step.to_owned(),
        next_attempt: delivery.next_attempt_at,
    }
}
