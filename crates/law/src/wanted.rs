//! What an act of a procedure says: typed fields, documents and amounts, from the instruments and the procedure's file.
//!
//! A page builds its form from these views; the checks before sending and on receipt use the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::check::{Check, ContentRule, End, SafeguardQuestion};
use crate::codes::{FactCode, FieldPlace, FieldType, PersonNeed, Tally};
use crate::condition::{Term, When};
use crate::facts::{Facts, Purpose};
use crate::field;
use crate::fold::CaseState;
use crate::ids::Key;
use crate::library::Library;
use crate::procedure::{DocumentText, FieldText, Procedure};
use crate::progress::Progress;
use crate::views::end;

/// A content or document of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Wanted {
    /// Its key.
    pub key: Key,
    /// What it is.
    pub description: String,
    /// The instrument or other source.
    pub source: String,
    /// The article.
    pub article: String,
    /// Whether the text was read.
    pub verified: bool,
    /// What it takes.
    pub kind: FieldType,
    /// What can be chosen, where it is a choice.
    pub choices: Vec<Choice>,
    /// How a value is written.
    pub example: &'static str,
    /// Whether it must be there now: always, or in the situation that holds.
    pub required: bool,
    /// The situation in which an instrument asks for it, in words.
    pub situation: Option<String>,
    /// The situation as the procedure's file states it, for example `purpose is enforcement`.
    pub when: Option<String>,
    /// Whether the signed act itself fulfils it, such as the written form.
    pub given_by_act: bool,
    #[serde(skip)]
    condition: When,
    #[serde(skip)]
    pub(crate) fact: Option<FactCode>,
}

/// One of the choices of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Choice {
    /// Its key.
    pub key: Key,
    /// In words.
    pub text: String,
}

/// What a request says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RequestForm {
    /// Whether it names a person: `required`, `optional` or `none`.
    pub person: &'static str,
    /// Its fields.
    pub contents: Vec<Wanted>,
    /// Its documents.
    pub documents: Vec<Wanted>,
    /// The safeguards its end answers.
    pub safeguards: Vec<SafeguardQuestion>,
}

/// What the report of a measure says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MeasureForm {
    /// The measure.
    pub key: Key,
    /// In words.
    pub title: String,
    /// Which end takes it.
    pub by: End,
    /// Whether a second person must approve it.
    pub coercive: bool,
    /// The sum its amounts go into; nothing where it has none.
    pub amounts: Option<Tally>,
    /// Whether an amount must be there.
    pub amount_required: bool,
    /// Whether it names the last day until which it lasts.
    pub until: bool,
    /// Whether its moment may lie ahead.
    pub planned: bool,
    /// Its fields.
    pub contents: Vec<Wanted>,
    /// Its documents.
    pub documents: Vec<Wanted>,
    /// The safeguards that guard it and that its end answers.
    pub safeguards: Vec<SafeguardQuestion>,
    /// Undertakings that it fulfils.
    pub settles: Vec<Key>,
}

impl Library {
    /// What a request says for the procedures of these answers, when it says `given` so far.
    pub fn request_form(&self, checks: &[Check], given: &BTreeMap<Key, String>) -> RequestForm {
        let mut form = RequestForm {
            person: PersonNeed::None.as_str(),
            contents: Vec::new(),
            documents: Vec::new(),
            safeguards: Vec::new(),
        };
        let mut need = PersonNeed::None;
        for check in checks {
            let Some(procedure) = self.procedures.get(&check.procedure) else { continue };
            need = need.min(procedure.person);
            merge(&mut form.contents, contents(check, procedure));
            merge(&mut form.documents, documents(check, procedure));
            for question in check.safeguards.iter().filter(|question| question.who == End::Requesting) {
                if !form.safeguards.iter().any(|known| known.key == question.key) {
                    form.safeguards.push(question.clone());
                }
            }
        }
        form.person = need.as_str();
        for wanted in form.contents.iter_mut().chain(&mut form.documents) {
            wanted.required = wanted.needed(|term| said(term, given));
        }
        form
    }

    /// What a measure is called in the first procedure that has it.
    pub fn measure_title(&self, measure: &Key) -> Option<&str> {
        (self.procedures.values())
            .flat_map(|procedure| &procedure.measures)
            .find(|text| text.key == *measure)
            .map(|text| text.title.as_str())
    }

    /// What a field of the procedures is, and what its value stands for where that is a choice: in the procedure that
    /// knows the value, else in the first that describes the field.
    pub fn field_words(&self, key: &Key, value: &str) -> (Option<&str>, Option<&str>) {
        let fields = || (self.procedures.values()).flat_map(|one| &one.fields).filter(|one| one.key == *key);
        let chosen = fields().find_map(|field| {
            let choice = field.choices.iter().find(|choice| choice.key.as_str() == value)?;
            Some((field.description.as_deref(), Some(choice.text.as_str())))
        });
        chosen.unwrap_or_else(|| (fields().find_map(|field| field.description.as_deref()), None))
    }

