//! What stands against a measure, an extension, a pause, a promise, and what is said to have become of one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::act::{Extension, Fulfilment, Keeping, Measure, Suspension, Undertaking};
use crate::codes::Cited;
use crate::field;
use crate::fold::{DeadlineState, RunningDeadline, UndertakingState};
use crate::ids::{Key, State};
use crate::library::Library;
use crate::objections::{Against, Objections, documents, safeguards};
use crate::progress::day_of;
use crate::requesting::unreadable;
use crate::views::end;

/// Most extensions and pauses of one case: each is weighed against every period.
const CHANGES: usize = 64;

pub(crate) fn take(o: &mut Objections<'_>, measure: &Measure) {
    let progress = o.progress;
    let law = progress.law.clone();
    // That the case has the measure was seen before; one it does not have cannot come here.
    let Some(text) = law.measures.iter().find(|text| text.key == measure.measure) else { return };
    let article = progress.cited(Cited::Measure);
    if !text.planned {
        o.past("at", measure.at);
    }
    zone(o, &measure.zone);
    let (contents, wanted_documents) = progress.measure_wants(&measure.measure);
    for wanted in &contents {
        let field = format!("contents.{}", wanted.key);
        let said = measure.contents.get(&wanted.key).map(|text| text.trim()).unwrap_or_default();
        // What the same act says decides on what it must say.
        let needed = wanted.required || wanted.needed(|term| said_in(term, &measure.contents));
        if said.is_empty() {
            if needed {
                let message = format!("`{}` is missing: {}", wanted.key, wanted.description);
                let remedy = "fill it in".to_owned();
                let article = wanted.cite();
                o.block(Against {
                    key: "content-missing",
                    field: &field,
                    article: &article,
                    message,
                    remedy,
                });
            }
        } else if let Err(error) = field::check(wanted.kind, &wanted.choice_keys(), said) {
            unreadable(o, &field, wanted, error);
        }
    }
    for extra in measure.contents.keys().filter(|key| !contents.iter().any(|wanted| wanted.key == **key)) {
        let message = format!("the measure has no field `{extra}`");
        let remedy = "leave it out, or say it in the text".to_owned();
        let field = format!("contents.{extra}");
        o.block(Against { key: "unknown-field", field: &field, article: "", message, remedy });
    }
    for wanted in wanted_documents.iter().filter(|wanted| wanted.required) {
        if !measure.documents.iter().any(|document| document.key == wanted.key) {
            let message = format!("`{}` is missing: {}", wanted.key, wanted.description);
            let remedy = "attach it".to_owned();
            let field = format!("documents.{}", wanted.key);
            let article = wanted.cite();
            o.block(Against { key: "document-missing", field: &field, article: &article, message, remedy });
        }
    }
    documents(o, &measure.documents);
    until(o, measure, text.until);
    let end = end(text.by);
    safeguards(o, &law.safeguards, &measure.safeguards, measure.measure.as_str(), end);
    amounts(o, measure, text, &article);
}

fn said_in(term: &crate::condition::Term, contents: &BTreeMap<Key, String>) -> Option<bool> {
    crate::wanted::said(term, contents)
}

fn until(o: &mut Objections<'_>, measure: &Measure, has: bool) {
    let Some(day) = measure.until else { return };
    let (message, remedy) = if !has {
        ("the measure names no last day".to_owned(), "leave it out")
    } else if day < day_of(measure.at) {
        (format!("the last day {day} is before the measure"), "name a day after it")
    } else {
        return;
    };
    o.block(Against { key: "no-last-day", field: "until", article: "", message, remedy: remedy.to_owned() });
}

