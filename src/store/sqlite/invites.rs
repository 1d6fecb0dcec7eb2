//! Invites and their uses.

use super::rows::{all, change, one};
use super::{Result, Sqlite};
use crate::model::{ChannelId, GuildId, Invite, InviteCode, Timestamp, UserId};
use crate::store::InviteUse;
use rusqlite::{Connection, Row, params};

const BY_CODE: &str = "SELECT code, guild_id, channel_id, inviter_id, created_at, max_age_s, max_uses, uses, temporary
    FROM invites WHERE code = ?1";

impl Sqlite {
    pub(in crate::store) async fn invite(&self, code: &InviteCode) -> Result<Option<Invite>> {
        let code = code.clone();
        self.read(move |connection| one(connection, BY_CODE, [code.0], invite)).await
    }

    pub(in crate::store) async fn invites_of(&self, guild: GuildId) -> Result<Vec<Invite>> {
        let sql = "SELECT code, guild_id, channel_id, inviter_id, created_at, max_age_s, max_uses, uses, temporary
            FROM invites WHERE guild_id = ?1 ORDER BY created_at, code";
        self.read(move |connection| all(connection, sql, [guild.row()], invite)).await
    }

    pub(in crate::store) async fn use_invite(&self, code: &InviteCode, now: Timestamp) -> Result<InviteUse> {
        let code = code.clone();
        self.write(move |connection| {
            let found = one(connection, BY_CODE, [&code.0], invite)?;
            let Some(mut used) = found.filter(|invite| invite.usable(now)) else { return Ok(InviteUse::Unknown) };
            used.uses = used.uses.saturating_add(1);
            put(connection, &used)?;
            Ok(InviteUse::Used(used))
        })
        .await
    }
}

pub(super) fn put(connection: &Connection, invite: &Invite) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO invites
            (code, guild_id, channel_id, inviter_id, created_at, max_age_s, max_uses, uses, temporary)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let Invite { code, guild_id, channel_id, inviter_id, created_at, max_age_s, max_uses, uses, temporary } = invite;
    let ids = (guild_id.row(), channel_id.row(), inviter_id.row());
    let row = params![code.0, ids.0, ids.1, ids.2, created_at.unix_us(), max_age_s, max_uses, uses, temporary];
    change(connection, sql, row).map(|_| ())
}

pub(super) fn delete(connection: &Connection, guild: GuildId, code: &InviteCode) -> Result<()> {
    change(connection, "DELETE FROM invites WHERE code = ?1 AND guild_id = ?2", params![code.0, guild.row()]).map(|_| ())
}

pub(super) fn delete_of_channel(connection: &Connection, guild: GuildId, channel: ChannelId) -> Result<()> {
    change(connection, "DELETE FROM invites WHERE guild_id = ?1 AND channel_id = ?2", params![guild.row(), channel.row()]).map(|_| ())
}

fn invite(row: &Row<'_>) -> Result<Invite> {
    Ok(Invite {
        code: InviteCode(row.get(0)?),
        guild_id: GuildId::from_row(row.get(1)?),
        channel_id: ChannelId::from_row(row.get(2)?),
        inviter_id: UserId::from_row(row.get(3)?),
        created_at: Timestamp::from_unix_us(row.get(4)?),
        max_age_s: row.get(5)?,
        max_uses: row.get(6)?,
        uses: row.get(7)?,
        temporary: row.get(8)?,
    })
}
