//! What dishonest nodes do, with their own real keys.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use exchange::{Act, EnvelopeHash, Place as ChannelPlace, ReceiptBatch, Unsigned};
use ledger::{Hash, NodeId, Tree, leaf_hash};

use super::cast::member;
use super::disk::{Change, Place};
use super::node::Draft;
use super::plan::Role;
use super::wire::{Head, Message, Reason, Wire};
use super::world::World;

/// What a dishonest node keeps beside its books.
#[derive(Debug, Default)]
pub(super) struct Rogue {
    /// Two envelopes for one place, with the place and the names of both.
    pairs: Vec<(Place, [Rc<Wire>; 2], [EnvelopeHash; 2])>,
    /// What a flooder sends, again and again.
    flood: BTreeMap<usize, (u64, Vec<Rc<Wire>>)>,
    /// Envelopes that somebody sent to it.
    pub(super) caught: Vec<(usize, Rc<Wire>)>,
    at: usize,
}

impl World {
    /// Signs another act for the same place.
    pub(super) fn sign_another(
        &mut self,
        me: usize,
        act: &Rc<Act>,
        place: ChannelPlace,
        first: (Rc<Wire>, EnvelopeHash),
        to: usize,
    ) {
        if self.dice.one_in(2) {
            return;
        }
        let other = Act { purpose: format!("{}, or rather not", act.purpose), ..(**act).clone() };
        let signed = Unsigned::new(other, member(to).id.clone(), place)
            .and_then(|unsigned| unsigned.sign(&member(me).keys.signing))
            .expect("the act can be sent");
        let sealed = self.plan.sealed;
        let wire = Rc::new(Wire::of(&signed, to, sealed, &mut self.dice.0));
        self.truth.perhaps_made(me, signed.header().act());
        let hashes = [first.1, signed.envelope_hash()];
        self.nodes[me].rogue.pairs.push(((to, place.epoch, place.sequence), [first.0, wire], hashes));
    }

    /// Takes what is sent and does not say so; or says that there is no room, for ever.
    pub(super) fn withhold(&mut self, me: usize, from: usize, call: u64, count: usize) {
        self.truth.withheld(me, from);
        if self.dice.one_in(2) {
            let refused = (0..count).map(|at| (at, Reason::Later)).collect();
            self.send(me, from, Message::Answer { call, receipts: Vec::new(), refused });
        }
    }

    /// A liar's receipts do not prove what they say; a splitter's prove it in the other ledger.
    pub(super) fn bend(
        &mut self,
        me: usize,
        to: usize,
        receipts: Vec<Rc<ReceiptBatch>>,
    ) -> Vec<Rc<ReceiptBatch>> {
        match self.nodes[me].role {
            Role::Liar => receipts.iter().map(|batch| self.lie(me, to, batch)).collect(),
            Role::Splitter if to % 2 == 1 => {
                receipts.iter().filter_map(|batch| self.other_receipts(me, batch)).collect()
            }
            _ => receipts,
        }
    }

    fn lie(&mut self, me: usize, to: usize, batch: &Rc<ReceiptBatch>) -> Rc<ReceiptBatch> {
        let mut slips = batch.slips().to_vec();
        let mut note = batch.checkpoint().clone();
        let kind = self.dice.below(4);
        for slip in &mut slips {
            match kind {
                0 => slip.index += 1,
                1 => slip.salt = ledger::Salt::new(self.dice.bytes()),
                2 => slip.statement.at += jiff::SignedDuration::from_secs(60),
                _ => {}
            }
        }
        if kind == 3 {
            // A checkpoint that it signed, of a ledger in which the statement does not stand.
            let root = Hash::new(self.dice.bytes());
            note = self.sign(me, super::epoch_of(&note), note.claimed().size, root);
        }
        self.truth.lied(me, to, true);
        Rc::new(ReceiptBatch::new(note, slips).expect("as many slips as before"))
    }

    /// The ledger that a splitter shows to some: its first line is another.
    fn other_ledger(&self, me: usize, size: u64) -> (Tree, BTreeMap<NodeId, Hash>) {
        let mut tree = Tree::new();
        let mut nodes = BTreeMap::new();
        let leaves = self.nodes[me].running.as_ref().map(|running| &running.books.leaves);
        for (at, leaf) in leaves.into_iter().flatten().take(size as usize).enumerate() {
            let leaf = if at == 0 { leaf_hash(b"the other ledger") } else { *leaf };
            nodes.extend(tree.append(leaf).into_iter().map(|node| (node.id, node.hash)));
        }
        (tree, nodes)
    }

    fn other_receipts(&self, me: usize, batch: &ReceiptBatch) -> Option<Rc<ReceiptBatch>> {
        let (epoch, size) = (super::epoch_of(batch.checkpoint()), batch.checkpoint().claimed().size);
        let (tree, nodes) = self.other_ledger(me, size);
        if tree.size() != size {
            return None;
        }
        let mut slips = batch.slips().to_vec();
        for slip in &mut slips {
            slip.proof = ledger::inclusion(slip.index, size, &|id| nodes.get(&id).copied()).ok()?;
        }
        ReceiptBatch::new(self.sign(me, epoch, size, tree.root()), slips).ok().map(Rc::new)
    }

