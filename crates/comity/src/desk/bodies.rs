//! Makes the body of an act out of a filled form.

use std::collections::BTreeMap;

use law::act::{
    Acceptance, Arrest, Consent, Decision, DecisionOutcome, Document, GroundRef, Note, Outcome,
    OutcomeResult, Person, Question, QuestionItem, Release, Request, SafeguardAnswer, Supplement, Surrender,
    Urgency, Withdrawal,
};
use law::check::{Check, End, SafeguardQuestion};
use law::{Body, InstrumentId, KeptAnswer, Key, SafeguardKey, State};

use super::form::{Fields, Objection};
use super::measures;
use super::reading::{Reading, cut};

/// The rows of a question's form.
pub(crate) const QUESTION_ITEMS: usize = 5;

/// How many questions one act can hold.
pub(crate) const QUESTION_MOST: usize = 64;

/// What making a body needs besides the form.
pub(crate) struct Making<'a> {
    /// What the law says between the two states.
    pub(crate) check: &'a Check,
    /// The end that makes the act.
    pub(crate) end: End,
    /// Documents attached.
    pub(crate) documents: Vec<Document>,
    /// The officer who answers safeguards.
    pub(crate) by: &'a str,
}

/// Makes the body, or nothing when the form cannot be read as one; either way with what is wrong in the form.
pub(crate) fn make(kind: &str, fields: &Fields, making: Making<'_>) -> (Option<Body>, Vec<Objection>) {
    let mut reading = Reading::new(fields);
    let body = match kind {
        "request" => request(&mut reading, making).map(Body::Request),
        "acceptance" => Some(Body::Acceptance(Acceptance {
            safeguards: safeguards(&mut reading, &making, None),
            order: reading.text("order").to_owned(),
        })),
        "question" => question(&mut reading).map(Body::Question),
        "supplement" => supplement(&mut reading, making.documents).map(Body::Supplement),
        "arrest" => reading
            .moment("at", "at-zone")
            .map(|(at, zone)| Body::Arrest(Arrest { at, zone, place: reading.text("place").to_owned() })),
        "consent" => consent(&mut reading).map(Body::Consent),
        "release" => {
            let reason = reading.needed("reason");
            let deadline = reading.key("deadline");
            reading.moment("at", "at-zone").map(|(at, _)| Body::Release(Release { at, reason, deadline }))
        }
        "decision" => decision(&mut reading, &making).map(Body::Decision),
        "surrender" => {
            let place = reading.needed("place");
            let days = reading.number("days-in-custody");
            let at = reading.moment("at", "at-zone");
            match (at, days) {
                (Some((at, _)), Some(days_in_custody)) => {
                    Some(Body::Surrender(Surrender { at, place, days_in_custody }))
                }
                _ => None,
            }
        }
        "outcome" => reading
            .choice("result", RESULTS)
            .map(|result| Body::Outcome(Outcome { result, text: reading.text("text").to_owned() })),
        "withdrawal" => Some(Body::Withdrawal(Withdrawal { reason: reading.needed("reason") })),
        "note" => Some(Body::Note(Note { text: reading.needed("text") })),
        "extension" => measures::extend(&mut reading),
        "suspension" => measures::suspend(&mut reading),
        "undertaking" => measures::promise(&mut reading, making.documents),
        "fulfilment" => measures::settle(&mut reading, making.documents),
        _ if measures::named(kind).is_some() => {
            measures::named(kind).and_then(|key| measures::take(key, &mut reading, &making))
        }
        _ => {
            reading.object(
                "kind",
                format!("`{}` is not a kind of act", cut(kind)),
                "choose a step of the case",
            );
            None
        }
    };
    (body, reading.objections())
}

/// The words for how a case ended.
pub(crate) const RESULTS: &[(&str, OutcomeResult)] = &[
    ("surrendered", OutcomeResult::Surrendered),
    ("refused", OutcomeResult::Refused),
    ("released", OutcomeResult::Released),
    ("withdrawn", OutcomeResult::Withdrawn),
    ("not-found", OutcomeResult::NotFound),
    ("executed", OutcomeResult::Executed),
    ("partly-executed", OutcomeResult::PartlyExecuted),
    ("not-executed", OutcomeResult::NotExecuted),
    ("lapsed", OutcomeResult::Lapsed),
];

