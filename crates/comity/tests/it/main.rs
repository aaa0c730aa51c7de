//! The desk and the commands of real nodes, through their public boundary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub
)]

mod accounts;
mod carrying;
mod carrying_files;
mod commands;
mod drafts;
mod exits;
mod measures;
mod pair;
mod procedures;
mod protection;
mod recalls;
mod registers;
mod search;
mod story;
mod talks;
mod why;
