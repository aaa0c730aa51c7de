//! Measuring the exchange: two real nodes on loopback, from one node's commit to the other node's verified receipt.
//!
//! Both nodes run as `comity serve` runs them, with mutual TLS, both signatures, sealing, and stores that are durable at
//! every commit. The machine's own limits are measured in the same run ([`machine`]).

pub mod files;
pub mod machine;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use exchange::{ActId, ActKind, AuthorityId, CaseId, Handling, Officer, Onward};
use rand_chacha::ChaCha20Rng;
use serde::Serialize;
use store::{DeliveryState, TxCounts};

use crate::clock::{Clock, ManualClock};
use crate::config::{Config, ExchangeConfig, FilesConfig, LettersConfig, PeerConfig, StoreConfig, WebConfig};
use crate::node::{NewAct, Node, NodeError};
use crate::peer::partners::{self, PartnerFile, PartnerFileError};
use crate::running::Running;
use machine::{Machine, MachineError};

/// Acts sent one after another for the quiet latency.
const QUIET: usize = 200;
/// Tasks that send side by side.
const SENDERS: usize = 64;
/// Days that a partner is away before what waits for it is caught up.
const DAYS: u64 = 30;
/// The transactions that an act goes through, each of them durable when it ends.
const WRITES: [&str; 4] = ["send acts", "send act", "deliver", "receive envelopes"];

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How long acts are sent at full speed.
    pub seconds: u64,
    /// Bytes of an act's body.
    pub size: usize,
    /// Acts that may wait for their receipt at full speed: enough to keep both nodes busy, few enough to measure latency
    /// and not a queue.
    pub ahead: u64,
    /// Store addresses of the two nodes.
    pub stores: [String; 2],
    /// Instead: acts that wait at a node whose partner was away for thirty days, and are caught up.
    pub pending: Option<u64>,
}

/// How long what had waited took to arrive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CaughtUp {
    /// Acts that waited.
    pub acts: u64,
    /// Days, by the nodes' clock, over which they were made.
    pub days: i64,
    /// Seconds from the moment the partner could be reached until its last receipt was verified and kept.
    pub seconds: f64,
    /// Acts a second.
    pub acts_per_second: f64,
}

/// What the exchange used of what binds it, as shares of what the machine has.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Binding {
    /// Acts a second that all cores could sign, seal, open and verify if they did nothing else.
    pub crypto_acts_per_second: f64,
    /// The part of that which was reached.
    pub of_crypto: f64,
    /// The part of all cores' time that the two nodes used, for whatever they did.
    pub of_processor: f64,
    /// The part of the time in which the slower of the two disks waited for durable writes, by their number and the median of
    /// small ones. What an act writes is more than that, so it is the least that the disk took.
    pub of_fsync: f64,
    /// The limit of which nine tenths are used; `waiting` where none is, and one thing waited for another.
    pub binds: &'static str,
}

