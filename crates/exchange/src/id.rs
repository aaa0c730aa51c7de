//! The names of authorities, cases, acts, envelopes and keys.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

/// Why a text or bytes are not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not `cc.name`.
    #[error(
        "`{0}` is not an authority: two lower-case letters of its state, a dot, and 2 to 40 of a-z, 0-9 and -"
    )]
    Authority(String),
    /// Not the right number of lower-case hexadecimal digits.
    #[error("`{text}` is not {what}: {digits} lower-case hexadecimal digits")]
    Hex {
        /// What was expected.
        what: &'static str,
        /// How many digits it has.
        digits: usize,
        /// What was found, shortened.
        text: String,
    },
}

/// What an error shows of a text that somebody else chose.
fn excerpt(text: &str) -> String {
    text.chars().take(80).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// An authority: the state's two letters, a dot and a name, such as `ee.justice`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuthorityId(String);

impl AuthorityId {
    /// Takes an authority's identifier after checking it.
    ///
    /// # Errors
    /// When it does not have the form `cc.name`.
    pub fn new(id: impl Into<String>) -> Result<Self, IdError> {
        let id = id.into();
        let fits = id.split_once('.').is_some_and(|(state, name)| {
            state.len() == 2
                && state.bytes().all(|byte| byte.is_ascii_lowercase())
                && (2..=40).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        });
        if fits { Ok(Self(id)) } else { Err(IdError::Authority(excerpt(&id))) }
    }

    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The state's ISO 3166 code in capitals, such as `EE`.
    #[must_use]
    pub fn state(&self) -> String {
        self.0.split('.').next().unwrap_or_default().to_ascii_uppercase()
    }
}

impl fmt::Display for AuthorityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AuthorityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthorityId({})", self.0)
    }
}

impl FromStr for AuthorityId {
    type Err = IdError;

    fn from_str(id: &str) -> Result<Self, IdError> {
        Self::new(id)
    }
}

impl TryFrom<String> for AuthorityId {
    type Error = IdError;

    fn try_from(id: String) -> Result<Self, IdError> {
        Self::new(id)
    }
}

impl From<AuthorityId> for String {
    fn from(id: AuthorityId) -> Self {
        id.0
    }
}

macro_rules! bytes_id {
    ($(#[$meta:meta])* $name:ident, $length:literal, $what:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Takes the bytes.
            #[must_use]
            pub const fn new(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// The first eight hexadecimal digits, for people.
            #[must_use]
            pub fn short(&self) -> String {
                hex::encode(&self.0).chars().take(8).collect()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let wrong = || IdError::Hex { what: $what, digits: $length * 2, text: excerpt(text) };
                // One spelling: `hex` reads capitals as well.
                if text.len() != $length * 2 || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    return Err(wrong());
                }
                let mut bytes = [0; $length];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| wrong())?;
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    serializer.serialize_bytes(&self.0)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl de::Visitor<'_> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($what)
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }

                    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<$name, E> {
                        bytes.try_into().map($name).map_err(|_| E::invalid_length(bytes.len(), &self))
                    }
                }
                if deserializer.is_human_readable() {
                    deserializer.deserialize_str(Visitor)
                } else {
                    deserializer.deserialize_bytes(Visitor)
                }
            }
        }
    };
}

bytes_id!(
    /// A large file, by the root of its chunks; also a digest of its bytes.
    FileRoot,
    32,
    "a file"
);
bytes_id!(
    /// A case: 16 random bytes that the authority which opens the case draws.
    CaseId,
    16,
    "a case"
);
bytes_id!(
    /// An act: the SHA-256 digest of its canonical bytes.
    ActId,
    32,
    "an act"
);
bytes_id!(
    /// An envelope: the SHA-256 digest of its header's canonical bytes.
    EnvelopeHash,
    32,
    "an envelope"
);
bytes_id!(
    /// A node's public keys: the SHA-256 digest of their canonical bytes.
    Fingerprint,
    32,
    "a fingerprint"
);

impl ActId {
    pub(crate) fn of(act: &[u8]) -> Self {
        Self(Sha256::digest(act).into())
    }
}

impl EnvelopeHash {
    pub(crate) fn of(header: &[u8]) -> Self {
        Self(Sha256::digest(header).into())
    }
}

impl Fingerprint {
    pub(crate) fn of(keys: &[u8]) -> Self {
        Self(Sha256::digest(keys).into())
    }

    /// The digits in sixteen groups of four, to be compared by two people.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        self.0.as_chunks::<2>().0.iter().map(hex::encode).collect()
    }

    /// The first half of the fingerprint as eight words that can be read aloud in most languages.
    ///
    /// Each word stands for 16 bits: a consonant (4 bits), a vowel (2), a consonant (4), a vowel (2) and a
    /// consonant (4). Eight of them are 128 bits, which nobody can match by trying keys.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        const CONSONANTS: [char; 16] =
            ['b', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z'];
        const VOWELS: [char; 4] = ['a', 'i', 'o', 'u'];
        let consonant = |bits: u16| CONSONANTS.get(usize::from(bits & 15)).copied();
        let vowel = |bits: u16| VOWELS.get(usize::from(bits & 3)).copied();
        let word = |pair: &[u8; 2]| {
            let bits = u16::from_be_bytes(*pair);
            [
                consonant(bits >> 12),
                vowel(bits >> 10),
                consonant(bits >> 6),
                vowel(bits >> 4),
                consonant(bits),
            ]
            .into_iter()
            .flatten()
            .collect()
        };
        self.0.as_chunks::<2>().0.iter().take(8).map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_have_one_form() {
        for right in ["ee.justice", "de.bfj", "ru.genproc", "aa.a-1"] {
            assert_eq!(AuthorityId::new(right).unwrap().as_str(), right);
        }
        let long = format!("ee.{}", "a".repeat(41));
        for wrong in [
            "",
            "ee",
            "ee.",
            "ee.j",
            "EE.justice",
            "e.justice",
            "est.justice",
            "ee.just ice",
            "ee.a.b",
            &long,
        ] {
            assert!(AuthorityId::new(wrong).is_err(), "{wrong}");
        }
        assert_eq!(AuthorityId::new("ee.justice").unwrap().state(), "EE");
    }

    #[test]
    fn identifiers_are_hex_in_json_and_bytes_in_cbor() {
        let case = CaseId::new([0xAB; 16]);
        assert_eq!(serde_json::to_string(&case).unwrap(), format!("\"{}\"", "ab".repeat(16)));
        assert_eq!(serde_json::from_str::<CaseId>(&format!("\"{}\"", "ab".repeat(16))).unwrap(), case);
        assert!(serde_json::from_str::<CaseId>(&format!("\"{}\"", "AB".repeat(16))).is_err());
        assert_eq!(crate::cbor::to_canonical(&case).unwrap().first(), Some(&0x50));
        assert_eq!(case.short(), "abababab");
    }

    #[test]
    fn a_fingerprint_is_shown_in_groups_and_words() {
        let mut bytes = [0; 32];
        bytes[..4].copy_from_slice(&[0x7F, 0x00, 0x00, 0x01]);
        let fingerprint = Fingerprint::new(bytes);
        assert_eq!(fingerprint.groups()[..3], ["7f00", "0001", "0000"]);
        assert_eq!(fingerprint.groups().len(), 16);
        assert_eq!(
            fingerprint.words(),
            ["lusab", "babad", "babab", "babab", "babab", "babab", "babab", "babab"]
        );
    }
}
