//! Following up what was promised: who sees to it, until when, when to be reminded, and what became of it, here and in
//! the partner's words.

use exchange::{AuthorityId, Handling, Onward, cbor};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use store::{
    CommitmentChange, CommitmentId, CommitmentRecord, CommitmentSort, CommitmentState, CommitmentWord,
    Direction, ListBy, OfficerSort, TalksRecord, Tx,
};

use super::form::Fields;
use super::reading::{cut, zone_of};
use super::talks::{COMMITMENT, needed};
use super::talks_record::{CommitmentBody, last_day};
use super::{DeskError, ListQuery, Listed, Role, Viewer, audit, case_store};
use crate::node::{NewAct, Node};

/// A promise that falls due within so many days is near.
const NEAR_DAYS: i32 = 14;
/// The most reminders of a promise.
const REMINDERS_MOST: usize = 12;
/// The most characters of the words about what became of it.
const OUTCOME_MOST: usize = 4_000;

/// A promise as a task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TaskRow {
    /// Id, 32 hex digits.
    pub id: String,
    /// `both`, `all`, or codes joined by `+`.
    pub who: String,
    /// What is to be done.
    pub what: String,
    /// Until when, as agreed.
    pub due: Option<String>,
    /// The last day of it.
    pub due_on: Option<String>,
    /// `overdue`, `near`, `far`, `none` (no day), `closed`.
    pub nearness: &'static str,
    /// Login of who follows it up.
    pub owner: Option<String>,
    /// What became of it, in our words.
    pub state: String,
    /// The words.
    pub outcome: String,
    /// The states that met.
    pub countries: Vec<String>,
    /// What the record is called.
    pub meeting: String,
    /// Id of the record.
    pub talks: String,
    /// Days on which to be reminded.
    pub reminders: Vec<String>,
    /// Whether a reminder's day has come and it is still open.
    pub remind: bool,
    /// Whether an authority says another thing became of it.
    pub contested: bool,
    /// Last change.
    pub changed_at: Timestamp,
}

/// What an authority says became of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordView {
    /// The authority.
    pub author: String,
    /// What became of it.
    pub state: String,
    /// The words.
    pub outcome: String,
    /// The act that says so.
    pub act: String,
    /// When it was made.
    pub at: Timestamp,
}

/// A task with everything its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskView {
    /// The row.
    pub row: TaskRow,
    /// Version to name when saving.
    pub version: u64,
    /// Its name within the thread.
    pub key: String,
    /// Who closed it, and when.
    pub closed: Option<(String, Timestamp)>,
    /// What took its place: id and what it says.
    pub superseded_by: Option<(String, String)>,
    /// What each authority says.
    pub words: Vec<WordView>,
    /// Officers who could follow it up: login and name.
    pub officers: Vec<(String, String)>,
    /// Other promises of the same states that could have taken its place: id and what they say.
    pub others: Vec<(String, String)>,
    /// Partners who have the record and would be told.
    pub partners: Vec<String>,
    /// Whether this viewer may change it.
    pub can_edit: bool,
}

/// Filters of the list of what falls due.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaskFilter {
    /// `open`, `kept`, `partly-kept`, `broken`, `superseded`; `None`: all.
    pub state: Option<String>,
    /// A login, `me`, or `nobody`.
    pub owner: Option<String>,
    /// A state that met, ISO alpha-2.
    pub country: Option<String>,
    /// Only those due within so many days, or overdue.
    pub due_within_days: Option<u32>,
    /// Only those whose reminder has come.
    pub remind: bool,
}

/// Today where the authority is.
pub(crate) fn today(node: &Node) -> Date {
    let zone = TimeZone::get(zone_of(&node.authority().state())).unwrap_or(TimeZone::UTC);
    node.now().to_zoned_datetime(zone).date()
}

