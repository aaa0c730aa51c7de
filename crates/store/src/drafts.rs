//! Drafts of acts that need a second person. Every change names the version it started from, so of two people who
//! change one draft the second sees what the first wrote.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use exchange::{ActId, AuthorityId, CaseId};
use jiff::Timestamp;

use crate::list::{Filter, Source, searchable};
use crate::value::{Record, Value, number, values};
use crate::word::word_enum;
use crate::{ListBy, Listing, StoreError, Tx};

/// A draft: 16 random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DraftId(CaseId);

impl DraftId {
    /// Takes the bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(CaseId::new(bytes))
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DraftId {
    type Err = exchange::IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

word_enum! {
    /// Where a draft stands.
    pub enum DraftState {
        /// Being written.
        Editing = "editing",
        /// Waiting for a second person.
        Submitted = "submitted",
        /// Sent back with a remark; being written again.
        Returned = "returned",
        /// Approved by a second person.
        Approved = "approved",
        /// It became an act.
        Sent = "sent",
        /// Given up.
        Discarded = "discarded",
    }
}

/// A draft to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDraft {
    /// Its identifier.
    pub id: DraftId,
    /// The case it belongs to, or will open.
    pub case: CaseId,
    /// The other authority.
    pub counterpart: AuthorityId,
    /// The kind of act it is to become.
    pub kind: String,
    /// Whom or what it concerns.
    pub title: String,
    /// What has been written, in JSON.
    pub body: String,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRecord {
    /// What has been written.
    pub draft: NewDraft,
    /// Counts every change, from 1.
    pub version: u64,
    /// Where it stands.
    pub state: DraftState,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Who changed it last.
    pub updated_by: String,
    /// When.
    pub updated_at: Timestamp,
    /// Who submitted it.
    pub submitted_by: Option<String>,
    /// When.
    pub submitted_at: Option<Timestamp>,
    /// Who sent it back, and the remark.
    pub returned: Option<(String, String)>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When.
    pub approved_at: Option<Timestamp>,
    /// The act it became.
    pub act: Option<ActId>,
    /// Everyone who wrote in it.
    pub edited_by: BTreeSet<String>,
}

/// What became of a change to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftChange {
    /// It was made; this is the version now.
    Saved(u64),
    /// It was not made: the draft has another version, or a state that does not allow it.
    Conflict(Box<DraftRecord>),
}

/// Columns the list of drafts can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DraftSort {
    /// Last change.
    #[default]
    Updated,
    /// Title.
    Title,
    /// Counterpart.
    Counterpart,
    /// Kind of act.
    Kind,
    /// State.
    State,
}

const COLUMNS: &str = "id, case_id, counterpart, kind, title, body, version, state, created_by, created_at, \
     updated_by, updated_at, submitted_by, submitted_at, returned_by, remark, approved_by, approved_at, act, \
     COALESCE((SELECT string_agg(login, ' ') FROM draft_editors WHERE draft = drafts.id), '')";

