//! Shapes a folded case for people: deadlines by urgency, steps a viewer can take, the timeline.

use std::collections::HashMap;

use exchange::ActId;
use jiff::{SignedDuration, Timestamp};
use law::check::End;
use law::fold::{DeadlineState, RunningDeadline};
use law::{Body, CaseState, Status};
use serde::{Deserialize, Serialize};

use super::cases::{DeadlineView, Delivery, Nearness, StepView, TimelineRow};
use super::folding::{ReadAct, law_id};
use super::form::{Objection, SafeguardView};
use super::{Role, Viewer, law_view, saying};

/// Less than this is near, whatever the whole period.
const NEAR: SignedDuration = SignedDuration::from_hours(72);
/// The same where a person's liberty hangs on the period.
const NEAR_LIBERTY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What the row of a case list keeps of the fold, as the store holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct CaseSummary {
    /// Procedures asked for.
    pub(crate) procedures: Vec<String>,
    /// Key of the nearest running deadline.
    pub(crate) deadline: Option<String>,
}

/// The nearest deadline that runs; when none does, the last that passed without being met.
pub(crate) fn nearest(state: &CaseState) -> Option<(&RunningDeadline, Timestamp)> {
    if state.status == Status::Closed {
        return None;
    }
    let due = |wanted: DeadlineState| {
        state
            .deadlines
            .iter()
            .filter(move |deadline| deadline.state == wanted)
            .filter_map(|deadline| Some((deadline, deadline.due_at?)))
    };
    let running = due(DeadlineState::Running).min_by_key(|(_, due_at)| *due_at);
    running.or_else(|| due(DeadlineState::Missed).max_by_key(|(_, due_at)| *due_at))
}

/// Whose move it is: ours when a step of ours must be taken, theirs when one of theirs must.
pub(crate) fn our_move(state: &CaseState, own: &str) -> Option<bool> {
    let must: Vec<bool> =
        state.next.iter().filter(|step| step.must).map(|step| step.state.as_str() == own).collect();
    if must.is_empty() { None } else { Some(must.contains(&true)) }
}

/// Deadlines: running ones first, nearest first; then missed, waiting and met ones.
pub(crate) fn deadlines(state: &CaseState, own: &str, now: Timestamp) -> Vec<DeadlineView> {
    let mut views: Vec<(u8, DeadlineView)> = state
        .deadlines
        .iter()
        .map(|deadline| {
            let left = deadline.due_at.map(|due_at| due_at.duration_since(now));
            let (rank, word) = match deadline.state {
                DeadlineState::Running => (0, "running"),
                DeadlineState::Missed => (1, "missed"),
                DeadlineState::Waiting => (2, "waiting"),
                DeadlineState::Suspended => (2, "suspended"),
                DeadlineState::Met => (3, "met"),
            };
            let view = DeadlineView {
                key: deadline.key.to_string(),
                article: format!("{} {}", deadline.instrument, deadline.article),
                from_event: deadline.event.clone(),
                started_at: deadline.started_at,
                due_at: deadline.due_at,
                days_left: left.map(|left| left.as_secs().div_euclid(24 * 3600)),
                obliged: deadline
                    .obliged_state
                    .map_or_else(|| deadline.obliged.clone(), |state| state.to_string()),
                ours: deadline.obliged_state.is_some_and(|state| state.as_str() == own),
                consequence: deadline.consequence.clone(),
                state: word.to_owned(),
                nearness: nearness(deadline, now),
            };
            (rank, view)
        })
        .collect();
    views.sort_by(|(rank_a, a), (rank_b, b)| {
        (rank_a, a.due_at.is_none(), a.due_at, &a.key).cmp(&(rank_b, b.due_at.is_none(), b.due_at, &b.key))
    });
    views.into_iter().map(|(_, view)| view).collect()
}

fn nearness(deadline: &RunningDeadline, now: Timestamp) -> Nearness {
    match (deadline.state, deadline.due_at) {
        (DeadlineState::Met, _) => Nearness::Met,
        (DeadlineState::Missed, _) => Nearness::Passed,
        (DeadlineState::Waiting | DeadlineState::Suspended, _) => Nearness::NotRunning,
        (DeadlineState::Running, None) => Nearness::Far,
        (DeadlineState::Running, Some(due_at)) => {
            let left = due_at.duration_since(now);
            let whole =
                deadline.started_at.map_or(SignedDuration::ZERO, |start| due_at.duration_since(start));
            let near = if deadline.frees_person { NEAR_LIBERTY } else { NEAR };
            if left <= SignedDuration::ZERO {
                Nearness::Passed
            } else if left < near.max(whole / 4) {
                Nearness::Near
            } else {
                Nearness::Far
            }
        }
    }
}

/// Whether an act of this kind goes through a draft and a second person.
pub(crate) fn second_person(kind: &str) -> bool {
    matches!(kind, "request" | "acceptance" | "decision")
}

