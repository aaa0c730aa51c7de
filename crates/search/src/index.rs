//! The index: who is in which register, found by name, weighed by everything known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::query::Query;
use crate::reason::Reason;
use crate::subject::{RegisterId, Subject, SubjectId};

/// A subject found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The register it is in.
    pub register: RegisterId,
    /// The subject.
    pub subject: SubjectId,
    /// Probability-like score in `0..=1`, comparable across queries.
    pub score: f32,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// Subjects of several registers, ready to be searched. Reading needs `&self` alone, so readers share it.
#[derive(Debug, Default)]
pub struct Index {
    subjects: BTreeMap<(RegisterId, SubjectId), names::Name>,
}

impl Index {
    /// An index of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a subject, or replaces the one of the same register and identifier. Seen by the next search.
    pub fn insert(&mut self, register: &RegisterId, subject: &Subject) {
        let name = names::Name::parse(subject.caption());
        self.subjects.insert((register.clone(), subject.id.clone()), name);
    }

    /// Takes a subject out; `false` if it was not there. Nothing of it stays.
    pub fn remove(&mut self, register: &RegisterId, subject: &SubjectId) -> bool {
        self.subjects.remove(&(register.clone(), subject.clone())).is_some()
    }

    /// How many subjects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// The registers that have subjects.
    pub fn registers(&self) -> impl Iterator<Item = &RegisterId> {
        let mut last = None;
        self.subjects.keys().filter_map(move |(register, _)| {
            let new = last != Some(register);
            last = Some(register);
            new.then_some(register)
        })
    }

    /// Finds at most `limit` subjects in the given registers, the best first. No register, no hit: a caller who forgets
    /// to name them gets nothing rather than everything.
    #[must_use]
    pub fn search(&self, query: &Query, registers: &[RegisterId], limit: usize) -> Vec<Hit> {
        let name = names::Name::parse(&query.name);
        let mut hits: Vec<Hit> = self
            .subjects
            .iter()
            .filter(|((register, _), _)| registers.contains(register))
            .map(|((register, subject), theirs)| Hit {
                register: register.clone(),
                subject: subject.clone(),
                score: names::score(&name, theirs),
                reasons: Vec::new(),
            })
            .filter(|hit| hit.score > 0.0)
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(limit);
        hits
    }
}
