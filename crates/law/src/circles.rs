//! Precedence has no circle: instruments that each claim to go before the other, directly or through others, are found,
//! and the one that was read last is held to be wrong, so that a new file never takes an earlier one down.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::RelationKind;
use crate::diagnostic::Diagnostic;
use crate::ids::InstrumentId;
use crate::instrument::Instrument;
use crate::source::Place;

/// One instrument goes before another, by a relation of one of the two.
#[derive(Debug, Clone, Copy)]
struct Edge<'a> {
    first: &'a InstrumentId,
    second: &'a InstrumentId,
    said_by: &'a Instrument,
    place: Place,
}

const HELP: &str = "one of the relations is wrong: an instrument cannot go before one that goes before it";

/// A mistake for each circle, at the last relation of the file that was read last.
pub(crate) fn circles(
    instruments: &BTreeMap<InstrumentId, Instrument>,
    order: &BTreeMap<String, usize>,
) -> Vec<Diagnostic> {
    let mut edges: Vec<Edge<'_>> = instruments.values().flat_map(claims).collect();
    let mut diagnostics = Vec::new();
    while let Some(circle) = circle(&edges) {
        let read = |edge: &&Edge<'_>| (order.get(&edge.said_by.file), edge.place.line, edge.place.column);
        let Some(last) = circle.iter().max_by_key(read).copied() else { break };
        diagnostics.push(mistake(&circle, last));
        let wrong = last.said_by.id();
        edges.retain(|edge| edge.first != wrong && edge.second != wrong);
    }
    diagnostics
}

/// What an instrument says of who goes first.
fn claims(instrument: &Instrument) -> Vec<Edge<'_>> {
    let mut edges = Vec::new();
    for relation in &instrument.relations {
        for to in &relation.to {
            let (own, other) = (instrument.id(), &to.value);
            let (first, second) = match relation.kind {
                RelationKind::YieldsTo
                | RelationKind::ReplacedBy
                | RelationKind::ReplacedBetweenPartiesBy => (other, own),
                RelationKind::Replaces
                | RelationKind::Repeals
                | RelationKind::ReplacesBetweenParties
                | RelationKind::ReplacesBetweenMembers => (own, other),
                _ => continue,
            };
            edges.push(Edge { first, second, said_by: instrument, place: to.place });
        }
    }
    edges
}

/// Some circle, where there is one; the smallest identifier stands first.
fn circle<'a>(edges: &[Edge<'a>]) -> Option<Vec<Edge<'a>>> {
    let mut after: BTreeMap<&InstrumentId, Vec<Edge<'a>>> = BTreeMap::new();
    for edge in edges {
        after.entry(edge.first).or_default().push(*edge);
    }
    after.keys().find_map(|start| {
        let mut path = Vec::new();
        back_to(start, start, &after, &mut BTreeSet::new(), &mut path).then_some(path)
    })
}

fn back_to<'a>(
    start: &InstrumentId,
    at: &InstrumentId,
    after: &BTreeMap<&InstrumentId, Vec<Edge<'a>>>,
    seen: &mut BTreeSet<&'a InstrumentId>,
    path: &mut Vec<Edge<'a>>,
) -> bool {
    for edge in after.get(at).into_iter().flatten() {
        if edge.second == start || seen.insert(edge.second) {
            path.push(*edge);
            if edge.second == start || back_to(start, edge.second, after, seen, path) {
                return true;
            }
            path.pop();
        }
    }
    false
}

fn mistake(circle: &[Edge<'_>], last: Edge<'_>) -> Diagnostic {
    let mut message = match circle {
        [one, _] => {
            format!("`{}` and `{}` contradict each other: each goes before the other", one.first, one.second)
        }
        _ => {
            let names = circle.iter().map(|edge| edge.first).chain(circle.first().map(|edge| edge.first));
            let names: Vec<String> = names.map(|id| format!("`{id}`")).collect();
            format!("precedence goes in a circle: {}", names.join(" before "))
        }
    };
    let elsewhere: Vec<String> = (circle.iter())
        .filter(|edge| edge.said_by.file != last.said_by.file)
        .map(|edge| format!("{}:{}:{}", edge.said_by.file, edge.place.line, edge.place.column))
        .collect();
    if !elsewhere.is_empty() {
        message.push_str(&format!("; see {}", elsewhere.join(", ")));
    }
    let Place { line, column } = last.place;
    Diagnostic { file: last.said_by.file.clone(), line, column, message, help: HELP.to_owned() }
}
