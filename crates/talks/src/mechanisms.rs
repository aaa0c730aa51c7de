//! How authorities work together, and how the text stands to each way: agreed, discussed, in being, wished, denied.

use std::ops::Range;

use crate::bodies;
use crate::gazetteer::{Cue, Gazetteer, Scan, Target};
use crate::subject::{Coded, Standing, add, within};

/// The mechanisms of a text, in the order of their codes. Topics that go with a mechanism are added to `topics`.
pub(crate) fn read(gazetteer: &Gazetteer, scan: &Scan, offices: &[Range<usize>], bodies: &[Coded], topics: &mut Vec<Coded>) -> Vec<Coded> {
    let excepted: Vec<_> = scan.of(|target| if let Target::NotMechanism(index) = target { Some(index) } else { None }).collect();
    let mut found = Vec::new();
    let mut regional = false;
    for hit in bodies::hits(scan) {
        let Some(body) = gazetteer.bodies.get(usize::from(hit.target)) else { continue };
        if let Some(mechanism) = &body.mechanism {
            regional |= mechanism == "regional-group";
            add(&mut found, mechanism, scan.words.span(hit.first, hit.last), 90, standing(scan, hit.first, hit.last));
        }
    }
    let hits: Vec<_> = scan.of(|target| if let Target::Mechanism(index) = target { Some(index) } else { None }).collect();
    regional |= hits
        .iter()
        .any(|hit| gazetteer.mechanisms.get(usize::from(hit.target)).is_some_and(|known| known.code == "regional-group"));
    regional |= bodies.iter().any(|body| body.code == "EU");
    for hit in hits {
        let Some(mechanism) = gazetteer.mechanisms.get(usize::from(hit.target)) else { continue };
        let claimed = excepted
            .iter()
            .any(|except| except.target == hit.target && except.first <= hit.last && hit.first <= except.last);
        if claimed || within(hit.first, hit.last, offices) || mechanism.regional && !regional {
            continue;
        }
        let sentence = scan.words.sentence_of(hit.first);
        let code = match (&mechanism.earlier, &mechanism.planned) {
            (_, Some(planned)) if scan.has_cue(Cue::Planned, sentence.clone()) => planned,
            (Some(earlier), _) if scan.has_cue(Cue::Earlier, near(hit.first, hit.last, &sentence)) => earlier,
            _ => &mechanism.code,
        };
        let span = scan.words.span(hit.first, hit.last);
        let standing = standing(scan, hit.first, hit.last);
        add(&mut found, code, span.clone(), 80, standing);
        for topic in &mechanism.topics {
            add(topics, topic, span.clone(), 75, standing);
        }
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    topics.sort_by(|a, b| a.code.cmp(&b.code));
    found
}

/// The words around a finding, as far as its sentence goes.
fn near(first: usize, last: usize, sentence: &Range<usize>) -> Range<usize> {
    first.saturating_sub(12).max(sentence.start)..(last + 13).min(sentence.end)
}

/// How the text stands to what these words name: the nearest cue before them in the sentence, or else after them.
pub(crate) fn standing(scan: &Scan, first: usize, last: usize) -> Standing {
    let sentence = scan.words.sentence_of(first);
    if scan.cues(Cue::Negated, first.saturating_sub(3).max(sentence.start)..first).next().is_some() {
        return Standing::Negated;
    }
    let cues = [
        (Cue::Agreed, Standing::Agreed),
        (Cue::Discussed, Standing::Discussed),
        (Cue::Existing, Standing::Existing),
        (Cue::Wished, Standing::Wished),
    ];
    let mut nearest: Option<(usize, Standing)> = None;
    for (cue, standing) in cues {
        for hit in scan.cues(cue, sentence.clone()) {
            // What stands before governs; what stands after is a verb at the end, or another clause.
            let distance = if hit.first <= last { first.saturating_sub(hit.last) } else { 6 + (hit.first - last) };
            if nearest.is_none_or(|(least, _)| distance < least) {
                nearest = Some((distance, standing));
            }
        }
    }
    nearest.map_or(Standing::Mentioned, |(_, standing)| standing)
}
