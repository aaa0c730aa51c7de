//! Loads a case from the store, makes and sends its acts, and keeps the row of the list in step with the fold.

use exchange::{Act, ActKind, AuthorityId, CaseId, Handling, Marks, Officer, Onward};
use jiff::Timestamp;
use law::{Body, CaseState};
use store::{ActRecord, CaseRecord, Direction, NewCase, Tx};

use super::case_shape::{self, CaseSummary};
use super::folding::{self, ReadAct};
use super::{DeskError, Viewer};
use crate::node::{NewAct, Node};

/// A case with its acts and what they add up to.
pub(crate) struct Loaded {
    /// The case as it is kept.
    pub(crate) record: CaseRecord,
    /// Its acts as they are kept, without queries and notices, and what they say.
    pub(crate) acts: Vec<ReadAct>,
    /// When each of `acts` was stored here, in the same order.
    pub(crate) stored_at: Vec<Timestamp>,
    /// The fold.
    pub(crate) state: CaseState,
}

impl Loaded {
    /// The acts that a new act of the case follows.
    pub(crate) fn heads(&self, node: &Node) -> Vec<exchange::ActId> {
        folding::heads(&self.acts, node.authority(), &self.record.case.counterpart)
    }

    /// The request that the case began with, when it is here.
    pub(crate) fn first_request(&self) -> Option<&Act> {
        self.acts
            .iter()
            .map(|act| &act.act)
            .filter(|act| act.kind.as_str() == "request")
            .min_by_key(|act| act.made_at)
    }
}

/// Loads a case by its full id or a unique beginning of it.
pub(crate) async fn load(node: &Node, text: &str) -> Result<Loaded, DeskError> {
    let id = &case_id(node, text).await?;
    let found = node
        .store()
        .read("case", |tx| Box::pin(async move { Ok((tx.case(id).await?, tx.acts_of(id).await?)) }))
        .await?;
    let (Some(record), acts) = found else {
        return Err(DeskError::not_found("case", super::reading::cut(text)));
    };
    let (acts, stored_at) = read_acts(&acts)?;
    let state = folding::fold(node, &acts, node.now());
    Ok(Loaded { record, acts, stored_at, state })
}

/// The id of the case that `text` names.
async fn case_id(node: &Node, text: &str) -> Result<CaseId, DeskError> {
    let text = text.trim();
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let missing = || DeskError::not_found("case", super::reading::cut(text));
    if text.len() < 4 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(missing());
    }
    let (filter, by) =
        (&store::CaseFilter::default(), &store::ListBy { words: text.to_owned(), ..Default::default() });
    let listing = node
        .store()
        .read("case by beginning", |tx| Box::pin(async move { tx.cases(filter, by).await }))
        .await?;
    let mut ids = listing
        .rows
        .into_iter()
        .map(|record| record.case.id)
        .filter(|id| id.to_string().starts_with(&text.to_lowercase()));
    match (ids.next(), ids.next()) {
        (Some(id), None) => Ok(id),
        (Some(_), Some(_)) => Err(DeskError::invalid(
            "case",
            format!("`{text}` is the beginning of several cases"),
            "write more of it",
        )),
        (None, _) => Err(missing()),
    }
}

/// The acts that belong to the case itself.
pub(crate) fn read_acts(records: &[ActRecord]) -> Result<(Vec<ReadAct>, Vec<Timestamp>), DeskError> {
    let mut acts = Vec::with_capacity(records.len());
    let mut stored_at = Vec::with_capacity(records.len());
    for record in records.iter().filter(|record| Body::KINDS.contains(&record.kind.as_str())) {
        acts.push(ReadAct::from_bytes(&record.bytes)?);
        stored_at.push(record.stored_at);
    }
    Ok((acts, stored_at))
}

/// An act of a case, ready to be sent to the counterpart.
pub(crate) struct Making<'a> {
    /// The case.
    pub(crate) case: CaseId,
    /// The partner it goes to.
    pub(crate) partner: AuthorityId,
    /// What it says.
    pub(crate) body: &'a Body,
    /// The acts it follows.
    pub(crate) follows: Vec<exchange::ActId>,
    /// Who makes it.
    pub(crate) by: Officer,
    /// The second person.
    pub(crate) approved_by: Option<Officer>,
    /// Purpose, legal basis, handling and onward rule.
    pub(crate) terms: Terms,
}

