//! The store through its boundary. Every story runs on SQLite and, when `COMITY_TEST_POSTGRES` names a server on which
//! databases may be made (`bin/with-postgres` starts one), on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr
)]

mod asking;
mod cases;
mod drafts;
mod engines;
mod exchange;
mod ledger;
mod people;
mod registers;
mod schema;
mod talks;
mod transactions;
mod witness;
