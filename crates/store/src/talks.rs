//! Talks: drafts of records with the text they were read from, signed records, what was said about two of them, and
//! what they have to do with the rest of the work.
//!
//! A record and everything that corrects it share a thread, which is also the case of its acts. What was signed is
//! written once; a correction is a further row that names the row it corrects.

use exchange::{ActId, AuthorityId, CaseId};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::list::{Filter, Source, searchable};
use crate::value::{Record, Value, number, values};
use crate::word::word_enum;
use crate::{Direction, DraftId, ListBy, Listing, StoreError, Tx};

/// The identifier of a record: 16 bytes.
pub type TalksId = DraftId;

word_enum! {
    /// Where a record stands.
    pub enum TalksState {
        /// Being read and corrected.
        Draft = "draft",
        /// Signed by an officer, here or at the partner's.
        Signed = "signed",
        /// Signed, and replaced by a later one.
        Corrected = "corrected",
        /// Given up before it was signed.
        Discarded = "discarded",
    }
}

word_enum! {
    /// What a link leads to.
    pub enum TalksLinkKind {
        /// A case.
        Case = "case",
        /// A draft of a request.
        Draft = "draft",
        /// An instrument of the law library.
        Instrument = "instrument",
        /// A procedure of the law library.
        Procedure = "procedure",
    }
}

/// What an officer works on before a record is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalksText {
    /// What the record is called.
    pub title: String,
    /// Day, month or year of the meeting: `2017-11-30`, `2017-11`, `2017`.
    pub held_on: Option<String>,
    /// The states that met, ISO alpha-2.
    pub countries: Vec<String>,
    /// The record, in JSON.
    pub record: String,
    /// Names, codes and promises of the record, for searching.
    pub words: String,
}

/// A record to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTalks {
    /// Its identifier.
    pub id: TalksId,
    /// The case of its acts.
    pub thread: CaseId,
    /// Whose record it is.
    pub author: AuthorityId,
    /// What is written in it.
    pub text: TalksText,
    /// The text it was read from.
    pub readout: String,
    /// Where that text came from, in JSON.
    pub source: String,
    /// The signed record that this one corrects.
    pub corrects: Option<TalksId>,
}

/// What signing added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalksSignature {
    /// The canonical bytes of the record.
    pub bytes: Vec<u8>,
    /// Their SHA-256, as the ledger has it.
    pub digest: [u8; 32],
    /// Who signed: a login here, a name at the partner's.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A record as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalksRecord {
    /// What it is.
    pub talks: NewTalks,
    /// Counts every change, from 1.
    pub version: u64,
    /// Where it stands.
    pub state: TalksState,
    /// Ours, or a partner's.
    pub direction: Direction,
    /// What signing added.
    pub signature: Option<TalksSignature>,
    /// The last act that carried it.
    pub act: Option<ActId>,
    /// To whom it was sent.
    pub shared_with: Vec<AuthorityId>,
    /// Who began it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Who changed it last.
    pub updated_by: String,
    /// When.
    pub updated_at: Timestamp,
}

/// What became of a change to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalksChange {
    /// It was made; this is the version now.
    Saved(u64),
    /// It was not made: the draft has another version, or a state that does not allow it.
    Conflict(Box<TalksRecord>),
}

/// Which records a list shows. Discarded drafts are never shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TalksFilter {
    /// Only in this state.
    pub state: Option<TalksState>,
    /// Only ours, or only partners'.
    pub direction: Option<Direction>,
    /// Only with this state among those that met, ISO alpha-2.
    pub country: Option<String>,
    /// Only what was held on this day or later.
    pub from: Option<String>,
    /// Only what was held on this day or earlier.
    pub until: Option<String>,
    /// Without those that a later one replaced.
    pub present: bool,
}

/// Columns the list of records can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TalksSort {
    /// Last change.
    #[default]
    Changed,
    /// Day of the meeting; those without last.
    Held,
    /// Title.
    Title,
    /// Whose record it is.
    Author,
    /// State.
    State,
}

