//! What partners send: opened, verified, decided, committed, and only then answered with a receipt.
//!
//! Requests wait in a queue for each partner, and partners are served in turn, so that one who floods delays only itself; what
//! one partner may leave here in a day is bounded as well. Signatures and seals are checked on the side, as many requests at a
//! time as there are cores. Then one task commits: it takes
//! everything that has queued up, decides what each envelope is ([`exchange::Inbound::decide`]) and writes envelopes, acts,
//! cases, ledger entries, receipts and one signed checkpoint in a single transaction. A receipt leaves this node only after
//! that commit is durable. An envelope that came before gets the receipt it got then.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use exchange::cbor::Bytes;
use exchange::pace::{Allowance, Turns};
use exchange::{
    Act, ActId, Arrival, AuthorityId, EnvelopeError, EnvelopeHash, Inbound, Neighbours, PartnerKeys, Receipt,
    ReceiptBatch, Sealed, SignatureError, SignedCheckpoint, Slip, Stage, Statement, Verified,
};
use jiff::{SignedDuration, Timestamp};
use ledger::EntryKind;
use store::{
    ActRecord, Direction, EnvelopeKey, InboundEnvelope, LeafFilter, ListBy, NewCase, ReceiptRecord,
    StoreError, Tx,
};
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::aside::aside_each;
use super::partners::Partners;
use super::record::{self, Record};
use super::wire::{Answers, Batch, Reason, Refusal, Refused};
use crate::causes::chain;
use crate::desk;
use crate::node::{Arrived, Node, NodeError};

/// Most envelopes in one commit.
const COMMIT: usize = 256;
/// Requests of one partner that may wait; more are told to come again.
const EACH: usize = 32;
/// Envelopes that are worth a core of their own to check.
const EACH_CORE: usize = 4;
/// Checked requests that may wait for the commit; whoever checks waits for room.
const QUEUE: usize = 8;
/// The span of a partner's allowance.
const SPAN: SignedDuration = SignedDuration::from_hours(24);
/// Arrivals that may wait for what the desk does by rule.
const HOOKS: usize = 8;
/// How many of the latest arrivals are looked at again after a start.
const CATCH_UP: u32 = 200;

/// Takes envelopes in. Cheap to clone.
#[derive(Clone)]
pub struct Intake {
    partners: Arc<Partners>,
    open: Arc<Open>,
}

/// What the handles of an intake share, and its tasks do not: when it goes, nothing more comes in.
struct Open(Arc<Waiting>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.closed.store(true, Ordering::Release);
        self.0.added.notify_waiters();
    }
}

/// Requests that wait for their partner's turn, and what each partner has left here today.
struct Waiting {
    turns: Mutex<Turns<AuthorityId, Request>>,
    added: Notify,
    closed: AtomicBool,
    allowances: Mutex<HashMap<AuthorityId, Allowance>>,
}

/// A request as it came in.
struct Request {
    sender: PartnerKeys,
    batch: Batch,
    answer: oneshot::Sender<Taken>,
}

/// What became of a request: each envelope's refusal, or what the commit made of it.
type Taken = Vec<Result<Outcome, Refusal>>;

/// A checked request on its way to the commit.
struct Job {
    checked: Vec<Result<(), Refusal>>,
    verified: Vec<Verified>,
    answer: oneshot::Sender<Taken>,
}

/// What the commit made of an envelope.
#[derive(Debug, Clone)]
enum Outcome {
    /// Stored now; the checkpoint is shared by all of one commit.
    Stored(Box<Slip>, Arc<SignedCheckpoint>),
    /// Stored before: the receipt of then.
    Before(Box<Receipt>),
    /// Not taken.
    Refused(Refusal),
}

impl Intake {
    /// Starts the tasks that check and the one that commits; they end when the last handle is dropped.
    pub fn start(node: &Node, partners: &Arc<Partners>, tasks: &TaskTracker) -> Intake {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let waiting = Arc::new(Waiting {
            turns: Mutex::new(Turns::new(EACH)),
            added: Notify::new(),
            closed: AtomicBool::new(false),
            allowances: Mutex::new(HashMap::new()),
        });
        tasks.spawn(commit_all(node.clone(), waiting.clone(), jobs, tasks.clone()));
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        for _ in 0..cores {
            tasks.spawn(check_all(node.clone(), waiting.clone(), queue.clone()));
        }
        Intake { partners: partners.clone(), open: Arc::new(Open(waiting)) }
    }

