//! Grounds of refusal in an answer: after declarations and national rules, whether they stand by the facts, and which
//! another instrument rules out.

use std::collections::BTreeSet;

use crate::answer::Gatherer;
use crate::calendar::day;
use crate::check::{Answer, Check, Condition, DeadlineRule, Ground};
use crate::codes::{GroundEffect, RuleKind};
use crate::ids::{InstrumentId, Key};
use crate::instrument::{GroundText, Instrument};
use crate::precedence::Bound;
use crate::proviso::{self, Proviso, Situation};

impl Gatherer<'_> {
    /// A ground after declarations and national rules, and whether it stands by the facts.
    pub(crate) fn ground(
        &self,
        instrument: &Instrument,
        procedure: &Key,
        ground: &GroundText,
        so_far: &Check,
    ) -> Ground {
        let mut effect = ground.effect;
        let mut cured_by = ground.cured_by.clone();
        let mut curable = true;
        let mut arises_if = &ground.arises_if;
        let mut cured_if = &ground.cured_if;
        let mut notes: Vec<String> = ground.rule.note.iter().chain(&ground.rule.national).cloned().collect();
        for (change, reason) in self.changes(instrument, procedure, RuleKind::Ground, &ground.rule.key.value)
        {
            if let Some(change) = change {
                effect = change.ground_effect.unwrap_or(effect);
                curable &= !change.not_cured;
                if !change.arises_if.is_empty() {
                    arises_if = &change.arises_if;
                }
                if !change.cured_if.is_empty() {
                    cured_if = &change.cured_if;
                }
                cured_by = if change.not_cured { None } else { change.cured_by.clone().or(cured_by) };
            }
            notes.push(reason);
        }
        let by_facts = self.stands(effect, curable, arises_if, cured_if);
        let by_conditions = unmet(ground, effect, &so_far.conditions, by_facts);
        let (stands, why) = self.late(ground, instrument.id(), &so_far.deadlines, by_conditions);
        Ground {
            key: ground.rule.key.value.clone(),
            effect: effect.as_str().to_owned(),
            description: ground.rule.description.clone(),
            stands,
            why,
            instrument: instrument.id().clone(),
            article: ground.rule.article.clone(),
            confidential: ground.confidential,
            cured_by,
            exceptions: ground.exceptions.clone(),
            decisive_moment: ground.decisive_moment.clone(),
            notes,
            verified: ground.rule.verified,
        }
    }
}

impl Gatherer<'_> {
    /// Whether a ground is there and nothing takes it away, and why.
    fn stands(
        &self,
        effect: GroundEffect,
        curable: bool,
        arises_if: &[Proviso],
        cured_if: &[Proviso],
    ) -> (Answer, Option<String>) {
        let arises = proviso::all(arises_if, &self.situation);
        let cured = proviso::all(cured_if, &self.situation).filter(|_| curable);
        let words = proviso::in_words;
        match (arises, cured) {
            _ if effect == GroundEffect::Prohibited => {
                (Answer::No, Some("it may not be used as a ground".to_owned()))
            }
            (Some(Answer::No), _) => (Answer::No, Some(format!("it needs {}", words(arises_if)))),
            (_, Some(Answer::Yes)) => (Answer::No, Some(format!("taken away: {}", words(cured_if)))),
            (Some(Answer::Yes), _) => {
                let left = if curable || cured_if.is_empty() {
                    String::new()
                } else {
                    "; no assurance takes it away".to_owned()
                };
                (Answer::Yes, Some(format!("the facts have {}{left}", words(arises_if))))
            }
            (Some(Answer::Unknown) | None, _) => (Answer::Unknown, None),
        }
    }
}

