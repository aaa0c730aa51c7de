//! The exchange with partners: mutual TLS, the small API over it, what arrives and what is delivered.
//!
//! [`worker`] takes committed rows to partners and keeps the verified receipts; [`server`] and [`incoming`] take what
//! partners send and answer only after the commit. [`record`] writes the ledger for both. Everything here may stop at any
//! moment: what is not committed is sent again, and what is sent again has no further effect.

pub mod carried;
pub mod client;
pub mod fetching;
pub mod giving;
pub mod incoming;
pub mod outgoing;
pub mod partners;
pub mod pieces;
pub mod record;
pub mod server;
pub mod tls;
pub mod wire;
pub mod worker;
