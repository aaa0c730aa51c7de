//! Transactions: named, run again when another stood in the way, measured.
//!
//! Every transaction behaves as if it ran alone: SQLite has one writer, PostgreSQL runs at SERIALIZABLE. A body may
//! therefore run twice and must have no effect but its statements.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Postgres, Transaction};
use tracing::Instrument as _;

use crate::error::{EngineError, Passing};
use crate::open::Pools;
use crate::sqlite::Running;
use crate::value::{Record, Value};
use crate::{Engine, Limits, Store, StoreError};

/// What the body of a transaction gives back: `Box::pin(async move { … })`.
pub type TxFuture<'t, T, E = StoreError> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

/// A running transaction. `'env` is what the body borrows from around it.
pub struct Tx<'env> {
    conn: Conn,
    /// The last statement failed because another transaction stood in the way.
    overtaken: bool,
    /// A statement failed and was not undone by itself: PostgreSQL would answer COMMIT with a silent ROLLBACK.
    spoilt: bool,
    /// The ledger was appended to.
    appended: bool,
    env: PhantomData<&'env mut &'env ()>,
}

enum Conn {
    Sqlite(Running),
    Postgres(Transaction<'static, Postgres>),
}

impl Store {
    /// Runs `body` in a transaction that is committed, durably, when it gives `Ok` and leaves nothing when it does
    /// not. The name appears in traces and in [`Store::counts`]. The body may run more than once.
    ///
    /// ```
    /// # async fn example(store: &store::Store, login: &str, now: jiff::Timestamp) -> Result<(), store::StoreError> {
    /// store.run_tx("close the office", |tx| Box::pin(async move {
    ///     tx.end_sessions_of(login).await?;
    ///     tx.set_officer_disabled(login, true, now).await
    /// })).await
    /// # }
    /// ```
    ///
    /// # Errors
    /// The body's, or why it could not be committed.
    pub async fn run_tx<'env, T, F>(&self, name: &'static str, body: F) -> Result<T, StoreError>
    where
        F: for<'t> Fn(&'t mut Tx<'env>) -> TxFuture<'t, T>,
    {
        self.run(name, true, body).await
    }

    /// The same for a body with an error of its own.
    ///
    /// # Errors
    /// The body's, or why it could not be committed.
    pub async fn run_tx_with<'env, T, E, F>(&self, name: &'static str, body: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: for<'t> Fn(&'t mut Tx<'env>) -> TxFuture<'t, T, E>,
    {
        self.run(name, true, body).await
    }

