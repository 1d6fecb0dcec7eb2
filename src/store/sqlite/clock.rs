//! The snowflake clock's high-water mark.

use super::rows::{change, one};
use super::{Result, Sqlite};

impl Sqlite {
    pub(in crate::store) async fn id_floor(&self) -> Result<u64> {
        // Goes from channel to channel by the key instead of over all messages.
        let newest = "WITH RECURSIVE channel (id) AS (
                SELECT min(channel_id) FROM messages
                UNION ALL
                SELECT (SELECT min(channel_id) FROM messages WHERE channel_id > channel.id) FROM channel WHERE channel.id IS NOT NULL
            )
            SELECT max((SELECT max(message_id) FROM messages WHERE channel_id = channel.id)) FROM channel";
        self.read(move |connection| {
            let mark: i64 = one(connection, "SELECT high FROM id_floor", [], |row| Ok(row.get(0)?))?.unwrap_or(0);
            let newest: Option<i64> = one(connection, newest, [], |row| Ok(row.get(0)?))?.flatten();
            Ok(mark.max(newest.unwrap_or(0)).cast_unsigned())
        })
        .await
    }

    pub(in crate::store) async fn raise_id_floor(&self, high: u64) -> Result<()> {
        let sql = "INSERT INTO id_floor (only, high) VALUES (1, ?1) ON CONFLICT (only) DO UPDATE SET high = max(high, excluded.high)";
        self.write(move |connection| change(connection, sql, [high.cast_signed()])).await?;
        Ok(())
    }

    pub(in crate::store) async fn settle_id_floor(&self, last: u64) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO id_floor (only, high) VALUES (1, ?1)";
        self.write(move |connection| change(connection, sql, [last.cast_signed()])).await?;
        Ok(())
    }
}
