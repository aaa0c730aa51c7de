//! Reads a readout of talks into a record.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod bodies;
mod calendar;
mod commitments;
mod countries;
mod dates;
pub mod document;
mod gazetteer;
pub mod label;
mod language;
mod lexicon;
mod lexicon_fold;
mod mechanisms;
mod names_of_offices;
mod people;
mod phrases;
mod places;
mod reader;
pub mod reading;
mod subject;
mod topics;

pub use gazetteer::{EMBEDDED, Fault, Gazetteer};
pub use people::Person;
pub use reader::{Hint, MOST_BYTES, ReadError, Reader};
pub use reading::{Commitment, Dated, Meeting, NoMeeting, Owner, PartialDate, Reading};
pub use subject::{Coded, Part, Percent, PlaceNamed, Standing, StateNamed, Subject};
