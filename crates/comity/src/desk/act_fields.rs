//! The fields of the form of each kind of act, with what can be filled in beforehand.

use std::collections::BTreeMap;

use jiff::Timestamp;
use law::CaseState;
use law::check::Check;
use law::fold::DeadlineState;

use super::bodies::{DECISIONS, QUESTION_ITEMS, QUESTION_MOST, URGENCIES, ground_value};
use super::form::{Field, Fields, Input};
use super::measures;
use super::reading::local;

/// What the fields of a form are made from.
pub(crate) struct Ground<'a> {
    /// The law.
    pub(crate) law: &'a law::Library,
    /// The end that makes the act.
    pub(crate) end: law::check::End,
    /// What the law says between the two states.
    pub(crate) check: &'a Check,
    /// Where the case stands.
    pub(crate) state: &'a CaseState,
    /// Values entered so far.
    pub(crate) fields: &'a Fields,
    /// The zone in which this authority enters times.
    pub(crate) zone: &'a str,
    /// The time now.
    pub(crate) now: Timestamp,
}

/// The fields of an act's form, apart from contents, safeguards and documents.
pub(crate) fn of(kind: &str, ground: &Ground<'_>) -> Vec<Field> {
    let now = local(ground.now, ground.zone);
    let mut form = Form { fields: ground.fields, list: Vec::new() };
    match kind {
        "request" => {
            let ticks = ["procedure.provisional-arrest", "procedure.extradition"];
            let chosen = |name: &&String| name.starts_with("procedure.") && !ground.fields[*name].is_empty();
            let others = ground.fields.keys().filter(chosen).map(String::as_str);
            let others: Vec<&str> = others.filter(|name| !ticks.contains(name)).collect();
            // A request for something else is no request to arrest and extradite.
            if others.is_empty() || ticks.iter().any(|name| ground.fields.contains_key(*name)) {
                ticks.iter().for_each(|name| form.ask(name, Input::Tick, "", false));
            }
            others.iter().for_each(|name| form.ask(name, Input::Tick, "", false));
            form.ask("person.names", Input::Text, "", true);
            form.ask("person.born", Input::Line, "", false);
            form.ask("person.nationality", Input::Line, "", false);
            form.ask("person.sex", choice(&["female", "male", "other"]), "", false);
            form.ask("person.description", Input::Text, "", false);
            form.ask("language", Input::Line, "en", true);
            form.ask("urgency", words(URGENCIES), "urgent", true);
            form.ask("residual-reason", Input::Text, "", residual_alone(ground));
            form.ask("purpose", Input::Line, "", true);
            form.ask("legal-basis", Input::Line, "", true);
            form.ask("handling", choice(&["h0", "h1", "h2", "h3"]), "h1", true);
            form.ask("handling-conditions", Input::Text, "", false);
            let rules = ["with-consent", "none", "authorities-of-recipient-state"];
            form.ask("onward", choice(&rules), "with-consent", true);
            form.ask("evaluation", Input::Choice(evaluations()), "", false);
        }
        "acceptance" => form.ask("order", Input::Text, "", true),
        "question" => {
            // What the check on receipt finds missing is asked for in its own words; the officer may change them.
            let precise = ground.state.supplementary_question(None).map(|question| question.items);
            let precise = precise.unwrap_or_default();
            let mut about = vec![String::new()];
            let rules = ground.check.contents.iter().chain(&ground.check.documents).map(|rule| &rule.key);
            let missing = ground.state.missing.iter().map(|missing| &missing.key);
            for key in rules.chain(missing).chain(precise.iter().filter_map(|item| item.about.as_ref())) {
                if !about.iter().any(|known| known == key.as_str()) {
                    about.push(key.to_string());
                }
            }
            let rows = (precise.len() + 1).clamp(QUESTION_ITEMS, QUESTION_MOST);
            for row in 1..=rows {
                let item = precise.get(row - 1);
                let key = item.and_then(|item| item.about.as_ref()).map_or("", |key| key.as_str());
                let text = item.map_or("", |item| item.text.as_str());
                form.ask(&format!("item.{row}.about"), Input::Choice(about.clone()), key, false);
                form.ask(&format!("item.{row}.text"), Input::Text, text, row == 1);
            }
            form.ask("reply-by", Input::Date, "", false);
        }
        "supplement" => {
            let questions: Vec<String> =
                ground.state.open_questions.iter().map(|question| question.act.to_string()).collect();
            let first = questions.first().cloned().unwrap_or_default();
            let mut choices = vec![String::new()];
            choices.extend(questions);
            form.ask("answers", Input::Choice(choices), &first, false);
            form.ask("text", Input::Text, "", false);
        }
        "arrest" => {
            form.moment(&now, ground.zone);
            form.ask("place", Input::Line, "", true);
        }
        "consent" => {
            form.moment(&now, ground.zone);
            form.ask("before", Input::Line, "", true);
            form.ask("counsel", Input::Tick, "", false);
            form.ask("speciality-waived", Input::Tick, "", false);
            form.ask("revoked", Input::Tick, "", false);
        }
        "release" => {
            form.moment(&now, ground.zone);
            form.ask("reason", Input::Text, "", true);
            let mut deadlines = vec![String::new()];
            for deadline in &ground.state.deadlines {
                let passing = matches!(deadline.state, DeadlineState::Running | DeadlineState::Missed);
                if deadline.frees_person && passing {
                    deadlines.push(deadline.key.to_string());
                }
            }
            form.ask("deadline", Input::Choice(deadlines), "", false);
        }
        "decision" => {
            let outcome = ground.fields.get("outcome").map_or("", String::as_str);
            let (granted, denied) = (outcome == "granted", outcome == "refused");
            form.ask("outcome", words(DECISIONS), "", true);
            let mut grounds = vec![String::new()];
            grounds.extend(ground.check.grounds.iter().filter(|one| !one.confidential).map(ground_value));
            form.ask("ground", Input::Choice(grounds), "", denied);
            form.ask("reasons", Input::Text, "", true);
            form.ask("conditions", Input::Text, "", false);
            form.ask("surrender-on", Input::Date, "", granted);
            form.ask("surrender-place", Input::Line, "", granted);
            form.ask("force-majeure", Input::Tick, "", false);
        }
        "surrender" => {
            form.moment(&now, ground.zone);
            form.ask("place", Input::Line, "", true);
            let held = ground
                .state
                .custody
                .as_ref()
                .map_or(0, |custody| ground.now.duration_since(custody.since).as_hours().max(0) / 24);
            form.ask("days-in-custody", Input::Number, &held.to_string(), true);
        }
        "outcome" => {
            form.ask("result", results(ground.state), likely_result(ground.state), true);
            form.ask("text", Input::Text, "", false);
        }
        "withdrawal" => form.ask("reason", Input::Text, "", true),
        "note" => form.ask("text", Input::Text, "", true),
        "extension" => {
            form.ask("period", options(measures::periods(ground.state)), "", true);
            form.ask("until", Input::Date, "", true);
            form.ask("reason", Input::Text, "", true);
        }
        "suspension" => {
            form.ask("period", options(measures::periods(ground.state)), "", true);
            form.ask("resumed", Input::Tick, "", false);
            form.moment(&now, ground.zone);
            form.ask("reason", Input::Text, "", true);
        }
        "undertaking" => {
            form.ask("undertaking", options(measures::promises(ground.state, ground.end)), "", true);
            form.ask("text", Input::Text, "", true);
        }
        "fulfilment" => {
            form.ask("owed", options(measures::owed(ground.state)), "", true);
            form.ask("keeping", words(measures::KEEPINGS), "fulfilled", true);
            form.moment(&now, ground.zone);
            form.ask("text", Input::Text, "", false);
        }
        _ => {
            if let Some(measure) = measures::form(ground.law, ground.state, kind) {
                form.moment(&now, ground.zone);
                form.list.extend(measures::own(&measure, ground.fields));
                form.ask("place", Input::Line, "", false);
                form.ask("text", Input::Text, "", false);
            }
        }
    }
    form.list
}

