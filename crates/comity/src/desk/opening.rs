//! An officer's first look at an incoming act: recorded here, and told to its author by a receipt.

use exchange::{Header, Receipt, SignedEnvelope, Slip, Stage, Statement};
use jiff::Timestamp;
use store::{Direction, ReceiptRecord, Tx};

use super::{DeskError, Viewer, audit};
use crate::node::Node;
use crate::peer::record::{self, Record};

/// Records that the viewer has opened the incoming acts of a case. Acts that nobody had opened before get a receipt
/// of the stage `opened`, which delivery takes to their author.
pub(crate) async fn opened(node: &Node, viewer: &Viewer, case: &str) -> Result<(), DeskError> {
    let case: &exchange::CaseId = &case.parse().map_err(|_| DeskError::not_found("case", case))?;
    let login = viewer.login.as_str();
    let unopened = node
        .store()
        .read("unopened acts", |tx| {
            Box::pin(async move {
                let mut unopened = Vec::new();
                for act in tx.acts_of(case).await? {
                    let mine = act.direction == Direction::Outgoing;
                    if !mine && !tx.openings(&act.id).await?.iter().any(|opening| opening.login == login) {
                        unopened.push(act.id);
                    }
                }
                Ok(unopened)
            })
        })
        .await?;
    if unopened.is_empty() {
        return Ok(());
    }
    let (acts, now) = (&unopened, node.now());
    let line = &audit::line(node, login, "case-opened", case, format!("{} acts", acts.len()));
    let told: Result<bool, DeskError> = node
        .store()
        .run_tx_with("open acts", |tx| {
            Box::pin(async move {
                let mut told = false;
                for act in acts {
                    if tx.open_act(act, login, now).await? {
                        for envelope in tx.envelopes_of(act).await? {
                            let signed = SignedEnvelope::from_bytes(&envelope.signed).map_err(unreadable)?;
                            let header = Header::from_bytes(signed.header_bytes()).map_err(unreadable)?;
                            give(tx, node, &header, now).await?;
                            told = true;
                        }
                    }
                }
                tx.add_audit(line).await?;
                Ok(told)
            })
        })
        .await;
    if told? {
        node.wake_delivery();
    }
    Ok(())
}

/// Enters the receipt into the ledger and leaves it for delivery.
async fn give(tx: &mut Tx<'_>, node: &Node, header: &Header, now: Timestamp) -> Result<(), DeskError> {
    let statement = Statement::about(header, Stage::Opened, now).map_err(unreadable)?;
    let entry =
        Record::given(&statement).act(statement.act).detail(format!("opened, to {}", header.sender()));
    let written = record::append(tx, node, &[entry]).await?;
    let Some((index, salt)) = written.leaves.first().copied() else {
        return Err(DeskError::Damaged { what: "ledger", why: "no entry was made".to_owned() });
    };
    let checkpoint = record::sign(tx, node, written.head, now).await?;
    let proof = tx.inclusion(index, written.head.size).await?;
    let record = ReceiptRecord {
        envelope: statement.envelope,
        stage: Stage::Opened,
        direction: Direction::Outgoing,
        act: statement.act,
        partner: header.sender().clone(),
        at: statement.at,
        bytes: Receipt { slip: Slip { statement, salt, index, proof }, checkpoint }.to_bytes(),
        stored_at: now,
        next_attempt_at: Some(now),
    };
    tx.add_receipts(&[record]).await?;
    Ok(())
}

fn unreadable(error: impl std::fmt::Display) -> DeskError {
    DeskError::Damaged { what: "envelope", why: error.to_string() }
}
