//! What is known of a case: the facts of a question.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::Key;

/// What is known of a case. Read from TOML or JSON; `docs/LAW.md` describes the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// When events happened, such as `provisional-arrest`.
    pub events: BTreeMap<Key, Moment>,
    /// Contents the request has.
    pub contents: BTreeSet<Key>,
    /// Documents that go with it.
    pub documents: BTreeSet<Key>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To stand trial.
    Prosecution,
    /// To serve a sentence.
    Enforcement,
}

/// When something happened: a day, or a moment with the zone of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A day, where the hour is not known or does not matter.
    Day(jiff::civil::Date),
    /// A moment in a time zone.
    At(jiff::ZonedDateTime),
}

/// Facts that cannot be read: every mistake with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct FactsError(pub Vec<crate::Diagnostic>);
