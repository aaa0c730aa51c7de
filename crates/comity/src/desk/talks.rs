//! Talks: a readout becomes a record, an officer corrects and signs it, and it stays private or goes to partners.
//!
//! A record is begun from a text or a file ([`begin`]), changed by its version like every draft ([`save`]), and signed
//! ([`sign`]): the node enters the digest of the signed bytes in its ledger, and the promises become tasks. Sharing
//! ([`share`]) sends those same bytes as an act of kind `talks-record`. What is signed never changes: a correction is a
//! further record in the same thread that names the one it corrects. Records are read by officers and approvers of this
//! node, and by nobody else.

use exchange::{ActId, AuthorityId, CaseId, cbor};
use jiff::Timestamp;
use ledger::EntryKind;
use rand::Rng as _;
use serde::{Deserialize, Serialize};
use store::{
    Direction, NewTalks, TalksChange, TalksId, TalksRecord, TalksSignature, TalksSort, TalksState, Tx,
};

use super::form::{Fields, Objection};
use super::reading::cut;
use super::talks_record::{Record, Signed, TalksBody, sha256};
use super::{
    DeskError, ListQuery, Listed, Role, Viewer, audit, case_store, directory, guarding, talks_reading,
};
use crate::node::{NewAct, Node};
use crate::peer::record;

/// Kind of the act that carries a signed record.
pub(crate) const TALKS_RECORD: &str = "talks-record";
/// Kind of the act that says what became of a promise.
pub(crate) const COMMITMENT: &str = "commitment";
/// Version of the signed form.
const VERSION: u8 = 1;
/// The most bytes of a text or file that is read.
pub const READOUT_MOST: usize = talks::document::MOST_BYTES;
/// Who may read records.
const READERS: [Role; 2] = [Role::Officer, Role::Approver];

/// A text to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewReadout {
    /// What was pasted.
    pub text: String,
    /// What was uploaded: its name and bytes.
    pub file: Option<(String, Vec<u8>)>,
    /// Where it was published, or who gave it.
    pub source: String,
    /// The day of the report, `YYYY-MM-DD`, when the text does not give it.
    pub day: String,
}

/// Why a text cannot be read: a key such as `empty` or `too-long`, and what the reader met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// `empty`, `both`, `too-large`, `too-long`, `not-text`, `pdf-without-text`, `protected`, `nothing-left`,
    /// `damaged`, `day`.
    pub key: &'static str,
    /// More, in English; may be empty.
    pub detail: String,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// A draft, by its id.
    Draft(String),
    /// Nothing; the text is still with whoever sent it.
    Unread(Unread),
}

/// Where a text came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Source {
    /// Where it was published, or who gave it.
    pub named: String,
    /// Name of the file.
    pub file: String,
    /// `text`, `html`, `docx` or `pdf`.
    pub format: String,
    /// Encoding it was read in.
    pub encoding: String,
    /// Some bytes meant nothing in that encoding and were replaced.
    pub damaged: bool,
}

/// One row of the list of talks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TalksRow {
    /// Id, 32 hex digits.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Day, month or year of the meeting.
    pub held_on: Option<String>,
    /// The states that met.
    pub countries: Vec<String>,
    /// Whose record it is.
    pub author: String,
    /// Whether it is ours.
    pub ours: bool,
    /// `draft`, `signed`, `corrected`.
    pub state: String,
    /// To whom it was sent.
    pub shared_with: Vec<String>,
    /// Promises in it.
    pub commitments: usize,
    /// Topics in it.
    pub topics: Vec<String>,
    /// Last change.
    pub changed_at: Timestamp,
}

/// Filters of the list of talks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TalksFilter {
    /// `draft`, `signed`, `corrected`.
    pub state: Option<String>,
    /// A state that met, ISO alpha-2.
    pub country: Option<String>,
    /// Ours (`true`) or partners'.
    pub ours: Option<bool>,
}

