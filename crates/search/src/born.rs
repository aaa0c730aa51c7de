//! A date of birth as precise as it is known.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date of birth as precise as it is known. Written `1953`, `1953-01` or `1953-01-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Born {
    /// The year alone.
    Year(i16),
    /// Year and month (1 to 12).
    Month(i16, i8),
    /// The day.
    Day(Date),
}

/// The text is not a date of birth.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date: {why}")]
pub struct NotADate {
    /// The text, cut to 40 characters.
    pub text: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl Born {
    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(date) => date.year(),
        }
    }
}

impl fmt::Display for Born {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
        }
    }
}

impl From<Born> for String {
    fn from(born: Born) -> Self {
        born.to_string()
    }
}

impl TryFrom<String> for Born {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

impl FromStr for Born {
    type Err = NotADate;

    /// Reads `1953`, `1953-01`, `1953-01-06`, and the day-first forms `6.1.1953` and `06/01/1953`. A time of day after the
    /// date is left out.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = |why| NotADate { text: text.chars().take(40).collect(), why };
        let trimmed = text.trim();
        let date = trimmed.split_once(['T', ' ']).map_or(trimmed, |(date, _)| date);
        let fields: Vec<&str> = date.split(['-', '.', '/']).collect();
        if fields.iter().any(|f| f.is_empty() || f.len() > 4 || !f.bytes().all(|b| b.is_ascii_digit())) {
            return Err(wrong("write YYYY, YYYY-MM or YYYY-MM-DD"));
        }
        let number =
            |field: &str| field.parse::<i16>().map_err(|_| wrong("write YYYY, YYYY-MM or YYYY-MM-DD"));
        let year_of = |field: &str| match number(field)? {
            year @ 1000..=2999 if field.len() == 4 => Ok(year),
            _ => Err(wrong("the year is not between 1000 and 2999")),
        };
        let small = |field: &str| {
            number(field).and_then(|n| i8::try_from(n).map_err(|_| wrong("there is no such day or month")))
        };
        let day = |year, month, day| {
            Date::new(year, month, day).map(Self::Day).map_err(|_| wrong("there is no such day"))
        };
        match fields.as_slice() {
            [year] => Ok(Self::Year(year_of(year)?)),
            [year, month] if year.len() == 4 => match small(month)? {
                0 => Ok(Self::Year(year_of(year)?)),
                month @ 1..=12 => Ok(Self::Month(year_of(year)?, month)),
                _ => Err(wrong("there is no such month")),
            },
            [year, "00", _] if year.len() == 4 => Ok(Self::Year(year_of(year)?)),
            [year, month, "00"] if year.len() == 4 => match small(month)? {
                month @ 1..=12 => Ok(Self::Month(year_of(year)?, month)),
                _ => Err(wrong("there is no such month")),
            },
            [year, month, d] if year.len() == 4 => day(year_of(year)?, small(month)?, small(d)?),
            [d, month, year] => day(year_of(year)?, small(month)?, small(d)?),
            _ => Err(wrong("write YYYY, YYYY-MM or YYYY-MM-DD")),
        }
    }
}
