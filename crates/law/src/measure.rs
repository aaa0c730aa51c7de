//! Bodies that every procedure shares: measures, extensions, pauses, undertakings and what became of them.
//!
//! Which measures a procedure has, who takes them, what they move and what they need is in its file.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::act::{Document, SafeguardAnswer, documents};
use crate::amount::Amount;
use crate::bounded;
use crate::ids::{ActId, InstrumentId, Key};

/// Something was done, or is planned for a day: served, heard, frozen, preserved, handed over, returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Measure {
    /// Which measure of the procedure.
    pub measure: Key,
    /// The moment.
    pub at: Timestamp,
    /// The time zone of the place, IANA, for example `Europe/Berlin`.
    #[serde(deserialize_with = "bounded::string")]
    pub zone: String,
    /// The place.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What was done, in words.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What the measure's fields say, by their keys.
    #[serde(default, deserialize_with = "bounded::map", skip_serializing_if = "BTreeMap::is_empty")]
    pub contents: BTreeMap<Key, String>,
    /// What it is worth.
    #[serde(default, deserialize_with = "bounded::entries", skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Amount>,
    /// Until when it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The measure that it puts right: its amounts no longer count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<ActId>,
    /// Answers to the safeguards that guard it.
    #[serde(default, deserialize_with = "bounded::entries", skip_serializing_if = "Vec::is_empty")]
    pub safeguards: Vec<SafeguardAnswer>,
    /// Documents.
    #[serde(default, deserialize_with = "documents", skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// A period is made longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Extension {
    /// The period.
    pub deadline: Key,
    /// The instrument whose period it is, where two have one of this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<InstrumentId>,
    /// Its new last day.
    pub until: Date,
    /// Why.
    #[serde(deserialize_with = "bounded::string")]
    pub reason: String,
}

/// A period stands still, or runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Suspension {
    /// The period.
    pub deadline: Key,
    /// Whether it runs on from here.
    pub resumed: bool,
    /// The moment from which it stands still or runs on.
    pub at: Timestamp,
    /// Why.
    #[serde(deserialize_with = "bounded::string")]
    pub reason: String,
}

/// A state promises something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Undertaking {
    /// Which undertaking of the procedure.
    pub undertaking: Key,
    /// Its words.
    #[serde(deserialize_with = "bounded::string")]
    pub text: String,
    /// The question or decision that asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ActId>,
    /// The note or letter that gives it.
    #[serde(default, deserialize_with = "documents", skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// What became of an undertaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keeping {
    /// It was kept, and nothing of it is owed any more.
    Fulfilled,
    /// It was not kept.
    Breached,
    /// The state to which it was owed lets the other off.
    Released,
}

impl Keeping {
    /// The stable word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fulfilled => "fulfilled",
            Self::Breached => "breached",
            Self::Released => "released",
        }
    }
}

/// What became of an undertaking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fulfilment {
    /// The undertaking.
    pub undertaking: Key,
    /// The act that gave it.
    pub given_in: ActId,
    /// What became of it.
    pub result: Keeping,
    /// When.
    pub at: Timestamp,
    /// In words.
    #[serde(default, deserialize_with = "bounded::string", skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Proof.
    #[serde(default, deserialize_with = "documents", skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}
