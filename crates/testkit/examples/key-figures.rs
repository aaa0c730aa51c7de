//! What a rotation of keys costs with acts under way, and how long a revocation takes to reach every partner:
//! `cargo run --release -p testkit --example key-figures -- [ACTS] [PARTNERS]`
//!
//! So many acts (10,000 when not given) wait at one node while both sides rotate all their keys; then both are reached again, and
//! every act must arrive with a receipt. Then one node with so many partners (5) revokes the keys it signs with, and each
//! partner's store is looked at until all of them know. Fails when an act fails, or a partner does not know within 60 s.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

use std::time::{Duration, Instant};

use comity::keys::rotation::{install, revoke, rotate, sign_here};
use comity::keys::{Signing, Terms};
use comity::node::Node;
use exchange::{Fingerprint, KeyChange, PartnerKeys};
use store::DeliveryState;
use tokio::task::JoinSet;

#[path = "../tests/it/nodes.rs"]
#[allow(dead_code, unreachable_pub)]
mod nodes;
use nodes::{World, introduce, note, start};

async fn rotate_here(node: &Node) -> Fingerprint {
    let request =
        rotate(node.key_folder(), Some(Signing::New), Terms::default(), node.now(), &mut node.rng()).unwrap();
    let KeyChange::Name { record, .. } = &request.statement.change else { panic!("it names keys") };
    let fingerprint = record.fingerprint();
    install(node, sign_here(node.key_folder(), request).unwrap()).await.unwrap();
    fingerprint
}

async fn waiting(node: &Node) -> u64 {
    let backlogs = node.store().read("backlogs", |tx| Box::pin(async move { tx.backlogs().await })).await;
    backlogs.unwrap().iter().map(|backlog| backlog.waiting).sum()
}

async fn statements_known(of: &Node, at: &Node) -> u64 {
    let id = of.authority();
    let partner = at.store().read("partner", |tx| Box::pin(async move { tx.partner(id).await })).await;
    let keys = PartnerKeys::from_bytes(&partner.unwrap().unwrap().partner.keys).unwrap();
    keys.history().unwrap().number()
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise| arguments.next().map_or(otherwise, |text| text.parse().expect("a number"));
    let (acts, partners): (usize, usize) = (number(10_000), number(5));
    rotation(acts).await;
    revocation(partners).await;
}

async fn rotation(count: usize) {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let mut sends = JoinSet::new();
    let mut acts = Vec::new();
    for number in 0..count {
        while sends.len() >= 256 {
            acts.push(sends.join_next().await.unwrap().unwrap());
        }
        let (a, new) = (a.clone(), note(&b, &format!("act {number}")));
        sends.spawn(async move { a.send(new).await.unwrap() });
    }
    acts.extend(sends.join_all().await);
    rotate_here(&a).await;
    rotate_here(&b).await;
    assert_eq!(waiting(&a).await, count as u64, "all of them are under way while the keys change");
    let began = Instant::now();
    let (a, b) = (start(&a).await, start(&b).await);
    while waiting(a.node()).await > 0 {
        assert!(began.elapsed() < Duration::from_secs(600), "{} still wait", waiting(a.node()).await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let took = began.elapsed();
    let mut failed = 0;
    for act in &acts {
        let of =
            a.node().store().read("deliveries", |tx| Box::pin(async move { tx.deliveries_of(act).await }));
        failed += usize::from(of.await.unwrap().iter().any(|one| one.state != DeliveryState::Delivered));
        failed += usize::from(!nodes::has(b.node(), *act).await);
    }
    println!(
        "rotation with {count} acts under way at both ends: {failed} failed; all delivered in {:.1} s",
        took.as_secs_f64()
    );
    a.stop().await;
    b.stop().await;
    assert_eq!(failed, 0);
}

async fn revocation(count: usize) {
    let world = World::new();
    let (_, node) = world.node("ee.justice").await;
    let mut partners = Vec::new();
    for number in 0..count {
        let (_, partner) = world.node(&format!("xx.partner-{number}")).await;
        introduce(&node, &partner).await;
        introduce(&partner, &node).await;
        partners.push(partner);
    }
    let running = start(&node).await;
    let mut others = Vec::new();
    for partner in &partners {
        others.push(start(partner).await);
    }
    let stolen = node.keys().sets().last().unwrap().named.fingerprint;
    rotate_here(&node).await;
    let request = revoke(node.key_folder(), stolen, node.now(), "the key was copied", node.now()).unwrap();
    install(&node, sign_here(node.key_folder(), request).unwrap()).await.unwrap();
    let began = Instant::now();
    let mut last = Duration::ZERO;
    for partner in &partners {
        while statements_known(&node, partner).await < 3 {
            assert!(began.elapsed() < Duration::from_secs(60), "{} does not know", partner.authority());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        last = last.max(began.elapsed());
    }
    println!("a revocation is known to all of {count} partners after {:.2} s", last.as_secs_f64());
    for other in others {
        other.stop().await;
    }
    running.stop().await;
}
