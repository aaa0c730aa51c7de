//! What this node saw of partners' ledgers, what they saw of its own, and what it found.

use exchange::{ActId, AuthorityId, EnvelopeHash};
use jiff::Timestamp;
use ledger::Hash;

use crate::list::{Filter, Source, searchable};
use crate::value::{Record, number, values};
use crate::{ListBy, Listing, StoreError, Tx};

/// The last checkpoint of a partner's ledger that this node cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerSeen {
    /// Whose ledger.
    pub authority: AuthorityId,
    /// In which epoch of its node.
    pub epoch: u64,
    /// How many entries it had.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The note, with our cosignature.
    pub note: Vec<u8>,
    /// When it was cosigned.
    pub at: Timestamp,
}

/// What a witness cosigned of this node's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CosignatureRecord {
    /// Which witness.
    pub witness: AuthorityId,
    /// In which epoch.
    pub epoch: u64,
    /// The size of the checkpoint.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// The lines for the note.
    pub lines: Vec<u8>,
    /// When, by the witness's clock.
    pub at: Timestamp,
}

/// Something that was found, with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlarm {
    /// Whose doing it is.
    pub authority: AuthorityId,
    /// What it is, in a word.
    pub kind: &'static str,
    /// The digest of the proof.
    pub digest: [u8; 32],
    /// What exactly.
    pub detail: String,
    /// The signed bytes that prove it, one after the other as text.
    pub proof: Vec<u8>,
    /// When it was found.
    pub at: Timestamp,
}

/// An alarm as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmRecord {
    /// Its number.
    pub id: u64,
    /// Whose doing it is.
    pub authority: AuthorityId,
    /// What it is, in a word.
    pub kind: String,
    /// What exactly.
    pub detail: String,
    /// The signed bytes that prove it.
    pub proof: Vec<u8>,
    /// When it was found.
    pub at: Timestamp,
    /// Who has seen it.
    pub seen_by: Option<String>,
    /// When.
    pub seen_at: Option<Timestamp>,
}

/// Columns the list of alarms can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlarmSort {
    /// When it was found.
    #[default]
    Found,
    /// Whose doing it is.
    Authority,
    /// What it is.
    Kind,
}

/// Columns the list of overdue receipts can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OverdueSort {
    /// When it was sent.
    #[default]
    Sent,
    /// Who owes it.
    Partner,
    /// When it came after all.
    Settled,
}

/// An envelope for which no receipt came in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdueRecord {
    /// The envelope.
    pub envelope: EnvelopeHash,
    /// The partner who owes the receipt.
    pub partner: AuthorityId,
    /// The act inside.
    pub act: ActId,
    /// The bytes whose digest the ledger's entry names.
    pub statement: Vec<u8>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was found to be overdue.
    pub noticed_at: Timestamp,
    /// When the receipt came after all.
    pub settled_at: Option<Timestamp>,
}

