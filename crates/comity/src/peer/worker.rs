//! Delivery: takes committed envelopes to partners and keeps the receipts they give.
//!
//! Each accredited partner has a task of its own, so that one who is slow, down or hostile delays nobody else. A task
//! claims what is due, has a few batches under way at once, and settles what came back in one transaction, with the next
//! claim if there is one. While it keeps up, what is made for its partner is handed to it and needs no claim. A delivery counts as done only when the receipt proves that the envelope stands in the partner's own
//! signed ledger. Everything else is tried again, later and later with jitter, and the reason is kept where officers see
//! it. After a time of silence the partner's signed acknowledgement says what it really holds; gaps are sent again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use exchange::cbor;
use exchange::pace::Backoff;
use exchange::{AuthorityId, Culprit, Expected, Ranges, ReceiptBatch, SignedAck, SignedEnvelope, Slip};
use jiff::{SignedDuration, Timestamp};
use ledger::EntryKind;
use rand::Rng;
use rand_chacha::ChaCha20Rng;
use store::{Claimed, Direction, EnvelopeKey, Failure, ReceiptRecord, Tx};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::calling::{Fate, Returned, call};
use super::client::{CallError, Client};
use super::fence::{self, Challenge};
use super::handing::Taker;
use super::monitor::Shown;
use super::partners::{Partner, Partners};
use super::record::{self, Record};
use super::wire::{self, Refusal};
use super::{monitor, rewrap, tls};
use crate::node::{Node, NodeError};

/// Envelopes in one request.
const BATCH: u32 = 48;
/// Requests under way to one partner.
const WINDOW: usize = 3;
/// How long a claim holds; longer than the longest call.
const LEASE: SignedDuration = SignedDuration::from_secs(90);
/// How often the outbox is looked at for what other processes wrote.
const POLL: Duration = Duration::from_millis(500);
/// The pauses after failures.
const BACKOFF: Backoff = Backoff { least: Duration::from_millis(250), most: Duration::from_secs(60) };
/// How often a partner is asked what it holds although nothing went wrong: its database may have been rewound without its
/// knowing, and then only an acknowledgement shows that what it receipted is gone.
const LOOK: SignedDuration = SignedDuration::from_hours(1);
/// How often a partner that is reached is noted as reached.
const REACHED: SignedDuration = SignedDuration::from_secs(10);

