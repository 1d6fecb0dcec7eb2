//! "Who serves guild, channel, user X?" On one node: this one. The only module that names the cluster crate.
//!
//! It also starts the relays, and carries the news that owners have for each other.

mod channels;
mod guilds;
mod news;
mod reads;
mod registry;
mod relays;
mod users;

use crate::channel::ChannelDeps;
use crate::clock::{Clock, Snowflakes};
use crate::model::{ChannelId, GuildId, Refusal, UserId};
use crate::store::Store;
use crate::user::Users;
use crate::write_behind::WriteBehind;
use belfry_cluster::Key;
use registry::Registry;
use relays::Relays;
use std::sync::Arc;

pub use belfry_cluster::{NodeId, View};
pub use reads::AckOrder;

/// What the owners of this node need.
#[derive(Clone)]
pub struct DirectoryDeps {
    pub store: Store,
    pub write_behind: WriteBehind,
    pub ids: Arc<Snowflakes>,
    pub clock: Clock,
    pub users: Users,
    /// Off for load tests.
    pub rate_limits: bool,
    pub sessions_per_user: usize,
    /// Which nodes serve, and since when.
    pub view: View,
    /// This node.
    pub node: NodeId,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

pub(crate) struct Inner {
    deps: DirectoryDeps,
    guilds: Registry<GuildId, crate::guild::GuildRef>,
    channels: Registry<ChannelId, crate::channel::ChannelRef>,
    users: Registry<UserId, crate::user::UserRef>,
    relays: Relays,
}

impl Directory {
    pub fn new(deps: DirectoryDeps) -> Self {
        Self(Arc::new(Inner {
            deps,
            guilds: Registry::default(),
            channels: Registry::default(),
            users: Registry::default(),
            relays: Relays::default(),
        }))
    }

    pub fn users(&self) -> &Users {
        &self.0.deps.users
    }

    pub fn store(&self) -> &Store {
        &self.0.deps.store
    }

    pub fn clock(&self) -> &Clock {
        &self.0.deps.clock
    }

    pub fn ids(&self) -> &Snowflakes {
        &self.0.deps.ids
    }

    /// The epoch of the streams whose owners start here: that of the view in which this node took them.
    fn epoch(&self) -> u64 {
        self.0.deps.view.epoch()
    }

    /// Whether this node serves a key. Alone, it serves all; the way to other nodes comes with the cluster.
    fn serves(&self, key: u64) -> bool {
        self.0.deps.view.owner(Key(key)) == self.0.deps.node
    }

    fn next_id(&self) -> Result<u64, Refusal> {
        self.0.deps.ids.next().map_err(|_| Refusal::Unavailable)
    }

    fn channel_deps(&self) -> ChannelDeps {
        let deps = &self.0.deps;
        let inner = Arc::downgrade(&self.0);
        ChannelDeps {
            store: deps.store.clone(),
            write_behind: deps.write_behind.clone(),
            ids: deps.ids.clone(),
            clock: deps.clock.clone(),
            users: deps.users.clone(),
            tell: Arc::new(self.clone()),
            rate_limits: deps.rate_limits,
            retire: Arc::new(move |id| inner.upgrade().is_none_or(|inner| inner.channels.remove_if(&id, |channel| channel.leases() == 1))),
        }
    }
}

#[cfg(test)]
impl Directory {
    /// Of one node alone, on `store`.
    pub(crate) async fn sample(store: Store) -> Self {
        let clock = Clock::system();
        let ids = crate::store::IdMark::open(&store, clock.clone(), NodeId::FIRST.number()).await.unwrap();
        Self::new(DirectoryDeps {
            write_behind: WriteBehind::start(store.clone()).await.unwrap().0,
            users: Users::new(store.clone()),
            ids: Arc::new(ids.ids()),
            view: View::alone(NodeId::FIRST, 1),
            node: NodeId::FIRST,
            rate_limits: true,
            sessions_per_user: 1,
            store,
            clock,
        })
    }
}
