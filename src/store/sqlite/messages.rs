//! Messages: history, and the changes that write-behind brings.

use super::rows::{all, change, damaged, limit_row, list, list_row, one};
use super::{Result, Sqlite, deleted_channels, reactions, reads};
use crate::model::{
    ChannelId, Content, GuildId, Mentions, Message, MessageId, MessageKind, MessageReference, Nonce, Reactions, RequestId, RoleId,
    Timestamp, UserId,
};
use crate::store::{EnforcedNonce, Mutation, Page, PageRow};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, named_params, params};

/// What [`message`] reads.
macro_rules! message_columns {
    () => {
        "SELECT channel_id, message_id, author_id, kind, content, embeds, mention_users, mention_roles, mention_everyone,
            reference_message_id, reference_channel_id, reference_guild_id, edited_at, tts, flags, nonce, nonce_enforced, request_id
        FROM messages "
    };
}

impl Sqlite {
    pub(in crate::store) async fn commit(&self, mutations: &[Mutation]) -> Result<()> {
        let mutations = mutations.to_vec();
        self.write(move |connection| mutations.iter().try_for_each(|mutation| apply(connection, mutation))).await
    }

    pub(in crate::store) async fn page(&self, channel: ChannelId, page: Page, limit: usize, viewer: UserId) -> Result<Vec<PageRow>> {
        self.read(move |connection| {
            let messages = page_of(connection, channel, page, limit)?;
            reactions::counted(connection, messages, viewer)
        })
        .await
    }

    pub(in crate::store) async fn message(&self, channel: ChannelId, id: MessageId) -> Result<Option<(Message, Reactions)>> {
        let sql = concat!(message_columns!(), "WHERE channel_id = ?1 AND message_id = ?2");
        self.read(move |connection| {
            let Some(message) = one(connection, sql, params![channel.row(), id.row()], message)? else { return Ok(None) };
            Ok(Some((message, reactions::of_message(connection, channel, id)?)))
        })
        .await
    }

    pub(in crate::store) async fn messages(&self, channel: ChannelId, ids: &[MessageId]) -> Result<Vec<Message>> {
        let ids = list_row(&ids.iter().map(|id| id.row()).collect::<Vec<_>>())?;
        let sql = concat!(message_columns!(), "WHERE channel_id = ?1 AND message_id IN (SELECT value FROM json_each(?2))");
        self.read(move |connection| all(connection, sql, params![channel.row(), ids], message)).await
    }

    pub(in crate::store) async fn last_message_id(&self, channel: ChannelId) -> Result<Option<MessageId>> {
        let sql = "SELECT max(message_id) FROM messages WHERE channel_id = ?1";
        let newest = self.read(move |connection| one(connection, sql, [channel.row()], |row| Ok(row.get::<_, Option<i64>>(0)?))).await?;
        Ok(newest.flatten().map(MessageId::from_row))
    }

    pub(in crate::store) async fn enforced_nonces(&self, channel: ChannelId, since: MessageId) -> Result<Vec<EnforcedNonce>> {
        let sql = "SELECT author_id, message_id, nonce FROM messages
            WHERE channel_id = ?1 AND message_id > ?2 AND nonce_enforced = 1 AND nonce IS NOT NULL ORDER BY message_id";
        let decode = |row: &Row<'_>| {
            Ok(EnforcedNonce {
                author_id: UserId::from_row(row.get(0)?),
                message_id: MessageId::from_row(row.get(1)?),
                nonce: nonce(row.get_ref(2)?)?.ok_or_else(|| damaged("messages", "no nonce"))?,
            })
        };
        self.read(move |connection| all(connection, sql, params![channel.row(), since.row()], decode)).await
    }
}

/// All messages of a channel and what belongs to them; those that are still on their way, too.
pub(super) fn delete_channel(connection: &Connection, channel: ChannelId) -> Result<()> {
    deleted_channels::remember(connection, channel)?;
    reads::delete_channel(connection, channel)?;
    change(connection, "DELETE FROM reactions WHERE channel_id = ?1", [channel.row()])?;
    change(connection, "DELETE FROM messages WHERE channel_id = ?1", [channel.row()]).map(|_| ())
}

