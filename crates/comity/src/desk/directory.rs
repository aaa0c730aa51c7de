//! Partners: who they are, how they are recognised, and how delivery to them stands.

use jiff::Timestamp;
use serde::Serialize;

use super::{DeskError, Viewer};
use crate::node::Node;

/// One partner authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerRow {
    /// Authority id.
    pub id: String,
    /// Name.
    pub name: String,
    /// State, ISO alpha-2.
    pub state: String,
    /// `pending`, `accredited`, `suspended`.
    pub standing: String,
    /// Fingerprint of its keys, in groups.
    pub fingerprint: String,
    /// The same as words, for reading aloud.
    pub words: String,
    /// Peer address.
    pub address: String,
    /// Accredited since.
    pub accredited_at: Option<Timestamp>,
    /// Envelopes that wait to be delivered.
    pub waiting: u64,
    /// When the partner was last reached.
    pub reached_at: Option<Timestamp>,
    /// Why the last attempt failed; empty when it did not.
    pub cause: String,
    /// When delivery is tried again.
    pub next_attempt: Option<Timestamp>,
}

/// This node itself, as partners see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OurselvesView {
    /// Authority id.
    pub id: String,
    /// Name.
    pub name: String,
    /// State, ISO alpha-2.
    pub state: String,
    /// Fingerprint, in groups.
    pub fingerprint: String,
    /// The same as words.
    pub words: String,
}

/// Partners, by name.
pub async fn partners(node: &Node, viewer: &Viewer) -> Result<Vec<PartnerRow>, DeskError> {
    unimplemented!()
}

/// This node itself.
pub fn ourselves(node: &Node) -> OurselvesView {
    unimplemented!()
}
