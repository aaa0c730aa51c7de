//! What a register holds: subjects in the FollowTheMoney model, and the names of registers.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The text cannot name a subject or a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnId {
    /// Nothing but white space.
    #[error("the identifier is empty")]
    Empty,
    /// Longer than the limit.
    #[error("the identifier is longer than {0} bytes")]
    TooLong(usize),
    /// A control character inside.
    #[error("the identifier has a control character")]
    Control,
}

fn checked(text: &str, limit: usize) -> Result<String, NotAnId> {
    let text = text.trim();
    if text.is_empty() {
        Err(NotAnId::Empty)
    } else if text.len() > limit {
        Err(NotAnId::TooLong(limit))
    } else if text.chars().any(char::is_control) {
        Err(NotAnId::Control)
    } else {
        Ok(text.to_owned())
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $limit:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes a text of 1 to the limit of bytes without control characters; outer white space is cut off.
            ///
            /// # Errors
            /// Says why the text cannot be an identifier.
            pub fn new(text: &str) -> Result<Self, NotAnId> {
                checked(text, $limit).map(Self)
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id! {
    /// Names a register of this node, such as `wanted`. At most 80 bytes.
    RegisterId, 80
}
id! {
    /// Names a subject inside its register. At most 255 bytes.
    SubjectId, 255
}

/// A person, organisation or thing in a register: a FollowTheMoney entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its identifier in the register.
    pub id: SubjectId,
    /// Its FollowTheMoney schema, such as `Person`; one of [`Subject::SCHEMATA`].
    pub schema: String,
    /// Its properties, each with one or more values.
    #[serde(default)]
    pub properties: BTreeMap<String, Vec<String>>,
}

impl Subject {
    /// The schemata that are read.
    pub const SCHEMATA: &'static [&'static str] = &[
        "Person",
        "LegalEntity",
        "Organization",
        "PublicBody",
        "Company",
        "Thing",
        "Vehicle",
        "Vessel",
        "Airplane",
        "Asset",
        "CryptoWallet",
        "Security",
        "RealEstate",
        "Address",
    ];

    /// The properties that hold names, the primary one first.
    pub const NAMES: &'static [&'static str] = &["name", "alias", "previousName", "weakAlias"];

    /// The values of a property; none if it is absent.
    #[must_use]
    pub fn values(&self, property: &str) -> &[String] {
        self.properties.get(property).map_or(&[], Vec::as_slice)
    }

    /// The first value of a property.
    #[must_use]
    pub fn first(&self, property: &str) -> Option<&str> {
        self.values(property).first().map(String::as_str)
    }

    /// The name to show: the first name there is, else the identifier.
    #[must_use]
    pub fn caption(&self) -> &str {
        Self::NAMES.iter().find_map(|property| self.first(property)).unwrap_or(self.id.as_str())
    }
}
