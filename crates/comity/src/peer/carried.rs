//! Taking in what a partner carried here on removable media: envelopes by the same way as over a connection, receipts and
//! the acknowledgement as if the worker had asked for them.

use std::sync::Arc;

use exchange::carry::{Carried, CarryError};
use exchange::cbor::Bytes;
use exchange::{AuthorityId, ReceiptBatch};
use store::Direction;
use tokio_util::task::TaskTracker;

use super::incoming::Intake;
use super::partners::Partners;
use super::wire::Batch;
use super::worker;
use crate::desk::carrying::{self, CarriedIn};
use crate::node::{Node, NodeError};

/// Envelopes in one commit.
const BATCH: usize = 48;

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The file is refused as a whole.
    #[error(transparent)]
    File(#[from] CarryError),
    /// The node failed.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// Nobody whom we know made it.
    #[error("`{0}` is not an accredited partner")]
    Unknown(String),
}

/// Takes a file in. Each thing in it is checked by itself; what fails is told and leaves the others alone.
pub async fn take(node: &Node, from: &AuthorityId, bytes: Vec<u8>) -> Result<CarriedIn, TakeError> {
    let partners = Arc::new(Partners::load(node).await?);
    let partner = partners.get(from).ok_or_else(|| TakeError::Unknown(from.to_string()))?;
    let (keys, me) = (partner.keys.clone(), node.authority().clone());
    let opened = tokio::task::spawn_blocking(move || Carried::open(&bytes, &keys, &me));
    let file = opened.await.map_err(|_| TakeError::Node(NodeError::Stopped))??;
    let mut taken = CarriedIn { from: from.to_string(), ..CarriedIn::default() };
    let tasks = TaskTracker::new();
    let intake = Intake::start(node, &partners, &tasks);
    for share in file.envelopes.chunks(BATCH) {
        let before = known(node, share).await?;
        let batch = Batch(share.iter().cloned().map(Bytes).collect());
        let answers = intake.take(from, batch).await;
        let refused = answers.refused.len();
        taken.refused.extend(answers.refused.into_iter().map(|refused| refused.refusal.to_string()));
        taken.known += before;
        taken.stored += share.len().saturating_sub(before + refused);
    }
    drop(intake);
    tasks.close();
    tasks.wait().await;
    for batch in &file.receipts {
        match ReceiptBatch::from_bytes(batch) {
            Ok(batch) => match worker::keep_carried(node, &partner, &batch).await {
                Ok((new, unproven)) => {
                    taken.receipts += new;
                    taken.unproven.extend(unproven);
                }
                Err(error) => return Err(error.into()),
            },
            Err(error) => taken.unproven.push(error.to_string()),
        }
    }
    if let Some(ack) = carrying::acknowledged(&file.ack, &partner.keys, node.authority()) {
        let (ack, bytes) = (&ack, &file.ack);
        node.store()
            .run_tx("carried acknowledgement", |tx| {
                Box::pin(async move {
                    if ack.epoch > 0 {
                        tx.save_ack(from, Direction::Incoming, ack.epoch, bytes, ack.at).await?;
                    }
                    Ok(())
                })
            })
            .await
            .map_err(NodeError::from)?;
    } else {
        taken.unproven.push("the acknowledgement is not the partner's word to us".to_owned());
    }
    Ok(taken)
}

/// How many of these envelopes are here already.
async fn known(node: &Node, share: &[Vec<u8>]) -> Result<usize, NodeError> {
    let hashes: &Vec<_> = &share
        .iter()
        .filter_map(|bytes| exchange::Sealed::parse(bytes).ok())
        .map(|sealed| sealed.claimed_header().envelope_hash())
        .collect();
    let found = node
        .store()
        .read("known envelopes", |tx| {
            Box::pin(async move {
                let mut found = 0;
                for hash in hashes {
                    found += usize::from(tx.envelope(hash).await?.is_some());
                }
                Ok(found)
            })
        })
        .await?;
    Ok(found)
}
