//! Which instruments bind two states on a date, in which order, and why each other one does not.
//!
//! Nothing is guessed: a party whose date was not read, or whose membership needs checking, is not counted as bound,
//! and an instrument for certain cases binds only where the facts say that this is one of them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::articles::Articles;
use crate::check::{Answer, Binding, Conditional, Excluded, Exclusion, Question, Role};
use crate::codes::{DeclarationEffect, InstrumentKind, RelationKind};
use crate::declared::displace_by_declaration;
use crate::ids::{InstrumentId, Key};
use crate::instrument::{Instrument, Relation};
use crate::library::Library;
use crate::participation::{Takes, takes_part};
use crate::procedure::Procedure;
use crate::proviso::{self, Situation};

/// An instrument that binds both states.
#[derive(Debug, Clone)]
pub(crate) struct Bound<'a> {
    pub(crate) instrument: &'a Instrument,
    pub(crate) since: Date,
    pub(crate) role: Role,
    pub(crate) why: String,
    pub(crate) verified: bool,
    /// Articles that do not apply between the two, and why.
    pub(crate) disapplied: Vec<(Articles, String)>,
    parties: String,
}

impl Bound<'_> {
    pub(crate) fn view(&self) -> Binding {
        Binding {
            id: self.instrument.id().clone(),
            short_name: self.instrument.short_name.clone(),
            title: self.instrument.title.clone(),
            since: self.since,
            role: self.role,
            why: self.why.clone(),
            verified: self.verified,
        }
    }
}

/// What binds, in order of precedence, and what does not.
pub(crate) struct Precedence<'a> {
    pub(crate) bound: Vec<Bound<'a>>,
    pub(crate) conditional: Vec<(&'a Instrument, Conditional)>,
    pub(crate) excluded: Vec<Excluded>,
    /// Pairs of which the files do not say which goes first.
    pub(crate) open: Vec<String>,
}

