//! What really happened, which no node knows as a whole, and what must be true of it after every step and at the end.

use std::collections::{BTreeMap, BTreeSet};

use exchange::{ActId, EnvelopeHash};
use ledger::Hash;

use super::disk::{Books, Disk, Place, Report, Standing};
use super::node::OVERDUE;
use super::plan::Role;
use super::wire::Message;
use super::world::{ALLOWANCE, STORM, World};

/// Something that must never be. The kinds are counted; the words are for whoever replays the seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What kind.
    pub kind: Kind,
    /// What happened.
    pub what: String,
}

/// The kinds of violations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What was acknowledged is not there.
    Lost,
    /// An act took effect twice.
    Doubled,
    /// An act took effect that its author never made.
    Forged,
    /// A receipt left before what it states was durable.
    Early,
    /// An honest act never arrived although everybody was well again.
    Stuck,
    /// Something dishonest went unreported.
    Unnoticed,
    /// Somebody honest was accused.
    Slandered,
    /// A partner left more than its allowance.
    Overfull,
    /// An honest partner was turned away for the sake of another one's requests.
    Starved,
    /// The books of a node contradict themselves.
    Inconsistent,
}

/// A node's database went back to before what others had seen of it.
#[derive(Debug)]
struct Rewind {
    of: usize,
    /// Epoch and size of the ledger to which it went back.
    stands: (u64, u64),
    /// Who saw more, and was not itself played back to before it did: when nobody is left, nobody can know.
    witnesses: BTreeSet<usize>,
}

/// Whether books show a later ledger of a node than this one.
fn shows_later(books: &Books, of: usize, stands: (u64, u64)) -> bool {
    let seen = books.seen.get(&of).into_iter();
    let claims = books.claims.get(&of).into_iter().flatten();
    seen.chain(claims).any(|note| (super::epoch_of(note), note.claimed().size) > stands)
}

/// Everything that the judge knows.
#[derive(Debug, Default)]
pub(super) struct Truth {
    pub(super) violations: Vec<Violation>,
    made: BTreeSet<(usize, ActId)>,
    surely: BTreeSet<(usize, ActId)>,
    /// (sender, recipient, act) for which the sender saw a valid receipt.
    acknowledged: BTreeSet<(usize, usize, ActId)>,
    signed: BTreeMap<(usize, Place), EnvelopeHash>,
    checkpoints: BTreeMap<(usize, u64), Hash>,
    pub(super) rewound: BTreeSet<usize>,
    /// Rewinds that took back what others had seen.
    rewinds: Vec<Rewind>,
    reports: BTreeSet<(usize, Report)>,
    forked: BTreeSet<(usize, Place, [EnvelopeHash; 2])>,
    /// With whether it was in a receipt.
    lied: BTreeSet<(usize, usize, bool)>,
    withheld: BTreeSet<(usize, usize)>,
    flooded: BTreeSet<(usize, usize, u64)>,
    forged: BTreeSet<(usize, usize)>,
    pub(super) detected: BTreeMap<&'static str, u64>,
}

impl Truth {
    pub(super) fn violated(&self) -> bool {
        !self.violations.is_empty()
    }

    pub(super) fn violate(&mut self, kind: Kind, what: String) {
        self.violations.push(Violation { kind, what });
    }

    pub(super) fn made(&mut self, by: usize, act: ActId) {
        self.made.insert((by, act));
        self.surely.insert((by, act));
    }

    pub(super) fn perhaps_made(&mut self, by: usize, act: ActId) {
        self.made.insert((by, act));
    }

    pub(super) fn signed(&mut self, by: usize, place: Place, hash: EnvelopeHash) {
        self.signed.insert((by, place), hash);
    }

    pub(super) fn checkpoint(&mut self, by: usize, size: u64, root: Hash) {
        self.checkpoints.insert((by, size), root);
    }

    pub(super) fn acknowledged(&mut self, sender: usize, by: usize, _: EnvelopeHash, act: ActId) {
        self.acknowledged.insert((sender, by, act));
    }

    pub(super) fn reported(&mut self, by: usize, report: Report) {
        self.reports.insert((by, report));
    }

