//! The checkpoint: a log's name, size and root as the text that is signed (C2SP tlog-checkpoint).
//!
//! ```text
//! comity/ee.justice
//! 1027
//! kCYXX4GaEq0xG0aDLvX1mXG3mMQNkzG9pEzjRd5QwMY=
//! ```

use std::fmt;
use std::str::FromStr;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};

use crate::hash::Hash;

/// The longest origin.
const MAX_ORIGIN: usize = 120;
/// Extension lines are kept as they are, so that a newer partner's checkpoint still verifies.
const MAX_EXTENSIONS: usize = 8;
const MAX_EXTENSION: usize = 240;

/// The name of a log, and of the keys that sign for it: no spaces, no `+`, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

impl Origin {
    /// Takes a name after checking it.
    ///
    /// # Errors
    /// When it is empty, too long, or has a character that the note format forbids in a name.
    pub fn new(name: impl Into<String>) -> Result<Self, CheckpointError> {
        let name = name.into();
        let fits = !name.is_empty()
            && name.len() <= MAX_ORIGIN
            && name.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '+');
        if fits { Ok(Self(name)) } else { Err(CheckpointError::Origin) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Origin {
    type Error = CheckpointError;

    fn try_from(name: String) -> Result<Self, CheckpointError> {
        Self::new(name)
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

/// A statement of how long a log is and what it contains.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// The log.
    pub origin: Origin,
    /// How many leaves it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    extensions: Vec<String>,
}

/// Why a text is not a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The name of the log is not one.
    #[error("the first line does not name a log")]
    Origin,
    /// The size is not a plain decimal number.
    #[error("the second line is not a size")]
    Size,
    /// The root is not 32 bytes in base64.
    #[error("the third line is not a root")]
    Root,
    /// There are too many, too long or empty lines after the root, or the last line does not end.
    #[error("the lines after the root are not extensions")]
    Extension,
}

impl Checkpoint {
    /// States the size and root of a log.
    #[must_use]
    pub const fn new(origin: Origin, size: u64, root: Hash) -> Self {
        Self { origin, size, root, extensions: Vec::new() }
    }

    /// The lines after the root, which this version gives no meaning.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Whether two checkpoints prove that a log showed different histories: same log, same size, other root.
    /// (Different sizes need a consistency proof: [`crate::verify_consistency`].)
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        self.origin == other.origin && self.size == other.size && self.root != other.root
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, BASE64_STANDARD.encode(self.root.as_bytes()))?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Extension)?.split('\n');
        let origin = Origin::new(lines.next().unwrap_or_default())?;
        let size = decimal(lines.next().unwrap_or_default()).ok_or(CheckpointError::Size)?;
        let root = root(lines.next().unwrap_or_default()).ok_or(CheckpointError::Root)?;
        let mut extensions = Vec::new();
        for line in lines {
            let fits = !line.is_empty() && line.len() <= MAX_EXTENSION && !line.contains(char::is_control);
            if !fits || extensions.len() == MAX_EXTENSIONS {
                return Err(CheckpointError::Extension);
            }
            extensions.push(line.to_owned());
        }
        Ok(Self { origin, size, root, extensions })
    }
}

/// A decimal number with one spelling: digits only, no leading zero.
fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

fn root(text: &str) -> Option<Hash> {
    if text.len() != 44 {
        return None;
    }
    BASE64_STANDARD.decode(text).ok()?.try_into().ok().map(Hash::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    fn check(text: &str, expected: Result<(u64, usize), CheckpointError>) {
        let read = text.parse::<Checkpoint>();
        if let Ok(checkpoint) = &read {
            assert_eq!(checkpoint.to_string(), text, "one spelling");
        }
        assert_eq!(read.map(|c| (c.size, c.extensions().len())), expected, "{text:?}");
    }

    #[test]
    fn checkpoints_are_read_strictly() {
        check(&format!("comity/ee.justice\n0\n{ROOT}\n"), Ok((0, 0)));
        check(&format!("comity/ee.justice\n18446744073709551615\n{ROOT}\n"), Ok((u64::MAX, 0)));
        check(&format!("a\n7\n{ROOT}\nmore\nand more\n"), Ok((7, 2)));
        check(&format!("a\n07\n{ROOT}\n"), Err(CheckpointError::Size));
        check(&format!("a\n+7\n{ROOT}\n"), Err(CheckpointError::Size));
        check(&format!("a\n18446744073709551616\n{ROOT}\n"), Err(CheckpointError::Size));
        check(&format!("a b\n7\n{ROOT}\n"), Err(CheckpointError::Origin));
        check(&format!("\n7\n{ROOT}\n"), Err(CheckpointError::Origin));
        check(&format!("a\n7\n{ROOT}"), Err(CheckpointError::Extension));
        check(&format!("a\n7\n{ROOT}\n\n"), Err(CheckpointError::Extension));
        check(&format!("a\n7\n{ROOT}\n{}", "x\n".repeat(9)), Err(CheckpointError::Extension));
        check("a\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", Err(CheckpointError::Root));
        check("a\n7\nAAAA\n", Err(CheckpointError::Root));
        check("a\n7\n", Err(CheckpointError::Root));
        check("", Err(CheckpointError::Extension));
    }

    #[test]
    fn two_roots_for_one_size_contradict_each_other() {
        let one = Checkpoint::new(Origin::new("a").unwrap(), 7, Hash::new([1; 32]));
        let other = Checkpoint { root: Hash::new([2; 32]), ..one.clone() };
        assert!(one.contradicts(&other));
        assert!(!one.contradicts(&one));
        assert!(!one.contradicts(&Checkpoint { size: 8, ..other.clone() }));
        assert!(!one.contradicts(&Checkpoint { origin: Origin::new("b").unwrap(), ..other }));
    }
}
