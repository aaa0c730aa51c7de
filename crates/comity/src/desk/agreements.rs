//! What a partner may ask here: in which form, how often, and under which blind key. Without an agreement: nothing.
//!
//! When the blind form is agreed, or its key or bucket size changes, the partner is told by an act: it needs the number and
//! public half of the key and the number of bits that name a bucket.

use exchange::cbor::{self, Bytes};
use exchange::{AuthorityId, Handling, Onward, blind};
use jiff::Timestamp;
use rand::Rng as _;
use serde::{Deserialize, Serialize};
use store::{Agreement, Forms};

use super::messages::MOST;
use super::{DeskError, Role, Viewer, audit, blind_search, case_store, directory};
use crate::node::{NewAct, Node};

/// Kind of the act that tells a partner what it may ask.
pub(crate) const TERMS: &str = "search-terms";
/// Where the seed of the blind keys is kept.
const SEED: &str = "blind-seed";

/// What an admin sets for a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgreementView {
    /// Authority id.
    pub partner: String,
    /// Its name.
    pub partner_name: String,
    /// `none`, `open`, `blind` or `both`.
    pub forms: String,
    /// Queries of the partner in 24 hours.
    pub queries_per_day: u32,
    /// Queries of each of its officers in 24 hours.
    pub officer_per_day: u32,
    /// Blind elements of the partner in 24 hours; every blind query has twelve.
    pub elements_per_day: u32,
    /// The number of the blind key.
    pub blind_key: u32,
    /// Who changed it last; empty when nothing was agreed.
    pub changed_by: String,
    /// When.
    pub changed_at: Option<Timestamp>,
    /// What the partner lets us ask, as it last told: `open` or `blind` words; empty when it told nothing.
    pub allows_us: String,
}

/// What a partner is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct TermsBody {
    /// `none`, `open`, `blind` or `both`.
    pub(crate) forms: String,
    /// Queries in 24 hours.
    pub(crate) queries_per_day: u32,
    /// Queries of one officer in 24 hours.
    pub(crate) officer_per_day: u32,
    /// The blind form, when it is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) blind: Option<BlindTerms>,
}

/// What is needed to ask blindly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct BlindTerms {
    /// Number of the key.
    pub(crate) key: u32,
    /// Its public half.
    pub(crate) public: Bytes,
    /// Bits that name a bucket.
    pub(crate) bits: u8,
    /// Elements in 24 hours.
    pub(crate) elements_per_day: u32,
}

/// The most of any quota.
const QUOTA_MOST: u32 = 1_000_000;

/// Every accredited partner with what was agreed.
pub async fn list(node: &Node, viewer: &Viewer) -> Result<Vec<AgreementView>, DeskError> {
    viewer.needs(&[Role::Admin, Role::Auditor])?;
    let agreements =
        node.store().read("search agreements", |tx| Box::pin(async move { tx.agreements().await })).await?;
    let terms = terms(node).await?;
    let partners = directory::partners(node, viewer).await?;
    Ok(partners
        .into_iter()
        .filter(|partner| partner.standing == "accredited")
        .map(|partner| {
            let agreed = agreements.iter().find(|agreement| agreement.partner.as_str() == partner.id);
            let told = terms.iter().find(|(of, _)| of.as_str() == partner.id);
            AgreementView {
                forms: agreed.map_or("none", |agreed| agreed.forms.as_str()).to_owned(),
                queries_per_day: agreed.map_or(200, |agreed| agreed.queries_per_day),
                officer_per_day: agreed.map_or(50, |agreed| agreed.officer_per_day),
                elements_per_day: agreed.map_or(1_200, |agreed| agreed.elements_per_day),
                blind_key: agreed.map_or(1, |agreed| agreed.blind_key),
                changed_by: agreed.map(|agreed| agreed.changed_by.clone()).unwrap_or_default(),
                changed_at: agreed.map(|agreed| agreed.changed_at),
                allows_us: told.map(|(_, terms)| terms.forms.clone()).unwrap_or_default(),
                partner: partner.id,
                partner_name: partner.name,
            }
        })
        .collect())
}

