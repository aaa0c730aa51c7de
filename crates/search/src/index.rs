//! The index: who is in which register, found by name, weighed by everything known.
//!
//! A search goes in two steps. Keys of the name (`names::Name::keys`) and document numbers give candidates: each shared key
//! adds its rarity, and the few hundred subjects with the largest sums go on. These are weighed in full and the best are
//! explained. Subjects of registers that were not asked for are left out before the candidates are cut, so a large
//! register never hides the hits of a small one.

use std::collections::{HashMap, HashSet};

use names::Name;
use serde::{Deserialize, Serialize};

use crate::evidence::{self, Facts};
use crate::query::Query;
use crate::reason::Reason;
use crate::subject::{RegisterId, Subject, SubjectId};

/// Subjects weighed in full for one query, at most.
const CANDIDATES: usize = 300;

/// Candidates that share less than this part of what the best one shares are not weighed.
const LEAST_SHARE: f32 = 0.2;

/// A candidate this far below the best one was weighed in vain, and after so many of them in a row no more are weighed.
const FAR_BELOW: f32 = 4.0;
const IN_VAIN: usize = 120;

/// Keys shared by more subjects than this are passed over while rarer keys have found enough.
const COMMON: usize = 6_000;

/// Hits below this score are not worth an officer's eye.
const LEAST_SCORE: f32 = 0.02;

/// The share of people who are no one in the register lowers every score by this much.
const PRIOR: f32 = -1.0;

/// A subject found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The register it is in.
    pub register: RegisterId,
    /// The subject.
    pub subject: SubjectId,
    /// Probability-like score in `0..=1`, comparable across queries.
    pub score: f32,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// What is known of one subject, ready to be weighed.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub(crate) names: Vec<Name>,
    pub(crate) facts: Facts,
}

impl Profile {
    pub(crate) fn of(subject: &Subject) -> Self {
        Self { names: parsed(evidence::names_of(subject)), facts: Facts::of(subject) }
    }

    pub(crate) fn asked(query: &Query) -> Self {
        Self { names: parsed(evidence::names_asked(query)), facts: Facts::asked(query) }
    }

    /// Log-odds that two profiles are of one person, and the names of the two that fit best.
    pub(crate) fn weigh(&self, theirs: &Self) -> (f32, usize) {
        let (mut best, mut at) = (f32::MIN, 0);
        for ours in &self.names {
            for (number, name) in theirs.names.iter().enumerate() {
                let odds = names::log_odds(ours, name);
                if odds > best {
                    (best, at) = (odds, number);
                }
            }
        }
        // A number may be all that is asked for or known.
        let name = if best == f32::MIN { 0.0 } else { best };
        (evidence::combine(name, self.facts.as_ref().weight(theirs.facts.as_ref())), at)
    }

    /// Why, the weightiest first.
    fn explain(&self, theirs: &Self, name: usize) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let (Some(ours), Some(name)) = (self.names.first(), theirs.names.get(name)) {
            reasons.extend(names::compare(ours, name).parts.into_iter().map(|part| Reason {
                kind: part.how.into(),
                ours: part.a,
                theirs: part.b,
                weight: part.weight,
            }));
        }
        reasons.extend(self.facts.as_ref().reasons(theirs.facts.as_ref()));
        reasons.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()));
        reasons
    }
}

