//! Guilds as they are read.

use super::rows::{all, damaged, limit_row, list, one, user, user_columns};
use super::{Result, Sqlite, guild_writes, reads};
use crate::limits;
use crate::model::{
    Ban, Channel, ChannelId, ChannelKind, Guild, GuildId, GuildInfo, Member, MentionRing, MessageId, Overwrite, OverwriteTarget,
    Permissions, Role, RoleId, Timestamp, UserId,
};
use crate::store::{BansPage, ChannelPlace, GuildWrite};
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What [`ban`] reads.
macro_rules! bans {
    () => {
        concat!("SELECT ", user_columns!(), ", b.reason, b.banned_by, b.created_at FROM bans b JOIN users u USING (user_id) ")
    };
}

impl Sqlite {
    pub(in crate::store) async fn create_guild(&self, guild: &Guild) -> Result<()> {
        let guild = guild.clone();
        self.write(move |connection| guild_writes::create(connection, &guild)).await
    }

    pub(in crate::store) async fn guild(&self, id: GuildId) -> Result<Option<Guild>> {
        self.read(move |connection| load(connection, id)).await
    }

    pub(in crate::store) async fn write_guild(&self, id: GuildId, writes: &[GuildWrite]) -> Result<()> {
        let writes = writes.to_vec();
        self.write(move |connection| writes.iter().try_for_each(|write| guild_writes::apply(connection, id, write))).await
    }

    pub(in crate::store) async fn guilds_of(&self, user: UserId) -> Result<Vec<GuildId>> {
        let sql = "SELECT guild_id FROM members WHERE user_id = ?1 ORDER BY guild_id";
        self.read(move |connection| all(connection, sql, [user.row()], |row| Ok(GuildId::from_row(row.get(0)?)))).await
    }

    pub(in crate::store) async fn channel_place(&self, id: ChannelId) -> Result<Option<ChannelPlace>> {
        self.read(move |connection| place(connection, id)).await
    }

    pub(in crate::store) async fn channel_places(&self, ids: &[ChannelId]) -> Result<HashMap<ChannelId, ChannelPlace>> {
        let ids = ids.to_vec();
        self.read(move |connection| {
            let found = ids.into_iter().filter_map(|id| Some(place(connection, id).transpose()?.map(|place| (id, place))));
            found.collect()
        })
        .await
    }

    pub(in crate::store) async fn ban(&self, guild: GuildId, user: UserId) -> Result<Option<Ban>> {
        let sql = concat!(bans!(), "WHERE b.guild_id = ?1 AND b.user_id = ?2");
        self.read(move |connection| one(connection, sql, params![guild.row(), user.row()], ban)).await
    }

    pub(in crate::store) async fn bans(&self, guild: GuildId, part: BansPage, limit: usize) -> Result<Vec<Ban>> {
        let (sql, bound) = match part {
            BansPage::Before(id) => (concat!(bans!(), "WHERE b.guild_id = ?1 AND b.user_id < ?2 ORDER BY b.user_id DESC LIMIT ?3"), id),
            BansPage::After(id) => (concat!(bans!(), "WHERE b.guild_id = ?1 AND b.user_id > ?2 ORDER BY b.user_id LIMIT ?3"), id),
        };
        let mut found = self.read(move |connection| all(connection, sql, params![guild.row(), bound.row(), limit_row(limit)], ban)).await?;
        if matches!(part, BansPage::Before(_)) {
            found.reverse();
        }
        Ok(found)
    }
}

fn place(connection: &Connection, id: ChannelId) -> Result<Option<ChannelPlace>> {
    let sql = "SELECT guild_id, NULL, NULL FROM channels WHERE channel_id = ?1
        UNION ALL SELECT NULL, user_low, user_high FROM dms WHERE channel_id = ?1";
    one(connection, sql, [id.row()], |row| {
        let guild: Option<i64> = row.get(0)?;
        match guild {
            Some(guild) => Ok(ChannelPlace::Guild(GuildId::from_row(guild))),
            None => Ok(ChannelPlace::Dm([UserId::from_row(row.get(1)?), UserId::from_row(row.get(2)?)])),
        }
    })
}

fn load(connection: &Connection, id: GuildId) -> Result<Option<Guild>> {
    let Some(info) = info(connection, id)? else { return Ok(None) };
    let roles = roles(connection, id)?;
    let channels = channels(connection, id, &roles)?;
    let members = members(connection, id, &roles)?;
    let last_messages = last_messages(connection, id)?;
    let mentions = MentionRing::of_newest(reads::mentions(connection, id, limits::GUILD_MENTIONS_MAX)?);
    Ok(Some(Guild { info, roles, channels, member_count: members.len(), members, last_messages, mentions }))
}

fn last_messages(connection: &Connection, id: GuildId) -> Result<HashMap<ChannelId, MessageId>> {
    let sql = "SELECT channel_id, (SELECT max(message_id) FROM messages WHERE messages.channel_id = channels.channel_id) AS last
        FROM channels WHERE guild_id = ?1 AND last IS NOT NULL";
    let decode = |row: &Row<'_>| Ok((ChannelId::from_row(row.get(0)?), MessageId::from_row(row.get(1)?)));
    Ok(all(connection, sql, [id.row()], decode)?.into_iter().collect())
}