/// What an admin enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAgreement<'a> {
    /// Authority id.
    pub partner: &'a str,
    /// `none`, `open`, `blind` or `both`.
    pub forms: &'a str,
    /// Queries of the partner in 24 hours.
    pub queries_per_day: u32,
    /// Queries of each of its officers in 24 hours.
    pub officer_per_day: u32,
    /// Blind elements of the partner in 24 hours.
    pub elements_per_day: u32,
    /// Whether a new blind key is taken: tags under the old one mean nothing any more; handles that were given stay valid.
    pub rotate: bool,
}

/// Sets what a partner may ask. For admins.
pub async fn set(node: &Node, viewer: &Viewer, new: NewAgreement<'_>) -> Result<(), DeskError> {
    viewer.needs(&[Role::Admin])?;
    let (partner, _) = directory::accredited(node, new.partner).await?;
    let forms: Forms = new.forms.parse().map_err(|_| {
        DeskError::invalid(
            "forms",
            format!("`{}` is not a choice", super::reading::cut(new.forms)),
            "choose none, open, blind or both",
        )
    })?;
    for (field, number) in [
        ("queries-per-day", new.queries_per_day),
        ("officer-per-day", new.officer_per_day),
        ("elements-per-day", new.elements_per_day),
    ] {
        if number > QUOTA_MOST {
            return Err(DeskError::invalid(
                field,
                format!("`{number}` is too large"),
                format!("write at most {QUOTA_MOST}"),
            ));
        }
    }
    let before = known(node, &partner).await?;
    let rotated = before.as_ref().map_or(1, |agreed| agreed.blind_key + u32::from(new.rotate));
    let agreement = Agreement {
        partner,
        forms,
        queries_per_day: new.queries_per_day,
        officer_per_day: new.officer_per_day,
        elements_per_day: new.elements_per_day,
        blind_key: rotated,
        changed_by: viewer.login.clone(),
        changed_at: node.now(),
    };
    // A partner that never heard of the blind form learns of the open one by asking.
    let tells = forms.blind() || before.is_some_and(|before| before.forms.blind());
    let act = if tells { Some(terms_act(node, viewer, &agreement).await?) } else { None };
    let detail = format!(
        "{forms}; {} queries a day, {} an officer, {} blind elements, key {rotated}",
        new.queries_per_day, new.officer_per_day, new.elements_per_day
    );
    let line = &audit::line(node, &viewer.login, "search-agreement", &agreement.partner, detail);
    let (agreement, act) = (&agreement, &act);
    let done: Result<(), DeskError> = node
        .store()
        .run_tx_with("search agreement", |tx| {
            Box::pin(async move {
                tx.set_agreement(agreement).await?;
                if let Some(act) = act {
                    node.send_in(tx, act.clone()).await?;
                }
                tx.add_audit(line).await?;
                Ok(())
            })
        })
        .await;
    done?;
    if tells {
        node.wake_delivery();
    }
    Ok(())
}

/// Tells a partner its terms again, since the register has outgrown the bits or the key is another.
pub(crate) async fn tell_again(node: &Node, agreement: &Agreement) -> Result<(), DeskError> {
    let act = terms_act(node, &Viewer::console(), agreement).await?;
    node.send(act).await?;
    Ok(())
}

