//! Instruments and procedures as their reader sees them: everything their files say, with nothing decided.
//!
//! Pages and lists read this; what applies between two states on a day is [`crate::Library::check`].

mod procedure;

use jiff::civil::Date;

use crate::check::OpenFact;
use crate::codes::{InstrumentKind, RuleKind};
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::{
    Change, ConditionText, DateRule, DeadlineText, Declaration, GroundText, Instrument, InstrumentProcedure,
    LanguageText, Outside, Party, Phase, Relation, RuleText, SafeguardText, SourceText,
};
use crate::library::Library;
use crate::proviso::in_words;
use crate::source::At;

pub use procedure::{FieldEntry, MeasureEntry, ProcedureEntry, SafeguardEntry, StepEntry, UndertakingEntry};

/// An instrument in full.
#[derive(Debug, Clone)]
pub struct InstrumentEntry<'a> {
    /// Its identifier.
    pub id: &'a InstrumentId,
    /// Its title.
    pub title: &'a str,
    /// Its short name.
    pub short_name: &'a str,
    /// What sort of instrument it is.
    pub kind: InstrumentKind,
    /// What it is a protocol to.
    pub parent: Option<&'a InstrumentId>,
    /// Who keeps the original.
    pub depositary: Option<&'a str>,
    /// Its numbers elsewhere: the collection and the number.
    pub identifiers: &'a [(String, String)],
    /// When it was adopted.
    pub adopted: Option<Date>,
    /// When it entered into force.
    pub in_force: Option<Date>,
    /// From when it applies, where that is another day.
    pub applies_from: Option<Date>,
    /// Until when it had to be brought into national law.
    pub transposition: Option<Date>,
    /// When it was repealed.
    pub repealed_on: Option<Date>,
    /// How it stands.
    pub status: &'a str,
    /// How a date of entry into force follows from a deposit.
    pub entry_into_force: Option<&'a DateRule>,
    /// How the end follows from a denunciation.
    pub denunciation: Option<&'a DateRule>,
    /// Remarks on scope, territory, reservations and the like: what about, and the text.
    pub remarks: &'a [(&'static str, String)],
    /// The authentic languages.
    pub languages: &'a [String],
    /// The language that prevails.
    pub prevailing_language: Option<&'a str>,
    /// The event whose day decides whether it applies, in words.
    pub decided_by: Option<String>,
    /// How its periods are counted beyond their length: `plain` or `eu-1182-71`.
    pub counts: &'static str,
    /// The cases it is for, in words; all where empty.
    pub scope: String,
    /// Parts that began later than the rest.
    pub phases: Vec<PhaseEntry<'a>>,
    /// States that it leaves out.
    pub outside: Vec<OutsideEntry<'a>>,
    /// Who are parties, where they are not listed one by one.
    pub open_to: Option<&'a str>,
    /// Whether what is said about the whole was read in a text.
    pub verified: bool,
    /// Where it was read.
    pub sources: &'a [SourceText],
    /// How it stands to others.
    pub relations: Vec<RelationEntry<'a>>,
    /// What the files of others say about it.
    pub named_by: Vec<RelationEntry<'a>>,
    /// The parties.
    pub parties: Vec<PartyEntry<'a>>,
    /// Declarations and reservations.
    pub declarations: Vec<DeclarationEntry<'a>>,
    /// What it says, procedure by procedure.
    pub chapters: Vec<Chapter<'a>>,
    /// National rules that change how it works where that state is asked.
    pub national: Vec<NationalEntry<'a>>,
}

/// A part of an instrument that began later than the rest.
#[derive(Debug, Clone)]
pub struct PhaseEntry<'a> {
    /// Since when.
    pub from: Date,
    /// For which cases, in words.
    pub scope: String,
    /// What began.
    pub description: &'a str,
    /// The article.
    pub article: &'a str,
    /// Whether the text was read.
    pub verified: bool,
}

/// A state that an instrument leaves out.
#[derive(Debug, Clone)]
pub struct OutsideEntry<'a> {
    /// The state.
    pub state: State,
    /// Why.
    pub why: &'a str,
    /// What applies instead.
    pub instead: Option<&'a str>,
    /// The article.
    pub article: Option<&'a str>,
    /// Whether the text was read.
    pub verified: bool,
}

