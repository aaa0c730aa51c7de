//! Letters: an act, a draft or a reminder as a PDF/A file for an authority that reads paper.
//!
//! The letter is made from the signed act and its case; see [`super::letter_record`]. Fonts are read and pages set on a
//! blocking thread, at most [`AT_ONCE`] letters at a time, so that letters never hold up the pages of others.

use exchange::{ActId, AuthorityId};
use jiff::tz::TimeZone;
use law::check::{Check, Question};
use law::{Body, CaseState, Facts, InstrumentId, Key, State};
use letters::record::{Followed, Party, SignedAct, Signer, SignerRole, Term};
use letters::{Language, LetterError, Record};
use serde::Serialize;
use tokio::sync::Semaphore;

use super::case_store::{self, Loaded, Terms};
use super::folding::{self, ReadAct};
use super::letter_record::{self, Source};
use super::{DeskError, Role, Viewer, audit, cases, directory, draft_view, drafting, reading};
use crate::node::Node;
use crate::typefaces::Typefaces;

/// How many letters are made at once; others wait.
pub const AT_ONCE: usize = 2;

/// The fonts, and the places of those who make a letter.
#[derive(Debug)]
pub(super) struct Desk {
    typefaces: std::sync::Arc<Typefaces>,
    places: Semaphore,
}

impl Default for Desk {
    fn default() -> Self {
        Self { typefaces: std::sync::Arc::default(), places: Semaphore::new(AT_ONCE) }
    }
}

/// A letter, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFile {
    /// Name to save it under.
    pub file_name: String,
    /// A PDF/A-2a file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What it is called.
    pub title: String,
    /// Its language.
    pub language: &'static str,
    /// Characters that no font could draw.
    pub undrawable: Vec<char>,
}

/// A language that a letter can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterLanguage {
    /// BCP 47.
    pub tag: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// Whether the addressee declared that it accepts it, or wrote in it.
    pub accepted: bool,
}

/// In which languages a letter can be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterLanguages {
    /// The one it has when nobody chooses.
    pub usual: &'static str,
    /// All of them.
    pub languages: Vec<LetterLanguage>,
    /// Every language that the addressee accepts, BCP 47, also those in which there are no letters; empty where nothing
    /// is known.
    pub accepted: Vec<String>,
}

/// Every language that letters are written in: its tag and its name in itself.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    Language::ALL.into_iter().map(|language| (language.tag(), language.name()))
}

/// A letter before it is set: what it says, and in which languages it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draught {
    /// What it says.
    pub record: Record,
    /// In which languages it can be had.
    pub languages: LetterLanguages,
}

/// What an act's letter says.
pub async fn of_act(node: &Node, viewer: &Viewer, act: &str) -> Result<Draught, DeskError> {
    let (case, position) = cases::find(node, viewer, act).await?;
    let found = case.acts.get(position).ok_or_else(|| DeskError::not_found("act", reading::cut(act)))?;
    super::guarding::permit(node, &found.act, exchange::Exit::Letter).await?;
    let body = match &found.body {
        Ok(body) => body,
        Err(why) => {
            return Err(DeskError::invalid(
                "act",
                format!("this act has no letter: {why}"),
                "ask its author to send it again",
            ));
        }
    };
    let state = folding::fold_to(node, &case.acts, &case.state, &found.id, found.act.made_at);
    let author = &found.act.author;
    let own = node.authority();
    let reader = if author == own { &case.record.case.counterpart } else { own };
    let reader = if found.act.recipients.contains(reader) {
        reader
    } else {
        found.act.recipients.iter().next().unwrap_or(reader)
    };
    let mut signers = vec![signer(SignerRole::Officer, &found.act.by)];
    signers.extend(found.act.approved_by.as_ref().map(|officer| signer(SignerRole::Approver, officer)));
    let checks = checks(node, &state, body, found.act.made_at);
    let languages = languages(&checks, &case, Some(body), reader);
    let terms = Terms::of(&found.act);
    let record = letter_record::of_act(
        body,
        Source {
            law: node.law(),
            from: party(node, author).await?,
            to: party(node, reader).await?,
            case: case.record.case.id,
            date: day(found.act.made_at, &author.state()),
            terms: Some(&terms),
            signers,
            act: Some(signed(node, found).await?),
            follows: followed(&case, &found.act.follows, body),
            state: &state,
            checks: &checks,
        },
    );
    Ok(Draught { record, languages })
}

