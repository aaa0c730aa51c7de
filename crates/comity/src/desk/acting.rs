//! Acts one officer can send alone: question, supplement, arrest, release, surrender, outcome, withdrawal, note.

use serde::Serialize;

use super::drafting::NewDocument;
use super::form::{Field, Fields, Objection};
use super::{DeskError, Viewer};
use crate::node::Node;

/// The form of one act in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActForm {
    /// Case id.
    pub case: String,
    /// Kind of act.
    pub kind: String,
    /// The partner it goes to.
    pub partner: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Whether documents can be attached (a supplement).
    pub takes_documents: bool,
    /// What the law holds against sending it, with the values as they are.
    pub objections: Vec<Objection>,
}

/// The empty form of an act that one officer can send; [`DeskError::Objected`] when the case does not allow it now.
pub async fn act_form(node: &Node, viewer: &Viewer, case: &str, kind: &str) -> Result<ActForm, DeskError> {
    unimplemented!()
}

/// The same form with values filled in and checked, for showing it again.
pub async fn check_act(
    node: &Node,
    viewer: &Viewer,
    case: &str,
    kind: &str,
    fields: &Fields,
) -> Result<ActForm, DeskError> {
    unimplemented!()
}

/// Sends the act and returns its id in hex; [`DeskError::Objected`] or [`DeskError::Invalid`] otherwise.
pub async fn send_act(
    node: &Node,
    viewer: &Viewer,
    case: &str,
    kind: &str,
    fields: &Fields,
    documents: Vec<NewDocument>,
) -> Result<String, DeskError> {
    unimplemented!()
}
