//! The blind form of a search: a partner answers without learning who was asked for. Protocol §14.
//!
//! Every subject of a register has *index keys*; each is known here by its SHA-256 [`Digest`] alone. The asking side sends,
//! for each key it looks for, the first bits of the digest (the *bucket*) and the digest blinded for the oblivious
//! pseudorandom function of RFC 9497 (VOPRF with ristretto255-SHA512). The answering side returns each element evaluated
//! under a key that it has for this partner alone, and all [`Entry`]s of the named buckets, each masked under the function's
//! output for its own digest. The asking side can unmask an entry only if it asked for exactly that key; the answering side
//! learns the buckets and nothing else.
//!
//! The function and the cipher come from `voprf` and aws-lc. What is here is how they are put together: which bytes go in,
//! how many, and what is refused.

use std::fmt;

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use voprf::{BlindedElement, EvaluationElement, Proof, Ristretto255, VoprfClient, VoprfServer};
use zeroize::Zeroizing;

use crate::cbor::{self, Bytes};

/// How many elements every question has: those that are not needed are of random digests.
pub const ELEMENTS: usize = 12;
/// The most bits that name a bucket.
pub const MAX_BITS: u8 = 24;
/// The most entries of one bucket.
pub const MAX_ENTRIES: usize = 2_048;
/// Bytes of what an entry says.
pub const PAYLOAD: usize = 64;
/// Bytes of an entry: tag, nonce, payload, authentication.
pub const ENTRY: usize = TAG + NONCE + PAYLOAD + 16;
/// The most bytes of a question.
pub const MAX_QUESTION: usize = 4_096;
/// The most bytes of an answer.
pub const MAX_ANSWER: usize = 3 << 20;

const TAG: usize = 16;
const NONCE: usize = 12;
const ELEMENT: usize = 32;
const PROOF: usize = 64;
const STATE: usize = 64;

/// The SHA-256 of an index key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of an index key's text.
    #[must_use]
    pub fn of(key: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"comity/v1/blind/key\0");
        hash.update(key.as_bytes());
        Self(hash.finalize().into())
    }

    /// The first `bits` bits, as a number.
    #[must_use]
    pub fn bucket(&self, bits: u8) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d]).checked_shr(32 - u32::from(bits.min(MAX_BITS))).unwrap_or(0)
    }

    /// The first and the last digest of a bucket.
    #[must_use]
    pub fn range(bucket: u32, bits: u8) -> (Self, Self) {
        let shift = 32 - u32::from(bits.min(MAX_BITS));
        let first = bucket.checked_shl(shift).unwrap_or(0);
        let last = first | 1_u32.checked_shl(shift).map_or(u32::MAX, |width| width - 1);
        let (mut from, mut to) = ([0_u8; 32], [0xff_u8; 32]);
        from.iter_mut().zip(first.to_be_bytes()).for_each(|(byte, of)| *byte = of);
        to.iter_mut().zip(last.to_be_bytes()).for_each(|(byte, of)| *byte = of);
        (Self(from), Self(to))
    }
}

impl fmt::Debug for Digest {
    /// A digest of a name can be guessed, so it is not written to logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(…)")
    }
}

/// Why a blind question or answer cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BlindError {
    /// Not the encoding.
    #[error("the bytes are not a blind message: {0}")]
    Encoding(#[from] cbor::CborError),
    /// A number of elements, buckets or entries that is not allowed.
    #[error("{what}: {found} where {expected} is allowed")]
    Count {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many may be.
        expected: usize,
    },
    /// An element that is no point of the group, or the neutral one.
    #[error("an element is not a point of the group")]
    Element,
    /// The answer was not made with the key that the terms name.
    #[error("the answer was not made with the key of the terms")]
    Proof,
    /// The answer has other buckets than those asked for.
    #[error("the answer has other buckets than those asked for")]
    Buckets,
    /// A secret key that is none.
    #[error("the secret is not a key")]
    Key,
    /// The cipher failed.
    #[error("an entry cannot be sealed")]
    Seal,
}

/// Randomness of the caller as the group's crate takes it.
struct Given<'a, R>(&'a mut R);