fn amounts(o: &mut Objections<'_>, measure: &Measure, text: &crate::procedure::MeasureText, article: &str) {
    let amounts_article = o.progress.cited(Cited::Amounts);
    if text.tally.is_none() && !measure.amounts.is_empty() {
        let message = "the measure has no amounts".to_owned();
        let remedy = "say it in the text, or take the measure that has them".to_owned();
        o.block(Against { key: "amount-not-asked", field: "amounts", article, message, remedy });
        return;
    }
    if text.amount_required && measure.amounts.iter().all(|amount| amount.value.is_zero()) {
        let message = "the amount is missing".to_owned();
        let remedy = "write it with its currency, as in EUR 1250.50".to_owned();
        o.block(Against { key: "amount-missing", field: "amounts", article, message, remedy });
    }
    if let Some(corrected) = measure.corrects
        && !o.progress.money.stands(corrected)
    {
        let message = "it puts right a measure without amounts, or one that was put right already".to_owned();
        let remedy = "name the measure whose amounts are wrong".to_owned();
        o.block(Against { key: "nothing-to-correct", field: "corrects", article, message, remedy });
    }
    let mut money = o.progress.money.clone();
    let before = money.faults();
    // The act has no name before it is made; what counts here is what it adds.
    let unnamed = crate::ids::ActId::from_bytes([0; 32]);
    money.add(unnamed, text.tally, &measure.amounts, measure.corrects);
    for fault in money.faults().into_iter().filter(|fault| !before.contains(fault)) {
        let remedy = "check the amounts; put an earlier measure right where it was wrong".to_owned();
        o.block(Against {
            key: "amounts-do-not-add-up",
            field: "amounts",
            article: &amounts_article,
            message: fault,
            remedy,
        });
    }
}

fn zone(o: &mut Objections<'_>, zone: &str) {
    if TimeZone::get(zone).is_err() {
        let message = format!("`{}` is no time zone", crate::ids::shorten(zone));
        let remedy = "name the zone of the place, as in Europe/Berlin: periods run by its clock".to_owned();
        o.block(Against { key: "no-such-zone", field: "zone", article: "", message, remedy });
    }
}

/// The period that an act is about, where it runs.
fn running(o: &mut Objections<'_>, library: &Library, key: &Key) -> Option<RunningDeadline> {
    let changes = o.progress.extended.len() + o.progress.pauses.len();
    if changes >= CHANGES {
        let message = format!("the periods of the case were changed {changes} times already");
        let remedy = "settle it in a note, or open a new case".to_owned();
        o.unfit(Against { key: "too-many-changes", field: "deadline", article: "", message, remedy });
        return None;
    }
    let deadlines = library.deadlines(o.progress);
    let mut of_key: Vec<RunningDeadline> = deadlines.into_iter().filter(|one| one.key == *key).collect();
    of_key.sort_by_key(|one| !matches!(one.state, DeadlineState::Running | DeadlineState::Suspended));
    let Some(found) = of_key.into_iter().next() else {
        let message = format!("`{key}` is no period of this case");
        let remedy = "name one of its periods".to_owned();
        o.unfit(Against { key: "no-such-deadline", field: "deadline", article: "", message, remedy });
        return None;
    };
    if !matches!(found.state, DeadlineState::Running | DeadlineState::Suspended) {
        let message = format!("the period `{key}` does not run");
        let remedy = match found.state {
            DeadlineState::Missed => "it has passed: what follows from that can no longer be put off",
            DeadlineState::Waiting => "it has not begun",
            DeadlineState::Met | DeadlineState::Running | DeadlineState::Suspended => "it was met",
        };
        o.unfit(Against {
            key: "deadline-not-running",
            field: "deadline",
            article: &found.article,
            message,
            remedy: remedy.to_owned(),
        });
        return None;
    }
    Some(found)
}

pub(crate) fn extend(o: &mut Objections<'_>, extension: &Extension, library: &Library) {
    let article = o.progress.cited(Cited::Extension);
    o.need("reason", &extension.reason, &article);
    let Some(found) = running(o, library, &extension.deadline) else { return };
    let article = format!("{} {}", found.instrument, found.article);
    if found.frees_person && found.extendable_until.is_none() {
        let message = format!("`{}` frees a person and cannot be made longer", found.key);
        let remedy = "act within it, or release the person".to_owned();
        o.unfit(Against { key: "not-extendable", field: "deadline", article: &article, message, remedy });
        return;
    }
    if let Some(due) = found.due_on.filter(|due| extension.until <= *due) {
        let message = format!("{} is not later than {due}", extension.until);
        let remedy = "an extension never shortens a period: name a later day".to_owned();
        o.unfit(Against { key: "not-longer", field: "until", article: &article, message, remedy });
    }
    if let Some(last) = found.extendable_until.filter(|last| extension.until > *last) {
        let message = format!("the period can be extended to {last} at most");
        let remedy = format!("name a day up to {last}");
        o.block(Against { key: "beyond-extension", field: "until", article: &article, message, remedy });
    }
    if found.due_at.is_none() {
        let message = format!("`{}` has no length that could be extended", found.key);
        let remedy = "agree on a day in a note".to_owned();
        o.unfit(Against { key: "not-extendable", field: "deadline", article: &article, message, remedy });
    }
}