fn apply(connection: &Connection, mutation: &Mutation) -> Result<()> {
    match mutation {
        Mutation::Create { message, mention_in, read_by_author } => {
            // What is there already came with all that belongs to it.
            if create(connection, message)? > 0 {
                mention_in.map_or(Ok(()), |guild| reads::put_mention(connection, guild, message))?;
                if *read_by_author {
                    reads::put(connection, message.author_id, reads::of_author(message))?;
                }
            }
            Ok(())
        }
        Mutation::Edit { .. } => edit(connection, mutation),
        Mutation::Delete { channel_id, message_id } => {
            reactions::clear(connection, *channel_id, *message_id)?;
            reads::delete_mention(connection, *channel_id, *message_id)?;
            let sql = "DELETE FROM messages WHERE channel_id = ?1 AND message_id = ?2";
            change(connection, sql, params![channel_id.row(), message_id.row()]).map(|_| ())
        }
        Mutation::AddReaction { channel_id, message_id, emoji, user_id } => {
            reactions::add(connection, (*channel_id, *message_id), emoji, *user_id)
        }
        Mutation::RemoveReaction { channel_id, message_id, emoji, user_id } => {
            reactions::remove(connection, (*channel_id, *message_id), emoji, *user_id)
        }
        Mutation::ClearReactions { channel_id, message_id, emoji: Some(emoji) } => {
            reactions::clear_emoji(connection, *channel_id, *message_id, emoji)
        }
        Mutation::ClearReactions { channel_id, message_id, emoji: None } => reactions::clear(connection, *channel_id, *message_id),
    }
}

/// A message that is there stays as it is: it may have been edited since. One whose channel was deleted meanwhile does not come.
fn create(connection: &Connection, message: &Message) -> Result<usize> {
    let sql = "INSERT OR IGNORE INTO messages
            (channel_id, message_id, author_id, kind, content, embeds, mention_users, mention_roles, mention_everyone,
            reference_message_id, reference_channel_id, reference_guild_id, edited_at, tts, flags, nonce, nonce_enforced, request_id)
        SELECT :channel_id, :message_id, :author_id, :kind, :content, :embeds, :mention_users, :mention_roles, :mention_everyone,
            :reference_message_id, :reference_channel_id, :reference_guild_id, :edited_at, :tts, :flags, :nonce, :nonce_enforced,
            :request_id
        WHERE NOT EXISTS (SELECT 1 FROM temp.deleted_channels WHERE channel_id = :channel_id)";
    let reference = message.reference;
    let row = named_params! {
        ":channel_id": message.channel_id.row(),
        ":message_id": message.id.row(),
        ":author_id": message.author_id.row(),
        ":kind": kind_row(message.kind),
        ":content": message.content.as_str(),
        ":embeds": &*message.embeds,
        ":mention_users": user_list(&message.mentions)?,
        ":mention_roles": role_list(&message.mentions)?,
        ":mention_everyone": message.mentions.everyone,
        ":reference_message_id": reference.map(|r| r.message_id.row()),
        ":reference_channel_id": reference.map(|r| r.channel_id.row()),
        ":reference_guild_id": reference.and_then(|r| r.guild_id).map(GuildId::row),
        ":edited_at": message.edited_at.map(Timestamp::unix_us),
        ":tts": message.tts,
        ":flags": message.flags,
        ":nonce": message.nonce.as_ref().map(nonce_row),
        ":nonce_enforced": message.nonce_enforced,
        ":request_id": message.request_id.row(),
    };
    change(connection, sql, row)
}

