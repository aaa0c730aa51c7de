//! Values going into statements and coming out of rows, the same for both engines.

use jiff::Timestamp;
use rusqlite::types::Value as Cell;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{Decode, Postgres, Row, Type};

use crate::StoreError;
use crate::error::EngineError;

/// A parameter of a statement.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    Int(Option<i64>),
    Text(Option<&'a str>),
    Bytes(Option<&'a [u8]>),
    Flag(Option<bool>),
    /// A column of many rows, on PostgreSQL alone.
    Ints(&'a [Option<i64>]),
    /// The same of texts.
    Texts(&'a [Option<&'a str>]),
    /// The same of bytes.
    Blobs(&'a [Option<&'a [u8]>]),
    /// The same of flags.
    Flags(&'a [Option<bool>]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}
impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Int(Some(i64::from(value)))
    }
}
impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}
impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Flag(Some(value))
    }
}
impl From<Option<bool>> for Value<'_> {
    fn from(value: Option<bool>) -> Self {
        Self::Flag(value)
    }
}
impl From<Timestamp> for Value<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Int(Some(value.as_microsecond()))
    }
}
impl From<Option<Timestamp>> for Value<'_> {
    fn from(value: Option<Timestamp>) -> Self {
        Self::Int(value.map(Timestamp::as_microsecond))
    }
}
impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Some(value))
    }
}
impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(Some(value))
    }
}
impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(value: Option<&'a str>) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(Some(value))
    }
}
impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Bytes(Some(value))
    }
}
impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Bytes(Some(value))
    }
}
impl<'a> From<Option<&'a [u8]>> for Value<'a> {
    fn from(value: Option<&'a [u8]>) -> Self {
        Self::Bytes(value)
    }
}
impl<'a, const N: usize> From<Option<&'a [u8; N]>> for Value<'a> {
    fn from(value: Option<&'a [u8; N]>) -> Self {
        Self::Bytes(value.map(<[u8; N]>::as_slice))
    }
}

impl<'a> Value<'a> {
    pub(crate) fn bind_postgres(
        self,
        query: Query<'a, Postgres, PgArguments>,
    ) -> Query<'a, Postgres, PgArguments> {
        match self {
            Self::Int(value) => query.bind(value),
            Self::Text(value) => query.bind(value),
            Self::Bytes(value) => query.bind(value),
            Self::Flag(value) => query.bind(value),
            Self::Ints(column) => query.bind(column),
            Self::Texts(column) => query.bind(column),
            Self::Blobs(column) => query.bind(column),
            Self::Flags(column) => query.bind(column),
        }
    }
}

/// `values![a, b]`: the parameters `$1` and `$2`.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::value::Value::from($value)),*] };
}
pub(crate) use values;

/// A number going in: the engines know signed numbers only.
pub(crate) fn number(what: &'static str, number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::TooLarge { what, number })
}

/// A row coming out. Columns are counted from 0 in the order of the statement.
pub(crate) enum Record {
    Sqlite(Vec<Cell>),
    Postgres(PgRow),
}

impl Record {
    fn take<'r, T>(&'r self, column: usize) -> Result<T, StoreError>
    where
        T: FromCell + Decode<'r, Postgres> + Type<Postgres>,
    {
        let taken = match self {
            Self::Sqlite(row) => {
                let cell = row.get(column).unwrap_or(&Cell::Null);
                T::from_cell(cell).ok_or_else(|| EngineError::Column {
                    column,
                    found: type_name(cell),
                    wanted: std::any::type_name::<T>(),
                })
            }
            Self::Postgres(row) => row.try_get(column).map_err(EngineError::Sqlx),
        };
        taken.map_err(StoreError::Database)
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.take(column)
    }
    pub(crate) fn opt_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        self.take(column)
    }
    pub(crate) fn flag(&self, column: usize) -> Result<bool, StoreError> {
        self.take(column)
    }
    pub(crate) fn opt_flag(&self, column: usize) -> Result<Option<bool>, StoreError> {
        self.take(column)
    }
    pub(crate) fn text(&self, column: usize) -> Result<String, StoreError> {
        self.take(column)
    }
    pub(crate) fn opt_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        self.take(column)
    }
    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        self.take(column)
    }
    pub(crate) fn opt_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, StoreError> {
        self.take(column)
    }

    /// A count, size or sequence number.
    pub(crate) fn number(&self, column: usize) -> Result<u64, StoreError> {
        let number = self.int(column)?;
        u64::try_from(number).map_err(|_| corrupt("number", format!("`{number}` is negative")))
    }

    pub(crate) fn at(&self, column: usize) -> Result<Timestamp, StoreError> {
        moment(self.int(column)?)
    }
    pub(crate) fn opt_at(&self, column: usize) -> Result<Option<Timestamp>, StoreError> {
        self.opt_int(column)?.map(moment).transpose()
    }

    /// A digest or identifier of exactly `N` bytes.
    pub(crate) fn array<const N: usize>(&self, column: usize) -> Result<[u8; N], StoreError> {
        exactly(&self.bytes(column)?)
    }
    pub(crate) fn opt_array<const N: usize>(&self, column: usize) -> Result<Option<[u8; N]>, StoreError> {
        self.opt_bytes(column)?.map(|bytes| exactly(&bytes)).transpose()
    }

    /// A text that has to read as a `T`.
    pub(crate) fn parsed<T>(&self, column: usize, what: &'static str) -> Result<T, StoreError>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        self.text(column)?.parse().map_err(|error: T::Err| corrupt(what, error.to_string()))
    }

    /// A text in JSON.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(
        &self,
        column: usize,
        what: &'static str,
    ) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|error| corrupt(what, error.to_string()))
    }
}

pub(crate) fn corrupt(what: &'static str, why: impl Into<String>) -> StoreError {
    StoreError::Corrupt { what, why: why.into() }
}

/// A value as JSON text; what is stored here always has one.
pub(crate) fn json<T: serde::Serialize + ?Sized>(
    what: &'static str,
    value: &T,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| corrupt(what, error.to_string()))
}

fn exactly<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| corrupt("bytes", format!("{} bytes where {N} belong", bytes.len())))
}

fn moment(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|error| corrupt("moment", error.to_string()))
}

/// What can be read from a column of SQLite.
trait FromCell: Sized {
    /// `None` when it holds something else.
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Integer(number) = cell { Some(*number) } else { None }
    }
}

impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell).map(|number| number != 0)
    }
}

impl FromCell for String {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Text(text) = cell { Some(text.clone()) } else { None }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Blob(bytes) = cell { Some(bytes.clone()) } else { None }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Null = cell { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

fn type_name(cell: &Cell) -> &'static str {
    match cell {
        Cell::Null => "nothing",
        Cell::Integer(_) => "an integer",
        Cell::Real(_) => "a float",
        Cell::Text(_) => "text",
        Cell::Blob(_) => "bytes",
    }
}