impl Library {
    pub(crate) fn precedence(&self, question: &Question, procedure: &Procedure) -> Precedence<'_> {
        let situation = self.situation(question);
        let mut bound = Vec::new();
        let mut conditional = Vec::new();
        let mut excluded = Vec::new();
        for instrument in self.dealing_with(procedure) {
            match self.binds_in(instrument, procedure, &situation) {
                Ok((one, Answer::Yes)) => bound.push(one),
                Ok((one, _)) => conditional.push((instrument, waiting(&one, procedure))),
                Err((status, why)) => {
                    excluded.push(out(instrument, status, with_declarations(instrument, question, why)));
                }
            }
        }
        displace_by_declaration(&mut bound, &mut excluded, procedure, question);
        for convention in self.conventions(&bound, procedure, &situation) {
            match convention {
                Ok(one) => bound.push(one),
                Err((instrument, status, why)) => excluded.push(out(instrument, status, why)),
            }
        }
        displace_by_declaration(&mut bound, &mut excluded, procedure, question);
        drop_without_parent(&mut bound, &mut excluded);
        drop_replaced(&mut bound, &mut excluded, question.on);
        fall_back(&mut bound, procedure, question);
        let before = self.before_in_every_matter(&bound, procedure, &situation);
        let ids: Vec<&Instrument> = bound.iter().map(|bound| bound.instrument).chain(before).collect();
        for one in &mut bound {
            let parent = (one.instrument.parent.as_ref())
                .and_then(|parent| ids.iter().find(|i| *i.id() == parent.value));
            let (role, why) = match (displaced(one.instrument, &ids, question.on), parent) {
                (Some(why), _) => (Role::Residual, Some(why)),
                (None, Some(parent)) => (Role::Supplements, Some(supplements(one.instrument, parent))),
                // What binds nobody in law stands beside what does.
                (None, None) if one.instrument.kind == InstrumentKind::PoliticalNetwork => {
                    let why = "a political network: it obliges nobody by law and rests on domestic law and treaties";
                    (Role::Supplements, Some(why.to_owned()))
                }
                (None, None) => match complements(one.instrument, &ids) {
                    Some(why) => (Role::Supplements, Some(why)),
                    // It falls back behind another already, or stands for itself.
                    None => (one.role, None),
                },
            };
            one.role = role;
            let parts = [Some(one.parties.as_str()), why.as_deref(), Some(one.why.as_str())];
            one.why =
                parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        }
        bound.sort_by_key(|one| {
            let rank = match one.role {
                Role::Governs => 0,
                Role::Supplements => 1,
                Role::Residual => 2,
            };
            let bilateral = one.instrument.kind == InstrumentKind::BilateralTreaty;
            (
                rank,
                gives_way(one.instrument, procedure).is_some(),
                !bilateral,
                one.instrument.parent.is_some(),
                one.instrument.adopted,
                one.instrument.id().clone(),
            )
        });
        for (id, file) in &self.broken {
            excluded.push(Excluded {
                id: id.clone(),
                short_name: id.to_string(),
                status: Exclusion::Unreadable,
                why: format!("its file {file} has mistakes, so that nothing can be said about it"),
            });
        }
        excluded.sort_by(|a, b| (a.status, &a.id).cmp(&(b.status, &b.id)));
        let open = order_open(&bound, procedure);
        Precedence { bound, conditional, excluded, open }
    }

    pub(crate) fn situation<'q>(&'q self, question: &'q Question) -> Situation<'q> {
        Situation {
            from: question.from,
            to: question.to,
            procedure: &question.procedure,
            on: question.on,
            facts: &question.facts,
            states: &self.states,
        }
    }

    /// Instruments with rules for the procedure, and the protocols to them.
    fn dealing_with(&self, procedure: &Procedure) -> Vec<&Instrument> {
        let asked = |instrument: &Instrument| matched(instrument, procedure).next().is_some();
        let direct: BTreeSet<&InstrumentId> =
            self.instruments.values().filter(|i| asked(i)).map(|i| i.id()).collect();
        (self.instruments.values())
            .filter(|i| {
                direct.contains(i.id())
                    || i.parent.as_ref().is_some_and(|parent| direct.contains(&parent.value))
            })
            .collect()
    }

    /// Whether an instrument binds both in this matter; `Unknown` where the facts do not say whether it is for the case.
    pub(crate) fn binds_in<'a>(
        &self,
        instrument: &'a Instrument,
        procedure: &Procedure,
        situation: &Situation<'_>,
    ) -> Result<(Bound<'a>, Answer), (Exclusion, String)> {
        let (mut one, on) = self.binds(instrument, situation)?;
        for phase in instrument.phases.iter().filter(|phase| on < phase.from) {
            let unread = if phase.verified { "" } else { ", unverified" };
            let later =
                format!("{}: only from {} (art. {}{unread})", phase.description, phase.from, phase.article);
            match proviso::all(&phase.scope, situation) {
                Some(Answer::No) => {}
                Some(Answer::Yes) | None => return Err((Exclusion::NotYetInForce, later)),
                Some(Answer::Unknown) => one.why.push_str(&later),
            }
        }
        let scopes = [&instrument.scope].into_iter().map(|scope| scope.holds(situation));
        let own = scopes.reduce(|_, next| next).unwrap_or(Answer::Yes);
        let matters = matched(instrument, procedure).map(|rules| rules.cases.holds(situation));
        // One procedure for the case is enough.
        let matter = matters
            .reduce(|a, b| match (a, b) {
                (Answer::Yes, _) | (_, Answer::Yes) => Answer::Yes,
                (Answer::Unknown, _) | (_, Answer::Unknown) => Answer::Unknown,
                (Answer::No, Answer::No) => Answer::No,
            })
            .unwrap_or(Answer::Yes);
        match (own, matter) {
            (Answer::No, _) | (_, Answer::No) => {
                let cases = scope_words(instrument, procedure).join("; ");
                Err((Exclusion::OutOfScope, format!("it is only for cases with {cases}")))
            }
            (Answer::Unknown, _) | (_, Answer::Unknown) => Ok((one, Answer::Unknown)),
            (Answer::Yes, Answer::Yes) => Ok((one, Answer::Yes)),
        }
    }

    /// Whether an instrument binds both, whatever the matter; with the day that decided.
    pub(crate) fn binds<'a>(
        &self,
        instrument: &'a Instrument,
        situation: &Situation<'_>,
    ) -> Result<(Bound<'a>, Date), (Exclusion, String)> {
        let decided = instrument.decided_by.as_ref().and_then(|event| {
            Some((&event.value, crate::calendar::day(situation.facts.events.get(&event.value)?)))
        });
        let on = decided.map_or(situation.on, |(_, day)| day);
        let by = |event: &Key| format!(", and `{event}`, which decides, was on {on}");
        let by = decided.map_or(String::new(), |(event, _)| by(event));
        let starts = [instrument.in_force, instrument.applies_from, instrument.transposition];
        let Some(start) = starts.into_iter().flatten().max() else {
            return Err((Exclusion::NotYetInForce, format!("not in force: {}", instrument.status)));
        };
        if on < start {
            let what = match (instrument.in_force, instrument.applies_from.or(instrument.transposition)) {
                (Some(force), Some(applies)) if force < applies => {
                    format!("in force since {force}, but it applies only from {applies}")
                }
                _ => format!("in force only from {start}"),
            };
            return Err((Exclusion::NotYetInForce, format!("{what}{by}{}", before(instrument, on))));
        }
        if let Some(end) = instrument.repealed_on
            && end <= on
        {
            return Err((Exclusion::Ended, format!("repealed on {end}{by}")));
        }
        let mut since = start;
        let mut verified = instrument.verified;
        let mut failures = Vec::new();
        let mut parties = Vec::new();
        for state in [situation.from, situation.to] {
            match takes_part(&self.states, instrument, state, on) {
                Ok(Takes { since: date, verified: read, text }) => {
                    since = since.max(date);
                    verified &= read;
                    parties.push(text);
                }
                Err(failure) => failures.push(failure),
            }
        }
        if !failures.is_empty() {
            // A certain reason goes before an unclear one.
            failures.sort_by_key(|(status, _)| (*status == Exclusion::Unclear, *status));
            let status = failures.first().map_or(Exclusion::NotAParty, |(status, _)| *status);
            let why: Vec<String> = failures.into_iter().map(|(_, why)| why).collect();
            return Err((status, format!("{}{by}", why.join("; "))));
        }
        if let Some(why) = same_side(instrument, situation, on) {
            return Err((Exclusion::OutOfScope, format!("{why}{by}")));
        }
        let parties = format!("both are bound: {}{by}", parties.join(", "));
        let role = Role::Governs;
        let why = String::new();
        Ok((Bound { instrument, since, role, why, verified, disapplied: Vec::new(), parties }, on))
    }
}

