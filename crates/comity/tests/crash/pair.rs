//! Two nodes as processes, and a feeder that makes acts at the first.

use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use comity::clock::Clock;
use comity::config::{
    Config, ExchangeConfig, FilesConfig, LettersConfig, PeerConfig, StoreConfig, WebConfig,
};
use comity::node::Node;
use comity::peer::partners::{self, PartnerFile};
use exchange::{ActId, CaseId};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use tempfile::TempDir;

use crate::books;

const COMITY: &str = env!("CARGO_BIN_EXE_comity");
const ACTS_A_RUN: u32 = 12;

/// Who is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Victim {
    /// The process that makes acts.
    Feeder,
    /// The node that delivers.
    Sender,
    /// The node that receives.
    Receiver,
    /// Both nodes.
    BothNodes,
    /// Both nodes and the feeder.
    Everyone,
}

impl Victim {
    fn hits_feeder(self) -> bool {
        matches!(self, Victim::Feeder | Victim::Everyone)
    }

    fn hits_sender(self) -> bool {
        matches!(self, Victim::Sender | Victim::BothNodes | Victim::Everyone)
    }

    fn hits_receiver(self) -> bool {
        matches!(self, Victim::Receiver | Victim::BothNodes | Victim::Everyone)
    }
}

/// A process that dies with the test.
struct Process(Child);