impl Tx<'_> {
    /// Begins a draft at version 1.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the identifier is taken.
    pub async fn add_draft(&mut self, draft: &NewDraft, by: &str, at: Timestamp) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO drafts (id, case_id, counterpart, kind, title, body, version, state, created_by, \
             created_at, updated_by, updated_at, words) VALUES ($1, $2, $3, $4, $5, $6, 1, 'editing', $7, $8, $7, $8, $9)",
            values![
                draft.id.as_bytes(),
                draft.case.as_bytes(),
                draft.counterpart.as_str(),
                &draft.kind,
                &draft.title,
                &draft.body,
                by,
                at,
                &draft_words(draft),
            ],
            "draft",
            draft.id,
        )
        .await?;
        self.add_editor(draft.id, by).await
    }

    /// Replaces title and body of a draft that is being written.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn save_draft(
        &mut self,
        id: DraftId,
        expected_version: u64,
        title: &str,
        body: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<DraftChange, StoreError> {
        let words = match self.draft(id).await? {
            Some(current) => draft_words(&NewDraft { title: title.to_owned(), ..current.draft }),
            None => return Err(not_found(id)),
        };
        let change = self
            .change_draft(
                id,
                expected_version,
                "UPDATE drafts SET version = version + 1, updated_by = $3, updated_at = $4, title = $5, body = $6, \
                 words = $7 WHERE id = $1 AND version = $2 AND state IN ('editing', 'returned') RETURNING version",
                values![by, at, title, body, &words],
            )
            .await?;
        if matches!(change, DraftChange::Saved(_)) {
            self.add_editor(id, by).await?;
        }
        Ok(change)
    }

    /// Hands a draft to a second person.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn submit_draft(
        &mut self,
        id: DraftId,
        expected_version: u64,
        by: &str,
        at: Timestamp,
    ) -> Result<DraftChange, StoreError> {
        self.change_draft(
            id,
            expected_version,
            "UPDATE drafts SET version = version + 1, state = 'submitted', submitted_by = $3, submitted_at = $4, \
             updated_by = $3, updated_at = $4, returned_by = NULL, remark = NULL \
             WHERE id = $1 AND version = $2 AND state IN ('editing', 'returned') RETURNING version",
            values![by, at],
        )
        .await
    }

    /// Sends a submitted draft back with a remark.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn return_draft(
        &mut self,
        id: DraftId,
        expected_version: u64,
        remark: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<DraftChange, StoreError> {
        self.change_draft(
            id,
            expected_version,
            "UPDATE drafts SET version = version + 1, state = 'returned', returned_by = $3, remark = $5, \
             submitted_by = NULL, submitted_at = NULL, updated_by = $3, updated_at = $4 \
             WHERE id = $1 AND version = $2 AND state = 'submitted' RETURNING version",
            values![by, at, remark],
        )
        .await
    }

    /// Approves a submitted draft, as somebody who neither began, wrote in, nor submitted it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Forbidden`] when the same person had a hand in it.
    pub async fn approve_draft(
        &mut self,
        id: DraftId,
        expected_version: u64,
        by: &str,
        at: Timestamp,
    ) -> Result<DraftChange, StoreError> {
        let draft = self.draft(id).await?.ok_or_else(|| not_found(id))?;
        if draft.edited_by.contains(by) || draft.created_by == by || draft.submitted_by.as_deref() == Some(by)
        {
            return Err(StoreError::Forbidden { constraint: "four eyes".to_owned() });
        }
        self.change_draft(
            id,
            expected_version,
            "UPDATE drafts SET version = version + 1, state = 'approved', approved_by = $3, approved_at = $4, \
             updated_by = $3, updated_at = $4 \
             WHERE id = $1 AND version = $2 AND state = 'submitted' RETURNING version",
            values![by, at],
        )
        .await
    }

    /// Says which act a draft became. A draft whose act needs no second person may go straight from writing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn draft_sent(
        &mut self,
        id: DraftId,
        expected_version: u64,
        act: &ActId,
        at: Timestamp,
    ) -> Result<DraftChange, StoreError> {
        self.change_draft(
            id,
            expected_version,
            "UPDATE drafts SET version = version + 1, state = 'sent', act = $4, updated_at = $3 \
             WHERE id = $1 AND version = $2 AND state IN ('editing', 'returned', 'approved') RETURNING version",
            values![at, act.as_bytes()],
        )
        .await
    }

    /// Gives a draft up.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn discard_draft(
        &mut self,
        id: DraftId,
        expected_version: u64,
        by: &str,
        at: Timestamp,
    ) -> Result<DraftChange, StoreError> {
        self.change_draft(
            id,
            expected_version,
            "UPDATE drafts SET version = version + 1, state = 'discarded', updated_by = $3, updated_at = $4 \
             WHERE id = $1 AND version = $2 AND state IN ('editing', 'returned', 'submitted') RETURNING version",
            values![by, at],
        )
        .await
    }

    async fn change_draft(
        &mut self,
        id: DraftId,
        expected_version: u64,
        sql: &'static str,
        more: &[Value<'_>],
    ) -> Result<DraftChange, StoreError> {
        let mut values = vec![Value::from(id.as_bytes()), Value::from(number("version", expected_version)?)];
        values.extend(more);
        if let Some(row) = self.row(sql, &values).await? {
            return Ok(DraftChange::Saved(row.number(0)?));
        }
        let current = self.draft(id).await?.ok_or_else(|| not_found(id))?;
        Ok(DraftChange::Conflict(Box::new(current)))
    }

    async fn add_editor(&mut self, id: DraftId, by: &str) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO draft_editors (draft, login) VALUES ($1, $2) ON CONFLICT (draft, login) DO NOTHING",
            values![id.as_bytes(), by],
        )
        .await?;
        Ok(())
    }

    /// A draft; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn draft(&mut self, id: DraftId) -> Result<Option<DraftRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM drafts WHERE id = $1");
        self.rows_built(sqlx::AssertSqlSafe(sql), values![id.as_bytes()])
            .await?
            .first()
            .map(draft)
            .transpose()
    }

    /// The unfinished draft of an act of one kind in a case; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open_draft_of(
        &mut self,
        case: &CaseId,
        kind: &str,
    ) -> Result<Option<DraftRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM drafts WHERE case_id = $1 AND kind = $2 \
             AND state NOT IN ('sent', 'discarded') ORDER BY created_at, id LIMIT 1"
        );
        let rows = self.rows_built(sqlx::AssertSqlSafe(sql), values![case.as_bytes(), kind]).await?;
        rows.first().map(draft).transpose()
    }

    /// Drafts in one state, or all that are neither sent nor discarded; searched in title, kind and counterpart.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn drafts(
        &mut self,
        state: Option<DraftState>,
        by: &ListBy<DraftSort>,
    ) -> Result<Listing<DraftRecord>, StoreError> {
        let mut filter = Filter::default();
        match state {
            Some(state) => filter.and_with("state = ?", state.as_str()),
            None => filter.and("state NOT IN ('sent', 'discarded')"),
        }
        let order = match by.sort {
            DraftSort::Updated => "updated_at",
            DraftSort::Title => "title",
            DraftSort::Counterpart => "counterpart",
            DraftSort::Kind => "kind",
            DraftSort::State => "state",
        };
        let source = Source { columns: COLUMNS, from: "drafts", words: "words", order, tie: "id" };
        self.list(source, filter, by, draft).await
    }
}

