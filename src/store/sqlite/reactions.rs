//! Reactions: one row for each user and emoji.

use super::rows::{all, change, damaged};
use super::{Result, Sqlite};
use crate::model::{ChannelId, Message, MessageId, Reaction, ReactionCount, ReactionEmoji, Reactions, UserId};
use crate::store::PageRow;
use rusqlite::{Connection, Row, params};
use std::collections::HashMap;

impl Sqlite {
    pub(in crate::store) async fn reaction_users(
        &self,
        channel: ChannelId,
        message: MessageId,
        emoji: &ReactionEmoji,
    ) -> Result<Vec<UserId>> {
        let emoji = emoji.clone();
        let sql = "SELECT user_id FROM reactions WHERE channel_id = ?1 AND message_id = ?2 AND emoji = ?3 ORDER BY user_id";
        self.read(move |connection| {
            let key = params![channel.row(), message.row(), emoji.as_str()];
            all(connection, sql, key, |row| Ok(UserId::from_row(row.get(0)?)))
        })
        .await
    }
}

/// An emoji keeps its place while anybody has it; a new one comes last. Nothing where there is no such message.
pub(super) fn add(connection: &Connection, message: (ChannelId, MessageId), emoji: &ReactionEmoji, user: UserId) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO reactions (channel_id, message_id, emoji, user_id, position)
        SELECT ?1, ?2, ?3, ?4, coalesce(
            (SELECT position FROM reactions WHERE channel_id = ?1 AND message_id = ?2 AND emoji = ?3 LIMIT 1),
            (SELECT max(position) + 1 FROM reactions WHERE channel_id = ?1 AND message_id = ?2),
            0)
        WHERE EXISTS (SELECT 1 FROM messages WHERE channel_id = ?1 AND message_id = ?2)";
    change(connection, sql, params![message.0.row(), message.1.row(), emoji.as_str(), user.row()]).map(|_| ())
}

pub(super) fn remove(connection: &Connection, message: (ChannelId, MessageId), emoji: &ReactionEmoji, user: UserId) -> Result<()> {
    let sql = "DELETE FROM reactions WHERE channel_id = ?1 AND message_id = ?2 AND emoji = ?3 AND user_id = ?4";
    change(connection, sql, params![message.0.row(), message.1.row(), emoji.as_str(), user.row()]).map(|_| ())
}

pub(super) fn clear(connection: &Connection, channel: ChannelId, message: MessageId) -> Result<()> {
    let sql = "DELETE FROM reactions WHERE channel_id = ?1 AND message_id = ?2";
    change(connection, sql, params![channel.row(), message.row()]).map(|_| ())
}

pub(super) fn clear_emoji(connection: &Connection, channel: ChannelId, message: MessageId, emoji: &ReactionEmoji) -> Result<()> {
    let sql = "DELETE FROM reactions WHERE channel_id = ?1 AND message_id = ?2 AND emoji = ?3";
    change(connection, sql, params![channel.row(), message.row(), emoji.as_str()]).map(|_| ())
}

/// All reactions to one message.
pub(super) fn of_message(connection: &Connection, channel: ChannelId, message: MessageId) -> Result<Reactions> {
    let sql = "SELECT emoji, user_id FROM reactions WHERE channel_id = ?1 AND message_id = ?2 ORDER BY position, user_id";
    let decode = |row: &Row<'_>| Ok((emoji(row, 0)?, UserId::from_row(row.get(1)?)));
    let mut reactions = Reactions::default();
    for (emoji, user) in all(connection, sql, params![channel.row(), message.row()], decode)? {
        match reactions.0.last_mut().filter(|last| last.emoji == emoji) {
            Some(last) => last.users.push(user),
            None => reactions.0.push(Reaction { emoji, users: vec![user] }),
        }
    }
    Ok(reactions)
}

/// Puts counts to the messages of one page, which lie next to each other in their channel: one query for all.
pub(super) fn counted(connection: &Connection, messages: Vec<Message>, viewer: UserId) -> Result<Vec<PageRow>> {
    let (Some(newest), Some(oldest)) = (messages.first(), messages.last()) else { return Ok(Vec::new()) };
    let sql = "SELECT message_id, emoji, count(*), max(user_id = ?4) FROM reactions
        WHERE channel_id = ?1 AND message_id BETWEEN ?2 AND ?3 GROUP BY message_id, emoji ORDER BY message_id, min(position)";
    let decode = |row: &Row<'_>| {
        let count = usize::try_from(row.get::<_, i64>(2)?).map_err(|e| damaged("reactions", e))?;
        Ok((MessageId::from_row(row.get(0)?), ReactionCount { emoji: emoji(row, 1)?, count, me: row.get(3)? }))
    };
    let range = params![newest.channel_id.row(), oldest.id.row(), newest.id.row(), viewer.row()];
    let mut counts: HashMap<MessageId, Vec<ReactionCount>> = HashMap::new();
    for (message, count) in all(connection, sql, range, decode)? {
        counts.entry(message).or_default().push(count);
    }
    let row = |message: Message| PageRow { reactions: counts.remove(&message.id).unwrap_or_default(), message };
    Ok(messages.into_iter().map(row).collect())
}

fn emoji(row: &Row<'_>, column: usize) -> Result<ReactionEmoji> {
    let text = row.get_ref(column)?.as_str().map_err(|e| damaged("reactions", e))?;
    ReactionEmoji::parse(text).ok_or_else(|| damaged("reactions", "no emoji"))
}
