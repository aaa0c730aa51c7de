//! Registers, subjects, and the feed of their changes.

use std::collections::BTreeMap;

use proptest::prelude::*;
use search::{RegisterId, Subject, SubjectId};
use store::{Change, Changed, Imported, Limits, ListBy, Register, Reveals, Store, StoreError, SubjectSort};

use crate::engines::{Fresh, at, on_both, on_both_fresh, tx};

fn register(id: &str) -> Register {
    Register {
        id: RegisterId::new(id).unwrap(),
        title: "Wanted persons".to_owned(),
        purpose: "arrest".to_owned(),
        legal_basis: "Police Act § 5".to_owned(),
        retention_days: Some(365),
        searchable_by_partners: false,
        reveals: Reveals::HitOnly,
        created_at: at(0),
        changed_at: at(0),
    }
}

fn person(id: &str, names: &[&str], born: Option<&str>) -> Subject {
    let mut properties = BTreeMap::new();
    properties.insert("name".to_owned(), names.iter().map(|&name| name.to_owned()).collect());
    if let Some(born) = born {
        properties.insert("birthDate".to_owned(), vec![born.to_owned()]);
    }
    Subject { id: SubjectId::new(id).unwrap(), schema: "Person".to_owned(), properties }
}

#[tokio::test(flavor = "multi_thread")]
async fn subjects_are_imported_searched_and_removed() {
    on_both(async |store: Store| {
        let wanted = &register("wanted");
        tx!(store, tx => tx.add_register(wanted).await).unwrap();
        let again = tx!(store, tx => tx.add_register(wanted).await);
        assert!(matches!(again, Err(StoreError::Conflict { what: "register" })));
        let people = &[
            person("p1", &["Ольга Петрова", "Olga Petrova"], Some("1981-02-03")),
            person("p2", &["Jüri Kask"], None),
            person("p3", &["Anna Berg"], Some("1975")),
        ];
        let id = &wanted.id;
        let imported = tx!(store, tx => tx.put_subjects(id, people, at(1)).await).unwrap();
        assert_eq!(imported, Imported { added: 3, changed: 0, unchanged: 0 });
        let more = &[person("p2", &["Jüri Kask"], None), person("p3", &["Anna Berg-Saar"], Some("1975"))];
        let imported = tx!(store, tx => tx.put_subjects(id, more, at(2)).await).unwrap();
        assert_eq!(imported, Imported { added: 0, changed: 1, unchanged: 1 });
        let twice = &[person("p4", &["First"], None), person("p4", &["Last"], None)];
        let imported = tx!(store, tx => tx.put_subjects(id, twice, at(3)).await).unwrap();
        assert_eq!(imported, Imported { added: 1, changed: 0, unchanged: 1 });
        let (found, count) = tx!(store, tx => tx.register(id).await).unwrap().unwrap();
        assert_eq!((&found, count), (wanted, 4));

        let ids = async |words: &str, sort: SubjectSort, descending: bool| {
            let by = &ListBy { words: words.to_owned(), sort, descending, ..ListBy::default() };
            let listing = tx!(store, tx => tx.subjects(id, by).await).unwrap();
            listing.rows.into_iter().map(|row| row.subject.id.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids("ОЛЬГА", SubjectSort::Name, false).await, "p1");
        assert_eq!(ids("jüri", SubjectSort::Name, false).await, "p2");
        assert_eq!(ids("1975 berg", SubjectSort::Name, false).await, "p3");
        assert_eq!(ids("", SubjectSort::Name, false).await, "p3 p2 p4 p1", "by code points on both engines");
        assert_eq!(ids("", SubjectSort::Born, false).await, "p3 p1 p2 p4", "unknown last");
        assert_eq!(ids("", SubjectSort::Born, true).await, "p1 p3 p4 p2", "unknown last");

        let gone = &SubjectId::new("p1").unwrap();
        tx!(store, tx => tx.remove_subject(id, gone, at(4)).await).unwrap();
        assert_eq!(tx!(store, tx => tx.subject(id, gone).await).unwrap(), None);
        assert!(matches!(
            tx!(store, tx => tx.remove_subject(id, gone, at(4)).await),
            Err(StoreError::NotFound { what: "subject", .. })
        ));
        assert_eq!(ids("ольга", SubjectSort::Name, false).await, "");

        tx!(store, tx => tx.set_register_rule(id, true, Reveals::Summary, at(9)).await).unwrap();
        let all = tx!(store, tx => tx.registers().await).unwrap();
        assert_eq!(all.len(), 1);
        assert!(all[0].0.searchable_by_partners && all[0].0.reveals == Reveals::Summary && all[0].1 == 3);
        let nowhere = &RegisterId::new("nowhere").unwrap();
        let stray = tx!(store, tx => tx.put_subjects(nowhere, people, at(5)).await);
        assert!(matches!(stray, Err(StoreError::Forbidden { .. })), "{stray:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_tells_another_process_what_changed() {
    on_both_fresh(async |fresh: &Fresh| {
        let (node, importer) = (fresh.open(Limits::default()).await, fresh.open(Limits::default()).await);
        let wanted = &register("wanted");
        tx!(importer, tx => tx.add_register(wanted).await).unwrap();
        let id = &wanted.id;
        let people: &Vec<Subject> =
            &(0..300).map(|number| person(&format!("p{number}"), &["Somebody"], None)).collect();
        tx!(importer, tx => tx.put_subjects(id, people, at(1)).await).unwrap();
        let mut seen = 0;
        let mut known = Vec::new();
        loop {
            let changes = node
                .read("feed", |tx| Box::pin(async move { tx.changes_since(seen, 128).await }))
                .await
                .unwrap();
            let Some(last) = changes.last() else { break };
            seen = last.seq;
            known.extend(changes);
        }
        assert_eq!(known.len(), 300);
        assert!(known.windows(2).all(|pair| pair[0].seq < pair[1].seq));
        assert_eq!(node.read("feed", |tx| Box::pin(tx.last_change())).await.unwrap(), seen);

        let changed = &[person("p7", &["Else"], None)];
        let removed = &SubjectId::new("p8").unwrap();
        tx!(importer, tx => {
            tx.put_subjects(id, changed, at(2)).await?;
            tx.remove_subject(id, removed, at(2)).await
        })
        .unwrap();
        let news =
            node.read("feed", |tx| Box::pin(async move { tx.changes_since(seen, 10).await })).await.unwrap();
        assert_eq!(
            news,
            [
                Change { seq: seen + 1, register: id.clone(), what: Changed::Put(changed[0].clone()) },
                Change { seq: seen + 2, register: id.clone(), what: Changed::Gone(removed.clone()) },
            ]
        );
        node.close().await;
        importer.close().await;
    })
    .await;
}

/// Whoever follows the feed while several import must not miss a change.
#[tokio::test(flavor = "multi_thread")]
async fn the_feed_has_no_late_places() {
    on_both_fresh(async |fresh: &Fresh| {
        let limits = Limits { connections: 8, retries: 100, ..Limits::default() };
        let store = fresh.open(limits).await;
        let wanted = &register("wanted");
        tx!(store, tx => tx.add_register(wanted).await).unwrap();
        let importers: Vec<_> = (0..4)
            .map(|importer| {
                let (store, id) = (store.clone(), wanted.id.clone());
                tokio::spawn(async move {
                    let id = &id;
                    for number in 0..10 {
                        let people = &[person(&format!("{importer}-{number}"), &["Name"], None)];
                        tx!(store, tx => tx.put_subjects(id, people, at(1)).await).unwrap();
                    }
                })
            })
            .collect();
        let mut seen = 0;
        let mut known = 0;
        while known < 40 {
            let changes = store
                .read("feed", |tx| Box::pin(async move { tx.changes_since(seen, 10).await }))
                .await
                .unwrap();
            known += changes.len();
            seen = changes.last().map_or(seen, |change| change.seq);
            if importers.iter().all(tokio::task::JoinHandle::is_finished) && changes.is_empty() {
                break;
            }
        }
        for importer in importers {
            importer.await.unwrap();
        }
        let rest = store
            .read("feed", |tx| Box::pin(async move { tx.changes_since(seen, 100).await }))
            .await
            .unwrap();
        assert_eq!(known + rest.len(), 40);
        store.close().await;
    })
    .await;
}

fn subjects() -> impl Strategy<Value = Vec<Subject>> {
    let names = proptest::collection::vec("[\\PC]{0,12}", 0..3);
    let subject =
        ("[a-z0-9]{1,3}", names, proptest::option::of("[0-9-]{1,10}")).prop_map(|(id, names, born)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            person(&id, &names, born.as_deref())
        });
    proptest::collection::vec(subject, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// What was put in comes out, the counts add up, and importing it again changes nothing.
    #[test]
    fn importing_twice_is_importing_once(people in subjects()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let fresh = Fresh::sqlite();
            let store = fresh.open(Limits::default()).await;
            let (wanted, people) = (&register("wanted"), &people);
            let id = &wanted.id;
            tx!(store, tx => tx.add_register(wanted).await).unwrap();
            let first = tx!(store, tx => tx.put_subjects(id, people, at(1)).await).unwrap();
            let place = tx!(store, tx => tx.last_change().await).unwrap();
            let second = tx!(store, tx => tx.put_subjects(id, people, at(2)).await).unwrap();
            let distinct: BTreeMap<&SubjectId, &Subject> = people.iter().map(|p| (&p.id, p)).collect();
            assert_eq!(first.added, distinct.len() as u64);
            assert_eq!(first.added + first.unchanged, people.len() as u64);
            assert_eq!(second, Imported { unchanged: people.len() as u64, ..Imported::default() });
            assert_eq!(tx!(store, tx => tx.last_change().await).unwrap(), place);
            for (subject_id, subject) in distinct {
                let kept = tx!(store, tx => tx.subject(id, subject_id).await).unwrap().unwrap();
                assert_eq!(&kept.subject, subject);
            }
            store.close().await;
        });
    }
}
