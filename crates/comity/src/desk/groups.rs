//! Groups at the desk: begin one, take members in, hand the chair over, leave, write to the members, read what was sealed to
//! us.

use std::collections::BTreeSet;

use exchange::cbor::{self, Bytes};
use exchange::group::{
    Form, GROUP, GROUP_MESSAGE, Group, GroupBody, GroupMessage, MAX_GROUP_NAME, Reads, Step, reads,
};
use exchange::{Act, ActId, AuthorityId, CaseId, Handling, Marks, Onward, PartnerKeys, SignedEnvelope};
use jiff::Timestamp;
use rand::Rng;
use serde::Serialize;
use store::{ActRecord, PartnerState};

use super::{DeskError, Role, Viewer, audit, case_store, directory, guarding, reading, talks};
use crate::node::{NewAct, Node};

const MOST: u32 = 5_000;

/// One row of the list of groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupRow {
    /// The group's case, in hex.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `bilateral`, `regional`, `multilateral`.
    pub form: String,
    /// Who chairs it; empty when everyone has left.
    pub chair: String,
    /// How many members it has now.
    pub members: usize,
    /// Whether we are one.
    pub ours: bool,
    /// Messages that we may read.
    pub messages: usize,
    /// When its last act was made.
    pub changed_at: Timestamp,
}

/// One member, now or once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberRow {
    /// Who.
    pub authority: String,
    /// Since when.
    pub joined_at: Timestamp,
    /// Until when; nothing for a member.
    pub left_at: Option<Timestamp>,
    /// Whether it chairs the group.
    pub chairs: bool,
    /// Whether it is an accredited partner of ours, or we ourselves: only those can be written to.
    pub reachable: bool,
}

/// One message to the members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageRow {
    /// The act, in hex.
    pub act: String,
    /// Who wrote it.
    pub author: String,
    /// The officer.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// Handling code.
    pub handling: String,
    /// Conditions.
    pub conditions: Option<String>,
    /// To whom it was sealed.
    pub to: Vec<String>,
    /// Members of now to whom it was not: they joined later.
    pub not_to: Vec<String>,
    /// Why we read it: `wrote` or `sealed`.
    pub reads: Reads,
}

/// One step of membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepRow {
    /// The act, in hex.
    pub act: String,
    /// `found`, `admit`, `leave`, `remove`, `hand-over`.
    pub step: String,
    /// Who took it.
    pub author: String,
    /// Whom it concerns; empty when the author.
    pub whom: String,
    /// When.
    pub at: Timestamp,
    /// Why it has no effect; empty when it has.
    pub void: String,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// Its row.
    pub row: GroupRow,
    /// Whether we chair it.
    pub chaired: bool,
    /// Everyone who is or was a member.
    pub members: Vec<MemberRow>,
    /// What was said, newest first.
    pub messages: Vec<MessageRow>,
    /// Its steps, in the order in which they count.
    pub steps: Vec<StepRow>,
    /// Partners that could be admitted.
    pub candidates: Vec<String>,
}

/// What is done to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// Takes a partner in.
    Admit(String),
    /// Leaves.
    Leave,
    /// Ends a membership, with the reason.
    Remove(String, String),
    /// Hands the chair over.
    HandOver(String),
}

/// A message to write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewMessage {
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// Handling code.
    pub handling: String,
    /// Conditions; H3 needs some.
    pub conditions: String,
    /// Onward rule.
    pub onward: String,
}

struct Loaded {
    id: CaseId,
    /// Acts of the group with their records; steps that came in a history are among them.
    acts: Vec<Act>,
    group: Group,
}

fn damaged(error: impl std::fmt::Display) -> DeskError {
    DeskError::Damaged { what: "act of a group", why: error.to_string() }
}

fn body(act: &Act) -> Option<Step> {
    cbor::from_canonical::<GroupBody>(&act.body, exchange::MAX_BODY).ok().map(|body| body.step)
}

