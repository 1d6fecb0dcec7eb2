//! DMs: at most one for two users.

use super::rows::{all, change, damaged, one, user};
use super::{Result, Sqlite};
use crate::model::{ChannelId, Dm, MessageId, UserId};
use rusqlite::{Connection, Row, params};

/// The columns of [`dm`], from a table or query `d`.
macro_rules! dm_columns {
    () => {
        "SELECT a.user_id, a.name, a.global_name, a.bot, b.user_id, b.name, b.global_name, b.bot, d.channel_id,
            (SELECT max(message_id) FROM messages WHERE messages.channel_id = d.channel_id) AS last_message_id
        FROM dms d JOIN users a ON a.user_id = d.user_low JOIN users b ON b.user_id = d.user_high "
    };
}
const BY_ID: &str = concat!(dm_columns!(), "WHERE d.channel_id = ?1");

impl Sqlite {
    pub(in crate::store) async fn open_dm(&self, users: [UserId; 2], new_id: ChannelId) -> Result<Dm> {
        let [a, b] = users;
        let (low, high) = (a.min(b), a.max(b));
        self.write(move |connection| open(connection, low, high, new_id)).await
    }

    pub(in crate::store) async fn dm(&self, id: ChannelId) -> Result<Option<Dm>> {
        self.read(move |connection| one(connection, BY_ID, [id.row()], dm)).await
    }

    pub(in crate::store) async fn dms_of(&self, user: UserId) -> Result<Vec<Dm>> {
        let sql = concat!(
            dm_columns!(),
            "WHERE (d.user_low = ?1 OR d.user_high = ?1) AND NOT EXISTS (
                SELECT 1 FROM closed_dms c
                WHERE c.user_id = ?1 AND c.channel_id = d.channel_id AND c.closed_after >= ifnull(last_message_id, 0)
            ) ORDER BY last_message_id DESC NULLS LAST, d.channel_id DESC"
        );
        self.read(move |connection| all(connection, sql, [user.row()], dm)).await
    }

    pub(in crate::store) async fn close_dm(&self, id: ChannelId, user: UserId, after: MessageId) -> Result<()> {
        let sql = "INSERT INTO closed_dms (user_id, channel_id, closed_after) VALUES (?1, ?2, ?3)
            ON CONFLICT (user_id, channel_id) DO UPDATE SET closed_after = max(closed_after, excluded.closed_after)";
        self.write(move |connection| change(connection, sql, [user.row(), id.row(), after.row()]).map(drop)).await
    }

    pub(in crate::store) async fn reopen_dm(&self, id: ChannelId, users: &[UserId]) -> Result<()> {
        let users = users.to_vec();
        let sql = "DELETE FROM closed_dms WHERE user_id = ?1 AND channel_id = ?2";
        self.write(move |connection| users.iter().try_for_each(|user| change(connection, sql, [user.row(), id.row()]).map(drop))).await
    }

    pub(in crate::store) async fn dm_closed_by(&self, id: ChannelId) -> Result<Vec<UserId>> {
        let sql = "SELECT c.user_id
            FROM dms d JOIN closed_dms c ON c.user_id IN (d.user_low, d.user_high) AND c.channel_id = d.channel_id
            WHERE d.channel_id = ?1
                AND c.closed_after >= ifnull((SELECT max(message_id) FROM messages WHERE messages.channel_id = d.channel_id), 0)
            ORDER BY c.user_id";
        self.read(move |connection| all(connection, sql, [id.row()], |row| Ok(UserId::from_row(row.get(0)?)))).await
    }
}

fn open(connection: &Connection, low: UserId, high: UserId, new_id: ChannelId) -> Result<Dm> {
    let sql = "INSERT INTO dms (channel_id, user_low, user_high) VALUES (?1, ?2, ?3) ON CONFLICT (user_low, user_high) DO NOTHING";
    change(connection, sql, params![new_id.row(), low.row(), high.row()])?;
    let sql = concat!(dm_columns!(), "WHERE d.user_low = ?1 AND d.user_high = ?2");
    one(connection, sql, params![low.row(), high.row()], dm)?.ok_or_else(|| damaged("dms", "what was just written is not there"))
}

fn dm(row: &Row<'_>) -> Result<Dm> {
    Ok(Dm {
        users: [user(row, 0)?, user(row, 4)?],
        id: ChannelId::from_row(row.get(8)?),
        last_message_id: row.get::<_, Option<i64>>(9)?.map(MessageId::from_row),
    })
}
