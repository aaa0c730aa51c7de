//! Keeping the search index in step with the store: loaded at start, then following the change feed.

use super::DeskError;
use crate::node::Node;

/// Fills the index from the store; returns the number of subjects.
pub async fn load(node: &Node) -> Result<u64, DeskError> {
    unimplemented!()
}

/// Applies changes since the last call; returns how many.
pub async fn follow(node: &Node) -> Result<u64, DeskError> {
    unimplemented!()
}
