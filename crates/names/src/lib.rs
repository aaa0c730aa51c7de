//! Names of people: parse them, compare them across scripts and spellings, and explain the score.
//!
//! [`Name::parse`] takes any text and prepares it once: parts, scripts, Latin readings, sounds, rarity.
//! [`compare`] weighs two prepared names and says how each part was matched; [`score`] gives the number alone.
//! [`Name::keys`] gives the keys under which an index finds a name again.
//!
//! The crate leaves dates, documents and everything else that is not a name to its callers. It does no
//! I/O and keeps no state; its tables are compiled in and listed in `tables/README.md`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod compare;
mod name;

pub use compare::{Comparison, How, PartMatch, compare, score};
pub use name::{MAX_BYTES, Name, Part};
