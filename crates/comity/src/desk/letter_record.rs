//! What a letter says: an act, or a case of which something is awaited, as the structured record that `letters` sets.
//!
//! Everything comes from what was signed, from the fold and from the law; what is not there is left out.

use std::collections::BTreeMap;

use exchange::CaseId;
use jiff::civil::Date;
use law::act::{DecisionOutcome, Document as LawDocument, Request, SafeguardAnswer};
use law::check::{Check, ContentRule, SafeguardQuestion};
use law::codes::FieldType;
use law::fold::{DeadlineState, RunningDeadline};
use law::wanted::Wanted;
use law::{Body, CaseState, InstrumentId, Key, Library};
use letters::Record;
use letters::record::{
    Amount, Basis, Cite, Content, Deadline, Document, Fact, Followed, FreeText, Ground, Kind, Moment, Party,
    Person, Safeguard, SignedAct, Signer, Term, Terms, Undertaking, Value,
};

use super::case_store;
use super::law_view;
use super::reading::local;
use super::saying;

/// What a letter is made from besides the body of the act.
pub(crate) struct Source<'a> {
    /// The law.
    pub(crate) law: &'a Library,
    /// Who writes.
    pub(crate) from: Party,
    /// To whom.
    pub(crate) to: Party,
    /// The case.
    pub(crate) case: CaseId,
    /// The date of the letter.
    pub(crate) date: Date,
    /// On which terms the act is sent.
    pub(crate) terms: Option<&'a case_store::Terms>,
    /// Who answers for it.
    pub(crate) signers: Vec<Signer>,
    /// The signed act; none in a draft.
    pub(crate) act: Option<SignedAct>,
    /// The acts that it follows.
    pub(crate) follows: Vec<Followed>,
    /// The case right after the act, or as it stands now for a draft or a reminder.
    pub(crate) state: &'a CaseState,
    /// What the law says to each procedure of the case.
    pub(crate) checks: &'a [Check],
}

/// The letter of an act.
pub(crate) fn of_act(body: &Body, source: Source<'_>) -> Record {
    let mut record = source.base(kind(body, source.state));
    let writer = Writer { source: &source };
    match body {
        Body::Request(request) => writer.request(&mut record, request),
        Body::Acceptance(acceptance) => {
            record.particulars.extend(text("order", &acceptance.order));
            record.safeguards = writer.safeguards(&acceptance.safeguards);
        }
        Body::Question(question) => {
            let wanted = writer.wanted(None);
            for item in &question.items {
                record.contents.push(match &item.about {
                    Some(about) => Content { value: free(&item.text), ..wanted.content(about, &item.text) },
                    None => Content {
                        what: Term::new("question", "Question"),
                        articles: Vec::new(),
                        verified: true,
                        value: free(&item.text),
                    },
                });
            }
            record.particulars.extend(question.reply_by.map(|day| fact("reply-by", Value::Date(day))));
        }
        Body::Supplement(supplement) => {
            let wanted = writer.wanted(Some(&supplement.contents));
            record.contents = wanted.contents(&supplement.contents, "");
            record.documents = wanted.documents(&supplement.documents);
            record.remarks.extend(said(&supplement.text));
        }
        Body::Decision(decision) => writer.decision(&mut record, decision),
        Body::Arrest(_)
        | Body::Consent(_)
        | Body::Release(_)
        | Body::Surrender(_)
        | Body::Outcome(_)
        | Body::Withdrawal(_)
        | Body::Note(_)
        | Body::Measure(_)
        | Body::Extension(_)
        | Body::Suspension(_)
        | Body::Undertaking(_)
        | Body::Fulfilment(_) => writer.notice(&mut record, body),
    }
    if !matches!(body, Body::Undertaking(_)) {
        record.undertakings = writer.given();
    }
    record.deadlines = writer.running();
    record
}

