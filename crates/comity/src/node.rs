//! A running node: what it is, what it keeps, and the one way in which it makes an act.
//!
//! [`Node`] is a cheap handle; clones are the same node. Use cases ([`crate::desk`]), pages and peers all work through
//! it. Time comes from its [`Clock`], randomness from its seeded generator, so a test decides both.
//!
//! Sending is one transaction: the act, a signed envelope and an outbox row for each recipient, and the ledger entries.
//! Delivery ([`crate::peer::worker`]) takes over from the committed rows, in this process or another one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use exchange::{Act, ActId, ActKind, AuthorityId, CaseId, Handling, NodeKeys, Officer, Onward, PublicKeys, Recipients};
use jiff::Timestamp;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use tokio::sync::{Notify, broadcast};

use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::keys::{KeyError, KeyFiles};

/// What is to be said in an act; the node adds author, time and signatures.
#[derive(Debug, Clone)]
pub struct NewAct {
    /// The partners it goes to; each must be accredited.
    pub recipients: Vec<AuthorityId>,
    /// The case it belongs to.
    pub case: CaseId,
    /// What kind of act it is.
    pub kind: ActKind,
    /// The acts it follows.
    pub follows: Vec<ActId>,
    /// Who makes it.
    pub by: Officer,
    /// The second person, where one is needed.
    pub approved_by: Option<Officer>,
    /// What it is for.
    pub purpose: String,
    /// On what legal basis.
    pub legal_basis: String,
    /// Handling code.
    pub handling: Handling,
    /// Whether the recipient may pass it on.
    pub onward: Onward,
    /// When it stops being of use.
    pub expires_at: Option<Timestamp>,
    /// Canonical bytes of the domain body.
    pub body: Vec<u8>,
}

/// Why the node could not do something.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// An act or envelope is not what it should be.
    #[error(transparent)]
    Exchange(#[from] exchange::ExchangeError),
    /// A recipient is not an accredited partner.
    #[error("`{0}` is not an accredited partner")]
    NotAccredited(AuthorityId),
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Transport security cannot be set up.
    #[error("transport security cannot be set up: {0}")]
    Tls(String),
}

/// A running node. Cheap to clone; clones are the same node.
#[derive(Clone)]
pub struct Node(Arc<Inner>);

struct Inner {
    dir: PathBuf,
    config: Config,
    store: store::Store,
    keys: NodeKeys,
    files: KeyFiles,
    public_keys: PublicKeys,
    law: law::Library,
    index: RwLock<search::Index>,
    clock: Clock,
    rng: Mutex<ChaCha20Rng>,
    delivery: Notify,
    arrivals: broadcast::Sender<Arrived>,
    desk: crate::desk::Memory,
}

/// Told to everyone waiting when an act was received and committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived {
    /// The act.
    pub act: ActId,
    /// Its case.
    pub case: CaseId,
}

impl Node {
    /// Opens the node in `dir`. The search index starts empty; [`crate::desk::indexing::load`] fills it.
    pub async fn open(dir: &Path, clock: Clock, rng: ChaCha20Rng) -> Result<Node, NodeError> {
        let _ = (dir, clock, rng);
        unimplemented!()
    }

    /// The authority whose node this is.
    pub fn authority(&self) -> &AuthorityId {
        &self.0.config.authority
    }

    /// The node's folder.
    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    /// What `comity.toml` says.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Everything the node keeps.
    pub fn store(&self) -> &store::Store {
        &self.0.store
    }

    /// The node's secret keys.
    pub fn keys(&self) -> &NodeKeys {
        &self.0.keys
    }

    /// The node's public keys, as partners pin them.
    pub fn public_keys(&self) -> &PublicKeys {
        &self.0.public_keys
    }

    /// The law library.
    pub fn law(&self) -> &law::Library {
        &self.0.law
    }

    /// The search index. Hold the lock for one call, never across an `await`.
    pub fn index(&self) -> &RwLock<search::Index> {
        &self.0.index
    }

    /// What the desk remembers while the process runs.
    pub fn desk(&self) -> &crate::desk::Memory {
        &self.0.desk
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// A generator of its own for the caller, forked from the node's.
    pub fn rng(&self) -> ChaCha20Rng {
        let mut rng = self.0.rng.lock().unwrap_or_else(PoisonError::into_inner);
        ChaCha20Rng::from_rng(&mut *rng)
    }

    /// Makes, signs and commits an act and its envelopes, then wakes delivery. Durable when it returns.
    pub async fn send(&self, new: NewAct) -> Result<ActId, NodeError> {
        let _ = new;
        unimplemented!()
    }

    /// The same inside a transaction that does more, such as closing the draft the act came from. Call
    /// [`wake_delivery`](Self::wake_delivery) after it committed.
    pub async fn send_in(&self, tx: &mut store::Tx<'_>, new: NewAct) -> Result<ActId, NodeError> {
        let _ = (tx, new);
        unimplemented!()
    }

    /// Tells the delivery worker that the outbox has changed.
    pub fn wake_delivery(&self) {
        self.0.delivery.notify_one();
    }

    /// Listens for acts received by this process. A search that waits for answers subscribes before it asks.
    pub fn arrivals(&self) -> broadcast::Receiver<Arrived> {
        self.0.arrivals.subscribe()
    }
}
