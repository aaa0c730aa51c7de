//! Registers: imports of good and bad files, lists, exports.

use comity::desk::registers;
use comity::desk::{ListQuery, exports, indexing};

use crate::pair::Desk;

async fn import(desk: &Desk, bytes: &[u8]) -> (u64, u64, Vec<(u64, String)>) {
    let report = registers::import(&desk.node, &desk.admin, "wanted", "file", bytes).await.unwrap();
    let bad = report.bad_lines.into_iter().map(|bad| (bad.line, bad.reason)).collect();
    (report.added, report.refused, bad)
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_lines_are_told_and_the_rest_is_kept() {
    let desk = Desk::create("ee.justice", 1).await;
    let mut lines: Vec<u8> = Vec::new();
    lines.extend(br#"{"id":"a","schema":"Person","properties":{"name":["Anna Kask"]}}"#);
    lines.extend(b"\nnot json\n{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{\"name\":[\"\xff\"]}}\n");
    lines
        .extend(br#"{"id":"c","schema":"Person","properties":{"name":["Carl"],"birthDate":["1980-02-31"]}}"#);
    lines.push(b'\n');
    lines.extend(br#"{"id":"d","schema":"Person","properties":{"name":["Dora Mets"]}}"#);
    let (added, refused, bad) = import(&desk, &lines).await;
    assert_eq!((added, refused), (2, 3), "{bad:?}");
    assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4]);
    assert!(bad[1].1.contains("UTF-8"), "{bad:?}");

    let (added, _, bad) = import(&desk, b"\x00\x01\x02 this is no register").await;
    assert_eq!((added, bad.len()), (0, 1));
    assert!(bad[0].1.contains("unknown format") || bad[0].1.contains("header"), "{bad:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_again_changes_nothing_and_is_followed_by_the_index() {
    let desk = Desk::create("ee.justice", 1).await;
    let file = b"id,name,birthDate\nq1,Mari Kuusk,1969\n";
    assert_eq!(import(&desk, file).await.0, 1);
    let again = registers::import(&desk.node, &desk.admin, "wanted", "f", file).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 1));
    assert_eq!(indexing::follow(&desk.node).await.unwrap(), 0);
    assert_eq!(desk.node.index().len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn subjects_are_listed_and_exported() {
    let desk = Desk::create("ee.justice", 1).await;
    let query = ListQuery { sort: Some("born".to_owned()), ..ListQuery::default() };
    let listed = registers::subjects(&desk.node, &desk.auditor, "wanted", &query).await.unwrap();
    let ids: Vec<&str> = listed.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["p2", "p1", "p3"]);
    let csv = String::from_utf8(exports::csv(&listed.rows).unwrap()).unwrap();
    assert!(
        csv.starts_with(
            "id,schema,names,born,nationalities,changed_at\r\np2,Person,Jaan Tamm,1975-01-02,EE,"
        ),
        "{csv}"
    );
    let query = ListQuery { text: "schmidt".to_owned(), ..ListQuery::default() };
    let listed = registers::subjects(&desk.node, &desk.auditor, "wanted", &query).await.unwrap();
    assert_eq!((listed.total, listed.rows[0].id.as_str()), (1, "p3"));
    let missing =
        registers::subjects(&desk.node, &desk.auditor, "none", &ListQuery::default()).await.unwrap_err();
    assert_eq!(missing.to_string(), "no register `none` here");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_comes_back_from_its_snapshot_and_without_it() {
    use comity::desk::snapshot::FILE;
    use rand::SeedableRng;

    let desk = Desk::create("ee.justice", 1).await;
    let path = desk.node.dir().join(FILE);
    indexing::keep(&desk.node).await;
    let written = std::fs::read(&path).unwrap();
    let open = || async {
        let rng = rand_chacha::ChaCha20Rng::seed_from_u64(7);
        comity::node::Node::open(desk.node.dir(), comity::clock::Clock::System, rng).await.unwrap()
    };
    // Opened: nothing has to be read from the store. What is stored later is followed.
    let node = open().await;
    assert_eq!(indexing::load(&node).await.unwrap(), 0);
    assert_eq!(node.index().len(), 3);
    assert_eq!(import(&desk, b"id,name,birthDate\nq1,Mari Kuusk,1969\n").await.0, 1);
    let node = open().await;
    assert_eq!(indexing::load(&node).await.unwrap(), 1);
    assert_eq!(node.index().len(), 4);
    // Damaged, and of another store: the registers are read instead, and the file is replaced.
    let mut damaged = written.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    for bytes in [&damaged[..], &written[..40], b""] {
        std::fs::write(&path, bytes).unwrap();
        let node = open().await;
        assert_eq!(indexing::load(&node).await.unwrap(), 4);
        assert_eq!(node.index().len(), 4);
        indexing::keep(&node).await;
        assert!(std::fs::read(&path).unwrap().starts_with(b"COMITYIX"));
        assert_eq!(indexing::load(&open().await).await.unwrap(), 0);
    }
}
