//! Where a case stands, as far as it decides who may act: small enough that every position a procedure can reach is
//! visited when its file is read, and the same that the fold moves.

use crate::codes::CustodyChange;
use crate::condition::Term;
use crate::fold::Status;
use crate::procedure::{MeasureText, Step};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Position {
    /// The status without open questions, which lie over it.
    pub(crate) stage: Status,
    /// Whether the person is held.
    pub(crate) custody: bool,
    /// How many questions are open.
    pub(crate) open: u32,
    /// Whether the gate of the requested state was passed.
    pub(crate) accepted: bool,
    /// Whether the person was ever arrested.
    pub(crate) arrested: bool,
    /// Whether the person consents.
    pub(crate) consented: bool,
    /// Whether extradition or surrender itself was asked, or anything else that is no mere beginning.
    pub(crate) full: bool,
    /// Which measures were taken, by their place among those of the case.
    pub(crate) done: u128,
}

/// How one act moves a case.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Move<'a> {
    Request { full: bool },
    Acceptance,
    Question,
    Answer,
    Arrest,
    Consent { revoked: bool },
    Release,
    Grant,
    Refusal,
    Postponement,
    Surrender,
    Outcome,
    Withdrawal,
    Measure { measure: &'a MeasureText, place: usize },
}

/// The bit of a measure by its place; none beyond what is kept, which the limits of files and requests rule out.
pub(crate) fn bit(place: usize) -> u128 {
    u32::try_from(place).ok().and_then(|place| 1_u128.checked_shl(place)).unwrap_or(0)
}

impl Position {
    pub(crate) fn new() -> Self {
        Self {
            stage: Status::New,
            custody: false,
            open: 0,
            accepted: false,
            arrested: false,
            consented: false,
            full: false,
            done: 0,
        }
    }

    /// The status that is shown: an open question lies over the stage while the request is being examined.
    pub(crate) fn status(self) -> Status {
        match self.stage {
            Status::Requested
            | Status::Accepted
            | Status::Arrested
            | Status::Released
            | Status::Postponed
                if self.open > 0 =>
            {
                Status::AwaitingSupplement
            }
            stage => stage,
        }
    }

    pub(crate) fn took(self, place: usize) -> bool {
        self.done & bit(place) != 0
    }

    pub(crate) fn after(mut self, step: Move<'_>) -> Self {
        match step {
            Move::Request { full } => {
                if self.stage == Status::New {
                    self.stage = Status::Requested;
                }
                self.full |= full;
            }
            Move::Acceptance => {
                self.accepted = true;
                if self.stage == Status::Requested {
                    self.stage = if self.custody { Status::Arrested } else { Status::Accepted };
                }
            }
            Move::Question => self.open = self.open.saturating_add(1),
            Move::Answer => self.open = self.open.saturating_sub(1),
            Move::Arrest => {
                self.custody = true;
                self.arrested = true;
                if matches!(self.stage, Status::Requested | Status::Accepted | Status::Released) {
                    self.stage = Status::Arrested;
                }
            }
            Move::Consent { revoked } => self.consented = !revoked,
            Move::Release => {
                self.custody = false;
                if self.stage == Status::Arrested {
                    self.stage = Status::Released;
                }
            }
            Move::Grant => self.close_questions(Status::Granted),
            Move::Refusal => self.close_questions(Status::Refused),
            Move::Postponement => self.stage = Status::Postponed,
            Move::Surrender => {
                self.custody = false;
                self.stage = Status::Surrendered;
            }
            Move::Outcome => self.close_questions(Status::Closed),
            Move::Withdrawal => self.close_questions(Status::Withdrawn),
            Move::Measure { measure, place } => {
                self.done |= bit(place);
                match measure.custody {
                    Some(CustodyChange::Begins) => self.custody = true,
                    Some(CustodyChange::Ends) => self.custody = false,
                    None => {}
                }
                if let Some(status) = measure.moves_to {
                    self.stage = status;
                }
            }
        }
        self
    }

    fn close_questions(&mut self, stage: Status) {
        self.open = 0;
        self.stage = stage;
    }

    /// Whether a term of a condition holds; `place` finds a measure, `is` the value of a field.
    pub(crate) fn term(
        self,
        term: &Term,
        place: impl Fn(&crate::ids::Key) -> Option<usize>,
        is: impl Fn(&crate::ids::Key, &crate::ids::Key) -> Option<bool>,
    ) -> Option<bool> {
        match term {
            Term::InCustody => Some(self.custody),
            Term::FullRequest => Some(self.full),
            Term::QuestionOpen => Some(self.open > 0),
            Term::Accepted => Some(self.accepted),
            Term::Consented => Some(self.consented),
            Term::Done(measure) => Some(place(measure).is_some_and(|place| self.took(place))),
            Term::Is(field, value) => is(field, value),
        }
    }

    /// Whether an act of a kind makes sense at all, beyond what the steps of the procedure allow.
    pub(crate) fn possible(self, kind: &str) -> bool {
        match kind {
            "acceptance" => !self.accepted,
            "arrest" => self.accepted && !self.custody,
            "release" => self.custody,
            "outcome" => !self.custody,
            "consent" => self.arrested,
            "surrender" => self.stage == Status::Granted,
            _ => true,
        }
    }

    /// Whether a step is open in this status, its condition apart.
    pub(crate) fn open_in(self, step: &Step) -> bool {
        step.statuses.contains(&self.status())
    }
}
