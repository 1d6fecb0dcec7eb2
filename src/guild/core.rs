//! A guild's state and stream, under one lock.

use super::lookup;
use super::names::NameIndex;
use super::plan::apply;
use crate::limits;
use crate::model::{Guild, GuildId, Intents, Member, MembersQuery, Presence, Status, UserId};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::stream::{
    Audience, Beside, BesideChange, Change, Dispatch, Feed, FeedId, Item, MembersChunk, Position, Snapshot, Stream, Ticket, Upstream,
};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What the guild's owner and its channels share.
pub struct GuildCore {
    id: GuildId,
    section: Mutex<GuildSection>,
}

/// The state while its lock is held: what is decided, numbered and published here is one step. Nothing may wait in it.
pub struct GuildSection {
    /// Channels change `last_messages` alone; all else is the guild's actor's.
    pub guild: Guild,
    pub stream: Stream,
    names: NameIndex,
    /// Members who are not offline.
    pub(super) presences: HashMap<UserId, Presence>,
}

impl GuildCore {
    pub(super) fn new(guild: Guild, epoch: u64) -> Self {
        let id = guild.info.id;
        let names = NameIndex::of(&guild);
        let section = GuildSection { guild, stream: Stream::new(epoch), names, presences: HashMap::new() };
        Self { id, section: Mutex::new(section) }
    }

    pub fn id(&self) -> GuildId {
        self.id
    }

    /// Looks at the state.
    pub fn read<R>(&self, look: impl FnOnce(&Guild) -> R) -> R {
        look(&self.section.lock().guild)
    }

    /// Looks at all that the section holds.
    pub(super) fn inspect<R>(&self, look: impl FnOnce(&GuildSection) -> R) -> R {
        look(&self.section.lock())
    }

    /// Checks, chooses and publishes in one step.
    pub fn publish<R>(&self, step: impl FnOnce(&mut GuildSection) -> R) -> R {
        step(&mut self.section.lock())
    }

    /// How many members are not offline.
    pub(super) fn online(&self) -> usize {
        self.section.lock().presences.len()
    }

    /// Whether a relay or a link listens.
    pub(super) fn has_feeds(&self) -> bool {
        self.section.lock().stream.has_feeds()
    }

    /// A guild always has its owner as a member; a deleted one has nobody.
    pub fn is_deleted(&self) -> bool {
        self.read(|guild| guild.members.is_empty())
    }

    pub(super) fn set_presence(&self, user: UserId, presence: Presence) {
        self.section.lock().set_presence(user, presence);
    }
}

impl GuildSection {
    fn set_presence(&mut self, user: UserId, presence: Presence) {
        if !self.guild.members.contains_key(&user) {
            return;
        }
        let known = match presence.status {
            Status::Offline => self.presences.remove(&user),
            _ => self.presences.insert(user, presence.clone()),
        };
        if known.unwrap_or_else(Presence::offline) == presence || !self.stream.has_feeds() {
            return;
        }
        let frame = Frame::new(event::presence_update(self.guild.info.id, user, &presence));
        let mut dispatch = Dispatch::to_all(frame, Intents::GUILD_PRESENCES);
        if self.guild.members.len() > limits::PRESENCE_MEMBERS_MAX {
            dispatch.audience = Audience::Bots;
        }
        self.stream.publish_beside(BesideChange::Presence { user_id: user, presence }, Some(dispatch));
    }

    /// Applies a change to all that the section holds. Answers what replicas are to apply: where the guild has thereby become small, also
    /// the members that they lack.
    pub(super) fn apply(&mut self, change: Change) -> Change {
        let was_small = is_small(&self.guild);
        self.apply_each(&change);
        if was_small || !is_small(&self.guild) || self.guild.members.is_empty() {
            return change;
        }
        Change::Many(vec![change, Change::AllMembers(self.guild.members.values().cloned().collect())])
    }

