//! Answers a question: the rules of the instruments that bind, after declarations, reservations and national rules.

use std::collections::BTreeSet;

use crate::articles::Articles;
use crate::check::{
    Answer, Check, CheckError, Condition, ContentRule, Disapplied, LanguageRule, Notice, NoticeKind,
    Question, Role, Rule,
};
use crate::codes::{CountingRule, DeclarationEffect, RuleKind, Unit};
use crate::facts::Facts;
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::{Change, ConditionText, DeadlineText, Instrument, InstrumentProcedure, RuleText};
use crate::library::Library;
use crate::precedence::{Bound, Precedence, matched};
use crate::procedure::{Overlay, Procedure};
use crate::proviso::{self, Situation};
use crate::views::{declarations, merge, safeguards};
use crate::vocabulary::wrong_fact;

impl Library {
    /// Which law applies, and what follows from it.
    ///
    /// Rules come from the instruments that govern and those that supplement them, or from the instruments that
    /// the facts name as relied on.
    pub fn check(&self, question: &Question) -> Result<Check, CheckError> {
        let matter;
        let procedure = match self.procedures.get(&question.procedure) {
            Some(procedure) => procedure,
            None => {
                matter = self.matter(&question.procedure).ok_or_else(|| self.unknown(&question.procedure))?;
                &matter
            }
        };
        if question.from == question.to {
            return Err(CheckError::SameState(question.from));
        }
        if let Some(event) = question.facts.events.keys().find(|event| !self.events.contains_key(*event)) {
            return Err(CheckError::UnknownEvent {
                asked: event.to_string(),
                known: self.events.keys().map(Key::as_str).collect::<Vec<_>>().join(", "),
            });
        }
        if let Some((message, help)) = wrong_fact(&self.facts, &question.facts) {
            return Err(CheckError::UnknownFact { message, help });
        }
        let mut check = self.answer(question, procedure);
        self.surround(question, procedure, &mut check);
        Ok(check)
    }

    fn unknown(&self, asked: &Key) -> CheckError {
        let matters = self.matters();
        let known: Vec<&str> = self.procedures.keys().chain(matters.keys()).map(Key::as_str).collect();
        CheckError::UnknownProcedure { asked: asked.to_string(), known: known.join(", ") }
    }

    pub(crate) fn answer(&self, question: &Question, procedure: &Procedure) -> Check {
        let Precedence { bound, conditional, excluded, open } = self.precedence(question, procedure);
        let relied: BTreeSet<&InstrumentId> = question.facts.instruments.iter().collect();
        let in_use: Vec<&Bound<'_>> = (bound.iter())
            .filter(|bound| {
                if relied.is_empty() { bound.role != Role::Residual } else { self.relies(&relied, bound) }
            })
            .collect();
        let overlays: Vec<&Overlay> = (self.overlays.iter())
            .filter(|overlay| overlay.state == question.to)
            .filter(|overlay| in_use.iter().any(|bound| *bound.instrument.id() == overlay.instrument.value))
            .collect();
        let order = |text| Notice { kind: NoticeKind::OrderOpen, text, verified: true };
        let mut answer = Check {
            from: question.from,
            to: question.to,
            procedure: question.procedure.clone(),
            on: question.on,
            instruments: bound.iter().map(Bound::view).collect(),
            conditional: conditional.into_iter().map(|(_, view)| view).collect(),
            excluded,
            otherwise: Vec::new(),
            conditions: Vec::new(),
            contents: Vec::new(),
            documents: Vec::new(),
            languages: Vec::new(),
            channels: Vec::new(),
            deadlines: Vec::new(),
            grounds: Vec::new(),
            guarantees: Vec::new(),
            safeguards: safeguards(procedure, &in_use),
            declarations: declarations(&bound, &overlays, question),
            disapplied: Vec::new(),
            duties: Vec::new(),
            notices: open.into_iter().map(order).collect(),
            open: Vec::new(),
        };
        let situation = self.situation(question);
        let gatherer = Gatherer {
            library: self,
            question,
            situation,
            bound: &bound,
            in_use: &in_use,
            overlays: &overlays,
        };
        for one in &in_use {
            for rules in matched(one.instrument, procedure) {
                if rules.cases.holds(&situation) == Answer::Yes {
                    gatherer.gather(one, rules, &mut answer);
                }
            }
        }
        for overlay in &overlays {
            let asked = |deadline: &&DeadlineText| gatherer.concerns(deadline, procedure);
            for deadline in overlay.deadlines.iter().filter(asked) {
                let rule = gatherer.deadline(&overlay.instrument.value, CountingRule::Plain, deadline, &[]);
                answer.deadlines.push(rule);
            }
        }
        for overlay in &overlays {
            gatherer.national(overlay, procedure, &mut answer);
        }
        crate::grounds::barred(&mut answer.grounds, &in_use, &situation);
        merge(&mut answer.contents);
        merge(&mut answer.documents);
        answer
    }

