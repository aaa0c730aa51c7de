//! From what a request lacks to the question that asks for it: precise, point by point, with the article.

use jiff::civil::Date;

use crate::act::{Question, QuestionItem};
use crate::check::End;
use crate::fold::{CaseState, Missing, MissingKind};

impl CaseState {
    /// The request for supplementary information that follows from what is missing; nothing where nothing is.
    ///
    /// What a question asks already is not asked again.
    pub fn supplementary_question(&self, reply_by: Option<Date>) -> Option<Question> {
        let asked =
            |missing: &Missing| self.inner.open.iter().any(|question| question.about.contains(&missing.key));
        // A safeguard that guards a later act is answered with that act.
        let later = |missing: &Missing| {
            missing.kind == MissingKind::Safeguard
                && !(self.safeguards.iter()).any(|safeguard| {
                    safeguard.question.key == missing.key
                        && safeguard.question.blocks.iter().any(|blocked| blocked == "request")
                })
        };
        let items: Vec<QuestionItem> = (self.missing.iter())
            .filter(|missing| missing.who == End::Requesting && !asked(missing) && !later(missing))
            .map(|missing| QuestionItem { about: Some(missing.key.clone()), text: missing.asked() })
            .collect();
        (!items.is_empty()).then_some(Question { items, reply_by })
    }
}

impl Missing {
    /// The point of a question that asks for it.
    fn asked(&self) -> String {
        let article = format!("{} {}", self.source, self.article);
        let article = match article.trim() {
            "" => String::new(),
            article => format!(" ({article})"),
        };
        let description = &self.description;
        match self.kind {
            MissingKind::Content => {
                format!("Please state `{}`{article}: {description}", self.key)
            }
            MissingKind::Document => {
                format!("Please send the document `{}`{article}: {description}", self.key)
            }
            MissingKind::Safeguard => {
                format!("Please answer `{}`{article}: {description}", self.key)
            }
            MissingKind::Unreadable => {
                format!("Please correct `{}`{article}: {description}", self.key)
            }
            MissingKind::Language => {
                format!("Please send a translation{article}: {description}")
            }
        }
    }
}
