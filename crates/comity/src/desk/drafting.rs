//! Drafts of acts that need a second person: written by one officer, submitted, approved by another, sent.
//!
//! Saving names the version it started from, so two officers editing one draft see each other's text instead of
//! overwriting it. Approval sends: the act leaves in the same transaction that marks the draft as sent.

use exchange::{AuthorityId, CaseId};
use jiff::Timestamp;
use rand::Rng;
use serde::Serialize;
use store::{DraftChange, DraftId, DraftRecord, DraftSort, NewDraft};

use super::case_store::Making;
use super::draft_body::{self, DraftBody};
use super::form::{DocumentView, Field, Fields, LawView, Objection, RequiredDocumentView, SafeguardView};
use super::{
    DeskError, ListQuery, Listed, Role, Viewer, audit, case_shape, case_store, directory, draft_view, folding,
};
use crate::node::Node;

/// Where a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftState {
    /// Being written.
    Editing,
    /// Waiting for a second person.
    Submitted,
    /// Sent back with a remark; being written again.
    Returned,
    /// Approved and sent.
    Sent,
    /// Given up.
    Discarded,
}

/// One row of the drafts list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftRow {
    /// Draft id, 32 hex digits.
    pub id: String,
    /// Kind of act: `request`, `acceptance`, `decision`.
    pub kind: String,
    /// Case id, 32 hex digits.
    pub case: String,
    /// Partner authority.
    pub partner: String,
    /// Whom it concerns.
    pub person: String,
    /// State.
    pub state: DraftState,
    /// Who began it.
    pub drafted_by: String,
    /// Last change.
    pub changed_at: Timestamp,
}

/// A draft with everything a page needs to edit, check, submit or approve it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftView {
    /// Draft id, 32 hex digits.
    pub id: String,
    /// Version to name when saving.
    pub version: u64,
    /// Kind of act: `request`, `acceptance`, `decision`, `measure.KEY`.
    pub kind: String,
    /// What a measure is called, in English.
    pub title: Option<String>,
    /// Case id, 32 hex digits.
    pub case: String,
    /// Partner authority.
    pub partner: String,
    /// Its name.
    pub partner_name: String,
    /// The requesting state.
    pub requesting: String,
    /// The requested state.
    pub requested: String,
    /// Procedures asked for: `provisional-arrest`, `extradition`.
    pub procedures: Vec<String>,
    /// State.
    pub state: DraftState,
    /// Who began it.
    pub drafted_by: String,
    /// Everyone who changed it.
    pub edited_by: Vec<String>,
    /// Who submitted it.
    pub submitted_by: Option<String>,
    /// Remark of the person who returned it, with the login.
    pub remark: Option<(String, String)>,
    /// The act it became, in hex.
    pub act: Option<String>,
    /// Person, handling and other plain fields, in order.
    pub fields: Vec<Field>,
    /// What the instrument says the request must contain.
    pub contents: Vec<Field>,
    /// Documents attached.
    pub documents: Vec<DocumentView>,
    /// Documents asked for.
    pub required_documents: Vec<RequiredDocumentView>,
    /// Safeguards this side must answer.
    pub safeguards: Vec<SafeguardView>,
    /// Safeguards the other side will have to answer.
    pub their_safeguards: Vec<SafeguardView>,
    /// What the law says.
    pub law: LawView,
    /// What stands in the way; those that block prevent submitting.
    pub objections: Vec<Objection>,
    /// Whether this viewer may save.
    pub can_edit: bool,
    /// Whether this viewer may submit (objections aside).
    pub can_submit: bool,
    /// Whether this viewer may approve or return.
    pub can_approve: bool,
}

/// Two people changed one draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditConflict {
    /// Version now stored.
    pub version: u64,
    /// Version the losing edit started from.
    pub expected: u64,
    /// Who stored it.
    pub changed_by: String,
    /// Fields that differ: name, theirs (stored), yours (not stored).
    pub differing: Vec<(String, String, String)>,
}

/// A document to attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// Which required document this is; empty when none.
    pub key: String,
    /// Title.
    pub title: String,
    /// Language.
    pub language: String,
    /// Media type.
    pub media_type: String,
    /// The bytes, at most [`DOCUMENT_MOST`].
    pub bytes: Vec<u8>,
}

