//! Events of one session.

use crate::model::{ChannelId, Dm, GuildId, MessageId, ReadState, User};
use crate::protocol::frame::dispatch;
use crate::protocol::json::{APPLICATION_FLAGS, DmJson, Empty, IdText, OwnUserJson};
use bytes::Bytes;
use serde::Serialize;
use std::time::Duration;

/// What a session begins with.
#[derive(Clone, Copy)]
pub struct Ready<'a> {
    pub user: &'a User,
    pub guilds: &'a [GuildId],
    /// Of people; bots get none.
    pub dms: &'a [Dm],
    pub session_id: &'a str,
    pub resume_gateway_url: &'a str,
    /// (this shard, all shards), if it was sent.
    pub shard: Option<(u32, u32)>,
    /// Of people; bots get none.
    pub read_states: Option<&'a [ReadEntry]>,
}

/// How far a person has read a channel, and what is unread of the mentions there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadEntry {
    pub channel_id: ChannelId,
    pub last_message_id: MessageId,
    pub mentions: usize,
}

#[derive(Serialize)]
struct ReadEntryJson {
    id: IdText,
    last_message_id: IdText,
    mention_count: usize,
}

impl From<&ReadEntry> for ReadEntryJson {
    fn from(entry: &ReadEntry) -> Self {
        Self { id: entry.channel_id.into(), last_message_id: entry.last_message_id.into(), mention_count: entry.mentions }
    }
}

#[derive(Serialize)]
struct ReadyJson<'a> {
    v: u8,
    user: OwnUserJson<'a>,
    guilds: Vec<UnavailableGuild>,
    session_id: &'a str,
    resume_gateway_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<(u32, u32)>,
    application: ApplicationPart,
    private_channels: Vec<DmJson<'a>>,
    relationships: Empty,
    presences: Empty,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_state: Option<Vec<ReadEntryJson>>,
    _trace: [&'static str; 1],
}

#[derive(Serialize)]
struct UnavailableGuild {
    id: IdText,
    unavailable: bool,
}

#[derive(Serialize)]
struct ApplicationPart {
    id: IdText,
    flags: u32,
}

pub fn ready(ready: &Ready<'_>) -> Bytes {
    let event = ReadyJson {
        v: 10,
        user: ready.user.into(),
        guilds: ready.guilds.iter().map(|id| UnavailableGuild { id: (*id).into(), unavailable: true }).collect(),
        session_id: ready.session_id,
        resume_gateway_url: ready.resume_gateway_url,
        shard: ready.shard,
        application: ApplicationPart { id: ready.user.id.into(), flags: if ready.user.bot { APPLICATION_FLAGS } else { 0 } },
        private_channels: ready.dms.iter().map(|dm| DmJson::new(dm, ready.user.id)).collect(),
        relationships: [],
        presences: [],
        read_state: ready.read_states.map(|entries| entries.iter().map(Into::into).collect()),
        _trace: ["belfry"],
    };
    dispatch("READY", &event)
}

#[derive(Serialize)]
struct MessageAck {
    channel_id: IdText,
    message_id: IdText,
    mention_count: usize,
    mentions: Vec<IdText>,
    version: u64,
}

/// A person has read a channel; `unread`: the mentions that are still above.
pub fn message_ack(state: ReadState, unread: &[MessageId]) -> Bytes {
    let event = MessageAck {
        channel_id: state.channel_id.into(),
        message_id: state.last_message_id.into(),
        mention_count: unread.len(),
        mentions: unread.iter().map(|id| (*id).into()).collect(),
        // The milliseconds of the snowflake: a whole one is beyond what a JavaScript number holds.
        version: state.version >> 22,
    };
    dispatch("MESSAGE_ACK", &event)
}

#[derive(Serialize)]
struct Nothing {}

/// `d` must be an object: with null, two libraries hang after their first reconnect.
pub fn resumed() -> Bytes {
    dispatch("RESUMED", &Nothing {})
}

pub fn user_update(user: &User) -> Bytes {
    dispatch("USER_UPDATE", &OwnUserJson::from(user))
}

#[derive(Serialize)]
struct RateLimited<'a> {
    opcode: u8,
    retry_after: f64,
    meta: RateLimitedMeta<'a>,
}

#[derive(Serialize)]
struct RateLimitedMeta<'a> {
    guild_id: IdText,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

/// A request for all members of a guild came too early.
pub fn rate_limited(guild: GuildId, nonce: Option<&str>, retry_after: Duration) -> Bytes {
    let meta = RateLimitedMeta { guild_id: guild.into(), nonce };
    dispatch("RATE_LIMITED", &RateLimited { opcode: 8, retry_after: retry_after.as_secs_f64(), meta })
}
