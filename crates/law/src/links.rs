//! What holds between the files: every name one file uses must be known to another.

use std::collections::{BTreeMap, BTreeSet};

use crate::articles::Articles;
use crate::codes::RuleKind;
use crate::diagnostic::Diagnostic;
use crate::duties::DutyText;
use crate::ids::{InstrumentId, Key};
use crate::instrument::{Change, DeadlineText, Instrument, Pause};
use crate::procedure::{Event, Overlay, Procedure};
use crate::proviso::Proviso;
use crate::source::{At, Place};
use crate::vocabulary::FactText;

/// What was read, while its links are checked.
pub(crate) struct Links<'a> {
    pub(crate) instruments: &'a BTreeMap<InstrumentId, Instrument>,
    /// Instruments whose file has mistakes: naming them is no further mistake.
    pub(crate) broken: &'a BTreeMap<InstrumentId, String>,
    pub(crate) events: &'a BTreeMap<Key, Event>,
    pub(crate) facts: &'a BTreeMap<Key, FactText>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Links<'_> {
    fn note(&mut self, file: &str, place: Place, message: String, help: impl Into<String>) {
        let Place { line, column } = place;
        self.diagnostics.push(Diagnostic { file: file.to_owned(), line, column, message, help: help.into() });
    }

    pub(crate) fn needs_instrument(&mut self, file: &str, id: &At<InstrumentId>) {
        if !self.instruments.contains_key(&id.value) && !self.broken.contains_key(&id.value) {
            self.note(
                file,
                id.place,
                format!("no instrument `{}` is known", id.value),
                "correct the identifier, or add its file; something without a file here goes into to-text",
            );
        }
    }

    fn needs_event(&mut self, file: &str, key: &At<Key>) {
        if !self.events.contains_key(&key.value) {
            self.note(
                file,
                key.place,
                format!("no event `{}` is known", key.value),
                "correct the key, or describe the event in law/events.toml",
            );
        }
    }

    /// Facts that provisos ask for must be known, and so must the values they are compared with.
    fn provisos(&mut self, file: &str, place: Place, provisos: &[Proviso]) {
        for key in provisos.iter().flat_map(Proviso::asks) {
            if !self.facts.contains_key(key) {
                self.note(
                    file,
                    place,
                    format!("no fact `{key}` is known"),
                    "correct the key, or describe the fact in law/facts.toml",
                );
            }
        }
        for (key, word) in provisos.iter().flat_map(Proviso::words) {
            let Some(fact) = self.facts.get(key) else { continue };
            let unknown = !fact.values.is_empty() && !fact.values.iter().any(|value| value == word);
            if unknown {
                let values: Vec<&str> = fact.values.iter().map(Key::as_str).collect();
                let help = crate::source::suggest(word, &values);
                self.note(file, place, format!("`{word}` is no value of `{key}`"), help);
            }
        }
    }

    /// Checks the links of a duty.
    pub(crate) fn duty(&mut self, file: &str, duty: &DutyText) {
        duty.instruments.iter().for_each(|id| self.needs_instrument(file, id));
        self.provisos(file, Place { line: 1, column: 1 }, &duty.provisos);
    }

    fn deadline(&mut self, file: &str, deadline: &DeadlineText) {
        self.needs_event(file, &deadline.event);
        for event in deadline.met_by.iter().chain(&deadline.restart_event) {
            self.needs_event(file, event);
        }
    }

    fn pause(&mut self, file: &str, pause: &Pause) {
        self.needs_instrument(file, &pause.instrument);
        self.needs_event(file, &pause.from);
        self.needs_event(file, &pause.until);
        let Some(target) = self.instruments.get(&pause.instrument.value) else { return };
        for deadline in &pause.deadlines {
            let known = (target.procedures.iter())
                .flat_map(|procedure| procedure.rules())
                .any(|(kind, rule)| kind == RuleKind::Deadline && rule.key.value == deadline.value);
            if !known {
                let message = format!("`{}` has no deadline `{}` to pause", target.id(), deadline.value);
                self.note(file, deadline.place, message, "name a deadline by its key");
            }
        }
    }

    fn change(&mut self, file: &str, instrument: &InstrumentId, change: &Change) {
        if let Some(event) = &change.starts_with {
            self.needs_event(file, event);
        }
        self.provisos(file, change.place, &change.arises_if);
        self.provisos(file, change.place, &change.cured_if);
        let Some(instrument) = self.instruments.get(instrument) else { return };
        let found = (instrument.procedures.iter())
            .filter(|procedure| change.procedure.as_ref().is_none_or(|key| *key == procedure.key.value))
            .flat_map(|procedure| procedure.rules())
            .any(|(kind, rule)| kind == change.rule && rule.key.value == change.key);
        if !found {
            self.note(
                file,
                change.place,
                format!("`{}` has no {} `{}` to change", instrument.id(), change.rule.as_str(), change.key),
                "name a rule of the instrument by its kind and key",
            );
        }
    }

    /// Checks an instrument's links.
    pub(crate) fn instrument(&mut self, instrument: &Instrument) {
        let file = &instrument.file;
        let named = (instrument.parent.iter())
            .chain(instrument.relations.iter().flat_map(|r| r.to.iter().chain(&r.between_members_of)))
            .chain(instrument.declarations.iter().filter_map(|d| d.towards_members_of.as_ref()))
            .chain(
                instrument
                    .procedures
                    .iter()
                    .flat_map(|p| p.rules())
                    .flat_map(|(_, r)| &r.replaced_between_parties_to),
            );
        for id in named {
            self.needs_instrument(file, id);
            if id.value == instrument.id.value {
                let message = format!("`{}` relates to itself", id.value);
                self.note(file, id.place, message, "name another instrument");
            }
        }
        if let Some(event) = &instrument.decided_by {
            self.needs_event(file, event);
        }
        self.provisos(file, instrument.id.place, &instrument.scope.provisos);
        for phase in &instrument.phases {
            self.provisos(file, instrument.id.place, &phase.scope);
        }
        self.articles(instrument);
        self.overlaps(instrument);
        for procedure in &instrument.procedures {
            self.provisos(file, procedure.key.place, &procedure.cases.provisos);
            for (_, rule) in procedure.rules() {
                self.provisos(file, rule.key.place, &rule.provisos);
            }
            for condition in &procedure.conditions {
                self.provisos(file, condition.rule.key.place, &condition.met_if);
            }
            for ground in &procedure.grounds {
                self.provisos(file, ground.rule.key.place, &ground.arises_if);
                self.provisos(file, ground.rule.key.place, &ground.cured_if);
                for key in &ground.when_unmet {
                    if !procedure.conditions.iter().any(|condition| condition.rule.key.value == key.value) {
                        let message = format!("`{}` has no condition `{}`", procedure.key.value, key.value);
                        self.note(
                            file,
                            key.place,
                            message,
                            "name a condition of the same procedure by its key",
                        );
                    }
                }
            }
            for key in procedure.grounds.iter().filter_map(|ground| ground.when_late.as_ref()) {
                if !procedure.deadlines.iter().any(|deadline| deadline.rule.key.value == key.value) {
                    let message = format!("`{}` has no deadline `{}`", procedure.key.value, key.value);
                    self.note(file, key.place, message, "name a deadline of the same procedure by its key");
                }
            }
            for deadline in &procedure.deadlines {
                self.deadline(file, deadline);
            }
            for pause in procedure.safeguards.iter().filter_map(|safeguard| safeguard.pauses.as_ref()) {
                self.pause(file, pause);
            }
        }
        for pause in &instrument.pauses {
            self.pause(file, pause);
        }
        for (procedure, ground) in instrument.declarations.iter().flat_map(|declaration| &declaration.grounds)
        {
            if !instrument.procedures.iter().any(|rules| rules.key.value == procedure.value) {
                let message = format!("`{}` has no procedure `{}`", instrument.id(), procedure.value);
                self.note(file, procedure.place, message, "name a procedure of the instrument by its key");
            }
            self.provisos(file, ground.rule.key.place, &ground.arises_if);
            self.provisos(file, ground.rule.key.place, &ground.cured_if);
        }
        for change in instrument.declarations.iter().flat_map(|declaration| &declaration.changes) {
            self.change(file, instrument.id(), change);
        }
    }

    /// Articles must exist, where the file says how many there are.
    fn articles(&mut self, instrument: &Instrument) {
        let Some(last) = instrument.last_article else { return };
        let rules = (instrument.procedures.iter())
            .flat_map(|procedure| procedure.rules())
            .map(|(_, rule)| (rule.key.place, rule.article.as_str()));
        let declared = (instrument.declarations.iter())
            .flat_map(|one| one.articles.iter().map(|article| (one.place, article.as_str())));
        for (place, article) in rules.chain(declared) {
            if let Some(number) = Articles::parse(article).beyond(last) {
                self.note(
                    &instrument.file,
                    place,
                    format!("`{}` has no article {number}: its last one is {last}", instrument.id()),
                    "correct the article, or `last-article` in [instrument]",
                );
            }
        }
    }

    /// Two reservations of one state that change the same rule at the same time leave open which of them holds.
    fn overlaps(&mut self, instrument: &Instrument) {
        for (index, one) in instrument.declarations.iter().enumerate() {
            for other in instrument.declarations.iter().skip(index + 1).filter(|other| other.by == one.by) {
                let same_rule = |a: &Change, b: &Change| {
                    let procedure =
                        a.procedure.is_none() || b.procedure.is_none() || a.procedure == b.procedure;
                    procedure && a.rule == b.rule && a.key == b.key
                };
                let rule = one.changes.iter().find(|a| other.changes.iter().any(|b| same_rule(a, b)));
                let twice = one.changes.is_empty()
                    && other.changes.is_empty()
                    && one.effect == other.effect
                    && one.articles == other.articles
                    && one.languages == other.languages
                    && one.description == other.description;
                if (rule.is_none() && !twice) || !one.overlaps(other) {
                    continue;
                }
                let what = rule.map_or_else(
                    || format!("say the same of art. {}", one.articles.join(", ")),
                    |change| format!("change the {} `{}`", change.rule.as_str(), change.key),
                );
                self.note(
                    &instrument.file,
                    other.place,
                    format!("two reservations of `{}` overlap: both {what}; the first is in line {}", one.by, one.place.line),
                    "give the earlier one `until`, aim them at different states with `towards`, or make them one",
                );
            }
        }
    }

    /// Checks a procedure's links.
    pub(crate) fn procedure(&mut self, procedure: &Procedure) {
        let events = (procedure.measures.iter().filter_map(|measure| measure.event.as_ref()))
            .chain(procedure.fields.iter().filter_map(|field| field.event.as_ref()))
            .chain(procedure.undertakings.iter().filter_map(|undertaking| undertaking.from.as_ref()));
        for event in events {
            self.needs_event(&procedure.file, event);
        }
        let instruments = (procedure.cites.iter().map(|cite| &cite.instrument))
            .chain(procedure.deadlines.iter().filter_map(|deadline| deadline.instrument.as_ref()));
        for id in instruments {
            self.needs_instrument(&procedure.file, id);
        }
        for safeguard in &procedure.safeguards {
            for id in safeguard.only_under.iter().chain(safeguard.under.iter().map(|under| &under.instrument))
            {
                self.needs_instrument(&procedure.file, id);
            }
        }
        let known: BTreeSet<&Key> =
            self.instruments.values().flat_map(|i| i.procedures.iter().map(|p| &p.key.value)).collect();
        if self.broken.is_empty()
            && !known.is_empty()
            && !procedure.rules.iter().any(|r| known.contains(&r.value))
        {
            let place = procedure.rules.first().map_or(procedure.key.place, |rule| rule.place);
            let keys: Vec<&str> = known.iter().map(|key| key.as_str()).collect();
            self.note(
                &procedure.file,
                place,
                format!("no instrument has rules for `{}`", procedure.key.value),
                format!("name procedures of instruments: {}", keys.join(", ")),
            );
        }
    }

    /// Checks the links of a national rule.
    pub(crate) fn overlay(&mut self, file: &str, overlay: &Overlay) {
        self.needs_instrument(file, &overlay.instrument);
        for deadline in &overlay.deadlines {
            self.deadline(file, deadline);
        }
        for change in &overlay.changes {
            self.change(file, &overlay.instrument.value, change);
        }
        for pause in &overlay.pauses {
            self.pause(file, pause);
        }
        for condition in &overlay.conditions {
            self.provisos(file, condition.rule.key.place, &condition.rule.provisos);
            self.provisos(file, condition.rule.key.place, &condition.met_if);
        }
        for ground in &overlay.grounds {
            self.provisos(file, ground.rule.key.place, &ground.rule.provisos);
            self.provisos(file, ground.rule.key.place, &ground.arises_if);
            self.provisos(file, ground.rule.key.place, &ground.cured_if);
        }
    }
}
