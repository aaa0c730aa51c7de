//! Cases: the list, one case with its timeline, one act with its documents.

use std::collections::HashMap;

use exchange::{ActId, AuthorityId, Exit, Receipt, Stage};
use jiff::{SignedDuration, Timestamp};
use law::CaseState;
use law::act::Document;
use serde::Serialize;
use store::{CaseRecord, CaseSort, DeliveryRecord, Direction, ReceiptRecord};

use super::case_shape::{self, CaseSummary, Kept};
use super::case_store::{self, Loaded};
pub use super::case_views::{
    ActView, AmountsView, CaseFilter, CaseRow, CaseView, DeadlineView, Delivery, Download, LibertyView,
    Nearness, Said, StepView, TimelineRow,
};
use super::{
    DeskError, ListQuery, Listed, Role, Viewer, audit, directory, folding, guarding, law_view, opening,
    saying,
};
use crate::node::Node;

impl Download {
    pub(crate) fn of(document: &Document) -> Result<Self, DeskError> {
        if document.file.is_some() {
            return Err(DeskError::invalid(
                "document",
                "this document travels beside its act",
                "read it from the list of files",
            ));
        }
        let name: String = document
            .title
            .chars()
            .map(|char| if char.is_ascii_alphanumeric() || "-_".contains(char) { char } else { '-' })
            .take(80)
            .collect();
        let name = name.trim_matches('-');
        let name = if name.is_empty() { document.key.as_str() } else { name };
        Ok(Self {
            file_name: format!("{name}.{}", extension(&document.media_type)),
            media_type: document.media_type.clone(),
            bytes: document.bytes.clone(),
        })
    }
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        _ => "bin",
    }
}

/// Cases, filtered, searched, sorted and cut to a page.
pub async fn list(
    node: &Node,
    viewer: &Viewer,
    filter: &CaseFilter,
    query: &ListQuery,
) -> Result<Listed<CaseRow>, DeskError> {
    viewer.reads_cases()?;
    let now = node.now();
    let sort = match query.sort.as_deref() {
        Some("person") => CaseSort::Title,
        Some("counterpart") => CaseSort::Counterpart,
        Some("status") => CaseSort::Status,
        Some("due") => CaseSort::Due,
        Some("liberty") => CaseSort::Liberty,
        Some("opened") => CaseSort::Opened,
        _ => CaseSort::Changed,
    };
    let mut by = query.by(sort);
    by.descending = query.sort.is_none() || by.descending;
    let filter = &store::CaseFilter {
        status: filter.status.clone().filter(|status| !status.is_empty()),
        counterpart: match filter.counterpart.as_deref() {
            None | Some("") => None,
            Some(text) => Some(directory::authority(text)?),
        },
        our_move: match filter.next_actor.as_deref() {
            Some("ours") => Some(true),
            Some("theirs") => Some(false),
            _ => None,
        },
        due_before: filter.due_within_days.map(|days| in_days(now, days)),
        liberty: filter.liberty,
        unopened: false,
    };
    let by = &by;
    let listing =
        node.store().read("cases", |tx| Box::pin(async move { tx.cases(filter, by).await })).await?;
    let names = directory::names(node).await?;
    let mut listed = Listed::of_store(listing, query, |record| row(&record, &names, now));
    let own = node.authority().state();
    // A deadline may have passed since the case was folded for the list.
    let passed =
        |row: &&mut CaseRow| row.status != "closed" && row.due_at.is_some_and(|due_at| due_at <= now);
    for row in listed.rows.iter_mut().filter(passed) {
        let case = case_store::load(node, &row.id).await?;
        true_now(row, &case.state, &own, now);
    }
    Ok(listed)
}

/// The same for a file: a case in which a partner's act may not be taken out does not say whom it concerns.
pub async fn list_for_file(
    node: &Node,
    viewer: &Viewer,
    filter: &CaseFilter,
    query: &ListQuery,
) -> Result<Listed<CaseRow>, DeskError> {
    let mut listed = list(node, viewer, filter, query).await?;
    for row in &mut listed.rows {
        let case = case_store::load(node, &row.id).await?;
        for act in &case.acts {
            if guarding::permit(node, &act.act, Exit::Export).await.is_err() {
                row.person = act.act.handling.to_string();
            }
        }
    }
    Ok(listed)
}

