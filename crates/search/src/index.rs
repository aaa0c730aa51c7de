//! The index: who is in which register, found by name, weighed by everything known.
//!
//! Each register has a shelf of segments (`segment`), which never change; what is new becomes a small segment of its own, small
//! ones are merged, and what is removed is marked and left out when its segment is next written. Readers take the shelves
//! as they stand and never wait; a writer puts new ones in their place at once. Because every register has its own shelf, a
//! search opens those alone that it may: no subject of another takes part in it, and a large register never hides the hits
//! of a small one.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use names::Name;
use serde::{Deserialize, Serialize};

use crate::build::{Builder, Incoming};
use crate::evidence::{self, Facts, FactsRef};
use crate::find::{Bounds, Question, Scratch, candidates};
use crate::query::Query;
use crate::reason::Reason;
use crate::segment::{Record, Segment, View};
use crate::subject::{RegisterId, Subject, SubjectId};
use crate::weigh::Weigher;

/// Subjects weighed in full for one query, at least, before those that say far less than the best are left.
const LEAST_WEIGHED: usize = 3;

/// So far below the best rough sum a subject is not weighed; and so far if one was weighed already that is surely meant.
const FAR_BELOW: f32 = 9.0;
const FAR_BELOW_SURE: f32 = 4.0;

/// A rough sum below this seldom makes a hit; of subjects that have no more, so many are weighed, or as many as hits are
/// asked for.
const UNLIKELY: f32 = 8.0;
const UNLIKELY_WEIGHED: usize = 20;

/// The log-odds of one that is surely meant.
const SURE: f32 = 3.0;

/// Hits below this score are not worth an officer's eye.
const LEAST_SCORE: f32 = 0.02;

/// The share of people who are no one in the register lowers every score by this much.
const PRIOR: f32 = -1.0;

/// Segments smaller than this are merged whenever one is added, and cleaned whenever something of them is removed.
const SMALL: u32 = 512;

/// So many segments of like size become one.
const ALIKE: usize = 4;

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

/// A subject found, not yet explained.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The register it is in.
    pub register: RegisterId,
    /// The subject.
    pub subject: SubjectId,
    /// Probability-like score in `0..=1`, comparable across queries.
    pub score: f32,
}

/// A change to be applied to an index.
#[derive(Debug, Clone)]
pub enum Change<'a> {
    /// A subject is added, or replaces the one of the same register and identifier.
    Put(&'a RegisterId, &'a Subject),
    /// A subject is taken out.
    Gone(&'a RegisterId, &'a SubjectId),
}

/// The bits of subjects that are gone.
type Marks = Arc<Vec<u64>>;

/// A segment and which of its subjects are gone.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) segment: Segment,
    pub(crate) gone: Option<Marks>,
    pub(crate) gone_count: u32,
}

impl Piece {
    pub(crate) fn new(segment: Segment) -> Self {
        Self { segment, gone: None, gone_count: 0 }
    }

    fn live(&self) -> u32 {
        self.segment.docs - self.gone_count
    }

    pub(crate) fn is_gone(&self, doc: u32) -> bool {
        self.gone
            .as_ref()
            .and_then(|marks| marks.get(doc as usize / 64))
            .is_some_and(|bits| bits >> (doc % 64) & 1 == 1)
    }

    /// Marks a subject; `false` if it is not here or gone already.
    fn mark(&mut self, id: &SubjectId) -> bool {
        let Some(doc) = self.segment.view().find(id.as_str().as_bytes()) else { return false };
        if self.is_gone(doc) {
            return false;
        }
        let marks = self.gone.get_or_insert_with(|| Arc::new(vec![0; self.segment.docs as usize / 64 + 1]));
        if let Some(bits) = Arc::make_mut(marks).get_mut(doc as usize / 64) {
            *bits |= 1 << (doc % 64);
        }
        self.gone_count += 1;
        true
    }
}

/// The segments of one register, the largest first.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    pub(crate) register: RegisterId,
    pub(crate) pieces: Vec<Piece>,
}

impl Shelf {
    fn live(&self) -> usize {
        self.pieces.iter().map(|piece| piece.live() as usize).sum()
    }

