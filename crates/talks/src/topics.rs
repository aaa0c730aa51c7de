//! What was spoken of. A crime in the name of a department or an office does not count, nor does one that another code
//! claims for itself (`except` in the data).

use std::ops::Range;

use crate::bodies;
use crate::gazetteer::{Gazetteer, Scan, Target};
use crate::mechanisms;
use crate::subject::{Coded, add, within};

/// The topics of a text, in the order of their codes.
pub(crate) fn read(gazetteer: &Gazetteer, scan: &Scan, offices: &[Range<usize>]) -> Vec<Coded> {
    let mut silent: Vec<Range<usize>> = offices.to_vec();
    for hit in bodies::hits(scan) {
        if gazetteer.bodies.get(usize::from(hit.target)).is_some_and(|body| !body.keeps_topics) {
            silent.push(hit.first..hit.last + 1);
        }
    }
    let excepted: Vec<_> =
        scan.of(|target| if let Target::NotTopic(index) = target { Some(index) } else { None }).collect();
    let mut found = Vec::new();
    for hit in scan.of(|target| if let Target::Topic(index) = target { Some(index) } else { None }) {
        let Some(topic) = gazetteer.topics.get(usize::from(hit.target)) else { continue };
        let claimed = excepted.iter().any(|except| {
            except.target == hit.target && except.first <= hit.first && hit.last <= except.last
        });
        // What begins in a name is of the name: "de la Protection civile".
        if claimed || within(hit.first, hit.first, &silent) {
            continue;
        }
        let span = scan.words.span(hit.first, hit.last);
        let standing = mechanisms::standing(scan, hit.first, hit.last);
        add(&mut found, &topic.code, span.clone(), 85, standing);
        for implied in &topic.topics {
            add(&mut found, implied, span.clone(), 80, standing);
        }
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found
}
