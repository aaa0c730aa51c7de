//! An instrument: a treaty, a protocol or an act of the Union, with its parties, declarations and rules.

use jiff::civil::Date;
use serde::Serialize;

use crate::articles::Articles;
use crate::codes::{
    Counting, CountingRule, Days, DeadlineEffect, DeclarationEffect, DeclarationKind, Ends, GroundEffect,
    InstrumentKind, Nature, Obliged, RelationKind, Rounding, RuleKind, Unit,
};
use crate::ids::{InstrumentId, Key, State};
use crate::proviso::Proviso;
use crate::source::{At, Place};

/// An instrument.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Instrument {
    pub(crate) file: String,
    pub(crate) id: At<InstrumentId>,
    pub(crate) title: String,
    pub(crate) short_name: String,
    pub(crate) kind: InstrumentKind,
    pub(crate) parent: Option<At<InstrumentId>>,
    pub(crate) depositary: Option<String>,
    pub(crate) identifiers: Vec<(String, String)>,
    pub(crate) adopted: Option<Date>,
    pub(crate) in_force: Option<Date>,
    pub(crate) applies_from: Option<Date>,
    pub(crate) transposition: Option<Date>,
    pub(crate) repealed_on: Option<Date>,
    pub(crate) status: String,
    pub(crate) entry_into_force: Option<DateRule>,
    pub(crate) denunciation: Option<DateRule>,
    pub(crate) remarks: Vec<(&'static str, String)>,
    pub(crate) languages: Vec<String>,
    pub(crate) prevailing_language: Option<String>,
    /// The number of its last article, where that was read or is known.
    pub(crate) last_article: Option<u32>,
    /// The article by which who reserved a rule cannot claim it from others.
    pub(crate) reciprocity: Option<String>,
    /// The event whose day decides whether it applies; the day of the request where none is named.
    pub(crate) decided_by: Option<At<Key>>,
    /// How its periods are counted beyond their length.
    pub(crate) counts: CountingRule,
    /// The cases it is for; all where nothing is said.
    pub(crate) scope: Scope,
    pub(crate) phases: Vec<Phase>,
    pub(crate) outside: Vec<Outside>,
    /// Who are parties, where they are not listed one by one.
    pub(crate) open_to: Option<String>,
    pub(crate) verified: bool,
    pub(crate) sources: Vec<SourceText>,
    pub(crate) relations: Vec<Relation>,
    /// Stretches of time that its periods leave out.
    pub(crate) pauses: Vec<Pause>,
    pub(crate) parties: Vec<Party>,
    pub(crate) declarations: Vec<Declaration>,
    pub(crate) procedures: Vec<InstrumentProcedure>,
}

/// How a date follows from a deposit or a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DateRule {
    /// How long; nothing where the rule is in words alone.
    pub offset: Option<u32>,
    /// Of what.
    pub unit: Option<Unit>,
    /// From what.
    pub from: Option<String>,
    /// Rounded how.
    pub rounding: Rounding,
    /// The article.
    pub article: Option<String>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// Where an instrument was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SourceText {
    /// The address.
    pub url: String,
    /// A stored copy.
    pub stored_as: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// What it covers.
    pub covers: Option<String>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// The cases that an instrument, or what it says on a procedure, is for.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Scope {
    pub(crate) provisos: Vec<Proviso>,
    /// Whether a case is taken to be one of them as long as the facts do not say.
    pub(crate) presumed: bool,
}

/// A part of an instrument that began later than the rest.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Phase {
    pub(crate) from: Date,
    pub(crate) scope: Vec<Proviso>,
    pub(crate) description: String,
    pub(crate) article: String,
    pub(crate) verified: bool,
}

/// A state that an instrument leaves out, though it would belong.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Outside {
    pub(crate) state: State,
    pub(crate) why: String,
    /// What applies instead, in words.
    pub(crate) instead: Option<String>,
    pub(crate) article: Option<String>,
    pub(crate) verified: bool,
}

