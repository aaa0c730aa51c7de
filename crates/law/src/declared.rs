//! Declarations that keep an instrument, or all that it says on a matter, from applying between two parties.

use crate::articles::Articles;
use crate::check::{Excluded, Exclusion, Question};
use crate::codes::DeclarationEffect;
use crate::instrument::{Declaration, Instrument};
use crate::precedence::{Bound, matched, out};
use crate::procedure::Procedure;

/// A declaration may keep an instrument from applying between two parties.
pub(crate) fn displace_by_declaration(
    bound: &mut Vec<Bound<'_>>,
    excluded: &mut Vec<Excluded>,
    procedure: &Procedure,
    question: &Question,
) {
    let Question { from, to, on, .. } = question;
    bound.retain(|one| {
        if let Some(declaration) = not_accepted(one.instrument, procedure, question) {
            let articles = declaration.articles.join(", ");
            let why =
                format!("{} did not accept art. {articles}: {}", declaration.by, declaration.description);
            excluded.push(out(one.instrument, Exclusion::Reservation, why));
            return false;
        }
        let against = |declaration: &&Declaration| {
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
        };
        let Some(declaration) = one.instrument.declarations.iter().find(against) else { return true };
        let note = declaration.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        let why = format!("declaration of {}: {}{note}", declaration.by, declaration.description);
        // A suspension that was not read at the depositary leaves open whether it has effect.
        let status = match declaration.effect {
            DeclarationEffect::SuspendedTowards if !declaration.verified => Exclusion::Unclear,
            _ => Exclusion::Reservation,
        };
        excluded.push(out(one.instrument, status, why));
        false
    });
}

/// The declaration by which one of the two did not accept all that an instrument says on the matter.
fn not_accepted<'i>(
    instrument: &'i Instrument,
    procedure: &Procedure,
    question: &Question,
) -> Option<&'i Declaration> {
    let Question { from, to, on, .. } = question;
    (instrument.declarations.iter())
        .filter(|declaration| declaration.by == *from || declaration.by == *to)
        .filter(|declaration| declaration.holds_on(*on))
        .filter(|declaration| {
            matches!(
                declaration.effect,
                DeclarationEffect::ArticleExcluded | DeclarationEffect::ChapterExcluded
            )
        })
        .find(|declaration| {
            let refused: Vec<Articles> =
                declaration.articles.iter().map(|article| Articles::parse(article)).collect();
            let mut matters = matched(instrument, procedure).peekable();
            let refuses = |article: &str| refused.iter().any(|whole| Articles::parse(article).within(whole));
            matters.peek().is_some() && matters.all(|rules| refuses(&rules.article))
        })
}
