//! Walks through the procedures: whatever the checks let either end do, chosen by numbers.

#![allow(dead_code, unreachable_pub)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use law::act::*;
use law::check::{Check, End, SafeguardQuestion};
use law::codes::{FieldType, Tally};
use law::wanted::Wanted;
use law::{
    ActId, Amount, Body, CaseAct, CaseState, Facts, Key, Library, Objection, Question as Asked, State,
};

use super::support::{document, key, passing, state, time};

/// The files of the repository.
pub fn files() -> &'static [(&'static str, &'static str)] {
    Library::embedded_files()
}

/// The procedures under a treaty of their own, which has a rule of every kind for each of them: what holds of the
/// procedures must not hang on which instruments there are.
pub static UNDER_TREATY: LazyLock<Library> = LazyLock::new(|| {
    let all = files();
    let procedures = all.iter().filter(|(path, _)| path.contains("/procedures/"));
    let mut rules = BTreeSet::new();
    for (_, text) in procedures.clone() {
        let table: toml::Table = text.parse().unwrap();
        let named = table["procedure"]["rules"].as_array().unwrap();
        rules.extend(named.iter().map(|rule| rule.as_str().unwrap().to_owned()));
    }
    let mut treaty = TREATY.to_owned();
    for rule in rules {
        write!(treaty, "{}", RULES.replace("PROCEDURE", &rule)).unwrap();
    }
    let kept = all.iter().filter(|(path, _)| !path.contains("overlays"));
    let mut files: Vec<(&str, &str)> = kept.copied().collect();
    files.push(("law/instruments/xx-treaty.toml", &treaty));
    let (library, diagnostics) = Library::read(&files);
    assert_eq!(diagnostics, [], "{diagnostics:#?}");
    assert_eq!(library.procedures().count(), procedures.count());
    library
});

const TREATY: &str = r#"
schema = 1
[instrument]
id = "ee-ge-treaty"
title = "Treaty between Estonia and Georgia on everything (invented)"
short-name = "EE-GE"
kind = "bilateral-treaty"
adopted = 2020-02-03
in-force = 2021-05-01
status = "in-force"
verified = true
[[source]]
url = "https://example.org/treaty"
language = "en"
covers = "all"
[parties]
list = [
  { state = "EE", in-force = 2021-05-01, verified = true },
  { state = "GE", in-force = 2021-05-01, verified = true },
]
"#;

const RULES: &str = r#"
[[procedure]]
key = "PROCEDURE"
title = "PROCEDURE"
article = "1"
[[procedure.content]]
key = "summary-of-facts"
description = "The facts."
article = "2"
verified = true
[[procedure.document]]
key = "order-of-court"
description = "The order."
article = "3"
verified = true
[[procedure.deadline]]
key = "answer"
event = "request-received"
length = 30
unit = "day"
days = "calendar"
article = "4"
obliged = "requested"
consequence = "an answer"
extendable-to = "60"
met-by = ["final-decision", "execution"]
verified = true
[[procedure.deadline]]
key = "hold"
event = "provisional-arrest"
length = 40
unit = "day"
days = "calendar"
counting = "from-moment"
effect = "must-release"
article = "5"
obliged = "requested"
consequence = "release"
met-by = ["release", "surrender"]
verified = true
[[procedure.ground]]
key = "public-order"
effect = "optional"
description = "It would harm public order."
article = "6"
verified = true
"#;

pub const TREATY_ID: &str = "ee-ge-treaty";
pub const FROM: &str = "EE";
pub const TO: &str = "GE";
pub const START: &str = "2026-03-01T08:00:00Z";

/// Numbers that follow from a seed.
pub struct Draw(pub u64);

impl Draw {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// A case that grows by whatever is allowed.
pub struct Walk {
    pub acts: Vec<CaseAct>,
    pub now: Timestamp,
    /// Measures that are taken rather than others where they are announced.
    pub wished: BTreeSet<String>,
    view: Option<CaseState>,
}

impl Walk {
    /// A case without an act.
    pub fn empty() -> Self {
        Self::of(Vec::new(), time(START))
    }

    /// A case with these acts.
    pub fn of(acts: Vec<CaseAct>, now: Timestamp) -> Self {
        Self { acts, now, wished: BTreeSet::new(), view: None }
    }

    pub fn begin(procedures: &[&Key], draw: &mut Draw) -> Self {
        let mut walk = Self::empty();
        let body = Body::Request(request(procedures, draw, &walk.fold()));
        let against = blocking(&walk.fold(), &body, FROM);
        assert!(against.is_empty(), "{procedures:?}: {against:#?}");
        walk.add(FROM, body);
        walk
    }

