//! Subjects that were taken over from a partner's act: the author's handling code and onward rule decide whether an answer may
//! tell of them, and go with what is told.
//!
//! A subject names the act by its property `fromAct`. Only [`Cleared`] is told to a partner, and only [`Origins::clear`] makes
//! one: a subject whose act is not here, was erased, or does not allow it, is no hit.

use std::collections::BTreeMap;

use exchange::{Act, ActId, AuthorityId, Exit, Leave, Marks, Onward, may_leave};
use jiff::Timestamp;
use search::Subject;
use store::{FROM_ACT, Handle};

use super::{DeskError, custody, searching};
use crate::node::{NewAct, Node};

/// The most bytes of the conditions of several acts together.
const CONDITIONS_MOST: usize = 2_000;

/// The acts that subjects were taken over from, with what their authors have allowed since.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    acts: BTreeMap<String, (Act, Leave)>,
    holder: Option<AuthorityId>,
    now: Timestamp,
}

/// A subject that a certain partner may be told of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cleared<'a>(&'a Subject);

impl<'a> Cleared<'a> {
    /// The subject.
    pub(crate) fn subject(self) -> &'a Subject {
        self.0
    }
}

impl Origins {
    /// Reads the acts that these subjects name.
    pub(crate) async fn of(
        node: &Node,
        subjects: impl IntoIterator<Item = &Subject>,
    ) -> Result<Origins, DeskError> {
        let mut origins =
            Origins { acts: BTreeMap::new(), holder: Some(node.authority().clone()), now: node.now() };
        let named: std::collections::BTreeSet<String> =
            subjects.into_iter().flat_map(|subject| subject.values(FROM_ACT)).cloned().collect();
        for name in named {
            let Ok(id) = &name.parse::<ActId>() else { continue };
            let kept = node.store().read("origin", |tx| Box::pin(async move { tx.act(id).await })).await?;
            let Some(act) = kept.and_then(|kept| Act::from_bytes(&kept.bytes).ok()) else { continue };
            let leave = custody::leave_for(node, &act).await?;
            origins.acts.insert(name, (act, leave));
        }
        Ok(origins)
    }

    /// Lets a subject be told to a partner, or not: the register protects it from that state, or its author does not allow it.
    pub(crate) fn clear<'a>(&self, subject: &'a Subject, to: &AuthorityId) -> Option<Cleared<'a>> {
        let holder = self.holder.as_ref()?;
        let allowed = subject.values(FROM_ACT).iter().all(|name| {
            let Some((act, leave)) = self.acts.get(name) else { return false };
            may_leave(act, holder, Exit::SearchHit { to }, leave, self.now).is_ok()
        });
        (allowed && !searching::protected_from(subject, to)).then_some(Cleared(subject))
    }

    /// Gives an answer the strictest terms of what it tells of: the authors' terms go with their words.
    fn bind(&self, answer: &mut NewAct) -> Result<(), DeskError> {
        let rank = |rule: Onward| match rule {
            Onward::AuthoritiesOfRecipientState => 0,
            Onward::WithConsent => 1,
            Onward::None => 2,
        };
        for (act, _) in self.acts.values().filter(|(act, _)| Some(&act.author) != self.holder.as_ref()) {
            answer.handling = answer.handling.max(act.handling);
            if rank(act.onward) > rank(answer.onward) {
                answer.onward = act.onward;
            }
            answer.expires_at = match (answer.expires_at, act.expires_at) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            let Some(theirs) = &act.marks.conditions else { continue };
            let conditions = match &answer.marks.conditions {
                Some(ours) if ours.contains(theirs.as_str()) => continue,
                Some(ours) => format!("{ours}\n{theirs}"),
                None => theirs.clone(),
            };
            if conditions.len() > CONDITIONS_MOST {
                let why = "the conditions of what is told are too long for one answer".to_owned();
                return Err(DeskError::Damaged { what: "answer", why });
            }
            answer.marks = Marks { conditions: Some(conditions), ..answer.marks.clone() };
        }
        Ok(())
    }
}

/// Binds an answer to the terms of the subjects that stand behind its handles.
pub(crate) async fn bind(node: &Node, handles: &[Handle], answer: &mut NewAct) -> Result<(), DeskError> {
    let subjects = node
        .store()
        .read("subjects told", |tx| {
            Box::pin(async move {
                let mut subjects = Vec::with_capacity(handles.len());
                for handle in handles {
                    subjects.extend(tx.subject(&handle.register, &handle.subject).await?);
                }
                Ok(subjects)
            })
        })
        .await?;
    Origins::of(node, subjects.iter().map(|record| &record.subject)).await?.bind(answer)
}

/// Refuses to tell of a subject that is gone, or that its author does not let out any more.
pub(crate) async fn still_clear(node: &Node, handles: &[Handle]) -> Result<(), DeskError> {
    for handle in handles {
        let record = node
            .store()
            .read("subject told", |tx| {
                Box::pin(async move { tx.subject(&handle.register, &handle.subject).await })
            })
            .await?;
        let clear = match &record {
            Some(record) => {
                let origins = Origins::of(node, [&record.subject]).await?;
                origins.clear(&record.subject, &handle.partner).is_some()
            }
            None => false,
        };
        if !clear {
            return Err(DeskError::invalid(
                "tell",
                format!(
                    "`{}` is not in the register any more, or may not be told to {}",
                    handle.subject, handle.partner
                ),
                "tell nothing of it, or ask its author for leave",
            ));
        }
    }
    Ok(())
}
