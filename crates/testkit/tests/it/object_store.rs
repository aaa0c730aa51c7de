//! Large files whose sealed chunks lie in an object store: whole, cut, refused, erased, and between whole nodes.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use comity::config::ObjectStoreConfig;
use comity::desk::Viewer;
use comity::desk::custody::{self, Recalling};
use comity::desk::files::{self, NewFile};
use comity::files::bucket::{Bucket, BucketError, Patience};
use comity::files::{Files, FilesError, Imported};
use comity::running::Running;
use exchange::file::{CHUNK, FileError, SEALED_CHUNK};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

use crate::nodes::{Place, World, start, until};
use crate::s3::{ACCESS, BUCKET, Fault, S3, SECRET};

/// Chunks in one part of an upload.
const PART: usize = 64;

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at / 7 % 251) as u8).collect()
}

fn set(dir: &Path, s3: &S3, secret: &str) -> ObjectStoreConfig {
    std::fs::create_dir_all(dir).unwrap();
    let path = dir.join("object-store.toml");
    std::fs::write(&path, format!("access-key = \"{ACCESS}\"\nsecret-key = \"{secret}\"\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    ObjectStoreConfig {
        endpoint: format!("http://{}", s3.address),
        region: "eu-test-1".to_owned(),
        bucket: BUCKET.to_owned(),
        path_style: true,
        credentials_file: PathBuf::from("object-store.toml"),
        roots: None,
    }
}

fn patience() -> Patience {
    Patience { pauses: vec![Duration::ZERO; 2], silence: Duration::from_millis(300) }
}

/// Files in a folder and a bucket. To be called within a runtime.
fn files_in(dir: &Path, s3: &S3) -> Files {
    let set = set(dir, s3, SECRET);
    Files::new(dir.join("files"), 0).in_bucket(Bucket::open(dir, &set, patience()).unwrap())
}

fn seal(files: &Files, content: &[u8]) -> Result<Imported, FilesError> {
    let mut importer = files.import(1 << 30, &mut ChaCha20Rng::seed_from_u64(1))?;
    for piece in content.chunks(100_000) {
        importer.push(piece)?;
    }
    importer.finish()
}

fn read(files: &Files, imported: &Imported) -> Result<Vec<u8>, FilesError> {
    let mut opened = files.open(&imported.root, imported.length, &imported.key, imported.sha256)?;
    let mut all = Vec::new();
    while let Some(bytes) = opened.read()? {
        all.extend(bytes);
    }
    Ok(all)
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir.join("files")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Runs what blocks, as the node does, on a thread of its own.
fn with(check: impl FnOnce(&Path, &S3) + Send + 'static) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let (folder, s3) = (tempfile::tempdir().unwrap(), S3::start());
        tokio::task::spawn_blocking(move || check(folder.path(), &s3)).await.unwrap();
    });
}

#[test]
fn a_file_is_sealed_into_the_bucket_read_back_and_deleted() {
    with(|dir, s3| {
        let (files, content) = (files_in(dir, s3), content((2 * PART + 3) * CHUNK + 77));
        files.bucket().unwrap().check().unwrap();
        let imported = seal(&files, &content).unwrap();
        let (root, chunks) = (imported.root, 2 * PART + 4);
        assert!(files.has(&root));
        assert_eq!(names(dir), [format!("{root}.leaves"), format!("{root}.object")]);
        assert_eq!((s3.count("part"), s3.held(|held| held.uploads.len())), (3, 0));
        s3.held(|held| {
            let (name, sealed) = held.objects.iter().next().unwrap();
            assert_eq!(sealed.len(), content.len() + 16 * chunks);
            // What others keep for us says neither what is in the file nor which one it is.
            assert!(!name.contains(&root.to_string()[..8]));
            assert!(!sealed.windows(64).any(|window| content.starts_with(window)));
        });
        assert!(read(&files, &imported).unwrap() == content);
        assert_eq!(s3.count("get"), 1, "one request reads a file to its end");
        // From any place.
        let mut sealed = files.sealed(&root).unwrap();
        assert_eq!(sealed.length().unwrap(), (content.len() + 16 * chunks) as u64);
        let mut chunk = vec![0; SEALED_CHUNK];
        sealed.read_exact_at(&mut chunk, (PART * SEALED_CHUNK) as u64).unwrap();
        s3.held(|held| {
            assert!(held.objects.values().next().unwrap()[PART * SEALED_CHUNK..].starts_with(&chunk))
        });
        assert!(files.erase(&root).unwrap());
        assert!(s3.held(|held| held.objects.is_empty()) && names(dir).is_empty());
        assert!(!files.has(&root) && !files.erase(&root).unwrap());
    });
}