impl Process {
    /// `kill -9`, and waits until it is gone.
    fn kill(&mut self) {
        self.0.kill().expect("the process can be killed");
        self.0.wait().expect("the process ends");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Two accredited nodes and what the feeder was told to be kept.
pub(crate) struct Pair {
    folder: TempDir,
    sender: Option<Process>,
    receiver: Option<Process>,
    cases: Vec<CaseId>,
    promised: Vec<ActId>,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a port is free").local_addr().expect("it has an address").port()
}

async fn create(dir: &Path, authority: &str, store: String) -> Node {
    let local = |port| std::net::SocketAddr::from(([127, 0, 0, 1], port));
    let peer = local(free_port());
    let config = Config {
        authority: authority.parse().expect("an authority id"),
        name: authority.to_owned(),
        store: StoreConfig { url: store, max_pages: None },
        web: WebConfig { listen: local(free_port()) },
        peer: PeerConfig { listen: peer, address: peer.to_string(), allowance_mib: None },
        letters: LettersConfig::default(),
        files: FilesConfig::default(),
        exchange: ExchangeConfig::default(),
        search: Default::default(),
    };
    Node::create(dir, &config, Clock::System, ChaCha20Rng::seed_from_u64(u64::from(peer.port())))
        .await
        .expect("a node is created")
}

async fn introduce(node: &Node, other: &Node) {
    let file = serde_json::to_string(&PartnerFile::of(other)).expect("a partner file");
    let partner = PartnerFile::read(&file).expect("the partner file reads");
    partners::propose(node, &partner, "anna").await.expect("proposed");
    partners::accredit(node, other.authority(), &partner.fingerprint, "boris").await.expect("accredited");
}

impl Pair {
    /// Two nodes with a SQLite file each.
    pub(crate) async fn on_sqlite() -> Pair {
        let file = || "sqlite:comity.sqlite".to_owned();
        Pair::with_stores(file(), file()).await
    }

    /// Two nodes with a new database each on `server`.
    pub(crate) async fn on_postgresql(server: &str) -> Pair {
        let (base, _) = server.rsplit_once('/').expect("the address names a database");
        let mut stores = Vec::new();
        for role in ["sender", "receiver"] {
            let database = format!("comity_crash_{role}_{}", std::process::id());
            let created = Command::new("psql")
                .args([server, "-qc", &format!("CREATE DATABASE {database}")])
                .status()
                .expect("psql runs");
            assert!(created.success(), "the database {database} is created");
            stores.push(format!("{base}/{database}"));
        }
        let receiver = stores.pop().expect("two stores");
        Pair::with_stores(stores.pop().expect("two stores"), receiver).await
    }

    async fn with_stores(sender: String, receiver: String) -> Pair {
        let folder = TempDir::new().expect("a folder");
        let a = create(&folder.path().join("sender"), "ee.justice", sender).await;
        let b = create(&folder.path().join("receiver"), "de.bfj", receiver).await;
        introduce(&a, &b).await;
        introduce(&b, &a).await;
        a.store().close().await;
        b.store().close().await;
        Pair { folder, sender: None, receiver: None, cases: Vec::new(), promised: Vec::new() }
    }

    fn dir(&self, role: &str) -> PathBuf {
        self.folder.path().join(role)
    }

    fn serve(&self, role: &str) -> Process {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join(format!("{role}.log")))
            .expect("a log file");
        let child = Command::new(COMITY)
            .arg("serve")
            .arg("--node")
            .arg(self.dir(role))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the node starts");
        Process(child)
    }

    fn start_both(&mut self) {
        if self.sender.is_none() {
            self.sender = Some(self.serve("sender"));
        }
        if self.receiver.is_none() {
            self.receiver = Some(self.serve("receiver"));
        }
    }

    /// Starts what is not running, lets a feeder make acts, and kills the victim after `after_ms`.
    pub(crate) async fn feed_and_kill(&mut self, run: u32, victim: Victim, after_ms: u64) {
        self.start_both();
        let mut id = [0; 16];
        id[12..].copy_from_slice(&run.to_be_bytes());
        let case = CaseId::new(id);
        self.cases.push(case);
        let feeder = Command::new(COMITY)
            .args(["note", "--to", "de.bfj", "--text", "A word in between."])
            .args(["--repeat", &ACTS_A_RUN.to_string(), "--case", &case.to_string()])
            .arg("--node")
            .arg(self.dir("sender"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the feeder starts");
        let mut feeder = Process(feeder);
        // The moment of the kill is real time by nature; everything else waits for an event.
        tokio::time::sleep(Duration::from_millis(after_ms)).await;
        if victim.hits_sender() {
            self.sender.take().expect("the sender runs").kill();
        }
        if victim.hits_receiver() {
            self.receiver.take().expect("the receiver runs").kill();
        }
        if victim.hits_feeder() {
            feeder.kill();
        }
        let mut printed = String::new();
        feeder.0.stdout.take().expect("piped").read_to_string(&mut printed).expect("text");
        let status = feeder.0.wait().expect("the feeder ends");
        assert!(
            victim.hits_feeder() || status.success(),
            "run {run}: the feeder failed although nobody killed it"
        );
        // A line cut short by the kill promises nothing.
        let whole = printed.rfind('\n').map_or("", |end| &printed[..end]);
        self.promised.extend(whole.lines().map(|line| line.parse::<ActId>().expect("an act id")));
    }

    /// Lets everything arrive, stops both nodes by `kill -9` and compares their books.
    pub(crate) async fn settle_and_compare(&mut self) {
        self.start_both();
        let sender = books::open(&self.dir("sender")).await;
        if let Err(waiting) = books::delivered(&sender, &self.cases).await {
            let log = |role: &str| {
                std::fs::read_to_string(self.folder.path().join(format!("{role}.log"))).unwrap_or_default()
            };
            panic!("not delivered: {waiting:?}\nsender:\n{}\nreceiver:\n{}", log("sender"), log("receiver"));
        }
        self.kill_both();
        let receiver = books::open(&self.dir("receiver")).await;
        books::compare(&sender, &receiver, &self.cases, &self.promised).await;
        sender.store().close().await;
        receiver.store().close().await;
    }

    fn kill_both(&mut self) {
        for process in [self.sender.take(), self.receiver.take()].iter_mut().flatten() {
            process.kill();
        }
    }

    /// Ends both nodes.
    pub(crate) fn stop(mut self) {
        self.kill_both();
    }
}
