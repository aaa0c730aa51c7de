//! Explains a reference such as `ECE 16(4)`: the rules that rest on it, where they were read, and the declarations and
//! national rules that change how they work.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::articles::Articles;
use crate::check::DeclarationView;
use crate::codes::RuleKind;
use crate::ids::{InstrumentId, Key, State, shorten};
use crate::instrument::{DateRule, Instrument, RuleText, SourceText};
use crate::library::Library;

/// What is known of a reference.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Explanation {
    /// The instrument.
    pub instrument: InstrumentId,
    /// Its short name.
    pub short_name: String,
    /// Its title.
    pub title: String,
    /// Whether it is in force, in words.
    pub status: String,
    /// When it entered into force.
    pub in_force: Option<Date>,
    /// The first day on which it applies, where that is later.
    pub applies_from: Option<Date>,
    /// The articles asked for; empty for the whole instrument.
    pub articles: String,
    /// The rules that rest on them.
    pub rules: Vec<ExplainedRule>,
    /// How the instrument stands to others under these articles.
    pub relations: Vec<ExplainedRelation>,
    /// Declarations and reservations to these articles.
    pub declarations: Vec<DeclarationView>,
    /// National rules that work on them.
    pub national_rules: Vec<DeclarationView>,
    /// Parts of the instrument that began later, and states it leaves out.
    pub limits: Vec<String>,
    /// What the file says of the instrument in words, with the name of each remark.
    pub remarks: Vec<(String, String)>,
    /// How a date of entry into force follows from a deposit.
    pub entry_into_force: Option<DateRule>,
    /// How the end follows from a denunciation.
    pub denunciation: Option<DateRule>,
    /// Where it was read.
    pub sources: Vec<SourceText>,
    /// Parties, where the whole instrument was asked for.
    pub parties: Vec<ExplainedParty>,
    /// Whether the instrument's own data were read.
    pub verified: bool,
}

/// A rule that rests on an article.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ExplainedRule {
    /// The procedure of the instrument.
    pub procedure: Key,
    /// What kind of rule.
    pub kind: RuleKind,
    /// Its key.
    pub key: Key,
    /// The article.
    pub article: String,
    /// What it says, in our own words.
    pub description: String,
    /// Details by name: length, unit, effect, what cures it, when it applies.
    pub details: Vec<(String, String)>,
    /// Further remarks, such as the national law in which it was read.
    pub notes: Vec<String>,
    /// Whether the text was read.
    pub verified: bool,
}

/// A relation to another instrument.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ExplainedRelation {
    /// What sort.
    pub kind: String,
    /// To what.
    pub to: String,
    /// The articles.
    pub articles: Option<String>,
    /// What else is to be said.
    pub note: Option<String>,
    /// Whether the text was read.
    pub verified: bool,
}

/// A party.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ExplainedParty {
    /// The state.
    pub state: State,
    /// Since when, as read or by the instrument's rule.
    pub in_force: Option<Date>,
    /// The last day, as read or by the instrument's rule.
    pub ended: Option<Date>,
    /// Why it cannot be said whether it is one.
    pub unclear: Option<String>,
    /// Whether the participation was read.
    pub verified: bool,
}

/// The reference cannot be explained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExplainError {
    /// No instrument of this name.
    #[error("no instrument is known by `{asked}`; known are {known}")]
    UnknownInstrument {
        /// What was asked.
        asked: String,
        /// Short names.
        known: String,
    },
    /// Nothing in the file rests on the article.
    #[error(
        "no rule, declaration or relation of {instrument} rests on art. {asked}{beyond}; there are rules on art. {known}"
    )]
    UnknownArticle {
        /// The instrument.
        instrument: String,
        /// What was asked.
        asked: String,
        /// Its last article, where the article asked for lies beyond it.
        beyond: String,
        /// Articles with rules.
        known: String,
    },
}

