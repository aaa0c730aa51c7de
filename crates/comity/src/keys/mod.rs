//! The keys of a node on its disk: every secret encrypted, every set of keys in a folder of its own.
//!
//! `keys/history` is the authority's root with every statement that its holders signed; it holds no secret. For each set of
//! keys there is a folder, named by the first digits of its record's fingerprint, with `signing`, `sealing`, `tls` and
//! `tls.cert`. A set counts once the history names it; before that it only waits. `keys/lock` opens them all, with the
//! passphrase. `keys/root.share` is there only when the root was made on this machine, which a node of weight should not
//! do: [`ceremony`] says how people hold it instead.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use exchange::{
    AuthorityId, Fingerprint, HistoryError, KeyChange, KeyHistory, Lifetime, NamedKeys, PartnerKeys,
    PublicKeys, Root, RootShare, SealingKeys, SignedKeyStatement, SigningKeys,
};
use jiff::{SignedDuration, Timestamp};
use rand::CryptoRng;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use zeroize::Zeroizing;

pub mod ceremony;
mod files;
pub mod lock;
pub mod rotation;
pub mod token;

use files::{create_private_folder, read_private, replace_private, sync_folder, write_private};
use lock::{Lock, Passphrase};
use token::{Token, TokenPlace};

use crate::causes::chain;

/// Folder of the key files inside a node's folder.
pub const FOLDER: &str = "keys";

const HISTORY: &str = "history";
const ROOT_SHARE: &str = "root.share";
const SIGNING: &str = "signing";
const SEALING: &str = "sealing";
const TLS_KEY: &str = "tls";
const TLS_CERT: &str = "tls.cert";

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How far before now new keys begin to count, because clocks differ.
const EARLIER: SignedDuration = SignedDuration::from_hours(24);

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A key file cannot be read or written.
    #[error("key file `{}` cannot be accessed: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Others on this machine can read a secret key.
    #[error("key file `{}` is readable by others (mode {mode:03o}): `chmod 600` it", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A key file does not hold a key.
    #[error("key file `{}` does not hold a key, or was made for something else", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The passphrase opens nothing.
    #[error("the passphrase does not open `{}`", path.display())]
    WrongPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// No passphrase is at hand.
    #[error(
        "the keys are encrypted and no passphrase is at hand: name its file in COMITY_PASSPHRASE_FILE, or hand it over as \
         the credential `comity-passphrase`"
    )]
    NoPassphrase,
    /// A passphrase is too short to protect anything.
    #[error("a passphrase has at least twelve characters")]
    ShortPassphrase,
    /// Encryption failed.
    #[error("a secret could not be encrypted")]
    Encryption,
    /// The keys cannot be made.
    #[error("the keys cannot be made")]
    Made(#[from] exchange::KeyError),
    /// The history of keys is refused.
    #[error("the history of keys is refused")]
    History(#[from] HistoryError),
    /// The transport certificate cannot be made.
    #[error("the transport certificate cannot be made")]
    Certificate(#[from] rcgen::Error),
    /// The transport key cannot be used.
    #[error("the transport key cannot be used: {0}")]
    Transport(#[from] rustls::Error),
    /// No keys may sign now.
    #[error(
        "no keys of this node may sign at this moment: `comity keys show` says why, `comity keys rotate` names new ones"
    )]
    NoSigningKeys,
    /// The history is of another root.
    #[error("the history of keys is of another root")]
    OtherRoot,
    /// The token that has the signing keys cannot be used.
    #[error(transparent)]
    Token(#[from] token::TokenError),
    /// No token is named.
    #[error("no token is named for these keys: `comity keys token` names one")]
    NoToken,
    /// A secret is still needed.
    #[error("{0}")]
    StillNeeded(String),
}

/// How long new keys are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Days for which they sign.
    pub signs_days: u16,
    /// Days for which partners seal to them.
    pub seals_days: u16,
    /// Days after that for which what is under way is still opened.
    pub grace_days: u16,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms { signs_days: 1096, seals_days: 366, grace_days: 60 }
    }
}

