//! What an act says, as keys and values that a page can word.

use law::Body;
use law::act::{Document, Person, SafeguardAnswer};

use super::bodies::{DECISIONS, RESULTS, URGENCIES};
use super::cases::Said;
use super::form::DocumentView;
use super::reading::local;

/// How long a value on the timeline may be.
const SHORT: usize = 160;

/// Everything a body says.
pub(crate) fn everything(body: &Body) -> Vec<Said> {
    let mut said = Saying::default();
    match body {
        Body::Request(request) => {
            said.list("procedures", request.procedures.iter().map(ToString::to_string));
            said.list("instruments", request.instruments.iter().map(ToString::to_string));
            said.optional("residual-reason", request.residual_reason.as_deref());
            said.list.extend(person(&request.person));
            for (key, text) in &request.contents {
                said.say(format!("content.{key}"), text);
            }
            said.say("language", &request.language);
            said.say("urgency", word(URGENCIES, request.urgency));
        }
        Body::Acceptance(acceptance) => said.say("order", &acceptance.order),
        Body::Question(question) => {
            for item in &question.items {
                match &item.about {
                    Some(about) => said.say(format!("about.{about}"), &item.text),
                    None => said.say("question", &item.text),
                }
            }
            said.optional("reply-by", question.reply_by.map(|day| day.to_string()).as_deref());
        }
        Body::Supplement(supplement) => {
            for (key, text) in &supplement.contents {
                said.say(format!("content.{key}"), text);
            }
            said.say("text", &supplement.text);
            said.optional("answers", supplement.answers.map(|id| id.to_string()).as_deref());
        }
        Body::Arrest(arrest) => {
            said.say("at", format!("{} {}", local(arrest.at, &arrest.zone).replace('T', " "), arrest.zone));
            said.say("place", &arrest.place);
        }
        Body::Consent(consent) => {
            said.say("at", consent.at.to_string());
            said.say("before", &consent.before);
            said.say("counsel", yes(consent.counsel));
            said.say("speciality-waived", yes(consent.speciality_waived));
            said.say("revoked", yes(consent.revoked));
        }
        Body::Release(release) => {
            said.say("at", release.at.to_string());
            said.say("reason", &release.reason);
            said.optional("deadline", release.deadline.as_ref().map(|key| key.as_str()));
        }
        Body::Decision(decision) => {
            said.say("outcome", word(DECISIONS, decision.outcome));
            if let Some(ground) = &decision.ground {
                said.say("ground", format!("{} {} ({})", ground.instrument, ground.article, ground.key));
            }
            said.say("reasons", &decision.reasons);
            said.list("conditions", decision.conditions.iter().cloned());
            said.optional("surrender-on", decision.surrender_on.map(|day| day.to_string()).as_deref());
            said.optional("surrender-place", decision.surrender_place.as_deref());
            if decision.force_majeure {
                said.say("force-majeure", "yes");
            }
        }
        Body::Surrender(surrender) => {
            said.say("at", surrender.at.to_string());
            said.say("place", &surrender.place);
            said.say("days-in-custody", surrender.days_in_custody.to_string());
        }
        Body::Outcome(outcome) => {
            said.say("result", word(RESULTS, outcome.result));
            said.say("text", &outcome.text);
        }
        Body::Withdrawal(withdrawal) => said.say("reason", &withdrawal.reason),
        Body::Note(note) => said.say("text", &note.text),
        Body::Measure(measure) => {
            said.say("measure", measure.measure.as_str());
            let at = local(measure.at, &measure.zone).replace('T', " ");
            said.say("at", format!("{at} {}", measure.zone));
            said.say("place", &measure.place);
            said.list("amounts", measure.amounts.iter().map(ToString::to_string));
            said.optional("until", measure.until.map(|day| day.to_string()).as_deref());
            for (key, text) in &measure.contents {
                said.say(format!("content.{key}"), text);
            }
            said.say("text", &measure.text);
            said.optional("corrects", measure.corrects.map(|id| id.to_string()).as_deref());
        }
        Body::Extension(extension) => {
            said.say("deadline", extension.deadline.as_str());
            said.say("until", extension.until.to_string());
            said.say("reason", &extension.reason);
        }
        Body::Suspension(suspension) => {
            said.say("deadline", suspension.deadline.as_str());
            said.say("resumed", yes(suspension.resumed));
            said.say("at", suspension.at.to_string());
            said.say("reason", &suspension.reason);
        }
        Body::Undertaking(undertaking) => {
            said.say("undertaking", undertaking.undertaking.as_str());
            said.say("text", &undertaking.text);
        }
        Body::Fulfilment(fulfilment) => {
            said.say("undertaking", fulfilment.undertaking.as_str());
            said.say("result", fulfilment.result.key());
            said.say("at", fulfilment.at.to_string());
            said.say("text", &fulfilment.text);
        }
    }
    said.list
}

