//! A date of birth as precise as it is known.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendars::{self, Calendar};

/// A date of birth as precise as it is known. Written `1953`, `1953-01`, `1953-01-06`, or `~1953-01-06` where the day was
/// reckoned from the moon and may be off by two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Born {
    /// The year alone.
    Year(i16),
    /// Year and month (1 to 12).
    Month(i16, i8),
    /// The day.
    Day(Date),
    /// The day as reckoned from a date of the Hijri calendar, within two days.
    About(Date),
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

const FORM: &str = "write YYYY, YYYY-MM or YYYY-MM-DD";

impl Born {
    /// The most readings a text can have.
    pub const READINGS: usize = 4;

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(date) | Self::About(date) => date.year(),
        }
    }

    /// Reads a date as it is written anywhere: also with digits of other scripts, day first, by Japanese eras, and in the
    /// Hijri, Solar Hijri, Buddhist and Minguo calendars. A calendar is told by its mark (`1345-07-01 SH`, `1386 AH`,
    /// `พ.ศ. 2509`, `昭和45年3月2日`) or is evident from the year. A year between 1279 and 1448 can be of two calendars:
    /// `countries` (ISO alpha-2) decide, else both readings are given. A year of another calendar lies in two of ours.
    ///
    /// # Errors
    /// [`NotADate`].
    pub fn readings(text: &str, countries: &[impl AsRef<str>]) -> Result<Vec<Self>, NotADate> {
        let wrong = |why| NotADate { text: text.chars().take(40).collect(), why };
        if text.len() > 200 {
            return Err(wrong("it is too long"));
        }
        let plain: String = text
            .trim()
            .to_lowercase()
            .chars()
            .map(|c| calendars::digit(c).map_or(c, |d| char::from(b'0' + d)))
            .collect();
        if let Ok(born @ Self::About(_)) = plain.parse() {
            return Ok(vec![born]);
        }
        if let Some((before, rest)) = calendars::japanese_era(&plain) {
            let rest = rest.replacen('元', "1", 1);
            let numbers = numbers(&rest).ok_or_else(|| wrong(FORM))?;
            let [year, rest @ ..] = numbers.as_slice() else { return Err(wrong(FORM)) };
            return one(Calendar::Gregorian, before + year, rest)
                .ok_or_else(|| wrong("there is no such day"));
        }
        let calendar = calendars::marked(&plain);
        let fields = match calendar {
            Some(_) => numbers(&plain).ok_or_else(|| wrong(FORM))?,
            None => match plain.parse::<Self>() {
                Ok(born) if !(1200..=1499).contains(&born.year()) && born.year() < 2400 => {
                    return Ok(vec![born]);
                }
                Err(error) => match plain_fields(&plain) {
                    // A day that the Gregorian calendar lacks may be one of another.
                    Some(fields) if year_first(&fields).is_some_and(|year| (1200..2900).contains(&year)) => {
                        fields
                    }
                    _ => return Err(error),
                },
                Ok(_) => plain_fields(&plain).ok_or_else(|| wrong(FORM))?,
            },
        };
        let fields = match fields.as_slice() {
            [year] => vec![*year],
            [year, month] if *year > 31 => vec![*year, *month],
            [year, month, day] if *year > 31 || calendar == Some(Calendar::Minguo) => {
                vec![*year, *month, *day]
            }
            [day, month, year] => vec![*year, *month, *day],
            _ => return Err(wrong(FORM)),
        };
        let (year, rest) = (fields.first().copied().unwrap_or_default(), fields.get(1..).unwrap_or_default());
        let candidates: &[Calendar] = match calendar {
            Some(Calendar::Gregorian) | None => match year {
                1279..=1448 => {
                    let solar = countries
                        .iter()
                        .any(|code| matches!(code.as_ref().to_lowercase().as_str(), "ir" | "af"));
                    match (solar, countries.is_empty(), year) {
                        (true, _, ..=1410) | (_, true, ..=1317) => &[Calendar::SolarHijri],
                        (false, false, 1318..) | (_, _, 1411..) => &[Calendar::Hijri],
                        _ => &[Calendar::SolarHijri, Calendar::Hijri],
                    }
                }
                2400..=2699 => &[Calendar::Buddhist],
                _ => &[Calendar::Gregorian],
            },
            Some(Calendar::SolarHijri) => &[Calendar::SolarHijri],
            Some(Calendar::Hijri) => &[Calendar::Hijri],
            Some(Calendar::Buddhist) => &[Calendar::Buddhist],
            Some(Calendar::Minguo) => &[Calendar::Minguo],
        };
        let mut found: Vec<Self> = Vec::new();
        for calendar in candidates {
            found.extend(one(*calendar, year, rest).into_iter().flatten());
        }
        found.dedup();
        found.truncate(Self::READINGS);
        if found.is_empty() { Err(wrong("there is no such day")) } else { Ok(found) }
    }
}

