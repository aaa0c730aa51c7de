//! What a node does: the shell around the exchange crate's decisions, as the real node has one.
//!
//! Every decision here is the crate's own: what an envelope is ([`exchange::Inbound::decide`]), what is missing
//! ([`exchange::missing`]), whether a receipt holds ([`exchange::Slip::verify`]), whether a ledger grew
//! ([`exchange::witness::judge`]), whether the node was
//! rewound ([`exchange::fence::behind`]), who is served next and when a call is repeated ([`exchange::pace`]).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use exchange::fence::{Heard, Own, behind};
use exchange::pace::Backoff;
use exchange::witness::{Seen, Verdict, judge};
use exchange::{
    Act, ActId, ActKind, Arrival, CaseId, EnvelopeHash, Expected, Handling, Inbound, Neighbours, Officer,
    Onward, ReceiptBatch, Recipients, SignedAck, SignedCheckpoint, Slip, Stage, Statement, Unsigned,
    VerifiedCheckpoint, missing, origin_in,
};
use ledger::{Checkpoint, Entry, EntryKind, Hash, Salt, Tree, verify_consistency};

use super::cast::member;
use super::disk::{Change, Outgoing, Place, Report, Standing, stands_at};
use super::plan::Role;
use super::wire::{Arrived, Head, Message, Reason, Wire};
use super::world::{Call, Request, Stop, World};

/// Envelopes in one request.
const BATCH: usize = 6;
/// How long an answer is waited for, and how long a receipt may be owed, in milliseconds.
const LEASE: i64 = 7_000;
pub(super) const OVERDUE: i64 = 40_000;
/// How often partners are asked for their ledgers and acknowledgements when nothing else happens.
const LOOK: i64 = 9_000;
const BACKOFF: Backoff = Backoff { least: Duration::from_millis(250), most: Duration::from_secs(4) };

/// A transaction that is being put together: changes, and the ledger as it will be.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) changes: Vec<Change>,
    tree: Option<Tree>,
}

impl World {
    /// An officer makes an act, to one partner or several.
    pub(super) fn make_act(&mut self, me: usize) {
        if self.nodes[me].running.is_none() {
            return;
        }
        let partners = self.plan.partners[me].clone();
        let first = partners[self.dice.below(partners.len())];
        let mut to = BTreeSet::from([first]);
        if self.dice.one_in(3) {
            to.insert(partners[self.dice.below(partners.len())]);
        }
        let body = 16 + self.dice.below(200);
        let act = self.act(me, &to, body);
        let mut draft = Draft::default();
        for to in to {
            self.enclose(me, to, &act, &mut draft);
        }
        let id = act.id();
        if self.commit(me, draft.changes).is_ok() {
            self.truth.made(me, id);
        } else {
            // A crash after the commit keeps the act; whoever made it finds it in the case.
            self.truth.perhaps_made(me, id);
        }
    }

    pub(super) fn act(&mut self, me: usize, to: &BTreeSet<usize>, body: usize) -> Rc<Act> {
        self.acts_made += 1;
        let recipients = to.iter().map(|to| member(*to).id.clone()).collect();
        let word = |word: &str| exchange::cbor::to_canonical(&exchange::cbor::Bytes(vec![0x5A; word.len()]));
        let mut body_bytes = word(&"x".repeat(body)).expect("bytes encode");
        if let Some(last) = body_bytes.last_mut() {
            *last = self.acts_made as u8;
        }
        let act = Act {
            author: member(me).id.clone(),
            recipients: Recipients::new(recipients).expect("one recipient at least"),
            case: CaseId::new(self.dice.bytes()),
            kind: ActKind::new("note").expect("a kind"),
            follows: Vec::new(),
            made_at: self.clock(me),
            by: Officer::new("m.tamm", "Mari Tamm").expect("an officer"),
            approved_by: None,
            purpose: format!("act number {}", self.acts_made),
            legal_basis: "simulated".to_owned(),
            handling: Handling::H1,
            marks: exchange::Marks::default(),
            onward: Onward::None,
            expires_at: None,
            body: body_bytes,
        };
        Rc::new(act.normalised())
    }

