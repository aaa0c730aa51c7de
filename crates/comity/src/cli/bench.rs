//! `comity bench`: what the exchange does on this machine, beside what the machine can do at most.

use std::path::PathBuf;

use super::terminal::{say, tell};
use super::{Context, Exit, Failure, chain};
use crate::bench::{self, BenchError, Figures, Plan, Quantiles};

/// Measure the exchange on this machine
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity bench exchange --seconds 20\n  \
                        comity bench exchange --store postgres --url postgres://user@host/db --json\n\n\
                        Two nodes are made in an empty folder (or two databases of their own) and removed again.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A large file from its offer to the recipient's word that it is on its disk, and what a cut costs
    Files {
        /// Bytes of the file; K, M and G stand for KiB, MiB and GiB
        #[arg(long, default_value = "1G", value_parser = bytes)]
        size: u64,
        /// Folder to make the nodes in, on the disk to be measured: it takes twice the size
        #[arg(long)]
        dir: Option<PathBuf>,
        /// Write the figures as JSON
        #[arg(long)]
        json: bool,
    },
    /// From one node's commit to the other node's verified receipt
    Exchange {
        /// How long to send at full speed
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// What both nodes keep their data in
        #[arg(long, default_value = "sqlite")]
        store: Engine,
        /// A PostgreSQL server on which databases may be made
        #[arg(long, required_if_eq("store", "postgres"))]
        url: Option<String>,
        /// Bytes of an act's body
        #[arg(long, default_value_t = 8192)]
        size: usize,
        /// Acts that may wait for their receipt at full speed
        #[arg(long, default_value_t = 96)]
        ahead: u64,
        /// Measure instead how long so many acts take that waited thirty days for a partner who was away
        #[arg(long, value_name = "ACTS", conflicts_with = "seconds")]
        pending: Option<u64>,
        /// Folder to make the nodes in, on the disk to be measured
        #[arg(long)]
        dir: Option<PathBuf>,
        /// Write the figures as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let (seconds, store, url, size, ahead, pending, dir, json) = match args.what {
        What::Exchange { seconds, store, url, size, ahead, pending, dir, json } => {
            (seconds, store, url, size, ahead, pending, dir, json)
        }
        What::Files { size, dir, json } => return large(size, dir, json, context).await,
    };
    let server = url.as_deref().filter(|_| store == Engine::Postgres);
    if let Some(server) = server.filter(|server| !server.starts_with("postgres")) {
        return Err(Failure::unusable(
            format!("`{server}` is not a PostgreSQL address"),
            "postgres://user@host/db",
        ));
    }
    let folder = made(dir)?;
    let names = ["sender", "receiver"].map(|role| format!("comity_bench_{role}_{}", std::process::id()));
    let stores = ["sqlite:comity.sqlite".to_owned(), "sqlite:comity.sqlite".to_owned()];
    let plan = Plan { seconds, size, ahead, stores, pending };
    let figures = measure(&folder, &names, server, plan, context).await;
    if let Some(server) = server {
        for name in &names {
            if let Err(error) = store::drop_database(server, name).await {
                tell(&format!("the database {name} is left behind: {}", chain(&error)));
            }
        }
    }
    if let Err(error) = std::fs::remove_dir_all(&folder) {
        tell(&format!("`{}` is left behind: {error}", folder.display()));
    }
    let figures = figures?;
    if json {
        say(&super::json(&figures)?)
    } else {
        show(&figures)
    }
    Ok(Exit::Done)
}

fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim().trim_end_matches("iB").trim_end_matches('B');
    let (digits, shift) = match text.chars().last() {
        Some('K' | 'k') => (text.get(..text.len() - 1).unwrap_or_default(), 10),
        Some('M' | 'm') => (text.get(..text.len() - 1).unwrap_or_default(), 20),
        Some('G' | 'g') => (text.get(..text.len() - 1).unwrap_or_default(), 30),
        _ => (text, 0),
    };
    let number = digits.trim().parse::<u64>().map_err(|_| "a number of bytes, such as 20G".to_owned())?;
    number
        .checked_mul(1 << shift)
        .filter(|size| (1..=exchange::file::MAX_FILE).contains(size))
        .ok_or_else(|| "1 byte to 1 TiB".to_owned())
}