/// The acts of a group, with the steps that chairs handed to us when we joined. A step by a partner counts only with that
/// partner's signatures; one by somebody whom we do not know stands on the word of the chair who handed it over.
async fn load(node: &Node, id: &CaseId) -> Result<Loaded, DeskError> {
    let (records, partners) = node
        .store()
        .read("group", |tx| {
            Box::pin(async move {
                let records = tx.acts_of(id).await?;
                let all = store::ListBy { limit: MOST, ..store::ListBy::default() };
                Ok((records, tx.partners(&all).await?.rows))
            })
        })
        .await?;
    let mut acts: Vec<Act> = records.iter().map(read).collect::<Result<_, _>>()?;
    let mut known: BTreeSet<ActId> = acts.iter().map(Act::id).collect();
    let mut keys: Vec<PartnerKeys> = vec![node.own_keys().clone()];
    for partner in partners.iter().filter(|partner| partner.state == PartnerState::Accredited) {
        keys.push(node.parsed(&partner.partner).map_err(DeskError::Node)?);
    }
    let mut handed = Vec::new();
    for act in acts.iter().filter(|act| act.kind.as_str() == GROUP) {
        if let Some(Step::Admit { history, .. }) = body(act) {
            for bytes in history {
                let Ok(envelope) = SignedEnvelope::from_bytes(&bytes.0) else { continue };
                let Ok(step) = Act::from_bytes(envelope.act_bytes()) else { continue };
                let signer = keys.iter().find(|keys| *keys.authority() == step.author);
                let stands = signer.is_none_or(|keys| envelope.verify(keys).is_ok());
                if stands && step.case == *id && step.kind.as_str() == GROUP && known.insert(step.id()) {
                    handed.push(step);
                }
            }
        }
    }
    acts.extend(handed);
    let group = Group::of(&acts);
    Ok(Loaded { id: *id, acts, group })
}

fn read(record: &ActRecord) -> Result<Act, DeskError> {
    Act::from_bytes(&record.bytes).map_err(damaged)
}

async fn find(node: &Node, viewer: &Viewer, id: &str) -> Result<Loaded, DeskError> {
    viewer.reads_cases()?;
    let missing = || DeskError::not_found("group", reading::cut(id));
    let id: CaseId = id.parse().map_err(|_| missing())?;
    let loaded = load(node, &id).await?;
    if loaded.group.form.is_none() { Err(missing()) } else { Ok(loaded) }
}

/// The groups that we are or were members of, by name.
pub async fn list(node: &Node, viewer: &Viewer) -> Result<Vec<GroupRow>, DeskError> {
    viewer.reads_cases()?;
    let steps =
        node.store().read("groups", |tx| Box::pin(async move { tx.acts_of_kind(GROUP, MOST).await })).await?;
    let ids: BTreeSet<CaseId> = steps.iter().map(|record| record.case).collect();
    let mut rows = Vec::new();
    for id in ids {
        let loaded = load(node, &id).await?;
        if loaded.group.form.is_some() {
            rows.push(row(node, &loaded));
        }
    }
    rows.sort_by(|a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()).then_with(|| a.id.cmp(&b.id)));
    Ok(rows)
}

fn row(node: &Node, loaded: &Loaded) -> GroupRow {
    let group = &loaded.group;
    let own = node.authority();
    let messages =
        loaded.acts.iter().filter(|act| act.kind.as_str() == GROUP_MESSAGE && reads(act, own) != Reads::Not);
    GroupRow {
        id: loaded.id.to_string(),
        name: group.name.clone(),
        form: group.form.map(Form::as_str).unwrap_or_default().to_owned(),
        chair: group.chair.as_ref().map(ToString::to_string).unwrap_or_default(),
        members: group.present().count(),
        ours: group.is_member(own),
        messages: messages.count(),
        changed_at: loaded.acts.iter().map(|act| act.made_at).max().unwrap_or(Timestamp::MIN),
    }
}

