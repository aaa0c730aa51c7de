//! How authorities work together, and how the text stands to each way: agreed, discussed, in being, wished, denied.

use std::ops::Range;

use crate::bodies;
use crate::gazetteer::{Cue, Gazetteer, Scan, Target};
use crate::subject::{Coded, Standing, add, within};

/// One phrase of a mechanism found in the text.
struct Claim {
    mechanism: u16,
    first: usize,
    last: usize,
    sentence: Range<usize>,
    weak: bool,
}

/// The mechanisms of a text, in the order of their codes. Topics that go with a mechanism are added to `topics`.
pub(crate) fn read(
    gazetteer: &Gazetteer,
    scan: &Scan,
    offices: &[Range<usize>],
    bodies: &[Coded],
    topics: &mut Vec<Coded>,
) -> Vec<Coded> {
    let mut found = Vec::new();
    let mut formats: Vec<Range<usize>> = Vec::new();
    for hit in bodies::hits(scan) {
        let Some(body) = gazetteer.bodies.get(usize::from(hit.target)) else { continue };
        if let Some(mechanism) = &body.mechanism {
            if mechanism == REGIONAL_GROUP {
                formats.push(hit.first..hit.last + 1);
            }
            add(
                &mut found,
                mechanism,
                scan.words.span(hit.first, hit.last),
                90,
                standing(scan, hit.first, hit.last),
            );
        }
    }
    let claims = claims(gazetteer, scan, offices, &formats);
    let code = |claim: &Claim| {
        gazetteer.mechanisms.get(usize::from(claim.mechanism)).map_or("", |known| known.code.as_str())
    };
    let regional = !formats.is_empty()
        || bodies.iter().any(|body| body.code == "EU")
        || claims.iter().any(|claim| code(claim) == REGIONAL_GROUP);
    // Codes that each claim stands for, once its sentence is understood.
    let codes: Vec<&str> = claims.iter().map(|claim| shift(gazetteer, scan, claim)).collect();
    for (claim, shifted) in claims.iter().zip(&codes) {
        let Some(mechanism) = gazetteer.mechanisms.get(usize::from(claim.mechanism)) else { continue };
        if mechanism.regional && !regional {
            continue;
        }
        let others = |wanted: &str| {
            claims.iter().zip(&codes).any(|(other, code)| other.sentence == claim.sentence && *code == wanted)
                || wanted == REGIONAL_GROUP
                    && formats.iter().any(|format| claim.sentence.contains(&format.start))
        };
        // What is signed here is not an earlier agreement, though the words may be those of one.
        let signed_here = *shifted == "agreement-in-force"
            && mechanism.code == "agreement-in-force"
            && claims.iter().zip(&codes).any(|(other, code)| {
                *code == "agreement-signed" && other.first <= claim.last && claim.first <= other.last
            });
        if claim.weak && mechanism.yields.iter().any(|code| others(code)) || signed_here {
            continue;
        }
        let span = scan.words.span(claim.first, claim.last);
        let standing = standing(scan, claim.first, claim.last);
        add(&mut found, shifted, span.clone(), if claim.weak { 65 } else { 80 }, standing);
        for topic in &mechanism.topics {
            add(topics, topic, span.clone(), 75, standing);
        }
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    topics.sort_by(|a, b| a.code.cmp(&b.code));
    found
}

/// The code of standing regional bodies and conferences.
const REGIONAL_GROUP: &str = "regional-group";

/// The phrases that count: not in the name of an office, not taken back by an exception.
fn claims(
    gazetteer: &Gazetteer,
    scan: &Scan,
    offices: &[Range<usize>],
    formats: &[Range<usize>],
) -> Vec<Claim> {
    let excepted: Vec<_> =
        scan.of(|target| if let Target::NotMechanism(index) = target { Some(index) } else { None }).collect();
    let hits = scan.of(|target| match target {
        Target::Mechanism(index) => Some((index, false)),
        Target::WeakMechanism(index) => Some((index, true)),
        _ => None,
    });
    hits.filter(|hit| {
        let claimed = excepted.iter().any(|except| {
            except.target == hit.target.0 && except.first <= hit.last && hit.first <= except.last
        });
        // A regional format is no working group of its own.
        let of_format = gazetteer
            .mechanisms
            .get(usize::from(hit.target.0))
            .is_some_and(|known| known.code == "working-group")
            && formats.iter().any(|format| format.start <= hit.last && hit.first < format.end);
        !claimed && !of_format && !within(hit.first, hit.last, offices)
    })
    .map(|hit| Claim {
        mechanism: hit.target.0,
        first: hit.first,
        last: hit.last,
        sentence: scan.words.sentence_of(hit.first),
        weak: hit.target.1,
    })
    .collect()
}

/// The code that a claim stands for: an agreement that its sentence calls earlier or planned has not been signed now.
fn shift<'a>(gazetteer: &'a Gazetteer, scan: &Scan, claim: &Claim) -> &'a str {
    let Some(mechanism) = gazetteer.mechanisms.get(usize::from(claim.mechanism)) else { return "" };
    match (&mechanism.earlier, &mechanism.planned) {
        (_, Some(planned)) if scan.has_cue(Cue::Planned, claim.sentence.clone()) => planned,
        (Some(earlier), _) if scan.has_cue(Cue::Earlier, near(claim.first, claim.last, &claim.sentence)) => {
            earlier
        }
        _ => &mechanism.code,
    }
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
    let mut nearest: Option<(usize, Standing, usize)> = None;
    for (cue, standing) in cues {
        for hit in scan.cues(cue, sentence.clone()) {
            // What stands before governs; what stands after is a verb at the end, or another clause.
            let distance =
                if hit.first <= last { first.saturating_sub(hit.last) } else { 6 + (hit.first - last) };
            if nearest.is_none_or(|(least, _, _)| distance < least) {
                nearest = Some((distance, standing, hit.first));
            }
        }
    }
    nearest.map_or(Standing::Mentioned, |(_, standing, verb)| {
        // "They did not agree on": the denial stands before the verb that governs.
        let denied =
            scan.cues(Cue::Negated, verb.saturating_sub(2).max(sentence.start)..verb).next().is_some();
        if denied { Standing::Negated } else { standing }
    })
}
