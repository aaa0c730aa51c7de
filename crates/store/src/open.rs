//! Opening a store: which engine, how it is set up, and bringing its schema up to date.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::migrate::Migrator;
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::StoreError;
use crate::counters::Counters;
use crate::sqlite::Sqlite;

/// How long a connection to a server may rest before it is asked whether it lives.
const IDLE: Duration = Duration::from_secs(1);

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How much a store may use, and how long it waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages of 4 KiB the SQLite file may grow to; without it only the disk is the limit.
    pub max_pages: Option<u32>,
    /// Connections for reading on SQLite, for everything on PostgreSQL.
    pub connections: u32,
    /// How long a transaction waits for its turn before it gives up as [`StoreError::Busy`].
    pub patience: Duration,
    /// How often a body may run again because another transaction stood in its way.
    pub retries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_pages: None, connections: 4, patience: Duration::from_secs(15), retries: 12 }
    }
}

/// The engine below a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, one writer.
    Sqlite,
    /// A server that several node processes share.
    Postgres,
}

/// Everything a node keeps. Cheap to clone: the clones share the connections.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) pools: Pools,
    pub(crate) limits: Limits,
    pub(crate) counters: Counters,
}

#[derive(Debug)]
pub(crate) enum Pools {
    // SQLite has one writer at a time; queueing for our one connection is fairer than polling its lock.
    Sqlite(Sqlite),
    Postgres(PgPool),
}

impl Store {
    /// Opens the database at `address`, `sqlite:PATH` or `postgres://…`, makes it when the file does not exist yet,
    /// and brings its schema up to date.
    ///
    /// # Errors
    /// When the address is not one, the database cannot be reached or opened, or its schema was changed by hand.
    pub async fn open(address: &str, limits: Limits) -> Result<Self, StoreError> {
        let pools = if let Some(path) = address.strip_prefix("sqlite:") {
            open_sqlite(path, limits).await?
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            open_postgres(address, limits).await?
        } else {
            return Err(not_an_address(address, "it begins with neither `sqlite:` nor `postgres:`"));
        };
        Ok(Self { inner: Arc::new(Inner { pools, limits, counters: Counters::default() }) })
    }

    /// The engine below.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.inner.pools {
            Pools::Sqlite(_) => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Closes every connection after its transaction; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match &self.inner.pools {
            Pools::Sqlite(sqlite) => sqlite.close().await,
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_sqlite(path: &str, limits: Limits) -> Result<Pools, StoreError> {
    if path.trim_start_matches('/').is_empty() || path.contains(":memory:") {
        return Err(not_an_address(&format!("sqlite:{path}"), "it names no file"));
    }
    let path = path.strip_prefix("//").unwrap_or(path);
    bring_up_to_date(path, limits).await?;
    let sqlite = Sqlite::open(Path::new(path), limits).map_err(|error| StoreError::of(error).0)?;
    Ok(Pools::Sqlite(sqlite))
}

/// Makes the file when it does not exist yet, and applies what its schema lacks. sqlx knows how to do that on both
/// engines; what is done afterwards needs no other thread ([`crate::sqlite`]).
async fn bring_up_to_date(path: &str, limits: Limits) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(limits.patience)
        .page_size(4096)
        .disable_statement_logging();
    let began = Instant::now();
    let writer = loop {
        let pool = PoolOptions::<sqlx::Sqlite>::new().max_connections(1).acquire_timeout(limits.patience);
        match pool.connect_with(options.clone()).await.map_err(|error| StoreError::of(error).0) {
            Ok(writer) => break writer,
            // Who turns a new file to its write-ahead log while another does, or while the last of others closes it, is told
            // so at once, however patient.
            Err(StoreError::Busy { .. }) if began.elapsed() < limits.patience => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Err(error) => return Err(error),
        }
    };
    let mut migrations = migrations(&SQLITE_MIGRATIONS);
    // Another process may be making the same new file: whoever comes second finds the work done.
    let mut done = migrations.run(&writer).await;
    while done.is_err() && began.elapsed() < limits.patience {
        tokio::time::sleep(Duration::from_millis(50)).await;
        done = migrations.set_locking(true).run(&writer).await;
    }
    writer.close().await;
    done.map_err(StoreError::Migration)
}

async fn open_postgres(address: &str, limits: Limits) -> Result<Pools, StoreError> {
    let options = PgConnectOptions::from_str(address)
        .map_err(|error| not_an_address(address, &error.to_string()))?
        .application_name("comity")
        .statement_cache_capacity(256)
        // A statement planned while a table was small would go through all of it ever after, and at SERIALIZABLE whoever
        // looks through a table stands in the way of all who write to it. Where nothing else is possible that is planned as
        // very dear, and would be compiled before each run.
        .options([("enable_seqscan", "off"), ("jit", "off")])
        .disable_statement_logging();
    let pool = PoolOptions::new()
        .max_connections(limits.connections.max(2))
        .acquire_timeout(limits.patience)
        // Asking a connection that was used a moment ago whether it lives costs each transaction a round.
        .test_before_acquire(false)
        .before_acquire(|connection: &mut PgConnection, about| {
            Box::pin(async move {
                Ok(about.idle_for < IDLE || connection.ping().await.map(|()| true).unwrap_or(false))
            })
        })
        .connect_with(options)
        .await
        .map_err(|error| StoreError::of(error).0)?;
    migrations(&POSTGRES_MIGRATIONS).run(&pool).await.map_err(StoreError::Migration)?;
    Ok(Pools::Postgres(pool))
}

/// A release works beside the next one (its migrations only add), so an older program accepts a newer schema.
fn migrations(of_engine: &Migrator) -> Migrator {
    let mut migrations = Migrator::with_migrations(of_engine.iter().cloned().collect());
    migrations.set_ignore_missing(true);
    migrations
}

fn not_an_address(address: &str, why: &str) -> StoreError {
    // A password may stand between the first colon after `//` and the last `@`.
    let shown = match (address.find("//"), address.rfind('@')) {
        (Some(start), Some(end)) if start < end => {
            let (scheme, rest) = address.split_at(start);
            format!("{scheme}//…{}", rest.get(end - start..).unwrap_or_default())
        }
        _ => address.to_owned(),
    };
    StoreError::Address { address: shown, why: why.to_owned() }
}
