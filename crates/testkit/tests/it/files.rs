//! Large files between whole nodes: whole, cut, altered, refused, cancelled, erased.

use std::os::unix::fs::FileExt;
use std::path::PathBuf;

use comity::desk::files::{self, FileRow, NewFile};
use comity::desk::{DeskError, Viewer};
use comity::files::Imported;
use comity::node::Node;
use exchange::cbor;
use exchange::file::{CHUNK, FileQuestion, SEALED_CHUNK};

use crate::nodes::{Place, World, connect, introduce, start, until};

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 7 % 253) as u8).collect()
}

fn seal(node: &Node, content: &[u8]) -> Imported {
    let mut importer = files::import(node, &Viewer::console()).unwrap();
    content.chunks(10_000).for_each(|piece| importer.push(piece).unwrap());
    importer.finish().unwrap()
}

fn new(to: &Node, handling: &str) -> NewFile {
    NewFile {
        to: vec![to.authority().to_string()],
        case: String::new(),
        title: "disk image".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        purpose: "testing".to_owned(),
        legal_basis: "none".to_owned(),
        handling: handling.to_owned(),
        conditions: "ask first".to_owned(),
        onward: "none".to_owned(),
    }
}

async fn row(node: &Node, root: &str) -> Option<FileRow> {
    files::of_root(node, &Viewer::console(), root).await.unwrap().into_iter().next()
}

async fn until_state(node: &Node, root: &str, state: &str) -> FileRow {
    let what = format!("the file is {state} at {}", node.authority());
    until(&what, async || row(node, root).await.is_some_and(|row| row.state == state)).await;
    row(node, root).await.unwrap()
}

async fn read(node: &Node, act: &str, root: &str) -> Result<Vec<u8>, DeskError> {
    let mut file = files::open(node, &Viewer::console(), act, root).await?;
    let mut all = Vec::new();
    while let Some(piece) = file.bytes.read().unwrap() {
        all.extend(piece);
    }
    Ok(all)
}

fn part(place: &Place, root: &str, ending: &str) -> PathBuf {
    place.dir.join("files").join(format!("{root}.{ending}"))
}

#[tokio::test]
async fn a_file_crosses_and_its_receipt_covers_the_root() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let (a, b) = (start(&a).await, start(&b).await);
    let content = bytes(3 * CHUNK + 77);
    let imported = seal(a.node(), &content);
    let act = files::send(a.node(), &Viewer::console(), &new(b.node(), "H0"), &imported).await.unwrap();
    let root = imported.root.to_string();
    let there = until_state(b.node(), &root, "stored").await;
    assert!(there.here && !there.outgoing);
    assert_eq!((there.bytes, there.moved), (content.len() as u64, content.len() as u64));
    assert_eq!(read(b.node(), &act, &root).await.unwrap(), content);
    // The sender's row changes only by the recipient's own act about this root.
    until_state(a.node(), &root, "stored").await;
    // The largest code that forbids files to leave is obeyed by the download.
    a.stop().await;
    b.stop().await;
}

#[tokio::test]
async fn a_file_under_h2_is_not_taken_out() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let (a, b) = (start(&a).await, start(&b).await);
    let imported = seal(a.node(), &bytes(1000));
    let act = files::send(a.node(), &Viewer::console(), &new(b.node(), "H2"), &imported).await.unwrap();
    let root = imported.root.to_string();
    until_state(b.node(), &root, "stored").await;
    let refused = read(b.node(), &act, &root).await.unwrap_err();
    assert!(refused.to_string().contains("H2"), "{refused}");
    // Its author may.
    assert_eq!(read(a.node(), &act, &root).await.unwrap(), bytes(1000));
    a.stop().await;
    b.stop().await;
}

#[tokio::test]
async fn what_was_torn_or_altered_is_fetched_again_and_nothing_else() {
    let world = World::new();
    let ((_, a), (place_b, b)) = world.pair().await;
    let a = start(&a).await;
    let content = bytes(8 * CHUNK);
    let imported = seal(a.node(), &content);
    let root = imported.root.to_string();
    // The receiver has everything but a torn end and one altered chunk, as after a crash.
    std::fs::create_dir_all(place_b.dir.join("files")).unwrap();
    let sealed = std::fs::read(a.node().files().dir().join(format!("{root}.sealed"))).unwrap();
    std::fs::copy(a.node().files().dir().join(format!("{root}.leaves")), part(&place_b, &root, "leaves"))
        .unwrap();
    let torn = 6 * SEALED_CHUNK + 1000;
    std::fs::write(part(&place_b, &root, "part"), &sealed[..torn]).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(part(&place_b, &root, "part")).unwrap();
    file.write_all_at(b"altered", 2 * SEALED_CHUNK as u64 + 5).unwrap();
    let act = files::send(a.node(), &Viewer::console(), &new(&b, "H0"), &imported).await.unwrap();
    let b = start(&b).await;
    until_state(b.node(), &root, "stored").await;
    assert_eq!(read(b.node(), &act, &root).await.unwrap(), content);
    let given = until_given(a.node(), &root).await;
    assert_eq!(given, 3 * SEALED_CHUNK as u64, "one altered chunk and two that were not there");
    a.stop().await;
    b.stop().await;
}

async fn until_given(node: &Node, root: &str) -> u64 {
    until("what was given is noted", async || row(node, root).await.is_some_and(|row| row.moved > 0)).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    row(node, root).await.unwrap().moved
}

