//! What partners ask here: quotas against fishing, the queue of queries that a person decides, and what supervisors see.

use exchange::{Act, ActId};
use jiff::{SignedDuration, Timestamp};
use ledger::EntryKind;
use serde::{Deserialize, Serialize};
use store::{Agreement, AnswerState, Form, PartnerQuery};

use super::messages::{AnswerBody, AnswerHit, AnswerState as Said};
use super::{DeskError, ListQuery, Listed, Role, Viewer, agreements, arrival, audit, directory, searching};
use crate::node::Node;
use crate::peer::record::{self, Record};

/// The window of all quotas.
pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A query of a partner, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueryRow {
    /// The act, 64 hex digits.
    pub act: String,
    /// Authority id.
    pub partner: String,
    /// Its name.
    pub partner_name: String,
    /// The officer there.
    pub officer: String,
    /// `open` or `blind`.
    pub form: String,
    /// The name asked for; empty when blind.
    pub asked: String,
    /// The purpose stated.
    pub purpose: String,
    /// The legal basis stated.
    pub legal_basis: String,
    /// `waiting`, `answered` or `declined`.
    pub state: String,
    /// Hits told; of a blind query the masked entries sent.
    pub hits: u32,
    /// Why it was declined; else empty.
    pub reason: String,
    /// Who decided: a login, or `node` for a rule; empty while it waits.
    pub decided_by: String,
    /// When it arrived.
    pub asked_at: Timestamp,
}

/// A candidate that a person decides about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Register id.
    pub register: String,
    /// Subject id.
    pub subject: String,
    /// What the register would tell by rule.
    pub(crate) hit: AnswerHit,
    /// Name for the person who decides.
    pub name: String,
    /// Birth date for the person who decides.
    pub born: Option<String>,
}

impl Candidate {
    /// How likely it is the one asked for, in thousandths.
    #[must_use]
    pub fn score_per_mille(&self) -> u16 {
        self.hit.score
    }

    /// Whether the register lets a summary be told.
    #[must_use]
    pub fn has_summary(&self) -> bool {
        self.hit.summary.is_some()
    }
}

/// A query that waits, with what there is to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueryView {
    /// The row.
    pub row: QueryRow,
    /// Candidates, best first; none once decided.
    pub candidates: Vec<Candidate>,
}

/// What an officer of a partner asked in the last 24 hours, beside what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UseRow {
    /// Authority id.
    pub partner: String,
    /// The officer's login there.
    pub officer: String,
    /// Queries in all, and how many are allowed.
    pub queries: u64,
    /// Allowed to the officer.
    pub allowed: u32,
    /// Declined ones.
    pub declined: u64,
    /// Blind elements.
    pub elements: u64,
    /// Hits told.
    pub hits: u64,
}

fn sees(viewer: &Viewer) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer, Role::Auditor, Role::Admin])
}

/// Queries of partners, newest first; `waiting` alone: those that a person has to decide.
pub async fn list(
    node: &Node,
    viewer: &Viewer,
    waiting: bool,
    query: &ListQuery,
) -> Result<Listed<QueryRow>, DeskError> {
    sees(viewer)?;
    let mut by = query.by(());
    by.descending = query.sort.is_none() || by.descending;
    let by = &by;
    let listing = node
        .store()
        .read("queries of partners", |tx| Box::pin(async move { tx.partner_queries(waiting, by).await }))
        .await?;
    let names = directory::names(node).await?;
    Ok(Listed::of_store(listing, query, |record| {
        let name = names.get(&record.partner).cloned();
        row(record, name)
    }))
}

fn row(record: PartnerQuery, name: Option<String>) -> QueryRow {
    QueryRow {
        act: record.query_act.to_string(),
        partner: record.partner.to_string(),
        partner_name: name.unwrap_or_else(|| record.partner.to_string()),
        officer: record.officer_name,
        form: record.form.to_string(),
        asked: record.asked,
        purpose: record.purpose,
        legal_basis: record.legal_basis,
        state: record.state.to_string(),
        hits: record.hits,
        reason: record.reason,
        decided_by: record.decided.map(|(by, _)| by).unwrap_or_default(),
        asked_at: record.asked_at,
    }
}

