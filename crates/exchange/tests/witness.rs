//! Witnessing: only a ledger that grew is cosigned, and what shows another history is told apart.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use exchange::fence::{Behind, Decision, Fence, Heard, Own};
use exchange::witness::{self, AddCheckpoint, Seen, Verdict, judge};
use exchange::{AuthorityId, SignedCheckpoint, origin_in};
use ledger::{Checkpoint, Hash, leaf_hash};
use proptest::prelude::*;

mod parties;
use parties::{Log, Party, at, estonia, germany};

fn shown(party: &Party, log: &Log, epoch: u64) -> exchange::VerifiedCheckpoint {
    let checkpoint = Checkpoint::new(origin_in(&party.id, epoch), log.tree.size(), log.tree.root());
    SignedCheckpoint::sign(checkpoint, &party.keys.signing).unwrap().verify(&party.public).unwrap()
}

fn seen(verified: &exchange::VerifiedCheckpoint) -> Seen {
    Seen { epoch: verified.epoch(), checkpoint: verified.checkpoint().clone() }
}

fn log(leaves: &[u8]) -> Log {
    let mut log = Log::default();
    for leaf in leaves {
        log.append(leaf_hash(&[*leaf]));
    }
    log
}

#[test]
fn only_growth_is_cosigned() {
    let party = estonia();
    let (three, five) = (log(&[1, 2, 3]), log(&[1, 2, 3, 4, 5]));
    let first = seen(&shown(&party, &three, 1));
    let grown = shown(&party, &five, 1);
    let proof = five.consistency(3);
    assert_eq!(judge(None, 0, &[], &grown), Verdict::Cosign);
    assert_eq!(judge(None, 3, &proof, &grown), Verdict::Elsewhere { known: 0 });
    assert_eq!(judge(Some(&first), 3, &proof, &grown), Verdict::Cosign);
    assert_eq!(judge(Some(&first), 2, &five.consistency(2), &grown), Verdict::Elsewhere { known: 3 });
    assert!(matches!(judge(Some(&first), 3, &proof[1..], &grown), Verdict::Inconsistent(_)));
    // The same size again, the same root: nothing new, and no harm.
    assert_eq!(judge(Some(&first), 3, &[], &shown(&party, &three, 1)), Verdict::Cosign);
}

#[test]
fn a_fork_a_rewind_and_a_new_epoch_are_told_apart() {
    let party = estonia();
    let (three, other, five) = (log(&[1, 2, 3]), log(&[1, 2, 9]), log(&[1, 2, 9, 4, 5]));
    let first = seen(&shown(&party, &three, 1));
    assert_eq!(judge(Some(&first), 3, &[], &shown(&party, &other, 1)), Verdict::Fork);
    let forked = judge(Some(&first), 3, &five.consistency(3), &shown(&party, &five, 1));
    assert!(matches!(forked, Verdict::Inconsistent(_)));
    let older = Verdict::Older { known: 3, epoch: 1 };
    assert_eq!(judge(Some(&first), 0, &[], &shown(&party, &log(&[1, 2]), 1)), older);
    assert_eq!(judge(Some(&first), 0, &[], &shown(&party, &log(&[7]), 2)), Verdict::CosignNewEpoch);
    let second = seen(&shown(&party, &log(&[7]), 2));
    let older = Verdict::Older { known: 1, epoch: 2 };
    assert_eq!(judge(Some(&second), 1, &[], &shown(&party, &five, 1)), older);
}

#[test]
fn a_cosignature_is_of_one_note_by_one_witness() {
    let (estonia, germany) = (estonia(), germany());
    let mut checkpoint = estonia.checkpoint();
    assert_eq!(witness::cosigned(&checkpoint, &germany.public), None);
    let lines = witness::cosign(&checkpoint, &germany.id, &germany.keys.signing, at(7)).unwrap();
    let answer = witness::write_lines(&lines);
    let (read, when) = witness::read_lines(&answer, &checkpoint, &germany.public).unwrap();
    assert_eq!((read.clone(), when), (lines, at(7)));
    checkpoint.add_lines(read).unwrap();
    let checkpoint = SignedCheckpoint::parse(&checkpoint.to_bytes()).unwrap();
    assert_eq!(witness::cosigned(&checkpoint, &germany.public), Some(at(7)));
    assert!(checkpoint.verify(&estonia.public).is_ok());
    // The lines of one note prove nothing about another, nor for another witness, nor with one half missing.
    let mut grown = Party::new("ee.justice", 1);
    grown.log.append(leaf_hash(b"more"));
    assert!(witness::read_lines(&answer, &grown.checkpoint(), &germany.public).is_err());
    assert!(witness::read_lines(&answer, &checkpoint, &estonia.public).is_err());
    let half = answer.split_inclusive(|byte| *byte == b'\n').next().unwrap();
    assert!(witness::read_lines(half, &estonia.checkpoint(), &germany.public).is_err());
}

#[test]
fn requests_to_cosign_are_read_strictly() {
    let party = estonia();
    let five = log(&[1, 2, 3, 4, 5]);
    let request = AddCheckpoint { old: 3, proof: five.consistency(3), checkpoint: party.checkpoint() };
    let bytes = request.to_bytes();
    assert_eq!(AddCheckpoint::parse(&bytes).unwrap(), request);
    let text = String::from_utf8(bytes).unwrap();
    for wrong in [
        text.replace("old 3", "old 03"),
        text.replace("old 3", "old +3"),
        text.replace("old 3", "new 3"),
        text.replacen("\n\n", "\n", 1),
        text.replacen('=', "", 1),
        String::new(),
    ] {
        assert!(AddCheckpoint::parse(wrong.as_bytes()).is_err(), "{wrong:?}");
    }
}

