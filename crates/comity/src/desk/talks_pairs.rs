//! Two readouts of one meeting: recognised by when, who and what, and laid side by side.

use std::collections::BTreeSet;

use exchange::CaseId;
use names::Name;
use serde::Serialize;
use store::{Direction, TalksPair, TalksRecord, TalksSort, TalksState};

use super::talks_record::{Official, Promise, Record, last_day};
use super::{DeskError, Role, Viewer, audit, talks};
use crate::node::Node;

/// From here on two records count as of one meeting unless an officer says otherwise.
const SAME: u8 = 60;
/// Records that are compared with one.
const COMPARED_MOST: u32 = 500;
/// Names that are as near as this are one person's.
const ONE_PERSON: f32 = 0.8;

/// How likely two records are of one meeting, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Likeness {
    /// In percent.
    pub percent: u8,
    /// `date`, `near-date`, `countries`, `people`, `places`, `topics`.
    pub reasons: Vec<&'static str>,
}

/// Another record that may be of the same meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alike {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub author: String,
    /// Its day, month or year.
    pub held_on: Option<String>,
    /// How likely.
    pub likeness: Likeness,
    /// What an officer said: of one meeting, or not.
    pub said: Option<bool>,
}

/// Something in which two records differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `date`, `places`, `countries`, `bodies`, `people`, `topics`, `mechanisms`, `commitments`.
    pub field: &'static str,
    /// What the first says; empty when it says nothing.
    pub one: String,
    /// What the second says; empty when it says nothing.
    pub other: String,
    /// Whether both say something and it cannot both be so.
    pub contradicts: bool,
}

/// Two records side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The first.
    pub one: talks::TalksView,
    /// The second.
    pub other: talks::TalksView,
    /// How likely they are of one meeting.
    pub likeness: Likeness,
    /// What an officer said.
    pub said: Option<bool>,
    /// Where they differ, contradictions first.
    pub differences: Vec<Difference>,
    /// The fields in which they agree.
    pub agree: Vec<&'static str>,
}

/// Other records that may be of the same meeting, the likeliest first. A record's own thread is not among them.
pub async fn alike(node: &Node, viewer: &Viewer, id: &str) -> Result<Vec<Alike>, DeskError> {
    let kept = talks::load(node, viewer, id).await?;
    let record = &Record::read(&kept.talks.text.record)?;
    let (thread, filter) = (&kept.talks.thread, &store::TalksFilter { present: true, ..Default::default() });
    let by = &store::ListBy::<TalksSort> { descending: true, limit: COMPARED_MOST, ..Default::default() };
    let (listing, pairs) = node
        .store()
        .read("talks alike", |tx| {
            Box::pin(async move { Ok((tx.list_talks(filter, by).await?, tx.talks_pairs(thread).await?)) })
        })
        .await?;
    let mut found = Vec::new();
    for other in listing.rows.iter().filter(|other| other.talks.thread != *thread) {
        let said = said(&pairs, thread, &other.talks.thread);
        let likeness = likeness(record, &Record::read(&other.talks.text.record)?);
        if said == Some(true) || likeness.percent >= SAME {
            found.push(Alike {
                id: other.talks.id.to_string(),
                title: other.talks.text.title.clone(),
                author: other.talks.author.to_string(),
                held_on: other.talks.text.held_on.clone(),
                likeness,
                said,
            });
        }
    }
    found.sort_by_key(|alike| (alike.said != Some(true), std::cmp::Reverse(alike.likeness.percent)));
    Ok(found)
}

fn said(pairs: &[TalksPair], one: &CaseId, other: &CaseId) -> Option<bool> {
    pairs
        .iter()
        .find(|pair| {
            [(one, other), (other, one)].iter().any(|(a, b)| pair.threads.0 == **a && pair.threads.1 == **b)
        })
        .map(|pair| pair.same)
}

