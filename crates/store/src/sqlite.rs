//! SQLite in this process: one connection that writes, a few that read.
//!
//! Statements run on the calling thread: a transaction of the exchange has dozens of short ones, and handing each to
//! another thread and back would cost more than most of them take. What may take long, waiting for another process's
//! lock, the commit's wait for the disk and what only reads, is announced to the runtime, which moves its other tasks
//! to another thread meanwhile.
//!
//! Transactions that wait for one another are committed together. One that is done while others wait for their turn
//! leaves the database's transaction open for the next, and ends when that is on the disk: what the two wrote into the
//! same pages is written once, and the disk is waited for once. One that fails undoes its own part alone.
//!
//! The write-ahead log is folded into the database by a thread of its own, so that nobody who commits waits for it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::types::{ToSql, ToSqlOutput, Value as Cell, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore, oneshot};

use crate::Limits;
use crate::error::EngineError;
use crate::value::Value;

/// Statements kept prepared for each connection: those of the exchange in every size of batch, and the pages' own.
const PREPARED: usize = 256;

/// Commits after which the write-ahead log is folded into the database.
const FOLD: u32 = 16;

/// The connections to one file.
#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    patience: Duration,
    writer: Arc<Desk>,
    /// Transactions that wait for their turn to write.
    coming: Arc<AtomicUsize>,
    readers: Arc<Readers>,
    /// The thread that folds the log.
    folding: Mutex<Option<JoinHandle<()>>>,
}

/// Where one writes at a time; empty when the store is closed.
type Desk = tokio::sync::Mutex<Option<Writer>>;

/// The connection that writes.
#[derive(Debug)]
struct Writer {
    connection: Connection,
    /// Transactions that are done and left the database's open. Each is told whether it was committed.
    left: Vec<oneshot::Sender<bool>>,
    /// Commits since the log was last to be folded.
    commits: u32,
    /// Wakes the thread that folds it, which ends with this.
    fold: mpsc::SyncSender<()>,
}

impl Writer {
    /// Commits what is open, and tells everyone whose part it holds.
    fn commit(&mut self) -> Result<(), EngineError> {
        let connection = &self.connection;
        let result = lengthy(|| begin(connection, "COMMIT"));
        if result.is_err() {
            roll_back(connection, "ROLLBACK");
        }
        self.commits += 1;
        if self.commits >= FOLD && self.fold.try_send(()).is_ok() {
            self.commits = 0;
        }
        self.tell(result.is_ok());
        result
    }

    fn tell(&mut self, committed: bool) {
        for waiting in self.left.drain(..) {
            // Whoever stopped waiting learns it from what is stored.
            let _ = waiting.send(committed);
        }
    }
}

/// Commits what others left open, in case that nobody who came after them did.
async fn end(desk: Arc<Desk>) {
    if let Some(writer) = desk.lock().await.as_mut()
        && !writer.left.is_empty()
        && let Err(error) = writer.commit()
    {
        tracing::debug!(%error, "what was left open could not be committed");
    }
}

/// Counts as one who waits for a turn.
struct Coming<'a>(&'a AtomicUsize);

impl<'a> Coming<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Coming<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Debug)]
struct Readers {
    room: Arc<Semaphore>,
    many: u32,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection in a transaction. Dropped before [`Running::commit`], nothing of it stays.
pub(crate) struct Running(Held);

enum Held {
    Writer(Turn),
    Reader(Reading),
}

struct Reading {
    connection: Option<Connection>,
    readers: Arc<Readers>,
    _turn: OwnedSemaphorePermit,
}

impl Reading {
    fn connection(&self) -> Result<&Connection, EngineError> {
        self.connection.as_ref().ok_or(EngineError::Closed)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            if !connection.is_autocommit() {
                roll_back(&connection, "ROLLBACK");
            }
            if connection.is_autocommit() {
                self.readers.idle().push(connection);
            }
        }
    }
}

struct Turn {
    held: OwnedMutexGuard<Option<Writer>>,
    desk: Arc<Desk>,
    coming: Arc<AtomicUsize>,
    /// The database's transaction was begun by another, and is not this one's to roll back.
    joined: bool,
    /// It was committed or left to be.
    over: bool,
}

impl Turn {
    fn writer(&mut self) -> Result<&mut Writer, EngineError> {
        self.held.as_mut().ok_or(EngineError::Closed)
    }

