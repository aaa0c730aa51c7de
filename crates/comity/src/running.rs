//! A node at work: its pages, its peer API, its delivery and its index, from start to stop.
//!
//! Everything listens before anything works, so that a taken port stops the start and not a running node.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::causes::chain;
use crate::desk::indexing;
use crate::node::{Node, NodeError};
use crate::peer::incoming::Intake;
use crate::peer::partners::Partners;
use crate::peer::{fence, fetching, incoming, keeping, partners, record, server, telling, worker};
use crate::web::{self, DemoAccount};

/// How often changes made by other processes are looked for.
const FOLLOW: Duration = Duration::from_millis(1000);
/// How long an entry may stand behind the last signed checkpoint.
const SIGN: Duration = Duration::from_secs(2);
/// How often the snapshot of the index is written, if anything changed; a removed subject is in no file after that long.
const KEEP: Duration = Duration::from_secs(600);
/// Longest wait for open requests at the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// Longest wait at the start for an object store.
const BUCKET: Duration = Duration::from_secs(10);

/// A node whose tasks run until [`Running::stop`].
pub struct Running {
    node: Node,
    web: SocketAddr,
    peer: SocketAddr,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// Looks whether the object store, if one is set, can be used. One that says no is a mistake of the settings and shown to
/// whoever starts the node; one that does not answer holds nothing up but large files.
async fn look_at_bucket(node: &Node) -> Result<(), NodeError> {
    let files = node.files().clone();
    let looking = tokio::task::spawn_blocking(move || match files.bucket() {
        Some(bucket) => bucket.check(),
        None => Ok(()),
    });
    match timeout(BUCKET, looking).await {
        Ok(looked) => match looked.map_err(|_| NodeError::Stopped)? {
            Err(error) if error.passes() => {
                tracing::warn!(%error, "large files wait for their object store");
                Ok(())
            }
            looked => Ok(looked?),
        },
        Err(_) => {
            tracing::warn!(
                after_s = BUCKET.as_secs(),
                "large files wait for their object store: it does not answer"
            );
            Ok(())
        }
    }
}

impl Running {
    /// Binds both addresses, loads the index and starts every task.
    pub async fn start(node: Node, accounts: Vec<DemoAccount>) -> Result<Running, NodeError> {
        look_at_bucket(&node).await?;
        let web_listener = listen(node.config().web.listen).await?;
        let peer_listener = listen(node.config().peer.listen).await?;
        let (web, peer) = (address(&web_listener)?, address(&peer_listener)?);
        indexing::load(&node).await.map_err(|error| NodeError::Index(Box::new(error)))?;
        let partners = Arc::new(Partners::load(&node).await?);
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();

        let pages = web::serve(node.clone(), accounts, web_listener, stop.clone());
        tasks.spawn(async move {
            if let Err(error) = pages.await {
                tracing::error!(%error, "the pages ended");
            }
        });

        let intake = Intake::start(&node, &partners, &tasks);
        let serving = server::serve(node.clone(), intake, partners.clone(), peer_listener, stop.clone());
        tasks.spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the peer API ended");
            }
        });
        // What officers do next is signed, so the witnesses are heard first. Partners are answered meanwhile: two nodes that
        // start at once are each other's witnesses.
        fence::ask_once(&node).await?;
        tasks.spawn(partners::follow(node.clone(), partners.clone(), stop.clone()));
        tasks.spawn(fence::keep(node.clone(), partners.clone(), stop.clone()));
        tasks.spawn(telling::tell(node.clone(), partners.clone(), stop.clone()));
        tasks.spawn(keeping::keep(node.clone(), stop.clone()));
        tasks.spawn(keeping::fill(node.clone(), stop.clone()));
        tasks.spawn(fetching::fetch_all(node.clone(), partners.clone(), stop.clone()));
        tasks.spawn(fetching::keep_house(node.clone(), stop.clone()));
        tasks.spawn(worker::deliver(node.clone(), partners, stop.clone()));
        tasks.spawn(incoming::catch_up(node.clone(), stop.clone()));
        tasks.spawn(follow_index(node.clone(), stop.clone()));
        tasks.spawn(sign_ledger(node.clone(), stop.clone()));
        Ok(Running { node, web, peer, stop, tasks })
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Where the pages are.
    pub fn web_address(&self) -> SocketAddr {
        self.web
    }

    /// Where partners connect.
    pub fn peer_address(&self) -> SocketAddr {
        self.peer
    }

    /// Lets open requests finish, then stops every task and closes the store.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        if timeout(FAREWELL, self.tasks.wait()).await.is_err() {
            tracing::warn!("some requests were cut off");
        }
        self.node.store().close().await;
    }
}

/// What was entered without being signed at once, such as what was sent, is signed within seconds.
async fn sign_ledger(node: Node, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SIGN) => {}
        }
        if let Err(error) = record::sign_end(&node).await {
            tracing::warn!(error = %chain(&error), "the end of the ledger could not be signed");
        }
    }
}

/// Keeps the index up to date, and its snapshot: written at once when the index was filled from the store, then now and
/// then, and at the end.
async fn follow_index(node: Node, stop: CancellationToken) {
    indexing::keep(&node).await;
    let mut kept = tokio::time::Instant::now();
    loop {
        tokio::select! {
            () = stop.cancelled() => return indexing::keep(&node).await,
            () = tokio::time::sleep(FOLLOW) => {}
        }
        if kept.elapsed() >= KEEP {
            indexing::keep(&node).await;
            kept = tokio::time::Instant::now();
        }
        if let Err(error) = indexing::follow(&node).await {
            tracing::warn!(%error, "the search index could not be brought up to date");
        }
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, NodeError> {
    TcpListener::bind(address).await.map_err(|source| NodeError::Listen { address, source })
}

fn address(listener: &TcpListener) -> Result<SocketAddr, NodeError> {
    listener
        .local_addr()
        .map_err(|source| NodeError::Listen { address: SocketAddr::from(([0, 0, 0, 0], 0)), source })
}