/// A record with everything a page needs to show, correct and sign it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TalksView {
    /// Id, 32 hex digits.
    pub id: String,
    /// The acts that carry it, in hex; each can be recalled.
    pub carried_by: Vec<String>,
    /// The thread, which is the case of its acts.
    pub thread: String,
    /// Version to name when saving.
    pub version: u64,
    /// `draft`, `signed`, `corrected`, `discarded`.
    pub state: String,
    /// Whose record it is.
    pub author: String,
    /// Its name.
    pub author_name: String,
    /// Whether it is ours.
    pub ours: bool,
    /// What it is called.
    pub title: String,
    /// The record.
    pub record: Record,
    /// The text; empty when it was not sent along.
    pub text: String,
    /// Where the text came from.
    pub source: Source,
    /// Who signed, and when.
    pub signed: Option<(String, Timestamp)>,
    /// Digest of the signed bytes, in hex.
    pub digest: Option<String>,
    /// The last act that carried it, in hex.
    pub act: Option<String>,
    /// To whom it was sent.
    pub shared_with: Vec<String>,
    /// The record it corrects.
    pub corrects: Option<String>,
    /// The record, or draft of one, that corrects it: id and state.
    pub corrected_by: Option<(String, String)>,
    /// Who began it, and when.
    pub created: (String, Timestamp),
    /// Who changed it last, and when.
    pub updated: (String, Timestamp),
    /// Whether this viewer may change and sign it.
    pub can_edit: bool,
    /// Whether this viewer may send it to partners.
    pub can_share: bool,
    /// Whether this viewer may begin a correction.
    pub can_correct: bool,
}

/// On which terms a record is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sharing {
    /// The partners; nobody for a record that stays here.
    pub with: Vec<String>,
    /// What it may be used for.
    pub purpose: String,
    /// The provision it rests on.
    pub legal_basis: String,
    /// `H0` to `H3`.
    pub handling: String,
    /// The conditions; H3 needs some.
    pub conditions: String,
    /// `none`, `with-consent`, `authorities-of-recipient-state`.
    pub onward: String,
    /// Whether the text goes along.
    pub with_text: bool,
}

/// Reads a text into a draft. A text in which no meeting is found becomes a draft that says so.
pub async fn begin(node: &Node, viewer: &Viewer, new: NewReadout) -> Result<Begun, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let day = new.day.trim().to_owned();
    if !day.is_empty() && super::talks_record::last_day(&day).is_none() {
        return Ok(unread("day", cut(&day)));
    }
    let named: String = new.source.chars().filter(|char| !char.is_control()).take(400).collect();
    let read =
        tokio::task::spawn_blocking(move || read(&new, Some(day.as_str()).filter(|day| !day.is_empty())))
            .await
            .map_err(|error| DeskError::Damaged { what: "readout", why: error.to_string() })?;
    let (document, file, mut record) = match read {
        Ok(read) => read,
        Err(refused) => return Ok(Begun::Unread(refused)),
    };
    record.title = record.described();
    record.name_promises(&std::collections::BTreeSet::new());
    let source = Source {
        named: named.trim().to_owned(),
        file,
        format: format!("{:?}", document.format).to_lowercase(),
        encoding: document.encoding.unwrap_or_default().to_owned(),
        damaged: document.damaged,
    };
    let mut id = [0; 16];
    node.rng().fill_bytes(&mut id);
    let draft = &NewTalks {
        id: TalksId::new(id),
        thread: CaseId::new(id),
        author: node.authority().clone(),
        text: record.stored()?,
        readout: document.text,
        source: serde_json::to_string(&source).map_err(unreadable)?,
        corrects: None,
    };
    add(node, viewer, draft, "talks-begun").await?;
    Ok(Begun::Draft(draft.id.to_string()))
}

fn unread(key: &'static str, detail: impl Into<String>) -> Begun {
    Begun::Unread(Unread { key, detail: detail.into() })
}

type Read = (talks::document::Document, String, Record);

