//! Drafts: two officers, one draft; four eyes.

use std::collections::BTreeSet;

use ::exchange::{ActId, CaseId};
use store::{
    DraftChange, DraftId, DraftRecord, DraftSort, DraftState, Limits, ListBy, NewDraft, Store, StoreError,
};

use crate::engines::{Fresh, at, authority, digest, on_both, on_both_fresh, tx};

fn new_draft(number: u8, title: &str) -> NewDraft {
    NewDraft {
        id: DraftId::new([number; 16]),
        case: CaseId::new([number; 16]),
        counterpart: authority("de.bfj"),
        kind: "request".to_owned(),
        title: title.to_owned(),
        body: "{}".to_owned(),
    }
}

fn saved(change: Result<DraftChange, StoreError>) -> u64 {
    match change.unwrap() {
        DraftChange::Saved(version) => version,
        DraftChange::Conflict(current) => panic!("a conflict with version {}", current.version),
    }
}

fn conflicting(change: Result<DraftChange, StoreError>) -> DraftRecord {
    match change.unwrap() {
        DraftChange::Saved(version) => panic!("saved as version {version}"),
        DraftChange::Conflict(current) => *current,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_written_submitted_returned_approved_and_sent() {
    on_both(async |store: Store| {
        let draft = &new_draft(1, "Jane Roe");
        let id = draft.id;
        tx!(store, tx => tx.add_draft(draft, "mari", at(0)).await).unwrap();
        let version =
            saved(tx!(store, tx => tx.save_draft(id, 1, "Jane Roe", "{\"a\":1}", "jaan", at(1)).await));
        assert_eq!(version, 2);
        // The second of two who started from version 1 sees what the first wrote.
        let current =
            conflicting(tx!(store, tx => tx.save_draft(id, 1, "X", "{\"b\":1}", "mari", at(2)).await));
        assert_eq!(
            (current.version, current.updated_by.as_str(), current.draft.body.as_str()),
            (2, "jaan", "{\"a\":1}")
        );

        assert_eq!(saved(tx!(store, tx => tx.submit_draft(id, 2, "mari", at(3)).await)), 3);
        let locked = conflicting(tx!(store, tx => tx.save_draft(id, 3, "X", "{}", "mari", at(4)).await));
        assert_eq!(locked.state, DraftState::Submitted);
        assert_eq!(saved(tx!(store, tx => tx.return_draft(id, 3, "which court?", "kalle", at(5)).await)), 4);
        let returned = tx!(store, tx => tx.draft(id).await).unwrap().unwrap();
        assert_eq!(returned.returned, Some(("kalle".to_owned(), "which court?".to_owned())));
        assert_eq!((returned.state, returned.submitted_by), (DraftState::Returned, None));
        assert_eq!(saved(tx!(store, tx => tx.submit_draft(id, 4, "mari", at(6)).await)), 5);

        for involved in ["mari", "jaan"] {
            let alone = tx!(store, tx => tx.approve_draft(id, 5, involved, at(7)).await);
            assert!(matches!(alone, Err(StoreError::Forbidden { .. })), "{involved}: {alone:?}");
        }
        assert_eq!(saved(tx!(store, tx => tx.approve_draft(id, 5, "kalle", at(7)).await)), 6);
        let act = &ActId::new(digest(1));
        assert_eq!(saved(tx!(store, tx => tx.draft_sent(id, 6, act, at(8)).await)), 7);
        let sent = tx!(store, tx => tx.draft(id).await).unwrap().unwrap();
        assert_eq!(
            (sent.state, sent.act, sent.approved_by.as_deref()),
            (DraftState::Sent, Some(*act), Some("kalle"))
        );
        assert_eq!(sent.edited_by, BTreeSet::from(["jaan".to_owned(), "mari".to_owned()]));
        let late = conflicting(tx!(store, tx => tx.discard_draft(id, 7, "mari", at(9)).await));
        assert_eq!(late.state, DraftState::Sent);
        let nowhere = tx!(store, tx => tx.submit_draft(DraftId::new([9; 16]), 1, "mari", at(9)).await);
        assert!(matches!(nowhere, Err(StoreError::NotFound { what: "draft", .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_listed_by_state_and_words() {
    on_both(async |store: Store| {
        let drafts = &[new_draft(1, "Ольга Петрова"), new_draft(2, "Jane Roe"), new_draft(3, "Anna Berg")];
        tx!(store, tx => {
            for (draft, second) in drafts.iter().zip(0..) {
                tx.add_draft(draft, "mari", at(second)).await?;
            }
            tx.discard_draft(drafts[1].id, 1, "mari", at(9)).await
        })
        .unwrap();
        let titles = async |state: Option<DraftState>, words: &str, descending: bool| {
            let by = &ListBy {
                words: words.to_owned(),
                sort: DraftSort::Updated,
                descending,
                ..ListBy::default()
            };
            let listing = tx!(store, tx => tx.drafts(state, by).await).unwrap();
            listing.rows.into_iter().map(|row| row.draft.title).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(titles(None, "", true).await, "Anna Berg, Ольга Петрова");
        assert_eq!(titles(Some(DraftState::Discarded), "", false).await, "Jane Roe");
        assert_eq!(titles(None, "ольга bfj", false).await, "Ольга Петрова");
        let case = &drafts[0].case;
        let open = tx!(store, tx => tx.open_draft_of(case, "request").await).unwrap();
        assert_eq!(open.unwrap().draft, drafts[0]);
        let case = &drafts[1].case;
        assert_eq!(tx!(store, tx => tx.open_draft_of(case, "request").await).unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_save_at_once_one_wins_and_the_other_sees_it() {
    on_both_fresh(async |fresh: &Fresh| {
        // Two processes, as far as the database can tell.
        let stores = [fresh.open(Limits::default()).await, fresh.open(Limits::default()).await];
        let draft = &new_draft(1, "Jane Roe");
        let id = draft.id;
        tx!(stores[0], tx => tx.add_draft(draft, "mari", at(0)).await).unwrap();
        for round in 1..=20 {
            let savers: Vec<_> = ["mari", "jaan"]
                .into_iter()
                .zip(stores.clone())
                .map(|(login, store)| {
                    tokio::spawn(async move {
                        tx!(store, tx => tx.save_draft(id, round, "Jane Roe", login, login, at(1)).await)
                            .unwrap()
                    })
                })
                .collect();
            let mut won = 0;
            let mut seen = None;
            for saver in savers {
                match saver.await.unwrap() {
                    DraftChange::Saved(version) => {
                        assert_eq!(version, round + 1);
                        won += 1;
                    }
                    DraftChange::Conflict(current) => seen = Some(*current),
                }
            }
            assert_eq!(won, 1, "round {round}");
            let current = tx!(stores[0], tx => tx.draft(id).await).unwrap().unwrap();
            let seen = seen.expect("the loser sees the winner's text");
            assert_eq!((seen.version, seen.draft.body), (current.version, current.draft.body));
        }
        for store in stores {
            store.close().await;
        }
    })
    .await;
}
