//! Reads a readout of talks into a record.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod bodies;
mod countries;
pub mod document;
mod gazetteer;
mod language;
mod lexicon;
mod lexicon_fold;
mod mechanisms;
mod names_of_offices;
mod places;
mod subject;
mod topics;

pub use gazetteer::{EMBEDDED, Fault, Gazetteer};
pub use subject::{Coded, Part, Percent, PlaceNamed, Standing, StateNamed, Subject};
