//! Talks: drafts, signatures that stay, corrections, links, and commitments as tasks.

use ::exchange::{ActId, CaseId};
use store::{
    CommitmentChange, CommitmentFilter, CommitmentId, CommitmentRecord, CommitmentSort, CommitmentState,
    CommitmentWord, Direction, ListBy, NewCommitment, NewTalks, Store, StoreError, TalksChange, TalksFilter,
    TalksId, TalksLink, TalksLinkKind, TalksPair, TalksSignature, TalksSort, TalksState, TalksText,
};

use crate::engines::{Fresh, at, authority, digest, on_both, on_both_fresh, tx};

fn text(title: &str, held_on: Option<&str>, countries: &[&str]) -> TalksText {
    TalksText {
        title: title.to_owned(),
        held_on: held_on.map(str::to_owned),
        countries: countries.iter().map(|code| (*code).to_owned()).collect(),
        record: "{\"date\":null}".to_owned(),
        words: format!("{title} Anna Berg extradition"),
    }
}

fn new(number: u8, text: TalksText) -> NewTalks {
    NewTalks {
        id: TalksId::new([number; 16]),
        thread: CaseId::new([number; 16]),
        author: authority("ee.justice"),
        text,
        readout: "They met.".to_owned(),
        source: "{}".to_owned(),
        corrects: None,
    }
}

fn signature(number: u64) -> TalksSignature {
    TalksSignature { bytes: vec![0xA0], digest: digest(number), by: "mari".to_owned(), at: at(50) }
}

fn saved(change: Result<TalksChange, StoreError>) -> u64 {
    match change.unwrap() {
        TalksChange::Saved(version) => version,
        TalksChange::Conflict(current) => panic!("a conflict with version {}", current.version),
    }
}

