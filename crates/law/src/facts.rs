//! What is known of a case: the facts of a question, and the file they are read from.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::ZonedDateTime;
use jiff::civil::Date;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::diagnostic::Diagnostic;
use crate::ids::{InstrumentId, Key, shorten};
use crate::source::FILE_BYTES;

/// What is known of a case. Read from TOML or JSON; `docs/LAW.md` describes the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Facts {
    /// When events happened, such as `provisional-arrest`.
    pub events: BTreeMap<Key, Moment>,
    /// Contents the request has: a list of keys, or a table of texts by key.
    #[serde(deserialize_with = "keys")]
    pub contents: BTreeSet<Key>,
    /// Documents that go with it.
    #[serde(deserialize_with = "keys")]
    pub documents: BTreeSet<Key>,
    /// Instruments relied on; those that govern where none is named.
    pub instruments: BTreeSet<InstrumentId>,
    /// `prosecution` or `enforcement`.
    pub purpose: Option<Purpose>,
    /// Highest penalty for the offence in the requesting state.
    pub maximum_months: Option<u32>,
    /// Highest penalty for the offence in the requested state.
    pub requested_maximum_months: Option<u32>,
    /// Sentence imposed.
    pub sentence_months: Option<u32>,
    /// Sentence that remains to be served.
    pub remaining_months: Option<u32>,
    /// Language of the request, BCP 47.
    pub language: Option<String>,
}

/// What a person is sought for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To stand trial.
    Prosecution,
    /// To serve a sentence.
    Enforcement,
}

impl Purpose {
    /// The word in the files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prosecution => "prosecution",
            Self::Enforcement => "enforcement",
        }
    }
}

/// When something happened: a day, or a moment with the zone of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A day, where the hour is not known or does not matter.
    Day(Date),
    /// A moment in a time zone.
    At(ZonedDateTime),
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::At(at) => f.write_str(&crate::calendar::local(at)),
        }
    }
}

impl std::str::FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        // A time of day without a zone is refused: the hour on the wall differs between the two states.
        if text.contains('[') {
            if let Ok(at) = text.parse() {
                return Ok(Self::At(at));
            }
        } else if !text.contains('T')
            && let Ok(day) = text.parse()
        {
            return Ok(Self::Day(day));
        }
        Err(MomentError(shorten(text)))
    }
}

/// Text that says neither a day nor a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is neither a day nor a moment with its zone; write \"2026-03-01\" or \"2026-03-01T14:20[Europe/Tallinn]\""
)]
pub struct MomentError(String);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::bounded::string(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Facts that cannot be read: what is wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct FactsError(pub Vec<Diagnostic>);

const HELP: &str = "docs/LAW.md lists the fields of a facts file";

impl Facts {
    /// Reads facts from JSON.
    pub fn from_json(text: &str) -> Result<Self, FactsError> {
        bounded(text)?;
        serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
            wrong(number(error.line()), number(error.column()), message)
        })
    }

    /// Reads facts from TOML.
    pub fn from_toml(text: &str) -> Result<Self, FactsError> {
        bounded(text)?;
        toml::from_str(text).map_err(|error| {
            let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            wrong(number(line), number(column), error.message())
        })
    }
}

fn bounded(text: &str) -> Result<(), FactsError> {
    if text.len() > FILE_BYTES {
        return Err(wrong(
            1,
            1,
            &format!("the facts have {} bytes, more than the limit of {FILE_BYTES}", text.len()),
        ));
    }
    Ok(())
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn wrong(line: u32, column: u32, message: &str) -> FactsError {
    FactsError(vec![Diagnostic {
        file: "facts".to_owned(),
        line: line.max(1),
        column: column.max(1),
        message: message.to_owned(),
        help: HELP.to_owned(),
    }])
}

fn keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<Key>, D::Error> {
    deserializer.deserialize_any(Keys)
}

struct Keys;

impl<'de> Visitor<'de> for Keys {
    type Value = BTreeSet<Key>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of keys, or a table of texts by key")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = entries.next_element()? {
            keys.insert(key);
        }
        Ok(keys)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut keys = BTreeSet::new();
        while let Some((key, text)) = entries.next_entry::<Key, String>()? {
            if !text.trim().is_empty() {
                keys.insert(key);
            }
        }
        Ok(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_from_json_and_toml_alike() {
        let json = r#"{
            "events": {"provisional-arrest": "2026-03-01T14:20[Europe/Tallinn]", "surrender-date-fixed": "2026-06-01"},
            "contents": {"offence-statement": "theft", "person-description": " "},
            "documents": ["conviction-or-warrant"], "purpose": "enforcement", "sentence-months": 5
        }"#;
        let toml = r#"
            contents = ["offence-statement"]
            documents = ["conviction-or-warrant"]
            purpose = "enforcement"
            sentence-months = 5
            [events]
            provisional-arrest = "2026-03-01T14:20[Europe/Tallinn]"
            surrender-date-fixed = "2026-06-01"
        "#;
        let facts = Facts::from_json(json).unwrap();
        assert_eq!(facts, Facts::from_toml(toml).unwrap());
        assert!(facts.contents.contains("offence-statement") && facts.contents.len() == 1);
    }

    #[test]
    fn mistakes_name_their_place() {
        let check = |result: Result<Facts, FactsError>, line, message: &str| {
            let error = result.unwrap_err();
            assert_eq!(error.0[0].line, line, "{error}");
            assert!(error.0[0].message.contains(message), "{error}");
        };
        check(Facts::from_json("{\n  \"event\": {}\n}"), 2, "unknown field `event`");
        check(
            Facts::from_json("{\n  \"events\": {\n\"provisional-arrest\": \"2026-02-31\"}}"),
            3,
            "`2026-02-31` is neither",
        );
        check(Facts::from_json("{"), 1, "EOF");
        check(Facts::from_toml("purpose = \"enforcement\"\npurpose = 1"), 2, "duplicate key");
        check(
            Facts::from_toml("[events]\nprovisional-arrest = \"2026-03-01T14:20\""),
            2,
            "neither a day nor a moment",
        );
        check(Facts::from_toml("sentence-months = -1"), 1, "invalid value");
        check(Facts::from_json(&" ".repeat(FILE_BYTES + 1)), 1, "more than the limit");
    }
}
