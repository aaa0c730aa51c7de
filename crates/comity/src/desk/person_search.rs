//! Finding a person: in one's own registers at once, and at partners by a signed query they answer by rule.

use std::time::Duration;

use exchange::{AuthorityId, CaseId, Handling, Onward, cbor};
use jiff::Timestamp;
use rand::Rng;
use search::{Born, Query, numbers};
use serde::{Deserialize, Serialize};
use store::NewSearch;
use tokio::sync::broadcast::error::RecvError;

use super::messages::{BLIND_QUERY, QUERY, QueryBody};
use super::{DeskError, Role, Viewer, agreements, audit, blind_search, case_store, searching};
use crate::node::{NewAct, Node};

/// What the officer typed, unchecked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonQuery {
    /// The name, in any script and order.
    pub name: String,
    /// Birth date or year: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `DD.MM.YYYY`; empty when unknown.
    pub born: String,
    /// Nationality, ISO alpha-2; empty when unknown.
    pub nationality: String,
    /// `female`, `male` or `other`; empty when unknown.
    #[serde(default)]
    pub sex: String,
    /// Place of birth; empty when unknown.
    #[serde(default)]
    pub birth_place: String,
    /// The father's name; empty when unknown.
    #[serde(default)]
    pub father: String,
    /// The mother's name; empty when unknown.
    #[serde(default)]
    pub mother: String,
    /// Numbers with semicolons between, or the machine-readable zone of a travel document; may stand instead of a name.
    #[serde(default)]
    pub documents: String,
    /// What is sought, a word of [`search::Kind`]; empty for a person.
    #[serde(default)]
    pub kind: String,
    /// What the search is for; required.
    pub purpose: String,
    /// The legal basis; required.
    pub legal_basis: String,
}

/// Why a hit scored as it did: one comparison, so that pages can word it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonView {
    /// What was compared and how, a key: `name-same`, `name-transliteration`, `born-year`, …
    pub kind: String,
    /// The part asked for.
    pub ours: String,
    /// The part found.
    pub theirs: String,
    /// For (positive) or against (negative), in thousandths.
    pub weight_per_mille: i32,
}

/// One hit, in one's own register or at a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitView {
    /// Own subject id, or the partner's opaque handle.
    pub subject: String,
    /// Register id; empty at a partner.
    pub register: String,
    /// Register name; empty at a partner.
    pub register_name: String,
    /// Names; empty when the partner reveals only that there is a hit.
    pub names: Vec<String>,
    /// Birth date or year.
    pub born: Option<String>,
    /// Nationalities.
    pub nationalities: Vec<String>,
    /// How likely the same person, in thousandths.
    pub score_per_mille: u16,
    /// The reasons, strongest first.
    pub reasons: Vec<ReasonView>,
}

/// What a partner has answered so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum PartnerAnswer {
    /// Sent or being sent; nothing back yet.
    Waiting,
    /// The partner cannot be reached; the query waits and is delivered later.
    Unreachable {
        /// What delivery reports.
        cause: String,
        /// When it is tried again.
        next_attempt: Option<Timestamp>,
    },
    /// Answered: nobody.
    NoHit {
        /// When the answer arrived.
        at: Timestamp,
    },
    /// Answered: somebody.
    Hits {
        /// When the answer arrived.
        at: Timestamp,
        /// The hits, best first; `subject` is the handle for [`super::drafting::open_request`].
        hits: Vec<HitView>,
    },
    /// A person there decides; the answer follows.
    Pending {
        /// When that was told.
        at: Timestamp,
    },
    /// Answered: the partner declines, with its reason.
    Declined {
        /// When the answer arrived.
        at: Timestamp,
        /// The reason.
        reason: String,
    },
}

/// One partner of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerResult {
    /// Authority id.
    pub partner: String,
    /// Its name.
    pub partner_name: String,
    /// Its state, ISO alpha-2.
    pub state: String,
    /// Whether it was asked blindly.
    pub blind: bool,
    /// The answer.
    pub answer: PartnerAnswer,
    /// Milliseconds from the question to the answer's arrival.
    pub took_ms: Option<u64>,
}

