//! What somebody has read, and the messages that mention somebody.

use super::guild::Guild;
use super::id::{ChannelId, MessageId, UserId};
use super::member::Member;
use super::mention::Mentions;
use crate::limits;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// How far one person has read one channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadState {
    pub channel_id: ChannelId,
    pub last_message_id: MessageId,
    /// A snowflake: of two, the one with the greater version stands. An own message's is its id, so that it needs no owner to be written.
    pub version: u64,
}

/// A message that mentions somebody: one for all of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    pub message_id: MessageId,
    pub channel_id: ChannelId,
    pub author_id: UserId,
    pub mentions: Mentions,
}

impl Mention {
    /// Whether the member is meant: by name, by a role, or with everyone. Nobody is by an own message.
    pub fn concerns(&self, member: &Member) -> bool {
        let Mentions { users, roles, everyone } = &self.mentions;
        let named = *everyone || users.contains(&member.user.id) || roles.iter().any(|role| member.roles.contains(role));
        named && self.author_id != member.user.id
    }
}

/// The newest messages of a guild that mention somebody, oldest first: all of a guild's messages have ids in the order of sending.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MentionRing(VecDeque<Arc<Mention>>);

impl MentionRing {
    /// Of rows, the newest first.
    pub fn of_newest(rows: impl IntoIterator<Item = Mention>) -> Self {
        let mut ring: VecDeque<_> = rows.into_iter().take(limits::GUILD_MENTIONS_MAX).map(Arc::new).collect();
        ring.make_contiguous().reverse();
        Self(ring)
    }

    pub fn push(&mut self, mention: Arc<Mention>) {
        if self.0.len() >= limits::GUILD_MENTIONS_MAX {
            self.0.pop_front();
        }
        self.0.push_back(mention);
    }

    /// Whether one of the messages is among them. Most are not: a search by id for each.
    pub fn has_any(&self, ids: &[MessageId]) -> bool {
        ids.iter().any(|id| self.0.binary_search_by_key(id, |mention| mention.message_id).is_ok())
    }

    pub fn remove(&mut self, ids: &[MessageId]) {
        self.0.retain(|mention| !ids.contains(&mention.message_id));
    }

    pub fn remove_channel(&mut self, channel: ChannelId) {
        self.0.retain(|mention| mention.channel_id != channel);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Mention> {
        self.0.iter().rev().map(|mention| &**mention)
    }
}

impl Guild {
    /// What a member has not read of the mentions of it, the newest first and of each channel at most [`limits::UNREAD_MENTIONS_MAX`]: so
    /// that what is told of one does not depend on the others. `cursor` says how far the member has read a channel; where it knows nothing,
    /// that is to the moment of joining.
    pub fn unread_mentions(
        &self,
        member: &Member,
        mut may_view: impl FnMut(ChannelId) -> bool,
        cursor: impl Fn(ChannelId) -> Option<MessageId>,
    ) -> Vec<&Mention> {
        if self.mentions.is_empty() {
            return Vec::new();
        }
        let joined = joined_cursor(member);
        let since = self.mentions.iter().take_while(|mention| mention.message_id > joined);
        let unread = since.filter(|mention| {
            // Rights last: they cost the most, and who has read all needs none of them.
            mention.concerns(member)
                && cursor(mention.channel_id).is_none_or(|cursor| mention.message_id > cursor)
                && may_view(mention.channel_id)
        });
        let mut listed: HashMap<ChannelId, usize> = HashMap::new();
        let has_room = |mention: &&Mention| {
            let listed = listed.entry(mention.channel_id).or_default();
            *listed += 1;
            *listed <= limits::UNREAD_MENTIONS_MAX
        };
        unread.filter(has_room).collect()
    }
}

/// The moment of joining as a message's id: nothing before it is unread to a newcomer.
pub fn joined_cursor(member: &Member) -> MessageId {
    MessageId::from_raw(member.joined_at.first_snowflake())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RoleId, Timestamp, User, UserName};

    fn mention(id: u64, author: u64, mentions: Mentions) -> Mention {
        let (message_id, author_id) = (MessageId::from_raw(id), UserId::from_raw(author));
        Mention { message_id, channel_id: ChannelId::from_raw(1), author_id, mentions }
    }

    fn everyone() -> Mentions {
        Mentions { everyone: true, ..Mentions::default() }
    }

    fn member(id: u64, roles: &[u64]) -> Member {
        let name = UserName::parse("somebody").unwrap();
        let user = Arc::new(User { id: UserId::from_raw(id), name, global_name: None, bot: false });
        let roles = roles.iter().map(|role| RoleId::from_raw(*role)).collect();
        Member { user, nick: None, roles, joined_at: Timestamp::from_unix_us(0), timed_out_until: None }
    }

    #[test]
    fn mention_concerns_whom_it_names_and_never_its_author() {
        let user = Mentions { users: vec![UserId::from_raw(7)], ..Mentions::default() };
        let role = Mentions { roles: vec![RoleId::from_raw(30)], ..Mentions::default() };
        for mentions in [user, role, everyone()] {
            assert!(mention(5, 1, mentions.clone()).concerns(&member(7, &[30])), "{mentions:?}");
            assert!(!mention(5, 7, mentions.clone()).concerns(&member(7, &[30])), "{mentions:?}");
        }
        let other = Mentions { users: vec![UserId::from_raw(8)], roles: vec![RoleId::from_raw(31)], everyone: false };
        assert!(!mention(5, 1, other).concerns(&member(7, &[30])));
    }

    #[test]
    fn ring_keeps_the_newest() {
        let most = u64::try_from(limits::GUILD_MENTIONS_MAX).unwrap();
        let mut ring = MentionRing::of_newest((1..=most + 5).rev().map(|id| mention(id, 1, everyone())));
        ring.push(Arc::new(mention(most + 6, 1, everyone())));
        let ids: Vec<u64> = ring.iter().map(|mention| mention.message_id.raw()).collect();
        assert_eq!(ids, (7..=most + 6).rev().collect::<Vec<_>>());
        assert!(ring.has_any(&[MessageId::from_raw(6), MessageId::from_raw(7)]) && !ring.has_any(&[MessageId::from_raw(6)]));
        ring.remove(&[MessageId::from_raw(7)]);
        assert!(!ring.has_any(&[MessageId::from_raw(7)]));
    }
}
