//! Cases and the acts they consist of.
//!
//! The acts are what is true. Status, deadline and summary of a case are what folding the acts gave the last time;
//! they are kept only so that lists can filter and sort.

use std::collections::HashSet;

use exchange::{ActId, AuthorityId, CaseId};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::list::{Filter, Source, searchable};
use crate::value::{Record, Value, values};
use crate::{Direction, ListBy, Listing, StoreError, Tx};

/// A case to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// Its identifier.
    pub id: CaseId,
    /// The other authority.
    pub counterpart: AuthorityId,
    /// Who asked: we (`Outgoing`) or they.
    pub direction: Direction,
    /// Whom or what it concerns.
    pub title: String,
    /// When its first act was made or arrived.
    pub opened_at: Timestamp,
}

/// What folding the acts gave, for lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseSummary {
    /// Where the case stands.
    pub status: Option<String>,
    /// Whether the next move is ours; `None` when nobody's.
    pub our_move: Option<bool>,
    /// The nearest running deadline.
    pub due_at: Option<Timestamp>,
    /// When the nearest period ends that frees a person.
    pub liberty_at: Option<Timestamp>,
    /// Anything else a row of the list shows, in JSON.
    pub detail: String,
}

/// A case as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRecord {
    /// As opened, with the title it has now.
    pub case: NewCase,
    /// When its last act was made or arrived.
    pub changed_at: Timestamp,
    /// What folding the acts gave.
    pub summary: CaseSummary,
    /// Incoming acts that no officer has opened.
    pub unopened: u64,
}

/// Which cases a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseFilter {
    /// Only with this status.
    pub status: Option<String>,
    /// Only with this authority.
    pub counterpart: Option<AuthorityId>,
    /// Only those where the next move is ours (`true`) or theirs.
    pub our_move: Option<bool>,
    /// Only those with a deadline up to then.
    pub due_before: Option<Timestamp>,
    /// Only those with a period that frees a person.
    pub liberty: bool,
    /// Only those with an incoming act that no officer has opened.
    pub unopened: bool,
}

/// Columns the list of cases can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseSort {
    /// Last act.
    #[default]
    Changed,
    /// Opening.
    Opened,
    /// Whom or what it concerns.
    Title,
    /// Counterpart.
    Counterpart,
    /// Status.
    Status,
    /// Nearest deadline; those without last.
    Due,
    /// Nearest period that frees a person; those without last.
    Liberty,
}

/// An act as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRecord {
    /// Its identifier.
    pub id: ActId,
    /// The case.
    pub case: CaseId,
    /// Who says it.
    pub author: AuthorityId,
    /// Its kind.
    pub kind: String,
    /// Whether it is ours.
    pub direction: Direction,
    /// When it was made, as its author says.
    pub made_at: Timestamp,
    /// When it was made here or arrived here.
    pub stored_at: Timestamp,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
}

/// An officer's first look at an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The act.
    pub act: ActId,
    /// Who.
    pub login: String,
    /// When.
    pub opened_at: Timestamp,
}

const CASE_COLUMNS: &str = "id, counterpart, direction, title, opened_at, changed_at, status, our_move, due_at, \
     liberty_at, summary, (SELECT COUNT(*) FROM acts WHERE acts.case_id = cases.id AND acts.direction = 'incoming' \
     AND NOT EXISTS (SELECT 1 FROM act_openings WHERE act_openings.act = acts.id))";
pub(crate) const ACT_COLUMNS: &str = "id, case_id, author, kind, direction, made_at, stored_at, bytes";