    pub(super) fn forked(&mut self, by: usize, place: Place, hashes: [EnvelopeHash; 2]) {
        self.forked.insert((by, place, hashes));
    }

    pub(super) fn lied(&mut self, by: usize, victim: usize, receipt: bool) {
        self.lied.insert((by, victim, receipt));
    }

    pub(super) fn withheld(&mut self, by: usize, victim: usize) {
        self.withheld.insert((by, victim));
    }

    pub(super) fn flooded(&mut self, by: usize, victim: usize, epoch: u64) {
        self.flooded.insert((by, victim, epoch));
    }

    pub(super) fn forged(&mut self, by: usize, victim: usize) {
        self.forged.insert((by, victim));
    }

    fn by_anyone(&self, report: &Report) -> bool {
        self.reports.iter().any(|(_, other)| other == report)
    }
}

impl World {
    fn honest(&self, node: usize) -> bool {
        self.nodes[node].role == Role::Honest
    }

    /// A receipt leaves an honest node only when what it states is durable there.
    pub(super) fn check_leaving(&mut self, from: usize, message: &Message) {
        let Message::Answer { receipts, .. } = message else { return };
        if !self.honest(from) {
            return;
        }
        let given = self.nodes[from].running.as_ref().map(|running| &running.books.given);
        let early = receipts
            .iter()
            .flat_map(|batch| batch.slips())
            .any(|slip| given.is_none_or(|given| !given.contains_key(&slip.statement.envelope)));
        if early {
            self.truth.violate(Kind::Early, format!("{from} receipts what it has not stored"));
        }
    }

    /// Each act has one effect, and its author made it.
    pub(super) fn check_effects(&mut self, me: usize, acts: &[ActId]) {
        if !self.honest(me) {
            return;
        }
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let mut wrong = Vec::new();
        for act in acts {
            let effects = running.books.effects.get(act).copied().unwrap_or_default();
            if effects != 1 {
                wrong.push((Kind::Doubled, format!("{me}: act {act} took effect {effects} times")));
            }
            if !self.truth.made.iter().any(|(_, made)| made == act)
                && !self.nodes.iter().any(|node| {
                    node.running
                        .as_ref()
                        .is_some_and(|it| it.books.out.values().any(|outgoing| outgoing.act_id == *act))
                })
            {
                wrong.push((Kind::Forged, format!("{me}: nobody made act {act}")));
            }
        }
        if running.books.latest.is_some()
            && running
                .books
                .latest
                .as_ref()
                .is_some_and(|note| note.claimed().size > running.books.tree.size())
        {
            wrong.push((Kind::Inconsistent, format!("{me} signed a ledger longer than its own")));
        }
        for (from, inbound) in &running.books.inbound {
            let highest = inbound.ranges().highest();
            let place = (*from, inbound.epoch(), highest);
            if highest > 0 && !running.books.inward.contains_key(&place) {
                wrong
                    .push((Kind::Inconsistent, format!("{me} acknowledges {place:?} and has not stored it")));
            }
        }
        for (kind, what) in wrong {
            self.truth.violate(kind, what);
        }
    }

    /// A backup takes back what was written after it.
    pub(super) fn note_rewind(&mut self, me: usize, backup: &Disk) {
        if backup.durable() >= self.nodes[me].disk.durable() {
            return;
        }
        self.truth.rewound.insert(me);
        let Ok(books) = backup.clone().read(false) else { return };
        for rewind in &mut self.truth.rewinds {
            if !shows_later(&books, rewind.of, rewind.stands) {
                rewind.witnesses.remove(&me);
            }
        }
        let stands = (books.epoch, books.tree.size());
        let witnesses: BTreeSet<usize> = (0..self.nodes.len())
            .filter(|other| {
                *other != me
                    && self.honest(*other)
                    && self.plan.partners[*other].contains(&me)
                    && self.nodes[*other]
                        .running
                        .as_ref()
                        .is_some_and(|running| shows_later(&running.books, me, stands))
            })
            .collect();
        if !witnesses.is_empty() && self.honest(me) {
            self.truth.rewinds.push(Rewind { of: me, stands, witnesses });
        }
    }

