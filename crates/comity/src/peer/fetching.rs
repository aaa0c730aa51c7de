//! Fetching the large files that partners' acts offer to this node.
//!
//! Each file has a connection of its own whose window is small, so that it delays no act and a cut costs little. Chunks are
//! checked and opened on one thread and written on another as they come; what does not fit the root is thrown away and asked
//! for again. What was kept survives a crash: it is looked through before anything is asked for. When everything is on the
//! disk, an act of this node says so to the author, in the transaction that notes it.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use exchange::file::{FileFate, FileOffer, FileQuestion, LEAF, SEALED_CHUNK};
use exchange::{Act, AuthorityId, Culprit};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use store::{Failure, FileOfferRecord, NewFileOffer};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::client::{CallError, Client};
use super::partners::{Partner, Partners};
use super::{tls, wire};
use crate::causes::chain;
use crate::desk;
use crate::files::{FilesError, Receiving};
use crate::node::{Node, NodeError};

/// The window of a file's connection: what may be under way when it is cut. With what waits to be written, a cut costs
/// less than 1 MiB: four chunks are gathered, wait, are checked and are written, and the sender may be a fifth ahead.
pub const WINDOW: u32 = 320 << 10;
/// Chunks that wait to be checked and written.
const AHEAD: usize = 1;
/// Buffers of written chunks that wait to be filled again.
const SPARE: usize = 4;
/// How long a claim holds without news.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often news of a file is noted.
const NEWS: Duration = Duration::from_secs(1);
/// Longest wait for the next bytes.
const SILENCE: Duration = Duration::from_secs(30);
/// How often new offers are looked for.
const POLL: Duration = Duration::from_millis(500);
/// How often orphans and old files are looked for.
const KEEPING: Duration = Duration::from_secs(600);
const PAUSE_LEAST: Duration = Duration::from_millis(500);
const PAUSE_MOST: Duration = Duration::from_secs(300);

/// Why a file was not fetched this time.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Node(#[from] NodeError),
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error(transparent)]
    Desk(#[from] desk::DeskError),
    #[error("the connection broke: {0}")]
    Broken(hyper::Error),
    #[error("nothing came for {} s", SILENCE.as_secs())]
    Silent,
    #[error("the answer ended before everything asked for had come")]
    Short,
    #[error("the act that offers it is not here")]
    NoOffer,
    #[error("the node is stopping")]
    Stopping,
    #[error("it is not wanted any more")]
    Unwanted,
}

impl FetchError {
    fn culprit(&self) -> Culprit {
        match self {
            Self::Call(CallError::Status { .. } | CallError::Handshake { .. } | CallError::Answer(_)) => {
                Culprit::Peer
            }
            Self::Call(CallError::Address(_)) => Culprit::User,
            Self::Files(FilesError::File(error)) => error.culprit(),
            Self::Files(FilesError::NoRoom { .. }) => Culprit::User,
            Self::Files(FilesError::Bucket(error)) if error.passes() || error.begins_anew() => {
                Culprit::Passing
            }
            Self::Files(_) | Self::Node(_) | Self::Store(_) | Self::Desk(_) | Self::NoOffer => Culprit::Ours,
            Self::Call(_) | Self::Broken(_) | Self::Silent | Self::Short => Culprit::Passing,
            Self::Stopping | Self::Unwanted => Culprit::Passing,
        }
    }
}

