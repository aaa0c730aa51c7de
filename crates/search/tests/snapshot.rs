//! The index as a file: what is written comes back, what is damaged is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use search::{Change, Damaged, Index, Query, RegisterId, Stamp, Subject, SubjectId};

fn register(name: &str) -> RegisterId {
    RegisterId::new(name).unwrap()
}

const GIVEN: &[&str] =
    &["Анна", "Sergey", "محمد", "Ji-hoon", "王", "John", "Muhammad", "Olga", "Abu Bakr", "X"];
const FAMILY: &[&str] =
    &["Горчаков", "Tsarnaev", "الكرخي", "박", "小明", "Smith", "Ali", "Tamm", "de la Cruz", "Ng"];

fn subject(id: usize, given: usize, family: usize, year: usize) -> Subject {
    let mut properties = BTreeMap::new();
    let name = format!("{} {}", GIVEN[given % GIVEN.len()], FAMILY[family % FAMILY.len()]);
    properties.insert("name".to_owned(), vec![name]);
    if !year.is_multiple_of(4) {
        properties.insert("birthDate".to_owned(), vec![format!("{}-03-14", 1940 + year)]);
    }
    if year.is_multiple_of(3) {
        properties.insert("passportNumber".to_owned(), vec![format!("AB{:07}", id * 37 % 1000)]);
    }
    Subject { id: SubjectId::new(&format!("s{id}")).unwrap(), schema: "Person".to_owned(), properties }
}

fn stamp() -> Stamp {
    Stamp { label: "ee.test".to_owned(), mark: 77 }
}

fn written(index: &Index) -> Vec<u8> {
    let mut out = Vec::new();
    index.write(&stamp(), &mut out).unwrap();
    out
}

fn opened(bytes: Vec<u8>) -> Result<(Index, Stamp), Damaged> {
    Index::open(Arc::new(bytes))
}

fn small() -> Index {
    let index = Index::new();
    index.load(&register("a"), (0..60).map(|n| subject(n, n, n / 7, n)));
    index.load(&register("b"), (0..9).map(|n| subject(n, n + 1, n, n)));
    index
}

#[test]
fn a_removed_subject_is_in_no_byte_of_the_file() {
    let index = small();
    index.insert(&register("a"), &subject(1000, 1, 5, 3));
    let mut other = subject(1001, 0, 0, 1);
    other.properties.insert("name".to_owned(), vec!["Zebulon Quux".to_owned()]);
    index.insert(&register("a"), &other);
    let has = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|piece| piece == text.as_bytes());
    let before = written(&index);
    assert!(has(&before, "zebulon") && has(&before, "s1001"));
    assert!(index.remove(&register("a"), &other.id));
    let after = written(&index);
    assert!(!has(&after, "zebulon") && !has(&after, "s1001"));
    assert!(has(&after, "s1000"));
}

#[test]
fn what_is_not_a_snapshot_is_refused() {
    let bytes = written(&small());
    assert_eq!(opened(Vec::new()).unwrap_err(), Damaged::NotAnIndex);
    assert_eq!(opened(b"COMITYIX".to_vec()).unwrap_err(), Damaged::NotAnIndex);
    let mut other = bytes.clone();
    other[8] = 9;
    assert_eq!(opened(other).unwrap_err(), Damaged::Version(9, search::VERSION));
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(opened(longer).unwrap_err(), Damaged::NotAnIndex);
    // Any flipped bit is seen, and so is a file that ends anywhere.
    for at in (0..bytes.len()).step_by(bytes.len() / 400 + 1) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        assert!(opened(flipped).is_err(), "byte {at}");
        assert!(opened(bytes[..at].to_vec()).is_err(), "cut at {at}");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Put(usize, usize, usize, usize),
    Gone(usize),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0_usize..40, 0_usize..10, 0_usize..10, 0_usize..50).prop_map(|(id, g, f, y)| Step::Put(id, g, f, y)),
        2 => (0_usize..40).prop_map(Step::Gone),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Bytes that pass no checksum any more are searched, merged and written without a panic.
    #[test]
    fn damaged_segments_are_searched_without_a_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let file = written(&small());
        let start = file.windows(8).position(|piece| piece == b"COMITYSG").unwrap();
        let next = file[start + 8..].windows(8).position(|piece| piece == b"COMITYSG").unwrap();
        let mut bytes = file[start..start + 8 + next].to_vec();
        prop_assert!(Index::of_segment(bytes.clone()).is_ok());
        for (at, value) in flips {
            // The magic is left, and the lengths of sections are seldom hit.
            let at = 8 + at.index(bytes.len() - 8);
            bytes[at] = value;
        }
        if let Ok(index) = Index::of_segment(bytes) {
            let registers = index.registers();
            for name in ["Sergey Горчаков", "Muhammad Ali", "박지훈", "X Ng"] {
                for born in ["1943-03-14", ""] {
                    let query = Query {
                        born: born.parse().ok(),
                        documents: vec!["AB0000037".to_owned()],
                        ..Query::named(name)
                    };
                    let _ = index.search(&query, &registers, 10);
                }
            }
            index.remove(&registers[0], &SubjectId::new("s3").unwrap());
            index.apply([Change::Put(&registers[0], &subject(3, 1, 1, 1))]);
            let _ = index.write(&stamp(), &mut Vec::new());
        }
    }

    /// After any changes, and through any number of files, the index finds what an index made afresh of the same subjects
    /// finds, with the same scores; and every subject by its own name.
    #[test]
    fn changes_lead_where_making_anew_leads(steps in prop::collection::vec(step(), 1..60)) {
        let a = register("a");
        let mut index = Index::new();
        let mut model: BTreeMap<usize, Subject> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Put(id, given, family, year) => {
                    let subject = subject(id, given, family, year);
                    index.apply([Change::Put(&a, &subject)]);
                    model.insert(id, subject);
                }
                Step::Gone(id) => {
                    let was = index.remove(&a, &SubjectId::new(&format!("s{id}")).unwrap());
                    prop_assert_eq!(was, model.remove(&id).is_some());
                }
                Step::Reopen => {
                    let (again, found) = opened(written(&index)).unwrap();
                    prop_assert_eq!(found, stamp());
                    index = again;
                }
            }
        }
        prop_assert_eq!(index.len(), model.len());
        let fresh = Index::new();
        fresh.load(&a, model.values().cloned());
        for subject in model.values() {
            let query = Query {
                born: subject.first("birthDate").and_then(|text| text.parse().ok()),
                ..Query::named(subject.caption())
            };
            let hits = |index: &Index| -> Vec<(String, String)> {
                let hits = index.search(&query, std::slice::from_ref(&a), 100);
                hits.iter().map(|hit| (hit.subject.to_string(), format!("{:.4}", hit.score))).collect()
            };
            let (ours, theirs) = (hits(&index), hits(&fresh));
            prop_assert!(ours.iter().any(|(id, _)| id == subject.id.as_str()), "{} in {ours:?}", subject.id);
            prop_assert_eq!(ours, theirs);
        }
    }
}
