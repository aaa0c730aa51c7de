//! The pages of a node: server-rendered, complete without JavaScript, better with it.

use crate::node::Node;

/// An account that the sign-in page of a demonstration names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
    /// The roles it holds.
    pub roles: Vec<crate::desk::Role>,
}

/// The pages of `node`.
pub fn router(node: Node) -> axum::Router {
    router_with_accounts(node, Vec::new())
}

/// The pages of a demonstration node, whose sign-in page names its accounts.
pub fn router_with_accounts(node: Node, accounts: Vec<DemoAccount>) -> axum::Router {
    let _ = accounts;
    axum::Router::new().with_state(node)
}