/// The row is what was derived last; the acts are what is true now.
fn true_now(row: &mut CaseRow, state: &CaseState, own: &str, now: Timestamp) {
    let nearest = case_shape::nearest(state);
    row.person = case_store::title(state);
    row.procedures = state.procedures.iter().map(ToString::to_string).collect();
    row.status = state.status.key().to_owned();
    row.our_move = case_shape::our_move(state, own);
    row.deadline = nearest.map(|(deadline, _)| deadline.key.to_string());
    row.due_at = nearest.map(|(_, due_at)| due_at);
    row.seconds_left = row.due_at.map(|due_at| due_at.duration_since(now).as_secs());
    row.liberty = case_shape::liberty(state)
        .map(|(deadline, at)| case_shape::liberty_view(case_shape::liberty_kept(deadline), at, now));
}

fn in_days(now: Timestamp, days: u32) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX)
}

fn row(record: &CaseRecord, names: &HashMap<AuthorityId, String>, now: Timestamp) -> CaseRow {
    // The row is derived; one that an older program wrote differently is shown with less.
    let detail: CaseSummary = serde_json::from_str(&record.summary.detail).unwrap_or_default();
    let counterpart = &record.case.counterpart;
    CaseRow {
        id: record.case.id.to_string(),
        short: record.case.id.short(),
        person: record.case.title.clone(),
        procedures: detail.procedures,
        outgoing: record.case.direction == Direction::Outgoing,
        counterpart: counterpart.to_string(),
        counterpart_name: names.get(counterpart).cloned().unwrap_or_else(|| counterpart.to_string()),
        status: record.summary.status.clone().unwrap_or_else(|| "new".to_owned()),
        our_move: record.summary.our_move,
        deadline: detail.deadline,
        due_at: record.summary.due_at,
        seconds_left: record.summary.due_at.map(|due_at| due_at.duration_since(now).as_secs()),
        liberty: (detail.liberty.zip(record.summary.liberty_at))
            .map(|(kept, at)| case_shape::liberty_view(kept, at, now)),
        changed_at: record.changed_at,
        unopened: record.unopened > 0,
    }
}

/// One case. `id` may be the full id or a short form that is unique here. When an officer sees an incoming act for
/// the first time, that is recorded and the author is told by a receipt of the stage `opened`.
pub async fn case(node: &Node, viewer: &Viewer, id: &str) -> Result<CaseView, DeskError> {
    let view = look(node, viewer, id).await?;
    if viewer.has(Role::Officer) {
        opening::opened(node, viewer, &view.row.id).await?;
    }
    Ok(view)
}

/// The same without recording that anybody opened it.
pub async fn look(node: &Node, viewer: &Viewer, id: &str) -> Result<CaseView, DeskError> {
    viewer.reads_cases()?;
    let now = node.now();
    let case = case_store::load(node, id).await?;
    let own = node.authority().state();
    let names = directory::names(node).await?;
    let case_id = &case.record.case.id;
    let drafts = node
        .store()
        .read("drafts of a case", |tx| {
            Box::pin(async move {
                let mut drafts = Vec::new();
                for kind in ["request", "acceptance", "decision"] {
                    if let Some(draft) = tx.open_draft_of(case_id, kind).await? {
                        drafts.push((draft.draft.id.to_string(), draft.draft.kind));
                    }
                }
                Ok(drafts)
            })
        })
        .await?;
    let kept = kept(node, &case).await?;
    let state = &case.state;
    let mut row = row(&case.record, &names, now);
    true_now(&mut row, state, &own, now);
    let word = |state: Option<law::State>| state.map(|state| state.to_string()).unwrap_or_default();
    let end = folding::end_of(state, &own);
    Ok(CaseView {
        requesting: word(state.requesting),
        requested: word(state.requested),
        instruments: instruments(node, &case),
        residual_reason: state.residual_reason.clone(),
        person: state.person.as_ref().map(saying::person).unwrap_or_default(),
        steps: case_shape::steps(node.law(), state, &own, viewer, &drafts),
        awaited: case_shape::awaited(state, &own),
        deadlines: case_shape::deadlines(state, &own, now),
        timeline: case_shape::timeline(state, &case.acts, &kept, node.authority().as_str()),
        missing: case_shape::missing(state, end),
        safeguards: case_shape::safeguards(state),
        undertakings: case_shape::undertakings(state),
        amounts: case_shape::amounts(state),
        absent: state.absent.iter().map(ToString::to_string).collect(),
        drafts,
        row,
    })
}

