//! The history of an authority's keys: numbered statements that the holders of its root signed.
//!
//! A statement names new keys with their lifetimes, or revokes keys. Each names the one before it by digest, so that
//! there is one order, and two statements with one number prove that the root was used twice. A [`KeyHistory`] is a root
//! with its statements, all of them checked; whoever holds it can tell which keys spoke for the authority at a moment.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::act::{self, ActError};
use crate::cbor::{self, Bytes, CborError};
use crate::channel::MAX_SEQUENCE;
use crate::error::Culprit;
use crate::id::{AuthorityId, Fingerprint};
use crate::keys::{KeyError, PublicKeys};
use crate::root::{MAX_HOLDERS, MAX_ROOT, Root, RootShare};
use crate::signature::{Domain, SignatureError, Signatures};
use crate::time::{micros, micros_of, optional_micros, whole_micros};

/// The longest statement about keys, without its signatures.
pub const MAX_KEY_STATEMENT: usize = 8 * 1024;
/// The longest signed statement.
pub const MAX_SIGNED_STATEMENT: usize = MAX_KEY_STATEMENT + MAX_HOLDERS * 3500 + 64;
/// The most statements of one authority: more than four a month for twenty years.
pub const MAX_STATEMENTS: usize = 1024;
/// The longest history.
pub const MAX_HISTORY: usize = MAX_ROOT + 16 * 1024 * 1024;
/// The longest reason for a revocation, in bytes.
const MAX_REASON: usize = 400;

const VERSION: u8 = 1;

/// From when until when keys are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// Nothing made before this moment is signed by them.
    pub signs_from: Timestamp,
    /// Nothing made at or after this moment is signed by them.
    pub signs_until: Timestamp,
    /// Others seal to them until this moment.
    pub seals_until: Timestamp,
    /// What was sealed to them is opened until this moment; then the sealing key is destroyed.
    pub opens_until: Timestamp,
}

impl Lifetime {
    /// The same moments in whole microseconds, as they are encoded.
    #[must_use]
    pub fn whole(self) -> Self {
        Self {
            signs_from: whole_micros(self.signs_from),
            signs_until: whole_micros(self.signs_until),
            seals_until: whole_micros(self.seals_until),
            opens_until: whole_micros(self.opens_until),
        }
    }

    /// Whether something made at this moment may be signed by the keys.
    #[must_use]
    pub fn signs_at(&self, at: Timestamp) -> bool {
        self.signs_from <= at && at < self.signs_until
    }

    fn fits(&self) -> bool {
        self.signs_from < self.signs_until
            && self.signs_from < self.seals_until
            && self.seals_until <= self.opens_until
    }
}

/// What a statement says about keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChange {
    /// Names keys with which the authority's node works from now on, or from a later moment.
    Name {
        /// The public keys.
        record: Box<PublicKeys>,
        /// From when until when.
        lifetime: Lifetime,
    },
    /// Revokes keys: what arrives from now on is not theirs, whatever moment it claims.
    Revoke {
        /// The fingerprint of the keys' record.
        keys: Fingerprint,
        /// What was made before this moment and is proven to have existed then stays the authority's word.
        from: Timestamp,
        /// Why, for the officers and auditors of partners.
        reason: String,
    },
}

/// What the holders of a root sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStatement {
    /// Whose keys.
    pub authority: AuthorityId,
    /// The fingerprint of the root.
    pub root: Fingerprint,
    /// The number of the statement, from 1.
    pub number: u64,
    /// The digest of the statement before; the first has none.
    pub previous: Option<[u8; 32]>,
    /// When it was drawn up. Encoded in whole microseconds.
    pub made_at: Timestamp,
    /// What it says.
    pub change: KeyChange,
}

/// Protocol §4.2: a statement as it is encoded.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct StatementWire {
    version: u8,
    authority: AuthorityId,
    root: Bytes,
    number: u64,
    previous: Option<Bytes>,
    #[serde(with = "micros")]
    made_at: Timestamp,
    what: What,
    record: Option<Bytes>,
    #[serde(with = "optional_micros")]
    signs_from: Option<Timestamp>,
    #[serde(with = "optional_micros")]
    signs_until: Option<Timestamp>,
    #[serde(with = "optional_micros")]
    seals_until: Option<Timestamp>,
    #[serde(with = "optional_micros")]
    opens_until: Option<Timestamp>,
    keys: Option<Bytes>,
    #[serde(with = "optional_micros")]
    revoked_from: Option<Timestamp>,
    reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    Name,
    Revoke,
}

