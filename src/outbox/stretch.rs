//! Frames in the order in which many sessions get them, kept once for all their RESUMEs.

use super::batch::Batch;
use super::frame::{Frame, Transport};
use crate::limits;
use parking_lot::Mutex;
use smallvec::{SmallVec, smallvec};
use std::sync::{Arc, Weak};

/// Grows at its end until it is full. An outbox says only from where to where it was given some: a delivery that goes on where the last
/// one ended touches nothing but a number.
#[derive(Debug, Default)]
pub struct Stretch(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    frames: Vec<Arc<Frame>>,
    /// What RESUMEs are being sent of it: those who were cut together miss the same.
    laid: Vec<Weak<Batch>>,
}

/// Frames of a stretch, one after another.
#[derive(Clone, Debug)]
pub struct Slice {
    pub(super) stretch: Arc<Stretch>,
    pub(super) start: u32,
    pub(super) count: u32,
    pub(super) bytes: u32,
}

/// What one visit gives; nearly always one slice.
pub type Slices = SmallVec<[Slice; 1]>;

impl Stretch {
    pub fn push(&self, frame: Arc<Frame>) {
        self.0.lock().frames.push(frame);
    }

    /// `None` where there are no such frames.
    pub fn slice(self: &Arc<Self>, start: usize, count: usize) -> Option<Slice> {
        let inner = self.0.lock();
        let bytes: usize = inner.frames.get(start..start.checked_add(count)?)?.iter().map(|frame| kept_bytes(frame)).sum();
        let number = |number: usize| u32::try_from(number).ok();
        Some(Slice { stretch: self.clone(), start: number(start)?, count: number(count)?, bytes: number(bytes).unwrap_or(u32::MAX) })
    }
}

/// Frames that are no class's, in stretches of their own.
pub(super) fn own_slices(frames: &[Arc<Frame>]) -> Slices {
    let stretch = |frames: &[Arc<Frame>]| Stretch(Mutex::new(Inner { frames: frames.to_vec(), laid: Vec::new() }));
    let own = |frames: &[Arc<Frame>]| Arc::new(stretch(frames)).slice(0, frames.len());
    frames.chunks(limits::STRETCH_FRAMES_MAX).filter_map(own).collect()
}

impl Slice {
    pub fn count(&self) -> usize {
        usize::try_from(self.count).unwrap_or(usize::MAX)
    }

    pub(super) fn frames(&self) -> Vec<Arc<Frame>> {
        let index = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let inner = self.stretch.0.lock();
        inner.frames.get(index(self.start)..index(self.start + self.count)).unwrap_or_default().to_vec()
    }

    /// Laid out for a RESUME: once for all that miss the same at the same time.
    pub(super) fn batch(&self, transport: Transport) -> Arc<Batch> {
        let fits = |batch: &Arc<Batch>| {
            let is_this = |slice: &Self| (slice.start, slice.count) == (self.start, self.count);
            batch.transport == transport && batch.slices.iter().all(is_this)
        };
        if let Some(batch) = self.stretch.0.lock().laid.iter().filter_map(Weak::upgrade).find(fits) {
            return batch;
        }
        let batch = Batch::new(smallvec![self.clone()], transport);
        let mut inner = self.stretch.0.lock();
        inner.laid.retain(|laid| laid.strong_count() > 0);
        if inner.laid.len() < limits::STRETCH_LAID_MAX {
            inner.laid.push(Arc::downgrade(&batch));
        }
        batch
    }

    pub(super) fn grow(&mut self, next: &Self) {
        self.count += next.count;
        self.bytes = self.bytes.saturating_add(next.bytes);
    }

    /// How many frames make up so many bytes, as if all were alike.
    pub(super) fn frames_of(&self, bytes: u32) -> u32 {
        let frames = (u64::from(bytes) * u64::from(self.count)).div_ceil(u64::from(self.bytes.max(1)));
        u32::try_from(frames).unwrap_or(u32::MAX)
    }

    /// Leaves the first `frames` out; returns their bytes, as if all were alike.
    pub(super) fn drop_front(&mut self, frames: u32) -> u32 {
        let bytes = u64::from(self.bytes) * u64::from(frames) / u64::from(self.count.max(1));
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX).min(self.bytes);
        self.start += frames;
        self.count -= frames;
        self.bytes -= bytes;
        bytes
    }

    /// Whether `next` goes on where this one ends.
    pub(super) fn goes_on_in(&self, next: &Self) -> bool {
        Arc::ptr_eq(&self.stretch, &next.stretch) && self.start + self.count == next.start
    }
}

/// What a frame takes in memory, about.
pub fn kept_bytes(frame: &Frame) -> usize {
    frame.body().len() + 64
}