fn witnesses() -> [AuthorityId; 3] {
    ["de.bfj", "fi.mj", "lv.tm"].map(|id| AuthorityId::new(id).unwrap())
}

#[test]
fn a_node_that_is_behind_opens_a_new_epoch_before_it_signs() {
    let own_log = log(&[1, 2, 3]);
    let root = |size| (size <= 3).then(|| log(&[1, 2, 3][..size as usize]).tree.root());
    let own = Own { epoch: 1, size: own_log.tree.size() };
    let [one, two, three] = witnesses();
    let fence = || Fence::new(own, witnesses(), 2);
    let fine = Heard { checkpoint: Some((1, 2, root(2).unwrap())), epoch: 1, sequence: 4 };

    let mut asked = fence();
    asked.hear(&one, &fine, &root, 4);
    let Decision::Closed(mut asked) = asked.decide(true) else { panic!("one of two is not enough") };
    asked.hear(&two, &Heard::default(), &root, 0);
    let Decision::Closed(mut asked) = asked.decide(false) else { panic!("the third may still answer") };
    asked.silent(&three);
    assert!(matches!(asked.decide(false), Decision::Open { unheard, .. } if unheard.contains(&three)));

    for (heard, sent, expected) in [
        (
            Heard { checkpoint: Some((1, 5, Hash::new([5; 32]))), ..fine },
            4,
            Behind::Ledger { seen: 5, own: 3 },
        ),
        (Heard { checkpoint: Some((1, 3, Hash::new([5; 32]))), ..fine }, 4, Behind::Forked { size: 3 }),
        (Heard { sequence: 5, ..fine }, 4, Behind::Channel { epoch: 1, sequence: 5 }),
        (Heard { epoch: 6, ..fine }, 4, Behind::Epoch { epoch: 6 }),
    ] {
        let mut asked = fence();
        asked.hear(&one, &fine, &root, 4);
        asked.hear(&two, &fine, &root, 4);
        asked.hear(&three, &heard, &root, sent);
        let Decision::Rewound { epoch, behind, .. } = asked.decide(false) else { panic!("{expected:?}") };
        assert_eq!(behind.get(&three), Some(&expected));
        assert!(epoch > own.epoch.max(heard.epoch));
    }
}

#[test]
fn a_node_without_witnesses_has_no_fence() {
    let own = Own { epoch: 3, size: 9 };
    assert!(matches!(Fence::new(own, [], 2).decide(false), Decision::Open { .. }));
}

proptest! {
    /// Whatever prefix a database is restored to: one witness that saw more is enough to find it.
    #[test]
    fn a_rewind_is_found_by_any_witness_that_saw_more(size in 1u8..40, kept in 0u8..40, again in 0u8..20, lost in any::<bool>()) {
        let kept = kept.min(size);
        let before: Vec<u8> = (0..size).collect();
        // After the restore the node wrote other entries.
        let now: Vec<u8> = (0..kept).chain((0..again).map(|n| 100 + n)).collect();
        let own_log = log(&now);
        let root = |size: u64| now.get(..size as usize).map(|leaves| log(leaves).tree.root());
        let seen = log(&before);
        let heard = Heard { checkpoint: Some((1, u64::from(size), seen.tree.root())), epoch: 0, sequence: 0 };
        let own = Own { epoch: 1, size: own_log.tree.size() };
        let [one, two, _] = witnesses();
        let mut fence = Fence::new(own, [one.clone(), two.clone()], 1);
        fence.hear(&one, &heard, &root, 0);
        if lost { fence.silent(&two); } else { fence.hear(&two, &Heard::default(), &root, 0); }
        match fence.decide(false) {
            Decision::Open { .. } => prop_assert_eq!(kept, size),
            Decision::Rewound { epoch, .. } => { prop_assert!(kept < size); prop_assert_eq!(epoch, 2); }
            Decision::Closed(_) => prop_assert!(false, "a quorum was heard"),
        }
    }

    /// A witness that follows [`judge`] never cosigns two checkpoints that contradict each other.
    #[test]
    fn no_witness_cosigns_two_histories(cut in 0usize..12, first in 1usize..12, second in 1usize..12, old in 0u64..12) {
        let party = estonia();
        let one: Vec<u8> = (0..12).collect();
        let other: Vec<u8> = one.iter().enumerate().map(|(at, leaf)| if at < cut { *leaf } else { leaf + 50 }).collect();
        let (one, other) = (log(&one[..first]), log(&other[..second]));
        let before = seen(&shown(&party, &one, 1));
        let proof = if old <= second as u64 { other.consistency(old) } else { Vec::new() };
        let verdict = judge(Some(&before), old, &proof, &shown(&party, &other, 1));
        if verdict == Verdict::Cosign {
            prop_assert!(cut >= first && second >= first && old == first as u64);
        }
    }
}

#[test]
fn an_entry_is_dated_back_when_the_ledger_was_seen_without_it() {
    let (seen_size, seen_at) = (10, at(10_000));
    for (index, claimed, back) in [
        (9, 0, false),
        (10, 10_000, false),
        (10, 10_000 - witness::CLOCK_TOLERANCE_S, false),
        (10, 9_999 - witness::CLOCK_TOLERANCE_S, true),
        (50, 0, true),
        (50, 20_000, false),
    ] {
        assert_eq!(
            witness::back_dated(index, at(claimed), seen_size, seen_at),
            back,
            "entry {index}, {claimed}"
        );
    }
}
