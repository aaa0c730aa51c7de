//! How the law is shown in an answer: declarations, national rules and the questions of the safeguards.

use std::collections::BTreeSet;

use crate::check::{AnswerOption, ContentRule, DeclarationView, End, Question, SafeguardQuestion};
use crate::codes::{EndCode, GroundEffect, RuleKind};
use crate::ids::{InstrumentId, Key};
use crate::instrument::{Declaration, GroundText, Instrument, RuleText};
use crate::precedence::Bound;
use crate::procedure::{Overlay, Procedure, Safeguard};

/// A key that two instruments ask for is asked once: the first in order of precedence speaks.
pub(crate) fn merge(rules: &mut Vec<ContentRule>) {
    let mut seen = BTreeSet::new();
    rules.retain(|rule| seen.insert(rule.key.clone()));
}

pub(crate) fn declarations(
    bound: &[Bound<'_>],
    overlays: &[&Overlay],
    question: &Question,
) -> Vec<DeclarationView> {
    let mut views = Vec::new();
    for one in bound {
        for declaration in &one.instrument.declarations {
            let by_one = declaration.by == question.from || declaration.by == question.to;
            if by_one && declaration.holds_on(question.on) {
                views.push(declaration_view(one.instrument, declaration));
            }
        }
    }
    views.extend(overlays.iter().map(|overlay| overlay_view(overlay)));
    views
}

/// A declaration as it is shown.
pub(crate) fn declaration_view(instrument: &Instrument, declaration: &Declaration) -> DeclarationView {
    DeclarationView {
        by: declaration.by,
        instrument: instrument.id().clone(),
        kind: declaration.kind.as_str().to_owned(),
        articles: declaration.articles.clone(),
        effect: declaration.effect.as_str().to_owned(),
        description: match &declaration.note {
            Some(note) => format!("{} ({note})", declaration.description),
            None => declaration.description.clone(),
        },
        since: declaration.since,
        source: declaration.source.clone(),
        verified: declaration.verified,
    }
}

/// A national rule as it is shown.
pub(crate) fn overlay_view(overlay: &Overlay) -> DeclarationView {
    DeclarationView {
        by: overlay.state,
        instrument: overlay.instrument.value.clone(),
        kind: "national-rule".to_owned(),
        articles: vec![overlay.article.clone()],
        effect: format!("{}-{}", overlay.kind.as_str(), overlay.key),
        description: overlay.description.clone(),
        since: None,
        source: overlay.source.clone(),
        verified: overlay.verified,
    }
}

/// The questions of a procedure, with their articles from the instruments in use; and one for each mandatory ground
/// of these instruments that no other question answers.
pub(crate) fn safeguards(procedure: &Procedure, in_use: &[&Bound<'_>]) -> Vec<SafeguardQuestion> {
    let rules = |key: &Key| in_use.iter().find_map(|bound| rule_of(bound, procedure, key));
    let mut questions: Vec<SafeguardQuestion> = (procedure.safeguards.iter())
        .filter(|safeguard| {
            safeguard.only_under.is_empty()
                || safeguard.only_under.iter().any(|id| in_use.iter().any(|b| *b.instrument.id() == id.value))
        })
        .filter_map(|safeguard| {
            let rule = safeguard.grounds.iter().find_map(rules);
            (rule.is_some() || !safeguard.only_with_ground).then(|| safeguard_view(safeguard, in_use, rule))
        })
        .collect();
    let answered: BTreeSet<&Key> =
        procedure.safeguards.iter().flat_map(|safeguard| &safeguard.grounds).collect();
    let mut asked = BTreeSet::new();
    for bound in in_use {
        let grounds = grounds_of(bound, procedure).filter(|ground| ground.effect == GroundEffect::Mandatory);
        for ground in grounds.filter(|ground| !answered.contains(&ground.rule.key.value)) {
            if asked.insert(&ground.rule.key.value) {
                questions.extend(ground_question(bound, ground));
            }
        }
    }
    questions
}

/// A mandatory ground as a question of the requested end, which guards the grant.
fn ground_question(bound: &Bound<'_>, ground: &GroundText) -> Option<SafeguardQuestion> {
    let option = |key: &'static str, text: &str, passes, needs_reasoning| AnswerOption {
        key: crate::objections::key(key),
        text: text.to_owned(),
        passes,
        needs_reasoning,
        undertaking: None,
    };
    let mut answers = vec![
        option("does-not-apply", "No.", true, false),
        option("applies", "Yes; it stands in the way.", false, true),
    ];
    if ground.cured_by.is_some() || !ground.exceptions.is_empty() {
        answers.insert(
            1,
            option("exception", "It would, but an exception or an assurance lifts it.", true, true),
        );
    }
    Some(SafeguardQuestion {
        key: Key::parse(&format!("ground-{}", ground.rule.key.value)).ok()?,
        question: format!("Does this ground apply? {}", ground.rule.description),
        source: bound.instrument.id().to_string(),
        article: ground.rule.article.clone(),
        answers,
        who: End::Requested,
        answered_by: None,
        blocks: vec!["decision".to_owned()],
        confidential: false,
        verified: ground.rule.verified,
    })
}

fn grounds_of<'b>(bound: &'b Bound<'_>, procedure: &'b Procedure) -> impl Iterator<Item = &'b GroundText> {
    (bound.instrument.procedures.iter())
        .filter(|rules| procedure.rules.iter().any(|key| key.value == rules.key.value))
        .flat_map(|rules| &rules.grounds)
}

