//! Searches at partners: what was asked, who has answered, and what stands behind the handles we gave.

use exchange::{ActId, AuthorityId, CaseId};
use jiff::Timestamp;
use search::{RegisterId, SubjectId};

use crate::value::{Record, values};
use crate::word::word_enum;
use crate::{StoreError, Tx};

word_enum! {
    /// What a partner has said to a query.
    pub enum AnswerState {
        /// Nothing yet.
        Waiting = "waiting",
        /// Hits or none.
        Answered = "answered",
        /// That it will not say.
        Declined = "declined",
    }
}

/// A search to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSearch {
    /// Its identifier, which is also the case of its query acts.
    pub id: CaseId,
    /// Who asks.
    pub login: String,
    /// The name asked for.
    pub name: String,
    /// All that was asked, in JSON.
    pub query: String,
    /// The hits in one's own registers, in JSON.
    pub own_hits: String,
    /// When.
    pub asked_at: Timestamp,
}

/// How it stands with one partner of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerSearch {
    /// The partner.
    pub partner: AuthorityId,
    /// The act that asks it.
    pub query_act: ActId,
    /// What it has said.
    pub state: AnswerState,
    /// The act that answers, and when it arrived.
    pub answer: Option<(ActId, Timestamp)>,
}

/// A search with its partners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRecord {
    /// What was asked.
    pub search: NewSearch,
    /// The partners, by authority.
    pub partners: Vec<PartnerSearch>,
}

/// What stands behind a handle that a partner was given with a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handle {
    /// The handle.
    pub handle: String,
    /// Who was given it.
    pub partner: AuthorityId,
    /// The register.
    pub register: RegisterId,
    /// The subject.
    pub subject: SubjectId,
    /// The query it was given for.
    pub query_act: ActId,
    /// When.
    pub given_at: Timestamp,
}

const COLUMNS: &str = "id, login, name, query, own_hits, asked_at";

impl Tx<'_> {
    /// Begins a search at partners, each asked by an act.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the identifier is taken.
    pub async fn add_search(
        &mut self,
        search: &NewSearch,
        partners: &[(AuthorityId, ActId)],
    ) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO searches (id, login, name, query, own_hits, asked_at) VALUES ($1, $2, $3, $4, $5, $6)",
            values![
                search.id.as_bytes(),
                &search.login,
                &search.name,
                &search.query,
                &search.own_hits,
                search.asked_at,
            ],
            "search",
            search.id,
        )
        .await?;
        for (partner, query_act) in partners {
            self.execute_one(
                "INSERT INTO search_partners (search, partner, query_act, state) VALUES ($1, $2, $3, 'waiting')",
                values![search.id.as_bytes(), partner.as_str(), query_act.as_bytes()],
                "partner of a search",
                partner,
            )
            .await?;
        }
        Ok(())
    }

    /// Notes a partner's answer to a query; whether it was the first. Answers to nothing we asked are not kept here.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn search_answered(
        &mut self,
        query_act: &ActId,
        partner: &AuthorityId,
        declined: bool,
        answer_act: &ActId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let state = if declined { AnswerState::Declined } else { AnswerState::Answered };
        let changed = self
            .execute(
                "UPDATE search_partners SET state = $3, answer_act = $4, answered_at = $5 \
                 WHERE query_act = $1 AND partner = $2 AND state = 'waiting'",
                values![query_act.as_bytes(), partner.as_str(), state.as_str(), answer_act.as_bytes(), at],
            )
            .await?;
        Ok(changed > 0)
    }

    /// A search with its partners; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn search(&mut self, id: &CaseId) -> Result<Option<SearchRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM searches WHERE id = $1");
        let rows = self.rows_built(sqlx::AssertSqlSafe(sql), values![id.as_bytes()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let partners = self
            .rows(
                "SELECT partner, query_act, state, answer_act, answered_at FROM search_partners \
                 WHERE search = $1 ORDER BY partner",
                values![id.as_bytes()],
            )
            .await?
            .iter()
            .map(|row| {
                Ok(PartnerSearch {
                    partner: row.parsed(0, "authority")?,
                    query_act: ActId::new(row.array(1)?),
                    state: row.parsed(2, "answer state")?,
                    answer: row.opt_array(3)?.map(ActId::new).zip(row.opt_at(4)?),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Some(SearchRecord { search: search(row)?, partners }))
    }

    /// An officer's latest searches, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn recent_searches(&mut self, login: &str, limit: u32) -> Result<Vec<NewSearch>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM searches WHERE login = $1 ORDER BY asked_at DESC, id LIMIT $2");
        self.rows_built(sqlx::AssertSqlSafe(sql), values![login, limit]).await?.iter().map(search).collect()
    }

    /// Keeps what stands behind handles.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a handle stands for something already.
    pub async fn add_handles(&mut self, handles: &[Handle]) -> Result<(), StoreError> {
        for handle in handles {
            self.execute_one(
                "INSERT INTO handles (handle, partner, register, subject, query_act, given_at) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                values![
                    &handle.handle,
                    handle.partner.as_str(),
                    handle.register.as_str(),
                    handle.subject.as_str(),
                    handle.query_act.as_bytes(),
                    handle.given_at,
                ],
                "handle",
                &handle.handle,
            )
            .await?;
        }
        Ok(())
    }

    /// What stands behind a handle that was given to this partner; `None` for any other.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn handle(
        &mut self,
        handle: &str,
        partner: &AuthorityId,
    ) -> Result<Option<Handle>, StoreError> {
        let row = self
            .row(
                "SELECT handle, partner, register, subject, query_act, given_at FROM handles \
                 WHERE handle = $1 AND partner = $2",
                values![handle, partner.as_str()],
            )
            .await?;
        row.map(|row| {
            Ok(Handle {
                handle: row.text(0)?,
                partner: row.parsed(1, "authority")?,
                register: row.parsed(2, "register")?,
                subject: row.parsed(3, "subject")?,
                query_act: ActId::new(row.array(4)?),
                given_at: row.at(5)?,
            })
        })
        .transpose()
    }
}

fn search(row: &Record) -> Result<NewSearch, StoreError> {
    Ok(NewSearch {
        id: CaseId::new(row.array(0)?),
        login: row.text(1)?,
        name: row.text(2)?,
        query: row.text(3)?,
        own_hits: row.text(4)?,
        asked_at: row.at(5)?,
    })
}