/// One group.
pub async fn view(node: &Node, viewer: &Viewer, id: &str) -> Result<GroupView, DeskError> {
    let loaded = find(node, viewer, id).await?;
    let (group, own) = (&loaded.group, node.authority());
    let partners = directory::partners(node, viewer).await?;
    let reachable: BTreeSet<&str> = partners
        .iter()
        .filter(|partner| partner.standing == "accredited")
        .map(|partner| partner.id.as_str())
        .collect();
    let members = group
        .members
        .iter()
        .map(|(authority, member)| MemberRow {
            authority: authority.to_string(),
            joined_at: member.joined.1,
            left_at: member.left.map(|(_, at)| at),
            chairs: group.chair.as_ref() == Some(authority),
            reachable: authority == own || reachable.contains(authority.as_str()),
        })
        .collect();
    let mut messages: Vec<MessageRow> = loaded
        .acts
        .iter()
        .filter(|act| act.kind.as_str() == GROUP_MESSAGE)
        .filter_map(|act| {
            let reads = reads(act, own);
            let said = cbor::from_canonical::<GroupMessage>(&act.body, exchange::MAX_BODY).ok()?;
            let not_to = group
                .present()
                .filter(|member| **member != act.author && !act.recipients.contains(member))
                .map(ToString::to_string)
                .collect();
            (reads != Reads::Not).then(|| MessageRow {
                act: act.id().to_string(),
                author: act.author.to_string(),
                by: act.by.name().to_owned(),
                at: act.made_at,
                subject: said.subject,
                text: said.text,
                handling: act.handling.to_string(),
                conditions: act.marks.conditions.clone(),
                to: act.recipients.iter().map(ToString::to_string).collect(),
                not_to,
                reads,
            })
        })
        .collect();
    messages.sort_by(|a, b| (b.at, &b.act).cmp(&(a.at, &a.act)));
    let steps = group
        .steps
        .iter()
        .filter_map(|(id, void)| {
            let act = loaded.acts.iter().find(|act| act.id() == *id)?;
            let step = body(act)?;
            let whom = match &step {
                Step::Found { .. } | Step::Leave => String::new(),
                Step::Admit { member, .. } | Step::Remove { member, .. } => member.to_string(),
                Step::HandOver { to } => to.to_string(),
            };
            Some(StepRow {
                act: id.to_string(),
                step: step.as_str().to_owned(),
                author: act.author.to_string(),
                whom,
                at: act.made_at,
                void: void.map(void_word).unwrap_or_default().to_owned(),
            })
        })
        .collect();
    let candidates = reachable
        .iter()
        .filter(|partner| partner.parse().is_ok_and(|partner| !group.is_member(&partner)))
        .map(|partner| (*partner).to_owned())
        .collect();
    Ok(GroupView {
        row: row(node, &loaded),
        chaired: group.chair.as_ref() == Some(own),
        members,
        messages,
        steps,
        candidates,
    })
}

fn void_word(void: exchange::group::Void) -> &'static str {
    use exchange::group::Void;
    match void {
        Void::Unreadable => "unreadable",
        Void::NoGroup => "no-group",
        Void::NotTheChair => "not-the-chair",
        Void::NotAMember => "not-a-member",
        Void::Already => "already",
        Void::Bilateral => "bilateral",
    }
}

