//! What the fold knows of a case beyond what it shows.

/// What the fold knows beyond what it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {}

use crate::act::{Body, CaseAct};
use crate::fold::{CaseState, Objection};
use crate::ids::State;
use crate::library::Library;
use jiff::Timestamp;
impl Library {
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