fn instruments(node: &Node, case: &Loaded) -> Vec<(String, String)> {
    let check = folding::check_case(node, &case.state, &case.acts).ok();
    let name = |id: &law::InstrumentId| {
        let binding =
            check.as_ref().and_then(|check| check.instruments.iter().find(|binding| binding.id == *id));
        binding.map_or_else(|| id.to_string(), |binding| binding.short_name.clone())
    };
    case.state.instruments.iter().map(|id| (id.to_string(), name(id))).collect()
}

/// Where each act of the case is.
async fn kept(node: &Node, case: &Loaded) -> Result<HashMap<ActId, Kept>, DeskError> {
    let acts = &case.acts;
    let own = node.authority();
    let found = node
        .store()
        .read("deliveries of a case", |tx| {
            Box::pin(async move {
                let mut found = Vec::with_capacity(acts.len());
                for act in acts {
                    let receipts = tx.receipts_of(&act.id).await?;
                    let ours = act.act.author == *own;
                    let deliveries = if ours { tx.deliveries_of(&act.id).await? } else { Vec::new() };
                    found.push((receipts, deliveries));
                }
                Ok(found)
            })
        })
        .await?;
    let mut kept = HashMap::with_capacity(acts.len());
    for ((act, (receipts, deliveries)), stored_at) in acts.iter().zip(found).zip(&case.stored_at) {
        let delivery = if act.act.author == *own {
            sent(&receipts, &deliveries)
        } else {
            let given = receipts.iter().find(|receipt| receipt.direction == Direction::Outgoing);
            Delivery::Received { at: *stored_at, leaf: given.and_then(leaf) }
        };
        kept.insert(act.id, Kept { stored_at: *stored_at, delivery });
    }
    Ok(kept)
}

fn sent(receipts: &[ReceiptRecord], deliveries: &[DeliveryRecord]) -> Delivery {
    let furthest =
        receipts.iter().filter(|receipt| receipt.direction == Direction::Incoming).max_by_key(|receipt| {
            match receipt.stage {
                Stage::Stored => 0,
                Stage::Opened => 1,
                Stage::Accepted => 2,
                Stage::Refused { .. } => 3,
            }
        });
    if let Some(receipt) = furthest {
        return Delivery::Receipted {
            stage: receipt.stage.as_str().to_owned(),
            at: receipt.at,
            leaf: leaf(receipt).unwrap_or_default(),
        };
    }
    let delivery = deliveries.last();
    Delivery::Waiting {
        attempts: delivery.map_or(0, |delivery| u32::try_from(delivery.attempts).unwrap_or(u32::MAX)),
        cause: delivery
            .and_then(|delivery| delivery.failure.as_ref())
            .map(|failure| failure.text.clone())
            .unwrap_or_default(),
        next_attempt: delivery.and_then(|delivery| delivery.next_attempt_at),
    }
}

/// The ledger entry that a receipt proves; it was verified before it was kept.
fn leaf(receipt: &ReceiptRecord) -> Option<u64> {
    Receipt::from_bytes(&receipt.bytes).ok().map(|receipt| receipt.slip.index)
}

