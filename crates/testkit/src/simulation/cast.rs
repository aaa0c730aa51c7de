//! The authorities that play: fixed keys, made once for all seeds.

use std::sync::OnceLock;

use exchange::{AuthorityId, NodeKeys, PartnerKeys};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

/// The most nodes of one world.
pub(super) const MOST: usize = 256;

/// An authority with its keys.
pub(super) struct Member {
    pub(super) id: AuthorityId,
    pub(super) keys: NodeKeys,
    pub(super) public: PartnerKeys,
}

static CAST: [OnceLock<Member>; MOST] = [const { OnceLock::new() }; MOST];

/// The member with this number, which is below [`MOST`].
pub(super) fn member(number: usize) -> &'static Member {
    CAST[number].get_or_init(|| {
        let id = AuthorityId::new(format!("xx.node-{number:03}")).expect("the name is an authority's");
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&(number as u64 + 1).to_le_bytes());
        let keys = NodeKeys::generate(&mut ChaCha20Rng::from_seed(seed)).expect("keys can be made");
        let public = PartnerKeys::new(keys.public(id.clone(), seed)).expect("own keys are keys");
        Member { id, keys, public }
    })
}
