//! Who owes a promise: the states and bodies that are its grammatical subject, or all who met.

use std::ops::Range;

use super::Speakers;
use crate::lexicon_fold::Words;
use crate::reading::Owner;
use crate::subject::{Part, Subject};

/// Those who met, and where the text names them.
pub(super) struct Parties {
    /// Codes with the bytes where they are named.
    named: Vec<(String, Vec<Range<usize>>)>,
    many: bool,
}

impl Parties {
    pub(super) fn of(subject: &Subject, speakers: &Speakers<'_>) -> Self {
        let people = speakers.people;
        let mut named: Vec<(String, Vec<Range<usize>>)> = subject
            .states
            .iter()
            .filter(|state| state.part == Part::Party)
            .map(|state| (state.code.clone(), state.spans.clone()))
            .collect();
        let states = named.len();
        // The Union is a party of its own where it meets one state; with several it is one of many.
        let union = subject.bodies.iter().find(|body| body.code == "EU");
        if states == 1
            && let Some(union) = union
        {
            named.push((union.code.clone(), union.spans.clone()));
        }
        // So is any other body whose official meets one state.
        if states == 1 && union.is_none() {
            for body in &subject.bodies {
                let officials: Vec<_> = people
                    .iter()
                    .filter(|person| person.country.is_none() && person.office.ends_with(&body.code))
                    .flat_map(|person| person.spans.iter().cloned())
                    .collect();
                if !officials.is_empty() {
                    named.push((body.code.clone(), body.spans.iter().cloned().chain(officials).collect()));
                }
            }
        }
        // Whoever speaks for a party names it.
        for person in people {
            if let Some(code) = &person.country
                && let Some((_, spans)) = named.iter_mut().find(|(party, _)| party == code)
            {
                spans.extend(person.spans.iter().cloned());
            }
        }
        for (code, span) in speakers.governments {
            if let Some((_, spans)) = named.iter_mut().find(|(party, _)| party == code) {
                spans.push(span.clone());
            }
        }
        let format = subject.mechanisms.iter().any(|mechanism| mechanism.code == "regional-group");
        let many = states > 2 || format && (states != 2 || regional_body(subject));
        Self { named, many }
    }

    /// Everyone who met.
    pub(super) fn everybody(&self) -> Owner {
        if self.many { Owner::All } else { Owner::Both }
    }

    /// The parties that these words name; `None` if none. All parties of a meeting are everybody.
    pub(super) fn acting(&self, words: &Words, range: Range<usize>) -> Option<Owner> {
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start)?;
        let bytes = words.span(range.start, last);
        let mut codes: Vec<String> = self
            .named
            .iter()
            .filter(|(_, spans)| spans.iter().any(|span| bytes.start <= span.start && span.end <= bytes.end))
            .map(|(code, _)| code.clone())
            .collect();
        codes.sort();
        match codes.len() {
            0 => None,
            several if several == self.named.len() && several > 1 => Some(self.everybody()),
            _ => Some(Owner::These(codes)),
        }
    }
}

/// A standing body of many states, which makes even a meeting of two of its members one of many.
fn regional_body(subject: &Subject) -> bool {
    subject
        .bodies
        .iter()
        .any(|body| !matches!(body.code.as_str(), "INTERPOL" | "EUROPOL" | "EU" | "UN" | "FRONTEX" | "CIS"))
}