/// What the letter of a draft says, marked as a draft.
pub async fn of_draft(node: &Node, viewer: &Viewer, draft: &str) -> Result<Draught, DeskError> {
    viewer.needs(&[Role::Officer, Role::Approver])?;
    let record = drafting::load(node, draft).await?;
    let prepared = draft_view::prepare(node, &record, &viewer.login).await?;
    let body = prepared.body.ok_or(DeskError::Objected(prepared.objections))?;
    let case = match case_store::load(node, &record.draft.case.to_string()).await {
        Ok(case) => Some(case),
        Err(DeskError::NotFound { .. }) => None,
        Err(error) => return Err(error),
    };
    let state = case.as_ref().map_or_else(|| node.law().fold(&[], node.now()), |case| case.state.clone());
    let checks = checks(node, &state, &body, node.now());
    let reader = &record.draft.counterpart;
    let languages = match &case {
        Some(case) => languages(&checks, case, Some(&body), reader),
        None => chosen(accepted(&checks), language_of(&body)),
    };
    let follows = case.as_ref().map(|case| followed(case, &prepared.follows, &body)).unwrap_or_default();
    let own = node.authority();
    let letter = letter_record::of_act(
        &body,
        Source {
            law: node.law(),
            from: party(node, own).await?,
            to: party(node, reader).await?,
            case: record.draft.case,
            date: day(node.now(), &own.state()),
            terms: Some(&prepared.terms),
            signers: Vec::new(),
            act: None,
            follows,
            state: &state,
            checks: &checks,
        },
    );
    Ok(Draught { record: letter, languages })
}

/// What a reminder of a case says: what the other side owes now. It recalls the act that waits for an answer.
pub async fn reminder(node: &Node, viewer: &Viewer, case: &str) -> Result<Draught, DeskError> {
    viewer.reads_cases()?;
    let case = case_store::load(node, case).await?;
    let own = node.authority();
    let other = &case.record.case.counterpart;
    let nothing = || {
        DeskError::invalid(
            "case",
            format!("nothing is awaited from `{other}`"),
            "a reminder can be made as soon as it is the other side's move or a period of theirs runs",
        )
    };
    // The last of our acts that had effect, a question that is open before all others.
    let effective = case.state.timeline.iter().filter(|entry| entry.effective);
    let ours: Vec<law::ActId> =
        effective.filter(|entry| entry.author == own.as_str()).map(|entry| entry.act).collect();
    let mut open = case.state.open_questions.iter().map(|question| question.act);
    let open = open.rfind(|act| ours.contains(act));
    let recalled = open.or_else(|| ours.last().copied()).ok_or_else(nothing)?;
    let recalled = case.acts.iter().find(|act| folding::law_id(&act.id) == recalled).ok_or_else(nothing)?;
    let recalls = signed(node, recalled).await?;
    let body = recalled.body.as_ref().map_err(|_| nothing())?;
    let checks = checks(node, &case.state, body, recalled.act.made_at);
    let languages = languages(&checks, &case, None, other);
    let mut follows = followed(&case, &[recalled.id], body);
    if let Some(request) = case.first_request().map(exchange::Act::id).filter(|id| *id != recalled.id) {
        follows.splice(0..0, followed(&case, &[request], body));
    }
    let terms = case.first_request().map(Terms::of);
    let mut signers = Vec::new();
    // Whoever works on the command line is no officer of the authority.
    if viewer.has(Role::Officer) && *viewer != Viewer::console() {
        signers.push(Signer {
            role: SignerRole::Officer,
            name: viewer.name.clone(),
            login: viewer.login.clone(),
        });
    }
    let record = letter_record::reminder(
        Source {
            law: node.law(),
            from: party(node, own).await?,
            to: party(node, other).await?,
            case: case.record.case.id,
            date: day(node.now(), &own.state()),
            terms: terms.as_ref(),
            signers,
            act: None,
            follows,
            state: &case.state,
            checks: &checks,
        },
        recalls,
    )
    .ok_or_else(nothing)?;
    Ok(Draught { record, languages })
}

