//! Messages and their reactions.

use super::emoji::ReactionEmoji;
use super::id::{ChannelId, GuildId, MessageId, RequestId, UserId};
use super::mention::Mentions;
use super::snowflake::Timestamp;
use std::sync::Arc;

/// The text of a message: at most 2,000 code points, trimmed; may be empty where there are embeds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Content(Arc<str>);

#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ContentError {
    #[error("must be 2000 or fewer in length")]
    TooLong,
}

impl Content {
    /// Discord docs, Create Message. Counted in code points.
    pub const CHARACTERS_MAX: usize = 2_000;

    pub fn parse(text: &str) -> Result<Self, ContentError> {
        let text = text.trim();
        if text.chars().count() > Self::CHARACTERS_MAX {
            return Err(ContentError::TooLong);
        }
        Ok(Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The client's mark on a message, echoed with its own JSON type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Nonce {
    Text(String),
    Number(i64),
}

impl Nonce {
    /// Discord docs, Create Message.
    pub const CHARACTERS_MAX: usize = 25;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageKind {
    Default,
    Reply,
}

/// What a reply points to. The message may have been deleted since.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MessageReference {
    pub message_id: MessageId,
    pub channel_id: ChannelId,
    pub guild_id: Option<GuildId>,
}

/// A message, without its reactions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    pub id: MessageId,
    pub channel_id: ChannelId,
    pub author_id: UserId,
    pub kind: MessageKind,
    pub content: Content,
    /// The embeds as a JSON array text, `[]` mostly; at most `limits::EMBEDS_BYTES_MAX`.
    pub embeds: Arc<str>,
    pub mentions: Mentions,
    pub reference: Option<MessageReference>,
    pub edited_at: Option<Timestamp>,
    pub tts: bool,
    pub flags: u32,
    pub nonce: Option<Nonce>,
    /// Whether repeats by this nonce were to be found out (`enforce_nonce`).
    pub nonce_enforced: bool,
    pub request_id: RequestId,
}

/// Who reacted with one emoji, in the order of user ids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reaction {
    pub emoji: ReactionEmoji,
    pub users: Vec<UserId>,
}

/// All reactions to one message, in the order in which each emoji first came.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reactions(pub Vec<Reaction>);

impl Reactions {
    /// Discord's bound on different emoji of one message (error 30010).
    pub const EMOJI_MAX: usize = 20;

    pub fn get(&self, emoji: &ReactionEmoji) -> Option<&Reaction> {
        self.0.iter().find(|r| r.emoji == *emoji)
    }

    /// Adds; false where it was there before.
    pub fn add(&mut self, emoji: &ReactionEmoji, user: UserId) -> bool {
        let Some(reaction) = self.0.iter_mut().find(|r| r.emoji == *emoji) else {
            self.0.push(Reaction { emoji: emoji.clone(), users: vec![user] });
            return true;
        };
        match reaction.users.binary_search(&user) {
            Ok(_) => false,
            Err(at) => {
                reaction.users.insert(at, user);
                true
            }
        }
    }

    /// Removes; false where it was not there.
    pub fn remove(&mut self, emoji: &ReactionEmoji, user: UserId) -> bool {
        let Some(reaction) = self.0.iter_mut().find(|r| r.emoji == *emoji) else { return false };
        let Ok(at) = reaction.users.binary_search(&user) else { return false };
        reaction.users.remove(at);
        self.0.retain(|r| !r.users.is_empty());
        true
    }
}

/// One emoji of a message as one viewer sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReactionCount {
    pub emoji: ReactionEmoji,
    pub count: usize,
    /// Whether the viewer is among them.
    pub me: bool,
}

impl Reactions {
    /// What `viewer` sees.
    pub fn counts(&self, viewer: UserId) -> Vec<ReactionCount> {
        self.0
            .iter()
            .map(|r| ReactionCount { emoji: r.emoji.clone(), count: r.users.len(), me: r.users.binary_search(&viewer).is_ok() })
            .collect()
    }
}