/// Whether the draft relies on residual instruments alone although another governs.
fn residual_alone(ground: &Ground<'_>) -> bool {
    use law::check::Role;
    let chosen = |role: Role| {
        ground.check.instruments.iter().any(|binding| {
            binding.role == role
                && ground
                    .fields
                    .get(&format!("instrument.{}", binding.id))
                    .is_some_and(|value| !value.is_empty())
        })
    };
    chosen(Role::Residual) && !chosen(Role::Governs)
}

/// The results that the case can end in as it stands.
fn results(state: &CaseState) -> Input {
    Input::Choice(state.ends.iter().map(|result| result.key().to_owned()).collect())
}

fn likely_result(state: &CaseState) -> &'static str {
    use law::Status;
    match state.status {
        Status::Surrendered => "surrendered",
        Status::Refused => "refused",
        Status::Released => "released",
        Status::Withdrawn => "withdrawn",
        Status::New
        | Status::Requested
        | Status::AwaitingSupplement
        | Status::Accepted
        | Status::Arrested
        | Status::Postponed
        | Status::Granted
        | Status::InEffect
        | Status::Performed
        | Status::Closed => "",
    }
}

struct Form<'a> {
    fields: &'a Fields,
    list: Vec<Field>,
}

impl Form<'_> {
    fn ask(&mut self, name: &str, input: Input, preset: &str, required: bool) {
        let value = self.fields.get(name).map_or_else(|| preset.to_owned(), Clone::clone);
        self.list.push(Field {
            name: name.to_owned(),
            description: String::new(),
            input,
            missing: required && value.trim().is_empty(),
            value,
            required,
            article: None,
            verified: true,
            example: String::new(),
            words: BTreeMap::new(),
        });
    }

    fn moment(&mut self, now: &str, zone: &str) {
        self.ask("at", Input::DateTime, now, true);
        self.ask("at-zone", Input::Line, zone, true);
    }
}

fn choice(values: &[&str]) -> Input {
    Input::Choice(values.iter().map(|&value| value.to_owned()).collect())
}

/// What can be chosen, and nothing first.
fn options(values: Vec<String>) -> Input {
    Input::Choice(std::iter::once(String::new()).chain(values).collect())
}

fn words<T>(words: &[(&str, T)]) -> Input {
    Input::Choice(words.iter().map(|(word, _)| (*word).to_owned()).collect())
}

/// Every evaluation, and none first.
fn evaluations() -> Vec<String> {
    let mut all = vec![String::new()];
    for source in exchange::policy::Source::ALL {
        for information in exchange::policy::Information::ALL {
            all.push(exchange::Evaluation { source, information }.to_string());
        }
    }
    all
}
