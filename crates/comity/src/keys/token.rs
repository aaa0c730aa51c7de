//! Signing keys in a token that speaks PKCS#11, such as a smart card, a hardware module or SoftHSM.
//!
//! The token makes the Ed25519 key, keeps it and signs with it; it never leaves. The ML-DSA-65 half of a signature and the
//! sealing key stay in the folder of keys, encrypted, because tokens that have such mechanisms are rare. Both halves of a
//! signature must verify, so whoever copies the folder cannot sign without the token.
//!
//! `keys/token` says which token it is; the PIN is in a file that only its owner can read, in a systemd credential or typed.
//! This is the one place that speaks to tokens.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use exchange::TokenSigner;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::KeyError;
use super::files::{read_private, replace_private};

/// The file in the folder of keys that says which token has the signing keys.
pub const FILE: &str = "token";
/// The environment variable that names the file with the PIN.
pub const VARIABLE: &str = "COMITY_TOKEN_PIN_FILE";
/// The name of the credential that systemd hands over.
pub const CREDENTIAL: &str = "comity-token-pin";

/// `edwards25519` as PKCS#11 names the curve, a PrintableString.
const CURVE: [u8; 14] = *b"\x13\x0cedwards25519";

/// Which token, and where its PIN is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TokenPlace {
    /// The maker's library.
    pub module: PathBuf,
    /// The token's label.
    pub label: String,
    /// The file with the PIN, unless the environment names another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin_file: Option<PathBuf>,
}

/// Why a token cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// What says which token it is does not read as that.
    #[error("`{}` does not say which token it is: {why}", path.display())]
    Place {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The maker's library cannot be loaded.
    #[error("the PKCS#11 library `{}` cannot be used: {source}", path.display())]
    Module {
        /// The library.
        path: PathBuf,
        /// The reason.
        source: Error,
    },
    /// No token has this label.
    #[error("no token with the label `{wanted}` is there; there are: {found}")]
    NoToken {
        /// What was looked for.
        wanted: String,
        /// The labels of those that are there.
        found: String,
    },
    /// Several tokens have this label.
    #[error("more than one token has the label `{0}`")]
    Ambiguous(String),
    /// The token cannot make or use Ed25519 keys.
    #[error("the token `{0}` has no Ed25519 (CKM_EDDSA)")]
    NoEd25519(String),
    /// No PIN is at hand.
    #[error(
        "no PIN is at hand: name its file in COMITY_TOKEN_PIN_FILE or with --pin-file, or hand it over as the credential \
         `comity-token-pin`"
    )]
    NoPin,
    /// The PIN is wrong.
    #[error("the token `{0}` does not take the PIN; after a few wrong ones it locks itself")]
    WrongPin(String),
    /// The token locked itself.
    #[error("the token `{0}` is locked: its security officer unlocks it")]
    Locked(String),
    /// The key is not in the token.
    #[error("the token `{label}` does not have the Ed25519 key {key}")]
    NoKey {
        /// The token.
        label: String,
        /// The public key in hex.
        key: String,
    },
    /// The token answered what it should not.
    #[error("the token `{label}` answered {what}")]
    Answer {
        /// The token.
        label: String,
        /// What.
        what: String,
    },
    /// The token failed.
    #[error("the token `{label}` failed: {source}")]
    Token {
        /// The token.
        label: String,
        /// The reason.
        source: Error,
    },
}

impl TokenPlace {
    /// What the folder of keys says; `None` when its keys are in files.
    pub fn read(keys: &Path) -> Result<Option<TokenPlace>, KeyError> {
        let path = keys.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let text = read_private(&path)?;
        let wrong = |why: String| TokenError::Place { path: path.clone(), why };
        let text = std::str::from_utf8(&text).map_err(|error| wrong(error.to_string()))?;
        Ok(Some(toml::from_str(text).map_err(|error| wrong(error.to_string()))?))
    }

    /// Keeps it in the folder of keys.
    pub fn write(&self, keys: &Path) -> Result<(), KeyError> {
        let path = keys.join(FILE);
        let text = toml::to_string(self)
            .map_err(|error| TokenError::Place { path: path.clone(), why: error.to_string() })?;
        replace_private(&path, text.as_bytes())
    }

