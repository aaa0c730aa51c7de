//! Envelopes that wait while own keys are revoked: signed anew under the same header.
//!
//! The header names the envelope, so nothing is lost or doubled by it. What was signed by keys that only ended stays as it
//! is: it was made while they counted. Sealing needs nothing: an envelope is sealed when it is delivered.

use exchange::Signed;
use store::{Claimed, Rewrapped};

use super::partners::Partner;
use crate::node::{Node, NodeError};

/// Signs anew what has to be among claimed envelopes. Most often nothing has to.
pub(crate) async fn freshen(
    node: &Node,
    partner: &Partner,
    claimed: &mut [Claimed],
) -> Result<(), NodeError> {
    let own = node.own_keys();
    let mut rewrapped = Vec::new();
    for envelope in claimed.iter_mut() {
        if envelope.signed_with.is_none_or(|set| own.revoked_from(&set).is_none()) {
            continue;
        }
        let Some(kept) = envelope.envelope.take() else { continue };
        let signer = node.signing()?;
        let signed = Signed::from_kept(kept, &own)?.sign_anew(&signer)?;
        envelope.envelope = Some(signed.kept().clone());
        envelope.signed_with = Some(signer.fingerprint());
        rewrapped.push(Rewrapped {
            key: envelope.key.clone(),
            signed: signed.kept().without_act(),
            signed_with: signer.fingerprint(),
        });
    }
    if rewrapped.is_empty() {
        return Ok(());
    }
    let rewrapped = &rewrapped;
    node.store()
        .run_tx("keep what was signed anew", |tx| {
            Box::pin(async move {
                for envelope in rewrapped {
                    tx.rewrap(envelope).await?;
                }
                Ok(())
            })
        })
        .await?;
    let partner = partner.keys.authority();
    tracing::info!(envelopes = rewrapped.len(), %partner, "waiting envelopes were signed with newer keys");
    Ok(())
}
