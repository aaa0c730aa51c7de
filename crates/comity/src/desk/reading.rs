//! Reads typed values out of a form, collecting what cannot be read instead of stopping at the first.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use law::Key;

use super::form::{Fields, Objection};

/// The most characters one field of a form may hold.
pub(crate) const FIELD_MOST: usize = 20_000;

/// A form being read.
pub(crate) struct Reading<'a> {
    fields: &'a Fields,
    objections: Vec<Objection>,
}

impl<'a> Reading<'a> {
    /// Begins to read; fields that are too long are objected to at once.
    pub(crate) fn new(fields: &'a Fields) -> Self {
        let mut reading = Self { fields, objections: Vec::new() };
        for (name, value) in fields {
            let length = value.chars().count();
            if length > FIELD_MOST {
                reading.object(
                    name,
                    format!("{length} characters are too many"),
                    format!("shorten it to {FIELD_MOST} characters or attach a document"),
                );
            }
        }
        reading
    }

    /// Ends reading with what was wrong.
    pub(crate) fn objections(self) -> Vec<Objection> {
        self.objections
    }

    /// Holds something against a field.
    pub(crate) fn object(&mut self, field: &str, message: impl Into<String>, remedy: impl Into<String>) {
        self.objections.push(Objection {
            field: Some(field.to_owned()),
            article: None,
            message: message.into(),
            remedy: remedy.into(),
            blocks: true,
        });
    }

    /// The text of a field without outer white space; empty when absent.
    pub(crate) fn text(&self, name: &str) -> &'a str {
        self.fields.get(name).map_or("", |value| value.trim())
    }

    /// The text, or nothing when empty.
    pub(crate) fn optional(&self, name: &str) -> Option<String> {
        let text = self.text(name);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The text of a field that must not be empty.
    pub(crate) fn needed(&mut self, name: &str) -> String {
        let text = self.text(name);
        if text.is_empty() {
            self.object(name, "nothing is entered", "fill it in");
        }
        text.to_owned()
    }

    /// The lines of a field, without empty ones.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        self.text(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Whether a box is ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        matches!(self.text(name), "yes" | "on" | "true" | "1")
    }

    /// A date, when one is entered.
    pub(crate) fn date(&mut self, name: &str) -> Option<Date> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let read = read_date(text);
        if read.is_none() {
            self.object(name, format!("`{}` is not a day of the calendar", cut(text)), "write YYYY-MM-DD");
        }
        read
    }

    /// A whole number that must be there.
    pub(crate) fn number(&mut self, name: &str) -> Option<u32> {
        let text = self.text(name);
        let read = text.parse().ok();
        if read.is_none() {
            self.object(name, format!("`{}` is not a whole number", cut(text)), "write digits only");
        }
        read
    }

    /// A local date and time with the zone of its place, which must be there.
    pub(crate) fn moment(&mut self, name: &str, zone_name: &str) -> Option<(Timestamp, String)> {
        let zone_text = self.text(zone_name);
        let zone = TimeZone::get(zone_text).ok();
        if zone.is_none() {
            self.object(
                zone_name,
                format!("`{}` is not a time zone", cut(zone_text)),
                "write one of the tz database, such as Europe/Berlin",
            );
        }
        let text = self.text(name);
        let local: Option<DateTime> = text.replace(' ', "T").parse().ok().filter(|_| text.len() > 10);
        if local.is_none() {
            self.object(
                name,
                format!("`{}` is not a date with a time", cut(text)),
                "write YYYY-MM-DDTHH:MM in local time",
            );
        }
        let (zone, local) = (zone?, local?);
        match zone.to_ambiguous_timestamp(local).unambiguous() {
            Ok(at) => Some((at, zone_text.to_owned())),
            Err(_) => {
                self.object(
                    name,
                    format!("`{}` does not exist, or exists twice, on the day the clocks change", cut(text)),
                    "write the moment in UTC and the zone `UTC`",
                );
                None
            }
        }
    }

    /// A key, when one is entered.
    pub(crate) fn key(&mut self, name: &str) -> Option<Key> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        match Key::parse(text) {
            Ok(key) => Some(key),
            Err(error) => {
                self.object(name, error.to_string(), "choose one from the list");
                None
            }
        }
    }

    /// One of a closed set of words, which must be there.
    pub(crate) fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name);
        let chosen = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if chosen.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let message = if text.is_empty() {
                "nothing is chosen".to_owned()
            } else {
                format!("`{}` is not a choice", cut(text))
            };
            self.object(name, message, format!("choose {}", words.join(", ")));
        }
        chosen
    }

    /// Names and values of all non-empty fields that begin with `prefix`, without the prefix.
    pub(crate) fn beginning<'b>(&'b self, prefix: &'b str) -> impl Iterator<Item = (&'a str, &'a str)> + 'b {
        self.fields
            .iter()
            .filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.trim())))
            .filter(|(_, value)| !value.is_empty())
    }
}

