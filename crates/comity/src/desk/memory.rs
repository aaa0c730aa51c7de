//! What the desk remembers while the process runs; nothing that must survive it.

use std::sync::atomic::{AtomicI64, AtomicU64};

use super::throttle::Throttle;

/// The desk's memory, one for each node.
#[derive(Debug, Default)]
pub struct Memory {
    /// Failed sign-ins.
    pub(super) throttle: Throttle,
    /// How far the search index has followed the change feed of the registers.
    pub(super) followed: AtomicU64,
    /// How far what its snapshot holds has.
    pub(super) written: AtomicU64,
    /// One follower of the change feed at a time.
    pub(super) following: tokio::sync::Mutex<()>,
    /// The index keys of what partners may search, for the blind form.
    pub(super) blind: tokio::sync::Mutex<super::blind_search::BlindIndex>,
    /// When it was last found that nothing was ever recalled here; [`i64::MAX`] once something was.
    pub(super) recalls: AtomicI64,
    /// What making letters needs.
    pub(super) letters: super::letters::Desk,
}
