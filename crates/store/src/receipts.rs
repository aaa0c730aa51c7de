//! Receipts given to and got from partners, by envelope and stage. Those we give are kept until they have arrived.

use exchange::{ActId, AuthorityId, EnvelopeHash, Stage};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::list::{batches, placeholders};
use crate::value::{Record, Value, corrupt, values};
use crate::{Direction, StoreError, Tx};

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRecord {
    /// The envelope it is for.
    pub envelope: EnvelopeHash,
    /// What it says.
    pub stage: Stage,
    /// Whether we gave it (`Outgoing`) or got it.
    pub direction: Direction,
    /// The act inside the envelope.
    pub act: ActId,
    /// The authority at the other end.
    pub partner: AuthorityId,
    /// The receipt itself.
    pub bytes: Vec<u8>,
    /// When, as it says.
    pub at: Timestamp,
    /// When it was kept.
    pub stored_at: Timestamp,
    /// When its delivery is tried next; `None` when it was got, or has arrived.
    pub next_attempt_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "envelope, stage, direction, act, partner, bytes, reason, at, stored_at, next_attempt_at";

impl Tx<'_> {
    /// Keeps receipts and gives back the envelopes of those that were not there: of each stage of an envelope the
    /// first one counts. What follows from a receipt follows for those alone: a transaction of a process that died may
    /// commit after its successor has begun.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn add_receipts(
        &mut self,
        receipts: &[ReceiptRecord],
    ) -> Result<Vec<EnvelopeHash>, StoreError> {
        let mut new = Vec::new();
        for batch in batches(receipts) {
            let mut values = Vec::new();
            for receipt in batch {
                values.extend([
                    Value::from(receipt.envelope.as_bytes()),
                    Value::from(receipt.stage.as_str()),
                    Value::from(receipt.direction.as_str()),
                    Value::from(receipt.act.as_bytes()),
                    Value::from(receipt.partner.as_str()),
                    Value::from(&receipt.bytes),
                    Value::from(receipt.stage.reason()),
                    Value::from(receipt.at),
                    Value::from(receipt.stored_at),
                    Value::from(receipt.next_attempt_at),
                ]);
            }
            let sql = format!(
                "INSERT INTO receipts ({COLUMNS}) VALUES {} ON CONFLICT DO NOTHING RETURNING envelope",
                placeholders(batch.len(), 10)
            );
            for row in self.rows_built(AssertSqlSafe(sql), &values).await? {
                new.push(EnvelopeHash::new(row.array(0)?));
            }
        }
        Ok(new)
    }

    /// The receipts for the envelopes of an act, in the order of what they say.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn receipts_of(&mut self, act: &ActId) -> Result<Vec<ReceiptRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM receipts WHERE act = $1 ORDER BY at, stage, envelope");
        self.rows_built(AssertSqlSafe(sql), values![act.as_bytes()]).await?.iter().map(receipt).collect()
    }

    /// The receipts for an envelope, in the order of what they say.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn receipts_for(&mut self, envelope: &EnvelopeHash) -> Result<Vec<ReceiptRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM receipts WHERE envelope = $1 ORDER BY at, stage, direction");
        self.rows_built(AssertSqlSafe(sql), values![envelope.as_bytes()]).await?.iter().map(receipt).collect()
    }

    /// Claims receipts of ours that are due for delivery until `lease`, oldest first.
    ///
    /// # Errors
    /// When they cannot be claimed.
    pub async fn claim_receipts(
        &mut self,
        partner: Option<&AuthorityId>,
        now: Timestamp,
        lease: Timestamp,
        limit: u32,
    ) -> Result<Vec<ReceiptRecord>, StoreError> {
        let mut values = vec![Value::from(now), Value::from(lease), Value::from(limit)];
        let only = if let Some(partner) = partner {
            values.push(Value::from(partner.as_str()));
            "AND due.partner = $4"
        } else {
            ""
        };
        let lock = match self.engine() {
            crate::Engine::Sqlite => "",
            crate::Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        };
        let sql = format!(
            "UPDATE receipts SET next_attempt_at = $2 WHERE (envelope, stage, direction) IN \
             (SELECT due.envelope, due.stage, due.direction FROM receipts AS due \
             WHERE due.next_attempt_at <= $1 {only} ORDER BY due.next_attempt_at, due.envelope LIMIT $3 {lock}) \
             RETURNING {COLUMNS}"
        );
        let claimed = self.rows_built(AssertSqlSafe(sql), &values).await?;
        let mut claimed: Vec<_> = claimed.iter().map(receipt).collect::<Result<_, _>>()?;
        claimed.sort_by_key(|receipt| (receipt.at, receipt.envelope));
        Ok(claimed)
    }

    /// Notes that a receipt of ours has arrived. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn receipt_delivered(
        &mut self,
        envelope: &EnvelopeHash,
        stage: &Stage,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE receipts SET next_attempt_at = NULL \
             WHERE envelope = $1 AND stage = $2 AND direction = 'outgoing'",
            values![envelope.as_bytes(), stage.as_str()],
            "receipt",
            envelope,
        )
        .await
    }
}

fn receipt(row: &Record) -> Result<ReceiptRecord, StoreError> {
    let stage = match (row.text(1)?.as_str(), row.opt_text(6)?) {
        ("stored", None) => Stage::Stored,
        ("opened", None) => Stage::Opened,
        ("accepted", None) => Stage::Accepted,
        ("refused", Some(reason)) => Stage::Refused { reason },
        (stage, _) => return Err(corrupt("stage of a receipt", format!("`{stage}` is none"))),
    };
    Ok(ReceiptRecord {
        envelope: EnvelopeHash::new(row.array(0)?),
        stage,
        direction: row.parsed(2, "direction")?,
        act: ActId::new(row.array(3)?),
        partner: row.parsed(4, "authority")?,
        bytes: row.bytes(5)?,
        at: row.at(7)?,
        stored_at: row.at(8)?,
        next_attempt_at: row.opt_at(9)?,
    })
}