/// One act in full.
pub async fn act(node: &Node, viewer: &Viewer, act: &str) -> Result<ActView, DeskError> {
    let (case, position) = find(node, viewer, act).await?;
    let kept = kept(node, &case).await?;
    let found = case.acts.get(position).ok_or_else(|| DeskError::not_found("act", act))?;
    let id = &found.id;
    let envelopes =
        node.store().read("envelopes", |tx| Box::pin(async move { tx.envelopes_of(id).await })).await?;
    let envelope = envelopes.first();
    let (said, answers, documents) = match &found.body {
        Ok(body) => (saying::everything(body), saying::safeguards(body), saying::documents(body)),
        Err(_) => (Vec::new(), &[][..], &[][..]),
    };
    let safeguards = answers
        .iter()
        .filter_map(|answer| {
            let asked = case.state.safeguards.iter().find(|asked| answer.key == asked.question.key)?;
            let (word, reasons) = (answer.answer.as_str(), answer.reasoning.as_str());
            Some(law_view::safeguard_view(&asked.question, word, reasons, &answer.by))
        })
        .collect();
    let own = node.authority();
    Ok(ActView {
        row: case_shape::row(&case.state, found, kept.get(id), own.as_str()),
        case: case.record.case.id.to_string(),
        follows: found.act.follows.iter().map(ToString::to_string).collect(),
        recipients: found.act.recipients.iter().map(ToString::to_string).collect(),
        purpose: found.act.purpose.clone(),
        legal_basis: found.act.legal_basis.clone(),
        handling: found.act.handling.to_string(),
        onward: found.act.onward.to_string(),
        conditions: found.act.marks.conditions.clone(),
        evaluation: found.act.marks.evaluation.map(|evaluation| evaluation.to_string()),
        tlp: exchange::Tlp::of(found.act.handling, found.act.onward).as_str().to_owned(),
        said,
        safeguards,
        documents: saying::document_views(documents),
        channel: envelope.map(|envelope| {
            let sender = if found.act.author == *own { own } else { &envelope.key.partner };
            (sender.to_string(), envelope.key.epoch, envelope.key.sequence)
        }),
        envelope: envelope.map(|envelope| envelope.hash.to_string()),
    })
}

/// A document of an act.
pub async fn document(node: &Node, viewer: &Viewer, act: &str, index: usize) -> Result<Download, DeskError> {
    let (case, position) = find(node, viewer, act).await?;
    let found = case.acts.get(position).ok_or_else(|| DeskError::not_found("document", index))?;
    let permit = guarding::permit(node, &found.act, Exit::Export).await?;
    let body = found.body.as_ref().ok();
    let document = body
        .and_then(|body| saying::documents(body).get(index))
        .ok_or_else(|| DeskError::not_found("document", index))?;
    audit::write(node, &audit::line(node, &viewer.login, "document-read", permit.act(), index)).await?;
    Download::of(document)
}

/// The case of an act, and the act's position in it.
pub(crate) async fn find(node: &Node, viewer: &Viewer, act: &str) -> Result<(Loaded, usize), DeskError> {
    viewer.reads_cases()?;
    let missing = || DeskError::not_found("act", super::reading::cut(act));
    let id: &ActId = &act.parse().map_err(|_| missing())?;
    let record = node
        .store()
        .read("act", |tx| Box::pin(async move { tx.act(id).await }))
        .await?
        .ok_or_else(missing)?;
    let case = case_store::load(node, &record.case.to_string()).await?;
    let position = case.acts.iter().position(|act| act.id == *id).ok_or_else(missing)?;
    Ok((case, position))
}

/// Numbers for the front page: cases whose next move is ours, incoming acts nobody opened, drafts waiting for a
/// second person, deadlines due within three days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Workload {
    /// Our move.
    pub our_move: u64,
    /// Unopened.
    pub unopened: u64,
    /// Waiting for approval.
    pub to_approve: u64,
    /// Due within three days or passed.
    pub due_soon: u64,
}

/// The numbers for the front page.
pub async fn workload(node: &Node, viewer: &Viewer) -> Result<Workload, DeskError> {
    viewer.reads_cases()?;
    let soon = in_days(node.now(), 3);
    let workload = node
        .store()
        .read("workload", |tx| {
            Box::pin(async move {
                let one = store::ListBy { limit: 1, ..store::ListBy::default() };
                let all = store::CaseFilter::default;
                let our_move = store::CaseFilter { our_move: Some(true), ..all() };
                let unopened = store::CaseFilter { unopened: true, ..all() };
                let due = store::CaseFilter { due_before: Some(soon), ..all() };
                let drafts = store::ListBy { limit: 1, ..store::ListBy::default() };
                Ok(Workload {
                    our_move: tx.cases(&our_move, &one).await?.total,
                    unopened: tx.cases(&unopened, &one).await?.total,
                    due_soon: tx.cases(&due, &one).await?.total,
                    to_approve: tx.drafts(Some(store::DraftState::Submitted), &drafts).await?.total,
                })
            })
        })
        .await?;
    Ok(workload)
}