fn info(connection: &Connection, id: GuildId) -> Result<Option<GuildInfo>> {
    let sql = "SELECT name, owner_id, description, system_channel_id, created_at FROM guilds WHERE guild_id = ?1";
    one(connection, sql, [id.row()], |row| {
        Ok(GuildInfo {
            id,
            name: row.get(0)?,
            owner_id: UserId::from_row(row.get(1)?),
            description: row.get(2)?,
            system_channel_id: row.get::<_, Option<i64>>(3)?.map(ChannelId::from_row),
            created_at: Timestamp::from_unix_us(row.get(4)?),
        })
    })
}

fn roles(connection: &Connection, id: GuildId) -> Result<BTreeMap<RoleId, Arc<Role>>> {
    let sql = "SELECT role_id, name, permissions, position, color, hoist, mentionable, managed_by FROM roles WHERE guild_id = ?1";
    let decode = |row: &Row<'_>| {
        let role = Role {
            id: RoleId::from_row(row.get(0)?),
            name: row.get(1)?,
            permissions: Permissions::from_row(row.get(2)?),
            position: row.get(3)?,
            color: row.get(4)?,
            hoist: row.get(5)?,
            mentionable: row.get(6)?,
            managed_by: row.get::<_, Option<i64>>(7)?.map(UserId::from_row),
        };
        Ok((role.id, Arc::new(role)))
    };
    Ok(all(connection, sql, [id.row()], decode)?.into_iter().collect())
}

type Roles = BTreeMap<RoleId, Arc<Role>>;

fn channels(connection: &Connection, id: GuildId, roles: &Roles) -> Result<BTreeMap<ChannelId, Arc<Channel>>> {
    let sql = "SELECT channel_id, kind, name, topic, position, parent_id, nsfw, slowmode_s, overwrites
        FROM channels WHERE guild_id = ?1";
    let mut found = all(connection, sql, [id.row()], |row| channel(row, id))?;
    let ids: Vec<ChannelId> = found.iter().map(|channel| channel.id).collect();
    for channel in &mut found {
        // What is left of categories and roles that were deleted goes here, so that deleting one is one write.
        channel.parent_id = channel.parent_id.filter(|parent| ids.contains(parent));
        channel.overwrites.retain(|overwrite| match overwrite.target {
            OverwriteTarget::Role(role) => roles.contains_key(&role),
            OverwriteTarget::Member(_) => true,
        });
    }
    Ok(found.into_iter().map(|channel| (channel.id, Arc::new(channel))).collect())
}

fn channel(row: &Row<'_>, guild_id: GuildId) -> Result<Channel> {
    Ok(Channel {
        id: ChannelId::from_row(row.get(0)?),
        guild_id,
        kind: match row.get(1)? {
            0 => ChannelKind::Text,
            4 => ChannelKind::Category,
            other => return Err(damaged("channels", format!("kind {other}"))),
        },
        name: row.get(2)?,
        topic: row.get(3)?,
        position: row.get(4)?,
        parent_id: row.get::<_, Option<i64>>(5)?.map(ChannelId::from_row),
        nsfw: row.get(6)?,
        slowmode_s: row.get(7)?,
        overwrites: overwrites(&row.get::<_, String>(8)?)?,
    })
}

fn overwrites(row: &str) -> Result<Vec<Overwrite>> {
    let decode = |(kind, id, allow, deny): guild_writes::OverwriteRow| {
        let target = match kind {
            guild_writes::ROLE => OverwriteTarget::Role(RoleId::from_row(id)),
            guild_writes::MEMBER => OverwriteTarget::Member(UserId::from_row(id)),
            other => return Err(damaged("channels", format!("overwrite of kind {other}"))),
        };
        Ok(Overwrite { target, allow: Permissions::from_row(allow), deny: Permissions::from_row(deny) })
    };
    list("channels", row)?.into_iter().map(decode).collect()
}

fn members(connection: &Connection, id: GuildId, roles: &Roles) -> Result<BTreeMap<UserId, Arc<Member>>> {
    let sql = concat!(
        "SELECT ",
        user_columns!(),
        ", m.nick, m.roles, m.joined_at, m.timed_out_until FROM members m JOIN users u USING (user_id) WHERE m.guild_id = ?1"
    );
    let found = all(connection, sql, [id.row()], |row| member(row, roles))?;
    Ok(found.into_iter().map(|member| (member.user.id, Arc::new(member))).collect())
}

fn member(row: &Row<'_>, existing: &Roles) -> Result<Member> {
    let roles: Vec<i64> = list("members", row.get_ref(5)?.as_str().map_err(|e| damaged("members", e))?)?;
    Ok(Member {
        user: user(row, 0)?,
        nick: row.get(4)?,
        roles: roles.into_iter().map(RoleId::from_row).filter(|role| existing.contains_key(role)).collect(),
        joined_at: Timestamp::from_unix_us(row.get(6)?),
        timed_out_until: row.get::<_, Option<i64>>(7)?.map(Timestamp::from_unix_us),
    })
}

fn ban(row: &Row<'_>) -> Result<Ban> {
    Ok(Ban {
        user: user(row, 0)?,
        reason: row.get(4)?,
        banned_by: UserId::from_row(row.get(5)?),
        created_at: Timestamp::from_unix_us(row.get(6)?),
    })
}