    /// Whether honest nodes have nothing left to do with each other.
    pub(super) fn settled(&self) -> bool {
        let overdue =
            self.now > STORM + OVERDUE + 10_000 || !self.nodes.iter().any(|n| n.role == Role::Withholder);
        overdue
            && (0..self.nodes.len()).filter(|me| self.honest(*me)).all(|me| {
                self.nodes[me].running.as_ref().is_some_and(|running| {
                    let sent = running.books.out.iter().all(|((to, ..), outgoing)| {
                        !self.honest(*to) || outgoing.standing != Standing::Waiting
                    });
                    sent && running.to_ask.iter().all(|to| !self.honest(*to))
                        && running
                            .books
                            .claims
                            .iter()
                            .all(|(of, claims)| !self.honest(*of) || claims.is_empty())
                })
            })
    }

    /// The end: everything that was promised holds, and everything dishonest stands in somebody's report.
    pub(super) fn judge(&mut self) {
        let mut wrong = self.judge_acts();
        wrong.extend(self.judge_reports());
        for node in 0..self.nodes.len() {
            let Some(running) = self.nodes[node].running.as_ref() else { continue };
            for (from, bytes) in &running.books.bytes {
                if self.honest(node) && *bytes > ALLOWANCE {
                    wrong.push((Kind::Overfull, format!("{from} left {bytes} bytes at {node}")));
                }
            }
        }
        for (kind, what) in wrong {
            self.truth.violate(kind, what);
        }
    }

    fn judge_acts(&self) -> Vec<(Kind, String)> {
        let mut wrong = Vec::new();
        let has = |node: usize, act: &ActId| {
            self.nodes[node].running.as_ref().is_some_and(|running| running.books.effects.contains_key(act))
        };
        for (sender, recipient, act) in &self.truth.acknowledged {
            if !self.honest(*recipient) || !self.honest(*sender) || has(*recipient, act) {
                continue;
            }
            // Both disks were played back to before the act: nobody holds it any more, and no protocol brings it back.
            let forgotten = self.truth.rewound.contains(sender)
                && self.truth.rewound.contains(recipient)
                && self.nodes[*sender].running.as_ref().is_some_and(|running| {
                    !running.books.out.values().any(|outgoing| outgoing.act_id == *act)
                });
            if !forgotten {
                let what = format!("{recipient} receipted act {act} of {sender} and does not have it");
                wrong.push((Kind::Lost, what));
            }
        }
        for (me, node) in self.nodes.iter().enumerate() {
            let Some(running) = node.running.as_ref().filter(|_| node.role == Role::Honest) else {
                if node.role == Role::Honest {
                    wrong.push((Kind::Stuck, format!("{me} does not run at the end")));
                }
                continue;
            };
            for ((to, epoch, sequence), outgoing) in &running.books.out {
                if !self.honest(*to) || outgoing.standing == Standing::Replaced {
                    continue;
                }
                let place = format!("{me} → {to}, epoch {epoch}, {sequence}");
                match outgoing.standing {
                    Standing::Delivered { .. } if has(*to, &outgoing.act_id) => {}
                    Standing::Delivered { .. } => {
                        wrong.push((Kind::Lost, format!("{place}: receipted, not there")))
                    }
                    _ => wrong.push((Kind::Stuck, format!("{place}: {:?} at the end", outgoing.standing))),
                }
            }
            let unrewound = !self.truth.rewound.contains(&me);
            for (_, act) in self.truth.surely.iter().filter(|(by, _)| unrewound && *by == me) {
                if !running.books.out.values().any(|outgoing| outgoing.act_id == *act) {
                    wrong.push((Kind::Lost, format!("{me} forgot its own act {act}")));
                }
            }
        }
        wrong
    }

