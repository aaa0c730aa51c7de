//! A file of the law as spanned tables: fields are taken out one by one, and every mistake is noted with its place.
//!
//! Reading goes on after a mistake, so that one pass reports all of them. Meaning is for the modules that read
//! instruments and procedures; links between files are for `links`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use toml::de::{DeTable, DeValue};
use toml::{Spanned, value::Datetime};

use crate::codes::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::{Key, State, shorten};
use crate::proviso::Proviso;

/// Largest file that is read.
pub(crate) const FILE_BYTES: usize = 1024 * 1024;
/// Beyond this many mistakes in one file the rest is noise.
const MOST_DIAGNOSTICS: usize = 100;

/// A place in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// A value and its place, kept for mistakes that only show between files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// A file while it is read.
pub(crate) struct Source<'a> {
    path: &'a str,
    text: &'a str,
    /// Where each line begins, so that a place is found without reading the file again.
    lines: Vec<usize>,
    broken_lines: RefCell<BTreeSet<u32>>,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Self { path, text, lines, broken_lines: RefCell::default(), diagnostics: RefCell::default() }
    }

    /// Parses the text; syntax errors are noted and what could be read is returned.
    pub(crate) fn parse(&self) -> Option<Spanned<DeTable<'a>>> {
        if self.text.len() > FILE_BYTES {
            self.note(
                Place { line: 1, column: 1 },
                format!("the file has {} bytes, more than the limit of {FILE_BYTES}", self.text.len()),
                "split it, or leave out what is not a rule; an instrument rarely needs more than 100 KiB",
            );
            return None;
        }
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let place = self.place(error.span().unwrap_or(0..0));
            // One broken line makes the parser stumble more than once.
            if self.broken_lines.borrow_mut().insert(place.line) {
                self.note(place, format!("not TOML: {}", error.message()), syntax_help(error.message()));
            }
        }
        Some(table)
    }

    pub(crate) fn note(&self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        let mut diagnostics = self.diagnostics.borrow_mut();
        if diagnostics.len() < MOST_DIAGNOSTICS {
            diagnostics.push(Diagnostic {
                file: self.path.to_owned(),
                line: place.line,
                column: place.column,
                message: message.into(),
                help: help.into(),
            });
        }
    }

    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let line = self.lines.partition_point(|begin| *begin <= span.start).saturating_sub(1);
        let begin = self.lines.get(line).copied().unwrap_or_default();
        let before = self.text.get(begin..span.start).unwrap_or_default();
        Place { line: count(line), column: count(before.chars().count()) }
    }

    pub(crate) fn clean(&self) -> bool {
        self.diagnostics.borrow().is_empty()
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics.into_inner();
        diagnostics.sort();
        diagnostics.dedup();
        diagnostics
    }
}

fn count(before: usize) -> u32 {
    u32::try_from(before).unwrap_or(u32::MAX - 1) + 1
}

fn syntax_help(message: &str) -> &'static str {
    match message {
        m if m.contains("duplicate key") => "a key stands once in its table; remove or rename the second one",
        m if m.contains("invalid date") => "write a day that exists, as in 2021-02-28",
        m if m.contains("quoted") || m.contains("invalid float") => {
            "put text in double quotes; dates, numbers, true and false stand without"
        }
        m if m.contains("literal string") || m.contains("basic string") => {
            "close the text with the quote it began with"
        }
        m if m.contains("array") => "separate entries by commas and close the list with ]",
        m if m.contains("table") || m.contains("newline") => {
            "one key per line; close [table] and [[list]] headers"
        }
        _ => "correct the line; docs/LAW.md shows a whole file",
    }
}

/// A table of a file. Every field that is asked for is known; `finish` notes the others.
pub(crate) struct Section<'s, 'a> {
    source: &'s Source<'a>,
    table: &'s DeTable<'a>,
    place: Place,
    what: String,
    asked: RefCell<Vec<&'static str>>,
    broken: Cell<bool>,
}

impl<'s, 'a> Section<'s, 'a> {
    pub(crate) fn root(source: &'s Source<'a>, table: &'s Spanned<DeTable<'a>>, what: &str) -> Self {
        Self::new(source, table.get_ref(), Place { line: 1, column: 1 }, what)
    }

