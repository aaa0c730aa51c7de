//! Envelopes, channels, deliveries and receipts.

use ::exchange::{ActId, Culprit, EnvelopeHash, Inbound, Neighbours, Outbound, Ranges, Stage};
use store::{
    DeliveryState, Direction, EnvelopeKey, Failure, InboundEnvelope, Limits, OutboundEnvelope, ReceiptRecord,
    Store, StoreError,
};

use crate::engines::{Fresh, at, authority, digest, on_both, on_both_fresh, tx};

fn hash(number: u64) -> EnvelopeHash {
    EnvelopeHash::new(digest(number))
}

fn key(partner: &str, sequence: u64) -> EnvelopeKey {
    EnvelopeKey { partner: authority(partner), epoch: 1, sequence }
}

fn outbound(partner: &str, sequence: u64) -> OutboundEnvelope {
    let base = u64::from(partner.as_bytes()[0]) * 1_000_000;
    OutboundEnvelope {
        key: key(partner, sequence),
        hash: hash(base + sequence),
        act: ActId::new(digest(sequence)),
        previous: (sequence > 1).then(|| hash(base + sequence - 1)),
        signed: vec![1; 50],
        signed_with: exchange::Fingerprint::new([1; 32]),
        made_at: at(i64::try_from(sequence).unwrap()),
        claimed_until: None,
    }
}