/// What an officer said about two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalksPair {
    /// The threads, the smaller first.
    pub threads: (CaseId, CaseId),
    /// Of one meeting, or not.
    pub same: bool,
    /// Who said so.
    pub login: String,
    /// When.
    pub at: Timestamp,
}

/// What a record, or one finding of it, has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalksLink {
    /// The record's thread.
    pub thread: CaseId,
    /// The key of the finding; empty for the record as a whole.
    pub about: String,
    /// What the link leads to.
    pub kind: TalksLinkKind,
    /// Its identifier.
    pub target: String,
    /// Who added it.
    pub login: String,
    /// When.
    pub at: Timestamp,
}

const COLUMNS: &str = "id, thread, version, state, direction, author, title, held_on, countries, record, readout, \
     source, signed, digest, act, shared_with, corrects, created_by, created_at, updated_by, updated_at, signed_by, \
     signed_at, words";

impl Tx<'_> {
    /// Begins a draft of a record at version 1.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the identifier is taken.
    pub async fn add_talks(&mut self, new: &NewTalks, by: &str, at: Timestamp) -> Result<(), StoreError> {
        let countries = spaced(&new.text.countries);
        self.execute_one(
            "INSERT INTO talks (id, thread, version, state, direction, author, title, held_on, countries, record, \
             readout, source, shared_with, corrects, created_by, created_at, updated_by, updated_at, words) \
             VALUES ($1, $2, 1, 'draft', 'outgoing', $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12, $11, $12, $13)",
            values![
                new.id.as_bytes(),
                new.thread.as_bytes(),
                new.author.as_str(),
                &new.text.title,
                new.text.held_on.as_deref(),
                &countries,
                &new.text.record,
                &new.readout,
                &new.source,
                new.corrects.as_ref().map(TalksId::as_bytes),
                by,
                at,
                &words(&new.id, &new.author, &new.text),
            ],
            "talks",
            new.id,
        )
        .await
    }

    /// Keeps a record that a partner signed and sent; whether it was new.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_received_talks(
        &mut self,
        new: &NewTalks,
        signature: &TalksSignature,
        act: &ActId,
        shared_with: &[AuthorityId],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (countries, shared) = (spaced(&new.text.countries), joined(shared_with));
        let added = self
            .execute(
                "INSERT INTO talks (id, thread, version, state, direction, author, title, held_on, countries, \
                 record, readout, source, signed, digest, act, shared_with, corrects, created_by, created_at, \
                 updated_by, updated_at, signed_by, signed_at, words) \
                 VALUES ($1, $2, 1, 'signed', 'incoming', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
                 'node', $15, 'node', $15, $16, $17, $18) ON CONFLICT (id) DO NOTHING",
                values![
                    new.id.as_bytes(),
                    new.thread.as_bytes(),
                    new.author.as_str(),
                    &new.text.title,
                    new.text.held_on.as_deref(),
                    &countries,
                    &new.text.record,
                    &new.readout,
                    &new.source,
                    &signature.bytes,
                    &signature.digest,
                    act.as_bytes(),
                    &shared,
                    new.corrects.as_ref().map(TalksId::as_bytes),
                    at,
                    &signature.by,
                    signature.at,
                    &words(&new.id, &new.author, &new.text),
                ],
            )
            .await?;
        Ok(added == 1)
    }

    /// Records that a partner's act brought here.
    pub(crate) async fn talks_received_by(&mut self, act: &ActId) -> Result<Vec<TalksRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM talks WHERE act = $1 AND direction = 'incoming'");
        self.rows_built(AssertSqlSafe(sql), values![act.as_bytes()]).await?.iter().map(talks).collect()
    }

    /// Erases a received record with the promises that it states, and what was said about it here when nothing of its thread
    /// is left.
    pub(crate) async fn forget_talks(&mut self, record: &TalksRecord) -> Result<(), StoreError> {
        let (id, thread) = (record.talks.id, record.talks.thread);
        const OF: &str = "(SELECT id FROM commitments WHERE talks = $1)";
        for sql in [
            format!("DELETE FROM commitment_reminders WHERE commitment IN {OF}"),
            format!("DELETE FROM commitment_words WHERE commitment IN {OF}"),
            format!("UPDATE commitments SET superseded_by = NULL WHERE superseded_by IN {OF}"),
            "DELETE FROM commitments WHERE talks = $1".to_owned(),
            "UPDATE talks SET corrects = NULL WHERE corrects = $1".to_owned(),
            "DELETE FROM talks WHERE id = $1".to_owned(),
        ] {
            self.execute_built(AssertSqlSafe(sql), values![id.as_bytes()]).await?;
        }
        if self.talks_of(&thread).await?.is_empty() {
            self.execute("DELETE FROM talks_links WHERE thread = $1", values![thread.as_bytes()]).await?;
            self.execute("DELETE FROM talks_pairs WHERE one = $1 OR other = $1", values![thread.as_bytes()])
                .await?;
        }
        Ok(())
    }

    /// Replaces what is written in a draft.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn save_talks(
        &mut self,
        id: TalksId,
        expected_version: u64,
        text: &TalksText,
        by: &str,
        at: Timestamp,
    ) -> Result<TalksChange, StoreError> {
        let current = self.talks(id).await?.ok_or_else(|| not_found(id))?;
        let countries = spaced(&text.countries);
        self.change_talks(
            id,
            expected_version,
            "UPDATE talks SET version = version + 1, title = $3, held_on = $4, countries = $5, record = $6, \
             words = $7, updated_by = $8, updated_at = $9 \
             WHERE id = $1 AND version = $2 AND state = 'draft' RETURNING version",
            values![
                &text.title,
                text.held_on.as_deref(),
                &countries,
                &text.record,
                &words(&id, &current.talks.author, text),
                by,
                at,
            ],
        )
        .await
    }

    /// Signs a draft. What it corrects counts as corrected from then on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn sign_talks(
        &mut self,
        id: TalksId,
        expected_version: u64,
        signature: &TalksSignature,
    ) -> Result<TalksChange, StoreError> {
        let change = self
            .change_talks(
                id,
                expected_version,
                "UPDATE talks SET version = version + 1, state = 'signed', signed = $3, digest = $4, signed_by = $5, \
                 signed_at = $6, updated_by = $5, updated_at = $6 \
                 WHERE id = $1 AND version = $2 AND state = 'draft' RETURNING version",
                values![&signature.bytes, &signature.digest, &signature.by, signature.at],
            )
            .await?;
        if matches!(change, TalksChange::Saved(_))
            && let Some(earlier) = self.talks(id).await?.and_then(|record| record.talks.corrects)
        {
            self.talks_corrected(earlier, signature.at).await?;
        }
        Ok(change)
    }

    /// Notes that a later record has taken the place of a signed one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not there or not signed.
    pub async fn talks_corrected(&mut self, id: TalksId, at: Timestamp) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE talks SET version = version + 1, state = 'corrected', updated_at = $2 \
             WHERE id = $1 AND state IN ('signed', 'corrected')",
            values![id.as_bytes(), at],
            "signed talks",
            id,
        )
        .await
    }

    /// Notes the act that carried a signed record, and to whom.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not there or not signed.
    pub async fn talks_sent(
        &mut self,
        id: TalksId,
        act: &ActId,
        shared_with: &[AuthorityId],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE talks SET version = version + 1, act = $2, shared_with = $3, updated_at = $4 \
             WHERE id = $1 AND signed IS NOT NULL AND direction = 'outgoing'",
            values![id.as_bytes(), act.as_bytes(), &joined(shared_with), at],
            "signed talks",
            id,
        )
        .await
    }

    /// Gives a draft up.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn discard_talks(
        &mut self,
        id: TalksId,
        expected_version: u64,
        by: &str,
        at: Timestamp,
    ) -> Result<TalksChange, StoreError> {
        self.change_talks(
            id,
            expected_version,
            "UPDATE talks SET version = version + 1, state = 'discarded', updated_by = $3, updated_at = $4 \
             WHERE id = $1 AND version = $2 AND state = 'draft' RETURNING version",
            values![by, at],
        )
        .await
    }

    async fn change_talks(
        &mut self,
        id: TalksId,
        expected_version: u64,
        sql: &'static str,
        more: &[Value<'_>],
    ) -> Result<TalksChange, StoreError> {
        let mut values = vec![Value::from(id.as_bytes()), Value::from(number("version", expected_version)?)];
        values.extend(more);
        if let Some(row) = self.row(sql, &values).await? {
            return Ok(TalksChange::Saved(row.number(0)?));
        }
        let current = self.talks(id).await?.ok_or_else(|| not_found(id))?;
        Ok(TalksChange::Conflict(Box::new(current)))
    }

    /// A record; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn talks(&mut self, id: TalksId) -> Result<Option<TalksRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM talks WHERE id = $1");
        self.rows_built(AssertSqlSafe(sql), values![id.as_bytes()]).await?.first().map(talks).transpose()
    }

    /// A record and everything that corrects it, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn talks_of(&mut self, thread: &CaseId) -> Result<Vec<TalksRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM talks WHERE thread = $1 AND state <> 'discarded' ORDER BY created_at, id"
        );
        self.rows_built(AssertSqlSafe(sql), values![thread.as_bytes()]).await?.iter().map(talks).collect()
    }

    /// Records, searched in what is written in them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_talks(
        &mut self,
        filter: &TalksFilter,
        by: &ListBy<TalksSort>,
    ) -> Result<Listing<TalksRecord>, StoreError> {
        let mut conditions = Filter::default();
        conditions.and("state <> 'discarded'");
        if filter.present {
            conditions.and("state <> 'corrected'");
        }
        if let Some(state) = filter.state {
            conditions.and_with("state = ?", state.as_str());
        }
        if let Some(direction) = filter.direction {
            conditions.and_with("direction = ?", direction.as_str());
        }
        let country = filter.country.as_ref().map(|code| format!("% {} %", escaped(code)));
        if let Some(country) = &country {
            conditions.and_with("countries LIKE ? ESCAPE '\\'", country);
        }
        if let Some(from) = &filter.from {
            conditions.and_with("held_on >= ?", from);
        }
        if let Some(until) = &filter.until {
            conditions.and_with("held_on <= ?", until);
        }
        let order = match by.sort {
            TalksSort::Changed => "updated_at",
            TalksSort::Held => "held_on",
            TalksSort::Title => "title",
            TalksSort::Author => "author",
            TalksSort::State => "state",
        };
        let source = Source { columns: COLUMNS, from: "talks", words: "words", order, tie: "id" };
        self.list(source, conditions, by, talks).await
    }

    /// Keeps what an officer says about two records: of one meeting, or not. The last word counts.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when both are one thread.
    pub async fn pair_talks(&mut self, pair: &TalksPair) -> Result<(), StoreError> {
        let (one, other) = ordered(pair.threads.0, pair.threads.1);
        self.execute(
            "INSERT INTO talks_pairs (one, other, same, login, said_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (one, other) DO UPDATE SET same = excluded.same, login = excluded.login, \
             said_at = excluded.said_at",
            values![one.as_bytes(), other.as_bytes(), pair.same, &pair.login, pair.at],
        )
        .await?;
        Ok(())
    }

    /// What officers said about a thread and others.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn talks_pairs(&mut self, thread: &CaseId) -> Result<Vec<TalksPair>, StoreError> {
        self.rows(
            "SELECT one, other, same, login, said_at FROM talks_pairs WHERE one = $1 OR other = $1 \
             ORDER BY one, other",
            values![thread.as_bytes()],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(TalksPair {
                threads: (CaseId::new(row.array(0)?), CaseId::new(row.array(1)?)),
                same: row.flag(2)?,
                login: row.text(3)?,
                at: row.at(4)?,
            })
        })
        .collect()
    }

    /// Adds a link; one that is there already is left alone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn link_talks(&mut self, link: &TalksLink) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO talks_links (thread, about, kind, target, login, added_at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (thread, about, kind, target) DO NOTHING",
            values![
                link.thread.as_bytes(),
                &link.about,
                link.kind.as_str(),
                &link.target,
                &link.login,
                link.at
            ],
        )
        .await?;
        Ok(())
    }

    /// Removes a link.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn unlink_talks(
        &mut self,
        thread: &CaseId,
        about: &str,
        kind: TalksLinkKind,
        target: &str,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "DELETE FROM talks_links WHERE thread = $1 AND about = $2 AND kind = $3 AND target = $4",
            values![thread.as_bytes(), about, kind.as_str(), target],
            "link",
            target,
        )
        .await
    }

    /// The links of a record, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn talks_links(&mut self, thread: &CaseId) -> Result<Vec<TalksLink>, StoreError> {
        self.rows(
            "SELECT thread, about, kind, target, login, added_at FROM talks_links WHERE thread = $1 \
             ORDER BY added_at, about, kind, target",
            values![thread.as_bytes()],
        )
        .await?
        .iter()
        .map(link)
        .collect()
    }

    /// The links that lead to one thing, such as a case.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn talks_links_to(
        &mut self,
        kind: TalksLinkKind,
        target: &str,
    ) -> Result<Vec<TalksLink>, StoreError> {
        self.rows(
            "SELECT thread, about, kind, target, login, added_at FROM talks_links \
             WHERE kind = $1 AND target = $2 ORDER BY added_at, thread, about",
            values![kind.as_str(), target],
        )
        .await?
        .iter()
        .map(link)
        .collect()
    }
}

