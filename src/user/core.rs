//! What is known of one active user, under one lock, and the user's stream.

use super::aggregate::aggregate;
use super::bucket::GlobalBucket;
use super::handle::UserDeps;
use super::news::News;
use super::reads::Reads;
use super::state::UserLists;
use crate::limits;
use crate::model::{
    Bucket, ChannelId, Dm, GuildId, Intents, MembersQuery, MessageId, Presence, ReadState, Refusal, TokenHash, User, UserId,
};
use crate::outbox::Frame;
use crate::protocol::event;
use crate::relay::Cursors;
use crate::stream::{
    BesideChange, Change, Dispatch, Feed, FeedId, Item, MembersChunk, Notice, Position, Snapshot, Stream, Ticket, Upstream,
};
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio::time::Instant;

/// A session as its user knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct SessionEntry {
    pub id: Arc<str>,
    pub token: TokenHash,
    pub presence: Presence,
}

/// A user at one moment, as READY tells it.
pub struct Glance {
    /// `None` before the store was asked.
    pub user: Option<Arc<User>>,
    /// The one with the newest message first. What of one is unread goes up to its last message.
    pub dms: Vec<Dm>,
    /// How far a person has read each channel of which something is known.
    pub cursors: HashMap<ChannelId, MessageId>,
    /// Messages of each DM that the person has not read, at most [`limits::DM_UNREAD_MAX`]; none of those that are read.
    pub unread: HashMap<ChannelId, usize>,
}

/// One user's state and stream.
pub struct UserCore {
    id: UserId,
    pub(super) deps: UserDeps,
    /// Whether there is such a user, once the store said so.
    pub(super) exists: OnceCell<bool>,
    /// Held while an ack is stored, so that one that changes nothing is not answered before the one that it relies on.
    pub(super) acking: tokio::sync::Mutex<()>,
    section: Mutex<Section>,
}

struct Section {
    /// As the store or newer news say.
    user: Option<Arc<User>>,
    lists: UserLists,
    reads: Reads,
    stream: Stream,
    sessions: Vec<SessionEntry>,
    bucket: GlobalBucket,
    /// When the last request came or the last session went.
    used_at: Instant,
}

impl UserCore {
    pub(super) fn new(id: UserId, deps: UserDeps) -> Self {
        let now = Instant::now();
        let section = Section {
            user: None,
            lists: UserLists::default(),
            reads: Reads::default(),
            stream: Stream::new(deps.epoch),
            sessions: Vec::new(),
            bucket: GlobalBucket::new(now),
            used_at: now,
        };
        Self { id, deps, exists: OnceCell::new(), acking: tokio::sync::Mutex::default(), section: Mutex::new(section) }
    }

    pub fn id(&self) -> UserId {
        self.id
    }

    pub fn guilds(&self) -> Vec<GuildId> {
        self.section.lock().lists.guilds()
    }

    pub fn dms(&self) -> Vec<Dm> {
        self.section.lock().lists.dms().to_vec()
    }

    pub(super) fn glance(&self) -> Glance {
        let Section { user, lists, reads, .. } = &*self.section.lock();
        Glance { user: user.clone(), dms: lists.dms().to_vec(), cursors: reads.cursors(), unread: reads.unread_counts() }
    }

    pub(super) fn is_in(&self, guild: GuildId) -> bool {
        self.section.lock().lists.has(guild)
    }

    pub(super) fn listed_dms(&self, of: &HashSet<ChannelId>) -> Vec<ChannelId> {
        self.section.lock().lists.dms().iter().map(|dm| dm.id).filter(|id| of.contains(id)).collect()
    }

    pub fn sessions(&self) -> Vec<SessionEntry> {
        self.section.lock().sessions.clone()
    }

    pub(super) fn has_session(&self, id: &str) -> bool {
        self.section.lock().sessions.iter().any(|session| &*session.id == id)
    }

    /// What others see.
    pub fn presence(&self) -> Presence {
        aggregate(self.section.lock().sessions.iter().map(|session| &session.presence))
    }

    pub(super) fn fill(&self, user: Arc<User>, guilds: Vec<GuildId>, dms: Vec<Dm>) {
        let mut section = self.section.lock();
        section.user.get_or_insert(user);
        section.lists.fill(guilds, dms);
    }

    /// Messages of the other one of a DM, oldest first.
    pub(super) fn take_newest(&self, dm: ChannelId, ids: Vec<MessageId>) {
        let section = &mut *self.section.lock();
        if let Some(newest) = ids.last() {
            section.lists.dm_message(dm, *newest);
            section.reads.fill(Vec::new(), vec![(dm, ids)]);
        }
    }

    pub(super) fn with_reads<R>(&self, work: impl FnOnce(&mut Reads) -> R) -> R {
        work(&mut self.section.lock().reads)
    }

    /// An ack is stored: the cursor moves and all sessions hear it, in one step. Not where an own message has moved it further meanwhile.
    pub(super) fn publish_ack(&self, state: ReadState, moves: bool, unread: &[MessageId]) {
        let section = &mut *self.section.lock();
        if section.reads.put_stored(state, Vec::new()) && moves {
            section.tell_ack(state, unread);
        }
    }

    /// The same of a DM; `found`: what the store has above the cursor.
    pub(super) fn publish_dm_ack(&self, state: ReadState, moves: bool, found: Vec<MessageId>) {
        let section = &mut *self.section.lock();
        if section.reads.put_stored(state, found) && moves {
            let unread = section.reads.unread(state.channel_id);
            section.tell_ack(state, &unread);
        }
    }

