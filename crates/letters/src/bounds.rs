//! What a record may be: how long its texts and lists, which form its codes and hashes.

use std::fmt;

use serde_json::Value;

use crate::record::{MAX_CHARACTERS, MAX_ENTRIES, MAX_TEXT, Record};

/// Why a record cannot become a letter. Each names the place in the record, such as `contents.3.text.text`.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The text is not the JSON of a record.
    #[error("the record cannot be read, line {line}, column {column}: {why}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        why: String,
    },
    /// A text is longer than a letter can show.
    #[error("`{place}` has {length} characters; a text can have {MAX_TEXT}")]
    TextTooLong {
        /// Where.
        place: Place,
        /// How many characters.
        length: usize,
    },
    /// All texts together are longer than a letter can show.
    #[error(
        "the record has more than {MAX_CHARACTERS} characters, counted up to `{place}`; send the rest as a document"
    )]
    TooMuchText {
        /// Where the count went over.
        place: Place,
    },
    /// A list is longer than a letter can show.
    #[error("`{place}` has {length} entries; a list can have {MAX_ENTRIES}")]
    ListTooLong {
        /// Where.
        place: Place,
        /// How many entries.
        length: usize,
    },
    /// Something that a letter cannot do without is empty.
    #[error("`{place}` is empty")]
    Empty {
        /// Where.
        place: Place,
    },
    /// A hash is not one.
    #[error("`{place}` is not {digits} hexadecimal digits in lower case")]
    Hash {
        /// Where.
        place: Place,
        /// How many digits it has to have.
        digits: usize,
    },
    /// An amount is not an exact decimal.
    #[error("`{place}` is not a decimal number such as 12500.00")]
    Decimal {
        /// Where.
        place: Place,
    },
    /// A code is not one.
    #[error("`{place}` is not {what}")]
    Code {
        /// Where.
        place: Place,
        /// What it has to be.
        what: &'static str,
    },
}

/// A place in a record: field names and positions, joined by dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    fn new(place: impl Into<String>) -> Self {
        Self(place.into())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Record {
    /// Reads a record from JSON and checks it.
    ///
    /// # Errors
    /// Names the line and column, or the place in the record, of the first thing that is wrong.
    pub fn from_json(text: &str) -> Result<Record, RecordError> {
        let record: Record = serde_json::from_str(text).map_err(|error| RecordError::Json {
            line: error.line(),
            column: error.column(),
            why: without_place(&error.to_string()),
        })?;
        record.check()?;
        Ok(record)
    }

    /// Checks that the record can become a letter.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), RecordError> {
        // One walk over the plain data knows every place by its name, also those that are added later.
        let value = serde_json::to_value(self).map_err(|error| RecordError::Json {
            line: 0,
            column: 0,
            why: error.to_string(),
        })?;
        walk(&value, &mut String::new(), &mut 0)?;
        self.check_forms()
    }

    fn check_forms(&self) -> Result<(), RecordError> {
        for (name, party) in [("from", &self.from), ("to", &self.to)] {
            filled(&party.name, || format!("{name}.name"))?;
            filled(&party.authority, || format!("{name}.authority"))?;
            state(&party.state, || format!("{name}.state"))?;
        }
        filled(&self.reference, || "reference".to_owned())?;
        for (n, person) in self.persons.iter().enumerate() {
            if person.names.iter().all(|name| name.trim().is_empty()) {
                return Err(RecordError::Empty { place: Place::new(format!("persons.{n}.names")) });
            }
            for (m, code) in person.nationality.iter().enumerate() {
                state(code, || format!("persons.{n}.nationality.{m}"))?;
            }
        }
        for (n, document) in self.documents.iter().enumerate() {
            hash(&document.sha256, 64, || format!("documents.{n}.sha256"))?;
        }
        for (n, amount) in self.amounts.iter().enumerate() {
            decimal(&amount.value, || format!("amounts.{n}.value"))?;
            let currency = amount.currency.as_bytes();
            if currency.len() != 3 || !currency.iter().all(u8::is_ascii_uppercase) {
                return Err(RecordError::Code {
                    place: Place::new(format!("amounts.{n}.currency")),
                    what: "a currency of ISO 4217, three capital letters",
                });
            }
        }
        for (n, followed) in self.follows.iter().enumerate() {
            hash(&followed.act, 64, || format!("follows.{n}.act"))?;
        }
        for (name, act) in [("act", &self.act), ("recalls", &self.recalls)] {
            let Some(act) = act else { continue };
            hash(&act.hash, 64, || format!("{name}.hash"))?;
            hash(&act.case, 32, || format!("{name}.case"))?;
            filled(&act.author, || format!("{name}.author"))?;
        }
        Ok(())
    }
}

/// What `serde_json` says, without the place, which has fields of its own.
fn without_place(message: &str) -> String {
    message.rsplit_once(" at line ").map_or(message, |(what, _)| what).to_owned()
}

fn walk(value: &Value, place: &mut String, characters: &mut usize) -> Result<(), RecordError> {
    let here = place.len();
    match value {
        Value::String(text) => {
            let length = text.chars().count();
            if length > MAX_TEXT {
                return Err(RecordError::TextTooLong { place: Place::new(place.as_str()), length });
            }
            *characters += length;
            if *characters > MAX_CHARACTERS {
                return Err(RecordError::TooMuchText { place: Place::new(place.as_str()) });
            }
        }
        Value::Array(list) => {
            if list.len() > MAX_ENTRIES {
                return Err(RecordError::ListTooLong {
                    place: Place::new(place.as_str()),
                    length: list.len(),
                });
            }
            for (n, entry) in list.iter().enumerate() {
                step(place, &n.to_string());
                walk(entry, place, characters)?;
                place.truncate(here);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                step(place, name);
                walk(field, place, characters)?;
                place.truncate(here);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

fn step(place: &mut String, name: &str) {
    if !place.is_empty() {
        place.push('.');
    }
    place.push_str(name);
}

fn filled(text: &str, place: impl FnOnce() -> String) -> Result<(), RecordError> {
    if text.trim().is_empty() { Err(RecordError::Empty { place: Place::new(place()) }) } else { Ok(()) }
}

fn state(code: &str, place: impl FnOnce() -> String) -> Result<(), RecordError> {
    let fits = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if fits {
        Ok(())
    } else {
        Err(RecordError::Code {
            place: Place::new(place()),
            what: "a state of ISO 3166-1, two capital letters",
        })
    }
}

fn hash(text: &str, digits: usize, place: impl FnOnce() -> String) -> Result<(), RecordError> {
    let fits = text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if fits { Ok(()) } else { Err(RecordError::Hash { place: Place::new(place()), digits }) }
}

fn decimal(text: &str, place: impl FnOnce() -> String) -> Result<(), RecordError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if number(whole) && number(fraction) && text.len() <= 64 {
        Ok(())
    } else {
        Err(RecordError::Decimal { place: Place::new(place()) })
    }
}
