//! A running node: what it is, what it keeps, and the one way in which it makes an act.
//!
//! [`Node`] is a cheap handle; clones are the same node. Use cases ([`crate::desk`]), pages and peers all work through
//! it. Time comes from its [`Clock`], randomness from its seeded generator, so a test decides both.
//!
//! Sending is one transaction: the act, a signed envelope and an outbox row for each recipient, and the ledger entries.
//! Delivery ([`crate::peer::worker`]) takes over from the committed rows, in this process or another one.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use exchange::{
    ActId, ActKind, AuthorityId, CaseId, Fingerprint, Handling, KeyHistory, Marks, Officer, Onward,
    PartnerKeys, PublicKeys, SigningKeys,
};
use jiff::Timestamp;
use ledger::EntryKind;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use store::NodeRecord;
use tokio::sync::{Notify, broadcast, watch};

use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::files::Files;
use crate::files::bucket::{Bucket, BucketError, Patience};
use crate::keys::lock::Passphrase;
use crate::keys::{KeyError, KeyFolder, OwnKeys, Terms};
use crate::law_files::{LawFilesError, NodeLaw};
use crate::peer::handing::Handing;
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
    /// The node has not heard its witnesses yet.
    #[error(
        "the node signs nothing yet: it waits to hear from its witnesses whether its database is the latest \
         (the page of witnesses, and the log, say whom it waits for)"
    )]
    Fenced,
    /// A partner's keys ran out.
    #[error("the keys of `{0}` are revoked or past their time: the partner has to name new ones")]
    KeysPast(AuthorityId),
    /// A history of keys is refused.
    #[error(transparent)]
    History(#[from] exchange::HistoryError),
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
    /// The files of the law in the node's folder cannot be looked for.
    #[error(transparent)]
    Law(#[from] LawFilesError),
    /// The object store of large files cannot be used.
    #[error(transparent)]
    Bucket(#[from] BucketError),
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
    folder: KeyFolder,
    keys: RwLock<Arc<OwnKeys>>,
    shown: Mutex<HashMap<AuthorityId, Fingerprint>>,
    fence: AtomicBool,
    fence_heard: Mutex<FenceNews>,
    law: NodeLaw,
    index: search::Index,
    clock: Clock,
    rng: Mutex<ChaCha20Rng>,
    outbox: watch::Sender<u64>,
    told: watch::Sender<u64>,
    met: watch::Sender<u64>,
    senders: Senders,
    handing: Handing,
    fetching: Notify,
    stamped: AtomicI64,
    parsed: Mutex<HashMap<Fingerprint, (Vec<u8>, PartnerKeys)>>,
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
        let passphrase = passphrase_for_new(dir, config, &mut rng)?;
        let folder = KeyFolder::create(dir, &passphrase, &mut rng)?;
        folder.begin_here(&config.authority, Terms::default(), clock.now(), &mut rng)?;
        let node = Node::open_folder(dir, config.clone(), folder, clock, rng).await?;
        node.enter_own_keys().await?;
        // Nobody has seen anything of a node that begins.
        node.open_fence();
        node.store()
            .run_tx_with::<_, NodeError, _>("sign first", |tx| {
                let node = &node;
                Box::pin(async move {
                    let written = record::append(tx, node, &[]).await?;
                    record::sign(tx, node, written.head, node.now()).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(node)
    }

    /// Creates the node's folder under a root that people hold. It opens once they have signed the request.
    pub fn prepare(
        dir: &Path,
        config: &Config,
        root: exchange::Root,
        clock: &Clock,
        rng: &mut ChaCha20Rng,
    ) -> Result<crate::keys::ceremony::Request, NodeError> {
        if root.authority() != &config.authority {
            return Err(KeyError::OtherRoot.into());
        }
        create_folder(dir)?;
        config.create(dir)?;
        let passphrase = passphrase_for_new(dir, config, rng)?;
        let folder = KeyFolder::create(dir, &passphrase, rng)?;
        Ok(folder.begin_under(root, Terms::default(), clock.now(), rng)?)
    }

    /// Enters into the ledger, and into the store for other processes, what the history of keys says that is not there yet.
    pub async fn enter_own_keys(&self) -> Result<(), NodeError> {
        let (node, at) = (self, self.now());
        let keys = self.keys();
        let (history, bytes) = (keys.history(), keys.history().to_bytes());
        let (root, bytes) = (history.root().fingerprint(), &bytes);
        self.store()
            .run_tx_with::<_, NodeError, _>("enter keys", |tx| {
                Box::pin(async move {
                    let kept = tx.partner_keys(node.authority(), &root).await?;
                    let known = kept.map(|kept| KeyHistory::from_bytes(&kept)).transpose()?;
                    let known = known.map_or(0, |known| known.statements().len());
                    if known >= history.statements().len() {
                        return Ok(());
                    }
                    let entries: Vec<Record> = history
                        .statements()
                        .iter()
                        .skip(known)
                        .map(|signed| {
                            let statement = signed.statement();
                            Record::new(EntryKind::Key, statement.digest(), at).detail(
                                match &statement.change {
                                    exchange::KeyChange::Name { record, .. } => {
                                        format!("own keys {} named", record.fingerprint().short())
                                    }
                                    exchange::KeyChange::Revoke { keys, .. } => {
                                        format!("own keys {} revoked", keys.short())
                                    }
                                },
                            )
                        })
                        .collect();
                    record::append(tx, node, &entries).await?;
                    tx.keep_history(node.authority(), &root, bytes, at).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Takes up statements about own keys that another process of this node installed. Whether there were any.
    pub async fn refresh_keys(&self) -> Result<bool, NodeError> {
        let history = self.0.folder.history()?;
        if history.number() == self.keys().history().number() {
            return Ok(false);
        }
        let keys = Arc::new(self.0.folder.load(history)?);
        *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        self.enter_own_keys().await?;
        Ok(true)
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
        let passphrase = Passphrase::find(dir, config.exchange.passphrase_file.as_deref())?;
        let folder = KeyFolder::open(dir, &passphrase)?;
        Node::open_folder(dir, config, folder, clock, rng).await
    }

    async fn open_folder(
        dir: &Path,
        config: Config,
        folder: KeyFolder,
        clock: Clock,
        rng: ChaCha20Rng,
    ) -> Result<Node, NodeError> {
        let keys = folder.load(folder.history()?)?;
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
        if keys.history().authority() != &config.authority {
            return Err(KeyError::OtherRoot.into());
        }
        let witnessed = store
            .read("partners at start", |tx| {
                Box::pin(async move {
                    let by = store::ListBy { limit: 10_000, ..store::ListBy::default() };
                    Ok(tx
                        .partners(&by)
                        .await?
                        .rows
                        .iter()
                        .any(|row| row.state == store::PartnerState::Accredited))
                })
            })
            .await?;
        let law = NodeLaw::of_node(dir)?;
        for mistake in &law.mistakes {
            tracing::warn!(file = %mistake.file, line = mistake.line, column = mistake.column, help = %mistake.help,
                "a file of the law is left out: {}", mistake.message);
        }
        let mut large = Files::new(dir.join(&config.files.folder), config.files.keep_free_bytes);
        if let Some(set) = &config.files.object_store {
            large = large.in_bucket(Bucket::open(dir, set, Patience::default())?);
        }
        Ok(Node(Arc::new(Inner {
            dir: dir.to_path_buf(),
            config,
            store,
            folder,
            keys: RwLock::new(Arc::new(keys)),
            shown: Mutex::new(HashMap::new()),
            // A node that no partner knows has nobody who could have seen more of it.
            fence: AtomicBool::new(!witnessed),
            fence_heard: Mutex::new(FenceNews::default()),
            law,
            index: search::Index::new(),
            clock,
            rng: Mutex::new(rng),
            outbox: watch::Sender::new(0),
            told: watch::Sender::new(0),
            met: watch::Sender::new(0),
            senders: Senders::default(),
            handing: Handing::default(),
            fetching: Notify::new(),
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

    /// The node's keys as they are now.
    pub fn keys(&self) -> Arc<OwnKeys> {
        self.0.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The folder of the keys.
    pub fn key_folder(&self) -> &KeyFolder {
        &self.0.folder
    }

    /// The keys that sign at this moment. Nothing of the node is signed in another way.
    ///
    /// # Errors
    /// [`NodeError::Fenced`] before the witnesses were heard; or when no keys may sign now.
    pub fn signing(&self) -> Result<Signer, NodeError> {
        if !self.fence_is_open() {
            return Err(NodeError::Fenced);
        }
        let (keys, now) = (self.keys(), self.now());
        let set = keys.signing(now).ok_or(KeyError::NoSigningKeys)?.named.fingerprint;
        Ok(Signer { keys, set })
    }

    /// Whether the node may sign: its witnesses were heard since it started.
    pub fn fence_is_open(&self) -> bool {
        self.0.fence.load(Ordering::Acquire)
    }

    /// Lets the node sign. Only [`crate::peer::fence`] knows when.
    pub(crate) fn open_fence(&self) {
        self.0.fence.store(true, Ordering::Release);
    }

    /// Lets the node sign nothing until witnesses are heard.
    pub(crate) fn close_fence(&self) {
        self.0.fence.store(false, Ordering::Release);
    }

    /// What was heard at the start.
    pub fn fence_news(&self) -> FenceNews {
        self.0.fence_heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_fence_news(&self, news: FenceNews) {
        *self.0.fence_heard.lock().unwrap_or_else(PoisonError::into_inner) = news;
    }

    /// The set of keys whose certificate is shown to a partner: the newest, unless the partner does not know it yet.
    pub(crate) fn shown_to(&self, partner: &AuthorityId) -> Option<Fingerprint> {
        self.0.shown.lock().unwrap_or_else(PoisonError::into_inner).get(partner).copied()
    }

    pub(crate) fn show_to(&self, partner: &AuthorityId, set: Option<Fingerprint>) {
        let mut shown = self.0.shown.lock().unwrap_or_else(PoisonError::into_inner);
        match set {
            Some(set) => shown.insert(partner.clone(), set),
            None => shown.remove(partner),
        };
    }

    /// The node's public keys with their history, ready to check its own signatures.
    pub fn own_keys(&self) -> PartnerKeys {
        self.keys().public().clone()
    }

    /// The newest record of the node's public keys.
    pub fn public_keys(&self) -> PublicKeys {
        self.keys().public().record().clone()
    }

    /// What partners compare: the fingerprint of the root.
    pub fn fingerprint(&self) -> Fingerprint {
        self.keys().public().fingerprint()
    }

    /// The law library: the program's files, and those in the node's folder `law`.
    pub fn law(&self) -> &law::Library {
        &self.0.law.library
    }

    /// The files of the law in the node's folder, and what is wrong in them.
    pub fn own_law(&self) -> &NodeLaw {
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

    pub(crate) fn handing(&self) -> &Handing {
        &self.0.handing
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

    /// Tells whoever speaks to partners that own keys changed.
    pub(crate) fn keys_changed(&self) {
        self.0.told.send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    /// Speaks to every partner now, instead of when it is next due.
    pub fn speak_to_partners(&self) {
        self.keys_changed();
    }

    /// Lets the node sign without having heard anybody, as only a dishonest one does: for tests of what partners find then.
    #[doc(hidden)]
    pub fn skip_fence_as_a_liar_would(&self) {
        self.open_fence();
    }

    /// Changes of own keys.
    pub(crate) fn keys_watch(&self) -> watch::Receiver<u64> {
        self.0.told.subscribe()
    }

    /// Tells that what is known of a partner changed, so that it is read again at once.
    pub(crate) fn partners_changed(&self) {
        self.0.met.send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    /// Changes of what is known of partners.
    pub(crate) fn partners_watch(&self) -> watch::Receiver<u64> {
        self.0.met.subscribe()
    }

    /// Reads the secrets again, after some were destroyed or made.
    pub(crate) fn reload_keys(&self) -> Result<(), NodeError> {
        let keys = Arc::new(self.0.folder.load(self.0.folder.history()?)?);
        *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    /// Changes of the outbox made by this process.
    pub(crate) fn outbox(&self) -> watch::Receiver<u64> {
        self.0.outbox.subscribe()
    }

    /// Where whoever fetches files is woken.
    pub(crate) fn fetching(&self) -> &Notify {
        &self.0.fetching
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

    /// A partner's keys, parsed once for each history.
    pub(crate) fn parsed(&self, record: &store::NewPartner) -> Result<PartnerKeys, NodeError> {
        {
            let known = self.0.parsed.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((bytes, keys)) = known.get(&record.fingerprint)
                && *bytes == record.keys
            {
                return Ok(keys.clone());
            }
        }
        let keys = PartnerKeys::from_bytes(&record.keys)?;
        let mut parsed = self.0.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        parsed.insert(record.fingerprint, (record.keys.clone(), keys.clone()));
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

/// The keys that sign at a moment.
pub struct Signer {
    keys: Arc<OwnKeys>,
    set: Fingerprint,
}

impl Signer {
    /// The fingerprint of the record of these keys.
    pub fn fingerprint(&self) -> Fingerprint {
        self.set
    }
}

impl Deref for Signer {
    type Target = SigningKeys;

    fn deref(&self) -> &SigningKeys {
        let set = self.keys.sets().iter().find(|set| set.named.fingerprint == self.set);
        #[expect(
            clippy::expect_used,
            reason = "a signer is made of a set that has signing keys, and holds it"
        )]
        set.and_then(|set| set.signing.as_ref()).expect("the set has signing keys")
    }
}

/// What was heard at the fence, for the page of witnesses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FenceNews {
    /// How many must be heard.
    pub quorum: usize,
    /// Who was heard.
    pub heard: Vec<AuthorityId>,
    /// Who was not.
    pub unheard: Vec<AuthorityId>,
}

/// The passphrase of a node that is being made: one that is at hand, or one that is drawn and left in its folder.
fn passphrase_for_new(dir: &Path, config: &Config, rng: &mut ChaCha20Rng) -> Result<Passphrase, NodeError> {
    let configured = config.exchange.passphrase_file.as_deref();
    let at_hand = std::env::var_os(crate::keys::lock::VARIABLE).is_some() || configured.is_some();
    if at_hand {
        return Ok(Passphrase::find(dir, configured)?);
    }
    let passphrase = Passphrase::draw(rng);
    passphrase.write(&dir.join(crate::keys::lock::DRAWN))?;
    Ok(passphrase)
}

fn create_folder(dir: &Path) -> Result<(), NodeError> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|source| NodeError::Config(ConfigError::Io { path: dir.to_path_buf(), source }))
}
