//! Dispatches, each encoded once: frame bodies up to and including `"s":`.

mod guild;
mod session;

pub use guild::{
    ChunkFrame, EncodedGuildCreate, GuildCreate, UnreadMention, ban_add, ban_remove, guild_create, guild_delete, guild_update,
    invite_create, invite_delete, member_add, member_remove, member_update, members_chunk, role_create, role_delete, role_update,
    with_unread_mentions,
};
pub use session::{ReadEntry, Ready, message_ack, rate_limited, ready, resumed, user_update};

use super::frame::{dispatch, located};
use super::json::Detail;
use super::json::{ChannelJson, DmJson, EmojiJson, IdText, MemberJson, MessageJson, PartialMemberJson, raw};
use crate::model::{
    Channel, ChannelId, Dm, GuildId, Member, Message, MessageId, MessageView, Presence, ReactionEmoji, Status, Timestamp, UserId,
};
use bytes::Bytes;
use serde::Serialize;
use serde_json::value::RawValue;
use std::ops::Range;

/// A message's event.
#[derive(Clone, Debug)]
pub struct EncodedMessage {
    pub body: Bytes,
    /// Where `d` lies in `body`: REST answers with it.
    pub d: Range<usize>,
    /// For listeners without the right to content; `None` where nothing differs.
    pub stripped: Option<Bytes>,
}

#[derive(Serialize)]
struct MessageEvent<'a> {
    #[serde(flatten)]
    message: MessageJson<'a>,
    /// Lets a bot place a message of a DM that was never announced to it.
    channel_type: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<IdText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<PartialMemberJson<'a>>,
}

pub fn message_create(view: &MessageView, member: Option<&Member>) -> EncodedMessage {
    message("MESSAGE_CREATE", view, member)
}

pub fn message_update(view: &MessageView, member: Option<&Member>) -> EncodedMessage {
    message("MESSAGE_UPDATE", view, member)
}

fn message(name: &str, view: &MessageView, member: Option<&Member>) -> EncodedMessage {
    let event = |detail| MessageEvent {
        message: MessageJson::detailed(view, detail),
        channel_type: u8::from(view.guild_id.is_none()),
        guild_id: view.guild_id.map(Into::into),
        member: member.map(Into::into),
    };
    let (body, d) = located(name, &event(Detail::Whole));
    let has_content = !view.message.content.is_empty() || &*view.message.embeds != "[]" || view.referenced.is_some();
    let stripped = (has_content && view.guild_id.is_some()).then(|| dispatch(name, &event(Detail::Stripped)));
    EncodedMessage { body, d, stripped }
}

#[derive(Serialize)]
struct MessageGone {
    id: IdText,
    channel_id: IdText,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<IdText>,
}

pub fn message_delete(guild: Option<GuildId>, channel: ChannelId, id: MessageId) -> Bytes {
    dispatch("MESSAGE_DELETE", &MessageGone { id: id.into(), channel_id: channel.into(), guild_id: guild.map(Into::into) })
}

#[derive(Serialize)]
struct MessagesGone {
    ids: Vec<IdText>,
    channel_id: IdText,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<IdText>,
}

pub fn message_delete_bulk(guild: Option<GuildId>, channel: ChannelId, ids: &[MessageId]) -> Bytes {
    let ids = ids.iter().map(|id| (*id).into()).collect();
    dispatch("MESSAGE_DELETE_BULK", &MessagesGone { ids, channel_id: channel.into(), guild_id: guild.map(Into::into) })
}

#[derive(Serialize)]
struct ReactionEvent<'a> {
    user_id: IdText,
    channel_id: IdText,
    message_id: IdText,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<IdText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<MemberJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_author_id: Option<IdText>,
    emoji: EmojiJson<'a>,
    burst: bool,
    r#type: u8,
}

pub fn reaction_add(guild: Option<GuildId>, message: &Message, user: UserId, emoji: &ReactionEmoji, member: Option<&Member>) -> Bytes {
    let event = ReactionEvent {
        user_id: user.into(),
        channel_id: message.channel_id.into(),
        message_id: message.id.into(),
        guild_id: guild.map(Into::into),
        member: member.map(Into::into),
        message_author_id: Some(message.author_id.into()),
        emoji: emoji.into(),
        burst: false,
        r#type: 0,
    };
    dispatch("MESSAGE_REACTION_ADD", &event)
}

