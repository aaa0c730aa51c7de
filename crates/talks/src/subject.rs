//! What a text is about, apart from its people, dates and promises: states, places, bodies, topics and mechanisms.

use std::ops::Range;

use crate::gazetteer::{Gazetteer, Scan};
use crate::lexicon::Languages;
use crate::lexicon_fold::Words;
use crate::{bodies, countries, language, mechanisms, places, topics};

/// How sure a finding is, in percent.
pub type Percent = u8;

/// How a text stands to what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Agreed, decided, undertaken or signed at this meeting.
    Agreed,
    /// Talked about.
    Discussed,
    /// In being before this meeting.
    Existing,
    /// Wished, proposed, asked for.
    Wished,
    /// Said not to be.
    Negated,
    /// Named, and no more.
    Mentioned,
}

impl Standing {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Discussed => "discussed",
            Self::Existing => "existing",
            Self::Wished => "wished",
            Self::Negated => "negated",
            Self::Mentioned => "mentioned",
        }
    }
}

/// What a state has to do with a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Its authorities take part, host, chair, observe or are the counterpart.
    Party,
    /// It is spoken of.
    SpokenOf,
}

/// One code with the places where the text gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// The code, as the record writes it.
    pub code: String,
    /// Bytes of the text.
    pub spans: Vec<Range<usize>>,
    /// How sure.
    pub confidence: Percent,
    /// How the text stands to it.
    pub standing: Standing,
}

/// One state with the places where the text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateNamed {
    /// ISO 3166-1 alpha-2, `PS` and `XK` included.
    pub code: String,
    /// Bytes of the text.
    pub spans: Vec<Range<usize>>,
    /// How sure.
    pub confidence: Percent,
    /// What it has to do with the meeting.
    pub part: Part,
}

/// A place with the bytes that name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceNamed {
    /// Its usual English form, or `videoconference`.
    pub name: String,
    /// The state it is in, if the gazetteer knows.
    pub state: Option<String>,
    /// Bytes of the text.
    pub spans: Vec<Range<usize>>,
    /// How sure.
    pub confidence: Percent,
}

/// What a text is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Two-letter code of the language most of the text is in, if it is one with a vocabulary.
    pub language: Option<&'static str>,
    /// Where the meeting was.
    pub places: Vec<PlaceNamed>,
    /// States, parties and others.
    pub states: Vec<StateNamed>,
    /// International bodies and standing formats.
    pub bodies: Vec<Coded>,
    /// What was spoken of.
    pub topics: Vec<Coded>,
    /// How the authorities work together.
    pub mechanisms: Vec<Coded>,
}

impl Gazetteer {
    /// Reads what a text is about. Lines about the text (its source, its date) are not part of it.
    pub fn subject(&self, text: &str) -> Subject {
        self.study(text).0
    }

    /// What a text is about, with the words and hits it was read from.
    pub(crate) fn study(&self, text: &str) -> (Subject, Scan, Languages) {
        let words = Words::of(text);
        let told = language::tell(text, &words);
        let scan = self.scan(words, told.all);
        let places = places::read(self, &scan, text);
        let bodies = bodies::read(self, &scan);
        let names = names_of_offices(&scan);
        let states = countries::read(self, &scan, &places, &bodies, told.main);
        let mut topics = topics::read(self, &scan, &names);
        let mechanisms = mechanisms::read(self, &scan, &names, &bodies, &mut topics);
        (Subject { language: told.main, places, states, bodies, topics, mechanisms }, scan, told.all)
    }
}

/// The words that are names of departments and offices: what they deal with is no topic.
fn names_of_offices(scan: &Scan) -> Vec<Range<usize>> {
    crate::names_of_offices::read(scan)
}

/// Adds a place where a code was found; the surer and stronger finding speaks for all.
pub(crate) fn add(
    found: &mut Vec<Coded>,
    code: &str,
    span: Range<usize>,
    confidence: Percent,
    standing: Standing,
) {
    match found.iter_mut().find(|known| known.code == code) {
        Some(known) => {
            if !known.spans.contains(&span) {
                known.spans.push(span);
            }
            known.confidence = known.confidence.max(confidence);
            known.standing = known.standing.min(standing);
        }
        None => found.push(Coded { code: code.to_owned(), spans: vec![span], confidence, standing }),
    }
}

/// Whether a range lies within any of these.
pub(crate) fn within(first: usize, last: usize, ranges: &[Range<usize>]) -> bool {
    ranges.iter().any(|range| range.start <= first && last < range.end)
}
