//! Names of people: parse them, compare them across scripts and spellings, and explain the score.
//!
//! [`Name::parse`] takes any text and prepares it once: parts, scripts, readings as sounds, rarity.
//! [`compare`] weighs two prepared names and says how each part was matched; [`score`] gives the number alone.
//! [`Name::keys`] gives the keys under which an index finds a name again.
//!
//! ```
//! use names::{How, Name, compare, score};
//!
//! let (tsargoev, tsargoyev) = (Name::parse("Бислан Царгоев"), Name::parse("TSARGOYEV, Bislan"));
//! let found = compare(&tsargoev, &tsargoyev);
//! assert!(found.score > 0.9);
//! assert!(found.parts.iter().all(|part| part.how == How::Transliteration));
//! assert!(score(&tsargoev, &Name::parse("Tamerlan Ivanov")) < 0.1);
//! ```
//!
//! The crate leaves dates, documents and everything else that is not a name to its callers. It does no
//! I/O and keeps no state; its tables are compiled in and listed in `tables/README.md`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod align;
mod compare;
mod cost;
mod keys;
mod lexis;
pub mod model;
mod name;
mod origin;
mod packed;
mod part;
mod roman;
mod sound;
mod spell;
mod tables;
mod text;
mod tie;
mod weigh;

pub use compare::{
    Comparison, How, PartMatch, compare, compare_parts, log_odds, log_odds_of_parts, log_odds_with,
    probability, score,
};
pub use keys::Key;
pub use name::{Name, NameRef};
pub use packed::{Packed, fingerprint, sounds_apart, sounds_apart_within};
pub use part::Part;
pub use text::MAX_BYTES;
pub use tie::{Tie, tie};
