//! Deterministic CBOR: one sequence of bytes for each value (RFC 8949 §4.2.1).
//!
//! What is signed and hashed must have one encoding, or two parties can hold the same value and disagree about
//! it. Reading therefore checks the bytes before anything is allocated for them: shortest integers and lengths,
//! definite lengths, map keys in ascending order without doubles, valid text, no floats, no tags, no `undefined`,
//! nesting of at most [`MAX_DEPTH`], nothing after the end. Then the value is decoded, encoded again and compared,
//! so that a field that was left out, doubled or unknown is refused as well.

use std::fmt;
use std::io;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, de::DeserializeOwned};

use crate::error::Culprit;

mod writing;

/// How deep values may nest.
pub const MAX_DEPTH: usize = 32;

/// Why a value could not be written, or bytes could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CborError {
    /// There are more bytes than this kind of message may have.
    #[error("{length} bytes are more than the {limit} allowed here")]
    TooLong {
        /// How many there are.
        length: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The bytes are not the one encoding of a value.
    #[error("the bytes are not canonical at offset {at}: {what}")]
    NotCanonical {
        /// Where.
        at: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// The bytes are canonical, but not of the expected kind of message.
    #[error("the bytes are not what was expected")]
    Shape(#[source] ciborium::de::Error<io::Error>),
    /// The bytes decode to a value whose encoding differs: a field is unknown, or left out.
    #[error("the bytes say the same as others in another way")]
    NotTheEncoding,
    /// The value holds something that has no canonical encoding here: a float, a tag or a large integer.
    #[error("the value has no canonical encoding: {0}")]
    NotEncodable(&'static str),
    /// The value's own serialisation failed.
    #[error("the value could not be serialised")]
    Serialise(#[source] ciborium::value::Error),
}

impl CborError {
    /// Whose fault it is: bytes come from peers, values from us.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::TooLong { .. } | Self::NotCanonical { .. } | Self::Shape(_) | Self::NotTheEncoding => {
                Culprit::Peer
            }
            Self::NotEncodable(_) | Self::Serialise(_) => Culprit::Ours,
        }
    }
}

/// Encodes a value in its one way.
///
/// # Errors
/// When the value holds a float, an integer beyond 64 bits, two equal map keys, or nests too deeply.
pub fn to_canonical<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CborError> {
    let mut bytes = Vec::with_capacity(512);
    writing::write(value, &mut bytes)?;
    Ok(bytes)
}

/// Decodes a value from bytes that somebody else chose, at most `limit` of them.
///
/// # Errors
/// When the bytes are not the canonical encoding of a value of this type.
pub fn from_canonical<T: Serialize + DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, CborError> {
    check(bytes, limit)?;
    let value: T =
        ciborium::de::from_reader_with_recursion_limit(bytes, MAX_DEPTH * 4).map_err(CborError::Shape)?;
    let mut again = Vec::with_capacity(bytes.len());
    writing::write(&value, &mut again)?;
    if again == bytes { Ok(value) } else { Err(CborError::NotTheEncoding) }
}

/// Checks that bytes are one canonical value of any kind, without allocating.
///
/// # Errors
/// When they are not.
pub fn check(bytes: &[u8], limit: usize) -> Result<(), CborError> {
    if bytes.len() > limit {
        return Err(CborError::TooLong { length: bytes.len(), limit });
    }
    let mut checker = Checker { bytes, at: 0 };
    checker.value(0)?;
    if checker.at == bytes.len() { Ok(()) } else { Err(checker.wrong("bytes after the end")) }
}

/// The bytes of the first value in `bytes`, and the rest; `None` when there is no canonical value at the beginning.
#[must_use]
pub fn split_first(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut checker = Checker { bytes, at: 0 };
    checker.value(0).ok()?;
    bytes.split_at_checked(checker.at)
}

/// A byte string's encoding: what [`split_first`] takes apart again.
#[must_use]
pub fn byte_string(content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 9);
    head(2, content.len() as u64, &mut bytes);
    bytes.extend_from_slice(content);
    bytes
}

