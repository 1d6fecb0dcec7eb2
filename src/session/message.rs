//! What a session's actor understands.

use super::wheel::{Pulse, Verdict};
use crate::model::{GuildId, TokenHash, User, UserId};
use crate::outbox::Outbox;
use crate::protocol::gateway::ClientFrame;
use crate::relay::{Attachment, ChunkOrder, StreamKey};
use crate::stream::Notice;
use std::fmt;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Names a session: what a RESUME shows.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SessionId(Arc<str>);

impl SessionId {
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whose session it is.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub user: Arc<User>,
    pub token: TokenHash,
}

/// Why a session ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The client closed it for good.
    Closed,
    /// Nobody resumed it in time.
    Expired,
    /// Its token was revoked.
    Revoked,
    /// Something was missed that cannot be had any more: the client must start anew.
    Gap,
    /// The client broke the protocol.
    Violation,
}

pub(super) enum SessionMessage {
    /// The session can be found by its id; now it listens.
    Registered(Arc<Pulse>),
    /// Something that the client wants, but heartbeats.
    Frame(Box<ClientFrame>),
    /// A new socket asks for all after `seq`. Answers the socket's generation, or `None` where that cannot be.
    Resume {
        token: TokenHash,
        connection: Arc<Outbox>,
        seq: u32,
        reply: oneshot::Sender<Option<u16>>,
    },
    /// The socket of this generation is gone; `for_good` where the client said so.
    SocketClosed {
        generation: u16,
        for_good: bool,
    },
    AttachEnded(StreamKey, Attachment),
    Detached(StreamKey),
    Gap,
    Notice(Notice),
    ChunkSent(GuildId, Box<ChunkOrder>, Option<UserId>),
    /// Nothing waits for the socket any more.
    Drained,
    ReplayOverflowed,
    /// As many changes of presence as before may be told again.
    PresenceWindowOpened,
    /// The client has been silent for too long, or nobody has resumed.
    Silent(Verdict),
    /// The server is going away: op 7.
    Reconnect,
    /// The reader found that the client broke the protocol; the close frame is written.
    Violation,
}