#[tokio::test]
async fn a_sender_whose_chunk_is_altered_is_told_and_nothing_of_it_is_kept() {
    let world = World::new();
    let ((place_a, a), (_, b)) = world.pair().await;
    let (a, b) = (start(&a).await, start(&b).await);
    let imported = seal(a.node(), &bytes(3 * CHUNK));
    let root = imported.root.to_string();
    let path = part(&place_a, &root, "sealed");
    let whole = std::fs::read(&path).unwrap();
    let mut altered = whole.clone();
    altered[SEALED_CHUNK + 9] ^= 1;
    std::fs::write(&path, &altered).unwrap();
    files::send(a.node(), &Viewer::console(), &new(b.node(), "H0"), &imported).await.unwrap();
    until("the altered chunk is told", async || {
        row(b.node(), &root).await.is_some_and(|row| row.cause.contains("chunk 1"))
    })
    .await;
    let failed = row(b.node(), &root).await.unwrap();
    assert_eq!((failed.cause_class.as_str(), failed.here), ("peer", false));
    std::fs::write(&path, &whole).unwrap();
    files::fetch_again(b.node(), &Viewer::console(), &failed.act, &root).await.unwrap();
    until_state(b.node(), &root, "stored").await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test]
async fn only_a_recipient_of_the_act_is_given_the_file() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let (_, c) = world.node("ru.mvd").await;
    introduce(&a, &c).await;
    introduce(&c, &a).await;
    let a = start(&a).await;
    let imported = seal(a.node(), &bytes(1000));
    let act = files::send(a.node(), &Viewer::console(), &new(&b, "H0"), &imported).await.unwrap();
    let ask = async |from: &Node, question: FileQuestion| {
        let body = cbor::to_canonical(&question).unwrap();
        connect(from, &a).post("/peer/v1/file-chunks", body, 1 << 20).await
    };
    let offer: exchange::ActId = act.parse().unwrap();
    let question = FileQuestion { offer, root: imported.root, first: 0, count: 1 };
    assert_eq!(ask(&b, question.clone()).await.unwrap().len(), 1016);
    for (from, question) in [
        (&c, question.clone()),
        (&b, FileQuestion { first: 1, ..question.clone() }),
        (&b, FileQuestion { count: 0, ..question.clone() }),
        (&b, FileQuestion { count: u64::MAX, ..question.clone() }),
        (&b, FileQuestion { root: exchange::FileRoot::new([9; 32]), ..question.clone() }),
        (&b, FileQuestion { offer: exchange::ActId::new([9; 32]), ..question.clone() }),
    ] {
        let refused = ask(from, question).await.unwrap_err().to_string();
        assert!(refused.contains("404") && refused.contains("no such file"), "{refused}");
    }
    a.stop().await;
}

#[tokio::test]
async fn what_fills_the_disk_or_the_quota_is_refused_and_told() {
    let world = World::new();
    let ((_, a), (place_b, b)) = world.pair().await;
    b.store().close().await;
    let mut config = place_b.config.clone();
    config.files.quota_bytes = 5_000;
    let b = Place { config, ..place_b }.open().await;
    let (a, b) = (start(&a).await, start(&b).await);
    let (first, second) = (seal(a.node(), &bytes(4_000)), seal(a.node(), &bytes(2_000)));
    files::send(a.node(), &Viewer::console(), &new(b.node(), "H0"), &first).await.unwrap();
    until_state(a.node(), &first.root.to_string(), "stored").await;
    files::send(a.node(), &Viewer::console(), &new(b.node(), "H0"), &second).await.unwrap();
    let told = until_state(a.node(), &second.root.to_string(), "refused").await;
    assert!(told.cause.contains("5000"), "{}", told.cause);
    let full = comity::files::Files::new(b.node().files().dir().to_path_buf(), u64::MAX);
    assert!(matches!(full.room(1), Err(comity::files::FilesError::NoRoom { .. })));
    a.stop().await;
    b.stop().await;
}

#[tokio::test]
async fn a_cancelled_file_leaves_nothing_and_comes_when_wanted_again() {
    let world = World::new();
    let ((place_a, a), (place_b, b)) = world.pair().await;
    let (a, b) = (start(&a).await, start(&b).await);
    let imported = seal(a.node(), &bytes(2 * CHUNK));
    let root = imported.root.to_string();
    // The sender lacks the bytes for now, so that the file stays wanted.
    let path = part(&place_a, &root, "sealed");
    std::fs::rename(&path, path.with_extension("away")).unwrap();
    let act = files::send(a.node(), &Viewer::console(), &new(b.node(), "H0"), &imported).await.unwrap();
    until("fetching fails", async || row(b.node(), &root).await.is_some_and(|row| !row.cause.is_empty()))
        .await;
    files::cancel(b.node(), &Viewer::console(), &act, &root).await.unwrap();
    until_state(a.node(), &root, "cancelled").await;
    assert!(!part(&place_b, &root, "part").exists() && !part(&place_b, &root, "leaves").exists());
    std::fs::rename(path.with_extension("away"), &path).unwrap();
    files::fetch_again(b.node(), &Viewer::console(), &act, &root).await.unwrap();
    until_state(b.node(), &root, "stored").await;
    until_state(a.node(), &root, "stored").await;
    a.stop().await;
    b.stop().await;
}

#[test]
fn an_import_that_breaks_off_leaves_nothing() {
    let dir = tempfile::TempDir::new().unwrap();
    let files = comity::files::Files::new(dir.path().to_path_buf(), 0);
    let mut rng = <rand_chacha::ChaCha20Rng as rand::SeedableRng>::seed_from_u64(1);
    let mut importer = files.import(1 << 30, &mut rng).unwrap();
    importer.push(&bytes(3 * CHUNK)).unwrap();
    drop(importer);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    let mut small = files.import(10, &mut rng).unwrap();
    assert!(small.push(&bytes(11)).is_err());
    drop(small);
    let importer = files.import(10, &mut rng).unwrap();
    assert!(importer.finish().is_err(), "an empty file");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}
