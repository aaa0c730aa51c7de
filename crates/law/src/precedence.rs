//! Which instruments bind two states on a date, in which order, and why each other one does not.
//!
//! Nothing is guessed: a party whose date was not read, or whose membership needs checking, is not counted as bound.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::check::{Binding, Excluded, Exclusion, Role};
use crate::codes::{DeclarationEffect, RelationKind};
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::{Declaration, Instrument, Relation};
use crate::library::Library;
use crate::source::At;

/// An instrument that binds both states.
#[derive(Debug, Clone)]
pub(crate) struct Bound<'a> {
    pub(crate) instrument: &'a Instrument,
    pub(crate) since: Date,
    pub(crate) role: Role,
    pub(crate) why: String,
    pub(crate) verified: bool,
}

impl Bound<'_> {
    pub(crate) fn view(&self) -> Binding {
        Binding {
            id: self.instrument.id().clone(),
            short_name: self.instrument.short_name.clone(),
            title: self.instrument.title.clone(),
            since: self.since,
            role: self.role,
            why: self.why.clone(),
            verified: self.verified,
        }
    }
}

/// What binds, in order of precedence, and what does not.
pub(crate) struct Precedence<'a> {
    pub(crate) bound: Vec<Bound<'a>>,
    pub(crate) excluded: Vec<Excluded>,
}

impl Library {
    pub(crate) fn precedence(&self, from: State, to: State, on: Date, rules: &[At<Key>]) -> Precedence<'_> {
        let mut bound = Vec::new();
        let mut excluded = Vec::new();
        for instrument in self.dealing_with(rules) {
            match binds(instrument, from, to, on) {
                Ok((since, verified)) => {
                    bound.push(Bound {
                        instrument,
                        since,
                        role: Role::Governs,
                        why: String::new(),
                        verified,
                    });
                }
                Err((status, why)) => excluded.push(out(instrument, status, why)),
            }
        }
        displace_by_declaration(&mut bound, &mut excluded, from, to, on);
        drop_without_parent(&mut bound, &mut excluded);
        let ids: Vec<&Instrument> = bound.iter().map(|bound| bound.instrument).collect();
        let displaced: Vec<Option<String>> =
            bound.iter().map(|bound| displaced(bound.instrument, &ids)).collect();
        for (one, displaced) in bound.iter_mut().zip(&displaced) {
            let parent = one
                .instrument
                .parent
                .as_ref()
                .and_then(|parent| ids.iter().find(|i| *i.id() == parent.value));
            let parties = parties(one.instrument, from, to);
            (one.role, one.why) = match (displaced, parent) {
                (Some(why), _) => (Role::Residual, format!("{parties}; {why}")),
                (None, Some(parent)) => {
                    (Role::Supplements, format!("{parties}; {}", supplements(one.instrument, parent)))
                }
                (None, None) => (Role::Governs, parties),
            };
        }
        bound.sort_by_key(|one| {
            let rank = match one.role {
                Role::Governs => 0,
                Role::Supplements => 1,
                Role::Residual => 2,
            };
            (rank, one.instrument.parent.is_some(), one.instrument.adopted, one.instrument.id().clone())
        });
        for (id, file) in &self.broken {
            excluded.push(Excluded {
                id: id.clone(),
                short_name: id.to_string(),
                status: Exclusion::Unreadable,
                why: format!("its file {file} has mistakes, so that nothing can be said about it"),
            });
        }
        excluded.sort_by(|a, b| (a.status, &a.id).cmp(&(b.status, &b.id)));
        Precedence { bound, excluded }
    }

    /// Instruments with rules for the procedure, and the protocols to them.
    fn dealing_with(&self, rules: &[At<Key>]) -> Vec<&Instrument> {
        let asked = |instrument: &Instrument| {
            instrument.procedures.iter().any(|p| rules.iter().any(|rule| rule.value == p.key.value))
        };
        let direct: BTreeSet<&InstrumentId> =
            self.instruments.values().filter(|i| asked(i)).map(|i| i.id()).collect();
        (self.instruments.values())
            .filter(|i| {
                direct.contains(i.id())
                    || i.parent.as_ref().is_some_and(|parent| direct.contains(&parent.value))
            })
            .collect()
    }
}

fn out(instrument: &Instrument, status: Exclusion, why: String) -> Excluded {
    Excluded { id: instrument.id().clone(), short_name: instrument.short_name.clone(), status, why }
}

