//! What of the guild's mentions a member has not read.

use super::core::GuildCore;
use super::handle::GuildRef;
use crate::model::{ChannelId, Guild, Member, MessageId, Permissions, Refusal, UserId, channel_permissions, joined_cursor};
use crate::protocol::event::ReadEntry;
use std::collections::{BTreeMap, HashMap};

impl GuildRef {
    /// Refused where the user may not view the channel.
    pub fn may_view(&self, user: UserId, channel: ChannelId) -> Result<(), Refusal> {
        self.core().read(|guild| {
            if !guild.channels.contains_key(&channel) {
                return Err(Refusal::UnknownChannel);
            }
            let member = guild.members.get(&user).ok_or(Refusal::MissingAccess)?;
            if may_view(guild, member, channel) { Ok(()) } else { Err(Refusal::MissingAccess) }
        })
    }
}

impl GuildCore {
    /// Unread mentions of a member in one channel above an id, the newest first.
    pub fn unread_in(&self, user: UserId, channel: ChannelId, above: MessageId) -> Vec<MessageId> {
        self.read(|guild| {
            let Some(member) = guild.members.get(&user).filter(|member| may_view(guild, member, channel)) else { return Vec::new() };
            guild
                .unread_mentions(member, |mentioned| mentioned == channel, |_| Some(above))
                .into_iter()
                .map(|mention| mention.message_id)
                .collect()
        })
    }

    /// How far a member has read the guild's channels, where that is known or something there mentions the member.
    pub fn read_entries(&self, user: UserId, cursors: &HashMap<ChannelId, MessageId>) -> Vec<ReadEntry> {
        self.read(|guild| {
            let Some(member) = guild.members.get(&user) else { return Vec::new() };
            let cursor = |channel: ChannelId| cursors.get(&channel).copied();
            let known = guild.channels.keys().filter_map(|id| Some((*id, (cursor(*id)?, 0))));
            let mut entries: BTreeMap<ChannelId, (MessageId, usize)> = if cursors.is_empty() { BTreeMap::new() } else { known.collect() };
            for mention in guild.unread_mentions(member, |channel| may_view(guild, member, channel), cursor) {
                entries.entry(mention.channel_id).or_insert((joined_cursor(member), 0)).1 += 1;
            }
            let entry = |(channel_id, (last_message_id, mentions))| ReadEntry { channel_id, last_message_id, mentions };
            entries.into_iter().map(entry).collect()
        })
    }
}

fn may_view(guild: &Guild, member: &Member, channel: ChannelId) -> bool {
    let Some(channel) = guild.channels.get(&channel) else { return false };
    channel_permissions(guild, member.user.id, &member.roles, channel).contains(Permissions::VIEW_CHANNEL)
}
