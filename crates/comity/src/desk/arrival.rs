//! What the node does by rule when an act arrives: opens its case, answers a partner's query, notes an answer
//! or a receipt.

use exchange::file::{FILE, FILE_STATE};
use exchange::{Act, CaseId, Officer, cbor};
use store::Direction;

use super::messages::{ANSWER, AnswerBody, AnswerState, MOST, QUERY, RECEIPT};
use super::talks::{COMMITMENT, TALKS_RECORD};
use super::{DeskError, case_store, files, folding, opening, searching, talks_arrival};
use crate::node::{NewAct, Node};

/// Called by the node after an act was received and committed. Acting on the same act again has no further effect.
pub async fn arrived(node: &Node, act: &Act) -> Result<(), DeskError> {
    match act.kind.as_str() {
        FILE => files::arrived(node, act).await,
        FILE_STATE => files::state_arrived(node, act).await,
        QUERY => answer(node, act).await,
        ANSWER => answered(node, act).await,
        RECEIPT => opening::arrived(node, act).await,
        TALKS_RECORD => talks_arrival::record(node, act).await,
        COMMITMENT => talks_arrival::commitment(node, act).await,
        _ if folding::ReadAct::in_case(act) => {
            refresh(node, &act.case).await?;
            files::arrived(node, act).await
        }
        // Kinds of a later version are kept and shown to nobody.
        _ => Ok(()),
    }
}

async fn refresh(node: &Node, case: &CaseId) -> Result<(), DeskError> {
    node.store()
        .run_tx_with("case after arrival", |tx| {
            Box::pin(async move { case_store::refresh_in(tx, node, case).await })
        })
        .await
}

async fn answer(node: &Node, query: &Act) -> Result<(), DeskError> {
    let id = query.id();
    let (body, handles) = searching::answer(node, query).await?;
    let detail = match body.state {
        AnswerState::Hit => format!("{} hits", body.hits.len()),
        AnswerState::NoHit => "no hit".to_owned(),
        AnswerState::Declined => format!("declined: {}", body.reason.clone().unwrap_or_default()),
    };
    let by = Officer::new("node", format!("{} by rule", node.config().name))
        .map_err(|error| DeskError::Damaged { what: "name of the node", why: error.to_string() })?;
    let new = &NewAct {
        recipients: vec![query.author.clone()],
        case: query.case,
        kind: case_store::kind(ANSWER)?,
        follows: vec![id],
        by,
        approved_by: None,
        purpose: query.purpose.clone(),
        legal_basis: query.legal_basis.clone(),
        handling: query.handling,
        onward: query.onward,
        marks: exchange::Marks { evaluation: None, ..query.marks.clone() },
        expires_at: None,
        body: cbor::to_canonical(&body)
            .map_err(|error| DeskError::Damaged { what: "answer", why: error.to_string() })?,
    };
    let line = &store::AuditEntry {
        at: node.now(),
        login: "node".to_owned(),
        what: "partner-answered".to_owned(),
        object: query.author.to_string(),
        purpose: query.purpose.clone(),
        legal_basis: query.legal_basis.clone(),
        detail: format!("{} of {} asked: {detail}", query.by.name(), query.author),
    };
    let handles = &handles;
    let sent: Result<bool, DeskError> = node
        .store()
        .run_tx_with("answer query", |tx| {
            Box::pin(async move {
                for act in tx.acts_of(&new.case).await? {
                    if act.direction == Direction::Outgoing && act.kind == ANSWER {
                        let act = Act::from_bytes(&act.bytes)
                            .map_err(|error| DeskError::Damaged { what: "act", why: error.to_string() })?;
                        if act.follows.contains(&id) {
                            return Ok(false);
                        }
                    }
                }
                tx.add_handles(handles).await?;
                node.send_in(tx, new.clone()).await?;
                tx.add_audit(line).await?;
                Ok(true)
            })
        })
        .await;
    if sent? {
        node.wake_delivery();
    }
    Ok(())
}

async fn answered(node: &Node, act: &Act) -> Result<(), DeskError> {
    let Ok(body) = cbor::from_canonical::<AnswerBody>(&act.body, MOST) else { return Ok(()) };
    let (declined, id, now) = (body.state == AnswerState::Declined, &act.id(), node.now());
    let (query, author) = (&body.query, &act.author);
    node.store()
        .run_tx("search answered", |tx| {
            Box::pin(async move { tx.search_answered(query, author, declined, id, now).await })
        })
        .await?;
    Ok(())
}
