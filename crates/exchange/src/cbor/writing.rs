//! Writing a value in its one encoding, straight into its bytes.
//!
//! A map is written in the order in which it comes and put in order afterwards, so that nothing is encoded twice and no
//! tree of values is built between.

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::{CborError, MAX_DEPTH, head};

/// Writes `value` behind what is in `bytes`.
pub(super) fn write<T: Serialize + ?Sized>(value: &T, bytes: &mut Vec<u8>) -> Result<(), CborError> {
    value.serialize(Writer { bytes, depth: 0 })
}

impl ser::Error for CborError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::Serialise(ciborium::value::Error::Custom(message.to_string()))
    }
}

struct Writer<'a> {
    bytes: &'a mut Vec<u8>,
    depth: usize,
}

impl<'a> Writer<'a> {
    fn item(self, major: u8, argument: u64) -> Result<(), CborError> {
        head(major, argument, self.entered()?);
        Ok(())
    }

    fn simple(self, byte: u8) -> Result<(), CborError> {
        self.entered()?.push(byte);
        Ok(())
    }

    fn string(self, major: u8, content: &[u8]) -> Result<(), CborError> {
        let bytes = self.entered()?;
        bytes.reserve(content.len() + 9);
        head(major, content.len() as u64, bytes);
        bytes.extend_from_slice(content);
        Ok(())
    }

    fn entered(self) -> Result<&'a mut Vec<u8>, CborError> {
        if self.depth > MAX_DEPTH {
            return Err(CborError::NotEncodable("values nest too deeply"));
        }
        Ok(self.bytes)
    }

    fn list(self) -> Result<List<'a>, CborError> {
        let depth = self.depth + 1;
        let bytes = self.entered()?;
        Ok(List { start: bytes.len(), bytes, depth, count: 0 })
    }

    /// `length` is what is said of it beforehand.
    fn map(self, length: usize) -> Result<Map<'a>, CborError> {
        let depth = self.depth + 1;
        let bytes = self.entered()?;
        Ok(Map { start: bytes.len(), bytes, depth, entries: Vec::with_capacity(length.min(FIELDS)) })
    }

    /// A variant with content is a map of one entry: its name and what it holds.
    fn variant(self, name: &str) -> Result<Writer<'a>, CborError> {
        let depth = self.depth + 1;
        let bytes = self.entered()?;
        head(5, 1, bytes);
        Writer { bytes, depth }.string(3, name.as_bytes())?;
        Ok(Writer { bytes, depth })
    }
}

impl<'a> ser::Serializer for Writer<'a> {
    type Ok = ();
    type Error = CborError;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = Map<'a>;
    type SerializeStructVariant = Map<'a>;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, truth: bool) -> Result<(), CborError> {
        self.simple(0xF4 | u8::from(truth))
    }

    fn serialize_i8(self, number: i8) -> Result<(), CborError> {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), CborError> {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), CborError> {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), CborError> {
        match u64::try_from(number) {
            Ok(number) => self.item(0, number),
            // -1 - n, as the encoding counts negative numbers.
            Err(_) => self.item(1, !number.cast_unsigned()),
        }
    }

    fn serialize_i128(self, number: i128) -> Result<(), CborError> {
        let (major, argument) = if number < 0 { (1, -1 - number) } else { (0, number) };
        let argument = u64::try_from(argument).map_err(|_| TOO_WIDE)?;
        self.item(major, argument)
    }

    fn serialize_u8(self, number: u8) -> Result<(), CborError> {
        self.item(0, number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), CborError> {
        self.item(0, number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), CborError> {
        self.item(0, number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), CborError> {
        self.item(0, number)
    }

    fn serialize_u128(self, number: u128) -> Result<(), CborError> {
        self.item(0, u64::try_from(number).map_err(|_| TOO_WIDE)?)
    }

    fn serialize_f32(self, _: f32) -> Result<(), CborError> {
        Err(CborError::NotEncodable("a float"))
    }

    fn serialize_f64(self, _: f64) -> Result<(), CborError> {
        Err(CborError::NotEncodable("a float"))
    }

    fn serialize_char(self, character: char) -> Result<(), CborError> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), CborError> {
        self.string(3, text.as_bytes())
    }

    fn serialize_bytes(self, content: &[u8]) -> Result<(), CborError> {
        self.string(2, content)
    }

    fn serialize_none(self) -> Result<(), CborError> {
        self.simple(0xF6)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), CborError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), CborError> {
        self.simple(0xF6)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), CborError> {
        self.simple(0xF6)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), CborError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), CborError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), CborError> {
        value.serialize(self.variant(variant)?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, CborError> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, CborError> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, CborError> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, CborError> {
        self.variant(variant)?.list()
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Map<'a>, CborError> {
        self.map(length.unwrap_or_default())
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Map<'a>, CborError> {
        self.map(length)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Map<'a>, CborError> {
        self.variant(variant)?.map(length)
    }
}

/// Room is made for the fields of a map up to so many.
const FIELDS: usize = 32;

const TOO_WIDE: CborError = CborError::NotEncodable("an integer of more than 64 bits");

/// A list whose head is put before its items at the end, when they are counted.
struct List<'a> {
    bytes: &'a mut Vec<u8>,
    depth: usize,
    start: usize,
    count: u64,
}

