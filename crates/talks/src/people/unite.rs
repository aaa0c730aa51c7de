//! Unites the places where one person is named, and says which state each serves.

use std::ops::Range;

use names::Name;

use super::{AND, Known, Named, Person, Run, Sight};
use crate::gazetteer::Form;
use crate::lexicon_fold::Gap;

/// Full names that are as near as this are one person's.
const ONE_PERSON: f32 = 0.6;

/// One person while the text is read.
struct Group {
    runs: Vec<usize>,
    named: Vec<Named>,
    names: Vec<Name>,
}

/// The people of a text.
pub(super) fn people(sight: &Sight<'_>, runs: &[Run], named: Vec<Named>) -> Vec<Person> {
    let mut groups: Vec<Group> = Vec::new();
    // Full names first: a surname is of the person whose full name has it.
    let (full, single): (Vec<Named>, Vec<Named>) =
        named.into_iter().partition(|named| runs.get(named.run).is_some_and(|run| sight.parts(run) > 1));
    for found in full {
        let Some(run) = runs.get(found.run) else { continue };
        let name = Name::parse(sight.whole(run));
        match groups.iter_mut().find(|group| one_person(sight, runs, group, run, &name)) {
            Some(group) => {
                group.runs.push(found.run);
                group.names.push(name);
                group.named.push(found);
            }
            None => groups.push(Group { runs: vec![found.run], named: vec![found], names: vec![name] }),
        }
    }
    for found in single {
        let Some(run) = runs.get(found.run) else { continue };
        match groups.iter_mut().find(|group| surname_of(sight, runs, group, run)) {
            Some(group) => {
                group.runs.push(found.run);
                group.named.push(found);
            }
            None => groups.push(Group { runs: vec![found.run], named: vec![found], names: Vec::new() }),
        }
    }
    // Runs that prove nothing by themselves, but are of somebody already known.
    for (index, run) in runs.iter().enumerate() {
        if groups.iter().any(|group| group.runs.contains(&index)) {
            continue;
        }
        let full = sight.parts(run) > 1;
        let name = Name::parse(sight.whole(run));
        let known = groups.iter_mut().find(|group| {
            if full {
                one_person(sight, runs, group, run, &name)
            } else {
                surname_of(sight, runs, group, run)
            }
        });
        if let Some(group) = known {
            group.runs.push(index);
        }
    }
    groups.sort_by_key(|group| group.runs.iter().min().copied());
    let bases: Vec<Option<String>> = groups.iter().map(base).collect();
    let mut people: Vec<Person> =
        groups.iter().enumerate().map(|(index, group)| person(sight, runs, group, index, &bases)).collect();
    let common = sight.common_office();
    for person in &mut people {
        if person.office.is_empty()
            && let Some(office) = &common
        {
            person.office.clone_from(office);
        }
    }
    states_left(sight, runs, &groups, &mut people);
    for (person, group) in people.iter_mut().zip(&groups) {
        finish(sight, person, group);
    }
    people
}

fn one_person(sight: &Sight<'_>, runs: &[Run], group: &Group, run: &Run, name: &Name) -> bool {
    group.names.iter().any(|known| names::score(known, name) >= ONE_PERSON)
        || group.runs.iter().filter_map(|at| runs.get(*at)).any(|other| inflected(sight, other, run))
}

/// Whether two names differ in the endings of their parts alone.
fn inflected(sight: &Sight<'_>, one: &Run, other: &Run) -> bool {
    one.len() == other.len()
        && one.len() > 1
        && one
            .clone()
            .zip(other.clone())
            .all(|(a, b)| same_word(sight.words.folded(a), sight.words.folded(b)))
}

/// Whether two folded words are one name in two cases.
fn same_word(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longest = a.chars().count().max(b.chars().count());
    let shortest = a.chars().count().min(b.chars().count());
    a == b || common >= 3 && longest - common <= 3 && shortest - common <= 2
}

/// Whether a single word is part of a person's full name.
fn surname_of(sight: &Sight<'_>, runs: &[Run], group: &Group, single: &Run) -> bool {
    group
        .runs
        .iter()
        .filter_map(|at| runs.get(*at))
        .filter(|full| full.len() > 1 || full.start != single.start)
        .any(|full| {
            let has = |word: &str| {
                full.clone().any(|at| word.chars().count() > 1 && same_word(sight.words.folded(at), word))
            };
            single
                .clone()
                .filter(|at| sight.words.folded(*at).chars().count() > 1)
                .all(|at| has(sight.words.folded(at)))
        })
}