    fn new(source: &'s Source<'a>, table: &'s DeTable<'a>, place: Place, what: &str) -> Self {
        Self {
            source,
            table,
            place,
            what: what.to_owned(),
            asked: RefCell::default(),
            broken: Cell::new(false),
        }
    }

    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// The place of a field's value, or of the table where the field is missing.
    pub(crate) fn place_of(&self, name: &str) -> Place {
        self.table.get(name).map_or(self.place, |value| self.source.place(value.span()))
    }

    pub(crate) fn note(&self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.broken.set(true);
        // The parser already said what is wrong in a line it could not read.
        if !self.source.broken_lines.borrow().contains(&place.line) {
            self.source.note(place, message, help);
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    fn value(&self, name: &'static str) -> Option<(&'s DeValue<'a>, Place)> {
        self.asked.borrow_mut().push(name);
        self.table.get(name).map(|value| (value.get_ref(), self.source.place(value.span())))
    }

    fn missing(&self, name: &str, example: &str) {
        self.note(
            self.place,
            format!("{} has no `{name}`", self.what),
            format!("add a line such as: {name} = {example}"),
        );
    }

    fn wrong_type(&self, name: &str, place: Place, value: &DeValue<'_>, wanted: &str, example: &str) {
        self.note(
            place,
            format!("`{name}` must be {wanted}, not {}", article(value.type_str())),
            format!("write, for example: {name} = {example}"),
        );
    }

    /// A text that may be missing.
    pub(crate) fn text(&self, name: &'static str) -> Option<String> {
        let (value, place) = self.value(name)?;
        let Some(text) = value.as_str() else {
            self.wrong_type(name, place, value, "a text", "\"…\"");
            return None;
        };
        if text.trim().is_empty() {
            self.note(place, format!("`{name}` is empty"), "write the text or leave the line out");
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that must be there; empty where it is not, after the mistake was noted.
    pub(crate) fn need_text(&self, name: &'static str) -> String {
        if !self.has(name) {
            self.missing(name, "\"…\"");
        }
        self.text(name).unwrap_or_default()
    }

    pub(crate) fn texts(&self, name: &'static str) -> Vec<String> {
        self.items(name, "a list of texts", "[\"…\"]", |section, value, place| match value.as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                section.wrong_type(name, place, value, "a list of texts", "[\"…\"]");
                None
            }
        })
    }

    fn items<T>(
        &self,
        name: &'static str,
        wanted: &str,
        example: &str,
        mut read: impl FnMut(&Self, &'s DeValue<'a>, Place) -> Option<T>,
    ) -> Vec<T> {
        let Some((value, place)) = self.value(name) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.wrong_type(name, place, value, wanted, example);
            return Vec::new();
        };
        list.iter().filter_map(|item| read(self, item.get_ref(), self.source.place(item.span()))).collect()
    }

    pub(crate) fn flag(&self, name: &'static str) -> Option<bool> {
        let (value, place) = self.value(name)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong_type(name, place, value, "true or false", "true");
        }
        flag
    }

    pub(crate) fn need_flag(&self, name: &'static str) -> bool {
        if !self.has(name) {
            self.missing(name, "true   (false where the text was not read)");
        }
        self.flag(name).unwrap_or(false)
    }

