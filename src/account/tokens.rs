//! What a token stands for, remembered for those that are in use.

use crate::limits;
use crate::model::{TokenHash, TokenKind, User, UserId};
use crate::protocol::Token;
use crate::store::{Store, StoreError};
use crate::user::Users;
use parking_lot::Mutex;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// Somebody whose token was checked.
#[derive(Clone, Debug)]
pub struct Identity {
    pub user: Arc<User>,
    pub token: TokenHash,
    pub kind: TokenKind,
}

pub(super) struct Tokens {
    known: Cache<TokenHash, (UserId, TokenKind)>,
    /// Counts revocations: what was read from the store before one is not kept after it.
    revocations: Mutex<u64>,
    store: Store,
    users: Users,
}

impl Tokens {
    pub(super) fn new(store: Store, users: Users) -> Self {
        Self { known: Cache::new(limits::TOKENS_CACHED_MAX), revocations: Mutex::default(), store, users }
    }

    pub(super) async fn find(&self, text: &str) -> Result<Option<Identity>, StoreError> {
        let Some(token) = Token::parse(text) else { return Ok(None) };
        let hash = token.hash();
        let known = match self.known.get(&hash) {
            None => self.look_up(hash).await?,
            known => known,
        };
        let Some((user_id, kind)) = known else { return Ok(None) };
        if user_id != token.user_id() {
            return Ok(None);
        }
        let user = self.users.get(user_id).await?;
        Ok(user.map(|user| Identity { user, token: hash, kind }))
    }

    async fn look_up(&self, hash: TokenHash) -> Result<Option<(UserId, TokenKind)>, StoreError> {
        let before = *self.revocations.lock();
        let Some(record) = self.store.token(hash).await? else { return Ok(None) };
        let found = (record.user_id, record.kind);
        let revocations = self.revocations.lock();
        if *revocations == before {
            self.known.insert(hash, found);
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
