//! References to articles: `16(4)`, `18(9)-(29)`, `25-28, 31-34`, `KrMS 447(5)`.
//!
//! Two references meet where one could be read as naming a passage of the other: `16` meets `16(4)`, `16(4)` meets
//! `16(4)(a)`, `18(9)-(29)` meets `18(15)(a)`.

use std::fmt;

use serde::{Serialize, Serializer};

/// One or more passages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Articles {
    passages: Vec<Passage>,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Passage {
    /// The law, where the reference names another than the instrument itself, in lower case.
    law: String,
    first: u32,
    last: u32,
    /// Paragraph and points, the outermost first.
    groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Group {
    Numbers(u32, u32),
    Point(String),
}

impl Articles {
    /// Reads a reference. What names no article at all has no passages and meets nothing.
    pub fn parse(text: &str) -> Self {
        let mut passages: Vec<Passage> = Vec::new();
        for piece in text.split([',', ';']) {
            let piece = piece.trim();
            if piece.starts_with('(') {
                // `25(3), (5)`: a further paragraph of the same article.
                if let Some(before) = passages.last() {
                    let mut again = before.clone();
                    again.groups = groups(piece);
                    passages.push(again);
                }
            } else if let Some(passage) = Passage::parse(piece) {
                passages.push(passage);
            }
        }
        Self { passages, text: text.trim().to_owned() }
    }

    /// Whether it names no article.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// The first article that lies beyond the last one of the instrument itself.
    pub(crate) fn beyond(&self, last: u32) -> Option<u32> {
        let own = self.passages.iter().filter(|passage| passage.law.is_empty());
        own.map(|passage| passage.last).find(|article| *article > last || *article == 0)
    }

    /// Whether every passage lies within some passage of the other.
    pub(crate) fn within(&self, other: &Self) -> bool {
        !self.passages.is_empty()
            && (self.passages.iter()).all(|one| other.passages.iter().any(|whole| one.within(whole)))
    }

    /// Whether some passage of one lies within, or contains, some passage of the other.
    pub fn meets(&self, other: &Self) -> bool {
        self.passages.iter().any(|one| other.passages.iter().any(|two| one.meets(two)))
    }
}

impl fmt::Display for Articles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Articles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Passage {
    fn parse(piece: &str) -> Option<Self> {
        let at = piece.find(|c: char| c.is_ascii_digit())?;
        let (law, rest) = piece.split_at(at);
        let law = law.trim().trim_end_matches('.').to_lowercase();
        let law = match law.as_str() {
            "art" | "arts" | "article" | "articles" | "s" | "section" => String::new(),
            _ => law,
        };
        let (first, rest) = number(rest)?;
        let mut last = first;
        let mut rest = rest;
        if let Some(after) = rest.strip_prefix(['-', '–'])
            && let Some((number, after)) = number(after)
        {
            (last, rest) = (number.max(first), after);
        }
        Some(Self { law, first, last, groups: groups(rest) })
    }

    fn within(&self, whole: &Self) -> bool {
        self.law == whole.law
            && whole.first <= self.first
            && self.last <= whole.last
            && whole.groups.len() <= self.groups.len()
            && self.groups.iter().zip(&whole.groups).all(|(one, whole)| one.within(whole))
    }

    fn meets(&self, other: &Self) -> bool {
        self.law == other.law
            && self.first <= other.last
            && other.first <= self.last
            // A range of articles has no paragraphs of its own.
            && self.groups.iter().zip(&other.groups).all(|(one, two)| one.meets(two))
    }
}

impl Group {
    fn within(&self, whole: &Self) -> bool {
        match (self, whole) {
            (Self::Numbers(a, b), Self::Numbers(c, d)) => c <= a && b <= d,
            (Self::Point(one), Self::Point(whole)) => one == whole,
            (Self::Numbers(..), Self::Point(_)) | (Self::Point(_), Self::Numbers(..)) => false,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Numbers(a, b), Self::Numbers(c, d)) => a <= d && c <= b,
            (Self::Point(one), Self::Point(two)) => one == two,
            (Self::Numbers(..), Self::Point(_)) | (Self::Point(_), Self::Numbers(..)) => false,
        }
    }
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

/// `(15)(a)`, `(9)-(29)`; stops where no bracket follows.
fn groups(mut text: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    while let Some((inner, rest)) = text.strip_prefix('(').and_then(|text| text.split_once(')')) {
        text = rest;
        let inner = inner.trim();
        let Ok(first) = inner.parse::<u32>() else {
            groups.push(Group::Point(inner.to_lowercase()));
            continue;
        };
        let mut last = first;
        if let Some((until, rest)) = text.strip_prefix("-(").and_then(|text| text.split_once(')'))
            && let Ok(until) = until.trim().parse::<u32>()
        {
            (last, text) = (until.max(first), rest);
        }
        groups.push(Group::Numbers(first, last));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, meets: bool) {
        let (a, b) = (Articles::parse(one), Articles::parse(other));
        assert_eq!((a.meets(&b), b.meets(&a)), (meets, meets), "{one} / {other}");
    }

    #[test]
    fn references_meet_where_one_names_a_passage_of_the_other() {
        check("16(4)", "16(4)", true);
        check("16", "16(4)", true);
        check("16(4)", "16(3)", false);
        check("16(4)", "16(4)(a)", true);
        check("18(9)-(29)", "18(15)(a)", true);
        check("18(9)-(29)", "18(8)", false);
        check("18(9)-(29)", "18(30)", false);
        check("27-28", "27(2)-(9)", true);
        check("25-28, 31-34", "32(b)", true);
        check("25-28, 31-34", "29", false);
        check("2(a)", "2(b)", false);
        check("KrMS 447(5)", "447(5)", false);
        check("KrMS 447(5)", "krms 447(5)", true);
        check("Art. 16(4)", "16(4)", true);
        check("7(2); protocol 6(3)", "protocol 6", true);
        check("25(3), (5)", "25(5)", true);
        check("nothing here", "16", false);
    }

    #[test]
    fn a_reference_lies_within_another() {
        let within = |one: &str, whole: &str| Articles::parse(one).within(&Articles::parse(whole));
        assert!(within("20", "16-20") && within("17(2)", "17") && within("17(2), 18", "16-20"));
        assert!(
            !within("1-2", "1") && !within("17", "17(2)") && !within("17, 21", "16-20") && !within("", "1")
        );
    }

    #[test]
    fn any_text_is_read_without_a_fault() {
        for text in ["", "(", "(1", "1(", "-", "1-", "1(2)-(", "99999999999999", "1(a)-(b)", "²3(4)", "é1"]
        {
            let _ = Articles::parse(text).meets(&Articles::parse("1"));
        }
    }
}