/// What was promised, the nearest first; sorts: `due`, `what`, `who`, `owner`, `state`, `changed`.
pub async fn list(
    node: &Node,
    viewer: &Viewer,
    filter: &TaskFilter,
    query: &ListQuery,
) -> Result<Listed<TaskRow>, DeskError> {
    viewer.needs(&[Role::Officer, Role::Approver])?;
    let sort = match query.sort.as_deref() {
        Some("what") => CommitmentSort::What,
        Some("who") => CommitmentSort::Who,
        Some("owner") => CommitmentSort::Owner,
        Some("state") => CommitmentSort::State,
        Some("changed") => CommitmentSort::Changed,
        _ => CommitmentSort::Due,
    };
    let today = today(node);
    let until = |days: u32| {
        let span = jiff::Span::new().days(i64::from(days.min(36_500)));
        today.checked_add(span).unwrap_or(today).to_string()
    };
    let open = filter.remind || filter.due_within_days.is_some();
    let filter = &store::CommitmentFilter {
        state: match filter.state.as_deref() {
            Some(state) => state.parse().ok(),
            None if open => Some(CommitmentState::Open),
            None => None,
        },
        owner: match filter.owner.as_deref() {
            Some("me") => Some(viewer.login.clone()),
            Some("nobody") | None => None,
            Some(login) => Some(login.to_owned()),
        },
        unowned: filter.owner.as_deref() == Some("nobody"),
        country: filter.country.clone(),
        due_until: filter.due_within_days.map(until),
        remind_until: filter.remind.then(|| today.to_string()),
        ..store::CommitmentFilter::default()
    };
    let by = &query.by(sort);
    let listing = node
        .store()
        .read("commitments", |tx| {
            Box::pin(async move {
                let listing = tx.commitments(filter, by).await?;
                let mut rows = Vec::with_capacity(listing.rows.len());
                for kept in listing.rows {
                    rows.push(row(tx, &kept, today).await?);
                }
                Ok(store::Listing { rows, total: listing.total })
            })
        })
        .await?;
    Ok(Listed::of_store(listing, query, |row| row))
}

/// The tasks of a record.
pub async fn of_record(node: &Node, viewer: &Viewer, id: &str) -> Result<Vec<TaskRow>, DeskError> {
    let kept = super::talks::load(node, viewer, id).await?;
    let (thread, today) = (&kept.talks.thread, today(node));
    Ok(node
        .store()
        .read("commitments of talks", |tx| {
            Box::pin(async move {
                let mut rows = Vec::new();
                for kept in tx.commitments_of(thread).await? {
                    rows.push(row(tx, &kept, today).await?);
                }
                Ok(rows)
            })
        })
        .await?)
}

/// One row, with its reminders and what others say.
pub(crate) async fn row(
    tx: &mut Tx<'_>,
    kept: &CommitmentRecord,
    today: Date,
) -> Result<TaskRow, store::StoreError> {
    let commitment = &kept.commitment;
    let reminders = tx.reminders(commitment.id).await?;
    let words = tx.commitment_words(commitment.id).await?;
    let meeting = tx.talks(commitment.talks).await?.map(|record| record.talks.text.title).unwrap_or_default();
    let open = kept.state == CommitmentState::Open;
    let now = today.to_string();
    Ok(TaskRow {
        id: commitment.id.to_string(),
        who: commitment.who.clone(),
        what: commitment.what.clone(),
        due: commitment.due.clone(),
        due_on: commitment.due_on.clone(),
        nearness: nearness(kept, today),
        owner: kept.owner.clone(),
        state: kept.state.as_str().to_owned(),
        outcome: kept.outcome.clone(),
        countries: commitment.countries.clone(),
        meeting,
        talks: commitment.talks.to_string(),
        remind: open && reminders.iter().any(|day| *day <= now),
        reminders,
        contested: contested(kept.state, &words),
        changed_at: kept.updated_at,
    })
}

