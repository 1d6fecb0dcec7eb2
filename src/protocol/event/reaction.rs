//! Reactions.

use super::frame;
use crate::model::{ChannelId, GuildId, Member, Message, MessageId, ReactionEmoji, UserId};
use crate::protocol::object::{EmojiJson, MemberJson};
use crate::protocol::scalar::{Decimal, id, optional_id};
use bytes::Bytes;
use serde::Serialize;

#[derive(Serialize)]
struct Reaction<'a> {
    user_id: Decimal,
    channel_id: Decimal,
    message_id: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<MemberJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_author_id: Option<Decimal>,
    emoji: EmojiJson<'a>,
    burst: bool,
    /// Discord docs, Reaction Types: normal.
    r#type: u8,
}

#[expect(clippy::too_many_arguments, reason = "the fields of the event, each used once")]
pub fn reaction_add(
    guild: Option<GuildId>,
    channel: ChannelId,
    message: &Message,
    user: UserId,
    emoji: &ReactionEmoji,
    member: Option<&Member>,
) -> Bytes {
    let d = Reaction {
        user_id: id(user),
        channel_id: id(channel),
        message_id: id(message.id),
        guild_id: optional_id(guild),
        member: member.map(MemberJson),
        message_author_id: Some(id(message.author_id)),
        emoji: EmojiJson(emoji),
        burst: false,
        r#type: 0,
    };
    frame("MESSAGE_REACTION_ADD", &d)
}

pub fn reaction_remove(guild: Option<GuildId>, channel: ChannelId, message: MessageId, user: UserId, emoji: &ReactionEmoji) -> Bytes {
    let d = Reaction {
        user_id: id(user),
        channel_id: id(channel),
        message_id: id(message),
        guild_id: optional_id(guild),
        member: None,
        message_author_id: None,
        emoji: EmojiJson(emoji),
        burst: false,
        r#type: 0,
    };
    frame("MESSAGE_REACTION_REMOVE", &d)
}

#[derive(Serialize)]
struct ReactionsRemoved<'a> {
    channel_id: Decimal,
    message_id: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji: Option<EmojiJson<'a>>,
}

pub fn reaction_remove_all(guild: Option<GuildId>, channel: ChannelId, message: MessageId) -> Bytes {
    removed("MESSAGE_REACTION_REMOVE_ALL", guild, channel, message, None)
}

pub fn reaction_remove_emoji(guild: Option<GuildId>, channel: ChannelId, message: MessageId, emoji: &ReactionEmoji) -> Bytes {
    removed("MESSAGE_REACTION_REMOVE_EMOJI", guild, channel, message, Some(emoji))
}

fn removed(name: &str, guild: Option<GuildId>, channel: ChannelId, message: MessageId, emoji: Option<&ReactionEmoji>) -> Bytes {
    let d = ReactionsRemoved { channel_id: id(channel), message_id: id(message), guild_id: optional_id(guild), emoji: emoji.map(EmojiJson) };
    frame(name, &d)
}
