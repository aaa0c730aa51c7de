//! Signing in and out, sessions, and the throttle on failed sign-ins.
//!
//! A session token is 32 random bytes given to the browser once; the store keeps only its SHA-256. Passwords are
//! kept as Argon2id. Failed sign-ins are counted per login and slow down further tries; whether a login exists
//! is never revealed, by answer or by time.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use sha2::{Digest, Sha256};
use store::{OfficerRecord, SessionRecord};

use super::{DeskError, Role, Viewer, audit, password};
use crate::node::Node;

/// Hours a session lives without being used.
pub const SESSION_HOURS: i64 = 12;

/// A fresh session, whose token is shown to the browser and to nobody else.
#[derive(Clone)]
pub struct SignedIn {
    /// The token in hex: the value of the cookie.
    pub token: String,
    /// Who signed in.
    pub viewer: Viewer,
    /// When the session ends.
    pub ends_at: Timestamp,
}

/// How much of a session's use is not worth a write.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Signs an officer in.
pub async fn sign_in(node: &Node, login: &str, password: &str) -> Result<SignedIn, DeskError> {
    let login = login.trim().to_lowercase();
    let login = login.as_str();
    let now = node.now();
    let throttle = &node.desk().throttle;
    if let Some(retry_after_s) = throttle.wait_s(login, now) {
        return Err(DeskError::Throttled { retry_after_s });
    }
    let officer = node
        .store()
        .read("officer", |tx| Box::pin(async move { tx.officer(login).await }))
        .await?
        .filter(|officer| !officer.disabled);
    let right =
        password::matches(password, officer.as_ref().map(|officer| officer.password.as_str())).await?;
    let officer = match officer {
        Some(officer) if right => officer,
        _ => {
            throttle.failed(login, now);
            return Err(DeskError::WrongPassword);
        }
    };
    throttle.succeeded(login);
    let mut token = [0_u8; 32];
    node.rng().fill_bytes(&mut token);
    let token = hex::encode(token);
    let session = SessionRecord {
        token_sha256: digest(&token),
        created_at: now,
        seen_at: now,
        expires_at: end_of_session(now),
    };
    let (session, line) = (&session, &audit::line(node, login, "signed-in", login, ""));
    node.store()
        .run_tx("sign in", |tx| {
            Box::pin(async move {
                tx.remove_expired_sessions(now).await?;
                tx.add_session(login, session).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(SignedIn { token, viewer: viewer_of(officer), ends_at: session.expires_at })
}

/// The viewer of a session, or [`DeskError::NotSignedIn`].
pub async fn session(node: &Node, token: &str) -> Result<Viewer, DeskError> {
    let (token_sha256, now) = (&digest(token), node.now());
    let found = node
        .store()
        .read("session", |tx| Box::pin(async move { tx.session(token_sha256, now).await }))
        .await?;
    let (session, officer) = found.ok_or(DeskError::NotSignedIn)?;
    if now.duration_since(session.seen_at) > SEEN_EVERY {
        let touched = node
            .store()
            .run_tx("touch session", |tx| {
                Box::pin(async move { tx.touch_session(token_sha256, now, end_of_session(now)).await })
            })
            .await;
        match touched {
            // It may have been ended in this moment by another request; the next one will notice.
            Ok(()) | Err(store::StoreError::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(viewer_of(officer))
}

/// Ends a session. Unknown tokens are no error.
pub async fn sign_out(node: &Node, token: &str) -> Result<(), DeskError> {
    let token_sha256 = &digest(token);
    node.store().run_tx("sign out", |tx| Box::pin(async move { tx.end_session(token_sha256).await })).await?;
    Ok(())
}

/// Changes the language of the viewer's pages.
pub async fn change_locale(node: &Node, viewer: &Viewer, locale: &str) -> Result<(), DeskError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !(2..=35).contains(&locale.len()) || !locale.bytes().all(plain) {
        return Err(DeskError::invalid("locale", "this is not a language", "choose one from the list"));
    }
    let (login, now) = (viewer.login.as_str(), node.now());
    node.store()
        .run_tx("change locale", |tx| {
            Box::pin(async move { tx.set_officer_locale(login, locale, now).await })
        })
        .await?;
    Ok(())
}

/// Changes the viewer's own password; every session of the officer ends.
pub async fn change_password(node: &Node, viewer: &Viewer, old: &str, new: &str) -> Result<(), DeskError> {
    password::check(new)?;
    let (login, now) = (viewer.login.as_str(), node.now());
    if let Some(retry_after_s) = node.desk().throttle.wait_s(login, now) {
        return Err(DeskError::Throttled { retry_after_s });
    }
    let officer = node.store().read("officer", |tx| Box::pin(async move { tx.officer(login).await })).await?;
    if !password::matches(old, officer.as_ref().map(|officer| officer.password.as_str())).await? {
        node.desk().throttle.failed(login, now);
        return Err(DeskError::WrongPassword);
    }
    let hash = &password::hash(new, node.rng()).await?;
    let line = &audit::line(node, login, "password-changed", login, "");
    node.store()
        .run_tx("change password", |tx| {
            Box::pin(async move {
                tx.set_officer_password(login, hash, now).await?;
                tx.end_sessions_of(login).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

/// The store keeps the digest, so that whoever reads the store cannot use a session.
fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn end_of_session(now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(SESSION_HOURS)).unwrap_or(now)
}

fn viewer_of(officer: OfficerRecord) -> Viewer {
    Viewer {
        login: officer.login,
        name: officer.name,
        roles: officer.roles.into_iter().map(Role::from).collect(),
        locale: officer.locale,
    }
}