    /// Puts an act into the next place of a channel. Places taken in the same draft count.
    pub(super) fn enclose(&mut self, me: usize, to: usize, act: &Rc<Act>, draft: &mut Draft) {
        let made_at = self.now;
        let (role, sealed) = (self.nodes[me].role, self.plan.sealed);
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let mut outbound = running.books.outbound(to);
        let mut epoch = running.books.epoch;
        for change in &draft.changes {
            match change {
                Change::Epoch(next) => {
                    epoch = *next;
                    outbound = exchange::Outbound::new(epoch);
                }
                Change::Out(place, outgoing) if place.0 == to => outbound.advance(outgoing.hash),
                _ => {}
            }
        }
        let signed = Unsigned::new((**act).clone(), member(to).id.clone(), outbound.place())
            .and_then(|unsigned| unsigned.sign(&member(me).keys.signing))
            .expect("the act can be sent");
        let wire = Rc::new(Wire::of(&signed, to, sealed, &mut self.dice.0));
        if role == Role::Forker {
            self.sign_another(me, act, outbound.place(), (wire.clone(), signed.envelope_hash()), to);
        }
        let place = (to, epoch, outbound.place().sequence);
        let outgoing = Outgoing {
            act: act.clone(),
            act_id: signed.header().act(),
            hash: signed.envelope_hash(),
            wire,
            made_at,
            standing: Standing::Waiting,
        };
        self.enter(me, EntryKind::Sent, *signed.envelope_hash().as_bytes(), draft);
        self.truth.signed(me, place, signed.envelope_hash());
        draft.changes.push(Change::Out(place, outgoing));
    }

    /// Enters a line into the ledger; gives its number and salt.
    fn enter(&mut self, me: usize, kind: EntryKind, digest: [u8; 32], draft: &mut Draft) -> (u64, Salt) {
        let at_us = self.clock(me).as_microsecond();
        self.enter_as(me, Entry { kind, digest, at_us }, draft)
    }

    fn enter_as(&mut self, me: usize, entry: Entry, draft: &mut Draft) -> (u64, Salt) {
        let salt = Salt::new(self.dice.bytes());
        let leaf = entry.leaf(&salt);
        let books = self.nodes[me].running.as_ref().map(|running| &running.books.tree);
        let tree = draft.tree.get_or_insert_with(|| books.cloned().unwrap_or_default());
        let index = tree.size();
        tree.append(leaf);
        draft.changes.push(Change::Leaf(leaf));
        (index, salt)
    }

    pub(super) fn arrives(&mut self, from: usize, me: usize, message: Message) {
        match message {
            Message::Deliver { call, batch } => self.queue(me, Request { from, call, batch }),
            Message::Answer { call, receipts, refused } => self.answered(me, from, call, &receipts, &refused),
            Message::Ask => self.state(me, from),
            Message::Holds { ack, yours } => self.learn(me, from, &ack, yours.as_ref()),
            Message::Show { call, sizes } => self.show(me, from, call, &sizes),
            Message::Shown { call, head } => self.compare(me, from, call, &head),
            Message::Heard { of, note } => self.hear(me, of, &note),
        }
    }

