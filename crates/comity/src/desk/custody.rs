//! Who holds what was said, at the desk: passing on, giving leave, recalling; and what the node does by rule when a partner
//! passes on, recalls or says that it erased.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use exchange::cbor::{self, Bytes};
use exchange::custody::{
    self, Custody, Effect, FORWARD, Forward, LEAVE, LeaveGiven, PASSED_ON, PURGED, PassedOn, Purged, RECALL,
    Recall, Standing,
};
use exchange::{Act, ActId, AuthorityId, Exit, Handling, Leave, Marks, Onward, SignedEnvelope};
use jiff::Timestamp;
use serde::Serialize;
use store::{ActRecord, Direction, RecallRecord, Tx};

use super::{
    DeskError, ListQuery, Listed, Order, Role, Viewer, audit, case_store, directory, files, folding,
    guarding, reading,
};
use crate::node::{NewAct, Node};

/// Rows of one list.
const MOST: u32 = 500;

/// One authority that was given an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HolderRow {
    /// Who.
    pub authority: String,
    /// Who passed it on to it; empty when the author gave it.
    pub through: String,
    /// Since when.
    pub since: Timestamp,
    /// `holds`, `asked`, `overdue`, `purged`.
    pub standing: String,
    /// Until when it may answer, since when it is overdue, or when it was erased.
    pub at: Option<Timestamp>,
    /// The act that says it is erased, in hex.
    pub proof: Option<String>,
}

/// Who holds an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustodyView {
    /// The act, in hex.
    pub act: String,
    /// Its kind.
    pub kind: String,
    /// Its author.
    pub author: String,
    /// Whether it is ours.
    pub ours: bool,
    /// Its case, in hex.
    pub case: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Handling code.
    pub handling: String,
    /// Onward rule.
    pub onward: String,
    /// Conditions.
    pub conditions: Option<String>,
    /// The label of the Traffic Light Protocol.
    pub tlp: String,
    /// Who was given it.
    pub holders: Vec<HolderRow>,
    /// Those whom leave was given to.
    pub leave: Vec<String>,
    /// Whether leave was given to use it before a court.
    pub court: bool,
    /// How it was recalled: the word, and why; newest last.
    pub recalls: Vec<(String, String)>,
    /// When its content was erased here.
    pub purged_at: Option<Timestamp>,
    /// What was passed on with it: the author's words, when this act passes something on.
    pub forwarded: Option<Forwarded>,
}

/// What an act passes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forwarded {
    /// The act passed on, in hex.
    pub source: String,
    /// Who said it.
    pub author: String,
    /// Its kind.
    pub kind: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether its author's signatures were checked here: the author is a partner.
    pub verified: bool,
    /// What was added.
    pub note: String,
    /// What it says.
    pub said: Vec<super::case_views::Said>,
}

/// What is owed: one holder that was asked to erase an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwedRow {
    /// The act recalled, in hex.
    pub act: String,
    /// Its kind.
    pub kind: String,
    /// Who owes, or owed.
    pub authority: String,
    /// `asked`, `overdue`, `purged`.
    pub standing: String,
    /// Until when, since when, or when.
    pub at: Option<Timestamp>,
}

/// A recall that reached us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecalledRow {
    /// The act recalled, in hex.
    pub act: String,
    /// Who recalled it.
    pub author: String,
    /// How.
    pub effect: String,
    /// Why.
    pub reason: String,
    /// When it was made.
    pub at: Timestamp,
    /// When it was erased here; nothing when it may stay.
    pub purged_at: Option<Timestamp>,
}

/// How to recall an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recalling {
    /// Nobody keeps it.
    Withdraw,
    /// Another act of ours takes its place, in hex.
    Correct(String),
    /// Only these keep it.
    Narrow(Vec<String>),
}

struct Found {
    act: Act,
    all: Vec<Act>,
}