    /// Runs `body` on one unchanging view of what is stored. Statements that change something fail. Readers never
    /// wait for writers.
    ///
    /// # Errors
    /// The body's, or why the database could not be read.
    pub async fn read<'env, T, F>(&self, name: &'static str, body: F) -> Result<T, StoreError>
    where
        F: for<'t> Fn(&'t mut Tx<'env>) -> TxFuture<'t, T>,
    {
        self.run(name, false, body).await
    }

    /// The same for a body with an error of its own.
    ///
    /// # Errors
    /// The body's, or why the database could not be read.
    pub async fn read_with<'env, T, E, F>(&self, name: &'static str, body: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: for<'t> Fn(&'t mut Tx<'env>) -> TxFuture<'t, T, E>,
    {
        self.run(name, false, body).await
    }

    async fn run<'env, T, E, F>(&self, name: &'static str, writing: bool, body: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: for<'t> Fn(&'t mut Tx<'env>) -> TxFuture<'t, T, E>,
    {
        let span = tracing::debug_span!("tx", name, writing);
        async {
            let started = Instant::now();
            let Limits { retries, patience, .. } = self.inner.limits;
            let mut retried = 0;
            let result = loop {
                match self.attempt(name, writing, &body).await {
                    Ok(value) => break Ok(value),
                    Err(Failed { overtaken: true, .. })
                        if retried < retries && started.elapsed() < patience =>
                    {
                        retried += 1;
                        tracing::debug!(retried, "overtaken by another transaction");
                        tokio::time::sleep(pause(retried, started)).await;
                    }
                    Err(failed) => break Err(failed.error),
                }
            };
            self.inner.counters.ended(name, started.elapsed(), retried, result.is_ok());
            result
        }
        .instrument(span)
        .await
    }

    async fn attempt<'env, T, E, F>(
        &self,
        name: &'static str,
        writing: bool,
        body: &F,
    ) -> Result<T, Failed<E>>
    where
        E: From<StoreError>,
        F: for<'t> Fn(&'t mut Tx<'env>) -> TxFuture<'t, T, E>,
    {
        let mut tx = self.begin(writing).await.map_err(Failed::of)?;
        // At SERIALIZABLE a transaction that waits for the ledger's head has already fixed its view and fails once it
        // gets its turn. `LOCK TABLE` waits before the view is fixed, so it comes first for the bodies that append.
        if writing && tx.engine() == Engine::Postgres && self.inner.counters.appends(name) {
            let queued = tx.execute("LOCK TABLE ledger_head IN EXCLUSIVE MODE", &[]).await;
            queued.map_err(|error| Failed { error: error.into(), overtaken: tx.overtaken })?;
        }
        let result = body(&mut tx).await;
        if tx.appended {
            self.inner.counters.has_appended(name);
        }
        match result {
            Ok(_) if tx.spoilt || tx.overtaken => {
                let overtaken = tx.overtaken;
                tx.roll_back().await;
                Err(Failed { error: StoreError::Spoilt { name }.into(), overtaken })
            }
            Ok(value) => {
                tx.commit().await.map_err(Failed::of)?;
                Ok(value)
            }
            Err(error) => {
                let overtaken = tx.overtaken;
                tx.roll_back().await;
                Err(Failed { error, overtaken })
            }
        }
    }

    async fn begin<'env>(&self, writing: bool) -> Result<Tx<'env>, EngineError> {
        let conn = match &self.inner.pools {
            Pools::Sqlite(sqlite) if writing => Conn::Sqlite(sqlite.write().await?),
            Pools::Sqlite(sqlite) => Conn::Sqlite(sqlite.read().await?),
            Pools::Postgres(pool) if writing => {
                Conn::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?)
            }
            Pools::Postgres(pool) => {
                Conn::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        };
        Ok(Tx { conn, overtaken: false, spoilt: false, appended: false, env: PhantomData })
    }
}

struct Failed<E> {
    error: E,
    overtaken: bool,
}

impl<E: From<StoreError>> Failed<E> {
    fn of(error: EngineError) -> Self {
        let (error, passing) = StoreError::of(error);
        Self { error: error.into(), overtaken: passing == Passing::Retry }
    }
}

/// Longer from try to try, and different for transactions that began at different moments.
fn pause(retried: u32, started: Instant) -> Duration {
    let most_us = 500_u64 << retried.min(7);
    let spread = u64::from(started.elapsed().subsec_nanos()) % most_us;
    Duration::from_micros(most_us / 2 + spread)
}

