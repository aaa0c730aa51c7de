//! The schema by itself: one for both engines, and a second guard behind the types.

use std::collections::BTreeMap;
use std::path::Path;

use store::{Limits, NewLeaf, StoreError};

use crate::cases::act;
use crate::engines::{Fresh, on_both_fresh, tx};
use crate::ledger::leaf;

/// `table → columns` of every migration in a folder, in the order they are written.
fn tables(engine: &str) -> BTreeMap<String, Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut tables = BTreeMap::new();
    for file in files {
        let mut columns: Option<(String, Vec<String>)> = None;
        for line in std::fs::read_to_string(file).unwrap().lines() {
            if let Some(name) = line.strip_prefix("CREATE TABLE ") {
                columns = Some((name.trim_end_matches(" (").to_owned(), Vec::new()));
            } else if line.starts_with(')') {
                tables.extend(columns.take());
            } else if let (Some((_, columns)), Some(column)) = (&mut columns, line.strip_prefix("    ")) {
                let word = column.split([' ', '(']).next().unwrap();
                if !word.is_empty()
                    && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                {
                    columns.push(word.to_owned());
                }
            }
        }
    }
    tables
}

#[test]
fn both_engines_have_one_schema() {
    let (sqlite, postgres) = (tables("sqlite"), tables("postgres"));
    assert!(sqlite.len() > 20, "{} tables were found", sqlite.len());
    assert_eq!(sqlite, postgres);
}

/// Who writes past the types meets the schema.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_types_forbid_the_schema_forbids() {
    on_both_fresh(async |fresh: &Fresh| {
        let store = fresh.open(Limits::default()).await;
        let (leaves, acts): (&[NewLeaf], _) = (&[leaf(0), leaf(1)], &[act(1, 1, store::Direction::Incoming)]);
        tx!(store, tx => {
            tx.append_leaves(leaves).await?;
            tx.add_acts(acts).await
        })
        .unwrap();
        let x = |bytes: usize| {
            let hex = "ab".repeat(bytes);
            if fresh.address.starts_with("sqlite:") { format!("X'{hex}'") } else { format!("'\\x{hex}'") }
        };
        let (id, hash) = (x(16), x(32));
        let draft = |rest: &str| {
            format!(
                "INSERT INTO drafts (id, case_id, counterpart, kind, title, body, version, created_by, created_at, \
                 updated_by, updated_at, words, state, submitted_by, submitted_at, approved_by, approved_at) \
                 VALUES ({id}, {id}, 'de.bfj', 'request', '', '{{}}', 1, 'mari', 0, 'mari', 0, '', {rest})"
            )
        };
        let refused = [
            "UPDATE ledger_leaves SET at = 0".to_owned(),
            "DELETE FROM ledger_leaves".to_owned(),
            "UPDATE acts SET author = 'ru.genproc'".to_owned(),
            "INSERT INTO ledger_head (one, size, root) SELECT 2, size, root FROM ledger_head".to_owned(),
            "UPDATE change_feed SET last = -1".to_owned(),
            format!("INSERT INTO sessions VALUES ({hash}, 'nobody', 0, 0, 1)"),
            format!("INSERT INTO acts VALUES ({id}, {id}, 'de.bfj', 'note', 'incoming', 0, 0, {id}, NULL)"),
            draft("'approved', 'jaan', 0, 'jaan', 0"),
            draft("'approved', 'jaan', 0, 'mari', 0"),
            draft("'approved', 'jaan', 0, NULL, NULL"),
            draft("'submitted', NULL, NULL, NULL, NULL"),
            draft("'sent', 'mari', 0, 'jaan', 0"),
            draft("'lost', NULL, NULL, NULL, NULL"),
            format!("INSERT INTO receipts VALUES ({hash}, 'refused', 'outgoing', {hash}, 'de.bfj', {id}, NULL, 0, 0, NULL)"),
            "INSERT INTO deliveries (partner, epoch, sequence, state, attempts, next_attempt_at) \
             VALUES ('de.bfj', 1, 1, 'waiting', 0, 0)"
                .to_owned(),
        ];
        for sql in refused {
            assert!(fresh.by_hand(&sql).await.is_err(), "{sql}");
        }
        // The same statements with nothing wrong in them are taken, so it was not their form that was refused.
        fresh.by_hand(&draft("'approved', 'jaan', 0, 'kalle', 0")).await.unwrap();
        fresh
            .by_hand(&format!("INSERT INTO acts VALUES ({hash}, {id}, 'de.bfj', 'note', 'incoming', 0, 0, {id}, NULL)"))
            .await
            .unwrap();
        store.close().await;
    })
    .await;
}

/// A ledger whose tables were changed by hand takes no further entry.
#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_was_tampered_with_is_noticed() {
    on_both_fresh(async |fresh: &Fresh| {
        let store = fresh.open(Limits::default()).await;
        let leaves = &(0..6).map(leaf).collect::<Vec<_>>();
        tx!(store, tx => tx.append_leaves(leaves).await).unwrap();
        let zeros = "00".repeat(32);
        let zeros = if fresh.address.starts_with("sqlite:") {
            format!("X'{zeros}'")
        } else {
            format!("'\\x{zeros}'")
        };
        fresh.by_hand(&format!("UPDATE ledger_nodes SET hash = {zeros} WHERE level = 2")).await.unwrap();
        let appended = tx!(store, tx => tx.append_leaves(leaves).await);
        assert!(matches!(appended, Err(StoreError::Corrupt { what: "ledger", .. })), "{appended:?}");
        fresh.by_hand("DELETE FROM ledger_nodes WHERE level = 2").await.unwrap();
        let appended = tx!(store, tx => tx.append_leaves(leaves).await);
        assert!(matches!(appended, Err(StoreError::Corrupt { what: "ledger", .. })), "{appended:?}");
        let proof = tx!(store, tx => tx.inclusion(5, 6).await);
        assert!(matches!(proof, Err(StoreError::Corrupt { .. })), "{proof:?}");
        store.close().await;
    })
    .await;
}

/// A word that no enum knows is an error, never a default.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_an_error() {
    let fresh = Fresh::sqlite();
    let store = fresh.open(Limits::default()).await;
    fresh.by_hand("INSERT INTO node VALUES (1, 'Estonia', 'Ministry', 1, 0)").await.unwrap();
    let node = store.read("node", |tx| Box::pin(tx.node())).await;
    assert!(matches!(node, Err(StoreError::Corrupt { what: "authority", .. })), "{node:?}");
    fresh
        .by_hand("UPDATE node SET authority = 'ee.justice', created_at = 9223372036854775807")
        .await
        .unwrap();
    let node = store.read("node", |tx| Box::pin(tx.node())).await;
    assert!(matches!(node, Err(StoreError::Corrupt { what: "moment", .. })), "{node:?}");
    store.close().await;
}
