//! The walk over one class's listeners. It never stops while there is news: each lane gets everything since its last visit in one write,
//! and a new event joins at the present place instead of waiting for the walk to end. Idle, it costs nothing.

use super::class::ClassKey;
use super::greet::Greeting;
use super::listener::ListenerId;
use crate::limits;
use crate::model::{ChannelId, UserId};
use crate::outbox::{Delivery, Outbox};
use std::collections::HashSet;
use std::sync::Arc;

mod log;

pub(super) use log::Entry;
use log::Log;

struct Lane {
    outbox: Arc<Outbox>,
    /// Number of the first log entry that it has not seen.
    seen: u64,
    listener: ListenerId,
    user_id: UserId,
}

pub(super) struct Group {
    pub(super) key: ClassKey,
    /// The channels that this class may view.
    pub(super) visible: HashSet<ChannelId>,
    lanes: Vec<Lane>,
    log: Log,
    at: usize,
    /// The end of the log when the walk last began with the first lane.
    lap_began: u64,
    /// Lanes still to visit until all have seen everything.
    left: usize,
    /// GUILD_CREATE as this class was last given it.
    pub(super) greeting: Option<Greeting>,
}

/// A lane has moved: its listener is now at this index.
pub(super) struct Moved {
    pub(super) listener: ListenerId,
    pub(super) lane: usize,
}

/// What a stretch of a walk did.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) deliveries: u64,
    pub(super) slow: u64,
}

impl Group {
    pub(super) fn new(key: ClassKey, visible: HashSet<ChannelId>) -> Self {
        Self { key, visible, lanes: Vec::new(), log: Log::default(), at: 0, lap_began: 0, left: 0, greeting: None }
    }

    fn end(&self) -> u64 {
        self.log.end()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lanes.is_empty()
    }

    pub(super) fn has_news(&self) -> bool {
        self.left > 0
    }

    pub(super) fn is_behind(&self) -> bool {
        self.log.len() > limits::RELAY_LOG_ENTRIES_MAX
    }

    pub(super) fn push(&mut self, entry: Entry) {
        if !self.lanes.is_empty() {
            self.log.push(entry);
            self.left = self.lanes.len();
        }
    }

    /// A lane that sees what comes from now on; returns its index.
    pub(super) fn join(&mut self, listener: ListenerId, user_id: UserId, outbox: Arc<Outbox>) -> usize {
        self.lanes.push(Lane { outbox, seen: self.end(), listener, user_id });
        // One more stop where a walk is under way.
        self.left += usize::from(self.left > 0);
        self.lanes.len() - 1
    }

    /// Removes a lane that has been given all; says which other lane took its place.
    pub(super) fn leave(&mut self, lane: usize) -> Option<Moved> {
        if lane >= self.lanes.len() {
            return None;
        }
        self.lanes.swap_remove(lane);
        let moved = self.lanes.get(lane).map(|moved| Moved { listener: moved.listener, lane });
        if moved.is_some() && lane < self.at {
            // It may have been ahead of the walk and is now behind: it gets its share at once.
            self.visit(lane, &mut Walked::default());
        }
        self.left = self.left.min(self.lanes.len());
        if self.lanes.is_empty() {
            self.log.forget_all();
        }
        moved
    }

    /// Gives one lane all that it has not seen, so that something for it alone may follow.
    pub(super) fn catch_up(&mut self, lane: usize) {
        self.visit(lane, &mut Walked::default());
    }

    /// Gives a lane its share; the class's is laid out once for all that have seen as much.
    #[inline]
    fn visit(&mut self, lane: usize, walked: &mut Walked) {
        let end = self.log.end();
        let Some(Lane { outbox, seen, user_id, .. }) = self.lanes.get_mut(lane) else { return };
        if *seen == end {
            return;
        }
        let first = std::mem::replace(seen, end);
        walked.deliveries += end - first;
        let delivery = if self.key.content || !self.log.concerns(first, *user_id) {
            outbox.deliver(self.log.share(first, end, self.key.transport))
        } else {
            outbox.deliver(&mut self.log.private_share(first, *user_id, self.key.transport))
        };
        walked.slow += u64::from(delivery == Delivery::Slow);
    }

    /// Visits up to `most` lanes.
    pub(super) fn step(&mut self, most: usize, walked: &mut Walked) {
        for _ in 0..most.min(self.left) {
            if self.at >= self.lanes.len() {
                self.next_lap();
            }
            if self.at.is_multiple_of(limits::RELAY_LANES_AHEAD) {
                self.touch_ahead();
            }
            self.left -= 1;
            self.at += 1;
            self.visit(self.at - 1, walked);
        }
        if self.left == 0 {
            self.log.forget_all();
        }
    }

    /// Loads the lines of the next lanes, so that their cache misses overlap.
    fn touch_ahead(&self) {
        for lane in self.lanes.iter().skip(self.at).take(limits::RELAY_LANES_AHEAD) {
            lane.outbox.touch();
        }
    }

    /// Begins again with the first lane. Every lane was visited since the last lap began, or has joined since: what the log held then can
    /// go. (No single lane tells how much: those that join, catch up or take another's place are ahead of their neighbours.)
    fn next_lap(&mut self) {
        let end = self.end();
        let seen = std::mem::replace(&mut self.lap_began, end);
        self.at = 0;
        if self.log.len() > limits::RELAY_LOG_TRIM_ENTRIES {
            self.log.forget(seen);
        }
    }
}

#[cfg(test)]
mod tests;
