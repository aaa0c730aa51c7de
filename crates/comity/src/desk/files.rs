//! Large files at the desk: sending them, attaching them to drafts, following them, reading them, cancelling them; and
//! what the node does by rule when an act offers one or says what became of one.

use std::time::Duration;

use exchange::file::{FILE, FILE_STATE, FileFate, FileKey, FileOffer, FileState};
use exchange::{Act, ActId, AuthorityId, CaseId, Exit, FileRoot, Handling, Marks, Officer, Onward, cbor};
use jiff::{SignedDuration, Timestamp};
use law::act::{Document, LargeFile};
use serde::Serialize;
use store::{Direction, FileFilter, FileOfferRecord, FileOfferState, FileSort, ListBy, NewFileOffer, Tx};

use super::{
    DeskError, ListQuery, Listed, Role, Viewer, audit, case_store, directory, drafting, folding, guarding,
    reading, saying,
};
use crate::files::{FilesError, Imported, Importer, Opened};
use crate::node::{NewAct, Node};

/// The most bytes of an offer or of what became of it.
const MOST: usize = 16 * 1024;

/// One row of the list of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileRow {
    /// The act that offers it, in hex.
    pub act: String,
    /// The file's root, in hex.
    pub root: String,
    /// Whether we offer it.
    pub outgoing: bool,
    /// The recipient, or the author.
    pub partner: String,
    /// The act's case, in hex.
    pub case: String,
    /// What it is.
    pub title: String,
    /// Its media type.
    pub media_type: String,
    /// Bytes.
    pub bytes: u64,
    /// `offered`, `wanted`, `stored`, `refused`, `cancelled`, `erased`.
    pub state: String,
    /// Bytes that are here, or that were given out; given again, they count again.
    pub moved: u64,
    /// How much of it is here, in hundredths; only of a file that is being fetched.
    pub per_cent: Option<u8>,
    /// Whose doing the last failure was; empty without one.
    pub cause_class: String,
    /// Why it waits or was not taken; empty otherwise.
    pub cause: String,
    /// When fetching is tried next.
    pub next_attempt: Option<Timestamp>,
    /// Since when it is offered.
    pub offered_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Whether its bytes are on this node's disk, complete.
    pub here: bool,
}

/// What a list of files shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilesShown {
    /// Only in this state.
    pub state: Option<String>,
    /// Only of this act.
    pub act: Option<String>,
}

/// A file to send by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// The partners that get it.
    pub to: Vec<String>,
    /// The case it belongs to; a new one when empty.
    pub case: String,
    /// What it is.
    pub title: String,
    /// Its media type.
    pub media_type: String,
    /// What it may be used for.
    pub purpose: String,
    /// The provision it rests on.
    pub legal_basis: String,
    /// Handling code: `H0` to `H3`.
    pub handling: String,
    /// The conditions; H3 needs some.
    pub conditions: String,
    /// Onward rule.
    pub onward: String,
}

/// A file to attach to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// Which required document this is; empty when none.
    pub key: String,
    /// What it is.
    pub title: String,
    /// Its language.
    pub language: String,
    /// Its media type.
    pub media_type: String,
}

/// The files that an act offers, as far as they can be read.
pub fn offers_in(act: &Act) -> Vec<FileOffer> {
    if act.kind.as_str() == FILE {
        return cbor::from_canonical(&act.body, MOST).ok().into_iter().collect();
    }
    if !folding::ReadAct::in_case(act) {
        return Vec::new();
    }
    match &folding::ReadAct::of(act.clone()).body {
        Ok(body) => saying::documents(body).iter().filter_map(offer_of).collect(),
        Err(_) => Vec::new(),
    }
}

fn offer_of(document: &Document) -> Option<FileOffer> {
    let file = document.file.as_ref()?;
    Some(FileOffer {
        title: document.title.clone(),
        media_type: document.media_type.clone(),
        sha256: FileRoot::new(*document.sha256.as_bytes()),
        root: FileRoot::new(*file.root.as_bytes()),
        length: file.length,
        key: FileKey::from_bytes(file.key.as_bytes()),
    })
}

/// The offers of one act of ours, one for each recipient, as the transaction that sends it keeps them.
pub(crate) fn offered_by(act: &Act) -> Vec<NewFileOffer> {
    let rows = offers_in(act).into_iter().flat_map(|offer| {
        act.recipients
            .iter()
            .map(move |to| row_of(act, &offer, to.clone(), Direction::Outgoing, act.made_at))
            .collect::<Vec<_>>()
    });
    rows.collect()
}