struct Checker<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Checker<'a> {
    const fn wrong(&self, what: &'static str) -> CborError {
        CborError::NotCanonical { at: self.at, what }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], CborError> {
        let taken = self.at.checked_add(count).and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or_else(|| self.wrong("the bytes end too early"))?;
        self.at += count;
        Ok(taken)
    }

    /// Reads the argument of an item's first byte, which must be in its shortest form.
    fn argument(&mut self, short: u8) -> Result<u64, CborError> {
        let width = match short {
            0..=23 => return Ok(u64::from(short)),
            24..=27 => 1 << (short - 24),
            _ => return Err(self.wrong("an indefinite or reserved length")),
        };
        let argument = self.take(width)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let least = match width {
            1 => 24,
            2 => 1 << 8,
            4 => 1 << 16,
            _ => 1 << 32,
        };
        if argument < least {
            Err(self.wrong("a number that is not in its shortest form"))
        } else {
            Ok(argument)
        }
    }

    /// A length, which the rest of the bytes can hold when each counted thing takes at least `each` bytes.
    fn length(&mut self, short: u8, each: usize) -> Result<usize, CborError> {
        let length = usize::try_from(self.argument(short)?).ok();
        length
            .filter(|length| *length <= (self.bytes.len() - self.at) / each)
            .ok_or_else(|| self.wrong("a length beyond the end"))
    }

    fn value(&mut self, depth: usize) -> Result<(), CborError> {
        if depth > MAX_DEPTH {
            return Err(self.wrong("values nest too deeply"));
        }
        let first = match self.take(1)? {
            [first] => *first,
            _ => return Err(self.wrong("the bytes end too early")),
        };
        let short = first & 0x1F;
        match first >> 5 {
            0 | 1 => {
                self.argument(short)?;
            }
            2 => {
                let length = self.length(short, 1)?;
                self.take(length)?;
            }
            3 => {
                let length = self.length(short, 1)?;
                let text = self.take(length)?;
                std::str::from_utf8(text).map_err(|_| self.wrong("text that is not UTF-8"))?;
            }
            4 => {
                for _ in 0..self.length(short, 1)? {
                    self.value(depth + 1)?;
                }
            }
            5 => {
                let mut previous: Option<&[u8]> = None;
                for _ in 0..self.length(short, 2)? {
                    let start = self.at;
                    self.value(depth + 1)?;
                    let key = self.bytes.get(start..self.at).unwrap_or_default();
                    if previous.is_some_and(|previous| previous >= key) {
                        return Err(self.wrong("map keys that are doubled or out of order"));
                    }
                    previous = Some(key);
                    self.value(depth + 1)?;
                }
            }
            6 => return Err(self.wrong("a tag")),
            _ => {
                if !(20..=22).contains(&short) {
                    return Err(self.wrong("a float or an unknown simple value"));
                }
            }
        }
        Ok(())
    }
}

fn head(major: u8, argument: u64, bytes: &mut Vec<u8>) {
    let major = major << 5;
    let be = argument.to_be_bytes();
    let (short, width) = match argument {
        0..=23 => return bytes.push(major | argument as u8),
        24..=0xFF => (24, 1),
        0x100..=0xFFFF => (25, 2),
        0x1_0000..=0xFFFF_FFFF => (26, 4),
        _ => (27, 8),
    };
    bytes.push(major | short);
    bytes.extend(be.iter().skip(8 - width));
}

/// Bytes of somebody else that serde writes as a CBOR byte string.
#[derive(Clone, Copy)]
pub(crate) struct BytesOf<'a>(pub(crate) &'a [u8]);