/// What was asked in the last 24 hours, by officer of a partner, the busiest first. For supervisors.
pub async fn uses(node: &Node, viewer: &Viewer) -> Result<Vec<UseRow>, DeskError> {
    viewer.needs(&[Role::Auditor, Role::Admin])?;
    let since = node.now() - DAY;
    let (uses, agreed) = node
        .store()
        .read("uses of partners", |tx| {
            Box::pin(async move { Ok((tx.uses_since(since).await?, tx.agreements().await?)) })
        })
        .await?;
    Ok(uses
        .into_iter()
        .map(|used| UseRow {
            allowed: agreed
                .iter()
                .find(|agreement| agreement.partner == used.partner)
                .map_or(0, |agreement| agreement.officer_per_day),
            partner: used.partner.to_string(),
            officer: used.officer,
            queries: used.queries,
            declined: used.declined,
            elements: used.elements,
            hits: used.hits,
        })
        .collect())
}

/// One query with its candidates; looking at it is written to the audit trail.
pub async fn view(node: &Node, viewer: &Viewer, act: &str) -> Result<QueryView, DeskError> {
    sees(viewer)?;
    let id = &read_id(act)?;
    let record = node
        .store()
        .read("query of a partner", |tx| Box::pin(async move { tx.partner_query(id).await }))
        .await?
        .ok_or_else(|| DeskError::not_found("query", super::reading::cut(act)))?;
    let candidates = searching::stored(&record.candidates)?;
    audit::write(node, &audit::line(node, &viewer.login, "partner-query-read", id, &record.partner)).await?;
    let name = directory::name_of(node, &record.partner).await?;
    Ok(QueryView { row: row(record, Some(name)), candidates })
}

fn read_id(act: &str) -> Result<ActId, DeskError> {
    act.parse().map_err(|_| DeskError::not_found("query", super::reading::cut(act)))
}

/// What an officer decides about one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// Nothing: to the partner there is no such subject.
    Nothing,
    /// That there is a hit.
    Hit,
    /// The hit with the summary, where the register's rule lets it.
    Summary,
}

/// Answers a query that waits: for each candidate, in the order of [`view`], what is told of it; or declines with a reason.
pub async fn decide(
    node: &Node,
    viewer: &Viewer,
    act: &str,
    tell: &[Tell],
    decline: Option<&str>,
) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let id = &read_id(act)?;
    let (record, query) = node
        .store()
        .read("query of a partner", |tx| {
            Box::pin(async move { Ok((tx.partner_query(id).await?, tx.act(id).await?)) })
        })
        .await?;
    let (Some(record), Some(query)) = (record, query) else {
        return Err(DeskError::not_found("query", super::reading::cut(act)));
    };
    if record.state != AnswerState::Waiting {
        return Err(DeskError::invalid(
            "query",
            "the query is decided already",
            "look at the list of queries",
        ));
    }
    let query = Act::from_bytes(&query.bytes)
        .map_err(|error| DeskError::Damaged { what: "act", why: error.to_string() })?;
    let reason = decline.map(str::trim).filter(|reason| !reason.is_empty());
    if decline.is_some() && reason.is_none() {
        return Err(DeskError::invalid("reason", "nothing is entered", "tell the partner why"));
    }
    if let Some(reason) = reason
        && reason.chars().count() > 1_000
    {
        return Err(DeskError::invalid("reason", "the reason is too long", "write at most 1000 characters"));
    }
    let candidates: Vec<Candidate> = searching::stored(&record.candidates)?;
    if reason.is_none() && tell.len() != candidates.len() {
        return Err(DeskError::invalid(
            "query",
            "a decision is missing for one of the candidates",
            "decide about each candidate",
        ));
    }
    let mut told = Vec::new();
    if reason.is_none() {
        for (candidate, tell) in candidates.into_iter().zip(tell) {
            let summary = match tell {
                Tell::Nothing => continue,
                Tell::Hit => None,
                Tell::Summary => candidate.hit.summary.clone(),
            };
            told.push(Candidate { hit: AnswerHit { summary, ..candidate.hit.clone() }, ..candidate });
        }
    }
    let body = AnswerBody {
        query: *id,
        state: match (reason, told.is_empty()) {
            (Some(_), _) => Said::Declined,
            (None, true) => Said::NoHit,
            (None, false) => Said::Hit,
        },
        reason: reason.map(str::to_owned),
        hits: told.iter().map(|candidate| candidate.hit.clone()).collect(),
    };
    let hits = u32::try_from(body.hits.len()).unwrap_or(u32::MAX);
    let handles = searching::handles(node, &query, &told)?;
    super::origins::still_clear(node, &handles).await?;
    arrival::answer_by(node, &query, &body, &handles, Some((viewer, reason, hits))).await
}

