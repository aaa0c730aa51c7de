//! Evidence bundles: everything needed to check a case offline.

use exchange::bundle::Contradiction;
use jiff::Timestamp;
use serde::Serialize;

use super::{DeskError, Viewer};
use crate::node::Node;

/// A key record in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleKey {
    /// Authority.
    pub authority: String,
    /// Fingerprint in hex.
    pub fingerprint: String,
    /// Whether the caller named this fingerprint as trusted.
    pub trusted: bool,
}

/// An act in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleAct {
    /// Act id in hex.
    pub act: String,
    /// Kind.
    pub kind: String,
    /// Author.
    pub author: String,
    /// Officer's name.
    pub by: String,
    /// Login of the second person, when one approved.
    pub approved_by: Option<String>,
    /// When made.
    pub made_at: Timestamp,
    /// Receipt's signer and time, when a receipt is in the bundle.
    pub receipt: Option<(String, Timestamp)>,
}

/// What a bundle proves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct EvidenceReport {
    /// Whether everything verifies.
    pub verifies: bool,
    /// Why not, when it does not.
    pub why: Option<String>,
    /// Who exported it.
    pub made_by: String,
    /// When.
    pub made_at: Option<Timestamp>,
    /// Case id.
    pub case: String,
    /// Keys the signatures were checked with.
    pub keys: Vec<BundleKey>,
    /// Acts, in order.
    pub acts: Vec<BundleAct>,
    /// Signatures checked.
    pub signatures_checked: u32,
    /// Ledger proofs checked.
    pub proofs_checked: u32,
    /// What does not spoil the proof but has to be known: absent acts, contradictions of a partner.
    pub warnings: Vec<String>,
}

/// The evidence bundle of a case, as bytes to download.
pub async fn bundle(node: &Node, viewer: &Viewer, case: &str) -> Result<Vec<u8>, DeskError> {
    unimplemented!()
}

/// Verifies a bundle offline. `trusted` are fingerprints (hex, in groups or not) the caller got over another
/// channel; when it is not empty, every key must be among them.
pub fn verify(bundle: &[u8], trusted: &[String]) -> EvidenceReport {
    let trusted: Vec<String> = trusted.iter().map(|text| plain_hex(text)).collect();
    let report = match exchange::verify_bundle(bundle) {
        Ok(report) => report,
        Err(error) => return EvidenceReport { why: Some(chain(&error)), ..EvidenceReport::default() },
    };
    let keys: Vec<BundleKey> = report
        .keys
        .iter()
        .map(|line| {
            let fingerprint = line.fingerprint.to_string();
            BundleKey {
                authority: line.authority.to_string(),
                trusted: trusted.contains(&plain_hex(&fingerprint)),
                fingerprint,
            }
        })
        .collect();
    let stranger = keys.iter().find(|key| !trusted.is_empty() && !key.trusted);
    let mut warnings: Vec<String> = report
        .absent
        .iter()
        .map(|act| format!("act {act} is named by another act and is not in the bundle"))
        .collect();
    warnings.extend(report.contradictions.iter().map(|contradiction| match contradiction {
        Contradiction::Envelopes { by, one, other } => {
            format!("{by} signed two envelopes that contradict each other: {one} and {other}")
        }
        Contradiction::Checkpoints { by, size, one, other } => {
            format!("{by} signed two ledgers of {size} entries: {one} and {other}")
        }
    }));
    EvidenceReport {
        verifies: stranger.is_none(),
        why: stranger.map(|key| {
            format!("the key {} of {} is not among those you trust", key.fingerprint, key.authority)
        }),
        made_by: report.made_by.to_string(),
        made_at: Some(report.made_at),
        case: report.case.to_string(),
        keys,
        acts: report
            .acts
            .iter()
            .map(|act| BundleAct {
                act: act.act.to_string(),
                kind: act.kind.clone(),
                author: act.author.to_string(),
                by: act.by_name.clone(),
                approved_by: act.approved_by.clone(),
                made_at: act.made_at,
                receipt: report
                    .receipts
                    .iter()
                    .find(|receipt| receipt.envelope == act.envelope)
                    .map(|receipt| (receipt.by.to_string(), receipt.at)),
            })
            .collect(),
        signatures_checked: report.signatures_checked,
        proofs_checked: report.proofs_checked,
        warnings,
    }
}

fn plain_hex(text: &str) -> String {
    text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_ascii_lowercase()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