impl Terms {
    /// The lifetime that begins now.
    pub fn from(self, now: Timestamp) -> Lifetime {
        let after = |days: u32| {
            let span = DAY.saturating_mul(i32::try_from(days).unwrap_or(i32::MAX));
            now.saturating_add(span).unwrap_or(Timestamp::MAX)
        };
        let (seals, grace) = (u32::from(self.seals_days), u32::from(self.grace_days));
        Lifetime {
            signs_from: now.saturating_sub(EARLIER).unwrap_or(now),
            signs_until: after(u32::from(self.signs_days)),
            seals_until: after(seals),
            opens_until: after(seals + grace),
        }
    }
}

/// One set of keys, as far as its secrets are still there.
pub struct OwnSet {
    /// What the history says of it.
    pub named: NamedKeys,
    /// The signing keys.
    pub signing: Option<SigningKeys>,
    /// Why they cannot be used although their secret is here: the token that has half of it fails.
    pub token_fault: Option<String>,
    /// The sealing key.
    pub sealing: Option<SealingKeys>,
    /// The transport key with its certificate.
    pub transport: Option<Arc<CertifiedKey>>,
}

/// All keys of a node that its history names.
pub struct OwnKeys {
    public: PartnerKeys,
    history: KeyHistory,
    sets: Vec<OwnSet>,
}

impl OwnKeys {
    /// The public side, with the history.
    pub fn public(&self) -> &PartnerKeys {
        &self.public
    }

    /// The root and its statements.
    pub fn history(&self) -> &KeyHistory {
        &self.history
    }

    /// Every set, oldest first.
    pub fn sets(&self) -> &[OwnSet] {
        &self.sets
    }

    /// The newest set that may sign at this moment and whose secret is here.
    pub fn signing(&self, at: Timestamp) -> Option<&OwnSet> {
        self.sets.iter().rev().find(|set| {
            set.signing.is_some() && set.named.revoked.is_none() && set.named.lifetime.signs_at(at)
        })
    }

    /// Every sealing key that is still here, newest first: what was sealed to an older one may be under way.
    pub fn sealing(&self) -> impl Iterator<Item = &SealingKeys> {
        self.sets.iter().rev().filter_map(|set| set.sealing.as_ref())
    }

    /// The transport keys that are still here, newest first.
    pub fn transport(&self) -> impl Iterator<Item = (&NamedKeys, &Arc<CertifiedKey>)> {
        self.sets.iter().rev().filter_map(|set| Some((&set.named, set.transport.as_ref()?)))
    }
}

/// The folder of a node's keys, opened with the passphrase.
pub struct KeyFolder {
    path: PathBuf,
    lock: Lock,
}

impl KeyFolder {
    /// Makes the folder, which must not hold keys yet.
    pub fn create(
        dir: &Path,
        passphrase: &Passphrase,
        rng: &mut impl CryptoRng,
    ) -> Result<KeyFolder, KeyError> {
        let path = dir.join(FOLDER);
        create_private_folder(&path)?;
        let lock = Lock::create(&path, passphrase, rng)?;
        Ok(KeyFolder { path, lock })
    }

    /// Opens the folder.
    pub fn open(dir: &Path, passphrase: &Passphrase) -> Result<KeyFolder, KeyError> {
        let path = dir.join(FOLDER);
        let lock = Lock::open(&path, passphrase)?;
        Ok(KeyFolder { path, lock })
    }

