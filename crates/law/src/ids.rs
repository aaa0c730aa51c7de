//! Identifiers of the law: states, instruments, keys of rules, acts and digests.
//!
//! Each is a newtype with one checked constructor, so that foreign text becomes an identifier or an error once.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Text that is no identifier of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not an ISO 3166-1 alpha-2 code in upper case.
    #[error("`{0}` is not an ISO 3166-1 alpha-2 code of a state")]
    State(String),
    /// A code that was withdrawn because its state is no more.
    #[error(
        "`{code}` was the code of {name}, which is no more: ask for a state of today; where it stands in what bound \
         before, the answer says that this is unclear"
    )]
    FormerState {
        /// The code.
        code: String,
        /// Whose it was.
        name: &'static str,
    },
    /// Not lower-case words joined by hyphens.
    #[error("`{0}` is not a key: use up to 96 lower-case letters, digits and hyphens")]
    Key(String),
    /// Not 64 hexadecimal digits.
    #[error("`{0}` is not a SHA-256 digest of 64 hexadecimal digits")]
    Digest(String),
}

/// A state (ISO 3166-1 alpha-2) or the European Union (`EU`) as a party of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State([u8; 2]);

impl State {
    /// Reads an upper-case code.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        if CODES.split_ascii_whitespace().any(|code| code == text)
            && let [a, b] = text.as_bytes()
        {
            return Ok(Self([*a, *b]));
        }
        match FORMER.iter().find(|(code, _)| *code == text) {
            Some((code, name)) => Err(IdError::FormerState { code: (*code).to_owned(), name }),
            None => Err(IdError::State(shorten(text))),
        }
    }

    /// The code, for example `EE`.
    pub fn as_str(&self) -> &str {
        // Only ASCII capitals pass the constructor.
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

/// Codes that ISO 3166-1 withdrew, of states whose treaties are a question of succession.
const FORMER: [(&str, &str); 8] = [
    ("SU", "the Soviet Union"),
    ("YU", "Yugoslavia"),
    ("CS", "Serbia and Montenegro, and before that of Czechoslovakia"),
    ("DD", "the German Democratic Republic"),
    ("YD", "Democratic Yemen"),
    ("VD", "the Republic of Viet-Nam"),
    ("ZR", "Zaire"),
    ("AN", "the Netherlands Antilles"),
];

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for State {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::parse(text)
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&crate::bounded::string(deserializer)?).map_err(serde::de::Error::custom)
    }
}

macro_rules! key_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads lower-case words joined by hyphens.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                if is_key(text) { Ok(Self(text.to_owned())) } else { Err(IdError::Key(shorten(text))) }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&crate::bounded::string(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    };
}

key_type! {
    /// The identifier of an instrument, for example `coe-ets-024`.
    InstrumentId
}
key_type! {
    /// The key of a procedure, a rule, an event, a safeguard or an answer, for example `provisional-arrest`.
    Key
}

macro_rules! digest_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 32]);

        impl $name {
            /// Takes the 32 bytes of a digest that was already checked.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                digest(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::bounded::string(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

digest_type! {
    /// The hash that names an act.
    ActId
}
digest_type! {
    /// The SHA-256 of a document.
    Sha256
}

fn digest(text: &str) -> Result<[u8; 32], IdError> {
    let wrong = || IdError::Digest(shorten(text));
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return Err(wrong());
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let mut value = 0;
        for digit in pair {
            value = value * 16
                + match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return Err(wrong()),
                };
        }
        *byte = value;
    }
    Ok(bytes)
}

pub(crate) fn is_key(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    (1..=96).contains(&text.len())
        && text.bytes().all(|b| plain(b) || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Input is repeated in messages, but never at length.
pub(crate) fn shorten(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(60).collect();
    short.push('…');
    short
}

// ISO 3166-1 alpha-2, the Union, and the code in common use for Kosovo.
const CODES: &str = "
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW EU XK";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_checked() {
        assert_eq!(State::parse("EE").unwrap().as_str(), "EE");
        for wrong in ["ee", "E", "XX", "", "EST", "E E"] {
            assert!(State::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Key::parse("provisional-arrest").is_ok());
        for wrong in ["", "-a", "a-", "A", "a b", "ä", &"x".repeat(97)] {
            assert!(Key::parse(wrong).is_err(), "{wrong}");
        }
        let id = ActId::from_bytes([0xab; 32]);
        assert_eq!(id.to_string().parse::<ActId>().unwrap(), id);
        assert!("AB".repeat(32).parse::<ActId>().is_err());
    }
}