/// Sets a letter in the language that is asked for, else in the usual one, and writes to the audit trail that it was
/// made.
pub async fn set(
    node: &Node,
    viewer: &Viewer,
    draught: Draught,
    language: Option<&str>,
) -> Result<LetterFile, DeskError> {
    let tag = language.map(str::trim).filter(|tag| !tag.is_empty()).unwrap_or(draught.languages.usual);
    let language: Language = tag.parse().map_err(|error: letters::NoSuchLanguage| {
        DeskError::invalid("language", error.to_string(), "choose one of these")
    })?;
    let record = draught.record;
    let subject = match (&record.act, &record.recalls) {
        (Some(act), _) | (None, Some(act)) => act.hash.clone(),
        (None, None) => record.reference.clone(),
    };
    let kind = record.kind.key();
    let file_name = format!("{kind}-{}-{language}.pdf", record.reference);
    let draft = if record.is_draft() { "draft-" } else { "" };
    let desk = &node.desk().letters;
    let _place = desk.places.acquire().await.map_err(|_| DeskError::Node(crate::node::NodeError::Stopped))?;
    let (typefaces, folders) = (desk.typefaces.clone(), node.config().letters.folders());
    let letter = tokio::task::spawn_blocking(move || {
        let files = letters::files_of(&record, language);
        let fonts = typefaces.load(&folders, &files).map_err(DeskError::Typeface)?;
        letters::render(&record, language, &fonts).map_err(unset)
    })
    .await
    .map_err(|error| DeskError::Damaged { what: "letter", why: error.to_string() })??;
    audit::write(
        node,
        &audit::line(node, &viewer.login, "letter-made", subject, format!("{draft}{kind}, {language}")),
    )
    .await?;
    Ok(LetterFile {
        file_name: format!("{draft}{file_name}"),
        pdf: letter.pdf,
        pages: letter.pages,
        title: letter.title,
        language: language.tag(),
        undrawable: letter.undrawable.into_iter().map(|(character, _)| character).collect(),
    })
}

/// Classes what kept a letter from being set.
fn unset(error: LetterError) -> DeskError {
    match error {
        LetterError::Record(_) | LetterError::TooLong(_) => DeskError::invalid(
            "letter",
            error.to_string(),
            "the act itself is whole: use the act's page or the evidence bundle",
        ),
        LetterError::Font(error) => DeskError::Typeface(error.into()),
        LetterError::Write(_) => DeskError::Damaged { what: "letter", why: error.to_string() },
    }
}

/// What the law says to each procedure that is asked for.
fn checks(node: &Node, state: &CaseState, body: &Body, at: jiff::Timestamp) -> Vec<Check> {
    let (from, to, procedures, instruments): (State, State, &[Key], &[InstrumentId]) = match body {
        Body::Request(request) => {
            (request.requesting, request.requested, &request.procedures, &request.instruments)
        }
        _ => match (state.requesting, state.requested) {
            (Some(from), Some(to)) => (from, to, &state.procedures, &state.instruments),
            _ => return Vec::new(),
        },
    };
    let asked_at = state
        .timeline
        .iter()
        .find(|entry| entry.kind == "request" && !matches!(body, Body::Request(_)))
        .map_or(at, |entry| entry.at);
    let on = day(asked_at, from.as_str());
    let facts = Facts { instruments: instruments.iter().cloned().collect(), ..Facts::default() };
    let question =
        |procedure: &Key| Question { from, to, procedure: procedure.clone(), on, facts: facts.clone() };
    procedures.iter().filter_map(|procedure| node.law().check(&question(procedure)).ok()).collect()
}

