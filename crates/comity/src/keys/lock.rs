//! Secrets at rest: every secret file is encrypted, and one passphrase opens them all.
//!
//! A folder's `lock` holds a random key, encrypted under a key that Argon2id makes of the passphrase. The secret files are
//! encrypted under that random key, each bound to what it is for, so that one cannot take another's place. Changing the
//! passphrase writes only `lock` anew. Encryption is AES-256-GCM with a random nonce; a folder has a few dozen files in its
//! life, far from where random nonces repeat.

use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, RandomizedNonceKey};
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::KeyError;
use super::files::{read_private, write_private};

const FILE: &str = "lock";
const MAGIC: &[u8] = b"comity lock 1\n";
const LOCKED: &[u8] = b"comity locked 1\n";
/// Argon2id: 64 MiB, three passes, one lane. Written into the file, so that they can be raised.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const NONCE: usize = 12;

/// The name of the environment variable that names the file with the passphrase.
pub const VARIABLE: &str = "COMITY_PASSPHRASE_FILE";
/// The name of the credential that systemd hands over.
pub const CREDENTIAL: &str = "comity-passphrase";
/// The file inside a node's folder that holds a passphrase that was drawn.
pub const DRAWN: &str = "passphrase";

/// What opens the secrets of a folder.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes a passphrase.
    ///
    /// # Errors
    /// When it is shorter than twelve characters.
    pub fn new(text: &str) -> Result<Passphrase, KeyError> {
        let text = text.trim_end_matches(['\r', '\n']);
        if text.chars().count() < 12 {
            return Err(KeyError::ShortPassphrase);
        }
        Ok(Passphrase(Zeroizing::new(text.to_owned())))
    }

    /// Draws one of 160 bits, in words.
    pub fn draw(rng: &mut impl CryptoRng) -> Passphrase {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        let words = exchange::Fingerprint::new(bytes).words();
        let mut more = [0; 32];
        rng.fill_bytes(&mut more);
        let more = exchange::Fingerprint::new(more).words();
        Passphrase(Zeroizing::new(
            words.iter().chain(more.iter().take(2)).cloned().collect::<Vec<_>>().join(" "),
        ))
    }

    /// Reads the first line of a file that only its owner can read.
    pub fn read(path: &Path) -> Result<Passphrase, KeyError> {
        let bytes = read_private(path)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| KeyError::Damaged { path: path.to_path_buf() })?;
        Passphrase::new(text.lines().next().unwrap_or_default())
    }

    /// Finds the passphrase of a node: the file that `COMITY_PASSPHRASE_FILE` names, the credential that systemd hands over,
    /// the file that the configuration names, the one in the node's folder, or, at a terminal, what is typed.
    pub fn find(dir: &Path, configured: Option<&Path>) -> Result<Passphrase, KeyError> {
        if let Some(path) = std::env::var_os(VARIABLE) {
            return Passphrase::read(Path::new(&path));
        }
        if let Some(folder) = std::env::var_os("CREDENTIALS_DIRECTORY") {
            let path = Path::new(&folder).join(CREDENTIAL);
            if path.exists() {
                // systemd keeps credentials readable for the service alone, by other means than these bits.
                let bytes = Zeroizing::new(
                    std::fs::read(&path).map_err(|source| KeyError::Io { path: path.clone(), source })?,
                );
                let text =
                    std::str::from_utf8(&bytes).map_err(|_| KeyError::Damaged { path: path.clone() })?;
                return Passphrase::new(text.lines().next().unwrap_or_default());
            }
        }
        if let Some(path) = configured {
            return Passphrase::read(&dir.join(path));
        }
        let drawn = dir.join(DRAWN);
        if drawn.exists() {
            return Passphrase::read(&drawn);
        }
        Passphrase::ask("Passphrase of the node's keys: ")
    }

    /// Asks at the terminal. What is typed is not shown.
    pub fn ask(question: &str) -> Result<Passphrase, KeyError> {
        use std::io::{BufRead, IsTerminal, Write};
        if !std::io::stdin().is_terminal() {
            return Err(KeyError::NoPassphrase);
        }
        let io = |source| KeyError::Io { path: PathBuf::from("/dev/tty"), source };
        let mut error = std::io::stderr();
        error.write_all(question.as_bytes()).and_then(|()| error.flush()).map_err(io)?;
        let hidden =
            std::process::Command::new("stty").arg("-echo").status().is_ok_and(|status| status.success());
        let mut line = Zeroizing::new(String::new());
        let read = std::io::stdin().lock().read_line(&mut line);
        if hidden {
            let _ = std::process::Command::new("stty").arg("echo").status();
            let _ = error.write_all(b"\n");
        }
        read.map_err(io)?;
        Passphrase::new(&line)
    }

    /// Writes it into a file that only its owner can read.
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        write_private(path, format!("{}\n", *self.0).as_bytes())
    }

    fn key(&self, salt: &[u8], memory_kib: u32, passes: u32) -> Result<Zeroizing<[u8; 32]>, KeyError> {
        let params = Params::new(memory_kib, passes, 1, Some(32)).map_err(|_| KeyError::Encryption)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.0.as_bytes(), salt, &mut *key)
            .map_err(|_| KeyError::Encryption)?;
        Ok(key)
    }
}

