//! What partners may ask here and how, what they asked, and what we may ask them.

use exchange::{ActId, AuthorityId};
use jiff::Timestamp;
use search::RegisterId;

use crate::list::{Filter, Source, searchable};
use crate::value::{Record, Value, values};
use crate::word::word_enum;
use crate::{AnswerState, ListBy, Listing, StoreError, Tx};

word_enum! {
    /// The forms in which a partner may ask.
    pub enum Forms {
        /// None: every query is declined.
        None = "none",
        /// With the name in clear.
        Open = "open",
        /// Blind alone.
        Blind = "blind",
        /// Either.
        Both = "both",
    }
}

impl Forms {
    /// Whether a query may name whom it asks for.
    #[must_use]
    pub fn open(self) -> bool {
        matches!(self, Self::Open | Self::Both)
    }

    /// Whether a query may be blind.
    #[must_use]
    pub fn blind(self) -> bool {
        matches!(self, Self::Blind | Self::Both)
    }
}

word_enum! {
    /// How a query was asked.
    pub enum Form {
        /// With the name in clear.
        Open = "open",
        /// Blind.
        Blind = "blind",
    }
}

/// What a partner may ask here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The partner.
    pub partner: AuthorityId,
    /// In which forms.
    pub forms: Forms,
    /// Queries of the partner in 24 hours.
    pub queries_per_day: u32,
    /// Queries of each of its officers in 24 hours.
    pub officer_per_day: u32,
    /// Blind elements of the partner in 24 hours.
    pub elements_per_day: u32,
    /// The number of the blind key in use, from 1.
    pub blind_key: u32,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

/// A query that a partner sent here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerQuery {
    /// The act.
    pub query_act: ActId,
    /// Who asked.
    pub partner: AuthorityId,
    /// The officer there, by login.
    pub officer: String,
    /// By name.
    pub officer_name: String,
    /// How it was asked.
    pub form: Form,
    /// The name asked for; empty when blind.
    pub asked: String,
    /// The purpose stated.
    pub purpose: String,
    /// The legal basis stated.
    pub legal_basis: String,
    /// Blind elements in it.
    pub elements: u32,
    /// What became of it.
    pub state: AnswerState,
    /// Hits told; of a blind query the entries sent.
    pub hits: u32,
    /// What a person decides about, in JSON; `[]` unless it waits.
    pub candidates: String,
    /// Why it was declined; else empty.
    pub reason: String,
    /// Who decided, and when; nobody while it waits.
    pub decided: Option<(String, Timestamp)>,
    /// When it arrived.
    pub asked_at: Timestamp,
}

/// How much was asked since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Queries of the partner that were not declined.
    pub queries: u64,
    /// Those of one officer.
    pub of_officer: u64,
    /// Blind elements of the partner.
    pub elements: u64,
}

/// What one officer of a partner asked since a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerUse {
    /// The partner.
    pub partner: AuthorityId,
    /// The officer's login there.
    pub officer: String,
    /// Queries in all.
    pub queries: u64,
    /// Declined ones among them.
    pub declined: u64,
    /// Blind elements.
    pub elements: u64,
    /// Hits told.
    pub hits: u64,
}

/// What is kept of a blind query of ours until its answer is opened, and the hits after that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindQuery {
    /// The query.
    pub query_act: ActId,
    /// The state of the blinding.
    pub kept: Vec<u8>,
    /// What each key is of, in JSON.
    pub keys: String,
    /// The partner's public key.
    pub public_key: [u8; 32],
    /// The hits, in JSON, once the answer was opened.
    pub hits: Option<String>,
}

const QUERY: &str = "query_act, partner, officer, officer_name, form, asked, purpose, legal_basis, elements, state, \
                     hits, candidates, reason, decided_by, decided_at, asked_at";

