//! The rare part of an outbox: what had to wait, and what a RESUME may ask for.

use super::batch::Batch;
use super::frame::{Frame, Transport};
use bytes::{Buf, Bytes};
use std::collections::VecDeque;
use std::sync::Arc;

/// What waits for the socket.
#[derive(Debug)]
pub(super) enum Piece {
    /// Whole control messages.
    Raw(Bytes),
    Batch {
        batch: Arc<Batch>,
        first: u32,
        done: usize,
    },
}

/// Frames that were numbered and not yet acknowledged by a heartbeat.
#[derive(Debug)]
struct Kept {
    batch: Arc<Batch>,
    first: u32,
}

impl Kept {
    fn last(&self) -> u32 {
        self.first + self.batch.count() - 1
    }
}

#[derive(Debug, Default)]
pub(super) struct Cold {
    pub(super) queue: VecDeque<Piece>,
    replay: VecDeque<Kept>,
    replay_frames: usize,
    replay_bytes: usize,
    /// Everything up to here is no longer kept.
    pub(super) forgotten: u32,
    /// The newest number when the socket went.
    pub(super) cut_at: u32,
    /// Queued bytes that a RESUME brought along and that do not count as slowness.
    pub(super) allowance_bytes: u32,
    /// Somebody waits for the queue to be empty.
    pub(super) tell_drained: bool,
    pub(super) drainer: Option<tokio::task::AbortHandle>,
}

impl Cold {
    /// Keeps what was just numbered; true where the bound made it forget older ones.
    pub(super) fn keep(&mut self, batch: &Arc<Batch>, first: u32, frames_max: usize, bytes_max: usize) -> bool {
        self.replay_frames += batch.slots.len();
        self.replay_bytes += batch.bytes.len();
        self.replay.push_back(Kept { batch: batch.clone(), first });
        let mut forgot = false;
        while self.replay_frames > frames_max || self.replay_bytes > bytes_max {
            if !self.forget_oldest() {
                break;
            }
            forgot = true;
        }
        forgot
    }

    fn forget_oldest(&mut self) -> bool {
        let Some(kept) = self.replay.pop_front() else { return false };
        self.replay_frames -= kept.batch.slots.len();
        self.replay_bytes -= kept.batch.bytes.len();
        self.forgotten = self.forgotten.max(kept.last());
        true
    }

    /// The client has everything up to `seq`.
    pub(super) fn acknowledged(&mut self, seq: u32) {
        while self.replay.front().is_some_and(|kept| kept.last() <= seq) {
            self.forget_oldest();
        }
        self.shrink();
    }

    /// Nothing before `seq` can be asked for again.
    pub(super) fn forget_all(&mut self, seq: u32) {
        while self.forget_oldest() {}
        self.forgotten = seq;
        self.shrink();
    }

    /// A burst must not leave its room behind for good.
    fn shrink(&mut self) {
        if self.replay.is_empty() && self.replay.capacity() > 16 {
            self.replay = VecDeque::new();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.replay.is_empty() && self.forgotten == 0 && self.drainer.is_none()
    }

    /// Everything above `seq`, laid out for `transport`.
    pub(super) fn replay_above(&self, seq: u32, transport: Transport) -> Vec<Piece> {
        let missed = self.replay.iter().filter(|kept| kept.last() > seq);
        missed.map(|kept| kept.piece_above(seq, transport)).collect()
    }

    pub(super) fn queued_bytes(&self) -> usize {
        self.queue.iter().map(Piece::left_bytes).sum()
    }

    /// Takes `sent` bytes off the queue.
    pub(super) fn advance(&mut self, mut sent: usize) {
        while let Some(piece) = self.queue.front_mut() {
            let left = piece.left_bytes();
            if sent < left {
                piece.advance(sent);
                return;
            }
            sent -= left;
            self.queue.pop_front();
        }
    }

    /// Fills `scratch` with what waits, up to about `bytes_max`.
    pub(super) fn gather(&self, scratch: &mut Vec<u8>, bytes_max: usize) {
        scratch.clear();
        for piece in &self.queue {
            piece.append(scratch);
            if scratch.len() >= bytes_max {
                return;
            }
        }
    }
}

impl Kept {
    fn piece_above(&self, seq: u32, transport: Transport) -> Piece {
        let skip = usize::try_from((seq + 1).saturating_sub(self.first)).unwrap_or(usize::MAX);
        if skip == 0 && self.batch.transport == transport {
            return Piece::Batch { batch: self.batch.clone(), first: self.first, done: 0 };
        }
        let frames: Vec<Arc<Frame>> = self.batch.frames.iter().skip(skip).cloned().collect();
        Piece::Batch { batch: Batch::new(frames, transport), first: self.first.max(seq + 1), done: 0 }
    }
}

impl Piece {
    fn left_bytes(&self) -> usize {
        match self {
            Self::Raw(bytes) => bytes.len(),
            Self::Batch { batch, done, .. } => batch.bytes.len() - done,
        }
    }

    fn advance(&mut self, sent: usize) {
        match self {
            Self::Raw(bytes) => bytes.advance(sent),
            Self::Batch { done, .. } => *done += sent,
        }
    }

    fn append(&self, scratch: &mut Vec<u8>) {
        match self {
            Self::Raw(bytes) => scratch.extend_from_slice(bytes),
            Self::Batch { batch, first, done } => {
                let mut numbered = batch.bytes.clone();
                batch.number(&mut numbered, *first);
                scratch.extend_from_slice(numbered.get(*done..).unwrap_or_default());
            }
        }
    }
}
