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
    /// Numbers of passports, identity cards, ships, vehicles and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// Another reading of the date of birth, where it may be of two calendars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born_or: Option<Born>,
    /// The place of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_place: Option<String>,
    /// The father's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub father: Option<String>,
    /// The mother's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mother: Option<String>,
    /// What is sought; anything if it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
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

/// What a subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Kind {
    /// A human being.
    Person,
    /// A company, an authority, an association.
    Organisation,
    /// A ship or boat.
    Vessel,
    /// A vehicle on land.
    Vehicle,
    /// An aeroplane or helicopter.
    Aircraft,
    /// A house or a piece of land.
    Property,
    /// A place where mail goes to.
    Address,
    /// An account, a wallet, a security, or another thing.
    Asset,
}

impl Kind {
    /// All of them. Their order is part of the packed form of facts.
    pub const ALL: &'static [Self] = &[
        Self::Person,
        Self::Organisation,
        Self::Vessel,
        Self::Vehicle,
        Self::Aircraft,
        Self::Property,
        Self::Address,
        Self::Asset,
    ];

    /// The kind of a FollowTheMoney schema.
    #[must_use]
    pub fn of_schema(schema: &str) -> Self {
        match schema {
            "LegalEntity" | "Organization" | "PublicBody" | "Company" => Self::Organisation,
            "Vessel" => Self::Vessel,
            "Vehicle" => Self::Vehicle,
            "Airplane" => Self::Aircraft,
            "RealEstate" => Self::Property,
            "Address" => Self::Address,
            "Thing" | "Asset" | "CryptoWallet" | "Security" => Self::Asset,
            _ => Self::Person,
        }
    }

    /// The word of JSON and of pages' keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Vessel => "vessel",
            Self::Vehicle => "vehicle",
            Self::Aircraft => "aircraft",
            Self::Property => "property",
            Self::Address => "address",
            Self::Asset => "asset",
        }
    }

    /// Reads [`Kind::as_str`].
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text.trim())
    }
}