/// A reminder of what the other side owes; nothing where it owes nothing.
pub(crate) fn reminder(source: Source<'_>, recalls: SignedAct) -> Option<Record> {
    let mut record = source.base(Kind::Reminder);
    let other = source.to.state.clone();
    let steps = source.state.next.iter().filter(|step| step.must && step.state.as_str() == other);
    record.particulars =
        steps.map(|step| fact("awaited", Value::Term(Term::new(step.key.as_str(), &step.what)))).collect();
    // A question waits for the side that did not ask it.
    let replies = source.state.open_questions.iter().filter(|question| {
        let asked = source.state.timeline.iter().find(|entry| entry.act == question.act);
        asked.is_some_and(|entry| entry.state.as_str() != other)
    });
    let replies: Vec<Date> = replies.filter_map(|question| question.reply_by).collect();
    record.particulars.extend(replies.into_iter().map(|day| fact("reply-by", Value::Date(day))));
    let writer = Writer { source: &source };
    record.deadlines = source
        .state
        .deadlines
        .iter()
        .filter(|deadline| matches!(deadline.state, DeadlineState::Running | DeadlineState::Missed))
        .filter(|deadline| deadline.obliged_state.is_some_and(|state| state.as_str() == other))
        .filter_map(|deadline| writer.deadline(deadline))
        .collect();
    record.act = None;
    record.recalls = Some(recalls);
    (!record.particulars.is_empty() || !record.deadlines.is_empty()).then_some(record)
}

/// Which kind of letter an act is.
fn kind(body: &Body, state: &CaseState) -> Kind {
    match body {
        Body::Request(request) => {
            let mut kinds = request.procedures.iter().map(|key| kind_of_request(key.as_str()));
            let first = kinds.next().unwrap_or(Kind::Request);
            if kinds.all(|kind| kind == first) { first } else { Kind::Request }
        }
        Body::Acceptance(_) => Kind::Acceptance,
        Body::Question(_) => Kind::Question,
        Body::Supplement(_) => Kind::Supplement,
        Body::Decision(decision) => {
            let admitted = state.timeline.iter().any(|entry| entry.kind == "acceptance" && entry.effective);
            if decision.outcome == DecisionOutcome::Refused && !admitted {
                Kind::Refusal
            } else {
                Kind::Decision
            }
        }
        Body::Arrest(_)
        | Body::Consent(_)
        | Body::Release(_)
        | Body::Surrender(_)
        | Body::Outcome(_)
        | Body::Withdrawal(_)
        | Body::Note(_)
        | Body::Measure(_)
        | Body::Extension(_)
        | Body::Suspension(_)
        | Body::Undertaking(_)
        | Body::Fulfilment(_) => Kind::Notice,
    }
}

fn kind_of_request(procedure: &str) -> Kind {
    match procedure {
        "expedited-preservation" | "preservation" => Kind::PreservationRequest,
        "readmission" | "readmission-accelerated" => Kind::ReadmissionApplication,
        "asset-freezing" => Kind::FreezingRequest,
        _ => Kind::Request,
    }
}

