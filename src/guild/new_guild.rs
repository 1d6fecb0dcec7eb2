//! What a new guild looks like.

use super::form;
use crate::model::{Channel, ChannelId, ChannelKind, Guild, GuildId, GuildInfo, Member, Permissions, Refusal, Role, Timestamp, User};
use std::collections::HashMap;
use std::sync::Arc;

/// Ids for a guild and its first channels.
#[derive(Clone, Copy, Debug)]
pub struct NewGuildIds {
    pub guild: GuildId,
    pub category: ChannelId,
    pub channel: ChannelId,
}

/// A guild with its owner as the only member, the category "Text Channels" and in it the channel "general".
pub fn new_guild(ids: NewGuildIds, owner: Arc<User>, name: &str, now: Timestamp) -> Result<Guild, Refusal> {
    let info = GuildInfo {
        id: ids.guild,
        name: form::guild_name(name)?,
        owner_id: owner.id,
        description: None,
        system_channel_id: Some(ids.channel),
        created_at: now,
    };
    let everyone = Role {
        id: ids.guild.everyone(),
        name: "@everyone".to_owned(),
        permissions: Permissions::NEW_GUILD,
        position: 0,
        color: 0,
        hoist: false,
        mentionable: false,
        managed_by: None,
    };
    let category = channel(ids.guild, ids.category, ChannelKind::Category, "Text Channels");
    let general = Channel { parent_id: Some(ids.category), ..channel(ids.guild, ids.channel, ChannelKind::Text, "general") };
    let member = Member { user: owner, nick: None, roles: Vec::new(), joined_at: now, timed_out_until: None };
    Ok(Guild {
        info,
        roles: [(everyone.id, Arc::new(everyone))].into(),
        channels: [category, general].map(|channel| (channel.id, Arc::new(channel))).into(),
        members: [(member.user.id, Arc::new(member))].into(),
        member_count: 1,
        last_messages: HashMap::new(),
        mentions: crate::model::MentionRing::default(),
    })
}

fn channel(guild_id: GuildId, id: ChannelId, kind: ChannelKind, name: &str) -> Channel {
    Channel {
        id,
        guild_id,
        kind,
        name: name.to_owned(),
        topic: None,
        position: 0,
        parent_id: None,
        nsfw: false,
        slowmode_s: 0,
        overwrites: Vec::new(),
    }
}
