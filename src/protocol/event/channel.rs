//! Channels, DMs and typing.

use super::frame;
use crate::model::{Channel, ChannelId, Dm, GuildId, Member, MessageId, Timestamp, UserId};
use crate::protocol::object::{ChannelJson, DmJson, MemberJson};
use crate::protocol::scalar::{Decimal, id, optional_id};
use bytes::Bytes;
use serde::Serialize;

pub fn channel_create(channel: &Channel, last: Option<MessageId>) -> Bytes {
    frame("CHANNEL_CREATE", &ChannelJson { channel, last_message_id: last })
}

pub fn channel_update(channel: &Channel, last: Option<MessageId>) -> Bytes {
    frame("CHANNEL_UPDATE", &ChannelJson { channel, last_message_id: last })
}

pub fn channel_delete(channel: &Channel, last: Option<MessageId>) -> Bytes {
    frame("CHANNEL_DELETE", &ChannelJson { channel, last_message_id: last })
}

/// CHANNEL_CREATE of a DM as `viewer` sees it. For people only: libraries do not expect it.
pub fn dm_create(dm: &Dm, viewer: UserId) -> Bytes {
    frame("CHANNEL_CREATE", &DmJson { dm, viewer })
}

#[derive(Serialize)]
struct Typing<'a> {
    channel_id: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<Decimal>,
    user_id: Decimal,
    /// In seconds, unlike every other time.
    timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<MemberJson<'a>>,
}

pub fn typing_start(guild: Option<GuildId>, channel: ChannelId, user: UserId, member: Option<&Member>, at: Timestamp) -> Bytes {
    let d = Typing {
        channel_id: id(channel),
        guild_id: optional_id(guild),
        user_id: id(user),
        timestamp: at.unix_s(),
        member: member.map(MemberJson),
    };
    frame("TYPING_START", &d)
}
