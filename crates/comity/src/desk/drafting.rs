//! Drafts of acts that need a second person: written by one officer, submitted, approved by another, sent.
//!
//! Saving names the version it started from, so two officers editing one draft see each other's text instead of
//! overwriting it. Approval sends: the act leaves in the same transaction that marks the draft as sent.

use jiff::Timestamp;
use serde::Serialize;

use super::form::{DocumentView, Field, Fields, LawView, Objection, RequiredDocumentView, SafeguardView};
use super::{DeskError, ListQuery, Listed, Viewer};
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
    /// Kind of act: `request`, `acceptance`, `decision`.
    pub kind: String,
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
    unimplemented!()
}

/// Begins, or continues, the draft of an act in an existing case that needs a second person
/// (`acceptance`, `decision`). Returns the draft's id.
pub async fn open_act(node: &Node, viewer: &Viewer, case: &str, kind: &str) -> Result<String, DeskError> {
    unimplemented!()
}

/// Drafts that are not finished, those waiting for approval first.
pub async fn list(node: &Node, viewer: &Viewer, query: &ListQuery) -> Result<Listed<DraftRow>, DeskError> {
    unimplemented!()
}

/// A draft.
pub async fn draft(node: &Node, viewer: &Viewer, id: &str) -> Result<DraftView, DeskError> {
    unimplemented!()
}

/// Saves fields (those not named stay) and returns the new version, or [`DeskError::Conflict`].
pub async fn save_draft(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    fields: &Fields,
) -> Result<u64, DeskError> {
    unimplemented!()
}

/// Attaches a document and returns the new version.
pub async fn add_document(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    document: NewDocument,
) -> Result<u64, DeskError> {
    unimplemented!()
}

/// Removes the document at `index` and returns the new version.
pub async fn remove_document(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    index: usize,
) -> Result<u64, DeskError> {
    unimplemented!()
}

/// Submits for approval; [`DeskError::Objected`] while something that blocks is missing.
pub async fn submit(node: &Node, viewer: &Viewer, id: &str, expected_version: u64) -> Result<u64, DeskError> {
    unimplemented!()
}

/// Approves and sends, in one go. Only an approver who neither drafted, edited nor submitted it.
/// Returns the act's id in hex.
pub async fn approve(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
) -> Result<String, DeskError> {
    unimplemented!()
}

/// Sends a submitted draft back with a remark.
pub async fn return_with_remark(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    remark: &str,
) -> Result<u64, DeskError> {
    unimplemented!()
}

/// Gives a draft up.
pub async fn discard(node: &Node, viewer: &Viewer, id: &str, expected_version: u64) -> Result<(), DeskError> {
    unimplemented!()
}
