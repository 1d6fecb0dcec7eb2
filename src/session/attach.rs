//! Joining the session to its user's stream and, one after another, to those of its guilds.

use super::state::SessionState;
use super::wheel::Pulse;
use crate::model::{GuildId, Intents, Refusal};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::relay::{Attachment, StreamKey};
use crate::stream::Notice;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// Which guilds are still to be attached.
pub(super) struct Attaching {
    waiting: VecDeque<GuildId>,
    /// Those that READY listed.
    initial: HashSet<GuildId>,
    /// Joined, as far as the user's stream says, while the guild's own had not yet told of the leave before.
    again: HashSet<GuildId>,
    /// The one whose GUILD_CREATE is being made.
    current: Option<GuildId>,
    /// The last GUILD_CREATE has not left the outbox: the next is made when it has.
    pub(super) pacing: bool,
}

impl Attaching {
    pub(super) fn new(guilds: Vec<GuildId>) -> Self {
        Self { initial: guilds.iter().copied().collect(), waiting: guilds.into(), again: HashSet::new(), current: None, pacing: false }
    }
}

impl SessionState {
    /// The session can be found: now it listens.
    pub(super) async fn registered(&mut self, pulse: Arc<Pulse>) {
        self.set_pulse(pulse);
        let key = StreamKey::User(self.credentials.user.id);
        self.attach(key, true).await;
    }

    async fn attach(&mut self, key: StreamKey, initial: bool) {
        let mut listener = self.listener(key, initial);
        if matches!(key, StreamKey::User(_)) {
            listener.first = self.make_ready().await;
        }
        match self.sessions.directory().attach(key, listener).await {
            Ok(relay) => _ = self.relays.insert(key, relay),
            Err(refusal) => {
                tracing::debug!(session = %self.id, ?key, %refusal, "attach refused");
                let gone = matches!(refusal, Refusal::UnknownGuild | Refusal::UnknownUser);
                self.news().attach_ended(key, if gone { Attachment::Refused } else { Attachment::Unavailable });
            }
        }
    }

    /// How READY is made. A person's guilds are counted in it.
    async fn make_ready(&mut self) -> Option<Arc<dyn Fn() -> Arc<Frame> + Send + Sync>> {
        let ready = self.ready.take()?;
        let counted = if ready.user.bot { &[] } else { &ready.guilds[..] };
        let in_use = self.sessions.directory().guilds_at_hand(counted).await;
        let in_use: Vec<_> = in_use.iter().map(|guild| guild.core().clone()).collect();
        Some(Arc::new(move || ready.make(&in_use)))
    }

    pub(super) async fn attach_ended(&mut self, key: StreamKey, attachment: Attachment) {
        match (key, attachment) {
            // Its token was revoked before it listened.
            (StreamKey::User(_), Attachment::Attached) if !self.user.has_session(self.id.as_str()) => return self.revoked(),
            (StreamKey::User(_), Attachment::Attached) => self.compare_guilds(),
            (StreamKey::User(_), Attachment::Refused | Attachment::Unavailable) => return self.gap(),
            (StreamKey::Guild(guild), Attachment::Attached) => self.is_attached(guild),
            (StreamKey::Guild(guild), Attachment::Refused | Attachment::Unavailable) => {
                self.relays.remove(&key);
                self.is_no_more(guild, attachment == Attachment::Unavailable);
                if self.attaching.again.remove(&guild) {
                    self.want(guild);
                }
            }
        }
        self.next_chunk();
        self.attach_next().await;
    }

    /// A guild that READY listed: the client must not wait for it.
    fn is_no_more(&mut self, guild: GuildId, unavailable: bool) {
        let listed = self.attaching.initial.contains(&guild);
        self.is_attached(guild);
        if listed && self.intents.contains(Intents::GUILDS) {
            self.outbox.dispatch(Frame::new(event::guild_delete(guild, unavailable)));
        }
    }

    fn is_attached(&mut self, guild: GuildId) {
        if self.attaching.current == Some(guild) {
            self.attaching.current = None;
            self.attaching.pacing = !self.outbox.tell_when_drained();
        }
        self.attaching.initial.remove(&guild);
    }

    pub(super) fn is_attaching(&self, guild: GuildId) -> bool {
        self.attaching.current == Some(guild)
    }

    /// What was joined after READY was made and before the session listened to its user's stream.
    fn compare_guilds(&mut self) {
        for guild in self.user.guilds() {
            self.want(guild);
        }
    }

    fn want(&mut self, guild: GuildId) {
        let known = self.relays.contains_key(&StreamKey::Guild(guild))
            || self.attaching.current == Some(guild)
            || self.attaching.waiting.contains(&guild);
        if !known && self.is_mine(guild) {
            self.attaching.waiting.push_back(guild);
        }
    }

    async fn attach_next(&mut self) {
        if self.attaching.current.is_some() || self.attaching.pacing {
            return;
        }
        if let Some(guild) = self.attaching.waiting.pop_front() {
            self.attaching.current = Some(guild);
            let initial = self.attaching.initial.contains(&guild);
            self.attach(StreamKey::Guild(guild), initial).await;
        }
    }

    pub(super) async fn drained(&mut self) {
        self.attaching.pacing = false;
        self.attach_next().await;
        self.next_chunk();
    }

    pub(super) async fn detached(&mut self, key: StreamKey) {
        self.relays.remove(&key);
        if let StreamKey::Guild(guild) = key
            && self.attaching.again.remove(&guild)
        {
            self.want(guild);
            self.attach_next().await;
        }
        if let StreamKey::Guild(guild) = key {
            self.no_chunk_of(guild);
        }
    }

    pub(super) async fn notice(&mut self, notice: Notice) {
        match notice {
            Notice::GuildJoined(guild) if self.relays.contains_key(&StreamKey::Guild(guild)) => {
                self.attaching.again.insert(guild);
            }
            Notice::GuildJoined(guild) => {
                self.want(guild);
                self.attach_next().await;
            }
            Notice::GuildLeft(guild) => {
                self.attaching.again.remove(&guild);
                if self.attaching.waiting.contains(&guild) {
                    self.attaching.waiting.retain(|waiting| *waiting != guild);
                    self.is_no_more(guild, false);
                }
            }
            Notice::TokenRevoked(token) if token == self.credentials.token => self.revoked(),
            Notice::TokenRevoked(_) => {}
        }
    }
}
