//! Acts in causal order: after what they follow, then by time, then by identifier.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use jiff::Timestamp;

use crate::act::CaseAct;
use crate::ids::ActId;

/// Acts in the one order that every node derives, whatever the order in which they arrived.
pub(crate) struct Ordered<'a> {
    pub(crate) acts: Vec<&'a CaseAct>,
    /// Acts that others name and that are not here.
    pub(crate) absent: Vec<ActId>,
    /// Acts that follow each other in a circle.
    pub(crate) circular: BTreeSet<ActId>,
}

pub(crate) fn order(acts: &[CaseAct]) -> Ordered<'_> {
    let mut by_id: BTreeMap<ActId, &CaseAct> = BTreeMap::new();
    for act in acts {
        let kept = by_id.entry(act.id).or_insert(act);
        // An identifier is a hash, so two acts under one are a mistake of the caller; the choice between them
        // must still not depend on which came first.
        if (act.at, &act.author, act.body.kind()) < (kept.at, &kept.author, kept.body.kind()) {
            *kept = act;
        }
    }
    let mut absent = BTreeSet::new();
    let mut waiting: BTreeMap<ActId, usize> = BTreeMap::new();
    let mut followers: BTreeMap<ActId, Vec<ActId>> = BTreeMap::new();
    for act in by_id.values() {
        let parents: BTreeSet<ActId> =
            act.follows.iter().copied().filter(|parent| *parent != act.id).collect();
        let (here, gone): (Vec<ActId>, Vec<ActId>) =
            parents.into_iter().partition(|parent| by_id.contains_key(parent));
        absent.extend(gone);
        waiting.insert(act.id, here.len());
        for parent in here {
            followers.entry(parent).or_default().push(act.id);
        }
    }
    let time = |id: &ActId| by_id.get(id).map_or(Timestamp::MAX, |act| act.at);
    let mut ready: BinaryHeap<Reverse<(Timestamp, ActId)>> =
        waiting.iter().filter(|(_, count)| **count == 0).map(|(id, _)| Reverse((time(id), *id))).collect();
    let mut ordered = Vec::with_capacity(by_id.len());
    let mut circular = BTreeSet::new();
    loop {
        let id = match ready.pop() {
            Some(Reverse((_, id))) => id,
            // Only a circle is left: it is broken at its earliest act, which is marked.
            None => {
                let earliest =
                    waiting.iter().filter(|(_, count)| **count > 0).map(|(id, _)| (time(id), *id)).min();
                let Some((_, id)) = earliest else { break };
                circular.insert(id);
                id
            }
        };
        waiting.remove(&id);
        ordered.extend(by_id.get(&id).copied());
        for follower in followers.remove(&id).unwrap_or_default() {
            if let Some(count) = waiting.get_mut(&follower) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push(Reverse((time(&follower), follower)));
                }
            }
        }
    }
    Ordered { acts: ordered, absent: absent.into_iter().collect(), circular }
}