fn edit(connection: &Connection, mutation: &Mutation) -> Result<()> {
    let Mutation::Edit { channel_id, message_id, content, embeds, mentions, flags, edited_at } = mutation else { return Ok(()) };
    let sql = "UPDATE messages SET content = :content, embeds = :embeds, mention_users = :mention_users, mention_roles = :mention_roles,
            mention_everyone = :mention_everyone, flags = :flags, edited_at = :edited_at
        WHERE channel_id = :channel_id AND message_id = :message_id";
    let row = named_params! {
        ":channel_id": channel_id.row(),
        ":message_id": message_id.row(),
        ":content": content.as_str(),
        ":embeds": &**embeds,
        ":mention_users": user_list(mentions)?,
        ":mention_roles": role_list(mentions)?,
        ":mention_everyone": mentions.everyone,
        ":flags": flags,
        ":edited_at": edited_at.map(Timestamp::unix_us),
    };
    change(connection, sql, row).map(|_| ())
}

/// Newest first.
fn page_of(connection: &Connection, channel: ChannelId, page: Page, limit: usize) -> Result<Vec<Message>> {
    let (sql, bound) = match page {
        Page::Before(id) => {
            (concat!(message_columns!(), "WHERE channel_id = ?1 AND message_id < ?2 ORDER BY message_id DESC LIMIT ?3"), id)
        }
        Page::After(id) => (concat!(message_columns!(), "WHERE channel_id = ?1 AND message_id > ?2 ORDER BY message_id ASC LIMIT ?3"), id),
    };
    let mut found = all(connection, sql, params![channel.row(), bound.row(), limit_row(limit)], message)?;
    if matches!(page, Page::After(_)) {
        found.reverse();
    }
    Ok(found)
}

fn message(row: &Row<'_>) -> Result<Message> {
    let text = |column: usize| row.get_ref(column)?.as_str().map_err(|e| damaged("messages", e));
    Ok(Message {
        channel_id: ChannelId::from_row(row.get(0)?),
        id: MessageId::from_row(row.get(1)?),
        author_id: UserId::from_row(row.get(2)?),
        kind: kind(row.get(3)?)?,
        content: Content::parse(text(4)?).map_err(|e| damaged("messages", e))?,
        embeds: text(5)?.into(),
        mentions: Mentions {
            users: list::<i64>("messages", text(6)?)?.into_iter().map(UserId::from_row).collect(),
            roles: list::<i64>("messages", text(7)?)?.into_iter().map(RoleId::from_row).collect(),
            everyone: row.get(8)?,
        },
        reference: reference(row.get(9)?, row.get(10)?, row.get(11)?),
        edited_at: row.get::<_, Option<i64>>(12)?.map(Timestamp::from_unix_us),
        tts: row.get(13)?,
        flags: row.get(14)?,
        nonce: nonce(row.get_ref(15)?)?,
        nonce_enforced: row.get(16)?,
        request_id: RequestId::from_row(row.get(17)?),
    })
}

fn reference(message: Option<i64>, channel: Option<i64>, guild: Option<i64>) -> Option<MessageReference> {
    Some(MessageReference {
        message_id: MessageId::from_row(message?),
        channel_id: ChannelId::from_row(channel?),
        guild_id: guild.map(GuildId::from_row),
    })
}

pub(super) fn user_list(mentions: &Mentions) -> Result<String> {
    list_row(&mentions.users.iter().map(|id| id.row()).collect::<Vec<_>>())
}

pub(super) fn role_list(mentions: &Mentions) -> Result<String> {
    list_row(&mentions.roles.iter().map(|id| id.row()).collect::<Vec<_>>())
}

/// As Discord numbers them.
fn kind_row(kind: MessageKind) -> i64 {
    match kind {
        MessageKind::Default => 0,
        MessageKind::Reply => 19,
    }
}

fn kind(row: i64) -> Result<MessageKind> {
    match row {
        0 => Ok(MessageKind::Default),
        19 => Ok(MessageKind::Reply),
        other => Err(damaged("messages", format!("kind {other}"))),
    }
}

fn nonce_row(nonce: &Nonce) -> Value {
    match nonce {
        Nonce::Text(text) => Value::Text(text.clone()),
        Nonce::Number(number) => Value::Integer(*number),
    }
}

fn nonce(row: ValueRef<'_>) -> Result<Option<Nonce>> {
    match row {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(number) => Ok(Some(Nonce::Number(number))),
        other => Ok(Some(Nonce::Text(other.as_str().map_err(|e| damaged("messages", e))?.to_owned()))),
    }
}
