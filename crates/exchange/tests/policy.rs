//! What may leave a holder, by each way out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::cbor::{from_canonical, to_canonical};
use exchange::policy::{Information, Source};
use exchange::{
    Act, ActError, Evaluation, Exit, Handling, Leave, Marks, Onward, PolicyError, Tlp, may_leave,
};

mod parties;
use parties::{act, at, estonia, germany, russia};

const CODES: [Handling; 4] = [Handling::H0, Handling::H1, Handling::H2, Handling::H3];

fn coded(handling: Handling, onward: Onward) -> Act {
    let marks = Marks { conditions: Some("ask before any use".to_owned()), evaluation: None };
    Act { handling, onward, marks, ..act(&estonia(), &[&germany()], 10) }
}

/// Which codes let Germany take out, by `exit`, what Estonia sent it.
fn check(onward: Onward, exit: Exit<'_>, leave: &Leave, expected: [bool; 4]) {
    for (handling, allowed) in CODES.into_iter().zip(expected) {
        let act = coded(handling, onward);
        let permit = may_leave(&act, &germany().id, exit, leave, at(10));
        assert_eq!(permit.is_ok(), allowed, "{handling} {onward} {exit:?}: {permit:?}");
        if let Ok(permit) = permit {
            assert_eq!(permit.act(), &act.id());
        }
        // The author's own words are the author's.
        assert!(may_leave(&act, &estonia().id, exit, &Leave::default(), at(10)).is_ok());
    }
}

#[test]
fn each_way_out_asks_the_code_and_the_rule() {
    let (estonia, germany, russia) = (estonia(), germany(), russia());
    let none = Leave::default();
    for onward in [Onward::None, Onward::WithConsent, Onward::AuthoritiesOfRecipientState] {
        check(onward, Exit::Answer { to: &estonia.id }, &none, [true; 4]);
        check(onward, Exit::Answer { to: &russia.id }, &none, [false; 4]);
        check(onward, Exit::Forward { to: &russia.id }, &none, [false; 4]);
        check(onward, Exit::SearchHit { to: &russia.id }, &none, [false; 4]);
        check(onward, Exit::Letter, &none, [true, true, false, false]);
        check(onward, Exit::Export, &none, [true, true, false, false]);
        check(onward, Exit::Review, &none, [true; 4]);
        check(onward, Exit::Court, &none, [true, false, false, false]);
        let court = Leave { court: true, ..none.clone() };
        check(onward, Exit::Court, &court, [true; 4]);
        check(onward, Exit::Letter, &court, [true; 4]);
        check(onward, Exit::Forward { to: &russia.id }, &court, [false; 4]);
        let to = Leave { to: vec![russia.id.clone()], court: false };
        check(onward, Exit::Forward { to: &russia.id }, &to, [true; 4]);
        check(onward, Exit::Court, &to, [true, false, false, false]);
    }
    // Another authority of the recipient's own state.
    let sister = exchange::AuthorityId::new("de.police").unwrap();
    assert_eq!(sister.state(), germany.id.state());
    let to = Exit::Forward { to: &sister };
    check(Onward::AuthoritiesOfRecipientState, to, &none, [true, true, false, false]);
    check(Onward::WithConsent, to, &none, [false; 4]);
    check(Onward::None, to, &none, [false; 4]);
}

#[test]
fn what_has_expired_goes_back_to_its_author_alone() {
    let (estonia, germany) = (estonia(), germany());
    let act = Act { expires_at: Some(at(60)), ..coded(Handling::H0, Onward::AuthoritiesOfRecipientState) };
    for exit in [Exit::Letter, Exit::Export, Exit::Review, Exit::Court] {
        assert!(may_leave(&act, &germany.id, exit, &Leave::default(), at(59)).is_ok());
        let refused = may_leave(&act, &germany.id, exit, &Leave { court: true, to: Vec::new() }, at(60));
        assert!(matches!(refused, Err(PolicyError::Expired { .. })), "{exit:?}");
    }
    let back = Exit::Answer { to: &estonia.id };
    assert!(may_leave(&act, &germany.id, back, &Leave::default(), at(61)).is_ok());
}

#[test]
fn h3_cannot_be_sent_without_conditions() {
    let bare = Act { handling: Handling::H3, marks: Marks::default(), ..act(&estonia(), &[&germany()], 10) };
    assert!(matches!(bare.to_bytes(), Err(ActError::NoConditions)));
    let blank = Marks { conditions: Some("  ".to_owned()), evaluation: None };
    assert!(matches!(Act { marks: blank, ..bare.clone() }.to_bytes(), Err(ActError::Empty(_))));
    assert!(coded(Handling::H3, Onward::None).to_bytes().is_ok());
}

#[test]
fn marks_travel_with_the_act() {
    for source in Source::ALL {
        for information in Information::ALL {
            let evaluation = Evaluation { source, information };
            assert_eq!(evaluation.to_string().parse::<Evaluation>().unwrap(), evaluation);
            let bytes = to_canonical(&evaluation).unwrap();
            assert_eq!(from_canonical::<Evaluation>(&bytes, 100).unwrap(), evaluation);
            let marks = Marks { conditions: None, evaluation: Some(evaluation) };
            let said = Act { marks, ..act(&estonia(), &[&germany()], 10) };
            assert_eq!(Act::from_bytes(&said.to_bytes().unwrap()).unwrap(), said.normalised());
        }
    }
    for wrong in ["", "D1", "A0", "A5", "A", "1A", "A1 2", "Ä1"] {
        assert!(wrong.parse::<Evaluation>().is_err(), "{wrong}");
    }
}

#[test]
fn a_label_never_allows_more_than_the_code() {
    for handling in CODES {
        for onward in [Onward::None, Onward::WithConsent, Onward::AuthoritiesOfRecipientState] {
            let free = Tlp::of(handling, onward) == Tlp::Green;
            let sister = exchange::AuthorityId::new("de.police").unwrap();
            let exit = Exit::Forward { to: &sister };
            let may =
                may_leave(&coded(handling, onward), &germany().id, exit, &Leave::default(), at(1)).is_ok();
            assert_eq!(free, may, "{handling} {onward}");
        }
    }
}