pub fn reaction_remove(guild: Option<GuildId>, channel: ChannelId, message: MessageId, user: UserId, emoji: &ReactionEmoji) -> Bytes {
    let event = ReactionEvent {
        user_id: user.into(),
        channel_id: channel.into(),
        message_id: message.into(),
        guild_id: guild.map(Into::into),
        member: None,
        message_author_id: None,
        emoji: emoji.into(),
        burst: false,
        r#type: 0,
    };
    dispatch("MESSAGE_REACTION_REMOVE", &event)
}

#[derive(Serialize)]
struct ReactionsGone<'a> {
    channel_id: IdText,
    message_id: IdText,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<IdText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji: Option<EmojiJson<'a>>,
}

pub fn reaction_remove_all(guild: Option<GuildId>, channel: ChannelId, message: MessageId) -> Bytes {
    let (channel_id, message_id, guild_id) = (channel.into(), message.into(), guild.map(Into::into));
    dispatch("MESSAGE_REACTION_REMOVE_ALL", &ReactionsGone { channel_id, message_id, guild_id, emoji: None })
}

pub fn reaction_remove_emoji(guild: Option<GuildId>, channel: ChannelId, message: MessageId, emoji: &ReactionEmoji) -> Bytes {
    let (channel_id, message_id, guild_id) = (channel.into(), message.into(), guild.map(Into::into));
    dispatch("MESSAGE_REACTION_REMOVE_EMOJI", &ReactionsGone { channel_id, message_id, guild_id, emoji: Some(emoji.into()) })
}

#[derive(Serialize)]
struct Typing<'a> {
    channel_id: IdText,
    user_id: IdText,
    timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<IdText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<MemberJson<'a>>,
}

pub fn typing_start(guild: Option<GuildId>, channel: ChannelId, user: UserId, member: Option<&Member>, at: Timestamp) -> Bytes {
    let event = Typing {
        channel_id: channel.into(),
        user_id: user.into(),
        timestamp: at.unix_s(),
        guild_id: guild.map(Into::into),
        member: member.map(Into::into),
    };
    dispatch("TYPING_START", &event)
}

pub fn channel_create(channel: &Channel, last: Option<MessageId>) -> Bytes {
    dispatch("CHANNEL_CREATE", &ChannelJson::new(channel, last))
}

pub fn channel_update(channel: &Channel, last: Option<MessageId>) -> Bytes {
    dispatch("CHANNEL_UPDATE", &ChannelJson::new(channel, last))
}

pub fn channel_delete(channel: &Channel, last: Option<MessageId>) -> Bytes {
    dispatch("CHANNEL_DELETE", &ChannelJson::new(channel, last))
}

/// `CHANNEL_CREATE` of a DM: for people's sessions only (bots' libraries refuse it).
pub fn dm_create(dm: &Dm, viewer: UserId) -> Bytes {
    dispatch("CHANNEL_CREATE", &DmJson::new(dm, viewer))
}

/// `CHANNEL_DELETE` of a DM that `viewer` has closed: as [`dm_create`], for people's sessions only.
pub fn dm_delete(dm: &Dm, viewer: UserId) -> Bytes {
    dispatch("CHANNEL_DELETE", &DmJson::new(dm, viewer))
}

#[derive(Serialize)]
pub(super) struct PresenceJson<'a> {
    user: OnlyId,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<IdText>,
    status: &'static str,
    activities: &'a RawValue,
    client_status: ClientStatus,
}

#[derive(Serialize)]
struct OnlyId {
    id: IdText,
}

#[derive(Serialize)]
struct ClientStatus {
    #[serde(skip_serializing_if = "Option::is_none")]
    web: Option<&'static str>,
}

impl<'a> PresenceJson<'a> {
    pub(super) fn new(guild: Option<GuildId>, user: UserId, presence: &'a Presence) -> Self {
        let status = status_name(presence.status);
        Self {
            user: OnlyId { id: user.into() },
            guild_id: guild.map(Into::into),
            status,
            activities: raw(&presence.activities),
            client_status: ClientStatus { web: (presence.status != Status::Offline).then_some(status) },
        }
    }
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Offline => "offline",
        Status::Idle => "idle",
        Status::DoNotDisturb => "dnd",
        Status::Online => "online",
    }
}

pub fn presence_update(guild: GuildId, user: UserId, presence: &Presence) -> Bytes {
    dispatch("PRESENCE_UPDATE", &PresenceJson::new(Some(guild), user, presence))
}

#[cfg(test)]
mod tests;
