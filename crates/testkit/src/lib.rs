//! The simulation of the exchange, and tests of whole nodes and of the repository itself.
//!
//! Never published. [`simulation`] runs many nodes in memory against everything that can go wrong; what else is here are
//! tests in `crates/testkit/tests`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod simulation;
