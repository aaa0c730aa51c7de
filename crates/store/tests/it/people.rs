//! The node, its officers, their sessions, the audit trail, and partners.

use std::collections::BTreeSet;

use exchange::Fingerprint;
use store::{
    AuditEntry, ListBy, NewPartner, NodeRecord, OfficerRecord, OfficerSort, PartnerState, Role,
    SessionRecord, Store, StoreError,
};

use crate::engines::{at, authority, digest, on_both, tx};

pub(crate) fn officer(login: &str, name: &str, roles: &[Role]) -> OfficerRecord {
    OfficerRecord {
        login: login.to_owned(),
        name: name.to_owned(),
        roles: roles.iter().copied().collect(),
        password: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
        locale: "en".to_owned(),
        disabled: false,
        created_at: at(0),
        changed_at: at(0),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_belongs_to_one_node() {
    on_both(async |store: Store| {
        assert_eq!(tx!(store, tx => tx.node().await).unwrap(), None);
        let node = &NodeRecord {
            authority: authority("ee.justice"),
            name: "Ministry of Justice".to_owned(),
            epoch: 1,
            created_at: at(0),
        };
        tx!(store, tx => tx.add_node(node).await).unwrap();
        assert_eq!(tx!(store, tx => tx.node().await).unwrap().as_ref(), Some(node));
        let again = tx!(store, tx => tx.add_node(node).await);
        assert!(matches!(again, Err(StoreError::Conflict { what: "node" })), "{again:?}");
        assert_eq!(tx!(store, tx => tx.open_epoch(1).await).unwrap(), 2);
        assert!(matches!(tx!(store, tx => tx.open_epoch(1).await), Err(StoreError::Conflict { .. })));

        tx!(store, tx => tx.set_setting("index", "12", at(1)).await).unwrap();
        tx!(store, tx => tx.set_setting("index", "13", at(2)).await).unwrap();
        assert_eq!(tx!(store, tx => tx.setting("index").await).unwrap().as_deref(), Some("13"));
        assert_eq!(tx!(store, tx => tx.setting("other").await).unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_are_added_listed_and_changed() {
    on_both(async |store: Store| {
        let (mari, kalle) = (
            &officer("mari.tamm", "Mari Tamm", &[Role::Officer, Role::Approver]),
            &officer("kalle", "Kalle Õun", &[Role::Admin]),
        );
        tx!(store, tx => {
            tx.add_officer(mari).await?;
            tx.add_officer(kalle).await
        })
        .unwrap();
        assert_eq!(tx!(store, tx => tx.officer("mari.tamm").await).unwrap().as_ref(), Some(mari));
        assert_eq!(tx!(store, tx => tx.officer("nobody").await).unwrap(), None);
        let taken = tx!(store, tx => tx.add_officer(mari).await);
        assert!(matches!(taken, Err(StoreError::Conflict { what: "officer" })), "{taken:?}");

        // Case does not matter, not even outside ASCII.
        let by = &ListBy { words: "õun KALLE".to_owned(), sort: OfficerSort::Name, ..ListBy::default() };
        let listing = tx!(store, tx => tx.officers(by).await).unwrap();
        assert_eq!((listing.total, listing.rows), (1, vec![kalle.clone()]));
        let by = &ListBy { descending: true, limit: 1, ..ListBy::default() };
        let listing = tx!(store, tx => tx.officers(by).await).unwrap();
        assert_eq!((listing.total, listing.rows), (2, vec![mari.clone()]));

        let roles = &BTreeSet::from([Role::Auditor]);
        tx!(store, tx => {
            tx.set_officer_roles("kalle", roles, at(5)).await?;
            tx.set_officer_locale("kalle", "de", at(6)).await?;
            tx.set_officer_password("kalle", "$argon2id$new", at(7)).await?;
            tx.set_officer_disabled("kalle", true, at(8)).await
        })
        .unwrap();
        let changed = tx!(store, tx => tx.officer("kalle").await).unwrap().unwrap();
        assert_eq!((changed.roles, changed.locale.as_str(), changed.disabled), (roles.clone(), "de", true));
        assert_eq!((changed.password.as_str(), changed.changed_at), ("$argon2id$new", at(8)));
        let nobody = tx!(store, tx => tx.set_officer_locale("nobody", "de", at(9)).await);
        assert!(matches!(nobody, Err(StoreError::NotFound { what: "officer", .. })));
        // A password itself can never get into this column.
        let plain = tx!(store, tx => tx.set_officer_password("kalle", "secret", at(9)).await);
        assert!(matches!(plain, Err(StoreError::Forbidden { .. })), "{plain:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end() {
    on_both(async |store: Store| {
        let mari = &officer("mari", "Mari", &[Role::Officer]);
        let session = |number| SessionRecord {
            token_sha256: digest(number),
            created_at: at(0),
            seen_at: at(0),
            expires_at: at(100),
        };
        tx!(store, tx => {
            tx.add_officer(mari).await?;
            for number in 1..=3 {
                tx.add_session("mari", &session(number)).await?;
            }
            Ok(())
        })
        .unwrap();
        let found = tx!(store, tx => tx.session(&digest(1), at(50)).await).unwrap();
        assert_eq!(found, Some((session(1), mari.clone())));
        assert_eq!(tx!(store, tx => tx.session(&digest(9), at(50)).await).unwrap(), None);
        assert_eq!(tx!(store, tx => tx.session(&digest(1), at(100)).await).unwrap(), None, "expired");

        tx!(store, tx => tx.touch_session(&digest(1), at(60), at(200)).await).unwrap();
        assert!(tx!(store, tx => tx.session(&digest(1), at(150)).await).unwrap().is_some());
        assert!(tx!(store, tx => tx.end_session(&digest(2)).await).unwrap());
        assert!(!tx!(store, tx => tx.end_session(&digest(2)).await).unwrap());
        assert_eq!(tx!(store, tx => tx.remove_expired_sessions(at(150)).await).unwrap(), 1, "the third");

        tx!(store, tx => tx.set_officer_disabled("mari", true, at(61)).await).unwrap();
        assert_eq!(tx!(store, tx => tx.session(&digest(1), at(150)).await).unwrap(), None, "disabled");
        assert_eq!(tx!(store, tx => tx.end_sessions_of("mari").await).unwrap(), 1);
        let stranger = tx!(store, tx => tx.add_session("nobody", &session(4)).await);
        assert!(matches!(stranger, Err(StoreError::Forbidden { .. })), "{stranger:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_trail_is_searched_and_paged() {
    on_both(async |store: Store| {
        let entry = |number: i64, purpose: &str| AuditEntry {
            at: at(number),
            login: "mari".to_owned(),
            what: "search".to_owned(),
            object: format!("name {number}"),
            purpose: purpose.to_owned(),
            legal_basis: "§ 15".to_owned(),
            detail: String::new(),
        };
        tx!(store, tx => {
            for number in 0..30 {
                tx.add_audit(&entry(number, if number % 10 == 0 { "Поиск 100%" } else { "wanted" })).await?;
            }
            Ok(())
        })
        .unwrap();
        let by = &ListBy { descending: true, offset: 2, limit: 3, ..ListBy::default() };
        let listing = tx!(store, tx => tx.audit(by).await).unwrap();
        assert_eq!(listing.total, 30);
        assert_eq!(listing.rows, [entry(27, "wanted"), entry(26, "wanted"), entry(25, "wanted")]);
        let by = &ListBy { words: "ПОИСК 100%".to_owned(), ..ListBy::default() };
        assert_eq!(tx!(store, tx => tx.audit(by).await).unwrap().total, 3);
        let by = &ListBy { words: "1_0%".to_owned(), ..ListBy::default() };
        assert_eq!(
            tx!(store, tx => tx.audit(by).await).unwrap().total,
            0,
            "`_` and `%` stand for themselves"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn partners_need_two_people() {
    on_both(async |store: Store| {
        let partner = &NewPartner {
            authority: authority("de.bfj"),
            name: "Bundesamt".to_owned(),
            keys: vec![1, 2, 3],
            fingerprint: Fingerprint::new(digest(1)),
            endpoint: "127.0.0.1:9402".to_owned(),
            tls_cert_sha256: digest(2),
        };
        let (id, print) = (&partner.authority, &partner.fingerprint);
        tx!(store, tx => tx.propose_partner(partner, "kalle", at(0)).await).unwrap();
        let alone = tx!(store, tx => tx.accredit_partner(id, print, "kalle", at(1)).await);
        assert!(matches!(alone, Err(StoreError::Forbidden { .. })), "{alone:?}");
        let other = &Fingerprint::new(digest(9));
        let unseen = tx!(store, tx => tx.accredit_partner(id, other, "mari", at(1)).await);
        assert!(matches!(unseen, Err(StoreError::NotFound { .. })), "{unseen:?}");
        tx!(store, tx => tx.accredit_partner(id, print, "mari", at(1)).await).unwrap();
        tx!(store, tx => tx.partner_reached(id, at(3)).await).unwrap();
        let record = tx!(store, tx => tx.partner(id).await).unwrap().unwrap();
        assert_eq!((&record.partner, record.state), (partner, PartnerState::Accredited));
        assert_eq!((record.accredited_by.as_deref(), record.accredited_at), (Some("mari"), Some(at(1))));
        assert_eq!(record.reached_at, Some(at(3)));

        tx!(store, tx => tx.suspend_partner(id, "kalle", at(4)).await).unwrap();
        assert_eq!(tx!(store, tx => tx.partner(id).await).unwrap().unwrap().state, PartnerState::Suspended);

        // New keys have to be accredited again; the old ones stay known.
        let renewed = &NewPartner { keys: vec![4], fingerprint: *other, ..partner.clone() };
        tx!(store, tx => tx.propose_partner(renewed, "mari", at(5)).await).unwrap();
        let record = tx!(store, tx => tx.partner(id).await).unwrap().unwrap();
        assert_eq!(
            (record.state, record.accredited_by, record.suspended_by),
            (PartnerState::Proposed, None, None)
        );
        assert_eq!(tx!(store, tx => tx.partner_keys(id, print).await).unwrap(), Some(vec![1, 2, 3]));
        assert_eq!(tx!(store, tx => tx.all_partner_keys(id).await).unwrap(), [vec![1, 2, 3], vec![4]]);
        let by = &ListBy { words: "bundes 9402".to_owned(), ..ListBy::default() };
        assert_eq!(tx!(store, tx => tx.partners(by).await).unwrap().total, 1);
    })
    .await;
}