impl<R: rand::CryptoRng> rand_core_06::RngCore for Given<'_, R> {
    fn next_u32(&mut self) -> u32 {
        rand::Rng::next_u32(self.0)
    }
    fn next_u64(&mut self) -> u64 {
        rand::Rng::next_u64(self.0)
    }
    fn fill_bytes(&mut self, dest: &mut [u8]) {
        rand::Rng::fill_bytes(self.0, dest);
    }
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core_06::Error> {
        rand::Rng::fill_bytes(self.0, dest);
        Ok(())
    }
}

impl<R: rand::CryptoRng> rand_core_06::CryptoRng for Given<'_, R> {}

/// The public half of a key, as terms name it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; ELEMENT]);

impl PublicKey {
    /// Takes the bytes of terms.
    ///
    /// # Errors
    /// [`BlindError::Element`] when they are no point.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BlindError> {
        let bytes: [u8; ELEMENT] = bytes.try_into().map_err(|_| BlindError::Element)?;
        EvaluationElement::<Ristretto255>::deserialize(&bytes).map_err(|_| BlindError::Element)?;
        Ok(Self(bytes))
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", hex::encode(self.0))
    }
}

/// The secret key with which one node answers one partner, until it is exchanged for the next.
pub struct AnsweringKey {
    server: VoprfServer<Ristretto255>,
    handles: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for AnsweringKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnsweringKey({:?})", self.public())
    }
}

/// What an entry tells who unmasks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Opaque to everybody but the node that gave it: names the subject in a later request.
    pub handle: [u8; 16],
    /// What the register reveals beyond that there is a hit.
    pub summary: Option<ToldSummary>,
}

/// The summary in an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldSummary {
    /// The name, cut to 42 bytes.
    pub name: String,
    /// Year of birth.
    pub birth_year: Option<u16>,
    /// Nationality, ISO alpha-2 in lower case.
    pub nationality: Option<[u8; 2]>,
}

/// The most bytes of a name in an entry.
const NAME: usize = PAYLOAD - 16 - 1 - 2 - 2 - 1;

impl Told {
    fn packed(&self) -> [u8; PAYLOAD] {
        let mut bytes = Vec::with_capacity(PAYLOAD);
        bytes.extend(self.handle);
        bytes.push(u8::from(self.summary.is_some()));
        let summary = self.summary.as_ref();
        bytes.extend(summary.and_then(|told| told.birth_year).unwrap_or(0).to_be_bytes());
        bytes.extend(summary.and_then(|told| told.nationality).unwrap_or([0, 0]));
        let name = summary.map_or("", |told| told.name.as_str());
        let end = (0..=name.len().min(NAME)).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
        let name = name.get(..end).unwrap_or_default();
        bytes.push(u8::try_from(name.len()).unwrap_or(0));
        bytes.extend(name.as_bytes());
        let mut packed = [0; PAYLOAD];
        packed.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
        packed
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (handle, rest) = bytes.split_first_chunk::<16>()?;
        let ([told, y1, y2, n1, n2, length], rest) = rest.split_first_chunk::<6>()?;
        let name = rest.get(..usize::from(*length))?;
        let zero = rest.get(usize::from(*length)..)?.iter().all(|byte| *byte == 0);
        let year = u16::from_be_bytes([*y1, *y2]);
        let summary = match told {
            0 if year == 0 && *n1 == 0 && *n2 == 0 && name.is_empty() => None,
            1 => Some(ToldSummary {
                name: std::str::from_utf8(name).ok()?.to_owned(),
                birth_year: (year != 0).then_some(year),
                nationality: ([*n1, *n2] != [0, 0]).then_some([*n1, *n2]),
            }),
            _ => return None,
        };
        zero.then_some(Self { handle: *handle, summary })
    }
}

/// A masked entry of a bucket.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry([u8; ENTRY]);

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entry(…)")
    }
}

/// What the function's output for a digest gives: a tag to find an entry by, and the key that masks it.
struct Mask {
    tag: [u8; TAG],
    key: Zeroizing<[u8; 32]>,
}

