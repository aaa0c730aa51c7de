//! Fictional roots and the statements of their holders.

use exchange::{
    AuthorityId, KeyChange, KeyHistory, KeyStatement, Lifetime, NodeKeys, PublicKeys, Root, RootShare,
    SignedKeyStatement,
};

use super::{at, rng};

pub const DAY: i64 = 86_400;

/// A root of `count` holders of whom `threshold` sign.
pub fn root(id: &str, threshold: usize, count: u8) -> (Root, Vec<RootShare>) {
    let shares: Vec<_> = (0..count).map(|seed| RootShare::generate(&mut rng(100 + seed)).unwrap()).collect();
    let holders = shares.iter().map(RootShare::public).collect();
    (Root::new(AuthorityId::new(id).unwrap(), threshold, holders).unwrap(), shares)
}

pub fn keys(id: &str, seed: u8) -> (NodeKeys, PublicKeys) {
    let keys = NodeKeys::generate(&mut rng(seed)).unwrap();
    let public = keys.public(AuthorityId::new(id).unwrap(), [seed; 32]);
    (keys, public)
}

/// Keys that sign from day `from` until day `until` of the story, are sealed to as long, and open ten days longer.
pub fn named(record: &PublicKeys, from: i64, until: i64) -> KeyChange {
    let lifetime = Lifetime {
        signs_from: at(from * DAY),
        signs_until: at(until * DAY),
        seals_until: at(until * DAY),
        opens_until: at((until + 10) * DAY),
    };
    KeyChange::Name { record: Box::new(record.clone()), lifetime }
}

pub fn signed(root: &Root, shares: &[&RootShare], statement: &KeyStatement) -> SignedKeyStatement {
    let signatures = shares.iter().map(|share| statement.sign(root, share).unwrap()).collect();
    SignedKeyStatement::new(statement.clone(), signatures, root).unwrap()
}

/// A history of these changes, each signed by the first holders that are enough.
pub fn history(root: &Root, shares: &[RootShare], changes: Vec<KeyChange>) -> KeyHistory {
    let mut history = KeyHistory::new(root.clone());
    let enough: Vec<_> = shares.iter().take(root.threshold()).collect();
    for change in changes {
        let statement = history.next(at(0), change);
        assert!(history.add(signed(root, &enough, &statement)).unwrap());
    }
    history
}
