//! Drafts: completeness, two officers on one draft, four eyes.

use comity::desk::drafting::{self, DraftState, DraftView, NewDocument};
use comity::desk::form::Fields;
use comity::desk::{DeskError, Role};
use comity::node::Node;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::pair::{Desk, Pair, fields, viewer};

/// Fills in everything that the draft still needs; an answer may ask for more.
pub async fn complete(desk: &Desk, id: &str) -> DraftView {
    enter(desk, id).await;
    enter(desk, id).await
}

async fn enter(desk: &Desk, id: &str) -> DraftView {
    let view = drafting::draft(&desk.node, &desk.officer, id).await.unwrap();
    let mut entered = Fields::new();
    for field in view.fields.iter().chain(&view.contents).filter(|field| field.missing) {
        let value = match field.name.as_str() {
            "outcome" => "granted".to_owned(),
            "surrender-on" => in_ten_days(&desk.node),
            "person.names" => "Petr Ivanov".to_owned(),
            name => format!("stated: {name}"),
        };
        entered.insert(field.name.clone(), value);
    }
    for safeguard in &view.safeguards {
        let answer = safeguard.answers.iter().find(|answer| answer.passes).unwrap();
        entered.insert(format!("safeguard.{}.answer", safeguard.key), answer.key.clone());
        entered.insert(format!("safeguard.{}.reasoning", safeguard.key), "checked in the file".to_owned());
    }
    let mut version =
        drafting::save_draft(&desk.node, &desk.officer, id, view.version, &entered).await.unwrap();
    for document in view.required_documents.iter().filter(|document| document.missing) {
        version = drafting::add_document(&desk.node, &desk.officer, id, version, paper(&document.key))
            .await
            .unwrap();
    }
    drafting::draft(&desk.node, &desk.officer, id).await.unwrap()
}

fn in_ten_days(node: &Node) -> String {
    let day = TimeZone::UTC.to_datetime(node.now() + SignedDuration::from_hours(240)).date();
    day.to_string()
}

pub fn paper(key: &str) -> NewDocument {
    NewDocument {
        key: key.to_owned(),
        title: format!("Paper {key}"),
        language: "en".to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: format!("the {key}").into_bytes(),
    }
}

async fn begin(pair: &Pair) -> String {
    drafting::open_request(
        &pair.ee.node,
        &pair.ee.officer,
        "de.bfj",
        None,
        None,
        &["provisional-arrest", "extradition"],
    )
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_with_something_missing_is_refused() {
    let pair = Pair::start().await;
    let (node, officer) = (&pair.ee.node, &pair.ee.officer);
    let id = begin(&pair).await;
    let view = drafting::draft(node, officer, &id).await.unwrap();
    assert!(view.law.instruments.iter().any(|instrument| instrument.role == "governs"), "{:?}", view.law);
    assert!(view.contents.iter().any(|field| field.missing));
    let refused = drafting::submit(node, officer, &id, view.version).await.unwrap_err();
    let DeskError::Objected(objections) = refused else { panic!("{refused}") };
    assert!(
        objections.iter().any(|objection| objection.blocks && objection.article.is_some()),
        "{objections:?}"
    );

    let view = complete(&pair.ee, &id).await;
    let blocking: Vec<_> = view.objections.iter().filter(|objection| objection.blocks).collect();
    assert!(blocking.is_empty(), "{blocking:#?}");
    let without = view.contents.iter().find(|field| field.required).unwrap().name.clone();
    let version = drafting::save_draft(node, officer, &id, view.version, &fields([(without.as_str(), " ")]))
        .await
        .unwrap();
    let refused = drafting::submit(node, officer, &id, version).await.unwrap_err();
    let DeskError::Objected(objections) = refused else { panic!("{refused}") };
    assert!(
        objections.iter().any(|objection| objection.field.as_deref() == Some(without.as_str())),
        "{objections:#?}"
    );
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_edits_sees_the_first() {
    let pair = Pair::start().await;
    let node = &pair.ee.node;
    let id = begin(&pair).await;
    let (one, other) = (&pair.ee.officer, &viewer("otto", &[Role::Officer]));
    let version = drafting::draft(node, one, &id).await.unwrap().version;
    let first = fields([("person.names", "Petr Ivanov"), ("purpose", "trial")]);
    let second = fields([("person.names", "Pyotr Ivanov"), ("purpose", "trial")]);
    let saved = drafting::save_draft(node, one, &id, version, &first).await.unwrap();
    let lost = drafting::save_draft(node, other, &id, version, &second).await.unwrap_err();
    let DeskError::Conflict(conflict) = lost else { panic!("{lost}") };
    assert_eq!((conflict.version, conflict.expected, conflict.changed_by.as_str()), (saved, version, "olga"));
    let differing = ("person.names".to_owned(), "Petr Ivanov".to_owned(), "Pyotr Ivanov".to_owned());
    assert_eq!(conflict.differing, [differing]);
    let view = drafting::draft(node, other, &id).await.unwrap();
    assert_eq!(view.fields.iter().find(|field| field.name == "person.names").unwrap().value, "Petr Ivanov");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_approves_what_they_had_a_hand_in() {
    let pair = Pair::start().await;
    let node = &pair.ee.node;
    let id = begin(&pair).await;
    let both = &viewer("both", &[Role::Officer, Role::Approver]);
    let view = complete(&pair.ee, &id).await;
    let version =
        drafting::save_draft(node, both, &id, view.version, &fields([("person.sex", "male")])).await.unwrap();
    let version = drafting::submit(node, &pair.ee.officer, &id, version).await.unwrap();

    let submitter = &viewer("olga", &[Role::Officer, Role::Approver]);
    for hand in [both, submitter] {
        assert!(matches!(drafting::approve(node, hand, &id, version).await, Err(DeskError::OwnDraft)));
    }
    let unable = drafting::approve(node, &viewer("otto", &[Role::Officer]), &id, version).await;
    assert!(matches!(unable, Err(DeskError::NotAllowed { .. })));
    // While it waits for approval nobody changes it.
    let late = drafting::save_draft(node, both, &id, version, &fields([("person.sex", "female")])).await;
    assert!(matches!(late, Err(DeskError::WrongState { .. })));

    let version =
        drafting::return_with_remark(node, &pair.ee.approver, &id, version, "name the court").await.unwrap();
    let view = drafting::draft(node, both, &id).await.unwrap();
    assert_eq!(view.state, DraftState::Returned);
    assert_eq!(view.remark, Some(("name the court".to_owned(), "anton".to_owned())));
    let version = drafting::submit(node, &pair.ee.officer, &id, version).await.unwrap();
    let act = drafting::approve(node, &pair.ee.approver, &id, version).await.unwrap();
    let view = drafting::draft(node, both, &id).await.unwrap();
    assert_eq!((view.state, view.act), (DraftState::Sent, Some(act)));
    let again = drafting::approve(node, &pair.ee.approver, &id, view.version).await;
    assert!(matches!(again, Err(DeskError::WrongState { .. })));
    pair.stop().await;
}
