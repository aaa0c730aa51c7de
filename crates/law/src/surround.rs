//! What stands around an answer: instruments that bind in other matters, duties beside the instruments, treaties that
//! have no file, what cannot be said, and the facts that would change the answer.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::Gatherer;
use crate::check::{
    Answer, Binding, Check, Condition, Duty, Notice, NoticeKind, OpenFact, Otherwise, Question, Role,
};
use crate::codes::{DeclarationEffect, RelationKind};
use crate::ids::{InstrumentId, Key};
use crate::instrument::{Declaration, Instrument};
use crate::library::Library;
use crate::precedence::matched;
use crate::procedure::Procedure;
use crate::proviso::{self, Proviso, Situation};
use crate::views::end;

/// Facts that thresholds are held against, by what the condition measures.
const MEASURES: [(&str, &[&str]); 4] = [
    ("maximum-penalty", &["maximum-months", "requested-maximum-months"]),
    ("maximum-penalty-requesting", &["maximum-months"]),
    ("sentence", &["sentence-months"]),
    ("remaining-sentence", &["remaining-months"]),
];

impl Library {
    /// Adds to an answer what stands around it.
    pub(crate) fn surround(&self, question: &Question, procedure: &Procedure, check: &mut Check) {
        let situation = self.situation(question);
        check.otherwise = self.otherwise(question, procedure, check);
        check.duties = self.owed(procedure, check, &situation);
        check.notices.extend(self.treaties_beside(question, procedure));
        check.notices.extend(self.unclear(question, check));
        self.borrowed(question, check);
        check.notices.extend(self.incomplete.iter().map(|file| Notice {
            kind: NoticeKind::Unclear,
            text: format!("{file} has mistakes, so that what stands in it may be missing here"),
            verified: true,
        }));
        if check.instruments.is_empty() {
            let waiting = if check.conditional.is_empty() {
                ""
            } else {
                "; the conditional ones bind where the case is one of theirs"
            };
            check.notices.push(Notice {
                kind: NoticeKind::NothingBinds,
                text: format!(
                    "no instrument here binds {} and {} in this matter{waiting}; the domestic law of {}, \
                     reciprocity and treaties without a file remain",
                    question.from, question.to, question.to
                ),
                verified: true,
            });
            check.notices.extend(self.without_treaty(question, procedure));
        }
        let unverified: BTreeSet<&str> = (check.deadlines.iter())
            .filter(|deadline| deadline.due_on.is_some())
            .flat_map(|deadline| &deadline.notes)
            .filter(|note| {
                note.starts_with("public holidays of") || note.starts_with("the public holidays of")
            })
            .map(String::as_str)
            .collect();
        let calendar: Vec<Notice> =
            unverified.into_iter().map(|note| Self::calendar_notice(note.to_owned())).collect();
        check.notices.extend(calendar);
        check.notices.sort();
        check.notices.dedup();
        check.open = self.open(question, procedure, check, &situation);
    }

