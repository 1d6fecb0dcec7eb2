//! The face of an active user.

use super::acks::Ack;
use super::actor::UserActor;
use super::cache::Users;
use super::core::{Glance, SessionEntry, UserCore};
use super::message::UserMessage;
use super::news::{News, TellGuilds};
use crate::limits;
use crate::model::{Bucket, ChannelId, Dm, GuildId, MessageId, Presence, Refusal, UserId};
use crate::relay::Cursors;
use crate::store::{Store, StoreError};
use crate::stream::Upstream;
use ractor::{ActorRef, ActorRuntime};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::time::Instant;

/// What a user needs of the house.
#[derive(Clone)]
pub struct UserDeps {
    pub store: Store,
    pub users: Users,
    pub guilds: Arc<dyn TellGuilds>,
    /// Messages to a user in a DM that were told and may not be in the store yet, oldest first.
    pub newest_to: Arc<dyn Fn(ChannelId, UserId) -> Vec<MessageId> + Send + Sync>,
    /// A new snowflake; refused while there can be none.
    pub next_id: Arc<dyn Fn() -> Result<u64, Refusal> + Send + Sync>,
    /// Asked by an idle user for leave to end; see [`UserRef::is_idle`].
    pub let_go: Arc<dyn Fn(UserId) -> bool + Send + Sync>,
    pub sessions_max: usize,
    pub rate_limits: bool,
    pub epoch: u64,
}

/// An active user. Who holds one keeps the user from ending.
#[derive(Clone)]
pub struct UserRef {
    core: Arc<UserCore>,
    actor: ActorRef<UserMessage>,
}

/// Holders of an idle user's core: the directory's map and the user's own actor.
const IDLE_HOLDERS: usize = 2;

impl UserRef {
    /// Starts a user without asking the store, so that it can be put in a map at once: news that come while it loads are not lost.
    /// To be followed by [`UserRef::ready`].
    pub fn new(id: UserId, deps: UserDeps) -> Result<Self, Refusal> {
        let core = Arc::new(UserCore::new(id, deps));
        let (actor, _started) = ActorRuntime::spawn_instant(None, UserActor, core.clone()).map_err(|_| Refusal::Unavailable)?;
        Ok(Self { core, actor })
    }

    /// Loads the user's lists if they are not loaded yet; whether there is such a user. One that does not exist ends when it is let go.
    pub async fn ready(&self) -> Result<bool, StoreError> {
        let load = || async {
            let deps = &self.core.deps;
            let Some(user) = deps.users.get(self.core.id()).await? else { return Ok(false) };
            let (guilds, bot) = (deps.store.guilds_of(user.id).await?, user.bot);
            self.core.fill(user, guilds, deps.store.dms_of(self.core.id()).await?);
            if !bot {
                self.load_reads().await?;
            }
            Ok(true)
        };
        self.core.exists.get_or_try_init(load).await.copied()
    }

    /// A person's read states, and what is unread in the DMs on the list, in the store or on its way to it.
    async fn load_reads(&self) -> Result<(), StoreError> {
        let (store, id) = (&self.core.deps.store, self.core.id());
        let states = store.read_states_of(id, limits::USER_READ_STATES_MAX).await?;
        self.core.with_reads(|reads| reads.fill(states, Vec::new()));
        let cursor = |dm: &Dm| self.core.with_reads(|reads| reads.cursor(dm.id)).unwrap_or(MessageId::MIN);
        let dms = self.core.dms();
        let above: Vec<_> = dms.iter().map(|dm| (dm.id, cursor(dm), dm.last_message_id)).collect();
        let above: Vec<_> =
            above.into_iter().filter(|(_, cursor, last)| *last > Some(*cursor)).map(|(id, cursor, _)| (id, cursor)).collect();
        if !above.is_empty() {
            let unread = store.messages_to(id, &above, limits::DM_UNREAD_MAX).await?;
            self.core.with_reads(|reads| reads.fill(Vec::new(), unread));
        }
        // After the store was asked: what was told before the user was here, and stored after it, is among the channel's newest.
        for dm in dms {
            self.core.take_newest(dm.id, (self.core.deps.newest_to)(dm.id, id));
        }
        Ok(())
    }

    /// [`UserRef::new`] and [`UserRef::ready`]; `None` where there is no such user.
    pub async fn load(id: UserId, deps: UserDeps) -> Result<Option<Self>, StoreError> {
        let user = Self::new(id, deps).map_err(|refusal| StoreError::Refused { why: refusal.to_string() })?;
        let exists = user.ready().await?;
        Ok(exists.then_some(user))
    }