    /// Merges what has become too many or too full of gaps.
    fn tidy(&mut self) {
        self.pieces.retain(|piece| piece.live() > 0);
        for piece in &mut self.pieces {
            let holes = piece.gone_count;
            if holes > 0 && (piece.segment.docs <= SMALL || holes > piece.segment.docs / 3) {
                *piece = merged(std::slice::from_ref(piece));
            }
        }
        loop {
            self.pieces.sort_by_key(|piece| std::cmp::Reverse(piece.live()));
            let small = self.pieces.iter().filter(|piece| piece.live() < SMALL).count();
            let tier = |piece: &Piece| piece.live().max(1).ilog2() / 2;
            let alike = self.pieces.last().map_or(0, |last| {
                self.pieces.iter().rev().take_while(|piece| tier(piece) <= tier(last)).count()
            });
            let first_of_many = (0..self.pieces.len()).find(|at| {
                let same = self.pieces.get(*at).map(tier);
                self.pieces.iter().skip(*at).take_while(|piece| Some(tier(piece)) == same).count() >= ALIKE
            });
            let count = if small > 1 {
                small
            } else if alike >= ALIKE {
                alike
            } else if let Some(first) = first_of_many {
                self.pieces.len() - first
            } else {
                return;
            };
            let rest = self.pieces.split_off(self.pieces.len() - count);
            self.pieces.push(merged(&rest));
        }
    }
}

/// One segment of several, without what is gone.
pub(crate) fn merged(pieces: &[Piece]) -> Piece {
    let mut builder = Builder::default();
    for piece in pieces {
        builder.merge(&piece.segment.view(), |doc| piece.is_gone(doc));
    }
    made(builder)
}

fn made(builder: Builder) -> Piece {
    let bytes = builder.finish();
    let length = bytes.len();
    let segment = Segment::open(Arc::new(bytes), 0..length);
    #[expect(
        clippy::expect_used,
        reason = "the builder writes what the reader reads; a test of laws holds them together"
    )]
    Piece::new(segment.expect("a segment that was just built"))
}

/// Subjects of several registers, ready to be searched. Readers and one writer at a time share it.
pub struct Index {
    shelves: ArcSwap<Vec<Shelf>>,
    writer: Mutex<()>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("subjects", &self.len()).finish_non_exhaustive()
    }
}

impl Default for Index {
    fn default() -> Self {
        Self::of(Vec::new())
    }
}

