//! Passwords at rest: Argon2id, computed away from the threads that serve requests.

use std::sync::{OnceLock, mpsc};

use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use rand::Rng;
use tokio::sync::oneshot;

use super::DeskError;

/// The fewest characters of a password.
pub(crate) const PASSWORD_LEAST: usize = 10;
/// The most bytes of a password.
const PASSWORD_MOST: usize = 1_000;

/// A hash nobody's password has, compared with when the login is unknown so that time does not tell.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Checks that a new password is long enough.
pub(crate) fn check(password: &str) -> Result<(), DeskError> {
    let characters = password.chars().count();
    if characters < PASSWORD_LEAST {
        return Err(DeskError::invalid(
            "password",
            format!("{characters} characters are too few"),
            format!("choose at least {PASSWORD_LEAST}"),
        ));
    }
    if password.len() > PASSWORD_MOST {
        return Err(DeskError::invalid(
            "password",
            format!("{} bytes are too many", password.len()),
            format!("choose at most {PASSWORD_MOST}"),
        ));
    }
    Ok(())
}

/// The hash to store.
pub(crate) async fn hash(password: &str, mut rng: impl Rng + Send + 'static) -> Result<String, DeskError> {
    let password = password.to_owned();
    in_background(move |memory| {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        let params = Params::default();
        let hash = derive(&params, password.as_bytes(), &salt, memory)?;
        // The PHC form, which says with which parameters the hash was made.
        Ok(format!(
            "$argon2id$v=19$m={},t={},p={}${}${}",
            params.m_cost(),
            params.t_cost(),
            params.p_cost(),
            BASE64_STANDARD_NO_PAD.encode(salt),
            BASE64_STANDARD_NO_PAD.encode(hash)
        ))
    })
    .await
}

/// Whether the password is the one of the stored hash; takes the same time when there is none.
pub(crate) async fn matches(password: &str, stored: Option<&str>) -> Result<bool, DeskError> {
    if password.len() > PASSWORD_MOST {
        return Ok(false);
    }
    let password = password.to_owned();
    let known = stored.is_some();
    let stored = stored.unwrap_or(NOBODY).to_owned();
    in_background(move |memory| {
        let hash = PasswordHash::new(&stored).map_err(damaged)?;
        let params = Params::try_from(&hash).map_err(damaged)?;
        let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else {
            return Err(damaged("it has no salt or no digest"));
        };
        let derived = derive(&params, password.as_bytes(), salt, memory)?;
        // `Output` compares in constant time.
        Ok(Output::new(&derived).map_err(damaged)? == *expected && known)
    })
    .await
}

fn derive(
    params: &Params,
    password: &[u8],
    salt: &[u8],
    memory: &mut Vec<Block>,
) -> Result<[u8; 32], DeskError> {
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::default());
    }
    let blocks = memory.get_mut(..params.block_count()).unwrap_or_default();
    let mut derived = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_into_with_memory(password, salt, &mut derived, blocks)
        .map_err(damaged)?;
    Ok(derived)
}

fn damaged(error: impl std::fmt::Display) -> DeskError {
    DeskError::Damaged { what: "password hash", why: error.to_string() }
}

type Job = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// Runs one hash after another on one thread, in the same 19 MiB: allocated anew for each hash, aligned as they must be,
/// they leave holes that the system's allocator does not fill again. And whoever floods the sign-in with guesses waits in
/// line.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce(&mut Vec<Block>) -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    static THREAD: OnceLock<mpsc::Sender<Job>> = OnceLock::new();
    let (answer, done) = oneshot::channel();
    let job: Job = Box::new(move |memory| {
        // Nobody waits any more for a request that ended.
        let _ = answer.send(work(memory));
    });
    THREAD.get_or_init(hashing_thread).send(job).map_err(damaged)?;
    done.await.unwrap_or_else(|error| Err(damaged(error)))
}

fn hashing_thread() -> mpsc::Sender<Job> {
    let (jobs, queue) = mpsc::channel::<Job>();
    std::thread::spawn(move || {
        let mut memory = Vec::new();
        for job in queue {
            // A job that panics drops its answer, which its caller sees.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut memory)));
        }
    });
    jobs
}
