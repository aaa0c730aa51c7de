//! Erasing what was recalled: the content goes from every table that holds it; identifiers, headers, signatures and ledger
//! entries stay.

use std::collections::BTreeMap;

use exchange::custody::Effect;
use exchange::{ActId, AuthorityId, CaseId, FileRoot, SignedEnvelope};
use jiff::Timestamp;
use search::{RegisterId, SubjectId};
use sqlx::AssertSqlSafe;

use crate::cases::{ACT_COLUMNS, ActRecord, act};
use crate::envelopes::whole;
use crate::receipts::{WITH_NOTE, receipt};
use crate::value::{Record, Value, corrupt, number, values};
use crate::{Direction, StoreError, Tx};

/// The property of a subject that names the act it was taken over from.
pub const FROM_ACT: &str = "fromAct";

/// A recall that arrived here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecallRecord {
    /// The act that recalls.
    pub recall: ActId,
    /// The act recalled.
    pub target: ActId,
    /// Who recalls it.
    pub author: AuthorityId,
    /// The case of both.
    pub case: CaseId,
    /// How: `withdraw`, `correct`, `narrow`.
    pub effect: String,
    /// Why.
    pub reason: String,
    /// When it was made.
    pub at: Timestamp,
    /// When what it recalls was erased here; `None` when it may stay, or never came.
    pub purged_at: Option<Timestamp>,
}

const COLUMNS: &str = "recall, target, author, case_id, effect, reason, at, purged_at";

