//! The audit trail of this node: who searched, opened, changed and exported what, and for which purpose.

use jiff::Timestamp;
use serde::Serialize;
use store::AuditEntry;

use super::{DeskError, ListQuery, Listed, Role, Viewer};
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
    /// Stated purpose; empty when none was asked for.
    pub purpose: String,
    /// Stated legal basis; empty when none was asked for.
    pub legal_basis: String,
    /// More, for the reader.
    pub detail: String,
}

/// The audit trail, newest first unless asked otherwise. For auditors.
pub async fn list(node: &Node, viewer: &Viewer, query: &ListQuery) -> Result<Listed<AuditRow>, DeskError> {
    viewer.needs(&[Role::Auditor])?;
    let mut by = query.by(());
    by.descending = query.sort.is_none() || by.descending;
    let by = &by;
    let listing = node.store().read("audit", |tx| Box::pin(async move { tx.audit(by).await })).await?;
    Ok(Listed::of_store(listing, query, |entry| AuditRow {
        at: entry.at,
        by: entry.login,
        what: entry.what,
        object: entry.object,
        purpose: entry.purpose,
        legal_basis: entry.legal_basis,
        detail: entry.detail,
    }))
}

/// A line of the audit trail about something done without a stated purpose.
pub(crate) fn line(
    node: &Node,
    by: &str,
    what: &str,
    object: impl ToString,
    detail: impl ToString,
) -> AuditEntry {
    AuditEntry {
        at: node.now(),
        login: by.to_owned(),
        what: what.to_owned(),
        object: object.to_string(),
        purpose: String::new(),
        legal_basis: String::new(),
        detail: detail.to_string(),
    }
}

/// Writes one line in a transaction of its own.
pub(crate) async fn write(node: &Node, entry: &AuditEntry) -> Result<(), DeskError> {
    node.store().run_tx("audit", |tx| Box::pin(async move { tx.add_audit(entry).await })).await?;
    Ok(())
}
