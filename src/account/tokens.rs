//! What a token stands for, remembered for those that are in use.

use crate::clock::Clock;
use crate::limits;
use crate::model::{TokenHash, TokenKind, User, UserId};
use crate::protocol::Token;
use crate::store::{Store, StoreError};
use crate::user::Users;
use parking_lot::Mutex;
use quick_cache::sync::Cache;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// Somebody whose token was checked.
#[derive(Clone, Debug)]
pub struct Identity {
    pub user: Arc<User>,
    pub token: TokenHash,
    pub kind: TokenKind,
}

pub(super) struct Tokens {
    known: Cache<TokenHash, Known>,
    /// Counts revocations: what was read from the store before one is not kept after it.
    revocations: Mutex<u64>,
    store: Store,
    users: Users,
    clock: Clock,
}

#[derive(Clone)]
struct Known {
    user_id: UserId,
    kind: TokenKind,
    /// When it was last noted in the store that it is used, in Unix seconds.
    noted_s: Arc<AtomicI64>,
}

impl Tokens {
    pub(super) fn new(store: Store, users: Users, clock: Clock) -> Self {
        Self { known: Cache::new(limits::TOKENS_CACHED_MAX), revocations: Mutex::default(), store, users, clock }
    }

    pub(super) async fn find(&self, text: &str) -> Result<Option<Identity>, StoreError> {
        let Some(token) = Token::parse(text) else { return Ok(None) };
        let hash = token.hash();
        let known = match self.known.get(&hash) {
            None => self.look_up(hash).await?,
            known => known,
        };
        let Some(known) = known.filter(|known| known.user_id == token.user_id()) else { return Ok(None) };
        if known.kind == TokenKind::Person {
            self.note_use(hash, &known);
        }
        let user = self.users.get(known.user_id).await?;
        Ok(user.map(|user| Identity { user, token: hash, kind: known.kind }))
    }

    /// One write an hour for each token, for which nobody waits.
    fn note_use(&self, hash: TokenHash, known: &Known) {
        let (now, noted) = (self.clock.now(), known.noted_s.load(Relaxed));
        let due = now.unix_s() >= noted.saturating_add(limits::TOKEN_USED_INTERVAL_S);
        if !due || known.noted_s.compare_exchange(noted, now.unix_s(), Relaxed, Relaxed).is_err() {
            return;
        }
        let store = self.store.clone();
        #[expect(clippy::disallowed_methods, reason = "ends with one write of the store, whose queue is bounded")]
        tokio::spawn(async move {
            if let Err(error) = store.use_token(hash, now).await {
                tracing::debug!(%error, "the use of a token was not noted");
            }
        });
    }

    async fn look_up(&self, hash: TokenHash) -> Result<Option<Known>, StoreError> {
        let before = *self.revocations.lock();
        let Some(record) = self.store.token(hash).await? else { return Ok(None) };
        let noted_s = Arc::new(AtomicI64::new(record.last_used_at.unix_s()));
        let found = Known { user_id: record.user_id, kind: record.kind, noted_s };
        let revocations = self.revocations.lock();
        if *revocations == before {
            self.known.insert(hash, found.clone());
        }
        Ok(Some(found))
    }

    /// A token that was revoked, and is gone from the store, is forgotten at once.
    pub(super) fn forget(&self, hash: &TokenHash) {
        let mut revocations = self.revocations.lock();
        *revocations += 1;
        self.known.remove(hash);
    }
}
