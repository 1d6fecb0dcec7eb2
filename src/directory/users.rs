//! Users in use.

use super::Directory;
use crate::model::{Refusal, UserId};
use crate::user::{UserDeps, UserRef};
use std::sync::Arc;

impl Directory {
    /// The user's owner. [`Refusal::UnknownUser`] where there is none.
    pub async fn user(&self, id: UserId) -> Result<UserRef, Refusal> {
        if !self.serves(id.raw()) {
            return Err(Refusal::Unavailable);
        }
        // In the map before it is loaded: news that come meanwhile are not lost.
        let user = self.0.users.get_or_insert(id, || UserRef::new(id, self.user_deps()))?;
        if user.ready().await? {
            return Ok(user);
        }
        self.0.users.remove_if(&id, |_| true);
        user.discard();
        Err(Refusal::UnknownUser)
    }

    fn user_deps(&self) -> UserDeps {
        let deps = &self.0.deps;
        let (ids, inner) = (deps.ids.clone(), Arc::downgrade(&self.0));
        UserDeps {
            store: deps.store.clone(),
            users: deps.users.clone(),
            next_id: Arc::new(move || ids.next().map_err(|_| Refusal::Unavailable)),
            guilds: Arc::new(self.clone()),
            let_go: Arc::new(move |id| inner.upgrade().is_none_or(|inner| inner.users.remove_if(&id, UserRef::is_idle))),
            sessions_max: deps.sessions_per_user,
            rate_limits: deps.rate_limits,
            epoch: self.epoch(),
        }
    }
}
