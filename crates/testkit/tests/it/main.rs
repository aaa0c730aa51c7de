//! Whole nodes against each other, in one process: real stores, real TLS, real ports of loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod arrivals;
mod custody;
mod files;
mod keys;
mod nodes;
mod object_store;
mod outages;
mod s3;
mod strangers;
mod token;
mod witnesses;
