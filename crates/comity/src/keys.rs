//! The key files of a node: secret keys and the transport certificate, readable by their owner alone.
//!
//! `keys/node.key` holds the secret signing and sealing keys, `keys/tls.key` and `keys/tls.cert` the transport key and its
//! self-signed certificate (DER). The public half is [`exchange::PublicKeys`], which pins the certificate's SHA-256.

use std::path::{Path, PathBuf};

use exchange::{AuthorityId, NodeKeys, PublicKeys};
use rand::CryptoRng;
use zeroize::Zeroizing;

/// Folder of the key files inside a node's folder.
pub const FOLDER: &str = "keys";

const NODE_KEY: &str = "node.key";
const TLS_KEY: &str = "tls.key";
const TLS_CERT: &str = "tls.cert";

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A key file cannot be read or written.
    #[error("key file `{}` cannot be accessed: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Others on this machine can read a secret key.
    #[error("key file `{}` is readable by others (mode {mode:03o}): `chmod 600` it", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A key file does not hold a key.
    #[error("key file `{}` does not hold a key", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The keys cannot be made.
    #[error("the keys cannot be made")]
    Made(#[from] exchange::KeyError),
    /// The transport certificate cannot be made.
    #[error("the transport certificate cannot be made")]
    Certificate(#[from] rcgen::Error),
}

/// Everything read from the key folder.
pub struct KeyFiles {
    /// Signing and sealing keys.
    pub node: NodeKeys,
    /// Transport key, PKCS#8 DER.
    pub tls_key: Zeroizing<Vec<u8>>,
    /// Transport certificate, DER.
    pub tls_cert: Vec<u8>,
}

impl KeyFiles {
    /// Generates keys for `authority` and writes them into `dir/keys`, which must not hold any yet.
    pub fn create(
        dir: &Path,
        authority: &AuthorityId,
        rng: &mut impl CryptoRng,
    ) -> Result<KeyFiles, KeyError> {
        let folder = dir.join(FOLDER);
        create_private_folder(&folder)?;
        let node = NodeKeys::generate(rng)?;
        let (tls_key, tls_cert) = transport_certificate(authority)?;
        write_private(&folder.join(NODE_KEY), &node.to_secret_bytes())?;
        write_private(&folder.join(TLS_KEY), &tls_key)?;
        write_private(&folder.join(TLS_CERT), &tls_cert)?;
        sync_folder(&folder)?;
        Ok(KeyFiles { node, tls_key, tls_cert })
    }

    /// Reads the keys in `dir/keys`; refuses files that others can read.
    pub fn read(dir: &Path) -> Result<KeyFiles, KeyError> {
        let folder = dir.join(FOLDER);
        let path = folder.join(NODE_KEY);
        let node =
            NodeKeys::from_secret_bytes(&read_private(&path)?).map_err(|_| KeyError::Damaged { path })?;
        let tls_key = read_private(&folder.join(TLS_KEY))?;
        let tls_cert = read_private(&folder.join(TLS_CERT))?.to_vec();
        Ok(KeyFiles { node, tls_key, tls_cert })
    }

    /// The public half, as partners pin it.
    pub fn public(&self, authority: &AuthorityId) -> PublicKeys {
        use sha2::{Digest, Sha256};
        self.node.public(authority.clone(), Sha256::digest(&self.tls_cert).into())
    }
}

/// A self-signed certificate. The library draws the transport key itself: this is the one key that does not come from
/// the generator passed in.
fn transport_certificate(authority: &AuthorityId) -> Result<(Zeroizing<Vec<u8>>, Vec<u8>), KeyError> {
    let key = rcgen::KeyPair::generate()?;
    let mut params = rcgen::CertificateParams::new(vec![authority.to_string()])?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(rcgen::DnType::CommonName, authority.to_string());
    let certificate = params.self_signed(&key)?;
    Ok((Zeroizing::new(key.serialize_der()), certificate.der().to_vec()))
}

fn create_private_folder(path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|source| io(path, source))
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), KeyError> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|source| io(path, source))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|source| io(path, source))
}

fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_err(|source| io(path, source))?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed { path: path.to_path_buf(), mode });
    }
    std::fs::read(path).map(Zeroizing::new).map_err(|source| io(path, source))
}

fn sync_folder(path: &Path) -> Result<(), KeyError> {
    std::fs::File::open(path).and_then(|folder| folder.sync_all()).map_err(|source| io(path, source))
}

fn io(path: &Path, source: std::io::Error) -> KeyError {
    KeyError::Io { path: path.to_path_buf(), source }
}
