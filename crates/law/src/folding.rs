//! Folds the acts of a case into its state.

use jiff::Timestamp;

use crate::act::{Body, CaseAct};
use crate::check::End;
use crate::fold::{
    CaseState, Fault, Missing, MissingKind, OpenQuestion, SafeguardState, Status, TakenMeasure, TimelineEntry,
};
use crate::ids::ActId;
use crate::library::Library;
use crate::order::{Ordered, order};
use crate::progress::{Asked, Progress};
use crate::wanted::Wanted;

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
        let world = match &act.body {
            Body::Arrest(_) | Body::Release(_) | Body::Surrender(_) => true,
            Body::Measure(measure) => (progress.law.measures.iter())
                .any(|text| text.key == measure.measure && text.custody.is_some()),
            _ => false,
        };
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
            undertakings: progress.owed(),
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
            amounts: progress.money.sums(),
            measures: taken(&progress),
            ends: progress.ends().map(|end| end.result).collect(),
            result: progress.result,
            faults,
            absent,
            timeline,
            inner: progress,
        }
    }
}

pub(crate) fn fault(act: &CaseAct, key: &'static str, why: &str) -> Fault {
    Fault { act: act.id, key: crate::objections::key(key), why: why.to_owned() }
}

fn missing(progress: &Progress) -> Vec<Missing> {
    let over = matches!(
        progress.stage(),
        Status::New
            | Status::Performed
            | Status::Surrendered
            | Status::Refused
            | Status::Withdrawn
            | Status::Closed
    );
    if over {
        return Vec::new();
    }
    let rule = |kind, wanted: &Wanted| Missing {
        kind,
        key: wanted.key.clone(),
        description: wanted.description.clone(),
        source: wanted.source.clone(),
        article: wanted.article.clone(),
        who: End::Requesting,
        verified: wanted.verified,
    };
    let mut missing: Vec<Missing> =
        progress.missing_contents().map(|r| rule(MissingKind::Content, r)).collect();
    missing.extend(progress.missing_documents().map(|r| rule(MissingKind::Document, r)));
    missing.extend(progress.unreadable().map(|(wanted, error)| Missing {
        description: error.message,
        ..rule(MissingKind::Unreadable, wanted)
    }));
    missing.extend(progress.language_missing());
    // What stays at a node is missing for nobody else.
    let open = safeguards(progress).into_iter();
    missing.extend(open.filter(|state| state.answer.is_none() && !state.question.confidential).map(
        |state| Missing {
            kind: MissingKind::Safeguard,
            key: state.question.key,
            description: state.question.question,
            source: state.question.source,
            article: state.question.article,
            who: state.question.who,
            verified: state.question.verified,
        },
    ));
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

fn taken(progress: &Progress) -> Vec<TakenMeasure> {
    (progress.taken.iter())
        .map(|(act, measure, at, until)| TakenMeasure {
            act: *act,
            title: (progress.law.measures.iter())
                .find(|text| text.key == *measure)
                .map_or_else(|| measure.to_string(), |text| text.title.clone()),
            measure: measure.clone(),
            at: *at,
            until: *until,
        })
        .collect()
}