impl Tx<'_> {
    /// Opens a case.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is open already.
    pub async fn add_case(&mut self, case: &NewCase) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO cases (id, counterpart, direction, title, opened_at, changed_at, summary, words) \
             VALUES ($1, $2, $3, $4, $5, $5, '', $6)",
            values![
                case.id.as_bytes(),
                case.counterpart.as_str(),
                case.direction.as_str(),
                &case.title,
                case.opened_at,
                &case_words(&case.id, &case.counterpart, &case.title, ""),
            ],
            "case",
            case.id,
        )
        .await
    }

    /// A case; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn case(&mut self, id: &CaseId) -> Result<Option<CaseRecord>, StoreError> {
        let sql = format!("SELECT {CASE_COLUMNS} FROM cases WHERE id = $1");
        self.rows_built(AssertSqlSafe(sql), values![id.as_bytes()]).await?.first().map(case).transpose()
    }

    /// Cases, searched in identifier, title, counterpart and status.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn cases(
        &mut self,
        filter: &CaseFilter,
        by: &ListBy<CaseSort>,
    ) -> Result<Listing<CaseRecord>, StoreError> {
        let mut conditions = Filter::default();
        if let Some(status) = &filter.status {
            conditions.and_with("status = ?", status);
        }
        if let Some(counterpart) = &filter.counterpart {
            conditions.and_with("counterpart = ?", counterpart.as_str());
        }
        if let Some(our_move) = filter.our_move {
            conditions.and_with("our_move = ?", our_move);
        }
        if let Some(due_before) = filter.due_before {
            conditions.and_with("due_at <= ?", due_before);
        }
        if filter.liberty {
            conditions.and("liberty_at IS NOT NULL");
        }
        if filter.unopened {
            conditions.and(
                "EXISTS (SELECT 1 FROM acts WHERE acts.case_id = cases.id AND acts.direction = 'incoming' \
                 AND NOT EXISTS (SELECT 1 FROM act_openings WHERE act_openings.act = acts.id))",
            );
        }
        let order = match by.sort {
            CaseSort::Changed => "changed_at",
            CaseSort::Opened => "opened_at",
            CaseSort::Title => "title",
            CaseSort::Counterpart => "counterpart",
            CaseSort::Status => "status",
            CaseSort::Due => "due_at",
            CaseSort::Liberty => "liberty_at",
        };
        let source = Source { columns: CASE_COLUMNS, from: "cases", words: "words", order, tie: "id" };
        self.list(source, conditions, by, case).await
    }

    /// Writes down what folding a case's acts gave.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_case_summary(
        &mut self,
        id: &CaseId,
        title: &str,
        summary: &CaseSummary,
    ) -> Result<(), StoreError> {
        let counterpart = match self.case(id).await? {
            Some(record) => record.case.counterpart,
            None => return Err(StoreError::NotFound { what: "case", id: id.to_string() }),
        };
        let status = summary.status.as_deref();
        self.execute_one(
            "UPDATE cases SET title = $2, status = $3, our_move = $4, due_at = $5, liberty_at = $6, summary = $7, \
             words = $8 WHERE id = $1",
            values![
                id.as_bytes(),
                title,
                status,
                summary.our_move,
                summary.due_at,
                summary.liberty_at,
                &summary.detail,
                &case_words(id, &counterpart, title, status.unwrap_or_default()),
            ],
            "case",
            id,
        )
        .await
    }

    /// Keeps acts. An act that is there already is the same act (its identifier is its digest) and is left alone.
    /// Their cases, if open, count as changed. Gives back which were new.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn add_acts(&mut self, acts: &[ActRecord]) -> Result<Vec<ActId>, StoreError> {
        let mut rows = Vec::with_capacity(acts.len());
        for act in acts {
            rows.push(vec![
                Value::from(act.id.as_bytes()),
                Value::from(act.case.as_bytes()),
                Value::from(act.author.as_str()),
                Value::from(&act.kind),
                Value::from(act.direction.as_str()),
                Value::from(act.made_at),
                Value::from(act.stored_at),
                Value::from(&act.bytes),
            ]);
        }
        let head = format!("INSERT INTO acts ({ACT_COLUMNS})");
        let kept = self.insert_rows(&head, &rows, "ON CONFLICT (id) DO NOTHING RETURNING id").await?;
        let new =
            kept.iter().map(|row| Ok(ActId::new(row.array(0)?))).collect::<Result<Vec<_>, StoreError>>()?;
        let known: HashSet<ActId> = new.iter().copied().collect();
        let mut touched = std::collections::BTreeMap::new();
        for act in acts.iter().filter(|act| known.contains(&act.id)) {
            let latest = touched.entry(act.case).or_insert(act.stored_at);
            *latest = act.stored_at.max(*latest);
        }
        for (case, at) in touched {
            self.execute(
                "UPDATE cases SET changed_at = $2 WHERE id = $1 AND changed_at < $2",
                values![case.as_bytes(), at],
            )
            .await?;
        }
        Ok(new)
    }

    /// An act; `None` when it is not here, or its content was erased.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn act(&mut self, id: &ActId) -> Result<Option<ActRecord>, StoreError> {
        let sql = format!("SELECT {ACT_COLUMNS} FROM acts WHERE id = $1 AND purged_at IS NULL");
        self.rows_built(AssertSqlSafe(sql), values![id.as_bytes()]).await?.first().map(act).transpose()
    }

    /// The acts of a case by the moment they say they were made.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn acts_of(&mut self, case: &CaseId) -> Result<Vec<ActRecord>, StoreError> {
        let sql = format!(
            "SELECT {ACT_COLUMNS} FROM acts WHERE case_id = $1 AND purged_at IS NULL ORDER BY made_at, id"
        );
        self.rows_built(AssertSqlSafe(sql), values![case.as_bytes()]).await?.iter().map(act).collect()
    }

    /// Notes that an officer has opened an act; whether nobody had before.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when there is no such act.
    pub async fn open_act(&mut self, act: &ActId, login: &str, at: Timestamp) -> Result<bool, StoreError> {
        let before = self.openings(act).await?;
        if !before.iter().any(|opening| opening.login == login) {
            self.execute(
                "INSERT INTO act_openings (act, login, opened_at) VALUES ($1, $2, $3) \
                 ON CONFLICT (act, login) DO NOTHING",
                values![act.as_bytes(), login, at],
            )
            .await?;
        }
        Ok(before.is_empty())
    }

    /// Who opened an act first, second, and so on.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn openings(&mut self, act: &ActId) -> Result<Vec<Opening>, StoreError> {
        self.rows(
            "SELECT login, opened_at FROM act_openings WHERE act = $1 ORDER BY opened_at, login",
            values![act.as_bytes()],
        )
        .await?
        .iter()
        .map(|row| Ok(Opening { act: *act, login: row.text(0)?, opened_at: row.at(1)? }))
        .collect()
    }
}

