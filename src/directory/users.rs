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
        let channels = inner.clone();
        UserDeps {
            store: deps.store.clone(),
            users: deps.users.clone(),
            next_id: Arc::new(move || ids.next().map_err(|_| Refusal::Unavailable)),
            guilds: Arc::new(self.clone()),
            newest_to: Arc::new(move |dm, user| {
                let channel = channels.upgrade().and_then(|inner| inner.channels.get(&dm));
                channel.map_or_else(Vec::new, |channel| channel.newest_to(user))
            }),
            let_go: Arc::new(move |id| inner.upgrade().is_none_or(|inner| inner.users.remove_if(&id, UserRef::is_idle))),
            sessions_max: deps.sessions_per_user,
            rate_limits: deps.rate_limits,
            epoch: self.epoch(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::ChannelRef;
    use crate::model::{AllowedMentions, Content, NewMessage, RequestId};
    use crate::store::contract::sample::people;
    use crate::store::scratch::Scratch;
    use std::time::Duration;
    use tokio::time::timeout;

    fn hello() -> NewMessage {
        NewMessage {
            content: Content::parse("hello").unwrap(),
            embeds: "[]".into(),
            nonce: None,
            enforce_nonce: false,
            reply_to: None,
            allowed_mentions: AllowedMentions::all(),
            tts: false,
            flags: 0,
            request_id: RequestId::from_raw(1),
        }
    }

    async fn told(channel: &ChannelRef, reader: UserId, count: usize) {
        while channel.newest_to(reader).len() < count {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn message_that_was_told_before_its_reader_came_and_is_stored_after_counts() {
        let scratch = Scratch::open().await;
        let (directory, people) = (Directory::sample(scratch.store()).await, people(&scratch.store(), 2).await);
        let reader = people[1].id;
        let dm = directory.open_dm(&people[0], reader).await.unwrap().id;
        let channel = directory.channel(dm).await.unwrap();
        let first = channel.send(&people[0], hello()).await.map(drop);
        assert_eq!(first, Ok(()));
        let hold = scratch.store().hold_writes().await;
        let sent = async { channel.send(&people[0], hello()).await.map(drop) };
        let come = async {
            told(&channel, reader, 2).await;
            let user = directory.user(reader).await.unwrap();
            let glance = user.glance();
            hold.release().await;
            glance
        };
        let (sent, glance) = timeout(Duration::from_secs(10), async { tokio::join!(sent, come) }).await.unwrap();
        assert_eq!((sent, glance.unread[&dm]), (Ok(()), 2));
        assert_eq!(glance.dms[0].last_message_id, channel.newest_to(reader).last().copied());
    }
}
