//! The blind form: answering without learning who was asked for, asking without telling. Protocol §14.
//!
//! What is searched blindly are digests of index keys (`search::blind_keys`), kept in order, so that a bucket is a range. The
//! index of them follows the change feed of the registers like the one of names, but only once somebody asks.

use std::collections::{BTreeMap, HashMap};

use exchange::cbor::{self, Bytes};
use exchange::{Act, blind};
use search::{Query, RegisterId, Subject, SubjectId, blind_keys};
use serde::{Deserialize, Serialize};
use store::{AnswerState, BlindQuery, Changed, Form, Handle, Reveals};

use super::agreements::BlindTerms;
use super::messages::BlindAnswerBody;
use super::origins::Origins;
use super::person_search::{HitView, ReasonView};
use super::searching::RECALLED;
use super::{DeskError, agreements, arrival, partner_queries, registers, searching};
use crate::node::Node;

/// Changes read at once.
const BATCH: u32 = 2_000;
/// How many entries a bucket has on average at least, where there are so many: among these the one asked for hides.
const CROWD: usize = 64;
/// The most subjects that share one key and are told of: a common name without a year has more.
const SHARED_MOST: usize = 100;

/// Digests of the index keys of every subject, with what they lead to.
#[derive(Debug, Default)]
pub(crate) struct BlindIndex {
    followed: u64,
    by_digest: BTreeMap<blind::Digest, Vec<(RegisterId, SubjectId)>>,
    by_subject: HashMap<(RegisterId, SubjectId), Vec<blind::Digest>>,
}

impl BlindIndex {
    fn put(&mut self, register: &RegisterId, subject: &Subject) {
        self.remove(register, &subject.id);
        let digests: Vec<blind::Digest> =
            blind_keys::of_subject(subject).iter().map(|key| blind::Digest::of(key)).collect();
        let place = (register.clone(), subject.id.clone());
        for digest in &digests {
            self.by_digest.entry(*digest).or_default().push(place.clone());
        }
        self.by_subject.insert(place, digests);
    }

    fn remove(&mut self, register: &RegisterId, subject: &SubjectId) {
        let place = (register.clone(), subject.clone());
        for digest in self.by_subject.remove(&place).unwrap_or_default() {
            if let Some(places) = self.by_digest.get_mut(&digest) {
                places.retain(|known| *known != place);
                if places.is_empty() {
                    self.by_digest.remove(&digest);
                }
            }
        }
    }

    /// Bits that leave a crowd in each bucket.
    fn bits(&self) -> u8 {
        let buckets = (self.by_digest.len() / CROWD).max(2);
        u8::try_from(buckets.ilog2()).unwrap_or(1).clamp(1, blind::MAX_BITS)
    }
}

/// Follows the change feed.
async fn follow(node: &Node, index: &mut BlindIndex) -> Result<(), DeskError> {
    loop {
        let from = index.followed;
        let changes = node
            .store()
            .read("changes", |tx| Box::pin(async move { tx.changes_since(from, BATCH).await }))
            .await?;
        let Some(last) = changes.last().map(|change| change.seq) else { return Ok(()) };
        for change in changes {
            match change.what {
                Changed::Put(subject) => index.put(&change.register, &subject),
                Changed::Gone(subject) => index.remove(&change.register, &subject),
            }
        }
        index.followed = last;
        tokio::task::yield_now().await;
    }
}

/// How many bits name a bucket at present.
pub(crate) async fn bits(node: &Node) -> Result<u8, DeskError> {
    let mut index = node.desk().blind.lock().await;
    follow(node, &mut index).await?;
    Ok(index.bits())
}

