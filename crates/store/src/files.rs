//! Large files that acts offer: to whom or by whom, and how far they have come. The bytes themselves are not here.

use exchange::{ActId, AuthorityId, CaseId, Culprit, FileRoot};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::deliveries::{Failure, class, failure};
use crate::list::{Filter, Source, searchable};
use crate::value::{Record, Value, number, values};
use crate::word::word_enum;
use crate::{Direction, Engine, ListBy, Listing, StoreError, Tx};

word_enum! {
    /// Where an offered file stands.
    pub enum FileOfferState {
        /// Offered by us; the recipient has not said what became of it.
        Offered = "offered",
        /// Offered to us and to be fetched.
        Wanted = "wanted",
        /// The recipient has it, complete and checked.
        Stored = "stored",
        /// The recipient does not take it.
        Refused = "refused",
        /// A person stopped fetching it.
        Cancelled = "cancelled",
        /// It was recalled, or its time is over; its bytes are gone.
        Erased = "erased",
    }
}

/// A file that an act offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFileOffer {
    /// The act.
    pub act: ActId,
    /// The file.
    pub root: FileRoot,
    /// The recipient of ours, or the author of theirs.
    pub partner: AuthorityId,
    /// Whether we offer it.
    pub direction: Direction,
    /// The act's case.
    pub case: CaseId,
    /// What it is.
    pub title: String,
    /// Its media type.
    pub media_type: String,
    /// How many bytes it has.
    pub length: u64,
    /// Since when.
    pub offered_at: Timestamp,
}

/// An offered file and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOfferRecord {
    /// As it was offered.
    pub offer: NewFileOffer,
    /// Where it stands.
    pub state: FileOfferState,
    /// Bytes that are here, or that were given out.
    pub moved: u64,
    /// How often fetching was begun.
    pub attempts: u64,
    /// When it is tried next; only while wanted.
    pub next_attempt_at: Option<Timestamp>,
    /// Why the last attempt failed, or why it is not taken.
    pub failure: Option<Failure>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Which files a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileFilter {
    /// Only in this state.
    pub state: Option<FileOfferState>,
    /// Only ours or theirs.
    pub direction: Option<Direction>,
    /// Only those of this act.
    pub act: Option<ActId>,
    /// Only those of this case.
    pub case: Option<CaseId>,
}

/// Columns the list of files can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FileSort {
    /// When it was offered.
    #[default]
    Offered,
    /// What it is.
    Title,
    /// The other authority.
    Partner,
    /// How many bytes it has.
    Length,
    /// Where it stands.
    State,
}

const COLUMNS: &str = "act, root, partner, direction, case_id, title, media_type, length, state, moved, attempts, \
     next_attempt_at, error_class, error, offered_at, changed_at";