impl Mask {
    fn of(output: &[u8]) -> Self {
        let derived = |label: &[u8]| -> [u8; 32] {
            let mut hash = Sha256::new();
            hash.update(label);
            hash.update(output);
            hash.finalize().into()
        };
        let mut tag = [0; TAG];
        tag.iter_mut().zip(derived(b"comity/v1/blind/tag\0")).for_each(|(place, byte)| *place = byte);
        Self { tag, key: Zeroizing::new(derived(b"comity/v1/blind/mask\0")) }
    }

    fn cipher(&self) -> Result<LessSafeKey, BlindError> {
        UnboundKey::new(&CHACHA20_POLY1305, self.key.as_ref())
            .map(LessSafeKey::new)
            .map_err(|_| BlindError::Seal)
    }

    fn seal(&self, told: &Told) -> Result<Entry, BlindError> {
        let mut payload = told.packed().to_vec();
        // Several subjects share a key, so the nonce is of the content: equal nonces mean equal entries.
        let mut hash = Sha256::new();
        hash.update(b"comity/v1/blind/nonce\0");
        hash.update(self.key.as_ref());
        hash.update(&payload);
        let mut nonce = [0; NONCE];
        nonce.iter_mut().zip(hash.finalize()).for_each(|(place, byte)| *place = byte);
        self.cipher()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(self.tag), &mut payload)
            .map_err(|_| BlindError::Seal)?;
        let mut entry = [0; ENTRY];
        let bytes = self.tag.iter().chain(&nonce).chain(&payload);
        entry.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
        Ok(Entry(entry))
    }

    fn open(&self, entry: &Entry) -> Option<Told> {
        let (tag, rest) = entry.0.split_first_chunk::<TAG>()?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>()?;
        if *tag != self.tag {
            return None;
        }
        let mut sealed = sealed.to_vec();
        let opened = self
            .cipher()
            .ok()?
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(self.tag), &mut sealed)
            .ok()?;
        Told::read(opened)
    }
}

impl AnsweringKey {
    /// Derives the key from a secret seed and what it is for (partner and number of the key): RFC 9497 §3.2.1.
    ///
    /// # Errors
    /// [`BlindError::Key`], practically never.
    pub fn derive(seed: &[u8; 32], info: &str) -> Result<Self, BlindError> {
        let server = VoprfServer::new_from_seed(seed, info.as_bytes()).map_err(|_| BlindError::Key)?;
        let mut hash = Sha256::new();
        hash.update(b"comity/v1/blind/handles\0");
        hash.update(seed);
        hash.update(info.as_bytes());
        Ok(Self { server, handles: Zeroizing::new(hash.finalize().into()) })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; ELEMENT];
        let point = <Ristretto255 as voprf::Group>::serialize_elem(self.server.get_public_key());
        bytes.iter_mut().zip(point).for_each(|(place, byte)| *place = byte);
        PublicKey(bytes)
    }

    /// The handle of a subject for this partner under this key: the same each time, and nothing to anybody else.
    #[must_use]
    pub fn handle(&self, register: &str, subject: &str) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update(self.handles.as_ref());
        hash.update(u64::try_from(register.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(register.as_bytes());
        hash.update(subject.as_bytes());
        let mut handle = [0; 16];
        handle.iter_mut().zip(hash.finalize()).for_each(|(place, byte)| *place = byte);
        handle
    }

    /// Masks what is told of a subject under one of its index keys. This is the costly step (a point multiplication).
    ///
    /// # Errors
    /// [`BlindError`], practically never.
    pub fn entries<'a>(
        &self,
        digest: &Digest,
        told: impl IntoIterator<Item = &'a Told>,
    ) -> Result<Vec<Entry>, BlindError> {
        let output = self.server.evaluate(&digest.0).map_err(|_| BlindError::Element)?;
        let mask = Mask::of(&output);
        told.into_iter().map(|told| mask.seal(told)).collect()
    }

    /// Answers a question. `entries` gives the masked entries of a bucket; their order tells nothing, since they are sorted.
    ///
    /// # Errors
    /// [`BlindError`].
    pub fn answer<R: rand::CryptoRng>(
        &self,
        question: &Question,
        mut entries: impl FnMut(u32) -> Result<Vec<Entry>, BlindError>,
        rng: &mut R,
    ) -> Result<Answer, BlindError> {
        let blinded: Vec<BlindedElement<Ristretto255>> = question
            .elements
            .iter()
            .map(|(_, element)| BlindedElement::deserialize(element).map_err(|_| BlindError::Element))
            .collect::<Result<_, _>>()?;
        let evaluated =
            self.server.batch_blind_evaluate(&mut Given(rng), &blinded).map_err(|_| BlindError::Element)?;
        let mut buckets = Vec::new();
        for bucket in question.buckets() {
            let mut found = entries(bucket)?;
            if found.len() > MAX_ENTRIES {
                return Err(BlindError::Count {
                    what: "entries of a bucket",
                    found: found.len(),
                    expected: MAX_ENTRIES,
                });
            }
            found.sort();
            buckets.push((bucket, found));
        }
        let element = |element: &EvaluationElement<Ristretto255>| {
            let mut bytes = [0; ELEMENT];
            bytes.iter_mut().zip(element.serialize()).for_each(|(place, byte)| *place = byte);
            bytes
        };
        let mut proof = [0; PROOF];
        proof.iter_mut().zip(evaluated.proof.serialize()).for_each(|(place, byte)| *place = byte);
        Ok(Answer { evaluated: evaluated.messages.iter().map(element).collect(), proof, buckets })
    }
}