/// Answers a blind query of a partner.
pub(crate) async fn asked(node: &Node, query: &Act) -> Result<(), DeskError> {
    let elements = u32::try_from(blind::ELEMENTS).unwrap_or(u32::MAX);
    let mut record = partner_queries::record_of(node, query, Form::Blind, "", elements);
    let declined =
        |why: &str| BlindAnswerBody { query: query.id(), answer: None, reason: Some(why.to_owned()) };
    let agreement = match partner_queries::admitted(node, query, Form::Blind).await? {
        Err(why) => {
            (record.state, record.reason) = (AnswerState::Declined, why.clone());
            return arrival::send_blind(node, query, &declined(&why), &[], &record, false).await;
        }
        Ok(agreement) => agreement,
    };
    if let Some(why) = partner_queries::over_quota(node, &agreement, query, elements).await? {
        (record.state, record.reason) = (AnswerState::Declined, why.clone());
        return arrival::send_blind(node, query, &declined(&why), &[], &record, true).await;
    }
    let question = match blind::Question::from_bytes(&query.body) {
        Ok(question) => question,
        Err(error) => {
            let why = format!("the query cannot be read: {error}");
            (record.state, record.reason) = (AnswerState::Declined, why.clone());
            return arrival::send_blind(node, query, &declined(&why), &[], &record, false).await;
        }
    };
    let (places, bits) = gathered(node, &question).await?;
    let crowded = places.iter().any(|(_, digests)| {
        digests.iter().map(|(_, subjects)| subjects.len().min(SHARED_MOST)).sum::<usize>()
            > blind::MAX_ENTRIES
    });
    if question.key() != agreement.blind_key || question.bits() > bits || crowded {
        let why = "the terms have changed: ask again under the new ones".to_owned();
        (record.state, record.reason) = (AnswerState::Declined, why.clone());
        arrival::send_blind(node, query, &declined(&why), &[], &record, false).await?;
        return agreements::tell_again(node, &agreement).await;
    }
    let key = agreements::answering_key(node, &agreement).await?;
    let (told, handles) = told(node, query, &key, &places).await?;
    let damaged =
        |error: blind::BlindError| DeskError::Damaged { what: "blind answer", why: error.to_string() };
    let mut rng = node.rng();
    // Point multiplications: away from the threads that serve requests.
    let answer = tokio::task::spawn_blocking(move || {
        key.answer(
            &question,
            |bucket| {
                let mut entries = Vec::new();
                for (digest, subjects) in places.get(&bucket).into_iter().flatten() {
                    let told = subjects.iter().take(SHARED_MOST).filter_map(|place| told.get(place));
                    entries.extend(key.entries(digest, told)?);
                }
                Ok(entries)
            },
            &mut rng,
        )
    })
    .await
    .map_err(|error| DeskError::Damaged { what: "blind answer", why: error.to_string() })?
    .map_err(damaged)?;
    record.hits = u32::try_from(answer.entries()).unwrap_or(u32::MAX);
    let body = BlindAnswerBody {
        query: query.id(),
        answer: Some(Bytes(answer.to_bytes().map_err(damaged)?)),
        reason: None,
    };
    arrival::send_blind(node, query, &body, &handles, &record, false).await
}

type Places = BTreeMap<u32, Vec<(blind::Digest, Vec<(RegisterId, SubjectId)>)>>;

/// What stands in the buckets of a question, of registers open to partners whose answers no person decides, and the bits that
/// are right at present.
async fn gathered(node: &Node, question: &blind::Question) -> Result<(Places, u8), DeskError> {
    let (registers, by_person) = node
        .store()
        .read("registers", |tx| Box::pin(async move { Ok((tx.registers().await?, tx.by_person().await?)) }))
        .await?;
    let open: Vec<RegisterId> = registers
        .into_iter()
        .filter(|(register, _)| register.searchable_by_partners && !by_person.contains(&register.id))
        .map(|(register, _)| register.id)
        .collect();
    let mut index = node.desk().blind.lock().await;
    follow(node, &mut index).await?;
    let mut places = Places::new();
    for bucket in question.buckets() {
        let (first, last) = blind::Digest::range(bucket, question.bits());
        let of = index.by_digest.range(first..=last).filter_map(|(digest, subjects)| {
            let subjects: Vec<_> =
                subjects.iter().filter(|(register, _)| open.contains(register)).cloned().collect();
            (!subjects.is_empty()).then_some((*digest, subjects))
        });
        places.insert(bucket, of.take(blind::MAX_ENTRIES + 1).collect());
    }
    Ok((places, index.bits()))
}

