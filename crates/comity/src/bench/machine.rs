//! What this machine can do at most: durable writes, signatures, seals. Measured in the same run as the exchange, so
//! that a figure can be read beside the limit that binds it.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use exchange::{
    Act, ActKind, AuthorityId, CaseId, EnvelopeError, Handling, NodeKeys, Officer, Onward, PartnerKeys,
    Recipients, Sealed, Unsigned,
};
use jiff::Timestamp;
use rand::CryptoRng;
use serde::Serialize;

/// How long each limit is measured.
const SPAN: Duration = Duration::from_millis(300);

/// The limits of one core, and of the disk.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// Processor cores.
    pub cores: usize,
    /// Durable writes of 4 KiB, one after another, a second.
    pub fsync_per_second: f64,
    /// The median of one of them, in milliseconds.
    pub fsync_median_ms: f64,
    /// Acts signed with both keys, a second and core.
    pub sign_per_second: f64,
    /// Acts whose two signatures are checked, a second and core.
    pub verify_per_second: f64,
    /// Acts sealed, a second and core.
    pub seal_per_second: f64,
    /// Acts opened, a second and core.
    pub open_per_second: f64,
    /// What the seal's AEAD takes in, in MB a second and core: acts of 1 MiB, key encapsulation included.
    pub aead_mb_per_second: f64,
}

/// Why a limit cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum MachineError {
    /// The disk fails.
    #[error("the disk cannot be measured")]
    Disk(#[from] std::io::Error),
    /// The cryptography fails.
    #[error("the cryptography cannot be measured")]
    Envelope(#[from] EnvelopeError),
    /// A key cannot be made.
    #[error("a key cannot be made")]
    Key(#[from] exchange::KeyError),
    /// An identifier is not one.
    #[error(transparent)]
    Id(#[from] exchange::IdError),
    /// The act is not one.
    #[error(transparent)]
    Act(#[from] exchange::ActError),
}

impl Machine {
    /// How many acts a second all cores could sign, seal, open and verify if they did nothing else.
    pub fn crypto_acts_per_second(&self) -> f64 {
        let each = 1.0 / self.sign_per_second
            + 1.0 / self.verify_per_second
            + 1.0 / self.seal_per_second
            + 1.0 / self.open_per_second;
        self.cores as f64 / each
    }
}

/// Measures the disk under `dir` and one core, with acts whose body has `size` bytes.
pub fn measure(
    dir: &Path,
    size: usize,
    now: Timestamp,
    rng: &mut impl CryptoRng,
) -> Result<Machine, MachineError> {
    let (fsync_per_second, fsync_median_ms) = fsync(dir)?;
    let (us, partner) = (AuthorityId::new("ee.bench")?, AuthorityId::new("de.bench")?);
    let (keys, theirs) = (NodeKeys::generate(rng)?, NodeKeys::generate(rng)?);
    let our_public = PartnerKeys::new(keys.public(us.clone(), [0; 32]))?;
    let their_public = PartnerKeys::new(theirs.public(partner.clone(), [0; 32]))?;
    let act = act(us, partner.clone(), now, body(size, rng))?;
    let place = exchange::Outbound::new(1).place();
    let sign = || Unsigned::new(act.clone(), partner.clone(), place)?.sign(&keys.signing);
    let signed = sign()?;
    let sealed = signed.seal(&their_public, rng)?;
    let large = Act { body: body(1 << 20, rng), ..act.clone() };
    let large = Unsigned::new(large, partner.clone(), place)?.sign(&keys.signing)?;
    Ok(Machine {
        cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        fsync_per_second,
        fsync_median_ms,
        sign_per_second: rate(|| sign().map(drop))?,
        verify_per_second: rate(|| signed.kept().verify(&our_public).map(drop))?,
        seal_per_second: rate(|| signed.seal(&their_public, rng).map(drop))?,
        open_per_second: rate(|| {
            Sealed::parse(sealed.as_bytes())?.open(&partner, &theirs.sealing).map(drop)
        })?,
        aead_mb_per_second: rate(|| large.seal(&their_public, rng).map(drop))? * f64::from(1 << 20) / 1e6,
    })
}

/// Canonical CBOR of a byte string of `size` random bytes.
pub fn body(size: usize, rng: &mut impl CryptoRng) -> Vec<u8> {
    let mut bytes = vec![0; size];
    rng.fill_bytes(&mut bytes);
    exchange::cbor::to_canonical(&exchange::cbor::Bytes(bytes)).unwrap_or_default()
}

fn act(author: AuthorityId, to: AuthorityId, now: Timestamp, body: Vec<u8>) -> Result<Act, MachineError> {
    Ok(Act {
        author,
        recipients: Recipients::one(to),
        case: CaseId::new([7; 16]),
        kind: ActKind::new("note")?,
        follows: Vec::new(),
        made_at: now,
        by: Officer::new("bench", "Bench")?,
        approved_by: None,
        purpose: "measuring".to_owned(),
        legal_basis: "none".to_owned(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: exchange::Marks::default(),
        expires_at: None,
        body,
    })
}

fn rate<E>(mut once: impl FnMut() -> Result<(), E>) -> Result<f64, E> {
    let started = Instant::now();
    let mut done = 0_u32;
    while started.elapsed() < SPAN {
        once()?;
        done += 1;
    }
    Ok(f64::from(done) / started.elapsed().as_secs_f64())
}

fn fsync(dir: &Path) -> Result<(f64, f64), std::io::Error> {
    let path = dir.join("fsync.probe");
    let mut file = std::fs::File::create(&path)?;
    let block = [0x5a_u8; 4096];
    let mut spans = Vec::new();
    let started = Instant::now();
    while started.elapsed() < SPAN {
        let before = Instant::now();
        file.write_all(&block)?;
        file.sync_data()?;
        spans.push(before.elapsed());
    }
    let rate = spans.len() as f64 / started.elapsed().as_secs_f64();
    std::fs::remove_file(&path)?;
    spans.sort_unstable();
    let median = spans.get(spans.len() / 2).copied().unwrap_or_default();
    Ok((rate, median.as_secs_f64() * 1000.0))
}