fn conflicting(change: Result<TalksChange, StoreError>) -> store::TalksRecord {
    match change.unwrap() {
        TalksChange::Saved(version) => panic!("saved as version {version}"),
        TalksChange::Conflict(current) => *current,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_corrected_signed_shared_and_corrected_again() {
    on_both(async |store: Store| {
        let first = &new(1, text("Ministers meet", Some("2026-03-01"), &["EE", "DE"]));
        let id = first.id;
        tx!(store, tx => tx.add_talks(first, "mari", at(0)).await).unwrap();
        let doubled = tx!(store, tx => tx.add_talks(first, "mari", at(0)).await);
        assert!(matches!(doubled, Err(StoreError::Conflict { what: "talks" })), "{doubled:?}");
        let better = &text("Ministers met", Some("2026-03-02"), &["EE", "DE", "FI"]);
        assert_eq!(saved(tx!(store, tx => tx.save_talks(id, 1, better, "jaan", at(1)).await)), 2);
        let late = conflicting(tx!(store, tx => tx.save_talks(id, 1, better, "mari", at(2)).await));
        assert_eq!((late.version, late.updated_by.as_str()), (2, "jaan"));

        let (signed, act) = (&signature(7), &ActId::new(digest(8)));
        assert_eq!(saved(tx!(store, tx => tx.sign_talks(id, 2, signed).await)), 3);
        let locked = conflicting(tx!(store, tx => tx.save_talks(id, 3, better, "mari", at(3)).await));
        assert_eq!((locked.state, locked.signature.as_ref()), (TalksState::Signed, Some(signed)));
        conflicting(tx!(store, tx => tx.discard_talks(id, 3, "mari", at(3)).await));
        let partners = &[authority("de.bfj"), authority("ru.genproc")];
        tx!(store, tx => tx.talks_sent(id, act, partners, at(60)).await).unwrap();

        let again = &NewTalks {
            id: TalksId::new([2; 16]),
            thread: first.thread,
            corrects: Some(id),
            ..new(2, text("Ministers met in Narva", Some("2026-03-02"), &["EE", "DE"]))
        };
        let later = &signature(9);
        tx!(store, tx => {
            tx.add_talks(again, "mari", at(70)).await?;
            tx.sign_talks(again.id, 1, later).await
        })
        .unwrap();
        let thread = tx!(store, tx => tx.talks_of(&first.thread).await).unwrap();
        let states: Vec<_> = thread.iter().map(|record| (record.talks.id, record.state)).collect();
        assert_eq!(states, [(id, TalksState::Corrected), (again.id, TalksState::Signed)]);
        assert_eq!((thread[0].act.as_ref(), thread[0].shared_with.as_slice()), (Some(act), &partners[..]));
        assert_eq!(thread[0].talks.text.countries, ["EE", "DE", "FI"]);
        assert_eq!(thread[1].talks.corrects, Some(id));
        let unsigned = &new(3, text("A draft", None, &[]));
        tx!(store, tx => tx.add_talks(unsigned, "mari", at(80)).await).unwrap();
        let early = tx!(store, tx => tx.talks_sent(unsigned.id, act, partners, at(81)).await);
        assert!(matches!(early, Err(StoreError::NotFound { .. })), "{early:?}");
        assert_eq!(saved(tx!(store, tx => tx.discard_talks(unsigned.id, 1, "mari", at(82)).await)), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_stays_as_it_is() {
    on_both_fresh(async |fresh: &Fresh| {
        let store = fresh.open(store::Limits::default()).await;
        let (first, signed) = (&new(1, text("Ministers meet", None, &[])), &signature(7));
        tx!(store, tx => {
            tx.add_talks(first, "mari", at(0)).await?;
            tx.sign_talks(first.id, 1, signed).await
        })
        .unwrap();
        for change in ["record = '{}'", "signed_by = 'jaan'", "signed_at = 0", "state = 'draft'"] {
            assert!(fresh.by_hand(&format!("UPDATE talks SET {change}")).await.is_err(), "{change}");
        }
        fresh.by_hand("UPDATE talks SET updated_at = 5").await.unwrap();
        assert!(fresh.by_hand("UPDATE talks SET corrects = id").await.is_err());
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partners_record_is_kept_once() {
    on_both(async |store: Store| {
        let theirs = &NewTalks { author: authority("de.bfj"), ..new(4, text("Treffen", None, &["DE"])) };
        let (signed, act) = (&signature(5), &ActId::new(digest(6)));
        let keep = async || {
            tx!(store, tx => tx.add_received_talks(theirs, signed, act, &[authority("ee.justice")], at(9)).await)
                .unwrap()
        };
        assert!(keep().await);
        assert!(!keep().await);
        let kept = tx!(store, tx => tx.talks(theirs.id).await).unwrap().unwrap();
        assert_eq!((kept.direction, kept.state), (Direction::Incoming, TalksState::Signed));
        assert_eq!((kept.signature.as_ref(), kept.act.as_ref()), (Some(signed), Some(act)));
        let ours = tx!(store, tx => tx.talks_sent(theirs.id, act, &[], at(10)).await);
        assert!(matches!(ours, Err(StoreError::NotFound { .. })), "{ours:?}");
        tx!(store, tx => tx.talks_corrected(theirs.id, at(11)).await).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_filtered_searched_and_sorted() {
    on_both(async |store: Store| {
        let records = &[
            new(1, text("Осенняя встреча", Some("2026-10-05"), &["EE", "RU"])),
            new(2, text("Spring talks", Some("2026-03"), &["EE", "DE"])),
            new(3, text("Undated talks", None, &["DE", "DK"])),
        ];
        tx!(store, tx => {
            for record in records {
                tx.add_talks(record, "mari", at(i64::from(record.id.as_bytes()[0]))).await?;
            }
            Ok(())
        })
        .unwrap();
        let list = async |filter: TalksFilter, words: &str, sort: TalksSort| {
            let (filter, by) = (&filter, &ListBy { words: words.to_owned(), sort, ..ListBy::default() });
            let listing = tx!(store, tx => tx.list_talks(filter, by).await).unwrap();
            assert_eq!(listing.total, listing.rows.len() as u64);
            listing.rows.into_iter().map(|row| row.talks.id.as_bytes()[0]).collect::<Vec<_>>()
        };
        let all = TalksFilter::default;
        assert_eq!(list(all(), "", TalksSort::Held).await, [2, 1, 3]);
        assert_eq!(list(all(), "", TalksSort::Title).await, [2, 3, 1]);
        assert_eq!(list(all(), "ВСТРЕЧА", TalksSort::Changed).await, [1]);
        assert_eq!(list(all(), "extradition de", TalksSort::Changed).await, [2, 3]);
        let of = |code: &str| TalksFilter { country: Some(code.to_owned()), ..all() };
        assert_eq!(list(of("DE"), "", TalksSort::Changed).await, [2, 3]);
        assert_eq!(list(of("D_"), "", TalksSort::Changed).await, [0_u8; 0]);
        let spring = TalksFilter {
            from: Some("2026-01-01".to_owned()),
            until: Some("2026-06-30".to_owned()),
            ..all()
        };
        assert_eq!(list(spring, "", TalksSort::Changed).await, [2]);
        let signed = TalksFilter { state: Some(TalksState::Signed), present: true, ..all() };
        assert_eq!(list(signed, "", TalksSort::Changed).await, [0_u8; 0]);
        let theirs = TalksFilter { direction: Some(Direction::Incoming), ..all() };
        assert_eq!(list(theirs, "", TalksSort::Changed).await, [0_u8; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pairs_and_links_are_kept() {
    on_both(async |store: Store| {
        let [one, two, three] = [CaseId::new([1; 16]), CaseId::new([2; 16]), CaseId::new([3; 16])];
        let pair = |threads, same| TalksPair { threads, same, login: "mari".to_owned(), at: at(1) };
        let (first, second, last) =
            (&pair((two, one), true), &pair((three, one), true), &pair((one, two), false));
        tx!(store, tx => {
            tx.pair_talks(first).await?;
            tx.pair_talks(second).await?;
            tx.pair_talks(last).await
        })
        .unwrap();
        let pairs = tx!(store, tx => tx.talks_pairs(&one).await).unwrap();
        let said: Vec<_> = pairs.iter().map(|pair| (pair.threads, pair.same)).collect();
        assert_eq!(said, [((one, two), false), ((one, three), true)]);
        let itself = &pair((one, one), true);
        let itself = tx!(store, tx => tx.pair_talks(itself).await);
        assert!(matches!(itself, Err(StoreError::Forbidden { .. })), "{itself:?}");

        let link = |about: &str, kind, target: &str| TalksLink {
            thread: one,
            about: about.to_owned(),
            kind,
            target: target.to_owned(),
            login: "mari".to_owned(),
            at: at(2),
        };
        let links = &[
            link("c1", TalksLinkKind::Case, "00ff"),
            link("", TalksLinkKind::Procedure, "extradition"),
            link("c1", TalksLinkKind::Case, "00ff"),
        ];
        tx!(store, tx => {
            for link in links {
                tx.link_talks(link).await?;
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(tx!(store, tx => tx.talks_links(&one).await).unwrap().len(), 2);
        let to_case = tx!(store, tx => tx.talks_links_to(TalksLinkKind::Case, "00ff").await).unwrap();
        assert_eq!(to_case, links[..1]);
        tx!(store, tx => tx.unlink_talks(&one, "c1", TalksLinkKind::Case, "00ff").await).unwrap();
        let gone = tx!(store, tx => tx.unlink_talks(&one, "c1", TalksLinkKind::Case, "00ff").await);
        assert!(matches!(gone, Err(StoreError::NotFound { what: "link", .. })), "{gone:?}");
    })
    .await;
}

fn promise(number: u8, key: &str, due_on: Option<&str>) -> NewCommitment {
    NewCommitment {
        id: CommitmentId::new([number; 16]),
        talks: TalksId::new([1; 16]),
        thread: CaseId::new([1; 16]),
        key: key.to_owned(),
        who: "DE".to_owned(),
        what: format!("Post a liaison officer, {key}"),
        due: due_on.map(|day| day[..7].to_owned()),
        due_on: due_on.map(str::to_owned),
        countries: vec!["DE".to_owned(), "EE".to_owned()],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commitment_is_followed_up_until_its_outcome() {
    on_both(async |store: Store| {
        let record = &new(1, text("Talks", Some("2026-03-01"), &["EE", "DE"]));
        let (first, second) = (&promise(10, "c1", Some("2026-06-30")), &promise(11, "c2", None));
        tx!(store, tx => {
            tx.add_talks(record, "mari", at(0)).await?;
            tx.put_commitment(first, "mari", at(1)).await?;
            tx.put_commitment(second, "mari", at(1)).await
        })
        .unwrap();
        let change = &CommitmentChange {
            owner: Some("jaan".to_owned()),
            due: Some("2026-07".to_owned()),
            due_on: Some("2026-07-31".to_owned()),
            state: CommitmentState::Open,
            outcome: String::new(),
            superseded_by: None,
        };
        let days = &["2026-07-01".to_owned(), "2026-06-01".to_owned(), "2026-07-01".to_owned()];
        let version = tx!(store, tx => {
            tx.set_reminders(first.id, days).await?;
            tx.save_commitment(first.id, 1, change, "mari", at(2)).await
        });
        assert_eq!(version.unwrap(), Some(2));
        assert_eq!(
            tx!(store, tx => tx.save_commitment(first.id, 1, change, "mari", at(3)).await).unwrap(),
            None
        );
        assert_eq!(tx!(store, tx => tx.reminders(first.id).await).unwrap(), ["2026-06-01", "2026-07-01"]);
        let bad = &["tomorrow".to_owned()];
        let bad = tx!(store, tx => tx.set_reminders(first.id, bad).await);
        assert!(matches!(bad, Err(StoreError::Forbidden { .. })), "{bad:?}");

        let list = async |filter: CommitmentFilter| {
            let (filter, by) = (&filter, &ListBy::<CommitmentSort>::default());
            let rows = tx!(store, tx => tx.commitments(filter, by).await).unwrap().rows;
            rows.into_iter().map(|row| row.commitment.key).collect::<Vec<_>>()
        };
        let all = CommitmentFilter::default;
        assert_eq!(list(all()).await, ["c1", "c2"], "those without a day last");
        assert_eq!(
            list(CommitmentFilter { due_until: Some("2026-07-30".to_owned()), ..all() }).await,
            [""; 0]
        );
        assert_eq!(
            list(CommitmentFilter { due_until: Some("2026-07-31".to_owned()), ..all() }).await,
            ["c1"]
        );
        assert_eq!(
            list(CommitmentFilter { remind_until: Some("2026-06-15".to_owned()), ..all() }).await,
            ["c1"]
        );
        assert_eq!(list(CommitmentFilter { owner: Some("jaan".to_owned()), ..all() }).await, ["c1"]);
        assert_eq!(list(CommitmentFilter { unowned: true, ..all() }).await, ["c2"]);
        assert_eq!(list(CommitmentFilter { country: Some("FI".to_owned()), ..all() }).await, [""; 0]);

        let kept = &CommitmentChange {
            state: CommitmentState::PartlyKept,
            outcome: "posted in August".to_owned(),
            ..change.clone()
        };
        let by = &CommitmentChange {
            state: CommitmentState::Superseded,
            superseded_by: Some(first.id),
            ..change.clone()
        };
        tx!(store, tx => {
            tx.save_commitment(first.id, 2, kept, "jaan", at(4)).await?;
            tx.save_commitment(second.id, 1, by, "jaan", at(4)).await
        })
        .unwrap();
        let read =
            async |id| -> CommitmentRecord { tx!(store, tx => tx.commitment(id).await).unwrap().unwrap() };
        let closed = read(first.id).await;
        assert_eq!(closed.closed, Some(("jaan".to_owned(), at(4))));
        assert_eq!(
            (closed.state, closed.outcome.as_str()),
            (CommitmentState::PartlyKept, "posted in August")
        );
        assert_eq!(read(second.id).await.superseded_by, Some(first.id));

        // A correction keeps what is known of a promise, drops those still open, and brings them back.
        tx!(store, tx => {
            tx.drop_commitment(first.id, "mari", at(5)).await?;
            tx.put_commitment(first, "mari", at(6)).await
        })
        .unwrap();
        let after = read(first.id).await;
        assert_eq!((after.state, after.owner.as_deref()), (CommitmentState::PartlyKept, Some("jaan")));
        let third = &promise(12, "c3", None);
        tx!(store, tx => {
            tx.put_commitment(third, "mari", at(7)).await?;
            tx.drop_commitment(third.id, "mari", at(8)).await
        })
        .unwrap();
        assert_eq!(read(third.id).await.state, CommitmentState::Dropped);
        assert_eq!(list(all()).await, ["c1", "c2"]);
        assert_eq!(tx!(store, tx => tx.commitments_of(&third.thread).await).unwrap().len(), 3);
        tx!(store, tx => tx.put_commitment(third, "mari", at(9)).await).unwrap();
        assert_eq!((read(third.id).await.state, read(third.id).await.closed), (CommitmentState::Open, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_word_of_each_authority_counts() {
    on_both(async |store: Store| {
        let (record, first) = (&new(1, text("Talks", None, &["EE", "DE"])), &promise(10, "c1", None));
        let word = |number: u64, state, seconds| CommitmentWord {
            commitment: first.id,
            author: authority("de.bfj"),
            state,
            outcome: format!("word {number}"),
            act: ActId::new(digest(number)),
            made_at: at(seconds),
        };
        let (later, earlier) = (&word(2, CommitmentState::Broken, 20), &word(1, CommitmentState::Kept, 10));
        let kept = tx!(store, tx => {
            tx.add_talks(record, "mari", at(0)).await?;
            tx.put_commitment(first, "mari", at(1)).await?;
            Ok((tx.add_commitment_word(later).await?, tx.add_commitment_word(earlier).await?))
        });
        assert_eq!(kept.unwrap(), (true, false));
        assert_eq!(
            tx!(store, tx => tx.commitment_words(first.id).await).unwrap(),
            std::slice::from_ref(later)
        );
        let nowhere = &CommitmentWord { commitment: CommitmentId::new([99; 16]), ..earlier.clone() };
        let nowhere = tx!(store, tx => tx.add_commitment_word(nowhere).await);
        assert!(matches!(nowhere, Err(StoreError::Forbidden { .. })), "{nowhere:?}");
    })
    .await;
}