/// Codes with a blank before and after each, so that one is found with the blanks around it.
pub(crate) fn spaced(codes: &[String]) -> String {
    format!(" {} ", codes.join(" "))
}

/// Text as it is looked for with LIKE.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn ordered(one: CaseId, other: CaseId) -> (CaseId, CaseId) {
    if one <= other { (one, other) } else { (other, one) }
}

fn joined(authorities: &[AuthorityId]) -> String {
    authorities.iter().map(AuthorityId::as_str).collect::<Vec<_>>().join(" ")
}

fn not_found(id: TalksId) -> StoreError {
    StoreError::NotFound { what: "talks", id: id.to_string() }
}

fn words(id: &TalksId, author: &AuthorityId, text: &TalksText) -> String {
    searchable(&[
        &id.to_string(),
        &text.title,
        author.as_str(),
        text.held_on.as_deref().unwrap_or_default(),
        &text.countries.join(" "),
        &text.words,
    ])
}

fn link(row: &Record) -> Result<TalksLink, StoreError> {
    Ok(TalksLink {
        thread: CaseId::new(row.array(0)?),
        about: row.text(1)?,
        kind: row.parsed(2, "kind of link")?,
        target: row.text(3)?,
        login: row.text(4)?,
        at: row.at(5)?,
    })
}

