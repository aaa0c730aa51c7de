//! Mutual TLS 1.3 between partners, with certificates pinned instead of issued.
//!
//! Each set of a node's keys has a self-signed certificate; its SHA-256 is part of the public keys that the partner's root
//! named, and that root is what two officers compared when the partner was accredited. A connection is accepted only from and to such a certificate, and only when the handshake
//! proves possession of its key. Key exchange is the hybrid X25519MLKEM768 first. There is no certificate authority.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use exchange::AuthorityId;
use rustls::client::ResolvesClientCert;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, PeerMisbehaved,
    ServerConfig, SignatureScheme,
};
use sha2::{Digest, Sha256};

use crate::node::{Node, NodeError};

/// SHA-256 of a certificate in DER.
pub type Pin = [u8; 32];

/// The certificates of accredited partners. The server asks it at every handshake and at every request, so that a
/// suspended partner is refused at once.
#[derive(Debug, Default)]
pub struct Pins(RwLock<HashMap<Pin, AuthorityId>>);

impl Pins {
    /// Replaces the accepted certificates.
    pub fn replace(&self, pins: HashMap<Pin, AuthorityId>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = pins;
    }

    /// Whose certificate it is, when the partner is accredited.
    pub fn partner(&self, pin: &Pin) -> Option<AuthorityId> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(pin).cloned()
    }
}

/// The pin of a certificate.
pub fn pin(certificate: &CertificateDer<'_>) -> Pin {
    Sha256::digest(certificate.as_ref()).into()
}

/// What this node's server speaks. Which of the node's certificates it shows follows what the caller expects.
pub fn server(node: &Node, pins: Arc<Pins>) -> Result<ServerConfig, NodeError> {
    server_accepting(node, Accepted::Partners(pins))
}

fn server_accepting(node: &Node, accepted: Accepted) -> Result<ServerConfig, NodeError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(Verifier { accepted, algorithms: algorithms(&provider) });
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map(|builder| {
            builder.with_client_cert_verifier(verifier).with_cert_resolver(Arc::new(Shown::as_expected(node)))
        })
        .map_err(|error| NodeError::Tls(error.to_string()))?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    // Every connection proves both certificates anew, so that a suspension cannot be outlived by a resumed session.
    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}

/// The name under which a node is called by a partner that knows none of its certificates any more.
pub const INTRODUCTION: &str = "introduction.comity.invalid";

/// What this node's server speaks to a caller that is not known: it must prove that it has the key of its certificate, and
/// whose certificate that is will be said by what its root signed.
pub fn server_for_introductions(node: &Node) -> Result<ServerConfig, NodeError> {
    server_accepting(node, Accepted::Anyone)
}

/// What this node speaks to a partner none of whose certificates is known any more.
pub fn client_for_introductions(node: &Node, partner: &AuthorityId) -> Result<ClientConfig, NodeError> {
    client_accepting(node, partner, Accepted::Anyone)
}

/// What this node speaks to the one partner who shows one of these certificates.
pub fn client(node: &Node, partner: &AuthorityId, pins: Vec<Pin>) -> Result<ClientConfig, NodeError> {
    client_accepting(node, partner, Accepted::OneOf(pins))
}

fn client_accepting(
    node: &Node,
    partner: &AuthorityId,
    accepted: Accepted,
) -> Result<ClientConfig, NodeError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(Verifier { accepted, algorithms: algorithms(&provider) });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map(|builder| {
            builder
                .dangerous()
                .with_custom_certificate_verifier(verifier)
                .with_client_cert_resolver(Arc::new(Shown::to(node, partner)))
        })
        .map_err(|error| NodeError::Tls(error.to_string()))?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    config.resumption = rustls::client::Resumption::disabled();
    Ok(config)
}

/// The name by which a caller says which certificate it expects. A node whose keys are being rotated has several, and a
/// partner that does not know the newest yet could not be told of it otherwise.
pub fn expected_name(pin: &Pin) -> String {
    format!("{}.comity.invalid", hex::encode(pin.get(..16).unwrap_or_default()))
}

/// Chooses which of the node's certificates is shown.
struct Shown {
    node: Node,
    partner: Option<AuthorityId>,
}

impl Shown {
    fn as_expected(node: &Node) -> Shown {
        Shown { node: node.clone(), partner: None }
    }

    fn to(node: &Node, partner: &AuthorityId) -> Shown {
        Shown { node: node.clone(), partner: Some(partner.clone()) }
    }
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shown")
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let keys = self.node.keys();
        let expected = hello.server_name().and_then(|name| {
            keys.transport().find(|(named, _)| expected_name(&named.record.tls_cert_sha256) == name)
        });
        expected.or_else(|| keys.transport().next()).map(|(_, key)| key.clone())
    }
}

impl ResolvesClientCert for Shown {
    fn resolve(&self, _hints: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let keys = self.node.keys();
        let shown = self.partner.as_ref().and_then(|partner| self.node.shown_to(partner));
        let chosen = keys.transport().find(|(named, _)| Some(named.fingerprint) == shown);
        chosen.or_else(|| keys.transport().next()).map(|(_, key)| key.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

fn algorithms(provider: &CryptoProvider) -> WebPkiSupportedAlgorithms {
    provider.signature_verification_algorithms
}

#[derive(Debug)]
enum Accepted {
    Partners(Arc<Pins>),
    OneOf(Vec<Pin>),
    /// For an introduction: nothing is believed for the connection.
    Anyone,
}

/// Accepts pinned certificates and nothing else, and checks the handshake's signature.
#[derive(Debug)]
struct Verifier {
    accepted: Accepted,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    fn check(&self, certificate: &CertificateDer<'_>) -> Result<(), Error> {
        let pin = pin(certificate);
        let known = match &self.accepted {
            Accepted::Partners(pins) => pins.partner(&pin).is_some(),
            Accepted::OneOf(expected) => expected.contains(&pin),
            Accepted::Anyone => true,
        };
        if known {
            Ok(())
        } else {
            Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }
}

/// TLS 1.2 is not offered, so its signatures never count.
fn old_version() -> Error {
    Error::PeerMisbehaved(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme)
}

impl ClientCertVerifier for Verifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.check(end_entity).map(|()| ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(old_version())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.check(end_entity).map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(old_version())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