    /// A request's turn has come: opened, verified, decided, committed, answered.
    pub(super) fn take_in(&mut self, me: usize, request: Request) {
        let Request { from, call, batch } = request;
        if self.nodes[me].role == Role::Forger {
            let caught = &mut self.nodes[me].rogue.caught;
            caught.extend(batch.iter().map(|wire| (from, wire.clone())));
            caught.truncate(20);
        }
        if self.nodes[me].role == Role::Withholder {
            self.withhold(me, from, call, batch.len());
            return;
        }
        let mut draft = Draft::default();
        let mut refused = Vec::new();
        let mut stored: Vec<Rc<Arrived>> = Vec::new();
        let mut again: Vec<EnvelopeHash> = Vec::new();
        let mut inbounds: BTreeMap<usize, Inbound> = BTreeMap::new();
        let mut added: BTreeMap<Place, (EnvelopeHash, Option<EnvelopeHash>)> = BTreeMap::new();
        for (at, wire) in batch.iter().enumerate() {
            let Ok(arrived) = wire.check(from, me, self.defences.signatures) else {
                draft.changes.push(Change::Report(Report::Improper(from)));
                refused.push((at, Reason::Improper));
                continue;
            };
            // With signatures checked, this is the one who holds the connection.
            let sender = super::number_of(arrived.header.sender()).unwrap_or(from);
            let Some(running) = self.nodes[me].running.as_ref() else { return };
            let header = &arrived.header;
            let place = (sender, header.epoch(), header.sequence());
            let inbound = inbounds.entry(sender).or_insert_with(|| running.books.inbound_from(sender));
            let mut known = running.books.neighbours(place);
            let beside = |sequence| added.get(&(sender, place.1, sequence));
            known.same = beside(place.2).map(|(hash, _)| *hash).or(known.same);
            known.before = beside(place.2.saturating_sub(1)).map(|(hash, _)| *hash).or(known.before);
            if let Some((hash, Some(previous))) = beside(place.2 + 1) {
                known.after = Some((*hash, *previous));
            }
            match self.decide(inbound, &arrived, &known) {
                Arrival::New | Arrival::NewEpoch => {
                    let bytes = wire.len() as u64;
                    let mut inbound = inbound.clone();
                    if !self.allowed(me, sender, bytes) {
                        draft.changes.push(Change::Report(Report::Flood(sender)));
                        refused.push((at, Reason::Later));
                        continue;
                    }
                    inbound.record(&arrived.header);
                    inbounds.insert(sender, inbound);
                    added.insert(place, (arrived.hash, arrived.header.previous()));
                    let previous = arrived.header.previous();
                    draft.changes.push(Change::In { place, hash: arrived.hash, previous, bytes });
                    self.take_effect(me, arrived.act, &mut draft);
                    stored.push(arrived);
                }
                Arrival::Duplicate => again.push(arrived.hash),
                Arrival::Conflict { other } => {
                    draft.changes.push(Change::Report(Report::Fork(sender)));
                    draft.changes.push(Change::Conflict { from: sender, hashes: (arrived.hash, other) });
                    refused.push((at, Reason::Conflict));
                }
                Arrival::StaleEpoch { .. } => refused.push((at, Reason::Stale)),
                Arrival::Scattered => refused.push((at, Reason::Later)),
            }
        }
        draft.changes.extend(inbounds.into_iter().map(|(from, inbound)| Change::Inbound { from, inbound }));
        let mut receipts = Vec::new();
        if !stored.is_empty() {
            receipts.extend(self.give(me, from, &stored, &mut draft));
        }
        let count = batch.len();
        let answer = |world: &mut Self, mut receipts: Vec<Rc<ReceiptBatch>>, refused| {
            receipts.extend(world.given_before(me, &again));
            let receipts = world.bend(me, from, receipts);
            world.send(me, from, Message::Answer { call, receipts, refused });
        };
        if !self.defences.commit_first {
            answer(self, receipts.clone(), refused.clone());
        }
        match self.commit(me, draft.changes) {
            Ok(()) => answer(self, receipts, refused),
            Err(Stop::Down) => {}
            Err(Stop::Full) => {
                let refused = (0..count).map(|at| (at, Reason::Later)).collect();
                self.send(me, from, Message::Answer { call, receipts: Vec::new(), refused });
            }
        }
    }

    /// The crate's decision, but for what is switched off.
    fn decide(&self, inbound: &Inbound, arrived: &Arrived, known: &Neighbours) -> Arrival {
        match inbound.decide(&arrived.header, arrived.hash, known) {
            Arrival::Duplicate if !self.defences.duplicates => Arrival::New,
            Arrival::Conflict { .. } if !self.defences.conflicts => Arrival::New,
            arrival => arrival,
        }
    }

    /// Acts are a set: one that came before has no second effect.
    fn take_effect(&self, me: usize, act: ActId, draft: &mut Draft) {
        let known = self.nodes[me].running.as_ref().is_some_and(|it| it.books.effects.contains_key(&act));
        let here =
            draft.changes.iter().any(|change| matches!(change, Change::Effect(other) if *other == act));
        if !(known || here) || !self.defences.duplicates {
            draft.changes.push(Change::Effect(act));
        }
    }

