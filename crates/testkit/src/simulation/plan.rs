//! What a seed decides: how many nodes, who is dishonest, how bad the network and the disks are; and which defences stand.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::cast::MOST;

/// The seed's random numbers.
pub(super) struct Dice(pub(super) ChaCha20Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    pub(super) fn one_in(&mut self, sides: u32) -> bool {
        sides > 0 && self.0.next_u32().is_multiple_of(sides)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { self.0.next_u32() as usize % bound }
    }

    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        least + (self.0.next_u64() % (most - least + 1).unsigned_abs()).cast_signed()
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}

/// What keeps the exchange whole. Each can be switched off, to show that the simulation then finds the damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defences {
    /// An envelope that came before has no second effect (Protocol §6.2).
    pub duplicates: bool,
    /// An envelope that contradicts a stored one is kept as evidence (§6.2).
    pub conflicts: bool,
    /// What an acknowledgement lacks is sent again (§6.3).
    pub gaps: bool,
    /// A node asks its partners where it stood before it sends after a start (§6.1).
    pub fence: bool,
    /// A receipt counts when its proof holds (§7.4).
    pub receipts: bool,
    /// A receipt leaves after the commit it speaks of (§7.4).
    pub commit_first: bool,
    /// What was torn or has rotted on the disk is not taken for whole.
    pub checksums: bool,
    /// Partners' ledgers must grow from what they showed before (§7.2).
    pub monitor: bool,
    /// Partners tell each other what a third one showed them.
    pub comparing: bool,
    /// An envelope is somebody's word when both signatures hold (§5.6).
    pub signatures: bool,
    /// Partners are served in turn.
    pub turns: bool,
    /// Each partner may leave only so much.
    pub allowance: bool,
    /// A receipt that is owed for too long is reported.
    pub overdue: bool,
    /// What was not answered is sent again.
    pub retries: bool,
}

impl Defences {
    /// All of them.
    pub const ALL: Self = Self {
        duplicates: true,
        conflicts: true,
        gaps: true,
        fence: true,
        receipts: true,
        commit_first: true,
        checksums: true,
        monitor: true,
        comparing: true,
        signatures: true,
        turns: true,
        allowance: true,
        overdue: true,
        retries: true,
    };

    /// Their names, as the command takes them.
    pub const NAMES: [&str; 14] = [
        "duplicates",
        "conflicts",
        "gaps",
        "fence",
        "receipts",
        "commit-first",
        "checksums",
        "monitor",
        "comparing",
        "signatures",
        "turns",
        "allowance",
        "overdue",
        "retries",
    ];

    /// All but the one with this name; `None` when there is none of that name.
    #[must_use]
    pub fn without(mut self, name: &str) -> Option<Self> {
        let defence = match name {
            "duplicates" => &mut self.duplicates,
            "conflicts" => &mut self.conflicts,
            "gaps" => &mut self.gaps,
            "fence" => &mut self.fence,
            "receipts" => &mut self.receipts,
            "commit-first" => &mut self.commit_first,
            "checksums" => &mut self.checksums,
            "monitor" => &mut self.monitor,
            "comparing" => &mut self.comparing,
            "signatures" => &mut self.signatures,
            "turns" => &mut self.turns,
            "allowance" => &mut self.allowance,
            "overdue" => &mut self.overdue,
            "retries" => &mut self.retries,
            _ => return None,
        };
        *defence = false;
        Some(self)
    }
}

/// What a node is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Honest,
    /// Gives receipts and acknowledgements that do not hold.
    Liar,
    /// Signs two envelopes for one place.
    Forker,
    /// Shows one ledger to some and another to others.
    Splitter,
    /// Takes and never says so.
    Withholder,
    /// Sends without end.
    Flooder,
    /// Signs in others' names, alters, passes on what was for itself.
    Forger,
}

/// How a world is set up.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) roles: Vec<Role>,
    pub(super) partners: Vec<Vec<usize>>,
    pub(super) acts: usize,
    pub(super) sealed: bool,
    /// One message in so many is lost; 0: none.
    pub(super) loss: u32,
    pub(super) doubling: u32,
    /// The longest way of a message, in milliseconds.
    pub(super) slowest: i64,
    /// One commit in so many meets a crash; 0: none.
    pub(super) crash: u32,
    /// How often, on average, each of these happens in the stormy part of the run; 0: never.
    pub(super) partitions: usize,
    pub(super) restores: usize,
    pub(super) rots: usize,
    pub(super) fills: usize,
    /// Clocks are wrong by at most so many milliseconds.
    pub(super) skew: i64,
}

impl Plan {
    /// What the seed says. One world in a hundred is large; one in sixteen seals.
    pub(super) fn of(seed: u64, dice: &mut Dice) -> Self {
        let large = seed % 100 == 99;
        let nodes = if large { 100 + dice.below(MOST - 100) } else { 3 + dice.below(4) };
        let mut roles = vec![Role::Honest; nodes];
        let rogues = if large { 3 } else { dice.below(3).min(nodes.saturating_sub(2)) };
        const KINDS: [Role; 6] =
            [Role::Liar, Role::Forker, Role::Splitter, Role::Withholder, Role::Flooder, Role::Forger];
        for _ in 0..rogues {
            let at = dice.below(nodes);
            roles[at] = KINDS[dice.below(KINDS.len())];
        }
        let partners = (0..nodes)
            .map(|me| {
                (0..nodes)
                    .filter(|other| {
                        let apart = (me + nodes - other) % nodes;
                        *other != me && (!large || apart <= 2 || apart >= nodes - 2)
                    })
                    .collect()
            })
            .collect();
        let often = |dice: &mut Dice, least: u32, most: u32| {
            if dice.one_in(4) { 0 } else { least + dice.below((most - least) as usize) as u32 }
        };
        Self {
            roles,
            partners,
            acts: if large { nodes } else { 8 + dice.below(24) },
            sealed: seed % 16 == 5,
            loss: often(dice, 3, 20),
            doubling: often(dice, 4, 20),
            slowest: [20, 200, 3_000][dice.below(3)],
            crash: often(dice, 8, 60),
            partitions: dice.below(4),
            restores: dice.below(3),
            rots: dice.below(2),
            fills: dice.below(3),
            skew: [0, 1_000, 86_400_000][dice.below(3)],
        }
    }
}