fn read(new: &NewReadout, day: Option<&str>) -> Result<Read, Unread> {
    let refused = |key| Unread { key, detail: String::new() };
    let (bytes, file) = match &new.file {
        Some(_) if !new.text.trim().is_empty() => return Err(refused("both")),
        Some((name, bytes)) => {
            (bytes.as_slice(), name.chars().filter(|char| !char.is_control()).take(200).collect())
        }
        None => (new.text.as_bytes(), String::new()),
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refused("empty"));
    }
    let document = talks::document::read(bytes).map_err(|error| {
        use talks::document::DocumentError as Error;
        let key = match &error {
            Error::Empty => "empty",
            Error::TooLarge { .. } | Error::UnpacksTooLarge { .. } => "too-large",
            Error::TextTooLong { .. } => "too-long",
            Error::NotText => "not-text",
            Error::PdfWithoutText => "pdf-without-text",
            Error::Protected => "protected",
            Error::NothingLeft => "nothing-left",
            Error::TooDeep | Error::Damaged { .. } => "damaged",
        };
        Unread { key, detail: error.to_string() }
    })?;
    let published = document.published.as_deref().and_then(|day| day.get(..10));
    let day = day.or_else(|| published.filter(|day| super::talks_record::last_day(day).is_some()));
    let record = talks_reading::read(&document.text, day);
    Ok((document, file, record))
}

