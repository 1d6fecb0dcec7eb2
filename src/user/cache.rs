//! People and bots by id, in memory while they are asked for.

use crate::limits;
use crate::model::{User, UserId};
use crate::store::{Store, StoreError};
use parking_lot::Mutex;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// A bounded cache over the store's users. Cheap to clone.
#[derive(Clone)]
pub struct Users {
    store: Store,
    cached: Arc<Cache<UserId, Arc<User>>>,
    /// Counts [`Users::put`]: what was read from the store before one is not kept after it.
    puts: Arc<Mutex<u64>>,
}

impl Users {
    pub fn new(store: Store) -> Self {
        Self { store, cached: Arc::new(Cache::new(limits::USERS_CACHED_MAX)), puts: Arc::default() }
    }

    /// One user.
    pub async fn get(&self, id: UserId) -> Result<Option<Arc<User>>, StoreError> {
        if let Some(user) = self.cached.get(&id) {
            return Ok(Some(user));
        }
        Ok(self.read(&[id]).await?.pop())
    }

    /// Those of `ids` that exist, in the order of `ids`.
    pub async fn get_many(&self, ids: &[UserId]) -> Result<Vec<Arc<User>>, StoreError> {
        let mut found: Vec<Option<Arc<User>>> = ids.iter().map(|id| self.cached.get(id)).collect();
        let missing: Vec<UserId> = ids.iter().zip(&found).filter(|(_, user)| user.is_none()).map(|(id, _)| *id).collect();
        if !missing.is_empty() {
            let read = self.read(&missing).await?;
            for (slot, id) in found.iter_mut().zip(ids).filter(|(slot, _)| slot.is_none()) {
                *slot = read.iter().find(|user| user.id == *id).cloned();
            }
        }
        Ok(found.into_iter().flatten().collect())
    }

    /// Keeps a user that was just stored.
    pub fn put(&self, user: Arc<User>) {
        let mut puts = self.puts.lock();
        *puts += 1;
        self.cached.insert(user.id, user);
    }

    async fn read(&self, ids: &[UserId]) -> Result<Vec<Arc<User>>, StoreError> {
        let seen = *self.puts.lock();
        let users = self.store.users(ids).await?;
        let puts = self.puts.lock();
        if *puts == seen {
            for user in &users {
                self.cached.insert(user.id, user.clone());
            }
        }
        Ok(users)
    }
}