impl Library {
    /// Explains a reference: the name of an instrument (identifier, short name or number), with or without an article.
    /// A national rule is found by its own reference, such as `KrMS 447(5)`.
    pub fn explain(&self, reference: &str) -> Result<Vec<Explanation>, ExplainError> {
        let asked = reference.trim();
        if let Some((instrument, rest)) = self.named(asked) {
            return self.explain_in(instrument, rest).map(|one| vec![one]);
        }
        let national = self.national(asked);
        if !national.is_empty() {
            return Ok(national);
        }
        let known: Vec<&str> = self.instruments.values().map(|one| one.short_name.as_str()).collect();
        Err(ExplainError::UnknownInstrument { asked: shorten(asked), known: known.join(", ") })
    }

    /// Finds an instrument by the beginning of a reference, the longest name first; the rest is the article.
    fn named<'r>(&self, reference: &'r str) -> Option<(&Instrument, &'r str)> {
        let mut best: Option<(usize, &Instrument)> = None;
        for instrument in self.instruments.values() {
            for name in names(instrument) {
                let Some(head) = reference.get(..name.len()) else { continue };
                let rest = reference.get(name.len()..).unwrap_or_default();
                let ends = rest.is_empty() || rest.starts_with([' ', ',', ':']);
                if ends && head.eq_ignore_ascii_case(&name) && best.is_none_or(|(long, _)| long < name.len())
                {
                    best = Some((name.len(), instrument));
                }
            }
        }
        best.map(|(length, instrument)| {
            let rest = reference.get(length..).unwrap_or_default();
            (instrument, rest.trim_start_matches([' ', ',', ':']).trim())
        })
    }

    fn explain_in(&self, instrument: &Instrument, article: &str) -> Result<Explanation, ExplainError> {
        let asked = Articles::parse(article);
        let whole = article.is_empty();
        let meets = |text: &str| whole || asked.meets(&Articles::parse(text));
        let rules: Vec<ExplainedRule> = (instrument.procedures.iter())
            .flat_map(|procedure| procedure.rules().map(move |(kind, rule)| (procedure, kind, rule)))
            .filter(|(_, _, rule)| meets(&rule.article))
            .map(|(procedure, kind, rule)| explained(procedure, kind, rule))
            .collect();
        let relations: Vec<ExplainedRelation> = (instrument.relations.iter())
            .filter(|relation| whole || relation.articles.as_deref().is_some_and(meets))
            .map(|relation| ExplainedRelation {
                kind: relation.kind.as_str().to_owned(),
                to: match &relation.to_text {
                    Some(text) => text.clone(),
                    None if relation.to_any_treaty => {
                        "any other treaty in the matter that binds the two".to_owned()
                    }
                    None => relation.to.iter().map(|to| to.value.as_str()).collect::<Vec<_>>().join(", "),
                },
                articles: relation.articles.clone(),
                note: relation.note.clone(),
                verified: relation.verified,
            })
            .collect();
        let declarations: Vec<DeclarationView> = (instrument.declarations.iter())
            .filter(|declaration| whole || declaration.articles.iter().any(|article| meets(article)))
            .map(|declaration| crate::views::declaration_view(instrument, declaration))
            .collect();
        let keys: BTreeSet<(RuleKind, &Key)> = rules.iter().map(|rule| (rule.kind, &rule.key)).collect();
        let national_rules: Vec<DeclarationView> = (self.overlays.iter())
            .filter(|overlay| overlay.instrument.value == *instrument.id())
            .filter(|overlay| {
                whole || overlay.changes.iter().any(|change| keys.contains(&(change.rule, &change.key)))
            })
            .map(crate::views::overlay_view)
            .collect();
        if !whole && rules.is_empty() && relations.is_empty() && declarations.is_empty() {
            let known: BTreeSet<&str> = (instrument.procedures.iter())
                .flat_map(|procedure| procedure.rules())
                .map(|(_, rule)| rule.article.as_str())
                .collect();
            let last = instrument.last_article.filter(|last| asked.beyond(*last).is_some());
            return Err(ExplainError::UnknownArticle {
                beyond: last.map_or(String::new(), |last| format!(", its last article is {last}")),
                instrument: instrument.short_name.clone(),
                asked: shorten(article),
                known: known.into_iter().collect::<Vec<_>>().join(", "),
            });
        }
        Ok(Explanation {
            instrument: instrument.id().clone(),
            short_name: instrument.short_name.clone(),
            title: instrument.title.clone(),
            status: instrument.status.clone(),
            in_force: instrument.in_force,
            applies_from: instrument.applies_from.or(instrument.transposition),
            articles: article.to_owned(),
            rules,
            relations,
            declarations,
            national_rules,
            limits: limits(instrument),
            remarks: (instrument.remarks.iter())
                .map(|(name, text)| ((*name).to_owned(), text.clone()))
                .collect(),
            entry_into_force: instrument.entry_into_force.clone(),
            denunciation: instrument.denunciation.clone(),
            sources: instrument.sources.clone(),
            parties: if whole { parties(instrument) } else { Vec::new() },
            verified: instrument.verified,
        })
    }

    /// National rules by their own reference: each is explained with the instrument on which it works.
    fn national(&self, reference: &str) -> Vec<Explanation> {
        let asked = Articles::parse(reference);
        let mut found = Vec::new();
        for instrument in self.instruments.values() {
            let overlays: Vec<DeclarationView> = (self.overlays.iter())
                .filter(|overlay| overlay.instrument.value == *instrument.id())
                .filter(|overlay| !asked.is_empty() && asked.meets(&Articles::parse(&overlay.article)))
                .map(crate::views::overlay_view)
                .collect();
            if overlays.is_empty() {
                continue;
            }
            found.push(Explanation {
                instrument: instrument.id().clone(),
                short_name: instrument.short_name.clone(),
                title: instrument.title.clone(),
                status: instrument.status.clone(),
                in_force: instrument.in_force,
                applies_from: None,
                articles: reference.to_owned(),
                rules: Vec::new(),
                relations: Vec::new(),
                declarations: Vec::new(),
                national_rules: overlays,
                limits: Vec::new(),
                remarks: Vec::new(),
                entry_into_force: None,
                denunciation: None,
                sources: Vec::new(),
                parties: Vec::new(),
                verified: instrument.verified,
            });
        }
        found
    }
}

