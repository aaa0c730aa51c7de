//! The code of a letter: which act of which case it sets out, for people and for `comity verify`.

use std::fmt;
use std::str::FromStr;

use fast_qr::{ECL, QRBuilder};

use crate::record::SignedAct;

/// What the code of a letter says: who signed, which case, which act.
///
/// Written `comity:1/AUTHORITY/CASE/ACT`, with the case as 32 and the act as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The authority whose key signed the act.
    pub authority: String,
    /// The case.
    pub case: String,
    /// SHA-256 of the act.
    pub act: String,
}

/// Why a text is no code of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// It does not begin as one.
    #[error("a letter's code begins with `comity:1/`")]
    Beginning,
    /// It does not have its parts.
    #[error("a letter's code has an authority, a case and an act, parted by `/`")]
    Parts,
    /// A part is not what it should be.
    #[error("the {0} in the letter's code is not {1}")]
    Part(&'static str, &'static str),
}

const BEGINNING: &str = "comity:1/";

impl Code {
    /// The code of the letter of an act.
    #[must_use]
    pub fn of(act: &SignedAct) -> Self {
        Self { authority: act.author.clone(), case: act.case.clone(), act: act.hash.clone() }
    }

    /// The dark squares of the QR code, row by row, with the quiet ground around them left out.
    #[must_use]
    pub fn squares(&self) -> Vec<Vec<bool>> {
        squares(&self.to_string())
    }
}

/// The dark squares of a QR code of any short text, row by row, with the quiet ground around them left out; none when the
/// text is too long for one.
#[must_use]
pub fn squares(text: &str) -> Vec<Vec<bool>> {
    let built = QRBuilder::new(text).ecl(ECL::M).build();
    let Ok(code) = built else { return Vec::new() };
    code.data
        .chunks_exact(code.size)
        .take(code.size)
        .map(|row| row.iter().map(|square| square.value()).collect())
        .collect()
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BEGINNING}{}/{}/{}", self.authority, self.case, self.act)
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let rest = text.trim().strip_prefix(BEGINNING).ok_or(CodeError::Beginning)?;
        let parts: Vec<&str> = rest.split('/').collect();
        let [authority, case, act] = parts.as_slice() else { return Err(CodeError::Parts) };
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
        if authority.is_empty() || authority.len() > 200 || !authority.chars().all(known) {
            return Err(CodeError::Part("authority", "the id of one"));
        }
        let hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if case.len() != 32 || !hex(case) {
            return Err(CodeError::Part("case", "32 hexadecimal digits"));
        }
        if act.len() != 64 || !hex(act) {
            return Err(CodeError::Part("act", "64 hexadecimal digits"));
        }
        Ok(Self { authority: (*authority).to_owned(), case: (*case).to_owned(), act: (*act).to_owned() })
    }
}
