//! What still has to reach partners. A delivery is a row from the commit of its envelope on, so none is ever lost.
//!
//! A worker claims rows by moving their next attempt ahead: a lease. If the worker dies, the lease runs out and the
//! row is claimed again. PostgreSQL skips rows that another process is claiming.

use std::collections::HashMap;

use exchange::{ActId, AuthorityId, Culprit, EnvelopeHash, Fingerprint, SignedEnvelope};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::envelopes::{EnvelopeKey, joined, key};
use crate::value::{Record, Value, number, values};
use crate::word::word_enum;
use crate::{Engine, StoreError, Tx};

word_enum! {
    /// Where a delivery stands.
    pub enum DeliveryState {
        /// Not acknowledged yet.
        Waiting = "waiting",
        /// The partner has it.
        Delivered = "delivered",
        /// The partner will not take it.
        Refused = "refused",
    }
}

/// Whose fault it was that an attempt failed, and what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Whose fault.
    pub culprit: Culprit,
    /// What happened, for people.
    pub text: String,
}

/// A delivery that this worker has claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The envelope's place.
    pub key: EnvelopeKey,
    /// Its hash.
    pub hash: EnvelopeHash,
    /// The act inside.
    pub act: ActId,
    /// Header, act and signatures, to be sealed and delivered; `None` when what is kept cannot be read.
    pub envelope: Option<SignedEnvelope>,
    /// The record of our keys that signed it.
    pub signed_with: Option<Fingerprint>,
    /// Which attempt this is, from 1.
    pub attempt: u64,
}

/// How a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// The envelope's place.
    pub key: EnvelopeKey,
    /// Its hash.
    pub hash: EnvelopeHash,
    /// The act inside.
    pub act: ActId,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u64,
    /// When it is tried next; only while waiting.
    pub next_attempt_at: Option<Timestamp>,
    /// Why the last attempt failed.
    pub failure: Option<Failure>,
    /// When it was delivered or refused.
    pub ended_at: Option<Timestamp>,
    /// When the envelope was made.
    pub made_at: Timestamp,
}

/// What waits for one partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// The partner.
    pub partner: AuthorityId,
    /// How many envelopes wait.
    pub waiting: u64,
    /// When the oldest was made.
    pub oldest_at: Timestamp,
    /// When the next attempt is.
    pub next_attempt_at: Timestamp,
    /// Why the latest failed attempt failed.
    pub failure: Option<Failure>,
}