/// Keeps what an officer says about two records: of one meeting, or not.
pub async fn pair(node: &Node, viewer: &Viewer, id: &str, other: &str, same: bool) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let one = talks::load(node, viewer, id).await?;
    let two = talks::load(node, viewer, other).await?;
    if one.talks.thread == two.talks.thread {
        return Err(DeskError::invalid("other", "both are one record", "choose another"));
    }
    let pair = &TalksPair {
        threads: (one.talks.thread, two.talks.thread),
        same,
        login: viewer.login.clone(),
        at: node.now(),
    };
    let what = if same { "talks-same-meeting" } else { "talks-other-meeting" };
    let line = &audit::line(node, &viewer.login, what, one.talks.id, two.talks.id);
    node.store()
        .run_tx("pair talks", |tx| {
            Box::pin(async move {
                tx.pair_talks(pair).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

/// Lays two records side by side.
pub async fn compare(node: &Node, viewer: &Viewer, id: &str, other: &str) -> Result<Comparison, DeskError> {
    let one = talks::talks(node, viewer, id).await?;
    let two = talks::talks(node, viewer, other).await?;
    let kept = talks::load(node, viewer, id).await?;
    let kept_other = talks::load(node, viewer, other).await?;
    let thread = &kept.talks.thread;
    let pairs =
        node.store().read("talks pairs", |tx| Box::pin(async move { tx.talks_pairs(thread).await })).await?;
    let differences = differences(&one.record, &two.record);
    let agree = FIELDS
        .into_iter()
        .filter(|field| !differences.iter().any(|difference| difference.field == *field))
        .filter(|field| lines(&one.record).iter().any(|(name, value)| name == field && !value.is_empty()))
        .collect();
    Ok(Comparison {
        likeness: likeness(&one.record, &two.record),
        said: said(&pairs, thread, &kept_other.talks.thread),
        differences,
        agree,
        one,
        other: two,
    })
}

/// The fields of a record in order.
const FIELDS: [&str; 8] =
    ["date", "places", "countries", "bodies", "people", "topics", "mechanisms", "commitments"];

/// A record as lines, one for each field, for showing where two versions differ.
pub(crate) fn lines(record: &Record) -> Vec<(&'static str, String)> {
    let joined = |list: &[super::talks_record::Finding]| {
        list.iter().map(|finding| finding.value.as_str()).collect::<Vec<_>>().join(", ")
    };
    let people: Vec<String> = record.people.iter().map(named).collect();
    let promises: Vec<String> = record.commitments.iter().map(promised).collect();
    vec![
        ("title", record.title.clone()),
        ("date", record.day().unwrap_or_default().to_owned()),
        ("places", joined(&record.places)),
        ("countries", joined(&record.countries)),
        ("bodies", joined(&record.bodies)),
        ("people", people.join("; ")),
        ("topics", joined(&record.topics)),
        ("mechanisms", joined(&record.mechanisms)),
        ("commitments", promises.join("; ")),
    ]
}

fn named(person: &Official) -> String {
    let mut text = person.names.join(" / ");
    if !person.office.is_empty() {
        text.push_str(", ");
        text.push_str(&person.office);
    }
    if let Some(country) = &person.country {
        text.push_str(&format!(" ({country})"));
    }
    text
}

fn promised(promise: &Promise) -> String {
    let due = promise.due.as_deref().map(|due| format!(" ({due})")).unwrap_or_default();
    format!("{}: {}{due}", promise.who, promise.what)
}

/// How likely two records are of one meeting: the day decides most, then the states, the people, the place and the topics.
pub fn likeness(one: &Record, other: &Record) -> Likeness {
    let mut percent = 0_u32;
    let mut reasons = Vec::new();
    let mut say = |points: u32, reason| {
        if points > 0 {
            percent += points;
            reasons.push(reason);
        }
    };
    let days = match (one.day(), other.day()) {
        (Some(a), Some(b)) => days_apart(a, b),
        _ => Some(8),
    };
    // Meetings that lie days apart are two, whoever met.
    let Some(days) = days else { return Likeness { percent: 0, reasons: Vec::new() } };
    match days {
        0 => say(35, "date"),
        1..=3 => say(25, "near-date"),
        _ => {}
    }
    let (a, b) = (set(&one.states()), set(&other.states()));
    let shared = a.intersection(&b).count();
    let fewer = a.len().min(b.len());
    if shared >= 2 || (shared == 1 && fewer == 1) {
        say(share(30, shared, fewer), "countries");
    }
    let people =
        one.people.iter().filter(|person| other.people.iter().any(|known| one_person(person, known))).count();
    say(share(25, people, one.people.len().min(other.people.len())), "people");
    let places = |record: &Record| record.places.iter().map(|place| place.value.clone()).collect::<Vec<_>>();
    let (a, b) = (set(&places(one)), set(&places(other)));
    say(share(5, a.intersection(&b).count(), a.len().min(b.len())), "places");
    let topics = |record: &Record| {
        let all = record.topics.iter().chain(&record.mechanisms);
        all.map(|topic| topic.value.clone()).collect::<Vec<_>>()
    };
    let (a, b) = (set(&topics(one)), set(&topics(other)));
    say(share(15, a.intersection(&b).count(), a.len().min(b.len())), "topics");
    Likeness { percent: u8::try_from(percent.min(100)).unwrap_or(100), reasons }
}

fn share(points: u32, part: usize, whole: usize) -> u32 {
    if whole == 0 {
        return 0;
    }
    let (part, whole) = (u32::try_from(part).unwrap_or(u32::MAX), u32::try_from(whole).unwrap_or(u32::MAX));
    points.saturating_mul(part.min(whole)) / whole
}

fn set(list: &[String]) -> BTreeSet<String> {
    list.iter().map(|value| value.to_lowercase()).collect()
}

/// Days between two dates as far as both go; a month or a year holds all its days. `None`: more than three.
fn days_apart(one: &str, other: &str) -> Option<u32> {
    if one.starts_with(other) || other.starts_with(one) {
        return Some(if one.len() == 10 && other.len() == 10 { 0 } else { 2 });
    }
    if one.len() != 10 || other.len() != 10 {
        return None;
    }
    let days = last_day(one)?.until(last_day(other)?).ok()?.get_days().unsigned_abs();
    (days <= 3).then_some(days)
}

fn one_person(one: &Official, other: &Official) -> bool {
    let parse = |person: &Official| person.names.iter().map(|name| Name::parse(name)).collect::<Vec<_>>();
    let (one, other) = (parse(one), parse(other));
    one.iter().any(|a| other.iter().any(|b| names::score(a, b) >= ONE_PERSON))
}

/// Where two records differ, contradictions first.
pub fn differences(one: &Record, other: &Record) -> Vec<Difference> {
    let mut found = Vec::new();
    if let (Some(a), Some(b)) = (one.day(), other.day())
        && a != b
    {
        let contradicts = !a.starts_with(b) && !b.starts_with(a);
        found.push(Difference { field: "date", one: a.to_owned(), other: b.to_owned(), contradicts });
    } else if one.day() != other.day() {
        found.push(only("date", one.day(), other.day()));
    }
    for field in super::talks_record::LISTS {
        let values = |record: &Record| record.list(field).iter().map(|v| v.value.clone()).collect::<Vec<_>>();
        let (a, b) = (values(one), values(other));
        let (in_a, in_b) = (set(&a), set(&b));
        let left: Vec<&str> =
            a.iter().filter(|v| !in_b.contains(&v.to_lowercase())).map(String::as_str).collect();
        let right: Vec<&str> =
            b.iter().filter(|v| !in_a.contains(&v.to_lowercase())).map(String::as_str).collect();
        if !left.is_empty() || !right.is_empty() {
            // Two meetings cannot have been in two places; a topic left out is no contradiction.
            let contradicts = field == "places" && !left.is_empty() && !right.is_empty();
            found.push(Difference { field, one: left.join(", "), other: right.join(", "), contradicts });
        }
    }
    people(one, other, &mut found);
    promises(one, other, &mut found);
    found.sort_by_key(|difference| !difference.contradicts);
    found
}

fn only(field: &'static str, one: Option<&str>, other: Option<&str>) -> Difference {
    Difference {
        field,
        one: one.unwrap_or_default().to_owned(),
        other: other.unwrap_or_default().to_owned(),
        contradicts: false,
    }
}

fn people(one: &Record, other: &Record, found: &mut Vec<Difference>) {
    for person in &one.people {
        match other.people.iter().find(|known| one_person(person, known)) {
            None => found.push(only("people", Some(&named(person)), None)),
            Some(known)
                if known.country != person.country && known.country.is_some() && person.country.is_some() =>
            {
                found.push(Difference {
                    field: "people",
                    one: named(person),
                    other: named(known),
                    contradicts: true,
                });
            }
            Some(_) => {}
        }
    }
    for person in
        other.people.iter().filter(|person| !one.people.iter().any(|known| one_person(person, known)))
    {
        found.push(only("people", None, Some(&named(person))));
    }
}

fn promises(one: &Record, other: &Record, found: &mut Vec<Difference>) {
    let mut matched = BTreeSet::new();
    for promise in &one.commitments {
        let best = other
            .commitments
            .iter()
            .enumerate()
            .filter(|(index, _)| !matched.contains(index))
            .map(|(index, known)| (alike_words(&promise.what, &known.what), index, known))
            .filter(|(alike, ..)| *alike >= 30)
            .max_by_key(|(alike, ..)| *alike);
        let Some((_, index, known)) = best else {
            found.push(only("commitments", Some(&promised(promise)), None));
            continue;
        };
        matched.insert(index);
        let who = bound(&promise.who, one) != bound(&known.who, other);
        let due = matches!((&promise.due, &known.due), (Some(a), Some(b)) if !a.starts_with(b.as_str()) && !b.starts_with(a.as_str()));
        if who || promise.due != known.due {
            found.push(Difference {
                field: "commitments",
                one: promised(promise),
                other: promised(known),
                contradicts: who || due,
            });
        }
    }
    for (index, promise) in other.commitments.iter().enumerate() {
        if !matched.contains(&index) {
            found.push(only("commitments", None, Some(&promised(promise))));
        }
    }
}

/// The states bound by a promise: `both` and `all` are everyone who met.
fn bound(who: &str, record: &Record) -> BTreeSet<String> {
    if who == "both" || who == "all" {
        set(&record.states())
    } else {
        who.split('+').map(str::to_lowercase).collect()
    }
}

/// How much two promises say the same, in percent: by their words, and by what they are about in any language.
fn alike_words(one: &str, other: &str) -> u32 {
    let words = |text: &str| -> BTreeSet<String> {
        text.to_lowercase()
            .split(|char: char| !char.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            // Endings change with number and case.
            .map(|word| word.chars().take(6).collect())
            .collect()
    };
    let about = |text: &str| -> BTreeSet<String> {
        let subject = ::talks::Gazetteer::embedded().subject(text);
        subject.topics.into_iter().chain(subject.mechanisms).map(|coded| coded.code).collect()
    };
    let part = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
        share(100, a.intersection(b).count(), a.union(b).count().max(1))
    };
    part(&words(one), &words(other)).max(part(&about(one), &about(other)) * 6 / 10)
}

/// The signed records of the present, for pages that count.
pub(crate) fn present(kept: &TalksRecord) -> bool {
    kept.state == TalksState::Signed
        || kept.state == TalksState::Draft && kept.direction == Direction::Outgoing
}