/// A search with everything known about it so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchView {
    /// Id of the search, 32 hex digits.
    pub id: String,
    /// What was asked.
    pub query: PersonQuery,
    /// When.
    pub asked_at: Timestamp,
    /// By whom.
    pub asked_by: String,
    /// Hits in one's own registers.
    pub own: Vec<HitView>,
    /// The partners asked.
    pub partners: Vec<PartnerResult>,
    /// Whether every partner has answered.
    pub complete: bool,
}

/// A partner that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskablePartner {
    /// Authority id.
    pub partner: String,
    /// Name.
    pub name: String,
    /// State, ISO alpha-2.
    pub state: String,
    /// Whether it has told terms for the blind form.
    pub blind: bool,
}

impl SearchView {
    /// The hit of a partner that a handle names.
    pub(crate) fn hit_of(&self, partner: &str, handle: &str) -> Option<&HitView> {
        let result = self.partners.iter().find(|result| result.partner == partner)?;
        match &result.answer {
            PartnerAnswer::Hits { hits, .. } => hits.iter().find(|hit| hit.subject == handle),
            PartnerAnswer::Waiting
            | PartnerAnswer::Pending { .. }
            | PartnerAnswer::Unreachable { .. }
            | PartnerAnswer::NoHit { .. }
            | PartnerAnswer::Declined { .. } => None,
        }
    }
}

/// The most characters of a name that is searched for.
const NAME_MOST: usize = 500;
/// The most bytes of a purpose or legal basis, as in an act.
const TEXT_MOST: usize = 4_000;
/// The most hits of one's own that a search keeps.
const OWN_MOST: usize = 50;
/// The longest wait for answers.
const WAIT_MOST_MS: u64 = 10_000;

/// The most numbers of one search.
const NUMBERS_MOST: usize = 8;

/// Checks what was typed, without searching.
pub fn check(query: &PersonQuery) -> Result<(), DeskError> {
    read_query(query, Timestamp::UNIX_EPOCH).map(|_| ())
}

