//! The officers of this authority, kept by an admin.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;
use store::{OfficerRecord, OfficerSort};

use super::{DeskError, ListQuery, Listed, Role, Viewer, audit, password};
use crate::node::Node;

/// One officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficerRow {
    /// Login name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Whether the officer can sign in.
    pub enabled: bool,
    /// Since when.
    pub created_at: Timestamp,
}

/// Officers, searchable by login and name, sorted by `login` or `name`. For admins.
pub async fn list(node: &Node, viewer: &Viewer, query: &ListQuery) -> Result<Listed<OfficerRow>, DeskError> {
    viewer.needs(&[Role::Admin])?;
    let sort = match query.sort.as_deref() {
        Some("name") => OfficerSort::Name,
        _ => OfficerSort::Login,
    };
    let by = &query.by(sort);
    let listing = node.store().read("officers", |tx| Box::pin(async move { tx.officers(by).await })).await?;
    Ok(Listed::of_store(listing, query, |officer| OfficerRow {
        login: officer.login,
        name: officer.name,
        roles: officer.roles.into_iter().map(Role::from).collect(),
        enabled: !officer.disabled,
        created_at: officer.created_at,
    }))
}

/// Creates an officer. The password must have at least 10 characters. For admins.
pub async fn create(
    node: &Node,
    viewer: &Viewer,
    login: &str,
    name: &str,
    roles: &[Role],
    password: &str,
) -> Result<(), DeskError> {
    viewer.needs(&[Role::Admin])?;
    add(node, &viewer.login, login, name, roles, password).await
}

/// Creates an officer on behalf of the installation itself, when no admin can be signed in yet.
pub async fn install(
    node: &Node,
    login: &str,
    name: &str,
    roles: &[Role],
    password: &str,
) -> Result<(), DeskError> {
    add(node, "node", login, name, roles, password).await
}

async fn add(
    node: &Node,
    by: &str,
    login: &str,
    name: &str,
    roles: &[Role],
    password: &str,
) -> Result<(), DeskError> {
    let login = login.trim();
    // The same rule as for the officer named in an act.
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    if !(2..=32).contains(&login.len()) || !login.bytes().all(plain) {
        return Err(DeskError::invalid(
            "login",
            format!("`{}` is not a login", super::reading::cut(login)),
            "use 2 to 32 lower-case letters, digits, dots and hyphens",
        ));
    }
    if matches!(login, "node" | "console") {
        return Err(DeskError::invalid(
            "login",
            format!("`{login}` is used by the node itself"),
            "choose another",
        ));
    }
    let name = name.trim();
    if name.is_empty() || name.len() > 200 || name.chars().any(char::is_control) {
        return Err(DeskError::invalid("name", "this is not a name", "use 1 to 200 characters on one line"));
    }
    if roles.is_empty() {
        return Err(DeskError::invalid("roles", "no role is chosen", "choose at least one"));
    }
    password::check(password)?;
    let now = node.now();
    let officer = &OfficerRecord {
        login: login.to_owned(),
        name: name.to_owned(),
        roles: roles.iter().map(|&role| role.into()).collect(),
        password: password::hash(password, node.rng()).await?,
        locale: "en".to_owned(),
        disabled: false,
        created_at: now,
        changed_at: now,
    };
    let line = &audit::line(node, by, "officer-created", login, words(roles));
    let added = node
        .store()
        .run_tx("create officer", |tx| {
            Box::pin(async move {
                tx.add_officer(officer).await?;
                tx.add_audit(line).await
            })
        })
        .await;
    match added {
        Err(store::StoreError::Conflict { .. }) => {
            Err(DeskError::invalid("login", format!("`{login}` is taken"), "choose another"))
        }
        other => Ok(other?),
    }
}

/// Lets an officer sign in or not; disabling ends the officer's sessions. One cannot disable oneself. For admins.
pub async fn set_enabled(node: &Node, viewer: &Viewer, login: &str, enabled: bool) -> Result<(), DeskError> {
    viewer.needs(&[Role::Admin])?;
    not_oneself(viewer, login)?;
    let now = node.now();
    let what = if enabled { "officer-enabled" } else { "officer-disabled" };
    let line = &audit::line(node, &viewer.login, what, login, "");
    node.store()
        .run_tx("enable officer", |tx| {
            Box::pin(async move {
                tx.set_officer_disabled(login, !enabled, now).await?;
                if !enabled {
                    tx.end_sessions_of(login).await?;
                }
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

/// Changes an officer's roles. One cannot change one's own. For admins.
pub async fn set_roles(node: &Node, viewer: &Viewer, login: &str, roles: &[Role]) -> Result<(), DeskError> {
    viewer.needs(&[Role::Admin])?;
    not_oneself(viewer, login)?;
    if roles.is_empty() {
        return Err(DeskError::invalid(
            "roles",
            "no role is chosen",
            "choose at least one, or disable the officer",
        ));
    }
    let now = node.now();
    let kept: &BTreeSet<store::Role> = &roles.iter().map(|&role| role.into()).collect();
    let line = &audit::line(node, &viewer.login, "officer-roles", login, words(roles));
    node.store()
        .run_tx("officer roles", |tx| {
            Box::pin(async move {
                tx.set_officer_roles(login, kept, now).await?;
                tx.add_audit(line).await
            })
        })
        .await?;
    Ok(())
}

fn not_oneself(viewer: &Viewer, login: &str) -> Result<(), DeskError> {
    if viewer.login == login {
        Err(DeskError::invalid("login", "this is your own account", "let another admin do it"))
    } else {
        Ok(())
    }
}

fn words(roles: &[Role]) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
}