/// The office of a person without its state, from which a counterpart's is told.
fn base(group: &Group) -> Option<String> {
    group
        .named
        .iter()
        .filter_map(|named| named.office.as_ref())
        .find(|office| !office.counterpart && !office.english.is_empty() && !office.says_state)
        .map(|office| office.english.clone())
}

fn person(sight: &Sight<'_>, runs: &[Run], group: &Group, index: usize, bases: &[Option<String>]) -> Person {
    let mut spans: Vec<Range<usize>> = group
        .runs
        .iter()
        .filter_map(|at| runs.get(*at))
        .map(|run| sight.words.span(run.start, run.end.saturating_sub(1)))
        .collect();
    spans.sort_by_key(|span| span.start);
    let mut names: Vec<String> = Vec::new();
    let full = group.runs.iter().filter_map(|at| runs.get(*at)).any(|run| sight.parts(run) > 1);
    let mut written: Vec<&Run> = group.runs.iter().filter_map(|at| runs.get(*at)).collect();
    written.sort_by_key(|run| run.start);
    for run in &written {
        let initials = (*run).clone().any(|at| sight.words.folded(at).chars().count() == 1);
        let fuller = written.iter().any(|other| other.len() > run.len() && contains(sight, other, run));
        if full && (sight.parts(run) < 2 || initials && names_fully(sight, &written)) || fuller {
            continue;
        }
        let name = sight.whole(run).split_whitespace().collect::<Vec<_>>().join(" ");
        let cased = |name: &str| name.to_lowercase();
        if !names.iter().any(|known| cased(known) == cased(&name)) {
            names.push(name);
        }
    }
    let offices: Vec<_> = group.named.iter().filter_map(|named| named.office.as_ref()).collect();
    let best = offices
        .iter()
        .max_by_key(|office| (!office.english.is_empty(), !office.counterpart, office.words.len()));
    let office = match best {
        Some(office) if !office.english.is_empty() => office.english.clone(),
        // "His counterpart": of the same office as the person named before, or else after.
        Some(office) if office.counterpart => bases
            .get(..index)
            .into_iter()
            .flatten()
            .rev()
            .chain(bases.get(index + 1..).into_iter().flatten())
            .flatten()
            .next()
            .cloned()
            .unwrap_or_default(),
        _ => String::new(),
    };
    let country = offices
        .iter()
        .filter(|office| office.of_body.is_none())
        .find_map(|office| office.states.first())
        .or(stated_after(sight, &written).as_ref())
        .map(|state| sight.gazetteer.state(*state).to_owned());
    let confidence = group.named.iter().map(|named| named.confidence).max().unwrap_or(40);
    Person { names, office, country, spans, confidence }
}

fn names_fully(sight: &Sight<'_>, written: &[&Run]) -> bool {
    written.iter().any(|run| {
        sight.parts(run) > 1 && (*run).clone().all(|at| sight.words.folded(at).chars().count() > 1)
    })
}

fn contains(sight: &Sight<'_>, long: &Run, short: &Run) -> bool {
    short.clone().all(|at| long.clone().any(|other| sight.words.folded(other) == sight.words.folded(at)))
}

/// "Valdesi Urquiza of Brazil", "Jan Novák (Slovakia)".
fn stated_after(sight: &Sight<'_>, written: &[&Run]) -> Option<u16> {
    written.iter().find_map(|run| {
        let near = run.end..run.end + 4;
        if near.clone().any(|at| sight.is(at, Known::BREAK) && sight.words.folded(at).chars().count() > 3) {
            return None;
        }
        let at = near.clone().find(|at| sight.is(*at, Known::STATE))?;
        let bracket = sight.between(run.end).contains('(');
        let led = (run.end..at).all(|at| {
            let word = sight.words.folded(at);
            word.chars().count() <= 3 || word == "partea"
        });
        if !led {
            return None;
        }
        let close = (run.end..=at).all(|at| sight.gap(at) == Gap::Soft) || bracket && at == run.end;
        let joined = at == run.end || !AND.contains(&sight.words.folded(run.end));
        let states = sight.states_in(near);
        states.first().filter(|(_, form)| close && joined && *form == Form::Name).map(|(state, _)| *state)
    })
}

