//! The owner's side of a stream: numbers, ring and feeds.

use super::event::{Beside, BesideChange, Change, Dispatch, Event, Item, Position, Snapshot, Ticket};
use crate::limits;
use crate::model::{MembersQuery, UserId};
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::sync::Arc;

/// Where an owner's stream goes: a relay on this node, or a queue that is drained into a link.
pub trait Feed: Send + Sync {
    /// Takes the item without waiting. A feed that is full drops it, and finds the gap by the numbers.
    fn push(&self, item: Item);
}

/// Names one subscription of a stream.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct FeedId(pub u64);

/// What a relay may ask the owner of its stream. None of it waits; the answers come in the stream.
pub trait Upstream: Send + Sync {
    /// Adds a feed: it gets a snapshot first, and then everything that follows.
    fn subscribe(&self, feed: Arc<dyn Feed>) -> FeedId;
    /// Gives a feed again what follows `after`; a snapshot with `missed` where the ring no longer reaches back.
    fn catch_up(&self, feed: FeedId, after: Position);
    fn unsubscribe(&self, feed: FeedId);
    /// May this user listen? Answered by [`Item::Admitted`].
    fn admit(&self, feed: FeedId, ticket: Ticket, user: UserId);
    /// Answered by [`Item::Members`].
    fn members(&self, feed: FeedId, ticket: Ticket, query: MembersQuery);
}

/// Lives under its owner's lock.
pub struct Stream {
    last: Position,
    ring: VecDeque<Arc<Event>>,
    ring_bytes: usize,
    feeds: Vec<(FeedId, Arc<dyn Feed>)>,
    next_feed: u64,
}

impl Stream {
    pub fn new(epoch: u64) -> Self {
        Self { last: Position { epoch, seq: 0 }, ring: VecDeque::new(), ring_bytes: 0, feeds: Vec::new(), next_feed: 0 }
    }

    pub fn position(&self) -> Position {
        self.last
    }

    /// Whether anybody listens: where not, an event need not be encoded for this stream.
    pub fn has_feeds(&self) -> bool {
        !self.feeds.is_empty()
    }

    /// Numbers an event, keeps it in the ring and hands it to all feeds.
    pub fn publish(&mut self, change: Change, dispatches: impl IntoIterator<Item = Dispatch>) -> Position {
        self.last.seq += 1;
        let event = Arc::new(Event { position: self.last, change, dispatches: dispatches.into_iter().collect::<SmallVec<_>>() });
        self.keep(&event);
        self.hand(&Item::Event(event));
        self.last
    }

    /// Keeps an event for feeds that fall behind, within the bounds.
    fn keep(&mut self, event: &Arc<Event>) {
        if !self.has_feeds() {
            self.ring.clear();
            self.ring_bytes = 0;
            return;
        }
        self.ring_bytes += event.bytes();
        self.ring.push_back(event.clone());
        while self.ring.len() > limits::STREAM_RING_EVENTS_MAX || self.ring_bytes > limits::STREAM_RING_BYTES_MAX {
            let Some(oldest) = self.ring.pop_front() else { return };
            self.ring_bytes -= oldest.bytes();
        }
    }

    /// Hands out typing or presence.
    pub fn publish_beside(&self, change: BesideChange, dispatch: Option<Dispatch>) {
        if self.has_feeds() {
            self.hand(&Item::Beside(Arc::new(Beside { after: self.last, change, dispatch })));
        }
    }

    fn hand(&self, item: &Item) {
        for (_, feed) in &self.feeds {
            feed.push(item.clone());
        }
    }

    /// Adds a feed; its first item is `snapshot`.
    pub fn subscribe(&mut self, feed: Arc<dyn Feed>, snapshot: Snapshot) -> FeedId {
        self.next_feed += 1;
        let id = FeedId(self.next_feed);
        feed.push(Item::Snapshot { position: self.last, snapshot, missed: false });
        self.feeds.push((id, feed));
        id
    }

    pub fn unsubscribe(&mut self, id: FeedId) {
        self.feeds.retain(|(known, _)| *known != id);
    }

    /// Gives a feed what follows `after`, from the ring; `snapshot` is asked for where that does not reach back.
    pub fn catch_up(&self, id: FeedId, after: Position, snapshot: impl FnOnce() -> Snapshot) {
        let Some(feed) = self.feed(id) else { return };
        let oldest = self.ring.front().map_or(self.last.seq + 1, |event| event.position.seq);
        if after.epoch != self.last.epoch || after.seq + 1 < oldest {
            feed.push(Item::Snapshot { position: self.last, snapshot: snapshot(), missed: true });
            return;
        }
        for event in self.ring.iter().filter(|event| event.position > after) {
            feed.push(Item::Event(event.clone()));
        }
    }

    /// Answers one feed, at this place of the stream.
    pub fn answer(&self, id: FeedId, item: Item) {
        if let Some(feed) = self.feed(id) {
            feed.push(item);
        }
    }

    fn feed(&self, id: FeedId) -> Option<&Arc<dyn Feed>> {
        self.feeds.iter().find(|(known, _)| *known == id).map(|(_, feed)| feed)
    }
}
