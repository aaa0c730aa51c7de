//! The findings of a [`Reading`] in the form of label files: flat lists of codes and names, with the spans beside them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::reading::{Meeting, Reading};
use crate::subject::{Coded, Part};

/// Where a finding stands: the first byte and the byte after the last, in UTF-8.
pub type Span = (usize, usize);

/// The spans of each finding, by what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spans {
    /// Where the date was read; empty when it is that of the report.
    pub date: Vec<Span>,
    /// By place.
    pub places: BTreeMap<String, Vec<Span>>,
    /// By country.
    pub countries: BTreeMap<String, Vec<Span>>,
    /// By body.
    pub bodies: BTreeMap<String, Vec<Span>>,
    /// By the first name of each person.
    pub people: BTreeMap<String, Vec<Span>>,
    /// By topic.
    pub topics: BTreeMap<String, Vec<Span>>,
    /// By mechanism.
    pub mechanisms: BTreeMap<String, Vec<Span>>,
}

/// An official.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Official {
    /// The fullest form in each spelling, as written.
    pub names: Vec<String>,
    /// The office in English.
    pub office: String,
    /// The state served, ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// Something promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// `both`, `all`, or codes joined by `+`.
    pub who: String,
    /// What is to be done.
    pub what: String,
    /// Until when: day, month or year.
    pub due: Option<String>,
    /// Where it stands in the text.
    pub spans: Vec<Span>,
    /// How sure it is, in percent.
    pub confidence: u8,
}

/// What a text says, in the form of a label file. Lists are in alphabetical order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Why the text is taken for no readout of a meeting, when it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_meeting: Option<String>,
    /// Two-letter code of the language, if it is one with a vocabulary.
    pub language: Option<&'static str>,
    /// Day, month or year of the meeting.
    pub date: Option<String>,
    /// Cities or sites in their usual English form, or `videoconference`.
    pub places: Vec<String>,
    /// States that met, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Codes of international bodies and standing formats.
    pub bodies: Vec<String>,
    /// Officials, in the order of the text.
    pub people: Vec<Official>,
    /// Codes of topics.
    pub topics: Vec<String>,
    /// Codes of mechanisms.
    pub mechanisms: Vec<String>,
    /// What was promised, in the order of the text.
    pub commitments: Vec<Promise>,
    /// Where each of them stands in the text.
    pub spans: Spans,
    /// How sure each of them is, in percent: by field, then as in `spans`. That of a promise stands with it.
    pub confidence: BTreeMap<&'static str, BTreeMap<String, u8>>,
    /// How the text stands to each mechanism and topic: `agreed`, `discussed`, `existing`, `wished`, `negated`, `mentioned`.
    pub standing: BTreeMap<String, &'static str>,
}

impl Label {
    /// The label of a reading.
    pub fn of(reading: &Reading) -> Self {
        let coded =
            |list: &[Coded]| by_value(list.iter().map(|found| (found.code.as_str(), found.spans.as_slice())));
        let spans = Spans {
            date: reading.date.iter().flat_map(|date| pairs(&date.spans)).collect(),
            places: by_value(
                reading.places.iter().map(|place| (place.name.as_str(), place.spans.as_slice())),
            ),
            countries: by_value(
                reading
                    .states
                    .iter()
                    .filter(|state| state.part == Part::Party)
                    .map(|state| (state.code.as_str(), state.spans.as_slice())),
            ),
            bodies: coded(&reading.bodies),
            people: by_value(reading.people.iter().filter_map(|person| {
                person.names.first().map(|name| (name.as_str(), person.spans.as_slice()))
            })),
            topics: coded(&reading.topics),
            mechanisms: coded(&reading.mechanisms),
        };
        let values = |found: &BTreeMap<String, Vec<Span>>| found.keys().cloned().collect();
        Self {
            no_meeting: match reading.meeting {
                Meeting::Found => None,
                Meeting::NotFound(why) => Some(why.to_string()),
            },
            language: reading.language,
            date: reading.date.as_ref().map(|date| date.value.to_string()),
            places: values(&spans.places),
            countries: values(&spans.countries),
            bodies: values(&spans.bodies),
            people: reading
                .people
                .iter()
                .map(|person| Official {
                    names: person.names.clone(),
                    office: person.office.clone(),
                    country: person.country.clone(),
                })
                .collect(),
            topics: values(&spans.topics),
            mechanisms: values(&spans.mechanisms),
            commitments: reading
                .commitments
                .iter()
                .map(|promise| Promise {
                    who: promise.who.to_string(),
                    what: promise.what.clone(),
                    due: promise.due.map(|due| due.to_string()),
                    spans: pairs(&promise.spans),
                    confidence: promise.confidence,
                })
                .collect(),
            spans,
            confidence: confidences(reading),
            standing: reading
                .topics
                .iter()
                .chain(&reading.mechanisms)
                .map(|found| (found.code.clone(), found.standing.as_str()))
                .collect(),
        }
    }
}

fn confidences(reading: &Reading) -> BTreeMap<&'static str, BTreeMap<String, u8>> {
    let coded = |list: &[Coded]| list.iter().map(|found| (found.code.clone(), found.confidence)).collect();
    let parties = reading.states.iter().filter(|state| state.part == Part::Party);
    BTreeMap::from([
        ("date", reading.date.iter().map(|date| (date.value.to_string(), date.confidence)).collect()),
        ("places", reading.places.iter().map(|place| (place.name.clone(), place.confidence)).collect()),
        ("countries", parties.map(|state| (state.code.clone(), state.confidence)).collect()),
        ("bodies", coded(&reading.bodies)),
        (
            "people",
            reading
                .people
                .iter()
                .filter_map(|person| person.names.first().map(|name| (name.clone(), person.confidence)))
                .collect(),
        ),
        ("topics", coded(&reading.topics)),
        ("mechanisms", coded(&reading.mechanisms)),
    ])
}

fn pairs(ranges: &[Range<usize>]) -> Vec<Span> {
    ranges.iter().map(|range| (range.start, range.end)).collect()
}

fn by_value<'a>(found: impl Iterator<Item = (&'a str, &'a [Range<usize>])>) -> BTreeMap<String, Vec<Span>> {
    let mut values: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (value, ranges) in found {
        values.entry(value.to_owned()).or_default().extend(pairs(ranges));
    }
    values
}
