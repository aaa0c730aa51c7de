//! Evidence bundles: everything needed to check a case offline.

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
    /// When made.
    pub made_at: Timestamp,
    /// Receipt's signer and time, when a receipt is in the bundle.
    pub receipt: Option<(String, Timestamp)>,
}

/// What a bundle proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
}

/// The evidence bundle of a case, as bytes to download.
pub async fn bundle(node: &Node, viewer: &Viewer, case: &str) -> Result<Vec<u8>, DeskError> {
    unimplemented!()
}

/// Verifies a bundle offline. `trusted` are fingerprints (hex) the caller got over another channel; when it is not
/// empty, every key must be among them.
pub fn verify(bundle: &[u8], trusted: &[String]) -> EvidenceReport {
    unimplemented!()
}