/// Delivers to every accredited partner until `stop`.
pub async fn deliver(node: Node, partners: Arc<Partners>, stop: CancellationToken) {
    let now = node.now();
    let woken = node
        .store()
        .run_tx("wake deliveries", |tx| Box::pin(async move { tx.wake_all_deliveries(now).await }))
        .await;
    if let Err(error) = woken {
        tracing::warn!(%error, "deliveries could not be made due at the start");
    }
    let mut tasks: HashMap<AuthorityId, (Arc<Partner>, JoinHandle<()>)> = HashMap::new();
    loop {
        let present = partners.all();
        let gone = tasks.extract_if(|_, (partner, task)| {
            !present.iter().any(|now| Arc::ptr_eq(now, partner)) || task.is_finished()
        });
        let mut gone: HashMap<AuthorityId, JoinHandle<()>> =
            gone.map(|(authority, (_, task))| (authority, task)).collect();
        for task in gone.values() {
            task.abort();
        }
        for partner in present {
            let authority = partner.keys.authority().clone();
            let before = gone.remove(&authority);
            tasks.entry(authority).or_insert_with(|| {
                let (node, stop, with) = (node.clone(), stop.clone(), partner.clone());
                let task = tokio::spawn(async move {
                    // What the task before claims in its last moment would else wait for the end of its lease.
                    if let Some(before) = before {
                        let _ = before.await;
                    }
                    run(node, with, stop).await;
                });
                (partner, task)
            });
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
    for (_, (_, task)) in tasks {
        // A panic in one partner's task was reported by the runtime.
        let _ = task.await;
    }
}

async fn run(node: Node, partner: Arc<Partner>, stop: CancellationToken) {
    let tls = match tls::client(&node, partner.keys.authority(), partner.keys.certificates()) {
        Ok(tls) => tls,
        Err(error) => {
            tracing::error!(%error, "delivery cannot start");
            return;
        }
    };
    let newest = partner.keys.record().tls_cert_sha256;
    let client = Arc::new(Client::new(partner.record.partner.endpoint.clone(), tls).expecting(&newest));
    let rng = node.rng();
    let mut delivery = Delivery {
        node: node.clone(),
        partner,
        client,
        rng,
        failures: 0,
        silent: true,
        reached_at: None,
        asked_at: None,
        woken: true,
        done: Vec::new(),
    };
    let taker = node.handing().begin(delivery.partner.keys.authority());
    // A task before this one may have been ended, because the partner's keys changed, with envelopes under way.
    delivery.wake().await;
    delivery.run(&taker, stop).await;
}

/// Until when a claim holds that is made now.
pub(super) fn lease(now: Timestamp) -> Timestamp {
    now.saturating_add(LEASE).unwrap_or(Timestamp::MAX)
}

struct Delivery {
    node: Node,
    partner: Arc<Partner>,
    client: Arc<Client>,
    rng: ChaCha20Rng,
    /// Failed calls in a row.
    failures: u32,
    /// Nothing was heard since the start or since a failure: ask for the acknowledgement.
    silent: bool,
    reached_at: Option<Timestamp>,
    /// When the partner was asked what it holds.
    asked_at: Option<Timestamp>,
    /// Whether something may be due that was not looked at yet.
    woken: bool,
    done: Vec<Returned>,
}

/// What is under way of a delivery.
#[derive(Default)]
struct UnderWay {
    calls: JoinSet<Vec<Returned>>,
    /// One at most.
    turns: JoinSet<Turn>,
}

/// A transaction that settled what came back, and claimed what was due.
struct Turn {
    settled: Vec<Returned>,
    /// How many it was to claim at most.
    limit: Option<u32>,
    result: Result<(Vec<Claimed>, Vec<EnvelopeKey>), NodeError>,
}

impl Delivery {
    async fn run(&mut self, taker: &Taker<'_>, stop: CancellationToken) {
        let mut outbox = self.node.outbox();
        let mut under_way = UnderWay::default();
        let mut looked = Instant::now();
        loop {
            self.woken |= outbox.has_changed().unwrap_or(false);
            outbox.mark_unchanged();
            let room = if self.failures > 0 { 1 } else { WINDOW };
            let stopped = stop.is_cancelled();
            while !stopped && under_way.calls.len() < room {
                let handed = taker.take(self.batch() as usize);
                if handed.is_empty() {
                    break;
                }
                self.start_call(&mut under_way, handed).await;
            }
            if under_way.turns.is_empty() {
                let mut claims = false;
                if !stopped && under_way.calls.len() < room && (self.woken || looked.elapsed() >= POLL) {
                    looked = Instant::now();
                    claims = self.woken || self.anything_due().await;
                }
                if claims || !self.done.is_empty() {
                    self.start_turn(&mut under_way, claims);
                }
            }
            let idle = under_way.calls.is_empty() && under_way.turns.is_empty();
            if stopped && (idle || self.failures > 0 && under_way.turns.is_empty()) {
                return;
            }
            if idle && self.looked_long_ago() {
                self.look().await;
            }
            let may_call = under_way.calls.len() < room && !stopped;
            tokio::select! {
                Some(returned) = under_way.calls.join_next() => {
                    if let Ok(returned) = returned {
                        self.returned(returned, taker).await;
                    }
                    while let Some(Ok(more)) = under_way.calls.try_join_next() {
                        self.returned(more, taker).await;
                    }
                }
                Some(turn) = under_way.turns.join_next() => {
                    if let Ok(turn) = turn {
                        self.turned(turn, &mut under_way, taker, &stop).await;
                    }
                }
                changed = outbox.changed(), if may_call && self.failures == 0 => {
                    if changed.is_err() {
                        return;
                    }
                    self.woken = true;
                }
                () = taker.added(), if may_call => {}
                () = tokio::time::sleep(POLL), if !stopped => {}
                () = stop.cancelled(), if !stopped => {}
            }
        }
    }

    /// While a partner does not answer, one envelope is enough to find out.
    fn batch(&self) -> u32 {
        if self.failures > 0 { 1 } else { BATCH }
    }

    /// Takes claimed envelopes to the partner.
    async fn start_call(&self, under_way: &mut UnderWay, mut claimed: Vec<Claimed>) {
        if let Err(error) = rewrap::freshen(&self.node, &self.partner, &mut claimed).await {
            tracing::warn!(%error, partner = %self.partner.keys.authority(), "waiting envelopes could not be made anew");
        }
        under_way.calls.spawn(call(self.node.clone(), self.client.clone(), self.partner.clone(), claimed));
    }

    /// Settles what came back and, when it is to, claims what is due, in one transaction.
    fn start_turn(&mut self, under_way: &mut UnderWay, claims: bool) {
        let settled = std::mem::take(&mut self.done);
        let limit = claims.then(|| self.batch());
        if claims {
            self.woken = false;
        }
        let now = self.node.now();
        let reached = self.reached(&settled, now);
        if reached.is_some() {
            self.reached_at = reached;
        }
        let pauses: Vec<Timestamp> = settled.iter().map(|_| now + self.pause()).collect();
        let (node, partner) = (self.node.clone(), self.partner.clone());
        under_way.turns.spawn(async move {
            let result = transact(&node, &partner, &settled, &pauses, reached, limit, now).await;
            Turn { settled, limit, result }
        });
    }

    /// Takes up what a transaction gave.
    async fn turned(
        &mut self,
        turn: Turn,
        under_way: &mut UnderWay,
        taker: &Taker<'_>,
        stop: &CancellationToken,
    ) {
        let Turn { settled, limit, result } = turn;
        let (claimed, challenged) = match result {
            Ok(done) => done,
            Err(error) => {
                tracing::warn!(%error, partner = %self.partner.keys.authority(), "delivery waits for the store");
                self.done.extend(settled);
                self.woken |= limit.is_some();
                let pause = self.pause();
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = stop.cancelled() => self.done.clear(),
                }
                return;
            }
        };
        if !challenged.is_empty()
            && let Err(error) = self.challenge(&challenged).await
        {
            tracing::warn!(%error, partner = %self.partner.keys.authority(), "a doubt about the channel waits");
        }
        for returned in settled {
            let fates = returned.result.iter().flatten();
            for (claimed, _) in
                returned.claimed.iter().zip(fates).filter(|(_, fate)| matches!(fate, Fate::Stored(..)))
            {
                self.node.announce_receipt(claimed.act);
            }
        }
        let Some(limit) = limit else { return };
        if claimed.len() >= limit as usize {
            self.woken = true;
        } else if self.failures == 0 {
            taker.open();
        }
        if !claimed.is_empty() {
            self.start_call(under_way, claimed).await;
        }
    }

    async fn anything_due(&self) -> bool {
        let next = self
            .node
            .store()
            .read("next delivery", |tx| Box::pin(async move { tx.next_delivery_at().await }))
            .await;
        match next {
            Ok(next) => next.is_some_and(|next| next <= self.node.now()),
            Err(error) => {
                tracing::warn!(%error, partner = %self.partner.keys.authority(), "delivery waits for the store");
                false
            }
        }
    }

    /// When the partner answered, but not noted more often than is of use.
    fn reached(&self, settled: &[Returned], now: Timestamp) -> Option<Timestamp> {
        let answered = settled.iter().any(|returned| returned.result.is_ok());
        let noted = self.reached_at.is_some_and(|at| now.duration_since(at) < REACHED);
        (answered && !noted).then_some(now)
    }

    /// The partner says that other envelopes hold these places, or that their epoch is over. Either this node was rewound, which
    /// the partner can show, and goes on in a new epoch; or the partner does not say what is so.
    async fn challenge(&self, places: &[EnvelopeKey]) -> Result<(), NodeError> {
        if fence::challenged(&self.node, &self.partner).await? != Challenge::Unproven {
            return Ok(());
        }
        let (now, partner) = (self.node.now(), self.partner.keys.authority());
        let text = format!(
            "{partner} says that another envelope holds this place or that its epoch is over, and does not show it"
        );
        let failure = &Failure { culprit: Culprit::Peer, text };
        self.node
            .store()
            .run_tx("refused without proof", |tx| {
                Box::pin(async move {
                    for place in places {
                        tx.delivery_refused(place, failure, now).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(())
    }

    async fn returned(&mut self, all: Vec<Returned>, taker: &Taker<'_>) {
        for one in all {
            self.one_returned(one).await;
        }
        if self.failures > 0 {
            // What was handed over is tried when the store says that it is due.
            let claimed = taker.close();
            if !claimed.is_empty() {
                self.done.push(Returned { claimed, result: Err(CallError::NotTried) });
            }
        }
    }

    async fn one_returned(&mut self, returned: Returned) {
        match &returned.result {
            Err(CallError::NotTried) => {}
            Ok(_) => {
                let recovered = self.failures > 0;
                self.failures = 0;
                if recovered {
                    self.wake().await;
                    self.woken = true;
                }
                if self.silent {
                    self.look().await;
                }
            }
            Err(error) => {
                self.failures = self.failures.saturating_add(1);
                self.silent = true;
                tracing::info!(%error, partner = %self.partner.keys.authority(), "delivery failed and is tried again");
            }
        }
        self.done.push(returned);
    }

    /// Asks what the partner holds, after a silence and from time to time.
    async fn look(&mut self) {
        self.silent = !self.fill_gaps().await;
        self.asked_at = Some(self.node.now());
    }

    fn looked_long_ago(&self) -> bool {
        let now = self.node.now();
        self.failures == 0 && self.asked_at.is_some_and(|at| now.duration_since(at) >= LOOK)
    }

    /// Everything that waits for a partner who is back goes at once.
    async fn wake(&self) {
        let (authority, now) = (self.partner.keys.authority(), self.node.now());
        let woken = self
            .node
            .store()
            .run_tx("wake deliveries", |tx| Box::pin(async move { tx.wake_deliveries(authority, now).await }))
            .await;
        if let Err(error) = woken {
            tracing::warn!(%error, "deliveries could not be made due");
        }
    }

    /// Asks what the partner holds and puts up again what it lacks. Whether that could be found out.
    async fn fill_gaps(&self) -> bool {
        match self.ask().await {
            Ok(0) => true,
            Ok(gaps) => {
                tracing::warn!(gaps, partner = %self.partner.keys.authority(), "the partner lacks envelopes that it had; they go again");
                true
            }
            Err(error) => {
                tracing::warn!(error = %error, partner = %self.partner.keys.authority(), "the acknowledgement could not be used");
                false
            }
        }
    }

    async fn ask(&self) -> anyhow::Result<u64> {
        let bytes = self.client.post(wire::ACK, Vec::new(), exchange::channel::MAX_ACK).await?;
        let ack = SignedAck::parse(&bytes)?.verify(&self.partner.keys, self.node.authority())?;
        let (authority, now) = (self.partner.keys.authority(), self.node.now());
        let (ack, bytes) = (&ack, &bytes);
        let gaps = self
            .node
            .store()
            .run_tx("fill gaps", |tx| {
                Box::pin(async move {
                    let Some(node) = tx.node().await? else { return Ok(0) };
                    if ack.epoch > 0 {
                        tx.save_ack(authority, Direction::Incoming, ack.epoch, bytes, ack.at).await?;
                    }
                    let highest = tx.outbound(authority, node.epoch).await?.highest();
                    let lacking: Vec<_> = if ack.epoch == node.epoch {
                        ack.ranges.gaps(highest).collect()
                    } else {
                        // Nothing of the present epoch is there: it has not arrived yet, or it went with what a
                        // backup took back.
                        Ranges::default().gaps(highest).collect()
                    };
                    // What waits is on its way anyway; what was receipted and is not there any more goes again.
                    tx.deliver_lacking(authority, node.epoch, &lacking, now).await
                })
            })
            .await?;
        Ok(gaps)
    }

    /// Longer after each failure in a row, and never the same for two nodes.
    fn pause(&mut self) -> Duration {
        BACKOFF.pause(self.failures, self.rng.next_u32())
    }
}

/// Keeps receipts that came on removable media and settles the deliveries that they prove. How many were new, and what does
/// not prove anything.
pub(crate) async fn keep_carried(
    node: &Node,
    partner: &Partner,
    batch: &ReceiptBatch,
) -> Result<(usize, Vec<String>), NodeError> {
    let shown = match batch.checkpoint().verify(&partner.keys) {
        Ok(verified) => Arc::new(Shown { checkpoint: batch.checkpoint().clone(), verified }),
        Err(error) => return Ok((0, vec![error.to_string()])),
    };
    let authority = partner.keys.authority();
    let slips = batch.slips();
    let found = node
        .store()
        .read("carried receipts", |tx| {
            Box::pin(async move {
                let mut found = Vec::new();
                for slip in slips {
                    let envelope = tx.envelope(&slip.statement.envelope).await?;
                    let got = tx.receipts_for(&slip.statement.envelope).await?;
                    let known = got
                        .iter()
                        .any(|got| got.direction == Direction::Incoming && got.stage == slip.statement.stage);
                    found.push((envelope, known));
                }
                Ok(found)
            })
        })
        .await?;
    let mut unproven = Vec::new();
    let mut kept = Vec::new();
    for (slip, (envelope, known)) in slips.iter().zip(found) {
        let ours = envelope.filter(|envelope| {
            envelope.direction == Direction::Outgoing && envelope.key.partner == *authority
        });
        let Some(ours) = ours else {
            unproven.push("a receipt is for no envelope of ours".to_owned());
            continue;
        };
        let expected = Expected { envelope: ours.hash, act: ours.act, by: authority.clone() };
        match slip.verify(&shown.verified, &expected) {
            Ok(_) if known => {}
            Ok(_) => kept.push((
                Claimed {
                    key: ours.key,
                    hash: ours.hash,
                    act: ours.act,
                    envelope: None,
                    signed_with: None,
                    attempt: 0,
                },
                slip,
            )),
            Err(error) => unproven.push(error.to_string()),
        }
    }
    let now = node.now();
    let (new, kept, shown) = (kept.len(), &kept, &shown);
    node.store()
        .run_tx_with::<_, NodeError, _>("keep carried receipts", |tx| {
            Box::pin(async move {
                let keys: Vec<store::EnvelopeKey> =
                    kept.iter().map(|(claimed, _)| claimed.key.clone()).collect();
                tx.delivered(&keys, now).await?;
                let kept: Vec<Kept<'_>> =
                    kept.iter().map(|(claimed, slip)| (claimed, *slip, shown)).collect();
                keep_receipts(tx, node, &kept, now).await
            })
        })
        .await?;
    for (claimed, _) in kept {
        node.announce_receipt(claimed.act);
    }
    Ok((new, unproven))
}

/// Settles what came back from the partner and claims what is due. What it claimed, and the places that the partner says are
/// others'.
async fn transact(
    node: &Node,
    partner: &Partner,
    settled: &[Returned],
    pauses: &[Timestamp],
    reached: Option<Timestamp>,
    limit: Option<u32>,
    now: Timestamp,
) -> Result<(Vec<Claimed>, Vec<EnvelopeKey>), NodeError> {
    let authority = partner.keys.authority();
    let doubted = doubted(settled);
    node.store()
        .run_tx_with::<_, NodeError, _>("deliver", |tx| {
            Box::pin(async move {
                let mut kept: Vec<Kept<'_>> = Vec::new();
                for (returned, pause) in settled.iter().zip(pauses) {
                    settle(tx, node, returned, *pause, now, &mut kept).await?;
                }
                let challenged =
                    if doubted { settle_doubted(tx, node, settled, now).await? } else { Vec::new() };
                keep_receipts(tx, node, &kept, now).await?;
                if let Some(at) = reached {
                    tx.partner_reached(authority, at).await?;
                }
                let claimed = match limit {
                    Some(limit) => tx.claim_deliveries(Some(authority), now, lease(now), limit).await?,
                    None => Vec::new(),
                };
                Ok((claimed, challenged))
            })
        })
        .await
}

/// Writes down what came back from one request.
async fn settle<'a>(
    tx: &mut Tx<'_>,
    node: &Node,
    returned: &'a Returned,
    pause: Timestamp,
    now: Timestamp,
    kept: &mut Vec<Kept<'a>>,
) -> Result<(), NodeError> {
    let fates = match &returned.result {
        Err(error) => {
            let failure = Failure { culprit: culprit(error), text: error.to_string() };
            for claimed in &returned.claimed {
                tx.delivery_failed(&claimed.key, &failure, pause).await?;
            }
            return Ok(());
        }
        Ok(fates) => fates,
    };
    let mut delivered = Vec::new();
    for (claimed, fate) in returned.claimed.iter().zip(fates) {
        match fate {
            Fate::Stored(slip, shown) => {
                delivered.push(claimed.key.clone());
                kept.push((claimed, slip, shown));
            }
            Fate::Unsealed(why) => {
                let failure = Failure { culprit: Culprit::Ours, text: format!("cannot be sealed: {why}") };
                tx.delivery_failed(&claimed.key, &failure, pause).await?;
            }
            // What was signed with keys that are revoked since, or sealed to keys that are gone, is made anew at the next try.
            Fate::Refused(refusal)
                if refusal.reason.passes()
                    || doubts(refusal)
                    || matches!(refusal.reason, wire::Reason::StaleKeys | wire::Reason::CannotOpen) =>
            {
                let failure = Failure { culprit: Culprit::Passing, text: refusal.to_string() };
                tx.delivery_failed(&claimed.key, &failure, pause).await?;
            }
            // An envelope can overtake the news of the keys that sign it.
            Fate::Refused(refusal)
                if refusal.reason == wire::Reason::BadSignature
                    && news_may_have_come_later(tx, node, &claimed.key.partner, now).await? =>
            {
                let failure = Failure { culprit: Culprit::Passing, text: refusal.to_string() };
                tx.delivery_failed(&claimed.key, &failure, pause).await?;
            }
            Fate::Refused(refusal) => {
                let failure = Failure { culprit: Culprit::Ours, text: refusal.to_string() };
                tx.delivery_refused(&claimed.key, &failure, now).await?;
            }
            Fate::Unproven(why) => {
                let failure = Failure { culprit: Culprit::Peer, text: format!("no valid receipt: {why}") };
                tx.delivery_failed(&claimed.key, &failure, pause).await?;
            }
        }
    }
    tx.delivered(&delivered, now).await?;
    Ok(())
}

/// Whether a partner that refused just now may not have known this node's newest keys yet when it did.
async fn news_may_have_come_later(
    tx: &mut Tx<'_>,
    node: &Node,
    partner: &AuthorityId,
    now: Timestamp,
) -> Result<bool, NodeError> {
    let newest = node.keys().history().number();
    Ok(match tx.key_progress(partner).await? {
        Some((known, since)) => known < newest || now.duration_since(since) < LEASE,
        None => newest > 0,
    })
}

/// Whether a refusal says that this node's numbering is not the one that the partner knows.
fn doubts(refusal: &Refusal) -> bool {
    matches!(refusal.reason, wire::Reason::Conflict | wire::Reason::StaleEpoch)
}

fn doubted(settled: &[Returned]) -> bool {
    let mut fates = settled.iter().flat_map(|returned| returned.result.iter().flatten());
    fates.any(|fate| matches!(fate, Fate::Refused(refusal) if doubts(refusal)))
}

/// What was refused as a conflict or as of an epoch that is over: of an epoch that this node has left itself it goes again in
/// the present one. The places in the present epoch are given back.
async fn settle_doubted(
    tx: &mut Tx<'_>,
    node: &Node,
    settled: &[Returned],
    now: Timestamp,
) -> Result<Vec<EnvelopeKey>, NodeError> {
    let epoch = tx.node().await?.map_or(1, |node| node.epoch);
    let mut challenged = Vec::new();
    for returned in settled {
        for (claimed, fate) in returned.claimed.iter().zip(returned.result.iter().flatten()) {
            if !matches!(fate, Fate::Refused(refusal) if doubts(refusal)) {
                continue;
            }
            if claimed.key.epoch < epoch {
                let kept = claimed.envelope.as_ref().map(SignedEnvelope::to_bytes).unwrap_or_default();
                fence::enclose_again(tx, node, &claimed.key, &kept, epoch, now).await?;
            } else {
                challenged.push(claimed.key.clone());
            }
        }
    }
    Ok(challenged)
}

/// Whose doing a failed call is. A handshake that fails has two possible sides; ours is the one that can be changed here.
fn culprit(error: &CallError) -> Culprit {
    match error {
        CallError::Unreachable { .. }
        | CallError::Slow { .. }
        | CallError::Broken { .. }
        | CallError::NotTried => Culprit::Passing,
        CallError::Handshake { .. } | CallError::Answer(_) | CallError::Status { .. } => Culprit::Peer,
        CallError::Address(_) => Culprit::User,
        CallError::Unsealed(_) => Culprit::Ours,
    }
}

/// A receipt that was verified: for what, which, and the checkpoint that it leads to.
type Kept<'a> = (&'a Claimed, &'a Slip, &'a Arc<Shown>);

/// Keeps verified receipts, each with its ledger entry. A receipt got again is kept once.
async fn keep_receipts(
    tx: &mut Tx<'_>,
    node: &Node,
    kept: &[Kept<'_>],
    now: Timestamp,
) -> Result<(), NodeError> {
    let mut entries = Vec::new();
    // What came in one answer leads to one checkpoint.
    for of_one in kept.chunk_by(|(.., one), (.., other)| Arc::ptr_eq(one, other)) {
        let Some((.., shown)) = of_one.first() else { continue };
        let mut records = Vec::new();
        let mut rows = Vec::new();
        for (claimed, slip, _) in of_one {
            let statement = &slip.statement;
            records.push(
                Record::new(EntryKind::ReceiptGot, statement.digest(), now).act(claimed.act).detail(format!(
                    "{} by {}",
                    statement.stage.as_str(),
                    statement.by
                )),
            );
            rows.push(ReceiptRecord {
                envelope: claimed.hash,
                stage: statement.stage.clone(),
                direction: Direction::Incoming,
                act: claimed.act,
                partner: statement.by.clone(),
                bytes: slip.to_bytes(),
                at: statement.at,
                stored_at: now,
                next_attempt_at: None,
            });
        }
        let note = cbor::byte_string(&shown.checkpoint.to_bytes());
        let mut new: HashSet<_> = tx.add_receipts_sharing(&rows, &note).await?.into_iter().collect();
        let of_new = rows.iter().zip(records).filter(|(row, _)| new.remove(&row.envelope));
        entries.extend(of_new.map(|(_, record)| record));
        let slips: Vec<&Slip> = of_one.iter().map(|(_, slip, _)| *slip).collect();
        monitor::note_receipts(tx, node, shown, &slips, now).await?;
    }
    if !entries.is_empty() {
        record::append(tx, node, &entries).await?;
    }
    Ok(())
}
