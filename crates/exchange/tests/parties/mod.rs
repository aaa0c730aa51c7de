//! Two fictional authorities with fixed keys, and the things they say to each other.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashMap;

use aws_lc_rs::signature::{Ed25519KeyPair, ML_DSA_65_SIGNING, PqdsaKeyPair};
use ciborium::Value;
use exchange::cbor::{Bytes, to_canonical};
use exchange::{
    Act, ActKind, AuthorityId, CaseId, EnvelopeError, Handling, Marks, NodeKeys, Officer, Onward,
    PartnerKeys, Place, Receipt, Recipients, Sealed, Signatures, Signed, SignedCheckpoint, Slip, Stage,
    Statement, Unsigned, Verified,
};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, OpModeS, Serializable, single_shot_seal_with_rng};
use jiff::Timestamp;
use ledger::{Checkpoint, Hash, NodeId, Salt, Tree};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

pub mod roots;

/// An authority: its keys and its ledger.
pub struct Party {
    pub id: AuthorityId,
    pub keys: NodeKeys,
    pub public: PartnerKeys,
    pub log: Log,
}

impl Party {
    /// An authority whose keys come from a seed, so that every run has the same.
    pub fn new(id: &str, seed: u8) -> Self {
        let id = AuthorityId::new(id).unwrap();
        let keys = NodeKeys::generate(&mut rng(seed)).unwrap();
        let public = PartnerKeys::new(keys.public(id.clone(), [seed; 32])).unwrap();
        Self { id, keys, public, log: Log::default() }
    }

    /// A receipt from this authority's ledger, as the last entry of it.
    pub fn receipt(&mut self, verified: &Verified, stage: Stage, second: i64) -> Receipt {
        let statement = Statement::about(verified.header(), stage, at(second)).unwrap();
        let salt = Salt::new([second as u8; 32]);
        let index = self.log.append(statement.entry().leaf(&salt));
        let checkpoint = self.checkpoint();
        let proof = self.log.proof(index);
        Receipt { slip: Slip { statement, salt, index, proof }, checkpoint }
    }

    pub fn checkpoint(&self) -> SignedCheckpoint {
        let checkpoint =
            Checkpoint::new(exchange::origin(&self.id), self.log.tree.size(), self.log.tree.root());
        SignedCheckpoint::sign(checkpoint, &self.keys.signing).unwrap()
    }

    pub fn open(&self, sealed: Sealed, sender: &Self) -> Result<Verified, EnvelopeError> {
        sealed.open(&self.id, &self.keys.sealing)?.verify(&sender.public)
    }
}

/// A ledger in memory.
#[derive(Default)]
pub struct Log {
    pub tree: Tree,
    nodes: HashMap<NodeId, Hash>,
}

impl Log {
    pub fn append(&mut self, leaf: Hash) -> u64 {
        let index = self.tree.size();
        self.nodes.extend(self.tree.append(leaf).into_iter().map(|node| (node.id, node.hash)));
        index
    }

    pub fn proof(&self, index: u64) -> Vec<Hash> {
        ledger::inclusion(index, self.tree.size(), &|id| self.nodes.get(&id).copied()).unwrap()
    }

    pub fn consistency(&self, older: u64) -> Vec<Hash> {
        ledger::consistency(older, self.tree.size(), &|id| self.nodes.get(&id).copied()).unwrap()
    }
}

pub fn estonia() -> Party {
    Party::new("ee.justice", 1)
}

pub fn germany() -> Party {
    Party::new("de.bfj", 2)
}

pub fn russia() -> Party {
    Party::new("ru.genproc", 3)
}

pub fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

/// A moment some seconds into the story.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

/// A request with a body of about this many bytes.
pub fn act(from: &Party, to: &[&Party], body: usize) -> Act {
    Act {
        author: from.id.clone(),
        recipients: Recipients::new(to.iter().map(|party| party.id.clone()).collect()).unwrap(),
        case: CaseId::new([0xC0; 16]),
        kind: ActKind::new("request").unwrap(),
        follows: Vec::new(),
        made_at: at(0),
        by: Officer::new("m.tamm", "Mari Tamm").unwrap(),
        approved_by: Some(Officer::new("j.kask", "Jaan Kask").unwrap()),
        purpose: "prosecution of a robbery".into(),
        legal_basis: "coe-ets-024 art. 12, 16".into(),
        handling: Handling::H1,
        onward: Onward::WithConsent,
        marks: Marks::default(),
        expires_at: Some(at(86_400 * 365)),
        body: exchange::cbor::to_canonical(&exchange::cbor::Bytes(vec![0x5A; body])).unwrap(),
    }
}

pub fn first() -> Place {
    Place { epoch: 1, sequence: 1, previous: None }
}

pub fn signed(from: &Party, to: &Party, act: Act, place: Place) -> Signed {
    Unsigned::new(act, to.id.clone(), place).unwrap().sign(&from.keys.signing).unwrap()
}

pub fn sealed(from: &Party, to: &Party, act: Act, place: Place) -> Sealed {
    signed(from, to, act, place).seal(&to.public, &mut rng(9)).unwrap()
}

/// What a lying sender can do with its own keys: sign any bytes as an envelope's header.
pub fn forged_signatures(party: &Party, prefix: &[u8], content: &[u8]) -> Signatures {
    let secret = party.keys.to_secret_bytes();
    let seeds = secret.last_chunk::<96>().unwrap().as_chunks::<32>().0;
    let message = [prefix, content].concat();
    let ed25519 = Ed25519KeyPair::from_seed_unchecked(&seeds[0]).unwrap().sign(&message);
    let mut ml_dsa_65 = vec![0; 3309];
    PqdsaKeyPair::from_seed(&ML_DSA_65_SIGNING, &seeds[1]).unwrap().sign(&message, &mut ml_dsa_65).unwrap();
    Signatures::from_parts(ed25519.as_ref(), &ml_dsa_65).unwrap()
}

/// Seals a header and content to somebody, as [`Signed::seal`] would, without any of its checks.
pub fn forged_seal(to: &Party, header: &[u8], act: &[u8], signatures: &Signatures) -> Vec<u8> {
    let content = to_canonical(&(signatures.clone(), Bytes(act.to_vec()))).unwrap();
    let key = <XWing as Kem>::PublicKey::from_bytes(&to.public.record().x_wing).unwrap();
    let (encapsulated, ciphertext) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeS::Base,
        &key,
        b"comity/v1/seal",
        &content,
        header,
        &mut rng(8),
    )
    .unwrap();
    to_canonical(&(1u16, Bytes(header.to_vec()), Bytes(encapsulated.to_bytes().to_vec()), Bytes(ciphertext)))
        .unwrap()
}

/// A CBOR map with one field changed, encoded canonically.
pub fn with_field(map: &[u8], field: &str, value: Value) -> Vec<u8> {
    let mut decoded: Value = ciborium::from_reader(map).unwrap();
    let entries = decoded.as_map_mut().unwrap();
    let entry = entries.iter_mut().find(|(key, _)| key.as_text() == Some(field)).unwrap();
    entry.1 = value;
    to_canonical(&decoded).unwrap()
}
