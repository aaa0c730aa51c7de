//! The Comity node: what an authority runs to find people and assets, to ask others for help and to answer them.
//!
//! [`node`] is the node itself, [`desk`] what a person can do at it, [`web`] the pages, [`peer`] the exchange with
//! partners, [`files`] large files on the disk, [`law_files`] the law with what the authority keeps beside it, [`cli`] the commands, [`demo`] three nodes in one process, [`bench`] its measurement. Decisions are made in the pure crates `names`,
//! `search`, `law`, `ledger` and `exchange`; everything kept is kept by `store`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod bench;
mod causes;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod desk;
pub mod files;
pub mod keys;
pub mod law_files;
pub mod node;
pub mod passwords;
pub mod peer;
pub mod running;
pub mod typefaces;
pub mod web;
