//! Signed notes (C2SP signed-note): a text, an empty line, and one line per signature.
//!
//! This module reads and writes the form. Which keys must have signed, and whether they did, is decided in
//! `exchange`, which owns the keys. Lines of other signers are kept: that is where cosignatures stand.

use std::fmt;
use std::str::FromStr;

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

use crate::checkpoint::Origin;

/// The longest note that is read: the log's two lines and those of twelve witnesses. An ML-DSA-65 line takes 4.4 KiB.
pub const MAX_NOTE: usize = 64 * 1024;
/// The most signature lines that are read.
pub const MAX_SIGNATURES: usize = 26;

/// The signature type of a plain Ed25519 signature over the note's text.
const TYPE_ED25519: u8 = 0x01;
/// The signature type for algorithms without a number of their own: a name follows it.
const TYPE_NAMED: u8 = 0xFF;
/// The signature type of a timestamped Ed25519 cosignature (C2SP tlog-cosignature).
const TYPE_COSIGNATURE: u8 = 0x04;

/// A text with the signatures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One line under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Who signed.
    pub name: Origin,
    /// Which of the signer's keys.
    pub key_id: [u8; 4],
    /// The signature's bytes.
    pub signature: Vec<u8>,
}

/// Why bytes are not a signed note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is longer than [`MAX_NOTE`].
    #[error("the note is longer than {MAX_NOTE} bytes")]
    TooLong,
    /// It is not text, or has control characters.
    #[error("the note is not plain text")]
    NotText,
    /// No empty line separates text and signatures, or the last line does not end.
    #[error("the note has no signatures under its text")]
    NoSignatures,
    /// It has more than [`MAX_SIGNATURES`] signature lines.
    #[error("the note has more than {MAX_SIGNATURES} signatures")]
    TooManySignatures,
    /// A line after the empty line is not a signature.
    #[error("line {line} under the note is not a signature")]
    NotASignature {
        /// Its number, counted from the first signature line.
        line: usize,
    },
    /// The text under signature does not end with a line end, is empty, or holds an empty line.
    #[error("the text of the note is empty or does not end its last line")]
    TextUnfinished,
}

impl Note {
    /// Puts signatures under a text.
    ///
    /// # Errors
    /// When the text cannot stand in a note, or there are no or too many signatures.
    pub fn new(text: String, signatures: Vec<NoteSignature>) -> Result<Self, NoteError> {
        if text.len() < 2 || !text.ends_with('\n') || text.contains("\n\n") {
            return Err(NoteError::TextUnfinished);
        }
        if text.contains(|c: char| c.is_ascii_control() && c != '\n') {
            return Err(NoteError::NotText);
        }
        if signatures.is_empty() {
            return Err(NoteError::NoSignatures);
        }
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        Ok(Self { text, signatures })
    }

    /// Reads a note from bytes that somebody else chose.
    ///
    /// # Errors
    /// When it is not in the one form that a note has.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_NOTE {
            return Err(NoteError::TooLong);
        }
        std::str::from_utf8(bytes).map_err(|_| NoteError::NotText)?.parse()
    }

    /// The signed text, with its last line end.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in the order of their lines.
    #[must_use]
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Adds a line under the note, such as a witness's cosignature. A signer's key signs a note once: a line
    /// with the same name and key takes the place of the older one.
    ///
    /// # Errors
    /// When the note has its full number of signatures.
    pub fn add(&mut self, signature: NoteSignature) -> Result<(), NoteError> {
        self.signatures.retain(|line| (&line.name, line.key_id) != (&signature.name, signature.key_id));
        if self.signatures.len() >= MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        self.signatures.push(signature);
        Ok(())
    }

    /// The signature that this key of this signer left, if there is one.
    #[must_use]
    pub fn by(&self, name: &Origin, key_id: [u8; 4]) -> Option<&[u8]> {
        self.signatures
            .iter()
            .find(|line| line.name == *name && line.key_id == key_id)
            .map(|line| &*line.signature)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for line in &self.signatures {
            let bytes = [&line.key_id[..], &line.signature].concat();
            writeln!(f, "\u{2014} {} {}", line.name, BASE64_STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        if note.len() > MAX_NOTE {
            return Err(NoteError::TooLong);
        }
        let end = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, rest) = note.split_at_checked(end + 1).ok_or(NoteError::NoSignatures)?;
        let lines = rest
            .strip_prefix('\n')
            .and_then(|rest| rest.strip_suffix('\n'))
            .filter(|lines| !lines.is_empty())
            .ok_or(NoteError::NoSignatures)?;
        let mut signatures = Vec::new();
        for (number, line) in lines.split('\n').enumerate() {
            if number == MAX_SIGNATURES {
                return Err(NoteError::TooManySignatures);
            }
            signatures.push(signature(line).ok_or(NoteError::NotASignature { line: number + 1 })?);
        }
        Self::new(text.to_owned(), signatures)
    }
}