async fn find(node: &Node, viewer: &Viewer, id: &str) -> Result<Found, DeskError> {
    viewer.reads_cases()?;
    let missing = || DeskError::not_found("act", reading::cut(id));
    let id: &ActId = &id.parse().map_err(|_| missing())?;
    let found = node
        .store()
        .read("custody", |tx| {
            Box::pin(async move {
                let Some(act) = tx.act(id).await? else { return Ok(None) };
                let all = tx.acts_of(&act.case).await?;
                Ok(Some((act, all)))
            })
        })
        .await?;
    let (act, all) = found.ok_or_else(missing)?;
    Ok(Found { act: read(&act)?, all: all.iter().map(read).collect::<Result<_, _>>()? })
}

fn read(record: &ActRecord) -> Result<Act, DeskError> {
    Act::from_bytes(&record.bytes).map_err(damaged)
}

fn damaged(error: impl std::fmt::Display) -> DeskError {
    DeskError::Damaged { what: "act", why: error.to_string() }
}

/// What an author has allowed since it made an act.
pub(crate) async fn leave_for(node: &Node, act: &Act) -> Result<Leave, DeskError> {
    let case = &act.case;
    let all = node.store().read("leave", |tx| Box::pin(async move { tx.acts_of(case).await })).await?;
    let given: Vec<Act> =
        all.iter().filter(|record| record.kind == LEAVE).map(read).collect::<Result<_, _>>()?;
    Ok(Custody::of(act, &given).leave)
}

/// Who holds an act, and what became of it.
pub async fn holders(node: &Node, viewer: &Viewer, id: &str) -> Result<CustodyView, DeskError> {
    let Found { act, all } = find(node, viewer, id).await?;
    let custody = Custody::of(&act, &all);
    let now = node.now();
    let holders = custody.holders.iter().map(|(authority, holder)| row(authority, holder, now)).collect();
    let own = node.authority();
    let target = &act.id();
    let mut recalls: Vec<(String, String)> = all
        .iter()
        .filter(|other| custody.recalls.contains(&other.id()))
        .filter_map(|other| custody::read::<Recall>(other).ok())
        .map(|recall| (recall.effect.as_str().to_owned(), recall.reason))
        .collect();
    let (arrived, purged_at) = node
        .store()
        .read("recalls of an act", |tx| {
            Box::pin(async move { Ok((tx.recalls_of(target).await?, tx.purged_at(target).await?)) })
        })
        .await?;
    if act.author != *own {
        recalls = arrived.into_iter().map(|recall| (recall.effect, recall.reason)).collect();
    }
    Ok(CustodyView {
        act: target.to_string(),
        kind: act.kind.to_string(),
        author: act.author.to_string(),
        ours: act.author == *own,
        case: act.case.to_string(),
        made_at: act.made_at,
        handling: act.handling.to_string(),
        onward: act.onward.to_string(),
        conditions: act.marks.conditions.clone(),
        tlp: exchange::Tlp::of(act.handling, act.onward).as_str().to_owned(),
        holders,
        leave: custody.leave.to.iter().map(ToString::to_string).collect(),
        court: custody.leave.court,
        recalls,
        purged_at,
        forwarded: forwarded(node, &act).await?,
    })
}

fn row(authority: &AuthorityId, holder: &custody::Holder, now: Timestamp) -> HolderRow {
    let (standing, at, proof) = match holder.standing(now) {
        Standing::Holds => ("holds", None, None),
        Standing::Asked { until } => ("asked", Some(until), None),
        Standing::Overdue { since } => ("overdue", Some(since), None),
        Standing::Purged { by, at } => ("purged", Some(at), Some(by.to_string())),
    };
    HolderRow {
        authority: authority.to_string(),
        through: holder.through.as_ref().map(ToString::to_string).unwrap_or_default(),
        since: holder.since,
        standing: standing.to_owned(),
        at,
        proof,
    }
}