impl List<'_> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CborError> {
        self.count += 1;
        if self.count == 1 {
            // Room for the head of a list of up to 23 items, which most are.
            self.bytes.push(0);
        }
        value.serialize(Writer { bytes: self.bytes, depth: self.depth })
    }

    fn done(self) {
        put_head(4, self.count, self.start, self.bytes);
    }
}

/// Puts the head of a list or map at `start`, where one byte was left for it unless it is empty.
fn put_head(major: u8, count: u64, start: usize, bytes: &mut Vec<u8>) {
    match bytes.get_mut(start) {
        Some(left) if count < 24 => *left = major << 5 | count as u8,
        Some(_) => {
            let mut before = Vec::new();
            head(major, count, &mut before);
            bytes.splice(start..=start, before);
        }
        None => head(major, 0, bytes),
    }
}

/// A map; entries are where their keys begin, where these end, and where their values end.
struct Map<'a> {
    bytes: &'a mut Vec<u8>,
    depth: usize,
    start: usize,
    entries: Vec<(usize, usize, usize)>,
}

impl Map<'_> {
    fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), CborError> {
        if self.entries.is_empty() {
            self.bytes.push(0);
        }
        let from = self.bytes.len();
        key.serialize(Writer { bytes: self.bytes, depth: self.depth })?;
        self.entries.push((from, self.bytes.len(), 0));
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CborError> {
        value.serialize(Writer { bytes: self.bytes, depth: self.depth })?;
        if let Some((.., end)) = self.entries.last_mut() {
            *end = self.bytes.len();
        }
        Ok(())
    }

    fn done(mut self) -> Result<(), CborError> {
        let key = |entry: &(usize, usize, usize)| self.bytes.get(entry.0..entry.1).unwrap_or_default();
        if !self.entries.is_sorted_by(|one, other| key(one) < key(other)) {
            let mut order = self.entries.clone();
            order.sort_by(|one, other| key(one).cmp(key(other)));
            if order.windows(2).any(|pair| matches!(pair, [one, other] if key(one) == key(other))) {
                return Err(CborError::NotEncodable("two equal map keys"));
            }
            let unordered = self.bytes.split_off(self.start + 1);
            for (from, _, end) in order {
                let entry = unordered.get(from - self.start - 1..end - self.start - 1);
                self.bytes.extend_from_slice(entry.unwrap_or_default());
            }
        }
        put_head(5, self.entries.len() as u64, self.start, self.bytes);
        self.entries.clear();
        Ok(())
    }
}

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = CborError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CborError> {
        self.add(value)
    }

    fn end(self) -> Result<(), CborError> {
        self.done();
        Ok(())
    }
}

impl SerializeTuple for List<'_> {
    type Ok = ();
    type Error = CborError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CborError> {
        self.add(value)
    }

    fn end(self) -> Result<(), CborError> {
        self.done();
        Ok(())
    }
}

impl SerializeTupleStruct for List<'_> {
    type Ok = ();
    type Error = CborError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CborError> {
        self.add(value)
    }

    fn end(self) -> Result<(), CborError> {
        self.done();
        Ok(())
    }
}

impl SerializeTupleVariant for List<'_> {
    type Ok = ();
    type Error = CborError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CborError> {
        self.add(value)
    }

    fn end(self) -> Result<(), CborError> {
        self.done();
        Ok(())
    }
}

impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = CborError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), CborError> {
        self.key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CborError> {
        self.value(value)
    }

    fn end(self) -> Result<(), CborError> {
        self.done()
    }
}

impl SerializeStruct for Map<'_> {
    type Ok = ();
    type Error = CborError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), CborError> {
        self.key(name)?;
        self.value(value)
    }

    fn end(self) -> Result<(), CborError> {
        self.done()
    }
}

impl SerializeStructVariant for Map<'_> {
    type Ok = ();
    type Error = CborError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), CborError> {
        self.key(name)?;
        self.value(value)
    }

    fn end(self) -> Result<(), CborError> {
        self.done()
    }
}