    /// Relying on a convention includes the protocols that bind with it.
    fn relies(&self, relied: &BTreeSet<&InstrumentId>, bound: &Bound<'_>) -> bool {
        relied.contains(bound.instrument.id())
            || bound.instrument.parent.as_ref().is_some_and(|parent| relied.contains(&parent.value))
    }
}

pub(crate) struct Gatherer<'a> {
    pub(crate) library: &'a Library,
    pub(crate) question: &'a Question,
    pub(crate) situation: Situation<'a>,
    pub(crate) bound: &'a [Bound<'a>],
    pub(crate) in_use: &'a [&'a Bound<'a>],
    pub(crate) overlays: &'a [&'a Overlay],
}

impl<'a> Gatherer<'a> {
    fn gather(&self, one: &Bound<'_>, rules: &InstrumentProcedure, answer: &mut Check) {
        let instrument = one.instrument;
        let id = instrument.id();
        let applies: BTreeSet<(RuleKind, &Key)> = (rules.rules())
            .filter(|(kind, rule)| match self.disapplied(one, rules, *kind, rule) {
                None => true,
                Some(why) => {
                    answer.disapplied.push(Disapplied {
                        kind: kind.as_str().to_owned(),
                        key: rule.key.value.clone(),
                        instrument: id.clone(),
                        article: rule.article.clone(),
                        why,
                    });
                    false
                }
            })
            .map(|(kind, rule)| (kind, &rule.key.value))
            .collect();
        let applies = |kind, rule: &RuleText| applies.contains(&(kind, &rule.key.value));
        let facts = &self.question.facts;
        let plain = |rule: &RuleText| Rule {
            key: rule.key.value.clone(),
            description: rule.description.clone(),
            instrument: id.clone(),
            article: rule.article.clone(),
            verified: rule.verified,
        };
        for condition in rules.conditions.iter().filter(|c| applies(RuleKind::Condition, &c.rule)) {
            answer.conditions.push(self.condition(instrument, &rules.key.value, condition));
        }
        let content = |rule: &RuleText, has: &BTreeSet<Key>| {
            let given = proviso::all(&rule.provisos, &self.situation);
            let unsure = given == Some(Answer::Unknown);
            let required = rule.when.is_none() && !unsure;
            let when = rule.when.clone().or_else(|| unsure.then(|| proviso::in_words(&rule.provisos)));
            ContentRule {
                key: rule.key.value.clone(),
                description: rule.description.clone(),
                instrument: id.clone(),
                article: rule.article.clone(),
                verified: rule.verified,
                required,
                condition: when,
                given_by_act: rule.given_by_act,
                missing: required && !rule.given_by_act && !has.contains(&rule.key.value),
            }
        };
        let contents = rules.contents.iter().filter(|rule| applies(RuleKind::Content, rule));
        answer.contents.extend(contents.map(|rule| content(rule, &facts.contents)));
        let documents = rules.documents.iter().filter(|rule| applies(RuleKind::Document, rule));
        answer.documents.extend(documents.map(|rule| content(rule, &facts.documents)));
        for language in rules.languages.iter().filter(|l| applies(RuleKind::Language, &l.rule)) {
            let key = &language.rule.key.value;
            answer.languages.push(LanguageRule {
                key: key.clone(),
                description: language.rule.description.clone(),
                accepted: language.accepts.clone(),
                instrument: id.clone(),
                article: language.rule.article.clone(),
                declared_by: None,
                verified: language.rule.verified,
            });
        }
        let known = answer.languages.iter().any(|rule| rule.instrument == *id && rule.declared_by.is_some());
        if !known {
            answer.languages.extend(self.declared_languages(instrument));
        }
        answer
            .channels
            .extend(rules.channels.iter().filter(|rule| applies(RuleKind::Channel, rule)).map(plain));
        let guarantees = rules.safeguards.iter().map(|safeguard| &safeguard.rule);
        answer.guarantees.extend(guarantees.filter(|rule| applies(RuleKind::Safeguard, rule)).map(plain));
        for deadline in rules.deadlines.iter().filter(|d| applies(RuleKind::Deadline, &d.rule)) {
            let changes =
                self.changes(instrument, &rules.key.value, RuleKind::Deadline, &deadline.rule.key.value);
            answer.deadlines.push(self.deadline(id, instrument.counts, deadline, &changes));
        }
        for ground in rules.grounds.iter().filter(|g| applies(RuleKind::Ground, &g.rule)) {
            let found = self.ground(instrument, &rules.key.value, ground, answer);
            answer.grounds.push(found);
        }
        for declaration in self.declared_by(instrument, self.question.to) {
            let own = declaration.grounds.iter().filter(|(procedure, _)| procedure.value == rules.key.value);
            for (_, ground) in own {
                let mut found = self.ground(instrument, &rules.key.value, ground, answer);
                let articles = declaration.articles.join(", ");
                found
                    .notes
                    .push(format!("{} to art. {articles}: {}", declaration.by, declaration.description));
                answer.grounds.push(found);
            }
        }
    }