/// Why a statement about keys, or a history of them, is refused.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The bytes are not a statement or a history.
    #[error("the bytes are not a statement about keys")]
    Encoding(#[from] CborError),
    /// The version is not known.
    #[error("version {0} of the statement about keys is not known")]
    Version(u8),
    /// The root or a key record in it is refused.
    #[error("a key in the statement is refused")]
    Key(#[from] KeyError),
    /// The fields do not go together.
    #[error("the statement about keys lacks or has too much: {0}")]
    Shape(&'static str),
    /// The reason of a revocation cannot be shown.
    #[error("the reason of the revocation is refused")]
    Reason(#[source] ActError),
    /// It speaks of another authority or another root.
    #[error("the statement is about `{0}` or another root than the one known")]
    OtherRoot(AuthorityId),
    /// Fewer holders signed than the root asks for, or one is named twice.
    #[error("{signed} of the root's holders signed, and {threshold} must")]
    Threshold {
        /// How many signed.
        signed: usize,
        /// How many must.
        threshold: usize,
    },
    /// A holder's signature does not hold.
    #[error("the signature of holder {holder} does not hold")]
    Signature {
        /// The holder's number.
        holder: usize,
        /// Which signature fails.
        source: SignatureError,
    },
    /// Statements before it are not known.
    #[error("statement {number} about keys came, and {known} are known")]
    Gap {
        /// Its number.
        number: u64,
        /// How many are known.
        known: u64,
    },
    /// The root signed two different statements with one number: it was used twice.
    #[error("two different statements about keys have the number {0}: the root was used twice")]
    Contradiction(u64),
    /// It names keys that were named before, or revokes keys that were not named or are revoked already.
    #[error("the keys {0} cannot be named or revoked by this statement")]
    Keys(Fingerprint),
    /// There are more than [`MAX_STATEMENTS`].
    #[error("there are {MAX_STATEMENTS} statements about keys, and no more are kept")]
    TooMany,
    /// No keys have been named yet.
    #[error("no keys have been named yet")]
    Empty,
}

impl HistoryError {
    /// Whose fault it is: whoever sent it.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Key(error) => error.culprit(),
            Self::Encoding(_)
            | Self::Version(_)
            | Self::Shape(_)
            | Self::Reason(_)
            | Self::OtherRoot(_)
            | Self::Threshold { .. }
            | Self::Signature { .. }
            | Self::Gap { .. }
            | Self::Contradiction(_)
            | Self::Keys(_)
            | Self::TooMany
            | Self::Empty => Culprit::Peer,
        }
    }
}

impl KeyStatement {
    /// The canonical bytes that the holders sign.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut wire = StatementWire {
            version: VERSION,
            authority: self.authority.clone(),
            root: Bytes(self.root.as_bytes().to_vec()),
            number: self.number,
            previous: self.previous.map(|digest| Bytes(digest.to_vec())),
            made_at: self.made_at,
            what: What::Name,
            record: None,
            signs_from: None,
            signs_until: None,
            seals_until: None,
            opens_until: None,
            keys: None,
            revoked_from: None,
            reason: None,
        };
        match &self.change {
            KeyChange::Name { record, lifetime } => {
                wire.record = Some(Bytes(record.to_bytes()));
                wire.signs_from = Some(lifetime.signs_from);
                wire.signs_until = Some(lifetime.signs_until);
                wire.seals_until = Some(lifetime.seals_until);
                wire.opens_until = Some(lifetime.opens_until);
            }
            KeyChange::Revoke { keys, from, reason } => {
                wire.what = What::Revoke;
                wire.keys = Some(Bytes(keys.as_bytes().to_vec()));
                wire.revoked_from = Some(*from);
                wire.reason = Some(reason.clone());
            }
        }
        #[expect(clippy::expect_used, reason = "text, bytes and 64-bit integers always encode")]
        cbor::to_canonical(&wire).expect("a statement about keys encodes")
    }

    /// Reads a statement from its canonical bytes.
    ///
    /// # Errors
    /// When they are not those of a statement.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HistoryError> {
        let wire: StatementWire = cbor::from_canonical(bytes, MAX_KEY_STATEMENT)?;
        if wire.version != VERSION {
            return Err(HistoryError::Version(wire.version));
        }
        let digest = |bytes: Bytes| -> Result<[u8; 32], HistoryError> {
            bytes.0.try_into().map_err(|_| HistoryError::Shape("a digest"))
        };
        let named = (wire.record, wire.signs_from, wire.signs_until, wire.seals_until, wire.opens_until);
        let revoked = (wire.keys, wire.revoked_from, wire.reason);
        let change = match (wire.what, named, revoked) {
            (
                What::Name,
                (Some(record), Some(signs_from), Some(signs_until), Some(seals_until), Some(opens_until)),
                (None, None, None),
            ) => KeyChange::Name {
                record: Box::new(PublicKeys::from_bytes(&record.0)?),
                lifetime: Lifetime { signs_from, signs_until, seals_until, opens_until },
            },
            (What::Revoke, (None, None, None, None, None), (Some(keys), Some(from), Some(reason))) => {
                KeyChange::Revoke { keys: Fingerprint::new(digest(keys)?), from, reason }
            }
            _ => return Err(HistoryError::Shape("what it names or revokes")),
        };
        let statement = Self {
            authority: wire.authority,
            root: Fingerprint::new(digest(wire.root)?),
            number: wire.number,
            previous: wire.previous.map(digest).transpose()?,
            made_at: wire.made_at,
            change,
        };
        statement.check()?;
        Ok(statement)
    }

    fn check(&self) -> Result<(), HistoryError> {
        if !(1..=MAX_SEQUENCE).contains(&self.number) || (self.number == 1) != self.previous.is_none() {
            return Err(HistoryError::Shape("its place"));
        }
        match &self.change {
            KeyChange::Name { record, lifetime } => {
                if record.authority != self.authority {
                    return Err(HistoryError::OtherRoot(record.authority.clone()));
                }
                if lifetime.fits() { Ok(()) } else { Err(HistoryError::Shape("lifetimes in their order")) }
            }
            KeyChange::Revoke { reason, .. } => {
                act::text("reason", reason, MAX_REASON).map_err(HistoryError::Reason)
            }
        }
    }

    /// The digest by which the next statement, ledgers and people name it.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }

    /// Signs the statement as one holder of the root.
    ///
    /// # Errors
    /// When the share is not one of this root's, or cannot be used.
    pub fn sign(&self, root: &Root, share: &RootShare) -> Result<HolderSignature, HistoryError> {
        let holder = root.holder(&share.public()).filter(|_| root.fingerprint() == self.root);
        let holder = holder.ok_or_else(|| HistoryError::OtherRoot(self.authority.clone()))?;
        Ok(HolderSignature { holder, signatures: share.sign(Domain::Keys, &self.to_bytes())? })
    }
}

