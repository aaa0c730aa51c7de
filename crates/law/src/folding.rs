//! Folds the acts of a case into its state.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::act::{Body, CaseAct};
use crate::check::{DeadlineRule, End, Question};
use crate::codes::{ActEvent, DeadlineEffect, Obliged, Unit};
use crate::facts::{Facts, Moment};
use crate::fold::{
    CaseState, DeadlineState, Fault, Missing, MissingKind, OpenQuestion, RunningDeadline, SafeguardState,
    Status, TimelineEntry, Undertaking,
};
use crate::ids::{ActId, Key, State};
use crate::library::Library;
use crate::order::{Ordered, order};
use crate::progress::{Asked, Occurrence, Progress};

impl Library {
    /// What the acts of a case add up to at a moment, whatever the order in which they arrived.
    pub fn fold(&self, acts: &[CaseAct], now: Timestamp) -> CaseState {
        let Ordered { acts, absent, circular } = order(acts);
        let mut progress = Progress::new(now);
        let mut faults = Vec::new();
        let mut timeline = Vec::with_capacity(acts.len());
        for act in acts {
            if circular.contains(&act.id) {
                faults.push(fault(act, "follows-in-a-circle", "acts follow each other in a circle"));
            }
            progress.as_of = act.at;
            let mut effective = true;
            for (objection, fatal) in self.objections_to(&progress, act) {
                if objection.blocks || fatal {
                    faults.push(Fault { act: act.id, key: objection.key, why: objection.message });
                    effective &= !fatal;
                }
            }
            if effective {
                progress.apply(act, self);
            }
            timeline.push(TimelineEntry {
                act: act.id,
                kind: act.body.kind().to_owned(),
                author: act.author.clone(),
                state: act.state,
                at: act.at,
                by: act.by.clone(),
                approved_by: act.approved_by.clone(),
                effective,
                status: progress.status(),
            });
        }
        progress.as_of = now;
        faults.sort();
        faults.dedup();
        self.show(progress, faults, absent, timeline)
    }

    /// What stands against an act in the fold, and whether it takes the act's effect away.
    fn objections_to(&self, progress: &Progress, act: &CaseAct) -> Vec<(crate::fold::Objection, bool)> {
        let mut found = self.objections(progress, &act.body, act.state);
        let world = matches!(act.body, Body::Arrest(_) | Body::Release(_) | Body::Surrender(_));
        // What happened to a person counts, fitting or not, if the state that holds the person says so.
        let by_holder = progress.end_of(act.state) == Some(End::Requested);
        for (_, fatal) in &mut found {
            *fatal &= !(world && by_holder);
        }
        // A request without a second person still opens the case, so that the other side sees what is wrong with it.
        let opens = matches!(act.body, Body::Request(_));
        let people = self.check_people(&act.body, &act.by, act.approved_by.as_deref());
        found.extend(people.into_iter().map(|objection| (objection, !opens)));
        found
    }

    fn show(
        &self,
        progress: Progress,
        faults: Vec<Fault>,
        absent: Vec<ActId>,
        timeline: Vec<TimelineEntry>,
    ) -> CaseState {
        CaseState {
            as_of: progress.as_of,
            status: progress.status(),
            requesting: progress.parties.map(|(requesting, _)| requesting),
            requested: progress.parties.map(|(_, requested)| requested),
            procedures: progress.procedures.clone(),
            instruments: progress.instruments.clone(),
            residual_reason: progress.residual_reason.clone(),
            person: progress.person.clone(),
            custody: progress.custody.clone(),
            next: progress.next(),
            missing: missing(&progress),
            deadlines: self.deadlines(&progress),
            undertakings: undertakings(&progress),
            safeguards: safeguards(&progress),
            open_questions: (progress.open.iter())
                .map(|Asked { act, at, reply_by, .. }| OpenQuestion {
                    act: *act,
                    asked_at: *at,
                    reply_by: *reply_by,
                })
                .collect(),
            surrender_on: progress.surrender_on,
            ground: progress.ground.clone(),
            result: progress.result,
            faults,
            absent,
            timeline,
            inner: progress,
        }
    }

