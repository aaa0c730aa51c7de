//! Envelopes that went to and came from partners, and where each channel stands.

use exchange::{
    ActId, AuthorityId, EnvelopeHash, Fingerprint, Inbound, Neighbours, Outbound, Ranges, SignedEnvelope,
};
use jiff::Timestamp;

use crate::value::{Record, Value, json, number, values};
use crate::{Direction, Engine, StoreError, Tx};

/// The place of an envelope: the authority at the other end, the sender's epoch, and the number in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnvelopeKey {
    /// The other authority: recipient of ours, sender of theirs.
    pub partner: AuthorityId,
    /// The epoch.
    pub epoch: u64,
    /// The number in the epoch.
    pub sequence: u64,
}

impl std::fmt::Display for EnvelopeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.partner, self.epoch, self.sequence)
    }
}

/// An envelope of ours, to be kept with its delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundEnvelope {
    /// Its place.
    pub key: EnvelopeKey,
    /// Its hash.
    pub hash: EnvelopeHash,
    /// The act inside.
    pub act: ActId,
    /// The envelope before it in the channel.
    pub previous: Option<EnvelopeHash>,
    /// Header and signatures, without the act, which is kept by [`Tx::add_acts`]: the evidence.
    pub signed: Vec<u8>,
    /// The record of our keys that signed it.
    pub signed_with: Fingerprint,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when whoever keeps it has claimed its delivery, as [`Tx::claim_deliveries`] would for a first attempt; `None`
    /// when it is due from `made_at` on.
    pub claimed_until: Option<Timestamp>,
}

/// An envelope that a partner sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundEnvelope {
    /// Its place.
    pub key: EnvelopeKey,
    /// Its hash.
    pub hash: EnvelopeHash,
    /// The act inside.
    pub act: ActId,
    /// The envelope before it in the channel.
    pub previous: Option<EnvelopeHash>,
    /// Header and signatures, with the act or without it ([`Tx::add_acts`] keeps it then): the evidence.
    pub signed: Vec<u8>,
    /// When it arrived.
    pub arrived_at: Timestamp,
}

/// An envelope's evidence, whichever way it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its place.
    pub key: EnvelopeKey,
    /// Whether it is ours.
    pub direction: Direction,
    /// Its hash.
    pub hash: EnvelopeHash,
    /// The act inside.
    pub act: ActId,
    /// Header, act and signatures.
    pub signed: Vec<u8>,
    /// When it was made here or arrived here.
    pub at: Timestamp,
}