/// An agreement of the Union binds its members towards the other side, not among themselves.
fn same_side(instrument: &Instrument, situation: &Situation<'_>, on: Date) -> Option<String> {
    let via = |state| instrument.party_on(state, on).and_then(|party| party.via.as_deref());
    let (one, other) = (via(situation.from)?, via(situation.to)?);
    (instrument.kind == InstrumentKind::EuThirdStateAgreement && one == other).then(|| {
        format!(
            "{} and {} both stand on the side of {one}, and it binds that side towards the other",
            situation.from, situation.to
        )
    })
}

/// What an instrument says on the procedures asked.
pub(crate) fn matched<'i>(
    instrument: &'i Instrument,
    procedure: &'i Procedure,
) -> impl Iterator<Item = &'i crate::instrument::InstrumentProcedure> {
    (instrument.procedures.iter())
        .filter(|rules| procedure.rules.iter().any(|key| key.value == rules.key.value))
}

fn scope_words(instrument: &Instrument, procedure: &Procedure) -> Vec<String> {
    let own = Some(&instrument.scope).filter(|scope| !scope.provisos.is_empty());
    let matters = matched(instrument, procedure).map(|rules| &rules.cases);
    (own.into_iter().chain(matters))
        .filter(|scope| !scope.provisos.is_empty())
        .map(|scope| proviso::in_words(&scope.provisos))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

fn waiting(one: &Bound<'_>, procedure: &Procedure) -> Conditional {
    let applies_if = scope_words(one.instrument, procedure);
    Conditional {
        id: one.instrument.id().clone(),
        short_name: one.instrument.short_name.clone(),
        since: one.since,
        why: format!(
            "{}; only for cases with {}, of which the facts say nothing",
            one.parties,
            applies_if.join("; ")
        ),
        applies_if,
        verified: one.verified,
    }
}

pub(crate) fn out(instrument: &Instrument, status: Exclusion, why: String) -> Excluded {
    Excluded { id: instrument.id().clone(), short_name: instrument.short_name.clone(), status, why }
}

/// What applied before an instrument did, where its relations say so.
fn before(instrument: &Instrument, on: Date) -> String {
    let earlier = instrument.relations.iter().find_map(|relation| {
        let replaces = matches!(relation.kind, RelationKind::Replaces | RelationKind::Repeals);
        (replaces && relation.since.is_none_or(|since| on < since)).then_some(relation.to_text.as_ref())?
    });
    earlier.map_or(String::new(), |text| format!("; until then: {text}"))
}

/// Declarations that would matter if the instrument bound belong into the reason.
fn with_declarations(instrument: &Instrument, question: &Question, why: String) -> String {
    let Question { from, to, on, .. } = question;
    let mut why = why;
    for declaration in &instrument.declarations {
        let other = if declaration.by == *from { to } else { from };
        let by_one = declaration.by == *from || declaration.by == *to;
        let aimed = declaration.towards.is_empty() || declaration.towards.contains(other);
        let weighs = matches!(
            declaration.effect,
            DeclarationEffect::NoRelationsWith
                | DeclarationEffect::ConventionDisplaced
                | DeclarationEffect::SuspendedTowards
                | DeclarationEffect::ArticleExcluded
                | DeclarationEffect::ChapterExcluded
        );
        if by_one && aimed && weighs && declaration.holds_on(*on) {
            why.push_str(&format!(
                "; besides, {} to art. {}: {}",
                declaration.by,
                declaration.articles.join(", "),
                declaration.description
            ));
        }
    }
    why
}

/// A protocol binds only with its convention.
fn drop_without_parent(bound: &mut Vec<Bound<'_>>, excluded: &mut Vec<Excluded>) {
    let ids: BTreeSet<InstrumentId> = bound.iter().map(|bound| bound.instrument.id().clone()).collect();
    bound.retain(|one| match &one.instrument.parent {
        Some(parent) if !ids.contains(&parent.value) => {
            let why = format!("it supplements {}, which does not bind the two", parent.value);
            excluded.push(out(one.instrument, Exclusion::ParentDoesNotBind, why));
            false
        }
        _ => true,
    });
}

/// What another took the place of between the two is law no more.
fn drop_replaced(bound: &mut Vec<Bound<'_>>, excluded: &mut Vec<Excluded>, on: Date) {
    let ids: Vec<&Instrument> = bound.iter().map(|bound| bound.instrument).collect();
    let replaced: Vec<Option<String>> = bound.iter().map(|one| replaced(one.instrument, &ids, on)).collect();
    let mut reasons = replaced.into_iter();
    bound.retain(|one| match reasons.next().flatten() {
        Some(why) => {
            excluded.push(out(one.instrument, Exclusion::Superseded, format!("{}, but {why}", one.parties)));
            false
        }
        None => true,
    });
}

fn replaced(instrument: &Instrument, bound: &[&Instrument], on: Date) -> Option<String> {
    (bound.iter().filter(|other| other.id() != instrument.id())).find_map(|other| {
        let by = articles(instrument, other, on, |kind| {
            matches!(kind, RelationKind::ReplacedBy | RelationKind::ReplacedBetweenPartiesBy)
        });
        // A treaty of the two alone takes the place of a convention only as far as it goes.
        let whole = other.kind != InstrumentKind::BilateralTreaty;
        let replaces = articles(other, instrument, on, |kind| match kind {
            RelationKind::Replaces | RelationKind::Repeals => true,
            RelationKind::ReplacesBetweenParties => whole,
            _ => false,
        });
        let cited: Vec<String> = by.into_iter().chain(replaces).collect();
        (!cited.is_empty())
            .then(|| format!("{} took its place between the two ({})", other.short_name, cited.join("; ")))
    })
}

/// The relation by which an instrument gives way to any other treaty in the matter.
fn gives_way<'i>(instrument: &'i Instrument, procedure: &Procedure) -> Option<&'i Relation> {
    instrument.relations.iter().find(|relation| {
        relation.to_any_treaty
            && (relation.procedures.is_empty()
                || procedure.rules.iter().any(|rule| relation.procedures.contains(&rule.value)))
    })
}

