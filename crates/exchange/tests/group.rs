//! Groups: the same members from any order of the same steps.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::cbor::to_canonical;
use exchange::group::{Form, GROUP, GROUP_MESSAGE, Group, GroupBody, Reads, Step, Void, reads};
use exchange::{Act, ActId, ActKind, AuthorityId};
use proptest::prelude::*;

mod parties;
use parties::{Party, act, at, estonia, germany, russia};

fn step(by: &Party, seconds: i64, follows: &[&Act], step: Step) -> Act {
    let others: Vec<Party> =
        [estonia(), germany(), russia()].into_iter().filter(|one| one.id != by.id).collect();
    Act {
        kind: ActKind::new(GROUP).unwrap(),
        made_at: at(seconds),
        follows: follows.iter().map(|act| act.id()).collect(),
        body: to_canonical(&GroupBody { step }).unwrap(),
        ..act(by, &others.iter().collect::<Vec<_>>(), 0)
    }
}

fn found(members: &[&Party]) -> Act {
    let members = members.iter().map(|party| party.id.clone()).collect();
    step(&estonia(), 0, &[], Step::Found { name: "Baltic Sea".into(), form: Form::Regional, members })
}

fn present(group: &Group) -> Vec<String> {
    group.present().map(ToString::to_string).collect()
}

#[test]
fn members_come_and_go_and_the_chair_is_handed_over() {
    let (ee, de, ru) = (estonia(), germany(), russia());
    let begun = found(&[&de]);
    let admit = step(&ee, 1, &[&begun], Step::Admit { member: ru.id.clone(), history: vec![] });
    let hand = step(&ee, 2, &[&admit], Step::HandOver { to: de.id.clone() });
    let stale = step(&ee, 3, &[&hand], Step::Remove { member: ru.id.clone(), reason: "x".into() });
    let remove = step(&de, 4, &[&hand], Step::Remove { member: ee.id.clone(), reason: "x".into() });
    let all = [begun, admit, hand, stale.clone(), remove];
    let group = Group::of(&all[..3]);
    assert_eq!(
        (group.name.as_str(), group.form, group.chair.as_ref()),
        ("Baltic Sea", Some(Form::Regional), Some(&de.id))
    );
    assert_eq!(group.present().count(), 3);
    let group = Group::of(&all);
    assert_eq!(present(&group), [de.id.to_string(), ru.id.to_string()]);
    assert!(
        group.steps.contains(&(stale.id(), Some(Void::NotTheChair)))
            || group.steps.contains(&(stale.id(), Some(Void::NotAMember)))
    );
    assert!(group.members[&ee.id].left.is_some(), "who left is still known");
}

#[test]
fn a_chair_that_leaves_is_followed_by_the_oldest_member() {
    let (ee, de, ru) = (estonia(), germany(), russia());
    let begun = found(&[&ru]);
    let admit = step(&ee, 1, &[&begun], Step::Admit { member: de.id, history: vec![] });
    let leave = step(&ee, 2, &[&admit], Step::Leave);
    assert_eq!(Group::of(&[begun, admit, leave]).chair, Some(ru.id));
}

#[test]
fn only_the_chair_admits_and_a_bilateral_group_has_two() {
    let (ee, de, ru) = (estonia(), germany(), russia());
    let begun = found(&[&de]);
    let by_member = step(&de, 1, &[&begun], Step::Admit { member: ru.id.clone(), history: vec![] });
    let by_stranger = step(&ru, 1, &[&begun], Step::Admit { member: ru.id.clone(), history: vec![] });
    let group = Group::of(&[begun, by_member.clone(), by_stranger.clone()]);
    assert!(group.steps.contains(&(by_member.id(), Some(Void::NotTheChair))));
    assert!(group.steps.contains(&(by_stranger.id(), Some(Void::NotAMember))));
    assert_eq!(group.present().count(), 2);
    let two =
        step(&ee, 0, &[], Step::Found { name: "two".into(), form: Form::Bilateral, members: vec![de.id] });
    let third = step(&ee, 1, &[&two], Step::Admit { member: ru.id, history: vec![] });
    assert_eq!(Group::of(&[two, third.clone()]).steps[1], (third.id(), Some(Void::Bilateral)));
}

#[test]
fn a_member_reads_what_was_sealed_to_it_and_nothing_else() {
    let (ee, de, ru) = (estonia(), germany(), russia());
    let message = Act { kind: ActKind::new(GROUP_MESSAGE).unwrap(), ..act(&ee, &[&de], 10) };
    assert_eq!(reads(&message, &ee.id), Reads::Wrote);
    assert_eq!(reads(&message, &de.id), Reads::Sealed);
    assert_eq!(reads(&message, &ru.id), Reads::Not, "before joining, or after leaving");
}

/// Steps of three parties, each following some of those before it, or none: what crossed on the way.
fn tangle(choices: &[(u8, u8, u8)]) -> Vec<Act> {
    let parties = [estonia(), germany(), russia()];
    let mut acts = vec![found(&[&parties[1]])];
    for (number, (who, what, after)) in choices.iter().enumerate() {
        let by = &parties[usize::from(*who) % 3];
        let other: AuthorityId = parties[usize::from(*what / 5) % 3].id.clone();
        let what = match what % 5 {
            0 => Step::Admit { member: other, history: vec![] },
            1 => Step::Remove { member: other, reason: "x".into() },
            2 => Step::HandOver { to: other },
            3 => Step::Leave,
            _ => Step::Found { name: "again".into(), form: Form::Multilateral, members: vec![other] },
        };
        let follows: Vec<&Act> =
            acts.iter().rev().skip(usize::from(*after) % 3).take(1 + usize::from(*after) / 100).collect();
        let made = step(by, number as i64 + 1, &follows, what);
        acts.push(made);
    }
    acts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn the_order_of_arrival_does_not_matter(
        choices in proptest::collection::vec(any::<(u8, u8, u8)>(), 0..8),
        seed in any::<u64>(),
    ) {
        let acts = tangle(&choices);
        let expected = Group::of(&acts);
        let mut shuffled = acts.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        shuffled.extend(acts.first().cloned());
        prop_assert_eq!(&Group::of(&shuffled), &expected);
        // The chair, if there is one, is a member; every step counts once.
        prop_assert!(expected.chair.as_ref().is_none_or(|chair| expected.is_member(chair)));
        prop_assert_eq!(expected.chair.is_none(), expected.present().count() == 0);
        let ids: std::collections::BTreeSet<ActId> = expected.steps.iter().map(|(id, _)| *id).collect();
        prop_assert_eq!(ids.len(), expected.steps.len());
    }
}
