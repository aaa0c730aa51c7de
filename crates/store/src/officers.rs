//! The people who work at the node, their roles, and their sessions.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::list::{Filter, Source, searchable};
use crate::value::{Record, corrupt, values};
use crate::word::word_enum;
use crate::{ListBy, Listing, StoreError, Tx};

word_enum! {
    /// What an officer may do.
    pub enum Role {
        /// Search, draft, handle cases.
        Officer = "officer",
        /// Approve, as the second person.
        Approver = "approver",
        /// Read the ledger, the audit trail and the evidence.
        Auditor = "auditor",
        /// Manage partners, registers and officers.
        Admin = "admin",
    }
}

/// A person who works at the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerRecord {
    /// The name to sign in with.
    pub login: String,
    /// The name others see.
    pub name: String,
    /// What the person may do.
    pub roles: BTreeSet<Role>,
    /// The Argon2 hash of the password as a PHC string.
    pub password: String,
    /// The language of the pages.
    pub locale: String,
    /// Whether the person may not sign in.
    pub disabled: bool,
    /// When the officer was added.
    pub created_at: Timestamp,
    /// Last change.
    pub changed_at: Timestamp,
}

/// A signed-in browser. Only the SHA-256 of its token is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRecord {
    /// SHA-256 of the token.
    pub token_sha256: [u8; 32],
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, as far as was noted.
    pub seen_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// Columns the list of officers can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OfficerSort {
    /// Login.
    #[default]
    Login,
    /// Name.
    Name,
    /// Last change.
    Changed,
}

const COLUMNS: &str = "officers.login, officers.name, officers.password, officers.locale, officers.disabled, \
     officers.created_at, officers.changed_at, \
     COALESCE((SELECT string_agg(role, ' ') FROM officer_roles WHERE officer_roles.login = officers.login), '')";

impl Tx<'_> {
    /// Adds an officer.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the login is taken.
    pub async fn add_officer(&mut self, officer: &OfficerRecord) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO officers (login, name, password, locale, disabled, words, created_at, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![
                &officer.login,
                &officer.name,
                &officer.password,
                &officer.locale,
                officer.disabled,
                &searchable(&[&officer.login, &officer.name]),
                officer.created_at,
                officer.changed_at,
            ],
            "officer",
            &officer.login,
        )
        .await?;
        self.add_roles(&officer.login, &officer.roles).await
    }

    /// An officer; `None` when there is none of this login.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn officer(&mut self, login: &str) -> Result<Option<OfficerRecord>, StoreError> {
        let sql = select(" FROM officers WHERE login = $1");
        self.rows_built(sqlx::AssertSqlSafe(sql), values![login]).await?.first().map(officer).transpose()
    }

    /// Officers, searched in login and name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn officers(&mut self, by: &ListBy<OfficerSort>) -> Result<Listing<OfficerRecord>, StoreError> {
        let order = match by.sort {
            OfficerSort::Login => "officers.login",
            OfficerSort::Name => "officers.name",
            OfficerSort::Changed => "officers.changed_at",
        };
        let source =
            Source { columns: COLUMNS, from: "officers", words: "words", order, tie: "officers.login" };
        self.list(source, Filter::default(), by, officer).await
    }

    /// Lets an officer sign in again, or no longer; the sessions are not ended by it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_officer_disabled(
        &mut self,
        login: &str,
        disabled: bool,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE officers SET disabled = $2, changed_at = $3 WHERE login = $1",
            values![login, disabled, at],
            "officer",
            login,
        )
        .await
    }

    /// Replaces the hash of the password.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_officer_password(
        &mut self,
        login: &str,
        password: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE officers SET password = $2, changed_at = $3 WHERE login = $1",
            values![login, password, at],
            "officer",
            login,
        )
        .await
    }

    /// Changes the language of the pages.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_officer_locale(
        &mut self,
        login: &str,
        locale: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE officers SET locale = $2, changed_at = $3 WHERE login = $1",
            values![login, locale, at],
            "officer",
            login,
        )
        .await
    }

    /// Replaces the roles.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_officer_roles(
        &mut self,
        login: &str,
        roles: &BTreeSet<Role>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE officers SET changed_at = $2 WHERE login = $1",
            values![login, at],
            "officer",
            login,
        )
        .await?;
        self.execute("DELETE FROM officer_roles WHERE login = $1", values![login]).await?;
        self.add_roles(login, roles).await
    }

    async fn add_roles(&mut self, login: &str, roles: &BTreeSet<Role>) -> Result<(), StoreError> {
        for role in roles {
            self.execute_one(
                "INSERT INTO officer_roles (login, role) VALUES ($1, $2)",
                values![login, role.as_str()],
                "officer role",
                role,
            )
            .await?;
        }
        Ok(())
    }

    /// Begins a session.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when there is no such officer.
    pub async fn add_session(&mut self, login: &str, session: &SessionRecord) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO sessions (token_sha256, login, created_at, seen_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5)",
            values![&session.token_sha256, login, session.created_at, session.seen_at, session.expires_at],
            "session",
            login,
        )
        .await
    }

    /// The session of a token with its officer; `None` when there is none, it has ended, or the officer is disabled.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn session(
        &mut self,
        token_sha256: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<(SessionRecord, OfficerRecord)>, StoreError> {
        let sql = select(
            ", sessions.created_at, sessions.seen_at, sessions.expires_at \
             FROM sessions JOIN officers ON officers.login = sessions.login \
             WHERE token_sha256 = $1 AND expires_at > $2 AND NOT disabled",
        );
        let rows = self.rows_built(sqlx::AssertSqlSafe(sql), values![token_sha256, now]).await?;
        rows.first()
            .map(|row| {
                let session = SessionRecord {
                    token_sha256: *token_sha256,
                    created_at: row.at(8)?,
                    seen_at: row.at(9)?,
                    expires_at: row.at(10)?,
                };
                Ok((session, officer(row)?))
            })
            .transpose()
    }

    /// Notes that a session was used, and until when it lives on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it has ended.
    pub async fn touch_session(
        &mut self,
        token_sha256: &[u8; 32],
        seen_at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE token_sha256 = $1",
            values![token_sha256, seen_at, expires_at],
            "session",
            "of this browser",
        )
        .await
    }

    /// Ends a session; whether there was one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_session(&mut self, token_sha256: &[u8; 32]) -> Result<bool, StoreError> {
        let ended =
            self.execute("DELETE FROM sessions WHERE token_sha256 = $1", values![token_sha256]).await?;
        Ok(ended > 0)
    }

    /// Ends every session of an officer; how many there were.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_sessions_of(&mut self, login: &str) -> Result<u64, StoreError> {
        self.execute("DELETE FROM sessions WHERE login = $1", values![login]).await
    }

    /// Removes the sessions that have ended by themselves; how many there were.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn remove_expired_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute("DELETE FROM sessions WHERE expires_at <= $1", values![now]).await
    }
}

fn select(rest: &str) -> String {
    format!("SELECT {COLUMNS}{rest}")
}

fn officer(row: &Record) -> Result<OfficerRecord, StoreError> {
    let roles = row.text(7)?;
    let roles = roles.split_whitespace().map(str::parse).collect::<Result<_, _>>();
    Ok(OfficerRecord {
        login: row.text(0)?,
        name: row.text(1)?,
        roles: roles.map_err(|error: crate::UnknownWord| corrupt("officer role", error.to_string()))?,
        password: row.text(2)?,
        locale: row.text(3)?,
        disabled: row.flag(4)?,
        created_at: row.at(5)?,
        changed_at: row.at(6)?,
    })
}
