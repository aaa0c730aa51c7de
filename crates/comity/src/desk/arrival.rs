//! What the node does by rule when an act arrives: answers a partner's query, wakes a waiting search.

use super::DeskError;
use crate::node::Node;

/// Called by the node after an act was received and committed. Acting on the same act again has no further effect.
pub async fn arrived(node: &Node, act: &exchange::Act) -> Result<(), DeskError> {
    unimplemented!()
}
