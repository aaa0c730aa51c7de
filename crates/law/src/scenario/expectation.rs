//! One expectation of an answer: `ground capital-punishment stands = yes`, `no deadline answer`,
//! `order coe-ets-024, coe-ets-086`.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::ids::shorten;
use crate::source::suggest;

/// The lists of an answer by the word that stands for one entry of theirs.
const LISTS: [(&str, &str); 18] = [
    ("instrument", "instruments"),
    ("conditional", "conditional"),
    ("excluded", "excluded"),
    ("otherwise", "otherwise"),
    ("condition", "conditions"),
    ("content", "contents"),
    ("document", "documents"),
    ("language", "languages"),
    ("channel", "channels"),
    ("deadline", "deadlines"),
    ("ground", "grounds"),
    ("guarantee", "guarantees"),
    ("safeguard", "safeguards"),
    ("declaration", "declarations"),
    ("disapplied", "disapplied"),
    ("duty", "duties"),
    ("notice", "notices"),
    ("open", "open"),
];

/// What an entry may be named by.
const NAMES: [&str; 4] = ["id", "key", "by", "kind"];

/// Something expected of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    text: String,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// The binding instruments, in this order and no others.
    Order(Vec<String>),
    /// An entry of a list is there, or is not, with what its field must say.
    Entry { absent: bool, list: &'static str, instrument: Option<String>, name: String, field: Option<Field> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    name: String,
    /// Whether the text must only be contained.
    within: bool,
    value: String,
}

/// A line that is no expectation: what is wrong, and what to write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpectationError {
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Expectation {
    type Err = ExpectationError;

    fn from_str(text: &str) -> Result<Self, ExpectationError> {
        let text = text.trim();
        let wrong = |message: String, help: &str| ExpectationError { message, help: help.to_owned() };
        if let Some(ids) = text.strip_prefix("order ") {
            let ids: Vec<String> = ids.split(',').map(|id| id.trim().to_owned()).collect();
            return Ok(Self { text: text.to_owned(), what: What::Order(ids) });
        }
        let (absent, rest) = text.strip_prefix("no ").map_or((false, text), |rest| (true, rest));
        let mut words = rest.splitn(3, ' ');
        let (list, name, field) = (words.next().unwrap_or_default(), words.next(), words.next());
        let Some((_, list)) = LISTS.iter().find(|(word, _)| *word == list) else {
            let mut known: Vec<&str> = LISTS.iter().map(|(word, _)| *word).collect();
            known.push("order");
            return Err(ExpectationError {
                message: format!("`{}` is nothing an answer has", shorten(list)),
                help: suggest(list, &known),
            });
        };
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Err(wrong(
                format!("`{}` names no entry", shorten(text)),
                "write its key, as in \"ground capital-punishment stands = yes\"",
            ));
        };
        let (instrument, name) = match name.split_once(':') {
            Some((instrument, name)) => (Some(instrument.to_owned()), name.to_owned()),
            None => (None, name.to_owned()),
        };
        let field = field
            .map(|field| {
                let at = field.find(['=', '~']).ok_or_else(|| {
                    wrong(
                        format!("`{}` compares nothing", shorten(field)),
                        "write a field of the answer, = or ~ (contains), and what it must say",
                    )
                })?;
                let (name, value) = field.split_at(at);
                let within = value.starts_with('~');
                let value = value.get(1..).unwrap_or_default().trim().to_owned();
                Ok(Field { name: name.trim().to_owned(), within, value })
            })
            .transpose()?;
        Ok(Self { text: text.to_owned(), what: What::Entry { absent, list, instrument, name, field } })
    }
}