/// The words for what was decided.
pub(crate) const DECISIONS: &[(&str, DecisionOutcome)] = &[
    ("granted", DecisionOutcome::Granted),
    ("refused", DecisionOutcome::Refused),
    ("postponed", DecisionOutcome::Postponed),
];

/// The words for how fast an answer is needed.
pub(crate) const URGENCIES: &[(&str, Urgency)] =
    &[("routine", Urgency::Routine), ("urgent", Urgency::Urgent), ("immediate", Urgency::Immediate)];

fn request(reading: &mut Reading<'_>, making: Making<'_>) -> Option<Request> {
    let procedures: Vec<Key> = reading
        .beginning("procedure.")
        .filter_map(|(key, _)| Key::parse(key).ok())
        .filter(|key| reading.ticked(&format!("procedure.{key}")))
        .collect();
    if procedures.is_empty() {
        reading.object("procedure.extradition", "nothing is asked for", "tick what you ask for");
    }
    let instruments: Vec<InstrumentId> = making
        .check
        .instruments
        .iter()
        .map(|binding| binding.id.clone())
        .filter(|id| reading.ticked(&format!("instrument.{id}")))
        .collect();
    if instruments.is_empty() {
        reading.object("instrument", "no instrument is relied on", "tick one that binds both states");
    }
    let person = person(reading);
    let contents = contents(reading);
    let safeguards = safeguards(reading, &making, None);
    let language = reading.needed("language");
    let urgency = reading.choice("urgency", URGENCIES)?;
    Some(Request {
        procedures,
        instruments,
        residual_reason: reading.optional("residual-reason"),
        requesting: making.check.from,
        requested: making.check.to,
        person,
        contents,
        documents: making.documents,
        safeguards,
        language,
        urgency,
    })
}

fn person(reading: &mut Reading<'_>) -> Person {
    let names = reading.lines("person.names");
    // Whether somebody must be named hangs on the procedure: the law says so when it checks the act.
    let mut born = reading.optional("person.born");
    if let Some(text) = &born {
        match text.parse::<search::Born>() {
            Ok(date) => born = Some(date.to_string()),
            Err(error) => {
                reading.object("person.born", error.to_string(), "write YYYY, YYYY-MM or YYYY-MM-DD")
            }
        }
    }
    let mut nationality = Vec::new();
    for code in reading.text("person.nationality").split([',', ' ', ';']).filter(|code| !code.is_empty()) {
        match State::parse(&code.to_uppercase()) {
            Ok(state) => nationality.push(state),
            Err(error) => {
                reading.object("person.nationality", error.to_string(), "write codes such as `EE, DE`")
            }
        }
    }
    Person {
        names,
        born,
        nationality,
        sex: reading.optional("person.sex"),
        description: reading.text("person.description").to_owned(),
        subject: reading.optional("person.subject"),
    }
}

pub(crate) fn contents(reading: &mut Reading<'_>) -> BTreeMap<Key, String> {
    reading
        .beginning("content.")
        .filter_map(|(key, value)| Some((Key::parse(key).ok()?, value.to_owned())))
        .collect()
}

/// The answers that stay at this node: they are checked here and never become part of an act.
pub(crate) fn kept(fields: &Fields, questions: &[SafeguardQuestion], by: &str) -> Vec<KeptAnswer> {
    let reading = Reading::new(fields);
    questions
        .iter()
        .filter_map(|question| {
            let answer = Key::parse(reading.text(&format!("safeguard.{}.answer", question.key))).ok()?;
            let named = reading.optional(&format!("safeguard.{}.by", question.key));
            KeptAnswer::of(question, answer, named.as_deref().unwrap_or(by))
        })
        .collect()
}