impl Tx<'_> {
    /// The engine below, for the few statements that differ.
    pub(crate) fn engine(&self) -> Engine {
        match self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `body` so that, if it fails, its own changes are undone and the transaction goes on: one bad envelope
    /// must not spoil the batch it came in. Outside of it, a failed statement spoils the transaction even when its
    /// error is passed over.
    ///
    /// # Errors
    /// The body's. When another transaction stood in the way, the whole transaction runs again whatever the caller
    /// makes of this error.
    pub async fn part<T, E, F>(&mut self, body: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: for<'t> FnOnce(&'t mut Self) -> TxFuture<'t, T, E>,
    {
        self.execute("SAVEPOINT part", &[]).await?;
        match body(self).await {
            Ok(value) => {
                self.execute("RELEASE SAVEPOINT part", &[]).await?;
                Ok(value)
            }
            Err(error) if self.overtaken => Err(error),
            Err(error) => {
                self.execute("ROLLBACK TO SAVEPOINT part", &[]).await?;
                self.spoilt = false;
                self.execute("RELEASE SAVEPOINT part", &[]).await?;
                Err(error)
            }
        }
    }

    /// Runs a statement and gives the number of rows it changed.
    pub(crate) async fn execute(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        self.execute_built(AssertSqlSafe(sql), values).await
    }

    /// Runs a statement put together from our own pieces; what users wrote goes into `values` alone.
    pub(crate) async fn execute_built(
        &mut self,
        sql: AssertSqlSafe<impl Into<String>>,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let sql = sql.0.into();
        let changed = match &mut self.conn {
            Conn::Sqlite(conn) => conn.execute(&sql, values),
            Conn::Postgres(conn) => {
                let query = sqlx::query(AssertSqlSafe(sql));
                let query = values.iter().fold(query, |query, value| value.bind_postgres(query));
                let done = query.execute(&mut **conn).await;
                done.map(|done| done.rows_affected()).map_err(EngineError::Sqlx)
            }
        };
        changed.map_err(|error| self.failed(error))
    }

    /// Runs a statement that must change exactly one row.
    pub(crate) async fn execute_one(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        what: &'static str,
        id: impl std::fmt::Display + Send,
    ) -> Result<(), StoreError> {
        match self.execute(sql, values).await {
            Ok(1) => Ok(()),
            Ok(0) => Err(StoreError::NotFound { what, id: id.to_string() }),
            Ok(more) => Err(crate::value::corrupt(what, format!("{more} rows changed where one was meant"))),
            Err(error) => Err(error.about(what)),
        }
    }

    /// The rows of a statement.
    pub(crate) async fn rows(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<Record>, StoreError> {
        self.rows_built(AssertSqlSafe(sql), values).await
    }

    /// The rows of a statement put together from our own pieces; what users wrote goes into `values` alone.
    pub(crate) async fn rows_built(
        &mut self,
        sql: AssertSqlSafe<impl Into<String>>,
        values: &[Value<'_>],
    ) -> Result<Vec<Record>, StoreError> {
        let sql = sql.0.into();
        let rows = match &mut self.conn {
            Conn::Sqlite(conn) => {
                let rows = conn.rows(&sql, values);
                rows.map(|rows| rows.into_iter().map(Record::Sqlite).collect())
            }
            Conn::Postgres(conn) => {
                let query = sqlx::query(AssertSqlSafe(sql));
                let query = values.iter().fold(query, |query, value| value.bind_postgres(query));
                let rows = query.fetch_all(&mut **conn).await;
                rows.map(|rows| rows.into_iter().map(Record::Postgres).collect()).map_err(EngineError::Sqlx)
            }
        };
        rows.map_err(|error| self.failed(error))
    }

    /// The rows of a statement that runs once for each of `keys`, whose values follow `first`; one after the other, so that
    /// only an engine in this process does it at no cost.
    pub(crate) async fn rows_each(
        &mut self,
        sql: AssertSqlSafe<String>,
        first: &[Value<'_>],
        keys: &[&[Value<'_>]],
    ) -> Result<Vec<Record>, StoreError> {
        if let Conn::Sqlite(conn) = &mut self.conn {
            let rows = conn.rows_each(&sql.0, first, keys);
            let rows = rows.map_err(|error| self.failed(error))?;
            return Ok(rows.into_iter().map(Record::Sqlite).collect());
        }
        let mut found = Vec::new();
        for key in keys {
            let values: Vec<Value<'_>> = first.iter().chain(*key).copied().collect();
            found.extend(self.rows_built(AssertSqlSafe(sql.0.clone()), &values).await?);
        }
        Ok(found)
    }

    /// The first row of a statement, if there is one.
    pub(crate) async fn row(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Option<Record>, StoreError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// Another transaction changed what this one relied on: run it again.
    pub(crate) fn overtaken(&mut self) {
        self.overtaken = true;
    }

    pub(crate) fn appended(&mut self) {
        self.appended = true;
    }

    fn failed(&mut self, error: EngineError) -> StoreError {
        let (error, passing) = StoreError::of(error);
        self.overtaken |= passing == Passing::Retry;
        self.spoilt = true;
        error
    }

    async fn commit(self) -> Result<(), EngineError> {
        match self.conn {
            Conn::Sqlite(conn) => conn.commit().await,
            Conn::Postgres(conn) => Ok(conn.commit().await?),
        }
    }

    async fn roll_back(self) {
        match self.conn {
            // Dropping it rolls back.
            Conn::Sqlite(conn) => drop(conn),
            Conn::Postgres(conn) => {
                if let Err(error) = conn.rollback().await {
                    tracing::debug!(%error, "the engine had rolled back already");
                }
            }
        }
    }
}
