//! Whether a procedure can get stuck: every position that its acts can reach is visited, and in each somebody must act
//! and an end can be reached. This holds for the whole family of a procedure, since one may be added to another.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{FieldPlace, FieldType};
use crate::condition::Term;
use crate::diagnostic::Diagnostic;
use crate::fold::Status;
use crate::ids::Key;
use crate::library::{Catalogue, Library};
use crate::position::{Move, Position};
use crate::procedure::{Procedure, Safeguard, Step};
use crate::source::Place;

/// Most combinations of values of fields on which steps hang.
const VALUES: usize = 64;
/// Acts that say something and move nothing: no case goes on by them.
const IDLE: [&str; 6] = ["note", "extension", "suspension", "undertaking", "fulfilment", "supplement"];

type Values = BTreeMap<Key, Option<Key>>;

/// A position under the procedure that leads, by its place in the family, with what the fields say.
type Place3 = (usize, Position, usize);

impl Library {
    /// Gives each procedure the safeguards and undertakings of the catalogue that it uses.
    pub(crate) fn share(&mut self, shared: &Catalogue) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for procedure in self.procedures.values_mut() {
            let uses = procedure.uses.clone();
            for one in uses {
                let note = |message: String, help: String| {
                    let Place { line, column } = one.of.place;
                    Diagnostic { file: procedure.file.clone(), line, column, message, help }
                };
                match shared.safeguards.iter().find(|safeguard| safeguard.key.value == one.of.value) {
                    Some(safeguard) => {
                        let blocks = one.blocks.clone();
                        procedure.safeguards.push(Safeguard { blocks, ..safeguard.clone() });
                    }
                    None => diagnostics.push(note(
                        format!("no safeguard `{}` is in the catalogue", one.of.value),
                        "correct the key, or describe it in law/safeguards.toml".to_owned(),
                    )),
                }
            }
            let named: Vec<_> = (procedure.safeguards.iter().flat_map(|safeguard| &safeguard.answers))
                .filter_map(|answer| answer.undertaking.clone())
                .chain(procedure.measures.iter().flat_map(|measure| measure.settles.clone()))
                .collect();
            for key in named {
                if procedure.undertakings.iter().any(|known| known.key == key.value) {
                    continue;
                }
                match shared.undertakings.iter().find(|known| known.key == key.value) {
                    Some(undertaking) => procedure.undertakings.push(undertaking.clone()),
                    None => {
                        let Place { line, column } = key.place;
                        diagnostics.push(Diagnostic {
                            file: procedure.file.clone(),
                            line,
                            column,
                            message: format!("undertaking `{}` is not described", key.value),
                            help:
                                "add an [[undertaking]] with this key, or describe it in law/safeguards.toml"
                                    .to_owned(),
                        });
                    }
                }
            }
        }
        let wrong: BTreeSet<&String> = diagnostics.iter().map(|diagnostic| &diagnostic.file).collect();
        self.procedures.retain(|_, procedure| !wrong.contains(&procedure.file));
        diagnostics
    }

    /// Leaves out procedures in which a case can get stuck.
    pub(crate) fn unsound(&mut self) -> Vec<Diagnostic> {
        let families: BTreeSet<&Key> = self.procedures.values().map(|procedure| &procedure.family).collect();
        let mut diagnostics = Vec::new();
        for family in families {
            let members: Vec<&Procedure> =
                self.procedures.values().filter(|procedure| procedure.family == *family).collect();
            diagnostics.extend(stuck(&members));
        }
        let wrong: BTreeSet<&String> = diagnostics.iter().map(|diagnostic| &diagnostic.file).collect();
        self.procedures.retain(|_, procedure| !wrong.contains(&procedure.file));
        diagnostics
    }
}