    /// The file that the environment names, the credential that systemd hands over, or the file that is kept here.
    fn pin(&self) -> Result<AuthPin, KeyError> {
        let credential = std::env::var_os("CREDENTIALS_DIRECTORY")
            .map(|folder| Path::new(&folder).join(CREDENTIAL))
            .filter(|path| path.exists());
        let bytes = if let Some(path) = std::env::var_os(VARIABLE) {
            read_private(Path::new(&path))?
        } else if let Some(path) = credential {
            // systemd keeps credentials readable for the service alone, by other means than permission bits.
            Zeroizing::new(std::fs::read(&path).map_err(|source| KeyError::Io { path, source })?)
        } else {
            read_private(self.pin_file.as_deref().ok_or(TokenError::NoPin)?)?
        };
        let text = std::str::from_utf8(&bytes).map_err(|_| TokenError::NoPin)?;
        let pin = text.lines().next().filter(|pin| !pin.is_empty()).ok_or(TokenError::NoPin)?;
        Ok(AuthPin::new(pin.into()))
    }
}

/// A token with an open, logged-in session.
pub struct Token {
    place: TokenPlace,
    session: Arc<Mutex<Session>>,
}

/// What a token says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenInfo {
    /// Who made it.
    pub maker: String,
    /// Its model.
    pub model: String,
    /// Its serial number.
    pub serial: String,
}

fn failed(place: &TokenPlace) -> impl Fn(Error) -> TokenError + '_ {
    |source| {
        let label = place.label.clone();
        match source {
            Error::Pkcs11(RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange, _) => {
                TokenError::WrongPin(label)
            }
            Error::Pkcs11(RvError::PinLocked, _) => TokenError::Locked(label),
            source => TokenError::Token { label, source },
        }
    }
}

/// A maker's library is initialised once in a process, however many nodes or tests use it.
fn library(place: &TokenPlace) -> Result<Pkcs11, TokenError> {
    static LOADED: Mutex<Option<HashMap<PathBuf, Pkcs11>>> = Mutex::new(None);
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    let loaded = loaded.get_or_insert_default();
    if let Some(library) = loaded.get(&place.module) {
        return Ok(library.clone());
    }
    let module = |source| TokenError::Module { path: place.module.clone(), source };
    let library = Pkcs11::new(&place.module).map_err(module)?;
    match library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(module(error)),
    }
    loaded.insert(place.module.clone(), library.clone());
    Ok(library)
}

fn slot(library: &Pkcs11, place: &TokenPlace) -> Result<(Slot, TokenInfo), TokenError> {
    let failed = failed(place);
    let (mut here, mut labels) = (Vec::new(), Vec::new());
    for slot in library.get_slots_with_initialized_token().map_err(&failed)? {
        let info = library.get_token_info(slot).map_err(&failed)?;
        let word = |text: &str| text.trim_end().to_owned();
        labels.push(format!("`{}`", word(info.label())));
        if word(info.label()) == place.label {
            let (maker, model) = (word(info.manufacturer_id()), word(info.model()));
            here.push((slot, TokenInfo { maker, model, serial: word(info.serial_number()) }));
        }
    }
    let found = if labels.is_empty() { "none".to_owned() } else { labels.join(", ") };
    let one = here.pop().ok_or_else(|| TokenError::NoToken { wanted: place.label.clone(), found })?;
    if here.is_empty() { Ok(one) } else { Err(TokenError::Ambiguous(place.label.clone())) }
}

fn session(place: &TokenPlace) -> Result<(Session, TokenInfo), KeyError> {
    let library = library(place)?;
    let (slot, info) = slot(&library, place)?;
    let failed = failed(place);
    let mechanisms = library.get_mechanism_list(slot).map_err(&failed)?;
    if !mechanisms.contains(&MechanismType::EDDSA) {
        return Err(TokenError::NoEd25519(place.label.clone()).into());
    }
    let session = library.open_rw_session(slot).map_err(&failed)?;
    match session.login(UserType::User, Some(&place.pin()?)) {
        // Another session of this process has logged in.
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
        Err(error) => return Err(failed(error).into()),
    }
    Ok((session, info))
}

impl Token {
    /// Opens a session with the token and logs in.
    pub fn open(place: &TokenPlace) -> Result<(Token, TokenInfo), KeyError> {
        let (session, info) = session(place)?;
        Ok((Token { place: place.clone(), session: Arc::new(Mutex::new(session)) }, info))
    }

    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answered(&self, what: impl Into<String>) -> TokenError {
        TokenError::Answer { label: self.place.label.clone(), what: what.into() }
    }

