//! A running node: what it is, what it keeps, and the one way in which it makes an act.
//!
//! [`Node`] is a cheap handle; clones are the same node. Use cases ([`crate::desk`]), pages and peers all work through
//! it. Time comes from its [`Clock`], randomness from its seeded generator, so a test decides both.
//!
//! Sending is one transaction: the act, a signed envelope and an outbox row for each recipient, and the ledger entries.
//! Delivery ([`crate::peer::worker`]) takes over from the committed rows, in this process or another one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use exchange::{
    ActId, ActKind, AuthorityId, CaseId, Fingerprint, Handling, Marks, NodeKeys, Officer, Onward,
    PartnerKeys, PublicKeys,
};
use jiff::Timestamp;
use ledger::EntryKind;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use store::NodeRecord;
use tokio::sync::{broadcast, watch};

use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::files::Files;
use crate::keys::{KeyError, KeyFiles};
use crate::peer::outgoing::{self, Senders};
use crate::peer::record::{self, Record};

/// Arrivals that a slow listener may fall behind.
const ARRIVALS: usize = 1024;

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
    /// The conditions and the evaluation.
    pub marks: Marks,
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
    /// The act breaks a rule that every act keeps.
    #[error(transparent)]
    Act(#[from] exchange::ActError),
    /// An envelope cannot be made or is not what it should be.
    #[error(transparent)]
    Envelope(#[from] exchange::EnvelopeError),
    /// A key cannot be used.
    #[error(transparent)]
    Key(#[from] exchange::KeyError),
    /// A receipt cannot be made.
    #[error(transparent)]
    Receipt(#[from] exchange::ReceiptError),
    /// An acknowledgement cannot be made.
    #[error(transparent)]
    Ack(#[from] exchange::AckError),
    /// The search index cannot be filled.
    #[error("the search index cannot be filled")]
    Index(#[source] Box<crate::desk::DeskError>),
    /// A recipient is not an accredited partner.
    #[error("`{0}` is not an accredited partner")]
    NotAccredited(AuthorityId),
    /// The store belongs to another authority.
    #[error("the store is that of `{store}`, the configuration says `{config}`")]
    OtherStore {
        /// Whose store it is.
        store: AuthorityId,
        /// Whose configuration it is.
        config: AuthorityId,
    },
    /// The ledger's hashes do not fit together.
    #[error(transparent)]
    Proof(#[from] ledger::ProofError),
    /// The process is stopping.
    #[error("the node is stopping")]
    Stopped,
    /// A checkpoint cannot be made.
    #[error(transparent)]
    Checkpoint(#[from] exchange::CheckpointFault),
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
    files: KeyFiles,
    public_keys: PublicKeys,
    own_keys: PartnerKeys,
    law: law::Library,
    index: search::Index,
    clock: Clock,
    rng: Mutex<ChaCha20Rng>,
    outbox: watch::Sender<u64>,
    senders: Senders,
    stamped: AtomicI64,
    parsed: Mutex<HashMap<Fingerprint, PartnerKeys>>,
    arrivals: broadcast::Sender<Arrived>,
    receipts: broadcast::Sender<ActId>,
    desk: crate::desk::Memory,
    large: Files,
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
    /// Creates the node's folder with configuration, keys and store, and opens it.
    pub async fn create(
        dir: &Path,
        config: &Config,
        clock: Clock,
        mut rng: ChaCha20Rng,
    ) -> Result<Node, NodeError> {
        create_folder(dir)?;
        config.create(dir)?;
        KeyFiles::create(dir, &config.authority, &mut rng)?;
        let node = Node::open(dir, clock, rng).await?;
        let at = node.now();
        node.store()
            .run_tx_with::<_, NodeError, _>("enter keys", |tx| {
                let node = &node;
                Box::pin(async move {
                    let fingerprint = node.public_keys().fingerprint();
                    let entry = Record::new(EntryKind::Key, *fingerprint.as_bytes(), at).detail("own keys");
                    let written = record::append(tx, node, &[entry]).await?;
                    record::sign(tx, node, written.head, at).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(node)
    }

    /// Opens the node in `dir`. The search index starts empty; [`crate::desk::indexing::load`] fills it.
    pub async fn open(dir: &Path, clock: Clock, rng: ChaCha20Rng) -> Result<Node, NodeError> {
        Node::open_with(dir, Config::read(dir)?, clock, rng).await
    }

    /// The same with another configuration than the one written down, such as other addresses to listen on.
    pub async fn open_with(
        dir: &Path,
        config: Config,
        clock: Clock,
        rng: ChaCha20Rng,
    ) -> Result<Node, NodeError> {
        let files = KeyFiles::read(dir)?;
        let limits = store::Limits { max_pages: config.store.max_pages, ..store::Limits::default() };
        let store = store::Store::open(&config.store_url(dir), limits).await?;
        let (authority, name, created_at) = (&config.authority, &config.name, clock.now());
        let record = store
            .run_tx("open node", |tx| {
                Box::pin(async move {
                    if let Some(record) = tx.node().await? {
                        return Ok(record);
                    }
                    let record =
                        NodeRecord { authority: authority.clone(), name: name.clone(), epoch: 1, created_at };
                    tx.add_node(&record).await?;
                    Ok(record)
                })
            })
            .await?;
        if record.authority != config.authority {
            return Err(NodeError::OtherStore { store: record.authority, config: config.authority });
        }
        let public_keys = files.public(&config.authority);
        let own_keys = PartnerKeys::new(public_keys.clone())?;
        let large = Files::new(dir.join(&config.files.folder), config.files.keep_free_bytes);
        Ok(Node(Arc::new(Inner {
            dir: dir.to_path_buf(),
            config,
            store,
            files,
            own_keys,
            public_keys,
            law: law::Library::embedded(),
            index: search::Index::new(),
            clock,
            rng: Mutex::new(rng),
            outbox: watch::Sender::new(0),
            senders: Senders::default(),
            stamped: AtomicI64::new(i64::MIN),
            arrivals: broadcast::Sender::new(ARRIVALS),
            receipts: broadcast::Sender::new(ARRIVALS),
            parsed: Mutex::new(HashMap::new()),
            desk: crate::desk::Memory::default(),
            large,
        })))
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

    /// The large files on this node's disk.
    pub fn files(&self) -> &Files {
        &self.0.large
    }

    /// The node's secret keys.
    pub fn keys(&self) -> &NodeKeys {
        &self.0.files.node
    }

    /// The key files as they were read.
    pub fn key_files(&self) -> &KeyFiles {
        &self.0.files
    }

    /// The node's public keys, ready to check its own signatures.
    pub fn own_keys(&self) -> &PartnerKeys {
        &self.0.own_keys
    }

    /// The node's public keys, as partners pin them.
    pub fn public_keys(&self) -> &PublicKeys {
        &self.0.public_keys
    }

    /// The law library.
    pub fn law(&self) -> &law::Library {
        &self.0.law
    }

    /// The search index. Whoever searches never waits for whoever changes it.
    pub fn index(&self) -> &search::Index {
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

    /// The time now, a microsecond later at each call: two acts of one moment stay two.
    pub(crate) fn stamp(&self) -> Timestamp {
        let now = self.now().as_microsecond();
        let last = self
            .0
            .stamped
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(now.max(last.saturating_add(1))));
        let stamp = last.map_or(now, |last| now.max(last.saturating_add(1)));
        Timestamp::from_microsecond(stamp).unwrap_or_else(|_| self.now())
    }

    /// A generator of its own for the caller, forked from the node's.
    pub fn rng(&self) -> ChaCha20Rng {
        let mut rng = self.0.rng.lock().unwrap_or_else(PoisonError::into_inner);
        ChaCha20Rng::from_rng(&mut *rng)
    }

    /// Makes, signs and commits an act and its envelopes, then wakes delivery. Durable when it returns.
    /// Acts sent side by side share a commit.
    pub async fn send(&self, new: NewAct) -> Result<ActId, NodeError> {
        outgoing::send_together(self, new).await
    }

    pub(crate) fn senders(&self) -> &Senders {
        &self.0.senders
    }

    /// The same inside a transaction that does more, such as closing the draft the act came from. Call
    /// [`wake_delivery`](Self::wake_delivery) after it committed.
    pub async fn send_in(&self, tx: &mut store::Tx<'_>, new: NewAct) -> Result<ActId, NodeError> {
        outgoing::send(self, tx, new).await
    }

    /// Tells the delivery worker that the outbox has changed.
    pub fn wake_delivery(&self) {
        self.0.outbox.send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    /// Changes of the outbox made by this process.
    pub(crate) fn outbox(&self) -> watch::Receiver<u64> {
        self.0.outbox.subscribe()
    }

    /// Tells whoever waits that an act arrived.
    pub(crate) fn announce(&self, arrived: Arrived) {
        // Nobody listening is the usual case.
        let _ = self.0.arrivals.send(arrived);
    }

    /// Tells whoever waits that an act of ours has a verified receipt.
    pub(crate) fn announce_receipt(&self, act: ActId) {
        // Nobody listening is the usual case.
        let _ = self.0.receipts.send(act);
    }

    /// A partner's keys, parsed once for each record.
    pub(crate) fn parsed(&self, record: &store::NewPartner) -> Result<PartnerKeys, NodeError> {
        let held = |known: &Mutex<HashMap<Fingerprint, PartnerKeys>>| {
            known.lock().unwrap_or_else(PoisonError::into_inner).get(&record.fingerprint).cloned()
        };
        if let Some(keys) = held(&self.0.parsed) {
            return Ok(keys);
        }
        let keys = PartnerKeys::new(PublicKeys::from_bytes(&record.keys)?)?;
        let mut parsed = self.0.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        parsed.insert(record.fingerprint, keys.clone());
        Ok(keys)
    }

    /// Listens for acts of ours whose receipt this process verified and kept.
    pub fn receipts(&self) -> broadcast::Receiver<ActId> {
        self.0.receipts.subscribe()
    }

    /// Listens for acts received by this process. A search that waits for answers subscribes before it asks.
    pub fn arrivals(&self) -> broadcast::Receiver<Arrived> {
        self.0.arrivals.subscribe()
    }
}

fn create_folder(dir: &Path) -> Result<(), NodeError> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|source| NodeError::Config(ConfigError::Io { path: dir.to_path_buf(), source }))
}
