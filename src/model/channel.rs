//! Channels of a guild, and DMs.

use super::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use super::permissions::Permissions;
use super::user::User;
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChannelKind {
    Text,
    Category,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Channel {
    pub id: ChannelId,
    pub guild_id: GuildId,
    pub kind: ChannelKind,
    pub name: String,
    pub topic: Option<String>,
    pub position: i32,
    pub parent_id: Option<ChannelId>,
    pub nsfw: bool,
    /// Kept and shown; enforced with the later rate limits.
    pub slowmode_s: u32,
    pub overwrites: Vec<Overwrite>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OverwriteTarget {
    Role(RoleId),
    Member(UserId),
}

/// What a channel grants and denies to a role or member, apart from the guild's roles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Overwrite {
    pub target: OverwriteTarget,
    pub allow: Permissions,
    pub deny: Permissions,
}

/// A direct conversation of two users.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dm {
    pub id: ChannelId,
    pub users: [Arc<User>; 2],
    pub last_message_id: Option<MessageId>,
}

impl Dm {
    /// The other one of the two.
    pub fn peer(&self, of: UserId) -> &Arc<User> {
        let [a, b] = &self.users;
        if a.id == of { b } else { a }
    }

    pub fn has(&self, user: UserId) -> bool {
        self.users.iter().any(|u| u.id == user)
    }
}