impl Index {
    /// An index of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn of(shelves: Vec<Shelf>) -> Self {
        Self { shelves: ArcSwap::from_pointee(shelves), writer: Mutex::new(()) }
    }

    pub(crate) fn shelves(&self) -> Arc<Vec<Shelf>> {
        self.shelves.load_full()
    }

    /// Adds a subject, or replaces the one of the same register and identifier. Seen by the next search. Many are better
    /// given to [`Index::apply`] or [`Index::load`] at once.
    pub fn insert(&self, register: &RegisterId, subject: &Subject) {
        self.apply([Change::Put(register, subject)]);
    }

    /// Takes a subject out; `false` if it was not there. No later search finds it; its bytes go when its segment is next
    /// merged, and at the latest when the index is written.
    pub fn remove(&self, register: &RegisterId, subject: &SubjectId) -> bool {
        self.apply([Change::Gone(register, subject)]) > 0
    }

    /// Takes all subjects of a register out and says how many there were.
    pub fn remove_register(&self, register: &RegisterId) -> usize {
        let _one = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut shelves = Vec::clone(&self.shelves.load());
        let Some(at) = shelves.iter().position(|shelf| shelf.register == *register) else { return 0 };
        let count = shelves.remove(at).live();
        self.shelves.store(Arc::new(shelves));
        count
    }

    /// Applies changes in their order, all seen at once by the next search; says how many subjects went or were replaced.
    pub fn apply<'a>(&self, changes: impl IntoIterator<Item = Change<'a>>) -> usize {
        let _one = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // The last word on each subject.
        let mut last: HashMap<(&RegisterId, &SubjectId), Option<&Subject>> = HashMap::new();
        let mut order: Vec<(&RegisterId, &SubjectId)> = Vec::new();
        for change in changes {
            let (key, subject) = match change {
                Change::Put(register, subject) => ((register, &subject.id), Some(subject)),
                Change::Gone(register, id) => ((register, id), None),
            };
            if last.insert(key, subject).is_none() {
                order.push(key);
            }
        }
        let mut shelves = Vec::clone(&self.shelves.load());
        let mut builders: HashMap<&RegisterId, Builder> = HashMap::new();
        let mut went = 0;
        for (register, id) in order {
            let shelf = shelves.iter_mut().find(|shelf| shelf.register == *register);
            let was = shelf.is_some_and(|shelf| shelf.pieces.iter_mut().any(|piece| piece.mark(id)));
            went += usize::from(was);
            if let Some(subject) = last.get(&(register, id)).copied().flatten() {
                add(builders.entry(register).or_default(), subject);
            }
        }
        for (register, builder) in builders {
            let piece = made(builder);
            match shelves.iter_mut().find(|shelf| shelf.register == *register) {
                Some(shelf) => shelf.pieces.push(piece),
                None => shelves.push(Shelf { register: register.clone(), pieces: vec![piece] }),
            }
        }
        shelves.iter_mut().for_each(Shelf::tidy);
        shelves.retain(|shelf| !shelf.pieces.is_empty());
        self.shelves.store(Arc::new(shelves));
        went
    }

    /// Adds many subjects to one register as one segment. Those that are there already are replaced; of subjects with the
    /// same identifier the last one counts.
    pub fn load(&self, register: &RegisterId, subjects: impl IntoIterator<Item = Subject>) -> usize {
        let mut builder = Builder::default();
        let mut known: HashMap<u64, ()> = HashMap::new();
        let mut twice: Vec<Subject> = Vec::new();
        for subject in subjects {
            if known.insert(crate::bytes::hash(subject.id.as_str().as_bytes()), ()).is_some() {
                twice.push(subject);
            } else {
                add(&mut builder, &subject);
            }
        }
        let count = builder.len();
        {
            let _one = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let mut shelves = Vec::clone(&self.shelves.load());
            let piece = made(builder);
            match shelves.iter_mut().find(|shelf| shelf.register == *register) {
                Some(shelf) => {
                    let view = piece.segment.view();
                    for record in (0..view.docs).filter_map(|doc| view.record(doc)) {
                        if let Some(id) = id_of(&record) {
                            let _ = shelf.pieces.iter_mut().any(|piece| piece.mark(&id));
                        }
                    }
                    shelf.pieces.push(piece.clone());
                    shelf.tidy();
                }
                None => shelves.push(Shelf { register: register.clone(), pieces: vec![piece] }),
            }
            shelves.retain(|shelf| shelf.live() > 0);
            self.shelves.store(Arc::new(shelves));
        }
        self.apply(twice.iter().map(|subject| Change::Put(register, subject)));
        count
    }

    /// Takes over all that another index has, in place of what this one has.
    pub fn replace(&self, other: Self) {
        let _one = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.shelves.store(other.shelves.load_full());
    }

    /// Writes anew every segment of which something was removed; the segments that then stand.
    pub(crate) fn cleared(&self) -> Arc<Vec<Shelf>> {
        let _one = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut shelves = Vec::clone(&self.shelves.load());
        let mut holes = false;
        for piece in
            shelves.iter_mut().flat_map(|shelf| &mut shelf.pieces).filter(|piece| piece.gone_count > 0)
        {
            *piece = merged(std::slice::from_ref(piece));
            holes = true;
        }
        if holes {
            self.shelves.store(Arc::new(shelves));
        }
        self.shelves()
    }

    /// How many subjects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shelves.load().iter().map(Shelf::live).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The registers that have subjects.
    #[must_use]
    pub fn registers(&self) -> Vec<RegisterId> {
        self.shelves.load().iter().map(|shelf| shelf.register.clone()).collect()
    }

    /// The bytes of all segments.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let pieces = self.shelves();
        pieces.iter().flat_map(|shelf| &shelf.pieces).map(|piece| piece.segment.as_bytes().len()).sum()
    }

    /// Finds at most `limit` subjects in the given registers, the best first. No register, no hit: a caller who forgets
    /// to name them gets nothing rather than everything.
    #[must_use]
    pub fn find(&self, query: &Query, registers: &[RegisterId], limit: usize) -> Vec<Found> {
        let shelves = self.shelves();
        let asked = Asked::new(query);
        ranked(&shelves, &asked, registers, limit)
            .into_iter()
            .filter_map(|found| {
                let (shelf, record) = found.in_full(&shelves)?;
                Some(Found {
                    register: shelf.register.clone(),
                    subject: id_of(&record)?,
                    score: names::probability(found.odds + PRIOR),
                })
            })
            .collect()
    }

    /// Finds as [`Index::find`] does, and says of each why.
    #[must_use]
    pub fn search(&self, query: &Query, registers: &[RegisterId], limit: usize) -> Vec<Hit> {
        let shelves = self.shelves();
        let asked = Asked::new(query);
        ranked(&shelves, &asked, registers, limit)
            .into_iter()
            .filter_map(|found| {
                let (shelf, record) = found.in_full(&shelves)?;
                let piece = shelf.pieces.get(found.piece)?;
                Some(Hit {
                    register: shelf.register.clone(),
                    subject: id_of(&record)?,
                    score: names::probability(found.odds + PRIOR),
                    reasons: explain(&piece.segment.view(), &asked, &record, &found),
                })
            })
            .collect()
    }
}

