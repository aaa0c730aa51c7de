//! The audit trail of this node: who searched, opened, changed and exported what, and for which purpose.

use jiff::Timestamp;
use serde::Serialize;

use super::{DeskError, ListQuery, Listed, Viewer};
use crate::node::Node;

/// One line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditRow {
    /// When.
    pub at: Timestamp,
    /// Who: a login, or `node` for what the node did by rule.
    pub by: String,
    /// What was done, a key such as `search`, `case-opened`, `partner-answered`.
    pub what: String,
    /// On what: a case, register, login, …
    pub object: String,
    /// Stated purpose or detail.
    pub detail: String,
}

/// The audit trail, newest first. For auditors.
pub async fn list(node: &Node, viewer: &Viewer, query: &ListQuery) -> Result<Listed<AuditRow>, DeskError> {
    unimplemented!()
}
