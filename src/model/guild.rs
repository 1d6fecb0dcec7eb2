//! A guild: its settings, roles, channels and members.

use super::channel::Channel;
use super::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use super::member::Member;
use super::reading::MentionRing;
use super::role::Role;
use super::snowflake::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What a guild is without its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuildInfo {
    pub id: GuildId,
    pub name: String,
    pub owner_id: UserId,
    pub description: Option<String>,
    pub system_channel_id: Option<ChannelId>,
    pub created_at: Timestamp,
}

/// A guild in memory: the owner's state whole, or a relay's replica of it (whose `members` may be a part).
#[derive(Clone, Debug)]
pub struct Guild {
    pub info: GuildInfo,
    pub roles: BTreeMap<RoleId, Arc<Role>>,
    pub channels: BTreeMap<ChannelId, Arc<Channel>>,
    pub members: BTreeMap<UserId, Arc<Member>>,
    /// All members, also those that a replica does not hold.
    pub member_count: usize,
    /// The newest message of each channel that has one.
    pub last_messages: HashMap<ChannelId, MessageId>,
    /// The newest messages that mention somebody.
    pub mentions: MentionRing,
}

/// A user who may not come back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ban {
    pub user: Arc<super::User>,
    pub reason: Option<String>,
    pub banned_by: UserId,
    pub created_at: Timestamp,
}