fn case_words(id: &CaseId, counterpart: &AuthorityId, title: &str, status: &str) -> String {
    searchable(&[&id.to_string(), title, counterpart.as_str(), status])
}

fn case(row: &Record) -> Result<CaseRecord, StoreError> {
    Ok(CaseRecord {
        case: NewCase {
            id: CaseId::new(row.array(0)?),
            counterpart: row.parsed(1, "authority")?,
            direction: row.parsed(2, "direction")?,
            title: row.text(3)?,
            opened_at: row.at(4)?,
        },
        changed_at: row.at(5)?,
        summary: CaseSummary {
            status: row.opt_text(6)?,
            our_move: row.opt_flag(7)?,
            due_at: row.opt_at(8)?,
            liberty_at: row.opt_at(9)?,
            detail: row.text(10)?,
        },
        unopened: row.number(11)?,
    })
}

pub(crate) fn act(row: &Record) -> Result<ActRecord, StoreError> {
    Ok(ActRecord {
        id: ActId::new(row.array(0)?),
        case: CaseId::new(row.array(1)?),
        author: row.parsed(2, "authority")?,
        kind: row.text(3)?,
        direction: row.parsed(4, "direction")?,
        made_at: row.at(5)?,
        stored_at: row.at(6)?,
        bytes: row.bytes(7)?,
    })
}
