//! Partners: who they are, how they are recognised, and how delivery to them stands.

use std::collections::HashMap;

use exchange::AuthorityId;
use jiff::Timestamp;
use serde::Serialize;
use store::{ListBy, PartnerSort, PartnerState};

use super::{DeskError, Role, Viewer};
use crate::cli::keys::comparison;
use crate::node::Node;

/// More partners than there are authorities.
const MOST: u32 = 5_000;

/// One partner authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerRow {
    /// Authority id.
    pub id: String,
    /// Name.
    pub name: String,
    /// State, ISO alpha-2.
    pub state: String,
    /// `pending`, `accredited`, `suspended`.
    pub standing: String,
    /// Fingerprint of its keys, in groups.
    pub fingerprint: String,
    /// The same as words, for reading aloud.
    pub words: String,
    /// What its QR code says.
    #[serde(skip)]
    pub code: String,
    /// Peer address.
    pub address: String,
    /// Accredited since.
    pub accredited_at: Option<Timestamp>,
    /// Envelopes that wait to be delivered.
    pub waiting: u64,
    /// When the partner was last reached.
    pub reached_at: Option<Timestamp>,
    /// Why the last attempt failed; empty when it did not.
    pub cause: String,
    /// When delivery is tried again.
    pub next_attempt: Option<Timestamp>,
}

/// This node itself, as partners see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OurselvesView {
    /// Authority id.
    pub id: String,
    /// Name.
    pub name: String,
    /// State, ISO alpha-2.
    pub state: String,
    /// Fingerprint, in groups.
    pub fingerprint: String,
    /// The same as words.
    pub words: String,
    /// What its QR code says.
    pub code: String,
}

/// Partners, by name.
pub async fn partners(node: &Node, viewer: &Viewer) -> Result<Vec<PartnerRow>, DeskError> {
    viewer.needs(&Role::ALL)?;
    let (records, backlogs) = node
        .store()
        .read("partners", |tx| {
            Box::pin(async move {
                let by = ListBy { sort: PartnerSort::Name, limit: MOST, ..ListBy::default() };
                Ok((tx.partners(&by).await?.rows, tx.backlogs().await?))
            })
        })
        .await?;
    records
        .into_iter()
        .map(|record| {
            let backlog = backlogs.iter().find(|backlog| backlog.partner == record.partner.authority);
            let failure = backlog.and_then(|backlog| backlog.failure.as_ref());
            Ok(PartnerRow {
                id: record.partner.authority.to_string(),
                name: record.partner.name,
                state: record.partner.authority.state(),
                standing: match record.state {
                    PartnerState::Proposed => "pending",
                    PartnerState::Accredited => "accredited",
                    PartnerState::Suspended => "suspended",
                }
                .to_owned(),
                fingerprint: record.partner.fingerprint.groups().join(" "),
                words: record.partner.fingerprint.words().join(" "),
                code: comparison(&record.partner.authority, &record.partner.fingerprint),
                address: record.partner.endpoint,
                accredited_at: record.accredited_at,
                waiting: backlog.map_or(0, |backlog| backlog.waiting),
                reached_at: record.reached_at,
                cause: failure.map(|failure| failure.text.clone()).unwrap_or_default(),
                next_attempt: backlog.map(|backlog| backlog.next_attempt_at),
            })
        })
        .collect()
}

/// This node itself.
pub fn ourselves(node: &Node) -> OurselvesView {
    let fingerprint = node.fingerprint();
    OurselvesView {
        id: node.authority().to_string(),
        name: node.config().name.clone(),
        state: node.authority().state(),
        fingerprint: fingerprint.groups().join(" "),
        words: fingerprint.words().join(" "),
        code: comparison(node.authority(), &fingerprint),
    }
}

/// An authority's identifier as somebody typed it.
pub(crate) fn authority(text: &str) -> Result<AuthorityId, DeskError> {
    text.trim().parse().map_err(|_| DeskError::not_found("partner", super::reading::cut(text)))
}

/// A partner that can be sent something, with its name.
pub(crate) async fn accredited(node: &Node, partner: &str) -> Result<(AuthorityId, String), DeskError> {
    let id = &authority(partner)?;
    let record = node.store().read("partner", |tx| Box::pin(async move { tx.partner(id).await })).await?;
    match record {
        Some(record) if record.state == PartnerState::Accredited => {
            Ok((record.partner.authority, record.partner.name))
        }
        Some(record) => Err(DeskError::Partner { partner: id.to_string(), state: record.state.to_string() }),
        None => Err(DeskError::not_found("partner", id)),
    }
}

/// The names of all partners.
pub(crate) async fn names(node: &Node) -> Result<HashMap<AuthorityId, String>, DeskError> {
    let rows = node
        .store()
        .read("partner names", |tx| {
            Box::pin(async move {
                let by = ListBy { limit: MOST, ..ListBy::default() };
                Ok(tx.partners(&by).await?.rows)
            })
        })
        .await?;
    Ok(rows.into_iter().map(|record| (record.partner.authority, record.partner.name)).collect())
}

/// The name of a partner, or its identifier when it is none.
pub(crate) async fn name_of(node: &Node, partner: &AuthorityId) -> Result<String, DeskError> {
    let record =
        node.store().read("partner", |tx| Box::pin(async move { tx.partner(partner).await })).await?;
    Ok(record.map_or_else(|| partner.to_string(), |record| record.partner.name))
}