impl Tx<'_> {
    /// Claims deliveries that are due until `lease`: to one partner or to all, oldest places first.
    ///
    /// # Errors
    /// When they cannot be claimed.
    pub async fn claim_deliveries(
        &mut self,
        partner: Option<&AuthorityId>,
        now: Timestamp,
        lease: Timestamp,
        limit: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        let mut values = vec![Value::from(now), Value::from(lease), Value::from(limit)];
        let only = if let Some(partner) = partner {
            values.push(Value::from(partner.as_str()));
            "AND due.partner = $4"
        } else {
            ""
        };
        let lock = match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        };
        let sql = format!(
            "UPDATE deliveries SET attempts = attempts + 1, next_attempt_at = $2 \
             WHERE (partner, epoch, sequence) IN (SELECT due.partner, due.epoch, due.sequence \
             FROM deliveries AS due WHERE due.state = 'waiting' AND due.next_attempt_at <= $1 {only} \
             ORDER BY due.epoch, due.sequence, due.partner LIMIT $3 {lock}) \
             RETURNING partner, epoch, sequence, attempts"
        );
        let mut attempts = HashMap::new();
        for row in self.rows_built(AssertSqlSafe(sql), &values).await? {
            attempts.insert(key(&row)?, row.number(3)?);
        }
        let keys: Vec<EnvelopeKey> = attempts.keys().cloned().collect();
        let mut claimed = Vec::new();
        let sql = |list: &str| {
            format!(
                "SELECT partner, epoch, sequence, hash, act, signed, acts.bytes, signed_with FROM envelopes_out \
                 LEFT JOIN acts ON acts.id = envelopes_out.act WHERE (partner, epoch, sequence) IN ({list})"
            )
        };
        for row in self.rows_in(&[], &places(&keys)?, sql).await? {
            let key = key(&row)?;
            claimed.push(Claimed {
                attempt: attempts.remove(&key).ok_or_else(|| not_found(&key))?,
                hash: EnvelopeHash::new(row.array(3)?),
                act: ActId::new(row.array(4)?),
                envelope: joined(&row.bytes(5)?, row.opt_bytes(6)?),
                signed_with: row.opt_array(7)?.map(Fingerprint::new),
                key,
            });
        }
        if let Some(lacking) = attempts.keys().next() {
            return Err(not_found(lacking));
        }
        // The engines give the rows back in any order.
        claimed.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(claimed)
    }

    /// Notes that partners have envelopes. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delivered(&mut self, keys: &[EnvelopeKey], at: Timestamp) -> Result<(), StoreError> {
        let sql = |list: &str| {
            format!(
                "UPDATE deliveries SET state = 'delivered', ended_at = COALESCE(ended_at, $1), \
                 error_class = NULL, error = NULL WHERE (partner, epoch, sequence) IN ({list}) RETURNING 1"
            )
        };
        let changed = self.rows_in(&[Value::from(at)], &places(keys)?, sql).await?;
        if changed.len() != keys.len() {
            for key in keys {
                self.must_exist(key).await?;
            }
        }
        Ok(())
    }

    /// Notes that an attempt failed and when the next one is. What was delivered meanwhile stays delivered.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delivery_failed(
        &mut self,
        key: &EnvelopeKey,
        failure: &Failure,
        next_attempt_at: Timestamp,
    ) -> Result<(), StoreError> {
        let [partner, epoch, sequence] = place(key)?;
        let values = [
            partner,
            epoch,
            sequence,
            Value::from(class(failure.culprit)),
            Value::from(&failure.text),
            Value::from(next_attempt_at),
        ];
        let changed = self
            .execute(
                "UPDATE deliveries SET error_class = $4, error = $5, next_attempt_at = $6 \
                 WHERE partner = $1 AND epoch = $2 AND sequence = $3 AND state = 'waiting'",
                &values,
            )
            .await?;
        if changed == 0 { self.must_exist(key).await } else { Ok(()) }
    }

    /// Notes that the partner will not take an envelope, and why.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delivery_refused(
        &mut self,
        key: &EnvelopeKey,
        failure: &Failure,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let [partner, epoch, sequence] = place(key)?;
        let values = [
            partner,
            epoch,
            sequence,
            Value::from(class(failure.culprit)),
            Value::from(&failure.text),
            Value::from(at),
        ];
        let changed = self
            .execute(
                "UPDATE deliveries SET state = 'refused', error_class = $4, error = $5, ended_at = $6 \
                 WHERE partner = $1 AND epoch = $2 AND sequence = $3 AND state = 'waiting'",
                &values,
            )
            .await?;
        if changed == 0 { self.must_exist(key).await } else { Ok(()) }
    }

    /// Gives claims up: what still waits is due at once.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn release_deliveries(
        &mut self,
        keys: &[EnvelopeKey],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = |list: &str| {
            format!(
                "UPDATE deliveries SET next_attempt_at = $1 WHERE state = 'waiting' \
                 AND (partner, epoch, sequence) IN ({list}) RETURNING 1"
            )
        };
        self.rows_in(&[Value::from(now)], &places(keys)?, sql).await.map(drop)
    }

    /// Puts up again what a partner's acknowledgement does not have.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn deliver_again(&mut self, keys: &[EnvelopeKey], at: Timestamp) -> Result<(), StoreError> {
        for key in keys {
            let [partner, epoch, sequence] = place(key)?;
            self.execute_one(
                "UPDATE deliveries SET state = 'waiting', ended_at = NULL, next_attempt_at = $4 \
                 WHERE partner = $1 AND epoch = $2 AND sequence = $3",
                &[partner, epoch, sequence, Value::from(at)],
                "delivery",
                format!("{}/{}/{}", key.partner, key.epoch, key.sequence),
            )
            .await?;
        }
        Ok(())
    }

    /// Puts up again what was delivered to a partner and is not there any more, in ranges of one epoch. How many
    /// envelopes that are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn deliver_lacking(
        &mut self,
        partner: &AuthorityId,
        epoch: u64,
        lacking: &[std::ops::RangeInclusive<u64>],
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut again = 0;
        for range in lacking {
            again += self
                .execute(
                    "UPDATE deliveries SET state = 'waiting', ended_at = NULL, next_attempt_at = $5 \
                     WHERE partner = $1 AND epoch = $2 AND sequence BETWEEN $3 AND $4 AND state = 'delivered'",
                    values![
                        partner.as_str(),
                        number("epoch", epoch)?,
                        number("sequence", *range.start())?,
                        number("sequence", *range.end())?,
                        at,
                    ],
                )
                .await?;
        }
        Ok(again)
    }

    /// Puts up again what a partner receipted: under one checkpoint, given by the digest of its note as receipts keep it, or
    /// at all. What was erased since stays as it is. How many envelopes that are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn deliver_receipted_again(
        &mut self,
        partner: &AuthorityId,
        note: Option<&[u8; 32]>,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut values = vec![Value::from(partner.as_str()), Value::from(at)];
        let under = if let Some(note) = note {
            values.push(Value::from(note));
            "AND EXISTS (SELECT 1 FROM receipts WHERE receipts.envelope = envelopes_out.hash \
             AND receipts.direction = 'incoming' AND receipts.note = $3)"
        } else {
            ""
        };
        let sql = format!(
            "UPDATE deliveries SET state = 'waiting', ended_at = NULL, next_attempt_at = $2 \
             WHERE partner = $1 AND state = 'delivered' AND EXISTS (SELECT 1 FROM envelopes_out \
             JOIN acts ON acts.id = envelopes_out.act WHERE envelopes_out.partner = deliveries.partner \
             AND envelopes_out.epoch = deliveries.epoch AND envelopes_out.sequence = deliveries.sequence \
             AND acts.purged_at IS NULL {under})"
        );
        self.execute_built(AssertSqlSafe(sql), &values).await
    }

    /// Makes everything that waits for a partner due now: it can be reached again. How many that are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn wake_deliveries(
        &mut self,
        partner: &AuthorityId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.execute(
            "UPDATE deliveries SET next_attempt_at = $2 \
             WHERE partner = $1 AND state = 'waiting' AND next_attempt_at > $2",
            values![partner.as_str(), now],
        )
        .await
    }

    /// Makes everything that waits due now: a node that starts holds no lease. How many that are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn wake_all_deliveries(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(
            "UPDATE deliveries SET next_attempt_at = $1 WHERE state = 'waiting' AND next_attempt_at > $1",
            values![now],
        )
        .await
    }

    /// When the next delivery is due; `None` when nothing waits.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn next_delivery_at(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let row =
            self.row("SELECT MIN(next_attempt_at) FROM deliveries WHERE state = 'waiting'", &[]).await?;
        row.map_or(Ok(None), |row| row.opt_at(0))
    }

    /// What waits, for each partner that something waits for.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn backlogs(&mut self) -> Result<Vec<Backlog>, StoreError> {
        let rows = self
            .rows(
                "SELECT deliveries.partner, COUNT(*), MIN(made_at), MIN(next_attempt_at) FROM deliveries \
                 JOIN envelopes_out ON envelopes_out.partner = deliveries.partner \
                 AND envelopes_out.epoch = deliveries.epoch AND envelopes_out.sequence = deliveries.sequence \
                 WHERE state = 'waiting' GROUP BY deliveries.partner ORDER BY deliveries.partner",
                &[],
            )
            .await?;
        let mut backlogs = Vec::new();
        for row in rows {
            let partner: AuthorityId = row.parsed(0, "authority")?;
            let failed = self
                .row(
                    "SELECT error_class, error FROM deliveries WHERE partner = $1 AND state = 'waiting' \
                     AND error IS NOT NULL ORDER BY next_attempt_at DESC LIMIT 1",
                    values![partner.as_str()],
                )
                .await?;
            backlogs.push(Backlog {
                partner,
                waiting: row.number(1)?,
                oldest_at: row.at(2)?,
                next_attempt_at: row.at(3)?,
                failure: failed.as_ref().map(|row| failure(row, 0, 1)).transpose()?.flatten(),
            });
        }
        Ok(backlogs)
    }

    /// How the deliveries of an act stand, one for each recipient.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn deliveries_of(&mut self, act: &ActId) -> Result<Vec<DeliveryRecord>, StoreError> {
        self.rows(
            "SELECT deliveries.partner, deliveries.epoch, deliveries.sequence, hash, act, state, attempts, \
             next_attempt_at, error_class, error, ended_at, made_at FROM deliveries \
             JOIN envelopes_out ON envelopes_out.partner = deliveries.partner \
             AND envelopes_out.epoch = deliveries.epoch AND envelopes_out.sequence = deliveries.sequence \
             WHERE act = $1 ORDER BY deliveries.partner, deliveries.epoch, deliveries.sequence",
            values![act.as_bytes()],
        )
        .await?
        .iter()
        .map(delivery)
        .collect()
    }

    /// Deliveries that failed: refused ones and those that wait after a failure, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn failing_deliveries(&mut self, limit: u32) -> Result<Vec<DeliveryRecord>, StoreError> {
        self.rows(
            "SELECT deliveries.partner, deliveries.epoch, deliveries.sequence, hash, act, state, attempts, \
             next_attempt_at, error_class, error, ended_at, made_at FROM deliveries \
             JOIN envelopes_out ON envelopes_out.partner = deliveries.partner \
             AND envelopes_out.epoch = deliveries.epoch AND envelopes_out.sequence = deliveries.sequence \
             WHERE error IS NOT NULL AND state <> 'delivered' \
             ORDER BY made_at, deliveries.partner, deliveries.epoch, deliveries.sequence LIMIT $1",
            values![limit],
        )
        .await?
        .iter()
        .map(delivery)
        .collect()
    }

    async fn must_exist(&mut self, key: &EnvelopeKey) -> Result<(), StoreError> {
        let row = self
            .row("SELECT 1 FROM deliveries WHERE partner = $1 AND epoch = $2 AND sequence = $3", &place(key)?)
            .await?;
        row.map(drop).ok_or_else(|| not_found(key))
    }
}

