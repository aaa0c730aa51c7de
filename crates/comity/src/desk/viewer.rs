//! Who is asking, and what that person may do.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::DeskError;

/// What an officer may do. A person can hold several roles, except that nobody approves their own draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Searches, drafts and handles cases.
    Officer,
    /// Approves, as the second person, what asks for or orders coercion.
    Approver,
    /// Reads the ledger, the audit trail and evidence.
    Auditor,
    /// Keeps partners, registers and officers.
    Admin,
}

impl Role {
    /// All roles, in the order they are shown.
    pub const ALL: [Role; 4] = [Role::Officer, Role::Approver, Role::Auditor, Role::Admin];

    /// The word used in the store, in forms and in translations.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Officer => "officer",
            Role::Approver => "approver",
            Role::Auditor => "auditor",
            Role::Admin => "admin",
        }
    }
}

impl From<store::Role> for Role {
    fn from(role: store::Role) -> Self {
        match role {
            store::Role::Officer => Role::Officer,
            store::Role::Approver => Role::Approver,
            store::Role::Auditor => Role::Auditor,
            store::Role::Admin => Role::Admin,
        }
    }
}

impl From<Role> for store::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Officer => store::Role::Officer,
            Role::Approver => store::Role::Approver,
            Role::Auditor => store::Role::Auditor,
            Role::Admin => store::Role::Admin,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = DeskError;

    fn from_str(text: &str) -> Result<Self, DeskError> {
        Role::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| {
            DeskError::invalid(
                "roles",
                format!("`{text}` is not a role"),
                "use officer, approver, auditor or admin",
            )
        })
    }
}

/// The signed-in person on whose behalf a use case runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Viewer {
    /// Login name.
    pub login: String,
    /// Name shown to colleagues and, as the author of acts, to partners.
    pub name: String,
    /// Roles, sorted.
    pub roles: Vec<Role>,
    /// Language of the pages, e.g. `en`, `ru`, `de`.
    pub locale: String,
}

impl Viewer {
    /// Whoever works on the command line of the node: access to the node's folder is the permission.
    pub fn console() -> Self {
        Self {
            login: "console".to_owned(),
            name: "console".to_owned(),
            roles: Role::ALL.to_vec(),
            locale: "en".to_owned(),
        }
    }

    /// Whether the viewer holds `role`.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Passes when the viewer holds one of `roles`.
    pub(crate) fn needs(&self, roles: &[Role]) -> Result<(), DeskError> {
        if roles.iter().any(|role| self.has(*role)) {
            Ok(())
        } else {
            Err(DeskError::NotAllowed { needs: roles.to_vec() })
        }
    }

    /// Passes when the viewer may read cases: everyone who works on them or audits them.
    pub(crate) fn reads_cases(&self) -> Result<(), DeskError> {
        self.needs(&[Role::Officer, Role::Approver, Role::Auditor])
    }
}
