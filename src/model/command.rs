//! What people and bots ask for, parsed once. In a patch, `None` leaves a field as it is.

use super::channel::{ChannelKind, Overwrite};
use super::id::{ChannelId, MessageId, RequestId, RoleId, UserId};
use super::mention::AllowedMentions;
use super::message::{Content, Nonce};
use super::permissions::Permissions;
use super::snowflake::Timestamp;
use std::sync::Arc;

/// A message to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewMessage {
    pub content: Content,
    /// A JSON array as text; `[]` for none.
    pub embeds: Arc<str>,
    pub nonce: Option<Nonce>,
    pub enforce_nonce: bool,
    /// The message that this one answers, in the same channel.
    pub reply_to: Option<ReplyTo>,
    pub allowed_mentions: AllowedMentions,
    pub tts: bool,
    pub flags: u32,
    pub request_id: RequestId,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReplyTo {
    pub message_id: MessageId,
    /// Refuse where the message is gone (the default), or send without the reference.
    pub must_exist: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MessagePatch {
    pub content: Option<Content>,
    pub embeds: Option<Arc<str>>,
    pub flags: Option<u32>,
    pub allowed_mentions: Option<AllowedMentions>,
}

/// Which messages of a channel; at most one bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum History {
    Newest,
    Before(MessageId),
    After(MessageId),
    Around(MessageId),
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GuildPatch {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    pub system_channel_id: Option<Option<ChannelId>>,
    pub owner_id: Option<UserId>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewChannel {
    pub kind: ChannelKind,
    pub name: String,
    pub topic: Option<String>,
    pub position: Option<i32>,
    pub parent_id: Option<ChannelId>,
    pub nsfw: bool,
    pub slowmode_s: u32,
    pub overwrites: Vec<Overwrite>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ChannelPatch {
    pub name: Option<String>,
    pub topic: Option<Option<String>>,
    pub position: Option<i32>,
    pub parent_id: Option<Option<ChannelId>>,
    pub nsfw: Option<bool>,
    pub slowmode_s: Option<u32>,
    pub overwrites: Option<Vec<Overwrite>>,
}

/// One row of a bulk move of channels or roles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PositionPatch<Id> {
    pub id: Id,
    pub position: Option<i32>,
    /// Channels only.
    pub parent_id: Option<Option<ChannelId>>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRole {
    pub name: String,
    /// `None`: those of `@everyone`.
    pub permissions: Option<Permissions>,
    pub color: u32,
    pub hoist: bool,
    pub mentionable: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RolePatch {
    pub name: Option<String>,
    pub permissions: Option<Permissions>,
    pub color: Option<u32>,
    pub hoist: Option<bool>,
    pub mentionable: Option<bool>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemberPatch {
    pub nick: Option<Option<String>>,
    pub roles: Option<Vec<RoleId>>,
    pub timed_out_until: Option<Option<Timestamp>>,
}

/// An invite to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InviteOrder {
    pub max_age_s: u32,
    pub max_uses: u32,
    pub temporary: bool,
    /// Always a new code; else an equal one of the same person is given again.
    pub unique: bool,
}

/// Which members (op 8, list, search). Those of the list are sorted by user id, those found by prefix by name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MembersQuery {
    /// Of the list, only those above this id.
    pub after: Option<UserId>,
    /// Beginning of user name or nick, in any case.
    pub prefix: Option<String>,
    /// Only these.
    pub user_ids: Option<Vec<UserId>>,
    pub limit: usize,
}