impl Tx<'_> {
    /// What was last seen of a partner's ledger.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn ledger_seen(&mut self, authority: &AuthorityId) -> Result<Option<LedgerSeen>, StoreError> {
        let sql = "SELECT authority, epoch, size, root, note, at FROM ledgers_seen WHERE authority = $1";
        self.row(sql, values![authority.as_str()]).await?.as_ref().map(ledger_seen).transpose()
    }

    /// What was last seen of every partner's ledger.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn ledgers_seen(&mut self) -> Result<Vec<LedgerSeen>, StoreError> {
        let sql = "SELECT authority, epoch, size, root, note, at FROM ledgers_seen ORDER BY authority";
        self.rows(sql, &[]).await?.iter().map(ledger_seen).collect()
    }

    /// Remembers a checkpoint in the transaction in which it is cosigned.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when a longer ledger of the same or a later epoch was seen meanwhile.
    pub async fn see_ledger(&mut self, seen: &LedgerSeen) -> Result<(), StoreError> {
        let (epoch, size) = (number("epoch", seen.epoch)?, number("ledger size", seen.size)?);
        self.execute_one(
            "INSERT INTO ledgers_seen (authority, epoch, size, root, note, at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (authority) DO UPDATE SET epoch = excluded.epoch, size = excluded.size, \
             root = excluded.root, note = excluded.note, at = excluded.at \
             WHERE ledgers_seen.epoch < excluded.epoch \
             OR (ledgers_seen.epoch = excluded.epoch AND ledgers_seen.size <= excluded.size)",
            values![seen.authority.as_str(), epoch, size, seen.root.as_bytes(), &seen.note, seen.at],
            "older ledger",
            &seen.authority,
        )
        .await
    }

    /// Keeps a witness's cosignature of this node's ledger; of each witness the last few stay.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_cosignature(&mut self, cosignature: &CosignatureRecord) -> Result<(), StoreError> {
        let (epoch, size) = (number("epoch", cosignature.epoch)?, number("ledger size", cosignature.size)?);
        let witness = cosignature.witness.as_str();
        self.execute(
            "INSERT INTO cosignatures (witness, epoch, size, root, lines, at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (witness, epoch, size) DO UPDATE SET lines = excluded.lines, at = excluded.at",
            values![witness, epoch, size, cosignature.root.as_bytes(), &cosignature.lines, cosignature.at],
        )
        .await?;
        self.execute(
            "DELETE FROM cosignatures WHERE witness = $1 AND (epoch, size) NOT IN (SELECT epoch, size \
             FROM cosignatures WHERE witness = $1 ORDER BY epoch DESC, size DESC LIMIT 50)",
            values![witness],
        )
        .await?;
        Ok(())
    }

    /// The latest cosignature of each witness.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn cosignatures(&mut self) -> Result<Vec<CosignatureRecord>, StoreError> {
        self.rows(
            "SELECT witness, epoch, size, root, lines, at FROM cosignatures AS one WHERE NOT EXISTS \
             (SELECT 1 FROM cosignatures AS other WHERE other.witness = one.witness \
             AND (other.epoch > one.epoch OR (other.epoch = one.epoch AND other.size > one.size))) \
             ORDER BY witness",
            &[],
        )
        .await?
        .iter()
        .map(cosignature)
        .collect()
    }

    /// The cosignatures of one checkpoint of this node's ledger.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn cosignatures_of(
        &mut self,
        epoch: u64,
        size: u64,
    ) -> Result<Vec<CosignatureRecord>, StoreError> {
        self.rows(
            "SELECT witness, epoch, size, root, lines, at FROM cosignatures WHERE epoch = $1 AND size = $2 \
             ORDER BY witness",
            values![number("epoch", epoch)?, number("ledger size", size)?],
        )
        .await?
        .iter()
        .map(cosignature)
        .collect()
    }

    /// The largest checkpoint that at least this many witnesses cosigned, by epoch and size.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn best_cosigned(&mut self, witnesses: u32) -> Result<Option<(u64, u64)>, StoreError> {
        let row = self
            .row(
                "SELECT epoch, size FROM cosignatures GROUP BY epoch, size HAVING COUNT(*) >= $1 \
                 ORDER BY epoch DESC, size DESC LIMIT 1",
                values![i64::from(witnesses)],
            )
            .await?;
        row.map(|row| Ok((row.number(0)?, row.number(1)?))).transpose()
    }

    /// Keeps what was found; whether it was not known before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_alarm(&mut self, alarm: &NewAlarm) -> Result<bool, StoreError> {
        let added = self
            .execute(
                "INSERT INTO alarms (authority, kind, digest, detail, proof, at, words) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (authority, kind, digest) DO NOTHING",
                values![
                    alarm.authority.as_str(),
                    alarm.kind,
                    &alarm.digest,
                    &alarm.detail,
                    &alarm.proof,
                    alarm.at,
                    &searchable(&[alarm.authority.as_str(), alarm.kind, &alarm.detail]),
                ],
            )
            .await?;
        Ok(added == 1)
    }

    /// What was found, newest first when `descending`; only what nobody has seen when `open`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn alarms(
        &mut self,
        open: bool,
        by: &ListBy<AlarmSort>,
    ) -> Result<Listing<AlarmRecord>, StoreError> {
        let mut conditions = Filter::default();
        if open {
            conditions.and("seen_at IS NULL");
        }
        let source = Source {
            columns: "id, authority, kind, detail, proof, at, seen_by, seen_at",
            from: "alarms",
            words: "words",
            order: match by.sort {
                AlarmSort::Found => "id",
                AlarmSort::Authority => "authority",
                AlarmSort::Kind => "kind",
            },
            tie: "id",
        };
        self.list(source, conditions, by, alarm).await
    }

    /// Notes that somebody has seen an alarm.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not there or was seen before.
    pub async fn see_alarm(&mut self, id: u64, by: &str, at: Timestamp) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE alarms SET seen_by = $2, seen_at = $3 WHERE id = $1 AND seen_at IS NULL",
            values![number("alarm", id)?, by, at],
            "alarm",
            id,
        )
        .await
    }

    /// Keeps a checkpoint that a receipt showed until it is proven to be of the ledger that was cosigned.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn checkpoint_shown(&mut self, shown: &LedgerSeen) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO checkpoints_shown (authority, epoch, size, root, note, at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (authority, epoch, size, root) DO NOTHING",
            values![
                shown.authority.as_str(),
                number("epoch", shown.epoch)?,
                number("ledger size", shown.size)?,
                shown.root.as_bytes(),
                &shown.note,
                shown.at
            ],
        )
        .await?;
        Ok(())
    }

    /// The largest checkpoint that a partner's receipts showed and that is still kept.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn checkpoint_shown_last(
        &mut self,
        authority: &AuthorityId,
    ) -> Result<Option<LedgerSeen>, StoreError> {
        let sql = "SELECT authority, epoch, size, root, note, at FROM checkpoints_shown WHERE authority = $1 \
                   ORDER BY epoch DESC, size DESC LIMIT 1";
        self.row(sql, values![authority.as_str()]).await?.as_ref().map(ledger_seen).transpose()
    }

    /// Checkpoints that a partner's receipts showed and that are not proven yet, smallest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn checkpoints_unproven(
        &mut self,
        authority: &AuthorityId,
        limit: u32,
    ) -> Result<Vec<LedgerSeen>, StoreError> {
        self.rows(
            "SELECT authority, epoch, size, root, note, at FROM checkpoints_shown WHERE authority = $1 \
             ORDER BY epoch, size LIMIT $2",
            values![authority.as_str(), limit],
        )
        .await?
        .iter()
        .map(ledger_seen)
        .collect()
    }

    /// Forgets checkpoints that were judged.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn checkpoint_judged(&mut self, shown: &LedgerSeen) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM checkpoints_shown WHERE authority = $1 AND epoch = $2 AND size = $3 AND root = $4",
            values![
                shown.authority.as_str(),
                number("epoch", shown.epoch)?,
                number("ledger size", shown.size)?,
                shown.root.as_bytes()
            ],
        )
        .await?;
        Ok(())
    }

    /// Envelopes sent before `before` that have no receipt and are not noted as overdue yet.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn newly_overdue(
        &mut self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(EnvelopeHash, AuthorityId, ActId, Timestamp)>, StoreError> {
        let rows = self
            .rows(
                "SELECT envelopes_out.hash, envelopes_out.partner, envelopes_out.act, made_at FROM deliveries \
                 JOIN envelopes_out ON envelopes_out.partner = deliveries.partner \
                 AND envelopes_out.epoch = deliveries.epoch AND envelopes_out.sequence = deliveries.sequence \
                 WHERE deliveries.state = 'waiting' AND made_at < $1 AND NOT EXISTS (SELECT 1 FROM overdue \
                 WHERE overdue.envelope = envelopes_out.hash) \
                 ORDER BY made_at, envelopes_out.hash LIMIT $2",
                values![before, limit],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok((
                    EnvelopeHash::new(row.array(0)?),
                    row.parsed(1, "authority")?,
                    ActId::new(row.array(2)?),
                    row.at(3)?,
                ))
            })
            .collect()
    }

    /// Notes envelopes as overdue.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when one is noted already.
    pub async fn add_overdue(&mut self, record: &OverdueRecord) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO overdue (envelope, partner, act, statement, sent_at, noticed_at, words) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            values![
                record.envelope.as_bytes(),
                record.partner.as_str(),
                record.act.as_bytes(),
                &record.statement,
                record.sent_at,
                record.noticed_at,
                &searchable(&[record.partner.as_str(), &record.act.to_string()]),
            ],
            "overdue receipt",
            record.envelope,
        )
        .await
    }

    /// Notes which overdue receipts came after all; how many.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn settle_overdue(&mut self, at: Timestamp) -> Result<u64, StoreError> {
        self.execute(
            "UPDATE overdue SET settled_at = $1 WHERE settled_at IS NULL AND EXISTS (SELECT 1 FROM receipts \
             WHERE receipts.envelope = overdue.envelope AND receipts.direction = 'incoming')",
            values![at],
        )
        .await
    }

    /// Overdue receipts, those that have not come first, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn overdue(&mut self, limit: u32) -> Result<Vec<OverdueRecord>, StoreError> {
        let rows = self
            .rows(
                "SELECT envelope, partner, act, statement, sent_at, noticed_at, settled_at FROM overdue \
                 ORDER BY CASE WHEN settled_at IS NULL THEN 0 ELSE 1 END, sent_at, envelope LIMIT $1",
                values![limit],
            )
            .await?;
        rows.iter().map(overdue).collect()
    }

    /// Overdue receipts, searched by partner and act; `open` alone: those that have not come.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn overdue_list(
        &mut self,
        open: bool,
        by: &ListBy<OverdueSort>,
    ) -> Result<Listing<OverdueRecord>, StoreError> {
        let mut conditions = Filter::default();
        if open {
            conditions.and("settled_at IS NULL");
        }
        let source = Source {
            columns: "envelope, partner, act, statement, sent_at, noticed_at, settled_at",
            from: "overdue",
            words: "words",
            order: match by.sort {
                OverdueSort::Sent => "sent_at",
                OverdueSort::Partner => "partner",
                OverdueSort::Settled => "settled_at",
            },
            tie: "envelope",
        };
        self.list(source, conditions, by, overdue).await
    }

    /// The last checkpoint of exactly this size.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn checkpoint_of(&mut self, size: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT note FROM ledger_checkpoints WHERE size = $1";
        let row = self.row(sql, values![number("ledger size", size)?]).await?;
        row.map(|row| row.bytes(0)).transpose()
    }
}