    pub(crate) fn number(&self, name: &'static str) -> Option<u32> {
        let (value, place) = self.value(name)?;
        let Some(integer) = value.as_integer() else {
            self.wrong_type(name, place, value, "a whole number", "18");
            return None;
        };
        let number =
            u32::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|number| *number <= 100_000);
        if number.is_none() {
            self.note(
                place,
                format!("`{name}` is `{}`, outside 0 to 100000", shorten(integer.as_str())),
                "write a whole number in that range",
            );
        }
        number
    }

    pub(crate) fn date(&self, name: &'static str) -> Option<Date> {
        let (value, place) = self.value(name)?;
        let Some(found) = value.as_datetime() else {
            self.wrong_type(name, place, value, "a date", "2021-12-01   (without quotes)");
            return None;
        };
        match found {
            Datetime { date: Some(date), time: None, offset: None } => {
                let parts = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
                if let (Ok(year), Ok(month), Ok(day)) = parts
                    && let Ok(date) = Date::new(year, month, day)
                {
                    return Some(date);
                }
                self.note(
                    place,
                    format!("`{found}` is no day of the calendar"),
                    "write a day that exists, as in 2021-02-28",
                );
            }
            // A day the parser refused is already noted; the value it leaves has neither date nor time.
            Datetime { date: None, time: None, .. } => {}
            _ => self.note(
                place,
                format!("`{name}` must be a day without a time"),
                "write it as in 2021-12-01",
            ),
        }
        self.broken.set(true);
        None
    }

    /// A list of days.
    pub(crate) fn dates(&self, name: &'static str) -> Vec<Date> {
        self.items(name, "a list of dates", "[2026-03-20]", |section, value, place| {
            let date = value.as_datetime().filter(|found| found.time.is_none() && found.offset.is_none());
            let date = date.and_then(|found| found.date).and_then(|date| {
                Date::new(
                    i16::try_from(date.year).ok()?,
                    i8::try_from(date.month).ok()?,
                    i8::try_from(date.day).ok()?,
                )
                .ok()
            });
            if date.is_none() {
                section.wrong_type(name, place, value, "a list of dates", "[2026-03-20]");
            }
            date
        })
    }

    /// Provisos, such as `if = ["offence=corruption"]`.
    pub(crate) fn provisos(&self, name: &'static str) -> Vec<Proviso> {
        self.items(name, "a list of provisos", "[\"offence=corruption\"]", |section, value, place| {
            let Some(text) = value.as_str() else {
                section.wrong_type(name, place, value, "a list of provisos", "[\"offence=corruption\"]");
                return None;
            };
            match Proviso::parse(text) {
                Ok(proviso) => Some(proviso),
                Err((message, help)) => {
                    section.note(place, message, help);
                    None
                }
            }
        })
    }

    /// A word of a closed vocabulary.
    pub(crate) fn code<T: Code>(&self, name: &'static str) -> Option<T> {
        let (value, place) = self.value(name)?;
        let Some(word) = value.as_str() else {
            self.wrong_type(name, place, value, "a word", &format!("\"{}\"", first_word::<T>()));
            return None;
        };
        let code = T::find(word);
        if code.is_none() {
            let known: Vec<&str> = T::WORDS.iter().map(|(known, _)| *known).collect();
            self.note(place, format!("`{}` is no known `{name}`", shorten(word)), suggest(word, &known));
        }
        code
    }

    pub(crate) fn need_code<T: Code>(&self, name: &'static str) -> Option<T> {
        if !self.has(name) {
            self.missing(name, &format!("\"{}\"", first_word::<T>()));
        }
        self.code(name)
    }

    pub(crate) fn state(&self, name: &'static str) -> Option<State> {
        let (value, place) = self.value(name)?;
        self.read_state(value, place)
    }

    pub(crate) fn need_state(&self, name: &'static str) -> Option<State> {
        if !self.has(name) {
            self.missing(name, "\"EE\"");
        }
        self.state(name)
    }

    pub(crate) fn states(&self, name: &'static str) -> Vec<State> {
        self.items(name, "a list of states", "[\"EE\", \"DE\"]", Self::read_state)
    }

    fn read_state(&self, value: &DeValue<'_>, place: Place) -> Option<State> {
        let code = value.as_str().unwrap_or_default();
        match State::parse(code) {
            Ok(state) => Some(state),
            Err(error) => {
                let help = match State::parse(&code.to_ascii_uppercase()) {
                    Ok(state) => format!("write it in capitals: \"{state}\""),
                    Err(_) if code == "UK" => "the code of the United Kingdom is \"GB\"".to_owned(),
                    Err(_) if code == "EL" => "the ISO code of Greece is \"GR\"".to_owned(),
                    Err(_) => {
                        "use the two capital letters of ISO 3166-1, such as \"EE\" or \"DE\"".to_owned()
                    }
                };
                self.note(place, error.to_string(), help);
                None
            }
        }
    }

    pub(crate) fn key<T: std::str::FromStr>(&self, name: &'static str) -> Option<At<T>> {
        let (value, place) = self.value(name)?;
        self.read_key(name, value, place)
    }

    pub(crate) fn need_key<T: std::str::FromStr>(&self, name: &'static str) -> Option<At<T>> {
        if !self.has(name) {
            self.missing(name, "\"a-short-key\"");
        }
        self.key(name)
    }

    pub(crate) fn keys<T: std::str::FromStr>(&self, name: &'static str) -> Vec<At<T>> {
        self.items(name, "a list of keys", "[\"a-short-key\"]", |section, value, place| {
            section.read_key(name, value, place)
        })
    }

    fn read_key<T: std::str::FromStr>(&self, name: &str, value: &DeValue<'_>, place: Place) -> Option<At<T>> {
        let Some(text) = value.as_str() else {
            self.wrong_type(name, place, value, "a key", "\"a-short-key\"");
            return None;
        };
        let Ok(value) = text.parse() else {
            self.note(
                place,
                format!("`{}` is no key", shorten(text)),
                "use lower-case letters, digits and hyphens, as in \"provisional-arrest\"",
            );
            return None;
        };
        Some(At { value, place })
    }

    /// A table within this one, such as `entry-into-force = { … }`.
    pub(crate) fn table(&self, name: &'static str, what: &str) -> Option<Self> {
        let (value, place) = self.value(name)?;
        let Some(table) = value.as_table() else {
            self.wrong_type(name, place, value, "a table", "{ … }");
            return None;
        };
        Some(Self::new(self.source, table, place, what))
    }

    /// The tables of a list, such as `[[party]]`.
    pub(crate) fn tables(&self, name: &'static str, what: &str) -> Vec<Self> {
        self.items(
            name,
            "a list of tables",
            &format!("…   (write [[{name}]] above the entry)"),
            |section, value, place| {
                let table = value.as_table();
                if table.is_none() {
                    section.note(
                        place,
                        format!("`{name}` must hold tables"),
                        format!("write [[{name}]] above each entry"),
                    );
                }
                table.map(|table| Self::new(section.source, table, place, what))
            },
        )
    }

    /// Texts with their places.
    pub(crate) fn placed_texts(&self, name: &'static str) -> Vec<At<String>> {
        self.items(name, "a list of texts", "[\"…\"]", |section, value, place| match value.as_str() {
            Some(text) => Some(At { value: text.to_owned(), place }),
            None => {
                section.wrong_type(name, place, value, "a list of texts", "[\"…\"]");
                None
            }
        })
    }

    /// Texts by name, such as `identifiers = { ets = "024" }`.
    pub(crate) fn named_texts(&self, name: &'static str) -> Vec<(String, String)> {
        let Some((value, place)) = self.value(name) else { return Vec::new() };
        let Some(table) = value.as_table() else {
            self.wrong_type(name, place, value, "a table of texts", "{ ets = \"024\" }");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (key, value) in table {
            match value.get_ref().as_str() {
                Some(text) => texts.push((key.get_ref().to_string(), text.to_owned())),
                None => self.wrong_type(
                    key.get_ref(),
                    self.source.place(value.span()),
                    value.get_ref(),
                    "a text",
                    "\"…\"",
                ),
            }
        }
        texts
    }

    /// Notes what nobody asked for, and says whether the table was read without a mistake.
    pub(crate) fn finish(self) -> bool {
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                self.note(
                    self.source.place(key.span()),
                    format!("{} has no field `{}`", self.what, shorten(name)),
                    suggest(name, &asked),
                );
            }
        }
        !self.broken.get()
    }
}

