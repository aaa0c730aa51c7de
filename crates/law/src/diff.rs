//! What differs between two states of the files: parties, dates, rules and texts, not lines.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::library::Library;

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Difference {
    /// Where: the instrument or list, then names down to the value.
    pub path: Vec<String>,
    /// What sort of difference.
    pub kind: DifferenceKind,
    /// What was there.
    pub old: Option<Value>,
    /// What is there now.
    pub new: Option<Value>,
    /// What it may change.
    pub weight: Weight,
}

/// What sort of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// Only in the new files.
    Added,
    /// Only in the old files.
    Removed,
    /// In both, not alike.
    Changed,
}

/// What a difference may change in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Who is bound, since when and before whom.
    Binding,
    /// What is required, when and on which ground it is refused.
    Rule,
    /// Words, sources and remarks.
    Wording,
}

/// What differs between two libraries, the weightiest first.
pub fn difference(old: &Library, new: &Library) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(&mut Vec::new(), &whole(old), &whole(new), &mut found);
    found.sort_by(|a, b| (a.weight, &a.path).cmp(&(b.weight, &b.path)));
    found
}

fn whole(library: &Library) -> Value {
    let map = |pairs: Vec<(String, Value)>| Value::Object(pairs.into_iter().collect());
    let value = |one: Result<Value, serde_json::Error>| one.unwrap_or(Value::Null);
    map(vec![
        (
            "instruments".to_owned(),
            map((library.instruments.iter())
                .map(|(id, one)| (id.to_string(), value(serde_json::to_value(one))))
                .collect()),
        ),
        (
            "procedures".to_owned(),
            map((library.procedures.iter())
                .map(|(key, one)| (key.to_string(), value(serde_json::to_value(one))))
                .collect()),
        ),
        (
            "events".to_owned(),
            map((library.events.iter())
                .map(|(key, one)| (key.to_string(), value(serde_json::to_value(one))))
                .collect()),
        ),
        ("national-rules".to_owned(), value(serde_json::to_value(&library.overlays))),
        (
            "holidays".to_owned(),
            map((library.holidays.iter())
                .map(|(state, one)| (state.to_string(), value(serde_json::to_value(one))))
                .collect()),
        ),
        ("duties".to_owned(), value(serde_json::to_value(&library.duties))),
        ("treaties".to_owned(), value(serde_json::to_value(&library.treaties))),
    ])
}

fn compare(path: &mut Vec<String>, old: &Value, new: &Value, found: &mut Vec<Difference>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names.into_iter().filter(|name| *name != "file") {
                path.push(name.clone());
                match (a.get(name), b.get(name)) {
                    (Some(a), Some(b)) => compare(path, a, b, found),
                    (a, b) => push(path, a, b, found),
                }
                path.pop();
            }
        }
        (Value::Array(a), Value::Array(b)) if a.iter().chain(b).any(Value::is_object) => {
            let (a, b) = (by_name(a), by_name(b));
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names {
                path.push(name.clone());
                match (a.get(name), b.get(name)) {
                    (Some(a), Some(b)) => compare(path, a, b, found),
                    (a, b) => push(path, a.copied(), b.copied(), found),
                }
                path.pop();
            }
        }
        (a, b) => push(path, Some(a), Some(b), found),
    }
}

fn push(path: &[String], old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Difference>) {
    let empty = |value: &&Value| {
        !matches!(value, Value::Null) && value.as_array().is_none_or(|list| !list.is_empty())
    };
    let (old, new) = (old.filter(empty), new.filter(empty));
    let kind = match (old, new) {
        (None, None) => return,
        (None, Some(_)) => DifferenceKind::Added,
        (Some(_), None) => DifferenceKind::Removed,
        (Some(_), Some(_)) => DifferenceKind::Changed,
    };
    found.push(Difference {
        path: path.to_vec(),
        kind,
        old: old.cloned(),
        new: new.cloned(),
        weight: weight(path),
    });
}

/// Entries of a list by what names them, so that a new entry in between moves nothing.
fn by_name(list: &[Value]) -> BTreeMap<String, &Value> {
    let mut named = BTreeMap::new();
    for (index, entry) in list.iter().enumerate() {
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        let rule = |name: &str| entry.get("rule").and_then(|rule| rule.get(name)).and_then(Value::as_str);
        let joined = |name: &str| {
            let list = entry.get(name)?.as_array()?;
            Some(list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","))
        };
        let name = if let Some(by) = text("by") {
            format!("{by} {} {}", text("effect").unwrap_or_default(), joined("articles").unwrap_or_default())
        } else if let Some(kind) = text("kind").filter(|_| entry.get("to").is_some()) {
            format!("{kind} {}", joined("to").unwrap_or_default())
        } else if let (Some(state), Some(key)) = (text("state"), text("key")) {
            format!("{state} {key}")
        } else {
            let own = text("key").or(rule("key")).or(text("state")).or(text("url")).or(text("name"));
            own.or(text("title")).map_or_else(|| index.to_string(), str::to_owned)
        };
        let mut unique = name.clone();
        let mut again = 1;
        while named.contains_key(&unique) {
            again += 1;
            unique = format!("{name} #{again}");
        }
        named.insert(unique, entry);
    }
    named
}

fn weight(path: &[String]) -> Weight {
    let has = |names: &[&str]| path.iter().any(|part| names.contains(&part.as_str()));
    let last = path.last().map_or("", String::as_str);
    let words = [
        "description",
        "title",
        "short-name",
        "note",
        "source",
        "sources",
        "url",
        "stored-as",
        "language",
        "covers",
        "remarks",
        "article-note",
        "question",
        "what",
        "name",
        "consequence",
        "verified",
        "requesting-role",
        "requested-role",
        "national",
        "basis",
        "event-text",
    ];
    if words.contains(&last) || has(&["sources", "remarks"]) {
        return Weight::Wording;
    }
    let binding = [
        "parties",
        "relations",
        "phases",
        "outside",
        "scope",
        "in-force",
        "applies-from",
        "transposition",
        "repealed-on",
        "entry-into-force",
        "denunciation",
        "parent",
        "open-to",
        "decided-by",
    ];
    if has(&binding) || path.len() <= 2 {
        return Weight::Binding;
    }
    Weight::Rule
}