/// Fetches whatever is wanted until `stop`.
pub async fn fetch_all(node: Node, partners: Arc<Partners>, stop: CancellationToken) {
    let most = usize::try_from(node.config().files.at_once).unwrap_or(1).max(1);
    let mut under_way: JoinSet<AuthorityId> = JoinSet::new();
    let mut busy: HashSet<AuthorityId> = HashSet::new();
    loop {
        if !stop.is_cancelled() && under_way.len() < most {
            match claim(&node, &partners, &busy).await {
                Ok(Some((record, partner))) => {
                    busy.insert(record.offer.partner.clone());
                    under_way.spawn(run(node.clone(), partner, record, stop.clone()));
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(error = %chain(&error), "files cannot be claimed"),
            }
        }
        if stop.is_cancelled() && under_way.is_empty() {
            return;
        }
        tokio::select! {
            Some(ended) = under_way.join_next() => match ended {
                Ok(partner) => drop(busy.remove(&partner)),
                // Which one it was is not known; a claim that nobody holds runs out.
                Err(_) => busy.clear(),
            },
            () = node.fetching().notified(), if !stop.is_cancelled() => {}
            () = tokio::time::sleep(POLL), if !stop.is_cancelled() => {}
            () = stop.cancelled(), if !stop.is_cancelled() => {}
        }
    }
}

async fn claim(
    node: &Node,
    partners: &Partners,
    busy: &HashSet<AuthorityId>,
) -> Result<Option<(FileOfferRecord, Arc<Partner>)>, NodeError> {
    let now = node.now();
    let any = node
        .store()
        .read("files wanted", |tx| {
            Box::pin(async move {
                let filter =
                    store::FileFilter { state: Some(store::FileOfferState::Wanted), ..Default::default() };
                let one = store::ListBy { limit: 1, ..Default::default() };
                Ok(tx.file_offers(&filter, &one).await?.total > 0)
            })
        })
        .await?;
    if !any {
        return Ok(None);
    }
    // Partners that cannot be called now wait as well.
    let busy: &Vec<AuthorityId> = &busy.iter().cloned().collect();
    let lease = now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
    let claimed = node
        .store()
        .run_tx("claim a file", |tx| Box::pin(async move { tx.claim_file(busy, now, lease).await }))
        .await?;
    Ok(claimed.and_then(|record| {
        let partner = partners.get(&record.offer.partner)?;
        Some((record, partner))
    }))
}

async fn run(
    node: Node,
    partner: Arc<Partner>,
    record: FileOfferRecord,
    stop: CancellationToken,
) -> AuthorityId {
    let offer = record.offer.clone();
    if let Err(error) = fetch(&node, &partner, &record, &stop).await {
        let now = node.now();
        let unwanted = matches!(error, FetchError::Unwanted);
        if matches!(error, FetchError::Stopping) || unwanted {
            tracing::debug!(root = %offer.root, "a file is not fetched on");
        } else {
            tracing::info!(error = %chain(&error), root = %offer.root, partner = %offer.partner, "a file is tried again later");
        }
        if unwanted && let Err(error) = desk::files::forget_unwanted(&node, &offer.root).await {
            tracing::warn!(error = %chain(&error), "what was fetched of a file could not be erased");
        }
        let pause = if matches!(error, FetchError::Stopping) {
            Duration::ZERO
        } else {
            let doubled = PAUSE_LEAST.saturating_mul(1 << record.attempts.min(10)).min(PAUSE_MOST);
            doubled.mul_f64(node.rng().random_range(0.5..1.0))
        };
        let failure = &Failure { culprit: error.culprit(), text: chain(&error) };
        let (offer, next) = (&offer, now + pause);
        let noted = node
            .store()
            .run_tx("file failed", |tx| {
                Box::pin(async move { tx.file_failed(offer, failure, next, now).await })
            })
            .await;
        if let Err(error) = noted {
            tracing::warn!(%error, "the failure of a file could not be noted");
        }
    }
    offer.partner
}

/// What goes to the thread that checks, and from there to the one that writes: hashing takes as long as all the rest.
enum Work {
    Chunk(u64, Vec<u8>),
}

async fn fetch(
    node: &Node,
    partner: &Partner,
    record: &FileOfferRecord,
    stop: &CancellationToken,
) -> Result<(), FetchError> {
    let offer = offer(node, &record.offer).await?;
    let files = node.files().clone();
    let wanted = offer.clone();
    let mut receiving = blocking(move || files.receive(&wanted.root, wanted.length, &wanted.key)).await??;
    // What is here needs no room.
    node.files().room(offer.length.saturating_sub(receiving.held()))?;
    let tls = tls::client(node, partner.keys.authority(), partner.keys.certificates())?;
    let newest = partner.keys.record().tls_cert_sha256;
    let client = Client::with_window(partner.record.partner.endpoint.clone(), tls, WINDOW).expecting(&newest);
    if !receiving.knows_leaves() {
        receiving = leaves(&client, &record.offer, receiving).await?;
    }
    let mut told = tokio::time::Instant::now();
    let ranges = receiving.missing().to_vec();
    let (work, mut jobs) = mpsc::channel::<Work>(AHEAD);
    let progress = Arc::new(std::sync::atomic::AtomicU64::new(receiving.held()));
    let seen = progress.clone();
    let mut checker = receiving.checker()?;
    let (checked, writes) = std::sync::mpsc::sync_channel(0);
    let checking = tokio::task::spawn_blocking(move || {
        while let Some(Work::Chunk(chunk, sealed)) = jobs.blocking_recv() {
            if checked.send(checker.check(chunk, sealed)?).is_err() {
                break;
            }
        }
        Ok::<(), FilesError>(())
    });
    // The same few buffers go round, so that the allocator does not spread them over the threads.
    let (back, mut spare) = mpsc::channel(SPARE);
    let writing = tokio::task::spawn_blocking(move || {
        while let Ok(checked) = writes.recv() {
            let emptied = receiving.keep(checked)?;
            // One too many is given back to the system.
            let _ = back.try_send(emptied);
            seen.store(receiving.held(), std::sync::atomic::Ordering::Relaxed);
        }
        Ok::<Receiving, FilesError>(receiving)
    });
    let mut outcome = Ok(());
    for (first, end) in ranges {
        let coming = chunks(
            node,
            &client,
            &record.offer,
            &offer,
            (first, end),
            &work,
            &mut spare,
            stop,
            &mut told,
            &progress,
        );
        outcome = coming.await;
        if outcome.is_err() {
            break;
        }
    }
    drop(work);
    // What came before the failure is kept; why a chunk was not kept says more than that its thread ended.
    let receiving = writing.await.map_err(|_| FetchError::Stopping)?;
    checking.await.map_err(|_| FetchError::Stopping)??;
    let receiving = receiving?;
    if let Err(error) = outcome {
        blocking(move || receiving.pause()).await??;
        return Err(error);
    }
    if receiving.held() != offer.length {
        return Err(FetchError::Short);
    }
    blocking(move || receiving.finish()).await??;
    desk::files::tell(node, &record.offer, FileFate::Stored, "").await?;
    tracing::info!(root = %offer.root, partner = %record.offer.partner, bytes = offer.length, "a file is here");
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, FetchError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| FetchError::Stopping)
}

