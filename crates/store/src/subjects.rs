//! Subjects of registers, and the feed of their changes that keeps search indexes fresh.
//!
//! A subject that is removed leaves a tombstone without properties, so that the feed can tell everyone.

use std::collections::HashMap;

use jiff::Timestamp;
use search::{RegisterId, Subject, SubjectId};

use crate::list::{Filter, Source, searchable};
use crate::value::{Record, Value, json, number, values};
use crate::{ListBy, Listing, StoreError, Tx};

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Subjects that were not there.
    pub added: u64,
    /// Subjects that were there with other properties.
    pub changed: u64,
    /// Subjects that were there just so.
    pub unchanged: u64,
}

/// A subject as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRecord {
    /// The register it is in.
    pub register: RegisterId,
    /// The subject.
    pub subject: Subject,
    /// Last change.
    pub changed_at: Timestamp,
}

/// One change of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place; ask for what comes after it next time.
    pub seq: u64,
    /// The register.
    pub register: RegisterId,
    /// What happened.
    pub what: Changed,
}

/// What happened to a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// It was added, or looks like this now.
    Put(Subject),
    /// It was removed.
    Gone(SubjectId),
}

/// Columns the list of subjects can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SubjectSort {
    /// Name.
    #[default]
    Name,
    /// Birth date or year; unknown ones last.
    Born,
    /// Identifier.
    Id,
    /// Last change.
    Changed,
}

const COLUMNS: &str = "register, id, schema, properties, changed_at";