    /// Instruments that bind the two and to which this matter leads: the convention of a protocol that does not bind,
    /// what a relation names, and where nothing binds, everything else that does.
    fn otherwise(&self, question: &Question, procedure: &Procedure, check: &Check) -> Vec<Otherwise> {
        let situation = self.situation(question);
        let mut named: BTreeMap<&InstrumentId, String> = BTreeMap::new();
        let here = (check.instruments.iter().map(|one| &one.id))
            .chain(check.conditional.iter().map(|one| &one.id))
            .chain(check.excluded.iter().map(|one| &one.id));
        let here: BTreeSet<&InstrumentId> = here.collect();
        for instrument in here.iter().filter_map(|id| self.instruments.get(*id)) {
            if let Some(parent) = &instrument.parent {
                let why = format!("{} is a protocol to it", instrument.short_name);
                named.entry(&parent.value).or_insert(why);
            }
            for relation in &instrument.relations {
                let leads = matches!(
                    relation.kind,
                    RelationKind::MayTrigger
                        | RelationKind::AppliesThrough
                        | RelationKind::CompetesWith
                        | RelationKind::Complements
                        | RelationKind::IndependentOf
                );
                for to in relation.to.iter().filter(|_| leads) {
                    let note = relation.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
                    let why = format!("{} {} it{note}", instrument.short_name, relation.kind.as_str());
                    named.entry(&to.value).or_insert(why);
                }
            }
        }
        for (id, other) in &self.instruments {
            let first = check.instruments.iter().filter_map(|one| self.instruments.get(&one.id));
            if let Some(one) = first.into_iter().find(|one| crate::beyond::goes_before(other, one, procedure))
            {
                named
                    .entry(id)
                    .or_insert_with(|| format!("it goes before {} in this matter too", one.short_name));
            }
        }
        if check.instruments.is_empty() {
            for id in self.instruments.keys() {
                named.entry(id).or_insert_with(|| "it binds the two in other matters".to_owned());
            }
        }
        let mut list = Vec::new();
        for (id, why) in named {
            let Some(instrument) = self.instruments.get(id).filter(|_| !here.contains(id)) else { continue };
            let Ok((bound, _)) = self.binds(instrument, &situation) else { continue };
            if instrument.parent.is_some() || by_declaration(instrument, question) {
                continue;
            }
            let gatherer =
                Gatherer { library: self, question, situation, bound: &[], in_use: &[], overlays: &[] };
            let conditions: Vec<Condition> = (instrument.procedures.iter())
                .flat_map(|rules| rules.conditions.iter().map(move |condition| (rules, condition)))
                .filter(|(_, condition)| condition.value.is_some())
                .map(|(rules, condition)| gatherer.condition(instrument, &rules.key.value, condition))
                .collect();
            list.push(Otherwise {
                id: id.clone(),
                short_name: instrument.short_name.clone(),
                since: bound.since,
                procedures: instrument.procedures.iter().map(|rules| rules.key.value.clone()).collect(),
                why,
                conditions,
                verified: bound.verified,
            });
        }
        list
    }

    fn owed(&self, procedure: &Procedure, check: &Check, situation: &Situation<'_>) -> Vec<Duty> {
        (self.duties.iter())
            .filter(|duty| {
                duty.procedures.is_empty()
                    || duty.procedures.contains(procedure.key())
                    || procedure.rules.iter().any(|rule| duty.procedures.contains(&rule.value))
            })
            .filter(|duty| {
                duty.instruments.is_empty()
                    || duty.instruments.iter().any(|id| in_use(&check.instruments, &id.value))
            })
            .filter(|duty| duty.since.is_none_or(|since| since <= situation.on))
            .filter_map(|duty| {
                let applies = proviso::all(&duty.provisos, situation).unwrap_or(Answer::Yes);
                // What could never be owed between these two is not shown.
                (applies != Answer::No).then(|| Duty {
                    key: duty.key.clone(),
                    title: duty.title.clone(),
                    description: duty.description.clone(),
                    who: end(duty.who),
                    before: duty.before.clone(),
                    applies,
                    applies_if: duty.provisos.iter().map(|proviso| proviso.text().to_owned()).collect(),
                    article: duty.article.clone(),
                    source: duty.source.clone(),
                    verified: duty.verified,
                })
            })
            .collect()
    }

    fn treaties_beside(&self, question: &Question, procedure: &Procedure) -> Vec<Notice> {
        let Question { from, to, on, .. } = question;
        (self.treaties.iter())
            .filter(|treaty| treaty.joins(*from, *to))
            .filter(|treaty| {
                treaty.concerns(procedure.rules.iter().map(|rule| &rule.value).chain([procedure.key()]))
            })
            .map(|treaty| {
                let dates = match (treaty.in_force, treaty.ended) {
                    (Some(start), Some(end)) => format!("in force {start} to {end}"),
                    (Some(start), None) => format!("in force since {start}"),
                    (None, Some(end)) => format!("ended {end}"),
                    (None, None) => "dates not read".to_owned(),
                };
                let then = match treaty.bound_on(*on) {
                    Some(true) => format!("it bound the two on {on}"),
                    Some(false) => format!("it did not bind the two on {on}"),
                    None => match treaty.ended {
                        Some(_) => {
                            format!("it had not ended by {on}; since when it bound the two was not read")
                        }
                        None => format!("whether it bound the two on {on} was not read"),
                    },
                };
                let article =
                    treaty.article.as_ref().map_or(String::new(), |article| format!(" ({article})"));
                Notice {
                    kind: NoticeKind::TreatyWithoutFile,
                    text: format!(
                        "not modelled: {} ({dates}; {then}): {}{article}",
                        treaty.title, treaty.standing
                    ),
                    verified: treaty.verified,
                }
            })
            .collect()
    }