impl Source<'_> {
    /// What every letter of the case says.
    fn base(&self, kind: Kind) -> Record {
        let procedures = self.state.procedures.iter().map(|key| self.procedure(key)).collect();
        let person = self.state.person.as_ref().map(|person| person_of(person, ""));
        Record {
            kind,
            from: self.from.clone(),
            to: self.to.clone(),
            reference: self.case.short(),
            their_reference: None,
            date: self.date,
            urgency: None,
            procedures,
            subject: None,
            follows: self.follows.clone(),
            legal_basis: self.basis(&self.state.instruments, &BTreeMap::new()),
            residual_reason: None,
            persons: person.into_iter().filter(|person| !person.names.is_empty()).collect(),
            particulars: Vec::new(),
            contents: Vec::new(),
            amounts: Vec::new(),
            deadlines: Vec::new(),
            safeguards: Vec::new(),
            undertakings: Vec::new(),
            remarks: Vec::new(),
            documents: Vec::new(),
            terms: self.terms.map(|terms| Terms {
                purpose: terms.purpose.clone(),
                legal_basis: terms.legal_basis.clone(),
                handling: Term::key(terms.handling.as_str()),
                onward: Term::key(terms.onward.as_str()),
            }),
            signers: self.signers.clone(),
            act: self.act.clone(),
            recalls: None,
        }
    }

    fn procedure(&self, key: &Key) -> Term {
        let title = self.law.procedure(key).map(|procedure| procedure.title().to_owned());
        Term::new(key.as_str(), title.unwrap_or_default())
    }

    /// The name by which an instrument is cited; another source of law is its own name.
    fn short_name(&self, source: &str) -> String {
        let id = InstrumentId::parse(source).ok();
        let instrument = id.and_then(|id| self.law.instrument(&id));
        instrument.map_or_else(|| source.to_owned(), |instrument| instrument.short_name().to_owned())
    }

    fn cite(&self, source: &str, article: &str) -> Cite {
        Cite::new(self.short_name(source), article)
    }

    /// The instruments relied on, in their order of precedence; `used` are the articles that ask for what is said.
    fn basis(&self, relied_on: &[InstrumentId], used: &BTreeMap<InstrumentId, Vec<String>>) -> Vec<Basis> {
        let bindings = || self.checks.iter().flat_map(|check| &check.instruments);
        let mut order: Vec<&InstrumentId> = Vec::new();
        for id in bindings().map(|binding| &binding.id).filter(|id| relied_on.contains(id)).chain(relied_on) {
            if !order.contains(&id) {
                order.push(id);
            }
        }
        order
            .into_iter()
            .map(|id| {
                let binding = bindings().find(|binding| binding.id == *id);
                let instrument = self.law.instrument(id);
                let title = instrument.map(|instrument| instrument.title().to_owned());
                Basis {
                    instrument: id.to_string(),
                    short_name: self.short_name(id.as_str()),
                    title: title.unwrap_or_else(|| id.to_string()),
                    articles: used.get(id).cloned().unwrap_or_default(),
                    role: binding.map(|binding| Term::key(law_view::role(binding.role))),
                    verified: binding.is_some_and(|binding| binding.verified),
                }
            })
            .collect()
    }
}

/// Writes what an act says into a record.
struct Writer<'a> {
    source: &'a Source<'a>,
}