/// One holder's signatures under a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderSignature {
    /// The number of the holder in the root, from 0.
    pub holder: usize,
    /// Both signatures.
    pub signatures: Signatures,
}

/// Protocol §4.2: a signed statement as it is encoded.
#[derive(Serialize, Deserialize)]
struct SignedWire(Bytes, Vec<(u8, Signatures)>);

/// A statement with the signatures of enough holders. Only [`SignedKeyStatement::new`] makes one, and it checks them.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedKeyStatement {
    statement: KeyStatement,
    signatures: Vec<HolderSignature>,
}

impl SignedKeyStatement {
    /// Puts the signatures of holders under a statement.
    ///
    /// # Errors
    /// When they are too few, doubled, of another root, or one does not hold.
    pub fn new(
        statement: KeyStatement,
        mut signatures: Vec<HolderSignature>,
        root: &Root,
    ) -> Result<Self, HistoryError> {
        statement.check()?;
        if statement.root != root.fingerprint() || statement.authority != *root.authority() {
            return Err(HistoryError::OtherRoot(statement.authority));
        }
        signatures.sort_by_key(|signature| signature.holder);
        let apart = signatures.windows(2).all(|pair| match pair {
            [one, other] => one.holder != other.holder,
            _ => true,
        });
        if !apart || signatures.len() < root.threshold() || signatures.len() > root.holders().len() {
            return Err(HistoryError::Threshold { signed: signatures.len(), threshold: root.threshold() });
        }
        let bytes = statement.to_bytes();
        for HolderSignature { holder, signatures } in &signatures {
            root.verify(*holder, Domain::Keys, &bytes, signatures)
                .map_err(|source| HistoryError::Signature { holder: *holder, source })?;
        }
        Ok(Self { statement, signatures })
    }