/// What the act says about the file.
async fn offer(node: &Node, of: &NewFileOffer) -> Result<FileOffer, FetchError> {
    let act = node
        .store()
        .read("offer of a file", |tx| Box::pin(async move { tx.act(&of.act).await }))
        .await?
        .ok_or(FetchError::NoOffer)?;
    let act = Act::from_bytes(&act.bytes).map_err(|_| FetchError::NoOffer)?;
    let found = desk::files::offers_in(&act).into_iter().find(|offer| offer.root == of.root);
    found.ok_or(FetchError::NoOffer)
}

async fn ask(
    client: &Client,
    path: &str,
    of: &NewFileOffer,
    first: u64,
    count: u64,
) -> Result<Incoming, FetchError> {
    let question = FileQuestion { offer: of.act, root: of.root, first, count };
    let body = exchange::cbor::to_canonical(&question)
        .map_err(|_| CallError::Answer(client.address().to_owned()))?;
    Ok(client.stream(path, body).await?)
}

async fn frame(body: &mut Incoming) -> Result<Option<bytes::Bytes>, FetchError> {
    loop {
        let Some(frame) = timeout(SILENCE, body.frame()).await.map_err(|_| FetchError::Silent)? else {
            return Ok(None);
        };
        if let Ok(data) = frame.map_err(FetchError::Broken)?.into_data() {
            return Ok(Some(data));
        }
    }
}