/// How an instrument stands to others.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Relation {
    pub(crate) kind: RelationKind,
    pub(crate) to: Vec<At<InstrumentId>>,
    pub(crate) to_text: Option<String>,
    /// Only between states that are both parties to this one.
    pub(crate) between_members_of: Option<At<InstrumentId>>,
    /// To any other instrument that binds the two in the same matter and does not give way itself.
    pub(crate) to_any_treaty: bool,
    /// Only for these procedures; all where none is named.
    pub(crate) procedures: Vec<Key>,
    /// Also in matters that the other instrument has no rules for.
    pub(crate) in_every_matter: bool,
    /// The articles that do not apply where the relation holds.
    pub(crate) disapplies: Option<Articles>,
    /// Unless both agree to use this one.
    pub(crate) unless_agreed: bool,
    /// Since when the relation holds.
    pub(crate) since: Option<Date>,
    pub(crate) articles: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) verified: bool,
}

/// A state's participation.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Party {
    pub(crate) state: State,
    pub(crate) in_force: Option<Date>,
    pub(crate) deposit: Option<Date>,
    pub(crate) act: Option<String>,
    pub(crate) ended: Option<Date>,
    /// When notice of denunciation was received.
    pub(crate) denounced: Option<Date>,
    pub(crate) via: Option<String>,
    /// Why it cannot be said whether it is a party.
    pub(crate) unclear: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) verified: bool,
}

/// A declaration or reservation.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Declaration {
    #[serde(skip)]
    pub(crate) place: Place,
    pub(crate) by: State,
    pub(crate) kind: DeclarationKind,
    pub(crate) articles: Vec<String>,
    pub(crate) effect: DeclarationEffect,
    pub(crate) towards: Vec<State>,
    pub(crate) towards_members_of: Option<At<InstrumentId>>,
    /// Territories of the state, with codes of their own, to which it says that the instrument extends.
    pub(crate) covers: Vec<State>,
    /// Grounds of refusal that it adds where the state is asked, with their procedure.
    pub(crate) grounds: Vec<(At<Key>, GroundText)>,
    pub(crate) languages: Vec<String>,
    pub(crate) description: String,
    pub(crate) since: Option<Date>,
    /// The last day, where it was withdrawn.
    pub(crate) until: Option<Date>,
    pub(crate) source: String,
    pub(crate) note: Option<String>,
    pub(crate) verified: bool,
    pub(crate) changes: Vec<Change>,
}

impl Declaration {
    /// Whether it holds on a day; one whose date was not read does.
    pub(crate) fn holds_on(&self, on: Date) -> bool {
        self.since.is_none_or(|since| since <= on) && self.until.is_none_or(|until| on <= until)
    }

    /// Whether there is a day and a state for which both hold.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, two: &Self| matches!((one.until, two.since), (Some(until), Some(since)) if until < since);
        let aimed = self.towards.is_empty()
            || other.towards.is_empty()
            || self.towards.iter().any(|state| other.towards.contains(state));
        aimed && !ends_before(self, other) && !ends_before(other, self)
    }
}

/// What a declaration or a national rule changes in a rule of the instrument.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Change {
    #[serde(skip)]
    pub(crate) place: Place,
    pub(crate) procedure: Option<Key>,
    pub(crate) rule: RuleKind,
    pub(crate) key: Key,
    pub(crate) value: Option<u32>,
    pub(crate) measure: Option<String>,
    pub(crate) ground_effect: Option<GroundEffect>,
    pub(crate) deadline_effect: Option<DeadlineEffect>,
    pub(crate) counting: Option<Counting>,
    pub(crate) ends: Option<Ends>,
    pub(crate) cured_by: Option<String>,
    pub(crate) not_cured: bool,
    /// The facts under which a ground is there, in the place of the instrument's.
    pub(crate) arises_if: Vec<Proviso>,
    /// The facts that take a ground away, in the place of the instrument's.
    pub(crate) cured_if: Vec<Proviso>,
    /// An event from which the period runs instead, where it happened.
    pub(crate) starts_with: Option<At<Key>>,
}

