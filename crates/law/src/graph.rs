//! Who is bound to whom on a day.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use crate::codes::DeclarationEffect;
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::Instrument;
use crate::library::Library;
use crate::participation::takes_part;

/// What of the graph is wanted.
#[derive(Debug, Clone)]
pub struct GraphQuestion {
    /// The day.
    pub on: Date,
    /// Only what these states are bound by; all where none is named.
    pub states: BTreeSet<State>,
    /// Only these instruments; all where none is named.
    pub instruments: BTreeSet<InstrumentId>,
    /// Only instruments with rules on this.
    pub procedure: Option<Key>,
}

/// Instruments, who is bound by each, and who is bound to whom.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Graph {
    /// The day.
    pub on: Date,
    /// The instruments in force, with the states that they bind.
    pub instruments: Vec<GraphInstrument>,
    /// Pairs of states with what binds them; only where states were named.
    pub pairs: Vec<GraphPair>,
    /// How the instruments stand to each other.
    pub relations: Vec<GraphRelation>,
}

/// An instrument in the graph.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GraphInstrument {
    /// Its identifier.
    pub id: InstrumentId,
    /// Its short name.
    pub short_name: String,
    /// The states it binds on the day.
    pub states: Vec<State>,
    /// States of which it cannot be said.
    pub unclear: Vec<State>,
}

/// Two states and what binds them.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GraphPair {
    /// One.
    pub a: State,
    /// The other.
    pub b: State,
    /// What binds both.
    pub instruments: Vec<InstrumentId>,
}

/// One instrument and another.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GraphRelation {
    /// From.
    pub from: InstrumentId,
    /// What sort.
    pub kind: String,
    /// To.
    pub to: InstrumentId,
}

impl Library {
    /// Who is bound to whom on a day.
    pub fn graph(&self, question: &GraphQuestion) -> Graph {
        let wanted: Vec<&Instrument> = (self.instruments.values())
            .filter(|one| question.instruments.is_empty() || question.instruments.contains(one.id()))
            .filter(|one| {
                question
                    .procedure
                    .as_ref()
                    .is_none_or(|key| one.procedures.iter().any(|p| p.key.value == *key))
            })
            .collect();
        let mut instruments = Vec::new();
        let mut pairs: BTreeMap<(State, State), Vec<InstrumentId>> = BTreeMap::new();
        for instrument in &wanted {
            let starts = [instrument.in_force, instrument.applies_from, instrument.transposition];
            let begun = starts.into_iter().flatten().max().is_some_and(|start| start <= question.on);
            let ended = instrument.repealed_on.is_some_and(|end| end <= question.on);
            if !begun || ended {
                continue;
            }
            let named: BTreeSet<State> = instrument.parties.iter().map(|party| party.state).collect();
            let (mut states, mut unclear) = (Vec::new(), Vec::new());
            for state in named {
                match takes_part(&self.states, instrument, state, question.on) {
                    Ok(_) => states.push(state),
                    Err((crate::check::Exclusion::Unclear, _)) => unclear.push(state),
                    Err(_) => {}
                }
            }
            for (index, a) in states.iter().enumerate() {
                for b in states.iter().skip(index + 1) {
                    let asked = question.states.is_empty()
                        || question.states.contains(a)
                        || question.states.contains(b);
                    if asked && !question.states.is_empty() && !kept_apart(instrument, *a, *b, question.on) {
                        pairs.entry((*a, *b)).or_default().push(instrument.id().clone());
                    }
                }
            }
            let shown = question.states.is_empty() || states.iter().any(|one| question.states.contains(one));
            if shown {
                instruments.push(GraphInstrument {
                    id: instrument.id().clone(),
                    short_name: instrument.short_name.clone(),
                    states,
                    unclear,
                });
            }
        }
        // Two named states: only what is between them.
        if question.states.len() > 1 {
            pairs.retain(|(a, b), _| question.states.contains(a) && question.states.contains(b));
        }
        let ids: BTreeSet<&InstrumentId> = instruments.iter().map(|one| &one.id).collect();
        let relations = (wanted.iter())
            .filter(|one| ids.contains(one.id()))
            .flat_map(|one| one.relations.iter().map(move |relation| (one, relation)))
            .flat_map(|(one, relation)| relation.to.iter().map(move |to| (one, relation, &to.value)))
            .filter(|(_, _, to)| ids.contains(to))
            .map(|(one, relation, to)| GraphRelation {
                from: one.id().clone(),
                kind: relation.kind.as_str().to_owned(),
                to: to.clone(),
            })
            .collect();
        let pairs =
            (pairs.into_iter()).map(|((a, b), instruments)| GraphPair { a, b, instruments }).collect();
        Graph { on: question.on, instruments, pairs, relations }
    }
}

/// Whether a declaration keeps an instrument from applying between two parties.
fn kept_apart(instrument: &Instrument, a: State, b: State, on: Date) -> bool {
    instrument.declarations.iter().any(|declaration| {
        let other = if declaration.by == a { b } else { a };
        (declaration.by == a || declaration.by == b)
            && declaration.holds_on(on)
            && declaration.towards.contains(&other)
            && matches!(
                declaration.effect,
                DeclarationEffect::NoRelationsWith
                    | DeclarationEffect::ConventionDisplaced
                    | DeclarationEffect::SuspendedTowards
            )
    })
}

impl Graph {
    /// The graph in the language of Graphviz: pairs where there are some, else states by instrument.
    pub fn dot(&self) -> String {
        let mut text = format!("graph \"law on {}\" {{\n  node [fontname=\"sans-serif\"];\n", self.on);
        for instrument in &self.instruments {
            let _ = writeln!(
                text,
                "  \"{}\" [shape=box, label=\"{}\"];",
                instrument.id,
                escaped(&instrument.short_name)
            );
        }
        if self.pairs.is_empty() {
            for instrument in &self.instruments {
                for state in &instrument.states {
                    let _ = writeln!(text, "  \"{state}\" -- \"{}\";", instrument.id);
                }
            }
        } else {
            for pair in &self.pairs {
                let names: Vec<&str> = pair.instruments.iter().map(InstrumentId::as_str).collect();
                let _ =
                    writeln!(text, "  \"{}\" -- \"{}\" [label=\"{}\"];", pair.a, pair.b, names.join("\\n"));
            }
        }
        for relation in &self.relations {
            let _ = writeln!(
                text,
                "  \"{}\" -- \"{}\" [style=dashed, dir=forward, label=\"{}\"];",
                relation.from, relation.to, relation.kind
            );
        }
        text.push_str("}\n");
        text
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
