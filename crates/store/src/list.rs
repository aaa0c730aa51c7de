//! Lists: searched by words, sorted, cut to a page, the same way for every table.

use sqlx::AssertSqlSafe;

use crate::value::{Record, Value};
use crate::{StoreError, Tx};

/// More words than this are not searched for.
const MAX_WORDS: usize = 12;

/// How a list is asked for; `S` are the columns it can be sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListBy<S> {
    /// Every row has to contain each of these words, whatever their case.
    pub words: String,
    /// What it is sorted by.
    pub sort: S,
    /// Largest first.
    pub descending: bool,
    /// Rows to skip.
    pub offset: u64,
    /// Rows to give at most.
    pub limit: u32,
}

impl<S: Default> Default for ListBy<S> {
    fn default() -> Self {
        Self { words: String::new(), sort: S::default(), descending: false, offset: 0, limit: 50 }
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// The rows of all pages.
    pub total: u64,
}

/// What a list is made of, in SQL; `order` names a column, `tie` the unique one that settles equal rows.
pub(crate) struct Source {
    pub(crate) columns: &'static str,
    pub(crate) from: &'static str,
    pub(crate) words: &'static str,
    pub(crate) order: &'static str,
    pub(crate) tie: &'static str,
}

/// Conditions that all have to hold, each with one `?` for its value or with none.
#[derive(Default)]
pub(crate) struct Filter<'a> {
    conditions: Vec<(&'static str, Option<Value<'a>>)>,
}

impl<'a> Filter<'a> {
    pub(crate) fn and(&mut self, condition: &'static str) {
        self.conditions.push((condition, None));
    }

    pub(crate) fn and_with(&mut self, condition: &'static str, value: impl Into<Value<'a>>) {
        self.conditions.push((condition, Some(value.into())));
    }
}

impl Tx<'_> {
    pub(crate) async fn list<S, T>(
        &mut self,
        source: Source,
        filter: Filter<'_>,
        by: &ListBy<S>,
        read: impl Fn(&Record) -> Result<T, StoreError>,
    ) -> Result<Listing<T>, StoreError> {
        let patterns = patterns(&by.words);
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        for (condition, value) in filter.conditions {
            if let Some(value) = value {
                values.push(value);
                conditions.push(condition.replace('?', &format!("${}", values.len())));
            } else {
                conditions.push(condition.to_owned());
            }
        }
        for pattern in &patterns {
            values.push(Value::from(pattern));
            conditions.push(format!("{} LIKE ${} ESCAPE '\\'", source.words, values.len()));
        }
        let Source { columns, from, order, tie, .. } = source;
        let condition =
            if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {from} {condition}"));
        let total = match self.rows_built(count, &values).await?.first() {
            Some(row) => row.number(0)?,
            None => 0,
        };
        let direction = if by.descending { "DESC" } else { "ASC" };
        let (limit, offset) = (values.len() + 1, values.len() + 2);
        values.push(Value::from(by.limit));
        values.push(Value::from(crate::value::number("offset", by.offset)?));
        // The engines disagree about where NULL sorts: here always last.
        let page = AssertSqlSafe(format!(
            "SELECT {columns} FROM {from} {condition} \
             ORDER BY CASE WHEN {order} IS NULL THEN 1 ELSE 0 END, {order} {direction}, {tie} {direction} \
             LIMIT ${limit} OFFSET ${offset}"
        ));
        let rows = self.rows_built(page, &values).await?.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Listing { rows, total })
    }
}

/// The text that a list searches in. Both engines compare it byte by byte, so case is settled here.
pub(crate) fn searchable(parts: &[&str]) -> String {
    parts.join(" ").to_lowercase()
}

fn patterns(words: &str) -> Vec<String> {
    let escape = |word: &str| {
        let mut pattern = String::from("%");
        for c in word.chars() {
            if matches!(c, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern.push('%');
        pattern
    };
    words.to_lowercase().split_whitespace().take(MAX_WORDS).map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_matched_as_written() {
        assert_eq!(patterns("  Ölga 50%_\\ "), ["%ölga%", "%50\\%\\_\\\\%"]);
        assert_eq!(patterns(""), Vec::<String>::new());
    }
}
