//! What is known of a case while its acts are folded, and how one act moves it.
//!
//! Facts of the world (an arrest, a release, a handing over) count even where they should not have happened, so that
//! a clock never fails to run for a person who is held; the fault stays visible beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::act::{
    Body, CaseAct, Decision, DecisionOutcome, Document, GroundRef, OutcomeResult, Person, Request,
    SafeguardAnswer,
};
use crate::check::{Check, ContentRule, End, Question, SafeguardQuestion};
use crate::codes::ActEvent;
use crate::facts::{Facts, Moment};
use crate::fold::{Custody, NextStep, Status};
use crate::ids::{ActId, InstrumentId, Key, State};
use crate::library::Library;
use crate::procedure::{Step, UndertakingText, holds};
use crate::views::end;

/// The law of a case: fixed by its requests, so that it is asked once and not with every act.
#[derive(Debug, Default)]
pub(crate) struct CaseLaw {
    pub(crate) checks: Vec<Check>,
    pub(crate) contents: Vec<ContentRule>,
    pub(crate) documents: Vec<ContentRule>,
    pub(crate) safeguards: Vec<SafeguardQuestion>,
    pub(crate) undertakings: BTreeMap<Key, UndertakingText>,
    pub(crate) steps: Vec<Step>,
}

/// A question that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) act: ActId,
    pub(crate) at: Timestamp,
    pub(crate) reply_by: Option<Date>,
    pub(crate) about: BTreeSet<Key>,
}

/// Something that happened and from which periods may run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) event: ActEvent,
    pub(crate) moment: Moment,
    pub(crate) at: Timestamp,
    pub(crate) act: ActId,
}

/// What is known of a case.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    pub(crate) as_of: Timestamp,
    /// The status without open questions, which lie over it.
    pub(crate) stage: Status,
    pub(crate) parties: Option<(State, State)>,
    pub(crate) on: Date,
    pub(crate) procedures: Vec<Key>,
    pub(crate) instruments: Vec<InstrumentId>,
    pub(crate) residual_reason: Option<String>,
    pub(crate) person: Option<Person>,
    pub(crate) custody: Option<Custody>,
    pub(crate) accepted: bool,
    /// Whether extradition or surrender itself was asked.
    pub(crate) full: bool,
    /// Since when the full request is there with its documents.
    pub(crate) full_since: Option<(Timestamp, ActId)>,
    pub(crate) contents: BTreeSet<Key>,
    pub(crate) documents: BTreeSet<Key>,
    pub(crate) languages: BTreeSet<String>,
    pub(crate) answers: BTreeMap<Key, (SafeguardAnswer, ActId)>,
    pub(crate) open: Vec<Asked>,
    pub(crate) occurred: Vec<Occurrence>,
    pub(crate) consented: bool,
    pub(crate) surrender_on: Option<Date>,
    pub(crate) clock_date: Option<Date>,
    pub(crate) conditions: Vec<(String, ActId)>,
    pub(crate) ground: Option<GroundRef>,
    pub(crate) result: Option<OutcomeResult>,
    pub(crate) zone: Option<TimeZone>,
    pub(crate) law: Arc<CaseLaw>,
}

impl PartialEq for Progress {
    // The law follows from the requests, and the acts decide the rest; what is compared is enough to tell two folds
    // of the same acts apart.
    fn eq(&self, other: &Self) -> bool {
        (self.as_of, self.stage, self.accepted, self.full_since, &self.occurred, &self.open, &self.answers)
            == (
                other.as_of,
                other.stage,
                other.accepted,
                other.full_since,
                &other.occurred,
                &other.open,
                &other.answers,
            )
    }
}

impl Eq for Progress {}