fn row_of(
    act: &Act,
    offer: &FileOffer,
    partner: AuthorityId,
    direction: Direction,
    at: Timestamp,
) -> NewFileOffer {
    NewFileOffer {
        act: act.id(),
        root: offer.root,
        partner,
        direction,
        case: act.case,
        title: offer.title.chars().filter(|c| !c.is_control()).take(200).collect(),
        media_type: folding::media_type(&offer.media_type),
        length: offer.length,
        offered_at: at,
    }
}

/// Begins to seal a file on its way in. The caller pushes its bytes from a thread that may block.
pub fn import(node: &Node, viewer: &Viewer) -> Result<Importer, DeskError> {
    viewer.needs(&[Role::Officer])?;
    node.files().import(node.config().files.largest_bytes, &mut node.rng()).map_err(files_failed)
}

/// Offers a sealed file to partners by an act of its own. Returns the act's id in hex.
pub async fn send(
    node: &Node,
    viewer: &Viewer,
    new: &NewFile,
    imported: &Imported,
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    if new.to.is_empty() {
        return Err(DeskError::invalid("to", "nobody would get it", "choose a partner"));
    }
    let mut recipients = Vec::new();
    for partner in &new.to {
        recipients.push(directory::accredited(node, partner).await?.0);
    }
    let case = if new.case.trim().is_empty() {
        let mut drawn = [0; 16];
        rand::Rng::fill_bytes(&mut node.rng(), &mut drawn);
        CaseId::new(drawn)
    } else {
        case_store::load(node, &new.case).await?.record.case.id
    };
    let title = super::talks::needed("title", &new.title)?;
    let offer = FileOffer {
        title: title.chars().filter(|c| !c.is_control()).take(200).collect(),
        media_type: folding::media_type(&new.media_type),
        sha256: imported.sha256,
        root: imported.root,
        length: imported.length,
        key: imported.key.clone(),
    };
    let handling = guarding::handling(&new.handling)?;
    let act = &NewAct {
        recipients,
        case,
        kind: case_store::kind(FILE)?,
        follows: Vec::new(),
        by: case_store::officer(viewer)?,
        approved_by: None,
        purpose: super::talks::needed("purpose", &new.purpose)?,
        legal_basis: super::talks::needed("legal-basis", &new.legal_basis)?,
        handling,
        onward: guarding::onward(&new.onward)?,
        marks: guarding::marks(&new.conditions, handling)?,
        expires_at: None,
        body: cbor::to_canonical(&offer).map_err(damaged)?,
    };
    let line = &audit::line(node, &viewer.login, "file-sent", imported.root, &offer.title);
    let sent: Result<ActId, DeskError> = node
        .store()
        .run_tx_with("send file", |tx| {
            Box::pin(async move {
                tx.add_audit(line).await?;
                Ok(node.send_in(tx, act.clone()).await?)
            })
        })
        .await;
    let id = sent?;
    node.wake_delivery();
    Ok(id.to_string())
}

/// Attaches a sealed file to a draft, whatever its version is now. Returns the new version.
pub async fn attach(
    node: &Node,
    viewer: &Viewer,
    draft: &str,
    new: &AttachedFile,
    imported: &Imported,
) -> Result<u64, DeskError> {
    let document = folding::large_document(
        new,
        LargeFile {
            root: law::Sha256::from_bytes(*imported.root.as_bytes()),
            length: imported.length,
            key: law::act::FileKey::from_bytes(*imported.key.as_bytes()),
        },
        law::Sha256::from_bytes(*imported.sha256.as_bytes()),
    )?;
    let attached = drafting::add_large(node, viewer, draft, document).await?;
    audit::write(node, &audit::line(node, &viewer.login, "file-attached", imported.root, draft)).await?;
    Ok(attached)
}

/// Files that acts offer, by us and to us.
pub async fn list(
    node: &Node,
    viewer: &Viewer,
    shown: &FilesShown,
    query: &ListQuery,
) -> Result<Listed<FileRow>, DeskError> {
    viewer.reads_cases()?;
    let sort = match query.sort.as_deref() {
        Some("title") => FileSort::Title,
        Some("partner") => FileSort::Partner,
        Some("bytes") => FileSort::Length,
        Some("state") => FileSort::State,
        _ => FileSort::Offered,
    };
    let mut by = query.by(sort);
    by.descending = query.sort.is_none() || by.descending;
    let filter = &FileFilter {
        state: shown.state.as_deref().and_then(|state| state.parse().ok()),
        act: match shown.act.as_deref() {
            Some(act) => Some(act.parse().map_err(|_| DeskError::not_found("act", reading::cut(act)))?),
            None => None,
        },
        ..FileFilter::default()
    };
    let by = &by;
    let listing =
        node.store().read("files", |tx| Box::pin(async move { tx.file_offers(filter, by).await })).await?;
    Ok(Listed::of_store(listing, query, |record| row(node, record)))
}