async fn forwarded(node: &Node, act: &Act) -> Result<Option<Forwarded>, DeskError> {
    let Some(body) = custody::read::<Forward>(act).ok().filter(|_| act.kind.as_str() == FORWARD) else {
        return Ok(None);
    };
    let Ok(envelope) = SignedEnvelope::from_bytes(&body.envelope.0) else { return Ok(None) };
    let author = &body.author;
    let partner =
        node.store().read("partner", |tx| Box::pin(async move { tx.partner(author).await })).await?;
    let verified = match partner {
        Some(partner) => {
            let keys = node.parsed(&partner.partner).map_err(DeskError::Node)?;
            envelope.verify(&keys).is_ok()
        }
        None => *author == *node.authority() && envelope.verify(&node.own_keys()).is_ok(),
    };
    let Ok(inner) = Act::from_bytes(envelope.act_bytes()) else { return Ok(None) };
    let said = match &folding::ReadAct::of(inner.clone()).body {
        Ok(body) => super::saying::everything(body),
        Err(_) => Vec::new(),
    };
    Ok(Some(Forwarded {
        source: inner.id().to_string(),
        author: inner.author.to_string(),
        kind: inner.kind.to_string(),
        made_at: inner.made_at,
        verified,
        note: body.note,
        said,
    }))
}

/// Acts that others passed on to us, and those that we passed on, newest first.
pub async fn passed(node: &Node, viewer: &Viewer) -> Result<Vec<CustodyView>, DeskError> {
    viewer.reads_cases()?;
    let acts = node
        .store()
        .read("passed on", |tx| Box::pin(async move { tx.acts_of_kind(FORWARD, MOST).await }))
        .await?;
    let mut views = Vec::new();
    for act in acts {
        views.push(holders(node, viewer, &act.id.to_string()).await?);
    }
    Ok(views)
}

/// What partners owe us: every holder that was asked to erase one of our acts, overdue ones first.
pub async fn owed(node: &Node, viewer: &Viewer) -> Result<Vec<OwedRow>, DeskError> {
    viewer.reads_cases()?;
    let recalls = node
        .store()
        .read("recalls", |tx| Box::pin(async move { tx.acts_of_kind(RECALL, MOST).await }))
        .await?;
    let mut rows: BTreeMap<(String, String), OwedRow> = BTreeMap::new();
    for record in recalls.iter().filter(|record| record.direction == Direction::Outgoing) {
        let Ok(recall) = custody::read::<Recall>(&read(record)?) else { continue };
        // What we passed on and recalled in turn is owed to its author, through us.
        let Ok(Found { act, all }) = find(node, viewer, &recall.target.to_string()).await else { continue };
        let now = node.now();
        for (authority, holder) in &Custody::of(&act, &all).holders {
            let row = row(authority, holder, now);
            if row.standing != "holds" {
                rows.insert(
                    (act.id().to_string(), row.authority.clone()),
                    OwedRow {
                        act: act.id().to_string(),
                        kind: act.kind.to_string(),
                        authority: row.authority,
                        standing: row.standing,
                        at: row.at,
                    },
                );
            }
        }
    }
    let rank = |row: &OwedRow| match row.standing.as_str() {
        "overdue" => 0,
        "asked" => 1,
        _ => 2,
    };
    let mut rows: Vec<OwedRow> = rows.into_values().collect();
    rows.sort_by(|a, b| (rank(a), a.at, &a.authority).cmp(&(rank(b), b.at, &b.authority)));
    Ok(rows)
}

/// What partners owe us as a list: searched, sorted, cut to a page.
pub async fn owed_list(
    node: &Node,
    viewer: &Viewer,
    query: &ListQuery,
) -> Result<Listed<OwedRow>, DeskError> {
    let mut rows = owed(node, viewer).await?;
    let words = query.text.to_lowercase();
    rows.retain(|row| {
        let text = format!("{} {} {} {}", row.act, row.kind, row.authority, row.standing).to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    });
    match query.sort.as_deref() {
        Some("act") => rows.sort_by(|a, b| (&a.kind, &a.act).cmp(&(&b.kind, &b.act))),
        Some("partner") => rows.sort_by(|a, b| a.authority.cmp(&b.authority)),
        Some("at") => rows.sort_by_key(|row| row.at),
        // As they are: overdue ones first.
        _ => {}
    }
    if query.order == Order::Descending {
        rows.reverse();
    }
    Ok(Listed::of_all(rows, query))
}