    /// Lets the token make an Ed25519 key and gives its public half. The private half cannot be read out.
    pub fn make_key(&self, name: &str) -> Result<[u8; 32], TokenError> {
        let failed = failed(&self.place);
        let session = self.session();
        let label = Attribute::Label(name.as_bytes().to_vec());
        let public = [
            Attribute::Token(true),
            Attribute::Private(false),
            Attribute::Verify(true),
            Attribute::EcParams(CURVE.to_vec()),
            label.clone(),
        ];
        let private = [
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Sign(true),
            label,
        ];
        let made = session.generate_key_pair(&Mechanism::EccEdwardsKeyPairGen, &public, &private);
        let (public, private) = made.map_err(&failed)?;
        let shown = session.get_attributes(public, &[AttributeType::EcPoint]).map_err(&failed)?;
        let point = shown.into_iter().find_map(|shown| match shown {
            Attribute::EcPoint(point) => Some(point),
            _ => None,
        });
        // An OCTET STRING around the 32 bytes, as PKCS#11 2.40 has it, or the bytes themselves.
        let key = point.and_then(|point| match point.as_slice() {
            [0x04, 0x20, key @ ..] => key.try_into().ok(),
            key => key.try_into().ok(),
        });
        let key: [u8; 32] = key.ok_or_else(|| self.answered("a public key that is none of Ed25519"))?;
        // The key is found again by this.
        let id = [Attribute::Id(key.to_vec())];
        session.update_attributes(public, &id).map_err(&failed)?;
        session.update_attributes(private, &id).map_err(&failed)?;
        Ok(key)
    }

    /// The signer of a key in the token.
    pub fn signer(&self, key: &[u8; 32]) -> Result<TokenSigner, TokenError> {
        find(&self.session(), &self.place, key, ObjectClass::PRIVATE_KEY)?;
        let (place, session, key) = (self.place.clone(), self.session.clone(), *key);
        Ok(Arc::new(move |message| {
            let mut session = session.lock().unwrap_or_else(PoisonError::into_inner);
            let first = sign(&session, &place, &key, message);
            let signed = first.or_else(|error| {
                tracing::warn!(%error, "the token is asked once more, in a new session");
                let (fresh, _) = self::session(&place)?;
                let signed = sign(&fresh, &place, &key, message)?;
                *session = fresh;
                Ok::<_, KeyError>(signed)
            });
            match signed {
                Ok(signature) => Some(signature),
                Err(error) => {
                    tracing::error!(error = %crate::causes::chain(&error), "the token does not sign");
                    None
                }
            }
        }))
    }

    /// Removes a key from the token. Whether it was there.
    pub fn destroy(&self, key: &[u8; 32]) -> Result<bool, TokenError> {
        let failed = failed(&self.place);
        let session = self.session();
        let mut any = false;
        for class in [ObjectClass::PRIVATE_KEY, ObjectClass::PUBLIC_KEY] {
            for object in objects(&session, key, class).map_err(&failed)? {
                session.destroy_object(object).map_err(&failed)?;
                any = true;
            }
        }
        Ok(any)
    }
}

fn objects(session: &Session, key: &[u8; 32], class: ObjectClass) -> Result<Vec<ObjectHandle>, Error> {
    session.find_objects(&[Attribute::Class(class), Attribute::Id(key.to_vec())])
}

fn find(
    session: &Session,
    place: &TokenPlace,
    key: &[u8; 32],
    class: ObjectClass,
) -> Result<ObjectHandle, TokenError> {
    let found = objects(session, key, class).map_err(failed(place))?;
    found
        .into_iter()
        .next()
        .ok_or_else(|| TokenError::NoKey { label: place.label.clone(), key: hex::encode(key) })
}

fn sign(
    session: &Session,
    place: &TokenPlace,
    key: &[u8; 32],
    message: &[u8],
) -> Result<[u8; 64], TokenError> {
    let object = find(session, place, key, ObjectClass::PRIVATE_KEY)?;
    let how = Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Pure));
    let signature = session.sign(&how, object, message).map_err(failed(place))?;
    signature.try_into().map_err(|_| TokenError::Answer {
        label: place.label.clone(),
        what: "a signature that is none of Ed25519".to_owned(),
    })
}
