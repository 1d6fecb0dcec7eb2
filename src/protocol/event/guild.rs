//! Guilds, roles, bans and invites.

use super::{encode, frame};
use crate::model::{Channel, Guild, GuildId, Invite, Member, Presence, Role, RoleId, Timestamp, User, UserId};
use crate::protocol::object::{ChannelJson, EMPTY, GuildJson, MemberJson, PresenceJson, RoleJson, UserJson, entries, guild_entries, invite_entries, object};
use crate::protocol::scalar::{Decimal, id};
use crate::protocol::timestamp;
use bytes::Bytes;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A guild as one class of listeners sees it.
pub struct GuildCreate<'a> {
    pub guild: &'a Guild,
    /// Those that may be viewed.
    pub channels: &'a [&'a Channel],
    pub members: &'a [Arc<Member>],
    pub presences: &'a [(UserId, &'a Presence)],
    pub large: bool,
}

object!(GuildCreate<'_>, created);

/// Bytes of a member and of a channel or role, about.
const MEMBER_BYTES: usize = 600;
const PART_BYTES: usize = 400;

/// GUILD_CREATE, and where the 32 bytes of the listener's own `joined_at` stand: they are to be overwritten.
pub fn guild_create(guild: &GuildCreate<'_>) -> (Bytes, usize) {
    let parts = guild.channels.len() + guild.guild.roles.len() + guild.presences.len() + 4;
    let (body, d) = encode("GUILD_CREATE", guild, guild.members.len() * MEMBER_BYTES + parts * PART_BYTES);
    (body.into(), d.start + JOINED_AT_FIRST.len())
}

/// How `d` begins: `joined_at` is the first field, so that its place is known.
const JOINED_AT_FIRST: &str = "{\"joined_at\":\"";

fn created<M: SerializeMap>(object: &mut M, create: &GuildCreate<'_>) -> Result<(), M::Error> {
    entries!(object; "joined_at": timestamp(Timestamp::from_unix_us(0)));
    guild_entries(object, create.guild)?;
    entries!(object;
        "large": create.large,
        "unavailable": false,
        "member_count": create.guild.member_count,
        "members": Members(create.members),
        "channels": Channels(create),
        "threads": EMPTY,
        "presences": Presences(create.presences),
        "voice_states": EMPTY,
        "stage_instances": EMPTY,
        "guild_scheduled_events": EMPTY,
        "soundboard_sounds": EMPTY,
    );
    Ok(())
}

struct Members<'a>(&'a [Arc<Member>]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|member| MemberJson(member)))
    }
}

struct Channels<'a>(&'a GuildCreate<'a>);

impl Serialize for Channels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let last = &self.0.guild.last_messages;
        let channels = self.0.channels.iter();
        serializer.collect_seq(channels.map(|channel| ChannelJson { channel, last_message_id: last.get(&channel.id).copied() }))
    }
}

struct Presences<'a>(&'a [(UserId, &'a Presence)]);

impl Serialize for Presences<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(user_id, presence)| PresenceJson { user_id: *user_id, presence }))
    }
}

pub fn guild_update(guild: &Guild) -> Bytes {
    frame("GUILD_UPDATE", &GuildJson { guild, counts: None })
}

#[derive(Serialize)]
struct GuildDelete {
    id: Decimal,
    /// Absent where the user is no member any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    unavailable: Option<bool>,
}

pub fn guild_delete(guild: GuildId, unavailable: bool) -> Bytes {
    frame("GUILD_DELETE", &GuildDelete { id: id(guild), unavailable: unavailable.then_some(true) })
}

#[derive(Serialize)]
struct RolePut<'a> {
    guild_id: Decimal,
    role: RoleJson<'a>,
}

pub fn role_create(guild: GuildId, role: &Role) -> Bytes {
    frame("GUILD_ROLE_CREATE", &RolePut { guild_id: id(guild), role: RoleJson(role) })
}

pub fn role_update(guild: GuildId, role: &Role) -> Bytes {
    frame("GUILD_ROLE_UPDATE", &RolePut { guild_id: id(guild), role: RoleJson(role) })
}

#[derive(Serialize)]
struct RoleDelete {
    guild_id: Decimal,
    role_id: Decimal,
}

pub fn role_delete(guild: GuildId, role: RoleId) -> Bytes {
    frame("GUILD_ROLE_DELETE", &RoleDelete { guild_id: id(guild), role_id: id(role) })
}

#[derive(Serialize)]
struct BanEvent<'a> {
    guild_id: Decimal,
    user: UserJson<'a>,
}

pub fn ban_add(guild: GuildId, user: &User) -> Bytes {
    frame("GUILD_BAN_ADD", &BanEvent { guild_id: id(guild), user: UserJson(user) })
}

pub fn ban_remove(guild: GuildId, user: &User) -> Bytes {
    frame("GUILD_BAN_REMOVE", &BanEvent { guild_id: id(guild), user: UserJson(user) })
}

struct InviteCreate<'a> {
    invite: &'a Invite,
    inviter: &'a User,
}

object!(InviteCreate<'_>, invite_created);

fn invite_created<M: SerializeMap>(object: &mut M, event: &InviteCreate<'_>) -> Result<(), M::Error> {
    let invite = event.invite;
    entries!(object;
        "type": 0,
        "code": invite.code.0,
        "guild_id": id(invite.guild_id),
        "channel_id": id(invite.channel_id),
        "inviter": UserJson(event.inviter),
        "expires_at": invite.expires_at().map(timestamp),
    );
    invite_entries(object, invite)
}

pub fn invite_create(invite: &Invite, inviter: &User) -> Bytes {
    frame("INVITE_CREATE", &InviteCreate { invite, inviter })
}

#[derive(Serialize)]
struct InviteDelete<'a> {
    guild_id: Decimal,
    channel_id: Decimal,
    code: &'a str,
}

pub fn invite_delete(invite: &Invite) -> Bytes {
    let d = InviteDelete { guild_id: id(invite.guild_id), channel_id: id(invite.channel_id), code: &invite.code.0 };
    frame("INVITE_DELETE", &d)
}
