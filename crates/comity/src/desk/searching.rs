//! The machinery of a search: the index, the words for reasons, answers given and answers read.

use exchange::cbor;
use jiff::Timestamp;
use rand::Rng;
use search::{Hit, Query, Reason, RegisterId};
use serde::de::DeserializeOwned;
use store::{ActRecord, Direction, Handle, PartnerSearch, Reveals};

use super::messages::{
    ANSWER, AnswerBody, AnswerHit, AnswerReason, AnswerState, HITS_MOST, MOST, QueryBody, Summary,
};
use super::origins::Origins;
use super::partner_queries::Candidate;
use super::person_search::{HitView, PartnerAnswer, ReasonView};
use super::{DeskError, registers};
use crate::node::Node;

/// One's own hits below this are noise.
const OWN_LEAST: f32 = 0.15;
/// A partner is told of nobody below this: a hit there reveals something about a person.
const PARTNER_LEAST: f32 = 0.5;
/// What a search says of an answer that was taken back.
pub(crate) const RECALLED: &str = "the answer was recalled by its author";
/// Reasons told with a hit.
const REASONS_MOST: usize = 12;

/// Hits in one's own registers with the names from the store.
pub(crate) async fn own(node: &Node, query: Query, limit: usize) -> Result<Vec<HitView>, DeskError> {
    let registers =
        node.store().read("registers", |tx| Box::pin(async move { tx.registers().await })).await?;
    let ids = registers.iter().map(|(register, _)| register.id.clone()).collect();
    let hits = &search(node, query, ids, limit, OWN_LEAST).await?;
    let subjects = node
        .store()
        .read("subjects of hits", |tx| {
            Box::pin(async move {
                let mut subjects = Vec::with_capacity(hits.len());
                for hit in hits {
                    subjects.push(tx.subject(&hit.register, &hit.subject).await?);
                }
                Ok(subjects)
            })
        })
        .await?;
    Ok(hits
        .iter()
        .zip(subjects)
        // A subject that was removed a moment ago is no hit any more.
        .filter_map(|(hit, record)| Some((hit, record?)))
        .map(|(hit, record)| {
            let row = registers::subject_row(&record.subject, None);
            HitView {
                subject: row.id,
                register: hit.register.to_string(),
                register_name: registers
                    .iter()
                    .find(|(register, _)| register.id == hit.register)
                    .map(|(register, _)| register.title.clone())
                    .unwrap_or_default(),
                names: row.names,
                born: row.born,
                nationalities: row.nationalities,
                score_per_mille: per_mille(hit.score),
                reasons: hit.reasons.iter().take(REASONS_MOST).map(reason).collect(),
            }
        })
        .collect())
}

/// Searches the index away from the threads that serve requests.
async fn search(
    node: &Node,
    query: Query,
    registers: Vec<RegisterId>,
    limit: usize,
    least: f32,
) -> Result<Vec<Hit>, DeskError> {
    let node = node.clone();
    let found = tokio::task::spawn_blocking(move || node.index().search(&query, &registers, limit)).await;
    match found {
        Ok(hits) => Ok(hits.into_iter().filter(|hit| hit.score >= least).collect()),
        Err(error) => Err(DeskError::Damaged { what: "search index", why: error.to_string() }),
    }
}

/// A score in thousandths. It stops short of 1000: nobody is certain from a description alone.
pub(crate) fn per_mille(score: f32) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=999")]
    let score = (score.clamp(0.0, 0.999) * 1000.0).round() as u16;
    score
}

pub(crate) fn weight_per_mille(weight: f32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a million")]
    let weight = (weight.clamp(-1000.0, 1000.0) * 1000.0).round() as i32;
    weight
}

fn reason(reason: &Reason) -> ReasonView {
    ReasonView {
        kind: reason.kind.as_str().to_owned(),
        ours: reason.ours.clone(),
        theirs: reason.theirs.clone(),
        weight_per_mille: weight_per_mille(reason.weight),
    }
}

/// The name a query asks for, as lists show it.
pub(crate) fn asked_name(query_act: &exchange::Act) -> String {
    cbor::from_canonical::<QueryBody>(&query_act.body, MOST)
        .map(|body| if body.name.is_empty() { body.documents.unwrap_or_default() } else { body.name })
        .unwrap_or_default()
}

