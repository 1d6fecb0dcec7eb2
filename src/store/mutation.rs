//! Changes as values: what write-behind gathers, and what a guild's owner writes.

use crate::model::{
    Ban, Channel, ChannelId, Content, GuildId, GuildInfo, Invite, InviteCode, Member, Mentions, Message, MessageId, ReactionEmoji, Role,
    RoleId, Timestamp, UserId,
};
use std::sync::Arc;

/// One change of a channel's messages. Applying the last ones once more, in their order, changes nothing
/// but, it may be, the order of a message's emoji.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mutation {
    Create {
        message: Arc<Message>,
        /// The guild among whose mentions it is to be, where it mentions somebody there.
        mention_in: Option<GuildId>,
        /// The author is a person, and has read the channel up to it.
        read_by_author: bool,
    },
    Edit {
        channel_id: ChannelId,
        message_id: MessageId,
        content: Content,
        embeds: Arc<str>,
        mentions: Mentions,
        flags: u32,
        edited_at: Option<Timestamp>,
    },
    /// Removes the message, its reactions and its mention.
    Delete {
        channel_id: ChannelId,
        message_id: MessageId,
    },
    AddReaction {
        channel_id: ChannelId,
        message_id: MessageId,
        emoji: ReactionEmoji,
        user_id: UserId,
    },
    RemoveReaction {
        channel_id: ChannelId,
        message_id: MessageId,
        emoji: ReactionEmoji,
        user_id: UserId,
    },
    /// Removes all reactions, or all with one emoji.
    ClearReactions {
        channel_id: ChannelId,
        message_id: MessageId,
        emoji: Option<ReactionEmoji>,
    },
}

#[cfg(test)]
impl Mutation {
    /// A message with nothing beside it.
    pub(crate) fn create(message: Arc<Message>) -> Self {
        Self::Create { message, mention_in: None, read_by_author: false }
    }
}

/// One change of a guild. `Put…` writes the whole thing, new or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GuildWrite {
    PutInfo(GuildInfo),
    PutRole(Arc<Role>),
    /// Members and overwrites that name it are read without it from then on.
    DeleteRole(RoleId),
    PutChannel(Arc<Channel>),
    /// With its messages, mentions, read states and invites.
    DeleteChannel(ChannelId),
    PutMember(Arc<Member>),
    DeleteMember(UserId),
    PutBan(Ban),
    DeleteBan(UserId),
    PutInvite(Invite),
    DeleteInvite(InviteCode),
    /// The guild and all that belongs to it.
    DeleteGuild,
}
