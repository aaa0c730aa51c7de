//! Promises of a case: who gave them, when they bind, and what became of them.

use crate::act::Keeping;
use crate::check::End;
use crate::codes::ActEvent;
use crate::fold::{Undertaking, UndertakingState};
use crate::ids::{ActId, Key};
use crate::procedure::UndertakingText;
use crate::progress::Progress;
use crate::views::end;

impl Progress {
    /// Every promise, in the order in which they were made; conditions of a grant come last.
    pub(crate) fn owed(&self) -> Vec<Undertaking> {
        let Some((requesting, requested)) = self.parties else { return Vec::new() };
        let mut owed: Vec<Undertaking> = (self.given.iter())
            .filter_map(|given| {
                let text = self.law.undertakings.get(&given.key)?;
                let (by, towards) = match given.by {
                    End::Requesting => (requesting, requested),
                    End::Requested => (requested, requesting),
                };
                let in_effect = self.binds(text);
                let (state, settled_in) = self.kept_state(&given.key, given.act, in_effect);
                Some(Undertaking {
                    key: given.key.clone(),
                    description: given.text.clone().unwrap_or_else(|| text.description.clone()),
                    by,
                    towards,
                    source: text.source.clone(),
                    article: text.article.clone(),
                    given_in: given.act,
                    in_effect,
                    lasting: text.lasting,
                    state,
                    settled_in,
                })
            })
            .collect();
        let handed_over = self.last(ActEvent::Surrender).is_some();
        // Where nobody is handed over, what was granted binds from the grant.
        let in_effect = handed_over || self.law.grant_needs.is_empty();
        owed.extend(self.conditions.iter().enumerate().filter_map(|(number, (text, act))| {
            let key = condition_key(number)?;
            let (state, settled_in) = self.kept_state(&key, *act, in_effect);
            Some(Undertaking {
                key,
                description: text.clone(),
                by: requesting,
                towards: requested,
                source: "decision".to_owned(),
                article: String::new(),
                given_in: *act,
                in_effect,
                lasting: false,
                state,
                settled_in,
            })
        }));
        owed
    }

    /// Whether a promise binds: from its event, or at once where the file names none.
    fn binds(&self, text: &UndertakingText) -> bool {
        let Some(from) = self.law.binds_from.get(&text.key) else { return true };
        self.occurred.iter().any(|occurrence| occurrence.event == *from)
    }

    fn kept_state(&self, key: &Key, act: ActId, in_effect: bool) -> (UndertakingState, Option<ActId>) {
        match self.kept.get(&(key.clone(), act)) {
            Some((Keeping::Fulfilled, settled)) => (UndertakingState::Fulfilled, Some(*settled)),
            Some((Keeping::Breached, settled)) => (UndertakingState::Breached, Some(*settled)),
            Some((Keeping::Released, settled)) => (UndertakingState::Released, Some(*settled)),
            None if in_effect => (UndertakingState::Owed, None),
            None => (UndertakingState::Given, None),
        }
    }

    /// The end that owes an undertaking of the procedures.
    pub(crate) fn owes(&self, key: &Key) -> Option<End> {
        self.law.undertakings.get(key).map(|text| end(text.by))
    }
}

fn condition_key(number: usize) -> Option<Key> {
    Key::parse(&format!("condition-{}", number + 1)).ok()
}