    /// The periods of the case, with what started and what met them.
    fn deadlines(&self, progress: &Progress) -> Vec<RunningDeadline> {
        let mut started: BTreeMap<Key, &Occurrence> = BTreeMap::new();
        for occurrence in &progress.occurred {
            for key in self.events_of(occurrence.event) {
                started.insert(key.clone(), occurrence);
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
            for rule in self.answer(&question, procedure).deadlines {
                if seen.insert((rule.instrument.clone(), rule.key.clone())) {
                    let start = started.get(&rule.from_event).copied();
                    deadlines.extend(self.running(progress, rule, start));
                }
            }
        }
        // What frees a person stands first, then what is due first.
        deadlines.sort_by_key(|deadline| {
            let rank = match deadline.state {
                DeadlineState::Missed | DeadlineState::Running => 0,
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
        let closed = progress.stage == Status::Closed;
        if start.is_none() && closed {
            return None;
        }
        let mut due_on = rule.due_on;
        let mut due_at = rule.due;
        let mut due_local = rule.due_local.clone();
        if rule.unit == Unit::FixedByRequestedState.as_str()
            && let Some(day) = progress.open.last().and_then(|asked| asked.reply_by)
            && let Ok(end) = day.tomorrow()
            && let Ok(end) = end.to_zoned_datetime(progress.zone.clone().unwrap_or(jiff::tz::TimeZone::UTC))
        {
            due_on = Some(day);
            due_at = Some(end.timestamp());
            due_local = Some(crate::calendar::local(&end));
        }
        let met = start.and_then(|start| self.met(progress, &rule, start));
        let now = progress.as_of;
        let state = match (start, met, due_at) {
            (None, _, _) => DeadlineState::Waiting,
            (Some(_), Some((at, _)), Some(due)) if due < at => DeadlineState::Missed,
            (Some(_), Some(_), _) => DeadlineState::Met,
            (Some(_), None, Some(due)) if due <= now => DeadlineState::Missed,
            (Some(_), None, _) if closed => DeadlineState::Met,
            (Some(_), None, _) => DeadlineState::Running,
        };
        let frees_person = rule.effect == DeadlineEffect::MayRelease.as_str()
            || rule.effect == DeadlineEffect::MustRelease.as_str();
        let obliged_state =
            progress.parties.and_then(|(requesting, requested)| obliged(&rule, requesting, requested));
        Some(RunningDeadline {
            started_at: start.map(|start| start.at),
            due_at,
            due_on,
            due_local,
            state,
            met_by: met.map(|(_, act)| act),
            frees_person,
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
        let wanted = |event: ActEvent| self.events_of(event).any(|key| rule.met_by.contains(key));
        let full = progress.full_since.filter(|_| wanted(ActEvent::FullRequest));
        let later = (progress.occurred.iter())
            .filter(|occurrence| occurrence.at >= start.at && wanted(occurrence.event))
            .map(|occurrence| (occurrence.at, occurrence.act));
        later.chain(full).min()
    }
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

pub(crate) fn fault(act: &CaseAct, key: &'static str, why: &str) -> Fault {
    Fault { act: act.id, key: crate::objections::key(key), why: why.to_owned() }
}

fn missing(progress: &Progress) -> Vec<Missing> {
    let over = matches!(
        progress.stage,
        Status::New | Status::Surrendered | Status::Refused | Status::Withdrawn | Status::Closed
    );
    if over {
        return Vec::new();
    }
    let rule = |kind, rule: &crate::check::ContentRule| Missing {
        kind,
        key: rule.key.clone(),
        description: rule.description.clone(),
        source: rule.instrument.to_string(),
        article: rule.article.clone(),
        who: End::Requesting,
        verified: rule.verified,
    };
    let mut missing: Vec<Missing> =
        progress.missing_contents().map(|r| rule(MissingKind::Content, r)).collect();
    missing.extend(progress.missing_documents().map(|r| rule(MissingKind::Document, r)));
    missing.extend((safeguards(progress).into_iter()).filter(|state| state.answer.is_none()).map(|state| {
        Missing {
            kind: MissingKind::Safeguard,
            key: state.question.key,
            description: state.question.question,
            source: state.question.source,
            article: state.question.article,
            who: state.question.who,
            verified: state.question.verified,
        }
    }));
    missing
}

fn safeguards(progress: &Progress) -> Vec<SafeguardState> {
    (progress.law.safeguards.iter())
        .map(|question| {
            let answered = progress.answers.get(&question.key);
            let passes = answered.is_some_and(|(answer, _)| {
                question.answers.iter().any(|option| option.key == answer.answer && option.passes)
            });
            SafeguardState {
                question: question.clone(),
                answer: answered.map(|(answer, _)| answer.clone()),
                answered_in: answered.map(|(_, act)| *act),
                passes,
            }
        })
        .collect()
}

fn undertakings(progress: &Progress) -> Vec<Undertaking> {
    let Some((requesting, requested)) = progress.parties else { return Vec::new() };
    let surrendered = progress.occurred.iter().any(|occurrence| occurrence.event == ActEvent::Surrender);
    let mut undertakings = Vec::new();
    for question in &progress.law.safeguards {
        let Some((answer, act)) = progress.answers.get(&question.key) else { continue };
        let option = question.answers.iter().find(|option| option.key == answer.answer);
        let Some(key) = option.and_then(|option| option.undertaking.as_ref()) else { continue };
        let Some(text) = progress.law.undertakings.get(key) else { continue };
        let (by, towards) = match question.who {
            End::Requesting => (requesting, requested),
            End::Requested => (requested, requesting),
        };
        undertakings.push(Undertaking {
            key: key.clone(),
            description: text.description.clone(),
            by,
            towards,
            source: text.source.clone(),
            article: text.article.clone(),
            given_in: *act,
            in_effect: surrendered || !text.from_surrender,
        });
    }
    undertakings.extend(progress.conditions.iter().enumerate().filter_map(|(number, (text, act))| {
        Some(Undertaking {
            key: Key::parse(&format!("condition-{}", number + 1)).ok()?,
            description: text.clone(),
            by: requesting,
            towards: requested,
            source: "decision".to_owned(),
            article: String::new(),
            given_in: *act,
            in_effect: surrendered,
        })
    }));
    undertakings
}
