//! Who is let in at all.

use comity::peer::client::CallError;
use comity::peer::wire;

use crate::nodes::{World, batch, connect, introduce, note, start, until, wire_of};

#[tokio::test]
async fn a_stranger_is_refused_in_the_handshake() {
    let world = World::new();
    let ((_, _), (_, b)) = world.pair().await;
    let (_, stranger) = world.node("ru.genproc").await;
    let b = start(&b).await;
    let answer = connect(&stranger, &b).post(wire::ACK, Vec::new(), 1024).await;
    assert!(matches!(answer, Err(CallError::Handshake { .. } | CallError::Broken { .. })), "{answer:?}");
    b.stop().await;
}

#[tokio::test]
async fn another_certificate_at_the_address_is_refused() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let (_, impostor) = world.node("ru.genproc").await;
    introduce(&impostor, &a).await;
    let impostor = start(&impostor).await;
    let pin = b.public_keys().tls_cert_sha256;
    let client = comity::peer::client::Client::new(
        impostor.peer_address().to_string(),
        comity::peer::tls::client(&a, b.authority(), vec![pin]).unwrap(),
    );
    let answer = client.post(wire::ACK, Vec::new(), 1024).await;
    assert!(matches!(answer, Err(CallError::Handshake { .. })), "{answer:?}");
    impostor.stop().await;
}

#[tokio::test]
async fn a_suspended_partner_is_refused_on_its_open_connection() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    a.send(note(&b, "too late")).await.unwrap();
    let wire = wire_of(&a, &b, 1).await;
    let b = start(&b).await;
    let client = connect(&a, &b);
    client.post(wire::ACK, Vec::new(), 32 * 1024).await.unwrap();
    let (partner, now) = (a.authority(), b.node().now());
    b.node()
        .store()
        .run_tx("suspend", |tx| Box::pin(async move { tx.suspend_partner(partner, "anna", now).await }))
        .await
        .unwrap();
    until("the suspension takes effect", async || {
        match client.post(wire::ENVELOPES, batch(std::slice::from_ref(&wire)), wire::MAX_ANSWER).await {
            Err(CallError::Status { status, .. }) => status.as_u16() == 403,
            _ => false,
        }
    })
    .await;
    b.stop().await;
}

#[tokio::test]
async fn what_is_no_batch_is_refused() {
    let world = World::new();
    let ((_, a), (_, b)) = world.pair().await;
    let b = start(&b).await;
    let client = connect(&a, &b);
    let too_many = vec![vec![0_u8]; wire::MAX_BATCH + 1];
    for body in [Vec::new(), vec![0xFF; 100], vec![0x80], batch(&too_many)] {
        let answer = client.post(wire::ENVELOPES, body, wire::MAX_ANSWER).await;
        assert!(
            matches!(&answer, Err(CallError::Status { status, .. }) if status.as_u16() == 400),
            "{answer:?}"
        );
    }
    let huge = client.post(wire::ENVELOPES, vec![0; wire::MAX_REQUEST + 1], wire::MAX_ANSWER).await;
    assert!(huge.is_err(), "{huge:?}");
    let elsewhere = client.post("/peer/v1/secrets", Vec::new(), 1024).await;
    assert!(
        matches!(&elsewhere, Err(CallError::Status { status, .. }) if status.as_u16() == 404),
        "{elsewhere:?}"
    );
    b.stop().await;
}