/// On which terms an act is sent.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// Purpose.
    pub(crate) purpose: String,
    /// Legal basis.
    pub(crate) legal_basis: String,
    /// Handling code.
    pub(crate) handling: Handling,
    /// Onward rule.
    pub(crate) onward: Onward,
    /// Conditions and evaluation.
    pub(crate) marks: Marks,
}

impl Terms {
    /// The terms of the request that the case began with: everything in the case is for the same purpose.
    pub(crate) fn of(request: &Act) -> Self {
        Self {
            purpose: request.purpose.clone(),
            legal_basis: request.legal_basis.clone(),
            handling: request.handling,
            onward: request.onward,
            // Each act of information is evaluated by itself; the conditions are those of the request.
            marks: Marks { conditions: request.marks.conditions.clone(), evaluation: None },
        }
    }
}

impl Making<'_> {
    /// The act as the node sends it.
    pub(crate) fn new_act(self) -> Result<NewAct, DeskError> {
        Ok(NewAct {
            recipients: vec![self.partner],
            case: self.case,
            kind: kind(self.body.kind())?,
            follows: self.follows,
            by: self.by,
            approved_by: self.approved_by,
            purpose: self.terms.purpose,
            legal_basis: self.terms.legal_basis,
            handling: self.terms.handling,
            onward: self.terms.onward,
            marks: self.terms.marks,
            expires_at: None,
            body: folding::encode(self.body)?,
        })
    }
}

/// A kind of act.
pub(crate) fn kind(word: &str) -> Result<ActKind, DeskError> {
    ActKind::new(word).map_err(|error| DeskError::Damaged { what: "kind of act", why: error.to_string() })
}

/// The viewer as the officer who signs for an act.
pub(crate) fn officer(viewer: &Viewer) -> Result<Officer, DeskError> {
    Officer::new(viewer.login.clone(), viewer.name.clone()).map_err(|error| {
        DeskError::invalid("officer", error.to_string(), "ask an admin to correct your account")
    })
}

/// Writes down what the acts of a case add up to now, opening the case when it is not open yet. Cases are what a
/// request, or any other act of a case, makes them; a search is none.
pub(crate) async fn refresh_in(tx: &mut Tx<'_>, node: &Node, case: &CaseId) -> Result<(), DeskError> {
    let now = node.now();
    let (acts, stored_at) = read_acts(&tx.acts_of(case).await?)?;
    let Some(opened_at) = stored_at.iter().min().copied() else {
        // Everything of it was recalled: not even whom it concerned stays.
        return Ok(tx.forget_title(case).await?);
    };
    let state = folding::fold(node, &acts, now);
    let own = node.authority();
    let title = title(&state);
    if tx.case(case).await?.is_none() {
        let request = acts.iter().map(|act| &act.act).find(|act| act.kind.as_str() == "request");
        let Some(first) = request.or_else(|| acts.first().map(|act| &act.act)) else { return Ok(()) };
        let outgoing = &first.author == own;
        let counterpart = if outgoing { first.recipients.iter().next() } else { Some(&first.author) };
        let Some(counterpart) = counterpart else { return Ok(()) };
        tx.add_case(&NewCase {
            id: *case,
            counterpart: counterpart.clone(),
            direction: if outgoing { Direction::Outgoing } else { Direction::Incoming },
            title: title.clone(),
            opened_at,
        })
        .await?;
    }
    let nearest = case_shape::nearest(&state);
    let liberty = case_shape::liberty(&state);
    let detail = CaseSummary {
        procedures: state.procedures.iter().map(ToString::to_string).collect(),
        deadline: nearest.map(|(deadline, _)| deadline.key.to_string()),
        liberty: liberty.map(|(deadline, _)| case_shape::liberty_kept(deadline)),
    };
    let summary = store::CaseSummary {
        status: Some(state.status.key().to_owned()),
        our_move: case_shape::our_move(&state, &own.state()),
        due_at: nearest.map(|(_, due_at)| due_at),
        liberty_at: liberty.map(|(_, at)| at),
        detail: serde_json::to_string(&detail)
            .map_err(|error| DeskError::Damaged { what: "case summary", why: error.to_string() })?,
    };
    tx.set_case_summary(case, &title, &summary).await?;
    Ok(())
}

/// Whom the case concerns.
pub(crate) fn title(state: &CaseState) -> String {
    let name = state.person.as_ref().and_then(|person| person.names.first().cloned()).unwrap_or_default();
    name.chars().take(200).collect()
}