/// What an instrument says on one procedure.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct InstrumentProcedure {
    pub(crate) key: At<Key>,
    pub(crate) title: String,
    pub(crate) article: String,
    pub(crate) scope: Option<String>,
    /// The cases it is for, beside those of the instrument.
    pub(crate) cases: Scope,
    pub(crate) note: Option<String>,
    pub(crate) conditions: Vec<ConditionText>,
    pub(crate) contents: Vec<RuleText>,
    pub(crate) documents: Vec<RuleText>,
    pub(crate) languages: Vec<LanguageText>,
    pub(crate) channels: Vec<RuleText>,
    pub(crate) deadlines: Vec<DeadlineText>,
    pub(crate) grounds: Vec<GroundText>,
    pub(crate) safeguards: Vec<SafeguardText>,
}

/// What every rule says.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct RuleText {
    pub(crate) key: At<Key>,
    pub(crate) description: String,
    pub(crate) article: String,
    pub(crate) verified: bool,
    pub(crate) note: Option<String>,
    pub(crate) article_note: Option<String>,
    /// The national law in which the content was read.
    pub(crate) national: Option<String>,
    /// `transposition` where it was read in a national law, `paraphrase` where in a similar text.
    pub(crate) basis: Option<String>,
    /// The situation in which it applies.
    pub(crate) when: Option<String>,
    /// The facts under which it applies.
    pub(crate) provisos: Vec<Proviso>,
    /// The first day on which it applies.
    pub(crate) since: Option<Date>,
    /// The last day on which it applies.
    pub(crate) until: Option<Date>,
    /// Between parties to these it does not apply.
    pub(crate) replaced_between_parties_to: Vec<At<InstrumentId>>,
    /// Only where one of these states is asked.
    pub(crate) only_if_requested: Vec<State>,
    /// The signed act itself fulfils it, such as the written form.
    pub(crate) given_by_act: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ConditionText {
    pub(crate) rule: RuleText,
    pub(crate) value: Option<u32>,
    pub(crate) unit: Option<Unit>,
    /// What the value is compared with.
    pub(crate) measure: Option<String>,
    /// `prosecution` or `enforcement`.
    pub(crate) applies_to: Option<String>,
    pub(crate) waivable_by: Option<String>,
    pub(crate) requires_final_judgment: Option<bool>,
    /// The facts that meet it.
    pub(crate) met_if: Vec<Proviso>,
    /// What follows when it is met.
    pub(crate) follows: Option<String>,
    /// What follows when it is not met.
    pub(crate) otherwise: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct LanguageText {
    pub(crate) rule: RuleText,
    pub(crate) accepts: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DeadlineText {
    pub(crate) rule: RuleText,
    pub(crate) event: At<Key>,
    /// The event in words, where the instrument is more precise than the key.
    pub(crate) event_text: Option<String>,
    pub(crate) length: u32,
    pub(crate) unit: Unit,
    pub(crate) days: Days,
    pub(crate) counting: Counting,
    /// Where it ends when it would end on a day of rest; the instrument decides where nothing is said.
    pub(crate) ends: Option<Ends>,
    pub(crate) backwards: bool,
    pub(crate) date: Option<Date>,
    pub(crate) obliged: Obliged,
    pub(crate) effect: DeadlineEffect,
    /// Events that meet it.
    pub(crate) met_by: Vec<At<Key>>,
    pub(crate) extendable_to: Option<String>,
    pub(crate) extension: Option<String>,
    pub(crate) extension_condition: Option<String>,
    pub(crate) restarts_on: Option<String>,
    /// The event that starts it again.
    pub(crate) restart_event: Option<At<Key>>,
    pub(crate) nature: Option<Nature>,
    pub(crate) scope: Option<String>,
    pub(crate) replaces: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct GroundText {
    pub(crate) rule: RuleText,
    pub(crate) effect: GroundEffect,
    pub(crate) decisive_moment: Option<String>,
    pub(crate) exceptions: Vec<String>,
    pub(crate) cured_by: Option<String>,
    pub(crate) alternative: Option<String>,
    pub(crate) reservable: bool,
    /// The facts under which it is there.
    pub(crate) arises_if: Vec<Proviso>,
    /// The facts that take it away.
    pub(crate) cured_if: Vec<Proviso>,
    /// Whether naming it would tell the other state what must not reach it, such as protection that was granted.
    pub(crate) confidential: bool,
    /// Conditions of the same procedure: it is there where one of them is asked and not met.
    pub(crate) when_unmet: Vec<At<Key>>,
    /// A period of the same procedure: it is there where what meets the period came too late.
    pub(crate) when_late: Option<At<Key>>,
    /// Grounds of other instruments, by key, that it rules out where it is prohibited.
    pub(crate) bars: Vec<Key>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SafeguardText {
    pub(crate) rule: RuleText,
    pub(crate) effect_on_deadlines: Option<String>,
    pub(crate) pauses: Option<Pause>,
}

/// A stretch of time that does not count.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Pause {
    /// The instrument whose periods stand still.
    pub(crate) instrument: At<InstrumentId>,
    /// The rule by which they do, where it is not that of a safeguard.
    pub(crate) article: Option<String>,
    /// Which periods; all of the instrument where none is named.
    pub(crate) deadlines: Vec<At<Key>>,
    pub(crate) from: At<Key>,
    pub(crate) until: At<Key>,
}

/// How many rules of each kind an instrument has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub struct RuleCounts {
    pub conditions: usize,
    pub contents: usize,
    pub documents: usize,
    pub deadlines: usize,
    pub grounds: usize,
    pub languages: usize,
    pub channels: usize,
    pub safeguards: usize,
    pub verified: usize,
    pub parties: usize,
    pub parties_dated: usize,
    pub declarations: usize,
    pub relations: usize,
    pub sources: usize,
}

impl Instrument {
    /// Its identifier.
    pub fn id(&self) -> &InstrumentId {
        &self.id.value
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its short name.
    pub fn short_name(&self) -> &str {
        &self.short_name
    }

    /// Where it was read.
    pub fn sources(&self) -> &[SourceText] {
        &self.sources
    }

    /// How a date of entry into force follows from a deposit.
    pub fn entry_into_force(&self) -> Option<&DateRule> {
        self.entry_into_force.as_ref()
    }

    /// How the end follows from a denunciation.
    pub fn denunciation(&self) -> Option<&DateRule> {
        self.denunciation.as_ref()
    }

    /// How many rules of each kind it has.
    pub fn counts(&self) -> RuleCounts {
        let mut counts = RuleCounts {
            parties: self.parties.len(),
            parties_dated: self.parties.iter().filter(|party| party.in_force.is_some()).count(),
            declarations: self.declarations.len(),
            relations: self.relations.len(),
            sources: self.sources.len(),
            ..RuleCounts::default()
        };
        for procedure in &self.procedures {
            counts.conditions += procedure.conditions.len();
            counts.contents += procedure.contents.len();
            counts.documents += procedure.documents.len();
            counts.deadlines += procedure.deadlines.len();
            counts.grounds += procedure.grounds.len();
            counts.languages += procedure.languages.len();
            counts.channels += procedure.channels.len();
            counts.safeguards += procedure.safeguards.len();
            counts.verified += procedure.rules().filter(|(_, rule)| rule.verified).count();
        }
        counts
    }

    /// The entry of a state that holds on a day; the latest where none does.
    pub(crate) fn party_on(&self, state: State, on: Date) -> Option<&Party> {
        let entries = || self.parties.iter().filter(|party| party.state == state);
        (entries())
            .find(|party| {
                party.starts(self).is_some_and(|start| start <= on)
                    && party.ends(self).is_none_or(|end| on <= end)
            })
            .or_else(|| entries().next_back())
    }
}

impl InstrumentProcedure {
    /// Every rule with its kind.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (RuleKind, &RuleText)> {
        let plain = |kind| move |rule| (kind, rule);
        (self.conditions.iter().map(|r| (RuleKind::Condition, &r.rule)))
            .chain(self.contents.iter().map(plain(RuleKind::Content)))
            .chain(self.documents.iter().map(plain(RuleKind::Document)))
            .chain(self.languages.iter().map(|r| (RuleKind::Language, &r.rule)))
            .chain(self.channels.iter().map(plain(RuleKind::Channel)))
            .chain(self.deadlines.iter().map(|r| (RuleKind::Deadline, &r.rule)))
            .chain(self.grounds.iter().map(|r| (RuleKind::Ground, &r.rule)))
            .chain(self.safeguards.iter().map(|r| (RuleKind::Safeguard, &r.rule)))
    }
}