/// What is told of each subject, and what stands behind the handles.
async fn told(
    node: &Node,
    query: &Act,
    key: &blind::AnsweringKey,
    places: &Places,
) -> Result<(HashMap<(RegisterId, SubjectId), blind::Told>, Vec<Handle>), DeskError> {
    let wanted: &std::collections::BTreeSet<(RegisterId, SubjectId)> = &places
        .values()
        .flatten()
        .flat_map(|(_, subjects)| subjects.iter().take(SHARED_MOST))
        .cloned()
        .collect();
    let (registers, subjects) = node
        .store()
        .read("subjects of buckets", |tx| {
            Box::pin(async move {
                let mut subjects = Vec::with_capacity(wanted.len());
                for (register, subject) in wanted {
                    subjects.push(tx.subject(register, subject).await?);
                }
                Ok((tx.registers().await?, subjects))
            })
        })
        .await?;
    let (mut told, mut handles) = (HashMap::new(), Vec::new());
    let origins = Origins::of(node, subjects.iter().flatten().map(|record| &record.subject)).await?;
    for ((register, subject), record) in wanted.iter().zip(&subjects) {
        let Some(record) = record else { continue };
        // What is not told of has no entry in the answer either.
        let Some(cleared) = origins.clear(&record.subject, &query.author) else { continue };
        let reveals = registers
            .iter()
            .find(|(known, _)| known.id == *register)
            .map_or(Reveals::HitOnly, |(known, _)| known.reveals);
        let handle = key.handle(register.as_str(), subject.as_str());
        let row = registers::subject_row(cleared.subject(), None);
        let summary = match reveals {
            Reveals::HitOnly => None,
            Reveals::Summary => Some(blind::ToldSummary {
                name: cleared.subject().caption().to_owned(),
                birth_year: searching::birth_year(&row).and_then(|year| u16::try_from(year).ok()),
                nationality: row
                    .nationalities
                    .first()
                    .and_then(|code| code.to_ascii_lowercase().as_bytes().try_into().ok()),
            }),
        };
        told.insert((register.clone(), subject.clone()), blind::Told { handle, summary });
        handles.push(Handle {
            handle: hex::encode(handle),
            partner: query.author.clone(),
            register: register.clone(),
            subject: subject.clone(),
            query_act: query.id(),
            given_at: node.now(),
        });
    }
    Ok((told, handles))
}

/// A blind question to one partner, and what opens its answer.
pub(crate) struct Prepared {
    /// The body of the act.
    pub(crate) body: Vec<u8>,
    kept: Vec<u8>,
    keys: String,
    public: [u8; 32],
}

impl Prepared {
    /// What is kept, once the act has its identifier.
    pub(crate) fn record(&self, query_act: exchange::ActId) -> BlindQuery {
        BlindQuery {
            query_act,
            kept: self.kept.clone(),
            keys: self.keys.clone(),
            public_key: self.public,
            hits: None,
        }
    }
}

/// Makes the blind question of a query under a partner's terms.
pub(crate) fn prepare(node: &Node, query: &Query, terms: &BlindTerms) -> Result<Prepared, DeskError> {
    let damaged =
        |error: blind::BlindError| DeskError::Damaged { what: "blind question", why: error.to_string() };
    let keys = blind_keys::of_query(query);
    if keys.is_empty() {
        return Err(DeskError::invalid(
            "name",
            "nothing in it can be asked for blindly",
            "enter a name with letters, or a number",
        ));
    }
    let digests: Vec<blind::Digest> = keys.iter().map(|(_, key)| blind::Digest::of(key)).collect();
    let kinds: Vec<blind_keys::BlindKind> = keys.iter().map(|(kind, _)| *kind).collect();
    let (asked, question) =
        blind::Asked::new(&digests, terms.key, terms.bits, &mut node.rng()).map_err(damaged)?;
    Ok(Prepared {
        body: question.to_bytes().map_err(damaged)?,
        kept: asked.to_bytes().to_vec(),
        keys: serde_json::to_string(&kinds)
            .map_err(|error| DeskError::Damaged { what: "blind question", why: error.to_string() })?,
        public: blind::PublicKey::from_bytes(&terms.public.0)
            .map_err(damaged)?
            .as_bytes()
            .try_into()
            .map_err(|_| DeskError::Damaged { what: "terms", why: "a key of another length".to_owned() })?,
    })
}

/// How an opened answer is kept.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Opened {
    /// When it arrived.
    pub(crate) at: jiff::Timestamp,
    /// Why it was declined, or what is wrong with it.
    pub(crate) declined: Option<String>,
    /// The hits.
    pub(crate) hits: Vec<HitView>,
}

/// What stands in the place of an answer that its author recalled.
pub(crate) fn recalled(node: &Node) -> Result<String, DeskError> {
    let instead = Opened { at: node.now(), declined: Some(RECALLED.to_owned()), hits: Vec::new() };
    serde_json::to_string(&instead)
        .map_err(|error| DeskError::Damaged { what: "blind answer", why: error.to_string() })
}

