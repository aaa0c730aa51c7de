//! The node itself: which authority it is, its epoch, and small settings.

use exchange::AuthorityId;
use jiff::Timestamp;

use crate::value::{number, values};
use crate::{StoreError, Tx};

/// The node whose store this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRecord {
    /// The authority.
    pub authority: AuthorityId,
    /// Its name as people write it.
    pub name: String,
    /// The epoch of its outgoing channels, from 1.
    pub epoch: u64,
    /// When the store was made.
    pub created_at: Timestamp,
}

impl Tx<'_> {
    /// Says whose store this is. It is said once.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was said before.
    pub async fn add_node(&mut self, node: &NodeRecord) -> Result<(), StoreError> {
        let epoch = number("epoch", node.epoch)?;
        self.execute_one(
            "INSERT INTO node (one, authority, name, epoch, created_at) VALUES (1, $1, $2, $3, $4)",
            values![node.authority.as_str(), &node.name, epoch, node.created_at],
            "node",
            &node.authority,
        )
        .await
    }

    /// Whose store this is; `None` in a new one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn node(&mut self) -> Result<Option<NodeRecord>, StoreError> {
        let row = self.row("SELECT authority, name, epoch, created_at FROM node", &[]).await?;
        row.map(|row| {
            Ok(NodeRecord {
                authority: row.parsed(0, "authority")?,
                name: row.text(1)?,
                epoch: row.number(2)?,
                created_at: row.at(3)?,
            })
        })
        .transpose()
    }

    /// Opens the epoch after `current` for all outgoing channels and gives it back.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `current` is not the epoch.
    pub async fn open_epoch(&mut self, current: u64) -> Result<u64, StoreError> {
        let row = self
            .row(
                "UPDATE node SET epoch = epoch + 1 WHERE epoch = $1 RETURNING epoch",
                values![number("epoch", current)?],
            )
            .await?;
        row.ok_or(StoreError::Conflict { what: "epoch" })?.number(0)
    }

    /// Keeps a small setting under a name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_setting(&mut self, key: &str, value: &str, at: Timestamp) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO settings (key, value, changed_at) VALUES ($1, $2, $3) \
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
            values![key, value, at],
            "setting",
            key,
        )
        .await
    }

    /// A setting; `None` when it was never set.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn setting(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let row = self.row("SELECT value FROM settings WHERE key = $1", values![key]).await?;
        row.map(|row| row.text(0)).transpose()
    }
}
