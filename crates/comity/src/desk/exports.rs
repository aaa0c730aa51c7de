//! Lists as files: CSV (RFC 4180, safe to open in a spreadsheet) and JSON.

use serde::Serialize;
use serde_json::Value;

use super::DeskError;

/// Rows as a JSON array.
pub fn json<T: Serialize>(rows: &[T]) -> Result<Vec<u8>, DeskError> {
    serde_json::to_vec_pretty(rows).map_err(unwritable)
}

/// Rows as CSV with a header of their field names. Lists are joined by `; `, inner records become several
/// columns (`delivery.state`), and a cell that a spreadsheet would run as a formula is prefixed with `'`.
pub fn csv<T: Serialize>(rows: &[T]) -> Result<Vec<u8>, DeskError> {
    let mut table = Vec::with_capacity(rows.len());
    let mut header: Vec<String> = Vec::new();
    for row in rows {
        let mut cells = Vec::new();
        flatten("", &serde_json::to_value(row).map_err(unwritable)?, &mut cells);
        for (name, _) in &cells {
            if !header.contains(name) {
                header.push(name.clone());
            }
        }
        table.push(cells);
    }
    let mut text = line(header.iter().map(String::as_str));
    for cells in &table {
        let in_order = header
            .iter()
            .map(|name| cells.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str()));
        text.push_str(&line(in_order));
    }
    Ok(text.into_bytes())
}

fn unwritable(error: serde_json::Error) -> DeskError {
    DeskError::Damaged { what: "list", why: error.to_string() }
}

fn flatten(name: &str, value: &Value, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(&name, inner, cells);
            }
        }
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(plain).collect();
            cells.push((name.to_owned(), words.join("; ")));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            cells.push((name.to_owned(), plain(value)));
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut text = cells.map(cell).collect::<Vec<_>>().join(",");
    text.push_str("\r\n");
    text
}

fn cell(value: &str) -> String {
    let number = value.parse::<i64>().is_ok();
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number;
    let safe = if formula { format!("'{value}") } else { value.to_owned() };
    if safe.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        lists: Vec<&'static str>,
        left: Option<i64>,
    }

    fn check(row: Row, expected: &str) {
        let text = String::from_utf8(csv(&[row]).unwrap()).unwrap();
        assert_eq!(text, format!("name,lists,left\r\n{expected}\r\n"));
    }

    #[test]
    fn cells_are_quoted_and_disarmed() {
        check(Row { name: "Ann", lists: vec!["a", "b"], left: None }, "Ann,a; b,");
        check(Row { name: "O\"Neil, A", lists: vec![], left: Some(-3) }, "\"O\"\"Neil, A\",,-3");
        check(Row { name: "=1+1", lists: vec![], left: None }, "'=1+1,,");
    }
}