/// Reads `YYYY-MM-DD` or `DD.MM.YYYY`.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    match text.parse::<search::Born>().ok()? {
        search::Born::Day(date) => Some(date),
        search::Born::Year(_) | search::Born::Month(..) | search::Born::About(_) => None,
    }
}

/// Input as it is quoted in messages: never at length, never with control characters.
pub(crate) fn cut(text: &str) -> String {
    let mut short: String =
        text.chars().take(60).map(|char| if char.is_control() { '\u{fffd}' } else { char }).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}

/// The local date and time of a moment, as a form shows it.
pub(crate) fn local(at: Timestamp, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = zone.to_datetime(at);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        local.year(),
        local.month(),
        local.day(),
        local.hour(),
        local.minute()
    )
}

/// The time zone in which an authority of a state enters times unless it says otherwise.
pub(crate) fn zone_of(state: &str) -> &'static str {
    match state {
        "AM" => "Asia/Yerevan",
        "AT" => "Europe/Vienna",
        "AZ" => "Asia/Baku",
        "BE" => "Europe/Brussels",
        "BG" => "Europe/Sofia",
        "BY" => "Europe/Minsk",
        "CH" => "Europe/Zurich",
        "CZ" => "Europe/Prague",
        "DE" => "Europe/Berlin",
        "DK" => "Europe/Copenhagen",
        "EE" => "Europe/Tallinn",
        "ES" => "Europe/Madrid",
        "FI" => "Europe/Helsinki",
        "FR" => "Europe/Paris",
        "GB" => "Europe/London",
        "GE" => "Asia/Tbilisi",
        "GR" => "Europe/Athens",
        "HU" => "Europe/Budapest",
        "IT" => "Europe/Rome",
        "LT" => "Europe/Vilnius",
        "LV" => "Europe/Riga",
        "MD" => "Europe/Chisinau",
        "NL" => "Europe/Amsterdam",
        "NO" => "Europe/Oslo",
        "PL" => "Europe/Warsaw",
        "PT" => "Europe/Lisbon",
        "RO" => "Europe/Bucharest",
        "RU" => "Europe/Moscow",
        "SE" => "Europe/Stockholm",
        "SK" => "Europe/Bratislava",
        "TR" => "Europe/Istanbul",
        "UA" => "Europe/Kyiv",
        "UZ" => "Asia/Tashkent",
        _ => "UTC",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_moment(at: &str, zone: &str, expected: Option<&str>) {
        let fields =
            Fields::from([("at".to_owned(), at.to_owned()), ("at-zone".to_owned(), zone.to_owned())]);
        let mut reading = Reading::new(&fields);
        let moment = reading.moment("at", "at-zone").map(|(at, _)| at.to_string());
        assert_eq!(moment.as_deref(), expected, "{at} {zone}");
        assert_eq!(reading.objections().is_empty(), expected.is_some());
    }

    #[test]
    fn moments_are_local() {
        check_moment("2026-03-01T14:20", "Europe/Tallinn", Some("2026-03-01T12:20:00Z"));
        check_moment("2026-03-01 14:20", "UTC", Some("2026-03-01T14:20:00Z"));
        check_moment("2026-03-01", "UTC", None);
        check_moment("2026-02-31T10:00", "UTC", None);
        check_moment("2026-03-29T03:30", "Europe/Tallinn", None);
        check_moment("2026-03-01T14:20", "Europe/Reval", None);
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        assert!(read_date("2024-02-29").is_some());
        assert!(read_date("29.02.2024").is_some());
        assert!(read_date("2026-02-31").is_none());
        assert!(read_date("2026").is_none());
    }

    #[test]
    fn long_fields_are_refused() {
        let fields = Fields::from([("text".to_owned(), "x".repeat(1_000_000))]);
        let objections = Reading::new(&fields).objections();
        assert_eq!(objections[0].message, "1000000 characters are too many");
    }
}
