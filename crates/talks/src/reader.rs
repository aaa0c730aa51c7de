//! Reads a whole text into a [`Reading`].

use std::ops::Range;

use crate::gazetteer::{Cue, Gazetteer, Scan};
use crate::reading::{Meeting, NoMeeting, PartialDate, Reading};
use crate::subject::{Part, Subject};
use crate::{commitments, dates, people, places};

/// The longest text that is read, in bytes. A readout has some thousands.
pub const MOST_BYTES: usize = 512 * 1024;

/// Why a text cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is longer than [`MOST_BYTES`].
    #[error(
        "the text has {bytes} bytes; at most {MOST_BYTES} are read. Cut out the part that reports the meeting"
    )]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// There is nothing but blanks in it.
    #[error("the text is empty. Paste or upload the text of the readout")]
    Empty,
}

/// The day of the report, when it is known from outside the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// As precise as it is known. It goes before a `Date:` line of the text.
    pub reported: Option<PartialDate>,
}

/// Reads texts with one gazetteer.
#[derive(Clone, Copy)]
pub struct Reader {
    gazetteer: &'static Gazetteer,
}

impl Reader {
    /// With the words built into the program.
    pub fn embedded() -> Self {
        Self { gazetteer: Gazetteer::embedded() }
    }

    /// Reads a text. A first line with an address is taken for its source, and a line `Date: 2017-11-30` (or `2017-11`,
    /// or `2017`) below it for the day of the report; spans are of the text as given.
    pub fn read(&self, text: &str, hint: Hint) -> Result<Reading, ReadError> {
        if text.len() > MOST_BYTES {
            return Err(ReadError::TooLong { bytes: text.len() });
        }
        if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
            return Err(ReadError::Empty);
        }
        let (header, outside) = head(text);
        let body = blank(text, &outside);
        let (subject, scan, languages) = self.gazetteer.study(&body);
        let meeting = met(&subject, &scan);
        let date = dates::meeting_day(&body, &scan, hint.reported.or(header), subject.language);
        // "At once" is the day of the meeting.
        let day = date.as_ref().map(|date| date.value).or(header);
        let people = people::read(self.gazetteer, &scan, &body, &subject, languages);
        let commitments = match meeting {
            Meeting::Found => {
                let speakers = commitments::Speakers {
                    people: &people,
                    governments: &places::governments(self.gazetteer, &scan),
                };
                commitments::find(&body, &scan.words, languages, &subject, &speakers, day)
            }
            Meeting::NotFound(_) => Vec::new(),
        };
        Ok(Reading {
            meeting,
            language: subject.language,
            date,
            places: subject.places,
            states: subject.states,
            bodies: subject.bodies,
            people,
            topics: subject.topics,
            mechanisms: subject.mechanisms,
            commitments,
        })
    }
}

/// What stands before the text proper: the day of the report, and the bytes that are not of the text.
fn head(text: &str) -> (Option<PartialDate>, Vec<Range<usize>>) {
    let mut outside = Vec::new();
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').take(3).enumerate() {
        let trimmed = line.trim_start_matches('\u{feff}').trim();
        let address = index == 0
            && (trimmed.starts_with("http://") || trimmed.starts_with("https://"))
            && !trimmed.contains(' ');
        if address {
            outside.push(start..start + line.len());
        } else if let Some((date, length)) = dated(line) {
            outside.push(start..start + length);
            return (Some(date), outside);
        } else if !trimmed.is_empty() {
            break;
        }
        start += line.len();
    }
    (None, outside)
}

/// `Date: 2017-11-30` at the start of a line: the date, and how many bytes it takes.
fn dated(line: &str) -> Option<(PartialDate, usize)> {
    let blanks = line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    let rest = line.get(blanks..)?;
    let label = rest.get(..4).filter(|label| label.eq_ignore_ascii_case("date"))?.len();
    let after = rest.get(label..)?;
    let value = after.trim_start_matches([':', ' ', '\t']);
    if value.len() == after.len() {
        return None;
    }
    let written: &str = value.split(|c: char| !(c.is_ascii_digit() || c == '-')).next()?;
    let date = PartialDate::parse(written)?;
    Some((date, blanks + label + (after.len() - value.len()) + written.len()))
}

/// The text with blanks for some of its bytes, so that all others keep their places.
fn blank(text: &str, outside: &[Range<usize>]) -> String {
    let mut blanked = String::with_capacity(text.len());
    let mut at = 0;
    for range in outside {
        blanked.push_str(text.get(at..range.start).unwrap_or(""));
        let newline = text.get(range.clone()).is_some_and(|cut| cut.ends_with('\n'));
        blanked.extend(std::iter::repeat_n(' ', range.len().saturating_sub(usize::from(newline))));
        if newline {
            blanked.push('\n');
        }
        at = range.end;
    }
    blanked.push_str(text.get(at..).unwrap_or(""));
    blanked
}

