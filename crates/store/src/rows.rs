//! The same for many rows, in the way that each engine takes them best. PostgreSQL gets one statement with an array for
//! each column. SQLite gets one statement for each row: it runs in this process, and many rows in one statement it would
//! first write into a table of their own, and copy every page it changes in case the last of them fails.

use sqlx::AssertSqlSafe;

use crate::value::{Record, Value, corrupt};
use crate::{Engine, StoreError, Tx};

/// One column of many rows.
enum Column<'a> {
    Ints(Vec<Option<i64>>),
    Texts(Vec<Option<&'a str>>),
    Blobs(Vec<Option<&'a [u8]>>),
    Flags(Vec<Option<bool>>),
}

impl<'a> Column<'a> {
    /// `first` says of which type.
    fn of(first: Value<'a>) -> Result<Self, StoreError> {
        let mut column = match first {
            Value::Int(_) => Self::Ints(Vec::new()),
            Value::Text(_) => Self::Texts(Vec::new()),
            Value::Bytes(_) => Self::Blobs(Vec::new()),
            Value::Flag(_) => Self::Flags(Vec::new()),
            _ => return Err(mixed()),
        };
        column.push(first)?;
        Ok(column)
    }

    fn push(&mut self, value: Value<'a>) -> Result<(), StoreError> {
        match (self, value) {
            (Self::Ints(column), Value::Int(value)) => column.push(value),
            (Self::Texts(column), Value::Text(value)) => column.push(value),
            (Self::Blobs(column), Value::Bytes(value)) => column.push(value),
            (Self::Flags(column), Value::Flag(value)) => column.push(value),
            _ => return Err(mixed()),
        }
        Ok(())
    }

    const fn sql_type(&self) -> &'static str {
        match self {
            Self::Ints(_) => "bigint",
            Self::Texts(_) => "text",
            Self::Blobs(_) => "bytea",
            Self::Flags(_) => "boolean",
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Ints(column) => Value::Ints(column),
            Self::Texts(column) => Value::Texts(column),
            Self::Blobs(column) => Value::Blobs(column),
            Self::Flags(column) => Value::Flags(column),
        }
    }
}

fn mixed() -> StoreError {
    corrupt("rows to write", "a column has values of two types")
}

fn columns<'a>(rows: &[Vec<Value<'a>>]) -> Result<Vec<Column<'a>>, StoreError> {
    let mut columns: Vec<Column<'a>> = Vec::new();
    for row in rows {
        if columns.is_empty() {
            columns = row.iter().map(|value| Column::of(*value)).collect::<Result<_, _>>()?;
            continue;
        }
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(*value)?;
        }
    }
    Ok(columns)
}

fn unnest(used: usize, columns: &[Column<'_>]) -> String {
    let arrays =
        columns.iter().zip(used + 1..).map(|(column, number)| format!("${number}::{}[]", column.sql_type()));
    format!("SELECT * FROM UNNEST({})", arrays.collect::<Vec<_>>().join(", "))
}

impl Tx<'_> {
    /// Inserts rows: `head` is `INSERT INTO table (columns)`, `tail` is what follows the rows. Gives what comes back.
    pub(crate) async fn insert_rows(
        &mut self,
        head: &str,
        rows: &[Vec<Value<'_>>],
        tail: &str,
    ) -> Result<Vec<Record>, StoreError> {
        self.with_rows(&[], rows, |list| format!("{head} {list} {tail}")).await
    }

    /// Runs a statement about rows that are named by their keys. `sql` makes it from the list of keys, which goes between
    /// the parentheses of an `IN`; `first` are the values of the statement itself. Gives what comes back.
    pub(crate) async fn rows_in(
        &mut self,
        first: &[Value<'_>],
        keys: &[Vec<Value<'_>>],
        sql: impl Fn(&str) -> String,
    ) -> Result<Vec<Record>, StoreError> {
        self.with_rows(first, keys, sql).await
    }

    async fn with_rows(
        &mut self,
        first: &[Value<'_>],
        rows: &[Vec<Value<'_>>],
        sql: impl Fn(&str) -> String,
    ) -> Result<Vec<Record>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        if self.engine() == Engine::Postgres {
            let columns = columns(rows)?;
            let sql = sql(&unnest(first.len(), &columns));
            let values: Vec<Value<'_>> =
                first.iter().copied().chain(columns.iter().map(Column::value)).collect();
            return self.rows_built(AssertSqlSafe(sql), &values).await;
        }
        let width = rows.first().map_or(0, Vec::len);
        let places: Vec<String> =
            (first.len() + 1..).take(width).map(|number| format!("${number}")).collect();
        let sql = sql(&format!("VALUES ({})", places.join(", ")));
        let rows: Vec<&[Value<'_>]> = rows.iter().map(Vec::as_slice).collect();
        self.rows_each(AssertSqlSafe(sql), first, &rows).await
    }
}
