//! The world of one seed: nodes, the network between them, the clock, and what goes wrong when.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use exchange::pace::{Allowance, Turns};
use exchange::{Ack, ActId, SignedAck, SignedCheckpoint, VerifiedCheckpoint};
use jiff::{SignedDuration, Timestamp};

use super::cast::member;
use super::disk::{Books, Change, Damage, Disk, Place, Report};
use super::plan::{Defences, Dice, Plan, Role};
use super::rogue::Rogue;
use super::truth::Truth;
use super::wire::{Message, Wire};

/// The stormy part, in milliseconds.
pub(super) const STORM: i64 = 60_000;
/// The longest calm part after it.
const CALM: i64 = 240_000;
/// How often a node looks at what is to be done.
const TICK: i64 = 400;
/// How long a node takes to serve one request.
const SERVE: i64 = 20;
/// What one partner may leave here in the allowance's span.
pub(super) const ALLOWANCE: u64 = 400_000;
const ALLOWANCE_SPAN: SignedDuration = SignedDuration::from_hours(24);
/// Requests of one partner that wait.
const EACH: usize = 4;

/// What happens at a moment.
#[derive(Debug, Clone)]
pub(super) enum Event {
    Arrives { from: usize, to: usize, message: Message },
    Tick(usize),
    Serve(usize),
    Act(usize),
    Start(usize),
    Backup(usize),
    Restore(usize),
    Rot(usize),
    Full(usize, bool),
    Part(usize, usize, bool),
}

/// Why a node did not go on with what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Down,
    Full,
}

/// A call under way.
#[derive(Debug, Clone)]
pub(super) enum Call {
    Deliver { to: usize, places: Vec<Place>, since: i64 },
    Show { of: usize, asked: Vec<Rc<SignedCheckpoint>>, since: i64 },
}

/// A request that waits to be served.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) from: usize,
    pub(super) call: u64,
    pub(super) batch: Vec<Rc<Wire>>,
}

/// What a running node holds in memory only.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) books: Books,
    pub(super) calls: BTreeMap<u64, Call>,
    pub(super) paused: BTreeMap<usize, i64>,
    pub(super) failures: BTreeMap<usize, u32>,
    /// Partners who said where this node stood, since the start.
    pub(super) fenced: BTreeSet<usize>,
    pub(super) asked: BTreeMap<usize, i64>,
    pub(super) to_ask: BTreeSet<usize>,
    pub(super) shown: BTreeMap<usize, i64>,
    pub(super) turns: Turns<usize, Request>,
    /// Without turns: one queue for all.
    pub(super) queue: Turns<(), Request>,
    pub(super) serving: bool,
    /// Requests of each partner that wait.
    pub(super) waiting: BTreeMap<usize, usize>,
    pub(super) allowances: BTreeMap<usize, Allowance>,
}

pub(super) struct Node {
    pub(super) role: Role,
    pub(super) disk: Disk,
    pub(super) running: Option<Running>,
    pub(super) skew: i64,
    pub(super) full: bool,
    pub(super) backups: Vec<Disk>,
    pub(super) rogue: Rogue,
}

/// One seed's world.
pub(super) struct World {
    pub(super) now: i64,
    pub(super) plan: Plan,
    pub(super) defences: Defences,
    pub(super) dice: Dice,
    pub(super) nodes: Vec<Node>,
    pub(super) truth: Truth,
    events: BTreeMap<(i64, u64), Event>,
    numbered: u64,
    pub(super) apart: BTreeSet<(usize, usize)>,
    /// Checkpoints that were verified, by their author and bytes.
    pub(super) notes: HashMap<(usize, Vec<u8>), Option<Rc<VerifiedCheckpoint>>>,
    /// The last acknowledgement that one signed for another, and the last that was verified.
    pub(super) acks: HashMap<(usize, usize), (Ack, Rc<SignedAck>)>,
    pub(super) heard: HashMap<(usize, usize), (Rc<SignedAck>, Ack)>,
    pub(super) trace: Option<Vec<String>>,
    pub(super) acts_made: usize,
    pub(super) steps: u64,
}

