//! Channels that were deleted lately: a message may have been sent before all heard of it, and would be a row that nothing leads to.
//!
//! In a table of the writer's connection alone: part of its transactions, and gone with the process, as is everything on its way.

use super::Result;
use super::rows::{change, limit_row};
use crate::limits;
use crate::model::ChannelId;
use rusqlite::{Connection, params};

/// Once, before anything is written.
pub(super) fn prepare(connection: &Connection) -> Result<()> {
    let sql = "CREATE TEMP TABLE deleted_channels (nth INTEGER PRIMARY KEY AUTOINCREMENT, channel_id INTEGER NOT NULL UNIQUE) STRICT";
    Ok(connection.execute_batch(sql)?)
}

/// The newest are kept.
pub(super) fn remember(connection: &Connection, channel: ChannelId) -> Result<()> {
    change(connection, "INSERT OR REPLACE INTO temp.deleted_channels (channel_id) VALUES (?1)", [channel.row()])?;
    let sql = "DELETE FROM temp.deleted_channels WHERE nth <= (SELECT max(nth) FROM temp.deleted_channels) - ?1";
    change(connection, sql, params![limit_row(limits::STORE_DELETED_CHANNELS_MAX)]).map(|_| ())
}