/// The key of a folder's secret files. Wiped from memory when dropped.
pub struct Lock(Zeroizing<[u8; 32]>);

impl Lock {
    /// Draws a key and writes it into `folder/lock`, encrypted under the passphrase.
    pub fn create(
        folder: &Path,
        passphrase: &Passphrase,
        rng: &mut impl CryptoRng,
    ) -> Result<Lock, KeyError> {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *key);
        write_private(&folder.join(FILE), &wrap(&key, passphrase, rng)?)?;
        Ok(Lock(key))
    }

    /// Opens `folder/lock`.
    pub fn open(folder: &Path, passphrase: &Passphrase) -> Result<Lock, KeyError> {
        let path = folder.join(FILE);
        let bytes = read_private(&path)?;
        unwrap(&bytes, passphrase).map(Lock).ok_or(KeyError::WrongPassphrase { path })
    }

    /// Encrypts `folder/lock` under another passphrase.
    pub fn change(&self, folder: &Path, to: &Passphrase, rng: &mut impl CryptoRng) -> Result<(), KeyError> {
        let (new, path) = (folder.join("lock.new"), folder.join(FILE));
        let _ = std::fs::remove_file(&new);
        write_private(&new, &wrap(&self.0, to, rng)?)?;
        std::fs::rename(&new, &path).map_err(|source| KeyError::Io { path, source })
    }

    /// Writes a secret, bound to what it is for.
    pub fn write(&self, path: &Path, purpose: &str, secret: &[u8]) -> Result<(), KeyError> {
        let sealed = seal(&self.0, purpose.as_bytes(), secret)?;
        write_private(path, &[LOCKED, &sealed].concat())
    }

    /// Reads a secret that was written for this purpose.
    pub fn read(&self, path: &Path, purpose: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let bytes = read_private(path)?;
        let damaged = || KeyError::Damaged { path: path.to_path_buf() };
        let sealed = bytes.strip_prefix(LOCKED).ok_or_else(damaged)?;
        open(&self.0, purpose.as_bytes(), sealed).ok_or_else(damaged)
    }
}

/// A secret in a file of its own, under a passphrase of its own: the share of a root's holder.
pub fn write_alone(
    path: &Path,
    secret: &[u8],
    passphrase: &Passphrase,
    rng: &mut impl CryptoRng,
) -> Result<(), KeyError> {
    let mut key = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *key);
    let lock = wrap(&key, passphrase, rng)?;
    let length = u32::try_from(lock.len()).map_err(|_| KeyError::Encryption)?.to_be_bytes();
    let sealed = seal(&key, b"alone", secret)?;
    write_private(path, &[LOCKED, &length, &lock, &sealed].concat())
}

/// Reads a file of [`write_alone`].
pub fn read_alone(path: &Path, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let bytes = read_private(path)?;
    let damaged = || KeyError::Damaged { path: path.to_path_buf() };
    let (length, rest) =
        bytes.strip_prefix(LOCKED).and_then(<[u8]>::split_first_chunk::<4>).ok_or_else(damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| damaged())?;
    let (lock, sealed) = rest.split_at_checked(length).ok_or_else(damaged)?;
    let key =
        unwrap(lock, passphrase).ok_or_else(|| KeyError::WrongPassphrase { path: path.to_path_buf() })?;
    open(&key, b"alone", sealed).ok_or_else(damaged)
}