    /// Why a rule does not apply between these two.
    fn disapplied(
        &self,
        one: &Bound<'_>,
        rules: &InstrumentProcedure,
        kind: RuleKind,
        rule: &RuleText,
    ) -> Option<String> {
        let instrument = one.instrument;
        let Question { from, to, on, .. } = self.question;
        if let Some(since) = rule.since.filter(|since| on < since) {
            return Some(format!("it applies only from {since}"));
        }
        if let Some(until) = rule.until.filter(|until| until < on) {
            return Some(format!("it applied until {until}"));
        }
        if proviso::all(&rule.provisos, &self.situation) == Some(Answer::No) {
            return Some(format!("only for cases with {}", proviso::in_words(&rule.provisos)));
        }
        let passage = Articles::parse(&rule.article);
        if let Some((_, why)) = one.disapplied.iter().find(|(articles, _)| articles.meets(&passage)) {
            return Some(why.clone());
        }
        if !rule.only_if_requested.is_empty() && !rule.only_if_requested.contains(to) {
            let states: Vec<&str> = rule.only_if_requested.iter().map(State::as_str).collect();
            return Some(format!("a rule of {} alone, and {to} is asked", states.join(", ")));
        }
        for id in &rule.replaced_between_parties_to {
            if let Some(other) = self.bound.iter().find(|bound| *bound.instrument.id() == id.value) {
                return Some(format!(
                    "replaced between parties to {} ({})",
                    id.value, other.instrument.short_name
                ));
            }
        }
        for other in self.in_use {
            let changes = (other.instrument.relations.iter()).any(|relation| {
                relation.kind == crate::codes::RelationKind::ReplacesArticle
                    && relation.to.iter().any(|to| to.value == *instrument.id())
            });
            let again = (other.instrument.procedures.iter())
                .filter(|procedure| procedure.key.value == rules.key.value)
                .flat_map(|procedure| procedure.rules())
                .find(|(other_kind, other)| *other_kind == kind && other.key.value == rule.key.value);
            if let (true, Some((_, again))) = (changes, again) {
                return Some(format!(
                    "{} art. {} puts its own rule in its place",
                    other.instrument.short_name, again.article
                ));
            }
        }
        // A chapter that either of the two did not accept does not bind between them.
        let number: String = rule.article.chars().take_while(char::is_ascii_digit).collect();
        (instrument.declarations.iter())
            .filter(|declaration| declaration.by == *from || declaration.by == *to)
            .filter(|declaration| declaration.holds_on(*on))
            .find(|declaration| {
                matches!(
                    declaration.effect,
                    DeclarationEffect::ChapterExcluded | DeclarationEffect::ArticleExcluded
                ) && !number.is_empty()
                    && declaration.articles.contains(&number)
            })
            .map(|declaration| format!("{} did not accept it: {}", declaration.by, declaration.description))
    }

