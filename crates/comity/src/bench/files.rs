//! Measuring large files: two nodes as two processes on loopback, from the offer to the recipient's word that everything is
//! on its disk; what a cut costs; and what disk and cipher can do at most in the same run.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use exchange::file::{CHUNK, FileKey, Layout};
use rand::Rng;
use rand_chacha::ChaCha20Rng;
use serde::Serialize;

use super::{BenchError, introduce};
use crate::clock::Clock;
use crate::config::{Config, ExchangeConfig, FilesConfig, LettersConfig, PeerConfig, StoreConfig, WebConfig};
use crate::desk::Viewer;
use crate::desk::files::{self, FileRow, NewFile};
use crate::files::{FilesError, Imported};
use crate::node::Node;

/// Bytes with which disk and cipher are measured.
const PROBE: u64 = 1 << 30;
/// From this share on it is said to bind.
const BOUND: f64 = 0.8;
/// The longest that a file may take.
const PATIENCE: Duration = Duration::from_secs(3600);

/// What was measured. Rates are bytes a second.
#[derive(Debug, Clone, Serialize)]
pub struct FileFigures {
    /// Bytes of the file.
    pub size: u64,
    /// Seconds to seal it at the sender, from memory to its disk.
    pub seal_seconds: f64,
    /// Bytes a second of that.
    pub seal_rate: f64,
    /// Seconds from the offer to the recipient's act that everything is on its disk.
    pub seconds: f64,
    /// Bytes a second of that.
    pub rate: f64,
    /// Peak resident memory of the sending node's process while the files crossed, in bytes.
    pub sender_peak: u64,
    /// Peak resident memory of the receiving node's process while the files crossed, in bytes.
    pub receiver_peak: u64,
    /// Peak resident memory of the process that sealed the file while it did so, in bytes.
    pub sealing_peak: u64,
    /// Peak resident memory of the larger node's process until then, in bytes: the passphrase opens the keys by Argon2id,
    /// which takes 64 MiB for a moment, whether files cross or not.
    pub start_peak: u64,
    /// Bytes a second that the disk takes, written in one stream and made durable.
    pub disk_rate: f64,
    /// Bytes a second that one core seals with the file's cipher.
    pub aead_rate: f64,
    /// The rate as a share of the smaller of the two.
    pub share: f64,
    /// Bytes a second that the disk copies, read and written at the same time and made durable: what a crossing asks of it
    /// when both nodes are on one disk and the sender's file is not in memory any more.
    pub copy_rate: f64,
    /// The rate as a share of that.
    pub share_of_copy: f64,
    /// Seconds of processor time that both nodes took for the crossing.
    pub processor_seconds: f64,
    /// That as a share of the time that all cores had.
    pub processor_share: f64,
    /// What binds, as far as these figures say: `processor`, `disk` or `neither`.
    pub binds: &'static str,
    /// Bytes of the file whose receiver was killed on the way.
    pub cut_size: u64,
    /// Bytes of it that were given out in all.
    pub cut_given: u64,
    /// Bytes of it that were given out twice.
    pub cut_again: u64,
}

struct Place {
    dir: PathBuf,
    child: Option<Child>,
    peak: u64,
}

