//! From the bytes of a file to the text of a readout: plain text in any common encoding, saved web pages, DOCX, PDF.
//!
//! Bytes come from strangers. Every format is bounded before anything is allocated for it, and what cannot be read is
//! named: a picture of a page is not an empty text. The text says where each stretch of it stood in the file.

mod docx;
mod html;
mod markup;
mod pdf;
mod plain;

use std::ops::Range;

/// Longer files are not read.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Longer texts are not readouts.
pub const MOST_TEXT: usize = 2 * 1024 * 1024;
/// Longer web pages are not read.
pub const MOST_MARKUP: usize = 4 * 1024 * 1024;

/// What a file was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// A saved web page.
    Html,
    /// An Office Open XML document.
    Docx,
    /// A PDF with text in it.
    Pdf,
}

/// Where a stretch of text stood in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Plain text: the byte of the file it begins at.
    Byte(usize),
    /// A web page: the number of the block among the blocks that were kept, and the name of its element.
    Element(usize, String),
    /// A DOCX: the number of the paragraph, from 1.
    Paragraph(usize),
    /// A PDF: the number of the page, from 1.
    Page(u32),
}

/// A stretch of the text and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Bytes of [`Document::text`].
    pub span: Range<usize>,
    /// Where they stood.
    pub origin: Origin,
}

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What the file was.
    pub format: Format,
    /// The text: paragraphs separated by an empty line.
    pub text: String,
    /// The title that the file gives itself outside the text.
    pub title: Option<String>,
    /// The day of publication that a web page gives in its head, as written there.
    pub published: Option<String>,
    /// The encoding that plain text or a web page was read in.
    pub encoding: Option<&'static str>,
    /// Some bytes meant nothing in that encoding and were replaced.
    pub damaged: bool,
    /// Where each stretch of the text stood, in order and without overlaps.
    pub stretches: Vec<Stretch>,
}

impl Document {
    /// Where a byte of the text stood in the file.
    pub fn origin(&self, at: usize) -> Option<&Origin> {
        let index = self.stretches.partition_point(|stretch| stretch.span.end <= at);
        self.stretches.get(index).filter(|stretch| stretch.span.contains(&at)).map(|stretch| &stretch.origin)
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than what is read.
    #[error("the file is larger than {most} bytes")]
    TooLarge {
        /// The bound.
        most: usize,
    },
    /// It unpacks to more than what is read.
    #[error("the file unpacks to more than {most} bytes")]
    UnpacksTooLarge {
        /// The bound.
        most: usize,
    },
    /// More text than any readout has.
    #[error("the text is longer than {most} bytes")]
    TextTooLong {
        /// The bound.
        most: usize,
    },
    /// Elements inside elements beyond any page.
    #[error("the page nests its elements too deeply")]
    TooDeep,
    /// A picture, a program, a spreadsheet.
    #[error("this is neither text, a web page, a DOCX nor a PDF")]
    NotText,
    /// A PDF of pictures.
    #[error("the PDF holds no text; it may be a scan, which has to be recognised first")]
    PdfWithoutText,
    /// A PDF behind a password.
    #[error("the PDF is protected by a password")]
    Protected,
    /// A web page or a document without any words.
    #[error("no text is left when menus and other parts of the page are taken away")]
    NothingLeft,
    /// It begins like a format that it is not, or ends too soon.
    #[error("the {format} is damaged: {why}")]
    Damaged {
        /// The format.
        format: &'static str,
        /// What the reader met.
        why: String,
    },
}

/// Reads the text of a file. What it is, is told by its bytes, not by its name.
pub fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    if bytes.is_empty() {
        return Err(DocumentError::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(DocumentError::TooLarge { most: MOST_BYTES });
    }
    if bytes.get(..1024.min(bytes.len())).is_some_and(|head| head.windows(5).any(|five| five == b"%PDF-")) {
        return pdf::read(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return docx::read(bytes);
    }
    if plain::is_binary(bytes) {
        return Err(DocumentError::NotText);
    }
    if markup::looks_like_html(bytes) {
        return html::read(bytes);
    }
    plain::read(bytes)
}

/// Collects paragraphs into a document's text.
struct Collected {
    text: String,
    stretches: Vec<Stretch>,
}

impl Collected {
    fn new() -> Self {
        Self { text: String::new(), stretches: Vec::new() }
    }

    /// Adds a paragraph, its blanks made single.
    fn paragraph(&mut self, paragraph: &str, origin: Origin) -> Result<(), DocumentError> {
        let mut lines = paragraph
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty());
        let Some(first) = lines.next() else { return Ok(()) };
        if self.text.len() + paragraph.len() > MOST_TEXT {
            return Err(DocumentError::TextTooLong { most: MOST_TEXT });
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(&first);
        for line in lines {
            self.text.push('\n');
            self.text.push_str(&line);
        }
        self.stretches.push(Stretch { span: start..self.text.len(), origin });
        Ok(())
    }

    fn into_document(self, format: Format) -> Document {
        Document {
            format,
            text: self.text,
            title: None,
            published: None,
            encoding: None,
            damaged: false,
            stretches: self.stretches,
        }
    }
}