    /// What is stated.
    #[must_use]
    pub const fn statement(&self) -> &KeyStatement {
        &self.statement
    }

    /// How many holders signed.
    #[must_use]
    pub fn signed_by(&self) -> usize {
        self.signatures.len()
    }

    /// The signed statement's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let signatures = self
            .signatures
            .iter()
            .map(|each| (u8::try_from(each.holder).unwrap_or(u8::MAX), each.signatures.clone()))
            .collect();
        #[expect(clippy::expect_used, reason = "byte strings, integers and lists of them always encode")]
        cbor::to_canonical(&SignedWire(Bytes(self.statement.to_bytes()), signatures))
            .expect("a signed statement encodes")
    }

    /// Reads a signed statement and checks it under the root.
    ///
    /// # Errors
    /// When it is not one, or not signed by enough holders.
    pub fn from_bytes(bytes: &[u8], root: &Root) -> Result<Self, HistoryError> {
        let SignedWire(statement, wire) = cbor::from_canonical(bytes, MAX_SIGNED_STATEMENT)?;
        let signatures: Vec<_> = wire
            .into_iter()
            .map(|(holder, signatures)| HolderSignature { holder: usize::from(holder), signatures })
            .collect();
        if !signatures.is_sorted_by_key(|signature| signature.holder) {
            return Err(HistoryError::Shape("holders in their order"));
        }
        Self::new(KeyStatement::from_bytes(&statement.0)?, signatures, root)
    }
}

impl fmt::Debug for SignedKeyStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedKeyStatement({}, {})", self.statement.authority, self.statement.number)
    }
}

/// Keys that were named, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKeys {
    /// The public keys.
    pub record: PublicKeys,
    /// The fingerprint of the record.
    pub fingerprint: Fingerprint,
    /// From when until when they are used.
    pub lifetime: Lifetime,
    /// From when they are revoked, and why.
    pub revoked: Option<(Timestamp, String)>,
}

/// A root and every statement that its holders signed, in order. All of it was checked.
#[derive(Debug, Clone)]
pub struct KeyHistory {
    root: Root,
    statements: Vec<SignedKeyStatement>,
    named: Vec<NamedKeys>,
}

/// Protocol §4.3: a history as it is encoded.
#[derive(Serialize, Deserialize)]
struct HistoryWire(Bytes, Vec<Bytes>);

impl KeyHistory {
    /// A root that has named no keys yet.
    #[must_use]
    pub const fn new(root: Root) -> Self {
        Self { root, statements: Vec::new(), named: Vec::new() }
    }

    /// The root.
    #[must_use]
    pub const fn root(&self) -> &Root {
        &self.root
    }

    /// Whose keys.
    #[must_use]
    pub const fn authority(&self) -> &AuthorityId {
        self.root.authority()
    }