impl Tx<'_> {
    /// Keeps that an act offers a file. Saying it again changes nothing; whether it was new.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_file_offer(&mut self, offer: &NewFileOffer) -> Result<bool, StoreError> {
        let (state, due) = match offer.direction {
            Direction::Outgoing => (FileOfferState::Offered, None),
            Direction::Incoming => (FileOfferState::Wanted, Some(offer.offered_at)),
        };
        let words = searchable(&[&offer.title, offer.partner.as_str(), &offer.root.to_string()]);
        let changed = self
            .execute(
                "INSERT INTO file_offers (act, root, partner, direction, case_id, title, media_type, length, state, \
                 moved, attempts, next_attempt_at, offered_at, changed_at, words) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $11, $11, $12) ON CONFLICT DO NOTHING",
                values![
                    offer.act.as_bytes(),
                    offer.root.as_bytes(),
                    offer.partner.as_str(),
                    offer.direction.as_str(),
                    offer.case.as_bytes(),
                    &offer.title,
                    &offer.media_type,
                    number("length", offer.length)?,
                    state.as_str(),
                    due,
                    offer.offered_at,
                    &words,
                ],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Claims the file that has waited longest among those that are due, until `lease`. Files of `busy` partners
    /// wait.
    ///
    /// # Errors
    /// When it cannot be claimed.
    pub async fn claim_file(
        &mut self,
        busy: &[AuthorityId],
        now: Timestamp,
        lease: Timestamp,
    ) -> Result<Option<FileOfferRecord>, StoreError> {
        let lock = match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        };
        let mut bound = vec![Value::from(now), Value::from(lease)];
        let mut others = String::new();
        for partner in busy {
            bound.push(Value::from(partner.as_str()));
            others.push_str(&format!(" AND due.partner <> ${}", bound.len()));
        }
        let sql = format!(
            "UPDATE file_offers SET attempts = attempts + 1, next_attempt_at = $2 \
             WHERE (act, root, partner) IN (SELECT due.act, due.root, due.partner FROM file_offers AS due \
             WHERE due.state = 'wanted' AND due.next_attempt_at <= $1{others} \
             ORDER BY due.next_attempt_at, due.offered_at LIMIT 1 {lock}) RETURNING {COLUMNS}"
        );
        self.rows_built(AssertSqlSafe(sql), &bound).await?.first().map(offer).transpose()
    }

    /// Notes how much of a wanted file is here, and holds the claim. Whether it is still wanted.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn file_moved(
        &mut self,
        of: &NewFileOffer,
        moved: u64,
        lease: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = self
            .execute(
                "UPDATE file_offers SET moved = $4, next_attempt_at = $5, changed_at = $6, error_class = NULL, \
                 error = NULL WHERE act = $1 AND root = $2 AND partner = $3 AND state = 'wanted'",
                values![
                    of.act.as_bytes(),
                    of.root.as_bytes(),
                    of.partner.as_str(),
                    number("bytes", moved)?,
                    lease,
                    now,
                ],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Adds bytes that were given to a recipient.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn file_given(
        &mut self,
        act: &ActId,
        root: &FileRoot,
        partner: &AuthorityId,
        bytes: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE file_offers SET moved = moved + $4, attempts = attempts + 1, changed_at = $5 \
             WHERE act = $1 AND root = $2 AND partner = $3",
            values![act.as_bytes(), root.as_bytes(), partner.as_str(), number("bytes", bytes)?, now],
        )
        .await?;
        Ok(())
    }

    /// Notes that fetching failed, and when it is tried again.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn file_failed(
        &mut self,
        of: &NewFileOffer,
        why: &Failure,
        next_attempt_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE file_offers SET error_class = $4, error = $5, next_attempt_at = $6, changed_at = $7 \
             WHERE act = $1 AND root = $2 AND partner = $3 AND state = 'wanted'",
            values![
                of.act.as_bytes(),
                of.root.as_bytes(),
                of.partner.as_str(),
                class(why.culprit),
                &why.text,
                next_attempt_at,
                now,
            ],
        )
        .await?;
        Ok(())
    }

    /// Notes what became of an offered file. Whether that is new: a file that was erased stays erased.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn file_ended(
        &mut self,
        of: (&ActId, &FileRoot, &AuthorityId),
        state: FileOfferState,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (act, root, partner) = of;
        let (error_class, error) =
            if reason.is_empty() { (None, None) } else { (Some(class(Culprit::Peer)), Some(reason)) };
        let changed = self
            .execute(
                "UPDATE file_offers SET state = $4, next_attempt_at = NULL, error_class = $5, error = $6, \
                 changed_at = $7 WHERE act = $1 AND root = $2 AND partner = $3 AND state NOT IN ('erased', $4)",
                values![
                    act.as_bytes(),
                    root.as_bytes(),
                    partner.as_str(),
                    state.as_str(),
                    error_class,
                    error,
                    now,
                ],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Wants a file again that was refused, cancelled or failed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when no such file was offered to us, or it is here, or gone.
    pub async fn want_file(
        &mut self,
        act: &ActId,
        root: &FileRoot,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE file_offers SET state = 'wanted', next_attempt_at = $3, changed_at = $3, error_class = NULL, \
             error = NULL WHERE act = $1 AND root = $2 AND direction = 'incoming' \
             AND state IN ('wanted', 'refused', 'cancelled')",
            values![act.as_bytes(), root.as_bytes(), now],
            "file to fetch",
            root,
        )
        .await
    }

    /// Files of acts, searched in title, partner and root.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn file_offers(
        &mut self,
        filter: &FileFilter,
        by: &ListBy<FileSort>,
    ) -> Result<Listing<FileOfferRecord>, StoreError> {
        let mut conditions = Filter::default();
        if let Some(state) = filter.state {
            conditions.and_with("state = ?", state.as_str());
        }
        if let Some(direction) = filter.direction {
            conditions.and_with("direction = ?", direction.as_str());
        }
        if let Some(act) = &filter.act {
            conditions.and_with("act = ?", act.as_bytes());
        }
        if let Some(case) = &filter.case {
            conditions.and_with("case_id = ?", case.as_bytes());
        }
        let order = match by.sort {
            FileSort::Offered => "offered_at",
            FileSort::Title => "title",
            FileSort::Partner => "partner",
            FileSort::Length => "length",
            FileSort::State => "state",
        };
        let source = Source { columns: COLUMNS, from: "file_offers", words: "words", order, tie: "root" };
        self.list(source, conditions, by, offer).await
    }

    /// What stands behind a file: every offer of it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn offers_of_file(&mut self, root: &FileRoot) -> Result<Vec<FileOfferRecord>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM file_offers WHERE root = $1 ORDER BY offered_at, act, partner");
        self.rows_built(AssertSqlSafe(sql), values![root.as_bytes()]).await?.iter().map(offer).collect()
    }

    /// Bytes of a partner's files that are here or wanted.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn file_bytes_of(&mut self, partner: &AuthorityId) -> Result<u64, StoreError> {
        let row = self
            .row(
                "SELECT CAST(COALESCE(SUM(length), 0) AS BIGINT) FROM file_offers WHERE partner = $1 \
                 AND direction = 'incoming' AND state IN ('wanted', 'stored')",
                values![partner.as_str()],
            )
            .await?;
        row.map_or(Ok(0), |row| row.number(0))
    }

    /// Files of ours that a partner may fetch and has not answered for, oldest first, each with the chunks of it that
    /// were put on removable media.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn files_to_carry(
        &mut self,
        partner: &AuthorityId,
    ) -> Result<Vec<(FileOfferRecord, u64)>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, carried FROM file_offers WHERE partner = $1 AND direction = 'outgoing' \
             AND state = 'offered' ORDER BY offered_at, act, root"
        );
        let rows = self.rows_built(AssertSqlSafe(sql), values![partner.as_str()]).await?;
        rows.iter().map(|row| Ok((offer(row)?, row.number(16)?))).collect()
    }

    /// Notes how many chunks of a file, from the first on, were put on removable media.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn file_carried(&mut self, of: &NewFileOffer, chunks: u64) -> Result<(), StoreError> {
        self.execute(
            "UPDATE file_offers SET carried = $4 WHERE act = $1 AND root = $2 AND partner = $3",
            values![of.act.as_bytes(), of.root.as_bytes(), of.partner.as_str(), number("chunks", chunks)?],
        )
        .await?;
        Ok(())
    }

    /// Files that came before a moment and are still kept here.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn files_stored_before(
        &mut self,
        before: Timestamp,
    ) -> Result<Vec<FileOfferRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM file_offers WHERE direction = 'incoming' AND state = 'stored' \
             AND changed_at < $1 ORDER BY changed_at LIMIT 100"
        );
        self.rows_built(AssertSqlSafe(sql), values![before]).await?.iter().map(offer).collect()
    }

    /// Whether an open draft names a file, so that it is not an orphan yet.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn draft_names_file(&mut self, root: &FileRoot) -> Result<bool, StoreError> {
        let pattern = format!("%{root}%");
        let row = self
            .row(
                "SELECT 1 FROM drafts WHERE state NOT IN ('sent', 'discarded') AND body LIKE $1 LIMIT 1",
                values![&pattern],
            )
            .await?;
        Ok(row.is_some())
    }
}

fn offer(row: &Record) -> Result<FileOfferRecord, StoreError> {
    Ok(FileOfferRecord {
        offer: NewFileOffer {
            act: ActId::new(row.array(0)?),
            root: FileRoot::new(row.array(1)?),
            partner: row.parsed(2, "authority")?,
            direction: row.parsed(3, "direction")?,
            case: CaseId::new(row.array(4)?),
            title: row.text(5)?,
            media_type: row.text(6)?,
            length: row.number(7)?,
            offered_at: row.at(14)?,
        },
        state: row.parsed(8, "state of a file")?,
        moved: row.number(9)?,
        attempts: row.number(10)?,
        next_attempt_at: row.opt_at(11)?,
        failure: failure(row, 12, 13)?,
        changed_at: row.at(15)?,
    })
}