/// A blind question as it goes to a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    key: u32,
    bits: u8,
    elements: Vec<(u32, [u8; ELEMENT])>,
}

/// Protocol §14.2.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct QuestionWire {
    key: u32,
    bits: u8,
    elements: Vec<(u32, Bytes)>,
}

impl Question {
    /// The number of the answering side's key.
    #[must_use]
    pub fn key(&self) -> u32 {
        self.key
    }

    /// How many bits name a bucket.
    #[must_use]
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// The buckets asked for, each once, in ascending order.
    #[must_use]
    pub fn buckets(&self) -> Vec<u32> {
        let mut buckets: Vec<u32> = self.elements.iter().map(|(bucket, _)| *bucket).collect();
        buckets.sort_unstable();
        buckets.dedup();
        buckets
    }

    /// Its canonical bytes.
    ///
    /// # Errors
    /// Never for a question of this crate's making.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BlindError> {
        let elements =
            self.elements.iter().map(|(bucket, element)| (*bucket, Bytes(element.to_vec()))).collect();
        Ok(cbor::to_canonical(&QuestionWire { key: self.key, bits: self.bits, elements })?)
    }

    /// Reads a question of a partner.
    ///
    /// # Errors
    /// [`BlindError`]: other than [`ELEMENTS`] elements, a bucket beyond its bits, an element that is no point.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BlindError> {
        let wire: QuestionWire = cbor::from_canonical(bytes, MAX_QUESTION)?;
        if !(1..=MAX_BITS).contains(&wire.bits) {
            return Err(BlindError::Count {
                what: "bits of a bucket",
                found: usize::from(wire.bits),
                expected: usize::from(MAX_BITS),
            });
        }
        if wire.elements.len() != ELEMENTS {
            return Err(BlindError::Count {
                what: "elements",
                found: wire.elements.len(),
                expected: ELEMENTS,
            });
        }
        let mut elements = Vec::with_capacity(ELEMENTS);
        for (bucket, element) in wire.elements {
            if bucket >> wire.bits != 0 {
                return Err(BlindError::Buckets);
            }
            let element: [u8; ELEMENT] = element.0.try_into().map_err(|_| BlindError::Element)?;
            BlindedElement::<Ristretto255>::deserialize(&element).map_err(|_| BlindError::Element)?;
            elements.push((bucket, element));
        }
        Ok(Self { key: wire.key, bits: wire.bits, elements })
    }
}

/// The answer to a blind question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    evaluated: Vec<[u8; ELEMENT]>,
    proof: [u8; PROOF],
    buckets: Vec<(u32, Vec<Entry>)>,
}

/// Protocol §14.3.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AnswerWire {
    evaluated: Vec<Bytes>,
    proof: Bytes,
    buckets: Vec<(u32, Bytes)>,
}

