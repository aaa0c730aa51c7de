//! The audit trail: who searched, opened, changed and exported what, when, and for which purpose.

use jiff::Timestamp;

use crate::list::{Filter, Source, searchable};
use crate::value::values;
use crate::{ListBy, Listing, StoreError, Tx};

/// One line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who: a login, or `node` for what was done by rule.
    pub login: String,
    /// What was done, a key such as `search` or `case-opened`.
    pub what: String,
    /// On what: a case, register, login, …
    pub object: String,
    /// The purpose as stated; empty when none was asked for.
    pub purpose: String,
    /// The legal basis as stated; empty when none was asked for.
    pub legal_basis: String,
    /// More, for the reader.
    pub detail: String,
}

impl Tx<'_> {
    /// Writes a line of the audit trail.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_audit(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        let words = searchable(&[
            &entry.login,
            &entry.what,
            &entry.object,
            &entry.purpose,
            &entry.legal_basis,
            &entry.detail,
        ]);
        self.execute_one(
            "INSERT INTO audit (at, login, what, object, purpose, legal_basis, detail, words) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![
                entry.at,
                &entry.login,
                &entry.what,
                &entry.object,
                &entry.purpose,
                &entry.legal_basis,
                &entry.detail,
                &words,
            ],
            "audit entry",
            &entry.what,
        )
        .await
    }

    /// The audit trail in the order it was written (`descending`: newest first), searched in all its texts.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn audit(&mut self, by: &ListBy<()>) -> Result<Listing<AuditEntry>, StoreError> {
        let source = Source {
            columns: "at, login, what, object, purpose, legal_basis, detail",
            from: "audit",
            words: "words",
            order: "id",
            tie: "id",
        };
        self.list(source, Filter::default(), by, |row| {
            Ok(AuditEntry {
                at: row.at(0)?,
                login: row.text(1)?,
                what: row.text(2)?,
                object: row.text(3)?,
                purpose: row.text(4)?,
                legal_basis: row.text(5)?,
                detail: row.text(6)?,
            })
        })
        .await
    }
}
