//! Commitments that came of talks, as tasks: who follows them up, until when, when to be reminded, and what became of
//! them in the words of each authority.

use exchange::{ActId, AuthorityId, CaseId};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::list::{Filter, Source, searchable};
use crate::talks::{TalksId, escaped, spaced};
use crate::value::{Record, number, values};
use crate::word::word_enum;
use crate::{DraftId, ListBy, Listing, StoreError, Tx};

/// The identifier of a commitment: 16 bytes.
pub type CommitmentId = DraftId;

word_enum! {
    /// What became of a commitment.
    pub enum CommitmentState {
        /// Nothing yet.
        Open = "open",
        /// It was kept.
        Kept = "kept",
        /// It was kept in part.
        PartlyKept = "partly-kept",
        /// It was broken.
        Broken = "broken",
        /// Another took its place.
        Superseded = "superseded",
        /// A correction of the record no longer has it.
        Dropped = "dropped",
    }
}

/// A commitment as its record states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommitment {
    /// Its identifier.
    pub id: CommitmentId,
    /// The record that states it.
    pub talks: TalksId,
    /// The thread of that record.
    pub thread: CaseId,
    /// Its name within the thread.
    pub key: String,
    /// `both`, `all`, or codes joined by `+`.
    pub who: String,
    /// What is to be done.
    pub what: String,
    /// Until when, as agreed: day, month or year.
    pub due: Option<String>,
    /// The last day of it, `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// The states that met, ISO alpha-2.
    pub countries: Vec<String>,
}

/// A commitment as a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentRecord {
    /// What was promised.
    pub commitment: NewCommitment,
    /// The officer who follows it up.
    pub owner: Option<String>,
    /// What became of it, in our words.
    pub state: CommitmentState,
    /// The words.
    pub outcome: String,
    /// What took its place.
    pub superseded_by: Option<CommitmentId>,
    /// Who closed it, and when.
    pub closed: Option<(String, Timestamp)>,
    /// Counts every change, from 1.
    pub version: u64,
    /// When it came to be.
    pub created_at: Timestamp,
    /// Who changed it last.
    pub updated_by: String,
    /// When.
    pub updated_at: Timestamp,
}

/// A change to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentChange {
    /// The officer who follows it up.
    pub owner: Option<String>,
    /// Until when: day, month or year.
    pub due: Option<String>,
    /// The last day of it, `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// What became of it.
    pub state: CommitmentState,
    /// The words.
    pub outcome: String,
    /// What took its place.
    pub superseded_by: Option<CommitmentId>,
}

/// What an authority said became of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentWord {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Who says so.
    pub author: AuthorityId,
    /// What became of it.
    pub state: CommitmentState,
    /// The words.
    pub outcome: String,
    /// The act that says so.
    pub act: ActId,
    /// When it was made.
    pub made_at: Timestamp,
}

/// Which commitments a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommitmentFilter {
    /// Only in this state.
    pub state: Option<CommitmentState>,
    /// Only those followed up by this officer.
    pub owner: Option<String>,
    /// Only those that nobody follows up.
    pub unowned: bool,
    /// Only with this state among those that met, ISO alpha-2.
    pub country: Option<String>,
    /// Only those whose last day is this one or earlier, `YYYY-MM-DD`.
    pub due_until: Option<String>,
    /// Only those whose last day is this one or later, `YYYY-MM-DD`.
    pub due_from: Option<String>,
    /// Only those with a reminder on this day or earlier, `YYYY-MM-DD`.
    pub remind_until: Option<String>,
    /// Only those of this thread.
    pub thread: Option<CaseId>,
}

/// Columns the list of commitments can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CommitmentSort {
    /// Last day; those without last.
    #[default]
    Due,
    /// What is to be done.
    What,
    /// Who is to do it.
    Who,
    /// Who follows it up.
    Owner,
    /// What became of it.
    State,
    /// Last change.
    Changed,
}

const COLUMNS: &str = "id, talks, thread, key, who, what, due, due_on, countries, owner, state, outcome, \
     superseded_by, closed_by, closed_at, version, created_at, updated_by, updated_at";