#[test]
fn what_passes_is_tried_again() {
    with(|dir, s3| {
        let (files, content) = (files_in(dir, s3), content((PART + 1) * CHUNK));
        for fault in [Fault::Busy, Fault::CutBefore, Fault::CutAfter, Fault::Silent] {
            for kind in ["begin", "part", "complete", "head", "get", "delete"] {
                s3.fail(kind, fault);
            }
            let imported = seal(&files, &content).unwrap();
            assert!(read(&files, &imported).unwrap() == content, "{fault:?}");
            files.erase(&imported.root).unwrap();
            assert!(s3.held(|held| held.objects.is_empty()), "{fault:?}");
        }
        // An upload whose beginning was not heard of stays in the store, until its own rule ends it.
        assert_eq!(s3.held(|held| std::mem::take(&mut held.uploads)).len(), 2, "silence and a cut behind it");
        s3.fail("complete", Fault::BadEnd);
        // Slower than the longest silence, but steadily.
        s3.fail("part", Fault::Slow);
        let imported = seal(&files, &content).unwrap();
        assert!(read(&files, &imported).unwrap() == content);
        assert_eq!(s3.held(|held| held.uploads.len()), 0, "one upload did it");
        files.erase(&imported.root).unwrap();
        // An answer that is cut goes on where it was cut.
        let imported = seal(&files, &content).unwrap();
        s3.fail("get", Fault::CutBody(1_000_000));
        s3.fail("get", Fault::CutBody(3));
        assert!(read(&files, &imported).unwrap() == content);
    });
}

#[test]
fn what_stays_wrong_is_said_with_place_and_remedy() {
    with(|dir, s3| {
        let wrong = set(dir, s3, "another secret");
        let bucket = Bucket::open(dir, &wrong, patience()).unwrap();
        let files = Files::new(dir.join("files"), 0).in_bucket(bucket);
        let said = seal(&files, &content(10)).unwrap_err().to_string();
        assert!(said.contains(BUCKET) && said.contains("SignatureDoesNotMatch"), "{said}");
        assert!(said.contains("credentials-file") && !said.contains("another secret"), "{said}");
        assert!(names(dir).is_empty(), "a broken import leaves nothing: {:?}", names(dir));
        let elsewhere = ObjectStoreConfig { bucket: "no-such".to_owned(), ..set(dir, s3, SECRET) };
        let bucket = Bucket::open(dir, &elsewhere, patience()).unwrap();
        let said = Files::new(dir.join("files"), 0).in_bucket(bucket);
        let said = seal(&said, &content(10)).unwrap_err().to_string();
        assert!(said.contains("no-such") && said.contains("create the bucket"), "{said}");
        // The store is gone.
        let gone = ObjectStoreConfig { endpoint: "http://127.0.0.1:1".to_owned(), ..set(dir, s3, SECRET) };
        let error = Bucket::open(dir, &gone, patience()).unwrap().check().unwrap_err();
        assert!(error.passes() && error.to_string().contains("check `endpoint`"), "{error}");
        // A file that lies in a bucket needs it.
        let imported = seal(&files_in(dir, s3), &content(10)).unwrap();
        let without = Files::new(dir.join("files"), 0);
        let said = read(&without, &imported).unwrap_err().to_string();
        assert!(said.contains(BUCKET) && said.contains("[files.object-store]"), "{said}");
        // An object that somebody deleted.
        s3.held(|held| held.objects.clear());
        let said = read(&files_in(dir, s3), &imported).unwrap_err().to_string();
        assert!(said.contains("NoSuchKey"), "{said}");
    });
}

