//! Registers: collections of subjects with a purpose, a legal basis and a rule about who may search them.

use jiff::Timestamp;
use search::RegisterId;

use crate::value::{Record, number, values};
use crate::word::word_enum;
use crate::{StoreError, Tx};

word_enum! {
    /// What a partner's hit in a register shows.
    pub enum Reveals {
        /// That there is a hit, and a handle for asking further.
        HitOnly = "hit-only",
        /// Names, birth date and nationalities as well.
        Summary = "summary",
    }
}

/// A register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// How it is named everywhere.
    pub id: RegisterId,
    /// How people call it.
    pub title: String,
    /// What it may be used for.
    pub purpose: String,
    /// The law it is kept under.
    pub legal_basis: String,
    /// After how many days a subject is to be removed; `None`: when somebody removes it.
    pub retention_days: Option<u32>,
    /// Whether accredited partners may search it.
    pub searchable_by_partners: bool,
    /// What a partner's hit shows.
    pub reveals: Reveals,
    /// When it was made.
    pub created_at: Timestamp,
    /// Last change of the register itself.
    pub changed_at: Timestamp,
}

impl Tx<'_> {
    /// Makes a register.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the name is taken.
    pub async fn add_register(&mut self, register: &Register) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO registers (id, title, purpose, legal_basis, retention_days, searchable_by_partners, \
             reveals, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            values![
                register.id.as_str(),
                &register.title,
                &register.purpose,
                &register.legal_basis,
                register.retention_days.map(i64::from),
                register.searchable_by_partners,
                register.reveals.as_str(),
                register.created_at,
                register.changed_at,
            ],
            "register",
            &register.id,
        )
        .await
    }

    /// Changes who may search a register and what a hit shows.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_register_rule(
        &mut self,
        register: &RegisterId,
        searchable_by_partners: bool,
        reveals: Reveals,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE registers SET searchable_by_partners = $2, reveals = $3, changed_at = $4 WHERE id = $1",
            values![register.as_str(), searchable_by_partners, reveals.as_str(), at],
            "register",
            register,
        )
        .await
    }

    /// A register with the number of its subjects; `None` when there is none of this name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn register(&mut self, register: &RegisterId) -> Result<Option<(Register, u64)>, StoreError> {
        let all = self.registers_where("WHERE registers.id = $1", Some(register)).await?;
        Ok(all.into_iter().next())
    }

    /// Every register with the number of its subjects, by name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn registers(&mut self) -> Result<Vec<(Register, u64)>, StoreError> {
        self.registers_where("", None).await
    }

    async fn registers_where(
        &mut self,
        condition: &'static str,
        register: Option<&RegisterId>,
    ) -> Result<Vec<(Register, u64)>, StoreError> {
        let sql = format!(
            "SELECT id, title, purpose, legal_basis, retention_days, searchable_by_partners, reveals, created_at, \
             changed_at, (SELECT COUNT(*) FROM subjects WHERE register = registers.id AND NOT deleted) \
             FROM registers {condition} ORDER BY id"
        );
        let values: Vec<_> =
            register.iter().map(|register| crate::value::Value::from(register.as_str())).collect();
        self.rows_built(sqlx::AssertSqlSafe(sql), &values)
            .await?
            .iter()
            .map(|row| Ok((read_register(row)?, row.number(9)?)))
            .collect()
    }

    /// Gives out the next `count` places of the change feed: the first of them. Until this transaction ends, nobody
    /// else gets one, so whoever follows the feed never passes a place that becomes visible later.
    pub(crate) async fn next_changes(&mut self, count: u64) -> Result<u64, StoreError> {
        let row = self
            .row(
                "UPDATE change_feed SET last = last + $1 WHERE one = 1 RETURNING last",
                values![number("changes", count)?],
            )
            .await?;
        let last = row.ok_or(StoreError::NotFound { what: "change feed", id: String::new() })?.number(0)?;
        Ok(last - count + 1)
    }
}

fn read_register(row: &Record) -> Result<Register, StoreError> {
    Ok(Register {
        id: row.parsed(0, "register")?,
        title: row.text(1)?,
        purpose: row.text(2)?,
        legal_basis: row.text(3)?,
        retention_days: row.opt_int(4)?.and_then(|days| u32::try_from(days).ok()),
        searchable_by_partners: row.flag(5)?,
        reveals: row.parsed(6, "what a hit reveals")?,
        created_at: row.at(7)?,
        changed_at: row.at(8)?,
    })
}
