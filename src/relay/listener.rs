//! What listens: a session, as a relay sees it.

use crate::model::{ChannelId, GuildId, Intents, MembersQuery, MessageId, UserId};
use crate::outbox::{Frame, Outbox, Transport};
use crate::stream::Notice;
use std::sync::Arc;

/// Names a stream in the whole cluster.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StreamKey {
    Guild(GuildId),
    User(UserId),
}

/// Names one session's listening, in this process.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ListenerId(pub u64);

#[derive(Clone)]
pub struct Listener {
    pub id: ListenerId,
    pub user_id: UserId,
    pub outbox: Arc<Outbox>,
    /// As of the attach; a RESUME over another transport attaches anew in its class (see `RelayRef::retransport`).
    pub transport: Transport,
    pub intents: Intents,
    pub bot: bool,
    /// Whether content of others' messages is given (people, and bots with the intent).
    pub content: bool,
    /// Members above which GUILD_CREATE lists only those who are here (Discord docs, Identify).
    pub large_threshold: usize,
    /// One of the guilds of READY: its GUILD_CREATE is not kept for a RESUME.
    pub initial: bool,
    /// Makes READY, on the user's stream, at the moment of joining it: it goes before all that the stream brings, and nothing falls between
    /// the two.
    pub first: Option<Arc<dyn Fn() -> Arc<Frame> + Send + Sync>>,
    /// How far a person has read; bots' sessions have none.
    pub cursors: Option<Arc<dyn Cursors>>,
    pub news: Arc<dyn ListenerNews>,
}

/// How far a person has read, as it is when asked. Must not wait.
pub trait Cursors: Send + Sync {
    /// `None` where nothing is known of the channel.
    fn cursor(&self, channel: ChannelId) -> Option<MessageId>;
}

/// How an attach ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attachment {
    /// GUILD_CREATE (of a guild's stream) is in the outbox, and what follows comes.
    Attached,
    /// The user may not listen: no member any more.
    Refused,
    /// The owner could not be reached: it may work later.
    Unavailable,
}

/// One page of members that a session asked for (op 8).
#[derive(Clone, Debug)]
pub struct ChunkOrder {
    pub query: MembersQuery,
    pub nonce: Option<String>,
    pub index: usize,
    /// How many pages there are; of the list of all members known after the first.
    pub count: Option<usize>,
    pub presences: bool,
}

/// What a relay tells a session. Must only pass the news on.
pub trait ListenerNews: Send + Sync {
    fn attach_ended(&self, key: StreamKey, attachment: Attachment);
    /// The user is no member any more, or the guild is gone; GUILD_DELETE is in the outbox.
    fn detached(&self, key: StreamKey);
    /// The relay missed more than it can get back: start anew (op 9).
    fn gap(&self, key: StreamKey);
    fn notice(&self, notice: Notice);
    /// A page of members is in the outbox; `last` is its last member, `None` where it was empty.
    fn chunk_sent(&self, key: StreamKey, order: ChunkOrder, last: Option<UserId>);
}
