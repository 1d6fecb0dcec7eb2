//! Frames laid out one after another for one transport, so that a session's share is one write.

use super::frame::{Frame, SEQUENCE_WIDTH, Transport, lay_out};
use super::stretch::{Slice, Slices, own_slices};
use std::sync::Arc;

/// Whole WebSocket messages with room for the numbers.
#[derive(Debug)]
pub struct Batch {
    pub(super) bytes: Vec<u8>,
    /// Where each frame's number goes.
    pub(super) slots: Vec<u32>,
    /// What was laid out: a RESUME needs the frames again.
    pub(super) slices: Slices,
    pub(super) transport: Transport,
}

impl Batch {
    pub fn new(slices: Slices, transport: Transport) -> Arc<Self> {
        let frames: Vec<Arc<Frame>> = slices.iter().flat_map(Slice::frames).collect();
        let room = frames.iter().map(|frame| frame.body().len() + 40).sum();
        let mut bytes = Vec::with_capacity(room);
        let slots = frames.iter().map(|frame| u32::try_from(lay_out(&mut bytes, frame, transport)).unwrap_or(u32::MAX)).collect();
        Arc::new(Self { bytes, slots, slices, transport })
    }

    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.slots.len()).unwrap_or(u32::MAX)
    }

    /// Writes `first`, `first + 1`, … into the slots of `bytes`, a copy of this batch's.
    pub(super) fn number(&self, bytes: &mut [u8], first: u32) {
        let mut digits = [b' '; SEQUENCE_WIDTH];
        let mut text = itoa::Buffer::new();
        let text = text.format(first).as_bytes();
        if let Some(end) = digits.get_mut(SEQUENCE_WIDTH.saturating_sub(text.len())..) {
            end.copy_from_slice(text);
        }
        for &slot in &self.slots {
            let slot = usize::try_from(slot).unwrap_or(usize::MAX);
            if let Some(place) = bytes.get_mut(slot..slot.saturating_add(SEQUENCE_WIDTH)) {
                place.copy_from_slice(&digits);
            }
            increment(&mut digits);
        }
    }
}

/// Adds one to a right-aligned decimal number.
fn increment(digits: &mut [u8; SEQUENCE_WIDTH]) {
    for digit in digits.iter_mut().rev() {
        match *digit {
            b'9' => *digit = b'0',
            b' ' => {
                *digit = b'1';
                return;
            }
            _ => {
                *digit += 1;
                return;
            }
        }
    }
}

/// A batch with its walk's own copy of the bytes, in which the numbers are overwritten from session to session.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) batch: Arc<Batch>,
    pub(super) scratch: Vec<u8>,
}

impl Laid {
    fn new(slices: Slices, transport: Transport) -> Self {
        let batch = Batch::new(slices, transport);
        Self { scratch: batch.bytes.clone(), batch }
    }
}

/// What one visit of a walk gives to a session: everything, or (for one that lags) only what may not be shed.
#[derive(Debug)]
pub struct Round {
    pub(super) whole: Laid,
    /// `None` where nothing may be shed: then it is the same as `whole`.
    pub(super) lean: Option<Laid>,
}

impl Round {
    /// Frames that are for no class as a whole, with whether each may be shed (typing, presence).
    pub fn new(frames: &[(Arc<Frame>, bool)], transport: Transport) -> Self {
        let all: Vec<_> = frames.iter().map(|(frame, _)| frame.clone()).collect();
        Self::of(own_slices(&all), frames, transport)
    }

    /// The same frames as they lie in their class's stretches.
    pub fn of(slices: Slices, frames: &[(Arc<Frame>, bool)], transport: Transport) -> Self {
        let kept = || frames.iter().filter(|(_, sheddable)| !sheddable).map(|(frame, _)| frame.clone()).collect::<Vec<_>>();
        let lean = frames.iter().any(|(_, sheddable)| *sheddable).then(|| Laid::new(own_slices(&kept()), transport));
        Self { whole: Laid::new(slices, transport), lean }
    }

    pub(super) fn pick(&mut self, lags: bool) -> &mut Laid {
        match &mut self.lean {
            Some(lean) if lags => lean,
            _ => &mut self.whole,
        }
    }
}
