//! What can go wrong at the desk, classed once: the user's, the peer's, passing, ours.

use super::Role;
use super::form::Objection;

/// Whose doing an error is. Page status, retry and alarm follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The user can put it right.
    User,
    /// The partner's node sent something wrong.
    Peer,
    /// It may work when tried again.
    Passing,
    /// A fault of this node.
    Ours,
}

/// Why a use case was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Nobody is signed in, or the session ended.
    #[error("sign in first")]
    NotSignedIn,
    /// Login or password is wrong; which of them is not said.
    #[error("login or password is wrong")]
    WrongPassword,
    /// Too many failed sign-ins.
    #[error("too many failed sign-ins; try again in {retry_after_s} s")]
    Throttled {
        /// Seconds to wait.
        retry_after_s: u64,
    },
    /// The viewer lacks the role.
    #[error("this needs the role {}", needs.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" or "))]
    NotAllowed {
        /// Any one of these would do.
        needs: Vec<Role>,
    },
    /// One's own draft cannot be approved by oneself.
    #[error("a second person must approve: you drafted or submitted this yourself")]
    OwnDraft,
    /// The thing named does not exist, or not for this viewer.
    #[error("no {what} `{id}` here")]
    NotFound {
        /// What was looked for: `case`, `draft`, `act`, …
        what: &'static str,
        /// The identifier as given.
        id: String,
    },
    /// Input that cannot be used.
    #[error("{message}; {remedy}")]
    Invalid {
        /// Name of the field.
        field: String,
        /// What is wrong, with the input in backticks.
        message: String,
        /// What to do instead.
        remedy: String,
    },
    /// Somebody else saved this draft in the meantime; nothing was overwritten.
    #[error("the draft was changed by {} in the meantime (version {} instead of {})", .0.changed_by, .0.version, .0.expected)]
    Conflict(Box<super::drafting::EditConflict>),
    /// The draft is not in a state that allows this.
    #[error("the draft is {state}, so it cannot be {wanted}")]
    WrongState {
        /// State of the draft.
        state: &'static str,
        /// What was tried.
        wanted: &'static str,
    },
    /// The law or the procedure objects.
    #[error("{} objection(s) stand in the way", .0.len())]
    Objected(Vec<Objection>),
    /// The partner cannot be used.
    #[error("the partner {partner} is {state}")]
    Partner {
        /// Authority id.
        partner: String,
        /// `unknown`, `pending`, `suspended`, …
        state: String,
    },
    /// Sending failed before anything was committed.
    #[error("sending failed")]
    Node(#[source] crate::node::NodeError),
    /// The store failed.
    #[error("the store failed")]
    Store(#[source] store::StoreError),
    /// A font of a letter is missing or cannot be read.
    #[error("{error}; {remedy}", error = .0, remedy = .0.remedy())]
    Typeface(#[source] crate::typefaces::TypefaceError),
    /// Stored or received bytes are not what they should be.
    #[error("stored {what} cannot be read: {why}")]
    Damaged {
        /// What was read.
        what: &'static str,
        /// Why it is refused.
        why: String,
    },
}

impl DeskError {
    /// Input that cannot be used, with the remedy.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        DeskError::Invalid { field: field.into(), message: message.into(), remedy: remedy.into() }
    }

    /// Something that does not exist.
    pub fn not_found(what: &'static str, id: impl ToString) -> Self {
        DeskError::NotFound { what, id: id.to_string() }
    }

    /// Whose doing the error is.
    pub fn blame(&self) -> Blame {
        match self {
            DeskError::NotSignedIn
            | DeskError::WrongPassword
            | DeskError::Throttled { .. }
            | DeskError::NotAllowed { .. }
            | DeskError::OwnDraft
            | DeskError::NotFound { .. }
            | DeskError::Invalid { .. }
            | DeskError::Conflict(_)
            | DeskError::WrongState { .. }
            | DeskError::Objected(_)
            | DeskError::Partner { .. } => Blame::User,
            DeskError::Node(crate::node::NodeError::NotAccredited(_)) => Blame::User,
            DeskError::Node(crate::node::NodeError::Store(error)) | DeskError::Store(error) => {
                blame_of(error.culprit())
            }
            DeskError::Node(crate::node::NodeError::Bucket(error)) if !error.passes() => Blame::Ours,
            DeskError::Node(_) => Blame::Passing,
            DeskError::Damaged { .. } | DeskError::Typeface(_) => Blame::Ours,
        }
    }
}

fn blame_of(culprit: exchange::Culprit) -> Blame {
    match culprit {
        exchange::Culprit::User => Blame::User,
        exchange::Culprit::Peer => Blame::Peer,
        exchange::Culprit::Passing => Blame::Passing,
        exchange::Culprit::Ours => Blame::Ours,
    }
}

impl From<store::StoreError> for DeskError {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::NotFound { what, id } => DeskError::NotFound { what, id },
            other => DeskError::Store(other),
        }
    }
}

impl From<crate::node::NodeError> for DeskError {
    fn from(error: crate::node::NodeError) -> Self {
        DeskError::Node(error)
    }
}
