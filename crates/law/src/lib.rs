//! The law as data: instruments, procedures, deadlines, and the state of a case folded from its acts.
//!
//! Pure: files, facts and the time come in as arguments, decisions go out as values. A new treaty is a new file
//! under `law/instruments`; `docs/LAW.md` describes how to write one.
//!
//! - [`Library::read`] reads files and reports every mistake with its place and remedy ([`Diagnostic`]).
//! - [`Library::check`] says which law applies between two states on a date, and what follows from it.
//! - [`Library::fold`] turns the acts of a case into its state; [`Library::check_act`] says what stands against one more.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod act;
pub mod amount;
mod answer;
pub mod articles;
mod beyond;
pub mod book;
pub mod bounded;
pub mod calendar;
pub mod check;
mod circles;
pub mod codes;
mod condition;
mod deadlines;
mod deciding;
mod declared;
mod diagnostic;
pub mod diff;
mod duties;
pub mod explain;
pub mod facts;
pub mod field;
pub mod fold;
mod folding;
pub mod graph;
mod grounds;
pub mod holidays;
mod ids;
pub mod instrument;
pub mod kept;
mod library;
mod links;
mod matters;
mod measure;
mod measuring;
mod objections;
mod order;
mod owed;
mod participation;
mod periods;
mod position;
mod precedence;
pub mod procedure;
mod progress;
mod proviso;
mod read_instrument;
mod read_procedure;
mod requesting;
pub mod scenario;
mod soundness;
mod source;
pub mod states;
pub mod sums;
mod supplementing;
mod surround;
mod treaties;
mod views;
pub mod vocabulary;
pub mod wanted;

pub use act::{Body, CaseAct};
pub use amount::{Amount, Currency, Decimal};
pub use check::{Check, CheckError, Question};
pub use diagnostic::Diagnostic;
pub use facts::{Facts, FactsError};
pub use fold::{CaseState, Objection, Status};
pub use ids::{ActId, IdError, InstrumentId, Key, Sha256, State};
pub use kept::{KeptAnswer, SafeguardKey};
pub use library::Library;