fn not_found(id: DraftId) -> StoreError {
    StoreError::NotFound { what: "draft", id: id.to_string() }
}

fn draft_words(draft: &NewDraft) -> String {
    searchable(&[&draft.id.to_string(), &draft.title, &draft.kind, draft.counterpart.as_str()])
}

fn draft(row: &Record) -> Result<DraftRecord, StoreError> {
    Ok(DraftRecord {
        draft: NewDraft {
            id: DraftId::new(row.array(0)?),
            case: CaseId::new(row.array(1)?),
            counterpart: row.parsed(2, "authority")?,
            kind: row.text(3)?,
            title: row.text(4)?,
            body: row.text(5)?,
        },
        version: row.number(6)?,
        state: row.parsed(7, "draft state")?,
        created_by: row.text(8)?,
        created_at: row.at(9)?,
        updated_by: row.text(10)?,
        updated_at: row.at(11)?,
        submitted_by: row.opt_text(12)?,
        submitted_at: row.opt_at(13)?,
        returned: row.opt_text(14)?.zip(row.opt_text(15)?),
        approved_by: row.opt_text(16)?,
        approved_at: row.opt_at(17)?,
        act: row.opt_array(18)?.map(ActId::new),
        edited_by: row.text(19)?.split(' ').filter(|login| !login.is_empty()).map(str::to_owned).collect(),
    })
}