/// The positions of a family in which a case can get stuck, the first of each procedure.
fn stuck(members: &[&Procedure]) -> Vec<Diagnostic> {
    let note = |procedure: &Procedure, message: String, help: &str| {
        let Place { line, column } = procedure.key.place;
        Diagnostic { file: procedure.file.clone(), line, column, message, help: help.to_owned() }
    };
    let values = match values(members) {
        Ok(values) => values,
        Err(count) => {
            let message = format!("the steps hang on {count} combinations of fields, more than {VALUES}");
            return members
                .iter()
                .map(|p| note(p, message.clone(), "let fewer fields decide on steps"))
                .collect();
        }
    };
    let places: BTreeMap<&Key, usize> = members.iter().enumerate().map(|(at, p)| (p.key(), at)).collect();
    let deciding = deciding(members);
    let kept: Vec<u128> = members.iter().map(|lead| kept(lead, &deciding)).collect();
    let mut reached: BTreeMap<Place3, Vec<Place3>> = BTreeMap::new();
    let mut todo: Vec<Place3> = Vec::new();
    for (lead, procedure) in members.iter().enumerate() {
        let start = Position::new().after(Move::Request { full: procedure.full_request });
        todo.extend((0..values.len()).map(|at| (lead, start, at)));
    }
    let mut idle: BTreeMap<usize, Position> = BTreeMap::new();
    while let Some(place) = todo.pop() {
        if reached.contains_key(&place) {
            continue;
        }
        let (lead, position, at) = place;
        let (Some(procedure), Some(said)) = (members.get(lead), values.get(at)) else { continue };
        let mut after = Vec::new();
        let mut somebody_must = position.stage == Status::Closed && !position.custody;
        for step in procedure.steps.iter().filter(|step| open(step, position, procedure, said)) {
            let moves = moves(step, position, procedure, said, members);
            somebody_must |= step.must && moves.iter().any(|one| one.counts);
            for mut one in moves {
                let next =
                    if std::ptr::eq(one.lead, procedure.key()) { Some(&lead) } else { places.get(one.lead) };
                let Some(next) = next else { continue };
                one.to.done &= kept.get(*next).copied().unwrap_or(0);
                let again = if one.says { 0..values.len() } else { at..at + 1 };
                after.extend(again.map(|at| (*next, one.to, at)));
            }
        }
        if !somebody_must && position.stage != Status::Closed {
            let first = idle.entry(lead).or_insert(position);
            *first = position.min(*first);
        }
        after.sort_unstable();
        after.dedup();
        todo.extend(after.iter().copied());
        reached.insert(place, after);
    }
    let mut diagnostics = Vec::new();
    for (lead, position) in &idle {
        let Some(procedure) = members.get(*lead) else { continue };
        diagnostics.push(note(
            procedure,
            format!("{}, nobody must act", position.words(procedure)),
            "add a [[step]] with must = true for it",
        ));
    }
    let ends = ending(&reached);
    let mut seen = BTreeSet::new();
    for (lead, position, _) in reached.keys().filter(|place| !ends.contains(place)) {
        if let Some(procedure) = members.get(*lead).filter(|_| !idle.contains_key(lead) && seen.insert(*lead))
        {
            diagnostics.push(note(
                procedure,
                format!("{}, the case can never end", position.words(procedure)),
                "add a [[step]] that lets the outcome be reported, and an [[end]] for its status",
            ));
        }
    }
    diagnostics
}

/// The measures on which anything hangs: what a condition asks for, and what is taken at most once. Whether another one was
/// taken decides on nothing, so positions that differ in it alone are one.
fn deciding<'p>(members: &[&'p Procedure]) -> BTreeSet<&'p Key> {
    let mut deciding = BTreeSet::new();
    for procedure in members {
        let conditions = (procedure.steps.iter().map(|step| &step.when))
            .chain(procedure.measures.iter().map(|measure| &measure.requires))
            .chain(procedure.ends.iter().map(|end| &end.when));
        for term in conditions.flat_map(crate::condition::When::terms) {
            if let Term::Done(measure) = term {
                deciding.insert(measure);
            }
        }
        deciding.extend(procedure.measures.iter().filter(|one| one.once).map(|one| &one.key));
    }
    deciding
}

