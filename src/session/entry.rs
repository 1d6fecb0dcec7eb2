//! How a session begins, and what its socket's reader holds of it.

use super::message::{Credentials, SessionMessage};
use super::registry::Sessions;
use super::wheel::Pulse;
use crate::model::{Intents, Presence};
use crate::outbox::Outbox;
use crate::protocol::gateway::ClientFrame;
use ractor::ActorRef;
use std::sync::Arc;

/// An IDENTIFY that was checked.
pub struct Opening {
    pub credentials: Credentials,
    pub intents: Intents,
    pub large_threshold: usize,
    /// (this shard, all shards)
    pub shard: Option<(u32, u32)>,
    pub presence: Presence,
    /// `ws://host`, without a slash at its end: where a RESUME should go.
    pub resume_gateway_url: String,
}

/// A session as the reader of its socket sees it.
#[derive(Clone)]
pub struct SessionHandle {
    pub(super) actor: ActorRef<SessionMessage>,
    pub(super) pulse: Arc<Pulse>,
    pub(super) outbox: Arc<Outbox>,
    pub(super) sessions: Sessions,
    pub(super) generation: u16,
}

impl SessionHandle {
    pub fn outbox(&self) -> &Arc<Outbox> {
        &self.outbox
    }

    /// Which of the session's sockets this is.
    pub fn generation(&self) -> u16 {
        self.generation
    }

    /// The client is alive, and has everything up to `seq`.
    pub fn heartbeat(&self, seq: Option<u32>) {
        self.sessions.heard(&self.pulse);
        if let Some(seq) = seq {
            self.outbox.acknowledged(seq);
        }
    }

    /// False where the session has ended.
    pub fn frame(&self, frame: ClientFrame) -> bool {
        self.actor.cast(SessionMessage::Frame(Box::new(frame))).is_ok()
    }

    /// The client broke the protocol; its close frame is written, and nothing can be resumed.
    pub fn violation(&self) {
        let _ = self.actor.cast(SessionMessage::Violation);
    }

    /// The socket is gone; `for_good` where the client closed with 1000 or 1001.
    pub fn socket_closed(&self, for_good: bool) {
        let _ = self.actor.cast(SessionMessage::SocketClosed { generation: self.generation, for_good });
    }
}
