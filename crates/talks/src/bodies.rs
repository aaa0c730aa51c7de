//! International bodies and standing formats: every one that is named, whether it takes part or not.

use crate::gazetteer::{Gazetteer, Scan, Target};
use crate::lexicon::{Hit, around};
use crate::subject::{Coded, Standing, add};

/// The bodies a text names, in the order of their codes.
pub(crate) fn read(gazetteer: &Gazetteer, scan: &Scan) -> Vec<Coded> {
    let mut found = Vec::new();
    for hit in hits(scan) {
        if let Some(body) = gazetteer.bodies.get(usize::from(hit.target)) {
            add(&mut found, &body.code, scan.words.span(hit.first, hit.last), 95, Standing::Mentioned);
        }
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found
}

/// Where bodies are named; a name inside a longer one is not a name of its own.
pub(crate) fn hits(scan: &Scan) -> Vec<Hit<u16>> {
    let all: Vec<_> =
        scan.of(|target| if let Target::Body(index) = target { Some(index) } else { None }).collect();
    let inside = |hit: &Hit<u16>| {
        around(&all, hit.first, hit.last).iter().any(|other| {
            other.target != hit.target
                && other.first <= hit.first
                && hit.last <= other.last
                && other.last - other.first > hit.last - hit.first
        })
    };
    all.iter().filter(|hit| !inside(hit)).copied().collect()
}
