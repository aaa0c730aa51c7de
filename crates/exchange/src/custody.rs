//! Who holds an act, and what became of it: passing on, leave, recall and the receipts of erasure, each an act of its own.
//!
//! Protocol §15. [`Custody::of`] folds the acts that an authority has about one of its own acts into its holders. The fold
//! works on a set: the order in which acts arrived, or arrive twice, changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::act::{Act, MAX_BODY};
use crate::cbor::{self, Bytes};
use crate::id::{ActId, AuthorityId};
use crate::policy::Leave;

/// Passes an act on to others.
pub const FORWARD: &str = "forward";
/// Tells the author that its act was passed on, and to whom.
pub const PASSED_ON: &str = "passed-on";
/// Allows afterwards what code and onward rule forbid.
pub const LEAVE: &str = "leave";
/// Takes an act back, replaces it, or narrows who may have it.
pub const RECALL: &str = "recall";
/// Says that an act was erased.
pub const PURGED: &str = "purged";

/// Every kind of act of this page.
pub const KINDS: [&str; 5] = [FORWARD, PASSED_ON, LEAVE, RECALL, PURGED];

/// How long a recipient of a recall may take to answer before it is overdue.
pub const ANSWER_WITHIN: SignedDuration = SignedDuration::from_hours(72);

/// The body of the kind `forward`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Forward {
    /// The act that is passed on: the author's own, or the act by which it came here.
    pub source: ActId,
    /// Who said it.
    pub author: AuthorityId,
    /// The envelope in which it came, as it is kept: its author's signatures go with it.
    pub envelope: Bytes,
    /// What the sender adds.
    pub note: String,
}

/// The body of the kind `passed-on`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PassedOn {
    /// The act of the addressee that was passed on.
    pub source: ActId,
    /// The act that passed it on.
    pub act: ActId,
    /// Who did.
    pub holder: AuthorityId,
    /// To whom.
    pub to: Vec<AuthorityId>,
}

/// The body of the kind `leave`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LeaveGiven {
    /// For which act of the author.
    pub act: ActId,
    /// What is allowed.
    pub leave: Leave,
}

/// What a recall does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nobody is to keep it.
    Withdraw,
    /// Another act takes its place.
    Correct {
        /// Which.
        by: ActId,
    },
    /// Only these may keep it.
    Narrow {
        /// Who.
        to: Vec<AuthorityId>,
    },
}

impl Effect {
    /// Whether this authority may keep the act.
    #[must_use]
    pub fn spares(&self, holder: &AuthorityId) -> bool {
        match self {
            Self::Withdraw | Self::Correct { .. } => false,
            Self::Narrow { to } => to.contains(holder),
        }
    }

    /// The word as it is written.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Withdraw => "withdraw",
            Self::Correct { .. } => "correct",
            Self::Narrow { .. } => "narrow",
        }
    }
}

/// The body of the kind `recall`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recall {
    /// The act of the author of this one that is recalled.
    pub target: ActId,
    /// How.
    pub effect: Effect,
    /// Why.
    pub reason: String,
    /// The recall that this one carries on, when what is recalled was passed on by its author.
    pub because: Option<ActId>,
}

/// The body of the kind `purged`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Purged {
    /// The act that was recalled.
    pub target: ActId,
    /// The recall that this answers.
    pub recall: ActId,
    /// Who erased it.
    pub holder: AuthorityId,
    /// How many acts were emptied: the one recalled, and those that passed it on.
    pub acts: u32,
    /// How many files were erased.
    pub files: u32,
    /// The holder's own kept envelope that says so, when another passes its word on.
    pub proof: Option<Bytes>,
}

/// Where a holder stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Has it and may.
    Holds,
    /// Was asked to erase it and has time to answer.
    Asked {
        /// Until when.
        until: Timestamp,
    },
    /// Was asked to erase it and has not answered in time.
    Overdue {
        /// Since when.
        since: Timestamp,
    },
    /// Said, signed, that it is erased.
    Purged {
        /// The act that says so.
        by: ActId,
        /// When that was made.
        at: Timestamp,
    },
}

/// One authority that was given an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who gave it, when it was not the author.
    pub through: Option<AuthorityId>,
    /// The act by which it got there.
    pub by: ActId,
    /// Since when.
    pub since: Timestamp,
    asked: Option<Timestamp>,
    purged: Option<(ActId, Timestamp)>,
}

impl Holder {
    /// Where it stands at a moment.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        if let Some((by, at)) = self.purged {
            return Standing::Purged { by, at };
        }
        let Some(asked) = self.asked else { return Standing::Holds };
        let until = asked.saturating_add(ANSWER_WITHIN).unwrap_or(Timestamp::MAX);
        if now > until { Standing::Overdue { since: until } } else { Standing::Asked { until } }
    }
}