/// What partners have recalled from us, newest first.
pub async fn recalled(node: &Node, viewer: &Viewer) -> Result<Vec<RecalledRow>, DeskError> {
    viewer.reads_cases()?;
    let recalls = node.store().read("recalls", |tx| Box::pin(async move { tx.recalls(MOST).await })).await?;
    Ok(recalls
        .into_iter()
        .map(|recall| RecalledRow {
            act: recall.target.to_string(),
            author: recall.author.to_string(),
            effect: recall.effect,
            reason: recall.reason,
            at: recall.at,
            purged_at: recall.purged_at,
        })
        .collect())
}

/// Passes an act on to other partners, as far as code, rule and leave let it, and tells its author. Returns the new act.
pub async fn forward(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    to: &[String],
    note: &str,
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let Found { act, .. } = find(node, viewer, id).await?;
    let recipients = accredited(node, to).await?;
    for to in &recipients {
        guarding::permit(node, &act, Exit::Forward { to }).await?;
    }
    let target = &act.id();
    let envelopes =
        node.store().read("envelopes", |tx| Box::pin(async move { tx.envelopes_of(target).await })).await?;
    let envelope = envelopes.first().ok_or_else(|| DeskError::not_found("envelope of the act", id))?;
    let note = note.trim();
    if note.len() > 4_000 {
        return Err(DeskError::invalid("note", "this is longer than 4,000 bytes", "shorten it"));
    }
    let body = Forward {
        source: *target,
        author: act.author.clone(),
        envelope: Bytes(envelope.signed.clone()),
        note: note.to_owned(),
    };
    let bytes = cbor::to_canonical(&body).map_err(damaged)?;
    if bytes.len() > exchange::MAX_BODY {
        return Err(DeskError::invalid(
            "act",
            format!("with its signatures the act has {} bytes, {} fit", bytes.len(), exchange::MAX_BODY),
            "pass on a smaller act",
        ));
    }
    let new = &NewAct {
        recipients: recipients.clone(),
        kind: case_store::kind(FORWARD)?,
        follows: Vec::new(),
        // The author's terms go with its words.
        handling: act.handling,
        onward: act.onward,
        marks: act.marks.clone(),
        expires_at: act.expires_at,
        ..by_rule(node, &act, vec![], FORWARD, bytes)?
    };
    let new = &NewAct { by: case_store::officer(viewer)?, ..new.clone() };
    let line = &audit::line(node, &viewer.login, "act-passed-on", target, to.join(", "));
    let (act, own) = (&act, node.authority());
    let sent: Result<ActId, DeskError> = node
        .store()
        .run_tx_with("pass on", |tx| {
            Box::pin(async move {
                let sent = node.send_in(tx, new.clone()).await?;
                if act.author != *own {
                    let body = PassedOn {
                        source: *target,
                        act: sent,
                        holder: own.clone(),
                        to: new.recipients.clone(),
                    };
                    tell(tx, node, act, vec![act.author.clone()], PASSED_ON, &body).await?;
                }
                tx.add_audit(line).await?;
                Ok(sent)
            })
        })
        .await;
    let sent = sent?;
    node.wake_delivery();
    Ok(sent.to_string())
}

