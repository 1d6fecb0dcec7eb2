//! What waits, in its order, and what is being committed.

use super::backlog::{Waiting, gauge};
use crate::limits;
use crate::store::{Mutation, StoreError};
use std::collections::VecDeque;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// At most one batch is under way: the order of changes is that of their submits.
#[derive(Default)]
pub(super) struct WriteBehindState {
    queue: VecDeque<Waiting>,
    under_way: Option<Batch>,
    drains: Vec<Drain>,
    /// How many were ever gathered, and answered.
    gathered: u64,
    answered: u64,
}

struct Batch {
    waiting: Vec<Waiting>,
    begun: Instant,
}

struct Drain {
    after: u64,
    reply: oneshot::Sender<()>,
}

impl WriteBehindState {
    pub(super) fn gather(&mut self, waiting: Waiting) {
        self.gathered += 1;
        self.queue.push_back(waiting);
    }

    /// The next batch for the store; `None` while one is under way, and where nothing waits.
    pub(super) fn begin(&mut self) -> Option<Vec<Mutation>> {
        if self.under_way.is_some() || self.queue.is_empty() {
            return None;
        }
        let mut waiting: Vec<Waiting> = self.queue.drain(..self.batch_rows()).collect();
        let mutations: Vec<Mutation> = waiting.iter_mut().filter_map(Waiting::send).collect();
        let begun = Instant::now();
        let age = waiting.first().map_or(0.0, |oldest| (begun - oldest.since()).as_secs_f64());
        metrics::gauge!("belfry_write_behind_age_seconds").set(age);
        metrics::histogram!("belfry_write_behind_batch_rows").record(gauge(mutations.len()));
        self.under_way = Some(Batch { waiting, begun });
        Some(mutations)
    }

    /// At least one, however large.
    fn batch_rows(&self) -> usize {
        let mut bytes = 0;
        let fits = |waiting: &&Waiting| {
            bytes += waiting.bytes();
            bytes <= limits::WRITE_BEHIND_BATCH_BYTES_MAX
        };
        self.queue.iter().take(limits::WRITE_BEHIND_BATCH_ROWS_MAX).take_while(fits).count().max(1)
    }

    /// Answers all of the batch under way with what became of it.
    pub(super) fn end(&mut self, result: &Result<(), StoreError>) {
        let Some(batch) = self.under_way.take() else { return };
        metrics::histogram!("belfry_write_behind_commit_seconds").record(batch.begun.elapsed().as_secs_f64());
        if let Err(error) = result {
            tracing::warn!(%error, rows = batch.waiting.len(), "a batch of changes failed");
        }
        for waiting in batch.waiting {
            self.answered += 1;
            waiting.answer(result.clone());
        }
        if self.queue.is_empty() {
            metrics::gauge!("belfry_write_behind_age_seconds").set(0.0);
        }
        self.answer_drains();
    }

    pub(super) fn drain(&mut self, reply: oneshot::Sender<()>) {
        self.drains.push(Drain { after: self.gathered, reply });
        self.answer_drains();
    }

    fn answer_drains(&mut self) {
        let answered = self.answered;
        for drain in self.drains.extract_if(.., |drain| drain.after <= answered) {
            _ = drain.reply.send(()); // The asker may have left.
        }
    }
}
