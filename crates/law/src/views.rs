//! How the law is shown in an answer: declarations, national rules and the questions of the safeguards.

use std::collections::BTreeSet;

use crate::check::{AnswerOption, ContentRule, DeclarationView, End, Question, SafeguardQuestion};
use crate::codes::EndCode;
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
            if by_one && declaration.since.is_none_or(|since| since <= question.on) {
                views.push(DeclarationView {
                    by: declaration.by,
                    instrument: one.instrument.id().clone(),
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
                });
            }
        }
    }
    views.extend(overlays.iter().map(|overlay| DeclarationView {
        by: overlay.state,
        instrument: overlay.instrument.value.clone(),
        kind: "national-rule".to_owned(),
        articles: vec![overlay.article.clone()],
        effect: format!("{}-{}", overlay.kind.as_str(), overlay.key),
        description: overlay.description.clone(),
        since: None,
        source: overlay.source.clone(),
        verified: overlay.verified,
    }));
    views
}

pub(crate) fn safeguards(procedure: &Procedure, in_use: &[&Bound<'_>]) -> Vec<SafeguardQuestion> {
    (procedure.safeguards.iter())
        .filter(|safeguard| {
            safeguard.only_under.is_empty()
                || safeguard.only_under.iter().any(|id| in_use.iter().any(|b| *b.instrument.id() == id.value))
        })
        .map(|safeguard| safeguard_view(safeguard, in_use))
        .collect()
}

fn safeguard_view(safeguard: &Safeguard, in_use: &[&Bound<'_>]) -> SafeguardQuestion {
    // The first instrument in order of precedence says where the question comes from.
    let first = in_use.first().map(|bound| bound.instrument.id());
    let under = safeguard.under.iter().find(|under| Some(&under.instrument.value) == first);
    let (source, article) = match under {
        Some(under) => (&under.source, &under.article),
        None => (&safeguard.source, &safeguard.article),
    };
    SafeguardQuestion {
        key: safeguard.key.value.clone(),
        question: safeguard.question.clone(),
        source: source.clone(),
        article: article.clone(),
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
        blocks: safeguard.blocks.iter().map(|kind| (*kind).to_owned()).collect(),
        confidential: safeguard.confidential,
        verified: safeguard.verified,
    }
}

pub(crate) fn end(code: EndCode) -> End {
    match code {
        EndCode::Requesting => End::Requesting,
        EndCode::Requested => End::Requested,
    }
}