/// The answers given to the safeguards of this end, apart from those that stay at this node; to those that guard a
/// measure alone where one is named.
pub(crate) fn safeguards(
    reading: &mut Reading<'_>,
    making: &Making<'_>,
    measure: Option<&str>,
) -> Vec<SafeguardAnswer> {
    let mut answers = Vec::new();
    let guards = |question: &&SafeguardQuestion| {
        measure.is_none_or(|key| question.blocks.iter().any(|blocked| blocked == key))
    };
    let own = making.check.safeguards.iter().filter(|question| question.who == making.end);
    for question in own.filter(guards) {
        let name = format!("safeguard.{}.answer", question.key);
        let Ok(key) = SafeguardKey::of(question.key.clone()) else { continue };
        let Some(answer) = reading.key(&name) else { continue };
        let reasoning_name = format!("safeguard.{}.reasoning", question.key);
        let reasoning = reading.text(&reasoning_name).to_owned();
        match question.answers.iter().find(|option| option.key == answer) {
            None => {
                let known: Vec<&str> = question.answers.iter().map(|option| option.key.as_str()).collect();
                reading.object(
                    &name,
                    format!("`{answer}` is not an answer to this"),
                    format!("choose {}", known.join(", ")),
                );
            }
            Some(option) if option.needs_reasoning && reasoning.is_empty() => {
                reading.object(&reasoning_name, "this answer needs reasons", "say why");
            }
            Some(_) => {}
        }
        answers.push(SafeguardAnswer {
            key,
            answer,
            reasoning,
            by: reading
                .optional(&format!("safeguard.{}.by", question.key))
                .unwrap_or_else(|| making.by.to_owned()),
        });
    }
    answers
}

fn question(reading: &mut Reading<'_>) -> Option<Question> {
    let mut items = Vec::new();
    for row in 1..=QUESTION_MOST {
        let about = reading.key(&format!("item.{row}.about"));
        let text = reading.text(&format!("item.{row}.text")).to_owned();
        if !text.is_empty() || about.is_some() {
            items.push(QuestionItem { about, text });
        }
    }
    if items.is_empty() {
        reading.object("item.1.text", "nothing is asked", "write at least one question");
        return None;
    }
    Some(Question { items, reply_by: reading.date("reply-by") })
}

fn supplement(reading: &mut Reading<'_>, documents: Vec<Document>) -> Option<Supplement> {
    let contents = contents(reading);
    let text = reading.text("text").to_owned();
    let mut answers = None;
    if let Some(id) = reading.optional("answers") {
        match id.parse() {
            Ok(id) => answers = Some(id),
            Err(_) => reading.object(
                "answers",
                format!("`{}` is not a question", cut(&id)),
                "choose one from the list",
            ),
        }
    }
    if contents.is_empty() && text.is_empty() && documents.is_empty() {
        reading.object("text", "nothing is supplied", "enter a text, a content or a document");
        return None;
    }
    Some(Supplement { answers, contents, documents, text })
}

fn consent(reading: &mut Reading<'_>) -> Option<Consent> {
    let before = reading.needed("before");
    let (at, _) = reading.moment("at", "at-zone")?;
    Some(Consent {
        at,
        before,
        counsel: reading.ticked("counsel"),
        speciality_waived: reading.ticked("speciality-waived"),
        revoked: reading.ticked("revoked"),
    })
}

fn decision(reading: &mut Reading<'_>, making: &Making<'_>) -> Option<Decision> {
    let outcome = reading.choice("outcome", DECISIONS);
    let chosen = reading.text("ground");
    let ground = making.check.grounds.iter().find(|ground| ground_value(ground) == chosen);
    if !chosen.is_empty() && ground.is_none() {
        reading.object(
            "ground",
            format!("`{}` is not a ground here", cut(chosen)),
            "choose one from the list",
        );
    }
    let reasons = reading.needed("reasons");
    let surrender_on = reading.date("surrender-on");
    let safeguards = safeguards(reading, making, None);
    Some(Decision {
        outcome: outcome?,
        ground: ground.map(|ground| GroundRef {
            instrument: ground.instrument.clone(),
            key: ground.key.clone(),
            article: ground.article.clone(),
        }),
        reasons,
        conditions: reading.lines("conditions"),
        safeguards,
        surrender_on,
        surrender_place: reading.optional("surrender-place"),
        force_majeure: reading.ticked("force-majeure"),
    })
}

/// The value by which a form names a ground.
pub(crate) fn ground_value(ground: &law::check::Ground) -> String {
    format!("{}/{}", ground.instrument, ground.key)
}
