//! Guilds as they are written.

use super::Result;
use super::rows::{all, change, list_row, one};
use super::{invites, messages, reads};
use crate::model::{Ban, Channel, ChannelId, ChannelKind, Guild, GuildId, GuildInfo, Member, OverwriteTarget, Role};
use crate::store::{GuildWrite, StoreError};
use rusqlite::{Connection, params};

/// Kind, id, allowed, denied.
pub(super) type OverwriteRow = (u8, i64, i64, i64);
pub(super) const ROLE: u8 = 0;
pub(super) const MEMBER: u8 = 1;

/// Refused where there is one of this id.
pub(super) fn create(connection: &Connection, guild: &Guild) -> Result<()> {
    let id = guild.info.id;
    if one(connection, "SELECT 1 FROM guilds WHERE guild_id = ?1", [id.row()], |_| Ok(()))?.is_some() {
        return Err(StoreError::Refused { why: format!("there is a guild {id}") });
    }
    put_info(connection, &guild.info)?;
    guild.roles.values().try_for_each(|role| put_role(connection, id, role))?;
    guild.channels.values().try_for_each(|channel| put_channel(connection, id, channel))?;
    guild.members.values().try_for_each(|member| put_member(connection, id, member))
}

pub(super) fn apply(connection: &Connection, id: GuildId, write: &GuildWrite) -> Result<()> {
    match write {
        GuildWrite::PutInfo(info) => put_info(connection, info),
        GuildWrite::PutRole(role) => put_role(connection, id, role),
        GuildWrite::DeleteRole(role) => delete(connection, "DELETE FROM roles WHERE guild_id = ?1 AND role_id = ?2", id, role.row()),
        GuildWrite::PutChannel(channel) => put_channel(connection, id, channel),
        GuildWrite::DeleteChannel(channel) => delete_channel(connection, id, *channel),
        GuildWrite::PutMember(member) => put_member(connection, id, member),
        GuildWrite::DeleteMember(user) => delete(connection, "DELETE FROM members WHERE guild_id = ?1 AND user_id = ?2", id, user.row()),
        GuildWrite::PutBan(ban) => put_ban(connection, id, ban),
        GuildWrite::DeleteBan(user) => delete(connection, "DELETE FROM bans WHERE guild_id = ?1 AND user_id = ?2", id, user.row()),
        GuildWrite::PutInvite(invite) => invites::put(connection, invite),
        GuildWrite::DeleteInvite(code) => invites::delete(connection, id, code),
        GuildWrite::DeleteGuild => delete_guild(connection, id),
    }
}

fn delete(connection: &Connection, sql: &str, guild: GuildId, part: i64) -> Result<()> {
    change(connection, sql, params![guild.row(), part]).map(|_| ())
}

/// No REPLACE: it would delete the guild's parts.
fn put_info(connection: &Connection, info: &GuildInfo) -> Result<()> {
    let sql = "INSERT INTO guilds (guild_id, name, owner_id, description, system_channel_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (guild_id) DO UPDATE SET name = excluded.name, owner_id = excluded.owner_id, description = excluded.description,
            system_channel_id = excluded.system_channel_id, created_at = excluded.created_at";
    let GuildInfo { id, name, owner_id, description, system_channel_id, created_at } = info;
    let system_channel_id = system_channel_id.map(ChannelId::row);
    change(connection, sql, params![id.row(), name, owner_id.row(), description, system_channel_id, created_at.unix_us()]).map(|_| ())
}

fn put_role(connection: &Connection, guild: GuildId, role: &Role) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO roles
            (guild_id, role_id, name, permissions, position, color, hoist, mentionable, managed_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let Role { id, name, permissions, position, color, hoist, mentionable, managed_by } = role;
    let managed_by = managed_by.map(crate::model::UserId::row);
    let row = params![guild.row(), id.row(), name, permissions.row(), position, color, hoist, mentionable, managed_by];
    change(connection, sql, row).map(|_| ())
}

fn put_channel(connection: &Connection, guild: GuildId, channel: &Channel) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO channels
            (channel_id, guild_id, kind, name, topic, position, parent_id, nsfw, slowmode_s, overwrites)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let Channel { id, kind, name, topic, position, parent_id, nsfw, slowmode_s, .. } = channel;
    let kind = match kind {
        ChannelKind::Text => 0,
        ChannelKind::Category => 4,
    };
    let (parent_id, overwrites) = (parent_id.map(ChannelId::row), overwrites_row(channel)?);
    let row = params![id.row(), guild.row(), kind, name, topic, position, parent_id, nsfw, slowmode_s, overwrites];
    change(connection, sql, row).map(|_| ())
}

fn overwrites_row(channel: &Channel) -> Result<String> {
    let encode = |overwrite: &crate::model::Overwrite| -> OverwriteRow {
        let (kind, id) = match overwrite.target {
            OverwriteTarget::Role(role) => (ROLE, role.row()),
            OverwriteTarget::Member(user) => (MEMBER, user.row()),
        };
        (kind, id, overwrite.allow.row(), overwrite.deny.row())
    };
    list_row(&channel.overwrites.iter().map(encode).collect::<Vec<_>>())
}

fn put_member(connection: &Connection, guild: GuildId, member: &Member) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO members (guild_id, user_id, nick, roles, joined_at, timed_out_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let Member { user, nick, roles, joined_at, timed_out_until } = member;
    let roles = list_row(&roles.iter().map(|role| role.row()).collect::<Vec<_>>())?;
    let timed_out_until = timed_out_until.map(crate::model::Timestamp::unix_us);
    change(connection, sql, params![guild.row(), user.id.row(), nick, roles, joined_at.unix_us(), timed_out_until]).map(|_| ())
}

fn put_ban(connection: &Connection, guild: GuildId, ban: &Ban) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO bans (guild_id, user_id, reason, banned_by, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let Ban { user, reason, banned_by, created_at } = ban;
    change(connection, sql, params![guild.row(), user.id.row(), reason, banned_by.row(), created_at.unix_us()]).map(|_| ())
}

/// Messages go first: once the channel's row is gone nothing leads to them.
fn delete_channel(connection: &Connection, guild: GuildId, channel: ChannelId) -> Result<()> {
    messages::delete_channel(connection, channel)?;
    invites::delete_of_channel(connection, guild, channel)?;
    delete(connection, "DELETE FROM channels WHERE guild_id = ?1 AND channel_id = ?2", guild, channel.row())
}

fn delete_guild(connection: &Connection, guild: GuildId) -> Result<()> {
    reads::delete_mentions(connection, guild)?;
    let sql = "SELECT channel_id FROM channels WHERE guild_id = ?1";
    let channels = all(connection, sql, [guild.row()], |row| Ok(ChannelId::from_row(row.get(0)?)))?;
    channels.into_iter().try_for_each(|channel| messages::delete_channel(connection, channel))?;
    change(connection, "DELETE FROM guilds WHERE guild_id = ?1", [guild.row()]).map(|_| ()) // The other parts cascade.
}
