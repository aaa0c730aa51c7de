//! A name made ready for comparison.

/// The longest text a name is read from, in bytes; what follows is left out.
pub const MAX_BYTES: usize = 512;

/// One part of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    written: String,
}

impl Part {
    /// The part as it was written, in normal form.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }
}

/// A name made ready for comparison. Any text parses; a text without a letter gives a name without parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    written: String,
    parts: Vec<Part>,
}

impl Name {
    /// Reads a name. Takes bounded time for any text: at most [`MAX_BYTES`] of it are read.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let written: String = text.chars().take(MAX_BYTES / 4).collect();
        let parts = written.split_whitespace().map(|word| Part { written: word.to_lowercase() }).collect();
        Self { written, parts }
    }

    /// The text the name was read from, cut to [`MAX_BYTES`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The parts, in the order in which they were written.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}
