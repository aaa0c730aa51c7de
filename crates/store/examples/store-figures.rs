//! Measures durable commits on this machine: `cargo run --release -p store --example store-figures -- [SECONDS]`.
//!
//! Each submission is what sending one act costs the store: the act (8 KiB), its envelope with its delivery, and its
//! ledger leaf. `alone` commits each in a transaction of its own; `grouped` puts what has queued up meanwhile into one.
//! PostgreSQL is measured when `COMITY_TEST_POSTGRES` names a server (`bin/with-postgres` starts one).
#![allow(clippy::print_stdout, reason = "a program that prints figures")]

use std::time::{Duration, Instant};

use exchange::{ActId, AuthorityId, CaseId, EnvelopeHash};
use jiff::Timestamp;
use ledger::{Entry, EntryKind, Salt};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use store::{ActRecord, Direction, EnvelopeKey, Limits, NewLeaf, OutboundEnvelope, Store, StoreError, Tx};
use tokio::sync::{mpsc, oneshot};

const MOST_IN_A_GROUP: usize = 256;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seconds = std::env::args().nth(1).map_or(Ok(3), |seconds| seconds.parse())?;
    let length = Duration::from_secs(seconds);
    let folder = tempfile::tempdir()?;
    println!("fsync of 4 KiB: {:.0} a second", fsyncs(folder.path())?);
    println!("engine      submitters  mode      commits/s  acts/s   median ms  p99 ms  retried");
    for (submitters, grouped) in [(1, false), (64, false), (1, true), (64, true), (256, true)] {
        let path = folder.path().join(format!("{submitters}-{grouped}.sqlite"));
        let store = Store::open(&format!("sqlite:{}", path.display()), Limits::default()).await?;
        measure("SQLite", &store, submitters, grouped, length).await?;
        store.close().await;
        if let Ok(server) = std::env::var("COMITY_TEST_POSTGRES") {
            let name = format!("comity_figures_{submitters}_{grouped}");
            administer(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            administer(&server, &format!("CREATE DATABASE {name}")).await?;
            let (base, _) = server.rsplit_once('/').ok_or("COMITY_TEST_POSTGRES names no database")?;
            let limits = Limits { connections: 16, ..Limits::default() };
            let store = Store::open(&format!("{base}/{name}"), limits).await?;
            measure("PostgreSQL", &store, submitters, grouped, length).await?;
            store.close().await;
            administer(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await?;
        }
    }
    Ok(())
}

fn fsyncs(folder: &std::path::Path) -> Result<f64, std::io::Error> {
    use std::io::Write as _;
    let mut file = std::fs::File::create(folder.join("fsync"))?;
    let (began, mut times) = (Instant::now(), 0_u32);
    while began.elapsed() < Duration::from_secs(1) {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        times += 1;
    }
    Ok(f64::from(times) / began.elapsed().as_secs_f64())
}

async fn administer(server: &str, sql: &str) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(server).await?;
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
    connection.close().await
}

/// What one submitter submits: a number that makes everything about it unique.
#[derive(Clone, Copy)]
struct Submission(u64);

async fn measure(
    engine: &str,
    store: &Store,
    submitters: u64,
    grouped: bool,
    length: Duration,
) -> Result<(), Box<dyn std::error::Error>> {
    let (queue, queued) = mpsc::channel(1024);
    let committer = tokio::spawn(commit_groups(store.clone(), queued));
    let until = Instant::now() + length;
    let began = Instant::now();
    let tasks: Vec<_> = (0..submitters)
        .map(|submitter| {
            let (store, queue) = (store.clone(), queue.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                for round in 0.. {
                    if Instant::now() >= until {
                        break;
                    }
                    let (one, started) = (Submission(submitter << 40 | round), Instant::now());
                    if grouped {
                        let (done, committed) = oneshot::channel();
                        queue.send((one, done)).await.map_err(|_| "the committer is gone")?;
                        committed.await.map_err(|_| "a group failed")?;
                    } else {
                        let submitted = store.run_tx("alone", |tx| Box::pin(keep(tx, vec![one]))).await;
                        submitted.map_err(|_| "a transaction failed")?;
                    }
                    times.push(started.elapsed());
                }
                Ok::<_, &str>(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    let took = began.elapsed().as_secs_f64();
    drop(queue);
    committer.await??;
    times.sort_unstable();
    let at =
        |share: usize| times.get(times.len() * share / 1000).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    let counts = store.counts();
    let counts = counts.values().find(|counts| counts.committed > 0).copied().unwrap_or_default();
    println!(
        "{engine:<11} {submitters:>10}  {:<8} {:>10.0} {:>7.0} {:>11.2} {:>7.2} {:>8}",
        if grouped { "grouped" } else { "alone" },
        counts.committed as f64 / took,
        times.len() as f64 / took,
        at(500),
        at(990),
        counts.retried,
    );
    Ok(())
}

/// Commits what has queued up, again and again: the longer a commit takes, the more goes into the next.
async fn commit_groups(
    store: Store,
    mut queued: mpsc::Receiver<(Submission, oneshot::Sender<()>)>,
) -> Result<(), StoreError> {
    let mut group = Vec::new();
    while queued.recv_many(&mut group, MOST_IN_A_GROUP).await > 0 {
        let submissions: &Vec<Submission> = &group.iter().map(|(submission, _)| *submission).collect();
        store.run_tx("grouped", |tx| Box::pin(keep(tx, submissions.clone()))).await?;
        for (_, done) in group.drain(..) {
            // A submitter that has gone away needs no answer.
            let _ = done.send(());
        }
    }
    Ok(())
}

async fn keep(tx: &mut Tx<'_>, submissions: Vec<Submission>) -> Result<(), StoreError> {
    let now = Timestamp::now();
    let partner = AuthorityId::new("de.bfj").map_err(|_| StoreError::Conflict { what: "authority" })?;
    let mut leaves = Vec::new();
    let mut acts = Vec::new();
    for Submission(number) in &submissions {
        let id = ActId::new(digest(*number, 1));
        leaves.push(NewLeaf {
            entry: Entry { kind: EntryKind::Sent, digest: digest(*number, 2), at_us: now.as_microsecond() },
            salt: Salt::new(digest(*number, 3)),
            reference: Some(*id.as_bytes()),
            detail: String::new(),
        });
        acts.push(ActRecord {
            id,
            case: CaseId::new([1; 16]),
            author: partner.clone(),
            kind: "request".to_owned(),
            direction: Direction::Outgoing,
            made_at: now,
            stored_at: now,
            bytes: vec![7; 8192],
        });
    }
    tx.append_leaves(&leaves).await?;
    let mut channel = tx.outbound(&partner, 1).await?;
    let mut envelopes = Vec::new();
    for (Submission(number), act) in submissions.iter().zip(&acts) {
        let (place, hash) = (channel.place(), EnvelopeHash::new(digest(*number, 2)));
        channel.advance(hash);
        envelopes.push(OutboundEnvelope {
            key: EnvelopeKey { partner: partner.clone(), epoch: place.epoch, sequence: place.sequence },
            hash,
            act: act.id,
            previous: place.previous,
            signed: vec![8; 3500],
            signed_with: exchange::Fingerprint::new([1; 32]),
            made_at: now,
            claimed_until: None,
        });
    }
    tx.add_acts(&acts).await?;
    tx.add_outbound(&envelopes).await
}

fn digest(number: u64, kind: u8) -> [u8; 32] {
    let mut bytes = [kind; 32];
    for (slot, byte) in bytes.iter_mut().zip(number.to_be_bytes()) {
        *slot = byte;
    }
    bytes
}
