//! What a RESUME may ask for: references to the batches that were numbered and that no heartbeat has acknowledged.
//!
//! It lies beside the hot part of the outbox, since every delivery adds to it.

use super::batch::Batch;
use super::cold::Piece;
use super::frame::{Frame, Transport};
use std::collections::VecDeque;
use std::sync::Arc;

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
pub(super) struct Replay {
    kept: VecDeque<Kept>,
    frames: u32,
    bytes: u32,
    /// Everything up to here is no longer kept.
    pub(super) forgotten: u32,
    /// The newest number when the socket went.
    pub(super) cut_at: u32,
}

impl Replay {
    /// Keeps what was just numbered; true where the bound made it forget older ones.
    #[inline]
    pub(super) fn keep(&mut self, batch: &Arc<Batch>, first: u32, (frames_max, bytes_max): (u32, u32)) -> bool {
        self.frames = self.frames.saturating_add(batch.count());
        self.bytes = self.bytes.saturating_add(bytes(batch));
        self.kept.push_back(Kept { batch: batch.clone(), first });
        let mut forgot = false;
        while self.frames > frames_max || self.bytes > bytes_max {
            if !self.forget_oldest() {
                break;
            }
            forgot = true;
        }
        forgot
    }

    fn forget_oldest(&mut self) -> bool {
        let Some(kept) = self.kept.pop_front() else { return false };
        self.frames = self.frames.saturating_sub(kept.batch.count());
        self.bytes = self.bytes.saturating_sub(bytes(&kept.batch));
        self.forgotten = self.forgotten.max(kept.last());
        true
    }

    /// The client has everything up to `seq`.
    pub(super) fn acknowledged(&mut self, seq: u32) {
        while self.kept.front().is_some_and(|kept| kept.last() <= seq) {
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
        if self.kept.is_empty() && self.kept.capacity() > 0 {
            self.kept = VecDeque::new();
        }
    }

    /// Everything above `seq`, laid out for `transport`.
    pub(super) fn above(&self, seq: u32, transport: Transport) -> Vec<Piece> {
        let missed = self.kept.iter().filter(|kept| kept.last() > seq);
        missed.map(|kept| kept.piece_above(seq, transport)).collect()
    }
}

fn bytes(batch: &Batch) -> u32 {
    u32::try_from(batch.bytes.len()).unwrap_or(u32::MAX)
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