    pub fn fold(&self) -> CaseState {
        UNDER_TREATY.fold(&self.acts, self.now)
    }

    pub fn add(&mut self, from: &str, body: Body) {
        let mut id = [0; 32];
        let number = u16::try_from(self.acts.len() + 1).unwrap();
        // Identifiers are hashes: their order says nothing.
        id[..2].copy_from_slice(&number.wrapping_mul(40_503).to_be_bytes());
        let approved_by = UNDER_TREATY.coercive(&body).then(|| "b.second".to_owned());
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
    }

    /// Takes one act that is announced and that nothing stands against, if the numbers find one; the state is that of
    /// some hours later.
    pub fn step(&mut self, draw: &mut Draw) -> Option<CaseState> {
        let view = self.view.take().unwrap_or_else(|| self.fold());
        for _ in 0..6 {
            let Some((from, body)) = some_act(&view, &self.wished, draw) else { continue };
            if blocking(&view, &body, &from).is_empty() {
                self.add(&from, body);
                self.now = self.now.checked_add(SignedDuration::from_hours(5)).unwrap();
                let view = self.fold();
                self.view = Some(view.clone());
                return Some(view);
            }
        }
        self.view = Some(view);
        None
    }
}

pub fn blocking(view: &CaseState, body: &Body, from: &str) -> Vec<Objection> {
    UNDER_TREATY.check_act(view, body, state(from)).into_iter().filter(|o| o.blocks).collect()
}

/// An act of a step that is open, or one that either end may send at any time.
fn some_act(view: &CaseState, wished: &BTreeSet<String>, draw: &mut Draw) -> Option<(String, Body)> {
    if view.next.is_empty() || draw.below(12) == 0 {
        return settle(view, draw);
    }
    let wish = view.next.iter().find_map(|step| {
        let measure = step.measures.iter().find(|measure| wished.contains(measure.as_str()))?;
        Some((step, measure))
    });
    if let Some((step, measure)) = wish.filter(|_| draw.below(2) == 0) {
        return Some((step.state.to_string(), body(view, "measure", Some(measure), step.end, draw)?));
    }
    let step = &view.next[draw.below(view.next.len())];
    let kind = &step.acts[draw.below(step.acts.len())];
    // Many steps let a request be withdrawn or another one follow; a walk that always did would not go far.
    if (kind == "withdrawal" || kind == "request") && draw.below(8) != 0 {
        return None;
    }
    // What was not done yet is done rather than the same again.
    let done = |measure: &Key| view.measures.iter().any(|taken| taken.measure == *measure);
    let new: Vec<&Key> = step.measures.iter().filter(|measure| !done(measure)).collect();
    let any = step.measures.get(draw.below(step.measures.len()));
    let measure = new.get(draw.below(new.len())).copied().filter(|_| draw.below(3) != 0).or(any);
    Some((step.state.to_string(), body(view, kind, measure, step.end, draw)?))
}

/// A promise, or what became of one.
fn settle(view: &CaseState, draw: &mut Draw) -> Option<(String, Body)> {
    let end = if draw.below(2) == 0 { End::Requesting } else { End::Requested };
    let from = if end == End::Requesting { FROM } else { TO };
    let promises = view.promises(end);
    if let Some(promise) = promises.get(draw.below(promises.len())).filter(|_| draw.below(2) == 0) {
        let text = promise.description.clone();
        let body = Undertaking { undertaking: promise.key.clone(), text, of: None, documents: vec![] };
        return Some((from.to_owned(), Body::Undertaking(body)));
    }
    let owed = view.undertakings.get(draw.below(view.undertakings.len()))?;
    let result = [Keeping::Fulfilled, Keeping::Breached, Keeping::Released][draw.below(3)];
    let body = Fulfilment {
        undertaking: owed.key.clone(),
        given_in: owed.given_in,
        result,
        at: view.as_of,
        text: "as recorded".into(),
        documents: vec![],
    };
    Some((from.to_owned(), Body::Fulfilment(body)))
}

/// An act of a kind, complete as far as the views say what it needs.
pub fn body(view: &CaseState, kind: &str, measure: Option<&Key>, end: End, draw: &mut Draw) -> Option<Body> {
    let questions: Vec<SafeguardQuestion> = view.safeguards.iter().map(|s| s.question.clone()).collect();
    let now = view.as_of;
    Some(match kind {
        "request" => {
            let asked: BTreeSet<&Key> = view.procedures.iter().collect();
            let family = UNDER_TREATY.procedure(view.procedures.first()?)?.family().clone();
            let others: Vec<&Key> = (UNDER_TREATY.procedures())
                .filter(|procedure| *procedure.family() == family && !asked.contains(procedure.key()))
                .map(|procedure| procedure.key())
                .collect();
            Body::Request(request(&[*others.get(draw.below(others.len()))?], draw, view))
        }
        "acceptance" => Body::Acceptance(Acceptance {
            safeguards: passing(&questions, End::Requested, "acceptance"),
            order: "as ordered".into(),
        }),
        "question" => {
            let about = view.supplementary_question(None).filter(|_| draw.below(2) == 0);
            Body::Question(about.unwrap_or(Question {
                items: vec![QuestionItem { about: None, text: "what was taken?".into() }],
                reply_by: None,
            }))
        }
        "supplement" => Body::Supplement(Supplement {
            answers: view.open_questions.first().map(|question| question.act).filter(|_| draw.below(3) != 0),
            contents: BTreeMap::new(),
            documents: vec![],
            text: "as asked".into(),
        }),
        "arrest" => Body::Arrest(Arrest { at: now, zone: "Asia/Tbilisi".into(), place: "Batumi".into() }),
        "consent" => Body::Consent(Consent {
            at: now,
            before: "a judge".into(),
            counsel: true,
            speciality_waived: draw.below(2) == 0,
            revoked: draw.below(4) == 0,
        }),
        "release" => Body::Release(Release { at: now, reason: "as the law asks".into(), deadline: None }),
        "decision" => Body::Decision(decision(view, &questions, draw)),
        "surrender" => Body::Surrender(Surrender { at: now, place: "the border".into(), days_in_custody: 0 }),
        "outcome" => Body::Outcome(Outcome {
            result: *view.ends.get(draw.below(view.ends.len()))?,
            text: String::new(),
        }),
        "withdrawal" => Body::Withdrawal(Withdrawal { reason: "settled".into() }),
        "note" => Body::Note(Note { text: "hello".into() }),
        "measure" => Body::Measure(take(view, measure?, &questions, end, draw)),
        "extension" => {
            let deadline = view.deadlines.get(draw.below(view.deadlines.len()))?;
            let days = i64::try_from(draw.below(60)).unwrap() - 20;
            let until = deadline.due_on?.checked_add(jiff::Span::new().days(days)).unwrap();
            let deadline = deadline.key.clone();
            Body::Extension(Extension { deadline, instrument: None, until, reason: "more time".into() })
        }
        "suspension" => {
            let deadline = view.deadlines.get(draw.below(view.deadlines.len()))?;
            Body::Suspension(Suspension {
                deadline: deadline.key.clone(),
                resumed: deadline.suspended_since.is_some(),
                at: now,
                reason: "an obstacle".into(),
            })
        }
        _ => return None,
    })
}

fn decision(view: &CaseState, questions: &[SafeguardQuestion], draw: &mut Draw) -> Decision {
    let outcome = match draw.below(6) {
        0 => DecisionOutcome::Refused,
        1 => DecisionOutcome::Postponed,
        _ => DecisionOutcome::Granted,
    };
    let granted = outcome == DecisionOutcome::Granted;
    let mut safeguards = Vec::new();
    if granted {
        safeguards = passing(questions, End::Requested, "decision");
        for answer in passing(questions, End::Requested, "acceptance") {
            if !safeguards.iter().any(|given| given.key == answer.key) {
                safeguards.push(answer);
            }
        }
    }
    let later = view.as_of.checked_add(SignedDuration::from_hours(24 * 30)).unwrap();
    let on = jiff::tz::TimeZone::UTC.to_datetime(later).date();
    Decision {
        outcome,
        ground: (!granted).then(|| GroundRef {
            instrument: TREATY_ID.parse().unwrap(),
            key: key("public-order"),
            article: "6".into(),
        }),
        reasons: "as examined".into(),
        conditions: if granted && draw.below(2) == 0 { vec!["costs are borne".into()] } else { vec![] },
        safeguards,
        surrender_on: granted.then_some(on),
        surrender_place: granted.then(|| "the border".to_owned()),
        force_majeure: false,
    }
}

fn take(
    view: &CaseState,
    measure: &Key,
    questions: &[SafeguardQuestion],
    end: End,
    draw: &mut Draw,
) -> Measure {
    let form = UNDER_TREATY.measure_form(view, measure).unwrap();
    let amounts = match form.amounts {
        Some(tally) if form.amount_required || draw.below(3) != 0 => vec![amount(view, tally, draw)],
        _ => vec![],
    };
    let before: Vec<ActId> = view.measures.iter().filter(|m| m.measure == *measure).map(|m| m.act).collect();
    let corrected = before.get(draw.below(before.len())).copied();
    Measure {
        measure: measure.clone(),
        at: view.as_of,
        zone: "Asia/Tbilisi".into(),
        place: "Batumi".into(),
        text: "as done".into(),
        contents: contents(&form.contents, draw),
        corrects: corrected.filter(|_| !amounts.is_empty() && draw.below(4) == 0),
        amounts,
        until: (form.until && draw.below(2) == 0).then(|| "2027-01-01".parse().unwrap()),
        safeguards: passing(questions, end, measure.as_str()),
        documents: (form.documents.iter())
            .filter(|wanted| wanted.required)
            .map(|wanted| document(wanted.key.as_str(), "en"))
            .collect(),
    }
}

/// An amount that mostly fits what is there.
fn amount(view: &CaseState, tally: Tally, draw: &mut Draw) -> Amount {
    let sums = view.amounts.iter().find(|sums| sums.currency.as_str() == "EUR");
    let there = sums.and_then(|sums| match tally {
        Tally::Unfrozen => sums.frozen.minus(sums.unfrozen),
        Tally::Costs | Tally::Returned | Tally::Shared => sums.to_dispose,
        Tally::Traced | Tally::Frozen | Tally::Confiscated => None,
    });
    match there.filter(|there| !there.is_zero() && draw.below(5) != 0) {
        Some(value) if draw.below(2) == 0 => Amount { currency: "EUR".parse().unwrap(), value },
        Some(_) => "EUR 0.01".parse().unwrap(),
        None => format!("EUR {}.{}", draw.below(500), draw.below(99) + 1).parse().unwrap(),
    }
}

/// Values for fields: those that are required, and some that are not.
fn contents(wanted: &[Wanted], draw: &mut Draw) -> BTreeMap<Key, String> {
    let mut contents = BTreeMap::new();
    for one in wanted.iter().filter(|one| one.kind != FieldType::Document) {
        if one.required || draw.below(2) == 0 {
            contents.insert(one.key.clone(), value(one, draw));
        }
    }
    contents
}

fn value(wanted: &Wanted, draw: &mut Draw) -> String {
    match wanted.kind {
        FieldType::Choice => wanted.choices[draw.below(wanted.choices.len())].key.to_string(),
        _ => wanted.example.to_owned(),
    }
}

/// A request with everything that its procedures ask for.
pub fn request(procedures: &[&Key], draw: &mut Draw, view: &CaseState) -> Request {
    let asked: Vec<&Key> = view.procedures.iter().chain(procedures.iter().copied()).collect();
    let checks: Vec<Check> = (asked.iter())
        .map(|procedure| {
            let facts = Facts { instruments: [TREATY_ID.parse().unwrap()].into(), ..Facts::default() };
            let (from, to) = (state(FROM), state(TO));
            let on = jiff::tz::TimeZone::UTC.to_datetime(time(START)).date();
            UNDER_TREATY.check(&Asked { from, to, procedure: (*procedure).clone(), on, facts }).unwrap()
        })
        .collect();
    let urgency = [Urgency::Routine, Urgency::Urgent, Urgency::Immediate][draw.below(3)];
    // Conditions know how urgent a request is as a field, which is none of its contents.
    let mut given = BTreeMap::from([(key("urgency"), urgency.key().to_owned())]);
    let mut documents: Vec<Document> = Vec::new();
    let mut form = UNDER_TREATY.request_form(&checks, &given);
    // What a field says may make another one necessary.
    for _ in 0..3 {
        for one in form.contents.iter().filter(|one| one.required && one.kind != FieldType::Document) {
            given.entry(one.key.clone()).or_insert_with(|| value(one, draw));
        }
        form = UNDER_TREATY.request_form(&checks, &given);
    }
    for one in form.documents.iter().filter(|one| one.required) {
        documents.push(document(one.key.as_str(), "en"));
    }
    given.remove(&key("urgency"));
    Request {
        procedures: procedures.iter().map(|procedure| (*procedure).clone()).collect(),
        instruments: vec![TREATY_ID.parse().unwrap()],
        residual_reason: None,
        requesting: state(FROM),
        requested: state(TO),
        person: if form.person == "none" {
            Person::default()
        } else {
            Person { names: vec!["Jaan Näide".into()], ..Person::default() }
        },
        contents: given,
        documents,
        safeguards: passing(&form.safeguards, End::Requesting, "request"),
        language: "en".into(),
        urgency,
    }
}

/// The state at the end.
pub fn of(end: End) -> State {
    state(if end == End::Requesting { FROM } else { TO })
}
