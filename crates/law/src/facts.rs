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
    /// Whatever else is known, by the keys of `law/facts.toml`, such as `offence = ["corruption"]`.
    pub given: BTreeMap<Key, Given>,
}

/// What a fact is: one or more words, numbers or codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given(BTreeSet<String>);

impl Given {
    /// The words.
    pub fn words(&self) -> &BTreeSet<String> {
        &self.0
    }
}

impl FromIterator<String> for Given {
    fn from_iter<T: IntoIterator<Item = String>>(words: T) -> Self {
        Self(words.into_iter().collect())
    }
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

/// A fact that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// The key is no key.
    #[error("`{0}` is no fact: write key=value, as in offence=corruption")]
    Key(String),
    /// A value is missing or of the wrong sort.
    #[error("`{value}` is no value of `{key}`: {help}")]
    Value {
        /// The fact.
        key: String,
        /// What was given.
        value: String,
        /// What to write.
        help: &'static str,
    },
}

impl Facts {
    /// Takes a fact as `key` and `value`; several values stand between commas. What `law/facts.toml` says of the
    /// fact is checked when a question is answered.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), FactError> {
        let values: Vec<&str> = value.split(',').map(str::trim).filter(|value| !value.is_empty()).collect();
        let wrong = |help| FactError::Value { key: shorten(key), value: shorten(value), help };
        let one = || match values.as_slice() {
            [one] => Ok(*one),
            _ => Err(wrong("write one value")),
        };
        let months = || one()?.parse::<u32>().map(Some).map_err(|_| wrong("write a whole number of months"));
        let keys = || {
            let keys = values.iter().map(|value| value.parse()).collect::<Result<BTreeSet<Key>, _>>();
            keys.map_err(|_| wrong("write keys, with commas between them"))
        };
        match key {
            "purpose" => {
                self.purpose = Some(match one()? {
                    "prosecution" => Purpose::Prosecution,
                    "enforcement" => Purpose::Enforcement,
                    _ => return Err(wrong("write prosecution or enforcement")),
                });
            }
            "maximum-months" => self.maximum_months = months()?,
            "requested-maximum-months" => self.requested_maximum_months = months()?,
            "sentence-months" => self.sentence_months = months()?,
            "remaining-months" => self.remaining_months = months()?,
            "language" => self.language = Some(one()?.to_owned()),
            "contents" => self.contents.extend(keys()?),
            "documents" => self.documents.extend(keys()?),
            "instruments" => {
                let ids = values.iter().map(|value| value.parse()).collect::<Result<BTreeSet<_>, _>>();
                self.instruments.extend(ids.map_err(|_| wrong("write identifiers such as coe-ets-024"))?);
            }
            _ => {
                let key = Key::parse(key).map_err(|_| FactError::Key(shorten(key)))?;
                if values.is_empty() {
                    return Err(wrong("write a value"));
                }
                self.given.entry(key).or_default().0.extend(values.into_iter().map(str::to_owned));
            }
        }
        Ok(())
    }

    /// What is known of a fact.
    pub(crate) fn values(&self, key: &Key) -> Option<BTreeSet<String>> {
        let number = |value: Option<u32>| Some(BTreeSet::from([value?.to_string()]));
        match key.as_str() {
            "purpose" => Some(BTreeSet::from([self.purpose?.as_str().to_owned()])),
            "maximum-months" => number(self.maximum_months),
            "requested-maximum-months" => number(self.requested_maximum_months),
            "sentence-months" => number(self.sentence_months),
            "remaining-months" => number(self.remaining_months),
            "language" => Some(BTreeSet::from([self.language.clone()?])),
            "person-consents" if !self.given.contains_key(key) => {
                let happened = |event: &str| self.events.keys().any(|key| key.as_str() == event);
                // Consent with its day is known, and so is that it was taken back.
                let said = if happened("consent-revoked") { "revoked" } else { "yes" };
                (happened("consent") || happened("consent-revoked"))
                    .then(|| BTreeSet::from([said.to_owned()]))
            }
            "instruments" | "contents" | "documents" => None,
            _ => self.given.get(key).map(|given| given.0.clone()),
        }
    }

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

/// A fact is a text, a list of texts, a whole number, or true and false for yes and no.
impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Words)
    }
}

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Given;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list of texts, a whole number, true or false")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Given, E> {
        Ok(Given::from_iter([text.to_owned()]))
    }

    fn visit_bool<E: serde::de::Error>(self, so: bool) -> Result<Given, E> {
        Ok(Given::from_iter([if so { "yes" } else { "no" }.to_owned()]))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Given, E> {
        Ok(Given::from_iter([number.to_string()]))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Given, E> {
        Ok(Given::from_iter([number.to_string()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Given, A::Error> {
        let mut words = BTreeSet::new();
        while let Some(word) = entries.next_element::<String>()? {
            words.insert(word);
        }
        Ok(Given(words))
    }
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