impl Writer<'_> {
    fn request(&self, record: &mut Record, request: &Request) {
        let wanted = self.wanted(Some(&request.contents)).of(&request.instruments);
        let language = request.language.as_str();
        record.urgency = Some(Term::key(request.urgency.key()));
        record.procedures = request.procedures.iter().map(|key| self.source.procedure(key)).collect();
        record.contents = wanted.contents(&request.contents, language);
        record.documents = wanted.documents(&request.documents);
        let used = wanted.used(&request.contents, &request.documents);
        record.legal_basis = self.source.basis(&request.instruments, &used);
        record.residual_reason = request
            .residual_reason
            .as_ref()
            .filter(|reason| !reason.trim().is_empty())
            .map(|reason| FreeText::original(reason, language));
        record.persons = vec![person_of(&request.person, language)];
        record.persons.retain(|person| !person.names.is_empty());
        record.safeguards = self.safeguards(&request.safeguards);
    }

    fn decision(&self, record: &mut Record, decision: &law::act::Decision) {
        let word = match decision.outcome {
            DecisionOutcome::Granted => "granted",
            DecisionOutcome::Refused => "refused",
            DecisionOutcome::Postponed => "postponed",
        };
        let facts = &mut record.particulars;
        facts.push(fact("outcome", Value::Term(Term::key(word))));
        if let Some(ground) = &decision.ground {
            let grounds = self.source.checks.iter().flat_map(|check| &check.grounds);
            let known = grounds
                .into_iter()
                .find(|known| known.instrument == ground.instrument && known.key == ground.key);
            let label = known.map(|known| known.description.clone()).unwrap_or_default();
            facts.push(fact(
                "ground",
                Value::Ground(Ground {
                    what: Term::new(ground.key.as_str(), label),
                    articles: vec![self.source.cite(ground.instrument.as_str(), &ground.article)],
                    verified: known.is_some_and(|known| known.verified),
                }),
            ));
        }
        facts.extend(text("reasons", &decision.reasons));
        facts.extend(decision.conditions.iter().flat_map(|condition| text("conditions", condition)));
        facts.extend(decision.surrender_on.map(|day| fact("surrender-on", Value::Date(day))));
        facts.extend(decision.surrender_place.as_ref().and_then(|place| plain("surrender-place", place)));
        if decision.force_majeure {
            facts.push(fact("force-majeure", Value::Flag(true)));
        }
        record.safeguards = self.safeguards(&decision.safeguards);
    }

    fn notice(&self, record: &mut Record, body: &Body) {
        record.subject = Some(Term::key(body.kind()));
        record.documents = self.wanted(None).documents(saying::documents(body));
        record.safeguards = self.safeguards(saying::safeguards(body));
        let facts = &mut record.particulars;
        match body {
            Body::Arrest(arrest) => {
                facts.push(fact("at", moment(arrest.at, &arrest.zone)));
                facts.extend(plain("place", &arrest.place));
            }
            Body::Consent(consent) => {
                facts.push(fact("at", moment(consent.at, "")));
                facts.extend(plain("before", &consent.before));
                facts.push(fact("counsel", Value::Flag(consent.counsel)));
                facts.push(fact("speciality-waived", Value::Flag(consent.speciality_waived)));
                if consent.revoked {
                    facts.push(fact("revoked", Value::Flag(true)));
                }
            }
            Body::Release(release) => {
                facts.push(fact("at", moment(release.at, "")));
                facts.extend(text("reason", &release.reason));
                facts.extend(
                    release.deadline.as_ref().map(|key| fact("deadline", Value::Term(self.period(key)))),
                );
            }
            Body::Surrender(surrender) => {
                facts.push(fact("at", moment(surrender.at, "")));
                facts.extend(plain("place", &surrender.place));
                facts.extend(plain("days-in-custody", &surrender.days_in_custody.to_string()));
            }
            Body::Outcome(outcome) => {
                facts.push(fact("result", Value::Term(Term::key(outcome.result.key()))));
                facts.extend(text("text", &outcome.text));
            }
            Body::Withdrawal(withdrawal) => facts.extend(text("reason", &withdrawal.reason)),
            Body::Note(note) => facts.extend(text("text", &note.text)),
            Body::Measure(measure) => {
                let form = self.source.law.measure_form(self.source.state, &measure.measure);
                let title = form.as_ref().map(|form| form.title.clone()).unwrap_or_default();
                facts.push(fact("measure", Value::Term(Term::new(measure.measure.as_str(), title))));
                facts.push(fact("at", moment(measure.at, &measure.zone)));
                facts.extend(plain("place", &measure.place));
                facts.extend(measure.until.map(|day| fact("until", Value::Date(day))));
                facts.extend(text("text", &measure.text));
                facts.extend(measure.corrects.and_then(|act| plain("corrects", &act.to_string())));
                let tally = form.as_ref().and_then(|form| form.amounts).map(law::codes::Tally::as_str);
                record.amounts = measure
                    .amounts
                    .iter()
                    .map(|amount| Amount {
                        what: Term::key(tally.unwrap_or("amount")),
                        currency: amount.currency.to_string(),
                        value: amount.value.to_string(),
                    })
                    .collect();
                if let Some(form) = form {
                    let wanted = WantedHere {
                        source: self.source,
                        contents: form.contents,
                        documents: form.documents,
                        relied_on: Vec::new(),
                    };
                    record.contents = wanted.contents(&measure.contents, "");
                    record.documents = wanted.documents(&measure.documents);
                } else {
                    record.contents = self.wanted(None).contents(&measure.contents, "");
                }
            }
            Body::Extension(extension) => {
                facts.push(fact("deadline", Value::Term(self.period(&extension.deadline))));
                facts.push(fact("until", Value::Date(extension.until)));
                facts.extend(text("reason", &extension.reason));
            }
            Body::Suspension(suspension) => {
                facts.push(fact("deadline", Value::Term(self.period(&suspension.deadline))));
                if suspension.resumed {
                    facts.push(fact("resumed", Value::Flag(true)));
                }
                facts.push(fact("at", moment(suspension.at, "")));
                facts.extend(text("reason", &suspension.reason));
            }
            Body::Undertaking(undertaking) => {
                let mut given = self.given();
                for one in &mut given {
                    one.text = said(&undertaking.text);
                }
                if given.is_empty() {
                    given.push(Undertaking {
                        what: Term::key(undertaking.undertaking.as_str()),
                        articles: Vec::new(),
                        verified: true,
                        text: said(&undertaking.text),
                    });
                }
                record.undertakings = given;
            }
            Body::Fulfilment(fulfilment) => {
                let known = self
                    .source
                    .state
                    .undertakings
                    .iter()
                    .find(|one| one.given_in == fulfilment.given_in && one.key == fulfilment.undertaking);
                let label = known.map(|known| known.description.clone()).unwrap_or_default();
                let what = Term::new(fulfilment.undertaking.as_str(), label);
                facts.push(fact("undertaking", Value::Term(what)));
                facts.push(fact("result", Value::Term(Term::key(fulfilment.result.key()))));
                facts.push(fact("at", moment(fulfilment.at, "")));
                facts.extend(text("text", &fulfilment.text));
            }
            Body::Request(_)
            | Body::Acceptance(_)
            | Body::Question(_)
            | Body::Supplement(_)
            | Body::Decision(_) => {}
        }
    }

    /// What the procedures of the case ask for, given what is said.
    fn wanted(&self, given: Option<&BTreeMap<Key, String>>) -> WantedHere<'_> {
        let nothing = BTreeMap::new();
        let form = self.source.law.request_form(self.source.checks, given.unwrap_or(&nothing));
        WantedHere {
            source: self.source,
            contents: form.contents,
            documents: form.documents,
            relied_on: self.source.state.instruments.clone(),
        }
    }

    fn safeguards(&self, answers: &[SafeguardAnswer]) -> Vec<Safeguard> {
        answers.iter().filter_map(|answer| self.safeguard(answer)).collect()
    }

    fn safeguard(&self, answer: &SafeguardAnswer) -> Option<Safeguard> {
        let questions = self.source.state.safeguards.iter().map(|safeguard| &safeguard.question);
        let questions = questions.chain(self.source.checks.iter().flat_map(|check| &check.safeguards));
        let question: &SafeguardQuestion =
            questions.into_iter().find(|question| answer.key == question.key && !question.confidential)?;
        let option = question.answers.iter().find(|option| option.key == answer.answer);
        let text = option.map(|option| option.text.clone()).unwrap_or_default();
        let name = self.source.signers.iter().find(|signer| signer.login == answer.by);
        Some(Safeguard {
            question: Term::new(question.key.as_str(), &question.question),
            articles: vec![self.source.cite(&question.source, &question.article)],
            verified: question.verified,
            answer: Term::new(format!("{}.{}", question.key, answer.answer), text),
            reasoning: said(&answer.reasoning),
            by: name.map_or_else(|| answer.by.clone(), |signer| signer.name.clone()),
        })
    }

    /// The undertakings that the act gave.
    fn given(&self) -> Vec<Undertaking> {
        let Some(act) = &self.source.act else { return Vec::new() };
        let given = self.source.state.undertakings.iter().filter(|one| one.given_in.to_string() == act.hash);
        given
            .map(|one| Undertaking {
                what: Term::new(one.key.as_str(), &one.description),
                articles: vec![self.source.cite(&one.source, &one.article)],
                verified: true,
                text: None,
            })
            .collect()
    }

    /// The periods that run with a day on which they end.
    fn running(&self) -> Vec<Deadline> {
        if self.source.act.is_none() {
            return Vec::new();
        }
        let running = |deadline: &&RunningDeadline| deadline.state == DeadlineState::Running;
        self.source
            .state
            .deadlines
            .iter()
            .filter(running)
            .filter_map(|deadline| self.deadline(deadline))
            .collect()
    }

    fn deadline(&self, deadline: &RunningDeadline) -> Option<Deadline> {
        let due = deadline.due_at?;
        let (local, zone) = deadline.due_local.as_deref().and_then(zoned).unwrap_or_default();
        Some(Deadline {
            what: self.period(&deadline.key),
            articles: vec![self.source.cite(deadline.instrument.as_str(), &deadline.article)],
            verified: deadline.verified,
            due: Moment { at: due, local, zone },
            state: Term::key(if deadline.state == DeadlineState::Missed { "missed" } else { "running" }),
            consequence: deadline.consequence.clone(),
        })
    }

    /// A period by its key, with what it is counted from.
    fn period(&self, key: &Key) -> Term {
        Term::key(key.as_str())
    }
}