    fn judge_reports(&mut self) -> Vec<(Kind, String)> {
        let mut wrong = Vec::new();
        let mut detected: BTreeMap<&'static str, u64> = BTreeMap::new();
        let truth = &self.truth;
        let mut expect = |found: bool, word: &'static str, what: String| {
            if found {
                *detected.entry(word).or_default() += 1;
            } else {
                wrong.push((Kind::Unnoticed, what));
            }
        };
        let told = |by: usize, report: Report| truth.reports.contains(&(by, report));
        let well = |node: usize| self.honest(node);
        for (by, (victim, epoch, sequence), hashes) in
            truth.forked.iter().filter(|(_, place, _)| well(place.0))
        {
            // In an epoch that the forker itself has left, neither is taken.
            let stands = self.nodes[*victim].running.as_ref().is_some_and(|running| {
                let held = running.books.inward.get(&(*by, *epoch, *sequence));
                held.is_some_and(|(hash, _)| hashes.contains(hash))
            });
            if stands {
                let found = told(*victim, Report::Fork(*by));
                expect(found, "forks", format!("{victim} did not report that {by} signed two histories"));
            }
        }
        for (by, victim, receipt) in truth.lied.iter().filter(|(_, victim, _)| well(*victim)) {
            // Who was played back may have forgotten what it sent, and asks no more.
            if *receipt && truth.rewound.contains(victim) {
                continue;
            }
            let report = if *receipt { Report::FalseReceipt(*by) } else { Report::Lie(*by) };
            let found = told(*victim, report);
            expect(found, "lies", format!("{victim} did not report the lies of {by}"));
        }
        for (by, victim) in truth.withheld.iter().filter(|(_, victim)| well(*victim)) {
            let owed = self.nodes[*victim].running.as_ref().is_some_and(|running| {
                running.books.out.iter().any(|((to, ..), outgoing)| {
                    to == by
                        && outgoing.standing == Standing::Waiting
                        && self.now - outgoing.made_at > OVERDUE + 5_000
                })
            });
            if owed {
                let found = told(*victim, Report::Overdue(*by));
                expect(found, "withheld", format!("{victim} did not report that {by} owes it a receipt"));
            }
        }
        for (by, victim, epoch) in truth.flooded.iter().filter(|(_, victim, _)| well(*victim)) {
            // What comes in an epoch that its sender has left since is refused as stale, and takes no room.
            let running = self.nodes[*victim].running.as_ref();
            if running.is_none_or(|running| running.books.inbound_from(*by).epoch() > *epoch) {
                continue;
            }
            // A flood of envelopes for places that are taken is a fork, and takes no room.
            let found = told(*victim, Report::Flood(*by)) || told(*victim, Report::Fork(*by));
            expect(found, "floods", format!("{victim} did not report the flood of {by}"));
        }
        for (by, victim) in truth.forged.iter().filter(|(_, victim)| well(*victim)) {
            let found = told(*victim, Report::Improper(*by));
            expect(found, "forgeries", format!("{victim} did not report the forgeries of {by}"));
        }
        for Rewind { of, witnesses, .. } in &truth.rewinds {
            let found = told(*of, Report::OwnRewind) || truth.by_anyone(&Report::Rewritten(*of));
            if found || !witnesses.is_empty() {
                expect(found, "rewinds", format!("nobody noticed that {of} was rewound"));
            }
        }
        for splitter in (0..self.nodes.len()).filter(|node| self.nodes[*node].role == Role::Splitter) {
            let saw = |parity: usize| {
                self.nodes.iter().enumerate().any(|(other, node)| {
                    self.honest(other)
                        && other % 2 == parity
                        && node.running.as_ref().is_some_and(|it| it.books.seen.contains_key(&splitter))
                })
            };
            if saw(0) && saw(1) && self.nodes.len() <= 12 {
                let found = truth.by_anyone(&Report::Rewritten(splitter));
                expect(found, "split-views", format!("nobody noticed the two ledgers of {splitter}"));
            }
        }
        for (by, report) in &truth.reports {
            let accused = match report {
                Report::Fork(of) | Report::Rewritten(of) | Report::Lie(of) | Report::Flood(of) => Some(*of),
                Report::FalseReceipt(of) => Some(*of),
                Report::Improper(of) => Some(*of),
                Report::Overdue(_) | Report::OwnRewind | Report::OwnDamage => None,
            };
            let innocent = |of: usize| self.honest(of) && !truth.rewound.contains(&of);
            if let Some(of) = accused.filter(|of| innocent(*of) && self.honest(*by)) {
                wrong.push((Kind::Slandered, format!("{by} accuses {of}, who is honest: {report:?}")));
            }
            if *report == Report::OwnDamage {
                *detected.entry("damage").or_default() += 1;
            }
        }
        self.truth.detected = detected;
        wrong
    }
}