/// The most bytes one attached document may have.
pub const DOCUMENT_MOST: usize = law::bounded::DOCUMENT_BYTES;

/// Begins a request to `partner`. `handle` is a partner's hit (from the search `search`) or empty; the person is
/// prefilled from the query and the hit's summary. Returns the draft's id.
pub async fn open_request(
    node: &Node,
    viewer: &Viewer,
    partner: &str,
    search: Option<&str>,
    handle: Option<&str>,
    procedures: &[&str],
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let (partner, _) = directory::accredited(node, partner).await?;
    let searched = match search {
        Some(search) => Some(super::person_search::results(node, viewer, search, 0).await?),
        None => None,
    };
    let hit = match (&searched, handle) {
        (Some(searched), Some(handle)) => Some(
            searched
                .hit_of(partner.as_str(), handle)
                .ok_or_else(|| DeskError::not_found("hit", super::reading::cut(handle)))?,
        ),
        (None, Some(handle)) => return Err(DeskError::not_found("hit", super::reading::cut(handle))),
        (_, None) => None,
    };
    let procedures = if procedures.is_empty() { &["provisional-arrest", "extradition"] } else { procedures };
    let (own, theirs) = (state_of(node.authority())?, state_of(&partner)?);
    let query = searched.as_ref().map(|searched| &searched.query);
    let body = draft_body::new_request(node, own, theirs, procedures, query, hit)?;
    let mut case = [0_u8; 16];
    node.rng().fill_bytes(&mut case);
    begin(node, viewer, CaseId::new(case), partner, "request", body.title(), &body).await
}

/// Begins, or continues, the draft of an act in an existing case that needs a second person
/// (`acceptance`, `decision`, a coercive `measure.KEY`, a further `request`). Returns the draft's id.
pub async fn open_act(node: &Node, viewer: &Viewer, case: &str, kind: &str) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let case = case_store::load(node, case).await?;
    if !case_shape::second_person(node.law(), &case.state, kind) {
        return Err(DeskError::invalid(
            "kind",
            format!("`{}` needs no draft", super::reading::cut(kind)),
            "send it directly",
        ));
    }
    let id = &case.record.case.id;
    let open = node
        .store()
        .read("open draft", |tx| Box::pin(async move { tx.open_draft_of(id, kind).await }))
        .await?;
    if let Some(open) = open {
        return Ok(open.draft.id.to_string());
    }
    let own = node.authority().state();
    let allowed =
        case_shape::steps(node.law(), &case.state, &own, viewer, &[]).iter().any(|step| step.kind == kind);
    if !allowed && kind != "request" {
        return Err(DeskError::Objected(vec![case_shape::not_now(kind, &case.state)]));
    }
    let body =
        if kind == "request" { draft_body::next_request(node, &case)? } else { draft_body::answer(&case)? };
    let named = case.state.person.as_ref().and_then(|person| person.names.first());
    let title = match named {
        Some(name) if kind != "request" => name.clone(),
        _ => body.title(),
    };
    begin(node, viewer, *id, case.record.case.counterpart, kind, title, &body).await
}

