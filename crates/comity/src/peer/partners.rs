//! Partners: the file two authorities hand each other, accreditation by two people, and what a running node knows.
//!
//! A partner is proposed by one officer from a [`PartnerFile`] and accredited by another, who has compared the fingerprint
//! over a second channel. Both steps are entries of the ledger. [`Partners`] holds the parsed keys of those who are
//! accredited and follows the store, so that another process's change takes effect within seconds.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use exchange::{AuthorityId, Fingerprint, HistoryError, PartnerKeys};
use ledger::EntryKind;
use serde::{Deserialize, Serialize};
use store::{ListBy, NewPartner, PartnerRecord, PartnerSort, PartnerState};
use tokio_util::sync::CancellationToken;

use super::record::{self, Record};
use super::tls::Pins;
use crate::node::{Node, NodeError};

/// How often changes made by other processes are looked for.
const FOLLOW: Duration = Duration::from_millis(1000);
/// The version of the partner file.
const VERSION: u8 = 1;
/// More partners than this are not loaded.
const MOST: u32 = 10_000;

/// What an authority hands to a future partner: its public keys and where its node is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PartnerFile {
    /// Version of this file's form.
    pub comity_partner: u8,
    /// The authority.
    pub authority: AuthorityId,
    /// Its name.
    pub name: String,
    /// `host:port` of its node.
    pub address: String,
    /// Its root and every statement about its keys, in base64.
    pub keys: String,
    /// Their fingerprint in groups: for the reader; it is computed anew from the keys.
    pub fingerprint: String,
    /// The same in words.
    pub words: String,
}