    /// Ends the transaction. When others wait for their turn, it is committed together with theirs.
    async fn commit(mut self) -> Result<(), EngineError> {
        if self.joined {
            begin(&self.writer()?.connection, "RELEASE joined")?;
        }
        self.over = true;
        if self.coming.load(Ordering::Relaxed) == 0 {
            return self.writer()?.commit();
        }
        let (tell, told) = oneshot::channel();
        let writer = self.writer()?;
        writer.left.push(tell);
        if writer.left.len() == 1 {
            tokio::spawn(end(self.desk.clone()));
        }
        drop(self);
        if told.await.unwrap_or(false) { Ok(()) } else { Err(EngineError::Undone) }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        let joined = self.joined;
        let Ok(writer) = self.writer() else { return };
        if writer.connection.is_autocommit() {
            // A full disk, among others, makes the engine roll back everything at once.
            writer.tell(false);
        } else if joined {
            roll_back(&writer.connection, "ROLLBACK TO joined");
            roll_back(&writer.connection, "RELEASE joined");
        } else {
            roll_back(&writer.connection, "ROLLBACK");
        }
    }
}

impl Sqlite {
    /// Opens the file, which exists and has its schema.
    pub(crate) fn open(path: &Path, limits: Limits) -> Result<Self, EngineError> {
        let writer = connect(path, limits.patience)?;
        // What is looked up by hash lies in random places; an index of some years' acts is to stay at hand.
        writer.pragma_update(None, "cache_size", -32_000)?;
        if let Some(pages) = limits.max_pages {
            writer.pragma_update(None, "max_page_count", pages)?;
        }
        let folder = connect(path, limits.patience)?;
        let (fold, asked) = mpsc::sync_channel(1);
        let folding = std::thread::spawn(move || {
            while asked.recv().is_ok() {
                if let Err(error) = folder.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
                    tracing::debug!(%error, "the log is folded another time");
                }
            }
        });
        let many = limits.connections.max(1);
        Ok(Self {
            path: path.to_path_buf(),
            patience: limits.patience,
            writer: Arc::new(Desk::new(Some(Writer {
                connection: writer,
                left: Vec::new(),
                commits: 0,
                fold,
            }))),
            coming: Arc::default(),
            folding: Mutex::new(Some(folding)),
            readers: Arc::new(Readers {
                room: Arc::new(Semaphore::new(many as usize)),
                many,
                idle: Mutex::new(Vec::new()),
            }),
        })
    }

    /// Begins to write, when it is this transaction's turn.
    pub(crate) async fn write(&self) -> Result<Running, EngineError> {
        let coming = Coming::new(&self.coming);
        let turn = tokio::time::timeout(self.patience, self.writer.clone().lock_owned()).await;
        drop(coming);
        let held = turn.map_err(|_| EngineError::NoTurn)?;
        let connection = &held.as_ref().ok_or(EngineError::Closed)?.connection;
        let joined = !connection.is_autocommit();
        if joined {
            begin(connection, "SAVEPOINT joined")?;
        } else {
            // IMMEDIATE takes the write lock at once: a transaction that began by reading could not get it later.
            lengthy(|| begin(connection, "BEGIN IMMEDIATE"))?;
        }
        let (desk, coming) = (self.writer.clone(), self.coming.clone());
        Ok(Running(Held::Writer(Turn { held, desk, coming, joined, over: false })))
    }

    /// Begins to read.
    pub(crate) async fn read(&self) -> Result<Running, EngineError> {
        let turn = tokio::time::timeout(self.patience, self.readers.room.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| EngineError::NoTurn)?.map_err(|_| EngineError::Closed)?;
        let idle = self.readers.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let connection = connect(&self.path, self.patience)?;
                connection.pragma_update(None, "query_only", true)?;
                connection
            }
        };
        let reading = Reading { connection: Some(connection), readers: self.readers.clone(), _turn: turn };
        begin(reading.connection()?, "BEGIN")?;
        Ok(Running(Held::Reader(reading)))
    }

    /// Closes every connection after its transaction; the write-ahead log is folded into the file.
    pub(crate) async fn close(&self) {
        let all = self.readers.room.acquire_many(self.readers.many).await;
        self.readers.room.close();
        drop(all);
        self.readers.idle().clear();
        let Some(mut writer) = self.writer.lock().await.take() else { return };
        if !writer.left.is_empty()
            && let Err(error) = writer.commit()
        {
            tracing::debug!(%error, "what was left open could not be committed");
        }
        let Writer { connection, fold, .. } = writer;
        drop(fold);
        let folding = self.folding.lock().unwrap_or_else(PoisonError::into_inner).take();
        lengthy(|| {
            if folding.is_some_and(|folding| folding.join().is_err()) {
                tracing::error!("the thread that folds the log has ended too early");
            }
            drop(connection);
        });
    }
}