    /// Conditions and grounds that a national rule adds to those of the instrument.
    fn national(&self, overlay: &Overlay, procedure: &Procedure, answer: &mut Check) {
        let asked =
            overlay.procedures.iter().find(|key| procedure.rules.iter().any(|rule| rule.value == **key));
        let (Some(key), Some(bound)) =
            (asked, self.in_use.iter().find(|bound| *bound.instrument.id() == overlay.instrument.value))
        else {
            return;
        };
        let holds = |rule: &RuleText| proviso::all(&rule.provisos, &self.situation) != Some(Answer::No);
        for condition in overlay.conditions.iter().filter(|condition| holds(&condition.rule)) {
            answer.conditions.push(self.condition(bound.instrument, key, condition));
        }
        for ground in overlay.grounds.iter().filter(|ground| holds(&ground.rule)) {
            let found = self.ground(bound.instrument, key, ground, answer);
            answer.grounds.push(found);
        }
    }

    /// What the requested state's declarations and national rules change in a rule, with the reason.
    pub(crate) fn changes<'r>(
        &self,
        instrument: &'r Instrument,
        procedure: &Key,
        kind: RuleKind,
        key: &Key,
    ) -> Vec<(Option<&'r Change>, String)>
    where
        'a: 'r,
    {
        let concerns = |change: &&Change| {
            change.rule == kind
                && change.key == *key
                && change.procedure.as_ref().is_none_or(|p| p == procedure)
        };
        let mut changes = Vec::new();
        for declaration in self.declared_by(instrument, self.question.to) {
            for change in declaration.changes.iter().filter(concerns) {
                let unread = if declaration.verified { "" } else { " (unverified)" };
                let articles = declaration.articles.join(", ");
                let reason =
                    format!("{} to art. {articles}: {}{unread}", declaration.by, declaration.description);
                changes.push((Some(change), reason));
            }
        }
        for overlay in self.overlays.iter().filter(|overlay| overlay.instrument.value == *instrument.id()) {
            for change in overlay.changes.iter().filter(concerns) {
                let unread = if overlay.verified { "" } else { " (unverified)" };
                let reason =
                    format!("{}, {}: {}{unread}", overlay.state, overlay.article, overlay.description);
                changes.push((Some(change), reason));
            }
        }
        // Reciprocity: who reserved a rule cannot ask more of the other than it gives.
        for declaration in self.declared_by(instrument, self.question.from) {
            if declaration.changes.iter().any(|change| concerns(&change)) {
                let cite = instrument.reciprocity.as_ref();
                let cite = cite.map_or(String::new(), |article| format!(" (art. {article})"));
                let reason = format!(
                    "{} reserved art. {}: {}; {} may invoke reciprocity{cite}",
                    declaration.by,
                    declaration.articles.join(", "),
                    declaration.description,
                    self.question.to
                );
                changes.push((None, reason));
            }
        }
        changes
    }

    fn declared_by<'i>(
        &self,
        instrument: &'i Instrument,
        state: State,
    ) -> impl Iterator<Item = &'i crate::instrument::Declaration> {
        let on = self.question.on;
        (instrument.declarations.iter()).filter(move |d| d.by == state && d.holds_on(on))
    }

    pub(crate) fn condition(
        &self,
        instrument: &Instrument,
        procedure: &Key,
        condition: &ConditionText,
    ) -> Condition {
        let ConditionText { rule, unit, .. } = condition;
        let mut value = condition.value;
        let mut measure = condition.measure.clone();
        let mut why = Vec::new();
        for (change, reason) in self.changes(instrument, procedure, RuleKind::Condition, &rule.key.value) {
            if let Some(change) = change {
                value = change.value.or(value);
                measure = change.measure.clone().or(measure);
            }
            why.push(reason);
        }
        let (by_value, reason) = met(&self.question.facts, condition, value, measure.as_deref());
        why.extend(reason);
        let by_facts = proviso::all(&condition.met_if, &self.situation);
        let met = by_facts.unwrap_or(by_value);
        if let (Some(Answer::Unknown | Answer::No), false) = (by_facts, condition.met_if.is_empty()) {
            why.push(format!("met with {}", proviso::in_words(&condition.met_if)));
        }
        let mut applies = proviso::all(&rule.provisos, &self.situation).unwrap_or(Answer::Yes);
        if let (Some(only), Some(purpose)) = (&condition.applies_to, self.question.facts.purpose)
            && only != purpose.as_str()
        {
            applies = Answer::No;
        }
        if applies == Answer::Unknown {
            why.push(format!("asked with {}", proviso::in_words(&rule.provisos)));
        }
        let follows = match (applies, met) {
            (Answer::Yes, Answer::Yes) => condition.follows.clone(),
            (Answer::Yes, Answer::No) => condition.otherwise.clone(),
            (Answer::Yes, Answer::Unknown) if condition.met_if.is_empty() && value.is_none() => {
                condition.follows.clone()
            }
            _ => None,
        };
        Condition {
            key: rule.key.value.clone(),
            description: rule.description.clone(),
            instrument: instrument.id().clone(),
            article: rule.article.clone(),
            verified: rule.verified,
            value: value.map(i64::from),
            unit: unit.map(|unit| unit.as_str().to_owned()),
            met,
            why: (!why.is_empty()).then(|| why.join("; ")),
            applies,
            follows,
        }
    }

    /// Languages the requested state declared, whether or not the instrument has a rule on them.
    fn declared_languages(&self, instrument: &Instrument) -> Vec<LanguageRule> {
        (self.declared_by(instrument, self.question.to))
            .filter(|declaration| declaration.effect == DeclarationEffect::TranslationRequired)
            .map(|declaration| LanguageRule {
                key: crate::objections::key("declared-language"),
                description: declaration.description.clone(),
                accepted: declaration.languages.clone(),
                instrument: instrument.id().clone(),
                article: declaration.articles.join(", "),
                declared_by: Some(declaration.by),
                verified: declaration.verified,
            })
            .collect()
    }

    /// Whether a national deadline belongs to the procedure asked for: it runs from an event that one of its own does.
    fn concerns(&self, deadline: &DeadlineText, procedure: &Procedure) -> bool {
        (self.in_use.iter())
            .flat_map(|bound| &bound.instrument.procedures)
            .filter(|rules| procedure.rules.iter().any(|key| key.value == rules.key.value))
            .flat_map(|rules| &rules.deadlines)
            .any(|other| other.event.value == deadline.event.value)
    }
}

