//! What a session is, and how it begins, is resumed and ends.

use super::actor::SessionArguments;
use super::attach::Attaching;
use super::chunks::ChunkOrders;
use super::message::{Credentials, End, SessionId, SessionMessage};
use super::news::News;
use super::presence::PresencePace;
use super::ready::ReadyParts;
use super::registry::Sessions;
use super::wheel::{Pulse, Verdict};
use crate::model::{GuildId, Intents, Refusal, TokenHash};
use crate::outbox::{Frame, Outbox, control_frame};
use crate::protocol::event;
use crate::protocol::gateway::{self, ClientFrame, CloseCode};
use crate::relay::{Listener, ListenerId, ListenerNews, RelayRef, StreamKey};
use crate::user::{SessionEntry, UserRef};
use ractor::ActorRef;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tokio::sync::oneshot;

pub(super) struct SessionState {
    pub(super) id: SessionId,
    pub(super) credentials: Credentials,
    pub(super) user: UserRef,
    pub(super) outbox: Arc<Outbox>,
    pub(super) sessions: Sessions,
    pub(super) relays: HashMap<StreamKey, RelayRef>,
    pub(super) attaching: Attaching,
    pub(super) chunks: ChunkOrders,
    pub(super) listener: ListenerId,
    pub(super) intents: Intents,
    pub(super) large_threshold: usize,
    shard: Option<(u32, u32)>,
    pub(super) news: Arc<News>,
    /// Boxed: most sessions never change their presence.
    pub(super) presence: Option<Box<PresencePace>>,
    pulse: Option<Arc<Pulse>>,
    /// Until the session listens to its user's stream.
    pub(super) ready: Option<Box<ReadyParts>>,
    generation: u16,
    has_socket: bool,
    ended: Option<End>,
}

static LISTENERS: AtomicU64 = AtomicU64::new(0);

impl SessionState {
    /// Gathers what READY is made of, which the user's stream begins with.
    pub(super) fn begin(me: &ActorRef<SessionMessage>, arguments: SessionArguments) -> Result<Self, Refusal> {
        let SessionArguments { id, opening, user, outbox, sessions } = arguments;
        let news = Arc::new(News(me.clone()));
        outbox.set_watch(news.clone());
        let entry = SessionEntry { id: id.as_str().into(), token: opening.credentials.token, presence: opening.presence };
        user.add_session(entry)?;
        let shard = opening.shard;
        let mut guilds = user.guilds();
        guilds.retain(|guild| is_of_shard(*guild, shard));
        guilds.truncate(crate::limits::SESSION_GUILDS_MAX);
        let ready = Box::new(ReadyParts {
            user: opening.credentials.user.clone(),
            of: user.clone(),
            guilds: guilds.clone(),
            session_id: id.as_str().into(),
            resume_gateway_url: opening.resume_gateway_url,
            shard,
        });
        Ok(Self {
            ready: Some(ready),
            id,
            credentials: opening.credentials,
            user,
            outbox,
            sessions,
            relays: HashMap::new(),
            attaching: Attaching::new(guilds),
            chunks: ChunkOrders::default(),
            listener: ListenerId(LISTENERS.fetch_add(1, Relaxed)),
            intents: opening.intents,
            large_threshold: opening.large_threshold,
            shard,
            news,
            presence: None,
            pulse: None,
            generation: 0,
            has_socket: true,
            ended: None,
        })
    }

    pub(super) fn is_mine(&self, guild: GuildId) -> bool {
        is_of_shard(guild, self.shard)
    }

    pub(super) fn listener(&self, key: StreamKey, initial: bool) -> Listener {
        let mut intents = self.intents;
        // DMs go to shard 0 (Discord docs, Sharding).
        if matches!(key, StreamKey::User(_)) && self.shard.is_some_and(|(shard, _)| shard != 0) {
            intents = intents.without(Intents::DIRECT);
        }
        Listener {
            id: self.listener,
            user_id: self.credentials.user.id,
            outbox: self.outbox.clone(),
            transport: self.outbox.transport(),
            intents,
            bot: self.credentials.user.bot,
            content: !self.credentials.user.bot || intents.contains(Intents::MESSAGE_CONTENT),
            large_threshold: self.large_threshold,
            initial,
            first: None,
            cursors: (!self.credentials.user.bot).then(|| self.user.live_cursors()),
            news: self.news.clone(),
        }
    }