impl Tx<'_> {
    /// The sending end of the channel to a partner in an epoch of ours. Take places from it, in this transaction,
    /// and keep the envelopes with [`Tx::add_outbound`].
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn outbound(&mut self, partner: &AuthorityId, epoch: u64) -> Result<Outbound, StoreError> {
        let row = self
            .row(
                "SELECT sequence, hash FROM envelopes_out WHERE partner = $1 AND epoch = $2 \
                 ORDER BY sequence DESC LIMIT 1",
                values![partner.as_str(), number("epoch", epoch)?],
            )
            .await?;
        Ok(match row {
            Some(row) => Outbound::resume(epoch, row.number(0)?, EnvelopeHash::new(row.array(1)?)),
            None => Outbound::new(epoch),
        })
    }

    /// Keeps envelopes of ours and puts them up for delivery.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a place is taken.
    pub async fn add_outbound(&mut self, envelopes: &[OutboundEnvelope]) -> Result<(), StoreError> {
        let mut kept = Vec::new();
        let mut due = Vec::new();
        for envelope in envelopes {
            let epoch = number("epoch", envelope.key.epoch)?;
            let sequence = number("sequence", envelope.key.sequence)?;
            kept.push(vec![
                Value::from(envelope.key.partner.as_str()),
                Value::from(epoch),
                Value::from(sequence),
                Value::from(envelope.hash.as_bytes()),
                Value::from(envelope.act.as_bytes()),
                Value::from(envelope.previous.as_ref().map(EnvelopeHash::as_bytes)),
                Value::from(&envelope.signed),
                // It is sealed when it is delivered, to the keys that the partner has then.
                Value::from(&[][..]),
                Value::from(envelope.made_at),
                Value::from(envelope.signed_with.as_bytes()),
            ]);
            due.push(vec![
                Value::from(envelope.key.partner.as_str()),
                Value::from(epoch),
                Value::from(sequence),
                Value::from("waiting"),
                Value::from(i64::from(envelope.claimed_until.is_some())),
                Value::from(envelope.claimed_until.unwrap_or(envelope.made_at)),
            ]);
        }
        let head = "INSERT INTO envelopes_out (partner, epoch, sequence, hash, act, previous, signed, wire, made_at, \
                    signed_with)";
        if let Err(error) = self.insert_rows(head, &kept, "").await {
            // Two processes may have read the channel's end at the same moment; the second reads it again.
            if self.engine() == Engine::Postgres && matches!(error, StoreError::Conflict { .. }) {
                self.overtaken();
            }
            return Err(error.about("place in the channel"));
        }
        let head = "INSERT INTO deliveries (partner, epoch, sequence, state, attempts, next_attempt_at)";
        self.insert_rows(head, &due, "").await?;
        Ok(())
    }

    /// The receiving end of the channel from a sender.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn inbound(&mut self, sender: &AuthorityId) -> Result<Inbound, StoreError> {
        let row = self
            .row("SELECT epoch, ranges FROM channels_in WHERE sender = $1", values![sender.as_str()])
            .await?;
        row.map_or(Ok(Inbound::new()), |row| {
            let ranges: Ranges = row.json(1, "ranges of a channel")?;
            Ok(Inbound::resume(row.number(0)?, ranges))
        })
    }

    /// Keeps the receiving end of a channel; nothing when nothing has arrived.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn save_inbound(
        &mut self,
        sender: &AuthorityId,
        inbound: &Inbound,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if inbound.epoch() == 0 {
            return Ok(());
        }
        let ranges = json("ranges of a channel", inbound.ranges())?;
        self.execute_one(
            "INSERT INTO channels_in (sender, epoch, ranges, changed_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (sender) DO UPDATE SET epoch = excluded.epoch, ranges = excluded.ranges, \
             changed_at = excluded.changed_at WHERE channels_in.epoch <= excluded.epoch",
            values![sender.as_str(), number("epoch", inbound.epoch())?, &ranges, at],
            "channel",
            sender,
        )
        .await
    }

    /// What is stored around a place of a sender's channel, for [`Inbound::decide`].
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn neighbours(&mut self, place: &EnvelopeKey) -> Result<Neighbours, StoreError> {
        let sequence = number("sequence", place.sequence)?;
        let rows = self
            .rows(
                "SELECT sequence, hash, previous FROM envelopes_in \
                 WHERE sender = $1 AND epoch = $2 AND sequence BETWEEN $3 AND $4",
                values![
                    place.partner.as_str(),
                    number("epoch", place.epoch)?,
                    sequence.saturating_sub(1),
                    sequence.saturating_add(1),
                ],
            )
            .await?;
        let mut neighbours = Neighbours::default();
        for row in rows {
            let hash = EnvelopeHash::new(row.array(1)?);
            match row.int(0)?.cmp(&sequence) {
                std::cmp::Ordering::Less => neighbours.before = Some(hash),
                std::cmp::Ordering::Equal => neighbours.same = Some(hash),
                std::cmp::Ordering::Greater => {
                    let previous = row.opt_array(2)?.map(EnvelopeHash::new);
                    neighbours.after = previous.map(|previous| (hash, previous));
                }
            }
        }
        Ok(neighbours)
    }

    /// Keeps envelopes that arrived and gives back those that were not there: a place keeps what came first, so the
    /// same envelope in two transactions takes effect in one of them. See [`Tx::neighbours`] for telling a duplicate
    /// from a conflict.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn add_inbound(
        &mut self,
        envelopes: &[InboundEnvelope],
    ) -> Result<Vec<EnvelopeHash>, StoreError> {
        let mut rows = Vec::new();
        for envelope in envelopes {
            rows.push(vec![
                Value::from(envelope.key.partner.as_str()),
                Value::from(number("epoch", envelope.key.epoch)?),
                Value::from(number("sequence", envelope.key.sequence)?),
                Value::from(envelope.hash.as_bytes()),
                Value::from(envelope.act.as_bytes()),
                Value::from(envelope.previous.as_ref().map(EnvelopeHash::as_bytes)),
                Value::from(&envelope.signed),
                Value::from(envelope.arrived_at),
            ]);
        }
        let head =
            "INSERT INTO envelopes_in (sender, epoch, sequence, hash, act, previous, signed, arrived_at)";
        let new = self.insert_rows(head, &rows, "ON CONFLICT DO NOTHING RETURNING hash").await?;
        new.iter().map(|row| Ok(EnvelopeHash::new(row.array(0)?))).collect()
    }

    /// Keeps an envelope that contradicts a stored one, as evidence against its sender.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_conflict(&mut self, envelope: &InboundEnvelope) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO envelope_conflicts (sender, epoch, sequence, hash, act, signed, seen_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            values![
                envelope.key.partner.as_str(),
                number("epoch", envelope.key.epoch)?,
                number("sequence", envelope.key.sequence)?,
                envelope.hash.as_bytes(),
                envelope.act.as_bytes(),
                &envelope.signed,
                envelope.arrived_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// The contradictions a sender has signed, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn conflicts_of(&mut self, sender: &AuthorityId) -> Result<Vec<Evidence>, StoreError> {
        self.rows(
            "SELECT sender, epoch, sequence, hash, act, signed, seen_at, 'incoming', NULL FROM envelope_conflicts \
             WHERE sender = $1 ORDER BY seen_at DESC, epoch DESC, sequence DESC LIMIT 1000",
            values![sender.as_str()],
        )
        .await?
        .iter()
        .map(evidence)
        .collect()
    }

    /// Header, act and signatures of what a partner sent to a place; `None` when it is not here.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn inbound_signed(&mut self, place: &EnvelopeKey) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self
            .row(
                "SELECT signed, acts.bytes FROM envelopes_in LEFT JOIN acts ON acts.id = envelopes_in.act \
                 WHERE sender = $1 AND epoch = $2 AND sequence = $3",
                values![
                    place.partner.as_str(),
                    number("epoch", place.epoch)?,
                    number("sequence", place.sequence)?
                ],
            )
            .await?;
        row.map(|row| Ok(whole(row.bytes(0)?, row.opt_bytes(1)?))).transpose()
    }

    /// The evidence of an envelope of ours by its place.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn outbound_at(&mut self, place: &EnvelopeKey) -> Result<Option<Evidence>, StoreError> {
        let row = self
            .row(
                "SELECT partner, epoch, sequence, hash, act, signed, envelopes_out.made_at, 'outgoing', acts.bytes \
                 FROM envelopes_out LEFT JOIN acts ON acts.id = envelopes_out.act \
                 WHERE partner = $1 AND epoch = $2 AND sequence = $3",
                values![
                    place.partner.as_str(),
                    number("epoch", place.epoch)?,
                    number("sequence", place.sequence)?
                ],
            )
            .await?;
        row.as_ref().map(evidence).transpose()
    }

    /// An envelope's evidence by its hash, whichever way it went; `None` when it is not here.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn envelope(&mut self, hash: &EnvelopeHash) -> Result<Option<Evidence>, StoreError> {
        let row = self
            .row(
                "SELECT partner, epoch, sequence, hash, act, signed, envelopes_out.made_at, 'outgoing', acts.bytes \
                 FROM envelopes_out LEFT JOIN acts ON acts.id = envelopes_out.act \
                 WHERE hash = $1 UNION ALL \
                 SELECT sender, epoch, sequence, hash, act, signed, arrived_at, 'incoming', acts.bytes \
                 FROM envelopes_in LEFT JOIN acts ON acts.id = envelopes_in.act \
                 WHERE hash = $1",
                values![hash.as_bytes()],
            )
            .await?;
        row.as_ref().map(evidence).transpose()
    }

    /// Every envelope that carried an act, with its evidence.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn envelopes_of(&mut self, act: &ActId) -> Result<Vec<Evidence>, StoreError> {
        self.rows(
            "SELECT partner, epoch, sequence, hash, act, signed, envelopes_out.made_at AS at, 'outgoing', \
             acts.bytes FROM envelopes_out LEFT JOIN acts ON acts.id = envelopes_out.act \
             WHERE act = $1 UNION ALL \
             SELECT sender, epoch, sequence, hash, act, signed, arrived_at, 'incoming', acts.bytes \
             FROM envelopes_in LEFT JOIN acts ON acts.id = envelopes_in.act \
             WHERE act = $1 ORDER BY at",
            values![act.as_bytes()],
        )
        .await?
        .iter()
        .map(evidence)
        .collect()
    }

    /// Keeps the latest acknowledgement that we gave (`Outgoing`) or got (`Incoming`).
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn save_ack(
        &mut self,
        partner: &AuthorityId,
        direction: Direction,
        epoch: u64,
        bytes: &[u8],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO acks (partner, direction, epoch, bytes, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (partner, direction, epoch) DO UPDATE SET bytes = excluded.bytes, at = excluded.at \
             WHERE acks.at <= excluded.at",
            values![partner.as_str(), direction.as_str(), number("epoch", epoch)?, bytes, at],
        )
        .await?;
        Ok(())
    }

    /// The latest acknowledgement that we gave (`Outgoing`) or got (`Incoming`) for an epoch.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn ack(
        &mut self,
        partner: &AuthorityId,
        direction: Direction,
        epoch: u64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self
            .row(
                "SELECT bytes FROM acks WHERE partner = $1 AND direction = $2 AND epoch = $3",
                values![partner.as_str(), direction.as_str(), number("epoch", epoch)?],
            )
            .await?;
        row.map(|row| row.bytes(0)).transpose()
    }
}

