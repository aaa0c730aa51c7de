//! Transactions: all or nothing, run again when overtaken, and what happens when there is no room.

use std::sync::atomic::{AtomicU32, Ordering};

use ::exchange::Culprit;
use proptest::prelude::*;
use store::{AuditEntry, Engine, Limits, ListBy, Store, StoreError, Tx};

use crate::cases::act;
use crate::engines::{Fresh, at, on_both, on_both_fresh, tx};
use crate::ledger::leaf;

fn entry(number: u64, detail: &str) -> AuditEntry {
    AuditEntry {
        at: at(0),
        login: "node".to_owned(),
        what: "test".to_owned(),
        object: number.to_string(),
        purpose: String::new(),
        legal_basis: String::new(),
        detail: detail.to_owned(),
    }
}

async fn audited(store: &Store) -> u64 {
    let by = &ListBy { limit: 1, ..ListBy::default() };
    store.read("audited", |tx| Box::pin(async move { tx.audit(by).await })).await.unwrap().total
}

/// One step that writes, by number; the last kind is refused by the schema.
async fn step(tx: &mut Tx<'_>, number: u64, kind: u8) -> Result<(), StoreError> {
    match kind {
        0 => tx.add_audit(&entry(number, "")).await,
        1 => tx.append_leaves(&[leaf(number)]).await.map(drop),
        2 => tx.add_acts(&[act(number, 1, store::Direction::Incoming)]).await.map(drop),
        3 => tx.set_setting(&format!("setting {number}"), "", at(0)).await,
        _ => tx.set_officer_locale("nobody", "de", at(0)).await,
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Everything(u64, store::LedgerHead, usize, usize);

async fn everything(store: &Store) -> Everything {
    let audited = audited(store).await;
    store
        .read("everything", |tx| {
            Box::pin(async move {
                let mut settings = 0;
                for number in 0..20 {
                    settings += usize::from(tx.setting(&format!("setting {number}")).await?.is_some());
                }
                let acts = tx.acts_of(&::exchange::CaseId::new([1; 16])).await?.len();
                Ok(Everything(audited, tx.ledger_head().await?, acts, settings))
            })
        })
        .await
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// A transaction that fails, at whichever step, leaves nothing.
    #[test]
    fn a_failed_transaction_leaves_nothing(kinds in proptest::collection::vec(0_u8..4, 0..12), fail_at in 0_usize..12) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(on_both(async |store: Store| {
            tx!(store, tx => step(tx, 19, 1).await).unwrap();
            let before = everything(&store).await;
            let kinds = &kinds;
            let failed = tx!(store, tx => {
                for (number, &kind) in kinds.iter().enumerate() {
                    step(tx, number as u64, if number == fail_at { 9 } else { kind }).await?;
                }
                step(tx, 0, 9).await
            });
            assert!(matches!(failed, Err(StoreError::NotFound { what: "officer", .. })), "{failed:?}");
            assert_eq!(everything(&store).await, before);
            let counts = store.counts()["test"];
            assert_eq!((counts.committed, counts.failed), (1, 1));
        }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_part_is_undone_and_the_rest_is_kept() {
    on_both(async |store: Store| {
        tx!(store, tx => {
            tx.add_audit(&entry(1, "")).await?;
            let failed = tx
                .part(|tx| {
                    Box::pin(async move {
                        tx.add_audit(&entry(2, "")).await?;
                        // The schema has no such session: a statement that fails.
                        let session = store::SessionRecord {
                            token_sha256: [0; 32],
                            created_at: at(0),
                            seen_at: at(0),
                            expires_at: at(1),
                        };
                        tx.add_session("nobody", &session).await
                    })
                })
                .await;
            assert!(matches!(failed, Err(StoreError::Forbidden { .. })), "{failed:?}");
            let kept: Result<(), StoreError> =
                tx.part(|tx| Box::pin(async move { tx.add_audit(&entry(3, "")).await })).await;
            kept
        })
        .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(audited(&store).await, 2);
    })
    .await;
}

/// PostgreSQL answers COMMIT after a failed statement with a rollback that looks like success.
#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_is_passed_over_is_not_committed() {
    on_both(async |store: Store| {
        let spoilt = tx!(store, tx => {
            tx.add_audit(&entry(1, "")).await?;
            let _ = tx.set_officer_password("nobody", "plain", at(0)).await;
            let refused = tx.execute_refused_insert().await;
            assert!(refused.is_err());
            Ok(())
        });
        assert!(matches!(spoilt, Err(StoreError::Spoilt { name: "test" })), "{spoilt:?}");
        assert_eq!(audited(&store).await, 0);
    })
    .await;
}

trait Refused {
    async fn execute_refused_insert(&mut self) -> Result<(), StoreError>;
}

impl Refused for Tx<'_> {
    async fn execute_refused_insert(&mut self) -> Result<(), StoreError> {
        self.set_setting(&"x".repeat(81), "", at(0)).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_has_an_error_of_its_own() {
    #[derive(Debug)]
    enum Mine {
        No,
        Store,
    }
    impl From<StoreError> for Mine {
        fn from(_: StoreError) -> Self {
            Self::Store
        }
    }
    on_both(async |store: Store| {
        let no: Result<(), Mine> = store
            .run_tx_with("mine", |tx| {
                Box::pin(async move {
                    tx.add_audit(&entry(1, "")).await?;
                    Err(Mine::No)
                })
            })
            .await;
        assert!(matches!(no, Err(Mine::No)));
        let failed: Result<(), Mine> = store
            .run_tx_with("mine", |tx| {
                Box::pin(async move { Ok(tx.set_officer_locale("x", "de", at(0)).await?) })
            })
            .await;
        assert!(matches!(failed, Err(Mine::Store)));
        assert_eq!(audited(&store).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_cannot_write() {
    on_both(async |store: Store| {
        let written =
            store.read("sly", |tx| Box::pin(async move { tx.add_audit(&entry(1, "")).await })).await;
        assert!(written.is_err(), "{written:?}");
        assert_eq!(audited(&store).await, 0);
    })
    .await;
}

/// Each body reads a number and writes the next one: none may be lost.
#[tokio::test(flavor = "multi_thread")]
async fn overtaken_transactions_run_again() {
    on_both_fresh(async |fresh: &Fresh| {
        let limits = Limits { connections: 8, retries: 200, ..Limits::default() };
        let stores = [fresh.open(limits).await, fresh.open(limits).await];
        let ran = std::sync::Arc::new(AtomicU32::new(0));
        let writers: Vec<_> = (0..6)
            .map(|writer| {
                let (store, ran) = (stores[writer % 2].clone(), ran.clone());
                tokio::spawn(async move {
                    let ran = &ran;
                    for _ in 0..10 {
                        tx!(store, tx => {
                            ran.fetch_add(1, Ordering::Relaxed);
                            let number: u32 = tx.setting("number").await?.map_or(0, |number| number.parse().unwrap());
                            tx.set_setting("number", &(number + 1).to_string(), at(0)).await
                        })
                        .unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(tx!(stores[0], tx => tx.setting("number").await).unwrap().as_deref(), Some("60"));
        let retried: u64 = stores.iter().map(|store| store.counts()["test"].retried).sum();
        assert_eq!(u64::from(ran.load(Ordering::Relaxed)), 60 + retried);
        for store in stores {
            store.close().await;
        }
    })
    .await;
}

/// A caller that goes away in the middle leaves nothing behind, and the connection is good for the next one.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_transaction_leaves_nothing() {
    on_both(async |store: Store| {
        for _ in 0..10 {
            let began = &AtomicU32::new(0);
            let work = store.run_tx("cancelled", |tx| {
                Box::pin(async move {
                    tx.add_audit(&entry(1, "")).await?;
                    began.store(1, Ordering::Relaxed);
                    std::future::pending::<()>().await;
                    Ok(())
                })
            });
            tokio::select! {
                _ = work => panic!("it never ends by itself"),
                () = async { while began.load(Ordering::Relaxed) == 0 { tokio::task::yield_now().await } } => {}
            }
        }
        assert_eq!(audited(&store).await, 0);
        tx!(store, tx => tx.add_audit(&entry(2, "")).await).unwrap();
        assert_eq!(audited(&store).await, 1);
    })
    .await;
}

/// Transactions that wait for one another are committed together, and yet each stands or falls alone.
#[tokio::test(flavor = "multi_thread")]
async fn side_by_side_each_transaction_stands_or_falls_alone() {
    on_both(async |store: Store| {
        let mut running = Vec::new();
        for number in 0..90_u64 {
            let store = store.clone();
            let work = tokio::spawn(async move {
                tx!(store, tx => {
                    step(tx, number, 0).await?;
                    tokio::task::yield_now().await;
                    // A third is refused after it has written.
                    if number.is_multiple_of(3) { step(tx, 0, 9).await } else { Ok(()) }
                })
            });
            if number.is_multiple_of(7) {
                work.abort();
            }
            running.push((number, work));
        }
        let mut sure = Vec::new();
        let mut perhaps = Vec::new();
        for (number, work) in running {
            match work.await {
                Ok(Ok(())) => sure.push(number.to_string()),
                Ok(Err(error)) => {
                    assert!(number.is_multiple_of(3), "{error}");
                }
                // Whoever goes away does not learn how it ended.
                Err(_) => perhaps.push(number.to_string()),
            }
        }
        // The next one to write ends what those who went away may have left.
        tx!(store, tx => step(tx, 100, 0).await).unwrap();
        sure.push("100".to_owned());
        let by = &ListBy { limit: 1000, ..ListBy::default() };
        let kept = store.read("kept", |tx| Box::pin(async move { tx.audit(by).await })).await.unwrap().rows;
        let kept: Vec<String> = kept.into_iter().map(|row| row.object).collect();
        for number in &sure {
            assert_eq!(kept.iter().filter(|kept| *kept == number).count(), 1, "{number} was committed");
        }
        let more = kept.iter().filter(|kept| !sure.contains(kept));
        for number in more {
            assert!(perhaps.contains(number), "{number} was refused");
            assert!(!number.parse::<u64>().unwrap().is_multiple_of(3), "{number} was refused");
        }
    })
    .await;
}

/// When the disk is full for one of those that are committed together, the others are not lost with it.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_undone_by_a_full_disk_runs_again() {
    let fresh = Fresh::sqlite();
    let store = fresh.open(Limits { max_pages: Some(300), ..Limits::default() }).await;
    let big = "x".repeat(4_000_000);
    for round in 0..20 {
        let mut running = tokio::task::JoinSet::new();
        for number in 0..4_u64 {
            let (store, big) = (store.clone(), if number == 2 { big.clone() } else { String::new() });
            running.spawn(async move {
                let big = &big;
                (number, tx!(store, tx => tx.add_audit(&entry(round * 4 + number, big)).await))
            });
        }
        while let Some(ended) = running.join_next().await {
            let (number, ended) = ended.unwrap();
            match ended {
                Ok(()) => assert_ne!(number, 2),
                Err(error) => {
                    assert!(number == 2 && matches!(error, StoreError::Full { .. }), "{number}: {error:?}")
                }
            }
        }
    }
    assert_eq!(audited(&store).await, 60);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_clearly_and_nothing_is_half_written() {
    let fresh = Fresh::sqlite();
    let store = fresh.open(Limits { max_pages: Some(240), ..Limits::default() }).await;
    let big = &"x".repeat(20_000);
    let mut kept = 0;
    let full = loop {
        // One statement that fits, one that some time will not.
        let written = tx!(store, tx => {
            tx.append_leaves(&[leaf(kept)]).await?;
            tx.add_audit(&entry(kept, big)).await
        });
        match written {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1_000, "the limit of pages is not kept");
    };
    assert!(matches!(full, StoreError::Full { .. }), "{full:?}");
    assert_eq!(full.culprit(), Culprit::Passing);
    assert!(full.to_string().contains("full"), "{full}");
    for _ in 0..3 {
        let again = tx!(store, tx => {
            tx.append_leaves(&[leaf(kept)]).await?;
            tx.add_audit(&entry(kept, big)).await
        });
        assert!(matches!(again, Err(StoreError::Full { .. })), "{again:?}");
    }
    // Reading goes on, and what is there is whole.
    assert_eq!(audited(&store).await, kept);
    assert_eq!(store.read("head", |tx| Box::pin(tx.ledger_head())).await.unwrap().size, kept);
    store.close().await;

    let roomier = fresh.open(Limits { max_pages: Some(480), ..Limits::default() }).await;
    tx!(roomier, tx => {
        tx.append_leaves(&[leaf(kept)]).await?;
        tx.add_audit(&entry(kept, big)).await
    })
    .unwrap();
    assert_eq!(audited(&roomier).await, kept + 1);
    roomier.close().await;
}

/// The same connection works again once there is room, without opening the store anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_was_full_goes_on_when_room_is_made() {
    let fresh = Fresh::sqlite();
    let store = fresh.open(Limits { max_pages: Some(160), ..Limits::default() }).await;
    let session = |number: u64| store::SessionRecord {
        token_sha256: crate::engines::digest(number),
        created_at: at(0),
        seen_at: at(0),
        expires_at: at(1),
    };
    let mari = &crate::people::officer("mari", "Mari", &[]);
    tx!(store, tx => tx.add_officer(mari).await).unwrap();
    let mut kept = 0;
    let full = loop {
        let batch = kept * 100;
        let written = tx!(store, tx => {
            for number in batch..batch + 100 {
                tx.add_session("mari", &session(number)).await?;
            }
            Ok(())
        });
        match written {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(full, StoreError::Full { .. }), "{full:?}");
    let removed = tx!(store, tx => tx.remove_expired_sessions(at(2)).await).unwrap();
    assert_eq!(removed, kept * 100, "no batch is there in part");
    tx!(store, tx => tx.add_session("mari", &session(1)).await).unwrap();
    store.close().await;
}

/// Another process that holds the one writer's lock for too long.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_too_long_is_told() {
    let fresh = Fresh::sqlite();
    let patience = std::time::Duration::from_millis(150);
    let impatient = fresh.open(Limits { patience, ..Limits::default() }).await;
    let other = fresh.open(Limits::default()).await;
    let (holds, let_go) = (&tokio::sync::Notify::new(), &tokio::sync::Notify::new());
    let holding = other.run_tx("holding", |tx| {
        Box::pin(async move {
            tx.add_audit(&entry(1, "")).await?;
            holds.notify_one();
            let_go.notified().await;
            Ok(())
        })
    });
    let waiting = async {
        holds.notified().await;
        let waited = tx!(impatient, tx => tx.add_audit(&entry(2, "")).await);
        assert!(matches!(waited, Err(StoreError::Busy { .. })), "{waited:?}");
        assert_eq!(waited.unwrap_err().culprit(), Culprit::Passing);
        assert_eq!(audited(&impatient).await, 0, "readers never wait for writers");
        let_go.notify_one();
    };
    let (held, ()) = tokio::join!(holding, waiting);
    held.unwrap();
    tx!(impatient, tx => tx.add_audit(&entry(3, "")).await).unwrap();
    assert_eq!(audited(&other).await, 2);
    impatient.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_found_as_it_was_left() {
    on_both_fresh(async |fresh: &Fresh| {
        let (first, second) = tokio::join!(fresh.open(Limits::default()), fresh.open(Limits::default()));
        tx!(first, tx => tx.add_audit(&entry(1, "")).await).unwrap();
        tx!(second, tx => tx.add_audit(&entry(2, "")).await).unwrap();
        first.close().await;
        second.close().await;
        let again = fresh.open(Limits::default()).await;
        assert_eq!(audited(&again).await, 2);
        let sqlite = fresh.address.starts_with("sqlite:");
        assert_eq!(again.engine(), if sqlite { Engine::Sqlite } else { Engine::Postgres });
        again.close().await;
    })
    .await;
}

/// A new file is turned to its write-ahead log by one of them, and the last one to close folds it in: others wait for both.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_may_open_and_close_one_store_at_once() {
    for _ in 0..12 {
        let fresh = Fresh::sqlite();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let address = fresh.address.clone();
            tasks.spawn(async move {
                for _ in 0..3 {
                    let store = Store::open(&address, Limits::default()).await.expect("it opens");
                    store.close().await;
                }
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended.unwrap();
        }
    }
}

#[tokio::test]
async fn addresses_are_read_and_passwords_not_shown() {
    let check = async |address: &str, expected: &str| {
        let error = Store::open(address, Limits::default()).await.unwrap_err();
        assert!(matches!(error, StoreError::Address { .. }), "{error:?}");
        assert_eq!(error.to_string(), expected);
    };
    check(
        "comity.sqlite",
        "`comity.sqlite` is not a database address: it begins with neither `sqlite:` nor `postgres:`",
    )
    .await;
    check("sqlite:", "`sqlite:` is not a database address: it names no file").await;
    check(
        "mysql://root:secret@host/db",
        "`mysql://…@host/db` is not a database address: it begins with neither `sqlite:` nor `postgres:`",
    )
    .await;
    let nowhere = Store::open("sqlite:/nowhere/at/all/comity.sqlite", Limits::default()).await.unwrap_err();
    assert_eq!(nowhere.culprit(), Culprit::Ours, "{nowhere:?}");
}
