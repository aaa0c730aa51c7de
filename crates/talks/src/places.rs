//! Where the meeting was: the city a verb of meeting leads to, a videoconference, or else the city of the dateline.

use crate::gazetteer::{Cue, Form, Gazetteer, Scan, Target};
use crate::lexicon::{Hit, around};
use crate::lexicon_fold::Gap;
use crate::subject::PlaceNamed;

/// What a record calls a meeting held at a distance.
pub(crate) const VIDEOCONFERENCE: &str = "videoconference";

struct Candidate {
    hit: Hit<u16>,
    weight: i32,
}

/// The places of the meeting, the likeliest first.
pub(crate) fn read(gazetteer: &Gazetteer, scan: &Scan, text: &str) -> Vec<PlaceNamed> {
    let dateline = dateline(scan, text);
    let mut candidates = Vec::new();
    for hit in cities(scan) {
        if dateline.as_ref().is_some_and(|dateline| dateline.first == hit.first) {
            continue;
        }
        if let Some(weight) = weigh(scan, hit.first, hit.last) {
            candidates.push(Candidate { hit, weight });
        }
    }
    let mut places: Vec<PlaceNamed> = Vec::new();
    let best = candidates.iter().map(|candidate| candidate.weight).max().unwrap_or(0);
    let video = video(scan);
    if let Some(span) = &video
        && best < 7
    {
        places.push(PlaceNamed {
            name: VIDEOCONFERENCE.to_owned(),
            state: None,
            spans: vec![span.clone()],
            confidence: 85,
        });
        return places;
    }
    if best >= 2 {
        candidates.sort_by_key(|candidate| (std::cmp::Reverse(candidate.weight), candidate.hit.first));
        let first = candidates.first().map(|candidate| candidate.hit.target);
        for candidate in &candidates {
            // A second city only where it is as clearly a place of meeting as the first.
            if Some(candidate.hit.target) == first || candidate.weight >= 6 && candidate.weight + 1 >= best {
                push(
                    gazetteer,
                    scan,
                    &mut places,
                    candidate.hit,
                    if candidate.weight >= 4 { 90 } else { 70 },
                );
            }
        }
        return places;
    }
    if let Some(state) = state_as_place(gazetteer, scan, text) {
        // The city of the dateline says the same more exactly.
        let city = dateline.and_then(|hit| gazetteer.cities.get(usize::from(hit.target)));
        if city.is_none_or(|city| Some(&city.state) != state.state.as_ref()) {
            places.push(state);
            return places;
        }
    }
    if let Some(hit) = dateline {
        push(gazetteer, scan, &mut places, hit, 65);
    }
    places
}

fn push(gazetteer: &Gazetteer, scan: &Scan, places: &mut Vec<PlaceNamed>, hit: Hit<u16>, confidence: u8) {
    let Some(city) = gazetteer.cities.get(usize::from(hit.target)) else { return };
    let span = scan.words.span(hit.first, hit.last);
    match places.iter_mut().find(|place| place.name == city.name) {
        Some(place) => place.spans.push(span),
        None => places.push(PlaceNamed {
            name: city.name.clone(),
            state: Some(city.state.clone()),
            spans: vec![span],
            confidence,
        }),
    }
}

/// Where capitals are named that are not said to be where something is: "Tbilisi will send", which is its government.
pub(crate) fn governments(gazetteer: &Gazetteer, scan: &Scan) -> Vec<(String, std::ops::Range<usize>)> {
    cities(scan)
        .into_iter()
        .filter(|hit| hit.first == 0 || !scan.has_cue(Cue::At, hit.first - 1..hit.first))
        .filter_map(|hit| {
            let city = gazetteer.cities.get(usize::from(hit.target))?;
            // The first city of each state in the table is its capital.
            let capital = gazetteer.cities.iter().find(|other| other.state == city.state)?;
            (capital.name == city.name).then(|| (city.state.clone(), scan.words.span(hit.first, hit.last)))
        })
        .collect()
}

/// The cities and sites a text names, the longest name where names overlap.
pub(crate) fn cities(scan: &Scan) -> Vec<Hit<u16>> {
    let all: Vec<_> = scan
        .of(|target| match target {
            Target::City(index) | Target::Site(index) => Some(index),
            _ => None,
        })
        .collect();
    let states: Vec<_> = scan
        .of(|target| matches!(target, Target::State(_, Form::Name) | Target::NoState).then_some(()))
        .collect();
    let mut kept: Vec<Hit<u16>> = Vec::new();
    for hit in &all {
        let length = hit.last - hit.first;
        let covered = around(&all, hit.first, hit.last).iter().any(|other| {
            other.first <= hit.first && hit.last <= other.last && other.last - other.first > length
        }) || around(&states, hit.first, hit.last).iter().any(|other| {
            other.first <= hit.first && hit.last <= other.last && other.last - other.first > length
        });
        if !covered && !kept.iter().rev().take(8).any(|other| other.first == hit.first) {
            kept.push(*hit);
        }
    }
    kept
}

