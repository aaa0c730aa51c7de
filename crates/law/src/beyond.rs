//! What binds two states beyond the matter asked and still weighs in it: the convention to which a protocol belongs, and
//! an instrument that takes the place of another in every matter.

use std::collections::BTreeSet;

use crate::check::{Answer, Exclusion};
use crate::codes::RelationKind;
use crate::ids::InstrumentId;
use crate::instrument::Instrument;
use crate::library::Library;
use crate::precedence::Bound;
use crate::procedure::Procedure;
use crate::proviso::Situation;

impl Library {
    /// Adds the conventions of bound protocols that have no rules for the matter themselves: `Err` says why one of them
    /// does not bind.
    pub(crate) fn conventions<'a>(
        &'a self,
        bound: &[Bound<'a>],
        procedure: &Procedure,
        situation: &Situation<'_>,
    ) -> Vec<Result<Bound<'a>, (&'a Instrument, Exclusion, String)>> {
        let here: BTreeSet<&InstrumentId> = bound.iter().map(|one| one.instrument.id()).collect();
        let parents: BTreeSet<&InstrumentId> =
            bound.iter().filter_map(|one| Some(&one.instrument.parent.as_ref()?.value)).collect();
        (parents.difference(&here))
            .filter_map(|id| self.instruments.get(*id))
            .filter(|parent| crate::precedence::matched(parent, procedure).next().is_none())
            .filter_map(|parent| match self.binds_in(parent, procedure, situation) {
                Ok((one, Answer::Yes)) => Some(Ok(one)),
                Ok(_) => None,
                Err((status, why)) => Some(Err((parent, status, why))),
            })
            .collect()
    }

    /// Instruments with rules for other matters alone that bind the two and go before one of these in this one too.
    pub(crate) fn before_in_every_matter<'a>(
        &'a self,
        bound: &[Bound<'a>],
        procedure: &Procedure,
        situation: &Situation<'_>,
    ) -> Vec<&'a Instrument> {
        let here: BTreeSet<&InstrumentId> = bound.iter().map(|one| one.instrument.id()).collect();
        (self.instruments.values())
            .filter(|other| !here.contains(other.id()))
            .filter(|other| bound.iter().any(|one| goes_before(other, one.instrument, procedure)))
            .filter(|other| self.binds(other, situation).is_ok())
            .collect()
    }
}

/// Whether a relation puts one before the other in a matter that it has no rules for.
pub(crate) fn goes_before(other: &Instrument, one: &Instrument, procedure: &Procedure) -> bool {
    let names = |from: &Instrument, to: &Instrument, yields: bool| {
        from.relations.iter().any(|relation| {
            let kind = match relation.kind {
                RelationKind::YieldsTo => yields,
                RelationKind::ReplacesBetweenParties | RelationKind::ReplacesBetweenMembers => !yields,
                _ => false,
            };
            let matter = relation.in_every_matter
                || procedure.rules.iter().any(|rule| relation.procedures.contains(&rule.value));
            kind && matter && relation.to.iter().any(|id| id.value == *to.id())
        })
    };
    names(other, one, false) || names(one, other, true)
}