    pub(super) fn frame(&mut self, frame: ClientFrame) {
        match frame {
            ClientFrame::PresenceUpdate(presence) => self.change_presence(presence),
            ClientFrame::RequestMembers(request) => self.request_members(&request),
            // Heartbeats are answered by the reader; a second IDENTIFY or RESUME is refused there; voice has no meaning yet.
            ClientFrame::Heartbeat(_) | ClientFrame::Identify(_) | ClientFrame::Resume(_) | ClientFrame::Ignored => {}
        }
    }

    /// Only with the token that it began with: the session ends when that is revoked.
    pub(super) fn resume(&mut self, token: TokenHash, connection: &Arc<Outbox>, seq: u32, reply: oneshot::Sender<Option<u16>>) {
        if token != self.credentials.token || self.ended.is_some() {
            let _ = reply.send(None);
            return;
        }
        let before = self.outbox.transport();
        match self.outbox.resume(connection, seq, Frame::new(event::resumed())) {
            Err(gone) => {
                tracing::debug!(session = %self.id, seq = gone.seq, "resume refused");
                let _ = reply.send(None);
                self.end(End::Gap);
            }
            Ok(generation) => {
                self.generation = generation;
                self.has_socket = true;
                if let Some(pulse) = &self.pulse {
                    self.sessions.resumed(pulse);
                }
                let now = self.outbox.transport();
                if now != before {
                    self.relays.values().for_each(|relay| _ = relay.retransport(self.listener, now));
                }
                let _ = reply.send(Some(generation));
            }
        }
    }

    pub(super) fn socket_closed(&mut self, generation: u16, for_good: bool) {
        if generation != self.generation {
            return;
        }
        self.has_socket = false;
        self.outbox.disconnect();
        if for_good {
            self.end(End::Closed);
        } else if let Some(pulse) = &self.pulse {
            self.sessions.await_resume(pulse);
        }
    }

    /// Nothing was heard for 1.5 intervals, or nobody resumed within the window; unless that has changed since it was found.
    pub(super) fn silent(&mut self, verdict: Verdict) {
        if !self.pulse.as_ref().is_some_and(|pulse| pulse.still_holds(verdict)) {
            return;
        }
        if !self.has_socket {
            return self.end(End::Expired);
        }
        metrics::counter!("belfry_silent_clients_total").increment(1);
        self.outbox.close(CloseCode::TimedOut.code(), "Session timed out.");
        self.outbox.disconnect();
        self.has_socket = false;
        if let Some(pulse) = &self.pulse {
            self.sessions.await_resume(pulse);
        }
    }

    /// The server is going away.
    pub(super) fn reconnect(&mut self) {
        let frame = control_frame(self.outbox.transport(), &[], gateway::reconnect());
        let _ = self.outbox.write_raw(&frame);
    }

    /// Something was missed for good.
    pub(super) fn gap(&mut self) {
        let frame = control_frame(self.outbox.transport(), &[], gateway::invalid_session(false));
        let _ = self.outbox.write_raw(&frame);
        self.outbox.close(CloseCode::Unknown.code(), "Events were missed: identify again.");
        self.end(End::Gap);
    }

    pub(super) fn revoked(&mut self) {
        self.outbox.close(CloseCode::AuthenticationFailed.code(), "Authentication failed.");
        self.end(End::Revoked);
    }

    pub(super) fn set_pulse(&mut self, pulse: Arc<Pulse>) {
        self.pulse = Some(pulse);
    }

    pub(super) fn end(&mut self, end: End) {
        tracing::debug!(session = %self.id, ?end, "session ends");
        self.ended.get_or_insert(end);
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// Takes the session out of everything that knows it.
    pub(super) fn leave(&mut self) {
        self.outbox.end();
        for relay in self.relays.values() {
            let _ = relay.detach(self.listener);
        }
        self.user.remove_session(self.id.as_str());
        self.sessions.remove(&self.id);
    }

    pub(super) fn news(&self) -> &dyn ListenerNews {
        &*self.news
    }
}

/// Discord docs, Sharding.
fn is_of_shard(guild: GuildId, shard: Option<(u32, u32)>) -> bool {
    shard.is_none_or(|(shard, count)| (guild.raw() >> 22) % u64::from(count.max(1)) == u64::from(shard))
}