/// How much speaks for a city being where the meeting was; nothing if it is not even said to be a place.
fn weigh(scan: &Scan, first: usize, last: usize) -> Option<i32> {
    let sentence = scan.words.sentence_of(first);
    let before = first.saturating_sub(2).max(sentence.start)..first;
    let at =
        scan.has_cue(Cue::At, before) && scan.words.word(first).is_some_and(|word| word.gap <= Gap::Soft);
    // "Seoul hosts": the city begins the sentence and acts.
    let hosts = first == sentence.start && scan.has_cue(Cue::Meeting, last + 1..(last + 4).min(sentence.end));
    // "in Singapore's Ministry": the name is only whose it is.
    let possessive = scan.words.folded(last + 1) == "s"
        && scan.words.word(last + 1).is_some_and(|word| word.gap == Gap::Soft);
    if !at && !hosts || possessive {
        return None;
    }
    let mut weight = if hosts { 3 } else { 2 };
    let near = first.saturating_sub(14).max(sentence.start)..(last + 12).min(sentence.end);
    if scan.has_cue(Cue::Meeting, near) {
        weight += 2;
    }
    if scan
        .has_cue(Cue::AnotherTime, first.saturating_sub(8).max(sentence.start)..(last + 7).min(sentence.end))
    {
        weight -= 3;
    }
    // The first sentences say where; later ones tell of other meetings.
    weight += match scan.words.word(first).map_or(0, |word| word.sentence) {
        0..=2 => 2,
        3 | 4 => 1,
        _ => 0,
    };
    Some(weight)
}

/// The bytes that say that the meeting itself was held at a distance.
fn video(scan: &Scan) -> Option<std::ops::Range<usize>> {
    let said = scan.of(|target| (target == Target::Cue(Cue::Video)).then_some(())).find(|hit| {
        let sentence = scan.words.sentence_of(hit.first);
        !scan.cues(Cue::OneByVideo, sentence).any(|one| one.first <= hit.first && hit.last <= one.last + 1)
    })?;
    Some(scan.words.span(said.first, said.last))
}

/// The city of the dateline: it begins a paragraph and a dash, a full stop or a date follows.
fn dateline(scan: &Scan, text: &str) -> Option<Hit<u16>> {
    cities(scan).into_iter().find(|hit| {
        let Some(first) = scan.words.word(hit.first) else { return false };
        let starts = text.get(..first.span.start).is_some_and(|before| {
            let line = before.rsplit('\n').next().unwrap_or("");
            line.chars().all(|c| !c.is_alphanumeric())
        });
        let Some(last) = scan.words.word(hit.last) else { return false };
        let after = text.get(last.span.end..).unwrap_or("").trim_start();
        let mark = after.starts_with(['.', ',', '—', '–', '-', '(', '/', ':']);
        starts && first.sentence <= 6 && (mark || after.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// The state that stands for a place: of the dateline, or where the first sentences say the meeting was.
fn state_as_place(gazetteer: &Gazetteer, scan: &Scan, text: &str) -> Option<PlaceNamed> {
    let hit = scan
        .of(|target| if let Target::State(state, Form::Name) = target { Some(state) } else { None })
        .find(|hit| {
            let Some(word) = scan.words.word(hit.first) else { return false };
            let line_starts = text.get(..word.span.start).is_some_and(|before| {
                before.trim_end_matches([' ', '\t']).ends_with('\n') || before.trim().is_empty()
            });
            let stops = scan.words.word(hit.last + 1).is_some_and(|next| next.gap == Gap::Stop);
            if line_starts && stops {
                return true;
            }
            let sentence = scan.words.sentence_of(hit.first);
            let at = scan.has_cue(Cue::At, hit.first.saturating_sub(1).max(sentence.start)..hit.first)
                && word.gap == Gap::Soft;
            let met = scan.has_cue(Cue::Meeting, hit.first.saturating_sub(6).max(sentence.start)..hit.first);
            let another = scan.has_cue(Cue::AnotherTime, sentence.clone())
                || scan.has_cue(Cue::SpokenOf, sentence.clone());
            let owner = scan.words.folded(hit.last + 1) == "s";
            let ambassador =
                scan.has_cue(Cue::Authority, hit.first.saturating_sub(3).max(sentence.start)..hit.first);
            at && met && !another && !owner && !ambassador && word.sentence <= 2
        })?;
    let code = gazetteer.state(hit.target);
    Some(PlaceNamed {
        name: gazetteer.state_names.get(code)?.clone(),
        state: Some(code.to_owned()),
        spans: vec![scan.words.span(hit.first, hit.last)],
        confidence: 55,
    })
}