/// Whether the quotas of an agreement let a query in; if not, what is told.
pub(crate) async fn over_quota(
    node: &Node,
    agreement: &Agreement,
    query: &Act,
    elements: u32,
) -> Result<Option<String>, DeskError> {
    let (partner, officer, since) = (&query.author, query.by.login(), node.now() - DAY);
    let asked = node
        .store()
        .read("quota of a partner", |tx| {
            Box::pin(async move { tx.asked_since(partner, officer, since).await })
        })
        .await?;
    let over = |used: u64, more: u32, allowed: u32| used + u64::from(more) > u64::from(allowed);
    Ok(if over(asked.queries, 1, agreement.queries_per_day) {
        Some(format!("the quota of {} queries in 24 hours is used up", agreement.queries_per_day))
    } else if over(asked.of_officer, 1, agreement.officer_per_day) {
        Some(format!(
            "the quota of {} queries of one officer in 24 hours is used up",
            agreement.officer_per_day
        ))
    } else if over(asked.elements, elements, agreement.elements_per_day) && elements > 0 {
        Some(format!("the quota of {} blind elements in 24 hours is used up", agreement.elements_per_day))
    } else {
        None
    })
}

/// The record of a query that was decided by rule, or that waits.
pub(crate) fn record_of(node: &Node, query: &Act, form: Form, asked: &str, elements: u32) -> PartnerQuery {
    PartnerQuery {
        query_act: query.id(),
        partner: query.author.clone(),
        officer: query.by.login().to_owned(),
        officer_name: query.by.name().to_owned(),
        form,
        asked: asked.chars().take(500).collect(),
        purpose: query.purpose.clone(),
        legal_basis: query.legal_basis.clone(),
        elements,
        state: AnswerState::Answered,
        hits: 0,
        candidates: "[]".to_owned(),
        reason: String::new(),
        decided: Some(("node".to_owned(), node.now())),
        asked_at: node.now(),
    }
}

/// Enters into the ledger that a quota stopped a query: a partner that fishes is seen by whoever audits either side.
pub(crate) async fn witness(
    tx: &mut store::Tx<'_>,
    node: &Node,
    query: &Act,
    why: &str,
) -> Result<(), DeskError> {
    let id = query.id();
    let note = Record::new(EntryKind::Note, *id.as_bytes(), node.now()).act(id).detail(format!(
        "query of {} ({}) declined: {why}",
        query.author,
        query.by.login()
    ));
    record::append(tx, node, &[note]).await?;
    Ok(())
}

/// What was agreed with whoever asks, and whether it lets this form in.
pub(crate) async fn admitted(
    node: &Node,
    query: &Act,
    form: Form,
) -> Result<Result<Agreement, String>, DeskError> {
    let Some(agreement) = agreements::known(node, &query.author).await? else {
        return Ok(Err("nothing is agreed about searches here".to_owned()));
    };
    let may = match form {
        Form::Open => agreement.forms.open(),
        Form::Blind => agreement.forms.blind(),
    };
    Ok(if may { Ok(agreement) } else { Err(format!("the {form} form is not agreed")) })
}
