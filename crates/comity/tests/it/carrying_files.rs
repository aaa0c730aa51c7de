//! Large files over removable media between two nodes that never connect: over several media, in any order, torn, altered,
//! on both stores.

use std::path::{Path, PathBuf};

use comity::desk::carrying_files::{self, Again, FilesOut, Medium, PartIn};
use comity::desk::files::{self, FileRow, NewFile};
use comity::desk::{DeskError, Viewer, carrying, ledger_view};
use comity::files::Imported;
use comity::node::Node;
use exchange::carried_file::{BEGINNING, MAX_HEAD};
use exchange::file::{CHUNK, LEAF, SEALED_CHUNK};
use tempfile::TempDir;

use crate::commands::check;
use crate::pair::{Desk, accredit, stores};

const CHUNKS: usize = 11;

fn content() -> Vec<u8> {
    (0..(CHUNKS - 1) * CHUNK + 77).map(|at| (at * 7 % 253) as u8).collect()
}

fn viewer() -> Viewer {
    Viewer::console()
}

/// What is said of the file that these tests carry.
fn disk_image(to: &str) -> NewFile {
    NewFile {
        to: vec![to.to_owned()],
        case: String::new(),
        title: "disk image".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        purpose: "testing".to_owned(),
        legal_basis: "none".to_owned(),
        handling: "H0".to_owned(),
        conditions: String::new(),
        onward: "none".to_owned(),
    }
}

async fn offer(node: &Node, to: &Node) -> (String, Imported) {
    let mut importer = files::import(node, &viewer()).unwrap();
    content().chunks(30_000).for_each(|piece| importer.push(piece).unwrap());
    let imported = importer.finish().unwrap();
    let new = disk_image(to.authority().as_str());
    let act = files::send(node, &viewer(), &new, &imported).await.unwrap();
    (act, imported)
}

/// Carries the acts of one to the other.
async fn acts(from: &Node, to: &Node) {
    let mut made = Vec::new();
    let mut keep = |_: &str, bytes: &[u8]| {
        made.push(bytes.to_vec());
        Ok::<(), DeskError>(())
    };
    carrying::out(from, &viewer(), to.authority().as_str(), &mut keep).await.unwrap();
    for file in made {
        let taken = carrying::take_in(to, &viewer(), file).await.unwrap();
        assert!(taken.refused.is_empty() && taken.unproven.is_empty(), "{taken:?}");
    }
}

/// Room for so many chunks.
fn room(chunks: usize) -> u64 {
    (BEGINNING + MAX_HEAD + CHUNKS * LEAF + chunks * SEALED_CHUNK) as u64
}

async fn out(from: &Node, to: &Node, dir: &Path, chunks: usize, again: &[Again]) -> FilesOut {
    let medium = Medium { dir: dir.to_path_buf(), room: Some(room(chunks)), part: room(4) };
    carrying_files::out(from, &viewer(), to.authority().as_str(), &medium, again).await.unwrap()
}

fn parts(dir: &Path, out: &FilesOut) -> Vec<PathBuf> {
    out.parts.iter().map(|part| dir.join(&part.name)).collect()
}

async fn take(node: &Node, path: &Path) -> PartIn {
    carrying_files::take_in(node, &viewer(), path).await.unwrap()
}

async fn refused(node: &Node, path: &Path, word: &str) {
    let error = carrying_files::take_in(node, &viewer(), path).await.unwrap_err().to_string();
    assert!(error.contains(word), "{error}");
}

async fn row(node: &Node, root: &str) -> FileRow {
    files::of_root(node, &viewer(), root).await.unwrap().remove(0)
}

async fn read(node: &Node, act: &str, root: &str) -> Vec<u8> {
    let mut file = files::open(node, &viewer(), act, root).await.unwrap();
    let mut all = Vec::new();
    while let Some(piece) = file.bytes.read().unwrap() {
        all.extend(piece);
    }
    all
}