/// Every name by which an instrument is called: identifier, short name and its parts, numbers of series.
fn names(instrument: &Instrument) -> Vec<String> {
    let mut names = vec![instrument.id().to_string(), instrument.short_name.clone()];
    let short = instrument.short_name.split('(').next().unwrap_or_default();
    names.extend(short.split(" / ").map(|part| part.trim().to_owned()));
    for (series, number) in &instrument.identifiers {
        names.push(number.clone());
        names.push(format!("{series} {number}"));
        names.push(format!("{series} {}", number.trim_start_matches('0')));
    }
    // `ECE 1957` is called `ECE` too.
    let dated = |name: &String| {
        let (head, year) = name.rsplit_once(' ')?;
        (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then(|| head.to_owned())
    };
    let undated: Vec<String> = names.iter().filter_map(dated).collect();
    names.extend(undated);
    names.retain(|name| !name.is_empty());
    names
}

fn explained(
    procedure: &crate::instrument::InstrumentProcedure,
    kind: RuleKind,
    rule: &RuleText,
) -> ExplainedRule {
    let mut details: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        details.extend(value.filter(|value| !value.is_empty()).map(|value| (name.to_owned(), value)));
    };
    add("when", rule.when.clone());
    add("if", Some(crate::proviso::in_words(&rule.provisos)));
    add("since", rule.since.map(|date| date.to_string()));
    add("until", rule.until.map(|date| date.to_string()));
    if let Some(deadline) = procedure.deadlines.iter().find(|one| std::ptr::eq(&one.rule, rule)) {
        let length = if deadline.length == 0 {
            deadline.unit.as_str().to_owned()
        } else {
            format!("{} {} ({} days)", deadline.length, deadline.unit.as_str(), deadline.days.as_str())
        };
        add("period", Some(length));
        add("from", deadline.event_text.clone().or_else(|| Some(deadline.event.value.to_string())));
        add("counting", Some(deadline.counting.as_str().to_owned()));
        add("counted", deadline.backwards.then(|| "back from the event".to_owned()));
        add("obliged", Some(deadline.obliged.as_str().to_owned()));
        add("effect", Some(deadline.effect.as_str().to_owned()));
        add("extendable to", deadline.extendable_to.clone());
        add("extension", deadline.extension.clone());
        add("restarts on", deadline.restarts_on.clone());
        add("nature", deadline.nature.map(|nature| nature.as_str().to_owned()));
    }
    if let Some(ground) = procedure.grounds.iter().find(|one| std::ptr::eq(&one.rule, rule)) {
        add("effect", Some(ground.effect.as_str().to_owned()));
        add("arises if", Some(crate::proviso::in_words(&ground.arises_if)));
        let unmet: Vec<&str> = ground.when_unmet.iter().map(|key| key.value.as_str()).collect();
        add("stands where not met", Some(unmet.join(", ")));
        add("stands where late", ground.when_late.as_ref().map(|key| key.value.to_string()));
        let bars: Vec<&str> = ground.bars.iter().map(Key::as_str).collect();
        add("rules out", Some(bars.join(", ")));
        add("cured by", ground.cured_by.clone());
        add("cured if", Some(crate::proviso::in_words(&ground.cured_if)));
        add("exceptions", Some(ground.exceptions.join("; ")));
        add("decisive moment", ground.decisive_moment.clone());
        add("alternative", ground.alternative.clone());
    }
    if let Some(condition) = procedure.conditions.iter().find(|one| std::ptr::eq(&one.rule, rule)) {
        let unit = condition.unit.map_or("", |unit| unit.as_str());
        add("threshold", condition.value.map(|value| format!("{value} {unit}")));
        add("measures", condition.measure.clone());
        add("met if", Some(crate::proviso::in_words(&condition.met_if)));
        add("then", condition.follows.clone());
        add("otherwise", condition.otherwise.clone());
    }
    let notes = [&rule.note, &rule.article_note, &rule.national, &rule.basis];
    ExplainedRule {
        procedure: procedure.key.value.clone(),
        kind,
        key: rule.key.value.clone(),
        article: rule.article.clone(),
        description: rule.description.clone(),
        details,
        notes: notes.into_iter().flatten().cloned().collect(),
        verified: rule.verified,
    }
}

fn limits(instrument: &Instrument) -> Vec<String> {
    let unread = |verified: bool| if verified { "" } else { " (unverified)" };
    let phases = instrument.phases.iter().map(|phase| {
        format!(
            "{}: from {} (art. {}){}",
            phase.description,
            phase.from,
            phase.article,
            unread(phase.verified)
        )
    });
    let outside = instrument.outside.iter().map(|outside| {
        let instead =
            outside.instead.as_ref().map_or(String::new(), |instead| format!("; instead: {instead}"));
        format!("{} is left out: {}{}{instead}", outside.state, outside.why, unread(outside.verified))
    });
    let open = instrument.open_to.iter().map(|open| format!("parties: {open}, not listed one by one"));
    phases.chain(outside).chain(open).collect()
}

fn parties(instrument: &Instrument) -> Vec<ExplainedParty> {
    (instrument.parties.iter())
        .map(|party| ExplainedParty {
            state: party.state,
            in_force: party.starts(instrument),
            ended: party.ends(instrument),
            unclear: party.unclear.clone(),
            verified: party.verified,
        })
        .collect()
}
