//! Which states are parties: their authorities take part, host, chair, observe or are the counterpart. A state that is
//! only a place, an example or somebody's nationality is kept apart.

use std::collections::BTreeMap;

use crate::bodies;
use crate::gazetteer::{Cue, Form, Gazetteer, Scan, Target};
use crate::lexicon::{Hit, around};
use crate::lexicon_fold::Gap;
use crate::places;
use crate::subject::{Coded, Part, PlaceNamed, StateNamed};

/// One place where a state is named.
struct Mention {
    hit: Hit<(u16, Form)>,
    score: i32,
}

/// From this score on a mention makes its state a party.
const PARTY: i32 = 20;

/// The states a text names, parties first, then by code.
pub(crate) fn read(
    gazetteer: &Gazetteer,
    scan: &Scan,
    places: &[PlaceNamed],
    bodies: &[Coded],
    main: Option<&str>,
) -> Vec<StateNamed> {
    let mut mentions: Vec<Mention> =
        mentions(scan).into_iter().map(|hit| Mention { score: score(scan, hit), hit }).collect();
    spread(scan, &mut mentions);
    let mut by_state: BTreeMap<&str, (i32, Vec<std::ops::Range<usize>>)> = BTreeMap::new();
    for mention in &mentions {
        let entry = by_state.entry(gazetteer.state(mention.hit.target.0)).or_insert((i32::MIN, Vec::new()));
        // Being named again adds a little: a party is spoken of more than once.
        entry.0 = entry.0.max(mention.score) + if entry.1.is_empty() { 0 } else { 2 };
        entry.1.push(scan.words.span(mention.hit.first, mention.hit.last));
    }
    let parties = by_state.values().filter(|(score, _)| *score >= PARTY).count();
    if parties < 2 {
        // Few clear parties: the states that are named without more are likely to be them.
        let weakest = if bodies.is_empty() || parties == 0 { 5 } else { 10 };
        for (score, _) in by_state.values_mut().filter(|(score, _)| (weakest..PARTY).contains(score)) {
            *score += PARTY;
        }
    }
    let mut states: Vec<_> = by_state
        .into_iter()
        .map(|(code, (score, spans))| StateNamed {
            code: code.to_owned(),
            spans,
            confidence: u8::try_from((50 + score).clamp(5, 97)).unwrap_or(50),
            part: if score >= PARTY { Part::Party } else { Part::SpokenOf },
        })
        .collect();
    unsaid(scan, places, bodies, main, &mentions, &mut states);
    states.sort_by(|a, b| (a.part, &a.code).cmp(&(b.part, &b.code)));
    states
}

/// The second party that a text takes for granted: the state of the meeting's city, or the state at home in which the text
/// was written, where it speaks of a minister and does not say whose.
fn unsaid(
    scan: &Scan,
    places: &[PlaceNamed],
    bodies: &[Coded],
    main: Option<&str>,
    mentions: &[Mention],
    states: &mut Vec<StateNamed>,
) {
    let parties = states.iter().filter(|state| state.part == Part::Party).count();
    if parties != 1 || !bodies.is_empty() {
        return;
    }
    let place =
        places.first().and_then(|place| place.state.clone().map(|state| (state, place.spans.clone())));
    let home = || {
        let span = office_of_nobody(scan, mentions)?;
        HOMES
            .iter()
            .find(|(language, _)| Some(*language) == main)
            .map(|(_, state)| ((*state).to_owned(), vec![span]))
    };
    let met = |code: &str| states.iter().any(|state| state.code == code && state.part == Part::Party);
    let place = place.filter(|(code, _)| !met(code));
    let Some((code, spans)) = place.or_else(|| home().filter(|(code, _)| !met(code))) else { return };
    match states.iter_mut().find(|state| state.code == code) {
        Some(state) => state.part = Part::Party,
        None => states.push(StateNamed { code, spans, confidence: 45, part: Part::Party }),
    }
}

/// The state whose ministry writes in a language, if it does not say which ministry it is.
const HOMES: [(&str, &str); 6] =
    [("ru", "RU"), ("de", "DE"), ("fr", "FR"), ("es", "ES"), ("ro", "RO"), ("sr", "RS")];

/// An office in the first two sentences that stands far from the name of any state.
fn office_of_nobody(scan: &Scan, mentions: &[Mention]) -> Option<std::ops::Range<usize>> {
    let hit = scan.of(|target| (target == Target::Cue(Cue::Authority)).then_some(())).find(|hit| {
        let early = scan.words.word(hit.first).is_some_and(|word| word.sentence <= 1);
        let far = mentions
            .iter()
            .all(|mention| mention.hit.first > hit.last + 5 || mention.hit.last + 5 < hit.first);
        early && far
    })?;
    Some(scan.words.span(hit.first, hit.last))
}

/// Where states are named: the longest name where names overlap, and no part of the name of something else.
pub(crate) fn mentions(scan: &Scan) -> Vec<Hit<(u16, Form)>> {
    let all: Vec<_> = scan
        .of(|target| if let Target::State(state, form) = target { Some((state, form)) } else { None })
        .collect();
    let mut others: Vec<(usize, usize)> =
        bodies::hits(scan).iter().map(|hit| (hit.first, hit.last)).collect();
    others
        .extend(scan.of(|target| (target == Target::NoState).then_some(())).map(|hit| (hit.first, hit.last)));
    others.extend(
        places::cities(scan).iter().filter(|hit| hit.last > hit.first).map(|hit| (hit.first, hit.last)),
    );
    others.sort_unstable();
    let mut kept: Vec<Hit<(u16, Form)>> = Vec::new();
    for hit in &all {
        let length = hit.last - hit.first;
        let longer = around(&all, hit.first, hit.last).iter().any(|other| {
            other.first <= hit.first && hit.last <= other.last && other.last - other.first > length
        });
        let from = others.partition_point(|(first, _)| first + 64 < hit.first);
        let other = others
            .iter()
            .skip(from)
            .take_while(|(first, _)| *first <= hit.last)
            .any(|(first, last)| *first <= hit.first && hit.last <= *last && last - first >= length);
        let known =
            kept.iter().rev().take(16).any(|known| known.first == hit.first && known.last == hit.last);
        if !longer && !other && !known {
            kept.push(*hit);
        }
    }
    kept
}