#[test]
fn what_the_store_alters_swaps_or_cuts_is_refused() {
    with(|dir, s3| {
        let (files, content) = (files_in(dir, s3), content(3 * CHUNK));
        let imported = seal(&files, &content).unwrap();
        let put =
            |bytes: Vec<u8>| s3.held(|held| held.objects.values_mut().for_each(|held| *held = bytes.clone()));
        let good = s3.held(|held| held.objects.values().next().unwrap().clone());
        let chunks: Vec<&[u8]> = good.chunks(SEALED_CHUNK).collect();
        let mut altered = good.clone();
        altered[SEALED_CHUNK + 5] ^= 1;
        for wrong in [altered, [chunks[0], chunks[2], chunks[1]].concat()] {
            put(wrong);
            let mut opened =
                files.open(&imported.root, imported.length, &imported.key, imported.sha256).unwrap();
            assert!(
                opened.read().unwrap().is_some_and(|chunk| chunk == content[..CHUNK]),
                "the first is whole"
            );
            // By its leaf, before anything of it is opened.
            let refused = opened.read().unwrap_err();
            assert!(matches!(refused, FilesError::File(FileError::Altered(1))), "{refused}");
        }
        // What ends too early is asked for again from there, where the store has nothing.
        put(good[..2 * SEALED_CHUNK].to_vec());
        let error = read(&files, &imported).unwrap_err();
        assert!(error.to_string().contains("shorter than what was put there"), "{error}");
        put(good.clone());
        assert!(read(&files, &imported).unwrap() == content);
    });
}

#[test]
fn settings_that_would_betray_are_refused() {
    with(|dir, s3| {
        let open = |config: ObjectStoreConfig| Bucket::open(dir, &config, patience());
        let refused = |config: ObjectStoreConfig, word: &str| {
            let said = open(config).unwrap_err().to_string();
            assert!(said.contains(word) && !said.contains(SECRET), "{said}");
        };
        let fine = set(dir, s3, SECRET);
        refused(
            ObjectStoreConfig { endpoint: "http://store.example.org".to_owned(), ..fine.clone() },
            "not encrypted",
        );
        refused(
            ObjectStoreConfig { endpoint: "https://me:word@h.example".to_owned(), ..fine.clone() },
            "credentials-file",
        );
        refused(ObjectStoreConfig { endpoint: "store".to_owned(), ..fine.clone() }, "no address");
        refused(
            ObjectStoreConfig {
                endpoint: "https://store.example.org".to_owned(),
                roots: Some("none.pem".into()),
                ..fine.clone()
            },
            "none.pem",
        );
        let path = dir.join("object-store.toml");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        refused(fine.clone(), "chmod 600");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&path, format!("secret = \"{SECRET}\"")).unwrap();
        refused(fine.clone(), "access-key");
        std::fs::remove_file(&path).unwrap();
        refused(fine, "cannot be read");
    });
}

/// Chunks of a file that was sealed, as a partner would give them.
fn chunks_of(s3: &S3) -> Vec<Vec<u8>> {
    s3.held(|held| held.objects.values().next().unwrap().chunks(SEALED_CHUNK).map(<[u8]>::to_vec).collect())
}

#[test]
fn a_file_that_comes_in_any_order_is_taken_up_after_a_crash_with_all_that_was_here() {
    with(|dir, s3| {
        let content = content((2 * PART + 10) * CHUNK);
        let imported = seal(&files_in(&dir.join("sender"), s3), &content).unwrap();
        let sealed = chunks_of(s3);
        s3.held(|held| held.objects.clear());
        let place = dir.join("receiver");
        let begin = || {
            let files = files_in(&place, s3);
            let receiving = files.receive(&imported.root, imported.length, &imported.key).unwrap();
            (files, receiving)
        };
        let (_, mut receiving) = begin();
        let mut leaves = receiving.take_leaves().unwrap();
        leaves
            .push(&std::fs::read(dir.join("sender/files").join(format!("{}.leaves", imported.root))).unwrap())
            .unwrap();
        receiving.leaves_are(leaves).unwrap();
        let keep = |receiving: &mut comity::files::Receiving, chunk: usize| {
            let checked = receiving.checker().unwrap().check(chunk as u64, sealed[chunk].clone()).unwrap();
            receiving.keep(checked).unwrap();
        };
        // The second part whole, and 70 chunks of the others.
        (PART..2 * PART).rev().for_each(|chunk| keep(&mut receiving, chunk));
        (0..PART - 1).for_each(|chunk| keep(&mut receiving, chunk));
        (2 * PART..2 * PART + 7).for_each(|chunk| keep(&mut receiving, chunk));
        // As after a crash: nothing is ended, and the note of the upload is torn.
        drop(receiving);
        // Whoever takes it up again waits for what is under way.
        drop(begin());
        let note = place.join("files").join(format!("{}.upload", imported.root));
        let mut text = std::fs::read(&note).unwrap();
        assert_eq!(text.iter().filter(|byte| **byte == b'\n').count(), 2, "one part is noted");
        text.extend_from_slice(b"{\"part\":0,\"ta");
        std::fs::write(&note, text).unwrap();
        let spool = place.join("files").join(format!("{}.part", imported.root));
        let on_disk = std::fs::metadata(&spool).unwrap().blocks() * 512;
        assert!(
            on_disk <= (71 * SEALED_CHUNK) as u64 + (1 << 20),
            "an uploaded part takes no room: {on_disk}"
        );
        let (_, mut receiving) = begin();
        assert_eq!(
            receiving.missing(),
            [(PART as u64 - 1, PART as u64), (2 * PART as u64 + 7, 2 * PART as u64 + 10)]
        );
        assert_eq!(receiving.held(), ((2 * PART + 6) * CHUNK) as u64);
        keep(&mut receiving, PART - 1);
        (2 * PART + 7..2 * PART + 10).for_each(|chunk| keep(&mut receiving, chunk));
        receiving.pause().unwrap();
        let noted = std::fs::read(&note).unwrap();
        let (files, receiving) = begin();
        receiving.finish().unwrap();
        assert_eq!((s3.count("begin"), s3.held(|held| held.uploads.len())), (2, 0), "one upload each");
        assert!(read(&files, &imported).unwrap() == content);
        assert_eq!(names(&place), [format!("{}.leaves", imported.root), format!("{}.object", imported.root)]);
        // As after a crash when it was an object already and its note was still there.
        std::fs::write(&note, noted).unwrap();
        let (files, again) = begin();
        assert_eq!(again.missing(), []);
        again.finish().unwrap();
        assert!(read(&files, &imported).unwrap() == content);
        assert_eq!(names(&place), [format!("{}.leaves", imported.root), format!("{}.object", imported.root)]);
        // Fetched again, the earlier object goes.
        let mut again = files.receive(&imported.root, imported.length, &imported.key).unwrap();
        (0..2 * PART + 10).for_each(|chunk| keep(&mut again, chunk));
        again.finish().unwrap();
        assert_eq!(s3.held(|held| held.objects.len()), 1);
        assert!(read(&files, &imported).unwrap() == content);
    });
}