/// The places of those measures in a procedure.
fn kept(procedure: &Procedure, deciding: &BTreeSet<&Key>) -> u128 {
    (procedure.measures.iter().enumerate())
        .filter(|(_, measure)| deciding.contains(&measure.key))
        .fold(0, |kept, (place, _)| kept | crate::position::bit(place))
}

/// The positions from which a closed case can be reached.
fn ending(reached: &BTreeMap<Place3, Vec<Place3>>) -> BTreeSet<Place3> {
    let mut before: BTreeMap<Place3, Vec<Place3>> = BTreeMap::new();
    for (place, after) in reached {
        for next in after {
            before.entry(*next).or_default().push(*place);
        }
    }
    let mut todo: Vec<Place3> =
        reached.keys().filter(|(_, position, _)| position.stage == Status::Closed).copied().collect();
    let mut ends = BTreeSet::new();
    while let Some(place) = todo.pop() {
        if ends.insert(place) {
            todo.extend(before.get(&place).into_iter().flatten().copied());
        }
    }
    ends
}

/// Every combination of values of the fields on which steps, measures and ends hang.
fn values(members: &[&Procedure]) -> Result<Vec<Values>, usize> {
    let mut fields: BTreeMap<&Key, BTreeSet<Option<Key>>> = BTreeMap::new();
    for procedure in members {
        let conditions = (procedure.steps.iter().map(|step| &step.when))
            .chain(procedure.measures.iter().map(|measure| &measure.requires))
            .chain(procedure.ends.iter().map(|end| &end.when));
        for term in conditions.flat_map(crate::condition::When::terms) {
            if let Term::Is(field, value) = term {
                fields.entry(field).or_default().insert(Some(value.clone()));
            }
        }
    }
    for (field, known) in &mut fields {
        let mut always = !members.is_empty();
        for procedure in members {
            let text = procedure.fields.iter().find(|text| text.key == **field);
            let text = text.filter(|text| text.kind == FieldType::Choice);
            known.extend(
                text.into_iter().flat_map(|text| &text.choices).map(|choice| Some(choice.key.clone())),
            );
            always &= text.is_some_and(|text| text.required && text.place == FieldPlace::Request);
        }
        if !always {
            known.insert(None);
        }
    }
    let count = fields.values().map(BTreeSet::len).fold(1_usize, usize::saturating_mul);
    if count > VALUES {
        return Err(count);
    }
    let mut all = vec![Values::new()];
    for (field, known) in fields {
        all = all
            .into_iter()
            .flat_map(|values| {
                known.iter().map(move |value| {
                    let mut values = values.clone();
                    values.insert(field.clone(), value.clone());
                    values
                })
            })
            .collect();
    }
    Ok(all)
}

fn holds(term: &Term, position: Position, procedure: &Procedure, said: &Values) -> Option<bool> {
    let place = |key: &Key| procedure.measures.iter().position(|measure| measure.key == *key);
    let is = |field: &Key, value: &Key| match said.get(field) {
        Some(Some(known)) => Some(known == value),
        Some(None) | None => None,
    };
    position.term(term, place, is)
}

fn open(step: &Step, position: Position, procedure: &Procedure, said: &Values) -> bool {
    position.open_in(step) && step.when.holds(|term| holds(term, position, procedure, said)) == Some(true)
}

/// Where one act leads.
struct Led<'p> {
    lead: &'p Key,
    to: Position,
    /// Whether the act can say something new in the fields.
    says: bool,
    /// Whether a case can be waiting for it.
    counts: bool,
}