    /// How many statements there are.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.statements.len() as u64
    }

    /// The statements, in order.
    #[must_use]
    pub fn statements(&self) -> &[SignedKeyStatement] {
        &self.statements
    }

    /// All keys that were named, in the order in which they were.
    #[must_use]
    pub fn named(&self) -> &[NamedKeys] {
        &self.named
    }

    /// The keys with this fingerprint.
    #[must_use]
    pub fn find(&self, fingerprint: &Fingerprint) -> Option<&NamedKeys> {
        self.named.iter().find(|named| named.fingerprint == *fingerprint)
    }

    /// Draws up the next statement, for the holders to sign.
    #[must_use]
    pub fn next(&self, made_at: Timestamp, change: KeyChange) -> KeyStatement {
        let change = match change {
            KeyChange::Name { record, lifetime } => KeyChange::Name { record, lifetime: lifetime.whole() },
            KeyChange::Revoke { keys, from, reason } => {
                KeyChange::Revoke { keys, from: whole_micros(from), reason }
            }
        };
        KeyStatement {
            authority: self.authority().clone(),
            root: self.root.fingerprint(),
            number: self.number() + 1,
            previous: self.statements.last().map(|last| last.statement.digest()),
            made_at: whole_micros(made_at),
            change,
        }
    }

    /// Adds the next statement. One that is known already changes nothing; whether it was new is the answer.
    ///
    /// # Errors
    /// When it is not the next one, or contradicts what is known.
    pub fn add(&mut self, signed: SignedKeyStatement) -> Result<bool, HistoryError> {
        let statement = &signed.statement;
        if statement.root != self.root.fingerprint() {
            return Err(HistoryError::OtherRoot(statement.authority.clone()));
        }
        let at = usize::try_from(statement.number.saturating_sub(1)).unwrap_or(usize::MAX);
        if let Some(known) = self.statements.get(at) {
            return if known.statement == *statement {
                Ok(false)
            } else {
                Err(HistoryError::Contradiction(statement.number))
            };
        }
        if at != self.statements.len() {
            return Err(HistoryError::Gap { number: statement.number, known: self.number() });
        }
        if self.statements.len() >= MAX_STATEMENTS {
            return Err(HistoryError::TooMany);
        }
        if statement.previous != self.statements.last().map(|last| last.statement.digest()) {
            // It builds on another statement than the one that is known before it.
            return Err(HistoryError::Contradiction(statement.number.saturating_sub(1)));
        }
        match &statement.change {
            KeyChange::Name { record, lifetime } => {
                let fingerprint = record.fingerprint();
                if self.find(&fingerprint).is_some() {
                    return Err(HistoryError::Keys(fingerprint));
                }
                self.named.push(NamedKeys {
                    record: (**record).clone(),
                    fingerprint,
                    lifetime: *lifetime,
                    revoked: None,
                });
            }
            KeyChange::Revoke { keys, from, reason } => {
                let named = self.named.iter_mut().find(|named| named.fingerprint == *keys);
                match named {
                    Some(named) if named.revoked.is_none() => named.revoked = Some((*from, reason.clone())),
                    _ => return Err(HistoryError::Keys(*keys)),
                }
            }
        }
        self.statements.push(signed);
        Ok(true)
    }

    /// The history's bytes: the root, then each signed statement.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let statements = self.statements.iter().map(|signed| Bytes(signed.to_bytes())).collect();
        #[expect(clippy::expect_used, reason = "byte strings and lists of them always encode")]
        cbor::to_canonical(&HistoryWire(Bytes(self.root.to_bytes()), statements)).expect("a history encodes")
    }

    /// Reads a history and checks every statement of it.
    ///
    /// # Errors
    /// When it is not one, or a statement is not the root's.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HistoryError> {
        let HistoryWire(root, statements) = cbor::from_canonical(bytes, MAX_HISTORY)?;
        if statements.len() > MAX_STATEMENTS {
            return Err(HistoryError::TooMany);
        }
        let mut history = Self::new(Root::from_bytes(&root.0)?);
        for bytes in statements {
            let signed = SignedKeyStatement::from_bytes(&bytes.0, &history.root)?;
            if !history.add(signed)? {
                return Err(HistoryError::Shape("statements, one of each number"));
            }
        }
        Ok(history)
    }

    /// The newest keys that may sign something made at this moment.
    #[must_use]
    pub fn signing(&self, at: Timestamp) -> Option<&NamedKeys> {
        let live = |named: &&NamedKeys| named.revoked.is_none() && named.lifetime.signs_at(at);
        self.named.iter().rev().find(live)
    }

    /// The newest keys that others seal to at this moment.
    #[must_use]
    pub fn sealing(&self, at: Timestamp) -> Option<&NamedKeys> {
        self.named.iter().rev().find(|named| named.seals_at(at))
    }
}

impl NamedKeys {
    /// Whether others seal to these keys at this moment.
    #[must_use]
    pub fn seals_at(&self, at: Timestamp) -> bool {
        self.revoked.is_none() && self.lifetime.signs_from <= at && at < self.lifetime.seals_until
    }

    /// Whether what was sealed to these keys may still arrive, so that the sealing key must be kept.
    #[must_use]
    pub fn opens_at(&self, at: Timestamp) -> bool {
        at < self.lifetime.opens_until
    }

    /// The moment of revocation in microseconds since 1970.
    #[must_use]
    pub fn revoked_at_us(&self) -> Option<i64> {
        self.revoked.as_ref().map(|(from, _)| micros_of(*from))
    }
}