/// Opens the answer to a blind query of ours.
pub(crate) async fn answered(node: &Node, act: &Act) -> Result<(), DeskError> {
    let limit = blind::MAX_ANSWER + 4_096;
    let Ok(body) = cbor::from_canonical::<BlindAnswerBody>(&act.body, limit) else { return Ok(()) };
    let (query, case) = (&body.query, &act.case);
    let (kept, search) = node
        .store()
        .read("blind query", |tx| {
            Box::pin(async move { Ok((tx.blind_query(query).await?, tx.search(case).await?)) })
        })
        .await?;
    let (Some(kept), Some(search)) = (kept, search) else { return Ok(()) };
    let asked_here =
        search.partners.iter().any(|partner| partner.query_act == *query && partner.partner == act.author);
    if kept.hits.is_some() || !asked_here {
        return Ok(());
    }
    let typed: super::person_search::PersonQuery = searching::stored(&search.search.query)?;
    let asked_for = super::person_search::read_query(&typed, node.now())?;
    let opened = match (&body.answer, &body.reason) {
        (Some(bytes), None) => match open(&kept, &bytes.0) {
            Ok(matches) => Opened { at: node.now(), declined: None, hits: hits(&asked_for, matches) },
            Err(why) => Opened { at: node.now(), declined: Some(why), hits: Vec::new() },
        },
        (_, reason) => Opened {
            at: node.now(),
            declined: Some(reason.clone().unwrap_or_else(|| "the answer cannot be read".to_owned())),
            hits: Vec::new(),
        },
    };
    let declined = opened.declined.is_some();
    let (opened, id, author, now) = (
        &serde_json::to_string(&opened)
            .map_err(|error| DeskError::Damaged { what: "blind answer", why: error.to_string() })?,
        &act.id(),
        &act.author,
        node.now(),
    );
    node.store()
        .run_tx("blind answer", |tx| {
            Box::pin(async move {
                tx.open_blind_query(query, opened).await?;
                tx.search_answered(query, author, declined, id, now).await
            })
        })
        .await?;
    Ok(())
}

fn open(kept: &BlindQuery, bytes: &[u8]) -> Result<Vec<(blind_keys::BlindKind, blind::Told)>, String> {
    let kinds: Vec<blind_keys::BlindKind> =
        serde_json::from_str(&kept.keys).map_err(|error| error.to_string())?;
    let told = |error: blind::BlindError| error.to_string();
    let asked = blind::Asked::from_bytes(&kept.kept).map_err(told)?;
    let answer = blind::Answer::from_bytes(bytes).map_err(told)?;
    let public = blind::PublicKey::from_bytes(&kept.public_key).map_err(told)?;
    let matches = asked.open(&answer, &public).map_err(told)?;
    Ok(matches.into_iter().filter_map(|found| Some((*kinds.get(found.key)?, found.told))).collect())
}

/// The hits of an opened answer, each subject once: by its best key, and weighed in full where a summary came with it.
fn hits(query: &Query, matches: Vec<(blind_keys::BlindKind, blind::Told)>) -> Vec<HitView> {
    let mut hits: Vec<HitView> = Vec::new();
    for (kind, told) in matches {
        let (word, score) = match kind {
            blind_keys::BlindKind::Number => ("blind-number", 900),
            blind_keys::BlindKind::NameYear => ("blind-name-year", 700),
            blind_keys::BlindKind::Name => ("blind-name", 300),
        };
        let subject = hex::encode(told.handle);
        if hits.iter().any(|hit| hit.subject == subject) {
            continue;
        }
        let mut reasons = vec![ReasonView {
            kind: word.to_owned(),
            ours: String::new(),
            theirs: String::new(),
            weight_per_mille: 1,
        }];
        let mut hit = HitView {
            subject,
            register: String::new(),
            register_name: String::new(),
            names: Vec::new(),
            born: None,
            nationalities: Vec::new(),
            score_per_mille: score,
            reasons: Vec::new(),
        };
        if let Some(summary) = told.summary {
            let nationality = summary.nationality.map(|code| String::from_utf8_lossy(&code).into_owned());
            let (odds, why) =
                search::weigh_summary(query, &summary.name, summary.birth_year, nationality.as_deref());
            if kind != blind_keys::BlindKind::Number {
                hit.score_per_mille = searching::per_mille(odds);
            }
            reasons.extend(why.iter().map(|reason| ReasonView {
                kind: reason.kind.as_str().to_owned(),
                ours: reason.ours.clone(),
                theirs: reason.theirs.clone(),
                weight_per_mille: searching::weight_per_mille(reason.weight),
            }));
            hit.names = vec![summary.name];
            hit.born = summary.birth_year.map(|year| year.to_string());
            hit.nationalities = nationality.into_iter().collect();
        }
        hit.reasons = reasons;
        hits.push(hit);
    }
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score_per_mille));
    hits
}