fn ledger_seen(row: &Record) -> Result<LedgerSeen, StoreError> {
    Ok(LedgerSeen {
        authority: row.parsed(0, "authority")?,
        epoch: row.number(1)?,
        size: row.number(2)?,
        root: Hash::new(row.array(3)?),
        note: row.bytes(4)?,
        at: row.at(5)?,
    })
}

fn cosignature(row: &Record) -> Result<CosignatureRecord, StoreError> {
    Ok(CosignatureRecord {
        witness: row.parsed(0, "authority")?,
        epoch: row.number(1)?,
        size: row.number(2)?,
        root: Hash::new(row.array(3)?),
        lines: row.bytes(4)?,
        at: row.at(5)?,
    })
}

fn alarm(row: &Record) -> Result<AlarmRecord, StoreError> {
    Ok(AlarmRecord {
        id: row.number(0)?,
        authority: row.parsed(1, "authority")?,
        kind: row.text(2)?,
        detail: row.text(3)?,
        proof: row.bytes(4)?,
        at: row.at(5)?,
        seen_by: row.opt_text(6)?,
        seen_at: row.opt_at(7)?,
    })
}

fn overdue(row: &Record) -> Result<OverdueRecord, StoreError> {
    Ok(OverdueRecord {
        envelope: EnvelopeHash::new(row.array(0)?),
        partner: row.parsed(1, "authority")?,
        act: ActId::new(row.array(2)?),
        statement: row.bytes(3)?,
        sent_at: row.at(4)?,
        noticed_at: row.at(5)?,
        settled_at: row.opt_at(6)?,
    })
}