    /// States that envelopes are stored: entries in the ledger, one checkpoint over all of them, the proofs.
    fn give(
        &mut self,
        me: usize,
        _to: usize,
        stored: &[Rc<Arrived>],
        draft: &mut Draft,
    ) -> Option<Rc<ReceiptBatch>> {
        let mut slips = Vec::new();
        for arrived in stored {
            self.enter(me, EntryKind::Received, *arrived.hash.as_bytes(), draft);
            let statement = Statement::about(&arrived.header, Stage::Stored, self.clock(me)).ok()?;
            let (index, salt) = self.enter_as(me, statement.entry(), draft);
            slips.push(Slip { statement, salt, index, proof: Vec::new() });
        }
        let books = &self.nodes[me].running.as_ref()?.books;
        // The proofs are those of the tree as it will be.
        let mut after = books.clone_ledger();
        for change in &draft.changes {
            if let Change::Leaf(_) = change {
                after.apply(change);
            }
        }
        let (size, root) = (after.tree.size(), after.tree.root());
        for slip in &mut slips {
            slip.proof = after.inclusion(slip.index, size)?;
        }
        let note = Rc::new(self.sign(me, books.epoch, size, root));
        draft.changes.push(Change::Checkpoint(note.clone()));
        self.truth.checkpoint(me, size, root);
        for slip in &slips {
            let (envelope, slip) = (slip.statement.envelope, Rc::new(slip.clone()));
            draft.changes.push(Change::Given { envelope, slip, note: note.clone() });
        }
        ReceiptBatch::new((*note).clone(), slips).ok().map(Rc::new)
    }

    pub(super) fn sign(&self, me: usize, epoch: u64, size: u64, root: Hash) -> SignedCheckpoint {
        let us = member(me);
        SignedCheckpoint::sign(Checkpoint::new(origin_in(&us.id, epoch), size, root), &us.keys.signing)
            .expect("the keys sign")
    }

    fn given_before(&self, me: usize, again: &[EnvelopeHash]) -> Vec<Rc<ReceiptBatch>> {
        let Some(running) = self.nodes[me].running.as_ref() else { return Vec::new() };
        let given = again.iter().filter_map(|hash| running.books.given.get(hash));
        given
            .filter_map(|(slip, note)| ReceiptBatch::new((**note).clone(), vec![(**slip).clone()]).ok())
            .map(Rc::new)
            .collect()
    }

    /// A checkpoint whose signatures hold. Bytes that were looked at before are not looked at again.
    fn verified(&mut self, of: usize, note: &SignedCheckpoint) -> Option<Rc<VerifiedCheckpoint>> {
        let key = (of, note.to_bytes());
        if let Some(known) = self.notes.get(&key) {
            return known.clone();
        }
        let verified = note.verify(&member(of).public).ok().map(Rc::new);
        self.notes.insert(key, verified.clone());
        verified
    }

    /// What came back from one request.
    fn answered(
        &mut self,
        me: usize,
        from: usize,
        call: u64,
        receipts: &[Rc<ReceiptBatch>],
        refused: &[(usize, Reason)],
    ) {
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        let Some(Call::Deliver { to, places, .. }) = running.calls.get(&call).cloned() else { return };
        if to != from {
            return;
        }
        running.calls.remove(&call);
        let mut draft = Draft::default();
        let mut proven = Vec::new();
        for batch in receipts {
            match self.proven(me, from, batch, &places) {
                Some(slips) => {
                    let note = Rc::new(batch.checkpoint().clone());
                    let under = stands_at(&note);
                    draft.changes.push(Change::Claim { of: from, note });
                    proven.extend(slips.into_iter().map(|(place, slip)| (place, slip, under)));
                }
                None => draft.changes.push(Change::Report(Report::FalseReceipt(from))),
            }
        }
        for (place, slip, under) in &proven {
            let envelope = slip.statement.envelope;
            draft.changes.push(Change::Stands(*place, Standing::Delivered { under: *under }));
            self.enter(me, EntryKind::ReceiptGot, slip.statement.digest(), &mut draft);
            self.truth.acknowledged(me, from, envelope, slip.statement.act);
        }
        let epoch = self.nodes[me].running.as_ref().map_or(0, |running| running.books.epoch);
        let mut rewound = false;
        for (at, reason) in refused {
            let Some(place) = places.get(*at) else { continue };
            match reason {
                // Of an epoch that this node has left: the act goes again in the present one.
                Reason::Conflict | Reason::Stale if self.defences.fence && place.1 < epoch => {
                    self.enclose_again(me, *place, &mut draft);
                }
                Reason::Conflict | Reason::Stale if self.defences.fence => rewound = true,
                Reason::Conflict | Reason::Stale | Reason::Improper => {
                    draft.changes.push(Change::Stands(*place, Standing::Refused));
                }
                Reason::Later => {}
            }
        }
        let done = proven.len();
        self.paused_after(me, from, done > 0);
        if self.commit(me, draft.changes).is_ok() && rewound {
            // The partner holds something of ours that we do not know of, or has seen a later epoch of ours.
            self.go_on_in_a_new_epoch(me, 0);
        }
    }

