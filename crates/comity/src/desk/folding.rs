//! From stored acts to the state of a case: decodes bodies and folds them through the law.

use exchange::{Act, ActId, AuthorityId, cbor};
use jiff::Timestamp;
use law::act::Document;
use law::check::{Check, End, Question};
use law::{Body, CaseAct, CaseState, Facts, Key, State};

use super::DeskError;
use crate::node::Node;

/// An act of a case with its body, or why the body cannot be read.
pub(crate) struct ReadAct {
    /// The act's name.
    pub(crate) id: ActId,
    /// The act.
    pub(crate) act: Act,
    /// What it says.
    pub(crate) body: Result<Body, String>,
}

impl ReadAct {
    /// Reads the bytes of a stored act.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, DeskError> {
        let act = Act::from_bytes(bytes)
            .map_err(|error| DeskError::Damaged { what: "act", why: error.to_string() })?;
        Ok(Self::of(act))
    }

    /// Reads the body of an act. Whatever the author sent stays visible: a body that cannot be read is told, not lost.
    pub(crate) fn of(act: Act) -> Self {
        let body = match cbor::from_canonical::<Body>(&act.body, exchange::MAX_BODY) {
            Ok(body) if body.kind() == act.kind.as_str() => Ok(body),
            Ok(body) => Err(format!("the act is called `{}` and holds a {}", act.kind.as_str(), body.kind())),
            Err(error) => Err(format!("the body cannot be read: {error}")),
        };
        Self { id: act.id(), act, body }
    }

    /// Whether the act is a step or message of a case, not a query, an answer or the like.
    pub(crate) fn in_case(act: &Act) -> bool {
        Body::KINDS.contains(&act.kind.as_str())
    }

    fn case_act(&self) -> Option<CaseAct> {
        Some(CaseAct {
            id: law_id(&self.id),
            author: self.act.author.to_string(),
            state: State::parse(&self.act.author.state()).ok()?,
            at: self.act.made_at,
            by: self.act.by.login().to_owned(),
            approved_by: self.act.approved_by.as_ref().map(|officer| officer.login().to_owned()),
            follows: self.act.follows.iter().map(law_id).collect(),
            body: self.body.as_ref().ok()?.clone(),
        })
    }
}

/// Folds the acts of a case.
pub(crate) fn fold(node: &Node, acts: &[ReadAct], now: Timestamp) -> CaseState {
    let case_acts: Vec<CaseAct> = acts.iter().filter_map(ReadAct::case_act).collect();
    node.law().fold(&case_acts, now)
}

/// The case right after one of its acts: what stands before it in the order of the whole case, and itself.
pub(crate) fn fold_to(
    node: &Node,
    acts: &[ReadAct],
    whole: &CaseState,
    last: &ActId,
    now: Timestamp,
) -> CaseState {
    let last = law_id(last);
    let place = whole.timeline.iter().position(|entry| entry.act == last);
    let before: Vec<law::ActId> =
        whole.timeline.iter().take(place.map_or(0, |place| place + 1)).map(|entry| entry.act).collect();
    let case_acts: Vec<CaseAct> =
        acts.iter().filter_map(ReadAct::case_act).filter(|act| before.contains(&act.id)).collect();
    node.law().fold(&case_acts, now)
}

/// The acts that a new act of the case follows: those that no other act follows yet. Only acts that the counterpart
/// has as well count: what a third authority says in somebody else's case is no part of it.
pub(crate) fn heads(acts: &[ReadAct], own: &AuthorityId, counterpart: &AuthorityId) -> Vec<ActId> {
    let shared: Vec<&ReadAct> = acts
        .iter()
        .filter(|act| {
            act.act.author == *counterpart
                || act.act.author == *own && act.act.recipients.contains(counterpart)
        })
        .collect();
    shared
        .iter()
        .map(|act| act.id)
        .filter(|id| !shared.iter().any(|other| other.act.follows.contains(id)))
        .take(FOLLOWS_MOST)
        .collect()
}

/// The envelope allows more; a case with that many open ends is ordered by time anyway.
const FOLLOWS_MOST: usize = 64;

/// The body as the canonical bytes that are signed.
pub(crate) fn encode(body: &Body) -> Result<Vec<u8>, DeskError> {
    let bytes = cbor::to_canonical(body)
        .map_err(|error| DeskError::Damaged { what: "body of an act", why: error.to_string() })?;
    if bytes.len() > exchange::MAX_BODY {
        return Err(DeskError::invalid(
            "documents",
            format!("the act has {} bytes, {} are allowed", bytes.len(), exchange::MAX_BODY),
            "attach fewer or smaller documents",
        ));
    }
    Ok(bytes)
}

/// What the law says between two states to everything that is asked for, given the instruments, documents and
/// contents that are there. The fullest procedure comes first, the others add what it does not have.
pub(crate) fn check(
    node: &Node,
    from: State,
    to: State,
    procedures: &[&str],
    on: Timestamp,
    facts: &Facts,
) -> Result<Check, DeskError> {
    let leading = leading_procedure(procedures.iter().copied());
    let mut whole = check_one(node, from, to, leading, on, facts)?;
    for procedure in procedures.iter().filter(|procedure| **procedure != leading) {
        add(&mut whole, check_one(node, from, to, procedure, on, facts)?);
    }
    Ok(whole)
}

fn check_one(
    node: &Node,
    from: State,
    to: State,
    procedure: &str,
    on: Timestamp,
    facts: &Facts,
) -> Result<Check, DeskError> {
    let procedure = Key::parse(procedure)
        .map_err(|error| DeskError::invalid("procedure", error.to_string(), "choose one from the list"))?;
    let zone =
        jiff::tz::TimeZone::get(super::reading::zone_of(from.as_str())).unwrap_or(jiff::tz::TimeZone::UTC);
    let question = Question { from, to, procedure, on: zone.to_datetime(on).date(), facts: facts.clone() };
    node.law()
        .check(&question)
        .map_err(|error| DeskError::invalid("procedure", error.to_string(), "choose one from the list"))
}