/// Conventions whose rules are for those who have no other treaty in the matter stand behind one that they have.
fn fall_back(bound: &mut [Bound<'_>], procedure: &Procedure, question: &Question) {
    let general: Vec<String> = (bound.iter())
        .filter(|one| {
            gives_way(one.instrument, procedure).is_none()
                && one.instrument.parent.is_none()
                && matched(one.instrument, procedure).next().is_some()
                && !matches!(
                    one.instrument.kind,
                    InstrumentKind::OrganisationRules | InstrumentKind::PoliticalNetwork
                )
        })
        .map(|one| one.instrument.short_name.clone())
        .collect();
    for one in bound {
        let ways = (one.instrument.relations.iter()).filter(|relation| {
            relation.to_any_treaty
                && (relation.procedures.is_empty()
                    || procedure.rules.iter().any(|rule| relation.procedures.contains(&rule.value)))
        });
        for relation in ways {
            let cite = cite(one.instrument, relation);
            let disapplied = relation.disapplies.as_ref();
            if general.is_empty() {
                if let Some(articles) = disapplied {
                    push(
                        &mut one.why,
                        &format!(
                            "no other treaty in the matter binds the two, so that art. {articles} applies ({cite})"
                        ),
                    );
                }
                continue;
            }
            one.role = Role::Supplements;
            let others = general.join(", ");
            match disapplied {
                Some(_) if relation.unless_agreed && agreed(question, one.instrument) => {
                    push(&mut one.why, &format!("both agreed to use it beside {others} ({cite})"));
                }
                Some(articles) => {
                    let unless =
                        if relation.unless_agreed { "; unless both agree to use it instead" } else { "" };
                    let why = format!("{others} binds the two in the matter ({cite}){unless}");
                    push(
                        &mut one.why,
                        &format!("art. {articles} does not apply: {why}; the rest of it adds to {others}"),
                    );
                    one.disapplied.push((articles.clone(), why));
                }
                None => push(&mut one.why, &format!("it adds to {others} ({cite})")),
            }
        }
    }
}

fn push(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push_str("; ");
    }
    text.push_str(more);
}

