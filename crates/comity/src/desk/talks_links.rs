//! What talks have to do with the rest of the work: the procedures and instruments of the law behind what was discussed
//! and promised, and the cases that an officer ties to it.
//!
//! The links to the law follow from the record by themselves: from each mechanism, topic and promise to the procedures
//! that carry it, and to the instruments that bind the two states on the day of the meeting. The links to cases are an
//! officer's.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use law::check::{Question, Role as Place};
use law::{Key, State};
use serde::Serialize;
use store::{TalksLink, TalksLinkKind};

use super::talks_record::{Record, last_day};
use super::{DeskError, Role, Viewer, audit, talks};
use crate::node::Node;

/// Which procedures of the law carry what talks name. A test holds each key against the library. The transfer of sentenced
/// persons has none here: what the library calls `prisoner-transfer` is the loan of a prisoner as a witness.
const CARRIED_BY: &[(&str, &[&str])] = &[
    ("extradition", &["extradition", "simplified-extradition", "surrender", "transit"]),
    ("wanted-persons", &["wanted-notice", "provisional-arrest", "extradition"]),
    ("surrender-refusals", &["extradition", "surrender"]),
    ("asset-recovery", &["asset-tracing", "asset-freezing", "asset-confiscation", "asset-return"]),
    ("readmission-return", &["readmission", "readmission-transit"]),
    ("mutual-legal-assistance", &["mla-evidence", "mla-hearing", "mla-search", "mla-banking", "mla-service"]),
    ("information-exchange", &["police-information"]),
    ("liaison-officers", &["police-information"]),
    ("contact-points", &["police-information", "preservation"]),
    ("joint-teams", &["joint-team"]),
    ("joint-operations", &["joint-team", "controlled-delivery"]),
    ("cross-border-police", &["police-information", "controlled-delivery"]),
    ("controlled-delivery", &["controlled-delivery"]),
    ("cybercrime", &["preservation", "data-disclosure", "data-real-time"]),
    ("money-laundering", &["asset-tracing", "asset-freezing", "asset-confiscation"]),
];

/// A procedure or instruments of the law behind something that talks name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LawLink {
    /// What names it: `mechanisms.extradition`, `topics.cybercrime`, or the key of a promise.
    pub about: String,
    /// The code that leads there.
    pub code: String,
    /// Key of the procedure.
    pub procedure: String,
    /// Its title in the words of the library.
    pub title: String,
    /// The state that would ask, when the record has two states.
    pub from: Option<String>,
    /// The state that would be asked.
    pub to: Option<String>,
    /// The day for which the instruments are told.
    pub on: Date,
    /// Identifier and short name of the instruments that bind the two, those that govern first.
    pub instruments: Vec<(String, String)>,
}

/// A case that an officer tied to talks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseLink {
    /// What it is tied to: empty for the whole record, or the key of a promise.
    pub about: String,
    /// Case id.
    pub case: String,
    /// Whom the case concerns.
    pub title: String,
    /// Its status.
    pub status: String,
    /// Who tied it.
    pub by: String,
}

/// A record that a case is tied to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TalksOfCase {
    /// Id of the present record.
    pub id: String,
    /// What it is called.
    pub title: String,
}

/// The law behind a record.
pub fn law(node: &Node, record: &Record) -> Vec<LawLink> {
    let (from, to) = pair(node, record);
    let today = node.now().to_zoned_datetime(TimeZone::UTC).date();
    // What was agreed long ago is done under today's law; what a text says of a day to come, too.
    let on = record.day().and_then(last_day).filter(|day| *day < today).unwrap_or(today);
    let mut codes: Vec<(String, String)> = Vec::new();
    for kind in ["mechanisms", "topics"] {
        codes.extend(record.list(kind).iter().map(|f| (format!("{kind}.{}", f.value), f.value.clone())));
    }
    for promise in &record.commitments {
        let subject = ::talks::Gazetteer::embedded().subject(&promise.what);
        let found = subject.mechanisms.into_iter().chain(subject.topics);
        codes.extend(found.map(|coded| (promise.key.clone(), coded.code)));
    }
    let mut links = Vec::new();
    for (about, code) in codes {
        let carried = CARRIED_BY.iter().find(|(known, _)| *known == code).map_or(&[][..], |(_, keys)| keys);
        for key in carried {
            links.extend(link(node, &about, &code, key, (from, to), on));
        }
    }
    links
}

