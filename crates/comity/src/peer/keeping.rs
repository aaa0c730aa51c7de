//! What a node does for its ledger and its keys as time passes: receipts that are overdue become entries, entries of no
//! meaning hide how much is said, and sealing keys whose time is over are destroyed.

use std::time::Duration;

use exchange::cbor;
use exchange::{ActId, AuthorityId, EnvelopeHash};
use jiff::{SignedDuration, Timestamp};
use ledger::EntryKind;
use rand::{Rng, RngExt};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::OverdueRecord;
use tokio_util::sync::CancellationToken;

use super::record::{self, Record};
use crate::causes::chain;
use crate::node::{Node, NodeError};

/// How often it is looked for overdue receipts and keys whose time is over.
const LOOK: Duration = Duration::from_secs(30);
/// Most overdue receipts that are entered at once.
const BATCH: u32 = 500;
/// Most fillers at one moment, as many as an act and its receipts make.
const BURST: u32 = 4;

/// Looks after all of it until `stop`.
pub async fn keep(node: Node, stop: CancellationToken) {
    let mut pause = Duration::ZERO;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = LOOK;
        if let Err(error) = overdue(&node).await {
            tracing::warn!(error = %chain(&error), "overdue receipts could not be entered");
        }
        if let Err(error) = destroy_old(&node).await {
            tracing::error!(error = %chain(&error), "keys whose time is over could not be destroyed");
        }
    }
}

/// What is entered about a receipt that did not come. Protocol §7.7.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Overdue<'a> {
    envelope: EnvelopeHash,
    act: ActId,
    by: &'a AuthorityId,
    sent_at: i64,
    overdue_at: i64,
}

/// Enters receipts that have become overdue, and notes those that came after all.
pub async fn overdue(node: &Node) -> Result<u64, NodeError> {
    let now = node.now();
    let hours = i64::from(node.config().exchange.overdue_hours);
    let before = now.saturating_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN);
    node.store()
        .run_tx_with::<_, NodeError, _>("overdue receipts", |tx| {
            Box::pin(async move {
                tx.settle_overdue(now).await?;
                let late = tx.newly_overdue(before, BATCH).await?;
                let mut entries = Vec::new();
                for (envelope, partner, act, sent_at) in &late {
                    let statement = Overdue {
                        envelope: *envelope,
                        act: *act,
                        by: partner,
                        sent_at: sent_at.as_microsecond(),
                        overdue_at: now.as_microsecond(),
                    };
                    let statement = cbor::to_canonical(&statement)
                        .map_err(|error| NodeError::Act(exchange::ActError::from(error)))?;
                    entries.push(
                        Record::new(EntryKind::Overdue, Sha256::digest(&statement).into(), now)
                            .act(*act)
                            .detail(format!("no receipt from {partner} for what was sent at {sent_at}")),
                    );
                    tx.add_overdue(&OverdueRecord {
                        envelope: *envelope,
                        partner: partner.clone(),
                        act: *act,
                        statement,
                        sent_at: *sent_at,
                        noticed_at: now,
                        settled_at: None,
                    })
                    .await?;
                }
                if !entries.is_empty() {
                    record::append(tx, node, &entries).await?;
                }
                Ok(entries.len() as u64)
            })
        })
        .await
}

/// Destroys the sealing keys that nothing can arrive for any more, and the signing keys that sign nothing any more and are
/// not the newest. Each destruction is an entry of the ledger.
pub async fn destroy_old(node: &Node) -> Result<u32, NodeError> {
    let (keys, now) = (node.keys(), node.now());
    let newest = keys.sets().last().map(|set| set.named.fingerprint);
    let mut destroyed = Vec::new();
    for set in keys.sets() {
        let fingerprint = set.named.fingerprint;
        if set.sealing.is_some()
            && !set.named.opens_at(now)
            && node.key_folder().destroy_sealing(&fingerprint)?
        {
            destroyed.push((fingerprint, "sealing key"));
        }
        let over = set.named.revoked.is_some() || now >= set.named.lifetime.signs_until;
        let needed = Some(fingerprint) == newest || set.named.opens_at(now);
        if set.signing.is_some() && over && !needed && node.key_folder().destroy_signing(&fingerprint)? {
            destroyed.push((fingerprint, "signing keys"));
        }
    }
    enter_destroyed(node, &destroyed).await?;
    Ok(u32::try_from(destroyed.len()).unwrap_or(u32::MAX))
}

/// Enters that secrets were destroyed, and forgets them.
pub(crate) async fn enter_destroyed(
    node: &Node,
    destroyed: &[(exchange::Fingerprint, &'static str)],
) -> Result<(), NodeError> {
    if destroyed.is_empty() {
        return Ok(());
    }
    let now = node.now();
    node.store()
        .run_tx_with::<_, NodeError, _>("keys destroyed", |tx| {
            Box::pin(async move {
                let entries: Vec<Record> = destroyed
                    .iter()
                    .map(|(set, what)| {
                        Record::new(EntryKind::Key, *set.as_bytes(), now)
                            .detail(format!("{what} of {} destroyed", set.short()))
                    })
                    .collect();
                record::append(tx, node, &entries).await?;
                Ok(())
            })
        })
        .await?;
    node.reload_keys()?;
    tracing::info!(secrets = destroyed.len(), "secrets whose time is over were destroyed");
    Ok(())
}

/// Adds entries of no meaning at moments drawn at random, so that the ledger's growth does not tell how much is said. They
/// are committed and signed like every other entry; only who knows a leaf's salt can tell.
pub async fn fill(node: Node, stop: CancellationToken) {
    let each_hour = node.config().exchange.fillers_per_hour;
    if each_hour == 0 {
        return;
    }
    let mut rng = node.rng();
    // Bursts of one to four entries, so that the number of bursts in an hour is that of the entries by their mean.
    let mean = 3600.0 * f64::from(BURST + 1) / 2.0 / f64::from(each_hour);
    loop {
        // Exponential pauses: what comes next says nothing about what came before.
        let pause = -mean * (1.0 - rng.random::<f64>()).ln();
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs_f64(pause.clamp(0.01, 86_400.0))) => {}
        }
        if let Err(error) = fillers(&node, rng.random_range(1..=BURST)).await {
            tracing::warn!(error = %chain(&error), "the ledger could not be filled");
        }
    }
}

/// Adds some entries of no meaning.
pub async fn fillers(node: &Node, count: u32) -> Result<(), NodeError> {
    let (mut rng, now) = (node.rng(), node.now());
    let entries: Vec<Record> = (0..count)
        .map(|_| {
            let mut digest = [0; 32];
            rng.fill_bytes(&mut digest);
            Record::new(EntryKind::Filler, digest, now)
        })
        .collect();
    let entries = &entries;
    node.store()
        .run_tx_with::<_, NodeError, _>("fill ledger", |tx| {
            Box::pin(async move {
                let written = record::append(tx, node, entries).await?;
                // Signed at once, as the arrival of an envelope is: else its checkpoint would tell them apart.
                if node.fence_is_open() {
                    record::sign(tx, node, written.head, now).await?;
                }
                Ok(())
            })
        })
        .await
}
