//! Reads a text into a record: what the machine found, with where it stands and how sure it is.

use std::ops::Range;

use super::talks_record::{Finding, Official, Promise, Record, Span};

/// What the machine finds in a text. `day` is the day of the report, when it is known from elsewhere.
pub(crate) fn read(text: &str, day: Option<&str>) -> Record {
    let hint = talks::Hint { reported: day.and_then(talks::PartialDate::parse) };
    // Too long and empty texts were refused where they came in.
    let Ok(subject) = talks::Reader::embedded().read(text, hint) else { return Record::default() };
    let coded = |list: &[talks::Coded], standing: bool| -> Vec<Finding> {
        list.iter()
            .map(|found| Finding {
                value: found.code.clone(),
                standing: if standing { word(found.standing).to_owned() } else { String::new() },
                spans: spans(&found.spans),
                confidence: found.confidence,
                ..Finding::default()
            })
            .collect()
    };
    Record {
        no_meeting: match subject.meeting {
            talks::Meeting::Found => None,
            talks::Meeting::NotFound(why) => Some(why.to_string()),
        },
        language: subject.language.map(str::to_owned),
        date: subject.date.map(|date| Finding {
            value: date.value.to_string(),
            spans: spans(&date.spans),
            confidence: date.confidence,
            ..Finding::default()
        }),
        places: subject
            .places
            .iter()
            .map(|place| Finding {
                value: place.name.clone(),
                spans: spans(&place.spans),
                confidence: place.confidence,
                ..Finding::default()
            })
            .collect(),
        countries: subject
            .states
            .iter()
            .filter(|state| state.part == talks::Part::Party)
            .map(|state| Finding {
                value: state.code.clone(),
                spans: spans(&state.spans),
                confidence: state.confidence,
                ..Finding::default()
            })
            .collect(),
        bodies: coded(&subject.bodies, false),
        people: subject
            .people
            .iter()
            .map(|person| Official {
                names: person.names.clone(),
                office: person.office.clone(),
                country: person.country.clone(),
                spans: spans(&person.spans),
                confidence: person.confidence,
                ..Official::default()
            })
            .collect(),
        topics: coded(&subject.topics, false),
        mechanisms: coded(&subject.mechanisms, true),
        commitments: (1..)
            .zip(&subject.commitments)
            .map(|(number, promise)| Promise {
                key: format!("c{number}"),
                who: promise.who.to_string(),
                what: promise.what.clone(),
                due: promise.due.map(|due| due.to_string()),
                spans: spans(&promise.spans),
                confidence: promise.confidence,
                ..Promise::default()
            })
            .collect(),
        ..Record::default()
    }
}

fn word(standing: talks::Standing) -> &'static str {
    match standing {
        talks::Standing::Agreed => "agreed",
        talks::Standing::Discussed => "discussed",
        talks::Standing::Existing => "existing",
        talks::Standing::Wished => "wished",
        talks::Standing::Negated => "negated",
        talks::Standing::Mentioned => "mentioned",
    }
}

fn spans(ranges: &[Range<usize>]) -> Vec<Span> {
    ranges
        .iter()
        .filter_map(|range| Some((u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?)))
        .collect()
}