/// Why an act of this kind cannot be made now.
pub(crate) fn not_now(kind: &str, state: &CaseState) -> Objection {
    let open: Vec<&str> = state.next.iter().flat_map(|step| step.acts.iter().map(String::as_str)).collect();
    Objection {
        field: None,
        article: None,
        message: format!("the case is `{}`, so a {kind} is not due", state.status.key()),
        remedy: if open.is_empty() {
            "send a note instead".to_owned()
        } else {
            format!("possible now: {}", open.join(", "))
        },
        blocks: true,
    }
}

/// The steps that the viewer can take now; `drafts` are the open drafts of the case by kind.
pub(crate) fn steps(
    state: &CaseState,
    own: &str,
    viewer: &Viewer,
    drafts: &[(String, String)],
) -> Vec<StepView> {
    if !viewer.has(Role::Officer) {
        return Vec::new();
    }
    let mut steps: Vec<StepView> = Vec::new();
    let mut offer = |kind: &str, what: &str| {
        if Body::KINDS.contains(&kind) && !steps.iter().any(|step| step.kind == kind) {
            steps.push(StepView {
                kind: kind.to_owned(),
                what: what.to_owned(),
                second_person: second_person(kind),
                draft: drafts.iter().find(|(_, other)| other == kind).map(|(id, _)| id.clone()),
            });
        }
    };
    for must in [true, false] {
        for step in state.next.iter().filter(|step| step.must == must && step.state.as_str() == own) {
            for kind in &step.acts {
                offer(kind, &step.what);
            }
        }
    }
    if state.status != Status::New {
        offer("note", "send a message that changes nothing in the case");
    }
    steps
}

/// What the other side is expected to do.
pub(crate) fn awaited(state: &CaseState, own: &str) -> Vec<String> {
    state
        .next
        .iter()
        .filter(|step| step.must && step.state.as_str() != own)
        .map(|step| step.what.clone())
        .collect()
}

/// What this node knows about an act besides the act itself.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// When it was stored here.
    pub(crate) stored_at: Timestamp,
    /// Where it is.
    pub(crate) delivery: Delivery,
}

/// The acts in the order of the fold; acts that could not be read come last.
pub(crate) fn timeline(
    state: &CaseState,
    acts: &[ReadAct],
    kept: &HashMap<ActId, Kept>,
    own: &str,
) -> Vec<TimelineRow> {
    let place = |act: &ReadAct| {
        let id = law_id(&act.id);
        state.timeline.iter().position(|entry| entry.act == id).unwrap_or(usize::MAX)
    };
    let mut ordered: Vec<&ReadAct> = acts.iter().collect();
    ordered.sort_by_key(|act| (place(act), act.act.made_at, act.id));
    ordered.into_iter().map(|act| row(state, act, kept.get(&act.id), own)).collect()
}

/// One act on the timeline.
pub(crate) fn row(state: &CaseState, act: &ReadAct, kept: Option<&Kept>, own: &str) -> TimelineRow {
    let id = law_id(&act.id);
    let fault = match &act.body {
        Err(why) => Some(why.clone()),
        Ok(_) => state.faults.iter().find(|fault| fault.act == id).map(|fault| fault.why.clone()),
    };
    TimelineRow {
        act: act.id.to_string(),
        kind: act.act.kind.as_str().to_owned(),
        author: act.act.author.to_string(),
        ours: act.act.author.to_string() == own,
        by: act.act.by.name().to_owned(),
        approved_by: act.act.approved_by.as_ref().map(|officer| officer.name().to_owned()),
        made_at: act.act.made_at,
        arrived_at: kept.map_or(act.act.made_at, |kept| kept.stored_at),
        what: act.body.as_ref().map(saying::essentials).unwrap_or_default(),
        documents: act.body.as_ref().map_or(0, |body| saying::documents(body).len()),
        delivery: kept
            .map_or(Delivery::Waiting { attempts: 0, cause: String::new(), next_attempt: None }, |kept| {
                kept.delivery.clone()
            }),
        fault,
    }
}

/// The safeguards of a case with their answers.
pub(crate) fn safeguards(state: &CaseState) -> Vec<SafeguardView> {
    state
        .safeguards
        .iter()
        .map(|safeguard| {
            let (answer, reasoning, by) = match &safeguard.answer {
                Some(answer) => (answer.answer.as_str(), answer.reasoning.as_str(), answer.by.as_str()),
                None => ("", "", ""),
            };
            law_view::safeguard_view(&safeguard.question, answer, reasoning, by)
        })
        .collect()
}

/// Undertakings in words: what, who owes it, under which article.
pub(crate) fn undertakings(state: &CaseState) -> Vec<String> {
    state
        .undertakings
        .iter()
        .map(|undertaking| {
            format!(
                "{} → {}: {} ({} {})",
                undertaking.by,
                undertaking.towards,
                undertaking.description,
                undertaking.source,
                undertaking.article
            )
        })
        .collect()
}

/// What is missing: key and description.
pub(crate) fn missing(state: &CaseState, end: Option<End>) -> Vec<(String, String)> {
    let mut missing: Vec<_> = state.missing.iter().collect();
    missing.sort_by_key(|item| Some(item.who) != end);
    missing
        .into_iter()
        .map(|item| {
            (item.key.to_string(), format!("{} ({} {})", item.description, item.source, item.article))
        })
        .collect()
}