async fn leaves(
    client: &Client,
    of: &NewFileOffer,
    mut receiving: Receiving,
) -> Result<Receiving, FetchError> {
    let count = receiving.layout().chunks();
    let mut body = ask(client, wire::FILE_LEAVES, of, 0, count).await?;
    let mut leaves = receiving.take_leaves()?;
    let mut rest = count * LEAF as u64;
    while let Some(data) = frame(&mut body).await? {
        rest = rest.checked_sub(data.len() as u64).ok_or(FetchError::Short)?;
        leaves.push(&data)?;
    }
    if rest > 0 {
        return Err(FetchError::Short);
    }
    blocking(move || {
        receiving.leaves_are(leaves)?;
        Ok::<_, FilesError>(receiving)
    })
    .await?
    .map_err(FetchError::from)
}

#[expect(clippy::too_many_arguments, reason = "one loop that was cut out of its only caller")]
async fn chunks(
    node: &Node,
    client: &Client,
    of: &NewFileOffer,
    offer: &FileOffer,
    (first, end): (u64, u64),
    work: &mpsc::Sender<Work>,
    spare: &mut mpsc::Receiver<Vec<u8>>,
    stop: &CancellationToken,
    told: &mut tokio::time::Instant,
    progress: &std::sync::atomic::AtomicU64,
) -> Result<(), FetchError> {
    let layout = exchange::file::Layout::new(offer.length).map_err(FilesError::from)?;
    let mut body = ask(client, wire::FILE_CHUNKS, of, first, end - first).await?;
    let mut chunk = first;
    let mut size = layout.sealed_size(chunk).map_err(FilesError::from)?;
    let mut gathered: Vec<u8> = Vec::with_capacity(SEALED_CHUNK);
    loop {
        let data = tokio::select! {
            data = frame(&mut body) => data?,
            () = stop.cancelled() => return Err(FetchError::Stopping),
        };
        let Some(mut data) = data else { break };
        while !data.is_empty() {
            if chunk == end {
                return Err(FetchError::Short);
            }
            let taken = data.split_to(data.len().min(size - gathered.len()));
            gathered.extend_from_slice(&taken);
            if gathered.len() == size {
                let full = std::mem::replace(
                    &mut gathered,
                    spare.try_recv().unwrap_or_else(|_| Vec::with_capacity(SEALED_CHUNK)),
                );
                if work.send(Work::Chunk(chunk, full)).await.is_err() {
                    // The writing thread says why.
                    return Err(FetchError::Stopping);
                }
                chunk += 1;
                if chunk < end {
                    size = layout.sealed_size(chunk).map_err(FilesError::from)?;
                }
            }
        }
        if told.elapsed() >= NEWS {
            *told = tokio::time::Instant::now();
            let now = node.now();
            let lease = now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
            let moved = progress.load(std::sync::atomic::Ordering::Relaxed);
            let wanted = node
                .store()
                .run_tx("file moved", |tx| {
                    Box::pin(async move { tx.file_moved(of, moved, lease, now).await })
                })
                .await?;
            if !wanted {
                return Err(FetchError::Unwanted);
            }
        }
    }
    if chunk == end { Ok(()) } else { Err(FetchError::Short) }
}

/// Erases what nobody needs any more: orphans, and partners' files whose time is over.
pub async fn keep_house(node: Node, stop: CancellationToken) {
    loop {
        if let Err(error) = desk::files::clean_up(&node).await {
            tracing::warn!(error = %chain(&error), "files could not be cleaned up");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(KEEPING) => {}
        }
    }
}
