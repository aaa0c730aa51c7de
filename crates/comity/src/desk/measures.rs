//! Measures and what is done beside the steps: their fields, and the bodies that the filled fields make.
//!
//! A measure stands in the steps of a case as a kind of its own, `measure.KEY`, so that its form, its draft and its
//! second person are found like those of every other act. Which measures there are is in the files of the procedures.

use std::collections::BTreeMap;

use law::act::{Document, Extension, Fulfilment, Keeping, Measure, Suspension, Undertaking};
use law::check::End;
use law::fold::{DeadlineState, UndertakingState};
use law::wanted::MeasureForm;
use law::{Amount, Body, CaseState, Key, Library};

use super::bodies::{self, Making};
use super::form::{Field, Fields, Input, RequiredDocumentView};
use super::own_fields;
use super::reading::{Reading, cut};

/// What stands before the key of a measure in its kind.
pub(crate) const PREFIX: &str = "measure.";

/// The words for what became of a promise.
pub(crate) const KEEPINGS: &[(&str, Keeping)] =
    &[("fulfilled", Keeping::Fulfilled), ("breached", Keeping::Breached), ("released", Keeping::Released)];

/// The measure that a kind names.
pub(crate) fn named(kind: &str) -> Option<Key> {
    Key::parse(kind.strip_prefix(PREFIX)?).ok()
}

/// What the report of the measure that a kind names says.
pub(crate) fn form(law: &Library, state: &CaseState, kind: &str) -> Option<MeasureForm> {
    law.measure_form(state, &named(kind)?)
}

/// What a measure is called, by its kind.
pub(crate) fn title<'l>(law: &'l Library, kind: &str) -> Option<&'l str> {
    law.measure_title(&named(kind)?)
}

/// The fields that a measure has beside its moment and place.
pub(crate) fn own(form: &MeasureForm, fields: &Fields) -> Vec<Field> {
    let value = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let plain = |name: &str, input: Input, required: bool| Field {
        name: name.to_owned(),
        description: String::new(),
        input,
        value: value(name),
        required,
        article: None,
        verified: true,
        missing: required && value(name).trim().is_empty(),
        example: String::new(),
        words: BTreeMap::new(),
    };
    let mut list = Vec::new();
    if form.amounts.is_some() {
        list.push(plain("amounts", Input::Text, form.amount_required));
    }
    if form.until {
        list.push(plain("until", Input::Date, false));
    }
    own_fields::add_wanted(&mut list, &form.contents, fields);
    list
}

/// The documents that a measure asks for.
pub(crate) fn documents(form: &MeasureForm, have: &dyn Fn(&str) -> bool) -> Vec<RequiredDocumentView> {
    (form.documents.iter())
        .map(|wanted| RequiredDocumentView {
            key: wanted.key.to_string(),
            description: wanted.description.clone(),
            article: format!("{} {}", wanted.source, wanted.article).trim().to_owned(),
            verified: wanted.verified,
            missing: wanted.required && !have(wanted.key.as_str()),
        })
        .collect()
}

/// The periods that an act can make longer or let stand still.
pub(crate) fn periods(state: &CaseState) -> Vec<String> {
    let running = |state: DeadlineState| matches!(state, DeadlineState::Running | DeadlineState::Suspended);
    let mut keys: Vec<String> = (state.deadlines.iter())
        .filter(|deadline| running(deadline.state))
        .map(|deadline| deadline.key.to_string())
        .collect();
    keys.dedup();
    keys
}

/// The promises that are not settled, each with the act that gave it.
pub(crate) fn owed(state: &CaseState) -> Vec<String> {
    (state.undertakings.iter())
        .filter(|one| matches!(one.state, UndertakingState::Given | UndertakingState::Owed))
        .map(|one| format!("{}/{}", one.key, one.given_in))
        .collect()
}

/// The promises that an end can give.
pub(crate) fn promises(state: &CaseState, end: End) -> Vec<String> {
    state.promises(end).into_iter().map(|promise| promise.key.to_string()).collect()
}

/// Makes the body of a measure.
pub(crate) fn take(key: Key, reading: &mut Reading<'_>, making: &Making<'_>) -> Option<Body> {
    let contents = bodies::contents(reading);
    let amounts = amounts(reading);
    let until = reading.date("until");
    let safeguards = bodies::safeguards(reading, making, Some(key.as_str()));
    let (at, zone) = reading.moment("at", "at-zone")?;
    Some(Body::Measure(Measure {
        measure: key,
        at,
        zone,
        place: reading.text("place").to_owned(),
        text: reading.text("text").to_owned(),
        contents,
        amounts,
        until,
        corrects: None,
        safeguards,
        documents: making.documents.clone(),
    }))
}

/// Amounts, one a line, each with its currency.
fn amounts(reading: &mut Reading<'_>) -> Vec<Amount> {
    let mut amounts = Vec::new();
    for line in reading.lines("amounts") {
        match line.parse::<Amount>() {
            Ok(amount) => amounts.push(amount),
            Err(error) => {
                reading.object("amounts", error.to_string(), "write one amount a line, as in EUR 1250.50")
            }
        }
    }
    amounts
}

/// Makes a period longer.
pub(crate) fn extend(reading: &mut Reading<'_>) -> Option<Body> {
    let reason = reading.needed("reason");
    let deadline = chosen(reading, "period");
    let until = reading.date("until");
    if until.is_none() && reading.text("until").is_empty() {
        reading.object("until", "nothing is entered", "fill it in");
    }
    Some(Body::Extension(Extension { deadline: deadline?, instrument: None, until: until?, reason }))
}

/// Lets a period stand still, or run on.
pub(crate) fn suspend(reading: &mut Reading<'_>) -> Option<Body> {
    let reason = reading.needed("reason");
    let deadline = chosen(reading, "period");
    let (at, _) = reading.moment("at", "at-zone")?;
    Some(Body::Suspension(Suspension { deadline: deadline?, resumed: reading.ticked("resumed"), at, reason }))
}

/// Promises something.
pub(crate) fn promise(reading: &mut Reading<'_>, documents: Vec<Document>) -> Option<Body> {
    let text = reading.needed("text");
    let undertaking = chosen(reading, "undertaking")?;
    Some(Body::Undertaking(Undertaking { undertaking, text, of: None, documents }))
}

/// Says what became of a promise.
pub(crate) fn settle(reading: &mut Reading<'_>, documents: Vec<Document>) -> Option<Body> {
    let (at, _) = reading.moment("at", "at-zone")?;
    let result = reading.choice("keeping", KEEPINGS);
    let owed = reading.text("owed").to_owned();
    let parts = owed.split_once('/').and_then(|(key, act)| Some((Key::parse(key).ok()?, act.parse().ok()?)));
    let Some((undertaking, given_in)) = parts else {
        reading.object(
            "owed",
            format!("`{}` is no promise of this case", cut(&owed)),
            "choose one from the list",
        );
        return None;
    };
    let text = reading.text("text").to_owned();
    Some(Body::Fulfilment(Fulfilment { undertaking, given_in, result: result?, at, text, documents }))
}

fn chosen(reading: &mut Reading<'_>, name: &str) -> Option<Key> {
    let key = reading.key(name);
    if key.is_none() && reading.text(name).is_empty() {
        reading.object(name, "nothing is chosen", "choose one from the list");
    }
    key
}
