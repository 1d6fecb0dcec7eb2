//! Discord docs, Guild object.

use super::{EMPTY, NULL, RoleJson, UserJson, entries, object};
use crate::model::{Ban, Guild, GuildInfo, Permissions, Role};
use crate::protocol::scalar::{id, optional_id};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A guild with its roles.
pub struct GuildJson<'a> {
    pub guild: &'a Guild,
    /// Members and those of them who are not offline, where asked for.
    pub counts: Option<(usize, usize)>,
}

/// A guild in the list of a member's guilds.
pub struct MyGuildJson<'a> {
    pub info: &'a GuildInfo,
    pub owner: bool,
    pub permissions: Permissions,
    pub counts: Option<(usize, usize)>,
}

pub struct BanJson<'a>(pub &'a Ban);

object!(GuildJson<'_>, guild);
object!(MyGuildJson<'_>, my_guild);
object!(BanJson<'_>, ban);

fn guild<M: SerializeMap>(object: &mut M, json: &GuildJson<'_>) -> Result<(), M::Error> {
    guild_entries(object, json.guild)?;
    counts(object, json.counts)
}

fn counts<M: SerializeMap>(object: &mut M, counts: Option<(usize, usize)>) -> Result<(), M::Error> {
    if let Some((members, online)) = counts {
        entries!(object; "approximate_member_count": members, "approximate_presence_count": online);
    }
    Ok(())
}

fn my_guild<M: SerializeMap>(object: &mut M, json: &MyGuildJson<'_>) -> Result<(), M::Error> {
    entries!(object;
        "id": id(json.info.id),
        "name": json.info.name,
        "icon": NULL,
        "banner": NULL,
        "owner": json.owner,
        "permissions": id(json.permissions),
        "features": EMPTY,
    );
    counts(object, json.counts)
}

fn ban<M: SerializeMap>(object: &mut M, BanJson(ban): &BanJson<'_>) -> Result<(), M::Error> {
    entries!(object; "user": UserJson(&ban.user), "reason": ban.reason);
    Ok(())
}

struct Roles<'a>(&'a Guild);

impl Serialize for Roles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.roles.values().map(|role: &Arc<Role>| RoleJson(role)))
    }
}

/// What `GuildResponse` of the published schemas requires.
pub(in crate::protocol) fn guild_entries<M: SerializeMap>(object: &mut M, guild: &Guild) -> Result<(), M::Error> {
    let info = &guild.info;
    entries!(object;
        "id": id(info.id),
        "name": info.name,
        "icon": NULL,
        "description": info.description,
        "home_header": NULL,
        "splash": NULL,
        "discovery_splash": NULL,
        "features": EMPTY,
        "banner": NULL,
        "owner_id": id(info.owner_id),
        "application_id": NULL,
        "region": "",
        "afk_channel_id": NULL,
        "afk_timeout": 300,
        "system_channel_id": optional_id(info.system_channel_id),
        "system_channel_flags": 0,
        "widget_enabled": false,
        "widget_channel_id": NULL,
        "verification_level": 0,
        "roles": Roles(guild),
    );
    entries!(object;
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": NULL,
        "max_members": crate::limits::GUILD_MEMBERS_MAX,
        "max_stage_video_channel_users": 0,
        "max_video_channel_users": 0,
        "vanity_url_code": NULL,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "rules_channel_id": NULL,
        "safety_alerts_channel_id": NULL,
        "public_updates_channel_id": NULL,
        "premium_progress_bar_enabled": false,
        "nsfw": false,
        "nsfw_level": 0,
        "emojis": EMPTY,
        "stickers": EMPTY,
        "incidents_data": NULL,
    );
    Ok(())
}
