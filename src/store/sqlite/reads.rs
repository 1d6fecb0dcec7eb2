//! What people have read, and the messages that mention somebody.

use super::messages::{role_list, user_list};
use super::rows::{all, change, damaged, limit_row, list};
use super::{Result, Sqlite};
use crate::limits;
use crate::model::{ChannelId, GuildId, Mention, Mentions, Message, MessageId, ReadState, RoleId, UserId};
use rusqlite::{Connection, Row, params};

impl Sqlite {
    pub(in crate::store) async fn put_read_states(&self, user: UserId, states: &[ReadState]) -> Result<()> {
        let states = states.to_vec();
        self.write(move |connection| states.into_iter().try_for_each(|state| put(connection, user, state))).await
    }

    pub(in crate::store) async fn read_states_of(&self, user: UserId, limit: usize) -> Result<Vec<ReadState>> {
        let sql = "SELECT channel_id, last_message_id, version FROM read_states WHERE user_id = ?1 ORDER BY version DESC LIMIT ?2";
        let decode = |row: &Row<'_>| {
            Ok(ReadState {
                channel_id: ChannelId::from_row(row.get(0)?),
                last_message_id: MessageId::from_row(row.get(1)?),
                version: row.get::<_, i64>(2)?.cast_unsigned(),
            })
        };
        self.read(move |connection| all(connection, sql, params![user.row(), limit_row(limit)], decode)).await
    }

    pub(in crate::store) async fn messages_to(
        &self,
        user: UserId,
        above: &[(ChannelId, MessageId)],
        limit: usize,
    ) -> Result<Vec<(ChannelId, Vec<MessageId>)>> {
        let above = above.to_vec();
        let sql = "SELECT message_id FROM messages WHERE channel_id = ?1 AND message_id > ?2 AND author_id <> ?3
            ORDER BY message_id DESC LIMIT ?4";
        let of_channel = move |connection: &Connection, (channel, above): (ChannelId, MessageId)| {
            let row = params![channel.row(), above.row(), user.row(), limit_row(limit)];
            let mut found = all(connection, sql, row, |row| Ok(MessageId::from_row(row.get(0)?)))?;
            found.reverse();
            Ok((channel, found))
        };
        self.read(move |connection| above.into_iter().map(|part| of_channel(connection, part)).collect()).await
    }
}

/// As after sending: the version is the message's own id.
pub(super) fn of_author(message: &Message) -> ReadState {
    ReadState { channel_id: message.channel_id, last_message_id: message.id, version: message.id.raw() }
}

pub(super) fn put(connection: &Connection, user: UserId, state: ReadState) -> Result<()> {
    let sql = "INSERT INTO read_states (user_id, channel_id, last_message_id, version) SELECT ?1, ?2, ?3, ?4
        WHERE NOT EXISTS (SELECT 1 FROM temp.deleted_channels WHERE channel_id = ?2)
        ON CONFLICT (user_id, channel_id) DO UPDATE SET last_message_id = excluded.last_message_id, version = excluded.version
            WHERE excluded.version > version";
    let ReadState { channel_id, last_message_id, version } = state;
    change(connection, sql, params![user.row(), channel_id.row(), last_message_id.row(), version.cast_signed()]).map(drop)
}

pub(super) fn put_mention(connection: &Connection, guild: GuildId, message: &Message) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO mentions (guild_id, message_id, channel_id, author_id, users, roles, everyone)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let (users, roles) = (user_list(&message.mentions)?, role_list(&message.mentions)?);
    let (id, channel, author) = (message.id.row(), message.channel_id.row(), message.author_id.row());
    change(connection, sql, params![guild.row(), id, channel, author, users, roles, message.mentions.everyone])?;
    // To find the oldest that is kept costs more than to put a row: the millisecond says whose turn it is.
    let has_turn = message.id.sent_at().unix_ms() % limits::STORE_MENTIONS_PER_PRUNING == 0;
    if has_turn { prune_mentions(connection, guild) } else { Ok(()) }
}

/// Deletes those that nobody reads any more.
fn prune_mentions(connection: &Connection, guild: GuildId) -> Result<()> {
    let sql = "DELETE FROM mentions WHERE guild_id = ?1 AND message_id <=
        (SELECT message_id FROM mentions WHERE guild_id = ?1 ORDER BY message_id DESC LIMIT 1 OFFSET ?2)";
    change(connection, sql, params![guild.row(), limit_row(limits::GUILD_MENTIONS_MAX)]).map(drop)
}

/// Messages of DMs have none.
pub(super) fn delete_mention(connection: &Connection, channel: ChannelId, message: MessageId) -> Result<()> {
    let sql = "DELETE FROM mentions WHERE guild_id = (SELECT guild_id FROM channels WHERE channel_id = ?1) AND message_id = ?2";
    change(connection, sql, params![channel.row(), message.row()]).map(drop)
}

/// All of a guild's at once: by channel, each would look through those of all others.
pub(super) fn delete_mentions(connection: &Connection, guild: GuildId) -> Result<()> {
    change(connection, "DELETE FROM mentions WHERE guild_id = ?1", [guild.row()]).map(drop)
}

/// While the channel's row is still there.
pub(super) fn delete_channel(connection: &Connection, channel: ChannelId) -> Result<()> {
    let sql = "DELETE FROM mentions WHERE guild_id = (SELECT guild_id FROM channels WHERE channel_id = ?1) AND channel_id = ?1";
    change(connection, sql, [channel.row()])?;
    change(connection, "DELETE FROM read_states WHERE channel_id = ?1", [channel.row()]).map(drop)
}

/// The newest first.
pub(super) fn mentions(connection: &Connection, guild: GuildId, limit: usize) -> Result<Vec<Mention>> {
    let sql = "SELECT message_id, channel_id, author_id, users, roles, everyone FROM mentions WHERE guild_id = ?1
        ORDER BY message_id DESC LIMIT ?2";
    all(connection, sql, params![guild.row(), limit_row(limit)], |row| {
        let ids = |column: usize| list::<i64>("mentions", row.get_ref(column)?.as_str().map_err(|e| damaged("mentions", e))?);
        Ok(Mention {
            message_id: MessageId::from_row(row.get(0)?),
            channel_id: ChannelId::from_row(row.get(1)?),
            author_id: UserId::from_row(row.get(2)?),
            mentions: Mentions {
                users: ids(3)?.into_iter().map(UserId::from_row).collect(),
                roles: ids(4)?.into_iter().map(RoleId::from_row).collect(),
                everyone: row.get(5)?,
            },
        })
    })
}