/// Whether the facts say that both agreed to use an instrument.
fn agreed(question: &Question, instrument: &Instrument) -> bool {
    let words = question.facts.given.get("agreed").map(crate::facts::Given::words);
    words.is_some_and(|words| words.contains(instrument.id().as_str()))
}

/// Why an instrument stands back behind another that binds the same two.
fn displaced(instrument: &Instrument, bound: &[&Instrument], on: Date) -> Option<String> {
    let mut reasons = Vec::new();
    for other in bound.iter().filter(|other| other.id() != instrument.id()) {
        let yields = articles(instrument, other, on, |kind| kind == RelationKind::YieldsTo);
        let replaces = articles(other, instrument, on, |kind| {
            matches!(kind, RelationKind::ReplacesBetweenParties | RelationKind::ReplacesBetweenMembers)
        });
        if yields.is_none() && replaces.is_none() {
            continue;
        }
        let cited: Vec<String> = yields.into_iter().chain(replaces).collect();
        reasons.push(format!(
            "between the two {} governs ({}); this one may be used only with a stated reason",
            other.short_name,
            cited.join("; ")
        ));
    }
    if reasons.is_empty() {
        // What supplements a convention stands back with it.
        let parent = instrument.parent.as_ref()?;
        let parent = bound.iter().find(|other| *other.id() == parent.value)?;
        return displaced(parent, bound, on);
    }
    Some(reasons.join("; "))
}