    /// National rules of the requested state that hold where no instrument does.
    fn without_treaty(&self, question: &Question, procedure: &Procedure) -> Vec<Notice> {
        let asked =
            |key: &Key| key == procedure.key() || procedure.rules.iter().any(|rule| rule.value == *key);
        (self.overlays.iter())
            .filter(|overlay| overlay.state == question.to && overlay.without_treaty.iter().any(asked))
            .map(|overlay| Notice {
                kind: NoticeKind::NothingBinds,
                text: format!(
                    "by the law of {} ({}): {}",
                    overlay.state, overlay.article, overlay.description
                ),
                verified: overlay.verified,
            })
            .collect()
    }

    /// What cannot be said of the two states, whatever the instrument.
    fn unclear(&self, question: &Question, check: &Check) -> Vec<Notice> {
        let unclear = |text: String, verified| Notice { kind: NoticeKind::Unclear, text, verified };
        let mut notices = Vec::new();
        for state in [question.from, question.to] {
            let Some(known) = self.states.known.get(&state) else { continue };
            if let Some(since) = known.since.filter(|since| question.on < *since) {
                let before = known.before.as_ref().map_or(String::new(), |before| format!(": {before}"));
                let text = format!(
                    "{} exists as it is now since {since}; how far it stands in what bound before is unclear{before}",
                    known.name
                );
                notices.push(unclear(text, known.verified));
            }
            if let Some(whole) = known.territory_of {
                let text = format!(
                    "{} is a territory of {whole}; whether an instrument extends to it is unclear unless its file names it",
                    known.name
                );
                notices.push(unclear(text, known.verified));
            }
            if let Some(disputed) = &known.disputed {
                notices
                    .push(unclear(format!("the standing of {} is unclear: {disputed}", known.name), false));
            }
        }
        for declaration in &check.declarations {
            let territory = declaration.effect == DeclarationEffect::Territory.as_str()
                || declaration.effect == DeclarationEffect::TerritoryNotControlled.as_str();
            if territory {
                let text = format!(
                    "territory: {} to {}: {}; whether a place lies within it is for the file to show",
                    declaration.by, declaration.instrument, declaration.description
                );
                notices.push(unclear(text, declaration.verified));
            }
        }
        notices
    }

    /// Periods that an instrument takes from another which is no longer in force: nobody can say here whether the old
    /// ones go on or those of its successor count.
    fn borrowed(&self, question: &Question, check: &mut Check) {
        let using: Vec<&Instrument> = (check.instruments.iter())
            .filter(|one| one.role != Role::Residual)
            .filter_map(|one| self.instruments.get(&one.id))
            .collect();
        for instrument in using {
            let lent =
                |relation: &&crate::instrument::Relation| relation.kind == RelationKind::BorrowsDeadlinesFrom;
            for relation in instrument.relations.iter().filter(lent) {
                for lender in relation.to.iter().filter_map(|to| self.instruments.get(&to.value)) {
                    let Some(end) = lender.repealed_on.filter(|end| *end <= question.on) else { continue };
                    let heir = (lender.relations.iter())
                        .filter(|one| one.kind == RelationKind::ReplacedBy)
                        .flat_map(|one| &one.to)
                        .find_map(|to| self.instruments.get(&to.value));
                    let heir = heir.map_or(String::new(), |heir| {
                        let periods: Vec<String> = (heir.procedures.iter())
                            .flat_map(|rules| &rules.deadlines)
                            .filter(|deadline| deadline.length > 0)
                            .map(|deadline| {
                                format!(
                                    "{} {} (`{}`)",
                                    deadline.length,
                                    deadline.unit.as_str(),
                                    deadline.rule.key.value
                                )
                            })
                            .collect();
                        format!(" or those of {}, which replaced it: {}", heir.short_name, periods.join(", "))
                    });
                    let text = format!(
                        "{} art. {} takes its periods from {}, repealed on {end}: whether the old periods go on{heir}, \
                         is unclear; keep the shorter one",
                        instrument.short_name,
                        relation.articles.as_deref().unwrap_or("–"),
                        lender.short_name,
                    );
                    let own =
                        |deadline: &&mut crate::check::DeadlineRule| deadline.instrument == *instrument.id();
                    for deadline in check.deadlines.iter_mut().filter(own) {
                        deadline.notes.push(text.clone());
                    }
                    check.notices.push(Notice {
                        kind: NoticeKind::Unclear,
                        text,
                        verified: relation.verified,
                    });
                }
            }
        }
    }