async fn accredited(node: &Node, to: &[String]) -> Result<Vec<AuthorityId>, DeskError> {
    if to.is_empty() {
        return Err(DeskError::invalid("to", "nobody is named", "choose at least one partner"));
    }
    let mut all = Vec::new();
    for partner in to {
        all.push(directory::accredited(node, partner).await?.0);
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Allows afterwards what code and onward rule of an act of ours forbid. Returns the act that says so.
pub async fn give_leave(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    to: &[String],
    court: bool,
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let Found { act, all } = find(node, viewer, id).await?;
    own_act(node, &act)?;
    let mut names = Vec::new();
    for name in to {
        names.push(directory::authority(name)?);
    }
    names.sort_unstable();
    names.dedup();
    if names.is_empty() && !court {
        return Err(DeskError::invalid("to", "nothing is allowed", "name an authority, or the court"));
    }
    let body = LeaveGiven { act: act.id(), leave: Leave { to: names, court } };
    let recipients = direct(&Custody::of(&act, &all));
    send(node, viewer, &act, recipients, LEAVE, &body, "leave-given").await
}

fn own_act(node: &Node, act: &Act) -> Result<(), DeskError> {
    if act.author == *node.authority() {
        return Ok(());
    }
    Err(DeskError::invalid(
        "act",
        format!("this is the word of {}", act.author),
        "only its author can recall it or give leave",
    ))
}

/// Those to whom the author gave it: the others are reached through them.
fn direct(custody: &Custody) -> Vec<AuthorityId> {
    custody
        .holders
        .iter()
        .filter(|(_, holder)| holder.through.is_none())
        .map(|(name, _)| name.clone())
        .collect()
}

/// Whether acts of a kind can be recalled: not those that prove what was passed on, recalled or erased, nor the steps that a
/// group consists of.
fn recallable(kind: &str) -> bool {
    kind == FORWARD || !custody::KINDS.contains(&kind) && kind != exchange::group::GROUP
}

/// Recalls an act of ours from everyone who holds it. Returns the act that recalls.
pub async fn recall(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    how: &Recalling,
    reason: &str,
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let Found { act, all } = find(node, viewer, id).await?;
    own_act(node, &act)?;
    let kind = act.kind.as_str();
    if !recallable(kind) {
        return Err(DeskError::invalid(
            "act",
            format!("a {kind} cannot be recalled"),
            "what it says is taken back by another act of its kind",
        ));
    }
    let effect = match how {
        Recalling::Withdraw => Effect::Withdraw,
        Recalling::Correct(by) => {
            let by = find(node, viewer, by).await?.act;
            own_act(node, &by)?;
            Effect::Correct { by: by.id() }
        }
        Recalling::Narrow(to) => {
            let mut names = Vec::new();
            for name in to {
                names.push(directory::authority(name)?);
            }
            names.sort_unstable();
            names.dedup();
            Effect::Narrow { to: names }
        }
    };
    let reason = super::talks::needed("reason", reason)?;
    let body = Recall { target: act.id(), effect, reason, because: None };
    let recipients = direct(&Custody::of(&act, &all));
    send(node, viewer, &act, recipients, RECALL, &body, "act-recalled").await
}

async fn send(
    node: &Node,
    viewer: &Viewer,
    act: &Act,
    recipients: Vec<AuthorityId>,
    kind: &'static str,
    body: &impl Serialize,
    what: &'static str,
) -> Result<String, DeskError> {
    let bytes = cbor::to_canonical(body).map_err(damaged)?;
    let new = by_rule(node, act, recipients, kind, bytes)?;
    let new = &NewAct { by: case_store::officer(viewer)?, ..new };
    let line = &audit::line(node, &viewer.login, what, act.id(), kind);
    let sent: Result<ActId, DeskError> = node
        .store()
        .run_tx_with("custody act", |tx| {
            Box::pin(async move {
                tx.add_audit(line).await?;
                Ok(node.send_in(tx, new.clone()).await?)
            })
        })
        .await;
    let sent = sent?;
    node.wake_delivery();
    Ok(sent.to_string())
}

/// An act about another one, in the node's name.
fn by_rule(
    node: &Node,
    about: &Act,
    recipients: Vec<AuthorityId>,
    kind: &'static str,
    body: Vec<u8>,
) -> Result<NewAct, DeskError> {
    Ok(NewAct {
        recipients,
        case: about.case,
        kind: case_store::kind(kind)?,
        follows: vec![about.id()],
        by: files::by_rule(node)?,
        approved_by: None,
        purpose: about.purpose.clone(),
        legal_basis: about.legal_basis.clone(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: Marks::default(),
        expires_at: None,
        body,
    })
}

async fn tell(
    tx: &mut Tx<'_>,
    node: &Node,
    about: &Act,
    recipients: Vec<AuthorityId>,
    kind: &'static str,
    body: &impl Serialize,
) -> Result<ActId, DeskError> {
    let bytes = cbor::to_canonical(body).map_err(damaged)?;
    Ok(node.send_in(tx, by_rule(node, about, recipients, kind, bytes)?).await?)
}

/// By rule: obeys a recall, or looks whether an act that arrives was recalled before it came. Whether it was, and is erased.
pub(crate) async fn arrived(node: &Node, act: &Act) -> Result<bool, DeskError> {
    let done = match act.kind.as_str() {
        RECALL => {
            let Ok(recall) = custody::read::<Recall>(act) else {
                return unreadable(act).map(|()| false);
            };
            let record = &RecallRecord {
                recall: act.id(),
                target: recall.target,
                author: act.author.clone(),
                case: act.case,
                effect: recall.effect.as_str().to_owned(),
                reason: recall.reason.chars().take(1_000).collect(),
                at: act.made_at,
                purged_at: None,
            };
            let effect = &recall.effect;
            node.desk().recalls.store(i64::MAX, Ordering::Relaxed);
            node.store()
                .run_tx("recall arrived", |tx| Box::pin(async move { tx.add_recall(record, effect).await }))
                .await?;
            seen(node, act).await?;
            obey(node, act, &recall).await
        }
        PURGED => {
            seen(node, act).await?;
            relay_purged(node, act).await
        }
        PASSED_ON => {
            seen(node, act).await?;
            relay_passed_on(node, act).await
        }
        LEAVE => seen(node, act).await,
        _ => return late(node, act).await,
    };
    done.map(|()| false)
}

fn unreadable(act: &Act) -> Result<(), DeskError> {
    tracing::warn!(act = %act.id(), partner = %act.author, kind = %act.kind, "the act cannot be read");
    Ok(())
}

/// Nobody has to open it: it is no step of a case.
async fn seen(node: &Node, act: &Act) -> Result<(), DeskError> {
    let (id, now) = (&act.id(), node.now());
    node.store()
        .run_tx("custody seen", |tx| Box::pin(async move { tx.open_act(id, "node", now).await }))
        .await?;
    Ok(())
}

/// Whether anything was ever recalled here. Asked for every arrival, so the answer `no` holds for a second.
async fn any_recall(node: &Node) -> Result<bool, DeskError> {
    let (seen, now) = (node.desk().recalls.load(Ordering::Relaxed), node.now().as_microsecond());
    if seen == i64::MAX {
        return Ok(true);
    }
    if seen > 0 && now.saturating_sub(seen) < 1_000_000 {
        return Ok(false);
    }
    let any = node.store().read("any recall", |tx| Box::pin(async move { tx.any_recall().await })).await?;
    node.desk().recalls.store(if any { i64::MAX } else { now }, Ordering::Relaxed);
    Ok(any)
}

/// An act that comes after its recall.
async fn late(node: &Node, act: &Act) -> Result<bool, DeskError> {
    if !any_recall(node).await? {
        return Ok(false);
    }
    let target = &act.id();
    let recalls = node
        .store()
        .read("recalls of an arrival", |tx| Box::pin(async move { tx.recalls_of(target).await }))
        .await?;
    for recall in
        recalls.into_iter().filter(|recall| recall.author == act.author && recall.purged_at.is_none())
    {
        let id = &recall.recall;
        let kept = node.store().read("recall", |tx| Box::pin(async move { tx.act(id).await })).await?;
        if let Some(kept) = kept {
            let by = read(&kept)?;
            if let Ok(recall) = custody::read::<Recall>(&by) {
                obey(node, &by, &recall).await?;
            }
        }
    }
    let gone = node.store().read("erased", |tx| Box::pin(async move { tx.purged_at(target).await })).await?;
    Ok(gone.is_some())
}

/// Erases what is recalled, carries the recall on to those whom it was passed on to, and answers, in one transaction.
async fn obey(node: &Node, by: &Act, recall: &Recall) -> Result<(), DeskError> {
    let own = node.authority();
    let target = &recall.target;
    let found = node
        .store()
        .read("what is recalled", |tx| {
            Box::pin(async move { Ok((tx.act(target).await?, tx.acts_of(&by.case).await?)) })
        })
        .await?;
    // What is not here, or was erased before, was answered then or will be when it comes.
    let (Some(kept), all) = found else { return Ok(()) };
    if kept.author != by.author || kept.case != by.case {
        tracing::warn!(recall = %by.id(), partner = %by.author, "only the author of an act can recall it");
        return Ok(());
    }
    if !recallable(&kept.kind) {
        tracing::warn!(recall = %by.id(), partner = %by.author, kind = %kept.kind, "such an act is not recalled");
        return Ok(());
    }
    let mut onward = Vec::new();
    for record in
        all.iter().filter(|record| record.kind == FORWARD && record.direction == Direction::Outgoing)
    {
        let act = read(record)?;
        if custody::read::<Forward>(&act).is_ok_and(|forward| forward.source == *target) {
            onward.push(act);
        }
    }
    let spared = recall.effect.spares(own);
    let offers = files::offers_in(&read(&kept)?);
    let (now, recall_id) = (node.now(), &by.id());
    let instead = &super::blind_search::recalled(node)?;
    let (onward, roots) = (&onward, &offers.iter().map(|offer| offer.root).collect::<Vec<_>>());
    let line = &audit::line(node, "node", "act-purged", target, format!("recalled by {}", by.author));
    let answered: Result<(), DeskError> = node
        .store()
        .run_tx_with("obey recall", |tx| {
            Box::pin(async move {
                let mut acts = 0;
                for passed in onward {
                    // Those who were spared by a narrower distribution keep what was passed on to them.
                    let asked: Vec<AuthorityId> =
                        passed.recipients.iter().filter(|to| !recall.effect.spares(to)).cloned().collect();
                    if !asked.is_empty() && told_before(tx, &passed.case, &passed.id(), recall_id).await? {
                        continue;
                    }
                    if !asked.is_empty() {
                        let body = Recall {
                            target: passed.id(),
                            effect: recall.effect.clone(),
                            reason: recall.reason.clone(),
                            because: Some(*recall_id),
                        };
                        tell(tx, node, passed, asked, RECALL, &body).await?;
                    }
                    if !spared {
                        acts += u32::from(tx.purge_act(&passed.id(), now).await?);
                    }
                }
                if spared {
                    return Ok(());
                }
                if !tx.purge_act(target, now).await? {
                    return Ok(());
                }
                for root in roots {
                    let of = (target, root, &by.author);
                    tx.file_ended(of, store::FileOfferState::Erased, "", now).await?;
                }
                tx.forget_blind_answer(target, instead).await?;
                tx.recall_obeyed(recall_id, now).await?;
                let files = u32::try_from(roots.len()).unwrap_or(u32::MAX);
                let body = Purged {
                    target: *target,
                    recall: *recall_id,
                    holder: own.clone(),
                    acts: acts + 1,
                    files,
                    proof: None,
                };
                tell(tx, node, by, vec![by.author.clone()], PURGED, &body).await?;
                case_store::refresh_in(tx, node, &by.case).await?;
                tx.add_audit(line).await?;
                Ok(())
            })
        })
        .await;
    answered?;
    node.wake_delivery();
    if !spared {
        // Subjects that were taken over from it are in no answer any more.
        super::indexing::keep_up(node).await?;
        for root in roots {
            files::forget_unwanted(node, root).await?;
        }
    }
    Ok(())
}

/// Whether a recall was carried on already: the transaction may run after one that a crash hid.
async fn told_before(
    tx: &mut Tx<'_>,
    case: &exchange::CaseId,
    passed: &ActId,
    because: &ActId,
) -> Result<bool, DeskError> {
    for record in tx.acts_of(case).await? {
        if record.kind == RECALL && record.direction == Direction::Outgoing {
            let told = custody::read::<Recall>(&read(&record)?);
            if told.is_ok_and(|told| told.target == *passed && told.because == Some(*because)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Passes the word of an onward holder on to whoever recalled.
async fn relay_purged(node: &Node, act: &Act) -> Result<(), DeskError> {
    let Ok(said) = custody::read::<Purged>(act) else { return unreadable(act) };
    let (recall, id) = (&said.recall, &act.id());
    let found = node
        .store()
        .read("recall carried on", |tx| {
            Box::pin(async move {
                let Some(ours) = tx.act(recall).await? else { return Ok(None) };
                Ok(Some((ours, tx.envelopes_of(id).await?)))
            })
        })
        .await?;
    let Some((ours, envelopes)) = found else { return Ok(()) };
    let Some(because) = custody::read::<Recall>(&read(&ours)?).ok().and_then(|recall| recall.because) else {
        return Ok(());
    };
    let origin = &because;
    let Some(origin) =
        node.store().read("recall", |tx| Box::pin(async move { tx.act(origin).await })).await?
    else {
        return Ok(());
    };
    let origin = read(&origin)?;
    let Ok(first) = custody::read::<Recall>(&origin) else { return Ok(()) };
    let proof = said.proof.or_else(|| envelopes.first().map(|envelope| Bytes(envelope.signed.clone())));
    let body = &Purged {
        target: first.target,
        recall: because,
        holder: said.holder,
        acts: said.acts,
        files: said.files,
        proof,
    };
    relay(node, &origin, PURGED, body).await
}

/// Tells the author of what we passed on that it was passed on again.
async fn relay_passed_on(node: &Node, act: &Act) -> Result<(), DeskError> {
    let Ok(said) = custody::read::<PassedOn>(act) else { return unreadable(act) };
    let source = &said.source;
    let Some(ours) =
        node.store().read("passed on", |tx| Box::pin(async move { tx.act(source).await })).await?
    else {
        return Ok(());
    };
    if ours.kind != FORWARD || ours.direction != Direction::Outgoing {
        return Ok(());
    }
    let Ok(forward) = custody::read::<Forward>(&read(&ours)?) else { return Ok(()) };
    if forward.author == *node.authority() {
        return Ok(());
    }
    let first = &forward.source;
    let Some(first) = node.store().read("source", |tx| Box::pin(async move { tx.act(first).await })).await?
    else {
        return Ok(());
    };
    let first = read(&first)?;
    let body = &PassedOn { source: first.id(), act: said.act, holder: said.holder, to: said.to };
    relay(node, &first, PASSED_ON, body).await
}

/// Sends word about an act to its author, once.
async fn relay<T>(node: &Node, about: &Act, kind: &'static str, body: &T) -> Result<(), DeskError>
where
    T: Serialize + serde::de::DeserializeOwned + PartialEq + Sync,
{
    let sent: Result<bool, DeskError> = node
        .store()
        .run_tx_with("relay", |tx| {
            Box::pin(async move {
                for record in tx.acts_of(&about.case).await? {
                    if record.kind == kind
                        && record.direction == Direction::Outgoing
                        && custody::read::<T>(&read(&record)?).is_ok_and(|said| said == *body)
                    {
                        return Ok(false);
                    }
                }
                tell(tx, node, about, vec![about.author.clone()], kind, body).await?;
                Ok(true)
            })
        })
        .await;
    if sent? {
        node.wake_delivery();
    }
    Ok(())
}