impl Place {
    fn start(&mut self) -> Result<(), BenchError> {
        let program = std::env::current_exe().map_err(|error| BenchError::Plan(error.to_string()))?;
        let child = Command::new(program)
            .arg("serve")
            .arg("--node")
            .arg(&self.dir)
            .env("COMITY_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.child =
            Some(child.map_err(|error| BenchError::Plan(format!("a node does not start: {error}")))?);
        Ok(())
    }

    /// Processor time so far, in seconds.
    fn worked(&self) -> f64 {
        self.child.as_ref().map_or(0.0, |child| worked(&child.id().to_string()))
    }

    fn look(&mut self) {
        if let Some(child) = &self.child {
            self.peak = self.peak.max(peak(&child.id().to_string()));
        }
    }

    /// The peak so far, which is forgotten.
    fn started(&mut self) -> u64 {
        self.look();
        if let Some(child) = &self.child {
            forget_peak(&child.id().to_string());
        }
        std::mem::take(&mut self.peak)
    }

    fn kill(&mut self) {
        self.look();
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Lets the kernel count the peak anew from now on. On a kernel that cannot, the peak since the start is shown.
fn forget_peak(process: &str) {
    let _ = std::fs::write(format!("/proc/{process}/clear_refs"), "5");
}

/// The most memory a process ever had, as the kernel counts it.
fn peak(process: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<u64>().ok());
    kib.unwrap_or_default() * 1024
}

/// Processor time of a process, user's and system's, in seconds.
fn worked(process: &str) -> f64 {
    // Fields 14 and 15 in hundredths; the second is in parentheses and may hold spaces.
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Runs the measurement in `dir`, an empty folder on the disk to be measured.
pub async fn run(
    dir: &Path,
    size: u64,
    rng: impl Fn() -> ChaCha20Rng,
    tell: impl Fn(&str),
) -> Result<FileFigures, BenchError> {
    tell("measuring disk and cipher");
    let aead_rate = aead(&mut rng())?;
    let before = disk(dir)?;
    let (ports_a, ports_b) = (ports()?, ports()?);
    let [receiver_web, _] = ports_b;
    let a = node(&dir.join("sender"), "ee.bench", ports_a, rng()).await?;
    let b = node(&dir.join("receiver"), "de.bench", ports_b, rng()).await?;
    introduce(&a, &b).await?;
    introduce(&b, &a).await?;
    let mut sender = Place { dir: dir.join("sender"), child: None, peak: 0 };
    let mut receiver = Place { dir: dir.join("receiver"), child: None, peak: 0 };
    sender.start()?;
    receiver.start()?;
    tell("sealing");
    forget_peak("self");
    let started = Instant::now();
    let imported = seal(&a, size, rng()).await?;
    let seal_seconds = started.elapsed().as_secs_f64();
    let sealing_peak = peak("self");
    tell("sending");
    let start_peak = sender.started().max(receiver.started());
    let worked = sender.worked() + receiver.worked();
    let started = Instant::now();
    offer(&a, &imported).await?;
    let root = imported.root.to_string();
    stored(&a, &root, &mut [&mut sender, &mut receiver]).await?;
    let seconds = started.elapsed().as_secs_f64();
    let processor_seconds = sender.worked() + receiver.worked() - worked;
    let after = disk(dir)?;
    let sealed = std::fs::File::open(a.files().dir().join(format!("{}.sealed", imported.root)));
    let sealed = sealed.map_err(|error| BenchError::Plan(error.to_string()))?;
    let copy_rate = copy(dir, &sealed)?;
    // The cut: the receiver's process is killed while a smaller file is on its way, and started again.
    tell("sending with a cut");
    let cut_size = (size / 4).clamp(1, 1 << 30).min(size);
    let imported = seal(&a, cut_size, rng()).await?;
    offer(&a, &imported).await?;
    let root = imported.root.to_string();
    let begun = async |row: &FileRow| row.per_cent.is_some_and(|n| n > 0) || row.state == "stored";
    wait(&b, &root, begun, &mut []).await?;
    receiver.kill();
    let crossed = std::mem::take(&mut receiver.peak);
    receiver.start()?;
    ready(receiver_web).await?;
    receiver.started();
    receiver.peak = crossed;
    stored(&a, &root, &mut [&mut sender, &mut receiver]).await?;
    // What was given is noted when the connection has ended.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let cut_given = files::of_root(&a, &Viewer::console(), &root)
        .await
        .map_err(|error| BenchError::Plan(error.to_string()))?
        .iter()
        .map(|row| row.moved)
        .sum::<u64>();
    let whole = Layout::new(cut_size).map_err(|error| BenchError::Plan(error.to_string()))?.sealed_length();
    sender.kill();
    receiver.kill();
    let disk_rate = before.min(after);
    let rate = per_second(size, seconds);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let processor_share = processor_seconds / (seconds * f64::from(u32::try_from(cores).unwrap_or(1)));
    Ok(FileFigures {
        size,
        seal_seconds,
        seal_rate: per_second(size, seal_seconds),
        seconds,
        rate,
        sender_peak: sender.peak,
        receiver_peak: receiver.peak,
        sealing_peak,
        start_peak,
        disk_rate,
        aead_rate,
        share: rate / disk_rate.min(aead_rate),
        copy_rate,
        share_of_copy: rate / copy_rate,
        processor_seconds,
        processor_share,
        binds: match () {
            () if processor_share >= BOUND => "processor",
            () if rate >= BOUND * disk_rate.min(copy_rate) => "disk",
            () => "neither",
        },
        cut_size,
        cut_given,
        cut_again: cut_given.saturating_sub(whole),
    })
}

#[expect(clippy::cast_precision_loss, reason = "a rate is shown with three digits")]
fn per_second(bytes: u64, seconds: f64) -> f64 {
    bytes as f64 / seconds
}

/// Waits until a node that was started again answers: then its keys are open.
async fn ready(web: SocketAddr) -> Result<(), BenchError> {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(60) {
        if tokio::net::TcpStream::connect(web).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Err(BenchError::Plan("the receiving node does not start again".to_owned()))
}

fn ports() -> Result<[SocketAddr; 2], BenchError> {
    let free = || {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.local_addr()
    };
    let plan = |error: std::io::Error| BenchError::Plan(error.to_string());
    Ok([free().map_err(plan)?, free().map_err(plan)?])
}

async fn node(
    dir: &Path,
    authority: &str,
    [web, peer]: [SocketAddr; 2],
    rng: ChaCha20Rng,
) -> Result<Node, BenchError> {
    let config = Config {
        authority: exchange::AuthorityId::new(authority)
            .map_err(|error| BenchError::Plan(error.to_string()))?,
        name: authority.to_owned(),
        store: StoreConfig { url: "sqlite:comity.sqlite".to_owned(), max_pages: None },
        web: WebConfig { listen: web },
        peer: PeerConfig { listen: peer, address: peer.to_string(), allowance_mib: None },
        letters: LettersConfig::default(),
        files: FilesConfig { keep_free_bytes: 256 << 20, ..FilesConfig::default() },
        exchange: ExchangeConfig::default(),
        search: Default::default(),
    };
    Ok(Node::create(dir, &config, Clock::System, rng).await?)
}

/// Seals random bytes: a disk or file system that compresses would show more than it can.
async fn seal(node: &Node, size: u64, mut rng: ChaCha20Rng) -> Result<Imported, BenchError> {
    let mut importer =
        files::import(node, &Viewer::console()).map_err(|error| BenchError::Plan(error.to_string()))?;
    let sealed = tokio::task::spawn_blocking(move || {
        let mut piece = vec![0; 1 << 20];
        rng.fill_bytes(&mut piece);
        let mut rest = size;
        while rest > 0 {
            let now = usize::try_from(rest).unwrap_or(usize::MAX).min(piece.len());
            importer.push(piece.get(..now).unwrap_or_default())?;
            rest -= now as u64;
        }
        importer.finish()
    });
    let plan = |error: FilesError| BenchError::Plan(error.to_string());
    sealed.await.map_err(|error| BenchError::Plan(error.to_string()))?.map_err(plan)
}

async fn offer(node: &Node, imported: &Imported) -> Result<(), BenchError> {
    let new = NewFile {
        to: vec!["de.bench".to_owned()],
        case: String::new(),
        title: "measured".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        purpose: "measuring".to_owned(),
        legal_basis: "none".to_owned(),
        handling: "H0".to_owned(),
        conditions: String::new(),
        onward: "none".to_owned(),
    };
    let sent = files::send(node, &Viewer::console(), &new, imported).await;
    sent.map(drop).map_err(|error| BenchError::Plan(error.to_string()))
}

async fn stored(node: &Node, root: &str, places: &mut [&mut Place]) -> Result<(), BenchError> {
    wait(node, root, async |row: &FileRow| row.state == "stored", places).await
}

async fn wait(
    node: &Node,
    root: &str,
    holds: impl AsyncFn(&FileRow) -> bool,
    places: &mut [&mut Place],
) -> Result<(), BenchError> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        let rows = files::of_root(node, &Viewer::console(), root)
            .await
            .map_err(|error| BenchError::Plan(error.to_string()))?;
        places.iter_mut().for_each(|place| place.look());
        if let Some(row) = rows.first()
            && holds(row).await
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err(BenchError::Plan(format!("file {root} did not come within {} s", PATIENCE.as_secs())))
}

/// Writes in one stream, made durable at the end, as the receiver does.
fn disk(dir: &Path) -> Result<f64, BenchError> {
    let path = dir.join("disk.probe");
    let plan = |error: std::io::Error| BenchError::Plan(format!("the disk cannot be measured: {error}"));
    let piece = vec![0xA5; CHUNK];
    let started = Instant::now();
    let mut file = std::fs::File::create(&path).map_err(plan)?;
    let mut written = 0;
    while written < PROBE {
        file.write_all(&piece).map_err(plan)?;
        written += piece.len() as u64;
    }
    file.sync_all().map_err(plan)?;
    let rate = per_second(PROBE, started.elapsed().as_secs_f64());
    std::fs::remove_file(&path).map_err(plan)?;
    Ok(rate)
}

/// Reads and writes at the same time, as a crossing does, what is not in memory, and makes it durable at the end.
fn copy(dir: &Path, from: &std::fs::File) -> Result<f64, BenchError> {
    let path = dir.join("copy.probe");
    let plan = |error: std::io::Error| BenchError::Plan(format!("the disk cannot be measured: {error}"));
    let mut from = from.take(PROBE);
    rustix::fs::fadvise(from.get_ref(), 0, None, rustix::fs::Advice::DontNeed)
        .map_err(|error| plan(error.into()))?;
    let mut piece = vec![0; CHUNK];
    let started = Instant::now();
    let mut file = std::fs::File::create(&path).map_err(plan)?;
    let mut copied = 0;
    loop {
        let read = from.read(&mut piece).map_err(plan)?;
        if read == 0 {
            break;
        }
        file.write_all(piece.get(..read).unwrap_or_default()).map_err(plan)?;
        copied += read as u64;
    }
    file.sync_all().map_err(plan)?;
    let rate = per_second(copied, started.elapsed().as_secs_f64());
    std::fs::remove_file(&path).map_err(plan)?;
    Ok(rate)
}

fn aead(rng: &mut ChaCha20Rng) -> Result<f64, BenchError> {
    let plan = |error: exchange::file::FileError| BenchError::Plan(error.to_string());
    let cipher = FileKey::generate(rng).cipher().map_err(plan)?;
    let mut chunk = Vec::with_capacity(CHUNK + 16);
    let started = Instant::now();
    let mut sealed = 0;
    while sealed < PROBE {
        chunk.resize(CHUNK, 0x5A);
        cipher.seal(sealed, false, &mut chunk).map_err(plan)?;
        sealed += CHUNK as u64;
    }
    Ok(per_second(PROBE, started.elapsed().as_secs_f64()))
}