/// How an instrument stands to another.
#[derive(Debug, Clone)]
pub struct RelationEntry<'a> {
    /// The instrument whose file says so.
    pub of: &'a InstrumentId,
    /// How.
    pub kind: &'static str,
    /// To which; empty where they have no file here.
    pub to: Vec<&'a InstrumentId>,
    /// To what, in words.
    pub to_text: Option<&'a str>,
    /// Only between parties to this one.
    pub between_members_of: Option<&'a InstrumentId>,
    /// To any other treaty that binds the two in the same matter.
    pub to_any_treaty: bool,
    /// Only for these procedures; all where empty.
    pub procedures: &'a [Key],
    /// Unless both agree to use this one.
    pub unless_agreed: bool,
    /// Since when.
    pub since: Option<Date>,
    /// The articles.
    pub articles: Option<&'a str>,
    /// What else is to be said.
    pub note: Option<&'a str>,
    /// Whether the text was read.
    pub verified: bool,
}

/// A state's participation.
#[derive(Debug, Clone)]
pub struct PartyEntry<'a> {
    /// The state.
    pub state: State,
    /// Bound since.
    pub in_force: Option<Date>,
    /// When it deposited its instrument.
    pub deposit: Option<Date>,
    /// What it did: ratified, acceded.
    pub act: Option<&'a str>,
    /// The last day on which it was bound.
    pub ended: Option<Date>,
    /// When notice of denunciation was received.
    pub denounced: Option<Date>,
    /// Through what it is bound, such as membership.
    pub via: Option<&'a str>,
    /// Why it cannot be said whether it is bound.
    pub unclear: Option<&'a str>,
    /// Where it was read.
    pub source: Option<&'a str>,
    /// What else is to be said.
    pub note: Option<&'a str>,
    /// Whether the text was read.
    pub verified: bool,
}

/// A declaration or reservation.
#[derive(Debug, Clone)]
pub struct DeclarationEntry<'a> {
    /// Whose.
    pub by: State,
    /// What sort.
    pub kind: &'static str,
    /// The articles it concerns.
    pub articles: &'a [String],
    /// What it does.
    pub effect: &'static str,
    /// Towards whom; everybody where empty.
    pub towards: &'a [State],
    /// Languages it names.
    pub languages: &'a [String],
    /// What it says.
    pub description: &'a str,
    /// Since when.
    pub since: Option<Date>,
    /// Where it was read.
    pub source: &'a str,
    /// What else is to be said.
    pub note: Option<&'a str>,
    /// Rules that it changes, by kind and key.
    pub changes: Vec<(&'static str, &'a Key)>,
    /// Whether the text was read.
    pub verified: bool,
}

/// A national rule about an instrument.
#[derive(Debug, Clone)]
pub struct NationalEntry<'a> {
    /// The state.
    pub state: State,
    /// What it is about: a deadline, a ground.
    pub kind: &'static str,
    /// Its key.
    pub key: &'a Key,
    /// What it says.
    pub description: &'a str,
    /// The article.
    pub article: &'a str,
    /// Where it was read.
    pub source: &'a str,
    /// Rules that it changes, by kind and key.
    pub changes: Vec<(&'static str, &'a Key)>,
    /// Whether the text was read.
    pub verified: bool,
}

/// What an instrument says on one procedure.
#[derive(Debug, Clone)]
pub struct Chapter<'a> {
    /// The procedure of the instrument.
    pub key: &'a Key,
    /// Its title.
    pub title: &'a str,
    /// The articles.
    pub article: &'a str,
    /// What it covers.
    pub scope: Option<&'a str>,
    /// The cases it is for, in words; all where empty.
    pub cases: String,
    /// What else is to be said.
    pub note: Option<&'a str>,
    /// The rules, by kind and in the order of the file.
    pub rules: Vec<RuleEntry<'a>>,
    /// The procedures of the library that ask for these rules.
    pub asked_by: Vec<&'a Key>,
}

/// A rule.
#[derive(Debug, Clone)]
pub struct RuleEntry<'a> {
    /// What sort of rule.
    pub kind: RuleKind,
    /// Its key.
    pub key: &'a Key,
    /// What it says; for a deadline what follows when it passes.
    pub description: &'a str,
    /// The article.
    pub article: &'a str,
    /// Whether the text was read.
    pub verified: bool,
    /// A period; only a deadline has one.
    pub period: Option<PeriodEntry<'a>>,
    /// What else it says: the name of the point and its words.
    pub details: Vec<(&'static str, String)>,
}

/// The period of a deadline.
#[derive(Debug, Clone)]
pub struct PeriodEntry<'a> {
    /// Its length; 0 where the unit is a word.
    pub length: u32,
    /// `hour`, `day`, `week`, `month`, `year`, or a word such as `without-delay`.
    pub unit: &'static str,
    /// `calendar`, `working` or `clock`.
    pub days: &'static str,
    /// The event from which it runs.
    pub event: &'a Key,
    /// The event in words.
    pub event_text: String,
    /// Who must keep it.
    pub obliged: &'static str,
    /// What follows, as a code.
    pub effect: &'static str,
}