/// What the words around say for the state being a party.
fn score(scan: &Scan, hit: Hit<(u16, Form)>) -> i32 {
    let (first, last) = (hit.first, hit.last);
    let form = hit.target.1;
    let sentence = scan.words.sentence_of(first);
    let left = reach_left(scan, first, sentence.start, 6);
    if form == Form::Authority {
        // "Nepal's Home Secretary" is not Britain's.
        let owned = around(&scan.hits, first.saturating_sub(5), first).iter().any(|other| {
            matches!(other.target, Target::State(state, _) if state != hit.target.0)
                && other.last < first
                && other.last + 4 > first
                && other.first >= left
        });
        return if owned { -10 } else { 30 };
    }
    // "Latvia's Minister", "Latvian Minister" reach further than "Latvia, the Minister".
    let possessive = scan.words.folded(last + 1) == "s" || form == Form::Adjective;
    let right = reach_right(scan, last, sentence.end, if possessive { 5 } else { 2 });
    let mut score = 8;
    let spoken_of = form == Form::People || scan.has_cue(Cue::SpokenOf, last + 1..(last + 3).min(right));
    if spoken_of {
        return -10;
    }
    let before = first.saturating_sub(2).max(left)..first;
    let somewhere =
        form == Form::Name && scan.cues(Cue::Whereabouts, before.clone()).any(|cue| cue.last + 2 >= first);
    let joined = form == Form::Name && scan.has_cue(Cue::Joining, first.saturating_sub(3).max(left)..first);
    let office = scan.has_cue(Cue::Authority, left..first) || scan.has_cue(Cue::Authority, last + 1..right);
    if office {
        score += 20;
    }
    if joined {
        score += 12;
    }
    if somewhere {
        score -= 14;
    }
    let subject = first == sentence.start
        || scan.words.word(first).is_some_and(|word| word.gap == Gap::Comma)
        || scan.words.word(first.saturating_sub(1)).is_some_and(|_| {
            scan.words.folded(first - 1).chars().count() <= 3
                && !scan.has_cue(Cue::NameLink, first - 1..first)
        })
        || scan.words.folded(first.saturating_sub(1)) == "and";
    let acts = form == Form::Name && subject && !somewhere && scan.has_cue(Cue::Acting, last + 1..last + 3);
    if acts {
        score += 12;
    }
    if form == Form::Adjective && compound(scan, hit) {
        score += 20;
    }
    score
}

/// "Russian-Finnish": two states in one word.
fn compound(scan: &Scan, hit: Hit<(u16, Form)>) -> bool {
    let beside = |at: usize| {
        around(&scan.hits, at, at).iter().any(|other| {
            matches!(other.target, Target::State(_, Form::Adjective | Form::Name))
                && other.first <= at
                && at <= other.last
        })
    };
    let soft = |at: usize| scan.words.word(at).is_some_and(|word| word.gap == Gap::Soft);
    hit.first.checked_sub(1).is_some_and(|before| soft(hit.first) && beside(before))
        || soft(hit.last + 1) && beside(hit.last + 1)
}

/// Enumerations share what is said of one of their states: "the ministers of Denmark, Estonia and Poland".
fn spread(scan: &Scan, mentions: &mut [Mention]) {
    let mut start = 0;
    while start < mentions.len() {
        let mut end = start + 1;
        while let (Some(before), Some(next)) = (mentions.get(end - 1), mentions.get(end)) {
            let apart = next.hit.first.saturating_sub(before.hit.last + 1);
            let same = scan.words.word(before.hit.first).map(|word| word.sentence)
                == scan.words.word(next.hit.first).map(|word| word.sentence);
            let listed = apart <= 2
                && same
                && before.hit.target.1 == next.hit.target.1
                && before.hit.target.1 != Form::People;
            // "and", "et", "и", an article: short words, or a comma alone.
            let short =
                (before.hit.last + 1..next.hit.first).all(|at| scan.words.folded(at).chars().count() <= 4);
            if !(listed && short) {
                break;
            }
            end += 1;
        }
        if let Some(list) = mentions.get_mut(start..end) {
            let best = list.iter().map(|mention| mention.score).max().unwrap_or(0);
            for mention in list {
                mention.score = mention.score.max(best);
            }
        }
        start = end;
    }
}

/// The first word to the left that still belongs to the same phrase.
fn reach_left(scan: &Scan, from: usize, sentence: usize, most: usize) -> usize {
    let mut at = from;
    while at > sentence && from - at < most && scan.words.word(at).is_some_and(|word| word.gap == Gap::Soft) {
        at -= 1;
    }
    at
}

/// One past the last word to the right that still belongs to the same phrase.
fn reach_right(scan: &Scan, from: usize, sentence: usize, most: usize) -> usize {
    let mut at = from + 1;
    while at < sentence && at - from <= most && scan.words.word(at).is_some_and(|word| word.gap == Gap::Soft)
    {
        at += 1;
    }
    at
}
