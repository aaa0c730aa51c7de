//! Treaties that have no file of rules here: they are named where they would apply, so that nobody takes their
//! absence for the absence of a treaty.

use jiff::civil::Date;
use serde::Serialize;

use crate::ids::{Key, State};
use crate::source::Section;

/// A treaty without a file of rules.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct OtherTreaty {
    pub(crate) title: String,
    /// One side, and the other; the same list where it has but one side.
    pub(crate) between: Vec<State>,
    pub(crate) and: Vec<State>,
    pub(crate) procedures: Vec<Key>,
    pub(crate) in_force: Option<Date>,
    /// The last day on which it bound.
    pub(crate) ended: Option<Date>,
    /// How it stands to the instruments here.
    pub(crate) standing: String,
    /// How far it applied after its end or before another began.
    pub(crate) article: Option<String>,
    pub(crate) source: String,
    pub(crate) verified: bool,
}

impl OtherTreaty {
    /// Whether it is between the two.
    pub(crate) fn joins(&self, from: State, to: State) -> bool {
        let side = |states: &[State], state| states.contains(&state);
        if self.and.is_empty() {
            side(&self.between, from) && side(&self.between, to)
        } else {
            (side(&self.between, from) && side(&self.and, to))
                || (side(&self.between, to) && side(&self.and, from))
        }
    }

    /// Whether it concerns one of the procedures; one that names none concerns all.
    pub(crate) fn concerns<'k>(&self, mut keys: impl Iterator<Item = &'k Key>) -> bool {
        self.procedures.is_empty() || keys.any(|key| self.procedures.contains(key))
    }

    /// Whether it bound on a day; nothing where its dates were not read.
    pub(crate) fn bound_on(&self, on: Date) -> Option<bool> {
        if self.ended.is_some_and(|ended| ended < on) {
            return Some(false);
        }
        self.in_force.map(|start| start <= on)
    }
}

/// Reads a `[[treaty]]`.
pub(crate) fn treaty(section: Section<'_, '_>) -> Option<OtherTreaty> {
    let treaty = OtherTreaty {
        title: section.need_text("title"),
        between: section.states("between"),
        and: section.states("and"),
        procedures: section.keys::<Key>("procedures").into_iter().map(|key| key.value).collect(),
        in_force: section.date("in-force"),
        ended: section.date("ended"),
        standing: section.need_text("standing"),
        article: section.text("article"),
        source: section.need_text("source"),
        verified: section.need_flag("verified"),
    };
    if treaty.between.is_empty() {
        section.note(section.place(), "[[treaty]] names no states", "add between = [\"EE\", \"RU\"]");
    }
    if let (Some(start), Some(end)) = (treaty.in_force, treaty.ended)
        && end < start
    {
        section.note(section.place_of("ended"), "it ended before it began", "check the two dates");
    }
    section.finish().then_some(treaty)
}
