//! What the node does by rule when an act arrives: opens its case, answers a partner's query, notes an answer
//! or a receipt.

use exchange::file::{FILE, FILE_STATE};
use exchange::{Act, CaseId, Officer, cbor};
use store::{Direction, Form};

use super::agreements::TERMS;
use super::messages::{ANSWER, AnswerBody, AnswerState, BLIND_ANSWER, BLIND_QUERY, MOST, QUERY, RECEIPT};
use super::talks::{COMMITMENT, TALKS_RECORD};
use super::{
    DeskError, Viewer, agreements, blind_search, case_store, custody, files, folding, opening, origins,
    partner_queries, searching, talks_arrival,
};
use crate::node::{NewAct, Node};

/// Called by the node after an act was received and committed. Acting on the same act again has no further effect.
pub async fn arrived(node: &Node, act: &Act) -> Result<(), DeskError> {
    if custody::arrived(node, act).await? {
        // It was recalled before it came: nothing is made of it.
        return Ok(());
    }
    match act.kind.as_str() {
        FILE => files::arrived(node, act).await,
        FILE_STATE => files::state_arrived(node, act).await,
        QUERY => answer(node, act).await,
        ANSWER => answered(node, act).await,
        BLIND_QUERY => blind_search::asked(node, act).await,
        BLIND_ANSWER => blind_search::answered(node, act).await,
        TERMS => agreements::arrived(node, act).await,
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
    let agreement = match partner_queries::admitted(node, query, Form::Open).await? {
        Err(why) => return decline(node, query, "", &why, false).await,
        Ok(agreement) => agreement,
    };
    let name = searching::asked_name(query);
    if let Some(why) = partner_queries::over_quota(node, &agreement, query, 0).await? {
        return decline(node, query, &name, &why, true).await;
    }
    let (body, candidates, by_person) = searching::answer(node, query).await?;
    let mut record = partner_queries::record_of(node, query, Form::Open, &name, 0);
    if by_person && body.state != AnswerState::Declined {
        record.state = store::AnswerState::Waiting;
        record.decided = None;
        record.candidates = serde_json::to_string(&candidates)
            .map_err(|error| DeskError::Damaged { what: "candidates", why: error.to_string() })?;
        // Told whether there are candidates or not: who waits learns nothing from waiting.
        let pending =
            AnswerBody { query: query.id(), state: AnswerState::Pending, reason: None, hits: Vec::new() };
        return send_answer(node, query, &pending, &[], Decided::ByRule(Box::new(record)), false).await;
    }
    record.hits = u32::try_from(body.hits.len()).unwrap_or(u32::MAX);
    if let (AnswerState::Declined, Some(why)) = (body.state, &body.reason) {
        record.state = store::AnswerState::Declined;
        record.reason.clone_from(why);
    }
    let handles = searching::handles(node, query, &candidates)?;
    send_answer(node, query, &body, &handles, Decided::ByRule(Box::new(record)), false).await
}

/// Declines a query by rule.
async fn decline(node: &Node, query: &Act, name: &str, why: &str, quota: bool) -> Result<(), DeskError> {
    let mut record = partner_queries::record_of(node, query, Form::Open, name, 0);
    record.state = store::AnswerState::Declined;
    why.clone_into(&mut record.reason);
    let body = AnswerBody {
        query: query.id(),
        state: AnswerState::Declined,
        reason: Some(why.to_owned()),
        hits: Vec::new(),
    };
    send_answer(node, query, &body, &[], Decided::ByRule(Box::new(record)), quota).await
}

/// Answers a query as a person decided.
pub(crate) async fn answer_by(
    node: &Node,
    query: &Act,
    body: &AnswerBody,
    handles: &[store::Handle],
    decided: Option<(&Viewer, Option<&str>, u32)>,
) -> Result<(), DeskError> {
    let Some((viewer, reason, hits)) = decided else { return Ok(()) };
    send_answer(node, query, body, handles, Decided::ByPerson { viewer, reason, hits }, false).await
}

/// Who decided about a query.
enum Decided<'a> {
    ByRule(Box<store::PartnerQuery>),
    ByPerson { viewer: &'a Viewer, reason: Option<&'a str>, hits: u32 },
}

