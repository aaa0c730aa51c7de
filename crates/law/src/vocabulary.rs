//! The facts that rules ask for: their keys, the question behind each, and the values it takes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::codes::FactKind;
use crate::facts::Facts;
use crate::ids::{Key, State, shorten};
use crate::library::Library;
use crate::source::{At, Section};

/// A fact that rules ask for.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct FactText {
    pub(crate) key: At<Key>,
    pub(crate) question: String,
    pub(crate) kind: FactKind,
    pub(crate) values: Vec<Key>,
    /// Whether it may have several values.
    pub(crate) several: bool,
}

/// Reads a `[[fact]]`.
pub(crate) fn fact(section: Section<'_, '_>) -> Option<FactText> {
    let values: Vec<At<Key>> = section.keys("values");
    let fact = FactText {
        question: section.need_text("question"),
        several: section.flag("several").unwrap_or(false),
        values: values.into_iter().map(|value| value.value).collect(),
        key: section.need_key("key")?,
        kind: section.need_code("kind")?,
    };
    if (fact.kind == FactKind::Choice) == fact.values.is_empty() {
        section.note(
            section.place(),
            "a choice needs values, and nothing else has them",
            "write kind = \"choice\" and values = [\"yes\", \"no\"], or another kind without values",
        );
    }
    section.finish().then_some(fact)
}

/// The words that a check takes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Words {
    /// Procedures: key and title.
    pub procedures: BTreeMap<Key, String>,
    /// Matters that a check takes where it takes a procedure, without one of their own: key and title.
    pub matters: BTreeMap<Key, String>,
    /// Events: key and title.
    pub events: BTreeMap<Key, String>,
    /// Facts.
    pub facts: Vec<FactWord>,
}

/// A fact that a check takes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FactWord {
    /// Its key.
    pub key: Key,
    /// The question behind it.
    pub question: String,
    /// What it takes.
    pub kind: FactKind,
    /// Its values, where it is a choice.
    pub values: Vec<Key>,
    /// Whether it may have several.
    pub several: bool,
}

impl Library {
    /// The words that a check takes.
    pub fn words(&self) -> Words {
        Words {
            procedures: self
                .procedures
                .iter()
                .map(|(key, one)| (key.clone(), one.title().to_owned()))
                .collect(),
            matters: self.matters(),
            events: self.events.iter().map(|(key, event)| (key.clone(), event.title.clone())).collect(),
            facts: (self.facts.values())
                .map(|fact| FactWord {
                    key: fact.key.value.clone(),
                    question: fact.question.clone(),
                    kind: fact.kind,
                    values: fact.values.clone(),
                    several: fact.several,
                })
                .collect(),
        }
    }
}

/// What is wrong with the facts given, by the vocabulary: the fact, the value and what to write.
pub(crate) fn wrong_fact(known: &BTreeMap<Key, FactText>, facts: &Facts) -> Option<(String, String)> {
    for (key, given) in &facts.given {
        let Some(text) = known.get(key) else {
            let keys: Vec<&str> = known.keys().map(Key::as_str).collect();
            return Some((format!("no fact `{key}` is known"), crate::source::suggest(key.as_str(), &keys)));
        };
        if given.words().len() > 1 && !text.several {
            return Some((format!("`{key}` has one value"), "give one of them".to_owned()));
        }
        for word in given.words() {
            let (fits, help) = match text.kind {
                FactKind::Choice => {
                    let values: Vec<&str> = text.values.iter().map(Key::as_str).collect();
                    (values.contains(&word.as_str()), crate::source::suggest(word, &values))
                }
                FactKind::State => {
                    let other = matches!(word.as_str(), "none" | "unknown");
                    (other || State::parse(word).is_ok(), "write two capitals such as EE, or none".to_owned())
                }
                FactKind::Months | FactKind::Number => {
                    (word.parse::<u32>().is_ok(), "write a whole number".to_owned())
                }
                FactKind::Date => {
                    (word.parse::<jiff::civil::Date>().is_ok(), "write a day such as 2026-03-01".to_owned())
                }
                FactKind::Text => (true, String::new()),
            };
            if !fits {
                return Some((format!("`{}` is no value of `{key}`", shorten(word)), help));
            }
        }
    }
    None
}