fn nearness(kept: &CommitmentRecord, today: Date) -> &'static str {
    if kept.state != CommitmentState::Open {
        return "closed";
    }
    let Some(day) = kept.commitment.due_on.as_deref().and_then(|day| day.parse::<Date>().ok()) else {
        return "none";
    };
    match today.until(day).map_or(0, |span| span.get_days()) {
        days if days < 0 => "overdue",
        days if days <= NEAR_DAYS => "near",
        _ => "far",
    }
}

/// Whether an authority's last word is another than ours, once there is one.
fn contested(state: CommitmentState, words: &[CommitmentWord]) -> bool {
    state != CommitmentState::Open
        && words.iter().any(|word| word.state != state && word.state != CommitmentState::Open)
}

async fn load(node: &Node, viewer: &Viewer, id: &str) -> Result<(CommitmentRecord, TalksRecord), DeskError> {
    viewer.needs(&[Role::Officer, Role::Approver])?;
    let parsed: CommitmentId = id.parse().map_err(|_| DeskError::not_found("commitment", cut(id)))?;
    let found = node
        .store()
        .read("commitment", |tx| {
            Box::pin(async move {
                let Some(kept) = tx.commitment(parsed).await? else { return Ok(None) };
                let record = tx.talks(kept.commitment.talks).await?;
                Ok(record.map(|record| (kept, record)))
            })
        })
        .await?;
    found.ok_or_else(|| DeskError::not_found("commitment", cut(id)))
}

/// A task.
pub async fn task(node: &Node, viewer: &Viewer, id: &str) -> Result<TaskView, DeskError> {
    let (kept, record) = &load(node, viewer, id).await?;
    let today = today(node);
    let country = record.talks.text.countries.iter().find(|code| **code != node.authority().state()).cloned();
    let near = &store::CommitmentFilter { country, ..store::CommitmentFilter::default() };
    let (row, words, officers, others, by) = node
        .store()
        .read("commitment", |tx| {
            Box::pin(async move {
                let all = ListBy::<OfficerSort> { limit: 500, ..ListBy::default() };
                let later = ListBy {
                    limit: 100,
                    descending: true,
                    sort: CommitmentSort::Changed,
                    ..ListBy::default()
                };
                let by = match kept.superseded_by {
                    Some(by) => tx.commitment(by).await?,
                    None => None,
                };
                Ok((
                    row(tx, kept, today).await?,
                    tx.commitment_words(kept.commitment.id).await?,
                    tx.officers(&all).await?.rows,
                    tx.commitments(near, &later).await?.rows,
                    by,
                ))
            })
        })
        .await?;
    Ok(TaskView {
        row,
        version: kept.version,
        key: kept.commitment.key.clone(),
        closed: kept.closed.clone(),
        superseded_by: by.map(|by| (by.commitment.id.to_string(), by.commitment.what)),
        words: words
            .into_iter()
            .map(|word| WordView {
                author: word.author.to_string(),
                state: word.state.as_str().to_owned(),
                outcome: word.outcome,
                act: word.act.to_string(),
                at: word.made_at,
            })
            .collect(),
        officers: officers
            .into_iter()
            .filter(|officer| !officer.disabled && officer.roles.contains(&store::Role::Officer))
            .map(|officer| (officer.login, officer.name))
            .collect(),
        others: others
            .into_iter()
            .filter(|other| other.commitment.id != kept.commitment.id)
            .map(|other| (other.commitment.id.to_string(), other.commitment.what))
            .collect(),
        partners: told(node, record).iter().map(ToString::to_string).collect(),
        can_edit: viewer.has(Role::Officer) && kept.state != CommitmentState::Dropped,
    })
}

/// The partners who have the record: its author, and whoever it was sent to.
fn told(node: &Node, record: &TalksRecord) -> Vec<AuthorityId> {
    let mut partners = record.shared_with.clone();
    if record.direction == Direction::Incoming {
        partners.push(record.talks.author.clone());
    }
    partners.retain(|partner| partner != node.authority());
    partners.sort();
    partners.dedup();
    partners
}