impl Progress {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            as_of: now,
            stage: Status::New,
            parties: None,
            on: day_of(now),
            procedures: Vec::new(),
            instruments: Vec::new(),
            residual_reason: None,
            person: None,
            custody: None,
            accepted: false,
            full: false,
            full_since: None,
            contents: BTreeSet::new(),
            documents: BTreeSet::new(),
            languages: BTreeSet::new(),
            answers: BTreeMap::new(),
            open: Vec::new(),
            occurred: Vec::new(),
            consented: false,
            surrender_on: None,
            clock_date: None,
            conditions: Vec::new(),
            ground: None,
            result: None,
            zone: None,
            law: Arc::default(),
        }
    }

    /// The status that is shown: an open question lies over the stage while the request is being examined.
    pub(crate) fn status(&self) -> Status {
        match self.stage {
            Status::Requested
            | Status::Accepted
            | Status::Arrested
            | Status::Released
            | Status::Postponed
                if !self.open.is_empty() =>
            {
                Status::AwaitingSupplement
            }
            stage => stage,
        }
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

    /// Who must or may act, and how.
    pub(crate) fn next(&self) -> Vec<NextStep> {
        let Some((requesting, requested)) = self.parties else { return Vec::new() };
        let status = self.status();
        let mut next: Vec<NextStep> = (self.law.steps.iter())
            .filter(|step| step.statuses.contains(&status))
            .filter(|step| holds(step.when, self.custody.is_some(), self.full, !self.open.is_empty()))
            .filter_map(|step| {
                let acts: Vec<String> = step
                    .acts
                    .iter()
                    .filter(|kind| self.possible(kind))
                    .map(|kind| (*kind).to_owned())
                    .collect();
                let end = end(step.by);
                let state = if end == End::Requesting { requesting } else { requested };
                (!acts.is_empty()).then(|| NextStep {
                    key: step.key.clone(),
                    state,
                    end,
                    acts,
                    what: step.what.clone(),
                    must: step.must,
                })
            })
            .collect();
        next.sort_by_key(|step| !step.must);
        next
    }

    /// Whether an act of a kind makes sense at all, beyond what the steps of the procedure allow.
    fn possible(&self, kind: &str) -> bool {
        let held = self.custody.is_some();
        match kind {
            "acceptance" => !self.accepted,
            "arrest" => self.accepted && !held,
            "release" => held,
            "outcome" => !held,
            "consent" => self.occurred.iter().any(|o| o.event == ActEvent::Arrest),
            "surrender" => self.stage == Status::Granted,
            _ => true,
        }
    }

    /// Contents that are required and not there.
    pub(crate) fn missing_contents(&self) -> impl Iterator<Item = &ContentRule> {
        self.law
            .contents
            .iter()
            .filter(|rule| rule.required && !rule.given_by_act && !self.contents.contains(&rule.key))
    }

    /// Documents that are required and not there.
    pub(crate) fn missing_documents(&self) -> impl Iterator<Item = &ContentRule> {
        self.law.documents.iter().filter(|rule| rule.required && !self.documents.contains(&rule.key))
    }

    /// Asks the law again after a request.
    fn ask_law(&mut self, library: &Library) {
        let Some((from, to)) = self.parties else { return };
        let mut law = CaseLaw::default();
        let mut lead = None;
        for key in &self.procedures {
            let Some(procedure) = library.procedures.get(key) else { continue };
            let facts = Facts { instruments: self.instruments.iter().cloned().collect(), ..Facts::default() };
            let question = Question { from, to, procedure: key.clone(), on: self.on, facts };
            let check = library.answer(&question, procedure);
            add_rules(&mut law.contents, &check.contents);
            add_rules(&mut law.documents, &check.documents);
            for safeguard in &check.safeguards {
                if !law.safeguards.iter().any(|known| known.key == safeguard.key) {
                    law.safeguards.push(safeguard.clone());
                }
            }
            for undertaking in &procedure.undertakings {
                law.undertakings.entry(undertaking.key.clone()).or_insert_with(|| undertaking.clone());
            }
            self.full |= procedure.full_request;
            if lead.is_none() || procedure.full_request {
                lead = Some(procedure);
            }
            law.checks.push(check);
        }
        law.steps = lead.map(|procedure| procedure.steps.clone()).unwrap_or_default();
        self.law = Arc::new(law);
    }

    /// Moves the case by one act.
    pub(crate) fn apply(&mut self, act: &CaseAct, library: &Library) {
        match &act.body {
            Body::Request(request) => self.request(act, request, library),
            Body::Acceptance(acceptance) => {
                self.answer(&acceptance.safeguards, act.id);
                self.accepted = true;
                if self.stage == Status::Requested {
                    self.stage = if self.custody.is_some() { Status::Arrested } else { Status::Accepted };
                }
                self.happened(ActEvent::Acceptance, act, act.at);
            }
            Body::Question(question) => {
                self.open.push(Asked {
                    act: act.id,
                    at: act.at,
                    reply_by: question.reply_by,
                    about: question.items.iter().filter_map(|item| item.about.clone()).collect(),
                });
                self.happened(ActEvent::Question, act, act.at);
            }
            Body::Supplement(supplement) => {
                self.open.retain(|asked| Some(asked.act) != supplement.answers);
                self.add(supplement.contents.iter(), &supplement.documents);
                self.happened(ActEvent::Supplement, act, act.at);
            }
            Body::Arrest(arrest) => {
                self.zone = TimeZone::get(&arrest.zone).ok();
                self.custody = Some(Custody {
                    since: arrest.at,
                    zone: arrest.zone.clone(),
                    place: arrest.place.clone(),
                });
                if matches!(self.stage, Status::Requested | Status::Accepted | Status::Released) {
                    self.stage = Status::Arrested;
                }
                self.happened(ActEvent::Arrest, act, arrest.at);
            }
            Body::Consent(consent) => {
                self.consented = !consent.revoked;
                let event = if consent.revoked { ActEvent::ConsentRevoked } else { ActEvent::Consent };
                self.happened(event, act, consent.at);
            }
            Body::Release(release) => {
                self.custody = None;
                if self.stage == Status::Arrested {
                    self.stage = Status::Released;
                }
                self.happened(ActEvent::Release, act, release.at);
            }
            Body::Decision(decision) => self.decide(act, decision),
            Body::Surrender(surrender) => {
                self.custody = None;
                self.stage = Status::Surrendered;
                self.happened(ActEvent::Surrender, act, surrender.at);
            }
            Body::Outcome(outcome) => {
                self.result = Some(outcome.result);
                self.stage = Status::Closed;
                self.open.clear();
                self.happened(ActEvent::Outcome, act, act.at);
            }
            Body::Withdrawal(_) => {
                self.stage = Status::Withdrawn;
                self.open.clear();
            }
            Body::Note(_) => {}
        }
        self.watch_full_request(act);
    }

    fn request(&mut self, act: &CaseAct, request: &Request, library: &Library) {
        if self.parties.is_none() {
            self.parties = Some((request.requesting, request.requested));
            self.on = day_of(act.at);
            self.stage = Status::Requested;
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
        self.residual_reason = request.residual_reason.clone().or(self.residual_reason.take());
        self.person = Some(request.person.clone());
        self.languages.insert(request.language.clone());
        self.ask_law(library);
        self.add(request.contents.iter(), &request.documents);
        self.answer(&request.safeguards, act.id);
        self.happened(ActEvent::Request, act, act.at);
    }

    fn add<'b>(&mut self, contents: impl Iterator<Item = (&'b Key, &'b String)>, documents: &[Document]) {
        self.contents
            .extend(contents.filter(|(_, text)| !text.trim().is_empty()).map(|(key, _)| key.clone()));
        self.documents.extend(documents.iter().map(|document| document.key.clone()));
        self.languages.extend(documents.iter().map(|document| document.language.clone()));
    }

    fn answer(&mut self, answers: &[SafeguardAnswer], act: ActId) {
        for answer in answers {
            let mut kept = answer.clone();
            // The reasons of a confidential safeguard have no place here, whoever sent them.
            if self.law.safeguards.iter().any(|s| s.key == answer.key && s.confidential) {
                kept.reasoning.clear();
            }
            self.answers.insert(answer.key.clone(), (kept, act));
        }
    }

    fn decide(&mut self, act: &CaseAct, decision: &Decision) {
        self.answer(&decision.safeguards, act.id);
        self.ground.clone_from(&decision.ground);
        match decision.outcome {
            DecisionOutcome::Granted => {
                self.stage = Status::Granted;
                self.open.clear();
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
                    self.occurred.retain(|occurrence| occurrence.event != ActEvent::SurrenderDate);
                    let moment = Moment::Day(day);
                    self.occurred.push(Occurrence {
                        event: ActEvent::SurrenderDate,
                        moment,
                        at,
                        act: act.id,
                    });
                }
            }
            DecisionOutcome::Refused => {
                self.stage = Status::Refused;
                self.open.clear();
                self.happened(ActEvent::Decision, act, act.at);
                self.happened(ActEvent::Refusal, act, act.at);
            }
            DecisionOutcome::Postponed => self.stage = Status::Postponed,
        }
    }

    fn start_of(&self, day: Date, otherwise: Timestamp) -> Timestamp {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        day.to_zoned_datetime(zone).map_or(otherwise, |start| start.timestamp())
    }

    fn happened(&mut self, event: ActEvent, act: &CaseAct, at: Timestamp) {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let moment = Moment::At(at.to_zoned_datetime(zone));
        self.occurred.push(Occurrence { event, moment, at, act: act.id });
    }

    /// The periods of an arrest wait for the request *and* its documents. A question about one of them means that
    /// it has not arrived in a form that serves, so the clock goes on.
    fn watch_full_request(&mut self, act: &CaseAct) {
        let complete = self.full
            && self.missing_documents().next().is_none()
            && !(self.law.documents.iter())
                .any(|rule| self.open.iter().any(|asked| asked.about.contains(&rule.key)));
        self.full_since = match (complete, self.full_since) {
            (true, since @ Some(_)) => since,
            (true, None) => Some((act.at, act.id)),
            (false, _) => None,
        };
    }
}

fn add_rules(rules: &mut Vec<ContentRule>, more: &[ContentRule]) {
    for rule in more {
        match rules.iter_mut().find(|known| known.key == rule.key) {
            Some(known) => known.required |= rule.required,
            None => rules.push(rule.clone()),
        }
    }
}

/// The day of a moment, for the question which law applies.
pub(crate) fn day_of(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}