impl Gatherer<'_> {
    /// A ground that is there where a period had passed before it was met.
    fn late(
        &self,
        ground: &GroundText,
        instrument: &InstrumentId,
        deadlines: &[DeadlineRule],
        by_facts: (Answer, Option<String>),
    ) -> (Answer, Option<String>) {
        let Some(key) = &ground.when_late else { return by_facts };
        let deadline = deadlines.iter().find(|one| one.key == key.value && one.instrument == *instrument);
        let met = deadline.and_then(|deadline| {
            let events = &self.question.facts.events;
            let met = deadline.met_by.iter().filter_map(|event| events.get(event)).map(day).min()?;
            Some((deadline.due_on?, deadline.safe_on.unwrap_or(deadline.due_on?), met))
        });
        match met {
            Some((due, _, met)) if due < met => {
                (Answer::Yes, Some(format!("the last day of `{}` was {due}, it was met on {met}", key.value)))
            }
            Some((due, safe, met)) if met <= safe => {
                (Answer::No, Some(format!("`{}` was met on {met}, in time by {due}", key.value)))
            }
            _ => by_facts,
        }
    }
}

/// A ground that is there where a condition is not met: what the facts say besides, and the conditions.
fn unmet(
    ground: &GroundText,
    effect: GroundEffect,
    conditions: &[Condition],
    by_facts: (Answer, Option<String>),
) -> (Answer, Option<String>) {
    if ground.when_unmet.is_empty() || effect == GroundEffect::Prohibited {
        return by_facts;
    }
    let asked: Vec<&Condition> = (conditions.iter())
        .filter(|condition| condition.applies != Answer::No)
        .filter(|condition| ground.when_unmet.iter().any(|key| key.value == condition.key))
        .collect();
    if let Some(condition) = asked.iter().find(|condition| condition.met == Answer::No) {
        let why = condition.why.as_ref().map_or(String::new(), |why| format!(": {why}"));
        return (Answer::Yes, Some(format!("`{}` is not met{why}", condition.key)));
    }
    let met = !asked.is_empty() && asked.iter().all(|condition| condition.met == Answer::Yes);
    match (by_facts.0, met) {
        (Answer::Yes, _) => by_facts,
        (Answer::No, true) => (Answer::No, Some("the conditions are met".to_owned())),
        (Answer::Unknown, true) if ground.arises_if.is_empty() => {
            (Answer::No, Some("the conditions are met".to_owned()))
        }
        (Answer::No | Answer::Unknown, _) => (Answer::Unknown, None),
    }
}

/// What one instrument rules out as a ground is none under another that is used beside it.
pub(crate) fn barred(grounds: &mut [Ground], in_use: &[&Bound<'_>], situation: &Situation<'_>) {
    let prohibited = GroundEffect::Prohibited.as_str();
    // Only a prohibition that applies between the two was gathered; one that may not concern the case bars nothing.
    let gathered: BTreeSet<(InstrumentId, Key)> = (grounds.iter())
        .filter(|ground| ground.effect == prohibited)
        .map(|ground| (ground.instrument.clone(), ground.key.clone()))
        .collect();
    let rules = (in_use.iter())
        .flat_map(|one| one.instrument.procedures.iter().map(move |rules| (one.instrument, rules)))
        .flat_map(|(instrument, rules)| rules.grounds.iter().map(move |ground| (instrument, ground)))
        .filter(|(_, ground)| {
            !matches!(proviso::all(&ground.rule.provisos, situation), Some(Answer::No | Answer::Unknown))
        });
    let mut bars: Vec<(&Key, &InstrumentId, bool, String)> = Vec::new();
    for (instrument, ground) in rules {
        let key = &ground.rule.key.value;
        if gathered.contains(&(instrument.id().clone(), key.clone())) {
            let cite = format!("{} art. {}", instrument.short_name, ground.rule.article);
            bars.push((key, instrument.id(), false, cite.clone()));
            bars.extend(ground.bars.iter().map(|key| (key, instrument.id(), true, cite.clone())));
        }
    }
    for ground in grounds.iter_mut().filter(|ground| ground.effect != prohibited) {
        let bar = bars
            .iter()
            .find(|(key, by, named, _)| **key == ground.key && (*named || **by != ground.instrument));
        if let Some((_, _, _, cite)) = bar {
            ground.stands = Answer::No;
            ground.why = Some(format!("ruled out by {cite}"));
        }
    }
}