impl Library {
    /// An instrument as its reader sees it.
    pub fn entry(&self, id: &InstrumentId) -> Option<InstrumentEntry<'_>> {
        let instrument = self.instruments.get(id)?;
        Some(InstrumentEntry {
            relations: instrument
                .relations
                .iter()
                .map(|relation| relation_entry(instrument, relation))
                .collect(),
            named_by: (self.instruments.values())
                .filter(|other| other.id() != instrument.id())
                .flat_map(|other| other.relations.iter().map(move |relation| (other, relation)))
                .filter(|(_, relation)| relation.to.iter().any(|to| to.value == *id))
                .map(|(other, relation)| relation_entry(other, relation))
                .collect(),
            chapters: instrument.procedures.iter().map(|rules| self.chapter(rules)).collect(),
            national: (self.overlays.iter())
                .filter(|overlay| overlay.instrument.value == *id)
                .map(|overlay| NationalEntry {
                    state: overlay.state,
                    kind: overlay.kind.as_str(),
                    key: &overlay.key,
                    description: &overlay.description,
                    article: &overlay.article,
                    source: &overlay.source,
                    changes: changes(&overlay.changes),
                    verified: overlay.verified,
                })
                .collect(),
            ..instrument_entry(instrument)
        })
    }

    /// Every state that some instrument names as a party, in the order of their codes.
    pub fn states(&self) -> Vec<State> {
        let all = self.instruments.values().flat_map(|instrument| &instrument.parties);
        let states: std::collections::BTreeSet<State> = all.map(|party| party.state).collect();
        states.into_iter().collect()
    }

    /// Instruments whose file has mistakes, with the file.
    pub fn unreadable(&self) -> impl Iterator<Item = (&InstrumentId, &str)> {
        self.broken.iter().map(|(id, file)| (id, file.as_str()))
    }

    /// The question behind a fact and the values it takes; nothing where no rule asks for it.
    pub fn question_of(&self, fact: &Key) -> Option<OpenFact> {
        let known = self.facts.get(fact)?;
        Some(OpenFact {
            key: known.key.value.clone(),
            question: known.question.clone(),
            values: known.values.clone(),
            concerns: Vec::new(),
        })
    }

    fn chapter<'a>(&'a self, rules: &'a InstrumentProcedure) -> Chapter<'a> {
        let asked_by = |procedure: &&crate::procedure::Procedure| {
            procedure.rules.iter().any(|key| key.value == rules.key.value)
        };
        Chapter {
            key: &rules.key.value,
            title: &rules.title,
            article: &rules.article,
            scope: rules.scope.as_deref(),
            cases: in_words(&rules.cases.provisos),
            note: rules.note.as_deref(),
            rules: self.rules(rules),
            asked_by: self.procedures.values().filter(asked_by).map(|procedure| procedure.key()).collect(),
        }
    }

    fn rules<'a>(&'a self, rules: &'a InstrumentProcedure) -> Vec<RuleEntry<'a>> {
        let plain = |kind| move |rule: &'a RuleText| rule_entry(kind, rule, Vec::new());
        (rules.conditions.iter().map(condition))
            .chain(rules.contents.iter().map(plain(RuleKind::Content)))
            .chain(rules.documents.iter().map(plain(RuleKind::Document)))
            .chain(rules.languages.iter().map(language))
            .chain(rules.channels.iter().map(plain(RuleKind::Channel)))
            .chain(rules.deadlines.iter().map(|deadline| self.deadline_entry(deadline)))
            .chain(rules.grounds.iter().map(ground))
            .chain(rules.safeguards.iter().map(safeguard))
            .collect()
    }

    fn deadline_entry<'a>(&'a self, deadline: &'a DeadlineText) -> RuleEntry<'a> {
        let mut more = Details::default();
        more.say("counting", Some(deadline.counting.as_str()));
        more.say("ends", deadline.ends.map(|ends| ends.as_str()));
        more.say("date", deadline.date.map(|date| date.to_string()));
        let met_by: Vec<String> =
            deadline.met_by.iter().map(|event| self.event_title(&event.value)).collect();
        more.say("met-by", (!met_by.is_empty()).then(|| met_by.join("; ")));
        more.say("extendable-to", deadline.extendable_to.as_deref());
        more.say("extension", deadline.extension.as_deref());
        more.say("extension-condition", deadline.extension_condition.as_deref());
        more.say("restarts-on", deadline.restarts_on.as_deref());
        more.say("nature", deadline.nature.map(|nature| nature.as_str()));
        more.say("scope", deadline.scope.as_deref());
        more.say("replaces", deadline.replaces.as_deref());
        let mut entry = rule_entry(RuleKind::Deadline, &deadline.rule, more.0);
        entry.period = Some(PeriodEntry {
            length: deadline.length,
            unit: deadline.unit.as_str(),
            days: deadline.days.as_str(),
            event: &deadline.event.value,
            event_text: deadline
                .event_text
                .clone()
                .unwrap_or_else(|| self.event_title(&deadline.event.value)),
            obliged: deadline.obliged.as_str(),
            effect: deadline.effect.as_str(),
        });
        entry
    }
}