/// Adds what another procedure asks for beyond the first.
fn add(whole: &mut Check, more: Check) {
    fn unite<T>(list: &mut Vec<T>, more: Vec<T>, same: impl Fn(&T, &T) -> bool) {
        for one in more {
            if !list.iter().any(|there| same(there, &one)) {
                list.push(one);
            }
        }
    }
    unite(&mut whole.instruments, more.instruments, |a, b| a.id == b.id);
    unite(&mut whole.excluded, more.excluded, |a, b| a.id == b.id);
    unite(&mut whole.safeguards, more.safeguards, |a, b| a.key == b.key);
    unite(&mut whole.deadlines, more.deadlines, |a, b| a.key == b.key && a.instrument == b.instrument);
    unite(&mut whole.contents, more.contents, |a, b| a == b);
    unite(&mut whole.documents, more.documents, |a, b| a == b);
    unite(&mut whole.conditions, more.conditions, |a, b| a == b);
    unite(&mut whole.languages, more.languages, |a, b| a == b);
    unite(&mut whole.channels, more.channels, |a, b| a == b);
    unite(&mut whole.grounds, more.grounds, |a, b| a == b);
    unite(&mut whole.guarantees, more.guarantees, |a, b| a == b);
    unite(&mut whole.declarations, more.declarations, |a, b| a == b);
    unite(&mut whole.disapplied, more.disapplied, |a, b| a == b);
}

/// What the law says about an existing case, on the day of its request.
pub(crate) fn check_case(node: &Node, state: &CaseState, acts: &[ReadAct]) -> Result<Check, DeskError> {
    let (Some(from), Some(to)) = (state.requesting, state.requested) else {
        return Err(DeskError::not_found("request", "of this case"));
    };
    let asked_at = acts
        .iter()
        .filter(|act| act.act.kind.as_str() == "request")
        .map(|act| act.act.made_at)
        .min()
        .unwrap_or(state.as_of);
    let procedures: Vec<&str> = state.procedures.iter().map(Key::as_str).collect();
    let facts = Facts { instruments: state.instruments.iter().cloned().collect(), ..Facts::default() };
    check(node, from, to, &procedures, asked_at, &facts)
}

/// The procedure whose rules a form shows when several are asked for: the fullest.
pub(crate) fn leading_procedure<'a>(procedures: impl Iterator<Item = &'a str>) -> &'a str {
    let mut leading = "extradition";
    let mut all = procedures.peekable();
    if all.peek().is_some() {
        leading = "provisional-arrest";
    }
    for procedure in all {
        if procedure != "provisional-arrest" {
            leading = procedure;
        }
    }
    leading
}

/// Which end of a case a state is.
pub(crate) fn end_of(state: &CaseState, own: &str) -> Option<End> {
    if state.requesting.is_some_and(|requesting| requesting.as_str() == own) {
        Some(End::Requesting)
    } else if state.requested.is_some_and(|requested| requested.as_str() == own) {
        Some(End::Requested)
    } else {
        None
    }
}

/// The law's name of an act.
pub(crate) fn law_id(id: &ActId) -> law::ActId {
    law::ActId::from_bytes(*id.as_bytes())
}

/// A document as it travels.
pub(crate) fn document(new: super::drafting::NewDocument) -> Result<Document, DeskError> {
    use sha2::{Digest, Sha256};
    let length = new.bytes.len();
    if length == 0 {
        return Err(DeskError::invalid("document", "the document is empty", "attach a file with content"));
    }
    if length > super::drafting::DOCUMENT_MOST {
        return Err(DeskError::invalid(
            "document",
            format!("the document has {length} bytes, {} are allowed", super::drafting::DOCUMENT_MOST),
            "attach a smaller file, or several",
        ));
    }
    let key = if new.key.trim().is_empty() { "other" } else { new.key.trim() };
    Ok(Document {
        key: Key::parse(key).map_err(|error| {
            DeskError::invalid("document.key", error.to_string(), "choose one from the list")
        })?,
        title: line(&new.title, 200),
        language: line(&new.language, 35),
        media_type: media_type(&new.media_type),
        sha256: law::Sha256::from_bytes(Sha256::digest(&new.bytes).into()),
        bytes: new.bytes,
        file: None,
    })
}

/// A document that travels beside its act.
pub(crate) fn large_document(
    new: &super::files::AttachedFile,
    file: law::act::LargeFile,
    sha256: law::Sha256,
) -> Result<Document, DeskError> {
    let key = if new.key.trim().is_empty() { "other" } else { new.key.trim() };
    Ok(Document {
        key: Key::parse(key).map_err(|error| {
            DeskError::invalid("document.key", error.to_string(), "choose one from the list")
        })?,
        title: line(&new.title, 200),
        language: line(&new.language, 35),
        media_type: media_type(&new.media_type),
        sha256,
        bytes: Vec::new(),
        file: Some(file),
    })
}

fn line(text: &str, most: usize) -> String {
    text.trim().chars().filter(|char| !char.is_control()).take(most).collect()
}

/// A media type in its plain form; anything else is told as bytes, so that a page never acts on it.
pub(crate) fn media_type(text: &str) -> String {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    match text.trim().split_once('/') {
        Some((kind, rest)) if plain(kind) && plain(rest) && text.len() <= 100 => {
            text.trim().to_ascii_lowercase()
        }
        _ => "application/octet-stream".to_owned(),
    }
}