    fn paused_after(&mut self, me: usize, partner: usize, well: bool) {
        let draw = self.dice.below(1 << 30) as u32;
        let now = self.now;
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        if well {
            running.failures.remove(&partner);
            running.paused.remove(&partner);
        } else {
            let failures = running.failures.entry(partner).or_default();
            let pause = BACKOFF.pause(*failures, draw);
            *failures += 1;
            running.paused.insert(partner, now + i64::try_from(pause.as_millis()).unwrap_or(i64::MAX));
        }
    }

    /// The receipts of a batch that prove what they say; `None` when one does not.
    fn proven(
        &mut self,
        me: usize,
        from: usize,
        batch: &ReceiptBatch,
        places: &[Place],
    ) -> Option<Vec<(Place, Slip)>> {
        let partner = &member(from).public;
        let checkpoint = self.verified(from, batch.checkpoint());
        let running = self.nodes[me].running.as_ref()?;
        let mut proven = Vec::new();
        for slip in batch.slips() {
            let envelope = slip.statement.envelope;
            let place = places
                .iter()
                .find(|place| running.books.out.get(place).is_some_and(|outgoing| outgoing.hash == envelope));
            let Some((place, outgoing)) =
                place.and_then(|place| Some((place, running.books.out.get(place)?)))
            else {
                continue;
            };
            if self.defences.receipts {
                let by = partner.authority().clone();
                let expected = Expected { envelope, act: outgoing.act_id, by };
                slip.verify(checkpoint.as_deref()?, &expected).ok()?;
            }
            proven.push((*place, slip.clone()));
        }
        Some(proven)
    }

    /// States, signed, what is stored of a partner's channel, and shows what was seen of its ledger.
    fn state(&mut self, me: usize, from: usize) {
        let at = self.clock(me);
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let inbound = running.books.inbound_from(from);
        let largest =
            running.books.claims.get(&from).into_iter().flatten().chain(running.books.seen.get(&from));
        let yours = largest.max_by_key(|note| (super::epoch_of(note), note.claimed().size)).cloned();
        let lies = self.nodes[me].role == Role::Liar && self.now % 2 == 0;
        let to = if lies { me } else { from };
        let ack = inbound.ack(member(me).id.clone(), member(to).id.clone(), at);
        // What says the same as the last time is not signed anew: the moment in it decides nothing.
        let known = self.acks.get(&(me, from)).filter(|(before, _)| {
            (&before.to, before.epoch, &before.ranges) == (&ack.to, ack.epoch, &ack.ranges)
        });
        let signed = match known.map(|(_, signed)| signed.clone()) {
            Some(signed) => signed,
            None => {
                let Ok(signed) = ack.clone().sign(&member(me).keys.signing) else { return };
                let signed = Rc::new(signed);
                self.acks.insert((me, from), (ack, signed.clone()));
                signed
            }
        };
        if lies && self.calm() {
            self.truth.lied(me, from, false);
        }
        self.send(me, from, Message::Holds { ack: signed, yours });
    }

