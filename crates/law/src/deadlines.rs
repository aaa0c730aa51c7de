//! The periods of a case: what started them, what met them, how far they were extended, whether they stand still.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::check::{DeadlineRule, Question};
use crate::codes::{ActEvent, DeadlineEffect, Obliged, Unit};
use crate::facts::{Facts, Moment};
use crate::fold::{DeadlineState, RunningDeadline, Status};
use crate::ids::{ActId, Key, State};
use crate::library::Library;
use crate::progress::{Happened, Occurrence, Pause, Progress};

/// When a period ends.
#[derive(Debug, Clone, Default)]
struct Due {
    on: Option<Date>,
    at: Option<Timestamp>,
    local: Option<String>,
}

impl Library {
    /// The periods of the case, with what started and what met them.
    pub(crate) fn deadlines(&self, progress: &Progress) -> Vec<RunningDeadline> {
        let mut started: BTreeMap<Key, &Occurrence> = BTreeMap::new();
        for occurrence in &progress.occurred {
            match &occurrence.event {
                Happened::Act(event) => {
                    for key in self.events_of(*event) {
                        started.insert(key.clone(), occurrence);
                    }
                }
                Happened::Event(key) => {
                    started.insert(key.clone(), occurrence);
                }
            }
        }
        let events: BTreeMap<Key, Moment> =
            started.iter().map(|(key, occurrence)| (key.clone(), occurrence.moment.clone())).collect();
        let mut deadlines = Vec::new();
        let mut seen = BTreeSet::new();
        for check in &progress.law.checks {
            let Some(procedure) = self.procedures.get(&check.procedure) else { continue };
            let facts = Facts {
                events: events.clone(),
                instruments: progress.instruments.iter().cloned().collect(),
                ..Facts::default()
            };
            let (from, to) = (check.from, check.to);
            let question = Question { from, to, procedure: check.procedure.clone(), on: check.on, facts };
            for mut rule in self.answer(&question, procedure).deadlines {
                if applies(progress, &mut rule) && seen.insert((rule.instrument.clone(), rule.key.clone())) {
                    let start = started.get(&rule.from_event).copied();
                    deadlines.extend(self.running(progress, rule, start));
                }
            }
        }
        // What frees a person stands first, then what is due first.
        deadlines.sort_by_key(|deadline| {
            let rank = match deadline.state {
                DeadlineState::Missed | DeadlineState::Running | DeadlineState::Suspended => 0,
                DeadlineState::Waiting => 1,
                DeadlineState::Met => 2,
            };
            (rank, !deadline.frees_person, deadline.due_at.unwrap_or(Timestamp::MAX), deadline.key.clone())
        });
        deadlines
    }

    fn events_of(&self, event: ActEvent) -> impl Iterator<Item = &Key> {
        self.events.values().filter(move |known| known.act == Some(event)).map(|known| &known.key.value)
    }

    fn running(
        &self,
        progress: &Progress,
        rule: DeadlineRule,
        start: Option<&Occurrence>,
    ) -> Option<RunningDeadline> {
        let closed = progress.stage() == Status::Closed;
        if start.is_none() && closed {
            return None;
        }
        let zone = zone_of(start, progress);
        let mut due = Due { on: rule.due_on, at: rule.due, local: rule.due_local.clone() };
        if rule.unit == Unit::FixedByRequestedState.as_str()
            && let Some(day) = progress.open.last().and_then(|asked| asked.reply_by)
            && let Some(fixed) = end_of(day, &zone)
        {
            due = fixed;
        }
        let furthest = start.and_then(|_| furthest(&rule, &zone));
        let extended_by = extend(progress, &rule, &mut due, furthest.as_ref(), &zone);
        let suspended_since = stand_still(progress, &rule, &mut due, &zone, start);
        let met = start.and_then(|start| self.met(progress, &rule, start));
        let now = progress.as_of;
        let state = match (start, met, due.at) {
            (None, _, _) => DeadlineState::Waiting,
            (Some(_), Some((at, _)), Some(due)) if due < at => DeadlineState::Missed,
            (Some(_), Some(_), _) => DeadlineState::Met,
            (Some(_), None, Some(due)) if due <= suspended_since.unwrap_or(now) => DeadlineState::Missed,
            (Some(_), None, _) if closed => DeadlineState::Met,
            (Some(_), None, _) if suspended_since.is_some() => DeadlineState::Suspended,
            (Some(_), None, _) => DeadlineState::Running,
        };
        let obliged_state =
            progress.parties.and_then(|(requesting, requested)| obliged(&rule, requesting, requested));
        Some(RunningDeadline {
            started_at: start.map(|start| start.at),
            due_at: due.at,
            due_on: due.on,
            due_local: due.local,
            state,
            met_by: met.map(|(_, act)| act),
            extended_by,
            extendable_until: furthest.and_then(|furthest| furthest.on),
            suspended_since,
            frees_person: frees_person(&rule.effect),
            obliged_state,
            key: rule.key,
            instrument: rule.instrument,
            article: rule.article,
            from_event: rule.from_event,
            event: rule.event,
            obliged: rule.obliged,
            consequence: rule.consequence,
            effect: rule.effect,
            notes: rule.notes,
            verified: rule.verified,
        })
    }