impl Expectation {
    /// Whether an answer, as JSON, meets it; the error says what there is instead.
    pub(crate) fn compare(&self, answer: &Value) -> Result<(), String> {
        match &self.what {
            What::Order(ids) => {
                let found: Vec<&str> =
                    entries(answer, "instruments").map(|entry| text(entry, "id")).collect();
                if found == *ids { Ok(()) } else { Err(join(found)) }
            }
            What::Entry { absent, list, instrument, name, field } => {
                let named: Vec<&Value> = entries(answer, list)
                    .filter(|entry| instrument.as_ref().is_none_or(|id| text(entry, "instrument") == id))
                    .filter(|entry| NAMES.iter().any(|by| text(entry, by) == name))
                    .collect();
                let fits =
                    |entry: &&&Value| field.as_ref().is_none_or(|field| field.fits(entry.get(&field.name)));
                match (absent, named.iter().any(|entry| fits(&entry)), named.is_empty()) {
                    (false, true, _) | (true, false, _) => Ok(()),
                    (true, true, _) => Err("it is there".to_owned()),
                    (false, false, true) => {
                        let names = entries(answer, list).filter_map(|entry| {
                            NAMES.iter().map(|by| text(entry, by)).find(|name| !name.is_empty())
                        });
                        Err(format!("the {list} are: {}", join(names.collect())))
                    }
                    (false, false, false) => {
                        let Some(field) = field else { return Ok(()) };
                        let values = named.iter().map(|entry| shown(entry.get(&field.name)));
                        Err(values.collect::<Vec<_>>().join(" | "))
                    }
                }
            }
        }
    }
}

impl Field {
    fn fits(&self, found: Option<&Value>) -> bool {
        let fits = |text: &str| if self.within { text.contains(&self.value) } else { text == self.value };
        match found {
            Some(Value::Array(items)) if self.within => items.iter().any(|item| fits(&shown(Some(item)))),
            found => fits(&shown(found)),
        }
    }
}

/// A value as it is written in an expectation.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            items.iter().map(|item| shown(Some(item))).collect::<Vec<_>>().join(", ")
        }
        Some(Value::Bool(so)) => if *so { "yes" } else { "no" }.to_owned(),
        Some(other) => other.to_string(),
    }
}

fn entries<'v>(answer: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    answer.get(list).and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(entry: &'v Value, field: &str) -> &'v str {
    entry.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn join(names: Vec<&str>) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Result<(), &str>) {
        let answer = json!({
            "instruments": [{ "id": "coe-ets-024", "role": "governs" }, { "id": "coe-ets-086" }],
            "grounds": [
                { "key": "lapse-of-time", "instrument": "coe-ets-024", "stands": "no", "notes": ["a note", "b"] },
                { "key": "lapse-of-time", "instrument": "coe-cets-212", "stands": "yes" },
            ],
            "conditions": [{ "key": "sentence", "value": 6, "verified": true }],
        });
        let found = line.parse::<Expectation>().unwrap().compare(&answer);
        assert_eq!(
            found.as_ref().map_err(String::as_str),
            expected.as_ref().map_err(|found| *found),
            "{line}"
        );
    }

    #[test]
    fn expectations_are_compared() {
        check("order coe-ets-024, coe-ets-086", Ok(()));
        check("order coe-ets-086", Err("coe-ets-024, coe-ets-086"));
        check("instrument coe-ets-024 role = governs", Ok(()));
        check("instrument coe-ets-086 role = governs", Err("none"));
        check("no instrument coe-ets-098", Ok(()));
        check("no instrument coe-ets-086", Err("it is there"));
        check("ground lapse-of-time stands = yes", Ok(()));
        check("ground coe-ets-024:lapse-of-time stands = yes", Err("no"));
        check("ground lapse-of-time notes ~ note", Ok(()));
        check("no ground lapse-of-time stands = unknown", Ok(()));
        check("condition sentence value = 6", Ok(()));
        check("condition sentence verified = yes", Ok(()));
        check("condition other", Err("the conditions are: sentence"));
        check("deadline any", Err("the deadlines are: none"));
    }

    #[test]
    fn lines_that_expect_nothing_are_refused() {
        let refuse = |line: &str| line.parse::<Expectation>().unwrap_err();
        assert_eq!(refuse("grund x").help, "did you mean `ground`?");
        assert!(refuse("ground").message.contains("names no entry"));
        assert!(refuse("ground x stands yes").message.contains("compares nothing"));
    }
}
