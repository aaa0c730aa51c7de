//! What a text of talks says: the parts of a record, each with the bytes it came from and how sure it is.

use std::fmt;
use std::ops::Range;

use crate::calendar;
use crate::people::Person;
use crate::subject::{Coded, Percent, PlaceNamed, StateNamed};

/// Byte ranges of the text as it was given.
pub type Spans = Vec<Range<usize>>;

/// A day, a month or a year of the Gregorian calendar, as precise as the text is. Written `2017-11-30`, `2017-11` or `2017`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// A date of the years 1800 to 2200 that the calendar has; `None` for any other.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let known = (1800..=2200).contains(&year)
            && match (month, day) {
                (None, None) => true,
                (Some(month), None) => (1..=12).contains(&month),
                (Some(month), Some(day)) => day >= 1 && day <= calendar::days_in(year, month),
                (None, Some(_)) => false,
            };
        known.then_some(Self { year, month, day })
    }

    /// Reads `2017`, `2017-11` or `2017-11-30`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut next = |width: usize| match parts.next() {
            None => Some(None),
            Some(part) if part.len() == width && part.bytes().all(|b| b.is_ascii_digit()) => {
                Some(part.parse::<u16>().ok())
            }
            Some(_) => None,
        };
        let (year, month, day) = (next(4)??, next(2)?, next(2)?);
        if parts.next().is_some() {
            return None;
        }
        let short = |value: Option<u16>| value.and_then(|value| u8::try_from(value).ok());
        Self::new(year, short(month), short(day))
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, if it is known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, if it is known.
    pub fn day(self) -> Option<u8> {
        self.day
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The date of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// As precise as the text is.
    pub value: PartialDate,
    /// Bytes of the text.
    pub spans: Spans,
    /// How sure.
    pub confidence: Percent,
}

/// Who owes what was promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Both sides of a meeting of two.
    Both,
    /// All who took part.
    All,
    /// These, as codes in alphabetical order.
    These(Vec<String>),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Both => f.write_str("both"),
            Self::All => f.write_str("all"),
            Self::These(codes) => f.write_str(&codes.join("+")),
        }
    }
}

/// Something that was agreed, undertaken or signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Who owes it.
    pub who: Owner,
    /// What is to be done, in the words of the text.
    pub what: String,
    /// Until when.
    pub due: Option<PartialDate>,
    /// Bytes of the text.
    pub spans: Spans,
    /// How sure.
    pub confidence: Percent,
}

/// Whether a text is about a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// It is.
    Found,
    /// It is not, and why.
    NotFound(NoMeeting),
}

/// Why a text is taken for no readout of talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMeeting {
    /// There are no words in it.
    NoWords,
    /// It names no state or body whose authorities could have met.
    NobodyMet,
    /// It names states, but nothing that is said or done at a meeting of authorities.
    NothingMet,
}

impl fmt::Display for NoMeeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoWords => "no meeting found: the text has no words",
            Self::NobodyMet => {
                "no meeting found: the text names no authorities of a state that could have met"
            }
            Self::NothingMet => "no meeting found: the text speaks of no talks, visit, session or agreement",
        })
    }
}

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether it is about a meeting. If it is not, the findings are what was seen all the same.
    pub meeting: Meeting,
    /// Two-letter code of its language, if that is one with a vocabulary.
    pub language: Option<&'static str>,
    /// When they met.
    pub date: Option<Dated>,
    /// Where they met.
    pub places: Vec<PlaceNamed>,
    /// The states named; those that met have the part of a party.
    pub states: Vec<StateNamed>,
    /// International bodies and standing formats.
    pub bodies: Vec<Coded>,
    /// The officials named, in the order of the text.
    pub people: Vec<Person>,
    /// What was spoken of.
    pub topics: Vec<Coded>,
    /// How the authorities work together.
    pub mechanisms: Vec<Coded>,
    /// What was promised.
    pub commitments: Vec<Commitment>,
}