fn moves<'p>(
    step: &Step,
    position: Position,
    procedure: &'p Procedure,
    said: &Values,
    members: &[&'p Procedure],
) -> Vec<Led<'p>> {
    let mut led = Vec::new();
    let lead = procedure.key();
    let to = |led: &mut Vec<Led<'p>>, one: Move<'_>, says: bool, counts: bool| {
        let mut to = position.after(one);
        // One open question stands for any number of them.
        to.open = to.open.min(1);
        led.push(Led { lead, to, says, counts });
    };
    for kind in step.acts.iter().filter(|kind| position.possible(kind)) {
        let counts = !IDLE.contains(kind);
        match *kind {
            "request" => {
                for other in members.iter().filter(|other| other.key() != lead) {
                    // The last full procedure leads from then on.
                    let leads = other.full_request;
                    let again = Position {
                        done: if leads { carried(position, procedure, other) } else { position.done },
                        ..position
                    };
                    let again = again.after(Move::Request { full: leads });
                    led.push(Led {
                        lead: if leads { other.key() } else { lead },
                        to: again,
                        says: true,
                        counts: true,
                    });
                }
            }
            "acceptance" => to(&mut led, Move::Acceptance, false, counts),
            "question" => to(&mut led, Move::Question, false, counts),
            "supplement" => {
                // It answers the only question, one of several, or none.
                to(&mut led, Move::Answer, true, position.open > 0);
                to(&mut led, Move::Request { full: position.full }, true, false);
            }
            "arrest" => to(&mut led, Move::Arrest, false, counts),
            "consent" => {
                to(&mut led, Move::Consent { revoked: false }, false, counts);
                to(&mut led, Move::Consent { revoked: true }, false, false);
            }
            "release" => to(&mut led, Move::Release, false, counts),
            "decision" => {
                if position.full || position.consented {
                    to(&mut led, Move::Grant, false, counts);
                }
                to(&mut led, Move::Refusal, false, counts);
                to(&mut led, Move::Postponement, false, false);
            }
            "surrender" => to(&mut led, Move::Surrender, false, counts),
            "outcome" => {
                let fits = procedure.ends.iter().any(|end| {
                    end.statuses.contains(&position.stage)
                        && end.when.holds(|term| holds(term, position, procedure, said)) == Some(true)
                });
                if fits {
                    to(&mut led, Move::Outcome, false, counts);
                }
            }
            "withdrawal" => to(&mut led, Move::Withdrawal, false, counts),
            _ => {}
        }
    }
    for (place, measure) in procedure.measures.iter().enumerate() {
        let ready = step.measures.contains(&measure.key)
            && !(measure.once && position.took(place))
            && measure.requires.holds(|term| holds(term, position, procedure, said)) == Some(true);
        if ready {
            to(&mut led, Move::Measure { measure, place }, !measure.fields.is_empty(), true);
        }
    }
    led
}

/// The measures taken, by their places in another procedure.
fn carried(position: Position, from: &Procedure, into: &Procedure) -> u128 {
    let mut carried = Position::new();
    for (place, _) in from.measures.iter().enumerate().filter(|(place, _)| position.took(*place)) {
        let key = from.measures.get(place).map(|measure| &measure.key);
        let found = into.measures.iter().enumerate().find(|(_, measure)| Some(&measure.key) == key);
        if let Some((place, measure)) = found {
            carried = carried.after(Move::Measure { measure, place });
        }
    }
    carried.done
}

impl Position {
    fn words(self, procedure: &Procedure) -> String {
        let mut words = format!("in status `{}`", self.status().key());
        words.push_str(if self.custody { " with the person held" } else { " with the person free" });
        if !self.full {
            words.push_str(" and no full request");
        }
        let done: Vec<&str> = (procedure.measures.iter().enumerate())
            .filter(|(place, _)| self.took(*place))
            .map(|(_, measure)| measure.key.as_str())
            .collect();
        if !done.is_empty() {
            words.push_str(&format!(" after {}", done.join(", ")));
        }
        words
    }
}
