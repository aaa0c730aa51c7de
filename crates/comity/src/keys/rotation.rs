//! New keys for a node, and the end of old ones: drawn up here, signed by the holders of the root, taken up here.

use exchange::{Fingerprint, KeyChange, SignedKeyStatement, SigningKeys};
use jiff::Timestamp;

use super::ceremony::{CeremonyError, Request};
use super::{KeyError, KeyFolder, Signing, Terms};
use crate::node::{Node, NodeError};

/// Makes a set of keys and draws up the statement that names it. `signing`: `None` keeps the signing keys of now.
///
/// # Errors
/// When keys cannot be made or written.
pub fn rotate(
    folder: &KeyFolder,
    signing: Option<Signing>,
    terms: Terms,
    now: Timestamp,
    rng: &mut impl rand::CryptoRng,
) -> Result<Request, KeyError> {
    let history = folder.history()?;
    let signing = match signing {
        Some(signing) => signing,
        None => Signing::Same(Box::new(same(folder, &history, now)?)),
    };
    let record = folder.make_set(history.authority(), signing, rng)?;
    let change = KeyChange::Name { record: Box::new(record), lifetime: terms.from(now) };
    Ok(Request::new(&history, history.next(now, change)))
}

/// The signing keys of now, once more.
fn same(folder: &KeyFolder, history: &exchange::KeyHistory, now: Timestamp) -> Result<SigningKeys, KeyError> {
    let keys = folder.load(history.clone())?;
    let set = keys.signing(now).ok_or(KeyError::NoSigningKeys)?;
    let signing = set.signing.as_ref().ok_or(KeyError::NoSigningKeys)?;
    folder.signing_of(&signing.to_secret_bytes())
}

/// Draws up the statement that revokes keys.
///
/// # Errors
/// When the history cannot be read.
pub fn revoke(
    folder: &KeyFolder,
    keys: Fingerprint,
    from: Timestamp,
    reason: &str,
    now: Timestamp,
) -> Result<Request, KeyError> {
    let history = folder.history()?;
    let change = KeyChange::Revoke { keys, from, reason: reason.to_owned() };
    Ok(Request::new(&history, history.next(now, change)))
}

/// Signs with the root that was made on this machine, when there is one.
///
/// # Errors
/// When there is none, or it is not enough.
pub fn sign_here(folder: &KeyFolder, request: Request) -> Result<SignedKeyStatement, CeremonyError> {
    let share = folder.share_here().ok().flatten().ok_or(CeremonyError::NoShareHere)?;
    let signature = request.statement.sign(&request.root, &share)?;
    Ok(SignedKeyStatement::new(request.statement, vec![signature], &request.root)?)
}

/// Writes a signed statement into the folder. From the moment on at which a running node reads it, which is at once, it
/// holds here; partners are told next.
///
/// # Errors
/// When it is not the next statement, or the secrets of the keys that it names are not here.
pub fn write(folder: &KeyFolder, signed: SignedKeyStatement) -> Result<(), KeyError> {
    let mut history = folder.history()?;
    if let KeyChange::Name { record, .. } = &signed.statement().change
        && !folder.holds(&record.fingerprint())
    {
        return Err(KeyError::StillNeeded(format!(
            "the secrets of the keys {} are not in this folder: install the statement where the request was made",
            record.fingerprint().short()
        )));
    }
    history.add(signed)?;
    folder.write_history(&history)
}

/// Takes up a signed statement in a node that is open.
///
/// # Errors
/// When it is not the next statement, or cannot be kept.
pub async fn install(node: &Node, signed: SignedKeyStatement) -> Result<(), NodeError> {
    write(node.key_folder(), signed)?;
    node.refresh_keys().await?;
    node.keys_changed();
    Ok(())
}
