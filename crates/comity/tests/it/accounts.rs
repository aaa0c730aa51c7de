//! Signing in, roles and their refusals.

use comity::desk::{DeskError, ListQuery, Role, account, audit, officers, person_search, registers};

use crate::pair::{Desk, PASSWORD, viewer};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_begins_and_ends() {
    let desk = Desk::create("ee.justice", 1).await;
    let node = &desk.node;
    let signed_in = account::sign_in(node, "Olga", PASSWORD).await.unwrap();
    assert_eq!(signed_in.viewer.roles, [Role::Officer]);
    assert_eq!(account::session(node, &signed_in.token).await.unwrap(), signed_in.viewer);
    account::change_locale(node, &signed_in.viewer, "ru").await.unwrap();
    assert_eq!(account::session(node, &signed_in.token).await.unwrap().locale, "ru");
    account::sign_out(node, &signed_in.token).await.unwrap();
    assert!(matches!(account::session(node, &signed_in.token).await, Err(DeskError::NotSignedIn)));
    assert!(matches!(account::session(node, "nonsense").await, Err(DeskError::NotSignedIn)));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_unknown_logins_look_the_same() {
    let desk = Desk::create("ee.justice", 1).await;
    for login in ["olga", "nobody"] {
        for _ in 0..5 {
            let refused = account::sign_in(&desk.node, login, "wrong password").await;
            assert!(matches!(refused, Err(DeskError::WrongPassword)), "{login}");
        }
        let refused = account::sign_in(&desk.node, login, PASSWORD).await;
        assert!(matches!(refused, Err(DeskError::Throttled { .. })), "{login}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_is_disabled_is_out_at_once() {
    let desk = Desk::create("ee.justice", 1).await;
    let node = &desk.node;
    officers::create(node, &desk.admin, "otto", "Otto", &[Role::Officer], PASSWORD).await.unwrap();
    let taken =
        officers::create(node, &desk.admin, "otto", "Otto", &[Role::Officer], PASSWORD).await.unwrap_err();
    assert_eq!(taken.to_string(), "`otto` is taken; choose another");
    let short =
        officers::create(node, &desk.admin, "olaf", "Olaf", &[Role::Officer], "short").await.unwrap_err();
    assert_eq!(short.to_string(), "5 characters are too few; choose at least 10");
    let session = account::sign_in(node, "otto", PASSWORD).await.unwrap();
    officers::set_enabled(node, &desk.admin, "otto", false).await.unwrap();
    assert!(matches!(account::session(node, &session.token).await, Err(DeskError::NotSignedIn)));
    assert!(matches!(account::sign_in(node, "otto", PASSWORD).await, Err(DeskError::WrongPassword)));
    assert!(officers::set_enabled(node, &desk.admin, "ada", false).await.is_err());
    let listed =
        officers::list(node, &desk.admin, &ListQuery { text: "otto".to_owned(), ..ListQuery::default() })
            .await
            .unwrap();
    assert_eq!((listed.total, listed.rows[0].enabled), (1, false));
    let trail = audit::list(node, &desk.auditor, &ListQuery::default()).await.unwrap();
    assert_eq!(trail.rows[0].what, "officer-disabled");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_use_case_asks_for_its_role() {
    let desk = Desk::create("ee.justice", 1).await;
    let (node, query) = (&desk.node, &ListQuery::default());
    let nobody = &viewer("nobody", &[]);
    let refused = |result: Result<(), DeskError>, what: &str| {
        assert!(matches!(result, Err(DeskError::NotAllowed { .. })), "{what}");
    };
    refused(audit::list(node, &desk.officer, query).await.map(|_| ()), "audit");
    refused(officers::list(node, &desk.officer, query).await.map(|_| ()), "officers");
    refused(
        registers::create(node, &desk.officer, "x", "x", false, "hit-only").await.map(|_| ()),
        "register",
    );
    refused(registers::list(node, nobody).await.map(|_| ()), "registers");
    refused(person_search::askable(node, &desk.auditor).await.map(|_| ()), "search");
    refused(comity::desk::ledger_view::entries(node, &desk.officer, query).await.map(|_| ()), "ledger");
    refused(comity::desk::cases::workload(node, &desk.admin).await.map(|_| ()), "cases");
    refused(comity::desk::drafting::list(node, &desk.auditor, query).await.map(|_| ()), "drafts");
}