async fn add(node: &Node, viewer: &Viewer, draft: &NewTalks, what: &str) -> Result<(), DeskError> {
    let (by, now) = (viewer.login.as_str(), node.now());
    let line = &audit::line(node, by, what, draft.id, &draft.text.title);
    node.store()
        .run_tx("begin talks", |tx| {
            Box::pin(async move {
                tx.add_talks(draft, by, now).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

/// Records and drafts, the last changed first; sorts: `held`, `title`, `author`, `state`, `changed`.
pub async fn list(
    node: &Node,
    viewer: &Viewer,
    filter: &TalksFilter,
    query: &ListQuery,
) -> Result<Listed<TalksRow>, DeskError> {
    viewer.needs(&READERS)?;
    let sort = match query.sort.as_deref() {
        Some("held") => TalksSort::Held,
        Some("title") => TalksSort::Title,
        Some("author") => TalksSort::Author,
        Some("state") => TalksSort::State,
        _ => TalksSort::Changed,
    };
    let mut by = query.by(sort);
    by.descending = query.sort.is_none() || by.descending;
    let state = filter.state.as_deref().and_then(|state| state.parse::<TalksState>().ok());
    let filter = &store::TalksFilter {
        state,
        country: filter.country.clone(),
        direction: filter.ours.map(|ours| if ours { Direction::Outgoing } else { Direction::Incoming }),
        present: state.is_none(),
        ..store::TalksFilter::default()
    };
    let by = &by;
    let listing =
        node.store().read("talks", |tx| Box::pin(async move { tx.list_talks(filter, by).await })).await?;
    let rows = listing.rows.into_iter().map(|record| row(&record)).collect::<Result<Vec<_>, _>>()?;
    Ok(Listed::cut(rows, listing.total, query))
}

/// One row of a list.
pub(crate) fn row(kept: &TalksRecord) -> Result<TalksRow, DeskError> {
    let record = Record::read(&kept.talks.text.record)?;
    Ok(TalksRow {
        id: kept.talks.id.to_string(),
        title: kept.talks.text.title.clone(),
        held_on: kept.talks.text.held_on.clone(),
        countries: kept.talks.text.countries.clone(),
        author: kept.talks.author.to_string(),
        ours: kept.direction == Direction::Outgoing,
        state: kept.state.as_str().to_owned(),
        shared_with: kept.shared_with.iter().map(ToString::to_string).collect(),
        commitments: record.commitments.len(),
        topics: record.topics.iter().map(|topic| topic.value.clone()).collect(),
        changed_at: kept.updated_at,
    })
}

/// A record. Opening a partner's record is told to its author by a receipt.
pub async fn talks(node: &Node, viewer: &Viewer, id: &str) -> Result<TalksView, DeskError> {
    let kept = load(node, viewer, id).await?;
    if kept.direction == Direction::Incoming && viewer.has(Role::Officer) {
        super::opening::opened(node, viewer, &kept.talks.thread.to_string()).await?;
    }
    view(node, viewer, &kept).await
}

/// The record with this id, for those who may read it.
pub(crate) async fn load(node: &Node, viewer: &Viewer, id: &str) -> Result<TalksRecord, DeskError> {
    viewer.needs(&READERS)?;
    let id: TalksId = id.parse().map_err(|_| DeskError::not_found("talks", cut(id)))?;
    let found = node.store().read("talks", |tx| Box::pin(async move { tx.talks(id).await })).await?;
    found.ok_or_else(|| DeskError::not_found("talks", id))
}

async fn view(node: &Node, viewer: &Viewer, kept: &TalksRecord) -> Result<TalksView, DeskError> {
    let thread = &kept.talks.thread;
    let (others, acts) = node
        .store()
        .read("thread of talks", |tx| {
            Box::pin(async move { Ok((tx.talks_of(thread).await?, tx.acts_of(thread).await?)) })
        })
        .await?;
    let carries = |act: &store::ActRecord| {
        let signed = kept.signature.as_ref().map(|signature| signature.bytes.as_slice());
        act.kind == TALKS_RECORD
            && exchange::Act::from_bytes(&act.bytes)
                .ok()
                .and_then(|act| cbor::from_canonical::<TalksBody>(&act.body, exchange::MAX_BODY).ok())
                .is_some_and(|body| Some(body.record.0.as_slice()) == signed)
    };
    let carried_by = acts.iter().filter(|act| carries(act)).map(|act| act.id.to_string()).collect();
    let corrected_by = others
        .iter()
        .find(|other| other.talks.corrects == Some(kept.talks.id))
        .map(|other| (other.talks.id.to_string(), other.state.as_str().to_owned()));
    let ours = kept.direction == Direction::Outgoing;
    let officer = viewer.has(Role::Officer);
    let author_name =
        if ours { node.config().name.clone() } else { directory::name_of(node, &kept.talks.author).await? };
    Ok(TalksView {
        id: kept.talks.id.to_string(),
        carried_by,
        thread: thread.to_string(),
        version: kept.version,
        state: kept.state.as_str().to_owned(),
        author: kept.talks.author.to_string(),
        author_name,
        ours,
        title: kept.talks.text.title.clone(),
        record: Record::read(&kept.talks.text.record)?,
        text: kept.talks.readout.clone(),
        source: serde_json::from_str(&kept.talks.source).map_err(unreadable)?,
        signed: kept.signature.as_ref().map(|signature| (signature.by.clone(), signature.at)),
        digest: kept.signature.as_ref().map(|signature| hex::encode(signature.digest)),
        act: kept.act.map(|act| act.to_string()),
        shared_with: kept.shared_with.iter().map(ToString::to_string).collect(),
        corrects: kept.talks.corrects.map(|id| id.to_string()),
        can_edit: officer && kept.state == TalksState::Draft,
        can_share: officer && ours && kept.state == TalksState::Signed,
        can_correct: officer && ours && kept.state == TalksState::Signed && corrected_by.is_none(),
        corrected_by,
        created: (kept.created_by.clone(), kept.created_at),
        updated: (kept.updated_by.clone(), kept.updated_at),
    })
}

/// What a button does beyond saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Save,
    /// Accepts an entry, such as `topics.2`, or `all`.
    Accept(String),
    /// Removes an entry.
    Remove(String),
}

/// Saves what a form says and returns the new version. What cannot be taken is told ([`DeskError::Objected`]) and
/// nothing is saved; [`DeskError::Conflict`] when somebody else saved in the meantime.
pub async fn save(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    fields: &Fields,
    then: &Then,
) -> Result<u64, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let kept = load(node, viewer, id).await?;
    let (record, against) = entered(node, &kept, fields, then).await?;
    if kept.version != expected_version {
        return Err(conflict(&kept, expected_version, &record)?);
    }
    editable(&kept, "changed")?;
    if !against.is_empty() {
        return Err(DeskError::Objected(against));
    }
    let (text, by, now, talks) = (&record.stored()?, viewer.login.as_str(), node.now(), kept.talks.id);
    let change = node
        .store()
        .run_tx("save talks", |tx| {
            Box::pin(async move { tx.save_talks(talks, expected_version, text, by, now).await })
        })
        .await?;
    changed(change, expected_version, &record)
}

/// The record as a form would leave it, for showing the form again.
pub async fn as_entered(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    fields: &Fields,
    then: &Then,
) -> Result<TalksView, DeskError> {
    let kept = load(node, viewer, id).await?;
    let mut view = view(node, viewer, &kept).await?;
    view.record = entered(node, &kept, fields, then).await?.0;
    Ok(view)
}

async fn entered(
    node: &Node,
    kept: &TalksRecord,
    fields: &Fields,
    then: &Then,
) -> Result<(Record, Vec<Objection>), DeskError> {
    let thread = &kept.talks.thread;
    let promised = node
        .store()
        .read("promises of talks", |tx| Box::pin(async move { tx.commitments_of(thread).await }))
        .await?;
    let taken = promised.into_iter().map(|promise| promise.commitment.key).collect();
    let mut record = Record::read(&kept.talks.text.record)?;
    let mut fields = fields.clone();
    match then {
        Then::Save => {}
        Then::Accept(place) => {
            record.accept(place);
        }
        Then::Remove(place) => {
            fields.insert(Record::emptied(place), String::new());
        }
    }
    let against = record.enter(&fields);
    record.name_promises(&taken);
    Ok((record.checked_spans(&kept.talks.readout), against))
}

fn editable(kept: &TalksRecord, wanted: &'static str) -> Result<(), DeskError> {
    if kept.state == TalksState::Draft {
        Ok(())
    } else {
        Err(DeskError::WrongState { state: kept.state.as_str(), wanted })
    }
}

fn changed(change: TalksChange, expected: u64, record: &Record) -> Result<u64, DeskError> {
    match change {
        TalksChange::Saved(version) => Ok(version),
        TalksChange::Conflict(current) => Err(conflict(&current, expected, record)?),
    }
}

/// Two officers changed one draft; says where they differ.
fn conflict(current: &TalksRecord, expected: u64, yours: &Record) -> Result<DeskError, DeskError> {
    if current.state != TalksState::Draft {
        return Ok(DeskError::WrongState { state: current.state.as_str(), wanted: "changed" });
    }
    let theirs = Record::read(&current.talks.text.record)?;
    let differing = super::talks_pairs::lines(&theirs)
        .into_iter()
        .zip(super::talks_pairs::lines(yours))
        .filter(|((_, theirs), (_, yours))| theirs != yours)
        .map(|((field, theirs), (_, yours))| (field.to_owned(), theirs, yours))
        .collect();
    Ok(DeskError::Conflict(Box::new(super::drafting::EditConflict {
        version: current.version,
        expected,
        changed_by: current.updated_by.clone(),
        differing,
    })))
}

/// Gives a draft up.
pub async fn discard(node: &Node, viewer: &Viewer, id: &str, expected_version: u64) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let kept = load(node, viewer, id).await?;
    editable(&kept, "given up")?;
    let (by, now, talks) = (viewer.login.as_str(), node.now(), kept.talks.id);
    let line = &audit::line(node, by, "talks-discarded", talks, &kept.talks.text.title);
    let change = node
        .store()
        .run_tx("discard talks", |tx| {
            Box::pin(async move {
                let change = tx.discard_talks(talks, expected_version, by, now).await?;
                if matches!(change, TalksChange::Saved(_)) {
                    tx.add_audit(line).await?;
                }
                Ok(change)
            })
        })
        .await?;
    changed(change, expected_version, &Record::read(&kept.talks.text.record)?)?;
    Ok(())
}

/// Signs a draft, in one transaction with its ledger entry, its tasks and, when it is shared, its act.
pub async fn sign(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    sharing: &Sharing,
) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let kept = &load(node, viewer, id).await?;
    editable(kept, "signed")?;
    let officer = case_store::officer(viewer)?;
    let record = Record::read(&kept.talks.text.record)?;
    if record.day().is_none() || record.countries.is_empty() {
        let missing = if record.day().is_none() { "date" } else { "countries.new" };
        return Err(DeskError::Objected(vec![Objection {
            field: Some(missing.to_owned()),
            message: "a record says at least when and between whom the talks were".to_owned(),
            remedy: "enter the day, month or year, and the states that met".to_owned(),
            article: None,
            blocks: true,
        }]));
    }
    let now = node.stamp();
    let corrected = match kept.talks.corrects {
        Some(earlier) => Some(load(node, viewer, &earlier.to_string()).await?),
        None => None,
    };
    let signed = Signed {
        version: VERSION,
        record: record.clone(),
        text_sha256: hex::encode(sha256(kept.talks.readout.as_bytes())),
        corrects: corrected
            .as_ref()
            .and_then(|earlier| earlier.signature.as_ref())
            .map(|signature| hex::encode(signature.digest)),
        by: (viewer.login.clone(), viewer.name.clone()),
        at_us: now.as_microsecond(),
    };
    let bytes = cbor::to_canonical(&signed)
        .map_err(|error| DeskError::Damaged { what: "record of talks", why: error.to_string() })?;
    let signature = &TalksSignature { digest: sha256(&bytes), bytes, by: viewer.login.clone(), at: now };
    let follows = corrected.as_ref().and_then(|earlier| earlier.act).into_iter().collect();
    let act = &new_act(node, kept, &signature.bytes, sharing, officer, follows).await?;
    let (by, talks, title) = (viewer.login.as_str(), kept.talks.id, &kept.talks.text.title);
    let line = &audit::line(node, by, "talks-signed", talks, title);
    let tasks = &record.tasks(talks, kept.talks.thread);
    let done: Result<TalksChange, DeskError> = node
        .store()
        .run_tx_with("sign talks", |tx| {
            Box::pin(async move {
                let change = tx.sign_talks(talks, expected_version, signature).await?;
                if matches!(change, TalksChange::Saved(_)) {
                    let entry = record::Record::new(EntryKind::Note, signature.digest, now)
                        .detail(format!("record of talks {talks} signed by {by}"));
                    record::append(tx, node, &[entry]).await?;
                    put_tasks(tx, &kept.talks.thread, tasks, by, now).await?;
                    tx.add_audit(line).await?;
                    if let Some((act, with)) = act {
                        let id = node.send_in(tx, act.clone()).await?;
                        tx.talks_sent(talks, &id, with, now).await?;
                    }
                }
                Ok(change)
            })
        })
        .await;
    changed(done?, expected_version, &record)?;
    if act.is_some() {
        node.wake_delivery();
    }
    Ok(())
}

/// Writes down the promises of the present record as tasks; those that it no longer has are dropped.
pub(crate) async fn put_tasks(
    tx: &mut Tx<'_>,
    thread: &CaseId,
    tasks: &[store::NewCommitment],
    by: &str,
    at: Timestamp,
) -> Result<(), store::StoreError> {
    for earlier in tx.commitments_of(thread).await? {
        if !tasks.iter().any(|task| task.id == earlier.commitment.id) {
            tx.drop_commitment(earlier.commitment.id, by, at).await?;
        }
    }
    for task in tasks {
        tx.put_commitment(task, by, at).await?;
    }
    Ok(())
}

/// Sends a signed record to partners.
pub async fn share(node: &Node, viewer: &Viewer, id: &str, sharing: &Sharing) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let kept = &load(node, viewer, id).await?;
    let Some(signature) = kept.signature.as_ref().filter(|_| kept.direction == Direction::Outgoing) else {
        return Err(DeskError::WrongState { state: kept.state.as_str(), wanted: "sent" });
    };
    let officer = case_store::officer(viewer)?;
    let follows: Vec<ActId> = kept.act.into_iter().collect();
    let Some((act, with)) = &new_act(node, kept, &signature.bytes, sharing, officer, follows).await? else {
        return Err(DeskError::invalid("with", "nobody is chosen", "choose at least one partner"));
    };
    let mut all = kept.shared_with.clone();
    all.extend(with.iter().filter(|partner| !kept.shared_with.contains(partner)).cloned());
    let (all, now, talks) = (&all, node.now(), kept.talks.id);
    let line = &audit::line(
        node,
        &viewer.login,
        "talks-shared",
        talks,
        with.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    );
    let sent: Result<(), DeskError> = node
        .store()
        .run_tx_with("share talks", |tx| {
            Box::pin(async move {
                let id = node.send_in(tx, act.clone()).await?;
                tx.talks_sent(talks, &id, all, now).await?;
                tx.add_audit(line).await?;
                Ok(())
            })
        })
        .await;
    sent?;
    node.wake_delivery();
    Ok(())
}

