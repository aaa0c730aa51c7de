//! Keys that are rotated, revoked and destroyed while nodes are at work.

use comity::keys::rotation::{install, revoke, rotate, sign_here};
use comity::keys::{Signing, Terms};
use comity::node::Node;
use comity::peer::client::{CallError, Client};
use comity::peer::wire::{self, Reason};
use comity::peer::{keeping, tls};
use exchange::cbor::Bytes;
use exchange::{Fingerprint, KeyChange};

use crate::nodes::{World, note, post, refused, start, until, until_delivered, wire_of};

/// New keys for a node whose root is on this machine.
async fn rotate_here(node: &Node, signing: Option<Signing>, terms: Terms) -> Fingerprint {
    let request = rotate(node.key_folder(), signing, terms, node.now(), &mut node.rng()).unwrap();
    let KeyChange::Name { record, .. } = &request.statement.change else { panic!("it names keys") };
    let fingerprint = record.fingerprint();
    install(node, sign_here(node.key_folder(), request).unwrap()).await.unwrap();
    fingerprint
}

async fn revoke_here(node: &Node, keys: Fingerprint) {
    let request = revoke(node.key_folder(), keys, node.now(), "the key was copied", node.now()).unwrap();
    install(node, sign_here(node.key_folder(), request).unwrap()).await.unwrap();
}

fn newest(node: &Node) -> Fingerprint {
    node.keys().sets().last().unwrap().named.fingerprint
}