pub(crate) fn suspend(o: &mut Objections<'_>, suspension: &Suspension, library: &Library) {
    o.need("reason", &suspension.reason, "");
    o.past("at", suspension.at);
    let Some(found) = running(o, library, &suspension.deadline) else { return };
    let article = format!("{} {}", found.instrument, found.article);
    if found.frees_person {
        let message = format!("`{}` frees a person and never stands still", found.key);
        let remedy = "act within it, or release the person".to_owned();
        o.unfit(Against { key: "not-suspendable", field: "deadline", article: &article, message, remedy });
        return;
    }
    let stands = found.state == DeadlineState::Suspended;
    if stands != suspension.resumed {
        let message =
            if stands { "the period stands still already" } else { "the period does not stand still" };
        let remedy = "say what changes".to_owned();
        o.unfit(Against {
            key: "nothing-changes",
            field: "resumed",
            article: &article,
            message: message.to_owned(),
            remedy,
        });
    }
    let early: Option<Timestamp> = if stands { found.suspended_since } else { found.started_at };
    if early.is_some_and(|early| suspension.at < early) {
        let message = format!("`{}` is before the period stood or ran", suspension.at);
        let remedy = "check the date and the hour".to_owned();
        o.block(Against { key: "before-its-cause", field: "at", article: &article, message, remedy });
    }
}

pub(crate) fn promise(o: &mut Objections<'_>, undertaking: &Undertaking, author: State) {
    o.need("text", &undertaking.text, "");
    documents(o, &undertaking.documents);
    let law = o.progress.law.clone();
    let Some(text) = law.undertakings.get(&undertaking.undertaking) else {
        let known: Vec<&str> = law.undertakings.keys().map(Key::as_str).collect();
        let message = format!("`{}` is no undertaking of this procedure", undertaking.undertaking);
        let remedy = if known.is_empty() {
            "write it in a note".to_owned()
        } else {
            format!("give one of: {}", known.join(", "))
        };
        o.unfit(Against { key: "no-such-undertaking", field: "undertaking", article: "", message, remedy });
        return;
    };
    if o.progress.owes(&text.key) != o.progress.end_of(author) {
        let article = format!("{} {}", text.source, text.article);
        let message = format!("`{}` is for the other state to give", text.key);
        let remedy = "ask for it in a question".to_owned();
        o.unfit(Against { key: "wrong-state", field: "undertaking", article: &article, message, remedy });
    }
}

pub(crate) fn settle(o: &mut Objections<'_>, fulfilment: &Fulfilment, author: State) {
    o.past("at", fulfilment.at);
    documents(o, &fulfilment.documents);
    let owed = o.progress.owed();
    let found =
        owed.iter().find(|owed| owed.key == fulfilment.undertaking && owed.given_in == fulfilment.given_in);
    let Some(found) = found else {
        let message = format!("nobody promised `{}` in that act", fulfilment.undertaking);
        let remedy = "name the undertaking and the act that gave it".to_owned();
        o.unfit(Against { key: "no-such-undertaking", field: "undertaking", article: "", message, remedy });
        return;
    };
    let article = format!("{} {}", found.source, found.article);
    let article = article.trim();
    let whose = match fulfilment.result {
        Keeping::Fulfilled => author == found.by,
        Keeping::Released => author == found.towards,
        Keeping::Breached => true,
    };
    if !whose {
        let message = "that is for the other state to say".to_owned();
        let remedy = "who promised says that it was kept; who was promised lets it go".to_owned();
        o.unfit(Against { key: "wrong-state", field: "result", article, message, remedy });
    }
    if matches!(found.state, UndertakingState::Fulfilled | UndertakingState::Released) {
        let message = "the undertaking is settled already".to_owned();
        let remedy = "send a note where something is to be added".to_owned();
        o.unfit(Against { key: "settled-already", field: "undertaking", article, message, remedy });
    }
    if found.lasting && fulfilment.result == Keeping::Fulfilled {
        let message = format!("`{}` is owed as long as it lasts and is never done with", found.key);
        let remedy = "ask the other state to let it go, or keep it".to_owned();
        o.unfit(Against { key: "lasting-undertaking", field: "result", article, message, remedy });
    }
    if fulfilment.result == Keeping::Breached {
        o.need("text", &fulfilment.text, article);
    }
}