    /// What a partner holds of our channel, and what it saw of our ledger.
    fn learn(&mut self, me: usize, from: usize, ack: &Rc<SignedAck>, yours: Option<&Rc<SignedCheckpoint>>) {
        let known = self.heard.get(&(from, me)).filter(|(before, _)| Rc::ptr_eq(before, ack));
        let ack = match known.map(|(_, verified)| verified.clone()) {
            Some(verified) => verified,
            None => {
                let Ok(verified) = ack.verify(&member(from).public, &member(me).id) else {
                    let _ = self.commit(me, vec![Change::Report(Report::Lie(from))]);
                    return;
                };
                self.heard.insert((from, me), (ack.clone(), verified.clone()));
                verified
            }
        };
        let seen = yours.and_then(|note| self.verified(me, note));
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let books = &running.books;
        let outbound = books.outbound(from);
        let heard = Heard {
            checkpoint: seen.map(|seen| (seen.epoch(), seen.checkpoint().size, seen.checkpoint().root)),
            epoch: ack.epoch,
            sequence: ack.ranges.highest(),
        };
        let own = Own { epoch: books.epoch, size: books.tree.size() };
        let found = behind(own, &heard, &|size| books.root_at(size), outbound.highest());
        // Who shows two ledgers knows why its own looks strange to others.
        let splits = self.nodes[me].role == Role::Splitter;
        if self.defences.fence && found.is_some() && !splits {
            let seen = heard.epoch.max(heard.checkpoint.map_or(0, |(epoch, ..)| epoch));
            self.go_on_in_a_new_epoch(me, seen);
            return;
        }
        let mut draft = Draft::default();
        if self.defences.gaps {
            let lacking: Vec<u64> = if ack.epoch == books.epoch {
                missing(&ack, outbound.highest()).collect()
            } else {
                // Nothing of the present epoch has arrived there, or what arrived was lost with a backup.
                (1..=outbound.highest()).collect()
            };
            for sequence in lacking {
                let place = (from, books.epoch, sequence);
                let stands = books.out.get(&place).map(|outgoing| &outgoing.standing);
                if matches!(stands, Some(Standing::Delivered { .. })) {
                    draft.changes.push(Change::Stands(place, Standing::Waiting));
                }
            }
        }
        if self.commit(me, draft.changes).is_ok()
            && let Some(running) = self.nodes[me].running.as_mut()
        {
            running.fenced.insert(from);
            running.to_ask.remove(&from);
        }
    }

    /// The numbering cannot be trusted: the next epoch begins, and what has no receipt goes again in it.
    fn go_on_in_a_new_epoch(&mut self, me: usize, seen: u64) {
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let epoch = running.books.epoch.max(seen) + 1;
        let mut draft = Draft::default();
        draft.changes.push(Change::Epoch(epoch));
        draft.changes.push(Change::Report(Report::OwnRewind));
        let again: Vec<Place> = running
            .books
            .out
            .iter()
            .filter(|(_, outgoing)| matches!(outgoing.standing, Standing::Waiting | Standing::Refused))
            .map(|(place, _)| *place)
            .collect();
        for place in again {
            self.enclose_again(me, place, &mut draft);
        }
        // The ledger begins anew under the name of the epoch, with the lines that are still there.
        self.enter(me, EntryKind::Note, [0; 32], &mut draft);
        if let Some(tree) = &draft.tree {
            let (size, root) = (tree.size(), tree.root());
            draft.changes.push(Change::Checkpoint(Rc::new(self.sign(me, epoch, size, root))));
        }
        let _ = self.commit(me, draft.changes);
    }

    /// Shows the ledger as it is, and that it grew from what was shown before.
    fn show(&mut self, me: usize, from: usize, call: u64, sizes: &[u64]) {
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let Some(note) = running.books.latest.clone() else { return };
        let size = note.claimed().size;
        let proofs = sizes.iter().map(|older| running.books.consistency(*older, size)).collect();
        let head = self.split(me, from, Head { note, proofs }, sizes);
        self.send(me, from, Message::Shown { call, head });
    }