async fn send_answer(
    node: &Node,
    query: &Act,
    body: &AnswerBody,
    handles: &[store::Handle],
    decided: Decided<'_>,
    quota: bool,
) -> Result<(), DeskError> {
    let id = query.id();
    let detail = match body.state {
        AnswerState::Hit => format!("{} hits", body.hits.len()),
        AnswerState::NoHit => "no hit".to_owned(),
        AnswerState::Pending => "a person decides".to_owned(),
        AnswerState::Declined => format!("declined: {}", body.reason.clone().unwrap_or_default()),
    };
    let by = match &decided {
        Decided::ByRule(_) => by_rule(node)?,
        Decided::ByPerson { viewer, .. } => case_store::officer(viewer)?,
    };
    let mut new = answer_act(query, by, case_store::kind(ANSWER)?, body)?;
    origins::bind(node, handles, &mut new).await?;
    let new = &new;
    let line = &store::AuditEntry {
        at: node.now(),
        login: match &decided {
            Decided::ByRule(_) => "node".to_owned(),
            Decided::ByPerson { viewer, .. } => viewer.login.clone(),
        },
        what: "partner-answered".to_owned(),
        object: query.author.to_string(),
        purpose: query.purpose.clone(),
        legal_basis: query.legal_basis.clone(),
        detail: format!("{} of {} asked: {detail}", query.by.name(), query.author),
    };
    let (decided, now) = (&decided, node.now());
    let sent: Result<bool, DeskError> = node
        .store()
        .run_tx_with("answer query", |tx| {
            Box::pin(async move {
                match decided {
                    Decided::ByRule(record) => {
                        if answers(tx, &new.case, &id).await? || !tx.add_partner_query(record).await? {
                            return Ok(false);
                        }
                    }
                    Decided::ByPerson { viewer, reason, hits } => {
                        if !tx.decide_partner_query(&id, *reason, *hits, &viewer.login, now).await? {
                            return Err(DeskError::invalid(
                                "query",
                                "the query is decided already",
                                "look at the list of queries",
                            ));
                        }
                    }
                }
                if quota && let Some(why) = &body.reason {
                    partner_queries::witness(tx, node, query, why).await?;
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

/// Whether an answer of ours to this query stands in the case already.
async fn answers(tx: &mut store::Tx<'_>, case: &CaseId, query: &exchange::ActId) -> Result<bool, DeskError> {
    for act in tx.acts_of(case).await? {
        if act.direction == Direction::Outgoing && [ANSWER, BLIND_ANSWER].contains(&act.kind.as_str()) {
            let act = Act::from_bytes(&act.bytes)
                .map_err(|error| DeskError::Damaged { what: "act", why: error.to_string() })?;
            if act.follows.contains(query) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

pub(crate) fn by_rule(node: &Node) -> Result<Officer, DeskError> {
    Officer::new("node", format!("{} by rule", node.config().name))
        .map_err(|error| DeskError::Damaged { what: "name of the node", why: error.to_string() })
}

/// The act that answers a query: under its purpose and legal basis.
pub(crate) fn answer_act(
    query: &Act,
    by: Officer,
    kind: exchange::ActKind,
    body: &impl serde::Serialize,
) -> Result<NewAct, DeskError> {
    Ok(NewAct {
        recipients: vec![query.author.clone()],
        case: query.case,
        kind,
        follows: vec![query.id()],
        by,
        approved_by: None,
        purpose: query.purpose.clone(),
        legal_basis: query.legal_basis.clone(),
        handling: query.handling,
        onward: query.onward,
        marks: exchange::Marks { evaluation: None, ..query.marks.clone() },
        expires_at: None,
        body: cbor::to_canonical(body)
            .map_err(|error| DeskError::Damaged { what: "answer", why: error.to_string() })?,
    })
}

/// Answers a blind query once: keeps its record, what stands behind the handles, and sends.
pub(crate) async fn send_blind(
    node: &Node,
    query: &Act,
    body: &super::messages::BlindAnswerBody,
    handles: &[store::Handle],
    record: &store::PartnerQuery,
    quota: bool,
) -> Result<(), DeskError> {
    let id = query.id();
    let mut new = answer_act(query, by_rule(node)?, case_store::kind(BLIND_ANSWER)?, body)?;
    origins::bind(node, handles, &mut new).await?;
    let new = &new;
    let detail = if record.reason.is_empty() {
        format!("{} masked entries to a blind query", record.hits)
    } else {
        format!("blind query declined: {}", record.reason)
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
    let sent: Result<bool, DeskError> = node
        .store()
        .run_tx_with("answer blind query", |tx| {
            Box::pin(async move {
                if answers(tx, &new.case, &id).await? || !tx.add_partner_query(record).await? {
                    return Ok(false);
                }
                if quota {
                    partner_queries::witness(tx, node, query, &record.reason).await?;
                }
                tx.keep_handles(handles).await?;
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
    if body.state == AnswerState::Pending {
        return Ok(());
    }
    let (declined, id, now) = (body.state == AnswerState::Declined, &act.id(), node.now());
    let (query, author) = (&body.query, &act.author);
    node.store()
        .run_tx("search answered", |tx| {
            Box::pin(async move { tx.search_answered(query, author, declined, id, now).await })
        })
        .await?;
    Ok(())
}
