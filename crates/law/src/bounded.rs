//! Limits that hold while foreign values are decoded, so that nothing larger is ever kept.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serializer};

/// Longest text in an act.
pub const TEXT_BYTES: usize = 64 * 1024;
/// Largest document in an act.
pub const DOCUMENT_BYTES: usize = 1024 * 1024;
/// Most documents in an act.
pub const DOCUMENTS: usize = 32;
/// Most entries of any other list or map in an act.
pub const ENTRIES: usize = 256;

struct Text;

impl Visitor<'_> for Text {
    type Value = String;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text of at most {TEXT_BYTES} bytes")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        if text.len() > TEXT_BYTES {
            return Err(E::custom(format_args!(
                "a text of {} bytes is over the limit of {TEXT_BYTES}",
                text.len()
            )));
        }
        Ok(text.to_owned())
    }
    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        if text.len() > TEXT_BYTES { self.visit_str(&text) } else { Ok(text) }
    }
}

pub(crate) fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    // Owned: some decoders lend only what fits their scratch space.
    deserializer.deserialize_string(Text)
}

/// A text whose length was checked while it was read.
struct Bounded(String);

impl<'de> Deserialize<'de> for Bounded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        string(deserializer).map(Self)
    }
}

pub(crate) fn option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<Bounded>::deserialize(deserializer)?.map(|text| text.0))
}

struct List<T, const LIMIT: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const LIMIT: usize> Visitor<'de> for List<T, LIMIT> {
    type Value = Vec<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {LIMIT} entries")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element()? {
            if list.len() == LIMIT {
                return Err(A::Error::custom(format_args!("a list is over the limit of {LIMIT} entries")));
            }
            list.push(entry);
        }
        Ok(list)
    }
}

pub(crate) fn list<'de, D, T, const LIMIT: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_seq(List::<T, LIMIT>(PhantomData))
}

pub(crate) fn entries<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    list::<D, T, ENTRIES>(deserializer)
}

pub(crate) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(entries::<D, Bounded>(deserializer)?.into_iter().map(|text| text.0).collect())
}

struct Texts<K>(PhantomData<K>);

impl<'de, K: Deserialize<'de> + Ord> Visitor<'de> for Texts<K> {
    type Value = BTreeMap<K, String>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map of at most {ENTRIES} texts")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((key, text)) = entries.next_entry::<K, Bounded>()? {
            if map.len() == ENTRIES {
                return Err(A::Error::custom(format_args!("a map is over the limit of {ENTRIES} entries")));
            }
            if map.insert(key, text.0).is_some() {
                return Err(A::Error::custom("a key stands twice in a map"));
            }
        }
        Ok(map)
    }
}

pub(crate) fn map<'de, D, K>(deserializer: D) -> Result<BTreeMap<K, String>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
{
    deserializer.deserialize_map(Texts(PhantomData))
}

/// Bytes of a document: a byte string in CBOR, base64 where a person may read the file.
pub(crate) mod bytes {
    use base64::Engine as _;

    use super::{DOCUMENT_BYTES, Deserializer, Document, STANDARD, Serializer};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&STANDARD.encode(bytes))
        } else {
            serializer.serialize_bytes(bytes)
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_string(Document { most: DOCUMENT_BYTES * 4 / 3 + 4 })
        } else {
            deserializer.deserialize_byte_buf(Document { most: DOCUMENT_BYTES })
        }
    }
}

struct Document {
    most: usize,
}

impl<'de> Visitor<'de> for Document {
    type Value = Vec<u8>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a document of at most {DOCUMENT_BYTES} bytes")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<u8>, E> {
        if text.len() > self.most {
            return Err(E::custom(format_args!("a document is over the limit of {DOCUMENT_BYTES} bytes")));
        }
        STANDARD.decode(text).map_err(|_| E::custom("a document is not base64"))
    }
    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        if bytes.len() > DOCUMENT_BYTES {
            return Err(E::custom(format_args!("a document is over the limit of {DOCUMENT_BYTES} bytes")));
        }
        Ok(bytes.to_vec())
    }
    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
        if bytes.len() > DOCUMENT_BYTES { self.visit_bytes(&bytes) } else { Ok(bytes) }
    }
    // Decoders that know no byte strings hand the bytes out one by one.
    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<u8>, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = entries.next_element::<u8>()? {
            if bytes.len() == DOCUMENT_BYTES {
                return Err(A::Error::custom(format_args!(
                    "a document is over the limit of {DOCUMENT_BYTES} bytes"
                )));
            }
            bytes.push(byte);
        }
        Ok(bytes)
    }
}
