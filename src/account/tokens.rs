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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Timestamp, TokenRecord, UserName};
    use crate::store::scratch::Scratch;
    use std::time::Duration;

    /// Waits until the store says so: nobody waits for the note.
    async fn noted(store: &Store, hash: TokenHash, at: Timestamp) {
        while store.token(hash).await.unwrap().unwrap().last_used_at != at {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn use_of_a_persons_token_is_noted_once_an_hour_and_of_a_bots_never() {
        let (scratch, start) = (Scratch::open().await, Timestamp::from_unix_us(1_800_000_000_000_000));
        let (store, clock) = (scratch.store(), Clock::standing(start));
        let tokens = Tokens::new(store.clone(), Users::new(store.clone()), clock.clone());
        let mut texts = Vec::new();
        for (id, kind) in [(1, TokenKind::Person), (2, TokenKind::Bot)] {
            let user_id = UserId::from_raw(id);
            let name = UserName::parse(&format!("user {id}")).unwrap();
            store.create_user(&User { id: user_id, name, global_name: None, bot: false }, "hash").await.unwrap();
            let token = Token::issue(user_id, start, [7; 32]);
            let record = TokenRecord { hash: token.hash(), user_id, kind, issued_at: start, client: None, last_used_at: start };
            store.add_token(&record, 1).await.unwrap();
            texts.push(token);
        }
        let used = async |after_s: i64| {
            clock.set(Timestamp::from_unix_us(start.unix_us() + after_s * 1_000_000));
            tokens.find(texts[0].as_str()).await.unwrap().expect("a person's");
            tokens.find(texts[1].as_str()).await.unwrap().expect("a bot's");
            clock.now()
        };
        used(limits::TOKEN_USED_INTERVAL_S - 1).await;
        let first = used(limits::TOKEN_USED_INTERVAL_S).await;
        used(limits::TOKEN_USED_INTERVAL_S + 1).await;
        let seen = tokio::time::timeout(Duration::from_secs(10), noted(&store, texts[0].hash(), first)).await;
        assert!(seen.is_ok(), "the use in the second hour is noted, and not the one after it");
        assert_eq!(store.token(texts[1].hash()).await.unwrap().unwrap().last_used_at, start);
    }
}