/// A meeting takes authorities of a state or a body, and something that is done at meetings.
fn met(subject: &Subject, scan: &Scan) -> Meeting {
    let all = 0..scan.words.all().len();
    if all.is_empty() {
        return Meeting::NotFound(NoMeeting::NoWords);
    }
    let parties = subject.states.iter().filter(|state| state.part == Part::Party).count();
    if parties == 0 && subject.bodies.is_empty() {
        return Meeting::NotFound(NoMeeting::NobodyMet);
    }
    let authority = scan.has_cue(Cue::Authority, all.clone()) || !subject.bodies.is_empty();
    let talks = [Cue::Meeting, Cue::Joining, Cue::Agreed, Cue::Discussed]
        .iter()
        .any(|cue| scan.has_cue(*cue, all.clone()));
    let matter = !subject.topics.is_empty() || !subject.mechanisms.is_empty() || parties >= 2;
    if authority && talks && matter { Meeting::Found } else { Meeting::NotFound(NoMeeting::NothingMet) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALKS: &str = "https://ministry.example/news/7\nDate: 2021-03-12\n\nThe Minister of the Interior of Estonia met the \
        Minister of the Interior of Latvia in Tallinn yesterday. They discussed drug trafficking and border security.";

    #[test]
    fn counts_yesterday_from_the_day_of_the_report() {
        let reading = Reader::embedded().read(TALKS, Hint::default()).unwrap();
        assert_eq!(reading.meeting, Meeting::Found);
        let date = reading.date.unwrap();
        assert_eq!(date.value.to_string(), "2021-03-11");
        assert_eq!(&TALKS[date.spans[0].clone()], "yesterday");
        let hint = Hint { reported: PartialDate::parse("2022-01-01") };
        assert_eq!(
            Reader::embedded().read(TALKS, hint).unwrap().date.unwrap().value.to_string(),
            "2021-12-31"
        );
    }

    #[test]
    fn spans_are_of_the_text_as_given() {
        let reading = Reader::embedded().read(TALKS, Hint::default()).unwrap();
        let place = reading.places.iter().find(|place| place.name == "Tallinn").unwrap();
        assert_eq!(&TALKS[place.spans[0].clone()], "Tallinn");
    }

    #[test]
    fn counts_days_in_every_language() {
        let cases = [
            (
                "Les ministres de l'Intérieur de la France et de l'Italie se sont réunis à Nice vendredi.",
                "2023-05-12",
            ),
            ("Министры внутренних дел Эстонии и Латвии встретились вчера в Таллине.", "2023-05-13"),
            (
                "Die Innenminister Deutschlands und Polens trafen sich am 11. und 12. Mai in Berlin.",
                "2023-05-11",
            ),
            (
                "Los ministros del Interior de España y Portugal se reunieron el 10 de mayo de 2023 en Madrid.",
                "2023-05-10",
            ),
            (
                "Miniștrii de interne ai României și Bulgariei s-au întâlnit la 9 mai la București.",
                "2023-05-09",
            ),
            (
                "Ministri unutrašnjih poslova Srbije i Slovenije sastali su se 8. maja 2023. u Beogradu.",
                "2023-05-08",
            ),
            ("The interior ministers of Finland and Sweden met in Helsinki on May 7, 2023.", "2023-05-07"),
            (
                "Interior ministers of Finland and Sweden met in Helsinki on 06.05.2023 for talks.",
                "2023-05-06",
            ),
        ];
        for (text, day) in cases {
            let hint = Hint { reported: PartialDate::parse("2023-05-14") };
            let reading = Reader::embedded().read(text, hint).unwrap();
            assert_eq!(reading.date.map(|date| date.value.to_string()).as_deref(), Some(day), "{text}");
        }
    }

    #[test]
    fn a_recipe_is_no_meeting() {
        let recipe = "Peel two onions, fry them in butter until golden, add the flour and stir in a litre of hot stock.";
        let reading = Reader::embedded().read(recipe, Hint::default()).unwrap();
        assert_eq!(reading.meeting, Meeting::NotFound(NoMeeting::NobodyMet));
    }

    #[test]
    fn refuses_what_is_empty_or_too_long() {
        assert_eq!(Reader::embedded().read(" \n\t", Hint::default()), Err(ReadError::Empty));
        let long = "a ".repeat(MOST_BYTES);
        assert_eq!(
            Reader::embedded().read(&long, Hint::default()),
            Err(ReadError::TooLong { bytes: long.len() })
        );
    }
}
