//! The exchange with partners: mutual TLS, the small API over it, what arrives and what is delivered.
//!
//! [`fence`] asks witnesses before anything is signed; [`telling`] and `monitor` exchange keys, cosign and watch ledgers.
//! [`worker`] takes committed rows to partners and keeps the verified receipts; [`server`] and [`incoming`] take what
//! partners send and answer only after the commit. [`record`] writes the ledger for both. Everything here may stop at any
//! moment: what is not committed is sent again, and what is sent again has no further effect.

mod aside;
mod calling;
pub mod carried;
pub mod client;
pub mod fence;
pub mod fetching;
pub mod giving;
pub(crate) mod handing;
pub mod incoming;
pub mod keeping;
pub(crate) mod monitor;
pub mod outgoing;
pub mod partners;
pub mod pieces;
pub mod record;
pub(crate) mod rewrap;
pub mod server;
pub mod telling;
pub mod tiles;
pub mod tls;
pub mod wire;
pub mod worker;
