//! Writes a [`Log`] while a test runs, from as many tasks as it likes.
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use tokio::time::Instant;

use super::log::{Action, Direction, Entry, Log, Message, Sighting};

/// Cheap to clone; all clones write one log on one clock.
#[derive(Clone)]
pub(crate) struct Recorder(Arc<Inner>);

struct Inner {
    began: Instant,
    next_op: AtomicU64,
    entries: Mutex<Vec<Entry>>,
}

/// A request under way. Dropped without an answer its outcome is unknown.
pub(crate) struct Ticket {
    recorder: Recorder,
    client: u32,
    op: u64,
    answered: bool,
}

impl Recorder {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Inner { began: Instant::now(), next_op: AtomicU64::new(1), entries: Mutex::default() }))
    }

    /// Nanoseconds since the recorder was made.
    pub(crate) fn now_ns(&self) -> u64 {
        u64::try_from(self.0.began.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// Call right before the request is sent.
    pub(crate) fn invoked(&self, client: u32, author: u64, action: Action) -> Ticket {
        let op = self.0.next_op.fetch_add(1, Ordering::Relaxed);
        self.push(|at_ns| Entry::Invoked { client, op, at_ns, author, action });
        Ticket { recorder: self.clone(), client, op, answered: false }
    }

    /// Call when the last process is certainly dead (`whole`), or one of several.
    pub(crate) fn crashed(&self, whole: bool) {
        self.push(|at_ns| Entry::Crashed { at_ns, whole });
    }

    pub(crate) fn seen(&self, subscriber: u32, sighting: Sighting) {
        self.push(|at_ns| Entry::Seen { subscriber, at_ns, sighting });
    }

    pub(crate) fn read(&self, channel: u64, direction: Direction, limit: usize, pages: Vec<Vec<Message>>) {
        self.push(|_| Entry::Read { channel, direction, limit, pages });
    }

    /// A copy of what was written so far.
    pub(crate) fn log(&self) -> Log {
        Log { entries: self.0.entries.lock().clone() }
    }

    fn push(&self, entry: impl FnOnce(u64) -> Entry) {
        let mut entries = self.0.entries.lock();
        entries.push(entry(self.now_ns()));
    }
}

impl Ticket {
    /// `id`: the message that a create was answered with.
    pub(crate) fn acked(mut self, id: Option<u64>) {
        self.answered = true;
        let (client, op) = (self.client, self.op);
        self.recorder.push(|at_ns| Entry::Acked { client, op, at_ns, id });
    }

    /// Only for answers that promise that nothing happened.
    pub(crate) fn refused(mut self) {
        self.answered = true;
        let (client, op) = (self.client, self.op);
        self.recorder.push(|at_ns| Entry::Refused { client, op, at_ns });
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if !self.answered {
            let (client, op) = (self.client, self.op);
            self.recorder.push(|at_ns| Entry::Unknown { client, op, at_ns });
        }
    }
}
