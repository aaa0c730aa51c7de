//! Who holds an act: the same from any order of what was heard, and nobody forgotten.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::cbor::{Bytes, to_canonical};
use exchange::custody::{
    Custody, Effect, FORWARD, Forward, LEAVE, LeaveGiven, PASSED_ON, PURGED, PassedOn, Purged, RECALL,
    Recall, Standing,
};
use exchange::{Act, ActId, ActKind, AuthorityId, Leave};
use proptest::prelude::*;
use serde::Serialize;

mod parties;
use parties::{Party, act, at, estonia, germany, russia};

fn said(by: &Party, to: &[&Party], kind: &str, seconds: i64, body: &impl Serialize) -> Act {
    Act {
        kind: ActKind::new(kind).unwrap(),
        made_at: at(seconds),
        body: to_canonical(body).unwrap(),
        ..act(by, to, 0)
    }
}

fn name(text: &str) -> AuthorityId {
    AuthorityId::new(text).unwrap()
}

/// Estonia told Germany; Germany passed it on to Russia, Russia to Latvia; then Estonia took it back.
fn story(effect: Effect) -> (Act, Vec<Act>) {
    let (ee, de, ru) = (estonia(), germany(), russia());
    let target = act(&ee, &[&de], 10);
    let id = target.id();
    let forward = ActId::new([1; 32]);
    let acts = vec![
        said(
            &de,
            &[&ee],
            PASSED_ON,
            20,
            &PassedOn { source: id, act: forward, holder: de.id.clone(), to: vec![ru.id.clone()] },
        ),
        said(
            &de,
            &[&ee],
            PASSED_ON,
            30,
            &PassedOn {
                source: id,
                act: ActId::new([2; 32]),
                holder: ru.id.clone(),
                to: vec![name("lv.prokuratura")],
            },
        ),
        said(
            &ee,
            &[&de],
            RECALL,
            40,
            &Recall { target: id, effect, reason: "wrong person".into(), because: None },
        ),
    ];
    (target, acts)
}

fn purged(target: &Act, by: &Party, holder: &AuthorityId, seconds: i64) -> Act {
    let body = Purged {
        target: target.id(),
        recall: ActId::new([9; 32]),
        holder: holder.clone(),
        acts: 1,
        files: 0,
        proof: None,
    };
    said(by, &[&estonia()], PURGED, seconds, &body)
}

#[test]
fn a_recall_reaches_every_onward_recipient_and_names_who_owes() {
    let (target, mut acts) = story(Effect::Withdraw);
    let (de, ru, lv) = (germany().id, russia().id, name("lv.prokuratura"));
    let custody = Custody::of(&target, &acts);
    assert_eq!(custody.holders.keys().cloned().collect::<Vec<_>>(), [de.clone(), lv.clone(), ru.clone()]);
    assert_eq!(custody.holders[&lv].through, Some(ru.clone()));
    let soon = at(41);
    assert!(custody.holders.values().all(|holder| matches!(holder.standing(soon), Standing::Asked { .. })));
    let late = at(40 + 73 * 3600);
    assert_eq!(custody.overdue(late).cloned().collect::<Vec<_>>(), [de.clone(), lv.clone(), ru.clone()]);
    acts.push(purged(&target, &germany(), &de, 50));
    acts.push(purged(&target, &germany(), &lv, 51));
    let custody = Custody::of(&target, &acts);
    assert!(matches!(custody.holders[&de].standing(late), Standing::Purged { .. }));
    assert!(matches!(custody.holders[&lv].standing(late), Standing::Purged { .. }));
    assert_eq!(custody.overdue(late).cloned().collect::<Vec<_>>(), [ru]);
}

#[test]
fn nobody_speaks_for_a_holder_but_itself_and_those_who_gave_it_the_act() {
    let (target, mut acts) = story(Effect::Withdraw);
    acts.push(purged(&target, &russia(), &germany().id, 50));
    let custody = Custody::of(&target, &acts);
    assert!(!matches!(custody.holders[&germany().id].standing(at(60)), Standing::Purged { .. }));
    // Nobody but the author recalls.
    let body =
        Recall { target: target.id(), effect: Effect::Withdraw, reason: String::from("x"), because: None };
    let acts = [said(&germany(), &[&estonia()], RECALL, 40, &body)];
    assert_eq!(Custody::of(&target, &acts).holders[&germany().id].standing(at(60)), Standing::Holds);
}

#[test]
fn a_narrower_distribution_spares_those_it_names() {
    let (target, acts) = story(Effect::Narrow { to: vec![germany().id] });
    let custody = Custody::of(&target, &acts);
    assert_eq!(custody.holders[&germany().id].standing(at(60)), Standing::Holds);
    assert!(matches!(custody.holders[&russia().id].standing(at(60)), Standing::Asked { .. }));
}

#[test]
fn leave_adds_up_and_comes_from_the_author_alone() {
    let (target, mut acts) = story(Effect::Withdraw);
    let give = |court, to| LeaveGiven { act: target.id(), leave: Leave { to, court } };
    acts.push(said(&estonia(), &[&germany()], LEAVE, 50, &give(true, vec![])));
    acts.push(said(&estonia(), &[&germany()], LEAVE, 51, &give(false, vec![russia().id])));
    acts.push(said(&germany(), &[&estonia()], LEAVE, 52, &give(false, vec![name("lv.prokuratura")])));
    assert_eq!(Custody::of(&target, &acts).leave, Leave { to: vec![russia().id], court: true });
}

#[test]
fn what_the_author_passes_on_itself_is_held_as_well() {
    let (ee, de, ru) = (estonia(), germany(), russia());
    let target = act(&ee, &[&de], 10);
    let body =
        Forward { source: target.id(), author: ee.id.clone(), envelope: Bytes(vec![1]), note: String::new() };
    let acts = [said(&ee, &[&ru], FORWARD, 20, &body)];
    assert_eq!(Custody::of(&target, &acts).holders.keys().cloned().collect::<Vec<_>>(), [de.id, ru.id]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_order_and_any_doubling_gives_the_same_holders(
        order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle(),
        doubled in 0..6_usize,
        left_out in 0..7_usize,
    ) {
        let (target, mut acts) = story(Effect::Withdraw);
        acts.push(purged(&target, &germany(), &germany().id, 50));
        acts.push(purged(&target, &germany(), &russia().id, 51));
        acts.push(purged(&target, &germany(), &russia().id, 52));
        let kept = |at: &usize| *at != left_out;
        let straight: Vec<Act> = (0..6).filter(kept).map(|at| acts[at].clone()).collect();
        let mut shuffled: Vec<Act> = order.iter().copied().filter(kept).map(|at| acts[at].clone()).collect();
        if doubled != left_out {
            shuffled.push(acts[doubled].clone());
        }
        prop_assert_eq!(Custody::of(&target, &straight), Custody::of(&target, &shuffled));
    }
}