fn instrument_entry(instrument: &Instrument) -> InstrumentEntry<'_> {
    InstrumentEntry {
        id: instrument.id(),
        title: &instrument.title,
        short_name: &instrument.short_name,
        kind: instrument.kind,
        parent: instrument.parent.as_ref().map(|parent| &parent.value),
        depositary: instrument.depositary.as_deref(),
        identifiers: &instrument.identifiers,
        adopted: instrument.adopted,
        in_force: instrument.in_force,
        applies_from: instrument.applies_from,
        transposition: instrument.transposition,
        repealed_on: instrument.repealed_on,
        status: &instrument.status,
        entry_into_force: instrument.entry_into_force.as_ref(),
        denunciation: instrument.denunciation.as_ref(),
        remarks: &instrument.remarks,
        languages: &instrument.languages,
        prevailing_language: instrument.prevailing_language.as_deref(),
        decided_by: None,
        counts: instrument.counts.as_str(),
        scope: in_words(&instrument.scope.provisos),
        phases: instrument.phases.iter().map(phase_entry).collect(),
        outside: instrument.outside.iter().map(outside_entry).collect(),
        open_to: instrument.open_to.as_deref(),
        verified: instrument.verified,
        sources: &instrument.sources,
        relations: Vec::new(),
        named_by: Vec::new(),
        parties: instrument.parties.iter().map(party_entry).collect(),
        declarations: instrument.declarations.iter().map(declaration_entry).collect(),
        chapters: Vec::new(),
        national: Vec::new(),
    }
}

fn phase_entry(phase: &Phase) -> PhaseEntry<'_> {
    PhaseEntry {
        from: phase.from,
        scope: in_words(&phase.scope),
        description: &phase.description,
        article: &phase.article,
        verified: phase.verified,
    }
}

fn outside_entry(outside: &Outside) -> OutsideEntry<'_> {
    OutsideEntry {
        state: outside.state,
        why: &outside.why,
        instead: outside.instead.as_deref(),
        article: outside.article.as_deref(),
        verified: outside.verified,
    }
}

fn relation_entry<'a>(of: &'a Instrument, relation: &'a Relation) -> RelationEntry<'a> {
    RelationEntry {
        of: of.id(),
        kind: relation.kind.as_str(),
        to: relation.to.iter().map(|to| &to.value).collect(),
        to_text: relation.to_text.as_deref(),
        between_members_of: relation.between_members_of.as_ref().map(|members| &members.value),
        to_any_treaty: relation.to_any_treaty,
        procedures: &relation.procedures,
        unless_agreed: relation.unless_agreed,
        since: relation.since,
        articles: relation.articles.as_deref(),
        note: relation.note.as_deref(),
        verified: relation.verified,
    }
}

fn party_entry(party: &Party) -> PartyEntry<'_> {
    PartyEntry {
        state: party.state,
        in_force: party.in_force,
        deposit: party.deposit,
        act: party.act.as_deref(),
        ended: party.ended,
        denounced: party.denounced,
        via: party.via.as_deref(),
        unclear: party.unclear.as_deref(),
        source: party.source.as_deref(),
        note: party.note.as_deref(),
        verified: party.verified,
    }
}

fn declaration_entry(declaration: &Declaration) -> DeclarationEntry<'_> {
    DeclarationEntry {
        by: declaration.by,
        kind: declaration.kind.as_str(),
        articles: &declaration.articles,
        effect: declaration.effect.as_str(),
        towards: &declaration.towards,
        languages: &declaration.languages,
        description: &declaration.description,
        since: declaration.since,
        source: &declaration.source,
        note: declaration.note.as_deref(),
        changes: changes(&declaration.changes),
        verified: declaration.verified,
    }
}

fn changes(changes: &[Change]) -> Vec<(&'static str, &Key)> {
    changes.iter().map(|change| (change.rule.as_str(), &change.key)).collect()
}

