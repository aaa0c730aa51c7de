//! Signing in and out, sessions, and the throttle on failed sign-ins.
//!
//! A session token is 32 random bytes given to the browser once; the store keeps only its SHA-256. Passwords are
//! kept as Argon2id. Failed sign-ins are counted per login and slow down further tries; whether a login exists
//! is never revealed, by answer or by time.

use jiff::Timestamp;

use super::{DeskError, Viewer};
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

/// Signs an officer in.
pub async fn sign_in(node: &Node, login: &str, password: &str) -> Result<SignedIn, DeskError> {
    unimplemented!()
}

/// The viewer of a session, or [`DeskError::NotSignedIn`].
pub async fn session(node: &Node, token: &str) -> Result<Viewer, DeskError> {
    unimplemented!()
}

/// Ends a session. Unknown tokens are no error.
pub async fn sign_out(node: &Node, token: &str) -> Result<(), DeskError> {
    unimplemented!()
}

/// Changes the language of the viewer's pages.
pub async fn change_locale(node: &Node, viewer: &Viewer, locale: &str) -> Result<(), DeskError> {
    unimplemented!()
}

/// Changes the viewer's own password; other sessions of the officer end.
pub async fn change_password(node: &Node, viewer: &Viewer, old: &str, new: &str) -> Result<(), DeskError> {
    unimplemented!()
}
