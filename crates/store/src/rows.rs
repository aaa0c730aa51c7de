//! Many rows in one statement, in the way that each engine takes them best: SQLite as lists of values in a few sizes, so
//! that its prepared statements stay few, PostgreSQL as one array for each column, whatever their number.

use sqlx::AssertSqlSafe;

use crate::list::{batches, placeholders_after};
use crate::value::{Record, Value, corrupt};
use crate::{Engine, StoreError, Tx};

/// One column of many rows.
enum Column<'a> {
    Ints(Vec<Option<i64>>),
    Texts(Vec<Option<&'a str>>),
    Blobs(Vec<Option<&'a [u8]>>),
}

impl<'a> Column<'a> {
    /// `first` says of which type.
    fn of(first: Value<'a>) -> Result<Self, StoreError> {
        let mut column = match first {
            Value::Int(_) => Self::Ints(Vec::new()),
            Value::Text(_) => Self::Texts(Vec::new()),
            Value::Bytes(_) => Self::Blobs(Vec::new()),
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
            _ => return Err(mixed()),
        }
        Ok(())
    }

    const fn sql_type(&self) -> &'static str {
        match self {
            Self::Ints(_) => "bigint",
            Self::Texts(_) => "text",
            Self::Blobs(_) => "bytea",
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Ints(column) => Value::Ints(column),
            Self::Texts(column) => Value::Texts(column),
            Self::Blobs(column) => Value::Blobs(column),
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
        let mut found = Vec::new();
        for batch in batches(rows) {
            let width = batch.first().map_or(0, Vec::len);
            let sql = sql(&format!("VALUES {}", placeholders_after(first.len(), batch.len(), width)));
            let values: Vec<Value<'_>> = first.iter().chain(batch.iter().flatten()).copied().collect();
            found.extend(self.rows_built(AssertSqlSafe(sql), &values).await?);
        }
        Ok(found)
    }
}
