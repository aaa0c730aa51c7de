//! Groups: who belongs to one, who chairs it, and what a member may read.
//!
//! Protocol §16. A group is a case whose acts of the kind `group` are steps of its membership. [`Group::of`] folds the steps that
//! an authority has, in the order that their `follows` give; what nobody ordered is ordered by what it is and by its name. The
//! result depends on the set of acts alone, so that all who have the same acts see the same members.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::act::{Act, MAX_BODY};
use crate::cbor::{self, Bytes};
use crate::id::{ActId, AuthorityId};

/// A step of membership.
pub const GROUP: &str = "group";
/// A message to the members.
pub const GROUP_MESSAGE: &str = "group-message";
/// The longest name of a group, in bytes.
pub const MAX_GROUP_NAME: usize = 200;

/// What kind of group it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Two authorities.
    Bilateral,
    /// Authorities of a region.
    Regional,
    /// Any others.
    Multilateral,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 3] = [Form::Bilateral, Form::Regional, Form::Multilateral];

    /// The word as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bilateral => "bilateral",
            Self::Regional => "regional",
            Self::Multilateral => "multilateral",
        }
    }
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Begins the group; its author chairs it.
    Found {
        /// Its name.
        name: String,
        /// Its form.
        form: Form,
        /// The first members beside the author.
        members: Vec<AuthorityId>,
    },
    /// The chair takes a member in.
    Admit {
        /// Whom.
        member: AuthorityId,
        /// The kept envelopes of the steps so far, for the new member.
        history: Vec<Bytes>,
    },
    /// The author leaves.
    Leave,
    /// The chair ends a membership.
    Remove {
        /// Whose.
        member: AuthorityId,
        /// Why.
        reason: String,
    },
    /// The chair hands the chair over to a member.
    HandOver {
        /// To whom.
        to: AuthorityId,
    },
}

impl Step {
    /// The word as it is written.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Found { .. } => "found",
            Self::Admit { .. } => "admit",
            Self::Leave => "leave",
            Self::Remove { .. } => "remove",
            Self::HandOver { .. } => "hand-over",
        }
    }

    /// Of steps that nobody ordered, leaving comes first: a member that leaves is out, whatever is decided meanwhile.
    const fn rank(&self) -> u8 {
        match self {
            Self::Found { .. } => 0,
            Self::Leave => 1,
            Self::Remove { .. } => 2,
            Self::HandOver { .. } => 3,
            Self::Admit { .. } => 4,
        }
    }
}

/// The body of the kind `group`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GroupBody {
    /// What it does.
    pub step: Step,
}

/// The body of the kind `group-message`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GroupMessage {
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// Why a step has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Void {
    /// It is not a step, or the body cannot be read.
    Unreadable,
    /// The group was begun already, or was not begun.
    NoGroup,
    /// Only the chair may do it.
    NotTheChair,
    /// The authority is not a member.
    NotAMember,
    /// The authority is a member already.
    Already,
    /// A bilateral group has two members.
    Bilateral,
}

/// One member, now or once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The step by which it came, and when that was made.
    pub joined: (ActId, Timestamp),
    /// The step by which it went.
    pub left: Option<(ActId, Timestamp)>,
    /// Which membership of the group it is, counted from 0.
    order: usize,
}

/// What an authority may read of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reads {
    /// It wrote it.
    Wrote,
    /// It was sealed to it: it reads it for good, unless it is recalled, also after leaving.
    Sealed,
    /// It was not sealed to it: before joining, after leaving, or never a member.
    Not,
}

/// A group as its steps make it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Its name; empty when its beginning is not here.
    pub name: String,
    /// Its form.
    pub form: Option<Form>,
    /// Who chairs it; nobody when everyone has left.
    pub chair: Option<AuthorityId>,
    /// Everyone who is or was a member.
    pub members: BTreeMap<AuthorityId, Member>,
    /// The steps in the order in which they count, with why one has no effect.
    pub steps: Vec<(ActId, Option<Void>)>,
    /// The steps that no other follows: what the next step follows.
    pub heads: BTreeSet<ActId>,
    joined: usize,
}