fn signature(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let bytes = BASE64_STANDARD.decode(encoded).ok()?;
    let (key_id, signature) = bytes.split_first_chunk::<4>()?;
    if signature.is_empty() {
        return None;
    }
    Some(NoteSignature { name: Origin::new(name).ok()?, key_id: *key_id, signature: signature.to_vec() })
}

/// The short name of an Ed25519 key: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
#[must_use]
pub fn ed25519_key_id(name: &Origin, public_key: &[u8; 32]) -> [u8; 4] {
    key_id(name, &[&[TYPE_ED25519], public_key])
}

/// The short name of a key of an algorithm that the note format gives no number:
/// the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0xFF ‖ algorithm ‖ key).
#[must_use]
pub fn named_key_id(name: &Origin, algorithm: &str, public_key: &[u8]) -> [u8; 4] {
    key_id(name, &[&[TYPE_NAMED], algorithm.as_bytes(), public_key])
}

/// The short name of a witness's Ed25519 key: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x04 ‖ key).
#[must_use]
pub fn cosignature_key_id(name: &Origin, public_key: &[u8; 32]) -> [u8; 4] {
    key_id(name, &[&[TYPE_COSIGNATURE], public_key])
}

fn key_id(name: &Origin, parts: &[&[u8]]) -> [u8; 4] {
    let mut hash = Sha256::new().chain_update(name.as_str()).chain_update(b"\n");
    for part in parts {
        hash.update(part);
    }
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, key_id: [u8; 4], signature: &[u8]) -> NoteSignature {
        NoteSignature { name: Origin::new(name).unwrap(), key_id, signature: signature.to_vec() }
    }

    #[test]
    fn a_note_is_written_and_read_back() {
        let mut note = Note::new("a\n1\n".into(), vec![line("a", [1, 2, 3, 4], &[5])]).unwrap();
        note.add(line("witness", [0; 4], &[6, 7])).unwrap();
        let text = note.to_string();
        assert_eq!(text, "a\n1\n\n\u{2014} a AQIDBAU=\n\u{2014} witness AAAAAAYH\n");
        assert_eq!(Note::parse(text.as_bytes()), Ok(note.clone()));
        assert_eq!(note.by(&Origin::new("witness").unwrap(), [0; 4]), Some(&[6, 7][..]));
        assert_eq!(note.by(&Origin::new("witness").unwrap(), [1; 4]), None);
        note.add(line("witness", [0; 4], &[8])).unwrap();
        assert_eq!(note.signatures().len(), 2, "a second cosignature of the same key replaces the first");
    }

    #[test]
    fn only_the_one_form_is_read() {
        for (text, expected) in [
            ("", NoteError::NoSignatures),
            ("a\n", NoteError::NoSignatures),
            ("a\n\n", NoteError::NoSignatures),
            ("a\n\n\n", NoteError::NoSignatures),
            ("a\n\n\u{2014} a AQIDBAU=", NoteError::NoSignatures),
            ("\n\n\u{2014} a AQIDBAU=\n", NoteError::TextUnfinished),
            ("a\n\nb\n\n\u{2014} a AQIDBAU=\n", NoteError::TextUnfinished),
            ("a\r\n\n\u{2014} a AQIDBAU=\n", NoteError::NotText),
            ("a\n\n- a AQIDBAU=\n", NoteError::NotASignature { line: 1 }),
            ("a\n\n\u{2014} a AQIDBAU\n", NoteError::NotASignature { line: 1 }),
            ("a\n\n\u{2014} a AQIDBAV=\n", NoteError::NotASignature { line: 1 }),
            ("a\n\n\u{2014} a AQIDBA==\n", NoteError::NotASignature { line: 1 }),
            ("a\n\n\u{2014} a  AQIDBAU=\n", NoteError::NotASignature { line: 1 }),
            ("a\n\n\u{2014} a AQIDBAU=\n\u{2014} a+b AQIDBAU=\n", NoteError::NotASignature { line: 2 }),
        ] {
            assert_eq!(Note::parse(text.as_bytes()), Err(expected), "{text:?}");
        }
        let many = format!("a\n\n{}", "\u{2014} a AQIDBAU=\n".repeat(MAX_SIGNATURES + 1));
        assert_eq!(Note::parse(many.as_bytes()), Err(NoteError::TooManySignatures));
        assert_eq!(Note::parse(&[b'a'; MAX_NOTE + 1]), Err(NoteError::TooLong));
        assert_eq!(Note::parse(&[0xFF]), Err(NoteError::NotText));
    }

    #[test]
    fn key_ids_follow_the_note_format() {
        // The example key of the Go implementation of signed notes: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
        let key: [u8; 33] = BASE64_STANDARD
            .decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
            .unwrap()
            .try_into()
            .unwrap();
        let (kind, key) = key.split_first_chunk::<1>().unwrap();
        assert_eq!(kind, &[TYPE_ED25519]);
        let id = ed25519_key_id(&Origin::new("PeterNeumann").unwrap(), key.try_into().unwrap());
        assert_eq!(id, [0xc7, 0x4f, 0x20, 0xa3]);
    }
}