/// The points of a rule, in order; empty ones are left out.
#[derive(Default)]
struct Details(Vec<(&'static str, String)>);

impl Details {
    fn say(&mut self, name: &'static str, text: Option<impl Into<String>>) {
        self.0.extend(text.map(|text| (name, text.into())));
    }
}

fn rule_entry<'a>(
    kind: RuleKind,
    rule: &'a RuleText,
    mut details: Vec<(&'static str, String)>,
) -> RuleEntry<'a> {
    let mut more = Details::default();
    more.say("when", rule.when.as_deref());
    more.say("applies-if", (!rule.provisos.is_empty()).then(|| in_words(&rule.provisos)));
    more.say("since", rule.since.map(|day| day.to_string()));
    more.say("until", rule.until.map(|day| day.to_string()));
    more.say("note", rule.note.as_deref());
    more.say("article-note", rule.article_note.as_deref());
    more.say("national", rule.national.as_deref());
    more.say("basis", rule.basis.as_deref());
    let ids: Vec<&str> =
        rule.replaced_between_parties_to.iter().map(|id: &At<_>| id.value.as_str()).collect();
    more.say("replaced-between-parties-to", (!ids.is_empty()).then(|| ids.join(", ")));
    let states: Vec<String> = rule.only_if_requested.iter().map(ToString::to_string).collect();
    more.say("only-if-requested", (!states.is_empty()).then(|| states.join(", ")));
    more.say("given-by-act", rule.given_by_act.then_some("yes"));
    details.extend(more.0);
    RuleEntry {
        kind,
        key: &rule.key.value,
        description: &rule.description,
        article: &rule.article,
        verified: rule.verified,
        period: None,
        details,
    }
}

fn condition(condition: &ConditionText) -> RuleEntry<'_> {
    let mut more = Details::default();
    let threshold = match (condition.value, condition.unit) {
        (Some(value), Some(unit)) => Some(format!("{value} {}", unit.as_str())),
        (Some(value), None) => Some(value.to_string()),
        (None, _) => None,
    };
    more.say("threshold", threshold);
    more.say("measure", condition.measure.as_deref());
    more.say("applies-to", condition.applies_to.as_deref());
    more.say("waivable-by", condition.waivable_by.as_deref());
    let final_judgment = condition.requires_final_judgment;
    more.say("met-if", (!condition.met_if.is_empty()).then(|| in_words(&condition.met_if)));
    more.say("follows", condition.follows.as_deref());
    more.say("otherwise", condition.otherwise.as_deref());
    more.say("final-judgment", final_judgment.map(|needed| if needed { "needed" } else { "not needed" }));
    rule_entry(RuleKind::Condition, &condition.rule, more.0)
}

fn language(language: &LanguageText) -> RuleEntry<'_> {
    let mut more = Details::default();
    more.say("accepts", (!language.accepts.is_empty()).then(|| language.accepts.join(", ")));
    rule_entry(RuleKind::Language, &language.rule, more.0)
}

fn ground(ground: &GroundText) -> RuleEntry<'_> {
    let mut more = Details::default();
    more.say("effect", Some(ground.effect.as_str()));
    more.say("cured-by", ground.cured_by.as_deref());
    more.say("exceptions", (!ground.exceptions.is_empty()).then(|| ground.exceptions.join("; ")));
    more.say("decisive-moment", ground.decisive_moment.as_deref());
    more.say("alternative", ground.alternative.as_deref());
    more.say("arises-if", (!ground.arises_if.is_empty()).then(|| in_words(&ground.arises_if)));
    more.say("cured-if", (!ground.cured_if.is_empty()).then(|| in_words(&ground.cured_if)));
    let unmet: Vec<&str> = ground.when_unmet.iter().map(|key| key.value.as_str()).collect();
    more.say("when-unmet", (!unmet.is_empty()).then(|| unmet.join(", ")));
    more.say("when-late", ground.when_late.as_ref().map(|key| key.value.as_str()));
    let bars: Vec<&str> = ground.bars.iter().map(Key::as_str).collect();
    more.say("bars", (!bars.is_empty()).then(|| bars.join(", ")));
    more.say("reservable", ground.reservable.then_some("yes"));
    rule_entry(RuleKind::Ground, &ground.rule, more.0)
}

fn safeguard(safeguard: &SafeguardText) -> RuleEntry<'_> {
    let mut more = Details::default();
    more.say("effect-on-deadlines", safeguard.effect_on_deadlines.as_deref());
    rule_entry(RuleKind::Safeguard, &safeguard.rule, more.0)
}
