//! Receipts given to and got from partners, by envelope and stage. Those we give are kept until they have arrived.

use exchange::{ActId, AuthorityId, EnvelopeHash, Stage, join_receipt, split_receipt};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

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
    "envelope, stage, direction, act, partner, bytes, reason, at, stored_at, next_attempt_at, note";
/// For reading: the note beside its receipt.
pub(crate) const WITH_NOTE: &str = "envelope, stage, direction, act, partner, bytes, reason, at, stored_at, next_attempt_at, \
                         receipt_notes.note FROM receipts LEFT JOIN receipt_notes ON receipt_notes.hash = receipts.note";

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
        let parts = receipts.iter().map(Parts::of).collect();
        self.add_receipt_parts(receipts, parts).await
    }

    /// The same for receipts that share a checkpoint: the bytes of each record are its slip's alone, and `note` is the
    /// CBOR byte string of the signed checkpoint.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn add_receipts_sharing(
        &mut self,
        slips: &[ReceiptRecord],
        note: &[u8],
    ) -> Result<Vec<EnvelopeHash>, StoreError> {
        let note = Some((Sha256::digest(note).into(), note));
        let parts = slips.iter().map(|slip| Parts { bytes: &slip.bytes, note }).collect();
        self.add_receipt_parts(slips, parts).await
    }

    async fn add_receipt_parts(
        &mut self,
        receipts: &[ReceiptRecord],
        parts: Vec<Parts<'_>>,
    ) -> Result<Vec<EnvelopeHash>, StoreError> {
        self.add_receipt_notes(&parts).await?;
        let mut rows = Vec::with_capacity(receipts.len());
        for (receipt, parts) in receipts.iter().zip(&parts) {
            rows.push(vec![
                Value::from(receipt.envelope.as_bytes()),
                Value::from(receipt.stage.as_str()),
                Value::from(receipt.direction.as_str()),
                Value::from(receipt.act.as_bytes()),
                Value::from(receipt.partner.as_str()),
                Value::from(parts.bytes),
                Value::from(receipt.stage.reason()),
                Value::from(receipt.at),
                Value::from(receipt.stored_at),
                Value::from(receipt.next_attempt_at),
                Value::from(parts.note.as_ref().map(|(hash, _)| hash)),
            ]);
        }
        let head = format!("INSERT INTO receipts ({COLUMNS})");
        let new = self.insert_rows(&head, &rows, "ON CONFLICT DO NOTHING RETURNING envelope").await?;
        new.iter().map(|row| Ok(EnvelopeHash::new(row.array(0)?))).collect()
    }

    /// The receipts for the envelopes of an act, in the order of what they say.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn receipts_of(&mut self, act: &ActId) -> Result<Vec<ReceiptRecord>, StoreError> {
        let sql = format!("SELECT {WITH_NOTE} WHERE act = $1 ORDER BY at, stage, envelope");
        self.rows_built(AssertSqlSafe(sql), values![act.as_bytes()]).await?.iter().map(receipt).collect()
    }

    /// The receipts for an envelope, in the order of what they say.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn receipts_for(&mut self, envelope: &EnvelopeHash) -> Result<Vec<ReceiptRecord>, StoreError> {
        let sql = format!("SELECT {WITH_NOTE} WHERE envelope = $1 ORDER BY at, stage, direction");
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
        let rows = self.rows_built(AssertSqlSafe(sql), &values).await?;
        let mut claimed: Vec<ReceiptRecord> = Vec::new();
        for row in &rows {
            let mut receipt = receipt_apart(row)?;
            if let Some(hash) = row.opt_bytes(10)? {
                let kept = self.row("SELECT note FROM receipt_notes WHERE hash = $1", values![&hash]).await?;
                let kept = kept.ok_or_else(|| corrupt("receipt", "its checkpoint is not there"))?;
                receipt.bytes = join_receipt(&receipt.bytes, &kept.bytes(0)?);
            }
            claimed.push(receipt);
        }
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

/// The bytes of a receipt as they are stored.
struct Parts<'a> {
    bytes: &'a [u8],
    /// What is kept once for all that share it, under its digest.
    note: Option<([u8; 32], &'a [u8])>,
}

impl<'a> Parts<'a> {
    fn of(receipt: &'a ReceiptRecord) -> Self {
        match split_receipt(&receipt.bytes) {
            Some((slip, note)) => Self { bytes: slip, note: Some((Sha256::digest(note).into(), note)) },
            None => Self { bytes: &receipt.bytes, note: None },
        }
    }
}

impl Tx<'_> {
    async fn add_receipt_notes(&mut self, parts: &[Parts<'_>]) -> Result<(), StoreError> {
        let mut notes: Vec<_> = parts.iter().filter_map(|parts| parts.note).collect();
        notes.sort_unstable();
        notes.dedup();
        for (hash, note) in &notes {
            self.execute(
                "INSERT INTO receipt_notes (hash, note) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                values![hash, *note],
            )
            .await?;
        }
        Ok(())
    }
}

pub(crate) fn receipt(row: &Record) -> Result<ReceiptRecord, StoreError> {
    let mut receipt = receipt_apart(row)?;
    if let Some(note) = row.opt_bytes(10)? {
        receipt.bytes = join_receipt(&receipt.bytes, &note);
    }
    Ok(receipt)
}

/// Without the note that stands in a table of its own.
fn receipt_apart(row: &Record) -> Result<ReceiptRecord, StoreError> {
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