/// One line of a form: short enough, without control characters; none when it is empty.
fn line_of(field: &'static str, text: &str) -> Result<Option<String>, DeskError> {
    let text = text.trim();
    let length = text.chars().count();
    if length > NAME_MOST {
        return Err(DeskError::invalid(
            field,
            format!("the {field} has {length} characters, {NAME_MOST} are allowed"),
            format!("enter the {field} alone"),
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(DeskError::invalid(
            field,
            format!("the {field} has control characters"),
            format!("enter the {field} on one line"),
        ));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// What was typed, as the index understands it. `now` tells the century of a travel document's birth date.
pub(crate) fn read_query(query: &PersonQuery, now: Timestamp) -> Result<Query, DeskError> {
    let name = line_of("name", &query.name)?.unwrap_or_default();
    let kind = Some(match query.kind.trim() {
        "" => search::Kind::Person,
        word => search::Kind::read(word).ok_or_else(|| {
            DeskError::invalid(
                "kind",
                format!("`{}` is not a kind of subject", super::reading::cut(word)),
                "choose person, organisation, vessel, vehicle, aircraft, property, address or asset",
            )
        })?,
    });
    let nationality = match query.nationality.trim() {
        "" => None,
        text => Some(
            law::State::parse(&text.to_uppercase())
                .map_err(|error| {
                    DeskError::invalid("nationality", error.to_string(), "write two letters such as EE")
                })?
                .to_string(),
        ),
    };
    let born = match query.born.trim() {
        "" => Vec::new(),
        text => Born::readings(text, nationality.as_slice()).map_err(|error| {
            DeskError::invalid("born", error.to_string(), "write YYYY, YYYY-MM-DD or DD.MM.YYYY")
        })?,
    };
    let sex = match query.sex.trim() {
        "" => None,
        text => Some(search::Sex::read(text).ok_or_else(|| {
            DeskError::invalid(
                "sex",
                format!("`{}` is not a choice", super::reading::cut(text)),
                "choose female, male or other",
            )
        })?),
    };
    let mut read = Query {
        name,
        kind,
        born: born.first().copied(),
        born_or: born.get(1).copied(),
        nationality,
        sex,
        birth_place: line_of("birth-place", &query.birth_place)?,
        father: line_of("father", &query.father)?,
        mother: line_of("mother", &query.mother)?,
        ..Query::default()
    };
    if numbers::mrz::seems(&query.documents) {
        read_document(&mut read, &query.documents, now)?;
    } else if let Some(text) = line_of("documents", &query.documents)? {
        read.documents = text.split([';', ',']).map(|number| number.trim().to_owned()).collect();
        read.documents.retain(|number| !number.is_empty());
        if let Some(short) = read.documents.iter().find(|number| numbers::normal(number).is_none()) {
            return Err(DeskError::invalid(
                "documents",
                format!("`{}` is too short for a number", super::reading::cut(short)),
                "write at least four letters or digits, several numbers with semicolons between",
            ));
        }
        if read.documents.len() > NUMBERS_MOST {
            return Err(DeskError::invalid(
                "documents",
                format!("{} numbers are entered", read.documents.len()),
                format!("enter at most {NUMBERS_MOST}"),
            ));
        }
    }
    if read.name.is_empty() && read.documents.is_empty() {
        return Err(DeskError::invalid("name", "no name is entered", "enter a name in any script"));
    }
    for (field, text) in [("purpose", &query.purpose), ("legal-basis", &query.legal_basis)] {
        if text.trim().is_empty() {
            return Err(DeskError::invalid(
                field,
                "nothing is entered",
                "every search states purpose and legal basis",
            ));
        }
        if text.len() > TEXT_MOST {
            return Err(DeskError::invalid(
                field,
                format!("{} bytes are too many", text.len()),
                format!("write at most {TEXT_MOST}"),
            ));
        }
    }
    Ok(read)
}

/// Takes in what the machine-readable zone of a travel document says, where nothing was typed.
fn read_document(read: &mut Query, zone: &str, now: Timestamp) -> Result<(), DeskError> {
    let year = now.to_zoned_datetime(jiff::tz::TimeZone::UTC).year();
    let mrz = numbers::mrz::read(zone, year).map_err(|error| {
        DeskError::invalid("documents", error.to_string(), "copy the lines as they stand in the document")
    })?;
    for (field, name) in
        [(numbers::mrz::Field::Number, "number"), (numbers::mrz::Field::Born, "date of birth")]
    {
        if mrz.failed.contains(&field) {
            return Err(DeskError::invalid(
                "documents",
                format!("the check digit of the {name} does not hold"),
                "read the document again, or enter name and number by hand",
            ));
        }
    }
    if read.name.is_empty() {
        read.name = mrz.name;
    }
    read.born = read.born.or(mrz.born);
    read.sex = read.sex.or(mrz.sex);
    if read.nationality.is_none() && law::State::parse(&mrz.nationality.to_uppercase()).is_ok() {
        read.nationality = Some(mrz.nationality.to_uppercase());
    }
    read.documents =
        std::iter::once(mrz.number).chain(mrz.further).filter(|number| number.len() >= 4).collect();
    Ok(())
}

/// Hits in one's own registers; the search is written to the audit trail.
pub async fn own(
    node: &Node,
    viewer: &Viewer,
    query: &PersonQuery,
    limit: usize,
) -> Result<Vec<HitView>, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let read = read_query(query, node.now())?;
    let hits = searching::own(node, read, limit).await?;
    audit::write(node, &line(node, viewer, "search", query, hits.len())).await?;
    Ok(hits)
}

/// The accredited partners that can be asked.
pub async fn askable(node: &Node, viewer: &Viewer) -> Result<Vec<AskablePartner>, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let partners = super::directory::partners(node, viewer).await?;
    let terms = agreements::terms(node).await?;
    let blind =
        |partner: &str| terms.iter().any(|(of, terms)| of.as_str() == partner && terms.blind.is_some());
    Ok(partners
        .into_iter()
        .filter(|partner| partner.standing == "accredited")
        .map(|partner| AskablePartner {
            blind: blind(&partner.id),
            partner: partner.id,
            name: partner.name,
            state: partner.state,
        })
        .collect())
}

/// Starts a search: one's own registers and one query act to each of `partners` (authority ids; empty: own only).
/// Returns the id for [`results`].
pub async fn ask_partners(
    node: &Node,
    viewer: &Viewer,
    query: &PersonQuery,
    partners: &[String],
) -> Result<String, DeskError> {
    ask(node, viewer, query, partners, &[]).await
}

/// The same with partners that are asked blindly: they do not learn who is asked for unless they are told later.
pub async fn ask(
    node: &Node,
    viewer: &Viewer,
    query: &PersonQuery,
    open: &[String],
    blind: &[String],
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let read = read_query(query, node.now())?;
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let body = QueryBody {
        name: read.name.clone(),
        born: some(&query.born).or_else(|| read.born.map(|born| born.to_string())),
        nationality: read.nationality.clone(),
        sex: read.sex.map(|sex| sex.as_str().to_owned()),
        birth_place: read.birth_place.clone(),
        father: read.father.clone(),
        mother: read.mother.clone(),
        documents: some(&read.documents.join("; ")),
        subject: read.kind.filter(|kind| *kind != search::Kind::Person).map(|kind| kind.as_str().to_owned()),
    };
    let open_body = cbor::to_canonical(&body)
        .map_err(|error| DeskError::Damaged { what: "query", why: error.to_string() })?;
    let terms = agreements::terms(node).await?;
    let mut asked: Vec<(AuthorityId, Option<blind_search::Prepared>)> = Vec::new();
    for (partner, blindly) in
        blind.iter().map(|partner| (partner, true)).chain(open.iter().map(|partner| (partner, false)))
    {
        let (id, name) = super::directory::accredited(node, partner).await?;
        if asked.iter().any(|(known, _)| *known == id) {
            continue;
        }
        let prepared = if blindly {
            let terms = terms.iter().find(|(of, _)| *of == id).and_then(|(_, terms)| terms.blind.as_ref());
            let terms = terms.ok_or_else(|| {
                DeskError::invalid(
                    "partner",
                    format!("{name} has not agreed to the blind form"),
                    "ask it openly, or leave it out",
                )
            })?;
            Some(blind_search::prepare(node, &read, terms)?)
        } else {
            None
        };
        asked.push((id, prepared));
    }
    if !asked.is_empty() {
        let (login, since) = (viewer.login.as_str(), node.now() - super::partner_queries::DAY);
        let made = node
            .store()
            .read("searches of an officer", |tx| {
                Box::pin(async move { tx.searches_since(login, since).await })
            })
            .await?;
        if made >= node.config().search.officer_per_day {
            return Err(DeskError::invalid(
                "partner",
                format!("you have searched at partners {made} times in 24 hours"),
                "search your own registers alone, or try again tomorrow",
            ));
        }
    }
    let own = searching::own(node, read, OWN_MOST).await?;
    let mut id = [0_u8; 16];
    node.rng().fill_bytes(&mut id);
    let search = &NewSearch {
        id: CaseId::new(id),
        login: viewer.login.clone(),
        name: if body.name.is_empty() {
            body.documents.clone().unwrap_or_default()
        } else {
            body.name.clone()
        },
        query: written(query)?,
        own_hits: written(&own)?,
        asked_at: node.now(),
    };
    let by = case_store::officer(viewer)?;
    let mut queries = Vec::with_capacity(asked.len());
    for (partner, prepared) in &asked {
        queries.push(NewAct {
            recipients: vec![partner.clone()],
            case: search.id,
            kind: case_store::kind(if prepared.is_some() { BLIND_QUERY } else { QUERY })?,
            follows: Vec::new(),
            by: by.clone(),
            approved_by: None,
            purpose: query.purpose.trim().to_owned(),
            legal_basis: query.legal_basis.trim().to_owned(),
            handling: Handling::H1,
            onward: Onward::None,
            marks: exchange::Marks::default(),
            expires_at: None,
            body: prepared.as_ref().map_or_else(|| open_body.clone(), |prepared| prepared.body.clone()),
        });
    }
    let (asked, queries) = (&asked, &queries);
    let names: Vec<String> = asked
        .iter()
        .map(|(id, prepared)| if prepared.is_some() { format!("{id} blindly") } else { id.to_string() })
        .collect();
    let mut line = line(node, viewer, "search", query, own.len());
    if !names.is_empty() {
        line.detail = format!("{}; asked {}", line.detail, names.join(", "));
    }
    let line = &line;
    let done: Result<(), DeskError> = node
        .store()
        .run_tx_with("search", |tx| {
            Box::pin(async move {
                let mut acts = Vec::with_capacity(queries.len());
                for ((partner, prepared), query) in asked.iter().zip(queries) {
                    let act = node.send_in(tx, query.clone()).await?;
                    if let Some(prepared) = prepared {
                        tx.add_blind_query(&prepared.record(act)).await?;
                    }
                    acts.push((partner.clone(), act));
                }
                tx.add_search(search, &acts).await?;
                tx.add_audit(line).await?;
                Ok(())
            })
        })
        .await;
    done?;
    if !asked.is_empty() {
        node.wake_delivery();
    }
    Ok(search.id.to_string())
}

/// What is known about a search, waiting up to `wait_ms` (at most 10,000) for it to become complete.
pub async fn results(
    node: &Node,
    viewer: &Viewer,
    search: &str,
    wait_ms: u64,
) -> Result<SearchView, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let id: CaseId =
        search.parse().map_err(|_| DeskError::not_found("search", super::reading::cut(search)))?;
    // Listening begins before looking, so that an answer in between is not missed.
    let mut arrivals = node.arrivals();
    let deadline = tokio::time::Instant::now() + Duration::from_millis(wait_ms.min(WAIT_MOST_MS));
    loop {
        let view = look(node, viewer, &id).await?;
        if view.complete || tokio::time::Instant::now() >= deadline {
            return Ok(view);
        }
        loop {
            let wait = deadline.min(tokio::time::Instant::now() + LOOK_AGAIN);
            match tokio::time::timeout_at(wait, arrivals.recv()).await {
                Ok(Ok(arrived)) if arrived.case == id => break,
                Ok(Ok(_)) => {}
                // Too many arrivals at once, or an answer that another process of this node received: look again.
                Ok(Err(RecvError::Lagged(_))) | Err(_) => break,
                Ok(Err(RecvError::Closed)) => return Ok(view),
            }
        }
    }
}

/// How often a waiting search looks for answers that another process of this node may have received.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

async fn look(node: &Node, viewer: &Viewer, id: &CaseId) -> Result<SearchView, DeskError> {
    let login = viewer.login.as_str();
    let found = node
        .store()
        .read("search", |tx| {
            Box::pin(async move {
                let Some(record) = tx.search(id).await? else { return Ok(None) };
                // Answers are acts; a search belongs to the officer who made it, whatever the id that is known.
                if record.search.login != login {
                    return Ok(None);
                }
                let acts = tx.acts_of(id).await?;
                let mut deliveries = Vec::new();
                let mut blind = Vec::new();
                for partner in &record.partners {
                    deliveries.push(tx.deliveries_of(&partner.query_act).await?);
                    blind.push(tx.blind_query(&partner.query_act).await?);
                }
                Ok(Some((record, acts, deliveries, blind)))
            })
        })
        .await?;
    let (record, acts, deliveries, blind) = found.ok_or_else(|| DeskError::not_found("search", id))?;
    let names = super::directory::names(node).await?;
    let mut partners = Vec::with_capacity(record.partners.len());
    for ((asked, deliveries), blind) in record.partners.iter().zip(&deliveries).zip(&blind) {
        let answer = match blind {
            Some(kept) => opened(kept)?,
            None => searching::answer_of(&acts, asked).or_else(|| searching::recalled(asked)),
        };
        let at = answer
            .as_ref()
            .filter(|(_, answer)| !matches!(answer, PartnerAnswer::Pending { .. }))
            .map(|(at, _)| *at);
        partners.push(PartnerResult {
            partner: asked.partner.to_string(),
            partner_name: names.get(&asked.partner).cloned().unwrap_or_else(|| asked.partner.to_string()),
            state: asked.partner.state(),
            blind: blind.is_some(),
            answer: match answer {
                Some((_, answer)) => answer,
                None => waiting(deliveries),
            },
            took_ms: at.map(|at| {
                u64::try_from(at.duration_since(record.search.asked_at).as_millis()).unwrap_or_default()
            }),
        });
    }
    let complete = partners.iter().all(|partner| partner.took_ms.is_some());
    Ok(SearchView {
        id: id.to_string(),
        query: searching::stored(&record.search.query)?,
        asked_at: record.search.asked_at,
        asked_by: record.search.login,
        own: searching::stored(&record.search.own_hits)?,
        partners,
        complete,
    })
}

/// The answer to a blind query, once it is opened.
fn opened(kept: &store::BlindQuery) -> Result<Option<(Timestamp, PartnerAnswer)>, DeskError> {
    let Some(hits) = &kept.hits else { return Ok(None) };
    let opened: blind_search::Opened = searching::stored(hits)?;
    let at = opened.at;
    let answer = match opened.declined {
        Some(reason) => PartnerAnswer::Declined { at, reason },
        None if opened.hits.is_empty() => PartnerAnswer::NoHit { at },
        None => PartnerAnswer::Hits { at, hits: opened.hits },
    };
    Ok(Some((at, answer)))
}

fn waiting(deliveries: &[store::DeliveryRecord]) -> PartnerAnswer {
    match deliveries.last() {
        Some(store::DeliveryRecord { failure: Some(failure), next_attempt_at, .. }) => {
            PartnerAnswer::Unreachable { cause: failure.text.clone(), next_attempt: *next_attempt_at }
        }
        _ => PartnerAnswer::Waiting,
    }
}

/// The viewer's own latest searches, newest first: id, name asked for, when.
pub async fn recent(
    node: &Node,
    viewer: &Viewer,
    limit: u32,
) -> Result<Vec<(String, String, Timestamp)>, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let (login, limit) = (viewer.login.as_str(), limit.clamp(1, 200));
    let searches = node
        .store()
        .read("recent searches", |tx| Box::pin(async move { tx.recent_searches(login, limit).await }))
        .await?;
    Ok(searches.into_iter().map(|search| (search.id.to_string(), search.name, search.asked_at)).collect())
}

fn line(node: &Node, viewer: &Viewer, what: &str, query: &PersonQuery, hits: usize) -> store::AuditEntry {
    store::AuditEntry {
        at: node.now(),
        login: viewer.login.clone(),
        what: what.to_owned(),
        object: if query.name.trim().is_empty() {
            super::reading::cut(&query.documents)
        } else {
            query.name.trim().to_owned()
        },
        purpose: query.purpose.trim().to_owned(),
        legal_basis: query.legal_basis.trim().to_owned(),
        detail: format!("{hits} own hits"),
    }
}

fn written<T: Serialize>(value: &T) -> Result<String, DeskError> {
    serde_json::to_string(value)
        .map_err(|error| DeskError::Damaged { what: "search", why: error.to_string() })
}