/// The readings of a year with an optional month and day in one calendar.
fn one(calendar: Calendar, year: i32, rest: &[i32]) -> Option<Vec<Born>> {
    let day =
        |month, day| calendar.date(year, month, day).filter(|date| (1000..=2999).contains(&date.year()));
    Some(match rest {
        [0, _] => return one(calendar, year, &[]),
        [month, 0] => return one(calendar, year, &[*month]),
        [month, d] if calendar == Calendar::Hijri => vec![Born::About(day(*month, *d)?)],
        [month, d] => vec![Born::Day(day(*month, *d)?)],
        [0] => return one(calendar, year, &[]),
        [month] => {
            let first = day(*month, 1)?;
            match calendar {
                Calendar::SolarHijri | Calendar::Hijri => vec![Born::Year(first.year())],
                Calendar::Gregorian | Calendar::Buddhist | Calendar::Minguo => {
                    vec![Born::Month(first.year(), first.month())]
                }
            }
        }
        [] => {
            let (first, last) = (day(1, 1)?, day(12, 29)?);
            let mut years = vec![Born::Year(first.year())];
            if last.year() != first.year() {
                years.push(Born::Year(last.year()));
            }
            years
        }
        _ => return None,
    })
}

/// The numbers of a text, at most three, whatever stands between them.
fn numbers(text: &str) -> Option<Vec<i32>> {
    let found: Option<Vec<i32>> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|field| !field.is_empty())
        .map(|field| (field.len() <= 4).then(|| field.parse().ok()).flatten())
        .collect();
    found.filter(|numbers| (1..=3).contains(&numbers.len()))
}

fn plain_fields(text: &str) -> Option<Vec<i32>> {
    let date = text.split_once(['t', ' ']).map_or(text, |(date, _)| date);
    date.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/')).then(|| numbers(date)).flatten()
}

fn year_first(fields: &[i32]) -> Option<i32> {
    fields.iter().copied().find(|field| *field > 31)
}

impl fmt::Display for Born {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            Self::About(date) => write!(f, "~{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
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

    /// Reads `1953`, `1953-01`, `1953-01-06`, and the day-first forms `6.1.1953` and `06/01/1953`, all Gregorian. A time of
    /// day after the date is left out. Other calendars are read by [`Born::readings`].
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = |why| NotADate { text: text.chars().take(40).collect(), why };
        let trimmed = text.trim();
        if let Some(about) = trimmed.strip_prefix('~') {
            return match about.parse()? {
                Self::Day(date) | Self::About(date) => Ok(Self::About(date)),
                Self::Year(_) | Self::Month(..) => Err(wrong("write ~YYYY-MM-DD")),
            };
        }
        let date = trimmed.split_once(['T', 't', ' ']).map_or(trimmed, |(date, _)| date);
        let fields: Vec<&str> = date.split(['-', '.', '/']).collect();
        if fields.iter().any(|f| f.is_empty() || f.len() > 4 || !f.bytes().all(|b| b.is_ascii_digit())) {
            return Err(wrong(FORM));
        }
        let number = |field: &str| field.parse::<i16>().map_err(|_| wrong(FORM));
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
            _ => Err(wrong(FORM)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, countries: &[&str], expected: &str) {
        let shown = match Born::readings(text, countries) {
            Ok(readings) => readings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            Err(error) => error.why.to_owned(),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn dates_as_they_are_written_elsewhere() {
        check("1961-03-14", &[], "1961-03-14");
        check("14.3.1961", &["ru"], "1961-03-14");
        check("١٤/٣/١٩٦١", &["iq"], "1961-03-14");
        check("1345-07-01", &["IR"], "1966-09-23");
        check("۱۳۴۵/۷/۱", &["ir"], "1966-09-23");
        check("1345-07-01 SH", &[], "1966-09-23");
        check("1345/02/31", &["ir"], "1966-05-21");
        check("1386-05-03", &["sa"], "~1966-08-20");
        check("3/5/1386 AH", &[], "~1966-08-20");
        check("1386-05-03", &[], "2007-07-25 ~1966-08-20");
        check("1345", &["af"], "1966 1967");
        check("2509-02-28", &[], "1966-02-28");
        check("28 2 พ.ศ. 2509", &[], "1966-02-28");
        check("昭和45年3月2日", &[], "1970-03-02");
        check("S45.3.2", &[], "1970-03-02");
        check("平成元年", &[], "1989");
        check("民國55年3月2日", &[], "1966-03-02");
        check("~1966-08-20", &[], "~1966-08-20");
        check("1961-02-31", &[], "there is no such day");
        check("soon", &[], FORM);
        check("", &[], FORM);
        check("1386-13-03", &["sa"], "there is no such day");
    }
}