async fn story([one, two]: [String; 2]) {
    let (ee, de) = (Desk::create_on("ee.justice", 1, one).await, Desk::create_on("de.bfj", 2, two).await);
    let (ee, de) = (&ee.node, &de.node);
    accredit(ee, de).await;
    accredit(de, ee).await;
    let (act, imported) = offer(ee, de).await;
    let root = imported.root.to_string();
    let stick = TempDir::new().unwrap();
    let dir = stick.path();
    // A small medium, then another: what remains is named, and goes on where the first one ended.
    let first = out(ee, de, dir, 4, &[]).await;
    assert_eq!((first.parts[0].first, first.parts[0].count, first.parts.len()), (0, 4, 1), "{first:?}");
    assert_eq!((first.remaining[0].carried, first.remaining[0].chunks), (4, CHUNKS as u64));
    assert_eq!(first.remaining[0].bytes, (6 * SEALED_CHUNK + 77 + 16) as u64);
    let second = out(ee, de, dir, 100, &[]).await;
    let cut: Vec<_> = second.parts.iter().map(|part| (part.first, part.count)).collect();
    assert_eq!((cut, second.remaining.len()), (vec![(4, 4), (8, 3)], 0), "{second:?}");
    assert_eq!(second.unanswered[0].root, root);
    assert!(out(ee, de, dir, 100, &[]).await.parts.is_empty(), "nothing is carried twice unasked");
    let all = [parts(dir, &first), parts(dir, &second)].concat();
    // The act that offers it comes first.
    refused(de, &all[0], "`.comity` files of the same carry first").await;
    acts(ee, de).await;
    // Any order; twice is once.
    let last = take(de, &all[2]).await;
    assert_eq!((last.taken, last.known, last.state.as_str()), (3, 0, "wanted"), "{last:?}");
    assert_eq!((last.missing.as_slice(), last.held), (&[(0, 8)][..], (2 * CHUNK + 77) as u64));
    let again = take(de, &all[2]).await;
    assert_eq!((again.taken, again.known), (0, 3));
    let middle = take(de, &all[1]).await;
    assert_eq!(middle.missing, [(0, 4)]);
    assert!(!row(de, &root).await.here);
    let whole = take(de, &all[0]).await;
    assert_eq!((whole.taken, whole.state.as_str(), whole.missing.len()), (4, "stored", 0), "{whole:?}");
    assert_eq!(read(de, &act, &root).await, content());
    assert_eq!(take(de, &all[0]).await.known, 4, "what is here changes nothing");
    // Its author knows when the recipient's signed act has come back, and carries nothing more.
    assert_eq!(row(ee, &root).await.state, "offered");
    acts(de, ee).await;
    assert_eq!(row(ee, &root).await.state, "stored");
    let nothing = out(ee, de, dir, 100, &[]).await;
    assert_eq!(nothing, FilesOut::default());
    for node in [ee, de] {
        let report = ledger_view::verify(node, &viewer()).await.unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_carried_over_several_media_on_sqlite() {
    story(["sqlite:comity.sqlite".to_owned(), "sqlite:comity.sqlite".to_owned()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_carried_over_several_media_on_postgresql() {
    if let Some(stores) = stores("carryfile") {
        story(stores).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_torn_or_altered_on_a_medium_is_refused_and_carried_again() {
    let (ee, de) = (Desk::create("ee.justice", 3).await, Desk::create("de.bfj", 4).await);
    let (ee, de) = (&ee.node, &de.node);
    accredit(ee, de).await;
    accredit(de, ee).await;
    let (act, imported) = offer(ee, de).await;
    let root = imported.root.to_string();
    let stick = TempDir::new().unwrap();
    let dir = stick.path();
    acts(ee, de).await;
    let made = out(ee, de, dir, 100, &[]).await;
    let all = parts(dir, &made);
    let good = std::fs::read(&all[0]).unwrap();
    let bad = dir.join("bad.comity-file");
    let put = |bytes: &[u8]| std::fs::write(&bad, bytes).unwrap();
    let changed = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let head = good.len() - CHUNKS * LEAF - 4 * SEALED_CHUNK;
    // Head and leaves are believed as a whole or not at all.
    put(&changed(BEGINNING + 40));
    assert!(carrying_files::take_in(de, &viewer(), &bad).await.is_err());
    put(&changed(head + 5));
    refused(de, &bad, "the leaves do not give the root").await;
    put(&good[..BEGINNING + 100]);
    refused(de, &bad, "ends within its head").await;
    put(&[&good[..], b"more"].concat());
    refused(de, &bad, "its head says").await;
    put(&good);
    refused(ee, &bad, "").await;
    // A chunk proves itself: the altered one is named, those beside it are kept.
    put(&changed(head + CHUNKS * LEAF + SEALED_CHUNK + 9));
    let taken = take(de, &bad).await;
    assert_eq!((taken.taken, taken.refused.len()), (3, 1), "{taken:?}");
    assert!(taken.refused[0].contains("chunk 1") && taken.refused[0].contains("altered"), "{taken:?}");
    assert_eq!(taken.missing, [(1, 2), (4, 11)]);
    // A torn copy gives what it has.
    let second = std::fs::read(&all[1]).unwrap();
    put(&second[..head + CHUNKS * LEAF + 2 * SEALED_CHUNK + 5]);
    let taken = take(de, &bad).await;
    assert!(taken.refused[0].contains("before chunk 6") && taken.refused[0].contains("torn"), "{taken:?}");
    assert_eq!(taken.missing, [(1, 2), (6, 11)]);
    // What is lost is carried again from where it is missing, on request.
    std::fs::remove_file(&all[2]).unwrap();
    let again: Again = format!("{root}:1").parse().unwrap();
    for path in parts(dir, &out(ee, de, dir, 100, &[again]).await) {
        take(de, &path).await;
    }
    assert_eq!(row(de, &root).await.state, "stored");
    assert_eq!(read(de, &act, &root).await, content());
    let unknown: Again = "00".repeat(32).parse().unwrap();
    let medium = Medium { dir: dir.to_path_buf(), room: None, part: room(4) };
    let error = carrying_files::out(ee, &viewer(), "de.bfj", &medium, &[unknown]).await.unwrap_err();
    assert!(error.to_string().contains("no file that waits"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_refused_or_gone_is_not_taken_from_a_medium() {
    let ee = Desk::create("ee.justice", 5).await;
    let small = |config: &mut comity::config::Config| config.files.largest_bytes = 1000;
    let de = Desk::create_configured("de.bfj", 6, "sqlite:comity.sqlite".to_owned(), &[], small).await;
    let (ee, de) = (&ee.node, &de.node);
    accredit(ee, de).await;
    accredit(de, ee).await;
    let (_, imported) = offer(ee, de).await;
    let stick = TempDir::new().unwrap();
    acts(ee, de).await;
    let made = out(ee, de, stick.path(), 100, &[]).await;
    let taken = take(de, &parts(stick.path(), &made)[0]).await;
    assert!(taken.refused[0].contains("refused here") && taken.taken == 0, "{taken:?}");
    // Rotten on the author's own disk: said before it travels.
    let path = ee.files().dir().join(format!("{}.sealed", imported.root));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[5] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let medium = Medium { dir: stick.path().to_path_buf(), room: None, part: room(4) };
    let again = [Again { root: imported.root, from: 0 }];
    let error = carrying_files::out(ee, &viewer(), "de.bfj", &medium, &again).await.unwrap_err();
    assert!(error.to_string().contains("chunk 0"), "{error}");
    std::fs::remove_file(&path).unwrap();
    let out = carrying_files::out(ee, &viewer(), "de.bfj", &medium, &again).await.unwrap();
    assert!(out.remaining[0].problem.contains("is not here"), "{out:?}");
}

/// Memory that this process had at most since it was last asked to forget that, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_does_not_grow_with_a_file_that_is_carried() {
    const SIZE: usize = 160 << 20;
    let (ee, de) = (Desk::create("ee.justice", 7).await, Desk::create("de.bfj", 8).await);
    let (ee, de) = (&ee.node, &de.node);
    accredit(ee, de).await;
    accredit(de, ee).await;
    let mut importer = files::import(ee, &viewer()).unwrap();
    let piece: Vec<u8> = (0..CHUNK).map(|at| (at * 7 % 253) as u8).collect();
    (0..SIZE / CHUNK).for_each(|_| importer.push(&piece).unwrap());
    let imported = importer.finish().unwrap();
    let root = imported.root.to_string();
    let new = disk_image("de.bfj");
    files::send(ee, &viewer(), &new, &imported).await.unwrap();
    acts(ee, de).await;
    let stick = TempDir::new().unwrap();
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    let medium = Medium { dir: stick.path().to_path_buf(), room: None, part: 100 << 20 };
    let made = carrying_files::out(ee, &viewer(), "de.bfj", &medium, &[]).await.unwrap();
    assert_eq!(made.parts.len(), 2, "{made:?}");
    for path in parts(stick.path(), &made) {
        take(de, &path).await;
    }
    let grown = peak().saturating_sub(before);
    assert_eq!(row(de, &root).await.state, "stored");
    assert!(grown < 24 << 10, "{grown} KiB more for a file of {} KiB", SIZE >> 10);
    eprintln!("{grown} KiB more for a file of {} KiB", SIZE >> 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_on_a_medium_does_not_keep_the_rest_out() {
    let (ee, de) = (Desk::create("ee.justice", 7).await, Desk::create("de.bfj", 8).await);
    accredit(&ee.node, &de.node).await;
    accredit(&de.node, &ee.node).await;
    let (_, imported) = offer(&ee.node, &de.node).await;
    let stick = TempDir::new().unwrap();
    let dir = stick.path();
    let mut keep = |name: &str, bytes: &[u8]| {
        std::fs::write(dir.join(name), bytes).unwrap();
        Ok::<(), comity::desk::DeskError>(())
    };
    let made = comity::desk::carrying::out(&ee.node, &viewer(), "de.bfj", &mut keep).await.unwrap();
    let all = parts(dir, &out(&ee.node, &de.node, dir, 100, &[]).await);
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(dir.join(name), bytes).unwrap();
        dir.join(name).to_str().unwrap().to_owned()
    };
    let good = std::fs::read(dir.join(&made[0].name)).unwrap();
    let mut altered = good.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let mut head = std::fs::read(&all[0]).unwrap();
    head[BEGINNING + 40] ^= 1;
    let (altered, head) = (put("altered.comity", &altered), put("head.comity-file", &head));
    let (other, folder, gone) =
        (put("letter.txt", b"no file of a partner"), dir.join("folder"), dir.join("gone"));
    std::fs::create_dir(&folder).unwrap();
    let bad = [&altered, &head, &other, folder.to_str().unwrap(), gone.to_str().unwrap()];
    // Each bad one comes before a good one of its kind.
    let mut files: Vec<&str> = bad.to_vec();
    let acts = dir.join(&made[0].name);
    files.push(acts.to_str().unwrap());
    files.extend(all.iter().map(|path| path.to_str().unwrap()));
    let node = de.folder();
    let args = [&["carry", "in", "--node", node.to_str().unwrap()][..], &files].concat();
    let said = check(&args, 1, "1 stored, 0 known");
    for file in bad {
        let (_, after) = said.split_once(&format!("{file} is not taken in\n  refused: ")).expect(&said);
        assert!(after.lines().next().is_some_and(|reason| reason.len() > 10), "{file}: {said}");
    }
    assert_eq!(row(&de.node, &imported.root.to_string()).await.state, "stored");
    // A program reads the same.
    let json = check(&[&args[..], &["--json"]].concat(), 1, "");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let refused: Vec<&str> =
        json["refused"].as_array().unwrap().iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!((refused.len(), json["acts"][0]["known"].as_u64()), (bad.len(), Some(1)), "{json}");
    assert!(bad.iter().all(|file| refused.contains(file)), "{json}");
    // With nothing wrong, nothing is refused.
    check(&["carry", "in", "--node", node.to_str().unwrap(), acts.to_str().unwrap()], 0, "0 stored, 1 known");
}
