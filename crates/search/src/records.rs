//! Lines and records of foreign files, bounded: no line, however long or broken, stops the rest from being read.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use crate::read::{BadLine, Fault, Format, MAX_LINE_BYTES};

/// A quoted field may go over this many lines.
const MAX_QUOTED_LINES: usize = 32;

/// Lines with their numbers. A line that is too long is skipped and reported.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    input: R,
    line: u64,
    ended: bool,
    /// Lines read ahead and put back.
    back: VecDeque<(u64, Vec<u8>)>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, line: 0, ended: false, back: VecDeque::new() }
    }

    /// The next line without its end, as bytes.
    pub(crate) fn next_bytes(&mut self) -> Option<Result<(u64, Vec<u8>), BadLine>> {
        if let Some(line) = self.back.pop_front() {
            return Some(Ok(line));
        }
        if self.ended {
            return None;
        }
        self.line += 1;
        let mut bytes = Vec::new();
        let mut length = 0_usize;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(wrong) if wrong.kind() == io::ErrorKind::Interrupted => continue,
                Err(wrong) => {
                    self.ended = true;
                    return Some(Err(BadLine { line: self.line, fault: Fault::Read(wrong) }));
                }
            };
            if buffer.is_empty() {
                self.ended = true;
                if length == 0 {
                    return None;
                }
                break;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            length = length.saturating_add(piece.len() + usize::from(end.is_some()));
            if bytes.len() + piece.len() <= MAX_LINE_BYTES {
                bytes.extend_from_slice(piece);
            } else {
                // Keep one byte too many, so that the line is known to be too long.
                bytes.resize(MAX_LINE_BYTES + 1, 0);
            }
            let used = piece.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if bytes.len() > MAX_LINE_BYTES {
            return Some(Err(BadLine { line: self.line, fault: Fault::TooLong }));
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if self.line == 1 && bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(..3);
        }
        Some(Ok((self.line, bytes)))
    }

    /// The next line that is not blank, as text.
    pub(crate) fn next_text(&mut self) -> Option<Result<(u64, String), BadLine>> {
        loop {
            match self.next_bytes()? {
                Err(bad) => return Some(Err(bad)),
                Ok((_, bytes)) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok((line, bytes)) => return Some(text(line, bytes).map(|text| (line, text))),
            }
        }
    }

    pub(crate) fn put_back(&mut self, line: u64, bytes: Vec<u8>) {
        self.back.push_front((line, bytes));
    }
}

fn text(line: u64, bytes: Vec<u8>) -> Result<String, BadLine> {
    String::from_utf8(bytes)
        .map_err(|wrong| BadLine { line, fault: Fault::Utf8(wrong.utf8_error().valid_up_to()) })
}

/// The form that a first line shows.
pub(crate) fn format_of(first: &str) -> Option<Format> {
    let first = first.trim_start();
    if first.starts_with('{') {
        Some(Format::JsonLines)
    } else if first.contains('\t') {
        Some(Format::Tsv)
    } else if first.contains([',', ';']) && !first.starts_with(['[', '<']) {
        Some(Format::Csv)
    } else {
        None
    }
}

/// Records of a table with a header.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    format: Format,
    delimiter: char,
}

impl Table {
    /// Takes the header.
    pub(crate) fn new(header: &str, format: Format) -> Result<Self, Fault> {
        let delimiter = match format {
            Format::Csv if !header.contains(',') && header.contains(';') => ';',
            Format::Csv => ',',
            Format::Tsv | Format::JsonLines => '\t',
        };
        let mut table = Self { columns: Vec::new(), format, delimiter };
        table.columns = table.fields(header)?.into_iter().map(|column| column.trim().to_owned()).collect();
        Ok(table)
    }

    /// The first column that has one of these names, whatever the case.
    pub(crate) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.columns.iter().position(|column| column.eq_ignore_ascii_case(name)))
    }

    /// The next record and the number of its first line.
    pub(crate) fn next<R: BufRead>(
        &self,
        lines: &mut Lines<R>,
    ) -> Option<Result<(u64, Vec<String>), BadLine>> {
        let (line, mut record) = match lines.next_text()? {
            Ok(first) => first,
            Err(bad) => return Some(Err(bad)),
        };
        // A quoted field may hold line ends. If the quote never closes, only the line that opened it is lost.
        let mut ahead = Vec::new();
        while self.format == Format::Csv && open_quote(&record) {
            let next = if ahead.len() < MAX_QUOTED_LINES { lines.next_bytes() } else { None };
            let Some(Ok((number, bytes))) = next else {
                for (number, bytes) in ahead.into_iter().rev() {
                    lines.put_back(number, bytes);
                }
                return Some(Err(match next {
                    Some(Err(bad)) if bad.is_final() => bad,
                    _ => BadLine { line, fault: Fault::OpenQuote },
                }));
            };
            record.push('\n');
            record.push_str(&String::from_utf8_lossy(&bytes));
            ahead.push((number, bytes));
            if record.len() > MAX_LINE_BYTES {
                return Some(Err(BadLine { line, fault: Fault::TooLong }));
            }
        }
        if let Some((number, _)) = ahead.iter().find(|(_, bytes)| std::str::from_utf8(bytes).is_err()) {
            return Some(Err(BadLine { line: *number, fault: Fault::Utf8(0) }));
        }
        Some(
            self.fields(&record)
                .and_then(|fields| self.checked(fields))
                .map_or_else(|fault| Err(BadLine { line, fault }), |fields| Ok((line, fields))),
        )
    }

    fn checked(&self, mut fields: Vec<String>) -> Result<Vec<String>, Fault> {
        let expected = self.columns.len();
        if fields.len() > expected && fields.iter().skip(expected).all(|field| field.trim().is_empty()) {
            fields.truncate(expected);
        }
        if fields.len() == expected {
            Ok(fields)
        } else {
            Err(Fault::Fields { found: fields.len(), expected })
        }
    }

    fn fields(&self, record: &str) -> Result<Vec<String>, Fault> {
        if self.format != Format::Csv {
            return Ok(record.split(self.delimiter).map(str::to_owned).collect());
        }
        let mut fields = vec![String::new()];
        let mut quoted = false;
        let mut chars = record.chars().peekable();
        while let Some(c) = chars.next() {
            let Some(field) = fields.last_mut() else { break };
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    field.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if field.is_empty() => quoted = true,
                c if c == self.delimiter && !quoted => fields.push(String::new()),
                c => field.push(c),
            }
        }
        if quoted { Err(Fault::OpenQuote) } else { Ok(fields) }
    }
}

fn open_quote(record: &str) -> bool {
    record.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
}
