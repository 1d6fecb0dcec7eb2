//! Owners that are in use, each started once however many ask for it at the same time.

use crate::limits;
use dashmap::DashMap;
use std::future::Future;
use std::hash::{BuildHasher, Hash};
use tokio::sync::Mutex;

pub(super) struct Registry<K: Eq + Hash, V> {
    running: DashMap<K, V>,
    /// Held while one is started; striped by key.
    starting: Vec<Mutex<()>>,
}

impl<K: Eq + Hash, V> Default for Registry<K, V> {
    fn default() -> Self {
        let starting = std::iter::repeat_with(Mutex::default).take(limits::REGISTRY_STRIPES).collect();
        Self { running: DashMap::new(), starting }
    }
}

impl<K: Eq + Hash + Copy, V: Clone> Registry<K, V> {
    pub(super) fn get(&self, key: &K) -> Option<V> {
        self.running.get(key).map(|entry| entry.clone())
    }

    /// The running one, or what `start` makes; `None` where that finds nothing.
    pub(super) async fn get_or_start<E>(&self, key: K, start: impl Future<Output = Result<Option<V>, E>>) -> Result<Option<V>, E> {
        if let Some(running) = self.get(&key) {
            return Ok(Some(running));
        }
        let hash = self.running.hasher().hash_one(key);
        let stripe = usize::try_from(hash % u64::try_from(self.starting.len()).unwrap_or(1)).unwrap_or(0);
        let _guard = match self.starting.get(stripe) {
            Some(lock) => Some(lock.lock().await),
            None => None,
        };
        if let Some(running) = self.get(&key) {
            return Ok(Some(running));
        }
        let started = start.await?;
        if let Some(started) = &started {
            self.running.insert(key, started.clone());
        }
        Ok(started)
    }

    /// The running one, or what `make` makes without waiting.
    pub(super) fn get_or_insert<E>(&self, key: K, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(running) = self.get(&key) {
            return Ok(running);
        }
        self.running.entry(key).or_try_insert_with(make).map(|entry| entry.clone())
    }

    /// Removes it if `idle` says so, with nobody able to get it in between.
    pub(super) fn remove_if(&self, key: &K, idle: impl FnOnce(&V) -> bool) -> bool {
        self.running.remove_if(key, |_, value| idle(value)).is_some() || !self.running.contains_key(key)
    }
}