/// Says who follows a promise up, until when, and when to be reminded: the fields `owner`, `due` and `reminders` (one day
/// a line).
pub async fn plan(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    fields: &Fields,
) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let (kept, _) = load(node, viewer, id).await?;
    let given = |name: &str| fields.get(name).map(|value| value.trim()).unwrap_or_default();
    let owner = Some(given("owner")).filter(|owner| !owner.is_empty()).map(str::to_owned);
    if let Some(owner) = &owner {
        let officer =
            node.store().read("officer", |tx| Box::pin(async move { tx.officer(owner).await })).await?;
        if !officer.is_some_and(|officer| !officer.disabled && officer.roles.contains(&store::Role::Officer))
        {
            return Err(DeskError::invalid(
                "owner",
                format!("`{}` is no officer here", cut(owner)),
                "choose one from the list",
            ));
        }
    }
    let due = Some(given("due")).filter(|due| !due.is_empty());
    let due_on = match due {
        Some(due) => Some(last_day(due).ok_or_else(|| {
            DeskError::invalid(
                "due",
                format!("`{}` is no day, month or year", cut(due)),
                "write 2027-06-30, 2027-06 or 2027",
            )
        })?),
        None => None,
    };
    let mut reminders = Vec::new();
    for day in given("reminders").split([',', ' ', '\n', ';']).map(str::trim).filter(|day| !day.is_empty()) {
        let read = day.parse::<Date>().map_err(|_| {
            DeskError::invalid(
                "reminders",
                format!("`{}` is no day", cut(day)),
                "write days such as 2027-06-30, one a line",
            )
        })?;
        reminders.push(read.to_string());
    }
    if reminders.len() > REMINDERS_MOST {
        return Err(DeskError::invalid(
            "reminders",
            format!("{} days are too many", reminders.len()),
            "keep at most twelve",
        ));
    }
    let change = &CommitmentChange {
        owner,
        due: due.map(str::to_owned),
        due_on: due_on.map(|day| day.to_string()),
        state: kept.state,
        outcome: kept.outcome.clone(),
        superseded_by: kept.superseded_by,
    };
    let (task, by, now, reminders) = (kept.commitment.id, viewer.login.as_str(), node.now(), &reminders);
    let detail = format!(
        "{} {}",
        change.owner.as_deref().unwrap_or("nobody"),
        change.due.as_deref().unwrap_or("no day")
    );
    let line = &audit::line(node, by, "commitment-planned", task, detail);
    let saved = node
        .store()
        .run_tx("plan commitment", |tx| {
            Box::pin(async move {
                let saved = tx.save_commitment(task, expected_version, change, by, now).await?;
                if saved.is_some() {
                    tx.set_reminders(task, reminders).await?;
                    tx.add_audit(line).await?;
                }
                Ok(saved)
            })
        })
        .await?;
    saved.map(drop).ok_or_else(|| overtaken(&kept, expected_version))
}

fn overtaken(kept: &CommitmentRecord, expected: u64) -> DeskError {
    DeskError::Conflict(Box::new(super::drafting::EditConflict {
        version: kept.version,
        expected,
        changed_by: kept.updated_by.clone(),
        differing: Vec::new(),
    }))
}

/// What became of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// `open`, `kept`, `partly-kept`, `broken`, `superseded`.
    pub state: String,
    /// The words.
    pub text: String,
    /// What took its place, by its id; empty for none.
    pub superseded_by: String,
    /// Whether the partners who have the record are told.
    pub share: bool,
    /// On what ground they are told.
    pub legal_basis: String,
}