async fn large(size: u64, dir: Option<PathBuf>, json: bool, context: &Context) -> Result<Exit, Failure> {
    let folder = made(dir)?;
    let figures = bench::files::run(&folder, size, || context.rng(), tell).await;
    if let Err(error) = std::fs::remove_dir_all(&folder) {
        tell(&format!("`{}` is left behind: {error}", folder.display()));
    }
    let figures = figures?;
    if json {
        say(&super::json(&figures)?);
        return Ok(Exit::Done);
    }
    #[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let rate = |rate: f64| rate / f64::from(1 << 20);
    say(&format!("a file of {:.0} MiB, from its offer to the recipient's word", mib(figures.size)));
    say(&format!("sealed                 {:.0} MiB/s", rate(figures.seal_rate)));
    say(&format!("crossed                {:.0} MiB/s in {:.1} s", rate(figures.rate), figures.seconds));
    say(&format!(
        "the machine            disk {:.0} MiB/s, cipher {:.0} MiB/s: {:.0} % of the smaller",
        rate(figures.disk_rate),
        rate(figures.aead_rate),
        figures.share * 100.0
    ));
    say(&format!(
        "  one disk for both    copies {:.0} MiB/s: {:.0} % of that",
        rate(figures.copy_rate),
        figures.share_of_copy * 100.0
    ));
    say(&format!(
        "what binds             {}: both nodes took {:.1} s of processor time, {:.0} % of all cores",
        figures.binds,
        figures.processor_seconds,
        figures.processor_share * 100.0
    ));
    say(&format!(
        "peak resident memory   sender {:.1} MiB, receiver {:.1} MiB, sealing {:.1} MiB; at the start {:.1} MiB",
        mib(figures.sender_peak),
        mib(figures.receiver_peak),
        mib(figures.sealing_peak),
        mib(figures.start_peak)
    ));
    say(&format!(
        "receiver killed        {:.0} KiB of {:.0} MiB were sent again",
        mib(figures.cut_again) * 1024.0,
        mib(figures.cut_size)
    ));
    Ok(Exit::Done)
}

/// An empty folder of this run.
fn made(dir: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let parent = dir.unwrap_or_else(std::env::temp_dir);
    let folder = parent.join(format!("comity-bench-{}", std::process::id()));
    let made = std::fs::create_dir_all(&parent).and_then(|()| std::fs::create_dir(&folder));
    made.map_err(|error| {
        Failure::environment(format!("`{}` cannot be made: {error}", folder.display()), "another --dir")
    })?;
    Ok(folder)
}

async fn measure(
    folder: &std::path::Path,
    names: &[String; 2],
    server: Option<&str>,
    mut plan: Plan,
    context: &Context,
) -> Result<Figures, Failure> {
    if let Some(server) = server {
        for (store, name) in plan.stores.iter_mut().zip(names) {
            *store = store::create_database(server, name).await?;
        }
    }
    Ok(bench::exchange(folder, &plan, || context.rng(), tell).await?)
}

fn show(figures: &Figures) {
    let machine = &figures.machine;
    let row = |name: &str, q: &Quantiles| {
        say(&format!(
            "{name:<22} median {:>8.2} ms   p95 {:>8.2} ms   p99 {:>8.2} ms   longest {:>8.2} ms",
            q.median_ms, q.p95_ms, q.p99_ms, q.longest_ms
        ));
    };
    if let Some(caught) = &figures.caught_up {
        say(&format!(
            "{} acts of {} bytes that had waited {} days were caught up in {:.1} s, {:.0} a second",
            caught.acts, figures.size, caught.days, caught.seconds, caught.acts_per_second
        ));
    } else {
        say(&format!("acts of {} bytes, from commit to verified receipt", figures.size));
        row("one at a time", &figures.quiet);
        row("at full speed", &figures.loaded);
    }
    say(&format!(
        "sustained              {:.0} acts/s durable at both ends ({} acts in {:.1} s)",
        figures.acts_per_second, figures.acts, figures.seconds
    ));
    say(&format!("this machine           {} cores", machine.cores));
    say(&format!(
        "  durable write 4 KiB  {:.0} a second, median {:.2} ms",
        machine.fsync_per_second, machine.fsync_median_ms
    ));
    say(&format!(
        "  one core             sign {:.0}/s, verify {:.0}/s, seal {:.0}/s, open {:.0}/s, AEAD {:.0} MB/s",
        machine.sign_per_second,
        machine.verify_per_second,
        machine.seal_per_second,
        machine.open_per_second,
        machine.aead_mb_per_second
    ));
    say(&format!(
        "  the {} binds: {:.0} % of the {:.0} acts/s that the cores could sign, seal, open and verify; {:.0} % of the \
         time waiting for durable writes",
        figures.binding.binds,
        figures.binding.of_crypto * 100.0,
        figures.binding.crypto_acts_per_second,
        figures.binding.of_fsync * 100.0
    ));
    for (who, counts) in [("sender", &figures.sender), ("receiver", &figures.receiver)] {
        for (name, counts) in counts.iter().filter(|(_, counts)| counts.committed >= 100) {
            say(&format!(
                "  {who:<9}{name:<20} {:>8} transactions, mean {:.2} ms, longest {:.1} ms, run again {}",
                counts.committed,
                mean_ms(counts),
                ms(counts.longest_us),
                counts.retried
            ));
        }
    }
}

fn mean_ms(counts: &store::TxCounts) -> f64 {
    ms(counts.total_us) / f64::from(u32::try_from(counts.committed.max(1)).unwrap_or(u32::MAX))
}

#[expect(clippy::cast_precision_loss, reason = "a span of microseconds shown with two digits")]
fn ms(us: u64) -> f64 {
    us as f64 / 1000.0
}

impl From<BenchError> for Failure {
    fn from(error: BenchError) -> Failure {
        Failure::environment(chain(&error), "")
    }
}