    pub(super) fn split(&mut self, me: usize, to: usize, head: Head, sizes: &[u64]) -> Head {
        if self.nodes[me].role != Role::Splitter || to.is_multiple_of(2) {
            return head;
        }
        let (epoch, size) = (super::epoch_of(&head.note), head.note.claimed().size);
        let (tree, nodes) = self.other_ledger(me, size);
        let proof = |older: &u64| ledger::consistency(*older, size, &|id| nodes.get(&id).copied()).ok();
        let proofs = sizes.iter().map(proof).collect();
        Head { note: Rc::new(self.sign(me, epoch, size, tree.root())), proofs }
    }

    /// What a dishonest node does by itself.
    pub(super) fn rogue_tick(&mut self, me: usize) {
        match self.nodes[me].role {
            Role::Forker => self.fork(me),
            Role::Flooder => self.flood(me),
            Role::Forger => self.forge(me),
            Role::Honest | Role::Liar | Role::Splitter | Role::Withholder => {}
        }
    }

    fn fork(&mut self, me: usize) {
        if self.nodes[me].rogue.pairs.is_empty() || self.dice.one_in(2) {
            return;
        }
        self.nodes[me].rogue.at += 1;
        let at = self.nodes[me].rogue.at % self.nodes[me].rogue.pairs.len();
        let (place, wires, hashes) = self.nodes[me].rogue.pairs[at].clone();
        let call = self.number();
        if self.calm() {
            self.truth.forked(me, place, hashes);
        }
        self.send(me, place.0, Message::Deliver { call, batch: wires.to_vec() });
    }

    fn flood(&mut self, me: usize) {
        for to in self.plan.partners[me].clone() {
            if !self.nodes[me].rogue.flood.contains_key(&to) {
                // Large acts, each valid: more than the allowance holds.
                let mut draft = Draft::default();
                for _ in 0..32 {
                    let act = self.act(me, &BTreeSet::from([to]), 24_000);
                    self.truth.perhaps_made(me, act.id());
                    self.enclose(me, to, &act, &mut draft);
                }
                let sent = draft.changes.iter().filter_map(|change| match change {
                    Change::Out((_, epoch, _), outgoing) => Some((*epoch, outgoing.wire.clone())),
                    _ => None,
                });
                let (epochs, wires): (Vec<u64>, Vec<Rc<Wire>>) = sent.unzip();
                self.nodes[me].rogue.flood.insert(to, (epochs.into_iter().max().unwrap_or(0), wires));
            }
            if self.calm() {
                let (epoch, _) = self.nodes[me].rogue.flood[&to];
                self.truth.flooded(me, to, epoch);
            }
            for _ in 0..12 {
                self.nodes[me].rogue.at += 1;
                let (_, wires) = &self.nodes[me].rogue.flood[&to];
                let wire = wires[self.nodes[me].rogue.at % wires.len()].clone();
                let call = self.number();
                self.send(me, to, Message::Deliver { call, batch: vec![wire.clone(), wire] });
            }
        }
    }

    /// Signs in another's name, changes bits, passes on what it was sent.
    fn forge(&mut self, me: usize) {
        if !self.dice.one_in(3) {
            return;
        }
        let partners = self.plan.partners[me].clone();
        let to = partners[self.dice.below(partners.len())];
        let others: Vec<usize> = partners.iter().copied().filter(|other| *other != to).collect();
        if others.is_empty() {
            return;
        }
        let victim = others[self.dice.below(others.len())];
        let sealed = self.plan.sealed;
        let wire = if self.dice.one_in(2) && !self.nodes[me].rogue.caught.is_empty() {
            let caught = self.nodes[me].rogue.caught.len();
            let (_, wire) = &self.nodes[me].rogue.caught[self.dice.below(caught)];
            let wire = wire.clone();
            let bit = self.dice.below(100_000);
            Rc::new(if self.dice.one_in(2) { wire.again() } else { wire.altered(bit) })
        } else {
            let act = self.act(me, &BTreeSet::from([to]), 40);
            let act = Act { author: member(victim).id.clone(), ..(*act).clone() };
            let epoch = 1 + self.dice.below(2) as u64;
            let place = ChannelPlace { epoch, sequence: 1, previous: None };
            let signed = Unsigned::new(act, member(to).id.clone(), place)
                .and_then(|unsigned| unsigned.sign(&member(me).keys.signing))
                .expect("anything can be signed with one's own keys");
            Rc::new(Wire::of(&signed, to, sealed, &mut self.dice.0))
        };
        if self.calm() {
            self.truth.forged(me, to);
        }
        let call = self.number();
        self.send(me, to, Message::Deliver { call, batch: vec![wire] });
    }
}
