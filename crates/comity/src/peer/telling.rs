//! What two nodes tell each other besides envelopes: what is new of their keys, and what each saw of the other's ledger.
//!
//! One task for each partner does it, at once when own keys changed and every few seconds otherwise, so that a revocation
//! reaches everybody who can be reached within a minute. A partner that does not know the newest certificate yet is
//! shown the one it knows: that is how it learns of the newest. What was found of a partner is kept with its proof.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use exchange::cbor::{self, Bytes};
use exchange::witness::{AddCheckpoint, read_lines};
use exchange::{AuthorityId, HistoryError, PartnerKeys, SignedCheckpoint, SignedKeyStatement};
use hyper::StatusCode;
use ledger::EntryKind;
use sha2::{Digest, Sha256};
use store::{CosignatureRecord, NewAlarm, Tx};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::client::{CallError, Client};
use super::fence::challenged;
use super::partners::{Partner, Partners};
use super::record::{self, Record};
use super::{monitor, tls, wire};
use crate::causes::chain;
use crate::node::{Node, NodeError};

/// How often it is looked for own keys that another process installed.
const KEYS_CHANGED: Duration = Duration::from_millis(500);
/// How long after a failure a partner is told again; longer after each further one.
const SOON: Duration = Duration::from_millis(500);
/// Most introductions one after the other: as many as the longest history takes.
const MOST_ROUNDS: usize = exchange::history::MAX_HISTORY / wire::MAX_KEYS;

/// Tells every accredited partner, and hears what they tell, until `stop`.
pub async fn tell(node: Node, partners: Arc<Partners>, stop: CancellationToken) {
    let mut tasks: HashMap<AuthorityId, (Arc<Partner>, JoinHandle<()>)> = HashMap::new();
    loop {
        let changed = match node.refresh_keys().await {
            Ok(changed) => changed,
            Err(error) => {
                tracing::error!(error = %chain(&error), "the node's own keys cannot be read");
                false
            }
        };
        if changed {
            tracing::info!(
                statements = node.keys().history().number(),
                "own keys changed; every partner is told"
            );
            node.keys_changed();
        }
        let present = partners.all();
        tasks.retain(|_, (partner, task)| {
            let stays = present.iter().any(|now| Arc::ptr_eq(now, partner)) && !task.is_finished();
            if !stays {
                task.abort();
            }
            stays
        });
        for partner in present {
            let authority = partner.keys.authority().clone();
            tasks.entry(authority).or_insert_with(|| {
                let task = tokio::spawn(run(node.clone(), partner.clone(), stop.clone()));
                (partner, task)
            });
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(KEYS_CHANGED) => {}
        }
    }
    for (_, (_, task)) in tasks {
        task.abort();
        // A task that was aborted is what is wanted.
        let _ = task.await;
    }
}

