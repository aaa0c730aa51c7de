//! What is known of a case while its acts are folded, and how one act moves it.
//!
//! Facts of the world (an arrest, a release, a handing over, a measure) count even where they should not have happened,
//! so that a clock never fails to run for a person who is held; the fault stays visible beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::act::{
    Body, CaseAct, Decision, DecisionOutcome, Document, GroundRef, Keeping, Measure, OutcomeResult, Person,
    Request, SafeguardAnswer,
};
use crate::check::{Check, End, Question, SafeguardQuestion};
use crate::codes::{ActEvent, Cited, CustodyChange, GrantNeed, PersonNeed};
use crate::condition::Term;
use crate::facts::{Facts, Moment};
use crate::field::{self, FieldError};
use crate::fold::{Custody, Missing, MissingKind, NextStep, Status};
use crate::ids::{ActId, InstrumentId, Key, State};
use crate::library::Library;
use crate::position::{Move, Position};
use crate::procedure::{
    Cite, DeadlineUse, DocumentText, EndText, FieldText, MeasureText, Procedure, Step, UndertakingText,
};
use crate::requesting::not_accepted;
use crate::sums::Ledger;
use crate::views::end;
use crate::wanted::{self, Wanted};

/// The law of a case: fixed by its requests, so that it is asked once and not with every act.
#[derive(Debug, Default)]
pub(crate) struct CaseLaw {
    pub(crate) checks: Vec<Check>,
    pub(crate) contents: Vec<Wanted>,
    pub(crate) documents: Vec<Wanted>,
    pub(crate) safeguards: Vec<SafeguardQuestion>,
    pub(crate) undertakings: BTreeMap<Key, UndertakingText>,
    pub(crate) steps: Vec<Step>,
    pub(crate) measures: Vec<MeasureText>,
    pub(crate) fields: Vec<FieldText>,
    pub(crate) own_documents: Vec<DocumentText>,
    pub(crate) deadlines: Vec<DeadlineUse>,
    pub(crate) ends: Vec<EndText>,
    pub(crate) grant_needs: Vec<GrantNeed>,
    /// What must have happened before a promise binds.
    pub(crate) binds_from: BTreeMap<Key, Happened>,
    cites: Vec<Cite>,
}

impl CaseLaw {
    /// The place of a measure among those of the case.
    pub(crate) fn place(&self, measure: &Key) -> Option<usize> {
        self.measures.iter().position(|known| known.key == *measure)
    }
}

/// A question that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) act: ActId,
    pub(crate) at: Timestamp,
    pub(crate) reply_by: Option<Date>,
    pub(crate) about: BTreeSet<Key>,
}

/// What happened: something that every procedure knows, or the event of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Happened {
    Act(ActEvent),
    Event(Key),
}

/// Something that happened and from which periods may run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) event: Happened,
    pub(crate) moment: Moment,
    pub(crate) at: Timestamp,
    pub(crate) act: ActId,
}

/// A promise that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) key: Key,
    pub(crate) act: ActId,
    pub(crate) by: End,
    /// Its words, where they are not those of the file.
    pub(crate) text: Option<String>,
}

/// A period that was made longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Extended {
    pub(crate) deadline: Key,
    pub(crate) instrument: Option<InstrumentId>,
    pub(crate) until: Date,
    pub(crate) act: ActId,
}

/// A period that stood still, until now where it has no end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pause {
    pub(crate) deadline: Key,
    pub(crate) from: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

/// What is known of a case.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    pub(crate) as_of: Timestamp,
    pub(crate) position: Position,
    pub(crate) parties: Option<(State, State)>,
    pub(crate) on: Date,
    pub(crate) procedures: Vec<Key>,
    pub(crate) instruments: Vec<InstrumentId>,
    pub(crate) residual_reason: Option<String>,
    pub(crate) person: Option<Person>,
    pub(crate) custody: Option<Custody>,
    /// Since when the full request is there with its documents.
    pub(crate) full_since: Option<(Timestamp, ActId)>,
    /// What the fields say.
    pub(crate) contents: BTreeMap<Key, String>,
    pub(crate) documents: BTreeSet<Key>,
    pub(crate) languages: BTreeSet<String>,
    pub(crate) answers: BTreeMap<Key, (SafeguardAnswer, ActId)>,
    pub(crate) open: Vec<Asked>,
    pub(crate) occurred: Vec<Occurrence>,
    pub(crate) surrender_on: Option<Date>,
    pub(crate) clock_date: Option<Date>,
    pub(crate) conditions: Vec<(String, ActId)>,
    pub(crate) given: Vec<Given>,
    pub(crate) kept: BTreeMap<(Key, ActId), (Keeping, ActId)>,
    pub(crate) extended: Vec<Extended>,
    pub(crate) pauses: Vec<Pause>,
    pub(crate) money: Ledger,
    /// The measures taken, in order.
    pub(crate) taken: Vec<(ActId, Key, Timestamp, Option<Date>)>,
    pub(crate) ground: Option<GroundRef>,
    pub(crate) result: Option<OutcomeResult>,
    pub(crate) zone: Option<TimeZone>,
    pub(crate) law: Arc<CaseLaw>,
}

