//! How much is kept of what the ledger must have entries for.

use crate::{StoreError, Tx};

/// Rows of the tables that every row of which has its entry in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Envelopes sent.
    pub envelopes_out: u64,
    /// Envelopes received.
    pub envelopes_in: u64,
    /// Receipts given.
    pub receipts_given: u64,
    /// Receipts got.
    pub receipts_got: u64,
}

impl Tx<'_> {
    /// Counts what the ledger must have entries for.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn totals(&mut self) -> Result<Totals, StoreError> {
        let row = self
            .row(
                "SELECT (SELECT COUNT(*) FROM envelopes_out), (SELECT COUNT(*) FROM envelopes_in), \
                 (SELECT COUNT(*) FROM receipts WHERE direction = 'outgoing'), \
                 (SELECT COUNT(*) FROM receipts WHERE direction = 'incoming')",
                &[],
            )
            .await?;
        let Some(row) = row else { return Ok(Totals::default()) };
        Ok(Totals {
            envelopes_out: row.number(0)?,
            envelopes_in: row.number(1)?,
            receipts_given: row.number(2)?,
            receipts_got: row.number(3)?,
        })
    }
}