fn link(
    node: &Node,
    about: &str,
    code: &str,
    key: &str,
    (from, to): (Option<State>, Option<State>),
    on: Date,
) -> Option<LawLink> {
    let library = node.law();
    let parsed = Key::parse(key).ok()?;
    let procedure = library.procedure(&parsed)?;
    let mut instruments = Vec::new();
    if let (Some(from), Some(to)) = (from, to) {
        let question =
            Question { from, to, procedure: parsed.clone(), on, facts: law::facts::Facts::default() };
        let check = library.check(&question).ok()?;
        for place in [Place::Governs, Place::Supplements, Place::Residual] {
            instruments.extend(
                check
                    .instruments
                    .iter()
                    .filter(|bound| bound.role == place)
                    .map(|bound| (bound.id.to_string(), bound.short_name.clone())),
            );
        }
    }
    Some(LawLink {
        about: about.to_owned(),
        code: code.to_owned(),
        procedure: key.to_owned(),
        title: procedure.title().to_owned(),
        from: from.map(|state| state.to_string()),
        to: to.map(|state| state.to_string()),
        on,
        instruments,
    })
}

/// The two states between which the law is asked: ours and the other where we met, else the two that met.
fn pair(node: &Node, record: &Record) -> (Option<State>, Option<State>) {
    let own = node.authority().state();
    let mut states = record.states();
    if states.contains(&own) {
        states.retain(|state| *state != own);
        states.insert(0, own);
    }
    match states.as_slice() {
        [from, to] => (State::parse(from).ok(), State::parse(to).ok()),
        _ => (None, None),
    }
}

/// The cases tied to a record.
pub async fn cases(node: &Node, viewer: &Viewer, id: &str) -> Result<Vec<CaseLink>, DeskError> {
    let kept = talks::load(node, viewer, id).await?;
    let thread = &kept.talks.thread;
    let found = node
        .store()
        .read("cases of talks", |tx| {
            Box::pin(async move {
                let mut found = Vec::new();
                for link in tx.talks_links(thread).await? {
                    if let (TalksLinkKind::Case, Ok(case)) = (link.kind, link.target.parse()) {
                        found.push((link, tx.case(&case).await?));
                    }
                }
                Ok(found)
            })
        })
        .await?;
    Ok(found
        .into_iter()
        .filter_map(|(link, case)| {
            let case = case?;
            Some(CaseLink {
                about: link.about,
                case: link.target,
                title: case.case.title,
                status: case.summary.status.unwrap_or_default(),
                by: link.login,
            })
        })
        .collect())
}

/// Ties a case to a record or one of its promises (`about`); the case is named by its id or a unique beginning of it.
pub async fn tie(node: &Node, viewer: &Viewer, id: &str, about: &str, case: &str) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let kept = talks::load(node, viewer, id).await?;
    let record = Record::read(&kept.talks.text.record)?;
    if !about.is_empty() && !record.commitments.iter().any(|promise| promise.key == about) {
        return Err(DeskError::not_found("promise", super::reading::cut(about)));
    }
    let case = super::case_store::load(node, case).await.map_err(|error| match error {
        DeskError::NotFound { id, .. } => DeskError::invalid(
            "case",
            format!("there is no case `{id}` here"),
            "copy its number from the list of cases",
        ),
        other => other,
    })?;
    let link = &TalksLink {
        thread: kept.talks.thread,
        about: about.to_owned(),
        kind: TalksLinkKind::Case,
        target: case.record.case.id.to_string(),
        login: viewer.login.clone(),
        at: node.now(),
    };
    let line = &audit::line(node, &viewer.login, "talks-tied", kept.talks.id, &link.target);
    node.store()
        .run_tx("tie talks", |tx| {
            Box::pin(async move {
                tx.link_talks(link).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

/// Unties a case.
pub async fn untie(node: &Node, viewer: &Viewer, id: &str, about: &str, case: &str) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let kept = talks::load(node, viewer, id).await?;
    let thread = &kept.talks.thread;
    node.store()
        .run_tx("untie talks", |tx| {
            Box::pin(async move { tx.unlink_talks(thread, about, TalksLinkKind::Case, case).await })
        })
        .await?;
    Ok(())
}

/// The records that a case is tied to, for the page of the case.
pub async fn of_case(node: &Node, viewer: &Viewer, case: &str) -> Result<Vec<TalksOfCase>, DeskError> {
    if !viewer.has(Role::Officer) && !viewer.has(Role::Approver) {
        return Ok(Vec::new());
    }
    let found = node
        .store()
        .read("talks of case", |tx| {
            Box::pin(async move {
                let mut found = Vec::new();
                for link in tx.talks_links_to(TalksLinkKind::Case, case).await? {
                    found.extend(tx.talks_of(&link.thread).await?.into_iter().next_back());
                }
                Ok(found)
            })
        })
        .await?;
    let mut list: Vec<TalksOfCase> = found
        .into_iter()
        .map(|kept| TalksOfCase { id: kept.talks.id.to_string(), title: kept.talks.text.title })
        .collect();
    list.dedup();
    Ok(list)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_procedure_named_here_is_one_of_the_law() {
        let library = law::Library::embedded();
        for (code, procedures) in CARRIED_BY {
            for procedure in *procedures {
                let known = library.procedure(&Key::parse(procedure).unwrap());
                assert!(known.is_some(), "{code} names `{procedure}`, which no file of the law describes");
            }
        }
    }
}