fn wrap(key: &[u8; 32], passphrase: &Passphrase, rng: &mut impl CryptoRng) -> Result<Vec<u8>, KeyError> {
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    let head = [MAGIC, &MEMORY_KIB.to_be_bytes(), &PASSES.to_be_bytes(), &salt].concat();
    let wrapping = passphrase.key(&salt, MEMORY_KIB, PASSES)?;
    Ok([&head[..], &seal(&wrapping, &head, key)?].concat())
}

fn unwrap(bytes: &[u8], passphrase: &Passphrase) -> Option<Zeroizing<[u8; 32]>> {
    let (head, sealed) = bytes.split_at_checked(MAGIC.len() + 24)?;
    let (memory, rest) = head.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
    let (passes, salt) = rest.split_first_chunk::<4>()?;
    let (memory, passes) = (u32::from_be_bytes(*memory), u32::from_be_bytes(*passes));
    // Who can write the file could otherwise make us work for ever.
    if memory > 4 * 1024 * 1024 || passes > 64 {
        return None;
    }
    let wrapping = passphrase.key(salt, memory, passes).ok()?;
    let key = open(&wrapping, head, sealed)?;
    <[u8; 32]>::try_from(&key[..]).ok().map(Zeroizing::new)
}

fn seal(key: &[u8; 32], aad: &[u8], secret: &[u8]) -> Result<Vec<u8>, KeyError> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| KeyError::Encryption)?;
    let mut bytes = secret.to_vec();
    let nonce = key.seal_in_place_append_tag(Aad::from(aad), &mut bytes).map_err(|_| KeyError::Encryption)?;
    Ok([&nonce.as_ref()[..], &bytes].concat())
}

fn open(key: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let mut bytes = Zeroizing::new(sealed.to_vec());
    let nonce = aws_lc_rs::aead::Nonce::assume_unique_for_key(*nonce);
    let length = key.open_in_place(nonce, Aad::from(aad), &mut bytes).ok()?.len();
    bytes.truncate(length);
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha20Rng;

    use super::*;

    fn rng() -> ChaCha20Rng {
        ChaCha20Rng::from_seed([1; 32])
    }

    #[test]
    fn a_secret_is_read_with_its_passphrase_for_its_purpose_only() {
        let folder = tempfile::tempdir().unwrap();
        let (right, wrong) = (
            Passphrase::new("a long enough one").unwrap(),
            Passphrase::new("another of that length").unwrap(),
        );
        let lock = Lock::create(folder.path(), &right, &mut rng()).unwrap();
        let file = folder.path().join("secret");
        lock.write(&file, "signing 1", b"the seed").unwrap();
        assert!(!std::fs::read(&file).unwrap().windows(8).any(|bytes| bytes == b"the seed"));
        assert!(matches!(Lock::open(folder.path(), &wrong), Err(KeyError::WrongPassphrase { .. })));
        let lock = Lock::open(folder.path(), &right).unwrap();
        assert_eq!(lock.read(&file, "signing 1").unwrap()[..], b"the seed"[..]);
        assert!(matches!(lock.read(&file, "sealing 1"), Err(KeyError::Damaged { .. })));
        let mut bytes = std::fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&file, bytes).unwrap();
        assert!(matches!(lock.read(&file, "signing 1"), Err(KeyError::Damaged { .. })));
        lock.change(folder.path(), &wrong, &mut rng()).unwrap();
        assert!(Lock::open(folder.path(), &right).is_err());
        assert!(Lock::open(folder.path(), &wrong).is_ok());
    }

    #[test]
    fn a_share_has_a_passphrase_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("share");
        let right = Passphrase::draw(&mut rng());
        write_alone(&file, b"the share", &right, &mut rng()).unwrap();
        assert_eq!(read_alone(&file, &right).unwrap()[..], b"the share"[..]);
        let wrong = Passphrase::new("not the passphrase").unwrap();
        assert!(matches!(read_alone(&file, &wrong), Err(KeyError::WrongPassphrase { .. })));
        assert!(matches!(Passphrase::new("too short"), Err(KeyError::ShortPassphrase)));
    }
}
