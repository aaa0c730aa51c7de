//! Nodes for the tests, and looks into their stores.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use comity::clock::Clock;
use comity::config::{
    Config, ExchangeConfig, FilesConfig, LettersConfig, PeerConfig, StoreConfig, WebConfig,
};
use comity::node::{NewAct, Node, NodeError};
use comity::peer::client::Client;
use comity::peer::partners::{self, PartnerFile};
use comity::peer::tls;
use comity::peer::wire::{self, Answers, Batch, Reason};
use comity::running::Running;
use exchange::cbor::{self, Bytes};
use exchange::{ActId, ActKind, CaseId, Handling, Officer, Onward, ReceiptBatch};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use store::{DeliveryRecord, DeliveryState, EnvelopeKey};
use tempfile::TempDir;

/// How long something that must happen may take, in polls of 20 ms.
const POLLS: u32 = 1_500;

/// A node's folder and configuration, whether it runs or not.
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    pub(crate) config: Config,
}

/// Nodes in one folder that goes with the test.
pub(crate) struct World {
    folder: TempDir,
}

fn free() -> SocketAddr {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap()
}

impl World {
    pub(crate) fn new() -> World {
        World { folder: TempDir::new().unwrap() }
    }

    /// Creates a node; it does not listen yet.
    pub(crate) async fn node(&self, authority: &str) -> (Place, Node) {
        let peer = free();
        let config = Config {
            authority: authority.parse().unwrap(),
            name: authority.to_owned(),
            store: StoreConfig { url: "sqlite:comity.sqlite".to_owned(), max_pages: None },
            web: WebConfig { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)) },
            peer: PeerConfig { listen: peer, address: peer.to_string(), allowance_mib: None },
            letters: LettersConfig::default(),
            files: FilesConfig::default(),
            exchange: ExchangeConfig::default(),
            search: Default::default(),
        };
        let place = Place { dir: self.folder.path().join(authority), config };
        let rng = ChaCha20Rng::seed_from_u64(u64::from(peer.port()));
        let node = Node::create(&place.dir, &place.config, Clock::System, rng).await.unwrap();
        (place, node)
    }

    /// Two nodes that accredited each other. Neither listens yet.
    pub(crate) async fn pair(&self) -> ((Place, Node), (Place, Node)) {
        let (a, b) = (self.node("ee.justice").await, self.node("de.bfj").await);
        introduce(&a.1, &b.1).await;
        introduce(&b.1, &a.1).await;
        (a, b)
    }
}

impl Place {
    /// Opens the node again, as after a restart.
    pub(crate) async fn open(&self) -> Node {
        self.open_with(None).await.unwrap()
    }

    /// The same with a limit on the pages of its store.
    pub(crate) async fn open_with(&self, max_pages: Option<u32>) -> Result<Node, NodeError> {
        let mut config = self.config.clone();
        config.store.max_pages = max_pages;
        let rng = ChaCha20Rng::seed_from_u64(u64::from(config.peer.listen.port()) + 1);
        Node::open_with(&self.dir, config, Clock::System, rng).await
    }
}

/// `node` accredits `other`.
pub(crate) async fn introduce(node: &Node, other: &Node) {
    let partner = PartnerFile::read(&serde_json::to_string(&PartnerFile::of(other)).unwrap()).unwrap();
    partners::propose(node, &partner, "anna").await.unwrap();
    partners::accredit(node, other.authority(), &partner.fingerprint, "boris").await.unwrap();
}

pub(crate) async fn start(node: &Node) -> Running {
    Running::start(node.clone(), Vec::new()).await.unwrap()
}

/// A note to `to`, of a kind that is no step of a case.
pub(crate) fn note(to: &Node, text: &str) -> NewAct {
    NewAct {
        recipients: vec![to.authority().clone()],
        case: CaseId::new([1; 16]),
        kind: ActKind::new("test-note").unwrap(),
        follows: Vec::new(),
        by: Officer::new("anna", "Anna").unwrap(),
        approved_by: None,
        purpose: "testing".to_owned(),
        legal_basis: "none".to_owned(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: exchange::Marks::default(),
        expires_at: None,
        body: cbor::to_canonical(&text).unwrap(),
    }
}

/// The sealed envelope at a place of the channel to `to`.
pub(crate) async fn wire_of(from: &Node, to: &Node, sequence: u64) -> Vec<u8> {
    let key = &EnvelopeKey { partner: to.authority().clone(), epoch: 1, sequence };
    let kept = from.store().read("kept", |tx| Box::pin(async move { tx.outbound_at(key).await })).await;
    let kept = kept.unwrap().expect("the envelope was made");
    let envelope = exchange::SignedEnvelope::from_bytes(&kept.signed).unwrap();
    comity::peer::outgoing::seal(from, &to.own_keys(), &envelope).unwrap()
}

/// Posts envelopes to the running node `to`, holding the connection as `from`.
pub(crate) async fn post(from: &Node, to: &Running, envelopes: &[Vec<u8>]) -> Answers {
    let answer = connect(from, to).post(wire::ENVELOPES, batch(envelopes), wire::MAX_ANSWER).await.unwrap();
    cbor::from_canonical(&answer, wire::MAX_ANSWER).unwrap()
}

pub(crate) fn batch(envelopes: &[Vec<u8>]) -> Vec<u8> {
    let batch = Batch(envelopes.iter().cloned().map(Bytes).collect());
    cbor::to_canonical(&batch).unwrap()
}

pub(crate) fn connect(from: &Node, to: &Running) -> Client {
    let pin = to.node().public_keys().tls_cert_sha256;
    let tls = tls::client(from, to.node().authority(), vec![pin]).unwrap();
    Client::new(to.peer_address().to_string(), tls).expecting(&pin)
}

/// The acts that the receipts of an answer are for.
pub(crate) fn receipted(answers: &Answers) -> Vec<ActId> {
    let batches = answers.receipts.iter().map(|bytes| ReceiptBatch::from_bytes(&bytes.0).unwrap());
    batches
        .flat_map(|batch| batch.slips().iter().map(|slip| slip.statement.act).collect::<Vec<_>>())
        .collect()
}

pub(crate) fn refused(answers: &Answers) -> Vec<(u32, Reason)> {
    answers.refused.iter().map(|refused| (refused.position, refused.refusal.reason)).collect()
}

pub(crate) async fn has(node: &Node, act: ActId) -> bool {
    let found = node.store().read("act", |tx| Box::pin(async move { tx.act(&act).await })).await;
    found.unwrap().is_some()
}

pub(crate) async fn delivery(node: &Node, act: ActId) -> DeliveryRecord {
    let found =
        node.store().read("delivery", |tx| Box::pin(async move { tx.deliveries_of(&act).await })).await;
    found.unwrap().pop().expect("a delivery")
}

/// Lines of the ledger.
pub(crate) async fn ledger_size(node: &Node) -> u64 {
    node.store().read("head", |tx| Box::pin(async move { tx.ledger_head().await })).await.unwrap().size
}

/// Waits until `holds`.
pub(crate) async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..POLLS {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never happened: {what}");
}

pub(crate) async fn until_delivered(node: &Node, act: ActId) {
    until("the act is delivered", async || delivery(node, act).await.state == DeliveryState::Delivered).await;
}