impl PartialEq for Progress {
    // The law follows from the requests, and the acts decide the rest; what is compared is enough to tell two folds
    // of the same acts apart.
    fn eq(&self, other: &Self) -> bool {
        (self.as_of, self.position, self.full_since, &self.occurred, &self.open, &self.answers)
            == (other.as_of, other.position, other.full_since, &other.occurred, &other.open, &other.answers)
            && (&self.extended, &self.pauses, &self.money, &self.given, &self.kept)
                == (&other.extended, &other.pauses, &other.money, &other.given, &other.kept)
    }
}

impl Eq for Progress {}

impl Progress {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            as_of: now,
            position: Position::new(),
            parties: None,
            on: day_of(now),
            procedures: Vec::new(),
            instruments: Vec::new(),
            residual_reason: None,
            person: None,
            custody: None,
            full_since: None,
            contents: BTreeMap::new(),
            documents: BTreeSet::new(),
            languages: BTreeSet::new(),
            answers: BTreeMap::new(),
            open: Vec::new(),
            occurred: Vec::new(),
            surrender_on: None,
            clock_date: None,
            conditions: Vec::new(),
            given: Vec::new(),
            kept: BTreeMap::new(),
            extended: Vec::new(),
            pauses: Vec::new(),
            money: Ledger::default(),
            taken: Vec::new(),
            ground: None,
            result: None,
            zone: None,
            law: Arc::default(),
        }
    }

    /// The status without open questions, which lie over it.
    pub(crate) fn stage(&self) -> Status {
        self.position.stage
    }

    /// The status that is shown.
    pub(crate) fn status(&self) -> Status {
        self.position.status()
    }

    pub(crate) fn end_of(&self, state: State) -> Option<End> {
        let (requesting, requested) = self.parties?;
        if state == requesting {
            Some(End::Requesting)
        } else if state == requested {
            Some(End::Requested)
        } else {
            None
        }
    }

    /// Whether a term of a condition holds; nothing where nobody said yet.
    pub(crate) fn term(&self, term: &Term) -> Option<bool> {
        let is =
            |field: &Key, value: &Key| self.contents.get(field).map(|text| text.trim() == value.as_str());
        self.position.term(term, |measure| self.law.place(measure), is)
    }

    /// The article of an instrument in use for what the program itself objects to; empty where none has one.
    pub(crate) fn cited(&self, of: Cited) -> String {
        let relied = |cite: &&Cite| cite.of == of && self.instruments.contains(&cite.instrument.value);
        let cite = self.law.cites.iter().find(relied);
        cite.map_or_else(String::new, |cite| format!("{} {}", cite.instrument.value, cite.article))
    }

    /// Whether a measure can be taken now, by what it requires and how often it can be taken.
    pub(crate) fn ready(&self, measure: &MeasureText) -> bool {
        let again =
            measure.once && self.law.place(&measure.key).is_some_and(|place| self.position.took(place));
        !again && measure.requires.holds(|term| self.term(term)) == Some(true)
    }

    /// Who must or may act, and how.
    pub(crate) fn next(&self) -> Vec<NextStep> {
        let Some((requesting, requested)) = self.parties else { return Vec::new() };
        let mut next: Vec<NextStep> = (self.law.steps.iter())
            .filter(|step| self.position.open_in(step))
            .filter(|step| step.when.holds(|term| self.term(term)) == Some(true))
            .filter_map(|step| {
                let mut acts: Vec<String> = (step.acts.iter())
                    .filter(|kind| self.position.possible(kind) && self.sensible(kind))
                    .map(|kind| (*kind).to_owned())
                    .collect();
                let measures: Vec<Key> = (self.law.measures.iter())
                    .filter(|measure| step.measures.contains(&measure.key) && self.ready(measure))
                    .map(|measure| measure.key.clone())
                    .collect();
                if !measures.is_empty() {
                    acts.push("measure".to_owned());
                }
                let end = end(step.by);
                let state = if end == End::Requesting { requesting } else { requested };
                (!acts.is_empty()).then(|| NextStep {
                    key: step.key.clone(),
                    state,
                    end,
                    acts,
                    measures,
                    what: step.what.clone(),
                    must: step.must,
                })
            })
            .collect();
        next.sort_by_key(|step| !step.must);
        next
    }

    /// Whether there is anything an act of a kind could be about.
    fn sensible(&self, kind: &str) -> bool {
        match kind {
            "undertaking" => !self.law.undertakings.is_empty(),
            "outcome" => self.ends().next().is_some(),
            _ => true,
        }
    }

    /// How the case can end as it stands.
    pub(crate) fn ends(&self) -> impl Iterator<Item = &EndText> {
        let stage = self.stage();
        (self.law.ends.iter())
            .filter(move |end| end.statuses.contains(&stage))
            .filter(|end| end.when.holds(|term| self.term(term)) == Some(true))
    }

    /// Contents that are required and not there.
    pub(crate) fn missing_contents(&self) -> impl Iterator<Item = &Wanted> {
        (self.law.contents.iter()).filter(|wanted| {
            let given = self.contents.get(&wanted.key).is_some_and(|text| !text.trim().is_empty());
            !wanted.given_by_act && !given && wanted.needed(|term| self.term(term))
        })
    }

    /// Documents that are required and not there.
    pub(crate) fn missing_documents(&self) -> impl Iterator<Item = &Wanted> {
        (self.law.documents.iter())
            .filter(|wanted| !self.documents.contains(&wanted.key) && wanted.needed(|term| self.term(term)))
    }

    /// Contents that are there and are not what their fields take.
    pub(crate) fn unreadable(&self) -> impl Iterator<Item = (&Wanted, FieldError)> {
        (self.law.contents.iter()).filter_map(|wanted| {
            let text = self.contents.get(&wanted.key).filter(|text| !text.trim().is_empty())?;
            field::check(wanted.kind, &wanted.choice_keys(), text).err().map(|error| (wanted, error))
        })
    }

    /// The language that the requested state declared, where nothing is written in it.
    pub(crate) fn language_missing(&self) -> Option<Missing> {
        let rule = not_accepted(&self.law.checks, self.languages.iter().map(String::as_str))?;
        Some(Missing {
            kind: MissingKind::Language,
            key: rule.key.clone(),
            description: format!("{} ({})", rule.description, rule.accepted.join(", ")),
            source: rule.instrument.to_string(),
            article: rule.article.clone(),
            who: End::Requesting,
            verified: rule.verified,
        })
    }

    /// Asks the law again after a request.
    fn ask_law(&mut self, library: &Library) {
        let Some((from, to)) = self.parties else { return };
        let mut law = CaseLaw::default();
        let known: Vec<&Procedure> =
            self.procedures.iter().filter_map(|key| library.procedures.get(key)).collect();
        for procedure in &known {
            let facts = Facts { instruments: self.instruments.iter().cloned().collect(), ..Facts::default() };
            let question = Question { from, to, procedure: procedure.key().clone(), on: self.on, facts };
            let check = library.answer(&question, procedure);
            wanted::merge(&mut law.contents, wanted::contents(&check, procedure));
            wanted::merge(&mut law.documents, wanted::documents(&check, procedure));
            for safeguard in &check.safeguards {
                if !law.safeguards.iter().any(|known| known.key == safeguard.key) {
                    law.safeguards.push(safeguard.clone());
                }
            }
            for undertaking in &procedure.undertakings {
                if let Some(from) = &undertaking.from {
                    let act = library.events.get(&from.value).and_then(|event| event.act);
                    let happened = act.map_or_else(|| Happened::Event(from.value.clone()), Happened::Act);
                    law.binds_from.insert(undertaking.key.clone(), happened);
                }
                law.undertakings.entry(undertaking.key.clone()).or_insert_with(|| undertaking.clone());
            }
            for measure in &procedure.measures {
                if law.place(&measure.key).is_none() {
                    law.measures.push(measure.clone());
                }
            }
            law.fields.extend(procedure.fields.iter().cloned());
            law.own_documents.extend(procedure.documents.iter().cloned());
            law.deadlines.extend(procedure.deadlines.iter().cloned());
            law.cites.extend(procedure.cites.iter().cloned());
            for need in &procedure.grant_needs {
                if !law.grant_needs.contains(need) {
                    law.grant_needs.push(*need);
                }
            }
            law.checks.push(check);
        }
        if let Some(lead) = lead(&known) {
            law.steps.clone_from(&lead.steps);
            law.ends.clone_from(&lead.ends);
            for other in known.iter().filter(|other| other.full_request && other.key() != lead.key()) {
                for step in &mut law.steps {
                    let same = other.steps.iter().filter(|again| again.key == step.key);
                    step.measures.extend(same.flat_map(|again| again.measures.iter().cloned()));
                }
            }
        }
        self.law = Arc::new(law);
    }

    /// Moves the case by one act.
    pub(crate) fn apply(&mut self, act: &CaseAct, library: &Library) {
        match &act.body {
            Body::Request(request) => self.request(act, request, library),
            Body::Acceptance(acceptance) => {
                self.answer(&acceptance.safeguards, act);
                self.moved(Move::Acceptance);
                self.happened(ActEvent::Acceptance, act, act.at);
            }
            Body::Question(question) => {
                self.open.push(Asked {
                    act: act.id,
                    at: act.at,
                    reply_by: question.reply_by,
                    about: question.items.iter().filter_map(|item| item.about.clone()).collect(),
                });
                self.moved(Move::Question);
                self.happened(ActEvent::Question, act, act.at);
            }
            Body::Supplement(supplement) => {
                let before = self.open.len();
                self.open.retain(|asked| Some(asked.act) != supplement.answers);
                if self.open.len() < before {
                    self.moved(Move::Answer);
                }
                self.add(&supplement.contents, &supplement.documents, act);
                self.happened(ActEvent::Supplement, act, act.at);
            }
            Body::Arrest(arrest) => {
                self.zone = TimeZone::get(&arrest.zone).ok();
                self.custody = Some(Custody {
                    since: arrest.at,
                    zone: arrest.zone.clone(),
                    place: arrest.place.clone(),
                });
                self.moved(Move::Arrest);
                self.happened(ActEvent::Arrest, act, arrest.at);
            }
            Body::Consent(consent) => {
                self.moved(Move::Consent { revoked: consent.revoked });
                let event = if consent.revoked { ActEvent::ConsentRevoked } else { ActEvent::Consent };
                self.happened(event, act, consent.at);
            }
            Body::Release(release) => {
                self.moved(Move::Release);
                self.happened(ActEvent::Release, act, release.at);
            }
            Body::Decision(decision) => self.decide(act, decision),
            Body::Surrender(surrender) => {
                self.moved(Move::Surrender);
                self.happened(ActEvent::Surrender, act, surrender.at);
            }
            Body::Outcome(outcome) => {
                self.result = Some(outcome.result);
                self.moved(Move::Outcome);
                self.happened(ActEvent::Outcome, act, act.at);
            }
            Body::Withdrawal(_) => self.moved(Move::Withdrawal),
            Body::Note(_) => {}
            Body::Measure(measure) => self.measure(act, measure),
            Body::Extension(extension) => self.extended.push(Extended {
                deadline: extension.deadline.clone(),
                instrument: extension.instrument.clone(),
                until: extension.until,
                act: act.id,
            }),
            Body::Suspension(suspension) => {
                let open = (self.pauses.iter_mut())
                    .find(|pause| pause.deadline == suspension.deadline && pause.until.is_none());
                match (open, suspension.resumed) {
                    (Some(pause), true) => pause.until = Some(suspension.at.max(pause.from)),
                    (None, false) => self.pauses.push(Pause {
                        deadline: suspension.deadline.clone(),
                        from: suspension.at,
                        until: None,
                    }),
                    // Standing still twice, or running on without having stood, changes nothing.
                    (Some(_), false) | (None, true) => {}
                }
            }
            Body::Undertaking(undertaking) => {
                self.documents.extend(undertaking.documents.iter().map(|document| document.key.clone()));
                self.give(&undertaking.undertaking, act, Some(undertaking.text.clone()));
            }
            Body::Fulfilment(fulfilment) => {
                let of = (fulfilment.undertaking.clone(), fulfilment.given_in);
                self.kept.insert(of, (fulfilment.result, act.id));
            }
        }
        self.watch_full_request(act);
    }

    /// Moves the position, and ends what ends with it.
    fn moved(&mut self, step: Move<'_>) {
        self.position = self.position.after(step);
        if !self.position.custody {
            self.custody = None;
        }
        if self.position.open == 0 {
            self.open.clear();
        }
    }

    fn request(&mut self, act: &CaseAct, request: &Request, library: &Library) {
        if self.parties.is_none() {
            self.parties = Some((request.requesting, request.requested));
            self.on = day_of(act.at);
        }
        for procedure in &request.procedures {
            if !self.procedures.contains(procedure) {
                self.procedures.push(procedure.clone());
            }
        }
        for instrument in &request.instruments {
            if !self.instruments.contains(instrument) {
                self.instruments.push(instrument.clone());
            }
        }
        let full = self
            .procedures
            .iter()
            .filter_map(|key| library.procedures.get(key))
            .any(|known| known.full_request);
        self.moved(Move::Request { full });
        self.residual_reason = request.residual_reason.clone().or(self.residual_reason.take());
        self.person = Some(request.person.clone());
        self.languages.insert(request.language.clone());
        self.contents.insert(crate::objections::key("urgency"), request.urgency.key().to_owned());
        self.ask_law(library);
        self.add(&request.contents, &request.documents, act);
        self.answer(&request.safeguards, act);
        let by_itself: Vec<Key> = (self.law.undertakings.values())
            .filter(|undertaking| undertaking.with_request)
            .map(|undertaking| undertaking.key.clone())
            .collect();
        for key in by_itself {
            if !self.given.iter().any(|given| given.key == key) {
                self.give(&key, act, None);
            }
        }
        self.happened(ActEvent::Request, act, act.at);
    }

    fn measure(&mut self, act: &CaseAct, measure: &Measure) {
        self.answer(&measure.safeguards, act);
        self.add(&measure.contents, &measure.documents, act);
        let law = Arc::clone(&self.law);
        let Some(place) = law.place(&measure.measure) else { return };
        let Some(text) = law.measures.get(place) else { return };
        let zone = TimeZone::get(&measure.zone).ok();
        if text.custody == Some(CustodyChange::Begins) {
            self.zone.clone_from(&zone);
            self.custody =
                Some(Custody { since: measure.at, zone: measure.zone.clone(), place: measure.place.clone() });
        }
        self.moved(Move::Measure { measure: text, place });
        self.money.add(act.id, text.tally, &measure.amounts, measure.corrects);
        self.taken.push((act.id, measure.measure.clone(), measure.at, measure.until));
        if let Some(event) = &text.event {
            let zone = zone.unwrap_or(TimeZone::UTC);
            self.occurred.push(Occurrence {
                event: Happened::Event(event.value.clone()),
                moment: Moment::At(measure.at.to_zoned_datetime(zone)),
                at: measure.at,
                act: act.id,
            });
        }
        for settled in &text.settles {
            for given in self.given.iter().filter(|given| given.key == settled.value) {
                let of = (given.key.clone(), given.act);
                self.kept.entry(of).or_insert((Keeping::Fulfilled, act.id));
            }
        }
    }

    fn give(&mut self, key: &Key, act: &CaseAct, text: Option<String>) {
        let Some(by) = self.end_of(act.state) else { return };
        self.given.push(Given { key: key.clone(), act: act.id, by, text });
    }

    fn add(&mut self, contents: &BTreeMap<Key, String>, documents: &[Document], act: &CaseAct) {
        let law = Arc::clone(&self.law);
        for (key, text) in contents.iter().filter(|(_, text)| !text.trim().is_empty()) {
            self.contents.insert(key.clone(), text.clone());
            let field = law.fields.iter().find(|field| field.key == *key);
            if let Some(event) = field.and_then(|field| field.event.as_ref()) {
                self.said(&event.value, text, act);
            }
        }
        self.documents.extend(documents.iter().map(|document| document.key.clone()));
        self.languages.extend(documents.iter().map(|document| document.language.clone()));
    }

    /// A field says when an event happened or will; a later value takes the place of an earlier one.
    fn said(&mut self, event: &Key, text: &str, act: &CaseAct) {
        let Ok(moment) = text.trim().parse::<Moment>() else { return };
        let at = match &moment {
            Moment::Day(day) => self.start_of(*day, act.at),
            Moment::At(at) => at.timestamp(),
        };
        let event = Happened::Event(event.clone());
        self.occurred.retain(|occurrence| occurrence.event != event);
        self.occurred.push(Occurrence { event, moment, at, act: act.id });
    }

    fn answer(&mut self, answers: &[SafeguardAnswer], act: &CaseAct) {
        let law = Arc::clone(&self.law);
        for answer in answers {
            let question = law.safeguards.iter().find(|question| answer.key == question.key);
            let option = question
                .and_then(|question| question.answers.iter().find(|option| option.key == answer.answer));
            // A later answer takes the place of an earlier one, with what that promised.
            if let Some(question) = question {
                let promised = |given: &Given| {
                    given.text.is_none()
                        && question
                            .answers
                            .iter()
                            .any(|option| option.undertaking.as_ref() == Some(&given.key))
                };
                self.given.retain(|given| !promised(given));
            }
            if let Some(undertaking) = option.and_then(|option| option.undertaking.as_ref()) {
                self.give(undertaking, act, None);
            }
            self.answers.insert(answer.key.key().clone(), (answer.clone(), act.id));
        }
    }

    fn decide(&mut self, act: &CaseAct, decision: &Decision) {
        self.answer(&decision.safeguards, act);
        self.ground.clone_from(&decision.ground);
        match decision.outcome {
            DecisionOutcome::Granted => {
                self.moved(Move::Grant);
                self.conditions = decision.conditions.iter().map(|text| (text.clone(), act.id)).collect();
                self.surrender_on = decision.surrender_on.or(self.surrender_on);
                // Only force majeure starts the periods of surrender again; any other new date leaves them running.
                if decision.force_majeure || self.clock_date.is_none() {
                    self.clock_date = decision.surrender_on;
                }
                self.happened(ActEvent::Decision, act, act.at);
                self.happened(ActEvent::Grant, act, act.at);
                if let Some(day) = self.clock_date {
                    let at = self.start_of(day, act.at);
                    let fixed = Happened::Act(ActEvent::SurrenderDate);
                    self.occurred.retain(|occurrence| occurrence.event != fixed);
                    let moment = Moment::Day(day);
                    self.occurred.push(Occurrence { event: fixed, moment, at, act: act.id });
                }
            }
            DecisionOutcome::Refused => {
                self.moved(Move::Refusal);
                self.happened(ActEvent::Decision, act, act.at);
                self.happened(ActEvent::Refusal, act, act.at);
            }
            DecisionOutcome::Postponed => self.moved(Move::Postponement),
        }
    }

    fn start_of(&self, day: Date, otherwise: Timestamp) -> Timestamp {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        day.to_zoned_datetime(zone).map_or(otherwise, |start| start.timestamp())
    }

    fn happened(&mut self, event: ActEvent, act: &CaseAct, at: Timestamp) {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let moment = Moment::At(at.to_zoned_datetime(zone));
        self.occurred.push(Occurrence { event: Happened::Act(event), moment, at, act: act.id });
    }

    /// The last time something that every procedure knows happened.
    pub(crate) fn last(&self, event: ActEvent) -> Option<&Occurrence> {
        self.occurred.iter().rev().find(|occurrence| occurrence.event == Happened::Act(event))
    }

    /// The periods of an arrest wait for the request *and* its documents. A question about one of them means that
    /// it has not arrived in a form that serves, so the clock goes on.
    fn watch_full_request(&mut self, act: &CaseAct) {
        let complete = self.position.full
            && self.missing_documents().next().is_none()
            && !(self.law.documents.iter())
                .any(|wanted| self.open.iter().any(|asked| asked.about.contains(&wanted.key)));
        self.full_since = match (complete, self.full_since) {
            (true, since @ Some(_)) => since,
            (true, None) => Some((act.at, act.id)),
            (false, _) => None,
        };
    }
}

/// The procedure whose steps a case follows: the last full one, or else the first.
pub(crate) fn lead<'p>(procedures: &[&'p Procedure]) -> Option<&'p Procedure> {
    let full = procedures.iter().rev().find(|procedure| procedure.full_request);
    full.or(procedures.first()).copied()
}

/// Whether a request for these procedures names a person.
pub(crate) fn person_need(procedures: &[&Procedure]) -> PersonNeed {
    procedures.iter().map(|procedure| procedure.person).min().unwrap_or(PersonNeed::Required)
}

/// The day of a moment, for the question which law applies.
pub(crate) fn day_of(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}