/// Milliseconds at some ranks of a sorted row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantiles {
    /// Half are faster.
    pub median_ms: f64,
    /// 95 of 100 are faster.
    pub p95_ms: f64,
    /// 99 of 100 are faster.
    pub p99_ms: f64,
    /// The slowest.
    pub longest_ms: f64,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// Bytes of an act's body.
    pub size: usize,
    /// One act at a time: from the sender's commit to the verified receipt.
    pub quiet: Quantiles,
    /// The same at full speed.
    pub loaded: Quantiles,
    /// Acts a second, durable at both ends, receipt verified and kept.
    pub acts_per_second: f64,
    /// Acts sent at full speed.
    pub acts: u64,
    /// How long that took until the last receipt.
    pub seconds: f64,
    /// What the machine can do at most.
    pub machine: Machine,
    /// Which of its limits binds.
    pub binding: Binding,
    /// What catching up took, when that was asked for.
    pub caught_up: Option<CaughtUp>,
    /// Transactions of the sender, by name.
    pub sender: std::collections::BTreeMap<&'static str, TxCounts>,
    /// Transactions of the receiver, by name.
    pub receiver: std::collections::BTreeMap<&'static str, TxCounts>,
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A node failed.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// A store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A partner file is not one.
    #[error(transparent)]
    Partner(#[from] PartnerFileError),
    /// A limit could not be measured.
    #[error(transparent)]
    Machine(#[from] MachineError),
    /// A built-in name is not one.
    #[error("the measurement is not in order: {0}")]
    Plan(String),
    /// An act did not arrive.
    #[error("act {0} was not delivered within 60 s")]
    Lost(ActId),
}

/// Runs the measurement in `dir`, an empty folder on the disk to be measured.
pub async fn exchange(
    dir: &Path,
    plan: &Plan,
    rng: impl Fn() -> ChaCha20Rng,
    tell: impl Fn(&str),
) -> Result<Figures, BenchError> {
    tell("measuring the machine");
    let machine = machine::measure(dir, plan.size, Clock::System.now(), &mut rng())?;
    let [sender_store, receiver_store] = &plan.stores;
    let clock = match plan.pending {
        Some(_) => Clock::Manual(ManualClock::new(Clock::System.now())),
        None => Clock::System,
    };
    let sender = start(&dir.join("sender"), "ee.bench", sender_store, clock.clone(), rng()).await?;
    let receiver = start(&dir.join("receiver"), "de.bench", receiver_store, clock.clone(), rng()).await?;
    introduce(&sender, &receiver).await?;
    introduce(&receiver, &sender).await?;
    if let (Some(acts), Clock::Manual(clock)) = (plan.pending, &clock) {
        let busy = Use::begin();
        let caught_up = catch_up((sender, receiver), clock, acts, plan.size, &rng, &tell).await?;
        let none = quantiles(Vec::new());
        let counts = std::collections::BTreeMap::new();
        return Ok(Figures {
            size: plan.size,
            quiet: none,
            loaded: none,
            acts_per_second: caught_up.acts_per_second,
            acts,
            seconds: caught_up.seconds,
            binding: binding(&machine, caught_up.acts_per_second, busy.part(&machine), 0.0),
            machine,
            caught_up: Some(caught_up),
            sender: counts.clone(),
            receiver: counts,
        });
    }
    let (a, b) = (serve(sender).await?, serve(receiver).await?);
    // The addresses are known only now.
    relocate(a.node(), b.node().authority(), b.peer_address()).await?;
    tell("one act at a time");
    let quiet = quiet(a.node(), b.node().authority(), plan.size, &rng).await?;
    tell(&format!("full speed for {} s", plan.seconds));
    let busy = Use::begin();
    let (loaded, acts, seconds) = loaded(a.node(), b.node().authority(), plan, &rng).await?;
    let of_processor = busy.part(&machine);
    let (sender, receiver) = (a.node().store().counts(), b.node().store().counts());
    let commits = |counts: &std::collections::BTreeMap<&'static str, TxCounts>| {
        WRITES.iter().filter_map(|name| counts.get(name)).map(|counts| counts.committed).sum::<u64>()
    };
    let commits = commits(&sender).max(commits(&receiver)) as f64 / seconds;
    a.stop().await;
    b.stop().await;
    #[expect(clippy::cast_precision_loss, reason = "nobody counts 2^52 acts")]
    let acts_per_second = acts as f64 / seconds;
    let binding = binding(&machine, acts_per_second, of_processor, commits);
    Ok(Figures {
        size: plan.size,
        quiet,
        loaded,
        acts_per_second,
        acts,
        seconds,
        machine,
        binding,
        caught_up: None,
        sender,
        receiver,
    })
}

/// From which part of a limit on it is called used up.
const USED_UP: f64 = 0.9;

fn binding(machine: &Machine, acts_per_second: f64, of_processor: f64, commits: f64) -> Binding {
    let crypto_acts_per_second = machine.crypto_acts_per_second();
    let of_crypto = acts_per_second / crypto_acts_per_second;
    let of_fsync = commits * machine.fsync_median_ms / 1000.0;
    let binds = match (of_processor >= USED_UP, of_fsync >= USED_UP) {
        (true, _) => "processor",
        (false, true) => "disk",
        (false, false) => "waiting",
    };
    Binding { crypto_acts_per_second, of_crypto, of_processor, of_fsync, binds }
}

/// Measures the part of all cores' time that this process uses.
struct Use {
    began: Instant,
    before: Duration,
}

impl Use {
    fn begin() -> Self {
        Self { began: Instant::now(), before: used() }
    }

    fn part(&self, machine: &Machine) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no machine has 2^52 cores")]
        let cores = machine.cores as f64;
        (used().saturating_sub(self.before)).as_secs_f64() / (self.began.elapsed().as_secs_f64() * cores)
    }
}