impl Tx<'_> {
    /// Writes down a commitment as its record states it. One that is there already keeps owner and outcome, and takes
    /// over what the present record says; one that was dropped is open again.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_commitment(
        &mut self,
        new: &NewCommitment,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let countries = spaced(&new.countries);
        self.execute(
            "INSERT INTO commitments (id, talks, thread, key, who, what, due, due_on, state, outcome, countries, \
             version, created_at, updated_by, updated_at, words) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9, 1, $10, $11, $10, $12) \
             ON CONFLICT (id) DO UPDATE SET talks = excluded.talks, who = excluded.who, what = excluded.what, \
             due = excluded.due, due_on = excluded.due_on, countries = excluded.countries, words = excluded.words, \
             version = commitments.version + 1, updated_by = excluded.updated_by, updated_at = excluded.updated_at, \
             state = CASE WHEN commitments.state = 'dropped' THEN 'open' ELSE commitments.state END, \
             closed_by = CASE WHEN commitments.state = 'dropped' THEN NULL ELSE commitments.closed_by END, \
             closed_at = CASE WHEN commitments.state = 'dropped' THEN NULL ELSE commitments.closed_at END",
            values![
                new.id.as_bytes(),
                new.talks.as_bytes(),
                new.thread.as_bytes(),
                &new.key,
                &new.who,
                &new.what,
                new.due.as_deref(),
                new.due_on.as_deref(),
                &countries,
                at,
                by,
                &commitment_words(new),
            ],
        )
        .await?;
        Ok(())
    }

    /// Marks an open commitment that the present record no longer has.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn drop_commitment(
        &mut self,
        id: CommitmentId,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE commitments SET state = 'dropped', closed_by = $2, closed_at = $3, version = version + 1, \
             updated_by = $2, updated_at = $3 WHERE id = $1 AND state = 'open'",
            values![id.as_bytes(), by, at],
        )
        .await?;
        Ok(())
    }

    /// Changes a task; `None` when it has another version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn save_commitment(
        &mut self,
        id: CommitmentId,
        expected_version: u64,
        change: &CommitmentChange,
        by: &str,
        at: Timestamp,
    ) -> Result<Option<u64>, StoreError> {
        let current = self
            .commitment(id)
            .await?
            .ok_or_else(|| StoreError::NotFound { what: "commitment", id: id.to_string() })?;
        let closed = if change.state == CommitmentState::Open {
            None
        } else if current.state == change.state && current.outcome == change.outcome {
            current.closed
        } else {
            Some((by.to_owned(), at))
        };
        let row = self
            .row(
                "UPDATE commitments SET version = version + 1, owner = $3, due = $4, due_on = $5, state = $6, \
                 outcome = $7, superseded_by = $8, closed_by = $9, closed_at = $10, updated_by = $11, \
                 updated_at = $12 WHERE id = $1 AND version = $2 RETURNING version",
                values![
                    id.as_bytes(),
                    number("version", expected_version)?,
                    change.owner.as_deref(),
                    change.due.as_deref(),
                    change.due_on.as_deref(),
                    change.state.as_str(),
                    &change.outcome,
                    change.superseded_by.as_ref().map(CommitmentId::as_bytes),
                    closed.as_ref().map(|(by, _)| by.as_str()),
                    closed.as_ref().map(|(_, at)| *at),
                    by,
                    at,
                ],
            )
            .await?;
        row.map(|row| row.number(0)).transpose()
    }

    /// A commitment; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn commitment(&mut self, id: CommitmentId) -> Result<Option<CommitmentRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM commitments WHERE id = $1");
        self.rows_built(AssertSqlSafe(sql), values![id.as_bytes()]).await?.first().map(commitment).transpose()
    }

    /// Commitments, searched in what was promised and by whom.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn commitments(
        &mut self,
        filter: &CommitmentFilter,
        by: &ListBy<CommitmentSort>,
    ) -> Result<Listing<CommitmentRecord>, StoreError> {
        let mut conditions = Filter::default();
        match filter.state {
            Some(state) => conditions.and_with("state = ?", state.as_str()),
            None => conditions.and("state <> 'dropped'"),
        }
        if let Some(owner) = &filter.owner {
            conditions.and_with("owner = ?", owner);
        }
        if filter.unowned {
            conditions.and("owner IS NULL");
        }
        let country = filter.country.as_ref().map(|code| format!("% {} %", escaped(code)));
        if let Some(country) = &country {
            conditions.and_with("countries LIKE ? ESCAPE '\\'", country);
        }
        if let Some(until) = &filter.due_until {
            conditions.and_with("due_on <= ?", until);
        }
        if let Some(from) = &filter.due_from {
            conditions.and_with("due_on >= ?", from);
        }
        if let Some(until) = &filter.remind_until {
            conditions.and_with(
                "EXISTS (SELECT 1 FROM commitment_reminders WHERE commitment = commitments.id AND remind_on <= ?)",
                until,
            );
        }
        if let Some(thread) = &filter.thread {
            conditions.and_with("thread = ?", thread.as_bytes());
        }
        let order = match by.sort {
            CommitmentSort::Due => "due_on",
            CommitmentSort::What => "what",
            CommitmentSort::Who => "who",
            CommitmentSort::Owner => "owner",
            CommitmentSort::State => "state",
            CommitmentSort::Changed => "updated_at",
        };
        let source = Source { columns: COLUMNS, from: "commitments", words: "words", order, tie: "id" };
        self.list(source, conditions, by, commitment).await
    }

    /// Every commitment of a thread, dropped ones included, in the order of their names.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn commitments_of(&mut self, thread: &CaseId) -> Result<Vec<CommitmentRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM commitments WHERE thread = $1 ORDER BY created_at, key");
        let rows = self.rows_built(AssertSqlSafe(sql), values![thread.as_bytes()]).await?;
        rows.iter().map(commitment).collect()
    }

    /// Replaces the days on which an officer wants to be reminded, each `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when there is no such commitment or a day is not one.
    pub async fn set_reminders(&mut self, id: CommitmentId, days: &[String]) -> Result<(), StoreError> {
        self.execute("DELETE FROM commitment_reminders WHERE commitment = $1", values![id.as_bytes()])
            .await?;
        for day in days {
            self.execute(
                "INSERT INTO commitment_reminders (commitment, remind_on) VALUES ($1, $2) \
                 ON CONFLICT (commitment, remind_on) DO NOTHING",
                values![id.as_bytes(), day],
            )
            .await?;
        }
        Ok(())
    }

    /// The days on which an officer wants to be reminded of a commitment, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn reminders(&mut self, id: CommitmentId) -> Result<Vec<String>, StoreError> {
        self.rows(
            "SELECT remind_on FROM commitment_reminders WHERE commitment = $1 ORDER BY remind_on",
            values![id.as_bytes()],
        )
        .await?
        .iter()
        .map(|row| row.text(0))
        .collect()
    }

    /// Keeps what an authority says became of a commitment, unless it said something later; whether it was kept.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when there is no such commitment.
    pub async fn add_commitment_word(&mut self, word: &CommitmentWord) -> Result<bool, StoreError> {
        let kept = self
            .execute(
                "INSERT INTO commitment_words (commitment, author, state, outcome, act, made_at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (commitment, author) DO UPDATE SET \
                 state = excluded.state, outcome = excluded.outcome, act = excluded.act, \
                 made_at = excluded.made_at WHERE commitment_words.made_at < excluded.made_at",
                values![
                    word.commitment.as_bytes(),
                    word.author.as_str(),
                    word.state.as_str(),
                    &word.outcome,
                    word.act.as_bytes(),
                    word.made_at,
                ],
            )
            .await?;
        Ok(kept == 1)
    }

    /// What each authority last said became of a commitment.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn commitment_words(&mut self, id: CommitmentId) -> Result<Vec<CommitmentWord>, StoreError> {
        self.rows(
            "SELECT commitment, author, state, outcome, act, made_at FROM commitment_words \
             WHERE commitment = $1 ORDER BY made_at, author",
            values![id.as_bytes()],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(CommitmentWord {
                commitment: CommitmentId::new(row.array(0)?),
                author: row.parsed(1, "authority")?,
                state: row.parsed(2, "state of a commitment")?,
                outcome: row.text(3)?,
                act: ActId::new(row.array(4)?),
                made_at: row.at(5)?,
            })
        })
        .collect()
    }
}

fn commitment_words(new: &NewCommitment) -> String {
    searchable(&[&new.what, &new.who, new.due.as_deref().unwrap_or_default(), &new.countries.join(" ")])
}

fn commitment(row: &Record) -> Result<CommitmentRecord, StoreError> {
    Ok(CommitmentRecord {
        commitment: NewCommitment {
            id: CommitmentId::new(row.array(0)?),
            talks: TalksId::new(row.array(1)?),
            thread: CaseId::new(row.array(2)?),
            key: row.text(3)?,
            who: row.text(4)?,
            what: row.text(5)?,
            due: row.opt_text(6)?,
            due_on: row.opt_text(7)?,
            countries: row.text(8)?.split_whitespace().map(str::to_owned).collect(),
        },
        owner: row.opt_text(9)?,
        state: row.parsed(10, "state of a commitment")?,
        outcome: row.text(11)?,
        superseded_by: row.opt_array(12)?.map(CommitmentId::new),
        closed: row.opt_text(13)?.zip(row.opt_at(14)?),
        version: row.number(15)?,
        created_at: row.at(16)?,
        updated_by: row.text(17)?,
        updated_at: row.at(18)?,
    })
}
