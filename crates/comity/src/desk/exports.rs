//! Lists as files: CSV (RFC 4180, safe to open in a spreadsheet) and JSON.

use serde::Serialize;

use super::DeskError;

/// Rows as a JSON array.
pub fn json<T: Serialize>(rows: &[T]) -> Result<Vec<u8>, DeskError> {
    serde_json::to_vec_pretty(rows)
        .map_err(|error| DeskError::Damaged { what: "list", why: error.to_string() })
}

/// Rows as CSV with a header of their field names; lists are joined by `; `.
pub fn csv<T: Serialize>(rows: &[T]) -> Result<Vec<u8>, DeskError> {
    unimplemented!()
}