fn add(builder: &mut Builder, subject: &Subject) {
    let names = parsed(&evidence::names_of(subject));
    let facts = Facts::of(subject);
    let mut years = facts.as_ref().years();
    let year = match (years.next(), years.next()) {
        (Some(year), None) => i32::from(year),
        // Several dates may lie in several years; such a subject is in nobody's range.
        _ => 0,
    };
    let numbers = evidence::numbers_of(subject);
    let (names, facts, numbers) = (&names[..], facts.as_bytes(), &numbers[..]);
    builder.add(&Incoming { id: subject.id.as_str(), names, facts, year, numbers });
}

/// Each name once.
fn parsed(texts: &[String]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::with_capacity(texts.len());
    for name in texts.iter().map(|text| Name::parse(text)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What is asked: one question for each name that it may go by.
struct Asked {
    questions: Vec<Question>,
    facts: Facts,
    numbers: Vec<u64>,
}

impl Asked {
    fn new(query: &Query) -> Self {
        let facts = Facts::asked(query);
        let names = parsed(&evidence::names_asked(query));
        let questions = names.into_iter().map(|name| Question::new(name, facts.as_ref())).collect();
        Self { questions, numbers: evidence::numbers_asked(query), facts }
    }
}

fn id_of(record: &Record<'_>) -> Option<SubjectId> {
    std::str::from_utf8(record.id).ok().and_then(|id| SubjectId::new(id).ok())
}

/// A subject that is worth weighing.
#[derive(Debug, Clone, Copy)]
struct Place {
    shelf: usize,
    piece: usize,
    doc: u32,
    sum: f32,
}

impl Place {
    fn key(&self) -> (usize, usize, u32) {
        (self.shelf, self.piece, self.doc)
    }
}

/// A subject that was weighed.
struct Weighed {
    shelf: usize,
    piece: usize,
    doc: u32,
    odds: f32,
    /// Which of the names asked for fitted best, and to which of its own.
    question: usize,
    name: usize,
}

impl Weighed {
    fn in_full<'a>(&self, shelves: &'a [Shelf]) -> Option<(&'a Shelf, Record<'a>)> {
        let shelf = shelves.get(self.shelf)?;
        let record = shelf.pieces.get(self.piece)?.segment.view().record(self.doc)?;
        Some((shelf, record))
    }
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

fn ranked(shelves: &[Shelf], asked: &Asked, registers: &[RegisterId], limit: usize) -> Vec<Weighed> {
    if limit == 0 {
        return Vec::new();
    }
    let mut most = 0;
    let ours = asked.facts.as_ref();
    let mut all: Vec<Place> = Vec::new();
    SCRATCH.with_borrow_mut(|scratch| {
        for (at, shelf) in shelves.iter().enumerate().filter(|(_, shelf)| registers.contains(&shelf.register))
        {
            for (number, piece) in shelf.pieces.iter().enumerate() {
                let view = piece.segment.view();
                let bounds = Bounds::new(view.docs, limit);
                most = most.max(bounds.weighed);
                let gone = |doc: u32| piece.is_gone(doc);
                let before = all.len();
                // Holders of a number come first, whatever their names.
                for hash in &asked.numbers {
                    view.number(*hash, |doc| {
                        if !gone(doc) && all.len() - before < bounds.weighed {
                            all.push(Place { shelf: at, piece: number, doc, sum: f32::MAX });
                        }
                    });
                }
                for question in &asked.questions {
                    let found = candidates(&view, &gone, question, ours, &bounds, scratch);
                    all.extend(found.iter().map(|found| Place {
                        shelf: at,
                        piece: number,
                        doc: found.doc,
                        sum: found.sum,
                    }));
                }
            }
        }
    });
    all.sort_unstable_by(|x, y| y.sum.total_cmp(&x.sum).then(x.key().cmp(&y.key())));
    let mut seen: HashSet<(usize, usize, u32)> = HashSet::with_capacity(most);
    let mut weighers: Vec<((usize, usize), Vec<Weigher<'_>>)> = Vec::new();
    let mut found: Vec<Weighed> = Vec::with_capacity(most);
    let (mut surest, mut last) = (f32::MIN, f32::MAX);
    let top = all.iter().map(|place| place.sum).find(|sum| *sum < f32::MAX).unwrap_or(0.0);
    for place in &all {
        let below = if surest > SURE { FAR_BELOW_SURE } else { FAR_BELOW };
        // Of those that say the same, all are weighed or none: which of them comes first is chance.
        let enough = seen.len() >= LEAST_WEIGHED && place.sum < (top - below).min(last);
        let unlikely = seen.len() >= UNLIKELY_WEIGHED.max(limit) && place.sum < UNLIKELY.min(last);
        if enough || unlikely || seen.len() >= most {
            break;
        }
        if !seen.insert(place.key()) {
            continue;
        }
        last = place.sum;
        let Place { shelf, piece, doc, .. } = *place;
        let Some(view) = shelves.get(shelf).and_then(|shelf| shelf.pieces.get(piece)) else { continue };
        let view = view.segment.view();
        let at = weighers.iter().position(|(of, _)| *of == (shelf, piece)).unwrap_or_else(|| {
            let of_each = asked.questions.iter().map(|question| Weigher::new(&question.name, view)).collect();
            weighers.push(((shelf, piece), of_each));
            weighers.len() - 1
        });
        let (Some(record), Some((_, weighers))) = (view.record(doc), weighers.get_mut(at)) else { continue };
        let mut best: Option<(f32, usize, usize)> = None;
        for (question, weigher) in weighers.iter_mut().enumerate() {
            if let Some((odds, name)) = weigher.weigh(&record)
                && best.is_none_or(|best| odds > best.0)
            {
                best = Some((odds, question, name));
            }
        }
        // A number may be all that is asked for or known.
        let (name_odds, question, name) = best.unwrap_or_default();
        let odds = evidence::combine(name_odds, ours.weight(FactsRef::new(record.facts)));
        surest = surest.max(odds);
        if names::probability(odds + PRIOR) >= LEAST_SCORE {
            found.push(Weighed { shelf, piece, doc, odds, question, name });
        }
    }
    let id = |weighed: &Weighed| weighed.in_full(shelves).map_or(&[][..], |(_, record)| record.id);
    found.sort_by(|x, y| y.odds.total_cmp(&x.odds).then_with(|| id(x).cmp(id(y))));
    found.truncate(limit);
    found
}

/// Why, the weightiest first.
fn explain(view: &View<'_>, asked: &Asked, record: &Record<'_>, found: &Weighed) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(question) = asked.questions.get(found.question) {
        let steps = Weigher::new(&question.name, *view).explain(record, found.name);
        reasons.extend(steps.into_iter().map(|part| Reason {
            kind: part.how.into(),
            ours: part.a,
            theirs: part.b,
            weight: part.weight,
        }));
    }
    reasons.extend(asked.facts.as_ref().reasons(FactsRef::new(record.facts)));
    reasons.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()));
    reasons
}