impl Tx<'_> {
    /// Adds or replaces subjects of a register. When an identifier comes twice, the last one counts.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when there is no such register.
    pub async fn put_subjects(
        &mut self,
        register: &RegisterId,
        subjects: &[Subject],
        at: Timestamp,
    ) -> Result<Imported, StoreError> {
        let mut imported = Imported::default();
        let last: HashMap<&str, usize> =
            subjects.iter().enumerate().map(|(place, subject)| (subject.id.as_str(), place)).collect();
        let mut new = Vec::new();
        let once: Vec<&Subject> = subjects
            .iter()
            .enumerate()
            .filter(|(place, subject)| last.get(subject.id.as_str()) == Some(place))
            .map(|(_, subject)| subject)
            .collect();
        imported.unchanged += (subjects.len() - once.len()) as u64;
        let known = self.known(register, &once).await?;
        for subject in once {
            let properties = json("subject properties", &subject.properties)?;
            match known.get(subject.id.as_str()) {
                None => imported.added += 1,
                Some(Known { deleted: true, .. }) => imported.added += 1,
                Some(Known { schema, properties: old, .. })
                    if *schema == subject.schema && *old == properties =>
                {
                    imported.unchanged += 1;
                    continue;
                }
                Some(_) => imported.changed += 1,
            }
            new.push((subject, properties));
        }
        if !new.is_empty() {
            let change = self.next_changes(new.len() as u64).await?;
            self.put_all(register, &new, change, at).await?;
        }
        Ok(imported)
    }

    async fn known(
        &mut self,
        register: &RegisterId,
        subjects: &[&Subject],
    ) -> Result<HashMap<String, Known>, StoreError> {
        let ids: Vec<Vec<Value<'_>>> =
            subjects.iter().map(|subject| vec![Value::from(subject.id.as_str())]).collect();
        let sql = |list: &str| {
            format!(
                "SELECT id, schema, properties, deleted FROM subjects WHERE register = $1 AND id IN ({list})"
            )
        };
        self.rows_in(&[Value::from(register.as_str())], &ids, sql)
            .await?
            .iter()
            .map(|row| {
                let known = Known { schema: row.text(1)?, properties: row.text(2)?, deleted: row.flag(3)? };
                Ok((row.text(0)?, known))
            })
            .collect()
    }

    async fn put_all(
        &mut self,
        register: &RegisterId,
        subjects: &[(&Subject, String)],
        first_change: u64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let words: Vec<String> = subjects.iter().map(|(subject, _)| words(subject)).collect();
        let mut rows = Vec::new();
        for (((subject, properties), words), change) in subjects.iter().zip(&words).zip(first_change..) {
            rows.push(vec![
                Value::from(register.as_str()),
                Value::from(subject.id.as_str()),
                Value::from(&subject.schema),
                Value::from(properties),
                Value::from(subject.caption()),
                Value::from(subject.first("birthDate")),
                Value::from(words),
                Value::from(number("change", change)?),
                Value::from(false),
                Value::from(at),
            ]);
        }
        let head = "INSERT INTO subjects \
                    (register, id, schema, properties, name, born, words, change, deleted, changed_at)";
        let tail = "ON CONFLICT (register, id) DO UPDATE SET schema = excluded.schema, \
                    properties = excluded.properties, name = excluded.name, born = excluded.born, \
                    words = excluded.words, change = excluded.change, deleted = excluded.deleted, \
                    changed_at = excluded.changed_at RETURNING 1";
        let put = self.insert_rows(head, &rows, tail).await?.len();
        if put == subjects.len() {
            Ok(())
        } else {
            Err(crate::value::corrupt("subjects", format!("{put} of {} were kept", subjects.len())))
        }
    }

    /// Removes a subject; its tombstone keeps only the identifier.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn remove_subject(
        &mut self,
        register: &RegisterId,
        subject: &SubjectId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let change = self.next_changes(1).await?;
        self.execute_one(
            "UPDATE subjects SET properties = '{}', name = '', born = NULL, words = '', change = $3, \
             deleted = $4, changed_at = $5 WHERE register = $1 AND id = $2 AND NOT deleted",
            values![register.as_str(), subject.as_str(), number("change", change)?, true, at],
            "subject",
            subject,
        )
        .await
    }

    /// A subject; `None` when it is not there or was removed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn subject(
        &mut self,
        register: &RegisterId,
        subject: &SubjectId,
    ) -> Result<Option<SubjectRecord>, StoreError> {
        let row = self
            .row(
                "SELECT register, id, schema, properties, changed_at FROM subjects \
                 WHERE register = $1 AND id = $2 AND NOT deleted",
                values![register.as_str(), subject.as_str()],
            )
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// The subjects of a register, searched in identifier, names and birth date.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn subjects(
        &mut self,
        register: &RegisterId,
        by: &ListBy<SubjectSort>,
    ) -> Result<Listing<SubjectRecord>, StoreError> {
        let order = match by.sort {
            SubjectSort::Name => "name",
            SubjectSort::Born => "born",
            SubjectSort::Id => "id",
            SubjectSort::Changed => "changed_at",
        };
        let mut filter = Filter::default();
        filter.and_with("register = ?", register.as_str());
        filter.and("NOT deleted");
        let source = Source { columns: COLUMNS, from: "subjects", words: "words", order, tie: "id" };
        self.list(source, filter, by, record).await
    }

    /// The changes after a place of the feed, in order. From 0 on, it tells everything that is there.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn changes_since(&mut self, seq: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        self.rows(
            "SELECT register, id, schema, properties, change, deleted FROM subjects \
             WHERE change > $1 ORDER BY change LIMIT $2",
            values![number("change", seq)?, limit],
        )
        .await?
        .iter()
        .map(|row| {
            let what = if row.flag(5)? {
                Changed::Gone(row.parsed(1, "subject")?)
            } else {
                Changed::Put(subject(row)?)
            };
            Ok(Change { seq: row.number(4)?, register: row.parsed(0, "register")?, what })
        })
        .collect()
    }

    /// The last place of the change feed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn last_change(&mut self) -> Result<u64, StoreError> {
        let row = self.row("SELECT last FROM change_feed WHERE one = 1", &[]).await?;
        row.ok_or(StoreError::NotFound { what: "change feed", id: String::new() })?.number(0)
    }
}

struct Known {
    schema: String,
    properties: String,
    deleted: bool,
}

fn words(subject: &Subject) -> String {
    let mut parts = vec![subject.id.as_str()];
    parts.extend(Subject::NAMES.iter().flat_map(|names| subject.values(names)).map(String::as_str));
    parts.extend(subject.first("birthDate"));
    searchable(&parts)
}

fn subject(row: &Record) -> Result<Subject, StoreError> {
    Ok(Subject {
        id: row.parsed(1, "subject")?,
        schema: row.text(2)?,
        properties: row.json(3, "subject properties")?,
    })
}

fn record(row: &Record) -> Result<SubjectRecord, StoreError> {
    Ok(SubjectRecord { register: row.parsed(0, "register")?, subject: subject(row)?, changed_at: row.at(4)? })
}