    /// When and by what a period was met.
    fn met(
        &self,
        progress: &Progress,
        rule: &DeadlineRule,
        start: &Occurrence,
    ) -> Option<(Timestamp, ActId)> {
        let wanted = |event: &Happened| match event {
            Happened::Act(event) => self.events_of(*event).any(|key| rule.met_by.contains(key)),
            Happened::Event(key) => rule.met_by.contains(key),
        };
        let full = progress.full_since.filter(|_| wanted(&Happened::Act(ActEvent::FullRequest)));
        let later = (progress.occurred.iter())
            .filter(|occurrence| occurrence.at >= start.at && wanted(&occurrence.event))
            .map(|occurrence| (occurrence.at, occurrence.act));
        later.chain(full).min()
    }
}

/// Whether a person's liberty hangs on a period of this effect.
pub(crate) fn frees_person(effect: &str) -> bool {
    effect == DeadlineEffect::MayRelease.as_str() || effect == DeadlineEffect::MustRelease.as_str()
}

/// Whether a period applies in this case; where nobody said yet, it stays and says on what it hangs.
fn applies(progress: &Progress, rule: &mut DeadlineRule) -> bool {
    let uses = progress.law.deadlines.iter().filter(|one| {
        one.key == rule.key && one.instrument.as_ref().is_none_or(|id| id.value == rule.instrument)
    });
    for one in uses {
        match one.when.holds(|term| progress.term(term)) {
            Some(true) => {}
            Some(false) => return false,
            None => rule.notes.push(format!("applies where {}", one.when.text())),
        }
    }
    true
}

fn zone_of(start: Option<&Occurrence>, progress: &Progress) -> TimeZone {
    match start.map(|start| &start.moment) {
        Some(Moment::At(at)) => at.time_zone().clone(),
        Some(Moment::Day(_)) | None => progress.zone.clone().unwrap_or(TimeZone::UTC),
    }
}

/// The end of a day.
fn end_of(day: Date, zone: &TimeZone) -> Option<Due> {
    let end = day.tomorrow().ok()?.to_zoned_datetime(zone.clone()).ok()?;
    Some(Due { on: Some(day), at: Some(end.timestamp()), local: Some(crate::calendar::local(&end)) })
}

/// The furthest end that the instrument allows, where it can be counted.
fn furthest(rule: &DeadlineRule, zone: &TimeZone) -> Option<Due> {
    let on = rule.extended_on?;
    let Some(at) = rule.extended_due else { return end_of(on, zone) };
    let local = at.to_zoned_datetime(zone.clone());
    Some(Due { on: Some(on), at: Some(at), local: Some(crate::calendar::local(&local)) })
}

/// Moves a period to the latest day it was extended to, within what the instrument allows; never to an earlier one.
fn extend(
    progress: &Progress,
    rule: &DeadlineRule,
    due: &mut Due,
    furthest: Option<&Due>,
    zone: &TimeZone,
) -> Option<ActId> {
    let mut by = None;
    let extensions = progress.extended.iter().filter(|extended| {
        extended.deadline == rule.key && extended.instrument.as_ref().is_none_or(|id| *id == rule.instrument)
    });
    for extended in extensions {
        let Some(mut until) = end_of(extended.until, zone) else { continue };
        if let Some(furthest) = furthest.filter(|furthest| furthest.at.is_some() && furthest.at < until.at) {
            until = furthest.clone();
        }
        if due.at.is_some_and(|now| until.at.is_some_and(|later| now < later)) {
            *due = until;
            by = Some(extended.act);
        }
    }
    by
}

/// Moves a period by the time it stood still; says since when it stands still now.
fn stand_still(
    progress: &Progress,
    rule: &DeadlineRule,
    due: &mut Due,
    zone: &TimeZone,
    start: Option<&Occurrence>,
) -> Option<Timestamp> {
    let start = start?;
    let mut since = None;
    for Pause { deadline, from, until } in &progress.pauses {
        let Some(end) = due.at.filter(|_| *deadline == rule.key) else { continue };
        let from = (*from).max(start.at);
        if end <= from {
            continue;
        }
        let Some(until) = until else {
            since = Some(from);
            continue;
        };
        let stood = until.duration_since(from);
        let Ok(moved) = end.checked_add(stood) else { continue };
        if stood.is_positive() {
            let local = moved.to_zoned_datetime(zone.clone());
            // A period of days ends with the end of its last day, which is the beginning of the next.
            let last = moved.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(moved);
            *due = Due {
                on: Some(last.to_zoned_datetime(zone.clone()).date()),
                at: Some(moved),
                local: Some(crate::calendar::local(&local)),
            };
        }
    }
    since
}

fn obliged(rule: &DeadlineRule, requesting: State, requested: State) -> Option<State> {
    let is = |codes: &[Obliged]| codes.iter().any(|code| code.as_str() == rule.obliged);
    if is(&[Obliged::Requesting, Obliged::Issuing]) {
        Some(requesting)
    } else if is(&[Obliged::Requested, Obliged::Executing]) {
        Some(requested)
    } else {
        None
    }
}
