//! The text of a PDF, page by page. Words are where the page shows text; a picture of text is not text.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document as Pdf, Encoding, LoadOptions, Object};

use super::{Collected, Document, DocumentError, Format, Origin};

/// A stream may unpack to this much.
const MOST_UNPACKED: usize = 16 * 1024 * 1024;
/// Readouts are short; more pages are not read.
const MOST_PAGES: usize = 500;
/// A movement of a thousandth of the letter's size beyond this is a blank between words.
const BLANK: f32 = -180.0;

/// Reads the text of all pages.
pub(super) fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..LoadOptions::default() };
    let pdf = Pdf::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword => DocumentError::Protected,
        error => damaged(&error),
    })?;
    if pdf.is_encrypted() {
        return Err(DocumentError::Protected);
    }
    let pages = pdf.get_pages();
    if pages.len() > MOST_PAGES {
        return Err(DocumentError::TooLarge { most: super::MOST_BYTES });
    }
    if pages.is_empty() {
        return Err(DocumentError::Damaged { format: "PDF", why: "it has no pages".to_owned() });
    }
    let mut collected = Collected::new();
    let mut failed = None;
    for (number, page) in pages {
        match page_text(&pdf, page) {
            Ok(text) => {
                for paragraph in joined(&text) {
                    collected.paragraph(&paragraph, Origin::Page(number))?;
                }
            }
            // A page that cannot be read is only fatal when no other can.
            Err(error) => failed = Some(damaged(&error)),
        }
    }
    let letters = collected.text.chars().filter(|c| c.is_alphabetic()).count();
    let mut document = collected.into_document(Format::Pdf);
    if letters < 20 {
        return Err(failed.unwrap_or(DocumentError::PdfWithoutText));
    }
    document.damaged = failed.is_some() || document.text.contains('\u{fffd}');
    Ok(document)
}

fn damaged(error: &lopdf::Error) -> DocumentError {
    match error {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
            DocumentError::UnpacksTooLarge { most: MOST_UNPACKED }
        }
        error => DocumentError::Damaged { format: "PDF", why: error.to_string() },
    }
}

/// The lines of a page, in the order in which the page shows them.
fn page_text(pdf: &Pdf, page: lopdf::ObjectId) -> Result<String, lopdf::Error> {
    let fonts = pdf.get_page_fonts(page)?;
    let encodings: BTreeMap<Vec<u8>, Encoding> = fonts
        .into_iter()
        .filter_map(|(name, font)| {
            font.get_font_encoding_with_limit(pdf, MOST_UNPACKED).ok().map(|encoding| (name, encoding))
        })
        .collect();
    let content = Content::decode(&pdf.get_page_content_with_limit(page, MOST_UNPACKED)?)?;
    let mut text = String::new();
    let mut encoding = None;
    let mut line = 0.0_f32;
    for operation in &content.operations {
        let number = |index: usize| operation.operands.get(index).and_then(|operand| operand.as_float().ok());
        match operation.operator.as_str() {
            "Tf" => {
                encoding = operation
                    .operands
                    .first()
                    .and_then(|name| name.as_name().ok())
                    .and_then(|name| encodings.get(name))
            }
            "Td" | "TD" => {
                if number(1).is_some_and(|down| down.abs() > 0.01) {
                    // A larger step than the last one begins a paragraph.
                    let down = number(1).unwrap_or(0.0).abs();
                    new_line(&mut text, line > 0.0 && down > line * 1.5);
                    line = if line > 0.0 { line.min(down.max(1.0)) } else { down };
                } else {
                    blank(&mut text);
                }
            }
            "Tm" | "T*" | "ET" => new_line(&mut text, false),
            "Tj" => show(&mut text, encoding, operation.operands.first()),
            "'" => {
                new_line(&mut text, false);
                show(&mut text, encoding, operation.operands.first());
            }
            "\"" => {
                new_line(&mut text, false);
                show(&mut text, encoding, operation.operands.get(2));
            }
            "TJ" => {
                for part in
                    operation.operands.first().and_then(|array| array.as_array().ok()).into_iter().flatten()
                {
                    match part.as_float() {
                        Ok(moved) if moved < BLANK => blank(&mut text),
                        Ok(_) => {}
                        Err(_) => show(&mut text, encoding, Some(part)),
                    }
                }
            }
            _ => {}
        }
        if text.len() > super::MOST_TEXT {
            break;
        }
    }
    Ok(text)
}

fn show(text: &mut String, encoding: Option<&Encoding>, operand: Option<&Object>) {
    if let (Some(encoding), Some(Object::String(bytes, _))) = (encoding, operand)
        && let Ok(shown) = Pdf::decode_text(encoding, bytes)
    {
        text.extend(shown.chars().filter(|c| !c.is_control() || *c == '\t'));
    }
}

fn blank(text: &mut String) {
    if !text.is_empty() && !text.ends_with([' ', '\n']) {
        text.push(' ');
    }
}

fn new_line(text: &mut String, paragraph: bool) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if paragraph && !text.is_empty() && !text.ends_with("\n\n") {
        text.push('\n');
    }
}

/// Joins the lines of a page into paragraphs: a word divided at the end of a line becomes whole again.
fn joined(page: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut paragraph = String::new();
    for line in page.lines().map(str::trim) {
        if line.is_empty() {
            if !paragraph.is_empty() {
                paragraphs.push(std::mem::take(&mut paragraph));
            }
            continue;
        }
        let divided = paragraph.ends_with('-') && line.starts_with(char::is_lowercase);
        if divided {
            paragraph.pop();
        } else if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
    }
    if !paragraph.is_empty() {
        paragraphs.push(paragraph);
    }
    paragraphs
}
