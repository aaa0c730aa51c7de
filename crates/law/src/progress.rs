//! What the fold knows of a case beyond what it shows.

/// What the fold knows beyond what it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {}