/// Since when an instrument binds both, and whether that was read; or why it does not.
fn binds(
    instrument: &Instrument,
    from: State,
    to: State,
    on: Date,
) -> Result<(Date, bool), (Exclusion, String)> {
    let starts = [instrument.in_force, instrument.applies_from, instrument.transposition];
    let Some(start) = starts.into_iter().flatten().max() else {
        return Err((Exclusion::NotYetInForce, format!("not in force: {}", instrument.status)));
    };
    if on < start {
        return Err((Exclusion::NotYetInForce, format!("in force only from {start}")));
    }
    if let Some(end) = instrument.repealed_on
        && end <= on
    {
        return Err((Exclusion::Ended, format!("repealed on {end}")));
    }
    let mut since = start;
    let mut verified = instrument.verified;
    let mut failures = Vec::new();
    for state in [from, to] {
        match takes_part(instrument, state, on) {
            Ok((date, read)) => {
                since = since.max(date);
                verified &= read;
            }
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() {
        return Ok((since, verified));
    }
    // A certain reason goes before an unclear one.
    failures.sort_by_key(|(status, _)| (*status == Exclusion::Unclear, *status));
    let status = failures.first().map_or(Exclusion::NotAParty, |(status, _)| *status);
    let why: Vec<String> = failures.into_iter().map(|(_, why)| why).collect();
    Err((status, why.join("; ")))
}

fn takes_part(instrument: &Instrument, state: State, on: Date) -> Result<(Date, bool), (Exclusion, String)> {
    let Some(party) = instrument.party(state) else {
        return Err((Exclusion::NotAParty, format!("{state} is not among the parties found")));
    };
    if let Some(end) = party.ended
        && end < on
    {
        return Err((Exclusion::Ended, format!("{state} was a party until {end}")));
    }
    let because = party.unclear.as_ref().or(party.note.as_ref()).or(party.source.as_ref());
    let because = because.map_or(String::new(), |text| format!(": {text}"));
    match (party.in_force, &party.unclear) {
        (Some(start), None) if start <= on => Ok((start, party.verified)),
        (Some(start), None) => {
            Err((Exclusion::NotYetInForce, format!("in force for {state} only from {start}")))
        }
        (Some(_), Some(_)) => {
            Err((Exclusion::Unclear, format!("whether {state} is a party is unclear{because}")))
        }
        (None, _) if party.verified => Err((
            Exclusion::Unclear,
            format!("{state} is listed as a party, but since when was not read{because}"),
        )),
        (None, _) => Err((
            Exclusion::Unclear,
            format!("whether and since when {state} is a party is unclear{because}"),
        )),
    }
}

/// A declaration may keep an instrument from applying between two parties.
fn displace_by_declaration(
    bound: &mut Vec<Bound<'_>>,
    excluded: &mut Vec<Excluded>,
    from: State,
    to: State,
    on: Date,
) {
    bound.retain(|one| {
        let against = |declaration: &&Declaration| {
            let other = if declaration.by == from { to } else { from };
            (declaration.by == from || declaration.by == to)
                && declaration.since.is_none_or(|since| since <= on)
                && declaration.towards.contains(&other)
                && matches!(
                    declaration.effect,
                    DeclarationEffect::NoRelationsWith | DeclarationEffect::ConventionDisplaced
                )
        };
        let Some(declaration) = one.instrument.declarations.iter().find(against) else { return true };
        let note = declaration.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        let why = format!("declaration of {}: {}{note}", declaration.by, declaration.description);
        excluded.push(out(one.instrument, Exclusion::Reservation, why));
        false
    });
}

/// A protocol binds only with its convention.
fn drop_without_parent(bound: &mut Vec<Bound<'_>>, excluded: &mut Vec<Excluded>) {
    let ids: BTreeSet<InstrumentId> = bound.iter().map(|bound| bound.instrument.id().clone()).collect();
    bound.retain(|one| match &one.instrument.parent {
        Some(parent) if !ids.contains(&parent.value) => {
            let why = format!("it supplements {}, which does not bind the two", parent.value);
            excluded.push(out(one.instrument, Exclusion::ParentDoesNotBind, why));
            false
        }
        _ => true,
    });
}

/// Why an instrument stands back behind another that binds the same two.
fn displaced(instrument: &Instrument, bound: &[&Instrument]) -> Option<String> {
    let mut reasons = Vec::new();
    for other in bound.iter().filter(|other| other.id() != instrument.id()) {
        let yields = articles(instrument, other, |kind| {
            matches!(
                kind,
                RelationKind::YieldsTo | RelationKind::ReplacedBy | RelationKind::ReplacedBetweenPartiesBy
            )
        });
        let replaces = articles(other, instrument, |kind| {
            matches!(
                kind,
                RelationKind::Replaces
                    | RelationKind::Repeals
                    | RelationKind::ReplacesBetweenParties
                    | RelationKind::ReplacesBetweenMembers
            )
        });
        if yields.is_none() && replaces.is_none() {
            continue;
        }
        let cited: Vec<String> = yields.into_iter().chain(replaces).collect();
        reasons.push(format!(
            "between the two {} governs ({}); this one may be used only with a stated reason",
            other.short_name,
            cited.join("; ")
        ));
    }
    if reasons.is_empty() {
        // What supplements a convention stands back with it.
        let parent = instrument.parent.as_ref()?;
        let parent = bound.iter().find(|other| *other.id() == parent.value)?;
        return displaced(parent, bound);
    }
    Some(reasons.join("; "))
}

/// The articles on which a relation of one to the other rests.
fn articles(one: &Instrument, other: &Instrument, wanted: impl Fn(RelationKind) -> bool) -> Option<String> {
    let relation: &Relation = (one.relations.iter())
        .find(|relation| wanted(relation.kind) && relation.to.iter().any(|to| to.value == *other.id()))?;
    let unread = if relation.verified { "" } else { ", unverified" };
    Some(format!("{} art. {}{unread}", one.short_name, relation.articles.as_deref().unwrap_or("–")))
}

fn supplements(instrument: &Instrument, parent: &Instrument) -> String {
    let relation =
        instrument.relations.iter().find(|relation| relation.to.iter().any(|to| to.value == *parent.id()));
    match relation {
        Some(Relation { kind: RelationKind::ReplacesArticle, articles: Some(articles), .. }) => {
            format!("it replaces in {}: art. {articles}", parent.short_name)
        }
        Some(Relation { articles: Some(articles), .. }) => {
            format!("it supplements {} (art. {articles})", parent.short_name)
        }
        _ => format!("it supplements {}", parent.short_name),
    }
}

fn parties(instrument: &Instrument, from: State, to: State) -> String {
    let since = |state| {
        let party = instrument.party(state);
        let date =
            party.and_then(|party| party.in_force).map_or(String::new(), |date| format!(" since {date}"));
        let unread = if party.is_some_and(|party| party.verified) { "" } else { " (unverified)" };
        format!("{state}{date}{unread}")
    };
    format!("both are bound: {}, {}", since(from), since(to))
}