impl Answer {
    /// How many entries came in all buckets together.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.buckets.iter().map(|(_, entries)| entries.len()).sum()
    }

    /// Its canonical bytes.
    ///
    /// # Errors
    /// Never for an answer of this crate's making.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BlindError> {
        let buckets = self
            .buckets
            .iter()
            .map(|(bucket, entries)| (*bucket, Bytes(entries.iter().flat_map(|entry| entry.0).collect())))
            .collect();
        let evaluated = self.evaluated.iter().map(|element| Bytes(element.to_vec())).collect();
        Ok(cbor::to_canonical(&AnswerWire { evaluated, proof: Bytes(self.proof.to_vec()), buckets })?)
    }

    /// Reads an answer of a partner.
    ///
    /// # Errors
    /// [`BlindError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BlindError> {
        let wire: AnswerWire = cbor::from_canonical(bytes, MAX_ANSWER)?;
        if wire.evaluated.len() != ELEMENTS {
            return Err(BlindError::Count {
                what: "elements",
                found: wire.evaluated.len(),
                expected: ELEMENTS,
            });
        }
        let evaluated = wire
            .evaluated
            .into_iter()
            .map(|element| element.0.try_into().map_err(|_| BlindError::Element))
            .collect::<Result<_, _>>()?;
        let proof = wire.proof.0.try_into().map_err(|_| BlindError::Proof)?;
        if !wire.buckets.is_sorted_by(|(x, _), (y, _)| x < y) {
            return Err(BlindError::Buckets);
        }
        let mut buckets = Vec::new();
        for (bucket, bytes) in wire.buckets {
            let (entries, rest) = bytes.0.as_chunks::<ENTRY>();
            if !rest.is_empty() || entries.len() > MAX_ENTRIES {
                return Err(BlindError::Count {
                    what: "entries of a bucket",
                    found: entries.len(),
                    expected: MAX_ENTRIES,
                });
            }
            buckets.push((bucket, entries.iter().map(|entry| Entry(*entry)).collect()));
        }
        Ok(Self { evaluated, proof, buckets })
    }
}

/// What the asking side keeps until the answer comes. It is as secret as what is asked for.
pub struct Asked {
    bits: u8,
    /// The digests asked for, the random ones included, with the state of each blinding.
    states: Vec<(Digest, VoprfClient<Ristretto255>)>,
    /// How many of them are real; these come first.
    real: usize,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asked(…)")
    }
}

/// An entry that one of the keys asked for unmasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Which of the digests, from 0 in the order they were given.
    pub key: usize,
    /// What the entry says.
    pub told: Told,
}

impl Asked {
    /// Makes a question for at most [`ELEMENTS`] digests under the partner's key of this number. What is left is filled with
    /// random digests and all elements are sorted, so that every question looks alike.
    ///
    /// # Errors
    /// [`BlindError::Count`] for too many digests.
    pub fn new<R: rand::CryptoRng>(
        digests: &[Digest],
        key: u32,
        bits: u8,
        rng: &mut R,
    ) -> Result<(Self, Question), BlindError> {
        if digests.len() > ELEMENTS {
            return Err(BlindError::Count { what: "keys", found: digests.len(), expected: ELEMENTS });
        }
        let bits = bits.clamp(1, MAX_BITS);
        let mut all = digests.to_vec();
        while all.len() < ELEMENTS {
            let mut random = [0; 32];
            rand::Rng::fill_bytes(rng, &mut random);
            all.push(Digest(random));
        }
        let mut states = Vec::with_capacity(ELEMENTS);
        for digest in all {
            let blinded = VoprfClient::blind(&digest.0, &mut Given(rng)).map_err(|_| BlindError::Element)?;
            states.push((digest, blinded.state));
        }
        let asked = Self { bits, states, real: digests.len() };
        let mut elements: Vec<(u32, [u8; ELEMENT])> =
            asked.states.iter().map(|(digest, state)| (digest.bucket(bits), element_of(state))).collect();
        elements.sort_unstable();
        Ok((asked, Question { key, bits, elements }))
    }

