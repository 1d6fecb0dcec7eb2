//! What a RESUME may ask for: references to the frames that were numbered and that no heartbeat has acknowledged.
//!
//! It lies beside the hot part of the outbox, since every delivery adds to it.

use super::batch::Batch;
use super::cold::Piece;
use super::frame::Transport;
use super::stretch::Slice;
use std::collections::VecDeque;

#[derive(Debug)]
struct Kept {
    slice: Slice,
    first: u32,
}

impl Kept {
    fn last(&self) -> u32 {
        self.first + self.slice.count - 1
    }
}

#[derive(Debug, Default)]
pub(super) struct Replay {
    /// What was numbered last. It grows as its stretch does.
    newest: Option<Kept>,
    /// All before, oldest first.
    #[expect(clippy::box_collection, reason = "eight bytes of the hot line in place of 32, for what is touched once in a stretch")]
    older: Option<Box<VecDeque<Kept>>>,
    frames: u32,
    bytes: u32,
    /// Everything up to here is no longer kept.
    pub(super) forgotten: u32,
    /// The newest number when the socket went.
    pub(super) cut_at: u32,
}

impl Replay {
    /// Keeps what was just numbered; true where the bounds made it forget older ones. A sixteenth more may gather first: to forget is
    /// dearer than to keep.
    #[inline]
    pub(super) fn keep(&mut self, batch: &Batch, mut first: u32, bounds: (u32, u32)) -> bool {
        for slice in &batch.slices {
            self.frames = self.frames.saturating_add(slice.count);
            self.bytes = self.bytes.saturating_add(slice.bytes);
            match &mut self.newest {
                Some(newest) if newest.slice.goes_on_in(slice) && newest.last() + 1 == first => newest.slice.grow(slice),
                _ => self.begin(Kept { slice: slice.clone(), first }),
            }
            first += slice.count;
        }
        let (frames_max, bytes_max) = bounds;
        let full = self.frames > frames_max.saturating_add(frames_max / 16) || self.bytes > bytes_max.saturating_add(bytes_max / 16);
        full && self.trim(bounds)
    }

    fn begin(&mut self, kept: Kept) {
        if let Some(before) = self.newest.replace(kept) {
            self.older.get_or_insert_default().push_back(before);
        }
    }

    #[cold]
    fn trim(&mut self, (frames_max, bytes_max): (u32, u32)) -> bool {
        let mut forgot = false;
        while self.frames > frames_max || self.bytes > bytes_max {
            let (frames, bytes) = (self.frames.saturating_sub(frames_max), self.bytes.saturating_sub(bytes_max));
            let Some(oldest) = self.oldest_mut() else { break };
            let gone = frames.max(oldest.slice.frames_of(bytes));
            forgot = true;
            if gone >= oldest.slice.count {
                self.forget_oldest();
                continue;
            }
            let cut = oldest.slice.drop_front(gone);
            oldest.first += gone;
            let forgotten = oldest.first - 1;
            self.frames -= gone;
            self.bytes = self.bytes.saturating_sub(cut);
            self.forgotten = self.forgotten.max(forgotten);
        }
        forgot
    }

    fn forget_oldest(&mut self) -> bool {
        let older = self.older.as_mut().and_then(|older| older.pop_front());
        let Some(kept) = older.or_else(|| self.newest.take()) else { return false };
        self.frames = self.frames.saturating_sub(kept.slice.count);
        self.bytes = self.bytes.saturating_sub(kept.slice.bytes);
        self.forgotten = self.forgotten.max(kept.last());
        true
    }

    fn oldest(&self) -> Option<&Kept> {
        self.older.as_ref().and_then(|older| older.front()).or(self.newest.as_ref())
    }

    fn oldest_mut(&mut self) -> Option<&mut Kept> {
        self.older.as_mut().and_then(|older| older.front_mut()).or(self.newest.as_mut())
    }

    /// The client has everything up to `seq`.
    pub(super) fn acknowledged(&mut self, seq: u32) {
        while self.oldest().is_some_and(|kept| kept.last() <= seq) {
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
        if self.older.as_ref().is_some_and(|older| older.is_empty()) {
            self.older = None;
        }
    }

    /// Everything above `seq`, laid out for `transport`.
    pub(super) fn above(&self, seq: u32, transport: Transport) -> Vec<Piece> {
        let all = self.older.iter().flat_map(|older| older.iter()).chain(&self.newest);
        all.filter(|kept| kept.last() > seq).map(|kept| kept.piece_above(seq, transport)).collect()
    }
}

impl Kept {
    fn piece_above(&self, seq: u32, transport: Transport) -> Piece {
        let skip = (seq + 1).saturating_sub(self.first);
        let mut slice = self.slice.clone();
        slice.drop_front(skip);
        Piece::Batch { batch: slice.batch(transport), first: self.first + skip, done: 0 }
    }
}