    /// Takes a batch from the partner who holds the connection and says what became of each envelope.
    pub async fn take(&self, partner: &AuthorityId, batch: Batch) -> Answers {
        let count = batch.0.len();
        let Some(sender) = self.partners.get(partner) else {
            return refuse_all(count, &refusal(Reason::WrongSender, "not accredited here"));
        };
        let (answer, taken) = oneshot::channel();
        let request = Request { sender: sender.keys.clone(), batch, answer };
        let waiting = &self.open.0;
        if lock(&waiting.turns).push(partner.clone(), request).is_err() {
            return refuse_all(count, &refusal(Reason::Overloaded, "too many of your requests wait already"));
        }
        waiting.added.notify_one();
        let Ok(taken) = taken.await else {
            return refuse_all(count, &refusal(Reason::Failed, "the node is stopping"));
        };
        answers(partner, taken)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes requests in turn and opens and verifies their envelopes. Nothing is believed before both signatures hold.
async fn check_all(node: Node, waiting: Arc<Waiting>, queue: mpsc::Sender<Job>) {
    loop {
        // Before the look, so that what comes between look and wait is not missed.
        let added = waiting.added.notified();
        let next = lock(&waiting.turns).pop();
        let Some((partner, request)) = next else {
            if waiting.closed.load(Ordering::Acquire) {
                return;
            }
            added.await;
            continue;
        };
        let Request { sender, batch, answer } = request;
        let (checker, sender) = (node.clone(), Arc::new(sender));
        let checked =
            aside_each(batch.0, EACH_CORE, move |bytes: Bytes| check_one(&checker, &sender, &bytes.0)).await;
        let Ok(checked) = checked else { continue };
        let mut job = Job { checked: Vec::new(), verified: Vec::new(), answer };
        for checked in checked {
            let allowed = checked.and_then(|verified| {
                let bytes = weight(&verified);
                let allowed = waiting.take(&node, &partner, bytes);
                let used_up = || refusal(Reason::Overloaded, "your allowance for a day is used up");
                allowed.then_some(verified).ok_or_else(used_up)
            });
            job.checked.push(allowed.map(|verified| job.verified.push(verified)));
        }
        if job.verified.is_empty() {
            let refused = job.checked.into_iter().filter_map(Result::err).map(Err).collect();
            let _ = job.answer.send(refused);
        } else if queue.send(job).await.is_err() {
            return;
        }
    }
}

impl Waiting {
    fn take(&self, node: &Node, partner: &AuthorityId, bytes: u64) -> bool {
        let now = node.now();
        let fresh = || Allowance::new(node.config().peer.allowance(), SPAN, now);
        lock(&self.allowances).entry(partner.clone()).or_insert_with(fresh).take(bytes, now)
    }

    fn give_back(&self, partner: &AuthorityId, bytes: u64) {
        if let Some(allowance) = lock(&self.allowances).get_mut(partner) {
            allowance.give_back(bytes);
        }
    }
}

/// What an envelope takes of its sender's allowance.
fn weight(envelope: &Verified) -> u64 {
    (envelope.kept().act_bytes().len() + envelope.kept().header_bytes().len()) as u64
}

/// What is answered to a request.
fn answers(partner: &AuthorityId, taken: Taken) -> Answers {
    let mut answers = Answers { receipts: Vec::new(), refused: Vec::new() };
    let (mut positions, mut outcomes) = (Vec::new(), Vec::new());
    for (position, taken) in (0_u32..).zip(taken) {
        match taken {
            Ok(outcome) => {
                positions.push(position);
                outcomes.push(outcome);
            }
            Err(refusal) => {
                tracing::warn!(%partner, %refusal, "an envelope was refused");
                answers.refused.push(Refused { position, refusal });
            }
        }
    }
    answer_with(&mut answers, &positions, outcomes);
    answers
}

/// Puts the commit's outcomes where the envelopes stood in the request.
fn woven(checked: Vec<Result<(), Refusal>>, mut outcomes: impl Iterator<Item = Outcome>) -> Taken {
    let lacking = || Outcome::Refused(refusal(Reason::Failed, "the envelope was not looked at"));
    checked.into_iter().map(|checked| checked.map(|()| outcomes.next().unwrap_or_else(lacking))).collect()
}

fn check_one(node: &Node, sender: &PartnerKeys, bytes: &[u8]) -> Result<Verified, Refusal> {
    let sealed = Sealed::parse(bytes).map_err(refused_by)?;
    if sealed.claimed_header().sender() != sender.authority() {
        return Err(refusal(Reason::WrongSender, "the envelope is another authority's than the connection"));
    }
    let keys = node.keys();
    sealed.open_with(node.authority(), keys.sealing()).map_err(refused_by)?.verify(sender).map_err(refused_by)
}

/// Protocol: each error of opening and verifying has one reason.
fn refused_by(error: EnvelopeError) -> Refusal {
    let reason = match &error {
        EnvelopeError::UnknownSuite(_) | EnvelopeError::SuitesDiffer => Reason::UnknownSuite,
        EnvelopeError::ForAnother(_) => Reason::WrongRecipient,
        EnvelopeError::WrongKeys { .. } => Reason::WrongSender,
        EnvelopeError::Seal | EnvelopeError::Content(_) => Reason::CannotOpen,
        EnvelopeError::Signature(SignatureError::Revoked | SignatureError::Lifetime) => Reason::StaleKeys,
        EnvelopeError::Signature(_) | EnvelopeError::ActDiffers | EnvelopeError::Disagree(_) => {
            Reason::BadSignature
        }
        _ => Reason::Unreadable,
    };
    refusal(reason, &error.to_string())
}

fn refusal(reason: Reason, detail: &str) -> Refusal {
    Refusal { reason, detail: detail.chars().take(300).collect() }
}

fn refuse_all(count: usize, refusal: &Refusal) -> Answers {
    let refused = (0_u32..).take(count).map(|position| Refused { position, refusal: refusal.clone() });
    Answers { receipts: Vec::new(), refused: refused.collect() }
}

/// Puts receipts of one checkpoint into one batch.
fn answer_with(answers: &mut Answers, positions: &[u32], outcomes: Vec<Outcome>) {
    let mut slips = Vec::new();
    let mut shared = None;
    let mut batch =
        |checkpoint: SignedCheckpoint, slips: Vec<Slip>| match ReceiptBatch::new(checkpoint, slips) {
            Ok(batch) => answers.receipts.push(Bytes(batch.to_bytes())),
            Err(error) => tracing::error!(%error, "receipts could not be written"),
        };
    let mut refused = Vec::new();
    for (position, outcome) in positions.iter().zip(outcomes) {
        match outcome {
            Outcome::Stored(slip, checkpoint) => {
                slips.push(*slip);
                shared = Some(checkpoint);
            }
            Outcome::Before(receipt) => batch(receipt.checkpoint.clone(), vec![receipt.slip.clone()]),
            Outcome::Refused(refusal) => refused.push(Refused { position: *position, refusal }),
        }
    }
    if let Some(checkpoint) = shared {
        batch(Arc::unwrap_or_clone(checkpoint), slips);
    }
    answers.refused.extend(refused);
}

async fn commit_all(node: Node, waiting: Arc<Waiting>, mut jobs: mpsc::Receiver<Job>, tasks: TaskTracker) {
    let hooks = Arc::new(Semaphore::new(HOOKS));
    while let Some(first) = jobs.recv().await {
        let mut taken = vec![first];
        let mut count = taken.iter().map(|job| job.verified.len()).sum::<usize>();
        while count < COMMIT {
            let Ok(job) = jobs.try_recv() else { break };
            count += job.verified.len();
            taken.push(job);
        }
        let at = node.now();
        let envelopes: Vec<&Verified> = taken.iter().flat_map(|job| &job.verified).collect();
        let committed = commit(&node, &envelopes, at).await;
        match committed {
            Ok((outcomes, new)) => {
                after_commit(&node, &tasks, &hooks, &envelopes, &new);
                let mut outcomes = outcomes.into_iter();
                for job in taken {
                    let share: Vec<Outcome> = outcomes.by_ref().take(job.verified.len()).collect();
                    for (envelope, outcome) in job.verified.iter().zip(&share) {
                        if !matches!(outcome, Outcome::Stored(..)) {
                            waiting.give_back(envelope.header().sender(), weight(envelope));
                        }
                    }
                    // A connection that ended meanwhile asks again.
                    let _ = job.answer.send(woven(job.checked, share.into_iter()));
                }
            }
            Err(error) => {
                let reason = match &error {
                    NodeError::Store(StoreError::Full { .. }) => Reason::StoreFull,
                    NodeError::Store(StoreError::Busy { .. }) | NodeError::Fenced => Reason::Overloaded,
                    _ => Reason::Failed,
                };
                tracing::error!(error = %chain(&error), "envelopes could not be stored");
                let refusal = refusal(reason, "the envelope could not be stored");
                for job in taken {
                    let refused = job.verified.iter().map(|_| Outcome::Refused(refusal.clone()));
                    let refused: Vec<Outcome> = refused.collect();
                    let _ = job.answer.send(woven(job.checked, refused.into_iter()));
                }
            }
        }
    }
}

/// Tells whoever waits, and lets the desk do what it does by rule.
fn after_commit(
    node: &Node,
    tasks: &TaskTracker,
    hooks: &Arc<Semaphore>,
    envelopes: &[&Verified],
    new: &[ActId],
) {
    for envelope in envelopes.iter().filter(|envelope| new.contains(&envelope.act_id())) {
        let act = envelope.act().clone();
        node.announce(Arrived { act: envelope.act_id(), case: act.case });
        let (node, hooks) = (node.clone(), hooks.clone());
        // Whoever waits for the tasks waits for these as well: a command that took acts in does not end before.
        tasks.spawn(async move {
            let Ok(_permit) = hooks.acquire().await else { return };
            run_hook(&node, &act).await;
        });
    }
}

async fn run_hook(node: &Node, act: &Act) {
    if let Err(error) = desk::arrival::arrived(node, act).await {
        tracing::warn!(error = %chain(&error), act = %act.id(), "an arrival could not be acted upon");
    }
}

/// Lets the desk look again at the latest arrivals: a crash may have come between their commit and what follows by rule.
pub async fn catch_up(node: Node, stop: CancellationToken) {
    let acts = node
        .store()
        .read("latest arrivals", |tx| {
            Box::pin(async move {
                let filter = LeafFilter { kind: Some(EntryKind::Received), ..LeafFilter::default() };
                let by = ListBy { descending: true, limit: CATCH_UP, ..ListBy::<()>::default() };
                let mut acts = Vec::new();
                for leaf in tx.leaves(&filter, &by).await?.rows {
                    if let Some(act) = leaf.reference.map(ActId::new)
                        && let Some(record) = tx.act(&act).await?
                    {
                        acts.push(record);
                    }
                }
                Ok(acts)
            })
        })
        .await;
    let acts = match acts {
        Ok(acts) => acts,
        Err(error) => {
            tracing::warn!(%error, "the latest arrivals could not be read");
            return;
        }
    };
    for record in acts.into_iter().rev() {
        if stop.is_cancelled() {
            return;
        }
        match Act::from_bytes(&record.bytes) {
            Ok(act) => run_hook(&node, &act).await,
            Err(error) => tracing::error!(%error, act = %record.id, "a stored act cannot be read"),
        }
    }
}

/// Commits what has queued up. Gives the outcome of each envelope and the acts that are new here.
async fn commit(
    node: &Node,
    envelopes: &[&Verified],
    at: Timestamp,
) -> Result<(Vec<Outcome>, Vec<ActId>), NodeError> {
    node.store()
        .run_tx_with::<_, NodeError, _>("receive envelopes", |tx| {
            Box::pin(async move {
                let decided = decide(tx, envelopes, at).await?;
                store_new(tx, node, envelopes, decided, at).await
            })
        })
        .await
}

/// What each envelope of a commit is.
enum Decided {
    New,
    Before(Box<Receipt>),
    Conflict { other: EnvelopeHash },
    Refused(Refusal),
}

async fn decide(tx: &mut Tx<'_>, envelopes: &[&Verified], at: Timestamp) -> Result<Vec<Decided>, NodeError> {
    let mut channels: BTreeMap<AuthorityId, (Inbound, Inbound)> = BTreeMap::new();
    // What this commit adds, which the store does not show yet.
    let mut added: HashMap<EnvelopeKey, (EnvelopeHash, Option<EnvelopeHash>)> = HashMap::new();
    let mut decided = Vec::new();
    for envelope in envelopes {
        let header = envelope.header();
        let sender = header.sender();
        if !channels.contains_key(sender) {
            let inbound = tx.inbound(sender).await?;
            channels.insert(sender.clone(), (inbound.clone(), inbound));
        }
        let Some((stored, now)) = channels.get_mut(sender) else { continue };
        let place = key(envelope);
        let hash = envelope.envelope_hash();
        let known = neighbours(tx, &place, stored, &added).await?;
        let arrival = now.decide(header, hash, &known);
        decided.push(match arrival {
            Arrival::New | Arrival::NewEpoch => {
                now.record(header);
                added.insert(place, (hash, header.previous()));
                Decided::New
            }
            Arrival::Duplicate => match receipt_of(tx, &hash).await? {
                Some(receipt) => Decided::Before(Box::new(receipt)),
                // The same envelope twice in one commit: the receipt exists when it comes again.
                None => Decided::Refused(refusal(Reason::Overloaded, "the envelope is being stored")),
            },
            Arrival::Conflict { other } => Decided::Conflict { other },
            Arrival::StaleEpoch { current } => {
                Decided::Refused(refusal(Reason::StaleEpoch, &format!("the channel is in epoch {current}")))
            }
            Arrival::Scattered => {
                Decided::Refused(refusal(Reason::Scattered, "fill the gaps of the acknowledgement first"))
            }
        });
    }
    for (sender, (stored, now)) in &channels {
        if stored != now {
            tx.save_inbound(sender, now, at).await?;
        }
    }
    Ok(decided)
}

fn key(envelope: &Verified) -> EnvelopeKey {
    let header = envelope.header();
    EnvelopeKey { partner: header.sender().clone(), epoch: header.epoch(), sequence: header.sequence() }
}

/// What is known around a place, from the store and from this commit. The store is asked only when it can know something.
async fn neighbours(
    tx: &mut Tx<'_>,
    place: &EnvelopeKey,
    stored: &Inbound,
    added: &HashMap<EnvelopeKey, (EnvelopeHash, Option<EnvelopeHash>)>,
) -> Result<Neighbours, StoreError> {
    let at = |sequence: u64| EnvelopeKey { sequence, ..place.clone() };
    let around = [place.sequence.saturating_sub(1), place.sequence, place.sequence.saturating_add(1)];
    let in_store = |sequence: u64| place.epoch != stored.epoch() || stored.ranges().contains(sequence);
    let asks = around.iter().any(|sequence| in_store(*sequence) && !added.contains_key(&at(*sequence)));
    let mut known = if asks { tx.neighbours(place).await? } else { Neighbours::default() };
    let [before, same, after] = around.map(|sequence| added.get(&at(sequence)));
    if let Some((hash, _)) = before {
        known.before = Some(*hash);
    }
    if let Some((hash, _)) = same {
        known.same = Some(*hash);
    }
    if let Some((hash, Some(previous))) = after {
        known.after = Some((*hash, *previous));
    }
    Ok(known)
}

async fn receipt_of(tx: &mut Tx<'_>, envelope: &EnvelopeHash) -> Result<Option<Receipt>, NodeError> {
    let receipts = tx.receipts_for(envelope).await?;
    let given = receipts
        .iter()
        .find(|receipt| receipt.direction == Direction::Outgoing && receipt.stage == Stage::Stored);
    Ok(given.map(|receipt| Receipt::from_bytes(&receipt.bytes)).transpose()?)
}

async fn store_new(
    tx: &mut Tx<'_>,
    node: &Node,
    envelopes: &[&Verified],
    decided: Vec<Decided>,
    at: Timestamp,
) -> Result<(Vec<Outcome>, Vec<ActId>), NodeError> {
    let mut acts = Vec::new();
    let mut kept = Vec::new();
    let mut statements = Vec::new();
    let mut records = Vec::new();
    for (envelope, decided) in envelopes.iter().zip(&decided) {
        match decided {
            Decided::New => {
                let statement = Statement::about(envelope.header(), Stage::Stored, at)?;
                let who = envelope.header().sender();
                records.push(
                    Record::new(EntryKind::Received, *envelope.envelope_hash().as_bytes(), at)
                        .act(envelope.act_id())
                        .detail(format!("{} from {who}", envelope.act().kind)),
                );
                records.push(
                    Record::given(&statement).act(envelope.act_id()).detail(format!("stored, to {who}")),
                );
                statements.push((statement, who.clone()));
                acts.push(act_record(envelope, at));
                // The act stands in its own table; a contradiction, whose act may have no effect, is kept whole.
                kept.push(inbound_record(envelope, envelope.kept().without_act(), at));
            }
            Decided::Conflict { other } => {
                tx.add_conflict(&inbound_record(envelope, envelope.kept().to_bytes(), at)).await?;
                let detail = format!(
                    "{} signed two envelopes for place {}/{}: this one contradicts {other}",
                    envelope.header().sender(),
                    envelope.header().epoch(),
                    envelope.header().sequence()
                );
                records.push(
                    Record::new(EntryKind::Note, *envelope.envelope_hash().as_bytes(), at)
                        .act(envelope.act_id())
                        .detail(detail),
                );
            }
            Decided::Before(_) | Decided::Refused(_) => {}
        }
    }
    let new = tx.add_acts(&acts).await?;
    tx.add_inbound(&kept).await?;
    open_cases(tx, envelopes, &new, at).await?;
    let mut slips = give_receipts(tx, node, &records, statements, at).await?.into_iter();
    let outcomes = decided
        .into_iter()
        .map(|decided| match decided {
            Decided::New => slips.next().map_or_else(
                || Outcome::Refused(refusal(Reason::Failed, "no receipt could be made")),
                |(slip, checkpoint)| Outcome::Stored(Box::new(slip), checkpoint),
            ),
            Decided::Before(receipt) => Outcome::Before(receipt),
            Decided::Conflict { other } => Outcome::Refused(refusal(
                Reason::Conflict,
                &format!("envelope {other} holds this place or its neighbour's; both are kept as evidence"),
            )),
            Decided::Refused(refusal) => Outcome::Refused(refusal),
        })
        .collect();
    Ok((outcomes, new))
}

/// Opens the cases that new acts begin. What an act says of them is the desk's to find out after the commit.
async fn open_cases(
    tx: &mut Tx<'_>,
    envelopes: &[&Verified],
    new: &[ActId],
    at: Timestamp,
) -> Result<(), NodeError> {
    for envelope in envelopes.iter().filter(|envelope| new.contains(&envelope.act_id())) {
        let act = envelope.act();
        if law::Body::KINDS.contains(&act.kind.as_str()) && tx.case(&act.case).await?.is_none() {
            tx.add_case(&NewCase {
                id: act.case,
                counterpart: act.author.clone(),
                direction: Direction::Incoming,
                title: String::new(),
                opened_at: at,
            })
            .await?;
        }
    }
    Ok(())
}

/// Writes the ledger entries, signs one checkpoint and keeps a receipt for each statement.
async fn give_receipts(
    tx: &mut Tx<'_>,
    node: &Node,
    records: &[Record],
    statements: Vec<(Statement, AuthorityId)>,
    at: Timestamp,
) -> Result<Vec<(Slip, Arc<SignedCheckpoint>)>, NodeError> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let written = record::append(tx, node, records).await?;
    let size = written.head.size;
    let checkpoint = Arc::new(record::sign(tx, node, written.head, at).await?);
    let given: Vec<_> = records
        .iter()
        .zip(written.leaves)
        .filter(|(record, _)| record.kind() == EntryKind::ReceiptGiven)
        .map(|(_, leaf)| leaf)
        .collect();
    let mut slips = Vec::new();
    let mut receipts = Vec::new();
    for ((statement, partner), (index, salt)) in statements.into_iter().zip(given) {
        let proof = ledger::inclusion(index, size, &|id| written.nodes.get(&id).copied())?;
        let slip = Slip { statement, salt, index, proof };
        receipts.push(ReceiptRecord {
            envelope: slip.statement.envelope,
            stage: Stage::Stored,
            direction: Direction::Outgoing,
            act: slip.statement.act,
            partner,
            bytes: slip.to_bytes(),
            at: slip.statement.at,
            stored_at: at,
            next_attempt_at: None,
        });
        slips.push((slip, checkpoint.clone()));
    }
    let note = exchange::cbor::byte_string(&checkpoint.to_bytes());
    tx.add_receipts_sharing(&receipts, &note).await?;
    Ok(slips)
}

fn act_record(envelope: &Verified, at: Timestamp) -> ActRecord {
    let act = envelope.act();
    ActRecord {
        id: envelope.act_id(),
        case: act.case,
        author: act.author.clone(),
        kind: act.kind.to_string(),
        direction: Direction::Incoming,
        made_at: act.made_at,
        stored_at: at,
        bytes: envelope.kept().act_bytes().to_vec(),
    }
}

fn inbound_record(envelope: &Verified, signed: Vec<u8>, at: Timestamp) -> InboundEnvelope {
    InboundEnvelope {
        key: key(envelope),
        hash: envelope.envelope_hash(),
        act: envelope.act_id(),
        previous: envelope.header().previous(),
        signed,
        arrived_at: at,
    }
}

/// States, signed, which envelopes of the partner's channel are stored here.
pub async fn acknowledge(node: &Node, partner: &AuthorityId) -> Result<Vec<u8>, NodeError> {
    let at = node.now();
    let inbound =
        node.store().read("acknowledge", |tx| Box::pin(async move { tx.inbound(partner).await })).await?;
    let ack = inbound.ack(node.authority().clone(), partner.clone(), at).sign(&*node.signing()?)?;
    Ok(ack.to_bytes())
}