fn talks(row: &Record) -> Result<TalksRecord, StoreError> {
    let shared = row.text(15)?;
    let shared_with = shared
        .split_whitespace()
        .map(|id| AuthorityId::new(id).map_err(|error| crate::value::corrupt("authority", error.to_string())))
        .collect::<Result<_, _>>()?;
    let signature = match (row.opt_bytes(12)?, row.opt_array(13)?, row.opt_text(21)?, row.opt_at(22)?) {
        (Some(bytes), Some(digest), Some(by), Some(at)) => Some(TalksSignature { bytes, digest, by, at }),
        (None, None, None, None) => None,
        _ => return Err(crate::value::corrupt("talks", "half a signature")),
    };
    Ok(TalksRecord {
        talks: NewTalks {
            id: TalksId::new(row.array(0)?),
            thread: CaseId::new(row.array(1)?),
            author: row.parsed(5, "authority")?,
            text: TalksText {
                title: row.text(6)?,
                held_on: row.opt_text(7)?,
                countries: row.text(8)?.split_whitespace().map(str::to_owned).collect(),
                record: row.text(9)?,
                words: row.text(23)?,
            },
            readout: row.text(10)?,
            source: row.text(11)?,
            corrects: row.opt_array(16)?.map(TalksId::new),
        },
        version: row.number(2)?,
        state: row.parsed(3, "state of talks")?,
        direction: row.parsed(4, "direction")?,
        signature,
        act: row.opt_array(14)?.map(ActId::new),
        shared_with,
        created_by: row.text(17)?,
        created_at: row.at(18)?,
        updated_by: row.text(19)?,
        updated_at: row.at(20)?,
    })
}