    /// The key that the folder's secrets are encrypted under.
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes a root of one holder on this machine, and the first set of keys under it.
    pub fn begin_here(
        &self,
        authority: &AuthorityId,
        terms: Terms,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(), KeyError> {
        let share = RootShare::generate(rng)?;
        self.lock.write(&self.path.join(ROOT_SHARE), ROOT_SHARE, &share.to_secret_bytes())?;
        let mut history = KeyHistory::new(Root::new(authority.clone(), 1, vec![share.public()])?);
        let record = self.make_set(authority, Signing::New, rng)?;
        let change = KeyChange::Name { record: Box::new(record), lifetime: terms.from(now) };
        let statement = history.next(now, change);
        let signature = statement.sign(history.root(), &share)?;
        history.add(SignedKeyStatement::new(statement, vec![signature], history.root())?)?;
        self.write_history(&history)
    }

    /// Makes the first set of keys under a root that others hold, and draws up the statement that names it.
    pub fn begin_under(
        &self,
        root: Root,
        terms: Terms,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<ceremony::Request, KeyError> {
        self.write_history(&KeyHistory::new(root))?;
        rotation::rotate(self, Some(Signing::New), terms, now, rng)
    }

    /// The share of a root that was made on this machine.
    pub fn share_here(&self) -> Result<Option<RootShare>, KeyError> {
        let path = self.path.join(ROOT_SHARE);
        if !path.exists() {
            return Ok(None);
        }
        let secret = self.lock.read(&path, ROOT_SHARE)?;
        Ok(Some(RootShare::from_secret_bytes(&secret).map_err(|_| KeyError::Damaged { path })?))
    }

    /// The history as it is on disk.
    pub fn history(&self) -> Result<KeyHistory, KeyError> {
        let path = self.path.join(HISTORY);
        Ok(KeyHistory::from_bytes(&read_private(&path)?)?)
    }

    /// Keeps a history; the one before stays until this one is durable.
    pub fn write_history(&self, history: &KeyHistory) -> Result<(), KeyError> {
        replace_private(&self.path.join(HISTORY), &history.to_bytes())
    }

    /// Makes a set of keys, which counts once the history names it.
    pub fn make_set(
        &self,
        authority: &AuthorityId,
        signing: Signing,
        rng: &mut impl CryptoRng,
    ) -> Result<PublicKeys, KeyError> {
        let signing = match signing {
            Signing::New => exchange::NodeKeys::generate(rng)?.signing,
            Signing::InToken => {
                let token = self.token()?;
                let key = token.make_key(&format!("comity {authority}"))?;
                SigningKeys::generate_beside(key, token.signer(&key)?, rng)?
            }
            Signing::Same(signing) => *signing,
        };
        let sealing = SealingKeys::generate(rng)?;
        let (tls_key, tls_cert) = transport_certificate(authority)?;
        let pin = crate::peer::tls::pin(&CertificateDer::from(tls_cert.as_slice()));
        let record = PublicKeys::of(authority.clone(), &signing, &sealing, pin);
        let folder = self.set_folder(&record.fingerprint());
        create_private_folder(&folder)?;
        let purpose = |what: &str| format!("{what} {}", record.fingerprint());
        self.lock.write(&folder.join(SIGNING), &purpose(SIGNING), &signing.to_secret_bytes())?;
        self.lock.write(&folder.join(SEALING), &purpose(SEALING), &sealing.to_secret_bytes())?;
        self.lock.write(&folder.join(TLS_KEY), &purpose(TLS_KEY), &tls_key)?;
        write_private(&folder.join(TLS_CERT), &tls_cert)?;
        sync_folder(&folder)?;
        sync_folder(&self.path)?;
        Ok(record)
    }

    /// Reads every set that a history names.
    pub fn load(&self, history: KeyHistory) -> Result<OwnKeys, KeyError> {
        // Opened when the first set needs it, once for all.
        let token = OnceCell::new();
        let load = |named| self.load_set(named, &token);
        let sets = history.named().iter().map(load).collect::<Result<_, _>>()?;
        Ok(OwnKeys { public: PartnerKeys::of(history.clone())?, history, sets })
    }

    fn load_set(
        &self,
        named: &NamedKeys,
        token: &OnceCell<Result<Token, KeyError>>,
    ) -> Result<OwnSet, KeyError> {
        let secret = self.secret(named, SIGNING)?;
        let (mut signing, mut token_fault) = (None, None);
        match secret.as_deref().and_then(|secret| SigningKeys::key_in_token(secret)) {
            // A token that was taken out or put away does not keep the node from what it can do without.
            Some(key) => {
                let signer = match token.get_or_init(|| self.token()) {
                    Ok(token) => token.signer(&key).map_err(|error| chain(&error)),
                    Err(error) => Err(chain(error)),
                };
                match (signer, secret) {
                    (Ok(signer), Some(secret)) => {
                        signing = Some(SigningKeys::from_secret_bytes(&secret, |_| Some(signer))?);
                    }
                    (Err(fault), _) => {
                        tracing::error!(keys = %named.fingerprint, %fault, "signing keys cannot be used");
                        token_fault = Some(fault);
                    }
                    (Ok(_), None) => {}
                }
            }
            None => {
                let read = secret.map(|secret| SigningKeys::from_secret_bytes(&secret, |_| None));
                signing = read.transpose()?;
            }
        }
        let sealing =
            self.secret(named, SEALING)?.map(|secret| SealingKeys::from_secret_bytes(&secret)).transpose()?;
        let transport = match self.secret(named, TLS_KEY)? {
            Some(key) => {
                let path = self.set_folder(&named.fingerprint).join(TLS_CERT);
                let certificate = CertificateDer::from(read_private(&path)?.to_vec());
                let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.to_vec()));
                let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key)?;
                Some(Arc::new(CertifiedKey::new(vec![certificate], key)))
            }
            None => None,
        };
        Ok(OwnSet { named: named.clone(), signing, token_fault, sealing, transport })
    }

    /// The token that these keys name.
    fn token(&self) -> Result<Token, KeyError> {
        let place = TokenPlace::read(&self.path)?.ok_or(KeyError::NoToken)?;
        Ok(Token::open(&place)?.0)
    }

    /// The signing keys in these secret bytes; half of them may be in the token.
    fn signing_of(&self, secret: &[u8]) -> Result<SigningKeys, KeyError> {
        let signer = match SigningKeys::key_in_token(secret) {
            Some(key) => Some(self.token()?.signer(&key)?),
            None => None,
        };
        Ok(SigningKeys::from_secret_bytes(secret, |_| signer)?)
    }

    fn secret(&self, named: &NamedKeys, what: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        let path = self.set_folder(&named.fingerprint).join(what);
        if !path.exists() {
            return Ok(None);
        }
        self.lock.read(&path, &format!("{what} {}", named.fingerprint)).map(Some)
    }

    /// Whether the secrets of a set wait here.
    pub fn holds(&self, fingerprint: &Fingerprint) -> bool {
        self.set_folder(fingerprint).join(SEALING).exists()
    }

    /// Destroys the sealing key of a set: overwritten, then removed. Whether it was there.
    pub fn destroy_sealing(&self, fingerprint: &Fingerprint) -> Result<bool, KeyError> {
        files::destroy(&self.set_folder(fingerprint).join(SEALING))
    }

    /// Destroys the signing keys and the transport key of a set; in the token as well, unless another set signs with the
    /// same key.
    pub fn destroy_signing(&self, fingerprint: &Fingerprint) -> Result<bool, KeyError> {
        let folder = self.set_folder(fingerprint);
        let in_token = |fingerprint: &Fingerprint| -> Result<Option<[u8; 32]>, KeyError> {
            let path = self.set_folder(fingerprint).join(SIGNING);
            if !path.exists() {
                return Ok(None);
            }
            let secret = self.lock.read(&path, &format!("{SIGNING} {fingerprint}"))?;
            Ok(SigningKeys::key_in_token(&secret))
        };
        if let Some(key) = in_token(fingerprint)? {
            let history = self.history()?;
            let mut shared = false;
            for other in history.named().iter().filter(|other| other.fingerprint != *fingerprint) {
                shared |= in_token(&other.fingerprint)? == Some(key);
            }
            if !shared {
                self.token()?.destroy(&key)?;
            }
        }
        let signing = files::destroy(&folder.join(SIGNING))?;
        Ok(files::destroy(&folder.join(TLS_KEY))? || signing)
    }

    fn set_folder(&self, fingerprint: &Fingerprint) -> PathBuf {
        self.path.join(fingerprint.to_string().chars().take(16).collect::<String>())
    }
}

/// Which signing keys a new set has.
pub enum Signing {
    /// New ones.
    New,
    /// New ones, of which the token makes and keeps the Ed25519 key.
    InToken,
    /// Those given: the sealing key alone is rotated, or a token has the Ed25519 key.
    Same(Box<SigningKeys>),
}

/// A self-signed certificate. The library draws the transport key itself: this is the one key that does not come from
/// the generator passed in.
fn transport_certificate(authority: &AuthorityId) -> Result<(Zeroizing<Vec<u8>>, Vec<u8>), KeyError> {
    let key = rcgen::KeyPair::generate()?;
    let mut params = rcgen::CertificateParams::new(vec![authority.to_string()])?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(rcgen::DnType::CommonName, authority.to_string());
    let certificate = params.self_signed(&key)?;
    Ok((Zeroizing::new(key.serialize_der()), certificate.der().to_vec()))
}