/// A person whose state is not said serves the party that nobody else serves, or the one at home where the text was written.
fn states_left(sight: &Sight<'_>, runs: &[Run], groups: &[Group], people: &mut [Person]) {
    let parties: Vec<String> = sight.parties().into_iter().map(str::to_owned).collect();
    let of_body = |group: &Group| {
        group.named.iter().filter_map(|named| named.office.as_ref()).any(|office| office.of_body.is_some())
    };
    for index in 0..people.len() {
        let Some(group) = groups.get(index) else { continue };
        if people.get(index).is_none_or(|person| person.country.is_some()) || of_body(group) {
            continue;
        }
        let served: Vec<&str> = people.iter().filter_map(|person| person.country.as_deref()).collect();
        let left: Vec<&String> = parties.iter().filter(|code| !served.contains(&code.as_str())).collect();
        let home = home(sight.subject.language).filter(|home| parties.iter().any(|code| code == home));
        let hosted = sight.subject.places.first().and_then(|place| place.state.as_deref());
        let sentence = |index: usize| {
            let run =
                groups.get(index).and_then(|group| group.runs.iter().min()).and_then(|at| runs.get(*at))?;
            Some(sight.words.word(run.start)?.sentence)
        };
        // Whoever opens a meeting together with an official is of the same house.
        let neighbour = (0..index)
            .rev()
            .take_while(|other| sentence(*other) == sentence(index))
            .find_map(|other| people.get(other).and_then(|person| person.country.clone()));
        let guess = match (left.as_slice(), parties.as_slice()) {
            ([single], [_, _]) => Some((*single).clone()),
            _ => beside(sight, group, runs, &left, false)
                .or_else(|| home.map(str::to_owned))
                .or(neighbour)
                .or_else(|| beside(sight, group, runs, &left, true))
                .or_else(|| hosted.filter(|host| parties.iter().any(|code| code == host)).map(str::to_owned))
                .or_else(|| match parties.as_slice() {
                    [single] => Some(single.clone()),
                    _ => None,
                }),
        };
        if let Some(person) = people.get_mut(index) {
            person.country = guess;
        }
    }
}

/// The party, served by nobody yet, that the sentence names last before a name whose office says no state, or else first
/// after it: "the Georgian side was led by A"; "A spoke on behalf of the Georgian Ministry".
fn beside(sight: &Sight<'_>, group: &Group, runs: &[Run], left: &[&String], ahead: bool) -> Option<String> {
    let run = runs.get(*group.runs.iter().min()?)?;
    let sentence = sight.words.sentence_of(run.start);
    let code = |(state, _): &(u16, Form)| sight.gazetteer.state(*state).to_owned();
    let before = sight.states_in(sentence.start..run.start);
    let after = sight.states_in(run.end..sentence.end);
    if ahead {
        after.iter().map(code).find(|code| left.contains(&code))
    } else {
        before.iter().rev().map(code).find(|code| left.contains(&code))
    }
}

fn home(language: Option<&str>) -> Option<&'static str> {
    Some(match language? {
        "ru" => "RU",
        "de" => "DE",
        "fr" => "FR",
        "es" => "ES",
        "ro" => "RO",
        "sr" => "RS",
        _ => return None,
    })
}

/// States whose names take an article.
const THE: [&str; 18] = [
    "GB", "US", "AE", "NL", "PH", "CZ", "DO", "CF", "CG", "CD", "KM", "MV", "GM", "BS", "VA", "SC", "SB",
    "MH",
];

/// Adds the state or the body that an office is of.
fn finish(sight: &Sight<'_>, person: &mut Person, group: &Group) {
    if person.office.is_empty() {
        return;
    }
    let office = group
        .named
        .iter()
        .filter_map(|named| named.office.as_ref())
        .find(|office| !office.english.is_empty());
    if office.is_some_and(|office| office.says_state) {
        return;
    }
    let name = |code: &str| sight.gazetteer.state_names.get(code).cloned();
    let called = |code: &str| {
        let name = name(code)?;
        let article = if THE.contains(&code) && !name.starts_with("the ") { "the " } else { "" };
        Some(format!("{article}{name}"))
    };
    if let Some(body) = office.and_then(|office| office.of_body.as_ref()) {
        person.office.push_str(&format!(" of {body}"));
        return;
    }
    let Some(of) = person.country.as_deref().and_then(called) else { return };
    person.office.push_str(&format!(" of {of}"));
    // An ambassador is sent to somebody.
    let second = office.and_then(|office| office.states.get(1));
    if person.office.starts_with("Ambassador")
        && let Some(to) = second.and_then(|state| called(sight.gazetteer.state(*state)))
        && to != of
    {
        person.office.push_str(&format!(" to {to}"));
    }
}
