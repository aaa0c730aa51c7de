//! Cases between fictional people's authorities, built act by act.

#![allow(dead_code, unreachable_pub)]

use std::sync::LazyLock;

use jiff::Timestamp;
use law::act::*;
use law::check::{End, SafeguardQuestion};
use law::{ActId, Body, CaseAct, CaseState, Facts, Key, Library, Objection, Sha256, State};

pub static LAW: LazyLock<Library> = LazyLock::new(Library::embedded);

pub fn key(text: &str) -> Key {
    text.parse().unwrap()
}

pub fn state(text: &str) -> State {
    text.parse().unwrap()
}

pub fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A case that is written down act by act.
pub struct Case {
    pub acts: Vec<CaseAct>,
    pub now: Timestamp,
}

impl Case {
    pub fn new(now: &str) -> Self {
        Self { acts: Vec::new(), now: time(now) }
    }

    pub fn at(&mut self, now: &str) -> &mut Self {
        self.now = time(now);
        self
    }

    pub fn fold(&self) -> CaseState {
        LAW.fold(&self.acts, self.now)
    }

    pub fn objections(&self, body: &Body, from: &str) -> Vec<Objection> {
        LAW.check_act(&self.fold(), body, state(from))
    }

    /// Adds an act that nothing blocks.
    #[track_caller]
    pub fn act(&mut self, from: &str, body: Body) -> ActId {
        let blocking: Vec<Objection> =
            self.objections(&body, from).into_iter().filter(|o| o.blocks).collect();
        assert!(blocking.is_empty(), "{blocking:#?}");
        self.force(from, body)
    }

    /// Adds an act whatever stands against it.
    pub fn force(&mut self, from: &str, body: Body) -> ActId {
        let mut id = [0; 32];
        id[0] = u8::try_from(self.acts.len() + 1).unwrap();
        // Identifiers are hashes: their order says nothing.
        id[1] = id[0].wrapping_mul(151);
        id.swap(0, 1);
        let approved_by = body.coercive().then(|| "b.second".to_owned());
        self.acts.push(CaseAct {
            id: ActId::from_bytes(id),
            author: format!("{}.justice", from.to_lowercase()),
            state: state(from),
            at: self.now,
            by: "a.first".to_owned(),
            approved_by,
            follows: self.acts.last().map(|act| act.id).into_iter().collect(),
            body,
        });
        ActId::from_bytes(id)
    }
}

/// Answers that pass to every safeguard of one end that guards a kind of act.
pub fn passing(questions: &[SafeguardQuestion], end: End, kind: &str) -> Vec<SafeguardAnswer> {
    (questions.iter())
        .filter(|question| question.who == end && question.blocks.iter().any(|blocked| blocked == kind))
        .filter(|question| !question.confidential)
        .map(|question| {
            let option = question.answers.iter().find(|option| option.passes).unwrap();
            SafeguardAnswer {
                key: law::SafeguardKey::of(question.key.clone()).unwrap(),
                answer: option.key.clone(),
                reasoning: if option.needs_reasoning { "examined in the file".into() } else { String::new() },
                by: "a.first".into(),
            }
        })
        .collect()
}

pub fn document(name: &str, language: &str) -> Document {
    Document {
        file: None,
        key: key(name),
        title: format!("{name} of the court"),
        language: language.into(),
        media_type: "application/pdf".into(),
        sha256: Sha256::from_bytes([7; 32]),
        bytes: b"%PDF".to_vec(),
    }
}

/// A request with everything the instruments ask for.
pub fn request(from: &str, to: &str, procedures: &[&str], instruments: &[&str], on: &str) -> Request {
    let mut request = Request {
        procedures: procedures.iter().map(|procedure| key(procedure)).collect(),
        instruments: instruments.iter().map(|id| id.parse().unwrap()).collect(),
        residual_reason: None,
        requesting: state(from),
        requested: state(to),
        person: Person {
            names: vec!["Jaan Näide".into(), "Яан Няйде".into()],
            born: Some("1980-05-17".into()),
            nationality: vec![state(from)],
            ..Person::default()
        },
        contents: Default::default(),
        documents: Vec::new(),
        safeguards: Vec::new(),
        language: "en".into(),
        urgency: Urgency::Urgent,
    };
    for procedure in procedures {
        let facts = Facts { instruments: request.instruments.iter().cloned().collect(), ..Facts::default() };
        let check = LAW
            .check(&law::Question {
                from: state(from),
                to: state(to),
                procedure: key(procedure),
                on: on.parse().unwrap(),
                facts,
            })
            .unwrap();
        for content in check.contents.iter().filter(|content| content.missing) {
            request.contents.insert(content.key.clone(), content.description.clone());
        }
        for wanted in check.documents.iter().filter(|wanted| wanted.missing) {
            if !request.documents.iter().any(|document| document.key == wanted.key) {
                request.documents.push(document(wanted.key.as_str(), "en"));
            }
        }
        for answer in passing(&check.safeguards, End::Requesting, "request") {
            if !request.safeguards.iter().any(|given| given.key == answer.key) {
                request.safeguards.push(answer);
            }
        }
    }
    request
}

pub fn acceptance(case: &CaseState) -> Body {
    let questions: Vec<SafeguardQuestion> = case.safeguards.iter().map(|s| s.question.clone()).collect();
    Body::Acceptance(Acceptance {
        safeguards: passing(&questions, End::Requested, "acceptance"),
        order: "arrest ordered by the district court".into(),
    })
}

pub fn arrest(at: &str, zone: &str) -> Body {
    Body::Arrest(Arrest { at: time(at), zone: zone.into(), place: "Lübeck".into() })
}

pub fn granted(case: &CaseState, on: &str) -> Decision {
    let questions: Vec<SafeguardQuestion> = case.safeguards.iter().map(|s| s.question.clone()).collect();
    Decision {
        outcome: DecisionOutcome::Granted,
        ground: None,
        reasons: "all conditions are met".into(),
        conditions: vec!["costs of the journey are borne by the requesting state".into()],
        safeguards: passing(&questions, End::Requested, "decision"),
        surrender_on: Some(on.parse().unwrap()),
        surrender_place: Some("Narva border crossing".into()),
        force_majeure: false,
    }
}

pub fn refused(instrument: &str, ground: &str, article: &str) -> Decision {
    Decision {
        outcome: DecisionOutcome::Refused,
        ground: Some(GroundRef {
            instrument: instrument.parse().unwrap(),
            key: key(ground),
            article: article.into(),
        }),
        reasons: "the ground applies".into(),
        conditions: Vec::new(),
        safeguards: Vec::new(),
        surrender_on: None,
        surrender_place: None,
        force_majeure: false,
    }
}
