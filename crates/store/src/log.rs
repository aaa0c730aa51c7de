//! The ledger's leaves, the subtrees they complete, and the checkpoints that were signed over them.
//!
//! Appending locks the head row, so two transactions never take the same index; the crate `ledger` computes every
//! hash. Rows are added only.

use std::collections::HashMap;

use jiff::Timestamp;
use ledger::{Entry, EntryKind, Hash, NodeId, Salt, Tree};
use sqlx::AssertSqlSafe;

use crate::list::{Filter, Source};
use crate::value::{Record, Value, corrupt, number, values};
use crate::{Engine, ListBy, Listing, StoreError, Tx};

/// A line to enter into the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLeaf {
    /// What is committed to.
    pub entry: Entry,
    /// Its salt, freshly drawn.
    pub salt: Salt,
    /// The act it belongs to, as bytes; only for finding it again.
    pub reference: Option<[u8; 32]>,
    /// Words for the reader; not committed to.
    pub detail: String,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafRecord {
    /// Its number, from 0.
    pub index: u64,
    /// Its hash in the tree, as it was entered.
    pub leaf: Hash,
    /// What is committed to.
    pub entry: Entry,
    /// Its salt.
    pub salt: Salt,
    /// The act it belongs to.
    pub reference: Option<[u8; 32]>,
    /// Words for the reader.
    pub detail: String,
}

/// How long the ledger is, and its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerHead {
    /// The number of leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// What lines that were appended have become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The number of each, in order.
    pub indices: Vec<u64>,
    /// The ledger with them.
    pub head: LedgerHead,
    /// Every subtree that a proof of their inclusion in `head` needs.
    pub nodes: HashMap<NodeId, Hash>,
}

/// A checkpoint that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointRecord {
    /// The number of leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The signed note.
    pub note: Vec<u8>,
    /// When it was signed.
    pub at: Timestamp,
}

/// Which lines a list of the ledger shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeafFilter {
    /// Only of this kind.
    pub kind: Option<EntryKind>,
    /// Only of this act.
    pub reference: Option<[u8; 32]>,
    /// Only with this digest.
    pub digest: Option<[u8; 32]>,
}

const COLUMNS: &str = "idx, leaf, salt, kind, digest, reference, detail, at";