    /// The entries of an answer that the keys asked for unmask.
    ///
    /// # Errors
    /// [`BlindError`]: when the answer has other buckets, or was not made with the key that the terms name.
    pub fn open(&self, answer: &Answer, public: &PublicKey) -> Result<Vec<Match>, BlindError> {
        // The order of the question, which is the order of the answer.
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        let place = |at: &usize| {
            self.states.get(*at).map(|(digest, state)| (digest.bucket(self.bits), element_of(state)))
        };
        order.sort_unstable_by_key(place);
        let sorted: Vec<&(Digest, VoprfClient<Ristretto255>)> =
            order.iter().filter_map(|at| self.states.get(*at)).collect();
        let mut buckets: Vec<u32> = sorted.iter().map(|(digest, _)| digest.bucket(self.bits)).collect();
        buckets.dedup();
        if !answer.buckets.iter().map(|(bucket, _)| *bucket).eq(buckets) {
            return Err(BlindError::Buckets);
        }
        let messages: Vec<EvaluationElement<Ristretto255>> = answer
            .evaluated
            .iter()
            .map(|element| EvaluationElement::deserialize(element).map_err(|_| BlindError::Element))
            .collect::<Result<_, _>>()?;
        let proof = Proof::<Ristretto255>::deserialize(&answer.proof).map_err(|_| BlindError::Proof)?;
        let point =
            <Ristretto255 as voprf::Group>::deserialize_elem(&public.0).map_err(|_| BlindError::Element)?;
        let inputs: Vec<[u8; 32]> = sorted.iter().map(|(digest, _)| digest.0).collect();
        let clients: Vec<VoprfClient<Ristretto255>> = sorted.iter().map(|(_, state)| state.clone()).collect();
        let outputs = VoprfClient::batch_finalize(&inputs, &clients, &messages, &proof, point)
            .map_err(|_| BlindError::Proof)?;
        let mut found = Vec::new();
        for ((at, input), output) in order.iter().zip(&inputs).zip(outputs) {
            let output = output.map_err(|_| BlindError::Proof)?;
            if *at >= self.real {
                continue;
            }
            let mask = Mask::of(&output);
            let bucket = Digest(*input).bucket(self.bits);
            let entries =
                answer.buckets.iter().filter(|(of, _)| *of == bucket).flat_map(|(_, entries)| entries);
            found.extend(entries.filter_map(|entry| mask.open(entry)).map(|told| Match { key: *at, told }));
        }
        found.sort_by_key(|found| found.key);
        Ok(found)
    }

    /// The bytes to keep until the answer comes.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = vec![self.bits, u8::try_from(self.real).unwrap_or(0)];
        for (digest, state) in &self.states {
            bytes.extend(digest.0);
            bytes.extend(state.serialize());
        }
        Zeroizing::new(bytes)
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// [`BlindError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BlindError> {
        let [bits, real, rest @ ..] = bytes else { return Err(BlindError::Element) };
        let (states, left) = rest.as_chunks::<{ 32 + STATE }>();
        let real = usize::from(*real);
        if !left.is_empty() || states.len() != ELEMENTS || real > ELEMENTS || !(1..=MAX_BITS).contains(bits) {
            return Err(BlindError::Count { what: "elements", found: states.len(), expected: ELEMENTS });
        }
        let states = states
            .iter()
            .map(|bytes| {
                let (digest, state) = bytes.split_first_chunk::<32>().ok_or(BlindError::Element)?;
                let state = VoprfClient::deserialize(state).map_err(|_| BlindError::Element)?;
                Ok((Digest(*digest), state))
            })
            .collect::<Result<_, BlindError>>()?;
        Ok(Self { bits: *bits, states, real })
    }
}

/// The blinded element of a state: the second half of its bytes (RFC 9497 sends exactly this).
fn element_of(state: &VoprfClient<Ristretto255>) -> [u8; ELEMENT] {
    let bytes = state.serialize();
    let mut element = [0; ELEMENT];
    element.iter_mut().zip(bytes.iter().skip(STATE - ELEMENT)).for_each(|(place, byte)| *place = *byte);
    element
}
