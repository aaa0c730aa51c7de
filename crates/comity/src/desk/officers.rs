//! The officers of this authority, kept by an admin.

use jiff::Timestamp;
use serde::Serialize;

use super::{DeskError, ListQuery, Listed, Role, Viewer};
use crate::node::Node;

/// One officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficerRow {
    /// Login name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Whether the officer can sign in.
    pub enabled: bool,
    /// Since when.
    pub created_at: Timestamp,
}

/// Officers, searchable by login and name.
pub async fn list(node: &Node, viewer: &Viewer, query: &ListQuery) -> Result<Listed<OfficerRow>, DeskError> {
    unimplemented!()
}

/// Creates an officer. The password must have at least 10 characters.
pub async fn create(
    node: &Node,
    viewer: &Viewer,
    login: &str,
    name: &str,
    roles: &[Role],
    password: &str,
) -> Result<(), DeskError> {
    unimplemented!()
}

/// Creates an officer on behalf of the installation itself, when no admin can be signed in yet.
pub async fn install(
    node: &Node,
    login: &str,
    name: &str,
    roles: &[Role],
    password: &str,
) -> Result<(), DeskError> {
    unimplemented!()
}

/// Lets an officer sign in or not; disabling ends the officer's sessions. One cannot disable oneself.
pub async fn set_enabled(node: &Node, viewer: &Viewer, login: &str, enabled: bool) -> Result<(), DeskError> {
    unimplemented!()
}

/// Changes an officer's roles.
pub async fn set_roles(node: &Node, viewer: &Viewer, login: &str, roles: &[Role]) -> Result<(), DeskError> {
    unimplemented!()
}