    /// The facts that were not given and on which something hangs.
    fn open(
        &self,
        question: &Question,
        procedure: &Procedure,
        check: &Check,
        situation: &Situation<'_>,
    ) -> Vec<OpenFact> {
        let mut wanted: BTreeMap<&Key, BTreeSet<String>> = BTreeMap::new();
        let mut note = |key: &str, concern: String| {
            if let Some((key, _)) = self.facts.get_key_value(key)
                && question.facts.values(key).is_none()
            {
                wanted.entry(key).or_default().insert(concern);
            }
        };
        let mut provisos = |provisos: &[Proviso], concern: &str| {
            for proviso in provisos.iter().filter(|one| one.holds(situation) == Answer::Unknown) {
                proviso.asks().for_each(|key| note(key.as_str(), concern.to_owned()));
            }
        };
        let ids = (check.instruments.iter().filter(|one| one.role != Role::Residual).map(|one| &one.id))
            .chain(check.conditional.iter().map(|one| &one.id));
        for instrument in ids.filter_map(|id| self.instruments.get(id)) {
            provisos(&instrument.scope.provisos, &instrument.short_name);
            for phase in instrument.phases.iter().filter(|phase| question.on < phase.from) {
                provisos(&phase.scope, &instrument.short_name);
            }
            for rules in matched(instrument, procedure) {
                provisos(&rules.cases.provisos, &instrument.short_name);
                for (_, rule) in rules.rules() {
                    let concern = format!("{} {}", instrument.short_name, rule.article);
                    provisos(&rule.provisos, &concern);
                }
                for condition in &rules.conditions {
                    let concern = format!("{} {}", instrument.short_name, condition.rule.article);
                    provisos(&condition.met_if, &concern);
                }
                for ground in &rules.grounds {
                    let concern = format!("{} {}", instrument.short_name, ground.rule.article);
                    provisos(&ground.arises_if, &concern);
                    provisos(&ground.cured_if, &concern);
                }
            }
        }
        for duty in &self.duties {
            if check.duties.iter().any(|owed| owed.key == duty.key) {
                provisos(&duty.provisos, &duty.title);
            }
        }
        for instrument in (check.instruments.iter()).filter_map(|one| self.instruments.get(&one.id)) {
            for condition in matched(instrument, procedure).flat_map(|rules| &rules.conditions) {
                let measure = condition.measure.as_deref();
                let keys = MEASURES.iter().find(|(known, _)| Some(*known) == measure).map(|(_, keys)| *keys);
                for key in keys.into_iter().flatten() {
                    note(key, format!("{} {}", instrument.short_name, condition.rule.article));
                }
            }
        }
        wanted
            .into_iter()
            .filter_map(|(key, concerns)| {
                let fact = self.facts.get(key)?;
                Some(OpenFact {
                    key: key.clone(),
                    question: fact.question.clone(),
                    values: fact.values.clone(),
                    concerns: concerns.into_iter().collect(),
                })
            })
            .collect()
    }
}

fn in_use(bindings: &[Binding], id: &InstrumentId) -> bool {
    bindings.iter().any(|binding| binding.id == *id && binding.role != Role::Residual)
}

/// Whether a declaration keeps an instrument from applying between the two.
fn by_declaration(instrument: &Instrument, question: &Question) -> bool {
    let Question { from, to, on, .. } = question;
    instrument.declarations.iter().any(|declaration: &Declaration| {
        let other = if declaration.by == *from { to } else { from };
        (declaration.by == *from || declaration.by == *to)
            && declaration.holds_on(*on)
            && declaration.towards.contains(other)
            && matches!(
                declaration.effect,
                DeclarationEffect::NoRelationsWith
                    | DeclarationEffect::ConventionDisplaced
                    | DeclarationEffect::SuspendedTowards
            )
    })
}
