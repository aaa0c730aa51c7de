//! What can go wrong in the store, classed by who can do something about it.

use exchange::Culprit;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no room left; nothing of the transaction was kept.
    #[error(
        "the disk or the database is full; nothing of this transaction was kept, make room and try again"
    )]
    Full {
        /// What the engine said.
        #[source]
        source: EngineError,
    },
    /// Others held what was needed for too long, or the database cannot be reached.
    #[error("the database is busy or out of reach")]
    Busy {
        /// What the engine said.
        #[source]
        source: EngineError,
    },
    /// It is there already, or has changed since it was read.
    #[error("{what} exists already or was changed meanwhile")]
    Conflict {
        /// What it is about, such as `officer`.
        what: &'static str,
    },
    /// It is not there.
    #[error("there is no {what} `{id}`")]
    NotFound {
        /// What was looked for, such as `draft`.
        what: &'static str,
        /// How it was named.
        id: String,
    },
    /// A rule of the schema forbids it: two-person rule, reference, length, state.
    #[error("the {constraint} rule of the schema forbids this")]
    Forbidden {
        /// The rule's name, or what the engine said about it.
        constraint: String,
    },
    /// A number is larger than the store can hold.
    #[error("{what} `{number}` is too large")]
    TooLarge {
        /// What the number is.
        what: &'static str,
        /// The number.
        number: u64,
    },
    /// What is stored does not have the form it was written in.
    #[error("the stored {what} cannot be read: {why}")]
    Corrupt {
        /// Table and column, or what it is.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A statement failed, its error was passed over, and the transaction was about to be committed.
    #[error("transaction `{name}` went on after a statement had failed; nothing of it was kept")]
    Spoilt {
        /// The transaction.
        name: &'static str,
    },
    /// The address of the database is not one.
    #[error("`{address}` is not a database address: {why}")]
    Address {
        /// The address without its password.
        address: String,
        /// What is wrong with it.
        why: String,
    },
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// Anything else the engine reports.
    #[error("the database reports an error")]
    Database(#[source] EngineError),
}

/// What an engine said.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// PostgreSQL, or the schema's changes on either engine.
    #[error(transparent)]
    Sqlx(#[from] sqlx::Error),
    /// SQLite.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// Others held every connection for too long.
    #[error("no connection became free in time")]
    NoTurn,
    /// The transaction was to be committed together with another that failed for both.
    #[error("a transaction that was to be committed together with this one undid both")]
    Undone,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// A statement of ours names a parameter that it was not given.
    #[error("parameter {0} of the statement has no value")]
    Parameter(usize),
    /// A column does not have the type that is read from it.
    #[error("column {column} holds {found} where {wanted} belongs")]
    Column {
        /// Counted from 0.
        column: usize,
        /// What it holds.
        found: &'static str,
        /// What was to be read.
        wanted: &'static str,
    },
}

/// How the engine's error bears on the transaction that met it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    /// Another transaction stood in the way: the body may run again at once.
    Retry,
    /// Nothing that running the body again would change.
    No,
}

impl StoreError {
    /// Whose move it is.
    #[must_use]
    pub fn culprit(&self) -> Culprit {
        match self {
            Self::Conflict { .. } | Self::NotFound { .. } | Self::Address { .. } => Culprit::User,
            Self::TooLarge { .. } => Culprit::Peer,
            Self::Full { .. } | Self::Busy { .. } => Culprit::Passing,
            Self::Forbidden { .. }
            | Self::Corrupt { .. }
            | Self::Spoilt { .. }
            | Self::Migration(_)
            | Self::Database(_) => Culprit::Ours,
        }
    }

    /// The same conflict, saying what it is about.
    #[must_use]
    pub(crate) fn about(self, about: &'static str) -> Self {
        match self {
            Self::Conflict { .. } => Self::Conflict { what: about },
            other => other,
        }
    }

    /// Sorts an engine's error into ours.
    pub(crate) fn of(source: impl Into<EngineError>) -> (Self, Passing) {
        let source = source.into();
        match &source {
            EngineError::Sqlx(sqlx::Error::Database(error)) => {
                let code = error.code().unwrap_or_default().into_owned();
                Self::of_postgres(&code, source)
            }
            EngineError::Sqlite(rusqlite::Error::SqliteFailure(error, _)) => {
                Self::of_sqlite(error.extended_code, source)
            }
            EngineError::Sqlx(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)) | EngineError::NoTurn => {
                (Self::Busy { source }, Passing::No)
            }
            EngineError::Undone => (Self::Busy { source }, Passing::Retry),
            EngineError::Sqlx(_)
            | EngineError::Sqlite(_)
            | EngineError::Closed
            | EngineError::Parameter(_)
            | EngineError::Column { .. } => (Self::Database(source), Passing::No),
        }
    }

    /// By SQLSTATE. When the schema of a SQLite file is brought up to date, the code is SQLite's.
    fn of_postgres(code: &str, source: EngineError) -> (Self, Passing) {
        match code {
            "53100" => (Self::Full { source }, Passing::No),
            "40001" | "40P01" => (Self::Busy { source }, Passing::Retry),
            // Too many connections, lock not available, shutting down, connection lost.
            "53300" | "55P03" | "57P01" | "57P02" | "57P03" | "08006" => (Self::Busy { source }, Passing::No),
            _ => match code.parse() {
                Ok(number) if code.len() < 5 => Self::of_sqlite(number, source),
                _ => (Self::of_rule(source), Passing::No),
            },
        }
    }

    /// By SQLite's extended code, whose low byte is the primary one.
    fn of_sqlite(code: i32, source: EngineError) -> (Self, Passing) {
        match code & 0xff {
            13 => return (Self::Full { source }, Passing::No),
            5 | 6 => return (Self::Busy { source }, Passing::Retry),
            _ => {}
        }
        let constraint = match &source {
            EngineError::Sqlite(rusqlite::Error::SqliteFailure(_, Some(message))) => message.clone(),
            other => other.to_string(),
        };
        let error = match code {
            // UNIQUE, PRIMARY KEY, ROWID.
            2067 | 1555 | 2579 => Self::Conflict { what: "the entry" },
            // FOREIGN KEY, NOT NULL, CHECK.
            787 | 1299 | 275 => Self::Forbidden { constraint },
            _ => Self::Database(source),
        };
        (error, Passing::No)
    }

    fn of_rule(source: EngineError) -> Self {
        let EngineError::Sqlx(sqlx::Error::Database(error)) = &source else { return Self::Database(source) };
        match error.kind() {
            sqlx::error::ErrorKind::UniqueViolation => Self::Conflict { what: "the entry" },
            sqlx::error::ErrorKind::ForeignKeyViolation
            | sqlx::error::ErrorKind::NotNullViolation
            | sqlx::error::ErrorKind::CheckViolation => {
                let constraint = error.constraint().unwrap_or_else(|| error.message()).to_owned();
                Self::Forbidden { constraint }
            }
            _ => Self::Database(source),
        }
    }
}