impl Group {
    /// Folds the steps of one group, in any order; other acts are passed over.
    #[must_use]
    pub fn of(acts: &[Act]) -> Self {
        let steps: BTreeMap<ActId, (&Act, Option<Step>)> = acts
            .iter()
            .filter(|act| act.kind.as_str() == GROUP)
            .map(|act| {
                let body = cbor::from_canonical::<GroupBody>(&act.body, MAX_BODY);
                (act.id(), (act, body.ok().map(|body| body.step)))
            })
            .collect();
        let mut group = Self { heads: steps.keys().copied().collect(), ..Self::default() };
        for (act, _) in steps.values() {
            for followed in &act.follows {
                group.heads.remove(followed);
            }
        }
        let mut waiting: BTreeMap<(u8, ActId), BTreeSet<ActId>> = steps
            .iter()
            .map(|(id, (act, step))| {
                let rank = step.as_ref().map_or(u8::MAX, Step::rank);
                let before = act.follows.iter().filter(|id| steps.contains_key(id)).copied().collect();
                ((rank, *id), before)
            })
            .collect();
        // An act names those that it follows by their digest, so that none can follow itself.
        while let Some(next) = waiting.iter().find(|(_, before)| before.is_empty()).map(|(key, _)| *key) {
            waiting.remove(&next);
            for before in waiting.values_mut() {
                before.remove(&next.1);
            }
            if let Some((act, step)) = steps.get(&next.1) {
                let void = match step {
                    Some(step) => group.apply(act, step).err(),
                    None => Some(Void::Unreadable),
                };
                group.steps.push((next.1, void));
            }
        }
        group
    }

    fn apply(&mut self, act: &Act, step: &Step) -> Result<(), Void> {
        let by = (act.id(), act.made_at);
        if let Step::Found { name, form, members } = step {
            if self.form.is_some() {
                return Err(Void::NoGroup);
            }
            if *form == Form::Bilateral && members.len() != 1 {
                return Err(Void::Bilateral);
            }
            self.name = name.chars().filter(|c| !c.is_control()).take(MAX_GROUP_NAME).collect();
            self.form = Some(*form);
            self.chair = Some(act.author.clone());
            self.join(&act.author, by);
            members.iter().for_each(|member| self.join(member, by));
            return Ok(());
        }
        let form = self.form.ok_or(Void::NoGroup)?;
        if !self.is_member(&act.author) {
            return Err(Void::NotAMember);
        }
        let chairs = self.chair.as_ref() == Some(&act.author);
        match step {
            Step::Found { .. } => Err(Void::NoGroup),
            Step::Leave => {
                self.part(&act.author, by);
                Ok(())
            }
            Step::Admit { .. } | Step::Remove { .. } | Step::HandOver { .. } if !chairs => {
                Err(Void::NotTheChair)
            }
            Step::Admit { .. } if form == Form::Bilateral => Err(Void::Bilateral),
            Step::Admit { member, .. } if self.is_member(member) => Err(Void::Already),
            Step::Admit { member, .. } => {
                self.join(member, by);
                Ok(())
            }
            Step::Remove { member, .. } | Step::HandOver { to: member } if !self.is_member(member) => {
                Err(Void::NotAMember)
            }
            Step::Remove { member, .. } => {
                self.part(member, by);
                Ok(())
            }
            Step::HandOver { to } => {
                self.chair = Some(to.clone());
                Ok(())
            }
        }
    }

    fn join(&mut self, member: &AuthorityId, by: (ActId, Timestamp)) {
        let order = self.joined;
        self.joined += 1;
        self.members.insert(member.clone(), Member { joined: by, left: None, order });
    }

    fn part(&mut self, member: &AuthorityId, by: (ActId, Timestamp)) {
        if let Some(membership) = self.members.get_mut(member) {
            membership.left = Some(by);
        }
        if self.chair.as_ref() == Some(member) {
            // A chair that goes without handing over leaves it to whoever has been there longest.
            let present = self.members.iter().filter(|(_, membership)| membership.left.is_none());
            self.chair = present.min_by_key(|(_, membership)| membership.order).map(|(name, _)| name.clone());
        }
    }

    /// Whether an authority is a member now.
    #[must_use]
    pub fn is_member(&self, authority: &AuthorityId) -> bool {
        self.members.get(authority).is_some_and(|member| member.left.is_none())
    }

    /// The members now.
    pub fn present(&self) -> impl Iterator<Item = &AuthorityId> {
        self.members.iter().filter(|(_, member)| member.left.is_none()).map(|(name, _)| name)
    }
}

/// What an authority reads of a message: what was sealed to it, and nothing else.
#[must_use]
pub fn reads(message: &Act, authority: &AuthorityId) -> Reads {
    if message.author == *authority {
        Reads::Wrote
    } else if message.recipients.contains(authority) {
        Reads::Sealed
    } else {
        Reads::Not
    }
}