async fn terms_act(node: &Node, viewer: &Viewer, agreement: &Agreement) -> Result<NewAct, DeskError> {
    let blind = if agreement.forms.blind() {
        let key = answering_key(node, agreement).await?;
        Some(BlindTerms {
            key: agreement.blind_key,
            public: Bytes(key.public().as_bytes().to_vec()),
            bits: blind_search::bits(node).await?,
            elements_per_day: agreement.elements_per_day,
        })
    } else {
        None
    };
    let body = TermsBody {
        forms: agreement.forms.to_string(),
        queries_per_day: agreement.queries_per_day,
        officer_per_day: agreement.officer_per_day,
        blind,
    };
    let mut case = [0_u8; 16];
    node.rng().fill_bytes(&mut case);
    Ok(NewAct {
        recipients: vec![agreement.partner.clone()],
        case: exchange::CaseId::new(case),
        kind: case_store::kind(TERMS)?,
        follows: Vec::new(),
        by: case_store::officer(viewer)?,
        approved_by: None,
        purpose: "terms of searches".to_owned(),
        legal_basis: "agreement between the two authorities".to_owned(),
        handling: Handling::H1,
        onward: Onward::None,
        marks: exchange::Marks::default(),
        expires_at: None,
        body: cbor::to_canonical(&body)
            .map_err(|error| DeskError::Damaged { what: "terms", why: error.to_string() })?,
    })
}

/// What was agreed with a partner; `None` when nothing was.
pub(crate) async fn known(node: &Node, partner: &AuthorityId) -> Result<Option<Agreement>, DeskError> {
    Ok(node
        .store()
        .read("search agreement", |tx| Box::pin(async move { tx.agreement(partner).await }))
        .await?)
}

/// The key for a partner: derived from one seed, the partner and the number of the key.
pub(crate) async fn answering_key(
    node: &Node,
    agreement: &Agreement,
) -> Result<blind::AnsweringKey, DeskError> {
    let mut fresh = [0_u8; 32];
    node.rng().fill_bytes(&mut fresh);
    let (fresh, now) = (&hex::encode(fresh), node.now());
    let seed = node
        .store()
        .run_tx("blind seed", |tx| {
            Box::pin(async move {
                if let Some(seed) = tx.setting(SEED).await? {
                    return Ok(seed);
                }
                tx.set_setting(SEED, fresh, now).await?;
                Ok(fresh.clone())
            })
        })
        .await?;
    let damaged = |why: String| DeskError::Damaged { what: "seed of the blind keys", why };
    let mut bytes = [0_u8; 32];
    hex::decode_to_slice(&seed, &mut bytes).map_err(|error| damaged(error.to_string()))?;
    blind::AnsweringKey::derive(&bytes, &format!("{}/{}", agreement.partner, agreement.blind_key))
        .map_err(|error| damaged(error.to_string()))
}

/// Keeps what a partner told us that we may ask.
pub(crate) async fn arrived(node: &Node, act: &exchange::Act) -> Result<(), DeskError> {
    let Ok(body) = cbor::from_canonical::<TermsBody>(&act.body, MOST) else { return Ok(()) };
    let sound = body.blind.as_ref().is_none_or(|terms| {
        (1..=blind::MAX_BITS).contains(&terms.bits) && blind::PublicKey::from_bytes(&terms.public.0).is_ok()
    });
    if !sound {
        tracing::warn!(partner = %act.author, "terms with a blind key that is none were not kept");
        return Ok(());
    }
    // Kept as they came: only their own encoding gives back every byte of the key.
    let terms = &hex::encode(&act.body);
    let (partner, at) = (&act.author, act.made_at);
    node.store()
        .run_tx("search terms", |tx| Box::pin(async move { tx.set_terms(partner, terms, at).await }))
        .await?;
    Ok(())
}

/// What partners let us ask.
pub(crate) async fn terms(node: &Node) -> Result<Vec<(AuthorityId, TermsBody)>, DeskError> {
    let rows = node.store().read("search terms", |tx| Box::pin(async move { tx.terms().await })).await?;
    let damaged = |why: String| DeskError::Damaged { what: "terms", why };
    rows.into_iter()
        .map(|(partner, terms)| {
            let bytes = hex::decode(terms).map_err(|error| damaged(error.to_string()))?;
            let body = cbor::from_canonical(&bytes, MOST).map_err(|error| damaged(error.to_string()))?;
            Ok((partner, body))
        })
        .collect()
}