/// What is asked for here, and by which articles.
struct WantedHere<'a> {
    source: &'a Source<'a>,
    contents: Vec<Wanted>,
    documents: Vec<Wanted>,
    /// Only what these instruments ask for is cited; everything where it is empty.
    relied_on: Vec<InstrumentId>,
}

impl WantedHere<'_> {
    fn of(mut self, instruments: &[InstrumentId]) -> Self {
        self.relied_on = instruments.to_vec();
        self
    }

    /// The rules of the instruments relied on that ask for a content or document.
    fn rules(&self, key: &Key, documents: bool) -> Vec<&ContentRule> {
        let mut rules: Vec<&ContentRule> = Vec::new();
        for check in self.source.checks {
            let list = if documents { &check.documents } else { &check.contents };
            for rule in list.iter().filter(|rule| rule.key == *key) {
                let relied = self.relied_on.is_empty() || self.relied_on.contains(&rule.instrument);
                let known =
                    rules.iter().any(|one| one.instrument == rule.instrument && one.article == rule.article);
                if relied && !known {
                    rules.push(rule);
                }
            }
        }
        rules
    }

    /// What a key stands for, the articles that ask for it, and whether all of them were read.
    fn named(&self, key: &Key, documents: bool) -> (Term, Vec<Cite>, bool) {
        let list = if documents { &self.documents } else { &self.contents };
        let wanted = list.iter().find(|wanted| wanted.key == *key);
        let rules = self.rules(key, documents);
        let label = rules.first().map(|rule| &rule.description);
        let label = label.or(wanted.map(|wanted| &wanted.description)).cloned().unwrap_or_default();
        let term = Term::new(key.as_str(), label);
        if rules.is_empty() {
            let cites = wanted.filter(|wanted| !wanted.source.is_empty());
            let cites = cites.map(|wanted| self.source.cite(&wanted.source, &wanted.article));
            return (term, cites.into_iter().collect(), wanted.is_none_or(|wanted| wanted.verified));
        }
        let cites =
            rules.iter().map(|rule| self.source.cite(rule.instrument.as_str(), &rule.article)).collect();
        (term, cites, rules.iter().all(|rule| rule.verified))
    }

    fn content(&self, key: &Key, text: &str) -> Content {
        let documents = !self.contents.iter().any(|wanted| wanted.key == *key)
            && self.documents.iter().any(|wanted| wanted.key == *key);
        let (what, articles, verified) = self.named(key, documents);
        Content { what, articles, verified, value: free(text) }
    }

    /// The contents in the order in which they are asked for; what nobody asked for comes last.
    fn contents(&self, given: &BTreeMap<Key, String>, language: &str) -> Vec<Content> {
        let asked = self.contents.iter().map(|wanted| &wanted.key).filter(|key| given.contains_key(*key));
        let mut order: Vec<&Key> = Vec::new();
        for key in asked.chain(given.keys()) {
            if !order.contains(&key) {
                order.push(key);
            }
        }
        order
            .into_iter()
            .filter_map(|key| Some((key, given.get(key).filter(|text| !text.trim().is_empty())?)))
            .map(|(key, text)| {
                let wanted = self.contents.iter().find(|wanted| wanted.key == *key);
                Content { value: typed(wanted, text, language), ..self.content(key, text) }
            })
            .collect()
    }

    fn documents(&self, documents: &[LawDocument]) -> Vec<Document> {
        documents
            .iter()
            .map(|document| {
                let other = document.key.as_str() == "other";
                let (what, articles, _) = self.named(&document.key, true);
                Document {
                    what: (!other).then_some(what),
                    articles,
                    title: document.title.clone(),
                    language: document.language.clone(),
                    sha256: document.sha256.to_string(),
                    bytes: Some(document.length()),
                }
            })
            .collect()
    }

    /// The articles of each instrument under which something is said, in the order of their numbers.
    fn used(
        &self,
        contents: &BTreeMap<Key, String>,
        documents: &[LawDocument],
    ) -> BTreeMap<InstrumentId, Vec<String>> {
        let contents = contents.keys().map(|key| (key, false));
        let documents = documents.iter().map(|document| (&document.key, true));
        let mut used: BTreeMap<InstrumentId, Vec<String>> = BTreeMap::new();
        for (key, document) in contents.chain(documents) {
            for rule in self.rules(key, document) {
                let list = used.entry(rule.instrument.clone()).or_default();
                for article in heads(&rule.article) {
                    if !list.contains(&article) {
                        list.push(article);
                    }
                }
            }
        }
        for list in used.values_mut() {
            list.sort_by_key(|article| {
                let digits: String = article.chars().take_while(char::is_ascii_digit).collect();
                (digits.parse::<u32>().unwrap_or(u32::MAX), article.clone())
            });
        }
        used
    }
}