async fn knows(node: &Node, of: &Node, statements: u64) -> bool {
    let id = of.authority();
    let partner = node.store().read("partner", |tx| Box::pin(async move { tx.partner(id).await })).await;
    let keys = partner.unwrap().unwrap().partner.keys;
    exchange::PartnerKeys::from_bytes(&keys).unwrap().history().unwrap().number() == statements
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_fails_nothing_that_is_under_way() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let mut acts = Vec::new();
    for number in 0..60 {
        acts.push(a.send(note(&b, &format!("before {number}"))).await.unwrap());
    }
    // Both rotate while sixty acts wait: signed with the old keys of the one, sealed to the old keys of the other.
    let (old_a, old_b) = (newest(&a), newest(&b));
    rotate_here(&a, Some(Signing::New), Terms::default()).await;
    rotate_here(&b, None, Terms::default()).await;
    assert_ne!((newest(&a), newest(&b)), (old_a, old_b));
    let (a, b) = (start(&a).await, start(&b).await);
    for act in &acts {
        until_delivered(a.node(), *act).await;
    }
    until("each knows the other's new keys", async || {
        knows(a.node(), b.node(), 2).await && knows(b.node(), a.node(), 2).await
    })
    .await;
    // What follows is signed and sealed with the new ones.
    let act = a.node().send(note(b.node(), "after")).await.unwrap();
    until_delivered(a.node(), act).await;
    let back = b.node().send(note(a.node(), "back")).await.unwrap();
    until_delivered(b.node(), back).await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_reaches_partners_at_once_and_the_stolen_key_is_worth_nothing() {
    let world = World::new();
    let ((place_a, a), (_, b)) = world.pair().await;
    // A thief copies the whole folder, passphrase and all, and makes an envelope in the authority's name.
    let stolen = tempfile::tempdir().unwrap();
    a.store().close().await;
    copy(&place_a.dir, stolen.path());
    let a = place_a.open().await;
    let thief = crate::nodes::Place { dir: stolen.path().to_owned(), config: place_a.config.clone() };
    let thief = thief.open().await;
    comity::peer::fence::ask_once(&thief).await.unwrap();
    thief.send(note(&b, "a forged request")).await.unwrap();
    let forged = wire_of(&thief, &b, 1).await;

    let (a, b) = (start(&a).await, start(&b).await);
    let stolen_keys = newest(a.node());
    rotate_here(a.node(), Some(Signing::New), Terms::default()).await;
    let began = std::time::Instant::now();
    revoke_here(a.node(), stolen_keys).await;
    until("the partner knows of the revocation", async || knows(b.node(), a.node(), 3).await).await;
    let took = began.elapsed();
    assert!(took.as_secs() < 60, "{took:?}");
    // The thief's connection is refused, and so is the envelope over any other connection.
    until("the partner takes up the new keys", async || {
        crate::nodes::connect(&thief, &b).post(comity::peer::wire::ACK, Vec::new(), 1024).await.is_err()
    })
    .await;
    let answers = post(a.node(), &b, &[forged]).await;
    assert_eq!(refused(&answers), [(0, Reason::StaleKeys)]);
    // The authority itself goes on, with what waited signed anew.
    let act = a.node().send(note(b.node(), "a true request")).await.unwrap();
    until_delivered(a.node(), act).await;
    a.stop().await;
    b.stop().await;
}

/// Both sides replace and revoke all their keys while neither can reach the other, with an act waiting.
async fn both_revoke_apart(old_certificates_are_gone: bool) {
    let world = World::new();
    let ((place_a, a), (place_b, b)) = world.pair().await;
    let act = a.send(note(&b, "before")).await.unwrap();
    let before = wire_of(&a, &b, 1).await;
    for node in [&a, &b] {
        let old = newest(node);
        rotate_here(node, Some(Signing::New), Terms::default()).await;
        revoke_here(node, old).await;
        // What was sealed to it can be opened no more.
        assert!(node.key_folder().destroy_sealing(&old).unwrap());
        if old_certificates_are_gone {
            assert!(node.key_folder().destroy_signing(&old).unwrap());
        }
        node.store().close().await;
    }
    let (a, b) = (start(&place_a.open().await).await, start(&place_b.open().await).await);
    until_delivered(a.node(), act).await;
    assert_ne!(wire_of(a.node(), b.node(), 1).await, before);
    let back = b.node().send(note(a.node(), "back")).await.unwrap();
    until_delivered(b.node(), back).await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_under_revoked_keys_is_signed_and_sealed_anew() {
    both_revoke_apart(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn partners_without_a_certificate_in_common_find_each_other_by_their_roots() {
    both_revoke_apart(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_is_told_nothing_by_way_of_an_introduction() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let (_, stranger) = world.node("xx.stranger").await;
    let b = start(&b).await;
    let tls = tls::client_for_introductions(&stranger, b.node().authority()).unwrap();
    let client = Client::new(b.peer_address().to_string(), tls).introducing();
    let said = |authority: &Node, history: &Node| {
        let history = history.keys().history().clone();
        let statements = history.statements().iter().map(|signed| Bytes(signed.to_bytes())).collect();
        let said = wire::Introduction { authority: authority.authority().clone(), known: 0, statements };
        exchange::cbor::to_canonical(&said).unwrap()
    };
    // Neither in its own name, nor in a partner's with what that partner tells everybody.
    for body in [said(&stranger, &stranger), said(&a, &a), said(&a, &stranger), b"nothing".to_vec()] {
        let refused = client.post(wire::INTRODUCE, body, 4096).await.unwrap_err();
        assert!(matches!(&refused, CallError::Status { status, .. } if status.as_u16() == 403), "{refused}");
    }
    // And nothing else is spoken there.
    for path in [wire::ACK, wire::KEYS, wire::ENVELOPES, wire::SEEN] {
        let refused = client.post(path, Vec::new(), 4096).await.unwrap_err();
        assert!(matches!(&refused, CallError::Status { status, .. } if status.as_u16() == 403), "{refused}");
    }
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealing_key_is_destroyed_when_its_grace_ends_and_the_ledger_says_so() {
    let world = World::new();
    let (_, node) = world.node("ee.justice").await;
    let first = newest(&node);
    let short = Terms { signs_days: 0, seals_days: 0, grace_days: 0 };
    rotate_here(&node, None, short).await;
    let ended = newest(&node);
    rotate_here(&node, None, Terms::default()).await;
    assert_eq!(
        keeping::destroy_old(&node).await.unwrap(),
        2,
        "sealing and signing keys of the set that ended"
    );
    let keys = node.keys();
    let of = |set: Fingerprint| keys.sets().iter().find(|one| one.named.fingerprint == set).unwrap();
    assert!(of(ended).sealing.is_none() && of(first).sealing.is_some());
    assert!(!node.key_folder().holds(&ended));
    let filter = store::LeafFilter { digest: Some(*ended.as_bytes()), ..store::LeafFilter::default() };
    let by = &store::ListBy::default();
    let lines =
        node.store().read("lines", |tx| Box::pin(async move { tx.leaves(&filter, by).await })).await.unwrap();
    assert!(
        lines
            .rows
            .iter()
            .any(|line| line.detail.contains("sealing key") && line.detail.contains("destroyed"))
    );
    assert_eq!(keeping::destroy_old(&node).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_on_disk_are_encrypted() {
    let world = World::new();
    let (place, node) = world.node("ee.justice").await;
    let keys = node.keys();
    let seed = keys.sets()[0].sealing.as_ref().unwrap().to_secret_bytes();
    let seed = &seed[seed.len() - 32..];
    node.store().close().await;
    let mut files = vec![place.dir.join("keys")];
    let mut seen = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(32).any(|window| window == seed), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 6, "{seen} files");
    std::fs::write(place.dir.join("passphrase"), "not the passphrase\n").unwrap();
    let refused = place.open_with(None).await.map(drop).unwrap_err();
    assert!(refused.to_string().contains("passphrase does not open"), "{refused}");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
