//! Letters between authorities: a structured [`Record`] becomes a PDF/A file.
//!
//! Pure: the record, the label tables and the bytes of fonts come in as arguments, the bytes of a file go out. The same
//! record in the same language with the same fonts gives the same bytes.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod bounds;
pub mod record;

pub use bounds::{Place, RecordError};
pub use record::Record;