async fn begin(
    node: &Node,
    viewer: &Viewer,
    case: CaseId,
    counterpart: AuthorityId,
    kind: &str,
    title: String,
    body: &DraftBody,
) -> Result<String, DeskError> {
    let mut id = [0_u8; 16];
    node.rng().fill_bytes(&mut id);
    let draft = &NewDraft {
        id: DraftId::new(id),
        case,
        counterpart,
        kind: kind.to_owned(),
        title,
        body: body.write()?,
    };
    let (by, now) = (viewer.login.as_str(), node.now());
    let line = &audit::line(node, by, "draft-begun", case, kind);
    node.store()
        .run_tx("begin draft", |tx| {
            Box::pin(async move {
                tx.add_draft(draft, by, now).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(draft.id.to_string())
}

/// Drafts that are not finished, the last changed first; sorts: `person`, `partner`, `kind`, `state`, `changed`.
pub async fn list(node: &Node, viewer: &Viewer, query: &ListQuery) -> Result<Listed<DraftRow>, DeskError> {
    viewer.needs(&[Role::Officer, Role::Approver])?;
    let sort = match query.sort.as_deref() {
        Some("person") => DraftSort::Title,
        Some("partner") => DraftSort::Counterpart,
        Some("kind") => DraftSort::Kind,
        Some("state") => DraftSort::State,
        _ => DraftSort::Updated,
    };
    let mut by = query.by(sort);
    by.descending = query.sort.is_none() || by.descending;
    let by = &by;
    let listing =
        node.store().read("drafts", |tx| Box::pin(async move { tx.drafts(None, by).await })).await?;
    Ok(Listed::of_store(listing, query, |record| DraftRow {
        id: record.draft.id.to_string(),
        kind: record.draft.kind,
        case: record.draft.case.to_string(),
        partner: record.draft.counterpart.to_string(),
        person: record.draft.title,
        state: record.state.into(),
        drafted_by: record.created_by,
        changed_at: record.updated_at,
    }))
}

/// A draft.
pub async fn draft(node: &Node, viewer: &Viewer, id: &str) -> Result<DraftView, DeskError> {
    viewer.needs(&[Role::Officer, Role::Approver])?;
    let record = load(node, id).await?;
    draft_view::view(node, viewer, &record).await
}

/// Saves fields and returns the new version, or [`DeskError::Conflict`]. Fields not named stay as they are: a form
/// sends an empty value for a box that is not ticked (a hidden field before it).
pub async fn save_draft(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    fields: &Fields,
) -> Result<u64, DeskError> {
    change(node, viewer, id, expected_version, |body| body.enter(fields, &viewer.login), Some(fields)).await
}

/// Attaches a document and returns the new version.
pub async fn add_document(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    document: NewDocument,
) -> Result<u64, DeskError> {
    let document = folding::document(document)?;
    change(node, viewer, id, expected_version, |body| body.attach(document), None).await
}

/// Attaches a document that travels beside the act. It took long to come; another change meanwhile does not lose it.
pub(crate) async fn add_large(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    document: law::act::Document,
) -> Result<u64, DeskError> {
    for _ in 0..4 {
        let version = load(node, id).await?.version;
        let added = change(node, viewer, id, version, |body| body.attach(document.clone()), None).await;
        match added {
            Err(DeskError::Conflict(_)) => {}
            ended => return ended,
        }
    }
    let version = load(node, id).await?.version;
    change(node, viewer, id, version, |body| body.attach(document), None).await
}

/// Removes the document at `index` and returns the new version.
pub async fn remove_document(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    index: usize,
) -> Result<u64, DeskError> {
    let remove = |body: &mut DraftBody| {
        if index < body.documents.len() {
            body.documents.remove(index);
            Ok(())
        } else {
            Err(DeskError::not_found("document", index))
        }
    };
    change(node, viewer, id, expected_version, remove, None).await
}

async fn change(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    edit: impl FnOnce(&mut DraftBody) -> Result<(), DeskError>,
    entered: Option<&Fields>,
) -> Result<u64, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let record = load(node, id).await?;
    let mut body = DraftBody::read(&record.draft.body)?;
    if record.version != expected_version {
        return Err(conflict(&record, expected_version, entered)?);
    }
    if !matches!(record.state, store::DraftState::Editing | store::DraftState::Returned) {
        return Err(DeskError::WrongState { state: record.state.as_str(), wanted: "changed" });
    }
    edit(&mut body)?;
    let (draft_id, by, now) = (record.draft.id, viewer.login.as_str(), node.now());
    let title = &if record.draft.kind == "request" { body.title() } else { record.draft.title.clone() };
    let text = &body.write()?;
    let change = node
        .store()
        .run_tx("save draft", |tx| {
            Box::pin(async move { tx.save_draft(draft_id, expected_version, title, text, by, now).await })
        })
        .await?;
    saved(change, expected_version, "changed", entered)
}

/// Submits for approval; [`DeskError::Objected`] while something that blocks is missing.
pub async fn submit(node: &Node, viewer: &Viewer, id: &str, expected_version: u64) -> Result<u64, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let record = load(node, id).await?;
    if record.version != expected_version {
        return Err(conflict(&record, expected_version, None)?);
    }
    let prepared = draft_view::prepare(node, &record, &viewer.login).await?;
    prepared.unblocked()?;
    let (draft_id, by, now) = (record.draft.id, viewer.login.as_str(), node.now());
    let line = &audit::line(node, by, "draft-submitted", record.draft.case, &record.draft.kind);
    let change = node
        .store()
        .run_tx("submit draft", |tx| {
            Box::pin(async move {
                let change = tx.submit_draft(draft_id, expected_version, by, now).await?;
                if matches!(change, DraftChange::Saved(_)) {
                    tx.add_audit(line).await?;
                }
                Ok(change)
            })
        })
        .await?;
    saved(change, expected_version, "submitted", None)
}

/// Approves and sends, in one transaction. Only an approver who neither drafted, edited nor submitted it.
/// Returns the act's id in hex.
pub async fn approve(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
) -> Result<String, DeskError> {
    let record = approvable(node, viewer, id, expected_version).await?;
    let submitter = record.submitted_by.clone().unwrap_or_else(|| record.created_by.clone());
    let prepared = draft_view::prepare(node, &record, &submitter).await?;
    prepared.unblocked()?;
    let body = prepared.body.ok_or(DeskError::Objected(prepared.objections))?;
    let against = node.law().check_people(&body, &submitter, Some(&viewer.login));
    if let Some(objection) = against.iter().find(|objection| objection.blocks) {
        tracing::info!(objection = objection.message, "approval refused");
        return Err(DeskError::OwnDraft);
    }
    let login = submitter.as_str();
    let submitter_name = node
        .store()
        .read("officer", |tx| Box::pin(async move { tx.officer(login).await }))
        .await?
        .map_or_else(|| submitter.clone(), |officer| officer.name);
    let by = exchange::Officer::new(submitter.clone(), submitter_name).map_err(|error| {
        DeskError::invalid("officer", error.to_string(), "ask an admin to correct the account")
    })?;
    let act = &Making {
        case: record.draft.case,
        partner: record.draft.counterpart.clone(),
        body: &body,
        follows: prepared.follows,
        by,
        approved_by: Some(case_store::officer(viewer)?),
        terms: prepared.terms,
    }
    .new_act()?;
    let (draft_id, approver, now) = (record.draft.id, viewer.login.as_str(), node.now());
    let line = &audit::line(node, approver, "draft-approved", record.draft.case, &record.draft.kind);
    let sent: Result<exchange::ActId, DeskError> = node
        .store()
        .run_tx_with("approve and send", |tx| {
            Box::pin(async move {
                let version = saved(
                    tx.approve_draft(draft_id, expected_version, approver, now).await?,
                    expected_version,
                    "approved",
                    None,
                )?;
                let id = node.send_in(tx, act.clone()).await?;
                saved(tx.draft_sent(draft_id, version, &id, now).await?, version, "sent", None)?;
                case_store::refresh_in(tx, node, &act.case).await?;
                tx.add_audit(line).await?;
                Ok(id)
            })
        })
        .await;
    let id = sent?;
    node.wake_delivery();
    Ok(id.to_string())
}

/// Sends a submitted draft back with a remark.
pub async fn return_with_remark(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    remark: &str,
) -> Result<u64, DeskError> {
    let record = approvable(node, viewer, id, expected_version).await?;
    let remark = remark.trim();
    if remark.is_empty() || remark.chars().count() > 4_000 {
        return Err(DeskError::invalid(
            "remark",
            "the remark is empty or too long",
            "say in a few lines what to change",
        ));
    }
    let (draft_id, by, now) = (record.draft.id, viewer.login.as_str(), node.now());
    let line = &audit::line(node, by, "draft-returned", record.draft.case, remark);
    let change = node
        .store()
        .run_tx("return draft", |tx| {
            Box::pin(async move {
                let change = tx.return_draft(draft_id, expected_version, remark, by, now).await?;
                if matches!(change, DraftChange::Saved(_)) {
                    tx.add_audit(line).await?;
                }
                Ok(change)
            })
        })
        .await?;
    saved(change, expected_version, "returned", None)
}

/// Gives a draft up.
pub async fn discard(node: &Node, viewer: &Viewer, id: &str, expected_version: u64) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let record = load(node, id).await?;
    let (draft_id, by, now) = (record.draft.id, viewer.login.as_str(), node.now());
    let line = &audit::line(node, by, "draft-discarded", record.draft.case, &record.draft.kind);
    let change = node
        .store()
        .run_tx("discard draft", |tx| {
            Box::pin(async move {
                let change = tx.discard_draft(draft_id, expected_version, by, now).await?;
                if matches!(change, DraftChange::Saved(_)) {
                    tx.add_audit(line).await?;
                }
                Ok(change)
            })
        })
        .await?;
    saved(change, expected_version, "discarded", None).map(|_| ())
}

/// A document of a draft, for looking at it before it is sent.
pub async fn document(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    index: usize,
) -> Result<super::cases::Download, DeskError> {
    viewer.needs(&[Role::Officer, Role::Approver])?;
    let body = DraftBody::read(&load(node, id).await?.draft.body)?;
    let document = body.documents.get(index).ok_or_else(|| DeskError::not_found("document", index))?;
    super::cases::Download::of(document)
}

pub(crate) async fn load(node: &Node, id: &str) -> Result<DraftRecord, DeskError> {
    let missing = || DeskError::not_found("draft", super::reading::cut(id));
    let draft_id: DraftId = id.parse().map_err(|_| missing())?;
    node.store()
        .read("draft", |tx| Box::pin(async move { tx.draft(draft_id).await }))
        .await?
        .ok_or_else(missing)
}

/// A draft that this viewer may approve or return.
async fn approvable(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
) -> Result<DraftRecord, DeskError> {
    viewer.needs(&[Role::Approver])?;
    let record = load(node, id).await?;
    if had_a_hand(&record, &viewer.login) {
        return Err(DeskError::OwnDraft);
    }
    if record.version != expected_version {
        return Err(conflict(&record, expected_version, None)?);
    }
    if record.state != store::DraftState::Submitted {
        return Err(DeskError::WrongState { state: record.state.as_str(), wanted: "approved or returned" });
    }
    Ok(record)
}

/// Whether somebody began, wrote in or submitted a draft.
pub(crate) fn had_a_hand(record: &DraftRecord, login: &str) -> bool {
    record.created_by == login
        || record.submitted_by.as_deref() == Some(login)
        || record.edited_by.contains(login)
}

fn saved(
    change: DraftChange,
    expected: u64,
    wanted: &'static str,
    entered: Option<&Fields>,
) -> Result<u64, DeskError> {
    match change {
        DraftChange::Saved(version) => Ok(version),
        DraftChange::Conflict(record) if record.version == expected => {
            Err(DeskError::WrongState { state: record.state.as_str(), wanted })
        }
        DraftChange::Conflict(record) => Err(conflict(&record, expected, entered)?),
    }
}

/// What the loser of two edits is shown: every field that differs from what is stored now.
fn conflict(record: &DraftRecord, expected: u64, entered: Option<&Fields>) -> Result<DeskError, DeskError> {
    let stored = DraftBody::read(&record.draft.body)?.fields;
    let differing = entered
        .into_iter()
        .flatten()
        .filter_map(|(name, yours)| {
            let yours = yours.replace("\r\n", "\n");
            let theirs = stored.get(name).cloned().unwrap_or_default();
            (theirs != yours).then(|| (name.clone(), theirs, yours))
        })
        .collect();
    Ok(DeskError::Conflict(Box::new(EditConflict {
        version: record.version,
        expected,
        changed_by: record.updated_by.clone(),
        differing,
    })))
}

fn state_of(authority: &AuthorityId) -> Result<law::State, DeskError> {
    law::State::parse(&authority.state())
        .map_err(|error| DeskError::invalid("partner", error.to_string(), "choose an authority of a state"))
}

impl From<store::DraftState> for DraftState {
    fn from(state: store::DraftState) -> Self {
        match state {
            store::DraftState::Editing => DraftState::Editing,
            // Approval and sending are one transaction, so nobody ever sees a draft between the two.
            store::DraftState::Submitted | store::DraftState::Approved => DraftState::Submitted,
            store::DraftState::Returned => DraftState::Returned,
            store::DraftState::Sent => DraftState::Sent,
            store::DraftState::Discarded => DraftState::Discarded,
        }
    }
}