/// The act that carries a signed record; `None` when nobody is to receive it.
async fn new_act(
    node: &Node,
    kept: &TalksRecord,
    signed: &[u8],
    sharing: &Sharing,
    by: exchange::Officer,
    follows: Vec<ActId>,
) -> Result<Option<(NewAct, Vec<AuthorityId>)>, DeskError> {
    let mut with = Vec::new();
    for partner in sharing.with.iter().filter(|partner| !partner.trim().is_empty()) {
        with.push(directory::accredited(node, partner).await?.0);
    }
    if with.is_empty() {
        return Ok(None);
    }
    let body = TalksBody {
        record: cbor::Bytes(signed.to_vec()),
        text: sharing.with_text.then(|| kept.talks.readout.clone()),
    };
    let act = NewAct {
        recipients: with.clone(),
        case: kept.talks.thread,
        kind: case_store::kind(TALKS_RECORD)?,
        follows,
        by,
        approved_by: None,
        purpose: needed("purpose", &sharing.purpose)?,
        legal_basis: needed("legal-basis", &sharing.legal_basis)?,
        handling: guarding::handling(&sharing.handling)?,
        onward: guarding::onward(&sharing.onward)?,
        marks: guarding::marks(&sharing.conditions, guarding::handling(&sharing.handling)?)?,
        expires_at: None,
        body: cbor::to_canonical(&body)
            .map_err(|error| DeskError::Damaged { what: "record of talks", why: error.to_string() })?,
    };
    Ok(Some((act, with)))
}