/// The place in the first three columns.
pub(crate) fn key(row: &Record) -> Result<EnvelopeKey, StoreError> {
    Ok(EnvelopeKey { partner: row.parsed(0, "authority")?, epoch: row.number(1)?, sequence: row.number(2)? })
}

fn evidence(row: &Record) -> Result<Evidence, StoreError> {
    Ok(Evidence {
        key: key(row)?,
        direction: row.parsed(7, "direction")?,
        hash: EnvelopeHash::new(row.array(3)?),
        act: ActId::new(row.array(4)?),
        signed: whole(row.bytes(5)?, row.opt_bytes(8)?),
        at: row.at(6)?,
    })
}

/// The kept form of an envelope (Protocol §5.5), whether it was stored with its act or apart from it.
pub(crate) fn whole(signed: Vec<u8>, act: Option<Vec<u8>>) -> Vec<u8> {
    let joined = act.and_then(|act| SignedEnvelope::with_act(&signed, act));
    joined.map_or(signed, |envelope| envelope.to_bytes())
}

/// The same as a value; `None` when it cannot be read.
pub(crate) fn joined(signed: &[u8], act: Option<Vec<u8>>) -> Option<SignedEnvelope> {
    let joined = act.and_then(|act| SignedEnvelope::with_act(signed, act));
    joined.or_else(|| SignedEnvelope::from_bytes(signed).ok())
}
