//! Plain text in the encodings that readouts come in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Collected, Document, DocumentError, Format, MOST_TEXT, Origin, Stretch};

/// Decoded text.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
    pub(super) damaged: bool,
}

/// Reads plain text. Line ends become `\n`; otherwise the text stays as it is.
pub(super) fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    let decoded = decode(bytes, None);
    if decoded.text.len() > MOST_TEXT {
        return Err(DocumentError::TextTooLong { most: MOST_TEXT });
    }
    let unit = if decoded.encoding == UTF_8.name() {
        None
    } else {
        Some(if decoded.encoding.starts_with("UTF-16") { 2 } else { 1 })
    };
    let mark = mark_length(bytes);
    let mut collected = Collected::new();
    let mut characters = 0;
    let mut consumed = 0;
    for line in decoded.text.split_inclusive('\n') {
        let start = collected.text.len();
        let kept = line.trim_end_matches(['\n', '\r']);
        collected.text.push_str(kept);
        // In an encoding of one or two bytes a character, characters count bytes; else the bytes are the text's own.
        let byte = unit.map_or(mark + consumed, |unit| mark + characters * unit);
        if !kept.trim().is_empty() {
            collected
                .stretches
                .push(Stretch { span: start..collected.text.len(), origin: Origin::Byte(byte) });
        }
        if line.ends_with('\n') {
            collected.text.push('\n');
        }
        consumed += line.len();
        characters += match unit {
            Some(2) => line.encode_utf16().count(),
            _ => line.chars().count(),
        };
    }
    if collected.text.trim().is_empty() {
        return Err(DocumentError::Empty);
    }
    let mut document = collected.into_document(Format::Text);
    document.encoding = Some(decoded.encoding);
    document.damaged = decoded.damaged;
    Ok(document)
}

/// Decodes bytes: by a byte-order mark, as UTF-8 if that is what they are, by what the page declares, or by guessing.
pub(super) fn decode(bytes: &[u8], declared: Option<&[u8]>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(bytes.get(length..).unwrap_or(&[]), encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), encoding: UTF_8.name(), damaged: false };
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return decode_as(bytes, encoding);
    }
    // A page that says UTF-8 and mostly is keeps its good parts.
    if let Some(encoding) = declared.and_then(Encoding::for_label) {
        return decode_as(bytes, encoding);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    decode_as(bytes, if mostly_utf_8(bytes) { UTF_8 } else { detector.guess(None, Utf8Detection::Allow) })
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), damaged }
}

fn mark_length(bytes: &[u8]) -> usize {
    Encoding::for_bom(bytes).map_or(0, |(_, length)| length)
}

/// UTF-8 with a few broken bytes: far more whole characters of several bytes than wrong ones.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let mut whole = 0_usize;
    let mut broken = 0_usize;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken.saturating_mul(8)
}

/// Every second byte of Latin or Cyrillic UTF-16 comes from a handful of values.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?;
    if head.len() < 8 {
        return None;
    }
    let high = |odd: bool| {
        let every = head.iter().skip(usize::from(odd)).step_by(2);
        let small = every.clone().filter(|byte| matches!(byte, 0 | 4 | 0x20)).count();
        small * 10 >= every.count() * 8
            && head.iter().skip(usize::from(odd)).step_by(2).any(|byte| *byte == 0)
    };
    match (high(true), high(false)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether bytes are no text in any encoding: control characters beyond what texts have.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() || utf_16_without_mark(bytes).is_some() {
        return false;
    }
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or(bytes);
    let control = head.iter().filter(|byte| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    control * 50 > head.len()
}