/// Says what became of a promise, and tells the partners who have the record when that is asked.
pub async fn conclude(
    node: &Node,
    viewer: &Viewer,
    id: &str,
    expected_version: u64,
    outcome: &Outcome,
) -> Result<(), DeskError> {
    viewer.needs(&[Role::Officer])?;
    let (kept, record) = load(node, viewer, id).await?;
    let state = match outcome.state.parse::<CommitmentState>() {
        Ok(state) if state != CommitmentState::Dropped && kept.state != CommitmentState::Dropped => state,
        _ => {
            return Err(DeskError::invalid(
                "state",
                format!("`{}` is no outcome", cut(&outcome.state)),
                "choose one",
            ));
        }
    };
    let text: String =
        outcome.text.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(OUTCOME_MOST).collect();
    if text.is_empty() && state != CommitmentState::Open {
        return Err(DeskError::invalid(
            "outcome",
            "nothing is said about it",
            "say in a sentence what happened",
        ));
    }
    let superseded_by = match outcome.superseded_by.trim() {
        "" => None,
        _ if state != CommitmentState::Superseded => None,
        by => {
            let (by, _) = load(node, viewer, by).await?;
            if by.commitment.id == kept.commitment.id {
                return Err(DeskError::invalid(
                    "superseded-by",
                    "it cannot take its own place",
                    "choose another",
                ));
            }
            Some(by.commitment.id)
        }
    };
    let change = &CommitmentChange {
        owner: kept.owner.clone(),
        due: kept.commitment.due.clone(),
        due_on: kept.commitment.due_on.clone(),
        state,
        outcome: text.clone(),
        superseded_by,
    };
    let act = &act(node, viewer, &kept, &record, change, outcome)?;
    let (task, by, now) = (kept.commitment.id, viewer.login.as_str(), node.now());
    let line = &audit::line(node, by, "commitment-concluded", task, state);
    let author = node.authority();
    let saved: Result<Option<u64>, DeskError> = node
        .store()
        .run_tx_with("conclude commitment", |tx| {
            Box::pin(async move {
                let saved = tx.save_commitment(task, expected_version, change, by, now).await?;
                if saved.is_some() {
                    tx.add_audit(line).await?;
                    if let Some(act) = act {
                        let id = node.send_in(tx, act.clone()).await?;
                        tx.add_commitment_word(&CommitmentWord {
                            commitment: task,
                            author: author.clone(),
                            state: change.state,
                            outcome: change.outcome.clone(),
                            act: id,
                            made_at: now,
                        })
                        .await?;
                    }
                }
                Ok(saved)
            })
        })
        .await;
    if saved?.is_none() {
        return Err(overtaken(&kept, expected_version));
    }
    if act.is_some() {
        node.wake_delivery();
    }
    Ok(())
}

/// The act that tells the partners, when they are to be told.
fn act(
    node: &Node,
    viewer: &Viewer,
    kept: &CommitmentRecord,
    record: &TalksRecord,
    change: &CommitmentChange,
    outcome: &Outcome,
) -> Result<Option<NewAct>, DeskError> {
    if !outcome.share {
        return Ok(None);
    }
    let recipients = told(node, record);
    if recipients.is_empty() {
        return Err(DeskError::invalid("share", "no partner has this record", "share the record first"));
    }
    let body = CommitmentBody {
        key: kept.commitment.key.clone(),
        who: kept.commitment.who.clone(),
        what: kept.commitment.what.clone(),
        due: kept.commitment.due.clone(),
        state: change.state.as_str().to_owned(),
        outcome: change.outcome.clone(),
    };
    Ok(Some(NewAct {
        recipients,
        case: kept.commitment.thread,
        kind: case_store::kind(COMMITMENT)?,
        follows: record.act.into_iter().collect(),
        by: case_store::officer(viewer)?,
        approved_by: None,
        purpose: "follow-up of what was agreed in talks".to_owned(),
        legal_basis: needed("legal-basis", &outcome.legal_basis)?,
        handling: Handling::H0,
        onward: Onward::AuthoritiesOfRecipientState,
        marks: exchange::Marks::default(),
        expires_at: None,
        body: cbor::to_canonical(&body)
            .map_err(|error| DeskError::Damaged { what: "commitment", why: error.to_string() })?,
    }))
}