fn parsed(texts: Vec<String>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for name in texts.iter().map(|text| Name::parse(text)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[derive(Debug)]
struct Entry {
    register: u32,
    subject: SubjectId,
    profile: Profile,
}

/// Subjects of several registers, ready to be searched. Reading needs `&self` alone, so readers share it.
#[derive(Debug, Default)]
pub struct Index {
    registers: Vec<RegisterId>,
    counts: Vec<usize>,
    slots: Vec<Option<Entry>>,
    free: Vec<u32>,
    places: HashMap<(u32, SubjectId), u32>,
    postings: HashMap<u32, Vec<u32>>,
    documents: HashMap<u64, Vec<u32>>,
}

impl Index {
    /// An index of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a subject, or replaces the one of the same register and identifier. Seen by the next search.
    pub fn insert(&mut self, register: &RegisterId, subject: &Subject) {
        self.remove(register, &subject.id);
        let number = match self.registers.iter().position(|known| known == register) {
            Some(at) => at,
            None => {
                self.registers.push(register.clone());
                self.counts.push(0);
                self.registers.len() - 1
            }
        };
        if let Some(count) = self.counts.get_mut(number) {
            *count += 1;
        }
        let number = number as u32;
        let profile = Profile::of(subject);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            (self.slots.len() - 1) as u32
        });
        for key in keys_of(&profile) {
            self.postings.entry(key).or_default().push(slot);
        }
        for document in document_keys(&profile) {
            self.documents.entry(document).or_default().push(slot);
        }
        self.places.insert((number, subject.id.clone()), slot);
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = Some(Entry { register: number, subject: subject.id.clone(), profile });
        }
    }

    /// Takes a subject out; `false` if it was not there. Nothing of it stays.
    pub fn remove(&mut self, register: &RegisterId, subject: &SubjectId) -> bool {
        let Some(number) = self.registers.iter().position(|known| known == register) else { return false };
        let Some(slot) = self.places.remove(&(number as u32, subject.clone())) else { return false };
        let Some(entry) = self.slots.get_mut(slot as usize).and_then(Option::take) else { return false };
        for key in keys_of(&entry.profile) {
            drop_posting(&mut self.postings, &key, slot);
        }
        for document in document_keys(&entry.profile) {
            drop_posting(&mut self.documents, &document, slot);
        }
        if let Some(count) = self.counts.get_mut(number) {
            *count -= 1;
        }
        self.free.push(slot);
        true
    }

    /// Takes all subjects of a register out and says how many there were.
    pub fn remove_register(&mut self, register: &RegisterId) -> usize {
        let Some(number) = self.registers.iter().position(|known| known == register) else { return 0 };
        let subjects: Vec<SubjectId> = self
            .places
            .keys()
            .filter(|(of, _)| *of as usize == number)
            .map(|(_, subject)| subject.clone())
            .collect();
        subjects.iter().filter(|subject| self.remove(register, subject)).count()
    }

    /// How many subjects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The registers that have subjects.
    pub fn registers(&self) -> impl Iterator<Item = &RegisterId> {
        self.registers.iter().zip(&self.counts).filter(|(_, count)| **count > 0).map(|(register, _)| register)
    }

    /// Finds at most `limit` subjects in the given registers, the best first. No register, no hit: a caller who forgets
    /// to name them gets nothing rather than everything.
    #[must_use]
    pub fn search(&self, query: &Query, registers: &[RegisterId], limit: usize) -> Vec<Hit> {
        let allowed: Vec<bool> = self.registers.iter().map(|register| registers.contains(register)).collect();
        let asked = Profile::asked(query);
        let mut found: Vec<(f32, usize, &Entry)> = Vec::with_capacity(CANDIDATES);
        let (mut best, mut in_vain) = (f32::MIN, 0);
        for slot in self.candidates(&asked, &allowed) {
            let Some(entry) = self.slots.get(slot as usize).and_then(Option::as_ref) else { continue };
            let (odds, name) = asked.weigh(&entry.profile);
            best = best.max(odds);
            in_vain = if odds > best - FAR_BELOW { 0 } else { in_vain + 1 };
            found.push((odds, name, entry));
            // The candidates come in the order of what they share: after so many in vain the rest is too.
            if in_vain > IN_VAIN && found.len() >= limit {
                break;
            }
        }
        found.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.2.subject.cmp(&y.2.subject)));
        found
            .into_iter()
            .take(limit)
            .map(|(odds, name, entry)| (names::probability(odds + PRIOR), name, entry))
            .take_while(|(score, ..)| *score >= LEAST_SCORE)
            .filter_map(|(score, name, entry)| {
                Some(Hit {
                    register: self.registers.get(entry.register as usize)?.clone(),
                    subject: entry.subject.clone(),
                    score,
                    reasons: asked.explain(&entry.profile, name),
                })
            })
            .collect()
    }

    fn may_see(&self, slot: u32, allowed: &[bool]) -> bool {
        self.slots
            .get(slot as usize)
            .and_then(Option::as_ref)
            .is_some_and(|entry| allowed.get(entry.register as usize).copied().unwrap_or(false))
    }

    fn candidates(&self, asked: &Profile, allowed: &[bool]) -> Vec<u32> {
        let mut keys: Vec<(&[u32], f32)> = Vec::new();
        for key in asked.names.iter().flat_map(Name::keys) {
            if let Some(postings) = self.postings.get(&key.hash) {
                let rarity = ((self.len() + 1) as f32 / postings.len() as f32).ln().max(0.05);
                keys.push((postings, key.share * rarity));
            }
        }
        // Rare keys first: by the time the common ones come, they can only lift what is already found.
        keys.sort_by_key(|(postings, _)| postings.len());
        let mut sums = vec![0.0_f32; self.slots.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (postings, weight) in keys {
            if postings.len() > COMMON && touched.len() > CANDIDATES * 4 {
                break;
            }
            for &slot in postings {
                if let Some(sum) = sums.get_mut(slot as usize) {
                    if *sum == 0.0 {
                        touched.push(slot);
                    }
                    *sum += weight;
                }
            }
        }
        touched.retain(|slot| self.may_see(*slot, allowed));
        if touched.len() > CANDIDATES {
            let sum = |slot: &u32| sums.get(*slot as usize).copied().unwrap_or(0.0);
            touched.select_nth_unstable_by(CANDIDATES, |x, y| sum(y).total_cmp(&sum(x)).then(x.cmp(y)));
            touched.truncate(CANDIDATES);
        }
        // What shares far less with the question than the best does is not worth weighing.
        let best = touched.iter().filter_map(|slot| sums.get(*slot as usize)).copied().fold(0.0, f32::max);
        touched.retain(|slot| sums.get(*slot as usize).is_some_and(|sum| *sum >= best * LEAST_SHARE));
        touched.sort_by(|x, y| {
            let sum = |slot: &u32| sums.get(*slot as usize).copied().unwrap_or(0.0);
            sum(y).total_cmp(&sum(x)).then(x.cmp(y))
        });
        // Holders of a document come first, whatever their names.
        let by_document = document_keys(asked);
        let mut all: Vec<u32> = Vec::with_capacity(touched.len());
        let holders = by_document.iter().filter_map(|document| self.documents.get(document)).flatten();
        all.extend(holders.copied().filter(|slot| self.may_see(*slot, allowed)).take(CANDIDATES));
        let seen: HashSet<u32> = all.iter().copied().collect();
        all.extend(touched.into_iter().filter(|slot| !seen.contains(slot)));
        all
    }
}

fn keys_of(profile: &Profile) -> HashSet<u32> {
    profile.names.iter().flat_map(Name::keys).map(|key| key.hash).collect()
}

/// Numbers as filed: hashes with look-alike characters folded.
fn document_keys(profile: &Profile) -> HashSet<u64> {
    profile.facts.as_ref().number_keys().collect()
}

fn drop_posting<K: std::hash::Hash + Eq>(postings: &mut HashMap<K, Vec<u32>>, key: &K, slot: u32) {
    if let Some(list) = postings.get_mut(key) {
        list.retain(|other| *other != slot);
        if list.is_empty() {
            postings.remove(key);
        }
    }
}