/// Who holds one act of ours, or one that we passed on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Custody {
    /// The holders, by name.
    pub holders: BTreeMap<AuthorityId, Holder>,
    /// The recalls of it, by name.
    pub recalls: BTreeSet<ActId>,
    /// What its author has allowed afterwards.
    pub leave: Leave,
}

/// Reads a body of this page.
///
/// # Errors
/// When it is not one.
pub fn read<T: Serialize + serde::de::DeserializeOwned>(act: &Act) -> Result<T, cbor::CborError> {
    cbor::from_canonical(&act.body, MAX_BODY)
}

impl Custody {
    /// Folds what is known about `target`, in any order. `acts` are those of its case.
    #[must_use]
    pub fn of(target: &Act, acts: &[Act]) -> Self {
        let id = target.id();
        let mut custody = Self::default();
        for to in &target.recipients {
            custody.add(to, None, id, target.made_at);
        }
        for act in acts.iter().filter(|act| act.kind.as_str() == FORWARD && act.author == target.author) {
            if read::<Forward>(act).is_ok_and(|forward| forward.source == id) {
                for to in &act.recipients {
                    custody.add(to, None, act.id(), act.made_at);
                }
            }
        }
        custody.passed_on(&id, target, acts);
        for act in acts {
            match act.kind.as_str() {
                LEAVE if act.author == target.author => {
                    if let Some(given) = read::<LeaveGiven>(act).ok().filter(|given| given.act == id) {
                        custody.leave.join(&given.leave);
                    }
                }
                RECALL if act.author == target.author => {
                    if let Some(recall) = read::<Recall>(act).ok().filter(|recall| recall.target == id) {
                        custody.recalls.insert(act.id());
                        for (holder, holding) in &mut custody.holders {
                            if !recall.effect.spares(holder) {
                                let first = holding.asked.map_or(act.made_at, |asked| asked.min(act.made_at));
                                holding.asked = Some(first);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        custody.purged(&id, acts);
        custody
    }

    fn add(&mut self, to: &AuthorityId, through: Option<&AuthorityId>, by: ActId, since: Timestamp) {
        let new = Holder { through: through.cloned(), by, since, asked: None, purged: None };
        // Of several ways the first counts; of equal ones the smaller name.
        match self.holders.get_mut(to) {
            Some(known) if (known.since, known.by) <= (since, by) => {}
            Some(known) => *known = new,
            None => drop(self.holders.insert(to.clone(), new)),
        }
    }

    /// What holders have passed on, and those who got it from them, until nothing new is found.
    fn passed_on(&mut self, id: &ActId, target: &Act, acts: &[Act]) {
        let told: Vec<(&Act, PassedOn)> = acts
            .iter()
            .filter(|act| act.kind.as_str() == PASSED_ON && act.author != target.author)
            .filter_map(|act| Some((act, read::<PassedOn>(act).ok()?)))
            .filter(|(_, told)| told.source == *id)
            .collect();
        loop {
            let known: BTreeSet<AuthorityId> = self.holders.keys().cloned().collect();
            for (act, told) in &told {
                if known.contains(&told.holder) && known.contains(&act.author) {
                    for to in told.to.iter().filter(|to| **to != target.author) {
                        self.add(to, Some(&told.holder), told.act, act.made_at);
                    }
                }
            }
            if self.holders.len() == known.len() {
                return;
            }
        }
    }

    fn purged(&mut self, id: &ActId, acts: &[Act]) {
        for act in acts.iter().filter(|act| act.kind.as_str() == PURGED) {
            let Some(said) = read::<Purged>(act).ok().filter(|said| said.target == *id) else { continue };
            // A holder speaks for itself; whoever gave it the act passes its word on.
            let speaks = said.holder == act.author || self.gave(&act.author, &said.holder);
            if let Some(holding) = self.holders.get_mut(&said.holder).filter(|_| speaks) {
                let word = (act.made_at, act.id());
                let first = holding.purged.map_or(word, |(by, at)| (at, by).min(word));
                holding.purged = Some((first.1, first.0));
            }
        }
    }

    /// Whether `giver` stands in the line by which `holder` got the act.
    fn gave(&self, giver: &AuthorityId, holder: &AuthorityId) -> bool {
        let mut at = holder;
        for _ in 0..self.holders.len() {
            match self.holders.get(at).and_then(|holder| holder.through.as_ref()) {
                Some(through) if through == giver => return true,
                Some(through) => at = through,
                None => return false,
            }
        }
        false
    }

    /// Those who were asked and have not answered in time.
    pub fn overdue(&self, now: Timestamp) -> impl Iterator<Item = &AuthorityId> {
        self.holders
            .iter()
            .filter(move |(_, holder)| matches!(holder.standing(now), Standing::Overdue { .. }))
            .map(|(name, _)| name)
    }
}