fn inbound(sequence: u64, number: u64) -> InboundEnvelope {
    InboundEnvelope {
        key: key("de.bfj", sequence),
        hash: hash(number),
        act: ActId::new(digest(number)),
        previous: (sequence > 1).then(|| hash(sequence - 1)),
        signed: vec![2; 50],
        arrived_at: at(0),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_channel_out_has_no_place_twice() {
    on_both(async |store: Store| {
        let (germany, sent) =
            (&authority("de.bfj"), &(1..=40).map(|n| outbound("de.bfj", n)).collect::<Vec<_>>());
        assert_eq!(tx!(store, tx => tx.outbound(germany, 1).await).unwrap(), Outbound::new(1));
        tx!(store, tx => tx.add_outbound(sent).await).unwrap();
        let resumed = tx!(store, tx => tx.outbound(germany, 1).await).unwrap();
        assert_eq!(resumed, Outbound::resume(1, 40, sent[39].hash));
        assert_eq!(tx!(store, tx => tx.outbound(germany, 2).await).unwrap(), Outbound::new(2));
        let other = &[OutboundEnvelope { hash: hash(7), ..sent[3].clone() }];
        let taken = tx!(store, tx => tx.add_outbound(other).await);
        assert!(matches!(taken, Err(StoreError::Conflict { .. })), "{taken:?}");
        let orphan =
            &[OutboundEnvelope { key: key("de.bfj", 41), hash: hash(8), previous: None, ..sent[3].clone() }];
        let orphan = tx!(store, tx => tx.add_outbound(orphan).await);
        assert!(
            matches!(orphan, Err(StoreError::Forbidden { .. })),
            "only the first has none before: {orphan:?}"
        );
        let huge = &[OutboundEnvelope { key: key("de.bfj", u64::MAX), ..sent[3].clone() }];
        assert!(matches!(tx!(store, tx => tx.add_outbound(huge).await), Err(StoreError::TooLarge { .. })));

        let placed = tx!(store, tx => tx.outbound_at(&sent[2].key).await).unwrap().unwrap();
        assert_eq!((placed.hash, placed.act), (sent[2].hash, sent[2].act));
        let evidence = tx!(store, tx => tx.envelope(&sent[2].hash).await).unwrap().unwrap();
        assert_eq!(
            (evidence.key, evidence.direction, evidence.signed),
            (key("de.bfj", 3), Direction::Outgoing, vec![1; 50])
        );
        assert_eq!(tx!(store, tx => tx.envelopes_of(&sent[2].act).await).unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_twice_is_kept_once_and_contradictions_are_kept_beside() {
    on_both(async |store: Store| {
        let germany = &authority("de.bfj");
        let arrived = &[inbound(1, 1), inbound(2, 2), inbound(4, 4)];
        assert_eq!(tx!(store, tx => tx.inbound(germany).await).unwrap(), Inbound::new());
        assert_eq!(tx!(store, tx => tx.add_inbound(arrived).await).unwrap(), [hash(1), hash(2), hash(4)]);
        let again = &[inbound(2, 2), inbound(3, 3), inbound(4, 99)];
        assert_eq!(
            tx!(store, tx => tx.add_inbound(again).await).unwrap(),
            [hash(3)],
            "a place keeps what came first"
        );
        let neighbours = tx!(store, tx => tx.neighbours(&key("de.bfj", 3)).await).unwrap();
        assert_eq!(
            neighbours,
            Neighbours { same: Some(hash(3)), before: Some(hash(2)), after: Some((hash(4), hash(3))) }
        );
        assert_eq!(
            tx!(store, tx => tx.neighbours(&key("ru.genproc", 3)).await).unwrap(),
            Neighbours::default()
        );
        let conflict = &again[2];
        tx!(store, tx => tx.add_conflict(conflict).await).unwrap();
        tx!(store, tx => tx.add_conflict(conflict).await).unwrap();
        let conflicts = tx!(store, tx => tx.conflicts_of(germany).await).unwrap();
        assert_eq!(conflicts.len(), 1);
        assert_eq!((conflicts[0].hash, &conflicts[0].key), (hash(99), &key("de.bfj", 4)));

        let channel = &Inbound::resume(1, Ranges::new(vec![(1, 4), (7, 7)]).unwrap());
        tx!(store, tx => tx.save_inbound(germany, channel, at(1)).await).unwrap();
        assert_eq!(&tx!(store, tx => tx.inbound(germany).await).unwrap(), channel);

        tx!(store, tx => tx.save_ack(germany, Direction::Incoming, 1, b"first", at(2)).await).unwrap();
        tx!(store, tx => tx.save_ack(germany, Direction::Incoming, 1, b"second", at(3)).await).unwrap();
        tx!(store, tx => tx.save_ack(germany, Direction::Incoming, 1, b"late", at(1)).await).unwrap();
        let ack = tx!(store, tx => tx.ack(germany, Direction::Incoming, 1).await).unwrap();
        assert_eq!(ack.as_deref(), Some(b"second".as_slice()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_that_arrives_by_two_ways_at_once_takes_effect_once() {
    on_both_fresh(async |fresh: &Fresh| {
        let stores = [fresh.open(Limits::default()).await, fresh.open(Limits::default()).await];
        for round in 1..=20 {
            let arrivals: Vec<_> = stores
                .iter()
                .cloned()
                .map(|store| {
                    tokio::spawn(async move {
                        let envelope = &[inbound(round, round)];
                        tx!(store, tx => tx.add_inbound(envelope).await).unwrap().len()
                    })
                })
                .collect();
            let mut effects = 0;
            for arrival in arrivals {
                effects += arrival.await.unwrap();
            }
            assert_eq!(effects, 1, "round {round}");
        }
        for store in stores {
            store.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_wait_fail_and_end() {
    on_both(async |store: Store| {
        let (germany, russia) = (&authority("de.bfj"), &authority("ru.genproc"));
        let sent = &[outbound("de.bfj", 1), outbound("de.bfj", 2), outbound("ru.genproc", 1)];
        tx!(store, tx => tx.add_outbound(sent).await).unwrap();
        let claim = async |partner, now, most| {
            let claimed =
                tx!(store, tx => tx.claim_deliveries(partner, at(now), at(now + 60), most).await).unwrap();
            claimed
                .into_iter()
                .map(|c| (c.key.partner.to_string(), c.key.sequence, c.attempt))
                .collect::<Vec<_>>()
        };
        assert_eq!(claim(None, 0, 10).await, [], "nothing is due before it was made");
        assert_eq!(tx!(store, tx => tx.next_delivery_at().await).unwrap(), Some(at(1)));
        assert_eq!(claim(Some(germany), 10, 1).await, [("de.bfj".to_owned(), 1, 1)]);
        assert_eq!(claim(None, 10, 10).await, [("de.bfj".to_owned(), 2, 1), ("ru.genproc".to_owned(), 1, 1)]);
        assert_eq!(claim(None, 10, 10).await, [], "all are claimed");
        // A worker that died holds its claim until the lease runs out, and no longer.
        assert_eq!(claim(Some(russia), 71, 10).await, [("ru.genproc".to_owned(), 1, 2)]);

        let down = &Failure { culprit: Culprit::Passing, text: "connection refused".to_owned() };
        tx!(store, tx => {
            tx.delivered(&[key("de.bfj", 1)], at(80)).await?;
            tx.delivered(&[key("de.bfj", 1)], at(90)).await?;
            tx.delivery_failed(&key("de.bfj", 1), down, at(500)).await?;
            tx.delivery_failed(&key("ru.genproc", 1), down, at(500)).await
        })
        .unwrap();
        let backlogs = tx!(store, tx => tx.backlogs().await).unwrap();
        assert_eq!(backlogs.len(), 2);
        assert_eq!(
            (&backlogs[1].partner, backlogs[1].waiting, backlogs[1].next_attempt_at),
            (russia, 1, at(500))
        );
        assert_eq!(backlogs[1].failure.as_ref(), Some(down));
        let delivery = tx!(store, tx => tx.deliveries_of(&sent[0].act).await).unwrap();
        assert_eq!(delivery.len(), 2, "the same act went to both");
        assert_eq!((delivery[0].state, delivery[0].ended_at), (DeliveryState::Delivered, Some(at(80))));
        assert_eq!((delivery[1].state, delivery[1].attempts), (DeliveryState::Waiting, 2));
        assert_eq!(delivery[1].next_attempt_at, Some(at(500)));

        assert_eq!(tx!(store, tx => tx.wake_deliveries(russia, at(100)).await).unwrap(), 1);
        assert_eq!(claim(Some(russia), 100, 10).await, [("ru.genproc".to_owned(), 1, 3)]);
        let refused = &Failure { culprit: Culprit::Peer, text: "unknown recipient".to_owned() };
        tx!(store, tx => tx.delivery_refused(&key("ru.genproc", 1), refused, at(101)).await).unwrap();
        tx!(store, tx => tx.deliver_again(&[key("de.bfj", 1)], at(200)).await).unwrap();
        assert_eq!(
            tx!(store, tx => tx.wake_all_deliveries(at(150)).await).unwrap(),
            1,
            "only what is due later"
        );
        assert_eq!(claim(None, 300, 10).await, [("de.bfj".to_owned(), 1, 2), ("de.bfj".to_owned(), 2, 2)]);
        let nothing = tx!(store, tx => tx.delivery_failed(&key("de.bfj", 9), down, at(1)).await);
        assert!(matches!(nothing, Err(StoreError::NotFound { what: "delivery", .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_never_claim_the_same_delivery() {
    on_both_fresh(async |fresh: &Fresh| {
        let limits = Limits { connections: 8, ..Limits::default() };
        let store = fresh.open(limits).await;
        let sent = &(1..=60).map(|n| outbound("de.bfj", n)).collect::<Vec<_>>();
        tx!(store, tx => tx.add_outbound(sent).await).unwrap();
        let workers: Vec<_> = (0..6)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    loop {
                        let claimed =
                            tx!(store, tx => tx.claim_deliveries(None, at(100), at(9_999), 3).await).unwrap();
                        if claimed.is_empty() {
                            let left = tx!(store, tx => tx.next_delivery_at().await).unwrap();
                            if left == Some(at(9_999)) {
                                return mine;
                            }
                        }
                        mine.extend(claimed.into_iter().map(|claimed| claimed.key.sequence));
                    }
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        all.sort_unstable();
        assert_eq!(all, (1..=60).collect::<Vec<u64>>());
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_claimed_as_it_is_made_waits_for_its_claim_to_end_or_be_given_up() {
    on_both(async |store: Store| {
        let sent = &(1..=3)
            .map(|n| OutboundEnvelope { claimed_until: Some(at(90)), ..outbound("de.bfj", n) })
            .collect::<Vec<_>>();
        tx!(store, tx => tx.add_outbound(sent).await).unwrap();
        let claim = async |now| {
            let claimed =
                tx!(store, tx => tx.claim_deliveries(None, at(now), at(now + 60), 10).await).unwrap();
            claimed.into_iter().map(|c| (c.key.sequence, c.attempt)).collect::<Vec<_>>()
        };
        assert_eq!(claim(89).await, []);
        assert_eq!(tx!(store, tx => tx.next_delivery_at().await).unwrap(), Some(at(90)));
        tx!(store, tx => tx.delivered(&[key("de.bfj", 1)], at(20)).await).unwrap();
        let given_up = &[key("de.bfj", 1), key("de.bfj", 2)];
        tx!(store, tx => tx.release_deliveries(given_up, at(30)).await).unwrap();
        assert_eq!(claim(30).await, [(2, 2)], "what was delivered is not put up again");
        assert_eq!(claim(90).await, [(2, 3), (3, 2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_are_kept_once_and_delivered() {
    on_both(async |store: Store| {
        let receipt = |stage: Stage, direction: Direction, second: i64| ReceiptRecord {
            envelope: hash(1),
            stage,
            direction,
            act: ActId::new(digest(1)),
            partner: authority("de.bfj"),
            bytes: vec![3; 20],
            at: at(second),
            stored_at: at(second),
            next_attempt_at: (direction == Direction::Outgoing).then(|| at(second)),
        };
        let refused = Stage::Refused { reason: "not ours".to_owned() };
        let receipts = &[
            receipt(Stage::Stored, Direction::Outgoing, 1),
            receipt(Stage::Opened, Direction::Outgoing, 2),
            receipt(refused.clone(), Direction::Incoming, 3),
        ];
        assert_eq!(tx!(store, tx => tx.add_receipts(receipts).await).unwrap().len(), 3);
        assert_eq!(tx!(store, tx => tx.add_receipts(receipts).await).unwrap(), []);
        assert_eq!(tx!(store, tx => tx.receipts_of(&ActId::new(digest(1))).await).unwrap(), receipts);
        assert_eq!(tx!(store, tx => tx.receipts_for(&hash(1)).await).unwrap(), receipts);
        let claimed = tx!(store, tx => tx.claim_receipts(None, at(9), at(99), 10).await).unwrap();
        assert_eq!(claimed.iter().map(|r| r.stage.as_str()).collect::<Vec<_>>(), ["stored", "opened"]);
        assert_eq!(tx!(store, tx => tx.claim_receipts(None, at(9), at(99), 10).await).unwrap(), []);
        tx!(store, tx => tx.receipt_delivered(&hash(1), &Stage::Stored).await).unwrap();
        tx!(store, tx => tx.receipt_delivered(&hash(1), &Stage::Stored).await).unwrap();
        let claimed = tx!(store, tx => tx.claim_receipts(None, at(100), at(199), 10).await).unwrap();
        assert_eq!(claimed.len(), 1);
        let stranger = tx!(store, tx => tx.receipt_delivered(&hash(2), &Stage::Stored).await);
        assert!(matches!(stranger, Err(StoreError::NotFound { what: "receipt", .. })));
    })
    .await;
}
