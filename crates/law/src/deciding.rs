//! What stands against a decision: what a grant needs, and on which grounds a request may be refused.

use std::collections::BTreeSet;

use crate::act::{Decision, DecisionOutcome};
use crate::check::End;
use crate::codes::{Cited, GrantNeed};
use crate::fold::Status;
use crate::objections::{Against, Objections, knows_deadline, safeguards};
use crate::progress::day_of;
use crate::read_procedure::KEPT;

pub(crate) fn decide(o: &mut Objections<'_>, decision: &Decision) {
    let article = o.progress.cited(Cited::Decision);
    o.need("reasons", &decision.reasons, &article);
    match decision.outcome {
        DecisionOutcome::Granted => grant(o, decision),
        DecisionOutcome::Refused => refuse(o, decision),
        DecisionOutcome::Postponed => {}
    }
}

fn grant(o: &mut Objections<'_>, decision: &Decision) {
    let progress = o.progress;
    if !progress.position.full && !progress.position.consented {
        let message = "extradition itself was not asked, and the person did not consent".to_owned();
        let remedy = "wait for the full request, or for the consent".to_owned();
        o.unfit(Against {
            key: "nothing-to-grant",
            field: "outcome",
            article: &progress.cited(Cited::NothingToGrant),
            message,
            remedy,
        });
    }
    let law = progress.law.clone();
    safeguards(o, &law.safeguards, &decision.safeguards, "decision", End::Requested);
    // The gate of the arrest guards the grant too, where the person was never arrested.
    if !progress.position.accepted {
        safeguards(o, &law.safeguards, &decision.safeguards, "acceptance", End::Requested);
    }
    if !progress.position.consented {
        for rule in progress.missing_documents() {
            let message = format!("the request came without `{}`: {}", rule.key, rule.description);
            let remedy = "ask for it before deciding".to_owned();
            let field = format!("documents.{}", rule.key);
            o.block(Against {
                key: "document-missing",
                field: &field,
                article: &rule.cite(),
                message,
                remedy,
            });
        }
    }
    if !progress.open.is_empty() {
        let message = "a question is still open".to_owned();
        let remedy = "wait for the answer, or decide without it".to_owned();
        o.advise(Against {
            key: "question-open",
            field: "outcome",
            article: &progress.cited(Cited::Question),
            message,
            remedy,
        });
    }
    let article = progress.cited(Cited::SurrenderDate);
    match decision.surrender_on {
        None if !progress.law.grant_needs.contains(&GrantNeed::SurrenderOn) => {}
        None => {
            let message = "no date is fixed for surrender".to_owned();
            let remedy = "fix the day and the place: the periods of surrender run from it".to_owned();
            o.block(Against {
                key: "no-surrender-date",
                field: "surrender-on",
                article: &article,
                message,
                remedy,
            });
        }
        Some(day) if day < day_of(progress.as_of) => {
            let message = format!("the day of surrender {day} has passed");
            let remedy = "fix a day to come".to_owned();
            o.block(Against {
                key: "surrender-date-passed",
                field: "surrender-on",
                article: &article,
                message,
                remedy,
            });
        }
        Some(_) => {}
    }
    if progress.law.grant_needs.contains(&GrantNeed::SurrenderPlace) {
        o.need("surrender-place", decision.surrender_place.as_deref().unwrap_or_default(), &article);
    }
    let moved = decision.surrender_on.is_some() && progress.stage() == Status::Granted;
    if moved && !decision.force_majeure {
        let message =
            "a new date without force majeure leaves the periods of the first date running".to_owned();
        let remedy = "say force majeure where it is, and agree the new date with the other state".to_owned();
        o.advise(Against {
            key: "date-moved",
            field: "force-majeure",
            article: &progress.cited(Cited::SurrenderMoved),
            message,
            remedy,
        });
    }
}

fn refuse(o: &mut Objections<'_>, decision: &Decision) {
    let article = o.progress.cited(Cited::Decision);
    let Some(ground) = &decision.ground else {
        let message = "a refusal needs its ground with the article".to_owned();
        let remedy =
            "name one of the grounds of the instruments relied on, or the safeguard that bars it".to_owned();
        o.block(Against { key: "no-ground", field: "ground", article: &article, message, remedy });
        return;
    };
    o.need("ground.article", &ground.article, &article);
    let law = o.progress.law.clone();
    let confidential = law.safeguards.iter().any(|safeguard| {
        let open = safeguard.key.as_str().strip_prefix(KEPT);
        safeguard.confidential && (safeguard.key == ground.key || open == Some(ground.key.as_str()))
    });
    let weighed_only = |known: &crate::check::Ground| known.confidential && known.key == ground.key;
    let confidential = confidential || law.checks.iter().flat_map(|check| &check.grounds).any(weighed_only);
    if confidential {
        o.block(Against {
            key: "confidential-ground",
            field: "ground",
            article: "",
            message: format!("naming `{}` would disclose what must not reach the other state", ground.key),
            remedy: "name the ground of the instrument it comes to, such as discrimination or torture, and no more".to_owned(),
        });
        return;
    }
    let known = law.checks.iter().flat_map(|check| &check.grounds).find(|known| known.key == ground.key);
    if let Some(known) = known {
        if known.effect == "prohibited" || known.effect == "permits-grant" {
            let message = format!("`{}` is no ground for refusal: {}", known.key, known.description);
            let remedy = "name another ground".to_owned();
            let article = format!("{} {}", known.instrument, known.article);
            o.block(Against {
                key: "ground-prohibited",
                field: "ground",
                article: &article,
                message,
                remedy,
            });
        }
        return;
    }
    let reserved = law.checks.iter().flat_map(|check| &check.declarations).any(|declaration| {
        declaration.effect == ground.key.as_str()
            && Some(declaration.by) == o.progress.parties.map(|(_, to)| to)
    });
    let safeguard = law.safeguards.iter().any(|safeguard| safeguard.key == ground.key);
    if !reserved && !safeguard && !knows_deadline(o.progress, &ground.key) {
        let grounds: BTreeSet<&str> = (law.checks.iter().flat_map(|check| &check.grounds))
            .filter(|known| known.effect != "prohibited" && known.effect != "permits-grant")
            .filter(|known| !known.confidential)
            .map(|known| known.key.as_str())
            .collect();
        let message = format!("`{}` is no ground of the instruments relied on", ground.key);
        let remedy = format!("name one of: {}", grounds.into_iter().collect::<Vec<_>>().join(", "));
        o.block(Against { key: "unknown-ground", field: "ground", article: &article, message, remedy });
    }
}
