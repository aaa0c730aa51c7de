//! Passwords at rest: Argon2id, computed away from the threads that serve requests.

use std::sync::{OnceLock, mpsc};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
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
    in_background(move || {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        let hash: Result<PasswordHash, _> =
            Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string())
            .map_err(|error| DeskError::Damaged { what: "password", why: error.to_string() })
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
    in_background(move || {
        let hash = PasswordHash::new(&stored)
            .map_err(|error| DeskError::Damaged { what: "password hash", why: error.to_string() })?;
        let right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
        Ok(right && known)
    })
    .await
}

type Job = Box<dyn FnOnce() + Send>;

/// Runs one hash after another on one thread. A hash takes 19 MiB that its thread's allocator keeps, so many threads would
/// hold many times that; and whoever floods the sign-in with guesses waits in line.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    static THREAD: OnceLock<mpsc::Sender<Job>> = OnceLock::new();
    let stopped = || DeskError::Damaged { what: "password", why: "the hash was not computed".to_owned() };
    let (answer, done) = oneshot::channel();
    let job: Job = Box::new(move || {
        // Nobody waits any more for a request that ended.
        let _ = answer.send(work());
    });
    THREAD.get_or_init(hashing_thread).send(job).map_err(|_| stopped())?;
    done.await.unwrap_or_else(|_| Err(stopped()))
}

fn hashing_thread() -> mpsc::Sender<Job> {
    let (jobs, queue) = mpsc::channel::<Job>();
    std::thread::spawn(move || {
        for job in queue {
            // A job that panics drops its answer, which its caller sees.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
        }
    });
    jobs
}
