//! Mutual TLS 1.3 between partners, with certificates pinned instead of issued.
//!
//! Each node has one self-signed certificate; its SHA-256 is part of the public keys that two officers compared when the
//! partner was accredited. A connection is accepted only from and to such a certificate, and only when the handshake
//! proves possession of its key. Key exchange is the hybrid X25519MLKEM768 first. There is no certificate authority.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use exchange::AuthorityId;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, PeerMisbehaved,
    ServerConfig, SignatureScheme,
};
use sha2::{Digest, Sha256};

use crate::keys::KeyFiles;
use crate::node::NodeError;

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

/// What this node's server speaks.
pub fn server(files: &KeyFiles, pins: Arc<Pins>) -> Result<ServerConfig, NodeError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier =
        Arc::new(Verifier { accepted: Accepted::Partners(pins), algorithms: algorithms(&provider) });
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .and_then(|builder| {
            builder.with_client_cert_verifier(verifier).with_single_cert(vec![certificate(files)], key(files))
        })
        .map_err(|error| NodeError::Tls(error.to_string()))?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    // Every connection proves both certificates anew, so that a suspension cannot be outlived by a resumed session.
    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}

/// What this node speaks to the one partner whose certificate is pinned.
pub fn client(files: &KeyFiles, partner: Pin) -> Result<ClientConfig, NodeError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(Verifier { accepted: Accepted::One(partner), algorithms: algorithms(&provider) });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .and_then(|builder| {
            builder
                .dangerous()
                .with_custom_certificate_verifier(verifier)
                .with_client_auth_cert(vec![certificate(files)], key(files))
        })
        .map_err(|error| NodeError::Tls(error.to_string()))?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    config.resumption = rustls::client::Resumption::disabled();
    config.enable_sni = false;
    Ok(config)
}

fn certificate(files: &KeyFiles) -> CertificateDer<'static> {
    CertificateDer::from(files.tls_cert.clone())
}

fn key(files: &KeyFiles) -> PrivateKeyDer<'static> {
    PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(files.tls_key.to_vec()))
}

fn algorithms(provider: &CryptoProvider) -> WebPkiSupportedAlgorithms {
    provider.signature_verification_algorithms
}

#[derive(Debug)]
enum Accepted {
    Partners(Arc<Pins>),
    One(Pin),
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
            Accepted::One(expected) => pin == *expected,
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
