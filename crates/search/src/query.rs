//! What is asked.

use serde::{Deserialize, Serialize};

use crate::born::Born;

/// What is known of the person sought. Whatever is left out neither helps nor hurts a hit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// The name, in any script, spelling and order.
    pub name: String,
    /// The date of birth as far as known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<Born>,
    /// Nationality as an ISO 3166-1 alpha-2 code, in either case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// Sex as registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Numbers of passports, identity cards and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
}

impl Query {
    /// Asks for a name alone.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

/// Sex as registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Neither, as some states register it.
    Other,
}

impl Sex {
    /// Reads the usual words and letters: `m`, `male`, `M`, `f`, `female`, `F`, `x`, `other`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "f" | "female" | "w" | "woman" => Some(Self::Female),
            "m" | "male" | "man" => Some(Self::Male),
            "x" | "other" | "d" => Some(Self::Other),
            _ => None,
        }
    }

    /// The word FollowTheMoney uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }
}