fn place(key: &EnvelopeKey) -> Result<[Value<'_>; 3], StoreError> {
    Ok([
        Value::from(key.partner.as_str()),
        Value::from(number("epoch", key.epoch)?),
        Value::from(number("sequence", key.sequence)?),
    ])
}

fn places(keys: &[EnvelopeKey]) -> Result<Vec<Vec<Value<'_>>>, StoreError> {
    keys.iter().map(|key| Ok(place(key)?.to_vec())).collect()
}

fn not_found(key: &EnvelopeKey) -> StoreError {
    StoreError::NotFound { what: "delivery", id: key.to_string() }
}

pub(crate) const fn class(culprit: Culprit) -> &'static str {
    match culprit {
        Culprit::User => "user",
        Culprit::Peer => "peer",
        Culprit::Passing => "passing",
        Culprit::Ours => "ours",
    }
}

pub(crate) fn failure(row: &Record, class: usize, text: usize) -> Result<Option<Failure>, StoreError> {
    let Some(word) = row.opt_text(class)? else { return Ok(None) };
    let culprit = match word.as_str() {
        "user" => Culprit::User,
        "peer" => Culprit::Peer,
        "passing" => Culprit::Passing,
        "ours" => Culprit::Ours,
        _ => return Err(crate::value::corrupt("class of a failure", format!("`{word}` is none"))),
    };
    Ok(Some(Failure { culprit, text: row.opt_text(text)?.unwrap_or_default() }))
}

fn delivery(row: &Record) -> Result<DeliveryRecord, StoreError> {
    let state = row.parsed(5, "delivery state")?;
    Ok(DeliveryRecord {
        key: key(row)?,
        hash: EnvelopeHash::new(row.array(3)?),
        act: ActId::new(row.array(4)?),
        state,
        attempts: row.number(6)?,
        next_attempt_at: if state == DeliveryState::Waiting { Some(row.at(7)?) } else { None },
        failure: failure(row, 8, 9)?,
        ended_at: row.opt_at(10)?,
        made_at: row.at(11)?,
    })
}