/// The answer that the registers' rules allow, what stands behind its hits, and whether a person has to decide.
pub(crate) async fn answer(
    node: &Node,
    query_act: &exchange::Act,
) -> Result<(AnswerBody, Vec<Candidate>, bool), DeskError> {
    let id = query_act.id();
    let declined = |reason: &str| {
        let body = AnswerBody {
            query: id,
            state: AnswerState::Declined,
            reason: Some(reason.to_owned()),
            hits: Vec::new(),
        };
        (body, Vec::new(), false)
    };
    let Ok(body) = cbor::from_canonical::<QueryBody>(&query_act.body, MOST) else {
        return Ok(declined("the query cannot be read"));
    };
    let typed = super::person_search::PersonQuery {
        name: body.name,
        born: body.born.unwrap_or_default(),
        nationality: body.nationality.unwrap_or_default(),
        sex: body.sex.unwrap_or_default(),
        birth_place: body.birth_place.unwrap_or_default(),
        father: body.father.unwrap_or_default(),
        mother: body.mother.unwrap_or_default(),
        documents: body.documents.unwrap_or_default(),
        kind: body.subject.unwrap_or_default(),
        purpose: query_act.purpose.clone(),
        legal_basis: query_act.legal_basis.clone(),
    };
    let query = match super::person_search::read_query(&typed, node.now()) {
        Ok(query) => query,
        Err(error) => return Ok(declined(&error.to_string())),
    };
    let (registers, by_person) = node
        .store()
        .read("registers", |tx| Box::pin(async move { Ok((tx.registers().await?, tx.by_person().await?)) }))
        .await?;
    let open: Vec<RegisterId> = registers
        .iter()
        .filter(|(register, _)| register.searchable_by_partners)
        .map(|(register, _)| register.id.clone())
        .collect();
    if open.is_empty() {
        return Ok(declined("no register here is open to partners"));
    }
    let a_person_decides = open.iter().any(|register| by_person.contains(register));
    let found = &search(node, query, open, HITS_MOST, PARTNER_LEAST).await?;
    let subjects = node
        .store()
        .read("subjects of hits", |tx| {
            Box::pin(async move {
                let mut subjects = Vec::with_capacity(found.len());
                for hit in found {
                    subjects.push(tx.subject(&hit.register, &hit.subject).await?);
                }
                Ok(subjects)
            })
        })
        .await?;
    let mut rng = node.rng();
    let mut candidates = Vec::new();
    let origins = Origins::of(node, subjects.iter().flatten().map(|record| &record.subject)).await?;
    for (hit, record) in found.iter().zip(&subjects) {
        let Some(record) = record else { continue };
        let Some(cleared) = origins.clear(&record.subject, &query_act.author) else { continue };
        let reveals = registers
            .iter()
            .find(|(register, _)| register.id == hit.register)
            .map_or(Reveals::HitOnly, |(register, _)| register.reveals);
        let mut handle = [0_u8; 16];
        rng.fill_bytes(&mut handle);
        let row = registers::subject_row(cleared.subject(), None);
        let summary = match reveals {
            Reveals::HitOnly => None,
            Reveals::Summary => Some(Summary {
                name: cleared.subject().caption().to_owned(),
                birth_year: birth_year(&row),
                nationality: row.nationalities,
            }),
        };
        candidates.push(Candidate {
            register: hit.register.to_string(),
            subject: hit.subject.to_string(),
            name: cleared.subject().caption().to_owned(),
            born: row.born,
            hit: AnswerHit {
                handle: hex::encode(handle),
                score: per_mille(hit.score),
                reasons: hit.reasons.iter().take(REASONS_MOST).map(|reason| told(reason, reveals)).collect(),
                summary,
            },
        });
    }
    let state = if candidates.is_empty() { AnswerState::NoHit } else { AnswerState::Hit };
    let hits = candidates.iter().map(|candidate| candidate.hit.clone()).collect();
    Ok((AnswerBody { query: id, state, reason: None, hits }, candidates, a_person_decides))
}

/// Whether a person is protected from a partner's state, as the register says with `protectedFrom`: codes of states, or
/// `*` for every one. Such a person is no hit for that state, and nothing tells that somebody was left out.
pub(crate) fn protected_from(subject: &search::Subject, partner: &exchange::AuthorityId) -> bool {
    let state = partner.state();
    subject
        .values("protectedFrom")
        .iter()
        .map(|code| code.trim())
        .any(|code| code == "*" || code.eq_ignore_ascii_case(&state))
}