impl Library {
    /// What an event is called.
    pub fn event_title(&self, key: &Key) -> String {
        self.events.get(key).map_or_else(|| key.to_string(), |event| event.title.clone())
    }
}

fn met(
    facts: &Facts,
    condition: &ConditionText,
    value: Option<u32>,
    measure: Option<&str>,
) -> (Answer, Option<String>) {
    let (Some(value), Some(unit)) = (value, condition.unit) else { return (Answer::Unknown, None) };
    if let (Some(applies), Some(purpose)) = (&condition.applies_to, facts.purpose)
        && applies != purpose.as_str()
    {
        return (Answer::Unknown, Some(format!("asked only for {applies}")));
    }
    let needed = match unit {
        Unit::Year => value.saturating_mul(12),
        Unit::Month => value,
        _ => return (Answer::Unknown, None),
    };
    let known = match measure {
        Some("maximum-penalty") => match (facts.maximum_months, facts.requested_maximum_months) {
            (Some(a), Some(b)) => Some(a.min(b)),
            // One law below the threshold is enough to fail it.
            (Some(one), None) | (None, Some(one)) if one < needed => Some(one),
            _ => None,
        },
        Some("maximum-penalty-requesting") => facts.maximum_months,
        Some("sentence") => facts.sentence_months,
        Some("remaining-sentence") => facts.remaining_months,
        _ => None,
    };
    match known {
        None => (Answer::Unknown, None),
        Some(months) if months >= needed => (Answer::Yes, Some(format!("{months} months, {needed} needed"))),
        Some(months) => (Answer::No, Some(format!("{months} months, {needed} needed"))),
    }
}