/// Begins a group, which this authority chairs. Returns its id in hex.
pub async fn found(
    node: &Node,
    viewer: &Viewer,
    name: &str,
    form: &str,
    members: &[String],
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let name = talks::needed("name", name)?;
    if name.len() > MAX_GROUP_NAME || name.contains('\n') {
        return Err(DeskError::invalid("name", "the name is longer than a line", "shorten it"));
    }
    let form = Form::ALL.into_iter().find(|one| one.as_str() == form).ok_or_else(|| {
        DeskError::invalid("form", format!("`{}` is no form of a group", reading::cut(form)), "choose one")
    })?;
    let mut others = Vec::new();
    for member in members {
        others.push(directory::accredited(node, member).await?.0);
    }
    others.sort_unstable();
    others.dedup();
    if others.is_empty() || form == Form::Bilateral && others.len() != 1 {
        return Err(DeskError::invalid(
            "members",
            format!("a {} group cannot have {} other members", form.as_str(), others.len()),
            "a bilateral group has one other member, any other at least one",
        ));
    }
    let mut drawn = [0; 16];
    node.rng().fill_bytes(&mut drawn);
    let id = CaseId::new(drawn);
    let step = Step::Found { name, form, members: others.clone() };
    let detail = others.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    step_sent(node, viewer, id, BTreeSet::new(), others, step, &detail).await?;
    Ok(id.to_string())
}

/// Takes a step of membership. Returns the act that takes it.
pub async fn act(node: &Node, viewer: &Viewer, id: &str, doing: &Doing) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let loaded = find(node, viewer, id).await?;
    let (group, own) = (&loaded.group, node.authority());
    if !group.is_member(own) {
        return Err(DeskError::invalid("group", "we are not a member", "ask its chair"));
    }
    let chairs = group.chair.as_ref() == Some(own);
    if !chairs && *doing != Doing::Leave {
        let chair = group.chair.as_ref().map(ToString::to_string).unwrap_or_default();
        return Err(DeskError::invalid("group", "only the chair may do this", format!("ask {chair}")));
    }
    let mut recipients: Vec<AuthorityId> = group.present().filter(|member| *member != own).cloned().collect();
    let member = |name: &str| {
        let name = directory::authority(name)?;
        if group.is_member(&name) {
            Ok(name)
        } else {
            Err(DeskError::invalid("member", format!("{name} is not a member"), "choose a member"))
        }
    };
    let (step, detail) = match doing {
        Doing::Leave => (Step::Leave, String::new()),
        Doing::HandOver(to) => {
            let to = member(to)?;
            (Step::HandOver { to: to.clone() }, to.to_string())
        }
        Doing::Remove(whom, reason) => {
            let whom = member(whom)?;
            let reason = talks::needed("reason", reason)?;
            (Step::Remove { member: whom.clone(), reason }, whom.to_string())
        }
        Doing::Admit(whom) => {
            if group.form == Some(Form::Bilateral) {
                return Err(DeskError::invalid(
                    "member",
                    "a bilateral group has two members",
                    "begin a regional or multilateral one",
                ));
            }
            let whom = directory::accredited(node, whom).await?.0;
            if group.is_member(&whom) {
                return Err(DeskError::invalid("member", format!("{whom} is a member"), "choose another"));
            }
            recipients.push(whom.clone());
            let history = history(node, &loaded).await?;
            (Step::Admit { member: whom.clone(), history }, whom.to_string())
        }
    };
    step_sent(node, viewer, loaded.id, group.heads.clone(), recipients, step, &detail).await
}

/// One kept envelope of each step, for a new member.
async fn history(node: &Node, loaded: &Loaded) -> Result<Vec<Bytes>, DeskError> {
    let ids: &Vec<ActId> = &loaded.group.steps.iter().map(|(id, _)| *id).collect();
    let envelopes = node
        .store()
        .read("history of a group", |tx| {
            Box::pin(async move {
                let mut all = Vec::new();
                for id in ids {
                    all.extend(tx.envelopes_of(id).await?.into_iter().next());
                }
                Ok(all)
            })
        })
        .await?;
    let mut history: Vec<Bytes> = envelopes.into_iter().map(|envelope| Bytes(envelope.signed)).collect();
    // What was handed to us is handed on.
    for act in loaded.acts.iter().filter(|act| act.kind.as_str() == GROUP) {
        if let Some(Step::Admit { history: earlier, .. }) = body(act) {
            history.extend(earlier);
        }
    }
    history.sort_by(|a, b| a.0.cmp(&b.0));
    history.dedup_by(|a, b| a.0 == b.0);
    Ok(history)
}