impl Serialize for BytesOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// Bytes that serde writes as a CBOR byte string, not as a list of numbers.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Bytes(pub Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({} bytes)", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a byte string")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ciborium::Value;
    use proptest::prelude::*;

    use super::*;

    /// The encoding by way of a tree of values, which says what the direct one has to give.
    fn write(value: &Value, depth: usize, bytes: &mut Vec<u8>) -> Result<(), CborError> {
        if depth > MAX_DEPTH {
            return Err(CborError::NotEncodable("values nest too deeply"));
        }
        match value {
            Value::Integer(integer) => {
                let integer = i128::from(*integer);
                let (major, argument) = if integer < 0 { (1, -1 - integer) } else { (0, integer) };
                let argument = u64::try_from(argument)
                    .map_err(|_| CborError::NotEncodable("an integer of more than 64 bits"))?;
                head(major, argument, bytes);
            }
            Value::Bytes(content) => {
                head(2, content.len() as u64, bytes);
                bytes.extend_from_slice(content);
            }
            Value::Text(text) => {
                head(3, text.len() as u64, bytes);
                bytes.extend_from_slice(text.as_bytes());
            }
            Value::Array(values) => {
                head(4, values.len() as u64, bytes);
                for value in values {
                    write(value, depth + 1, bytes)?;
                }
            }
            Value::Map(entries) => {
                let mut encoded = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let mut key_bytes = Vec::new();
                    write(key, depth + 1, &mut key_bytes)?;
                    encoded.push((key_bytes, value));
                }
                encoded.sort_by(|one, other| one.0.cmp(&other.0));
                if encoded.windows(2).any(|pair| matches!(pair, [one, other] if one.0 == other.0)) {
                    return Err(CborError::NotEncodable("two equal map keys"));
                }
                head(5, encoded.len() as u64, bytes);
                for (key, value) in encoded {
                    bytes.extend(key);
                    write(value, depth + 1, bytes)?;
                }
            }
            Value::Bool(truth) => bytes.push(0xF4 | u8::from(*truth)),
            Value::Null => bytes.push(0xF6),
            Value::Float(_) => return Err(CborError::NotEncodable("a float")),
            Value::Tag(..) => return Err(CborError::NotEncodable("a tag")),
            _ => return Err(CborError::NotEncodable("an unknown kind of value")),
        }
        Ok(())
    }

    fn by_tree<T: Serialize>(value: &T) -> Result<Vec<u8>, CborError> {
        let value = Value::serialized(value).map_err(CborError::Serialise)?;
        let mut bytes = Vec::new();
        write(&value, 0, &mut bytes)?;
        Ok(bytes)
    }

    #[derive(Serialize)]
    enum Every {
        Unit,
        Newtype(Vec<i64>),
        Tuple(u8, Option<char>),
        Struct { zebra: u8, a: i128, body: Bytes },
    }

    #[test]
    fn the_direct_encoding_is_that_of_the_tree() {
        let wide: Vec<u32> = (0..300).collect();
        let many: BTreeMap<String, Vec<u32>> =
            (0..40).map(|n: u32| (format!("{}", n * 7919 % 1000), vec![n; n as usize])).collect();
        let every = vec![
            Every::Unit,
            Every::Newtype(vec![-1, -24, -25, -256, -257, i64::MIN, i64::MAX, 23, 24]),
            Every::Tuple(7, Some('Щ')),
            Every::Tuple(7, None),
            Every::Struct { zebra: 1, a: -18_446_744_073_709_551_616, body: Bytes(vec![9; 70_000]) },
        ];
        let all =
            (every, many, wide, (), BTreeMap::<u64, u8>::from([(300, 1), (2, 2), (24, 3)]), [[0_u8; 0]; 2]);
        assert_eq!(to_canonical(&all).unwrap(), by_tree(&all).unwrap());
        let doubled = Value::Map(vec![(Value::from(1), Value::Null), (Value::from(1), Value::Null)]);
        assert!(matches!(to_canonical(&doubled), Err(CborError::NotEncodable("two equal map keys"))));
        for depth in [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, MAX_DEPTH + 2] {
            let nested = (0..depth).fold(Value::from(1), |inner, n| match n % 2 {
                0 => Value::Array(vec![inner]),
                _ => Value::Map(vec![(Value::from("k"), inner)]),
            });
            assert_eq!(to_canonical(&nested).ok(), by_tree(&nested).ok(), "{depth}");
        }
    }

    fn check_bytes(hex_bytes: &str, expected: Result<(), &str>) {
        let bytes = hex::decode(hex_bytes).unwrap();
        let found = check(&bytes, 1 << 20).map_err(|error| match error {
            CborError::NotCanonical { what, .. } => what,
            other => panic!("{other}"),
        });
        assert_eq!(found, expected, "{hex_bytes}");
    }

    #[test]
    fn only_the_shortest_definite_forms_are_read() {
        for right in [
            "00",
            "17",
            "1818",
            "18ff",
            "190100",
            "1a00010000",
            "1b0000000100000000",
            "20",
            "3bffffffffffffffff",
        ] {
            check_bytes(right, Ok(()));
        }
        for right in [
            "40",
            "4100",
            "60",
            "6161",
            "80",
            "8100",
            "a0",
            "a10001",
            "a200010203",
            "a1616100",
            "f4",
            "f5",
            "f6",
        ] {
            check_bytes(right, Ok(()));
        }
        let not_shortest = "a number that is not in its shortest form";
        for wrong in
            ["1817", "1900ff", "1a0000ffff", "1b00000000ffffffff", "5817", "7801", "980100", "b80100"]
        {
            assert!(check(&hex::decode(wrong).unwrap(), 100).is_err(), "{wrong}");
        }
        check_bytes("1817", Err(not_shortest));
        check_bytes("3800", Err(not_shortest));
        for indefinite in ["5fff", "7fff", "9fff", "bfff", "1c", "1f"] {
            check_bytes(indefinite, Err("an indefinite or reserved length"));
        }
        for float in ["f93c00", "fa3f800000", "fb3ff0000000000000", "f7", "f0", "f820", "ff"] {
            check_bytes(float, Err("a float or an unknown simple value"));
        }
        check_bytes("c11a514b67b0", Err("a tag"));
        check_bytes("c24100", Err("a tag"));
        check_bytes("61ff", Err("text that is not UTF-8"));
        check_bytes("a200010002", Err("map keys that are doubled or out of order"));
        check_bytes("a201010001", Err("map keys that are doubled or out of order"));
        check_bytes("a26261610161620a", Err("map keys that are doubled or out of order"));
        check_bytes("0000", Err("bytes after the end"));
        check_bytes("", Err("the bytes end too early"));
        check_bytes("18", Err("the bytes end too early"));
        check_bytes("a100", Err("a length beyond the end"));
        check_bytes("4200", Err("a length beyond the end"));
        check_bytes("9bffffffffffffffff", Err("a length beyond the end"));
        check_bytes("5b7fffffffffffffff", Err("a length beyond the end"));
        check_bytes("bb8000000000000000", Err("a length beyond the end"));
        check_bytes(&format!("{}00", "81".repeat(32)), Ok(()));
        check_bytes(&format!("{}00", "81".repeat(33)), Err("values nest too deeply"));
        assert!(matches!(check(&[0x41, 0], 1), Err(CborError::TooLong { length: 2, limit: 1 })));
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        second: Option<u8>,
        a: String,
    }

    #[test]
    fn a_value_has_one_encoding_and_no_other_is_read() {
        let sample = Sample { second: None, a: "x".into() };
        let bytes = to_canonical(&sample).unwrap();
        assert_eq!(
            hex::encode(&bytes),
            "a261616178667365636f6e64f6",
            "keys are sorted, a missing value is null"
        );
        assert_eq!(from_canonical::<Sample>(&bytes, 100).unwrap(), sample);
        // {"a": "x"}: serde would fill in the missing field.
        let left_out = hex::decode("a161616178").unwrap();
        assert!(matches!(from_canonical::<Sample>(&left_out, 100), Err(CborError::NotTheEncoding)));
        // {"a": "x", "b": 0, "second": null}: serde would skip the unknown field.
        let unknown = hex::decode("a36161617861620 0667365636f6e64f6".replace(' ', "")).unwrap();
        assert!(matches!(from_canonical::<Sample>(&unknown, 100), Err(CborError::NotTheEncoding)));
        assert!(matches!(from_canonical::<Sample>(&[0x00], 100), Err(CborError::Shape(_))));
    }

    #[test]
    fn what_has_no_one_encoding_is_not_written() {
        assert!(matches!(to_canonical(&1.5), Err(CborError::NotEncodable("a float"))));
        assert!(matches!(to_canonical(&u128::MAX), Err(CborError::NotEncodable(_))));
    }

    proptest! {
        #[test]
        fn values_come_back(map in prop::collection::btree_map(".{0,40}", any::<(i64, Option<String>, bool, Vec<u16>)>(), 0..20)) {
            let bytes = to_canonical(&map).unwrap();
            prop_assert!(check(&bytes, bytes.len()).is_ok());
            let back: BTreeMap<String, (i64, Option<String>, bool, Vec<u16>)> = from_canonical(&bytes, bytes.len()).unwrap();
            prop_assert_eq!(back, map);
        }

        #[test]
        fn foreign_bytes_are_the_one_encoding_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if check(&bytes, 60).is_ok() {
                let value: Value = ciborium::from_reader(&bytes[..]).unwrap();
                prop_assert_eq!(to_canonical(&value).unwrap(), bytes);
            }
        }
    }
}