/// The year of birth of a row, whatever calendar it is written in.
pub(crate) fn birth_year(row: &registers::SubjectRow) -> Option<i16> {
    let born = search::Born::readings(row.born.as_deref()?, &row.nationalities).ok()?;
    born.first().map(|born| born.year())
}

/// What stands behind the handles that a partner is given.
pub(crate) fn handles(
    node: &Node,
    query_act: &exchange::Act,
    told: &[Candidate],
) -> Result<Vec<Handle>, DeskError> {
    let damaged = |error: search::NotAnId| DeskError::Damaged { what: "candidate", why: error.to_string() };
    told.iter()
        .map(|candidate| {
            Ok(Handle {
                handle: candidate.hit.handle.clone(),
                partner: query_act.author.clone(),
                register: RegisterId::new(&candidate.register).map_err(damaged)?,
                subject: search::SubjectId::new(&candidate.subject).map_err(damaged)?,
                query_act: query_act.id(),
                given_at: node.now(),
            })
        })
        .collect()
}

/// A reason as a partner may know it: names only where the register reveals a summary, exact dates never.
fn told(reason: &Reason, reveals: Reveals) -> AnswerReason {
    let kind = reason.kind.as_str();
    let shown = reveals == Reveals::Summary && kind.starts_with("name-");
    AnswerReason {
        kind: kind.to_owned(),
        ours: reason.ours.clone(),
        theirs: if shown { reason.theirs.clone() } else { String::new() },
        weight: weight_per_mille(reason.weight),
    }
}

/// The answer of one partner among the acts of a search, with the moment it arrived.
pub(crate) fn answer_of(acts: &[ActRecord], asked: &PartnerSearch) -> Option<(Timestamp, PartnerAnswer)> {
    let mut answers: Vec<(Timestamp, PartnerAnswer)> = acts
        .iter()
        .filter(|record| {
            record.direction == Direction::Incoming && record.kind == ANSWER && record.author == asked.partner
        })
        .filter_map(|record| {
            let at = record.stored_at;
            let body = exchange::Act::from_bytes(&record.bytes)
                .ok()
                .and_then(|act| cbor::from_canonical::<AnswerBody>(&act.body, MOST).ok());
            match body {
                Some(body) if body.query == asked.query_act => Some((at, read_answer(body, at))),
                Some(_) => None,
                None => {
                    Some((at, PartnerAnswer::Declined { at, reason: "the answer cannot be read".to_owned() }))
                }
            }
        })
        .collect();
    // That a person decides is told first; the first answer that says something is the answer.
    answers.sort_by_key(|(at, answer)| (matches!(answer, PartnerAnswer::Pending { .. }), *at));
    answers.into_iter().next()
}

/// What stands in the place of an answer that was here and was recalled by its author.
pub(crate) fn recalled(asked: &PartnerSearch) -> Option<(Timestamp, PartnerAnswer)> {
    let (_, at) = asked.answer?;
    Some((at, PartnerAnswer::Declined { at, reason: RECALLED.to_owned() }))
}

fn read_answer(body: AnswerBody, at: Timestamp) -> PartnerAnswer {
    match body.state {
        AnswerState::NoHit => PartnerAnswer::NoHit { at },
        AnswerState::Pending => PartnerAnswer::Pending { at },
        AnswerState::Declined => PartnerAnswer::Declined { at, reason: body.reason.unwrap_or_default() },
        AnswerState::Hit => {
            let hits = body.hits.into_iter().take(HITS_MOST).map(|hit| HitView {
                subject: hit.handle,
                register: String::new(),
                register_name: String::new(),
                names: hit.summary.iter().map(|summary| summary.name.clone()).collect(),
                born: hit
                    .summary
                    .as_ref()
                    .and_then(|summary| summary.birth_year)
                    .map(|year| year.to_string()),
                nationalities: hit.summary.map(|summary| summary.nationality).unwrap_or_default(),
                score_per_mille: hit.score.min(1000),
                reasons: hit
                    .reasons
                    .into_iter()
                    .take(REASONS_MOST)
                    .map(|reason| ReasonView {
                        kind: reason.kind,
                        ours: reason.ours,
                        theirs: reason.theirs,
                        weight_per_mille: reason.weight,
                    })
                    .collect(),
            });
            PartnerAnswer::Hits { at, hits: hits.collect() }
        }
    }
}

/// Reads what a search keeps.
pub(crate) fn stored<T: DeserializeOwned>(text: &str) -> Result<T, DeskError> {
    serde_json::from_str(text).map_err(|error| DeskError::Damaged { what: "search", why: error.to_string() })
}