fn connect(path: &Path, patience: Duration) -> Result<Connection, EngineError> {
    // Without `SQLITE_OPEN_CREATE`: a file that somebody removed is an error, not an empty database.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(patience)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    // When the thread that folds the log lags behind, whoever commits does the rest: 64 MiB of log.
    connection.pragma_update(None, "wal_autocheckpoint", 16_000)?;
    connection.pragma_update(None, "cache_size", -8000)?;
    // What a savepoint would restore is kept in memory: a transaction is short.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

fn begin(connection: &Connection, how: &str) -> Result<(), EngineError> {
    connection.prepare_cached(how)?.raw_execute()?;
    Ok(())
}

fn roll_back(connection: &Connection, how: &str) {
    if let Err(error) = begin(connection, how) {
        tracing::debug!(%error, "the engine had rolled back already");
    }
}

/// Runs what may take longer than a task should keep its thread.
fn lengthy<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

impl Running {
    fn connection(&self) -> Result<&Connection, EngineError> {
        match &self.0 {
            Held::Writer(turn) => Ok(&turn.held.as_ref().ok_or(EngineError::Closed)?.connection),
            Held::Reader(reading) => reading.connection(),
        }
    }

    fn reads_only(&self) -> bool {
        matches!(self.0, Held::Reader(_))
    }

    /// Runs a statement and gives the number of rows it changed.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, EngineError> {
        let mut statement = self.connection()?.prepare_cached(&numbered(sql))?;
        bind(&mut statement, values.iter())?;
        Ok(statement.raw_execute()? as u64)
    }

    /// The rows of a statement.
    pub(crate) fn rows(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Vec<Cell>>, EngineError> {
        self.rows_each(sql, values, &[&[]])
    }

    /// The rows of a statement that runs once for each of `keys`, whose values follow `first`.
    pub(crate) fn rows_each(
        &mut self,
        sql: &str,
        first: &[Value<'_>],
        keys: &[&[Value<'_>]],
    ) -> Result<Vec<Vec<Cell>>, EngineError> {
        let connection = self.connection()?;
        let all = || {
            let mut statement = connection.prepare_cached(&numbered(sql))?;
            let columns = statement.column_count();
            let mut found = Vec::new();
            for key in keys {
                bind(&mut statement, first.iter().chain(*key))?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next()? {
                    found.push((0..columns).map(|column| row.get(column)).collect::<Result<Vec<Cell>, _>>()?);
                }
            }
            Ok(found)
        };
        if self.reads_only() { lengthy(all) } else { all() }
    }

    /// Ends the transaction; what it wrote is on the disk.
    pub(crate) async fn commit(self) -> Result<(), EngineError> {
        match self.0 {
            Held::Writer(turn) => turn.commit().await,
            Held::Reader(reading) => begin(reading.connection()?, "COMMIT"),
        }
    }
}

fn bind<'v, 'd: 'v>(
    statement: &mut Statement<'_>,
    mut values: impl Iterator<Item = &'v Value<'d>>,
) -> Result<(), EngineError> {
    for index in 1..=statement.parameter_count() {
        let value = values.next().ok_or(EngineError::Parameter(index))?;
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

/// `$2` is a name to SQLite, which counts names as they come and searches them one by one; `?2` is the second value.
fn numbered(sql: &str) -> String {
    let mut numbered = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('$') {
        numbered.push_str(before);
        numbered.push(if after.starts_with(|c: char| c.is_ascii_digit()) { '?' } else { '$' });
        rest = after;
    }
    numbered.push_str(rest);
    numbered
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match *self {
            Self::Int(Some(value)) => ValueRef::Integer(value),
            Self::Text(Some(value)) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(Some(value)) => ValueRef::Blob(value),
            Self::Flag(Some(value)) => ValueRef::Integer(value.into()),
            Self::Int(None) | Self::Text(None) | Self::Bytes(None) | Self::Flag(None) => ValueRef::Null,
            Self::Ints(_) | Self::Texts(_) | Self::Blobs(_) | Self::Flags(_) => {
                return Err(rusqlite::Error::ToSqlConversionFailure("SQLite has no arrays".into()));
            }
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bound_by_their_number() {
        assert_eq!(numbered("a = $2 AND b = '$.x' OR $10 = $"), "a = ?2 AND b = '$.x' OR ?10 = $");
        assert_eq!(numbered(""), "");
    }
}