/// A key after the mistake was noted: reading goes on, the file is left out.
pub(crate) fn key_or_blank(key: Option<At<Key>>) -> At<Key> {
    key.unwrap_or_else(|| At {
        value: Key::parse("unreadable").unwrap_or_else(|_| unreachable!("a constant key is a key")),
        place: Place::default(),
    })
}

fn first_word<T: Code>() -> &'static str {
    T::WORDS.first().map_or("", |(word, _)| word)
}

fn article(kind: &str) -> String {
    let first = kind.chars().next().unwrap_or('x');
    format!("{} {kind}", if "aeiou".contains(first) { "an" } else { "a" })
}

/// The nearest known word, or all of them.
pub(crate) fn suggest(word: &str, known: &[&str]) -> String {
    let nearest = known.iter().map(|known| (distance(word, known), *known)).min();
    match nearest {
        Some((distance, nearest)) if distance <= 1 + word.chars().count() / 4 => {
            format!("did you mean `{nearest}`?")
        }
        _ => {
            let mut sorted = known.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            format!("use one of: {}", sorted.join(", "))
        }
    }
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (j, y) in b.iter().enumerate() {
            let Some(cell) = row.get_mut(j + 1) else { break };
            let above = *cell;
            let step = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            diagonal = above;
            left = step;
            *cell = step;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