#[test]
fn an_upload_that_the_store_ended_begins_anew_and_one_that_nobody_wants_is_ended() {
    with(|dir, s3| {
        let content = content((PART + 2) * CHUNK);
        let imported = seal(&files_in(&dir.join("sender"), s3), &content).unwrap();
        let sealed = chunks_of(s3);
        let place = dir.join("receiver");
        let files = files_in(&place, s3);
        let leaves_file = dir.join("sender/files").join(format!("{}.leaves", imported.root));
        let fetch = |most: usize| -> Result<(), FilesError> {
            let mut receiving = files.receive(&imported.root, imported.length, &imported.key)?;
            if !receiving.knows_leaves() {
                let mut leaves = receiving.take_leaves()?;
                leaves.push(&std::fs::read(&leaves_file).unwrap())?;
                receiving.leaves_are(leaves)?;
            }
            for (first, end) in receiving.missing().to_vec() {
                for chunk in (first..end).take(most) {
                    let checked = receiving.checker()?.check(chunk, sealed[chunk as usize].clone())?;
                    receiving.keep(checked)?;
                }
            }
            if most < sealed.len() { receiving.pause() } else { receiving.finish() }
        };
        fetch(PART + 1).unwrap();
        assert_eq!(s3.held(|held| held.uploads.len()), 1);
        s3.held(|held| held.uploads.clear());
        let error = fetch(usize::MAX).unwrap_err();
        assert!(
            matches!(&error, FilesError::Bucket(error @ BucketError::Refused { .. }) if error.begins_anew()),
            "{error}"
        );
        fetch(usize::MAX).unwrap();
        assert!(read(&files, &imported).unwrap() == content);
        files.erase(&imported.root).unwrap();
        // One part of it is lost there.
        fetch(PART + 1).unwrap();
        s3.held(|held| held.uploads.values_mut().for_each(|(_, parts)| drop(parts.remove(&1))));
        let error = fetch(usize::MAX).unwrap_err();
        assert!(matches!(&error, FilesError::Bucket(error) if error.begins_anew()), "{error}");
        assert_eq!(s3.held(|held| held.uploads.len()), 0, "what is left of it is not paid for");
        fetch(usize::MAX).unwrap();
        assert!(read(&files, &imported).unwrap() == content);
        files.erase(&imported.root).unwrap();
        // Cancelled on its way.
        fetch(PART + 1).unwrap();
        assert_eq!(s3.held(|held| held.uploads.len()), 1);
        files.erase(&imported.root).unwrap();
        assert_eq!(s3.held(|held| held.uploads.len()), 0);
        assert!(names(&place).is_empty());
        // An import that is left.
        let mut importer = files.import(1 << 30, &mut ChaCha20Rng::seed_from_u64(2)).unwrap();
        importer.push(&content).unwrap();
        drop(importer);
        let ended = (0..3_000).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            s3.held(|held| held.uploads.is_empty() && held.asked.iter().any(|asked| asked == "abort"))
                && names(&place).is_empty()
        });
        assert!(ended, "{:?}", names(&place));
        // What a crash left of one is ended with the orphans.
        let mut importer = files.import(1 << 30, &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
        importer.push(&content).unwrap();
        std::mem::forget(importer);
        let begun = (0..3_000).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            s3.held(|held| held.uploads.values().any(|(_, parts)| parts.len() == 1))
        });
        assert!(begun);
        files.untouched(Duration::ZERO).unwrap();
        assert!(s3.held(|held| held.uploads.is_empty()) && names(&place).is_empty(), "{:?}", names(&place));
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_crosses_from_bucket_to_bucket_and_a_recall_deletes_it_there() {
    let (world, s3) = (World::new(), S3::start());
    let ((place_a, a), (place_b, b)) = world.pair().await;
    drop((a, b));
    let with_bucket = |place: Place| {
        let mut config = place.config.clone();
        config.files.object_store = Some(set(&place.dir, &s3, SECRET));
        Place { config, ..place }
    };
    let (place_a, place_b) = (with_bucket(place_a), with_bucket(place_b));
    let (a, b) = (start(&place_a.open().await).await, start(&place_b.open().await).await);
    let content = content((PART + 5) * CHUNK + 9);
    let (files_a, bytes) = (a.node().files().clone(), content.clone());
    let imported = tokio::task::spawn_blocking(move || seal(&files_a, &bytes)).await.unwrap().unwrap();
    let new = NewFile {
        to: vec![b.node().authority().to_string()],
        case: String::new(),
        title: "disk image".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        purpose: "testing".to_owned(),
        legal_basis: "none".to_owned(),
        handling: "H1".to_owned(),
        conditions: String::new(),
        onward: "none".to_owned(),
    };
    // The first answers to the partner, and to the store of the partner, break.
    s3.fail("get", Fault::CutBody(2_000_000));
    s3.fail("part", Fault::CutAfter);
    let act = files::send(a.node(), &Viewer::console(), &new, &imported).await.unwrap();
    let root = imported.root.to_string();
    let state = async |node: &comity::node::Node| {
        files::of_root(node, &Viewer::console(), &root).await.unwrap().first().map(|row| row.state.clone())
    };
    until("it is there", async || state(a.node()).await.as_deref() == Some("stored")).await;
    let (files_b, of) = (b.node().files().clone(), imported.clone());
    assert_eq!(tokio::task::spawn_blocking(move || read(&files_b, &of)).await.unwrap().unwrap(), content);
    for place in [&place_a, &place_b] {
        assert_eq!(names(&place.dir), [format!("{root}.leaves"), format!("{root}.object")]);
    }
    assert_eq!(s3.held(|held| held.objects.len()), 2);
    custody::recall(a.node(), &Viewer::console(), &act, &Recalling::Withdraw, "wrong file").await.unwrap();
    until("the partner's is deleted", async || {
        s3.held(|held| held.objects.len()) <= 1 && !b.node().files().has(&imported.root)
    })
    .await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_looks_at_the_bucket_and_says_what_is_wrong() {
    let (world, s3) = (World::new(), S3::start());
    let (place, node) = world.node("ee.justice").await;
    drop(node);
    let with_bucket = |change: fn(&mut ObjectStoreConfig)| {
        let mut config = place.config.clone();
        let mut store = set(&place.dir, &s3, SECRET);
        change(&mut store);
        config.files.object_store = Some(store);
        Place { config, dir: place.dir.clone() }
    };
    let begin = async |place: Place| Running::start(place.open().await, Vec::new()).await;
    let error = begin(with_bucket(|store| store.bucket = "no-such".to_owned())).await.err().unwrap();
    let said = error.to_string();
    assert!(said.contains("no-such") && said.contains("create the bucket"), "{said}");
    // A store that is away holds up nothing but large files.
    begin(with_bucket(|store| store.endpoint = "http://127.0.0.1:1".to_owned())).await.unwrap().stop().await;
    begin(with_bucket(|_| ())).await.unwrap().stop().await;
    assert_eq!(
        (s3.count("abort"), s3.held(|held| held.uploads.len())),
        (1, 0),
        "it looked whether it may write"
    );
}