impl World {
    pub(super) fn new(seed: u64, defences: Defences, trace: bool) -> Self {
        let mut dice = Dice::new(seed);
        let plan = Plan::of(seed, &mut dice);
        let nodes = plan.roles.iter().map(|role| Node {
            role: *role,
            disk: Disk::default(),
            running: None,
            skew: 0,
            full: false,
            backups: Vec::new(),
            rogue: Rogue::default(),
        });
        let mut world = Self {
            now: 0,
            nodes: nodes.collect(),
            plan,
            defences,
            dice,
            truth: Truth::default(),
            events: BTreeMap::new(),
            numbered: 0,
            apart: BTreeSet::new(),
            notes: HashMap::new(),
            acks: HashMap::new(),
            heard: HashMap::new(),
            trace: trace.then(Vec::new),
            acts_made: 0,
            steps: 0,
        };
        world.set_up();
        world
    }

    fn set_up(&mut self) {
        let count = self.nodes.len();
        for me in 0..count {
            // As a new node does: its own keys are the first line of its ledger, and the ledger is signed.
            let leaf = ledger::leaf_hash(member(me).id.as_str().as_bytes());
            let mut tree = ledger::Tree::new();
            tree.append(leaf);
            let note = Rc::new(self.sign(me, 1, 1, tree.root()));
            self.truth.checkpoint(me, 1, tree.root());
            let first = vec![Change::Epoch(1), Change::Leaf(leaf), Change::Checkpoint(note)];
            self.nodes[me].disk.write(first, None);
            let backup = self.nodes[me].disk.clone();
            self.nodes[me].backups.push(backup);
            self.start(me);
            let first = self.dice.between(0, TICK);
            self.at(first, Event::Tick(me));
        }
        for _ in 0..self.plan.acts {
            let (me, when) = (self.dice.below(count), self.dice.between(0, STORM * 3 / 4));
            self.at(when, Event::Act(me));
        }
        for _ in 0..self.plan.partitions {
            let (one, other) = (self.dice.below(count), self.dice.below(count));
            let begin = self.dice.between(0, STORM);
            let end = self.dice.between(begin, STORM);
            self.at(begin, Event::Part(one, other, true));
            self.at(end, Event::Part(one, other, false));
        }
        for _ in 0..self.plan.restores {
            let me = self.dice.below(count);
            let backup = self.dice.between(0, STORM - 10_000);
            let restore = self.dice.between(backup, STORM);
            self.at(backup, Event::Backup(me));
            self.at(restore, Event::Restore(me));
        }
        for _ in 0..self.plan.rots {
            let (me, when) = (self.dice.below(count), self.dice.between(5_000, STORM));
            self.at(when, Event::Rot(me));
        }
        for _ in 0..self.plan.fills {
            let me = self.dice.below(count);
            let begin = self.dice.between(0, STORM);
            let end = self.dice.between(begin, STORM);
            self.at(begin, Event::Full(me, true));
            self.at(end, Event::Full(me, false));
        }
    }

    /// Runs until nothing is left to be done, or the calm part is over.
    pub(super) fn run(&mut self) {
        let mut looked = STORM;
        while let Some(((when, _), event)) = self.events.pop_first() {
            self.now = when;
            self.steps += 1;
            if when > STORM + CALM {
                break;
            }
            if when >= looked {
                if looked == STORM {
                    self.calm_down();
                }
                looked = when + 4_000;
                if self.steps > 1 && when > STORM + 30_000 && self.settled() {
                    break;
                }
            }
            self.happen(event);
            if self.truth.violated() {
                return;
            }
        }
        self.judge();
    }

    pub(super) const fn calm(&self) -> bool {
        self.now >= STORM
    }

