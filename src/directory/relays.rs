//! The relays of this node.

use super::Directory;
use crate::model::Refusal;
use crate::relay::{Listener, RelayRef, StreamKey};
use crate::stream::Upstream;
use dashmap::DashMap;
use std::sync::Arc;

#[derive(Default)]
pub(super) struct Relays {
    running: DashMap<StreamKey, RelayRef>,
}

impl Directory {
    /// Joins a listener to a stream; `ListenerNews::attach_ended` tells how it went.
    pub async fn attach(&self, key: StreamKey, listener: Listener) -> Result<RelayRef, Refusal> {
        let upstream: Arc<dyn Upstream> = match key {
            StreamKey::Guild(id) => {
                let guild = self.guild(id).await?;
                // A guild that was not in use does not know yet who is there.
                self.user(listener.user_id).await?.greet(id);
                guild.upstream()
            }
            StreamKey::User(id) => self.user(id).await?.upstream(),
        };
        loop {
            let relay = self.relay(key, &upstream);
            if relay.attach(listener.clone()).is_ok() {
                return Ok(relay);
            }
            // It ended at this moment: the next turn starts another.
            self.0.relays.running.remove_if(&key, |_, known| known.is_same(&relay));
        }
    }

    fn relay(&self, key: StreamKey, upstream: &Arc<dyn Upstream>) -> RelayRef {
        let entry = self.0.relays.running.entry(key);
        entry.or_insert_with(|| self.start_relay(key, upstream.clone())).clone()
    }

    fn start_relay(&self, key: StreamKey, upstream: Arc<dyn Upstream>) -> RelayRef {
        let inner = Arc::downgrade(&self.0);
        RelayRef::spawn(key, upstream, move || {
            if let Some(inner) = inner.upgrade() {
                inner.relays.running.remove_if(&key, |_, known| known.has_ended());
            }
        })
    }
}
