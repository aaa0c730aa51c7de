//! An officer's first look at an incoming act: recorded here, and told to its author by a receipt.
//!
//! The receipt travels as the body of an act of its own, so that it is delivered like everything else: once, in order,
//! and whenever the partner can be reached.

use exchange::cbor::{self, Bytes};
use exchange::{
    Act, Expected, Handling, Header, Officer, Onward, Receipt, SignedEnvelope, Slip, Stage, Statement,
};
use jiff::Timestamp;
use ledger::EntryKind;
use store::{Direction, ReceiptRecord, Tx};

use super::messages::{MOST, RECEIPT, ReceiptBody};
use super::talks::{COMMITMENT, TALKS_RECORD};
use super::{DeskError, Viewer, audit, case_store};
use crate::node::{NewAct, Node};
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
                    let kind = act.kind.as_str();
                    let step = law::Body::KINDS.contains(&kind) || [TALKS_RECORD, COMMITMENT].contains(&kind);
                    if step
                        && act.direction == Direction::Incoming
                        && !tx.openings(&act.id).await?.iter().any(|opening| opening.login == login)
                    {
                        unopened.push(act);
                    }
                }
                Ok(unopened)
            })
        })
        .await?;
    if unopened.is_empty() {
        return Ok(());
    }
    let (acts, now, by) = (&unopened, node.now(), &case_store::officer(viewer)?);
    let line = &audit::line(node, login, "case-opened", case, format!("{} acts", acts.len()));
    let told: Result<bool, DeskError> = node
        .store()
        .run_tx_with("open acts", |tx| {
            Box::pin(async move {
                let mut told = false;
                for kept in acts {
                    if tx.open_act(&kept.id, login, now).await? {
                        let act = Act::from_bytes(&kept.bytes).map_err(unreadable)?;
                        for envelope in tx.envelopes_of(&kept.id).await? {
                            let signed = SignedEnvelope::from_bytes(&envelope.signed).map_err(unreadable)?;
                            let header = Header::from_bytes(signed.header_bytes()).map_err(unreadable)?;
                            let receipt = give(tx, node, &header, now).await?;
                            tell(tx, node, &act, by, &receipt).await?;
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

/// Enters the receipt into the ledger and keeps it.
async fn give(tx: &mut Tx<'_>, node: &Node, header: &Header, now: Timestamp) -> Result<Receipt, DeskError> {
    let statement = Statement::about(header, Stage::Opened, now).map_err(unreadable)?;
    let entry =
        Record::given(&statement).act(statement.act).detail(format!("opened, to {}", header.sender()));
    let written = record::append(tx, node, &[entry]).await?;
    let Some((index, salt)) = written.leaves.first().copied() else {
        return Err(DeskError::Damaged { what: "ledger", why: "no entry was made".to_owned() });
    };
    let checkpoint = record::sign(tx, node, written.head, now).await?;
    let proof = tx.inclusion(index, written.head.size).await?;
    let receipt = Receipt { slip: Slip { statement, salt, index, proof }, checkpoint };
    keep(tx, &receipt, header.sender().clone(), Direction::Outgoing, now).await?;
    Ok(receipt)
}

async fn keep(
    tx: &mut Tx<'_>,
    receipt: &Receipt,
    partner: exchange::AuthorityId,
    direction: Direction,
    now: Timestamp,
) -> Result<bool, DeskError> {
    let statement = &receipt.slip.statement;
    let new = tx
        .add_receipts(&[ReceiptRecord {
            envelope: statement.envelope,
            stage: statement.stage.clone(),
            direction,
            act: statement.act,
            partner,
            bytes: receipt.to_bytes(),
            at: statement.at,
            stored_at: now,
            next_attempt_at: None,
        }])
        .await?;
    Ok(!new.is_empty())
}

/// Sends the receipt to the author of the act.
async fn tell(
    tx: &mut Tx<'_>,
    node: &Node,
    act: &Act,
    by: &Officer,
    receipt: &Receipt,
) -> Result<(), DeskError> {
    let body = ReceiptBody { receipt: Bytes(receipt.to_bytes()) };
    let new = NewAct {
        recipients: vec![act.author.clone()],
        case: act.case,
        kind: case_store::kind(RECEIPT)?,
        follows: vec![act.id()],
        by: by.clone(),
        approved_by: None,
        purpose: act.purpose.clone(),
        legal_basis: act.legal_basis.clone(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: exchange::Marks::default(),
        expires_at: None,
        body: cbor::to_canonical(&body).map_err(unreadable)?,
    };
    node.send_in(tx, new).await?;
    Ok(())
}

/// Keeps a receipt that a partner sent for one of our envelopes. What does not verify is told in the log and left.
pub(crate) async fn arrived(node: &Node, act: &Act) -> Result<(), DeskError> {
    let Ok(body) = cbor::from_canonical::<ReceiptBody>(&act.body, MOST) else {
        tracing::warn!(act = %act.id(), partner = %act.author, "a receipt cannot be read");
        return Ok(());
    };
    let Ok(receipt) = Receipt::from_bytes(&body.receipt.0) else {
        tracing::warn!(act = %act.id(), partner = %act.author, "a receipt cannot be read");
        return Ok(());
    };
    let (receipt, id, author, now) = (&receipt, &act.id(), &act.author, node.now());
    node.store()
        .run_tx_with("receipt arrived", |tx| {
            Box::pin(async move {
                // Nobody has to look at it: it is no step of the case.
                tx.open_act(id, "node", now).await?;
                let envelope = tx.envelope(&receipt.slip.statement.envelope).await?;
                let ours = envelope.filter(|envelope| {
                    envelope.direction == Direction::Outgoing && envelope.key.partner == *author
                });
                let (Some(ours), Some(partner)) = (ours, tx.partner(author).await?) else {
                    tracing::warn!(act = %id, partner = %author, "a receipt is for no envelope of ours");
                    return Ok(());
                };
                let keys = node.parsed(&partner.partner).map_err(unreadable)?;
                let expected = Expected { envelope: ours.hash, act: ours.act, by: author.clone() };
                if let Err(error) = receipt.verify(&keys, &expected) {
                    tracing::warn!(act = %id, partner = %author, %error, "a receipt does not verify");
                    return Ok(());
                }
                if keep(tx, receipt, author.clone(), Direction::Incoming, now).await? {
                    let statement = &receipt.slip.statement;
                    let entry = Record::new(EntryKind::ReceiptGot, statement.digest(), now)
                        .act(ours.act)
                        .detail(format!("{} by {author}", statement.stage.as_str()));
                    record::append(tx, node, &[entry]).await?;
                }
                Ok(())
            })
        })
        .await
}

fn unreadable(error: impl std::fmt::Display) -> DeskError {
    DeskError::Damaged { what: "envelope", why: error.to_string() }
}