    /// What the report of a measure says in a case; nothing where its procedures have no such measure.
    pub fn measure_form(&self, case: &CaseState, measure: &Key) -> Option<MeasureForm> {
        let law = &case.inner.law;
        let text = law.measures.iter().find(|text| text.key == *measure)?;
        let (contents, documents) = case.inner.measure_wants(measure);
        let guards = |question: &&SafeguardQuestion| {
            question.who == end(text.by) && question.blocks.iter().any(|blocked| blocked == measure.as_str())
        };
        Some(MeasureForm {
            key: text.key.clone(),
            title: text.title.clone(),
            by: end(text.by),
            coercive: text.coercive,
            amounts: text.tally,
            amount_required: text.amount_required,
            until: text.until,
            planned: text.planned,
            contents,
            documents,
            safeguards: law.safeguards.iter().filter(guards).cloned().collect(),
            settles: text.settles.iter().map(|key| key.value.clone()).collect(),
        })
    }
}

/// A promise that an end can give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Promise {
    /// The undertaking.
    pub key: Key,
    /// What is promised.
    pub description: String,
    /// The instrument or other source.
    pub source: String,
    /// The article.
    pub article: String,
    /// Whether it is owed as long as nobody lets the state off.
    pub lasting: bool,
}

impl CaseState {
    /// The promises that an end can give in this case.
    pub fn promises(&self, by: End) -> Vec<Promise> {
        let of_end = self.inner.law.undertakings.values().filter(|text| end(text.by) == by);
        of_end
            .map(|text| Promise {
                key: text.key.clone(),
                description: text.description.clone(),
                source: text.source.clone(),
                article: text.article.clone(),
                lasting: text.lasting,
            })
            .collect()
    }
}

impl Progress {
    /// The fields and documents of a measure, required as the case stands.
    pub(crate) fn measure_wants(&self, measure: &Key) -> (Vec<Wanted>, Vec<Wanted>) {
        let law = &self.law;
        let Some(text) = law.measures.iter().find(|text| text.key == *measure) else {
            return (Vec::new(), Vec::new());
        };
        let mut contents: Vec<Wanted> = (text.fields.iter())
            .filter_map(|key| law.fields.iter().find(|field| field.key == key.value))
            .map(own_field)
            .collect();
        let mut documents: Vec<Wanted> = (text.documents.iter())
            .filter_map(|key| law.own_documents.iter().find(|document| document.key == key.value))
            .map(own_document)
            .collect();
        for wanted in contents.iter_mut().chain(&mut documents) {
            wanted.required = wanted.needed(|term| self.term(term));
        }
        (contents, documents)
    }
}

impl Wanted {
    /// Whether it must be there, given what is so.
    pub(crate) fn needed(&self, is: impl Fn(&Term) -> Option<bool>) -> bool {
        self.required || (!self.condition.always() && self.condition.holds(is) == Some(true))
    }

    /// The keys that can be chosen.
    pub(crate) fn choice_keys(&self) -> Vec<Key> {
        self.choices.iter().map(|choice| choice.key.clone()).collect()
    }

    /// The source with the article.
    pub(crate) fn cite(&self) -> String {
        format!("{} {}", self.source, self.article).trim().to_owned()
    }

    fn of_rule(rule: &ContentRule) -> Self {
        Self {
            key: rule.key.clone(),
            description: rule.description.clone(),
            source: rule.instrument.to_string(),
            article: rule.article.clone(),
            verified: rule.verified,
            kind: FieldType::Text,
            choices: Vec::new(),
            example: field::example(FieldType::Text),
            required: rule.required,
            situation: rule.condition.clone(),
            when: None,
            given_by_act: rule.given_by_act,
            condition: When::default(),
            fact: None,
        }
    }

    fn typed(mut self, text: &FieldText) -> Self {
        self.kind = text.kind;
        self.example = field::example(text.kind);
        self.choices = choices(text);
        self.fact = text.fact;
        self.under(text.required, &text.when)
    }

    fn under(mut self, required: bool, when: &When) -> Self {
        self.required |= required;
        self.when = (!when.always()).then(|| when.text().to_owned());
        self.condition = when.clone();
        self
    }
}

fn choices(text: &FieldText) -> Vec<Choice> {
    (text.choices.iter())
        .map(|choice| Choice { key: choice.key.clone(), text: choice.text.clone() })
        .collect()
}