/// The articles of a citation without their paragraphs: `12(2)(a), 16(2)` has `12` and `16`.
fn heads(article: &str) -> Vec<String> {
    let mut heads = Vec::new();
    for part in article.split([',', ';']) {
        let head = part.split('(').next().unwrap_or_default().trim();
        // `25(3), (5)` names a further paragraph of the same article.
        if !head.is_empty() {
            heads.push(head.to_owned());
        }
    }
    heads
}

/// A value by what its field takes.
fn typed(wanted: Option<&Wanted>, text: &str, language: &str) -> Value {
    let trimmed = text.trim();
    let Some(wanted) = wanted else { return Value::Text(FreeText::original(text, language)) };
    match wanted.kind {
        FieldType::Text | FieldType::Document => Value::Text(FreeText::original(text, language)),
        FieldType::Date => match trimmed.parse() {
            Ok(date) => Value::Date(date),
            Err(_) => Value::Plain(trimmed.to_owned()),
        },
        FieldType::Moment => zoned(trimmed)
            .and_then(|(local, zone)| {
                let at = trimmed.parse::<jiff::ZonedDateTime>().ok()?.timestamp();
                Some(Value::Moment(Moment { at, local, zone }))
            })
            .unwrap_or_else(|| Value::Plain(trimmed.to_owned())),
        FieldType::Choice => {
            let chosen = wanted.choices.iter().find(|choice| choice.key.as_str() == trimmed);
            let label = chosen.map(|choice| choice.text.clone()).unwrap_or_default();
            Value::Term(Term::new(trimmed, label))
        }
        FieldType::Amount
        | FieldType::Person
        | FieldType::Address
        | FieldType::Account
        | FieldType::Number => Value::Plain(trimmed.to_owned()),
    }
}