impl Tx<'_> {
    /// Keeps a recall. Whether it was new.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_recall(&mut self, recall: &RecallRecord, effect: &Effect) -> Result<bool, StoreError> {
        let changed = self
            .execute(
                "INSERT INTO recalls (recall, target, author, case_id, effect, reason, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                values![
                    recall.recall.as_bytes(),
                    recall.target.as_bytes(),
                    recall.author.as_str(),
                    recall.case.as_bytes(),
                    effect.as_str(),
                    &recall.reason,
                    recall.at,
                ],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Notes that what a recall recalls is erased here.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn recall_obeyed(&mut self, recall: &ActId, at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "UPDATE recalls SET purged_at = $2 WHERE recall = $1 AND purged_at IS NULL",
            values![recall.as_bytes(), at],
        )
        .await?;
        Ok(())
    }

    /// The recalls of an act.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn recalls_of(&mut self, target: &ActId) -> Result<Vec<RecallRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM recalls WHERE target = $1 ORDER BY at, recall");
        self.rows_built(AssertSqlSafe(sql), values![target.as_bytes()]).await?.iter().map(recall).collect()
    }

    /// The latest recalls, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn recalls(&mut self, limit: u32) -> Result<Vec<RecallRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM recalls ORDER BY at DESC, recall LIMIT $1");
        self.rows_built(AssertSqlSafe(sql), &[Value::from(limit)]).await?.iter().map(recall).collect()
    }

    /// Whether anything was ever recalled here.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn any_recall(&mut self) -> Result<bool, StoreError> {
        Ok(self.row("SELECT 1 FROM recalls LIMIT 1", &[]).await?.is_some())
    }

    /// Erases the content of an act: its bytes, those in its kept envelopes, and the sealed ones that were delivered. The header,
    /// both signatures, every hash and every ledger entry stay. Whether there was content.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn purge_act(&mut self, id: &ActId, at: Timestamp) -> Result<bool, StoreError> {
        let emptied = self
            .execute(
                "UPDATE acts SET bytes = $2, purged_at = $3 WHERE id = $1 AND purged_at IS NULL",
                values![id.as_bytes(), &b""[..], at],
            )
            .await?;
        for envelope in self.envelopes_of(id).await? {
            let kept = SignedEnvelope::from_bytes(&envelope.signed)
                .map_err(|error| corrupt("envelope", error.to_string()))?;
            let bare = kept.without_act();
            let table = match envelope.direction {
                Direction::Incoming => "UPDATE envelopes_in SET signed = $2 WHERE hash = $1",
                Direction::Outgoing => "UPDATE envelopes_out SET signed = $2 WHERE hash = $1",
            };
            self.execute(table, values![envelope.hash.as_bytes(), &bare]).await?;
            if envelope.direction == Direction::Outgoing {
                // What still waits is delivered first, and the recall right behind it.
                self.execute(
                    "UPDATE envelopes_out SET wire = $2 WHERE hash = $1 AND EXISTS (SELECT 1 FROM deliveries \
                     WHERE deliveries.partner = envelopes_out.partner AND deliveries.epoch = envelopes_out.epoch \
                     AND deliveries.sequence = envelopes_out.sequence AND deliveries.state <> 'waiting')",
                    values![envelope.hash.as_bytes(), &b""[..]],
                )
                .await?;
            }
        }
        self.execute("DELETE FROM handles WHERE query_act = $1", values![id.as_bytes()]).await?;
        self.forget_beside(id, at).await?;
        Ok(emptied > 0)
    }

    /// Erases what was made of an act beside it: a received record of talks with its promises, words on promises, the title of
    /// a file, what a partner's query asked for, and subjects that were taken over from it.
    async fn forget_beside(&mut self, id: &ActId, at: Timestamp) -> Result<(), StoreError> {
        for talks in self.talks_received_by(id).await? {
            self.forget_talks(&talks).await?;
        }
        self.execute("DELETE FROM commitment_words WHERE act = $1", values![id.as_bytes()]).await?;
        let offers = self
            .rows(
                "SELECT root, partner FROM file_offers WHERE act = $1 AND direction = 'incoming'",
                values![id.as_bytes()],
            )
            .await?;
        for offer in &offers {
            // Its root says nothing of it, and it is still found by that.
            let root = FileRoot::new(offer.array(0)?);
            let words = format!("{} {root}", offer.text(1)?);
            self.execute(
                "UPDATE file_offers SET title = '', media_type = '', words = $3 \
                 WHERE act = $1 AND root = $2 AND direction = 'incoming'",
                values![id.as_bytes(), root.as_bytes(), &words],
            )
            .await?;
        }
        self.execute(
            "UPDATE partner_queries SET asked = '', words = partner, candidates = '[]', \
             reason = CASE WHEN state = 'waiting' THEN 'recalled' ELSE reason END, \
             decided_by = CASE WHEN state = 'waiting' THEN 'node' ELSE decided_by END, \
             decided_at = CASE WHEN state = 'waiting' THEN $2 ELSE decided_at END, \
             state = CASE WHEN state = 'waiting' THEN 'declined' ELSE state END WHERE query_act = $1",
            values![id.as_bytes(), at],
        )
        .await?;
        for (register, subject) in self.subjects_from(id).await? {
            self.remove_subject(&register, &subject, at).await?;
        }
        Ok(())
    }

    /// Subjects that were taken over from an act: those that name it by `fromAct`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn subjects_from(&mut self, act: &ActId) -> Result<Vec<(RegisterId, SubjectId)>, StoreError> {
        let name = act.to_string();
        let pattern = format!("%{name}%");
        let rows = self
            .rows(
                "SELECT register, id, properties FROM subjects WHERE NOT deleted AND properties LIKE $1",
                values![&pattern],
            )
            .await?;
        let mut found = Vec::new();
        for row in &rows {
            let properties: BTreeMap<String, Vec<String>> = row.json(2, "subject properties")?;
            if properties.get(FROM_ACT).is_some_and(|acts| acts.contains(&name)) {
                found.push((row.parsed(0, "register")?, row.parsed(1, "subject")?));
            }
        }
        Ok(found)
    }

    /// Replaces what an answer to a blind query of ours told, when the answer is recalled.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn forget_blind_answer(&mut self, answer: &ActId, instead: &str) -> Result<(), StoreError> {
        self.execute(
            "UPDATE blind_queries SET hits = $2 WHERE hits IS NOT NULL \
             AND query_act IN (SELECT query_act FROM search_partners WHERE answer_act = $1)",
            values![answer.as_bytes(), instead],
        )
        .await?;
        Ok(())
    }

    /// When an act was erased.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn purged_at(&mut self, id: &ActId) -> Result<Option<Timestamp>, StoreError> {
        let row = self.row("SELECT purged_at FROM acts WHERE id = $1", values![id.as_bytes()]).await?;
        row.map_or(Ok(None), |row| row.opt_at(0))
    }

    /// Acts of custody and of groups, newest first: those of a kind, whatever their case.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn acts_of_kind(&mut self, kind: &str, limit: u32) -> Result<Vec<ActRecord>, StoreError> {
        let sql = format!(
            "SELECT {ACT_COLUMNS} FROM acts WHERE kind IN ('group', 'group-message', 'forward', 'recall', 'purged', \
             'passed-on', 'leave') AND kind = $1 AND purged_at IS NULL ORDER BY made_at DESC, id LIMIT $2"
        );
        self.rows_built(AssertSqlSafe(sql), &[Value::from(kind), Value::from(limit)])
            .await?
            .iter()
            .map(act)
            .collect()
    }

    /// A case of which nothing is left to show: its title goes as well.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn forget_title(&mut self, case: &CaseId) -> Result<(), StoreError> {
        let words = case.to_string();
        self.execute(
            "UPDATE cases SET title = '', summary = '', words = $2 WHERE id = $1",
            values![case.as_bytes(), &words],
        )
        .await?;
        Ok(())
    }

    /// What waits to be carried to a partner, kept and not yet sealed: the oldest places first, from one of them on.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn waiting_for(
        &mut self,
        partner: &AuthorityId,
        after: (u64, u64),
        limit: u32,
    ) -> Result<Vec<(u64, u64, Vec<u8>)>, StoreError> {
        self.rows(
            "SELECT deliveries.epoch, deliveries.sequence, signed, acts.bytes FROM deliveries JOIN envelopes_out \
             ON envelopes_out.partner = deliveries.partner AND envelopes_out.epoch = deliveries.epoch \
             AND envelopes_out.sequence = deliveries.sequence LEFT JOIN acts ON acts.id = envelopes_out.act \
             WHERE deliveries.partner = $1 AND state = 'waiting' \
             AND (deliveries.epoch, deliveries.sequence) > ($2, $3) \
             ORDER BY deliveries.epoch, deliveries.sequence LIMIT $4",
            &[
                Value::from(partner.as_str()),
                Value::from(number("epoch", after.0)?),
                Value::from(number("sequence", after.1)?),
                Value::from(limit),
            ],
        )
        .await?
        .iter()
        .map(|row| Ok((row.number(0)?, row.number(1)?, whole(row.bytes(2)?, row.opt_bytes(3)?))))
        .collect()
    }

    /// The receipts of the stage `stored` given to a partner since a moment, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn receipts_given_since(
        &mut self,
        partner: &AuthorityId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let sql = format!(
            "SELECT {WITH_NOTE} WHERE partner = $1 AND direction = 'outgoing' AND stage = 'stored' \
             AND stored_at >= $2 ORDER BY stored_at, envelope LIMIT $3"
        );
        self.rows_built(
            AssertSqlSafe(sql),
            &[Value::from(partner.as_str()), Value::from(since), Value::from(limit)],
        )
        .await?
        .iter()
        .map(|row| Ok(receipt(row)?.bytes))
        .collect()
    }
}

fn recall(row: &Record) -> Result<RecallRecord, StoreError> {
    Ok(RecallRecord {
        recall: ActId::new(row.array(0)?),
        target: ActId::new(row.array(1)?),
        author: row.parsed(2, "authority")?,
        case: CaseId::new(row.array(3)?),
        effect: row.text(4)?,
        reason: row.text(5)?,
        at: row.at(6)?,
        purged_at: row.opt_at(7)?,
    })
}