    /// Compares what a partner shows now with what it showed before, and what others heard from it.
    fn compare(&mut self, me: usize, from: usize, call: u64, head: &Head) {
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        let Some(Call::Show { of, asked, .. }) = running.calls.get(&call).cloned() else { return };
        if of != from {
            return;
        }
        running.calls.remove(&call);
        let Some(verified) = self.verified(from, &head.note) else {
            let _ = self.commit(me, vec![Change::Report(Report::Lie(from))]);
            return;
        };
        let (epoch, shown) = (verified.epoch(), verified.checkpoint());
        let mut rewritten = false;
        let mut changes = vec![Change::Settled { of: from, notes: asked.clone() }];
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let last = running.books.seen.get(&from).map(|note| stands_at(note));
        let mut follows = true;
        // Each was verified before it was kept.
        for (older, proof) in asked.iter().zip(&head.proofs) {
            let seen = Seen { epoch: super::epoch_of(older), checkpoint: older.claimed().clone() };
            let proof = proof.as_deref().unwrap_or_default();
            let verdict = if epoch > seen.epoch {
                judge(Some(&seen), 0, &[], &verified)
            } else {
                judge(Some(&seen), seen.checkpoint.size, proof, &verified)
            };
            rewritten |= self.defences.monitor && verdict != Verdict::Cosign;
            let Checkpoint { size, root, .. } = seen.checkpoint;
            if verify_consistency(size, root, shown.size, shown.root, proof).is_ok() {
                continue;
            }
            // What was receipted under it may be gone. The last checkpoint stands for everything before it, and a partner that
            // does not know that it was rewound is told so first: it says that it does in a later epoch.
            let under = (seen.epoch, size, root);
            if last != Some(under) {
                changes.extend(
                    self.defences
                        .gaps
                        .then(|| running.books.doubted(from, Some(under)))
                        .into_iter()
                        .flatten(),
                );
            } else if epoch > seen.epoch {
                changes.extend(
                    self.defences.gaps.then(|| running.books.doubted(from, None)).into_iter().flatten(),
                );
            } else {
                follows = false;
            }
        }
        // As a witness does: a ledger that does not follow from the last one that was seen is not taken up.
        if follows && last.is_none_or(|(before, size, _)| (before, size) <= (epoch, shown.size)) {
            changes.push(Change::Seen { of: from, note: head.note.clone() });
        }
        if rewritten {
            changes.push(Change::Report(Report::Rewritten(from)));
        }
        let _ = self.commit(me, changes);
    }

    /// The act in a place goes again, in the next place of the present epoch.
    fn enclose_again(&mut self, me: usize, place: Place, draft: &mut Draft) {
        let books = self.nodes[me].running.as_ref().map(|running| &running.books);
        let Some(act) = books.and_then(|books| Some(books.out.get(&place)?.act.clone())) else { return };
        draft.changes.push(Change::Stands(place, Standing::Replaced));
        self.enclose(me, place.0, &act, draft);
    }

    /// A partner tells what a third one showed it.
    fn hear(&mut self, me: usize, of: usize, note: &Rc<SignedCheckpoint>) {
        if !self.defences.comparing || self.verified(of, note).is_none() {
            return;
        }
        let _ = self.commit(me, vec![Change::Claim { of, note: note.clone() }]);
    }

    /// What a node does by itself from time to time.
    pub(super) fn tick(&mut self, me: usize) {
        self.rogue_tick(me);
        for partner in self.plan.partners[me].clone() {
            self.look_after(me, partner);
        }
        if self.dice.one_in(4) {
            self.pass_on(me);
        }
    }

    fn look_after(&mut self, me: usize, partner: usize) {
        let (now, retries) = (self.now, self.defences.retries);
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        let late = |call: &Call| match call {
            Call::Deliver { to, since, .. } => *to == partner && now - since > LEASE,
            Call::Show { of, since, .. } => *of == partner && now - since > LEASE,
        };
        let lost = running.calls.values().any(|call| late(call) && matches!(call, Call::Deliver { .. }));
        running.calls.retain(|_, call| !late(call) || (!retries && matches!(call, Call::Deliver { .. })));
        if lost {
            running.to_ask.insert(partner);
            self.paused_after(me, partner, false);
        }
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        let asked = running.asked.get(&partner).copied().unwrap_or(i64::MIN / 2);
        // Now and then without a reason: a partner whose database was rewound may not know it, and may be silent.
        let must_ask = !running.fenced.contains(&partner)
            || running.to_ask.contains(&partner)
            || (retries && now - asked > 3 * LOOK);
        if must_ask && now - asked > 2_000 {
            running.asked.insert(partner, now);
            self.send(me, partner, Message::Ask);
        }
        self.deliver(me, partner);
        self.watch(me, partner);
    }