/// The languages that the requested state accepts, or the requesting state used.
fn languages(checks: &[Check], case: &Loaded, body: Option<&Body>, reader: &AuthorityId) -> LetterLanguages {
    let requested = checks.first().map(|check| check.to.to_string());
    let usual = body.and_then(language_of);
    if requested.is_some_and(|requested| requested == reader.state()) {
        return chosen(accepted(checks), usual);
    }
    let mut used: Vec<String> = Vec::new();
    for act in &case.acts {
        if let Ok(Body::Request(request)) = &act.body
            && !used.contains(&request.language)
        {
            used.push(request.language.clone());
        }
    }
    chosen(used, usual)
}

fn accepted(checks: &[Check]) -> Vec<String> {
    let mut accepted: Vec<String> = Vec::new();
    for language in checks.iter().flat_map(|check| &check.languages).flat_map(|rule| &rule.accepted) {
        if !accepted.contains(language) {
            accepted.push(language.clone());
        }
    }
    accepted
}

fn language_of(body: &Body) -> Option<&str> {
    match body {
        Body::Request(request) => Some(&request.language),
        _ => None,
    }
}

/// The usual language is that of the text where the addressee accepts it, else the first that is accepted.
fn chosen(accepted: Vec<String>, text: Option<&str>) -> LetterLanguages {
    let known: Vec<Language> = accepted.iter().filter_map(|tag| Language::of(tag)).collect();
    let text = text.and_then(Language::of);
    let usual = text
        .filter(|language| known.is_empty() || known.contains(language))
        .or_else(|| known.first().copied())
        .or(text)
        .unwrap_or(Language::En);
    let languages = Language::ALL
        .into_iter()
        .map(|language| LetterLanguage {
            tag: language.tag(),
            name: language.name(),
            accepted: known.contains(&language),
        })
        .collect();
    LetterLanguages { usual: usual.tag(), languages, accepted }
}

async fn party(node: &Node, authority: &AuthorityId) -> Result<Party, DeskError> {
    let own = authority == node.authority();
    let name = if own { node.config().name.clone() } else { directory::name_of(node, authority).await? };
    Ok(Party {
        authority: authority.to_string(),
        name: if name.trim().is_empty() { authority.to_string() } else { name },
        state: authority.state(),
        address: if own { node.config().letters.address.clone() } else { Vec::new() },
    })
}

/// The day on which an authority of a state did something.
fn day(at: jiff::Timestamp, state: &str) -> jiff::civil::Date {
    TimeZone::get(reading::zone_of(state)).unwrap_or(TimeZone::UTC).to_datetime(at).date()
}

fn signer(role: SignerRole, officer: &exchange::Officer) -> Signer {
    Signer { role, name: officer.name().to_owned(), login: officer.login().to_owned() }
}

/// An act as a letter names it, with the key that signed it.
async fn signed(node: &Node, act: &ReadAct) -> Result<SignedAct, DeskError> {
    let author = &act.act.author;
    let fingerprint = if author == node.authority() {
        Some(node.fingerprint())
    } else {
        let record =
            node.store().read("partner", |tx| Box::pin(async move { tx.partner(author).await })).await?;
        record.map(|record| record.partner.fingerprint)
    };
    Ok(SignedAct {
        hash: act.id.to_string(),
        case: act.act.case.to_string(),
        kind: act.act.kind.as_str().to_owned(),
        author: author.to_string(),
        made_at: act.act.made_at,
        key_fingerprint: fingerprint.map(|fingerprint| fingerprint.groups().join(" ")).unwrap_or_default(),
    })
}

/// The acts of the case that are followed, as far as they are here; a supplement names the question it answers.
fn followed(case: &Loaded, follows: &[ActId], body: &Body) -> Vec<Followed> {
    let mut acts: Vec<&ReadAct> = case.acts.iter().filter(|act| follows.contains(&act.id)).collect();
    if let Body::Supplement(supplement) = body
        && let Some(answers) = supplement.answers
        && let Some(question) = case.acts.iter().find(|act| folding::law_id(&act.id) == answers)
        && !acts.iter().any(|act| act.id == question.id)
    {
        acts.push(question);
    }
    acts.sort_by_key(|act| (act.act.made_at, act.id));
    acts.into_iter()
        .map(|act| Followed {
            what: Term::key(act.act.kind.as_str()),
            date: day(act.act.made_at, &act.act.author.state()),
            act: act.id.to_string(),
        })
        .collect()
}