    /// Ends the actor of a user that is not to be used: one that does not exist.
    pub fn discard(&self) {
        self.actor.stop(None);
    }

    pub fn id(&self) -> UserId {
        self.core.id()
    }

    /// The owner's side of the user's stream.
    pub fn upstream(&self) -> Arc<dyn Upstream> {
        self.core.clone()
    }

    /// By id.
    pub fn guilds(&self) -> Vec<GuildId> {
        self.core.guilds()
    }

    /// The one with the newest message first.
    pub fn dms(&self) -> Vec<Dm> {
        self.core.dms()
    }

    pub fn sessions(&self) -> Vec<SessionEntry> {
        self.core.sessions()
    }

    /// Whether the session is among them: not one whose token was revoked.
    pub fn has_session(&self, id: &str) -> bool {
        self.core.has_session(id)
    }

    /// Whether the user is a member, as far as the user's list says.
    pub fn is_in(&self, guild: GuildId) -> bool {
        self.core.is_in(guild)
    }

    /// Those of these channels that are DMs on the user's list.
    pub fn listed_dms(&self, of: &HashSet<ChannelId>) -> Vec<ChannelId> {
        self.core.listed_dms(of)
    }

    /// All that READY tells, as it is at one moment.
    pub fn glance(&self) -> Glance {
        self.core.glance()
    }

    /// How far a person has read a channel, as it is when that is asked.
    pub fn live_cursors(&self) -> Arc<dyn Cursors> {
        self.core.clone()
    }

    /// A person has read channels. Durable when it returns; all sessions are told.
    pub async fn ack(&self, acks: Vec<Ack>) -> Result<(), Refusal> {
        self.core.ack(acks).await
    }

    /// What others see of all sessions together.
    pub fn presence(&self) -> Presence {
        self.core.presence()
    }

    /// Adds a session, or replaces the one with its id.
    pub fn add_session(&self, entry: SessionEntry) -> Result<(), Refusal> {
        self.core.add_session(entry)?;
        self.order(UserMessage::PresenceChanged);
        Ok(())
    }

    /// Unknown ones are ignored.
    pub fn remove_session(&self, id: &str) {
        self.core.remove_session(id);
        self.order(UserMessage::PresenceChanged);
    }

    /// What one session says of its user. Unknown sessions are ignored.
    pub fn set_presence(&self, session: &str, presence: Presence) {
        self.core.set_presence(session, presence);
        self.order(UserMessage::PresenceChanged);
    }

    /// Tells a guild whether the user is there: for a guild that was loaded after the user.
    pub fn greet(&self, guild_id: GuildId) {
        self.order(UserMessage::Greet { guild_id });
    }

    /// Counts one request of the user's 50 per second; the error says when the next one is allowed.
    pub fn take_request(&self, now: Instant) -> Result<Bucket, Bucket> {
        self.core.take_request(now)
    }

    /// Takes news, in the order of the calls.
    pub fn tell(&self, news: News) {
        let order = match &news {
            News::GuildJoined(guild_id) => Some(UserMessage::Greet { guild_id: *guild_id }),
            News::Updated(user) => Some(UserMessage::Renamed { user: user.clone() }),
            News::TokenRevoked(_) => Some(UserMessage::PresenceChanged),
            _ => None,
        };
        self.core.take_news(news);
        if let Some(order) = order {
            self.order(order);
        }
    }

    /// Whether nobody uses the user: no session, no request for some minutes, no holder but the directory's map and the actor.
    ///
    /// The protocol of ending: the actor asks `deps.let_go`, which removes the user from the map if this still says so, under the lock of
    /// the map's entry (`remove_if`). Nobody can take a handle from the map meanwhile, and nobody holds one: so nobody meets an ended user.
    pub fn is_idle(&self) -> bool {
        self.is_idle_at(Instant::now())
    }

    pub(super) fn is_idle_at(&self, now: Instant) -> bool {
        Arc::strong_count(&self.core) <= IDLE_HOLDERS && self.core.rests(now)
    }

    #[cfg(test)]
    pub(super) fn core(&self) -> Arc<UserCore> {
        self.core.clone()
    }

    /// An actor that has ended has nobody to carry to.
    fn order(&self, order: UserMessage) {
        if self.actor.send_message(order).is_err() {
            tracing::debug!(user = %self.core.id(), "user has ended");
        }
    }
}