async fn step_sent(
    node: &Node,
    viewer: &Viewer,
    id: CaseId,
    heads: BTreeSet<ActId>,
    recipients: Vec<AuthorityId>,
    step: Step,
    detail: &str,
) -> Result<String, DeskError> {
    let what = format!("{} {detail}", step.as_str());
    let bytes = cbor::to_canonical(&GroupBody { step }).map_err(damaged)?;
    if bytes.len() > exchange::MAX_BODY {
        return Err(DeskError::invalid(
            "group",
            "the group has too many steps to hand them to a new member",
            "begin a new group",
        ));
    }
    send(node, viewer, id, heads, recipients, GROUP, bytes, &NewMessage::plain(), "group-step", &what).await
}

impl NewMessage {
    fn plain() -> Self {
        Self { handling: "H1".to_owned(), onward: "none".to_owned(), ..Self::default() }
    }
}

/// Writes to all members: one act, an envelope for each. Returns the act.
pub async fn write(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    message: &NewMessage,
) -> Result<String, DeskError> {
    viewer.needs(&[Role::Officer])?;
    let loaded = find(node, viewer, id).await?;
    let (group, own) = (&loaded.group, node.authority());
    if !group.is_member(own) {
        return Err(DeskError::invalid("group", "we are not a member", "ask its chair"));
    }
    let recipients: Vec<AuthorityId> = group.present().filter(|member| *member != own).cloned().collect();
    let subject = talks::needed("subject", &message.subject)?;
    let text = message.text.trim();
    if text.is_empty() || text.len() > 100_000 {
        return Err(DeskError::invalid(
            "text",
            format!("the text has {} bytes", text.len()),
            "write 1 to 100,000 bytes, or send a file",
        ));
    }
    let body = GroupMessage { subject, text: text.to_owned() };
    let bytes = cbor::to_canonical(&body).map_err(damaged)?;
    // A message follows the membership that its writer knew.
    send(
        node,
        viewer,
        loaded.id,
        group.heads.clone(),
        recipients,
        GROUP_MESSAGE,
        bytes,
        message,
        "group-message",
        &body.subject,
    )
    .await
}

#[expect(clippy::too_many_arguments, reason = "steps and messages are sent alike")]
async fn send(
    node: &Node,
    viewer: &Viewer,
    id: CaseId,
    follows: BTreeSet<ActId>,
    recipients: Vec<AuthorityId>,
    kind: &'static str,
    body: Vec<u8>,
    terms: &NewMessage,
    what: &'static str,
    detail: &str,
) -> Result<String, DeskError> {
    let mut strangers = Vec::new();
    for member in &recipients {
        if directory::accredited(node, member.as_str()).await.is_err() {
            strangers.push(member.to_string());
        }
    }
    if !strangers.is_empty() {
        return Err(DeskError::invalid(
            "members",
            format!("{} cannot be written to: not accredited here", strangers.join(", ")),
            "accredit them first; every member is sealed to by itself",
        ));
    }
    if recipients.is_empty() {
        return Err(DeskError::invalid("members", "no other member is left", "admit one first"));
    }
    let handling: Handling = guarding::handling(&terms.handling)?;
    let onward: Onward = guarding::onward(&terms.onward)?;
    let marks: Marks = guarding::marks(&terms.conditions, handling)?;
    let new = &NewAct {
        recipients,
        case: id,
        kind: case_store::kind(kind)?,
        follows: follows.into_iter().take(64).collect(),
        by: case_store::officer(viewer)?,
        approved_by: None,
        purpose: "work of the group".to_owned(),
        legal_basis: "agreement of the members".to_owned(),
        handling,
        onward,
        marks,
        expires_at: None,
        body,
    };
    let line = &audit::line(node, &viewer.login, what, id, detail);
    let sent: Result<ActId, DeskError> = node
        .store()
        .run_tx_with("group act", |tx| {
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