fn row(node: &Node, record: FileOfferRecord) -> FileRow {
    let offer = record.offer;
    let fetching = record.state == FileOfferState::Wanted;
    let hundredths =
        |moved: u64| u8::try_from(moved.saturating_mul(100) / offer.length.max(1)).unwrap_or(100);
    FileRow {
        act: offer.act.to_string(),
        root: offer.root.to_string(),
        outgoing: offer.direction == Direction::Outgoing,
        partner: offer.partner.to_string(),
        case: offer.case.to_string(),
        bytes: offer.length,
        state: record.state.as_str().to_owned(),
        moved: record.moved,
        per_cent: fetching.then(|| hundredths(record.moved).min(100)),
        cause_class: record
            .failure
            .as_ref()
            .map(|failure| class(failure.culprit))
            .unwrap_or_default()
            .to_owned(),
        cause: record.failure.map(|failure| failure.text).unwrap_or_default(),
        next_attempt: record.next_attempt_at,
        offered_at: offer.offered_at,
        changed_at: record.changed_at,
        here: node.files().has(&offer.root),
        title: offer.title,
        media_type: offer.media_type,
    }
}

fn class(culprit: exchange::Culprit) -> &'static str {
    match culprit {
        exchange::Culprit::User => "user",
        exchange::Culprit::Peer => "peer",
        exchange::Culprit::Passing => "passing",
        exchange::Culprit::Ours => "ours",
    }
}

/// A file opened for reading, with what a browser needs to know of it.
pub struct Reading {
    /// What it is.
    pub title: String,
    /// Its media type.
    pub media_type: String,
    /// Bytes.
    pub length: u64,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Gives the bytes, from a thread that may block.
    pub bytes: Opened,
}

/// Opens a file that an act offers. Its handling code is asked; that it was read is in the audit trail.
pub async fn open(node: &Node, viewer: &Viewer, act: &str, root: &str) -> Result<Reading, DeskError> {
    viewer.reads_cases()?;
    let missing = || DeskError::not_found("file", reading::cut(root));
    let id: &ActId = &act.parse().map_err(|_| missing())?;
    let kept = node.store().read("act", |tx| Box::pin(async move { tx.act(id).await })).await?;
    let act = Act::from_bytes(&kept.ok_or_else(missing)?.bytes).map_err(damaged)?;
    let offer =
        offers_in(&act).into_iter().find(|offer| offer.root.to_string() == root).ok_or_else(missing)?;
    let permit = guarding::permit(node, &act, Exit::Export).await?;
    let files = node.files().clone();
    let bytes = files.open(&offer.root, offer.length, &offer.key, offer.sha256).map_err(files_failed)?;
    let detail = format!("{} of {}, as {}", offer.title, act.author, permit.exit());
    audit::write(node, &audit::line(node, &viewer.login, "file-read", offer.root, detail)).await?;
    Ok(Reading {
        title: offer.title,
        media_type: folding::media_type(&offer.media_type),
        length: offer.length,
        sha256: offer.sha256.to_string(),
        bytes,
    })
}

/// Stops fetching a file; what is here of it is erased, and its author is told.
pub async fn cancel(node: &Node, viewer: &Viewer, act: &str, root: &str) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let record = incoming(node, act, root).await?;
    if record.state != FileOfferState::Wanted {
        return Err(DeskError::invalid(
            "file",
            format!("the file is {}", record.state),
            "only a file that is being fetched can be cancelled",
        ));
    }
    tell(node, &record.offer, FileFate::Cancelled, &format!("cancelled by {}", viewer.name)).await?;
    forget_unwanted(node, &record.offer.root).await?;
    audit::write(node, &audit::line(node, &viewer.login, "file-cancelled", root, act)).await
}

