//! Shapes a folded case for people: deadlines by urgency, steps a viewer can take, the timeline.

use std::collections::HashMap;

use exchange::ActId;
use jiff::{SignedDuration, Timestamp};
use law::check::End;
use law::fold::{DeadlineState, RunningDeadline};
use law::{Body, CaseState, Library, Status};
use serde::{Deserialize, Serialize};

use super::cases::{AmountsView, DeadlineView, Delivery, LibertyView, Nearness, StepView, TimelineRow};
use super::folding::{self, ReadAct, law_id};
use super::form::{Objection, SafeguardView};
use super::{Role, Viewer, law_view, measures, saying};

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
    /// The period that frees a person.
    pub(crate) liberty: Option<LibertyKept>,
}

/// What the row of a case list keeps of a period that frees a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct LibertyKept {
    /// Key of the period.
    pub(crate) key: String,
    /// Whether the person must be released; otherwise may.
    pub(crate) must: bool,
}

/// The period that frees the person of a case: one that passed while the person is still held, else the nearest that runs.
pub(crate) fn liberty(state: &CaseState) -> Option<(&RunningDeadline, Timestamp)> {
    if state.status == Status::Closed {
        return None;
    }
    let freeing = |wanted: DeadlineState| {
        (state.deadlines.iter())
            .filter(move |deadline| deadline.frees_person && deadline.state == wanted)
            .filter_map(|deadline| Some((deadline, deadline.due_at?)))
    };
    let held = |(deadline, _): &(&RunningDeadline, Timestamp)| must(deadline);
    (freeing(DeadlineState::Missed).find(held))
        .or_else(|| freeing(DeadlineState::Running).min_by_key(|(_, due_at)| *due_at))
        .or_else(|| freeing(DeadlineState::Missed).max_by_key(|(_, due_at)| *due_at))
}

/// What a list keeps of it.
pub(crate) fn liberty_kept(deadline: &RunningDeadline) -> LibertyKept {
    LibertyKept { key: deadline.key.to_string(), must: must(deadline) }
}

fn must(deadline: &RunningDeadline) -> bool {
    deadline.effect == "must-release"
}

/// What a page shows of it.
pub(crate) fn liberty_view(kept: LibertyKept, at: Timestamp, now: Timestamp) -> LibertyView {
    let left = at.duration_since(now);
    let nearness = if left <= SignedDuration::ZERO {
        Nearness::Passed
    } else if left < NEAR_LIBERTY {
        Nearness::Near
    } else {
        Nearness::Far
    };
    LibertyView { key: kept.key, at, must: kept.must, nearness }
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
                event_key: deadline.from_event.to_string(),
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
                frees: (deadline.frees_person && matches!(rank, 0 | 1)).then(|| must(deadline)),
            };
            (rank, view)
        })
        .collect();
    views.sort_by(|(rank_a, a), (rank_b, b)| {
        // What frees a person stands before everything else of its rank.
        let order = |rank: &u8, view: &DeadlineView| {
            (*rank, view.frees.is_none(), view.due_at.is_none(), view.due_at, view.key.clone())
        };
        order(rank_a, a).cmp(&order(rank_b, b))
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

/// Whether an act of this kind goes through a draft and a second person: with coercion, and where a measure asks for it.
pub(crate) fn second_person(law: &Library, state: &CaseState, kind: &str) -> bool {
    matches!(kind, "request" | "acceptance" | "decision")
        || measures::form(law, state, kind).is_some_and(|measure| measure.coercive)
}

/// What the measures come to, without the sums that nothing went into.
pub(crate) fn amounts(state: &CaseState) -> Vec<AmountsView> {
    (state.amounts.iter())
        .map(|sums| {
            let all = [
                ("traced", Some(&sums.traced)),
                ("frozen", Some(&sums.frozen)),
                ("unfrozen", Some(&sums.unfrozen)),
                ("confiscated", Some(&sums.confiscated)),
                ("costs", Some(&sums.costs)),
                ("returned", Some(&sums.returned)),
                ("shared", Some(&sums.shared)),
            ];
            // What is left is told where there was something.
            let left = [
                ("still-frozen", sums.still_frozen.as_ref().filter(|_| !sums.frozen.is_zero())),
                ("to-dispose", sums.to_dispose.as_ref().filter(|_| !sums.confiscated.is_zero())),
            ];
            let told = all.into_iter().filter(|(_, sum)| sum.is_some_and(|sum| !sum.is_zero())).chain(left);
            AmountsView {
                currency: sums.currency.to_string(),
                sums: told.filter_map(|(key, sum)| Some((key.to_owned(), sum?.to_string()))).collect(),
            }
        })
        .collect()
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
    law: &Library,
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
        let known = Body::KINDS.contains(&kind) || measures::named(kind).is_some();
        // A measure is offered by its own name.
        if known && kind != "measure" && !steps.iter().any(|step| step.kind == kind) {
            steps.push(StepView {
                kind: kind.to_owned(),
                title: measures::title(law, kind).map(str::to_owned),
                what: what.to_owned(),
                second_person: second_person(law, state, kind),
                draft: drafts.iter().find(|(_, other)| other == kind).map(|(id, _)| id.clone()),
            });
        }
    };
    for must in [true, false] {
        for step in state.next.iter().filter(|step| step.must == must && step.state.as_str() == own) {
            for kind in &step.acts {
                offer(kind, &step.what);
            }
            for measure in &step.measures {
                offer(&format!("{}{measure}", measures::PREFIX), &step.what);
            }
        }
    }
    if state.status != Status::New {
        let end = state.next.iter().find(|step| step.state.as_str() == own).map(|step| step.end);
        let end = end.or_else(|| folding::end_of(state, own));
        if end.is_some_and(|end| !measures::promises(state, end).is_empty()) {
            offer("undertaking", "promise what the other state asks for");
        }
        if !measures::owed(state).is_empty() {
            offer("fulfilment", "say what became of a promise");
        }
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
        handling: act.act.handling.to_string(),
        conditions: act.act.marks.conditions.clone(),
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