/// The local time and the zone of a moment such as `2026-03-19T14:20+02:00[Europe/Tallinn]`.
fn zoned(text: &str) -> Option<(String, String)> {
    let moment: jiff::ZonedDateTime = text.parse().ok()?;
    let zone = moment.time_zone().iana_name()?.to_owned();
    Some((moment.strftime("%Y-%m-%d %H:%M").to_string(), zone))
}

fn fact(key: &str, value: Value) -> Fact {
    Fact { what: Term::key(key), value }
}

/// Free text of which nobody said in which language it is.
fn free(text: &str) -> Value {
    Value::Text(FreeText::original(text, ""))
}

fn said(text: &str) -> Option<FreeText> {
    (!text.trim().is_empty()).then(|| FreeText::original(text, ""))
}

fn text(key: &str, text: &str) -> Option<Fact> {
    said(text).map(|said| fact(key, Value::Text(said)))
}

fn plain(key: &str, text: &str) -> Option<Fact> {
    (!text.trim().is_empty()).then(|| fact(key, Value::Plain(text.to_owned())))
}

/// A moment, in local time too where the record names the zone.
fn moment(at: jiff::Timestamp, zone: &str) -> Value {
    let local = if zone.is_empty() { String::new() } else { local(at, zone).replace('T', " ") };
    Value::Moment(Moment { at, local, zone: zone.to_owned() })
}

fn person_of(person: &law::act::Person, language: &str) -> Person {
    let description = person.description.trim();
    Person {
        names: person.names.iter().filter(|name| !name.trim().is_empty()).cloned().collect(),
        born: person.born.clone(),
        nationality: person.nationality.iter().map(ToString::to_string).collect(),
        sex: person.sex.clone(),
        description: (!description.is_empty()).then(|| FreeText::original(description, language)),
    }
}