    fn apply_each(&mut self, change: &Change) {
        if let Change::Many(changes) = change {
            return changes.iter().for_each(|change| self.apply_each(change));
        }
        self.names.follow(&self.guild, change);
        apply(&mut self.guild, change);
        // Who is no member any more is not there either.
        match change {
            Change::RemoveMember(user) => _ = self.presences.remove(user),
            Change::DeleteGuild => self.presences.clear(),
            _ => {}
        }
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::Guild { guild: Box::new(replica(&self.guild)), presences: self.presences.clone() }
    }

    /// A page of members, as they are now.
    pub(super) fn members(&self, query: &MembersQuery) -> Vec<Arc<Member>> {
        lookup::members(&self.guild, &self.names, query)
    }

    fn chunk(&self, query: &MembersQuery) -> MembersChunk {
        let members = self.members(query);
        let presence = |user: UserId| self.presences.get(&user).map(|presence| (user, presence.clone()));
        let presences = members.iter().filter_map(|member| presence(member.user.id)).collect();
        MembersChunk { all: self.guild.members.len(), members, presences }
    }
}

/// Whether replicas hold all members.
fn is_small(guild: &Guild) -> bool {
    guild.members.len() <= limits::REPLICA_MEMBERS_MAX
}

/// A copy as relays keep it: with all members of a small guild, with none of a large one.
fn replica(guild: &Guild) -> Guild {
    Guild {
        info: guild.info.clone(),
        roles: guild.roles.clone(),
        channels: guild.channels.clone(),
        members: if is_small(guild) { guild.members.clone() } else { BTreeMap::new() },
        member_count: guild.members.len(),
        last_messages: guild.last_messages.clone(),
        mentions: guild.mentions.clone(),
    }
}

impl Upstream for GuildCore {
    fn subscribe(&self, feed: Arc<dyn Feed>) -> FeedId {
        let section = &mut *self.section.lock();
        let snapshot = section.snapshot();
        section.stream.subscribe(feed, snapshot)
    }

    /// Who fell behind may have lost presences too: the whole online set follows.
    fn catch_up(&self, feed: FeedId, after: Position) {
        let section = self.section.lock();
        section.stream.catch_up(feed, after, || section.snapshot());
        let change = BesideChange::Presences(Arc::new(section.presences.clone()));
        let beside = Beside { after: section.stream.position(), change, dispatch: None };
        section.stream.answer(feed, Item::Beside(Arc::new(beside)));
    }

    fn unsubscribe(&self, feed: FeedId) {
        self.section.lock().stream.unsubscribe(feed);
    }

    fn admit(&self, feed: FeedId, ticket: Ticket, user: UserId) {
        let section = self.section.lock();
        let member = section.guild.members.get(&user).cloned();
        let admitted = member.is_some();
        section.stream.answer(feed, Item::Admitted { ticket, member, admitted });
    }

    fn members(&self, feed: FeedId, ticket: Ticket, query: MembersQuery) {
        let section = self.section.lock();
        let chunk = section.chunk(&query);
        section.stream.answer(feed, Item::Members { ticket, chunk });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::test_guild::{self as t, TestGuild};

    #[test]
    fn guild_that_becomes_small_gives_replicas_all_members_with_the_change_that_made_it_so() {
        let mut guild = TestGuild::new().guild;
        let most = u64::try_from(limits::REPLICA_MEMBERS_MAX).unwrap();
        guild.members = (1..=most + 2).map(|id| t::member(UserId::from_raw(id), &[])).map(|m| (m.user.id, m)).collect();
        let core = GuildCore::new(guild, 1);
        let kick = |id| core.publish(|section| section.apply(Change::RemoveMember(UserId::from_raw(id))));
        assert!(matches!(kick(1), Change::RemoveMember(_)));
        let Change::Many(changes) = kick(2) else { panic!("two changes") };
        let [Change::RemoveMember(_), Change::AllMembers(all)] = &changes[..] else { panic!("{changes:?}") };
        assert_eq!((all.len(), all[0].user.id.raw()), (limits::REPLICA_MEMBERS_MAX, 3));
        assert!(matches!(kick(3), Change::RemoveMember(_)));
    }
}
