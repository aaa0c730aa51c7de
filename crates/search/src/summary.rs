//! A question beside the little that a partner tells of a subject.

use names::Name;

use crate::evidence::{self, Facts};
use crate::query::Query;
use crate::reason::Reason;
use crate::subject::{Subject, SubjectId};

/// The score of a question and a summary, and the reasons for it: as for a hit of one's own, from what is there.
#[must_use]
pub fn weigh_summary(
    query: &Query,
    name: &str,
    birth_year: Option<u16>,
    nationality: Option<&str>,
) -> (f32, Vec<Reason>) {
    let Ok(id) = SubjectId::new("summary") else { return (0.0, Vec::new()) };
    let mut subject =
        Subject { id, schema: "Person".to_owned(), properties: std::collections::BTreeMap::new() };
    let mut add = |property: &str, value: String| {
        subject.properties.insert(property.to_owned(), vec![value]);
    };
    add("name", name.to_owned());
    birth_year.into_iter().for_each(|year| add("birthDate", format!("{year:04}")));
    nationality.into_iter().for_each(|code| add("nationality", code.to_owned()));
    // Without a kind: a partner does not tell what its subject is.
    let query = Query { kind: None, ..query.clone() };
    let (ours, theirs) = (Facts::asked(&query), Facts::of(&subject));
    let theirs_named = Name::parse(name);
    let best = evidence::names_asked(&query)
        .iter()
        .map(|text| Name::parse(text))
        .map(|ours| (names::log_odds(&ours, &theirs_named), ours))
        .max_by(|(x, _), (y, _)| x.total_cmp(y));
    let mut reasons = Vec::new();
    if let Some((_, ours)) = &best {
        reasons.extend(names::compare(ours, &theirs_named).parts.into_iter().map(|part| Reason {
            kind: part.how.into(),
            ours: part.a,
            theirs: part.b,
            weight: part.weight,
        }));
    }
    reasons.extend(ours.as_ref().reasons(theirs.as_ref()));
    let odds = evidence::combine(best.map_or(0.0, |(odds, _)| odds), ours.as_ref().weight(theirs.as_ref()));
    (names::probability(odds), reasons)
}