fn own_field(text: &FieldText) -> Wanted {
    Wanted {
        key: text.key.clone(),
        description: text.description.clone().unwrap_or_else(|| text.key.to_string()),
        source: text.source.clone().unwrap_or_default(),
        article: text.article.clone().unwrap_or_default(),
        verified: text.verified,
        kind: text.kind,
        choices: choices(text),
        example: field::example(text.kind),
        required: false,
        situation: None,
        when: None,
        given_by_act: false,
        condition: When::default(),
        fact: text.fact,
    }
    .under(text.required, &text.when)
}

fn own_document(text: &DocumentText) -> Wanted {
    Wanted {
        key: text.key.clone(),
        description: text.description.clone().unwrap_or_else(|| text.key.to_string()),
        source: text.source.clone().unwrap_or_default(),
        article: text.article.clone().unwrap_or_default(),
        verified: text.verified,
        kind: FieldType::Document,
        choices: Vec::new(),
        example: field::example(FieldType::Document),
        required: false,
        situation: None,
        when: None,
        given_by_act: false,
        condition: When::default(),
        fact: None,
    }
    .under(text.required, &text.when)
}

/// The contents of a request under the instruments in use, with the procedure's own.
pub(crate) fn contents(check: &Check, procedure: &Procedure) -> Vec<Wanted> {
    let fields = || procedure.fields.iter().filter(|field| field.place == FieldPlace::Request);
    let mut wanted: Vec<Wanted> = (check.contents.iter())
        .map(|rule| {
            let wanted = Wanted::of_rule(rule);
            match fields().find(|field| field.key == rule.key) {
                Some(field) => wanted.typed(field),
                None => wanted,
            }
        })
        .collect();
    let known: BTreeSet<Key> = wanted.iter().map(|wanted| wanted.key.clone()).collect();
    // A field without a description only gives a type to what the instruments ask for.
    wanted.extend(
        fields().filter(|field| !known.contains(&field.key) && field.description.is_some()).map(own_field),
    );
    wanted
}

/// The documents of a request under the instruments in use, with the procedure's own.
pub(crate) fn documents(check: &Check, procedure: &Procedure) -> Vec<Wanted> {
    let in_measures = |key: &Key| {
        procedure.measures.iter().flat_map(|measure| &measure.documents).any(|named| named.value == *key)
    };
    let mut wanted: Vec<Wanted> = (check.documents.iter())
        .map(|rule| {
            let mut wanted = Wanted::of_rule(rule);
            wanted.kind = FieldType::Document;
            wanted.example = field::example(FieldType::Document);
            match procedure.documents.iter().find(|document| document.key == rule.key) {
                Some(document) => wanted.under(document.required, &document.when),
                None => wanted,
            }
        })
        .collect();
    let known: BTreeSet<Key> = wanted.iter().map(|wanted| wanted.key.clone()).collect();
    let own = (procedure.documents.iter())
        .filter(|document| !known.contains(&document.key) && document.description.is_some())
        .filter(|document| !in_measures(&document.key));
    wanted.extend(own.map(own_document));
    wanted
}

/// A key that two procedures ask for is asked once, and is needed where one of them needs it.
pub(crate) fn merge(wanted: &mut Vec<Wanted>, more: Vec<Wanted>) {
    for one in more {
        match wanted.iter_mut().find(|known| known.key == one.key) {
            Some(known) => known.required |= one.required,
            None => wanted.push(one),
        }
    }
}

/// A term of a condition by what the contents say alone.
pub(crate) fn said(term: &Term, given: &BTreeMap<Key, String>) -> Option<bool> {
    match term {
        Term::Is(field, value) => given.get(field).map(|text| text.trim() == value.as_str()),
        Term::InCustody
        | Term::FullRequest
        | Term::QuestionOpen
        | Term::Accepted
        | Term::Consented
        | Term::Done(_) => None,
    }
}

/// What the fields of a request tell the conditions of the instruments.
pub(crate) fn tell(facts: &mut Facts, wanted: &[Wanted], given: &BTreeMap<Key, String>) {
    for one in wanted {
        let (Some(fact), Some(text)) = (one.fact, given.get(&one.key)) else { continue };
        let number = text.trim().parse().ok();
        match fact {
            FactCode::Purpose => {
                facts.purpose = match text.trim() {
                    "prosecution" => Some(Purpose::Prosecution),
                    "enforcement" => Some(Purpose::Enforcement),
                    _ => facts.purpose,
                }
            }
            FactCode::MaximumMonths => facts.maximum_months = number,
            FactCode::RequestedMaximumMonths => facts.requested_maximum_months = number,
            FactCode::SentenceMonths => facts.sentence_months = number,
            FactCode::RemainingMonths => facts.remaining_months = number,
        }
    }
}
