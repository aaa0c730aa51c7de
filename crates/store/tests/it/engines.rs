//! Fresh databases for a story, and the small things every story needs.

use std::sync::atomic::{AtomicU32, Ordering};

use ::exchange::AuthorityId;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use store::{Limits, Store};

/// A database that is gone when the story is over.
pub(crate) struct Fresh {
    pub(crate) address: String,
    server: Option<(String, String)>,
    _folder: Option<tempfile::TempDir>,
}

impl Fresh {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("comity.sqlite").display());
        Self { address, server: None, _folder: Some(folder) }
    }

    /// `None`, said loudly, when there is no server.
    pub(crate) async fn postgres() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("COMITY_TEST_POSTGRES") else {
            eprintln!("SKIPPED ON POSTGRESQL: COMITY_TEST_POSTGRES is not set (use bin/with-postgres)");
            return None;
        };
        let name = format!("comity_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let mut connection =
            PgConnection::connect(&server).await.expect("the server of COMITY_TEST_POSTGRES");
        let sql = format!("CREATE DATABASE {name}");
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("a database may be made");
        connection.close().await.unwrap();
        let (base, _) = server.rsplit_once('/').expect("the address ends in a database");
        let address = format!("{base}/{name}");
        Some(Self { address, server: Some((server, name)), _folder: None })
    }

    pub(crate) async fn open(&self, limits: Limits) -> Store {
        Store::open(&self.address, limits).await.expect("a fresh database opens")
    }

    /// Does what somebody with the database's password could do.
    pub(crate) async fn by_hand(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        if let Some(path) = self.address.strip_prefix("sqlite:") {
            let options = SqliteConnectOptions::new().filename(path).foreign_keys(true);
            let mut connection = options.connect().await?;
            sql.execute(&mut connection).await?;
            connection.close().await
        } else {
            let mut connection = PgConnection::connect(&self.address).await?;
            sql.execute(&mut connection).await?;
            connection.close().await
        }
    }

    pub(crate) async fn remove(self) {
        if let Some((server, name)) = self.server {
            let mut connection = PgConnection::connect(&server).await.unwrap();
            let sql = format!("DROP DATABASE {name} WITH (FORCE)");
            sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        }
    }
}

/// Runs one story on each engine, in a database of its own.
pub(crate) async fn on_both(story: impl AsyncFn(Store)) {
    on_both_fresh(async |fresh: &Fresh| {
        let store = fresh.open(Limits::default()).await;
        story(store.clone()).await;
        store.close().await;
    })
    .await;
}

/// The same for stories that open the database themselves.
pub(crate) async fn on_both_fresh(story: impl AsyncFn(&Fresh)) {
    let fresh = Fresh::sqlite();
    story(&fresh).await;
    fresh.remove().await;
    if let Some(fresh) = Fresh::postgres().await {
        story(&fresh).await;
        fresh.remove().await;
    }
}

/// A moment, in seconds after the stories begin.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

pub(crate) fn authority(id: &str) -> AuthorityId {
    AuthorityId::new(id).unwrap()
}

/// 32 bytes that differ for each `number`.
pub(crate) fn digest(number: u64) -> [u8; 32] {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// Runs one transaction on a store: `tx!(store, tx => …)`.
macro_rules! tx {
    ($store:expr, $tx:ident => $body:expr) => {
        $store.run_tx("test", |$tx| Box::pin(async move { $body })).await
    };
}
pub(crate) use tx;