pub(crate) fn needed(field: &'static str, text: &str) -> Result<String, DeskError> {
    let text = text.trim();
    if text.is_empty() || text.len() > 2_000 {
        let message = if text.is_empty() { "this is empty" } else { "this is longer than 2,000 bytes" };
        return Err(DeskError::invalid(field, message, "say it in a sentence"));
    }
    Ok(text.to_owned())
}

/// Begins a correction of a signed record: a draft with everything the record has. Returns its id.
pub async fn correct(node: &Node, viewer: &Viewer, id: &str) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let kept = load(node, viewer, id).await?;
    let shown = view(node, viewer, &kept).await?;
    if let Some((open, _)) = shown.corrected_by.as_ref().filter(|(_, state)| state == "draft") {
        return Ok(open.clone());
    }
    if !shown.can_correct {
        return Err(DeskError::WrongState { state: kept.state.as_str(), wanted: "corrected" });
    }
    let mut new = [0; 16];
    node.rng().fill_bytes(&mut new);
    let draft = &NewTalks { id: TalksId::new(new), corrects: Some(kept.talks.id), ..kept.talks.clone() };
    add(node, viewer, draft, "talks-correction-begun").await?;
    Ok(draft.id.to_string())
}

fn unreadable(error: serde_json::Error) -> DeskError {
    DeskError::Damaged { what: "talks", why: error.to_string() }
}