impl Tx<'_> {
    /// Sets what a partner may ask here.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_agreement(&mut self, agreement: &Agreement) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO search_agreements (partner, forms, queries_per_day, officer_per_day, elements_per_day, \
             blind_key, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (partner) DO UPDATE SET forms = excluded.forms, queries_per_day = excluded.queries_per_day, \
             officer_per_day = excluded.officer_per_day, elements_per_day = excluded.elements_per_day, \
             blind_key = excluded.blind_key, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            values![
                agreement.partner.as_str(),
                agreement.forms.as_str(),
                agreement.queries_per_day,
                agreement.officer_per_day,
                agreement.elements_per_day,
                agreement.blind_key,
                &agreement.changed_by,
                agreement.changed_at,
            ],
            "search agreement",
            &agreement.partner,
        )
        .await
    }

    /// What partners may ask here, by authority.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn agreements(&mut self) -> Result<Vec<Agreement>, StoreError> {
        self.rows(
            "SELECT partner, forms, queries_per_day, officer_per_day, elements_per_day, blind_key, changed_by, \
             changed_at FROM search_agreements ORDER BY partner",
            &[],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(Agreement {
                partner: row.parsed(0, "authority")?,
                forms: row.parsed(1, "forms of queries")?,
                queries_per_day: small(row, 2)?,
                officer_per_day: small(row, 3)?,
                elements_per_day: small(row, 4)?,
                blind_key: small(row, 5)?,
                changed_by: row.text(6)?,
                changed_at: row.at(7)?,
            })
        })
        .collect()
    }

    /// What one partner may ask here; `None` when nothing was agreed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn agreement(&mut self, partner: &AuthorityId) -> Result<Option<Agreement>, StoreError> {
        Ok(self.agreements().await?.into_iter().find(|agreement| agreement.partner == *partner))
    }

    /// Keeps what a partner told us that we may ask, unless something later is known.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_terms(
        &mut self,
        partner: &AuthorityId,
        terms: &str,
        told_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO search_terms (partner, terms, told_at) VALUES ($1, $2, $3) \
             ON CONFLICT (partner) DO UPDATE SET terms = excluded.terms, told_at = excluded.told_at \
             WHERE search_terms.told_at <= excluded.told_at",
            values![partner.as_str(), terms, told_at],
        )
        .await?;
        Ok(())
    }

    /// What partners told us that we may ask: partner and JSON.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn terms(&mut self) -> Result<Vec<(AuthorityId, String)>, StoreError> {
        self.rows("SELECT partner, terms FROM search_terms ORDER BY partner", &[])
            .await?
            .iter()
            .map(|row| Ok((row.parsed(0, "authority")?, row.text(1)?)))
            .collect()
    }

    /// Sets whether a person decides what a register answers partners.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_by_person(&mut self, register: &RegisterId, by_person: bool) -> Result<(), StoreError> {
        let sql = if by_person {
            "INSERT INTO registers_by_person (register) VALUES ($1) ON CONFLICT (register) DO NOTHING"
        } else {
            "DELETE FROM registers_by_person WHERE register = $1"
        };
        self.execute(sql, values![register.as_str()]).await?;
        Ok(())
    }

    /// The registers whose answers a person decides.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn by_person(&mut self) -> Result<Vec<RegisterId>, StoreError> {
        self.rows("SELECT register FROM registers_by_person ORDER BY register", &[])
            .await?
            .iter()
            .map(|row| row.parsed(0, "register"))
            .collect()
    }

    /// Keeps a query of a partner; whether it is new.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_partner_query(&mut self, query: &PartnerQuery) -> Result<bool, StoreError> {
        let words = searchable(&[
            query.partner.as_str(),
            &query.officer,
            &query.officer_name,
            &query.asked,
            &query.purpose,
            &query.legal_basis,
            &query.reason,
        ]);
        let (by, at) = match &query.decided {
            Some((by, at)) => (Some(by.as_str()), Some(*at)),
            None => (None, None),
        };
        let added = self
            .execute(
                "INSERT INTO partner_queries (query_act, partner, officer, officer_name, form, asked, purpose, \
                 legal_basis, elements, state, hits, candidates, reason, decided_by, decided_at, asked_at, words) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
                 ON CONFLICT (query_act) DO NOTHING",
                values![
                    query.query_act.as_bytes(),
                    query.partner.as_str(),
                    &query.officer,
                    &query.officer_name,
                    query.form.as_str(),
                    &query.asked,
                    &query.purpose,
                    &query.legal_basis,
                    query.elements,
                    query.state.as_str(),
                    query.hits,
                    &query.candidates,
                    &query.reason,
                    by,
                    at,
                    query.asked_at,
                    &words,
                ],
            )
            .await?;
        Ok(added > 0)
    }

    /// Notes what a person decided about a query that waits; whether it still waited.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn decide_partner_query(
        &mut self,
        query_act: &ActId,
        declined: Option<&str>,
        hits: u32,
        by: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let state = if declined.is_some() { AnswerState::Declined } else { AnswerState::Answered };
        let changed = self
            .execute(
                "UPDATE partner_queries SET state = $2, reason = $3, hits = $4, decided_by = $5, decided_at = $6, \
                 candidates = '[]' WHERE query_act = $1 AND state = 'waiting'",
                values![query_act.as_bytes(), state.as_str(), declined.unwrap_or(""), hits, by, at],
            )
            .await?;
        Ok(changed > 0)
    }

    /// A query of a partner; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn partner_query(&mut self, query_act: &ActId) -> Result<Option<PartnerQuery>, StoreError> {
        let sql = format!("SELECT {QUERY} FROM partner_queries WHERE query_act = $1");
        let rows = self.rows_built(sqlx::AssertSqlSafe(sql), values![query_act.as_bytes()]).await?;
        rows.first().map(partner_query).transpose()
    }

    /// Queries of partners in the order they arrived.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn partner_queries(
        &mut self,
        waiting: bool,
        by: &ListBy<()>,
    ) -> Result<Listing<PartnerQuery>, StoreError> {
        let source = Source {
            columns: QUERY,
            from: "partner_queries",
            words: "words",
            order: "asked_at",
            tie: "query_act",
        };
        let mut filter = Filter::default();
        if waiting {
            filter.and("state = 'waiting'");
        }
        self.list(source, filter, by, partner_query).await
    }

    /// How much a partner, and one officer of it, asked since a moment.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn asked_since(
        &mut self,
        partner: &AuthorityId,
        officer: &str,
        since: Timestamp,
    ) -> Result<Asked, StoreError> {
        let row = self
            .row(
                "SELECT COUNT(*), COALESCE(SUM(CASE WHEN officer = $2 THEN 1 ELSE 0 END), 0), \
                 CAST(COALESCE(SUM(elements), 0) AS BIGINT) FROM partner_queries \
                 WHERE partner = $1 AND asked_at > $3 AND state <> 'declined'",
                values![partner.as_str(), officer, since],
            )
            .await?;
        let Some(row) = row else { return Ok(Asked::default()) };
        Ok(Asked { queries: row.number(0)?, of_officer: row.number(1)?, elements: row.number(2)? })
    }

    /// What each officer of each partner asked since a moment, the busiest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn uses_since(&mut self, since: Timestamp) -> Result<Vec<OfficerUse>, StoreError> {
        self.rows(
            "SELECT partner, officer, COUNT(*), COALESCE(SUM(CASE WHEN state = 'declined' THEN 1 ELSE 0 END), 0), \
             CAST(COALESCE(SUM(elements), 0) AS BIGINT), \
             CAST(COALESCE(SUM(CASE WHEN form = 'open' THEN hits ELSE 0 END), 0) AS BIGINT) \
             FROM partner_queries WHERE asked_at > $1 GROUP BY partner, officer \
             ORDER BY COUNT(*) DESC, partner, officer LIMIT 200",
            values![since],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(OfficerUse {
                partner: row.parsed(0, "authority")?,
                officer: row.text(1)?,
                queries: row.number(2)?,
                declined: row.number(3)?,
                elements: row.number(4)?,
                hits: row.number(5)?,
            })
        })
        .collect()
    }

    /// How many searches at partners a login made since a moment.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn searches_since(&mut self, login: &str, since: Timestamp) -> Result<u64, StoreError> {
        let row = self
            .row(
                "SELECT COUNT(*) FROM searches WHERE login = $1 AND asked_at > $2 AND EXISTS \
                 (SELECT 1 FROM search_partners WHERE search = searches.id)",
                values![login, since],
            )
            .await?;
        row.map_or(Ok(0), |row| row.number(0))
    }

    /// Keeps what is needed to open the answer to a blind query.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_blind_query(&mut self, query: &BlindQuery) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO blind_queries (query_act, kept, keys, public_key, hits) VALUES ($1, $2, $3, $4, $5)",
            values![
                query.query_act.as_bytes(),
                &query.kept,
                &query.keys,
                &query.public_key,
                query.hits.as_deref(),
            ],
            "blind query",
            query.query_act,
        )
        .await
    }

    /// What is kept of a blind query of ours; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn blind_query(&mut self, query_act: &ActId) -> Result<Option<BlindQuery>, StoreError> {
        let row = self
            .row(
                "SELECT query_act, kept, keys, public_key, hits FROM blind_queries WHERE query_act = $1",
                values![query_act.as_bytes()],
            )
            .await?;
        row.map(|row| {
            Ok(BlindQuery {
                query_act: ActId::new(row.array(0)?),
                kept: row.bytes(1)?,
                keys: row.text(2)?,
                public_key: row.array(3)?,
                hits: row.opt_text(4)?,
            })
        })
        .transpose()
    }

    /// Keeps the hits of a blind query and forgets the blinding.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn open_blind_query(&mut self, query_act: &ActId, hits: &str) -> Result<(), StoreError> {
        let none: &[u8] = &[];
        self.execute(
            "UPDATE blind_queries SET hits = $2, kept = $3 WHERE query_act = $1 AND hits IS NULL",
            values![query_act.as_bytes(), hits, none],
        )
        .await?;
        Ok(())
    }

    /// Keeps what stands behind handles that may have been given before.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn keep_handles(&mut self, handles: &[crate::Handle]) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(handles.len());
        for handle in handles {
            rows.push(vec![
                Value::from(&handle.handle),
                Value::from(handle.partner.as_str()),
                Value::from(handle.register.as_str()),
                Value::from(handle.subject.as_str()),
                Value::from(handle.query_act.as_bytes()),
                Value::from(handle.given_at),
            ]);
        }
        let head = "INSERT INTO handles (handle, partner, register, subject, query_act, given_at)";
        self.insert_rows(head, &rows, "ON CONFLICT (handle) DO NOTHING").await.map(drop)
    }
}

fn small(row: &Record, column: usize) -> Result<u32, StoreError> {
    let number = row.number(column)?;
    u32::try_from(number).map_err(|_| crate::value::corrupt("number", format!("`{number}` is too large")))
}

fn partner_query(row: &Record) -> Result<PartnerQuery, StoreError> {
    Ok(PartnerQuery {
        query_act: ActId::new(row.array(0)?),
        partner: row.parsed(1, "authority")?,
        officer: row.text(2)?,
        officer_name: row.text(3)?,
        form: row.parsed(4, "form of a query")?,
        asked: row.text(5)?,
        purpose: row.text(6)?,
        legal_basis: row.text(7)?,
        elements: small(row, 8)?,
        state: row.parsed(9, "answer state")?,
        hits: small(row, 10)?,
        candidates: row.text(11)?,
        reason: row.text(12)?,
        decided: row.opt_text(13)?.zip(row.opt_at(14)?),
        asked_at: row.at(15)?,
    })
}