impl Tx<'_> {
    /// Appends lines. Others that append wait for this transaction to end.
    ///
    /// # Errors
    /// When they cannot be written, or what is stored of the tree is not whole.
    pub async fn append_leaves(&mut self, leaves: &[NewLeaf]) -> Result<Appended, StoreError> {
        self.appended();
        let lock = match self.engine() {
            Engine::Sqlite => "SELECT size, root FROM ledger_head WHERE one = 1",
            Engine::Postgres => "SELECT size, root FROM ledger_head WHERE one = 1 FOR UPDATE",
        };
        let before = head(self.row(lock, &[]).await?)?;
        if leaves.is_empty() {
            return Ok(Appended { indices: Vec::new(), head: before, nodes: HashMap::new() });
        }
        let mut proving = self.ledger_nodes(&ledger::needed_for_root(before.size)).await?;
        let mut tree = Tree::resume(before.size, &|id| proving.get(&id).copied())
            .map_err(|error| corrupt("ledger", error.to_string()))?;
        if tree.root() != before.root {
            return Err(corrupt("ledger", "the subtrees do not give the root of its head"));
        }
        let mut rows = Vec::new();
        let mut nodes = Vec::new();
        for leaf in leaves {
            let hash = leaf.entry.leaf(&leaf.salt);
            rows.push((tree.size(), hash, leaf));
            nodes.extend(tree.append(hash));
        }
        self.add_leaves(&rows).await?;
        let mut inner = Vec::new();
        for node in nodes.iter().filter(|node| node.id.level > 0) {
            inner.push(vec![
                Value::from(i64::from(node.id.level)),
                Value::from(number("ledger node", node.id.index)?),
                Value::from(node.hash.as_bytes()),
            ]);
        }
        self.insert_rows("INSERT INTO ledger_nodes (level, idx, hash)", &inner, "").await?;
        let after = LedgerHead { size: tree.size(), root: tree.root() };
        self.execute_one(
            "UPDATE ledger_head SET size = $1, root = $2 WHERE one = 1 AND size = $3",
            values![
                number("ledger size", after.size)?,
                after.root.as_bytes(),
                number("ledger size", before.size)?,
            ],
            "ledger head",
            before.size,
        )
        .await?;
        // The path of a new line has the old tree's complete subtrees on its left, and else what was completed now.
        proving.extend(nodes.iter().map(|node| (node.id, node.hash)));
        Ok(Appended { indices: rows.iter().map(|(index, ..)| *index).collect(), head: after, nodes: proving })
    }

    async fn add_leaves(&mut self, rows: &[(u64, Hash, &NewLeaf)]) -> Result<(), StoreError> {
        let mut values = Vec::new();
        for (index, hash, leaf) in rows {
            values.push(vec![
                Value::from(number("ledger index", *index)?),
                Value::from(hash.as_bytes()),
                Value::from(leaf.salt.as_bytes()),
                Value::from(leaf.entry.kind.as_str()),
                Value::from(&leaf.entry.digest),
                Value::from(leaf.reference.as_ref()),
                Value::from(&leaf.detail),
                Value::from(leaf.entry.at_us),
            ]);
        }
        self.insert_rows(&format!("INSERT INTO ledger_leaves ({COLUMNS})"), &values, "").await?;
        Ok(())
    }

    /// How long the ledger is, and its root.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn ledger_head(&mut self) -> Result<LedgerHead, StoreError> {
        head(self.row("SELECT size, root FROM ledger_head WHERE one = 1", &[]).await?)
    }

    /// The stored hashes of complete subtrees, leaves among them; those that are not there are left out.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn ledger_nodes(&mut self, ids: &[NodeId]) -> Result<HashMap<NodeId, Hash>, StoreError> {
        let mut found = HashMap::new();
        let (leaves, inner): (Vec<&NodeId>, Vec<&NodeId>) = ids.iter().partition(|id| id.level == 0);
        let keys = leaves
            .iter()
            .map(|id| Ok(vec![Value::from(number("ledger index", id.index)?)]))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let sql = |list: &str| format!("SELECT idx, leaf FROM ledger_leaves WHERE idx IN ({list})");
        for row in self.rows_in(&[], &keys, sql).await? {
            found.insert(NodeId { level: 0, index: row.number(0)? }, Hash::new(row.array(1)?));
        }
        let key = |id: &&NodeId| {
            Ok(vec![Value::from(i64::from(id.level)), Value::from(number("ledger node", id.index)?)])
        };
        let keys = inner.iter().map(key).collect::<Result<Vec<_>, StoreError>>()?;
        let sql =
            |list: &str| format!("SELECT level, idx, hash FROM ledger_nodes WHERE (level, idx) IN ({list})");
        for row in self.rows_in(&[], &keys, sql).await? {
            let level =
                u8::try_from(row.int(0)?).map_err(|_| corrupt("ledger node", "its level is out of range"))?;
            found.insert(NodeId { level, index: row.number(1)? }, Hash::new(row.array(2)?));
        }

        Ok(found)
    }

    /// The proof that line `index` is in the ledger of the first `size` lines.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not; [`StoreError::Corrupt`] when a hash is missing.
    pub async fn inclusion(&mut self, index: u64, size: u64) -> Result<Vec<Hash>, StoreError> {
        let needed = ledger::needed_for_inclusion(index, size)
            .map_err(|_| StoreError::NotFound { what: "ledger entry", id: index.to_string() })?;
        let nodes = self.ledger_nodes(&needed).await?;
        ledger::inclusion(index, size, &|id| nodes.get(&id).copied())
            .map_err(|error| corrupt("ledger", error.to_string()))
    }

    /// The proof that the ledger of `newer` lines begins with that of `older` lines.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there are not so many; [`StoreError::Corrupt`] when a hash is missing.
    pub async fn consistency(&mut self, older: u64, newer: u64) -> Result<Vec<Hash>, StoreError> {
        let needed = ledger::needed_for_consistency(older, newer)
            .map_err(|_| StoreError::NotFound { what: "ledger size", id: newer.to_string() })?;
        let nodes = self.ledger_nodes(&needed).await?;
        ledger::consistency(older, newer, &|id| nodes.get(&id).copied())
            .map_err(|error| corrupt("ledger", error.to_string()))
    }

    /// A line of the ledger; `None` when it is not that long.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn leaf(&mut self, index: u64) -> Result<Option<LeafRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM ledger_leaves WHERE idx = $1");
        let values = values![number("ledger index", index)?];
        self.rows_built(AssertSqlSafe(sql), values).await?.first().map(leaf).transpose()
    }

    /// Lines from `first` on, in order; for going through the whole ledger.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn leaves_from(&mut self, first: u64, limit: u32) -> Result<Vec<LeafRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM ledger_leaves WHERE idx >= $1 ORDER BY idx LIMIT $2");
        let values = values![number("ledger index", first)?, limit];
        self.rows_built(AssertSqlSafe(sql), values).await?.iter().map(leaf).collect()
    }

    /// Lines of the ledger by number (`descending`: newest first), searched in kind and detail.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn leaves(
        &mut self,
        filter: &LeafFilter,
        by: &ListBy<()>,
    ) -> Result<Listing<LeafRecord>, StoreError> {
        let mut conditions = Filter::default();
        if let Some(kind) = filter.kind {
            conditions.and_with("kind = ?", kind.as_str());
        }
        if let Some(reference) = &filter.reference {
            conditions.and_with("reference = ?", reference);
        }
        if let Some(digest) = &filter.digest {
            conditions.and_with("digest = ?", digest);
        }
        let source = Source {
            columns: COLUMNS,
            from: "ledger_leaves",
            words: "(kind || ' ' || LOWER(detail))",
            order: "idx",
            tie: "idx",
        };
        self.list(source, conditions, by, leaf).await
    }

    /// Keeps a signed checkpoint; of each size the first one counts.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when one of this size has another root.
    pub async fn add_checkpoint(&mut self, checkpoint: &CheckpointRecord) -> Result<(), StoreError> {
        let size = number("ledger size", checkpoint.size)?;
        let new = self
            .execute(
                "INSERT INTO ledger_checkpoints (size, root, note, at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (size) DO NOTHING",
                values![size, checkpoint.root.as_bytes(), &checkpoint.note, checkpoint.at],
            )
            .await?;
        if new == 0 {
            let row = self.row("SELECT root FROM ledger_checkpoints WHERE size = $1", values![size]).await?;
            let root: Option<[u8; 32]> = row.map(|row| row.array(0)).transpose()?;
            if root.as_ref() != Some(checkpoint.root.as_bytes()) {
                return Err(StoreError::Conflict { what: "checkpoint" });
            }
        }
        Ok(())
    }

    /// The latest checkpoint; `None` before the first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn latest_checkpoint(&mut self) -> Result<Option<CheckpointRecord>, StoreError> {
        let row = self
            .row("SELECT size, root, note, at FROM ledger_checkpoints ORDER BY size DESC LIMIT 1", &[])
            .await?;
        row.as_ref().map(checkpoint).transpose()
    }

    /// The first checkpoint that covers a line; `None` when none does yet.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn checkpoint_over(&mut self, index: u64) -> Result<Option<CheckpointRecord>, StoreError> {
        let row = self
            .row(
                "SELECT size, root, note, at FROM ledger_checkpoints WHERE size > $1 ORDER BY size LIMIT 1",
                values![number("ledger index", index)?],
            )
            .await?;
        row.as_ref().map(checkpoint).transpose()
    }

    /// Checkpoints larger than `size`, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn checkpoints_after(
        &mut self,
        size: u64,
        limit: u32,
    ) -> Result<Vec<CheckpointRecord>, StoreError> {
        self.rows(
            "SELECT size, root, note, at FROM ledger_checkpoints WHERE size > $1 ORDER BY size LIMIT $2",
            values![number("ledger size", size)?, limit],
        )
        .await?
        .iter()
        .map(checkpoint)
        .collect()
    }
}

fn head(row: Option<Record>) -> Result<LedgerHead, StoreError> {
    let row = row.ok_or_else(|| corrupt("ledger", "its head is missing"))?;
    Ok(LedgerHead { size: row.number(0)?, root: Hash::new(row.array(1)?) })
}

fn leaf(row: &Record) -> Result<LeafRecord, StoreError> {
    Ok(LeafRecord {
        index: row.number(0)?,
        leaf: Hash::new(row.array(1)?),
        salt: Salt::new(row.array(2)?),
        entry: Entry {
            kind: row.parsed(3, "kind of ledger entry")?,
            digest: row.array(4)?,
            at_us: row.int(7)?,
        },
        reference: row.opt_array(5)?,
        detail: row.text(6)?,
    })
}

fn checkpoint(row: &Record) -> Result<CheckpointRecord, StoreError> {
    Ok(CheckpointRecord {
        size: row.number(0)?,
        root: Hash::new(row.array(1)?),
        note: row.bytes(2)?,
        at: row.at(3)?,
    })
}
