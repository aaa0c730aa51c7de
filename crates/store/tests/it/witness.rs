//! What was seen of ledgers, what was found, and what is overdue.

use exchange::{ActId, AuthorityId, EnvelopeHash, Fingerprint};
use ledger::Hash;
use store::{CosignatureRecord, LedgerSeen, ListBy, NewAlarm, OverdueRecord, StoreError};

use crate::engines::{at, on_both, tx};

fn seen(epoch: u64, size: u64) -> LedgerSeen {
    LedgerSeen {
        authority: AuthorityId::new("de.bfj").unwrap(),
        epoch,
        size,
        root: Hash::new([7; 32]),
        note: vec![1],
        at: at(1),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_of_a_ledger_never_goes_back() {
    on_both(async |store| {
        let who = &AuthorityId::new("de.bfj").unwrap();
        for (epoch, size, goes) in
            [(1, 5, true), (1, 5, true), (1, 4, false), (1, 9, true), (2, 3, true), (1, 99, false)]
        {
            let view = &seen(epoch, size);
            let result = tx!(store, tx => tx.see_ledger(view).await);
            assert_eq!(result.is_ok(), goes, "{epoch}/{size}: {result:?}");
        }
        let last = tx!(store, tx => tx.ledger_seen(who).await).unwrap().unwrap();
        assert_eq!((last.epoch, last.size), (2, 3));
        assert_eq!(tx!(store, tx => tx.ledgers_seen().await).unwrap(), [last]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_is_kept_once_and_seen_once() {
    on_both(async |store| {
        let alarm = &NewAlarm {
            authority: AuthorityId::new("de.bfj").unwrap(),
            kind: "fork",
            digest: [3; 32],
            detail: "two roots for 7 entries".into(),
            proof: vec![1, 2],
            at: at(5),
        };
        assert!(tx!(store, tx => tx.add_alarm(alarm).await).unwrap());
        assert!(!tx!(store, tx => tx.add_alarm(alarm).await).unwrap());
        let by = &ListBy::default();
        let open = tx!(store, tx => tx.alarms(true, by).await).unwrap();
        assert_eq!((open.rows.len(), open.rows[0].kind.as_str()), (1, "fork"));
        let id = open.rows[0].id;
        tx!(store, tx => tx.see_alarm(id, "audit", at(6)).await).unwrap();
        let again = tx!(store, tx => tx.see_alarm(id, "audit", at(7)).await);
        assert!(matches!(again, Err(StoreError::NotFound { .. })));
        assert!(tx!(store, tx => tx.alarms(true, by).await).unwrap().rows.is_empty());
        assert_eq!(
            tx!(store, tx => tx.alarms(false, by).await).unwrap().rows[0].seen_by.as_deref(),
            Some("audit")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cosignatures_are_counted_by_checkpoint() {
    on_both(async |store| {
        for (witness, size) in [("de.bfj", 3), ("lv.tm", 3), ("de.bfj", 5)] {
            let record = &CosignatureRecord {
                witness: AuthorityId::new(witness).unwrap(),
                epoch: 1,
                size,
                root: Hash::new([1; 32]),
                lines: vec![1],
                at: at(2),
            };
            tx!(store, tx => tx.add_cosignature(record).await).unwrap();
        }
        assert_eq!(tx!(store, tx => tx.best_cosigned(1).await).unwrap(), Some((1, 5)));
        assert_eq!(tx!(store, tx => tx.best_cosigned(2).await).unwrap(), Some((1, 3)));
        assert_eq!(tx!(store, tx => tx.best_cosigned(3).await).unwrap(), None);
        assert_eq!(tx!(store, tx => tx.cosignatures_of(1, 3).await).unwrap().len(), 2);
        let latest: Vec<_> =
            tx!(store, tx => tx.cosignatures().await).unwrap().into_iter().map(|one| one.size).collect();
        assert_eq!(latest, [5, 3]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn histories_grow_and_overdue_receipts_are_settled() {
    on_both(async |store| {
        let who = &AuthorityId::new("de.bfj").unwrap();
        let root = &Fingerprint::new([4; 32]);
        for history in [&[1_u8][..], &[1, 2]] {
            tx!(store, tx => tx.keep_history(who, root, history, at(1)).await).unwrap();
        }
        assert_eq!(tx!(store, tx => tx.partner_keys(who, root).await).unwrap(), Some(vec![1, 2]));
        assert_eq!(tx!(store, tx => tx.key_progress(who).await).unwrap(), None);
        for known in [1, 3] {
            tx!(store, tx => tx.set_key_progress(who, known, at(known as i64)).await).unwrap();
        }
        assert_eq!(tx!(store, tx => tx.key_progress(who).await).unwrap(), Some((3, at(3))));
        let record = &OverdueRecord {
            envelope: EnvelopeHash::new([8; 32]),
            partner: who.clone(),
            act: ActId::new([9; 32]),
            statement: vec![5],
            sent_at: at(1),
            noticed_at: at(9),
            settled_at: None,
        };
        tx!(store, tx => tx.add_overdue(record).await).unwrap();
        assert!(tx!(store, tx => tx.add_overdue(record).await).is_err());
        assert_eq!(tx!(store, tx => tx.settle_overdue(at(10)).await).unwrap(), 0);
        assert_eq!(tx!(store, tx => tx.overdue(10).await).unwrap(), std::slice::from_ref(record));
        let found = async |words: &str, open: bool| {
            let by = &ListBy { words: words.to_owned(), ..ListBy::default() };
            tx!(store, tx => tx.overdue_list(open, by).await).unwrap().rows.len()
        };
        let act = record.act.to_string();
        assert_eq!(
            (
                found(record.partner.as_str(), true).await,
                found(&act[..20], false).await,
                found("nobody", false).await
            ),
            (1, 1, 0)
        );
    })
    .await;
}