/// The essentials for the timeline: nothing empty, long values cut, contents of a request left to its own page.
pub(crate) fn essentials(body: &Body) -> Vec<Said> {
    let request = matches!(body, Body::Request(_));
    everything(body)
        .into_iter()
        .filter(|said| !(request && (said.key.starts_with("content.") || said.key.starts_with("person."))))
        .filter(|said| said.key != "answers")
        .map(|mut said| {
            if let Some((end, _)) = said.value.char_indices().nth(SHORT) {
                said.value.truncate(end);
                said.value.push('…');
            }
            said
        })
        .collect()
}

/// A person, as keys and values.
pub(crate) fn person(person: &Person) -> Vec<Said> {
    let mut said = Saying::default();
    said.list("person.names", person.names.iter().cloned());
    said.optional("person.born", person.born.as_deref());
    said.list("person.nationality", person.nationality.iter().map(ToString::to_string));
    said.optional("person.sex", person.sex.as_deref());
    said.say("person.description", &person.description);
    said.list
}

/// The documents of a body.
pub(crate) fn documents(body: &Body) -> &[Document] {
    match body {
        Body::Request(request) => &request.documents,
        Body::Supplement(supplement) => &supplement.documents,
        Body::Measure(measure) => &measure.documents,
        Body::Undertaking(undertaking) => &undertaking.documents,
        Body::Fulfilment(fulfilment) => &fulfilment.documents,
        Body::Acceptance(_)
        | Body::Question(_)
        | Body::Arrest(_)
        | Body::Consent(_)
        | Body::Release(_)
        | Body::Decision(_)
        | Body::Surrender(_)
        | Body::Outcome(_)
        | Body::Withdrawal(_)
        | Body::Extension(_)
        | Body::Suspension(_)
        | Body::Note(_) => &[],
    }
}

/// The safeguards answered in a body.
pub(crate) fn safeguards(body: &Body) -> &[SafeguardAnswer] {
    match body {
        Body::Request(request) => &request.safeguards,
        Body::Acceptance(acceptance) => &acceptance.safeguards,
        Body::Decision(decision) => &decision.safeguards,
        Body::Measure(measure) => &measure.safeguards,
        Body::Question(_)
        | Body::Supplement(_)
        | Body::Arrest(_)
        | Body::Consent(_)
        | Body::Release(_)
        | Body::Surrender(_)
        | Body::Outcome(_)
        | Body::Withdrawal(_)
        | Body::Extension(_)
        | Body::Suspension(_)
        | Body::Undertaking(_)
        | Body::Fulfilment(_)
        | Body::Note(_) => &[],
    }
}

/// Documents without their bytes.
pub(crate) fn document_views(documents: &[Document]) -> Vec<DocumentView> {
    documents
        .iter()
        .enumerate()
        .map(|(index, document)| DocumentView {
            index,
            key: document.key.to_string(),
            title: document.title.clone(),
            language: document.language.clone(),
            media_type: document.media_type.clone(),
            sha256: document.sha256.to_string(),
            bytes: document.length(),
            file: document.file.as_ref().map(|file| file.root.to_string()),
        })
        .collect()
}

#[derive(Default)]
struct Saying {
    list: Vec<Said>,
}

impl Saying {
    fn say(&mut self, key: impl Into<String>, value: impl AsRef<str>) {
        let value = value.as_ref();
        if !value.is_empty() {
            self.list.push(Said { key: key.into(), value: value.to_owned() });
        }
    }

    fn optional(&mut self, key: &str, value: Option<&str>) {
        self.say(key, value.unwrap_or_default());
    }

    fn list(&mut self, key: &str, values: impl Iterator<Item = String>) {
        self.say(key, values.collect::<Vec<_>>().join(", "));
    }
}

fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, other)| *other == value).map_or("", |(word, _)| word)
}

fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
