//! The law that is loaded.

use jiff::Timestamp;

use crate::act::{Body, CaseAct};
use crate::check::{Check, CheckError, Question};
use crate::diagnostic::Diagnostic;
use crate::facts::{Facts, FactsError};
use crate::fold::{CaseState, Objection};
use crate::ids::State;

/// Every instrument, procedure, event and national rule that was read.
#[derive(Debug, Clone)]
pub struct Library {}

impl Library {
    /// Reads files of the law as `(path, text)`. A file with mistakes is left out or kept as far as it can be read;
    /// the others keep working.
    pub fn read(_files: &[(&str, &str)]) -> (Self, Vec<Diagnostic>) {
        unimplemented!()
    }

    /// The law built into the program.
    pub fn embedded() -> Self {
        unimplemented!()
    }

    /// Which law applies, and what follows from it.
    pub fn check(&self, _question: &Question) -> Result<Check, CheckError> {
        unimplemented!()
    }

    /// What the acts of a case add up to, whatever the order in which they arrived.
    pub fn fold(&self, _acts: &[CaseAct], _now: Timestamp) -> CaseState {
        unimplemented!()
    }

    /// What stands against an act, before it is sent and when it is received. Nothing blocks where no entry `blocks`.
    pub fn check_act(&self, _case: &CaseState, _body: &Body, _author: State) -> Vec<Objection> {
        unimplemented!()
    }

    /// What stands against the people behind an act: a coercive act needs a second person, who is another.
    pub fn check_people(&self, _body: &Body, _by: &str, _approved_by: Option<&str>) -> Vec<Objection> {
        unimplemented!()
    }
}

impl Facts {
    /// Reads facts from JSON.
    pub fn from_json(_text: &str) -> Result<Self, FactsError> {
        unimplemented!()
    }

    /// Reads facts from TOML.
    pub fn from_toml(_text: &str) -> Result<Self, FactsError> {
        unimplemented!()
    }
}