async fn run(node: Node, partner: Arc<Partner>, stop: CancellationToken) {
    let every = Duration::from_secs(u64::from(node.config().exchange.witness_seconds.clamp(1, 30)));
    let mut changed = node.keys_watch();
    let mut line = match Line::open(&node, &partner) {
        Ok(line) => line,
        Err(error) => {
            tracing::error!(%error, "telling a partner cannot start");
            return;
        }
    };
    let (mut pause, mut failed) = (every, false);
    loop {
        changed.mark_unchanged();
        match line.round().await {
            Ok(()) => (pause, failed) = (every, false),
            Err(error) => {
                tracing::debug!(error = %chain(&*error), partner = %partner.keys.authority(), "a partner could not be told");
                // Sooner at first: both sides may be in the midst of learning each other's keys.
                pause = if failed { (pause * 2).min(every) } else { SOON.min(every) };
                failed = true;
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            outcome = changed.changed() => if outcome.is_err() { return },
        }
    }
}

/// The connection over which one partner is told.
pub(crate) struct Line {
    node: Node,
    partner: Arc<Partner>,
    client: Client,
}

type Told<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl Line {
    pub(crate) fn open(node: &Node, partner: &Arc<Partner>) -> Result<Line, NodeError> {
        let tls = tls::client(node, partner.keys.authority(), partner.keys.certificates())?;
        let newest = partner.keys.record().tls_cert_sha256;
        let client = Client::new(partner.record.partner.endpoint.clone(), tls).expecting(&newest);
        Ok(Line { node: node.clone(), partner: partner.clone(), client })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn round(&mut self) -> Told<()> {
        self.keys().await?;
        if self.node.fence_is_open() {
            self.offer().await?;
        }
        monitor::look(&self.node, &self.partner, &self.client).await
    }

    /// Tells what is new of own keys and takes up what is new of the partner's. Tries older certificates when the partner
    /// does not know the newest.
    pub(crate) async fn keys(&mut self) -> Told<()> {
        let authority = self.partner.keys.authority().clone();
        let sets: Vec<_> = self.node.keys().transport().map(|(named, _)| named.fingerprint).collect();
        // The one that was shown last may still be the one that is known there; then the newest first.
        let shown = self.node.shown_to(&authority).map(Some);
        let mut refused = false;
        for set in shown.into_iter().chain([None]).chain(sets.into_iter().skip(1).map(Some)) {
            if self.node.shown_to(&authority) != set || refused {
                self.node.show_to(&authority, set);
                self.client.hang_up().await;
            }
            match self.exchange_keys().await {
                Err(Failed::Call(error)) if not_accepted(&error) => refused = true,
                told => return told.map_err(Failed::into_error),
            }
        }
        // None of our certificates is known there, or none of theirs here: what the roots signed is all that is left.
        self.node.show_to(&authority, None);
        self.client.hang_up().await;
        if self.introduce().await? {
            // The partner's keys are others than this line was opened with; one with its new keys follows.
            return Ok(());
        }
        self.exchange_keys().await.map_err(Failed::into_error)
    }

    /// Tells who this node is by what its root signed, to a partner that knows none of its certificates or none of whose
    /// certificates is known here. Whether anything was learned of the partner's keys.
    async fn introduce(&self) -> Told<bool> {
        let (node, authority) = (&self.node, self.partner.keys.authority());
        let progress = node
            .store()
            .read("progress of keys", |tx| Box::pin(async move { tx.key_progress(authority).await }))
            .await?;
        let mut told = progress.map_or(0, |(known, _)| known);
        let known = self.partner.keys.history().map_or(0, exchange::KeyHistory::number);
        let tls = tls::client_for_introductions(node, authority)?;
        let client = Client::new(self.client.address().to_owned(), tls).introducing();
        // What is answered is not believed for the connection, so `told` is not kept: it may only ask for more to be said.
        for _ in 0..=MOST_ROUNDS {
            let introduction = wire::Introduction {
                authority: node.authority().clone(),
                known,
                statements: statements(node.keys().public(), told),
            };
            let bytes = cbor::to_canonical(&introduction)?;
            let answer = client.post(wire::INTRODUCE, bytes, 2 * wire::MAX_KEYS).await?;
            let answer: wire::Keys = cbor::from_canonical(&answer, 2 * wire::MAX_KEYS)?;
            let learned = learn(node, &self.partner.keys, &answer.statements).await?.is_some();
            let before = std::mem::replace(&mut told, answer.known.min(node.keys().history().number()));
            if learned || told == before || told >= node.keys().history().number() {
                tracing::info!(partner = %authority, learned, "introduced anew by what the roots signed");
                return Ok(learned);
            }
            client.hang_up().await;
        }
        Ok(false)
    }

    async fn exchange_keys(&mut self) -> Result<(), Failed> {
        let (node, authority) = (&self.node, self.partner.keys.authority());
        let progress = node
            .store()
            .read("progress of keys", |tx| Box::pin(async move { tx.key_progress(authority).await }))
            .await
            .map_err(other)?;
        let mut told = progress.map_or(0, |(known, _)| known);
        let mut known = self.partner.keys.history().map_or(0, exchange::KeyHistory::number);
        let mut keys = self.partner.keys.clone();
        loop {
            let own = node.keys().history().number();
            let question = wire::Keys { known, statements: statements(node.keys().public(), told) };
            let bytes = cbor::to_canonical(&question).map_err(other)?;
            let answer =
                self.client.post(wire::KEYS, bytes, 2 * wire::MAX_KEYS).await.map_err(Failed::Call)?;
            let answer: wire::Keys = cbor::from_canonical(&answer, 2 * wire::MAX_KEYS).map_err(other)?;
            let before = (told, known);
            told = answer.known.min(own);
            if progress.is_none_or(|(known, _)| known != told) {
                let at = node.now();
                node.store()
                    .run_tx("progress of keys", |tx| {
                        Box::pin(async move { tx.set_key_progress(authority, told, at).await })
                    })
                    .await
                    .map_err(other)?;
            }
            if told >= own && (before.0 < own || node.shown_to(authority).is_some()) {
                // From the next connection on the newest certificate is shown, and what waited for it goes.
                node.show_to(authority, None);
                self.client.hang_up().await;
                let at = node.now();
                node.store()
                    .run_tx("wake deliveries", |tx| {
                        Box::pin(async move { tx.wake_deliveries(authority, at).await })
                    })
                    .await
                    .map_err(other)?;
                node.wake_delivery();
            }
            if let Some(longer) = learn(node, &keys, &answer.statements).await.map_err(other)? {
                known = longer.history().map_or(known, exchange::KeyHistory::number);
                keys = longer;
            }
            if (told, known) == before || (told >= own && answer.statements.is_empty()) {
                return Ok(());
            }
        }
    }

    /// Asks the partner to cosign the newest checkpoint.
    pub(crate) async fn offer(&self) -> Told<()> {
        let (node, authority) = (&self.node, self.partner.keys.authority());
        let (latest, last) = node
            .store()
            .read("checkpoint to cosign", |tx| {
                Box::pin(async move {
                    let last = tx.cosignatures().await?.into_iter().find(|one| one.witness == *authority);
                    Ok((tx.latest_checkpoint().await?, last))
                })
            })
            .await?;
        let Some(latest) = latest else { return Ok(()) };
        let checkpoint = SignedCheckpoint::parse(&latest.note)?;
        let verified = checkpoint.verify(&node.own_keys())?;
        let (epoch, size) = (verified.epoch(), latest.size);
        if last.as_ref().is_some_and(|last| (last.epoch, last.size) == (epoch, size)) {
            return Ok(());
        }
        let mut old = last.filter(|last| last.epoch == epoch).map_or(0, |last| last.size);
        // The witness may know another size than we believe; it says so once.
        for _ in 0..2 {
            let proof = consistency(node, old, size).await?;
            let request = AddCheckpoint { old, proof, checkpoint: checkpoint.clone() };
            match self.client.post(wire::ADD_CHECKPOINT, request.to_bytes(), ledger::note::MAX_NOTE).await {
                Ok(answer) => {
                    let (_, at) = read_lines(&answer, &checkpoint, &self.partner.keys)?;
                    let kept = &CosignatureRecord {
                        witness: authority.clone(),
                        epoch,
                        size,
                        root: latest.root,
                        lines: answer,
                        at,
                    };
                    node.store()
                        .run_tx("keep cosignature", |tx| {
                            Box::pin(async move { tx.add_cosignature(kept).await })
                        })
                        .await?;
                    return Ok(());
                }
                Err(CallError::Status { status: StatusCode::CONFLICT, text, .. }) => {
                    let known: u64 = text.trim().parse()?;
                    if known > size {
                        // A witness says that it saw more of us than there is: if it shows that, a new epoch begins.
                        tracing::error!(witness = %authority, known, size, "a witness saw a longer ledger of this node");
                        challenged(node, &self.partner).await?;
                        return Ok(());
                    }
                    old = known;
                }
                Err(error @ CallError::Status { status: StatusCode::UNPROCESSABLE_ENTITY, .. }) => {
                    // The ledger does not fit what the witness saw of it: it may have gone on from an older state.
                    challenged(node, &self.partner).await?;
                    return Err(error.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

enum Failed {
    Call(CallError),
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl Failed {
    fn into_error(self) -> Box<dyn std::error::Error + Send + Sync> {
        match self {
            Failed::Call(error) => error.into(),
            Failed::Other(error) => error,
        }
    }
}

/// Whether a call failed because one side does not know the other's certificate. In TLS 1.3 a caller learns that its own was
/// refused only from a connection that breaks.
fn not_accepted(error: &CallError) -> bool {
    match error {
        CallError::Handshake { .. } | CallError::Broken { .. } => true,
        CallError::Status { status, .. } => *status == StatusCode::FORBIDDEN,
        CallError::Unreachable { .. }
        | CallError::Address(_)
        | CallError::Slow { .. }
        | CallError::Answer(_)
        | CallError::NotTried
        | CallError::Unsealed(_) => false,
    }
}

fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failed {
    Failed::Other(error.into())
}

async fn consistency(node: &Node, old: u64, size: u64) -> Result<Vec<ledger::Hash>, NodeError> {
    if old == 0 || old > size {
        return Ok(Vec::new());
    }
    let proof = node
        .store()
        .read("consistency", |tx| Box::pin(async move { tx.consistency(old, size).await }))
        .await?;
    Ok(proof)
}

/// Own statements from the first that the other lacks, as many as fit.
fn statements(keys: &PartnerKeys, known: u64) -> Vec<Bytes> {
    let mut room = wire::MAX_KEYS;
    let lacking = usize::try_from(known).unwrap_or(usize::MAX);
    let all = keys.history().map_or(&[][..], exchange::KeyHistory::statements);
    all.iter()
        .skip(lacking)
        .map(|signed| Bytes(signed.to_bytes()))
        .take_while(|bytes| {
            let fits = bytes.0.len() <= room;
            room = room.saturating_sub(bytes.0.len());
            fits
        })
        .collect()
}

/// Answers a partner who tells what is new of its keys.
pub(crate) async fn answer_keys(
    node: &Node,
    partner: &Partner,
    question: &wire::Keys,
) -> Result<wire::Keys, NodeError> {
    let longer = learn(node, &partner.keys, &question.statements).await?;
    let keys = longer.as_ref().unwrap_or(&partner.keys);
    let known = keys.history().map_or(0, exchange::KeyHistory::number);
    Ok(wire::Keys { known, statements: statements(node.keys().public(), question.known) })
}

/// Answers a caller that says who it is and is not known by its certificate. It is told something only when its root says that
/// the certificate is its own.
pub(crate) async fn answer_introduction(
    node: &Node,
    partner: &Partner,
    introduction: &wire::Introduction,
    pin: &tls::Pin,
) -> Result<Option<wire::Keys>, NodeError> {
    let longer = learn(node, &partner.keys, &introduction.statements).await?;
    let keys = longer.as_ref().unwrap_or(&partner.keys);
    if !keys.certificates().contains(pin) {
        return Ok(None);
    }
    let known = keys.history().map_or(0, exchange::KeyHistory::number);
    Ok(Some(wire::Keys { known, statements: statements(node.keys().public(), introduction.known) }))
}

/// Takes up a partner's statements about its keys. Gives the longer history when there is one. A statement that contradicts
/// what is known is kept as evidence, and changes nothing.
async fn learn(node: &Node, known: &PartnerKeys, told: &[Bytes]) -> Result<Option<PartnerKeys>, NodeError> {
    let Some(history) = known.history() else { return Ok(None) };
    let (mut history, authority, at) = (history.clone(), known.authority(), node.now());
    let mut entries = Vec::new();
    let mut alarm = None;
    for bytes in told {
        let signed = match SignedKeyStatement::from_bytes(&bytes.0, history.root()) {
            Ok(signed) => signed,
            Err(error) => {
                tracing::warn!(partner = %authority, error = %chain(&error), "a statement about keys is refused");
                break;
            }
        };
        let digest = signed.statement().digest();
        match history.add(signed) {
            Ok(true) => {
                let detail = format!("{authority} stated {} about its keys", history.number());
                entries.push(Record::new(EntryKind::Partner, digest, at).detail(detail));
            }
            Ok(false) => {}
            Err(error) => {
                if matches!(error, HistoryError::Contradiction(_)) {
                    let known = history.statements().iter().map(SignedKeyStatement::to_bytes);
                    let proof: Vec<Bytes> = known.map(Bytes).chain([bytes.clone()]).collect();
                    let proof = cbor::to_canonical(&proof).unwrap_or_default();
                    alarm = Some(found(authority, "root-used-twice", error.to_string(), proof, at));
                }
                tracing::warn!(partner = %authority, %error, "a statement about keys is refused");
                break;
            }
        }
    }
    if entries.is_empty() && alarm.is_none() {
        return Ok(None);
    }
    let longer = if entries.is_empty() { None } else { Some(PartnerKeys::of(history)?) };
    let (longer, entries, alarm) = (&longer, &entries, &alarm);
    node.store()
        .run_tx_with::<_, NodeError, _>("learn keys", |tx| {
            Box::pin(async move {
                if let Some(keys) = longer {
                    let (root, bytes) = (keys.fingerprint(), keys.to_bytes());
                    tx.keep_history(authority, &root, &bytes, at).await?;
                    tx.set_partner_certificate(authority, &keys.record().tls_cert_sha256).await?;
                    record::append(tx, node, entries).await?;
                }
                if let Some(alarm) = alarm {
                    raise(tx, node, alarm).await?;
                }
                Ok(())
            })
        })
        .await?;
    node.partners_changed();
    Ok(longer.clone())
}

/// Something that was found of an authority.
pub(crate) fn found(
    authority: &AuthorityId,
    kind: &'static str,
    detail: String,
    proof: Vec<u8>,
    at: jiff::Timestamp,
) -> NewAlarm {
    let digest = Sha256::digest(&proof).into();
    NewAlarm { authority: authority.clone(), kind, digest, detail, proof, at }
}

/// Keeps an alarm, enters it into the ledger, and says it loudly, once.
pub(crate) async fn raise(tx: &mut Tx<'_>, node: &Node, alarm: &NewAlarm) -> Result<(), NodeError> {
    if tx.add_alarm(alarm).await? {
        let detail = format!("{}: {}: {}", alarm.kind, alarm.authority, alarm.detail);
        tracing::error!(kind = alarm.kind, authority = %alarm.authority, "{}", alarm.detail);
        record::append(tx, node, &[Record::new(EntryKind::Note, alarm.digest, alarm.at).detail(detail)])
            .await?;
    }
    Ok(())
}