/// Why a partner file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PartnerFileError {
    /// It is not the JSON of a partner file.
    #[error("the file is not a partner file: {0}")]
    Syntax(#[from] serde_json::Error),
    /// Its version is not known.
    #[error("version {0} of the partner file is not known")]
    Version(u8),
    /// The keys are not base64.
    #[error("the keys in the file are not base64")]
    Base64(#[from] base64::DecodeError),
    /// The keys are not keys.
    #[error(transparent)]
    Keys(#[from] HistoryError),
    /// The keys are a single record, without a root that could ever replace them.
    #[error("the file holds keys without a root")]
    NoRoot,
    /// The keys are those of another authority.
    #[error("the file speaks of `{file}` but holds the keys of `{keys}`")]
    Mixed {
        /// Who the file says it is.
        file: AuthorityId,
        /// Whose keys it holds.
        keys: AuthorityId,
    },
    /// The fingerprint written in the file is not that of its keys.
    #[error("the fingerprint written in the file is not that of its keys")]
    Fingerprint,
}

impl PartnerFile {
    /// What this node hands to its partners.
    pub fn of(node: &Node) -> PartnerFile {
        let keys = node.own_keys();
        PartnerFile {
            comity_partner: VERSION,
            authority: node.authority().clone(),
            name: node.config().name.clone(),
            address: node.config().peer.address.clone(),
            keys: BASE64_STANDARD.encode(keys.to_bytes()),
            fingerprint: keys.fingerprint().groups().join(" "),
            words: keys.fingerprint().words().join(" "),
        }
    }

    /// Reads a partner file and checks that it agrees with itself.
    pub fn read(text: &str) -> Result<NewPartner, PartnerFileError> {
        let file: PartnerFile = serde_json::from_str(text)?;
        if file.comity_partner != VERSION {
            return Err(PartnerFileError::Version(file.comity_partner));
        }
        let bytes = BASE64_STANDARD.decode(&file.keys)?;
        let keys = PartnerKeys::from_bytes(&bytes)?;
        if keys.history().is_none() {
            return Err(PartnerFileError::NoRoot);
        }
        if *keys.authority() != file.authority {
            return Err(PartnerFileError::Mixed { file: file.authority, keys: keys.authority().clone() });
        }
        let fingerprint = keys.fingerprint();
        if file.fingerprint != fingerprint.groups().join(" ") {
            return Err(PartnerFileError::Fingerprint);
        }
        Ok(NewPartner {
            authority: keys.authority().clone(),
            name: file.name,
            keys: bytes,
            fingerprint,
            endpoint: file.address,
            tls_cert_sha256: keys.record().tls_cert_sha256,
        })
    }
}

/// Enters a partner that `by` has been handed; nothing is exchanged before another person accredits it.
pub async fn propose(node: &Node, partner: &NewPartner, by: &str) -> Result<(), NodeError> {
    let at = node.now();
    node.store()
        .run_tx("propose partner", |tx| Box::pin(async move { tx.propose_partner(partner, by, at).await }))
        .await?;
    Ok(())
}

/// Accredits a proposed partner: `by`, another person than the one who proposed it, has compared `fingerprint`.
pub async fn accredit(
    node: &Node,
    authority: &AuthorityId,
    fingerprint: &Fingerprint,
    by: &str,
) -> Result<(), NodeError> {
    let at = node.now();
    node.store()
        .run_tx_with::<_, NodeError, _>("accredit partner", |tx| {
            Box::pin(async move {
                tx.accredit_partner(authority, fingerprint, by, at).await?;
                let detail = format!("{authority} accredited by {by}");
                let entry = Record::new(EntryKind::Partner, *fingerprint.as_bytes(), at).detail(detail);
                record::append(tx, node, &[entry]).await?;
                Ok(())
            })
        })
        .await
}

/// Every partner, accredited or not.
pub async fn all(node: &Node) -> Result<Vec<PartnerRecord>, NodeError> {
    let listing = node
        .store()
        .read("partners", |tx| {
            Box::pin(
                async move { tx.partners(&ListBy::<PartnerSort> { limit: MOST, ..ListBy::default() }).await },
            )
        })
        .await?;
    Ok(listing.rows)
}

/// An accredited partner, ready for use.
#[derive(Debug)]
pub struct Partner {
    /// The record it was made from.
    pub record: PartnerRecord,
    /// Its keys, parsed.
    pub keys: PartnerKeys,
}

/// The accredited partners, as last read from the store.
#[derive(Debug, Default)]
pub struct Partners {
    known: RwLock<BTreeMap<AuthorityId, Arc<Partner>>>,
    pins: Arc<Pins>,
}

impl Partners {
    /// Reads the accredited partners.
    pub async fn load(node: &Node) -> Result<Partners, NodeError> {
        let partners = Partners::default();
        partners.refresh(node).await?;
        Ok(partners)
    }

    /// Reads them again; keeps what has not changed.
    pub async fn refresh(&self, node: &Node) -> Result<(), NodeError> {
        let mut known = BTreeMap::new();
        let mut pins = HashMap::new();
        for mut record in all(node).await? {
            if record.state != PartnerState::Accredited {
                continue;
            }
            // When it was reached changes all the time and is no reason to parse keys anew.
            record.reached_at = None;
            let authority = record.partner.authority.clone();
            let partner = match self.get(&authority) {
                Some(partner) if partner.record == record => partner,
                _ => {
                    let keys = node.parsed(&record.partner)?;
                    Arc::new(Partner { record, keys })
                }
            };
            pins.extend(partner.keys.certificates().into_iter().map(|pin| (pin, authority.clone())));
            known.insert(authority, partner);
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        self.pins.replace(pins);
        Ok(())
    }

    /// The certificates of accredited partners.
    pub fn pins(&self) -> Arc<Pins> {
        self.pins.clone()
    }

    /// One accredited partner.
    pub fn get(&self, authority: &AuthorityId) -> Option<Arc<Partner>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(authority).cloned()
    }

    /// All accredited partners.
    pub fn all(&self) -> Vec<Arc<Partner>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

/// Keeps the partners up to date until `stop`.
pub async fn follow(node: Node, partners: Arc<Partners>, stop: CancellationToken) {
    let mut changed = node.partners_watch();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(FOLLOW) => {}
            outcome = changed.changed() => if outcome.is_err() { return },
        }
        if let Err(error) = partners.refresh(&node).await {
            tracing::warn!(%error, "the list of partners could not be read");
        }
    }
}
