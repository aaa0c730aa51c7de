//! The paragraphs of an Office Open XML document, without what was deleted, without field codes.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{Collected, Document, DocumentError, Format, Origin};

/// An archive of more entries is no letter.
const MOST_ENTRIES: usize = 4096;
/// The document part may unpack to this much.
const MOST_UNPACKED: u64 = 32 * 1024 * 1024;

/// Reads the body of a document.
pub(super) fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MOST_ENTRIES {
        return Err(DocumentError::NotText);
    }
    let body = match archive.by_name("word/document.xml") {
        Ok(part) => unpack(part)?,
        // A spreadsheet, a presentation, an archive of anything.
        Err(zip::result::ZipError::FileNotFound) => return Err(DocumentError::NotText),
        Err(error) => return Err(damaged(error)),
    };
    let title = match archive.by_name("docProps/core.xml") {
        Ok(part) => unpack(part).ok().and_then(|core| title(&core)),
        Err(_) => None,
    };
    let mut document = paragraphs(&body)?.into_document(Format::Docx);
    if document.text.is_empty() {
        return Err(DocumentError::Empty);
    }
    document.title = title;
    Ok(document)
}

/// Unpacks a part up to the bound; the size that the archive claims is not believed.
fn unpack(part: impl Read) -> Result<String, DocumentError> {
    let mut unpacked = Vec::new();
    part.take(MOST_UNPACKED + 1).read_to_end(&mut unpacked).map_err(damaged)?;
    if unpacked.len() as u64 > MOST_UNPACKED {
        return Err(DocumentError::UnpacksTooLarge {
            most: usize::try_from(MOST_UNPACKED).unwrap_or(usize::MAX),
        });
    }
    String::from_utf8(unpacked).map_err(damaged)
}

fn damaged(error: impl std::fmt::Display) -> DocumentError {
    DocumentError::Damaged { format: "DOCX", why: error.to_string() }
}

fn paragraphs(body: &str) -> Result<Collected, DocumentError> {
    let mut reader = Reader::from_str(body);
    let mut collected = Collected::new();
    let mut paragraph = String::new();
    let mut number = 0;
    let mut in_text = false;
    // Deleted words, and drawings whose text is given a second time for older programs.
    let mut silent = 0_usize;
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(element) => match element.local_name().as_ref() {
                name if is_silent(name) => silent += 1,
                _ if silent > 0 => {}
                name if same(name, "t") => in_text = true,
                _ => {}
            },
            Event::Empty(element) if silent == 0 => match element.local_name().as_ref() {
                name if same(name, "tab") => paragraph.push(' '),
                name if same(name, "br") || same(name, "cr") => paragraph.push('\n'),
                name if same(name, "noBreakHyphen") => paragraph.push('-'),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                name if is_silent(name) => silent = silent.saturating_sub(1),
                name if same(name, "t") => in_text = false,
                name if same(name, "p") && silent == 0 => {
                    number += 1;
                    collected.paragraph(&paragraph, Origin::Paragraph(number))?;
                    paragraph.clear();
                }
                name if same(name, "tc") => paragraph.push(' '),
                _ => {}
            },
            Event::Text(text) if in_text && silent == 0 => {
                paragraph.push_str(&text.xml_content(quick_xml::XmlVersion::Implicit1_0))
            }
            Event::GeneralRef(reference) if in_text && silent == 0 => {
                if let Ok(Some(character)) = reference.resolve_char_ref() {
                    paragraph.push(character);
                } else if let Some(known) = quick_xml::escape::resolve_xml_entity(&reference) {
                    paragraph.push_str(known);
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if paragraph.len() > super::MOST_TEXT {
            return Err(DocumentError::TextTooLong { most: super::MOST_TEXT });
        }
    }
    collected.paragraph(&paragraph, Origin::Paragraph(number + 1))?;
    Ok(collected)
}

fn same(name: &str, wanted: &str) -> bool {
    name == wanted
}

fn is_silent(name: &str) -> bool {
    ["del", "moveFrom", "instrText", "Fallback", "delText"].contains(&name)
}

/// The title among the document's properties.
fn title(core: &str) -> Option<String> {
    let mut reader = Reader::from_str(core);
    let mut inside = false;
    let mut title = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => inside = same(element.local_name().as_ref(), "title"),
            Event::End(_) => inside = false,
            Event::Text(text) if inside => {
                title.push_str(&text.xml_content(quick_xml::XmlVersion::Implicit1_0))
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let title = title.trim();
    if title.is_empty() { None } else { Some(title.to_owned()) }
}