    pub(super) fn add_session(&self, entry: SessionEntry) -> Result<(), Refusal> {
        let sessions_max = self.deps.sessions_max;
        let sessions = &mut self.section.lock().sessions;
        sessions.retain(|known| known.id != entry.id);
        if sessions.len() >= sessions_max {
            return Err(Refusal::TooMany { what: "sessions", code: 0, max: sessions_max });
        }
        sessions.push(entry);
        Ok(())
    }

    pub(super) fn remove_session(&self, id: &str) {
        let mut section = self.section.lock();
        section.sessions.retain(|known| &*known.id != id);
        section.used_at = Instant::now();
    }

    pub(super) fn set_presence(&self, id: &str, presence: Presence) {
        let mut section = self.section.lock();
        if let Some(session) = section.sessions.iter_mut().find(|known| &*known.id == id) {
            session.presence = presence;
        }
    }

    pub(super) fn take_request(&self, now: Instant) -> Result<Bucket, Bucket> {
        let mut section = self.section.lock();
        section.used_at = now;
        if self.deps.rate_limits { section.bucket.take(now) } else { Ok(section.bucket.peek(now)) }
    }

    /// Whether nothing used the user for a while and nobody listens.
    pub(super) fn rests(&self, now: Instant) -> bool {
        let section = self.section.lock();
        let idle = now.saturating_duration_since(section.used_at) >= Duration::from_secs(limits::USER_IDLE_S);
        idle && section.sessions.is_empty() && !section.stream.has_feeds()
    }

    /// Changes the lists and publishes, in one step.
    pub(super) fn take_news(&self, news: News) {
        let section = &mut *self.section.lock();
        match news {
            News::GuildJoined(guild) if section.lists.join(guild) => section.notice(Notice::GuildJoined(guild)),
            News::GuildLeft(guild) if section.lists.leave(guild) => section.notice(Notice::GuildLeft(guild)),
            News::GuildJoined(_) | News::GuildLeft(_) => {}
            News::DmOpened(dm) => {
                let frame = Frame::new(event::dm_create(&dm, self.id));
                let person = is_person(&dm, self.id);
                if section.lists.open_dm(dm) && person {
                    section.publish(Change::None, Dispatch::to_all(frame, Intents::DIRECT_MESSAGES));
                }
            }
            News::DmClosed(dm) => {
                section.lists.close_dm(dm.id);
                if is_person(&dm, self.id) {
                    let frame = Frame::new(event::dm_delete(&dm, self.id));
                    section.publish(Change::None, Dispatch::to_all(frame, Intents::DIRECT_MESSAGES));
                }
            }
            News::TokenRevoked(hash) => {
                // A session that does not listen yet finds itself gone when it does.
                section.sessions.retain(|session| session.token != hash);
                section.notice(Notice::TokenRevoked(hash));
            }
            News::Updated(user) => {
                let frame = Frame::new(event::user_update(&user));
                section.user = Some(user);
                section.publish(Change::None, Dispatch::to_all(frame, Intents::NONE));
            }
            News::DmMessage { channel_id, message_id, unread, dispatch } => {
                section.lists.dm_message(channel_id, message_id);
                if unread {
                    section.reads.received(channel_id, message_id);
                }
                section.publish(Change::None, dispatch);
            }
            News::DmMessagesDeleted { channel_id, ids, dispatch } => {
                section.reads.deleted(channel_id, &ids);
                section.publish(Change::None, dispatch);
            }
            News::Sent { channel_id, message_id } => section.reads.sent(channel_id, message_id),
            News::Dispatch(dispatch) => section.publish(Change::None, dispatch),
            News::Beside(dispatch) => section.stream.publish_beside(BesideChange::None, Some(dispatch)),
        }
    }
}

/// Bots are not told of DMs that come and go: their libraries refuse it.
fn is_person(dm: &Dm, id: UserId) -> bool {
    dm.users.iter().any(|user| user.id == id && !user.bot)
}

impl Section {
    fn tell_ack(&mut self, state: ReadState, unread: &[MessageId]) {
        let frame = Frame::new(event::message_ack(state, unread));
        self.publish(Change::None, Dispatch::to_all(frame, Intents::NONE));
    }

    fn notice(&mut self, notice: Notice) {
        self.stream.publish(Change::Notice(notice), None);
    }

    fn publish(&mut self, change: Change, dispatch: Dispatch) {
        self.stream.publish(change, Some(dispatch));
    }
}

impl Cursors for UserCore {
    fn cursor(&self, channel: ChannelId) -> Option<MessageId> {
        self.section.lock().reads.cursor(channel)
    }
}

impl Upstream for UserCore {
    fn subscribe(&self, feed: Arc<dyn Feed>) -> FeedId {
        self.section.lock().stream.subscribe(feed, Snapshot::User)
    }

    fn catch_up(&self, feed: FeedId, after: Position) {
        self.section.lock().stream.catch_up(feed, after, || Snapshot::User);
    }

    fn unsubscribe(&self, feed: FeedId) {
        self.section.lock().stream.unsubscribe(feed);
    }

    /// Only the user listens to the user's stream.
    fn admit(&self, feed: FeedId, ticket: Ticket, user: UserId) {
        let admitted = user == self.id;
        self.section.lock().stream.answer(feed, Item::Admitted { ticket, member: None, admitted });
    }

    /// A user has no members.
    fn members(&self, feed: FeedId, ticket: Ticket, _query: MembersQuery) {
        let chunk = MembersChunk { members: Vec::new(), all: 0, presences: Vec::new() };
        self.section.lock().stream.answer(feed, Item::Members { ticket, chunk });
    }
}