    fn deliver(&mut self, me: usize, partner: usize) {
        let now = self.now;
        let call = self.number();
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        let open: Vec<&Vec<Place>> = running
            .calls
            .values()
            .filter_map(|call| match call {
                Call::Deliver { to, places, .. } if *to == partner => Some(places),
                _ => None,
            })
            .collect();
        let paused = running.paused.get(&partner).is_some_and(|until| *until > now);
        if !running.fenced.contains(&partner) || open.len() > 1 || paused {
            return;
        }
        let waiting: Vec<Place> = running
            .books
            .out
            .range((partner, 0, 0)..(partner + 1, 0, 0))
            .filter(|(place, outgoing)| {
                outgoing.standing == Standing::Waiting && !open.iter().any(|places| places.contains(place))
            })
            .map(|(place, _)| *place)
            .take(BATCH)
            .collect();
        if waiting.is_empty() {
            return;
        }
        let batch = waiting.iter().filter_map(|place| running.books.out.get(place));
        let batch: Vec<Rc<Wire>> = batch.map(|outgoing| outgoing.wire.clone()).collect();
        running.calls.insert(call, Call::Deliver { to: partner, places: waiting, since: now });
        self.send(me, partner, Message::Deliver { call, batch });
    }

    /// Asks to be shown a partner's ledger, and reports what it owes.
    fn watch(&mut self, me: usize, partner: usize) {
        let now = self.now;
        let call = self.number();
        let calm = self.calm();
        let Some(running) = self.nodes[me].running.as_mut() else { return };
        let claims = running.books.claims.get(&partner).cloned().unwrap_or_default();
        let shown = running.shown.get(&partner).copied().unwrap_or(i64::MIN / 2);
        let asking =
            running.calls.values().any(|call| matches!(call, Call::Show { of, .. } if *of == partner));
        let due = if claims.is_empty() { 3 * LOOK } else { LOOK / 3 };
        if !asking && now - shown > due && (calm || !claims.is_empty()) {
            // The last one first: it stands for everything that was settled before.
            let mut asked: Vec<Rc<SignedCheckpoint>> =
                running.books.seen.get(&partner).cloned().into_iter().collect();
            asked.extend(claims);
            asked.truncate(12);
            if !asked.is_empty() {
                running.shown.insert(partner, now);
                let sizes = asked.iter().map(|note| note.claimed().size).collect();
                running.calls.insert(call, Call::Show { of: partner, asked, since: now });
                self.send(me, partner, Message::Show { call, sizes });
            }
        }
        if !self.defences.overdue {
            return;
        }
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let owes =
            running.books.out.range((partner, 0, 0)..(partner + 1, 0, 0)).any(|(_, outgoing)| {
                outgoing.standing == Standing::Waiting && now - outgoing.made_at > OVERDUE
            });
        if owes && !running.books.reports.contains(&Report::Overdue(partner)) {
            let _ = self.commit(me, vec![Change::Report(Report::Overdue(partner))]);
        }
    }

    /// Tells a partner what a common one showed.
    fn pass_on(&mut self, me: usize) {
        if !self.defences.comparing {
            return;
        }
        let partners = &self.plan.partners[me];
        let to = partners[self.dice.below(partners.len())];
        let common: Vec<usize> =
            partners.iter().copied().filter(|of| self.plan.partners[to].contains(of) && *of != to).collect();
        if common.is_empty() {
            return;
        }
        let of = common[self.dice.below(common.len())];
        let Some(running) = self.nodes[me].running.as_ref() else { return };
        let note = running.books.seen.get(&of).cloned();
        if let Some(note) = note {
            self.send(me, to, Message::Heard { of, note });
        }
    }
}