/// Processor time of this process so far.
fn used() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Makes acts over thirty days in which the partner cannot be reached, then lets it be reached and waits for the last
/// receipt.
async fn catch_up(
    (sender, receiver): (Node, Node),
    clock: &ManualClock,
    acts: u64,
    size: usize,
    rng: &impl Fn() -> ChaCha20Rng,
    tell: &impl Fn(&str),
) -> Result<CaughtUp, BenchError> {
    // Nobody listens there.
    let away = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    relocate(&sender, receiver.authority(), away).await?;
    let to = receiver.authority().clone();
    let a = serve(sender).await?;
    for day in 0..DAYS {
        let today = acts * (day + 1) / DAYS - acts * day / DAYS;
        let mut tasks = tokio::task::JoinSet::new();
        let left = Arc::new(AtomicU64::new(today));
        for _ in 0..SENDERS {
            let (node, to, left, mut rng) = (a.node().clone(), to.clone(), left.clone(), rng());
            tasks.spawn(async move {
                while left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                    .is_ok()
                {
                    node.send(note(&to, size, &mut rng)?).await?;
                }
                Ok::<_, BenchError>(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.map_err(|error| BenchError::Plan(error.to_string()))??;
        }
        clock.advance(jiff::SignedDuration::from_hours(24));
        tell(&format!("day {} of {DAYS}: {} acts wait", day + 1, acts * (day + 1) / DAYS));
    }
    let b = serve(receiver).await?;
    let started = Instant::now();
    relocate(a.node(), &to, b.peer_address()).await?;
    // From here on the clock goes as the machine's does.
    let ticking = {
        let clock = clock.clone();
        tokio::spawn(async move {
            let step = Duration::from_millis(5);
            loop {
                tokio::time::sleep(step).await;
                clock.advance(jiff::SignedDuration::from_millis(5));
            }
        })
    };
    settled(a.node(), &to).await?;
    let seconds = started.elapsed().as_secs_f64();
    ticking.abort();
    a.stop().await;
    b.stop().await;
    #[expect(clippy::cast_precision_loss, reason = "nobody counts 2^52 acts")]
    let acts_per_second = acts as f64 / seconds;
    Ok(CaughtUp { acts, days: i64::try_from(DAYS).unwrap_or(i64::MAX), seconds, acts_per_second })
}

async fn start(
    dir: &Path,
    authority: &str,
    store: &str,
    clock: Clock,
    rng: ChaCha20Rng,
) -> Result<Node, BenchError> {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let config = Config {
        authority: AuthorityId::new(authority).map_err(|error| BenchError::Plan(error.to_string()))?,
        name: authority.to_owned(),
        store: StoreConfig { url: store.to_owned(), max_pages: None },
        web: WebConfig { listen: any },
        peer: PeerConfig { listen: any, address: any.to_string(), allowance_mib: None },
        letters: LettersConfig::default(),
        files: FilesConfig::default(),
        exchange: ExchangeConfig::default(),
        search: Default::default(),
    };
    Ok(Node::create(dir, &config, clock, rng).await?)
}

async fn introduce(node: &Node, other: &Node) -> Result<(), BenchError> {
    let file = serde_json::to_string(&PartnerFile::of(other))
        .map_err(|error| BenchError::Plan(error.to_string()))?;
    let partner = PartnerFile::read(&file)?;
    partners::propose(node, &partner, "bench.one").await?;
    Ok(partners::accredit(node, other.authority(), &partner.fingerprint, "bench.two").await?)
}

async fn relocate(node: &Node, partner: &AuthorityId, address: SocketAddr) -> Result<(), BenchError> {
    let address = &address.to_string();
    node.store()
        .run_tx("move partner", |tx| Box::pin(async move { tx.move_partner(partner, address).await }))
        .await?;
    Ok(())
}

async fn serve(node: Node) -> Result<Running, BenchError> {
    Ok(Running::start(node, Vec::new()).await?)
}

fn note(to: &AuthorityId, size: usize, rng: &mut ChaCha20Rng) -> Result<NewAct, BenchError> {
    let plan = |error: exchange::ActError| BenchError::Plan(error.to_string());
    Ok(NewAct {
        recipients: vec![to.clone()],
        case: CaseId::new([0xBE; 16]),
        // Not an act of a case: the exchange alone is measured.
        kind: ActKind::new("bench").map_err(plan)?,
        follows: Vec::new(),
        by: Officer::new("bench", "Bench").map_err(plan)?,
        approved_by: None,
        purpose: "measuring".to_owned(),
        legal_basis: "none".to_owned(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: exchange::Marks::default(),
        expires_at: None,
        body: machine::body(size, rng),
    })
}

async fn quiet(
    node: &Node,
    to: &AuthorityId,
    size: usize,
    rng: &impl Fn() -> ChaCha20Rng,
) -> Result<Quantiles, BenchError> {
    let mut spans = Vec::new();
    let mut rng = rng();
    let mut receipts = node.receipts();
    for number in 0..QUIET + 20 {
        let act = node.send(note(to, size, &mut rng)?).await?;
        let committed = Instant::now();
        let arrived = async {
            while let Ok(got) = receipts.recv().await {
                if got == act {
                    return true;
                }
            }
            false
        };
        if !tokio::time::timeout(Duration::from_secs(60), arrived).await.unwrap_or(false) {
            return Err(BenchError::Lost(act));
        }
        // The first ones open connections and fill caches.
        if number >= 20 {
            spans.push(committed.elapsed());
        }
    }
    Ok(quantiles(spans))
}

async fn loaded(
    node: &Node,
    to: &AuthorityId,
    plan: &Plan,
    rng: &impl Fn() -> ChaCha20Rng,
) -> Result<(Quantiles, u64, f64), BenchError> {
    let committed = Arc::new(Mutex::new(std::collections::HashMap::new()));
    let spans = Arc::new(Mutex::new(Vec::new()));
    let (sent, got) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let over = Arc::new(AtomicBool::new(false));
    let mut receipts = node.receipts();
    let watching = {
        let (committed, spans, got) = (committed.clone(), spans.clone(), got.clone());
        tokio::spawn(async move {
            loop {
                match receipts.recv().await {
                    Ok(act) => {
                        got.fetch_add(1, Ordering::Relaxed);
                        let at: Option<Instant> = lock(&committed).remove(&act);
                        if let Some(at) = at {
                            lock(&spans).push(at.elapsed());
                        }
                    }
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(missed)) => {
                        got.fetch_add(missed, Ordering::Relaxed);
                    }
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                }
            }
        })
    };
    let started = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..SENDERS {
        let (node, to, size, ahead, mut rng) = (node.clone(), to.clone(), plan.size, plan.ahead, rng());
        let (committed, sent, got, over) = (committed.clone(), sent.clone(), got.clone(), over.clone());
        tasks.spawn(async move {
            while !over.load(Ordering::Relaxed) {
                if sent.load(Ordering::Relaxed).saturating_sub(got.load(Ordering::Relaxed)) > ahead {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    continue;
                }
                sent.fetch_add(1, Ordering::Relaxed);
                let act = node.send(note(&to, size, &mut rng)?).await?;
                lock(&committed).insert(act, Instant::now());
            }
            Ok::<_, BenchError>(())
        });
    }
    tokio::time::sleep(Duration::from_secs(plan.seconds)).await;
    over.store(true, Ordering::Relaxed);
    while let Some(done) = tasks.join_next().await {
        done.map_err(|error| BenchError::Plan(error.to_string()))??;
    }
    settled(node, to).await?;
    let seconds = started.elapsed().as_secs_f64();
    watching.abort();
    let spans = std::mem::take(&mut *lock(&spans));
    Ok((quantiles(spans), sent.load(Ordering::Relaxed), seconds))
}

/// Waits until nothing waits for the partner.
async fn settled(node: &Node, to: &AuthorityId) -> Result<(), BenchError> {
    for _ in 0..200_000 {
        let waiting = node
            .store()
            .read("backlog", |tx| {
                Box::pin(async move {
                    Ok(tx
                        .backlogs()
                        .await?
                        .into_iter()
                        .any(|backlog| backlog.partner == *to && backlog.waiting > 0))
                })
            })
            .await?;
        if !waiting {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Err(BenchError::Plan(format!("acts still wait: {}", DeliveryState::Waiting.as_str())))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn quantiles(mut spans: Vec<Duration>) -> Quantiles {
    spans.sort_unstable();
    let at = |per_cent: usize| {
        let rank = (spans.len() * per_cent / 100).min(spans.len().saturating_sub(1));
        spans.get(rank).copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    Quantiles { median_ms: at(50), p95_ms: at(95), p99_ms: at(99), longest_ms: at(100) }
}