/// Fetches a file after all, or again at once.
pub async fn fetch_again(node: &Node, viewer: &Viewer, act: &str, root: &str) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let record = incoming(node, act, root).await?;
    let (offer, now) = (&record.offer, node.now());
    let line = &audit::line(node, &viewer.login, "file-wanted", root, act);
    node.store()
        .run_tx("want file", |tx| {
            Box::pin(async move {
                tx.want_file(&offer.act, &offer.root, now).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    node.fetching().notify_one();
    Ok(())
}

async fn incoming(node: &Node, act: &str, root: &str) -> Result<FileOfferRecord, DeskError> {
    let missing = || DeskError::not_found("file", reading::cut(root));
    let root: &FileRoot = &root.parse().map_err(|_| missing())?;
    let offers =
        node.store().read("file", |tx| Box::pin(async move { tx.offers_of_file(root).await })).await?;
    offers
        .into_iter()
        .find(|record| record.offer.direction == Direction::Incoming && record.offer.act.to_string() == act)
        .ok_or_else(missing)
}

/// Erases what is here of a file unless some act still wants or has it. What the disk or the object store does not let go now
/// goes with the orphans.
pub(crate) async fn forget_unwanted(node: &Node, root: &FileRoot) -> Result<(), DeskError> {
    let needed =
        node.store().read("offers of a file", |tx| Box::pin(async move { needed(tx, root).await })).await?;
    if !needed {
        let (files, of) = (node.files().clone(), *root);
        if let Err(error) = blocking(move || files.erase(&of)).await {
            tracing::warn!(error = %crate::causes::chain(&error), %root, "what is here of a file is erased another time");
        }
    }
    Ok(())
}

/// Does what waits for the disk or the object store.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FilesError> + Send + 'static,
) -> Result<T, DeskError> {
    let worked = tokio::task::spawn_blocking(work).await;
    worked.map_err(|_| DeskError::Node(crate::node::NodeError::Stopped))?.map_err(files_failed)
}

async fn needed(tx: &mut Tx<'_>, root: &FileRoot) -> Result<bool, store::StoreError> {
    let offers = tx.offers_of_file(root).await?;
    let live = offers.iter().any(|record| match record.state {
        FileOfferState::Wanted | FileOfferState::Stored | FileOfferState::Offered => true,
        // A partner that refused or cancelled may ask again.
        FileOfferState::Refused | FileOfferState::Cancelled => record.offer.direction == Direction::Outgoing,
        FileOfferState::Erased => false,
    });
    Ok(live || tx.draft_names_file(root).await?)
}

/// Erases files whose time is over, and what no act or draft names.
pub(crate) async fn clean_up(node: &Node) -> Result<(), DeskError> {
    let day = |days: u32| u64::from(days).saturating_mul(86_400);
    let config = &node.config().files;
    if let Some(days) = config.retention_days {
        let now = node.now();
        let age = SignedDuration::from_secs(i64::try_from(day(days)).unwrap_or(i64::MAX));
        let before = now.saturating_sub(age).unwrap_or(Timestamp::MIN);
        let old = node
            .store()
            .read("old files", |tx| Box::pin(async move { tx.files_stored_before(before).await }))
            .await?;
        for record in old {
            let offer = &record.offer;
            let line = &audit::line(node, "node", "file-expired", offer.root, &offer.title);
            node.store()
                .run_tx("file expired", |tx| {
                    Box::pin(async move {
                        let of = (&offer.act, &offer.root, &offer.partner);
                        tx.file_ended(of, FileOfferState::Erased, "", now).await?;
                        tx.add_audit(line).await
                    })
                })
                .await?;
            forget_unwanted(node, &offer.root).await?;
        }
    }
    let files = node.files().clone();
    let age = Duration::from_secs(day(config.orphan_days));
    for root in blocking(move || files.untouched(age)).await? {
        forget_unwanted(node, &root).await?;
    }
    Ok(())
}

/// By rule: keeps what an act of a partner offers, as far as the partner may fill this disk.
pub(crate) async fn arrived(node: &Node, act: &Act) -> Result<(), DeskError> {
    let config = &node.config().files;
    for offer in offers_in(act) {
        let new = &row_of(act, &offer, act.author.clone(), Direction::Incoming, node.now());
        let added = node
            .store()
            .run_tx("file offered", |tx| {
                Box::pin(async move {
                    if tx.purged_at(&new.act).await?.is_some() {
                        return Ok(None);
                    }
                    let used = tx.file_bytes_of(&new.partner).await?;
                    Ok(tx.add_file_offer(new).await?.then_some(used))
                })
            })
            .await?;
        let Some(used) = added else { continue };
        let why = if offer.length == 0 || offer.length > config.largest_bytes {
            format!("the file has {} bytes, {} are taken here", offer.length, config.largest_bytes)
        } else if used.saturating_add(offer.length) > config.quota_bytes {
            let quota = config.quota_bytes;
            format!("{used} bytes of your files are here, and {quota} is what they may take together")
        } else {
            node.fetching().notify_one();
            continue;
        };
        tell(node, new, FileFate::Refused, &why).await?;
    }
    Ok(())
}

/// Notes what became of a file offered to us and tells its author by an act, both or neither. Said once.
pub(crate) async fn tell(
    node: &Node,
    of: &NewFileOffer,
    fate: FileFate,
    reason: &str,
) -> Result<(), DeskError> {
    let body = FileState { offer: of.act, root: of.root, fate, reason: reason.to_owned() };
    let state = match fate {
        FileFate::Stored => FileOfferState::Stored,
        FileFate::Refused => FileOfferState::Refused,
        FileFate::Cancelled => FileOfferState::Cancelled,
    };
    let by = by_rule(node)?;
    let now = node.now();
    let new = &NewAct {
        recipients: vec![of.partner.clone()],
        case: of.case,
        kind: case_store::kind(FILE_STATE)?,
        follows: vec![of.act],
        by,
        approved_by: None,
        purpose: "what became of a file".to_owned(),
        legal_basis: "as the act that offers it".to_owned(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: Marks::default(),
        expires_at: None,
        body: cbor::to_canonical(&body).map_err(damaged)?,
    };
    let told: Result<bool, DeskError> = node
        .store()
        .run_tx_with("file ended", |tx| {
            Box::pin(async move {
                if fate == FileFate::Stored {
                    tx.file_moved(of, of.length, now, now).await?;
                }
                let first = tx.file_ended((&of.act, &of.root, &of.partner), state, reason, now).await?;
                if first {
                    node.send_in(tx, new.clone()).await?;
                }
                Ok(first)
            })
        })
        .await;
    if told? {
        node.wake_delivery();
    }
    Ok(())
}

/// By rule: notes what a recipient says became of a file of ours.
pub(crate) async fn state_arrived(node: &Node, act: &Act) -> Result<(), DeskError> {
    let Ok(said) = cbor::from_canonical::<FileState>(&act.body, MOST) else {
        tracing::warn!(act = %act.id(), partner = %act.author, "what became of a file cannot be read");
        return Ok(());
    };
    let state = match said.fate {
        FileFate::Stored => FileOfferState::Stored,
        FileFate::Refused => FileOfferState::Refused,
        FileFate::Cancelled => FileOfferState::Cancelled,
    };
    let reason: &str = &said.reason.chars().filter(|c| !c.is_control()).take(500).collect::<String>();
    let (said, id, author, now) = (&said, &act.id(), &act.author, node.now());
    node.store()
        .run_tx("file told", |tx| {
            Box::pin(async move {
                // Nobody has to look at it: it is no step of a case.
                tx.open_act(id, "node", now).await?;
                tx.file_ended((&said.offer, &said.root, author), state, reason, now).await
            })
        })
        .await?;
    Ok(())
}

/// The officer in whose name the node acts by rule.
pub(crate) fn by_rule(node: &Node) -> Result<Officer, DeskError> {
    Officer::new("node", format!("{} by rule", node.config().name))
        .map_err(|error| DeskError::Damaged { what: "name of the node", why: error.to_string() })
}

/// What the files' own errors say at the desk.
pub fn files_failed(error: FilesError) -> DeskError {
    let error = match error {
        FilesError::Bucket(error) => return DeskError::Node(crate::node::NodeError::Bucket(error)),
        error => error,
    };
    match &error {
        FilesError::Absent(root) => DeskError::not_found("file", root),
        FilesError::NoRoom { .. } => {
            DeskError::invalid("file", error.to_string(), "ask an admin to make room, or send less")
        }
        FilesError::File(inner) if inner.culprit() == exchange::Culprit::User => {
            DeskError::invalid("file", error.to_string(), "choose another file")
        }
        _ => DeskError::Damaged { what: "file", why: crate::causes::chain(&error) },
    }
}

fn damaged(error: impl std::fmt::Display) -> DeskError {
    DeskError::Damaged { what: "file", why: error.to_string() }
}

/// Every file that offers exist of, newest first; for commands that wait for one.
pub async fn of_root(node: &Node, viewer: &Viewer, root: &str) -> Result<Vec<FileRow>, DeskError> {
    viewer.reads_cases()?;
    let query = ListQuery { text: root.to_owned(), ..ListQuery::default() };
    let by = &ListBy { descending: true, ..query.by(FileSort::Offered) };
    let listing = node
        .store()
        .read("files", |tx| Box::pin(async move { tx.file_offers(&FileFilter::default(), by).await }))
        .await?;
    Ok(listing.rows.into_iter().map(|record| row(node, record)).collect())
}