/// The ground or safeguard of this key in an instrument, with the instrument.
fn rule_of<'b>(
    bound: &'b Bound<'_>,
    procedure: &'b Procedure,
    key: &Key,
) -> Option<(&'b InstrumentId, &'b RuleText)> {
    let wanted = |kind| matches!(kind, RuleKind::Ground | RuleKind::Safeguard);
    (bound.instrument.procedures.iter())
        .filter(|rules| procedure.rules.iter().any(|key| key.value == rules.key.value))
        .flat_map(|rules| rules.rules())
        .find(|(kind, rule)| wanted(*kind) && rule.key.value == *key)
        .map(|(_, rule)| (bound.instrument.id(), rule))
}

fn safeguard_view(
    safeguard: &Safeguard,
    in_use: &[&Bound<'_>],
    rule: Option<(&InstrumentId, &RuleText)>,
) -> SafeguardQuestion {
    // The first instrument in order of precedence says where the question comes from.
    let first = in_use.first().map(|bound| bound.instrument.id());
    let under = safeguard.under.iter().find(|under| Some(&under.instrument.value) == first);
    let (source, article, verified) = match (under, rule) {
        (Some(under), _) => {
            (under.source.clone(), under.article.clone(), under.verified.unwrap_or(safeguard.verified))
        }
        (None, Some((id, rule))) => (id.to_string(), rule.article.clone(), rule.verified),
        (None, None) => (safeguard.source.clone(), safeguard.article.clone(), safeguard.verified),
    };
    SafeguardQuestion {
        key: safeguard.key.value.clone(),
        question: safeguard.question.clone(),
        source,
        article,
        answers: (safeguard.answers.iter())
            .map(|answer| AnswerOption {
                key: answer.key.clone(),
                text: answer.text.clone(),
                passes: answer.passes,
                needs_reasoning: answer.needs_reasoning,
                undertaking: answer.undertaking.as_ref().map(|key| key.value.clone()),
            })
            .collect(),
        who: end(safeguard.by),
        answered_by: safeguard.answered_by.clone(),
        blocks: safeguard.blocks.iter().map(ToString::to_string).collect(),
        confidential: safeguard.confidential,
        verified,
    }
}

pub(crate) fn end(code: EndCode) -> End {
    match code {
        EndCode::Requesting => End::Requesting,
        EndCode::Requested => End::Requested,
    }
}
