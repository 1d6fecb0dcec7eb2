//! argon2id on a few threads of its own at low priority, behind a bounded queue: a flood of logins does not delay messages.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use tokio::sync::oneshot;

/// Memory in KiB, passes and lanes of argon2id (OWASP's second choice: 19 MiB, 2, 1).
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Lower than anything else of the process.
const NICENESS: i32 = 10;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HashingBounds {
    pub threads: usize,
    /// Passwords that may wait: the rest are refused.
    pub queue_max: usize,
}

/// Too many passwords wait to be hashed: try again later.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("too many logins at this moment")]
pub struct HashingFull;

enum Job {
    Hash { password: String, reply: oneshot::Sender<String> },
    Verify { password: String, hash: String, reply: oneshot::Sender<bool> },
}

/// Cheap to clone. The threads end with the last handle.
#[derive(Clone)]
pub(super) struct Hashing {
    jobs: SyncSender<Job>,
    /// What an unknown user's password is compared with, so that it takes as long.
    nobody: Arc<str>,
}

impl Hashing {
    pub(super) fn start(bounds: HashingBounds) -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(bounds.queue_max);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..bounds.threads {
            let waiting = waiting.clone();
            thread::Builder::new().name("password".to_owned()).spawn(move || work(&waiting))?;
        }
        Ok(Self { jobs, nobody: Hasher::new().hash("nobody has this password").into() })
    }

    pub(super) async fn hash(&self, password: String) -> Result<String, HashingFull> {
        let (reply, answer) = oneshot::channel();
        self.jobs.try_send(Job::Hash { password, reply }).map_err(|_| HashingFull)?;
        answer.await.map_err(|_| HashingFull)
    }

    /// Whether the password fits; without a hash it is never so, and takes as long.
    pub(super) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, HashingFull> {
        let (reply, answer) = oneshot::channel();
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.to_string());
        self.jobs.try_send(Job::Verify { password, hash, reply }).map_err(|_| HashingFull)?;
        Ok(answer.await.map_err(|_| HashingFull)? && known)
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    // On Linux this is the thread's own niceness. Without it logins merely compete with the rest.
    let _ = rustix::process::nice(NICENESS);
    let mut hasher = Hasher::new();
    loop {
        let job = waiting.lock().recv();
        match job {
            Err(_) => return,
            // Who asked may have left.
            Ok(Job::Hash { password, reply }) => _ = reply.send(hasher.hash(&password)),
            Ok(Job::Verify { password, hash, reply }) => _ = reply.send(hasher.verify(&password, &hash)),
        }
    }
}

/// One thread's argon2 with memory of its own, used again and again: given back to the allocator each time, 19 MiB a hash would pile up in
/// its arenas.
struct Hasher {
    memory: Vec<Block>,
}

impl Hasher {
    fn new() -> Self {
        Self { memory: Vec::new() }
    }

    fn compute(&mut self, params: Params, password: &str, salt: &[u8]) -> argon2::Result<Output> {
        self.memory.resize(params.block_count(), Block::new());
        let mut output = [0_u8; Params::DEFAULT_OUTPUT_LEN];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut output, &mut self.memory)?;
        Output::new(&output).map_err(|_| argon2::Error::OutputTooLong)
    }

    fn hash(&mut self, password: &str) -> String {
        let mut salt = [0_u8; 16];
        #[expect(clippy::expect_used, reason = "the operating system's randomness does not fail once it was there")]
        getrandom::fill(&mut salt).expect("the operating system gives random bytes");
        #[expect(clippy::expect_used, reason = "the parameters and the salt's length are constants that are valid")]
        let hash = self.try_hash(password, &salt).expect("constant parameters are valid");
        hash.to_string()
    }

    fn try_hash(&mut self, password: &str, salt: &[u8]) -> Option<PasswordHash> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
        let output = self.compute(params.clone(), password, salt).ok()?;
        Some(PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).ok()?,
            salt: Some(Salt::new(salt).ok()?),
            hash: Some(output),
        })
    }

    /// By the parameters that the hash names. Outputs are compared in constant time.
    fn verify(&mut self, password: &str, hash: &str) -> bool {
        let Ok(known) = PasswordHash::new(hash) else { return false };
        let Some((salt, params)) = known.salt.as_ref().zip(Params::try_from(&known).ok()) else { return false };
        let output = self.compute(params, password, salt.as_ref());
        output.is_ok_and(|output| Some(output) == known.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_fits_and_nobody_has_none() {
        let hashing = Hashing::start(HashingBounds { threads: 1, queue_max: 4 }).unwrap();
        let hash = hashing.hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(hashing.verify("correct horse".to_owned(), Some(hash.clone())).await, Ok(true));
        assert_eq!(hashing.verify("battery staple".to_owned(), Some(hash)).await, Ok(false));
        assert_eq!(hashing.verify("nobody has this password".to_owned(), None).await, Ok(false));
    }

    #[tokio::test]
    async fn full_queue_refuses() {
        let (jobs, _nobody_works) = sync_channel(1);
        let hashing = Hashing { jobs, nobody: "".into() };
        let (reply, _kept) = oneshot::channel();
        hashing.jobs.try_send(Job::Hash { password: String::new(), reply }).map_err(drop).unwrap();
        assert_eq!(hashing.hash("x".to_owned()).await, Err(HashingFull));
    }
}