    /// The storm is over: what is down starts, what is apart comes together, clocks and disks are put right.
    fn calm_down(&mut self) {
        self.plan.loss = 0;
        self.plan.doubling = 0;
        self.plan.crash = 0;
        self.plan.slowest = 20;
        self.apart.clear();
        for me in 0..self.nodes.len() {
            self.nodes[me].full = false;
            self.nodes[me].skew = 0;
            if self.nodes[me].running.is_none() {
                self.start(me);
            }
        }
        self.tell(|| "the storm is over".to_owned());
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrives { from, to, message } => {
                if self.nodes[to].running.is_some() {
                    self.tell(|| format!("{from} → {to}: {}", super::trace::message(&message)));
                    self.arrives(from, to, message);
                }
            }
            Event::Tick(me) => {
                let next = self.now + TICK + self.dice.between(0, TICK / 4);
                self.at(next, Event::Tick(me));
                if self.nodes[me].running.is_some() {
                    self.tick(me);
                }
            }
            Event::Serve(me) => self.serve(me),
            Event::Act(me) => self.make_act(me),
            Event::Start(me) => {
                if self.nodes[me].running.is_none() {
                    self.start(me);
                }
            }
            Event::Backup(me) => {
                let backup = self.nodes[me].disk.clone();
                self.nodes[me].backups.push(backup);
            }
            Event::Restore(me) => self.restore(me),
            Event::Rot(me) => {
                let records = self.nodes[me].disk.len();
                let number = self.dice.below(records);
                self.nodes[me].disk.rot(number);
                // The node reads its disk again: a scrub, or the next start.
                self.crash(me);
                self.tell(|| format!("{me}: record {number} of the disk rots"));
            }
            Event::Full(me, full) => self.nodes[me].full = full && !self.calm(),
            Event::Part(one, other, begins) => {
                let pair = (one.min(other), one.max(other));
                if begins && !self.calm() {
                    self.apart.insert(pair);
                } else {
                    self.apart.remove(&pair);
                }
            }
        }
    }

    fn serve(&mut self, me: usize) {
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        let next = running.turns.pop().map(|(_, request)| request);
        let next = next.or_else(|| running.queue.pop().map(|(_, request)| request));
        let Some(request) = next else {
            running.serving = false;
            return;
        };
        running.waiting.entry(request.from).and_modify(|count| *count = count.saturating_sub(1));
        let when = self.now + SERVE;
        self.at(when, Event::Serve(me));
        self.take_in(me, request);
    }

    /// Puts a request in its queue, or says that there is no room.
    pub(super) fn queue(&mut self, me: usize, request: Request) {
        let turns = self.defences.turns;
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        let from = request.from;
        let refused = if turns {
            running.turns.push(from, request).err()
        } else {
            running.queue.push((), request).err()
        };
        if refused.is_none() {
            *running.waiting.entry(from).or_default() += 1;
        }
        let own = running.waiting.get(&from).copied().unwrap_or_default();
        if !running.serving {
            running.serving = true;
            let when = self.now + SERVE;
            self.at(when, Event::Serve(me));
        }
        if refused.is_some() && own < EACH && self.nodes[from].role == Role::Honest {
            let what = format!("{me} turns {from} away, of whom {own} requests wait");
            self.truth.violate(super::Kind::Starved, what);
        }
        if let Some(request) = refused {
            let refused = (0..request.batch.len()).map(|at| (at, super::wire::Reason::Later)).collect();
            let answer = Message::Answer { call: request.call, receipts: Vec::new(), refused };
            self.send(me, from, answer);
        }
    }

    pub(super) fn at(&mut self, when: i64, event: Event) {
        self.numbered += 1;
        self.events.insert((when.max(self.now), self.numbered), event);
    }

    pub(super) fn number(&mut self) -> u64 {
        self.numbered += 1;
        self.numbered
    }

    /// The network: loss, doubling, any order, and nobody in between while a pair is apart.
    pub(super) fn send(&mut self, from: usize, to: usize, message: Message) {
        self.check_leaving(from, &message);
        if self.apart.contains(&(from.min(to), from.max(to))) {
            return;
        }
        let copies = 1 + usize::from(self.dice.one_in(self.plan.doubling));
        for _ in 0..copies {
            if self.dice.one_in(self.plan.loss) {
                self.tell(|| format!("{from} → {to}: lost: {}", super::trace::message(&message)));
                continue;
            }
            let when = self.now + self.dice.between(1, self.plan.slowest);
            self.at(when, Event::Arrives { from, to, message: message.clone() });
        }
    }

    /// A node's own clock.
    pub(super) fn clock(&self, me: usize) -> Timestamp {
        let base = 1_800_000_000_000_i64;
        Timestamp::from_millisecond(base + self.now + self.nodes[me].skew).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Commits durably, or not at all; the node may stop before, in the middle and after.
    pub(super) fn commit(&mut self, me: usize, changes: Vec<Change>) -> Result<(), Stop> {
        if changes.is_empty() {
            return Ok(());
        }
        if self.nodes[me].full {
            return Err(Stop::Full);
        }
        let honest = self.nodes[me].role == Role::Honest;
        let dies = if honest && self.dice.one_in(self.plan.crash) { 1 + self.dice.below(3) } else { 0 };
        if dies == 1 {
            self.crash(me);
            return Err(Stop::Down);
        }
        if dies == 2 {
            let kept = self.dice.below(changes.len());
            self.nodes[me].disk.write(changes, Some(Damage::Torn(kept)));
            self.crash(me);
            return Err(Stop::Down);
        }
        let acts: Vec<ActId> = changes
            .iter()
            .filter_map(|change| if let Change::Effect(act) = change { Some(*act) } else { None })
            .collect();
        for change in &changes {
            if let Change::Report(report) = change {
                self.truth.reported(me, report.clone());
                self.tell(|| format!("{me} reports {report:?}"));
            }
        }
        let node = &mut self.nodes[me];
        if let Some(running) = node.running.as_mut() {
            for change in &changes {
                running.books.apply(change);
            }
        }
        node.disk.write(changes, None);
        self.check_effects(me, &acts);
        if dies == 3 {
            self.crash(me);
            return Err(Stop::Down);
        }
        Ok(())
    }

    pub(super) fn crash(&mut self, me: usize) {
        self.tell(|| format!("{me} stops"));
        self.nodes[me].running = None;
        let when = self.now + self.dice.between(200, 4_000);
        self.at(when, Event::Start(me));
    }

    pub(super) fn start(&mut self, me: usize) {
        let checksums = self.defences.checksums;
        let books = match self.nodes[me].disk.read(checksums) {
            Ok(books) => books,
            Err(super::disk::Damaged) => {
                self.truth.reported(me, Report::OwnDamage);
                self.roll_back(me);
                match self.nodes[me].disk.read(checksums) {
                    Ok(books) => books,
                    Err(super::disk::Damaged) => return,
                }
            }
        };
        let skew = if self.calm() { 0 } else { self.dice.between(-self.plan.skew, self.plan.skew) };
        let partners: BTreeSet<usize> = self.plan.partners[me].iter().copied().collect();
        let node = &mut self.nodes[me];
        node.skew = skew;
        let fenced = if self.defences.fence { BTreeSet::new() } else { partners.clone() };
        let room = if self.defences.turns { EACH } else { 2 * EACH };
        node.running = Some(Running {
            books,
            calls: BTreeMap::new(),
            paused: BTreeMap::new(),
            failures: BTreeMap::new(),
            fenced,
            asked: BTreeMap::new(),
            to_ask: partners,
            shown: BTreeMap::new(),
            turns: Turns::new(EACH),
            queue: Turns::new(room),
            serving: false,
            waiting: BTreeMap::new(),
            allowances: BTreeMap::new(),
        });
        self.tell(|| format!("{me} ({}) starts, its clock wrong by {skew} ms", member(me).id));
    }

    /// Somebody plays a backup back.
    fn restore(&mut self, me: usize) {
        if self.calm() {
            return;
        }
        self.nodes[me].running = None;
        self.roll_back(me);
        let when = self.now + self.dice.between(200, 2_000);
        self.at(when, Event::Start(me));
    }

    /// The disk becomes the latest backup that is whole.
    fn roll_back(&mut self, me: usize) {
        while self.nodes[me].backups.len() > 1 && self.nodes[me].backups.last().is_some_and(Disk::is_damaged)
        {
            self.nodes[me].backups.pop();
        }
        let Some(backup) = self.nodes[me].backups.last().cloned() else { return };
        self.note_rewind(me, &backup);
        self.nodes[me].disk = backup;
        self.tell(|| format!("{me}: a backup is played back"));
    }

    /// The allowance of a partner.
    pub(super) fn allowed(&mut self, me: usize, from: usize, bytes: u64) -> bool {
        if !self.defences.allowance {
            return true;
        }
        let now = self.clock(me);
        let Some(running) = self.nodes[me].running.as_mut() else { return false };
        let used = running.books.bytes.get(&from).copied().unwrap_or_default();
        let fresh = || Allowance::new(ALLOWANCE, ALLOWANCE_SPAN, now).with_used(used);
        running.allowances.entry(from).or_insert_with(fresh).take(bytes, now)
    }

    pub(super) fn tell(&mut self, line: impl FnOnce() -> String) {
        let now = self.now;
        if let Some(trace) = self.trace.as_mut() {
            trace.push(format!("{:>9.3} s  {}", now as f64 / 1000.0, line()));
        }
    }
}