/// The articles on which a relation of one to the other rests.
fn articles(
    one: &Instrument,
    other: &Instrument,
    on: Date,
    wanted: impl Fn(RelationKind) -> bool,
) -> Option<String> {
    (one.relations.iter())
        .filter(|relation| relation.since.is_none_or(|since| since <= on))
        .find(|relation| wanted(relation.kind) && relation.to.iter().any(|to| to.value == *other.id()))
        .map(|relation| cite(one, relation))
}

fn cite(instrument: &Instrument, relation: &Relation) -> String {
    let unread = if relation.verified { "" } else { ", unverified" };
    format!("{} art. {}{unread}", instrument.short_name, relation.articles.as_deref().unwrap_or("–"))
}

fn supplements(instrument: &Instrument, parent: &Instrument) -> String {
    let relation =
        instrument.relations.iter().find(|relation| relation.to.iter().any(|to| to.value == *parent.id()));
    match relation {
        Some(Relation { kind: RelationKind::ReplacesArticle, articles: Some(articles), .. }) => {
            format!("it replaces in {}: art. {articles}", parent.short_name)
        }
        Some(Relation { articles: Some(articles), .. }) => {
            format!("it supplements {} (art. {articles})", parent.short_name)
        }
        _ => format!("it supplements {}", parent.short_name),
    }
}

/// What stands beside another that binds the same two adds to it.
fn complements(instrument: &Instrument, bound: &[&Instrument]) -> Option<String> {
    instrument.relations.iter().filter(|relation| relation.kind == RelationKind::Complements).find_map(
        |relation| {
            let other = bound.iter().find(|other| relation.to.iter().any(|to| to.value == *other.id()))?;
            let note = relation.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
            Some(format!("it complements {}{note}", other.short_name))
        },
    )
}

/// Pairs that both govern although neither file says which goes first.
fn order_open(bound: &[Bound<'_>], procedure: &Procedure) -> Vec<String> {
    let governing: Vec<&Instrument> = (bound.iter())
        .filter(|one| one.role == Role::Governs && gives_way(one.instrument, procedure).is_none())
        .filter(|one| matched(one.instrument, procedure).next().is_some())
        .map(|one| one.instrument)
        .collect();
    let mut open = Vec::new();
    for (index, one) in governing.iter().enumerate() {
        for other in governing.iter().skip(index + 1) {
            let says = |a: &Instrument, b: &Instrument| {
                a.relations.iter().find(|relation| relation.to.iter().any(|to| to.value == *b.id())).map(
                    |relation| match &relation.note {
                        Some(note) => format!("{} {} ({note})", a.short_name, relation.kind.as_str()),
                        None => format!("{} {}", a.short_name, relation.kind.as_str()),
                    },
                )
            };
            let said = says(one, other).or_else(|| says(other, one));
            let said = said.map_or(String::new(), |said| format!(": {said}"));
            open.push(format!(
                "{} and {} both bind the two, and no rule here puts one before the other{said}; whoever asks names the one relied on",
                one.short_name, other.short_name
            ));
        }
    }
    open
}
