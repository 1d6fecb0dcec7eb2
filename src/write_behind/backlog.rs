//! Counts what waits for a commit, so that it is bounded though the actor's mailbox is not.

use super::Done;
use crate::limits;
use crate::store::{Mutation, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::time::Instant;

/// Too much waits for the store already, or the server is ending.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("too many changes wait for the store")]
pub struct WriteBehindFull;

#[derive(Default)]
pub(super) struct Backlog {
    entries: AtomicUsize,
    bytes: AtomicUsize,
}

impl Backlog {
    /// Counts the mutation until it is answered.
    pub(super) fn take(self: &Arc<Self>, mutation: Mutation, done: Done) -> Result<Waiting, WriteBehindFull> {
        let bytes = bytes_of(&mutation);
        let room = Room { backlog: Arc::clone(self), bytes };
        let entries = self.entries.fetch_add(1, Ordering::Relaxed) + 1;
        let all_bytes = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if entries > limits::WRITE_BEHIND_ENTRIES_MAX || all_bytes > limits::WRITE_BEHIND_BYTES_MAX {
            metrics::counter!("belfry_write_behind_refused_total").increment(1);
            return Err(WriteBehindFull); // Dropping the room gives it back.
        }
        metrics::gauge!("belfry_write_behind_depth").set(gauge(entries));
        Ok(Waiting { mutation: Some(mutation), done: Some(done), since: Instant::now(), sent: false, room })
    }
}

/// A place in the backlog.
struct Room {
    backlog: Arc<Backlog>,
    bytes: usize,
}

impl Drop for Room {
    fn drop(&mut self) {
        self.backlog.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
        let before = self.backlog.entries.fetch_sub(1, Ordering::Relaxed);
        metrics::gauge!("belfry_write_behind_depth").set(gauge(before.saturating_sub(1)));
    }
}

/// One mutation that waits. It is answered exactly once: dropping it unanswered answers that it was not written, or that this is unknown.
pub(crate) struct Waiting {
    mutation: Option<Mutation>,
    done: Option<Done>,
    since: Instant,
    /// Whether the store has it.
    sent: bool,
    room: Room,
}

impl Waiting {
    /// For the store. There is one only the first time.
    pub(super) fn send(&mut self) -> Option<Mutation> {
        self.sent = true;
        self.mutation.take()
    }

    pub(super) fn bytes(&self) -> usize {
        self.room.bytes
    }

    pub(super) fn since(&self) -> Instant {
        self.since
    }

    pub(super) fn answer(mut self, result: Result<(), StoreError>) {
        if let Some(done) = self.done.take() {
            done(result);
        }
    }

    /// Answers nothing.
    pub(super) fn forget(mut self) {
        self.done = None;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let why = "the server is ending".to_owned();
        if let Some(done) = self.done.take() {
            done(Err(if self.sent { StoreError::Unknown { why } } else { StoreError::Refused { why } }));
        }
    }
}

/// What it holds in memory, about: the parts that grow, and a sum for the rest.
fn bytes_of(mutation: &Mutation) -> usize {
    const FIXED: usize = 512;
    match mutation {
        Mutation::Create { message, .. } => FIXED + message.content.as_str().len() + message.embeds.len(),
        Mutation::Edit { content, embeds, .. } => FIXED + content.as_str().len() + embeds.len(),
        Mutation::Delete { .. } | Mutation::AddReaction { .. } | Mutation::RemoveReaction { .. } | Mutation::ClearReactions { .. } => FIXED,
    }
}

pub(super) fn gauge(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
